"""Calls on heat: what they refuse, what they assume, what they say with a result."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.people import (
    Grade,
    core_temperature_60_plus,
    fan_advice,
    heat_dose,
    heat_exposure,
    heat_index,
    heat_limit,
    phs_table,
    radiant_temperature_c,
    work_in_heat,
    work_rest,
)
from holdfast.people.figures import figures_of
from holdfast.people.kernel.body import surface_m2
from holdfast.reference import row

WOMAN: dict[str, Any] = {"sex": "female", "age_y": 72, "height_m": 1.6, "mass_kg": 68.0}


def code_of(call: Any, *args: Any, **given: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*args, **given)
    return caught.value


def hot_day(mean_c: float = 42.0) -> list[float]:
    return [mean_c + 8.0 * math.cos(2.0 * math.pi * (hour + 0.5 - 15.0) / 24.0) for hour in range(24)]


# --- bad input ---


@pytest.mark.parametrize("bad", [math.nan, math.inf, -80.0, 200.0, "45", None, True])
def test_a_temperature_that_no_air_has(bad: Any) -> None:
    """HF-P010."""
    assert code_of(work_in_heat, bad, rh_percent=20.0).code == "HF-P010"
    assert code_of(heat_limit, "old", rh_percent=20.0, at_temp_c=bad).code == "HF-P010" if bad is not None else True
    found = code_of(heat_exposure, [40.0, bad], where="indoors", rh_percent=20.0)
    assert found.code == "HF-P010"
    assert "hour 1" in found.where


def test_degrees_fahrenheit_are_asked_about() -> None:
    """HF-P011: 120 is a temperature of the weather in degF only."""
    found = code_of(heat_index, 120.0, 10.0)
    assert found.code == "HF-P011"
    assert "48.9 degC" in found.mend
    assert code_of(heat_limit, "old", dew_point_c=70.0).code == "HF-P011"
    assert code_of(core_temperature_60_plus, [104.0], rh_percent=10.0, **WOMAN).code == "HF-P011"
    assert "degC" in code_of(work_in_heat, 313.0, rh_percent=20.0).mend


@pytest.mark.parametrize("bad", [-1.0, 101.0, math.nan])
def test_humidity_out_of_range(bad: float) -> None:
    """HF-P012."""
    assert code_of(heat_limit, "young", rh_percent=bad).code == "HF-P012"
    assert code_of(heat_index, 35.0, bad).code == "HF-P012"
    assert code_of(work_in_heat, 40.0, rh_percent=bad).code == "HF-P012"
    assert code_of(heat_exposure, [40.0], where="indoors", rh_percent=[bad]).code == "HF-P012"


def test_vapour_pressure_in_hectopascal_is_asked_about() -> None:
    found = code_of(heat_limit, "young", vapour_pressure_kpa=25.0)
    assert found.code == "HF-P012"
    assert "2.5 kPa" in found.mend
    assert code_of(heat_limit, "young", vapour_pressure_kpa=math.nan).code == "HF-P012"


@pytest.mark.parametrize("given", [{}, {"rh_percent": 20.0, "dew_point_c": 10.0}])
def test_humidity_is_stated_once(given: dict[str, float]) -> None:
    """HF-P013."""
    assert code_of(heat_limit, "young", **given).code == "HF-P013"
    assert code_of(work_in_heat, 40.0, **given).code == "HF-P013"
    assert code_of(heat_exposure, [40.0], where="indoors", **given).code == "HF-P013"
    assert code_of(core_temperature_60_plus, [40.0], **WOMAN, **given).code == "HF-P013"


def test_words_that_are_no_choice() -> None:
    """HF-P014, with the nearest word."""
    assert "'old'" in code_of(heat_limit, "older", rh_percent=20.0).mend
    assert code_of(heat_limit, "ill", rh_percent=20.0).code == "HF-P014"
    assert code_of(heat_limit, "old", rh_percent=20.0, sun="shadow").code == "HF-P014"
    assert code_of(heat_limit, "old", rh_percent=20.0, clothing="heavy").code == "HF-P014"
    assert code_of(heat_exposure, [40.0], where="inside", rh_percent=20.0).code == "HF-P014"
    assert code_of(heat_exposure, [40.0], where="indoors", rh_percent=20.0, persons={"ill": 3}).code == "HF-P014"
    assert code_of(work_in_heat, 40.0, rh_percent=20.0, edition="2018").code == "HF-P014"
    assert code_of(work_in_heat, 40.0, rh_percent=20.0, activity="heavy").code == "HF-P014"
    assert code_of(work_in_heat, 40.0, rh_percent=20.0, posture="lying").code == "HF-P014"
    assert code_of(work_rest, 30.0, "heavy").code == "HF-P014"
    assert code_of(heat_index, 35.0, 50.0, scheme="new").code == "HF-P014"
    assert code_of(phs_table, "sweat", clo=0.5).code == "HF-P014"
    assert code_of(core_temperature_60_plus, [40.0], rh_percent=20.0, **{**WOMAN, "sex": "f"}).code == "HF-P014"


@pytest.mark.parametrize(
    ("wrong", "asks"),
    [
        ({"height_m": 160.0}, "1.60 m meant"),
        ({"height_m": 0.9}, "metres"),
        ({"mass_kg": 160.0}, "73 kg"),
        ({"mass_kg": 20.0}, "kilograms"),
        ({"age_y": 45}, "work_in_heat"),
        ({"age_y": math.nan}, "measured"),
        ({"height_m": None}, "metres"),
    ],
)
def test_a_person_outside_the_model(wrong: dict[str, Any], asks: str) -> None:
    """HF-P015; height in centimetres and mass in pounds are asked about."""
    found = code_of(core_temperature_60_plus, [40.0], rh_percent=20.0, **{**WOMAN, **wrong})
    assert found.code == "HF-P015"
    assert asks in found.mend
    if "height_m" in wrong:
        assert code_of(work_in_heat, 40.0, rh_percent=20.0, height_m=wrong["height_m"]).code == "HF-P015"


def test_hours_that_do_not_match() -> None:
    """HF-P016."""
    assert code_of(heat_dose, []).code == "HF-P016"
    assert code_of(heat_dose, 40.0).code == "HF-P016"
    assert code_of(heat_exposure, [40.0, 41.0], where="indoors", rh_percent=[20.0]).code == "HF-P016"
    assert code_of(heat_exposure, [40.0], where="outdoors", rh_percent=20.0, sun=[1.0, 2.0]).code == "HF-P016"
    assert code_of(core_temperature_60_plus, [], rh_percent=20.0, **WOMAN).code == "HF-P016"


def test_numbers_out_of_range() -> None:
    """HF-P017."""
    assert "km/h" in code_of(heat_limit, "old", rh_percent=20.0, air_speed_m_per_s=20.0).mend
    assert code_of(heat_limit, "old", rh_percent=20.0, sun=-5.0).code == "HF-P017"
    assert code_of(heat_limit, "old", rh_percent=20.0, clothing=(9.0, 0.0)).code == "HF-P017"
    assert code_of(heat_limit, "old", rh_percent=20.0, metabolic_w_per_kg=100.0).code == "HF-P017"
    assert "met" in code_of(work_in_heat, 40.0, rh_percent=20.0, activity=2.0).mend
    assert code_of(work_in_heat, 40.0, rh_percent=20.0, hours=12.0).code == "HF-P017"
    assert code_of(work_in_heat, 40.0, rh_percent=20.0, hours=math.nan).code == "HF-P017"
    assert code_of(heat_dose, [40.0], first_clock_hour=24).code == "HF-P017"
    assert code_of(work_rest, 60.0, "easy").code == "HF-P017"
    assert code_of(radiant_temperature_c, 40.0, 1800.0).code == "HF-P017"
    assert code_of(heat_exposure, [40.0], where="indoors", rh_percent=20.0, persons={"old": -1}).code == "HF-P017"
    assert code_of(core_temperature_60_plus, [-5.0], rh_percent=20.0, **WOMAN).code == "HF-P017"


def test_more_vapour_than_air_can_hold() -> None:
    """HF-P018."""
    found = code_of(work_in_heat, 20.0, dew_point_c=25.0)
    assert found.code == "HF-P018"
    assert "25.0 degC" in found.found
    by_hour = code_of(heat_exposure, [30.0, 12.0], where="indoors", dew_point_c=[15.0, 15.0])
    assert (by_hour.code, by_hour.where) == ("HF-P018", "humidity, hour 1")
    assert code_of(heat_exposure, [30.0, 12.0], where="indoors", dew_point_c=31.0).code == "HF-P018"
    assert code_of(heat_limit, "old", dew_point_c=20.0, at_temp_c=15.0).code == "HF-P018"


# --- what is said ---


def test_a_limit_says_whom_it_does_not_cover() -> None:
    found = heat_limit("old", rh_percent=20.0)
    said = " ".join(found.notes)
    assert found.grade is Grade.THRESHOLD
    for words in ("43 degC", "harm is earlier", "infants", "pregnancy", "diuretics", "Davies-Jones"):
        assert words in said
    assert all(row(source) for source in found.sources)
    assert found.at is None
    assert "1 m/s" not in said
    assert "0.5 m/s" in " ".join(heat_limit("old", rh_percent=20.0, air_speed_m_per_s=0.5).notes)
    assert "W/kg" in " ".join(heat_limit("old", rh_percent=20.0, metabolic_w_per_kg=3.0).notes)


def test_sun_and_work_lower_the_limit() -> None:
    shade, sun, clear = (heat_limit("old", dew_point_c=10.0, sun=sun).limit_6h_c for sun in ("shade", "sun", 25.0))
    assert shade is not None
    assert sun is not None
    assert clear is not None
    assert shade - sun == pytest.approx(5.8, abs=0.3)
    assert clear < sun - 2.0
    busy = heat_limit("old", dew_point_c=10.0, metabolic_w_per_kg=3.0).limit_6h_c
    assert busy is not None
    assert busy < shade


def test_no_air_is_cool_enough_where_vapour_is_that_of_skin() -> None:
    """A dew point of 36 degC: no air that holds it is cooler, and none is within a limit."""
    found = heat_limit("old", dew_point_c=36.0)
    assert (found.compensable_c, found.limit_6h_c, found.limit_3h_c) == (None, None, None)
    assert found.wet_bulb_6h_c is None
    assert "none" in " ".join(found.notes)


def test_a_limit_beyond_the_published_matrices_is_flagged() -> None:
    hot = heat_limit("young", rh_percent=0.0, air_speed_m_per_s=0.2, metabolic_w_per_kg=0.8)
    assert hot.limit_3h_c is not None
    assert hot.limit_3h_c > 60.0
    cool = heat_limit("young", rh_percent=5.0, metabolic_w_per_kg=12.0, sun=40.0)
    assert cool.compensable_c is not None
    assert cool.compensable_c < 25.0
    assert all("extrapolated" in " ".join(one.notes) for one in (hot, cool))
    assert "extrapolated" not in " ".join(heat_limit("young", rh_percent=5.0).notes)


def test_day_without_cooling_by_group() -> None:
    """A room of 34 to 50 degC: young adults compensate, the limit of six hours past 65 is passed in the afternoon."""
    found = heat_exposure(hot_day(), where="indoors", dew_point_c=10.0, persons={"young": 2500, "old": 120})
    young, old = found.groups
    assert (young.persons, old.persons) == (2500.0, 120.0)
    assert young.first_uncompensable_hour is None
    assert young.uncompensable_h == 0
    assert old.first_uncompensable_hour is not None
    assert old.first_beyond_6h_hour is not None
    assert old.passed_6h_hour is not None
    assert old.first_uncompensable_hour <= old.first_beyond_6h_hour <= old.passed_6h_hour
    assert old.longest_uncompensable_h == old.uncompensable_h
    assert found.hottest_hour in {14, 15}
    assert old.worst_hour == found.hottest_hour
    assert old.sweat_limited_h > 0
    assert found.grade is Grade.THRESHOLD
    assert found.extrapolated_h == 0


def test_window_is_a_mean_and_starts_full() -> None:
    """Five hours beyond the limit of six do not pass it, unless they store enough for six."""
    limit = heat_limit("old", rh_percent=20.0).limit_6h_c
    assert limit is not None
    short = heat_exposure([limit + 0.2] * 5 + [20.0] * 5, where="indoors", rh_percent=20.0, persons={"old": 1})
    assert short.groups[0].first_beyond_6h_hour == 0
    assert short.groups[0].passed_6h_hour is None
    whole = heat_exposure([limit + 0.2] * 6, where="indoors", rh_percent=20.0, persons={"old": 1})
    assert whole.groups[0].passed_6h_hour == 5
    assert whole.groups[0].first_beyond_3h_hour is None


def test_sun_shines_by_day() -> None:
    temps = [38.0] * 24
    shade = heat_exposure(temps, where="outdoors", rh_percent=15.0)
    sun = heat_exposure(temps, where="outdoors", rh_percent=15.0, sun="sun", first_clock_hour=3)
    assert sun.groups[1].worst_stored_w > shade.groups[1].worst_stored_w
    assert sun.groups[1].worst_hour == 3
    assert "without shade" in " ".join(shade.notes)
    stated = heat_exposure(temps, where="outdoors", rh_percent=15.0, sun=[0.0] * 20 + [15.0] + [0.0] * 3)
    assert stated.groups[1].worst_hour == 20
    assert stated.groups[1].worst_stored_w == pytest.approx(sun.groups[1].worst_stored_w)


def test_dose_follows_the_clock() -> None:
    """P4: 32 degC from 6 to 18 o'clock, 24 degC in the other hours; strictly above."""
    temps = [32.0] * 24
    assert heat_dose(temps).above_who_advice_h == 12
    assert heat_dose([32.1] * 24).above_who_advice_h == 24
    assert heat_dose([28.0] * 3, first_clock_hour=5).above_who_advice_h == 1
    counts = heat_dose([35.0, 35.5, 40.5, 45.5])
    assert (counts.above_35c_h, counts.above_40c_h, counts.above_45c_h) == (3, 2, 1)


