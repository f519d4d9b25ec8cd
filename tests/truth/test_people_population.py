"""The default population against the means that its source prints (worked examples W007 and W008)."""

from __future__ import annotations

import math

import pytest

from holdfast.people import Population, Sex, population
from holdfast.reference import value


def mean_of(people: Population, sex: Sex) -> float:
    groups = [group for group in people.groups if group.sex == sex]
    return math.fsum(group.persons * group.energy_kcal_per_day for group in groups) / people.persons_of(sex=sex)


def test_men_and_boys() -> None:
    """W007: the rows give 2245 kcal, printed as 2250."""
    mean = mean_of(population(1_000_000), "male")
    assert mean == pytest.approx(2245, abs=0.5)
    assert mean == pytest.approx(2250, rel=0.005)


def test_women_and_girls_and_the_print_that_does_not_follow() -> None:
    """W008: the rows give 1910 kcal with pregnancy and lactation; the stored copy prints 2010."""
    people = population(1_000_000)
    assert mean_of(people, "female") == pytest.approx(1910, abs=5)
    (told,) = (note for note in people.notes if "D072" in note)
    assert "2,010" in told
    assert "1,910" in told


def test_everyone_lies_by_the_planning_figure() -> None:
    mean = population(1_000_000).mean_energy_kcal_per_day
    assert mean == pytest.approx(value("D073"), rel=0.006)  # printed 2070, without the increments
    assert mean == pytest.approx(value("N115"), rel=0.01)  # 2,100, the planning figure
    assert mean == pytest.approx(2082, abs=2)  # the note of D073
