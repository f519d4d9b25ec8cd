"""Competing causes: what failed because it was used up, and what failed because it was destroyed, torn or looted.

A shock is a scheduled event of a kind that ``event_kinds.csv`` marks so. It touches the lifelines of its asset and
those that need them (``touches.csv``). The last shock that touched a lifeline before it failed is its cause; without
one it is depletion. This is an order of events, not a proof: without the shock the stock might have run out as well,
and only a second run without it says when.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines import codes
from holdfast.lifelines.kinds import declared_kinds
from holdfast.lifelines.tables import declared_events, is_named, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from holdfast.lifelines.records import Floats, Schedule
    from holdfast.sites import Site

    Causes = NDArray[np.int8]

NONE, DEPLETION = 0, 1
_VESSELS = ("stores", "tanks", "sewage_tanks")


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRow:
    """One cause of failures.

    Attributes
    ----------
    code : int
        Code in ``Run.causes``; 0: it did not happen.
    label : str
        Label in ``Run.events``; empty for code 0.
    kind : str
        Kind of dated event whose shock it is; empty without one.
    meaning : str
        What it says.
    """

    code: int
    label: str
    kind: str
    meaning: str


@cache
def declared_causes() -> tuple[CauseRow, ...]:
    """Return every cause, in the order of the codes."""
    return tuple(
        CauseRow(code=int(row["code"]), label=row["label"], kind=row["kind"], meaning=row["meaning"])
        for row in rows_of("causes.csv")
    )


def cause_labels() -> tuple[str, ...]:
    """Return the label of every code of a cause."""
    return tuple(row.label for row in declared_causes())


def causes_of(
    event_times: Mapping[str, Floats],
    lifelines: Mapping[str, str],
    site: Site,
    schedule: Schedule,
    quantities: Floats,
) -> dict[str, Causes]:
    """Return the cause of every event in every member.

    Parameters
    ----------
    event_times : mapping of event name to ndarray (members,)
        First time of each event [h], infinite where it did not happen.
    lifelines : mapping of event name to lifeline
    site : Site
        Whose assets the schedule names.
    schedule : Schedule
        Events of the run, in order.
    quantities : ndarray (e, members)
        Not a number where an event does not concern a member. A share or quantity of 0 is no shock.

    Returns
    -------
    dict of event name to ndarray of int8 (members,)
        Codes of ``causes.csv``.

    Notes
    -----
    A shock acts at the start of its hour h: it can be the cause of what failed at h or later, and of what is dated to
    the end of its hour only after h. "In the same hour" is up to h + 1.
    """
    causes = {
        name: np.where(np.isfinite(times), DEPLETION, NONE).astype(np.int8) for name, times in event_times.items()
    }
    dated_at_end = {name: _dated_at_end(name) for name in event_times}
    for e in np.flatnonzero(np.isin(schedule.code, list(_shock_codes()))):
        kind = _shock_codes()[int(schedule.code[e])]
        quantity = quantities[e]
        concerned = ~np.isnan(quantity) & ((quantity > 0.0) | (kind == "tear"))
        touched = touched_by(*_asset(int(schedule.code[e]), int(schedule.target[e]), site), site)
        hour = float(schedule.hour[e])
        at_once, later = (row.code for row in declared_causes() if row.kind == kind)
        for name, times in event_times.items():
            if lifelines[name] not in touched:
                continue
            after = (times > hour) if dated_at_end[name] else (times >= hour)
            failed = concerned & np.isfinite(times) & after
            causes[name][failed] = np.where(times[failed] <= hour + 1.0, at_once, later)
    return causes


@cache
def _shock_codes() -> dict[int, str]:
    """Return the code of every shock in the schedule, with its kind."""
    found = {int(getattr(codes, code)): row.kind for row in declared_kinds() if row.shock for code in row.codes}
    return found | {codes.LOOT_SHARE: "loot"}


@cache
def _dated_at_end(name: str) -> bool:
    """Tell whether the time of an event is the end of the hour in which it happened."""
    return next((row.dated == "end" for row in declared_events() if is_named(row.name, name)), False)


def _asset(code: int, target: int, site: Site) -> tuple[str, int]:
    """Return the list of the site a shock acts on and the place in it."""
    lists = {
        codes.DESTROY_SET: "generators",
        codes.DESTROY_WELL: "wells",
        codes.DESTROY_PLANT: "purification",
        codes.DESTROY_LIFT: "lifts",
        codes.DESTROY_SHELTER: "shelters",
    }
    if code in lists:
        return lists[code], target
    place = target
    for collection in _VESSELS[:-1]:
        count = len(getattr(site, collection))
        if place < count:
            return collection, place
        place -= count
    return _VESSELS[-1], place


def touched_by(collection: str, place: int, site: Site) -> set[str]:
    """Return the lifelines that the loss of an asset touches: its own, and those that need it.

    Parameters
    ----------
    collection : str
        List of the site.
    place : int
        Place of the asset in it.
    site : Site
        The site.
    """
    own = _store_touches(site, site.stores[place].commodity) if collection == "stores" else _touches(collection)
    services = {
        service.lifeline
        for service in site.services
        if (collection == "stores" and any(item.commodity == site.stores[place].commodity for item in service.inputs))
        or (service.power is not None and "electricity" in own)
        or (service.water_m3_per_day is not None and "water" in own)
    }
    return own | services


def _touches(asset: str) -> set[str]:
    named = {row["asset"]: row["lifelines"].split() for row in rows_of("touches.csv")}
    found: set[str] = set()
    for lifeline in named.get(asset, []):
        found |= _touches(lifeline) if lifeline in named else {lifeline}
    return found


def _store_touches(site: Site, commodity: str) -> set[str]:
    found = {f"stock:{commodity}"}
    if commodity == "diesel":
        found = {"fuel"}
    if any(generator.fuel == commodity for generator in site.generators):
        found |= _touches("power")
    if any(vehicle.fuel == commodity for vehicle in site.vehicles):
        found.add("transport")
    if any(truck.fuel == commodity and truck.carries == "water" for truck in site.trucks):
        found.add("water")
    if any(truck.fuel == commodity and truck.carries == "sewage" for truck in site.trucks):
        found.add("sewage")
    kitchens = any(kitchen.fuel == commodity for kitchen in site.kitchens)
    if kitchens or any(commodity in {bakery.fuel, bakery.flour} for bakery in site.bakeries):
        found.add("food")
    return found
