"""A run: from a site to the dated events, quantiles, outputs and balances of every member."""

from __future__ import annotations

import hashlib
import platform
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast import __version__
from holdfast.errors import InputError
from holdfast.lifelines.budget import agree_or_refuse, check_hours
from holdfast.lifelines.causes import causes_of
from holdfast.lifelines.checkup import balances_of, check_result, flags_of, ready, refused_of
from holdfast.lifelines.clock import first_hour
from holdfast.lifelines.counting import state_rows
from holdfast.lifelines.endstate import end_of, opening_of
from holdfast.lifelines.engine import Tables, Task, run_task
from holdfast.lifelines.events import Event, schedule_of
from holdfast.lifelines.layout import Layout, commodities_of, lay_out
from holdfast.lifelines.plant import PHS_EDITION, build_plant
from holdfast.lifelines.result import QUANTILES, Run
from holdfast.lifelines.shelter import MODELS
from holdfast.lifelines.weather import forcing
from holdfast.quantities import format_quantity
from holdfast.sites import defaults_used, median_draws, prior_draws, read_site, refuse_unsimulated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.lifelines.records import EndState
    from holdfast.lifelines.weather_files import WeatherFile
    from holdfast.sites import Draws, Site

ENGINES = ("python", "compiled")
Keep = Literal["all", "quantiles", "events"]
MEMBERS = 1000
HOURS = 336


