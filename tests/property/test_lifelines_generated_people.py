"""People in heat and patients on machines on any invented site: what must hold whatever the site."""

from __future__ import annotations

import numpy as np

from holdfast.lifelines import Run, simulate
from holdfast.sites import Site, generate_toml, prior_draws, read_site
from lifelines_generated import HOURS, MEMBERS, SEED, for_seeds

MACHINES = '\n[[clinics]]\nid = "machines"\noxygen_concentrators = {low = 0, high = 6}\ndialysis_machines = {low = 1, high = 4}\n'


def site_of(seed: int) -> Site:
    return read_site(generate_toml(seed) + MACHINES)


def run_of(site: Site, **more: object) -> Run:
    given = {"hours": HOURS, "keep": "all", "seed": SEED} | more
    return simulate(site, draws=prior_draws(site, MEMBERS, SEED), **given)  # type: ignore[arg-type]


def hourly(run: Run, begins: str) -> dict[str, np.ndarray]:
    return {name: array for name, array in run.outputs.items() if name.startswith(begins)}


@for_seeds(8, 150, shapes=(52, 66, 68, 413))
def test_hours_and_bodies_stay_within_what_can_be(seed: int) -> None:
    site = site_of(seed)
    run = run_of(site)
    elapsed = np.arange(1.0, HOURS + 1.0)
    for name, hours in hourly(run, "hours_").items():
        steps = np.diff(hours, axis=1, prepend=0.0)
        assert (steps >= -1e-12).all(), name
        assert (hours <= elapsed + 1e-9).all(), name
    lost, far = hourly(run, "hours_not_compensable"), hourly(run, "hours_past_6_h_limit")
    for name, hours in lost.items():
        assert (far[name.replace("not_compensable", "past_6_h_limit")] <= hours).all(), name
    cores = [run.outputs[f"core_temp_{age}_c"] for age in (65, 75, 85)]
    assert (cores[0] <= cores[1] + 1e-9).all()
    assert (cores[1] <= cores[2] + 1e-9).all()
    assert all((core > 34.0).all() and (core < 42.0).all() for core in cores)
    for sweat in hourly(run, "sweat_").values():
        assert (sweat >= 0.0).all()
        assert (sweat < 4.0).all()


@for_seeds(8, 150, shapes=(52, 66, 68, 413))
def test_events_are_those_of_their_outputs(seed: int) -> None:
    """A core temperature told as past a limit has its date, unless only places with few people reach it."""
    run = run_of(site_of(seed))
    for age in (65, 75, 85):
        warmest = run.outputs[f"core_temp_{age}_c"].max(axis=1)
        for limit, name in ((38.5, "38_5c"), (39.0, "39c")):
            times = run.event_times[f"core_{name}_at_{age}"]
            assert (warmest[np.isfinite(times)] > limit - 1e-9).all()
    assert (run.event_times["deficit_2_percent"] <= run.event_times["deficit_5_percent"]).all()
    assert (run.event_times["deficit_5_percent"] <= run.event_times["deficit_10_percent"]).all()
    for who in ("young", "65_plus"):
        lost, far = (run.event_times[f"heat_{what}_{who}"] for what in ("not_compensable", "past_6_h_limit"))
        assert (lost <= far).all()


@for_seeds(8, 150, shapes=(52, 66, 68, 413))
def test_machines_miss_no_more_than_they_were_meant_to_give(seed: int) -> None:
    site = site_of(seed)
    run = run_of(site)
    draws = prior_draws(site, MEMBERS, SEED)
    number = draws["clinics.machines.oxygen_concentrators"][:, None]
    without = run.outputs["concentrators_without_power"]
    assert (without >= -1e-12).all()
    assert (without <= number * (1.0 + 1e-12)).all()
    assert np.allclose(run.outputs["oxygen_unmet_h"], np.cumsum(without, axis=1), rtol=1e-9, atol=1e-9)
    meant = draws["clinics.machines.dialysis_machines"] * draws["clinics.machines.dialysis_sessions_per_day"]
    missed = run.outputs["dialysis_sessions_missed"]
    assert (np.diff(missed, axis=1, prepend=0.0) >= -1e-12).all()
    assert (missed[:, -1] <= meant * (HOURS / 24.0 + 1.0)).all()
    assert (np.isfinite(run.event_times["oxygen_stops"]) == (without.max(axis=1) > 1e-6)).all()


@for_seeds(3, 40, shapes=(66,))
def test_plain_and_compiled_agree_on_people_too(seed: int) -> None:
    site = site_of(seed)
    plain, built = (run_of(site, hours=36, engine=engine) for engine in ("python", "compiled"))
    for begins in ("hours_", "core_", "sweat_", "oxygen_", "dialysis_", "water_deficit"):
        for name, array in hourly(plain, begins).items():
            apart = np.abs(array - built.outputs[name]).max()
            assert apart <= 1e-12 * max(1.0, float(np.abs(array).max())), name
