"""People without a medicine, sessions of dialysis, hours of oxygen, hold-over and insulin; and clear errors."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.people import Grade
from holdfast.people.care.cold_chain import hold_over_left, insulin_uncooled
from holdfast.people.care.medicines import Batch, MedicineItem, medicine_items, people_without
from holdfast.people.care.treatment import dialysis_week, oxygen_hours, powered_care
from holdfast.people.figures import figures_of
from holdfast.people.uncertain import points
from holdfast.sites import Value

START = date(2026, 8, 1)
INSULIN: dict[str, Any] = {"users": 40, "use_per_user_day": 40.0, "start": START}  # 1,600 IU a day
WEEK: dict[str, Any] = {
    "patients": 12,
    "machines": 3,
    "staffed_h_per_day": 9.0,
    "water_l_per_day": 900.0,
    "power_kwh_per_day": 60.0,
    "water_l_per_session": 150.0,
    "kwh_per_session": 6.0,
}


def fault(code: str, call: Any, *given: Any, **named: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*given, **named)
    assert caught.value.code == code
    return caught.value


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_a_stock_of_twenty_days_ends_on_the_twenty_first() -> None:
    made = people_without("insulin", stock=20 * 1600.0, **INSULIN)
    assert (made.earliest, made.median, made.latest) == (day(20), day(20), day(20))
    assert (made.persons_q05, made.persons_median, made.persons_q95) == (40, 40, 40)
    assert made.by_day[19] == (0, 0, 0)
    assert made.by_day[20] == (40, 40, 40)
    assert (made.probability, made.grade) == (1.0, Grade.THRESHOLD)
    assert made.statement.dates(START) == (day(20), day(20))
    assert made.statement.persons_exposed == 40
    assert str(made).startswith("up to 40 people who use insulin (40 to 40) without insulin from 2026-08-21")


def test_part_of_a_day_covers_part_of_the_people() -> None:
    made = people_without("insulin", stock=2 * 1600.0 + 30 * 40.0 + 20.0, **INSULIN)
    assert made.by_day[2] == (10, 10, 10)  # half a dose treats nobody
    assert made.by_day[3] == (40, 40, 40)


def test_what_lasts_past_the_horizon_has_no_date() -> None:
    made = people_without("insulin", stock=91 * 1600.0, **INSULIN)
    assert (made.probability, made.earliest, made.median, made.latest) == (0.0, None, None, None)
    assert made.persons_q95 == 0
    assert made.statement.persons_exposed == 0
    assert str(made) == "no people who use insulin without insulin within 90 days, in any member"


def test_a_run_out_in_fewer_than_half_of_the_members_concerns_the_people_it_concerns() -> None:
    stock = np.repeat([1e6, 100.0], [60, 40])
    made = people_without("insulin", stock=stock, **{**INSULIN, "users": 12}, horizon_days=30)
    assert (made.persons_q05, made.persons_median, made.persons_q95) == (0, 0, 12)
    assert (made.median, made.probability) == (None, 0.4)
    assert made.statement.persons_exposed == 12
    assert "12 people exposed" in str(made.statement)
    assert str(made) == (
        "in 40% of the members 12 people who use insulin without insulin within 30 days, at the earliest (5 %) from "
        "2026-08-01; over all members 0 to 12, 5-95 %"
    )
    seldom = people_without("insulin", stock=np.repeat([1e6, 0.0], [99, 1]), **INSULIN)
    assert (seldom.earliest, seldom.statement.persons_exposed) == (None, 40)
    mixed = people_without("insulin", stock=np.repeat([1e6, 0.0], [20, 80]), **INSULIN)
    assert "(2026-08-01 to beyond 90 days)" in str(mixed)


def test_uncertain_inputs_make_an_interval() -> None:
    days = np.repeat([10.0, 20.0, 30.0], [10, 80, 10])
    made = people_without("insulin", stock=days * 1600.0, **INSULIN)
    assert (made.earliest, made.median, made.latest) == (day(10), day(20), day(30))
    users = np.repeat([38.0, 40.0, 44.0], [10, 80, 10])
    made = people_without("insulin", stock=0.0, **{**INSULIN, "users": users})
    assert (made.persons_q05, made.persons_median, made.persons_q95) == (38, 40, 44)


def test_a_spread_is_drawn_and_its_first_draws_do_not_change() -> None:
    spread = Value(value=40, low=36, high=48, distribution="triangular")
    one = people_without("insulin", stock=32_000.0, **{**INSULIN, "users": spread}, members=500)
    two = people_without("insulin", stock=32_000.0, **{**INSULIN, "users": spread}, members=500)
    assert one == two
    assert one.earliest is not None
    assert one.latest is not None
    assert one.earliest < one.latest
    other = people_without("insulin", stock=32_000.0, **{**INSULIN, "users": spread}, members=500, seed=7)
    assert other.by_day != one.by_day


def test_points_are_those_of_members() -> None:
    assert points(np.arange(1.0, 21.0)) == (1.0, 10.0, 19.0)
    assert points(np.array([3.0])) == (3.0, 3.0, 3.0)
    assert points(np.array([np.inf, 1.0, 2.0])) == (1.0, 2.0, np.inf)


def test_expiry_ends_a_stock_before_use_does() -> None:
    made = people_without("insulin", stock=50 * 1600.0, expiry=day(9), **INSULIN)
    assert made.median == day(10)  # the last day of use is covered
    assert made.unused_median == pytest.approx(40 * 1600.0)


def test_what_expires_first_is_used_first() -> None:
    stock = [Batch(quantity=10 * 1600.0), Batch(quantity=10 * 1600.0, expires_on=day(9))]
    made = people_without("insulin", stock=stock, **INSULIN)
    assert made.median == day(20)
    assert made.unused_median == 0.0
    assert people_without("insulin", stock=stock[::-1], **INSULIN) == made


def test_a_delivery_helps_from_its_day_on_and_not_before() -> None:
    comes = [Batch(quantity=5 * 1600.0, arrives_on=day(15))]
    made = people_without("insulin", stock=10 * 1600.0, deliveries=comes, **INSULIN)
    assert made.median == day(10)
    assert made.by_day[14] == (40, 40, 40)
    assert made.by_day[15] == made.by_day[19] == (0, 0, 0)
    assert made.by_day[20] == (40, 40, 40)


def test_missed_doses_are_not_made_up_for() -> None:
    comes = [Batch(quantity=1600.0, arrives_on=day(10))]
    made = people_without("insulin", stock=0.0, deliveries=comes, **INSULIN)
    assert [made.by_day[n][1] for n in (9, 10, 11)] == [40, 0, 40]


def test_lost_cold_ends_insulin_at_once_where_nothing_is_known_of_the_room() -> None:
    made = people_without("insulin", stock=60 * 1600.0, cold_chain_lost_on=day(3), **INSULIN)
    assert made.median == day(3)
    assert any("for the pharmacist" in note for note in made.notes)


@pytest.mark.parametrize(("room", "days"), [((25, 37), 28), ((35, 37), 7), ((18, 24), 28)])
def test_lost_cold_by_the_room(room: tuple[float, float], days: int) -> None:
    made = people_without("insulin", stock=60 * 1600.0, cold_chain_lost_on=day(3), room_c=room, **INSULIN)
    assert made.median == day(3 + days)


def test_a_room_that_no_test_covers_gives_days_and_no_certainty() -> None:
    lost: dict[str, Any] = {"cold_chain_lost_on": day(3), "room_c": (30, 45)}
    made = people_without("insulin", stock=60 * 1600.0, **lost, **INSULIN)
    assert (made.earliest, made.median, made.latest) == (day(3), day(6), day(9))
    assert made.grade is Grade.SCENARIO
    assert any("a guess, 0 to 7" in note for note in made.notes)
    assert any("ask the pharmacist" in note for note in made.notes)
    assert {"physics:ins_ok", "physics:ins_37", "N217"} <= set(made.sources)
    assert str(made).startswith("If the old or guessed inputs named in the notes are as taken, not a forecast: ")
    frozen = people_without("insulin", stock=60 * 1600.0, cold_chain_lost_on=day(3), room_c=(-5, 45), **INSULIN)
    assert (frozen.earliest, frozen.latest, frozen.grade) == (day(3), day(3), Grade.THRESHOLD)


def test_the_pharmacist_goes_before_the_table() -> None:
    made = people_without(
        "insulin", stock=60 * 1600.0, cold_chain_lost_on=day(3), room_c=(34, 49), usable_days_warm=5, **INSULIN
    )
    assert made.median == day(8)
    assert any("as stated" in note for note in made.notes)


def test_a_cold_chain_that_is_lost_in_some_members_only() -> None:
    lost = np.repeat([2.5, math.inf], [60, 40])
    made = people_without("insulin", stock=60 * 1600.0, cold_chain_lost_on=lost, **INSULIN)
    assert (made.earliest, made.median, made.latest) == (day(2), day(2), day(60))  # lost within day 2: not for day 2


def test_a_delivery_after_the_loss_has_its_own_days() -> None:
    comes = [Batch(quantity=20 * 1600.0, arrives_on=day(40))]
    made = people_without(
        "insulin", stock=0.0, deliveries=comes, cold_chain_lost_on=START, usable_days_warm=7, **INSULIN
    )
    assert [made.by_day[n][1] for n in (39, 40, 46, 47)] == [40, 0, 0, 40]


def test_what_needs_no_cold_is_not_lost_with_it() -> None:
    made = people_without(
        "phenobarbital", users=10, stock=10_000.0, use_per_user_day=100.0, start=START, cold_chain_lost_on=START
    )
    assert made.median == day(10)
    assert any("needs no cold" in note for note in made.notes)


def test_insulin_warns_both_ways_when_food_is_scarce() -> None:
    notes = " ".join(people_without("insulin", stock=1600.0, food_scarce=True, **INSULIN).notes)
    assert "24 to 72 hours" in notes
    assert "low blood sugar" in notes
    assert "low blood sugar" not in " ".join(people_without("insulin", stock=1600.0, **INSULIN).notes)


def test_a_guessed_input_lowers_the_grade_and_is_named() -> None:
    made = people_without("insulin", stock=1600.0, input_reasons=["the count of users is a guess"], **INSULIN)
    assert made.grade is made.statement.grade is Grade.SCENARIO
    assert "the count of users is a guess" in made.notes
    assert any("no threshold" in note for note in made.notes)
    assert "not a forecast: up to 40" in str(made)


def test_an_item_of_ones_own() -> None:
    own = MedicineItem(item="warfarin", name="warfarin", people="people who take warfarin", unit="mg")
    assert people_without(own, users=3, stock=150.0, use_per_user_day=5.0, start=START).median == day(10)


def test_every_item_has_its_words_and_every_usual_dose_an_item() -> None:
    items = medicine_items()
    assert all(one.name and one.people and one.unit and one.note for one in items.values())
    doses = [name.removesuffix("_use") for name in figures_of("medicines.csv") if name.endswith("_use")]
    assert set(doses) <= set(items)


def test_no_word_of_dying_in_any_statement() -> None:
    text = " ".join(
        [*(one.note for one in medicine_items().values()), str(people_without("insulin", stock=0, **INSULIN))]
    )
    assert not any(word in text.lower() for word in ("die", "dying", "death", "dead", "surviv"))


def test_errors_about_stock_and_dose() -> None:
    assert "insulin" in fault("HF-P051", people_without, "insuline", stock=1.0, **INSULIN).expected
    assert (
        "vials"
        in fault("HF-P052", people_without, "insulin", stock=800.0, **{**INSULIN, "use_per_user_day": 0.04}).mend
    )
    fault("HF-P054", people_without, "insulin", stock=1.0, **{**INSULIN, "users": 0})
    fault("HF-P054", people_without, "insulin", stock=1.0, **{**INSULIN, "use_per_user_day": [0.0, 40.0]})
    for bad in (
        -1.0,
        math.nan,
        math.inf,
        "many",
        None,
        True,
        np.True_,
        [True],
        np.timedelta64(3),
        ["4"],
        [[1.0]],
        [[1.0], 2.0],
        [],
    ):
        fault("HF-P050", people_without, "insulin", stock=bad, **INSULIN)
    fault("HF-P050", people_without, "insulin", stock=[1.0, 2.0, 3.0], **{**INSULIN, "users": [40.0, 41.0]})
    for days in (0, 2000, 3.5):
        fault("HF-P050", people_without, "insulin", stock=1.0, horizon_days=days, **INSULIN)


def test_errors_about_dates() -> None:
    fault("HF-P058", people_without, "insulin", stock=1.0, deliveries=[Batch(quantity=1.0)], **INSULIN)
    early = [Batch(quantity=1.0, arrives_on=date(2026, 7, 31))]
    fault("HF-P058", people_without, "insulin", stock=1.0, deliveries=early, **INSULIN)
    fault("HF-P058", people_without, "insulin", stock=[Batch(quantity=1.0)], expiry=day(3), **INSULIN)
    fault("HF-P058", people_without, "insulin", stock=[Batch(quantity=1.0), 3.0], **INSULIN)


def test_a_time_of_day_is_dropped_and_text_is_no_date() -> None:
    noon = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
    one = people_without("insulin", stock=20 * 1600.0, **{**INSULIN, "start": noon})
    assert one.median == day(20)
    comes = [Batch(quantity=1600.0, arrives_on=noon, expires_on=noon)]
    assert people_without("insulin", stock=0.0, deliveries=comes, **INSULIN).by_day[:2] == ((0, 0, 0), (40, 40, 40))
    for bad in ("2026-08-01", 20260801, None):
        fault("HF-P058", people_without, "insulin", stock=1.0, **{**INSULIN, "start": bad})
    fault("HF-P058", people_without, "insulin", stock=1.0, expiry="2026-08-09", **INSULIN)
    fault("HF-P058", people_without, "insulin", stock=[Batch(quantity=1.0, expires_on="soon")], **INSULIN)  # type: ignore[arg-type]
    fault("HF-P050", people_without, "insulin", stock=1.0, cold_chain_lost_on="2026-08-09", **INSULIN)


# Dialysis


def test_a_week_of_dialysis_is_its_smallest_resource() -> None:
    made = dialysis_week(**WEEK)  # water 6 a day, power 10, machines 3 x 2
    assert (made.possible_median, made.wanted_median, made.missed_median) == (36, 36, 0)
    assert made.shortened_h == 4.0
    dry = dialysis_week(**{**WEEK, "water_l_per_day": 599.0})
    assert (dry.possible_median, dry.missed_median) == (18, 18)
    assert dict(dry.limited_by) == {"water": 1.0, "power": 0.0, "machines": 0.0, "nothing": 0.0}
    dark = dialysis_week(**{**WEEK, "power_kwh_per_day": 24.0})
    assert (dark.possible_median, dark.missed_median) == (24, 12)
    assert dict(dark.limited_by)["power"] == 1.0
    few = dialysis_week(**{**WEEK, "machines": 2})
    assert (few.possible_median, few.missed_median) == (24, 12)
    assert dict(few.limited_by)["machines"] == 1.0


def test_the_first_step_is_shorter_sessions_then_two_a_week() -> None:
    shorter = dialysis_week(**{**WEEK, "water_l_per_day": 700.0})  # 150 L at 4 h: 4 a day; 112.5 L at 3 h: 6 a day
    assert shorter.shortened_h == 3.0
    assert "3 sessions a week of 3 h instead of 4 h" in shorter.step
    two = dialysis_week(**{**WEEK, "machines": 2, "staffed_h_per_day": 10.0, "water_l_per_day": 600.0, "patients": 12})
    assert two.missed_median == 12
    fixed = dialysis_week(**{**WEEK, "session_h": 2.0, "water_l_per_day": 700.0})
    assert fixed.shortened_h is None
    assert "two sessions a week" in fixed.step
    less = dialysis_week(**{**WEEK, "water_l_per_day": 150.0})
    assert less.step == "fewer than two sessions of 4 h a week for each patient (0.5)"


def test_a_step_is_one_that_holds_in_all_but_one_in_twenty_members() -> None:
    """Half of the members have water for 6 sessions of 4 h a day and half for 4: the median alone misses none."""
    half = dialysis_week(**{**WEEK, "water_l_per_day": [900.0, 700.0] * 20})
    assert (half.missed_median, half.missed_q95) == (0, 12)
    assert half.shortened_h == 3.0  # 700 L give 6 sessions of 112.5 L
    assert "of 3 h instead of 4 h" in half.step
    none = dialysis_week(**{**WEEK, "session_h": 2.0, "water_l_per_day": [900.0, 150.0] * 20})
    assert none.shortened_h is None
    assert none.step.startswith("fewer than two sessions of 2 h a week for each patient (0.5, from 0.5 to 3.0")
    perhaps = dialysis_week(**{**WEEK, "session_h": 2.0, "water_l_per_day": [900.0, 900.0, 150.0] * 20})
    assert perhaps.step.startswith("perhaps fewer than two")


def test_what_guesses_make_a_scenario_says_so_wherever_it_is_printed() -> None:
    why = ["the power is a guess"]
    week = dialysis_week(**WEEK, input_reasons=why)
    gas = oxygen_hours(patients=4, flow_l_per_min=5.0, cylinder_l=12_000.0, input_reasons=why)
    care = powered_care("ventilators", persons=3, power_lost_in_h=4.0, input_reasons=why)
    for made, text in ((week, week.step), (gas, gas.events[0]), (care, care.event)):
        assert made.grade is Grade.SCENARIO
        assert "not a forecast: " in text
        assert "By its inputs this is a scenario, not a forecast and no threshold." in made.notes
    assert "not a forecast" not in dialysis_week(**WEEK).step


def test_defaults_of_a_session_are_those_of_a_sites_clinics_and_lower_the_grade() -> None:
    given = {name: value for name, value in WEEK.items() if not name.endswith("_per_session")}
    made = dialysis_week(**given)
    assert made.grade is Grade.SCENARIO
    assert sum("is a default" in note for note in made.notes) == 2
    assert dialysis_week(**WEEK).grade is Grade.THRESHOLD
    assert made.missed_q05 <= made.missed_median <= made.missed_q95


def test_errors_about_dialysis() -> None:
    fault("HF-P054", dialysis_week, **{**WEEK, "patients": 0})
    fault("HF-P054", dialysis_week, **{**WEEK, "water_l_per_session": 0.0})
    fault("HF-P053", dialysis_week, **{**WEEK, "staffed_h_per_day": 25.0})
    fault("HF-P053", dialysis_week, **WEEK, days_per_week=8.0)
    fault("HF-P050", dialysis_week, **{**WEEK, "water_l_per_day": -1.0})


# Oxygen


def test_cylinders_alone() -> None:
    made = oxygen_hours(patients=4, flow_l_per_min=5.0, cylinder_l=12_000.0)
    assert (made.hours_q05, made.hours_median, made.hours_q95) == (10.0, 10.0, 10.0)
    assert made.events == ("after 10 h not everybody's oxygen is covered: 4 people on oxygen",)


def test_an_outage_turns_concentrators_into_cylinders() -> None:
    made = oxygen_hours(
        patients=4,
        flow_l_per_min=5.0,
        cylinder_l=12_000.0,
        concentrators=4,
        concentrator_l_per_min=5,
        power_lost_in_h=6,
    )
    assert made.hours_median == pytest.approx(16.0)
    assert made.covered_while_powered == 1.0
    assert made.events[0] == "power lost after 6 h: 4 people on oxygen depend on cylinders from then"
    half = oxygen_hours(
        patients=4,
        flow_l_per_min=5.0,
        cylinder_l=12_000.0,
        concentrators=2,
        concentrator_l_per_min=5,
        power_lost_in_h=6,
    )
    assert half.hours_median == pytest.approx(6 + (12_000 - 6 * 600) / 1200)
    soon = oxygen_hours(
        patients=4, flow_l_per_min=5.0, cylinder_l=1200.0, concentrators=2, concentrator_l_per_min=5, power_lost_in_h=6
    )
    assert soon.hours_median == pytest.approx(2.0)


def test_with_power_and_enough_concentrators_there_is_no_end() -> None:
    made = oxygen_hours(patients=4, flow_l_per_min=5.0, concentrators=4)
    assert (made.hours_median, made.events) == (None, ())
    none = oxygen_hours(patients=4, flow_l_per_min=5.0, concentrators=4, power_lost_in_h=6)
    assert none.hours_median == 6.0


def test_errors_about_oxygen() -> None:
    fault("HF-P054", oxygen_hours, patients=0, flow_l_per_min=5.0)
    fault("HF-P054", oxygen_hours, patients=2, flow_l_per_min=0.0)
    fault("HF-P053", oxygen_hours, patients=2, flow_l_per_min=60.0)
    fault("HF-P050", oxygen_hours, patients=2, flow_l_per_min=5.0, cylinder_l=-3.0)
    fault("HF-P050", oxygen_hours, patients=2, flow_l_per_min=5.0, power_lost_in_h=math.nan)


def test_an_outage_is_an_event_with_a_count() -> None:
    made = powered_care("neonatal incubators", persons=3, power_lost_in_h=np.array([4.0, 6.0, math.inf]), battery_h=0.5)
    assert (made.hours_q05, made.hours_median, made.hours_q95) == (4.5, 6.5, None)
    assert made.event == "after 6.5 h no power for neonatal incubators: 3 people on them"
    assert powered_care("ventilators", persons=3, power_lost_in_h=math.inf).event == ""
    assert powered_care("ventilators", persons=3, power_lost_in_h=1, input_reasons=["a guess"]).grade is Grade.SCENARIO
    fault("HF-P054", powered_care, "ventilators", persons=0, power_lost_in_h=1)
    fault("HF-P050", powered_care, " ", persons=1, power_lost_in_h=1)
    fault("HF-P050", powered_care, "ventilators", persons=1, power_lost_in_h=-1)


# Hold-over and insulin


def test_hold_over_without_power() -> None:
    made = hold_over_left(109.0, most_h=109.0, hours=24)
    assert (made.left_h, made.ends_after_h) == (85.0, 109)
    assert hold_over_left(10.0, most_h=109.0, hours=12).left_h == 0.0
    assert hold_over_left(0.0, most_h=109.0, hours=0).ends_after_h == 0


def test_power_for_half_of_every_hour_holds_it() -> None:
    assert hold_over_left(20.0, most_h=40.0, hours=500, powered_fraction=0.5).left_h == 20.0
    assert hold_over_left(20.0, most_h=40.0, hours=500, powered_fraction=0.5).ends_after_h is None
    full = hold_over_left(20.0, most_h=40.0, hours=500, powered_fraction=1.0)
    assert full.left_h == 40.0


def test_errors_about_cold() -> None:
    fault("HF-P053", hold_over_left, 41.0, most_h=40.0, hours=1)
    fault("HF-P053", hold_over_left, 20.0, most_h=40.0, hours=1, powered_fraction=50)
    fault("HF-P050", hold_over_left, -1.0, most_h=40.0, hours=1)
    fault("HF-P050", hold_over_left, 1.0, most_h=40.0, hours=1.5)
    assert "49 degC" in fault("HF-P059", insulin_uncooled, 90, 120).mend
    fault("HF-P059", insulin_uncooled, 37, 25)
    fault("HF-P050", insulin_uncooled, "hot", 37)


def test_frozen_insulin_is_discarded_and_cold_insulin_keeps_its_date() -> None:
    assert insulin_uncooled(-3, 6).usable_days == 0.0
    cold = insulin_uncooled(2, 8)
    assert (cold.cooled, cold.usable_days, cold.ask_pharmacist) == (True, None, False)
    near = insulin_uncooled(0, 7)  # N217 is 2 to 8
    assert (near.cooled, near.ask_pharmacist) == (False, True)
    assert "frozen" in near.notes[0]
