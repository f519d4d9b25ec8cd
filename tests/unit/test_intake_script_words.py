"""The words of the Arabic and Persian grammar: clitics, duals, verb forms, amounts, times, actors, the tables."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from holdfast.intake.arabic_script.acts import find_acts
from holdfast.intake.arabic_script.amounts import find_amounts
from holdfast.intake.arabic_script.letters import fold
from holdfast.intake.arabic_script.lexicon import arabic_forms, items, persian_forms
from holdfast.intake.arabic_script.mentions import dual_of, find_actors, find_items
from holdfast.intake.arabic_script.times import find_whens
from holdfast.intake.arabic_script.words import conjoined, cores, words_of

PUBLISHED = date(2015, 7, 17)


def amounts(text: str, language: str) -> list[tuple[Any, ...]]:
    tokens = words_of(text, 0, len(text), language)
    found = find_items(text, tokens, language)
    counted = find_amounts(text, 0, len(text), tokens, found, language, None)
    return [(c.amount.low, c.amount.high, c.amount.unit, c.amount.per) for c in counted]


def days(text: str, language: str) -> list[tuple[str | None, str | None]]:
    tokens = words_of(text, 0, len(text), language)
    whens = find_whens(text, 0, len(text), tokens, PUBLISHED, "UTC")
    return [(w.start and w.start[:10], w.end and w.end[:10]) for w in whens if w.kind != "duration"]


@pytest.mark.parametrize(
    ("word", "core"),
    [
        ("والمياه", "مياه"),
        ("بالوقود", "وقود"),
        ("للمولدات", "مولدات"),
        ("وللمضخات", "مضخات"),
        ("صهريجاً", "صهريج"),
        ("مياهنا", "مياه"),
        ("شاحنتهم", "شاحنة"),
    ],
)
def test_arabic_clitics_come_off(word: str, core: str) -> None:
    assert fold(core) in cores(fold(word), "ar")


@pytest.mark.parametrize(
    ("word", "core"),
    [("تانکرهای", "تانکر"), ("تانکرهایی", "تانکر"), ("پمپ‌ها", "پمپ"), ("دارویی", "دارو"), ("آبی", "آب")],
)
def test_persian_endings_come_off(word: str, core: str) -> None:
    assert fold(core) in cores(fold(word), "fa")


@pytest.mark.parametrize(
    ("word", "joined"),
    [("والماء", True), ("وقود", False), ("وزارة", False), ("ووقود", True), ("ولم", True), ("واحد", False)],
)
def test_and_is_told_from_a_first_letter(*, word: str, joined: bool) -> None:
    assert conjoined(fold(word)) is joined


@pytest.mark.parametrize(
    ("dual", "one"), [("صهريجان", "صهريج"), ("شاحنتين", "شاحنة"), ("وشاحنتان", "شاحنة"), ("شاحنتا", "شاحنة")]
)
def test_duals_have_their_singular(dual: str, one: str) -> None:
    assert fold(one) in dual_of(fold(dual))


def test_parts_of_persian_words_are_joined() -> None:
    text = "پمپ ها کار نمی کنند و خراب شده اند"
    assert [t.low for t in words_of(text, 0, len(text), "fa")] == ["پمپها", "کار", "نمیکنند", "و", "خراب", "شدهاند"]


@pytest.mark.parametrize(
    ("form", "frame"),
    [
        ("منعت", "denial"),
        ("يمنعون", "denial"),
        ("أعيدت", "denial"),
        ("وصلت", "delivery"),
        ("نحتاج", "need"),
        ("توقفت", "outage"),
    ],
)
def test_arabic_forms_are_known(form: str, frame: str) -> None:
    assert frame in {f.verb.frame for f in arabic_forms()[fold(form)] if f.verb}


@pytest.mark.parametrize(
    ("form", "stem", "negated"),
    [
        ("برنگرداندند", "برگرداند", True),
        ("نمی‌شود", "شد", True),
        ("نیامد", "آمد", True),
        ("نیفتاد", "افتاد", True),
        ("شده‌اند", "شد", False),
        ("نداریم", "داشت", True),
        ("برسد", "رسید", False),
    ],
)
def test_persian_forms_are_known(*, form: str, stem: str, negated: bool) -> None:
    assert (fold(stem), negated) in {(f.stem, f.negated) for f in persian_forms()[fold(form)]}


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("لم يصل الوقود", True),
        ("وصل الوقود", False),
        ("لم يتم إدخال الوقود", True),
        ("تم إدخال الوقود", False),
        ("لا يزال الوقود يصل", False),
        ("فشلت الإدارة ولم تدخل الوقود", True),
    ],
)
def test_denial_belongs_to_its_verb(*, text: str, negated: bool) -> None:
    tokens = words_of(text, 0, len(text), "ar")
    acts = [a for a in find_acts(tokens, "ar", frozenset()) if a.frame == "delivery"]
    assert [a.negated for a in acts] == [negated]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("صهريجان", [(2, 2, "tanker", None)]),
        ("أحد عشر صهريجا", [(11, 11, "tanker", None)]),
        ("اثنا عشر كيسا", [(12, 12, "bag", None)]),
        ("مئتا لتر", [(200, 200, "L", None)]),
        ("بين 3 و4 أطنان", [(3, 4, "t", None)]),
        ("6 لترات لكل شخص في اليوم", [(6, 6, "L", "person-day")]),
        ("200 لتر في الساعة", [(200, 200, "L", "hour")]),
        ("لا تتجاوز ستة لترات", [(None, 6, "L", None)]),
        ("لأقل من أربعة أيام", [(None, 4, "d", None)]),
        ("15 لترا يوميا على الأقل", [(15, None, "L", "day")]),
        ("ثلث الخزان", [(1 / 3, 1 / 3, "fraction", None)]),
        ("6 درجات تحت الصفر", [(-6, -6, "degree", None)]),
        ("طن ونصف من الطحين", [(1.5, 1.5, "t", None)]),
    ],
)
def test_arabic_amounts(text: str, wanted: list[tuple[Any, ...]]) -> None:
    found = amounts(text, "ar")
    assert [f[2:] for f in found] == [w[2:] for w in wanted]
    for f, w in zip(found, wanted, strict=True):
        assert f[:2] == pytest.approx(w[:2])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("دو تانکر آب", [(2, 2, "tanker", None)]),
        ("سه دستگاه تانکر آب", [(3, 3, "tanker", None)]),
        ("روزی ۳۴۰۰ لیتر", [(3400, 3400, "L", "day")]),
        ("ساعتی ۲۰۰ لیتر", [(200, 200, "L", "hour")]),
        ("هر نفر روزانه ۶ لیتر", [(6, 6, "L", "person-day")]),
        ("نفری ۶ لیتر در روز", [(6, 6, "L", "person-day")]),
        ("بیش از ۲۰ تن", [(20, None, "t", None)]),
        ("یک تن و نیم شکر", [(1.5, 1.5, "t", None)]),
        ("۴۰ کیسه ۵۰ کیلویی آرد", [(40, 40, "bag", None)]),
        ("یک سوم مخزن", [(1 / 3, 1 / 3, "fraction", None)]),
        ("۱۲ درجه زیر صفر", [(-12, -12, "degree", None)]),
        ("نه آب داریم نه برق", []),
        ("سه‌شنبه برق قطع شد", []),
        ("سه شنبه برق قطع شد", []),
        ("در بسته شد", []),
    ],
)
def test_persian_amounts(text: str, wanted: list[tuple[Any, ...]]) -> None:
    found = amounts(text, "fa")
    assert [f[2:] for f in found] == [w[2:] for w in wanted]
    for f, w in zip(found, wanted, strict=True):
        assert f[:2] == pytest.approx(w[:2])


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("الخميس المقبل", "ar", [("2015-07-23", "2015-07-23")]),
        ("الجمعة الماضي", "ar", [("2015-07-10", "2015-07-10")]),
        ("منذ فجر السبت", "ar", [("2015-07-11", "2015-07-17")]),
        ("قبل يوم الأحد", "ar", [(None, None)]),
        ("في اليوم الخامس", "ar", []),
        ("لليوم الثالث على التوالي", "ar", [("2015-07-15", "2015-07-17")]),
        ("في 15 تموز 2015", "ar", [("2015-07-15", "2015-07-15")]),
        ("في 15 يوليو 2015", "ar", [("2015-07-15", "2015-07-15")]),
        ("پنجشنبه آینده", "fa", [("2015-07-23", "2015-07-23")]),
        ("از صبح شنبه", "fa", [("2015-07-11", "2015-07-17")]),
        ("تا یکشنبه", "fa", [(None, None)]),
        ("۲۴ تیر ۱۳۹۴", "fa", [("2015-07-15", "2015-07-15")]),
        ("۲۸ رمضان ۱۴۳۶", "fa", [("2015-07-15", "2015-07-15")]),
        ("برای سومین روز پیاپی", "fa", [("2015-07-15", "2015-07-17")]),
    ],
)
def test_times(text: str, language: str, wanted: list[tuple[str | None, str | None]]) -> None:
    assert days(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("قال مدير المستشفى أحمد", "ar", ["مدير المستشفى"]),
        ("لجنة المخيم الأمم المتحدة", "ar", ["لجنة المخيم", "الأمم المتحدة"]),
        ("القوات العراقية منعت", "ar", ["القوات العراقية"]),
        ("شاحنة البلدية", "ar", []),
        ("وزارت بهداشت گفت", "fa", ["وزارت بهداشت"]),
        ("نگهبانان دو تانکر", "fa", ["نگهبانان"]),
        ("نماینده سازمان ملل وعده داد", "fa", ["نماینده سازمان ملل"]),
    ],
)
def test_actors_end_where_the_office_ends(text: str, language: str, wanted: list[str]) -> None:
    assert [a.name for a in find_actors(text, words_of(text, 0, len(text), language), language)] == wanted


@pytest.mark.parametrize("name", ["script_items.csv", "script_verbs.csv", "script_words.csv"])
def test_the_tables_say_their_language_and_status(name: str) -> None:
    rows = list(
        csv.DictReader(files("holdfast.intake").joinpath("tables", name).read_text(encoding="utf-8").splitlines())
    )
    assert {r["language"] for r in rows} == {"ar", "fa"}
    assert {r["status"] for r in rows} == {"memory", "needs a native reader"} or name == "script_words.csv"
    assert all(None not in r and all(v is not None for v in r.values()) for r in rows)


def test_every_commodity_of_the_tables_is_one_of_the_english_list() -> None:
    text = files("holdfast.intake").joinpath("tables", "items.csv").read_text(encoding="utf-8")
    english = {r["commodity"] for r in csv.DictReader(text.splitlines())} | {"waste"}
    for language in ("ar", "fa"):
        assert {a.commodity for found in items(language).values() for a in found} <= english
