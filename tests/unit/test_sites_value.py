"""A value can be drawn, whatever is known of it, and its distribution is the one the page describes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from holdfast.sites import Value

P = np.array([0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0])


def value(distribution: str, mode: float, low: float, high: float, **more: float) -> Value:
    return Value(value=mode, low=low, high=high, distribution=distribution, state="interval", **more)


def test_known_value_never_varies() -> None:
    nine = Value(value=9000.0, low=9000.0, high=9000.0)
    assert nine.is_known
    assert nine.median == 9000.0
    assert (nine.quantile(P) == 9000.0).all()


@pytest.mark.parametrize(
    ("distribution", "truth"),
    [
        ("uniform", stats.uniform(2, 8)),
        ("triangular", stats.triang(0.25, 2, 8)),
        ("beta", stats.beta(2.0, 4.0, 2, 8)),
        ("loguniform", stats.loguniform(2, 10)),
    ],
)
def test_bounded_distributions_match_an_independent_library(distribution: str, truth: stats.rv_continuous) -> None:
    p = np.linspace(0.001, 0.999, 301)
    ours = value(distribution, 4.0, 2.0, 10.0).quantile(p)
    assert np.abs(ours - truth.ppf(p)).max() < 2e-5


def test_symmetric_normal_has_its_5_and_95_per_cent_points_at_the_ends() -> None:
    p = np.linspace(0.001, 0.999, 301)
    sd = 3.0 / stats.norm.ppf(0.95)
    ours = value("normal", 10.0, 7.0, 13.0).quantile(p)
    assert np.abs(ours - stats.norm(10.0, sd).ppf(p)).max() < 1e-9


@pytest.mark.parametrize(("distribution", "mode", "low", "high"), [("normal", 8, 2, 16), ("lognormal", 120, 72, 168)])
def test_split_distributions_keep_all_three_stated_points(
    distribution: str, mode: float, low: float, high: float
) -> None:
    points = value(distribution, mode, low, high).quantile(np.array([0.05, 0.5, 0.95]))
    assert points == pytest.approx([low, mode, high], rel=1e-12)


@pytest.mark.parametrize("distribution", ["uniform", "triangular", "loguniform", "beta"])
def test_bounds_are_reached_and_never_passed(distribution: str) -> None:
    drawn = value(distribution, 3.0, 2.0, 10.0).quantile(P)
    assert drawn[0] == pytest.approx(2.0)
    assert drawn[-1] == pytest.approx(10.0)


def test_tails_are_finite_and_cut_at_the_limits_of_the_field() -> None:
    share = value("normal", 0.9, 0.8, 1.0, minimum=0.0, maximum=1.0)
    drawn = share.quantile(P)
    assert np.isfinite(drawn).all()
    assert drawn.max() == 1.0
    unbounded = value("normal", 0.9, 0.8, 1.0).quantile(P)
    assert unbounded.max() > 1.0  # so the cut above did something


def test_probabilities_outside_are_taken_at_the_nearest_end() -> None:
    even = value("uniform", 1.0, 0.0, 2.0)
    assert even.quantile(np.array([-1.0, 2.0])).tolist() == [0.0, 2.0]


def test_shape_is_kept() -> None:
    assert value("normal", 1.0, 0.0, 2.0).quantile(np.full((3, 4), 0.3)).shape == (3, 4)


def test_triangular_with_the_mode_at_an_end() -> None:
    falling = value("triangular", 0.006, 0.006, 0.02)
    truth = stats.triang(0.0, 0.006, 0.014)
    assert falling.quantile(P) == pytest.approx(truth.ppf(P))
    assert value("beta", 2.0, 2.0, 10.0).median == pytest.approx(stats.beta(1, 5, 2, 8).ppf(0.5), rel=1e-5)


def test_median_of_a_skewed_value_is_not_its_mode() -> None:
    leak = value("beta", 0.15, 0.05, 0.35)
    assert leak.median > 0.15
    assert math.isclose(leak.median, float(leak.quantile(np.array([0.5]))[0]))
