"""Tables of counts for publication: small cells withheld, and others with them so that no subtraction brings them back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from holdfast.errors import InputError
from holdfast.people.grades import Grade, grade_of
from holdfast.people.inputs import whole
from holdfast.people.rates.intervals import CODE
from holdfast.people.rates.observed import TABLE, least_cell

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressedTable:
    """Counts that may stand in public; ``None`` is withheld, and does not say whether the count is small.

    Attributes
    ----------
    cells : tuple of tuple of int or None
        The table, row by row [persons].
    row_totals, column_totals : tuple of int or None
        Sums of its rows and columns [persons].
    total : int or None
        The sum of all [persons].
    under : int
        Counts below this are never shown.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    under: int
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def __str__(self) -> str:
        lines = [(*row, total) for row, total in zip(self.cells, self.row_totals, strict=True)]
        if len(lines) > 1:
            lines.append((*self.column_totals, self.total))
        return "\n".join("\t".join(".." if cell is None else str(cell) for cell in line) for line in lines)


def suppress_counts(counts: Sequence[Sequence[int]] | Sequence[int], *, under: int | None = None) -> SuppressedTable:
    """Withhold small counts from a table with totals, and as many others as it takes to keep them from being worked out.

    Parameters
    ----------
    counts : sequence of int, or of sequences of int
        A list, or a table of rows of equal length [persons]; without totals, which are added.
    under : int or None
        Counts below it are withheld, zero included; ``None`` takes 10, and less than 10 is not allowed.

    Returns
    -------
    SuppressedTable
        In which each withheld count could be anything within a range at least ``under`` wide, for a reader who has all
        that is shown and knows that no count is negative. A total below ``under`` is withheld like any cell.

    Raises
    ------
    InputError
        HF-P050 a count that is negative or not whole; HF-P056 an empty table or rows of unequal length; HF-P057 a
        threshold below 10.

    Notes
    -----
    Every row and column with its total is an equation. The table is a graph of rows and columns in which each withheld
    cell is an edge, and the range of a cell is a largest flow between its ends (Gusfield 1988, SIAM Journal on
    Computing 17:552). Cells are withheld, smallest first and totals last, until every range is wide enough. It guards
    this one table: a rate with its population, a table by other headings, or last week's running total beside this
    week's is another equation, which must be in the same table or stay unpublished.
    """
    limit = least_cell() if under is None else whole(under, "under", code=CODE, low=0)
    if limit < least_cell():
        raise InputError(
            "HF-P057",
            where="under",
            found=str(limit),
            expected=f"{least_cell()} or more",
            mend="leave it out; a stricter rule may be given, a laxer one not",
        )
    table, is_list = _table(counts)
    shape = (len(table), len(table[0]))
    values = _with_totals(table)
    hidden = {cell for cell, count in values.items() if count < limit}
    safe: set[Cell] = set()  # more withheld cells only widen a range, so what is wide enough stays so
    while True:
        # A cell alone in its line is found by one subtraction: such a line is mended before ranges are looked at, or a
        # companion that was just withheld would not count as one yet.
        exposed = next((cell for cell in sorted(hidden - safe) if _is_alone(cell, hidden)), None)
        if exposed is None:
            exposed = _first_narrow(sorted(hidden - safe), values, hidden, shape, limit, safe)
        if exposed is None:
            break
        hidden.add(_companion(exposed, values, hidden, shape))
    shown = {cell: None if cell in hidden else count for cell, count in values.items()}
    rows = 1 if is_list else shape[0]
    return SuppressedTable(
        cells=tuple(tuple(shown[i, j] for j in range(shape[1])) for i in range(rows)),
        row_totals=tuple(shown[i, shape[1]] for i in range(rows)),
        column_totals=tuple(shown[shape[0], j] for j in range(shape[1])),
        total=shown[shape],
        under=limit,
        grade=grade_of("observed_share"),
        notes=("for this one table; another that adds up with it must be made together with it",),
        sources=(f"people/{TABLE}:least_cell",),
    )


def _table(counts: Sequence[Sequence[int]] | Sequence[int]) -> tuple[list[list[int]], bool]:
    plain = getattr(counts, "tolist", None)  # an array of numpy becomes lists of its numbers
    rows: list[object] = plain() if callable(plain) else list(counts)
    is_list = bool(rows) and not any(isinstance(row, Sequence) for row in rows)
    nested = [rows] if is_list else rows
    lengths = sorted({len(row) if isinstance(row, Sequence) else -1 for row in nested})
    if len(lengths) != 1 or lengths[0] < 1:
        raise InputError(
            "HF-P056",
            where="counts",
            found=f"{len(rows)} rows, of lengths {', '.join(str(length) for length in lengths) or 'none'}",
            expected="a list, or rows of equal length",
            mend="fill the missing cells with their counts; a count that is not known is no zero",
        )
    checked = [
        [whole(count, f"counts, row {i + 1}, column {j + 1}", code=CODE, low=0) for j, count in enumerate(row)]
        for i, row in enumerate(nested)
        if isinstance(row, Sequence)
    ]
    return checked, is_list


