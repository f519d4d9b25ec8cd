"""A corrected request never re-reads what was done before by the number of a line, or in another unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_ledger import Clock, FilePlace, new_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Amount,
    ConsignmentState,
    Ledger,
    LineItem,
    append_step,
    consignment_states,
    export,
    line_item,
    merge,
    request_consignment,
    verify,
)

BY = "access officer"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path, Clock())


def asked(ledger: Ledger, *lines: LineItem, corrects: str | None = None) -> ConsignmentState:
    return request_consignment(ledger, lines=lines, recorded_by=BY, reference="HF-2", supersedes=corrects)


def deliver(ledger: Ledger, name: str, *amounts: Amount, kind: str = "delivered", **fields: object) -> ConsignmentState:
    return append_step(ledger, name, kind, amounts=amounts, recorded_by=BY, **fields)[1]


def by_item(state: ConsignmentState) -> dict[str, tuple[float, float]]:
    return {f"{line.item.commodity} {line.item.unit}": (line.delivered, line.awaiting) for line in state.lines}


FLOUR, RICE = line_item("flour", 20, "t"), line_item("rice", 5, "t")
SACKS = line_item("flour", 400, "bag", handling_unit="bag", unit_weight_kg=50)


@pytest.mark.parametrize(
    ("first", "amount", "then", "found"),
    [
        ((FLOUR,), Amount(line=1, quantity=8), (line_item("flour", 20000, "kg"),), {"flour kg": (8000, 12000)}),
        ((line_item("flour", 20000, "kg"),), Amount(line=1, quantity=8000), (FLOUR,), {"flour t": (8, 12)}),
        ((FLOUR, RICE), Amount(line=1, quantity=5), (RICE, FLOUR), {"rice t": (0, 5), "flour t": (5, 15)}),
        ((FLOUR, RICE), Amount(line=1, quantity=5), (FLOUR,), {"flour t": (5, 15)}),
        ((RICE, FLOUR), Amount(line=2, quantity=5), (line_item("Flour", 6, "t"),), {"Flour t": (5, 1)}),
        ((FLOUR,), Amount(line=1, quantity=8, unit="t"), (SACKS,), {"flour bag": (160, 240)}),
        ((SACKS,), Amount(line=1, quantity=100), (FLOUR,), {"flour t": (5, 15)}),
        # Two lots of one thing: the one that stayed as it was, or both together.
        (
            (FLOUR, line_item("flour", 5, "t")),
            Amount(line=2, quantity=4),
            (line_item("flour", 5, "t"), line_item("flour", 25, "t")),
            {"flour t": (0, 25)},
        ),
        (
            (FLOUR, line_item("flour", 5, "t")),
            Amount(line=2, quantity=4),
            (line_item("flour", 25, "t"),),
            {"flour t": (4, 21)},
        ),
    ],
)
def test_steps_go_on_counting_as_what_they_were(
    ledger: Ledger,
    first: tuple[LineItem, ...],
    amount: Amount,
    then: tuple[LineItem, ...],
    found: dict[str, tuple[float, float]],
) -> None:
    name = asked(ledger, *first).consignment.id
    deliver(ledger, name, amount)
    state = asked(ledger, *then, corrects=name)
    assert by_item(state) == found
    assert state.not_counted == ()
    assert (state,) == consignment_states(ledger)
    if len({line.commodity for line in then}) < len(then):
        assert state.lines[0].delivered == 4, "the lot of five tonnes"
    # What reads the steps beside the lines sees the same lines.
    (step,) = state.steps
    for told in step.amounts:
        assert state.lines[told.line - 1].delivered == pytest.approx(told.in_line_unit)
    assert verify(ledger) == ()


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ((RICE,), "delivered 8 t of flour, which fits no one line of the request as corrected (line 1: 5 t of rice)"),
        ((line_item("flour", 20, "drum"),), "delivered 8 t of flour, which fits no one line"),
        ((line_item("flour", 10, "t"), line_item("flour", 10, "t")), "line 2: 10 t of flour"),
        ((line_item("flour", 7, "t"), RICE), "delivered 8 t of flour, while of 7 t of flour 7 awaiting"),
        ((line_item("flour", 7000, "kg"),), "delivered 8000 kg of flour, while of 7000 kg of flour 7000 awaiting"),
    ],
)
def test_a_correction_that_has_no_place_for_what_was_done_is_refused(
    ledger: Ledger, then: tuple[LineItem, ...], told: str
) -> None:
    name = asked(ledger, FLOUR, RICE).consignment.id
    before = deliver(ledger, name, Amount(line=1, quantity=8))
    with pytest.raises(LedgerError) as caught:
        asked(ledger, *then, corrects=name)
    assert caught.value.code == "HF-L070"
    assert told in caught.value.found
    assert consignment_states(ledger) == (before,)


def test_a_package_of_the_site_keeps_its_size(ledger: Ledger) -> None:
    """The correction has no table of packages at hand: the size is that of the line, as it was asked for."""
    packages = {"sack": "50 kg"}
    name = asked(ledger, line_item("flour", 400, "sack", packages=packages)).consignment.id
    deliver(ledger, name, Amount(line=1, quantity=100), packages=packages)
    assert by_item(asked(ledger, FLOUR, corrects=name)) == {"flour t": (5, 15)}


def test_two_lots_in_one_step_are_one_amount_of_the_line_they_became(ledger: Ledger) -> None:
    name = asked(ledger, FLOUR, line_item("flour", 5000, "kg")).consignment.id
    deliver(ledger, name, Amount(line=1, quantity=8), Amount(line=2, quantity=1000))
    state = asked(ledger, line_item("flour", 25, "t"), corrects=name)
    assert by_item(state) == {"flour t": (9, 16)}
    assert [(a.line, a.in_line_unit) for a in state.steps[0].amounts] == [(1, 9)]


def test_amounts_are_of_the_lines_of_the_version_that_is_named(ledger: Ledger) -> None:
    first = asked(ledger, FLOUR, RICE)
    asked(ledger, RICE, FLOUR, corrects=first.consignment.id)
    state = deliver(ledger, first.consignment.id, Amount(line=1, quantity=6))
    assert by_item(state) == {"rice t": (0, 5), "flour t": (6, 14)}
    _, state = append_step(ledger, first.consignment.id, "delivered", recorded_by=BY)  # all that is awaiting
    assert by_item(state) == {"rice t": (5, 0), "flour t": (20, 0)}
    again = asked(ledger, FLOUR, RICE, corrects=state.consignment.id)
    assert by_item(again) == {"flour t": (20, 0), "rice t": (5, 0)}


def test_a_step_written_apart_from_the_correction(tmp_path: Path) -> None:
    clock = Clock()
    ledgers = {}
    for device in ("office", "laptop"):
        (tmp_path / device).mkdir()
        ledgers[device] = FilePlace(tmp_path / device).new(clock, device=device)
    office, laptop = ledgers.values()
    name = asked(office, FLOUR, RICE).consignment.id
    export(office, tmp_path / "a.hfl")
    merge(laptop, tmp_path / "a.hfl")
    clock.advance(hours=1)
    asked(office, line_item("rice", 5000, "kg"), corrects=name)
    deliver(laptop, name, Amount(line=1, quantity=3))
    deliver(laptop, name, Amount(line=2, quantity=2), kind="turned back")
    for taker, giver in ((office, laptop), (laptop, office)):
        export(giver, tmp_path / f"{giver.device}.hfl")
        merge(taker, tmp_path / f"{giver.device}.hfl")
    assert consignment_states(office) == consignment_states(laptop)
    (state,) = consignment_states(office)
    assert (state.lines[0].turned_back, state.lines[0].delivered, state.lines[0].awaiting) == (2000, 0, 3000)
    ((step, reason),) = state.not_counted
    assert (
        reason == "delivered 3 t of flour, which fits no one line of the request as corrected (line 1: 5000 kg of rice)"
    )
    assert [line.commodity for line in state.lines_of(step)] == ["flour", "rice"]


def test_a_bag_of_a_line_of_sized_bags_is_its_own_bag(ledger: Ledger) -> None:
    name = asked(ledger, line_item("sugar", 400, "50-kg bag")).consignment.id
    state = deliver(ledger, name, Amount(line=1, quantity=100, unit="bags"), packages={"bag": "25 kg"})
    assert by_item(state) == {"sugar 50-kg bag": (100, 300)}
    state = deliver(ledger, name, Amount(line=1, quantity=1, unit="t"))
    assert state.lines[0].delivered == pytest.approx(120)
    assert by_item(asked(ledger, line_item("sugar", 20, "t"), corrects=name))["sugar t"] == pytest.approx((6, 14))
