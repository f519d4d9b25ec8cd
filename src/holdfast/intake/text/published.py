"""When was it published? What the file itself proposes, and who signs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.intake.records import ReadingWarning
from holdfast.quantities import read_date

if TYPE_CHECKING:
    from datetime import date

    from holdfast.intake.records import Extract

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_DATE = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
)
_LEAD = r"(?:(?:published|posted|updated|date|dated|issued|on|as of|report of)\s*:?\s*(?:on\s+)?)?"
# "17 August 2015 / 2 Dhu al-Qa'dah 1436": the same day in the calendar of the office.
_SECOND = r"(?:\s*[/(|–—-]\s*\d{1,2}\s[^\d\n]{3,20}\s1[34]\d\d\)?(?:\s?[A-Z]{1,2}\.?)?)?"
_LINE = re.compile(
    rf"^\W*{_LEAD}(?P<weekday>{_DAY},?\s+)?(?P<date>{_DATE}){_SECOND}(?:\s*[,|–—-]?\s*\d{{1,2}}[:.]\d{{2}}.{{0,12}})?\W*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"^[A-Z][\w .,’'-]{{1,50}}?[,(–—-]\s*(?P<weekday>{_DAY},?\s+)?(?P<date>{_DATE})\)?\s*(?:\([^)]{{2,24}}\)\s*)?(?:[–—:-]|$)",
    re.IGNORECASE,
)
# "SITREP No. 7 - Camp Hope, as of 14 August 2021": the head of a report that ends with its day.
_HEAD = re.compile(
    rf"^(?=.*\b(?:sitrep|report|update|bulletin|release|statement|flash|situation|as of|dated)\b).{{0,100}}?(?:[–—|,(:-]|as of|dated)\s*"
    rf"(?P<weekday>{_DAY},?\s+)?(?P<date>{_DATE})\)?(?:,\s*[A-Z][\w ’'-]{{2,30}})?\s*$",
    re.IGNORECASE,
)
_HEAD_LINES = 8
_BYLINE = re.compile(r"^\s*by\s+((?:[A-Z][\w.’'-]*\s*){1,5})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The publication date a file proposes for itself: the day, where it stands, and its words."""

    day: date | None
    origin: str | None
    words: str | None
    weekday: str | None = None
    warnings: tuple[ReadingWarning, ...] = ()


def proposed_date(extract: Extract) -> Proposed:
    """Return the date the file puts on itself: metadata, a date line near its top, a dateline, or a date line at its end.

    A date that cannot exist gives no day and a warning. Nothing is taken from the file's own time stamps: they change
    with every copy.
    """
    lines = [line.strip() for line in extract.text.split("\n") if line.strip()]
    warnings: list[ReadingWarning] = []
    candidates = [("header", m) for line in _head(lines) for m in [_LINE.match(line) or _DATELINE.match(line)] if m]
    candidates += [("header", m) for line in lines[:3] for m in [_HEAD.match(line)] if m]
    candidates += [("foot", m) for line in lines[-3:] for m in [_LINE.match(line)] if m]
    for origin, match in candidates:
        day = _read(match.group("date"), warnings)
        if day is not None:
            return Proposed(
                day=day,
                origin=origin,
                words=match.group("date"),
                weekday=match.group("weekday"),
                warnings=tuple(warnings),
            )
    if extract.meta_date and (found := re.search(_DATE, extract.meta_date, re.IGNORECASE)):
        day = _read(found.group(), warnings)
        if day is not None:
            return Proposed(day=day, origin="meta", words=extract.meta_date, warnings=tuple(warnings))
    return Proposed(day=None, origin=None, words=None, warnings=tuple(warnings))


def _head(lines: list[str]) -> list[str]:
    """Return the lines above and at the first sentence: a date below it is no page date."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if line[-1] in '.!?”"' or len(line) > 120:
            return lines[: number + 1]
    return lines[:_HEAD_LINES]


def _read(words: str, warnings: list[ReadingWarning]) -> date | None:
    try:
        return read_date(words)
    except HoldfastError as error:
        warnings.append(
            ReadingWarning(
                code="impossible-date",
                message=f'the date "{words}" cannot be used: {error.found}; expected {error.expected}',
            )
        )
        return None


def first_date(text: str) -> str | None:
    """Return the first date written in a text, in its words; None where there is none."""
    found = re.search(_DATE, text, re.IGNORECASE)
    return found.group() if found else None


def byline(text: str) -> str | None:
    """Return the author named in a line "By …" near the top."""
    for line in [line for line in text.split("\n") if line.strip()][:_HEAD_LINES]:
        if match := _BYLINE.match(line):
            return match.group(1).strip()
    return None


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and nothing else."""
    return _LINE.match(line) is not None
