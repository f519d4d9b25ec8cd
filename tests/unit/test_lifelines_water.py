"""Water: ration, use, purification, wells, homes and chlorine, hour by hour in lanes."""

from __future__ import annotations

import math

import pytest

from holdfast.lifelines.records import WATER
from holdfast.lifelines.water import (
    MOST_DAYS,
    carried_m3,
    chlorine_days,
    draw_m3,
    drawn_m3,
    home_room_m3,
    piped_fraction,
    purified_m3,
    reached_m3,
    stock_days,
    treated_share,
    use_m3,
)
from holdfast.lifelines.water_record import per_person, short_at
from lifelines_lanes import Lanes, tank

RATION = (
    "ration = [\n{stock_days_at_least = 3, use_l_per_person_day = 24},\n"
    "{stock_days_at_least = 1, use_l_per_person_day = 12},\n{stock_days_at_least = 0, use_l_per_person_day = 6},\n]\n"
)
WELL = '[[wells]]\nid = "{}"\nmax_m3_per_h = {}\nenergy_kwh_per_m3 = 0.5\n'
PLANT = '[[purification]]\nid = "{}"\nmax_m3_per_h = 8\nrecovery_fraction = {}\nenergy_kwh_per_m3 = {}\n'


def test_equations() -> None:
    assert stock_days(60.0, 1000.0, 24.0) == 2.5
    assert stock_days(60.0, 0.0, 24.0) == MOST_DAYS
    assert use_m3(1000.0, 24.0, 0.5) == 12.0
    assert draw_m3(9.0, 0.1) == pytest.approx(10.0)
    assert purified_m3(25.0, 0.5, 10.0, 100.0) == 5.0
    assert purified_m3(25.0, 0.5, 100.0, 3.0) == 3.0
    assert drawn_m3(100.0, 10.0, 0.25, 4.0) == 0.25 * 10 + 0.75 * 4
    assert drawn_m3(2.0, 10.0, 1.0, 4.0) == 2.0
    assert carried_m3(1000.0, 12.0) == 0.5
    assert (piped_fraction(0.4, 1.0, 0.0), piped_fraction(0.4, 0.0, 0.0), piped_fraction(0.4, 1.0, 1.0)) == (0.4, 1, 1)
    assert home_room_m3(1000.0, 5.0, 3.0) == 2.0
    assert home_room_m3(100.0, 5.0, 3.0) == 0.0  # people left and their jerrycans did not
    assert reached_m3(5.0, 3.0, 1.0) == 4.0
    assert reached_m3(5.0, 3.0, 9.0) == 5.0
    assert (treated_share(1.0, 2.0), treated_share(3.0, 2.0), treated_share(0.0, 0.0)) == (0.5, 1.0, 1.0)
    assert chlorine_days(3.0, 3.0, 100.0) == 10.0
    assert chlorine_days(3.0, 3.0, 0.0) == MOST_DAYS
    assert per_person(5.0, 0.0) == 0.0


def test_the_ration_table_follows_the_stock() -> None:
    lanes = Lanes(RATION + tank(), {"tanks.t.level_m3": [72, 71.9, 23.9]})  # 24 m3 a day in normal use
    lanes.hour(0)
    assert lanes.out("ration_l_per_person_day") == [24.0, 12.0, 6.0]
    assert lanes.out("water_drawn_m3") == pytest.approx([1.0, 0.5, 0.25])
    plain = Lanes(tank(), {"tanks.t.level_m3": [72, 1, 0]})
    plain.hour(0)
    assert plain.out("ration_l_per_person_day") == [24.0, 24.0, 24.0]


def test_nobody_there_uses_nothing_and_nothing_fails() -> None:
    lanes = Lanes(RATION + tank(), {"people.all.count": [0, 1000, 1]})
    for k in range(30):
        lanes.hour(k)
    assert lanes.out("water_drawn_m3")[0] == 0.0
    assert lanes.out("water_24h_l_per_person")[0] == 0.0
    assert lanes.time("water_under_15_l")[0] == math.inf
    assert lanes.out("ration_l_per_person_day")[0] == 24.0


def test_without_power_people_carry_and_a_header_tank_still_runs() -> None:
    lanes = Lanes(tank(), {"tanks.t.level_m3": [90, 90, 0.2]})
    lanes.hour(0, water=[1, 0, 0])
    assert lanes.out("water_drawn_m3") == pytest.approx([1.0, 0.5, 0.2])  # 12 of 24 L a day by hand
    assert lanes.demand(WATER) == pytest.approx([1.0, 1.0, 1.0])
    assert lanes.time("treated_water_empty") == pytest.approx([math.inf, math.inf, 0.2])
    header = Lanes("gravity_feed = true\n" + tank(), {"tanks.t.level_m3": [90, 90, 0.2]})
    header.hour(0, water=[1, 0, 0])
    assert header.out("water_drawn_m3") == pytest.approx([1.0, 1.0, 0.2])
    assert header.demand(WATER) == [0.0, 0.0, 0.0]
    level = Lanes(tank(), {"water.distribution_kwh_per_m3": [0.0, 1.0, 1.0]})
    level.hour(0, water=0.0)
    assert level.out("water_drawn_m3") == pytest.approx([1.0, 0.5, 0.5])


