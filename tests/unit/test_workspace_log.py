"""One number by hand: what is understood, what is said back, and what is refused with nothing written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer
from typer.testing import CliRunner

from helpers_ledger import Clock, without_guards
from holdfast.errors import HoldfastError
from holdfast.ledger import claims, draft_claim, open_ledger, propose, review_claim, verify
from holdfast.workspace import status, status_lines, waiting
from holdfast.workspace.log import log_number

SITE = """
[site]
id = "camp"
name = "Camp"
exercise = true
timezone = "Asia/Baghdad"
source = "made-up"
[sources]
made-up = "invented for tests"
[packages]
drum = "200 L"
[[people]]
id = "all"
count = 1000
[[stores]]
id = "diesel-main"
commodity = "diesel"
unit = "L"
quantity = "unknown"
capacity = 15000
dip = [{cm = 0, quantity = 0}, {cm = 40, quantity = 5000}, {cm = 120, quantity = 13000}]
[[stores]]
id = "flour-a"
commodity = "flour"
unit = "kg"
quantity = 3000
capacity = 10000
[[stores]]
id = "flour-b"
commodity = "flour"
unit = "kg"
quantity = 3000
capacity = "unknown"
[[stores]]
id = "blankets"
commodity = "blanket"
unit = "item"
quantity = 30
capacity = 1000
[[tanks]]
id = "tank-1"
holds = "treated"
capacity_m3 = 100
level_m3 = 50
[[sewage_tanks]]
id = "septic-a"
capacity_m3 = 60
level_m3 = "unknown"
[[generators]]
id = "gen-1"
rated_kw = 100
"""
NOON = datetime(2015, 8, 18, 9, 0, tzinfo=UTC)  # 12:00 in Baghdad


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_text(SITE, encoding="utf-8")
    return tmp_path


def log(camp: Path, words: str, **options: Any) -> Any:
    return log_number(camp, words, clock=Clock(NOON), **options)


def test_centimetres_on_the_stick_become_litres(camp: Path) -> None:
    logged = log(camp, "diesel-main 41 cm", when="2015-08-18 08:00")
    said = logged.claim.statement
    assert (said.value_low, said.value_high, said.unit) == (41.0, 41.0, "cm")
    assert (said.si_low, said.si_high, said.si_unit) == (5000.0, 5200.0, "L")  # a centimetre either way
    assert (said.claim_type, said.item, said.place) == ("stock", "diesel", "diesel-main")
    assert logged.claim.occurred_start == "2015-08-18T05:00:00Z"
    assert (logged.claim.source_grade, logged.claim.method, logged.claim.disclosure_class) == ("A1", "typed", "HIGH")
    assert (logged.claim.review, logged.claim.reviewer) == ("accepted", "log keeper")
    for words in (
        "We understood",
        "about 5,100 L",
        "read from the gauge",
        "18 August 2015 at 08:00",
        "entry 1",
        "who typed it",
    ):
        assert words in logged.sentence
    assert claims(open_ledger(camp)) == (logged.claim,)


@pytest.mark.parametrize(
    ("words", "item", "place", "si", "grade"),
    [
        ("diesel 5100 L", "diesel", "diesel-main", (5100, 5100, "L"), "B2"),
        ("Diesel: 5,100 litres.", "diesel", "diesel-main", (5100, 5100, "L"), "B2"),
        ("diesel main ٤١ cm", "diesel", "diesel-main", (5000, 5200, "L"), "A1"),
        ("diesel-main ۵۱۰۰ لیتر", "diesel", "diesel-main", (5100, 5100, "L"), "B2"),
        ("dieselmain 0.41 m", "diesel", "diesel-main", (5000, 5200, "L"), "A1"),
        ("there is 41cm of diesel in the tank", "diesel", "diesel-main", (5000, 5200, "L"), "A1"),
        ("diesel 25 drums counted", "diesel", "diesel-main", (5000, 5000, "L"), "A2"),
        ("diesel more than 5000 L", "diesel", "diesel-main", (5000, None, "L"), "B2"),
        ("diesel 5000-6000 L", "diesel", "diesel-main", (5000, 6000, "L"), "B2"),
        ("flour-a 2.5 MT", "flour", "flour-a", (2500, 2500, "kg"), "B2"),
        ("blankets 12", "blanket", "blankets", (12, 12, "item"), "B2"),
        ("tank 1 37 m3 measured", "water", "tank-1", (37000, 37000, "L"), "A1"),
        ("septic-a 20 m3", "sewage", "septic-a", (20000, 20000, "L"), "B2"),
        ("generator ran 5 h yesterday", "generator", "gen-1", (5, 5, "h"), "B2"),
        ("diesel 0 L", "diesel", "diesel-main", (0, 0, "L"), "B2"),
    ],
)
def test_what_the_log_keeper_may_write(
    camp: Path, words: str, item: str, place: str, si: tuple[float, float | None, str], grade: str
) -> None:
    claim = log(camp, words).claim
    assert (claim.statement.item, claim.statement.place) == (item, place)
    assert (claim.statement.si_low, claim.statement.si_high, claim.statement.si_unit) == si
    assert claim.source_grade == grade


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        ("", "HF-W010", "diesel-main"),
        ("diezel-main 41 cm", "HF-W010", "did you mean diesel-main"),
        ("flour 40 kg", "HF-W010", "flour-a, flour-b"),
        ("diesel-main", "HF-W011", "no number"),
        ("diesel 5100", "HF-W011", "cm on the stick, or L"),
        ("diesel 41 cm 5100 L", "HF-W011", "5100 L"),
        ("diesel-main 5.100 L", "HF-W011", "two readings: 5.1 or 5,100"),
        ("diesel-main 5,100-6.100 L", "HF-W011", "two readings"),
        ("blankets 1.250", "HF-W011", "two readings: 1.25 or 1,250"),
        ("diesel 41 kg", "HF-W012", "mass"),
        ("flour-a 40 bags", "HF-W012", "no size known"),
        ("diesel -5 L", "HF-W012", "below zero"),
        ("diesel 20000 L", "HF-W012", "at most 15,000 L, its capacity"),
        ("flour-b 2000000 t", "HF-W012", "at most 1 billion kg"),
        ("septic-a 1e400 L", "HF-W011", "'1e400', a number with a power of ten"),
        ("diesel 100 L/day", "HF-W012", "L/day"),
        ("gen-1 30 h yesterday", "HF-W012", "24"),
        ("diesel 200 cm", "HF-S014", "120"),
        ("tank-1 41 cm", "HF-S014", "no dip table"),
        ("diesel 41 cm tomorrow", "HF-W013", "future"),
        ("diesel 41 cm at 12:30", "HF-W013", "future"),
        ("diesel 41 cm on 31 February 2015", "HF-W013", "impossible"),
        ("diesel 41 cm on 03/04/2015", "HF-W013", "one way"),
        ("diesel 41 cm last week", "HF-W013", "an hour or a day"),
        ("we need diesel 5100 L", "HF-W014", "need"),
        ("diesel 5100 L burnt", "HF-W014", "burnt"),
        ("no diesel 5100 L", "HF-W014", "no"),
    ],
)
def test_what_is_refused_writes_nothing(camp: Path, words: str, code: str, hint: str) -> None:
    with pytest.raises(HoldfastError) as caught:
        log(camp, words)
    assert caught.value.code == code
    assert hint in str(caught.value)
    assert not (camp / "holdfast.db").exists()


@pytest.mark.parametrize("when", ["2015-02-30", "2015-08-19 08:00", "soon", "2015-08-18T99:00", "last month", ""])
def test_a_bad_when_writes_nothing(camp: Path, when: str) -> None:
    with pytest.raises(HoldfastError, match="HF-W013"):
        log(camp, "diesel 41 cm", when=when)
    with pytest.raises(HoldfastError, match="HF-W013"):
        log(camp, "diesel 41 cm yesterday", when="2015-08-17")
    with pytest.raises(HoldfastError, match="HF-L008"):
        log(camp, "diesel 41 cm", method="guessed")
    with pytest.raises(HoldfastError, match="HF-W001"):
        log(camp / "elsewhere", "diesel 41 cm")


@pytest.mark.parametrize(
    ("when", "start"),
    [
        ("2015-08-18T08:00", "2015-08-18T05:00:00Z"),
        ("2015-08-18T08:00:00+00:00", "2015-08-18T08:00:00Z"),
        ("yesterday 8:00", "2015-08-17T05:00:00Z"),
        ("1394-05-26", "2015-08-16T21:00:00Z"),
        (None, "2015-08-18T09:00:00Z"),
    ],
)
def test_times_as_people_write_them(camp: Path, when: str | None, start: str) -> None:
    assert log(camp, "diesel 41 cm", when=when).claim.occurred_start == start


def test_a_correction_and_a_contradiction(camp: Path) -> None:
    first = log(camp, "diesel 5100 L measured").claim
    second = log(camp, "diesel 1500 L measured", by="engineer")
    assert first.id in second.notes[0]
    assert "5,100" in second.notes[0]
    found = status(camp, clock=Clock(NOON))
    assert len(found.contradictions) == 1
    third = log(camp, "diesel 1510 L measured", corrects=first.id)
    assert third.notes == ()
    assert status(camp, clock=Clock(NOON)).contradictions == ()


def test_copies_of_one_statement_contradict_once(camp: Path) -> None:
    """One source's words read twice are one statement: against a third claim that is one contradiction."""
    first = log(camp, "diesel 5100 L measured").claim
    ledger = open_ledger(camp, clock=Clock(NOON))
    low = replace(first.statement, value_low=1500.0, value_high=1500.0, si_low=1500.0, si_high=1500.0)
    drafts = [
        draft_claim(ledger, low, claimant="engineer", said=first.occurred_start, method="read", source_grade="B2")
        for _ in range(2)
    ]
    for claim in propose(ledger, drafts):
        review_claim(ledger, claim.id, "accepted", reviewer="coordinator")
    assert len(claims(ledger)) == 3
    assert len(status(camp, clock=Clock(NOON)).contradictions) == 1
    notes = log(camp, "diesel 5110 L measured").notes
    assert [note.count("by engineer") for note in notes] == [1]
    other = replace(first.statement, value_low=9000.0, value_high=9000.0, si_low=9000.0, si_high=9000.0)
    propose(ledger, [draft_claim(ledger, other, claimant="committee", said=first.occurred_start, method="read")])
    (left,) = waiting(camp, clock=Clock(NOON))
    assert [claim.claimant for claim in left.against] == ["engineer"]


