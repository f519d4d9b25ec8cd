"""Tables for tests: one content written as CSV, XLSX and ODS, and the spreadsheet of the fixture inbox."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Value = str | int | float | date | None
    Rows = Sequence[Sequence[Value]]

# The stock sheet of the fixture inbox: its headings stand in row 4 under a title, and its values are as people write.
STOK: list[list[Value]] = [
    ["Camp store, stock sheet", None, None, None, None],
    ["kept by the store keeper", None, None, None, None],
    [None, None, None, None, None],
    ["Item", "bal.", "unit", "cons/day", "Rmks"],
    ["Diesel", "12,5", "drum", "1", "one drum leaks"],
    ["Flour", "~40 bags", None, "2 bags", "some wet"],
    ["Water", "1/2 tank", None, None, "tank 1"],
]


def as_text(value: Value) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def write_csv(path: Path, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([[as_text(v) for v in row] for row in rows])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def write_xlsx(
    path: Path, rows: Rows, *, title: str = "Sheet", merged: Sequence[str] = (), more: dict[str, Rows] | None = None
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    _fill(sheet, rows)
    for span in merged:
        sheet.merge_cells(span)
    for name, content in (more or {}).items():
        _fill(book.create_sheet(name), content)
    book.save(path)
    return path


def _fill(sheet, rows: Rows) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, column, value)


def write_ods(
    path: Path, rows: Rows, *, title: str = "Sheet", across: dict[tuple[int, int], int] | None = None
) -> Path:
    """``across`` merges cells: (row, column) from 0 -> how many columns."""
    book = OpenDocumentSpreadsheet()
    table = Table(name=title)
    for r, row in enumerate(rows):
        line = TableRow()
        for c, value in enumerate(row):
            covered = any(rr == r and cc < c < cc + n for (rr, cc), n in (across or {}).items())
            if covered:
                line.addElement(CoveredTableCell())
                continue
            wide = {"numbercolumnsspanned": n} if (n := (across or {}).get((r, c))) else {}
            if value is None:
                cell = TableCell(**wide)
            elif isinstance(value, (date, datetime)):
                cell = TableCell(valuetype="date", datevalue=value.isoformat(), **wide)
            elif isinstance(value, (int, float)):
                cell = TableCell(valuetype="float", value=value, **wide)
            else:
                cell = TableCell(valuetype="string", **wide)
            if value is not None:
                cell.addElement(P(text=as_text(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def read_here(path: Path, **options):
    """Read a table in this process, without the other one: for tests that read many."""
    from holdfast.intake import TableOptions
    from holdfast.intake.readers import table_kind
    from holdfast.intake.readers.sheets import from_json
    from holdfast.intake.readers.tables import read_tables
    from holdfast.intake.records import ReadingWarning
    from holdfast.intake.rows.reading import read_book

    data = path.read_bytes()
    kind = table_kind(data, str(path))
    assert kind is not None, "not seen as a table"
    answer = read_tables(kind, data, options.get("charset"))
    assert "fault" not in answer, answer
    packages = options.pop("sizes", {"drum": "200 L"})
    return read_book(
        from_json(answer["book"]),
        data,
        str(path),
        warnings=[ReadingWarning(**w) for w in answer["warnings"]],
        timezone="Asia/Baghdad",
        packages=packages,
        options=TableOptions(**options),
    )


def said(reading) -> list[tuple]:
    """What the statements of a reading say, without where they stand."""
    return [
        (s.claim_type, s.item, s.value_low, s.value_high, s.unit, s.si_low, s.si_unit, s.per, s.time_start, s.place)
        for s in reading.statements
    ]


def roles(reading) -> dict[str, str]:
    return {c.heading: c.role for c in reading.table.mappings[0][1].columns}


def unread(reading) -> dict[int, str]:
    return {r.row: f"{r.status}: {r.reasons}" for r in reading.table.rows if r.status != "read"}


def codes(reading) -> set[str]:
    return {w.code for w in reading.warnings}
