"""Consignments: what was asked for, every step of what was done with it, and the sum that must close."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from helpers_ledger import Clock, diesel, new_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Amount,
    ConsignmentState,
    GateStep,
    Ledger,
    LineItem,
    append_claim,
    append_step,
    consignment_states,
    find_consignment,
    item_totals,
    line_item,
    mission_counts,
    open_ledger,
    request_consignment,
    store_document,
    verify,
)
from holdfast.ledger.entries import append

BY = "access officer"


def flour(ledger: Ledger, tonnes: float = 20.0, reference: str | None = "HF-12", **fields: object) -> ConsignmentState:
    return request_consignment(
        ledger, lines=[line_item("flour", tonnes, "t")], recorded_by=BY, reference=reference, carrier="WFP", **fields
    )


def parts(state: ConsignmentState, line: int = 1) -> tuple[float, ...]:
    found = state.lines[line - 1]
    return (found.delivered, found.removed, found.turned_back, found.denied, found.awaiting)


def step(ledger: Ledger, kind: str, quantity: float | None = None, unit: str | None = None, **fields: object):
    line = fields.pop("line", 1)
    amounts = None if quantity is None else [Amount(line=line, quantity=quantity, unit=unit)]
    return append_step(ledger, fields.pop("to", "HF-12"), kind, amounts=amounts, recorded_by=BY, **fields)


def put(ledger: Ledger, like: GateStep, quantity: float | None = None, **fields: object) -> None:
    """Write a step past the checks, as a merge brings it from another ledger."""
    body = json.loads(json.dumps(like.as_dict())) | fields
    for field in ("id", "received", "device", "sequence", "hash"):
        del body[field]
    if quantity is not None:
        body["amounts"][0] |= {"quantity": quantity, "in_line_unit": quantity}
    with ledger.writing() as connection:
        append(ledger, connection, kind="gate_step", body=body)


def bury(ledger: Ledger, name: str) -> None:
    with ledger.writing() as connection:
        append(ledger, connection, kind="tombstone", body={"entry_id": name, "reason": "x", "by": "y"})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    return new_ledger(tmp_path, clock)


def by_name(ledger: Ledger) -> str:
    return find_consignment(ledger, "HF-12").consignment.id


def test_a_request_awaits_all_of_it(ledger: Ledger) -> None:
    state = flour(ledger, from_place="Erbil", to_place="the camp", addressee="ministry of displacement")
    assert parts(state) == (0, 0, 0, 0, 20)
    assert (state.status, state.open, state.sensitivity) == ("awaiting", True, "SEVERE")
    assert state.lines[0].item.si_quantity == 20000
    assert state.lines[0].item.si_unit == "kg"
    assert consignment_states(ledger) == (state,)
    assert verify(ledger) == ()


def test_the_chain_of_journey_four(ledger: Ledger, clock: Clock) -> None:
    """Arrived 07:40; items removed: 12 septic parts, no order; the rest let in; delay 2.3 h."""
    lines = [line_item("flour", 20, "t"), line_item("septic parts", 30, "parts")]
    request_consignment(ledger, lines=lines, recorded_by=BY, reference="HF-12")
    name = by_name(ledger)
    append_step(ledger, name, "facilitated", recorded_by=BY, by="operations command")
    append_step(ledger, name, "arrived", recorded_by=BY, at="2015-08-18T07:40:00+03:00")
    clock.advance(hours=1)
    written, state = append_step(
        ledger,
        name,
        "items removed",
        amounts=[Amount(line=2, quantity=12, unit="parts")],
        stated_reason="no order",
        by="gate officer",
        constraint="AC5",
        severity="2",
        delay_hours=2.3,
        recorded_by=BY,
    )
    assert (written.by, written.stated_reason, written.delay_hours) == ("gate officer", "no order", 2.3)
    assert parts(state, 2) == (0, 12, 0, 0, 18)
    _, state = append_step(ledger, name, "delivered", recorded_by=BY)
    assert parts(state, 1) == (20, 0, 0, 0, 0)
    assert parts(state, 2) == (18, 12, 0, 0, 0)
    assert (state.status, state.open, state.sensitivity) == ("partially facilitated", False, "HIGH")
    assert [s.kind for s in state.steps] == ["facilitated", "arrived", "items removed", "delivered"]
    assert verify(ledger) == ()


@pytest.mark.parametrize(
    ("kind", "quantity", "unit", "said"),
    [
        ("delivered", 21, "t", "delivered 21 t of flour, while of 20 t of flour 20 awaiting"),
        ("items removed", 20.1, "t", "items removed 20.1 t"),
        ("turned back", 50_000, "kg", "turned back 50 t"),
        ("withdrawn", 20.000001, "t", "withdrawn 20.000001 t"),
        ("denied", 2e9, "g", "denied 2000 t"),
        ("arrived", 21, "t", "arrived 21 t"),
    ],
)
def test_more_than_was_asked_for_is_refused_with_the_numbers(
    ledger: Ledger, kind: str, quantity: float, unit: str, said: str
) -> None:
    flour(ledger)
    with pytest.raises(LedgerError) as caught:
        step(ledger, kind, quantity, unit, to=by_name(ledger))
    assert caught.value.code == "HF-L070"
    assert said in caught.value.found
    assert "20" in caught.value.found
    assert parts(consignment_states(ledger)[0]) == (0, 0, 0, 0, 20)


def test_what_ended_once_cannot_end_again(ledger: Ledger) -> None:
    flour(ledger)
    name = by_name(ledger)
    step(ledger, "delivered", 12, "t", to=name)
    step(ledger, "turned back", 5, "t", to=name)
    with pytest.raises(LedgerError, match=r"delivered 4 t of flour, while of 20 t of flour 3 awaiting, 12 delivered"):
        step(ledger, "delivered", 4, "t", to=name)
    _, state = step(ledger, "items removed", 3, "t", to=name)
    assert parts(state) == (12, 3, 5, 0, 0)
    with pytest.raises(LedgerError, match="nothing is awaiting") as caught:
        step(ledger, "delivered", to=name)
    assert caught.value.code == "HF-L070"


def test_a_withdrawal_lowers_what_stands_and_an_amendment_raises_it(ledger: Ledger) -> None:
    flour(ledger)
    name = by_name(ledger)
    _, state = step(ledger, "withdrawn", 5, "t", to=name)
    assert (state.lines[0].standing, state.lines[0].withdrawn, state.lines[0].awaiting) == (15, 5, 15)
    _, state = step(ledger, "amended", 1000, "kg", to=name)
    assert (state.lines[0].requested, state.lines[0].standing) == (21, 16)
    _, state = step(ledger, "withdrawn", to=name)
    assert (state.status, state.lines[0].standing, state.open) == ("withdrawn", 0, False)


def test_a_denial_is_told_apart_and_can_be_lifted(ledger: Ledger) -> None:
    flour(ledger)
    name = by_name(ledger)
    _, state = step(ledger, "denied", to=name, by="ministry", stated_reason="no permit")
    assert (parts(state), state.status) == ((0, 0, 0, 20, 0), "denied")
    with pytest.raises(LedgerError, match="delivered 20 t of flour, while of 20 t of flour 0 awaiting, 20 denied"):
        step(ledger, "delivered", 20, "t", to=name)
    _, state = step(ledger, "facilitated", 8, "t", to=name)
    assert parts(state) == (0, 0, 0, 12, 8)
    _, state = step(ledger, "delivered", to=name)
    assert (parts(state), state.status) == ((8, 0, 0, 12, 0), "partially facilitated")
    # It came all the same and was turned back at the gate: the same flour, counted once.
    _, state = step(ledger, "turned back", 12, "t", to=name)
    assert parts(state) == (8, 0, 12, 0, 0)
    # And a denial typed after the event tells of the same.
    _, state = step(ledger, "denied", 12, "t", to=name)
    assert parts(state) == (8, 0, 12, 0, 0)


def test_turned_back_after_a_denial_without_an_amount_is_the_denied_load(ledger: Ledger) -> None:
    flour(ledger)
    name = by_name(ledger)
    step(ledger, "denied", to=name)
    _, state = step(ledger, "turned back", to=name)
    assert parts(state) == (0, 0, 20, 0, 0)


def test_a_denial_typed_late_takes_its_place_before_what_followed(ledger: Ledger) -> None:
    flour(ledger, requested_at="2015-08-10T08:00:00+03:00")
    name = by_name(ledger)
    step(ledger, "turned back", to=name, at="2015-08-17T08:00:00+03:00")
    _, state = step(ledger, "denied", to=name, at="2015-08-16T08:00:00+03:00")
    assert parts(state) == (0, 0, 20, 0, 0)
    assert [s.kind for s in state.steps] == ["denied", "turned back"]


@pytest.mark.parametrize(
    ("kinds", "status", "completed"),
    [
        ([], "awaiting", None),
        (["facilitated"], "facilitated", None),
        (["facilitated", "delivered"], "facilitated", None),
        (["delivered"], "facilitated", None),
        (["facilitated", "impeded"], "impeded", None),
        (["facilitated", "impeded", "delivered"], "impeded", True),
        (["facilitated", "impeded", "turned back"], "impeded", False),
        (["facilitated", "turned back"], "impeded", False),
        (["turned back"], "denied", None),
        (["denied"], "denied", None),
        (["postponed"], "postponed", None),
        (["withdrawn"], "withdrawn", None),
        (["arrived"], "awaiting", None),
    ],
)
def test_statuses_in_the_words_of_access_reports(
    ledger: Ledger, kinds: list[str], status: str, completed: object
) -> None:
    flour(ledger)
    name = by_name(ledger)
    for kind in kinds:
        step(ledger, kind, to=name)
    state = consignment_states(ledger)[0]
    assert (state.status, state.completed) == (status, completed)
    counts = mission_counts([state])
    assert counts[status] == 1
    assert sum(n for word, n in counts.items() if "," not in word) == 1


def test_a_part_that_waits_after_another_was_denied_is_not_called_denied(ledger: Ledger) -> None:
    flour(ledger)
    _, state = step(ledger, "denied", 5, "t", to=by_name(ledger))
    assert (state.status, state.open) == ("awaiting", True)


@pytest.mark.parametrize(
    ("line", "quantity", "unit", "expected"),
    [
        (LineItem(commodity="flour", quantity=20, unit="t"), 500, "kg", 0.5),
        (LineItem(commodity="diesel", quantity=5000, unit="L"), 2, "m3", 2000),
        (LineItem(commodity="diesel", quantity=5000, unit="L"), 3, "drum", 600),  # the site's drum of 200 L
        (LineItem(commodity="flour", quantity=400, unit="bag", unit_weight_kg=50), 1, "t", 20),
        (LineItem(commodity="flour", quantity=20, unit="t", handling_unit="bag", unit_weight_kg=50), 3, "bags", 0.15),
        (LineItem(commodity="flour", quantity=20, unit="t", handling_unit="bag", handling_units=400), 8, "bags", 0.4),
        (LineItem(commodity="septic parts", quantity=30, unit="parts"), 12, "Part", 12),
        (LineItem(commodity="tarpaulins", quantity=30, unit="item"), 12, "pieces", 12),
    ],
)
def test_steps_in_other_units_are_converted(
    ledger: Ledger, line: LineItem, quantity: float, unit: str, expected: float
) -> None:
    made = request_consignment(ledger, lines=[line], recorded_by=BY)
    written, state = append_step(
        ledger,
        made.consignment.id,
        "delivered",
        amounts=[Amount(line=1, quantity=quantity, unit=unit)],
        recorded_by=BY,
        packages={"drum": "200 L"},
    )
    assert state.lines[0].delivered == pytest.approx(expected, rel=1e-12)
    assert (written.amounts[0].quantity, written.amounts[0].unit) == (quantity, unit)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        (LineItem(commodity="flour", quantity=20, unit="t"), "L"),
        (LineItem(commodity="flour", quantity=20, unit="t"), "bag"),  # nobody says how much is in one
        (LineItem(commodity="flour", quantity=20, unit="t"), "kg/day"),
        (LineItem(commodity="flour", quantity=20, unit="t"), "frobs"),
        (LineItem(commodity="water", quantity=20, unit="m3"), "m"),
        (LineItem(commodity="septic parts", quantity=30, unit="parts"), "kg"),
        (LineItem(commodity="oil", quantity=30, unit="mL"), "ML x"),
    ],
)
def test_steps_in_another_dimension_are_refused(ledger: Ledger, line: LineItem, unit: str) -> None:
    made = request_consignment(ledger, lines=[line], recorded_by=BY)
    amounts = [Amount(line=1, quantity=1, unit=unit)]
    with pytest.raises(LedgerError) as caught:
        append_step(ledger, made.consignment.id, "delivered", amounts=amounts, recorded_by=BY)
    assert caught.value.code == "HF-L071"
    assert line.unit in caught.value.expected
    assert consignment_states(ledger)[0].steps == ()


def test_a_rate_is_no_line() -> None:
    with pytest.raises(LedgerError) as caught:
        line_item("diesel", 500, "L/day")
    assert caught.value.code == "HF-L071"


@pytest.mark.parametrize(
    ("quantity", "unit", "fields", "si"),
    [
        (20, "t", {}, (20_000, "kg")),
        (400, "bag", {"unit_weight_kg": 50}, (20_000, "kg")),
        (400, "bag", {}, (None, None)),
        (4, "drum", {"packages": {"drum": "200 L"}}, (800, "L")),
        (30, "parts", {}, (None, None)),
        (20, "t", {"handling_unit": "bag", "handling_units": 400, "unit_weight_kg": 50}, (20_000, "kg")),
    ],
)
def test_a_line_knows_its_internal_unit_where_there_is_one(quantity, unit, fields, si) -> None:
    line = line_item("goods", quantity, unit, **fields)
    assert (line.si_quantity, line.si_unit) == si


def test_weight_and_volume_of_a_line() -> None:
    line = line_item("flour", 20, "t", handling_units=400, handling_unit="bag", unit_weight_kg=50, unit_volume_m3=0.08)
    assert (line.weight_kg, line.volume_m3) == (20_000, pytest.approx(32))
    assert line_item("water", 5, "m3").weight_kg is None
    assert line_item("flour", 5, "t").weight_kg == 5000


def test_a_third_closes_the_sum(ledger: Ledger) -> None:
    """Three thirds by conversion leave nothing behind, however they are rounded."""
    made = request_consignment(ledger, lines=[line_item("diesel", 1000, "US gallon")], recorded_by=BY)
    for _ in range(3):
        _, state = append_step(
            ledger,
            made.consignment.id,
            "delivered",
            amounts=[Amount(line=1, quantity=1000 * 3.785411784 / 3, unit="L")],
            recorded_by=BY,
        )
    assert (state.lines[0].awaiting, state.open) == (0, False)
    assert state.lines[0].delivered == 1000


@pytest.mark.parametrize(("name", "code"), [("HF-13", "HF-L072"), ("", "HF-L072"), ("ABC", "HF-L072")])
def test_a_name_that_fits_nothing(ledger: Ledger, name: str, code: str) -> None:
    flour(ledger)
    with pytest.raises(LedgerError) as caught:
        find_consignment(ledger, name)
    assert caught.value.code == code
    assert "HF-12" in caught.value.expected
    with pytest.raises(LedgerError) as caught:
        append_step(ledger, name or "x", "delivered", recorded_by=BY)
    assert caught.value.code == "HF-L072"


def test_the_end_of_an_id_is_a_name(ledger: Ledger) -> None:
    state = flour(ledger, reference=None)
    assert state.name == state.consignment.id
    assert find_consignment(ledger, state.consignment.id[-6:].lower()) == state
    with pytest.raises(LedgerError):
        find_consignment(ledger, state.consignment.id[-5:])


def test_a_reference_belongs_to_one(ledger: Ledger) -> None:
    flour(ledger)
    with pytest.raises(LedgerError) as caught:
        flour(ledger, 5)
    assert caught.value.code == "HF-L079"
    assert len(consignment_states(ledger)) == 1


def test_no_such_line(ledger: Ledger) -> None:
    flour(ledger)
    with pytest.raises(LedgerError) as caught:
        step(ledger, "delivered", 1, "t", line=2, to=by_name(ledger))
    assert caught.value.code == "HF-L073"


@pytest.mark.parametrize("kind", ["items removed", "amended"])
def test_a_removal_says_how_much(ledger: Ledger, kind: str) -> None:
    flour(ledger)
    with pytest.raises(LedgerError) as caught:
        step(ledger, kind, to=by_name(ledger))
    assert caught.value.code == "HF-L008"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "let in"},
        {"delay_hours": -1},
        {"delay_hours": float("nan")},
        {"at": "2015-08-18"},
        {"by": 3},
        {"claim_ids": "abc"},
        {"document_sha256": "abc"},
        {"at_precision": "week"},
        {"kind": "undone"},
        {"recorded_by": "  "},
    ],
)
def test_fields_the_ledger_cannot_keep(ledger: Ledger, fields: dict[str, object]) -> None:
    flour(ledger)
    given = {"kind": "arrived", "recorded_by": BY} | fields
    with pytest.raises(LedgerError) as caught:
        append_step(ledger, by_name(ledger), given.pop("kind"), **given)
    assert caught.value.code == "HF-L008"
    assert consignment_states(ledger)[0].every_step == ()


@pytest.mark.parametrize(
    ("constraint", "severity"), [("AC10", None), ("AC4", "4"), (None, "2"), ("ac4", "2"), ("AC4", 2)]
)
def test_categories_and_scores_that_are_not_in_the_table(ledger: Ledger, constraint: str, severity: object) -> None:
    flour(ledger)
    with pytest.raises(LedgerError) as caught:
        append_step(ledger, by_name(ledger), "denied", constraint=constraint, severity=severity, recorded_by=BY)
    assert caught.value.code == "HF-L074"


def test_what_is_named_must_be_in_the_ledger(ledger: Ledger) -> None:
    digest = store_document(ledger, b"waybill", name="waybill.txt", media_type="text/plain")
    claim = append_claim(ledger, diesel(), claimant="committee", review="accepted", reviewer="x")
    flour(ledger, document_sha256=digest, claim_ids=[claim.id])
    name = by_name(ledger)
    _, state = append_step(ledger, name, "linked", claim_ids=[claim.id], document_sha256=digest, recorded_by=BY)
    assert state.claim_ids == (claim.id,)
    for fields, code in (
        ({"claim_ids": ["01K2XSG2T9AZ5R8W6V1QX4M7NB"]}, "HF-L076"),
        ({"claim_ids": [state.consignment.id]}, "HF-L076"),  # an entry, and no claim
        ({"document_sha256": "0" * 64}, "HF-L011"),
    ):
        with pytest.raises(LedgerError) as caught:
            append_step(ledger, name, "linked", recorded_by=BY, **fields)
        assert caught.value.code == code
        with pytest.raises(LedgerError) as caught:
            flour(ledger, reference="HF-99", **fields)
        assert caught.value.code == code
    assert len(consignment_states(ledger)) == 1


def test_a_wrong_tap_is_undone_by_superseding(ledger: Ledger) -> None:
    flour(ledger)
    name = by_name(ledger)
    wrong, _ = step(ledger, "delivered", 18, "t", to=name)
    right, state = step(ledger, "delivered", 8, "t", to=name, supersedes=wrong.id)
    assert parts(state) == (8, 0, 0, 0, 12)
    assert [s.id for s in state.steps] == [right.id]
    assert [s.id for s in state.every_step] == [wrong.id, right.id]
    _, state = step(ledger, "undone", to=name, supersedes=right.id, note="never came")
    assert (parts(state), state.status, state.steps) == ((0, 0, 0, 0, 20), "awaiting", ())
    assert len(state.every_step) == 3


def test_a_correction_that_frees_what_a_later_step_took_is_refused(ledger: Ledger) -> None:
    flour(ledger)
    name = by_name(ledger)
    denied, _ = step(ledger, "denied", to=name)
    lifted, _ = step(ledger, "facilitated", to=name)
    step(ledger, "delivered", to=name)
    with pytest.raises(
        LedgerError, match="delivered 20 t of flour, while of 20 t of flour 0 awaiting, 20 denied"
    ) as caught:
        step(ledger, "undone", to=name, supersedes=lifted.id)
    assert caught.value.code == "HF-L070"
    _, state = step(ledger, "undone", to=name, supersedes=denied.id)
    assert parts(state) == (20, 0, 0, 0, 0)


def test_corrections_name_a_step_of_the_same_consignment(ledger: Ledger) -> None:
    flour(ledger)
    flour(ledger, reference="HF-13")
    other, _ = step(ledger, "arrived", to=find_consignment(ledger, "HF-13").consignment.id)
    for named in (other.id, by_name(ledger), "nothing"):
        with pytest.raises(LedgerError) as caught:
            step(ledger, "undone", to=by_name(ledger), supersedes=named)
        assert caught.value.code == "HF-L077"
    for named in (other.id, "nothing"):
        with pytest.raises(LedgerError) as caught:
            flour(ledger, reference="HF-14", supersedes=named)
        assert caught.value.code == "HF-L077"


def test_what_was_corrected_is_corrected_where_it_stands(ledger: Ledger) -> None:
    """Two corrections of one step would be counted twice."""
    flour(ledger)
    name = by_name(ledger)
    first, _ = step(ledger, "delivered", 5, "t", to=name)
    second, _ = step(ledger, "delivered", 6, "t", to=name, supersedes=first.id)
    with pytest.raises(LedgerError, match=second.id) as caught:
        step(ledger, "delivered", 7, "t", to=name, supersedes=first.id)
    assert caught.value.code == "HF-L077"
    assert parts(consignment_states(ledger)[0]) == (6, 0, 0, 0, 14)


def test_two_devices_that_corrected_one_step(ledger: Ledger, clock: Clock) -> None:
    """Of two corrections of one event the one received last stands, and not both."""
    flour(ledger)
    name = by_name(ledger)
    first, _ = step(ledger, "delivered", 5, "t", to=name)
    step(ledger, "delivered", 6, "t", to=name, supersedes=first.id)
    clock.advance(hours=1)
    put(open_ledger(ledger.path, device="dev-b", clock=clock), first, quantity=7, supersedes=first.id)
    state = consignment_states(ledger)[0]
    assert parts(state) == (7, 0, 0, 0, 13)
    assert state.not_counted == ()


def test_a_withdrawn_correction_between_two_does_not_bring_the_first_back(ledger: Ledger) -> None:
    flour(ledger)
    name = by_name(ledger)
    first, _ = step(ledger, "delivered", 5, "t", to=name)
    second, _ = step(ledger, "delivered", 6, "t", to=name, supersedes=first.id)
    step(ledger, "delivered", 7, "t", to=name, supersedes=second.id)
    bury(ledger, second.id)
    assert parts(consignment_states(ledger)[0]) == (7, 0, 0, 0, 13)


def test_a_request_is_corrected_and_its_steps_go_on_counting(ledger: Ledger) -> None:
    first = flour(ledger)
    name = first.consignment.id
    step(ledger, "delivered", 12, "t", to=name)
    with pytest.raises(LedgerError) as caught:
        flour(ledger, 10, supersedes=name)
    assert caught.value.code == "HF-L070"
    state = flour(ledger, 25, supersedes=name)
    assert parts(state) == (12, 0, 0, 0, 13)
    assert state.family == {name, state.consignment.id}
    _, state = step(ledger, "delivered", to=name)  # by its old id too
    assert parts(state) == (25, 0, 0, 0, 0)
    again = flour(ledger, 30, supersedes=state.consignment.id)
    assert (len(again.family), parts(again)) == (3, (25, 0, 0, 0, 5))
    assert consignment_states(ledger) == (again,)


def test_as_known_on_a_day(ledger: Ledger, clock: Clock) -> None:
    flour(ledger)
    name = by_name(ledger)
    clock.advance(days=1)
    step(ledger, "denied", to=name)
    clock.advance(days=1)
    step(ledger, "facilitated", to=name)
    step(ledger, "delivered", to=name)
    known = {day: consignment_states(ledger, as_known=date(2015, 8, day)) for day in (17, 18, 19, 20)}
    assert known[17] == ()
    assert [known[day][0].status for day in (18, 19, 20)] == ["awaiting", "denied", "facilitated"]
    assert known[20] == consignment_states(ledger)


def test_a_tombstone_takes_a_step_out_of_the_current_view(ledger: Ledger, clock: Clock) -> None:
    flour(ledger)
    name = by_name(ledger)
    wrong, _ = step(ledger, "delivered", to=name)
    corrected, _ = step(ledger, "delivered", 5, "t", to=name, supersedes=wrong.id)
    clock.advance(days=1)
    bury(ledger, corrected.id)
    assert parts(consignment_states(ledger)[0]) == (20, 0, 0, 0, 0)  # what it had replaced stands again
    assert parts(consignment_states(ledger, as_known=date(2015, 8, 18))[0]) == (5, 0, 0, 0, 15)


def test_two_devices_that_told_of_deliveries_that_do_not_fit(tmp_path: Path, clock: Clock, ledger: Ledger) -> None:
    """What a merge can bring: the second does not fit, is shown, and is not counted."""
    flour(ledger)
    name = by_name(ledger)
    step(ledger, "delivered", to=name)
    other = open_ledger(ledger.path, device="dev-b", clock=clock)
    put(other, consignment_states(ledger)[0].steps[0], at="2015-08-19T09:00:00Z")
    state = consignment_states(ledger)[0]
    assert parts(state) == (20, 0, 0, 0, 0)
    ((apart, reason),) = state.not_counted
    assert apart.device == "dev-b"
    assert "delivered 20 t of flour, while of 20 t of flour 0 awaiting, 20 delivered" in reason
    # A step on the consignment is still taken, as it makes nothing worse.
    _, state = step(ledger, "arrived", to=name)
    assert len(state.not_counted) == 1
    # And a person settles it.
    _, state = step(ledger, "undone", to=name, supersedes=apart.id)
    assert state.not_counted == ()
    assert verify(ledger) == ()


def test_totals_by_commodity(ledger: Ledger) -> None:
    request_consignment(ledger, lines=[line_item("flour", 20, "t"), line_item("kits", 3, "kit")], recorded_by=BY)
    made = request_consignment(ledger, lines=[line_item("flour", 5000, "kg")], recorded_by=BY)
    append_step(ledger, made.consignment.id, "delivered", recorded_by=BY)
    first, second = item_totals(consignment_states(ledger))
    assert (first.commodity, first.unit, first.consignments) == ("flour", "kg", 2)
    assert (first.requested, first.delivered, first.awaiting) == (25_000, 5000, 20_000)
    assert (second.commodity, second.unit, second.requested) == ("kits", "kit", 3)
    assert item_totals(()) == ()


def test_json_carries_everything(ledger: Ledger) -> None:
    flour(ledger)
    written, state = step(ledger, "denied", to=by_name(ledger), constraint="AC4", severity="X")
    found = json.loads(json.dumps(state.as_dict()))
    assert found["class"] == "HIGH"
    assert found["lines"][0] == {
        "line": 1,
        "commodity": "flour",
        "unit": "t",
        "requested": 20,
        "withdrawn": 0,
        "delivered": 0,
        "removed": 0,
        "turned_back": 0,
        "denied": 20,
        "awaiting": 0,
    }
    assert found["steps"][0]["id"] == written.id
    assert found["steps"][0]["severity"] == "X"
    assert list(found["consignment"])[:5] == ["id", "received", "recorded", "recorded_by", "supersedes"]


def test_what_is_read_back_is_what_was_written(ledger: Ledger) -> None:
    state = flour(ledger)
    written, after = step(ledger, "denied", to=by_name(ledger))
    again = consignment_states(open_ledger(ledger.path))[0]
    assert again == after
    assert again.steps == (written,)
    assert again.consignment == state.consignment
    assert replace(written, note="x") != written


def test_a_record_of_another_shape_is_found_by_the_check(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        append(ledger, connection, kind="gate_step", body={"kind": "delivered"})
    assert [fault.kind for fault in verify(ledger)] == ["row"]
