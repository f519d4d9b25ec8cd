"""A store and what draws on it: dates, probabilities and the value of a measurement have closed forms."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from helpers_forecast import ISSUE_DAY, ONE_STORE, site_of
from holdfast.estimate import Estimate, Unknown, estimate
from holdfast.forecast import Forecast, forecast
from holdfast.forecast.measure import LEAST_SHARE, baseline, measure_next, narrowing, spread_days

NORMAL = NormalDist()
Z90, Z95 = NORMAL.inv_cdf(0.9), NORMAL.inv_cdf(0.95)
SIGMA_STOCK = math.log(3333.3333 / 2000) / Z95
SIGMA_USE = math.log(0.5 / 0.4) / Z95
MEDIAN_DAYS = 2000 / (1000 * 0.4)
SIGMA = math.hypot(SIGMA_STOCK, SIGMA_USE)


def width(sigma: float) -> float:
    """10 to 90 per cent range of a lognormal of median 1."""
    return math.exp(Z90 * sigma) - math.exp(-Z90 * sigma)


def mean(sigma: float) -> float:
    return math.exp(sigma**2 / 2)


@pytest.fixture(scope="module")
def found() -> Estimate:
    return estimate(site_of(ONE_STORE), (), ISSUE_DAY, 4000, 5)


@pytest.fixture(scope="module")
def issued(found: Estimate) -> Forecast:
    return forecast(found, horizon_days=30)


def test_dates_of_a_store_are_those_of_a_ratio_of_lognormals(issued: Forecast) -> None:
    event = issued.event("stock:flour")
    assert event is not None
    for name, q in (
        ("q05", 0.05),
        ("q10", 0.1),
        ("q25", 0.25),
        ("q50", 0.5),
        ("q75", 0.75),
        ("q90", 0.9),
        ("q95", 0.95),
    ):
        days = (getattr(event, name) - issued.issued).total_seconds() / 86400
        assert days == pytest.approx(MEDIAN_DAYS * math.exp(SIGMA * NORMAL.inv_cdf(q)), rel=0.03), name


def test_probabilities_by_day_are_those_of_the_distribution(issued: Forecast) -> None:
    event = issued.event("flour_out")
    assert event is not None
    for day, p in enumerate(event.p_by_day, start=1):
        exact = NORMAL.cdf(math.log(day / MEDIAN_DAYS) / SIGMA)
        assert abs(p - exact) <= 4 * math.sqrt(exact * (1 - exact) / 4000) + 1e-9, day


def test_the_error_of_a_probability_is_binomial(issued: Forecast) -> None:
    event = issued.event("flour_out")
    assert event is not None
    p = event.p_by_day[4]
    assert event.p_error[4] == pytest.approx(math.sqrt(p * (1 - p) / 4000))


def test_the_stock_is_worth_measuring_as_much_as_theory_says(issued: Forecast) -> None:
    ranked = {item.unknown: item for item in issued.measure_next}
    now = MEDIAN_DAYS * width(SIGMA)
    stock = now - MEDIAN_DAYS * mean(SIGMA_STOCK) * width(SIGMA_USE)
    use = now - MEDIAN_DAYS * mean(SIGMA_USE) * width(SIGMA_STOCK)
    assert issued.measure_next[0].unknown == "stores.flour.quantity"
    assert ranked["stores.flour.quantity"].days_narrower == pytest.approx(stock, rel=0.07)
    assert ranked["stores.flour.use_per_person_day"].days_narrower == pytest.approx(use, abs=0.15)
    assert ranked["stores.flour.quantity"].share == pytest.approx(stock / now, abs=0.05)


def test_what_does_not_matter_is_not_listed(issued: Forecast) -> None:
    assert {item.unknown for item in issued.measure_next} == {
        "stores.flour.quantity",
        "stores.flour.use_per_person_day",
    }


@pytest.mark.parametrize(("stock", "use"), [(0.3, 0.1), (0.1, 0.3), (0.2, 0.2), (0.01, 0.3)])
def test_narrowing_agrees_with_the_closed_form(stock: float, use: float) -> None:
    rng = np.random.default_rng(11)
    s, d, other = (rng.standard_normal(8000) for _ in range(3))
    times = 5.0 * np.exp(stock * s - use * d)
    both = math.hypot(stock, use)
    now = 5.0 * width(both)
    for known, left in ((s, mean(stock) * width(use)), (d, mean(use) * width(stock))):
        assert narrowing(times, known).days_narrower == pytest.approx(max(0.0, now - 5.0 * left), abs=0.04 * now)
    assert narrowing(times, other).share < 0.03


def test_which_of_two_claims_is_right_is_worth_the_gap_between_them() -> None:
    rng = np.random.default_rng(2)
    choice = rng.integers(0, 2, 4000).astype(float)
    times = 3.0 + 6.0 * choice + 0.1 * rng.standard_normal(4000)
    result = narrowing(times, choice)
    assert result.known_days == pytest.approx(0.2 * Z90, rel=0.05)
    assert result.days_narrower == pytest.approx(6.0, rel=0.05)


def test_times_cut_at_the_horizon_narrow_no_more_than_can_be_seen() -> None:
    rng = np.random.default_rng(4)
    stock = rng.random(4000)
    times = np.minimum(20.0 * stock, 14.0)
    result = narrowing(times, stock)
    assert result.now_days == pytest.approx(12.0, abs=0.3)
    assert result.share > 0.9
    assert narrowing(np.full(4000, 14.0), stock).days_narrower == 0.0


def test_the_shuffled_baseline_is_near_one() -> None:
    times = np.random.default_rng(1).standard_normal(2000)
    assert baseline(times) == pytest.approx(1.0, abs=0.05)
    assert baseline(np.ones(10)) == 1.0
    assert spread_days(times) == pytest.approx(2 * Z90, rel=0.06)


def test_what_only_seems_to_matter_by_chance_is_not_listed() -> None:
    """A range that rests on few late members is noisy: a shuffled unknown can seem to narrow a fifth of it."""
    rng = np.random.default_rng(3)
    times = np.where(rng.random(2000) < 0.12, rng.choice([3.0, 9.0, 14.0], 2000), 0.25)
    unknowns = [Unknown(path=f"x.{n}", label=f"x {n}", values=rng.random(2000)) for n in range(100)]
    assert max(narrowing(times, unknown.values).share for unknown in unknowns) > LEAST_SHARE
    assert measure_next(times, unknowns, "x") == ()
    told = Unknown(path="t", label="t", values=times + 0.01 * rng.random(2000))
    assert [item.unknown for item in measure_next(times, [*unknowns, told], "x")] == ["t"]
