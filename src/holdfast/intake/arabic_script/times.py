"""Find when: the times of a sentence in Arabic script, tied to days where the words allow one reading only."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.mentions import clean
from holdfast.intake.arabic_script.words import token_range
from holdfast.intake.records import ReadingWarning, When
from holdfast.quantities import find_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.intake.records import Token

_NEXT = frozenset({"القادم", "المقبل", "القادمه", "المقبله", "الاتی", "اینده", "بعد", "بعدی"})
_LAST = frozenset({"الماضی", "الماضیه", "الفایت", "المنصرم", "گذشته", "پیش", "قبل"})
_AROUND = frozenset({"قبل", "حتی", "بعد", "پیش", "پس", "تا", "قبیل", "لغایه"})
_AFTERNOON = frozenset({"بعدازظهر", "عصر", "شب", "مساء", "ظهرا", "لیلا", "ظهر", "عصرا", "بعد"})
_DAY_HEAD = re.compile(r"^(?:ال)?(?:یوم|یومین|یومان)$")
_ORDINAL = frozenset(
    "الاول الثانی الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر الحادی التالی نفسه ذاته الواحد".split()
)


def find_whens(
    text: str, start: int, end: int, tokens: Sequence[Token], published: date | None, timezone: str
) -> tuple[When, ...]:
    """Return the times of a sentence, tied to days where the words allow one reading only."""
    found: list[When] = []
    for mention in find_times(text[start:end].replace("\n", " "), published, timezone):
        first, last = token_range(tokens, start + mention.start_char, start + mention.end_char)
        if first >= last:
            continue
        begin = mention.start.isoformat() if mention.start is not None and not mention.ambiguous else None
        stop = mention.end.isoformat() if mention.end is not None and not mention.ambiguous else None
        if mention.note == "the weekday does not fit the date":
            begin = stop = None
        when = When(
            first=first, last=last, text=clean(mention.text), start=begin, end=stop,
            precision=mention.precision if begin else "unknown", kind=mention.kind,
        )  # fmt: skip
        adjusted = _adjusted(text, tokens, when, published)
        if adjusted is not None:
            found.append(adjusted)
    return tuple(found)


def _adjusted(text: str, tokens: Sequence[Token], when: When, published: date | None) -> When | None:  # noqa: C901, PLR0911  one branch a cue
    following = tokens[when.last].low if when.last < len(tokens) else ""
    before = tokens[when.first - 1].low if when.first else ""
    own = tokens[when.last - 1].low
    if _DAY_HEAD.match(own) and following in _ORDINAL and when.kind == "relative":
        return None  # "on the fifth day" is not today
    if before in {"کل", "فی", "هر", "در"} and own in {"یوم", "روز", "الیوم"} and when.last - when.first == 1:
        return None  # "in the day" spreads an amount; it is not today
    weekday = _weekday(own)
    if weekday and following in _NEXT | _LAST:
        words = clean(text[tokens[when.first].start : tokens[when.last].end])
        return _shifted(replace(when, last=when.last + 1, text=words), published, ahead=following in _NEXT)
    if (
        when.precision == "hour"
        and following in _AFTERNOON
        and when.start
        and datetime.fromisoformat(when.start).hour < 12
    ):
        day = datetime.fromisoformat(when.start).replace(hour=0, minute=0, second=0)
        closing = day + timedelta(days=1, seconds=-1)
        return replace(when, start=day.isoformat(), end=closing.isoformat(), precision="day")
    if (
        when.precision in {"month", "year"}
        and when.kind == "relative"
        and when.start
        and when.end
        and published is not None
    ):
        # "This month" is told up to the day of writing.
        first, last = datetime.fromisoformat(when.start), datetime.fromisoformat(when.end)
        if first.date() <= published < last.date():
            closing = last.replace(year=published.year, month=published.month, day=published.day)
            return replace(when, end=closing.isoformat(), precision="range")
    if tokens[when.first].low in {"تا", "حتی"} or (when.text.split()[:1] and when.text.split()[0] in {"تا", "حتى"}):
        return replace(when, start=None, end=None, precision="unknown")  # "until" gives no day on which it was
    since = _since(text, tokens, when, published)
    if since is not None:
        return since
    if when.precision == "hour" and following in {"تا", "حتی", "الی", "ولغایه"} and when.start is not None:
        day = datetime.fromisoformat(when.start).replace(hour=0, minute=0, second=0)
        closing = day + timedelta(days=1, seconds=-1)
        return replace(when, start=day.isoformat(), end=closing.isoformat(), precision="day")
    at = when.first - 1
    while at > 0 and tokens[at].low in _PARTS:
        at -= 1
    before = tokens[at].low if at >= 0 else ""
    if (
        before == "من"
        and when.kind == "relative"
        and when.precision == "day"
        and when.start is not None
        and published is not None
        and datetime.fromisoformat(when.start).date() <= published
    ):
        # "من أمس": since yesterday, in the spoken language.
        closing = datetime.fromisoformat(when.start).replace(
            year=published.year, month=published.month, day=published.day, hour=23, minute=59, second=59
        )
        words = clean(text[tokens[at].start : tokens[when.last - 1].end])
        return replace(when, first=at, text=words, end=closing.isoformat(), precision="range")
    if before in _AROUND or (before == "از" and when.first > 1 and tokens[when.first - 2].low in _AROUND):
        return replace(when, start=None, end=None, precision="unknown")
    return when


_PARTS = frozenset(
    {
        "فجر",
        "صباح",
        "مساء",
        "ظهر",
        "لیله",
        "عصر",
        "صبح",
        "شب",
        "بعدازظهر",
        "یوم",
        "روز",
        "مطلع",
        "بدایه",
        "غروب",
        "نیمه",
    }
)


def _since(text: str, tokens: Sequence[Token], when: When, published: date | None) -> When | None:
    """Widen "since the dawn of Saturday" to today, where a part of the day stands between."""
    at = when.first - 1
    while at > 0 and tokens[at].low in _PARTS:
        at -= 1
    if (
        at < 0
        or at == when.first - 1
        or tokens[at].low not in {"منذ", "ومنذ", "از"}
        or when.start is None
        or when.precision != "day"
    ):
        return None
    words = clean(text[tokens[at].start : tokens[when.last - 1].end])
    if published is None or datetime.fromisoformat(when.start).date() > published:
        return None
    closing = datetime.fromisoformat(when.end or when.start).replace(
        year=published.year, month=published.month, day=published.day
    )
    return replace(when, first=at, text=words, end=closing.isoformat(), precision="range")


def _weekday(low: str) -> bool:
    return low.endswith("شنبه") or low in {
        "جمعه", "الجمعه", "الخمیس", "الاربعاء", "الثلاثاء", "الاثنین", "الاحد", "السبت", "والخمیس",
    }  # fmt: skip


def _shifted(when: When, published: date | None, *, ahead: bool) -> When:
    """Turn a weekday forward ("next") or back ("last"); "last Friday" said on a Friday is a week ago."""
    if published is None or when.start is None or when.end is None:
        return when
    start, end = datetime.fromisoformat(when.start), datetime.fromisoformat(when.end)
    if when.precision != "day" or start.date() != end.date():
        return replace(when, start=None, end=None, precision="unknown")
    day = start.date()
    week = timedelta(days=7)
    if ahead and day <= published:
        start, end = start + week, end + week
    elif not ahead and day >= published:
        start, end = start - week, end - week
    return replace(when, start=start.isoformat(), end=end.isoformat())


def coming(when: When, published: date | None) -> When:
    """Turn a bare weekday of what is still to come forward."""
    if published is None or when.start is None or when.precision != "day" or when.kind != "relative":
        return when
    words = when.text.split()
    if _weekday(_fold_last(words)) and datetime.fromisoformat(when.start).date() < published:
        return _shifted(when, published, ahead=True)
    if _weekday(_fold_last(words)) and datetime.fromisoformat(when.start).date() == published:
        return replace(when, start=None, end=None, precision="unknown")  # the weekday of writing: today or in a week
    return when


def _fold_last(words: list[str]) -> str:
    from holdfast.intake.arabic_script.letters import fold  # noqa: PLC0415  one small call

    return fold(words[-1]) if words else ""


_DATED = re.compile(
    r"(?:شنبه|جمعه|الجمعة|الخميس|الأربعاء|الثلاثاء|الاثنين|الإثنين|الأحد|السبت)[^\n.؛]{0,40}?[\d٠-٩۰-۹]{1,2}[^\n.؛]{0,40}"
)


def weekday_warnings(text: str, published: date | None) -> Iterator[ReadingWarning]:
    """Yield a warning for every Arabic or Persian date whose weekday does not fit it, or that no calendar has."""
    for match in _DATED.finditer(text):
        # The number of a Persian weekday stands before its name: "سه‌شنبه".
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 12)
        for mention in find_times(text[start : match.end()], published):
            words = clean(mention.text)
            if mention.note == "the weekday does not fit the date":
                yield ReadingWarning(
                    code="weekday-contradicts-date",
                    message=f'"{words}": the weekday is not that of the date; the day is left open',
                )
            elif mention.note.startswith("impossible date"):
                yield ReadingWarning(code="impossible-date", message=f'the date "{words}" does not exist')
