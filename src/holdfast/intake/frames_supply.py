"""Frames of what passes the gate and what stops: denial, delivery, removal, outage, capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.phrases import ACCESS, name, phrase_before
from holdfast.intake.records import Draft, Item, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_UTILITY = frozenset({"utility", "equipment"})
_INVERTING = frozenset({"working", "restore"})
_ENDED = frozenset("lifted ended eased relaxed over removed".split())
_IMPOSING = frozenset("imposed imposes imposing enforced maintained declared placed tightened".split())
_FULL = frozenset("full overfull overfilled overburdened overstretched".split())


def _drafts(ctx: Context, claim_type: str, at: int, items: Sequence[Item], actor: str | None) -> Iterator[Draft]:
    for item in items:
        yield Draft(
            claim_type=claim_type,
            at=at,
            clause=ctx.clause_of(at),
            item=item.claimed,
            service=item.service,
            amount=ctx.amount_of(item),
            actor=actor,
            item_at=item.first,
        )


def _patients(ctx: Context, trigger: Trigger) -> tuple[Item, ...]:
    """Return the items a verb of the gate is about: objects of an active verb, subjects of a passive one."""
    before = ctx.named_in(ctx.subject_zone(trigger))
    after = ctx.named_in(ctx.object_zone(trigger))
    if ctx.passive(trigger):
        return before or after or _relative(ctx, trigger)
    return after or _relative(ctx, trigger) or (before if trigger.particle is not None else ())


def _is_place(ctx: Context, item: Item) -> bool:
    """Whether an item is where something goes: "access to the hospital"."""
    before = [t.low for t in ctx.tokens[max(0, item.first - 3) : item.first]]
    return item.commodity in {"clinic", "kitchen", "bakery"} and any(
        w in {"to", "at", "in", "from", "into"} for w in before
    )


def _relative(ctx: Context, trigger: Trigger) -> tuple[Item, ...]:
    clause = ctx.clause(trigger.index)
    if ctx.tokens[clause.first].low in {"which", "that", "who", "whom"}:
        span = ctx.antecedent(clause)
        return ctx.items_in(span) if span else ()
    return ()


def denial(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield a denial for every item that was refused, turned back, blocked or kept out."""
    items = tuple(i for i in _patients(ctx, trigger) if not _is_place(ctx, i))
    words = ctx.tokens[slice(*ctx.object_zone(trigger))]
    if trigger.verb == "keep from" and not any(t.low in {"entering", "reaching", "getting", "the"} for t in words):
        return
    actor = ctx.actor(trigger)
    general = [it for it in items if it.kind != "container" or it.service]
    if general:
        yield from _drafts(ctx, "denial", trigger.index, _goods(general), actor)
        return
    before = ctx.tokens[slice(*ctx.subject_zone(trigger))]
    access = next((t.low for t in (*words, *before) if t.low in ACCESS), None)
    if access:
        yield Draft(
            claim_type="denial",
            at=trigger.index,
            clause=ctx.clause_of(trigger.index),
            item=access,
            service="access",
            actor=actor,
        )


def _goods(items: Sequence[Item]) -> list[Item]:
    """Leave out a bare vehicle where what it carries is named beside it."""
    named = [it for it in items if not (it.kind == "vehicle" and it.service is None)]
    return named or list(items)


