"""Cold stores, spoilage and vaccine refrigerators: C1 to C5, by hand and lane by lane."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.lifelines.cold import (
    cold_end_c,
    cold_heat_w,
    dose_after,
    hold_over_after_h,
    reached,
    shelf_life_h,
    used_up,
)
from holdfast.lifelines.rc1 import rc1_lost
from lifelines_goods import ALWAYS, GRID, hand, lanes

STORE = """
[[cold_stores]]
id = "c"
count = 2
conductance_w_per_k = 50
capacity_mj_per_k = 26.4
set_point_c = 4
start_c = 4
max_cooling_w = 8000
cop = 2
shelf_life_h = 120
shelf_life_at_c = 4
q10 = 3
spoils_above_c = 5
"""
FRIDGE = '[[vaccine_fridges]]\nid = "v"\nhold_over_h = 20\nremaining_h = 20\n'
LOST = float(rc1_lost(50.0, 26.4e6))


def test_heat_removed_holds_the_set_point_within_what_can_be_removed() -> None:
    heat = cold_heat_w(6.0, 4.0, 45.0, 50.0, LOST, 1e9)
    assert cold_end_c(6.0, 45.0, heat, 50.0, LOST) == pytest.approx(4.0, abs=1e-9)
    assert cold_heat_w(6.0, 4.0, 45.0, 50.0, LOST, 300.0) == 300.0
    assert cold_heat_w(-5.0, 4.0, -10.0, 50.0, LOST, 300.0) == 0.0


def test_dose_counts_only_above_the_safe_line() -> None:
    assert dose_after(0.2, 5.0, 5.0, 120.0, 4.0, math.log(3.0)) == 0.2
    assert dose_after(0.2, 14.0, 5.0, 120.0, 4.0, math.log(3.0)) == pytest.approx(0.2 + 3.0 / 120.0, rel=1e-12)
    assert shelf_life_h(4.0, 120.0, 4.0, 0.0) == 120.0


def test_hold_over_falls_without_power_and_is_capped() -> None:
    assert hold_over_after_h(20.0, 0.0, 20.0) == 19.0
    assert hold_over_after_h(10.0, 1.0, 20.0) == 11.0
    assert hold_over_after_h(20.0, 1.0, 20.0) == 20.0
    assert hold_over_after_h(0.4, 0.0, 20.0) == 0.0
    assert hold_over_after_h(10.0, 0.5, 20.0) == 10.0


def test_moments() -> None:
    assert reached(3.0, 0.9, 1.1, 1.0) == pytest.approx(3.5)
    assert reached(3.0, 0.9, 1.0, 1.0) == 4.0
    assert reached(3.0, 1.0, 1.1, 1.0) == math.inf
    assert reached(0.0, 1.0, 1.1, 1.0) == 0.0
    assert reached(3.0, 1.1, 0.9, 1.0) == math.inf
    assert used_up(7.0, 0.5, 0.0, 0.0) == 8.0
    assert used_up(7.0, 0.0, 0.0, 0.0) == math.inf
    assert used_up(0.0, 0.0, 0.0, 0.0) == 0.0


def test_each_lane_warms_by_its_own_conductance() -> None:
    """C-01 in the loop: time to 8 degC = (C / H) ln(41 / 37) for each of three conductances."""
    conductance = (25.0, 50.0, 100.0)
    run = lanes(hand(STORE), {"cold_stores.c.conductance_w_per_k": conductance}, hours=96)
    for lane, wanted in enumerate(conductance):
        closed = 26.4e6 / 3600.0 / wanted * math.log(41.0 / 37.0)
        assert run.event_times["cold_store_above_8c"][lane] == pytest.approx(closed, abs=0.02)
    # the dose of an hour is that of its mean temperature
    temps = np.concatenate([[4.0], run.outputs["temp_cold_c"][1]])
    means = 0.5 * (temps[1:] + temps[:-1])
    doses = np.where(means > 5.0, 3.0 ** ((means - 4.0) / 10.0) / 120.0, 0.0).cumsum()
    assert np.allclose(run.outputs["spoilage_dose"][1], doses, rtol=1e-12)
    lost = int(np.argmax(doses >= 1.0))
    share = (1.0 - doses[lost - 1]) / (doses[lost] - doses[lost - 1])
    assert run.event_times["chilled_food_lost"][1] == pytest.approx(lost + share, abs=1e-9)


def test_power_keeps_it_cold_and_is_asked_for() -> None:
    run = lanes(hand(STORE + ALWAYS), {"cold_stores.c.cop": (1.0, 2.0, 4.0)}, hours=24)
    assert np.allclose(run.outputs["temp_cold_c"], 4.0)
    assert np.allclose(run.outputs["demand_cold_chain_kw"][:, 3] * [1.0, 2.0, 4.0], 2 * 50 * 41 / 1000)
    assert np.isinf(run.event_times["cold_store_above_8c"]).all()


def test_the_warmest_store_and_the_worst_dose_are_shown() -> None:
    other = STORE.replace('id = "c"', 'id = "d"').replace("capacity_mj_per_k = 26.4", "capacity_mj_per_k = 5")
    run = lanes(hand(STORE + other), hours=30)
    assert (run.outputs["temp_cold_c"] == run.outputs["temp_cold_d_c"]).all()
    assert (run.outputs["spoilage_dose"] >= run.outputs["spoilage_dose_c"]).all()


def test_vaccines_hold_over_lane_by_lane() -> None:
    clinic = '[[clinics]]\nid = "k"\npower_kw = 1\n'
    dark = lanes(hand(FRIDGE + clinic), {"vaccine_fridges.v.remaining_h": (5.0, 10.0, 20.0)}, hours=30)
    assert dark.event_times["vaccine_holdover_end"].tolist() == [5.0, 10.0, 20.0]
    some = hand(FRIDGE + clinic + GRID % "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12")
    assert np.isinf(lanes(some, hours=72).event_times["vaccine_holdover_end"]).all()