def simulate(
    site: Site,
    drivers: WeatherFile | None = None,
    *,
    members: int | None = None,
    draws: Draws | None = None,
    hours: int = HOURS,
    start: datetime | None = None,
    events: Sequence[Event] = (),
    shelter_model: str | None = None,
    engine: str = "compiled",
    deterministic: bool = False,
    seed: int = 0,
    keep: Keep = "quantiles",
    outputs: Sequence[str] | None = None,
    quantiles: Sequence[float] = QUANTILES,
    threads: int | None = None,
    initial: EndState | None = None,
    agree: bool = False,
    phs_edition: str = PHS_EDITION,
) -> Run:
    """Run a site hour by hour, every member on its own.

    Parameters
    ----------
    site : Site
        The site; not changed. Its values are in the units of the field table (L, m3, kW, kWh, degC, kg, h).
    drivers : WeatherFile, optional
        Weather from a file (`read_weather`); what it does not state comes from the site. Default: all from the site.
    members : int, optional
        Members of the ensemble, 1 to 1,000,000, drawn from the site's intervals and priors; the first n do not depend
        on how many there are. Default 1,000, or as many as `draws` has; one where `deterministic`.
    draws : Draws, optional
        Values of every member, from ``median_draws`` or ``prior_draws``, in place of `members`.
    hours : int
        Hours to run, 1 to 87,672 (ten years).
    start : datetime, optional
        First hour; without zone in the site's; minutes are dropped. Default: the site's start, else today's midnight.
    events : sequence of Event
        Dated events; their hours lie within the run.
    shelter_model : str, optional
        ``rc1``, ``iso5`` or ``layered`` for every shelter type. Default: what each type says (``iso5`` unless stated);
        of an ensemble of 320 members or more, a fifth then runs ``rc1`` in place of ``iso5`` and the worst published
        loss of sets in heat, for the error of the models themselves (`plant.other_model`).
    engine : str
        ``compiled`` or ``python``: the same source, equal to 1e-12 of the column maximum.
    deterministic : bool
        True: no random failures and no weather residual; without `draws`, one member at the medians.
    seed : int
        Seed of the named streams: runs of one seed share every draw, whatever else differs.
    keep : str
        ``quantiles`` of the outputs; ``all`` outputs of every member; ``events`` only.
    outputs : sequence of str, optional
        Which outputs to keep. Default: with ``all`` every declared one, with ``quantiles`` those of the fan charts.
    quantiles : sequence of float
        Probabilities of the quantiles over the members, in [0, 1]; exact, between two members by straight line.
    threads : int, optional
        Threads of the compiled engine; results do not depend on it. Default: the processors there are.
    initial : EndState, optional
        Where the run starts, such as the end of another run of the site. What it holds comes before the draws; where
        it holds NaN the draws count (`as_drawn` leaves named value paths to them). Default: all from the draws, with
        no water delivered yet, so that the first 24 hours cannot be judged.
    agree : bool
        True: run also what takes long or much memory; else that is refused with its estimate.
    phs_edition : str
        Edition of ISO 7933, ``2023`` or ``2004``, for `sweat_iso_7933_l_per_h`, which drives the need for water above a
        dew point of 20 degC. That of 2004 begins at 100 W/m2: of a body at rest all of it is an extrapolation, and the flag ``phs`` says so.

    Returns
    -------
    Run
        Events with their causes, and what `keep` asked for.

    Raises
    ------
    ModelError
        HF-S012 for what the site has and the engine would have to ignore; HF-E085 for what `holdfast check` calls an
        error and a run cannot do with; HF-E020 for the state of another site; HF-E054 for a clear sky without
        coordinates; HF-E087 for a result that breaks a balance (a fault of the engine: it is not given out).
    InputError
        HF-E014 for another shelter model; HF-E016 for another engine or `keep`; HF-E081 for an output the site lacks;
        HF-E015 for a size out of range, or a run that takes long or much memory and nobody agreed to; HF-E086 for a
        draw that is no number; HF-E003 to HF-E008 and HF-E080 for an event; HF-E010 to HF-E012 for a weather file that
        does not cover the run.

    Notes
    -----
    The hour step is that of the physics specification, sections 1 to 9; docs/engine.md lists every equation with the
    function it stands in. The compiled engine is built at the first run on a machine, or read from its cache.

    Examples
    --------
    >>> run = simulate(site, hours=240, events=[Event(hour=30, kind="passing", asset="gate")])  # doctest: +SKIP
    >>> run.failed_by("diesel_out", 96)  # doctest: +SKIP
    0.12
    """
    _check(hours, members, draws, shelter_model, engine, keep, quantiles)
    drawn = draws if draws is not None else _drawn(site, members, seed, deterministic=deterministic)
    refuse_unsimulated(site)
    ready(site, drawn)
    layout = lay_out(site)
    names = _names(layout, keep, outputs)
    probabilities = tuple(quantiles) if keep == "quantiles" else ()
    agree_or_refuse(
        drawn.members,
        hours,
        len(names),
        outputs=len(layout.outputs),
        store=keep == "all",
        quantiles=len(probabilities),
        agree=agree,
        engine=engine,
        threads=threads,
    )
    begin, notes = first_hour(site, start)
    weather, told = forcing(
        site, draws=drawn, hours=hours, start=begin, weather=drivers, seed=seed, deterministic=deterministic
    )
    built = build_plant(
        site,
        drawn,
        layout,
        weather,
        begin,
        seed=seed,
        deterministic=deterministic,
        shelter_model=shelter_model,
        phs_edition=phs_edition,
    )
    schedule, quantities = schedule_of((*_closing(site, begin, hours), *events), site, layout, drawn.members, hours)
    task = Task(
        built=built,
        opening=opening_of(built, initial),
        schedule=schedule,
        quantities=quantities,
        layout=layout,
        members=drawn.members,
        hours=hours,
    )
    provenance: dict[str, object] = {
        "version": __version__,
        "engine": engine,
        "shelter_model": shelter_model or "as the site says",
        "shelter_models": _models(site, task),
        "phs_edition": phs_edition,
        "seed": seed,
        "deterministic": deterministic,
        "members": drawn.members,
        "hours": hours,
        "state_rows": state_rows(built, layout),
        "site": site.id,
        "weather": drivers.name if drivers is not None else "of the site",
        "input_sha256": _input_hash(task),
        "python": platform.python_version(),
    }

    def result(tables: Tables, kept: Sequence[str], keeping: Keep, only: int | None) -> Run:
        return _result(site, task, tables, kept, keeping, probabilities, begin, engine, only, provenance, notes + told)

    def again(member: int) -> Run:
        every = tuple(layout.outputs)
        tables = run_task(task, every, store=True, probabilities=(), engine=engine, threads=1, only=member)
        return result(tables, every, "all", member)

    tables = run_task(task, names, store=keep == "all", probabilities=probabilities, engine=engine, threads=threads)
    return replace(result(tables, names, keep, None), _again=again)


