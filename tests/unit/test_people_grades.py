"""Grades of what may be said, refusals with their reasons, and the room's own figures."""

from __future__ import annotations

import re

import pytest

from holdfast import people
from holdfast.errors import InputError, RefusedError, SourceError
from holdfast.people import (
    Grade,
    downgraded,
    figure_value,
    figures_of,
    grade_of,
    graded,
    graded_quantities,
    input_reason,
    refuse,
    refused_quantities,
)
from holdfast.people.figures import read_figures
from holdfast.people.grades import lowest, scenario_head, scenario_note

HEAD = "name,value,low,high,unit,source,status,reason\n"


@pytest.mark.parametrize(
    ("quantity", "grade"),
    [
        # the table of the specification, section 1, row by row
        ("adult_body_mass", Grade.FORECAST),
        ("water_loss", Grade.FORECAST),
        ("water_deficit_days", Grade.FORECAST),
        ("heat_limit", Grade.THRESHOLD),
        ("bmi_class", Grade.THRESHOLD),
        ("weight_loss_class", Grade.THRESHOLD),
        ("refeeding_risk", Grade.THRESHOLD),
        ("gam_band", Grade.THRESHOLD),
        ("norm_cutoff", Grade.THRESHOLD),
        ("water_below_survival", Grade.THRESHOLD),
        ("sanitation_index", Grade.THRESHOLD),
        ("persons_without_medicine", Grade.THRESHOLD),
        ("child_wasting", Grade.SCENARIO),
        ("outbreak", Grade.SCENARIO),
        ("heat_deaths", Grade.SCENARIO),
        ("under5_deaths", Grade.SCENARIO),
        ("dialysis_deaths", Grade.SCENARIO),
        ("adult_deaths_by_ration", Grade.REFUSE),
        ("all_cause_deaths", Grade.REFUSE),
    ],
)
def test_grades_are_those_of_the_specification(quantity: str, grade: Grade) -> None:
    assert grade_of(quantity) is grade


def test_no_quantity_that_counts_deaths_is_above_a_scenario() -> None:
    for row in graded_quantities().values():
        if "deaths" in row.quantity:
            assert row.grade in {Grade.SCENARIO, Grade.REFUSE}, row.quantity


def test_every_graded_quantity_says_why_and_where_from() -> None:
    for row in graded_quantities().values():
        assert row.name
        assert row.why
        assert "specification" in row.source
        assert graded(row.quantity) is row


def test_an_ungraded_quantity_is_not_said_and_near_names_are_offered() -> None:
    with pytest.raises(InputError) as caught:
        grade_of("adult_body_mas")
    assert caught.value.code == "HF-P002"
    assert "adult_body_mass" in caught.value.expected


@pytest.mark.parametrize(
    ("grade", "lower"),
    [
        (Grade.FORECAST, Grade.THRESHOLD),
        (Grade.THRESHOLD, Grade.SCENARIO),
        (Grade.SCENARIO, Grade.SCENARIO),
        (Grade.REFUSE, Grade.REFUSE),
    ],
)
def test_a_fault_of_an_input_lowers_by_one_step_however_many(grade: Grade, lower: Grade) -> None:
    assert downgraded(grade, ()) is grade
    assert downgraded(grade, ("the stock is guessed",)) is lower
    assert downgraded(grade, ("the stock is guessed", "the count is old")) is lower


def test_a_downgrade_says_which_input() -> None:
    with pytest.raises(InputError) as caught:
        downgraded(Grade.FORECAST, ("the count is old", " "))
    assert caught.value.code == "HF-P003"


def test_an_input_is_at_fault_when_old_or_guessed() -> None:
    limit = figure_value("statements.csv", "input_age_limit")
    assert input_reason("the stock") == ()
    assert input_reason("the stock", age_days=limit) == ()
    (old,) = input_reason("the stock", age_days=limit + 1)
    assert "the stock" in old
    assert input_reason("the stock", age_days=3, max_age_days=2) != ()
    assert len(input_reason("the stock", age_days=3, max_age_days=2, guessed=True)) == 2


@pytest.mark.parametrize("age", [-1.0, float("nan")])
def test_an_age_is_no_negative_number(age: float) -> None:
    with pytest.raises(InputError) as caught:
        input_reason("the stock", age_days=age)
    assert caught.value.code == "HF-P003"


