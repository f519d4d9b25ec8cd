"""W2, W3, W9, W10 and linearity: the full model on the example trailer camp."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.measure import Row, Times, alternated, digest_of, judged, seconds, timed, times_of, unmeasured
from benchmarks.six_stocks import yardstick_rate
from holdfast.lifelines import simulate
from holdfast.lifelines.layout import lay_out
from holdfast.sites import load_site, write_template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.lifelines import Run
    from holdfast.sites import Site

ROOT = Path(__file__).resolve().parents[1]
MEMBERS, HOURS = 10_000, 2_160
DEFAULT_MEMBERS, DEFAULT_HOURS = 2_000, 336
WALL_S = 900
simulate_now: Callable[..., Any] = simulate


def camp(file: Path | None = None) -> Site:
    """The trailer camp as its template has it, or the site of a file."""
    if file is not None:
        return load_site(file)
    with tempfile.TemporaryDirectory() as folder:
        return load_site(write_template("trailer-camp", Path(folder) / "camp", "Benchmark camp"))


def run(site: Site, members: int, hours: int, *, threads: int = 1, keep: str = "quantiles", **rest: Any) -> Run:
    given: Run = simulate_now(site, members=members, hours=hours, seed=1, keep=keep, threads=threads, **rest)
    return given


def fifteen(site: Site) -> dict[str, Any]:
    """The full model with iso5 throughout, and the outputs of the fan charts filled up to 15."""
    fans = lay_out(site).fans
    more = [name for name in ("demand_kw", "served_kw", "generator_kw", "temp_out_c") if name not in fans]
    return {"shelter_model": "iso5", "outputs": (*fans, *more)[: max(15, len(fans))]}


def digests(result: Run) -> dict[str, str]:
    """Hash everything a run gives back, kind by kind."""
    kinds: dict[str, Mapping[str, Any]] = {
        "quantiles": result.quantiles,
        "outputs": result.outputs,
        "event_times": result.event_times,
    }
    return {
        kind: digest_of(*(np.ascontiguousarray(table[name]) for name in sorted(table))) for kind, table in kinds.items()
    }


def child(members: int, hours: int, threads: int, *, keep: str = "quantiles", **settings: str) -> dict[str, Any]:
    """Run in another process with these environment variables."""
    import os  # noqa: PLC0415

    words = [sys.executable, "-m", "benchmarks.child", str(members), str(hours), str(threads), keep]
    told = subprocess.run(
        words, check=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **settings}, timeout=WALL_S
    )
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


def sane(result: Run, outputs: int = 15, quantiles: int = 7) -> tuple[bool, str]:
    """Check a run for what any right answer has: ordered quantiles, closed balances, no NaN."""
    tables = list(result.quantiles.values())
    enough = len(tables) >= outputs and all(len(table) == quantiles for table in tables)
    finite = all(not np.isnan(table).any() for table in tables)
    ordered = finite and all((table[1:] >= table[:-1]).all() for table in tables)
    closed = all(abs(value) <= 1e-9 for value in result.balances.values())
    return (
        enough and ordered and closed,
        f"{len(tables)} outputs with {quantiles} ordered quantiles every hour, balances within 1e-9",
    )


def state_rows(result: Run) -> int:
    """Number of state rows of a block, as the run reports it; 0 if it does not."""
    return int(result.provenance.get("state_rows", 0))


def large_rows(site: Site) -> list[Row]:
    """W2: throughput, two threads against one, cost of the quantiles."""
    full = fifteen(site)
    result = run(site, MEMBERS, HOURS, threads=2, **full)
    right, checked = sane(result)
    works = {
        "two threads": lambda: seconds(lambda: run(site, MEMBERS, HOURS, threads=2, **full)),
        "one thread": lambda: seconds(lambda: run(site, MEMBERS, HOURS, threads=1, **full)),
        "two threads, events only": lambda: seconds(
            lambda: run(site, MEMBERS, HOURS, threads=2, keep="events", shelter_model="iso5")
        ),
    }
    times = alternated(works, rounds=7)
    two, one, bare = (times[name].shortest_s for name in works)
    size = f"{MEMBERS:,} members by {HOURS:,} h"
    same = digests(result) == digests(run(site, MEMBERS, HOURS, threads=1, **full))
    both = {"one thread": times["one thread"], "two threads": times["two threads"]}
    rows = [_rate_row(result, two, size, right, checked, times["two threads"])]
    rows.append(
        judged(
            "W2", f"one thread / two threads, {size}", one / two, must=">= 1.8", aim=">= 1.85", passed=same,
            checked="both give the same bits", times=both,
        )
    )  # fmt: skip
    rows.append(
        judged(
            "W2", f"time of the quantiles / time of the simulation, two threads, {size}", (two - bare) / bare,
            must="<= 1.5", aim="<= 0.8", passed=right, checked=checked,
            times={name: times[name] for name in ("two threads", "two threads, events only")},
        )
    )  # fmt: skip
    return rows


def _rate_row(result: Run, taken_s: float, size: str, right: bool, checked: str, times: Times) -> Row:  # noqa: FBT001
    what = f"updated state rows a second, two threads with quantiles / Y on one thread, {size}"
    rate, states = yardstick_rate(), state_rows(result)
    if not rate or not states:
        return unmeasured("W2", what, "no C compiler" if states else "the run does not tell its state rows")
    return judged(
        "W2",
        what,
        states * MEMBERS * HOURS / taken_s / rate,
        must=">= 0.7",
        aim=">= 0.7",
        passed=right,
        checked=checked,
        times={"two threads": times},
        digest=digests(result)["quantiles"],
        note=f"{states} state rows; {1e9 * taken_s / MEMBERS / HOURS:.0f} ns a member-hour; {taken_s:.2f} s",
    )


def memory_rows() -> list[Row]:
    """W10: the peak must not grow with members times hours."""
    short, long = (child(MEMBERS, hours, 2) for hours in (720, HOURS))
    grown = 1024 * (long["peak_kb"] - short["peak_kb"])
    expected = long["result_bytes"] - short["result_bytes"]
    outputs = 8 * MEMBERS * (HOURS - 720)
    return [
        judged(
            "W10",
            f"growth of the peak from 720 to {HOURS:,} h / growth of the results, {MEMBERS:,} members",
            grown / expected,
            must="<= 2.0",
            aim="<= 1.2",
            passed=grown < outputs,
            checked="grows by less than one stored output would take",
            note=f"peaks {short['peak_kb'] / 1024:.0f} and {long['peak_kb'] / 1024:.0f} MiB",
        )
    ]


def interactive_rows(site: Site) -> list[Row]:
    """W3: a default forecast and a small one, warm."""
    result = run(site, DEFAULT_MEMBERS, DEFAULT_HOURS, threads=2)
    right, checked = sane(result, outputs=10)
    rows = []
    for members, hours, most in ((DEFAULT_MEMBERS, DEFAULT_HOURS, "<= 0.3"), (1_000, 720, ""), (200, 720, "")):
        times = timed(partial(run, site, members, hours, threads=2), repeats=9)
        rows.append(
            judged(
                "W3", f"warm, {members:,} members by {hours} h with quantiles, two threads", times.shortest_s, unit="s",
                must=most, passed=right, checked=checked, times={"ours": times}, digest=digests(result)["quantiles"],
            )
        )  # fmt: skip
    return rows


def _forked(answers: Any, members: int) -> None:
    answers.put(digests(run(camp(), members, 48, threads=2)))


def determinism_rows(site: Site) -> list[Row]:
    """W9: the same bits however the run is divided, stored, repeated or built."""
    hours, rows = 240, []
    base = run(site, 640, hours, threads=1)
    wanted = digests(base)

    def same(what: str, given: object, against: object = wanted) -> None:
        right = given == against
        rows.append(
            Row(
                group="W9", what=what, value=float(right), unit="equal", must=">= 1", passed=right, met=right,
                checked="bitwise, quantiles and first times of events",
            )
        )  # fmt: skip

    for threads in (2, 4):
        same(f"{threads} threads = 1 thread", digests(run(site, 640, hours, threads=threads)))
    more, less = (run(site, members, hours, threads=2, keep="all") for members in (6_400, 640))
    first = {name: table[:640] for name, table in more.outputs.items()}
    same(
        "the first 640 of 6,400 members = a run of 640",
        digest_of(*(np.ascontiguousarray(first[name]) for name in sorted(first))),
        digests(less)["outputs"],
    )
    with ThreadPoolExecutor(2) as pool:
        pair = list(pool.map(lambda _: digests(run(site, 640, hours, threads=2)), range(2)))
    same("two callers at once, as a web server has them", pair, [wanted, wanted])
    forked = digests(run(site, 200, 48, threads=2))
    context = get_context("fork")
    answers = context.Queue()
    process = context.Process(target=_forked, args=(answers, 200))
    process.start()
    same("a forked worker after its parent ran", answers.get(timeout=120), forked)
    process.join()
    with tempfile.TemporaryDirectory() as fresh, tempfile.TemporaryDirectory() as generic:
        built = child(640, hours, 2, HOLDFAST_CACHE_DIR=fresh)
        loaded = child(640, hours, 2, HOLDFAST_CACHE_DIR=fresh)
        same("built now = loaded from the cache", [built["digests"], loaded["digests"]], [wanted, wanted])
        plain = child(640, hours, 2, HOLDFAST_CACHE_DIR=generic, NUMBA_CPU_NAME="x86-64-v3", NUMBA_CPU_FEATURES="")
        same("built for x86-64-v3 = built for this processor", plain["digests"])
    return rows


def linear_rows(site: Site) -> tuple[list[Row], dict[str, list[tuple[int, float]]]]:
    """Time over members and over hours, for the slope and the plot."""
    series: dict[str, list[tuple[int, float]]] = {"members, 168 h": [], "hours, 1,000 members": []}
    for members in (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000):
        taken = timed(partial(run, site, members, 168, threads=2), repeats=3)
        series["members, 168 h"].append((members, taken.shortest_s))
    for hours in (24, 72, 168, 720, 2_160):
        taken = timed(partial(run, site, 1_000, hours, threads=2), repeats=3)
        series["hours, 1,000 members"].append((hours, taken.shortest_s))
    rows = []
    for name, points in series.items():
        sizes, taken_s = np.log(np.array(points)[1:]).T
        slope = float(np.polyfit(sizes, taken_s, 1)[0])
        each = {f"{size:,}": times_of([value]) for size, value in points}
        rows.append(
            judged(
                "linear", f"exponent of the time over {name}", slope, unit="", must="<= 1.1", passed=slope > 0,
                checked="from 100 to 100,000 members; slope of the logarithms, the first point left out", times=each,
            )
        )  # fmt: skip
    return rows, series
