"""The few numerics the scenarios need: the normal distribution, a root by halving, one step of Runge and Kutta."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HALVINGS = 60
_STANDARD = NormalDist()


def normal_below(z: Floats) -> Floats:
    """Return the standard normal distribution function at each z."""
    # statistics.NormalDist has no arrays; erfc keeps the lower tail to full precision.
    return np.array([0.5 * math.erfc(-one / math.sqrt(2.0)) for one in np.ravel(z)]).reshape(np.shape(z))


def normal_point(probability: float) -> float:
    """Return the standard normal quantile of a probability between 0 and 1."""
    return _STANDARD.inv_cdf(probability)


def root(function: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Return where a function rises through 0, for each element.

    Parameters
    ----------
    function : callable
        Array to array of the same shape, not above 0 at ``low`` and not below 0 at ``high``.
    low, high : ndarray
        Ends, of one shape.

    Returns
    -------
    ndarray
        Good to 2**-60 of the distance between the ends.
    """
    left, right = np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)
    for _ in range(HALVINGS):
        middle = 0.5 * (left + right)
        below = function(middle) < 0.0
        left = np.where(below, middle, left)
        right = np.where(below, right, middle)
    return np.asarray(0.5 * (left + right))


def runge_kutta(slope: Callable[[Floats], Floats], state: Floats, step: float) -> Floats:
    """Return the state after one step of the classical fourth-order method; ``slope`` does not depend on time."""
    first = slope(state)
    second = slope(state + 0.5 * step * first)
    third = slope(state + 0.5 * step * second)
    fourth = slope(state + step * third)
    return state + step / 6.0 * (first + 2.0 * second + 2.0 * third + fourth)
