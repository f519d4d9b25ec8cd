"""What a line without a verb states: "الديزل: 5100 لتر", "برق ۵ ساعت", "صفر شاحنات"."""

from __future__ import annotations

from dataclasses import replace
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


_WORDS_OF_ONE = {"یکی": 1.0, "یک": 1.0, "واحده": 1.0, "واحد": 1.0}
_BETWEEN = frozenset(
    {"تا", "شاحنه", "شاحنات", "کامیون", "تانکر", "صهریج", "صهاریج", "منها", "محمله", "ب", "من", "مورد"}
)


def parts(p: Parsed) -> Iterator[Found]:
    """Yield the loads of vehicles counted before a colon ("3 trucks: two of flour and one of medicine") if they add up."""
    for number, segment in enumerate(p.segments[:-1]):
        act = next(iter(segment.acts), None)
        vehicles = [x for x in p.items_in(segment) if x.kind == "vehicle"]
        counts = [c.amount for c in p.counted_in(segment)]
        rest = p.segments[number + 1 :]
        while rest and rest[0].last - rest[0].first == 1 and p.low(rest[0].first) == ":":
            rest = rest[1:]
        colon = bool(rest) and p.low(rest[0].first - 1) == ":"
        if not colon or len(segment.acts) != 1 or act is None or act.frame not in {"delivery", "denial"} or act.negated:
            continue
        if len(vehicles) != 1 or vehicles[0].service is not None or len(counts) != 1 or rest[0].acts or rest[0].states:
            continue
        goods = p.items_in(rest[0])
        loads = [(x, _count_before(p, rest[0], x)) for x in goods]
        if len(loads) < 2 or any(n is None for _, n in loads) or sum(n or 0 for _, n in loads) != counts[0].low:
            continue
        for item, load in loads:
            found = _new(act.frame, rest[0], item.first, item, replace(counts[0], low=load, high=load))
            found.act = act
            yield found


def _count_before(p: Parsed, segment: Segment, item: Item) -> float | None:
    k = item.first - 1
    while k > segment.first and p.low(k) in _BETWEEN:
        k -= 1
    counted = next((c.amount for c in p.counted_in(segment) if c.amount.first <= k < c.amount.last), None)
    if counted is not None:
        return counted.low if counted.low == counted.high else None
    return _WORDS_OF_ONE.get(p.low(k).removeprefix("و"))


def fragments(p: Parsed) -> Iterator[Found]:  # noqa: C901, PLR0912  one branch a cue
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
        counted = [
            c
            for c in p.counted_in(segment)
            if not (c.bare and c.amount.first == segment.first and p.low(c.amount.last) in {")", "-", "–", "."})
        ]
        behind = [c.amount for c in counted if c.amount.first >= item.last]
        gap = {p.low(k) for k in range(item.last, behind[0].first)} if behind else set()
        lasts = gap <= {":", "برای", "-"} and ":" in gap and (p.language == "ar" or "برای" in gap)
        if len(behind) == 1 == len(counted) and lasts and item.kind == "supply" and behind[0].unit in {"d", "week"}:
            if p.language == "fa" or p.low(behind[0].first)[:1] == "ل":
                yield _new("stock", segment, behind[0].first, item, behind[0])  # "water: for two days"
            continue
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
            elif item.kind == "supply" and amount.unit is None and amount.low == amount.high == 0:
                found = _new("stock", segment, amount.first, item, amount)
                found.settled = True
                yield found
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
