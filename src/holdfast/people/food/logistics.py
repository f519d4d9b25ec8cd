"""Carrying and keeping food: tonnage, volume, floor, trucks, firewood and emergency health kits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.people.food.foods import Span, find_food, rows_of
from holdfast.people.food.planning import MOST_DAYS, MOST_PEOPLE, count_of
from holdfast.people.food.quantities import check_number, read_quantity
from holdfast.people.grades import grade_of
from holdfast.people.inputs import number
from holdfast.reference import row, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.people.food.foods import Food
    from holdfast.people.food.records import Ration
    from holdfast.people.grades import Grade
    from holdfast.reference import Row

STACKS = ("normal", "dangerous above")
_STACK_ROW = "N132"
_FREE_FLOOR_ROW = "N131"
_TRUCK_ROW = "C268"
_KIT_ROWS = ("C309", "C310")
_FIREWOOD_ROWS = ("N286", "N287", "N289")
_Q10 = (1.5, 2.0)  # row C239 states the span in its words
_ROUNDING = 1e-9  # a quotient of floats may lie this near below a whole number


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Room for food.

    Attributes
    ----------
    mass_t : float
        Mass of all foods [t].
    volume_m3 : Span
        Stacked volume of the foods whose volume is known [m3].
    stack_floor_m2 : Span
        Floor under the stacks [m2].
    floor_m2 : Span
        Floor with the room for access [m2]: from 30 % added to 30 % of the whole, the two readings of the rule.
    foods : Mapping of str to Span
        Volume of each food [m3].
    unknown : tuple of str
        Foods without a volume in the tables: the room is a least.
    """

    mass_t: float
    volume_m3: Span
    stack_floor_m2: Span
    floor_m2: Span
    foods: Mapping[str, Span]
    unknown: tuple[str, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def storage(masses: Mapping[str, str | float]) -> Storage:
    """Return the volume of foods in store and the floor they need.

    Parameters
    ----------
    masses : Mapping of str to str or float
        Food to mass or volume: ``{"oil": "40000 L", "Wheat flour": "150 t"}``; a bare number is grams.

    Returns
    -------
    Storage
        Stacks as high as the norm has it (row N132, 2 m).

    Raises
    ------
    InputError
        HF-P041, HF-P042, HF-P044.
    """
    kilograms: dict[str, float] = {}
    known: dict[str, Food] = {}
    said: list[str] = []
    for name, quantity in masses.items():
        food = find_food(str(name), where=f"storage, {str(name)[:80]!r}")
        grams, notes = read_quantity(quantity, food, where=f"storage, {food.name}")
        known[food.name] = food
        kilograms[food.name] = kilograms.get(food.name, 0.0) + grams / 1000.0
        said += [f"{food.name}: {note}" for note in notes]
    return storage_of({known[name]: mass for name, mass in kilograms.items()}, notes=tuple(said))


def storage_of(masses_kg: Mapping[Food, float], notes: tuple[str, ...] = ()) -> Storage:
    """Return the same for foods already found, by mass [kg]."""
    volumes: dict[str, Span] = {}
    used: list[str] = []
    for food, mass in masses_kg.items():
        found = _volume_row(food.store_as)
        if found is None:
            continue
        figure = found.value if isinstance(found.value, float) else None
        low, high = (bound if isinstance(bound, float) else figure for bound in (found.low, found.high))
        volumes[food.name] = Span((figure or low or 0.0) * mass / 1000.0, (figure or high or 0.0) * mass / 1000.0)
        used.append(found.id)
    unknown = tuple(food.name for food in masses_kg if food.name not in volumes)
    alike = [
        f"{food.name} as {food.store_as}"
        for food in masses_kg
        if food.name not in unknown and food.store_as != food.name
    ]
    volume = Span(
        math.fsum(one.low for one in volumes.values()), math.fsum(one.high or 0.0 for one in volumes.values())
    )
    stacks = row(_STACK_ROW).value
    height = float(stacks[0] or 0.0) if isinstance(stacks, tuple) else 0.0
    floor = Span(volume.low / height, (volume.high or 0.0) / height)
    free = value(_FREE_FLOOR_ROW) / 100.0
    return Storage(
        mass_t=math.fsum(masses_kg.values()) / 1000.0,
        volume_m3=volume,
        stack_floor_m2=floor,
        floor_m2=Span(floor.low * (1.0 + free), (floor.high or 0.0) / (1.0 - free)),
        foods=volumes,
        unknown=unknown,
        grade=grade_of("ration_content"),
        notes=(
            *notes,
            *([f"no volume is known of: {', '.join(unknown)}; the room is a least"] if unknown else []),
            *([f"taken to fill as much room as another food (assumption): {'; '.join(alike)}"] if alike else []),
        ),
        sources=tuple(dict.fromkeys([*used, _STACK_ROW, _FREE_FLOOR_ROW])),
    )


def _volume_row(item: str) -> Row | None:
    rows = rows_of(item)
    return rows.get("storage volume", rows.get("stowage factor"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonnage:
    """What a ration weighs for a number of people and days.

    ``eaten_kg`` is what reaches people, ``dispatched_kg`` what must be sent for it, both by food [kg];
    ``dispatched_t`` is the sum [t], ``trucks`` how many loads that is, rounded up, at ``truck_t`` each.
    """

    eaten_kg: Mapping[str, float]
    dispatched_kg: Mapping[str, float]
    dispatched_t: float
    storage: Storage
    trucks: int
    truck_t: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def tonnage(
    daily: Ration, *, people: float, days: float, loss_fraction: float = 0.0, truck_t: float | None = None
) -> Tonnage:
    """Return the mass, the room and the truckloads of a ration for people and days.

    Parameters
    ----------
    daily : Ration
        Per person and day.
    people : float
        Persons, above 0, up to 1e8.
    days : float
        Days, above 0, up to 3,660.
    loss_fraction : float
        Share added for losses on the way, 0 to 1; :func:`energy_need` returns it.
    truck_t : float or None
        What one truck carries [t], up to 100; the rigid truck of 8 t, used at 7 t on poor roads (row C268), if
        ``None``.

    Raises
    ------
    InputError
        HF-P046.

    Notes
    -----
    ``sent = grams * people * days / 1000 * (1 + loss)``, as the guidelines add 5 or 10 per cent to the tonnage.
    """
    heads = count_of(people, "people", MOST_PEOPLE)
    span = count_of(days, "days", MOST_DAYS)
    lost = number(loss_fraction, "loss_fraction", code="HF-P046", low=0.0, high=1.0, mend="give 0.05 for 5 per cent")
    load = count_of(truck_t if truck_t is not None else truck_payload_t(), "truck_t", 100.0)
    eaten: dict[str, float] = {}
    for item in daily.basket:
        eaten[item.food.name] = eaten.get(item.food.name, 0.0) + item.grams * heads * span / 1000.0
    sent = {name: mass * (1.0 + lost) for name, mass in eaten.items()}
    by_food = {item.food.name: item.food for item in daily.basket}
    total = math.fsum(sent.values()) / 1000.0
    room = storage_of({by_food[name]: mass for name, mass in sent.items()})
    return Tonnage(
        eaten_kg=eaten,
        dispatched_kg=sent,
        dispatched_t=total,
        storage=room,
        trucks=math.ceil(total / load - _ROUNDING),
        truck_t=load,
        grade=grade_of("ration_content"),
        notes=(*room.notes, "trucks by mass; light loads may fill them first", "net mass: packing is not in it"),
        sources=tuple(dict.fromkeys([*room.sources, *([_TRUCK_ROW] if truck_t is None else [])])),
    )


def truck_payload_t(*, poor_roads: bool = True) -> float:
    """Return what the rigid truck of the tables carries [t]: 8 as rated, 7 on poor roads (row C268)."""
    loads = row(_TRUCK_ROW).value
    picked = loads[1 if poor_roads else 0] if isinstance(loads, tuple) else None
    return picked if isinstance(picked, float) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckStops:
    """Stops of one truck: full ones, what is left after them [t], and what one stop more would make it carry [t]."""

    full: int
    left_t: float
    with_one_more_t: float
    truck_t: float


def truck_stops(*, site_t: float, truck_t: float | None = None) -> TruckStops:
    """Return how many sites one truck serves, rounded down: one stop more is an overload.

    Parameters
    ----------
    site_t : float
        What each site gets [t], above 0.
    truck_t : float or None
        What the truck carries [t]; 7 if ``None`` (row C268 on poor roads).

    Raises
    ------
    InputError
        HF-P046.
    """
    each = count_of(site_t, "site_t", 100.0)
    load = count_of(truck_t if truck_t is not None else truck_payload_t(), "truck_t", 100.0)
    full = math.floor(load / each + _ROUNDING)
    return TruckStops(full=full, left_t=max(0.0, load - full * each), with_one_more_t=(full + 1) * each, truck_t=load)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firewood:
    """Firewood of a camp [t/day], the span of the published figures, each of them by its row, and their sources."""

    t_per_day: Span
    by_row: Mapping[str, Span]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def firewood(people: float, *, kg_per_person_day: float | None = None) -> Firewood:
    """Return the firewood a camp burns in a day.

    Parameters
    ----------
    people : float
        Persons, above 0, up to 1e8.
    kg_per_person_day : float or None
        What the site burns [kg per person-day], up to 20. ``None`` shows every published figure: they differ five
        times, so ask the site.

    Raises
    ------
    InputError
        HF-P046.
    """
    heads = count_of(people, "people", MOST_PEOPLE)
    if kg_per_person_day is not None:
        each = count_of(kg_per_person_day, "kg_per_person_day", 20.0) * heads / 1000.0
        return Firewood(
            t_per_day=Span(each, each),
            by_row={},
            grade=grade_of("ration_content"),
            notes=("the site's own figure",),
            sources=(),
        )
    by_row: dict[str, Span] = {}
    for row_id in _FIREWOOD_ROWS:
        found = row(row_id)
        low, high = (bound if isinstance(bound, float) else found.value for bound in (found.low, found.high))
        by_row[row_id] = Span(float(low) * heads / 1000.0, float(high) * heads / 1000.0)  # type: ignore[arg-type]
    return Firewood(
        t_per_day=Span(min(one.low for one in by_row.values()), max(one.high or 0.0 for one in by_row.values())),
        by_row=by_row,
        grade=grade_of("ration_content"),
        notes=("the published figures differ five times: ask the site what it burns",),
        sources=_FIREWOOD_ROWS,
    )


def firewood_each_kg(t_per_day: float, people: float) -> float:
    """Return what each person burns [kg per person-day] from what a camp burns [t/day]; HF-P042 or HF-P046."""
    return check_number(t_per_day, where="t_per_day") * 1000.0 / count_of(people, "people", MOST_PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthKits:
    """Interagency Emergency Health Kits for people and months: number, mass [t], volume [m3], boxes and pallets."""

    kits: int
    mass_t: float
    volume_m3: float
    boxes: int
    pallets: int
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def health_kits(people: float, months: float) -> HealthKits:
    """Return the emergency health kits for a number of people and months, rounded up to whole kits.

    Parameters
    ----------
    people : float
        Persons, above 0, up to 1e8.
    months : float
        Months, above 0, up to 120.

    Raises
    ------
    InputError
        HF-P046.

    Notes
    -----
    One kit serves 10,000 people for about 3 months (rows C309 and C310); it holds little for chronic disease.
    """
    served, lasting = _elements(_KIT_ROWS[0])
    boxes, pallets, mass, volume = _elements(_KIT_ROWS[1])
    need = count_of(people, "people", MOST_PEOPLE) / served * count_of(months, "months", 120.0) / lasting
    kits = math.ceil(need - _ROUNDING)
    return HealthKits(
        kits=kits,
        mass_t=kits * mass,
        volume_m3=kits * volume,
        boxes=round(kits * boxes),
        pallets=round(kits * pallets),
        notes=("a kit serves about 10,000 people for about 3 months and holds little for chronic disease",),
        sources=_KIT_ROWS,
    )


def _elements(row_id: str) -> tuple[float, ...]:
    found = row(row_id).value
    return tuple(one for one in found if one is not None) if isinstance(found, tuple) else ()


def _bad(where: str, found: str, expected: str, mend: str) -> InputError:
    return InputError("HF-P046", where=where, found=found, expected=expected, mend=mend)


def q10(*, life_cool: float, cool_c: float, life_warm: float, warm_c: float) -> float:
    """Return how many times faster food ages 10 degC warmer, from its life at two temperatures [1].

    Parameters
    ----------
    life_cool, life_warm : float
        Life at the cooler and at the warmer temperature, in one unit, above 0.
    cool_c, warm_c : float
        The temperatures [degC].

    Raises
    ------
    InputError
        HF-P046 for a life that is not above 0, or temperatures out of order.
    """
    first, second = count_of(life_cool, "life_cool", 1e6), count_of(life_warm, "life_warm", 1e6)
    cool = number(cool_c, "cool_c", code="HF-P046", low=-273.15, high=1000.0, unit="degC")
    warm = number(warm_c, "warm_c", code="HF-P046", low=-273.15, high=1000.0, unit="degC")
    if warm <= cool:
        raise _bad("warm_c", f"{warm:g} degC after {cool:g}", "a warmer second temperature", "exchange the two")
    return float((first / second) ** (10.0 / (warm - cool)))


def shelf_life_months(at_25c_months: float, storage_c: float) -> Span:
    """Return how long dry or canned food keeps in a store [month], from its life at 25 degC (row C239).

    Parameters
    ----------
    at_25c_months : float
        Life at 25 degC [month], above 0, up to 600.
    storage_c : float
        Mean temperature of the store [degC], 0 to 60.

    Returns
    -------
    Span
        With a Q10 of 2 and of 1.5 (canned fruit has 1.5 to 1.9, row C238): an assumption, no norm; not for medicines,
        nor for what must be cooled.

    Raises
    ------
    InputError
        HF-P046.
    """
    life = count_of(at_25c_months, "at_25c_months", 600.0)
    store = number(
        storage_c,
        "storage_c",
        code="HF-P046",
        low=0.0,
        high=60.0,
        unit="degC",
        mend="give the mean temperature of the store in degC",
    )
    lives = sorted(life * factor ** (-(store - 25.0) / 10.0) for factor in _Q10)
    return Span(lives[0], lives[1])
