"""How hot is too hot to be borne at rest: the limits of Vanos et al. 2023 by age, humidity, wind, sun and clothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from holdfast.people.air import (
    checked_humidity_percent,
    checked_temperature_c,
    one_humidity,
    series_of,
    vapour_pressure_of,
)
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, grade_of
from holdfast.people.heat.conditions import checked_choice, checked_range
from holdfast.people.heat.moist_air import convection_w_per_m2_k, dew_point_c, saturation_kpa, wet_bulb_c
from holdfast.people.inputs import ZERO_C_K, fault
from holdfast.people.kernel.heat_balance import (
    REST_W_PER_KG,
    STEFAN_BOLTZMANN_W_PER_M2_K4,
    most_evaporation_w,
    required_evaporation_w,
    required_sweat_l_per_h,
    required_wettedness,
    storage_limit_w,
    stored_heat_w,
    sweat_efficiency,
)
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Vapour = Callable[[float], float]

FIGURES = "heat.csv"
COLDEST_SOUGHT_C = -20.0
HOTTEST_SOUGHT_C = 90.0
NARROW_K = 1e-6
PUBLISHED_STEPS_PER_K = 10.0  # limits are given as the published ones are: the last tenth of a degree within them
HOURS = (3.0, 6.0)  # the lengths of exposure with published limits
MOST_EXCESS_K = 60.0
ThermalProfile = Literal["young", "old"]
PROFILES: tuple[ThermalProfile, ...] = ("young", "old")
SOURCES = ("health:T_core_lim", "health:c_body")
NOT_COVERED = (
    "a limit of healthy people at rest who drink what they sweat, drawn at a core temperature of 43 degC; harm is earlier",
    "not covered: infants and small children, pregnancy, illness, confinement to bed, diuretics and anticholinergic drugs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPerson:
    """A published thermal profile."""

    profile: ThermalProfile
    mass_kg: float
    area_m2: float
    most_wettedness: float  # share of the skin that can be wet
    most_sweat_l_per_h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is around a person besides temperature and humidity."""

    air_speed_m_per_s: float
    sun_excess_k: float  # mean radiant temperature above that of the air
    clo: float
    clothing_m2_kpa_per_w: float
    metabolic_w_per_kg: float = REST_W_PER_KG


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatBalance:
    """Heat balance of a person in one hour."""

    required_w: float  # evaporation required, W per person
    possible_w: float  # and possible: the smaller of what skin and glands allow
    stored_w: float  # what cannot leave; negative where more could
    sweat_l_per_h: float  # that the balance asks for
    sweat_limited: bool  # whether that is more than the glands give


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatLimit:
    """Highest air temperatures of a profile, and the heat balance at a stated one.

    Attributes
    ----------
    compensable_c : float or None
        Highest air temperature whose heat can leave the body for as long as there is water [degC].
    limit_6h_c, limit_3h_c : float or None
        Highest air temperature that stays within the published limit for 6 and for 3 hours [degC]. ``None`` in these
        three: at this humidity there is none.
    wet_bulb_compensable_c, wet_bulb_6h_c, wet_bulb_3h_c : float or None
        Wet bulb there, by Davies-Jones as published [degC].
    at : HeatBalance or None
        Balance at ``at_temp_c``, if one was asked for: with the clothing or without it, whichever stores more heat.
    """

    profile: ThermalProfile
    compensable_c: float | None
    limit_6h_c: float | None
    limit_3h_c: float | None
    wet_bulb_compensable_c: float | None
    wet_bulb_6h_c: float | None
    wet_bulb_3h_c: float | None
    at_temp_c: float | None
    at: HeatBalance | None
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def heat_person(profile: ThermalProfile) -> HeatPerson:
    """Return a published thermal profile from the tables.

    Raises
    ------
    InputError
        HF-P014, if there is no such profile.
    """
    checked_choice(profile, PROFILES, "profile")
    return HeatPerson(
        profile=profile,
        mass_kg=value(f"health:m_{profile}"),
        area_m2=value(f"health:ad_{profile}"),
        most_wettedness=value(f"health:w_{profile}"),
        most_sweat_l_per_h=value(f"health:S_{profile}"),
    )


