"""The adult energy model written a second time, for tests: by lean mass alone, with scipy's stiff solver.

The first writing steps fat and lean tissue side by side with Runge-Kutta. Here fat follows from lean tissue in closed form
(Forbes), expenditure is never solved for, and the constants are typed in by hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

RHO_F, RHO_L, RHO_G = 9440.7, 1816.4, 4206.5
GAMMA_F, GAMMA_L, ETA_F, ETA_L = 3.107, 21.99, 179.25, 229.45
TEF, AT, TAU_AT = 0.1, 0.14, 14.0
FORBES = 10.4 * RHO_L / RHO_F
NA, XI_NA, XI_CI = 3220.0, 3000.0, 4000.0


@dataclass(frozen=True)
class Body:
    sex: str
    mass: float
    height: float
    age: float
    pal: float | None = None
    e0: float | None = None
    fat: float | None = None
    kappa2: float = 0.0
    tau: float = 10.0
    floor: float = 1.2
    share: float = 0.5

    @property
    def rest(self) -> float:
        return 9.99 * self.mass + 625 * self.height - 4.92 * self.age + (5 if self.sex == "m" else -161)

    @property
    def reference(self) -> float:
        return self.e0 if self.e0 is not None else (self.pal or 0.0) * self.rest

    @property
    def fluid(self) -> float:
        if self.sex == "m":
            return 0.025 * self.age + 9.57 * self.height + 0.191 * self.mass - 12.4
        return -4.0 + 5.98 * self.height + 0.167 * self.mass

    @property
    def fat_kg(self) -> float:
        if self.fat is not None:
            return self.fat
        slope, constant = (37.31, 103.94) if self.sex == "m" else (39.96, 102.01)
        percent = 0.14 * self.age + slope * math.log(self.mass / self.height**2) - constant
        return max(self.mass * percent / 100, (0.03 if self.sex == "m" else 0.08) * self.mass)

    @property
    def lean_kg(self) -> float:
        return self.mass - self.fat_kg - self.fluid - 3.7 * 0.5


def solve(body: Body, intake: list[float] | np.ndarray, sodium: float = 0.0) -> dict[str, np.ndarray]:
    """Return daily paths; each day is solved by itself, because the intake jumps between days."""
    e0, rest = body.reference, body.rest
    pal = e0 / rest
    delta0 = ((1 - TEF) * pal - 1) * rest / body.mass
    delta_min = min(delta0, ((1 - TEF) * body.floor - 1) * rest / body.mass)
    constant = e0 - GAMMA_F * body.fat_kg - GAMMA_L * body.lean_kg - delta0 * body.mass
    burn = body.share * e0 / 0.25

    def fat_of(lean: float) -> float:
        return body.fat_kg * math.exp(RHO_L * (lean - body.lean_kg) / (RHO_F * FORBES))

    def slopes(_: float, y: np.ndarray, e: float) -> list[float]:
        glycogen, fluid, adaptive, lagged, lean, _ = y
        fat = fat_of(lean)
        into_glycogen = body.share * e - burn * glycogen**2
        mass = fat + lean + 3.7 * glycogen + fluid
        delta = max(delta_min, delta0 * (1 - body.kappa2 * lagged**2))
        known = constant + GAMMA_F * fat + GAMMA_L * lean + delta * mass + TEF * (e - e0) + adaptive
        # rho_L L' = C/(C+F) B and the cost of building eta_L L' + eta_F F' is part of the expenditure.
        both = FORBES * (1 + ETA_L / RHO_L) + fat * (1 + ETA_F / RHO_F)
        lean_slope = (e - into_glycogen - known) * FORBES / RHO_L / both
        fat_slope = lean_slope * RHO_L / RHO_F * fat / FORBES
        expenditure = known + ETA_L * lean_slope + ETA_F * fat_slope
        return [
            into_glycogen / RHO_G,
            (sodium - XI_NA * (fluid - body.fluid) - XI_CI * (1 - e / e0)) / NA,
            (AT * (e - e0) - adaptive) / TAU_AT,
            (max(0.0, 1 - e / e0) - lagged) / body.tau,
            lean_slope,
            expenditure,
        ]

    state = np.array([0.5, body.fluid, 0.0, 0.0, body.lean_kg, 0.0])
    states = [state]
    for day in intake:
        # The activity term has a kink where it meets its floor: a short step finds it.
        found = solve_ivp(
            slopes, (0.0, 1.0), state, args=(float(day),), method="LSODA", rtol=1e-9, atol=1e-10, max_step=0.25
        )
        assert found.success
        state = found.y[:, -1]
        states.append(state)
    table = np.array(states)
    fat = np.array([fat_of(lean) for lean in table[:, 4]])
    return {
        "mass": fat + table[:, 4] + 3.7 * table[:, 0] + table[:, 1],
        "fat": fat,
        "lean": table[:, 4],
        "glycogen": table[:, 0],
        "fluid": table[:, 1],
        "lagged": table[:, 3],
        "spent": np.diff(table[:, 5]),
    }


def bw(body: Body, intake: float, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Return mass and fat as package bw 1.0.0 steps them: one day, state after state, rho_G left out of the balance.

    bw carries its constants to seven figures; they are used here.
    """
    rho_f, rho_l, rho_g = 9440.727, 1816.444, 4206.501
    gamma_f, gamma_l, eta_f, eta_l = 3.107075, 21.98853, 179.2543, 229.4455
    forbes = 10.4 * rho_l / rho_f
    e0, rest = body.reference, body.rest
    delta = ((1 - TEF) * e0 / rest - 1) * rest / body.mass
    constant = e0 - gamma_f * body.fat_kg - gamma_l * body.lean_kg - delta * body.mass
    burn = body.share * e0 / 0.25

    def fat_of(lean: float) -> float:
        return body.fat_kg * math.exp(rho_l * (lean - body.lean_kg) / (rho_f * forbes))

    def glycogen_slope(glycogen: float) -> float:
        return (body.share * intake - burn * glycogen**2) / rho_g

    def fluid_slope(fluid: float) -> float:
        return (-XI_NA * (fluid - body.fluid) - XI_CI * (1 - intake / e0)) / NA

    def adaptive_slope(adaptive: float) -> float:
        return (AT * (intake - e0) - adaptive) / TAU_AT

    def lean_slope(lean: float, glycogen: float, adaptive: float, fluid: float) -> float:
        fat = fat_of(lean)
        mass = lean + fat + fluid + 3.7 * glycogen
        rest_of = constant + delta * mass + TEF * (intake - e0) + adaptive - intake + glycogen_slope(glycogen)
        both = -(1 + eta_l / rho_l) * forbes - (1 + eta_f / rho_f) * fat
        return (rest_of + gamma_l * lean + gamma_f * fat) / both * forbes / rho_l

    def step(slope: object, at: float) -> float:
        assert callable(slope)
        one = slope(at)
        two = slope(at + 0.5 * one)
        three = slope(at + 0.5 * two)
        return float(at + (one + 2 * two + 2 * three + slope(at + three)) / 6)

    glycogen, fluid, adaptive, lean = 0.5, body.fluid, 0.0, body.lean_kg
    masses, fats = [body.mass], [body.fat_kg]
    for _ in range(days):
        next_glycogen, next_fluid = step(glycogen_slope, glycogen), step(fluid_slope, fluid)
        next_adaptive = step(adaptive_slope, adaptive)
        middle = [(a + b) / 2 for a, b in ((glycogen, next_glycogen), (adaptive, next_adaptive), (fluid, next_fluid))]
        one = lean_slope(lean, glycogen, adaptive, fluid)
        two = lean_slope(lean + 0.5 * one, *middle)
        three = lean_slope(lean + 0.5 * two, *middle)
        four = lean_slope(lean + three, next_glycogen, next_adaptive, next_fluid)
        lean += (one + 2 * two + 2 * three + four) / 6
        glycogen, fluid, adaptive = next_glycogen, next_fluid, next_adaptive
        fats.append(fat_of(lean))
        masses.append(lean + fats[-1] + fluid + 3.7 * glycogen)
    return np.array(masses), np.array(fats)
