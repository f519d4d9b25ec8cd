"""People in the hour: sweat by where they live, need, deficit, hours of heat, flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.lifelines import read_weather, simulate
from holdfast.people import (
    beyond_humid_fit,
    beyond_sweat_fit,
    drinking_need_l_per_h,
    figure_value,
    hot_indoors,
    phs_sweat_l_per_h,
    phs_table,
    resting_sweat_in_air_l_per_h,
    resting_sweat_l_per_h,
    saturation_kpa,
    water_deficit_l,
)
from holdfast.sites import median_draws, read_site
from lifelines_goods import ALWAYS, HEAD, START, TANK, hand, lanes

if TYPE_CHECKING:
    from pathlib import Path

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
    assert [beyond_humid_fit(saturation_kpa(dew)) for dew in (10.0, 20.0, 20.1)] == [0.0, 0.0, 1.0]


def at_dew(dew_c: float, temp_c: float = 45.0) -> str:
    """A site of still heat with a dew point."""
    return HEAD.replace("temp_max_c = 45", f"temp_max_c = {temp_c}\ndewpoint_c = {dew_c}")


@pytest.mark.parametrize("dew_c", [5.0, 10.0, 15.0, 20.0, 25.0, 30.0])
@pytest.mark.parametrize("homes", ["", HOMES.format("a", 5, 45)])
def test_need_and_deficit_are_those_of_the_air_of_the_site(dew_c: float, homes: str) -> None:
    """P1 in humid air drives both, a sixth more at 20 degC; beyond its fit the standard that it is a fit to."""
    run = lanes(read_site(at_dew(dew_c) + homes), hours=12)
    inside = 45.0 if not homes else 0.5 * (45.0 + run.outputs["temp_in_a_c"][0, 0])
    fit = resting_sweat_in_air_l_per_h(inside, saturation_kpa(dew_c))
    dry = resting_sweat_l_per_h(inside)
    assert fit == dry if dew_c <= 10.0 else fit > dry
    standard = phs_sweat_l_per_h(inside, saturation_kpa(dew_c), phs_table("sweat"))
    loss = fit if dew_c <= 20.0 else standard
    assert run.outputs["sweat_l_per_h"][0, 0] == pytest.approx(loss, rel=1e-12)
    assert run.outputs["water_deficit_l_per_person"][0, 0] == pytest.approx(loss + 0.04, rel=1e-12)
    assert run.flags["sweat"] == (1.0 if dew_c > 20.0 else 0.0)
    assert fit == pytest.approx(standard, abs=0.02) if dew_c <= 20.0 else fit < standard


def test_humid_air_brings_the_dates_forward() -> None:
    runs = [lanes(read_site(at_dew(dew, 44.0)), hours=48) for dew in (8.0, 15.0, 20.0, 25.0, 32.0)]
    for percent in (2, 5, 10):
        times = [run.event_times[f"deficit_{percent}_percent"][0] for run in runs]
        assert times == sorted(times, reverse=True)
        assert times[1] < times[0] - 0.05 * percent


def test_what_is_drunk_and_lacked_in_very_humid_heat_is_never_less_than_either_says() -> None:
    """42 degC, dew point 28: the fit alone told 10 per cent nine hours later than the standard does."""
    text = at_dew(28.0, 42.0).replace("daily_range_k = 0", "daily_range_k = 10")
    run = lanes(read_site(text), hours=48)
    told = run.outputs["sweat_l_per_h"][0]
    fit = [resting_sweat_in_air_l_per_h(temp, saturation_kpa(28.0)) for temp in run.outputs["temp_out_c"][0]]
    assert told == pytest.approx(np.maximum(fit, run.outputs["sweat_iso_7933_l_per_h"][0]), rel=1e-12)
    assert told[:24].sum() > 1.4 * sum(fit[:24])
    need = run.outputs["drinking_need_24h_l_per_person"][0, 23]
    assert need == pytest.approx(1.0 + told[:24].sum(), rel=1e-12)


def test_a_dew_point_of_a_file_drives_the_need(tmp_path: Path) -> None:
    lines = ["hour,temp_out_c,dewpoint_c"] + [f"{hour},45,{10 if hour < 2 else 20}" for hour in range(4)]
    (tmp_path / "w.csv").write_text("\n".join(lines), encoding="utf-8")
    site = hand("")
    run = simulate(site, read_weather(tmp_path / "w.csv"), draws=median_draws(site), start=START, hours=4, keep="all",
                   engine="python")  # fmt: skip
    wanted = [resting_sweat_in_air_l_per_h(45.0, saturation_kpa(dew)) for dew in (10.0, 10.0, 20.0, 20.0)]
    assert run.outputs["sweat_l_per_h"][0] == pytest.approx(wanted, rel=1e-12)


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


@pytest.mark.parametrize("temp_c", [20.0, 25.0, 27.0, 30.0, 34.0, 36.0, 37.0, 38.0, 39.0, 42.0])
@pytest.mark.parametrize("factor", [0.8, 1.0])
def test_the_survival_intake_is_too_low_where_both_curves_say_so(temp_c: float, factor: float) -> None:
    """One of two curves alone decides nothing; what burning food sets free need not be drunk (health sections 5, 10)."""
    site = read_site((HEAD + TANK + ALWAYS).replace("temp_max_c = 45", f"temp_max_c = {temp_c}"))
    run = lanes(site, {"people.all.need_factor": (factor,) * 3}, hours=30)
    by_curve = [
        factor * (1.0 + run.outputs[name][0, :24].sum() - figure_value("water_figures.csv", "metabolic_water"))
        for name in ("sweat_l_per_h", "sweat_heat_balance_l_per_h")
    ]
    told = run.event_times["need_above_survival_intake"][0]
    assert told == (24.0 if min(by_curve) > 2.5 else np.inf), by_curve
    if factor == 1.0 and 27.0 <= temp_c <= 30.0:
        assert max(by_curve) > 2.5 > min(by_curve)  # cooled rooms: P1 alone would have said so
