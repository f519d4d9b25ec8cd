"""What stands still, works again, overflows: outages and capacities of services, machines, pits and tanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.frames import UTILITY, Found, actor_of, claims, one_of, patients
from holdfast.intake.records import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.grammar import Parsed, Segment
    from holdfast.intake.records import Item


def service(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:  # noqa: C901, PLR0912, PLR0915  one branch a cue
    """Yield outages, their ends, and services that overflow."""
    leads = frozenset({"ب"}) if p.language == "ar" and act.name == "قطع" else frozenset()
    items = _subjects(p, segment, act, leads)
    hours = next(
        (c.amount for c in p.counted_in(segment) if c.amount.unit in {"h", "min"} and c.amount.per == "day"), None
    )
    if any(
        p.low(k) in {"صلاحیه", "صلاحیتها", "صلاحیته", "انقضا", "انقضای"} for k in range(segment.first, segment.last)
    ):
        return  # what has passed its date
    if act.name == "خالی شدن" and any(x.kind == "container" for x in items):
        for item in [x for x in items if x.kind == "container"]:
            nearly = any(p.low(k) in {"تقریبا", "نیمه", "نصفه", "تقریباً"} for k in range(segment.first, act.index))
            zero = (
                None if nearly or act.negated else Amount(first=act.first, last=act.last, low=0.0, high=0.0, unit=None)
            )
            yield Found(
                claim_type="stock",
                at=act.index,
                segment=segment,
                item=item.claimed,
                service=item.service,
                amount=zero,
                act=act,
            )
    elif act.frame == "outage":
        if act.name == "خالی شدن":
            items = [x for x in items if x.kind != "vehicle"]  # an empty truck brought nothing; nothing failed
        if act.name in {"متوقف شدن", "توقف", "أوقف"}:
            items_all = [x for x in items if x.kind in {"vehicle", "general", "supply"} and x.service != "water"]
            stands = [x for x in items_all if x.commodity == "ambulance"]  # an ambulance that stops serves nobody
            items_all = [x for x in items_all if x not in stands]
            held = [x for x in items_all if x.kind == "vehicle"]
            if held and act.tense not in {"past", "perfect", "pluperfect", "imperfect"}:
                held, items = [], [x for x in items if x.kind != "vehicle"]
            if held and act.name != "توقف":
                for found in claims(p, "denial", segment, act.index, held, act):
                    found.actor = actor_of(p, segment, act)
                    yield found
                return
            items = [x for x in items if x not in items_all or x.service == "desludging"] or []
        cutting = act.name in {"قطع", "فصل", "قطع شدن", "بریدن", "از کار افتادن", "خاموش شدن"}
        if cutting:
            machine_words = {"medical equipment"}
            items = [x for x in items if x.kind in UTILITY or x.service == "water" or x.commodity in machine_words]
        if act.name in {"نفد", "انتهى", "خلص", "تمام شدن", "به پایان رسیدن", "ته کشیدن"}:
            items = [
                x
                for x in items
                if (x.kind in {"supply", "general", "equipment", "vehicle"} and x.kind != "vehicle")
                or x.commodity == "battery"
            ]
        actor = actor_of(p, segment, act) if cutting else None
        machines = {x.claimed for x in items if x.kind == "equipment" or x.commodity == "medical equipment"}
        for found in claims(p, "outage", segment, act.index, items, act):
            machine = found.item in machines
            found.amount = hours or (one_of(p, segment, found.amount) if _counts(found.amount) and machine else None)
            found.actor = actor
            yield found
    elif act.frame == "restore" and hours is not None and not act.negated:
        for item in [x for x in items if x.kind == "utility" or x.service == "water"]:
            yield Found(
                claim_type="capacity",
                at=act.index,
                segment=segment,
                item=item.claimed,
                service=item.service,
                amount=hours,
                act=act,
            )
    elif act.frame == "restore":
        for found in claims(
            p, "outage", segment, act.index, [x for x in items if x.kind in UTILITY or x.service == "water"], act
        ):
            found.polarity, found.amount = "negated", None
            found.actor = actor_of(p, segment, act)
            yield found
    elif act.frame == "working":
        if hours is None and not act.negated:
            hours = next((c.amount for c in p.counted_in(segment) if c.amount.unit in {"h", "min"}), None)
        for item in [x for x in items if x.kind in UTILITY]:
            found = Found(
                claim_type="capacity" if hours else "outage",
                at=act.index,
                segment=segment,
                item=item.claimed,
                service=item.service,
                act=act,
            )
            found.amount, found.polarity = hours, "affirmed" if hours else "negated"
            yield found
    elif act.frame == "capacity":
        full_here = [x for x in items if x.kind != "vehicle" or x.service not in {"sewage", "desludging"}]
        for item in [x for x in full_here if x.service in {"sewage", "desludging"} or x.kind == "container"]:
            share = next((c.amount for c in p.counted_in(segment) if c.amount.unit in {"%", "fraction"}), None)
            yield full(p, segment, act.index, item, share, act)


def _counts(amount: Amount | None) -> bool:
    """Whether an amount says how many of a thing: pumps that failed, not litres that ran out."""
    return amount is not None and amount.unit in {None, "%"}


def _subjects(p: Parsed, segment: Segment, act: Act, leads: frozenset[str]) -> list[Item]:
    items = patients(p, segment, act, leads)
    if items:
        return items
    # The subject of the part before: "the generator stopped yesterday and has not run since".
    number = p.segments.index(segment)
    if (
        number
        and not p.items_in(segment)
        and segment.opener in {"و", "", "،", "لکن", "ولی", "اما", "التی", "الذی", "که"}
    ):
        before = p.segments[number - 1]
        if before.acts or before.states or segment.opener in {"التی", "الذی"}:
            return patients(p, before, None, leads)[-1 if segment.opener in {"التی", "الذی"} else 0 :]
    return []


def full(p: Parsed, segment: Segment, at: int, item: Item, share: Amount | None, act: Act | None) -> Found:
    """Return what "full" says: a capacity of a pit that takes sewage, a stock of a tank that holds water or fuel."""
    del p
    if item.service in {"sewage", "desludging"} or item.kind != "container":
        return Found(
            claim_type="capacity",
            at=at,
            segment=segment,
            item=item.claimed,
            service="sewage" if item.service == "desludging" else item.service,
            amount=share,
            act=act,
        )
    return Found(
        claim_type="stock",
        at=at,
        segment=segment,
        item=item.claimed,
        service=item.service,
        amount=share,
        act=act,
        modality=() if share else ("full",),
    )
