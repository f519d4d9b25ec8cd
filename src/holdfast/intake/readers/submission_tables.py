"""Exports of survey forms as tables: the main table, one table for each repeat, and the keys that join them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from holdfast.intake.readers.faults import ReaderFaultError

if TYPE_CHECKING:
    from holdfast.intake.readers.sheets import Sheet

# How the two systems name what is no answer. The names are compared in lower case.
_KEYS = ("_uuid", "key", "meta/instanceid", "meta-instanceid", "instanceid", "meta/rootuuid")
_PARENT = ("_submission__uuid", "parent_key", "_parent_index", "_submission__id")
_SUBMITTED = ("_submission_time", "submissiondate")
_EDITED = ("updatedat",)
_STATUS = ("_validation_status", "reviewstate")
_PRIVATE = frozenset(
    {"_submitted_by", "submitterid", "submittername", "deviceid", "username", "phonenumber", "email", "_geolocation"}
)
_OURS = {
    "_id": "_id",
    "_uuid": "_uuid",
    "meta/instanceid": "meta/instanceID",
    "meta-instanceid": "meta/instanceID",
    "instanceid": "meta/instanceID",
    "meta/deprecatedid": "meta/deprecatedID",
    "meta-deprecatedid": "meta/deprecatedID",
    "meta/rootuuid": "meta/rootUuid",
    "meta-rootuuid": "meta/rootUuid",
}
_NO_ANSWER = frozenset(
    {"_index", "_status", "_tags", "_notes", "__version__", "_version_", "formhub/uuid", "attachmentspresent"}
    | {"attachmentsexpected", "status", "edits", "formversion", "_parent_table_name", "_submission__submission_time"}
    | {"_submission__validation_status", "_submission__notes", "_submission__status", "_submission__submitted_by"}
    | {"_submission__tags", "_submission___version__", "_attachments", "meta/instancename", "meta-instancename"}
)
_LEGACY = re.compile(r"(?:.*/)?([^/\[\]]+)\[(\d+)\]/(?:.*/)?([^/\[\]]+)")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an export: its name, its headings and its rows, all as text."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, sheet: Sheet) -> Table:
        """Return a sheet as a table; its first row that is not blank holds the headings."""
        if not sheet.rows:
            return cls(sheet.name, (), ())
        first, *rest = sheet.rows
        width = len(first.cells)
        return cls(
            sheet.name,
            tuple(c.text for c in first.cells),
            tuple(tuple(row.cell(i).text for i in range(width)) for row in rest),
        )

    def column(self, *names: str) -> int | None:
        """Return the first column with one of these names, in the order of the names."""
        low = [h.strip().lower() for h in self.headings]
        return next((low.index(name) for name in names if name in low), None)


def table_of(name: str, data: bytes) -> Table:
    """Return a text table; its faults are those of tables."""
    from holdfast.intake.readers.delimited import read_delimited  # noqa: PLC0415  only where a table is read
    from holdfast.intake.readers.workbook import TableFaultError  # noqa: PLC0415

    try:
        book, _ = read_delimited(data)
    except TableFaultError as fault:
        raise ReaderFaultError(fault.code, fault.found) from None
    table = Table.of(book.sheets[0]) if book.sheets else Table(name, (), ())
    return replace(table, name=name)


def join_tables(tables: list[Table]) -> tuple[list[tuple[dict[str, Any], dict[str, Any]]], str | None]:
    """Return what each submission says of itself and its answers, repeats as lists, and the name of the main table.

    Raises
    ------
    ReaderFaultError
        HF-I060 where no table has a column that names submissions, or several have; HF-I064 where a row of a repeat
        belongs to no submission, or two submissions share a key.
    """
    parts = [t for t in tables if t.headings]
    repeats = [t for t in parts if t.column(*_PARENT) is not None]
    mains = [t for t in parts if t not in repeats and t.column(*_KEYS, "_id") is not None]
    if len(mains) != 1:
        found = "several tables of submissions" if mains else "a table without a column that names the submission"
        raise ReaderFaultError("HF-I060", found)
    main = mains[0]
    joined = [_split(main, row) for row in main.rows if any(cell.strip() for cell in row)]
    for table in repeats:
        _hang(main, joined, table)
    return joined, main.name or None


def _split(table: Table, row: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    system: dict[str, Any] = {"ids": {}, "private": [], "root": None, "submitted": None, "edited": None, "status": None}
    answers: dict[str, Any] = {}
    for heading, cell in zip(table.headings, row, strict=True):
        low, text = heading.strip().lower(), cell.strip()
        if not low or not text:
            continue
        if low in _OURS:
            system["ids"][_OURS[low]] = text
        elif low == "key":
            system["root"] = text.removeprefix("uuid:")
        elif low in _SUBMITTED:
            system["submitted"] = text
        elif low in _EDITED:
            system["edited"] = text
        elif low in _STATUS:
            system["status"] = text
        elif low in _PRIVATE:
            system["private"].append(heading.strip())
        elif low not in _NO_ANSWER and low not in _PARENT:
            _answer(answers, heading.strip(), text)
    return system, answers


def _answer(answers: dict[str, Any], heading: str, text: str) -> None:
    legacy = _LEGACY.fullmatch(heading)  # repeats laid side by side: stock[1]/qty, stock[2]/qty
    if legacy is None:
        answers[heading] = text
        return
    rows = answers.setdefault(legacy.group(1), [])
    while len(rows) < min(int(legacy.group(2)), 1000):
        rows.append({})
    rows[int(legacy.group(2)) - 1][legacy.group(3)] = text


def _hang(main: Table, joined: list[tuple[dict[str, Any], dict[str, Any]]], table: Table) -> None:
    """Give every row of a repeat to its submission."""
    pairs = (
        ("_submission__uuid", ("_uuid",)),
        ("parent_key", ("key", "meta-instanceid", "meta/instanceid", "instanceid")),
        ("_parent_index", ("_index",)),
        ("_submission__id", ("_id",)),
    )
    link = next(
        (
            (child, parent)
            for there, here in pairs
            if (child := table.column(there)) is not None and (parent := main.column(*here)) is not None
        ),
        None,
    )
    if link is None:
        raise ReaderFaultError("HF-I064", f"a table {table.name!r} of a repeat that nothing joins to its submissions")
    keys = [row[link[1]].strip().removeprefix("uuid:") for row in main.rows if any(cell.strip() for cell in row)]
    if len(set(keys)) != len(keys):
        raise ReaderFaultError("HF-I064", f"two submissions with one key in {main.name or 'the main table'!r}")
    place = dict(zip(keys, joined, strict=True))
    name = table.name.removeprefix(f"{main.name}-") if main.name else table.name
    for row in table.rows:
        if not any(cell.strip() for cell in row):
            continue
        owner = place.get(row[link[0]].strip().removeprefix("uuid:"))
        if owner is None:
            raise ReaderFaultError("HF-I064", f"a row of the repeat {table.name!r} whose submission is not in the file")
        _, answers = _split(Table(table.name, table.headings, ()), row)
        if answers:
            owner[1].setdefault(name, []).append(answers)
