"""Clauses of random known words: what is read is read the same from each part alone, and no other cut reads otherwise."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.intake import short_readings, short_reply, take_apart

DAY = date(2015, 8, 20)
SPANS = {"char_start", "char_end"}
WORDS = {
    "en": (
        "DIESEL|WATER|FUEL|FLOUR|TEMP|TANK|TANK 1|PUMP|POWER|GEN|TRUCK|2 TRUCKS|WATER TRUCK|TANKER|PEOPLE|2340|2|5 L|41 CM|"
        "40 BAGS|5 H|47 C|NO|NONE|EMPTY|FULL|STOPPED|WORKS|OUT|REFUSED|ENTERED|REMOVED|USE|USED|NEED|RAN|FOR|MEAS|EST|"
        "COUNTED|18AUG|17AUG|YEST|0830|NO ORDER|THE|LEFT|AND|IN"
    ),
    "ar": (
        "ديزل|ماء|طحين|خزان|خزان ١|المضخة|كهرباء|شاحنة|شاحنات|تانكر|شاحنتان|سكان|٢٣٤٠|٢|٥ لتر|٤١ سم|٥ ساعات|لا|لا يوجد|ما|ما في|"
        "فارغ|ممتلئ|متوقفة|تعمل|رفضت|دخلت|دخل|استهلاك|نحتاج|اشتغلت|بالقياس|تقدير|أمس|18 أغسطس|في|باقي"
    ),
    "fa": (
        "گازوئیل|آب|آرد|تانک|تانک ۱|پمپ|برق|کامیون|تانکر|دو تانکر|جمعیت|۲۳۴۰|۲|۵ لیتر|۴۱ سانت|۵ ساعت|نداریم|نیست|خالی|پر|قطع|روشن|"
        "برگردانده شد|وارد شد|مصرف|نیاز|کار کرد|اندازه‌گیری|تخمین|دیروز|امروز|از|مانده"
    ),
}
LEADS = frozenset("18AUG 17AUG YEST 0830 أمس دیروز امروز".split()) | {"18 أغسطس"}
# Pairs that are readings, so that many of the clauses are; one word more or less and another order make the doubt.
PAIRS = {
    "en": "DIESEL 5 L|5 L WATER|PUMP STOPPED|NO FUEL|2 TRUCKS REFUSED|ENTERED 2 WATER TRUCK|FLOUR 40 BAGS|GEN RAN 5 H|TANK 1 EMPTY|"
    "USE DIESEL 5 L|NEED FLOUR 40 BAGS|PEOPLE 2340|FLOUR 40 BAGS ENTERED|WATER OUT",
    "ar": "ديزل ٥ لتر|٥ لتر ماء|المضخة متوقفة|لا يوجد ماء|رفضت ٢ شاحنات|دخل تانكر|خزان ١ فارغ|استهلاك ديزل ٥ لتر|نحتاج طحين ٥ لتر",
    "fa": "گازوئیل ۵ لیتر|۵ لیتر آب|پمپ قطع|آب نداریم|دو تانکر آب برگردانده شد|تانکر وارد شد|تانک ۱ خالی|مصرف گازوئیل ۵ لیتر|نیاز آب ۵ لیتر",
}


@st.composite
def clauses(draw: st.DrawFn) -> list[str]:
    language = draw(st.sampled_from(sorted(WORDS)))
    words = " ".join(draw(st.lists(st.sampled_from(PAIRS[language].split("|")), min_size=0, max_size=3))).split()
    # Whole phrases stay whole: "5 L" is one word here.
    known = sorted(WORDS[language].split("|"), key=len, reverse=True)
    text, found = " ".join(words), []
    while text:
        word = next((k for k in known if text == k or text.startswith(k + " ")), text.split()[0])
        found.append(word)
        text = text[len(word) :].strip()
    for word in draw(st.lists(st.sampled_from(known), min_size=0 if found else 2, max_size=2 if found else 6)):
        found.insert(draw(st.integers(0, len(found))), word)
    if len(found) > 1 and draw(st.booleans()):
        at = draw(st.integers(0, len(found) - 1))
        found.insert(draw(st.integers(0, len(found) - 1)), found.pop(at))
    return found[:9]


CLAUSES = clauses()


@cache
def read(text: str) -> tuple[dict[str, Any], ...] | None:
    """Return the statements of a clause without their places; None where it is kept."""
    message = take_apart(text, received=DAY, timezone="Asia/Baghdad")
    if message.kept:
        return None
    readings = short_readings(message, received=DAY)
    return tuple(
        {k: v for k, v in r.statement.as_dict().items() if k not in SPANS} | {"how": r.method} for r in readings
    )


@given(CLAUSES)
@settings(max_examples=600, deadline=None)
def test_a_reading_beside_others_is_the_reading_alone(words: list[str]) -> None:
    whole = read(" ".join(words))
    if whole is None or len(whole) < 2:
        return
    lead = 0
    while words[lead] in LEADS:
        lead += 1
    head, body = words[:lead], words[lead:]
    message = take_apart(" ".join(words), received=DAY, timezone="Asia/Baghdad")
    for reading, found in zip(whole, short_readings(message, received=DAY), strict=True):
        start, end = found.statement.char_start, found.statement.char_end
        alone = read(" ".join([*head, message.text[start:end]]))
        assert alone == (reading,)
    # Every other cut of the same words that can be read, with one reading a piece, says the same.
    # The codes of how a figure is known stand behind it, as the page on messages says.
    places = [n for n in range(1, len(body)) if body[n] not in {"MEAS", "EST"}]
    for count in range(len(places) + 1):
        for cuts in combinations(places, count):
            edges = [0, *cuts, len(body)]
            pieces = [read(" ".join([*head, *body[a:b]])) for a, b in pairwise(edges)]
            if all(piece is not None and len(piece) == 1 for piece in pieces):
                assert tuple(piece[0] for piece in pieces if piece) == whole


@given(CLAUSES)
@settings(max_examples=600, deadline=None)
def test_a_word_of_no_never_stands_in_a_clause_that_affirms_an_entry(words: list[str]) -> None:
    readings = read(" ".join(words)) or ()
    gate = {"delivery", "denial", "removal", "need", "consumption", "population"}
    if {r["claim_type"] for r in readings} & gate:
        assert not {"NO", "NONE", "لا", "لا يوجد", "ما", "ما في", "نداریم", "نیست"} & set(words)


@given(CLAUSES)
@settings(max_examples=300, deadline=None)
def test_every_figure_of_an_answer_was_in_the_message(words: list[str]) -> None:
    message = take_apart(" ".join(words), received=DAY, timezone="Asia/Baghdad")
    readings = short_readings(message, received=DAY)
    if not readings:
        return
    answer = short_reply(message, readings)
    ends = {e for r in readings for e in (r.statement.value_low, r.statement.value_high)}
    assert ends <= {None, 0, 2, 5, 40, 41, 47, 2340}
    if message.language == "en":
        kinds = {r.statement.claim_type for r in readings}
        for words_, kind in (
            ("let in", "delivery"),
            ("removed", "removal"),
            ("use of", "consumption"),
            ("need of", "need"),
        ):
            assert (kind in kinds) or words_ not in answer


@pytest.mark.parametrize("text", ["DIESEL 5 L WATER 41 CM", "PUMP STOPPED NO FUEL"])
def test_the_clauses_hold_some_that_are_read(text: str) -> None:
    assert len(read(text) or ()) == 2
