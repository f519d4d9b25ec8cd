"""Shelter heat and air conditioning, tier ``rc1`` (specification sections 6.1, 6.2, 6.5: H2, H6, H7, H9).

One resistance and one capacity for each shelter type. Not here yet: the tiers ``iso5`` and ``layered``, windows and
ventilation as own terms (H1, H3 to H5: the conductance and the sol-air excess stand for them), trips in heat.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.lifelines.records import Shelters, State

SECONDS_PER_HOUR = 3600.0
LOWEST_EIR_FACTOR = 0.5


def driving_temperature_c(
    temp_out_c: float, sol_air_excess_k: float, gains_w: float, conductance_w_per_k: float
) -> float:
    """Temperature a shelter drifts to when not cooled (H2 with the gains of H6) [degC]."""
    return temp_out_c + sol_air_excess_k + gains_w / conductance_w_per_k


def relaxed_c(start_c: float, driving_c: float, conductance_w_per_k: float, capacity_j_per_k: float) -> float:
    """Temperature after one hour (H6, also C1) [degC]; exact for inputs constant over the hour."""
    return driving_c + (start_c - driving_c) * math.exp(-conductance_w_per_k * SECONDS_PER_HOUR / capacity_j_per_k)


def heat_to_hold_w(
    start_c: float, set_point_c: float, driving_c: float, conductance_w_per_k: float, capacity_j_per_k: float
) -> float:
    """Heat to remove so that the hour ends at the set point (H7, also C2) [W]; negative where it is cooler already."""
    kept = math.exp(-conductance_w_per_k * SECONDS_PER_HOUR / capacity_j_per_k)
    return conductance_w_per_k * (driving_c - (set_point_c - start_c * kept) / (1.0 - kept))


def cooling_factor(temp_out_c: float, slope_per_k: float) -> float:
    """Cooling capacity of an air conditioner relative to 35 degC outdoors (H9), never below 0.

    With a slope of 0.010 per K within 0.01 of the published single-speed curve at 67 F wet bulb, 30 to 52 degC.
    """
    return max(0.0, 1.0 - slope_per_k * (temp_out_c - 35.0))


def eir_factor(temp_out_c: float, slope_per_k: float, curve_per_k2: float) -> float:
    """Power per heat removed relative to 35 degC outdoors (H9), never below 0.5.

    With 0.033 per K and 0.0007 per K2 within 0.02 of the published curve, 30 to 52 degC. Below the lowest point of
    the parabola (11 degC) it is held there: a colder evening must not cost more.
    """
    above = temp_out_c - 35.0
    if curve_per_k2 > 0.0:
        above = max(above, -slope_per_k / (2.0 * curve_per_k2))
    return max(LOWEST_EIR_FACTOR, 1.0 + slope_per_k * above + curve_per_k2 * above**2)


def shelter_driving_c(i: int, s: int, temp_out_c: float, sol_air_excess_k: float, shelters: Shelters) -> float:
    """Driving temperature of one shelter type [degC]; its sol-air factor scales the sun of the site."""
    return driving_temperature_c(
        temp_out_c,
        shelters.sol_air_factor[i, s] * sol_air_excess_k,
        shelters.gains_w[i, s],
        shelters.conductance_w_per_k[i, s],
    )


def cooling_targets_kw(
    i: int, temp_out_c: float, sol_air_excess_k: float, allowed: float, shelters: Shelters, state: State
) -> float:
    """Heat to remove from every shelter (kept in ``state.heat_w``) and the power it takes [kW] (step C, H7 and H9).

    Only a fraction of a type's units may work: the heat is worked out as if every shelter were cooled, and the
    working ones draw power for theirs.
    """
    power_kw = 0.0
    for s in range(shelters.number.shape[1]):
        state.heat_w[s] = 0.0
        if shelters.cooled[i, s] > 0.0 and allowed > 0.0:
            wanted = heat_to_hold_w(
                state.temp_in_c[s],
                shelters.set_point_c[i, s],
                shelter_driving_c(i, s, temp_out_c, sol_air_excess_k, shelters),
                shelters.conductance_w_per_k[i, s],
                shelters.capacity_j_per_k[i, s],
            )
            most = shelters.cooling_w_at_35c[i, s] * cooling_factor(temp_out_c, shelters.capacity_slope_per_k[i, s])
            heat = min(most, max(0.0, wanted))
            state.heat_w[s] = heat
            power_kw += (
                shelters.number[i, s]
                * state.cooling_working[s]
                * heat
                * shelters.eir_at_35c[i, s]
                * eir_factor(temp_out_c, shelters.eir_slope_per_k[i, s], shelters.eir_curve_per_k2[i, s])
                / 1000.0
            )
    return power_kw


def shelter_end_c(
    i: int, s: int, temp_out_c: float, sol_air_excess_k: float, fraction: float, shelters: Shelters, state: State
) -> float:
    """Mean temperature of one shelter type at the end of the hour [degC] (step E, H6).

    The type's mean receives the powered share of what its working units remove, so it floats above the set point
    where some are broken.
    """
    removed = fraction * state.cooling_working[s] * state.heat_w[s]
    driving = shelter_driving_c(i, s, temp_out_c, sol_air_excess_k, shelters)
    return relaxed_c(
        state.temp_in_c[s],
        driving - removed / shelters.conductance_w_per_k[i, s],
        shelters.conductance_w_per_k[i, s],
        shelters.capacity_j_per_k[i, s],
    )
