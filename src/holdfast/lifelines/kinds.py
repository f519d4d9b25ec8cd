"""Kinds of dated events: one row of ``event_kinds.csv`` each, which drives reading, schedule and documentation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from holdfast.lifelines.tables import rows_of

# What the quantity of an event may be: the units it may be written in, each with its factor.
SHARES = {"": 1.0, "1": 1.0, "fraction": 1.0, "%": 0.01}
ROLE_UNITS: dict[str, dict[str, float]] = {
    "fraction": SHARES,
    "rain": {"": 1.0, "mm": 1.0, "cm": 10.0},
    "persons": dict.fromkeys(("", "person", "persons", "people"), 1.0),
    "items": dict.fromkeys(("", "item", "items", "kit", "kits"), 1.0),
}
# The unit in which a quantity of each role is kept; a stock is kept in the unit of its asset.
ROLE_UNIT = {"fraction": "", "rain": "mm", "persons": "persons", "items": "item", "none": ""}
MOST_RAIN_MM = 500.0  # in one hour; more has not been measured (the records lie near 300 to 400)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """One kind of dated event.

    Attributes
    ----------
    kind : str
        Name in the events file.
    asset : str
        What it may name, in words.
    collections : tuple of str
        Lists of the site whose ids it may name; ``commodity``, ``gate`` and ``site`` stand for themselves.
    codes : tuple of str
        Name of the code in the schedule, for each of ``collections``.
    quantity : str
        Role of its quantity: ``stock``, ``stock or share``, ``fraction``, ``rain``, ``persons``, ``items`` or ``none``.
    when : str
        Before or after the trucks and usual deliveries of its hour.
    shock : bool
        True for what takes capacity or stock away by force or accident, a cause of its own beside depletion.
    meaning, example : str
        What it does, and a row of an events file.
    """

    kind: str
    asset: str
    collections: tuple[str, ...]
    codes: tuple[str, ...]
    quantity: str
    when: str
    shock: bool
    meaning: str
    example: str


@cache
def declared_kinds() -> tuple[EventKind, ...]:
    """Return every kind of event, in the order in which they act within an hour."""
    return tuple(
        EventKind(
            kind=row["kind"],
            asset=row["asset"],
            collections=tuple(row["collections"].split()),
            codes=tuple(row["codes"].split()),
            quantity=row["quantity"],
            when=row["when"],
            shock=row["shock"] == "yes",
            meaning=row["meaning"],
            example=row["example"],
        )
        for row in rows_of("event_kinds.csv")
    )


@cache
def kind_named(name: str) -> EventKind | None:
    """Return the kind of a name, None for a name that is none."""
    return next((row for row in declared_kinds() if row.kind == name), None)
