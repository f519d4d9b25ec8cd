"""What the calls on heat are given: temperatures, humidity, wind, people; checked where they enter."""

from __future__ import annotations

import math
from difflib import get_close_matches
from numbers import Real
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.people.moist_air import dew_point_c as dew_point_of
from holdfast.people.moist_air import saturation_kpa

if TYPE_CHECKING:
    from collections.abc import Sequence

COLDEST_C = -50.0
HOTTEST_C = 65.0  # a closed metal container in the sun; no air of the weather
HOTTEST_F = 150.0
FASTEST_M_PER_S = 30.0
SLACK_K = 0.05  # a dew point may lie above the air by as much as rounding makes


def finite(number: object, where: str, unit: str, code: str = "HF-P010") -> float:
    """Return a number that is one.

    Raises
    ------
    InputError
        The code given, if it is not a number or not finite.
    """
    if isinstance(number, bool) or not isinstance(number, Real) or not math.isfinite(number):
        raise InputError(
            code,
            where=where,
            found=repr(number),
            expected=f"a number [{unit}]",
            mend="give the measured value; leave hours without one out, or fill them with a value you can defend",
        )
    return float(number)


def checked_temperature_c(number: float, where: str) -> float:
    """Return a temperature that air or a room can have [degC].

    Raises
    ------
    InputError
        HF-P010 no number, or outside -50 to 65 degC; HF-P011 where degrees Fahrenheit are likely meant.
    """
    temp_c = finite(number, where, "degC")
    if HOTTEST_C < temp_c <= HOTTEST_F:
        raise InputError(
            "HF-P011",
            where=where,
            found=f"{temp_c:g}",
            expected=f"degrees Celsius, at most {HOTTEST_C:g}",
            mend=f"is {temp_c:g} degF meant? That is {(temp_c - 32.0) / 1.8:.1f} degC",
        )
    if not COLDEST_C <= temp_c <= HOTTEST_C:
        kelvin = f"; {temp_c:g} K is {temp_c - 273.15:.1f} degC" if 220.0 < temp_c < 345.0 else ""
        raise InputError(
            "HF-P010",
            where=where,
            found=f"{temp_c:g}",
            expected=f"{COLDEST_C:g} to {HOTTEST_C:g} degC",
            mend=f"give the air temperature in degrees Celsius{kelvin}",
        )
    return temp_c


def checked_range(number: float, low: float, high: float, where: str, unit: str, hint: str = "") -> float:
    """Return a number inside its limits.

    Raises
    ------
    InputError
        HF-P017, if it is no number or outside them.
    """
    given = finite(number, where, unit, "HF-P017")
    if not low <= given <= high:
        raise InputError(
            "HF-P017",
            where=where,
            found=f"{given:g}",
            expected=f"{low:g} to {high:g} {unit}",
            mend=hint or "give the value in the unit that is asked for",
        )
    return given


def checked_choice(given: str, choices: Sequence[str], where: str) -> str:
    """Return a word that is one of those that can be meant.

    Raises
    ------
    InputError
        HF-P014, with the nearest of them.
    """
    if given not in choices:
        near = get_close_matches(str(given), choices, n=2, cutoff=0.4)
        raise InputError(
            "HF-P014",
            where=where,
            found=repr(given),
            expected="one of " + ", ".join(choices),
            mend=f"is {near[0]!r} meant?" if near else "choose one of them",
        )
    return given


def checked_humidity_percent(number: float, where: str = "relative humidity") -> float:
    """Return a relative humidity [%].

    Raises
    ------
    InputError
        HF-P012, if it is no number or outside 0 to 100.
    """
    rh = finite(number, where, "per cent", "HF-P012")
    if not 0.0 <= rh <= 100.0:
        raise InputError(
            "HF-P012",
            where=where,
            found=f"{rh:g}",
            expected="0 to 100 per cent",
            mend="give the relative humidity in per cent; a dew point goes to dew_point_c",
        )
    return rh


