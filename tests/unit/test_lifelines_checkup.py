"""The check-up before and after a run, and what a run will need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from holdfast.errors import InputError, ModelError
from holdfast.lifelines import Event, WeatherFile, budget, check_up, simulate
from holdfast.lifelines.checkup import check_result, prove
from holdfast.sites import median_draws, prior_draws
from lifelines_samples import START, altered, everything, median_run


def checks(**named: object) -> list[str]:
    return [finding.check for finding in check_up(everything(), **named)]  # type: ignore[arg-type]


def test_a_sound_run_has_no_finding() -> None:
    weather = WeatherFile(name="w", columns={"temp_out_c": np.full(30, 20.0)})
    events = [Event(hour=3, kind="fail", asset="gen-big")]
    assert checks(draws=median_draws(everything()), events=events, hours=30, start=START, weather=weather) == []


def test_everything_wrong_is_found_at_once_and_each_has_its_mend() -> None:
    draws = prior_draws(everything(), 3, 1)
    poisoned = np.array([1.0, np.nan, 2.0])
    draws = draws.replace({"water.leakage_fraction": poisoned})
    weather = WeatherFile(name="w", columns={"temp_out_c": np.array([20.0, np.nan])})
    events = [Event(hour=3, kind="fail", asset="gen-bug"), Event(hour=99, kind="explode")]
    found = check_up(everything(), draws=draws, events=events, hours=30, start=START, weather=weather)
    assert [finding.check for finding in found] == [
        "draws-not-a-number",
        "event HF-E004",
        "event HF-E003",
        "event HF-E006",
        "weather HF-E011",
        "weather HF-E010",
    ]
    assert "member 1" in found[0].found
    assert "did you mean gen-big" in found[1].found
    assert all(finding.severity == "error" and finding.mend for finding in found)


def test_draws_that_are_no_numbers_stop_a_run() -> None:
    site = everything()
    draws = median_draws(site)
    for broken in (
        draws.replace({"water.leakage_fraction": np.array([np.nan])}),
        draws.replace({"water.leakage_fraction": np.array([np.inf])}),
        replace(draws, values={k: v for k, v in draws.values.items() if k != "water.leakage_fraction"}),
    ):
        with pytest.raises(InputError) as caught:
            simulate(site, draws=broken, hours=2, start=START, engine="python")
        assert caught.value.code == "HF-E086"
        assert caught.value.where == "water.leakage_fraction"


def test_errors_of_the_site_that_change_the_question_stop_a_run_and_others_do_not() -> None:
    twice = altered({'id = "water"\npriority = 2': 'id = "water"\npriority = 1'})
    with pytest.raises(ModelError) as caught:
        median_run(twice, hours=2)
    assert caught.value.code == "HF-E085"
    assert "priority" in caught.value.found
    assert [finding.check for finding in check_up(twice)] == ["priority-duplicate"]
    dry = altered({'id = "raw-1"\nholds = "raw"': 'id = "raw-1"\nholds = "treated"'})
    run = median_run(dry, hours=2)  # wells without a raw tank: nothing is pumped
    assert run.outputs["water_purified_m3"].max() == 0.0


def test_a_sound_result_passes() -> None:
    check_result(median_run(everything(), hours=80))


def test_a_balance_that_does_not_close_is_not_given_out() -> None:
    for residual in (1e-8, -1e-8, np.nan):
        with pytest.raises(ModelError) as caught:
            prove({"diesel": 1e-12, "rice": residual})
        assert caught.value.code == "HF-E087"
        assert "rice" in caught.value.where
    prove({"diesel": 9e-10})


def test_a_result_that_cannot_be_is_found() -> None:
    run = median_run(everything(), hours=30)
    more = {**run.outputs, "served_kw": run.outputs["demand_kw"] + 1.0}
    late = {**run.event_times, "rice_out": np.array([31.0])}
    early = {**run.event_times, "rice_out": np.array([-1.0])}
    no_time = {**run.event_times, "rice_out": np.array([np.nan])}
    broken = [replace(run, outputs=more)] + [replace(run, event_times=times) for times in (late, early, no_time)]
    for bad in broken:
        with pytest.raises(ModelError) as caught:
            check_result(bad)
        assert caught.value.code == "HF-E087"


def test_heat_beyond_the_tested_range_is_flagged_as_data() -> None:
    mild = WeatherFile(name="mild", columns={"temp_out_c": np.full(24, 25.0)})
    hot = WeatherFile(name="hot", columns={"temp_out_c": np.full(24, 60.0)})
    cool, burning = (median_run(everything(), hours=24, weather=weather) for weather in (mild, hot))
    assert set(cool.flags) == set(burning.flags)
    assert max(cool.flags.values()) == 0.0
    assert max(burning.flags.values()) > 0.5
    assert max(burning.flags.values()) <= 1.0


# --- what it will need ---


def needed(**changes: object) -> budget.Budget:
    given = {"members": 1000, "hours": 336, "outputs": 60, "kept": 16, "quantiles": 7}
    return budget.budget_of(**(given | changes))  # type: ignore[arg-type]


def test_memory_of_quantiles_does_not_grow_with_members_times_hours() -> None:
    assert needed(hours=87_672).memory_bytes - needed().memory_bytes == 8 * 16 * 7 * (87_672 - 336)
    assert needed(hours=87_672, members=4000).memory_bytes - needed(members=4000).memory_bytes == 8 * 16 * 7 * (
        87_672 - 336
    )
    whole = needed(quantiles=0)
    assert needed(quantiles=0, hours=3360).memory_bytes > 5 * whole.memory_bytes


def test_a_stretch_is_as_long_as_the_room_for_kept_outputs_holds() -> None:
    assert budget.stretch_h(64, 0) == budget.stretch_h(64, 16) == 7 * 24
    assert budget.stretch_h(1_000_000, 16) == 24
    lengths = [budget.stretch_h(lanes, 16) for lanes in (6_400, 12_800, 25_600, 51_200)]
    assert lengths == sorted(lengths, reverse=True)
    assert all(
        8 * 16 * lanes * hours <= budget.ROOM_BYTES for lanes, hours in zip((6_400, 12_800), lengths, strict=False)
    )


def test_time_grows_with_members_and_hours_and_falls_with_threads() -> None:
    one = needed(threads=1)
    assert needed(threads=1, hours=672).seconds == pytest.approx(2 * one.seconds)
    assert needed(threads=1, members=2000).seconds == pytest.approx(2 * one.seconds)
    assert needed(threads=2).seconds == pytest.approx(one.seconds / 2)
    assert needed(threads=8, members=10).seconds == needed(threads=1, members=10).seconds
    assert needed(engine="python").seconds > 100 * one.seconds


def test_ten_years_on_a_small_machine_is_asked_about_and_agreed_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "free_memory", lambda: 64 * 2**20)
    large = needed(hours=87_672, quantiles=0)
    with pytest.raises(InputError) as caught:
        budget.ask(large, members=1000, hours=87_672, agree=False)
    assert caught.value.code == "HF-E015"
    assert "GiB" in caught.value.found
    assert "--yes" in caught.value.mend
    budget.ask(large, members=1000, hours=87_672, agree=True)
    budget.ask(needed(members=10), members=10, hours=336, agree=False)


def test_a_run_that_takes_hours_is_asked_about() -> None:
    with pytest.raises(InputError) as caught:
        budget.ask(budget.Budget(memory_bytes=1, seconds=7300.0), members=1, hours=1, agree=False)
    assert "2.0 h" in caught.value.found


@pytest.mark.parametrize("hours", [0, -1, budget.MOST_HOURS + 1])
def test_no_word_helps_hours_out_of_range(hours: int) -> None:
    with pytest.raises(InputError) as caught:
        budget.ask(budget.Budget(memory_bytes=1, seconds=1.0), members=1, hours=hours, agree=True)
    assert caught.value.code == "HF-E015"


def test_memory_that_the_machine_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    assert budget.free_memory() > 2**20

    class Mute:
        def __init__(self, name: str) -> None: ...

        def read_text(self, **_: str) -> str:
            raise OSError

    monkeypatch.setattr(budget, "Path", Mute)
    assert budget.free_memory() == budget.UNKNOWN_MEMORY
