"""Sweat at rest and drinking need."""

from __future__ import annotations

import pytest

from holdfast.people import drinking_need_l_per_h, resting_sweat_l_per_h


def test_never_below_the_insensible_loss() -> None:
    assert resting_sweat_l_per_h(18.0) == 0.035
    assert min(resting_sweat_l_per_h(temp / 2) for temp in range(-80, 120)) == 0.035


def test_hotter_never_means_less_sweat() -> None:
    """The parabola of the fit turns up again below 14 degC; the function must not."""
    series = [resting_sweat_l_per_h(temp / 4) for temp in range(-160, 240)]
    assert series == sorted(series)


def test_known_value_and_curvature() -> None:
    assert resting_sweat_l_per_h(35.0) == 0.204
    assert resting_sweat_l_per_h(45.0) == pytest.approx(0.204 + 0.172 + 0.041)


def test_need_is_base_and_sweat_times_the_factor() -> None:
    assert 24 * drinking_need_l_per_h(0.0, 1.0) == pytest.approx(1.0)
    assert drinking_need_l_per_h(0.3, 0.8) == pytest.approx(0.8 * (1 / 24 + 0.3))
