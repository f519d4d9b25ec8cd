"""Records of two devices that were apart, on both stores: whichever way they meet, both say the same, and it closes."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_ledger import Clock, FilePlace, Place
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Amount,
    Ledger,
    append_answer,
    append_commitment,
    append_notice,
    append_plan,
    append_step,
    commitment_states,
    consignment_states,
    export,
    find_consignment,
    judge_commitment,
    line_item,
    merge,
    notice_states,
    own_acts,
    request_consignment,
    tombstone,
    verify,
)
from holdfast.ledger.entries import append

BY = "access officer"


@pytest.fixture
def apart(tmp_path: Path, place: Place) -> tuple[Ledger, Ledger, Clock]:
    """An office with one request, one promise and one notice, and a laptop that has a copy of them."""
    clock = Clock()
    office = place.new(clock, device="office")
    request_consignment(office, lines=[line_item("flour", 20, "t")], reference="HF-12", recorded_by=BY)
    append_commitment(office, office="ministry", text="three tankers", due="2015-08-19", recorded_by=BY)
    append_notice(office, office="mission", text="water ends", channel="letter", recorded_by=BY)
    (tmp_path / "laptop").mkdir()
    laptop = FilePlace(tmp_path / "laptop").new(clock, device="laptop")
    meet(laptop, office, tmp_path / "first.hfl")
    clock.advance(hours=1)
    return office, laptop, clock


def meet(taker: Ledger, giver: Ledger, by: Path) -> None:
    export(giver, by)
    merge(taker, by)


def seen(ledger: Ledger) -> tuple[object, ...]:
    return consignment_states(ledger), commitment_states(ledger), notice_states(ledger), own_acts(ledger)


def test_both_sides_say_the_same_in_whichever_order_they_meet(
    apart: tuple[Ledger, Ledger, Clock], tmp_path: Path
) -> None:
    office, laptop, clock = apart
    assert seen(office) == seen(laptop)
    name = consignment_states(office)[0].consignment.id
    first, _ = append_step(office, name, "delivered", amounts=[Amount(line=1, quantity=12)], recorded_by=BY)
    judge_commitment(office, commitment_states(office)[0].commitment.id, "kept", judged_by="lead", evidence=[first.id])
    clock.advance(minutes=5)
    append_step(laptop, name, "delivered", amounts=[Amount(line=1, quantity=12)], recorded_by=BY)
    append_step(laptop, name, "turned back", amounts=[Amount(line=1, quantity=5)], recorded_by=BY)
    append_answer(laptop, notice_states(laptop)[0].notice.id, text="noted", recorded_by=BY)
    append_plan(laptop, title="next load", text="flour", made_by="engineer", recorded_by="engineer")
    clock.advance(minutes=5)
    meet(laptop, office, tmp_path / "a.hfl")
    meet(office, laptop, tmp_path / "b.hfl")
    meet(laptop, office, tmp_path / "c.hfl")
    assert seen(office) == seen(laptop)
    (state,) = consignment_states(office)
    line = state.lines[0]
    # Twelve tonnes told twice count once; what came second is shown; the rest closes.
    assert (line.delivered, line.turned_back, line.awaiting) == (12, 5, 3)
    ((extra, reason),) = state.not_counted
    assert extra.device == "laptop"
    assert (state.copies, first.id in reason) == ({extra.id}, True)
    assert commitment_states(laptop)[0].status == "kept"
    assert notice_states(office)[0].answered
    assert verify(office) == verify(laptop) == ()


def test_a_step_is_undone_on_one_side_and_withdrawn_on_the_other(
    apart: tuple[Ledger, Ledger, Clock], tmp_path: Path
) -> None:
    office, laptop, clock = apart
    name = consignment_states(office)[0].consignment.id
    wrong, _ = append_step(office, name, "delivered", recorded_by=BY)
    meet(laptop, office, tmp_path / "a.hfl")
    clock.advance(minutes=5)
    append_step(office, name, "undone", supersedes=wrong.id, recorded_by=BY)
    tombstone(laptop, wrong.id, reason="wrong truck", by="coordinator")
    meet(laptop, office, tmp_path / "b.hfl")
    meet(office, laptop, tmp_path / "c.hfl")
    assert seen(office) == seen(laptop)
    assert consignment_states(office)[0].lines[0].awaiting == 20


def test_two_requests_of_one_reference_are_told_apart_by_their_ids(
    apart: tuple[Ledger, Ledger, Clock], tmp_path: Path
) -> None:

    office, laptop, clock = apart
    for ledger, tonnes in ((office, 5), (laptop, 6)):
        request_consignment(ledger, lines=[line_item("rice", tonnes, "t")], reference="HF-13", recorded_by=BY)
        clock.advance(minutes=1)
    meet(office, laptop, tmp_path / "a.hfl")
    # Until a person says that they are two, they count once: as it was asked for last.
    state = find_consignment(office, "HF-13")
    ((line,), (earlier,)) = state.lines, state.same_reference
    assert (line.requested, earlier.lines[0].quantity) == (6, 5)
    append_step(office, state.consignment.id, "both", beside=earlier.id, recorded_by=BY)
    with pytest.raises(LedgerError, match="which 2 have") as caught:
        find_consignment(office, "HF-13")
    assert caught.value.code == "HF-L072"
    for state in consignment_states(office):
        assert find_consignment(office, state.consignment.id) == state


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("gate_step", "consignment_id", "01K2XSG2T9AZ5R8W6V1QX4M7NB"),
        ("gate_step", "claim_ids", ["01K2XSG2T9AZ5R8W6V1QX4M7NB"]),
        ("gate_step", "document_sha256", "0" * 64),
        ("gate_step", "supersedes", "01K2XSG2T9AZ5R8W6V1QX4M7NB"),
    ],
)
def test_a_record_that_names_nothing_is_found_by_the_check(place: Place, kind: str, field: str, value: object) -> None:
    ledger = place.new()
    state = request_consignment(ledger, lines=[line_item("flour", 20, "t")], recorded_by=BY)
    step, _ = append_step(ledger, state.consignment.id, "arrived", recorded_by=BY)
    body = step.as_dict()
    for name in ("id", "received", "device", "sequence", "hash"):
        del body[name]
    with ledger.writing() as connection:
        append(ledger, connection, kind=kind, body=body)
    assert verify(ledger) == ()
    with ledger.writing() as connection:
        append(ledger, connection, kind=kind, body=body | {field: value})
    (fault,) = verify(ledger)
    assert (fault.kind, fault.column) == ("reference", field)
