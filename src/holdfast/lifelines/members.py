"""The hour loop, run for each block of members (both engines run this source)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.block import Block
from holdfast.lifelines.hour import step

if TYPE_CHECKING:
    from holdfast.lifelines.forcing import Forcing
    from holdfast.lifelines.records import Floats, Integers, Plant, Schedule


def run_blocks(
    first: int,
    last: int,
    begin: int,
    end: int,
    parameters: Floats,
    states: Floats,
    scratch: Floats,
    row: Floats,
    times: Floats,
    quantities: Floats,
    plant: Plant,
    forcing: Forcing,
    schedule: Schedule,
    kept: Integers,
    buffer: Floats,
) -> None:
    """Run blocks ``first`` to ``last`` through hours ``begin`` to ``end`` (both exclusive at the end).

    Parameters
    ----------
    first, last, begin, end : int
        Blocks and hours; blocks do not touch each other's rows.
    parameters, states, times, quantities : ndarray (blocks, rows, lanes)
        The tables of a ``Block``; states and times change.
    scratch, row : ndarray (rows, lanes)
        Room for one hour of one block, overwritten.
    plant, forcing, schedule : records
        See ``records``; not changed.
    kept : ndarray (outputs,)
        Columns to keep.
    buffer : ndarray (blocks, hours, outputs, lanes)
        Filled with the kept columns of these hours, from place 0.
    """
    for b in range(first, last):
        block = Block(parameters[b], states[b], scratch, row, times[b], quantities[b])
        cursor = first_event(begin, schedule)
        for k in range(begin, end):
            cursor = step(k, cursor, block, plant, forcing, schedule)
            keep_row(row, kept, buffer[b, k - begin])


def first_event(hour: int, schedule: Schedule) -> int:
    """Return the place of the first event at or after an hour."""
    place = 0
    while place < schedule.hour.shape[0] and schedule.hour[place] < hour:
        place += 1
    return place


def keep_row(row: Floats, kept: Integers, target: Floats) -> None:
    """Copy the kept columns of an hour."""
    for n in range(kept.shape[0]):
        source, column = row[kept[n]], target[n]
        for lane in range(column.shape[0]):
            column[lane] = source[lane]