def _with_totals(table: list[list[int]]) -> dict[Cell, int]:
    # A list is a table of one row: its column totals repeat it, and are withheld with it.
    rows, columns = len(table), len(table[0])
    values = {(i, j): table[i][j] for i, j in product(range(rows), range(columns))}
    values |= {(i, columns): sum(table[i]) for i in range(rows)}
    values |= {(rows, j): sum(row[j] for row in table) for j in range(columns)}
    values[rows, columns] = sum(sum(row) for row in table)
    return values


def _first_narrow(
    cells: Sequence[Cell], values: dict[Cell, int], hidden: set[Cell], shape: Cell, limit: int, safe: set[Cell]
) -> Cell | None:
    """Return the first cell whose range of possible values is narrower than the limit; those before it become safe."""
    for cell in cells:
        width = _flow(cell, values, hidden, shape, rising=True, enough=limit)
        if width < limit:
            width += min(float(values[cell]), _flow(cell, values, hidden, shape, rising=False, enough=limit))
        if width < limit:
            return cell
        safe.add(cell)
    return None


def _flow(cell: Cell, values: dict[Cell, int], hidden: set[Cell], shape: Cell, *, rising: bool, enough: float) -> float:
    """Return how far a withheld cell can rise or fall while every equation holds and no count turns negative.

    It stops counting once that is ``enough``.

    In the signs of the graph a total counts against its parts. A cell rises by sending flow from its row to its column
    through the other withheld cells, which fall on the way from a row to a column and rise on the way back.
    """
    rises = rising != _is_total(cell, shape)
    start, goal = (("row", cell[0]), ("column", cell[1])) if rises else (("column", cell[1]), ("row", cell[0]))
    room: dict[tuple[str, int], dict[tuple[str, int], float]] = {}
    for i, j in hidden - {cell}:
        fall, rise = float(values[i, j]), math.inf
        if _is_total((i, j), shape):
            fall, rise = rise, fall
        room.setdefault(("row", i), {})["column", j] = fall
        room.setdefault(("column", j), {})["row", i] = rise
    total = 0.0
    while total < enough:
        path = _path(room, start, goal)
        if path is None:
            break
        step = min(room[a][b] for a, b in path)
        total += step
        if math.isinf(step):
            break
        for a, b in path:
            room[a][b] -= step
            room[b][a] += step
    return total


def _path(
    room: dict[tuple[str, int], dict[tuple[str, int], float]], start: tuple[str, int], goal: tuple[str, int]
) -> list[tuple[tuple[str, int], tuple[str, int]]] | None:
    came: dict[tuple[str, int], tuple[str, int]] = {start: start}
    queue = [start]
    for node in queue:
        if node == goal:
            break
        for other, left in room.get(node, {}).items():
            if left > 0.0 and other not in came:
                came[other] = node
                queue.append(other)
    if goal not in came:
        return None
    path, node = [], goal
    while node != start:
        path.append((came[node], node))
        node = came[node]
    return path


def _is_total(cell: Cell, shape: Cell) -> bool:
    """Whether a cell has the sign of a total: the margins, but not the corner, which sums them."""
    return (cell[0] == shape[0]) != (cell[1] == shape[1])


def _is_alone(cell: Cell, hidden: set[Cell]) -> bool:
    return any(sum(other[axis] == cell[axis] for other in hidden) == 1 for axis in (0, 1))


def _companion(cell: Cell, values: dict[Cell, int], hidden: set[Cell], shape: Cell) -> Cell:
    """Choose what to withhold beside a cell that could be worked out: in its row or column, smallest part first.

    A line in which it stands alone comes before a line that has others; totals and the corner come last.
    """
    lonely = [axis for axis in (0, 1) if sum(other[axis] == cell[axis] for other in hidden) == 1]
    open_cells = [other for other in values if other not in hidden]
    near = [other for other in open_cells if other[0] == cell[0] or other[1] == cell[1]]
    return min(
        near or open_cells,
        key=lambda other: (
            not any(other[axis] == cell[axis] for axis in lonely),
            (other[0] == shape[0]) + (other[1] == shape[1]),
            values[other],
            other,
        ),
    )
