"""The equations of adult energy balance, for many bodies at once (health specification, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.figures import figure_value, figures_of
from holdfast.reference import row, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GLYCOGEN, FLUID, ADAPTIVE, LAGGED, FAT, LEAN = range(6)
STATES = 6
FIGURES = "energy.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """Constants of the equations, from the rows ``health:<name>`` and from ``people/energy.csv``."""

    fat_energy: float  # rho_F [kcal/kg]
    lean_energy: float  # rho_L [kcal/kg]
    glycogen_energy: float  # rho_G [kcal/kg]
    fat_rate: float  # gamma_F [kcal/kg/d]
    lean_rate: float  # gamma_L [kcal/kg/d]
    fat_cost: float  # eta_F / rho_F
    lean_cost: float  # eta_L / rho_L
    thermic: float  # beta_TEF
    adaptive: float  # beta_AT
    adaptive_d: float  # tau_AT [d]
    glycogen_with_water: float  # 1 + h_G [kg/kg]
    glycogen_kg: float  # G0 [kg]
    forbes_kg: float  # C, in kg of fat
    sodium_per_l: float  # c_Na [mg/L]
    sodium_regulation: float  # xi_Na [mg/L/d]
    carbohydrate_sodium: float  # xi_CI [mg/d]
    carbohydrate_share: float  # b
    lowest_bmi: float  # [kg/m2]


@cache
def constants() -> Constants:
    """Return the constants, read once in a process."""
    lowest = row("health:BMI_lim").low
    fat, lean = value("health:rho_F"), value("health:rho_L")
    return Constants(
        fat_energy=fat,
        lean_energy=lean,
        glycogen_energy=value("health:rho_G"),
        fat_rate=value("health:gamma_F"),
        lean_rate=value("health:gamma_L"),
        fat_cost=value("health:eta_F") / fat,
        lean_cost=value("health:eta_L") / lean,
        thermic=value("health:beta_TEF"),
        adaptive=value("health:beta_AT"),
        adaptive_d=value("health:tau_AT"),
        glycogen_with_water=1.0 + value("health:h_G"),
        glycogen_kg=value("health:G0"),
        forbes_kg=value("health:c_Forbes") * lean / fat,
        sodium_per_l=value("health:c_Na"),
        sodium_regulation=value("health:xi_Na"),
        carbohydrate_sodium=value("health:xi_CI"),
        carbohydrate_share=figure_value(FIGURES, "carbohydrate_share"),
        lowest_bmi=float(lowest) if isinstance(lowest, float) else value("health:BMI_lim"),
    )


def limits(name: str) -> tuple[float, float]:
    """Return the bounds of a row of ``energy.csv``, in its unit; without bounds, the figure itself twice."""
    found = figures_of(FIGURES)[name]
    return (found.value if found.low is None else found.low), (found.value if found.high is None else found.high)


def resting_kcal(male: Floats, mass_kg: Floats, height_m: Floats, age_y: Floats) -> Floats:
    """Resting expenditure R [kcal/d] of adults; ``male`` is 1 for men and 0 for women; all of one shape."""
    constant = _by_sex(male, "rmr_male", "rmr_female")
    return (
        figure_value(FIGURES, "rmr_mass") * mass_kg
        + figure_value(FIGURES, "rmr_height") * height_m
        - figure_value(FIGURES, "rmr_age") * age_y
        + constant
    )


def starting_fat_kg(male: Floats, mass_kg: Floats, height_m: Floats, age_y: Floats) -> Floats:
    """Fat at the start F0 [kg] by the regression, at least the essential share of the body mass."""
    percent = (
        figure_value(FIGURES, "fat_age") * age_y
        + _by_sex(male, "fat_log_bmi_male", "fat_log_bmi_female") * np.log(mass_kg / height_m**2)
        - _by_sex(male, "fat_constant_male", "fat_constant_female")
    )
    return np.maximum(mass_kg * percent / 100.0, essential_fat(male) * mass_kg)


def starting_fluid_kg(male: Floats, mass_kg: Floats, height_m: Floats, age_y: Floats) -> Floats:
    """Extracellular fluid at the start X0 [kg] by the regression."""
    return (
        _by_sex(male, "fluid_age_male", "fluid_age_female") * age_y
        + _by_sex(male, "fluid_height_male", "fluid_height_female") * height_m
        + _by_sex(male, "fluid_mass_male", "fluid_mass_female") * mass_kg
        + _by_sex(male, "fluid_constant_male", "fluid_constant_female")
    )


def essential_fat(male: Floats) -> Floats:
    """Share of the body mass below which fat counts as used up."""
    return _by_sex(male, "essential_fat_male", "essential_fat_female")


def _by_sex(male: Floats, of_men: str, of_women: str) -> Floats:
    men, women = figure_value(FIGURES, of_men), figure_value(FIGURES, of_women)
    return women + np.asarray(male, dtype=np.float64) * (men - women)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """Bodies in balance at their reference intake, and how they answer a deficit; every array has shape (n,).

    Attributes
    ----------
    mass_kg, height_m, essential_share : ndarray
        Body mass at the start [kg], height [m], essential share of fat [1].
    fat_kg, lean_kg, fluid_kg : ndarray
        Composition at the start [kg]; lean is what the rest leaves.
    reference_kcal : ndarray
        e0, intake and expenditure at the start [kcal/d].
    activity, activity_floor : ndarray
        delta0 and delta_min [kcal/kg/d].
    kappa2, lag_d : ndarray
        Fall of activity with the squared deficit [1], and its lag tau_u [d].
    """

    mass_kg: Floats
    height_m: Floats
    essential_share: Floats
    fat_kg: Floats
    lean_kg: Floats
    fluid_kg: Floats
    reference_kcal: Floats
    activity: Floats
    activity_floor: Floats
    kappa2: Floats
    lag_d: Floats

    def part(self, chosen: slice) -> Bodies:
        """Return some of the bodies."""
        return Bodies(**{name: getattr(self, name)[chosen] for name in self.__slots__})


def bodies(
    *,
    male: Floats,
    mass_kg: Floats,
    height_m: Floats,
    age_y: Floats,
    reference_kcal: Floats,
    kappa2: Floats,
    lag_d: Floats,
    pal_floor: Floats,
    fat_kg: Floats | None = None,
) -> Bodies:
    """Make bodies that are in balance at ``reference_kcal``; arguments broadcast to one dimension (n,).

    Parameters
    ----------
    male : ndarray
        1 for men, 0 for women.
    mass_kg, height_m, age_y : ndarray
        [kg], [m], [y].
    reference_kcal : ndarray
        Intake that keeps the body mass [kcal/d].
    kappa2, lag_d, pal_floor : ndarray
        Fall of activity with the squared deficit [1]; its lag [d]; lowest activity level [1].
    fat_kg : ndarray or None
        Fat at the start [kg]; ``None`` takes the regression.
    """
    fixed = constants()
    fat = starting_fat_kg(male, mass_kg, height_m, age_y) if fat_kg is None else fat_kg
    rest = resting_kcal(male, mass_kg, height_m, age_y)
    level = reference_kcal / rest
    activity = ((1.0 - fixed.thermic) * level - 1.0) * rest / mass_kg
    floor = ((1.0 - fixed.thermic) * pal_floor - 1.0) * rest / mass_kg
    fluid = starting_fluid_kg(male, mass_kg, height_m, age_y)
    given = (
        mass_kg,
        height_m,
        essential_fat(male),
        fat,
        mass_kg - fat - fluid - fixed.glycogen_with_water * fixed.glycogen_kg,
        fluid,
        reference_kcal,
        activity,
        np.minimum(activity, floor),
        kappa2,
        lag_d,
    )
    arrays = np.broadcast_arrays(*(np.atleast_1d(np.asarray(each, dtype=np.float64)) for each in given))
    return Bodies(**dict(zip(Bodies.__slots__, arrays, strict=True)))


class Integrator:
    """Fourth-order Runge-Kutta of the six states, with its scratch arrays.

    Parameters
    ----------
    of : Bodies
        n bodies.
    step_d : float
        Step [d], one day over a whole number. 1 d is stable for intakes up to about the reference; 0.25 d is within
        1 g of 1/96 d when the intake jumps from nothing to the reference.
    carbohydrate_share : float or None
        b [1]; ``None`` takes the table.

    Notes
    -----
    Body mass is F + L + (1 + h_G) G + X. A body whose body-mass index has come down to the lowest that was observed
    to be compatible with life (``health:BMI_lim``, 10 kg/m2) is no longer described: its state is held from that day
    on. The states stay above zero: fat takes the share F/(C + F) of an imbalance, which goes to nothing as fat does.
    """

    def __init__(self, of: Bodies, *, step_d: float, carbohydrate_share: float | None = None) -> None:
        fixed = constants()
        self.of = of
        self.steps = round(1.0 / step_d)
        self.step_d = 1.0 / self.steps
        self.share = fixed.carbohydrate_share if carbohydrate_share is None else carbohydrate_share
        size = of.mass_kg.size
        self.state = np.zeros((STATES, size))
        self.state[GLYCOGEN] = fixed.glycogen_kg
        self.state[FLUID] = of.fluid_kg
        self.state[FAT] = of.fat_kg
        self.state[LEAN] = of.lean_kg
        self.glycogen_use = self.share * of.reference_kcal / fixed.glycogen_kg**2
        self.lowest_kg = fixed.lowest_bmi * of.height_m**2
        self.stopped = np.zeros(size, dtype=bool)
        # K holds expenditure at the reference intake.
        self.constant = of.reference_kcal - (
            fixed.fat_rate * of.fat_kg + fixed.lean_rate * of.lean_kg + of.activity * of.mass_kg
        )
        self._slope = np.empty((STATES, size))
        self._sum = np.empty((STATES, size))
        self._trial = np.empty((STATES, size))

    def mass_kg(self) -> Floats:
        """Body mass now [kg], shape (n,)."""
        held = self.state
        return np.asarray(held[FAT] + held[LEAN] + constants().glycogen_with_water * held[GLYCOGEN] + held[FLUID])

    def stored_kcal(self) -> Floats:
        """Energy in fat, lean tissue and glycogen now [kcal], shape (n,)."""
        fixed, held = constants(), self.state
        return np.asarray(
            fixed.fat_energy * held[FAT] + fixed.lean_energy * held[LEAN] + fixed.glycogen_energy * held[GLYCOGEN]
        )

    def day(self, intake_kcal: Floats | float, sodium_mg: Floats | float = 0.0) -> None:
        """Go one day on, at an intake [kcal/d] and a change of sodium intake [mg/d] that hold through the day."""
        fixed, of = constants(), self.of
        before = self.state.copy() if self.stopped.any() else None
        change = intake_kcal - of.reference_kcal
        forced = (
            np.asarray(intake_kcal, dtype=np.float64),
            self.constant + fixed.thermic * change,
            (sodium_mg + fixed.carbohydrate_sodium * change / of.reference_kcal) / fixed.sodium_per_l,
            fixed.adaptive * change / fixed.adaptive_d,
            np.maximum(0.0, -change / of.reference_kcal) / of.lag_d,
        )
        state, slope, total, trial, step = self.state, self._slope, self._sum, self._trial, self.step_d
        for _ in range(self.steps):
            self._slopes(state, forced, slope)
            np.copyto(total, slope)
            for part, weight in ((0.5, 2.0), (0.5, 2.0), (1.0, 1.0)):
                np.multiply(slope, part * step, out=trial)
                trial += state
                self._slopes(trial, forced, slope)
                if weight != 1.0:
                    total += slope
                total += slope
            total *= step / 6.0
            state += total
        # A long step after a jump may carry glycogen a hair below nothing.
        np.maximum(state[GLYCOGEN], 0.0, out=state[GLYCOGEN])
        if before is not None:
            state[:, self.stopped] = before[:, self.stopped]
        self.stopped |= self.mass_kg() <= self.lowest_kg

    def _slopes(self, at: Floats, forced: tuple[Floats, ...], out: Floats) -> None:
        fixed, of = constants(), self.of
        intake, constant, sodium, adaptive, deficit = forced
        glycogen, fluid, fat, lean, lagged = at[GLYCOGEN], at[FLUID], at[FAT], at[LEAN], at[LAGGED]
        into_glycogen = self.share * intake - self.glycogen_use * glycogen * glycogen
        by_fat = fat / (fixed.forbes_kg + fat)  # 1 - q
        synthesis = 1.0 + fixed.lean_cost + by_fat * (fixed.fat_cost - fixed.lean_cost)  # 1 + s
        activity = np.maximum(of.activity_floor, of.activity - of.activity * of.kappa2 * lagged * lagged)
        mass = fat + lean + fluid + fixed.glycogen_with_water * glycogen
        spent = constant + fixed.fat_rate * fat + fixed.lean_rate * lean + activity * mass + at[ADAPTIVE]
        # B = e - EE - rho_G G', with EE solved for (it holds the cost of what B builds).
        balance = (intake - into_glycogen - spent) / synthesis
        to_fat = by_fat * balance
        np.divide(into_glycogen, fixed.glycogen_energy, out=out[GLYCOGEN])
        np.subtract(sodium, (fixed.sodium_regulation / fixed.sodium_per_l) * (fluid - of.fluid_kg), out=out[FLUID])
        np.subtract(adaptive, at[ADAPTIVE] / fixed.adaptive_d, out=out[ADAPTIVE])
        np.subtract(deficit, lagged / of.lag_d, out=out[LAGGED])
        np.divide(to_fat, fixed.fat_energy, out=out[FAT])
        np.divide(balance - to_fat, fixed.lean_energy, out=out[LEAN])


def days_of(run: Integrator, intake_kcal: Floats, sodium_mg: Floats) -> Iterator[int]:
    """Step through the days of an intake of shape (days,) or (days, n); yields the day that has just ended, from 1."""
    for ended, (intake, sodium) in enumerate(zip(intake_kcal, sodium_mg, strict=True), start=1):
        run.day(intake, sodium)
        yield ended
