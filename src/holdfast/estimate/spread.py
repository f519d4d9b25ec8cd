"""From a stated figure and its grade to draws of what it may mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from holdfast.sites import standard_normal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.sites import Value

    Floats = NDArray[np.float64]

_NORMAL = NormalDist()
Z95 = _NORMAL.inv_cdf(0.95)
TEMPERATURE_ERROR_K = 2.0  # physics specification M1: a press figure is the day's maximum, give or take 2 K
# Assumptions, until fitted to a station: how much of one day's departure is left the next day, and the spread of days.
PERSISTENCE_PER_DAY = 0.7
DAY_TO_DAY_K = 3.0
_EDGE = 1e-9
_GRID = np.linspace(0.0005, 0.9995, 1000)
LEAST_LEFT = 0.05
# Below this share of its spread inside the vessel, a figure is taken as "full": it lies far beyond the capacity.
BEYOND_CAPACITY = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A figure as stated: equal ends for one number, one end for a bound, two ends for a range.

    Attributes
    ----------
    low, high : float or None
        Ends in the internal unit; "more than 2,000" has a low end only, "fewer than four days" a high end only.
    relative_error : float
        Half-width of the 90 per cent interval relative to the figure [1].
    """

    low: float | None
    high: float | None
    relative_error: float

    @property
    def exact(self) -> bool:
        """True when one number is stated."""
        return self.low is not None and self.low == self.high

    def times(self, factor: float) -> Stated:
        """Return the figure in another unit."""
        return Stated(
            low=None if self.low is None else self.low * factor,
            high=None if self.high is None else self.high * factor,
            relative_error=self.relative_error,
        )


def normal_quantile(u: Floats) -> Floats:
    """Return standard normal quantiles of probabilities; 0 and 1 are taken as 1e-9 from the edge."""
    return standard_normal(np.clip(u, _EDGE, 1.0 - _EDGE))


def normal_cdf(z: Floats) -> Floats:
    """Return the standard normal distribution function."""
    return np.fromiter(map(_NORMAL.cdf, z.ravel()), np.float64, count=z.size).reshape(z.shape)


def sigma_of(relative_error: float) -> float:
    """Return the spread of the logarithm whose upper 95 per cent point is ``1 + relative_error`` times the median."""
    return math.log1p(relative_error) / Z95


def draw_amount(stated: Stated, u_error: Floats, u_base: Floats, most: Floats | None = None) -> Floats:
    """Draw what a stated amount may mean.

    Parameters
    ----------
    stated : Stated
        The figure.
    u_error, u_base : ndarray (members,)
        Uniforms: for the error of the source, and for the place within a range or below a bound.
    most : ndarray (members,), optional
        Capacity, in the unit of the figure.

    Returns
    -------
    ndarray (members,)
        Zero or more and at most `most`; increasing in the figure for fixed uniforms.

    Notes
    -----
    One number: lognormal about it, truncated at the capacity. A range: uniform in it, times the same error. Only a low
    end: the half of the lognormal above it. Only a high end: uniform from zero to it, as it says nothing else. Zero is
    zero ("empty"). Where nearly all of the spread lies above the capacity, the vessel is taken as full.
    """
    sigma = sigma_of(stated.relative_error)
    members = u_error.shape[0]
    if stated.low is None and stated.high is None:
        raise ValueError("a stated amount needs at least one end")
    if stated.low is None:
        drawn = u_base * float(stated.high or 0.0)
        return drawn if most is None else np.minimum(drawn, most)
    if stated.high is None:
        drawn = stated.low * np.exp(sigma * np.abs(normal_quantile(0.5 + u_error / 2.0)))
        return drawn if most is None else np.minimum(drawn, most)
    base = np.full(members, stated.low) if stated.exact else stated.low + u_base * (stated.high - stated.low)
    if most is None:
        return base * np.exp(sigma * normal_quantile(u_error))
    # As a difference of logarithms: the ratio of a room to a vanishing figure would overflow.
    tiny = np.finfo(np.float64).tiny
    room = np.log(np.maximum(most, tiny)) - np.log(np.maximum(base, tiny))
    inside = normal_cdf(np.clip(room / sigma, -40.0, 40.0))
    drawn = base * np.exp(sigma * normal_quantile(u_error * inside))
    return np.where(inside < BEYOND_CAPACITY, most, np.minimum(drawn, most))


