"""What the calls on heat are given beside air (``air``): choices, ranges and bodies; checked where they enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.people.air import (
    checked_hours,
    checked_humidity_percent,
    checked_temperature_c,
    one_humidity,
    spread,
    vapour_pressure_of,
)
from holdfast.people.inputs import KG_PER_LB, number, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "checked_body",
    "checked_choice",
    "checked_hours",
    "checked_humidity_percent",
    "checked_range",
    "checked_temperature_c",
    "finite",
    "one_humidity",
    "spread",
    "vapour_pressure_of",
]


def finite(given: object, where: str, unit: str, code: str = "HF-P010") -> float:
    """Return a number that is one, or raise InputError with the code given."""
    return number(
        given,
        where,
        code=code,
        unit=unit,
        mend="give the measured value; leave hours without one out, or fill them with a value you can defend",
    )


def checked_range(given: object, low: float, high: float, where: str, unit: str, hint: str = "") -> float:
    """Return a number inside its limits, or raise HF-P017."""
    mend = hint or "give the value in the unit that is asked for"
    return number(given, where, code="HF-P017", low=low, high=high, unit=unit, mend=mend)


def checked_choice(given: object, choices: Iterable[str], where: str) -> str:
    """Return a word that is one of those that can be meant, or raise HF-P014 with the nearest of them."""
    return one_of(given, choices, where, code="HF-P014")


def checked_body(mass_kg: object, height_m: object, *, mass: tuple[float, float], height: tuple[float, float]) -> None:
    """Check mass [kg] and height [m] of a person against the limits of a model.

    Raises
    ------
    InputError
        HF-P015, with a question where another unit is likely meant.
    """

    def centimetres(tall: float) -> str | None:
        in_m = tall / 100.0
        return f"is {in_m:.2f} m meant? Height is in metres here" if height[0] <= in_m <= height[1] else None

    def pounds(heavy: float) -> str | None:
        in_kg = heavy * KG_PER_LB
        return f"is {heavy:g} lb meant? That is {in_kg:.0f} kg" if mass[0] <= in_kg <= mass[1] else None

    for given, where, (low, high), unit, ask in (
        (height_m, "height", height, "m", centimetres),
        (mass_kg, "mass", mass, "kg", pounds),
    ):
        mend = "give the height in metres" if unit == "m" else "give the mass in kilograms"
        number(
            given,
            where,
            code="HF-P015",
            low=low,
            high=high,
            unit=unit,
            mend=f"{mend}; the model was made for no others",
            ask=ask,
        )
