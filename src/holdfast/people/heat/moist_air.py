"""Humidity and wind as the equations of people in heat take them: worked out once, outside the hour loop."""

from __future__ import annotations

import math

from holdfast.people.inputs import ZERO_C_K

# Of a still room, where the plume of the body itself moves the air: published code of Vanos et al. 2023.
STILL_CONVECTION_W_PER_M2_K = 3.61
STANDARD_HPA = 1013.25
REFERENCE_HPA = 1000.0
KAPPA = 0.2854  # gas constant over heat capacity of dry air
RATIO = 0.622  # of the molar masses of water and air
NARROW_K = 1e-7
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
    The larger of 8.3 v^0.6 and 3.61. The published code has 3.61 below 0.2 m/s and the power from there on, which between
    0.2 and 0.25 m/s is less than in still air; the published limits are those of 1 m/s and know no difference.
    """
    return max(STILL_CONVECTION_W_PER_M2_K, CONVECTION_AT_1_M_PER_S * math.pow(air_speed_m_per_s, 0.6))


def wet_bulb_c(
    temp_c: float, rh_percent: float, *, pressure_hpa: float = STANDARD_HPA, published: bool = True
) -> float:
    """Temperature of a wet thermometer, after Davies-Jones 2008 [degC].

    Parameters
    ----------
    temp_c : float
        Air temperature [degC].
    rh_percent : float
        Relative humidity [%], 0 to 100; held above 0.01.
    pressure_hpa : float
        Pressure of the air [hPa].
    published : bool
        Take the relative humidity as a ratio of mixing ratios where it stands for the vapour in the air, as the matrices
        of Vanos et al. 2023 do; else as a ratio of vapour pressures throughout.

    Returns
    -------
    float
        Wet-bulb temperature [degC], never above the air temperature.

    Notes
    -----
    The pseudo-adiabatic wet bulb that the published limits are stated in: the temperature at which saturated air of this
    pressure has the equivalent potential temperature of the air (Bolton 1980, equations 10, 15, 24 and 39). The reading
    of humidity matters in dry heat: at 46.4 degC and 10 per cent it is 21.9 as published and 21.4 by vapour pressure; a
    psychrometer shows 21.9 there, by its own equation. At 90 per cent all three agree within 0.1 K.
    """
    humidity = max(1e-4, min(1.0, rh_percent / 100.0))
    most_hpa = _bolton_hpa(temp_c)
    vapour_hpa = humidity * most_hpa
    mixing = humidity * _mixing(most_hpa, pressure_hpa) if published else _mixing(vapour_hpa, pressure_hpa)
    sought = _equivalent_k(temp_c, pressure_hpa - vapour_hpa, mixing, humidity)
    low, high = -100.0, temp_c
    while high - low > NARROW_K:
        middle = 0.5 * (low + high)
        most_hpa = _bolton_hpa(middle)
        saturated = _equivalent_k(middle, pressure_hpa - most_hpa, _mixing(most_hpa, pressure_hpa), 1.0)
        low, high = (middle, high) if saturated < sought else (low, middle)
    return high


def _bolton_hpa(temp_c: float) -> float:
    """Vapour pressure of saturated air (Bolton 1980, equation 10) [hPa]."""
    return 6.112 * math.exp(17.67 * temp_c / (temp_c + 243.5))


def _mixing(vapour_hpa: float, pressure_hpa: float) -> float:
    """Mass of vapour with a mass of dry air [1]."""
    return RATIO * vapour_hpa / (pressure_hpa - vapour_hpa)


def _equivalent_k(temp_c: float, dry_hpa: float, mixing: float, humidity: float) -> float:
    """Equivalent potential temperature (Bolton 1980) [K]."""
    temp_k = temp_c + ZERO_C_K
    lifted_k = 1.0 / (1.0 / (temp_k - 55.0) - math.log(humidity) / 2840.0) + 55.0
    dry_k = temp_k * math.pow(REFERENCE_HPA / dry_hpa, KAPPA) * math.pow(temp_k / lifted_k, 0.28 * mixing)
    return dry_k * math.exp((3036.0 / lifted_k - 1.78) * mixing * (1.0 + 0.448 * mixing))
