"""Workbooks (XLSX, XLS, ODS): the values of their cells, and what a value alone does not say.

The values are those the file keeps; nothing is evaluated. A formula without a kept value and an error such as ``#REF!``
come without a value from the library, so both are looked up in the file itself, as are percentages.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from holdfast.intake.readers.archive import Archive
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_TABLE_ROWS,
)
from holdfast.intake.readers.sheets import NOTHING, Book, Cell, Sheet, clean, sheet_from

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"

_XML_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_XML_ATTRIBUTE = re.compile(rb"(\w+)=\"([^\"]*)\"")
_XML_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
_XML_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# U+202A to U+202E and U+2066 to U+2069 in UTF-8, or as references.
_BIDI = re.compile(
    rb"\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]|&#(?:823[4-8]|829[4-7]|x202[a-e]|x206[6-9]);", re.IGNORECASE
)
DIRECTION_MARKS = (
    "direction-marks-removed",
    "the table held marks that change the direction of writing and can hide what is written; they were taken out",
)
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
_PERCENT_FORMATS = frozenset({9, 10})
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_WHOLE = 1e15
_ERROR = re.compile(r"#(?:REF|DIV/0|N/A|NAME\?|NULL|NUM|VALUE)!?")

# What the file itself says of a cell, by row from 1 and column from 0: percent, error or formula, with the words to show.
Marks = dict[tuple[int, int], tuple[str, str]]


class TableFaultError(ReaderFaultError):
    """A table that cannot be read."""


def read_workbook(kind: str, data: bytes) -> tuple[Book, list[tuple[str, str]]]:
    """Return the sheets of a workbook, and warnings as (code, message).

    Parameters
    ----------
    kind : str
        Its media type: `XLSX`, `ODS` or `XLS`.
    data : bytes
        The file.

    Raises
    ------
    TableFaultError
        HF-I020 broken, HF-I021 encrypted, HF-I022 too large once unpacked, HF-I023 with declarations that have no place
        in a workbook.
    """
    from python_calamine import CalamineError, PasswordError, load_workbook  # noqa: PLC0415  heavy

    parts = _unpacked(data) if kind in {XLSX, ODS} else {}
    try:
        book = load_workbook(io.BytesIO(data))
        metadata = book.sheets_metadata
        marks, merged, epoch = _said_by_file(kind, parts)
        sheets = []
        left = MAX_CELLS
        for meta in metadata:
            if not str(meta.typ).endswith("WorkSheet"):
                continue
            sheet, used = _sheet(book.get_sheet_by_name(meta.name), meta, marks, merged, left)
            left -= used
            sheets.append(sheet)
    except PasswordError:
        raise TableFaultError("HF-I021", "a workbook that asks for a password") from None
    except (CalamineError, ET.ParseError, KeyError, ValueError, IndexError, OSError, OverflowError) as error:
        raise TableFaultError("HF-I020", f"a workbook that cannot be read ({type(error).__name__})") from None
    except BaseException as error:
        # The library's own panics derive from BaseException; the limits of this process must still pass.
        if type(error).__name__ != "PanicException":
            raise
        raise TableFaultError("HF-I020", "a workbook that stops the reader") from None
    hidden_marks = any(_BIDI.search(part) for name, part in parts.items() if name.endswith(".xml"))
    return Book(kind, tuple(sheets), epoch=epoch), [DIRECTION_MARKS] if hidden_marks else []


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of a package, read within limits; a workbook with anything hostile in one goes no further."""
    found: dict[str, bytes] = {}
    try:
        package = Archive(data)
        for name in package.names:
            if name.endswith((".xml", ".rels", ".bin")) and "/media/" not in name:
                found[name] = package.part(name) or b""
    except ReaderFaultError as fault:
        if "password" in fault.found:
            raise TableFaultError("HF-I021", "a workbook that asks for a password") from None
        raise TableFaultError("HF-I022" if fault.code == "HF-I040" else "HF-I020", fault.found) from None
    for name, part in found.items():
        # Entities could read other files or grow without end; no spreadsheet program writes them.
        if not name.endswith(".bin") and _DECLARES.search(part.replace(b"\x00", b"")):
            raise TableFaultError("HF-I023", f"a declaration of entities or of a document type in {name}")
    return found


