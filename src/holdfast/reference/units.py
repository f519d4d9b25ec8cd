"""The unit strings the tables may use: each names its time and its denominator, or the row does not load."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from holdfast.errors import SourceError
from holdfast.reference.store import read_text

# A flow of these for each person means nothing until it says for how long: 105 L a week is 15 L a day.
_FLOWS = frozenset({"L", "mL", "m3", "g", "kg", "mg", "kcal", "kJ", "MJ"})
_HEAD = ["unit", "kind", "per", "meaning"]
_FILE = "units.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUnit:
    """A unit of the tables: ``kind`` is physical, count, index or none; ``per`` names the time it is for."""

    unit: str
    kind: str
    per: str
    meaning: str


@cache
def table_units() -> dict[str, TableUnit]:
    """Return every unit the tables may use, by its symbol.

    Returns
    -------
    dict of str to TableUnit

    Raises
    ------
    SourceError
        HF-R009 if a unit repeats, or is a flow for each person that names no time.
    """
    return parse_units(read_text(_FILE))


def parse_units(text: str) -> dict[str, TableUnit]:
    """Read the table of units from CSV text; see :func:`table_units`."""
    reader = csv.DictReader(text.splitlines())
    if reader.fieldnames != _HEAD:
        raise _fault(f"{_FILE}, header", str(reader.fieldnames), str(_HEAD))
    units: dict[str, TableUnit] = {}
    for line, cells in enumerate(reader, start=2):
        unit = TableUnit(**cells)
        where = f"{_FILE}, line {line}, column unit"
        if not unit.unit or unit.unit in units:
            raise _fault(where, repr(unit.unit), "a unit that stands once")
        top, *below = unit.unit.split("/")
        if top in _FLOWS and "person" in below and not unit.per:
            raise _fault(where, unit.unit, "the time the flow is for, such as L/person/day")
        units[unit.unit] = unit
    return units


def check_unit(text: str, *, elements: int, where: str) -> None:
    """Refuse a unit the tables do not know, or a list of units that does not fit the vector.

    Parameters
    ----------
    text : str
        One unit, or one a vector element parted by ``; ``.
    elements : int
        Number of elements of the value.
    where : str
        File, row and column, for the error.

    Raises
    ------
    SourceError
        HF-R009.
    """
    parts = text.split("; ")
    if len(parts) not in {1, elements}:
        raise _fault(where, repr(text), f"one unit, or {elements} parted by '; '")
    for part in parts:
        if part not in table_units():
            raise _fault(where, repr(part), f"a unit of {_FILE}, with its time and denominator")


def _fault(where: str, found: str, expected: str) -> SourceError:
    return SourceError(
        "HF-R009", where=where, found=found, expected=expected, mend=f"use a unit of {_FILE}, or add one there first"
    )
