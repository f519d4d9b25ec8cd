"""Two devices that were apart wrote down the same: it is shown, counted once, and a person settles it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers_ledger import Clock, FilePlace, diesel
from holdfast.cli.main import build_app
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Amount,
    ConsignmentState,
    Ledger,
    LineItem,
    append_claim,
    append_step,
    consignment_states,
    export,
    find_consignment,
    item_totals,
    line_item,
    merge,
    request_consignment,
    verify,
)
from holdfast.ledger.entries import load_entries

BY = "access officer"
MORNING, NOON, NEXT = "2015-08-18T06:00:00Z", "2015-08-18T09:00:00Z", "2015-08-19T06:00:00Z"


class Apart:
    """An office and a laptop that both know of K-1, of 20 t of flour."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.count = folder, Clock(), 0
        self.ledgers = {}
        for name in ("office", "laptop"):
            (folder / name).mkdir()
            self.ledgers[name] = FilePlace(folder / name).new(self.clock, device=name)
        self.request("office", "K-1", line_item("flour", 20, "t"))
        self.meet("laptop", "office")

    def request(self, name: str, reference: str | None, *lines: LineItem, **fields: object) -> ConsignmentState:
        self.clock.advance(minutes=1)
        return request_consignment(
            self.ledgers[name], lines=lines, reference=reference, recorded_by=BY, requested_at=MORNING, **fields
        )

    def step(self, name: str, kind: str, tonnes: float | None = None, **fields: object):
        self.clock.advance(minutes=1)
        ledger = self.ledgers[name]
        amounts = None if tonnes is None else [Amount(line=fields.pop("line", 1), quantity=tonnes)]
        to = find_consignment(ledger, str(fields.pop("to", "K-1"))).consignment.id
        fields = {"at": MORNING} | fields
        return append_step(ledger, to, kind, amounts=amounts, recorded_by=BY, **fields)

    def meet(self, taker: str, giver: str) -> None:
        self.count += 1
        file = self.folder / f"{self.count}.hfl"
        export(self.ledgers[giver], file)
        merge(self.ledgers[taker], file)

    def both_know(self) -> ConsignmentState:
        self.clock.advance(minutes=1)
        self.meet("office", "laptop")
        self.meet("laptop", "office")
        assert consignment_states(self.ledgers["office"]) == consignment_states(self.ledgers["laptop"])
        assert verify(self.ledgers["office"]) == ()
        return find_consignment(self.ledgers["office"], "K-1")

    @property
    def office(self) -> Ledger:
        return self.ledgers["office"]


@pytest.fixture
def apart(tmp_path: Path) -> Apart:
    return Apart(tmp_path)


def told(state: ConsignmentState) -> tuple[float, float, int]:
    return state.lines[0].delivered, state.lines[0].awaiting, len(state.copies)


def test_one_delivery_told_by_two_devices_counts_once_and_is_shown(apart: Apart) -> None:
    first, _ = apart.step("office", "delivered", 8)
    second, _ = apart.step("laptop", "delivered", 8)
    state = apart.both_know()
    assert told(state) == (8, 12, 1)
    ((shown, reason),) = state.not_counted
    assert (shown.id, state.copies) == (second.id, {second.id})
    assert reason == (
        f"possible copy of step {first.id} from device office: delivered, the same amount on the same day"
    )
    assert state.as_dict()["not_counted"][0]["possible_copy"] is True


def test_a_person_says_that_both_happened(apart: Apart) -> None:
    apart.step("office", "delivered", 8)
    second, _ = apart.step("laptop", "delivered", 8)
    apart.both_know()
    word, state = apart.step("office", "both", beside=second.id)
    assert told(state) == told(apart.both_know()) == (16, 4, 0)
    _, state = apart.step("laptop", "undone", supersedes=word.id)
    assert told(state) == told(apart.both_know()) == (8, 12, 1)


def test_a_person_says_that_it_is_the_same(apart: Apart) -> None:
    first, _ = apart.step("office", "delivered", 8)
    second, _ = apart.step("laptop", "delivered", 8)
    apart.both_know()
    apart.step("office", "same", beside=second.id)
    state = apart.both_know()
    assert (told(state), state.not_counted) == ((8, 12, 0), ())
    # It stays the same one when the other account of it is corrected.
    apart.step("office", "delivered", 5, supersedes=first.id)
    assert told(apart.both_know()) == (5, 15, 0)


