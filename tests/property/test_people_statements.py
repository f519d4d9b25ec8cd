"""Properties of threshold statements: later horizons and milder norms, order of members, early before middle."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from holdfast.people import ThresholdStatement, crossing_days, threshold_statement

DAYS = st.lists(st.one_of(st.none(), st.floats(0, 400)), min_size=1, max_size=60)
VALUES = arrays(np.float64, st.tuples(st.integers(1, 8), st.integers(1, 12)), elements=st.floats(-1e6, 1e6))


def said(days: list[float | None], horizon: float) -> ThresholdStatement:
    return threshold_statement("norm_cutoff", days, horizon_days=horizon, side="<", norm_id="N005", persons_exposed=100)


@given(DAYS, st.floats(1, 200), st.floats(0, 200))
def test_a_longer_horizon_is_never_less_likely(days: list[float | None], horizon: float, more: float) -> None:
    short, long = said(days, horizon), said(days, horizon + more)
    assert 0 <= short.probability <= long.probability <= 1
    for early, late in ((short.earliest_day, long.earliest_day), (short.median_day, long.median_day)):
        assert early is None or early == late  # what was seen within the shorter one stays


@given(DAYS, st.floats(1, 200))
def test_the_earliest_day_is_not_after_the_median(days: list[float | None], horizon: float) -> None:
    one = said(days, horizon)
    if one.median_day is not None:
        assert one.earliest_day is not None
        assert one.earliest_day <= one.median_day <= horizon
        assert one.probability >= 0.5
    assert (one.earliest_day is None) == (
        sum(day is not None and day <= horizon for day in days) < math.ceil(0.05 * len(days))
    )


@given(VALUES, st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(1, 4))
def test_a_milder_norm_is_crossed_no_earlier(values: np.ndarray, norm: float, less: float, hold: int) -> None:
    strict, mild = (crossing_days(values, line, "<", hold_days=hold) for line in (norm, norm - less))
    assert (strict <= mild).all()
    assert (crossing_days(values, norm, "<=", hold_days=hold) <= strict).all()
    assert (crossing_days(values, norm, "<", hold_days=hold + 1) >= strict).all()


@given(VALUES, st.floats(-1e6, 1e6))
def test_both_sides_are_mirror_images(values: np.ndarray, norm: float) -> None:
    assert (crossing_days(values, norm, "<") == crossing_days(-values, -norm, ">")).all()
    assert (crossing_days(values, norm, "<=") == crossing_days(-values, -norm, ">=")).all()


@given(VALUES)
def test_no_day_is_a_missing_number(values: np.ndarray) -> None:
    days = crossing_days(values, 0.0, ">=")
    assert not np.isnan(days).any()
    assert ((days >= 1) & ((days <= values.shape[1]) | np.isinf(days))).all()
