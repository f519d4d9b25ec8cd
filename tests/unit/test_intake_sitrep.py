"""A situation report with bullets, numbered needs and a table of stocks, and the hasty messages of the field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from holdfast.intake import read_file, read_text
from holdfast.intake.english.lexicon import inflect
from holdfast.intake.things import commodity

DATA = Path(__file__).parents[1] / "data/intake"
DAY = date(2015, 7, 17)


def test_every_line_of_a_situation_report() -> None:
    reading = read_file(DATA / "sitrep.txt", published=DAY)
    found = [(s.claim_type, s.item, s.polarity, s.value_low, s.unit, s.time_start) for s in reading.statements]
    assert found == [
        ("denial", "fuel", "affirmed", None, None, "2015-07-13"),
        ("population", "people", "affirmed", 2350, "persons", None),
        ("stock", "diesel", "affirmed", 1500, "L", None),
        ("denial", "water trucks", "affirmed", None, None, "2015-07-17T07:30:00+00:00"),
        ("outage", "electricity", "affirmed", None, None, "2015-07-16"),
        ("need", "flour", "affirmed", 20, "t", None),
        ("stock", "flour", "affirmed", 12, "bag", None),
        ("stock", "rice", "affirmed", 300, "kg", None),
        ("stock", "lpg", "affirmed", 4, "cylinder", None),
        ("capacity", "power", "affirmed", 24, "h", None),
    ]
    # "would result in a complete halt" and "less than 10 percent … was delivered" are no outage and no delivery.
    assert not any(s.claim_type == "delivery" for s in reading.statements)


def test_the_message_of_the_log_keeper() -> None:
    text = "Salam. Tank1 41cm tank2 empty. Gen ran 5h yest. 2 water trucks refused 0830 said no order."
    found = [
        (s.claim_type, s.item, s.value_low, s.unit, s.attribution) for s in read_text(text, published=DAY).statements
    ]
    assert found == [
        ("stock", "tank1", 41, "cm", None),
        ("stock", "tank2", 0, None, None),
        ("capacity", "gen", 5, "h", None),
        ("denial", "water trucks", 2, "truck", None),
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Food was refused. Fuel was refused.” said Maria Lopez, head of the board.", "Maria Lopez"),
        ("Maria Lopez, head of the board, said: “Food was refused. Fuel was refused.”", "Maria Lopez"),
        ("Maria Lopez pleaded with the army:\n\n“Food was refused. Fuel was refused.”", "Maria Lopez"),
        ("Maria Lopez pleaded with the army:\n\n“Food was refused.\n\n“Fuel was refused.”", "Maria Lopez"),
        ("Dr. Leila Haddad told reporters that food was refused and fuel was refused.", "Dr. Leila Haddad"),
        ("Ministry: food was refused. ", "Ministry"),
        ("Maria Lopez, who heads the relief board, said food was refused and fuel was refused.", "Maria Lopez"),
    ],
)
def test_who_speaks(text: str, speaker: str) -> None:
    denials = [s for s in read_text(text, published=DAY).statements if s.claim_type == "denial"]
    assert denials
    assert all((s.attribution or "").startswith(speaker) for s in denials), denials


def test_two_speakers_of_one_fact_stay_two() -> None:
    text = "The committee said food was refused, but the ministry said food was not refused."
    found = [(s.attribution, s.polarity) for s in read_text(text, published=DAY).statements]
    assert found == [("committee", "affirmed"), ("ministry", "negated")]


def test_what_nobody_could_confirm_is_not_a_fact() -> None:
    (s,) = read_text("The UN could not confirm that food had been refused.", published=DAY).statements
    assert s.polarity == "hypothetical"


@pytest.mark.parametrize(
    ("item", "known"),
    [
        ("septic tanks", "septic truck"),
        ("fuel tankers", "fuel"),
        ("diesel", "diesel"),
        ("cooking gas", "lpg"),
        ("other vital supplies", "supplies"),
        ("trucks", None),
        ("violins", None),
    ],
)
def test_commodity_of_an_item(item: str, known: str | None) -> None:
    assert commodity(item) == known


def test_forms_of_verbs() -> None:
    assert inflect("deny", ()) == {"deny": "base", "denies": "s", "denying": "ing", "denied": "past"}
    assert inflect("cut", ("cut", "cutting")) == {"cut": "base or past", "cuts": "s", "cutting": "ing"}
    assert inflect("agree", ())["agreeing"] == "ing"
    assert inflect("have", ("has", "had", "having")) == {"have": "base", "has": "s", "having": "ing", "had": "past"}
