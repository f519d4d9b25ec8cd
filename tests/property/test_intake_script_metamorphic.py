"""Change one thing in a sentence in Arabic or Persian: exactly its own field must change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.intake import read_text
from holdfast.ledger import Statement

PUBLISHED = date(2015, 7, 17)  # a Friday
POSITION = {"char_start", "char_end"}


@dataclass(frozen=True)
class Case:
    """A statement in parts: what stands before and behind a time, an amount, an item; its denial; its speaker's form."""

    name: str
    plain: str
    negated: str
    claim_type: str
    polarity: str = "affirmed"
    flipped: str = "negated"


CASES = [
    Case("ar-denial", "منع الحراس دخول {n} صهاريج ماء{t}", "لم يمنع الحراس دخول {n} صهاريج ماء{t}", "denial"),
    Case("ar-delivery", "وصل إلى المخيم {n} أطنان من {i}{t}", "لم يصل إلى المخيم {n} أطنان من {i}{t}", "delivery"),
    Case("ar-let-in", "سمح الحراس بدخول {n} أطنان من {i}{t}", "لم يسمح الحراس بدخول {n} أطنان من {i}{t}", "delivery"),
    Case("ar-removal", "صادر الجنود {n} أطنان من {i}{t}", "لم يصادر الجنود {n} أطنان من {i}{t}", "removal"),
    Case("ar-need", "المخيم يحتاج إلى {n} أطنان من {i}", "المخيم لا يحتاج إلى {n} أطنان من {i}", "need"),
    Case("ar-outage", "توقفت المضخات{t}", "لم تتوقف المضخات{t}", "outage"),
    Case("ar-shortage", "يوجد نقص في {i}", "لا يوجد نقص في {i}", "outage"),
    Case("ar-working", "المضخات تعمل", "المضخات لا تعمل", "outage", "negated", "affirmed"),
    Case("fa-denial", "{t} نگهبانان {n} تانکر آب را برگرداندند", "{t} نگهبانان {n} تانکر آب را برنگرداندند", "denial"),
    Case("fa-delivery", "{t} {n} تن {i} وارد کمپ شد", "{t} {n} تن {i} وارد کمپ نشد", "delivery"),
    Case("fa-received", "{t} کمپ {n} تن {i} دریافت کرد", "{t} کمپ {n} تن {i} دریافت نکرد", "delivery"),
    Case("fa-removal", "{t} سربازان {n} تن {i} را ضبط کردند", "{t} سربازان {n} تن {i} را ضبط نکردند", "removal"),
    Case("fa-need", "به {n} تن {i} نیاز داریم", "به {n} تن {i} نیاز نداریم", "need"),
    Case("fa-outage", "{t} پمپ‌ها از کار افتادند", "{t} پمپ‌ها از کار نیفتادند", "outage"),
    Case("fa-cut", "{t} برق قطع شد", "{t} برق قطع نشد", "outage"),
    Case("fa-working", "پمپ‌ها کار می‌کنند", "پمپ‌ها کار نمی‌کنند", "outage", "negated", "affirmed"),
]
IDS = [c.name for c in CASES]
ITEMS = {"ar": ("الطحين", "الأرز", "القمح"), "fa": ("آرد", "برنج", "گندم")}
DAYS = {
    "ar": (
        ("أمس", "2015-07-16"),
        ("يوم الثلاثاء", "2015-07-14"),
        ("في 12 تموز", "2015-07-12"),
        ("قبل ثلاثة أيام", "2015-07-14"),
    ),
    "fa": (("دیروز", "2015-07-16"), ("سه‌شنبه", "2015-07-14"), ("۲۱ تیر", "2015-07-12"), ("سه روز پیش", "2015-07-14")),
}
SPEAKERS = {
    "ar": ("قال مدير المستشفى إن {s}", "أعلنت الوزارة أن {s}", "{s}، بحسب لجنة المخيم"),
    "fa": ("مدیر بیمارستان گفت {s}", "وزارت بهداشت اعلام کرد که {s}", "به گفته کمیته کمپ، {s}"),
}
NAMES = {"ar": ("مدير المستشفى", "الوزارة", "لجنة المخيم"), "fa": ("مدیر بیمارستان", "وزارت بهداشت", "کمیته کمپ")}


def fill(case: Case, *, form: str = "plain", number: int = 5, item: int = 0, day: int | None = None) -> str:
    language = case.name[:2]
    time = "" if day is None else DAYS[language][day][0]
    words = getattr(case, form).format(
        n=number, i=ITEMS[language][item], t=f" {time}" if time and language == "ar" else time
    )
    return " ".join(words.split())


def one(text: str, claim_type: str) -> Statement:
    found = [s for s in read_text(text + ".", published=PUBLISHED).statements if s.claim_type == claim_type]
    assert len(found) == 1, (text, found)
    return found[0]


def changed(a: Statement, b: Statement) -> set[str]:
    left, right = a.as_dict(), b.as_dict()
    return {k for k in left if left[k] != right[k]} - POSITION


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_negation_changes_the_sign_alone(case: Case) -> None:
    plain = one(fill(case), case.claim_type)
    denied = one(fill(case, form="negated"), case.claim_type)
    assert (plain.polarity, denied.polarity) == (case.polarity, case.flipped)
    assert changed(plain, denied) == {"polarity"}


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_speaker_changes_the_attribution_alone(case: Case, which: int) -> None:
    plain = one(fill(case), case.claim_type)
    said = one(SPEAKERS[case.name[:2]][which].format(s=fill(case)), case.claim_type)
    assert said.attribution == NAMES[case.name[:2]][which]
    assert changed(plain, said) == {"attribution"}


