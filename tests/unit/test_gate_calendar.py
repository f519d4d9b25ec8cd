"""Decisions at the gate become days; what nobody recorded stays unknown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.errors import InputError
from holdfast.gate import DECISIONS, EVERYTHING, GateDay, GateEvent, calendar

DAY = date(2026, 8, 15)


def event(decision: str, commodity: str = "diesel", **more: object) -> GateEvent:
    return GateEvent(day=DAY, commodity=commodity, decision=decision, **more)  # type: ignore[arg-type]


def one(*events: GateEvent) -> GateDay:
    return calendar(events, DAY, DAY)[0]


def test_a_day_without_a_record_is_unknown_and_empty() -> None:
    days = calendar([event("refused")], DAY - timedelta(days=1), DAY + timedelta(days=1))
    assert [day.status for day in days] == ["unknown", "closed", "unknown"]
    assert days[0].entries == ()
    assert days[0].entry("diesel") is None


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ("facilitated", "open"),
        ("let in", "open"),
        ("partially facilitated", "partly"),
        ("denied", "closed"),
        ("refused", "closed"),
        ("turned back", "closed"),
        ("confiscated", "closed"),
        ("removed", "closed"),
        ("impeded", "unknown"),
        ("withdrawn", "unknown"),
        ("requested", "unknown"),
    ],
)
def test_every_decision_has_a_status(decision: str, status: str) -> None:
    assert one(event(decision)).status == status


def test_the_table_above_covers_every_decision() -> None:
    covered = {mark.args[1][n][0] for mark in test_every_decision_has_a_status.pytestmark for n in range(11)}  # type: ignore[attr-defined]
    assert covered == set(DECISIONS)


def test_delivered_removed_and_turned_back_make_requested() -> None:
    entry = one(
        event("let in", quantity=3000.0, unit="L"),
        event("refused", quantity=5000.0, unit="L"),
        event("removed", quantity=200.0, unit="L"),
    ).entries[0]
    assert entry.requested == 8200.0
    assert entry.passing_fraction == pytest.approx(3000 / 8200)
    assert entry.status == "partly"


def test_the_one_missing_part_follows_from_what_was_requested() -> None:
    entry = one(
        event("requested", quantity=10000.0, unit="L"), event("let in", quantity=4000.0, unit="L"), event("refused")
    ).entries[0]
    assert entry.refused == 6000.0
    assert entry.requested == 10000.0


def test_an_unknown_quantity_is_not_zero() -> None:
    entry = one(event("let in"), event("refused", quantity=5000.0, unit="L")).entries[0]
    assert entry.delivered is None
    assert entry.requested is None
    assert entry.passing_fraction == 0.5  # one vehicle each


def test_quantities_in_two_units_are_not_added() -> None:
    entry = one(event("let in", quantity=3.0, unit="m3"), event("let in", quantity=3000.0, unit="L")).entries[0]
    assert entry.delivered is None
    assert entry.unit is None


def test_vehicles_are_counted() -> None:
    entry = one(event("let in", count=2), event("refused", count=3)).entries[0]
    assert (entry.delivered_count, entry.refused_count) == (2, 3)
    assert entry.passing_fraction == pytest.approx(0.4)


NONE_IN: dict[str, object] = {"decision": "let in", "count": 0, "quantity": 0.0, "unit": "L"}


def test_that_none_of_it_entered_is_a_recorded_zero_and_no_closed_gate() -> None:
    day = one(event(**NONE_IN))  # type: ignore[arg-type]
    assert day.status == day.entries[0].status == "unknown"
    assert day.nothing_entered == ("diesel",)
    assert day.recorded
    assert day.entries[0].passing_fraction == 0.0


@pytest.mark.parametrize(("other", "status"), [("let in", "open"), ("refused", "closed"), ("impeded", "unknown")])
def test_the_silence_of_one_item_does_not_change_what_the_gate_did_to_another(other: str, status: str) -> None:
    day = one(event(**NONE_IN), event(other, commodity="food"))  # type: ignore[arg-type]
    assert day.status == status
    assert day.nothing_entered == ("diesel",)


def test_nothing_through_the_whole_gate_is_a_closed_gate() -> None:
    day = one(event(**NONE_IN | {"commodity": EVERYTHING}))  # type: ignore[arg-type]
    assert day.status == "closed"
    assert day.nothing_entered == ()


def test_one_voice_of_a_refusal_and_one_of_nothing_entered_agree() -> None:
    day = one(event(**NONE_IN, claimant="log"), event("refused", count=2, claimant="committee"))  # type: ignore[arg-type]
    assert day.status == "closed"
    assert day.entries[0].refused_count == 2
    assert not day.nothing_entered


def test_one_voice_of_a_delivery_and_one_of_nothing_entered_contradict() -> None:
    day = one(event(**NONE_IN, claimant="log"), event("let in", count=1, claimant="ministry"))  # type: ignore[arg-type]
    assert day.status == "unknown"
    assert day.nothing_entered == ()
    assert day.entries[0].passing_fraction is None


def test_a_day_without_a_record_is_not_a_day_on_which_nothing_entered() -> None:
    day = calendar([], DAY, DAY)[0]
    assert not day.recorded
    assert day.nothing_entered == ()


def test_two_voices_that_agree_tell_of_the_same_trucks() -> None:
    entry = one(event("refused", count=5, claimant="committee"), event("refused", count=5, claimant="news")).entries[0]
    assert entry.refused_count == 5
    assert len(entry.events) == 2


def test_two_voices_that_contradict_leave_it_unknown_with_both_kept() -> None:
    entry = one(event("let in", claimant="ministry"), event("refused", claimant="committee")).entries[0]
    assert entry.status == "unknown"
    assert entry.passing_fraction is None
    assert {e.claimant for e in entry.events} == {"ministry", "committee"}


def test_a_mixed_day_is_partly_open() -> None:
    assert one(event("let in", "food"), event("refused", "diesel")).status == "partly"


def test_the_whole_gate_stands_for_what_is_not_named() -> None:
    day = one(event("refused", EVERYTHING), event("let in", "food"))
    assert day.entry("diesel").status == "closed"  # type: ignore[union-attr]
    assert day.entry("food").status == "open"  # type: ignore[union-attr]


def test_an_unknown_decision_is_refused() -> None:
    with pytest.raises(InputError, match="HF-G001"):
        event("perhaps")


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf")])
@pytest.mark.parametrize("field", ["quantity", "count"])
def test_an_impossible_quantity_is_refused(field: str, amount: float) -> None:
    with pytest.raises(InputError, match="HF-G002"):
        event("let in", **{field: amount})


@pytest.mark.parametrize("days", [-1, 4000])
def test_an_impossible_calendar_is_refused(days: int) -> None:
    with pytest.raises(InputError, match="HF-G003"):
        calendar([], DAY, DAY + timedelta(days=days))
