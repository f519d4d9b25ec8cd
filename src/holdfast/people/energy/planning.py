"""What intake keeps or reaches a body mass, and the linear answer to a small change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.energy.equations import Integrator, constants, days_of, limits
from holdfast.people.energy.person import Person, checked_days, checked_step
from holdfast.people.energy.response import (
    MODEL_ROWS,
    ActivityResponse,
    graded_horizon,
    model_sources,
    person_bodies,
)
from holdfast.people.inputs import fault, number, one_of
from holdfast.reference import evaluate, table, value

if TYPE_CHECKING:
    from holdfast.people.census.structure import Sex
    from holdfast.people.grades import Grade

LANES = 65  # intakes tried at once by the inverse; three rounds narrow 6,000 kcal to less than 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetIntake:
    """The constant intake that leads to a body mass: what is eaten [kcal/d], the mass [kg], the days, the grade."""

    intake_kcal: float
    mass_kg: float
    days: int
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearResponse:
    """First-order answer to a small lasting change: ``rho dW/dt = change - epsilon (W - W0)``.

    Attributes
    ----------
    epsilon_kcal_per_kg_day : float
        Fall of expenditure with body mass [kcal/kg/d].
    rho_kcal_per_kg : float
        Energy of a change of body mass [kcal/kg].
    tau_d : float
        rho / epsilon [d].
    """

    epsilon_kcal_per_kg_day: float
    rho_kcal_per_kg: float
    tau_d: float
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingExpenditure:
    """Resting expenditure [kcal/d] by the equation of one table row, with the status of its coefficients."""

    kcal: float
    status: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def maintenance_kcal(person: Person) -> float:
    """Return the intake that keeps the body mass [kcal/d].

    Resting expenditure (Mifflin et al. 1990) times the activity level, or the reference intake that was given.
    """
    return person.reference_kcal


def intake_for(
    person: Person,
    *,
    target_mass_kg: float,
    days: int,
    kappa2: float | None = None,
    tau_u_d: float | None = None,
    pal_floor: float | None = None,
    step_d: float = 0.25,
) -> TargetIntake:
    """Return the constant intake that leads to a body mass on a day.

    Parameters
    ----------
    person : Person
        Who, in balance at the start.
    target_mass_kg : float
        Body mass to reach [kg].
    days : int
        On which day [d, 1 to 3650].
    kappa2, tau_u_d, pal_floor, step_d
        As in :func:`energy_balance`.

    Returns
    -------
    TargetIntake
        Found to less than 0.1 kcal/d.

    Raises
    ------
    InputError
        HF-P035, if no plausible intake leads there, with the masses that can be reached.
    """
    target = number(target_mass_kg, "target_mass_kg", code="HF-P030", unit="kg")
    horizon = checked_days(days)
    response = ActivityResponse.of(kappa2=kappa2, tau_u_d=tau_u_d, pal_floor=pal_floor)
    of, step = person_bodies(person, response, LANES), checked_step(step_d)
    low, high = 0.0, min(limits("limit_intake")[1], limits("limit_intake_share")[1] * person.reference_kcal)
    for _ in range(3):
        tried = np.linspace(low, high, LANES)
        run = Integrator(of, step_d=step)
        for _day in days_of(run, np.broadcast_to(tried, (horizon, LANES)), np.zeros(horizon)):
            pass
        reached = run.mass_kg()
        if not reached[0] <= target <= reached[-1] or (run.stopped[0] and target <= reached[0]):
            raise fault(
                "HF-P035",
                "target_mass_kg",
                f"{target:g} kg on day {horizon}",
                f"{reached[0]:.1f} to {reached[-1]:.1f} kg, which {low:.0f} to {high:.0f} kcal/day lead to",
                "allow more days, or another body mass",
            )
        at = min(int(np.searchsorted(reached, target)), LANES - 1)
        low, high = float(tried[max(at - 1, 0)]), float(tried[at])
    found = float(np.interp(target, reached, tried))
    grade, notes = graded_horizon(horizon, response, max(0.0, 1.0 - found / person.reference_kcal))
    return TargetIntake(
        intake_kcal=found,
        mass_kg=target,
        days=horizon,
        grade=grade,
        notes=notes,
        sources=model_sources(person, response),
    )


def linear_response(person: Person) -> LinearResponse:
    """Return how a small lasting change of intake moves the body mass, constant activity assumed.

    Notes
    -----
    ``a = C rho_F/rho_L / F0`` kg of lean tissue go with one of fat, ``b = beta_TEF + beta_AT``:
    ``epsilon = (gamma_F + a gamma_L)/((1-b)(1+a)) + delta0/(1-b)`` and
    ``rho = (rho_F + eta_F + a (rho_L + eta_L))/((1-b)(1+a))`` (Hall et al. 2011, linearised at the start, water left
    out). Measured weights are held against the model through these two.
    """
    fixed = constants()
    lean_with_fat = value("health:c_Forbes") / person.starting_fat_kg
    kept = 1.0 - fixed.thermic - fixed.adaptive
    shared = kept * (1.0 + lean_with_fat)
    activity = float(person_bodies(person, ActivityResponse.of(), 1).activity[0])
    epsilon = (fixed.fat_rate + lean_with_fat * fixed.lean_rate) / shared + activity / kept
    built = fixed.fat_energy * (1.0 + fixed.fat_cost)
    built += lean_with_fat * fixed.lean_energy * (1.0 + fixed.lean_cost)
    return LinearResponse(
        epsilon_kcal_per_kg_day=epsilon,
        rho_kcal_per_kg=built / shared,
        tau_d=built / shared / epsilon,
        notes=("Linear around the start, with constant activity; a deep or long deficit leaves it.",),
        sources=MODEL_ROWS,
    )


def resting_expenditure(sex: Sex, *, mass_kg: float, age_y: float) -> RestingExpenditure:
    """Return resting expenditure by the equations of FAO/WHO/UNU 2004, which also cover children.

    Parameters
    ----------
    sex : str
        ``"male"`` or ``"female"``.
    mass_kg, age_y : float
        Body mass [kg, above 0 to 250], age [y, 0 to 100].

    Returns
    -------
    RestingExpenditure
        By the row of the age group (D097 to D108). Only D106, women of 18 to 30 years, was read; the coefficients of
        the others are from memory, and the record says so. The energy model itself uses Mifflin et al. 1990.

    Raises
    ------
    InputError
        HF-P030 for figures out of range.
    """
    one_of(sex, ("male", "female"), "sex", code="HF-P030")
    mass = number(mass_kg, "mass_kg", code="HF-P030", low=0.5, high=250.0, unit="kg")
    age = number(age_y, "age_y", code="HF-P030", low=0.0, high=100.0, unit="y")
    for entry in table("demography"):
        group = entry.fields["group"]
        if entry.fields["topic"] != "bmr_equation" or entry.fields["sex"] != sex:
            continue
        low, _, high = group.partition("-")
        if float(low.rstrip("+")) <= age < float(high or "inf"):
            note = f"Coefficients of {entry.id} ({group} years, {sex}) have the status {entry.status}."
            kcal = evaluate(entry.id, {"kg": mass})
            return RestingExpenditure(kcal=kcal, status=entry.status, notes=(note,), sources=(entry.id,))
    raise fault("HF-P030", "age_y", f"{age:g}", "an age with an equation", "check the table")  # pragma: no cover
