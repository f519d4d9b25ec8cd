"""What a field of a record may hold; everything else is refused when the record is made (HF-L008)."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from holdfast.errors import LedgerError

_DIGEST = re.compile(r"[0-9a-f]{64}")


def invalid(field: str, found: str, expected: str) -> LedgerError:
    """Return the error for a field that the ledger cannot keep."""
    return LedgerError(
        "HF-L008", where=field, found=found, expected=expected, mend=f"give {field} a value the ledger can keep"
    )


def check_word(field: str, value: object, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not in its list (HF-L008)."""
    if value not in allowed:
        raise invalid(field, repr(value), "one of " + ", ".join(allowed))


def finite(field: str, value: object) -> float | None:
    """Return a finite number as a float, or None; HF-L008 for anything else."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise invalid(field, repr(value), "a number")
    try:
        number = float(value) + 0.0  # turns -0.0 into 0.0: canonical JSON has one zero
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise invalid(field, repr(value), "a finite number")
    return number


def check_order(field: str, low: float | None, high: float | None) -> None:
    """Refuse bounds that are reversed (HF-L008)."""
    if low is not None and high is not None and low > high:
        raise invalid(field, f"{low:g} above {high:g}", "a low bound at or below the high bound")


def check_text(field: str, value: object) -> None:
    """Refuse what is no text, or text that cannot be written as UTF-8 or holds a NUL (HF-L008)."""
    if value is None:
        return
    if not isinstance(value, str):
        raise invalid(field, repr(value), "text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise invalid(field, ascii(value), "text that can be written as UTF-8") from None
    if "\x00" in value:
        raise invalid(field, ascii(value), "text without NUL characters")


def check_span(start: object, end: object) -> None:
    """Refuse a span that is not two whole numbers in order, or none (HF-L008)."""
    if start is None and end is None:
        return
    if not (type(start) is int and type(end) is int and 0 <= start <= end):
        raise invalid("char_start", f"{start!r} to {end!r}", "a span of whole numbers, start at or before end")


def read_moment(field: str, value: object) -> datetime | None:
    """Read a date or an aware time; a date stands for its first instant, in UTC, for comparison only."""
    if value is None:
        return None
    check_text(field, value)
    text = str(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(field, text, "an ISO date, or an ISO time with its offset") from None
    if moment.tzinfo is not None:
        return moment
    if len(text) > len("2015-08-18"):
        raise invalid(field, text, "a time with its offset from UTC")
    return moment.replace(tzinfo=UTC)


def instant(text: str) -> datetime:
    """Return the moment of an ISO text."""
    return datetime.fromisoformat(text)


def needed(field: str, value: object, what: str) -> None:
    """Refuse an empty text where one must stand (HF-L008)."""
    check_text(field, value)
    if value is None or not str(value).strip():
        raise invalid(field, "nothing", what)


def ids(field: str, values: object) -> tuple[str, ...]:
    """Return ids as a tuple without repeats, in order; HF-L008 for what is no text."""
    if isinstance(values, str) or not isinstance(values, (tuple, list)):
        raise invalid(field, repr(values), "a list of ids")
    for value in values:
        needed(field, value, "an id")
    return tuple(dict.fromkeys(str(value) for value in values))


def digest(field: str, value: str | None) -> None:
    """Refuse what is no SHA-256 in lower-case hexadecimal, or None (HF-L008)."""
    if value is not None and not _DIGEST.fullmatch(str(value)):
        raise invalid(field, repr(value), "64 hexadecimal digits")
