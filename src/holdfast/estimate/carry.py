"""Older readings brought forward to the moment of issue by running the site in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.estimate.subjects import Vessel, ruptures, vessels_of
from holdfast.estimate.supply import closed, gate_events
from holdfast.lifelines import EndState, Event, simulate, slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.sites import Draws, Site

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Engine = Literal["compiled", "python"]

HOURS_PER_DAY = 24
PROBE_HOURS = 48
# A day to get going, and the 14 days of the oldest reading that is used.
BEHIND_HOURS = 15 * HOURS_PER_DAY
STORE_HELD_H = 6
ENOUGH = 1e7  # more of anything than a camp uses in that time, in the unit of its store
# The run behind the issue has weather of its own, apart from that of the days to come.
BEHIND = 1_000_003
NEVER_FAILS_H = 1e12
NEVER_TEARS_M3 = 1e12
# What the days before leave behind at the issue. All other state is that of the draws: they speak of the issue, and what
# broke, tore, was repaired or was brought before it would be in the record.
_CARRIED = frozenset(
    {
        "temp_in_c",
        "mass_c",
        "layer_c",
        "unserved_air_c",
        "unserved_mass_c",
        "unserved_layer_c",
        "temp_cold_c",
        "dose",
        "hold_over_h",
        "wet_well_m3",
        "battery_kwh",
        "household_m3",
        "delivered",
        "delivered_day",
        "needed",
        "balance_needed",
        "known_h",
        "water_deficit",
        "old_core_c",
        "old_skin_c",
    }
)
_STATED = (
    ("batteries", "charge_kwh", "battery_kwh"),
    ("cold_stores", "start_c", "temp_cold_c"),
    ("vaccine_fridges", "remaining_h", "hold_over_h"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A level as claimed, at its own hour.

    Attributes
    ----------
    vessel : Vessel
        Where.
    moment : datetime
        When, with its zone.
    level : ndarray (members,)
        In the vessel's unit.
    follows : ndarray of bool (members,)
        Members that follow this claim; the others follow another claim of the same vessel.
    covered : tuple of datetime or None
        First and last moment of the days the claim speaks of: what came on them is in the figure already.
    """

    vessel: Vessel
    moment: datetime
    level: Floats
    follows: NDArray[np.bool_]
    covered: tuple[datetime, datetime] | None = None


def full_hour(moment: datetime) -> datetime:
    """Return the full clock hour at or before a moment."""
    return moment.replace(minute=0, second=0, microsecond=0)