def test_what_is_refused_is_what_is_graded_so() -> None:
    refused = {row.quantity for row in graded_quantities().values() if row.grade is Grade.REFUSE}
    assert set(refused_quantities()) == refused


@pytest.mark.parametrize("what", sorted(refused_quantities()))
def test_a_refusal_gives_evidence_and_an_alternative(what: str) -> None:
    with pytest.raises(RefusedError) as caught:
        refuse(what)
    error = caught.value
    assert error.code == "HF-P001"
    assert error.where == what
    assert len(error.expected) > 80  # a reason, not a phrase
    assert "docs/people/refused.md" in error.mend
    assert not re.search(r"[.;] ?[.;]", str(error))


def test_the_evidence_on_adult_deaths_is_the_factor_of_two_famines() -> None:
    with pytest.raises(RefusedError) as caught:
        people.adult_deaths_by_ration(ration_kcal=400)
    assert "factor near 50" in caught.value.expected
    with pytest.raises(RefusedError):
        people.all_cause_deaths(30_000, days=90)


def test_only_what_is_refused_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        refuse("adult_body_mass")
    assert caught.value.code == "HF-P002"


def test_a_row_with_its_source_loads() -> None:
    found = read_figures(HEAD + 'a,1.5,1,2,L/h,"WHO, 1997",read,\nb,2,,,-,,memory,"recalled, not read"\n', file="t.csv")
    assert (found["a"].value, found["a"].low, found["a"].high, found["b"].high) == (1.5, 1.0, 2.0, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "a,1,,,L,,read,\n", "HF-R001"),
        (HEAD + "a,1,,,L,who,memory,\n", "HF-R002"),
        (HEAD + "a,1,,,L,,assumption, \n", "HF-R002"),
        (HEAD + "a,1,,,L,who,,why\n", "HF-R003"),
        (HEAD + "a,1,,,L,who,guess,why\n", "HF-R003"),
        (HEAD + "a,one,,,L,who,read,\n", "HF-R005"),
        (HEAD + "a,,0,1,L,who,read,\n", "HF-R005"),
        (HEAD + "a,1 000,,,L,who,read,\n", "HF-R005"),
        (HEAD + "a,1,,,L,who,read,\na,2,,,L,who,read,\n", "HF-R006"),
        (HEAD + ",1,,,L,who,read,\n", "HF-R006"),
        (HEAD + "a,1,2,3,L,who,read,\n", "HF-R008"),
        (HEAD + "a,1,,0.5,L,who,read,\n", "HF-R008"),
        (HEAD + "a,1,,,,who,read,\n", "HF-R009"),
        (HEAD + "a,1,,,L,who,read\n", "HF-R015"),
        (HEAD + "a,1,,,L,who, of 1997,read,\n", "HF-R015"),
        ("name,value\na,1\n", "HF-R015"),
        ("", "HF-R015"),
    ],
)
def test_a_row_that_cannot_be_trusted_stops_the_table(text: str, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_figures(text, file="t.csv")
    assert caught.value.code == code
    assert "t.csv" in caught.value.where


def test_a_figure_of_another_name_is_an_error() -> None:
    with pytest.raises(SourceError) as caught:
        figure_value("statements.csv", "age")
    assert caught.value.code == "HF-R010"
    assert "input_age_limit" in caught.value.expected


def test_every_figure_table_of_the_room_loads() -> None:
    from importlib.resources import files

    room = files("holdfast.people")
    tables = [
        path.name
        for path in room.iterdir()
        if path.name.endswith(".csv") and path.read_text(encoding="utf-8").startswith(HEAD.strip())
    ]
    assert {"population.csv", "statements.csv"} <= set(tables)
    for name in tables:
        assert figures_of(name), name


def test_the_lowest_grade_is_that_of_the_weakest_part() -> None:
    assert lowest([Grade.THRESHOLD, Grade.FORECAST]) is Grade.THRESHOLD
    assert lowest([Grade.SCENARIO, Grade.FORECAST, Grade.THRESHOLD]) is Grade.SCENARIO
    assert lowest([Grade.REFUSE, Grade.SCENARIO]) is Grade.REFUSE


def test_the_words_of_a_scenario_stand_beside_scenarios_only() -> None:
    for grade in Grade:
        said = grade is Grade.SCENARIO
        assert bool(scenario_note(grade)) is bool(scenario_head(grade)) is said
    assert all("not a forecast" in text for text in (*scenario_note(Grade.SCENARIO), scenario_head(Grade.SCENARIO)))
