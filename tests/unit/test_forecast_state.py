"""What the camp carries over the moment of issue: a forecast begins where the days before it ended."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from helpers_forecast import HEAD, ISSUE_DAY, camp, claim, site_of, statement
from holdfast.estimate import Estimate, estimate
from holdfast.estimate.carry import BEHIND_HOURS
from holdfast.forecast import Forecast, forecast
from holdfast.forecast.issue import run_scenario
from holdfast.ledger import Claim
from holdfast.sites import prior_draws

CLOSED = {'passing_fraction = "unknown"': "passing_fraction = 0\nclosed_since = 2026-08-01"}


def stock(item: str, low: float, unit: str, day: str, number: int = 1) -> Claim:
    return claim(statement("stock", item, low, unit, time_start=day, time_end=day), number)


def made(*claims: Claim, members: int = 120, changes: dict[str, str] | None = None) -> Estimate:
    return estimate(camp(CLOSED | (changes or {})), claims, ISSUE_DAY, members, 1)


@cache
def dry() -> Forecast:
    """Not a litre of diesel since the 14th, and the gate closed."""
    return forecast(made(stock("diesel", 0.0, "L", "2026-08-14")))


@cache
def running() -> Estimate:
    return made()


def already(found: Forecast) -> dict[str, float]:
    return {event.lifeline: event.failed_already for event in found.events}


def test_a_camp_without_power_for_four_days_has_lost_what_power_keeps() -> None:
    share = already(dry())
    for lifeline in ("fuel", "electricity", "water", "cold_chain", "vaccines", "sewage"):
        assert share[lifeline] == 1.0, lifeline
    assert share["food"] > 0.9
    assert share["cooling"] > 0.5  # the issue is at midnight
    for stock_of in ("stock:flour", "stock:lpg"):
        assert share[stock_of] < 0.1, stock_of


def test_rooms_are_as_hot_as_the_days_before_left_them() -> None:
    (band,) = (band for band in dry().bands if band.path == "temp_in_c")
    assert band.q10[0] > 30.0
    state = running().state
    assert state is not None
    assert np.quantile(state["temp_in_c"], 0.9) < 30.0


def test_without_claims_the_camp_has_been_running() -> None:
    found = forecast(running())
    share = already(found)
    for lifeline in ("electricity", "water", "cold_chain", "vaccines", "food", "cooling"):
        assert share[lifeline] < 0.1, lifeline
    (water,) = (band for band in found.bands if band.path == "water_24h_l_per_person")
    assert water.hours[0] == 1
    assert water.q10[0] > 60.0
    state = running().state
    assert state is not None
    assert (state["known_h"] == BEHIND_HOURS).all()
    assert np.allclose(state["hold_over_h"], 20.0)


def test_what_nobody_has_read_is_not_used_up_before_the_issue() -> None:
    base = running()
    drawn = prior_draws(base.site, base.members, 1)
    for path in ("stores.diesel-main.quantity", "stores.flour.quantity", "tanks.treated.level_m3"):
        assert np.array_equal(base.draws[path], drawn[path]), path
        assert base.draws[path].min() < 0.1 * base.draws[path].max(), path


def test_a_tank_that_is_dry_since_this_evening_fails_in_the_course_of_the_next_day() -> None:
    now = "2026-08-18T23:00:00+03:00"
    event = forecast(made(stock("diesel", 0.0, "L", now), stock("water", 0.0, "m3", now, 2))).event("water")
    assert event is not None
    assert event.failed_already == 0.0
    assert event.p_by_day[0] == 1.0


TANK = (
    HEAD
    + """
[[people]]
id = "all"
count = 1000
[water]
normal_use_l_per_person_day = 60
distribution_kwh_per_m3 = 0
[[tanks]]
id = "treated"
capacity_m3 = 300
level_m3 = "unknown"
"""
)


def test_a_tank_that_nothing_refills_and_that_was_empty_yesterday_has_failed() -> None:
    site = site_of(TANK)
    empty = estimate(site, [stock("water", 0.0, "m3", "2026-08-16")], ISSUE_DAY, 50, 1)
    (event,) = (event for event in forecast(empty).events if event.lifeline == "water")
    assert event.failed_already == 1.0
    full = forecast(estimate(site, [stock("water", 280.0, "m3", "2026-08-18")], ISSUE_DAY, 50, 1))
    (event,) = (event for event in full.events if event.lifeline == "water")
    assert event.failed_already == 0.0


def test_bands_of_a_day_wait_for_the_day_where_nothing_is_known_of_it() -> None:
    found = forecast(replace(running(), state=None))
    by_path = {band.path: band for band in found.bands}
    assert by_path["water_24h_l_per_person"].hours[0] == 24
    assert len(by_path["water_24h_l_per_person"].q50) == len(by_path["water_24h_l_per_person"].hours)
    assert by_path["treated_water_m3"].hours[0] == 1
    short = forecast(replace(running(), state=None), horizon_days=1)
    assert {band.path: band for band in short.bands}["water_24h_l_per_person"].hours == (24,)


def test_a_claim_moves_no_part_of_the_state_it_is_not_coupled_to() -> None:
    one, other = running().state, made(stock("flour", 3000.0, "kg", "2026-08-09")).state
    assert one is not None
    assert other is not None
    assert set(one.rows) == set(other.rows)
    for name in one.rows:
        assert np.array_equal(one[name], other[name], equal_nan=True), name


def test_members_that_follow_different_claims_keep_their_own_days_before() -> None:
    dry_since = stock("diesel", 0.0, "L", "2026-08-16")
    ample = claim(
        statement("stock", "diesel", 14000.0, "L", time_start="2026-08-16", time_end="2026-08-16"),
        2,
        claimant="ministry",
    )
    alone, both = made(dry_since), made(dry_since, ample)
    share = already(forecast(both))["electricity"]
    assert 0.2 < share < 0.8
    assert already(forecast(alone))["electricity"] == 1.0
    assert already(forecast(both))["vaccines"] == pytest.approx(share)


def test_what_the_site_states_is_not_made_better_by_the_days_before() -> None:
    worse = {
        "remaining_h = 20": "remaining_h = 0",
        "start_c = 4\n": "start_c = 12\n",
        "wet_well_level_m3 = 0": "wet_well_level_m3 = 9",
    }
    share = already(forecast(made(changes=worse)))
    assert share["vaccines"] == 1.0
    assert share["cold_chain"] == 1.0
    state = made(changes=worse).state
    assert state is not None
    assert state["wet_well_m3"].min() >= 9.0
    unread = made(changes={"remaining_h = 20": 'remaining_h = "unknown"'}).state
    assert unread is not None
    assert np.allclose(unread["hold_over_h"], 20.0)


def test_a_start_that_is_set_counts_as_set() -> None:
    base = running()
    hot = base.draws.replace({"shelters.trailers.start_c": 39.0, "vaccine_fridges.fridge.remaining_h": 1.0})
    times = run_scenario(base, draws=hot).times_h
    assert (times["indoor_above_35c"] == 0.0).all()
    plain = run_scenario(base).times_h
    assert (times["vaccine_holdover_end"] <= plain["vaccine_holdover_end"]).all()
    # What was not set goes on from where it was.
    same = run_scenario(base, draws=base.draws.replace({})).times_h
    assert all(np.array_equal(plain[name], same[name]) for name in plain)
