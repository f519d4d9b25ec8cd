"""What is supposed to have come between a reading and the issue: nothing twice, and nothing from nowhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers_forecast import ISSUE_DAY, camp, claim, statement
from holdfast.estimate import Estimate, estimate
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
