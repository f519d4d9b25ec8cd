"""Where the table lies in a sheet: its headings (one row or several, merged or not), its rows, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.intake.rows.headings import heading, item_in, unit_named
from holdfast.intake.rows.hxl import tag_row
from holdfast.quantities import fold_word

if TYPE_CHECKING:
    from holdfast.intake.readers.sheets import Cell, Row, Sheet

HEADER_ROWS = 25
_LEAST = 1.4
_LEAST_OVER_FIGURES = 1.1
_LONG = 40
_PARENTS = 2
_TOTAL = re.compile(
    r"(?:grand |sub[- ]?)?totals?\b|sum\b|المجموع|مجموع|الاجمالي|اجمالي|جمع کل|جمع$|جمع كل", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table in a sheet: a heading for every column, the tags where there are any, and the rows below."""

    sheet: Sheet
    headings: tuple[str, ...]
    header_rows: tuple[int, ...]
    tags: tuple[str, ...] | None
    before: tuple[Row, ...]
    rows: tuple[Row, ...]

    def cell(self, row: Row, column: int) -> Cell:
        """Return a cell, or that of the merged range it lies in; for words and dates only: a figure counts once."""
        found = row.cell(column)
        if found.is_empty:
            for top, left, bottom, right in self.sheet.merged:
                if top < row.number <= bottom and left <= column <= right:
                    return next((r.cell(left) for r in self.sheet.rows if r.number == top), found)
        return found

    def is_shared(self, row: Row, column: int) -> bool:
        """Whether what stands in a cell belongs to several rows, by a merged range: of which of them, nobody knows."""
        for top, left, bottom, right in self.sheet.merged:
            if top <= row.number <= bottom and left <= column <= right and top < bottom:
                several = sum(top <= other.number <= bottom for other in self.rows) > 1
                return several and not self.cell(row, column).is_empty
        return False


def find_layout(sheet: Sheet, where: str, header_row: int | None = None) -> Layout | None:
    """Return the table of a sheet, or None where none is seen.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    where : str
        Name of the file, for errors.
    header_row : int or None
        Number of the last row of headings, where a person says it.

    Raises
    ------
    IntakeError
        HF-I026 where a row of HXL tags holds something that is no tag.
    """
    tags = tag_row(sheet, where)
    if tags is not None:
        at = sheet.rows.index(tags)
        width = len(tags.cells)
        # The row above the tags, where there is one, is for people; it names the columns.
        names = sheet.rows[at - 1] if at else tags
        return Layout(
            sheet,
            tuple(names.cell(i).text for i in range(max(width, len(names.cells)))),
            (names.number, tags.number) if at else (tags.number,),
            tuple(tags.cell(i).text for i in range(max(width, len(names.cells)))),
            sheet.rows[: max(0, at - 1)],
            sheet.rows[at + 1 :],
        )
    main = _main_row(sheet, header_row)
    if main is None:
        return None
    first = last = main
    while first > 0 and main - first < _PARENTS and _is_parent(sheet, sheet.rows[first - 1], sheet.rows[first]):
        first -= 1
    while last + 1 < len(sheet.rows) and last - main < _PARENTS and _is_child(sheet.rows[last + 1], sheet.rows[last]):
        last += 1
    used = sheet.rows[first : last + 1]
    return Layout(
        sheet, _joined(sheet, used), tuple(r.number for r in used), None, sheet.rows[:first], sheet.rows[last + 1 :]
    )


def _main_row(sheet: Sheet, header_row: int | None) -> int | None:
    best: tuple[float, int] | None = None
    for at, row in enumerate(sheet.rows):
        if header_row is not None:
            if row.number == header_row:
                return at
            continue
        if row.number > HEADER_ROWS:
            break
        score = _likeness(row)
        below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else None
        enough = _LEAST if below is None or not _holds_figure(row, below) else _LEAST_OVER_FIGURES
        if score >= enough and (best is None or score > best[0]):
            best = (score, at)
    return None if best is None else best[1]


def _holds_figure(row: Row, below: Row) -> bool:
    """Whether the next row has a figure under one of the texts of a row."""
    return any(
        below.cell(i).kind in {"number", "percent"} or re.match(r"\d", fold_word(below.cell(i).text))
        for i in row.filled
    )


def _likeness(row: Row) -> float:
    """Return how much a row looks like headings; a figure in it says that it is none."""
    score = 0.0
    for column in row.filled:
        cell = row.cell(column)
        if cell.kind != "text" or re.match(r"[~<>≈≤≥+-]?\s*\d", fold_word(cell.text)):
            return 0.0
        said = heading(cell.text)
        if len(cell.text) > _LONG:
            score -= 0.3
        elif said.role is not None:
            score += said.score
        elif unit_named(cell.text):
            score += 0.3
        else:
            score += 0.1
    return score


def _is_parent(sheet: Sheet, row: Row, below: Row) -> bool:
    """Whether a row stands over headings as a heading of several columns."""
    if below.number - row.number != 1 or any(row.cell(i).kind != "text" for i in row.filled):
        return False
    if any(re.match(r"\d", fold_word(row.cell(i).text)) for i in row.filled):
        return False
    spans = [m for m in sheet.merged if m[0] == row.number and m[3] > m[1]]
    width = len(below.cells)
    if len(row.filled) == 1:
        # One cell over everything is a title of the sheet.
        return (
            bool(spans)
            and spans[0][3] - spans[0][1] + 1 < width
            and heading(row.cell(row.filled[0]).text).role is not None
        )
    known = sum(heading(row.cell(i).text).role is not None for i in row.filled)
    return len(row.filled) >= 2 and known >= 0.5 * len(row.filled)


def _is_child(row: Row, above: Row) -> bool:
    """Whether a row carries on the headings: every cell of it a unit, or words for columns, and no thing."""
    if row.number - above.number != 1 or not row.filled:
        return False
    for column in row.filled:
        cell = row.cell(column)
        text = cell.text.strip("()[] ")
        if cell.kind != "text" or re.match(r"\d", fold_word(text)):
            return False
        if unit_named(text):
            continue
        if heading(text).role is None or item_in(text):
            return False
    units = sum(bool(unit_named(row.cell(i).text.strip("()[] "))) for i in row.filled)
    # A row of data may hold a unit and a kind of claim; headings below headings name most columns.
    return len(row.filled) >= 2 and (units == len(row.filled) or units + len(row.filled) >= len(above.filled) + 1)


def _joined(sheet: Sheet, rows: tuple[Row, ...]) -> tuple[str, ...]:
    width = max(len(row.cells) for row in rows)
    columns: list[list[str]] = [[] for _ in range(width)]
    for place, row in enumerate(rows):
        carried = ""
        for column in range(width):
            text = row.cell(column).text
            if not text:
                over = next((m for m in sheet.merged if m[0] <= row.number <= m[2] and m[1] <= column <= m[3]), None)
                if over is not None:
                    text = next((r.cell(over[1]).text for r in sheet.rows if r.number == over[0]), "")
                elif place < len(rows) - 1 and rows[-1].cell(column).text:
                    # Without merged ranges a heading reaches over the empty cells on its right.
                    text = carried
            else:
                carried = text
            if text and text not in columns[column]:
                columns[column].append(text)
    return tuple(" / ".join(parts) for parts in columns)


def is_total(text: str) -> bool:
    """Whether the words of a row call it a total."""
    return bool(_TOTAL.match(fold_word(text).strip()))
