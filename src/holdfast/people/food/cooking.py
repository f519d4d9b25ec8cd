"""What of a ration can be eaten: dry food counts only as far as cooking fuel and cooking water reach."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.people.figures import figure_value, figures_of
from holdfast.people.food.foods import FIGURES, Span, food, rows_of
from holdfast.people.food.records import Amount
from holdfast.people.grades import grade_of
from holdfast.people.inputs import fault, number
from holdfast.reference import evaluate, row, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.errors import InputError
    from holdfast.people.food.records import ItemContent, Ration
    from holdfast.people.grades import Grade

FUELS = ("firewood", "lpg", "kerosene")
HEAT_RULE = "C263"
_WATER, _TIME = "cooking water", "cooking time"
# What a person's cooking burns in a day where people cook: the row of the figure, and of the density of a fuel
# that is sold by volume.
_USE_ROWS = {"firewood": ("physics:wood", None), "lpg": ("physics:lpg", None), "kerosene": ("C320", "C283")}
# The dry ration those figures are taken to cook: the example ration of WFP [g per person-day] (W001).
_REFERENCE_COOKED = {"Maize meal": 400.0, "Beans, dry": 60.0, "CSB (older corn-soy blend)": 50.0}
# Heat of a bakery's oven for a kilogram of bread, and of a kilogram of each fuel [MJ/kg].
_OVEN_ROW = "physics:q_bread"
_HEAT_ROWS = {"firewood": "C288", "lpg": "C284", "kerosene": "C282"}
_BY_FIRE = ("cooked", "baked")
_MOST_KG = 50.0
_MOST_L = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CookingNeed:
    """What cooking the whole ration takes, per person-day.

    Attributes
    ----------
    fuel : str
        ``firewood``, ``lpg`` or ``kerosene``.
    fuel_kg, fuel_low_kg, fuel_high_kg : float
        Fuel [kg]: the usual figure, the least and the most of practice.
    water_l, water_low_l, water_high_l : float
        Water in the pots [L]; the middle, the least and the most of the tables.
    unknown : tuple of str
        Foods whose cooking the tables say nothing of; they are not in the need.
    """

    fuel: str
    fuel_kg: float
    fuel_low_kg: float
    fuel_high_kg: float
    water_l: float
    water_low_l: float
    water_high_l: float
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edible:
    """The energy of a ration that can be eaten.

    Attributes
    ----------
    energy_kcal : Amount
        Energy per person-day [kcal]; its bounds hold the spread of the sources and of the cooking needs.
    cooked_fraction, cooked_fraction_low, cooked_fraction_high : float
        Share of every food that needs cooking which can be cooked [1].
    limited_by : str
        ``nothing``, ``fuel`` or ``water``, at the usual figures.
    not_cooked : tuple of str
        Foods of which a part stays raw at the usual figures.
    need : CookingNeed
        What cooking all of it takes.
    """

    energy_kcal: Amount
    cooked_fraction: float
    cooked_fraction_low: float
    cooked_fraction_high: float
    limited_by: str
    not_cooked: tuple[str, ...]
    need: CookingNeed
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def cooking_need(daily: Ration, *, fuel: str = "lpg") -> CookingNeed:
    """Return the fuel and the water it takes to cook all of a ration, per person-day.

    Parameters
    ----------
    daily : Ration
        Per person and day.
    fuel : str
        ``firewood``, ``lpg`` or ``kerosene``.

    Raises
    ------
    InputError
        HF-P046 for another fuel.

    Notes
    -----
    Water is that of the rows of cooking water (C183 and C240 to C262; a food without rows is cooked as a like one,
    which ``people/foods.csv`` names). Fuel is what people in camps are seen to burn for a dry ration (``physics:wood``
    1.2, 0.7-3 kg; ``physics:lpg`` 0.09, 0.06-0.15 kg; C320), in proportion to the heat of this ration by the energy
    balance C263 over that of the example ration of WFP. So 90 minutes of beans cost more than 10 of pasta, and the
    losses of real hearths are in it. Flour is baked: a bakery's oven takes 2.9 MJ for a kilogram of bread
    (``physics:q_bread``); a hearth at home takes more, how much is not published. Tea, washing and heating beyond what those figures hold are not.
    """
    if fuel not in FUELS:
        raise _bad("fuel", repr(fuel), "one of " + ", ".join(FUELS), "choose one")
    by_fire = [item for item in daily.items if item.eaten in _BY_FIRE and item.grams > 0]
    known = [item for item in by_fire if _water(item.food) is not None]
    fuels = [(item.grams / 1000.0, _fuel_per_kg(item, fuel)) for item in known]
    usual, low, high = (math.fsum(mass * one[part] for mass, one in fuels) for part in range(3))
    waters = [(item.grams / 1000.0, _water(item.food) or Span(0.0, 0.0)) for item in known]
    least = math.fsum(mass * span.low for mass, span in waters)
    most = math.fsum(mass * (span.high or 0.0) for mass, span in waters)
    return CookingNeed(
        fuel=fuel,
        fuel_kg=usual,
        fuel_low_kg=low,
        fuel_high_kg=high,
        water_l=(least + most) / 2.0,
        water_low_l=least,
        water_high_l=most,
        unknown=tuple(
            dict.fromkeys(
                [item.food for item in daily.items if item.eaten == "unknown" and item.grams > 0]
                + [item.food for item in by_fire if item not in known]
            )
        ),
    )


def edible(
    daily: Ration,
    *,
    cooking_fuel_kg: float | None = None,
    cooking_fuel_fraction: float | None = None,
    cooking_water_l: float | None = None,
    fuel: str = "lpg",
) -> Edible:
    """Return the energy of a ration that can be eaten with the fuel and the water there are.

    Parameters
    ----------
    daily : Ration
        Per person and day.
    cooking_fuel_kg : float or None
        Fuel for cooking [kg per person-day], 0 to 50; ``None`` is no limit.
    cooking_fuel_fraction : float or None
        In its place, the share of the fuel needed that there is [1], 0 to 1: fuel of any kind, electricity too.
    cooking_water_l : float or None
        Water for the pots [L per person-day], 0 to 200; ``None`` is no limit. What people drink is not in it.
    fuel : str
        ``firewood``, ``lpg`` or ``kerosene``.

    Returns
    -------
    Edible
        Ready food and what is added to food (oil, sugar) always count. The same share of every food that needs
        cooking is cooked: ``min(1, fuel / need, water / need)``. Cooking first what needs least would reach further.

    Raises
    ------
    InputError
        HF-P046 for a figure out of its range, or fuel stated twice.
    """
    if cooking_fuel_kg is not None and cooking_fuel_fraction is not None:
        raise _bad("cooking fuel", "kg and a fraction", "one of the two", "leave one out")
    need = cooking_need(daily, fuel=fuel)
    kilograms = _limit(cooking_fuel_kg, "cooking_fuel_kg", _MOST_KG)
    fraction = _limit(cooking_fuel_fraction, "cooking_fuel_fraction", 1.0)
    litres = _limit(cooking_water_l, "cooking_water_l", _MOST_L)

    def fuel_share(need_kg: float) -> float:
        return fraction if fraction is not None else _reach(kilograms, need_kg)

    by_fuel, by_water = fuel_share(need.fuel_kg), _reach(litres, need.water_l)
    usual = min(by_fuel, by_water)
    low = min(fuel_share(need.fuel_high_kg), _reach(litres, need.water_high_l))
    high = min(fuel_share(need.fuel_low_kg), _reach(litres, need.water_low_l))
    raw = [item for item in daily.items if _needs_fire(item) and item.grams > 0]
    limited = bool(raw) and usual < 1.0
    return Edible(
        energy_kcal=_eaten(daily.items, usual, low, high),
        cooked_fraction=usual,
        cooked_fraction_low=low,
        cooked_fraction_high=high,
        limited_by=("fuel" if by_fuel <= by_water else "water") if limited else "nothing",
        not_cooked=tuple(item.food for item in raw) if limited else (),
        need=need,
        grade=grade_of("ration_content"),
        notes=_notes(daily, need),
        sources=_sources(raw, fuel),
    )


def heat_kj_per_kg(name: str) -> float:
    """Return the heat that one kilogram of a dry food takes to be cooked [kJ/kg] (row C263, without hearth losses).

    Parameters
    ----------
    name : str
        A food of the tables with rows of cooking water and time, its own or of a like food.

    Notes
    -----
    Only ratios of this figure are used. The middle of an interval of water or time stands for it.
    """
    water = _middle(_water(name))
    minutes = _middle(_span_of(name, _TIME))
    simmer_kj = figure_value(FIGURES, "simmer_power") * (1.0 + water) * minutes * 60.0
    return evaluate(
        HEAT_RULE,
        {
            "m_food": 1.0,
            "cp": figure_value(FIGURES, "specific_heat_dry_food"),
            "m_water": water,
            "dT": figure_value(FIGURES, "heating_to_boil"),
            "simmer_loss": simmer_kj,
            "stove_efficiency": 1.0,
        },
    )


def _water(name: str) -> Span | None:
    return _span_of(name, _WATER)


def _span_of(name: str, what: str) -> Span | None:
    for item in (name, food(name).cook_as):
        found = rows_of(item).get(what)
        if found is not None:
            low, high = (bound if isinstance(bound, float) else found.value for bound in (found.low, found.high))
            return Span(float(low), float(high))  # type: ignore[arg-type]
    return None


def _middle(span: Span | None) -> float:
    return 0.0 if span is None else (span.low + (span.high or 0.0)) / 2.0


def _cooking_rows(names: Iterable[str]) -> list[str]:
    items = dict.fromkeys(item for name in names for item in (name, food(name).cook_as))
    return [rows_of(item)[what].id for item in items for what in (_WATER, _TIME) if what in rows_of(item)]


def _sources(raw: Sequence[ItemContent], fuel: str) -> tuple[str, ...]:
    rows: list[str] = []
    if any(item.eaten == "cooked" for item in raw):
        rows += [HEAT_RULE, *(row_id for row_id in _USE_ROWS[fuel] if row_id is not None)]
    if any(item.eaten == "baked" for item in raw):
        rows += [_OVEN_ROW, _HEAT_ROWS[fuel]]
    rows += _cooking_rows(item.food for item in raw if item.eaten in _BY_FIRE)
    return tuple(dict.fromkeys(rows))


def _fuel_per_kg(item: ItemContent, fuel: str) -> tuple[float, float, float]:
    """Return the fuel that a kilogram of a dry food takes to be cooked or baked [kg/kg]: usual, least, most."""
    if item.eaten == "baked":
        heat, flour = row(_OVEN_ROW), figures_of(FIGURES)["flour_in_bread"]
        low, usual, high = (
            float(q) / float(f) / value(_HEAT_ROWS[fuel])  # type: ignore[arg-type]
            for q, f in ((heat.low, flour.high), (heat.value, flour.value), (heat.high, flour.low))
        )
        return usual, low, high
    of_reference = math.fsum(grams * heat_kj_per_kg(name) for name, grams in _REFERENCE_COOKED.items()) / 1000.0
    share = heat_kj_per_kg(item.food) / of_reference
    usual, low, high = _use_kg(fuel)
    return share * usual, share * low, share * high


def _use_kg(fuel: str) -> tuple[float, float, float]:
    """Return what a person's cooking burns in a day [kg]: usual, least, most."""
    use, density = _USE_ROWS[fuel]
    found = row(use)
    low, high = (bound if isinstance(bound, float) else None for bound in (found.low, found.high))
    if low is None or high is None:  # pragma: no cover - the rows are intervals
        raise TypeError(use)
    usual = found.value if isinstance(found.value, float) else (low + high) / 2.0
    kg_per_unit = 1.0 if density is None else value(density)
    return usual * kg_per_unit, low * kg_per_unit, high * kg_per_unit


