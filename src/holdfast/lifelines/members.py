"""The hour loop, run for each block of members (both engines run this source)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.block import copy
from holdfast.lifelines.hour import step

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Floats, Integers, Plant, Schedule


def run_blocks(
    first: int,
    last: int,
    begin: int,
    end: int,
    blocks: Floats,
    hours: Floats,
    plant: Plant,
    schedule: Schedule,
    kept: Integers,
    buffer: Floats,
) -> None:
    """Run blocks ``first`` to ``last`` through hours ``begin`` to ``end`` (both exclusive at the end).

    Parameters
    ----------
    first, last, begin, end : int
        Blocks and hours; blocks do not touch each other's rows.
    blocks : ndarray (blocks, rows, lanes)
        The members; advanced in place.
    hours : ndarray (hours, columns)
        What each hour is like for every member, by ``Now``.
    plant, schedule : records
        See ``records``; not changed.
    kept : ndarray (outputs,)
        Rows to keep of every hour.
    buffer : ndarray (blocks, hours, outputs, lanes)
        Filled with the kept rows of these hours, from place 0.
    """
    for b in range(first, last):
        block = blocks[b]
        cursor = first_event(begin, schedule)
        for k in range(begin, end):
            cursor = step(k, cursor, hours[k], block, plant, schedule)
            keep_rows(block, kept, buffer[b, k - begin])


def first_event(hour: int, schedule: Schedule) -> int:
    """Return the place of the first event at or after an hour."""
    place = 0
    while place < schedule.hour.shape[0] and schedule.hour[place] < hour:
        place += 1
    return place


def keep_rows(block: Block, kept: Integers, target: Floats) -> None:
    """Copy the kept outputs of an hour."""
    for n in range(kept.shape[0]):
        copy(block[kept[n]], target[n])
