"""Decide which of the times a sentence names belongs to a claim, and turn it into dates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.intake.english.context import Context
    from holdfast.intake.records import Draft, When

_WEEKDAY = re.compile(r"(?:(?:on|this|by|for|until|till) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)


def time_of(ctx: Context, draft: Draft) -> When | None:
    """Return the time that belongs to a claim: in its clause, else one that leads the sentence."""
    usable = _usable_times(ctx, draft)
    first, last = ctx.left_limit(draft.at), ctx.right_limit(draft.at)
    if draft.claim_type == "commitment":
        last = max(last, ctx.complement_end(draft.at))
    clause = ctx.parse.clauses[ctx.clause_of(draft.at)]
    inside = [w for w in usable if first <= w.first < last or clause.first <= w.first < clause.last]
    if inside:
        behind = [w for w in inside if draft.item_at is not None and w.first >= draft.item_at]
        return (
            _with_hour(inside) or (_first(behind) if behind and len(inside) > 1 else None) or _merge(inside, draft.at)
        )
    number = ctx.clause_of(draft.at)
    return _cleft(ctx, usable, number) or _fronted(ctx, draft, usable, number) or _trailing(ctx, draft, usable, number)


def _fronted(ctx: Context, draft: Draft, usable: list[When], number: int) -> When | None:
    """Return a time that leads the sentence or stands in a clause of its own before the claim."""
    clause = ctx.parse.clauses[number]
    # A fronted time ("On Monday, guards …") is its own verbless clause and holds for what follows.
    for earlier in range(number - 1, -1, -1):
        part = ctx.parse.clauses[earlier]
        apart = any(c.opener == ";" for c in ctx.parse.clauses[earlier + 1 : number + 1])
        times = [w for w in usable if part.first <= w.first < part.last]
        when_clause = ctx.tokens[part.first].low == "when"
        if apart:
            # "8 May: three trucks sent back; one let in" has one day; "blackout since Monday; pumps idle" has not.
            times = [w for w in times if not any(t.text[0].isalnum() for t in ctx.tokens[: w.first])]
        verbless = not _has_verb(ctx, part.first, part.last) and _mostly_time(times, part.first, part.last)
        # "When X entered Y in 2003, the group disarmed": the time of a when-clause is that of its main clause.
        if times and (when_clause or verbless):
            return _merge(times, draft.at)
    leading = [
        w for w in usable if w.first <= ctx.parse.clauses[0].first + 1 and w.kind != "duration" and w.start is not None
    ]
    if leading and clause.opener in {"and", ",", "or"} and number > 0 and not any(w not in leading for w in usable):
        return leading[0]
    return None


def _trailing(ctx: Context, draft: Draft, usable: list[When], number: int) -> When | None:
    # A verbless tail ("…, on Monday") belongs to what stands before it.
    for later in range(number + 1, len(ctx.parse.clauses)):
        part = ctx.parse.clauses[later]
        times = [w for w in usable if part.first <= w.first < part.last]
        if _has_verb(ctx, part.first, part.last):
            break
        if times and _mostly_time(times, part.first, part.last):
            return _merge(times, draft.at)
    return None


def _usable_times(ctx: Context, draft: Draft) -> list[When]:
    """Return the times that can be the claim's: not the speaking's, not inside its amount, no length where one counts."""
    amount = draft.amount
    lengths = draft.claim_type in {"need", "consumption", "norm", "capacity"} or (
        amount is not None and amount.si_unit == "h"
    )
    return [
        w
        for w in ctx.parse.whens
        if not any(s.frame_first <= w.first < s.frame_last for s in ctx.parse.speeches)
        and not (amount is not None and w.first < amount.last and amount.first < w.last)
        and not (lengths and w.kind == "duration")
        and not (w.first and ctx.tokens[w.first - 1].low == "before" and w.precision == "day")
        and not (draft.claim_type == "appeal" and _in_what_is_asked(ctx, draft, w))
    ]


def _in_what_is_asked(ctx: Context, draft: Draft, when: When) -> bool:
    return when.first > draft.at and any(t.low in {"to", "that"} for t in ctx.tokens[draft.at : when.first])


def _cleft(ctx: Context, usable: list[When], number: int) -> When | None:
    """Return the time of "It is the sixth day in a row that food has been refused."."""
    clause = ctx.parse.clauses[number]
    said = [t.low for t in ctx.tokens[:2]]
    if clause.opener != "that" or number != 1 or said not in (["it", "is"], ["it", "was"], ["this", "is"]):
        return None
    return next((w for w in usable if w.last <= clause.first), None)


def _first(whens: list[When]) -> When | None:
    """Return the first anchored time behind an item: "fuel on Monday and food on Tuesday"."""
    return next((w for w in sorted(whens, key=lambda w: w.first) if w.kind != "duration"), None)


def _with_hour(whens: list[When]) -> When | None:
    """Join "on Monday" and "at 08:30" that stand apart in one clause; an hour alone would fall on the wrong day."""
    days = [w for w in whens if w.precision == "day" and w.start is not None]
    hours = [w for w in whens if w.precision == "hour" and w.start is not None and w.kind == "relative"]
    if len(days) != 1 or len(hours) != 1:
        return None
    day = datetime.fromisoformat(days[0].start or "").date()
    start, end = (datetime.fromisoformat(t or "") for t in (hours[0].start, hours[0].end))
    moved = timedelta(days=(day - start.date()).days)
    words = " ".join(w.text for w in sorted((days[0], hours[0]), key=lambda w: w.first))
    return replace(hours[0], start=(start + moved).isoformat(), end=(end + moved).isoformat(), text=words)


def _mostly_time(times: list[When], first: int, last: int) -> bool:
    """Whether a part of a sentence is little more than its time: a verb we do not know may stand in a longer one."""
    return (last - first) - sum(w.last - w.first for w in times) <= 4


def _has_verb(ctx: Context, first: int, last: int) -> bool:
    return any(first <= t.index < last for t in ctx.parse.triggers) or any(
        t.low in {"is", "are", "was", "were", "has", "have", "had", "will", "said", "says"}
        for t in ctx.tokens[first:last]
    )


def _merge(whens: list[When], at: int) -> When:
    """Return the most useful time: anchored before open, then the nearest."""
    return min(whens, key=lambda w: (w.kind == "duration", w.start is None, abs(w.first - at)))


def coming(when: When, published: date | None) -> When:
    """Turn a bare weekday of something still to come forward: a tanker promised "on Thursday" is next Thursday's."""
    if published is None or when.start is None or when.end is None or not _WEEKDAY.fullmatch(when.text.strip()):
        return when
    start, end = datetime.fromisoformat(when.start), datetime.fromisoformat(when.end)
    if end.date() > published:
        return when
    week = timedelta(days=7)
    return replace(when, start=(start + week).isoformat(), end=(end + week).isoformat())


def gone(when: When, published: date | None) -> When:
    """Turn a bare weekday of something past back: what "was supposed to arrive on Monday" is last Monday's."""
    if published is None or when.start is None or when.end is None or not _WEEKDAY.fullmatch(when.text.strip()):
        return when
    start, end = datetime.fromisoformat(when.start), datetime.fromisoformat(when.end)
    if start.date() <= published:
        return when
    week = timedelta(days=7)
    return replace(when, start=(start - week).isoformat(), end=(end - week).isoformat())


def anchored(when: When | None) -> tuple[str | None, str | None]:
    """Return start and end as dates where they are whole days, else as times with their offset."""
    if when is None or when.start is None or when.end is None:
        return None, None
    start, end = datetime.fromisoformat(when.start), datetime.fromisoformat(when.end)
    if when.precision != "hour" and (start.hour, start.minute) == (0, 0) and (end.hour, end.minute) == (23, 59):
        return start.date().isoformat(), end.date().isoformat()
    return start.isoformat(), end.isoformat()
