"""Frames that nouns and states make about supplies: blockade, shortage, without, full, silent, due, none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.frames_supply import UTILITY, drafts, goods_of
from holdfast.intake.phrases import name, phrase_before
from holdfast.intake.records import Draft, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.context import Context

_BLOCKADE_NOUNS = frozenset(
    "blockade embargo ban bans siege prohibition denial refusal obstruction blocking restrictions restriction".split()
)
_LIFTING = frozenset(
    "lift lifted lifting lifts end ended ending ends ease eased easing eases relax relaxed halted".split()
)
_OUTAGE_NOUNS = frozenset(
    "shortage shortages lack outage outages absence scarcity failure failures cut cuts cut-off cutoff dearth".split()
)
_ENDED = frozenset("lifted ended eased relaxed over removed".split())
_IMPOSING = frozenset("imposed imposes imposing enforced maintained declared placed tightened".split())
_FULL = frozenset("full overfull overfilled overburdened overstretched".split())


def nouns(ctx: Context) -> Iterator[Draft]:  # noqa: C901  one branch a noun
    """Yield the claims that nouns and prepositions make: "blockade on fuel", "shortage of water", "without power"."""
    tokens = ctx.tokens
    for i, token in enumerate(tokens):
        last = ctx.right_limit(i)
        if token.low in _BLOCKADE_NOUNS and i + 1 < last and tokens[i + 1].low in {"on", "of", "to", "against", "for"}:
            yield from _blockade(ctx, i, last)
        elif token.low in _OUTAGE_NOUNS:
            yield from _shortage(ctx, i, last)
        elif token.low in {"without", "no"} or (token.low == "out" and i + 1 < last and tokens[i + 1].low == "of"):
            yield from _absence(ctx, i, last)
        elif (
            token.low in {"off", "down", "dead", "out"}
            and i
            and tokens[i - 1].low in {"is", "are", "was", "were", "been", "still", "remains", "went"}
        ):
            span = (ctx.left_limit(i), i)
            items = [x for x in ctx.items_in(span) if x.kind in UTILITY]
            beyond = i + 1 < len(tokens) and tokens[i + 1].low in {"of", "to"}
            if not beyond and not any(t.particle == i for t in ctx.parse.triggers):
                yield from drafts(ctx, "outage", i, items, None)
        elif token.low == "gone" and i and not any(t.index == i for t in ctx.parse.triggers):
            near = tuple(
                x for x in ctx.items_in((ctx.left_limit(i), i)) if ctx.tokens[x.last : i] == () or x.last >= i - 2
            )
            yield from drafts(ctx, "outage", i, near[-1:], None)
        elif token.low in {"available", "unavailable"}:
            yield from _unavailable(ctx, i)
        elif token.low in {"blackout", "blackouts"}:
            yield Draft(claim_type="outage", at=i, clause=ctx.clause_of(i), item=token.low, service="electricity")
        elif token.low in {"cope", "limit", "limits", "brink"} or (
            token.low == "point" and i and tokens[i - 1].low == "breaking"
        ):
            yield from _strained(ctx, i)
        elif token.low in _FULL and not any(t.index == i for t in ctx.parse.triggers):
            span = (ctx.left_limit(i), i)
            items = [x for x in ctx.items_in(span) if x.service in {"sewage", "desludging"}]
            yield from drafts(ctx, "capacity", i, items, None)
        elif (
            token.low == "capacity"
            and i
            and tokens[i - 1].low in {"at", "over", "beyond", "exceeding", "above", "full"}
        ):
            yield from drafts(ctx, "capacity", i, list(ctx.items_in((ctx.left_limit(i), i))), None)


def _unavailable(ctx: Context, i: int) -> Iterator[Draft]:
    """Yield an outage for "bread is not available", "water is unavailable"."""
    tokens = ctx.tokens
    left = ctx.left_limit(i)
    denied = any(t.low in {"not", "never"} or t.low.endswith("n't") for t in tokens[max(left, i - 4) : i])
    if not denied and tokens[i].low == "available":
        return
    for draft in drafts(ctx, "outage", i, [x for x in ctx.named_in((left, i)) if x.kind != "container"], None):
        draft.no_counted = True
        draft.settled = True
        yield draft


def _strained(ctx: Context, i: int) -> Iterator[Draft]:
    """Yield "the sewers cannot cope", "pushed past their limits", "at breaking point" for a service."""
    tokens = ctx.tokens
    left = ctx.left_limit(i)
    if tokens[i].low == "cope" and not any(
        t.low in {"cannot", "not", "unable", "struggling", "can't"} for t in tokens[max(left, i - 4) : i]
    ):
        return
    items = [x for x in ctx.items_in((left, i)) if x.kind in UTILITY][-1:]
    for draft in drafts(ctx, "capacity", i, items, None):
        draft.no_counted = True
        draft.settled = tokens[i].low == "cope"
        yield draft


def _blockade(ctx: Context, i: int, last: int) -> Iterator[Draft]:
    tokens = ctx.tokens
    triggers = [t for t in ctx.parse.triggers if i < t.index < last and t.form != "ing"]
    stop = min([last, *(t.group for t in triggers)])
    items = ctx.named_in((i + 1, stop))
    actor = None
    before = [t for t in ctx.parse.triggers if ctx.left_limit(i) <= t.index < i]
    if (i and tokens[i - 1].low == "'s") or (i and tokens[i - 1].low == "government"):
        actor = name(ctx.text, tokens, phrase_before(tokens, ctx.left_limit(i), i, ctx.parse.whens))
    lifted = any(t.low in _LIFTING for t in tokens[ctx.left_limit(i) : i])
    after = [t.low for t in tokens[(items[-1].last if items else i + 1) : last]]
    ended = any(w in _ENDED for w in after[:6]) and not any(
        w in {"must", "should", "would", "could", "will", "to"} for w in after[:6]
    )
    embedded = any(t.frame == "appeal" for t in before) or any(t.low == "to" for t in tokens[ctx.left_limit(i) : i])
    imposer = next(
        (
            k
            for k in range(i - 1, ctx.left_limit(i) - 1, -1)
            if tokens[k].low
            in {"imposed", "imposes", "imposing", "enforced", "maintained", "declared", "placed", "tightened"}
        ),
        None,
    )
    if imposer is not None:
        actor = name(ctx.text, tokens, phrase_before(tokens, ctx.left_limit(i), imposer, ctx.parse.whens)) or actor
    actor = actor or ctx.by_phrase(i + 1) or _imposed_by(ctx, items[-1].last if items else i + 1)
    for draft in drafts(ctx, "denial", i, goods_of(items), ctx.resolve(actor, i)):
        if (lifted and not embedded) or ended:
            draft.polarity = "negated"
        yield draft


def _imposed_by(ctx: Context, first: int) -> str | None:
    """Return who imposed a blockade in "…, imposed by the militia, …"."""
    tokens = ctx.tokens
    start = first + 1 if first < len(tokens) and tokens[first].low == "," else first
    if start + 1 < len(tokens) and tokens[start].low in _IMPOSING and tokens[start + 1].low == "by":
        return ctx.by_phrase(start + 1)
    return None


def _shortage(ctx: Context, i: int, last: int) -> Iterator[Draft]:
    tokens = ctx.tokens
    if any(t.index == i for t in ctx.parse.triggers):
        return
    items: tuple[Item, ...] = ()
    if i + 1 < last and tokens[i + 1].low in {"of", "in"}:
        stop = min([last, *(t.group for t in ctx.parse.triggers if i < t.index < last)])
        items = ctx.named_in((i + 1, stop))
    else:
        items = tuple(x for x in ctx.parse.items if x.last == i)
    negated = (i and tokens[i - 1].low in {"no", "any"}) or (i > 1 and tokens[i - 2].low in {"no", "without"})
    if i and tokens[i - 1].low == "any":
        negated = any(
            t.low in {"no", "not", "without", "never"} or t.low.endswith("n't") for t in tokens[ctx.left_limit(i) : i]
        )
    for draft in drafts(ctx, "outage", i, items, None):
        draft.polarity = "negated" if negated else "affirmed"
        draft.no_counted = True
        yield draft


def _absence(ctx: Context, i: int, last: int) -> Iterator[Draft]:
    """Yield outages for "without power", "no electricity", "no fuel left", "out of flour"."""
    tokens = ctx.tokens
    if (
        i
        and tokens[i].low == "no"
        and any(t.frame in {"need", "consumption"} and t.last >= i - 1 and t.index < i for t in ctx.parse.triggers)
    ):
        return
    start = i + 2 if tokens[i].low == "out" else i + 1
    while start < last and tokens[start].low in {"any", "more", "running", "mains"}:
        start += 1
    first = next((x for x in ctx.parse.items if x.first == start), None)
    if first is None or (tokens[i].low == "out" and any(t.particle == i for t in ctx.parse.triggers)):
        return
    items = [first]
    for item in ctx.parse.items:
        between = tokens[items[-1].last : item.first]
        if (
            item.first >= items[-1].last
            and item.last <= last
            and all(t.low in {",", "and", "or", "nor"} for t in between)
        ):
            items.append(item)
    following = tokens[items[-1].last].low if items[-1].last < len(tokens) else ""
    # "No trucks were let in" is a delivery that did not happen, not an outage.
    verbs = [
        t
        for t in ctx.parse.triggers
        if items[-1].last <= t.group and t.index < last and t.frame != "stock" and t.verb != "leave"
    ]
    if (
        (tokens[i].low == "no" and verbs)
        or following in _OUTAGE_NOUNS
        or following in {"trucks", "problem", "problems"}
    ):
        return
    kinds = [x for x in items if x.kind not in {"vehicle", "container"}]
    for draft in drafts(ctx, "outage", i, kinds, None):
        before = tokens[ctx.left_limit(i) : i]
        draft.polarity = "negated" if any(t.low == "not" or t.low.endswith("n't") for t in before) else "affirmed"
        draft.no_counted = True
        yield draft
