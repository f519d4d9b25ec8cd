"""The readers: one file a format, from bytes to text."""

from holdfast.intake.readers.detect import load, picture_kind, sniff
from holdfast.intake.readers.dispatch import extract
from holdfast.intake.readers.table_files import open_book, table_kind

__all__ = ["extract", "load", "open_book", "picture_kind", "sniff", "table_kind"]
