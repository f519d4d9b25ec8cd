"""A row in plain lines for a person, and as a mapping for a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from holdfast.reference.cells import format_cell
from holdfast.reference.checks import distributions
from holdfast.reference.records import Row, Term
from holdfast.reference.tables import SPECS
from holdfast.reference.units import table_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reference.records import Vector

STATUS_MEANING: Final[Mapping[str, str]] = {
    "read": "the figure was read in the source or a copy of it",
    "read-in-secondary": "the figure was read in another work that quotes the source",
    "derived": "worked out from figures of the source",
    "measured": "computed by us with the named program",
    "memory": "recalled, not read; verify before it is relied on",
    "assumption": "a choice of ours; no source",
}
_WIDTH = 18


def figure(row: Row) -> str:
    """Return the figure of a row with its unit, as one phrase.

    Parameters
    ----------
    row : Row
        Any row.

    Returns
    -------
    str
        "15 L/person/day", "2.5 to 3 L/person/day", "more than 30 d", "work 40 min/h; rest 20 min/h; water 0.75 qt/h".
    """
    if row.kind == "text":
        return str(row.value)
    units = row.unit.split("; ")
    of = f" ({row.of})" if row.of else ""
    if row.kind == "expression":
        return f"{row.value}{_unit(units[0])}{of}, with {row.fields['variables']}"
    if row.kind != "vector":
        return f"{_one(row.value, row.low, row.high, row.bounds, _unit(units[0]))}{of}"
    lists = [part if isinstance(part, tuple) else None for part in (row.value, row.low, row.high)]
    length = max(len(part) for part in lists if part is not None)
    value, low, high = (part if part is not None else (None,) * length for part in lists)
    ends = row.bounds.split("; ") if row.bounds else ["[]"] * length
    parts = [
        f"{row.labels[i] + ' ' if row.labels else ''}{_one(value[i], low[i], high[i], ends[i], _unit(units[i % len(units)]))}"
        for i in range(length)
    ]
    return "; ".join(parts) + of


def describe(entry: Row | Term) -> str:
    """Return a row or a term of office in plain lines: figure, source, status, limits, note.

    Parameters
    ----------
    entry : Row or Term
        What to print.

    Returns
    -------
    str
        Lines of a label and its text; what the row leaves blank is left out, except source and status.
    """
    pairs = _term_pairs(entry) if isinstance(entry, Term) else _row_pairs(entry)
    title = entry.holder if isinstance(entry, Term) else entry.name
    return "\n".join([f"{entry.id}  {title}", *(f"  {label:<{_WIDTH}}{text}" for label, text in pairs if text)])


def brief(row: Row | Term) -> str:
    """Return a row on one line: id, name, figure and status."""
    if isinstance(row, Term):
        until = "" if row.end is None else row.end.isoformat()
        return f"{row.id}  {row.holder}: {row.office}, {row.body}, {row.start.isoformat()} to {until}  [{row.status}]"
    return f"{row.id}  {row.name}: {figure(row)}  [{row.status}]"


def as_dict(entry: Row | Term) -> dict[str, Any]:
    """Return a row or a term of office as a mapping of JSON types.

    Parameters
    ----------
    entry : Row or Term
        What to write.

    Returns
    -------
    dict
        The attributes of the record; ``fields`` holds the table's own columns only, ``per`` the time the unit is for.
    """
    if isinstance(entry, Term):
        return {
            "id": entry.id,
            "table": "offices",
            "office": entry.office,
            "body": entry.body,
            "holder": entry.holder,
            "aliases": list(entry.aliases),
            "start": entry.start.isoformat(),
            "end": None if entry.end is None else entry.end.isoformat(),
            "start_precision": entry.start_precision,
            "end_precision": entry.end_precision or None,
            "acting": entry.acting,
            **_provenance(entry),
        }
    return {
        "id": entry.id,
        "table": entry.table,
        "name": entry.name,
        "kind": entry.kind,
        "value": _json(entry.value),
        "low": _json(entry.low),
        "high": _json(entry.high),
        "bounds": entry.bounds or None,
        "labels": list(entry.labels),
        "variables": entry.fields["variables"] or None,
        "unit": entry.unit,
        "of": entry.of,
        "per": [table_units()[unit].per or None for unit in entry.unit.split("; ")],
        "distribution": entry.distribution or None,
        "parameters": dict(entry.parameters),
        "support": list(entry.support),
        "edition": entry.edition,
        "page": entry.page,
        "limits": None if entry.limits is None else [_json(end) for end in entry.limits],
        "stated": entry.fields["stated"],
        "stated_unit": entry.fields["stated_unit"],
        **_provenance(entry),
        "fields": {column: entry.fields[column] for column in SPECS[entry.table].columns},
    }


def _provenance(entry: Row | Term) -> dict[str, str]:
    return {
        "source": entry.source,
        "address": entry.address,
        "status": entry.status,
        "reason": entry.reason,
        "note": entry.note,
    }


def _row_pairs(row: Row) -> list[tuple[str, str]]:
    own = [
        (column.replace("_", " "), row.fields[column])
        for column in SPECS[row.table].columns
        if column not in SPECS[row.table].name_columns or len(SPECS[row.table].name_columns) > 1
    ]
    stated = row.fields["stated"]
    stated_unit = "" if row.fields["stated_unit"] == "-" else row.fields["stated_unit"]
    as_stated = "" if stated in {row.fields["value"], figure(row)} else f"{stated} {stated_unit}".strip()
    return [
        ("table", row.table),
        ("figure", figure(row)),
        ("as stated", as_stated),
        *own,
        ("distribution", _distribution(row)),
        ("source", ", ".join(filter(None, (row.source, _edition(row), row.page))) or "none"),
        ("address", row.address),
        ("status", f"{row.status}: {STATUS_MEANING[row.status]}"),
        ("reason", row.reason),
        ("limits", _limits(row)),
        ("note", row.note),
    ]


def _term_pairs(term: Term) -> list[tuple[str, str]]:
    end = "no end known" if term.end is None else f"{term.end.isoformat()} (to the {term.end_precision})"
    return [
        ("table", "offices"),
        ("office", f"{term.office}, {term.body}{', acting' if term.acting else ''}"),
        ("from", f"{term.start.isoformat()} (to the {term.start_precision})"),
        ("until", end),
        ("also written", "; ".join(term.aliases)),
        ("source", term.source or "none"),
        ("address", term.address),
        ("status", f"{term.status}: {STATUS_MEANING[term.status]}"),
        ("reason", term.reason),
        ("note", term.note),
    ]


def _edition(row: Row) -> str:
    return f"edition {row.edition}" if row.edition and row.edition != "n/a" else ""


def _distribution(row: Row) -> str:
    if not row.distribution:
        return ""
    extra = [f"{name} {format_cell(number)}" for name, number in row.parameters.items()]
    extra += [f"one of {', '.join(format_cell(number) for number in row.support)}"] if row.support else []
    if row.kind != "interval" and row.low is not None and row.high is not None:
        extra.insert(0, f"low {format_cell(row.low)}, high {format_cell(row.high)}")
    meaning = distributions()[row.distribution].meaning
    return f"{row.distribution}{'; ' if extra else ''}{'; '.join(extra)} ({meaning})"


def _limits(row: Row) -> str:
    if row.limits is None:
        return ""
    low, high = (format_cell(end) for end in row.limits)
    return f"{low} to {high} {row.unit}: a figure outside does not load"


def _one(value: object, low: object, high: object, bounds: str, unit: str) -> str:
    numbers = [format_cell(part) if isinstance(part, float) else "" for part in (value, low, high)]
    if numbers[0]:
        text = numbers[0]
    elif numbers[1] and numbers[2]:
        above, under = ("above " if bounds[:1] == "(" else ""), ("under " if bounds[1:] == ")" else "")
        text = f"{above}{numbers[1]} to {under}{numbers[2]}"
    elif numbers[1]:
        text = f"{'more than' if bounds[:1] == '(' else 'at least'} {numbers[1]}"
    elif numbers[2]:
        text = f"{'less than' if bounds[1:] == ')' else 'at most'} {numbers[2]}"
    else:
        return "none set"
    return text + unit


def _unit(unit: str) -> str:
    return "" if unit == "-" else f" {unit}"


def _json(figures: float | Vector | str | None) -> object:
    return list(figures) if isinstance(figures, tuple) else figures
