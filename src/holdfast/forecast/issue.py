"""A forecast: one scenario over the ensemble of an estimate."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.errors import InputError
from holdfast.forecast.bands import BAND, bands_of
from holdfast.forecast.dates import ALREADY_H, HOURS_PER_DAY, lifeline_forecast
from holdfast.forecast.measure import measure_all
from holdfast.forecast.people import people_outlook
from holdfast.forecast.records import NOTHING_ENTERS, Forecast, LifelineForecast, MeasureNext
from holdfast.forecast.scenarios import scenario_events
from holdfast.forecast.words import SERVICE, beyond_range, name_of
from holdfast.lifelines import Run, as_drawn, declared_events, failure_table, simulate, slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.estimate import Estimate
    from holdfast.lifelines import Event, WeatherFile
    from holdfast.sites import Draws, Site

    Floats = NDArray[np.float64]

Engine = Literal["compiled", "python"]
DEFAULT_MEMBERS = 2000
DEFAULT_HORIZON_DAYS = 14
LONGEST_HORIZON_DAYS = 90
MOST_LISTED = 10
# Below this share of members failing, the range of a date is all horizon and says nothing.
LEAST_FAILING = 0.05
ALL_STOCKS = "stock"
# Events beside those of the table of failures, and the lifeline each is told as.
BESIDE = {
    "transport_stops": "transport",
    "water_untreated": "safe_water",
    "bakery_closed": "bakery",
    "cooking_stops": "cooking",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A scenario as it ran.

    Attributes
    ----------
    run : Run
        What the hour loop gave back.
    times_h : mapping of event name to ndarray (members,)
        Hours from the issue to failure, of the event that counts for each lifeline; infinite past the horizon.
    lifelines, meanings : mappings of event name to text
    warnings : tuple of str
    """

    run: Run
    times_h: Mapping[str, Floats]
    lifelines: Mapping[str, str]
    meanings: Mapping[str, str]
    warnings: tuple[str, ...]


def run_scenario(
    estimate: Estimate,
    scenario: str = NOTHING_ENTERS,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
    *,
    engine: Engine = "compiled",
    weather: WeatherFile | None = None,
    site: Site | None = None,
    draws: Draws | None = None,
    extra: Sequence[Event] = (),
) -> Ran:
    """Run one scenario from the moment of issue.

    Parameters
    ----------
    estimate : Estimate
        Where it starts.
    scenario, horizon_days, engine, weather
        As for `forecast`.
    site, draws : Site, Draws, optional
        Replace those of the estimate, for a comparison; every stream stays the same. A start the draws change (a charge,
        a temperature) counts as they say, and not as the days before the issue left it.
    extra : sequence of Event
        Events beside those of the scenario; hours count from the issue.

    Raises
    ------
    InputError
        HF-F001 for an unknown scenario, HF-F002 for a horizon outside 1 to 90 days.
    """
    if not 1 <= horizon_days <= LONGEST_HORIZON_DAYS:
        raise InputError(
            "HF-F002",
            where="horizon",
            found=f"{horizon_days} days",
            expected=f"1 to {LONGEST_HORIZON_DAYS} days",
            mend="look ahead a shorter time; a date months away rests on the gate, not on stocks",
        )
    events, warnings = scenario_events(estimate, scenario, horizon_days)
    initial = estimate.state
    if initial is not None and draws is not None:
        changed = [path for path, array in draws.values.items() if not np.array_equal(array, estimate.draws[path])]
        initial = as_drawn(initial, estimate.site, changed)
    run = simulate(
        site or estimate.site,
        draws=draws or estimate.draws,
        hours=int(HOURS_PER_DAY) * horizon_days,
        start=estimate.as_known,
        events=(*events, *extra),
        drivers=weather,
        engine=engine,
        seed=estimate.seed,
        keep="quantiles",
        quantiles=BAND,
        initial=initial,
    )
    lifelines = _listed(estimate.site, run)
    meanings = {row.name: row.meaning for row in declared_events()}
    return Ran(
        run=run,
        times_h={name: run.event_times[name] for name in lifelines},
        lifelines=lifelines,
        meanings={name: meanings.get(name) or _meaning(lifeline) for name, lifeline in lifelines.items()},
        warnings=warnings,
    )


def _listed(site: Site, run: Run) -> dict[str, str]:
    """Return the events a forecast tells, each with a lifeline of its own.

    Those of the table of failures, every stock and every service, and what stands beside them. Left out is what only
    accompanies one of these (a torn tank is a spill), what a stock says already (cooking on one fuel), and what cannot
    happen (water made safe where nobody counts chlorine).
    """
    lifelines = {row.event: row.lifeline for row in failure_table() if row.lifeline not in {ALL_STOCKS, SERVICE}}
    lifelines |= BESIDE
    if site.water.chlorine_kg is None and site.water.treated:
        del lifelines["water_untreated"]
    if len({kitchen.fuel for kitchen in site.kitchens if kitchen.fuel}) < 2:
        del lifelines["cooking_stops"]
    services = {f"{slug(service.id)}_closed": f"{SERVICE}:{slug(service.id)}" for service in site.services}
    stocks = {name: line for name, line in run.lifelines.items() if line.startswith(f"{ALL_STOCKS}:")}
    every = lifelines | services | stocks
    return {name: every[name] for name in run.event_times if name in every}


def _meaning(lifeline: str) -> str:
    if lifeline.startswith(f"{SERVICE}:"):
        return f"{name_of(lifeline)} reached no more than the threshold of a service in an hour in which it should run"
    return f"usable {_commodity(lifeline)} reached zero"


