"""Consignments in the gate record: each part on its day, once, beside claims and not on top of them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from helpers_forecast import ISSUE_DAY, camp, claim, statement
from helpers_ledger import Clock, new_ledger
from holdfast.disclosure import AT_THE_SITE, public_facts
from holdfast.estimate import estimate
from holdfast.estimate.consigned import consigned_events
from holdfast.estimate.gate_record import gate_record
from holdfast.gate import GateDay
from holdfast.ledger import (
    Amount,
    ConsignmentState,
    Ledger,
    append_claim,
    append_commitment,
    append_step,
    commitment_states,
    consignment_states,
    line_item,
    request_consignment,
)

ZONE = ZoneInfo("Asia/Baghdad")
ISSUE = datetime(2026, 8, 19, tzinfo=ZONE)
BY = "access officer"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path, Clock(datetime(2026, 8, 18, 12, tzinfo=ZONE)))


def asked(ledger: Ledger, *lines: tuple[str, float, str], **fields: object) -> str:
    state = request_consignment(
        ledger,
        lines=[line_item(what, amount, unit) for what, amount, unit in lines],
        recorded_by=BY,
        requested_at="2026-08-10T08:00:00+03:00",
        **fields,
    )
    return state.consignment.id


def step(ledger: Ledger, name: str, kind: str, day: int, quantity: float | None = None, line: int = 1, **more: object):
    amounts = None if quantity is None else [Amount(line=line, quantity=quantity)]
    return append_step(ledger, name, kind, amounts=amounts, at=f"2026-08-{day}T09:00:00+03:00", recorded_by=BY, **more)


def days_of(states: tuple[ConsignmentState, ...], *claims) -> dict[int, GateDay]:
    days, _ = gate_record(camp(), claims, ISSUE, states)
    return {day.day.day: day for day in days}


def test_a_delivery_opens_its_day_and_no_other(ledger: Ledger) -> None:
    name = asked(ledger, ("flour", 20, "t"))
    step(ledger, name, "delivered", 16)
    days = days_of(consignment_states(ledger))
    entry = days[16].entry("flour")
    assert (days[16].status, entry.delivered, entry.unit) == ("open", 20_000, "kg")
    assert (entry.requested, entry.refused, entry.removed) == (20_000, 0, 0)
    assert {day.status for number, day in days.items() if number != 16} == {"unknown"}


def test_a_load_of_which_a_part_was_taken_off_is_partly_open(ledger: Ledger) -> None:
    name = asked(ledger, ("flour", 20, "t"))
    step(ledger, name, "items removed", 16, 5)
    step(ledger, name, "delivered", 16)
    entry = days_of(consignment_states(ledger))[16].entry("flour")
    assert (entry.status, entry.passing_fraction) == ("partly", 0.75)
    assert (entry.delivered, entry.removed, entry.requested) == (15_000, 5000, 20_000)
    assert entry.delivered_count == 0.75  # one load, a quarter of it removed


@pytest.mark.parametrize("kind", ["denied", "turned back"])
def test_a_refusal_closes_its_day(ledger: Ledger, kind: str) -> None:
    step(ledger, asked(ledger, ("diesel", 5000, "L")), kind, 17)
    assert days_of(consignment_states(ledger))[17].status == "closed"


@pytest.mark.parametrize("kind", ["arrived", "impeded", "postponed", "withdrawn", "facilitated"])
def test_what_is_no_decision_on_goods_tells_nothing_of_the_gate(ledger: Ledger, kind: str) -> None:
    step(ledger, asked(ledger, ("diesel", 5000, "L")), kind, 17)
    assert {day.recorded for day in days_of(consignment_states(ledger)).values()} == {False}


def test_goods_the_site_does_not_keep_are_counted_as_loads(ledger: Ledger) -> None:
    name = asked(ledger, ("septic parts", 30, "parts"))
    step(ledger, name, "items removed", 16, 12)
    step(ledger, name, "delivered", 16)
    entry = days_of(consignment_states(ledger))[16].entry("septic parts")
    assert (entry.unit, entry.passing_fraction) == (None, pytest.approx(0.6))


def test_food_for_several_stores_is_nobodys_quantity(ledger: Ledger) -> None:
    step(ledger, asked(ledger, ("food", 20, "t")), "delivered", 16)
    events = consigned_events(camp(), consignment_states(ledger), ISSUE)
    assert len(events) > 1
    assert {event.quantity for event in events} == {None}


def test_what_is_said_to_come_after_the_issue_is_left_out(ledger: Ledger) -> None:
    step(ledger, asked(ledger, ("flour", 20, "t")), "delivered", 20)
    assert consigned_events(camp(), consignment_states(ledger), ISSUE) == ()


def test_a_linked_claim_is_not_counted_again(ledger: Ledger) -> None:
    said = statement("delivery", "flour", 20_000, "kg", time_start="2026-08-16", time_end="2026-08-16")
    told = append_claim(ledger, said, claimant=BY, review="accepted", reviewer="x")
    name = asked(ledger, ("flour", 20, "t"))
    # Linked to a mere request, the claim still is all that is known of the gate.
    append_step(ledger, name, "linked", claim_ids=[told.id], recorded_by=BY)
    days, (seen,) = gate_record(camp(), [told], ISSUE, consignment_states(ledger))
    assert {d.day.day: d for d in days}[16].entry("flour").delivered == 20_000
    assert seen.use == "gate"
    step(ledger, name, "delivered", 16)
    days, (seen,) = gate_record(camp(), [told], ISSUE, consignment_states(ledger))
    assert {d.day.day: d for d in days}[16].entry("flour").delivered == 20_000
    assert (seen.use, seen.reason.startswith("told by consignment")) == ("listed", True)
    # Unlinked, and by the same voice, it would be a second load.
    days = days_of(consignment_states(ledger)[:0], told)
    assert days[16].entry("flour").delivered == 20_000


def test_two_voices_that_differ_are_both_kept(ledger: Ledger) -> None:
    step(ledger, asked(ledger, ("flour", 20, "t")), "delivered", 16)
    said = statement("denial", "flour", time_start="2026-08-16", time_end="2026-08-16")
    day = days_of(consignment_states(ledger), claim(said, 1, claimant="ministry"))[16]
    assert day.entry("flour").status == "unknown"
    assert len(day.entry("flour").events) == 2


def test_a_delivery_reaches_the_store_and_changes_the_hash_of_the_inputs(ledger: Ledger) -> None:
    said = statement("stock", "diesel", 3000, "L", time_start="2026-08-15", time_end="2026-08-15")
    reading = claim(said, 1, source_grade="A1", claimant="committee")
    name = asked(ledger, ("diesel", 5000, "L"))
    without = estimate(camp(), [reading], ISSUE_DAY, 200, 1, consignments=consignment_states(ledger))
    step(ledger, name, "delivered", 17)
    with_it = estimate(camp(), [reading], ISSUE_DAY, 200, 1, consignments=consignment_states(ledger))
    path = "stores.diesel-main.quantity"
    assert np.median(with_it.draws[path]) > np.median(without.draws[path]) + 1500
    assert with_it.claims_hash != without.claims_hash
    assert without.claims_hash != estimate(camp(), [reading], ISSUE_DAY, 200, 1).claims_hash


def test_the_public_edition_counts_loads_and_holds_no_amount(ledger: Ledger) -> None:
    name = asked(ledger, ("flour", 20, "t"), ("septic parts", 30, "parts"), carrier="Relief Wheels")
    step(ledger, name, "items removed", 15, 30, line=2)
    step(ledger, name, "delivered", 15)
    step(ledger, asked(ledger, ("diesel", 5000, "L")), "denied", 16)
    half = asked(ledger, ("rice", 10, "t"))
    step(ledger, half, "delivered", 17, 1)
    step(ledger, half, "delivered", 17, 2)
    step(ledger, half, "turned back", 17, 1)
    days, _ = gate_record(camp(), (), ISSUE, consignment_states(ledger))
    facts = public_facts((), days, date(2026, 8, 18), site_name="Camp T", zone="Asia/Baghdad")
    told = {day.day.day: day for day in facts.gate}
    assert (told[15].let_in, told[15].removed, told[15].refused) == (1, 1, 0)
    assert (told[16].let_in, told[16].removed, told[16].refused) == (0, 0, 1)
    # A part of a load counts as a decision does, once a day: nothing that happened is rounded away.
    assert (told[17].let_in, told[17].removed, told[17].refused) == (1, 0, 1)
    text = str(facts.as_dict())
    assert not any(word in text for word in ("20000", "5000", "Relief Wheels", "awaiting", name))


def test_the_public_edition_tells_that_a_promise_was_made_and_no_more(ledger: Ledger) -> None:
    said = statement("commitment", "diesel")
    told = append_claim(ledger, said, claimant="ministry", review="accepted", reviewer="x", said="2026-08-15T08:00:00Z")
    append_commitment(
        ledger,
        office="ministry",
        text="three tankers",
        due="2026-08-25",
        promised_at="2026-08-15T08:00:00+03:00",
        claim_ids=[told.id],
        recorded_by=BY,
    )
    append_commitment(
        ledger, office="x", text="y", promised_at="2026-08-19T08:00:00+03:00", recorded_by=BY
    )  # after the day that is told of
    facts = public_facts(
        [told], (), date(2026, 8, 18), site_name="Camp T", zone="Asia/Baghdad", promises=commitment_states(ledger)
    )
    assert [(one.day, one.claimant) for one in facts.commitments] == [(date(2026, 8, 15), AT_THE_SITE)]
    assert "three tankers" not in str(facts.as_dict())
