"""Air as the calls on heat and water are given it: temperatures and one measure of humidity, under the same rules.

Humidity is stated once. What is not stated is refused, or assumed where the call says so and then noted. One figure for
many hours is the vapour of the day: a relative humidity is that of the warmest hour of each 24, and an hour too cold to
hold the vapour loses the rest as dew, which is noted. More vapour than the warmest hour can hold, or than an hour with
a figure of its own can hold, is a contradiction and refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from holdfast.people.heat.moist_air import dew_point_c as dew_point_of
from holdfast.people.heat.moist_air import saturation_kpa
from holdfast.people.inputs import ZERO_C_K, fault, number, number_of

if TYPE_CHECKING:
    Measure = float | Sequence[float] | None

COLDEST_C = -50.0
HOTTEST_C = 65.0  # a closed metal container in the sun; no air of the weather
HOTTEST_F = 150.0
MOST_KPA = 10.0  # a dew point of 46 degC: beyond any air people are in, and where hPa begin
SLACK_K = 0.05  # a dew point may lie above the air by as much as rounding makes
HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The error codes of a family of calls: the rules are the same, the codes are its own."""

    temperature: str
    fahrenheit: str
    humidity: str
    stated_once: str
    too_much_vapour: str
    hours: str


HEAT = Codes(
    temperature="HF-P010",
    fahrenheit="HF-P011",
    humidity="HF-P012",
    stated_once="HF-P013",
    too_much_vapour="HF-P018",
    hours="HF-P016",
)
WATER = Codes(
    temperature="HF-P020",
    fahrenheit="HF-P020",
    humidity="HF-P022",
    stated_once="HF-P022",
    too_much_vapour="HF-P022",
    hours="HF-P021",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vapour:
    """Vapour pressure of each hour [kPa], and what was assumed of it."""

    kpa: tuple[float, ...]
    notes: tuple[str, ...]


def checked_temperature_c(given: object, where: str, codes: Codes = HEAT) -> float:
    """Return a temperature that air or a room can have [degC].

    Parameters
    ----------
    given : object
        What was stated [degC], -50 to 65.
    where : str
        What errors call it.
    codes : Codes
        The codes of the family.

    Raises
    ------
    InputError
        No number, outside the limits, or degrees Fahrenheit, which are asked about.
    """

    def ask(temp_c: float) -> str | None:
        if HOTTEST_C < temp_c <= HOTTEST_F:
            return f"is {temp_c:g} degF meant? That is {(temp_c - 32.0) / 1.8:.1f} degC"
        if 220.0 < temp_c < 350.0:
            return f"is {temp_c:g} K meant? That is {temp_c - ZERO_C_K:.1f} degC"
        return None

    stated = number_of(given)
    code = codes.fahrenheit if stated is not None and HOTTEST_C < stated <= HOTTEST_F else codes.temperature
    return number(
        given,
        where,
        code=code,
        low=COLDEST_C,
        high=HOTTEST_C,
        unit="degC",
        mend="give the air temperature in degrees Celsius; fill hours without one with a value you can defend",
        ask=ask,
    )


def checked_humidity_percent(given: object, where: str = "relative humidity", codes: Codes = HEAT) -> float:
    """Return a relative humidity [%].

    Raises
    ------
    InputError
        No number, outside 0 to 100, or above 0 and below 1: a share is probably meant, and to take it for per
        cent would move a heat limit by several degrees.
    """
    rh = _percent(given, where, codes)
    if 0.0 < rh < 1.0:  # the published matrices have a row of 1 per cent
        raise _share(rh, where, codes)
    return rh


def _percent(given: object, where: str, codes: Codes) -> float:
    return number(
        given,
        where,
        code=codes.humidity,
        low=0.0,
        high=100.0,
        unit="%",
        mend="give the relative humidity in per cent; a dew point goes to dew_point_c",
    )


def _share(rh: float, where: str, codes: Codes) -> Exception:
    return fault(
        codes.humidity, where, f"{rh:g} %", "per cent, 1 or more", f"if a share was meant: {100.0 * rh:g} per cent"
    )


def vapour_pressure_of(
    temp_c: float,
    *,
    rh_percent: float | None = None,
    dew_point_c: float | None = None,
    vapour_pressure_kpa: float | None = None,
    where: str = "humidity",
    codes: Codes = HEAT,
) -> float:
    """Return the vapour pressure of air of one temperature, from the one measure of humidity that is stated [kPa].

    Parameters
    ----------
    temp_c : float
        Air temperature [degC].
    rh_percent, dew_point_c, vapour_pressure_kpa : float or None
        Relative humidity [%], dew point [degC] or vapour pressure [kPa]: exactly one.
    where : str
        What errors call it.
    codes : Codes
        The codes of the family.

    Raises
    ------
    InputError
        Out of range, a share given as per cent; none or more than one; more vapour than this air holds.
    """
    one_humidity(rh_percent, dew_point_c, vapour_pressure_kpa, where, codes)
    if rh_percent is not None:
        return saturation_kpa(temp_c) * checked_humidity_percent(rh_percent, where, codes) / 100.0
    return _held(temp_c, _stated_kpa(dew_point_c, vapour_pressure_kpa, where, codes), where, codes)


def one_humidity(rh: object, dew: object, vapour: object, where: str, codes: Codes = HEAT) -> None:
    """Check that humidity is stated once.

    Raises
    ------
    InputError
        None, or more than one.
    """
    stated = _names(rh, dew, vapour)
    if len(stated) != 1:
        raise fault(
            codes.stated_once,
            where,
            " and ".join(stated) or "no measure of humidity",
            "one of rh_percent, dew_point_c, vapour_pressure_kpa",
            "state how humid the air is, once: heat without humidity has no limit",
        )


def vapour_by_hour(
    temps_c: Sequence[float],
    *,
    rh_percent: Measure = None,
    dew_point_c: Measure = None,
    vapour_pressure_kpa: Measure = None,
    assumed_kpa: float | None = None,
    codes: Codes = HEAT,
) -> Vapour:
    """Return the vapour pressure of each hour, from the one measure of humidity that is stated.

    Parameters
    ----------
    temps_c : sequence of float
        Air temperatures, hour by hour [degC], already checked.
    rh_percent, dew_point_c, vapour_pressure_kpa : float, sequence of float or None
        Relative humidity [%], dew point [degC] or vapour pressure [kPa]: one of them, one figure for all hours or one for
        each.
    assumed_kpa : float or None
        What a call takes where nothing is stated [kPa]; ``None`` refuses that.
    codes : Codes
        The codes of the family.

    Returns
    -------
    Vapour
        With a note for what was assumed, for a relative humidity carried from the warmest hour, and for dew.

    Raises
    ------
    InputError
        As :func:`vapour_pressure_of`; a series of another length than the hours.
    """
    if assumed_kpa is not None and not _names(rh_percent, dew_point_c, vapour_pressure_kpa):
        kpa = tuple(min(assumed_kpa, saturation_kpa(temp)) for temp in temps_c)
        return Vapour(kpa=kpa, notes=(f"the air holds {assumed_kpa:g} kPa of vapour, dry desert air (assumed)",))
    one_humidity(rh_percent, dew_point_c, vapour_pressure_kpa, "humidity", codes)
    given = next(one for one in (rh_percent, dew_point_c, vapour_pressure_kpa) if one is not None)
    if number_of(given) is not None:
        alone = cast("float", given)
        if rh_percent is not None:
            return _of_the_day(temps_c, checked_humidity_percent(alone, codes=codes))
        of_dew, of_vapour = (alone, None) if dew_point_c is not None else (None, alone)
        stated = _stated_kpa(of_dew, of_vapour, "humidity", codes)
        _held(max(temps_c), stated, "humidity of the warmest hour", codes)
        return _dew(temps_c, [stated] * len(temps_c), ())
    name = _names(rh_percent, dew_point_c, vapour_pressure_kpa)[0]
    series = spread(cast("Sequence[float]", given), len(temps_c), name, codes)
    if rh_percent is not None:
        percents = [_percent(one, f"humidity, hour {n}", codes) for n, one in enumerate(series)]
        if 0.0 < max(percents, default=0.0) < 1.0:  # one hour so dry can be, a whole series cannot
            raise _share(max(percents), "rh_percent", codes)
        by_hour = zip(temps_c, percents, strict=True)
        return Vapour(kpa=tuple(saturation_kpa(temp) * one / 100.0 for temp, one in by_hour), notes=())
    return Vapour(
        kpa=tuple(
            vapour_pressure_of(
                temp,
                dew_point_c=one if dew_point_c is not None else None,
                vapour_pressure_kpa=None if dew_point_c is not None else one,
                where=f"humidity, hour {n}",
                codes=codes,
            )
            for n, (temp, one) in enumerate(zip(temps_c, series, strict=True))
        ),
        notes=(),
    )


def checked_hours(temps_c: object, where: str = "temps_c", codes: Codes = HEAT) -> tuple[float, ...]:
    """Return the temperatures of a series of hours [degC].

    Raises
    ------
    InputError
        None, or a single number or text where a series is asked for; otherwise as ``checked_temperature_c``, with the
        hour.
    """
    items = series_of(temps_c)
    if not items:
        raise fault(
            codes.hours,
            where,
            repr(temps_c)[:60],
            "a series of hourly temperatures",
            "give a list with one temperature for each hour",
        )
    return tuple(checked_temperature_c(temp, f"{where}, hour {n}", codes) for n, temp in enumerate(items))


def spread(given: object, hours: int, where: str, codes: Codes = HEAT) -> tuple[float | None, ...]:
    """Return one value for each hour from one number or a series of as many; nothing stated stays so.

    Raises
    ------
    InputError
        More or fewer than hours, or no series of numbers.
    """
    if given is None or number_of(given) is not None:
        return (cast("float | None", given),) * hours
    items = series_of(given)
    if items is None or len(items) != hours:
        raise fault(
            codes.hours,
            where,
            repr(given)[:60] if items is None else f"{len(items)} values",
            f"one value, or {hours} as there are hours",
            "give one value for each temperature",
        )
    return cast("tuple[float | None, ...]", items)


def series_of(given: object) -> tuple[object, ...] | None:
    """Return the items of a series, ``None`` for what is none; text is a series of letters and is none."""
    if number_of(given) is not None or isinstance(given, str | bytes) or not isinstance(given, Iterable):
        return None
    try:
        return tuple(given)
    except TypeError:  # an array without an axis says that it can be run through, and cannot
        return None


def _names(rh: object, dew: object, vapour: object) -> list[str]:
    measures = (("rh_percent", rh), ("dew_point_c", dew), ("vapour_pressure_kpa", vapour))
    return [name for name, given in measures if given is not None]


def _stated_kpa(dew: object, vapour: object, where: str, codes: Codes) -> float:
    if dew is not None:
        return saturation_kpa(checked_temperature_c(dew, f"{where}, dew point", codes))
    return number(
        vapour,
        f"{where}, vapour pressure",
        code=codes.humidity,
        low=0.0,
        high=MOST_KPA,
        unit="kPa",
        mend="give the vapour pressure in kPa; divide hPa by 10 and Pa by 1000",
        ask=_other_pressure,
    )


def _other_pressure(stated: float) -> str | None:
    for name, in_kpa in (("hPa", 10.0), ("Pa", 1000.0)):
        if 0.0 < stated / in_kpa <= MOST_KPA:
            return f"is {stated:g} {name} meant? That is {stated / in_kpa:g} kPa"
    return None


def _held(temp_c: float, vapour_kpa: float, where: str, codes: Codes) -> float:
    """Vapour pressure that air of this temperature holds, or the error that it cannot."""
    if vapour_kpa > saturation_kpa(temp_c + SLACK_K):
        raise fault(
            codes.too_much_vapour,
            where,
            f"a dew point of {dew_point_of(vapour_kpa):.1f} degC in air of {temp_c:g} degC",
            "a dew point at or below the air temperature",
            "check that both are of the same hour and place; outdoor vapour may be used indoors, its humidity not",
        )
    return min(vapour_kpa, saturation_kpa(temp_c))


def _of_the_day(temps_c: Sequence[float], rh: float) -> Vapour:
    """Vapour of days, 24 hours each from the first, whose warmest hour has this relative humidity.

    The vapour stays through a day; the relative humidity does not.
    """
    days = [temps_c[at : at + HOURS_A_DAY] for at in range(0, len(temps_c), HOURS_A_DAY)]
    stated = [rh / 100.0 * saturation_kpa(max(day)) for day in days for _ in day]
    notes = () if all(max(day) == min(day) for day in days) else (f"{rh:g} per cent is taken at {_WARMEST}",)
    return _dew(temps_c, stated, notes)


_WARMEST = "the warmest hour of each day; the vapour stays through the day and cooler hours are more humid"


def _dew(temps_c: Sequence[float], stated: Sequence[float], notes: tuple[str, ...]) -> Vapour:
    kpa = tuple(min(one, saturation_kpa(temp)) for one, temp in zip(stated, temps_c, strict=True))
    fallen = sum(held < one * (1.0 - 1e-9) for held, one in zip(kpa, stated, strict=True))
    said = f"in {fallen} of {len(kpa)} hours the air is too cold for the stated vapour: the rest counts as dew"
    return Vapour(kpa=kpa, notes=(*notes, said) if fallen else notes)
