"""Two engines, one source: equal results, the same bits on any number of threads, and a cache that is never stale."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import numpy as np
import pytest

from holdfast.lifelines import Event, Run, compiled, simulate, warm_up
from holdfast.lifelines.members import run_blocks
from holdfast.lifelines.quantiles import select_quantiles
from holdfast.sites import load_site, prior_draws, read_site
from lifelines_samples import START, everything, median_run

ROOT = Path(__file__).resolve().parents[2]
EVENTS = (
    Event(hour=20, kind="fail", asset="gen-big"),
    Event(hour=26, kind="repair", asset="gen-big"),
    Event(hour=30, kind="arrive", asset="diesel", quantity=500.0),
    Event(hour=40, kind="set_level", asset="treated-1", quantity=3.0),
    Event(hour=45, kind="desludge", asset="pit-1", quantity=50.0),
    Event(hour=50, kind="grid", asset="line", quantity=0.5),
    Event(hour=55, kind="cooling_working", asset="trailer", quantity=0.2),
    Event(hour=60, kind="passing", quantity=0.1),
)


def same(one: Run, other: Run, share: float) -> None:
    """Equal to ``share`` of each column's maximum; event times to the same share of the run."""
    for name, array in one.outputs.items():
        most = np.abs(array).max()
        assert np.abs(array - other.outputs[name]).max() <= share * most, name
    for name, times in one.event_times.items():
        assert np.array_equal(np.isinf(times), np.isinf(other.event_times[name])), name
        finite = np.isfinite(times)
        assert (np.abs(times[finite] - other.event_times[name][finite]) <= share * one.hours).all(), name


@pytest.mark.parametrize("case", ["camp-a1", "camp-a2", "camp-a3"])
def test_engines_agree_on_camp_a(case: str) -> None:
    site = load_site(ROOT / "examples" / case)
    same(median_run(site, engine="python"), median_run(site, engine="compiled"), 1e-12)


def test_engines_agree_where_there_is_everything() -> None:
    site = everything()
    draws = prior_draws(site, 6, 9)
    runs = [
        simulate(site, draws=draws, hours=150, start=START, events=EVENTS, seed=9, engine=engine, keep="all")
        for engine in ("python", "compiled")
    ]
    same(runs[0], runs[1], 1e-12)
    assert [run.engine for run in runs] == ["python", "compiled"]
    assert max(runs[1].balances.values()) < 1e-9


def test_bits_depend_on_neither_threads_nor_members() -> None:
    site = everything()

    def run(members: int, threads: int) -> Run:
        draws = prior_draws(site, members, 3)
        return simulate(site, draws=draws, hours=100, start=START, events=EVENTS, seed=3, threads=threads, keep="all")

    whole, split, few = run(200, 1), run(200, 2), run(70, 2)
    for name, array in whole.outputs.items():
        assert np.array_equal(array, split.outputs[name]), name
        assert np.array_equal(array[:70], few.outputs[name]), name
    for name, times in whole.event_times.items():
        assert np.array_equal(times, split.event_times[name]), name
        assert np.array_equal(times[:70], few.event_times[name]), name


def test_one_compiled_loop_serves_every_site() -> None:
    median_run(everything(), engine="compiled", hours=3)
    bare = read_site('[site]\nid = "x"\nname = "X"\ntimezone = "UTC"\nsource = "s"\n[sources]\ns = "t"\n')
    median_run(bare, engine="compiled", hours=3)
    warm_up()
    assert len(compiled._dispatcher("holdfast.lifelines.members", "run_blocks").signatures) == 1


def called(function: FunctionType) -> set[FunctionType]:
    """The Python functions a function names, wherever they are defined."""
    named = [function.__globals__.get(name) for name in function.__code__.co_names]
    return {item for item in named if isinstance(item, FunctionType)}


def test_every_function_of_the_loop_is_in_a_hashed_module() -> None:
    """A function called by the loop but defined elsewhere could change without changing the cache key."""
    hashed = {module.__name__ for module in compiled.loop_modules()}
    waiting: list[FunctionType] = [run_blocks, select_quantiles]
    found = set(waiting)
    while waiting:
        more = called(waiting.pop()) - found
        found |= more
        waiting += more
    assert len(found) > 120  # the whole loop was walked
    assert {function.__module__ for function in found} <= hashed


@pytest.mark.parametrize("changed", ["people.kernel.water_at_rest", "lifelines.linking", "lifelines.compiled"])
def test_a_changed_callee_changes_the_cache_key(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trap: numba's own cache looks only at the file of the function it was asked to compile."""
    before = compiled.cache_key()
    source = inspect.getsource
    monkeypatch.setattr(
        compiled.inspect,
        "getsource",
        lambda module: source(module) + ("# changed" if module.__name__ == f"holdfast.{changed}" else ""),
    )
    assert compiled.cache_key() != before
    monkeypatch.undo()
    assert compiled.cache_key() == before


def test_the_cache_goes_where_it_is_told_or_where_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compiled.CACHE_VARIABLE, str(tmp_path / "here"))
    assert compiled.cache_folder() == tmp_path / "here" / f"engine-{compiled.cache_key()}"
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv(compiled.CACHE_VARIABLE, str(blocked))
    folder = compiled.cache_folder()
    assert folder.is_dir()
    assert tmp_path not in folder.parents


def test_building_is_announced_only_when_it_happens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Stub:
        class stats:
            cache_path = str(tmp_path)

    (tmp_path / "loop.nbi").write_bytes(b"")
    with compiled._announced(Stub()):
        pass
    assert capsys.readouterr().err == ""


def test_importing_the_room_does_not_load_the_compiler() -> None:
    code = "import sys, holdfast.lifelines; print('numba' in sys.modules, 'llvmlite' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.split() == ["False", "False"]
