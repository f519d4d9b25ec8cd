"""The records the scanners hand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Bound = Literal["exact", "at_least", "at_most", "more_than", "fewer_than", "about", "range"]
Per = Literal["day", "person-day", "hour", "person"]
Precision = Literal["hour", "day", "week", "month", "year", "range", "unknown"]
TimeKind = Literal["absolute", "relative", "ordinal_day", "duration"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as a text states it.

    An open side is ``None``: "more than 2,000" has ``low=2000, high=None``. ``out_of`` is the second number of "12 of
    35" (the value is 12). ``ambiguous`` says that the writing has a second reading: "5.100" is kept as the range 5.1 to
    5100, and "5 100" with an ordinary space is read as 5100 but may be two numbers.
    """

    low: float | None
    high: float | None
    bound: Bound = "exact"
    approximate: bool = False
    ambiguous: bool = False
    out_of: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMention:
    """A number found in a text; ``start`` and ``end`` are code points, half-open, bound words included."""

    low: float | None
    high: float | None
    bound: Bound
    approximate: bool
    start: int
    end: int
    text: str
    ambiguous: bool = False
    out_of: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: ``si = value * factor + offset`` in ``si_symbol``, or a count without size (``si_symbol`` None).

    ``per`` is what the quantity is spread over, if anything; ``status`` says how the factor is known (read, memory,
    assumption, or ``site`` where the site defines the package).
    """

    symbol: str
    dimension: str
    si_symbol: str | None
    factor: float | None
    offset: float
    per: Per | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention:
    """A number with its unit, found in a text, and its value in the internal unit where it has one."""

    low: float | None
    high: float | None
    bound: Bound
    approximate: bool
    unit: str
    si_low: float | None
    si_high: float | None
    si_unit: str | None
    per: Per | None
    start: int
    end: int
    text: str
    ambiguous: bool = False
    out_of: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time found in a text.

    ``start`` and ``end`` are aware datetimes, both inclusive at one second: a day ends at 23:59:59. They are ``None``
    where the words cannot be tied to a date, and for durations, which carry ``hours_low`` and ``hours_high`` instead.
    ``precision`` is ``range`` where the words cover a stretch (since Monday, the third day); ``ambiguous`` is true where
    the stretch is wide because the date can be read in two ways. ``note`` says so in words.
    """

    text: str
    start: datetime | None
    end: datetime | None
    precision: Precision
    kind: TimeKind
    start_char: int
    end_char: int
    hours_low: float | None = None
    hours_high: float | None = None
    ambiguous: bool = False
    note: str = ""
