"""Measure the engine and write docs/benchmarks.md.

python -m benchmarks [--only W1 W8 ...] [--json FILE] [--page FILE]
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before NumPy is loaded: both sides of a comparison on one thread

import argparse  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402
import traceback  # noqa: E402
from importlib import import_module  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import TYPE_CHECKING, Any  # noqa: E402

from benchmarks.measure import Row, machine  # noqa: E402
from benchmarks.table import GROUPS, draw, line, page  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
PLOT = "img/benchmarks-linear.svg"
Series = dict[str, list[tuple[int, float]]]


def measured(group: str, work: Callable[[], Any]) -> Any:
    """Measure one group; an error is a failed row, not the end of the benchmark."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001
        traceback.print_exc()
        return [Row(group=group, what="the whole group", passed=False, note=f"failed: {type(error).__name__}: {error}")]


def groups() -> dict[str, Callable[[], Any]]:
    """Return the works by group; nothing is imported before it is needed."""

    def full(name: str, *, site: bool = True) -> Callable[[], Any]:
        def work() -> Any:
            room = import_module("benchmarks.full")
            return getattr(room, name)(room.camp()) if site else getattr(room, name)()

        return work

    return {
        "W1": lambda: import_module("benchmarks.six_stocks").rows(),
        "W2": full("large_rows"),
        "W3": full("interactive_rows"),
        "W4": lambda: import_module("benchmarks.cold").rows(),
        "W8": lambda: import_module("benchmarks.selection").rows(),
        "W9": full("determinism_rows"),
        "W10": full("memory_rows", site=False),
        "linear": full("linear_rows"),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=tuple(GROUPS), help="groups to measure; default: all")
    parser.add_argument("--json", type=Path, default=ROOT / "benchmarks.json", help="where the figures go")
    parser.add_argument(
        "--page", type=Path, help="where the page goes; default docs/benchmarks.md when all is measured"
    )
    chosen = parser.parse_args()
    about = machine()
    rows: list[Row] = []
    series: Series = {}
    for group, work in groups().items():
        if chosen.only and group not in chosen.only:
            continue
        given = measured(group, work)
        if isinstance(given, tuple):
            given, series = given
        for row in given:
            print(line(row), flush=True)
        rows += given
    chosen.json.write_text(
        json.dumps({"machine": about, "rows": [row.as_dict() for row in rows], "linear": series}, indent=1) + "\n",
        encoding="utf-8",
    )
    target = chosen.page or (None if chosen.only else PAGE)
    if target:
        plot = PLOT if series and draw(series, PAGE.parent / PLOT) else None
        target.write_text(page(rows, about, plot), encoding="utf-8")
        print(f"written: {target}")
    print(f"written: {chosen.json}")
    return 1 if any(row.passed is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
