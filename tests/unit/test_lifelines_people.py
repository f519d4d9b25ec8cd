"""People in the hour: sweat by where they live, need, deficit, hours of heat, flags."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.people import (
    beyond_sweat_fit,
    drinking_need_l_per_h,
    hot_indoors,
    resting_sweat_l_per_h,
    water_deficit_l,
)
from holdfast.sites import read_site
from lifelines_goods import ALWAYS, HEAD, TANK, hand, lanes

HOMES = """
[[shelters]]
id = "{}"
kind = "tent"
model = "rc1"
count = 10
persons_each = {}
conductance_w_per_k = 100
capacity_kj_per_k = 200
gains_w = 0
start_c = {}
"""


def test_equations() -> None:
    assert water_deficit_l(1.0, 0.3, 0.2) == pytest.approx(1.14)
    assert water_deficit_l(0.1, 0.3, 5.0) == 0.0
    assert hot_indoors(35.0, 35.0) == 0.0
    assert hot_indoors(35.1, 35.0) == 1.0
    assert [beyond_sweat_fit(t) for t in (10.0, 20.0, 50.0, 50.1)] == [1.0, 0.0, 0.0, 1.0]


def test_sweat_is_that_of_the_mean_of_start_and_end_and_of_who_lives_there() -> None:
    run = lanes(
        hand(HOMES.format("a", 3, 30) + HOMES.format("b", 1, 40)),
        {"shelters.a.persons_each": (3.0, 1.0, 0.0)},
        hours=3,
    )
    for lane, weight in enumerate((0.75, 0.5, 0.0)):
        wanted = 0.0
        for name, start, share in (("a", 30.0, weight), ("b", 40.0, 1.0 - weight)):
            end = run.outputs[f"temp_in_{name}_c"][lane, 0]
            wanted += share * resting_sweat_l_per_h(0.5 * (start + end))
        assert run.outputs["sweat_l_per_h"][lane, 0] == pytest.approx(wanted, rel=1e-12)


def test_without_shelters_it_is_the_air_outside() -> None:
    run = lanes(hand(""), hours=2)
    assert run.outputs["sweat_l_per_h"][0, 0] == pytest.approx(resting_sweat_l_per_h(45.0))


def test_deficit_follows_the_water_that_reaches_people() -> None:
    """B' = B + s + 0.04 - intake; the hour to 5 per cent of 70 kg is that of the closed form."""
    loss = resting_sweat_l_per_h(45.0) + 0.04
    run = lanes(hand(TANK + ALWAYS), {"tanks.t.level_m3": (900.0, 0.0, 2.0)}, hours=24)
    deficit = run.outputs["water_deficit_l_per_person"]
    assert (deficit[0] == 0.0).all()
    assert np.allclose(deficit[1], loss * np.arange(1, 25))
    assert run.event_times["deficit_5_percent"][0] == np.inf
    assert run.event_times["deficit_5_percent"][1] == pytest.approx(0.05 * 70.0 / loss)
    assert run.event_times["deficit_5_percent"][2] > run.event_times["deficit_5_percent"][1] + 1.0


def test_need_and_deficit_of_families_are_those_of_adults_with_their_share() -> None:
    """Families drink less and lose less: with their share of the water nobody lacks any."""
    wanted = 24 * drinking_need_l_per_h(resting_sweat_l_per_h(45.0), 0.8)
    text = HEAD.replace("normal_use_l_per_person_day = 24", f"normal_use_l_per_person_day = {wanted * 1.01}")
    site = read_site(text + TANK + ALWAYS)
    run = lanes(site, {"people.all.need_factor": (0.8, 1.0, 0.5)}, hours=12)
    deficit = run.outputs["water_deficit_l_per_person"][:, -1]
    assert deficit[0] == 0.0
    assert deficit[1] == pytest.approx(12 * (resting_sweat_l_per_h(45.0) + 0.04 - wanted * 1.01 / 24), rel=1e-6)
    assert deficit[2] == 0.0


def test_hours_of_heat_count_where_people_live() -> None:
    """Steady 45 degC outside: a home at 40 for a while counts for its people only, and by night from 24 degC."""
    run = lanes(hand(HOMES.format("a", 3, 45) + HOMES.format("b", 1, 45)), hours=12)
    assert run.outputs["hours_above_35c"][0].tolist() == list(range(1, 13))
    assert run.outputs["hours_above_32c_day_24c_night"][0, -1] == 12.0
    assert run.outputs["hours_above_45c"][0, -1] == 0.0
    cool = HOMES.format("a", 3, 26).replace("capacity_kj_per_k = 200", "capacity_kj_per_k = 1e6")
    mixed = lanes(hand(cool + HOMES.format("b", 1, 45)), hours=12)
    assert mixed.outputs["hours_above_35c"][0, -1] == pytest.approx(3.0)
    # six hours of night for all, then six of day for the quarter in the heat
    assert mixed.outputs["hours_above_32c_day_24c_night"][0, -1] == pytest.approx(6 + 0.25 * 6)


def test_water_is_held_against_need_and_survival_norms_over_whole_days() -> None:
    """1,000 adults in 45 degC need 24 times 1/24 + 0.417 L; the survival total is 7.5 L, the survival intake 2.5 L."""
    need = 24 * drinking_need_l_per_h(resting_sweat_l_per_h(45.0), 1.0)
    assert need == pytest.approx(11.008)
    run = lanes(hand(TANK + ALWAYS), {"tanks.t.level_m3": (900.0, 24.0, 30.0)}, hours=60)
    each, times = run.outputs["water_24h_l_per_person"], run.event_times
    for lane in range(3):
        for name, least in (("water_under_drinking_need", need), ("water_under_survival_total", 7.5)):
            below = [k + 1.0 for k in range(23, 60) if each[lane, k] < least * (1.0 - 1e-9)]
            assert times[name][lane] == (below[0] if below else np.inf), (lane, name)
    assert times["water_under_drinking_need"].tolist()[0] == np.inf
    assert np.isfinite(times["water_under_survival_total"][1:]).all()
    assert (times["need_above_survival_intake"] == 24.0).all()
    cool = read_site((HEAD + TANK + ALWAYS).replace("temp_max_c = 45", "temp_max_c = 20"))
    assert np.isinf(lanes(cool, hours=30).event_times["need_above_survival_intake"]).all()
