"""Our own sentences in Arabic and Persian: every claim with all its fields, and the three messages of the fixture inbox."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from holdfast.intake import commodity, part_of_people, read_text
from holdfast.ledger import Statement

PUBLISHED = date(2015, 7, 17)
ROWS = list(
    csv.DictReader(
        (Path(__file__).parents[1] / "data/intake/script_sentences.csv").read_text(encoding="utf-8").splitlines()
    )
)
TEXTS = list(dict.fromkeys(row["text"] for row in ROWS))
FIELDS = [name for name in ROWS[0] if name not in {"text", "n"}]


def cell(value: object) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return f"{value:g}" if isinstance(value, float) else str(value)


def as_row(statement: Statement) -> dict[str, str]:
    return {name: cell(getattr(statement, name)) for name in FIELDS}


def test_there_are_enough_sentences_of_both_languages() -> None:
    persian = [t for t in TEXTS if any(c in t for c in "پچژگکی")]
    assert len(TEXTS) >= 180
    assert min(len(persian), len(TEXTS) - len(persian)) >= 80
    kinds = {row["claim_type"] for row in ROWS if row["claim_type"]}
    assert kinds >= {
        *(
            "stock",
            "consumption",
            "need",
            "delivery",
            "denial",
            "removal",
            "outage",
            "capacity",
            "population",
            "casualty",
        ),
        *("temperature", "commitment", "appeal", "norm", "custody", "agreement", "health"),
    }


@pytest.mark.parametrize("text", TEXTS, ids=[str(i) for i in range(len(TEXTS))])
def test_a_sentence_is_read_as_written(text: str) -> None:
    wanted = [{name: row[name] for name in FIELDS} for row in ROWS if row["text"] == text and row["n"] != "0"]
    reading = read_text(text, published=PUBLISHED)
    assert [as_row(s) for s in reading.statements] == wanted
    assert "language-not-read" not in {w.code for w in reading.warnings}
    for s in reading.statements:
        assert s.char_start is not None
        assert s.char_end is not None
        assert reading.text[s.char_start : s.char_end].strip() == reading.text[s.char_start : s.char_end] != ""


def test_the_persian_message_of_the_inbox_lands_whole() -> None:
    text = "گازوئیل حدود ۵۱۰۰ لیتر مانده. دیروز برق ۵ ساعت. دو تانکر آب ساعت ۸:۳۰ برگردانده شد."
    stock, power, refused = read_text(text, published=PUBLISHED).statements
    assert (stock.claim_type, stock.item, stock.si_low, stock.si_high, stock.si_unit) == (
        "stock",
        "گازوئیل",
        5100,
        5100,
        "L",
    )
    assert (power.claim_type, power.service, power.si_low, power.si_unit) == ("capacity", "electricity", 5, "h")
    assert power.time_start == "2015-07-16"
    assert (refused.claim_type, refused.item, refused.value_low) == ("denial", "تانکر آب", 2)
    assert refused.time_start == "2015-07-17T08:30:00+00:00"
    assert refused.polarity == "affirmed"


def test_the_arabic_message_of_the_inbox_lands_whole() -> None:
    text = "الطحين يكفي أربعة أيام تقريبا. خزان الصرف الصحي ممتلئ منذ أمس."
    flour, tank = read_text(text, published=PUBLISHED).statements
    assert (flour.claim_type, flour.item, flour.si_low, flour.si_high) == ("stock", "الطحين", 96, 96)
    assert (tank.claim_type, tank.item, tank.service) == ("capacity", "خزان الصرف الصحي", "sewage")
    assert (tank.time_start, tank.time_end) == ("2015-07-16", "2015-07-17")


def test_three_languages_in_one_message() -> None:
    text = "Guards refused two fuel trucks.\nالطحين يكفي أربعة أيام.\nگازوئیل حدود ۵۱۰۰ لیتر مانده.\nThe power failed yesterday."
    reading = read_text(text, published=PUBLISHED)
    assert [(s.claim_type, s.item) for s in reading.statements] == [
        ("denial", "fuel trucks"),
        ("stock", "الطحين"),
        ("stock", "گازوئیل"),
        ("outage", "power"),
    ]
    assert not {w.code for w in reading.warnings} & {"language-not-read"}


def test_a_quotation_over_several_sentences_keeps_its_speaker() -> None:
    text = "قال مدير المستشفى: «الأدوية نفدت. المولد معطل منذ أمس». وصلت شاحنة طحين اليوم."
    drug, generator, truck = read_text(text, published=PUBLISHED).statements
    assert drug.attribution == generator.attribution == "مدير المستشفى"
    assert truck.attribution is None


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        ("گازوئیل", "diesel"),
        ("سولار", "diesel"),
        ("المياه", "water"),
        ("آرد", "flour"),
        ("الطحين", "flour"),
        ("پمپ‌های فاضلاب", "sewage pump"),
        ("للمولدات", "generator"),
        ("شاحنات", None),
        ("نفر", "people"),
        ("قُتل", "killed"),
        ("سجاد", None),
    ],
)
def test_later_rooms_know_what_an_item_is(item: str, wanted: str | None) -> None:
    assert commodity(item) == wanted


def test_a_part_of_the_people_is_told_from_the_whole() -> None:
    assert part_of_people("أطفال")
    assert part_of_people("خانواده‌ها")
    assert not part_of_people("نفر")
    assert not part_of_people("سكان المخيم")


@pytest.mark.parametrize(
    "text",
    [
        "زار الوزير المخيم يوم الثلاثاء.",
        "الطريق إلى المدينة طويل.",
        "سعر الخبز في العاصمة ارتفع.",
        "نشكركم على صبركم.",
        "تحدث المدير عن أهمية الماء.",
        "قیمت آرد بالا رفت.",
        "وزیر از کمپ بازدید کرد.",
        "مدیر درباره اهمیت آب سخنرانی کرد.",
        "امیدواریم جنگ تمام شود.",
        "مردم خسته‌اند.",
    ],
)
def test_no_claim_where_nothing_is_claimed(text: str) -> None:
    assert read_text(text, published=PUBLISHED).statements == ()
