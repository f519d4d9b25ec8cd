"""How much there is, is used, is needed; what stands still, is full or is missing; how hot it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.frames import (
    UTILITY,
    Found,
    amount_of,
    goods_of,
    lead_of,
    only_amount,
    patients,
    spread_by_and,
)
from holdfast.intake.arabic_script.frames_service import full
from holdfast.intake.arabic_script.mentions import clean
from holdfast.intake.records import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.grammar import Parsed, Segment
    from holdfast.intake.records import Item

_MASS = frozenset({"L", "kg", "m", "kWh", None})
_NEED_LEADS = frozenset({"الی", "ل", "به", "من", "ب"})
TIME_UNITS = frozenset({"d", "h", "week", "month", "year", "min"})


def _new(
    p: Parsed, kind: str, segment: Segment, at: int, item: Item | None, amount: Amount | None, act: Act | None
) -> Found:
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
    if found or len(items) != 1:
        return found
    behind = [a for a in _amounts(p, segment) if a.first >= items[0].last]
    return [(items[0], behind[0])] if len(behind) == 1 else []


def _supplies(items: list[Item]) -> list[Item]:
    return [
        x for x in items if x.kind in {"supply", "general", "container"} or x.service == "water" or x.kind == "vehicle"
    ]


def stock(p: Parsed, segment: Segment, at: int, act: Act | None, *, negated: bool) -> Iterator[Found]:
    """Yield what is left, held or there; "there is none" is a lack."""
    items = [
        x
        for x in patients(p, segment, act, frozenset({"من", "از", "ب"}))
        if x.commodity not in {"clinic", "kitchen", "bakery"}
    ]
    only, alone = only_amount(p, segment) if negated else (False, None)
    lasting_here = [c.amount for c in p.counted_in(segment) if c.amount.unit in TIME_UNITS and c.amount.per is None]
    if negated and not only:
        for item in items:
            if amount_of(p, item) is None and item.kind != "container":
                found = _new(p, "outage", segment, at, item, None, act)
                found.settled = act is None or act.tense in {"present", "past", "perfect", "state", "imperfect"}
                yield found
        return
    goods = _supplies(items)
    if not goods:
        goods = _one_before(p, segment)
    pairs = [(x, a) for x, a in _pairs(p, segment, goods) if a.per is None]
    if only and not pairs and alone is not None and len(goods) == 1:
        pairs = [(goods[0], alone)]
    for item, amount in pairs:
        found = _new(p, "stock", segment, at, item, amount, act)
        found.settled, found.polarity = only, "affirmed"
        yield found
    if not pairs and lasting_here and _for_days(p, segment, lasting_here[0]):
        for item in [x for x in goods if x.kind in {"supply", "general"}][:2]:
            yield _new(p, "stock", segment, at, item, lasting_here[0], act)


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


def lasting(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield how long a supply lasts: "the flour is enough for four days"."""
    days = next((c.amount for c in p.counted_in(segment) if c.amount.unit in TIME_UNITS and c.amount.per is None), None)
    items = [x for x in patients(p, segment, act, frozenset({"من"})) if x.kind in {"supply", "general", "utility"}]
    items = items or _one_before(p, segment)
    goods = [x for x in items if x.kind in {"supply", "general"} or x.commodity == "battery"] or items
    if days is None or not goods or (act.negated and days.high is None):
        return
    for item in goods:
        amount = amount_of(p, item)
        found = _new(p, "stock", segment, act.index, item, days, act)
        found.settled = (
            act.tense in {"present", "future", "past", "perfect", "imperfect"} and not act.negated and not act.perhaps
        )
        if act.negated:
            # "Not enough for two days": less than that.
            found.amount = replace(days, low=None, si_low=None)
            found.settled = True
        yield found
        if amount is not None and amount.si_unit in {"L", "kg"}:
            yield _new(p, "stock", segment, act.index, item, amount, None)


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
    else:
        # The one who needs stands first: "بیمارستان به سوخت نیاز دارد".
        items = [x for x in items if x.commodity not in {"clinic", "kitchen", "bakery"}]
        led = [x for x in items if lead_of(p, x, amount_of(p, x)) == "به"]
        items = led or [x for x in items if x.kind != "equipment" or len(items) == 1]
    items = [x for x in items if x.commodity not in {"clinic", "kitchen", "bakery"}]
    pairs = {x.first: a for x, a in _pairs(p, segment, items)}
    if ruled:
        for item in items[:1]:
            if item.first in pairs:
                yield _new(p, "norm", segment, at, item, pairs[item.first], None)
        return
    for item in items:
        amount = pairs.get(item.first)
        found = _new(p, "need", segment, at, item, amount, act)
        yield found


