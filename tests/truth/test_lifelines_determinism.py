"""The same numbers to the bit, whatever is not part of the question: threads, members, process, pieces, other causes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from holdfast.lifelines import Event, Run, simulate
from holdfast.lifelines.plant import Built
from holdfast.sites import Site, prior_draws
from lifelines_built import built_of
from lifelines_samples import START, altered, everything

SEED, MEMBERS, HOURS = 11, 640, 60
NAMES = ("temp_out_c", "temp_in_c", "stock_diesel_l", "generators_working", "grid_kw", "water_delivered_m3")
TESTS = Path(__file__).resolve().parents[1]


CHANCE = {
    "on_hours = [1, 2, 3, 13, 14, 15]\n": "",
    "mttf_h = 400": "mttf_h = 20\nspare_kits = 3\nrepair_median_h = 5",
}


def camp() -> Site:
    """Everything, and chance in all of it: no timetable of the grid, sets that break and are mended."""
    return altered(CHANCE)


def run(members: int = MEMBERS, *, threads: int = 2, hours: int = HOURS) -> Run:
    site = camp()
    draws = prior_draws(site, members, SEED)
    return simulate(site, draws=draws, hours=hours, start=START, seed=SEED, threads=threads, keep="all", outputs=NAMES)


@cache
def whole() -> Run:
    return run()


def bits(made: Run, members: int | None = None) -> str:
    """A hash of every number of a run, or of its first members."""
    digest = hashlib.sha256()
    for group in (made.outputs, made.event_times, made.causes, made.end.rows):
        for name in sorted(group):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(group[name][:members]).tobytes())
    return digest.hexdigest()


def test_there_is_chance_in_it() -> None:
    """Otherwise nothing below would prove anything."""
    made = whole()
    assert made.end["failures"].max() >= 2.0
    assert made.end["kits"].min() < 3.0
    for name in NAMES:
        assert np.ptp(made.outputs[name], axis=0).max() > 0.0, name


def test_one_thread_and_two() -> None:
    assert bits(run(threads=1)) == bits(whole())


@pytest.mark.parametrize("few", [1, 64, 100])
def test_the_first_members_do_not_depend_on_how_many_there_are(few: int) -> None:
    assert bits(run(few)) == bits(whole(), few)


CODE = "from truth.test_lifelines_determinism import bits, run; print(bits(run(64)))"


def fresh(cache_folder: Path | None = None) -> str:
    found = os.pathsep.join([str(TESTS), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    paths = {"PYTHONPATH": found} | ({"HOLDFAST_CACHE_DIR": str(cache_folder)} if cache_folder else {})
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=False, env={**os.environ, **paths}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_another_process_with_the_code_from_the_cache() -> None:
    assert fresh() == bits(run(64))


@pytest.mark.slow
def test_another_process_that_builds_the_code_itself(tmp_path: Path) -> None:
    assert fresh(tmp_path) == bits(run(64))
    assert list(tmp_path.rglob("*.nbi"))


@pytest.mark.parametrize("split", [1, 23, 37])
def test_a_run_begun_again_from_where_it_stood_is_the_uninterrupted_one(split: int) -> None:
    """Failures, repairs, weather residual, grid blocks of the day and events go on across the seam."""
    site, draws = camp(), prior_draws(camp(), 70, SEED)
    events = (
        Event(hour=10, kind="fail", asset="gen-small"),
        Event(hour=36, kind="arrive", asset="diesel-main", quantity=800.0),
        Event(hour=40, kind="grid", asset="line", quantity=0.5),
    )

    def part(first: int, last: int, initial: object = None) -> Run:
        moved = [
            Event(hour=e.hour - first, kind=e.kind, asset=e.asset, quantity=e.quantity)
            for e in events
            if first <= e.hour < last
        ]
        return simulate(
            site,
            draws=draws,
            hours=last - first,
            start=START + timedelta(hours=first),
            events=moved,
            seed=SEED,
            keep="all",
            outputs=NAMES,
            initial=initial,  # type: ignore[arg-type]
        )

    uninterrupted, one = part(0, HOURS), part(0, split)
    two = part(split, HOURS, one.end)
    for name in NAMES:
        both = np.concatenate([one.outputs[name], two.outputs[name]], axis=1)
        assert np.array_equal(uninterrupted.outputs[name], both), name
    for name, rows in uninterrupted.end.rows.items():
        assert np.array_equal(rows, two.end[name]), name


MORE = {
    "a generator": '[[generators]]\nid = "gen-new"\nrated_kw = 40\nworking = 1\n',
    "a grid line": '[[grid]]\nid = "line-new"\ncapacity_kw = 5\nhours_per_day = 4\n',
    "a store": '[[stores]]\nid = "beans"\ncommodity = "beans"\nunit = "kg"\nquantity = 10\ncapacity = 90\n',
}


def lives(built: Built, sets: int) -> np.ndarray:
    """Lives, repairs and time since service of the first sets."""
    from holdfast.lifelines.sets import LIVES

    table, power = built.books.rows.table(), built.plant.power
    first = [power.life, power.repair_h]
    rows = [table[row : row + sets * LIVES] for row in first]
    return np.concatenate([*rows, table[power.since_service_h : power.since_service_h + sets]])


@pytest.mark.parametrize("what", MORE)
def test_another_cause_changes_no_draw_of_the_others(what: str) -> None:
    base, other = camp(), altered(CHANCE, MORE[what])
    one, two = prior_draws(base, 50, SEED), prior_draws(other, 50, SEED)
    assert set(one.values) < set(two.values)
    for path, array in one.values.items():
        assert np.array_equal(array, two[path]), path
    assert np.array_equal(lives(built_of(base, one, seed=SEED), 2), lives(built_of(other, two, seed=SEED), 2))
    runs = [
        simulate(site, draws=draws, hours=48, start=START, seed=SEED, keep="all", outputs=("temp_out_c", "ghi_w_m2"))
        for site, draws in ((base, one), (other, two))
    ]
    for name, array in runs[0].outputs.items():
        assert np.array_equal(array, runs[1].outputs[name]), name


def test_another_grid_line_leaves_the_hours_of_the_first() -> None:
    """Hours of a line without timetable are drawn a day at a time, under the name of the line."""
    keys = []
    for site in (camp(), altered(CHANCE, MORE["a grid line"])):
        built = built_of(site, prior_draws(site, 5, SEED), seed=SEED)
        first = built.plant.weather.grid_key
        keys.append(built.books.rows.table()[first : first + 2])
    assert np.array_equal(*keys)
    assert keys[0].any()


def test_another_seed_is_another_run() -> None:
    site = everything()
    one, two = (
        simulate(site, members=20, hours=24, start=START, seed=seed, keep="all", outputs=("temp_out_c",))
        for seed in (1, 2)
    )
    assert not np.array_equal(one.outputs["temp_out_c"], two.outputs["temp_out_c"])
