"""A number that may be known, an interval, or unknown, and how it is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.sites.normal import standard_normal

if TYPE_CHECKING:
    from numpy.typing import NDArray

State = Literal["known", "interval", "unknown"]
Distribution = Literal["fixed", "uniform", "triangular", "normal", "lognormal", "loguniform", "beta"]
DISTRIBUTIONS: tuple[Distribution, ...] = (
    "fixed",
    "uniform",
    "triangular",
    "normal",
    "lognormal",
    "loguniform",
    "beta",
)

_Z95 = NormalDist().inv_cdf(0.95)
_TINY = 2.0**-53  # smallest step of a uniform double: keeps the normal quantile finite at 0 and 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a site with what is known about it.

    ``low`` and ``high`` are bounds for ``uniform``, ``triangular``, ``loguniform`` and ``beta``, and the 5 and 95
    per cent points for ``normal`` and ``lognormal`` (an assumption of this package: sources seldom say). A normal or
    lognormal whose ``value`` is off the middle of its points is split: each side has its own spread, so that the 5,
    50 and 95 per cent points are exactly the stated ones.

    Attributes
    ----------
    value : float
        The stated number, the stated best guess (mode of ``triangular`` and ``beta``), or the middle.
    low, high : float
        Ends, see above. Equal to ``value`` when the distribution is ``fixed``.
    distribution : str
        One of ``DISTRIBUTIONS``.
    state : str
        ``known``, ``interval`` (stated by the site) or ``unknown`` (taken from the prior).
    source : str
        Key of ``[sources]``, a reference id, or a note; for an unknown the origin of the prior.
    prior : str or None
        Origin of the prior when ``state`` is ``unknown``: a reference id or ``"assumption"``.
    minimum, maximum : float
        Limits of the field; draws are cut there.
    relative_to : str or None
        Path of the value this one is a share of (``"people"`` for all persons); the ends are then given at the median
        of that value, and joint draws follow it.
    """

    value: float
    low: float
    high: float
    distribution: Distribution = "fixed"
    state: State = "known"
    source: str = ""
    prior: str | None = None
    minimum: float = -math.inf
    maximum: float = math.inf
    relative_to: str | None = None

    @property
    def is_known(self) -> bool:
        """True when the site states one number."""
        return self.state == "known"

    @property
    def is_spread(self) -> bool:
        """True when draws differ from each other."""
        return self.distribution != "fixed" and self.low < self.high

    @property
    def median(self) -> float:
        """The 50 per cent point, in the unit of the field."""
        return float(self.quantile(np.array([0.5]))[0])

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value at each probability.

        Parameters
        ----------
        u : ndarray, any shape
            Probabilities in [0, 1]; outside, the nearest end is taken.

        Returns
        -------
        ndarray of the same shape, in the unit of the field, never decreasing in ``u`` and cut at the field's limits.
        """
        p = np.clip(np.asarray(u, dtype=np.float64), 0.0, 1.0)
        if not self.is_spread:
            return np.full(p.shape, self.value)
        drawn = _QUANTILES[self.distribution](p, self.value, self.low, self.high)
        cut: NDArray[np.float64] = np.clip(drawn, self.minimum, self.maximum)
        return cut


def _uniform(p: NDArray[np.float64], _value: float, low: float, high: float) -> NDArray[np.float64]:
    return low + p * (high - low)


def _loguniform(p: NDArray[np.float64], _value: float, low: float, high: float) -> NDArray[np.float64]:
    drawn: NDArray[np.float64] = np.exp(math.log(low) + p * (math.log(high) - math.log(low)))
    return drawn


def _triangular(p: NDArray[np.float64], value: float, low: float, high: float) -> NDArray[np.float64]:
    width, left, right = high - low, value - low, high - value
    rising = low + np.sqrt(p * width * left)
    falling = high - np.sqrt((1.0 - p) * width * right)
    return np.where(p * width < left, rising, falling)


def _standard_normal(p: NDArray[np.float64]) -> NDArray[np.float64]:
    return standard_normal(np.clip(p, _TINY, 1.0 - _TINY))


def _normal(p: NDArray[np.float64], value: float, low: float, high: float) -> NDArray[np.float64]:
    z = _standard_normal(p) / _Z95
    return value + z * np.where(z < 0.0, value - low, high - value)


def _lognormal(p: NDArray[np.float64], value: float, low: float, high: float) -> NDArray[np.float64]:
    return value * np.exp(_normal(p, 0.0, math.log(low) - math.log(value), math.log(high) - math.log(value)))


@lru_cache(maxsize=512)
def _pert_table(share: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (cumulative, x) of a PERT on [0, 1] with its mode at ``share``; both shape exponents lie in [0, 4]."""
    x = np.linspace(0.0, 1.0, 4097)
    density = x ** (4.0 * share) * (1.0 - x) ** (4.0 * (1.0 - share))
    cumulative = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2.0)))
    return cumulative / cumulative[-1], x


def _pert(p: NDArray[np.float64], value: float, low: float, high: float) -> NDArray[np.float64]:
    cumulative, x = _pert_table((value - low) / (high - low))
    return low + (high - low) * np.interp(p, cumulative, x)


_QUANTILES = {
    "uniform": _uniform,
    "loguniform": _loguniform,
    "triangular": _triangular,
    "normal": _normal,
    "lognormal": _lognormal,
    "beta": _pert,
}
