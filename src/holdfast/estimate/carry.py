"""Older readings brought forward to the moment of issue by running the site in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.estimate.subjects import Vessel, vessels_of
from holdfast.estimate.supply import gate_events
from holdfast.lifelines import Event, simulate
from holdfast.sites import Draws

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.sites import Site

    Floats = NDArray[np.float64]
    Engine = Literal["compiled", "python"]

HOURS_PER_DAY = 24
PROBE_HOURS = 48
PROBE_STORE_L = 1e7  # more than any camp burns in two days
# The run behind the issue has weather of its own, apart from that of the days to come.
BEHIND = 1_000_003
NEVER_FAILS_H = 1e12
BLOCK = 256  # members that run together: their hourly outputs are all in memory at once


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
) -> dict[str, Floats]:
    """Return the level of every claimed vessel at the moment of issue.

    Parameters
    ----------
    site, draws : Site, Draws
        The site and the draws of its parameters.
    entered : sequence of Entered
        The claimed levels.
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

    Notes
    -----
    The site runs from the hour of the oldest claim to the issue. A pool nobody has read is held at its own draw,
    anew each day: its prior speaks of the moment of issue, and must not be used up before it. Claims within the last
    hour before the issue are taken as they stand, without a run.
    """
    every = vessels_of(site)
    pools = {item.vessel.pool for item in entered}
    levels = {v.path: np.array(draws[v.path]) for v in every if v.pool in pools}
    older = [item for item in entered if full_hour(item.moment) < issue]
    # Members that follow the same claims run together: a level cannot enter at two hours in one member.
    patterns, which = (
        np.unique(np.stack([i.follows for i in older], axis=1), axis=0, return_inverse=True)
        if older
        else (
            np.zeros((0, 0), dtype=np.bool_),
            np.zeros(draws.members, dtype=np.intp),
        )
    )
    for number, pattern in enumerate(patterns):
        here = np.flatnonzero(which == number)
        own = [item for item, followed in zip(older, pattern, strict=True) if followed]
        if not own:
            continue
        for first in range(0, len(here), BLOCK):
            some = here[first : first + BLOCK]
            ran = _run(
                site,
                _some(draws, some),
                [_of(item, some) for item in own],
                issue=issue,
                fractions={name: share[some] for name, share in fractions.items()},
                usual={name: daily[some] for name, daily in usual.items()},
                first_day=first_day,
                seed=seed + BEHIND + first,
                engine=engine,
            )
            for path, level in ran.items():
                levels[path][some] = level
    for item in entered:
        if full_hour(item.moment) >= issue:
            levels[item.vessel.path] = np.where(item.follows, item.level, levels[item.vessel.path])
    return levels


def _run(
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
) -> dict[str, Floats]:
    """Run members that follow the same claims from the oldest of them to the issue."""
    every = vessels_of(site)
    claimed = sorted({item.vessel.pool for item in entered})
    start = full_hour(min(item.moment for item in entered))
    hours = hours_between(start, issue)
    at = {item.vessel.path: hours_between(start, full_hour(item.moment)) for item in entered}
    first = {pool: min(at[i.vessel.path] for i in entered if i.vessel.pool == pool) for pool in claimed}
    entering = gate_events(site, draws, fractions, usual, start=start, hours=hours, first_day=first_day.date())
    # What came before a reading is in the reading, and what came for a pool nobody has read is in its prior.
    events = [
        e
        for e in entering
        if e.hour >= first.get(_pool_of(e), 0 if e.kind == "passing" else hours) and not _counted(e, entered, start)
    ]
    for vessel in every:
        last = first.get(vessel.pool, hours)
        held = set(range(HOURS_PER_DAY, last, HOURS_PER_DAY)) | ({last} if 0 < last < hours else set())
        read_at = at.get(vessel.path)
        events += [_set_level(vessel, draws[vessel.path], hour) for hour in sorted(held) if hour != read_at]
    events += [_set_level(item.vessel, item.level, at[item.vessel.path]) for item in entered]
    run = simulate(
        site,
        draws=_unfailing(site, draws),
        hours=hours,
        start=start,
        events=tuple(sorted(events, key=lambda event: event.hour)),
        engine=engine,
        seed=seed,
        keep="all",
    )
    levels: dict[str, Floats] = {}
    for pool in claimed:
        vessels = [vessel for vessel in every if vessel.pool == pool]
        content = run.outputs[output_of(site, pool)][:, -1]
        levels.update(_shared_out(draws, vessels, content))
        for item in entered:
            if item.vessel.pool == pool:  # claimed as good as empty, and nothing to draw since: it is that empty still
                path = item.vessel.path
                levels[path] = np.where(content > 0.0, levels[path], np.minimum(levels[path], item.level))
    return levels


def output_of(site: Site, pool: str) -> str:
    """Return the declared output that holds what is in a pool of vessels."""
    fixed = {"treated_water": "treated_water_m3", "raw_water": "raw_water_m3", "sewage_tanks": "sewage_tank_m3"}
    if pool in fixed:
        return fixed[pool]
    unit = next(vessel.unit for vessel in vessels_of(site) if vessel.pool == pool)
    name = "".join(c if c.isascii() and c.isalnum() else "_" for c in pool.lower()).strip("_")
    return f"stock_{name}_{unit.lower()}"


def daily_fuel_l(site: Site, draws: Draws, *, start: datetime, seed: int, engine: Engine) -> Floats:
    """Return the diesel each member burns in a day when there is enough of it [L/day].

    A run of two days with full stores, of which the second counts; the gate is closed, as it does not bear on it.
    """
    changes: dict[str, Floats | float] = {}
    for store in site.stores:
        if store.commodity == "diesel":
            changes[f"stores.{store.id}.capacity"] = PROBE_STORE_L
            changes[f"stores.{store.id}.quantity"] = PROBE_STORE_L
    full = draws.replace(changes)
    burnt = np.zeros(draws.members)
    for first in range(0, draws.members, BLOCK):
        some = np.arange(first, min(first + BLOCK, draws.members))
        run = simulate(
            site,
            draws=_some(_unfailing(site, full), some),
            hours=PROBE_HOURS,
            start=start,
            engine=engine,
            seed=seed + BEHIND + first,
            keep="all",
        )
        burnt[some] = run.outputs["fuel_used_l"][:, -HOURS_PER_DAY:].sum(axis=1)
    return burnt


def _unfailing(site: Site, draws: Draws) -> Draws:
    """Return draws whose generators do not fail at random.

    A failure before the issue would be in the record. Drawing one that nobody reported would leave fuel unburnt in that
    member, and so put dates too late.
    """
    never = np.full(draws.members, NEVER_FAILS_H)
    return draws.replace({f"generators.{generator.id}.mttf_h": never for generator in site.generators})


def _pool_of(event: Event) -> str:
    return {"arrive": event.asset, "arrive_water": "treated_water", "desludge": "sewage_tanks"}.get(event.kind, "")


def _counted(event: Event, entered: Sequence[Entered], start: datetime) -> bool:
    """Return whether an arrival falls on a day a reading of its pool speaks of: the figure holds it already.

    Nobody says which came first. Counting it twice would put a date too late, leaving it out too early.
    """
    return any(
        hours_between(start, full_hour(item.covered[0])) <= event.hour < hours_between(start, item.covered[1])
        for item in entered
        if item.covered and item.vessel.pool == _pool_of(event)
    )


def _set_level(vessel: Vessel, level: Floats, hour: int) -> Event:
    return Event(hour=hour, kind="set_level", asset=vessel.id, quantity=level, unit=vessel.unit)


def _some(draws: Draws, members: NDArray[np.intp]) -> Draws:
    return Draws(len(members), {path: np.ascontiguousarray(array[members]) for path, array in draws.values.items()})


def _of(item: Entered, members: NDArray[np.intp]) -> Entered:
    return replace(item, level=item.level[members], follows=item.follows[members])


def _shared_out(draws: Draws, vessels: Sequence[Vessel], content: Floats) -> dict[str, Floats]:
    """Share what is in a pool among its vessels, in proportion to the room above what cannot be drawn.

    The content of a store is what can be drawn; that of a water or sewage tank is everything in it.
    """
    unusable = {
        v.path: np.asarray(draws[f"stores.{v.id}.unusable"]) if v.kind == "stores" else np.zeros(draws.members)
        for v in vessels
    }
    room = {v.path: np.maximum(draws[v.capacity_path] - unusable[v.path], 0.0) for v in vessels}
    total = sum(room.values(), np.zeros(draws.members))
    share = {path: np.divide(space, total, out=np.zeros_like(space), where=total > 0.0) for path, space in room.items()}
    return {v.path: np.minimum(unusable[v.path] + share[v.path] * content, draws[v.capacity_path]) for v in vessels}
