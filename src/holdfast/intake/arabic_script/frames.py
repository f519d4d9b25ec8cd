"""What a verb of the gate or of a service says of the items of its part of the sentence: delivery, denial, outage, capacity."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.amounts import unit_of
from holdfast.intake.arabic_script.words import conjoined, phrase_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.grammar import Parsed, Segment
    from holdfast.intake.records import Amount, Item

UTILITY = frozenset({"utility", "equipment"})
_PLACES = frozenset({"clinic", "kitchen", "bakery"})
_QUANTITY = frozenset(
    "کمیه کمیات شحنه حموله قافله المزید جزء ربع نصف ثلث بعض دفعه دفعات کل ای ایه سوی المتبقی تبقی یتبقی بقی یبقی حصه مجموعه عدد طن لتر وصل دخل".split()
)
_PERSIAN_LEADS = frozenset(
    {
        "به",
        "جای",
        "بجای",
        "عوض",
        "مقابل",
        "از",
        "برای",
        "در",
        "با",
        "بر",
        "درباره",
        "توسط",
        "داخل",
        "کنار",
        "نزدیک",
        "تا",
        "بدون",
        "بی",
        "جز",
        "بجز",
        "مگر",
        "زیر",
    }
)
_ARABIC_LEADS = frozenset(
    {
        "فی",
        "مقابل",
        "مقارنه",
        "بدل",
        "من",
        "الی",
        "علی",
        "عن",
        "عبر",
        "داخل",
        "قرب",
        "امام",
        "حول",
        "لدی",
        "تحت",
        "فوق",
        "مع",
        "بدون",
        "بلا",
        "دون",
        "سوی",
        "عدا",
        "باستثناء",
        "بین",
        "منذ",
        "بسبب",
        "خلال",
        "بعد",
        "قبل",
        "خارج",
    }
)


@dataclass(slots=True, kw_only=True)
class Found:
    """A claim under construction; ``settled`` polarities are not weighed again."""

    claim_type: str
    at: int
    segment: Segment
    item: str | None = None
    service: str | None = None
    amount: Amount | None = None
    actor: str | None = None
    addressee: str | None = None
    polarity: str = "affirmed"
    settled: bool = False
    act: Act | None = None
    ahead: bool = False
    attribution: str | None = None
    background: bool | None = None
    timeless: bool = False
    modality: tuple[str, ...] = ()


# What holds or sells a thing: behind a preposition the thing is only part of the name of a place.
_HOLDERS = frozenset({"محطه", "محطات", "مستودع", "مستودعات", "مخزن", "معمل", "سوق", "مصنع"})


def lead_of(p: Parsed, item: Item, before: Amount | None) -> str:  # noqa: C901, PLR0911, PLR0912  one branch a cue
    """Return the preposition that leads to an item, over its amount, or an empty string."""
    at = item.first
    if before is not None and before.first <= item.first:
        at = before.first
    low = p.low(item.first)
    if p.language == "ar":
        rest = low[1:] if conjoined(low) else low
        if at == item.first and rest[:1] in {"ل", "ب", "ک"} and not item.claimed.startswith(p.tokens[item.first].text):
            own = (
                "ال" in rest[1:3]
                or rest.startswith("لل")
                or len(item.claimed.split()[0]) < len(p.tokens[item.first].text)
            )
            if own:
                return rest[0]
        previous = p.low(at - 1)
        if any(phrase_at(p.tokens, k, "ar", "noexist") == at for k in range(max(0, at - 4), at)):
            return ""
        if at != item.first and previous in {"ب", "ل"}:
            return previous
        if previous in {"ای", "ایه", "کل", "جمیع", "کافه", "بعض", "هذه", "تلک", "هذا"}:
            previous = p.low(at - 2)
        bare = previous[1:] if previous[:1] == "و" and previous[1:] in _ARABIC_LEADS else previous
        if bare == "سوی" and at != item.first:
            return ""  # "none but nine boxes of antibiotics"
        if (
            bare == "من"
            and at == item.first
            and any(x.last == at - 1 and x.kind in UTILITY and x.kind == item.kind for x in p.items)
        ):
            return "من"  # "two wells of the six"
        if bare == "من" and (p.low(at - 2) in _QUANTITY or (at == item.first and _measured(p, at - 1))):
            return ""
        if bare in _HOLDERS:
            bare = p.low(at - 2)
            return bare if bare in _ARABIC_LEADS else ""
        if bare in {"ماده", "مواد", "مخزون", "کمیات", "کمیه", "شحنات", "شحنه", "امدادات", "حموله"}:
            bare = p.low(at - 2)
        return bare if bare in _ARABIC_LEADS else ""
    previous = p.low(at - 1)
    if previous in {"جز", "بجز", "مگر"} and at != item.first:
        return ""  # "nothing came but four packs of insulin"
    skipped = 1
    while (
        previous
        in {
            "هیچ",
            "این",
            "ان",
            "همه",
            "تمام",
            "هر",
            "چند",
            "ورود",
            "عبور",
            "ذخیره",
            "موجودی",
            "کمبود",
            "تنها",
            "فقط",
            "نوع",
        }
        and skipped < 3
    ):
        skipped += 1
        previous = p.low(at - skipped)
    if previous == "از" and p.low(at - skipped - 1) in {"نیمی", "برخی", "بعضی", "بسیاری", "تعدادی", "یکی", "بخشی"}:
        return ""
    return previous if previous in _PERSIAN_LEADS else ""


def _measured(p: Parsed, at: int) -> bool:
    return any(c.amount.last == at for c in p.counted)


def _part_of(p: Parsed, item: Item, whole: Amount) -> Amount | None:
    """Return the part where an amount is the whole of one ("60 L out of 200 L of diesel"), else nothing."""
    part: Amount | None
    if p.language == "ar":
        if p.low(whole.first - 1) != "اصل" or p.low(whole.first - 2) != "من" or whole.unit is None:
            return None
        part = next((c.amount for c in p.counted if c.amount.last == whole.first - 2), whole)
    else:
        if p.low(whole.first - 1) != "از" or whole.unit is None:
            return None
        part = next((c.amount for c in p.counted if c.amount.first == item.last), None)
    return part if part is None or part.unit == whole.unit else whole


def amount_of(p: Parsed, item: Item) -> Amount | None:
    """Return the amount that stands before an item or in its first words, in the unit of what is counted."""
    for counted in p.counted:
        amount = counted.amount
        inside = amount.first <= item.first < amount.last or item.first <= amount.first < item.last
        gap = item.first - amount.last
        near = gap == 0 or (
            1 <= gap <= 4
            and all(
                p.low(k)
                in {
                    "من",
                    "ماده",
                    "از",
                    "اضافی",
                    "دیگر",
                    "جدید",
                    "بزرگ",
                    "کوچک",
                    "فقط",
                    "محمله",
                    "کامل",
                    "حامل",
                    "های",
                    "حاوی",
                    "ضد",
                    "الکمیه",
                    "المطلوبه",
                    "کمیه",
                    "اصل",
                    "حاجته",
                    "حاجتها",
                    "حاجه",
                    "احتیاجاته",
                    "احتیاجاتها",
                    "نیاز",
                }
                for k in range(amount.last, item.first)
            )
        )
        one = counted.bare and amount.first == item.last and p.low(amount.first) in {"واحد", "واحده"}
        if one:
            return replace(amount, unit=unit_of(p.low(item.first)) if item.kind == "vehicle" else None)
        if (inside or near) and (part := _part_of(p, item, amount)) is not None:
            return part if part is not amount else None
        if not (inside or near) or amount.si_unit in {"h", "degC", "persons", "households", "m"}:
            continue
        if p.low(amount.first - 1) in {"هر", "کلا", "کلتا", "کلی", "کلتی"} and amount.low == 2:
            return None  # "both" is the two that are known, and no count
        if conjoined(p.low(item.first)) and not inside and p.language == "ar":
            continue
        if counted.bare and not inside:
            if gap > 0:
                continue
            name = unit_of(p.low(item.first)) if item.kind == "vehicle" else None
            return replace(amount, unit=name)
        return amount
    return None


_ONE_OF = frozenset({"احدهما", "احداهما", "احدها", "احداها", "احدهم", "یکی", "یکیش", "یکیشان", "یکیشون"})


def one_of(p: Parsed, segment: Segment, amount: Amount | None) -> Amount | None:
    """Return the amount of a claim, or nothing where the part is about one of those that were counted."""
    if amount is not None and any(p.low(k) in _ONE_OF for k in range(segment.first, segment.last)):
        return amount if (amount.low, amount.high) == (1.0, 1.0) else None
    return amount


def spread_by_and(p: Parsed, items: Sequence[Item]) -> bool:
    """Whether one amount stands before two items joined by "and": how much of each is not told."""
    return len(items) > 1 and any(
        amount_of(p, a) is not None and amount_of(p, b) is None and b.first - a.last <= 1
        for a, b in itertools.pairwise(items)
    )


def patients(p: Parsed, segment: Segment, act: Act | None, leads: frozenset[str]) -> list[Item]:
    """Return the items a verb is about: those of its part of the sentence that no other preposition leads away."""
    found: list[Item] = []
    dropped: Item | None = None
    missing = missing_items(p, segment) if act is not None else frozenset()
    for item in p.items_in(segment):
        if item.first in missing or (act is not None and _of_later(p, segment, act, item)):
            continue
        lead = lead_of(p, item, amount_of(p, item))
        joined = (p.language == "ar" and conjoined(p.low(item.first))) or (
            p.language == "fa" and p.low(item.first - 1) == "و"
        )
        if dropped is not None and joined and not lead and item.first - dropped.last <= 2:
            dropped = item
            continue
        if lead == "" and p.language == "ar" and _purpose(p, item.first - 1):
            lead = "لاجل"
        if lead and lead not in leads:
            dropped = item
            continue
        dropped = None
        found.append(item)
    del act
    return found


_APART = frozenset({"outage", "restore", "working", "consumption", "stock", "need", "lasting"})


def _of_later(p: Parsed, segment: Segment, act: Act, item: Item) -> bool:
    """Whether a verb of another kind stands between a verb and an item: the item is of that one."""
    return p.language == "ar" and any(
        b.frame in _APART and b.frame != act.frame and not b.governed and act.index < b.index < item.first
        for b in segment.acts
    )


_PURPOSES = frozenset(
    {
        "تولید",
        "ضخ",
        "تشغیل",
        "صیانه",
        "ملء",
        "شراء",
        "غسیل",
        "اصلاح",
        "تصلیح",
        "توفیر",
        "تامین",
        "نقل",
        "حفظ",
        "تبرید",
        "تنقیه",
        "تعقیم",
    }
)


def _purpose(p: Parsed, at: int) -> bool:
    """Whether an item stands behind what it is wanted for: "fuel to run the pumps"."""
    low = p.low(at)
    return low[:1] == "ل" and low[1:] in _PURPOSES


def missing_items(p: Parsed, segment: Segment) -> frozenset[int]:
    """Return where the items begin that a noun such as "shortage" governs: they are not what the verb is about."""
    found = set()
    for frame, _first, last in segment.states:
        if frame in {"shortage", "without"}:
            run = last
            for item in p.items_in(segment):
                if 0 <= item.first - run <= (2 if run == last else 1):
                    found.add(item.first)
                    run = item.last
    if p.language == "fa":
        for item in p.items_in(segment):
            low = p.low(item.first - 1)
            if low.startswith("ن") and low.endswith(("یدن", "مدن", "ادن")):
                found.add(item.first)  # "for the fuel's not coming"
    return frozenset(found)


def only_amount(p: Parsed, segment: Segment) -> tuple[bool, Amount | None]:
    """Return whether "only" follows a denial ("none but nine boxes came"), and how much."""
    for k in range(segment.first, segment.last):
        if p.is_in(k, "only") and (p.language == "fa" or p.low(k) in {"سوی", "الا"}):
            amount = next((c.amount for c in p.counted if k < c.amount.first <= k + 2), None)
            if amount is not None:
                return True, amount
    return False, None


def goods_of(items: Sequence[Item]) -> list[Item]:
    """Leave out places and bare vehicles where goods are named beside them."""
    goods = [x for x in items if x.commodity not in _PLACES]
    named = [x for x in goods if not (x.kind == "vehicle" and x.service is None)]
    return named or list(goods)


def actor_of(p: Parsed, segment: Segment, act: Act | None) -> str | None:
    """Return who does it: the agent of a passive, or the doer named beside the verb."""
    inside = [a for a in p.actors if segment.first <= a.first < segment.last and not p.introduces(a.first)]
    for actor in inside:
        before = (p.low(actor.first - 2), p.low(actor.first - 1))
        if before in {
            ("من", "قبل"),
            ("علی", "ید"),
            ("من", "طرف"),
            ("از", "سوی"),
            ("از", "طرف"),
            ("به", "دست"),
            ("از", "جانب"),
        }:
            return actor.name
        if before[1] == "توسط":
            return actor.name
    if act is None or (act.passive and p.language == "fa"):
        return None
    free = []
    for actor in inside:
        behind = p.low(actor.last)
        if p.language == "fa":
            if behind == "را" or actor.before in _PERSIAN_LEADS:
                continue
        elif actor.before in {"ل", "ب", "الی", "من", "فی", "علی", "عن", "مع", "لدی", "امام", "بین", "ضد", "قرب"}:
            continue
        free.append(actor)
    if p.language == "ar":
        behind_verb = next((a for a in free if act.last <= a.first <= act.last + 1), None)
        ahead = next((a for a in free if a.last <= act.first and a.first <= segment.first + 2), None)
        chosen = behind_verb or ahead or next((a for a in free if a.first > act.index), None)
    else:
        chosen = next((a for a in free if a.first < act.index), None)
    return chosen.name if chosen else None


def claims(p: Parsed, kind: str, segment: Segment, at: int, items: Sequence[Item], act: Act | None) -> Iterator[Found]:
    """Yield one claim of a kind for every item, each with the amount that is its own."""
    vague = spread_by_and(p, items)
    for item in items:
        amount = None if vague else amount_of(p, item)
        yield Found(
            claim_type=kind, at=at, segment=segment, item=item.claimed, service=item.service, amount=amount, act=act
        )
