"""Times in running text, anchored on the day the text was published."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.quantities.anchors import Span, day_span, days_span
from holdfast.quantities.dates import Clock, WrittenDate, clocks, gregorian_days, written_dates
from holdfast.quantities.durations import duration_spans
from holdfast.quantities.folding import Folded, fold
from holdfast.quantities.mentions import quantities_in
from holdfast.quantities.ordinal_days import ordinal_spans
from holdfast.quantities.records import Precision, TimeMention
from holdfast.quantities.refusals import refusals
from holdfast.quantities.relative import weekday_spans, word_spans

if TYPE_CHECKING:
    from holdfast.quantities.records import QuantityMention


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            "HF-U009",
            where="timezone",
            found=repr(timezone),
            expected="a zone of the time-zone database, such as Asia/Baghdad",
            mend="name the zone by continent and city, or UTC",
        ) from error


def find_times(text: str, published: date | None, timezone: str = "UTC") -> list[TimeMention]:
    """Find the times of a text and tie them to dates.

    Parameters
    ----------
    text : str
        Any Unicode text.
    published : date or None
        The day the text was published, in the zone given. Without it, relative times keep their words and have no
        dates.
    timezone : str
        A zone of the time-zone database, such as "Asia/Baghdad".

    Returns
    -------
    list of TimeMention
        In order, not overlapping; spans are half-open code points. A day runs from 00:00:00 to 23:59:59. "The third
        consecutive day" is the three days that end with ``published``. "Last week" is the calendar week before, Monday
        to Sunday. A date that could be read in two ways spans both and is ``ambiguous``. Impossible dates ("31
        February") are kept with no dates and a note.

    Raises
    ------
    InputError
        HF-U009 for an unknown zone.
    """
    zone = _zone(timezone)
    if isinstance(published, datetime):
        published = published.date()
    folded = fold(text)
    source = folded.text
    dates, hours = written_dates(source), clocks(source)
    spans = [_absolute(d, published) for d in dates]
    spans += weekday_spans(source, published)
    spans += word_spans(source, published)
    spans += ordinal_spans(source, published, spans)
    quantities = quantities_in(Folded(source, source, None), refusals(source, dates, hours))
    spans += duration_spans(source, quantities, published)
    spans = _apart(_outside_rates(spans, quantities))
    spans = _from_to(source, _named_days(source, spans))
    spans = [_since(source, s, published) for s in spans]
    spans = _with_clocks(source, spans, hours, published)
    mentions = []
    for span in _apart(spans):
        start_char, end_char = folded.span(span.start_char, span.end_char)
        mentions.append(
            TimeMention(
                text=text[start_char:end_char],
                start=_aware(span.first, zone),
                end=_aware(span.last, zone),
                precision=span.precision if span.first is not None or span.kind == "duration" else "unknown",
                kind=span.kind,
                start_char=start_char,
                end_char=end_char,
                hours_low=span.hours[0],
                hours_high=span.hours[1],
                ambiguous=span.ambiguous,
                note=span.note,
            )
        )
    return mentions


def _outside_rates(spans: list[Span], quantities: list[QuantityMention]) -> list[Span]:
    """Drop the day of "15 litres a day" (in Arabic the same word as today): it is a rate and no time."""
    rates = [(q.start, q.end) for q in quantities if q.per is not None]
    if not rates:
        return spans
    starts = [start for start, _end in rates]

    def inside(span: Span) -> bool:
        at = bisect_right(starts, span.start_char) - 1
        return at >= 0 and span.start_char < rates[at][1]

    return [span for span in spans if not inside(span)]


_WEEKDAY_GAP = re.compile(r",?[\s\u00a0]*(?:the[\s\u00a0]+)?\(?")


def _named_days(source: str, spans: list[Span]) -> list[Span]:
    """Join "Tuesday, 14 July 2015" into one date, and say so where the weekday does not fit it."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind == "relative"
            and last.weekday is not None
            and span.kind == "absolute"
            and span.start_char - last.end_char <= 8
            and _WEEKDAY_GAP.fullmatch(source, last.end_char, span.start_char)
        ):
            fits = span.first is None or span.precision != "day" or span.first.weekday() == last.weekday
            joined[-1] = span._replace(
                start_char=last.start_char,
                ambiguous=span.ambiguous or not fits,
                note=span.note if fits else "the weekday does not fit the date",
            )
        else:
            joined.append(span)
    return joined


_FROM = re.compile(r"\b(?:from|between)[\s\u00a0]+(?:the[\s\u00a0]+)?$", re.IGNORECASE)
_TO = re.compile(r"[\s\u00a0]*(?:to|until|till|through|[-\u2013\u2014])[\s\u00a0]*(?:the[\s\u00a0]+)?", re.IGNORECASE)
_AND = re.compile(r"[\s\u00a0]*(?:and|&)[\s\u00a0]*(?:the[\s\u00a0]+)?", re.IGNORECASE)
_NEAR = 12  # characters; no joining word is longer


