"""Size and speed of an outbreak in closed form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.scenarios.drawing import within
from holdfast.people.scenarios.numerics import root

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FASTEST_PER_DAY = 20.0


def final_size(r0: float) -> float:
    """Return the share of a population that is ever infected.

    Parameters
    ----------
    r0 : float
        Basic reproduction number [1], 1 to 20.

    Returns
    -------
    float
        The larger root of ``z = 1 - exp(-R0 z)`` [1]; 0 at R0 = 1. Infections, of which reported cases are a small
        part: an attack rate of cases must not be put into this equation.

    Raises
    ------
    InputError
        HF-P065, for R0 below 1, where no outbreak grows, or above 20.
    """
    within(
        "basic reproduction number",
        r0,
        1.0,
        20.0,
        unit="-",
        ask="below 1 an outbreak does not grow and has no final size",
    )
    return float(attack_fractions(np.array([r0]), np.array([0.0]))[0])


def attack_fractions(r0: Floats, infected_fraction: Floats) -> Floats:
    """Return the share ever infected when a share is infected at the start.

    Parameters
    ----------
    r0 : ndarray (members,)
        Basic reproduction number [1], 1 or more.
    infected_fraction : ndarray (members,)
        Share infected on day 0 [1].

    Returns
    -------
    ndarray (members,)
        ``z = 1 - (1 - i0) exp(-R0 z)``. Water as a second way of transmission does not change it, because over the whole
        outbreak the water holds as many vibrio-days as the infected shed.
    """
    # Nobody infected, 0 is a root too. The search begins above it and below the other, which is not less than
    # 2 (R0 - 1) / R0^2, because 1 - exp(-a) >= a - a^2 / 2.
    low = np.maximum(infected_fraction, np.maximum(r0 - 1.0, 0.0) / (r0 * r0))
    return root(lambda z: z - 1.0 + (1.0 - infected_fraction) * np.exp(-r0 * z), low, np.ones_like(low))


def early_growth_per_day(r0: Floats, recovery_per_day: Floats, water_share: Floats, decay_per_day: Floats) -> Floats:
    """Return the rate at which infections grow at the start.

    Parameters
    ----------
    r0, recovery_per_day, water_share, decay_per_day : ndarray (members,)
        As in :func:`holdfast.people.scenarios.outbreak_path`.

    Returns
    -------
    ndarray (members,)
        The positive root of ``l^2 + (x + g - bI) l + x (g - bI - bW) = 0`` [1/d]; at least 1e-9, so that a doubling time
        is finite where R0 is 1.
    """
    between_people = (1.0 - water_share) * r0 * recovery_per_day
    half = 0.5 * (decay_per_day + recovery_per_day - between_people)
    constant = decay_per_day * recovery_per_day * (1.0 - r0)
    return np.maximum(1e-9, np.sqrt(half * half - constant) - half)


def growth_from_doubling(doubling_days: float) -> float:
    """Return the growth rate of a doubling time.

    Parameters
    ----------
    doubling_days : float
        Time in which cases double [d], more than 0 and up to 3650.

    Returns
    -------
    float
        ``ln 2 / T`` [1/d].

    Raises
    ------
    InputError
        HF-P065, outside those limits.
    """
    return math.log(2.0) / within("doubling time", doubling_days, 0.0, 3650.0, unit="d", open_low=True)


def logistic_growth(share: float, *, days_before_peak: float, days_after_peak: float) -> float:
    """Return the growth rate of an outbreak whose cumulative cases follow a logistic curve.

    Parameters
    ----------
    share : float
        Share of all cases that fell into a window around the peak [1], above 0 and below 1.
    days_before_peak, days_after_peak : float
        Where the window begins and ends, counted from the middle of the peak day [d]; 0 to 365 and not both 0.

    Returns
    -------
    float
        Rate r [1/d] with ``F(after) - F(-before) = share`` and ``F(t) = 1 / (1 + exp(-r t))``; at most 20 a day.

    Raises
    ------
    InputError
        HF-P065, outside those limits.
    """
    within("share of the cases", share, 0.0, 1.0, unit="-", open_low=True)
    within("days before the peak", days_before_peak, 0.0, 365.0, unit="d")
    within("days after the peak", days_after_peak, 0.0, 365.0, unit="d")
    within("window", days_before_peak + days_after_peak, 0.0, 730.0, unit="d", open_low=True)

    def gap(rate: Floats) -> Floats:
        inside = 1.0 / (1.0 + np.exp(-rate * days_after_peak)) - 1.0 / (1.0 + np.exp(rate * days_before_peak))
        return np.asarray(inside - share)

    return float(root(gap, np.array([0.0]), np.array([FASTEST_PER_DAY]))[0])
