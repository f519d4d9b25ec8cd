"""Sewage: inflow, lift, wet well, tanks, rain, brine and tearing, hour by hour in lanes."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from holdfast.lifelines.records import SEWAGE
from holdfast.lifelines.sewage import (
    brine_m3,
    lifted_m3,
    over_m3,
    overflow_at,
    rain_inflow_m3,
    sewage_inflow_m3,
)
from holdfast.lifelines.water import draw_m3
from holdfast.sites import load_site
from lifelines_lanes import Lanes, lift, pit, tank

ROOT = Path(__file__).resolve().parents[2]
MADE = 1000 * 1.2 / 24000 + 0.8 * 1.0  # m3 in an hour of normal use of the test's camp
CARRIED = 1000 * 1.2 / 24000 + 0.8 * 0.5


def test_equations() -> None:
    assert sewage_inflow_m3(0.8, 1.0, 1000.0, 1.2) == pytest.approx(MADE)
    assert rain_inflow_m3(10.0, 500.0, 0.8) == pytest.approx(4.0)
    assert brine_m3(10.0, 7.0) == 3.0
    assert lifted_m3(4.0, 0.5, 5.0) == 2.5
    assert lifted_m3(1.0, 0.5, 5.0) == 1.0
    assert (over_m3(3.0, 2.0), over_m3(1.0, 2.0)) == (1.0, 0.0)
    assert overflow_at(3.0, 4.0, 1.0) == 3.25
    assert overflow_at(3.0, 1.0, 1.0) == math.inf
    assert overflow_at(3.0, 0.0, 0.0) == math.inf
    assert overflow_at(3.0, 2.0, 0.0) == 3.0


def test_s01_design_flow_of_a_published_plant() -> None:
    """S-01: 32 L a person and day of sewage, with 0.8 and 1.3 L, mean a use of about 38 L."""
    flow = 1760.0 / 55000.0 * 1000.0
    use = (flow - 1.3) / 0.8
    assert flow == pytest.approx(32.0)
    assert use == pytest.approx(38.4, abs=0.1)
    assert 24.0 * sewage_inflow_m3(0.8, 55000 * use / 24000.0, 55000.0, 1.3) == pytest.approx(1760.0)


def test_s02_overflow_of_camp_a_without_trucks() -> None:
    """S-02: 150 of 600 m3 in the tanks, the inflow of camp A: overflow at 31.65 h."""
    site = load_site(ROOT / "examples" / "camp-a1")
    with (ROOT / "tests/data/camp_a_truth.csv").open(encoding="utf-8", newline="") as text:
        assert "sewage_tank_end_m3" in next(csv.reader(text))
    persons = sum(group.count.value for group in site.people)
    use, kappa = site.water.normal_use_l_per_person_day.value, site.sewage.return_fraction.value
    excreta = site.sewage.excreta_l_per_person_day.value
    level, when = 150.0, math.inf
    for k in range(48):
        share = site.water.hourly_shares[k % 24]
        inflow = sewage_inflow_m3(kappa, persons * use * share / 1000.0, persons, excreta)
        when = min(when, overflow_at(k, inflow, 600.0 - level))
        level = min(600.0, level + inflow)
    assert draw_m3(1.0, 0.0) == 1.0
    assert when == pytest.approx(31.65, abs=0.05)


def test_s03_excreta_of_the_test_sites_lie_in_the_published_range() -> None:
    """S-03: about 1 to 1.6 L a person and day."""
    for case in ("a1", "a2", "a3"):
        site = load_site(ROOT / "examples" / f"camp-{case}")
        assert 1.0 <= site.sewage.excreta_l_per_person_day.value <= 1.6


def test_without_lifts_it_runs_to_the_tanks_by_itself() -> None:
    lanes = Lanes(tank() + pit(), {"sewage_tanks.p.level_m3": [9, 0, 9.9]})
    lanes.hour(0, sewage=0.0)
    assert lanes.out("sewage_inflow_m3") == pytest.approx([MADE] * 3)
    assert lanes.out("sewage_tank_m3") == pytest.approx([9 + MADE, MADE, 10.0])
    lanes.hour(1, sewage=0.0)
    assert lanes.time("sewage_tank_overflow") == pytest.approx([1 + (1 - MADE) / MADE, math.inf, 0.1 / MADE])
    assert lanes.time("sewage_spill") == lanes.time("sewage_tank_overflow")
    assert lanes.residual() < 1e-12


def test_without_tanks_what_is_lifted_leaves_the_site() -> None:
    lanes = Lanes(tank() + lift(), {"lifts.l.wet_well_m3": [1, 2, 9]})
    for k in range(4):
        lanes.hour(k, water=0.0, sewage=[0, 0, 1])  # 0.45 m3 an hour
    assert lanes.time("wet_well_spill") == [3.0, math.inf, math.inf]
    assert lanes.out("sewage_spilled_m3") == pytest.approx([4 * CARRIED - 1, 0.0, 0.0])
    assert lanes.out("wet_well_m3") == pytest.approx([1.0, 4 * CARRIED, 0.0])
    assert lanes.time("sewage_spill") == [3.0, math.inf, math.inf]
    assert lanes.residual() < 1e-12


def test_lifts_are_taken_in_order_and_a_destroyed_one_lifts_nothing() -> None:
    text = tank() + pit(capacity=100) + lift("a", rate=0.5) + lift("b", rate=9, well=4)
    text = text.replace("energy_kwh_per_m3 = 0.1", "energy_kwh_per_m3 = 0.3", 1)
    lanes = Lanes(text, {"lifts.a.wet_well_level_m3": [0, 0.4, 1]})
    lanes.block[lanes.plant.sewage.lift_intact + 1] = [1.0, 1.0, 0.0]
    lanes.hour(0)
    assert lanes.demand(SEWAGE) == pytest.approx(
        [0.3 * 0.5 + 0.1 * (MADE - 0.5), 0.3 * 0.5 + 0.1 * (MADE - 0.1), 0.3 * 0.5]
    )
    assert lanes.out("sewage_lifted_m3") == pytest.approx([MADE, MADE + 0.4, 0.5])
    assert lanes.residual() < 1e-12


def test_less_water_is_less_sewage() -> None:
    """S8: rationing buys time."""
    lanes = Lanes(tank() + pit(), {"water.normal_use_l_per_person_day": [24, 12, 6]})
    for k in range(60):
        lanes.hour(k)
    times = lanes.time("sewage_tank_overflow")
    assert times[0] < times[1] < times[2] < math.inf


RAIN = "rain_catchment_m2 = 500\nrunoff_fraction = 0.8"


def test_rain_runs_in_and_brings_the_spill_forward() -> None:
    lanes = Lanes(tank() + pit(capacity=20), {"sewage.rain_catchment_m2": [0, 500, 5000]}, sewage=RAIN)
    lanes.hour(0, rain_mm=10.0)
    assert lanes.out("rain_inflow_m3") == pytest.approx([0.0, 4.0, 40.0])
    assert lanes.out("sewage_inflow_m3") == pytest.approx([MADE, MADE + 4, MADE + 40])
    assert lanes.out("sewage_spilled_m3") == pytest.approx([0.0, 0.0, MADE + 20])
    for k in range(1, 40):
        lanes.hour(k)
    assert lanes.out("rain_inflow_m3") == [0.0, 0.0, 0.0]
    times = lanes.time("sewage_tank_overflow")
    assert times[2] < times[1] < times[0]
    assert lanes.residual() < 1e-9


def test_rain_asks_the_lifts_for_power() -> None:
    lanes = Lanes(tank() + pit(capacity=200) + lift(rate=50), {"sewage.rain_catchment_m2": [0, 500, 5000]}, sewage=RAIN)
    lanes.hour(0, rain_mm=10.0)
    assert lanes.demand(SEWAGE) == pytest.approx([0.1 * MADE, 0.1 * (MADE + 4), 0.1 * (MADE + 40)])


def test_brine_runs_in_only_where_it_is_plumbed_so() -> None:
    text = tank(level=0) + tank("r", "raw", 100, 90) + pit(capacity=50)
    text += '[[purification]]\nid = "p"\nmax_m3_per_h = 6\nrecovery_fraction = 0.6\nenergy_kwh_per_m3 = 2\n'
    plumbed = Lanes(text, sewage="brine_to_sewer = true")
    plain = Lanes(text)
    for lanes in (plumbed, plain):
        lanes.hour(0, water=[1, 0.5, 0])
    assert plumbed.out("brine_m3") == pytest.approx([4.0, 2.0, 0.0])  # 6 m3 of product from 10
    more = np.array(plumbed.out("sewage_inflow_m3")) - np.array(plain.out("sewage_inflow_m3"))
    assert more == pytest.approx([4.0, 2.0, 0.0])
    assert plumbed.residual() < 1e-12


def test_a_tank_that_tears_spills_all_it_held_and_all_that_follows() -> None:
    lanes = Lanes(
        tank() + pit(capacity=10, rest="rupture_level_m3 = 9"),
        {"sewage_tanks.p.level_m3": [8.3, 8.0, 0.0]},
    )
    lanes.hour(0)
    assert lanes.time("sewage_tank_torn") == [1.0, math.inf, math.inf]
    assert lanes.time("sewage_spill") == [1.0, math.inf, math.inf]
    assert lanes.out("sewage_spilled_m3") == pytest.approx([8.3 + MADE, 0.0, 0.0])
    assert lanes.out("sewage_tank_m3") == pytest.approx([0.0, 8.0 + MADE, MADE])
    lanes.hour(1)
    assert lanes.time("sewage_tank_torn") == [1.0, 2.0, math.inf]
    assert lanes.out("sewage_spilled_m3")[0] == pytest.approx(8.3 + 2 * MADE)
    assert lanes.residual() < 1e-12


def test_a_threshold_of_spill_counts_the_ground() -> None:
    lanes = Lanes("[failures.sewage]\nthreshold = 2\n" + tank() + pit(), {"sewage_tanks.p.level_m3": [10, 9, 0]})
    for k in range(6):
        lanes.hour(k)
    assert lanes.time("sewage_spill") == [3.0, 4.0, math.inf]
