"""Running the loop over blocks: no bit depends on chunks, threads or padding; any member again; what is kept."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.lifelines import QUANTILES, Event, Run, engine, simulate
from holdfast.lifelines.block import LANES
from holdfast.lifelines.engine import _lanes, _ranges
from holdfast.sites import prior_draws
from lifelines_samples import START, everything

HOURS = 50
EVENTS = (
    Event(hour=20, kind="fail", asset="gen-big"),
    Event(hour=24, kind="arrive", asset="diesel", quantity=500.0),
    Event(hour=25, kind="passing", quantity=0.1),
    Event(hour=31, kind="repair", asset="gen-big"),
)
NAMES = ("temp_in_c", "stock_diesel_l", "generator_kw")


def run(members: int, *, keep: str = "all", threads: int = 1, which: str = "compiled", hours: int = HOURS) -> Run:
    return simulate(
        everything(),
        draws=prior_draws(everything(), members, 3),
        hours=hours,
        start=START,
        events=[event for event in EVENTS if event.hour < hours],
        seed=3,
        threads=threads,
        keep=keep,  # type: ignore[arg-type]
        engine=which,
    )


@cache
def whole() -> Run:
    return run(130)


def same_bits(one: Run, other: Run, members: int | None = None) -> None:
    for mine, others in (
        (one.outputs, other.outputs),
        (one.quantiles, other.quantiles),
        (one.event_times, other.event_times),
        (one.end.rows, other.end.rows),
    ):
        assert list(mine) == list(others)
    for name, array in one.outputs.items():
        assert np.array_equal(array[:members], other.outputs[name][:members]), name
    for name, array in one.quantiles.items():
        assert np.array_equal(array, other.quantiles[name]), name
    for name, times in one.event_times.items():
        assert np.array_equal(times[:members], other.event_times[name][:members]), name
        assert np.array_equal(one.causes[name][:members], other.causes[name][:members]), name
    for name, rows in one.end.rows.items():
        assert np.array_equal(rows[:members], other.end[name][:members], equal_nan=True), name


@pytest.mark.parametrize("stretch", [1, 7, 49, 50, 1000])
@pytest.mark.parametrize("keep", ["all", "quantiles"])
def test_no_bit_depends_on_the_length_of_a_stretch(stretch: int, keep: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run(70, keep=keep)
    monkeypatch.setattr(engine, "stretch_h", lambda *_: stretch)
    same_bits(plain, run(70, keep=keep))


@pytest.mark.parametrize("threads", [2, 3, 16])
@pytest.mark.parametrize("keep", ["all", "quantiles"])
def test_no_bit_depends_on_the_threads(threads: int, keep: str) -> None:
    same_bits(run(130, keep=keep), run(130, keep=keep, threads=threads))


@pytest.mark.parametrize("members", [1, 7, 8, 9, 63, 64, 65])
def test_lanes_that_fill_up_change_nothing(members: int) -> None:
    few = run(members)
    assert all(array.shape == (members, HOURS) for array in few.outputs.values())
    same_bits(few, whole(), members)


def test_lanes_of_a_block() -> None:
    for members in (1, 8, 9, 63, 64, 65, 10_000):
        lanes = _lanes(members, compiled=True)
        assert lanes % engine.VECTOR == 0
        assert min(members, LANES) <= lanes <= LANES
    assert [_lanes(members, compiled=False) for members in (1, 9, 64, 65)] == [1, 9, 64, 64]


@pytest.mark.parametrize(("count", "workers", "least"), [(1, 2, 1), (7, 2, 1), (157, 2, 1), (100, 3, 8), (5, 1, 8)])
def test_every_block_is_handed_out_once(count: int, workers: int, least: int) -> None:
    handed = [place for first, last in _ranges(count, workers, least) for place in range(first, last)]
    assert handed == list(range(count))


@pytest.mark.parametrize("number", [0, 63, 64, 129])
def test_a_member_run_again_is_the_same_to_the_bit(number: int) -> None:
    again = whole().member(number)
    assert (again.members, again.provenance["member"]) == (1, number)
    for name, array in whole().outputs.items():
        assert np.array_equal(array[number : number + 1], again.outputs[name]), name
    for name, times in whole().event_times.items():
        assert np.array_equal(times[number : number + 1], again.event_times[name]), name
    for name, rows in whole().end.rows.items():
        assert np.array_equal(rows[number : number + 1], again.end[name]), name


def test_a_member_of_a_run_that_kept_only_quantiles_comes_whole() -> None:
    again = run(70, keep="quantiles").member(66)
    assert set(again.outputs) == set(whole().outputs)
    assert np.array_equal(again.outputs["temp_in_c"], whole().outputs["temp_in_c"][66:67])


def test_a_member_in_plain_python() -> None:
    some = run(3, which="python", hours=12)
    again = some.member(2)
    for name, array in some.outputs.items():
        assert np.array_equal(array[2:], again.outputs[name]), name


@pytest.mark.parametrize("number", [-1, 130, 1.5])
def test_there_is_no_such_member(number: float) -> None:
    with pytest.raises(InputError) as caught:
        whole().member(number)  # type: ignore[arg-type]
    assert caught.value.code == "HF-E082"


def test_what_is_kept() -> None:
    everything_kept, fans, events = (run(12, keep=keep) for keep in ("all", "quantiles", "events"))
    assert everything_kept.outputs
    assert everything_kept.quantiles == {}
    assert fans.outputs == {}
    assert events.outputs == events.quantiles == {}
    assert {array.shape for array in fans.quantiles.values()} == {(len(QUANTILES), HOURS)}
    for name, times in events.event_times.items():
        assert np.array_equal(times, fans.event_times[name]), name
        assert np.array_equal(times, everything_kept.event_times[name]), name


@pytest.mark.parametrize("keep", ["all", "quantiles"])
def test_outputs_by_name_are_those_of_the_whole_and_in_the_order_asked_for(keep: str) -> None:
    draws = prior_draws(everything(), 130, 3)
    some = simulate(
        everything(),
        draws=draws,
        hours=HOURS,
        start=START,
        events=EVENTS,
        seed=3,
        keep=keep,
        outputs=NAMES,  # type: ignore[arg-type]
    )
    kept = some.outputs if keep == "all" else some.quantiles
    assert tuple(kept) == NAMES
    for name in NAMES:
        wanted = whole().outputs[name]
        if keep == "quantiles":
            wanted = np.quantile(wanted, QUANTILES, axis=0)
            assert kept[name] == pytest.approx(wanted, rel=1e-14, abs=1e-300), name
        else:
            assert np.array_equal(kept[name], wanted), name


def test_quantiles_of_both_engines() -> None:
    one, two = (run(9, keep="quantiles", which=which, hours=6) for which in ("python", "compiled"))
    for name, array in one.quantiles.items():
        assert array == pytest.approx(two.quantiles[name], rel=1e-12, abs=1e-12), name


def test_an_unknown_output_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        simulate(everything(), members=2, hours=3, outputs=("temp_in",))
    assert caught.value.code == "HF-E081"
