"""Planning food: the need per person and its adjustments, how long a stock lasts, and bands of severity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.people.food.basket import ration
from holdfast.people.food.foods import find_food, fold_food
from holdfast.people.food.quantities import check_number, read_quantity
from holdfast.people.grades import downgraded, grade_of, scenario_note
from holdfast.people.inputs import fault, number
from holdfast.reference import table, value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.errors import InputError
    from holdfast.people.census.groups import Population
    from holdfast.people.food.records import Amount, Ration, RationItem
    from holdfast.people.grades import Grade
    from holdfast.reference import Row

PLANNING_FIGURE = "N115"
# Rows of the temperature adjustment, warmest first; each 5 degC below 20 adds 100 kcal.
_TEMPERATURE_ROWS = ((20.0, "D074"), (15.0, "D075"), (10.0, "D076"), (5.0, "D077"), (0.0, "D078"))
_ACTIVITY_ROWS = {"moderate": "D081", "heavy": "D084"}
_LOSS_ROWS = {"port": "D092", "landlocked": "D093"}
ACTIVITIES = ("light", *_ACTIVITY_ROWS)
LOSSES = ("none", *_LOSS_ROWS)
MEAN_TEMPERATURES_C = (-60.0, 50.0)  # coldest and hottest daily means anywhere; outside it is a slip of the unit
MOST_PEOPLE = 1e8
MOST_DAYS = 3660.0
_BANDS = {
    "staple_food_days": "staple food stock coverage",
    "fuel_days": "fuel stock coverage",
    "corridor_closed_days": "duration of blockade of humanitarian corridor",
    "access_limited_months": "duration of access constraints",
    "energy_met_percent": "share of kcal need met by in-kind aid",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPart:
    """One part of the planning figure: what it is for, its energy [kcal per person-day], and the row it comes from."""

    what: str
    kcal: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyNeed:
    """The energy to plan with.

    Attributes
    ----------
    kcal : float
        What each person should get [kcal per person-day], mean of the population.
    dispatched_kcal : float
        What must be sent for it, losses on the way included [kcal per person-day].
    loss_fraction : float
        Share added to the tonnage for losses [1].
    parts : tuple of NeedPart
        What the figure is made of; they sum to ``kcal``.
    """

    kcal: float
    dispatched_kcal: float
    loss_fraction: float
    parts: tuple[NeedPart, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def energy_need(
    *,
    mean_temperature_c: float | None = None,
    activity: str = "light",
    losses: str = "none",
    population: Population | None = None,
    women_and_children_only: bool = False,
) -> EnergyNeed:
    """Return the planning figure of 2,100 kcal with its adjustments (UNHCR/WFP 1997).

    Parameters
    ----------
    mean_temperature_c : float or None
        Mean of the day, indoors and out as people live [degC], -60 to 50. 100 kcal are added for each 5 degC below 20,
        in proportion between; at 20 degC and above nothing is: heat asks for water, not for food. Below 0 degC, where
        the table ends, the line goes on and a note says so. ``None`` adds nothing and a note says so.
    activity : str
        ``light``, ``moderate`` (+140) or ``heavy`` (+350), of the whole population.
    losses : str
        ``none``, ``port`` (+5 % of the tonnage) or ``landlocked`` (+10 %).
    population : Population or None
        From :func:`holdfast.people.census.groups` or ``population_of``: its mean need takes the place of 2,100 kcal.
    women_and_children_only : bool
        Takes 6 % off the 2,100 kcal; not with a population, whose structure says it already.

    Returns
    -------
    EnergyNeed

    Raises
    ------
    InputError
        HF-P046 for anything out of range or unknown.
    """
    if activity not in ACTIVITIES:
        raise _bad("activity", repr(activity), "one of " + ", ".join(ACTIVITIES), "choose one")
    if losses not in LOSSES:
        raise _bad("losses", repr(losses), "one of " + ", ".join(LOSSES), "choose one")
    if population is not None and women_and_children_only:
        found = "a population and women_and_children_only"
        raise _bad("population", found, "one of the two", "leave women_and_children_only out")
    notes: list[str] = []
    parts = [_base(population, notes)]
    if women_and_children_only:
        percent = value("D091")
        parts.append(NeedPart(what="women and children only", kcal=parts[0].kcal * percent / 100.0, source="D091"))
    cold = _cold(mean_temperature_c, notes)
    if cold is not None:
        parts.append(cold)
    if activity in _ACTIVITY_ROWS:
        source = _ACTIVITY_ROWS[activity]
        parts.append(NeedPart(what=f"{activity} activity", kcal=value(source), source=source))
    kcal = math.fsum(part.kcal for part in parts)
    lost = value(_LOSS_ROWS[losses]) / 100.0 if losses in _LOSS_ROWS else 0.0
    if losses == "none":
        notes.append("nothing is added for losses on the way")
    guessed = population is not None and population.is_default
    grade = downgraded(
        grade_of("ration_content"), ("the structure of the population is the usual one, not counted",) * guessed
    )
    return EnergyNeed(
        kcal=kcal,
        dispatched_kcal=kcal * (1.0 + lost),
        loss_fraction=lost,
        parts=tuple(parts),
        grade=grade,
        notes=(*notes, *scenario_note(grade)),
        sources=tuple(
            dict.fromkeys([*(part.source for part in parts), *([_LOSS_ROWS[losses]] if losses in _LOSS_ROWS else [])])
        ),
    )


def _base(population: Population | None, notes: list[str]) -> NeedPart:
    if population is None:
        return NeedPart(what="mean of a usual population", kcal=value(PLANNING_FIGURE), source=PLANNING_FIGURE)
    persons = math.fsum(group.persons for group in population.groups)
    if persons <= 0:
        raise _bad("population", "nobody", "at least one person", "state the people of the site")
    if population.is_default:
        notes.append("the structure of the population is the usual one, not counted")
    kcal = math.fsum(group.persons * group.energy_kcal_per_day for group in population.groups) / persons
    return NeedPart(what="mean of this population", kcal=kcal, source="population")


def _cold(mean_c: float | None, notes: list[str]) -> NeedPart | None:
    if mean_c is None:
        notes.append("no mean temperature is stated: nothing is added for cold")
        return None
    low, high = MEAN_TEMPERATURES_C
    mean_c = number(
        mean_c,
        "mean temperature",
        code="HF-P046",
        low=low,
        high=high,
        unit="degC",
        expected=f"{low:g} to {high:g} degC, the mean of a day",
        mend="give it in degC",
        ask=lambda stated: "degrees Fahrenheit? give the mean of the day in degC" if stated > high else None,
    )
    warmest = _TEMPERATURE_ROWS[0][0]
    if mean_c >= warmest:
        if mean_c > warmest:
            notes.append("no adjustment is defined above 20 degC: heat asks for water, not for food")
        return None
    coldest = _TEMPERATURE_ROWS[-1][0]
    if mean_c < coldest:
        notes.append(f"the table of cold ends at {coldest:g} degC: below it the line is carried on")
    (warm, warm_row), (cold, cold_row) = next(
        pair for pair in pairwise(_TEMPERATURE_ROWS) if mean_c >= pair[1][0] or pair[1][0] == coldest
    )
    share = (warm - mean_c) / (warm - cold)
    kcal = value(warm_row) + share * (value(cold_row) - value(warm_row))
    return NeedPart(what=f"cold, mean {mean_c:g} degC", kcal=kcal, source=cold_row)


def count_of(stated: float, name: str, most: float) -> float:
    """Return a number of people or days that can be: above 0 and not above ``most``; otherwise HF-P046."""
    return number(stated, name, code="HF-P046", low=0.0, open_low=True, high=most, mend="correct the number")


def _bad(where: str, found: str, expected: str, mend: str) -> InputError:
    return fault("HF-P046", where, found, expected, mend)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockItem:
    """How long one food lasts: its stock [kg], its use [kg/day], and the days until it ends [d]."""

    food: str
    stock_kg: float
    use_kg_per_day: float
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyStep:
    """Energy of the ration from a day on [kcal per person-day], and what has ended by then."""

    from_day: float
    energy_kcal: Amount | None
    ended: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StockOut:
    """A stock of food run down by a fixed ration.

    Attributes
    ----------
    items : tuple of StockItem
        First to end first.
    steps : tuple of EnergyStep
        Energy falls when a food ends and stays until the next does; ``energy_kcal`` is ``None`` once all has ended.
    below_day, below_day_earliest, below_day_latest : float or None
        Day from which the energy is below the floor, by the planning figures and by the sources' extremes [d];
        ``None`` where it cannot be said.
    floor_kcal : float
        The floor [kcal per person-day].
    """

    items: tuple[StockItem, ...]
    steps: tuple[EnergyStep, ...]
    below_day: float | None
    below_day_earliest: float | None
    below_day_latest: float | None
    floor_kcal: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def stock_out(
    stock: Mapping[str, str | float], daily: Ration, *, people: float, floor_kcal: float | None = None
) -> StockOut:
    """Return how long a stock lasts for a number of people at a fixed ration, and when energy falls below a floor.

    Parameters
    ----------
    stock : Mapping of str to str or float
        Food to mass or volume in store: ``{"rice": "12 t"}``; a bare number is grams. A food of the ration that is
        not named has no stock.
    daily : Ration
        What each person gets in a day while there is any. Nobody eats more of one food when another has ended, and
        nothing arrives: both are yours to change.
    people : float
        Persons, above 0, up to 1e8.
    floor_kcal : float or None
        Energy per person-day below which a date is given [kcal]; the planning figure (N115) if ``None``.

    Returns
    -------
    StockOut

    Raises
    ------
    InputError
        HF-P041, HF-P042, HF-P044 for the stock; HF-P046 for the people, the floor, or a stock of what is not in the
        ration.
    """
    heads = count_of(people, "people", MOST_PEOPLE)
    floor = value(PLANNING_FIGURE) if floor_kcal is None else count_of(floor_kcal, "floor_kcal", 1e5)
    grams: dict[str, float] = {}
    for item in daily.basket:
        grams[item.food.name] = grams.get(item.food.name, 0.0) + item.grams
    held = _stock_kg(stock, {item.food.name: item for item in daily.basket})
    items = sorted(
        (
            StockItem(food=name, stock_kg=held.get(name, 0.0), use_kg_per_day=use, days=held.get(name, 0.0) / use)
            for name, use in ((name, mass * heads / 1000.0) for name, mass in grams.items())
            if use > 0
        ),
        key=lambda one: (one.days, one.food),
    )
    steps = _steps(daily, items)
    never = [name for name in grams if name not in held and grams[name] > 0]
    return StockOut(
        items=tuple(items),
        steps=steps,
        below_day=_below(steps, floor, "value"),
        below_day_earliest=_below(steps, floor, "low"),
        below_day_latest=_below(steps, floor, "high"),
        floor_kcal=floor,
        grade=grade_of("ration_content"),
        notes=(
            "each food is used at its ration until it ends; nothing arrives and nothing takes its place",
            *([f"no stock is stated of: {', '.join(never)}"] if never else []),
        ),
        sources=daily.sources,
    )


def _stock_kg(stock: Mapping[str, str | float], used: Mapping[str, RationItem]) -> dict[str, float]:
    own = {fold_food(item.name): item for item in used.values() if item.name}
    held: dict[str, float] = {}
    for name, quantity in stock.items():
        where = f"stock, {str(name)[:80]!r}"
        mine = own.get(fold_food(str(name))) or used.get(str(name))
        food = mine.food if mine is not None else find_food(str(name), where=where)
        if food.name not in used:
            expected = "a food of the ration: " + ", ".join(used)
            raise _bad(where, f"{food.name}, of which nobody gets any", expected, "give it a ration, or leave it out")
        mass, _ = read_quantity(quantity, food, where=where)
        held[food.name] = held.get(food.name, 0.0) + mass / 1000.0
    return held


def _steps(daily: Ration, items: Sequence[StockItem]) -> tuple[EnergyStep, ...]:
    ends = {one.food: one.days for one in items}
    found = []
    for day in sorted({0.0, *ends.values()}):
        ended = tuple(name for name, last in ends.items() if last <= day)
        left = [item for item in daily.basket if item.grams > 0 and item.food.name not in ended]
        energy = ration(left).energy_kcal if left else None
        found.append(EnergyStep(from_day=day, energy_kcal=energy, ended=ended))
    return tuple(found)


def _below(steps: Sequence[EnergyStep], floor: float, by: str) -> float | None:
    for step in steps:
        energy = 0.0 if step.energy_kcal is None else getattr(step.energy_kcal, by)
        if energy is None:  # open above: it may be any amount
            continue
        if energy < floor:
            return step.from_day
    return None


def days_of_energy(stock_kcal: float, *, people: float, kcal_per_person_day: float) -> float:
    """Return how many days an amount of energy lasts a number of people [d].

    Parameters
    ----------
    stock_kcal : float
        Energy in store [kcal], 0 or more.
    people : float
        Persons, above 0.
    kcal_per_person_day : float
        What each gets [kcal per person-day], above 0.

    Raises
    ------
    InputError
        HF-P042, HF-P046.
    """
    held = check_number(stock_kcal, where="stock_kcal")
    use = count_of(people, "people", MOST_PEOPLE) * count_of(kcal_per_person_day, "kcal_per_person_day", 1e5)
    return held / use


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityBand:
    """A band of the contributing-factor form.

    ``number`` is 2 to 5, or ``None`` where no band holds the figure. It is one factor among many: no phase of a place.
    """

    number: int | None
    row_id: str
    grade: Grade
    notes: tuple[str, ...]


def severity_band(kind: str, amount: float) -> SeverityBand:
    """Return the band of the contributing-factor form (areas with limited access) a figure lies in.

    Parameters
    ----------
    kind : str
        ``staple_food_days``, ``fuel_days``, ``corridor_closed_days`` [d], ``access_limited_months`` [month] or
        ``energy_met_percent`` [%].
    amount : float
        0 or more, in the unit of its kind.

    Returns
    -------
    SeverityBand
        Rows N163 to N181. The form writes band 2 of some kinds in words ("several months"), which no figure meets.

    Raises
    ------
    InputError
        HF-P046 for an unknown kind, HF-P042 for a figure that is none.
    """
    if kind not in _BANDS:
        raise _bad("kind of band", repr(kind), "one of " + ", ".join(_BANDS), "choose one")
    figure = check_number(amount, where=kind)
    of_kind = [found for found in table("norms") if found.name.startswith(_BANDS[kind])]
    # The form writes "none" for a corridor that is open, beside "less than 14 days".
    inside = next((found for found in of_kind if figure == 0 and found.value == "none"), None)
    if inside is None:
        inside = next((found for found in of_kind if found.kind == "interval" and _holds(found, figure)), None)
    return SeverityBand(
        number=int(inside.name[-1]) if inside is not None else None,
        row_id=inside.id if inside is not None else "",
        grade=grade_of("norm_cutoff"),
        notes=("indicative: one contributing factor, whose origin is to be verified; the phase of a place is for IPC",),
    )


def _holds(found: Row, figure: float) -> bool:
    low, high = found.low, found.high
    above = not isinstance(low, float) or (figure >= low if found.bounds[0] == "[" else figure > low)
    below = not isinstance(high, float) or (figure <= high if found.bounds[-1] == "]" else figure < high)
    return above and below
