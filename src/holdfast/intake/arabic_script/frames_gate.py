"""What passes the gate and what does not: deliveries, denials, removals, people who are not let out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.amounts import unit_of
from holdfast.intake.arabic_script.frames import (
    UTILITY,
    Found,
    actor_of,
    amount_of,
    claims,
    goods_of,
    lead_of,
    only_amount,
    patients,
)
from holdfast.intake.arabic_script.frames_state import produce
from holdfast.intake.arabic_script.lexicon import single
from holdfast.intake.arabic_script.mentions import clean
from holdfast.intake.arabic_script.words import cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.grammar import Parsed, Segment
    from holdfast.intake.records import Item

_EXCEPT = frozenset({"الا", "سوی", "جز", "بجز", "مگر"})
_ENTRY_LEADS = frozenset({"ب", "من", "ل", "علی", "به", "از", "برای"})


def gate(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:  # noqa: C901, PLR0911, PLR0912, PLR0915  one branch a cue
    """Yield denials, deliveries and removals of the items of a part of a sentence."""
    leads = frozenset({"ب"}) if p.language == "ar" else frozenset()
    if act.name in {"سمح", "أذن", "أجاز"}:
        leads = frozenset({"ب", "ل"})
    elif act.name in {"زوّد", "تلقى", "استلم", "تسلّم", "حصل"}:
        leads = frozenset({"ب", "علی"})
    elif act.frame == "denial" and p.language == "fa":
        leads = frozenset({"از", "به"})
    elif act.frame in {"allow", "open", "block"}:
        leads = frozenset({"به", "برای", "از"} if act.frame == "block" else {"به", "برای"})
    if act.frame == "close":
        for item in patients(p, segment, act, frozenset({"امام"})):
            if lead_of(p, item, amount_of(p, item)) == "امام":
                found = Found(
                    claim_type="denial", at=act.index, segment=segment, item=item.claimed, service=item.service, act=act
                )
                found.actor, found.amount = actor_of(p, segment, act), amount_of(p, item)
                yield found
        return
    items = goods_of(patients(p, segment, act, leads))
    if _ordered(p, act):
        for item in items:
            yield Found(
                claim_type="need",
                at=act.index,
                segment=segment,
                item=item.claimed,
                service=item.service,
                amount=amount_of(p, item),
                act=None,
            )
        return
    if act.name == "رد کردن" and any(p.low(k) in _REPORTED for k in range(segment.first, act.index)):
        return  # "rejected the seizure of …": a report is refuted, nothing is sent back
    held = act.name in {"نگه داشتن", "نگه‌داشتن", "نگاه داشتن", "نگهداشتن"}
    if (
        held
        and not any(x.kind == "vehicle" for x in items)
        and not any(p.low(k) in _AT_GATE for k in range(segment.first, act.first))
    ):
        return  # to keep water clean is to hold nothing back
    if act.name == "تلقى":
        items = [x for x in items if "علاج" not in p.low(x.first)]  # patients who were treated
        if not items:
            return
    kind, polarity, settled = act.frame, "affirmed", False
    if kind == "removal" and any(p.low(k) in _BANS for k in range(segment.first, segment.last)):
        # "They took the ban off": no goods were taken; the ban has ended.
        if act.negated or act.tense not in {"past", "perfect"}:
            return
        kind, polarity, settled = "denial", "negated", True
    if p.language == "ar" and act.negated and p.low(act.index - 1) in {"ما", "وما"} and _bounded(p, segment):
        return  # "ما وصل أقل من …" is "what came is less than …" as well as "it did not come"
    if p.language == "fa" and kind in {"allow", "block", "open"}:
        kind, polarity, settled = _persian_leave(p, segment, act)
        if not kind:
            return
    if act.name == "دادن" and any(p.low(k) in _GIVEN_WORDS for k in range(max(0, segment.first - 3), act.index)):
        return  # a proposal or an order was given, and no thing
    if kind == "delivery" and act.name == "دادن" and not any(amount_of(p, x) for x in items):
        return
    hourly = any((a := amount_of(p, x)) is not None and a.per == "hour" for x in items)
    if kind == "delivery" and hourly and any(x.kind == "equipment" for x in items):
        # "The well gives 12 cubic metres an hour": what a plant makes, and nothing that came in.
        yield from produce(p, segment, act)
        return
    if (
        kind == "removal"
        and act.name in {"بردن", "برداشتن", "أخذ", "سحب", "أنزل"}
        and not any(amount_of(p, x) for x in items)
    ):
        return
    if act.name in {"گرفتن", "حصل", "جلب", "أحضر", "آوردن", "قدّم", "سلّم"} and not any(amount_of(p, x) for x in items):
        return
    if kind == "delivery" and act.name in {"رسیدن", "وصل"} and _at_level(p, segment, items):
        yield from _level(p, segment, act, items)
        return
    if kind == "delivery" and act.name in {"رسیدن", "وصل", "بلغ", "آمدن", "أتى"}:
        items = [x for x in items if x.kind != "container"]
        if any(x.kind == "utility" for x in items):
            yield from _reaching(p, segment, act, [x for x in items if x.kind == "utility"])
            return
    barred = act.name == "منع" and not act.negated and act.tense == "past"
    if (barred or (act.negated and act.frame in {"delivery", "allow"})) and (
        leaving := _leaving(p, segment, act)
    ) is not None:
        yield leaving
        return
    actor = (
        None
        if act.name
        in {"دخل", "وصل", "رسیدن", "وارد شدن", "عبر", "مرّ", "تلقى", "استلم", "تسلّم", "حصل", "آمدن", "دریافت کردن"}
        else actor_of(p, segment, act)
    )
    if kind == "denial" and act.name in {"أوقف", "قطع", "متوقف شدن"}:
        yield from _stopped(p, segment, act, items, actor)
        return
    exception = next((k for k in range(segment.first, segment.last) if p.low(k) in _EXCEPT), None)
    if act.negated and exception is not None:
        # "None but one truck": what follows came in; of what stands before nothing is said that the rest does not say.
        items = [x for x in items if x.first > exception]
        settled = True
    if kind in {"delivery", "removal"}:
        items = [x for x in items if x.kind not in {"utility", "container"}]
    if not items:
        yield from _people_or_count(p, segment, act, kind, actor)
        return
    if kind == "denial" and all(x.kind == "utility" for x in items):
        return
    only, amount = only_amount(p, segment) if act.negated else (False, None)
    for found in claims(p, kind, segment, act.index, items, act):
        found.actor, found.polarity, found.settled = actor, polarity, settled
        if only:
            found.settled, found.amount = True, found.amount or amount
        stated = found.amount
        if act.negated and not found.settled and stated is not None and stated.high == 1:
            found.amount = stated = None  # "not even one": none
        if stated is not None and stated.unit != "fraction" and not any((stated.low, stated.high)):
            # "Zero trucks": none came.
            found.amount, found.polarity, found.settled = None, "negated", True
        yield found


_BANS = frozenset({"ممنوعیت", "محدودیت", "محدودیتها", "محدودیتهای", "ممنوعیتها", "ممنوعیتهای", "تحریم"})


_AT_GATE = frozenset({"دروازه", "گذرگاه", "مرز", "بازرسی", "ایست", "پاسگاه", "گمرک", "ورودی", "پشت"})
_GIVEN_WORDS = frozenset({"پیشنهاد", "گزارش", "خبر", "دستور", "هشدار", "توضیح", "شرح", "اطلاع", "سفارش"})
_REPORTED = frozenset(
    {"مصادره", "توقیف", "ممانعت", "جلوگیری", "منع", "ادعای", "ادعا", "ادعاها", "گزارش", "گزارشها", "گزارشهای", "خبر", "اخبار", "اتهام",
     "اتهامات", "شایعه", "شایعات", "بازداشت", "سرقت", "کمبود", "نبود", "قطع", "احتمال", "ضبط"}
)  # fmt: skip


def _bounded(p: Parsed, segment: Segment) -> bool:
    return any((c.amount.low is None) != (c.amount.high is None) for c in p.counted_in(segment))


_PLEASE = frozenset({"لطفا", "خواهشا", "خواهشمندیم", "رجاء", "الرجاء", "نرجو", "ارجوکم", "من"})


def _ordered(p: Parsed, act: Act) -> bool:
    """Whether somebody is asked to send something: "please send medicine", "أرسلوا لنا"."""
    if act.name not in {"فرستادن", "رساندن", "آوردن", "أرسل", "ارسال"} or act.negated:
        return False
    low = p.low(act.last - 1)
    polite = any(t.low in _PLEASE - {"من"} for t in p.tokens)
    if p.language == "fa":
        return low.endswith("ید") and act.tense == "subjunctive" and (polite or p.low(len(p.tokens) - 1) in {"!", "."})
    return low == "ارسلوا" and (polite or p.low(act.last) == "لنا")


def _at_level(p: Parsed, segment: Segment, items: Sequence[Item]) -> bool:
    """Whether something "reached" a figure instead of a place: "the stock of diesel has come to 1,200 litres"."""
    behind = [c.amount for c in p.counted_in(segment) if items and c.amount.first >= items[0].last and not c.bare]
    return any(p.low(a.first - 1) in {"به", "الی"} and a.si_unit in {"L", "kg", "fraction", "m"} for a in behind)


def _level(p: Parsed, segment: Segment, act: Act, items: Sequence[Item]) -> Iterator[Found]:
    amounts = [
        c.amount
        for c in p.counted_in(segment)
        if not c.bare and c.amount.si_unit in {"L", "kg", "m"} and c.amount.per is None
    ]
    kept = any(p.is_in(k, "left") for k in range(segment.first, segment.last))
    if len(items) == 1 and len(amounts) == 1 and (kept or items[0].kind == "container") and not act.negated:
        yield Found(
            claim_type="stock",
            at=act.index,
            segment=segment,
            item=items[0].claimed,
            service=items[0].service,
            amount=amounts[0],
            act=act,
        )


_OUT = frozenset(
    {
        "منتقل",
        "خروج",
        "الخروج",
        "المغادره",
        "اخراج",
        "باخراج",
        "بخروج",
        "مغادره",
        "بمغادره",
        "اجلاء",
        "باجلاء",
        "انتقال",
        "نقل",
        "بنقل",
        "تخلیه",
    }
)


def _leaving(p: Parsed, segment: Segment, act: Act) -> Found | None:
    """Return a denial for people who are not let out or brought out."""
    last = len(p.tokens) if p.language == "fa" and segment.last - act.last <= 1 else segment.last
    out = any(p.low(k) in _OUT for k in range(segment.first, last))
    if act.name not in {"سمح", "أذن", "اجازه دادن", "گذاشتن", "مجوز دادن", "منع"} or not out:
        return None
    people = single(p.language, "people") | single(p.language, "people_part")
    for k in range(segment.first, last):
        core = next((c for c in cores(p.low(k), p.language) if c in people), None)
        if core is None or any(a.first <= k < a.last for a in p.actors):
            continue
        counted = next(
            (
                c.amount
                for c in p.counted
                if c.amount.first <= k <= c.amount.last and c.amount.unit in {None, "persons"}
            ),
            None,
        )
        if counted is not None:
            counted = replace(counted, unit="persons", si_low=counted.low, si_high=counted.high, si_unit="persons")
        found = Found(
            claim_type="denial",
            at=act.index,
            segment=segment,
            item=clean(p.tokens[k].text),
            service="access",
            amount=counted,
            act=act,
        )
        found.actor, found.settled = actor_of(p, segment, act), act.tense in {"past", "perfect", "present", "imperfect"}
        return found
    return None


def _persian_leave(p: Parsed, segment: Segment, act: Act) -> tuple[str, str, bool]:
    """Return what "letting" or "blocking" says in Persian: the claim type, its polarity, whether that is final."""
    lows = {t.low for t in p.tokens[segment.first : segment.last]}
    entering = bool(lows & {"ورود", "عبور", "وارد", "دخول", "تردد", "داخل", "رد"}) or act.name == "گذاشتن"
    if act.frame == "block":
        return "denial", "affirmed", False
    if act.frame == "open":
        ways = lows & {"راه", "مرز", "جاده", "دروازه", "گذرگاه"}
        return ("delivery", "affirmed", False) if ways else ("", "", False)
    if act.name == "گذاشتن" and not act.negated:
        return "", "", False
    if act.negated and (act.name == "راه دادن" or not entering):
        hypothetical = act.tense in {"future", "subjunctive"}
        return (
            "denial",
            "hypothetical" if act.tense == "subjunctive" else "affirmed",
            not hypothetical or act.tense == "subjunctive",
        )
    if not act.negated and not entering and act.name not in {"اجازه یافتن", "راه دادن"}:
        return "", "", False
    return "delivery", "affirmed", False


def _reaching(p: Parsed, segment: Segment, act: Act, items: Sequence[Item]) -> Iterator[Found]:
    """Yield the hours a service reaches people: "power comes four hours a day"; without them, that it comes again."""
    hours = next((c.amount for c in p.counted_in(segment) if c.amount.si_unit == "h"), None)
    for item in items:
        if hours is not None and hours.per == "day":
            yield Found(
                claim_type="capacity",
                at=act.index,
                segment=segment,
                item=item.claimed,
                service=item.service,
                amount=hours,
                act=act,
            )
        elif act.negated:
            yield Found(
                claim_type="outage", at=act.index, segment=segment, item=item.claimed, service=item.service, act=act,
                polarity="affirmed", settled=act.tense in {"present", "past", "perfect"},
            )  # fmt: skip


def _stopped(p: Parsed, segment: Segment, act: Act, items: Sequence[Item], actor: str | None) -> Iterator[Found]:
    """Yield an outage where something that runs is stopped, a denial where goods or vehicles are."""
    for item in items:
        kind = "outage" if item.kind in UTILITY or (item.service == "water" and item.kind == "supply") else "denial"
        for found in claims(p, kind, segment, act.index, [item], act):
            found.actor = actor
            yield found


def _people_or_count(p: Parsed, segment: Segment, act: Act, kind: str, actor: str | None) -> Iterator[Found]:
    """Yield a count of what was named in the part before ("two came in and three were sent back")."""
    if kind not in {"delivery", "denial"}:
        return
    number = p.segments.index(segment)
    before = p.segments[number - 1] if number else None
    if before is None:
        return
    earlier = goods_of(patients(p, before, None, frozenset({"ب", "از", "به"})))
    bare = next((c for c in p.counted_in(segment) if c.bare and c.amount.low is not None), None)
    same = any(a.frame in {"delivery", "denial", "allow", "outage", "block"} for a in before.acts)
    if act.name in {"أعاد", "برگرداندن"} and any(a.frame == "outage" for a in before.acts):
        return  # cut on Thursday and given back on Friday: not sent back
    same |= act.negated and act.name == "اجازه یافتن" and all(a.frame == "exist" for a in before.acts)
    people = any(segment.first <= a.first < segment.last for a in p.actors) and actor is None
    others = any(p.is_in(k, "people") or p.is_in(k, "people_part") for k in range(segment.first, segment.last))
    if not earlier or people or others or not same:
        return
    if bare is not None and len(earlier) == 1:
        name = unit_of(p.low(earlier[0].first)) if earlier[0].kind == "vehicle" else None
        for found in claims(p, kind, segment, act.index, earlier, act):
            found.amount, found.actor = replace(bare.amount, unit=name), actor
            # "only six came": what came is affirmed.
            found.settled = act.negated and any(p.low(k) in _EXCEPT for k in range(segment.first, segment.last))
            yield found
        return
    amounts = [amount_of(p, x) for x in earlier]
    if (
        segment.last - segment.first <= 6
        and bare is None
        and segment.opener in {"و", "", "ثم", "سپس", "،", "لکن", "ولکن", "ولی", "اما"}
    ):
        for found, amount in zip(claims(p, kind, segment, act.index, earlier, act), amounts, strict=True):
            found.amount, found.actor = amount, actor
            yield found