def _result(
    site: Site,
    task: Task,
    tables: Tables,
    names: Sequence[str],
    keep: Keep,
    probabilities: tuple[float, ...],
    begin: datetime,
    engine: str,
    only: int | None,
    provenance: Mapping[str, object],
    notes: tuple[str, ...],
) -> Run:
    layout = task.layout
    opening = task.opening if only is None else task.opening[:, only : only + 1]
    quantities = task.quantities if only is None else task.quantities[:, only : only + 1]
    members = task.members if only is None else 1
    first = task.built.moments_row
    times = {name: tables.rows[first + place].copy() for name, place in layout.events.items()}
    built = task.built
    balances = balances_of(built, layout, opening, tables.rows)
    refused = refused_of(built, layout, tables.rows)
    answer = Run(
        start=begin,
        members=members,
        hours=task.hours,
        engine=engine,
        event_times=times,
        lifelines=layout.lifelines,
        causes=causes_of(times, layout.lifelines, site, task.schedule, quantities),
        outputs=dict(zip(names, tables.outputs, strict=True)) if keep == "all" else {},
        quantiles=dict(zip(names, tables.quantiles, strict=True)) if keep == "quantiles" else {},
        probabilities=probabilities,
        units=layout.units,
        balances=balances,
        refused=refused,
        flags=flags_of(built, tables.rows, task.hours),
        defaults=tuple(entry.path for entry in defaults_used(site)),
        warnings=(*notes, *_notes(site, refused, deterministic=bool(provenance["deterministic"]))),
        provenance=provenance if only is None else {**provenance, "member": only},
        end=end_of(built, tables.rows),
    )
    check_result(answer)
    return answer


def warm_up() -> float:
    """Build the compiled engine, or read it from the cache, and return how long it took [s].

    The cache lies in the user's cache folder, or where ``HOLDFAST_CACHE_DIR`` says; where neither can be written, the
    engine is built for this process alone. Building is told on the error stream when it takes longer than two seconds.
    """
    began = time.monotonic()
    site = read_site(_EMPTY_SITE, file="warm-up")
    simulate(site, draws=median_draws(site), hours=1, deterministic=True, keep="quantiles")
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


def _drawn(site: Site, members: int | None, seed: int, *, deterministic: bool) -> Draws:
    if deterministic and members is None:
        return median_draws(site)
    return prior_draws(site, MEMBERS if members is None else members, seed)


def _names(layout: Layout, keep: Keep, outputs: Sequence[str] | None) -> tuple[str, ...]:
    if keep == "events":
        return ()
    if outputs is None:
        return tuple(layout.outputs) if keep == "all" else layout.fans
    for name in outputs:
        if name not in layout.outputs:
            raise InputError(
                "HF-E081",
                where="outputs",
                found=name,
                expected="outputs of this site: " + ", ".join(layout.outputs),
                mend="take a name from the list; docs/engine.md says what each one is",
            )
    return tuple(outputs)


def _check(
    hours: int,
    members: int | None,
    draws: Draws | None,
    shelter_model: str | None,
    engine: str,
    keep: str,
    quantiles: Sequence[float],
) -> None:
    if shelter_model is not None and shelter_model not in MODELS:
        raise _choice("HF-E014", "shelter model", shelter_model, MODELS)
    if engine not in ENGINES:
        raise _choice("HF-E016", "engine", engine, ENGINES)
    if keep not in {"all", "quantiles", "events"}:
        raise _choice("HF-E016", "keep", keep, ("all", "quantiles", "events"))
    if members is not None and draws is not None and members != draws.members:
        raise InputError(
            "HF-E015",
            where="members",
            found=f"{members}, and draws of {draws.members}",
            expected="one of the two, or the same number",
            mend="leave members out where draws are given",
        )
    check_hours(hours)
    if not all(0.0 <= probability <= 1.0 for probability in quantiles):
        raise InputError(
            "HF-E015",
            where="quantiles",
            found=", ".join(f"{probability:g}" for probability in quantiles),
            expected="probabilities from 0 to 1",
            mend="write the median as 0.5",
        )


def _choice(code: str, where: str, found: str, known: Sequence[str]) -> InputError:
    return InputError(code, where=where, found=found, expected=" or ".join(known), mend="choose one of them")


def _models(site: Site, task: Task) -> dict[str, dict[str, int]]:
    """Return how many members run which model, for every shelter type (section 10: a fifth may run another)."""
    first = task.built.plant.shelters.model
    counts: dict[str, dict[str, int]] = {}
    for s, shelter in enumerate(site.shelters):
        codes, members = np.unique(task.opening[first + s], return_counts=True)
        counts[shelter.id] = {MODELS[int(code)]: int(number) for code, number in zip(codes, members, strict=True)}
    return counts


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
    stored = {store.commodity for store in site.stores}
    notes += [
        f"generators.{item.id}: nobody stores {item.fuel}: it never runs"
        for item in site.generators
        if item.fuel not in stored
    ]
    return tuple(notes)


def _input_hash(task: Task) -> str:
    digest = hashlib.sha256()
    for array in (task.opening, task.quantities, task.built.hours, *task.schedule):
        digest.update(np.ascontiguousarray(array).data)
    digest.update(repr(task.built.plant).encode())
    return digest.hexdigest()