def draw_bounded(stated: Stated, own: Sequence[Value], u_base: Floats) -> Floats | None:
    """Draw what a bound leaves of what the site file states: its own spread, cut at the bound.

    Parameters
    ----------
    stated : Stated
        A figure with one end.
    own : sequence of Value
        What the site states of the same thing; several are a total.
    u_base : ndarray (members,)
        Uniforms of the place within what is left.

    Returns
    -------
    ndarray (members,) or None
        None where the figure is no bound, the site does not state the thing, or the bound leaves less than a twentieth
        of the spread: then the two contradict each other, and the claim stands alone.
    """
    if (stated.low is None) == (stated.high is None) or not own or any(v.state == "unknown" for v in own):
        return None
    total: Floats = sum((v.quantile(_GRID) for v in own), np.zeros_like(_GRID))
    inside = np.ones_like(_GRID, dtype=np.bool_)
    if stated.low is not None:
        inside &= total >= stated.low
    if stated.high is not None:
        inside &= total <= stated.high
    if inside.mean() < LEAST_LEFT:
        return None
    left = _GRID[inside]
    return np.asarray(np.interp(left[0] + u_base * (left[-1] - left[0]), _GRID, total), dtype=np.float64)


def draw_temperature(stated: Stated, u_error: Floats, u_base: Floats) -> Floats:
    """Draw the day's maximum behind a stated temperature [degC].

    Notes
    -----
    One number: normal, 90 per cent within 2 K (physics specification M1; a press figure). "More than": the half above.
    "Less than": the half below. A range: uniform in it, with the same error.
    """
    spread = TEMPERATURE_ERROR_K / Z95
    half = np.abs(normal_quantile(0.5 + u_error / 2.0)) * spread
    if stated.low is None and stated.high is None:
        raise ValueError("a stated temperature needs at least one end")
    if stated.high is None:
        return float(stated.low or 0.0) + half
    if stated.low is None:
        return float(stated.high) - half
    return stated.low + u_base * (stated.high - stated.low) + spread * normal_quantile(u_error)


def faded_temperature(
    stated: Stated, usual: Floats, age_days: float, u_error: Floats, u_base: Floats, u_days: Floats
) -> Floats:
    """Draw the day's maximum of the days to come, given that of a day gone by [degC].

    Parameters
    ----------
    stated : Stated
        The figure of that day.
    usual : ndarray (members,)
        The site's own highest temperature [degC], to which days return.
    age_days : float
        Days from that day to the last day before the issue, zero or more.
    u_error, u_base : ndarray (members,)
        Uniforms of the figure, as for `draw_temperature`.
    u_days : ndarray (members,)
        Uniforms of the weather since.

    Returns
    -------
    ndarray (members,)
        Never narrower than 2 K either way (90 per cent).

    Notes
    -----
    An autoregression of the days' maxima about the usual one: what is left of the difference after n days is 0.7^n,
    and the weather since adds a spread of 3 K sqrt(1 - 0.7^2n). Both figures are assumptions.
    """
    kept = PERSISTENCE_PER_DAY ** max(age_days, 0.0)
    middle = draw_temperature(stated, np.full_like(u_error, 0.5), u_base)
    since = DAY_TO_DAY_K * math.sqrt(1.0 - kept * kept) * normal_quantile(u_days)
    drawn = draw_temperature(stated, u_error, u_base) + (1.0 - kept) * (usual - middle) + since
    return np.asarray(drawn, dtype=np.float64)
