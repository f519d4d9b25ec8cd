"""How activity answers a deficit, which grade a horizon has, and the notes that every path carries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.energy.equations import FIGURES, Bodies, bodies, constants, limits
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, downgraded, grade_of
from holdfast.people.inputs import number
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from holdfast.people.energy.person import Person

    Floats = NDArray[np.float64]

QUANTITY = "adult_body_mass"
MODEL_ROWS = tuple(
    f"health:{name}"
    for name in "rho_F rho_L rho_G gamma_F gamma_L eta_F eta_L beta_TEF beta_AT tau_AT h_G G0 c_Forbes c_Na xi_Na xi_CI".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityResponse:
    """How activity answers a deficit: its fall [1], the lag of the fall [d], its lowest level [1]."""

    kappa2: float
    tau_u_d: float
    pal_floor: float

    @classmethod
    def of(
        cls, kappa2: float | None = None, tau_u_d: float | None = None, pal_floor: float | None = None
    ) -> ActivityResponse:
        """Take the tables where nothing is given; HF-P030 for a figure out of range."""
        return cls(
            kappa2=_given("kappa2", kappa2, "health:kappa2", (0.0, 5.0)),
            tau_u_d=_given("tau_u_d", tau_u_d, "health:tau_u", (1.0, 365.0)),
            pal_floor=_given("pal_floor", pal_floor, "health:PAL_floor", limits("limit_pal")),
        )


def _given(where: str, stated: float | None, row: str, ends: tuple[float, float]) -> float:
    return value(row) if stated is None else number(stated, where, code="HF-P030", low=ends[0], high=ends[1])


def person_bodies(person: Person, response: ActivityResponse, lanes: int) -> Bodies:
    """Return the same body in every lane."""

    def lane(figure: float) -> Floats:
        return np.full(lanes, figure, dtype=np.float64)

    return bodies(
        male=lane(1.0 if person.sex == "male" else 0.0),
        mass_kg=lane(person.mass_kg),
        height_m=lane(person.height_m),
        age_y=lane(person.age_y),
        reference_kcal=lane(person.reference_kcal),
        kappa2=lane(response.kappa2),
        lag_d=lane(response.tau_u_d),
        pal_floor=lane(response.pal_floor),
        fat_kg=lane(person.starting_fat_kg),
    )


def steep_activity(person: Person, response: ActivityResponse) -> bool:
    """Tell whether activity can fall faster with a deficit than food does, so that more food may mean less mass.

    The energy of activity falls by ``2 kappa2 u delta0 W / e0`` for each kcal that is missing, most where it meets its
    floor. Above 0.9, with the thermic and the adaptive part on top, the answer of the equations is no longer in the
    order of the intake: by up to 0.4 kg at an activity level of 2.06.
    """
    kept = 1.0 - constants().thermic
    most = kept * person.activity_level - 1.0
    least = min(most, kept * response.pal_floor - 1.0)
    if response.kappa2 == 0.0 or most <= 0.0:
        return False
    lagged = min(1.0, math.sqrt(max(0.0, 1.0 - least / most) / response.kappa2))
    fall = 2.0 * response.kappa2 * lagged * most / person.activity_level
    return fall > figure_value(FIGURES, "steepest_activity")


def graded_horizon(
    days: int, response: ActivityResponse, deficit: float, more: Iterable[str] = ()
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
    if deficit > deep and response.kappa2 < 1.0:
        reasons.append(
            f"Activity is nearly constant (kappa2 {response.kappa2:g}) in a deep deficit: that missed the semi-starvation "
            "experiment by 16 kg."
        )
    if deficit > figure_value(FIGURES, "deepest_deficit"):
        reasons.append(
            f"The lagged deficit reaches {deficit:.0%} of the usual intake, deeper than the semi-starvation experiment "
            "(55%): nothing observed stands behind it."
        )
    notes = (
        *reasons,
        "The path is that of the mean of a group in balance at the start; for one person see health:sigma_E.",
        "The intake is taken as eaten.",
        f"Scale weight before day {begins:g} is uncertain by about {water:g} kg (water): judge by fat and lean tissue.",
        "One path has no interval: adult_outlook gives one.",
    )
    return downgraded(grade_of(QUANTITY), reasons), notes


def model_sources(person: Person, response: ActivityResponse) -> tuple[str, ...]:
    """Return the ids of the rows a path rests on."""
    found = [*MODEL_ROWS]
    if response.kappa2 > 0.0:
        found += ["health:kappa2", "health:tau_u", "health:PAL_floor"]
    if person.pal is None and person.reference_intake_kcal is None:
        found.append("health:PAL0")
    return tuple(found)
