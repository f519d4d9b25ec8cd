"""What the water calls are given: temperatures of whole days, humidity, bodies, litres; checked where they enter."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from numbers import Real
from typing import TYPE_CHECKING, Final, cast

from holdfast.errors import InputError
from holdfast.people.figures import figure_value
from holdfast.people.moist_air import saturation_kpa

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURES: Final = "water_figures.csv"
HOURS: Final = 24
COLDEST_C: Final = -40.0
HOTTEST_C: Final = 60.0
MOST_LITRES: Final = 1000.0
LIMITS_KG: Final = {"adult": (30.0, 140.0), "old": (30.0, 140.0), "child": (2.0, 70.0)}
LB_PER_KG: Final = 2.2046


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """Whole days of air: temperature [degC] and vapour pressure [kPa] of each hour from midnight, local time."""

    temps_c: tuple[float, ...]
    vapour_kpa: tuple[float, ...]
    notes: tuple[str, ...]

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.temps_c) // HOURS


def figure(name: str) -> float:
    """Return a figure of ``water_figures.csv``, in the unit it states."""
    return figure_value(FIGURES, name)


def day_of(maximum_c: float, range_k: float) -> tuple[float, ...]:
    """Return 24 temperatures of a cosine day, each the mean of its hour to within 0.3 per cent of the range [degC]."""
    mean, half = maximum_c - range_k / 2.0, range_k / 2.0
    peak = figure("peak_hour")
    return tuple(mean + half * math.cos(2.0 * math.pi * (hour + 0.5 - peak) / HOURS) for hour in range(HOURS))


def air_of(
    temperature_c: float | Sequence[float],
    *,
    daily_range_k: float | None,
    vapour_pressure_kpa: float | Sequence[float] | None,
    rh_percent: float | Sequence[float] | None,
    dew_point_c: float | None,
) -> Air:
    """Return the hours of air that are meant.

    Parameters
    ----------
    temperature_c : float or sequence of float
        Highest temperature of a day, or one temperature an hour for whole days from midnight [degC].
    daily_range_k : float or None
        Between the lowest and the highest temperature of that day [K]; only with one number. ``None`` takes 17.
    vapour_pressure_kpa, rh_percent : float, sequence of float or None
        Vapour pressure [kPa] or relative humidity [%], one or for each hour. One relative humidity is that of the
        warmest hour of each day: the vapour stays through a day, the relative humidity does not.
    dew_point_c : float or None
        Dew point [degC]. At most one of the three; none takes 1.2 kPa.

    Raises
    ------
    InputError
        HF-P020 temperatures out of range or in another unit; HF-P021 hours that make no whole days; HF-P022 humidity
        out of range, given twice, or for other hours.
    """
    notes: list[str] = []
    maximum = single(temperature_c)
    if maximum is not None:
        _in_range(maximum, "temperature_c")
        width = figure("daily_range") if daily_range_k is None else float(daily_range_k)
        if not 0.0 <= width <= 40.0:
            raise InputError(
                "HF-P020",
                where="daily_range_k",
                found=f"{width:g} K",
                expected="0 to 40 K between the lowest and the highest temperature of a day",
                mend="give the difference in kelvin; a difference in degrees Fahrenheit is 1.8 times as large",
            )
        if daily_range_k is None:
            notes.append(f"the day is a cosine of {width:g} K below its maximum (assumed)")
        temps = day_of(maximum, width)
    else:
        temps = several(temperature_c, "temperature_c")
        if daily_range_k is not None:
            raise InputError(
                "HF-P021",
                where="daily_range_k",
                found="a daily range beside temperatures by the hour",
                expected="one or the other",
                mend="leave the range out",
            )
        if not temps or len(temps) % HOURS:
            raise InputError(
                "HF-P021",
                where="temperature_c",
                found=f"{len(temps)} temperatures",
                expected="one for each hour of whole days (24, 48, 72, ...), or the one maximum of a day",
                mend="fill the days up, or cut the series at midnight",
            )
        for hour, one in enumerate(temps):
            _in_range(one, f"temperature_c, hour {hour}")
    vapour = _vapour(temps, vapour_pressure_kpa, rh_percent, dew_point_c, notes)
    return Air(temps_c=temps, vapour_kpa=vapour, notes=tuple(notes))


def single(given: float | Sequence[float]) -> float | None:
    """Return the number if one is given, of whatever kind, else ``None``."""
    return float(given) if isinstance(given, Real) else None


def several(given: float | Sequence[float], where: str) -> tuple[float, ...]:
    """Return the numbers of a sequence; text and nested sequences are refused (HF-P021)."""
    anything = cast("object", given)
    # Text is a sequence of digits: "43" would become a series of 4 and 3.
    items = list(anything) if isinstance(anything, Iterable) and not isinstance(anything, str) else [anything]
    numbers = [float(one) for one in items if isinstance(one, Real)]
    if len(numbers) < len(items):
        raise InputError(
            "HF-P021",
            where=where,
            found=repr(given)[:60],
            expected="a number, or a sequence of numbers, one an hour",
            mend="give numbers; of a table take one column",
        )
    return tuple(numbers)


def _in_range(temp_c: float, where: str) -> None:
    if COLDEST_C <= temp_c <= HOTTEST_C:
        return
    mend = "give degrees Celsius"
    if HOTTEST_C < temp_c <= 150.0:
        mend = f"if Fahrenheit was meant: {temp_c:g} degF are {(temp_c - 32.0) / 1.8:.1f} degC"
    elif 220.0 < temp_c < 350.0:
        mend = f"if kelvin was meant: {temp_c:g} K are {temp_c - 273.15:.1f} degC"
    raise InputError(
        "HF-P020", where=where, found=f"{temp_c:g} degC", expected=f"{COLDEST_C:g} to {HOTTEST_C:g} degC", mend=mend
    )


def _vapour(
    temps: tuple[float, ...],
    pressure: float | Sequence[float] | None,
    humidity: float | Sequence[float] | None,
    dew_point_c: float | None,
    notes: list[str],
) -> tuple[float, ...]:
    """Vapour pressure of each hour [kPa], never above saturation: the rest falls out as dew."""
    given = [
        name
        for name, one in (("vapour_pressure_kpa", pressure), ("rh_percent", humidity), ("dew_point_c", dew_point_c))
        if one is not None
    ]
    if len(given) > 1:
        raise _humidity(" and ".join(given), "both", "one statement of the humidity", "leave the others out")
    if humidity is not None:
        stated = _hours(humidity, len(temps), "rh_percent", 0.0, 100.0, "%")
        at_warmest = single(humidity)
        if at_warmest is not None:
            days = [temps[start : start + HOURS] for start in range(0, len(temps), HOURS)]
            wanted = [at_warmest / 100.0 * saturation_kpa(max(day)) for day in days for _ in range(HOURS)]
        else:
            wanted = [rh / 100.0 * saturation_kpa(temp) for rh, temp in zip(stated, temps, strict=True)]
    elif dew_point_c is not None:
        if not COLDEST_C <= dew_point_c <= 35.0:
            raise _humidity("dew_point_c", f"{dew_point_c:g} degC", f"{COLDEST_C:g} to 35 degC", "give degrees Celsius")
        wanted = [saturation_kpa(dew_point_c)] * len(temps)
    else:
        if pressure is None:
            pressure = figure("vapour_pressure")
            notes.append(f"the air holds {pressure:g} kPa of vapour, dry desert air (assumed)")
        wanted = list(_hours(pressure, len(temps), "vapour_pressure_kpa", 0.0, 6.0, "kPa"))
    return tuple(min(one, saturation_kpa(temp)) for one, temp in zip(wanted, temps, strict=True))


def _hours(
    given: float | Sequence[float], hours: int, where: str, lowest: float, highest: float, unit: str
) -> tuple[float, ...]:
    alone = single(given)
    stated = (alone,) * hours if alone is not None else several(given, where)
    if len(stated) != hours:
        raise _humidity(where, f"{len(stated)} figures", f"one, or {hours}: one an hour", "give one for each hour")
    for one in stated:
        if not lowest <= one <= highest:
            hint = "give per cent, not a share of 1" if unit == "%" else "divide hPa by 10 and Pa by 1000"
            raise _humidity(where, f"{one:g} {unit}", f"{lowest:g} to {highest:g} {unit}", hint)
    if unit == "%" and 0.0 < max(stated) <= 1.0:
        raise _humidity(
            where, f"{max(stated):g} %", "per cent, above 1", f"if a share was meant: {100 * max(stated):g} per cent"
        )
    return stated


def _humidity(where: str, found: str, expected: str, mend: str) -> InputError:
    return InputError("HF-P022", where=where, found=found, expected=expected, mend=mend)


def one_of(given: str, known: Iterable[str], where: str) -> str:
    """Return the class that is named, or raise HF-P025 with the nearest names."""
    names = tuple(known)
    if given in names:
        return given
    near = get_close_matches(str(given), names, n=2)
    raise InputError(
        "HF-P025",
        where=where,
        found=repr(given),
        expected=" or ".join(repr(name) for name in (near or names)),
        mend="name one of " + ", ".join(names),
    )


def mass_of(person: str, mass_kg: float | None) -> float:
    """Return the body mass [kg] that is meant, the default of the class where none is given.

    Raises
    ------
    InputError
        HF-P023, outside 30 to 140 kg (2 to 70 kg for children): pounds and grams lie there more often than people.
    """
    if mass_kg is None:
        return figure("small_child_mass" if person == "child" else "adult_mass")
    lowest, highest = LIMITS_KG[person]
    if lowest <= mass_kg <= highest:
        return float(mass_kg)
    mend = "give the body mass in kilograms"
    if lowest <= mass_kg / LB_PER_KG <= highest:
        mend = f"if pounds were meant: {mass_kg:g} lb are {mass_kg / LB_PER_KG:.1f} kg"
    elif lowest <= mass_kg / 1000.0 <= highest:
        mend = f"if grams were meant: {mass_kg:g} g are {mass_kg / 1000.0:g} kg"
    raise InputError(
        "HF-P023",
        where="mass_kg",
        found=f"{mass_kg:g} kg",
        expected=f"{lowest:g} to {highest:g} kg for the class {person!r}",
        mend=mend,
    )


def litres(given: float, where: str, *, most: float = MOST_LITRES) -> float:
    """Return an amount of water for each person [L, or L/day].

    Raises
    ------
    InputError
        HF-P024, if it is negative, no number, or so large that it is the water of a camp or counted in other units.
    """
    if 0.0 <= given <= most:
        return float(given)
    raise InputError(
        "HF-P024",
        where=where,
        found=f"{given:g} L",
        expected=f"0 to {most:g} L for each person",
        mend="divide the water of the camp by its people"
        if given > most
        else "give litres that were there; what was lost is no negative supply",
    )


def unique(*parts: Iterable[str]) -> tuple[str, ...]:
    """Return the strings of all parts once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(parts)))
