"""Write the generated part of docs/engine.md: outputs, events, failures, weather, what is refused, equations.

A test holds the page in step with the tables and the docstrings it is made from.
"""

from __future__ import annotations

import inspect
import math
import re
from pathlib import Path

from holdfast.lifelines import (
    declared_events,
    declared_outputs,
    envelope,
    failure_table,
    sky,
    weather_profiles,
)
from holdfast.lifelines.compiled import loop_modules
from holdfast.lifelines.weather_files import FILE_KINDS, WEATHER_COLUMNS
from holdfast.sites import field_rows

PAGE = Path(__file__).resolve().parents[1] / "docs" / "engine.md"
MARK = "<!-- made by scripts/make_engine_page.py from the tables of the package; do not edit below -->"


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return [*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows), ""]


def equations() -> list[tuple[str, ...]]:
    """Return equations, function and first sentence of every function of a run that names an equation."""
    rows = []
    for module in (*loop_modules(), sky, envelope, weather_profiles):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            text = inspect.getdoc(function) or ""
            first = re.split(r"(?<=\.)\s|\n\n", text.replace("\n", " "))[0]
            found = sorted(set(re.findall(r"\b[EWSHCPM]\d{1,2}\b", text.split("\n\n")[0])))
            if function.__module__ == module.__name__ and found:
                rows.append((", ".join(found), f"`{module.__name__.removeprefix('holdfast.')}.{name}`", first))
    return sorted(rows, key=lambda row: [(part[0], int(part[1:])) for part in row[0].split(", ")])


def weather_priors() -> list[tuple[str, ...]]:
    """Return the prior of every value of the weather."""
    return [
        (
            f"`weather.{row.field}`",
            row.unit,
            *(
                "" if math.isnan(number) else f"{number:g}"
                for number in (row.prior_value, row.prior_low, row.prior_high)
            ),
            row.prior_distribution,
            row.status,
        )
        for row in field_rows()
        if row.asset == "weather" and row.form == "value"
    ]


def refused() -> list[tuple[str, ...]]:
    """Return every field the engine would have to ignore, with the values it does take."""
    return [
        (f"`{row.asset}.{row.field}`", row.simulated.removeprefix("only ") if row.simulated != "no" else "", row.reason)
        for row in field_rows()
        if row.simulated != "yes"
    ]


def generated() -> str:
    """Return the generated part."""
    lines = [MARK, "", "## Outputs", ""]
    lines += table(
        ("name", "unit", "meaning", "lifeline", "source"),
        [(f"`{row.name}`", row.unit, row.meaning, row.lifeline, row.source) for row in declared_outputs()],
    )
    lines += ["## Events", "", "Times are hours from the start of the run, interpolated within the hour.", ""]
    lines += table(
        ("name", "lifeline", "meaning", "source"),
        [(f"`{row.name}`", row.lifeline, row.meaning, row.source) for row in declared_events()],
    )
    lines += ["## When a lifeline counts as failed", ""]
    lines += table(
        ("lifeline", "event", "threshold", "unit", "window h", "of what", "source", "status"),
        [
            (
                row.lifeline,
                f"`{row.event}`",
                f"{row.threshold:g}",
                row.unit,
                f"{row.window_h:g}" if row.window_h else "",
                row.meaning,
                row.source,
                row.status,
            )
            for row in failure_table()
        ],
    )
    told = (
        "A CSV whose first column says what its rows are, or an EPW: the hours of a year that is no particular one, "
        "matched by month, day and hour of its standard time. What a file does not state comes from the site."
    )
    lines += ["## Weather files", "", told, ""]
    lines += table(("first column", "rows"), [(f"`{name}`", rows) for name, rows in FILE_KINDS.items()])
    lines += table(
        ("further column", "from", "to", "used"),
        [(f"`{name}`", f"{low:g}", f"{high:g}", where) for name, (low, high, where) in WEATHER_COLUMNS.items()],
    )
    lines += ["### Priors of the weather", "", "What neither the site nor a file states.", ""]
    lines += table(("field", "unit", "prior", "from", "to", "distribution", "status"), weather_priors())
    told = "A site that states what the engine would have to ignore is not run."
    lines += ["## Refused", "", told if refused() else f"{told} Of today's fields it takes every one.", ""]
    lines += table(("field", "taken", "why"), refused()) if refused() else []
    lines += ["## Equations and where they stand", ""]
    lines += table(("equation", "function", "what it gives"), equations())
    return "\n".join(lines).rstrip() + "\n"


def page() -> str:
    """Return the whole page: the written part as it stands, and the generated part anew."""
    written = PAGE.read_text(encoding="utf-8").split(MARK, 1)[0] if PAGE.exists() else "# The engine\n\n"
    return written + generated()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