def test_a_class_switched_off_still_lets_people_carry() -> None:
    lanes = Lanes(tank() + tank("r", "raw", 100, 50) + WELL.format("w", 5) + PLANT.format("p", 0.5, 2))
    lanes.hour(0, allowed=0.0)
    assert lanes.out("water_drawn_m3") == pytest.approx([0.5, 0.5, 0.5])
    assert lanes.out("water_pumped_m3") == [0.0, 0.0, 0.0]
    assert lanes.out("water_purified_m3") == [0.0, 0.0, 0.0]


def test_two_purification_units_share_raw_water_in_order() -> None:
    text = tank("r", "raw", 100, 20) + tank(capacity=500) + PLANT.format("p", 0.5, 2) + PLANT.format("q", 0.8, 3)
    lanes = Lanes(text, {"tanks.r.level_m3": [20, 8, 100]})
    lanes.hour(0)
    assert lanes.out("water_purified_m3") == pytest.approx([8 + 0.8 * 4, 4.0, 16.0])
    assert lanes.out("raw_water_m3") == pytest.approx([0.0, 0.0, 100 - 16 - 10])
    assert lanes.demand(WATER) == pytest.approx([2 * 8 + 3 * 3.2 + 1, 2 * 4 + 1, 2 * 8 + 3 * 8 + 1])
    lanes.block[lanes.plant.water.plant_intact] = [0.5, 1.0, 0.0]  # shares of the first unit that are left
    lanes.hour(1)
    assert lanes.out("water_purified_m3")[2] == pytest.approx(8.0)
    assert lanes.residual() < 1e-12


def test_wells_see_the_raw_tank_as_the_hour_began() -> None:
    text = tank("r", "raw", 100, 98) + tank(level=0) + WELL.format("a", 1.5) + WELL.format("b", 4)
    lanes = Lanes(text + PLANT.format("p", 0.5, 2), {"tanks.r.level_m3": [98, 100, 0]})
    lanes.hour(0, water=[1, 1, 0.5])
    assert lanes.out("water_pumped_m3") == pytest.approx([2.0, 0.0, 2.75])
    assert lanes.out("raw_water_m3") == pytest.approx([100 - 16, 100 - 16, 2.75])
    lanes.block[lanes.plant.water.well_intact + 1] = 0.0
    lanes.hour(1)
    assert lanes.out("water_pumped_m3") == pytest.approx([1.5, 1.5, 1.5])
    assert lanes.residual() < 1e-12


def test_nothing_made_in_an_hour_is_used_in_it() -> None:
    text = tank("r", "raw", 100, 98) + tank(level=0) + PLANT.format("p", 0.5, 2)
    lanes = Lanes(text)
    lanes.hour(0)
    assert lanes.out("water_drawn_m3") == [0.0, 0.0, 0.0]
    assert lanes.out("treated_water_m3") == pytest.approx([8.0, 8.0, 8.0])
    lanes.hour(1)
    assert lanes.out("water_drawn_m3") == pytest.approx([1.0, 1.0, 1.0])


def test_leakage_is_drawn_and_does_not_arrive() -> None:
    lanes = Lanes(tank(), {"water.leakage_fraction": [0.0, 0.2, 0.5]})
    lanes.hour(0)
    assert lanes.out("water_drawn_m3") == pytest.approx([1.0, 1.25, 2.0])
    assert lanes.out("water_delivered_m3") == pytest.approx([1.0, 1.0, 1.0])


def test_homes_give_what_the_tap_does_not_and_fill_again() -> None:
    lanes = Lanes("household_storage_l_per_person = 5\n" + tank(), {"water.carry_l_per_person_day": [0, 0, 12]})
    lanes.hour(0)
    assert lanes.out("household_m3") == [5.0, 5.0, 5.0]
    reached = []
    for k in range(1, 8):
        lanes.hour(k, water=[1, 0, 0])
        reached.append(lanes.out("water_delivered_m3"))
    assert [hour[0] for hour in reached] == pytest.approx([1.0] * 7)
    assert [hour[1] for hour in reached] == pytest.approx([1.0] * 5 + [0.0] * 2)  # 5 m3 at 1 m3 an hour
    assert [hour[2] for hour in reached] == pytest.approx([1.0] * 7)  # half carried, half from home
    assert lanes.out("household_m3") == pytest.approx([5.0, 0.0, 1.5])
    before = lanes.out("treated_water_m3")
    lanes.hour(8)
    assert lanes.out("household_m3") == pytest.approx([5.0, 5.0, 5.0])
    assert lanes.out("water_drawn_m3") == pytest.approx([1.0, 6.0, 4.5])
    assert before[1] - lanes.out("treated_water_m3")[1] == pytest.approx(6.0)
    assert lanes.residual() < 1e-12


