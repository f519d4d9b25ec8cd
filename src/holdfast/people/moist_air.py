"""Humidity and wind as the equations of people in heat take them: worked out once, outside the hour loop."""

from __future__ import annotations

import math

STILL_AIR_M_PER_S = 0.2  # below it the body's own plume moves the air
STILL_CONVECTION_W_PER_M2_K = 3.61  # of a still room, in the published code of Vanos et al. 2023
CONVECTION_AT_1_M_PER_S = 8.3  # W/m2/K, with the power 0.6 of the air speed (Parsons 2014, p. 51)


def saturation_kpa(temp_c: float) -> float:
    """Vapour pressure of saturated air [kPa].

    Parameters
    ----------
    temp_c : float
        Temperature [degC], above -100.

    Notes
    -----
    exp(18.956 - 4030.18/(T + 235))/10, as in Vanos et al. 2023 and ISO 7933. From 0 to 60 degC within 0.6 per cent of
    the Magnus form of the weather equations.
    """
    return math.exp(18.956 - 4030.18 / (temp_c + 235.0)) / 10.0


def dew_point_c(vapour_kpa: float) -> float:
    """Temperature at which air of this vapour pressure is saturated: the inverse of ``saturation_kpa`` [degC].

    Parameters
    ----------
    vapour_kpa : float
        Vapour pressure [kPa], above 0.
    """
    return 4030.18 / (18.956 - math.log(10.0 * vapour_kpa)) - 235.0


def convection_w_per_m2_k(air_speed_m_per_s: float) -> float:
    """Coefficient of heat exchanged with moving air [W/m2/K].

    Parameters
    ----------
    air_speed_m_per_s : float
        Air speed at the body [m/s], 0 or more.

    Notes
    -----
    8.3 v^0.6, and 3.61 below 0.2 m/s. Just above 0.2 m/s the published form gives 3.16, less than in still air; the
    larger of the two is not taken, because the published limits are those of the form as it stands.
    """
    if air_speed_m_per_s < STILL_AIR_M_PER_S:
        return STILL_CONVECTION_W_PER_M2_K
    return CONVECTION_AT_1_M_PER_S * math.pow(air_speed_m_per_s, 0.6)
