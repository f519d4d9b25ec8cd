"""Read one table in a process of its own, with the limits of `worker`.

Reads bytes from standard input and writes one JSON object to standard output.
"""

from __future__ import annotations

import json
import sys

from holdfast.intake.readers.tables import read_tables
from holdfast.intake.readers.worker import limit


def main() -> None:
    """Read standard input, read the table, write standard output."""
    limit()
    charset = sys.argv[2] if len(sys.argv) > 2 and sys.argv[2] else None
    try:
        answer = read_tables(sys.argv[1], sys.stdin.buffer.read(), charset)
    except (MemoryError, RecursionError):
        answer = {"fault": "HF-I022", "found": "a table that needs too much memory to open"}
    # ASCII only: any encoding of the pipe is then harmless.
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
