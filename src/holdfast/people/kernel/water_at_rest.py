"""Water that a body at rest asks for and may lack, and the heat it sits in (specification, section 7 and W10)."""

from __future__ import annotations

SWEAT_AT_35C_L_PER_H = 0.204
SWEAT_SLOPE_L_PER_H_K = 0.0172
SWEAT_CURVE_L_PER_H_K2 = 0.00041
INSENSIBLE_LOSS_L_PER_H = 0.035  # from memory: the loss through skin and breath that no cooling removes
BASE_NEED_L_PER_DAY = 1.0  # urine and other; WHO 1992 has 0.6-1.1 L of urine
BASE_LOSS_L_PER_H = 0.04  # the same in an hour, as P3 rounds it
REFERENCE_MASS_KG = 70.0  # the adult that P3 is stated for (assumption)
FIT_TO_C = 50.0  # ISO 7933 ends here; P1 was fitted up to 52 degC
# The fit of ISO 7933 at rest in air with a dew point of 20 degC: people/water_figures.csv, held equal by a test.
HUMID_SWEAT_AT_35C_L_PER_H = 0.205
HUMID_SWEAT_SLOPE_L_PER_H_K = 0.0184
HUMID_SWEAT_CURVE_L_PER_H_K2 = 0.00096
# Vapour pressures of dew points of 10 degC (P1), 20 degC (the fit in humid air) and 25 degC (as far as both are carried on).
DRY_FIT_KPA = 1.2259310808486017
HUMID_FIT_KPA = 2.3368116464863884
MOST_HUMID_KPA = 3.166803119294805
# The parabola of P1 has its lowest point here; below it the fit would rise again, which no body does.
LOWEST_OF_FIT_C = 35.0 - SWEAT_SLOPE_L_PER_H_K / (2.0 * SWEAT_CURVE_L_PER_H_K2)
# The two fits come closest here (33.9 degC); below it they part again, where the standard has them together.
CLOSEST_OF_FITS_K = -(HUMID_SWEAT_SLOPE_L_PER_H_K - SWEAT_SLOPE_L_PER_H_K) / (
    2.0 * (HUMID_SWEAT_CURVE_L_PER_H_K2 - SWEAT_CURVE_L_PER_H_K2)
)
HOT_DAY_C = 32.0  # WHO advice on rooms, by day
HOT_NIGHT_C = 24.0  # and by night
DAY_BEGINS_H = 6
DAY_ENDS_H = 18


def fitted_l_per_h(temp_c: float, at_35: float, slope: float, curve: float, floor: float) -> float:
    """Loss by a parabola about 35 degC, held at its lowest point and at the insensible loss [L/h].

    Parameters
    ----------
    temp_c : float
        Air temperature, equal to the mean radiant temperature [degC].
    at_35, slope, curve : float
        Loss at 35 degC [L/h], its slope [L/h/K] and half its curvature [L/h/K2], above 0.
    floor : float
        Insensible loss [L/h].
    """
    above = max(temp_c - 35.0, -slope / (2.0 * curve))
    return max(floor, at_35 + slope * above + curve * above * above)


def resting_sweat_l_per_h(temp_c: float) -> float:
    """Water lost by a resting adult in dry air (equation P1).

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
    return fitted_l_per_h(
        temp_c, SWEAT_AT_35C_L_PER_H, SWEAT_SLOPE_L_PER_H_K, SWEAT_CURVE_L_PER_H_K2, INSENSIBLE_LOSS_L_PER_H
    )


def more_in_humid_air_l_per_h(temp_c: float, vapour_kpa: float) -> float:
    """Water a resting adult loses in air of this humidity beyond what P1 says of dry air [L/h].

    Parameters
    ----------
    temp_c : float
        Air temperature, equal to the mean radiant temperature [degC].
    vapour_kpa : float
        Vapour pressure of the air [kPa].

    Notes
    -----
    Exactly 0 up to a dew point of 10 degC. From there linear in the vapour pressure through the difference of the fits
    at dew points of 10 and 20 degC, carried on to 25 and no further: there it already falls 0.1 L/h short of ISO 7933
    at 50 degC, and in more humid air by up to half. The hour loop takes the table of the standard there.
    """
    apart = max(temp_c - 35.0, CLOSEST_OF_FITS_K)
    more = (
        (HUMID_SWEAT_AT_35C_L_PER_H - SWEAT_AT_35C_L_PER_H)
        + (HUMID_SWEAT_SLOPE_L_PER_H_K - SWEAT_SLOPE_L_PER_H_K) * apart
        + (HUMID_SWEAT_CURVE_L_PER_H_K2 - SWEAT_CURVE_L_PER_H_K2) * apart * apart
    )
    wetter = (min(vapour_kpa, MOST_HUMID_KPA) - DRY_FIT_KPA) / (HUMID_FIT_KPA - DRY_FIT_KPA)
    return max(0.0, wetter) * more


def humid_over_dry(temp_c: float, vapour_kpa: float) -> float:
    """Loss in air of this humidity relative to air with a dew point of 10 degC, by the two fits at rest [1].

    Parameters
    ----------
    temp_c, vapour_kpa : float
        As in ``more_in_humid_air_l_per_h``, whose limits hold.
    """
    return 1.0 + more_in_humid_air_l_per_h(temp_c, vapour_kpa) / resting_sweat_l_per_h(temp_c)


def resting_sweat_in_air_l_per_h(temp_c: float, vapour_kpa: float) -> float:
    """Water lost by a resting adult in air of any humidity (equation P1 with its own fit in humid air) [L/h].

    Parameters
    ----------
    temp_c, vapour_kpa : float
        As in ``more_in_humid_air_l_per_h``, whose limits hold.
    """
    return resting_sweat_l_per_h(temp_c) + more_in_humid_air_l_per_h(temp_c, vapour_kpa)


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


def water_deficit_l(deficit_l: float, sweat_l_per_h: float, intake_l: float) -> float:
    """Body water a resting adult lacks after one hour (equation P3) [L], never below 0.

    Parameters
    ----------
    deficit_l : float
        Deficit when the hour began [L].
    sweat_l_per_h : float
        Loss by sweat and insensibly [L/h]; 0.04 L of other loss is added.
    intake_l : float
        Water there was to drink in the hour [L]. What is not needed is not drunk: nobody stores water.

    Notes
    -----
    A quantity of the model for a healthy adult. No time of death may be derived from it: published tables of survival
    are reproduced only within a factor of about 1.5.
    """
    return max(0.0, deficit_l + sweat_l_per_h + BASE_LOSS_L_PER_H - intake_l)


def hot_indoors(temp_c: float, threshold_c: float) -> float:
    """Return 1 for an hour whose mean temperature lies above the threshold (equation P4), else 0 [h]."""
    return 1.0 if temp_c > threshold_c else 0.0


def beyond_sweat_fit(temp_c: float) -> float:
    """Return 1 where P1 leaves the temperatures it was fitted to in a way that matters, else 0.

    Above 50 degC, where ISO 7933 ends, the loss is an extrapolation. From its lowest point (14 degC) to 30 degC the fit
    reads up to 0.03 L/h above the standard; below the lowest point it is a constant by rule.
    """
    return 1.0 if temp_c > FIT_TO_C or temp_c < LOWEST_OF_FIT_C else 0.0


def beyond_humid_fit(vapour_kpa: float) -> float:
    """Return 1 in air above a dew point of 20 degC, where P1 in humid air is carried on beyond its fit, else 0."""
    return 1.0 if vapour_kpa > HUMID_FIT_KPA else 0.0