def _from_to(source: str, spans: list[Span]) -> list[Span]:
    """Join "from 10 August to 14 August" and "between 10 August and 14 August" into one range of days."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last is not None
            and ((last.kind == span.kind == "absolute") or (last.weekday is not None and span.weekday is not None))
            and last.precision == span.precision == "day"
            and last.first is not None
            and span.first is not None
            and last.first < span.first
            and span.start_char - last.end_char <= _NEAR
            and _joins(source, last, span)
        ):
            joined[-1] = last._replace(
                end_char=span.end_char,
                last=span.last,
                precision="range",
                ambiguous=last.ambiguous or span.ambiguous,
                note=last.note or span.note,
            )
        else:
            joined.append(span)
    return joined


def _joins(source: str, first: Span, second: Span) -> bool:
    if _TO.fullmatch(source, first.end_char, second.start_char):
        return True
    before = source[max(0, first.start_char - _NEAR) : first.start_char]
    return bool(_FROM.search(before) and _AND.fullmatch(source, first.end_char, second.start_char))


def _aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=zone)


def _apart(spans: list[Span]) -> list[Span]:
    """Keep the better of two overlapping spans: lower rank first, then the longer, then the earlier."""
    if not spans:
        return []
    taken = bytearray(max(s.end_char for s in spans) + 1)
    kept = []
    for span in sorted(spans, key=lambda s: (s.rank, s.start_char - s.end_char, s.start_char)):
        if span.end_char > span.start_char and not any(taken[span.start_char : span.end_char]):
            taken[span.start_char : span.end_char] = b"\x01" * (span.end_char - span.start_char)
            kept.append(span)
    return sorted(kept)


def _absolute(written: WrittenDate, published: date | None) -> Span:
    precision: Precision = "day"
    if written.month is None:
        precision = "range" if written.day_to else "year"
    elif written.day is None:
        precision = "month"
    elif written.swapped or written.day_to is not None:
        precision = "range"
    note = written.note if written.note != "years" else ""
    if written.calendar == "hijri" and not note:
        note = "Hijri date: a day either way"
    try:
        days = gregorian_days(written, published)
    except InputError as error:
        return Span(
            written.start,
            written.end,
            None,
            None,
            "unknown",
            "absolute",
            0,
            note=f"impossible date: expected {error.expected}",
        )
    if days is None:
        return Span(written.start, written.end, None, None, "unknown", "absolute", 0, note="the year is not stated")
    first, last = days_span(*days)
    return Span(written.start, written.end, first, last, precision, "absolute", 0, ambiguous=written.swapped, note=note)


_SINCE = re.compile(
    r"(?<!\w)(?:(?:ever[\s\u00a0]+)?since|starting(?:[\s\u00a0]+on)?|beginning(?:[\s\u00a0]+on)?|منذ|از)[\s\u00a0]+(?:early|late|last|about|around|یوم|روز)?[\s\u00a0]*$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?<!\w)(?:until|till|through|up to|حتی|تا)[\s\u00a0]+(?:early|late|یوم|روز)?[\s\u00a0]*$", re.IGNORECASE
)


def _since(source: str, span: Span, published: date | None) -> Span:
    """Widen "since Monday" to the stretch from then to the published day, "until Friday" to the one before it."""
    if span.kind not in {"absolute", "relative"} or span.rank == 2:
        return span
    at = max(0, span.start_char - 20)
    before = source[at : span.start_char]
    since, until = _SINCE.search(before), _UNTIL.search(before)
    if since and since.group() and (span.first is None or published is None):
        return span._replace(start_char=at + since.start(), last=span.last if span.first is None else None)
    if since and span.first is not None and published is not None:
        last = max(day_span(published)[1], span.first)
        return span._replace(start_char=at + since.start(), last=last, precision="range")
    if until and span.last is not None and published is not None:
        first = min(day_span(published)[0], span.last)
        return span._replace(start_char=at + until.start(), first=first, precision="range")
    return span


_TO_CLOCK = re.compile(
    r"(?:,)?[\s\u00a0]*(?:at|around|about|from|by|since|ساعت|الساعه|فی الساعه|در ساعت)?[\s\u00a0]*", re.IGNORECASE
)
_TO_DATE = re.compile(
    r"(?:,)?[\s\u00a0]*(?:on|of|local time|local|hours|hrs)?[\s\u00a0]*(?:on)?[\s\u00a0]*", re.IGNORECASE
)


def _with_clocks(source: str, spans: list[Span], found: list[Clock], published: date | None) -> list[Span]:
    """Give a day its clock time where one stands beside it; a clock time alone belongs to the published day."""
    spans = sorted(spans)
    starts = [s.start_char for s in spans]
    used: set[int] = set()
    result: list[Span] = []
    for clock in found:
        at = bisect_left(starts, clock.start)
        host: int | None = None
        if at > 0 and at - 1 not in used:
            left = spans[at - 1]
            if left.end_char <= clock.start <= left.end_char + 24 and _TO_CLOCK.fullmatch(
                source, left.end_char, clock.start
            ):
                host = at - 1
        if host is None and at < len(spans) and at not in used:
            right = spans[at]
            if clock.end <= right.start_char <= clock.end + 20 and _TO_DATE.fullmatch(
                source, clock.end, right.start_char
            ):
                host = at
        moment = timedelta(hours=clock.hour, minutes=clock.minute)
        if (
            host is not None
            and spans[host].precision in {"day", "unknown"}
            and spans[host].kind in {"absolute", "relative"}
        ):
            day = spans[host]
            used.add(host)
            when = None if day.first is None else day.first + moment
            result.append(
                day._replace(
                    start_char=min(day.start_char, clock.start),
                    end_char=max(day.end_char, clock.end),
                    first=when,
                    last=when,
                    precision="hour",
                    rank=0,
                )
            )
            continue
        when = None if published is None else day_span(published)[0] + moment
        note = "" if when else "no published day to count from"
        result.append(Span(clock.start, clock.end, when, when, "hour", "relative", 0, note=note))
    result += [s for i, s in enumerate(spans) if i not in used]
    return result
