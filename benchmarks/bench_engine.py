"""Speed of the engine as ratios within one run: compiled against plain Python, one thread against two.

Seconds belong to one machine and one moment; ratios carry over. Every row first checks that the answers agree.
Run: python benchmarks/bench_engine.py [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines import Run, simulate, warm_up
from holdfast.sites import Site, load_site, prior_draws

if TYPE_CHECKING:
    from collections.abc import Callable

CAMP = Path(__file__).resolve().parents[1] / "examples" / "camp-a1"
HOURS = 336
REPEATS = 5


def run(site: Site, members: int, *, engine: str = "compiled", keep: str = "events", threads: int = 1) -> Run:
    draws = prior_draws(site, members, 1)
    return simulate(site, draws=draws, hours=HOURS, seed=1, engine=engine, keep=keep, threads=threads)


def best(work: Callable[[], object]) -> float:
    """Shortest of several repeats: the one least disturbed by other work [s]."""
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def agree(one: Run, other: Run) -> bool:
    return all(
        np.allclose(times, other.event_times[name], rtol=1e-12, atol=1e-9) for name, times in one.event_times.items()
    )


def measure() -> list[dict[str, object]]:
    """Return one row a comparison: what, seconds of both, their ratio, and whether the answers agreed."""
    site = load_site(CAMP)
    build = warm_up()
    rows: list[dict[str, object]] = [{"what": "build or load the engine", "seconds": build}]
    python = best(lambda: run(site, 4, engine="python")) / (4 * HOURS)
    compiled = best(lambda: run(site, 2000)) / (2000 * HOURS)
    rows.append(
        {
            "what": "plain Python against compiled, one thread, a member-hour",
            "slower_us": 1e6 * python,
            "faster_us": 1e6 * compiled,
            "ratio": python / compiled,
            "agrees": agree(run(site, 4, engine="python"), run(site, 4)),
        }
    )
    one = best(lambda: run(site, 8000, threads=1))
    two = best(lambda: run(site, 8000, threads=2))
    rows.append(
        {
            "what": "one thread against two, 8,000 members by 336 h",
            "slower_us": 1e6 * one / (8000 * HOURS),
            "faster_us": 1e6 * two / (8000 * HOURS),
            "ratio": one / two,
            "agrees": agree(run(site, 200, threads=1), run(site, 200, threads=2)),
        }
    )
    fans = best(lambda: run(site, 2000, keep="quantiles", threads=2))
    events = best(lambda: run(site, 2000, threads=2))
    rows.append(
        {
            "what": "quantiles kept against events only, two threads, 2,000 members by 336 h",
            "slower_us": 1e6 * fans / (2000 * HOURS),
            "faster_us": 1e6 * events / (2000 * HOURS),
            "ratio": fans / events,
            "agrees": agree(run(site, 100, keep="quantiles"), run(site, 100)),
        }
    )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    chosen = parser.parse_args()
    rows = measure()
    for row in rows:
        if "ratio" in row:
            print(
                f"{row['what']}: {row['ratio']:.2f} times ({row['slower_us']:.3g} and {row['faster_us']:.3g} us); "
                f"answers {'agree' if row['agrees'] else 'DIFFER'}"
            )
        else:
            print(f"{row['what']}: {row['seconds']:.1f} s")
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
