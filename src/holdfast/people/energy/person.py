"""One adult as the energy model sees it, and the checks that ask whether another unit was meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.energy.equations import limits, resting_kcal, starting_fat_kg, starting_fluid_kg
from holdfast.people.inputs import KG_PER_LB, KJ_PER_KCAL, M_PER_IN, fault, number, number_of, one_of, whole
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.errors import InputError
    from holdfast.people.census.structure import Sex


@dataclass(frozen=True, slots=True)
class Person:
    """An adult, or the mean of a group of adults, at the start.

    Parameters
    ----------
    sex : str
        ``"male"`` or ``"female"``.
    mass_kg, height_m, age_y : float
        Body mass [kg, 25 to 250], height [m, 1.2 to 2.3], age [y, 18 to 100]; body-mass index 12 to 60 kg/m2.
    pal : float or None
        Activity level, expenditure over resting expenditure [1, 1.12 to 2.6]; ``None`` takes ``health:PAL0``.
    fat_kg : float or None
        Body fat [kg, 2 to 70 per cent of the mass]; ``None`` takes the regression on age and body-mass index.
    reference_intake_kcal : float or None
        Intake that kept the body mass [kcal/d]; ``None`` takes resting expenditure times ``pal``.

    Raises
    ------
    InputError
        HF-P030 outside these ranges, or ``pal`` and ``reference_intake_kcal`` together; HF-P031 where the figure
        would make sense in another unit (cm, inches, g, pounds, kJ): the error asks whether that was meant.

    Notes
    -----
    Not for children, pregnancy or lactation: the equations were made for other adults.
    """

    sex: Sex
    mass_kg: float
    height_m: float
    age_y: float
    pal: float | None = None
    fat_kg: float | None = None
    reference_intake_kcal: float | None = None

    def __post_init__(self) -> None:
        one_of(self.sex, ("male", "female"), "sex", code="HF-P030")
        _check_height(self.height_m)
        _check_mass(self.mass_kg, self.height_m)
        _check_range("age_y", self.age_y, "limit_age", "y")
        if self.pal is not None and self.reference_intake_kcal is not None:
            found = f"pal={self.pal} and reference_intake_kcal={self.reference_intake_kcal}"
            raise fault("HF-P030", "person", found, "one of the two", "leave one out: each gives the other")
        if self.pal is not None:
            _check_range("pal", self.pal, "limit_pal", "")
        if self.reference_intake_kcal is not None:
            self._check_reference(self.reference_intake_kcal)
        if self.fat_kg is not None:
            low, high = (bound * self.mass_kg for bound in limits("limit_fat_share"))
            number(
                self.fat_kg,
                "fat_kg",
                code="HF-P030",
                low=low,
                high=high,
                expected=f"{low:.1f} to {high:.1f} kg for {self.mass_kg:g} kg of body mass",
                mend="give kilograms of fat, not per cent",
            )
        if self.lean_kg <= 0.0:
            found = f"{self.fat_kg} kg of fat in {self.mass_kg} kg, which leaves no lean tissue beside the fluid"
            raise fault("HF-P030", "fat_kg", found, "a body with lean tissue", "check mass, height and fat")

    @property
    def bmi(self) -> float:
        """Body-mass index [kg/m2]."""
        return self.mass_kg / self.height_m**2

    @property
    def resting_kcal(self) -> float:
        """Resting expenditure [kcal/d], after Mifflin et al. 1990."""
        return float(resting_kcal(*self._arrays())[0])

    @property
    def reference_kcal(self) -> float:
        """Intake and expenditure at the start [kcal/d]."""
        if self.reference_intake_kcal is not None:
            return float(self.reference_intake_kcal)
        return self.resting_kcal * (value("health:PAL0") if self.pal is None else self.pal)

    @property
    def activity_level(self) -> float:
        """Expenditure over resting expenditure at the start [1]."""
        return self.reference_kcal / self.resting_kcal

    @property
    def starting_fat_kg(self) -> float:
        """Fat at the start [kg]: as given, or the regression, at least the essential share."""
        return float(starting_fat_kg(*self._arrays())[0]) if self.fat_kg is None else float(self.fat_kg)

    @property
    def lean_kg(self) -> float:
        """Lean tissue at the start without extracellular fluid, glycogen and its water [kg]."""
        glycogen_and_water = value("health:G0") * (1.0 + value("health:h_G"))
        return self.mass_kg - self.starting_fat_kg - float(starting_fluid_kg(*self._arrays())[0]) - glycogen_and_water

    def _arrays(self) -> tuple[NDArray[np.float64], ...]:
        figures = (1.0 if self.sex == "male" else 0.0, self.mass_kg, self.height_m, self.age_y)
        return tuple(np.array([figure], dtype=np.float64) for figure in figures)

    def _check_reference(self, reference: float) -> None:
        number(reference, "reference_intake_kcal", code="HF-P030", unit="kcal/day")
        least, most = limits("limit_pal")
        low, high = least * self.resting_kcal, most * self.resting_kcal
        if low <= reference <= high:
            return
        expected = f"{low:.0f} to {high:.0f} kcal/day: {least:g} to {most:g} times the resting expenditure"
        if low <= reference / KJ_PER_KCAL <= high:
            raise kilojoules("reference_intake_kcal", reference, expected)
        raise fault("HF-P030", "reference_intake_kcal", f"{reference:g}", expected, "give the usual intake of a day")


def kilojoules(where: str, given: float, expected: str) -> InputError:
    """Return the error that asks whether kilojoules were meant."""
    asked = f"kJ meant? {given:,.0f} kJ are {given / KJ_PER_KCAL:,.0f} kcal; give kilocalories"
    return fault("HF-P031", where, f"{given:,.0f} kcal/day", expected, asked)


def intake_path(given: float | Sequence[float], days: int | None, reference_kcal: float) -> NDArray[np.float64]:
    """Return the intake of each day [kcal/d], shape (days,).

    Raises
    ------
    InputError
        HF-P032 for a negative or missing intake, or a sequence of another length than ``days``; HF-P033 for a
        horizon out of range; HF-P031 for an intake that would make sense in kilojoules.
    """
    listed = np.atleast_1d(np.asarray(given, dtype=object))
    if listed.ndim != 1:
        raise fault("HF-P032", "intake_kcal", f"{listed.ndim} dimensions", "one number a day", "give one person's days")
    numbers = np.array([_one_intake(each) for each in listed.tolist()], dtype=np.float64)
    one = np.ndim(given) == 0
    if days is None and one:
        raise fault("HF-P033", "days", "none", "a number of days", "say for how many days the intake holds")
    horizon = numbers.size if days is None else checked_days(days)
    if not one and numbers.size != horizon:
        raise fault(
            "HF-P032", "intake_kcal", f"{numbers.size} days of intake", f"{horizon}, one a day", "give every day"
        )
    path = np.full(horizon, numbers[0]) if one else numbers
    checked_days(path.size)
    check_intake("intake_kcal", path, reference_kcal)
    return path


def check_intake(where: str, intake: NDArray[np.float64], reference_kcal: float) -> None:
    """Raise HF-P031 if an intake is more than a person who moves little eats, and so probably in kilojoules."""
    most, times = limits("limit_intake")[1], limits("limit_intake_share")[1]
    highest = min(most, times * reference_kcal)
    if intake.max(initial=0.0) > highest:
        day = int(np.argmax(intake > highest))
        expected = f"at most {highest:,.0f} kcal/day, {times:g} times the usual intake of {reference_kcal:,.0f}"
        raise kilojoules(f"{where}, day {day + 1}", float(intake[day]), expected)


def checked_days(days: object) -> int:
    """Return a whole number of days within the horizon, or raise HF-P033."""
    low, high = limits("limit_horizon")
    return whole(days, "days", code="HF-P033", low=int(low), high=int(high), mend="give whole days")


def checked_step(step_d: float) -> float:
    """Return a step that divides the day, or raise HF-P033."""
    expected, mend = "1 day over a whole number up to 96", "take 0.25"
    step = number(step_d, "step_d", code="HF-P033", low=1.0 / 96.0, high=1.0, expected=expected, mend=mend)
    if abs(1.0 / step - round(1.0 / step)) > 1e-9:
        raise fault("HF-P033", "step_d", f"{step:g}", expected, mend)
    return step


def _one_intake(given: object) -> float:
    stated = number_of(given)
    # Without end is no intake either, but the check of units that follows asks a better question.
    if stated is None or not stated >= 0.0:
        expected = "a number of kilocalories a day, nothing or more"
        raise fault("HF-P032", "intake_kcal", repr(given), expected, "give what is eaten; 0 is a day without food")
    return stated


def _check_range(where: str, given: object, limit: str, unit: str) -> None:
    """Raise HF-P030 for what is no number within a row of ``energy.csv`` that holds limits."""
    low, high = limits(limit)
    mend = "correct the figure; the model covers no other"
    number(given, where, code="HF-P030", low=low, high=high, unit=unit, mend=mend)


def _check_height(height: object) -> None:
    low, high = limits("limit_height")
    stated = number_of(height)
    for factor, name in ((0.01, "cm"), (M_PER_IN, "inches")):
        if stated is not None and stated > high and low <= factor * stated <= high:
            asked = f"{name} given: {factor * stated:.2f} m?"
            raise fault("HF-P031", "height_m", f"{stated:g} m", f"{low:g} to {high:g} m", f"{asked} give metres")
    number(height, "height_m", code="HF-P030", low=low, high=high, unit="m", mend="give the height in metres")


def _check_mass(mass: object, height_m: float) -> None:
    thin, stout = limits("limit_bmi")
    least, most = limits("limit_mass")
    low, high = max(least, thin * height_m**2), min(most, stout * height_m**2)
    expected = f"{low:.0f} to {high:.0f} kg for a height of {height_m:g} m (body-mass index {thin:g} to {stout:g})"
    stated = number_of(mass)
    for factor, name in ((KG_PER_LB, "pounds"), (0.001, "g")):
        if stated is not None and stated > high and low <= factor * stated <= high:
            asked = f"{name} given: {factor * stated:.1f} kg?"
            raise fault("HF-P031", "mass_kg", f"{stated:g} kg", expected, f"{asked} give kilograms")
    number(mass, "mass_kg", code="HF-P030", low=low, high=high, expected=expected, mend="check mass and height")
