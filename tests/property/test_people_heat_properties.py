"""What has to hold of people in heat whatever the numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.people import (
    core_temperature_60_plus,
    heat_dose,
    heat_exposure,
    heat_limit,
    heat_person,
    phs_sweat_l_per_h,
    phs_table,
    required_evaporation_w,
    required_sweat_l_per_h,
    required_wettedness,
    saturation_kpa,
    sweat_efficiency,
    wet_bulb_c,
    work_in_heat,
)
from holdfast.people.heat.limits import Surroundings, balance_of, worse_balance
from holdfast.people.heat.moist_air import convection_w_per_m2_k, dew_point_c

TEMPS = st.floats(20.0, 58.0)
RISES = st.floats(0.0, 6.0)
VAPOURS = st.floats(0.2, 5.5)
SPEEDS = st.floats(0.0, 5.0)
HUMIDITIES = st.floats(1.0, 100.0)
PROFILES = st.sampled_from(["young", "old"])
SETTINGS = st.builds(
    Surroundings,
    air_speed_m_per_s=SPEEDS,
    sun_excess_k=st.floats(0.0, 30.0),
    clo=st.floats(0.0, 1.0),
    clothing_m2_kpa_per_w=st.floats(0.0, 0.03),
)


def limit(profile: Any, **more: Any) -> float:
    found = heat_limit(profile, **more).limit_6h_c
    return -99.0 if found is None else found


@given(PROFILES, SETTINGS, TEMPS, RISES, VAPOURS)
def test_hotter_never_asks_for_less_sweat(
    profile: Any, around: Surroundings, temp: float, rise: float, vapour: float
) -> None:
    person = heat_person(profile)
    before, after = (balance_of(person, around, one, vapour) for one in (temp, temp + rise))
    assert after.required_w >= before.required_w - 1e-9
    assert after.sweat_l_per_h >= before.sweat_l_per_h - 1e-12
    cooler, hotter = (worse_balance(person, around, one, vapour).stored_w for one in (temp, temp + rise))
    assert hotter >= cooler - 1e-9


@given(PROFILES, SETTINGS, TEMPS, VAPOURS, st.floats(0.0, 1.0))
def test_damper_air_never_stores_less(
    profile: Any, around: Surroundings, temp: float, vapour: float, more: float
) -> None:
    person = heat_person(profile)
    drier, damper = (worse_balance(person, around, temp, one).stored_w for one in (vapour, vapour + more))
    assert damper >= drier - 1e-9


@settings(max_examples=40)
@given(PROFILES, HUMIDITIES, st.floats(0.0, 20.0), st.floats(0.3, 3.0))
def test_limits_fall_with_humidity(profile: Any, rh: float, more: float, speed: float) -> None:
    damp = min(100.0, rh + more)
    assert limit(profile, rh_percent=damp, air_speed_m_per_s=speed) <= limit(
        profile, rh_percent=rh, air_speed_m_per_s=speed
    )


@settings(max_examples=40)
@given(HUMIDITIES, SPEEDS)
def test_older_people_never_bear_more(rh: float, speed: float) -> None:
    assert limit("old", rh_percent=rh, air_speed_m_per_s=speed) <= limit(
        "young", rh_percent=rh, air_speed_m_per_s=speed
    )


@settings(max_examples=40)
@given(PROFILES, HUMIDITIES, st.floats(0.0, 1.5), st.floats(0.0, 0.03))
def test_clothing_never_raises_a_limit(profile: Any, rh: float, clo: float, resistance: float) -> None:
    assert limit(profile, rh_percent=rh, clothing=(clo, resistance)) <= limit(profile, rh_percent=rh)


@settings(max_examples=40)
@given(PROFILES, HUMIDITIES, st.floats(0.0, 25.0), st.floats(0.0, 10.0))
def test_sun_never_raises_a_limit(profile: Any, rh: float, excess: float, more: float) -> None:
    assert limit(profile, rh_percent=rh, sun=excess + more) <= limit(profile, rh_percent=rh, sun=excess)


@settings(max_examples=40)
@given(PROFILES, HUMIDITIES)
def test_limits_are_in_order(profile: Any, rh: float) -> None:
    """What is borne for three hours is at least what is borne for six, and that at least what is compensable."""
    found = heat_limit(profile, rh_percent=rh)
    assert found.compensable_c is not None
    assert found.limit_6h_c is not None
    assert found.limit_3h_c is not None
    assert found.compensable_c <= found.limit_6h_c <= found.limit_3h_c


@settings(max_examples=30)
@given(PROFILES, st.floats(-5.0, 33.0), st.floats(0.3, 3.0))
def test_one_humidity_in_three_measures(profile: Any, dew: float, speed: float) -> None:
    """Units do not matter: a dew point, its vapour pressure, and the relative humidity it comes to at the limit."""
    given_dew = heat_limit(profile, dew_point_c=dew, air_speed_m_per_s=speed)
    given_vapour = heat_limit(profile, vapour_pressure_kpa=saturation_kpa(dew), air_speed_m_per_s=speed)
    assert given_dew.limit_6h_c == given_vapour.limit_6h_c
    assert given_dew.limit_6h_c is not None
    rh = 100.0 * saturation_kpa(dew) / saturation_kpa(given_dew.limit_6h_c)
    assert heat_limit(profile, rh_percent=rh, air_speed_m_per_s=speed).limit_6h_c == pytest.approx(
        given_dew.limit_6h_c, abs=0.11
    )


@given(st.floats(-40.0, 60.0))
def test_dew_point_undoes_saturation(temp: float) -> None:
    assert dew_point_c(saturation_kpa(temp)) == pytest.approx(temp, abs=1e-9)


@given(st.floats(0.0, 60.0), HUMIDITIES, st.floats(0.0, 10.0))
def test_wet_bulb_rises_with_humidity_to_the_air(temp: float, rh: float, more: float) -> None:
    damp = min(100.0, rh + more)
    assert wet_bulb_c(temp, rh) <= wet_bulb_c(temp, damp) + 1e-6 <= temp + 2e-6


@given(SPEEDS, st.floats(0.0, 2.0))
def test_wind_never_moves_less_heat(speed: float, more: float) -> None:
    assert convection_w_per_m2_k(speed + more) >= convection_w_per_m2_k(speed)


@given(st.floats(25.0, 60.0), st.floats(0.5, 3.5), RISES)
def test_table_of_the_standard_rises_with_temperature(temp: float, vapour: float, rise: float) -> None:
    for activity in ("rest", "light", "moderate"):
        table = phs_table("sweat", activity=activity)
        hotter = phs_sweat_l_per_h(temp + rise, vapour, table)
        # Where air takes all it can, sweat has its upper bound, and the standard itself gives way by a few grams.
        assert hotter >= phs_sweat_l_per_h(temp, vapour, table) - 0.012


@settings(max_examples=15)
@given(st.floats(25.0, 50.0), st.floats(1.0, 2.0), st.floats(0.5, 5.0))
def test_harder_work_and_hotter_air_never_last_longer(temp: float, vapour: float, rise: float) -> None:
    at_rest, light = (
        work_in_heat(temp, vapour_pressure_kpa=vapour, activity=one, hours=4.0) for one in ("rest", "light")
    )
    assert light.limit_h <= at_rest.limit_h
    assert light.sweat_l >= at_rest.sweat_l
    hotter = work_in_heat(temp + rise, vapour_pressure_kpa=vapour, activity="rest", hours=4.0)
    assert hotter.sweat_l >= at_rest.sweat_l - 0.01
    assert hotter.core_limit_h <= at_rest.core_limit_h


@settings(max_examples=40)
@given(
    st.lists(st.floats(20.0, 50.0), min_size=1, max_size=30),
    st.floats(0.0, 8.0),
    st.sampled_from(["male", "female"]),
    st.floats(60.0, 100.0),
)
def test_core_follows_heat(temps: list[float], rise: float, sex: Any, age: float) -> None:
    given_person: Any = {"sex": sex, "age_y": age, "height_m": 1.65, "mass_kg": 70.0, "rh_percent": 20.0}
    before = core_temperature_60_plus(temps, **given_person)
    after = core_temperature_60_plus([temp + rise for temp in temps], **given_person)
    assert all(hot >= cool - 1e-12 for hot, cool in zip(after.core_c, before.core_c, strict=True))
    assert after.above_38_5_h >= before.above_38_5_h >= before.above_39_h
    older = core_temperature_60_plus(temps, **{**given_person, "age_y": min(100.0, age + 5.0)})
    assert older.peak_core_c >= before.peak_core_c - 1e-12


@settings(max_examples=25)
@given(st.lists(st.floats(25.0, 58.0), min_size=1, max_size=30), st.floats(0.0, 6.0), st.integers(0, 23))
def test_hours_of_heat_only_add_up(temps: list[float], rise: float, clock: int) -> None:
    hotter = [temp + rise for temp in temps]
    before, after = (
        heat_exposure(one, where="indoors", vapour_pressure_kpa=1.0, first_clock_hour=clock) for one in (temps, hotter)
    )
    for cool, hot in zip(before.groups, after.groups, strict=True):
        assert hot.uncompensable_h >= cool.uncompensable_h
        assert hot.worst_stored_w >= cool.worst_stored_w - 1e-9
        for name in ("first_uncompensable_hour", "passed_6h_hour", "passed_3h_hour"):
            early, late = getattr(hot, name), getattr(cool, name)
            assert late is None or (early is not None and early <= late)
    dose, more = heat_dose(temps, first_clock_hour=clock), heat_dose(hotter, first_clock_hour=clock)
    assert more.above_who_advice_h >= dose.above_who_advice_h >= dose.above_35c_h >= dose.above_40c_h
    assert more.above_45c_h >= dose.above_45c_h


@given(PROFILES, TEMPS, VAPOURS)
def test_sweat_evaporates_what_is_required(profile: Any, temp: float, vapour: float) -> None:
    """The sweat that is asked for takes away the heat that is required, once what drips is taken off."""
    person = heat_person(profile)
    required = required_evaporation_w(temp, temp, vapour, 8.3, 0.0, 1.8 * person.mass_kg, person.area_m2)
    efficiency = sweat_efficiency(required_wettedness(required, 500.0))
    sweat = required_sweat_l_per_h(required, efficiency)
    assert sweat * 2426.0 * efficiency / 3.6 == pytest.approx(max(0.0, required), abs=1e-9)
