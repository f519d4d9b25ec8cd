"""A table as it stands in its file: sheets of rows of cells, and the one text in which spans of rows count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.intake.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EMPTY = "empty"
JOINER = " | "


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as shown, and its kind.

    ``kind`` is ``text``, ``number``, ``percent``, ``date``, ``error`` (such as ``#REF!``), ``formula`` (without a value,
    or a text that a spreadsheet would run) or ``empty``. ``value`` is the number of a number; a percentage keeps its
    hundredths: 50 per cent is 50.
    """

    text: str = ""
    kind: str = EMPTY
    value: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.kind == EMPTY


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank; ``number`` counts from 1 as the spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Return the cell of a column counted from 0; beyond the last one it is empty."""
        return self.cells[column] if column < len(self.cells) else NOTHING

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns that hold something."""
        return tuple(i for i, cell in enumerate(self.cells) if not cell.is_empty)

    @property
    def line(self) -> str:
        """The row on one line."""
        return JOINER.join(c.text for c in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows that are not blank, and the ranges merged in it (first row, first column, last row, last column).

    Rows of a range count from 1, columns from 0.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of a file. ``charset`` is set for text tables; ``epoch`` is 1900 or 1904, from which serial dates count."""

    media_type: str
    sheets: tuple[Sheet, ...]
    charset: str | None = None
    epoch: int | None = None

    @property
    def shown(self) -> tuple[Sheet, ...]:
        """The sheets that are not hidden and not blank."""
        return tuple(s for s in self.sheets if s.rows and not s.hidden)


def clean(text: str) -> str:
    """Return the text of a cell on one line, in the form that spans count in."""
    return " ".join(normalise(text).split())


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0, as a spreadsheet shows them: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def sheet_from(name: str, numbered: Iterable[tuple[int, list[Cell]]], **more: Any) -> Sheet:
    """Return a sheet from numbered rows of cells; blank rows and the empty cells at the end of a row are left out."""
    rows = []
    for number, cells in numbered:
        last = len(cells)
        while last and cells[last - 1].is_empty:
            last -= 1
        if last:
            rows.append(Row(number, tuple(cells[:last])))
    return Sheet(clean(name), tuple(rows), **more)


def text_of(book: Book) -> tuple[str, dict[tuple[str, int], tuple[int, int]]]:
    """Return the text of a table, and the span of each row in it by sheet and row number.

    One line per row, cells joined by " | ". Where several sheets hold something, each begins with a line that names it.
    """
    parts: list[str] = []
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    at = 0
    several = len([s for s in book.sheets if s.rows]) > 1
    for sheet in book.sheets:
        if several and sheet.rows:
            heading = f"Sheet {sheet.name}" + (" (hidden)" if sheet.hidden else "")
            parts.append(heading)
            at += len(heading) + 1
        for row in sheet.rows:
            line = row.line
            spans[sheet.name, row.number] = (at, at + len(line))
            parts.append(line)
            at += len(line) + 1
    return "\n".join(parts), spans


def to_json(book: Book) -> dict[str, Any]:
    """Return a book as plain lists, to hand it from the reading process to this one."""
    return {
        "media_type": book.media_type,
        "charset": book.charset,
        "epoch": book.epoch,
        "sheets": [
            {
                "name": s.name,
                "hidden": s.hidden,
                "merged": [list(m) for m in s.merged],
                "rows": [[r.number, [[c.text, c.kind, c.value] for c in r.cells]] for r in s.rows],
            }
            for s in book.sheets
        ],
    }


def from_json(parts: Mapping[str, Any]) -> Book:
    """Return the book that `to_json` wrote."""
    return Book(
        media_type=parts["media_type"],
        charset=parts["charset"],
        epoch=parts["epoch"],
        sheets=tuple(
            Sheet(
                s["name"],
                tuple(Row(n, tuple(Cell(*c) for c in cells)) for n, cells in s["rows"]),
                s["hidden"],
                tuple((m[0], m[1], m[2], m[3]) for m in s["merged"]),
            )
            for s in parts["sheets"]
        ),
    )
