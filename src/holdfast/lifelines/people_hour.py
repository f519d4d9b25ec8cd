"""People in the hour loop: sweat, drinking need, water deficit, hours of heat (section 7: P1 to P4, W10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.lifelines.block import copy, fill, mark_crossing
from holdfast.lifelines.records import DAY_H
from holdfast.people import (
    DAY_BEGINS_H,
    DAY_ENDS_H,
    HOT_DAY_C,
    HOT_NIGHT_C,
    REFERENCE_MASS_KG,
    beyond_sweat_fit,
    drinking_need_l_per_h,
    hot_indoors,
    resting_sweat_l_per_h,
    water_deficit_l,
)

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.packing import Books, Packer
    from holdfast.lifelines.records import Floats, Plant
    from holdfast.sites import Site

HOT_C = (35.0, 40.0, 45.0)  # thresholds of the dose besides that of WHO advice (P4)
DOSES = 1 + len(HOT_C)
COOLING_FIT_TO_C = 52.0  # upper end of the outdoor temperatures that H9 was fitted to
# Scratch of one stage: rows of HourRows.tmp.
_BEFORE, _ONES, _BEYOND, _MEAN = range(4)


class ComfortRows(NamedTuple):
    """What the hour does to people."""

    sweat: int  # scratch [L/h]
    need: int  # scratch [L per person in the hour]
    deficit: int  # state [L of a resting adult]
    hot_h: int  # state, DOSES rows: hours of heat, mean over the sheltered people
    flag_hours_sweat: int  # state: hours in which P1 was extrapolated
    flag_hours_cooling: int  # state: hours in which H9 was extrapolated
    noted_l: float  # deficits that are events [L]: 2, 5 and 10 per cent
    flagged_l: float
    alarm_l: float
    survival_total_l: float  # lower end of Sphere's basic survival total [L per person and day]
    survival_intake_l: float  # and of its survival intake of drinking water and food
    cooled: float  # 1 where any shelter has air conditioners


# --- rows ---


def add_sweat(weight: Floats, start: Floats, end: Floats, sweat: Floats) -> None:
    """Add the sweat of those who live in one shelter type, at the mean of its start and end temperature (P1)."""
    for lane in range(sweat.shape[0]):
        sweat[lane] += weight[lane] * resting_sweat_l_per_h(0.5 * (start[lane] + end[lane]))


def sweat_outdoors(temp_out: Floats, sweat: Floats) -> None:
    """Sweat where nobody has a shelter (P1)."""
    for lane in range(sweat.shape[0]):
        sweat[lane] = resting_sweat_l_per_h(temp_out[lane])


def drink(sweat: Floats, factor: Floats, need: Floats) -> None:
    """Drinking need of the hour (W10)."""
    for lane in range(need.shape[0]):
        need[lane] = drinking_need_l_per_h(sweat[lane], factor[lane])


def lack_water(sweat: Floats, factor: Floats, persons: Floats, reached_m3: Floats, deficit: Floats) -> None:
    """Water deficit of a resting adult (P3), whose part of the water that came is that of his need."""
    for lane in range(deficit.shape[0]):
        mouths = persons[lane] * factor[lane]
        share = 1000.0 * reached_m3[lane] / (mouths if mouths > 0.0 else 1.0)
        after = water_deficit_l(deficit[lane], sweat[lane], share)
        deficit[lane] = after if mouths > 0.0 else 0.0


def mean_of(start: Floats, end: Floats, mean: Floats) -> None:
    """Mean temperature of the hour."""
    for lane in range(mean.shape[0]):
        mean[lane] = 0.5 * (start[lane] + end[lane])


def add_heat(weight: Floats, mean: Floats, threshold_c: float, hours: Floats) -> None:
    """Add an hour of heat for those who live in one shelter type (P4)."""
    for lane in range(hours.shape[0]):
        hours[lane] += weight[lane] * hot_indoors(mean[lane], threshold_c)


def note_beyond(weight: Floats, mean: Floats, beyond: Floats) -> None:
    """Note where any inhabited shelter type is outside the range of P1."""
    for lane in range(beyond.shape[0]):
        beyond[lane] = max(beyond[lane], beyond_sweat_fit(mean[lane]) if weight[lane] > 0.0 else 0.0)


def note_beyond_outdoors(temp_out: Floats, beyond: Floats) -> None:
    """Note where the outdoor air is outside the range of P1, for a site without shelters."""
    for lane in range(beyond.shape[0]):
        beyond[lane] = beyond_sweat_fit(temp_out[lane])


def add_beyond(beyond: Floats, hours: Floats) -> None:
    """Count an hour of extrapolation."""
    for lane in range(hours.shape[0]):
        hours[lane] += beyond[lane]


def add_hotter(temp: Floats, threshold_c: float, hours: Floats) -> None:
    """Count an hour above a temperature."""
    for lane in range(hours.shape[0]):
        hours[lane] += 1.0 if temp[lane] > threshold_c else 0.0


def mark_less(k: float, each: Floats, least: Floats, known_h: Floats, persons: Floats, times: Floats) -> None:
    """Keep the end of the first hour whose last 24 hours, all known, brought each person less than each needed."""
    for lane in range(times.shape[0]):
        less = known_h[lane] >= DAY_H and persons[lane] > 0.0 and each[lane] < least[lane] * (1.0 - 1e-9)
        times[lane] = min(times[lane], k + 1.0 if less else times[lane])


def mark_more(k: float, each: Floats, most: float, known_h: Floats, persons: Floats, times: Floats) -> None:
    """Keep the end of the first hour whose last 24 hours, all known, asked of each person more than an amount."""
    for lane in range(times.shape[0]):
        more = known_h[lane] >= DAY_H and persons[lane] > 0.0 and each[lane] > most * (1.0 + 1e-9)
        times[lane] = min(times[lane], k + 1.0 if more else times[lane])


# --- stages ---


def comfort_update(block: Block, plant: Plant) -> None:
    """Work out sweat and drinking need of the hour (P1, W10)."""
    comfort, shelters = plant.comfort, plant.shelters
    sweat = block[comfort.sweat]
    if shelters.types == 0:
        sweat_outdoors(block[plant.hour.temp_out_c], sweat)
    else:
        fill(sweat, 0.0)
        for s in range(shelters.types):
            add_sweat(block[shelters.inside + s], block[shelters.start_c + s], block[shelters.end_c + s], sweat)
        temp_out = block[plant.hour.temp_out_c]
        add_sweat(block[shelters.outdoors], temp_out, temp_out, sweat)
    drink(sweat, block[plant.people.need_factor], block[comfort.need])


def people_update(k: int, clock: int, block: Block, plant: Plant) -> None:
    """Advance what the hour does to people and record it (steps E and F), after shelters and water."""
    comfort_update(block, plant)
    deficit_update(k, block, plant)
    heat_dose_update(clock, block, plant)


def deficit_update(k: int, block: Block, plant: Plant) -> None:
    """Advance the water deficit (P3) with the water that reached people in the hour, and record it."""
    comfort, hour = plant.comfort, plant.hour
    deficit, before, ones = block[comfort.deficit], block[hour.tmp + _BEFORE], block[hour.tmp + _ONES]
    copy(deficit, before)
    fill(ones, 1.0)
    lack_water(
        block[comfort.sweat],
        block[plant.people.need_factor],
        block[plant.people.persons],
        block[plant.water.reached_m3],
        deficit,
    )
    mark_crossing(float(k), before, deficit, comfort.noted_l, ones, block[plant.m.deficit_2_percent])
    mark_crossing(float(k), before, deficit, comfort.flagged_l, ones, block[plant.m.deficit_5_percent])
    mark_crossing(float(k), before, deficit, comfort.alarm_l, ones, block[plant.m.deficit_10_percent])
    copy(deficit, block[plant.c.water_deficit_l_per_person])
    copy(block[comfort.sweat], block[plant.c.sweat_l_per_h])


def water_against_need(k: int, block: Block, plant: Plant) -> None:
    """Hold the water of the last 24 hours against need and survival total, and the need against the survival intake.

    After the service of water, which knows both.
    """
    comfort, c, m = plant.comfort, plant.c, plant.m
    each, need, total = block[c.water_24h_l_per_person], block[c.drinking_need_24h_l_per_person], block[plant.hour.tmp]
    known, persons = block[plant.water.known_h], block[plant.people.persons]
    fill(total, comfort.survival_total_l)
    mark_less(float(k), each, need, known, persons, block[m.water_under_drinking_need])
    mark_less(float(k), each, total, known, persons, block[m.water_under_survival_total])
    mark_more(float(k), need, comfort.survival_intake_l, known, persons, block[m.need_above_survival_intake])


def heat_dose_update(clock: int, block: Block, plant: Plant) -> None:
    """Count hours of heat indoors (P4) and hours in which an equation left its range, and record the first."""
    comfort, shelters, hour, c = plant.comfort, plant.shelters, plant.hour, plant.c
    by_day = DAY_BEGINS_H <= clock < DAY_ENDS_H
    advised = HOT_DAY_C if by_day else HOT_NIGHT_C
    beyond = block[hour.tmp + _BEYOND]
    fill(beyond, 0.0)
    mean = block[hour.tmp + _MEAN]
    for s in range(shelters.types):
        weight = block[shelters.inside + s]
        mean_of(block[shelters.start_c + s], block[shelters.end_c + s], mean)
        add_heat(weight, mean, advised, block[comfort.hot_h])
        add_heat(weight, mean, HOT_C[0], block[comfort.hot_h + 1])
        add_heat(weight, mean, HOT_C[1], block[comfort.hot_h + 2])
        add_heat(weight, mean, HOT_C[2], block[comfort.hot_h + 3])
        note_beyond(weight, mean, beyond)
    if shelters.types > 0:
        temp_out, out = block[hour.temp_out_c], block[shelters.outdoors]
        add_heat(out, temp_out, advised, block[comfort.hot_h])
        for n in range(DOSES - 1):
            add_heat(out, temp_out, HOT_C[n], block[comfort.hot_h + 1 + n])
        note_beyond(out, temp_out, beyond)
    else:
        note_beyond_outdoors(block[hour.temp_out_c], beyond)
    add_beyond(beyond, block[comfort.flag_hours_sweat])
    if comfort.cooled > 0.0:
        add_hotter(block[hour.temp_out_c], COOLING_FIT_TO_C, block[comfort.flag_hours_cooling])
    copy(block[comfort.hot_h], block[c.hours_above_32c_day_24c_night])
    copy(block[comfort.hot_h + 1], block[c.hours_above_35c])
    copy(block[comfort.hot_h + 2], block[c.hours_above_40c])
    copy(block[comfort.hot_h + 3], block[c.hours_above_45c])


def build_comfort(site: Site, pack: Packer, books: Books) -> ComfortRows:
    """Give out the rows of what the hour does to people.

    Flags count from the start of a run; deficit and hours of heat go on from one run to the next.
    """
    from holdfast.reference import value  # noqa: PLC0415

    del pack
    s, x = books.s, books.x
    return ComfortRows(
        sweat=x.room("sweat", 1),
        need=x.room("need", 1),
        deficit=s.room("water_deficit", 1),
        hot_h=s.room("hot_h", DOSES),
        flag_hours_sweat=s.room("_flag_hours_sweat", 1),
        flag_hours_cooling=s.room("_flag_hours_cooling", 1),
        noted_l=value("health:d_2") / 100.0 * REFERENCE_MASS_KG,
        flagged_l=value("physics:B_5") * REFERENCE_MASS_KG,
        alarm_l=value("health:d_10") / 100.0 * REFERENCE_MASS_KG,
        survival_total_l=_lower_end("N004"),
        survival_intake_l=_lower_end("N001"),
        cooled=float(any(shelter.cooling is not None for shelter in site.shelters)),
    )


def _lower_end(norm: str) -> float:
    """Return the lower end of a norm that is a range, in its unit."""
    from holdfast.reference import row  # noqa: PLC0415

    return float(np.min(np.asarray(row(norm).low, dtype=np.float64)))
