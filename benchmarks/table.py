"""The page docs/benchmarks.md and its plot, from the rows."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.measure import Row

GROUPS = {
    "W1": "The six-stock camp on the engine's machinery (720 hours)",
    "W2": "The full model: throughput",
    "W3": "The full model: warm answers",
    "W4": "Starting the program",
    "W8": "Exact quantiles alone",
    "W9": "Determinism",
    "W10": "Memory",
    "linear": "Cost over members and hours",
}
HEAD = """# Benchmarks

This page is written by `python -m benchmarks` (`make bench`); the same figures with every repeat's summary are in the
JSON file it names. Ratios are taken within one run on one machine and carry over; seconds are for orientation only.

Each figure has a check of its answers that can fail: a fast wrong answer is a failure. At least seven repeats after one
that does not count; the shortest counts (of whole processes: the middle one). A row is **noisy** where the middle one is
more than 25 % above the shortest even when repeated; do not quote it.

Y, the yardstick, is `benchmarks/yardstick/reference6.c`: the equations of the six-stock camp in C, 64 members side by
side, compiled where the benchmark runs. The camp of `reference6.csv` is **invented test data**. "Must" is the floor, "aim"
the goal.
"""


def page(rows: list[Row], machine: dict[str, Any], plot: str | None) -> str:
    """Return the page in Markdown."""
    libraries = ", ".join(f"{name} {number}" for name, number in machine["libraries"].items() if number)
    settings = ", ".join(f"{name}={value}" for name, value in machine["settings"].items()) or "none"
    load = ", ".join(f"{value:.2f}" for value in machine["load"]) if machine["load"] else "unknown"
    lines = [
        HEAD,
        "## The machine of this run\n",
        "| what | value |",
        "|---|---|",
        f"| date | {machine['date']} |",
        f"| processor | {machine['processor']}, {machine['processors_usable']} usable |",
        f"| memory | {machine['memory']} |",
        f"| system | {machine['system']}, Python {machine['python']} |",
        f"| libraries | {libraries} |",
        f"| settings | {settings} |",
        f"| load before | {load} |",
        f"| numbers | {machine['dtype']} |",
        "",
    ]
    for group, title in GROUPS.items():
        chosen = [row for row in rows if row.group == group]
        if not chosen:
            continue
        lines += [
            f"## {title} ({group})\n",
            "| what | value | must | aim | answers | notes |",
            "|---|---|---|---|---|---|",
        ]
        lines += [line(row) for row in chosen]
        lines.append("")
        if group == "linear" and plot:
            lines += [f"![Time over members and over hours, with lines of slope one]({plot})", ""]
    return "\n".join(lines)


def line(row: Row) -> str:
    """Return one row of a table."""
    if row.value is None:
        return f"| {row.what} | | {bound(row.must)} | {bound(row.aim)} | | {row.note} |"
    value = f"{number(row.value)} {row.unit}".strip()
    if row.met is not None:
        value += " (met)" if row.met else " (**missed**)"
    if row.noisy:
        value += " **noisy**"
    answers = f"{'right' if row.passed else '**WRONG**'}: {row.checked}"
    return f"| {row.what} | {value} | {bound(row.must)} | {bound(row.aim)} | {answers} | {row.note} |"


def bound(text: str) -> str:
    return text.replace("<=", "at most").replace(">=", "at least")


def number(value: float) -> str:
    if value == 0 or 1e-2 <= abs(value) < 1e5:
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:.2g}"


def draw(series: dict[str, list[tuple[int, float]]], file: Path) -> bool:
    """Draw time over size with lines of slope one; False without matplotlib."""
    try:
        matplotlib: Any = import_module("matplotlib")
    except ImportError:
        return False
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "holdfast"
    plots: Any = import_module("matplotlib.pyplot")
    figure, axes = plots.subplots(1, len(series), figsize=(9, 3.6), layout="constrained")
    for place, (name, points) in zip(axes, series.items(), strict=True):
        sizes, taken = zip(*points, strict=True)
        place.loglog(sizes, taken, "o-", color="#1b5e8a", label="measured")
        last = points[-1]
        place.loglog(sizes, [last[1] * size / last[0] for size in sizes], "--", color="#777777", label="slope one")
        place.set(xlabel=name, ylabel="seconds, two threads")
        place.legend(frameon=False)
    figure.savefig(file, metadata={"Date": None})
    plots.close(figure)
    return True
