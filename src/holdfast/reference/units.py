"""The unit strings the tables may use: each names its time and its denominator, or the row does not load."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from holdfast.errors import SourceError, UnitError
from holdfast.reference.store import read_text

# A flow of these for each person means nothing until it says for how long: 105 L a week is 15 L a day.
_FLOWS = frozenset({"L", "mL", "m3", "g", "kg", "mg", "kcal", "kJ", "MJ"})
_KINDS = frozenset({"physical", "foreign", "count", "index", "none"})
_HEAD = ["unit", "kind", "per", "meaning"]
_FILE = "units.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUnit:
    """A unit of the tables.

    ``kind`` is ``physical`` (each part is a unit the package converts), ``foreign`` (a unit of a source that nothing
    converts; ``meaning`` gives the factor), ``count``, ``index`` or ``none``. ``per`` names the time the unit is for.
    """

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
        HF-R009 if a unit repeats, is a flow for each person that names no time, or is called physical while one of its
        parts is not a unit the package can convert.
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
        if unit.kind not in _KINDS:
            raise _fault(f"{_FILE}, line {line}, column kind", repr(unit.kind), " or ".join(sorted(_KINDS)))
        if unit.kind == "physical":
            _check_parts(unit.unit, where)
        units[unit.unit] = unit
    return units


def _check_parts(text: str, where: str) -> None:
    # Imported here: the unit table is needed only when a table is read, and its room takes longer to load than ours.
    from holdfast.quantities import unit  # noqa: PLC0415

    for part in text.split("/"):
        # "100 g" counts grams; "K2" is K squared, while "m2" and "m3" are units of their own; "1" stands before a rate.
        bare = re.sub(r"^\d+ |(?<=K)2$", "", part)
        if bare == "1":
            continue
        try:
            unit(bare)
        except UnitError as error:
            raise _fault(where, f"{text}, with the part {part}", "parts that are units, or another kind") from error


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
