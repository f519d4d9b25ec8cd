"""Heat limits, core temperature of older people and two more curves of water loss, by the hour.

Beside the sweat that drives the loop (P1, W10) stand two others. That of ISO 7933, which P1 is a fit to, drives the loop in
air more humid than the fit, where it is more. That which the heat balance asks for (health specification, section 5)
drives nothing but the word on the survival intake. Limits and core temperatures are told for every shelter type and for people without a roof: at rest in the
shade, walls as warm as the air, fully watered and healthy. Outdoors a limit is passed where it is in the air of the site
or in that of the published limits, 1 m/s. Humidity is that of the air outside; nothing here says what becomes of anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import NEVER, above_zero, constant, copy, crossing, fill, fill_rows, pick
from holdfast.lifelines.numeric import exp
from holdfast.lifelines.shelter import LEAST_SHARE
from holdfast.people import (
    DAY_BEGINS_H,
    DAY_ENDS_H,
    core_after_hour_c,
    core_drive_c,
    required_rest_l_per_h,
    skin_after_hour_c,
    skin_drive_c,
    stored_at_rest_w,
)

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Floats, Plant

YOUNG, OLD = range(2)
PROFILES = 2
# Rows of a profile: heat made [W], surface [m2], wettable share of the skin, most sweat [L/h], storage of six hours [W].
MADE_W, AREA_M2, WETTABLE, MOST_SWEAT, SIX_HOURS_W = range(5)
PROFILE_ROWS = 5
LIMITS = 2 * PROFILES  # of each profile: not compensable, past the limit of six hours
AGES = 3  # 65, 75 and 85 years
FLAGGED_C, ALARM_C = 38.5, 39.0  # P5; held equal to the table of core temperature by a test
# Temperatures of the packaged table of ISO 7933 (holdfast.people.heat.phs_table), and those it covers (Annex A, both editions); air
# that the core model was fitted to. Here and not imported: what is built is known by the sources of the loop alone.
PHS_FROM_C, PHS_STEP_K, PHS_TEMPS = 15.0, 1.0, 46
PHS_AIR_C = (15.0, 50.0)
CORE_AIR_C = (0.0, 60.0)
# Scratch of one stage: rows of HourRows.tmp.
_MEAN, _WEIGHT, _COUNTS, _HUMID, _STORED = range(5)


class HeatRows(NamedTuple):
    """Rows of people in heat; a place is a shelter type, or outdoors (the last)."""

    places: int  # count
    stated: int  # 1 where a file states the dew point of every hour
    own_vapour_kpa: int  # of the member's dew point; 0 where a file states it
    convection: int  # coefficient of the air at the body [W/m2/K]
    published_w_per_m2_k: float  # the same coefficient of the published limits, at 1 m/s
    profiles: int  # constant, PROFILE_ROWS rows a profile
    person_core: int  # constant, one row an age
    person_skin: int
    rest_area_m2: float  # the adult of the second curve: surface, heat made by day and by night, air
    rest_day_w: float
    rest_night_w: float
    rest_convection: float
    phs: int  # PHS_TEMPS rows: sweat by temperature at the member's own vapour pressure; none where a file states it
    phs_low_kpa: float  # vapour pressures that the edition of ISO 7933 covers; none where it does not cover rest
    phs_high_kpa: float
    limit_h: int  # state, LIMITS rows a place
    core_c: int  # state, one row an age and place
    skin_c: int  # state
    flag_hours_phs: int  # state
    flag_hours_core: int  # state
    vapour_kpa: int  # scratch
    balance: int  # scratch
    phs_sweat: int  # scratch
    warmest: int  # scratch, one row an age
    beyond_phs: int  # scratch
    beyond_core: int  # scratch


# --- equations ---


def saturated_kpa(temp_c: float) -> float:
    """Vapour pressure of saturated air, as ``holdfast.people.saturation_kpa`` but by the loop's own exponential [kPa]."""
    return exp(18.956 - 4030.18 / (temp_c + 235.0)) / 10.0


def humidity_percent(temp_c: float, vapour_kpa: float) -> float:
    """Relative humidity indoors of air with this vapour pressure, 0 to 100 [per cent]."""
    return min(100.0, max(0.0, 100.0 * vapour_kpa / saturated_kpa(temp_c)))


def phs_across(temp_c: float) -> float:
    """Place of a temperature along the table of ISO 7933, held within its ends [1]."""
    return min(max((temp_c - PHS_FROM_C) / PHS_STEP_K, 0.0), PHS_TEMPS - 1.0)