def radiant_temperature_c(air_c: float, global_radiation_w_m2: float) -> float:
    """Mean radiant temperature of a person outdoors under the sun [degC].

    Parameters
    ----------
    air_c : float
        Air temperature, and that of what is around [degC].
    global_radiation_w_m2 : float
        Short-wave radiation on a horizontal plane [W/m2], 0 to 1400.

    Raises
    ------
    InputError
        HF-P010, HF-P011 temperature; HF-P017 radiation.

    Notes
    -----
    Tr^4 = Ta^4 + a f G / (eps sigma), with a = 0.7 absorbed, eps = 0.97 and f = 0.31 of the horizontal radiation on an
    average square metre of the body: an assumption that gives 25 K at 900 W/m2 and 45 degC. Hot ground is not in it.
    """
    temp_k = checked_temperature_c(air_c, "air temperature") + ZERO_C_K
    sun = checked_range(global_radiation_w_m2, 0.0, 1400.0, "global radiation", "W/m2")
    absorbed = figure_value(FIGURES, "short_wave_absorptance") * figure_value(FIGURES, "short_wave_share") * sun
    emitted = figure_value(FIGURES, "long_wave_emissivity") * STEFAN_BOLTZMANN_W_PER_M2_K4
    kelvin: float = (temp_k**4 + absorbed / emitted) ** 0.25
    return kelvin - ZERO_C_K


def surroundings_of(
    *, air_speed_m_per_s: float, sun: str | float, clothing: str | tuple[float, float], metabolic_w_per_kg: float
) -> tuple[Surroundings, tuple[str, ...]]:
    """Return what is around a person, checked, and what was assumed of it; arguments as for ``heat_limit``."""
    notes = []
    if isinstance(sun, str):
        checked_choice(sun, ("shade", "sun"), "sun")
        excess = figure_value(FIGURES, "sun_excess") if sun == "sun" else 0.0
        if sun == "sun":
            notes.append(
                f"sun: a mean radiant temperature {excess:g} K above the air, as published for partly cloudy sky;"
                f" a clear sky reaches {figure_value(FIGURES, 'clear_sky_excess'):g} K"
            )
    else:
        excess = checked_range(sun, 0.0, MOST_EXCESS_K, "sun", "K", "give the excess of the radiant temperature")
    if isinstance(clothing, str):
        checked_choice(clothing, ("none", "light"), "clothing")
        light = clothing == "light"
        clo = figure_value(FIGURES, "light_clothing") if light else 0.0
        resistance = figure_value(FIGURES, "light_clothing_vapour") if light else 0.0
    else:
        parts = series_of(clothing)
        if parts is None or len(parts) != 2:
            expected = "none, light, or insulation [clo] and resistance to vapour [m2 kPa/W]"
            raise fault("HF-P014", "clothing", repr(clothing)[:60], expected, "give both numbers, such as (0.36, 0.01)")
        clo = checked_range(parts[0], 0.0, 3.0, "clothing, insulation", "clo")
        resistance = checked_range(parts[1], 0.0, 0.2, "clothing, resistance to vapour", "m2 kPa/W")
    speed = checked_range(air_speed_m_per_s, 0.0, 10.0, "air speed", "m/s", "is km/h meant? 3.6 km/h is 1 m/s")
    made = checked_range(metabolic_w_per_kg, 0.8, 12.0, "heat made", "W/kg", "1.8 W/kg is rest, 3 light activity")
    if made != REST_W_PER_KG:
        notes.append(
            f"the published limits are those of rest, 1.8 W/kg; {made:g} W/kg is a use of the equations beyond"
        )
    if speed != figure_value(FIGURES, "published_air_speed"):
        notes.append(f"the published limits are those of air at 1 m/s; here it moves at {speed:g} m/s")
    around = Surroundings(
        air_speed_m_per_s=speed,
        sun_excess_k=excess,
        clo=clo,
        clothing_m2_kpa_per_w=resistance,
        metabolic_w_per_kg=made,
    )
    return around, tuple(notes)