def interrupt(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield an outage where a utility or a machine is stopped or cut, a denial where goods are."""
    if any(t.index == trigger.last and t.form == "ing" for t in ctx.parse.triggers):
        # "stopped refusing": the second verb makes the claim.
        return
    items = _patients(ctx, trigger) or ctx.named_in(ctx.subject_zone(trigger))
    for item in items:
        apart = (
            any(t.low == "from" for t in ctx.tokens[trigger.last : item.first]) if item.first > trigger.last else False
        )
        utility = (not apart and item.kind in _UTILITY) or (
            not apart and item.service == "water" and item.kind == "supply" and trigger.verb.startswith("cut")
        )
        kind = "outage" if utility or (item.kind == "container") else "denial"
        yield from _drafts(ctx, kind, trigger.index, [item], ctx.actor(trigger))


def delivery(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield a delivery for every item that entered, arrived or was let in."""
    before = ctx.named_in(ctx.subject_zone(trigger)) or _relative(ctx, trigger)
    after = ctx.named_in(ctx.object_zone(trigger))
    verb = trigger.verb.split()[0]
    if verb in {"enter", "arrive", "reach", "come", "get", "pass"}:
        items = before or after
        actor = None
    elif verb == "receive":
        items, actor = (before, ctx.actor(trigger)) if ctx.passive(trigger) else (after, None)
    else:
        items = (before or after) if ctx.passive(trigger) else after
        actor = ctx.actor(trigger)
    goods = [it for it in _goods(items) if it.kind not in {"utility", "container"}]
    if not goods and verb in {"enter", "arrive", "reach", "come", "get", "pass", "let", "allow", "deliver", "receive"}:
        # "Nothing has entered since Friday."
        words = {t.low for t in ctx.tokens[slice(*ctx.subject_zone(trigger))]}
        if "nothing" in words:
            yield Draft(
                claim_type="delivery",
                at=trigger.index,
                clause=ctx.clause_of(trigger.index),
                item="anything",
                service="supplies",
                polarity="negated",
                no_counted=True,
            )
        return
    if verb in {"provide", "supply", "clear", "distribute", "reach"}:
        goods = [it for it in goods if it.kind != "equipment"]
    yield from _drafts(ctx, "delivery", trigger.index, goods, actor)


def removal(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield a removal for every item taken off a load or out of a store."""
    yield from _drafts(ctx, "removal", trigger.index, _goods(_patients(ctx, trigger)), ctx.actor(trigger))


def outage(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield an outage for every service, machine or supply that failed, ran out or was cut."""
    before = ctx.named_in(ctx.subject_zone(trigger)) or _relative(ctx, trigger)
    after = ctx.named_in(ctx.object_zone(trigger))
    verb = trigger.verb.split()[0]
    if (
        verb == "go"
        and ctx.tokens[trigger.particle or trigger.index].low == "out"
        and any(i.kind == "vehicle" for i in before)
    ):
        return
    if verb in {"lose", "lack", "run", "exhaust", "deplete"} and not ctx.passive(trigger):
        items = after or before
    elif verb == "cut":
        # Without "off", a cut is an outage only of something that runs.
        items = tuple(i for i in _patients(ctx, trigger) or before if i.kind in _UTILITY or i.service == "water")
    elif ctx.passive(trigger) or verb in {"fail", "collapse", "cease", "die", "break", "go", "dry"}:
        items = before or (after if verb not in {"fail", "cease", "die"} else ())
    else:
        items = after or before
    if verb in {"die", "cease"}:
        items = tuple(i for i in items if i.kind in _UTILITY)
    actor = ctx.actor(trigger) if verb in {"cut", "switch", "turn", "shut", "disconnect", "knock", "black"} else None
    yield from _drafts(ctx, "outage", trigger.index, items, actor)


def running(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield the hours a machine ran, or an outage that is denied ("the pumps are working")."""
    items = [i for i in ctx.named_in(ctx.subject_zone(trigger)) or _relative(ctx, trigger) if i.kind in _UTILITY]
    hours = next(
        (a for a in ctx.amounts_in(ctx.object_zone(trigger)) if a.si_unit == "h"),
        None,
    )
    for item in items:
        draft = next(_drafts(ctx, "capacity" if hours else "outage", trigger.index, [item], None))
        draft.amount = hours or draft.amount
        draft.polarity = "affirmed" if hours else "negated"
        yield draft


def restore(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield an outage that ended: a negated outage."""
    items = [
        i
        for i in _patients(ctx, trigger) or ctx.named_in(ctx.subject_zone(trigger))
        if i.kind in _UTILITY or i.service == "water"
    ]
    for draft in _drafts(ctx, "outage", trigger.index, items, ctx.actor(trigger)):
        draft.polarity = "negated"
        yield draft
    if trigger.verb in {"resume", "restore"} and not items:
        # "Deliveries of fuel resumed."
        goods = _goods(_patients(ctx, trigger) or ctx.named_in(ctx.subject_zone(trigger)))
        yield from _drafts(ctx, "delivery", trigger.index, goods, ctx.actor(trigger))


def capacity(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield a capacity claim for every service that is overburdened or overflows."""
    items = [
        i
        for i in _last_group(ctx, trigger) or _relative(ctx, trigger)
        if i.kind in {"utility", "equipment", "container", "vehicle", "supply"}
    ]
    if not items and not ctx.passive(trigger):
        items = list(ctx.named_in(ctx.object_zone(trigger)))
    if trigger.verb in {"strain", "stretch"} or trigger.verb.startswith(("back", "spill", "burst", "flood", "swamp")):
        items = [i for i in items if i.service in {"sewage", "desludging", "electricity", "water", "health", "cooling"}]
    yield from _drafts(ctx, "capacity", trigger.index, items, None)


def _last_group(ctx: Context, trigger: Trigger) -> tuple[Item, ...]:
    """Return the items nearest before a verb: in "the power gone and the sewers overwhelmed" only the sewers."""
    items = ctx.named_in(ctx.subject_zone(trigger))
    kept: list[Item] = []
    for item in reversed(items):
        if kept and any(
            t.low in {"gone", "out", "off", "down"} or t.low.endswith("ed")
            for t in ctx.tokens[item.last : kept[0].first]
        ):
            break
        kept.insert(0, item)
    return tuple(kept)


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
            items = [x for x in ctx.items_in(span) if x.kind in _UTILITY]
            beyond = i + 1 < len(tokens) and tokens[i + 1].low in {"of", "to"}
            if not beyond and not any(t.particle == i for t in ctx.parse.triggers):
                yield from _drafts(ctx, "outage", i, items, None)
        elif token.low == "gone" and i and not any(t.index == i for t in ctx.parse.triggers):
            near = tuple(
                x for x in ctx.items_in((ctx.left_limit(i), i)) if ctx.tokens[x.last : i] == () or x.last >= i - 2
            )
            yield from _drafts(ctx, "outage", i, near[-1:], None)
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
            yield from _drafts(ctx, "capacity", i, items, None)
        elif (
            token.low == "capacity"
            and i
            and tokens[i - 1].low in {"at", "over", "beyond", "exceeding", "above", "full"}
        ):
            yield from _drafts(ctx, "capacity", i, list(ctx.items_in((ctx.left_limit(i), i))), None)


def _unavailable(ctx: Context, i: int) -> Iterator[Draft]:
    """Yield an outage for "bread is not available", "water is unavailable"."""
    tokens = ctx.tokens
    left = ctx.left_limit(i)
    denied = any(t.low in {"not", "never"} or t.low.endswith("n't") for t in tokens[max(left, i - 4) : i])
    if not denied and tokens[i].low == "available":
        return
    for draft in _drafts(ctx, "outage", i, [x for x in ctx.named_in((left, i)) if x.kind != "container"], None):
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
    items = [x for x in ctx.items_in((left, i)) if x.kind in _UTILITY][-1:]
    for draft in _drafts(ctx, "capacity", i, items, None):
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
    for draft in _drafts(ctx, "denial", i, _goods(items), ctx.resolve(actor, i)):
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
    for draft in _drafts(ctx, "outage", i, items, None):
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
    for draft in _drafts(ctx, "outage", i, kinds, None):
        before = tokens[ctx.left_limit(i) : i]
        draft.polarity = "negated" if any(t.low == "not" or t.low.endswith("n't") for t in before) else "affirmed"
        draft.no_counted = True
        yield draft


def inverted(trigger: Trigger) -> bool:
    """Whether a frame's own polarity is already the opposite of its verb ("is working" denies an outage)."""
    return trigger.frame in _INVERTING
