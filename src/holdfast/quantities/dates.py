"""Dates and clock times as they are written: the patterns, without knowing when the text was published."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import InputError
from holdfast.quantities.calendars import (
    Calendar,
    calendar_of_year,
    from_gregorian,
    month_pattern,
    month_reading,
    stated_calendar,
    to_gregorian,
)

if TYPE_CHECKING:
    from datetime import date

# "may" and "march" are verbs unless they are capitalised; "Mar", "Sun" and the like never stand in lower case.
_CAPITAL_ONLY = frozenset({"may", "march", "mar", "dec", "jan", "sep", "aug", "tir", "dey", "mehr", "azar", "safar"})
# Short Persian month names are also common words: they count only with a day before them.
_NEEDS_DAY = frozenset({"می", "مه", "دی", "تیر", "مهر", "اب", "صفر", "اوت", "اذر", "آب"})


class WrittenDate(NamedTuple):
    """A date as written: what is stated of year, month and day, and the second reading of "03/04/2015"."""

    start: int
    end: int
    calendar: Calendar
    year: int | None
    month: int | None
    day: int | None
    day_to: int | None = None  # "14-16 July"
    swapped: bool = False
    note: str = ""


class Clock(NamedTuple):
    """A clock time as written."""

    start: int
    end: int
    hour: int
    minute: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    month = month_pattern()
    gap = r"[ \u00a0\n\-]{0,3}"
    nth = r"(?:st|nd|rd|th)?"
    end = r"(?![^\W_])"
    flags = re.IGNORECASE
    year = r"(?:,?[ \u00a0\n\-]{0,3}(?:[إا]?عام |سنه |سال |of )?((?:1[2-9]|20|21)\d\d)(?!\d|[.,]\d|%))?"
    return {
        "iso": re.compile(r"(?<![\d/.\-])([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})(?=T\d\d:|(?![\d\w]|[-/.]\d))"),
        "day_first": re.compile(r"(?<![\d/.\-\w])(\d{1,2})([-/.])(\d{1,2})\2([12]\d{3}|\d\d)(?![\d\w]|[-/.]\d)"),
        "day_month": re.compile(
            rf"(?<![\d/.,\-\w:])(\d{{1,2}}){nth}(?: ?(?:-|to|and|تا|و|الی) ?(\d{{1,2}}){nth})?(?: of| من)?{gap}(?=[^\W\d_])({month})\.?{end}"
            rf"(?:/(?:{month}))?{year}",
            flags,
        ),
        "month_day": re.compile(
            rf"(?=[^\W\d_])(?<![^\W_])({month})\.?[ \u00a0]{{1,2}}(\d{{1,2}}){nth}(?: ?(?:-|to|and) ?(\d{{1,2}}){nth})?(?![\d\w:%]|[.,]\d|-\d){year}",
            flags,
        ),
        "month_year": re.compile(
            rf"(?=[^\W\d_])(?<![^\W_])({month})\.?,?[ \u00a0](?:عام |سنه |سال |of )?((?:1[2-9]|20)\d\d)(?!\d|[.,]\d|%)",
            flags,
        ),
        "year_span": re.compile(r"(?<![\d/.,\-\w])((?:19|20)\d\d) ?- ?((?:19|20)?\d\d)(?![\d\w]|[.,]\d|-)"),
        "year": re.compile(
            r"(?:\b(?:in|since|by|of|until|till|from|during|after|before|early|late|mid|summer|winter|spring|autumn|year|circa)[ \u00a0\-]|"
            r"(?<!\w)(?:عام|سنه|سال|منذ|از|في|فی|در)[ \u00a0])((?:1[3-4]|19|20)\d\d)s?(?![\d\w]|[.,]\d|[ \u00a0]?%|:|[-/]\d)",
            flags,
        ),
        "colon": re.compile(
            r"(?<![\d:.,/\w])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?![\d:])(?:[ \u00a0]?(a\.?m|p\.?m|h|hrs)\b\.?)?",
            flags,
        ),
        "ampm": re.compile(
            r"(?<![\d:.,/\w])(1[0-2]|0?[1-9])(?:[.:]([0-5]\d))?[ \u00a0]?(a\.?m|p\.?m)(?![^\W_])\.?", flags
        ),
        "military": re.compile(
            r"(?<![\d:.,/\w+\-])(0\d|1\d|2[0-3])([0-5]\d)(?:[ \u00a0]?(hours|hrs|hr|h|local time|local|UTC|GMT|Z))?(?![^\W_]|[.,:/]\d|-\d| ?%)",
            flags,
        ),
        "oclock": re.compile(r"(?<![\d:.,/\w])(1[0-2]|0?[1-9])[ \u00a0]?o'clock\b", flags),
        "saat": re.compile(r"(?:الساعه|ساعت)[ \u00a0]{1,2}([01]?\d|2[0-3])(?::([0-5]\d))?(?![\d:])"),
        "noon": re.compile(
            r"(?<!\w)(?:at |around |by |about |since |until )?((?:12[ \u00a0])?noon|midday|midnight|mid-day|ظهرا|منتصف اللیل|نیمه شب)(?![^\W_])",
            flags,
        ),
    }


_AT_BEFORE = re.compile(
    r"(?:\b(?:at|by|since|until|from|before|after|around|about|till|refused|denied)|[,(@]|ساعت|الساعه)[ \u00a0]*$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(r"[ \u00a0]?(?:[a-zA-Z%°³²]|[ء-ی])")


def written_dates(text: str) -> list[WrittenDate]:
    """Find the dates of a folded text, longest first where two overlap, in order."""
    found: list[WrittenDate] = []
    taken = bytearray(len(text))
    for name, reader in _READERS.items():
        for match in _patterns()[name].finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            written = reader(text, match)
            if written is not None:
                found.append(written)
                taken[written.start : written.end] = b"\x01" * (written.end - written.start)
    return sorted(found, key=lambda written: written.start)


def _iso(text: str, m: re.Match[str]) -> WrittenDate | None:
    year, month, day = int(m.group(1)), int(m.group(3)), int(m.group(4))
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return WrittenDate(m.start(), m.end(), _calendar(text, m, year), year, month, day)


def _day_first(text: str, m: re.Match[str]) -> WrittenDate | None:
    day, month, written = int(m.group(1)), int(m.group(3)), m.group(4)
    if len(written) == 2:
        if m.group(2) != "/":
            return None  # "7.5.15" or "1-2-10": too little to call it a date
        year = 2000 + int(written)
    else:
        year = int(written)
    if day <= 12 < month <= 31:
        return WrittenDate(m.start(), m.end(), _calendar(text, m, year), year, day, month, note="month written first")
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    swapped = day <= 12 and day != month
    note = "day and month could be exchanged" if swapped else ""
    return WrittenDate(m.start(), m.end(), _calendar(text, m, year), year, month, day, swapped=swapped, note=note)


def _calendar(text: str, m: re.Match[str], year: int) -> Calendar:
    return stated_calendar(text[m.end() : m.end() + 8]) or calendar_of_year(year)


def _named(m: re.Match[str], name: str, day: str | None, day_to: str | None, year: str | None) -> WrittenDate | None:
    low = name.lower()
    if low in _CAPITAL_ONLY and not name[0].isupper():
        return None
    number = int(year) if year else None
    reading = month_reading(name, number)
    if reading is None or (day is not None and not 1 <= int(day) <= 31):
        return None
    if day_to is not None and not int(day or 0) < int(day_to) <= 31:
        return None
    return WrittenDate(
        m.start(),
        m.end(),
        reading[0],
        number,
        reading[1],
        int(day) if day else None,
        int(day_to) if day_to else None,
    )


def _day_month(_text: str, m: re.Match[str]) -> WrittenDate | None:
    return _named(m, m.group(3), m.group(1), m.group(2), m.group(4))


def _month_day(_text: str, m: re.Match[str]) -> WrittenDate | None:
    return _named(m, m.group(1), m.group(2), m.group(3), m.group(4))


def _month_year(_text: str, m: re.Match[str]) -> WrittenDate | None:
    if m.group(1).lower() in _NEEDS_DAY:
        return None
    return _named(m, m.group(1), None, None, m.group(2))


def _year_span(_text: str, m: re.Match[str]) -> WrittenDate | None:
    first = int(m.group(1))
    last = int(m.group(2)) if len(m.group(2)) == 4 else first // 100 * 100 + int(m.group(2))
    if not first < last <= first + 60:
        return None
    return WrittenDate(m.start(), m.end(), "gregorian", first, None, None, last, note="years")


def _year(text: str, m: re.Match[str]) -> WrittenDate | None:
    year = int(m.group(1))
    if _PEOPLE_AFTER.match(text, m.end()) and year % 50 == 0:
        return None  # "of 2000 residents"
    return WrittenDate(m.start(1), m.end(1), calendar_of_year(year), year, None, None)


_PEOPLE_AFTER = re.compile(r"[ \u00a0]+[a-z]{3,20}(?:s|people|persons|men|women|children)\b")

_READERS = {
    "iso": _iso,
    "day_first": _day_first,
    "day_month": _day_month,
    "month_day": _month_day,
    "month_year": _month_year,
    "year_span": _year_span,
    "year": _year,
}


def clocks(text: str) -> list[Clock]:
    """Find the clock times of a folded text, in order: 08:30, 0830, 8.30 a.m., noon."""
    found: list[Clock] = []
    taken = bytearray(len(text))
    for name in ("colon", "ampm", "oclock", "saat", "noon", "military"):
        for match in _patterns()[name].finditer(text):
            clock = _clock(name, text, match)
            if clock is not None and not any(taken[clock.start : clock.end]):
                found.append(clock)
                taken[clock.start : clock.end] = b"\x01" * (clock.end - clock.start)
    return sorted(found)


def _clock(name: str, text: str, m: re.Match[str]) -> Clock | None:
    start, end = m.span()
    if name == "noon":
        hour = 12 if m.group(1).lower().endswith(("noon", "midday", "mid-day", "ظهرا")) else 0
        return Clock(m.start(1), end, hour, 0)
    if name == "military":
        stated = m.group(3) is not None or m.group(1).startswith("0")
        if not stated and not _AT_BEFORE.search(text[max(0, start - 12) : start]):
            return None
        if m.group(3) is None and not m.group(1).startswith("0") and 19 <= int(m.group(1)) <= 20:
            return None  # "by 2015" is a year
        return Clock(start, end, int(m.group(1)), int(m.group(2)))
    hour, minute = int(m.group(1)), int(m.group(2) or 0) if m.lastindex and m.re.groups > 1 else 0
    half = m.group(3) if m.re.groups > 2 else None
    if half and half.lower().startswith(("a", "p")) and hour <= 12:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    return Clock(start, end, hour, minute)


def gregorian_days(written: WrittenDate, published: date | None) -> tuple[date, date] | None:
    """Return the first and last Gregorian day a written date can mean, or None where the year is missing.

    A day and month without a year takes the year of ``published``, or the year before where that would lie more than
    60 days after it (a text of January that speaks of 28 December).

    Raises
    ------
    InputError
        HF-U006 for a day the calendar does not have.
    """
    calendar, year, month, day = written.calendar, written.year, written.month, written.day
    if year is None:
        return _without_year(written, published)
    if month is None:
        last_year = written.day_to or year
        return to_gregorian(year, 1, 1, calendar), last_day(last_year, 12, calendar)
    if day is None:
        return to_gregorian(year, month, 1, calendar), last_day(year, month, calendar)
    first = to_gregorian(year, month, day, calendar)
    if written.swapped:
        other = to_gregorian(year, day, month, calendar)
        return min(first, other), max(first, other)
    if written.day_to is not None:
        return first, to_gregorian(year, month, written.day_to, calendar)
    return first, first


def _without_year(written: WrittenDate, published: date | None) -> tuple[date, date] | None:
    if published is None:
        return None
    year = from_gregorian(published, written.calendar)[0]
    days = gregorian_days(written._replace(year=year), None)
    if days is not None and (days[0] - published).days > 60:
        days = gregorian_days(written._replace(year=year - 1), None)
    return days


def last_day(year: int, month: int, calendar: Calendar) -> date:
    """Return the last day of a month, as a Gregorian date."""
    for day in (31, 30, 29, 28):
        try:
            return to_gregorian(year, month, day, calendar)
        except InputError:
            continue
    return to_gregorian(year, month, 28, calendar)
