"""A day that a text gives in two calendars must be one day: "18 August 2015 (27 Mordad 1394)"."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.intake.records import ReadingWarning
from holdfast.quantities import find_times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.quantities import TimeMention

# What may stand between two forms of one date: brackets, a stroke, "corresponding to" in three languages, a line end.
_BETWEEN = re.compile(
    r"[\s,،;()\[\]/|=–—-]*(?:(?:corresponding to|equivalent to|i\.?e\.?|that is|الموافق(?: ل)?|الموافقة|الموافق لـ|"
    r"هـ|ه‍|م|ه|ق|ش|ه\.?\s?ش|ه\.?\s?ق|هجري|هجرية|ميلادي|ميلادية|هجری شمسی|هجری قمری|شمسی|قمری|میلادی|برابر(?: با)?|مطابق(?: با)?|مصادف(?: با)?|"
    r"AD|AH|CE|SH)[\s.,،:;()\[\]/|=–—-]*)*",
    re.IGNORECASE,
)
_MOON_DAYS = 1  # the sighting of the moon moves a Hijri date by a day either way


def two_calendars(text: str) -> Iterator[ReadingWarning]:
    """Yield a warning for every pair of dates that are one date in two calendars and do not agree.

    Parameters
    ----------
    text : str
        Normalised text. Dates with a year count, that stand side by side or under one another with nothing but
        brackets, "corresponding to" and the like between them.
    """
    dated = [t for t in find_times(text, None) if t.kind == "absolute" and t.precision in {"day", "range"} and t.start]
    group: list[TimeMention] = []
    for mention in [*dated, None]:
        if group and (mention is None or not _BETWEEN.fullmatch(text, group[-1].end_char, mention.start_char)):
            for first, second in combinations(group, 2):
                yield from _compared(first, second)
            group = []
        if mention is not None:
            group.append(mention)


def _compared(first: TimeMention, second: TimeMention) -> Iterator[ReadingWarning]:
    calendars = {_calendar(first), _calendar(second)}
    if len(calendars) < 2 or first.start is None or second.start is None or first.end is None or second.end is None:
        return
    allowed = _MOON_DAYS if "hijri" in calendars else 0
    gap = max((second.start.date() - first.end.date()).days, (first.start.date() - second.end.date()).days)
    if gap > allowed:
        yield ReadingWarning(
            code="calendars-disagree",
            message=f'"{first.text}" is {first.start.date().isoformat()}, but "{second.text}", the same date in another calendar, is '
            f"{second.start.date().isoformat()}: one of them is wrong, and neither is used without asking",
        )


def _calendar(mention: TimeMention) -> str:
    """Return which calendar a date was written in, by its note and its year."""
    if "Hijri" in mention.note:
        return "hijri"
    return "gregorian" if re.search(r"(?:18|19|20|21)\d\d", _digits(mention.text)) else "jalali"


def _digits(text: str) -> str:
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
