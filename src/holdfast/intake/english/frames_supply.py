"""Frames of what passes the gate and what stops: denial, delivery, removal, outage, capacity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.english.frames_state import consumption
from holdfast.intake.english.lexicon import counting_unit
from holdfast.intake.english.phrases import ACCESS, is_pronoun, name, names_actor
from holdfast.intake.english.verbs import is_passive
from holdfast.intake.records import Amount, Draft, Item, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.intake.english.context import Context

_WAYS = frozenset("gate gates road roads border crossing checkpoint entrance bridge".split())
UTILITY = frozenset({"utility", "equipment"})
# What these verbs say only of a service or a machine is an outage: "the hay burnt down" is not.
_OF_MACHINES = frozenset(
    "die cease destroy wreck smash blow freeze burn seize jam short crash falter flicker fall grind rust silt ice".split()
)
# Places that things are brought to; they themselves are never brought.
_SITES = frozenset({"clinic", "bakery", "kitchen"})


def drafts(ctx: Context, claim_type: str, at: int, items: Sequence[Item], actor: str | None) -> Iterator[Draft]:
    """Yield one draft of a kind for every item, each with the amount that stands before it."""
    entry = _entry(ctx, at) if claim_type in {"denial", "delivery", "removal"} and len(items) == 1 else None
    for item in items:
        if entry is not None and ctx.amount_of(item) is None:
            # A line of a table: the figure stands behind the colon.
            word = counting_unit(ctx.tokens[item.last - 1].low)
            yield Draft(
                claim_type=claim_type,
                at=at,
                clause=ctx.clause_of(at),
                item=item.claimed,
                service=item.service,
                amount=replace(entry, unit=entry.unit or word) if entry.high else None,
                actor=actor,
                polarity="affirmed" if entry.high else "negated",
                settled=True,
            )
            continue
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


def _entry(ctx: Context, at: int) -> Amount | None:
    """Return the figure of a line such as "Trucks refused: 4"; none is zero."""
    tokens = ctx.tokens
    colon = next((j for j in range(at + 1, min(at + 3, len(tokens))) if tokens[j].low == ":"), None)
    if colon is None or colon + 1 >= len(tokens):
        return None
    first = colon + 1
    ends = first + 1 >= len(tokens) or not tokens[first + 1].text[0].isalnum()
    if ends and tokens[first].low in {"none", "nil", "zero", "0"}:
        return Amount(first=first, last=first + 1, low=0.0, high=0.0, unit=None)
    return next((a for a in ctx.parse.amounts if ends and a.first == first and a.unit is None), None)


def _patients(ctx: Context, trigger: Trigger) -> tuple[Item, ...]:
    """Return the items a verb of the gate is about: objects of an active verb, subjects of a passive one."""
    before = ctx.named_in(ctx.subject_zone(trigger))
    after = tuple(i for i in ctx.named_in(ctx.object_zone(trigger)) if not _lacked(ctx, i))
    if ctx.passive(trigger):
        return before or after or _relative(ctx, trigger)
    return (
        after or _relative(ctx, trigger) or _fronted(ctx, trigger) or (before if trigger.particle is not None else ())
    )


def _lacked(ctx: Context, item: Item) -> bool:
    """Whether an item is the reason and not the thing: "turned away for lack of beds"."""
    before = [t.low for t in ctx.tokens[max(0, item.first - 3) : item.first]]
    return "of" in before and bool({"lack", "want", "shortage", "absence"} & set(before))


def _fronted(ctx: Context, trigger: Trigger) -> tuple[Item, ...]:
    """Return the subject behind a participle that opens a sentence: "Refused on Monday, the truck was let in today"."""
    if trigger.form != "past" or trigger.index > 1:
        return ()
    following = ctx.clause_of(trigger.index) + 1
    if following >= len(ctx.parse.clauses) or ctx.parse.clauses[following].opener != ",":
        return ()
    clause = ctx.parse.clauses[following]
    verbs = [t.group for t in ctx.parse.triggers if clause.first <= t.index < clause.last]
    return ctx.items_in((clause.first, min([clause.last, *verbs])))


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
    return ctx.resumed(trigger)


def _standing(ctx: Context, trigger: Trigger, items: Sequence[Item]) -> tuple[str, list[Item]] | None:
    """Return what is said of a thing that nobody refuses: "the drains are blocked", "the bakery closed on Monday"."""
    shut = [it for it in items if it.commodity in _SITES]
    if shut and trigger.verb == "close":
        return "outage", shut
    clogged = [it for it in items if it.service == "sewage" and it.kind in UTILITY]
    if clogged and trigger.verb in {"block", "obstruct"} and ctx.passive(trigger):
        return "capacity", clogged
    return None


def denial(ctx: Context, trigger: Trigger) -> Iterator[Draft]:  # noqa: C901, PLR0911  one condition a kind of refusal
    """Yield a denial for every item that was refused, turned back, blocked or kept out."""
    items = tuple(i for i in _patients(ctx, trigger) if not _is_place(ctx, i))
    words = ctx.tokens[slice(*ctx.object_zone(trigger))]
    if trigger.verb in {"reject", "deny", "refuse", "dismiss"} and _of_words(ctx, trigger):
        return
    if trigger.verb == "keep from" and not any(t.low in {"entering", "reaching", "getting", "the"} for t in words):
        return
    actor = ctx.actor(trigger)
    if items and (counted := ctx.elliptic(trigger)) is not None:
        for draft in drafts(ctx, "denial", trigger.index, goods_of(items)[:1], actor):
            draft.amount, draft.item_at = counted[0], None
            yield draft
        return
    still = _standing(ctx, trigger, items) if actor is None else None
    if still is not None:
        yield from drafts(ctx, still[0], trigger.index, still[1], None)
        return
    general = [it for it in items if it.kind != "container" or it.service]
    if general:
        yield from drafts(ctx, "denial", trigger.index, goods_of(general), actor)
        return
    before = ctx.tokens[slice(*ctx.subject_zone(trigger))]
    if ctx.passive(trigger) and any(t.low == "from" for t in words):
        span = ctx.subject(trigger)
        kept = name(ctx.text, ctx.tokens, span) if span and names_actor(ctx.tokens, span, ctx.parse.items) else None
        if kept is not None and not is_pronoun(kept):
            # "UN monitors were barred from the camp"
            yield Draft(
                claim_type="denial",
                at=trigger.index,
                clause=ctx.clause_of(trigger.index),
                item=kept,
                service="access",
                actor=actor,
            )
            return
    access = next((t.low for t in (*words, *before) if t.low in ACCESS | _WAYS), None)
    if trigger.group == trigger.index and any(t.low in _WAYS for t in before):
        # "Gate closed" alone is a heading.
        return
    if access:
        yield Draft(
            claim_type="denial",
            at=trigger.index,
            clause=ctx.clause_of(trigger.index),
            item=access,
            service="access",
            actor=actor,
        )


def _of_words(ctx: Context, trigger: Trigger) -> bool:
    """Whether claims are rejected and not goods, or an undertaking is refused: "refused to guarantee the convoy's safety"."""
    following = [t.low for t in ctx.tokens[trigger.last : trigger.last + 4]]
    claims = {
        "claim",
        "claims",
        "report",
        "reports",
        "rumour",
        "rumours",
        "rumor",
        "rumors",
        "allegation",
        "allegations",
    }
    return bool(claims & set(following)) or (
        following[:1] == ["to"]
        and bool({"guarantee", "promise", "pledge", "commit", "say", "confirm"} & set(following[1:2]))
    )


def goods_of(items: Sequence[Item]) -> list[Item]:
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
        if item.kind == "people" and not ctx.passive(trigger):
            # "Nurses fear the plant may stop."
            continue
        apart = (
            any(t.low == "from" for t in ctx.tokens[trigger.last : item.first]) if item.first > trigger.last else False
        )
        utility = (not apart and item.kind in UTILITY) or (
            not apart and item.service == "water" and item.kind == "supply" and trigger.verb.startswith("cut")
        )
        kind = "outage" if utility or (item.kind == "container") else "denial"
        for draft in drafts(ctx, kind, trigger.index, [item], ctx.actor(trigger)):
            draft.amount = (hours_a_day(ctx, trigger.last) if kind == "outage" else None) or draft.amount
            yield draft


def _entering(ctx: Context, trigger: Trigger) -> tuple[tuple[Item, ...], str | None]:
    """Return the items a verb of coming in speaks of, and who brings or lets them in."""
    before = ctx.named_in(ctx.subject_zone(trigger)) or _relative(ctx, trigger)
    after = ctx.named_in(ctx.object_zone(trigger))
    verb = trigger.verb.split()[0]
    if verb == "get" and trigger.particle is None:
        # "Residents get 6 litres of water": only with an amount; "got worse" is nothing.
        return tuple(i for i in after if ctx.amount_of(i)), None
    if verb in {"enter", "arrive", "reach", "come", "get", "pass"}:
        return before or after, None
    if verb in {"bring", "send"} and trigger.particle is None and ctx.passive(trigger):
        # "the blankets sent by the families" names them and says no more.
        return (before, ctx.actor(trigger)) if is_passive(ctx.tokens, trigger) else ((), None)
    if verb in {"bring", "send"} and trigger.particle is None:
        # "The airlift brought 60 cylinders", "nobody has brought bread"; "brought relief" is nothing.
        words = {t.low for t in ctx.tokens[ctx.left_limit(trigger.index) : trigger.index]}
        none = bool(words & {"nobody", "not", "never", "none"}) or any(w.endswith("n't") for w in words)
        counted = any(ctx.amount_of(i) for i in after)
        # "UNICEF may send water trucks": what may or will come.
        ahead = bool(words & {"will", "may", "might", "could", "would", "shall", "can"})
        return after if counted or none or ahead else (), ctx.actor(trigger)
    if verb == "receive":
        return (before, ctx.actor(trigger)) if ctx.passive(trigger) else (after, None)
    return (before or after) if ctx.passive(trigger) else after, ctx.actor(trigger)


def _measured(ctx: Context, trigger: Trigger) -> Draft | None:
    """Return a delivery of "the water contractor delivered 48,000 litres": what the subject deals in."""
    named = [i for i in ctx.named_in(ctx.subject_zone(trigger)) or _relative(ctx, trigger) if i.kind == "supply"]
    measured = [a for a in ctx.amounts_in(ctx.object_zone(trigger)) if a.si_unit in {"L", "kg"} and a.per is None]
    if len(measured) != 1 or len(named) != 1 or ctx.passive(trigger):
        return None
    draft = next(drafts(ctx, "delivery", trigger.index, named, None))
    draft.amount = measured[0]
    return draft


def _is_no_delivery(ctx: Context, trigger: Trigger) -> bool:
    """Whether a verb of coming brings nothing: "provides for a convoy", "not allowed to repair the pumps"."""
    verb = trigger.verb.split()[0]
    if verb == "come":
        return trigger.particle is None and trigger.form == "base" and trigger.group == trigger.index
    if verb == "provide":
        following = ctx.tokens[trigger.last].low if trigger.last < len(ctx.tokens) else ""
        return following == "for" and not ctx.passive(trigger)
    return verb in {"allow", "permit"} and any(
        t.frame == "restore" and trigger.index < t.index < ctx.right_limit(trigger.index) for t in ctx.parse.triggers
    )


def _rate(ctx: Context, trigger: Trigger) -> bool:
    last = ctx.right_limit(trigger.index)
    return any(a.per or ctx.per_after(a.last, last) for a in ctx.amounts_in(ctx.object_zone(trigger)))


def delivery(ctx: Context, trigger: Trigger) -> Iterator[Draft]:  # noqa: C901  one condition a verb
    """Yield a delivery for every item that entered, arrived or was let in."""
    verb = trigger.verb.split()[0]
    if _is_no_delivery(ctx, trigger):
        return
    if trigger.verb == "get through" and _rate(ctx, trigger):
        # "The kitchen gets through 90 kg of lentils a week."
        yield from consumption(ctx, trigger)
        return
    items, actor = _entering(ctx, trigger)
    if "everything" in {t.low for t in ctx.tokens[slice(*ctx.subject_zone(trigger))]}:
        yield Draft(
            claim_type="delivery",
            at=trigger.index,
            clause=ctx.clause_of(trigger.index),
            item="everything",
            service="supplies",
        )
        return
    if verb in {"deliver", "bring", "distribute", "supply", "receive", "provide"} and not items:
        draft = _measured(ctx, trigger)
        if draft is not None:
            yield draft
            return
    goods = [it for it in goods_of(items) if it.kind not in {"utility", "container"} and it.commodity not in _SITES]
    if goods and (counted := ctx.elliptic(trigger)) is not None:
        # "two were refused and one was let in": the number counts what was named before.
        for draft in drafts(ctx, "delivery", trigger.index, goods[:1], actor):
            draft.amount, draft.item_at = counted[0], None
            yield draft
        return
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
        goods = [it for it in goods if it.kind != "equipment" or ctx.amount_of(it)]
    for draft in drafts(ctx, "delivery", trigger.index, goods, actor):
        if draft.amount is not None and draft.amount.per is None:
            last = ctx.right_limit(trigger.index)
            draft.amount = replace(draft.amount, per=ctx.per_after(draft.amount.last, min(last, draft.amount.last + 8)))
        yield draft


def removal(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield a removal for every item taken off a load or out of a store."""
    if "nothing" in {t.low for t in ctx.tokens[trigger.last : trigger.last + 1]}:
        return
    yield from drafts(ctx, "removal", trigger.index, goods_of(_patients(ctx, trigger)), ctx.actor(trigger))


