"""Which of several figures stand: a better one is not erased by a newer, weaker one, and contradiction is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers_forecast import ISSUE_DAY, camp, claim, statement
from holdfast.estimate import Estimate, estimate
from holdfast.ledger import Claim

DIESEL = "stores.diesel-main.quantity"
PEOPLE = "people.all.count"
HOTTEST = "weather.temp_max_c"
UNCOUNTED = {"count = { low = 1100, high = 1300 }": 'count = "unknown"'}


def on(day: int) -> dict[str, Any]:
    return {"time_start": f"2026-08-{day:02d}", "time_end": f"2026-08-{day:02d}"}


def made(*claims: Claim, changes: dict[str, str] | None = None, members: int = 400) -> Estimate:
    return estimate(camp(changes), claims, ISSUE_DAY, members, 1)


def stock(litres: float | None, grade: str, day: int, number: int, who: str, unit: str = "L", **more: Any) -> Claim:
    said = statement("stock", "diesel", litres, unit, **on(day), **more)
    return claim(said, number, source_grade=grade, claimant=who)


def test_a_newer_and_weaker_figure_stands_beside_a_measured_one_and_the_warning_names_both() -> None:
    measured = stock(5100, "A1", 16, 1, "committee")
    told = stock(12500, "C4", 18, 2, "ministry")
    alone, both = made(measured), made(measured, told)
    assert [item.use for item in both.observations] == ["mixed", "mixed"]
    assert both.observations[0].weight > 0.9
    assert np.median(both.draws[DIESEL]) == pytest.approx(np.median(alone.draws[DIESEL]), abs=100)
    assert np.quantile(both.draws[DIESEL], 0.995) > 8000
    (warning,) = (text for text in both.warnings if "contradict" in text)
    assert "committee, 16 August" in warning
    assert "ministry, 18 August" in warning
    assert f"claims.{DIESEL}" in {unknown.path for unknown in both.unknowns}


def test_an_older_figure_run_forward_that_agrees_with_the_newer_is_no_contradiction() -> None:
    # About 1,500 L a day: 8,000 L on the 16th are some 5,000 L on the 18th.
    found = made(stock(8000, "A1", 16, 1, "committee"), stock(5000, "B2", 18, 2, "ministry"))
    assert [item.use for item in found.observations] == ["mixed", "mixed"]
    assert not any("contradict" in text for text in found.warnings)


def test_a_later_figure_of_the_same_or_a_better_source_supersedes() -> None:
    for grade in ("B2", "A1"):
        found = made(stock(8000, "B2", 15, 1, "committee"), stock(2500, grade, 18, 2, "engineer"))
        assert [item.use for item in found.observations] == ["superseded", "used"], grade
        assert "engineer" in found.observations[0].reason


def test_a_later_bound_does_not_supersede_a_figure() -> None:
    found = made(stock(8000, "B2", 16, 1, "committee"), stock(None, "B2", 18, 2, "ministry", value_low=500.0))
    assert [item.use for item in found.observations] == ["mixed", "mixed"]


def test_of_three_the_superseded_names_the_one_in_its_place() -> None:
    found = made(
        stock(9000, "B2", 13, 1, "committee"),
        stock(5000, "A1", 16, 2, "engineer"),
        stock(6000, "C4", 18, 3, "ministry"),
    )
    assert [item.use for item in found.observations] == ["superseded", "mixed", "mixed"]
    assert "engineer" in found.observations[0].reason


@pytest.mark.parametrize(("litres", "days", "told"), [(1000.0, 8.0, 1), (4500.0, 3.0, 0)])
def test_a_quantity_and_days_of_supply_are_compared_by_what_they_mean(litres: float, days: float, told: int) -> None:
    found = made(stock(litres, "B1", 18, 1, "committee"), stock(days, "B1", 18, 2, "ministry", unit="d"))
    assert [item.use for item in found.observations] == ["mixed", "mixed"]
    assert sum("contradict" in text and "ministry" in text for text in found.warnings) == told


def test_a_counted_population_is_not_erased_by_a_newer_hearsay() -> None:
    counted = claim(statement("population", "people", 1200, "persons", **on(10)), 1, source_grade="A1")
    said = claim(
        statement("population", "people", 2300, "persons", **on(17)), 2, source_grade="C4", claimant="ministry"
    )
    found = made(counted, said)
    assert np.median(found.draws[PEOPLE]) == pytest.approx(1200, rel=0.02)
    assert [item.use for item in found.observations] == ["mixed", "mixed"]


def test_a_count_of_long_ago_gives_way_whatever_its_grade() -> None:
    counted = claim(
        statement("population", "people", 1200, "persons", time_start="2026-06-01", time_end="2026-06-01"),
        1,
        source_grade="A1",
    )
    said = claim(statement("population", "people", 1500, "persons", **on(17)), 2, source_grade="B2")
    assert [item.use for item in made(counted, said).observations] == ["superseded", "used"]


def heat(degrees: float, day: int, number: int = 1, **more: Any) -> Claim:
    return claim(statement("temperature", None, degrees, "degC", **on(day)), number, **more)


def test_one_cool_day_of_two_weeks_ago_does_not_rule_the_days_ahead() -> None:
    hottest = made(heat(38, 6), members=2000).draws[HOTTEST]
    assert np.median(hottest) == pytest.approx(45.0, abs=0.3)
    assert np.quantile(hottest, 0.95) - np.quantile(hottest, 0.05) > 4.0


def test_a_figure_fades_day_by_day_and_never_gets_narrower_than_two_kelvin() -> None:
    # The site says 43 to 47.
    draws = [made(heat(38, day), members=1000).draws[HOTTEST] for day in (18, 17, 15, 12, 6)]
    middles = [float(np.median(drawn)) for drawn in draws]
    assert middles[0] == pytest.approx(38.0, abs=0.2)
    assert middles[1] == pytest.approx(0.7 * 38 + 0.3 * 45, abs=0.3)
    assert middles == sorted(middles)
    assert all(np.quantile(drawn, 0.95) - np.quantile(drawn, 0.05) > 3.8 for drawn in draws)


def test_temperatures_of_two_days_do_not_contradict_and_of_one_day_may() -> None:
    apart = made(heat(38, 14, source_grade="A1"), heat(47, 18, 2, source_grade="C4", claimant="ministry"))
    assert not any("contradict" in text for text in apart.warnings)
    same = made(heat(38, 18), heat(47, 18, 2, claimant="ministry"))
    assert any("contradict" in text for text in same.warnings)


def test_a_claimed_temperature_stays_within_what_the_field_can_hold() -> None:
    assert made(heat(59.9, 18), members=500).draws[HOTTEST].max() <= 60.0
