"""Adults and their energy: checks of what is given, records, grades, notes and where a path ends."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import holdfast.people
from holdfast.errors import InputError
from holdfast.people import (
    Grade,
    Person,
    energy_balance,
    intake_for,
    linear_response,
    maintenance_kcal,
    refeeding_risk,
    resting_expenditure,
)
from holdfast.people.energy.equations import Integrator, bodies, constants, resting_kcal
from holdfast.people.energy.refeeding import (
    BMI_ALONE,
    BMI_OF_TWO,
    DAYS_ALONE,
    DAYS_OF_TWO,
    LOSS_ALONE,
    LOSS_OF_TWO,
    reopenings,
)
from holdfast.people.figures import figures_of
from holdfast.reference import row, table, value

MAN = Person("male", 70.0, 1.75, 30.0)
WOMAN = Person("female", 52.0, 1.54, 35.0)
GIVEN: dict[str, Any] = {"sex": "male", "mass_kg": 70.0, "height_m": 1.75, "age_y": 30.0}


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        ({"height_m": 175}, "HF-P031", "1.75 m"),
        ({"height_m": 69}, "HF-P031", "1.75 m"),
        ({"mass_kg": 70_000}, "HF-P031", "70.0 kg"),
        ({"mass_kg": 190}, "HF-P031", "86.2 kg"),
        ({"reference_intake_kcal": 10_600}, "HF-P031", "2,533 kcal"),
        ({"height_m": 17.5}, "HF-P030", "1.2 to 2.3 m"),
        ({"mass_kg": 30}, "HF-P030", "body-mass index 12 to 60"),
        ({"mass_kg": math.nan}, "HF-P030", "a number"),
        ({"mass_kg": "70"}, "HF-P030", "a number"),
        ({"mass_kg": True}, "HF-P030", "a number"),
        ({"height_m": math.inf}, "HF-P030", "a number"),
        ({"age_y": 5}, "HF-P030", "18 to 100"),
        ({"age_y": -30}, "HF-P030", "18 to 100"),
        ({"sex": "m"}, "HF-P030", "one of male, female"),
        ({"pal": 1.0}, "HF-P030", "1.12 to 2.6"),
        ({"pal": 1.5, "reference_intake_kcal": 2500}, "HF-P030", "one of the two"),
        ({"reference_intake_kcal": 900}, "HF-P030", "resting expenditure"),
        ({"fat_kg": 0.5}, "HF-P030", "kilograms of fat"),
        ({"fat_kg": 60}, "HF-P030", "kilograms of fat"),
        ({"fat_kg": 49, "mass_kg": 70, "height_m": 2.1}, "HF-P030", "lean tissue"),
    ],
)
def test_bodies_that_cannot_be(wrong: dict[str, Any], code: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        Person(**{**GIVEN, **wrong})
    assert caught.value.code == code
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        ({"intake_kcal": 8700, "days": 10}, "HF-P031", "8,700 kJ are 2,079 kcal"),
        ({"intake_kcal": [2000] * 5 + [8700]}, "HF-P031", "day 6"),
        ({"intake_kcal": -1, "days": 3}, "HF-P032", "nothing or more"),
        ({"intake_kcal": [2000, math.nan]}, "HF-P032", "nan"),
        ({"intake_kcal": math.inf, "days": 2}, "HF-P031", "kJ meant"),
        ({"intake_kcal": "2,100", "days": 3}, "HF-P032", "2,100"),
        ({"intake_kcal": [2000, 2000], "days": 3}, "HF-P032", "3, one a day"),
        ({"intake_kcal": [2000] * 4, "days": 3}, "HF-P032", "3, one a day"),
        ({"intake_kcal": [], "days": None}, "HF-P033", "1 to 3650"),
        ({"intake_kcal": [[2000, 2000]]}, "HF-P032", "dimensions"),
        ({"intake_kcal": 2000}, "HF-P033", "how many days"),
        ({"intake_kcal": 2000, "days": 0}, "HF-P033", "1 to 3650"),
        ({"intake_kcal": 2000, "days": 3651}, "HF-P033", "1 to 3650"),
        ({"intake_kcal": 2000, "days": 2.5}, "HF-P033", "whole"),
        ({"intake_kcal": 2000, "days": True}, "HF-P033", "whole"),
        ({"intake_kcal": 2000, "days": 3, "step_d": 0.3}, "HF-P033", "whole number up to 96"),
        ({"intake_kcal": 2000, "days": 3, "step_d": 2.0}, "HF-P033", "whole number up to 96"),
        ({"intake_kcal": 2000, "days": 3, "kappa2": -1.0}, "HF-P030", "0 to 5"),
        ({"intake_kcal": 2000, "days": 3, "tau_u_d": 0.0}, "HF-P030", "1 to 365"),
        ({"intake_kcal": 2000, "days": 3, "pal_floor": 0.9}, "HF-P030", "1.12"),
        ({"intake_kcal": 2000, "days": 3, "carbohydrate_share": 55}, "HF-P030", "0.05 to 0.95"),
        ({"intake_kcal": 2000, "days": 3, "sodium_change_mg": [1.0, 2.0]}, "HF-P032", "mg/day"),
        ({"intake_kcal": 2000, "days": 3, "sodium_change_mg": math.nan}, "HF-P032", "mg/day"),
        ({"intake_kcal": 2000, "days": 3, "sodium_change_mg": -50_000.0}, "HF-P032", "mg/day"),
    ],
)
def test_intakes_that_cannot_be(wrong: dict[str, Any], code: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        energy_balance(MAN, **wrong)
    assert caught.value.code == code
    assert says in str(caught.value)


def test_the_question_after_kilojoules_depends_on_the_need() -> None:
    """5,000 kcal is a feast of a big man, and no day of a small woman."""
    energy_balance(MAN, intake_kcal=5000.0, days=1)
    with pytest.raises(InputError) as caught:
        energy_balance(Person("female", 45.0, 1.5, 60.0), intake_kcal=5000.0, days=1)
    assert caught.value.code == "HF-P031"
    assert "2.5 times the usual intake" in str(caught.value)


def test_target_out_of_reach() -> None:
    for target in (45.0, 120.0):
        with pytest.raises(InputError) as caught:
            intake_for(MAN, target_mass_kg=target, days=30)
        assert caught.value.code == "HF-P035"
        assert "kcal/day lead to" in str(caught.value)
    with pytest.raises(InputError):
        intake_for(MAN, target_mass_kg=math.nan, days=30)


def test_defaults_are_the_rows() -> None:
    assert MAN.activity_level == pytest.approx(value("health:PAL0"))
    assert maintenance_kcal(MAN) == pytest.approx(value("health:PAL0") * MAN.resting_kcal)
    assert Person(**GIVEN, reference_intake_kcal=2600).reference_kcal == 2600.0
    one = energy_balance(MAN, intake_kcal=1500.0, days=20)
    other = energy_balance(
        MAN,
        intake_kcal=1500.0,
        days=20,
        kappa2=value("health:kappa2"),
        tau_u_d=value("health:tau_u"),
        pal_floor=value("health:PAL_floor"),
        carbohydrate_share=0.5,
        sodium_change_mg=[0.0] * 20,
    )
    assert np.array_equal(one.body_mass_kg, other.body_mass_kg)
    assert "health:PAL0" in one.sources
    assert "health:kappa2" in one.sources
    assert "health:kappa2" not in energy_balance(MAN, intake_kcal=1500.0, days=20, kappa2=0.0).sources
    for name in (*one.sources, *linear_response(MAN).sources):
        assert row(name).id == name


def test_records_cannot_be_changed() -> None:
    path = energy_balance(MAN, intake_kcal=1500.0, days=20)
    with pytest.raises(dataclasses.FrozenInstanceError):
        path.grade = Grade.SCENARIO  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        path.body_mass_kg[0] = 1.0
    assert path.day.tolist() == list(range(21))
    assert len(path.intake_kcal) == 20
    assert {len(path.fat_kg), len(path.expenditure_kcal), len(path.loss_percent), len(path.bmi)} == {21}
    assert path.expenditure_kcal[0] == MAN.reference_kcal


@pytest.mark.parametrize(
    ("days", "grade"), [(13, "THRESHOLD"), (14, "FORECAST"), (183, "FORECAST"), (184, "THRESHOLD")]
)
def test_the_forecast_grade_covers_two_weeks_to_six_months(days: int, grade: str) -> None:
    path = energy_balance(MAN, intake_kcal=1700.0, days=days, step_d=1.0)
    assert path.grade == Grade(grade)
    assert any("1.3 kg" in note for note in path.notes)
    assert any("taken as eaten" in note for note in path.notes)


def test_a_feast_is_asked_after() -> None:
    """5,000 kJ a day taken for kcal is twice the need: let pass, and asked after."""
    for intake, asked in ((5000.0, True), (3000.0, False)):
        notes = energy_balance(MAN, intake_kcal=intake, days=20).notes
        assert any("kilojoules?" in note for note in notes) is asked


def test_a_long_fast_stops_at_the_lowest_index_observed() -> None:
    """Nothing becomes negative; the marker is a *not later than* and lowers the grade."""
    path = energy_balance(MAN, intake_kcal=0.0, days=400, sodium_change_mg=-3500.0)
    assert path.stopped_day is not None
    assert path.bmi_marker_day is not None
    assert path.bmi_marker_day < path.stopped_day < 400
    assert len(path.day) == path.stopped_day + 1
    assert path.bmi[-1] <= constants().lowest_bmi < path.bmi[-2]
    assert min(path.fat_kg.min(), path.glycogen_kg.min(), path.lean_kg.min(), path.fluid_kg.min()) > 0.0
    assert path.grade is Grade.THRESHOLD
    assert any("not later than" in note and "no number of days" in note for note in path.notes)
    # Specification, section 3: men of 65 to 75 kg reach an index of 13 between day 65 and beyond day 100.
    assert 65 <= path.bmi_marker_day <= 115


def test_fat_that_is_used_up_is_flagged() -> None:
    lean = Person("female", 50.0, 1.65, 22.0, fat_kg=6.0)
    path = energy_balance(lean, intake_kcal=700.0, days=90)
    assert path.fat_exhausted_day is not None
    at = path.fat_exhausted_day
    assert path.fat_kg[at] <= 0.08 * path.body_mass_kg[at]
    assert at == 1 or path.fat_kg[at - 1] > 0.08 * path.body_mass_kg[at - 1]
    assert path.grade is not Grade.FORECAST
    assert energy_balance(WOMAN, intake_kcal=1700.0, days=30).fat_exhausted_day is None


def test_regression_of_fat_is_clipped() -> None:
    """A thin young man: the regression would give less than nothing."""
    thin = Person("male", 45.0, 1.80, 18.0)
    assert thin.starting_fat_kg == pytest.approx(0.03 * 45.0)
    assert Person("female", 40.0, 1.80, 18.0).starting_fat_kg == pytest.approx(0.08 * 40.0)
    assert MAN.starting_fat_kg > 0.1 * 70.0


def test_salt_holds_water() -> None:
    less, usual, more = (
        energy_balance(MAN, intake_kcal=MAN.reference_kcal, days=20, sodium_change_mg=salt)
        for salt in (-3000.0, 0.0, 3000.0)
    )
    assert less.body_mass_kg[20] < usual.body_mass_kg[20] - 0.5
    assert more.body_mass_kg[20] > usual.body_mass_kg[20] + 0.5
    # A kilogram of fluid for 3,000 mg/day (xi_Na), and next to no tissue.
    assert more.fluid_kg[20] - usual.fluid_kg[20] == pytest.approx(1.0, abs=0.01)
    assert abs(more.fat_kg[20] - usual.fat_kg[20]) < 0.05


def test_lanes_do_not_touch_each_other() -> None:
    """Many bodies at once are the same as one at a time, also after one of them has stopped."""
    masses, heights = np.array([70.0, 40.0, 95.0]), np.array([1.75, 1.6, 1.7])
    ones = np.ones(3)
    reference = 1.55 * resting_kcal(ones, masses, heights, 30.0 * ones)
    of = bodies(
        male=ones,
        mass_kg=masses,
        height_m=heights,
        age_y=30.0 * ones,
        reference_kcal=reference,
        kappa2=2.0 * ones,
        lag_d=10.0 * ones,
        pal_floor=1.2 * ones,
    )
    run = Integrator(of, step_d=0.25)
    for _ in range(120):
        run.day(np.array([0.0, 300.0, 1200.0]))
    assert run.stopped[1]
    assert not run.stopped[2]
    for at, intake in enumerate((0.0, 300.0, 1200.0)):
        alone = energy_balance(Person("male", masses[at], heights[at], 30.0), intake_kcal=intake, days=120)
        assert run.mass_kg()[at] == pytest.approx(float(alone.body_mass_kg[-1]), abs=1e-9)


def test_resting_expenditure_covers_all_ages() -> None:
    rows = [entry for entry in table("demography") if entry.fields["topic"] == "bmr_equation"]
    assert len(rows) == 12
    seen = {
        resting_expenditure(sex, mass_kg=20.0, age_y=age).sources[0]
        for sex in ("male", "female")
        for age in (0.0, 3.0, 10.0, 18.0, 30.0, 60.0, 100.0)
    }
    assert seen == {entry.id for entry in rows}
    # The two equations for adults agree within the spread of people.
    for person in (MAN, WOMAN):
        other = resting_expenditure(person.sex, mass_kg=person.mass_kg, age_y=person.age_y).kcal
        assert other == pytest.approx(person.resting_kcal, rel=0.12)
    for wrong in ({"mass_kg": 0.0, "age_y": 5.0}, {"mass_kg": 70.0, "age_y": -1.0}, {"mass_kg": 70.0, "age_y": 101.0}):
        with pytest.raises(InputError) as caught:
            resting_expenditure("male", **wrong)
        assert caught.value.code == "HF-P030"
    with pytest.raises(InputError):
        resting_expenditure("boy", mass_kg=20.0, age_y=5.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("module", ["energy.balance", "food.sharing"])
def test_examples_of_the_docstrings(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"holdfast.people.{module}"))
    assert found.attempted > 1
    assert found.failed == 0


def test_every_figure_of_the_room_is_used() -> None:
    """A row nobody reads is either a figure typed in twice or a leftover."""
    folder = Path(holdfast.people.__file__).parent
    code = "\n".join(path.read_text("utf-8") for path in (*folder.glob("energy/*.py"), folder / "food" / "sharing.py"))
    built = {"essential_fat_", "share_age_", "limit_mass", "limit_height", "mass_", "height_"}  # parts joined in code
    for name in figures_of("energy.csv"):
        assert f'"{name}"' in code or any(name.startswith(part) for part in built), name


@pytest.mark.parametrize(
    ("bmi", "loss", "days", "risk"),
    [
        (15.9, 0.0, 0.0, True),
        (16.0, 0.0, 0.0, False),
        (24.0, 15.1, 0.0, True),
        (24.0, 15.0, 0.0, False),
        (24.0, 0.0, 10.5, True),
        (24.0, 0.0, 10.0, False),
        (18.4, 10.1, 0.0, True),
        (18.4, 10.0, 5.0, False),
        (18.4, 0.0, 5.5, True),
        (24.0, 10.1, 5.5, True),
        (24.0, 10.1, 5.0, False),
        (24.0, -5.0, 0.0, False),
    ],
)
def test_refeeding_rule(bmi: float, loss: float, days: float, *, risk: bool) -> None:
    found = refeeding_risk(bmi=bmi, loss_percent=loss, days_without_food=days)
    assert found.at_risk is risk
    assert bool(found.met) is risk
    assert any("thiamine" in line for line in found.advice) is risk
    assert found.grade is Grade.THRESHOLD


def test_refeeding_rule_is_that_of_the_row() -> None:
    text = row("health:refeed").value
    assert isinstance(text, str)
    for part in (
        f"BMI below {BMI_ALONE:g}, loss above {LOSS_ALONE:g} %, no food for more than {DAYS_ALONE:g} d",
        f"BMI below {BMI_OF_TWO:g}, loss above {LOSS_OF_TWO:g} %, no food for more than {DAYS_OF_TWO:g} d",
    ):
        assert part in text
    with pytest.raises(InputError):
        refeeding_risk(bmi=2.0, loss_percent=0.0, days_without_food=0.0)


@pytest.mark.parametrize(
    ("level", "days"),
    [
        ([0.5] * 10 + [1.0] * 10, (11,)),
        ([0.5] * 20, ()),
        ([1.0] * 10 + [0.2] * 10, ()),
        ([0.0] * 5 + [0.3] * 20 + [0.8] * 3, (6, 26)),
        ([0.5, 0.6, 0.7, 0.8], ()),
        ([1.0], ()),
        ([0.2, 1.0, 0.2, 1.0], (2,)),
    ],
)
def test_reopenings(level: list[float], days: tuple[int, ...]) -> None:
    assert reopenings(level) == days


SEATED = Person("male", 70.0, 1.75, 30.0, pal=1.55)


@pytest.mark.parametrize(("share", "grade"), [(0.45, Grade.FORECAST), (0.4, Grade.THRESHOLD), (0.0, Grade.THRESHOLD)])
def test_a_deficit_deeper_than_any_observed_is_no_forecast(share: float, grade: Grade) -> None:
    """The semi-starvation experiment stands at 45 per cent of the usual intake; nothing was seen for weeks below it."""
    found = energy_balance(SEATED, intake_kcal=share * SEATED.reference_kcal, days=60)
    assert found.grade is grade
    assert any("deeper than the semi-starvation experiment" in note for note in found.notes) is (share < 0.45)


def test_the_published_model_stands_beside_a_deep_path() -> None:
    found = energy_balance(SEATED, intake_kcal=0.25 * SEATED.reference_kcal, days=180)
    constant = energy_balance(SEATED, intake_kcal=0.25 * SEATED.reference_kcal, days=180, kappa2=0.0)
    said = next(note for note in found.notes if "published model" in note)
    assert f"{found.loss_percent[-1]:.1f}%" in said
    shown = float(said.split("(kappa2 0), ")[1].split("%")[0])
    assert shown > found.loss_percent[-1] + 10.0
    if constant.day[-1] == found.day[-1]:
        assert shown == pytest.approx(float(constant.loss_percent[-1]), abs=0.06)
    assert not any("published model" in note for note in constant.notes)
    kept = energy_balance(SEATED, intake_kcal=SEATED.reference_kcal, days=60)
    assert not any("published model" in note for note in kept.notes)


def test_the_second_lane_changes_nothing_of_the_path() -> None:
    """Both models are stepped at once; the path is that of its own model, and the note that of the other."""
    found = energy_balance(SEATED, intake_kcal=1500.0, days=90)
    other = energy_balance(SEATED, intake_kcal=1500.0, days=90, kappa2=0.0)
    said = next(note for note in found.notes if "published model" in note)
    assert f"{other.loss_percent[-1]:.1f}% are lost by day 90 and not {found.loss_percent[-1]:.1f}%" in said


def test_a_default_activity_level_is_named() -> None:
    notes = energy_balance(Person("male", 70.0, 1.75, 30.0), intake_kcal=2000.0, days=30).notes
    assert any("activity level at the start is a default, 1.55" in note for note in notes)
    assert not any(
        "activity level at the start" in note for note in energy_balance(SEATED, intake_kcal=2000.0, days=30).notes
    )