def balance_of(person: HeatPerson, around: Surroundings, temp_c: float, vapour_kpa: float) -> HeatBalance:
    """Return the heat balance of a person in given air; no input is checked."""
    convection = convection_w_per_m2_k(around.air_speed_m_per_s)
    made = around.metabolic_w_per_kg * person.mass_kg
    radiant = temp_c + around.sun_excess_k
    required = required_evaporation_w(temp_c, radiant, vapour_kpa, convection, around.clo, made, person.area_m2)
    most = most_evaporation_w(vapour_kpa, convection, around.clo, around.clothing_m2_kpa_per_w, person.area_m2)
    stored = stored_heat_w(required, most, person.most_wettedness, person.most_sweat_l_per_h)
    sweat = required_sweat_l_per_h(required, sweat_efficiency(required_wettedness(required, most)))
    return HeatBalance(
        required_w=required,
        possible_w=required - stored,
        stored_w=stored,
        sweat_l_per_h=sweat,
        sweat_limited=sweat > person.most_sweat_l_per_h,
    )


def worse_balance(person: HeatPerson, around: Surroundings, temp_c: float, vapour_kpa: float) -> HeatBalance:
    """Return the heat balance that limits are read from: with the clothing or without it, whichever stores more heat.

    In dry heat the balance lets clothing shield the body. The published work does not let that extend its limits, and
    nor does this. No input is checked.
    """
    clothed = balance_of(person, around, temp_c, vapour_kpa)
    if around.clo == 0.0 and around.clothing_m2_kpa_per_w == 0.0:
        return clothed
    bare = balance_of(person, replace(around, clo=0.0, clothing_m2_kpa_per_w=0.0), temp_c, vapour_kpa)
    return bare if bare.stored_w > clothed.stored_w else clothed


def heat_limit(
    profile: ThermalProfile,
    *,
    rh_percent: float | None = None,
    dew_point_c: float | None = None,
    vapour_pressure_kpa: float | None = None,
    air_speed_m_per_s: float = 1.0,
    sun: Literal["shade", "sun"] | float = "shade",
    clothing: Literal["none", "light"] | tuple[float, float] = "none",
    metabolic_w_per_kg: float = REST_W_PER_KG,
    at_temp_c: float | None = None,
) -> HeatLimit:
    """Find the highest air temperatures that a resting person can bear, by the published limits.

    Parameters
    ----------
    profile : {"young", "old"}
        Adults of 18 to 40, or people of 65 and over.
    rh_percent, dew_point_c, vapour_pressure_kpa : float or None
        Relative humidity [%], dew point [degC] or vapour pressure [kPa]: exactly one. A relative humidity is held while
        the temperature is sought, so hotter air holds more vapour; a dew point or vapour pressure is the same vapour in
        hotter air, which is what an uncooled room does.
    air_speed_m_per_s : float
        Air speed at the body [m/s], 0 to 10. The published limits are those of 1.
    sun : {"shade", "sun"} or float
        Mean radiant temperature above that of the air [K]: 0 in shade, 15 in the sun as published for partly cloudy
        sky; or a number, such as ``radiant_temperature_c(air, radiation) - air``.
    clothing : {"none", "light"} or (float, float)
        Insulation [clo] and resistance to vapour [m2 kPa/W]: light clothing is 0.36 and 0.01. Clothing lowers a limit or
        leaves it: where it would shield from dry heat, the limit without it stands, as in the published work.
    metabolic_w_per_kg : float
        Heat made [W/kg], 0.8 to 12; 1.8 at rest.
    at_temp_c : float or None
        Air temperature to work the heat balance out for [degC].

    Returns
    -------
    HeatLimit
        Temperatures [degC], rounded down to a tenth; ``None`` where at this humidity no air is cool enough.

    Raises
    ------
    InputError
        HF-P010 to HF-P014, HF-P017, HF-P018: temperature, Fahrenheit, humidity, choices, ranges.

    Notes
    -----
    Partitional calorimetry of Vanos et al. 2023 (Nature Communications 14:7653): see ``heat_balance``. Published limits, shade and
    1 m/s, are met to the tenth of a degree they are given in. Steady conditions; air of 25 to 60 degC; beyond that a note says so.
    """
    person = heat_person(profile)
    around, said = surroundings_of(
        air_speed_m_per_s=air_speed_m_per_s, sun=sun, clothing=clothing, metabolic_w_per_kg=metabolic_w_per_kg
    )
    vapour, coldest = _vapour_at(rh_percent, dew_point_c, vapour_pressure_kpa)
    limits = {
        hours: _highest_c(person, around, vapour, coldest, storage_limit_w(hours, person.mass_kg) if hours else 0.0)
        for hours in (0.0, *HOURS)
    }
    at = None
    if at_temp_c is not None:
        temp = checked_temperature_c(at_temp_c, "at_temp_c")
        at = worse_balance(person, around, temp, _vapour_in(temp, vapour, coldest))
    notes = [
        *said,
        *_range_notes(limits.values(), at_temp_c),
        "wet bulb after Davies-Jones, as in the published matrices",
    ]
    return HeatLimit(
        profile=profile,
        compensable_c=limits[0.0],
        limit_6h_c=limits[6.0],
        limit_3h_c=limits[3.0],
        wet_bulb_compensable_c=_wet_bulb(limits[0.0], vapour),
        wet_bulb_6h_c=_wet_bulb(limits[6.0], vapour),
        wet_bulb_3h_c=_wet_bulb(limits[3.0], vapour),
        at_temp_c=at_temp_c,
        at=at,
        grade=grade_of("heat_limit"),
        notes=(*NOT_COVERED, *notes),
        sources=(*(f"health:{name}_{profile}" for name in ("m", "ad", "w", "S")), *SOURCES),
    )


