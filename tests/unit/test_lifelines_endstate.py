"""Where a run ends and another one starts: nothing the hour loop carries is lost between them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import ModelError
from holdfast.lifelines import EndState, Event, Run, WeatherFile, as_drawn, simulate
from holdfast.sites import Draws, median_draws, prior_draws, read_site
from lifelines_samples import START, altered, everything

if TYPE_CHECKING:
    from holdfast.sites import Site

HOURS = 80
MEMBERS = 3
HEAT = np.concatenate([np.linspace(28.0, 46.0, 24), np.linspace(46.0, 25.0, 24), np.full(HOURS - 48, 41.0)])
STRESS = (
    Event(hour=3, kind="fail", asset="gen-big"),
    Event(hour=5, kind="grid", asset="line", quantity=0.5),
    Event(hour=20, kind="cooling_working", asset="trailer", quantity=0.3),
    Event(hour=30, kind="passing", quantity=0.2),
    Event(hour=41, kind="repair", asset="gen-big"),
    Event(hour=44, kind="grid", asset="line", quantity=0.0),
    Event(hour=45, kind="fail", asset="gen-big"),
    Event(hour=45, kind="fail", asset="gen-small"),
    Event(hour=50, kind="set_level", asset="diesel-main", quantity=0.0),
    Event(hour=72, kind="repair", asset="gen-big"),
    Event(hour=72, kind="repair", asset="gen-small"),
    Event(hour=70, kind="arrive", asset="diesel-main", quantity=900.0),
)
# Sums over a run begin with it, and so does its count of hours.
OF_THE_RUN = {"hour", "sewage_spilled_m3"}


def part(first: int, last: int, draws: Draws, initial: EndState | None = None, rule: str = "") -> Run:
    weather = WeatherFile(name="hot", columns={"temp_out_c": HEAT[first:last]})
    return simulate(
        site_with(rule),
        draws=draws,
        hours=last - first,
        start=START + timedelta(hours=first),
        events=[
            Event(hour=e.hour - first, kind=e.kind, asset=e.asset, quantity=e.quantity)
            for e in STRESS
            if first <= e.hour < last
        ],
        weather=weather,
        seed=7,
        initial=initial,
    )


def site_with(rule: str) -> Site:
    return altered({"mttf_h = 400": "mttf_h = 12", "[water]\n": f"{rule}\n[water]\n"})


@settings(max_examples=12, deadline=None)
@given(st.integers(1, HOURS - 1), st.sampled_from(["", "[failures.water]\nthreshold = 60\nwindow_h = 31\n"]))
def test_two_runs_one_after_the_other_are_one_run(split: int, rule: str) -> None:
    draws = prior_draws(site_with(rule), MEMBERS, 7)
    whole = part(0, HOURS, draws, rule=rule)
    one = part(0, split, draws, rule=rule)
    two = part(split, HOURS, draws, one.end, rule)
    for name, array in whole.outputs.items():
        both = np.concatenate([one.outputs[name], two.outputs[name]], axis=1)
        if "_24h_" in name:  # the sum over a ring begins at another hour
            assert both == pytest.approx(array, rel=1e-12), name
        elif name not in OF_THE_RUN:
            assert np.array_equal(array, both), name
    for name in EndState._fields:
        assert np.array_equal(getattr(whole.end, name), getattr(two.end, name)), name
    assert all(abs(residual) < 1e-9 for residual in two.balances.values())
    water = "water_under_15_l"
    first = np.where(one.event_times[water] < np.inf, one.event_times[water], split + two.event_times[water])
    assert np.array_equal(whole.event_times[water], first)


def test_the_parts_that_are_split_hold_something() -> None:
    """Otherwise the test above would prove nothing."""
    run = part(0, 68, prior_draws(site_with(""), MEMBERS, 7))
    for name in set(EndState._fields) - {"grid_override", "working"}:
        assert getattr(run.end, name).any(), name
    assert run.end.grid_override.max() == 0.0
    assert run.end.working.max() == 0.0
    assert run.end.failures.max() >= 1.0
    assert (run.end.known_h == 68.0).all()


def test_both_engines_end_alike() -> None:
    draws = prior_draws(everything(), 2, 3)
    one, two = (
        simulate(everything(), draws=draws, hours=30, start=START, engine=engine, deterministic=True).end
        for engine in ("python", "compiled")
    )
    for name in EndState._fields:
        assert getattr(one, name) == pytest.approx(getattr(two, name), rel=1e-12), name


def test_what_is_not_a_number_the_draws_say() -> None:
    site = everything()
    draws = median_draws(site)
    end = simulate(site, draws=draws, hours=30, start=START, deterministic=True).end
    blank = EndState(*(np.full_like(array, np.nan) for array in end))
    fresh, told = (
        simulate(site, draws=draws, hours=30, start=START, deterministic=True, initial=initial)
        for initial in (None, blank)
    )
    assert all(np.array_equal(fresh.outputs[name], told.outputs[name]) for name in fresh.outputs)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("stores.diesel-main.quantity", "level"),
        ("batteries.bank.charge_kwh", "battery_kwh"),
        ("shelters.tent-a.start_c", "temp_in_c"),
        ("shelters.trailer.cooling.working_fraction", "cooling_working"),
        ("gate.passing_fraction", "passing"),
    ],
)
def test_a_path_left_to_the_draws_changes_that_start_and_no_other(path: str, field: str) -> None:
    site = everything()
    end = simulate(site, draws=median_draws(site), hours=5, start=START, deterministic=True).end
    if path.startswith("batteries"):
        path = f"batteries.{site.batteries[0].id}.charge_kwh"
    left = as_drawn(end, site, [path, "water.leakage_fraction"])
    for name in EndState._fields:
        blank = np.isnan(getattr(left, name))
        assert int(blank.sum()) == (1 if name == field else 0), name


def test_the_state_of_another_site_is_refused() -> None:
    site = everything()
    end = simulate(site, draws=median_draws(site), hours=2, start=START, deterministic=True).end
    with pytest.raises(ModelError) as caught:
        simulate(site, draws=prior_draws(site, 2, 1), hours=2, start=START, initial=end)
    assert caught.value.code == "HF-E020"


TANK = """
[site]
id = "t"
name = "T"
timezone = "UTC"
source = "s"
[sources]
s = "test"
[[people]]
id = "all"
count = 1000
[water]
normal_use_l_per_person_day = 60
leakage_fraction = 0
distribution_kwh_per_m3 = 0
[[tanks]]
id = "treated"
capacity_m3 = 120
level_m3 = 60
[[cold_stores]]
id = "store"
count = 1
[[vaccine_fridges]]
id = "fridge"
hold_over_h = 20
remaining_h = 10
"""


def test_what_failed_before_has_failed_at_the_start() -> None:
    site = read_site(TANK)
    draws = median_draws(site)
    behind = simulate(site, draws=draws, hours=96, start=START, deterministic=True)
    after = simulate(site, draws=draws, hours=24, start=START, deterministic=True, initial=behind.end)
    for name in ("water_under_15_l", "vaccine_holdover_end", "cold_store_above_8c", "chilled_food_lost"):
        assert 1.0 < behind.event_times[name][0] < 96.0, name
        assert after.event_times[name][0] <= 1.0, name


def test_water_fails_within_the_first_day_where_the_day_before_is_known() -> None:
    site = read_site(TANK)
    draws = median_draws(site)
    behind = simulate(site, draws=draws, hours=12, start=START, deterministic=True)
    empty = behind.end._replace(level=np.zeros_like(behind.end.level), known_h=np.full(1, 24.0))
    after = simulate(site, draws=draws, hours=30, start=START, deterministic=True, initial=empty)
    unknown = simulate(
        site, draws=draws.replace({"tanks.treated.level_m3": 0.0}), hours=30, start=START, deterministic=True
    )
    assert after.event_times["water_under_15_l"][0] < 24.0
    assert unknown.event_times["water_under_15_l"][0] == 24.0
