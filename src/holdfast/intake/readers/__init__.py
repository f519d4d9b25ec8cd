"""The readers: one file a format, from bytes to text."""

from holdfast.intake.readers.detect import load, sniff
from holdfast.intake.readers.dispatch import extract

__all__ = ["extract", "load", "sniff"]
