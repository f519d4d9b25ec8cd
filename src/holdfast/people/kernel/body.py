"""The surface of a body, as every equation of heat and water takes it."""

from __future__ import annotations

from typing import Final

from holdfast.people.inputs import number

DUBOIS: Final = (0.202, 0.425, 0.725)  # m2; DuBois and DuBois 1916, as in ISO 7933


def surface_m2(mass_kg: float, height_m: float) -> float:
    """Return the surface of a body [m2].

    Parameters
    ----------
    mass_kg : float
        Body mass [kg], above 0, up to 300.
    height_m : float
        Height [m], above 0, up to 2.5.

    Raises
    ------
    InputError
        HF-P015, for figures that are no numbers or out of range.

    Notes
    -----
    0.202 m^0.425 H^0.725 (DuBois and DuBois 1916). Small children have more surface than it says.
    """
    factor, by_mass, by_height = DUBOIS
    heavy = number(mass_kg, "mass", code="HF-P015", low=0.0, high=300.0, open_low=True, unit="kg")
    tall = number(height_m, "height", code="HF-P015", low=0.0, high=2.5, open_low=True, unit="m", ask=_centimetres)
    return float(factor * heavy**by_mass * tall**by_height)


def _centimetres(tall: float) -> str | None:
    return f"is {tall / 100.0:.2f} m meant? Height is in metres here" if 30.0 <= tall <= 250.0 else None
