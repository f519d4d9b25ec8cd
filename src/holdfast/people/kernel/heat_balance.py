"""Heat balance of a resting person: the survivability limit of Vanos et al. 2023 as scalar equations (model A).

Partitional calorimetry: heat made and heat taken up from air and walls must leave by evaporation. What the skin can
evaporate is bounded by the air (humidity, wind, clothing) and by the glands; what cannot leave is stored. Published code:
HEAT-Lim (MIT). The conditions count as steady: the equations say nothing of a body that is still warming up.

Wind enters through the convective coefficient and humidity through the vapour pressure, both computed once outside the
loop (``moist_air``). Clothing: insulation in clo (1 clo = 0.155 m2 K/W), evaporative resistance in m2 kPa/W.
"""

from __future__ import annotations

SKIN_C = 35.0  # mean skin temperature of the published model
SKIN_VAPOUR_KPA = 5.622758132437836  # p_s(35 degC) of the published equation; a test computes it
EMISSIVITY = 0.98  # of skin
RADIATING_SHARE = 0.70  # of the body's surface that sees its surroundings
STEFAN_BOLTZMANN_W_PER_M2_K4 = 5.67e-8
LEWIS_K_PER_KPA = 16.5  # evaporative to convective coefficient
VAPORISATION_J_PER_G = 2426.0  # of sweat at 30 degC (Gagnon and Crandall 2018)
BREATH_C = 34.0  # of expired air
BREATH_KPA = 5.866  # vapour pressure of expired air in the published equation
BODY_KJ_PER_KG_K = 2.98  # specific heat of the body: health:c_body (Xu et al. 2022)
CORE_RISE_K = 6.0  # from 37 degC to health:T_core_lim, the 43 degC that define the limit
REST_W_PER_KG = 1.8  # heat made at rest in the published limits
M2_K_PER_W_PER_CLO = 0.155
AREA_PER_CLO = 0.31  # a clothed body offers more surface: 1 + 0.31 clo
MOST_WETTEDNESS = 100.0  # stands for "no evaporation at all": a quotient that may be printed
SECONDS_PER_HOUR = 3600.0


def radiation_coefficient_w_per_m2_k(radiant_c: float) -> float:
    """Coefficient of heat exchanged by radiation [W/m2/K].

    Parameters
    ----------
    radiant_c : float
        Mean radiant temperature [degC]; that of the air in shade, higher in the sun.

    Notes
    -----
    4 eps sigma a (273.2 + (35 + Tr)/2)^3 with eps 0.98, a 0.70: the linear form about the mean of skin and surroundings.
    """
    mean_k = 273.2 + 0.5 * (SKIN_C + radiant_c)
    return 4.0 * EMISSIVITY * STEFAN_BOLTZMANN_W_PER_M2_K4 * RADIATING_SHARE * mean_k * mean_k * mean_k


def operative_temperature_c(
    air_c: float, radiant_c: float, convection_w_per_m2_k: float, radiation_w_per_m2_k: float
) -> float:
    """Temperature that air and surroundings together amount to [degC].

    Parameters
    ----------
    air_c, radiant_c : float
        Air and mean radiant temperature [degC].
    convection_w_per_m2_k, radiation_w_per_m2_k : float
        Coefficients [W/m2/K]; their sum must not be 0.
    """
    both = convection_w_per_m2_k + radiation_w_per_m2_k
    return (radiation_w_per_m2_k * radiant_c + convection_w_per_m2_k * air_c) / both


def dry_loss_w(operative_c: float, transfer_w_per_m2_k: float, clo: float, area_m2: float) -> float:
    """Heat lost through the skin without evaporation; negative where the surroundings heat the body [W per person].

    Parameters
    ----------
    operative_c : float
        Operative temperature [degC].
    transfer_w_per_m2_k : float
        Convective plus radiative coefficient [W/m2/K], above 0.
    clo : float
        Insulation of clothing [clo]; 0 unclothed.
    area_m2 : float
        Surface of the body [m2].
    """
    resistance = M2_K_PER_W_PER_CLO * clo + 1.0 / (transfer_w_per_m2_k * (1.0 + AREA_PER_CLO * clo))
    return area_m2 * (SKIN_C - operative_c) / resistance


