"""Shelters in lanes, by each of the three models: steady state, held set point, floating above it, floors, wear."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.lifelines import Event, Run
from holdfast.lifelines.rc1 import rc1_end_c, rc1_lost
from lifelines_hand import HEAD, generator, run_hand

MODELS = ("rc1", "iso5", "layered")
HOME = (
    '[[shelters]]\nid = "s"\nkind = "trailer"\ncount = 100\npersons_each = 0\nconductance_w_per_k = 80\n'
    "capacity_kj_per_k = 1152\ngains_w = {gains}\nstart_c = {start}\nwindow_m2 = 0\n"
)
UNITS = (
    "[shelters.cooling]\nset_point_c = 27\ncooling_w_at_35c = 6000\neir_at_35c = 0.4\nworking_fraction = {working}\n"
    "capacity_slope_per_k = 0.01\neir_slope_per_k = 0.033\neir_curve_per_k2 = 0.0007\ntrip_c = {trip}\nlife_h = {life}\n"
)
NEVER, FOR_EVER = 200, 1e12


def warm(temp: float, *, swing: float = 0.0) -> str:
    head = HEAD.replace("temp_max_c = 35", f"temp_max_c = {temp}").replace(
        "5000\ncapacity = 9000", "90000\ncapacity = 90000"
    )
    return head.replace("daily_range_k = 0", f"daily_range_k = {swing}")


def home(
    model: str,
    hours: int,
    *,
    temp: float = 45.0,
    gains: float = 0.0,
    start: float = 27.0,
    units: str = "",
    more: str = "",
    swing: float = 0.0,
    events: tuple[Event, ...] = (),
) -> Run:
    text = generator("a", 900) + HOME.format(gains=gains, start=start) + more + units
    return run_hand(text, hours, events, head=warm(temp, swing=swing), shelter_model=model)


def inside(run: Run) -> np.ndarray:
    return run.outputs["temp_in_s_c"][0]


def units(working: float = 1.0, trip: float = NEVER, life: float = FOR_EVER) -> str:
    return UNITS.format(working=working, trip=trip, life=life)


@pytest.mark.parametrize("model", MODELS)
def test_without_gains_it_comes_to_the_air_outside(model: str) -> None:
    series = inside(home(model, 600, temp=40.0))
    assert series[-1] == pytest.approx(40.0, abs=1e-3)
    assert (np.diff(series) >= -1e-9).all()
    assert series[0] < 40.0


def test_with_gains_rc1_stands_above_the_outside_by_gains_over_conductance() -> None:
    assert inside(home("rc1", 200, gains=400.0))[-1] == pytest.approx(45.0 + 400.0 / 80.0, abs=1e-9)


@pytest.mark.parametrize("model", ["iso5", "layered"])
def test_with_gains_all_heat_leaves_through_the_envelope(model: str) -> None:
    """The air stands above the outside in proportion to the gains, and by at least what they take through all of it."""
    one, two = (inside(home(model, 800, gains=gains))[-1] - 45.0 for gains in (200.0, 400.0))
    assert two == pytest.approx(2.0 * one, rel=1e-4)
    assert two >= 400.0 / 80.0


def test_warming_towards_the_outside() -> None:
    """H-rc1 through the engine: 27 degC towards 47 degC with a time constant of 4 h."""
    run = home("rc1", 4, temp=47.0)
    assert inside(run)[0] == pytest.approx(31.424, abs=0.001)
    assert inside(run)[3] == pytest.approx(39.642, abs=0.001)
    after, lost = 27.0, float(rc1_lost(80.0, 1152e3))
    for hour in range(4):
        after = rc1_end_c(after, 47.0, lost)
        assert inside(run)[hour] == pytest.approx(after, rel=1e-14)
    # By straight line within the hour: 0.006 h from the closed form's 2.043 h.
    assert run.event_times["indoor_above_35c"][0] == pytest.approx(2.043, abs=0.01)


@pytest.mark.parametrize("model", MODELS)
def test_the_set_point_is_held_while_power_and_units_suffice(model: str) -> None:
    run = home(model, 72, gains=300.0, units=units(), start=30.0, swing=14.0)
    assert inside(run).max() < 30.0
    assert inside(run)[2:].max() == pytest.approx(27.0, abs=1e-9)
    assert (inside(run)[30:] > 26.0).all()
    assert run.outputs["served_fraction_cooling"].min() == 1.0


@pytest.mark.parametrize("model", MODELS)
def test_it_floats_above_the_set_point_where_units_are_broken(model: str) -> None:
    series = [inside(home(model, 48, units=units(working=w)))[-1] for w in (1.0, 0.75, 0.5, 0.25, 0.0)]
    assert series[0] == pytest.approx(27.0, abs=1e-9)
    assert (np.diff(series) > 1.0).all()
    assert series[-1] == pytest.approx(inside(home(model, 48))[-1], rel=1e-14)  # none works: as if there were none


@pytest.mark.parametrize("model", MODELS)
def test_at_their_trip_temperature_half_of_the_units_stop(model: str) -> None:
    tripped, broken = home(model, 24, units=units(trip=45.0)), home(model, 24, units=units(working=0.5))
    assert inside(tripped) == pytest.approx(inside(broken), rel=1e-10)
    drawn = "demand_cooling_kw"
    assert tripped.outputs[drawn][0] == pytest.approx(broken.outputs[drawn][0], rel=1e-10)
    assert tripped.end["cooling_working"][0, 0] == pytest.approx(1.0, abs=1e-9)  # they come back as it cools


@pytest.mark.parametrize("model", MODELS)
def test_without_power_nothing_is_cooled(model: str) -> None:
    stop = (Event(hour=10, kind="fail", asset="a"),)
    run, free = home(model, 40, units=units(), events=stop), home(model, 30)
    assert inside(run)[9] == pytest.approx(27.0, abs=1e-9)
    assert inside(run)[-1] > 34.0
    assert run.outputs["served_fraction_cooling"][0, -1] == 0.0
    if model == "rc1":
        assert inside(run)[10:] == pytest.approx(inside(free), rel=1e-12)


def test_units_wear_by_the_share_of_their_capacity_they_work_at() -> None:
    """H = 80 W/K x 18 K = 1,440 W of 5,400 W at 45 degC; the set point is held from the first hour."""
    run = home("rc1", 10, units=units(life=100.0), start=27.0)
    kept = (1.0 - 1440.0 / 5400.0 / 100.0) ** 10
    # The type's mean warms as units break, and the others work the more.
    assert kept - 1e-3 < run.end["cooling_working"][0, 0] < kept


@pytest.mark.parametrize("model", MODELS)
def test_a_floor_on_the_ground_evens_out_the_day(model: str) -> None:
    """The ground has the mean outdoor temperature; rc1 under a stated sol-air peak knows no floor."""
    raised = inside(home(model, 96, swing=20.0))
    ground = inside(home(model, 96, swing=20.0, more="raised_floor = false\n"))
    if model == "rc1":
        assert np.array_equal(raised, ground)
    else:
        assert np.ptp(ground[-24:]) < 0.97 * np.ptp(raised[-24:])


@pytest.mark.parametrize("model", MODELS)
def test_the_heat_of_people_comes_to_that_of_appliances_but_for_rc1(model: str) -> None:
    """H5: it follows the indoor air, and at 45 degC a body gives no sensible heat; for rc1 the gains are all there is."""

    def crowded(temp: float, people: int) -> float:
        text = generator("a", 900) + HOME.format(gains=120, start=temp).replace("each = 0", f"each = {people}")
        return float(inside(run_hand(text, 100, head=warm(temp), shelter_model=model))[-1])

    assert crowded(45.0, 6) == pytest.approx(crowded(45.0, 0), abs=1e-9)
    if model == "rc1":
        assert crowded(22.0, 6) == crowded(22.0, 0)
    else:
        assert crowded(22.0, 6) > crowded(22.0, 3) + 0.5 > crowded(22.0, 0) + 1.0


@pytest.mark.parametrize("model", MODELS)
def test_a_destroyed_share_of_the_type_asks_for_no_power(model: str) -> None:
    half = (Event(hour=4, kind="destroy", asset="s", quantity=0.5),)
    one, two = home(model, 8, units=units(), events=half), home(model, 8, units=units())
    drawn = "demand_cooling_kw"
    assert one.outputs[drawn][0, 3] == two.outputs[drawn][0, 3]
    assert one.outputs[drawn][0, 6] == pytest.approx(0.5 * two.outputs[drawn][0, 6], rel=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_shelters_with_a_broken_unit_have_a_date_of_their_own(model: str) -> None:
    """With half of the units broken the mean stays cool, and half of the people are as hot as without any unit."""
    mended, half, without = (home(model, 72, units=each) for each in (units(), units(working=0.5), ""))
    assert inside(mended).max() < 35.0
    assert mended.event_times["unserved_above_35c"][0] == np.inf
    assert inside(half)[-1] < inside(without)[-1] - 5.0
    alone = without.event_times["indoor_above_35c"][0]
    assert half.event_times["unserved_above_35c"][0] == pytest.approx(alone, abs=1e-9)
    assert half.event_times["indoor_above_35c"][0] > alone + 1.0  # the mean of both says it later


@pytest.mark.parametrize("model", MODELS)
def test_a_few_broken_units_set_no_date(model: str) -> None:
    assert home(model, 72, units=units(working=0.96)).event_times["unserved_above_35c"][0] == np.inf
    assert home(model, 72, units=units(working=0.94)).event_times["unserved_above_35c"][0] < 24.0


@pytest.mark.parametrize("model", MODELS)
def test_units_that_break_later_leave_a_shelter_as_cool_as_it_was(model: str) -> None:
    broken = Event(hour=48, kind="cooling_working", asset="s", quantity=0.5)
    late = home(model, 120, units=units(), events=(broken,)).event_times["unserved_above_35c"][0]
    early = home(model, 120, units=units(working=0.5)).event_times["unserved_above_35c"][0]
    assert late > 48.0
    assert late - 48.0 == pytest.approx(early, abs=6.0)  # walls kept cool for two days warm up no sooner
