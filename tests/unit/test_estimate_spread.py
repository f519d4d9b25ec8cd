"""What a stated figure may mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.estimate.spread import Stated, draw_amount, draw_temperature, normal_cdf, normal_quantile, sigma_of

U = (np.arange(4000) + 0.5) / 4000
V = np.random.default_rng(3).permutation(U)


def amount(low: float | None, high: float | None, error: float = 0.1, most: float | None = None) -> np.ndarray:
    room = None if most is None else np.full(U.shape, most)
    return draw_amount(Stated(low=low, high=high, relative_error=error), U, V, room)


def test_the_grade_sets_the_upper_95_per_cent_point() -> None:
    drawn = amount(5000, 5000, 0.3)
    assert np.quantile(drawn, 0.5) == pytest.approx(5000, rel=1e-3)
    assert np.quantile(drawn, 0.95) == pytest.approx(6500, rel=1e-3)


def test_empty_is_zero_and_nothing_else() -> None:
    assert not amount(0, 0, 0.5, 15000).any()
    assert not amount(0, 0, 0.5).any()


def test_it_is_truncated_at_the_capacity_without_a_heap_there() -> None:
    drawn = amount(14000, 14000, 0.3, 15000)
    assert drawn.max() <= 15000
    assert np.mean(drawn > 14999.0) < 0.01


def test_a_figure_far_beyond_the_capacity_is_full() -> None:
    assert (amount(60000, 60000, 0.1, 15000) == 15000).all()


def test_more_than_is_above_and_fewer_than_is_below() -> None:
    assert amount(2000, None).min() >= 2000
    assert np.quantile(amount(2000, None, 0.5), 0.9) == pytest.approx(3000, rel=0.01)
    below = amount(None, 4)
    assert 0 <= below.min() < 0.01
    assert below.max() <= 4


def test_a_range_keeps_its_middle() -> None:
    drawn = amount(4000, 6000, 0.1)
    assert np.quantile(drawn, 0.5) == pytest.approx(5000, rel=0.01)
    assert drawn.min() < 4000
    assert drawn.max() > 6000


def test_a_stated_amount_needs_an_end() -> None:
    with pytest.raises(ValueError, match="end"):
        amount(None, None)
    with pytest.raises(ValueError, match="end"):
        draw_temperature(Stated(low=None, high=None, relative_error=0.1), U, V)


def test_a_press_temperature_is_the_maximum_within_two_kelvin() -> None:
    drawn = draw_temperature(Stated(low=48.9, high=48.9, relative_error=0.5), U, V)
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx([46.9, 48.9, 50.9], abs=0.01)
    assert draw_temperature(Stated(low=48.9, high=None, relative_error=0.5), U, V).min() >= 48.9
    assert draw_temperature(Stated(low=None, high=48.9, relative_error=0.5), U, V).max() <= 48.9


def test_normal_functions_undo_each_other_and_stay_finite() -> None:
    assert normal_cdf(normal_quantile(U)) == pytest.approx(U, abs=1e-9)
    assert np.isfinite(normal_quantile(np.array([0.0, 1.0]))).all()
    assert sigma_of(0.0) == 0.0


@given(
    st.floats(0.0, 1e6),
    st.floats(0.0, 1e6),
    st.sampled_from([0.03, 0.1, 0.3, 0.5]),
    st.one_of(st.none(), st.floats(0.0, 1e6)),
)
def test_more_stated_is_never_less_drawn(one: float, other: float, error: float, most: float | None) -> None:
    low, high = sorted((one, other))
    less, more = amount(low, low, error, most), amount(high, high, error, most)
    assert np.isfinite(less).all()
    assert (less >= 0).all()
    assert (less <= more * (1 + 1e-9) + 1e-9).all()
    if most is not None:
        assert (more <= most).all()
