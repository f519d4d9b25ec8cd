"""The frames of sickness, of what is made in a day, of notes and of plain speech: what each tells, and where it must be silent."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.intake import read_text

DAY = date(2021, 1, 14)


def _told(text: str) -> list[tuple[str, str | None, str, float | None]]:
    return [(s.claim_type, s.item, s.polarity, s.value_low) for s in read_text(text, published=DAY).statements]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("140 cases of cholera were reported.", 140.0),
        ("Cases of scabies rose from 9 to 31.", 31.0),
        ("Cases of scabies fell from 31 to 9.", 9.0),
        ("62 children have measles.", 62.0),
        ("25 prisoners came down with typhus.", 25.0),
    ],
)
def test_sickness_is_counted(text: str, count: float) -> None:
    found = read_text(text, published=DAY).statements
    assert [(s.claim_type, s.value_low, s.value_high, s.si_unit) for s in found] == [
        ("health", count, count, "persons")
    ]


@pytest.mark.parametrize("text", ["Cholera is a terrible disease.", "Cases of measles doubled.", "We fear typhus."])
def test_sickness_without_a_count_is_nothing(text: str) -> None:
    assert _told(text) == []


def test_no_case_is_a_negated_claim() -> None:
    assert _told("No cases of cholera were reported.") == [("health", "cholera", "negated", None)]


def test_an_amount_that_overlaps_its_sickness_does_not_end_the_reading() -> None:
    assert read_text("Of 40 cases of fever, 12 children have fever and 3 have malaria.", published=DAY).statements


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The bakery bakes 4,000 loaves a day.", ("capacity", "loaves", "affirmed", 4000.0)),
        ("Up to 40 patients a day can be seen at the clinic.", ("capacity", "patients", "affirmed", None)),
        ("The borehole gives 8 m3 an hour.", ("capacity", "borehole", "affirmed", 8.0)),
        ("Solar panels gave 86 kWh on Sunday.", ("capacity", "solar panels", "affirmed", 86.0)),
        ("Electricity comes on for four hours a day.", ("capacity", "electricity", "affirmed", 4.0)),
        ("The island receives 12 tonnes of flour a week.", ("delivery", "flour", "affirmed", 12.0)),
        ("The committee gives each family 4 litres of water a day.", None),
    ],
)
def test_what_is_made_or_served(text: str, wanted: tuple[str, str, str, float | None] | None) -> None:
    found = _told(text)
    assert [x for x in found if x[0] == "capacity"] == ([wanted] if wanted and wanted[0] == "capacity" else [])
    if wanted:
        assert found == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pump dead", ("outage", "pump", "affirmed", None)),
        ("power back", ("outage", "power", "negated", None)),
        ("zero trucks again today", ("delivery", "trucks", "negated", None)),
        ("they took our last sacks of beans", ("removal", "beans", "affirmed", None)),
        ("soldiers took 12 sacks of beans", ("removal", "beans", "affirmed", 12.0)),
        ("NEEDS: 30 wheelchairs", ("need", "wheelchairs", "affirmed", 30.0)),
        ("Requests: spare parts for the pump", ("need", "spare parts", "affirmed", None)),
        ("The committee withdrew its request for tents.", ("need", "tents", "negated", None)),
    ],
)
def test_notes(text: str, wanted: tuple[str, str, str, float | None]) -> None:
    assert _told(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We have no diesel to run it.", ("outage", "diesel", "affirmed", None)),
        ("We don't have any salt.", ("outage", "salt", "affirmed", None)),
        ("Not a single sack of flour is left.", ("outage", "flour", "affirmed", None)),
        ("The mill is at a standstill.", ("outage", "mill", "affirmed", None)),
        ("The camp is short of 60 tents.", ("outage", "tents", "affirmed", 60.0)),
        ("Please send us blood.", ("need", "blood", "affirmed", None)),
        ("It was the sixth day without a delivery of vegetables.", ("delivery", "vegetables", "negated", None)),
        ("Rubbish has not been collected.", ("outage", "rubbish", "affirmed", None)),
        ("Two patients were not permitted to leave.", ("denial", "patients", "affirmed", 2.0)),
        ("The hostel was built for 300.", ("capacity", "people", "affirmed", 300.0)),
    ],
)
def test_plain_speech(text: str, wanted: tuple[str, str, str, float | None]) -> None:
    assert _told(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "If we have no diesel we walk.",
        "There is no water problem.",
        "The rubbish was collected.",
        "The hall was built for music.",
        "The tower was built in 1931.",
        "They please send their regards.",
    ],
)
def test_plain_speech_is_silent(text: str) -> None:
    assert [x for x in _told(text) if x[2] != "hypothetical"] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A prisoner died in cell 9 on Tuesday.", None),
        ("9 prisoners died in cell 4.", 9.0),
        ("Two died in block 7.", 2.0),
    ],
)
def test_the_number_of_a_cell_counts_no_dead(text: str, count: float | None) -> None:
    assert [(s.claim_type, s.value_low) for s in read_text(text, published=DAY).statements] == [("casualty", count)]


def test_who_is_accused_acts_and_who_accuses_speaks() -> None:
    (found,) = read_text("The mayor accused the army of holding back the coal.", published=DAY).statements
    assert (found.claim_type, found.actor, found.attribution) == ("denial", "army", "mayor")


def test_before_a_day_is_not_on_it() -> None:
    (found,) = read_text("No fuel will be let in before Monday.", published=DAY).statements
    assert (found.polarity, found.time_start) == ("negated", None)


def test_sick_residents_are_not_how_many_live_there() -> None:
    assert [x[0] for x in _told("31 residents are suffering from pneumonia.")] == ["health"]


def test_a_place_that_needs_litres_does_not_say_of_what() -> None:
    assert _told("The hospital needs 200 litres more.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Everything but medicine was allowed in.",
        "Guards let in everything except medicine.",
        "All but medicine was let in.",
        "Everything apart from medicine was let in.",
    ],
)
def test_what_is_excepted_did_not_come_in(text: str) -> None:
    assert not [
        s for s in read_text(text, published=DAY).statements if s.item == "medicine" and s.polarity == "affirmed"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Daily water production has fallen to 300 m3.",
        "Seven out of ten families have fled.",
        "The Red Cross is ready to send 4 tonnes of medicine.",
        "The islanders used to get 15 litres a day.",
    ],
)
def test_no_wrong_number_is_told(text: str) -> None:
    assert [x for x in _told(text) if x[2] == "affirmed"] == []
