"""Relative days in words: yesterday, this morning, last week, on Thursday."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.quantities.anchors import Span, day_span, days_span, make_span, phrase_value, phrases, shift

if TYPE_CHECKING:
    from holdfast.quantities.records import Precision

_SHORT_DAYS = frozenset({"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri"})


def word_spans(source: str, published: date | None) -> list[Span]:
    """Find relative days, parts of days, weeks, months and years named in words."""
    spans = []
    for kind in ("part", "day", "week", "month", "year"):
        pattern, values = phrases(kind)
        for match in pattern.finditer(source):
            value = phrase_value(values, match.group(1))
            moments = None if published is None else _relative(kind, value, published)
            precision: Precision = "range" if kind == "part" else kind  # type: ignore[assignment]
            end = match.end() - (1 if match.group(1).endswith(".") and not source[match.end() :].strip() else 0)
            spans.append(make_span(match.start(1), end, moments, precision, "relative", 3))
    return spans


def _relative(kind: str, value: str, published: date) -> tuple[datetime, datetime] | None:
    if kind == "part":
        days_off, first_h, last_h = (int(v) for v in value.split("|"))
        day = shift(published, days_off)
        if day is None:
            return None
        midnight = day_span(day)[0]
        return midnight + timedelta(hours=first_h), midnight + timedelta(hours=last_h, seconds=-1)
    steps = int(value)
    if kind == "day":
        day = shift(published, steps)
        return None if day is None else day_span(day)
    if kind == "week":
        first = shift(published, 7 * steps - published.weekday())
        last = shift(first, 6)
        return None if first is None or last is None else days_span(first, last)
    return _calendar_step(kind, steps, published)


def _calendar_step(kind: str, steps: int, published: date) -> tuple[datetime, datetime] | None:
    if kind == "year":
        year = published.year + steps
        return days_span(date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else None
    index = published.year * 12 + published.month - 1 + steps
    if not 12 <= index < 9999 * 12:
        return None
    first = date(index // 12, index % 12 + 1, 1)
    return days_span(first, date((index + 1) // 12, (index + 1) % 12 + 1, 1) - timedelta(days=1))


_NEXT = re.compile(r"(?:next|coming|this coming)[\s\u00a0]+$", re.IGNORECASE)
_LAST = re.compile(r"(?:last|past|previous)[\s\u00a0]+$", re.IGNORECASE)
_ON = re.compile(
    r"(?:\b(?:on|by|until|till|before)[\s\u00a0]+(?:early|late)?[\s\u00a0]*|(?:يوم|یوم|روز)[ \u00a0]+)$", re.IGNORECASE
)
_FUTURE = re.compile(
    r"\b(?:will|shall|promis\w{0,6}|scheduled|due|expected to|to enter|to arrive)\b[^.;:,\n]{0,60}$", re.IGNORECASE
)
_SAID = re.compile(r"\b(?:said|told|announced|stated|reported|wrote)\b[^.;:,\n]{0,40}$", re.IGNORECASE)


def weekday_spans(source: str, published: date | None) -> list[Span]:
    """Find weekdays: the latest one up to the published day, or the next where the words look ahead."""
    pattern, values = phrases("weekday")
    spans = []
    for match in pattern.finditer(source):
        name = match.group(1)
        if name.lower() in _SHORT_DAYS and not name[0].isupper():
            continue
        if name == "شنبه" and re.search(
            r"(?:یک|دو|سه|چهار|پنج)[ \u00a0]$", source[max(0, match.start() - 6) : match.start()]
        ):
            continue
        before = source[max(0, match.start() - 16) : match.start()]
        start = match.start(1)
        future, past = _NEXT.search(before), _LAST.search(before)
        on = _ON.search(before)
        marker = future or past
        if marker:
            start = max(0, match.start() - 16) + marker.start()
        day: date | None = None
        target = int(phrase_value(values, name))
        if published is not None:
            back = (published.weekday() - target) % 7
            clause = source[max(0, match.start() - 80) : match.start()]
            forward = future is not None or (
                past is None
                and (
                    (on is not None and on.group().lower().startswith(("by", "until", "till", "before")))
                    or (_FUTURE.search(clause) is not None and _SAID.search(clause) is None)
                )
            )
            if forward:
                day = shift(published, (target - published.weekday()) % 7 or (7 if future else 0))
            else:
                day = shift(published, -(back or (7 if past else 0)))
        span = make_span(start, match.end(), None if day is None else day_span(day), "day", "relative", 3)
        spans.append(span._replace(weekday=target))
    return spans