def test_no_household_storage_is_the_same_as_none_of_it() -> None:
    without = Lanes(tank(), {"tanks.t.level_m3": [90, 2, 0]})
    empty = Lanes("household_storage_l_per_person = 0\n" + tank(), {"tanks.t.level_m3": [90, 2, 0]})
    for k in range(6):
        without.hour(k, water=[1, 0.3, 0])
        empty.hour(k, water=[1, 0.3, 0])
        assert without.out("water_delivered_m3") == pytest.approx(empty.out("water_delivered_m3"))


def test_water_is_untreated_when_the_chlorine_is_gone() -> None:
    lanes = Lanes(
        "chlorine_g_per_m3 = 4\nchlorine_kg = 1\n" + tank(),
        {"water.chlorine_kg": [1.0, 0.01, 0.0]},  # 4 g an hour
    )
    lanes.hour(0)
    assert lanes.out("water_treated_fraction") == pytest.approx([1.0, 1.0, 0.0])
    assert lanes.out("chlorine_days") == pytest.approx([0.996 / 0.096, 0.006 / 0.096, 0.0])
    for k in range(1, 5):
        lanes.hour(k)
    assert lanes.time("water_untreated") == pytest.approx([math.inf, 2.5, 0.0])
    assert lanes.out("water_treated_fraction") == pytest.approx([1.0, 0.0, 0.0])


def test_without_a_count_of_chlorine_the_flag_decides() -> None:
    safe, unsafe = Lanes(tank()), Lanes("treated = false\nchlorine_kg = 5\n" + tank())
    safe.hour(0)
    unsafe.hour(0)
    assert safe.out("water_treated_fraction") == [1.0, 1.0, 1.0]
    assert safe.time("water_untreated") == [math.inf] * 3
    assert unsafe.out("water_treated_fraction") == [0.0, 0.0, 0.0]
    assert unsafe.time("water_untreated") == [0.0, 0.0, 0.0]


def test_the_failure_of_water_is_judged_over_a_whole_window() -> None:
    assert short_at(5.0, 14.0, 15.0, 23.0, 24.0, 10.0) == math.inf
    assert short_at(5.0, 14.0, 15.0, 24.0, 24.0, 10.0) == 6.0
    assert short_at(5.0, 15.0, 15.0, 24.0, 24.0, 10.0) == math.inf
    assert short_at(5.0, 0.0, 15.0, 24.0, 24.0, 0.0) == math.inf
    lanes = Lanes(tank(), {"tanks.t.level_m3": [90, 10, 20]})
    for k in range(40):
        lanes.hour(k)
    assert lanes.time("water_under_15_l")[:2] == [math.inf, 24.0]  # 10 L each in the first day
    assert (
        lanes.time("water_under_15_l")[2] == 30.0
    )  # empty from hour 20: at the end of hour 29 only 14 of 24 brought 1 L
    assert lanes.out("drinking_need_24h_l_per_person") == pytest.approx([2.4, 2.4, 2.4])
    short = Lanes("[failures.water]\nwindow_h = 6\n" + tank(), {"tanks.t.level_m3": [90, 10, 20]})
    for k in range(40):
        short.hour(k)
    assert short.time("water_under_15_l") == [math.inf, 13.0, 23.0]


def test_what_a_torn_tank_loses_is_shown() -> None:
    lanes = Lanes(tank(rest="rupture_level_m3 = 80"), {"tanks.t.level_m3": [90, 80, 10]})
    lanes.hour(0)
    assert lanes.out("water_lost_m3") == [90.0, 0.0, 0.0]
    assert lanes.time("treated_water_empty") == [0.0, math.inf, math.inf]
    assert lanes.residual() < 1e-12


def test_w07_use_collapses_without_power_and_fuel() -> None:
    """W-07: from 84 L a day to 3 and then 1.5 to 2 L when all that is left is what people can carry."""
    text = tank(capacity=5000, level=4000)
    lanes = Lanes(
        text,
        {
            "water.normal_use_l_per_person_day": [84, 84, 84],
            "water.carry_l_per_person_day": [25, 3, 1.7],
        },
    )
    for k in range(24):
        lanes.hour(k)
    assert lanes.out("water_24h_l_per_person") == pytest.approx([84.0] * 3)
    for k in range(24, 48):
        lanes.hour(k, water=0.0)
    assert lanes.out("water_24h_l_per_person") == pytest.approx([25.0, 3.0, 1.7])
