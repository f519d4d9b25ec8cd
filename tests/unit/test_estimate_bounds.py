"""A bound cuts what the site file states; it replaces it only where nothing is stated or the two contradict."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_forecast import ISSUE_DAY, camp, claim, statement
from holdfast.estimate import Estimate, estimate
from holdfast.estimate.spread import Stated, draw_bounded
from holdfast.ledger import Claim
from holdfast.sites import Value

PEOPLE = "people.all.count"
DIESEL = "stores.diesel-main.quantity"
RANGE = Value(value=2500, low=2200, high=2800, distribution="uniform", state="interval", source="log")
NOW: dict[str, Any] = {"time_start": "2026-08-18T23:30:00+03:00", "time_end": None, "time_precision": "hour"}


def made(said: Claim, counted: str) -> Estimate:
    return estimate(camp({"count = { low = 1100, high = 1300 }": f"count = {counted}"}), [said], ISSUE_DAY, 500, 1)


def more_than(number: float) -> Claim:
    return claim(statement("population", "people", number, "persons", value_high=None), source_grade="C3")


def test_more_than_two_thousand_leaves_a_better_interval_of_the_site_as_it_is() -> None:
    found = made(more_than(2000), "{ low = 2200, high = 2800 }").draws[PEOPLE]
    assert np.quantile(found, [0.0, 0.5, 1.0]) == pytest.approx([2200, 2500, 2800], rel=0.01)


def test_more_than_two_and_a_half_thousand_cuts_it() -> None:
    found = made(more_than(2500), "{ low = 2200, high = 2800 }").draws[PEOPLE]
    assert found.min() >= 2500 - 1
    assert np.quantile(found, [0.5, 1.0]) == pytest.approx([2650, 2800], rel=0.01)


@pytest.mark.parametrize("counted", ['"unknown"', "{ low = 1100, high = 1300 }"])
def test_a_bound_the_site_does_not_meet_or_know_stands_alone(counted: str) -> None:
    found = made(more_than(2000), counted).draws[PEOPLE]
    assert found.min() >= 2000 - 1e-6
    assert found.max() > 2800


def test_less_than_a_stock_keeps_the_lower_end_of_the_site() -> None:
    said = claim(statement("stock", "diesel", None, "L", value_high=5000.0, **NOW))
    site = camp({'capacity = 15000\nquantity = "unknown"': "capacity = 15000\nquantity = { low = 3000, high = 9000 }"})
    found = estimate(site, [said], ISSUE_DAY, 1000, 1).draws[DIESEL]
    assert found.min() >= 3000 - 100  # an hour's use
    assert found.max() <= 5000 + 1e-6


@given(st.floats(0, 4000), st.sampled_from(["low", "high"]))
def test_what_is_left_obeys_the_bound_and_the_site(bound: float, end: str) -> None:
    low = end == "low"
    stated = Stated(low=bound if low else None, high=None if low else bound, relative_error=0.5)
    found = draw_bounded(stated, [RANGE], np.linspace(0.0, 1.0, 50))
    if found is None:
        assert bound > 2765 if low else bound < 2235
        return
    assert found.min() >= 2200 - 1e-9
    assert found.max() <= 2800 + 1e-9
    assert (found >= bound - 1e-9).all() if low else (found <= bound + 1e-9).all()
    assert (np.diff(found) >= 0.0).all()


def test_a_figure_with_two_ends_or_none_of_the_sites_own_is_no_bound() -> None:
    u = np.full(3, 0.5)
    assert draw_bounded(Stated(low=1.0, high=2.0, relative_error=0.1), [RANGE], u) is None
    assert draw_bounded(Stated(low=1.0, high=None, relative_error=0.1), [], u) is None