def hours_between(start: datetime, end: datetime) -> int:
    """Return the whole hours from one moment to another: real hours, also where the clock changes."""
    return int((end.astimezone(UTC) - start.astimezone(UTC)) // timedelta(hours=1))


def bring_forward(
    site: Site,
    draws: Draws,
    entered: Sequence[Entered],
    *,
    issue: datetime,
    fractions: Mapping[str, Floats],
    usual: Mapping[str, Floats],
    first_day: datetime,
    seed: int,
    engine: Engine,
) -> tuple[dict[str, Floats], EndState]:
    """Return the level of every claimed vessel at the moment of issue, and what else the site carries over it.

    Parameters
    ----------
    site, draws : Site, Draws
        The site and the draws of its parameters.
    entered : sequence of Entered
        The claimed levels; may be empty.
    issue : datetime
        Moment of issue, on a full hour.
    fractions, usual : mappings
        What entered on the days since `first_day` (see `gate_events`).
    first_day : datetime
        Day of the first column of `fractions`.
    seed, engine
        Root of the streams, and which engine runs.

    Returns
    -------
    dict of value path to ndarray (members,)
        Of the vessels of every pool with a claim.
    EndState
        Temperatures of rooms and their walls, doses, hold-over, wet wells, batteries, water at home, the water of the
        last day and what bodies lack, for `simulate` to start from. Levels, people, what works and what is whole, lives
        and services of generators, chlorine, the residual of the weather and the gate are left to the draws.

    Notes
    -----
    Every member runs through the same 15 days before the issue, whatever is claimed: a claim must move nothing it is
    not coupled to. Until a pool is read, it stands for a running camp: a store has enough, a water tank is filled up
    anew, and a sewage tank is held at its own draw, each day. A prior speaks of the moment of issue, and must not be
    used up before it. Claims within the last hour before the issue are taken as they stand.
    """
    every = vessels_of(site)
    start = (issue.astimezone(UTC) - timedelta(hours=BEHIND_HOURS)).astimezone(issue.tzinfo)
    older = [item for item in entered if full_hour(item.moment) < issue]
    first = _first_read(older, start, draws.members)
    passed = gate_events(site, draws, fractions, usual, start=start, hours=BEHIND_HOURS, first_day=first_day.date())
    events = [
        *_entering(passed, older, first, start),
        *_held(site, draws, every, older, first, start),
        *(_set_level(item.vessel, item.level, _hour(item, start), item.follows) for item in older),
    ]
    run = simulate(
        site,
        draws=_running(site, draws, every, first),
        hours=BEHIND_HOURS,
        start=start,
        events=tuple(sorted(events, key=lambda event: event.hour)),
        engine=engine,
        seed=seed + BEHIND,
        keep="events",
    )
    levels: dict[str, Floats] = {}
    for pool in sorted({item.vessel.pool for item in entered}):
        vessels = {place: vessel for place, vessel in enumerate(every) if vessel.pool == pool}
        content = np.zeros(draws.members)
        for place, vessel in vessels.items():
            content += np.maximum(run.end["level"][:, place] - _unusable(draws, vessel), 0.0)
        ran = first[pool] < BEHIND_HOURS if pool in first else np.zeros(draws.members, dtype=np.bool_)
        for path, level in _shared_out(draws, list(vessels.values()), content).items():
            levels[path] = np.where(ran, level, draws[path])
        for item in older:
            if item.vessel.pool == pool:  # claimed as good as empty, and nothing to draw since: it is that empty still
                path = item.vessel.path
                still = item.follows & (content <= 0.0)
                levels[path] = np.where(still, np.minimum(levels[path], item.level), levels[path])
    for item in entered:
        if full_hour(item.moment) >= issue:
            levels[item.vessel.path] = np.where(item.follows, item.level, levels[item.vessel.path])
    return levels, _carried(run.end, site, draws)


def _hour(item: Entered, start: datetime) -> int:
    return max(0, hours_between(start, full_hour(item.moment)))


def _first_read(older: Sequence[Entered], start: datetime, members: int) -> dict[str, Integers]:
    """Return the hour of the first claim of each pool that is run forward; `BEHIND_HOURS` where a member follows none."""
    first: dict[str, Integers] = {}
    for item in older:
        known = first.get(item.vessel.pool, np.full(members, BEHIND_HOURS, dtype=np.int64))
        first[item.vessel.pool] = np.where(item.follows, np.minimum(known, _hour(item, start)), known)
    return first


def _running(site: Site, draws: Draws, every: Sequence[Vessel], first: Mapping[str, Integers]) -> Draws:
    """Return the draws of a running camp: nothing short before it is read, and no failure that nobody reported."""
    changes: dict[str, Floats | float] = {}
    for vessel in every:
        if vessel.kind == "stores" and vessel.pool not in first:
            changes[vessel.path] = changes[vessel.capacity_path] = ENOUGH
        elif vessel.kind != "sewage_tanks":
            changes[vessel.path] = draws[vessel.capacity_path]
    for path in ruptures(site).values():  # a level above it tears the tank in the first hour after the issue
        changes[path] = NEVER_TEARS_M3
    if site.water.chlorine_kg is not None:
        changes["water.chlorine_kg"] = ENOUGH
    return _unfailing(site, draws).replace(changes)


def _held(
    site: Site,
    draws: Draws,
    every: Sequence[Vessel],
    older: Sequence[Entered],
    first: Mapping[str, Integers],
    start: datetime,
) -> list[Event]:
    """Return the events that hold a pool until it is read, and set what its first reading does not speak of."""
    events: list[Event] = []
    never = np.full(draws.members, BEHIND_HOURS, dtype=np.int64)
    for vessel in every:
        read = first.get(vessel.pool, never)
        if vessel.kind != "stores" or vessel.pool in first:
            level = draws[vessel.path] if vessel.kind == "sewage_tanks" else draws[vessel.capacity_path]
            step = _refilled_every_h(site, vessel)
            events += [_set_level(vessel, level, hour, hour < read) for hour in range(step, int(read.max()), step)]
        for hour in sorted({int(hour) for hour in read if hour < BEHIND_HOURS}):
            spoken = np.zeros(draws.members, dtype=np.bool_)
            for item in older:
                if item.vessel.path == vessel.path and _hour(item, start) == hour:
                    spoken |= item.follows
            unspoken = (read == hour) & ~spoken
            if unspoken.any():
                events.append(_set_level(vessel, draws[vessel.path], hour, unspoken))
    return events


def _refilled_every_h(site: Site, vessel: Vessel) -> int:
    """Return how often a vessel nobody has read is set anew [h]; what pumps fill by themselves needs it least.

    A tank held full every hour would ask for no power, and so save fuel that was burnt.
    """
    own = {"raw_water": site.wells, "treated_water": site.purification}
    if vessel.kind == "tanks":
        return HOURS_PER_DAY if own[vessel.pool] else 1
    return HOURS_PER_DAY if vessel.kind == "sewage_tanks" else STORE_HELD_H


def _entering(
    events: Sequence[Event], older: Sequence[Entered], first: Mapping[str, Integers], start: datetime
) -> list[Event]:
    """Return what entered after the first reading of its pool.

    What came before it is in the reading, and what came for a pool nobody has read is in its prior.
    """
    kept: list[Event] = []
    for event in events:
        pool = _pool_of(event)
        if event.kind == "passing":
            kept.append(event)
        elif pool in first:
            concerned = (event.hour >= first[pool]) & ~_counted(event, older, start, first[pool].shape[0])
            if concerned.any():
                kept.append(replace(event, members=concerned))
    return kept


def _carried(end: EndState, site: Site, draws: Draws) -> EndState:
    """Return what a run behind the issue passes on; NaN where the draws of the issue say it.

    Running hours start anew: the lives of generators are exponential, and none failed before the issue. Where the site
    states how it stands with a battery, a wet well, a cold store or a vaccine refrigerator, the worse counts of that and
    of what the run left: nothing may be better for having been supposed to run.
    """
    changes = {name: np.full_like(array, np.nan) for name, array in end.rows.items() if name not in _CARRIED}
    for collection, field, name in _STATED:
        array = end[name].copy()
        for column, asset in enumerate(getattr(site, collection)):
            if getattr(asset, field).state != "unknown":
                worse = np.maximum if name == "temp_cold_c" else np.minimum
                array[:, column] = worse(array[:, column], draws[f"{collection}.{asset.id}.{field}"])
        changes[name] = array
    stated = [lift for lift in site.lifts if lift.wet_well_level_m3.state != "unknown"]
    standing = sum((draws[f"lifts.{lift.id}.wet_well_level_m3"] for lift in stated), np.zeros(draws.members))
    changes["wet_well_m3"] = np.maximum(end["wet_well_m3"], standing[:, None])
    return end.replace(changes)


def daily_burn(site: Site, draws: Draws, fuel: str, *, start: datetime, seed: int, engine: Engine) -> Floats:
    """Return what each member draws of a fuel of generators in a day when there is enough of it [L/day].

    Everything that draws on it counts, not the generators alone. A run of two days with full stores and a closed gate, of
    which the second day counts.
    """
    changes: dict[str, Floats | float] = {}
    for store in site.stores:
        if store.commodity == fuel:
            changes[f"stores.{store.id}.capacity"] = ENOUGH
            changes[f"stores.{store.id}.quantity"] = ENOUGH
    left = f"stock_{slug(fuel)}_l"
    run = simulate(
        site,
        draws=_unfailing(site, draws.replace(changes)),
        hours=PROBE_HOURS,
        start=start,
        events=(closed(),),
        engine=engine,
        seed=seed + BEHIND,
        keep="all",
        outputs=(left,),
    )
    stock = run.outputs[left]
    return np.asarray(stock[:, -1 - HOURS_PER_DAY] - stock[:, -1])


def _unfailing(site: Site, draws: Draws) -> Draws:
    """Return draws whose generators neither fail nor stand still for a service, and whose air conditioners do not break.

    A failure before the issue would be in the record. Drawing one that nobody reported would leave fuel unburnt in that
    member, and so put dates too late.
    """
    changes: dict[str, Floats | float] = {}
    for generator in site.generators:
        changes[f"generators.{generator.id}.mttf_h"] = NEVER_FAILS_H
        changes[f"generators.{generator.id}.service_interval_h"] = NEVER_FAILS_H
        changes[f"generators.{generator.id}.start_failure_fraction"] = 0.0
    for shelter in site.shelters:
        if shelter.cooling is not None:
            changes[f"shelters.{shelter.id}.cooling.life_h"] = NEVER_FAILS_H
    return draws.replace(changes)


def _pool_of(event: Event) -> str:
    return {"arrive": event.asset, "arrive_water": "treated_water", "desludge": "sewage_tanks"}.get(event.kind, "")


def _counted(event: Event, entered: Sequence[Entered], start: datetime, members: int) -> Bools:
    """Return the members in which an arrival falls on a day a reading of its pool speaks of: the figure holds it already.

    Nobody says which came first. Counting it twice would put a date too late, leaving it out too early.
    """
    counted = np.zeros(members, dtype=np.bool_)
    for item in entered:
        if item.covered and item.vessel.pool == _pool_of(event):
            began, ended = hours_between(start, full_hour(item.covered[0])), hours_between(start, item.covered[1])
            if began <= event.hour < ended:
                counted |= item.follows
    return counted


def _set_level(vessel: Vessel, level: Floats, hour: int, members: Bools) -> Event:
    asset = f"{vessel.kind}.{vessel.id}"  # an id alone may stand in two lists
    return Event(hour=hour, kind="set_level", asset=asset, quantity=level, unit=vessel.unit, members=members)


def _unusable(draws: Draws, vessel: Vessel) -> Floats:
    return np.asarray(draws[f"stores.{vessel.id}.unusable"]) if vessel.kind == "stores" else np.zeros(draws.members)


def _shared_out(draws: Draws, vessels: Sequence[Vessel], content: Floats) -> dict[str, Floats]:
    """Share what is in a pool among its vessels, in proportion to the room above what cannot be drawn.

    The content of a store is what can be drawn; that of a water or sewage tank is everything in it.
    """
    unusable = {v.path: _unusable(draws, v) for v in vessels}
    room = {v.path: np.maximum(draws[v.capacity_path] - unusable[v.path], 0.0) for v in vessels}
    total = sum(room.values(), np.zeros(draws.members))
    share = {path: np.divide(space, total, out=np.zeros_like(space), where=total > 0.0) for path, space in room.items()}
    return {v.path: np.minimum(unusable[v.path] + share[v.path] * content, draws[v.capacity_path]) for v in vessels}
