"""Sentences written without trying the grammar on them, in six rounds: nothing dangerous may be read from them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from holdfast.intake import commodity, read_text
from holdfast.ledger import Statement

DATA = Path(__file__).parents[1] / "data/intake"
PUBLISHED = date(2015, 7, 15)
SIGNS = {"+": "affirmed", "-": "negated", "~": "hypothetical", ">": "planned"}
# Where GOLD.md lets two types stand for one another.
ALIKE = ({"stock", "outage"}, {"casualty", "health"})
# Words of the two languages that name what a code means and no commodity.
WORDS = {
    "people": "people|نفر|شخص|نازح|ساكن|سکنه|مقيم|باشند|آواره",
    "families": "عوائل|عائلة|عائلات|أسرة|أسر|خانواده|خانوار|فامیل",
    "children": "أطفال|طفل|کودک|اطفال|بچه|نوزاد",
    "patients": "مرضى|مريض|بیمار|مریض",
    "deaths": "deaths|killed|died|dead|مرد|وفي|وفاة|قتل|کشته",
    "killed": "deaths|killed|died|dead|مرد|وفي|وفاة|قتل|کشته",
    "injured": "injured|wounded",
    "missing": "missing|مفقود|ناپدید|گمشده",
    "control": "إدارة|اداره|كنترول|کنترل|سيطرة|البوابة|دروازه|المخيم|اردوگاه|حراسة|control|معبر",
    "medicine": "دواء|أدوية|الأدوية|دارو",
    "access": "إجلاء|انتقال|طريق|راه|بوابة|دروازه|معبر|گذرگاه|وصول|دسترسی|دخول|access|عبور|زيارة",
    "aid": "مساعد|إغاث|کمک|معونات",
    "tents": "خيم|خيام|چادر|خیمه",
    "blankets": "بطاني|پتو|کمپل",
    "mattresses": "فراش|فرش|تشک|توشک",
    "lentils": "عدس",
    "sugar": "سكر|شکر",
    "milk": "حليب|شیر",
    "vegetables": "خضار|خضروات|سبزی",
    "insulin": "نسولين|نسولین",
    "dialysis": "غسيل|دیالیز|ديال",
    "serum": "مصل|سرم|سيروم",
    "blood": "دم|خون",
    "diarrhoea": "إسهال|اسهال",
    "cholera": "كوليرا|وبا",
    "spare_parts": "غيار|یدکی|قطع|پرزه",
    "internet": "نترنت|نت",
    "telephone": "هاتف|تلفن|موبايل|موبایل",
    "gas": "غاز|گاز(?!و)",
    "diesel": "ديزل|مازوت|سولار|گازوئیل|دیزل",
    "water": "ماء|مياه|مي|آب",
    "transformer": "محول|ترانس",
    "desludging": "نضح|شفط|تخلیه|سحب",
    "firewood": "حطب|هیزم",
    "batteries": "بطاري|باتری",
    "heaters": "مدف|بخاری|صوب",
    "beds": "سر|تخت",
    "chlorine": "كلور|کلر",
    "oil": "زيت|روغن",
    "measles": "حصبة|سرخک",
    "infants": "رضيع|نوزاد|رضع",
    "ambulance": "إسعاف|آمبولانس|امبولانس",
    "vaccine": "لقاح|واکسن",
    "cement": "سمنت|سیمان|سمان",
    "mill": "طاحن|مطاحن|آسیاب",
    "waste": "نفاي|قمام|زبال|شاروالی|بلدية|موتر|كامیون",
    "fuel": "وقود|محروق|سوخت|تیل|بنز",
    "well": "بئر|بئران|آبار|چاه",
    "convoy": "قافلة|كاروان|کاروان",
    "pump": "مضخ|پمپ|ضخ",
    "generator": "مولد|ژنراتور|جنراتور",
    "electricity": "كهرب|تيار|برق",
    "trucks": "شاحن|کامیون|لاری|موتر",
    "tanks": "صهريج|صهاريج|تانکر",
    "tankers": "صهريج|صهاريج|تانکر",
    "bakery": "فرن|أفران|مخبز|مخابز|نانوایی|نانوائی",
}
CLAIM = re.compile(
    r"(?P<optional>\*?)(?P<type>\w+) (?P<item>[\w?]+) (?P<sign>[+~>?-])"
    r"(?: (?P<low>-?\d+(?:\.\d+)?)?(?P<range>\.\.)?(?P<high>\d+(?:\.\d+)?)?(?P<unit>[A-Za-z%?]*)(?:/(?P<per>[\w-]+))?)?"
    r"(?: @(?P<day>\?|\d+)(?:\.\.(?P<until>\d+))?)?$"
)


@dataclass
class Tally:
    """Counts over some sentences, and what was wrong in words."""

    wanted: int = 0
    proposed: int = 0
    found: int = 0
    right: int = 0
    dangerous: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.wanted)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.proposed)


def sentences(language: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / f"fresh_{language}.csv").read_text(encoding="utf-8").splitlines()))


def claims(expected: str) -> list[dict[str, str | None]]:
    out = []
    for part in filter(None, (p.strip() for p in expected.split(";"))):
        match = CLAIM.match(part)
        assert match, part
        out.append(match.groupdict())
    return out


def same_type(claim: dict[str, str | None], statement: Statement) -> bool:
    pair = {claim["type"], statement.claim_type}
    return len(pair) == 1 or any(pair == alike for alike in ALIKE)


def same_item(claim: dict[str, str | None], statement: Statement) -> bool:
    code, named = str(claim["item"]), (statement.item or "").casefold()
    if code == "?":
        return True
    if code in WORDS and re.search(WORDS[code], named):
        return True
    return code in {commodity(named), statement.service if not named else None} or code in (
        (commodity(named) or named).replace(" ", "_").split("_")
    )


def wrong(claim: dict[str, str | None], statement: Statement) -> set[str]:
    """Return the fields that say something else than the sentence does; what is left open is not wrong."""
    out = set()
    if claim["sign"] != "?" and SIGNS[str(claim["sign"])] != statement.polarity:
        out.add("sign")
    if not same_item(claim, statement):
        out.add("item")
    if claim["type"] == statement.claim_type and claim["unit"] != "?":
        out |= wrong_amount(claim, statement)
    if claim["day"] != "?":
        first = claim["day"] and f"2015-07-{int(claim['day']):02}"
        last = f"2015-07-{int(claim['until']):02}" if claim["until"] else first
        for given, wanted in ((statement.time_start, first), (statement.time_end, last)):
            if given is not None and given[:10] != wanted:
                out.add("day")
    return out


def wrong_amount(claim: dict[str, str | None], statement: Statement) -> set[str]:
    unit = {"%": "fraction"}.get(str(claim["unit"]), claim["unit"])
    low = float(claim["low"]) if claim["low"] else None
    high = float(claim["high"]) if claim["high"] else None
    if not claim["range"]:
        high = low
    scale = 0.01 if unit == "fraction" else 1.0
    stated = (statement.si_low, statement.si_high) if unit else (statement.value_low, statement.value_high)
    out = set()
    if statement.value_low is None and statement.value_high is None:
        return out  # left open
    if unit and statement.si_unit is None:
        return {"unit"} if statement.unit is None else set()
    if unit and statement.si_unit != unit:
        out.add("unit")
    per = {"week": "day", "month": "day"}.get(str(claim["per"]), claim["per"])
    if (statement.per or None) != (per or None):
        out.add("unit")
    for given, wanted in zip(stated, (low, high), strict=True):
        if given is None or wanted is None:
            out |= {"amount"} if given is not wanted else set()
        elif abs(given - wanted * scale) > 0.01 * abs(wanted * scale):
            out.add("amount")
    return out


def compare(text: str, expected: str, tally: Tally) -> None:
    wanted = claims(expected)
    statements = list(read_text(text, published=PUBLISHED).statements)
    tally.wanted += sum(not c["optional"] for c in wanted)
    tally.proposed += len(statements)
    ranked = sorted(
        (not same_item(c, s), c["type"] != s.claim_type, len(wrong(c, s)), n, m)
        for n, c in enumerate(wanted)
        for m, s in enumerate(statements)
        if same_type(c, s)
    )
    taken_claims: set[int] = set()
    taken: set[int] = set()
    for *_, n, m in ranked:
        if n in taken_claims or m in taken:
            continue
        taken_claims.add(n)
        taken.add(m)
        bad = wrong(wanted[n], statements[m])
        tally.dangerous += len(bad)
        if bad:
            tally.lines.append(f"DANGER {sorted(bad)} {brief(statements[m])}  in: {text} || {expected}")
        if not bad & {"sign", "item"}:
            tally.right += 1
            tally.found += not wanted[n]["optional"]
    for n, c in enumerate(wanted):
        if n not in taken_claims and not c["optional"]:
            tally.lines.append(f"MISSED {c['type']} {c['item']} {c['sign']}  in: {text} || {expected}")
    tally.lines += [f"EXTRA {brief(s)}  in: {text} || {expected}" for m, s in enumerate(statements) if m not in taken]


def brief(s: Statement) -> str:
    shown = (s.claim_type, s.item, s.polarity, s.value_low, s.value_high, s.unit, s.si_low, s.si_unit, s.per)
    return " ".join(str(x) for x in (*shown, s.time_start, s.time_end) if x is not None)


# What was read rightly of each language when the sentences were last looked at; it may rise, never fall.
LEAST = {"ar": 0.82, "fa": 0.82}


@pytest.mark.parametrize("language", LEAST)
def test_nothing_dangerous_is_read_and_no_less_is_found(language: str) -> None:
    tally = Tally()
    for row in sentences(language):
        compare(row["text"], row["expected"], tally)
    assert tally.dangerous == 0, "\n".join(line for line in tally.lines if line.startswith("DANGER"))
    assert not [line for line in tally.lines if line.startswith("EXTRA")]
    assert tally.recall >= LEAST[language], "\n".join(tally.lines)


@pytest.mark.parametrize("language", LEAST)
def test_the_sentences_are_many_and_an_eighth_says_nothing(language: str) -> None:
    rows = sentences(language)
    assert len({row["text"] for row in rows}) == len(rows) >= 280
    assert sum(not row["expected"] for row in rows) >= len(rows) / 8
    kinds = {str(c["type"]) for row in rows for c in claims(row["expected"])}
    assert len(kinds) >= 16


def test_the_comparison_sees_a_wrong_sign_amount_day_and_item() -> None:
    text = "وصل أمس 12 برميل ديزل"
    for expected, wrongly in (
        ("delivery diesel + 12 @14", 0),
        ("delivery diesel - 12 @14", 1),
        ("delivery diesel + 13 @14", 1),
        ("delivery diesel + 12 @13", 1),
        ("delivery flour + 12 @14", 1),
        ("delivery diesel + 12", 1),
    ):
        tally = Tally()
        compare(text, expected, tally)
        assert tally.dangerous == wrongly, expected
