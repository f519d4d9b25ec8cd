"""How much there is, is used, is needed; what stands still, is full or is missing; how hot it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.frames import (
    UTILITY,
    Found,
    amount_of,
    lead_of,
    only_amount,
    patients,
    spread_by_and,
)
from holdfast.intake.arabic_script.letters import fold
from holdfast.intake.arabic_script.mentions import clean
from holdfast.intake.arabic_script.words import cores
from holdfast.intake.records import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.grammar import Parsed, Segment
    from holdfast.intake.records import Item

_NO_GOODS = frozenset(
    map(
        fold,
        (
            "مشکلی",
            "مشکل",
            "نگرانی",
            "خطری",
            "خطر",
            "مانعی",
            "مانع",
            "محدودیتی",
            "محدودیت",
            "تردیدی",
            "شکی",
            "عجله‌ای",
            "تغییری",
        ),
    )
)
_MASS = frozenset({"L", "kg", "m", "kWh", None})
_NEED_LEADS = frozenset({"الی", "ل", "به", "من", "ب"})
# "At the gate": a place before the camp, so that what stands there is not in it.
_AT = frozenset(map(fold, ("در", "دم", "جلوی", "پشت", "عند", "أمام", "على", "خلف", "وراء")))
_GATES = frozenset(map(fold, ("دروازه", "مرز", "بازرسی", "ایست", "بوابة", "معبر", "حدود", "حاجز")))
TIME_UNITS = frozenset({"d", "h", "week", "month", "year", "min"})


def new_claim(
    p: Parsed, kind: str, segment: Segment, at: int, item: Item | None, amount: Amount | None, act: Act | None
) -> Found:
    """Return a claim of a kind about an item, with its amount."""
    del p
    return Found(
        claim_type=kind, at=at, segment=segment, item=item.claimed if item else None, service=item.service if item else None,
        amount=amount, act=act,
    )  # fmt: skip


def _amounts(p: Parsed, segment: Segment) -> list[Amount]:
    """Return the measured and packed amounts of a part, no durations, people, degrees or shares."""
    return [
        c.amount
        for c in p.counted_in(segment)
        if not c.bare and c.amount.unit is not None and c.amount.si_unit in _MASS and c.amount.unit not in TIME_UNITS
    ]


def _pairs(p: Parsed, segment: Segment, items: list[Item]) -> list[tuple[Item, Amount]]:
    """Return items with their amounts: the one before each, or the only one behind a lone item."""
    if spread_by_and(p, items):
        return []
    found = [(x, a) for x in items if (a := amount_of(p, x)) is not None]
    if found:
        return found
    if not found and len(items) > 1:
        # A list: "diesel 1,200 L, petrol 90 L".
        listed = [(x, next((a for a in _amounts(p, segment) if 0 <= a.first - x.last <= 1), None)) for x in items]
        if all(a is not None for _, a in listed):
            return [(x, a) for x, a in listed if a is not None]
    if found or len(items) != 1:
        return found
    behind = [a for a in _amounts(p, segment) if a.first >= items[0].last]
    return [(items[0], behind[0])] if len(behind) == 1 else []


def _supplies(items: list[Item]) -> list[Item]:
    return [
        x for x in items if x.kind in {"supply", "general", "container"} or x.service == "water" or x.kind == "vehicle"
    ]


def stock(p: Parsed, segment: Segment, at: int, act: Act | None, *, negated: bool) -> Iterator[Found]:  # noqa: C901, PLR0911, PLR0912  one branch a cue
    """Yield what is left, held or there; "there is none" is a lack."""
    items = [
        x
        for x in patients(
            p, segment, act, frozenset({"من", "از", "ب", *({"علی"} if act is not None and act.name == "حوى" else ())})
        )
        if x.commodity not in {"clinic", "kitchen", "bakery"}
    ]
    only, alone = only_amount(p, segment) if negated else (False, None)
    lasting_here = [c.amount for c in p.counted_in(segment) if c.amount.unit in TIME_UNITS and c.amount.per is None]
    if negated and not only and act is not None and act.name == "داشتن" and act.tense == "past":
        return  # "the convoy came but had no medicine": of the convoy, not of the place
    if negated and act is not None and p.language == "fa":
        before = p.low(act.first - 1)
        held = any(x.first <= act.first - 1 < x.last for x in p.items)
        if before in _NO_GOODS and not held:
            return  # "there is no problem in supplying …"
        if act.name == "داشتن" and any(x.kind in {"supply", "general"} for x in items):
            items = [
                x for x in items if x.kind not in UTILITY or x.last == act.first
            ]  # the pump has no petrol: the petrol
    if negated and not only and any((c.amount.low is None) != (c.amount.high is None) for c in p.counted_in(segment)):
        return  # "we have no more than two hours of power" is no lack of it
    if negated and not only:
        if act is None:
            # "There is no …": what follows, else what stands right before ("الديزل: لا يوجد").
            behind = [x for x in items if x.first > at]
            items = behind or [x for x in items if 0 <= at - x.last <= 1 and not segment.acts]
        for item in items:
            if amount_of(p, item) is None and item.kind != "container":
                found = new_claim(p, "outage", segment, at, item, None, act)
                found.settled = act is None or act.tense in {"present", "past", "perfect", "state", "imperfect"}
                yield found
        return
    goods = _supplies(items)
    if not goods:
        goods = _one_before(p, segment)
    lows = [t.low for t in p.tokens[segment.first : segment.last]]
    if (
        act is not None
        and act.name in {"ماندن", "باقی ماندن"}
        and {"پشت", "مرز", "دروازه", "بازرسی", "گذرگاه"} & set(lows)
    ):
        # "Left standing at the gate" is held there, and no stock.
        for item in goods if "پشت" in lows else [x for x in goods if x.kind == "vehicle"]:
            yield new_claim(p, "denial", segment, at, item, amount_of(p, item), act)
        return
    if _at_the_gate(lows):
        return
    pairs = [(x, a) for x, a in _pairs(p, segment, goods) if a.per is None]
    if only and not pairs and alone is not None and len(goods) == 1:
        pairs = [(goods[0], alone)]
    for item, amount in pairs:
        found = new_claim(p, "stock", segment, at, item, amount, act)
        found.settled, found.polarity = only, "affirmed"
        yield found
    if not pairs and lasting_here and only:
        for item in [x for x in goods if x.kind in {"supply", "general"}][:1]:
            found = new_claim(p, "stock", segment, at, item, lasting_here[0], act)
            found.settled = True
            yield found
        return
    if not pairs and len(lasting_here) > 1:
        # "Flour for nine days and rice for four": each length stands behind its own.
        fits = len(goods) == len(lasting_here) and all(
            x.last <= a.first and (n + 1 == len(goods) or a.last <= goods[n + 1].first)
            for n, (x, a) in enumerate(zip(goods, lasting_here, strict=True))
        )
        for item, amount in zip(goods, lasting_here, strict=True) if fits else ():
            if _for_days(p, segment, amount):
                yield new_claim(p, "stock", segment, at, item, amount, act)
        return
    if not pairs and lasting_here and _for_days(p, segment, lasting_here[0]):
        for item in [x for x in goods if x.kind in {"supply", "general"}][:2]:
            yield new_claim(p, "stock", segment, at, item, lasting_here[0], act)


def _at_the_gate(lows: Sequence[str]) -> bool:
    """Whether something is at the gate or the crossing: it has not come in, and is no stock."""
    pairs = pairwise(lows)
    return any(one in _AT and other.removeprefix("ال") in _GATES for one, other in pairs)


def _for_days(p: Parsed, segment: Segment, amount: Amount) -> bool:
    """Whether a duration says how long supplies last: "for three days", "three days of water", not "since three days"."""
    before = {p.low(amount.first - 1), p.low(amount.first)}
    if before & {"منذ", "قبل", "بعد", "از", "خلال"} or p.low(amount.last) in {"پیش", "قبل", "است", "دیگر"}:
        return False
    first = p.tokens[amount.first].low
    return (
        (p.language == "fa" and "برای" in before)
        or first[:1] == "ل"
        or "برای" in before
        or p.has(segment.first, segment.last, "last_words")
    )


def _one_before(p: Parsed, segment: Segment) -> list[Item]:
    number = p.segments.index(segment)
    if not number or segment.opener.strip("،و ") != "":
        return []
    items = [x for x in p.items_in(p.segments[number - 1]) if x.kind == "supply"]
    return items if len({x.commodity for x in items}) == 1 and len(items) == 1 else []


def reaching(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield a stock that has come to a figure: "the diesel has fallen to 1,200 litres"."""
    goods = [x for x in p.items_in(segment) if x.kind in {"supply", "container"}]
    used = any(s[0] == "use" for s in segment.states) or any(a.frame == "consumption" for a in segment.acts)
    pairs = [(x, a) for x in goods[:1] for a in _amounts(p, segment)[-1:] if a.first > x.first]
    kept = any(s[0] == "left" for s in segment.states) or any(
        p.low(k) in {"مخزون", "رصید", "کمیه", "مستوی", "سطح", "ذخیره", "موجودی"}
        for k in range(segment.first, segment.last)
    )
    if act.negated or len(_amounts(p, segment)) != 1:
        return
    for item, amount in pairs:
        if used:
            yield new_claim(p, "consumption", segment, act.index, item, amount, act)
        elif (kept or item.kind == "container") and amount.per is None:
            yield new_claim(p, "stock", segment, act.index, item, amount, act)


