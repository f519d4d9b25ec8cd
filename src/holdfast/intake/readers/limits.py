"""How much time, memory and text one extraction may take."""

MAX_SECONDS = 20
MAX_MEMORY_BYTES = 1_000_000_000
MAX_CHARS = 500_000
