"""What the water calls are given: temperatures of whole days, humidity, bodies, litres; checked where they enter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from holdfast.people.air import WATER, checked_hours, checked_temperature_c, series_of, vapour_by_hour
from holdfast.people.figures import figure_value
from holdfast.people.inputs import KG_PER_LB, fault, number, number_of, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FIGURES: Final = "water_figures.csv"
HOURS: Final = 24
MOST_LITRES: Final = 1000.0
LIMITS_KG: Final = {"adult": (30.0, 140.0), "old": (30.0, 140.0), "child": (2.0, 70.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """Whole days of air: temperature [degC] and vapour pressure [kPa] of each hour from midnight, local time."""

    temps_c: tuple[float, ...]
    vapour_kpa: tuple[float, ...]
    notes: tuple[str, ...]
    humidity_is_assumed: bool

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
    dew_point_c: float | Sequence[float] | None,
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
    dew_point_c : float, sequence of float or None
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
        checked_temperature_c(maximum, "temperature_c", WATER)
        if daily_range_k is None:
            notes.append(f"the day is a cosine of {figure('daily_range'):g} K below its maximum (assumed)")
        temps = day_of(maximum, figure("daily_range") if daily_range_k is None else _range_k(daily_range_k))
    else:
        temps = several(temperature_c, "temperature_c")
        if daily_range_k is not None:
            raise fault(
                "HF-P021",
                "daily_range_k",
                "a daily range beside temperatures by the hour",
                "one or the other",
                "leave the range out",
            )
        if not temps or len(temps) % HOURS:
            raise fault(
                "HF-P021",
                "temperature_c",
                f"{len(temps)} temperatures",
                "one for each hour of whole days (24, 48, 72, ...), or the one maximum of a day",
                "fill the days up, or cut the series at midnight",
            )
        temps = checked_hours(temps, "temperature_c", WATER)
    nothing = vapour_pressure_kpa is None and rh_percent is None and dew_point_c is None
    vapour = vapour_by_hour(
        temps,
        rh_percent=rh_percent,
        dew_point_c=dew_point_c,
        vapour_pressure_kpa=vapour_pressure_kpa,
        assumed_kpa=figure("vapour_pressure"),
        codes=WATER,
    )
    return Air(temps_c=temps, vapour_kpa=vapour.kpa, notes=(*notes, *vapour.notes), humidity_is_assumed=nothing)


def _range_k(given: object) -> float:
    return number(
        given,
        "daily_range_k",
        code="HF-P020",
        low=0.0,
        high=40.0,
        unit="K",
        mend="give the difference in kelvin; a difference in degrees Fahrenheit is 1.8 times as large",
    )


def single(given: object) -> float | None:
    """Return the number if it is one, of whatever kind, else ``None``."""
    return number_of(given)


def several(given: object, where: str) -> tuple[float, ...]:
    """Return the numbers of a sequence; text and nested sequences are refused (HF-P021)."""
    items = series_of(given)
    numbers = [number_of(one) for one in items or ()]
    found = [one for one in numbers if one is not None]
    # Text is a sequence of digits: "43" would become a series of 4 and 3.
    if items is None or len(found) < len(items):
        raise fault(
            "HF-P021",
            where,
            repr(given)[:60],
            "a number, or a sequence of numbers, one an hour",
            "give numbers; of a table take one column",
        )
    return tuple(found)


def class_of(given: object, known: Iterable[str], where: str) -> str:
    """Return the class that is named, or raise HF-P025 with the nearest names."""
    return one_of(given, known, where, code="HF-P025")


def mass_of(person: str, mass_kg: float | None) -> float:
    """Return the body mass [kg] that is meant, the default of the class where none is given.

    Raises
    ------
    InputError
        HF-P023, outside 30 to 140 kg (2 to 70 kg for children): pounds and grams lie there more often than people.
    """
    if mass_kg is None:
        return figure("small_child_mass" if person == "child" else "adult_mass")
    return checked_mass_kg(mass_kg, LIMITS_KG[person], f" for the class {person!r}")


def checked_mass_kg(mass_kg: object, limits: tuple[float, float], of: str = "") -> float:
    """Return a body mass [kg] within limits, or raise HF-P023, which asks about pounds and grams."""
    lowest, highest = limits

    def ask(given: float) -> str | None:
        for name, unit, in_kg in (("pounds", "lb", KG_PER_LB), ("grams", "g", 0.001)):
            if lowest <= given * in_kg <= highest:
                return f"if {name} were meant: {given:g} {unit} are {given * in_kg:.4g} kg"
        return None

    return number(
        mass_kg,
        "mass_kg",
        code="HF-P023",
        low=lowest,
        high=highest,
        unit="kg",
        expected=f"{lowest:g} to {highest:g} kg{of}",
        mend="give the body mass in kilograms",
        ask=ask,
    )


def litres(given: object, where: str, *, most: float = MOST_LITRES) -> float:
    """Return an amount of water for each person [L, or L/day].

    Raises
    ------
    InputError
        HF-P024, if it is negative, no number, or so large that it is the water of a camp or counted in other units.
    """
    return number(
        given,
        where,
        code="HF-P024",
        low=0.0,
        high=most,
        unit="L",
        expected=f"0 to {most:g} L for each person",
        mend="give litres that were there; what was lost is no negative supply",
        ask=lambda stated: "divide the water of the camp by its people" if stated > most else None,
    )


def unique(*parts: Iterable[str]) -> tuple[str, ...]:
    """Return the strings of all parts once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(parts)))
