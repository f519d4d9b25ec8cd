"""What comes through the gate as events of the hour loop: deliveries at noon, trucks in their working hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, TypedDict
from zoneinfo import ZoneInfo

import numpy as np

from holdfast.estimate.subjects import SEWAGE, WATER, passing_commodities
from holdfast.gate import STATED_DAYS
from holdfast.lifelines import Event
from holdfast.quantities import convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.gate import GateDay
    from holdfast.sites import Draws, Site

    Floats = NDArray[np.float64]

NOON = time(12)


def stored_units(site: Site) -> dict[str, str]:
    """Return the unit in which each commodity of a site is counted; water and sewage in m3."""
    units = {store.commodity: str(store.unit) for store in site.stores}
    return {**units, WATER: "m3", SEWAGE: "m3"}


def usual_quantities(site: Site, draws: Draws, days: Sequence[GateDay]) -> dict[str, Floats]:
    """Return what a usual day brings, by commodity, in the unit of the store.

    Parameters
    ----------
    site : Site
        Its usual deliveries count first.
    draws : Draws
        Draws of ``gate.deliveries.<id>.quantity_per_day``.
    days : sequence of GateDay
        A commodity without a usual delivery takes what the record says was let in, spread over all days of the record;
        without that it is left out, as nobody says how much would come.
    """
    units = stored_units(site)
    usual: dict[str, Floats] = {}
    for item in site.gate.deliveries:
        if item.commodity not in units:
            continue
        factor = convert(1.0, item.unit, units[item.commodity], dict(site.packages))
        daily = draws[f"gate.deliveries.{item.id}.quantity_per_day"] * factor
        usual[item.commodity] = usual.get(item.commodity, np.zeros(draws.members)) + daily
    for name in units:
        if name in usual or name in {WATER, SEWAGE}:
            continue
        entries = [day.entry(name) for day in days]
        amounts = [entry.delivered for entry in entries if entry is not None and entry.delivered]
        if amounts:
            usual[name] = np.full(draws.members, sum(amounts) / len(days))
    return usual


def usual_counts(site: Site, draws: Draws) -> dict[str, Floats]:
    """Return the gated truck trips of a usual day, for water and for sewage."""
    counts: dict[str, Floats] = {}
    for truck in site.trucks:
        if truck.needs_gate:
            name = WATER if truck.carries == "water" else SEWAGE
            counts[name] = counts.get(name, np.zeros(draws.members)) + draws[f"trucks.{truck.id}.trips_per_day"]
    return counts


class Traffic(TypedDict):
    """What may pass the gate of a site, as `as_recent` and `as_recorded` take it."""

    commodities: frozenset[str]
    usual: Mapping[str, Floats]
    usual_count: Mapping[str, Floats]
    prior: Floats
    prior_days: float
    record_is_all: frozenset[str]


def traffic(site: Site, draws: Draws, days: Sequence[GateDay]) -> Traffic:
    """Return what may pass the gate: the usual days of the site file and of the record, and how much is stated.

    A passing fraction the site states stands beside the record with a weight of its own; one that is unknown does not.
    Where the usual day is itself taken from the record, nothing is imputed on top of it.
    """
    usual = usual_quantities(site, draws, days)
    named = {item.commodity for item in site.gate.deliveries}
    return Traffic(
        commodities=frozenset({*passing_commodities(site), *usual}),
        usual=usual,
        usual_count=usual_counts(site, draws),
        prior=np.asarray(draws["gate.passing_fraction"]),
        prior_days=0.0 if site.gate.passing_fraction.state == "unknown" else STATED_DAYS,
        record_is_all=frozenset(usual) - named,
    )


def daily_volume(site: Site, draws: Draws, usual: Mapping[str, Floats], name: str) -> Floats:
    """Return what a usual day brings of one commodity, deliveries and gated trucks together, in the unit of the store.

    For sewage it is what a usual day takes away [m3].
    """
    volume = np.zeros(draws.members) + usual.get(name, 0.0)
    for truck in site.trucks:
        if truck.needs_gate and name == (WATER if truck.carries == "water" else SEWAGE):
            volume = volume + draws[f"trucks.{truck.id}.volume_m3"] * draws[f"trucks.{truck.id}.trips_per_day"]
    return volume


def closed() -> Event:
    """Return the event that closes the gate to everything the site counts as usual."""
    return Event(hour=0, kind="passing", asset="gate", quantity=0.0, unit="1")


def gate_events(
    site: Site,
    draws: Draws,
    fractions: Mapping[str, Floats],
    usual: Mapping[str, Floats],
    *,
    start: datetime,
    hours: int,
    first_day: date,
) -> tuple[Event, ...]:
    """Return the events of what enters.

    Parameters
    ----------
    site, draws : Site, Draws
        The site and the draws of its members.
    fractions : mapping of commodity to ndarray (members, days)
        Share of a usual day, for each calendar day from `first_day` on.
    usual : mapping of commodity to ndarray (members,)
        What a usual day brings, in the unit of the store.
    start, hours, first_day
        Start and length of the run [h], and the calendar day of the first column.

    Returns
    -------
    tuple of Event
        The gate itself is closed at hour 0: all that enters is an event. Deliveries come at noon, trucks in their
        working hours. What would arrive before `start` or after the run is left out.
    """
    events = [closed()]
    tanks = [tank.id for tank in site.tanks if tank.holds == "treated"]
    days = [column for name in sorted(fractions) for column in [fractions[name].shape[1]]]
    for day in range(max(days, default=0)):
        date_of = first_day + timedelta(days=day)
        noon = _hour(datetime.combine(date_of, NOON, ZoneInfo(site.timezone)), start)
        if not 0 <= noon < hours:
            noon = -1
        for name in sorted(fractions):
            share = np.asarray(fractions[name][:, day], dtype=np.float64)
            if noon >= 0 and name in usual:
                events += _arrivals(site, name, share * usual[name], noon, tanks)
            if name in {WATER, SEWAGE}:
                events += _trips(site, draws, name, share, date_of, start, hours, tanks)
    return tuple(events)


def _arrivals(site: Site, name: str, quantity: Floats, hour: int, tanks: Sequence[str]) -> list[Event]:
    if not quantity.any():
        return []
    if name == SEWAGE:
        return _shared("desludge", [tank.id for tank in site.sewage_tanks], quantity, hour)
    if name == WATER:
        return _shared("arrive_water", tanks, quantity, hour)
    unit = stored_units(site)[name]
    return [Event(hour=hour, kind="arrive", asset=name, quantity=quantity, unit=unit)]


def _trips(
    site: Site,
    draws: Draws,
    name: str,
    share: Floats,
    date_of: date,
    start: datetime,
    hours: int,
    tanks: Sequence[str],
) -> list[Event]:
    carries = "water" if name == WATER else "sewage"
    kind = "arrive_water" if name == WATER else "desludge"
    targets = list(tanks) if name == WATER else [tank.id for tank in site.sewage_tanks]
    if not share.any() or not targets:
        return []
    zone = ZoneInfo(site.timezone)
    found: dict[int, Floats] = {}
    for truck in site.trucks:
        if not truck.needs_gate or truck.carries != carries:
            continue
        daily = draws[f"trucks.{truck.id}.volume_m3"] * draws[f"trucks.{truck.id}.trips_per_day"]
        clock = list(range(24)) if truck.hours is None else list(truck.hours)
        for hour in clock:
            at = _hour(datetime.combine(date_of, time(hour), zone), start)
            if 0 <= at < hours:
                found[at] = found.get(at, np.zeros(draws.members)) + share * daily / max(1, len(clock))
    return [event for at in sorted(found) for event in _shared(kind, targets, found[at], at)]


def _shared(kind: str, targets: Iterable[str], quantity: Floats, hour: int) -> list[Event]:
    """Share a volume evenly among the tanks that can take it."""
    names = list(targets)
    return [Event(hour=hour, kind=kind, asset=name, quantity=quantity / len(names), unit="m3") for name in names]


def _hour(moment: datetime, start: datetime) -> int:
    # Through UTC: hours are real hours also where the clock changes.
    return round((moment.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 3600.0)
