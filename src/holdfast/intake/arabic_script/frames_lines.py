"""What a line without a verb states: "الديزل: 5100 لتر", "برق ۵ ساعت", "صفر شاحنات"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.frames import UTILITY, Found
from holdfast.intake.arabic_script.frames_state import TIME_UNITS
from holdfast.intake.records import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.intake.arabic_script.grammar import Parsed, Segment
    from holdfast.intake.records import Item


def _new(kind: str, segment: Segment, at: int, item: Item, amount: Amount | None) -> Found:
    return Found(claim_type=kind, at=at, segment=segment, item=item.claimed, service=item.service, amount=amount)


def _list(p: Parsed, segment: Segment, items: Sequence[Item]) -> Iterator[Found]:
    """Yield a list of stocks: "ديزل 1200 لتر، بنزين 90 لتر"; each thing must have its figure right behind it."""
    amounts = [
        c.amount
        for c in p.counted_in(segment)
        if not c.bare and c.amount.per is None and c.amount.unit not in TIME_UNITS
    ]
    pairs = [(x, next((a for a in amounts if 0 <= a.first - x.last <= 1), None)) for x in items]
    if any(a is None or x.kind not in {"supply", "container"} for x, a in pairs):
        return
    for item, amount in pairs:
        if amount is not None:
            yield _new("stock", segment, amount.first, item, amount)


def _none_of(p: Parsed, segment: Segment) -> Iterator[Found]:
    """Yield what there is none of, and none of which came: "لا ماء ولا كهرباء", "صفر شاحنات"."""
    for item in p.items_in(segment):
        before = p.low(item.first - 1)
        if (
            p.language == "ar"
            and before in {"لا", "ولا", "بلا"}
            and item.kind in {"supply", "utility"}
            and not item.claimed.startswith("ال")
        ):
            found = _new("outage", segment, item.first, item, None)
            found.settled = True
            yield found
        elif before == "صفر" and item.kind == "vehicle":
            found = _new("delivery", segment, item.first, item, None)
            found.polarity, found.settled = "negated", True
            yield found


def fragments(p: Parsed) -> Iterator[Found]:  # noqa: C901  one branch a cue
    """Yield what a line without a verb states: "الديزل: 5100 لتر", "برق ۵ ساعت", "سوخت: هیچ"."""
    for segment in p.segments:
        if segment.acts or any(s[0] not in {"disease", "head", "control"} for s in segment.states):
            continue
        items = p.items_in(segment)
        gauge = [c.amount for c in p.counted_in(segment) if c.amount.si_unit == "m"]
        tank = next((x for x in items if x.kind == "container"), None)
        if tank is not None and len(gauge) == 1 and len(items) <= 2 and len(p.counted_in(segment)) == 1:
            # "The water in the tank stands at 41 cm."
            yield _new("stock", segment, gauge[0].first, tank, gauge[0])
            continue
        yield from _none_of(p, segment)
        if len(items) > 1:
            yield from _list(p, segment, items)
        if len(items) != 1:
            continue
        item = items[0]
        counted = list(p.counted_in(segment))
        behind = [c.amount for c in counted if c.amount.first >= item.last]
        gap = {p.low(k) for k in range(item.last, behind[0].first)} if behind else set()
        gap -= {":", "-", "–", "=", "حدود", "نحو", "حوالی", "الان", "اکنون", "فقط", "تقریبا", "هو", "هی", "("}
        gap -= {p.low(k) for w in p.whens for k in range(w.first, w.last)}
        if len(behind) == 1 and not gap and not (counted[0].amount.last <= item.first):
            amount = behind[0]
            if (
                item.kind == "supply"
                and amount.unit is not None
                and amount.si_unit in {"L", "kg", None}
                and amount.per is None
                and amount.unit not in TIME_UNITS
            ):
                yield _new("stock", segment, amount.first, item, amount)
            elif item.kind in UTILITY and amount.si_unit == "h":
                yield _new("capacity", segment, amount.first, item, amount)
            elif (item.kind == "container" and amount.si_unit == "m") or (
                amount.unit == "%" and item.kind == "container"
            ):
                yield _new("stock", segment, amount.first, item, amount)
        elif (
            not behind
            and item.kind == "supply"
            and item.last < segment.last
            and p.low(item.last) in {":", "-", "–", "="}
        ):
            word = p.low(item.last + 1)
            if word in {"لا", "هیچ", "صفر", "نفد", "ندارد", "ندارم", "0"} and item.last + 2 >= segment.last - 1:
                zero = Amount(first=item.last, last=item.last + 1, low=0.0, high=0.0, unit=None)
                found = _new("stock", segment, item.last, item, zero)
                found.settled = True
                yield found
