"""Which one measurement would narrow a date most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.forecast.records import MeasureNext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.estimate import Unknown

    Floats = NDArray[np.float64]

FEWEST_MEMBERS = 100
MEMBERS_IN_BIN = 100
MOST_BINS = 25
FEWEST_BINS = 5
SHUFFLES = 24
LEAST_DAYS = 0.01  # a quarter of an hour: less is noise, as is a share that shuffled unknowns reach too
LEAST_SHARE = 0.03
FEW_VALUES = 8
LOW, HIGH = 0.10, 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What knowing one unknown would do to a range: the range now and if it were known [days]."""

    now_days: float
    known_days: float

    @property
    def days_narrower(self) -> float:
        """Expected narrowing, never negative [days]."""
        return max(0.0, self.now_days - self.known_days)

    @property
    def share(self) -> float:
        """Narrowing as a share of the range [1]."""
        return self.days_narrower / self.now_days if self.now_days > 0.0 else 0.0


def spread_days(times_days: Floats) -> float:
    """Return the width of the 10 to 90 per cent range [days]."""
    low, high = np.quantile(times_days, (LOW, HIGH))
    return float(high - low)


def baseline(times_days: Floats, seed: int = 0) -> float:
    """Return the mean range inside bins when the unknown does not matter, as a share of the whole range [1].

    A range of few members is narrower than that of many: this is by how much.
    """
    now = spread_days(times_days)
    if now <= 0.0:
        return 1.0
    rng = np.random.default_rng(seed)
    members = times_days.shape[0]
    ranks = np.arange(members, dtype=np.float64)
    inside = [_inside(times_days[rng.permutation(members)], ranks, _bins(members)) for _ in range(SHUFFLES)]
    return float(np.mean(inside)) / now


def narrowing(times_days: Floats, known: Floats, shrinkage: float | None = None) -> Narrowing:
    """Return how much narrower a date would be if one unknown were known exactly.

    Parameters
    ----------
    times_days : ndarray (members,)
        Times of failure [days]; those past the horizon at the horizon, as nothing later can be seen.
    known : ndarray (members,)
        Draws of the unknown, in any unit.
    shrinkage : float, optional
        `baseline` of these times, where it was worked out before.

    Returns
    -------
    Narrowing
        Nothing narrower below 100 members, or when range or unknown do not vary.

    Notes
    -----
    Members are put into bins by the rank of the unknown (by value, when it takes few values); within a bin the
    unknown is nearly known, and what is left of its trend is taken out along a straight line. The mean of the bins'
    ranges is the range if it were known, corrected by the same done with the unknown shuffled.
    """
    now = spread_days(times_days)
    nothing = Narrowing(now_days=now, known_days=now)
    if times_days.shape[0] < FEWEST_MEMBERS or now <= 0.0:
        return nothing
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    values = ordered[np.flatnonzero(np.diff(ordered, prepend=-np.inf))]
    if values.shape[0] < 2:
        return nothing
    if values.shape[0] <= FEW_VALUES:
        inside = sum(float(np.mean(known == v)) * spread_days(times_days[known == v]) for v in values)
        return Narrowing(now_days=now, known_days=min(now, inside))
    shrunk = baseline(times_days) if shrinkage is None else shrinkage
    inside = _inside(times_days[order], ordered, _bins(times_days.shape[0]))
    return Narrowing(now_days=now, known_days=min(now, inside / shrunk if shrunk > 0.0 else inside))


def _bins(members: int) -> int:
    return min(MOST_BINS, max(FEWEST_BINS, members // MEMBERS_IN_BIN))


def _inside(times: Floats, known: Floats, bins: int) -> float:
    """Return the mean range within bins of members sorted by the unknown, its trend within the bin taken out."""
    members = times.shape[0]
    long = members % bins  # that many bins hold one member more
    cut = long * (members // bins + 1)
    total = 0.0
    for first, last, count in ((0, cut, long), (cut, members, bins - long)):
        if count == 0:
            continue
        here = times[first:last].reshape(count, -1)
        values = known[first:last].reshape(count, -1)
        centred = values - values.mean(axis=1, keepdims=True)
        power = (centred * centred).sum(axis=1)
        slope = np.divide((centred * here).sum(axis=1), power, out=np.zeros(count), where=power > 0.0)
        low, high = np.quantile(here - slope[:, None] * centred, (LOW, HIGH), axis=1)
        total += float((high - low).sum()) * here.shape[1]
    return float(total / members)


def measure_next(
    times_days: Floats, unknowns: Sequence[Unknown], lifeline: str, *, most: int | None = None, seed: int = 0
) -> tuple[MeasureNext, ...]:
    """Rank the unknowns by what knowing each would narrow.

    Parameters
    ----------
    times_days : ndarray (members,)
        Times of failure of one lifeline, cut at the horizon [days].
    unknowns : sequence of Unknown
        What differs between members.
    lifeline : str
        Name of the lifeline, for the result.
    most : int, optional
        Longest list to return.
    seed : int
        Seed of the baseline.

    Returns
    -------
    tuple of MeasureNext
        Those that would narrow the 10 to 90 per cent range by at least 3 per cent of it and 0.01 days, most first.
        Empty below 100 members, or when the range is nil.
    """
    if times_days.shape[0] < FEWEST_MEMBERS or spread_days(times_days) <= 0.0:
        return ()
    shrinkage = baseline(times_days, seed)
    found = []
    for unknown in unknowns:
        result = narrowing(times_days, unknown.values, shrinkage)
        if result.days_narrower >= LEAST_DAYS and result.share >= LEAST_SHARE:
            found.append(
                MeasureNext(
                    unknown=unknown.path,
                    label=unknown.label,
                    lifeline=lifeline,
                    days_narrower=result.days_narrower,
                    share=result.share,
                )
            )
    ranked = sorted(found, key=lambda item: (-item.days_narrower, item.unknown))
    return tuple(ranked[:most])
