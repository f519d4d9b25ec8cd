"""The food energy that a run hands out, by member and day: what the energy balance of adults eats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import HoldfastError, InputError
from holdfast.lifelines import commodities_of, slug
from holdfast.people import find_food, ration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from holdfast.lifelines import Run
    from holdfast.sites import Site

HOURS_PER_DAY = 24
SMALL_SHARE = 0.1  # of a unit: a basket small enough for one person and day
COOKED = "meals_cooked_fraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodEnergy:
    """Food energy handed out.

    Attributes
    ----------
    kcal_per_person_day : ndarray (members, days)
        Mean over everyone on the site [kcal/person/day]; whole days from the start of the run.
    foods : mapping of str to float
        Energy of one unit of each commodity that counts as food [kcal per kg or L].
    left_out : tuple of str
        Commodities that are no food, or of which nobody says which food they are.
    notes : tuple of str
        What was taken for what.
    """

    kcal_per_person_day: NDArray[np.float64]
    foods: Mapping[str, float]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


def food_outputs(site: Site) -> tuple[str, ...]:
    """Return the outputs a run has to keep (``keep="all"``) so that ``food_energy`` can add them up."""
    cooked = (COOKED,) if any(kitchen.fuel is not None for kitchen in site.kitchens) else ()
    return (*(f"used_{slug(name)}_{unit.lower()}" for name, unit in _units(site).items()), *cooked)


def food_energy(run: Run, site: Site, *, foods: Mapping[str, str | float] | None = None) -> FoodEnergy:
    """Return the food energy that the stores of a run give out, by member and day.

    Parameters
    ----------
    run : Run
        Kept with ``keep="all"`` and at least ``outputs=food_outputs(site)``.
    site : Site
        Its site.
    foods : mapping of str to str or float, optional
        Which food a commodity is (``{"flour": "Wheat flour"}``), or its energy [kcal per kg or L] where it is a mixture
        (``{"dry_food": 3500.0}``). Commodities that are not named count where their name is that of one food.

    Returns
    -------
    FoodEnergy
        For ``adult_outlook(population, kcal_per_person_day=...)``. Energy handed out, not eaten: own stocks, markets, loss
        and theft are in the eaten ratio there. Food that is cooked counts as far as the cooking fuel of the hour reached;
        what a bakery draws is baked. Without people the energy is 0.

    Raises
    ------
    InputError
        HF-P072 where the run kept no such outputs, a named commodity is none of the site, or no commodity is a food.
    """
    units, named = _units(site), dict(foods or {})
    strange = sorted(set(named) - set(units))
    if strange:
        raise _unfit(f"foods={{{strange[0]!r}: ...}}", "commodities of the site: " + ", ".join(units))
    kcal: dict[str, float] = {}
    notes: list[str] = []
    cooked: set[str] = set()
    for name, unit in units.items():
        meant = named.get(name, name)
        if isinstance(meant, str):
            try:
                kcal[name], eaten = _energy_per_unit(meant, unit)
            except HoldfastError as fault:
                if name in named:
                    raise
                notes.append(f"{name} is not counted: {fault.found}")
                continue
            if eaten == "cooked":
                cooked.add(name)
            notes.append(f"{name} is taken as {find_food(meant).name}, {kcal[name]:,.0f} kcal a {unit}")
        else:
            kcal[name] = float(meant)
            notes.append(f"{name} has {kcal[name]:,.0f} kcal a {unit}, as stated")
    if not kcal:
        raise _unfit("no commodity that is a food", "at least one; say which: foods={'flour': 'Wheat flour'}")
    wanted = food_outputs(site)
    missing = [name for name in wanted if name not in run.outputs]
    if missing:
        raise _unfit(f"a run without {missing[0]}", 'keep="all", outputs=food_outputs(site)')
    reached = run.outputs[COOKED] if COOKED in wanted else np.ones(1)
    total = sum(
        each * run.outputs[f"used_{slug(name)}_{units[name].lower()}"] * (reached if name in cooked else 1.0)
        for name, each in kcal.items()
    )
    return FoodEnergy(
        kcal_per_person_day=_by_day(np.asarray(total), _persons(run)),
        foods=kcal,
        left_out=tuple(name for name in units if name not in kcal),
        notes=tuple(notes),
    )


def _energy_per_unit(food: str, unit: str) -> tuple[float, str]:
    """Return the energy of a kilogram or litre of a food [kcal], and how it is eaten."""
    basket = ration({food: f"{SMALL_SHARE} {unit}"})
    return basket.energy_kcal.value / SMALL_SHARE, basket.items[0].eaten


def _units(site: Site) -> dict[str, str]:
    return {name: unit for name, unit in commodities_of(site).items() if unit in {"kg", "L"}}


def _persons(run: Run) -> NDArray[np.float64]:
    persons = np.asarray(run.end["persons"], dtype=np.float64)
    return persons.reshape(persons.shape[0], -1)[:, :1]


def _by_day(hourly: NDArray[np.float64], persons: NDArray[np.float64]) -> NDArray[np.float64]:
    days = hourly.shape[1] // HOURS_PER_DAY
    daily = hourly[:, : days * HOURS_PER_DAY].reshape(hourly.shape[0], days, HOURS_PER_DAY).sum(axis=2)
    each: NDArray[np.float64] = np.divide(daily, persons, out=np.zeros_like(daily), where=persons > 0.0)
    return each


def _unfit(found: str, expected: str) -> InputError:
    return InputError(
        "HF-P072", where="food_energy", found=found, expected=expected, mend="name what the commodities are"
    )
