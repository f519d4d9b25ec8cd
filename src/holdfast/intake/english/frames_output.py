"""Frames of what a place or a machine can do: "produces 900 m3 a day", "has 38 beds", "holds 2,000 gallons"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.records import Amount, Draft, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

# A rate behind one of these verbs is what its subject makes or manages, whoever it reaches.
_MAKES = re.compile(
    r"\b(produc\w+|generat(?:e|es|ed|ing)|bakes?|baked|baking|turn(?:s|ed|ing)? out|churn(?:s|ed)? out|mak(?:es|e|ing)|made|fills?|filled|"
    r"yields?|yielded|pump(?:s|ed|ing)?|purif(?:ies|y|ied)|treats?|treated|desalinat\w+|process(?:es|ed)?|handles?|handled|serves?|served|"
    r"feeds?|fed|cooks?|cooked|output|capacity|perform(?:s|ed)?|see(?:s|n)?|grinds?|mills?|delivers up to)\b",
    re.IGNORECASE,
)
# "The borehole gives 8 m3 an hour", "the panels give 6 kW": only of a machine, and where nothing is said to be handed out.
_GIVES = re.compile(
    r"\b(?:gives?|gave|delivers?|supplies|yields?|generates?|produces?)(?: us)?(?: (?:only|about|just|some|up to|around))*$"
)
# "Up to 40 patients a day can be seen at the clinic."
_SERVED = re.compile(
    r"^(?:(?:an?|per|each|every) (?:day|hour) )?(?:can be|are|were|could be) (?:seen|treated|served|admitted|operated on|dialysed|examined)\b"
)
_CAN = frozenset({"can", "could", "able"})
_HAS = frozenset({"has", "have", "had", "with", "offers", "counts", "there"})
# What a place has in numbers says what it can do; goods in numbers are its stock.
_PLACES = re.compile(
    r"^(?:(?:hospital|camp|intensive care|icu|maternity|empty|free|spare) )*(beds?|places|cots|wards|incubators|ventilators|"
    r"operating (?:theatres?|rooms?)|dialysis machines?|toilets|latrines|showers|taps|ovens)$"
)
_TANKS = re.compile(
    r"\b(tank|tanks|bowser|bowsers|tanker|reservoir|reservoirs|cistern|cisterns|barrel|trailer|pit|container)\b"
)
_HOLDS = re.compile(r"\b(holds?|takes?|can (?:hold|take|carry|store)|carries|capacity)\b")
_PATIENTS = frozenset("patients people persons women children births deliveries operations surgeries sessions".split())


def outputs(ctx: Context) -> Iterator[Draft]:
    """Yield what is made or served in a day or an hour, and what beds and places there are."""
    for amount in ctx.parse.amounts:
        left, right = ctx.left_limit(amount.first), ctx.right_limit(amount.first)
        before = " ".join(t.low for t in ctx.tokens[left : amount.first])
        per = amount.per or ctx.per_after(amount.last, right)
        item = _counted_item(ctx, amount)
        if item is None and (per == "hour" or amount.si_unit in {"kW", "kWh"}) and _GIVES.search(before):
            machine = next((i for i in reversed(ctx.items_in((left, amount.first))) if i.kind == "equipment"), None)
            if machine is not None and amount.si_unit in {"L", "kW", "kWh"}:
                yield _draft(ctx, amount, machine.claimed, machine.service, per)
                continue
        behind = " ".join(t.low for t in ctx.tokens[amount.last : min(right, amount.last + 7)])
        if per in {"day", "hour"} and amount.si_unit == "persons" and _SERVED.match(behind):
            yield _draft(ctx, amount, "patients" if "patient" in _text(ctx, amount) else "people", "health", per)
            continue
        if per in {"day", "hour"} and _MAKES.search(before) and amount.si_unit not in {"h", "degC"}:
            named = item or _made_by(ctx, left, amount)
            if amount.si_unit == "persons":
                makers = [i for i in ctx.items_in((left, amount.first)) if i.service in {"water", "health", "food"}]
                service = makers[-1].service if makers else "health"
                yield _draft(ctx, amount, "patients" if "patient" in _text(ctx, amount) else "people", service, per)
            elif named is not None:
                yield _draft(ctx, amount, named.claimed, named.service, per)
            continue
        words = ctx.tokens[left : amount.first]
        if item is not None and _PLACES.match(item.claimed) and any(t.low in _HAS for t in words):
            yield _draft(
                ctx,
                replace(amount, unit=None, si_low=None, si_high=None, si_unit=None),
                item.claimed,
                item.service,
                None,
            )
            continue
        vessel = _TANKS.search(before)
        if (
            vessel
            and item is None
            and amount.si_unit == "L"
            and _HOLDS.search(before)
            and per is None
            and not _filled(ctx, amount)
        ):
            yield _draft(ctx, amount, _vessel(ctx, left, amount.first), None, None)


def _draft(ctx: Context, amount: Amount, item: str, service: str | None, per: str | None) -> Draft:
    return Draft(
        claim_type="capacity",
        at=amount.first,
        clause=ctx.clause_of(amount.first),
        item=item,
        service=service,
        amount=replace(amount, per=per) if per else amount,
    )


def _text(ctx: Context, amount: Amount) -> str:
    return " ".join(t.low for t in ctx.tokens[amount.first : amount.last + 1])


def _counted_item(ctx: Context, amount: Amount) -> Item | None:
    return next(
        (i for i in ctx.parse.items if i.first >= amount.first and (ctx.amount_of(i, (amount,)) is not None)), None
    )


def _made_by(ctx: Context, left: int, amount: Amount) -> Item | None:
    """Return what the subject makes where it is not said: a water plant makes water, an oxygen plant oxygen."""
    found = [i for i in ctx.items_in((left, amount.first)) if i.service in {"water", "health", "food", "electricity"}]
    if amount.unit is not None and found:
        return found[-1]
    return None


def _filled(ctx: Context, amount: Amount) -> bool:
    following = {t.low for t in ctx.tokens[amount.last : amount.last + 2]}
    return "of" in following


def _vessel(ctx: Context, first: int, last: int) -> str:
    for token in reversed(ctx.tokens[first:last]):
        if _TANKS.fullmatch(token.low):
            return token.low
    return "tank"
