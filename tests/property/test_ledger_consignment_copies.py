"""Whatever several devices wrote down apart: any order of merging gives one tally, and it overstates nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_ledger import Clock, new_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Amount,
    Consignment,
    GateStep,
    LineItem,
    append_step,
    consignment_states,
    export,
    item_totals,
    line_item,
    merge,
    request_consignment,
)
from holdfast.ledger.consigned import states_from

FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None
DEVICES = ("dev-a", "dev-b", "dev-c")


def request(
    number: int, device: str, reference: str | None, *, tonnes: float = 1000, kilos: bool = False
) -> Consignment:
    line = LineItem(commodity="flour", quantity=tonnes * (1000 if kilos else 1), unit="kg" if kilos else "t")
    return Consignment(
        id=f"C{number}",
        lines=(line,),
        reference=reference,
        requested_at="2015-08-01T08:00:00Z",
        received=f"2015-08-02T08:00:{number:02d}Z",
        device=device,
        hash=f"c{number}",
        recorded_by="x",
    )


def step(number: int, device: str, day: int, tonnes: int, minute: int, to: str = "C0", **fields: object) -> GateStep:
    return GateStep(
        id=f"S{number}",
        consignment_id=to,
        kind=str(fields.pop("kind", "delivered")),
        at=f"2015-08-{day}T08:00:00Z",
        amounts=() if "beside" in fields else (Amount(line=1, quantity=tonnes, unit="t"),),
        received=f"2015-08-20T08:{minute:02d}:00Z",
        device=device,
        sequence=number,
        hash=f"{number:064x}",
        recorded_by="x",
        **fields,
    )


told = st.lists(
    st.tuples(st.sampled_from(DEVICES), st.sampled_from([10, 11]), st.sampled_from([3, 8]), st.integers(0, 5)),
    max_size=10,
)


@settings(max_examples=200, deadline=None)
@given(told, st.randoms(use_true_random=False))
def test_as_many_equal_steps_count_as_the_device_with_most_of_them_says(rows, random) -> None:
    steps = [step(number, *row) for number, row in enumerate(rows)]
    (state,) = states_from([request(0, "dev-a", "K-1")], steps, "Asia/Baghdad")
    by_device = Counter(row[:3] for row in rows)
    most: dict[tuple[int, int], int] = {}
    for (_, day, tonnes), count in by_device.items():
        most[day, tonnes] = max(count, most.get((day, tonnes), 0))
    assert state.lines[0].delivered == sum(tonnes * count for (_, tonnes), count in most.items())
    assert len(state.steps) + len(state.copies) == len(steps)
    assert state.copies == {one.id for one, _ in state.not_counted}
    random.shuffle(steps)
    assert states_from([request(0, "dev-a", "K-1")], steps, "Asia/Baghdad") == (state,)


@settings(max_examples=100, deadline=None)
@given(told, st.data())
def test_each_word_that_both_stand_adds_that_step_and_no_more(rows, data) -> None:
    steps = [step(number, *row) for number, row in enumerate(rows)]
    requests = [request(0, "dev-a", "K-1")]
    (state,) = states_from(requests, steps, "UTC")
    if not state.copies:
        return
    name = data.draw(st.sampled_from(sorted(state.copies)))
    (own,) = (one for one in steps if one.id == name)
    (after,) = states_from(requests, [*steps, step(90, "dev-c", 20, 0, 59, kind="both", beside=name)], "UTC")
    # Its place as a copy may go to another step of its device.
    assert after.lines[0].delivered >= state.lines[0].delivered
    assert after.lines[0].delivered <= state.lines[0].delivered + own.amounts[0].quantity
    assert name not in after.copies
    (after,) = states_from(requests, [*steps, step(90, "dev-c", 20, 0, 59, kind="same", beside=name)], "UTC")
    assert after.lines[0].delivered <= state.lines[0].delivered
    assert name not in after.copies | {one.id for one in after.steps}


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(DEVICES), st.sampled_from(["K-1", "k-1", "K-2", None]), st.booleans()), max_size=6
    ),
    told,
    st.randoms(use_true_random=False),
)
def test_requests_of_one_reference_count_once_in_any_order(asked, rows, random) -> None:
    requests = [request(n, device, ref, kilos=kilos) for n, (device, ref, kilos) in enumerate(asked)]
    steps = [step(n, *row, to=f"C{n % len(requests)}") for n, row in enumerate(rows)] if requests else []
    # A step names tonnes of a line; as written it was converted.
    states = states_from(requests, steps, "UTC")
    names = {ref.casefold() if ref else f"id {n}" for n, (_, ref, _) in enumerate(asked)}
    assert len(states) == len(names)
    assert sum(total.requested for total in item_totals(states)) == 1000 * sum(
        1 if state.lines[0].item.unit == "t" else 1000 for state in states
    )
    seen = [one.id for state in states for one in (*state.steps, *(step for step, _ in state.not_counted))]
    assert sorted(seen) == sorted(one.id for one in steps), "nothing is lost, nothing is told twice"
    random.shuffle(steps)
    assert states_from(requests, steps, "UTC") == states


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from([3, 8]), st.booleans()), min_size=2, max_size=5),
    st.permutations([(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)]),
)
def test_three_ledgers_that_meet_in_any_order_say_the_same(acts, meetings) -> None:
    with tempfile.TemporaryDirectory(dir=FAST) as folder:
        clock = Clock()
        ledgers = []
        for name in DEVICES:
            (Path(folder) / name).mkdir()
            ledgers.append(new_ledger(Path(folder) / name, clock, device=name))
        made = request_consignment(ledgers[0], lines=[line_item("flour", 20, "t")], reference="K-1", recorded_by="x")
        count = 0

        def meet(taker: int, giver: int) -> None:
            nonlocal count
            count += 1
            file = Path(folder) / f"{count}.hfl"
            export(ledgers[giver], file)
            merge(ledgers[taker], file)

        meet(1, 0)
        meet(2, 0)
        for who, tonnes, again in acts:
            clock.now += timedelta(minutes=1)
            with suppress(LedgerError):  # more than is awaiting there
                append_step(
                    ledgers[who],
                    made.consignment.id,
                    "delivered",
                    amounts=[Amount(line=1, quantity=tonnes)],
                    recorded_by="x",
                )
            if again:
                with suppress(LedgerError):  # the reference is taken there
                    request_consignment(
                        ledgers[who], lines=[line_item("rice", tonnes, "t")], reference="K-2", recorded_by="x"
                    )
        for taker, giver in (*meetings, *meetings):
            meet(taker, giver)
        first, *others = [consignment_states(ledger) for ledger in ledgers]
        assert all(other == first for other in others)
        flour = first[0] if first[0].lines[0].item.commodity == "flour" else first[1]
        by_device = Counter((one.device, one.amounts[0].quantity) for one in flour.every_step)
        most = {size: max(n for (_, s), n in by_device.items() if s == size) for _, size in by_device}
        assert flour.lines[0].delivered <= sum(size * n for size, n in most.items())
        assert all(len(state.lines) == 1 and state.lines[0].requested <= 20 for state in first)
        assert len(first) == 1 + any(again for *_, again in acts)
