"""Read the small tables of this room: figures the reference tables lack, each with its source or its reason."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.errors import SourceError
from holdfast.reference import check_provenance_of, parse_number_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = ("name", "value", "low", "high", "unit", "source", "status", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One sourced figure.

    Attributes
    ----------
    name : str
        What it is called in the table.
    value : float
        The figure, in ``unit``.
    low, high : float or None
        Stated bounds in ``unit``; ``None`` where there are none.
    unit : str
        Unit, ``-`` for a bare number.
    source : str
        Who published it; may be empty for ``memory`` and ``assumption``.
    status : str
        ``read``, ``read-in-secondary``, ``derived``, ``measured``, ``memory`` or ``assumption``.
    reason : str
        Why a figure of status ``memory`` or ``assumption`` may stand; otherwise a note, or empty.
    """

    name: str
    value: float
    low: float | None
    high: float | None
    unit: str
    source: str
    status: str
    reason: str


@cache
def figures_of(file: str) -> Mapping[str, Figure]:
    """Read one table of the room, once in a process.

    Parameters
    ----------
    file : str
        Name below ``holdfast/people``, such as ``"statements.csv"`` or ``"scenarios/children.csv"``.

    Returns
    -------
    Mapping of str to Figure
        In table order.

    Raises
    ------
    SourceError
        As :func:`read_figures`.
    """
    text = files("holdfast.people").joinpath(file).read_text(encoding="utf-8")
    return read_figures(text, file=f"people/{file}")


def figure_value(file: str, name: str) -> float:
    """Return one figure of a table of the room, in the unit the table states.

    Raises
    ------
    SourceError
        HF-R010, if the table has no such row.
    """
    found = figures_of(file).get(name)
    if found is None:
        raise SourceError(
            "HF-R010",
            where=f"people/{file}",
            found=repr(name),
            expected="one of " + ", ".join(figures_of(file)),
            mend="name a row of the table",
        )
    return found.value


def read_figures(text: str, *, file: str) -> dict[str, Figure]:
    """Read a table; a row without a unit, or without its source, status or reason, stops it.

    Parameters
    ----------
    text : str
        CSV with the columns ``name,value,low,high,unit,source,status,reason``.
    file : str
        What errors call the table.

    Returns
    -------
    dict of str to Figure

    Raises
    ------
    SourceError
        HF-R015 other columns or a row of another length; HF-R006 a name twice; HF-R009 no unit; HF-R005 no number;
        HF-R008 bounds out of order; HF-R001 no source; HF-R002 no reason; HF-R003 unknown status.
    """
    lines = list(csv.reader(text.splitlines()))
    if not lines or tuple(lines[0]) != COLUMNS:
        raise _fault("HF-R015", file, repr(",".join(lines[0]) if lines else ""), ",".join(COLUMNS), "restore them")
    found: dict[str, Figure] = {}
    for number, cells in enumerate(lines[1:], start=2):
        where = f"{file}, row {number}"
        if len(cells) != len(COLUMNS):
            raise _fault("HF-R015", where, f"{len(cells)} cells", f"{len(COLUMNS)} cells", "quote cells with commas")
        one = _figure(dict(zip(COLUMNS, cells, strict=True)), where)
        if one.name in found or not one.name:
            raise _fault("HF-R006", where, repr(one.name), "a name of its own", "rename the later row")
        found[one.name] = one
    return found


def _figure(cells: Mapping[str, str], where: str) -> Figure:
    check_provenance_of(cells["status"], cells["source"], cells["reason"], where)
    if not cells["unit"].strip():
        raise _fault("HF-R009", f"{where}, column unit", "nothing", "a unit, or - for a bare number", "write the unit")
    value = parse_number_cell(cells["value"], where=f"{where}, column value")
    low, high = (
        parse_number_cell(cells[column], where=f"{where}, column {column}") if cells[column] else None
        for column in ("low", "high")
    )
    stated = [number for number in (low, value, high) if number is not None]
    if stated != sorted(stated):
        raise _fault(
            "HF-R008", where, f"{low}, {value}, {high}", "low <= value <= high", "check the figures against the source"
        )
    return Figure(
        name=cells["name"],
        value=value,
        low=low,
        high=high,
        unit=cells["unit"],
        source=cells["source"],
        status=cells["status"],
        reason=cells["reason"],
    )


def _fault(code: str, where: str, found: str, expected: str, mend: str) -> SourceError:
    return SourceError(code, where=where, found=found, expected=expected, mend=mend)
