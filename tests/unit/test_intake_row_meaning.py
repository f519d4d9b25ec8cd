"""A coarse kind, a thing, a figure and the words of its unit mean something together, or the figure is left out."""

from __future__ import annotations

import pytest

from holdfast.intake.rows.meaning import ARRIVED, WENT, Meaning, meaning_of


@pytest.mark.parametrize(
    ("kind", "item", "unit", "claim_type", "counts"),
    [
        ("stock", "fuel", "L/day needed", "need", True),
        ("stock", "water", "L/person/day (at least)", "delivery", True),
        ("stock", "shelter", "persons capacity", "capacity", True),
        ("denial", "petrol", "days", "denial", False),
        ("denial", "petrol", "consecutive days", "denial", False),
        ("denial", "septic truck", "h/day allowed", "denial", False),
        ("appeal", "water", "USD", "appeal", False),
        ("capacity", "sewage", "m from the first row", "capacity", False),
        ("outage", "water", "vehicles in queue", "outage", False),
        ("delivery", "fuel", "tankers in 25 days", "delivery", True),
        ("delivery", "fuel", "% of need over 37 days", "delivery", True),
        (None, "population", "persons", "population", True),
        (None, "security", "police posts", None, False),
        ("denial", "wall", "blocks removed earlier", "removal", True),
        (None, "security", "blocks returned", "delivery", True),
        ("denial", "patients", "persons", "denial", True),
        ("stock", "flour", "", "stock", False),
        (None, None, None, None, False),
    ],
)
def test_what_a_row_means(
    *, kind: str | None, item: str | None, unit: str | None, claim_type: str | None, counts: bool
) -> None:
    found = meaning_of(kind, item, unit)
    assert (found.claim_type, found.counts) == (claim_type, counts)


@pytest.mark.parametrize(
    ("unit", "item"),
    [
        ("persons", "people"),
        ("persons (second convoy)", ARRIVED),
        ("persons left for another country", WENT),
        ("persons relocated in 2016", WENT),
    ],
)
def test_people_who_come_and_go_are_not_those_who_live_there(unit: str, item: str) -> None:
    assert meaning_of(None, "population", unit).item == item


@pytest.mark.parametrize(
    ("unit", "low", "high", "upper"),
    [
        ("persons (at least)", True, False, None),
        ("persons (fewer than)", False, True, None),
        ("persons capacity (4000-5000)", True, True, 5000.0),
        ("% of need over 37 days", True, True, None),
        ("trucks (more than)", True, False, None),
        ("km2 (at most)", False, True, None),
        ("kg", True, True, None),
    ],
)
def test_the_unit_says_which_ends_are_known(*, unit: str, low: bool, high: bool, upper: float | None) -> None:
    found = meaning_of("stock", "flour", unit)
    assert (found.low, found.high, found.upper) == (low, high, upper)


def test_the_dead_are_counted_and_both_kinds_at_once_are_not() -> None:
    assert meaning_of("casualty", "casualties", "killed").unit == "persons"
    both: Meaning = meaning_of("casualty", "casualties", "killed and injured")
    assert (both.claim_type, both.counts) == ("casualty", False)
    assert meaning_of("casualty", "casualties", None) == Meaning(claim_type="casualty")


def test_words_behind_the_counted_word_are_no_unit() -> None:
    assert meaning_of("outage", "generator", "generators failed").unit == "generators"
    assert meaning_of("denial", "fuel", "tanker (the second)").unit == "tanker"
    assert meaning_of("delivery", "water", "tankers/24h (from 36)").per_day
