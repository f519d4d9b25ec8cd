"""Probabilities by day and dates from the members' times."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from holdfast.forecast import LifelineForecast
from holdfast.forecast.dates import at, lifeline_forecast, p_by_day, quantile_h

ISSUE = datetime(2026, 8, 19, tzinfo=ZoneInfo("Asia/Baghdad"))
NAMES = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")


def made(times: list[float] | np.ndarray, horizon: int = 14) -> LifelineForecast:
    return lifeline_forecast(
        name="x", lifeline="x", meaning="x", times_h=np.asarray(times, dtype=float), issue=ISSUE, horizon_days=horizon
    )


def test_the_first_probability_is_the_end_of_day_one() -> None:
    assert p_by_day(np.array([24.0, 24.1, 48.0, np.inf]), 3) == (0.25, 0.75, 0.75)


def test_a_date_past_the_horizon_is_none() -> None:
    found = made([10.0] * 50 + [np.inf] * 50)
    assert found.q25 == ISSUE + timedelta(hours=10)
    assert found.q50 == ISSUE + timedelta(hours=10)
    assert found.q75 is None
    assert found.p_within_horizon == 0.5


def test_all_failed_at_once() -> None:
    found = made([0.0] * 10)
    assert found.failed_already == 1.0
    assert all(getattr(found, name) == ISSUE for name in NAMES)
    assert found.p_by_day == (1.0,) * 14


def test_none_fails() -> None:
    found = made([np.inf] * 10)
    assert all(getattr(found, name) is None for name in NAMES)
    assert found.p_by_day == (0.0,) * 14
    assert found.p_error == (0.0,) * 14


def test_what_had_failed_at_issue_counts_as_failed_at_issue() -> None:
    found = made([0.4] * 20 + [100.0] * 80)
    assert found.failed_already == 0.2
    assert found.q10 == ISSUE
    assert found.q50 == ISSUE + timedelta(hours=100)


def test_one_member_is_enough() -> None:
    assert made([30.0]).q95 == ISSUE + timedelta(hours=30)


def test_no_number_is_made_between_a_member_that_fails_and_one_that_does_not() -> None:
    assert quantile_h(np.array([5.0, np.inf]), 0.5, 336.0) == 5.0
    assert quantile_h(np.array([5.0, np.inf]), 0.51, 336.0) is None


def test_hours_are_real_hours_where_the_clock_changes() -> None:
    issue = datetime(2026, 3, 29, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert at(issue, 3.0) == datetime(2026, 3, 29, 4, tzinfo=ZoneInfo("Europe/Berlin"))


def test_json_carries_the_zone() -> None:
    row = made([30.0, np.inf]).to_dict()
    assert row["q10"] == "2026-08-20T06:00:00+03:00"
    assert row["q90"] is None


@given(arrays(np.float64, st.integers(1, 60), elements=st.one_of(st.floats(0, 500), st.just(np.inf))))
def test_probabilities_and_dates_agree(times: np.ndarray) -> None:
    found = made(times)
    assert list(found.p_by_day) == sorted(found.p_by_day)
    assert all(0.0 <= p <= 1.0 for p in (*found.p_by_day, *found.p_error, found.failed_already))
    dates = [getattr(found, name) for name in NAMES]
    known = [d for d in dates if d is not None]
    assert known == sorted(known)
    assert dates[: len(known)] == known
    if found.q50 is not None:
        day = int(np.ceil((found.q50 - ISSUE).total_seconds() / 86400))
        assert found.p_by_day[max(day, 1) - 1] >= 0.5 or abs((found.q50 - ISSUE).total_seconds() % 86400) < 61