@pytest.mark.parametrize("day", [0, 1, 2, 3])
@pytest.mark.parametrize(
    "case", [c for c in CASES if "{t}" in c.plain], ids=[c.name for c in CASES if "{t}" in c.plain]
)
def test_a_day_changes_the_time_alone(case: Case, day: int) -> None:
    plain = one(fill(case), case.claim_type)
    dated = one(fill(case, day=day), case.claim_type)
    wanted = DAYS[case.name[:2]][day][1]
    assert (dated.time_start, dated.time_end) == (wanted, wanted)
    assert changed(plain, dated) <= {"time_start", "time_end", "time_precision", "time_text"}


@settings(max_examples=40, deadline=None)
@given(case=st.sampled_from([c for c in CASES if "{n}" in c.plain]), number=st.integers(3, 10))
def test_a_number_changes_the_amount_alone(case: Case, number: int) -> None:
    plain, other = one(fill(case), case.claim_type), one(fill(case, number=number), case.claim_type)
    assert (other.value_low, other.value_high) == (number, number)
    assert changed(plain, other) <= {"value_low", "value_high", "si_low", "si_high"}


@pytest.mark.parametrize(
    "case", [c for c in CASES if "{i}" in c.plain], ids=[c.name for c in CASES if "{i}" in c.plain]
)
def test_an_item_changes_itself_alone(case: Case) -> None:
    plain, other = one(fill(case), case.claim_type), one(fill(case, item=1), case.claim_type)
    assert changed(plain, other) == {"item"}


@pytest.mark.parametrize(
    ("one_unit", "other_unit", "factor"),
    [
        ("نحتاج إلى 5 أطنان من الطحين", "نحتاج إلى 5 كغ من الطحين", 1000),
        ("لدينا 5 لترات من الديزل", "لدينا 5 أمتار مكعبة من الديزل", 1 / 1000),
        ("به ۵ تن آرد نیاز داریم", "به ۵ کیلو آرد نیاز داریم", 1000),
        ("۵ لیتر گازوئیل داریم", "۵ متر مکعب گازوئیل داریم", 1 / 1000),
    ],
)
def test_a_unit_changes_the_measure_alone(one_unit: str, other_unit: str, factor: float) -> None:
    kind = "need" if "نحتاج" in one_unit or "نیاز" in one_unit else "stock"
    a, b = one(one_unit, kind), one(other_unit, kind)
    assert a.si_low is not None
    assert b.si_low is not None
    assert a.si_low == pytest.approx(b.si_low * factor)
    assert a.unit != b.unit
    assert changed(a, b) <= {"unit", "si_low", "si_high"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("توقفت المضخات", "منع الحراس دخول ثلاث شاحنات طحين"),
        ("وصل صهريجان من الماء", "نفد الديزل"),
        ("برق قطع شد", "نگهبانان سه تانکر آب را برگرداندند"),
        ("دو تانکر آب وارد شد", "گازوئیل تمام شد"),
    ],
)
def test_the_order_of_clauses_changes_nothing_but_the_order(first: str, second: str) -> None:
    def claims(text: str) -> set[tuple[Any, ...]]:
        found = read_text(text, published=PUBLISHED).statements
        return {(s.claim_type, s.item, s.polarity, s.value_low, s.value_high, s.actor, s.time_start) for s in found}

    apart = claims(f"{first}. {second}.")
    assert len(apart) == 2
    glued = "و " if "شد" in first + second else "و"  # Arabic writes "and" on to the word, Persian apart
    for joint in ("؛ ", f"، {glued}", f" {glued}"):
        assert claims(f"{first}{joint}{second}.") == apart, joint
        assert claims(f"{second}{joint}{first}.") == apart, joint


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("إذا توقفت المضخات", "hypothetical"),
        ("قد تتوقف المضخات", "hypothetical"),
        ("ستتوقف المضخات غدا", "planned"),
        ("هل توقفت المضخات؟", "hypothetical"),
        ("كادت المضخات تتوقف", "negated"),
        ("نفت الوزارة أن المضخات توقفت", "negated"),
        ("ليس صحيحا أن المضخات توقفت", "negated"),
        ("يخشى السكان أن تتوقف المضخات", "hypothetical"),
        ("اگر پمپ‌ها از کار بیفتند", "hypothetical"),
        ("ممکن است پمپ‌ها از کار بیفتند", "hypothetical"),
        ("پمپ‌ها فردا از کار می‌افتند", "planned"),
        ("پمپ‌ها از کار خواهند افتاد", "planned"),
        ("آیا پمپ‌ها از کار افتادند؟", "hypothetical"),
        ("وزارت تکذیب کرد که پمپ‌ها از کار افتاده‌اند", "negated"),
        ("نزدیک بود پمپ‌ها از کار بیفتند", "negated"),
    ],
)
def test_what_is_not_so_is_never_affirmed(text: str, polarity: str) -> None:
    found = [s for s in read_text(text, published=PUBLISHED).statements if s.claim_type == "outage"]
    assert [s.polarity for s in found] == [polarity]
