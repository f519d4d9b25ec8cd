"""Core temperature of older people in a run, by day: the warmest hour, its spread over the members and between models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.people import figures_of

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.lifelines import Run

    Floats = NDArray[np.float64]

AGES = (65, 75, 85)
CORE_C = (38.5, 39.0)  # P5
# The outputs that a run has to keep for the days of core temperature, and the shares that tell how many are above a limit.
CORE_OUTPUTS = tuple(f"core_temp_{age}_c" for age in AGES)
CORE_SHARES = tuple(round(0.05 * n, 2) for n in range(1, 20))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreDay:
    """Core temperature of a resting adult of one age on one day, at its warmest hour, in the warmest place lived in.

    Attributes
    ----------
    day : date
        Calendar day of the site.
    age_y : int
        65, 75 or 85.
    q10_c, q50_c, q90_c : float
        10, 50 and 90 per cent points over the members at the hour with the highest median [degC].
    share_above_38_5, share_above_39 : float
        Share of the members above 38.5 and 39 degC in that hour, to the nearest 5 per cent [1].
    lower_q50_c : tuple of float
        Where the two-node model of older people has the median: 0.9 to 0.5 K below [degC]. What lies between is the
        uncertainty of structure, which the points over the members do not hold.
    """

    day: date
    age_y: int
    q10_c: float
    q50_c: float
    q90_c: float
    share_above_38_5: float
    share_above_39: float
    lower_q50_c: tuple[float, float]


def core_days(run: Run) -> tuple[CoreDay, ...]:
    """Return the core temperature of older people for every day and age, at the warmest hour.

    Parameters
    ----------
    run : Run
        With outputs of every member, or quantiles of ``CORE_OUTPUTS``.

    Returns
    -------
    tuple of CoreDay
        Empty where neither was kept. From quantiles, the share above a limit is read between the two probabilities that
        enclose it.

    Raises
    ------
    InputError
        HF-P070, if the quantiles kept do not hold 10, 50 and 90 per cent.
    """
    found: list[CoreDay] = []
    days = np.array([(run.start + timedelta(hours=hour)).date().toordinal() for hour in range(run.hours)])
    for age, name in zip(AGES, CORE_OUTPUTS, strict=True):
        if name in run.outputs:
            table = np.quantile(run.outputs[name], CORE_SHARES, axis=0)
            shares = np.array(CORE_SHARES)
        elif name in run.quantiles:
            table, shares = run.quantiles[name], np.array(run.probabilities)
            _check(shares)
        else:
            continue
        found += [_core_day(run, age, table, shares, np.flatnonzero(days == day)) for day in np.unique(days)]
    return tuple(sorted(found, key=lambda one: (one.day, one.age_y)))


def _core_day(run: Run, age: int, table: Floats, shares: Floats, hours: NDArray[np.int64]) -> CoreDay:
    middle = table[np.argmin(np.abs(shares - 0.5))]
    hour = int(hours[int(np.argmax(middle[hours]))])
    column = table[:, hour]
    q10, q50, q90 = (float(column[np.argmin(np.abs(shares - share))]) for share in (0.1, 0.5, 0.9))
    lower = figures_of("core_temperature.csv")["structural_k"]
    above = [_share_above(column, shares, limit) for limit in CORE_C]
    return CoreDay(
        day=(run.start + timedelta(hours=hour)).date(),
        age_y=age,
        q10_c=q10,
        q50_c=q50,
        q90_c=q90,
        share_above_38_5=above[0],
        share_above_39=above[1],
        lower_q50_c=(q50 - (lower.high or 0.0), q50 - (lower.low or 0.0)),
    )


def _share_above(column: Floats, shares: Floats, limit: float) -> float:
    """Share above a limit, to the nearest 5 per cent; 0 or 1 where all quantiles lie on one side."""
    if limit <= column[0]:
        return 1.0
    if limit > column[-1]:
        return 0.0
    return float(round(20.0 * (1.0 - np.interp(limit, column, shares))) / 20.0)


def _check(shares: Floats) -> None:
    if any(np.abs(shares - share).min() > 1e-9 for share in (0.1, 0.5, 0.9)):
        raise InputError(
            "HF-P070",
            where="quantiles of core temperature",
            found=", ".join(f"{share:g}" for share in shares),
            expected="quantiles that hold 0.1, 0.5 and 0.9",
            mend="run with quantiles=CORE_SHARES, or keep every output",
        )
