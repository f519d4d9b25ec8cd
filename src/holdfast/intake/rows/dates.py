"""Dates in the cells of a column: three calendars, three scripts, serial numbers; day before month only where it is certain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.quantities import fold_word, read_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.intake.readers.sheets import Cell

_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
_CLOCK = re.compile(r"[ T]+(?:at )?(\d{1,2}):(\d{2})(?::\d{2})?$")
_MONTHS = 12
_LONGEST = 60
_TWO_DIGITS = 100
_SERIAL_FIRST, _SERIAL_LAST = 20_000, 80_000
# Day 60 of the 1900 system is 29 February 1900, which never was; from there on the count is right with this day as zero.
_ZERO = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}


@dataclass(frozen=True, slots=True)
class DayRead:
    """A cell read as a day; ``day`` None with the reason where it cannot be, and whether only the order is in doubt."""

    day: date | None
    reason: str = ""
    is_ambiguous: bool = False
    is_serial: bool = False


def order_of(cells: Sequence[Cell]) -> tuple[str | None, str]:
    """Return ``day`` or ``month``, whichever a column of numeric dates begins with, and why; None where no cell decides.

    Only a number above 12 decides. Where cells decide against each other the answer is None, and the reason says so.
    """
    firsts: list[str] = []
    seconds: list[str] = []
    open_cells = 0
    for cell in cells:
        match = _NUMERIC.match(fold_word(cell.text)) if cell.kind == "text" else None
        if match is None:
            continue
        first, second = int(match.group(1)), int(match.group(2))
        if first > _MONTHS >= second:
            firsts.append(cell.text)
        elif second > _MONTHS >= first:
            seconds.append(cell.text)
        elif first != second:
            open_cells += 1
    if firsts and seconds:
        return None, f"{firsts[0]!r} has the day first and {seconds[0]!r} the month"
    if firsts:
        return "day", f"{firsts[0]!r} can only have the day first"
    if seconds:
        return "month", f"{seconds[0]!r} can only have the month first"
    return None, f"{open_cells} dates such as dd/mm or mm/dd" if open_cells else ""


def is_date_like(cell: Cell) -> bool:
    """Whether a cell is a date, or a text that begins as one."""
    if cell.kind == "date":
        return True
    return cell.kind == "text" and read_day(cell, "day", None).day is not None


def read_day(cell: Cell, order: str | None, epoch: int | None) -> DayRead:  # noqa: PLR0911  one kind of cell a return
    """Read a cell of a column of dates.

    Parameters
    ----------
    cell : Cell
        The cell.
    order : {"day", "month"} or None
        Which comes first in numeric dates; None where that is not known.
    epoch : int or None
        1900 or 1904, from which serial numbers count; None where the file does not say, and 1900 is taken.

    Returns
    -------
    DayRead
        Years of two digits are of this century. From the Hijri calendar a day may be off by one.
    """
    if len(cell.text) > _LONGEST:
        return DayRead(None, f"a text of {len(cell.text):,} characters is no date")
    if cell.kind == "number" or (cell.kind == "text" and re.fullmatch(r"\d{5}(?:\.\d+)?", fold_word(cell.text))):
        value = cell.value if cell.value is not None else float(fold_word(cell.text))
        if not _SERIAL_FIRST <= value <= _SERIAL_LAST:
            return DayRead(None, f"{cell.text} is a number and no date of the years 1954 to 2119")
        return DayRead(_ZERO[epoch or 1900] + timedelta(days=int(value)), is_serial=True)
    if cell.kind not in {"text", "date"}:
        return DayRead(None, f"{cell.text} is no date")
    written = _CLOCK.sub("", fold_word(cell.text).strip())
    match = _NUMERIC.fullmatch(written)
    if match is not None:
        return _numeric(cell.text, match, order)
    try:
        return DayRead(read_date(written))
    except HoldfastError as error:
        return DayRead(None, f"{cell.text!r}: {error.expected}")


def _numeric(text: str, match: re.Match[str], order: str | None) -> DayRead:
    first, second, year = (int(g) for g in match.groups())
    if len(match.group(3)) == 2:
        year += 2000
    if first <= _MONTHS and second <= _MONTHS and first != second and order is None:
        return DayRead(None, f"{text!r} has two readings: day first or month first", is_ambiguous=True)
    day, month = (second, first) if order == "month" else (first, second)
    if order is None and second > _MONTHS:
        day, month = second, first
    try:
        return DayRead(read_date(f"{year:04}-{month:02}-{day:02}"))
    except HoldfastError:
        return DayRead(None, f"{text!r} is no day of the calendar with the {order or 'day'} first")