def respiration_loss_w(metabolic_w: float, air_c: float, vapour_kpa: float, area_m2: float) -> float:
    """Heat lost by breathing, dry and with vapour [W per person].

    Parameters
    ----------
    metabolic_w : float
        Heat made by the body [W per person].
    air_c : float
        Air temperature [degC].
    vapour_kpa : float
        Vapour pressure of the air [kPa].
    area_m2 : float
        Surface of the body [m2].

    Notes
    -----
    The published code multiplies watts per person by the area once more. It is kept: the published limits hold it. At
    49 degC and 10 per cent it comes to 10 W of the 101 W that a resting young adult makes.
    """
    dry = 0.0014 * metabolic_w * (BREATH_C - air_c)
    moist = 0.0173 * metabolic_w * (BREATH_KPA - vapour_kpa)
    return (dry + moist) * area_m2


def required_evaporation_w(
    air_c: float,
    radiant_c: float,
    vapour_kpa: float,
    convection_w_per_m2_k: float,
    clo: float,
    metabolic_w: float,
    area_m2: float,
) -> float:
    """Heat that has to leave by evaporation from the skin, E_req; negative where there is none to lose [W per person].

    Parameters
    ----------
    air_c, radiant_c : float
        Air and mean radiant temperature [degC].
    vapour_kpa : float
        Vapour pressure of the air [kPa].
    convection_w_per_m2_k : float
        Convective coefficient, a function of air speed alone [W/m2/K], above 0.
    clo : float
        Insulation of clothing [clo].
    metabolic_w : float
        Heat made by the body [W per person].
    area_m2 : float
        Surface of the body [m2].
    """
    radiation = radiation_coefficient_w_per_m2_k(radiant_c)
    felt_c = operative_temperature_c(air_c, radiant_c, convection_w_per_m2_k, radiation)
    dry = dry_loss_w(felt_c, convection_w_per_m2_k + radiation, clo, area_m2)
    return metabolic_w - dry - respiration_loss_w(metabolic_w, air_c, vapour_kpa, area_m2)


def most_evaporation_w(
    vapour_kpa: float, convection_w_per_m2_k: float, clo: float, clothing_m2_kpa_per_w: float, area_m2: float
) -> float:
    """Heat that air of this humidity and speed takes from a wholly wet skin, E_max; never below 0 [W per person].

    Parameters
    ----------
    vapour_kpa : float
        Vapour pressure of the air [kPa].
    convection_w_per_m2_k : float
        Convective coefficient [W/m2/K], above 0.
    clo : float
        Insulation of clothing [clo].
    clothing_m2_kpa_per_w : float
        Resistance of clothing to vapour [m2 kPa/W]; 0 unclothed.
    area_m2 : float
        Surface of the body [m2].
    """
    resistance = clothing_m2_kpa_per_w + 1.0 / (LEWIS_K_PER_KPA * convection_w_per_m2_k * (1.0 + AREA_PER_CLO * clo))
    return area_m2 * max(0.0, SKIN_VAPOUR_KPA - vapour_kpa) / resistance


def required_wettedness(required_w: float, most_w: float) -> float:
    """Share of the skin that would have to be wet, x = E_req/E_max; above 1 where no skin is wet enough [1].

    Parameters
    ----------
    required_w, most_w : float
        E_req and E_max [W per person].

    Returns
    -------
    float
        0 where nothing is required, at most 100 (where the air takes no vapour).
    """
    needed = max(0.0, required_w)
    return min(MOST_WETTEDNESS, needed / max(most_w, 1e-9)) if needed > 0.0 else 0.0


def sweat_efficiency(wettedness: float) -> float:
    """Share of sweat that evaporates and does not drip, r = 1 - x^2/2, never below 0.5 [1].

    Parameters
    ----------
    wettedness : float
        Required wettedness x [1].
    """
    held = min(1.0, wettedness)
    return 1.0 - 0.5 * held * held


def required_sweat_l_per_h(required_w: float, efficiency: float) -> float:
    """Sweat that the required evaporation asks for, S; never below 0 [L/h].

    Parameters
    ----------
    required_w : float
        E_req [W per person].
    efficiency : float
        Share of sweat that evaporates [1], 0.5 to 1.
    """
    return 3.6 * max(0.0, required_w) / (VAPORISATION_J_PER_G * efficiency)


def sweat_evaporation_w(sweat_l_per_h: float, efficiency: float) -> float:
    """Heat that sweat of this amount takes away [W per person].

    Parameters
    ----------
    sweat_l_per_h : float
        Sweat [L/h]; with the most that the glands give, E_s of the published model.
    efficiency : float
        Share of sweat that evaporates [1].
    """
    return sweat_l_per_h * VAPORISATION_J_PER_G * efficiency / 3.6


