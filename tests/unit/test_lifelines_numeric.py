"""The exponential of the hour loop: as good as the C library's, the same bits compiled, held at its limits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.lifelines.numeric import MOST_EXPONENT, exp

GRID = [*np.linspace(-44.0, 44.0, 4001), *np.linspace(-0.05, 0.05, 401), 0.0, 1e-300, -1e-300, 1.0, -1.0]


def test_it_agrees_with_the_library() -> None:
    """The docstring promises 5e-16; the library itself may be half a last place (1.1e-16) off."""
    worst = max(abs(exp(float(x)) / math.exp(x) - 1.0) for x in GRID)
    assert worst < 5e-16
    assert exp(0.0) == 1.0


def test_it_rises_and_stays_above_zero() -> None:
    values = [exp(float(x)) for x in np.linspace(-44.0, 44.0, 20001)]
    assert (np.diff(values) > 0.0).all()
    assert values[0] > 0.0


@pytest.mark.parametrize("far", [45.0, 1e6, 1e308, math.inf])
def test_beyond_its_limits_it_is_held(far: float) -> None:
    assert exp(far) == exp(MOST_EXPONENT)
    assert exp(-far) == exp(-MOST_EXPONENT)
    assert exp(MOST_EXPONENT) == pytest.approx(math.exp(44.0), rel=1e-15)


def test_compiled_it_gives_the_same_bits() -> None:
    """In a loop over lanes, as the engine calls it: vector code, and no multiply-add that rounds once instead of twice."""
    import numba

    from holdfast.lifelines import compiled

    compiled._register()

    @numba.jit(nopython=True, **compiled.OPTIONS)
    def lanes(x: np.ndarray, out: np.ndarray) -> None:
        for lane in range(x.shape[0]):
            out[lane] = exp(x[lane])

    given = np.array([*GRID, -60.0, 60.0])
    got = np.empty_like(given)
    lanes(given, got)
    assert np.array_equal(got, [exp(float(x)) for x in given])