def forecast(
    estimate: Estimate,
    scenario: str = NOTHING_ENTERS,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
    *,
    engine: Engine = "compiled",
    weather: WeatherFile | None = None,
) -> Forecast:
    """Return when each lifeline fails in one scenario.

    Parameters
    ----------
    estimate : Estimate
        Site, draws, claims and gate record at the moment of issue.
    scenario : str
        ``nothing-enters`` or ``as-recent``.
    horizon_days : int
        Days ahead, 1 to 90. A date past it is None, never guessed.
    engine : str
        ``compiled`` or ``python``.
    weather : WeatherFile, optional
        Replaces the site's typical day; hours count from the issue.

    Returns
    -------
    Forecast
        One entry for each lifeline the site has, by the table of failures and what ``[failures]`` of the site
        overrides; the one with the earliest median at the front. Probabilities carry their Monte-Carlo error.

    Raises
    ------
    InputError
        HF-F001, HF-F002; and what the rooms below raise.
    """
    ran = run_scenario(estimate, scenario, horizon_days, engine=engine, weather=weather)
    return as_forecast(estimate, ran, scenario, horizon_days)


def as_forecast(estimate: Estimate, ran: Ran, scenario: str, horizon_days: int) -> Forecast:
    """Return the record of a scenario that has run."""
    events = tuple(
        lifeline_forecast(
            name=name,
            lifeline=ran.lifelines[name],
            meaning=ran.meanings[name],
            times_h=times,
            issue=estimate.as_known,
            horizon_days=horizon_days,
        )
        for name, times in ran.times_h.items()
    )
    ordered = tuple(sorted(events, key=lambda event: _rank(event, estimate)))
    ranked, each = _measure(estimate, ran, ordered, horizon_days)
    run = ran.run
    return Forecast(
        issued=estimate.as_known,
        as_known=estimate.as_known,
        scenario=scenario,
        engine=run.engine,
        seed=estimate.seed,
        members=estimate.members,
        horizon_days=horizon_days,
        events=ordered,
        measure_next=ranked,
        measure_each=each,
        bands=bands_of(run, known=estimate.state is not None),
        people=people_outlook(run, estimate.site, persons=_persons(estimate), observed=_observed(estimate), days=False),
        defaults=estimate.defaults,
        warnings=(*_warnings(estimate), *estimate.warnings, *ran.warnings, *run.warnings, *beyond_range(run.flags)),
        notes=estimate.notes,
        rests_on=rests_on(estimate),
        observations=tuple(item.to_dict() for item in estimate.observations),
        provenance={
            **run.provenance,
            "scenario": scenario,
            "horizon_days": horizon_days,
            "site_sha256": hashlib.sha256(repr(estimate.site).encode()).hexdigest(),
            "claims_sha256": estimate.claims_hash,
            "claims_used": len(estimate.used),
            "estimate_start": estimate.start.isoformat(),
        },
    )


def _persons(estimate: Estimate) -> dict[str, float]:
    """Return the people of each group as the estimate has them, claims included: the medians over the members."""
    return {group.id: float(np.median(estimate.draws[f"people.{group.id}.count"])) for group in estimate.site.people}


def _observed(estimate: Estimate) -> dict[str, float]:
    """Return the paths of the values that claims speak of, with the days since the newest of them was seen [d]."""
    found: dict[str, float] = {}
    for item in estimate.used:
        seen = estimate.as_known if item.occurred is None else item.occurred
        age = max((estimate.as_known.timestamp() - seen.timestamp()) / 86400.0, 0.0)
        for path in item.paths:
            found[path] = min(age, found.get(path, age))
    return found


def rests_on(estimate: Estimate) -> str:
    """Return the first line of a forecast: what it rests on."""
    total, used = len(estimate.observations), len(estimate.used)
    if total == 0:
        return "No accepted claims: this forecast rests on priors alone."
    if used == 0:
        return f"None of the {total} accepted claims can be used yet: this forecast rests on priors alone."
    claims = "1 accepted claim" if total == 1 else f"{total} accepted claims"
    return f"This forecast uses {used} of {claims}; all else is from the site file or a prior."


def _warnings(estimate: Estimate) -> list[str]:
    stocked = any(item.claim_type == "stock" and item.use in {"used", "mixed"} for item in estimate.observations)
    if stocked or not estimate.site.stores:
        return []
    unread = [store.id for store in estimate.site.stores if store.quantity.state == "unknown"]
    if len(unread) < len(estimate.site.stores):
        return []
    return ["No accepted claim states a stock: every date rests on a prior of what is left."]


def _commodity(lifeline: str) -> str:
    return lifeline.partition(":")[2] or lifeline


def _rank(event: LifelineForecast, estimate: Estimate) -> tuple[float, float, str]:
    median = event.q50.timestamp() - estimate.as_known.timestamp() if event.q50 else np.inf
    return median, -event.p_within_horizon, event.name


def _measure(
    estimate: Estimate, ran: Ran, events: Sequence[LifelineForecast], horizon_days: int
) -> tuple[tuple[MeasureNext, ...], tuple[MeasureNext, ...]]:
    """Rank the unknowns for the lifeline that fails next, and find the first of them for every lifeline."""
    times_days: dict[str, Floats] = {}
    for event in events:
        if event.p_within_horizon < LEAST_FAILING or event.failed_already > 1.0 - LEAST_FAILING:
            continue
        times = ran.times_h[event.name]
        from_issue = np.where(times <= ALREADY_H, 0.0, times)
        times_days[event.lifeline] = np.minimum(from_issue / HOURS_PER_DAY, float(horizon_days))
    found = measure_all(times_days, estimate.unknowns, most=MOST_LISTED)
    ranked: tuple[MeasureNext, ...] = next(filter(None, found.values()), ())
    return ranked, tuple(first for lifeline in found.values() for first in lifeline[:1])