def consumption(p: Parsed, segment: Segment, at: int, act: Act | None) -> Iterator[Found]:
    """Yield what is used, with its amount; use without an amount is no claim."""
    items = [
        x for x in patients(p, segment, act, frozenset({"من", "از"})) if x.kind in {"supply", "utility", "general"}
    ]
    if not items:
        items = _one_before(p, segment)
    for item, amount in _pairs(p, segment, items):
        if amount.si_unit in {"L", "kg", "kWh"} or amount.unit is not None:
            found = _new(p, "consumption", segment, at, item, amount, act)
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
        found = _new(p, "delivery" if came else "stock", segment, act.index, item, share, act)
        found.settled = act.negated or act.tense in {"present", "past", "perfect"}
        yield found


def produce(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield what a plant or a bakery makes in a day or an hour."""
    items = patients(p, segment, act, frozenset({"من"}))
    amount = next(
        (c.amount for c in p.counted_in(segment) if c.amount.per is not None and c.amount.unit is not None), None
    )
    if amount is None or act.negated:
        return
    made = [x for x in items if x.kind == "supply"]
    makers = [x for x in items if x.kind in UTILITY]
    item = next(iter(made or makers), None)
    if item is None:
        return
    yield _new(p, "capacity", segment, act.index, item, amount, act)


def states(p: Parsed, segment: Segment) -> Iterator[Found]:  # noqa: C901, PLR0912  one branch a state
    """Yield what adjectives and nouns say without a verb of their own: "مقطوعة", "بدون آب", "نقص الوقود"."""
    for frame, first, last in segment.states:
        acted = any(
            a.frame not in {"other", "move", "exist", "nearly", "health"} and not a.governed for a in segment.acts
        )
        if frame == "lacking":
            if not any(s[0] == "shortage" and s[1] >= first for s in segment.states):
                yield from stock(p, segment, first, None, negated=True)
        elif frame == "without":
            yield from _without(p, segment, first, last)
        elif frame == "shortage":
            yield from _shortage(p, segment, first, last)
        elif frame == "down" and not acted:
            yield from _down(p, segment, first, last)
        elif frame in {"full", "empty"} and not acted:
            yield from _filled(p, segment, first, frame)
        elif frame == "barred" and not acted:
            for item in goods_of(patients(p, segment, None, frozenset())):
                if item.kind in {"vehicle", "supply", "general"}:
                    yield _new(p, "denial", segment, first, item, amount_of(p, item), None)
        elif frame == "wanting" and not acted and not any(a.frame == "need" for a in segment.acts):
            yield from need(p, segment, first, next((a for a in segment.acts if a.name == "بودن"), None))
        elif (
            frame in {"left", "exist"}
            and not acted
            and not any(s[0] in {"lacking", "shortage", "without"} for s in segment.states)
        ):
            yield from stock(
                p,
                segment,
                first,
                next((a for a in segment.acts if a.frame == "exist"), None),
                negated=any(a.negated for a in segment.acts),
            )
        elif frame == "use" and not any(a.frame == "consumption" for a in segment.acts):
            yield from consumption(p, segment, first, None)
        elif frame == "size":
            yield from _size(p, segment, first)
        elif frame == "share":
            yield from _share(p, segment, first)
        elif frame == "rule" and not any(a.frame == "need" for g in p.segments for a in g.acts):
            yield from _rule(p, segment, first)


def _without(p: Parsed, segment: Segment, first: int, last: int) -> Iterator[Found]:
    """Yield what there is none of behind "without": the camp without power, not "without permission"."""
    if first and p.low(first - 1) == "من":
        first -= 1
    for item in p.items_in(segment):
        joined = item.first == last or (item.first == last + 1 and p.low(last) in {"ای", "هیچ", "اب", "ایه"})
        if joined and item.kind in {"supply", "utility", "general"} and (first > segment.first or len(p.segments) == 1):
            counted = any(x.kind == "vehicle" and x.last == first for x in p.items)
            if not counted:
                yield _new(p, "outage", segment, first, item, None, None)


def _shortage(p: Parsed, segment: Segment, first: int, last: int) -> Iterator[Found]:
    """Yield a lack named by a noun: "shortage of fuel", denied by "no" before it."""
    lows = [t.low for t in p.tokens[segment.first : segment.last]]
    behind = [x for x in p.items_in(segment) if x.first >= last]
    ahead = [x for x in p.items_in(segment) if x.last <= first]
    near = [x for x in behind if x.first - last <= 3 and not any(a.index in range(last, x.first) for a in segment.acts)]
    run = list(near)
    for item in behind:
        if run and item not in run and item.first - run[-1].last <= 1:
            run.append(item)
    if not run and p.language == "fa" and ahead and p.low(first - 1) != "از":
        run = [x for x in ahead[-1:] if first - x.last <= 1]
    run = [x for x in run if x.kind != "container" and x.commodity != "clinic"]
    before = {p.low(first - k) for k in (1, 2, 3)}
    denied = bool(
        before & {"ای", "لا", "لیس", "لیست", "هیچ", "دون", "بدون"} - {"ای"}
        or p.has(max(segment.first, first - 4), first, "noexist")
    )
    negatives = [a for a in segment.acts if a.negated and a.frame in {"exist", "stock", "other"}]
    if negatives:
        denied = True
    ended = any(w in lows for w in ("انتهی", "انتهت", "برطرف", "حل", "رفع"))
    for item in run:
        found = _new(p, "outage", segment, first, item, None, None)
        if denied or ended:
            found.polarity = "negated"
        if denied:
            found.settled = True
        yield found


def _down(p: Parsed, segment: Segment, first: int, last: int) -> Iterator[Found]:
    copula = next((a for a in segment.acts if a.frame in {"exist", "nearly"} and a.index >= last), None)
    if (
        p.language == "fa"
        and copula is None
        and last < segment.last
        and p.low(last)[:1].isalpha()
        and p.low(last) not in {"از", "و", "به"}
    ):
        return
    if (
        p.language == "fa"
        and p.low(first).startswith("قطعه")
        and not p.low(first - 1).endswith(("شنبه", "دیروز", "برق", "اب"))
        and last < segment.last - 1
    ):
        return
    hours = next((c.amount for c in p.counted_in(segment) if c.amount.si_unit == "h" and c.amount.per == "day"), None)
    for item in patients(p, segment, None, frozenset()):
        if item.last > first or not (
            item.kind in UTILITY
            or item.service == "water"
            or p.low(first) in {"غیر", "مفقود", "مفقوده", "معدوم", "نافد"}
        ):
            continue
        share = amount_of(p, item) or next(
            (c.amount for c in p.counted_in(segment) if c.amount.unit == "%" and c.amount.last <= item.first), None
        )
        found = _new(
            p,
            "outage",
            segment,
            first,
            item,
            hours or (share if share is not None and share.unit in {None, "%"} else None),
            copula,
        )
        negatives = (
            p.language == "ar"
            and {p.low(first - 1), p.low(first - 2)} & {"لیس", "لیست", "غیر"}
            and p.low(first) != "غیر"
        )
        if negatives:
            found.polarity = "negated"
        yield found


def _filled(p: Parsed, segment: Segment, first: int, frame: str) -> Iterator[Found]:
    share = next(
        (c.amount for c in p.counted_in(segment) if c.amount.unit in {"%", "fraction"} and c.amount.last <= first), None
    )
    nearly = any(
        p.low(k) in {"تقریبا", "شبه", "تقریباً", "نصف", "نیمه"} for k in range(max(segment.first, first - 2), first + 2)
    )
    for item in patients(p, segment, None, frozenset()):
        if item.kind != "container" and item.service not in {"sewage", "desludging"}:
            continue
        if frame == "full":
            yield full(p, segment, first, item, share, None)
        elif item.kind == "container":
            zero = None if nearly else Amount(first=first, last=first + 1, low=0.0, high=0.0, unit=None)
            found = _new(p, "stock", segment, first, item, zero, None)
            yield found


def _size(p: Parsed, segment: Segment, first: int) -> Iterator[Found]:
    """Yield how much a tank holds or a generator gives: "the tank takes 5,000 litres"."""
    items = [x for x in p.items_in(segment) if x.kind in {"container", "equipment"} or x.commodity == "purification"]
    amount = next(
        (
            c.amount
            for c in p.counted_in(segment)
            if not c.bare and c.amount.unit not in {"%", None, "d"} and c.amount.first > first
        ),
        None,
    )
    if (
        items and amount is not None and amount.si_unit in {"L", "kW", "kVA", "kg", "persons"} and not segment.acts
    ) or (
        items
        and amount is not None
        and all(a.frame in {"exist", "reach"} or a.name in {"داشت", "داشتن"} for a in segment.acts)
    ):
        yield _new(p, "capacity", segment, first, items[0], amount, None)


def _share(p: Parsed, segment: Segment, first: int) -> Iterator[Found]:
    """Yield a ration: "each person's share is six litres a day"."""
    items = [x for x in p.items_in(segment) if x.kind == "supply"]
    amount = next((c.amount for c in p.counted_in(segment) if c.amount.si_unit in {"L", "kg", "kcal"}), None)
    if len(items) == 1 and amount is not None and amount.per in {"person-day", "day"}:
        yield _new(p, "delivery", segment, first, items[0], replace(amount, per="person-day"), None)


def _rule(p: Parsed, segment: Segment, first: int) -> Iterator[Found]:
    """Yield a standard with its figure."""
    amount = next(
        (
            c.amount
            for c in p.counted_in(segment)
            if not c.bare and c.amount.unit and c.amount.si_unit not in {"degC", "persons"}
        ),
        None,
    )
    item = next((x for x in p.items_in(segment)), None)
    if amount is not None and item is not None and item.kind == "supply":
        yield _new(p, "norm", segment, first, item, amount, None)


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
