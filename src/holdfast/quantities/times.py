"""Times in running text, anchored on the day the text was published."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.quantities.dates import Clock, WrittenDate, clocks, gregorian_days, written_dates
from holdfast.quantities.folding import fold, fold_word
from holdfast.quantities.lexicon import number_words, table
from holdfast.quantities.mentions import find_quantities
from holdfast.quantities.records import Precision, TimeKind, TimeMention

if TYPE_CHECKING:
    from holdfast.quantities.records import QuantityMention

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
    dates = written_dates(source)
    spans = [_absolute(d, published) for d in dates]
    spans += _weekday_spans(source, published)
    spans += _word_spans(source, published)
    spans += _ordinal_spans(source, published)
    spans += _duration_spans(source, published)
    spans = _apart(spans)
    spans = [_since(source, s, published) for s in spans]
    spans = _with_clocks(source, spans, clocks(source), published)
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


def _day(day: date) -> tuple[datetime, datetime]:
    return datetime.combine(day, time(0)), datetime.combine(day, time(23, 59, 59))  # noqa: DTZ001


def _days(first: date, last: date) -> tuple[datetime, datetime]:
    return _day(first)[0], _day(last)[1]


def _shift(day: date | None, days: float) -> date | None:
    if day is None:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


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
    first, last = _days(*days)
    return Span(written.start, written.end, first, last, precision, "absolute", 0, ambiguous=written.swapped, note=note)


@cache
def _phrases(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    values: dict[str, str] = {}
    for row in table("time_words.csv"):
        if row["kind"] == kind:
            for lang in ("en", "ar", "fa"):
                for phrase in filter(None, row[lang].split("|")):
                    values.setdefault(fold_word(phrase), row["value"])
    names = sorted(values, key=len, reverse=True)
    choice = "|".join(re.escape(n).replace(r"\ ", r"[\s\u00a0\-]+") for n in names)
    return re.compile(rf"(?<![^\W_])(?:و|ل|ال)?({choice})(?![^\W_])", re.IGNORECASE), values


def _value(values: dict[str, str], written: str) -> str:
    key = re.sub(r"[\s\u00a0\-]+", " ", written.lower())
    return values.get(key) or values[key.replace(" ", "-")]


_SHORT_DAYS = frozenset({"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri"})


def _word_spans(source: str, published: date | None) -> list[Span]:
    spans = []
    for kind in ("part", "day", "week", "month", "year"):
        pattern, values = _phrases(kind)
        for match in pattern.finditer(source):
            value = _value(values, match.group(1))
            moments = None if published is None else _relative(kind, value, published)
            precision: Precision = "range" if kind == "part" else kind  # type: ignore[assignment]
            end = match.end() - (1 if match.group(1).endswith(".") and not source[match.end() :].strip() else 0)
            spans.append(_make(match.start(1), end, moments, precision, "relative", 3))
    return spans


def _make(
    start: int,
    end: int,
    moments: tuple[datetime, datetime] | None,
    precision: Precision,
    kind: TimeKind,
    rank: int,
) -> Span:
    if moments is None:
        return Span(start, end, None, None, "unknown", kind, rank, note="no published day to count from")
    return Span(start, end, moments[0], moments[1], precision, kind, rank)


def _relative(kind: str, value: str, published: date) -> tuple[datetime, datetime] | None:
    if kind == "part":
        shift, first_h, last_h = (int(v) for v in value.split("|"))
        day = _shift(published, shift)
        if day is None:
            return None
        midnight = _day(day)[0]
        return midnight + timedelta(hours=first_h), midnight + timedelta(hours=last_h, seconds=-1)
    steps = int(value)
    if kind == "day":
        day = _shift(published, steps)
        return None if day is None else _day(day)
    if kind == "week":
        first = _shift(published, 7 * steps - published.weekday())
        last = _shift(first, 6)
        return None if first is None or last is None else _days(first, last)
    return _calendar_step(kind, steps, published)


def _calendar_step(kind: str, steps: int, published: date) -> tuple[datetime, datetime] | None:
    if kind == "year":
        year = published.year + steps
        return _days(date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else None
    index = published.year * 12 + published.month - 1 + steps
    if not 12 <= index < 9999 * 12:
        return None
    first = date(index // 12, index % 12 + 1, 1)
    return _days(first, date((index + 1) // 12, (index + 1) % 12 + 1, 1) - timedelta(days=1))


_NEXT = re.compile(r"(?:next|coming|this coming)[\s\u00a0]+$", re.IGNORECASE)
_LAST = re.compile(r"(?:last|past|previous)[\s\u00a0]+$", re.IGNORECASE)
_ON = re.compile(
    r"(?:\b(?:on|by|until|till|before)[\s\u00a0]+(?:early|late)?[\s\u00a0]*|(?:يوم|یوم|روز)[ \u00a0]+)$", re.IGNORECASE
)
_FUTURE = re.compile(
    r"\b(?:will|shall|promis\w{0,6}|scheduled|due|expected to|to enter|to arrive)\b[^.;:,\n]{0,60}$", re.IGNORECASE
)
_SAID = re.compile(r"\b(?:said|told|announced|stated|reported|wrote)\b[^.;:,\n]{0,40}$", re.IGNORECASE)


def _weekday_spans(source: str, published: date | None) -> list[Span]:
    pattern, values = _phrases("weekday")
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
        if published is not None:
            target = int(_value(values, name))
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
                day = _shift(published, (target - published.weekday()) % 7 or (7 if future else 0))
            else:
                day = _shift(published, -(back or (7 if past else 0)))
        spans.append(_make(start, match.end(), None if day is None else _day(day), "day", "relative", 3))
    return spans


@cache
def _ordinal_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    words = _phrases("ordinal")[1]
    english = "|".join(re.escape(w).replace(r"\ ", "[ -]") for w in sorted(words, key=len, reverse=True) if w.isascii())
    other = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True) if not w.isascii())
    numbers = "|".join(
        sorted(
            (w for w, n in number_words().items() if n.lang == "en" and n.kind in {"small", "teen", "tens"}),
            key=len,
            reverse=True,
        )
    )
    nth = rf"(?P<nth>{english}|[0-9]{{1,3}}(?:st|nd|rd|th))"
    run = r"(?:consecutive|straight|successive|running)"
    gap = r"[\s\u00a0]+"
    flags = re.IGNORECASE
    return (
        (
            re.compile(
                rf"(?<!\w)(?:for{gap})?(?:a|the|its|their|on the){gap}{nth}{gap}{run}{gap}(?P<unit>day|week|night)(?!\w)(?:{gap}of(?!\w))?",
                flags,
            ),
            "ordinal",
        ),
        (
            re.compile(
                rf"(?<!\w)(?:for|into|entering|entered|enters|marks|marking){gap}(?:a|the|its|their){gap}{nth}{gap}(?P<unit>day|week|night)(?!\w)(?:{gap}(?:in a row|running|of|on end)(?!\w))?",
                flags,
            ),
            "ordinal",
        ),
        (
            re.compile(
                rf"(?<!\w)(?:(?:on|is|was|this is){gap})?(?:a|the|its|their){gap}{nth}{gap}(?P<unit>day|week|night){gap}(?:in a row|running|of(?:{gap}(?:the|this|a))?{gap}(?:siege|blockade|denial|ban|closure|strike|embargo|cut|outage|shortage))(?!\w)",
                flags,
            ),
            "ordinal",
        ),
        (
            re.compile(
                rf"(?<!\w)(?P<unit>day|week){gap}(?P<count>[0-9]{{1,3}}|{numbers})(?=(?:{gap}(?:of|without|since|in)(?!\w))|[,.;:)]|$)(?:{gap}(?:of|without)(?!\w))?",
                flags,
            ),
            "count",
        ),
        (
            re.compile(
                rf"(?<!\w)(?:لل?)?(?P<unit>یوم|لیوم|الیوم|للیوم|اسبوع|للاسبوع){gap}(?P<nth>{other}){gap}(?:علی{gap})?(?:التوالی|توالیا|علی{gap}التوالی)"
            ),
            "ordinal",
        ),
        (
            re.compile(
                rf"(?<!\w)(?:برای{gap})?(?P<nth>{other}){gap}(?P<unit>روز|هفته)(?:{gap}(?:متوالی|پیاپی|پی{gap}در{gap}پی))?(?!\w)"
            ),
            "ordinal",
        ),
        (
            re.compile(rf"(?<!\w)(?:برای{gap})?(?P<unit>روز|هفته){gap}(?P<nth>{other})(?:{gap}(?:متوالی|پیاپی))(?!\w)"),
            "ordinal",
        ),
    )


def _ordinal_spans(source: str, published: date | None) -> list[Span]:
    ordinals = _phrases("ordinal")[1]
    spans = []
    for pattern, kind in _ordinal_patterns():
        for match in pattern.finditer(source):
            if kind == "count":
                written = match.group("count").lower()
                count = float(written) if written.isdigit() else number_words()[written].value
            else:
                written = re.sub(r"[\s\u00a0]+", " ", match.group("nth").lower())
                digits = re.match(r"[0-9]+", written)
                count = (
                    float(digits.group())
                    if digits
                    else float(ordinals.get(written) or ordinals.get(written.replace(" ", "-")) or 0)
                )
            if not 1 <= count <= 999:
                continue
            week = match.group("unit").lower() in {"week", "هفته", "اسبوع", "للاسبوع"}
            moments = None
            if published is not None:
                first = _shift(published, -(count * 7 - 1 if week else count - 1))
                moments = None if first is None else _days(first, published)
            # The exact start of the n-th week is not stated: it began between n-1 and n weeks ago.
            spans.append(
                _make(match.start(), match.end(), moments, "week" if week else "range", "ordinal_day", 1)._replace(
                    ambiguous=week
                )
            )
    return spans


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


def _duration_spans(source: str, published: date | None) -> list[Span]:
    spans = [
        span
        for q in find_quantities(source)
        if q.unit in _HOURS and q.per is None and (span := _duration(source, q, published))
    ]
    pattern, _values = _phrases("dual")
    for match in pattern.finditer(source):
        before = source[max(0, match.start() - 8) : match.start()]
        if _PRE_AGO.search(before):
            day = _shift(published, -2)
            spans.append(_make(match.start(1), match.end(), None if day is None else _day(day), "day", "relative", 2))
        else:
            spans.append(Span(match.start(1), match.end(), None, None, "day", "duration", 5, hours=(48.0, 48.0)))
    return spans


def _duration(source: str, q: QuantityMention, published: date | None) -> Span | None:
    if re.fullmatch(r"(?:a|an|one)[\s\u00a0]+\w+", q.text) and q.unit == "s":
        return None
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
    near, far = _shift(published, _whole(min(bounds))), _shift(published, _whole(max(bounds)))
    if near is None or far is None:
        return span._replace(precision="unknown", note="outside the calendar")
    first, last = _days(near, far)
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
    edge = _shift(published, sign * max(0, _whole(days) - (1 if q.unit in {"d", "week"} else 0)))
    if edge is None:
        return span._replace(precision="unknown", note="outside the calendar")
    first, last = _days(min(edge, published), max(edge, published))
    return span._replace(first=first, last=last, precision="range")


def _whole(days: float) -> int:
    return int(days + 0.5) if days >= 0 else -int(-days + 0.5)


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
        last = max(_day(published)[1], span.first)
        return span._replace(start_char=at + since.start(), last=last, precision="range")
    if until and span.last is not None and published is not None:
        first = min(_day(published)[0], span.last)
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
    from bisect import bisect_left

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
        when = None if published is None else _day(published)[0] + moment
        note = "" if when else "no published day to count from"
        result.append(Span(clock.start, clock.end, when, when, "hour", "relative", 0, note=note))
    result += [s for i, s in enumerate(spans) if i not in used]
    return result
