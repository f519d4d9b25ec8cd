"""What could be said two ways in a short message: kept whole for a person, and the answer says no more than was read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from holdfast.intake import ShortMessage, short_readings, short_reply, take_apart
from holdfast.intake.short_messages.statements import ShortReading

DAY = date(2015, 8, 20)
NAMES = {"dieselmain": "diesel-main", "gen1": "gen-1", "tank1": "tank-1"}
HOLDS = {"diesel-main": "diesel", "gen-1": "generator", "tank-1": "water"}


def take(text: str) -> tuple[ShortMessage, tuple[ShortReading, ...]]:
    message = take_apart(text, received=DAY, timezone="Asia/Baghdad", names=NAMES, holds=HOLDS)
    return message, short_readings(message, received=DAY)


@pytest.mark.parametrize(
    "text",
    [
        # Two days or hours, or one that could be of either reading.
        "18AUG DIESEL 5 L 17AUG WATER 3 M3",
        "DIESEL 5 L 18AUG WATER 3 M3",
        "DIESEL 5 L WATER 3 M3 18AUG",
        "DIESEL 5 L 0830 WATER 3 M3",
        "18AUG 0830 2 TRUCKS REFUSED 0915",
        "18AUG DIESEL 5 L YESTERDAY",
        "18 أغسطس ديزل ٥ لتر 17 أغسطس ماء ٣ م3",
        "دیروز گازوئیل ۵ لیتر امروز آب ۳ لیتر",
        # "No" of more than the thing beside it.
        "NO WATER TRUCKS ENTERED",
        "NO FUEL TANKER ENTERED",
        "NO WATER TRUCKS REFUSED",
        "NO FUEL 2 TRUCKS REFUSED",
        "NO NEED FLOUR 20 T",
        "NO PEOPLE",
        "NO DIESEL PUMP STOPPED",
        "2 TRUCKS REFUSED NONE ENTERED",
        "DIESEL NONE REFUSED 2 TRUCKS",
        "ما دخل تانكر",
        "ما دخلت شاحنات",
        "ما عندنا ديزل ٥ لتر",
        "لا دخل تانكر",
        "ما في ماء دخلت شاحنات",
        "لا يوجد ماء دخل تانكر",
        "تانکر وارد شد نیست",
        "آب نداریم تانکر وارد شد",
        # Words of use, need, the gate and the state between two readings.
        "DIESEL 500 L USED WATER 3 M3",
        "DIESEL 500 L NEED WATER 3 M3",
        "FLOUR 20 MT ENTERED WATER 30 M3",
        "FLOUR 20 MT REFUSED WATER 30 M3",
        "GEN 5 H RAN PUMP 3 H",
        "DIESEL 500 L TRUCK REFUSED",
        "TRUCK REFUSED WATER 3 M3",
        "WATER EMPTY TRUCK REFUSED",
        "REFUSED WATER TRUCKS 2 FUEL TRUCKS ENTERED",
        "DIESEL 500 L ESTIMATED WATER 3 M3",
        "DIESEL 500 L MEASURED WATER 3 M3",
        "EMPTY DIESEL 5 L TANK 1 PEOPLE",
        "MEAS DIESEL 41 CM EST WATER 3 M3",
        "MEAS DIESEL 41 CM WATER 3 M3",
        "2 TRUCKS REFUSED NO ORDER 3 TRUCKS REFUSED",
        "ديزل ٥٠٠ لتر استهلاك ماء ٣ م3",
        "گازوئیل ۵۰۰ لیتر مصرف آب ۳ لیتر",
        "DIESEL 500 L USED",
        # What a thing cannot have.
        "POWER RETURNED",
        "2 WATER TRUCKS RETURNED",
        "POWER ENTERED",
        "WATER ARRIVED",
        "PEOPLE OK",
        "3 PEOPLE PASSED",
        "COLD ROOM FULL",
        "GEN EMPTY",
        "GEN-1 EMPTY",
        "GEN-1 500 L",
        "DIESEL-MAIN STOPPED",
        "WATER DIESEL-MAIN 41 CM",
        "FUEL PUMP STOPPED",
        "TANK EMPTY WATER",
        "TANKS 2 EMPTY",
        "PUMPS 2 STOPPED",
        "PUMP STOPPED 2",
        "DIESEL OUT",
        "DIESEL 220 L PER DAY",
        "USE DIESEL 10 L PER HOUR",
        "USE WATER 15 L PER PERSON PER DAY",
        "WATER TRUCK 12 M3 ENTERED",
        "DIESEL TANK 1 41 CM",
        "TEMP 5 L",
        "دما ۴۹ درجه",
        "EST DIESEL 500 L MEAS",
        # One word, two languages.
        "المضخة تمام",
        "ديزل تمام",
        "برق وصل",
        "وصل ديزل",
    ],
)
def test_what_could_be_said_two_ways_is_kept_whole(text: str) -> None:
    message, readings = take(text)
    assert readings == ()
    assert message.kept == ((0, len(text)),)
    assert text[:8] in short_reply(message, readings)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DIESEL 500 L WATER 3 M3", [("stock", "diesel", 500), ("stock", "water", 3)]),
        ("PUMP STOPPED NO FUEL", [("outage", "pump", None), ("stock", "fuel", 0)]),
        ("NO WATER NO FUEL", [("stock", "water", 0), ("stock", "fuel", 0)]),
        ("آب نداریم گازوئیل ۵ لیتر", [("stock", "water", 0), ("stock", "diesel", 5)]),
        ("FLOUR 20 MT ENTERED. WATER 30 M3", [("delivery", "flour", 20), ("stock", "water", 30)]),
        ("TANK-1 WATER 30 M3", [("stock", "water", 30)]),
        ("WATER STOPPED PUMP WORKS", [("outage", "water", None), ("outage", "pump", None)]),
        ("COLD ROOM 8 C", [("temperature", "cold room", 8)]),
        (
            "PEOPLE 2340 USE DIESEL 220 L NEED FLOUR 20 T",
            [("population", "people", 2340), ("consumption", "diesel", 220), ("need", "flour", 20)],
        ),
    ],
)
def test_what_can_be_said_one_way_is_read(text: str, found: list[tuple[Any, ...]]) -> None:
    message, readings = take(text)
    assert message.kept == ()
    assert [(r.statement.claim_type, r.statement.item, r.statement.value_low) for r in readings] == found


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("HF 18AUG DIESEL 41 CM. 0900 PUMP STOPPED", ["2015-08-18", "2015-08-18T09:00:00+03:00"]),
        ("HF 18AUG DIESEL 41 CM. PUMP STOPPED YESTERDAY 0900", ["2015-08-18", "2015-08-19T09:00:00+03:00"]),
        ("HF 18AUG 0830 DIESEL 41 CM. PUMP STOPPED 19AUG", ["2015-08-18T08:30:00+03:00", "2015-08-19"]),
        (
            "HF 18AUG 0830 DIESEL 41 CM. PUMP STOPPED AT 10:00",
            ["2015-08-18T08:30:00+03:00", "2015-08-18T10:00:00+03:00"],
        ),
    ],
)
def test_each_reading_has_the_nearest_day(text: str, times: list[str]) -> None:
    _, readings = take(text)
    assert [r.statement.time_start for r in readings] == times


def test_a_day_alone_behind_the_first_sentence_is_kept() -> None:
    message, readings = take("DIESEL 5 L. 18AUG. WATER 3 M3")
    assert [message.text[a:b] for a, b in message.kept] == ["18AUG"]
    assert len(readings) == 2


def test_a_head_that_was_not_understood_takes_its_undated_readings_with_it() -> None:
    message, readings = take("HF 18AUG they may come. DIESEL 41 CM. 19AUG WATER 3 M3")
    assert [message.text[a:b] for a, b in message.kept] == ["18AUG they may come", "DIESEL 41 CM"]
    assert [(r.statement.item, r.statement.time_start) for r in readings] == [("water", "2015-08-19")]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("MORE THAN 2 TRUCKS REFUSED", "at least 2 trucks refused"),
        ("FEWER THAN 3 TRUCKS REFUSED", "at most 3 trucks refused"),
        ("2-3 WATER TRUCKS REFUSED", "2 to 3 water trucks refused"),
        ("FLOUR 20 T ENTERED", "20 tonnes flour let in"),
        ("DIESEL > 41 CM", "diesel at least 41 cm"),
        ("DIESEL TANK 2 41 CM", "diesel tank 2: 41 cm"),
    ],
)
def test_the_answer_says_no_more_than_was_read(text: str, answer: str) -> None:
    message, readings = take(text)
    assert short_reply(message, readings) == f"We understood: {answer} on 20 August (today)."