def stored_heat_w(required_w: float, most_w: float, most_wettedness: float, most_sweat_l_per_h: float) -> float:
    """Heat that cannot leave and warms the body; 0 or below where it can [W per person].

    Parameters
    ----------
    required_w, most_w : float
        E_req and E_max [W per person].
    most_wettedness : float
        Share of the skin that a person can wet [1]: health:w_young, health:w_old.
    most_sweat_l_per_h : float
        Sweat a person can give [L/h]: health:S_young, health:S_old.

    Notes
    -----
    E_req - min(w E_max, E_s). The published test asks for E_req - w E_max within bounds and for S <= S_max or E_req - E_s
    within bounds; since S <= S_max says E_req <= E_s, it is this one number held against one bound.
    """
    efficiency = sweat_efficiency(required_wettedness(required_w, most_w))
    return required_w - min(most_wettedness * most_w, sweat_evaporation_w(most_sweat_l_per_h, efficiency))


def required_rest_l_per_h(
    temp_c: float, vapour_kpa: float, metabolic_w: float, area_m2: float, convection_w_per_m2_k: float
) -> float:
    """Sweat that an unclothed body in the shade must give to keep its heat balance (health section 5) [L/h].

    Parameters
    ----------
    temp_c : float
        Air temperature, equal to the mean radiant temperature [degC].
    vapour_kpa : float
        Vapour pressure of the air [kPa].
    metabolic_w : float
        Heat made by the body [W per person].
    area_m2 : float
        Surface of the body [m2].
    convection_w_per_m2_k : float
        Convective coefficient [W/m2/K], above 0.

    Notes
    -----
    What is required may be more than a person can give: see the heat limits.
    """
    required = required_evaporation_w(temp_c, temp_c, vapour_kpa, convection_w_per_m2_k, 0.0, metabolic_w, area_m2)
    most = most_evaporation_w(vapour_kpa, convection_w_per_m2_k, 0.0, 0.0, area_m2)
    return required_sweat_l_per_h(required, sweat_efficiency(required_wettedness(required, most)))


def stored_at_rest_w(
    temp_c: float,
    vapour_kpa: float,
    convection_w_per_m2_k: float,
    metabolic_w: float,
    area_m2: float,
    most_wettedness: float,
    most_sweat_l_per_h: float,
) -> float:
    """Heat that an unclothed body in the shade cannot lose (health section 6, model A) [W per person].

    Parameters
    ----------
    temp_c, vapour_kpa, convection_w_per_m2_k, metabolic_w, area_m2 : float
        As in ``required_rest_l_per_h``.
    most_wettedness, most_sweat_l_per_h : float
        As in ``stored_heat_w``.
    """
    required = required_evaporation_w(temp_c, temp_c, vapour_kpa, convection_w_per_m2_k, 0.0, metabolic_w, area_m2)
    most = most_evaporation_w(vapour_kpa, convection_w_per_m2_k, 0.0, 0.0, area_m2)
    return stored_heat_w(required, most, most_wettedness, most_sweat_l_per_h)


def storage_limit_w(hours: float, mass_kg: float) -> float:
    """Heat stored evenly that takes the core from 37 to 43 degC in the given hours, q m [W per person].

    Parameters
    ----------
    hours : float
        Length of the exposure [h], above 0; published for 3 and 6.
    mass_kg : float
        Body mass [kg].
    """
    return BODY_KJ_PER_KG_K * CORE_RISE_K * 1000.0 * mass_kg / (SECONDS_PER_HOUR * max(hours, 1e-9))


def is_survivable(stored_w: float, limit_w: float) -> float:
    """Return 1 where the heat stored stays within the published limit, else 0.

    Parameters
    ----------
    stored_w : float
        Heat that cannot leave [W per person].
    limit_w : float
        q m for the length of the exposure [W per person].

    Notes
    -----
    A limit under rest, full hydration and health. Harm begins earlier, and nothing about one person follows from it.
    """
    return 1.0 if stored_w <= limit_w else 0.0


def is_compensable(stored_w: float) -> float:
    """Return 1 where all heat can leave, for as long as there is water to drink, else 0.

    Parameters
    ----------
    stored_w : float
        Heat that cannot leave [W per person].
    """
    return 1.0 if stored_w <= 0.0 else 0.0
