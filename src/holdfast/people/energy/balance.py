"""Body mass and composition of an adult for what is eaten (health specification, section 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from holdfast.people.energy.equations import (
    FAT,
    FIGURES,
    FLUID,
    GLYCOGEN,
    LAGGED,
    LEAN,
    Integrator,
    constants,
    days_of,
    limits,
)
from holdfast.people.energy.person import Person, checked_step, intake_path
from holdfast.people.energy.response import (
    ActivityResponse,
    graded_horizon,
    model_sources,
    person_bodies,
    steep_activity,
)
from holdfast.people.figures import figure_value
from holdfast.people.inputs import fault, number
from holdfast.reference import row, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.people.grades import Grade

    Floats = NDArray[np.float64]

_Kind = TypeVar("_Kind", np.float64, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EnergyBalance:
    """The path of one adult, or of the mean of a group of such adults.

    Attributes
    ----------
    person : Person
        Who.
    day : ndarray (n + 1,)
        Days since the start: 0, 1, ..., n. ``n`` is the horizon, or less where the path stops (``stopped_day``).
    intake_kcal : ndarray (n,)
        Eaten on each day [kcal/d].
    body_mass_kg, fat_kg, lean_kg, glycogen_kg, fluid_kg : ndarray (n + 1,)
        At the end of each day, the start first [kg]. Fluid is extracellular; the water bound to glycogen
        (2.7 kg/kg) is in the body mass only. Body mass = fat + lean + 3.7 glycogen + fluid.
    expenditure_kcal : ndarray (n + 1,)
        Spent on each day, the reference first [kcal/d]: intake less what the stores took up.
    loss_percent : ndarray (n + 1,)
        Loss of body mass [% of the start]; a gain is negative.
    bmi : ndarray (n + 1,)
        Body-mass index [kg/m2].
    lagged_deficit : ndarray (n + 1,)
        u, the lagged share of the reference intake that was missing [1].
    fat_exhausted_day : int or None
        First day with no more fat than the essential share (3 per cent of men, 8 of women): the equations were never
        held against people with less.
    bmi_marker_day : int or None
        First day with a body-mass index of 13 or less: a *not later than* marker of the limit of energy.
    stopped_day : int or None
        Day on which the path stops because the body-mass index has come down to 10.
    grade : Grade
        Of the last day of the path.
    notes, sources : tuple of str
        Assumptions and extrapolations in plain sentences; ids of the rows used.
    """

    person: Person
    day: NDArray[np.int64]
    intake_kcal: Floats
    body_mass_kg: Floats
    fat_kg: Floats
    lean_kg: Floats
    glycogen_kg: Floats
    fluid_kg: Floats
    expenditure_kcal: Floats
    loss_percent: Floats
    bmi: Floats
    lagged_deficit: Floats
    fat_exhausted_day: int | None
    bmi_marker_day: int | None
    stopped_day: int | None
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def energy_balance(
    person: Person,
    *,
    intake_kcal: float | Sequence[float],
    days: int | None = None,
    kappa2: float | None = None,
    tau_u_d: float | None = None,
    pal_floor: float | None = None,
    sodium_change_mg: float | Sequence[float] = 0.0,
    carbohydrate_share: float | None = None,
    step_d: float = 0.25,
) -> EnergyBalance:
    """Return the path of body mass, composition and expenditure for what is eaten.

    Parameters
    ----------
    person : Person
        Who, in balance at the start.
    intake_kcal : float or sequence of float
        Energy **eaten** [kcal/d]: one number, or one for each day. Food handed out is not food eaten; see
        ``share_food``.
    days : int or None
        Horizon [d, 1 to 3650]; ``None`` takes the length of the sequence.
    kappa2 : float or None
        Fall of activity with the squared lagged deficit [1, 0 to 5]; ``None`` takes 2.0 (``health:kappa2``),
        0 the published model with constant activity.
    tau_u_d : float or None
        Lag of that fall [d, 1 to 365]; ``None`` takes ``health:tau_u``.
    pal_floor : float or None
        Lowest activity level [1, 1.12 to 2.6]; ``None`` takes ``health:PAL_floor``.
    sodium_change_mg : float or sequence of float
        Change of the intake of sodium against the time before [mg/d]: 0 where salt is at hand, near -3,500 without
        any food (``health:dNa``).
    carbohydrate_share : float or None
        Share of energy that carbohydrate brings, before and after [1]; ``None`` takes 0.5.
    step_d : float
        Step of the integration [d], one day over a whole number.

    Returns
    -------
    EnergyBalance

    Raises
    ------
    InputError
        HF-P030, HF-P031, HF-P032, HF-P033 for figures out of range, also where another unit was probably meant.

    Notes
    -----
    Six states after Hall et al. 2011 (Lancet 378:826), with our activity term
    ``delta = max(delta_min, delta0 (1 - kappa2 u^2))``. FORECAST for a group mean from two weeks to six months; one
    grade lower before and after. Not covered: children, pregnancy, lack of protein or micronutrients, oedema (it
    hides loss), infection, cold, heavy labour unless the activity level is set.

    Examples
    --------
    >>> from holdfast.people import Person, energy_balance
    >>> path = energy_balance(Person("male", 70.0, 1.75, 30.0), intake_kcal=1300.0, days=90)
    >>> round(float(path.loss_percent[-1]))
    16
    """
    reference = person.reference_kcal
    intake = intake_path(intake_kcal, days, reference)
    response = ActivityResponse.of(kappa2=kappa2, tau_u_d=tau_u_d, pal_floor=pal_floor)
    sodium = _sodium(sodium_change_mg, intake.size)
    share = (
        None
        if carbohydrate_share is None
        else number(carbohydrate_share, "carbohydrate_share", code="HF-P030", low=0.05, high=0.95)
    )
    # The second lane is the published model, activity constant: the model uncertainty that the notes show.
    of = replace(person_bodies(person, response, 2), kappa2=np.array([response.kappa2, 0.0]))
    run = Integrator(of, step_d=checked_step(step_d), carbohydrate_share=share)
    states, masses, stored = [run.state[:, 0].copy()], [float(run.mass_kg()[0])], [float(run.stored_kcal()[0])]
    stopped: int | None = None
    for day in days_of(run, intake, sodium):
        states.append(run.state[:, 0].copy())
        masses.append(float(run.mass_kg()[0]))
        stored.append(float(run.stored_kcal()[0]))
        if run.stopped[0]:
            stopped = day
            break
    path = _record(person, response, intake[: len(masses) - 1], np.array(states), np.array(masses), stored, stopped)
    constant = 100.0 * (1.0 - float(run.mass_kg()[1]) / masses[0])
    return replace(path, notes=(*path.notes, *_other_model(path, constant)))


def _other_model(path: EnergyBalance, constant_loss_percent: float) -> tuple[str, ...]:
    """Say where the published model with constant activity would end, if it differs."""
    if abs(constant_loss_percent - float(path.loss_percent[-1])) < figure_value(FIGURES, "shown_difference"):
        return ()
    here, day = float(path.loss_percent[-1]), int(path.day[-1])
    said = (
        f"{constant_loss_percent:.1f}% are lost by day {day} and not {here:.1f}%: that is the uncertainty of the model."
    )
    return (f"With constant activity, as in the published model (kappa2 0), {said}",)


def _record(
    person: Person,
    response: ActivityResponse,
    intake: Floats,
    states: Floats,
    masses: Floats,
    stored: list[float],
    stop: int | None,
) -> EnergyBalance:
    bmi = masses / person.height_m**2
    essential = figure_value(FIGURES, f"essential_fat_{person.sex}")
    marker = row("health:BMI_lim").high
    bare = _first(states[1:, FAT] <= essential * masses[1:])
    marked = _first(bmi[1:] <= marker) if isinstance(marker, float) else None
    beyond = []
    if bare is not None:
        beyond.append(f"Fat is down to the essential share from day {bare}: no observation stands behind what follows.")
    if marked is not None:
        beyond.append(
            f"A body-mass index of {marker:g}, here on day {marked}, marks the limit of energy as *not later than*; "
            "observed harm came earlier. It is no number of days that a person survives."
        )
    if stop is not None:
        lowest = constants().lowest_bmi
        beyond.append(f"The path stops on day {stop}: a body-mass index of {lowest:g} is the lowest observed.")
    grade, notes = graded_horizon(intake.size, response, float(states[:, LAGGED].max()), beyond)
    times = float(intake.mean()) / person.reference_kcal
    if times > figure_value(FIGURES, "high_intake"):
        notes += (f"The mean intake is {times:.1f} times the usual one: kilocalories, not kilojoules?",)
    if person.pal is None and person.reference_intake_kcal is None:
        notes += (
            f"The activity level at the start is a default, {value('health:PAL0'):g} (health:PAL0, from memory).",
        )
    if steep_activity(person, response):
        notes += ("Activity falls so fast with a deficit here that more food can mean less mass, by up to 0.4 kg.",)
    return EnergyBalance(
        person=person,
        day=_fixed(np.arange(masses.size, dtype=np.int64)),
        intake_kcal=_fixed(intake),
        body_mass_kg=_fixed(masses),
        fat_kg=_fixed(states[:, FAT]),
        lean_kg=_fixed(states[:, LEAN]),
        glycogen_kg=_fixed(states[:, GLYCOGEN]),
        fluid_kg=_fixed(states[:, FLUID]),
        expenditure_kcal=_fixed(np.concatenate([[person.reference_kcal], intake - np.diff(stored)])),
        loss_percent=_fixed(100.0 * (1.0 - masses / masses[0])),
        bmi=_fixed(bmi),
        lagged_deficit=_fixed(states[:, LAGGED]),
        fat_exhausted_day=bare,
        bmi_marker_day=marked,
        stopped_day=stop,
        grade=grade,
        notes=notes,
        sources=model_sources(person, response),
    )


def _sodium(given: float | Sequence[float], days: int) -> Floats:
    stated = np.asarray(given)
    if stated.dtype.kind not in "iuf":  # numpy would read text as numbers, and truth values as 1
        raise fault("HF-P032", "sodium_change_mg", repr(given)[:60], "numbers", "give milligrams of sodium a day")
    path = np.atleast_1d(stated.astype(np.float64))
    low, high = limits("limit_sodium_change")
    if path.shape not in {(1,), (days,)} or not (
        np.isfinite(path).all() and (path >= low).all() and (path <= high).all()
    ):
        expected = f"one number, or {days}, from {low:g} to {high:g} mg/day"
        raise fault("HF-P032", "sodium_change_mg", f"shape {path.shape}", expected, "give milligrams of sodium a day")
    return np.broadcast_to(path, (days,))


def _first(where: NDArray[np.bool_]) -> int | None:
    return int(np.argmax(where)) + 1 if where.any() else None


def _fixed(array: NDArray[_Kind]) -> NDArray[_Kind]:
    held = np.ascontiguousarray(array)
    held.flags.writeable = False
    return held
