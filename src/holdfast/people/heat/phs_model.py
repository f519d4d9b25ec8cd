"""Predicted heat strain (ISO 7933), minute by minute, in the editions of 2004 and 2023.

The body is a core and a skin. Each minute the heat it makes, less what air, walls and breath take, is held against what
sweat can evaporate; sweat follows with a lag, and what does not leave warms the core. The equations are those of the
standard; tests hold them to its published examples (2004) and to pythermalcomfort 4.8.1 in both editions.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from holdfast.people.kernel.body import surface_m2
from holdfast.people.kernel.heat_balance import STEFAN_BOLTZMANN_W_PER_M2_K4

Edition = Literal["2004", "2023"]
Posture = Literal["sitting", "standing", "crouching"]

W_PER_M2_PER_MET = 58.15  # also W/kg/K in minutes of the heat capacity of a body, as pythermalcomfort writes it
RADIATING_SHARE = {"standing": 0.77, "sitting": 0.70, "crouching": 0.67}
CORE_LIMIT_C = 38.0  # rectal temperature at which the standard ends an exposure
REFLECTIVE_SHARE = 0.54  # of the body that reflective clothing would cover, a default of the standard
REFLECTIVE_EMISSIVITY = {"2004": 0.97, "2023": 0.42}
STATIC_PERMEABILITY = 0.38  # of clothing to vapour, a default of the standard
STATIC_AIR_M2_K_PER_W = 0.111
SWEAT_LAG = math.exp(-1.0 / 10.0)  # each with a time constant in minutes
CORE_LAG = math.exp(-1.0 / 10.0)
SKIN_LAG = math.exp(-1.0 / 3.0)
TOLERANCE_K = 0.001  # of the two iterations of the standard


class HeatStrain(NamedTuple):
    """What a bout of work does to a body."""

    core_c: float  # rectal temperature at the end
    skin_c: float
    sweat_g: float  # with what breathing loses, over the whole bout
    core_limit_min: int  # minutes until the rectal temperature is 38 degC; the whole bout where it is not reached
    loss_limit_50_min: int  # minutes until the loss bounds the mean worker
    loss_limit_95_min: int  # and 95 per cent of workers


class _Setting(NamedTuple):
    """What stays the same through a bout."""

    edition: Edition
    air_c: float
    radiant_c: float
    vapour_kpa: float
    metabolic_w_per_m2: float
    clo: float
    heat_capacity_w_min_per_m2_k: float
    most_sweat_w_per_m2: float
    most_wettedness: float
    clothing_area: float
    clothing_m2_k_per_w: float
    vapour_resistance_m2_kpa_per_w: float
    convection_w_per_m2_k: float
    radiating: float
    breath_dry_w_per_m2: float
    breath_moist_w_per_m2: float
    skin_clothed_c: float  # of the equations for skin temperature, without the term of the core
    skin_bare_c: float


class _Body(NamedTuple):
    """What changes from minute to minute."""

    core_c: float
    core_rest_c: float  # of a core in balance with the work
    rectal_c: float
    skin_c: float
    skin_weight: float
    sweat_w_per_m2: float


def saturation_of_standard_kpa(temp_c: float) -> float:
    """Vapour pressure of saturated air as the standard writes it [kPa]."""
    return 0.6105 * math.exp(17.27 * temp_c / (temp_c + 237.3))


def heat_strain(
    air_c: float,
    radiant_c: float,
    vapour_kpa: float,
    air_speed_m_per_s: float,
    metabolic_w_per_m2: float,
    clo: float,
    *,
    posture: Posture,
    acclimatised: bool,
    edition: Edition,
    minutes: int,
    mass_kg: float,
    height_m: float,
    walking_m_per_s: float = 0.0,
    walking_angle_deg: float = 0.0,
) -> HeatStrain:
    """Follow a body through a bout of work; no input is checked here (``work_in_heat`` does).

    Parameters
    ----------
    air_c, radiant_c : float
        Air and mean radiant temperature [degC].
    vapour_kpa : float
        Vapour pressure [kPa].
    air_speed_m_per_s : float
        Air speed [m/s].
    metabolic_w_per_m2 : float
        Heat made by the body [W/m2].
    clo : float
        Static insulation of clothing [clo].
    posture : {"sitting", "standing", "crouching"}
    acclimatised : bool
        Whether the body is used to the heat.
    edition : {"2004", "2023"}
    minutes : int
        Length of the bout [min].
    mass_kg, height_m : float
        Of the person [kg], [m].
    walking_m_per_s, walking_angle_deg : float
        Walking speed [m/s] and its angle to the wind [deg]; 0 takes the speed that goes with the metabolic rate.
    """
    speed, relative = _speeds(air_speed_m_per_s, metabolic_w_per_m2, walking_m_per_s, walking_angle_deg)
    area = surface_m2(mass_kg, height_m)
    setting = _setting(
        edition=edition,
        air_c=air_c,
        radiant_c=radiant_c,
        vapour_kpa=vapour_kpa,
        wind=air_speed_m_per_s,
        metabolic=metabolic_w_per_m2,
        clo=clo,
        posture=posture,
        acclimatised=acclimatised,
        mass_kg=mass_kg,
        area_m2=area,
        walking=speed,
        relative=relative,
    )
    most_lost_50 = (0.05 if edition == "2023" else 0.075) * 1000.0 * mass_kg
    most_lost_95 = 0.05 * 1000.0 * mass_kg
    body = _Body(36.8, 36.8, 36.8, 34.1, 0.3, 0.0)
    lost_g, load = 0.0, 0.0
    limits = [0, 0, 0]
    for minute in range(1, minutes + 1):
        body = _after_minute(body, setting, first=minute == 1)
        load += body.sweat_w_per_m2 + setting.breath_moist_w_per_m2
        lost_g = load * 2.67 * area / 1.8 / 60.0
        reached = (body.rectal_c >= CORE_LIMIT_C, lost_g >= most_lost_50, lost_g >= most_lost_95)
        for n, now in enumerate(reached):
            if now and limits[n] == 0:
                limits[n] = minute
    core, half, most = (limit or minutes for limit in limits)
    return HeatStrain(body.rectal_c, body.skin_c, lost_g, core, half, most)


def _speeds(wind: float, metabolic: float, walking: float, angle_deg: float) -> tuple[float, float]:
    """Return the walking speed, stated or of the metabolic rate, and that of the air relative to the body [m/s]."""
    if walking == 0.0:
        return min(0.7, 0.0052 * (metabolic - 58.0)), wind
    if angle_deg != 0.0:
        return walking, abs(wind - walking * math.cos(3.14159 * angle_deg / 180.0))
    return walking, max(wind, walking)


def _setting(
    *,
    edition: Edition,
    air_c: float,
    radiant_c: float,
    vapour_kpa: float,
    wind: float,
    metabolic: float,
    clo: float,
    posture: Posture,
    acclimatised: bool,
    mass_kg: float,
    area_m2: float,
    walking: float,
    relative: float,
) -> _Setting:
    clothing_area = 1.0 + (0.28 if edition == "2023" else 0.30) * clo
    insulation, resistance = _clothing(clo, clothing_area, relative, walking)
    forced = 8.7 * relative**0.6 if relative > 1.0 else 3.5 + 5.2 * relative
    # The plume of the body: 2004 takes it from the skin at the start, 2023 from clothing a tenth of a kelvin above Tr.
    beside = 34.1 if edition == "2004" else radiant_c + 0.1
    reflected = REFLECTIVE_EMISSIVITY[edition]
    share = (1.0 - REFLECTIVE_SHARE) * 0.97 + REFLECTIVE_SHARE * (reflected if edition == "2004" else 1.0 - reflected)
    breath_c = 28.56 + 0.115 * air_c + 0.641 * vapour_kpa
    return _Setting(
        edition=edition,
        air_c=air_c,
        radiant_c=radiant_c,
        vapour_kpa=vapour_kpa,
        metabolic_w_per_m2=metabolic,
        clo=clo,
        heat_capacity_w_min_per_m2_k=W_PER_M2_PER_MET * mass_kg / area_m2,
        most_sweat_w_per_m2=_most_sweat(edition, acclimatised, metabolic, area_m2),
        most_wettedness=1.0 if acclimatised else 0.85,
        clothing_area=clothing_area,
        clothing_m2_k_per_w=insulation,
        vapour_resistance_m2_kpa_per_w=resistance,
        convection_w_per_m2_k=max(2.38 * abs(beside - air_c) ** 0.25, forced),
        radiating=share * STEFAN_BOLTZMANN_W_PER_M2_K4 * RADIATING_SHARE[posture],
        breath_dry_w_per_m2=0.001516 * metabolic * (breath_c - air_c),
        breath_moist_w_per_m2=0.00127 * metabolic * (59.34 + 0.53 * air_c - 11.63 * vapour_kpa),
        skin_clothed_c=12.165
        + 0.02017 * air_c
        + 0.04361 * radiant_c
        + 0.19354 * vapour_kpa
        - 0.25315 * wind
        + 0.005346 * metabolic,
        skin_bare_c=7.191 + 0.064 * air_c + 0.061 * radiant_c + 0.198 * vapour_kpa - 0.348 * wind,
    )


def _most_sweat(edition: Edition, acclimatised: bool, metabolic: float, area_m2: float) -> float:  # noqa: FBT001
    """Return the most that the glands give [W/m2]."""
    if edition == "2023":
        return 500.0 if acclimatised else 400.0
    held = max(250.0, min(400.0, (metabolic - 32.0) * area_m2))
    return held * 1.25 if acclimatised else held


def _clothing(clo: float, clothing_area: float, relative: float, walking: float) -> tuple[float, float]:
    """Insulation [m2 K/W] and resistance to vapour [m2 kPa/W] of clothing that wind and walking pump."""
    wind, step = min(3.0, relative), min(1.5, walking)
    clothed = min(1.0, 1.044 * math.exp((0.066 * wind - 0.398) * wind + (0.094 * step - 0.378) * step))
    bare = min(1.0, math.exp((0.047 * relative - 0.472) * relative + (0.117 * step - 0.342) * step))
    pumped = ((0.6 - clo) * bare + clo * clothed) / 0.6 if clo <= 0.6 else clothed
    total = (0.155 * clo + STATIC_AIR_M2_K_PER_W / clothing_area) * pumped
    permeability = min(0.9, STATIC_PERMEABILITY * ((2.6 * pumped - 6.5) * pumped + 4.9))
    return total - bare * STATIC_AIR_M2_K_PER_W / clothing_area, total / permeability / 16.7


def _after_minute(body: _Body, s: _Setting, *, first: bool) -> _Body:
    rest_c = body.core_rest_c * CORE_LAG + (0.0036 * s.metabolic_w_per_m2 + 36.6) * (1.0 - CORE_LAG)
    warming = s.heat_capacity_w_min_per_m2_k * (rest_c - body.core_rest_c) * (1.0 - body.skin_weight)
    steady_c = _steady_skin_c(body.rectal_c, s)
    # The edition of 2023 lets the skin jump to its steady temperature in the first minute.
    jumps = first and s.edition == "2023"
    skin_c = steady_c if jumps else body.skin_c * SKIN_LAG + steady_c * (1.0 - SKIN_LAG)
    most_w = (saturation_of_standard_kpa(skin_c) - s.vapour_kpa) / s.vapour_resistance_m2_kpa_per_w
    dry_w = _dry_loss_w_per_m2(skin_c, s)
    required_w = s.metabolic_w_per_m2 - warming - s.breath_dry_w_per_m2 - s.breath_moist_w_per_m2 - dry_w
    required_w, most_w, wanted = _wanted_sweat(required_w, most_w if most_w != 0.0 else 0.001, s)
    sweat = max(0.0, body.sweat_w_per_m2 * SWEAT_LAG + wanted * (1.0 - SWEAT_LAG))
    stored_w = required_w - _evaporated(sweat, most_w, s.most_wettedness) + warming
    core_c, weight = _core(body, skin_c, stored_w / s.heat_capacity_w_min_per_m2_k)
    rectal_c = body.rectal_c + (2.0 * core_c - 1.962 * body.rectal_c - 1.31) / 9.0
    return _Body(core_c, rest_c, rectal_c, skin_c, weight, sweat)


def _steady_skin_c(rectal_c: float, s: _Setting) -> float:
    clothed = s.skin_clothed_c + 0.51274 * rectal_c
    bare = s.skin_bare_c + 0.616 * rectal_c
    share = min(1.0, max(0.0, 2.5 * (s.clo - 0.2)))
    return bare + share * (clothed - bare)


def _dry_loss_w_per_m2(skin_c: float, s: _Setting) -> float:
    """Heat lost by convection and radiation from clothing, whose temperature is found by halving steps."""
    clothing_c = s.radiant_c + 0.1
    around = (s.radiant_c + 273.0) ** 4
    while True:
        radiation = s.radiating * ((clothing_c + 273.0) ** 4 - around) / (clothing_c - s.radiant_c)
        from_air = s.clothing_area * (s.convection_w_per_m2_k * s.air_c + radiation * s.radiant_c)
        conductance = s.clothing_area * (s.convection_w_per_m2_k + radiation) + 1.0 / s.clothing_m2_k_per_w
        found_c = (from_air + skin_c / s.clothing_m2_k_per_w) / conductance
        if abs(clothing_c - found_c) <= TOLERANCE_K:
            break
        clothing_c = (clothing_c + found_c) / 2.0
        if clothing_c == s.radiant_c:  # the quotient above has no value there
            clothing_c += 1e-9
    convective = s.convection_w_per_m2_k * (clothing_c - s.air_c)
    return s.clothing_area * (convective + radiation * (clothing_c - s.radiant_c))


def _wanted_sweat(required_w: float, most_w: float, s: _Setting) -> tuple[float, float, float]:
    """Return required and possible evaporation, each at least 0, and the sweat they ask for [W/m2]."""
    if required_w <= 0.0:
        return 0.0, most_w, 0.0
    if most_w <= 0.0:
        return required_w, 0.0, s.most_sweat_w_per_m2
    wetted = required_w / most_w
    if wetted >= 1.7:
        return required_w, most_w, s.most_sweat_w_per_m2
    efficiency = (2.0 - wetted) ** 2 / 2.0 if wetted > 1.0 else 1.0 - wetted**2 / 2.0
    return required_w, most_w, min(s.most_sweat_w_per_m2, required_w / max(0.05, efficiency))


def _evaporated(sweat: float, most_w: float, most_wettedness: float) -> float:
    if sweat <= 0.0:
        return 0.0
    ratio = most_w / max(sweat, 1e-6)
    wetted = -ratio + math.sqrt(ratio * ratio + 2.0) if ratio >= 0.5 else 1.0
    return min(wetted, most_wettedness) * most_w


def _core(body: _Body, skin_c: float, warmed_k: float) -> tuple[float, float]:
    """Core temperature after the minute and the share of skin in the mean of the body."""
    before = warmed_k + body.skin_c * body.skin_weight / 2.0
    kept = body.core_c * (1.0 - body.skin_weight / 2.0)
    guess_c = body.core_c
    while True:
        weight = max(0.1, min(0.3, 0.3 - 0.09 * (guess_c - 36.8)))
        core_c = (before - skin_c * weight / 2.0 + kept) / (1.0 - weight / 2.0)
        if abs(core_c - guess_c) <= TOLERANCE_K:
            return core_c, weight
        guess_c = (guess_c + core_c) / 2.0
