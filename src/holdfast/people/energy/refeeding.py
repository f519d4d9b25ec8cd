"""Who must be fed with care when food comes back (NICE rule, ``health:refeed``)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.people.energy.equations import FIGURES
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, grade_of
from holdfast.people.inputs import number

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCES = ("health:refeed",)
BMI_ALONE, LOSS_ALONE, DAYS_ALONE = 16.0, 15.0, 10.0  # health:refeed, first part; a test holds them to the row
BMI_OF_TWO, LOSS_OF_TWO, DAYS_OF_TWO = 18.5, 10.0, 5.0  # health:refeed, second part
ADVICE = (
    "Begin with small amounts and raise them over days.",
    "Give thiamine before the first food and with it.",
    "Replace electrolytes: phosphate, potassium, magnesium; have them measured where that can be done.",
    "Clinicians decide. The rule is that of NICE as reported by Mehanna et al. 2008 (BMJ 336:1495), read second-hand.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefeedingRisk:
    """Whether a person must be fed with care.

    Attributes
    ----------
    at_risk : bool
        Whether the rule is met.
    met : tuple of str
        Which of its parts.
    advice : tuple of str
        What the source of the rule advises, in short; empty if the rule is not met.
    """

    at_risk: bool
    met: tuple[str, ...]
    advice: tuple[str, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefeedingFlag:
    """Food comes back: how many adults must be fed with care.

    Attributes
    ----------
    day : int
        Day of the horizon on which the intake jumps, 1 the first.
    share : tuple of float
        Share of adults who meet the rule on the evening before [1]: 5, 50 and 95 per cent of the ensemble.
    persons : tuple of float
        The same in persons, pregnant and lactating women not counted.
    advice : tuple of str
        What the source of the rule advises, in short.
    """

    day: int
    share: tuple[float, float, float]
    persons: tuple[float, float, float]
    advice: tuple[str, ...]
    grade: Grade
    sources: tuple[str, ...]


def refeeding_risk(*, bmi: float, loss_percent: float, days_without_food: float) -> RefeedingRisk:
    """Say whether a person must be fed with care.

    Parameters
    ----------
    bmi : float
        Body-mass index [kg/m2, 5 to 80].
    loss_percent : float
        Unintended loss of body mass in the last three to six months [%, -100 to 90]; a gain is negative.
    days_without_food : float
        Days with little or no food until now [d, 0 to 365].

    Returns
    -------
    RefeedingRisk
        At risk with any of: body-mass index below 16, loss above 15 per cent, more than 10 days without food; or two of:
        below 18.5, above 10 per cent, more than 5 days.

    Raises
    ------
    InputError
        HF-P030 for figures out of range.

    Notes
    -----
    Low potassium, phosphate or magnesium, and a history of alcohol or of some drugs, are part of the rule and unknown
    here: without them the rule may be met by fewer people than it should.
    """
    index = number(bmi, "bmi", code="HF-P030", low=5.0, high=80.0, unit="kg/m2")
    loss = number(loss_percent, "loss_percent", code="HF-P030", low=-100.0, high=90.0, unit="%")
    days = number(days_without_food, "days_without_food", code="HF-P030", low=0.0, high=365.0, unit="days")
    alone = [
        (index < BMI_ALONE, f"body-mass index below {BMI_ALONE:g}"),
        (loss > LOSS_ALONE, f"loss above {LOSS_ALONE:g} per cent"),
        (days > DAYS_ALONE, f"more than {DAYS_ALONE:g} days without food"),
    ]
    of_two = [
        (index < BMI_OF_TWO, f"body-mass index below {BMI_OF_TWO:g}"),
        (loss > LOSS_OF_TWO, f"loss above {LOSS_OF_TWO:g} per cent"),
        (days > DAYS_OF_TWO, f"more than {DAYS_OF_TWO:g} days without food"),
    ]
    met = [words for holds, words in alone if holds]
    if not met and sum(holds for holds, _ in of_two) >= 2:
        met = [words for holds, words in of_two if holds]
    return RefeedingRisk(
        at_risk=bool(met),
        met=tuple(met),
        advice=ADVICE if met else (),
        grade=grade_of("refeeding_risk"),
        notes=("Blood values, alcohol and drugs, which the rule also names, are not known here.",),
        sources=SOURCES,
    )


def reopenings(level: Sequence[float]) -> tuple[int, ...]:
    """Return the days, 1 the first, on which intake over need jumps against the week before.

    Parameters
    ----------
    level : sequence of float
        Intake over need on each day [1].

    Returns
    -------
    tuple of int
        A rise of at least ``reopening_rise`` against the mean of the ``reopening_window`` days before; further days of
        the same rise are not counted again.
    """
    window, rise = int(figure_value(FIGURES, "reopening_window")), figure_value(FIGURES, "reopening_rise")
    found: list[int] = []
    for at in range(1, len(level)):
        before = level[max(0, at - window) : at]
        if level[at] - math.fsum(before) / len(before) >= rise and (not found or at + 1 - found[-1] >= window):
            found.append(at + 1)
    return tuple(found)
