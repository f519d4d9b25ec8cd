"""Stretches of time: what a scanner of times works with, and the arithmetic of days."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from holdfast.quantities.folding import fold_word
from holdfast.quantities.lexicon import table

if TYPE_CHECKING:
    from holdfast.quantities.records import Precision, TimeKind


class Span(NamedTuple):
    """A time in folded coordinates: first and last moment in local time, or None where nothing anchors it."""

    start_char: int
    end_char: int
    first: datetime | None
    last: datetime | None
    precision: Precision
    kind: TimeKind
    rank: int  # lower wins where two overlap
    hours: tuple[float | None, float | None] = (None, None)
    ambiguous: bool = False
    note: str = ""
    weekday: int | None = None  # Monday is 0, where the words name a weekday


def day_span(day: date) -> tuple[datetime, datetime]:
    """Return the first and last second of a day, in local time."""
    return datetime.combine(day, time(0)), datetime.combine(day, time(23, 59, 59))


def days_span(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the first second of one day and the last of another."""
    return day_span(first)[0], day_span(last)[1]


def shift(day: date | None, days: float) -> date | None:
    """Move a day; None where there is none, or where the calendar ends."""
    if day is None:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def make_span(
    start: int,
    end: int,
    moments: tuple[datetime, datetime] | None,
    precision: Precision,
    kind: TimeKind,
    rank: int,
) -> Span:
    """Build a span; without moments it keeps its words and says why."""
    if moments is None:
        return Span(start, end, None, None, "unknown", kind, rank, note="no published day to count from")
    return Span(start, end, moments[0], moments[1], precision, kind, rank)


@cache
def phrases(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of one kind of time words in all languages, and what each means."""
    values: dict[str, str] = {}
    for row in table("time_words.csv"):
        if row["kind"] == kind:
            for lang in ("en", "ar", "fa"):
                for phrase in filter(None, row[lang].split("|")):
                    values.setdefault(fold_word(phrase), row["value"])
    names = sorted(values, key=len, reverse=True)
    choice = "|".join(re.escape(n).replace(r"\ ", r"[\s\u00a0\-]+") for n in names)
    return re.compile(rf"(?<![^\W_])(?:و|ل|ال)?({choice})(?![^\W_])", re.IGNORECASE), values


def phrase_value(values: dict[str, str], written: str) -> str:
    """Return what a matched time word means."""
    key = re.sub(r"[\s\u00a0\-]+", " ", written.lower())
    return values.get(key) or values[key.replace(" ", "-")]
