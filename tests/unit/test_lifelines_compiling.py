"""The compiled engine in a process: from two threads at once, after a fork, and linked the way numba itself does it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
START = """
import hashlib, numpy as np
from holdfast.lifelines import compiled, simulate
from holdfast.sites import prior_draws
from lifelines_samples import everything
site = everything()
draws = prior_draws(site, 70, 3)
def bits():
    run = simulate(site, draws=draws, hours=30, seed=3, keep="all")
    return hashlib.sha256(b"".join(run.outputs[name].tobytes() for name in sorted(run.outputs))).hexdigest()
"""


def process(code: str, **more: str) -> list[str]:
    paths = os.pathsep.join([str(TESTS), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    done = subprocess.run(
        [sys.executable, "-c", START + code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths, **more},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_two_threads_may_ask_for_the_engine_at_once() -> None:
    """Neither has built or read it before: one waits for the other, and both get the same numbers."""
    code = """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as pool:
    print(*[one.result() for one in [pool.submit(bits) for _ in range(4)]])
print(len(compiled._dispatcher("holdfast.lifelines.members", "run_blocks").signatures))
"""
    *hashes, versions = process(code)
    assert len(hashes) == 4
    assert len(set(hashes)) == 1
    assert versions == "1"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts processes anew")
def test_a_process_that_forks_after_use_goes_on() -> None:
    """As a web server's or a cluster's workers do."""
    code = """
import multiprocessing, warnings
print(bits(), flush=True)
def work(line):
    line.send(bits())
warnings.simplefilter("ignore")
here, there = multiprocessing.get_context("fork").Pipe()
child = multiprocessing.get_context("fork").Process(target=work, args=(there,))
child.start()
assert here.poll(120)
print(here.recv())
child.join(60)
print(child.exitcode)
"""
    parent, child, ended = process(code)
    assert parent == child
    assert ended == "0"


@pytest.mark.slow
def test_linked_once_it_is_the_same_to_the_bit_as_linked_by_numba(tmp_path: Path) -> None:
    """Optimising the loop as a whole and not level by level changes how long the building takes, and nothing else."""
    own = process("print(bits())")
    code = """
import contextlib
name = "linked_once" if hasattr(compiled, "linked_once") else "_linked_once"
setattr(compiled, name, lambda parts, entry: contextlib.nullcontext())
print(bits())
"""
    assert process(code, HOLDFAST_CACHE_DIR=str(tmp_path)) == own