def _vapour_at(rh: float | None, dew: float | None, vapour: float | None) -> tuple[Vapour, float]:
    """Vapour pressure as a function of temperature, and the lowest temperature it can have."""
    one_humidity(rh, dew, vapour, "humidity")
    if rh is not None:
        share = checked_humidity_percent(rh) / 100.0
        return (lambda temp: share * saturation_kpa(temp)), COLDEST_SOUGHT_C
    fixed = vapour_pressure_of(HOTTEST_SOUGHT_C, dew_point_c=dew, vapour_pressure_kpa=vapour)
    coldest = dew_point_c(fixed) if fixed > 0.0 else COLDEST_SOUGHT_C
    return (lambda _: fixed), max(COLDEST_SOUGHT_C, coldest)


def _vapour_in(temp_c: float, vapour: Vapour, coldest_c: float) -> float:
    """Vapour pressure in air of this temperature, which must be able to hold it."""
    if temp_c < coldest_c:
        return vapour_pressure_of(temp_c, vapour_pressure_kpa=vapour(temp_c), where="humidity at at_temp_c")
    return vapour(temp_c)


def _highest_c(
    person: HeatPerson, around: Surroundings, vapour: Vapour, coldest_c: float, allowed_w: float
) -> float | None:
    """Highest temperature whose stored heat is allowed, by halving: stored heat rises with temperature."""

    def allowed(temp_c: float) -> bool:
        return worse_balance(person, around, temp_c, vapour(temp_c)).stored_w <= allowed_w

    low, high = coldest_c, HOTTEST_SOUGHT_C
    if not allowed(low):
        return None
    while high - low > NARROW_K:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if allowed(middle) else (low, middle)
    return math.floor(low * PUBLISHED_STEPS_PER_K + 2.0 * NARROW_K) / PUBLISHED_STEPS_PER_K


def _wet_bulb(limit_c: float | None, vapour: Vapour) -> float | None:
    return None if limit_c is None else wet_bulb_c(limit_c, 100.0 * vapour(limit_c) / saturation_kpa(limit_c))


def _range_notes(limits: Iterable[float | None], at_temp_c: float | None) -> tuple[str, ...]:
    """Say where a limit lies outside the published matrices, or where there is none."""
    low, high = figure_value(FIGURES, "coldest_published"), figure_value(FIGURES, "hottest_published")
    found = tuple(limits)
    notes = []
    if any(limit is None for limit in found):
        notes.append("at this humidity no air temperature keeps within a limit that is given as none")
    if any(limit is not None and not low <= limit <= high for limit in found):
        notes.append(f"extrapolated: the published matrices run from {low:g} to {high:g} degC")
    if at_temp_c is not None and not low <= at_temp_c <= high:
        notes.append(f"extrapolated: the balance at {at_temp_c:g} degC; the matrices run from {low:g} to {high:g} degC")
    return tuple(notes)
