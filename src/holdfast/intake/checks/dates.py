"""Hold a text against the day it is said to be published on."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.intake.records import ReadingWarning
from holdfast.reference import holders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.reference import Term

_HOT = re.compile(
    r"\b((?:hot|scorching|blistering|searing|sweltering|baking|burning|fierce|this|height of|heat of|heat of the|middle of|middle of the)"
    r" summer(?: (?:sun|heat))?|summer(?:'s|’s)? (?:sun|sunshine|heat|heatwave|temperatures?|months?|days?|weather)|midsummer)\b",
    re.IGNORECASE,
)
_COLD = re.compile(
    r"\b((?:cold|freezing|bitter|harsh|icy|this|depths? of|dead of|middle of|middle of the) winter(?: (?:cold|night))?|"
    r"winter(?:'s|’s)? (?:cold|nights?|snow|frost|storms?|temperatures?|months?|days?|weather)|midwinter)\b",
    re.IGNORECASE,
)
# "the July sun": the weather of a named month, told as the weather of the day.
_WEATHER_OF_MONTH = re.compile(
    rf"\b({'|'.join(calendar.month_name[1:])})(?:'s|’s)? (?:sun|sunshine|heat|heatwave|cold|frost|snow|weather)\b"
)
_MONTHS_OF_GRACE = 1
# Astronomical seasons with a month of grace: where it is summer "now", the month is May to September north of the
# tropics. The hemisphere is an assumption stated in the message; a camp in the south is the reader's to judge.
_SUMMER = frozenset({5, 6, 7, 8, 9})
_WINTER = frozenset({11, 12, 1, 2, 3})
_OTHER_TIME = re.compile(
    r"\b(last|past|previous|next|coming|every|each|that|since)\s+(?:\w+\s+)?(?:summer|winter)", re.IGNORECASE
)
_OTHER_TIME_OF_MONTH = re.compile(
    r"\b(last|past|previous|next|coming|every|each|that|since)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\b((?:Secretary of State|Secretary[- ]General|Secretary|President|Prime Minister|Foreign Minister|Foreign Secretary|Premier|"
    r"High Commissioner(?: for Refugees)?|Special Representative(?: of the Secretary-General)?|Ambassador|Emergency Relief Coordinator|Chancellor|SRSG|UN envoy|envoy)"
    r"\s+(?:[A-Z][\w.’'-]+\s+){0,2}[A-Z][\w’'-]+)"
)
_FORMER = re.compile(r"\b(former|then|ex|late|previous|first|future|incoming)\b[- ]*(?:\w+\s+){0,2}$", re.IGNORECASE)
_WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_DATED_DAY = re.compile(
    rf"\b({'|'.join(calendar.day_name)}),?\s+(?:the\s+)?(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(calendar.month_name[1:])})"
    rf"|({'|'.join(calendar.month_name[1:])})\s+(\d{{1,2}})(?:st|nd|rd|th)?),?\s*(\d{{4}})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|since|of|until|by|,|\d|[a-y])\s*((?:19|20)\d\d)\b")


def season(text: str, day: date) -> Iterator[ReadingWarning]:
    """Yield a warning where the text's own season is not that of the day (northern hemisphere assumed)."""
    for pattern, months, name in ((_HOT, _SUMMER, "summer"), (_COLD, _WINTER, "winter")):
        match = pattern.search(text)
        if match and day.month not in months and not _OTHER_TIME.search(text[max(0, match.start() - 20) : match.end()]):
            yield ReadingWarning(
                code="season-contradicts-date",
                message=f'the text speaks of {name} ("{" ".join(match.group().split())}"), but {_say(day)} is not in {name} '
                "north of the equator",
            )


def month(text: str, day: date) -> Iterator[ReadingWarning]:
    """Yield a warning where the text tells the weather of a month that the day does not lie in or next to."""
    match = _WEATHER_OF_MONTH.search(text)
    if not match or _OTHER_TIME_OF_MONTH.search(text[max(0, match.start() - 20) : match.start()]):
        return
    apart = abs(list(calendar.month_name).index(match.group(1)) - day.month)
    if min(apart, 12 - apart) > _MONTHS_OF_GRACE:
        yield ReadingWarning(
            code="season-contradicts-date",
            message=f'the text speaks of the weather of {match.group(1)} ("{match.group()}"), but the date is {_say(day)}',
        )


def offices(text: str, day: date) -> Iterator[ReadingWarning]:
    """Yield a warning for every office holder the text names in office who was not in office on the day."""
    seen: set[str] = set()
    for match in _OFFICE.finditer(text):
        words = " ".join(match.group(1).split())
        if words in seen or _FORMER.search(text[max(0, match.start() - 24) : match.start()]):
            continue
        seen.add(words)
        terms = [t for t in holders(words) if _same_office(t, words)]
        if terms and not any(_in_office(t, day) for t in terms):
            spans = "; ".join(f"{t.start.isoformat()} to {t.end.isoformat() if t.end else 'now'}" for t in terms)
            yield ReadingWarning(
                code="office-contradicts-date",
                message=f'the text names "{words}" in office; the table of offices has {terms[0].holder} as {terms[0].office} '
                f"from {spans}, which does not include {_say(day)}",
            )


def _same_office(term: Term, words: str) -> bool:
    return (
        any(w in words.lower() for w in term.office.lower().replace("-", " ").split() if len(w) > 5)
        or term.office.lower() in words.lower()
    )


def _in_office(term: Term, day: date) -> bool:
    # A month of grace: predecessors are still named in office in the days of a handover.
    grace = timedelta(days=31)
    return term.start - grace <= day and (term.end is None or day <= term.end + grace)


def weekdays(text: str, published: date | None) -> Iterator[ReadingWarning]:
    """Yield a warning for every date whose weekday does not fit: "Monday 26 August 2014" was a Tuesday."""
    for match in _DATED_DAY.finditer(text):
        number = int(match.group(2) or match.group(5))
        month = [m.lower() for m in calendar.month_name].index((match.group(3) or match.group(4)).lower())
        year = int(match.group(6)) if match.group(6) else published.year if published else None
        if year is None:
            continue
        words = " ".join(match.group().split())
        try:
            day = date(year, month, number)
        except ValueError:
            yield ReadingWarning(code="impossible-date", message=f'the date "{words}" does not exist')
            continue
        if day.weekday() != _WEEKDAYS[match.group(1).lower()]:
            yield ReadingWarning(
                code="weekday-contradicts-date",
                message=f'"{words}": {day.isoformat()} was a {calendar.day_name[day.weekday()]}',
            )
    if not text.isascii():
        from holdfast.intake.arabic_script import weekday_warnings  # noqa: PLC0415  it reads the lists of two languages

        yield from weekday_warnings(text, published)


def later_years(text: str, day: date) -> Iterator[ReadingWarning]:
    """Yield a warning where the text names a past year that is after the day of publication."""
    late = sorted({int(y) for y in _YEAR.findall(text) if int(y) > day.year})
    # One year ahead may be a plan; a text does not look back on it.
    for year in late:
        if re.search(rf"\b(?:in|since) (?:\w+ )?{year}\b", text):
            yield ReadingWarning(
                code="text-later-than-date",
                message=f"the text names the year {year}, after the date of publication {day.isoformat()}",
            )


def contradictions(text: str, day: date) -> tuple[ReadingWarning, ...]:
    """Return what in the text contradicts a day of publication: season, month, offices, later years."""
    return (*season(text, day), *month(text, day), *offices(text, day), *later_years(text, day))


def _say(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
