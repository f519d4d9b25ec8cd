"""What adjectives and nouns say without a verb of their own: "مقطوعة", "بدون آب", "نقص الوقود", "ممتلئ"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.frames import UTILITY, Found, amount_of, goods_of, lead_of, one_of, patients
from holdfast.intake.arabic_script.frames_service import full
from holdfast.intake.arabic_script.frames_state import consumption, need, new_claim, stock
from holdfast.intake.records import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.grammar import Parsed, Segment
    from holdfast.intake.records import Item


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
                    yield new_claim(p, "denial", segment, first, item, amount_of(p, item), None)
        elif (
            frame == "closed"
            and p.language == "ar"
            and not acted
            and not any(a.negated for a in segment.acts if a.name != "زال")
        ):
            behind = [x for x in p.items_in(segment) if x.first > first and lead_of(p, x, amount_of(p, x)) == "امام"]
            for item in [] if p.low(first - 1) in {"غیر", "لیس", "لیست"} else goods_of(behind):
                yield new_claim(p, "denial", segment, first, item, amount_of(p, item), None)
        elif frame == "wanting" and not acted and not any(a.frame == "need" and not a.governed for a in segment.acts):
            yield from _wanted(p, segment, first, next((a for a in segment.acts if a.name == "بودن"), None))
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
        elif frame == "up" and not acted:
            yield from _up(p, segment, first)
        elif frame == "use" and not any(a.frame == "consumption" for a in segment.acts):
            yield from consumption(p, segment, first, None)
        elif frame == "size":
            yield from _size(p, segment, first)
        elif frame == "share":
            yield from _share(p, segment, first)
        elif frame == "rule" and not any(a.frame == "need" for g in p.segments for a in g.acts):
            yield from _rule(p, segment, first)


def _wanted(p: Parsed, segment: Segment, first: int, act: Act | None) -> Iterator[Found]:
    """Yield what a noun of need wants, or does not want: "لا حاجة لنا بالطحين"."""
    denied = p.low(first - 1) in {"لا", "ولا", "لیس", "لیست", "غیر", "دون"} or p.low(first - 2) in {
        "لیس",
        "لیست",
        "لسنا",
    }
    for found in need(p, segment, first, act):
        if denied:
            found.polarity, found.settled = "negated", True
        yield found


def _without(p: Parsed, segment: Segment, first: int, last: int) -> Iterator[Found]:
    """Yield what there is none of behind "without": the camp without power, not "without permission"."""
    if first <= 1 and any(a.tense in {"future", "present"} for g in p.segments for a in g.acts):
        return  # "without diesel the pumps will not run" is a condition
    if any(a.frame == "delivery" and not a.negated for g in p.segments for a in g.acts):
        return  # "the convoy came without medicine": of the convoy, not of the place
    if first and p.low(first - 1) == "من":
        first -= 1
    for item in p.items_in(segment):
        joined = item.first == last or (item.first == last + 1 and p.low(last) in {"ای", "هیچ", "اب", "ایه"})
        if joined and item.kind in {"supply", "utility", "general"} and (first > segment.first or len(p.segments) == 1):
            counted = any(x.kind == "vehicle" and x.last == first for x in p.items)
            if not counted:
                yield new_claim(p, "outage", segment, first, item, None, None)


def _shortage(p: Parsed, segment: Segment, first: int, last: int) -> Iterator[Found]:  # noqa: C901  one branch a cue
    """Yield a lack named by a noun: "shortage of fuel", denied by "no" before it."""
    if any(s[0] == "shortage" and 0 < s[1] - first <= 4 for s in segment.states):
        return  # "the absence of any shortage": the second noun says what of
    lows = [t.low for t in p.tokens[segment.first : segment.last]]
    risky, over = _before_lack(p, first)
    if over:
        return
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
    denied = denied or any(
        s[0] == "shortage" and 0 < first - s[1] <= 4 and p.low(s[1]).lstrip("ب") == "عدم" for s in segment.states
    )
    negatives = [a for a in segment.acts if a.negated and a.frame in {"exist", "stock", "other"}]
    if negatives:
        denied = True
    ended = any(w in lows for w in ("انتهی", "انتهت", "برطرف", "حل", "رفع"))
    for item in run:
        found = new_claim(p, "outage", segment, first, item, None, None)
        if risky:
            found.polarity, found.settled = "hypothetical", True
        if denied or ended:
            found.polarity = "negated"
        if denied:
            found.settled = True
        yield found


_RISKS = frozenset(
    "حذر حذرت حذروا یحذر تحذر وحذر وحذرت خطر خطوره خشیه مخاوف خوفا خوف یخشی تخشی نخشی احتمال تفادی لتفادی لتجنب تجنب یهدد تهدد مهدد بیم نگران نگرانی خطر احتمال هشدار حال".split()
)


def _before_lack(p: Parsed, first: int) -> tuple[bool, bool]:
    """Return whether a lack is only feared or warned of, and whether it is over ("after a cut of two days")."""
    before = [p.low(k) for k in range(max(0, first - 6), first)]
    over = any(w in {"بعد", "عقب", "پس"} for w in before[-2:])
    return bool(set(before) & _RISKS), over


def _other_state(segment: Segment, item: Item, first: int) -> bool:
    """Whether another state stands between an item and a state: then the item is of that one."""
    return any(item.last <= s[1] and s[2] <= first and s[0] in {"up", "down", "full", "empty"} for s in segment.states)


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
    hours = next(
        (c.amount for c in p.counted_in(segment) if c.amount.unit in {"h", "min"} and c.amount.per == "day"), None
    )
    for item in patients(p, segment, None, frozenset()):
        if item.last > first or _other_state(segment, item, first):
            continue
        if not (
            item.kind in UTILITY
            or item.service == "water"
            or p.low(first) in {"غیر", "مفقود", "مفقوده", "معدوم", "نافد"}
        ):
            continue
        share = amount_of(p, item) or next(
            (c.amount for c in p.counted_in(segment) if c.amount.unit == "%" and c.amount.last <= item.first), None
        )
        found = new_claim(
            p,
            "outage",
            segment,
            first,
            item,
            hours or (one_of(p, segment, share) if share is not None and share.unit in {None, "%"} else None),
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


def _up(p: Parsed, segment: Segment, first: int) -> Iterator[Found]:
    """Yield that a service is there: for so many hours a day, or again."""
    hours = next((c.amount for c in p.counted_in(segment) if c.amount.unit in {"h", "min"}), None)
    negatives = {p.low(first - 1), p.low(first - 2)} & {"غیر", "لیس", "لیست", "لا"} or any(
        a.negated for a in segment.acts
    )
    for item in patients(p, segment, None, frozenset()):
        if item.last > first or _other_state(segment, item, first):
            continue
        if not (item.kind in UTILITY or item.service == "water"):
            continue
        if hours is not None and hours.per == "day":
            yield new_claim(p, "capacity", segment, first, item, hours, None)
        elif hours is None and item.kind in UTILITY:
            found = new_claim(p, "outage", segment, first, item, None, None)
            found.polarity = "affirmed" if negatives else "negated"
            yield found


_PARTS_FULL = {
    "النصف": 0.5,
    "نصف": 0.5,
    "نیمه": 0.5,
    "الثلث": 1 / 3,
    "ثلث": 1 / 3,
    "الربع": 0.25,
    "ربع": 0.25,
    "نصفه": 0.5,
}


def _filled(p: Parsed, segment: Segment, first: int, frame: str) -> Iterator[Found]:
    share = next(
        (
            c.amount
            for c in p.counted_in(segment)
            if c.amount.unit in {"%", "fraction"}
            and (c.amount.last <= first or p.low(c.amount.first - 1) in {"بنسبه", "نسبه"})
        ),
        None,
    )
    part = next(
        (
            _PARTS_FULL[p.low(k)]
            for k in range(max(segment.first, first - 2), min(segment.last, first + 3))
            if p.low(k) in _PARTS_FULL
        ),
        None,
    )
    if share is None and part is not None and frame == "full":
        share = Amount(
            first=first,
            last=first + 1,
            low=part,
            high=part,
            unit="fraction",
            si_low=part,
            si_high=part,
            si_unit="fraction",
        )
    nearly = any(
        p.low(k) in {"تقریبا", "شبه", "تقریباً", "نصف", "نیمه"} for k in range(max(segment.first, first - 2), first + 2)
    )
    for item in patients(p, segment, None, frozenset()):
        if _other_state(segment, item, first):
            continue
        if item.kind != "container" and item.service not in {"sewage", "desludging"}:
            continue
        if frame == "full":
            yield full(p, segment, first, item, share, None)
        elif item.kind == "container":
            zero = None if nearly else Amount(first=first, last=first + 1, low=0.0, high=0.0, unit=None)
            found = new_claim(p, "stock", segment, first, item, zero, None)
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
        yield new_claim(p, "capacity", segment, first, items[0], amount, None)


def _share(p: Parsed, segment: Segment, first: int) -> Iterator[Found]:
    """Yield a ration: "each person's share is six litres a day"."""
    items = [x for x in p.items_in(segment) if x.kind == "supply"]
    amounts = [c.amount for c in p.counted_in(segment) if c.amount.si_unit in {"L", "kg", "kcal"}]
    rated = [a for a in amounts if a.per == "person-day"]
    amount = rated[0] if len(rated) == 1 and len(amounts) == 2 else next(iter(amounts), None)
    if len(items) == 1 and amount is not None and amount.per in {"person-day", "day"}:
        yield new_claim(p, "delivery", segment, first, items[0], replace(amount, per="person-day"), None)


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
        yield new_claim(p, "norm", segment, first, item, amount, None)
