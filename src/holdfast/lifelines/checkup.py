"""The check-up of a run: what would make it misleading before it starts, and whether its result is sound.

Before: findings with mends, in the words of ``holdfast check``. After: balances of every stock, served never above
demand, events in an order that can be. A result that fails is not given out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import HoldfastError, InputError, ModelError
from holdfast.lifelines.clock import first_hour, local_hours
from holdfast.lifelines.events import check_event
from holdfast.lifelines.records import FIRST_COMMODITY, RAW_WATER, SEWAGE_TANKS, TREATED_WATER
from holdfast.lifelines.weather_match import columns_of_run
from holdfast.sites import Finding, check_site, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from holdfast.lifelines.events import Event
    from holdfast.lifelines.layout import Layout
    from holdfast.lifelines.plant import Built
    from holdfast.lifelines.records import Floats
    from holdfast.lifelines.result import Run
    from holdfast.lifelines.weather_files import WeatherFile
    from holdfast.sites import Draws, Site

# Errors of `holdfast check` without which a run would answer another question; the others give a correct answer of a
# site where little works, and are told by `holdfast check`.
NEEDED = ("not-simulated", "load-class-missing", "priority-duplicate", "fuel-in-litres", "truck-fuel-unnamed")
BALANCE_LIMIT = 1e-9  # of the capacity
SERVED_LIMIT = 1e-9  # of the demand
NOTABLE = 1e-6  # refused volumes below this are rounding
FLAG = "_flag_hours_"


def check_up(
    site: Site,
    *,
    draws: Draws | None = None,
    events: Sequence[Event] = (),
    hours: int | None = None,
    start: datetime | None = None,
    weather: WeatherFile | None = None,
) -> tuple[Finding, ...]:
    """Return everything that speaks against a run of a site, before it starts.

    Parameters
    ----------
    site : Site
        The site.
    draws : Draws, optional
        Its drawn values.
    events : sequence of Event
        Dated events.
    hours : int, optional
        Hours of the run.
    start : datetime, optional
        First hour; default: the site's own start.
    weather : WeatherFile, optional
        Weather that should cover it.

    Returns
    -------
    tuple of Finding
        What stops a run, and only that; `holdfast.sites.check_site` says what else speaks against a site.
    """
    found = [finding for finding in check_site(site) if finding.check in NEEDED]
    found += [*_draws(site, draws), *_events(site, events, hours), *_weather(site, weather, hours, start)]
    return tuple(found)


def ready(site: Site, draws: Draws) -> None:
    """Raise when a run of these draws would answer another question than was asked.

    Raises
    ------
    ModelError
        HF-E085, naming up to five findings and their count.
    InputError
        HF-E086 when a drawn value is missing or is no number.
    """
    for finding in _draws(site, draws):
        raise InputError("HF-E086", where=finding.at, found=finding.found, expected=finding.want, mend=finding.mend)
    errors = [finding for finding in check_site(site) if finding.check in NEEDED]
    if errors:
        first = "; ".join(f"{finding.at}: {finding.found}" for finding in errors[:5])
        raise ModelError(
            "HF-E085",
            where=f"site {site.id}",
            found=f"{len(errors)} that a run cannot do with: {first}",
            expected=errors[0].want,
            mend=errors[0].mend,
        )


def _draws(site: Site, draws: Draws | None) -> Iterator[Finding]:
    if draws is None:
        return
    for entry in values(site):
        drawn = draws.values.get(entry.path)
        if drawn is None:
            yield _finding(
                "draws-missing",
                entry.path,
                "no drawn value",
                "a value for every path of the site",
                "draw the site again, with median_draws or prior_draws",
            )
            continue
        array = np.asarray(drawn, dtype=np.float64)
        bad = np.flatnonzero(~np.isfinite(array))
        if array.shape != (draws.members,) or bad.size:
            what = f"not a number in member {int(bad[0])}" if bad.size else f"an array of shape {array.shape}"
            yield _finding(
                "draws-not-a-number",
                entry.path,
                what,
                f"a number for each of {draws.members} members",
                "correct the value that the draws were given",
            )


def _events(site: Site, events: Sequence[Event], hours: int | None) -> Iterator[Finding]:
    for number, event in enumerate(events, start=1):
        where = f"event {number} ({event.kind} {event.asset})"
        try:
            check_event(event, site, where)
        except HoldfastError as fault:
            yield _finding(f"event {fault.code}", fault.where, fault.found, fault.expected, fault.mend)
        if hours is not None and not 0 <= event.hour < hours:
            yield _finding(
                "event HF-E006",
                where,
                f"hour {event.hour}",
                f"an hour from 0 to {hours - 1}",
                "correct the hour, or lengthen the run",
            )


def _weather(site: Site, weather: WeatherFile | None, hours: int | None, start: datetime | None) -> Iterator[Finding]:
    if weather is None:
        return
    for name, column in weather.columns.items():
        bad = np.flatnonzero(~np.isfinite(column))
        if bad.size:
            yield _finding(
                "weather HF-E011",
                f"{weather.name} column {name} row {int(bad[0])}",
                "not a number",
                "a number for every hour",
                "correct the value, or leave the whole column out",
            )
    if hours is None:
        return
    moments = local_hours(first_hour(site, start)[0], hours)
    middle = np.array([moment.timestamp() + 1800.0 for moment in moments])
    try:
        columns_of_run(weather, moments, middle, float(site.weather.warmest_hour_h.median))
    except HoldfastError as fault:
        yield _finding(f"weather {fault.code}", fault.where, fault.found, fault.expected, fault.mend)


def _finding(check: str, at: str, found: str, want: str, mend: str) -> Finding:
    return Finding(check=check, severity="error", at=at, found=found, want=want, mend=mend)


def pool_names(layout: Layout) -> dict[str, int]:
    """Return every pool of a site by the name of what it holds."""
    water = {"raw_water": RAW_WATER, "treated_water": TREATED_WATER, "sewage": SEWAGE_TANKS}
    return water | {name: FIRST_COMMODITY + n for n, name in enumerate(layout.commodities)}


def balances_of(built: Built, layout: Layout, opening: Floats, states: Floats) -> dict[str, float]:
    """Return the largest residual of every balance over the members, as a share of capacity.

    Parameters
    ----------
    built : Built
        Plant and rows.
    layout : Layout
        Pools of the site.
    opening, states : ndarray (rows, members)
        State rows at the start and at the end.

    Returns
    -------
    dict of name to float
        Start + in - out - end of each pool over its capacity (sewage: with the wet wells and what was made, placed and
        spilled); of the batteries over theirs; of the worst hour of power over the largest demand.
    """
    plant, s = built.plant, states
    vessels, sewage, power = plant.vessels, plant.sewage, plant.power
    balances: dict[str, float] = {}
    for name, pool in pool_names(layout).items():
        inside = np.flatnonzero(opening[vessels.pool : vessels.pool + vessels.number, 0] == pool)
        if not inside.size and not (pool == SEWAGE_TANKS and sewage.lifts):
            continue
        capacity = opening[vessels.capacity + inside].sum(axis=0)
        residual = opening[vessels.level + inside].sum(axis=0) + s[vessels.inflow + pool] - s[vessels.outflow + pool]
        residual = residual - s[vessels.level + inside].sum(axis=0)
        if pool == SEWAGE_TANKS:
            capacity = capacity + opening[sewage.wet_well_capacity_m3]
            made = opening[sewage.wet_well_m3] + s[sewage.made_m3] - s[sewage.placed_m3]
            residual = residual + made - s[sewage.wet_well_m3] - s[sewage.spilled_tank_m3] - s[sewage.spilled_well_m3]
        balances[name] = _worst(residual, capacity)
    if power.batteries:
        rows = slice(power.battery_kwh, power.battery_kwh + power.batteries)
        most = slice(power.battery_capacity_kwh, power.battery_capacity_kwh + power.batteries)
        flows = s[power.charged_kwh] - s[power.discharged_kwh]
        balances["battery"] = _worst(opening[rows].sum(axis=0) + flows - s[rows].sum(axis=0), opening[most].sum(axis=0))
    balances["power"] = _worst(s[power.worst_residual_kw], s[power.largest_kw])
    balances["served above demand"] = _worst(s[power.worst_excess_kw], s[power.largest_kw])
    return balances


def _worst(residual: Floats, capacity: Floats) -> float:
    return float((np.abs(residual) / np.where(capacity > 0.0, capacity, 1.0)).max())


def refused_of(built: Built, layout: Layout, states: Floats) -> dict[str, float]:
    """Return the arrivals that found no room, mean over the members, in the unit of each stock; without rounding."""
    mean = states[built.plant.vessels.refused : built.plant.vessels.refused + layout.pools].mean(axis=1)
    return {name: float(mean[pool]) for name, pool in pool_names(layout).items() if mean[pool] > NOTABLE}


def flags_of(built: Built, states: Floats, hours: int) -> dict[str, float]:
    """Return where a model was used beyond the range it was tested in: share of the hours of all members.

    Every state row whose name begins with ``_flag_hours_`` counts such hours.
    """
    return {
        name.removeprefix(FLAG): float(states[first : first + count].mean()) / hours
        for name, (first, count) in built.books.s.names.items()
        if name.startswith(FLAG)
    }


def prove(balances: Mapping[str, float]) -> None:
    """Raise when a balance does not close.

    Raises
    ------
    ModelError
        HF-E087 for a residual above 1e-9 of capacity.
    """
    for name, residual in balances.items():
        if not abs(residual) <= BALANCE_LIMIT:
            raise _broken(f"balance of {name}", f"{residual:.1e} of capacity", f"at most {BALANCE_LIMIT:g}")


def check_result(run: Run) -> None:
    """Raise when a result breaks what must hold whatever the site.

    Raises
    ------
    ModelError
        HF-E087 for a balance that does not close to 1e-9 of its capacity, load classes that got more than they asked
        for, or an event outside the run.
    """
    prove(run.balances)
    check_served(run.outputs)
    for name, times in run.event_times.items():
        happened = times[np.isfinite(times)]
        if np.isnan(times).any() or (happened.size and not 0.0 <= happened.min() <= happened.max() <= run.hours):
            raise _broken(f"event {name}", "a time outside the run", f"0 to {run.hours} h, or none")


def check_served(outputs: Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]) -> None:
    """Raise HF-E087 when the load classes together got more power than they asked for."""
    if "served_kw" in outputs and "demand_kw" in outputs:
        served, demand = outputs["served_kw"], outputs["demand_kw"]
        if (served > demand * (1.0 + SERVED_LIMIT) + SERVED_LIMIT).any():
            raise _broken(
                "power", f"{float((served - demand).max()):.3g} kW more served than asked for", "at most the demand"
            )


def _broken(where: str, found: str, expected: str) -> ModelError:
    return ModelError(
        "HF-E087",
        where=where,
        found=found,
        expected=expected,
        mend="this is a fault of the engine: report it with the site file and the command",
    )