def between(left: float, right: float, share: float) -> float:
    """Value between two points by straight line."""
    return (1.0 - share) * left + share * right


def outside(number: float, low: float, high: float) -> float:
    """Return 1 outside a range, else 0."""
    return 1.0 if number < low or number > high else 0.0


def first_above(k: float, start: float, end: float, threshold: float) -> float:
    """Time of hour ``k`` from which a value is above a threshold at its end [h]; infinite if it is not.

    As ``crossing``, and at the start of the hour for what is above it already: the body of a place people come to.
    """
    already = (start > threshold) & (end > threshold)
    return pick(already, k, crossing(k, start, end, threshold))


# --- rows ---


def mean_air(start: Floats, end: Floats, mean: Floats) -> None:
    """Mean temperature of the hour."""
    for lane in range(mean.shape[0]):
        mean[lane] = 0.5 * (start[lane] + end[lane])


def who_counts(weight: Floats, counts: Floats) -> None:
    """Note the places with enough people to decide."""
    for lane in range(counts.shape[0]):
        counts[lane] = 1.0 if weight[lane] >= LEAST_SHARE else 0.0


def stored_heat(
    mean: Floats,
    vapour: Floats,
    convection: Floats,
    metabolic_w: float,
    area_m2: float,
    wettable: float,
    most_sweat: float,
    stored: Floats,
) -> None:
    """Heat that a body of one profile cannot lose in one place, in the air of the site."""
    for lane in range(stored.shape[0]):
        stored[lane] = stored_at_rest_w(
            mean[lane], vapour[lane], convection[lane], metabolic_w, area_m2, wettable, most_sweat
        )


def stored_heat_in_wind(
    mean: Floats,
    vapour: Floats,
    convection_w_per_m2_k: float,
    metabolic_w: float,
    area_m2: float,
    wettable: float,
    most_sweat: float,
    stored: Floats,
) -> None:
    """Take the heat that is kept in air of this speed where it is more: in dry heat wind heats a body."""
    for lane in range(stored.shape[0]):
        in_wind = stored_at_rest_w(
            mean[lane], vapour[lane], convection_w_per_m2_k, metabolic_w, area_m2, wettable, most_sweat
        )
        stored[lane] = max(stored[lane], in_wind)


def beyond_limits(
    k: float,
    weight: Floats,
    counts: Floats,
    stored: Floats,
    six_hours_w: float,
    lost_h: Floats,
    long_h: Floats,
    lost: Floats,
    long: Floats,
) -> None:
    """Count an hour beyond each limit of a profile where anybody lives, and keep the first where enough do."""
    for lane in range(lost.shape[0]):
        here, decides = weight[lane] > 0.0, counts[lane] > 0.0
        past, far = here & (stored[lane] > 0.0), here & (stored[lane] > six_hours_w)
        lost_h[lane] += pick(past, 1.0, 0.0)
        long_h[lane] += pick(far, 1.0, 0.0)
        lost[lane] = min(lost[lane], pick(past & decides, k, NEVER))
        long[lane] = min(long[lane], pick(far & decides, k, NEVER))


def add_balance_sweat(
    weight: Floats,
    mean: Floats,
    vapour: Floats,
    metabolic_w: float,
    area_m2: float,
    convection_w_per_m2_k: float,
    sweat: Floats,
) -> None:
    """Add the sweat that the heat balance asks of those who live in one place."""
    for lane in range(sweat.shape[0]):
        sweat[lane] += weight[lane] * required_rest_l_per_h(
            mean[lane], vapour[lane], metabolic_w, area_m2, convection_w_per_m2_k
        )


def add_phs_sweat(weight: Floats, mean: Floats, table: Floats, sweat: Floats) -> None:
    """Add the sweat of ISO 7933 of those who live in one place, at each member's own vapour pressure."""
    for lane in range(sweat.shape[0]):
        across = phs_across(mean[lane])
        i = int(min(across, PHS_TEMPS - 2.0))
        sweat[lane] += weight[lane] * between(table[i, lane], table[i + 1, lane], across - i)


def add_phs_stated(weight: Floats, mean: Floats, table: Floats, sweat: Floats) -> None:
    """Add the same at the vapour pressure that a file states for the hour, the same for all members."""
    for lane in range(sweat.shape[0]):
        across = phs_across(mean[lane])
        i = int(min(across, PHS_TEMPS - 2.0))
        sweat[lane] += weight[lane] * between(table[i], table[i + 1], across - i)


