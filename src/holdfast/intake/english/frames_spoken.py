"""Frames of notes and speech, which leave out the verb or say it with a small word.

"Water finished", "power back since 6", "ac dead", "we have been without bread", "no trucks today", "NEEDS: 30
wheelchairs", "they took our beans".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.intake.english.frames_supply import hours_a_day
from holdfast.intake.records import Amount, Draft, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

_ENDED = frozenset(
    "finished dead gone exhausted depleted unavailable offline kaput broken idle defunct inoperable inoperative unusable "
    "kaputt spent".split()
)
# "Power off", "lights out": these words also stand behind verbs, so only right behind the thing, or behind "is".
_OFF = frozenset({"off", "out", "down"})
_BACK = frozenset({"back", "fixed", "repaired", "restored", "mended"})
_LINKS = frozenset(
    "is are was were 's 're be been being has have had will now still again all also completely totally entirely already "
    "just almost nearly both and fully no longer not working".split()
)
_WITHOUT = frozenset(
    "is are was were be been being left remain remains remained go goes going gone went stay stays living live lived".split()
)
_FILLERS = frozenset("any a an the its our their all enough sufficient safe clean proper regular adequate".split())
# "Flour was taken from the store by armed men"
_TAKEN_AWAY = re.compile(
    r"(?:was|were|has been|have been|had been) (?:also |then |all )?taken (?=.*\b(?:by (?:\w+ ){0,2}(?:men|gunmen|soldiers|fighters|"
    r"militia\w*|looters|police|guards|thieves|rebels|troops)|at gunpoint|by force))"
)
_LABELS = frozenset("need needs needed required requirements requests wanted wanting".split())
_TAKERS = frozenset(
    "they soldiers guards fighters gunmen militia militiamen militants police troops men forces rebels thieves looters looter "
    "policemen patrol officers army".split()
)
_RUNNING = frozenset(
    "running flowing flows runs flowed ran seeping seeps seeped pooling pools pooled leaking leaks leaked spilling spills spilled "
    "rising rises rose standing ponding pouring poured gushing welling bubbling".split()
)
_HERE = frozenset({"here", "there", "in"})
_AWAITED = frozenset({"supposed", "due", "meant", "expected", "scheduled"})
_LACKABLE = frozenset({"utility", "equipment", "supply"})


def notes(ctx: Context) -> Iterator[Draft]:
    """Yield what a note says without a verb of its own frame; nothing where a frame already speaks of the thing."""
    spoken_of = _spoken_of(ctx)
    for item in ctx.parse.items:
        if item.first in spoken_of:
            continue
        for rule in (_state, _without, _none_came, _sewage_about, _awaited, _taken, _given, _received, _restricted):
            draft = rule(ctx, item)
            if draft is not None:
                yield draft
                break
    yield from _listed(ctx)
    yield from _withdrawn(ctx)


def _spoken_of(ctx: Context) -> set[int]:
    """Return where the items stand that a verb of the same clause already speaks of."""
    found: set[int] = set()
    for trigger in ctx.parse.triggers:
        if trigger.frame in {"stock", "working"}:
            continue
        left, right = ctx.left_limit(trigger.index), ctx.right_limit(trigger.index)
        found |= {i.first for i in ctx.items_in((left, right))}
    return found


def _draft(ctx: Context, kind: str, item: Item, amount: Amount | None = None, **fields: object) -> Draft:
    draft = Draft(
        claim_type=kind,
        at=item.first,
        clause=ctx.clause_of(item.first),
        item=item.claimed,
        service=item.service,
        amount=amount,
        item_at=item.first,
    )
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft


def _state(ctx: Context, item: Item) -> Draft | None:  # noqa: PLR0911  one return a state
    """Return an outage of "water finished", "the ac is dead", and one that ended of "power back"."""
    if item.kind not in _LACKABLE or item.commodity in {"clinic", "supplies"}:
        return None
    right = ctx.right_limit(item.first)
    i = item.last
    linked = False
    while i < right and ctx.tokens[i].low in _LINKS:
        linked = True
        i += 1
    word = ctx.tokens[i].low if i < right else ""
    following = ctx.tokens[i + 1].low if i + 1 < len(ctx.tokens) else ""
    between = {t.low for t in ctx.tokens[item.last : i]}
    if word == "available" and "longer" in between:
        return _draft(ctx, "outage", item, polarity="affirmed", settled=True)
    if word in _BACK and "not" in between and item.kind != "supply":
        return _draft(ctx, "outage", item, polarity="affirmed", settled=True)
    if not word or {"not", "no"} & between:
        return None
    gone = word in _ENDED or (word in _OFF and (item.kind != "supply" or following in {"", ".", ",", "again", "since"}))
    if gone and (word not in {"gone", "spent"} or linked):
        hours = hours_a_day(ctx, item.last)
        return _draft(ctx, "outage", item, hours or (ctx.amount_of(item) if item.kind == "equipment" else None))
    if word in _BACK and item.kind != "supply" and following not in {"to", "from"}:
        return _draft(ctx, "outage", item, polarity="negated", settled=True)
    return None


def _without(ctx: Context, item: Item) -> Draft | None:
    """Return an outage of "we have been without running water for nine days"."""
    i = item.first - 1
    while i > 0 and ctx.tokens[i].low in _FILLERS:
        i -= 1
    if i < 1 or ctx.tokens[i].low != "without" or item.kind not in _LACKABLE:
        return None
    left = max(ctx.left_limit(i), i - 3)
    if not _WITHOUT & {t.low for t in ctx.tokens[left:i]}:
        return None
    return _draft(ctx, "outage", item)


def _none_came(ctx: Context, item: Item) -> Draft | None:
    """Return a delivery that did not come of "zero trucks again today", "no tankers so far"."""
    clause = ctx.clause(item.first)
    if item.kind != "vehicle" or any(clause.first <= t.index < clause.last for t in ctx.parse.triggers):
        return None
    before = ctx.tokens[item.first - 1].low if item.first else ""
    following = {t.low for t in ctx.tokens[item.last : item.last + 3]}
    if before in {"no", "zero", "0"} and following & {
        "again",
        "today",
        "yet",
        "yesterday",
        "so",
        "still",
        "since",
        "in",
    }:
        return _draft(ctx, "delivery", item, polarity="negated", settled=True)
    return None


def _sewage_about(ctx: Context, item: Item) -> Draft | None:
    """Return an overflow of "sewage is running through the lanes"."""
    if item.service != "sewage":
        return None
    following = [t.low for t in ctx.tokens[item.last : item.last + 4]]
    return _draft(ctx, "capacity", item) if _RUNNING & set(following) else None


def _awaited(ctx: Context, item: Item) -> Draft | None:
    """Return a delivery to come of "the kerosene was supposed to be here on Friday"."""
    if item.kind not in {"supply", "vehicle", "general"}:
        return None
    following = [t.low for t in ctx.tokens[item.last : item.last + 6]]
    for n, word in enumerate(following):
        if word in _AWAITED and following[n + 1 : n + 3] == ["to", "be"] and set(following[n + 3 : n + 4]) & _HERE:
            return _draft(ctx, "delivery", item, ctx.amount_of(item), polarity="planned", settled=True)
    return None


def _taken(ctx: Context, item: Item) -> Draft | None:
    """Return a removal of "they took our last sacks of beans"."""
    if item.kind not in {"supply", "general"}:
        return None
    left = ctx.left_limit(item.first)
    behind = " ".join(t.low for t in ctx.tokens[item.last : ctx.right_limit(item.first)])
    if _TAKEN_AWAY.match(behind):
        return _draft(ctx, "removal", item, ctx.amount_of(item))
    at = next(
        (i for i in range(item.first - 1, max(left, item.first - 8) - 1, -1) if ctx.tokens[i].low == "took"), None
    )
    if at is None or at == left or ctx.tokens[at - 1].low not in _TAKERS:
        return None
    owned = {t.low for t in ctx.tokens[at + 1 : item.first]} & {
        "our",
        "their",
        "all",
        "the",
        "half",
        "last",
        "some",
        "every",
    }
    counted = ctx.amount_of(item)
    if not owned and counted is None:
        return None
    return _draft(ctx, "removal", item, counted, actor=ctx.tokens[at - 1].text)


def _given(ctx: Context, item: Item) -> Draft | None:
    """Return a delivery of "chlorine tablets were given to every family"."""
    following = [t.low for t in ctx.tokens[item.last : item.last + 4]]
    given = "given" in following and set(following[: following.index("given")]) & {"was", "were", "been", "are"}
    if item.kind not in {"supply", "general", "equipment"} or not given or {"not", "never", "no"} & set(following):
        return None
    return _draft(ctx, "delivery", item, ctx.amount_of(item))


def _received(ctx: Context, item: Item) -> Draft | None:
    """Return a delivery of "confirmed receipt of 18 gas cylinders"."""
    before = [t.low for t in ctx.tokens[max(0, item.first - 5) : item.first]]
    at = next((i for i in range(len(before) - 1) if before[i : i + 2] == ["receipt", "of"]), None)
    if at is None or item.kind not in {"supply", "vehicle", "general", "equipment"}:
        return None
    return _draft(ctx, "delivery", item, ctx.amount_of(item))


def _restricted(ctx: Context, item: Item) -> Draft | None:
    """Return a denial of "restrictions were placed on medicines", negated behind "no"."""
    before = [t.low for t in ctx.tokens[max(ctx.left_limit(item.first), item.first - 8) : item.first]]
    nouns = {"restriction", "restrictions", "curb", "curbs", "limit", "limits", "ban", "bans"}
    placed = bool({"placed", "imposed", "put"} & set(before)) and "on" in before[-2:]
    if item.kind == "container" or not placed or not nouns & set(before):
        return None
    sign = "negated" if {"no", "not"} & set(before) else "affirmed"
    return _draft(ctx, "denial", item, polarity=sign, settled=True)


def _listed(ctx: Context) -> Iterator[Draft]:
    """Yield the needs of a line that begins with their name: "NEEDS: 200 cartons infant formula, 30 wheelchairs"."""
    tokens = ctx.tokens
    if len(tokens) < 3 or tokens[0].low not in _LABELS or tokens[1].low not in {":", "-", "–"}:
        return
    for item in ctx.parse.items:
        before = [t.low for t in tokens[max(0, item.first - 3) : item.first] if t.low not in {"the", "a", "our", "its"}]
        if before[-1:] == ["for"]:
            # "spare parts for gen 1"
            continue
        amount = ctx.amount_of(item) or next((a for a in ctx.parse.amounts if a.last == item.first and a.unit), None)
        yield _draft(ctx, "need", item, amount, settled=True)


def _withdrawn(ctx: Context) -> Iterator[Draft]:
    """Yield a need that is no longer one: "has withdrawn its request for a second generator"."""
    tokens = ctx.tokens
    for item in ctx.parse.items:
        before = [t.low for t in tokens[max(0, item.first - 7) : item.first]]
        if {"request", "requests"} & set(before) and {
            "withdrawn",
            "withdrew",
            "withdraws",
            "cancelled",
            "dropped",
        } & set(before):
            yield _draft(ctx, "need", item, polarity="negated", settled=True)