def test_an_undone_copy_is_settled_and_an_undone_first_one_gives_way(apart: Apart) -> None:
    first, _ = apart.step("office", "delivered", 8)
    second, _ = apart.step("laptop", "delivered", 8)
    apart.both_know()
    wrong, state = apart.step("office", "undone", supersedes=first.id)
    assert told(state) == told(apart.both_know()) == (8, 12, 0)
    assert [step.id for step in state.steps] == [second.id]
    _, state = apart.step("office", "undone", supersedes=second.id)
    assert told(state) == (0, 20, 0)
    assert wrong.id not in state.copies


def test_both_that_do_not_fit_are_refused_with_the_numbers(apart: Apart) -> None:
    apart.step("office", "delivered", 12)
    second, _ = apart.step("laptop", "delivered", 12)
    apart.both_know()
    with pytest.raises(LedgerError, match="12 t of flour, while of 20 t of flour 8 awaiting") as caught:
        apart.step("office", "both", beside=second.id)
    assert caught.value.code == "HF-L070"
    assert told(apart.both_know()) == (12, 8, 1)


@pytest.mark.parametrize(
    ("kind", "tonnes", "at", "copies"),
    [
        ("delivered", 8, NOON, 1),  # the hour is when it was typed, as a rule
        ("delivered", 8, NEXT, 0),
        ("delivered", 8.1, MORNING, 0),
        ("turned back", 8, MORNING, 0),
        ("delivered", 8.0000000001, MORNING, 1),
    ],
)
def test_what_may_be_a_copy(apart: Apart, kind: str, tonnes: float, at: str, copies: int) -> None:
    apart.step("office", "delivered", 8)
    apart.step("laptop", kind, tonnes, at=at)
    state = apart.both_know()
    assert len(state.copies) == copies
    assert len(state.steps) == 2 - copies


def test_two_equal_loads_of_one_device_are_two_loads(apart: Apart) -> None:
    apart.step("office", "delivered", 5)
    for _ in range(2):
        apart.step("laptop", "delivered", 5)
    apart.step("office", "delivered", 5)
    assert told(apart.both_know()) == (10, 10, 2)


def test_a_copy_with_a_line_more_is_not_counted_in_part(apart: Apart) -> None:
    apart.request("office", "K-9", line_item("flour", 20, "t"), line_item("rice", 5, "t"))
    apart.meet("laptop", "office")
    name = find_consignment(apart.office, "K-9").consignment.id
    apart.step("office", "delivered", 8, to="K-9")
    apart.clock.advance(minutes=1)
    amounts = [Amount(line=1, quantity=8), Amount(line=2, quantity=1)]
    append_step(apart.ledgers["laptop"], name, "delivered", amounts=amounts, at=MORNING, recorded_by=BY)
    apart.both_know()
    state = find_consignment(apart.office, "K-9")
    assert ([line.delivered for line in state.lines], len(state.copies)) == ([8, 0], 1)


def test_decisions_without_amounts_are_copies_too(apart: Apart) -> None:
    for name in ("office", "laptop"):
        apart.step(name, "impeded", constraint="AC7", severity="3")
    state = apart.both_know()
    assert [step.severity for step in state.steps] == ["3"]
    assert len(state.copies) == 1


def test_what_is_typed_after_the_merge_is_asked_about_too(apart: Apart) -> None:
    apart.step("office", "delivered", 8)
    apart.both_know()
    late, state = apart.step("laptop", "delivered", 8)
    assert told(state) == (8, 12, 1)
    assert state.copies == {late.id}


def test_a_claim_linked_to_a_copy_is_not_a_second_delivery(apart: Apart) -> None:
    laptop = apart.ledgers["laptop"]
    claim = append_claim(laptop, diesel(), claimant="committee", review="accepted", reviewer="x")
    apart.step("office", "delivered", 8)
    apart.step("laptop", "delivered", 8, claim_ids=(claim.id,))
    assert apart.both_know().claim_ids == (claim.id,)


@pytest.mark.parametrize("written", ["K-2", "k-2 "])
def test_one_request_written_on_two_devices_counts_once(apart: Apart, written: str) -> None:
    first = apart.request("office", "K-2", line_item("rice", 3, "t"))
    second = apart.request("laptop", written, line_item("rice", 3000, "kg"))
    apart.step("office", "delivered", 1, to="K-2")
    apart.step("laptop", "delivered", 500, to=second.consignment.id, at=NEXT)
    apart.both_know()
    state = find_consignment(apart.office, first.consignment.id)
    (rice,) = (total for total in item_totals(consignment_states(apart.office)) if total.commodity == "rice")
    assert (rice.consignments, rice.requested, rice.delivered, rice.awaiting) == (1, 3000, 1500, 1500)
    assert [request.id for request in state.same_reference] == [first.consignment.id]
    assert state.as_dict()["possible_copies"][0]["device"] == "office"
    # Said to be the same, it is one; its steps go on counting.
    _, state = append_step(apart.office, first.consignment.id, "same", beside=first.consignment.id, recorded_by=BY)
    assert (state.same_reference, state.lines[0].delivered) == ((), 1500)