def note_outside(
    weight: Floats, mean: Floats, vapour: Floats, low_kpa: float, high_kpa: float, phs: Floats, core: Floats
) -> None:
    """Note where people are in air that this edition of ISO 7933 or the core model does not cover."""
    for lane in range(phs.shape[0]):
        here = 1.0 if weight[lane] > 0.0 else 0.0
        dry = outside(vapour[lane], low_kpa, high_kpa)
        phs[lane] = max(phs[lane], here * max(outside(mean[lane], PHS_AIR_C[0], PHS_AIR_C[1]), dry))
        core[lane] = max(core[lane], here * outside(mean[lane], CORE_AIR_C[0], CORE_AIR_C[1]))


def count_hours(beyond: Floats, hours: Floats) -> None:
    """Count an hour of extrapolation."""
    for lane in range(hours.shape[0]):
        hours[lane] += beyond[lane]


def humid(mean: Floats, vapour: Floats, humidity: Floats) -> None:
    """Relative humidity in one place."""
    for lane in range(humidity.shape[0]):
        humidity[lane] = humidity_percent(mean[lane], vapour[lane])


def warm_body(
    k: float,
    weight: Floats,
    counts: Floats,
    mean: Floats,
    humidity: Floats,
    of_core: float,
    of_skin: float,
    core: Floats,
    skin: Floats,
    warmest: Floats,
    flagged: Floats,
    alarm: Floats,
) -> None:
    """Advance core and skin temperature of one age in one place (P5), whether anybody is there or not.

    An empty place holds the body of its own air: who is driven out of a shelter has been in the heat before. Raises the
    warmest core of all places lived in, and keeps the first times it was above 38.5 and 39 degC where enough live.
    """
    for lane in range(core.shape[0]):
        before, of_body = core[lane], skin[lane]
        core_drive = core_drive_c(of_core, mean[lane], humidity[lane])
        skin_drive = skin_drive_c(of_skin, mean[lane], humidity[lane])
        here, decides = weight[lane] > 0.0, counts[lane] > 0.0
        after = core_after_hour_c(before, of_body, core_drive, skin_drive)
        core[lane] = after
        skin[lane] = skin_after_hour_c(before, of_body, core_drive, skin_drive)
        warmest[lane] = max(warmest[lane], pick(here, after, 0.0))
        flagged[lane] = min(flagged[lane], pick(decides, first_above(k, before, after, FLAGGED_C), NEVER))
        alarm[lane] = min(alarm[lane], pick(decides, first_above(k, before, after, ALARM_C), NEVER))


# --- stages ---


def heat_update(k: int, now: Floats, block: Block, plant: Plant) -> None:
    """Advance what heat does to people in every place and record it (steps E and F), after the shelters."""
    heat = plant.heat
    fill(block[heat.balance], 0.0)
    fill(block[heat.phs_sweat], 0.0)
    fill(block[heat.beyond_phs], 0.0)
    fill(block[heat.beyond_core], 0.0)
    fill_rows(heat.warmest, AGES, 0.0, block)
    for place in range(heat.places):
        weight = block[plant.hour.tmp + _WEIGHT]
        who_is_there(place, block, plant, weight)
        core_temperatures(k, place, block, plant)
        if above_zero(weight) > 0:  # else nobody in any lane: nothing would change
            heat_limits(k, place, block, plant)
            sweat_by_others(now, block, plant)
    count_hours(block[heat.beyond_phs], block[heat.flag_hours_phs])
    count_hours(block[heat.beyond_core], block[heat.flag_hours_core])
    record_limits(block, plant)


def who_is_there(place: int, block: Block, plant: Plant, weight: Floats) -> None:
    """Write the share of the people in a place, and put its air and whether it decides into the scratch rows."""
    shelters, mean = plant.shelters, block[plant.hour.tmp + _MEAN]
    if place < shelters.types:
        copy(block[shelters.inside + place], weight)
        mean_air(block[shelters.start_c + place], block[shelters.end_c + place], mean)
    else:
        copy(block[plant.hour.temp_out_c], mean)
        if shelters.types > 0:
            copy(block[shelters.outdoors], weight)
        else:
            fill(weight, 1.0)
    who_counts(weight, block[plant.hour.tmp + _COUNTS])


