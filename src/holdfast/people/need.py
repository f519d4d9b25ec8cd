"""Drinking water that a body at rest asks for, given the air it sits in (physics specification, section 7 and W10)."""

from __future__ import annotations

SWEAT_AT_35C_L_PER_H = 0.204
SWEAT_SLOPE_L_PER_H_K = 0.0172
SWEAT_CURVE_L_PER_H_K2 = 0.00041
INSENSIBLE_LOSS_L_PER_H = 0.035  # from memory: the loss through skin and breath that no cooling removes
BASE_NEED_L_PER_DAY = 1.0  # urine and other; WHO 1992 has 0.6-1.1 L of urine


def resting_sweat_l_per_h(temp_c: float) -> float:
    """Water lost by a resting adult (equation P1).

    Parameters
    ----------
    temp_c : float
        Air temperature, equal to the mean radiant temperature [degC].

    Returns
    -------
    float
        Loss [L/h], never below the insensible 0.035 L/h.

    Notes
    -----
    A fit to ISO 7933:2023 (65 W/m2, 0.4 clo, air 0.2 m/s, dew point 10 degC), within 0.005 L/h from 30 to 52 degC.
    Outside that range it is an extrapolation. It describes a healthy adult: not infants, pregnancy, illness or drugs.
    """
    above = temp_c - 35.0
    fitted = SWEAT_AT_35C_L_PER_H + SWEAT_SLOPE_L_PER_H_K * above + SWEAT_CURVE_L_PER_H_K2 * above * above
    if temp_c < LOWEST_OF_FIT_C:
        return INSENSIBLE_LOSS_L_PER_H
    return max(INSENSIBLE_LOSS_L_PER_H, fitted)


# The parabola of P1 has its lowest point here; below it the fit would rise again, which no body does.
LOWEST_OF_FIT_C = 35.0 - SWEAT_SLOPE_L_PER_H_K / (2.0 * SWEAT_CURVE_L_PER_H_K2)


def drinking_need_l_per_h(sweat_l_per_h: float, need_factor: float) -> float:
    """Drinking water needed in one hour (equation W10).

    Parameters
    ----------
    sweat_l_per_h : float
        Loss of a resting adult [L/h].
    need_factor : float
        Need of the population relative to adults [1]; 1.0 adults, 0.75 to 0.85 mixed families (assumption).

    Returns
    -------
    float
        Need [L per person in the hour]; over a day 1.0 L plus the sum of the sweat, times the factor.
    """
    return need_factor * (BASE_NEED_L_PER_DAY / 24.0 + sweat_l_per_h)
