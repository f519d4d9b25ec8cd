"""Heat limits against the published ones (Vanos et al. 2023), and the indices of the public against their tables."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from holdfast.people import (
    convection_w_per_m2_k,
    fan_advice,
    heat_index,
    heat_limit,
    heat_person,
    is_survivable,
    most_evaporation_w,
    radiant_temperature_c,
    required_evaporation_w,
    required_sweat_l_per_h,
    required_wettedness,
    saturation_kpa,
    storage_limit_w,
    stored_heat_w,
    sweat_efficiency,
    wet_bulb_c,
    work_rest,
)
from holdfast.people.heat.phs_model import heat_strain
from holdfast.people.kernel import heat_balance as scalars
from holdfast.reference import value

comfort = pytest.importorskip("pythermalcomfort.models")
pytestmark = pytest.mark.filterwarnings("ignore")


def celsius(fahrenheit: float) -> float:
    return (fahrenheit - 32.0) / 1.8


def test_constants_of_the_loop_are_those_of_the_tables() -> None:
    assert value("health:c_body") == scalars.BODY_KJ_PER_KG_K
    assert value("health:T_core_lim") - 37.0 == scalars.CORE_RISE_K
    assert math.exp(18.956 - 4030.18 / 270.0) / 10.0 == scalars.SKIN_VAPOUR_KPA == saturation_kpa(scalars.SKIN_C)
    for profile in ("young", "old"):
        person: Any = heat_person(profile)
        assert [person.mass_kg, person.area_m2, person.most_wettedness, person.most_sweat_l_per_h] == [
            value(f"health:{name}_{profile}") for name in ("m", "ad", "w", "S")
        ]


@pytest.mark.parametrize(
    ("row", "rh", "published"),
    [
        ("H-Y6-1", 1, 54.5),
        ("H-Y6-5", 5, 54.0),
        ("H-Y6-10", 10, 53.2),
        ("H-Y6-15", 15, 52.3),
        ("H-Y6-20", 20, 51.2),
        ("H-Y6-25", 25, 49.9),
        ("H-Y6-30", 30, 48.6),
        ("H-Y6-40", 40, 45.9),
        ("H-Y6-50", 50, 43.3),
        ("H-Y6-80", 80, 37.2),
        ("H-Y6-100", 100, 34.3),
    ],
)
def test_six_hours_of_young_adults(row: str, rh: float, published: float) -> None:
    """H-Y6: the published limits, in the tenth of a degree they are given in (the rows allow 0.15 K)."""
    assert heat_limit("young", rh_percent=rh).limit_6h_c == published, row


@pytest.mark.parametrize(
    ("row", "rh", "published"),
    [
        ("H-Y3-1", 1, 56.3),
        ("H-Y3-5", 5, 55.7),
        ("H-Y3-10", 10, 54.7),
        ("H-Y3-15", 15, 53.5),
        ("H-Y3-20", 20, 52.2),
        ("H-Y3-25", 25, 50.7),
        ("H-Y3-30", 30, 49.2),
    ],
)
def test_three_hours_of_young_adults(row: str, rh: float, published: float) -> None:
    assert heat_limit("young", rh_percent=rh).limit_3h_c == published, row


@pytest.mark.parametrize(("row", "rh", "limit", "wet_bulb"), [("H-O6-10", 10, 46.4, 21.9), ("H-O6-90", 90, 35.2, 33.7)])
def test_six_hours_of_older_people(row: str, rh: float, limit: float, wet_bulb: float) -> None:
    found = heat_limit("old", rh_percent=rh)
    assert found.limit_6h_c == limit, row
    assert found.wet_bulb_6h_c == pytest.approx(wet_bulb, abs=0.1), row


def test_older_people_over_all_humidities() -> None:
    """The limits of the specification: six hours, and compensable, from 5 to 50 per cent."""
    found = [heat_limit("old", rh_percent=rh) for rh in (5, 10, 20, 30, 40, 50)]
    assert [one.limit_6h_c for one in found] == [46.6, 46.4, 45.8, 44.9, 43.7, 42.1]
    assert [one.compensable_c for one in found] == [44.3, 44.1, 43.7, 43.1, 42.3, 41.1]


@pytest.mark.parametrize(("profile", "low", "high"), [("young", 25.8, 34.1), ("old", 21.9, 33.7)])
def test_limits_lie_in_the_published_range_of_wet_bulbs(profile: Any, low: float, high: float) -> None:
    """P-van: the range of the abstract, from 10 to 90 per cent."""
    wet_bulbs = [heat_limit(profile, rh_percent=rh).wet_bulb_6h_c for rh in range(10, 91, 5)]
    assert min(wet_bulbs) == pytest.approx(low, abs=0.05)  # type: ignore[type-var]
    assert max(wet_bulbs) == pytest.approx(high, abs=0.05)  # type: ignore[type-var]
    assert all(0.85 <= 35.0 - one <= 13.15 for one in wet_bulbs if one is not None)


def test_stated_condition_of_the_specification() -> None:
    """At 120 degF and 10 per cent a resting young adult compensates with 0.62 L/h; the limit past 65 is passed."""
    hot = celsius(120.0)
    young = heat_limit("young", rh_percent=10, at_temp_c=hot)
    assert young.at is not None
    assert young.at.sweat_l_per_h == pytest.approx(0.62, abs=0.005)
    assert young.at.stored_w < 0.0
    assert not young.at.sweat_limited
    old = heat_limit("old", rh_percent=10, at_temp_c=hot)
    assert old.at is not None
    assert old.at.stored_w > storage_limit_w(6.0, heat_person("old").mass_kg)
    assert old.limit_3h_c is not None
    assert old.limit_3h_c < hot


def published_test(required: float, most: float, person: Any, hours: float) -> bool:
    """The published test in its two parts (HEAT-Lim, function Survivability)."""
    allowed = 2.98 * 6 * 1000 / (hours * 3600) * person.mass_kg
    wetted = required / most if most > 0.0 else math.inf
    r = 1 - wetted**2 / 2 if wetted < 1 else 0.5
    sweat = 3.6 * required / (2426 * r)
    by_sweat = person.most_sweat_l_per_h * 2426 * r / 3.6
    enough = sweat <= person.most_sweat_l_per_h or required - by_sweat <= allowed
    return bool(required - person.most_wettedness * most <= allowed and enough)


@pytest.mark.parametrize("profile", ["young", "old"])
def test_one_number_stands_for_the_two_parts_of_the_published_test(profile: Any) -> None:
    person = heat_person(profile)
    random = np.random.default_rng(19)
    seen = set()
    for temp, rh, speed in random.uniform((25.0, 0.5, 0.3), (60.0, 100.0, 3.0), (3000, 3)):
        vapour = rh / 100.0 * saturation_kpa(temp)
        convection = convection_w_per_m2_k(speed)
        made = 1.8 * person.mass_kg
        required = required_evaporation_w(temp, temp, vapour, convection, 0.0, made, person.area_m2)
        most = most_evaporation_w(vapour, convection, 0.0, 0.0, person.area_m2)
        stored = stored_heat_w(required, most, person.most_wettedness, person.most_sweat_l_per_h)
        for hours in (3.0, 6.0):
            ours = is_survivable(stored, storage_limit_w(hours, person.mass_kg)) == 1.0
            assert ours == published_test(required, most, person, hours)
            seen.add(ours)
    assert seen == {True, False}


def test_sweat_beyond_a_wet_skin() -> None:
    """Half of the sweat drips where the skin is wet all over; nothing is asked of it where nothing has to leave."""
    assert sweat_efficiency(required_wettedness(400.0, 300.0)) == 0.5
    assert required_sweat_l_per_h(242.6, 0.5) == pytest.approx(0.72)
    assert required_sweat_l_per_h(-50.0, sweat_efficiency(required_wettedness(-50.0, 300.0))) == 0.0
    assert required_wettedness(10.0, 0.0) == 100.0


@pytest.mark.parametrize(
    ("temp", "rh", "wet_bulb"),
    [
        (25.0, 0.5, 7.57),
        (59.9, 0.5, 20.25),
        (59.9, 1.0, 20.95),
        (59.9, 2.5, 22.82),
        (25.9, 2.5, 8.59),
        (25.0, 99.0, 24.88),
    ],
)
def test_wet_bulb_of_the_published_matrix(temp: float, rh: float, wet_bulb: float) -> None:
    """Cells of the matrix of wet bulbs that HEAT-Lim ships (MIT), read in its notebook."""
    assert wet_bulb_c(temp, rh) == pytest.approx(wet_bulb, abs=0.011)


def test_wet_bulbs_by_other_readings_of_humidity() -> None:
    """The psychrometric wet bulb at 45 degC and 13 per cent is 22.45, between the two readings here."""
    assert wet_bulb_c(45.0, 13.0, published=False) < 22.45 < wet_bulb_c(45.0, 13.0) < 22.45 + 0.15
    assert wet_bulb_c(46.4, 10.0) - wet_bulb_c(46.4, 10.0, published=False) == pytest.approx(0.51, abs=0.02)
    for temp in (5.0, 30.0, 50.0):
        assert wet_bulb_c(temp, 100.0) == pytest.approx(temp, abs=1e-6)


def test_radiant_temperature_under_the_sun() -> None:
    """The assumption of the sun meets the 25 K of the specification at 900 W/m2, and adds nothing at night."""
    assert radiant_temperature_c(45.0, 900.0) - 45.0 == pytest.approx(25.0, abs=0.5)
    assert radiant_temperature_c(45.0, 0.0) == pytest.approx(45.0)


# --- indices of the public ---


@pytest.mark.parametrize(
    ("row", "fahrenheit", "rh", "published"),
    [("W027", 96, 65, 121), ("W028", 100, 40, 109), ("W029", 90, 50, 95)],
)
def test_heat_index_of_the_printed_table(row: str, fahrenheit: float, rh: float, published: float) -> None:
    found = heat_index(celsius(fahrenheit), rh)
    assert found.heat_index_f == pytest.approx(published, abs=1.0), row
    assert found.outside == (), row


def test_heat_index_of_the_test_series() -> None:
    """P-hi; the first lies below 80 degF and is flagged."""
    cool = heat_index(25.0, 50.0)
    assert cool.heat_index_c == pytest.approx(25.9, abs=0.1)
    assert cool.outside
    assert heat_index(30.0, 80.0).heat_index_c == pytest.approx(37.7, abs=0.1)


def test_heat_index_against_another_code() -> None:
    random = np.random.default_rng(23)
    for temp, rh in random.uniform((27.0, 5.0), (50.0, 95.0), (50, 2)):
        other = comfort.heat_index_rothfusz(float(temp), float(rh), round_output=False, limit_inputs=False).hi
        assert heat_index(float(temp), float(rh)).heat_index_c == pytest.approx(float(other), abs=0.02)


def test_bands_by_edition() -> None:
    """W030: a heat index of 126 degF is extreme danger in the current scheme and danger in the older one."""
    low, high = 96.0, 100.0
    while high - low > 1e-9:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if heat_index(celsius(middle), 65.0).heat_index_f < 126.0 else (low, middle)
    assert heat_index(celsius(high), 65.0).heat_index_f == pytest.approx(126.0, abs=0.01)
    assert heat_index(celsius(high), 65.0).category == "extreme danger"
    assert heat_index(celsius(high), 65.0, scheme="older").category == "danger"
    assert heat_index(20.0, 50.0).category is None
    assert heat_index(20.0, 50.0, scheme="older").category is None


def test_where_the_table_ends() -> None:
    """W031: 120 degF at 10 per cent has no value in the printed table."""
    outside = heat_index(celsius(120.0), 10.0).outside
    assert len(outside) == 2
    assert all(reason.startswith("extrapolated") for reason in outside)
    assert "110 degF" in outside[0]
    assert "40 per cent" in outside[1]


def test_work_and_rest() -> None:
    """W032: 86 degF WBGT, moderate work: category 3, 40/20 min, 0.71 L/h."""
    found = work_rest(celsius(86.0), "moderate")
    assert (found.category, found.work_min, found.rest_min) == (3, 40, 20)
    assert found.water_l_per_h == pytest.approx(0.71, abs=0.005)
    assert found.sources[0] == "N248"
    assert (work_rest(celsius(90.0), "hard").work_min, work_rest(celsius(90.0), "hard").rest_min) == (10, 50)
    assert work_rest(celsius(80.0), "easy").work_min is None
    cool = work_rest(celsius(70.0), "hard")
    assert (cool.category, cool.water_l_per_h) == (None, None)
    assert found.most_water_l_per_day == pytest.approx(11.4, abs=0.05)


def test_fans_by_both_authorities() -> None:
    """P6: helpful to 35 degC, disputed to 40, heating above; by ISO 7933 a fan at 45 degC raises the sweat by a fifth."""
    assert [fan_advice(temp).helpful for temp in (30.0, 35.0, 36.0, 40.0, 45.0)] == [
        "yes",
        "yes",
        "disputed",
        "disputed",
        "no",
    ]
    assert "35" in fan_advice(37.0).statement
    assert "40" in fan_advice(37.0).statement
    given: Any = {"posture": "sitting", "acclimatised": True, "edition": "2023", "minutes": 480}
    still, blown = (
        heat_strain(45.0, 45.0, 1.23, speed, 65.0, 0.4, mass_kg=75.0, height_m=1.8, **given).sweat_g
        for speed in (0.2, 2.0)
    )
    assert blown / still == pytest.approx(1.21, abs=0.02)
