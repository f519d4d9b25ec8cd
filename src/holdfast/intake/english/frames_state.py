"""Frames of how much there is, is used, is needed: stock, consumption, need, capacity."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.records import Amount, Draft, Item, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

_STOCK_WORDS = frozenset(
    "left remain remains remained remaining stock stocks reserve reserves store stored supply supplies hand stands stood "
    "has have had hold holds held contain contains contained available gauge dipstick stick worth lasts last enough "
    "balance inventory".split()
)
_LASTING = frozenset(
    "left remain remains remained remaining last lasts lasted enough worth suffice suffices sufficient supply supplies stock stocks reserve reserves".split()
)
_NOT_STOCK = frozenset(
    "denial removal interrupt delivery need consumption commitment appeal casualty outage restore working custody".split()
)
_NEED_NOUNS = frozenset("need needs requirement requirements demand".split())
_USE_NOUNS = frozenset("consumption use usage burn".split())
_THERE = re.compile(r"\bthere (?:is|are|was|were)\b")
_CAN_HOLD = re.compile(
    r"\b(can|could|able to|designed (?:to|for)|built (?:to|for)|meant (?:to|for)|capacity (?:of|for|is|to))\b",
    re.IGNORECASE,
)


_MEASURED = frozenset("wide long high deep tall empty".split())
# "We have 20 tonnes of flour on its way": it is not there.
_COMING = re.compile(r"\b(?:on (?:its|their|the) way|on order|en route|in the pipeline|in transit)\b")
_LOADS = frozenset("convoy shipment consignment trucks truck lorry lorries cargo".split())
_PARTS = {"half": 0.5, "quarter": 0.25, "quarters": 0.75, "third": 1 / 3, "thirds": 2 / 3}


def line(ctx: Context, first: int, last: int) -> str:
    """Return the lower-case words of a range of tokens."""
    return " ".join(t.low for t in ctx.tokens[first:last])


def draft_of(ctx: Context, kind: str, at: int, item: Item | None, amount: Amount | None) -> Draft:
    """Return a claim of a kind about an item, with its amount."""
    return Draft(
        claim_type=kind,
        at=at,
        clause=ctx.clause_of(at),
        item=item.claimed if item else None,
        service=item.service if item else None,
        amount=amount,
    )


def with_per(ctx: Context, amount: Amount, last: int) -> Amount:
    """Return an amount with what it is spread over, where that stands behind it."""
    return amount if amount.per else replace(amount, per=ctx.per_after(amount.last, last))


def need(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield a need for every item that is needed, required or asked for."""
    if trigger.verb == "request" and ctx.passive(trigger) and not ctx.amounts_in(ctx.subject_zone(trigger)):
        return
    zone = ctx.subject_zone(trigger) if ctx.passive(trigger) else ctx.object_zone(trigger)
    limit = ctx.right_limit(trigger.index)
    items = ctx.items_in(zone)
    for item in items:
        amount = ctx.amount_of(item)
        if amount is None and len(items) == 1:
            amount = next((a for a in ctx.amounts_in(zone) if a.unit and a.si_unit not in {"h", "persons"}), None)
        yield draft_of(ctx, "need", trigger.index, item, with_per(ctx, amount, limit) if amount else None)
    if not items:
        for amount in ctx.amounts_in(zone):
            if amount.unit and amount.si_unit not in {"h", "persons", "degC"}:
                subject = next(iter(ctx.items_in(ctx.subject_zone(trigger))), None)
                if subject is not None and subject.commodity in {"clinic", "bakery", "kitchen"}:
                    # "The hospital needs 200 litres more": of what is not said.
                    return
                yield draft_of(ctx, "need", trigger.index, subject, with_per(ctx, amount, limit))
                break