def heat_limits(k: int, place: int, block: Block, plant: Plant) -> None:
    """Count the hours beyond the limits of heat in one place, and mark the first."""
    heat, tmp, m = plant.heat, plant.hour.tmp, plant.m
    mean, vapour, stored = block[tmp + _MEAN], block[heat.vapour_kpa], block[tmp + _STORED]
    for profile in range(PROFILES):
        first = heat.profiles + PROFILE_ROWS * profile
        made_w, area_m2 = constant(block, first + MADE_W), constant(block, first + AREA_M2)
        wettable, most_sweat = constant(block, first + WETTABLE), constant(block, first + MOST_SWEAT)
        stored_heat(mean, vapour, block[heat.convection], made_w, area_m2, wettable, most_sweat, stored)
        if place == plant.shelters.types:  # outdoors: never later than by the published limits, those of 1 m/s
            wind = heat.published_w_per_m2_k
            stored_heat_in_wind(mean, vapour, wind, made_w, area_m2, wettable, most_sweat, stored)
        hours = heat.limit_h + LIMITS * place + 2 * profile
        beyond_limits(
            float(k),
            block[tmp + _WEIGHT],
            block[tmp + _COUNTS],
            stored,
            constant(block, first + SIX_HOURS_W),
            block[hours],
            block[hours + 1],
            block[m.heat_not_compensable_young if profile == YOUNG else m.heat_not_compensable_65_plus],
            block[m.heat_past_6_h_limit_young if profile == YOUNG else m.heat_past_6_h_limit_65_plus],
        )


def sweat_by_others(now: Floats, block: Block, plant: Plant) -> None:
    """Add the two curves of water loss beside P1 for those in one place, and note where they are carried on."""
    heat, tmp = plant.heat, plant.hour.tmp
    weight, mean, vapour = block[tmp + _WEIGHT], block[tmp + _MEAN], block[heat.vapour_kpa]
    clock = int(now[plant.now.clock])
    made_w = heat.rest_day_w if DAY_BEGINS_H <= clock < DAY_ENDS_H else heat.rest_night_w
    add_balance_sweat(weight, mean, vapour, made_w, heat.rest_area_m2, heat.rest_convection, block[heat.balance])
    if heat.stated > 0:
        first = plant.now.phs_l_per_h
        add_phs_stated(weight, mean, now[first : first + PHS_TEMPS], block[heat.phs_sweat])
    else:
        add_phs_sweat(weight, mean, block[heat.phs : heat.phs + PHS_TEMPS], block[heat.phs_sweat])
    low, high = heat.phs_low_kpa, heat.phs_high_kpa
    note_outside(weight, mean, vapour, low, high, block[heat.beyond_phs], block[heat.beyond_core])


def core_temperatures(k: int, place: int, block: Block, plant: Plant) -> None:
    """Advance the core temperature of three ages in one place, and mark where it rises through 38.5 and 39 degC."""
    heat, tmp, m = plant.heat, plant.hour.tmp, plant.m
    mean, humidity = block[tmp + _MEAN], block[tmp + _HUMID]
    humid(mean, block[heat.vapour_kpa], humidity)
    for n in range(AGES):
        flagged = m.core_38_5c_at_65 if n == 0 else (m.core_38_5c_at_75 if n == 1 else m.core_38_5c_at_85)
        alarm = m.core_39c_at_65 if n == 0 else (m.core_39c_at_75 if n == 1 else m.core_39c_at_85)
        warm_body(
            float(k),
            block[tmp + _WEIGHT],
            block[tmp + _COUNTS],
            mean,
            humidity,
            constant(block, heat.person_core + n),
            constant(block, heat.person_skin + n),
            block[heat.core_c + AGES * place + n],
            block[heat.skin_c + AGES * place + n],
            block[heat.warmest + n],
            block[flagged],
            block[alarm],
        )


def record_limits(block: Block, plant: Plant) -> None:
    """Record the hours beyond each limit, by shelter type and outdoors."""
    heat, c = plant.heat, plant.c
    for s in range(plant.shelters.types):
        first = heat.limit_h + LIMITS * s
        copy(block[first], block[c.hours_not_compensable_young_shelter + s])
        copy(block[first + 1], block[c.hours_past_6_h_limit_young_shelter + s])
        copy(block[first + 2], block[c.hours_not_compensable_65_plus_shelter + s])
        copy(block[first + 3], block[c.hours_past_6_h_limit_65_plus_shelter + s])
