"""Single hours by hand: what each lifeline does with what it is given."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.lifelines.air_conditioner import cooling_factor, eir_factor
from holdfast.lifelines.block import crossing
from holdfast.lifelines.power import battery_charge_kw, battery_discharge_kw, class_allowed
from holdfast.lifelines.rc1 import rc1_end_c, rc1_heat_to_hold_w, rc1_lost
from holdfast.lifelines.stocks import share_met
from holdfast.sites import Site, read_site
from lifelines_hand import EVEN, HEAD, first, generator, hand
from lifelines_samples import altered, everything, median_run


def test_sets_are_called_in_order_and_the_broken_one_is_passed_over() -> None:
    site = hand(
        generator("a", 100)
        + generator("b", 300, working=0)
        + generator("c", 60)
        + generator("d", 60)
        + '[[clinics]]\nid = "clinic"\npower_kw = 150\n'
    )
    run = median_run(site, hours=2)
    assert first(run, "generators_on") == 2.0  # a and c: 160 kW cover 150 and the water's share of none
    assert first(run, "fuel_used_l") == pytest.approx(0.02 * 160 + 0.25 * 150)


def test_below_the_minimum_load_fuel_is_burnt_as_if_at_it() -> None:
    site = hand(generator("a", 100) + '[[clinics]]\nid = "clinic"\npower_kw = 10\n')
    run = median_run(site, hours=2)
    assert first(run, "generator_kw") == pytest.approx(10.0)
    assert first(run, "fuel_used_l") == pytest.approx(0.02 * 100 + 0.25 * 30)


def test_no_demand_no_fuel() -> None:
    run = median_run(hand(generator("a", 100)), hours=3)
    assert run.outputs["fuel_used_l"].max() == 0.0
    assert run.outputs["generators_on"].max() == 0.0
    assert first(run, "served_fraction_clinic") == 1.0  # nothing asked for, and there is supply


def test_unequal_sets_share_in_proportion_and_are_cut_together() -> None:
    site = hand(generator("a", 100) + generator("b", 50) + '[[clinics]]\nid = "clinic"\npower_kw = 500\n')
    run = median_run(site, hours=2)
    assert first(run, "generator_kw") == pytest.approx(150.0)
    assert first(run, "served_fraction_clinic") == pytest.approx(0.3)
    assert run.event_times["essential_power_unmet"][0] == 0.0


def test_grid_then_sun_then_battery_then_generator() -> None:
    text = generator("a", 100) + '[[clinics]]\nid = "clinic"\npower_kw = 100\n'
    text += '[[grid]]\nid = "line"\ncapacity_kw = 20\non_hours = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]\n'
    text += '[[batteries]]\nid = "b"\ncapacity_kwh = 100\ncharge_kwh = 70\nmin_fraction = 0.5\npower_kw = 40\n'
    text += "one_way_efficiency = 0.9\n"
    run = median_run(hand(text), hours=3)
    assert first(run, "grid_kw") == 20.0
    assert first(run, "battery_discharge_kw") == pytest.approx(20 * 0.9)
    assert first(run, "generator_kw") == pytest.approx(100 - 20 - 18)
    assert first(run, "battery_kwh") == pytest.approx(50.0)
    assert first(run, "generator_kw", 1) == pytest.approx(80.0)


def test_a_battery_charges_only_from_what_is_spare() -> None:
    text = '[[clinics]]\nid = "clinic"\npower_kw = 10\n[[grid]]\nid = "line"\ncapacity_kw = 25\n'
    text += "on_hours = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]\n"
    text += '[[batteries]]\nid = "b"\ncapacity_kwh = 100\ncharge_kwh = 50\nmin_fraction = 0.1\npower_kw = 40\n'
    text += "one_way_efficiency = 0.9\n"
    run = median_run(hand(text), hours=16)
    assert first(run, "battery_charge_kw") == pytest.approx(15.0)
    assert first(run, "battery_kwh") == pytest.approx(50 + 0.9 * 15)
    assert first(run, "battery_kwh", 11) == pytest.approx(100.0)
    assert first(run, "battery_discharge_kw", 12) == pytest.approx(10.0)
    assert run.balances["battery"] < 1e-12


def test_battery_limits() -> None:
    assert battery_discharge_kw(10.0, 40.0, 50.0, 50.0, 0.9) == 0.0
    assert battery_discharge_kw(10.0, 40.0, 40.0, 50.0, 0.9) == 0.0
    assert battery_charge_kw(10.0, 40.0, 99.0, 100.0, 0.5) == 2.0


def test_a_class_below_its_useful_share_passes_its_energy_on() -> None:
    loads = (
        '[[loads]]\nid = "clinic"\npriority = 1\nmin_useful_fraction = {}\n[[loads]]\nid = "lighting"\npriority = 2\n'
    )
    text = generator("a", 50) + '[[clinics]]\nid = "c"\npower_kw = 200\n'
    text += '[[lighting]]\nid = "l"\nhigh_kw = 30\nlow_kw = 30\n'
    greedy = median_run(hand(text + loads.format(0)), hours=2)
    strict = median_run(hand(text + loads.format(0.5)), hours=2)
    assert (first(greedy, "served_fraction_clinic"), first(greedy, "served_fraction_lighting")) == (0.25, 0.0)
    assert (first(strict, "served_fraction_clinic"), first(strict, "served_fraction_lighting")) == (0.0, 1.0)


def test_policy_hours_and_fuel_floor() -> None:
    assert class_allowed(1.0, 100.0, 99.9) == 0.0
    assert class_allowed(1.0, 100.0, 100.0) == 1.0
    assert class_allowed(0.0, 0.0, 1e9) == 0.0
    text = generator("a", 50) + '[[lighting]]\nid = "l"\nhigh_kw = 30\nlow_kw = 30\n'
    text += '[[loads]]\nid = "lighting"\npriority = 1\nhours = [1]\n'
    run = median_run(hand(text), hours=3)
    assert run.outputs["demand_lighting_kw"][0].tolist() == [0.0, 30.0, 0.0]
    assert math.isinf(run.event_times["essential_power_unmet"][0])
    floor = text.replace("hours = [1]", "fuel_floor_l = 4990")
    run = median_run(hand(floor), hours=4)
    assert run.outputs["demand_lighting_kw"][0].tolist() == [30.0, 30.0, 0.0, 0.0]  # 8.5 and 17 L burnt


def test_broken_air_conditioners_let_the_class_mean_float() -> None:
    """Section 6.5: the heat is worked out as if all were cooled; the mean receives the working share of it."""
    text = generator("a", 900)
    text += '[[shelters]]\nid = "s"\nkind = "trailer"\nmodel = "rc1"\ncount = 100\npersons_each = 10\n'
    text += "conductance_w_per_k = 80\ncapacity_kj_per_k = 1152\ngains_w = 160\nstart_c = 27\n[shelters.cooling]\nset_point_c = 27\n"
    text += "cooling_w_at_35c = 3500\neir_at_35c = 0.4\nworking_fraction = 0.6\ncapacity_slope_per_k = 0.01\n"
    text += "eir_slope_per_k = 0.033\neir_curve_per_k2 = 0.0007\ntrip_c = 65\n"  # far above: none stops in the heat
    run = median_run(hand(text), hours=2)
    lost = float(rc1_lost(80.0, 1152e3))
    heat = rc1_heat_to_hold_w(27.0, 27.0, 37.0, 80.0, lost)
    assert heat == pytest.approx(800.0)
    assert first(run, "demand_cooling_kw") == pytest.approx(100 * 0.6 * 800 * 0.4 / 1000)
    assert first(run, "temp_in_c") == pytest.approx(rc1_end_c(27.0, 37.0 - 0.6 * 800 / 80, lost))


def test_the_unit_curves_stay_sane_far_from_their_range() -> None:
    assert cooling_factor(150.0, 0.01) == 0.0
    series = [eir_factor(temp, 0.033, 0.0007) for temp in range(-30, 60)]
    assert series == sorted(series)
    assert eir_factor(0.0, 0.0, 0.0) == 1.0


def test_shelter_types_share_one_class_and_people_weigh_the_mean() -> None:
    run = median_run(everything(), hours=5)
    trailer, tent = run.outputs["temp_in_trailer_c"][0], run.outputs["temp_in_tent_a_c"][0]
    assert np.allclose(run.outputs["temp_in_c"][0], (900 * trailer + 300 * tent) / 1200, rtol=1e-12)


COOLED_AND_NOT = """
[[shelters]]
id = "trailer"
kind = "trailer"
count = {trailers}
persons_each = 10
start_c = 25
[shelters.cooling]
set_point_c = 25
working_fraction = 1
[[shelters]]
id = "tent"
kind = "tent"
count = {tents}
persons_each = 10
start_c = 30
"""


def hot(text: str) -> Site:
    return read_site(HEAD.replace("temp_max_c = 35", "temp_max_c = 45") % EVEN + text)


def test_cooling_fails_where_people_are_hot_and_not_where_their_mean_is() -> None:
    run = median_run(hot(generator("a", 500) + COOLED_AND_NOT.format(trailers=60, tents=40)), hours=24)
    assert run.outputs["temp_in_tent_c"].max() > 40.0
    assert run.outputs["temp_in_c"].max() < 35.0
    assert run.event_times["indoor_above_35c"][0] < run.event_times["indoor_above_40c"][0] < 24.0


def test_a_handful_of_tents_does_not_decide() -> None:
    few = median_run(hot(generator("a", 500) + COOLED_AND_NOT.format(trailers=96, tents=4)), hours=24)
    assert few.outputs["temp_in_tent_c"].max() > 40.0
    assert few.event_times["indoor_above_35c"][0] == math.inf


def test_bread_needs_power_fuel_and_flour() -> None:
    plain = median_run(everything(), hours=24)
    assert plain.outputs["bread_kg"].sum() == pytest.approx(400.0)
    no_flour = median_run(altered({"quantity = 900\n": "quantity = 60\n"}), hours=24)
    rate = 900.0 - float(plain.outputs["stock_flour_kg"][0, -1])
    assert no_flour.outputs["bread_kg"].sum() == pytest.approx(400.0 * 60.0 / rate)
    assert share_met(5.0, 0.0) == 1.0
    assert share_met(-1e-12, 5.0) == 0.0


def test_moments() -> None:
    assert crossing(3, 34.0, 36.0, 35.0) == 3.5
    assert crossing(3, 36.0, 34.0, 35.0) == math.inf
    assert crossing(0, 36.0, 37.0, 35.0) == 0.0
    assert crossing(5, 36.0, 37.0, 35.0) == math.inf
