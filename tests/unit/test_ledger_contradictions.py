"""Contradictions stand side by side: two claims of one thing, one place, one time, that cannot both hold."""

from __future__ import annotations

from datetime import date

import pytest

from helpers_ledger import Clock, Place, diesel
from holdfast.errors import LedgerError
from holdfast.ledger import Ledger, Statement, append_claim, claims, contradictions, grade, grade_of_method, grades


def accepted(ledger: Ledger, statement: Statement, claimant: str = "committee", **fields: object) -> str:
    more: dict[str, object] = {"review": "accepted", "reviewer": "r", "source_grade": "B2"} | fields
    return append_claim(ledger, statement, claimant=claimant, **more).id  # type: ignore[arg-type]


def test_two_figures_beyond_their_errors_are_shown_and_both_stand(place: Place) -> None:
    ledger = place.new()
    one = accepted(ledger, diesel(5000))
    two = accepted(ledger, diesel(12500), claimant="news")
    (pair,) = contradictions(ledger)
    assert (pair.kind, pair.first.id, pair.second.id) == ("value", one, two)
    assert [c.id for c in claims(ledger)] == [one, two]
    assert pair.as_dict()["second"]["claimant"] == "news"


@pytest.mark.parametrize(
    ("other", "grade_of_other", "pairs"),
    [
        (7000.0, "B2", 0),  # 2,000 L apart; 25 % of 5,000 and of 7,000, in squares, are 2,150 L
        (7500.0, "B2", 1),
        (8400.0, "C3", 0),  # a second-hand figure may be half off
        (5600.0, "A1", 0),
        (6400.0, "A1", 1),
    ],
)
def test_the_error_of_each_source_decides(place: Place, other: float, grade_of_other: str, pairs: int) -> None:
    ledger = place.new()
    accepted(ledger, diesel(5000))
    accepted(ledger, diesel(other), claimant="news", source_grade=grade_of_other)
    assert len(contradictions(ledger)) == pairs


@pytest.mark.parametrize(
    "changes",
    [
        {"item": "petrol"},
        {"place": "diesel-2"},
        {"claim_type": "need"},
        {"time_start": "2015-08-20"},
        {"per": "day"},
        {"si_unit": None, "si_low": None, "si_high": None, "unit": "drum"},
        {"polarity": "planned"},
        {"polarity": "hypothetical"},
        {"value_low": None, "value_high": None, "si_low": None, "si_high": None},
    ],
)
def test_different_things_places_times_and_plans_do_not_contradict(place: Place, changes: dict[str, object]) -> None:
    ledger = place.new()
    accepted(ledger, diesel(5000))
    accepted(ledger, diesel(12500, **changes), claimant="news")
    assert contradictions(ledger) == ()


def test_bounds_contradict_only_where_they_exclude_each_other(place: Place) -> None:
    ledger = place.new()
    accepted(ledger, diesel(5000))
    accepted(ledger, diesel(si_low=5100, si_high=None, value_low=5100, value_high=None), claimant="a")  # more than
    accepted(ledger, diesel(si_low=None, si_high=1000, value_low=None, value_high=1000), claimant="b")  # fewer than
    assert [(p.first.claimant, p.second.claimant) for p in contradictions(ledger)] == [("committee", "b"), ("a", "b")]


def test_a_denial_of_what_another_affirms(place: Place) -> None:
    ledger = place.new()
    outage = Statement(claim_type="outage", item="Fuel", time_start="2015-08-18")
    accepted(ledger, outage)
    accepted(
        ledger, Statement(claim_type="outage", item="fuel", polarity="negated", time_start="2015-08-18"), "ministry"
    )
    (pair,) = contradictions(ledger)
    assert (pair.kind, pair.second.claimant) == ("polarity", "ministry")


def test_denying_one_amount_does_not_deny_another(place: Place) -> None:
    ledger = place.new()
    accepted(ledger, diesel(5000))
    accepted(ledger, diesel(20000, polarity="negated"), claimant="ministry")
    assert contradictions(ledger) == ()


def test_hours_apart_are_not_one_time(place: Place) -> None:
    ledger = place.new()
    at = {"time_precision": "hour"}
    accepted(ledger, diesel(5000, time_start="2015-08-18T08:00:00+03:00", **at))
    accepted(ledger, diesel(1000, time_start="2015-08-18T15:00:00+03:00", **at))
    assert contradictions(ledger) == ()
    accepted(ledger, diesel(9000, time_start="2015-08-18T15:30:00+03:00", **at), claimant="news")
    assert len(contradictions(ledger)) == 1


def test_without_a_time_the_time_of_saying_counts(place: Place) -> None:
    ledger = place.new()
    for litres, said in ((5000, "2015-08-18T08:00Z"), (12500, "2015-08-18T20:00Z"), (20000, "2015-08-25T08:00Z")):
        accepted(ledger, diesel(litres, time_start=None), said=said)
    assert len(contradictions(ledger)) == 1
    accepted(ledger, diesel(1, time_start=None), claimant="nobody knows when")
    assert len(contradictions(ledger)) == 1


def test_a_temperature_has_no_share_of_itself_as_error(place: Place) -> None:
    ledger = place.new()
    for value in (20.0, 24.0):
        heat = Statement(claim_type="temperature", si_low=value, si_high=value, si_unit="degC", time_start="2015-08-18")
        accepted(ledger, heat)
    assert len(contradictions(ledger)) == 1


def test_what_is_waiting_rejected_or_replaced_contradicts_nothing(place: Place) -> None:
    clock = Clock()
    ledger = place.new(clock)
    one = accepted(ledger, diesel(5000))
    append_claim(ledger, diesel(12500), claimant="news")
    append_claim(ledger, diesel(12500), claimant="news", review="rejected", reviewer="r")
    assert contradictions(ledger) == ()
    accepted(ledger, diesel(12500), claimant="news")
    clock.advance(days=1)
    accepted(ledger, diesel(12000), supersedes=one)
    assert contradictions(ledger) == ()
    assert len(contradictions(ledger, as_known=date(2015, 8, 18))) == 1


def test_every_grade_has_a_row_and_error_grows_with_doubt() -> None:
    codes = [row.grade for row in grades()]
    assert codes == [letter + digit for letter in "ABCDE" for digit in "12345"]
    for row in grades():
        assert row.used == (row.relative_error is not None) == (row.word != "claimed by")
        assert row.status in {"read", "derived", "memory", "assumption"}
        assert row.note
    for letter in "ABCD":
        errors = [grade(letter + digit).relative_error or 9.0 for digit in "12345"]
        assert errors == sorted(errors)
    assert not grade("E1").used


def test_words_of_the_log_stand_for_grades() -> None:
    assert {m: grade_of_method(m).grade for m in ("measured", "counted", "reported", "estimate", "rumour")} == {
        "measured": "A1",
        "counted": "A2",
        "reported": "B2",
        "estimate": "C3",
        "rumour": "E5",
    }
    for call in (lambda: grade("F1"), lambda: grade_of_method("guessed")):
        with pytest.raises(LedgerError, match="HF-L008"):
            call()


def test_the_two_totals_of_the_coordinators_morning_contradict_each_other(place: Place) -> None:
    ledger = place.new()
    accepted(ledger, diesel(5000), claimant="committee", source_grade="C3")
    accepted(ledger, diesel(12500), claimant="news", source_grade="C3")
    assert [pair.kind for pair in contradictions(ledger)] == ["value"]
