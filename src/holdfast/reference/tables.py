"""Reading a table: every row has a source or a reason, a type, a unit and limits, or it does not load."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from holdfast.errors import InputError, SourceError
from holdfast.reference.cells import parse_number_cell, parse_vector_cell
from holdfast.reference.checks import check_figures, check_provenance_of
from holdfast.reference.expression import variables_of
from holdfast.reference.records import KINDS, Row
from holdfast.reference.store import read_text
from holdfast.reference.units import check_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reference.records import Vector

COMMON: Final = [
    "kind",
    "value",
    "low",
    "high",
    "bounds",
    "labels",
    "variables",
    "distribution",
    "mode",
    "sd",
    "gsd",
    "cv",
    "rho",
    "support",
    "distribution_as_stated",
    "unit",
    "of",
    "source",
    "edition",
    "page",
    "address",
    "status",
    "reason",
    "limit_low",
    "limit_high",
    "stated",
    "stated_unit",
    "note",
]
_PARAMETERS: Final = ("mode", "sd", "gsd", "cv", "rho")
_BOUNDS: Final = ("[]", "[)", "(]", "()")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """What makes a table: its file, how its ids begin, its own columns and those that make the name of a row."""

    name: str
    prefix: str
    columns: tuple[str, ...]
    name_columns: tuple[str, ...]
    sampled: bool = False

    @property
    def file(self) -> str:
        """File name inside the package."""
        return f"{self.name}.csv"


SPECS: Final[Mapping[str, TableSpec]] = {
    spec.name: spec
    for spec in (
        TableSpec(
            name="norms",
            prefix="N",
            columns=("domain", "indicator", "level", "applies_to", "comparator"),
            name_columns=("indicator",),
        ),
        TableSpec(
            name="commodities",
            prefix="C",
            columns=("category", "item", "property"),
            name_columns=("item", "property"),
        ),
        TableSpec(
            name="demography",
            prefix="D",
            columns=("topic", "group", "sex", "physiological_state", "activity", "temperature"),
            name_columns=("topic", "group", "sex", "physiological_state", "activity", "temperature"),
        ),
        TableSpec(
            name="law",
            prefix="L",
            columns=(
                "instrument",
                "provision",
                "legal_nature",
                "obliges",
                "applies_when",
                "facts_to_record",
                "prompt",
            ),
            name_columns=("instrument", "provision"),
        ),
        TableSpec(name="physics", prefix="physics:", columns=("symbol", "name"), name_columns=("name",), sampled=True),
        TableSpec(name="health", prefix="health:", columns=("symbol", "name"), name_columns=("name",), sampled=True),
    )
}


def tables() -> tuple[str, ...]:
    """Return the names of the tables of rows, in reading order."""
    return tuple(SPECS)


def table(name: str) -> tuple[Row, ...]:
    """Return every row of one table in table order.

    Parameters
    ----------
    name : str
        One of :func:`tables`.

    Returns
    -------
    tuple of Row

    Raises
    ------
    InputError
        HF-R013 if there is no such table.
    SourceError
        HF-R001 to HF-R009 and HF-R015 if the table is not fit to be used.
    """
    return tuple(indexed(name).values())


@cache
def indexed(name: str) -> Mapping[str, Row]:
    """Return the rows of one table by id; read once a process."""
    if name not in SPECS:
        raise InputError(
            "HF-R013",
            where="reference table",
            found=repr(name),
            expected=" or ".join((", ".join(tuple(SPECS)[:-1]), tuple(SPECS)[-1])),
            mend="name one of these tables",
        )
    spec = SPECS[name]
    return MappingProxyType({row.id: row for row in parse_table(spec, read_text(spec.file))})


def parse_table(spec: TableSpec, text: str) -> tuple[Row, ...]:
    """Read the rows of a table from CSV text, refusing what cannot be trusted.

    Parameters
    ----------
    spec : TableSpec
        Which table it is.
    text : str
        CSV with a header of ``id``, the table's own columns and the common ones.

    Returns
    -------
    tuple of Row

    Raises
    ------
    SourceError
        HF-R001 no source, HF-R002 no reason, HF-R003 unknown status, HF-R004 outside its limits, HF-R005 wrong type,
        HF-R006 duplicate id, HF-R007 unknown or incomplete distribution, HF-R008 low above high, HF-R009 unit,
        HF-R015 columns.
    """
    reader = csv.DictReader(text.splitlines(), strict=True)
    head = ["id", *spec.columns, *COMMON]
    if reader.fieldnames != head:
        found = [column for column in reader.fieldnames or [] if column not in head]
        missing = [column for column in head if column not in (reader.fieldnames or [])]
        raise _columns(spec.file, f"strange {found}, missing {missing}", "the columns " + ", ".join(head))
    rows: list[Row] = []
    seen: set[str] = set()
    for cells in reader:
        name = f"{spec.file}, row {cells['id']}"
        if None in cells or None in cells.values():
            raise _columns(name, "a line with too many or too few cells", f"{len(head)} cells")
        if cells["id"] in seen:
            raise SourceError(
                "HF-R006",
                where=f"{name}, column id",
                found=f"{cells['id']} twice",
                expected="each id once",
                mend="give the later row the next free number; never reuse a number",
            )
        seen.add(cells["id"])
        rows.append(_row(spec, cells, name))
    return tuple(rows)


def _row(spec: TableSpec, cells: dict[str, str], where: str) -> Row:
    kind = cells["kind"]
    if kind not in KINDS:
        raise _type(f"{where}, column kind", repr(kind), " or ".join(KINDS))
    if not cells["id"].startswith(spec.prefix):
        raise _type(f"{where}, column id", repr(cells["id"]), f"an id that begins with {spec.prefix}")
    value, low, high = _figures(cells, kind, where)
    elements = max((len(figure) for figure in (value, low, high) if isinstance(figure, tuple)), default=1)
    labels = tuple(cells["labels"].split("; ")) if cells["labels"] else ()
    if kind == "vector" and len(labels) not in {0, elements}:
        raise _type(f"{where}, column labels", f"{len(labels)} labels", f"{elements}, one an element")
    ends = tuple(cells["bounds"].split("; ")) if cells["bounds"] else ()
    if kind == "vector" and (len(ends) not in {0, elements} or not set(ends) <= set(_BOUNDS)):
        raise _type(f"{where}, column bounds", repr(cells["bounds"]), f"{elements} of {', '.join(_BOUNDS)}")
    check_unit(cells["unit"], elements=elements, where=f"{where}, column unit")
    row = Row(
        id=cells["id"],
        table=spec.name,
        name=", ".join(filter(None, (cells[column].replace("_", " ") for column in spec.name_columns))),
        kind=kind,
        value=value,
        low=low,
        high=high,
        bounds=cells["bounds"],
        labels=labels,
        distribution=cells["distribution"],
        parameters=MappingProxyType(
            {
                column: parse_number_cell(cells[column], where=f"{where}, column {column}")
                for column in _PARAMETERS
                if cells[column]
            }
        ),
        support=_support(cells["support"], where),
        unit=cells["unit"],
        of=cells["of"],
        source=cells["source"],
        edition=cells["edition"],
        page=cells["page"],
        address=cells["address"],
        status=cells["status"],
        reason=cells["reason"],
        limits=_limits(cells, kind, where),
        note=cells["note"],
        fields=MappingProxyType(cells),
    )
    check_provenance_of(row.status, row.source, row.reason, where)
    check_figures(row, where, sampled=spec.sampled)
    return row


def _figures(
    cells: dict[str, str], kind: str, where: str
) -> tuple[float | Vector | str | None, float | Vector | None, float | Vector | None]:
    def number(column: str) -> float | None:
        return parse_number_cell(cells[column], where=f"{where}, column {column}") if cells[column] else None

    def vector(column: str) -> Vector | None:
        return parse_vector_cell(cells[column], where=f"{where}, column {column}") if cells[column] else None

    text = cells["value"]
    if kind in {"text", "expression"}:
        if not text or cells["low"] or cells["high"]:
            raise _type(where, f"value {text!r}, bounds {cells['low']!r}, {cells['high']!r}", f"a value of kind {kind}")
        if kind == "expression":
            _check_variables(text, cells["variables"], where)
        return text, None, None
    if kind == "vector":
        return _checked_vectors(vector("value"), vector("low"), vector("high"), where)
    if kind == "interval":
        if text or not (cells["low"] or cells["high"]) or cells["bounds"] not in _BOUNDS:
            raise _type(
                where, f"value {text!r}, bounds {cells['bounds']!r}", "low or high or both, and [], [), (] or ()"
            )
        return None, number("low"), number("high")
    return parse_number_cell(text, where=f"{where}, column value"), number("low"), number("high")


def _checked_vectors(
    value: Vector | None, low: Vector | None, high: Vector | None, where: str
) -> tuple[Vector | None, Vector | None, Vector | None]:
    lengths = {len(part) for part in (value, low, high) if part is not None}
    if len(lengths) != 1:
        raise _type(where, f"vectors of lengths {sorted(lengths)}", "value, low or high, of one length")
    return value, low, high


def _check_variables(text: str, declared: str, where: str) -> None:
    used = set(variables_of(text, where=f"{where}, column value"))
    named = {part.split(":")[0].strip() for part in declared.split(";")} if declared else set()
    if used != named:
        raise _type(f"{where}, column variables", f"{sorted(named)}", f"a meaning for each of {sorted(used)}")


def _support(text: str, where: str) -> tuple[float, ...]:
    if not text:
        return ()
    return tuple(parse_number_cell(part, where=f"{where}, column support") for part in text.split("; "))


def _limits(cells: dict[str, str], kind: str, where: str) -> tuple[float | Vector, float | Vector] | None:
    if kind in {"text", "expression"}:
        return None
    ends: list[float | Vector] = []
    for column in ("limit_low", "limit_high"):
        text, place = cells[column], f"{where}, column {column}"
        ends.append(parse_vector_cell(text, where=place) if ";" in text else parse_number_cell(text, where=place))
    return ends[0], ends[1]


def _type(where: str, found: str, expected: str) -> SourceError:
    return SourceError(
        "HF-R005",
        where=where,
        found=found,
        expected=expected,
        mend="write the figure as the kind of the row asks, and move words to the note",
    )


def _columns(where: str, found: str, expected: str) -> SourceError:
    return SourceError("HF-R015", where=where, found=found, expected=expected, mend="restore the columns of the table")
