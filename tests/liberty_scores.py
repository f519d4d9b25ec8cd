"""Ensembles of the two Liberty episodes and what they say about every reported date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines import simulate
from holdfast.sites import prior_draws
from liberty_cases import (
    HOURS,
    START,
    Score,
    end_of_first_day_below,
    first_hour_where,
    gate_events,
    score,
    second_flood,
    site_of,
    targets_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.lifelines import Run
    from holdfast.sites import Draws

MEMBERS = 1000
SEED = 2014
QUIET_H = 7 * 24
CLASSES = ("clinic", "water", "sewage", "cold_chain", "kitchen", "lighting", "cooling")
E4_OUTPUTS = (*(f"served_fraction_{name}" for name in CLASSES), "stock_diesel_l", "fuel_used_l")


def run_episode(episode: str, without: str = "") -> tuple[Draws, Run]:
    """Run an episode; `without` leaves out the events of one kind (rain, passing), to see what they do."""
    site = site_of(episode)
    draws = prior_draws(site, MEMBERS, SEED)
    run = simulate(
        site,
        draws=draws,
        hours=HOURS[episode],
        start=START[episode],
        events=[event for event in gate_events(episode, draws, SEED) if event.kind != without],
        seed=SEED,
        keep="all",
        outputs=E4_OUTPUTS if episode == "e4" else ("sewage_spilled_m3",),
        agree=True,
    )
    return draws, run


def received(draws: Draws, run: Run) -> dict[str, NDArray[np.float64]]:
    """Share of what each class asks for that it gets, 0 where policy switches it off (the output is 1 there)."""
    before = run.outputs["stock_diesel_l"] + run.outputs["fuel_used_l"]  # usable at the start of the hour
    shares = {}
    for name in CLASSES:
        path = f"loads.{name}.fuel_floor_l"
        floor = draws[path] if path in draws.values else np.zeros(draws.members)
        shares[name] = np.where(before < floor[:, None], 0.0, run.outputs[f"served_fraction_{name}"])
    return shares


def times_of(episode: str, draws: Draws, run: Run) -> dict[str, NDArray[np.float64]]:
    """Date of every reported event in every member [h from the start]; infinite: not within the run."""
    if episode == "e4":
        share = received(draws, run)
        return {
            "E4a": first_hour_where(np.min(list(share.values()), axis=0) < 0.95),
            "E4b": end_of_first_day_below(share["cooling"], 0.5),
            "E4c": first_hour_where(share["water"] < 0.05),
            "E4d": run.event_times["sewage_spill"],
            "E4e": run.event_times["chilled_food_lost"],
        }
    return {
        "E3a": run.event_times["sewage_spill"],
        "E3b": run.event_times["sewage_tank_torn"],
        "E3c": second_flood(run.outputs["sewage_spilled_m3"], QUIET_H),
    }


def scores_of(episode: str, times: dict[str, NDArray[np.float64]]) -> dict[str, Score]:
    return {name: score(target, times[name]) for name, target in targets_of(episode).items()}


def need_l_per_day(draws: Draws, run: Run) -> NDArray[np.float64]:
    """Diesel of the first day in the members in which every class is served all day [L]."""
    served = np.min([share[:, :24] for share in received(draws, run).values()], axis=(0, 2)) > 0.95
    return np.asarray(run.outputs["fuel_used_l"][served, :24].sum(axis=1))
