"""The readers: one file a format, from bytes to text."""

from holdfast.intake.readers.detect import load, sniff
from holdfast.intake.readers.dispatch import extract
from holdfast.intake.readers.table_files import open_book, table_kind

__all__ = ["extract", "load", "open_book", "sniff", "table_kind"]
