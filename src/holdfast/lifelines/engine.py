"""Running the hour loop over all blocks: some days at a time, on as many threads as asked for, with exact quantiles.

Blocks do not touch each other, and every random number is keyed by what it is for: threads, the length of a stretch
and the engine change no bit of a result.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.lifelines.block import LANES, in_blocks, out_of_blocks
from holdfast.lifelines.budget import stretch_h
from holdfast.lifelines.members import run_blocks
from holdfast.lifelines.quantiles import quantile_scratch, sorted_quantiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.lifelines.layout import Layout
    from holdfast.lifelines.plant import Built
    from holdfast.lifelines.records import Floats, Schedule

VECTOR = 8  # lanes of a vector unit; a small run is filled up to a multiple of it
PAIRS_AT_ONCE = 8  # (hour, output) pairs a thread takes at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What came out of the loop.

    Attributes
    ----------
    outputs : ndarray (names, members, hours)
        Kept outputs; empty when only quantiles or events are wanted.
    quantiles : ndarray (names, q, hours)
        Exact quantiles of them; empty when not wanted.
    rows : ndarray (rows, members)
        Every row at the end.
    """

    outputs: Floats
    quantiles: Floats
    rows: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One run, ready for the loop.

    Attributes
    ----------
    built : Built
        Plant and rows.
    opening : ndarray (rows, members)
        Every row at the start.
    schedule : Schedule
        Events.
    quantities : ndarray (events, members)
        Quantities of the events.
    layout : Layout
        Outputs and events.
    members, hours : int
        Size.
    """

    built: Built
    opening: Floats
    schedule: Schedule
    quantities: Floats
    layout: Layout
    members: int
    hours: int


def run_task(
    task: Task,
    names: Sequence[str],
    *,
    store: bool,
    probabilities: Sequence[float],
    engine: str,
    threads: int | None,
    only: int | None = None,
) -> Tables:
    """Run a task.

    Parameters
    ----------
    task : Task
        The run.
    names : sequence of str
        Outputs to keep.
    store : bool
        True: keep them for every member and hour.
    probabilities : sequence of float
        Quantiles to select of them; empty: none.
    engine : str
        ``compiled`` or ``python``.
    threads : int, optional
        Threads of the compiled engine; default: the processors there are.
    only : int, optional
        Run the block of this member alone; the results hold this member.
    """
    compiled = engine == "compiled"
    lanes = _lanes(task.members, compiled=compiled)
    chosen = slice(None) if only is None else slice(only // lanes, only // lanes + 1)
    members = task.members if only is None else 1
    blocks = in_blocks(np.concatenate([task.opening, task.quantities]), lanes)[chosen]
    count = blocks.shape[0]
    kept = np.array([task.built.output_rows[task.layout.outputs[name]] for name in names], dtype=np.int64)
    stretch = min(stretch_h(count * lanes, len(names)), task.hours)
    buffer = np.empty((count, stretch, len(names), lanes))
    outputs = np.empty((len(names), members, task.hours if store else 0))
    quantiles = np.empty((len(names), len(probabilities), task.hours))

    plant: Any = task.built.plant
    loop: Any = run_blocks
    if compiled:
        from holdfast.lifelines.compiled import as_record, compiled_loop  # noqa: PLC0415

        plant = as_record(plant)

    def arguments(first: int, last: int, begin: int, end: int) -> tuple[Any, ...]:
        return (first, last, begin, end, blocks, task.built.hours, plant, task.schedule, kept, buffer)

    if compiled:
        loop = compiled_loop(arguments(0, count, 0, 1))
    workers = max(1, min(count, threads or os.cpu_count() or 1)) if compiled else 1
    own = 0 if only is None else only % lanes
    with ThreadPoolExecutor(workers) as pool:
        for begin in range(0, task.hours, stretch):
            end = min(begin + stretch, task.hours)
            _share_out(pool, workers, count, 1, lambda a, b: loop(*arguments(a, b, begin, end)))  # noqa: B023
            if store and names:
                part = buffer[:, : end - begin]
                flat = part.transpose(2, 0, 3, 1).reshape(len(names), -1, end - begin)
                outputs[:, :, begin:end] = flat[:, own : own + 1] if only is not None else flat[:, :members]
            if probabilities and names:
                part = quantiles[:, :, begin:end]
                _select(pool, workers, buffer[:, : end - begin], members, probabilities, part, compiled=compiled)
    return Tables(
        outputs=outputs if store else np.empty((len(names), members, 0)),
        quantiles=quantiles,
        rows=_members(blocks, own, members, only)[: task.built.books.rows.count],
    )


def _lanes(members: int, *, compiled: bool) -> int:
    if not compiled:
        return min(members, LANES)
    return LANES


def _members(blocks: Floats, own: int, members: int, only: int | None) -> Floats:
    if only is not None:
        return np.ascontiguousarray(blocks[0][:, own : own + 1])
    return out_of_blocks(blocks, members)


def _ranges(count: int, workers: int, least: int) -> Iterator[tuple[int, int]]:
    """Cut ``count`` things into ranges, a few for each worker, so that none waits long for the others."""
    size = max(least, -(-count // (4 * workers))) if workers > 1 else max(1, count)
    for first in range(0, count, size):
        yield first, min(first + size, count)


def _share_out(
    pool: ThreadPoolExecutor, workers: int, count: int, least: int, work: Callable[[int, int], object]
) -> None:
    if workers == 1:
        work(0, count)
        return
    for done in [pool.submit(work, first, last) for first, last in _ranges(count, workers, least)]:
        done.result()


def _select(
    pool: ThreadPoolExecutor,
    workers: int,
    buffer: Floats,
    members: int,
    probabilities: Sequence[float],
    out: Floats,
    *,
    compiled: bool,
) -> None:
    """Select the quantiles of a stretch of hours into ``out``, ``(names, q, hours)``."""
    if not compiled:
        values = buffer.transpose(2, 1, 0, 3).reshape(buffer.shape[2], buffer.shape[1], -1)[:, :, :members]
        out[:] = sorted_quantiles(np.moveaxis(values, 2, 0), np.array(probabilities)).transpose(1, 0, 2)
        return
    from holdfast.lifelines.compiled import compiled_selection  # noqa: PLC0415

    wanted = np.array(probabilities, dtype=np.float64)
    part = np.empty(out.shape)
    whole = np.ascontiguousarray(buffer)

    def arguments(first: int, last: int) -> tuple[Any, ...]:
        counts, work = quantile_scratch(members, buffer.shape[3], len(wanted))
        return (whole, members, wanted, counts, work, part, first, last)

    select = compiled_selection(arguments(0, 0))
    pairs = buffer.shape[1] * buffer.shape[2]
    _share_out(pool, workers, pairs, PAIRS_AT_ONCE, lambda a, b: select(*arguments(a, b)))
    out[:] = part
