"""A run: from a site to the dated events, outputs and balances of every member."""

from __future__ import annotations

import hashlib
import os
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from holdfast import __version__
from holdfast.errors import InputError, ModelError
from holdfast.lifelines.drivers import drivers, first_hour
from holdfast.lifelines.endstate import begin_from
from holdfast.lifelines.events import Event, schedule_of
from holdfast.lifelines.layout import DIESEL, Layout, commodities_of, lay_out
from holdfast.lifelines.members import run_members
from holdfast.lifelines.plant import build_plant
from holdfast.lifelines.records import FIRST_COMMODITY, RAW_WATER, SEWAGE_TANKS, TREATED_WATER, EndState, Floats, Plant
from holdfast.lifelines.scratch import empty_state
from holdfast.quantities import format_quantity
from holdfast.sites import defaults_used, median_draws, read_site, refuse_unsimulated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.lifelines.drivers import WeatherFile
    from holdfast.lifelines.records import Drivers, Schedule
    from holdfast.sites import Draws, Site

ENGINES = ("python", "compiled")
Keep = Literal["all", "events", "quantiles"]
QUANTILES = (0.10, 0.50, 0.90)
MOST_HOURS = 24 * 366
MOST_BYTES = 4 * 2**30
SHELTER_MODELS = ("rc1",)
BLOCK = 64  # members a thread takes at a time
NOTABLE = 1e-6  # refused volumes below this are rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run gives back.

    Attributes
    ----------
    start : datetime
        First hour, in the site's zone.
    members, hours : int
        Size.
    engine : str
        ``python`` or ``compiled``: the one that ran.
    event_times : mapping of name to ndarray (members,)
        Hours from the start to the first time of each event [h]; infinite where it does not happen within the run.
    lifelines : mapping of event name to lifeline
    outputs : mapping of name to ndarray (members, hours)
        Declared outputs, when kept; empty otherwise.
    quantiles : mapping of name to ndarray (3, hours)
        10, 50 and 90 per cent points of the fan-chart outputs, when kept.
    units : mapping of output name to unit
    balances : mapping of name to float
        Largest residual of each balance over the members, as a share of capacity (power: of the largest demand).
    end : EndState
        Where every member ended; `simulate` can start from it.
    refused : mapping of stock to float
        Arrivals that found no room, mean over the members, in the stock's unit.
    defaults : tuple of str
        Paths of the values the site does not state.
    warnings : tuple of str
    provenance : mapping
        Version, engine, seed, input hash and what else decides the result.
    """

    start: datetime
    members: int
    hours: int
    engine: str
    event_times: Mapping[str, Floats]
    lifelines: Mapping[str, str]
    outputs: Mapping[str, Floats]
    quantiles: Mapping[str, Floats]
    units: Mapping[str, str]
    balances: Mapping[str, float]
    refused: Mapping[str, float]
    defaults: tuple[str, ...]
    warnings: tuple[str, ...]
    provenance: Mapping[str, str | int | bool]
    end: EndState


def simulate(
    site: Site,
    *,
    draws: Draws,
    hours: int,
    start: datetime | None = None,
    events: Sequence[Event] = (),
    weather: WeatherFile | None = None,
    shelter_model: str = "rc1",
    engine: str = "compiled",
    deterministic: bool = False,
    seed: int = 0,
    keep: Keep = "all",
    threads: int | None = None,
    initial: EndState | None = None,
) -> Run:
    """Run a site hour by hour, every member on its own.

    Parameters
    ----------
    site : Site
        The site; not changed.
    draws : Draws
        Values of every member, from ``median_draws`` or ``prior_draws``.
    hours : int
        Hours to run, 1 to 8,784.
    start : datetime, optional
        First hour; without zone in the site's. Default: the site's own start.
    events : sequence of Event
        Dated events.
    weather : WeatherFile, optional
        Replaces the site's typical day.
    shelter_model : str
        ``rc1``; ``iso5`` and ``layered`` are refused: not simulated yet.
    engine : str
        ``compiled`` or ``python``: the same source, equal to 1e-12 of the column maximum.
    deterministic : bool
        True: no random failures and no weather residual.
    seed : int
        Seed of the named streams.
    keep : str
        ``all`` outputs of every member; ``quantiles`` of the fan-chart outputs; ``events`` only.
    threads : int, optional
        Threads of the compiled engine; results do not depend on it. Default: the processors there are.
    initial : EndState, optional
        Where the run starts, such as the end of another run of the site. What it holds comes before the draws; where
        it holds NaN the draws count (`as_drawn` leaves named value paths to them). Default: all from the draws, with
        no water delivered yet, so that the first 24 hours cannot be judged.

    Returns
    -------
    Run

    Raises
    ------
    ModelError
        What the site has and the engine would have to ignore (``refuse_unsimulated``); HF-E014 for another shelter
        model; HF-E012 for rain; HF-E020 for the state of another site.
    InputError
        HF-E015 for a size out of range; HF-E016 for another engine; the codes of ``schedule_of`` and ``drivers``.
    """
    _check(site, draws, hours, shelter_model, engine, keep)
    layout = lay_out(site)
    begin, notes = first_hour(site, start)
    plant = build_plant(site, draws, layout, begin, seed=seed, deterministic=deterministic)
    forcing, weather_notes = drivers(
        site, draws=draws, hours=hours, start=begin, weather=weather, seed=seed, deterministic=deterministic
    )
    schedule = schedule_of((*_closing(site, begin, hours), *events), site, layout, draws.members, hours)
    opening = begin_from(plant, initial)
    names = tuple(layout.outputs) if keep == "all" else layout.fans if keep == "quantiles" else ()
    results = _run(plant, forcing, schedule, layout, names, opening, engine, threads)
    outputs, times, residuals, refused, end = results
    kept = dict(zip(names, outputs, strict=True))
    amounts = _refused(layout, refused)
    told = _notes(site, amounts, deterministic=deterministic)
    return Run(
        start=begin,
        members=draws.members,
        hours=hours,
        engine=engine,
        event_times={name: times[:, place].copy() for name, place in layout.events.items()},
        lifelines=layout.lifelines,
        outputs=kept if keep == "all" else {},
        quantiles={name: np.quantile(kept[name], QUANTILES, axis=0) for name in names} if keep == "quantiles" else {},
        units=layout.units,
        balances=_balances(plant, layout, residuals),
        refused=amounts,
        defaults=tuple(entry.path for entry in defaults_used(site)),
        warnings=(*notes, *weather_notes, *told),
        provenance={
            "version": __version__,
            "engine": engine,
            "shelter_model": shelter_model,
            "seed": seed,
            "deterministic": deterministic,
            "members": draws.members,
            "hours": hours,
            "site": site.id,
            "weather": weather.name if weather is not None else "typical day of the site",
            "input_sha256": _input_hash(plant, forcing, schedule, opening),
            "python": platform.python_version(),
        },
        end=end,
    )


def warm_up() -> float:
    """Build the compiled engine, or read it from the cache, and return how long it took [s]."""
    began = time.monotonic()
    site = read_site(_EMPTY_SITE, file="warm-up")
    simulate(site, draws=median_draws(site), hours=1, deterministic=True, keep="events")
    return time.monotonic() - began


# One compiled loop serves every site: sizes are data, not types.
_EMPTY_SITE = """
[site]
id = "empty"
name = "a place with nothing in it"
timezone = "UTC"
start = 2000-01-01T00:00:00Z
source = "none"
[sources]
none = "only to build the engine"
"""


def _check(site: Site, draws: Draws, hours: int, shelter_model: str, engine: str, keep: str) -> None:
    refuse_unsimulated(site)
    if shelter_model not in SHELTER_MODELS:
        raise ModelError(
            "HF-E014",
            where="shelter model",
            found=shelter_model,
            expected="rc1 (iso5 and layered are not simulated yet)",
            mend="run with --shelter-model rc1",
        )
    if engine not in ENGINES:
        raise InputError(
            "HF-E016", where="engine", found=engine, expected="python or compiled", mend="choose one of the two"
        )
    if not 1 <= hours <= MOST_HOURS or hours != int(hours):
        raise InputError(
            "HF-E015",
            where="hours",
            found=str(hours),
            expected=f"1 to {MOST_HOURS}",
            mend="run at most one year at a time",
        )
    outputs = {"all": len(lay_out(site).outputs), "quantiles": 16}.get(keep, 0)
    needed = draws.members * hours * 8 * (outputs + 3)
    if needed > MOST_BYTES:
        raise InputError(
            "HF-E015",
            where="members and hours",
            found=f"{draws.members} members of {hours} hours, {needed / 2**30:.1f} GiB",
            expected=f"at most {MOST_BYTES / 2**30:.0f} GiB",
            mend="keep only quantiles or events, or take fewer members or hours",
        )


def _run(
    plant: Plant,
    forcing: Drivers,
    schedule: Schedule,
    layout: Layout,
    names: Sequence[str],
    initial: EndState,
    engine: str,
    threads: int | None,
) -> tuple[Floats, Floats, Floats, Floats, EndState]:
    members, hours = forcing.temp_out_c.shape
    outputs = np.empty((len(names), members, hours))
    times = np.empty((members, layout.moments.spare + 1))
    residuals = np.empty((members, layout.pools + 2))
    refused = np.empty((members, layout.pools))
    end = EndState(*(np.empty_like(array) for array in initial))
    kept = np.array([layout.outputs[name] for name in names], dtype=np.int64)

    def block(first: int, last: int) -> Any:
        room = (empty_state(plant), np.zeros(layout.columns.spare + 1))
        places = (layout.columns, layout.moments, kept, initial)
        return (first, last, plant, forcing, schedule, *places, *room, outputs, times, residuals, refused, end)

    if engine == "python":
        run_members(*block(0, members))
        return outputs, times, residuals, refused, end
    from holdfast.lifelines.compiled import compiled_loop  # noqa: PLC0415

    loop = compiled_loop(block(0, members))
    blocks = [(first, min(first + BLOCK, members)) for first in range(0, members, BLOCK)]
    workers = min(len(blocks), threads or os.cpu_count() or 1)
    if workers == 1:
        loop(*block(0, members))
        return outputs, times, residuals, refused, end
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(loop, *block(first, last)) for first, last in blocks]:
            done.result()
    return outputs, times, residuals, refused, end


def _pool_names(layout: Layout) -> dict[str, int]:
    water = {"raw_water": RAW_WATER, "treated_water": TREATED_WATER, "sewage": SEWAGE_TANKS}
    return water | {name: FIRST_COMMODITY + n for n, name in enumerate(layout.commodities)}


def _balances(plant: Plant, layout: Layout, residuals: Floats) -> dict[str, float]:
    balances: dict[str, float] = {}
    for name, pool in _pool_names(layout).items():
        inside = plant.vessels.pool == pool
        if not inside.any() and not (pool == SEWAGE_TANKS and plant.sewage.lift_m3_per_h.shape[1]):
            continue
        capacity = plant.vessels.capacity[:, inside].sum(axis=1)
        if pool == SEWAGE_TANKS:
            capacity = capacity + plant.sewage.wet_well_m3
        balances[name] = _worst(residuals[:, pool], capacity)
    if plant.power.battery_kwh.shape[1]:
        balances["battery"] = _worst(residuals[:, layout.pools], plant.power.battery_kwh.sum(axis=1))
    balances["power"] = float(np.abs(residuals[:, layout.pools + 1]).max())
    return balances


def _worst(residual: Floats, capacity: Floats) -> float:
    return float((np.abs(residual) / np.where(capacity > 0.0, capacity, 1.0)).max())


def _refused(layout: Layout, refused: Floats) -> dict[str, float]:
    mean = refused.mean(axis=0)
    return {name: float(mean[pool]) for name, pool in _pool_names(layout).items() if mean[pool] > NOTABLE}


def _closing(site: Site, start: datetime, hours: int) -> tuple[Event, ...]:
    """Return the event that closes the gate on the day the site names, when that day begins within the run."""
    since = site.gate.closed_since
    if since is None or since <= start.date():
        return ()
    midnight = datetime.combine(since, datetime.min.time(), start.tzinfo)
    hour = int((midnight.astimezone(UTC) - start.astimezone(UTC)) // timedelta(hours=1))
    return (Event(hour=hour, kind="passing", asset="gate", quantity=0.0),) if hour < hours else ()


def _notes(site: Site, refused: Mapping[str, float], *, deterministic: bool) -> tuple[str, ...]:
    units = commodities_of(site)
    notes = [
        f"{format_quantity(amount, unit=units.get(name, 'm3'), isolated=False)} of {name.replace('_', ' ')} arrived "
        "and found no room (mean over the members)"
        for name, amount in refused.items()
    ]
    block = "ends at midnight" if deterministic else "begins at an hour drawn for every day"
    notes += [
        f"grid.{line.id}: no timetable is stated; its hours of a day are taken as one block, which {block}"
        for line in site.grid
        if line.on_hours is None
    ]
    if site.generators and not any(store.commodity == DIESEL for store in site.stores):
        notes.append("the site has generators and no store of diesel: they never run")
    return tuple(notes)


def _input_hash(plant: Plant, forcing: Drivers, schedule: Schedule, initial: EndState) -> str:
    digest = hashlib.sha256()
    for record in (*plant, forcing, schedule, initial):
        for item in record:
            digest.update(np.ascontiguousarray(item).tobytes())
    return digest.hexdigest()
