"""What a reader raises in its own process: a code and what was found; the dispatcher adds the rest."""

from __future__ import annotations


class ReaderFaultError(Exception):
    """A file that cannot be read; ``code`` is the code of the error to raise."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found
