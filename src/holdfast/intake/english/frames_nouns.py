"""Frames that nouns and states make about supplies: blockade, shortage, without, full, silent, due, none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.english.clauses import FINITE
from holdfast.intake.english.frames_supply import UTILITY, drafts, full_of_sewage, goods_of, hours_a_day
from holdfast.intake.english.phrases import name, phrase_before
from holdfast.intake.english.verbs import count_negations
from holdfast.intake.records import Amount, Draft, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

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
_STILL = frozenset("short scarce off down dead out silent idle dry dark still unusable inoperative broken".split())
_BEING = frozenset(
    "is are was were been be being still remains remain remained went stands stand stood lies lie completely now again not never longer".split()
)
_ENDING = frozenset("since for at after from again all and until in".split())
_OUT_OF = frozenset("order service action operation use commission".split())
_NONE = frozenset("none nil zero".split())
_LABELS = frozenset(": - – = stock stocks left remaining deliveries delivered is".split())
_FULL = frozenset("full overfull overfilled overburdened overstretched".split())


def nouns(ctx: Context) -> Iterator[Draft]:  # noqa: C901, PLR0912  one branch a noun
    """Yield the claims that nouns and prepositions make: "blockade on fuel", "shortage of water", "without power"."""
    tokens = ctx.tokens
    for i, token in enumerate(tokens):
        last = ctx.right_limit(i)
        if token.low in _BLOCKADE_NOUNS and i + 1 < last and tokens[i + 1].low in {"on", "of", "to", "against", "for"}:
            yield from _blockade(ctx, i, last)
        elif token.low in _OUTAGE_NOUNS:
            yield from _shortage(ctx, i, last)
        elif token.low in _STILL and i and _said_of(ctx, i) and _alone(ctx, i):
            yield from _standing_still(ctx, i)
        elif token.low in {"without", "no"} or (
            token.low in {"out", "short"} and i + 1 < last and tokens[i + 1].low == "of"
        ):
            yield from _absence(ctx, i, last)
        elif token.low in _NONE and i and (tokens[i - 1].low in {":", "-", "–", "="} or i + 1 == len(tokens)):
            yield from _none(ctx, i)
        elif token.low in {"due", "expected", "scheduled"} and i and tokens[i - 1].low in _BEING:
            yield from _due(ctx, i)
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
            for draft in drafts(ctx, "capacity", i, items, None):
                draft.amount = next((a for a in ctx.amounts_in((items[-1].last, i)) if a.unit == "%"), None)
                yield full_of_sewage(draft)
        elif (
            token.low == "capacity"
            and i
            and tokens[i - 1].low in {"at", "over", "beyond", "exceeding", "above", "full"}
        ):
            yield from drafts(ctx, "capacity", i, list(ctx.items_in((ctx.left_limit(i), i))), None)


def _said_of(ctx: Context, i: int) -> bool:
    """Whether a word is said of what stands before it: "the pumps are idle" or, in a list, "both generators silent"."""
    tokens = ctx.tokens
    if tokens[i - 1].low in _BEING:
        return True
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if tokens[i].low == "out" and i + 2 < len(tokens) and tokens[i + 2].low in _OUT_OF:
        following = None
    ends = following is None or not following.text[0].isalpha() or following.low in _ENDING
    left = ctx.left_limit(i)
    verbs = any(t.low in FINITE for t in tokens[left:i]) or any(left <= t.index < i for t in ctx.parse.triggers)
    named = i - 1 if tokens[i - 1].low == ":" else i
    return ends and not verbs and any(x.last == named and x.kind in UTILITY for x in ctx.parse.items)


def _alone(ctx: Context, i: int) -> bool:
    """Whether a word of standing still says so by itself: "out of order", not "out of fuel", "cut off", "off to"."""
    following = [t.low for t in ctx.tokens[i + 1 : i + 3]]
    if any(t.particle == i for t in ctx.parse.triggers):
        return False
    if ctx.tokens[i].low == "out" and following[:1] == ["of"]:
        return following[1:] != [] and following[1] in _OUT_OF
    return following[:1] not in (["of"], ["to"], ["on"])


def _standing_still(ctx: Context, i: int) -> Iterator[Draft]:
    """Yield an outage for "the power is off", "the pumps are idle", "the generator is out of order"."""
    items = [
        x
        for x in ctx.items_in((ctx.left_limit(i), i))
        if (x.kind in UTILITY or (x.service == "water" and x.kind == "supply"))
        and (x.service != "sewage" or x.commodity == "sewage pump")
    ]
    for draft in drafts(ctx, "outage", i, items, None):
        draft.amount = hours_a_day(ctx, i + 1) or draft.amount
        yield draft


def _none(ctx: Context, i: int) -> Iterator[Draft]:
    """Yield the line of a stock list that says none: "Fuel: none", "Insulin - nil"; of deliveries, that none came."""
    tokens = ctx.tokens
    left = ctx.left_limit(i)
    if any(left <= t.index < i for t in ctx.parse.triggers) or (i + 1 < len(tokens) and tokens[i + 1].low[0].isalpha()):
        return
    items = ctx.items_in((left, i))
    between = [t.low for t in tokens[items[-1].last : i]] if items else ["x"]
    if not items or any(w not in _LABELS for w in between):
        return
    item = items[-1]
    if item.kind == "vehicle" or "deliver" in " ".join(between):
        yield from _settled(drafts(ctx, "delivery", i, [item], None), "negated")
    elif item.kind in UTILITY:
        yield from _settled(drafts(ctx, "outage", i, [item], None), "affirmed")
    elif item.kind in {"supply", "container"}:
        for draft in _settled(drafts(ctx, "stock", i, [item], None), "affirmed"):
            draft.amount = Amount(first=i, last=i + 1, low=0.0, high=0.0, unit=None)
            yield draft


def _settled(found: Iterator[Draft], polarity: str) -> Iterator[Draft]:
    for draft in found:
        draft.polarity, draft.settled = polarity, True
        yield draft


def _due(ctx: Context, i: int) -> Iterator[Draft]:
    """Yield a planned delivery: "two tankers are due on Thursday"."""
    tokens = ctx.tokens
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if following in {"to", "for"} or any(t.group <= i < t.index for t in ctx.parse.triggers):
        return
    left = ctx.left_limit(i)
    goods = [x for x in goods_of(ctx.named_in((left, i))) if x.kind in {"supply", "vehicle", "general"}]
    for draft in drafts(ctx, "delivery", i, goods, None):
        denied = count_negations(tokens, left, i) or any(t.low == "no" for t in tokens[left:i])
        draft.polarity, draft.still_to_come, draft.settled = ("negated" if denied else "planned"), True, True
        yield draft


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
    if any(w.first in {i + 1, i + 2} for w in ctx.parse.whens):
        # "During the siege of 1992 the city lived on bread": a siege by its year is no blockade of bread.
        return
    # "the refusal to let in fuel": the infinitive says what is refused.
    triggers = [t for t in ctx.parse.triggers if i < t.index < last and t.form != "ing"]
    stop = min([last, *(t.group for t in triggers if t.group > i + 1)])
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
    embedded = (
        any(t.frame == "appeal" for t in before)
        or any(t.low == "to" for t in tokens[ctx.left_limit(i) : i])
        or any(t.frame == "appeal" and t.index < i < ctx.complement_end(t.index) for t in ctx.parse.triggers)
    )
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
    if not items:
        items = tuple(x for x in ctx.parse.items if x.last == i)
    negated = (i and tokens[i - 1].low in {"no", "any"}) or (i > 1 and tokens[i - 2].low in {"no", "without"})
    if i and tokens[i - 1].low == "any":
        negated = any(
            t.low in {"no", "not", "without", "never"} or t.low.endswith("n't") for t in tokens[ctx.left_limit(i) : i]
        )
    for draft in drafts(ctx, "outage", i, items, None):
        draft.polarity = "negated" if negated else "affirmed"
        draft.no_counted = True
        draft.amount = hours_a_day(ctx, i + 1) or draft.amount
        yield draft


def _absence(ctx: Context, i: int, last: int) -> Iterator[Draft]:
    """Yield outages for "without power", "no electricity", "no fuel left", "out of flour"."""
    tokens = ctx.tokens
    if (
        i
        and tokens[i].low == "no"
        and any(
            t.frame in {"need", "consumption", "delivery"} and t.last >= i - 1 and t.index < i
            for t in ctx.parse.triggers
        )
    ):
        return
    start = i + 2 if tokens[i].low in {"out", "short"} else i + 1
    while start < last and tokens[start].low in {"any", "more", "running", "mains"}:
        start += 1
    first = next((x for x in ctx.parse.items if x.first == start), None)
    if first is None or (tokens[i].low in {"out", "short"} and any(t.particle == i for t in ctx.parse.triggers)):
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
        # "Not out of bread", "never without water": both words speak of one thing; a "not" further off does not.
        near = count_negations(tokens, max(ctx.left_limit(i), i - 4), i)
        if near or count_negations(tokens, ctx.left_limit(i), i):
            draft.polarity, draft.settled = ("negated" if near else "affirmed"), True
        draft.no_counted = True
        yield draft
