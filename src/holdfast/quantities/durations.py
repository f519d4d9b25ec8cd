"""Durations, and the times counted with them: "24 more hours", "three days ago", "the past 11 days"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.quantities.anchors import Span, day_span, days_span, make_span, phrases, shift

if TYPE_CHECKING:
    from datetime import date

    from holdfast.quantities.records import Precision, QuantityMention

_HOURS = {"h": 1.0, "min": 1 / 60, "s": 1 / 3600, "d": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0}
_UNIT_PRECISION: dict[str, Precision] = {
    "h": "hour",
    "min": "hour",
    "s": "hour",
    "d": "day",
    "week": "week",
    "month": "month",
    "year": "year",
}


_AGO = re.compile(r"[\s\u00a0]+(?:ago|earlier|before|back|پیش|قبل)(?!\w)", re.IGNORECASE)
_LATER = re.compile(r"[\s\u00a0]+(?:from now|later|دیگر|بعد)(?!\w)", re.IGNORECASE)
_PRE_AGO = re.compile(r"(?:^|(?<!\w))(?:قبل|منذ)[\s\u00a0]+$")
_PAST = re.compile(
    r"(?<!\w)(?:(?:for|over|during|in|within)[\s\u00a0]+)?(?:the[\s\u00a0]+)?(?:past|last|previous|preceding)[\s\u00a0]+$"
    r"|(?<!\w)(?:خلال|طوال)[\s\u00a0]+$|(?<!\w)(?:طی|در)[\s\u00a0]+$",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"(?<!\w)(?:(?:for|over|during|in|within)[\s\u00a0]+)?(?:the[\s\u00a0]+)?(?:next|coming|following)[\s\u00a0]+$",
    re.IGNORECASE,
)
_IN = re.compile(
    r"(?<!\w)(?:within|in)[\s\u00a0]+$|(?<!\w)(?:بعد|خلال)[\s\u00a0]+$|(?<!\w)تا[\s\u00a0]+$", re.IGNORECASE
)
_CONSECUTIVE = re.compile(r"(?:consecutive|straight|successive)[\s\u00a0]", re.IGNORECASE)
_ROW = re.compile(r"[\s\u00a0]+(?:in a row|running|on end|متوالی|پیاپی|متتالیه)(?!\w)", re.IGNORECASE)
_FOR = re.compile(r"(?<!\w)for[\s\u00a0]+$", re.IGNORECASE)


def duration_spans(source: str, quantities: list[QuantityMention], published: date | None) -> list[Span]:
    """Find durations, and the days and stretches counted with them, among the quantities of a folded text."""
    spans = [_duration(source, q, published) for q in quantities if q.unit in _HOURS and q.per is None]
    pattern, _values = phrases("dual")
    for match in pattern.finditer(source):
        before = source[max(0, match.start() - 8) : match.start()]
        if _PRE_AGO.search(before):
            day = shift(published, -2)
            spans.append(
                make_span(match.start(1), match.end(), None if day is None else day_span(day), "day", "relative", 2)
            )
        else:
            spans.append(Span(match.start(1), match.end(), None, None, "day", "duration", 5, hours=(48.0, 48.0)))
    return spans


def _duration(  # noqa: PLR0911 - one wording a line
    source: str, q: QuantityMention, published: date | None
) -> Span:
    hours = _HOURS[q.unit]
    low = None if q.low is None else q.low * hours
    high = None if q.high is None else q.high * hours
    plain = Span(
        q.start, q.end, None, None, _UNIT_PRECISION[q.unit], "duration", 5, hours=(low, high), ambiguous=q.ambiguous
    )
    before = source[max(0, q.start - 24) : q.start]
    offset = max(0, q.start - 24)
    if ago := _AGO.match(source, q.end):
        return _point(plain._replace(end_char=ago.end()), published, q, -1)
    if later := _LATER.match(source, q.end):
        return _point(plain._replace(end_char=later.end()), published, q, 1)
    if pre := _PRE_AGO.search(before):
        return _point(plain._replace(start_char=offset + pre.start()), published, q, -1)
    if past := _PAST.search(before):
        return _stretch(plain._replace(start_char=offset + past.start()), published, q, -1)
    if coming := _COMING.search(before):
        return _stretch(plain._replace(start_char=offset + coming.start()), published, q, 1)
    if inside := _IN.search(before):
        return _point(plain._replace(start_char=offset + inside.start()), published, q, 1)
    row = _ROW.match(source, q.end)
    if row or _CONSECUTIVE.search(q.text):
        lead = _FOR.search(before)
        begin = offset + lead.start() if lead else q.start
        return _stretch(plain._replace(start_char=begin, end_char=row.end() if row else q.end), published, q, -1)
    return plain


def _point(plain: Span, published: date | None, q: QuantityMention, sign: int) -> Span:
    """Tie "three days ago" or "in two days" to the day meant; a range of days gives a range."""
    span = plain._replace(kind="relative", rank=2)
    if published is None:
        return span._replace(first=None, precision="unknown", note="no published day to count from")
    bounds = [v * _HOURS[q.unit] / 24 * sign for v in (q.low, q.high) if v is not None]
    near, far = shift(published, _whole(min(bounds))), shift(published, _whole(max(bounds)))
    if near is None or far is None:
        return span._replace(precision="unknown", note="outside the calendar")
    first, last = days_span(near, far)
    open_ended = q.low is None or q.high is None
    precision = _UNIT_PRECISION[q.unit] if near == far and not open_ended else "range"
    if precision == "hour":
        precision = "day"  # the hour of publication is not known
    return span._replace(first=first, last=last, precision=precision)


def _stretch(plain: Span, published: date | None, q: QuantityMention, sign: int) -> Span:
    """Tie "the past 11 days" or "the next 48 hours" to the days covered; the published day is one of them."""
    span = plain._replace(kind="relative", rank=2)
    if published is None:
        return span._replace(precision="unknown", note="no published day to count from")
    known = [v for v in (q.low, q.high) if v is not None]
    days = max(known) * _HOURS[q.unit] / 24
    edge = shift(published, sign * max(0, _whole(days) - (1 if q.unit in {"d", "week"} else 0)))
    if edge is None:
        return span._replace(precision="unknown", note="outside the calendar")
    first, last = days_span(min(edge, published), max(edge, published))
    return span._replace(first=first, last=last, precision="range")


def _whole(days: float) -> int:
    return int(days + 0.5) if days >= 0 else -int(-days + 0.5)
