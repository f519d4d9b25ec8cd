"""What drives a shelter from outside and from within (specification section 6.1: H1 to H5).

Small scalar functions: they take floats in the hour loop and arrays where a plant or a weather table is built.
"""

from __future__ import annotations

STEFAN_BOLTZMANN_W_PER_M2_K4 = 5.670374419e-8
KELVIN = 273.15
# Density times heat capacity of air near 20 degC and sea level, per hour: 1200 J/(m3 K) / 3600 s (H4).
AIR_WH_PER_M3_K = 0.33
METABOLIC_W = 100.0
SKY_FACTOR_ROOF = 1.0
SKY_FACTOR_WALL = 0.35


def radiative_w_per_m2_k(temp_c: float, emissivity: float) -> float:
    """Heat a surface radiates per kelvin (H1) [W/(m2 K)]: h_r = 4 eps sigma T^3.

    Linear about `temp_c` [degC]: within 5 per cent for surfaces up to 10 K away. Form of ISO 6946.
    """
    kelvin = temp_c + KELVIN
    return 4.0 * emissivity * STEFAN_BOLTZMANN_W_PER_M2_K4 * kelvin * kelvin * kelvin


def convective_w_per_m2_k(wind_m_s: float) -> float:
    """Heat the wind takes from an outer surface per kelvin (H1) [W/(m2 K)]: h_c = 4 + 4 v.

    `wind_m_s` is at the height of the shelter: 0.67 of the wind at 10 m (M7). Form of ISO 6946.
    """
    return 4.0 + 4.0 * wind_m_s


def external_film_w_per_m2_k(convective_w_per_m2_k: float, radiative_w_per_m2_k: float) -> float:
    """Outer film (H1) [W/(m2 K)]: h_e = h_c + h_r."""
    return convective_w_per_m2_k + radiative_w_per_m2_k


def window_gain_w(sun_w_m2: float, window_m2: float, gain_fraction: float) -> float:
    """Sun that comes in (H3) [W]; the gain fraction is g times frame times shade."""
    return gain_fraction * window_m2 * sun_w_m2


def ventilation_w_per_k(volume_m3: float, air_changes_per_h: float) -> float:
    """Conductance of the air changes (H4) [W/K]: 0.33 V n.

    Air at sea level; at 2000 m it carries a fifth less.
    """
    return AIR_WH_PER_M3_K * volume_m3 * air_changes_per_h


def sensible_w_per_person(air_c: float) -> float:
    """Dry heat of one resting adult (H5) [W]: 75 W at 24 degC, falling in a line to 0 at 36 degC.

    Above 36 degC it stays 0 (sweat carries the rest); below 24 degC the line goes on to the whole metabolic heat,
    100 W, at 20 degC (an assumption). The figures come from memory in the specification.
    """
    return min(METABOLIC_W, max(0.0, 75.0 * (36.0 - air_c) / 12.0))