def test_hours_hotter_than_the_matrices_are_counted() -> None:
    found = heat_exposure([61.0, 59.0], where="indoors", rh_percent=5.0)
    assert found.extrapolated_h == 1
    assert "extrapolated" in " ".join(found.notes)


def test_arrays_of_numbers_are_series_too() -> None:
    temps = np.array([40.0, 45.0], dtype=np.float32)
    assert heat_exposure(temps, where="indoors", rh_percent=np.array([10.0, 12.0])).hours == 2  # type: ignore[arg-type]


def test_work_says_what_bounds_it() -> None:
    hot = work_in_heat(40.0, rh_percent=70.0, activity="moderate", acclimatised=True)
    assert hot.limited_by == "core temperature"
    assert hot.limit_h == hot.core_limit_h < 2.0
    assert "inside the bout" in " ".join(hot.notes)
    dry = work_in_heat(45.0, rh_percent=15.0, activity="moderate", acclimatised=True)
    assert dry.limited_by == "loss of water"
    assert dry.limit_h == dry.loss_limit_95_h
    cool = work_in_heat(25.0, rh_percent=40.0, hours=1.0)
    assert cool.limited_by == "nothing in this bout"
    assert cool.limit_h == cool.hours == 1.0
    assert "not acclimatised" in " ".join(cool.notes)
    assert cool.core_error_k == 0.3