def consumption(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield what is used, with its amount; use without an amount is no claim."""
    if (
        trigger.verb == "use"
        and trigger.form == "past"
        and ctx.tokens[trigger.last : trigger.last + 1]
        and (ctx.tokens[trigger.last].low == "to")
    ):
        # "The islanders used to get 15 litres."
        return
    zone = ctx.subject_zone(trigger) if ctx.passive(trigger) else ctx.object_zone(trigger)
    items = ctx.items_in(zone) or ctx.items_in(ctx.subject_zone(trigger))
    for amount in ctx.amounts_in(zone):
        if amount.unit is None or amount.si_unit in {"h", "persons", "degC"}:
            continue
        item = next((i for i in items if ctx.amount_of(i) == amount), items[0] if items else None)
        yield draft_of(ctx, "consumption", trigger.index, item, with_per(ctx, amount, ctx.right_limit(trigger.index)))


def statistics_nouns(ctx: Context) -> Iterator[Draft]:
    """Yield "daily diesel need is 34,000 L", "consumption of 3,400 L a day", "in need of medicine"."""
    tokens = ctx.tokens
    for i, token in enumerate(tokens):
        kind = "need" if token.low in _NEED_NOUNS else "consumption" if token.low in _USE_NOUNS else None
        if kind is None or any(t.index == i for t in ctx.parse.triggers):
            continue
        left, right = ctx.left_limit(i), ctx.right_limit(i)
        inside = next((x for x in ctx.parse.items if x.first <= i < x.last), None)
        if inside is not None and kind == "need" and inside.kind == "general":
            continue
        after = (
            next((x for x in ctx.items_in((i, right)) if tokens[i + 1].low in {"of", "for"}), None)
            if i + 1 < right
            else None
        )
        item = after or inside or next((x for x in reversed(ctx.items_in((left, i)))), None)
        amount = next((a for a in ctx.amounts_in((i, right)) if a.unit and a.si_unit != "degC"), None)
        named = next((x for x in ctx.items_in((i, right)) if amount is not None and ctx.amount_of(x) == amount), None)
        if named is not None and (item is None or item.kind in {"equipment", "utility", "container"}):
            # "Consumption of the plant is 1,900 litres of diesel."
            item = named
        if item is None or (amount is None and not (kind == "need" and after)):
            continue
        if amount is not None:
            amount = with_per(ctx, amount, right)
            if amount.per is None and "daily" in {t.low for t in tokens[left:i]}:
                amount = replace(amount, per="day")
        yield draft_of(ctx, kind, i, item, amount)


def stock(ctx: Context) -> Iterator[Draft]:
    """Yield what is left, held or in a tank, in its own unit or in days of supply."""
    for number, clause in enumerate(ctx.parse.clauses):
        yield from _stock_of(ctx, number, clause.first, clause.last)


def _stock_of(ctx: Context, number: int, first: int, last: int) -> Iterator[Draft]:  # noqa: C901, PLR0912  one condition a shape of stock
    tokens = ctx.tokens
    for speech in ctx.parse.speeches:
        if first <= speech.frame_first < last:
            if speech.frame_first == first:
                first = max(first, speech.frame_last)
            else:
                last = speech.frame_first
    words = {t.low for t in tokens[first:last]}
    inside = [t for t in ctx.parse.triggers if first <= t.index < last]
    blocking = [t for t in inside if t.frame in _NOT_STOCK and t.verb != "leave"]
    items = ctx.items_in((first, last))
    if not items:
        # "We use 3,400 L of diesel a day and have 5,100 L left": the one commodity of the sentence.
        supplies = [x for x in ctx.parse.items if x.kind == "supply"]
        items = tuple(supplies) if len({x.claimed for x in supplies}) == 1 else ()
    amounts = [a for a in ctx.amounts_in((first, last)) if a.unit is not None and a.si_unit not in {"degC", "persons"}]
    amounts += _a_week(ctx, first, last)
    if not inside or {t.verb for t in inside} <= {"remain", "have", "last"}:
        amounts += _counted_left(ctx, items, words)
    if _on_the_way(ctx, first, last):
        return
    cue = bool(words & _STOCK_WORDS) or bool(_THERE.search(line(ctx, first, last)))
    for tank in items:
        if tank.kind == "container":
            yield from _gauge(ctx, tank, first, last)
    amounts = [a for a in amounts if not _is_base(ctx, a)]
    if blocking or words & {"production", "output", "price", "prices", "cost", "costs", "costing"}:
        # "Daily water production has fallen to 300 m3" is not what there is.
        return
    lacking = bool(words & {"without", "no", "lacks", "lacked", "none"})
    for amount in amounts:
        days = amount.si_unit == "h"
        behind = ctx.tokens[amount.last].low if amount.last < len(tokens) else "."
        if behind in _MEASURED or re.fullmatch("[A-Z]{3}", amount.si_unit or ""):
            # Money and lengths of things are no goods.
            continue
        if _COMING.search(line(ctx, amount.last, min(last, amount.last + 7))):
            continue
        if amount.unit == "ration" and (amount.low or 1.0) < 1:
            # "for ten days at half rations"
            continue
        if days and lacking:
            # "without water for 48 hours" is how long it has been missing.
            continue
        item = _stock_item(ctx, amount, items, days=days)
        if (
            item is None
            or (item.kind in {"utility", "equipment", "vehicle"} and not _holds_sewage(item, amount))
            or (item.kind == "container" and item.service is None and not days and amount.si_unit == "m")
        ):
            continue
        listed = ctx.parse.sentence.section in {"needs", "stock"} and not inside and not days
        stated = (
            cue
            or listed
            or _labelled(ctx, item, amount)
            or (days and (words & _LASTING))
            or _adjacent(ctx, item, amount, first, last)
        )
        if not stated or amount.per is not None or ctx.per_after(amount.last, last) is not None:
            continue
        if _CAN_HOLD.search(line(ctx, first, last)) and (words & {"hold", "holds", "store", "capacity", "contain"}):
            yield draft_of(ctx, "capacity", amount.first, item, amount)
            continue
        needed = ctx.parse.sentence.section == "needs" and not inside
        draft = draft_of(ctx, "need" if needed else "stock", amount.first, item, amount)
        draft.clause = number
        if _holds_sewage(item, amount):
            draft.service = "sewage"
        yield draft


SPANS_H = {"day": 24.0, "week": 168.0, "fortnight": 336.0, "month": 730.5}


def _a_week(ctx: Context, first: int, last: int) -> list[Amount]:
    """Return "a week" of "gas for a week" as an amount; the number is left out in speech."""
    found = []
    for i in range(first, last - 2):
        words = [t.low for t in ctx.tokens[i : i + 3]]
        if words[0] == "for" and words[1] in {"a", "another"} and words[2] in SPANS_H:
            hours = SPANS_H[words[2]]
            found.append(
                Amount(
                    first=i + 1, last=i + 3, low=1.0, high=1.0, unit=words[2], si_low=hours, si_high=hours, si_unit="h"
                )
            )
    return found


def _counted_left(ctx: Context, items: tuple[Item, ...], words: set[str]) -> list[Amount]:
    """Return the counts of goods that are left: "three oxygen bottles left", "our last 40 tins"."""
    if not words & {"left", "remain", "remains", "remaining", "last"}:
        return []
    counted = [ctx.amount_of(item) for item in items if item.kind == "supply"]
    plain = {(a.first, a.last) for a in ctx.parse.amounts if a.unit is None}
    return [a for a in counted if a is not None and (a.first, a.last) in plain]


def _on_the_way(ctx: Context, first: int, last: int) -> bool:
    """Whether goods are on a vehicle or are what a shipment holds: "a convoy with 22 MT of wheat left the port"."""
    tokens = ctx.tokens
    loads = [i for i in range(first, last) if tokens[i].low in _LOADS]
    carried = any(
        t.low in {"carrying", "with", "bringing", "transporting", "contained", "containing", "of"}
        for t in tokens[first:last]
    )
    remain = any(
        t.low in {"remain", "remains", "remaining", "stock", "enough"} or (t.low == "left" and n + 1 == last)
        for n, t in enumerate(tokens[first:last], first)
    )
    return bool(loads) and carried and not remain and not any(tokens[i - 1].low in {"for", "per"} for i in loads if i)


def _holds_sewage(item: Item, amount: Amount) -> bool:
    """Whether a tank of sewage is meant by its contents, and not the truck that empties it."""
    return (
        item.claimed.startswith(("septic tank", "sewage tank"))
        and "tanker" not in item.claimed
        and amount.si_unit == "L"
    )


def _is_base(ctx: Context, amount: Amount) -> bool:
    """Whether an amount is what another is compared with: "200 L of the 5,100 L", "down from 34,000 L"."""
    before = [t.low for t in ctx.tokens[max(0, amount.first - 3) : amount.first]]
    if before[-2:] in (["of", "the"], ["out", "of"], ["of", "its"], ["of", "our"]):
        return any(a.last <= amount.first <= a.last + 3 and a is not amount for a in ctx.parse.amounts)
    return before[-1:] in (["from"], ["against"], ["than"]) or before[-2:] in (
        ["compared", "with"],
        ["compared", "to"],
        ["instead", "of"],
    )


def _stock_item(ctx: Context, amount: Amount, items: tuple[Item, ...], *, days: bool) -> Item | None:
    for item in items:
        if ctx.amount_of(item) == amount or (amount.first <= item.first and item.last <= amount.last):
            return item
    # "Diesel stock is 5,100 L": the nearest item before; "four days of flour": the nearest after, through "of" or "worth".
    before = [x for x in items if x.last <= amount.first]
    after = [x for x in items if x.first >= amount.last]
    contained = bool(before and after) and before[-1].kind == "container" and after[0].kind == "supply"
    if before and before[-1].kind == "container" and (held := _behind_bracket(ctx, amount)) is not None:
        return held
    if contained and ctx.tokens[after[0].first - 1].low == "of":
        # What a tank holds is named, not the tank.
        return after[0]
    if days and after:
        between = {t.low for t in ctx.tokens[amount.last : after[0].first]}
        if between <= {"of", "worth", "'", "’", "'s", "more", "supply", "the"}:
            return after[0]
    if before:
        owned = [x for x in before if ctx.amount_of(x) is None]
        return (owned or before)[-1]
    return after[0] if after and ctx.tokens[amount.last].low in {"of", "worth"} else None


def _labelled(ctx: Context, item: Item, amount: Amount) -> bool:
    """Whether a line without a verb lists what there is: "FUEL: 2,400 L diesel, 300 L petrol"."""
    head = [t.low for t in ctx.tokens[:3]]
    return (
        len(head) == 3
        and head[1] == ":"
        and head[0]
        in {"fuel", "food", "water", "medicine", "medicines", "stock", "stocks", "store", "stores", "left", "remaining"}
        and not ctx.parse.triggers
        and amount.si_unit != "h"
        and ctx.amount_of(item) == amount
    )


def _behind_bracket(ctx: Context, amount: Amount) -> Item | None:
    """Return "water" of "holds 3 m3 (3,000 L) of water": what the amount is of, behind its conversion."""
    if amount.last >= len(ctx.tokens) or ctx.tokens[amount.last].low != "(":
        return None
    close = next(
        (i for i in range(amount.last, min(amount.last + 6, len(ctx.tokens))) if ctx.tokens[i].low == ")"), None
    )
    if close is None or close + 1 >= len(ctx.tokens) or ctx.tokens[close + 1].low != "of":
        return None
    return next((i for i in ctx.parse.items if i.first == close + 2), None)


def _adjacent(ctx: Context, item: Item, amount: Amount, first: int, last: int) -> bool:
    """Whether a fragment without a verb states a stock: "Diesel 5,100 L", "Flour for four days", "Diesel: 5,100 L"."""
    between = [t.low for t in ctx.tokens[item.last : amount.first]] if item.last <= amount.first else None
    if between is None:
        return False
    verbs = [t for t in ctx.parse.triggers if first <= t.index < last]
    if verbs or item.kind == "general" or item.commodity == "supplies":
        return False
    if amount.si_unit == "h":
        return (
            "for" in between
            or between in ([":"], ["-"], ["–"])
            or (amount.first < len(ctx.tokens) and ctx.tokens[amount.first].low == "for")
        )
    return all(
        w in {":", "-", "–", "=", "is", "are", "at", "now", "about", "was", "were", "down", "to", "still", "only", "("}
        for w in between
    )


def _behind_gauge(ctx: Context, item: Item, first: int) -> bool:
    """Whether a reading stands before its tank: "41 cm in tank 1"."""
    at = item.first - 1
    while at > first and ctx.tokens[at].low in {"the", "our", "fuel", "main"}:
        at -= 1
    return ctx.tokens[at].low in {"in", "on"} and any(
        a.last in {at, at + 1} or ctx.tokens[a.last].low in {"of", "left"}
        for a in ctx.amounts_in((first, at))
        if a.si_unit == "m"
    )


def _gauge(ctx: Context, item: Item, first: int, last: int) -> Iterator[Draft]:
    """Yield a tank's reading: "Tank1 41cm", "tank 2 empty", "the fuel tank is half full"."""
    following = [t.low for t in ctx.tokens[item.last : last]]
    verbs = [t for t in ctx.parse.triggers if first <= t.index < last and t.frame in _NOT_STOCK]
    if verbs or item.service in {"sewage", "desludging"}:
        return
    amount = next(
        (a for a in ctx.amounts_in((item.last, last)) if a.si_unit == "m" or (a.unit == "%" and "full" in following)),
        None,
    )
    if amount is None and _behind_gauge(ctx, item, first):
        amount = next((a for a in reversed(ctx.amounts_in((first, item.first))) if a.si_unit == "m"), None)
        if amount is not None:
            yield draft_of(ctx, "stock", amount.first, item, amount)
            return
    between = ctx.tokens[item.last : amount.first] if amount else ()
    held = next((x for x in ctx.items_in((first, item.first)) if x.kind == "supply"), None)
    if amount and held and all(t.low in {"in", "the", ":"} for t in ctx.tokens[held.last : item.first]):
        # "Diesel in tank 1: 41 cm": what the tank holds.
        item = Item(
            first=item.first,
            last=item.last,
            claimed=line(ctx, held.first, item.last).replace(" the ", " "),
            commodity=held.commodity,
            service=held.service,
            kind=item.kind,
        )
    if (
        amount
        and not any(x.first >= item.last and x.last <= amount.first for x in ctx.parse.items)
        and len(between) <= 4
    ):
        yield draft_of(ctx, "stock", amount.first, item, amount)
        return
    state = next((w for w in following[:5] if w in {"empty", "full", "dry"}), None)
    other = next((x for x in ctx.parse.items if x.first >= item.last), None)
    if state is None or (other is not None and other.first < item.last + following.index(state)):
        return
    at = item.last + following.index(state)
    if state != "full" and any(item.last <= a.first < at for a in ctx.parse.amounts):
        # "Three quarters empty", "90 % empty": not empty; its share is read with the phrases.
        return
    if state in {"empty", "dry"}:
        nearly = bool({"nearly", "almost", "not", "half"} & set(following[: following.index(state)]))
        zero = None if nearly else Amount(first=at, last=at + 1, low=0.0, high=0.0, unit=None)
        draft = draft_of(ctx, "stock", at, item, zero)
        if nearly:
            draft.modality.append(next(w for w in following if w in {"nearly", "almost", "not", "half"}))
        yield draft
    else:
        part = next((w for w in following[: following.index(state)] if w in _PARTS), None)
        share = Amount(first=at, last=at + 1, low=_PARTS[part], high=_PARTS[part], unit="of capacity") if part else None
        draft = draft_of(ctx, "stock", at, item, share)
        draft.modality.append(f"{part} full" if part else "full")
        yield draft


def lasting(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield a stock that is said to last until a day, where no amount is given."""
    zone = (ctx.left_limit(trigger.index), ctx.right_limit(trigger.index))
    if trigger.verb not in {"last", "suffice"} or any(a.unit for a in ctx.amounts_in(zone)):
        return
    items = [x for x in ctx.items_in(ctx.subject_zone(trigger)) if x.kind in {"supply", "general"}]
    if not any(w.first >= trigger.last and w.last <= zone[1] and w.kind != "duration" for w in ctx.parse.whens):
        return
    for item in items:
        draft = draft_of(ctx, "stock", trigger.index, item, None)
        draft.still_to_come = True
        yield draft


def hours_of_service(ctx: Context) -> Iterator[Draft]:
    """Yield "electricity is available for only 4 hours a day"."""
    for amount in ctx.parse.amounts:
        if amount.si_unit != "h":
            continue
        first, last = ctx.left_limit(amount.first), ctx.right_limit(amount.first)
        per = amount.per or ctx.per_after(amount.last, min(last, amount.last + 4))
        inside = [t for t in ctx.parse.triggers if first <= t.index < last and t.frame not in {"stock", "delivery"}]
        item = next((x for x in reversed(ctx.items_in((first, amount.first))) if x.kind == "utility"), None)
        item = item or next((x for x in ctx.items_in((amount.last, last)) if x.kind == "utility"), None)
        off = {"cuts", "outages", "outage", "blackouts", "failures", "off", "cut", "out", "without", "down", "no"} & {
            t.low for t in ctx.tokens[first:last]
        }
        if per != "day" or inside or item is None or off:
            continue
        yield draft_of(ctx, "capacity", amount.first, item, replace(amount, per=per))


def asked_for(ctx: Context) -> Iterator[Draft]:
    """Yield "asked for 20 MT of flour": a need."""
    tokens = ctx.tokens
    for i in range(len(tokens) - 1):
        if tokens[i].low not in {"asked", "asks", "ask", "asking", "appealed"}:
            continue
        # "asked for flour", "has asked the Red Cross for 40 wheelchairs"; "asked the ministry to act for" asks for an act.
        last = ctx.right_limit(i)
        words = [t.low for t in tokens[i + 1 : min(last, i + 8)]]
        asked = "for" in words and not {"to", "that", "whether", "if", "about"} & set(words[: words.index("for")])
        if asked:
            for item in ctx.items_in((i + 1 + words.index("for"), last)):
                yield draft_of(ctx, "need", i, item, ctx.amount_of(item))