def vapour_pressure_of(
    temp_c: float,
    *,
    rh_percent: float | None = None,
    dew_point_c: float | None = None,
    vapour_pressure_kpa: float | None = None,
    where: str = "humidity",
) -> float:
    """Return the vapour pressure of air, from the one measure of humidity that is stated [kPa].

    Parameters
    ----------
    temp_c : float
        Air temperature [degC].
    rh_percent, dew_point_c, vapour_pressure_kpa : float or None
        Relative humidity [%], dew point [degC] or vapour pressure [kPa]: exactly one.
    where : str
        What errors call it.

    Raises
    ------
    InputError
        HF-P012 out of range; HF-P013 none or more than one; HF-P018 more vapour than air of this temperature holds.
    """
    one_humidity(rh_percent, dew_point_c, vapour_pressure_kpa, where)
    most = saturation_kpa(temp_c)
    if rh_percent is not None:
        return most * checked_humidity_percent(rh_percent, where) / 100.0
    if dew_point_c is not None:
        dew = checked_temperature_c(dew_point_c, f"{where}, dew point")
        vapour = saturation_kpa(dew)
    else:
        vapour = finite(vapour_pressure_kpa, f"{where}, vapour pressure", "kPa", "HF-P012")
        if not 0.0 <= vapour <= 20.0:
            raise InputError(
                "HF-P012",
                where=f"{where}, vapour pressure",
                found=f"{vapour:g}",
                expected="0 to 20 kPa",
                mend=f"is {vapour:g} hPa meant? That is {vapour / 10.0:g} kPa",
            )
    if vapour > saturation_kpa(temp_c + SLACK_K):
        raise InputError(
            "HF-P018",
            where=where,
            found=f"a dew point of {dew_point_of(vapour):.1f} degC in air of {temp_c:g} degC",
            expected="a dew point at or below the air temperature",
            mend="check that both are of the same hour and place; outdoor vapour may be used indoors, its humidity not",
        )
    return min(vapour, most)


def one_humidity(rh: object, dew: object, vapour: object, where: str) -> None:
    """Check that humidity is stated once.

    Raises
    ------
    InputError
        HF-P013 otherwise.
    """
    stated = [
        name
        for name, given in (("rh_percent", rh), ("dew_point_c", dew), ("vapour_pressure_kpa", vapour))
        if given is not None
    ]
    if len(stated) != 1:
        raise InputError(
            "HF-P013",
            where=where,
            found=" and ".join(stated) or "no measure of humidity",
            expected="one of rh_percent, dew_point_c, vapour_pressure_kpa",
            mend="state how humid the air is, once: heat without humidity has no limit",
        )


def checked_hours(temps_c: Sequence[float], where: str = "temps_c") -> tuple[float, ...]:
    """Return the temperatures of a series of hours [degC].

    Raises
    ------
    InputError
        HF-P016, if there is none, or a single number where a series is asked for; otherwise as
        ``checked_temperature_c``, with the hour.
    """
    if isinstance(temps_c, (int, float, str)) or not hasattr(temps_c, "__len__") or len(temps_c) == 0:
        raise InputError(
            "HF-P016",
            where=where,
            found=repr(temps_c),
            expected="a series of hourly temperatures",
            mend="give a list with one temperature for each hour",
        )
    return tuple(checked_temperature_c(temp, f"{where}, hour {n}") for n, temp in enumerate(temps_c))


def spread(given: float | Sequence[float] | None, hours: int, where: str) -> tuple[float | None, ...]:
    """Return one value for each hour from one number or a series of as many.

    Raises
    ------
    InputError
        HF-P016, if there are more or fewer than hours.
    """
    if given is None or isinstance(given, (int, float)):
        return (given,) * hours
    values = tuple(given)
    if len(values) != hours:
        raise InputError(
            "HF-P016",
            where=where,
            found=f"{len(values)} values",
            expected=f"one value, or {hours} as there are hours",
            mend="give one value for each temperature",
        )
    return values


def checked_body(mass_kg: float, height_m: float, *, mass: tuple[float, float], height: tuple[float, float]) -> None:
    """Check mass [kg] and height [m] of a person against the limits of a model.

    Raises
    ------
    InputError
        HF-P015, with a question where another unit is likely meant.
    """
    tall = finite(height_m, "height", "m", "HF-P015")
    if not height[0] <= tall <= height[1]:
        if height[0] <= tall / 100.0 <= height[1]:
            mend = f"is {tall / 100.0:.2f} m meant? Height is in metres here"
        else:
            mend = "give the height in metres; the model was made for no others"
        raise InputError(
            "HF-P015", where="height", found=f"{tall:g}", expected=f"{height[0]:g} to {height[1]:g} m", mend=mend
        )
    heavy = finite(mass_kg, "mass", "kg", "HF-P015")
    if not mass[0] <= heavy <= mass[1]:
        raise InputError(
            "HF-P015",
            where="mass",
            found=f"{heavy:g}",
            expected=f"{mass[0]:g} to {mass[1]:g} kg",
            mend=f"is {heavy:g} lb meant? That is {heavy / 2.2046:.0f} kg"
            if mass[0] <= heavy / 2.2046 <= mass[1]
            else "give the mass in kilograms; the model was made for no others",
        )