def outage(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield an outage for every service, machine or supply that failed, ran out or was cut."""
    before = ctx.named_in(ctx.subject_zone(trigger)) or _relative(ctx, trigger)
    after = ctx.named_in(ctx.object_zone(trigger))
    verb = trigger.verb.split()[0]
    if verb == "fail" and trigger.last < len(ctx.tokens) and ctx.tokens[trigger.last].low == "to":
        # "The tanker failed to arrive": what it failed to do is the claim.
        return
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
        items = tuple(i for i in _patients(ctx, trigger) or before if i.kind in UTILITY or i.service == "water")
    elif ctx.passive(trigger) or verb in {"fail", "collapse", "cease", "die", "break", "go", "dry"}:
        items = before or (after if verb not in {"fail", "cease", "die"} else ())
    else:
        items = after or before
    if verb in _OF_MACHINES:
        items = tuple(i for i in items if i.kind in UTILITY)
    actor = ctx.actor(trigger) if verb in {"cut", "switch", "turn", "shut", "disconnect", "knock", "black"} else None
    hours = hours_a_day(ctx, trigger.last)
    for draft in drafts(ctx, "outage", trigger.index, items, actor):
        draft.amount = hours or draft.amount
        yield draft


def hours_a_day(ctx: Context, first: int) -> Amount | None:
    """Return the hours of "cut for 12 hours a day": how long of each day, not how long since."""
    last = ctx.right_limit(first - 1)
    for amount in ctx.amounts_in((first, last)):
        if amount.si_unit == "h":
            per = amount.per or ctx.per_after(amount.last, last)
            return replace(amount, per=per) if per == "day" else None
    return None


def running(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield the hours a machine ran, or an outage that is denied ("the pumps are working")."""
    if "how" in {t.low for t in ctx.tokens[max(0, ctx.left_limit(trigger.index) - 1) : trigger.index]}:
        # "The report describes how pumps work."
        return
    items = [
        i
        for i in ctx.named_in(ctx.subject_zone(trigger)) or _relative(ctx, trigger)
        if i.kind in UTILITY and not (i.commodity == "sewage" and trigger.verb == "run")
    ]
    hours = next(
        (a for a in ctx.amounts_in(ctx.object_zone(trigger)) if a.si_unit == "h"),
        None,
    )
    for item in items:
        draft = next(drafts(ctx, "capacity" if hours else "outage", trigger.index, [item], None))
        draft.amount = hours or draft.amount
        draft.polarity = "affirmed" if hours else "negated"
        yield draft


def restore(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield an outage that ended: a negated outage."""
    items = [
        i
        for i in _patients(ctx, trigger) or ctx.named_in(ctx.subject_zone(trigger))
        if i.kind in UTILITY or i.service == "water"
    ]
    hours = hours_a_day(ctx, trigger.last)
    for draft in drafts(ctx, "outage" if hours is None else "capacity", trigger.index, items, ctx.actor(trigger)):
        # "Power comes on for four hours a day": what there is of it, not that it is back.
        draft.polarity = "negated" if hours is None else "affirmed"
        draft.amount = hours or draft.amount
        yield draft
    if trigger.verb in {"resume", "restore"} and not items:
        # "Deliveries of fuel resumed."
        goods = goods_of(_patients(ctx, trigger) or ctx.named_in(ctx.subject_zone(trigger)))
        yield from drafts(ctx, "delivery", trigger.index, goods, ctx.actor(trigger))


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
    for draft in drafts(ctx, "capacity", trigger.index, items, None):
        yield full_of_sewage(draft)


def full_of_sewage(draft: Draft) -> Draft:
    """Give a septic tank that is full or overflows to the sewage it holds, not to the truck that empties it."""
    if draft.item is not None and "septic tank" in draft.item and "tanker" not in draft.item:
        draft.service = "sewage"
    return draft


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
