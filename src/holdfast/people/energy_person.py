"""One adult as the energy model sees it, and the checks that ask whether another unit was meant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.people.energy_equations import limits, resting_kcal, starting_fat_kg, starting_fluid_kg
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.people.structure import Sex

KJ_PER_KCAL = 4.184  # thermochemical, by definition
KG_PER_LB = 0.45359237  # by definition
M_PER_IN = 0.0254  # by definition


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
        if self.sex not in {"male", "female"}:
            raise _fault("HF-P030", "sex", repr(self.sex), "'male' or 'female'", "name one of the two")
        _check_height(self.height_m)
        _check_mass(self.mass_kg, self.height_m)
        check_range("age_y", self.age_y, "limit_age", "y")
        if self.pal is not None and self.reference_intake_kcal is not None:
            found = f"pal={self.pal} and reference_intake_kcal={self.reference_intake_kcal}"
            raise _fault("HF-P030", "person", found, "one of the two", "leave one out: each gives the other")
        if self.pal is not None:
            check_range("pal", self.pal, "limit_pal", "-")
        if self.reference_intake_kcal is not None:
            self._check_reference(self.reference_intake_kcal)
        if self.fat_kg is not None:
            check_number("fat_kg", self.fat_kg)
            low, high = (bound * self.mass_kg for bound in limits("limit_fat_share"))
            if not low <= self.fat_kg <= high:
                expected = f"{low:.1f} to {high:.1f} kg for {self.mass_kg:g} kg of body mass"
                raise _fault("HF-P030", "fat_kg", f"{self.fat_kg:g}", expected, "give kilograms of fat, not per cent")
        if self.lean_kg <= 0.0:
            found = f"{self.fat_kg} kg of fat in {self.mass_kg} kg, which leaves no lean tissue beside the fluid"
            raise _fault("HF-P030", "fat_kg", found, "a body with lean tissue", "check mass, height and fat")

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
        check_number("reference_intake_kcal", reference)
        least, most = limits("limit_pal")
        low, high = least * self.resting_kcal, most * self.resting_kcal
        if low <= reference <= high:
            return
        expected = f"{low:.0f} to {high:.0f} kcal/day: {least:g} to {most:g} times the resting expenditure"
        if low <= reference / KJ_PER_KCAL <= high:
            raise kilojoules("reference_intake_kcal", reference, expected)
        raise _fault("HF-P030", "reference_intake_kcal", f"{reference:g}", expected, "give the usual intake of a day")


def check_number(where: str, given: object) -> float:
    """Return a finite number, or raise HF-P030."""
    if isinstance(given, bool) or not isinstance(given, int | float | np.number) or not math.isfinite(float(given)):
        raise _fault("HF-P030", where, repr(given), "a finite number", "give one number in the unit of the name")
    return float(given)


def check_range(where: str, given: object, limit: str, unit: str) -> float:
    """Return a number within a row of ``energy.csv`` that holds limits, or raise HF-P030."""
    number = check_number(where, given)
    low, high = limits(limit)
    if not low <= number <= high:
        expected = f"{low:g} to {high:g}" + ("" if unit == "-" else f" {unit}")
        raise _fault("HF-P030", where, f"{number:g}", expected, "correct the figure; the model covers no other")
    return number


def kilojoules(where: str, given: float, expected: str) -> InputError:
    """Return the error that asks whether kilojoules were meant."""
    asked = f"kJ meant? {given:,.0f} kJ are {given / KJ_PER_KCAL:,.0f} kcal; give kilocalories"
    return _fault("HF-P031", where, f"{given:,.0f} kcal/day", expected, asked)


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
        raise _fault(
            "HF-P032", "intake_kcal", f"{listed.ndim} dimensions", "one number a day", "give one person's days"
        )
    numbers = np.array([_one_intake(each) for each in listed.tolist()], dtype=np.float64)
    one = np.ndim(given) == 0
    if days is None and one:
        raise _fault("HF-P033", "days", "none", "a number of days", "say for how many days the intake holds")
    horizon = numbers.size if days is None else checked_days(days)
    if not one and numbers.size != horizon:
        raise _fault(
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
    if isinstance(days, bool) or not isinstance(days, int | np.integer) or not low <= days <= high:
        expected = f"a whole number from {low:g} to {high:g}"
        raise _fault("HF-P033", "days", repr(days), expected, "give whole days")
    return int(days)


def checked_step(step_d: float) -> float:
    """Return a step that divides the day, or raise HF-P033."""
    number = check_number("step_d", step_d)
    if not 1.0 / 96.0 <= number <= 1.0 or abs(1.0 / number - round(1.0 / number)) > 1e-9:
        raise _fault("HF-P033", "step_d", f"{number:g}", "1 day over a whole number up to 96", "take 0.25")
    return number


def _one_intake(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float | np.number) or not float(given) >= 0.0:
        expected = "a number of kilocalories a day, nothing or more"
        raise _fault("HF-P032", "intake_kcal", repr(given), expected, "give what is eaten; 0 is a day without food")
    return float(given)


def _check_height(height: object) -> None:
    number = check_number("height_m", height)
    low, high = limits("limit_height")
    if low <= number <= high:
        return
    for factor, name in ((0.01, "cm"), (M_PER_IN, "inches")):
        if low <= factor * number <= high:
            asked = f"{name} given: {factor * number:.2f} m?"
            raise _fault("HF-P031", "height_m", f"{number:g} m", f"{low:g} to {high:g} m", f"{asked} give metres")
    raise _fault("HF-P030", "height_m", f"{number:g}", f"{low:g} to {high:g} m", "give the height in metres")


def _check_mass(mass: object, height_m: float) -> None:
    number = check_number("mass_kg", mass)
    thin, stout = limits("limit_bmi")
    least, most = limits("limit_mass")
    low, high = max(least, thin * height_m**2), min(most, stout * height_m**2)
    if low <= number <= high:
        return
    expected = f"{low:.0f} to {high:.0f} kg for a height of {height_m:g} m (body-mass index {thin:g} to {stout:g})"
    for factor, name in ((KG_PER_LB, "pounds"), (0.001, "g")):
        if number > high and low <= factor * number <= high:
            asked = f"{name} given: {factor * number:.1f} kg?"
            raise _fault("HF-P031", "mass_kg", f"{number:g} kg", expected, f"{asked} give kilograms")
    raise _fault("HF-P030", "mass_kg", f"{number:g}", expected, "check mass and height")


def _fault(code: str, where: str, found: str, expected: str, mend: str) -> InputError:
    return InputError(code, where=where, found=found, expected=expected, mend=mend)
