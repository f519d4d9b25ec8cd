"""A run on its way out: the rows of the CSV files and the payload of the printed answer."""

from __future__ import annotations

import csv
import io
import math
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.lifelines.causes import cause_labels

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from holdfast.lifelines.result import Run
    from holdfast.sites import Site


def time_of(run: Run, hour: float) -> datetime:
    """Return the moment of an hour of the run, in the site's zone (through changes of the clock).

    Parameters
    ----------
    run : Run
        The run.
    hour : float
        Hours from its start [h], finite; an hour may be a part of one.
    """
    zone = run.start.tzinfo
    return (run.start.astimezone(UTC) + timedelta(hours=hour)).astimezone(zone)


def csv_text(run: Run, member: int = 0) -> str:
    """Return one member as CSV: one row an hour, the declared output names as header, full precision.

    Parameters
    ----------
    run : Run
        A run that kept all outputs; another gives rows without columns.
    member : int
        From 0.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(run.outputs)
    columns = [array[member] for array in run.outputs.values()]
    for k in range(run.hours):
        writer.writerow([_number(float(column[k])) for column in columns])
    return text.getvalue()


def quantiles_csv_text(run: Run) -> str:
    """Return the kept quantiles as CSV: one row for each output and hour, a column for each probability.

    The columns are ``output,unit,hour`` and one such as ``q05`` or ``q97.5`` for every probability. A run that kept
    none gives the header alone.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["output", "unit", "hour", *(f"q{_percent(share)}" for share in run.probabilities)])
    for name, lines in run.quantiles.items():
        for k in range(run.hours):
            writer.writerow([name, run.units[name], k, *(_number(float(line[k])) for line in lines)])
    return text.getvalue()


def _percent(share: float) -> str:
    whole = round(100.0 * share, 9)
    return f"{whole:02.0f}" if whole == round(whole) else f"{whole:g}"


def _number(value: float) -> str:
    """Shortest text that reads back as the same number; whole numbers without a point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def payload(run: Run, site: Site) -> dict[str, Any]:
    """Return the answer of a run: dated events, their causes, balances, and what decides the result.

    A run of one member gives each event its hour, time and cause. A run of several gives the share of members in which
    it happened and, where at least the stated share of them had it, the 10, 50 and 90 per cent hours.
    Events that did not happen within the run are left out of the first and have no hours in the second.
    """
    events = _dated(run) if run.members == 1 else _spread(run)
    answer: dict[str, Any] = {
        "events": events,
        "balances": dict(run.balances),
        "site": site.id,
        "start": run.start.isoformat(),
        "hours": run.hours,
        "members": run.members,
        "engine": run.engine,
        "seed": run.provenance["seed"],
        "deterministic": run.provenance["deterministic"],
        "refused": dict(run.refused),
        "flags": dict(run.flags),
        "defaults": list(run.defaults),
        "warnings": list(run.warnings),
        "provenance": dict(run.provenance),
    }
    if site.exercise:
        answer["exercise"] = "EXERCISE: this site is invented"
    return answer


def _dated(run: Run) -> list[dict[str, Any]]:
    happened = [(float(times[0]), name) for name, times in run.event_times.items() if math.isfinite(times[0])]
    labels = cause_labels()
    return [
        {
            "name": name,
            "lifeline": run.lifelines[name],
            "hour": hour,
            "time": time_of(run, hour).isoformat(),
            "cause": labels[int(run.causes[name][0])],
        }
        for hour, name in sorted(happened)
    ]


def _spread(run: Run) -> list[dict[str, Any]]:
    events = []
    for name, times in run.event_times.items():
        ranked = np.sort(times)
        hours = {f"q{share:02d}_hour": _at(ranked, share / 100.0) for share in (10, 50, 90)}
        share = float(np.isfinite(times).mean())
        causes = _shares(run.causes[name])
        events.append({"name": name, "lifeline": run.lifelines[name], "share": share, **hours, "causes": causes})
    return sorted(events, key=lambda event: (event["q50_hour"] is None, event["q50_hour"] or 0.0, -event["share"]))


def _shares(causes: NDArray[np.int8]) -> dict[str, float]:
    """Share of all members with each cause; those without the event are left out."""
    counts = np.bincount(causes, minlength=len(cause_labels()))
    return {label: float(n) / causes.size for label, n in zip(cause_labels(), counts, strict=True) if label and n}


def _at(ranked: np.ndarray[tuple[int], np.dtype[np.float64]], share: float) -> float | None:
    """Hour by which a share of the members had the event; None past the run."""
    place = min(len(ranked) - 1, math.ceil(share * len(ranked)) - 1)
    hour = float(ranked[max(0, place)])
    return hour if math.isfinite(hour) else None
