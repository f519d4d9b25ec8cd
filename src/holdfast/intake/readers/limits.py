"""How much time, memory and text one extraction may take."""

MAX_SECONDS = 20
MAX_MEMORY_BYTES = 1_000_000_000
MAX_CHARS = 500_000

# Tables: a year of hourly rows of a camp's log is 8,760.
MAX_TABLE_ROWS = 20_000
MAX_COLUMNS = 512
MAX_CELLS = 400_000
MAX_CELL_CHARS = 32_767
