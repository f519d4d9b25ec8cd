"""Where a run ends and another one starts: nothing the hour loop carries is lost between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import ModelError
from holdfast.lifelines import EndState, Event, Run, WeatherFile, as_drawn, simulate
from holdfast.sites import Draws, median_draws, prior_draws, read_site
from lifelines_samples import START, altered, everything, median_run

if TYPE_CHECKING:
    from holdfast.sites import Site

HOURS = 80
MEMBERS = 3
HEAT = np.concatenate([np.linspace(28.0, 46.0, 24), np.linspace(46.0, 25.0, 24), np.full(HOURS - 48, 41.0)])
STRESS = (
    Event(hour=3, kind="fail", asset="gen-big"),
    Event(hour=5, kind="grid", asset="line", quantity=0.5),
    Event(hour=8, kind="spare_kit", asset="gen-big", quantity=1.0),
    Event(hour=11, kind="destroy", asset="well-2", quantity=0.5),
    Event(hour=11, kind="destroy", asset="lift-1", quantity=0.5),
    Event(hour=11, kind="destroy", asset="ro-1", quantity=0.5),
    Event(hour=11, kind="destroy", asset="treated-1", quantity=0.3),
    Event(hour=12, kind="destroy", asset="tent-a", quantity=0.5),
    Event(hour=20, kind="cooling_working", asset="trailer", quantity=0.3),
    Event(hour=25, kind="people", quantity=900.0),
    Event(hour=30, kind="passing", quantity=0.2),
    Event(hour=41, kind="repair", asset="gen-big"),
    Event(hour=44, kind="grid", asset="line", quantity=0.0),
    Event(hour=45, kind="fail", asset="gen-big"),
    Event(hour=45, kind="fail", asset="gen-small"),
    Event(hour=50, kind="set_level", asset="diesel-main", quantity=0.0),
    Event(hour=72, kind="repair", asset="gen-big"),
    Event(hour=73, kind="destroy", asset="gen-small", quantity=1.0),
    Event(hour=70, kind="arrive", asset="diesel-main", quantity=900.0),
)
# Sums over a run begin with it, and so does its count of hours.
OF_THE_RUN = {"hour", "sewage_spilled_m3", "water_lost_m3"}


def part(first: int, last: int, draws: Draws, initial: EndState | None = None, rule: str = "") -> Run:
    weather = WeatherFile(name="hot", columns={"temp_out_c": HEAT[first:last]})
    return simulate(
        site_with(rule),
        weather,
        draws=draws,
        hours=last - first,
        start=START + timedelta(hours=first),
        events=[replace(event, hour=event.hour - first) for event in STRESS if first <= event.hour < last],
        seed=7,
        initial=initial,
        engine="python",
        keep="all",
    )


def site_with(rule: str) -> Site:
    machines = "power_kw = 12\noxygen_concentrators = 4\ndialysis_machines = 3"
    changes = {"mttf_h = 400": "mttf_h = 12", "power_kw = 12": machines}
    return altered(changes | {"[water]\n": f"{rule}\n[water]\nchlorine_kg = 5\n"})


@settings(max_examples=8, deadline=None)
@given(st.integers(1, HOURS - 1), st.sampled_from(["", "[failures.water]\nthreshold = 60\nwindow_h = 31\n"]))
def test_two_runs_one_after_the_other_are_one_run(split: int, rule: str) -> None:
    draws = prior_draws(site_with(rule), MEMBERS, 7)
    whole = part(0, HOURS, draws, rule=rule)
    one = part(0, split, draws, rule=rule)
    two = part(split, HOURS, draws, one.end, rule)
    for name, array in whole.outputs.items():
        both = np.concatenate([one.outputs[name], two.outputs[name]], axis=1)
        if name not in OF_THE_RUN:
            assert np.array_equal(array, both), name
    assert set(whole.end.rows) == set(two.end.rows)
    for name, rows in whole.end.rows.items():
        assert np.array_equal(rows, two.end[name]), name
    assert all(abs(residual) < 1e-9 for residual in two.balances.values())
    water = "water_under_15_l"
    first = np.where(one.event_times[water] < np.inf, one.event_times[water], split + two.event_times[water])
    assert np.array_equal(whole.event_times[water], first)


def test_the_parts_that_are_split_hold_something() -> None:
    """Otherwise the test above would prove nothing."""
    run = part(0, HOURS, prior_draws(site_with(""), MEMBERS, 7))
    end = run.end
    empty = {name for name, rows in end.rows.items() if not rows.any()}
    unused = {
        "layer_c",
        "unserved_layer_c",
        "oil_l",
        "closed_by",
        "household_m3",
        "water_deficit",
        "residual",
    }  # without a cause in this camp
    over = {"kits", "service_left_h", "repair_left_h", "grid_override"}  # came and went again
    assert empty <= unused | over
    assert end["intact"].min() < 1.0
    assert end["destroyed"].max() == 1.0
    assert end["failures"].max() >= 1.0
    assert (end["known_h"] == HOURS).all()
    assert all(name and not name.startswith("_") for name in end.rows)


def test_both_engines_end_alike() -> None:
    draws = prior_draws(everything(), 2, 3)
    one, two = (
        simulate(everything(), draws=draws, hours=30, start=START, engine=engine, seed=5).end
        for engine in ("python", "compiled")
    )
    for name, rows in one.rows.items():
        assert rows == pytest.approx(two[name], rel=1e-12, abs=1e-12), name


def test_what_is_not_a_number_the_draws_say() -> None:
    site = everything()
    end = median_run(site, hours=30).end
    blank = EndState({name: np.full_like(rows, np.nan) for name, rows in end.rows.items()})
    fresh, told = (again(site, initial, 30) for initial in (None, blank))
    assert all(np.array_equal(fresh.outputs[name], told.outputs[name]) for name in fresh.outputs)


def again(site: Site, initial: EndState | None, hours: int, draws: Draws | None = None) -> Run:
    return simulate(
        site,
        draws=draws or median_draws(site),
        hours=hours,
        start=START,
        engine="python",
        deterministic=True,
        keep="all",
        initial=initial,
    )


def test_a_run_starts_within_what_its_site_can_hold() -> None:
    site = everything()
    end = median_run(site, hours=5).end
    brimful = end.replace({"level": np.full_like(end["level"], 1e9), "battery_kwh": np.full((1, 1), 1e9)})
    run = again(site, brimful, 3)
    assert run.outputs["battery_kwh"].max() <= 120.0
    assert run.outputs["treated_water_m3"].max() <= 90.0
    assert max(run.balances.values()) < 1e-9


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("stores.diesel-main.quantity", {"level": 1}),
        ("batteries.bank.charge_kwh", {"battery_kwh": 1}),
        ("generators.gen-big.spare_kits", {"kits": 1}),
        (
            "shelters.tent-a.start_c",
            {"temp_in_c": 1, "mass_c": 1, "unserved_air_c": 1, "unserved_mass_c": 1},
        ),
        ("shelters.trailer.cooling.working_fraction", {"cooling_working": 1}),
        ("people.adults.count", {"persons": 1}),
        ("gate.passing_fraction", {"passing": 1}),
    ],
)
def test_a_path_left_to_the_draws_changes_that_start_and_no_other(path: str, columns: dict[str, int]) -> None:
    site = everything()
    end = median_run(site, hours=5).end
    left = as_drawn(end, site, [path, "water.leakage_fraction"])
    for name, rows in left.rows.items():
        assert int(np.isnan(rows).sum()) == columns.get(name, 0), name
    assert not any(np.isnan(rows).any() for rows in end.rows.values())


def test_the_layers_of_a_shelter_are_left_with_it() -> None:
    site = altered({'id = "tent-a"\n': 'id = "tent-a"\nmodel = "layered"\n'})
    end = median_run(site, hours=2).end
    left = np.isnan(as_drawn(end, site, ["shelters.tent-a.start_c"])["layer_c"][0])
    assert left.sum() == left.size // 2
    assert not left[: left.size // 2].any()


def test_the_state_of_another_site_is_refused() -> None:
    site = everything()
    end = median_run(site, hours=2).end
    fewer = EndState({name: rows for name, rows in end.rows.items() if name != "dose"})
    for initial, draws in ((end, prior_draws(site, 2, 1)), (fewer, median_draws(site))):
        with pytest.raises(ModelError) as caught:
            again(site, initial, 2, draws)
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
    behind = again(site, None, 96, draws)
    after = again(site, behind.end, 24, draws)
    for name in ("water_under_15_l", "vaccine_holdover_end", "cold_store_above_8c", "chilled_food_lost"):
        assert 1.0 < behind.event_times[name][0] < 96.0, name
        assert after.event_times[name][0] <= 1.0, name


def test_water_fails_within_the_first_day_where_the_day_before_is_known() -> None:
    site = read_site(TANK)
    draws = median_draws(site)
    behind = again(site, None, 12, draws).end
    empty = behind.replace({"level": np.zeros_like(behind["level"]), "known_h": np.full((1, 1), 24.0)})
    after = again(site, empty, 30, draws)
    unknown = again(site, None, 30, draws.replace({"tanks.treated.level_m3": 0.0}))
    assert after.event_times["water_under_15_l"][0] < 24.0
    assert unknown.event_times["water_under_15_l"][0] == 24.0
