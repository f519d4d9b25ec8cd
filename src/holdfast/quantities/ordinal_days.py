"""Days counted in a row: "the third consecutive day", "day three of the siege"."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from holdfast.quantities.anchors import Span, days_span, make_span, phrases, shift
from holdfast.quantities.lexicon import number_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@cache
def _ordinal_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    words = phrases("ordinal")[1]
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


# What may stand between "16 July" and "the third consecutive day" where the one names the other.
_BESIDE = re.compile(
    r"[\s\u00a0]*[,;:(\u2013\u2014-]?[\s\u00a0]*(?:on[\s\u00a0]+|that[\s\u00a0]+is,?[\s\u00a0]+)?", re.IGNORECASE
)


def _named_beside(source: str, start: int, end: int, days: Sequence[Span], starts: Sequence[int]) -> date | None:
    """Return the day that the words right before or right after a count name, or None."""
    after = bisect_left(starts, end)
    before = bisect_left(starts, start) - 1
    if before >= 0 and days[before].end_char <= start and _BESIDE.fullmatch(source, days[before].end_char, start):
        return _day_of(days[before])
    if after < len(days) and _BESIDE.fullmatch(source, end, days[after].start_char):
        return _day_of(days[after])
    return None


def _day_of(span: Span) -> date | None:
    return span.first.date() if span.first is not None else None


def ordinal_spans(source: str, published: date | None, days: Sequence[Span] = ()) -> list[Span]:
    """Find days counted in a row: the n-th day is the n days that end with a day named beside it, or the published one."""
    ordinals = phrases("ordinal")[1]
    named = sorted(
        (day for day in days if day.first is not None and day.precision == "day"), key=lambda s: s.start_char
    )
    starts = [day.start_char for day in named]
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
            last = _named_beside(source, match.start(), match.end(), named, starts) or published
            if last is not None:
                first = shift(last, -(count * 7 - 1 if week else count - 1))
                moments = None if first is None else days_span(first, last)
            # The exact start of the n-th week is not stated: it began between n-1 and n weeks ago.
            spans.append(
                make_span(match.start(), match.end(), moments, "week" if week else "range", "ordinal_day", 1)._replace(
                    ambiguous=week
                )
            )
    return spans
