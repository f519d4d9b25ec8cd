"""Normal quantiles of arrays are those of the standard library."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from holdfast.sites import standard_normal

TAIL = 10.0 ** -np.arange(1.0, 16.0)


@pytest.mark.parametrize(
    "p",
    [
        np.linspace(0.001, 0.999, 1999),
        TAIL,
        1.0 - TAIL,
        np.array([0.075, 0.925, np.nextafter(0.075, 0), np.nextafter(0.925, 1), 1.388e-11, 1.389e-11, 2.0**-53]),
    ],
)
def test_quantiles_are_those_of_the_standard_library(p: np.ndarray) -> None:
    exact = np.array([NormalDist().inv_cdf(x) for x in p])
    assert standard_normal(p) == pytest.approx(exact, rel=1e-15, abs=1e-16)


def test_the_shape_is_kept_and_the_argument_too() -> None:
    p = np.array([[0.1, 0.5, 0.9], [0.01, 0.2, 0.99]])
    before = p.copy()
    found = standard_normal(p)
    assert found.shape == p.shape
    assert (p == before).all()
    assert found[0, 1] == 0.0
    assert found[0, 0] == pytest.approx(-found[0, 2])
    assert standard_normal(np.empty(0)).shape == (0,)


def test_it_rises_with_the_probability() -> None:
    p = np.linspace(1e-6, 1.0 - 1e-6, 20001)
    assert (np.diff(standard_normal(p)) > 0.0).all()
