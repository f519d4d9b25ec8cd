"""Which one measurement would narrow a date most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.forecast.records import MeasureNext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
# With a hundred unknowns one of them reaches three standard deviations of shuffled ones by chance.
NOISE_SD = 4.0
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
    return float(_spreads(times_days[None, :])[0])


def baseline(times_days: Floats, seed: int = 0) -> float:
    """Return the mean range inside bins when the unknown does not matter, as a share of the whole range [1].

    A range of few members is narrower than that of many: this is by how much.
    """
    return float(_baselines(times_days[None, :], seed)[0][0])


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
    if times_days.shape[0] < FEWEST_MEMBERS or now <= 0.0:
        return Narrowing(now_days=now, known_days=now)
    shrunk = baseline(times_days) if shrinkage is None else shrinkage
    inside = _known_ranges(times_days[None, :], known, np.array([now]), np.array([shrunk]))
    return Narrowing(now_days=now, known_days=float(inside[0]))


def _spreads(times: Floats) -> Floats:
    """Return the width of the 10 to 90 per cent range of every row [days]."""
    # Sorted rows are several times quicker here than a selection of every row.
    ordered = np.sort(times, axis=-1)
    return np.asarray(_at(ordered, HIGH) - _at(ordered, LOW))


def _at(ordered: Floats, q: float) -> Floats:
    """Return a quantile of sorted rows, by straight line between neighbours (as `numpy.quantile`)."""
    place = q * (ordered.shape[-1] - 1)
    below = int(place)
    above = min(below + 1, ordered.shape[-1] - 1)
    return np.asarray(ordered[..., below] + (place - below) * (ordered[..., above] - ordered[..., below]))


def _baselines(times: Floats, seed: int) -> tuple[Floats, Floats]:
    """Return `baseline` of every row, and how far one shuffle lies from it, as a share of it; same shuffles for all."""
    now = _spreads(times)
    members = times.shape[1]
    rng = np.random.default_rng(seed)
    bins = _Bins(np.arange(members, dtype=np.float64), _bin_count(members))
    inside = np.stack([_inside(times[:, rng.permutation(members)], bins) for _ in range(SHUFFLES)])
    mean = inside.mean(axis=0)
    spread = np.divide(inside.std(axis=0, ddof=1), mean, out=np.zeros_like(mean), where=mean > 0.0)
    return np.divide(mean, now, out=np.ones_like(now), where=now > 0.0), spread


def _known_ranges(times: Floats, known: Floats, now: Floats, shrinkage: Floats) -> Floats:
    """Return the range of every row of times if one unknown were known [days]; at most the range now."""
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    values = ordered[np.flatnonzero(np.diff(ordered, prepend=-np.inf))]
    if values.shape[0] < 2:
        return now
    if values.shape[0] <= FEW_VALUES:
        parts = [(known == value) for value in values]
        inside = sum((float(part.mean()) * _spreads(times[:, part]) for part in parts), np.zeros_like(now))
        return np.minimum(now, inside)
    inside = _inside(times[:, order], _Bins(ordered, _bin_count(times.shape[1])))
    return np.minimum(now, np.divide(inside, shrinkage, out=inside.copy(), where=shrinkage > 0.0))


def _bin_count(members: int) -> int:
    return min(MOST_BINS, max(FEWEST_BINS, members // MEMBERS_IN_BIN))


class _Bins:
    """Members sorted by an unknown, cut into bins of equal size; the first ones hold one more where it does not go up."""

    def __init__(self, known: Floats, bins: int) -> None:
        members = known.shape[0]
        long = members % bins
        cut = long * (members // bins + 1)
        self.parts: list[tuple[slice, int, Floats, Floats]] = []
        for part, count in ((slice(0, cut), long), (slice(cut, members), bins - long)):
            if count:
                values = known[part].reshape(count, -1)
                centred = values - values.mean(axis=1, keepdims=True)
                self.parts.append((part, count, centred, (centred * centred).sum(axis=1)))


def _inside(times: Floats, bins: _Bins) -> Floats:
    """Return for every row the mean range within bins of members sorted by the unknown, its trend there taken out."""
    rows, members = times.shape
    total = np.zeros(rows)
    for part, count, centred, power in bins.parts:
        here = times[:, part].reshape(rows, count, -1)
        along = (centred * here).sum(axis=2)
        slope = np.divide(along, power, out=np.zeros_like(along), where=power > 0.0)
        total += _spreads(here - slope[:, :, None] * centred).sum(axis=1) * here.shape[2]
    return np.asarray(total / members)


def measure_next(
    times_days: Floats, unknowns: Sequence[Unknown], lifeline: str, *, most: int | None = None, seed: int = 0
) -> tuple[MeasureNext, ...]:
    """Rank the unknowns by what knowing each would narrow, for one lifeline; see `measure_all`."""
    return measure_all({lifeline: times_days}, unknowns, most=most, seed=seed)[lifeline]


def measure_all(
    times_days: Mapping[str, Floats], unknowns: Sequence[Unknown], *, most: int | None = None, seed: int = 0
) -> dict[str, tuple[MeasureNext, ...]]:
    """Rank the unknowns by what knowing each would narrow, for every lifeline.

    Parameters
    ----------
    times_days : mapping of lifeline to ndarray (members,)
        Times of failure, cut at the horizon [days].
    unknowns : sequence of Unknown
        What differs between members.
    most : int, optional
        Longest list to return.
    seed : int
        Seed of the baseline.

    Returns
    -------
    dict of lifeline to tuple of MeasureNext
        Those that would narrow the 10 to 90 per cent range by at least 3 per cent of it and 0.01 days, and by more than
        an unknown that does not matter may seem to (four standard deviations of shuffled ones), most first.
        Empty below 100 members, or when the range is nil.
    """
    ranked: dict[str, tuple[MeasureNext, ...]] = dict.fromkeys(times_days, ())
    if not times_days or next(iter(times_days.values())).shape[0] < FEWEST_MEMBERS:
        return ranked
    every = np.stack(list(times_days.values()))
    now = _spreads(every)
    told = np.flatnonzero(now > 0.0)
    times, now = every[told], now[told]
    if not told.size:
        return ranked
    shrinkage, noise = _baselines(times, seed)
    known = [_known_ranges(times, unknown.values, now, shrinkage) for unknown in unknowns]
    lifelines = list(times_days)
    for row, place in enumerate(told):
        found = []
        for unknown, ranges in zip(unknowns, known, strict=True):
            result = Narrowing(now_days=float(now[row]), known_days=float(ranges[row]))
            if result.days_narrower >= LEAST_DAYS and result.share >= max(LEAST_SHARE, NOISE_SD * noise[row]):
                found.append(
                    MeasureNext(
                        unknown=unknown.path,
                        label=unknown.label,
                        lifeline=lifelines[place],
                        days_narrower=result.days_narrower,
                        share=result.share,
                    )
                )
        found.sort(key=lambda item: (-item.days_narrower, item.unknown))
        ranked[lifelines[place]] = tuple(found[:most])
    return ranked
