"""No person's name in a claim: an office keeps its words, a person becomes a role or a number of the document."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from holdfast.intake import Persons, read_text, without_names

DATA = Path(__file__).parents[1] / "data" / "intake"
# Persons among the words of the open sentences, and what they become.
NAMED = {
    "Maryam Rahimi, head of the relief board": "head of the relief board",
    "Ban Ki-moon": "person",
    "crossing's director, Colonel Amin": "crossing's director",
    "Dr Salma Idris": "person",
}
BODIES = (
    "Digital Journal",
    "Digital Journal (reposted by USCCAR)",
    "NCRI",
    "UNAMI",
    "Camp committee",
    "Iran Liberty blog",
    "Iran Liberty blog (NCRI)",
    "National Council of Resistance of Iran (NCRI) / NewsBlaze",
    "US Committee for Camp Ashraf Residents",
    "Femmes liberte laicite (FR)",
    "American Thinker (opinion)",
    "Defend Ashraf (NCRI reprint)",
    "Nejat Society (critical of the MEK), reporting UN and US statements",
    "UK House of Lords (Hansard)",
    "Legal opinion",
    "Al-Khabar / Yemeress (NCRI text, Arabic)",
    "CNN iReport (user post, unverified)",
    "European Iraqi Freedom Association (EIFA)",
    "Steun Mensenrechten (NL)",
    "US Department of State",
    "Council in another language",
    "Embassy",
    "WFP logistics",
    "sender 2",
    "author of the text",
    "King Hussein Hospital",
    "Camp Ashraf",
    "Saudi Arabia",
    "Human Rights Watch",
    "Third Battalion",
    "مهندس المياه",
    "رائد الشرطة",
    "المتحدث باسم الوزارة",
    "وزارت کشور",
)


def role(phrase: str) -> str:
    return (Persons("00", [phrase]).role(phrase) or "").replace(" of 00", "")


def open_words() -> list[str]:
    found: dict[str, None] = {}
    for name in ("gold", "labels_en_settled", "labels_ar_settled", "labels_fa_settled", "script_sentences"):
        for row in csv.DictReader((DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()):
            number = row.get("id")
            if number and hashlib.sha256(number.encode()).digest()[0] % 3 == 0:
                continue  # frozen sentences are looked at by nobody
            found |= dict.fromkeys(row[k] for k in ("actor", "addressee", "attribution") if row[k])
    return list(found)


def test_offices_of_the_open_sentences_stay_and_their_persons_go() -> None:
    for phrase in open_words():
        wanted = NAMED.get(phrase, phrase)
        assert role(phrase).removesuffix(" 1") == wanted, phrase


@pytest.mark.parametrize("body", BODIES)
def test_bodies_places_and_publications_stay(body: str) -> None:
    assert role(body) == body


@pytest.mark.parametrize(
    ("phrase", "kept"),
    [
        ("Colonel Ahmad", "colonel"),
        ("Colonel X", "colonel"),
        ("Ahmad Karimi, the store keeper", "the store keeper"),
        ("the camp manager (Omar Saleh)", "the camp manager"),
        ("spokesman Y of the ministry", "spokesman of the ministry"),
        ("Secretary of State John Kerry", "Secretary of State"),
        ("Prime Minister Haider al-Abadi", "Prime Minister"),
        ("Sanaa News (H. Mahmoudi, NCRI)", "Sanaa News (NCRI)"),
        ("Dr. Reza Moradi", "person 1"),
        ("Ahmad Karimi", "person 1"),
        ("ahmad karimi", "person 1"),
        ("OMAR SALEH", "person 1"),
        ("Haj Ali", "person 1"),
        ("Kofi Mensah", "person 1"),
        ("Maria Lopez, who heads", "person 1"),
        ("M. Rajavi (openparliament.ca)", "person 1 (openparliament.ca)"),
        ("brother of Ahmad Karimi", "brother of person 1"),
        ("John Smith of UNHCR", "person 1 of UNHCR"),
        ("السيد أحمد كريمي", "person 1"),
        ("الدكتور سامر العلي", "person 1"),
        ("العقيد أمين", "العقيد"),
        ("أحمد كريمي، أمين المخزن", "أمين المخزن"),
        ("المتحدث باسم الوزارة أحمد كريمي", "المتحدث باسم الوزارة"),
        ("أبو أحمد", "person 1"),
        ("آقای کریمی", "person 1"),
        ("دکتر رضا مرادی", "person 1"),
        ("احمد کریمی، انباردار", "انباردار"),
        ("سرهنگ رضایی", "سرهنگ"),
    ],
)
def test_a_person_becomes_a_role_or_a_number(phrase: str, kept: str) -> None:
    assert role(phrase) == kept


def test_numbers_follow_the_name_in_its_document_and_nothing_across_documents() -> None:
    names = [f"{first} {last}" for first in ("Ahmad", "Omar", "Reza", "Maryam") for last in ("Karimi", "Saleh")]
    one, again, other = (Persons(d, order) for d, order in (("00", names), ("00", names[::-1]), ("01", names)))
    assert [one.role(n) for n in names] == [again.role(n) for n in names]
    assert {one.role(n) for n in names} == {f"person {n} of 00" for n in range(1, 9)}
    assert [one.role(n) for n in names] != [other.role(n) for n in names]


def test_a_short_name_is_the_only_long_one_that_has_it() -> None:
    persons = Persons("00", ["Ahmad Karimi", "Mr Karimi", "Omar Saleh"])
    assert persons.role("Mr Karimi") == persons.role("Ahmad Karimi") != persons.role("Omar Saleh")


def test_only_the_house_of_a_person_loses_a_name() -> None:
    for place, kept in (
        ("behind the bakery, Ahmad Karimi house", "behind the bakery, person 1 house"),
        ("house of Ahmad Karimi", "house of person 1"),
        ("Mr Karimi's house", "person 1's house"),
        ("بيت أحمد كريمي", "بيت person 1"),
        ("Camp Ashraf", "Camp Ashraf"),
        ("diesel-main", "diesel-main"),
    ):
        assert Persons("00", [place]).place(place) == kept.replace("person 1", "person 1 of 00")


def test_a_reading_keeps_its_text_and_spans() -> None:
    text = "According to Dr. Reza Moradi, diesel for 3 days remains.\n"
    reading = read_text(text)
    bare = without_names(reading)
    assert bare.text == text
    assert [s.attribution for s in reading.statements] == ["Dr. Reza Moradi"]
    assert [s.attribution for s in bare.statements] == [f"person 1 of {reading.source['sha256'][:4]}"]
    assert [(s.char_start, s.char_end) for s in bare.statements] == [
        (s.char_start, s.char_end) for s in reading.statements
    ]
