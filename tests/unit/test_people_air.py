"""Humidity and temperature of air: the same rules for every call on heat and water."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.people import (
    core_temperature_60_plus,
    dehydration,
    heat_exposure,
    heat_index,
    heat_limit,
    water_need,
    work_in_heat,
)
from holdfast.people.air import HEAT, WATER, Codes, checked_temperature_c, vapour_by_hour
from holdfast.people.heat.moist_air import saturation_kpa

if TYPE_CHECKING:
    from collections.abc import Callable

WOMAN: dict[str, Any] = {"sex": "female", "age_y": 75.0, "height_m": 1.6, "mass_kg": 65.0}
DAY = [24.0] * 8 + [40.0] * 8 + [30.0] * 8
HUMIDITY_CALLS: list[tuple[str, Callable[..., object]]] = [
    ("heat_limit", lambda **given: heat_limit("old", **given)),
    ("heat_exposure", lambda **given: heat_exposure(DAY, where="indoors", **given)),
    ("core", lambda **given: core_temperature_60_plus(DAY, **WOMAN, **given)),
    ("work_in_heat", lambda **given: work_in_heat(40.0, **given)),
    ("water_need", lambda **given: water_need(DAY, **given)),
    ("dehydration", lambda **given: dehydration(40.0, **given)),
]
BY_HOUR = [(name, call) for name, call in HUMIDITY_CALLS if name in {"heat_exposure", "water_need"}]


def error_of(call: Callable[..., object], *args: object, **given: object) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*args, **given)
    return caught.value


@pytest.mark.parametrize(("name", "call"), HUMIDITY_CALLS)
@pytest.mark.parametrize("share", [0.3, 0.7, 0.99, np.float32(0.5)])
def test_a_share_for_per_cent_is_asked_about(name: str, call: Callable[..., object], share: float) -> None:
    """Taken for per cent, 0.7 would put the limit of older people 7 degC too high."""
    found = error_of(call, rh_percent=share)
    assert found.code in {"HF-P012", "HF-P022"}, name
    assert f"{100 * float(share):g} per cent" in found.mend


def test_a_share_is_asked_about_in_the_heat_index_too() -> None:
    assert error_of(heat_index, 40.0, 0.5).mend == "if a share was meant: 50 per cent"


@pytest.mark.parametrize(("name", "call"), BY_HOUR)
def test_one_dry_hour_of_a_series_is_no_share_but_a_whole_dry_series_is(name: str, call: Callable[..., object]) -> None:
    call(rh_percent=[0.9, *[20.0] * 23])
    assert "share" in error_of(call, rh_percent=[0.3] * 24).mend, name


@pytest.mark.parametrize(("name", "call"), HUMIDITY_CALLS)
@pytest.mark.parametrize("given", ["30", True, float("nan"), float("inf"), -1.0, 101.0, np.float64("nan")], ids=repr)
def test_what_is_no_humidity_is_refused(name: str, call: Callable[..., object], given: object) -> None:
    assert error_of(call, rh_percent=given).code in {"HF-P012", "HF-P022", "HF-P016", "HF-P021"}, name


@pytest.mark.parametrize(("name", "call"), HUMIDITY_CALLS)
def test_humidity_stated_twice_is_refused(name: str, call: Callable[..., object]) -> None:
    assert error_of(call, rh_percent=30.0, dew_point_c=10.0).code in {"HF-P013", "HF-P022"}, name


@pytest.mark.parametrize(("name", "call"), [one for one in HUMIDITY_CALLS if one[0] != "heat_limit"])
def test_a_dew_point_above_the_warmest_hour_is_refused(name: str, call: Callable[..., object]) -> None:
    found = error_of(call, dew_point_c=41.0)
    assert found.code in {"HF-P018", "HF-P022"}, name
    assert found.expected == "a dew point at or below the air temperature"


@pytest.mark.parametrize(("name", "call"), BY_HOUR)
def test_a_dew_point_of_an_hour_above_its_air_is_refused(name: str, call: Callable[..., object]) -> None:
    found = error_of(call, dew_point_c=[20.0, 25.0, *[20.0] * 22])
    assert found.where == "humidity, hour 1", name


@pytest.mark.parametrize(("name", "call"), BY_HOUR)
def test_one_dew_point_above_cold_hours_leaves_dew_and_is_said(name: str, call: Callable[..., Any]) -> None:
    said = " ".join(call(dew_point_c=27.0).notes)
    assert "in 8 of 24 hours the air is too cold for the stated vapour" in said, name
    assert "too cold" not in " ".join(call(dew_point_c=20.0).notes)


@pytest.mark.parametrize(("name", "call"), BY_HOUR)
def test_one_relative_humidity_is_that_of_the_warmest_hour(name: str, call: Callable[..., Any]) -> None:
    vapour = 0.2 * saturation_kpa(40.0)
    by_rh, by_vapour = call(rh_percent=20.0), call(vapour_pressure_kpa=vapour)
    assert any("taken at the warmest hour" in note for note in by_rh.notes), name
    if name == "heat_exposure":
        assert by_rh.groups == by_vapour.groups
    else:
        assert by_rh.curves == by_vapour.curves


def test_each_day_has_its_own_warmest_hour() -> None:
    temps = [20.0] * 12 + [30.0] * 12 + [25.0] * 12 + [40.0] * 12
    found = vapour_by_hour(temps, rh_percent=30.0)
    assert found.kpa == tuple([0.3 * saturation_kpa(30.0)] * 24 + [0.3 * saturation_kpa(40.0)] * 24)
    assert vapour_by_hour([30.0] * 24, rh_percent=30.0).notes == ()


@pytest.mark.parametrize("codes", [HEAT, WATER])
def test_humidity_left_out_is_refused_or_assumed_and_said(codes: Codes) -> None:
    assert error_of(vapour_by_hour, [40.0], codes=codes).code == codes.stated_once
    found = vapour_by_hour([40.0, 5.0], assumed_kpa=1.2, codes=codes)
    assert found.kpa == (1.2, saturation_kpa(5.0))
    assert found.notes == ("the air holds 1.2 kPa of vapour, dry desert air (assumed)",)


def test_series_of_numpy_are_series() -> None:
    found = vapour_by_hour([40.0, 30.0], rh_percent=np.array([10.0, 20.0]))
    assert found.kpa == pytest.approx((0.1 * saturation_kpa(40.0), 0.2 * saturation_kpa(30.0)))
    for given in ("20", [20.0], [20.0, None], [20.0, "30"], {}):
        error_of(vapour_by_hour, [40.0, 30.0], rh_percent=given)


@pytest.mark.parametrize("codes", [HEAT, WATER])
@pytest.mark.parametrize(
    ("given", "asks"), [(104.0, "40.0 degC"), (313.15, "40.0 degC"), ("40", "Celsius"), (True, "Celsius"), (-51, "Cel")]
)
def test_the_range_of_air_is_one(codes: Codes, given: object, asks: str) -> None:
    found = error_of(checked_temperature_c, given, "air", codes)
    assert found.code in {codes.temperature, codes.fahrenheit}
    assert asks in found.mend
    assert checked_temperature_c(65, "air", codes) == 65.0


def test_other_units_of_pressure_are_asked_about() -> None:
    for given, asks in ((25.0, "25 hPa"), (2500.0, "2500 Pa")):
        assert asks in error_of(vapour_by_hour, [45.0], vapour_pressure_kpa=given).mend