def test_more_than_a_store_is_supposed_to_hold_is_said_at_once(camp: Path) -> None:
    (note,) = log(camp, "flour-b 99999999 kg").notes
    assert "The capacity of flour-b is not stated" in note
    assert "full and no fuller" in note
    assert log(camp, "flour-b 3001 kg", when="2015-08-17").notes == ()


def test_status_repeats_the_record_as_it_was_claimed(camp: Path) -> None:
    log(camp, "diesel 12345 L")
    assert any("diesel-main: 12,345 L," in line for line in status_lines(status(camp, clock=Clock(NOON))))


def test_status_of_a_day_that_has_not_come_is_refused(camp: Path) -> None:
    log(camp, "diesel 12345 L")
    with pytest.raises(HoldfastError, match="HF-W003"):
        status(camp, as_known=date(2015, 8, 19), clock=Clock(NOON))
    assert len(status(camp, as_known=date(2015, 8, 18), clock=Clock(NOON)).known) == 1


def test_a_rumour_is_kept_and_marked(camp: Path) -> None:
    logged = log(camp, "diesel 12500 L", method="rumour", by="neighbours")
    assert logged.claim.source_grade == "E5"
    assert "not used in forecasts" in logged.sentence


def test_status_says_what_from_whom_how_old(camp: Path) -> None:
    assert any("Nothing is known yet" in line for line in status_lines(status(camp, clock=Clock(NOON))))
    log(camp, "diesel 41 cm", when="2015-08-15 08:00")
    log(camp, "diesel 39 cm", when="2015-08-18 08:00", by="engineer")
    found = status(camp, clock=Clock(NOON))
    (known,) = found.known
    assert known.age_h == 4.0
    assert known.earlier == 1
    (line,) = [line for line in status_lines(found) if "diesel" in line]
    for words in ("measured, engineer (A1)", "4 h old", "1 more of it", "diesel-main"):
        assert words in line


