"""What may be said of a quantity: forecast, threshold, scenario, or nothing."""

from __future__ import annotations

import csv
import enum
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.people.figures import figure_value
from holdfast.people.inputs import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Grade(enum.StrEnum):
    """How far a statement about people carries, from a forecast to none."""

    FORECAST = "FORECAST"
    """A quantity with its interval."""
    THRESHOLD = "THRESHOLD"
    """The date and probability of crossing a norm, and how many people it concerns."""
    SCENARIO = "SCENARIO"
    """What follows from a named assumption; off unless asked for, never added up, never a forecast."""
    REFUSE = "REFUSE"
    """Not computed; :func:`holdfast.people.refuse` says why."""


SCENARIO_NOTE = "By its inputs this is a scenario, not a forecast and no threshold."
SCENARIO_HEAD = "If the old or guessed inputs named in the notes are as taken, not a forecast: "

_ONE_DOWN = {Grade.FORECAST: Grade.THRESHOLD, Grade.THRESHOLD: Grade.SCENARIO}


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedQuantity:
    """One row of ``grades.csv``: a quantity, what it is in words, its grade, why, and the source of the verdict."""

    quantity: str
    name: str
    grade: Grade
    why: str
    source: str


@cache
def graded_quantities() -> Mapping[str, GradedQuantity]:
    """Return every quantity about people that has a grade, in table order.

    Returns
    -------
    Mapping of str to GradedQuantity
        Read from ``grades.csv`` once in a process.
    """
    text = files("holdfast.people").joinpath("grades.csv").read_text(encoding="utf-8")
    return {
        row["quantity"]: GradedQuantity(
            quantity=row["quantity"],
            name=row["name"],
            grade=Grade(row["grade"]),
            why=row["why"],
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def grade_of(quantity: str) -> Grade:
    """Return the grade of a quantity before its inputs are looked at.

    Parameters
    ----------
    quantity : str
        A quantity of ``grades.csv``, such as ``"adult_body_mass"``.

    Returns
    -------
    Grade

    Raises
    ------
    InputError
        HF-P002, if the table does not grade it: what has no grade is not said.
    """
    return graded(quantity).grade


def graded(quantity: str) -> GradedQuantity:
    """Return the whole row of a quantity; errors as :func:`grade_of`."""
    found = graded_quantities().get(quantity)
    if found is None:
        close = near(quantity, graded_quantities())
        raise InputError(
            "HF-P002",
            where="people/grades.csv",
            found=repr(quantity),
            expected=" or ".join(close or graded_quantities()),
            mend="name a graded quantity; a new one needs a row with its grade and the reason first",
        )
    return found


def downgraded(grade: Grade, reasons: Iterable[str]) -> Grade:
    """Return the grade one step lower if any input was old or guessed.

    Parameters
    ----------
    grade : Grade
        Grade of the quantity when its inputs are sound.
    reasons : iterable of str
        One sentence for each input at fault, naming it (:func:`input_reason` writes them). None leaves the grade.

    Returns
    -------
    Grade
        FORECAST becomes THRESHOLD and THRESHOLD becomes SCENARIO: one step, however many the reasons. SCENARIO
        stays, because a scenario rests on assumptions anyhow and names them; REFUSE stays.

    Raises
    ------
    InputError
        HF-P003, if a reason is blank: a downgrade says which input is at fault.
    """
    stated = tuple(reasons)
    if any(not reason.strip() for reason in stated):
        raise InputError(
            "HF-P003",
            where="reasons of a downgrade",
            found="a blank reason",
            expected="a sentence that names the input",
            mend="say which input is old or guessed",
        )
    return _ONE_DOWN.get(grade, grade) if stated else grade


def lowest(grades: Iterable[Grade]) -> Grade:
    """Return the grade that carries least far: what is made of several parts carries no further than its weakest."""
    order = list(Grade)
    return max(grades, key=order.index)


def scenario_note(grade: Grade) -> tuple[str, ...]:
    """Return the sentence that belongs beside a result whose inputs have made it a scenario; none beside another."""
    return (SCENARIO_NOTE,) if grade is Grade.SCENARIO else ()


def scenario_head(grade: Grade) -> str:
    """Return the words that such a result begins with in print; empty for another (rule 2 of the grades)."""
    return SCENARIO_HEAD if grade is Grade.SCENARIO else ""


def input_reason(
    name: str, *, age_days: float | None = None, max_age_days: float | None = None, guessed: bool = False
) -> tuple[str, ...]:
    """Say whether an input lowers the grade of what is made from it (rule 4 of the grades).

    Parameters
    ----------
    name : str
        What the input is, in words: ``"the count of people"``.
    age_days : float or None
        Days since it was observed [d]; ``None`` if that does not matter, as for a norm.
    max_age_days : float or None
        Age above which it counts as old [d]; ``None`` takes ``input_age_limit`` of ``statements.csv``, an assumption.
    guessed : bool
        Whether a default or a guess stands for an observation.

    Returns
    -------
    tuple of str
        No sentence, one, or two, for :func:`downgraded` and for the notes of a result.

    Raises
    ------
    InputError
        HF-P003, if an age is negative.
    """
    if age_days is not None and not age_days >= 0:
        raise InputError(
            "HF-P003",
            where=f"age of {name}",
            found=f"{age_days} days",
            expected="0 or more days",
            mend="give the days between the observation and the day the statement is made on",
        )
    limit = figure_value("statements.csv", "input_age_limit") if max_age_days is None else max_age_days
    said = []
    if guessed:
        said.append(f"{name} is a default or a guess, not an observation")
    if age_days is not None and age_days > limit:
        said.append(f"{name} was observed {age_days:g} days ago, more than {limit:g}")
    return tuple(said)