def _limit(stated: float | None, name: str, most: float) -> float | None:
    if stated is None:
        return None
    return number(stated, name, code="HF-P046", low=0.0, high=most, mend="give what there is for one person and day")


def _reach(there: float | None, need: float) -> float:
    return 1.0 if there is None or there >= need else there / need


def _needs_fire(item: ItemContent) -> bool:
    return item.eaten in {*_BY_FIRE, "unknown"}


def _eaten(items: Sequence[ItemContent], usual: float, low: float, high: float) -> Amount:
    def total(part: str, share: float) -> float | None:
        amounts = [getattr(item.energy_kcal, part) for item in items]
        shares = [share if _needs_fire(item) else 1.0 for item in items]
        # A share of nothing is nothing, whatever the open bound.
        kept = [(one, by) for one, by in zip(amounts, shares, strict=True) if by > 0.0]
        return None if any(one is None for one, _ in kept) else math.fsum(one * by for one, by in kept)

    return Amount(
        value=total("value", usual) or 0.0,
        low=total("low", low) or 0.0,
        high=total("high", high),
        missing=tuple(dict.fromkeys(name for item in items for name in item.energy_kcal.missing)),
    )


def _notes(daily: Ration, need: CookingNeed) -> tuple[str, ...]:
    said = [
        "the same share of every food that needs cooking is cooked; oil, sugar and salt count without fire",
        f"{need.fuel_low_kg:.2g} to {need.fuel_high_kg:.2g} kg of {need.fuel} would cook it, as camps burn: ask the site",
        "cooking times and most cooking waters are from memory, to be verified",
    ]
    if need.unknown:
        said.append(f"how it is cooked is not known, no fuel or water is counted for it: {'; '.join(need.unknown)}")
    alike = [
        f"{item.food} as {food(item.food).cook_as}"
        for item in daily.items
        if item.eaten in _BY_FIRE and _WATER not in rows_of(item.food) and item.food not in need.unknown
    ]
    if any(item.eaten == "baked" and item.grams > 0 for item in daily.items):
        said.append("flour is counted as baked in the oven of a bakery: a hearth at home takes more fuel")
    if alike:
        said.append(f"taken to be cooked like another food (assumption): {'; '.join(dict.fromkeys(alike))}")
    return tuple(said)


def _bad(where: str, found: str, expected: str, mend: str) -> InputError:
    return fault("HF-P046", where, found, expected, mend)
