"""How activity answers a deficit, which grade a horizon has, and the notes that every path carries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.people.energy_equations import FIGURES, Bodies, bodies, constants, limits
from holdfast.people.energy_person import Person, check_number
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, downgraded, grade_of
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

QUANTITY = "adult_body_mass"
MODEL_ROWS = tuple(
    f"health:{name}"
    for name in "rho_F rho_L rho_G gamma_F gamma_L eta_F eta_L beta_TEF beta_AT tau_AT h_G G0 c_Forbes c_Na xi_Na xi_CI".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How activity answers a deficit: its fall [1], the lag of the fall [d], its lowest level [1]."""

    kappa2: float
    tau_u_d: float
    pal_floor: float

    @classmethod
    def of(cls, kappa2: float | None = None, tau_u_d: float | None = None, pal_floor: float | None = None) -> Answer:
        """Take the tables where nothing is given; HF-P030 for a figure out of range."""
        return cls(
            kappa2=value("health:kappa2") if kappa2 is None else checked_within("kappa2", kappa2, 0.0, 5.0),
            tau_u_d=value("health:tau_u") if tau_u_d is None else checked_within("tau_u_d", tau_u_d, 1.0, 365.0),
            pal_floor=value("health:PAL_floor")
            if pal_floor is None
            else checked_within("pal_floor", pal_floor, *limits("limit_pal")),
        )


def person_bodies(person: Person, answer: Answer, lanes: int) -> Bodies:
    """Return the same body in every lane."""

    def lane(figure: float) -> Floats:
        return np.full(lanes, figure, dtype=np.float64)

    return bodies(
        male=lane(1.0 if person.sex == "male" else 0.0),
        mass_kg=lane(person.mass_kg),
        height_m=lane(person.height_m),
        age_y=lane(person.age_y),
        reference_kcal=lane(person.reference_kcal),
        kappa2=lane(answer.kappa2),
        lag_d=lane(answer.tau_u_d),
        pal_floor=lane(answer.pal_floor),
        fat_kg=lane(person.starting_fat_kg),
    )


def steep_activity(person: Person, answer: Answer) -> bool:
    """Tell whether activity can fall faster with a deficit than food does, so that more food may mean less mass.

    The energy of activity falls by ``2 kappa2 u delta0 W / e0`` for each kcal that is missing, most where it meets its
    floor. Above 0.9, with the thermic and the adaptive part on top, the answer of the equations is no longer in the
    order of the intake: by up to 0.4 kg at an activity level of 2.06.
    """
    kept = 1.0 - constants().thermic
    most = kept * person.activity_level - 1.0
    least = min(most, kept * answer.pal_floor - 1.0)
    if answer.kappa2 == 0.0 or most <= 0.0:
        return False
    lagged = min(1.0, math.sqrt(max(0.0, 1.0 - least / most) / answer.kappa2))
    fall = 2.0 * answer.kappa2 * lagged * most / person.activity_level
    return fall > figure_value(FIGURES, "steepest_activity")


def graded_horizon(
    days: int, answer: Answer, deficit: float, more: Iterable[str] = ()
) -> tuple[Grade, tuple[str, ...]]:
    """Return the grade of a horizon, and the notes every path carries.

    ``deficit`` is the largest lagged one [1]; ``more`` are further reasons for a lower grade.
    """
    begins, ends = figure_value(FIGURES, "forecast_from"), figure_value(FIGURES, "forecast_until")
    water, deep = figure_value(FIGURES, "first_days_error"), figure_value(FIGURES, "deep_deficit")
    reasons = list(more)
    if days < begins:
        reasons.append(f"The horizon of {days} days is shorter than the two weeks in which water hides tissue.")
    if days > ends:
        reasons.append(
            f"The horizon of {days} days is longer than six months, the longest with observed deep deficits."
        )
    if deficit > deep and answer.kappa2 < 1.0:
        reasons.append(
            f"Activity is nearly constant (kappa2 {answer.kappa2:g}) in a deep deficit: that missed the semi-starvation "
            "experiment by 16 kg."
        )
    notes = (
        *reasons,
        "The path is that of the mean of a group in balance at the start; for one person see health:sigma_E.",
        "The intake is taken as eaten.",
        f"Scale weight before day {begins:g} is uncertain by about {water:g} kg (water): judge by fat and lean tissue.",
        "One path has no interval: adult_outlook gives one.",
    )
    return downgraded(grade_of(QUANTITY), reasons), notes


def model_sources(person: Person, answer: Answer) -> tuple[str, ...]:
    """Return the ids of the rows a path rests on."""
    found = [*MODEL_ROWS]
    if answer.kappa2 > 0.0:
        found += ["health:kappa2", "health:tau_u", "health:PAL_floor"]
    if person.pal is None and person.reference_intake_kcal is None:
        found.append("health:PAL0")
    return tuple(found)


def checked_within(where: str, given: object, low: float, high: float) -> float:
    """Return a number within bounds, or raise HF-P030."""
    number = check_number(where, given)
    if not low <= number <= high:
        raise _fault("HF-P030", where, f"{number:g}", f"{low:g} to {high:g}", "correct the figure")
    return number


def _fault(code: str, where: str, found: str, expected: str, mend: str) -> InputError:
    return InputError(code, where=where, found=found, expected=expected, mend=mend)