def test_two_requests_of_one_reference_are_said_to_be_two(apart: Apart) -> None:
    first = apart.request("office", "K-2", line_item("rice", 3, "t"))
    second = apart.request("laptop", "K-2", line_item("rice", 3, "t"))
    for name in ("office", "laptop"):
        apart.step(name, "delivered", 3, to="K-2")
    apart.both_know()
    assert find_consignment(apart.office, "K-2").lines[0].delivered == 3
    apart.step("office", "both", to="K-2", beside=first.consignment.id)
    apart.both_know()
    found = [find_consignment(apart.office, one.consignment.id) for one in (first, second)]
    assert [state.lines[0].delivered for state in found] == [3, 3]
    assert not any(state.same_reference or state.not_counted for state in found)
    # Either can be corrected, though both have the reference.
    state = apart.request("office", "K-2", line_item("rice", 4, "t"), supersedes=first.consignment.id)
    assert state.lines[0].awaiting == 1
    assert len(consignment_states(apart.office)) == 3


def test_only_a_possible_copy_is_settled(apart: Apart) -> None:
    step, state = apart.step("office", "delivered", 8)
    for name in (step.id, state.consignment.id, "01K2XSG2T9AZ5R8W6V1QX4M7NB"):
        for kind in ("both", "same"):
            with pytest.raises(LedgerError) as caught:
                apart.step("office", kind, beside=name)
            assert caught.value.code == "HF-L077"
    for kind, beside in (("both", None), ("delivered", step.id)):
        with pytest.raises(LedgerError) as caught:
            apart.step("office", kind, beside=beside)
        assert caught.value.code == "HF-L008"
    assert told(apart.both_know()) == (8, 12, 0)


def test_steps_of_the_earlier_form_are_read_as_they_were(apart: Apart) -> None:
    step, _ = apart.step("office", "delivered", 8)
    with apart.office.reading() as connection:
        (entry,) = (one for one in load_entries(apart.office, connection) if one.kind == "gate_step")
    assert "beside" not in entry.body
    assert replace(step, beside=None) == step


def test_the_commands_show_it_and_settle_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(build_app(), arguments)
        assert result.exit_code == 0, (arguments, result.output, result.exception)
        return result.output

    run("new", "a", "--template", "trailer-camp")
    run("gate", "request", "a", "flour 20 t", "--ref", "K-1", "--at", "2025-09-02")
    run("ledger", "export", "a", "a.hfl")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "site.toml").write_bytes((tmp_path / "a" / "site.toml").read_bytes())
    run("ledger", "merge", "b", "a.hfl")
    for folder in ("a", "b"):
        run("gate", "deliver", folder, "K-1", "flour 8 t", "--at", "2025-09-03 10:00")
        run("gate", "request", folder, "rice 3 t", "--ref", "K-2", "--at", "2025-09-02")
    run("ledger", "export", "b", "b.hfl")
    said = run("ledger", "merge", "a", "b.hfl")
    assert "K-1: 1 told twice or misfit, not counted" in said
    assert "K-2: 1 told twice or misfit, not counted" in said
    listed = run("gate", "list", "a")
    assert "possible copies, each counted once until a person settles it: 2" in listed
    assert "rice: 3,000 kg asked for; 3,000 kg awaiting" in listed
    assert "flour: 20,000 kg asked for; 8,000 kg let in, 12,000 kg awaiting" in listed
    shown = run("gate", "show", "a", "K-1")
    (copy,) = (line.split()[0] for line in shown.splitlines() if line.endswith("(possible copy)"))
    assert "16 tonnes let in" in run("gate", "both", "a", "K-1", copy[-6:], "--note", "two trucks")
    assert "both count; two trucks" in run("gate", "show", "a", "K-1")
    (request,) = (line for line in run("gate", "show", "a", "K-2").splitlines() if "same reference" in line)
    assert "possible copy" not in run("gate", "same", "a", "K-2", request[-7:-1])
    third = run("gate", "deliver", "b", "K-2", "rice 1 t", "--at", "2025-09-04")
    assert "It may be what another device" not in third
    run("ledger", "export", "b", "b2.hfl")
    run("ledger", "merge", "a", "b2.hfl")
    typed = run("gate", "deliver", "a", "K-2", "rice 1 t", "--at", "2025-09-04")
    assert "It may be what another device has written down already" in typed
