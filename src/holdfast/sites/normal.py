"""Quantiles of the standard normal distribution for whole arrays at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CENTRE = 0.425
_CENTRE_R = 0.180625
_TAIL_R = 5.0
# Coefficients of AS241 (Wichura 1988, Applied Statistics 37:477-484, PPND16), highest power first.
_CENTRE_OVER = (
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608,
)
_CENTRE_UNDER = (
    5226.495278852854561,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1.0,
)
_NEAR_OVER = (
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734,
)
_NEAR_UNDER = (
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1.0,
)
_FAR_OVER = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772,
)
_FAR_UNDER = (
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1.0,
)


def standard_normal(p: Floats) -> Floats:
    """Return standard normal quantiles of probabilities.

    Parameters
    ----------
    p : ndarray
        Probabilities, inside 0 to 1 and not at its ends; any shape.

    Returns
    -------
    ndarray
        Good to 1e-15 of the quantile (AS241), as `statistics.NormalDist.inv_cdf`.
    """
    q = np.asarray(p, dtype=np.float64) - 0.5
    r = _CENTRE_R - q * q
    found = np.asarray(_polynomial(_CENTRE_OVER, r) * q / _polynomial(_CENTRE_UNDER, r))
    outside = np.abs(q) > CENTRE
    if outside.any():
        found[outside] = _tails(np.asarray(p, dtype=np.float64)[outside], q[outside])
    return found


def _tails(p: Floats, q: Floats) -> Floats:
    r = np.sqrt(-np.log(np.where(q <= 0.0, p, 1.0 - p)))
    near = r - 1.6
    size = _polynomial(_NEAR_OVER, near) / _polynomial(_NEAR_UNDER, near)
    if (r > _TAIL_R).any():
        far = r - _TAIL_R
        size = np.where(r > _TAIL_R, _polynomial(_FAR_OVER, far) / _polynomial(_FAR_UNDER, far), size)
    return np.where(q < 0.0, -size, size)


def _polynomial(coefficients: tuple[float, ...], r: Floats) -> Floats:
    total: Floats = np.full_like(r, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= r
        total += coefficient
    return total
