"""The sum of a consignment closes at every moment, whatever is done to it and in whatever order it is learnt."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_ledger import Clock, new_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    SEVERITIES,
    Amount,
    Consignment,
    ConsignmentState,
    GateStep,
    LineItem,
    append_step,
    consignment_states,
    line_item,
    request_consignment,
    summarise_severities,
    verify,
)
from holdfast.ledger.consigned import fold

FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None
MOVING = ("delivered", "items removed", "turned back", "denied", "facilitated", "withdrawn", "amended")
KINDS = (*MOVING, "arrived", "impeded", "postponed", "partially facilitated")
quantities = st.one_of(
    st.integers(0, 40).map(lambda n: n / 4), st.floats(0, 30), st.sampled_from([1 / 3, 0.1, 0.2, 20.0, 1e-9, 1e12])
)


def assert_closed(state: ConsignmentState) -> None:
    for line in state.lines:
        parts = (line.delivered, line.removed, line.turned_back, line.denied, line.awaiting)
        assert all(part >= 0 for part in (*parts, line.withdrawn))
        scale = max(line.requested, 1e-12)
        assert sum(parts) == pytest.approx(line.requested - line.withdrawn, abs=1e-9 * scale)
        assert line.standing == pytest.approx(line.requested - line.withdrawn, abs=1e-9 * scale)


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, float | None, str | None, int, int]]:
    one = st.tuples(
        st.sampled_from(KINDS),
        st.none() | quantities,
        st.sampled_from([None, "t", "kg", "g", "bag", "L"]),
        st.integers(1, 2),
        st.integers(-3, 3),
    )
    return draw(st.lists(one, max_size=8))


@settings(max_examples=25, deadline=None)
@given(steps())
def test_the_sum_closes_after_every_step(actions: list[tuple[str, float | None, str | None, int, int]]) -> None:
    with tempfile.TemporaryDirectory(dir=FAST) as folder:
        clock = Clock()
        ledger = new_ledger(Path(folder), clock)
        lines = [line_item("flour", 20, "t", handling_unit="bag", unit_weight_kg=50), line_item("parts", 7, "parts")]
        made = request_consignment(ledger, lines=lines, recorded_by="x")
        written: list[str] = []
        refused: list[str] = []
        for kind, quantity, unit, line, days in actions:
            clock.advance(hours=1)
            before = consignment_states(ledger)
            amounts = None if quantity is None else [Amount(line=line, quantity=quantity, unit=unit)]
            correct = written[-1] if written and days == 3 else None
            try:
                done, state = append_step(
                    ledger,
                    made.consignment.id,
                    kind,
                    amounts=amounts,
                    at=(clock.now + timedelta(days=days)).isoformat(),
                    recorded_by="x",
                    supersedes=correct,
                )
            except LedgerError as error:
                refused.append(error.code)
                assert consignment_states(ledger) == before
                continue
            written.append(done.id)
            assert (state,) == consignment_states(ledger)
            assert state.not_counted == ()
            assert_closed(state)
        assert set(refused) <= {"HF-L070", "HF-L071", "HF-L008"}
        clock.advance(days=1)
        final = consignment_states(ledger)
        assert final == consignment_states(ledger, as_known=date(2015, 9, 30))
        assert verify(ledger) == ()


@st.composite
def records(draw: st.DrawFn) -> list[GateStep]:
    """Steps as two devices may have written them without knowing of each other."""
    count = draw(st.integers(1, 6))
    made: list[GateStep] = []
    for number in range(count):
        earlier = draw(st.sampled_from([None, *[step.id for step in made]]))
        made.append(
            GateStep(
                id=f"S{number}",
                consignment_id="C",
                kind=draw(st.sampled_from(KINDS)),
                at=f"2015-08-{draw(st.integers(10, 14))}T08:00:00Z",
                amounts=tuple(
                    Amount(line=line, quantity=q, unit="t", in_line_unit=q)
                    for line, q in draw(st.dictionaries(st.integers(1, 3), quantities, max_size=2)).items()
                ),
                recorded_by="x",
                recorded="2015-08-15T08:00:00Z",
                received=f"2015-08-{draw(st.integers(15, 17))}T08:00:00Z",
                supersedes=earlier,
                device=draw(st.sampled_from(["dev-a", "dev-b"])),
                sequence=number,
                hash=f"{number:064x}",
            )
        )
    return made


REQUEST = Consignment(
    id="C",
    lines=(LineItem(commodity="flour", quantity=20, unit="t"), LineItem(commodity="rice", quantity=3, unit="t")),
    requested_at="2015-08-09T08:00:00Z",
    recorded_by="x",
)


@settings(max_examples=150, deadline=None)
@given(records(), st.randoms(use_true_random=False))
def test_whatever_a_merge_brings_the_sum_closes_and_the_order_in_the_file_is_nothing(made, random) -> None:
    state = fold(REQUEST, made, "Asia/Baghdad")
    assert_closed(state)
    replaced = {step.supersedes for step in made}
    assert {step.id for step in state.steps} | {step.id for step, _ in state.not_counted} <= {
        step.id for step in made
    } - replaced
    shuffled = list(made)
    random.shuffle(shuffled)
    assert fold(REQUEST, shuffled, "Asia/Baghdad") == state
    # Learnt one by one: what counted stays counted or is replaced, and every state on the way closes too.
    for end in range(len(made)):
        assert_closed(fold(REQUEST, made[:end], "Asia/Baghdad"))


def test_three_deliveries_of_one_load_count_once_in_every_order() -> None:
    load = GateStep(
        consignment_id="C",
        kind="delivered",
        at="2015-08-10T08:00:00Z",
        amounts=(Amount(line=1, quantity=20, unit="t", in_line_unit=20),),
        recorded_by="x",
    )
    told = [
        replace(load, id=f"S{n}", device=f"dev-{n}", received="2015-08-11T08:00:00Z", hash=str(n)) for n in range(3)
    ]
    for some in permutations(told):
        state = fold(REQUEST, some, "UTC")
        assert state.lines[0].delivered == 20
        assert [step.id for step, _ in state.not_counted] == ["S1", "S2"]


@given(st.lists(st.sampled_from(SEVERITIES)), st.integers(0, 20))
def test_an_x_moves_no_figure(scores: list[str], more: int) -> None:
    """Never averaged: any number of X changes nothing but its own count."""
    plain = summarise_severities([score for score in scores if score != "X"], median=True)
    found = summarise_severities([*scores, *["X"] * more], median=True)
    assert found.median == plain.median
    assert {k: v for k, v in found.counts.items() if k != "X"} == {k: v for k, v in plain.counts.items() if k != "X"}
    assert found.unknown == scores.count("X") + more
    assert sum(found.counts.values()) == len(scores) + more
    assert found.median is None or all(0 <= end <= 3 and isinstance(end, int) for end in found.median)
