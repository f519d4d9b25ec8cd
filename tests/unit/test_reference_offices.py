"""Terms of office: names as texts write them, and the days they held the office."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.errors import SourceError
from holdfast.reference import holders, offices
from holdfast.reference.offices import parse_offices
from holdfast.reference.store import read_text


@pytest.mark.parametrize(
    "name",
    [
        "Kerry",
        "John Kerry",
        "KERRY",
        "Secretary of State John F. Kerry",
        "U.S. Secretary of State John Kerry",
        "Mr. Kerry",
    ],
)
def test_a_name_is_found_as_texts_write_it(name: str) -> None:
    (term,) = holders(name)
    assert (term.holder, term.office, term.body) == ("John Kerry", "Secretary of State", "United States")


def test_the_founding_report_cannot_be_of_its_page_date() -> None:
    (kerry,) = holders("Secretary of State John Kerry")
    assert kerry.holds(date(2015, 7, 17))
    assert not kerry.holds(date(2018, 2, 25))
    assert not kerry.holds(date(2018, 2, 25), slack_days=30)
    assert kerry.status == "memory"
    assert kerry.reason


@pytest.mark.parametrize(
    ("name", "holder"),
    [
        ("Ján Kubiš", "Ján Kubiš"),
        ("Jan Kubis", "Ján Kubiš"),
        ("Nuri al-Maliki", "Nouri al-Maliki"),
        ("Prime Minister Maliki", "Nouri al-Maliki"),
        ("Ban Ki-moon", "Ban Ki-moon"),
        ("UN Secretary-General Ban", "Ban Ki-moon"),
        ("Stephen O\u2019Brien", "Stephen O'Brien"),
        ("Nikolay Mladenov", "Nickolay Mladenov"),
        ("Hennis-Plasschaert", "Jeanine Hennis-Plasschaert"),
    ],
)
def test_spellings_and_titles_do_not_matter(name: str, holder: str) -> None:
    assert {term.holder for term in holders(name)} == {holder}


@pytest.mark.parametrize(
    "name", ["", "President", "John", "Jane Kerry", "Prime Minister", "Barack", "Kerryman", "Ki", "-"]
)
def test_a_title_a_first_name_or_another_person_is_nobody(name: str) -> None:
    assert holders(name) == ()


def test_a_shared_name_gives_every_term() -> None:
    assert {term.holder for term in holders("Clinton")} == {"Hillary Clinton", "Bill Clinton"}
    assert {term.office for term in holders("Guterres")} == {"Secretary-General", "High Commissioner for Refugees"}
    assert len(holders("Donald Trump")) == 2


def test_bounds_belong_to_the_term_and_an_open_term_goes_on() -> None:
    (rubio,) = holders("Rubio")
    assert rubio.end is None
    assert rubio.holds(date(2025, 1, 21))
    assert rubio.holds(date(2100, 1, 1))
    assert not rubio.holds(date(2025, 1, 20))
    assert rubio.holds(date(2025, 1, 20), slack_days=1)
    (powell,) = holders("Powell")
    assert powell.end is not None
    assert powell.holds(powell.end)
    assert not powell.holds(date(2005, 1, 27))


def test_every_office_of_the_reader_is_there_and_no_two_days_are_empty_of_a_secretary_general() -> None:
    found = {(term.office, term.body) for term in offices()}
    assert found == {
        ("Secretary of State", "United States"),
        ("President", "United States"),
        ("Secretary-General", "United Nations"),
        ("High Commissioner for Refugees", "United Nations"),
        ("Prime Minister", "Iraq"),
        ("Special Representative of the Secretary-General for Iraq", "UNAMI"),
        ("Emergency Relief Coordinator", "OCHA"),
    }
    for year in range(1997, 2026):
        day = date(year, 7, 1)
        assert [term.office for term in offices() if term.holds(day)].count("Secretary-General") == 1
        assert [term.office for term in offices() if term.holds(day)].count("President") == 1


def test_every_term_says_where_it_is_from() -> None:
    for term in offices():
        assert term.reason if term.status == "memory" else (term.source and term.address)


def change(old: str, new: str) -> str:
    text = read_text("offices.csv")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("HF-R005", "1997-01-23", "23 January 1997"),
        ("HF-R005", "1997-01-23", ""),
        ("HF-R005", ",day,day,no,", ",hour,day,no,"),
        ("HF-R005", ",day,day,no,", ",day,,no,"),
        ("HF-R005", ",day,day,no,", ",day,day,maybe,"),
        ("HF-R005", ",Madeleine Albright,", ",,"),
        ("HF-R006", "O002", "O001"),
        ("HF-R008", "1997-01-23", "2001-01-21"),
        ("HF-R003", ",read-in-secondary,", ",checked,"),
        ("HF-R002", ",read-in-secondary,", ",memory,"),
        ("HF-R001", '"list of the last ten Secretaries of State, LegalClarity"', ""),
        ("HF-R015", "id,office,", "id,post,"),
        ("HF-R015", "O001,Secretary of State,", "O001,"),
    ],
)
def test_a_term_that_cannot_be_trusted_does_not_load(code: str, old: str, new: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_offices(change(old, new))
    assert caught.value.code == code