def test_words_of_a_message_cannot_steer_the_screen(camp: Path) -> None:
    log(camp, "diesel 5100 L", by="x\x1b[2J\u202eevil\u200cok")
    text = " ".join(status_lines(status(camp, clock=Clock(NOON))))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "evil\u200cok" in text


@pytest.fixture
def run() -> Any:
    from holdfast.cli.ledger import register

    app = typer.Typer()
    register(app)
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments])


def test_the_commands_end_to_end(camp: Path, run: Any) -> None:
    logged = run("log", camp, "diesel-main", "41", "cm", "--when", "2015-08-18 08:00", "--by", "log keeper")
    assert logged.exit_code == 0, logged.output
    assert logged.output.startswith("We understood: diesel in diesel-main about 5,100 L")
    (claim,) = claims(open_ledger(camp))
    assert "diesel-main" in run("status", camp).output
    assert claim.id in run("ledger", "list", camp).output
    assert (
        "1 claims" in run("ledger", "as-known", camp, datetime.now(ZoneInfo("Asia/Baghdad")).date().isoformat()).output
    )
    assert run("ledger", "as-known", camp, "2099-01-01").exception.code == "HF-W003"
    assert "0 claims" in run("ledger", "as-known", camp, "2015-08-18").output
    assert "stock of diesel: 41 cm = 5,000 to 5,200 L" in run("ledger", "history", camp, claim.id).output
    checked = run("ledger", "verify", camp)
    assert checked.exit_code == 0
    assert "all as it was written" in checked.output
    assert "someone outside" in checked.output


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("status",), "HIGH"),
        (("ledger", "list"), "HIGH"),
        (("ledger", "verify"), "MODERATE"),
        (("ledger", "history"), "HIGH"),
    ],
)
def test_json_carries_its_class_first(camp: Path, run: Any, arguments: tuple[str, ...], kind: str) -> None:
    claim = log(camp, "diesel-main 41 cm").claim
    more = (claim.id,) if arguments[-1] == "history" else ()
    found = json.loads(run(*arguments, camp, *more, "--json").output)
    assert next(iter(found)) == "class"
    assert found["class"] == kind


def test_verify_exits_with_bad_news(camp: Path, run: Any) -> None:
    claim = log(camp, "diesel-main 41 cm").claim
    connection = without_guards(camp / "holdfast.db")
    connection.execute("UPDATE entries SET payload = CAST(replace(CAST(payload AS TEXT), '41', '14') AS BLOB)")
    connection.close()
    assert verify(open_ledger(camp))
    checked = run("ledger", "verify", camp)
    assert checked.exit_code == 1
    assert claim.id in checked.output
    found = json.loads(run("ledger", "verify", camp, "--json").output)
    assert found["sound"] is False
    assert any(fault["id"] == claim.id and "payload" in fault["column"] for fault in found["faults"] if fault["column"])
    assert isinstance(run("status", camp).exception, HoldfastError)