_ONE = {"اسبوع": ("week", 168.0), "یوم": ("d", 24.0), "شهر": ("month", 730.5)}


def _one_of_time(p: Parsed, segment: Segment, act: Act) -> Amount | None:
    """Return one week or day that stands without a number: "enough for a week"."""
    for k in range(act.last, segment.last):
        for core in cores(p.low(k), p.language):
            alone = p.low(k).startswith("ل") or p.low(k + 1) == "واحد" or p.low(k - 1) in {"لمده", "مده"}
            if p.language == "ar" and core in _ONE and alone and not p.low(k + 1).startswith("ال"):
                unit, hours = _ONE[core]
                return Amount(
                    first=k, last=k + 1, low=1.0, high=1.0, unit=unit, si_low=hours, si_high=hours, si_unit="h"
                )
    return None


def lasting(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield how long a supply lasts: "the flour is enough for four days"."""
    days = next((c.amount for c in p.counted_in(segment) if c.amount.unit in TIME_UNITS and c.amount.per is None), None)
    items = [x for x in patients(p, segment, act, frozenset({"من"})) if x.kind in {"supply", "general", "utility"}]
    items = items or _one_before(p, segment)
    goods = [x for x in items if x.kind in {"supply", "general"} or x.commodity == "battery"] or items
    days = days or _one_of_time(p, segment, act)
    if days is None or not goods or (act.negated and days.high is None):
        return
    for item in goods:
        amount = amount_of(p, item)
        found = new_claim(p, "stock", segment, act.index, item, days, act)
        found.settled = (
            act.tense in {"present", "future", "past", "perfect", "imperfect"} and not act.negated and not act.perhaps
        )
        if act.negated:
            # "Not enough for two days": less than that.
            found.amount = replace(days, low=None, si_low=None)
            found.settled = True
        yield found
        if amount is not None and amount.si_unit in {"L", "kg"}:
            yield new_claim(p, "stock", segment, act.index, item, amount, None)


def need(p: Parsed, segment: Segment, at: int, act: Act | None) -> Iterator[Found]:
    """Yield what is needed, wanted or asked for; what a standard asks for is a norm."""
    ruled = any(s[0] == "rule" for s in segment.states) or any(s[0] == "rule" for g in p.segments for s in g.states)
    leads = _NEED_LEADS if p.language == "ar" else frozenset({"به", "از"})
    items = [
        x
        for x in patients(p, segment, act, leads)
        if not (act is not None and p.language == "ar" and x.last <= act.first and x.kind in UTILITY)
    ]
    if (
        act is not None
        and act.name in {"نقص", "لزم"}
        and not any(p.low(act.index).endswith(w) for w in ("نا", "هم", "ه", "ها"))
        and act.name == "نقص"
    ):
        return
    if p.language == "ar":
        items = [x for x in items if x.first > (act.index if act else at) or x.kind == "supply"]
        led = [x for x in items if lead_of(p, x, amount_of(p, x)) in {"الی", "ل"}]
        if led:
            # Who needs stands before "to": "the pumps need spare parts"; what is joined to it by "and" goes with it.
            items = [x for x in items if x.first >= led[0].first]
    else:
        # The one who needs stands first: "بیمارستان به سوخت نیاز دارد".
        items = [x for x in items if x.commodity not in {"clinic", "kitchen", "bakery"}]
        led = [x for x in items if lead_of(p, x, amount_of(p, x)) == "به"]
        headed = at == segment.first and p.low(at + 1) == ":"
        items = led or [x for x in items if x.kind != "equipment" or len(items) == 1 or headed]
    items = [x for x in items if x.commodity not in {"clinic", "kitchen", "bakery"}]
    pairs = {x.first: a for x, a in _pairs(p, segment, items)}
    if ruled:
        for item in items[:1]:
            if item.first in pairs:
                yield new_claim(p, "norm", segment, at, item, pairs[item.first], None)
        return
    for item in items:
        amount = pairs.get(item.first)
        found = new_claim(p, "need", segment, at, item, amount, act)
        yield found


def consumption(p: Parsed, segment: Segment, at: int, act: Act | None) -> Iterator[Found]:
    """Yield what is used, with its amount; use without an amount is no claim."""
    items = [
        x for x in patients(p, segment, act, frozenset({"من", "از"})) if x.kind in {"supply", "utility", "general"}
    ]
    if not items:
        items = _one_before(p, segment)
    kept = any(s[0] == "left" for s in segment.states)
    if any(
        p.low(k) == "تاریخ" and p.low(k + 1) in {"مصرف", "انقضا", "انقضای"} for k in range(segment.first, segment.last)
    ):
        return  # a date of expiry
    for item, amount in _pairs(p, segment, items):
        if kept and amount.per is None:
            continue  # what is drawn from is a store, and no rate
        if amount.si_unit in {"L", "kg", "kWh"} or amount.unit is not None:
            found = new_claim(p, "consumption", segment, at, item, amount, act)
            if amount.per is None and any(
                t.low in {"یومی", "الیومی", "روزانه"} for t in p.tokens[segment.first : segment.last]
            ):
                found.amount = replace(amount, per="day")
            yield found


def cover(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield what share of the need something covers: what came in is a delivery, what is there a stock."""
    share = next((c.amount for c in p.counted_in(segment) if c.amount.unit in {"%", "fraction"}), None)
    if (act.negated and not only_amount(p, segment)[0]) or share is None:
        return
    item = next((x for x in p.items if x.kind == "supply" and not p.introduces(x.first)), None)
    came = any(
        t.low in {"وصل", "وصلت", "دخل", "دخلت", "رسیده", "الواصل", "الواصله", "وارد", "واردشده", "رسید"}
        for t in p.tokens
    )
    if item is not None:
        found = new_claim(p, "delivery" if came else "stock", segment, act.index, item, share, act)
        found.settled = act.negated or act.tense in {"present", "past", "perfect"}
        yield found


def produce(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield what a plant or a bakery makes in a day or an hour."""
    items = patients(p, segment, act, frozenset({"من"}))
    amount = next(
        (c.amount for c in p.counted_in(segment) if c.amount.per is not None and c.amount.unit is not None), None
    )
    if amount is None and p.has(segment.first, segment.last, "perday"):
        # "4,000 breads a day": counted as themselves.
        counts = [(x, a) for x in items if x.kind == "supply" and (a := amount_of(p, x)) is not None and a.unit is None]
        amount = replace(counts[0][1], per="day") if counts else None
    if amount is None or act.negated:
        return
    made = [x for x in items if x.kind == "supply"]
    makers = [x for x in items if x.kind in UTILITY]
    item = next(iter(made or makers), None)
    if item is None:
        return
    yield new_claim(p, "capacity", segment, act.index, item, amount, act)


def temperature(p: Parsed) -> Iterator[Found]:
    """Yield every temperature; a degree without its scale has no value in degrees Celsius, below zero has."""
    for segment in p.segments:
        for counted in p.counted_in(segment):
            amount = counted.amount
            if amount.unit not in {"degC", "degF", "degree"} or counted.size:
                continue
            word = next(((f, a, b) for f, a, b in segment.states if f == "heat"), None)
            cold = next(
                (x for x in p.items_in(segment) if x.service in {"cold_chain", "vaccines"} and x.kind == "equipment"),
                None,
            )
            if word is None and cold is None and amount.unit == "degree":
                continue
            name = clean(p.text[p.tokens[word[1]].start : p.tokens[word[2] - 1].end]) if word else None
            act = next((a for a in segment.acts), None)
            found = Found(
                claim_type="temperature",
                at=amount.first,
                segment=segment,
                item=cold.claimed if cold else name or "temperature",
                amount=amount,
                act=act,
            )
            found.service = cold.service if cold else None
            if (
                act is not None
                and act.name == "تجاوز"
                and not act.negated
                and amount.low is not None
                and amount.low == amount.high
            ):
                found.amount = replace(amount, high=None, si_high=None)
            yield found
