"""Exact quantiles over all members, hour by hour, without storing the run.

All members of an hour exist at once, so the order statistics are selected, not estimated: one pass for the limits, one
into 1,024 linear bins, and only the bins that hold a wanted rank are gathered and put in order. Values tied at a limit
(empty and full tanks) are counted, not sorted. Between order statistics the result is interpolated as in
``numpy.quantile`` (its default method), to the bit.

The functions of the selection are part of the compiled engine and also run as plain Python.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.lifelines.records import Floats

BINS = 1024
GROUP = 4  # pairs read from memory together
COUNTERS = 4  # interleaved, so that equal neighbours do not wait for each other's increment
LEAST_SPAN = 1e-290  # a narrower range has no bin width: its values are selected directly
FULL = 400  # a bin of more values is binned once more
SHORT = 24  # values up to here are put in order at once
TRIES = 64  # partitions before the rest of an ill-arranged bin is put in order at once
GAPS = (19903, 8861, 3938, 1750, 701, 301, 132, 57, 23, 10, 4, 1)  # Ciura, continued by the factor 2.25


def quantile_scratch(members: int, lanes: int, quantiles: int) -> tuple[NDArray[np.uint32], Floats]:
    """Return the two work arrays `select_quantiles` needs: one pair for each thread.

    Parameters
    ----------
    members : int
        Members of the run.
    lanes : int
        Members of a block.
    quantiles : int
        Number of probabilities.

    Returns
    -------
    counts : ndarray of uint32
    work : ndarray of float64
    """
    padded = -(-members // lanes) * lanes
    counts = np.zeros((COUNTERS + 2) * BINS + 2 * padded, dtype=np.uint32)
    return counts, np.zeros((GROUP + 1) * padded + 3 * GROUP * lanes + 4 * quantiles)


def select_quantiles(
    buffer: Floats,
    members: int,
    probabilities: Floats,
    counts: NDArray[np.uint32],
    work: Floats,
    out: Floats,
    first: int,
    last: int,
) -> None:
    """Write the quantiles over the members for a range of (hour, output) pairs.

    Parameters
    ----------
    buffer : ndarray (blocks, hours, outputs, lanes), C order
        Values of a stretch of hours.
    members : int
        Members; the lanes of the last block beyond them do not count.
    probabilities : ndarray (quantiles,)
        In [0, 1].
    counts, work : ndarray
        From `quantile_scratch`; not shared between threads. Their contents do not matter.
    out : ndarray (outputs, quantiles, hours)
        Written where a pair of the range lies; any memory order.
    first, last : int
        Range of pairs, ``last`` not included; pair number = hour * outputs + output. Pairs are independent of each
        other: the result does not depend on how they are divided.

    Notes
    -----
    Linear interpolation between order statistics (Hyndman and Fan 1996, definition 7). Between equal infinite values
    it is that value, between a finite and an infinite one the infinite one, between opposite infinities NaN. NaN
    among the members makes every quantile NaN. A zero has no sign.
    """
    outputs = buffer.shape[2]
    lanes = buffer.shape[3]
    padded = buffer.shape[0] * lanes
    values = work[: GROUP * padded]
    found = work[GROUP * padded : (GROUP + 1) * padded]
    limits = work[(GROUP + 1) * padded : (GROUP + 1) * padded + 3 * GROUP * lanes]
    scratch = work[(GROUP + 1) * padded + 3 * GROUP * lanes :]
    for start in range(first, last, GROUP):
        stop = min(start + GROUP, last)
        gather_all(buffer, members, start, stop, values, limits)
        for pair in range(start, stop):
            place = pair - start
            hour = pair // outputs
            select_one(
                values[place * padded : place * padded + members],
                limits[3 * place * lanes : 3 * (place + 1) * lanes],
                probabilities,
                counts,
                found,
                scratch,
                out[pair - hour * outputs, :, hour],
            )


def select_one(
    values: Floats,
    limits: Floats,
    probabilities: Floats,
    counts: NDArray[np.uint32],
    found: Floats,
    scratch: Floats,
    out: Floats,
) -> None:
    """Write the quantiles of one set of values, whose limits are known lane by lane; the values are reordered."""
    members = values.shape[0]
    quantiles = probabilities.shape[0]
    ranks = scratch[: 2 * quantiles]
    wanted = scratch[2 * quantiles : 4 * quantiles]
    low, high = limits_of(limits)
    span = high - low
    if span == 0.0 or math.isnan(low):
        for q in range(quantiles):
            out[q] = low + 0.0
        return
    for q in range(quantiles):
        rank = math.floor((members - 1) * probabilities[q])
        ranks[2 * q] = rank
        ranks[2 * q + 1] = min(rank + 1, members - 1)
    put_in_order(ranks, 0, 2 * quantiles - 1)
    for place in range(2 * quantiles):
        wanted[place] = ranks[place]
    if LEAST_SPAN < span < math.inf:
        select_binned(values, members, low, high, (BINS - 1) / span, wanted, 2 * quantiles, counts, found, limits)
    else:
        take_ranks(values, 0, members, wanted, 0, 2 * quantiles)
    for q in range(quantiles):
        virtual = (members - 1) * probabilities[q]
        rank = math.floor(virtual)
        place = 0
        while ranks[place] != rank:
            place += 1
        following = place
        while ranks[following] != min(rank + 1, members - 1):
            following += 1
        out[q] = between(wanted[place], wanted[following], virtual - rank) + 0.0


def gather_all(buffer: Floats, members: int, start: int, stop: int, values: Floats, limits: Floats) -> None:
    """Copy the members' values of a few pairs into a row each, with smallest, largest and count of NaN by lane.

    Neighbouring pairs lie side by side in every block, so memory is read in longer pieces than one row.
    """
    outputs = buffer.shape[2]
    lanes = buffer.shape[3]
    padded = buffer.shape[0] * lanes
    for place in range(stop - start):
        begin = 3 * place * lanes
        for lane in range(lanes):
            limits[begin + lane] = math.inf
            limits[begin + lanes + lane] = -math.inf
            limits[begin + 2 * lanes + lane] = 0.0
    for block in range(buffer.shape[0]):
        filled = min(lanes, members - block * lanes)
        for pair in range(start, stop):
            hour = pair // outputs
            begin = (pair - start) * padded + block * lanes
            line = 3 * (pair - start) * lanes
            copy_row(
                buffer[block, hour, pair - hour * outputs][:filled],
                values[begin : begin + filled],
                limits[line : line + lanes],
                limits[line + lanes : line + 2 * lanes],
                limits[line + 2 * lanes : line + 3 * lanes],
            )


def limits_of(limits: Floats) -> tuple[float, float]:
    """Return the smallest and largest of all lanes; NaN where any value is NaN."""
    lanes = limits.shape[0] // 3
    low, high, strange = math.inf, -math.inf, 0.0
    for lane in range(lanes):
        low = min(low, limits[lane])
        high = max(high, limits[lanes + lane])
        strange += limits[2 * lanes + lane]
    if strange > 0.0:
        return math.nan, math.nan
    return float(low), float(high)


def copy_row(row: Floats, place: Floats, lows: Floats, highs: Floats, odd: Floats) -> None:
    """Copy one row and keep the limits of each lane."""
    for lane in range(row.shape[0]):
        value = row[lane]
        place[lane] = value
        lows[lane] = min(lows[lane], value)
        highs[lane] = max(highs[lane], value)
        odd[lane] += 1.0 if math.isnan(value) else 0.0


def select_binned(
    values: Floats,
    members: int,
    low: float,
    high: float,
    scale: float,
    wanted: Floats,
    ranks: int,
    counts: NDArray[np.uint32],
    found: Floats,
    limits: Floats,
) -> None:
    """Replace the ascending ranks in ``wanted`` by their values, by way of linear bins over finite values."""
    bins = counts[(COUNTERS + 2) * BINS : (COUNTERS + 2) * BINS + members]
    at_low, at_high = bin_all(values, members, bins, low, high, scale, limits)
    # Ranks among the values tied at a limit need no bin.
    begin, end = 0, ranks
    while begin < ranks and wanted[begin] < at_low:
        wanted[begin] = low
        begin += 1
    while end > begin and wanted[end - 1] >= members - at_high:
        end -= 1
        wanted[end] = high
    if begin == end:
        return
    held = counts[4 * BINS : 5 * BINS]
    chosen = gather_bins(values, members, bins, counts, held, found, wanted, begin, end)
    left, rank = 0, begin
    for line in range(chosen):
        right = left + int(held[line])
        stop = rank
        while stop < end and wanted[stop] < right:
            stop += 1
        if right - left > FULL:
            narrow(found[left:right], left, counts, values, limits, wanted, rank, stop)
        else:
            take_ranks(found, left, right, wanted, rank, stop)
        left, rank = right, stop


def narrow(
    source: Floats,
    offset: int,
    counts: NDArray[np.uint32],
    target: Floats,
    limits: Floats,
    wanted: Floats,
    begin: int,
    end: int,
) -> None:
    """Take the ranks of a well-filled bin by binning it once more: skewed sets crowd into few bins."""
    size = source.shape[0]
    low = high = source[0]
    for place in range(1, size):
        low = min(low, source[place])
        high = max(high, source[place])
    span = high - low
    for rank in range(begin, end):
        wanted[rank] -= offset
    if span < LEAST_SPAN:
        take_ranks(source, 0, size, wanted, begin, end)
        return
    bins = counts[(COUNTERS + 2) * BINS : (COUNTERS + 2) * BINS + size]
    held = counts[5 * BINS : 6 * BINS]
    bin_all(source, size, bins, low, high, (BINS - 1) / span, limits)
    chosen = gather_bins(source, size, bins, counts, held, target, wanted, begin, end)
    left, rank = 0, begin
    for line in range(chosen):
        right = left + int(held[line])
        stop = rank
        while stop < end and wanted[stop] < right:
            stop += 1
        take_ranks(target, left, right, wanted, rank, stop)
        left, rank = right, stop


def bin_all(
    values: Floats,
    members: int,
    bins: NDArray[np.uint32],
    low: float,
    high: float,
    scale: float,
    limits: Floats,
) -> tuple[float, float]:
    """Write the bin of every value; return how many lie at the lower and at the upper limit."""
    lanes = limits.shape[0] // 3
    ends = limits[:lanes]
    tops = limits[lanes : 2 * lanes]
    for lane in range(lanes):
        ends[lane] = 0.0
        tops[lane] = 0.0
    whole = members // lanes * lanes
    for begin in range(0, whole, lanes):
        bin_row(values[begin : begin + lanes], bins[begin : begin + lanes], low, high, scale, ends, tops)
    bin_row(values[whole:members], bins[whole:members], low, high, scale, ends, tops)
    at_low, at_high = 0.0, 0.0
    for lane in range(lanes):
        at_low += ends[lane]
        at_high += tops[lane]
    return at_low, at_high


def bin_row(
    row: Floats, bins: NDArray[np.uint32], low: float, high: float, scale: float, ends: Floats, tops: Floats
) -> None:
    """Write the bin of each value, and count for each lane the values at the limits."""
    for lane in range(row.shape[0]):
        value = row[lane]
        bins[lane] = np.int32((value - low) * scale)
        ends[lane] += 1.0 if value == low else 0.0
        tops[lane] += 1.0 if value == high else 0.0


def count_bins(bins: NDArray[np.uint32], members: int, counts: NDArray[np.uint32]) -> None:
    """Count the values of each bin into the first row of counters."""
    one = counts[:BINS]
    two = counts[BINS : 2 * BINS]
    three = counts[2 * BINS : 3 * BINS]
    four = counts[3 * BINS : 4 * BINS]
    for place in range(COUNTERS * BINS):
        counts[place] = 0
    quarter = members // 4
    for place in range(quarter):
        one[bins[4 * place]] += 1
        two[bins[4 * place + 1]] += 1
        three[bins[4 * place + 2]] += 1
        four[bins[4 * place + 3]] += 1
    for place in range(4 * quarter, members):
        one[bins[place]] += 1
    for place in range(BINS):
        one[place] += two[place] + three[place] + four[place]


def gather_bins(
    values: Floats,
    members: int,
    bins: NDArray[np.uint32],
    counts: NDArray[np.uint32],
    held: NDArray[np.uint32],
    found: Floats,
    wanted: Floats,
    begin: int,
    end: int,
) -> int:
    """Gather the bins that hold a rank, side by side and in ascending order, into ``found``.

    ``held`` then has the sizes of these bins, ``wanted`` the places of the ranks in ``found``. Returns their number.
    """
    count_bins(bins, members, counts)
    size = counts[:BINS]
    step = counts[BINS : 2 * BINS]
    place = counts[2 * BINS : 3 * BINS]
    picked = counts[(COUNTERS + 2) * BINS + members :]
    below, room, chosen, rank = 0, 0, 0, begin
    for b in range(BINS):
        here = int(size[b])
        step[b] = 0
        place[b] = room
        if rank < end and wanted[rank] < below + here:
            step[b] = 1
            held[chosen] = here
            chosen += 1
            while rank < end and wanted[rank] < below + here:
                wanted[rank] += room - below
                rank += 1
            room += here
        below += here
    # Without a branch: every member is written down, only one of a chosen bin moves the pen on.
    kept = 0
    for member in range(members):
        picked[kept] = member
        kept += int(step[bins[member]])
    for line in range(kept):
        member = picked[line]
        b = bins[member]
        found[place[b]] = values[member]
        place[b] += 1
    return chosen


def take_ranks(values: Floats, left: int, right: int, wanted: Floats, begin: int, end: int) -> None:
    """Replace the ascending places in ``wanted`` by the values that belong there; reorders ``values[left:right]``."""
    low = high = values[left]
    for place in range(left + 1, right):
        low = min(low, values[place])
        high = max(high, values[place])
    for rank in range(begin, end):
        if low == high:
            wanted[rank] = low
        else:
            place = int(wanted[rank])
            put_in_place(values, left, right, place)
            wanted[rank] = values[place]
            left = place  # what is before it is not larger


def put_in_place(values: Floats, left: int, right: int, place: int) -> None:
    """Bring the value that belongs at ``place`` there, smaller ones before it, larger ones after it (Hoare 1961)."""
    right -= 1
    tries = 0
    while right - left >= SHORT and tries < TRIES:
        tries += 1
        pivot = middle_of(values[left], values[(left + right) // 2], values[right])
        up, down = left, right
        while up <= down:
            while values[up] < pivot:
                up += 1
            while pivot < values[down]:
                down -= 1
            if up <= down:
                values[up], values[down] = values[down], values[up]
                up += 1
                down -= 1
        if place <= down:
            right = down
        elif place >= up:
            left = up
        else:
            return
    put_in_order(values, left, right)


def middle_of(a: float, b: float, c: float) -> float:
    """Return the middle one of three values."""
    return max(min(a, b), min(max(a, b), c))


def put_in_order(values: Floats, left: int, right: int) -> None:
    """Sort ``values[left : right + 1]`` (Shell 1959)."""
    for gap in GAPS:
        for start in range(left + gap, right + 1):
            moving = values[start]
            place = start
            while place - gap >= left and values[place - gap] > moving:
                values[place] = values[place - gap]
                place -= gap
            values[place] = moving


def between(low: float, high: float, weight: float) -> float:
    """Return the value at ``weight`` in [0, 1) between two neighbouring order statistics, as ``numpy.quantile``."""
    if low == high or weight == 0.0:
        return low
    if math.isinf(low) or math.isinf(high):
        return low + high
    step = float(high) - float(low)
    return low + step * weight if weight < 0.5 else high - step * (1.0 - weight)


def sorted_quantiles(values: Floats, probabilities: Floats) -> Floats:
    """Return quantiles by sorting: what `select_quantiles` must equal, for the plain engine.

    Parameters
    ----------
    values : ndarray (members, ...)
    probabilities : ndarray (quantiles,)
        In [0, 1].

    Returns
    -------
    ndarray (quantiles, ...)
        As described at `select_quantiles`.
    """
    ordered = np.sort(values, axis=0)  # NaN last
    members = values.shape[0]
    result = np.empty((len(probabilities), *values.shape[1:]))
    for q, probability in enumerate(probabilities):
        virtual = (members - 1) * float(probability)
        rank = math.floor(virtual)
        low, high = ordered[rank], ordered[min(rank + 1, members - 1)]
        weight = virtual - rank
        with np.errstate(invalid="ignore", over="ignore"):
            step = high - low
            line = low + step * weight if weight < 0.5 else high - step * (1.0 - weight)
            line = np.where(np.isinf(low) | np.isinf(high), low + high, line)
        line = np.where((low == high) | (weight == 0.0), low, line)
        result[q] = np.where(np.isnan(ordered[-1]), math.nan, line) + 0.0
    return result
