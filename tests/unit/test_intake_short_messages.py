"""The short grammar in three languages: what is understood, what is kept for a person, and the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from holdfast.intake import ShortMessage, amount_words, short_readings, short_reply, take_apart
from holdfast.intake.short_messages.check_letters import SIGNS, check_letter, checked
from holdfast.intake.short_messages.replies import fits, segments
from holdfast.intake.short_messages.statements import ShortReading

DAY = date(2015, 8, 20)
NAMES = {"dieselmain": "diesel-main", "gen1": "gen-1"}


def take(text: str) -> tuple[ShortMessage, tuple[ShortReading, ...]]:
    message = take_apart(text, received=DAY, timezone="Asia/Baghdad", names=NAMES)
    return message, short_readings(message, received=DAY)


def facts(text: str) -> list[tuple[Any, ...]]:
    _, readings = take(text)
    return [
        (r.statement.claim_type, r.statement.item, r.statement.value_low, r.statement.unit, r.statement.time_start)
        for r in readings
    ]


def kept(text: str) -> list[str]:
    message, _ = take(text)
    return [message.text[a:b] for a, b in message.kept]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HF CL01 18AUG DIESEL 12500 L MEAS", [("stock", "diesel", 12500, "L", "2015-08-18")]),
        ("hf cl01 18 aug diesel 12,500 litres", [("stock", "diesel", 12500, "L", "2015-08-18")]),
        ("DIESEL 12500L", [("stock", "diesel", 12500, "L", "2015-08-20")]),
        ("DIESEL 5,000-5,200 L", [("stock", "diesel", 5000, "L", "2015-08-20")]),
        (
            "TANK1 41CM tank2 empty",
            [("stock", "tank 1", 41, "cm", "2015-08-20"), ("stock", "tank 2", 0, None, "2015-08-20")],
        ),
        ("DIESEL-MAIN 41 CM", [("stock", "diesel-main", 41, "cm", "2015-08-20")]),
        ("GEN RAN 5 H YEST", [("service_state", "generator", 5, "h", "2015-08-19")]),
        ("Gen 1 6 h", [("service_state", "gen-1", 6, "h", "2015-08-20")]),
        ("POWER 5H 18/8", [("service_state", "electricity", 5, "h", "2015-08-18")]),
        ("WATER TRUCK 2 REFUSED 0830", [("denial", "water truck", 2, "truck", "2015-08-20T08:30:00+03:00")]),
        ("18AUG 2 WATER TRUCKS REFUSED AT 15:30", [("denial", "water truck", 2, "truck", "2015-08-18T15:30:00+03:00")]),
        ("REFUSED 2 WATER TRUCKS", [("denial", "water truck", 2, "truck", "2015-08-20")]),
        ("TANKER ENTERED", [("delivery", "tanker", None, None, "2015-08-20")]),
        (
            "PUMP STOPPED NO FUEL",
            [("outage", "pump", None, None, "2015-08-20"), ("stock", "fuel", 0, None, "2015-08-20")],
        ),
        ("WATER 2 TRUCKS REFUSED", [("denial", "water truck", 2, "truck", "2015-08-20")]),
        ("PUMP 2 STOPPED", [("outage", "pump 2", None, None, "2015-08-20")]),
        ("NO POWER", [("outage", "electricity", None, None, "2015-08-20")]),
        ("NO DIESEL", [("stock", "diesel", 0, None, "2015-08-20")]),
        ("TEMP -4 C", [("temperature", "temperature", -4, "degC", "2015-08-20")]),
        (
            "5 TRUCKS ENTERED 2 TRUCKS REFUSED",
            [("delivery", "truck", 5, "truck", "2015-08-20"), ("denial", "truck", 2, "truck", "2015-08-20")],
        ),
        ("PEOPLE 2340", [("population", "people", 2340, "persons", "2015-08-20")]),
        ("USE DIESEL 220 L PER DAY", [("consumption", "diesel", 220, "L", "2015-08-20")]),
        ("NEED FLOUR 20 T", [("need", "flour", 20, "t", "2015-08-20")]),
        ("TEMP 47 C", [("temperature", "temperature", 47, "degC", "2015-08-20")]),
        (
            "FLOUR 40 BAGS; LPG 30 KG",
            [("stock", "flour", 40, "bag", "2015-08-20"), ("stock", "cooking gas", 30, "kg", "2015-08-20")],
        ),
        (
            "12500 L DIESEL 40 BAGS FLOUR",
            [("stock", "diesel", 12500, "L", "2015-08-20"), ("stock", "flour", 40, "bag", "2015-08-20")],
        ),
        ("گازوئیل حدود ۵۱۰۰ لیتر مانده", [("stock", "diesel", 5100, "L", "2015-08-20")]),
        ("دیروز برق ۵ ساعت", [("service_state", "electricity", 5, "h", "2015-08-19")]),
        ("دو تانکر آب ساعت ۸:۳۰ برگردانده شد", [("denial", "water tanker", 2, "tanker", "2015-08-20T08:30:00+03:00")]),
        ("تانک۱ ۴۱ سانت", [("stock", "tank 1", 41, "cm", "2015-08-20")]),
        ("پمپ از کار افتاد", [("outage", "pump", None, None, "2015-08-20")]),
        ("جمعیت ۲۳۴۰ نفر", []),
        ("۲۳۴۰ نفر", [("population", "people", 2340, "persons", "2015-08-20")]),
        ("ديزل ٥١٠٠ لتر أمس", [("stock", "diesel", 5100, "L", "2015-08-19")]),
        ("المضخة متوقفة", [("outage", "pump", None, None, "2015-08-20")]),
        ("رفضت شاحنتان ماء الساعة ٨:٣٠", [("denial", "water truck", 2, "truck", "2015-08-20T08:30:00+03:00")]),
        ("خزان ١ ٤١ سم", [("stock", "tank 1", 41, "cm", "2015-08-20")]),
        ("١٨ أغسطس طحين ٤٠ كيس", [("stock", "flour", 40, "bag", "2015-08-18")]),
    ],
)
def test_readings_of_three_languages(text: str, found: list[tuple[Any, ...]]) -> None:
    assert facts(text) == found
    assert bool(kept(text)) == (not found)


@pytest.mark.parametrize(
    "text",
    [
        "We need 20 MT of flour from outside",
        "if they let in 20 t flour",
        "They promised 3 tankers tomorrow",
        "NO SHORTAGE OF FUEL",
        "DIESEL NOT 500 L",
        "DIESEL 500 L?",
        "ديزل ٥٠٠ لتر؟",
        "DIESEL 500",
        "DIESEL 500 L 600 L",
        "DIESEL 12.500 L",
        "TANK 1 500 L",
        "PEOPLE 2.340",
        "DIESEL -500 L",
        "GEN 25 H",
        "POWER OFF 5 H",
        "TRUCKS 5 ENTERED 2 REFUSED",
        "DIESEL 5OO L",
        "DIESEL WATER 500 L",
        "DIESEL 500 L MEAS EST",
        "DIESEL",
        "500 L",
        "3/4 DIESEL 500 L",
        "25DEC DIESEL 500 L",
        "11MAR DIESEL 500 L",
        "tomorrow DIESEL 500 L",
        "last week DIESEL 500 L",
        "31FEB DIESEL 500 L",
        "TRUCK 2",
        "PUMP STOPPED WORKS",
        "الطحين يكفي أربعة أيام تقريبا",
        "اگر اجازه دهند ۲۰ تن آرد",
    ],
)
def test_what_is_not_wholly_understood_is_kept_whole(text: str) -> None:
    assert facts(text) == []
    assert " ".join(kept(text)) == text.strip("?؟")
    message, readings = take(text)
    assert "understood:" not in short_reply(message, readings)


def test_one_bad_clause_spoils_no_other() -> None:
    text = "DIESEL 41 CM. They may let in 20 t. WATER 300 M3"
    assert [f[1] for f in facts(text)] == ["diesel", "water"]
    assert kept(text) == ["They may let in 20 t"]
    message, readings = take(text)
    assert "Not understood, kept" in short_reply(message, readings)


def test_the_day_in_the_head_is_of_all_readings_and_another_of_its_own() -> None:
    assert [f[4] for f in facts("HF 18AUG DIESEL 41 CM. WATER 300 M3. PUMP STOPPED 19AUG 0900")] == [
        "2015-08-18",
        "2015-08-18",
        "2015-08-19T09:00:00+03:00",
    ]
    assert [f[4] for f in facts("HF\n18AUG\nDIESEL 41 CM\nPEOPLE 2340")] == ["2015-08-18", "2015-08-18"]
    # A day at the start of a sentence is of that sentence.
    assert [f[4] for f in facts("yesterday power 5 h. 2 water trucks refused")] == ["2015-08-19", "2015-08-20"]


def test_how_a_reading_is_known() -> None:
    _, readings = take("DIESEL 41 CM MEAS FLOUR 40 BAGS CNT RICE 30 BAGS")
    assert [r.method for r in readings] == ["measured", "counted", None]
    assert [r.dated for r in readings] == [False, False, False]


def test_the_stated_reason_of_a_refusal_is_kept_apart() -> None:
    _, (reading,) = take("2 water trucks refused 0830 said no order")
    assert reading.statement.modality == "stated reason: no order"


def test_spans_point_at_the_words() -> None:
    message, readings = take("HF CL01 18AUG DIESEL 12500 L MEAS WATER 300 M3")
    spans = [message.text[r.statement.char_start : r.statement.char_end] for r in readings]
    assert spans == ["DIESEL 12500 L MEAS", "WATER 300 M3"]
    assert message.site_code == "CL01"


# The answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("HF CL01 18AUG DIESEL 12500 L MEAS", "We understood: diesel 12,500 litres on 18 August, measured."),
        ("TANK1 41CM", "We understood: tank 1: 41 cm on 20 August (today)."),
        ("TANK2 EMPTY", "We understood: tank 2 empty on 20 August (today)."),
        ("WATER TRUCK 2 REFUSED 0830", "We understood: 2 water trucks refused on 20 August at 08:30."),
        ("PUMP STOPPED YESTERDAY", "We understood: pump stopped on 19 August."),
        ("DIESEL ABOUT 5100 L", "We understood: diesel about 5,100 litres on 20 August (today)."),
        ("almost 3 water trucks refused", "We understood: about 3 water trucks refused on 20 August (today)."),
        ("DIESEL 5000-5200 L", "We understood: diesel 5,000 to 5,200 litres on 20 August (today)."),
        ("NEED FLOUR 20 T", "We understood: need of flour 20 tonnes on 20 August (today)."),
        ("USE DIESEL 220 L", "We understood: use of diesel 220 litres a day on 20 August (today)."),
        ("گازوئیل ۵۱۰۰ لیتر امروز", "فهمیدیم: گازوئیل ۵٬۱۰۰ لیتر در ۲۹ مرداد."),
        ("ديزل ٥١٠٠ لتر أمس", "فهمنا: ديزل ٥٬١٠٠ لتر في ١٩ أغسطس."),
    ],
)
def test_the_answer_repeats_what_was_understood(text: str, answer: str) -> None:
    message, readings = take(text)
    assert short_reply(message, readings) == answer


def test_the_litres_of_a_stick_stand_in_the_answer() -> None:
    message, readings = take("DIESEL-MAIN 41 CM MEAS")
    said = short_reply(message, readings, meant={0: amount_words(5100, None, "L", message, about=True)})
    assert said == "We understood: diesel-main 41 cm (about 5,100 litres) on 20 August (today), measured."


def test_the_answer_always_fits_and_drops_no_digit() -> None:
    many = "HF 18AUG " + " ".join(
        f"{item} {n} KG MEAS"
        for item, n in zip(
            ("DIESEL", "WATER", "FLOUR", "RICE", "LPG", "BREAD", "FOOD", "PETROL", "CHLORINE"),
            range(12345, 99999, 1111),
            strict=False,
        )
    )
    message, readings = take(many)
    assert len(readings) == 9
    said = short_reply(message, readings)
    assert fits(said, "en")
    assert "and 1 more" in said or "more" in said
    assert "12,345" in said


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_wide_answers_take_three_parts_at_most(language: str) -> None:
    clause = {"ar": "طحين ٤٠ كيس. ماء ٣٠٠ م3. ديزل ٥١٠٠ لتر. ", "fa": "آرد ۴۰ کیسه. آب ۳۰۰ لیتر. گازوئیل ۵۱۰۰ لیتر. "}[
        language
    ]
    message, readings = take(clause * 8)
    assert message.language == language
    said = short_reply(message, readings)
    assert segments(said) <= 3
    assert len(said) <= 3 * 67


def test_lengths_of_messages() -> None:
    assert [segments("a" * n) for n in (1, 160, 161, 306, 307)] == [1, 1, 2, 2, 3]
    assert [segments("ب" * n) for n in (1, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]


def test_an_english_answer_stays_in_the_plain_alphabet() -> None:
    message, readings = take("DIESEL 41 CM. the “gate” is é closed or not")
    said = short_reply(message, readings)
    assert said.isascii()
    assert segments(said) == 1


# The check letter


def test_the_check_letter_finds_a_wrong_sign_and_an_exchange() -> None:
    text = "HF CL01 18AUG DIESEL 12500 L MEAS"
    right = check_letter(text)
    assert checked(f"{text} *{right}") == (text, True)
    for at, sign in enumerate(text):
        if not sign.isalnum():
            continue
        for other in SIGNS:
            wrong = text[:at] + other + text[at + 1 :]
            assert (check_letter(wrong) == right) == (other == sign)
    missed = 0
    for at in range(len(text) - 1):
        a, b = text[at], text[at + 1]
        if a.isalnum() and b.isalnum() and a != b:
            missed += check_letter(text[:at] + b + a + text[at + 2 :]) == right
    assert missed <= 1


def test_case_spaces_and_digits_of_other_scripts_do_not_change_the_letter() -> None:
    assert check_letter("hf diesel41 cm") == check_letter("HF DIESEL 41CM")
    assert check_letter("گازوئیل ۴۱") == check_letter("٤١") == check_letter("41")


def test_a_message_with_a_wrong_letter_gives_nothing() -> None:
    text = "HF DIESEL 12500 L"
    wrong = next(s for s in SIGNS if s != check_letter(text))
    message, readings = take(f"{text} *{wrong}")
    assert (message.check, readings) == (False, ())
    assert "Nothing was taken" in short_reply(message, readings)
    message, readings = take(f"{text} *{check_letter(text)}")
    assert (message.check, len(readings)) == (True, 1)
