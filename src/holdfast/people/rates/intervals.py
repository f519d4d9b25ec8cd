"""Exact intervals of counts, without a statistics library: Poisson, binomial, and gamma-Poisson."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.people.inputs import fault, number, whole

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = "HF-P050"  # of numbers that no count, rate or share can be
_TINY = 1e-300
_EPS = 1e-15
_STEPS = 200  # bisection ends by itself once the midpoint is one of the ends


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact central interval of a Poisson mean (Garwood).

    Parameters
    ----------
    count : int
        Events counted, 0 or more.
    level : float
        Confidence, between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high bound of the expected count; the low bound of 0 is 0. Each tail holds half of what is left.

    Raises
    ------
    InputError
        HF-P050, if the count is negative or no whole number, or the level is not between 0 and 1.

    Notes
    -----
    The bounds are the means at which the tails of the Poisson distribution, that is the regularised incomplete gamma
    function, hold half of ``1 - level`` each (Garwood 1936, Biometrika 28:437). They cover at least ``level``, and
    more for small counts.
    """
    whole(count, "count", code=CODE, low=0)
    tail = _tail(level)
    low = gamma_quantile(tail, count) if count else 0.0
    return low, gamma_quantile(1.0 - tail, count + 1)


def binomial_interval(count: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact central interval of a share (Clopper-Pearson).

    Parameters
    ----------
    count, of : int
        Events, and how many there could have been; ``0 <= count <= of``, ``of`` at least 1.
    level : float
        Confidence, between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high bound of the share [1].

    Raises
    ------
    InputError
        HF-P050 no whole numbers or no level, HF-P053 more events than there could be, HF-P054 of nothing.

    Notes
    -----
    The bounds are quantiles of beta distributions (Clopper and Pearson 1934, Biometrika 26:404). They cover at least
    ``level``.
    """
    whole(count, "count", code=CODE, low=0)
    whole(of, "what the count is of", code=CODE, low=0)
    check_share(count, of, "the count", "what it is of")
    return share_interval(count, of, level)


def share_interval(count: float, of: float, level: float) -> tuple[float, float]:
    """Return the same for an effective count and size, which need not be whole; both must have been checked."""
    tail = _tail(level)
    low = beta_quantile(tail, count, of - count + 1.0) if count > 0.0 else 0.0
    high = beta_quantile(1.0 - tail, count + 1.0, of - count) if count < of else 1.0
    return low, high


def gamma_interval(count: int, level: float = 0.95, *, shape: float = 0.5) -> tuple[float, float]:
    """Return the central interval of a Poisson mean when the mean itself has a gamma distribution beforehand.

    Parameters
    ----------
    count : int
        Events counted.
    level : float
        Probability inside, between 0 and 1.
    shape : float
        Shape of the prior, above 0; 0.5 is the prior of Jeffreys, which says next to nothing.

    Returns
    -------
    tuple of float
        Low and high quantile of the expected count: of a gamma distribution of shape ``count + shape`` and rate 1.

    Raises
    ------
    InputError
        HF-P050, if an argument is outside these limits.
    """
    whole(count, "count", code=CODE, low=0)
    number(shape, "shape", code=CODE, low=0.0, open_low=True)
    tail = _tail(level)
    return gamma_quantile(tail, count + shape), gamma_quantile(1.0 - tail, count + shape)


def poisson_at_most(count: int, mean: float) -> float:
    """Return the probability of ``count`` events or fewer when ``mean`` are expected."""
    if count < 0:
        return 0.0
    return 1.0 - gamma_cdf(mean, count + 1.0)


def gamma_cdf(x: float, shape: float) -> float:
    """Return the regularised lower incomplete gamma function P(shape, x), from 0 to 1.

    The series below ``shape + 1``, the continued fraction above, as in the usual handbooks; the common factor is kept
    in logarithms. Against scipy it is right to 1e-9 for shapes up to a million.
    """
    if x <= 0.0:
        return 0.0
    factor = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1.0:
        term = total = 1.0 / shape
        n = shape
        while abs(term) > abs(total) * _EPS:
            n += 1.0
            term *= x / n
            total += term
        return min(1.0, total * factor)
    b = x + 1.0 - shape
    c = 1.0 / _TINY
    d = 1.0 / b
    h = d
    i = 0.0
    change = 0.0
    while abs(change - 1.0) > _EPS:
        i += 1.0
        a = -i * (i - shape)
        b += 2.0
        d = 1.0 / _away(a * d + b)
        c = _away(b + a / c)
        change = d * c
        h *= change
        if i > 10.0 * shape + 1e5:
            break
    return max(0.0, 1.0 - h * factor)


def gamma_quantile(p: float, shape: float) -> float:
    """Return the value that a gamma distribution of this shape and rate 1 stays below with probability ``p``."""
    spread = 10.0 * math.sqrt(shape) + 10.0
    high = shape + spread
    while gamma_cdf(high, shape) < p:
        high += spread
    low = shape - spread
    if low <= 0.0 or gamma_cdf(low, shape) > p:
        low = 0.0
    return _bisect(lambda x: gamma_cdf(x, shape), p, low, high)


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), from 0 to 1 (continued fraction, log factor)."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges fast below the mean; above it, the other tail does.
    if x < (a + 1.0) / (a + b + 2.0):
        return min(1.0, front * _beta_fraction(x, a, b) / a)
    return max(0.0, 1.0 - front * _beta_fraction(1.0 - x, b, a) / b)


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the value that a beta distribution stays below with probability ``p``."""
    return _bisect(lambda x: beta_cdf(x, a, b), p, 0.0, 1.0)


def check_share(count: float, of: float, what: str, whole_name: str) -> None:
    """Raise HF-P054 if there is nothing to count in, HF-P053 if more were counted than there are."""
    if not of > 0:
        mend = "give how many there were; of none there is no rate"
        raise fault("HF-P054", whole_name, f"{of:g}", "more than 0", mend)
    if count > of:
        mend = "check both figures, and that they are of the same people and days"
        raise fault("HF-P053", what, f"{count:g} of {of:g}", f"at most {of:g}", mend)


def _tail(level: float) -> float:
    stated = number(
        level,
        "level",
        code=CODE,
        low=0.0,
        open_low=True,
        high=1.0,
        open_high=True,
        expected="between 0 and 1",
        mend="write 95 per cent as 0.95",
    )
    return (1.0 - stated) / 2.0


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _beta_fraction(x: float, a: float, b: float) -> float:
    c = 1.0
    d = 1.0 / _away(1.0 - (a + b) * x / (a + 1.0))
    h = d
    m = 0.0
    change = 0.0
    while abs(change - 1.0) > _EPS and m < 1e6:
        m += 1.0
        even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        d = 1.0 / _away(1.0 + even * d)
        c = _away(1.0 + even / c)
        h *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        d = 1.0 / _away(1.0 + odd * d)
        c = _away(1.0 + odd / c)
        change = d * c
        h *= change
    return h


def _bisect(cdf: Callable[[float], float], p: float, low: float, high: float) -> float:
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        if middle in {low, high}:
            break
        if cdf(middle) < p:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