def _said_by_file(
    kind: str, parts: dict[str, bytes]
) -> tuple[dict[str, Marks], dict[str, list[tuple[int, int, int, int]]], int | None]:
    if kind == XLSX and "xl/workbook.xml" in parts:
        return _xlsx_marks(parts)
    if kind == ODS and "content.xml" in parts:
        marks, merged = _ods_marks(parts["content.xml"])
        return marks, merged, 1900
    return {}, {}, 1900 if kind == XLS else None


def _xlsx_marks(
    parts: dict[str, bytes],
) -> tuple[dict[str, Marks], dict[str, list[tuple[int, int, int, int]]], int]:
    workbook = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314  entities were refused above
    targets: dict[str, str] = {}
    relations = parts.get("xl/_rels/workbook.xml.rels")
    if relations:
        for relation in ET.fromstring(relations):  # noqa: S314  entities were refused above
            target = relation.get("Target", "")
            targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    epoch = 1900
    found: dict[str, Marks] = {}
    percents = _percent_styles(parts.get("xl/styles.xml"))
    for element in workbook.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "workbookPr" and element.get("date1904", "0").lower() in {"1", "true"}:
            epoch = 1904
        if tag == "sheet":
            identity = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            part = parts.get(targets.get(identity, ""))
            if part is not None:
                found[element.get("name", "")] = _xlsx_cells(part, percents)
    return found, {}, epoch


def _percent_styles(styles: bytes | None) -> frozenset[int]:
    if not styles:
        return frozenset()
    formats = set(_PERCENT_FORMATS)
    order: list[int] = []
    root = ET.fromstring(styles)  # noqa: S314  entities were refused above
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "numFmt" and "%" in element.get("formatCode", ""):
            formats.add(int(element.get("numFmtId", "-1")))
        if tag == "cellXfs":
            order = [int(style.get("numFmtId", "0")) for style in element]
    return frozenset(i for i, number in enumerate(order) if number in formats)


def _xlsx_cells(part: bytes, percents: frozenset[int]) -> Marks:
    found: Marks = {}
    for match in _XML_CELL.finditer(part):
        attributes = dict(_XML_ATTRIBUTE.findall(match.group(1)))
        body = match.group(2) or b""
        value = _XML_VALUE.search(body)
        is_error = attributes.get(b"t") == b"e"
        is_formula = value is None and _XML_FORMULA.search(body) is not None
        style = attributes.get(b"s", b"")
        if not is_error and not is_formula and (not style.isdigit() or int(style) not in percents):
            continue
        place = _REFERENCE.fullmatch(attributes.get(b"r", b"").decode("ascii", "replace"))
        if place is None:
            continue
        column = 0
        for letter in place.group(1):
            column = column * 26 + ord(letter) - ord("A") + 1
        where = (int(place.group(2)), column - 1)
        if is_error:
            found[where] = ("error", clean(value.group(1).decode("utf-8", "replace")) if value else "#ERROR!")
        elif is_formula:
            found[where] = ("formula", "=(no value kept)")
        else:
            found[where] = ("percent", "")
    return found


