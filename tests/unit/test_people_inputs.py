"""What counts as a number, a whole number and a word: the same for every call of the room."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.people import (
    Person,
    adult_outlook,
    chlorine_dose,
    crossing_days,
    dehydration,
    energy_balance,
    fan_advice,
    gam_band,
    heat_index,
    heat_limit,
    ipc_cut_offs,
    population,
    radiant_temperature_c,
    refeeding_risk,
    resting_expenditure,
    sanitation_index,
    share_food,
    threshold_statement,
    vaccination_gap,
    water_at_norm,
    water_delivered,
    water_need,
    water_need_of,
    water_shares,
    work_in_heat,
)
from holdfast.people.inputs import fault, near, number, number_of, one_of, whole

if TYPE_CHECKING:
    from collections.abc import Callable

NO_NUMBERS = [
    "5",
    "",
    b"5",
    True,
    False,
    None,
    [],
    [5.0],
    {},
    object(),
    5j,
    np.bool_(True),
    np.array([5.0]),
    np.array([1.0, 2.0]),
    np.timedelta64(5, "h"),
    np.datetime64("2026-01-01"),
    np.str_("5"),
]
NUMBERS = [5, 5.0, np.float32(5), np.float64(5), np.int8(5), np.uint64(5), np.array(5.0), Fraction(5), Decimal(5)]


@pytest.mark.parametrize("given", NO_NUMBERS, ids=repr)
def test_what_is_no_number_is_refused_with_the_code(given: object) -> None:
    assert number_of(given) is None
    for check in (number, whole):
        with pytest.raises(InputError) as caught:
            check(given, "here", code="HF-P050")
        assert (caught.value.code, caught.value.where) == ("HF-P050", "here")


@pytest.mark.parametrize("given", NUMBERS, ids=repr)
def test_numbers_of_any_library_are_numbers(given: object) -> None:
    found = number(given, "here", code="HF-P050", low=0, high=10)
    assert found == 5.0
    assert type(found) is float
    count = whole(given, "here", code="HF-P050", low=5, high=5)
    assert count == 5
    assert type(count) is int


@pytest.mark.parametrize("given", [math.nan, math.inf, -math.inf, np.float64("nan"), 10**400], ids=str)
def test_what_is_not_finite_is_refused(given: object) -> None:
    for check in (number, whole):
        with pytest.raises(InputError, match="HF-P050"):
            check(given, "here", code="HF-P050")


def test_limits_hold_at_their_ends() -> None:
    assert number(0, "x", code="HF-P050", low=0, high=1) == 0.0
    assert number(1, "x", code="HF-P050", low=0, high=1) == 1.0
    for given, open_low, open_high in (
        (0, True, False),
        (1, False, True),
        (-1e-9, False, False),
        (1.001, False, False),
    ):
        with pytest.raises(InputError):
            number(given, "x", code="HF-P050", low=0, high=1, open_low=open_low, open_high=open_high)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({}, "a number"),
        ({"unit": "kg"}, "a number [kg]"),
        ({"low": 0}, "a number, 0 or more"),
        ({"low": 0, "open_low": True, "unit": "L"}, "a number, above 0 L"),
        ({"high": 3}, "a number, 3 or less"),
        ({"high": 3, "open_high": True}, "a number, below 3"),
        ({"low": 0, "high": 3, "unit": "m"}, "a number, 0 to 3 m"),
        ({"low": 0, "high": 3, "open_low": True}, "a number, above 0, up to 3"),
        ({"low": 0, "high": 3, "open_low": True, "open_high": True}, "a number, above 0, below 3"),
        ({"low": 0, "high": 3, "open_high": True}, "a number, 0 to less than 3"),
        ({"low": 0, "expected": "0 to 5 L"}, "a number, 0 to 5 L"),
    ],
)
def test_the_limits_are_said(limits: dict[str, object], words: str) -> None:
    with pytest.raises(InputError) as caught:
        number(None, "x", code="HF-P050", **limits)  # type: ignore[arg-type]
    assert caught.value.expected == words


def test_another_unit_is_asked_for_only_where_it_is_likely() -> None:
    def ask(stated: float) -> str | None:
        return f"is {stated / 100:g} m meant?" if 100 < stated < 250 else None

    for given, mend in ((175, "is 1.75 m meant?"), (9, "give metres")):
        with pytest.raises(InputError) as caught:
            number(given, "height", code="HF-P015", low=1, high=2.5, unit="m", mend="give metres", ask=ask)
        assert caught.value.mend == mend
        assert caught.value.found == f"{given} m"


def test_what_was_found_reads_as_it_was_typed() -> None:
    for given, text in ((np.float64("nan"), "nan"), ("5", "'5'"), (None, "None"), ("x" * 500, "'" + "x" * 76 + "...")):
        with pytest.raises(InputError) as caught:
            number(given, "x", code="HF-P050")
        assert caught.value.found == text


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, "a whole number"),
        (1, None, "a whole number of 1 or more"),
        (None, 9, "a whole number up to 9"),
        (1, 20_000, "a whole number from 1 to 20000"),
    ],
)
def test_a_whole_number_is_whole_and_within(low: int | None, high: int | None, words: str) -> None:
    for given in (2.5, *([0] if low else []), *([high + 1] if high else [])):
        with pytest.raises(InputError) as caught:
            whole(given, "n", code="HF-P036", low=low, high=high)
        assert caught.value.expected == words


def test_words_are_known_or_the_nearest_are_named() -> None:
    assert one_of("old", ("young", "old"), "profile", code="HF-P014") == "old"
    with pytest.raises(InputError) as caught:
        one_of("yung", ("young", "old"), "profile", code="HF-P014")
    assert caught.value.mend == "is 'young' meant?"
    assert caught.value.expected == "one of young, old"
    for given in (None, 5, ["old"], True, "zzz"):
        with pytest.raises(InputError) as caught:
            one_of(given, ("young", "old"), "profile", code="HF-P014")
        assert caught.value.mend == "name one of them"
    assert near("yung", ("young", "old")) == ("young",)


def test_a_fault_is_an_error_with_its_parts() -> None:
    made = fault("HF-P017", "a", "b", "c", "d")
    assert isinstance(made, InputError)
    assert made.as_dict() == {"code": "HF-P017", "where": "a", "found": "b", "expected": "c", "mend": "d"}


MAN = Person("male", 70.0, 1.75, 30.0, pal=1.55)
STATEMENT: dict[str, Any] = {"horizon_days": 30, "side": "<", "persons_exposed": 10, "norm_id": "N005"}
RISK = {"bmi": 20.0, "loss_percent": 5.0, "days_without_food": 0.0}
CALLS: dict[str, Callable[[Any], object]] = {
    "chlorine_dose": lambda bad: chlorine_dose(bad, 2.0),
    "crossing_days": lambda bad: crossing_days([[1.0, 2.0]], bad, "<"),
    "crossing_days, hold": lambda bad: crossing_days([[1.0, 2.0]], 1.0, "<", hold_days=bad),
    "dehydration": lambda bad: dehydration(45.0, stock_l_per_person=bad),
    "energy_balance": lambda bad: energy_balance(MAN, intake_kcal=bad, days=30),
    "energy_balance, days": lambda bad: energy_balance(MAN, intake_kcal=2000.0, days=[bad]),  # type: ignore[arg-type]
    "energy_balance, step": lambda bad: energy_balance(MAN, intake_kcal=2000.0, days=30, step_d=bad),
    "adult_outlook": lambda bad: adult_outlook(population(100), kcal_per_person_day=bad, days=30, members=5),
    "adult_outlook, members": lambda bad: adult_outlook(
        population(100), kcal_per_person_day=2000.0, days=30, members=bad
    ),
    "energy_balance, sodium": lambda bad: energy_balance(MAN, intake_kcal=2000.0, days=30, sodium_change_mg=bad),
    "fan_advice": fan_advice,
    "gam_band": gam_band,
    "heat_index": lambda bad: heat_index(bad, 50.0),
    "heat_limit": lambda bad: heat_limit("old", rh_percent=20.0, air_speed_m_per_s=bad),
    "ipc_cut_offs": lambda bad: ipc_cut_offs(crude_rate_per_10000_day=[bad]),  # type: ignore[arg-type]
    "population, structure": lambda bad: population(10, structure={"20-59": bad}),
    "radiant_temperature_c": lambda bad: radiant_temperature_c(40.0, bad),
    "refeeding_risk": lambda bad: refeeding_risk(**{**RISK, "bmi": bad}),
    "resting_expenditure": lambda bad: resting_expenditure("male", mass_kg=bad, age_y=30.0),
    "sanitation_index": lambda bad: sanitation_index(persons=bad, water_l_per_person_day=10.0),
    "share_food": lambda bad: share_food(population(100), kcal_per_person_day=bad),
    "threshold_statement": lambda bad: threshold_statement(
        "water_below_survival", [1.0], **{**STATEMENT, "horizon_days": bad}
    ),
    "threshold_statement, persons": lambda bad: threshold_statement(
        "water_below_survival", [1.0], **{**STATEMENT, "persons_exposed": bad}
    ),
    "vaccination_gap": lambda bad: vaccination_gap("measles", coverage_fraction=bad, persons=10),
    "vaccination_gap, persons": lambda bad: vaccination_gap("measles", coverage_fraction=0.5, persons=bad),
    "water_at_norm": lambda bad: water_at_norm("N005", bad),
    "water_delivered": water_delivered,
    "water_need": water_need,
    "water_need, range": lambda bad: water_need(45.0, daily_range_k=[bad]),  # type: ignore[arg-type]
    "water_need_of": lambda bad: water_need_of([replace(population(10).groups[0], persons=bad)], 45.0),
    "water_shares": lambda bad: water_shares(bad, water_need_of(population(10), 45.0)),
    "work_in_heat": lambda bad: work_in_heat(40.0, rh_percent=20.0, hours=bad),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("bad", ["5", True, None, math.nan, math.inf, np.bool_(True), object()], ids=repr)
def test_every_call_refuses_what_is_no_number_with_a_code(name: str, bad: object) -> None:
    """Text raised a bare TypeError in some, and a truth value counted as 1."""
    with pytest.raises(InputError) as caught:
        CALLS[name](bad)
    assert caught.value.code.startswith("HF-P0")
    assert caught.value.mend


@pytest.mark.parametrize("number_of_numpy", [np.float32, np.float64])
def test_numbers_of_numpy_are_taken_by_every_call(number_of_numpy: Callable[[float], Any]) -> None:
    taken = 0
    for name, call in CALLS.items():
        for figure in (0.5, 1.0, 20.0, 40.0, 70.0, 2000.0):
            try:
                call(figure)
            except InputError:
                continue
            call(number_of_numpy(figure))
            taken += 1
            break
        else:
            assert "days" in name or "ipc" in name or "range" in name, name
    assert taken > 20


def test_days_of_crossing_are_numbers() -> None:
    for bad in ("5", True, math.nan, -1.0):
        with pytest.raises(InputError, match="HF-P006"):
            threshold_statement("water_below_survival", [bad], **STATEMENT)  # type: ignore[list-item]
    assert threshold_statement("water_below_survival", [0.0], **STATEMENT).median_day == 0.0
    # The first day has the number 1: "median day 0" was printed for what is crossed at the start.
    assert "median day 1;" in str(threshold_statement("water_below_survival", [0.0] * 20, **STATEMENT))
    assert " on day 1, " in str(threshold_statement("water_below_survival", [0.0], **STATEMENT))


def test_a_population_is_counted_in_numbers() -> None:
    for bad in ("5", True, math.nan, 0, -1, [5]):
        with pytest.raises(InputError, match="HF-P004"):
            population(bad)  # type: ignore[arg-type]
