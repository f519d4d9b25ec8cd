"""Hours of heat against the limits of people: when each limit is passed, for how long, by whom, and the worst hour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from holdfast.people.air import checked_hours, spread, vapour_by_hour
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, grade_of
from holdfast.people.heat.conditions import checked_choice, checked_range
from holdfast.people.heat.limits import (
    FIGURES,
    HOURS,
    MOST_EXCESS_K,
    NOT_COVERED,
    PROFILES,
    SOURCES,
    Surroundings,
    ThermalProfile,
    heat_person,
    surroundings_of,
    worse_balance,
)
from holdfast.people.inputs import whole
from holdfast.people.kernel.heat_balance import REST_W_PER_KG, storage_limit_w
from holdfast.people.kernel.water_at_rest import DAY_BEGINS_H, DAY_ENDS_H, HOT_DAY_C, HOT_NIGHT_C

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOT_C = (35.0, 40.0, 45.0)  # thresholds of the dose besides that of WHO advice (P4)
Where = Literal["indoors", "outdoors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatDose:
    """Hours above temperatures (P4) [h]."""

    above_who_advice_h: int  # 32 degC from 6 to 18 o'clock, 24 degC in the other hours
    above_35c_h: int
    above_40c_h: int
    above_45c_h: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupHeat:
    """What the hours do to one group.

    Attributes
    ----------
    profile : str
    persons : float or None
        People in the group, if stated.
    first_uncompensable_hour : int or None
        First hour whose heat cannot all leave the body, counted from 0; ``None`` if there is none.
    uncompensable_h, longest_uncompensable_h : int
        Such hours, and the longest run of them [h].
    first_beyond_6h_hour, first_beyond_3h_hour : int or None
        First hour whose conditions, if they lasted, are beyond the published limit for 6 and for 3 hours.
    passed_6h_hour, passed_3h_hour : int or None
        Last hour of the first 6 or 3 consecutive hours whose mean stored heat is beyond the limit of that length: the
        limit itself is passed.
    worst_hour : int
        Hour that stores most heat, or leaves least to spare.
    worst_stored_w : float
        Heat that cannot leave in that hour [W per person]; negative where all can.
    worst_sweat_l_per_h : float
        Sweat the balance asks for in that hour [L/h]; as all here, with the clothing or without it, whichever stores
        more heat.
    sweat_limited_h : int
        Hours that ask for more sweat than the profile can give [h].
    """

    profile: ThermalProfile
    persons: float | None
    first_uncompensable_hour: int | None
    uncompensable_h: int
    longest_uncompensable_h: int
    first_beyond_6h_hour: int | None
    first_beyond_3h_hour: int | None
    passed_6h_hour: int | None
    passed_3h_hour: int | None
    worst_hour: int
    worst_stored_w: float
    worst_sweat_l_per_h: float
    sweat_limited_h: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatExposure:
    """Hours of heat, and what they are to each group.

    Attributes
    ----------
    where : {"indoors", "outdoors"}
    hours : int
        Length of the series [h].
    groups : tuple of GroupHeat
    dose : HeatDose
    hottest_hour : int
    hottest_c : float
    extrapolated_h : int
        Hours hotter than the published matrices [h].
    grade, notes, sources
    """

    where: Where
    hours: int
    groups: tuple[GroupHeat, ...]
    dose: HeatDose
    hottest_hour: int
    hottest_c: float
    extrapolated_h: int
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def heat_dose(temps_c: Sequence[float], *, first_clock_hour: int = 0) -> HeatDose:
    """Count hours above temperatures (P4).

    Parameters
    ----------
    temps_c : sequence of float
        Mean air temperature of each hour [degC].
    first_clock_hour : int
        Local clock hour in which the first one begins, 0 to 23.

    Raises
    ------
    InputError
        HF-P010, HF-P011 temperatures; HF-P016 none; HF-P017 clock.
    """
    temps = checked_hours(temps_c)
    start = _clock(first_clock_hour)
    advised = [HOT_DAY_C if DAY_BEGINS_H <= (start + n) % 24 < DAY_ENDS_H else HOT_NIGHT_C for n in range(len(temps))]
    low, middle, high = (sum(temp > limit for temp in temps) for limit in HOT_C)
    return HeatDose(
        above_who_advice_h=sum(temp > limit for temp, limit in zip(temps, advised, strict=True)),
        above_35c_h=low,
        above_40c_h=middle,
        above_45c_h=high,
    )


def heat_exposure(
    temps_c: Sequence[float],
    *,
    where: Where,
    rh_percent: float | Sequence[float] | None = None,
    dew_point_c: float | Sequence[float] | None = None,
    vapour_pressure_kpa: float | Sequence[float] | None = None,
    persons: Mapping[ThermalProfile, float] | None = None,
    first_clock_hour: int = 0,
    air_speed_m_per_s: float = 1.0,
    sun: Literal["shade", "sun"] | Sequence[float] = "shade",
    clothing: Literal["none", "light"] | tuple[float, float] = "none",
    metabolic_w_per_kg: float = REST_W_PER_KG,
) -> HeatExposure:
    """Hold a series of hours against the published heat limits, group by group.

    Parameters
    ----------
    temps_c : sequence of float
        Mean air temperature where people are, hour by hour [degC]: of the room indoors, not of the weather station.
    where : {"indoors", "outdoors"}
        Where the temperatures are from.
    rh_percent, dew_point_c, vapour_pressure_kpa : float, sequence of float or None
        Relative humidity [%], dew point [degC] or vapour pressure [kPa]: exactly one, for all hours or for each.
        One figure is the vapour of the day: a relative humidity that of the warmest hour of each 24.
    persons : mapping of profile to float, or None
        People of each profile, ``{"young": 2500, "old": 120}``; ``None`` for both profiles without counts.
    first_clock_hour : int
        Local clock hour in which the series begins, 0 to 23; it decides what is day and night.
    air_speed_m_per_s : float
        Air speed [m/s]; the published limits are those of 1. Stiller air heats the body less in dry heat and cools it
        less in damp heat.
    sun : {"shade", "sun"} or sequence of float
        As for ``heat_limit``; a sequence gives the excess of the radiant temperature of each hour [K]. ``"sun"`` counts
        only from 6 to 18 o'clock.
    clothing, metabolic_w_per_kg
        As for ``heat_limit``.

    Returns
    -------
    HeatExposure
        Hours counted from 0, the first of the series.

    Raises
    ------
    InputError
        HF-P010 to HF-P014, HF-P016 to HF-P018.

    Notes
    -----
    Each hour counts as steady, and a body does not carry heat from one hour to the next; a window of 3 or 6 hours takes
    the mean of what its hours store. Crossing says that a limit lies behind; it says nothing about one person.
    """
    checked_choice(where, ("indoors", "outdoors"), "where")
    temps = checked_hours(temps_c)
    vapour = vapour_by_hour(
        temps, rh_percent=rh_percent, dew_point_c=dew_point_c, vapour_pressure_kpa=vapour_pressure_kpa
    )
    around, notes = surroundings_of(
        air_speed_m_per_s=air_speed_m_per_s,
        sun=sun if isinstance(sun, str) else 0.0,
        clothing=clothing,
        metabolic_w_per_kg=metabolic_w_per_kg,
    )
    start = _clock(first_clock_hour)
    settings = _settings(around, len(temps), start, None if isinstance(sun, str) else sun)
    most = figure_value(FIGURES, "hottest_published")
    beyond = sum(temp > most for temp in temps)
    hottest = max(range(len(temps)), key=lambda n: temps[n])
    said = [*NOT_COVERED, *notes, *vapour.notes]
    if where == "outdoors" and sun == "shade":
        said.append("outdoors in the shade: without shade give the sun, which lowers each limit by several degrees")
    if beyond:
        said.append(f"extrapolated: {beyond} hours are hotter than {most:g} degC, where the published matrices end")
    return HeatExposure(
        where=where,
        hours=len(temps),
        groups=tuple(_group(one, count, temps, vapour.kpa, settings) for one, count in _counted(persons)),
        dose=heat_dose(temps, first_clock_hour=start),
        hottest_hour=hottest,
        hottest_c=temps[hottest],
        extrapolated_h=beyond,
        grade=grade_of("heat_limit"),
        notes=tuple(said),
        sources=(
            *(f"health:{name}_{one}" for one in PROFILES for name in ("m", "ad", "w", "S")),
            *SOURCES,
            "N227",
            "N228",
        ),
    )


def _clock(hour: int) -> int:
    return whole(hour, "first_clock_hour", code="HF-P017", low=0, high=23, mend="give the clock hour it begins in")


def _counted(persons: Mapping[ThermalProfile, float] | None) -> tuple[tuple[ThermalProfile, float | None], ...]:
    if persons is None:
        return tuple((one, None) for one in PROFILES)
    checked: list[tuple[ThermalProfile, float | None]] = []
    for profile, count in persons.items():
        checked_choice(profile, PROFILES, "persons, profile")
        checked.append((profile, checked_range(count, 0.0, 1e8, f"persons, {profile}", "persons")))
    return tuple(checked)


def _settings(
    around: Surroundings, hours: int, start: int, excess_k: Sequence[float] | None
) -> tuple[Surroundings, ...]:
    """Return what is around in each hour, with the stated excess, or that of the sun by day."""
    if excess_k is None:
        by_day = [DAY_BEGINS_H <= (start + n) % 24 < DAY_ENDS_H for n in range(hours)]
        excesses: Sequence[float | None] = [around.sun_excess_k if day else 0.0 for day in by_day]
    else:
        excesses = spread(excess_k, hours, "sun")
    return tuple(
        replace(around, sun_excess_k=checked_range(excess, 0.0, MOST_EXCESS_K, f"sun, hour {n}", "K"))
        for n, excess in enumerate(excesses)
    )


def _group(
    profile: ThermalProfile,
    persons: float | None,
    temps: Sequence[float],
    vapours: Sequence[float],
    settings: Sequence[Surroundings],
) -> GroupHeat:
    person = heat_person(profile)
    hours = list(zip(settings, temps, vapours, strict=True))
    balances = [worse_balance(person, around, temp, vapour) for around, temp, vapour in hours]
    stored = [balance.stored_w for balance in balances]
    worst = max(range(len(stored)), key=lambda n: stored[n])
    limit_3h, limit_6h = (storage_limit_w(length, person.mass_kg) for length in HOURS)
    return GroupHeat(
        profile=profile,
        persons=persons,
        first_uncompensable_hour=_first(stored, 0.0, 1),
        uncompensable_h=sum(one > 0.0 for one in stored),
        longest_uncompensable_h=_longest(stored),
        first_beyond_6h_hour=_first(stored, limit_6h, 1),
        first_beyond_3h_hour=_first(stored, limit_3h, 1),
        passed_6h_hour=_first(stored, limit_6h, 6),
        passed_3h_hour=_first(stored, limit_3h, 3),
        worst_hour=worst,
        worst_stored_w=stored[worst],
        worst_sweat_l_per_h=balances[worst].sweat_l_per_h,
        sweat_limited_h=sum(balance.sweat_limited for balance in balances),
    )


def _first(stored: Sequence[float], limit_w: float, window: int) -> int | None:
    """Last hour of the first window whose mean is beyond a limit; cooler hours in it count as nothing stored."""
    held = [max(0.0, one) for one in stored]
    for end in range(window - 1, len(held)):
        if sum(held[end - window + 1 : end + 1]) > limit_w * window:
            return end
    return None


def _longest(stored: Sequence[float]) -> int:
    longest = now = 0
    for one in stored:
        now = now + 1 if one > 0.0 else 0
        longest = max(longest, now)
    return longest