def _ods_marks(content: bytes) -> tuple[dict[str, Marks], dict[str, list[tuple[int, int, int, int]]]]:
    found: dict[str, Marks] = {}
    merged: dict[str, list[tuple[int, int, int, int]]] = {}
    root = ET.fromstring(content)  # noqa: S314  entities were refused above
    for table in root.iter(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name", "")
        marks, ranges = found.setdefault(name, {}), merged.setdefault(name, [])
        number = 1
        for row in table.iter(f"{_TABLE}table-row"):
            column = 0
            for cell in row:
                _ods_cell(cell, number, column, marks, ranges)
                column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            number += int(row.get(f"{_TABLE}number-rows-repeated", "1"))
    return found, merged


def _ods_cell(
    cell: ET.Element, number: int, column: int, marks: Marks, ranges: list[tuple[int, int, int, int]]
) -> None:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "percentage":
        marks[number, column] = ("percent", "")
    text = "".join(cell.itertext()).strip()
    if cell.get(f"{_TABLE}formula") is not None:
        if kind is None:
            marks[number, column] = ("formula", "=(no value kept)")
        elif text.startswith(("#", "Err:")):
            marks[number, column] = ("error", clean(text))
    down, across = (int(cell.get(f"{_TABLE}number-{w}-spanned", "1")) for w in ("rows", "columns"))
    if down > 1 or across > 1:
        ranges.append((number, column, number + down - 1, column + across - 1))


def _sheet(
    sheet: Any,
    meta: Any,
    marks: dict[str, Marks],
    merged: dict[str, list[tuple[int, int, int, int]]],
    left: int,
) -> tuple[Sheet, int]:
    if sheet.width > MAX_COLUMNS:
        raise TableFaultError("HF-I022", f"sheet {clean(meta.name)!r} of {sheet.width:,} columns")
    of_row: dict[int, dict[int, tuple[str, str]]] = {}
    for (number, column), mark in marks.get(meta.name, {}).items():
        of_row.setdefault(number, {})[column] = mark
    values = _values(sheet, clean(meta.name))
    numbered: list[tuple[int, list[Cell]]] = []
    used = 0
    for number in sorted({*values, *of_row}):
        row, said = values.get(number, []), of_row.get(number, {})
        width = min(max(len(row), *(c + 1 for c in said), 0), MAX_COLUMNS)
        cells = [_cell(row[i] if i < len(row) else "", said.get(i)) for i in range(width)]
        used += sum(not c.is_empty for c in cells)
        if used > left:
            raise TableFaultError("HF-I022", f"more than {MAX_CELLS:,} cells")
        numbered.append((number, cells))
    ranges = [(a + 1, b, c + 1, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()] or merged.get(meta.name, [])
    hidden = not str(meta.visible).endswith("Visible")
    return sheet_from(meta.name, numbered, hidden=hidden, merged=tuple(ranges)), used


def _values(sheet: Any, name: str) -> dict[int, list[Any]]:
    """Return the rows that hold something, by their number."""
    found: dict[int, list[Any]] = {}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if any(v != "" for v in row):
            if len(found) == MAX_TABLE_ROWS:
                raise TableFaultError("HF-I022", f"sheet {name!r} of more than {MAX_TABLE_ROWS:,} rows")
            found[number] = row
    # Some formats hand out rows from the first that holds something, others from row 1.
    first = (sheet.start or (0, 0))[0]
    shift = first if found and min(found) <= first else 0
    return {number + shift: row for number, row in found.items()}


def _cell(value: Any, mark: tuple[str, str] | None) -> Cell:
    if mark is not None and mark[0] in {"error", "formula"}:
        return Cell(mark[1], mark[0])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
        if mark is not None:
            shown = round(100 * number, 10)
            return Cell(f"{plain(shown)}%", "percent", shown)
        return Cell(plain(number), "number", number)
    if isinstance(value, (datetime, date)):
        return Cell(_day_text(value), "date")
    text = clean(_text_of(value))
    if not text:
        return NOTHING
    return Cell(text, "error" if _ERROR.fullmatch(text) else "text")


def _day_text(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")


def _text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return f"{plain(round(value.total_seconds() / 3600, 6))} h"
    return str(value)


def plain(number: float) -> str:
    """Return a number in digits, without the zeros a computer adds."""
    if number.is_integer() and abs(number) < _WHOLE:
        return str(int(number))
    return repr(number)