def test_work_beyond_the_standard_is_given_and_flagged() -> None:
    assert work_in_heat(55.0, rh_percent=8.0).extrapolated == ("air",)
    assert work_in_heat(40.0, rh_percent=20.0, activity="rest", edition="2004").extrapolated == ("activity",)
    both = work_in_heat(40.0, dew_point_c=-10.0, clothing_clo=1.5)
    assert both.extrapolated == ("vapour", "clothing")
    assert "ISO 7933:2023" in " ".join(both.notes)


def test_core_temperature_says_when_it_crosses() -> None:
    """P5: the frail at 65, 75 and 85 in a room of 34 to 50 degC."""
    peaks = []
    for age in (65, 75, 85):
        found = core_temperature_60_plus(hot_day(), dew_point_c=10.0, **{**WOMAN, "age_y": age})
        peaks.append(found.peak_core_c)
        assert found.grade is Grade.THRESHOLD
        assert len(found.core_c) == len(found.skin_c) == 24
        assert found.above_39_h <= found.above_38_5_h
        crossing = found.first_above_38_5_hour
        assert (crossing is None) == (found.above_38_5_h == 0)
        if crossing is not None:
            assert found.core_c[crossing] > 38.5
    assert peaks == sorted(peaks)
    assert found.lower_peak_core_c == (found.peak_core_c - 0.9, found.peak_core_c - 0.5)
    rested = core_temperature_60_plus([23.0] * 6, rh_percent=50.0, **WOMAN)
    assert rested.first_above_38_5_hour is None
    assert rested.above_39_h == 0


