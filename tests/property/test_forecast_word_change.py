"""One word of a message changed: which dates move, which way, and that nothing else moves at all."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from helpers_forecast import ISSUE_DAY, camp, claim, statement
from holdfast.estimate import estimate
from holdfast.forecast import AS_RECENT, NOTHING_ENTERS
from holdfast.forecast.issue import Ran, run_scenario

MEMBERS = 200
# Fed by diesel: power and everything that runs on it. What people eat and cook with is not.
ON_DIESEL = {"electricity", "fuel", "cooling", "water", "cold_chain", "food", "vaccines", "sewage"}
APART = {"stock:flour", "stock:lpg"}
# Lifelines that only ever gain from more diesel. Sewage is not among them: with power, more water is used, and it comes back.
GAINERS = ("electricity", "fuel", "cooling", "water", "cold_chain", "food", "vaccines")


@cache
def ran(
    litres: float = 5100.0, day: str = "2026-08-17", decision: str = "denial", scenario: str = NOTHING_ENTERS
) -> Ran:
    """A message with a stock of diesel, a stock of flour, and what the gate did with a tanker and a septic truck."""
    claims = (
        claim(statement("stock", "diesel tank", litres, "L", time_start=day, time_end=day), 1),
        claim(statement("stock", "flour", 3000, "kg"), 2),
        claim(
            statement(
                decision,
                "diesel tanker",
                1,
                "tanker",
                si_low=5000.0,
                si_high=5000.0,
                si_unit="L",
                time_start="2026-08-14",
                time_end="2026-08-14",
            ),
            3,
        ),
        claim(statement("denial", "septic trucks", 2, "truck", service="desludging"), 4),
    )
    return run_scenario(estimate(camp(), claims, ISSUE_DAY, MEMBERS, 3), scenario)


def times(found: Ran) -> dict[str, np.ndarray]:
    return {found.lifelines[name]: array for name, array in found.times_h.items()}


def days(array: np.ndarray) -> np.ndarray:
    return np.minimum(array, 24.0 * 14) / 24.0


def test_the_site_has_the_lifelines_of_this_test() -> None:
    assert set(times(ran())) == ON_DIESEL | APART


@pytest.mark.parametrize("scenario", [NOTHING_ENTERS, AS_RECENT])
def test_a_smaller_stock_of_diesel_fails_earlier_and_moves_nothing_else(scenario: str) -> None:
    before, after = times(ran(scenario=scenario)), times(ran(1500.0, scenario=scenario))
    for name in GAINERS:
        assert np.quantile(days(after[name]), 0.5) < np.quantile(days(before[name]), 0.5), name
    assert (after["fuel"] <= before["fuel"] + 1e-9).all()
    for name in APART:
        assert (before[name] == after[name]).all(), name


def test_an_older_reading_of_diesel_fails_earlier_and_moves_nothing_else() -> None:
    before, after = times(ran(12000.0)), times(ran(12000.0, day="2026-08-12"))
    for name in GAINERS:
        assert np.quantile(days(after[name]), 0.5) < np.quantile(days(before[name]), 0.5), name
    for name in APART:
        assert (before[name] == after[name]).all(), name


def test_a_tanker_let_in_fails_later_as_recent_and_moves_nothing_else() -> None:
    before, after = times(ran(scenario=AS_RECENT)), times(ran(decision="delivery", scenario=AS_RECENT))
    for name in GAINERS:
        assert np.mean(days(after[name])) > np.mean(days(before[name])), name
    assert (after["fuel"] >= before["fuel"] - 1e-9).all()
    for name in APART:
        assert (before[name] == after[name]).all(), name


def test_a_tanker_let_in_before_a_reading_of_this_evening_changes_nothing_when_nothing_enters() -> None:
    now = "2026-08-18T23:59:00+03:00"
    before, after = times(ran(day=now)), times(ran(day=now, decision="delivery"))
    assert all((before[name] == after[name]).all() for name in before)


def test_days_since_the_reading_that_nobody_recorded_are_not_taken_as_closed() -> None:
    # Nothing is recorded of the 17th and 18th: what the gate did on the 14th bears on what may have come then.
    before, after = times(ran()), times(ran(decision="delivery"))
    assert (after["fuel"] >= before["fuel"] - 1e-9).all()
    assert (after["fuel"] > before["fuel"]).any()
    assert all((before[name] == after[name]).all() for name in APART)


def test_what_the_gate_does_with_diesel_leaves_the_septic_trucks_alone() -> None:
    before, after = ran(scenario=AS_RECENT), ran(decision="delivery", scenario=AS_RECENT)
    desludged = [times(found)["sewage"] for found in (before, after)]
    # Sewage may only move through the power its pumps and the taps have: where nothing on diesel moves, it is equal.
    same = np.all([times(before)[name] == times(after)[name] for name in GAINERS], axis=0)
    assert same.any()
    assert (desludged[0][same] == desludged[1][same]).all()


def test_the_same_message_gives_the_same_dates_to_the_bit() -> None:
    again = times(ran.__wrapped__())
    assert all((array == again[name]).all() for name, array in times(ran()).items())
