"""Section 9 of the physics specification through the engine: its closed forms, its feedbacks, and what section 10 states.

Feedback v (a spill near the well marks the water) is not in the engine: a site does not say where its wells stand.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.lifelines import Event, Run, simulate
from holdfast.people import REFERENCE_MASS_KG
from holdfast.sites import Site, load_site, median_draws, read_site
from lifelines_goods import ALWAYS, HEAD, START, TANK, hand, store

if TYPE_CHECKING:
    from pathlib import Path

NO_LINE = '[[grid]]\nid = "none"\ncapacity_kw = 0\n'
CLINIC = '[[clinics]]\nid = "c"\npower_kw = 60\n'
SET = (
    '[[generators]]\nid = "g{n}"\nrated_kw = {rated}\nworking = 1\nintercept_l_per_h_kw = 0.02\nslope_l_per_kwh = 0.25\n'
    "min_load_fraction = 0\nderating_from_c = 60\n"
)
PIT = '[[sewage_tanks]]\nid = "p"\ncapacity_m3 = 200\nlevel_m3 = 150\n'
LIFT = '[[lifts]]\nid = "l"\nmax_m3_per_h = 50\nenergy_kwh_per_m3 = 0.1\nwet_well_m3 = 5\nwet_well_level_m3 = 0\n'


def run(site: Site, *, hours: int = 336, events: tuple[Event, ...] = (), **values: float) -> Run:
    draws = median_draws(site).replace({path.replace("__", "."): value for path, value in values.items()})
    return simulate(site, draws=draws, hours=hours, start=START, events=events, deterministic=True, keep="all")


def when(made: Run, event: str) -> float:
    return float(made.event_times[event][0])


# --- closed forms ---


@pytest.mark.parametrize("fuel", [500.0, 1234.0, 4000.0])
def test_fuel_lasts_its_stock_over_its_burn(fuel: float) -> None:
    """t = F / (sum F0 R + F1 P): a clinic of 60 kW on one set of 100 kW."""
    site = hand(SET.format(n=1, rated=100) + CLINIC + store("diesel", fuel, "L"))
    assert when(run(site), "diesel_out") == pytest.approx(fuel / (0.02 * 100 + 0.25 * 60), rel=1e-9)


def test_fuel_of_two_sets_that_share() -> None:
    """Two sets of 40 kW for 60 kW: both idle losses count, and the demand is met."""
    site = hand(SET.format(n=1, rated=40) + SET.format(n=2, rated=40) + CLINIC + store("diesel", 1000, "L"))
    made = run(site)
    assert when(made, "diesel_out") == pytest.approx(1000 / (0.02 * 80 + 0.25 * 60), rel=1e-9)
    assert made.outputs["served_kw"][0, 0] == pytest.approx(60.0)


@pytest.mark.parametrize(("start", "capacity", "conductance"), [(27.0, 1152.0, 80.0), (20.0, 4000.0, 60.0)])
def test_a_shelter_warms_by_its_time_constant(start: float, capacity: float, conductance: float) -> None:
    """t = (C/H) ln[(T_eq - T_0)/(T_eq - theta)] for rc1 in steady air of 45 degC without gains."""
    site = hand(
        f'[[shelters]]\nid = "s"\nkind = "trailer"\nmodel = "rc1"\ncount = 100\npersons_each = 10\nstart_c = {start}\n'
        f"conductance_w_per_k = {conductance}\ncapacity_kj_per_k = {capacity}\ngains_w = 0\n"
    )
    made = run(site, hours=96)
    hours = capacity / 3.6 / conductance
    for theta in (35.0, 40.0):
        wanted = hours * math.log((45.0 - start) / (45.0 - theta))
        # the hour in which it happens is exact; within it the engine draws a straight line
        assert when(made, f"indoor_above_{theta:.0f}c") == pytest.approx(wanted, abs=0.06)


def test_a_cold_store_warms_by_its_time_constant() -> None:
    """t(4 to 8 degC) = (C/H) ln[(T_out - 4)/(T_out - 8)]: 50 W/K, 26.4 MJ/K, 45 degC outside, no power."""
    site = hand(
        '[[cold_stores]]\nid = "c"\ncount = 1\nconductance_w_per_k = 50\ncapacity_mj_per_k = 26.4\nset_point_c = 4\n'
        "start_c = 4\n"
    )
    wanted = 26.4e6 / 50 / 3600 * math.log(41 / 37)
    assert when(run(site), "cold_store_above_8c") == pytest.approx(wanted, abs=0.01)


def test_a_tank_lasts_its_stock_over_its_draw() -> None:
    """t = T/q: 900 m3 for 1,000 people at 24 L a day each is 1 m3 an hour."""
    site = hand(ALWAYS + TANK)
    assert when(run(site, hours=1200), "treated_water_empty") == pytest.approx(900.0, rel=1e-9)
    assert when(run(site, water__leakage_fraction=0.25, hours=1200), "treated_water_empty") == pytest.approx(675.0)


def test_a_sewage_tank_lasts_its_room_over_its_inflow() -> None:
    """t = (S_cap - S)/s: 0.8 of 1 m3 an hour and 1.2 L a person and day into 50 m3 of room, one hour through the well."""
    made = run(hand(ALWAYS + TANK + LIFT + PIT))
    inflow = 0.8 * 1.0 + 1.2 * 1000 / 24000
    assert made.outputs["sewage_inflow_m3"][0, 5] == pytest.approx(inflow)
    assert when(made, "sewage_tank_overflow") == pytest.approx(50.0 / inflow, abs=1.0)
    assert when(run(hand(ALWAYS + TANK + PIT)), "sewage_tank_overflow") == pytest.approx(50.0 / inflow, abs=1e-6)


def test_a_deficit_grows_by_need_less_intake() -> None:
    """t = 0.05 M/(need - intake): steady 45 degC, nothing to drink."""
    made = run(hand(NO_LINE), hours=48)
    sweat = float(made.outputs["sweat_l_per_h"][0, 10])
    wanted = 0.05 * REFERENCE_MASS_KG / (sweat + 0.04)
    assert when(made, "deficit_5_percent") == pytest.approx(wanted, abs=0.05)


# --- feedbacks ---


@cache
def camp(root: Path) -> Site:
    return load_site(root / "examples" / "camp-a1")


@cache
def base(root: Path) -> Run:
    return run(camp(root), hours=240)


def test_cooling_lost_raises_need_and_shortens_water(root: Path) -> None:
    """Feedback i. What people use follows the ration, not their need: the stock is shorter in days of need."""
    site = camp(root)
    none = tuple(Event(hour=24, kind="cooling_working", asset=each.id, quantity=0.0) for each in site.shelters)
    cooled, hot = base(root), run(site, hours=240, events=none)
    day = slice(24, 72)
    need_cool, need_hot = (made.outputs["sweat_l_per_h"][0, day].sum() for made in (cooled, hot))
    assert need_hot > 1.5 * need_cool
    days = [
        made.outputs["treated_water_m3"][0, 71] * 1000 / made.outputs["drinking_need_24h_l_per_person"][0, 71]
        for made in (cooled, hot)
    ]
    assert days[1] < 0.7 * days[0]
    # the same six litres a day are enough in a cooled room and too little in a hot one
    scarce = {"water__normal_use_l_per_person_day": 6.0}
    dry = site.model_copy(update={"water": site.water.model_copy(update={"ration": ()})})
    kept, lost = (run(dry, hours=80, events=events, **scarce) for events in ((), none))
    assert kept.outputs["water_deficit_l_per_person"][0, 79] < lost.outputs["water_deficit_l_per_person"][0, 79]


def test_rationing_buys_sewage_time() -> None:
    """Feedback ii (S8)."""
    rations = (
        "ration = [{stock_days_at_least = 100, use_l_per_person_day = 24}, "
        "{stock_days_at_least = 0, use_l_per_person_day = 8}]"
    )
    text = HEAD + ALWAYS + TANK + PIT
    free, held = (run(read_site(each)) for each in (text, text.replace("[water]", f"[water]\n{rations}")))
    assert when(free, "sewage_tank_overflow") == pytest.approx(50 / 0.85, abs=1e-6)
    assert when(held, "sewage_tank_overflow") == pytest.approx(50 / (0.8 / 3 + 0.05), abs=1e-6)


def test_heat_asks_for_more_power_gives_less_and_burns_faster(root: Path) -> None:
    """Feedback iii, with derating seen at a set that runs at its limit."""
    cool, hot = base(root), run(camp(root), hours=240, weather__temp_max_c=52.0)
    assert camp(root).weather.temp_max_c.value < 52.0
    afternoon = slice(13, 17)
    assert (hot.outputs["demand_cooling_kw"][0, afternoon] > cool.outputs["demand_cooling_kw"][0, afternoon]).all()
    assert when(hot, "diesel_out") < when(cool, "diesel_out")
    limit = hand(
        SET.format(n=1, rated=50).replace("derating_from_c = 60", "derating_from_c = 40\nderating_per_k = 0.006")
        + CLINIC
        + store("diesel", 4000, "L")
    )
    given = [run(limit, hours=12, weather__temp_max_c=temp).outputs["served_kw"][0, 5] for temp in (40.0, 50.0)]
    assert given == pytest.approx([50.0, 47.0])


def test_one_set_lost_makes_the_fuel_last_and_the_cooling_partial(root: Path) -> None:
    """Feedback iv: case A3 of the worked camp, reached by an event instead of another site file."""
    site = camp(root)
    failed = tuple(Event(hour=0, kind="fail", asset=set_.id) for set_ in site.generators[1:])
    assert failed
    lost = run(site, hours=240, events=failed)
    whole = base(root)
    assert when(lost, "diesel_out") == pytest.approx(108.43, abs=0.25)
    assert when(whole, "diesel_out") == pytest.approx(88.71, abs=0.25)
    day = slice(0, 72)
    share = lost.outputs["served_fraction_cooling"][0, day]
    assert 0.0 < share.min() < 1.0
    for name in ("clinic", "water", "sewage", "cold_chain", "kitchen", "lighting"):
        assert (lost.outputs[f"served_fraction_{name}"][0, day] == 1.0).all(), name
    assert when(lost, "indoor_above_35c") < when(whole, "indoor_above_35c")


def paths(site: Site, start: str, end: str | tuple[str, ...]) -> list[str]:
    return [path for path in median_draws(site).values if path.startswith(start) and path.endswith(end)]


# Section 10: hours to fuel exhaustion of camp A with one thing changed; base 88.7.
SENSITIVITY = {
    "fuel": ("stores.", ".quantity", {0.8: 70.3, 1.2: 108.9}),
    "conductance": ("shelters.", ".conductance_w_per_k", {0.7: 107.6, 1.3: 80.6}),
    "efficiency of air conditioners": ("shelters.", ".eir_at_35c", {0.8: 103.9, 1.25: 81.0}),
    "fuel curve": ("generators.", (".intercept_l_per_h_kw", ".slope_l_per_kwh"), {0.9: 101.6, 1.1: 83.7}),
    "sun": ("weather.", "sol_air_peak_k", {0.5: 92.1, 1.5: 86.0}),
    "energy of purification": ("purification.", ".energy_kwh_per_m3", {0.5: 91.3, 2.0: 84.2}),
}


@pytest.mark.parametrize("name", SENSITIVITY)
def test_what_the_fuel_of_camp_a_depends_on(root: Path, name: str) -> None:
    site = camp(root)
    start, end, stated = SENSITIVITY[name]
    for factor, hours in stated.items():
        medians = median_draws(site)
        found = paths(site, start, end)
        assert found
        changes = {path.replace(".", "__"): float(medians[path][0] * factor) for path in found}
        if name == "fuel":
            changes |= {path.replace("quantity", "capacity").replace(".", "__"): 1e6 for path in found}
        assert when(run(site, hours=240, **changes), "diesel_out") == pytest.approx(hours, abs=0.06), factor


@pytest.mark.parametrize(("more_k", "hours"), [(-3.0, 107.7), (3.0, 76.3)])
def test_what_three_kelvin_do_to_the_fuel_of_camp_a(root: Path, more_k: float, hours: float) -> None:
    temp = float(median_draws(camp(root))["weather.temp_max_c"][0]) + more_k
    assert when(run(camp(root), hours=240, weather__temp_max_c=temp), "diesel_out") == pytest.approx(hours, abs=0.06)


@pytest.mark.parametrize(("factor", "hours"), [(0.8, 21.0), (1.2, 38.9)])
def test_what_the_overflow_of_camp_a_depends_on(root: Path, factor: float, hours: float) -> None:
    site = camp(root)
    (path,) = paths(site, "sewage_tanks.", ".capacity_m3")
    room = float(median_draws(site)[path][0]) * factor
    made = run(site, hours=72, **{path.replace(".", "__"): room})
    assert when(made, "sewage_tank_overflow") == pytest.approx(hours, abs=0.06)
    assert np.isfinite(made.event_times["sewage_spill"]).all()
