"""What is supposed to have come between a reading and the issue: nothing twice, and nothing from nowhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers_forecast import ISSUE_DAY, camp, claim, statement
from holdfast.estimate import Estimate, estimate
from holdfast.forecast import AS_RECENT, forecast
from holdfast.forecast.scenarios import scenario_events
from holdfast.ledger import Claim

DIESEL = "stores.diesel-main.quantity"
SHUT = {'passing_fraction = "unknown"': "passing_fraction = 0"}


def on(day: int, last: int | None = None) -> dict[str, Any]:
    return {"time_start": f"2026-08-{day:02d}", "time_end": f"2026-08-{last or day:02d}"}


def at(hour: str) -> dict[str, Any]:
    return {"time_start": f"2026-08-{hour}+03:00", "time_end": None, "time_precision": "hour"}


def made(*claims: Claim, changes: dict[str, str] | None = None, members: int = 300) -> Estimate:
    return estimate(camp(SHUT if changes is None else changes), claims, ISSUE_DAY, members, 1)


def median(found: Estimate, path: str = DIESEL) -> float:
    return float(np.median(found.draws[path]))


def diesel(litres: float, grade: str = "A1", number: int = 1, **when: Any) -> Claim:
    return claim(statement("stock", "diesel", litres, "L", **when), number, source_grade=grade)


@pytest.mark.parametrize("when", [on(17), at("17T08:00"), at("17T20:00"), on(15, 17)])
def test_what_came_on_the_day_of_a_reading_is_in_the_reading(when: dict[str, Any]) -> None:
    came = claim(statement("delivery", "diesel", 5000, "L", **on(17)), 2)
    none_since = claim(statement("delivery", "diesel", polarity="negated", **on(18)), 3)
    alone, beside = made(diesel(5000, **when), none_since), made(diesel(5000, **when), came, none_since)
    assert [item.use for item in beside.used] == ["used", "gate", "gate"]
    assert median(beside) <= median(alone)


def test_what_came_on_the_day_after_a_reading_is_added() -> None:
    came = claim(statement("delivery", "diesel", 5000, "L", **on(18)), 2)
    assert median(made(diesel(5000, **on(17)), came)) > median(made(diesel(5000, **on(17)))) + 4000


@pytest.mark.parametrize(
    ("stock", "came", "path"),
    [
        (
            statement("stock", "sewage", 400, "m3", **on(18)),
            statement("delivery", "septic truck", 6, "truck", service="desludging", **on(18)),
            "sewage_tanks.septic.level_m3",
        ),
        (
            statement("stock", "treated water", 100, "m3", **on(18)),
            statement("delivery", "water", 30, "m3", **on(18)),
            "tanks.treated.level_m3",
        ),
    ],
)
def test_a_truck_on_the_day_of_a_reading_of_water_or_sewage_is_in_it_too(stock: Any, came: Any, path: str) -> None:
    read = claim(stock, 1, source_grade="A1")
    assert (made(read).draws[path] == made(read, claim(came, 2)).draws[path]).all()


@pytest.mark.parametrize("litres", [5000.0, None])
def test_one_delivery_before_a_reading_fills_no_tank_after_it(litres: float | None) -> None:
    came = claim(statement("delivery", "diesel", litres, "L" if litres else None, **on(8)), 2)
    alone, beside = made(diesel(9000, **on(13))), made(diesel(9000, **on(13)), came)
    # A little more in the middle (a full tank before), a wide upper side: days without a record are unknown, not usual.
    assert median(beside) == pytest.approx(median(alone), abs=600.0)
    assert np.quantile(beside.draws[DIESEL], 0.95) > np.quantile(alone.draws[DIESEL], 0.95) + 500.0
    (told,) = beside.warnings
    assert told.startswith(
        "On 5 of 5 days since the reading of diesel nobody recorded how much of it was let in: 0 to "
    )
    assert "L are supposed" in told


@pytest.mark.parametrize("changes", [{}, SHUT, {'passing_fraction = "unknown"': "passing_fraction = 0.8"}])
def test_days_nobody_recorded_widen_what_is_left_and_hardly_raise_its_middle(changes: dict[str, str]) -> None:
    none_since = claim(statement("delivery", "diesel", polarity="negated", **on(14, 18)), 3)
    came = claim(statement("delivery", "diesel", 5000, "L", **on(8)), 2)
    dry = made(diesel(9000, **on(13)), came, none_since, changes=changes).draws[DIESEL]
    open_ended = made(diesel(9000, **on(13)), came, changes=changes).draws[DIESEL]
    assert (open_ended >= dry - 1e-6).all()
    assert (open_ended <= dry + 1e-6).mean() >= 0.45
    assert (open_ended > dry + 500.0).any()


def test_what_may_have_come_since_the_reading_is_one_unknown_that_can_be_settled() -> None:
    came = claim(statement("delivery", "diesel", 5000, "L", **on(8)), 2)
    found = made(diesel(9000, **on(13)), came, changes={})
    since = {unknown.path: unknown for unknown in found.unknowns}["gate.since_reading.diesel"]
    assert since.values.min() == 0.0
    assert since.values.max() > 1500.0
    issued = forecast(found)
    assert "gate.since_reading.diesel" in [item.unknown for item in issued.measure_next]


def test_a_day_on_which_the_same_log_speaks_of_others_only_brought_none() -> None:
    came = claim(statement("delivery", "diesel", 5000, "L", **on(8)), 2, claimant="gate log")
    others = [
        claim(statement("denial", "septic trucks", service="desludging", **on(day)), day, claimant="gate log")
        for day in range(14, 19)
    ]
    found = made(diesel(9000, **on(13)), came, *others, changes={})
    assert median(found) == pytest.approx(median(made(diesel(9000, **on(13)))), abs=1e-6)
    assert "gate.since_reading.diesel" not in {unknown.path for unknown in found.unknowns}


def test_the_next_fortnight_brings_no_more_than_the_last() -> None:
    usual = '[[gate.deliveries]]\ncommodity = "diesel"\nunit = "L"\nquantity_per_day = 1500\n'
    came = claim(statement("delivery", "diesel", 5000, "L", **on(10)), 2)
    found = made(came, changes={usual: ""}, members=1000)
    events, _ = scenario_events(found, AS_RECENT, 14)
    total = sum(np.asarray(event.quantity) for event in events if event.asset == "diesel")
    assert np.mean(total) == pytest.approx(5000.0, rel=0.1)