def test_fan_and_index_name_their_norms() -> None:
    assert fan_advice(42.0).sources == ("N229", "N230")
    assert "do not rely" in fan_advice(42.0).statement
    assert "hides the danger" in " ".join(heat_index(40.0, 10.0).notes)
    assert heat_index(35.0, 50.0, scheme="older").sources == ("N238",)


def test_every_figure_has_its_source_or_reason() -> None:
    for file in ("heat.csv", "core_temperature.csv"):
        for figure in figures_of(file).values():
            assert figure.source or figure.reason, figure.name


def test_the_room_needs_no_comfort_library() -> None:
    """pythermalcomfort made the table and tests the code; running needs neither it nor scipy."""
    program = (
        "import sys; from holdfast.people import work_in_heat, phs_table, core_temperature_60_plus;"
        "work_in_heat(40.0, rh_percent=20.0); phs_table();"
        "assert not {'pythermalcomfort', 'scipy', 'numba'} & set(sys.modules), 'heavy'"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("clothing", ["light", (1.0, 0.0)])
def test_a_balance_in_dry_heat_is_that_of_the_limit(clothing: Any) -> None:
    """Clothing shields in dry heat and does not extend a limit: the balance shown said that all heat can leave."""
    found = heat_limit("old", rh_percent=10.0, clothing=clothing, at_temp_c=49.0)
    bare = heat_limit("old", rh_percent=10.0, at_temp_c=49.0)
    assert found.limit_6h_c is not None
    assert found.limit_6h_c < 49.0
    assert found.at == bare.at
    hours = heat_exposure([49.0] * 8, where="indoors", rh_percent=10.0, clothing=clothing).groups[1]
    assert hours.uncompensable_h == hours.sweat_limited_h == 8
    assert found.at is not None
    assert hours.worst_sweat_l_per_h == found.at.sweat_l_per_h
    assert hours.worst_stored_w == found.at.stored_w > 0.0


def test_a_balance_past_the_published_matrices_says_so() -> None:
    said = " ".join(heat_limit("young", rh_percent=10.0, at_temp_c=64.0).notes)
    assert "extrapolated: the balance at 64 degC" in said
    assert "extrapolated" not in " ".join(heat_limit("young", rh_percent=10.0, at_temp_c=50.0).notes)


def test_a_clock_hour_is_whole() -> None:
    assert code_of(heat_dose, [40.0], first_clock_hour=7.5).code == "HF-P017"


@pytest.mark.parametrize("given", ["70", True, None, math.nan, 0.0, -70.0], ids=repr)
def test_the_surface_of_a_body_is_never_no_number(given: Any) -> None:
    assert code_of(surface_m2, given, 1.7).code == "HF-P015"
    assert code_of(surface_m2, 70.0, given).code == "HF-P015"
    assert "1.75 m meant" in code_of(surface_m2, 70.0, 175.0).mend


def test_one_surface_of_a_body() -> None:
    """ISO 7933 and the water curves take the same one."""
    assert surface_m2(75.0, 1.8) == 0.202 * 75.0**0.425 * 1.8**0.725


@pytest.mark.parametrize("given", [None, 5.0, (1.0,), (1.0, 0.0, 0.0), True, ("1", 0.0)], ids=repr)
def test_clothing_that_is_none(given: Any) -> None:
    assert code_of(heat_limit, "old", rh_percent=20.0, clothing=given).code in {"HF-P014", "HF-P017"}
