"""The declarations that drive outputs, events and failures: one row of a table each."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputRow:
    """One declared output.

    Attributes
    ----------
    name : str
        Name with its unit; ``{class}``, ``{shelter}`` and the like stand for one output for each such asset.
    per : str
        What the site must have for the output to exist.
    unit, meaning, lifeline, source : str
        Unit, meaning, lifeline it belongs to, equation or table it comes from.
    fan : bool
        True for a level whose quantiles are kept for fan charts.
    """

    name: str
    per: str
    unit: str
    meaning: str
    lifeline: str
    source: str
    fan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One declared event; times are hours from the start of the run.

    Attributes
    ----------
    name, needs, unit : str
        Name, what the site must have for it, unit of its time.
    dated : str
        Where in the hour in which it happened its time lies: ``start``, ``within`` (interpolated) or ``end``.
    meaning, lifeline, source : str
        Meaning, lifeline it belongs to, equation or table it comes from.
    """

    name: str
    needs: str
    unit: str
    dated: str
    meaning: str
    lifeline: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """When a lifeline counts as failed: the event, its threshold and the window it is judged over."""

    lifeline: str
    event: str
    threshold: float
    unit: str
    window_h: float | None
    meaning: str
    source: str
    status: str


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table that lies in this package."""
    text = files("holdfast.lifelines").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def declared_outputs() -> tuple[OutputRow, ...]:
    """Return every declared output, in the order of the columns."""
    return tuple(
        OutputRow(
            name=row["name"],
            per=row["per"],
            unit=row["unit"],
            meaning=row["meaning"],
            lifeline=row["lifeline"],
            source=row["source"],
            fan=row["fan"] == "yes",
        )
        for row in rows_of("outputs.csv")
    )


@cache
def declared_events() -> tuple[EventRow, ...]:
    """Return every declared event."""
    return tuple(EventRow(**row) for row in rows_of("events.csv"))


def is_named(declared: str, name: str) -> bool:
    """Tell whether a name is the declared one, or that of one asset where the declared one has ``{shelter}``, say."""
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(declared))
    return re.fullmatch(pattern, name) is not None


def declaration_of(name: str) -> OutputRow | None:
    """Return the declaration of an output of a site; None for an unknown name. A whole name goes before a template."""
    rows = declared_outputs()
    exact = next((row for row in rows if row.name == name), None)
    return exact or next((row for row in rows if is_named(row.name, name)), None)


@cache
def failure_table() -> tuple[FailureRow, ...]:
    """Return the failure table; a threshold that is a norm is read from the reference tables."""
    return tuple(
        FailureRow(
            lifeline=row["lifeline"],
            event=row["event"],
            threshold=float(row["threshold"]) if row["threshold"] else _norm(row["source"]),
            unit=row["unit"],
            window_h=float(row["window_h"]) if row["window_h"] else None,
            meaning=row["meaning"],
            source=row["source"],
            status=row["status"],
        )
        for row in rows_of("failures.csv")
    )


def _norm(identifier: str) -> float:
    from holdfast.reference import value  # noqa: PLC0415

    return value(identifier)
