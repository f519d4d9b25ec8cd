"""How much time, memory and text one extraction may take.

The largest table that is read, 20,000 rows of 19 columns, took 3.4 s of processor time and 160 MB of address space, a text of
6,000 paragraphs 0.7 s and 42 MB. A system without ``resource`` (Windows) has no limit of memory, only that of time.
"""

MAX_SECONDS = 10
MAX_MEMORY_BYTES = 512_000_000
MAX_CHARS = 500_000

# Tables: a year of hourly rows of a camp's log is 8,760.
MAX_TABLE_ROWS = 20_000
MAX_COLUMNS = 512
MAX_CELLS = 400_000
MAX_CELL_CHARS = 32_767
