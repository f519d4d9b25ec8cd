"""Two structural curves of the water people lose in heat: a fit to ISO 7933, and the heat balance with required sweat.

They disagree, most below 38 degC; both are shown and never averaged. The fit counts what a resting, lightly clothed
adult sweats to keep the core temperature of the standard; the balance counts only the sweat whose evaporation an
unclothed body must have.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from holdfast.people.figures import figures_of
from holdfast.people.heat.moist_air import convection_w_per_m2_k
from holdfast.people.kernel.body import surface_m2
from holdfast.people.kernel.heat_balance import required_rest_l_per_h
from holdfast.people.kernel.water_at_rest import (
    DAY_BEGINS_H,
    DAY_ENDS_H,
    beyond_sweat_fit,
    fitted_l_per_h,
    humid_over_dry,
)
from holdfast.people.water.conditions import FIGURES, HOURS, Air, figure
from holdfast.reference import prior, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FIT: Final = "iso_fit"
BALANCE: Final = "heat_balance"
CURVES: Final = (FIT, BALANCE)
_FIT_ROWS: Final = {"s0": "physics:s0", "s1": "physics:s1", "s2": "physics:s2", "s_min": "physics:s_min"}
_Range = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Who loses the water: mass [kg], whether at light work by day, and what multiplies or adds to the loss.

    Attributes
    ----------
    mass_kg : float
        Body mass of the adult that the equations are worked for.
    at_work : bool
        Light work in the hours of the day, rest by night; else rest.
    share : tuple of float
        Loss of this body relative to that adult: low, central, high [1]. Children only, a judgement.
    added_l_per_day : float
        Water lost beside: pregnancy, lactation [L/day].
    most_sweat_l_per_h : float or None
        What the profile can give [L/h]; ``None`` where nothing is known.
    air_speed_m_per_s : float or None
        Air speed at the body; ``None`` takes 0.5 m/s with the range of the table.
    """

    mass_kg: float
    at_work: bool
    share: _Range = (1.0, 1.0, 1.0)
    added_l_per_day: float = 0.0
    most_sweat_l_per_h: float | None = None
    air_speed_m_per_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What one curve says: loss of each hour [L] and the 5 to 95 per cent range of the mean day [L/day]."""

    by_hour_l: tuple[float, ...]
    per_day_l: float
    low_l: float
    high_l: float
    hours_outside: int
    hours_beyond_sweat: int


@cache
def _rest_fit() -> tuple[float, float, float, float]:
    s0, s1, s2, floor = (value(row) for row in _FIT_ROWS.values())
    return s0, s1, s2, floor


def _fit_hours(air: Air, multiples: tuple[float, ...], figures: Mapping[str, float]) -> list[float]:
    """Loss of each hour by the fits [L] (P1 and W10 of the physics specification)."""
    s0, s1, s2, floor = (figures[name] for name in _FIT_ROWS)
    share, base = figures["share"], figures["base"] / HOURS
    return [
        share * (base + multiple * fitted_l_per_h(temp, s0, s1, s2, floor))
        for temp, multiple in zip(air.temps_c, multiples, strict=True)
    ]


def _multiples(air: Air, body: Body) -> tuple[float, ...]:
    """Sweat of each hour relative to an adult of 70 kg at rest in dry air [1]."""
    rest = _rest_fit()
    # The fit of light work has no ranges of its own: it moves with the fit at rest.
    work = (figure("light_s0"), figure("light_s1"), figure("light_s2"), rest[-1])
    size = surface_m2(body.mass_kg, 1.0) / surface_m2(figure("adult_mass"), 1.0)
    return tuple(
        size
        * humid_over_dry(temp, vapour)
        * (fitted_l_per_h(temp, *work) / fitted_l_per_h(temp, *rest) if body.at_work and _by_day(hour) else 1.0)
        for hour, (temp, vapour) in enumerate(zip(air.temps_c, air.vapour_kpa, strict=True))
    )


def _balance_hours(air: Air, body: Body, figures: Mapping[str, float]) -> list[float]:
    """Loss of each hour by required sweat [L] (sections 5 and 6 of the health specification)."""
    area = surface_m2(body.mass_kg, figure("adult_height"))
    convection = convection_w_per_m2_k(figures["air_speed"])
    by_day = body.mass_kg * (figures["light_day"] if body.at_work else figures["rest_day"])
    by_night = body.mass_kg * figures["rest_night"]
    return [
        figures["share"]
        * (
            figures["base"] / HOURS
            + required_rest_l_per_h(temp, vapour, by_day if _by_day(hour) else by_night, area, convection)
        )
        for hour, (temp, vapour) in enumerate(zip(air.temps_c, air.vapour_kpa, strict=True))
    ]


def _by_day(hour: int) -> bool:
    return DAY_BEGINS_H <= hour % HOURS < DAY_ENDS_H


def _fit_ranges(body: Body) -> dict[str, _Range]:
    ranges = {name: _stated(row) for name, row in _FIT_ROWS.items()}
    return {**ranges, "base": _stated("physics:w_base"), "share": body.share}


def _balance_ranges(body: Body) -> dict[str, _Range]:
    table = figures_of(FIGURES)
    ranges: dict[str, _Range] = {"base": _stated("health:basal"), "share": body.share}
    for name in ("light_day" if body.at_work else "rest_day", "rest_night", "air_speed"):
        one = table[name]
        ranges[name] = (one.low or one.value, one.value, one.high or one.value)
    if body.air_speed_m_per_s is not None:
        ranges["air_speed"] = (body.air_speed_m_per_s,) * 3
    return ranges


def _stated(row: str) -> _Range:
    found = prior(row)
    return found.low, found.value, found.high


def loss_of(curve: str, air: Air, body: Body) -> Loss:
    """Return what a curve says of the loss.

    Parameters
    ----------
    curve : str
        ``"iso_fit"`` or ``"heat_balance"``.
    air : Air
        Whole days.
    body : Body
        Who.

    Returns
    -------
    Loss
        The range moves one figure at a time to its bounds and adds the departures as squares: the bounds of the
        figures are read as 5 and 95 per cent, and as independent. It is a range of the mean of a group, not of people.
    """
    hours = partial(_fit_hours, air, _multiples(air, body)) if curve == FIT else partial(_balance_hours, air, body)
    ranges = _fit_ranges(body) if curve == FIT else _balance_ranges(body)
    central = {name: middle for name, (_, middle, _) in ranges.items()}
    added = body.added_l_per_day / HOURS
    by_hour = tuple(one + added for one in hours(central))
    below, above = _departures(lambda given: sum(hours(given)) / air.days, central, ranges)
    per_day = sum(by_hour) / air.days
    return Loss(
        by_hour_l=by_hour,
        per_day_l=per_day,
        low_l=per_day - below,
        high_l=per_day + above,
        hours_outside=sum(1 for temp in air.temps_c if _outside(curve, temp)),
        hours_beyond_sweat=0 if curve == FIT else _beyond_sweat(by_hour, central["base"], added, body),
    )


def _outside(curve: str, temp_c: float) -> bool:
    """Whether the curve is carried on past what it was checked in."""
    return beyond_sweat_fit(temp_c) > 0.0 if curve == FIT else temp_c > figure("fit_to")


def _beyond_sweat(by_hour: tuple[float, ...], base: float, added: float, body: Body) -> int:
    if body.most_sweat_l_per_h is None:
        return 0
    return sum(1 for one in by_hour if one - added - base / HOURS > body.most_sweat_l_per_h)


def _departures(
    total: Callable[[Mapping[str, float]], float], central: Mapping[str, float], ranges: Mapping[str, _Range]
) -> tuple[float, float]:
    """How far the total may lie below and above its central figure (root of the sum of squares)."""
    middle = total(central)
    below = above = 0.0
    for name, (low, _, high) in ranges.items():
        if low == high:
            continue
        ends = [total({**central, name: end}) - middle for end in (low, high)]
        below += min(*ends, 0.0) ** 2
        above += max(*ends, 0.0) ** 2
    return below**0.5, above**0.5
