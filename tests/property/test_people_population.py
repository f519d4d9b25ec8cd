"""Properties of a population: persons sum to the total, order changes nothing, means lie between the needs."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.people import population
from holdfast.people.census.structure import KINDS, PROFILES

KEYS = [(*kind, profile) for kind in KINDS for profile in PROFILES if profile != "old" or kind.age_band == "60+"]
PERSONS = st.dictionaries(st.sampled_from(KEYS), st.floats(0.01, 1e6), min_size=1)
BANDS = st.dictionaries(
    st.sampled_from(["0-4", "5-9", "10-14", "15-19", "20-59", "60+"]), st.floats(0.01, 1e6), min_size=1
)
TOTALS = st.floats(1.0, 1e7)


@given(TOTALS)
def test_the_usual_structure_sums_to_the_total_and_its_mean_is_that_of_any_other_total(total: float) -> None:
    people = population(total)
    assert math.fsum(group.persons for group in people.groups) == pytest.approx(total, rel=1e-12)
    assert people.mean_energy_kcal_per_day == pytest.approx(population(1000).mean_energy_kcal_per_day, rel=1e-12)


@given(TOTALS, st.one_of(PERSONS, BANDS))
def test_shares_and_persons_sum_to_the_total(total: float, structure: dict[Any, float]) -> None:
    whole = math.fsum(structure.values())
    people = population(total, structure={key: number / whole for key, number in structure.items()})
    assert people.persons == total
    assert math.fsum(group.persons for group in people.groups) == pytest.approx(total, rel=1e-9)
    assert all(group.persons > 0 for group in people.groups)


@given(st.one_of(PERSONS, BANDS), st.randoms(use_true_random=False))
def test_the_order_of_the_keys_changes_no_digit(structure: dict[Any, float], rng: random.Random) -> None:
    total = max(1.0, math.fsum(structure.values()))
    shares = {key: number / math.fsum(structure.values()) for key, number in structure.items()}
    items = list(shares.items())
    rng.shuffle(items)
    assert population(total, structure=dict(items)) == population(total, structure=shares)


@given(PERSONS)
def test_the_mean_need_lies_between_the_needs(structure: dict[Any, float]) -> None:
    people = population(100.0, structure=_shares(structure))
    needs = [group.energy_kcal_per_day for group in people.groups]
    assert min(needs) - 1e-6 <= people.mean_energy_kcal_per_day <= max(needs) + 1e-6


@given(PERSONS, st.sampled_from(KEYS))
def test_adding_nobody_of_a_kind_changes_nothing(structure: dict[Any, float], key: tuple[str, str, str, str]) -> None:
    shares = _shares(structure)
    if key not in shares:
        assert population(50.0, structure={**shares, key: 0.0}).groups == population(50.0, structure=shares).groups


def _shares(structure: dict[Any, float]) -> dict[Any, float]:
    whole = math.fsum(structure.values())
    return {key: number / whole for key, number in structure.items()}
