"""Frames of plain speech that no verb of the lists opens: "we have no diesel to run it", "please send us blood".

Each rule speaks only where no other frame has claimed the thing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.records import Amount, Draft, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

_HAVING = frozenset("have has had there 's is are was were with got been".split())
_NEXT_TO_NONE = frozenset({"hardly", "barely", "scarcely"})
_DELIVERIES = frozenset("delivery deliveries shipment shipments consignment truckload load loads convoy".split())
_LEAST = frozenset("drop grain crumb gram litre liter scrap sack loaf kilo tin stick spoonful slice handful".split())
_NOT_HAVING = frozenset({"don't", "doesn't", "didn't", "haven't", "hasn't"})
_GOODS = frozenset({"supply", "utility", "general", "people"})
_ASKING = frozenset("send bring give get supply provide lend find deliver drop fetch".split())
_POLITE = frozenset("please pls plz kindly can could".split())
_BUILT = re.compile(
    r"\b(?:built|made|meant|designed|intended|planned|laid out|equipped|fit|room|space|places) (?:(?:to (?:hold|house|shelter|take|accommodate))|for)"
    r"(?: (?:about|only|some|around|just|at most|up to))?$"
)
_HOLDS_NOW = re.compile(
    r"\b(?:holds|houses|has|shelters|hosts|contains|now has|is home to)(?: (?:now|about|some|over|almost|nearly))*$"
)
_NOT_OUT = re.compile(
    r"^(?:\w+ )?(?:(?:was|were|are|is|have been|has been|still) )*(?:not (?:permitted|allowed|let)|refused (?:permission|leave)|forbidden|prevented|barred|"
    r"denied (?:permission|leave)) (?:to|from) (?:leave|leaving|leave the|travel|travelling|cross|crossing|go|going|be evacuated|be taken|being evacuated)\b"
)
_NOT_COLLECTED = re.compile(
    r"^(?:has|have|was|were|is|are|hasn't|haven't|wasn't|isn't|aren't)(?: not)?(?: been| being)? (?:collected|emptied|removed|picked|pumped|cleared)\b"
)
_CLAIMED = frozenset("need consumption delivery denial removal commitment appeal agreement outage".split())
_IDLE = re.compile(
    r"^(?:is|are|was|were|has been|have been|stands|stand|remains|remain|now|still|all|again| )*(?:at a (?:complete |total )?standstill|not turning|beyond repair|out of use|under water|in ruins|not responding|offline|unserviceable|useless without \w+)\b"
)


def plain(ctx: Context) -> Iterator[Draft]:
    """Yield what plain words say of a thing; nothing where a verb of the lists already speaks of it in its clause."""
    for item in ctx.parse.items:
        for rule in (_have_none, _none_delivered, _came_in, _left_lying, _still, _short_of, _please):
            draft = rule(ctx, item)
            if draft is not None:
                yield draft
                break
    yield from _built_for(ctx)
    yield from _kept_in(ctx)


def _draft(ctx: Context, kind: str, item: Item, amount: Amount | None = None, polarity: str = "affirmed") -> Draft:
    return Draft(
        claim_type=kind,
        at=item.first,
        clause=ctx.clause_of(item.first),
        item=item.claimed,
        service=item.service,
        amount=amount,
        item_at=item.first,
        polarity=polarity,
        settled=True,
    )


def _words(ctx: Context, first: int, last: int) -> list[str]:
    return [t.low for t in ctx.tokens[max(0, first) : last]]


def _have_none(ctx: Context, item: Item) -> Draft | None:
    """Return an outage of "we have no diesel to run it", "there is hardly any salt", "not a drop of water is left"."""
    if item.kind not in _GOODS or item.commodity == "doctors":
        return None
    left = ctx.left_limit(item.first)
    before = _words(ctx, max(left, item.first - 6), item.first)
    if not (_no(before) or _not_a_drop(before)):
        return None
    if {"left", "remains", "remain"} & set(_words(ctx, item.last, item.last + 3)) and not _HAVING & set(before):
        # "Not a drop of diesel is left", "hardly any medicine remains"
        return _draft(ctx, "outage", item)
    has = _HAVING & {w.removesuffix("n't") for w in before} or _NOT_HAVING & set(before)
    return _draft(ctx, "outage", item) if has and not _claimed(ctx, item, left) else None


def _no(before: list[str]) -> bool:
    """Whether words say that there is none, or next to none, of what follows: "no", "not any", "hardly any"."""
    last, second, third = ([*["", "", ""], *before][-n] for n in (1, 2, 3))
    denied = second == "not" or second.endswith("n't")
    return (
        last == "no"
        or (second, last) == ("no", "more")
        or (last in {"any", "enough", "had"} and denied)
        or (last == "any" and second in _NEXT_TO_NONE)
        or (last in {"any", "enough"} and second == "have" and third.endswith("n't"))
    )


def _not_a_drop(before: list[str]) -> bool:
    """Whether words such as "not a drop of", "not a single sack of" stand before a thing."""
    if before[-1:] != ["of"] or len(before) < 3 or before[-2] not in _LEAST or before[-3] not in {"a", "single"}:
        return False
    return bool({"not", "never"} & set(before)) or any(w.endswith("n't") for w in before)


def _claimed(ctx: Context, item: Item, left: int) -> bool:
    """Whether other words make the claim: "had received no flour", "no trucks have entered", "no water shortage"."""
    following = _words(ctx, item.last, item.last + 1)
    if following and following[0] in {"problem", "problems", "shortage", "shortages", "plans", "need"}:
        return True
    if {"if", "unless"} & set(_words(ctx, left, item.first)):
        return True
    if any(left <= t.index < item.first and t.frame in _CLAIMED for t in ctx.parse.triggers):
        return True
    number = ctx.clause_of(item.first)
    behind = [t for t in ctx.parse.triggers if item.last == t.group and ctx.clause_of(t.index) == number]
    return any("to" not in _words(ctx, t.group, t.index) for t in behind)


def _none_delivered(ctx: Context, item: Item) -> Draft | None:
    """Return a delivery that did not come of "the sixth day without a delivery of vegetables"."""
    before = _words(ctx, item.first - 5, item.first)
    if before[-1:] != ["of"] or before[-2:-1] == [] or before[-2] not in _DELIVERIES or item.kind == "container":
        return None
    if not {"without", "no"} & set(before[:-2]) or {"if"} & set(_words(ctx, ctx.left_limit(item.first), item.first)):
        return None
    return _draft(ctx, "delivery", item, polarity="negated")


def _came_in(ctx: Context, item: Item) -> Draft | None:
    """Return a delivery of a note such as "3 lorries in, 2 refused"."""
    rest = _words(ctx, item.last, item.last + 2)
    amount = ctx.amount_of(item)
    ends = len(rest) < 2 or not rest[1][0].isalnum()
    if item.kind != "vehicle" or amount is None or rest[:1] != ["in"] or not ends:
        return None
    clause = ctx.clause(item.first)
    if any(clause.first <= t.index < item.last for t in ctx.parse.triggers):
        return None
    return _draft(ctx, "delivery", item, amount)


def _left_lying(ctx: Context, item: Item) -> Draft | None:
    """Return an outage of "rubbish has not been collected since Monday", "the septic tanks have not been emptied"."""
    if item.service not in {"waste", "sewage", "desludging"}:
        return None
    rest = " ".join(_words(ctx, item.last, min(ctx.right_limit(item.first), item.last + 6)))
    return (
        _draft(ctx, "outage", item)
        if _NOT_COLLECTED.match(rest) and (" not " in f" {rest} " or "n't" in rest)
        else None
    )


def _still(ctx: Context, item: Item) -> Draft | None:
    """Return an outage of "the plant is at a standstill", "the lift pump is out of use"."""
    if item.kind not in {"utility", "equipment"}:
        return None
    rest = " ".join(_words(ctx, item.last, min(ctx.right_limit(item.first), item.last + 8)))
    return _draft(ctx, "outage", item) if _IDLE.match(rest) else None


def _short_of(ctx: Context, item: Item) -> Draft | None:
    """Return an outage of "the camp is short of 60 tents", with how many are lacking."""
    # The reader of numbers takes "short of 60" for fewer than 60.
    amount = next((a for a in ctx.parse.amounts if a.first < item.first and item.last <= a.last), None)
    amount = amount or ctx.amount_of(item)
    if amount is None or amount.high is None or item.kind in {"vehicle", "container"}:
        return None
    words = _words(ctx, amount.first - 2, amount.first + 2)
    if "short of" not in " ".join(words) or not _HAVING & set(_words(ctx, amount.first - 3, amount.first + 1)):
        return None
    return _draft(
        ctx, "outage", item, replace(amount, low=amount.high, unit=None if amount.unit == "item" else amount.unit)
    )


def _please(ctx: Context, item: Item) -> Draft | None:
    """Return a need of "please send us nappies", "can you bring candles": a good is asked for."""
    if item.kind not in _GOODS | {"equipment"}:
        return None
    left = ctx.clause(item.first).first
    words = _words(ctx, max(0, item.first - 9), item.first)
    asked = next((n for n in range(len(words) - 1, -1, -1) if words[n] in _ASKING), None)
    if asked is None:
        return None
    first = item.first - len(words) + asked
    head = _words(ctx, max(0, first - 3), first)
    polite = bool(_POLITE & set(head)) and not {"they", "he", "she", "it", "guards", "trucks"} & set(head)
    opens = first == 0 and words[asked] in {"send", "bring"}
    between = words[asked + 1 :]
    loose = [
        w
        for w in between
        if w.isalpha() and w not in {"us", "me", "more", "some", "the", "any", "a", "and", "n", "or", "as", "much"}
    ]
    counted = {t.low for a in ctx.parse.amounts for t in ctx.tokens[a.first : a.last]}
    others = {t.low for i in ctx.parse.items for t in ctx.tokens[i.first : i.last]} | {"of"}
    if not (polite or opens) or any(w not in counted | others for w in loose) or first < left - 12:
        return None
    return _draft(ctx, "need", item, ctx.amount_of(item))


def _kept_in(ctx: Context) -> Iterator[Draft]:
    """Yield a denial of "two patients were not permitted to leave", "no pupil may leave"; none behind a condition."""
    for amount in ctx.parse.amounts:
        if amount.si_unit not in {"persons", "households"}:
            continue
        rest = " ".join(_words(ctx, amount.last, min(ctx.right_limit(amount.first), amount.last + 12)))
        if not _NOT_OUT.match(rest) or {"if", "unless"} & set(_words(ctx, ctx.left_limit(amount.first), amount.first)):
            continue
        yield Draft(
            claim_type="denial",
            at=amount.first,
            clause=ctx.clause_of(amount.first),
            item=ctx.tokens[amount.last - 1].low,
            service="access",
            amount=amount,
            settled=True,
        )


def _built_for(ctx: Context) -> Iterator[Draft]:
    """Yield the capacity of "the prison was built for 1,500 and holds 4,100", and how many are in it."""
    built = False
    for amount in ctx.parse.amounts:
        if amount.unit is not None or amount.low is None or amount.low < 10 or amount.low != int(amount.low):
            continue
        following = ctx.tokens[amount.last].low if amount.last < len(ctx.tokens) else "."
        if following[0].isalpha() and following not in {"and", "but", "now", "or"}:
            continue
        before = " ".join(_words(ctx, ctx.left_limit(amount.first), amount.first))
        if any(i.last == amount.first or ctx.amount_of(i) == amount for i in ctx.parse.items):
            continue
        persons = Amount(
            first=amount.first,
            last=amount.last,
            low=amount.low,
            high=amount.high,
            unit="persons",
            si_low=amount.low,
            si_high=amount.high,
            si_unit="persons",
        )
        kind = "capacity" if _BUILT.search(before) else "population" if built and _HOLDS_NOW.search(before) else None
        if kind is None:
            continue
        built = built or kind == "capacity"
        yield Draft(
            claim_type=kind,
            at=amount.first,
            clause=ctx.clause_of(amount.first),
            item="people",
            service="shelter" if kind == "capacity" else None,
            amount=persons,
        )
