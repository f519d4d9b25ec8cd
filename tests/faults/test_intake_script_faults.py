"""Hostile and broken text in Arabic script: never a crash, never slow, never a span outside, always the same answer."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.intake import read_text
from holdfast.intake.arabic_script import language_of, unread_letters

PUBLISHED = date(2015, 7, 17)
ARABIC = "منع الحراس دخول ثلاثة صهاريج ماء يوم الخميس. قال المدير إن الديزل نفد. الطحين يكفي أربعة أيام."
PERSIAN = "نگهبانان دو تانکر آب را برگرداندند. گازوئیل حدود ۵۱۰۰ لیتر مانده. برق از دیروز قطع است."
WORDS = (ARABIC + " " + PERSIAN).split()
MARKS = [
    "\u064b",
    "\u0651",
    "\u200c",
    "\u200d",
    "\u0640",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u061c",
    "،",
    "؛",
    "؟",
    "«",
    "»",
    ":",
    ".",
    "\n",
    "و",
    "لا",
    "لم",
    "نه",
    "٠",
    "۹",
    "٫",
    "٬",
]


def check(text: str) -> None:
    reading = read_text(text, published=PUBLISHED)
    assert reading == read_text(text, published=PUBLISHED)
    for s in reading.statements:
        assert s.char_start is not None
        assert s.char_end is not None
        assert 0 <= s.char_start < s.char_end <= len(reading.text)
        assert s.item is None or s.item.strip() == s.item


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS + MARKS), max_size=40))
def test_words_in_any_order(words: list[str]) -> None:
    check(" ".join(words))


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x0600, max_codepoint=0x06FF) | st.sampled_from(" \n.،؛»«٫:\u200c"),
        max_size=120,
    )
)
def test_any_letters_of_the_script(text: str) -> None:
    check(text)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([ARABIC, PERSIAN]), st.integers(0, 120), st.sampled_from(MARKS))
def test_a_mark_anywhere(text: str, at: int, mark: str) -> None:
    check(text[:at] + mark + text[at:])


@pytest.mark.parametrize("text", [ARABIC, PERSIAN])
@pytest.mark.parametrize("mark", ["\u0640", "\u064e", "\u0651"])
def test_lengthened_and_vowelled_letters_are_read_alike(text: str, mark: str) -> None:
    plain = read_text(text, published=PUBLISHED).statements
    marked = read_text(text.replace("ر", "ر" + mark).replace("م", "م" + mark), published=PUBLISHED).statements
    assert [(s.claim_type, s.polarity, s.value_low, s.time_start) for s in marked] == [
        (s.claim_type, s.polarity, s.value_low, s.time_start) for s in plain
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("گازوئیل", "گازوییل"),
        ("می‌کند", "می کند"),
        ("پمپ‌ها", "پمپ ها"),
        ("ك", "ک"),
        ("ي", "ی"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    text = "پمپ‌ها ۵۰ لیتر گازوئیل در روز مصرف می‌کند. ك ي"
    left = read_text(text, published=PUBLISHED).statements
    right = read_text(text.replace(one, other), published=PUBLISHED).statements
    assert [(s.claim_type, s.si_low, s.per) for s in left] == [(s.claim_type, s.si_low, s.per) for s in right]
    assert left


def test_direction_marks_hide_nothing() -> None:
    reading = read_text("منع الحراس \u202eدخول\u202c صهريجين\u2066 من الماء\u2069.", published=PUBLISHED)
    assert [(s.claim_type, s.value_low) for s in reading.statements] == [("denial", 2)]
    assert "direction-marks-removed" in {w.code for w in reading.warnings}


@pytest.mark.parametrize("unit", [ARABIC + " ", PERSIAN + "\n", "و", "لا ", "«", "ماء ", "۵ ", "الـ", "من قبل "])
def test_a_huge_text_is_read_in_time(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    begin = time.perf_counter()
    reading = read_text(text, published=PUBLISHED)
    assert time.perf_counter() - begin < 30
    assert all(s.char_end is not None and s.char_end <= len(reading.text) for s in reading.statements)


def test_other_languages_of_the_script_are_not_read_and_said() -> None:
    urdu = "محافظوں نے کل صبح پانی کے دو ٹینکر گیٹ سے واپس بھیج دیے اور ڈیزل ختم ہونے والا ہے"
    sorani = "پاسەوانەکان دوێنێ دوو تانکەری ئاویان گەڕاندەوە و گازوایل تەواو بووە"
    for text in (urdu, sorani):
        reading = read_text(text, published=PUBLISHED)
        assert reading.statements == ()
        assert "language-not-read" in {w.code for w in reading.warnings}
        assert unread_letters(text) > 40


def test_the_language_of_a_line_is_told() -> None:
    assert language_of("الوقود نفد في المخيم") == "ar"
    assert language_of("گازوئیل تمام شد") == "fa"
    assert language_of("Fuel") is None
    assert unread_letters(ARABIC + "\n" + PERSIAN) == 0


def test_a_weekday_that_does_not_fit_its_date_gives_no_day() -> None:
    # 14 July 2015 was a Tuesday.
    for text in ("وصل صهريجان من الماء يوم الخميس 14 تموز 2015.", "پنجشنبه ۲۳ تیر ۱۳۹۴ دو تانکر آب وارد شد."):
        reading = read_text(text, published=PUBLISHED)
        (s,) = reading.statements
        assert (s.claim_type, s.time_start, s.time_end) == ("delivery", None, None)
        assert "weekday-contradicts-date" in {w.code for w in reading.warnings}


def test_without_a_day_of_writing_nothing_is_dated() -> None:
    for text in ("وصل صهريجان من الماء أمس.", "دیروز دو تانکر آب وارد شد.", "انقطعت الكهرباء منذ الخميس."):
        (s,) = read_text(text).statements
        assert (s.time_start, s.time_end) == (None, None)
        assert s.time_text


def test_a_name_is_no_part_of_an_office() -> None:
    reading = read_text("قال مدير المستشفى أحمد علي حسن إن الأدوية نفدت.", published=PUBLISHED)
    assert [s.attribution for s in reading.statements] == ["مدير المستشفى"]
    assert not any("أحمد" in str(v) for s in reading.statements for v in s.as_dict().values())
