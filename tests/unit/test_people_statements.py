"""Threshold statements: crossings, probabilities, dates, norms, grades, and the words they are said in."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

import numpy as np
import pytest

from holdfast.errors import InputError, RefusedError
from holdfast.people import Grade, ThresholdStatement, crossing_days, input_reason, threshold_statement
from holdfast.people.statements import NOT_A_FORECAST, SIDES
from holdfast.reference import row, value

INF = math.inf


def said(days: list[float | None], **changes: Any) -> ThresholdStatement:
    """Return a statement about water with some arguments changed."""
    given: dict[str, Any] = {
        "quantity": "water_below_survival",
        "horizon_days": 30,
        "side": "<",
        "norm_id": "N007",
        "persons_exposed": 3000,
    } | changes
    return threshold_statement(given.pop("quantity"), days, **given)


# --- crossings ------------------------------------------------------------------------------------------------------


def test_the_first_day_across_is_counted_from_one() -> None:
    values = [[9, 8, 7, 6], [7, 7, 7, 7], [9, 9, 9, 9]]
    assert crossing_days(values, 7.5, "<").tolist() == [3, 1, INF]


@pytest.mark.parametrize(("side", "days"), [("<", [3, INF]), ("<=", [2, INF]), (">", [1, 1]), (">=", [1, 1])])
def test_each_side_is_taken_as_written(side: Any, days: list[float]) -> None:
    assert crossing_days([[8.0, 7.0, 6.0], [9.0, 9.0, 9.0]], 7.0, side).tolist() == days


def test_a_threshold_met_exactly_is_crossed_only_where_the_side_says_so() -> None:
    assert crossing_days([[7.0]], 7.0, "<=").tolist() == [1]
    assert crossing_days([[7.0]], 7.0, ">=").tolist() == [1]
    assert crossing_days([[7.0]], 7.0, "<").tolist() == [INF]
    assert crossing_days([[7.0]], 7.0, ">").tolist() == [INF]


def test_a_hold_asks_for_days_in_a_row_and_gives_the_first() -> None:
    values = [[9, 5, 9, 5, 5, 9], [9, 5, 5, 5, 9, 9], [9, 9, 9, 9, 9, 5]]
    assert crossing_days(values, 7.0, "<", hold_days=2).tolist() == [4, 2, INF]
    assert crossing_days(values, 7.0, "<", hold_days=3).tolist() == [INF, 2, INF]
    assert crossing_days(values, 7.0, "<", hold_days=7).tolist() == [INF] * 3


def test_crossings_agree_with_a_loop() -> None:
    rng = np.random.default_rng(4)
    values = rng.normal(10, 3, (50, 20))
    for hold in (1, 2, 4):
        expected = []
        for member in values:
            run, found = 0, INF
            for day, figure in enumerate(member, start=1):
                run = run + 1 if figure < 9 else 0
                if run == hold and found == INF:
                    found = float(day - hold + 1)
            expected.append(found)
        assert crossing_days(values, 9.0, "<", hold_days=hold).tolist() == expected


@pytest.mark.parametrize(
    ("values", "threshold", "side", "hold"),
    [
        ([1.0, 2.0], 1.0, "<", 1),
        ([[]], 1.0, "<", 1),
        ([[1.0, math.nan]], 1.0, "<", 1),
        ([[1.0]], math.nan, "<", 1),
        ([[1.0]], 1.0, "==", 1),
        ([[1.0]], 1.0, "<", 0),
    ],
)
def test_what_is_no_table_of_days_is_refused(values: Any, threshold: float, side: Any, hold: int) -> None:
    with pytest.raises(InputError) as caught:
        crossing_days(values, threshold, side, hold_days=hold)
    assert caught.value.code == "HF-P006"


# --- probability and dates ------------------------------------------------------------------------------------------


def test_probability_error_and_days_by_hand() -> None:
    days: list[float | None] = [float(day) for day in range(1, 61)] + [None] * 40
    one = said(days)
    assert one.members == 100
    assert one.probability == 0.30  # days 1 to 30 of 100 members
    assert one.probability_error == pytest.approx(math.sqrt(0.3 * 0.7 / 100))
    assert one.earliest_day == 5
    assert one.median_day is None  # the 50th member crosses on day 50, past the horizon
    assert said(days, horizon_days=60).median_day == 50


def test_the_standard_error_is_the_spread_of_ensembles() -> None:
    rng = np.random.default_rng(7)
    shares = [said(list(np.where(rng.random(200) < 0.2, 3.0, INF))).probability for _ in range(400)]
    assert np.std(shares) == pytest.approx(math.sqrt(0.2 * 0.8 / 200), rel=0.15)


def test_none_infinity_and_past_the_horizon_are_the_same() -> None:
    assert said([3.0, None]) == said([3.0, INF]) == said([3.0, 31.0])
    assert said([3.0, None]).probability == 0.5


def test_the_order_of_the_members_changes_nothing() -> None:
    rng = np.random.default_rng(1)
    days = rng.uniform(1, 60, 101)
    assert said(list(days)) == said(list(rng.permutation(days)))


def test_no_and_every_member_leave_a_doubt() -> None:
    none = said([None] * 300)
    assert (none.probability, none.probability_error, none.earliest_day) == (0.0, 0.0, None)
    assert any("0.01" in note for note in none.notes)  # 3 / 300
    every = said([2.0] * 10)
    assert every.probability == 1.0
    assert any("0.3" in note for note in every.notes)
    assert not said([2.0, None]).notes


def test_dates_count_the_first_day_as_the_start() -> None:
    start = date(2026, 11, 24)
    assert said([1.0, 4.0, 4.0]).dates(start) == (start, date(2026, 11, 27))
    assert said([0.0, 3.2]).dates(start)[0] == start  # already across when the run begins
    assert said([3.2]).dates(start)[1] == date(2026, 11, 27)  # within the fourth day
    assert said([None]).dates(start) == (None, None)


# --- norms ----------------------------------------------------------------------------------------------------------


def test_the_norm_comes_from_its_row() -> None:
    one = said([2.0, None])
    of = row("N007")
    assert (one.value, one.unit, one.norm_id) == (value("N007"), of.unit, "N007")
    assert of.source in one.norm
    assert one.sources == ("N007",)


def test_an_interval_asks_which_end_is_meant() -> None:
    assert said([2.0, None], norm_id="N001", value=2.5).value == 2.5
    for wrong in (None, 2.7):
        with pytest.raises(InputError) as caught:
            said([2.0], norm_id="N001", value=wrong)
        assert caught.value.code == "HF-P006"
        assert "2.5 to 3" in caught.value.expected


def test_a_value_that_is_not_the_rows_is_refused() -> None:
    with pytest.raises(InputError, match="HF-P006"):
        said([2.0], value=8.0)


def test_a_norm_without_a_row_is_said_whole() -> None:
    one = said([2.0, None], norm_id=None, norm="a body-water deficit, health:def_2", value=2.0, unit="% of body mass")
    assert one.norm_id is None
    assert one.sources == ()
    for missing in ({"norm": ""}, {"value": None}, {"unit": ""}):
        with pytest.raises(InputError, match="HF-P006"):
            said([2.0], **({"norm_id": None, "norm": "x", "value": 2.0, "unit": "%"} | missing))


@pytest.mark.parametrize(
    "changes",
    [
        {"persons_exposed": -1},
        {"persons_exposed": math.nan},
        {"horizon_days": 0},
        {"horizon_days": math.inf},
        {"side": "=="},
    ],
)
def test_arguments_that_cannot_be_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="HF-P006"):
        said([2.0], **changes)


@pytest.mark.parametrize("days", [[], [-1.0], [math.nan, 2.0]])
def test_days_that_cannot_be_are_refused(days: list[float | None]) -> None:
    with pytest.raises(InputError, match="HF-P006"):
        said(days)


# --- grades and words -----------------------------------------------------------------------------------------------


def test_an_old_input_lowers_the_grade_and_is_named() -> None:
    sound = said([2.0, None], quantity="water_deficit_days")
    assert sound.grade is Grade.FORECAST
    old = said([2.0, None], quantity="water_deficit_days", input_reasons=input_reason("the stock", age_days=90))
    assert old.grade is Grade.THRESHOLD
    assert any("the stock" in note and "FORECAST to THRESHOLD" in note for note in old.notes)
    assert old.probability == sound.probability  # the grade says how far it carries, not how likely


def test_a_lowered_threshold_is_told_as_no_forecast() -> None:
    one = said([2.0, None], input_reasons=("the count of people is guessed",))
    assert one.grade is Grade.SCENARIO
    assert NOT_A_FORECAST in str(one)
    assert one.scenario


def test_a_scenario_needs_its_name_and_shows_it() -> None:
    with pytest.raises(InputError, match="HF-P006"):
        said([2.0], quantity="child_wasting")
    with pytest.raises(InputError, match="HF-P006"):
        said([2.0], quantity="child_wasting", scenario=" ")
    one = said([2.0, None], quantity="child_wasting", scenario="adults give up a fifth of their food")
    assert str(one).startswith("If adults give up a fifth of their food, not a forecast: ")


def test_what_is_refused_makes_no_statement() -> None:
    with pytest.raises(RefusedError) as caught:
        said([2.0], quantity="adult_deaths_by_ration")
    assert caught.value.code == "HF-P001"
    with pytest.raises(InputError, match="HF-P002"):
        said([2.0], quantity="doom")


def test_a_sentence_has_its_six_parts() -> None:
    text = str(said([4.0, 8.0, 9.0, None] * 10, name="water delivered"))
    for part in (
        "water delivered",
        "below 7.5 L/person/day",
        "probability 75%",
        "day 4",
        "day 8",
        "3,000 people exposed",
    ):
        assert part in text
    assert "Grade THRESHOLD" in text


@pytest.mark.parametrize("side", list(SIDES))
def test_no_statement_has_a_verb_of_dying(side: Any) -> None:
    days: list[float | None] = [2.0, None]
    quantities = ("water_below_survival", "heat_limit", "weight_loss_class", "persons_without_medicine", "norm_cutoff")
    for quantity in quantities:
        text = str(said(days, quantity=quantity, side=side)) + " ".join(said(days, quantity=quantity).notes)
        assert not re.search(r"\b(die|dies|dying|dead|death|deaths|kill\w*|perish\w*|starv\w*)\b", text, re.IGNORECASE)


# --- few members, and what a statement is made from -------------------------------------------------------------------


def test_one_run_has_a_day_and_no_probability() -> None:
    text = str(said([4.2]))
    assert "on day 5, within 30 days in the one run computed" in text
    assert "probability" not in text
    assert "5%" not in text
    assert "100%" not in text
    assert said([4.2]).notes == ("One run alone says nothing of how likely this is.",)
    assert "not within 30 days in the one run computed" in str(said([None]))


def test_a_few_runs_are_counted_and_enough_of_them_are_shares() -> None:
    text = str(said([9.0, 2.5, *[None] * 10]))
    assert "within 30 days in 2 of 12 runs; the first on day 3; median not within 30 days" in text
    assert "%" not in text
    assert "median day 9" in str(said([9.0] * 19))
    assert "in none of 19 runs" in str(said([None] * 19))
    assert "with probability 100%; earliest (5%) day 9; median day 9" in str(said([9.0] * 20))


def test_across_from_the_beginning_is_the_first_day_not_day_naught() -> None:
    assert "earliest (5%) day 1; median day 1" in str(said([0.0] * 20))


def test_a_statement_is_no_better_than_what_it_is_made_from() -> None:
    reason = input_reason("the level of the water", guessed=True)
    days: list[float | None] = [1.0, None]
    alone = said(days, quantity="water_deficit_days", input_reasons=reason)
    assert alone.grade is Grade.THRESHOLD
    made = said(days, quantity="water_deficit_days", input_reasons=reason, at_best=Grade.SCENARIO)
    assert made.grade is Grade.SCENARIO
    assert made.scenario
    (note,) = made.notes
    assert note.startswith("Grade SCENARIO as what it is made from (by itself FORECAST): the level of the water is a")
    assert made.input_reasons == alone.input_reasons == reason
    assert said(days, input_reasons=reason, at_best=Grade.FORECAST).grade is Grade.SCENARIO  # never better than itself
    assert "by itself FORECAST" in said(days, quantity="water_deficit_days", at_best=Grade.THRESHOLD).notes[0]
