"""Blocks of members: every quantity is a row, every member a lane.

The hour loop works on 64 members at once. A parameter, a state or an output of one asset is one row of a table
``(rows, lanes)``; equations are scalar functions applied lane by lane, and the compiler makes vector code of that. A
``Book`` gives out the rows while a site is turned into tables: who adds a quantity is told its first row.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.lifelines.records import Floats

LANES = 64  # members of a block: 64 lanes of 8 bytes are what the first cache and the vector units like best
NEVER = math.inf


# One block: parameters, states, scratch and outputs of the hour, event times, and quantities of the scheduled events,
# as (rows, lanes). One table, and not one for each kind: every stage is handed it, and handing over costs time.
Block: TypeAlias = npt.NDArray[np.float64]


class Rows:
    """The rows given out so far, in order, with the values the members start with."""

    def __init__(self, members: int) -> None:
        self.members = members
        self.tables: list[Floats] = []
        self.count = 0

    def table(self) -> Floats:
        """Return everything as ``(rows, members)``."""
        return np.concatenate(self.tables) if self.tables else np.zeros((0, self.members))

    def place(self, table: Floats) -> int:
        """Add rows and return the first."""
        first = self.count
        self.tables.append(table)
        self.count += table.shape[0]
        return first


class Book:
    """The rows of one kind, with their names: parameters, states or scratch."""

    def __init__(self, rows: Rows) -> None:
        self.names: dict[str, tuple[int, int]] = {}
        self._rows = rows

    def add(self, name: str, values: Floats) -> int:
        """Add the rows of a quantity and return the first.

        Parameters
        ----------
        name : str
            Name of the quantity, once in a book.
        values : ndarray (members,) or (members, n)
            One column for each asset.
        """
        columns = np.asarray(values, dtype=np.float64)
        table = columns[None, :] if columns.ndim == 1 else columns.T
        return self._place(name, np.broadcast_to(table, (table.shape[0], self._rows.members)))

    def same(self, name: str, values: Iterable[float]) -> int:
        """Add quantities that are the same for all members, one row each, and return the first row."""
        column = np.array([float(value) for value in values], dtype=np.float64)[:, None]
        return self._place(name, np.broadcast_to(column, (column.shape[0], self._rows.members)))

    def room(self, name: str, rows: int) -> int:
        """Add rows that start at 0 and return the first."""
        return self._place(name, np.zeros((rows, self._rows.members)))

    def _place(self, name: str, table: Floats) -> int:
        first = self._rows.place(table)
        self.names[name] = (first, table.shape[0])
        return first


def in_blocks(table: Floats, lanes: int) -> Floats:
    """Return ``(rows, members)`` as ``(blocks, rows, lanes)``; the last member fills the lanes that are left over."""
    rows, members = table.shape
    blocks = -(-members // lanes)
    spare = blocks * lanes - members
    full = np.concatenate([table, np.repeat(table[:, -1:], spare, axis=1)], axis=1) if spare else table
    # A copy, also where the order is right already: the loop writes into what it is given.
    return np.array(full.reshape(rows, blocks, lanes).transpose(1, 0, 2), order="C")


def out_of_blocks(blocks: Floats, members: int) -> Floats:
    """Return ``(blocks, rows, lanes)`` as ``(rows, members)``."""
    return np.ascontiguousarray(blocks.transpose(1, 0, 2).reshape(blocks.shape[1], -1)[:, :members])


# --- what is the same for all members ---


def constant(block: Block, row: int) -> float:
    """Return a quantity that is the same for all members."""
    return float(block[row, 0])


def index(block: Block, row: int) -> int:
    """Return a whole number that is the same for all members: a pool, a class, a row."""
    return int(block[row, 0])


# --- row functions: the same small steps for every lane ---


def pick(condition: int, this: float, other: float) -> float:
    """Return one of two numbers, both of them read: a row read on one side of a condition only is slow to read."""
    return this if condition else other


def fill(row: Floats, value: float) -> None:
    """Set every lane to one value."""
    for lane in range(row.shape[0]):
        row[lane] = value


def fill_rows(first: int, count: int, value: float, block: Block) -> None:
    """Set every lane of neighbouring rows to one value."""
    for row in range(first, first + count):
        target = block[row]
        for lane in range(target.shape[0]):
            target[lane] = value


def copy(source: Floats, row: Floats) -> None:
    """Copy one row into another."""
    for lane in range(row.shape[0]):
        row[lane] = source[lane]


def add(row: Floats, part: Floats) -> None:
    """Add one row to another."""
    for lane in range(row.shape[0]):
        row[lane] += part[lane]


def sum_rows(first: int, count: int, total: Floats, block: Block) -> None:
    """Write the sum of neighbouring rows, in their order."""
    fill(total, 0.0)
    for row in range(first, first + count):
        add(total, block[row])


def above_zero(row: Floats) -> int:
    """Count the lanes above 0 (a count and not a maximum: sums of whole numbers are vector code, in any order)."""
    count = 0
    for lane in range(row.shape[0]):
        count += 1 if row[lane] > 0.0 else 0
    return count


def mark_row(times: Floats, hours: Floats) -> None:
    """Keep the first time of an event in every lane."""
    for lane in range(times.shape[0]):
        times[lane] = min(times[lane], hours[lane])


def crossing(k: float, start: float, end: float, threshold: float) -> float:
    """Time at which a value rose through a threshold within hour ``k`` [h], by straight line; infinite if it did not.

    A value already above the threshold at hour 0 counts from there.
    """
    rise = end - start
    share = (threshold - start) / (rise if rise > 0.0 else 1.0)
    rose = k + share if start <= threshold < end else NEVER
    return 0.0 if k <= 0.0 and start > threshold else rose
