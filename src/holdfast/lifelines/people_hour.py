"""People in the hour loop: sweat, drinking need, water deficit, hours of heat (section 7: P1 to P4, W10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.lifelines.block import NEVER, above_zero, crossing, fill, pick
from holdfast.lifelines.records import DAY_H
from holdfast.lifelines.water_record import sum_of_day
from holdfast.people import (
    DAY_BEGINS_H,
    DAY_ENDS_H,
    HOT_DAY_C,
    HOT_NIGHT_C,
    REFERENCE_MASS_KG,
    beyond_humid_fit,
    beyond_sweat_fit,
    drinking_need_l_per_h,
    figure_value,
    hot_indoors,
    resting_sweat_in_air_l_per_h,
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
    metabolic_l: float  # water of an adult set free by burning food: not to be drunk [L/day]
    balance_needed: int  # state: ring of the need by the heat balance [L per person in the hour], 24 rows
    balance_24h: int  # scratch: its sum
    cooled: float  # 1 where any shelter has air conditioners


# --- rows ---


def air_of_hour(own: Floats, path_kpa: float, vapour: Floats) -> None:
    """Vapour pressure of the hour: the member's own, or that of a file; the other is 0."""
    for lane in range(vapour.shape[0]):
        vapour[lane] = own[lane] + path_kpa


def add_sweat(weight: Floats, start: Floats, end: Floats, vapour: Floats, sweat: Floats) -> None:
    """Add the sweat of those who live in one shelter type, at the mean of its start and end temperature (P1)."""
    for lane in range(sweat.shape[0]):
        sweat[lane] += weight[lane] * resting_sweat_in_air_l_per_h(0.5 * (start[lane] + end[lane]), vapour[lane])


def sweat_outdoors(temp_out: Floats, vapour: Floats, sweat: Floats) -> None:
    """Sweat where nobody has a shelter (P1)."""
    for lane in range(sweat.shape[0]):
        sweat[lane] = resting_sweat_in_air_l_per_h(temp_out[lane], vapour[lane])


def take_the_standard(vapour: Floats, by_standard: Floats, sweat: Floats) -> None:
    """Take the loss of ISO 7933 itself in air more humid than the fits of P1 to it, where it is more."""
    for lane in range(sweat.shape[0]):
        humid = beyond_humid_fit(vapour[lane]) > 0.0
        sweat[lane] = pick(humid, max(sweat[lane], by_standard[lane]), sweat[lane])


def drink(sweat: Floats, factor: Floats, need: Floats) -> None:
    """Drinking need of the hour (W10)."""
    for lane in range(need.shape[0]):
        need[lane] = drinking_need_l_per_h(sweat[lane], factor[lane])


def lack_water(
    sweat: Floats, factor: Floats, persons: Floats, reached_m3: Floats, before: Floats, deficit: Floats
) -> None:
    """Water deficit of a resting adult (P3), whose part of the water that came is that of his need."""
    for lane in range(deficit.shape[0]):
        mouths = persons[lane] * factor[lane]
        share = 1000.0 * reached_m3[lane] / pick(mouths > 0.0, mouths, 1.0)
        before[lane] = deficit[lane]
        deficit[lane] = pick(mouths > 0.0, water_deficit_l(deficit[lane], sweat[lane], share), 0.0)


def mark_deficit(k: float, before: Floats, deficit: Floats, flagged_l: float, times: Floats) -> None:
    """Keep the first time the deficit rose above a quantity."""
    for lane in range(times.shape[0]):
        times[lane] = min(times[lane], crossing(k, before[lane], deficit[lane], flagged_l))


def add_heat(
    weight: Floats,
    start: Floats,
    end: Floats,
    advised_c: float,
    advised: Floats,
    warm: Floats,
    hot: Floats,
    very: Floats,
) -> None:
    """Add an hour of heat for those who live in one place, above each of the thresholds (P4)."""
    for lane in range(weight.shape[0]):
        mean, people = 0.5 * (start[lane] + end[lane]), weight[lane]
        advised[lane] += people * hot_indoors(mean, advised_c)
        warm[lane] += people * hot_indoors(mean, HOT_C[0])
        hot[lane] += people * hot_indoors(mean, HOT_C[1])
        very[lane] += people * hot_indoors(mean, HOT_C[2])


def note_beyond(weight: Floats, start: Floats, end: Floats, vapour: Floats, beyond: Floats) -> None:
    """Note where anybody is in air outside the range of P1 and of its fit in humid air."""
    for lane in range(beyond.shape[0]):
        outside = max(beyond_sweat_fit(0.5 * (start[lane] + end[lane])), beyond_humid_fit(vapour[lane]))
        beyond[lane] = max(beyond[lane], pick(weight[lane] > 0.0, outside, 0.0))


def note_beyond_outdoors(temp_out: Floats, vapour: Floats, beyond: Floats) -> None:
    """Note where the outdoor air is outside the range of P1 and of its fit in humid air, for a site without shelters."""
    for lane in range(beyond.shape[0]):
        beyond[lane] = max(beyond_sweat_fit(temp_out[lane]), beyond_humid_fit(vapour[lane]))


def add_beyond(beyond: Floats, hours: Floats) -> None:
    """Count an hour of extrapolation."""
    for lane in range(hours.shape[0]):
        hours[lane] += beyond[lane]


def add_hotter(temp: Floats, threshold_c: float, hours: Floats) -> None:
    """Count an hour above a temperature."""
    for lane in range(hours.shape[0]):
        hours[lane] += 1.0 if temp[lane] > threshold_c else 0.0


def hold_against(
    k: float,
    each: Floats,
    need: Floats,
    by_balance: Floats,
    factor: Floats,
    total_l: float,
    intake_l: float,
    metabolic_l: float,
    known_h: Floats,
    persons: Floats,
    under_need: Floats,
    under_total: Floats,
    above_intake: Floats,
) -> None:
    """Keep the end of the first hour whose last 24 hours, all known, brought too little, or asked for too much.

    Too much is asked for where both curves say so, less the water that is in burning food.
    """
    for lane in range(each.shape[0]):
        known = (known_h[lane] >= DAY_H) & (persons[lane] > 0.0)
        less = known & (each[lane] < need[lane] * (1.0 - 1e-9))
        under = known & (each[lane] < total_l * (1.0 - 1e-9))
        drunk = min(need[lane], by_balance[lane]) - metabolic_l * factor[lane]
        more = known & (drunk > intake_l * (1.0 + 1e-9))
        under_need[lane] = min(under_need[lane], pick(less, k + 1.0, NEVER))
        under_total[lane] = min(under_total[lane], pick(under, k + 1.0, NEVER))
        above_intake[lane] = min(above_intake[lane], pick(more, k + 1.0, NEVER))


# --- stages ---


def comfort_update(now: Floats, block: Block, plant: Plant) -> None:
    """Work out the air of the hour and the sweat in it by the fits of P1."""
    comfort, shelters, vapour = plant.comfort, plant.shelters, block[plant.heat.vapour_kpa]
    air_of_hour(block[plant.heat.own_vapour_kpa], now[plant.now.vapour_path_kpa], vapour)
    sweat = block[comfort.sweat]
    if shelters.types == 0:
        sweat_outdoors(block[plant.hour.temp_out_c], vapour, sweat)
    else:
        fill(sweat, 0.0)
        for s in range(shelters.types):
            start, end = block[shelters.start_c + s], block[shelters.end_c + s]
            add_sweat(block[shelters.inside + s], start, end, vapour, sweat)
        temp_out = block[plant.hour.temp_out_c]
        add_sweat(block[shelters.outdoors], temp_out, temp_out, vapour, sweat)


def people_update(k: int, clock: int, block: Block, plant: Plant) -> None:
    """Advance need (W10), deficit and doses and record them (steps E and F), after shelters, water and heat."""
    comfort, heat = plant.comfort, plant.heat
    take_the_standard(block[heat.vapour_kpa], block[heat.phs_sweat], block[comfort.sweat])
    drink(block[comfort.sweat], block[plant.people.need_factor], block[comfort.need])
    deficit_update(k, block, plant)
    heat_dose_update(clock, block, plant)


def deficit_update(k: int, block: Block, plant: Plant) -> None:
    """Advance the water deficit (P3) with the water that reached people in the hour."""
    comfort, m = plant.comfort, plant.m
    deficit, before = block[comfort.deficit], block[plant.hour.tmp]
    factor, persons = block[plant.people.need_factor], block[plant.people.persons]
    lack_water(block[comfort.sweat], factor, persons, block[plant.water.reached_m3], before, deficit)
    mark_deficit(float(k), before, deficit, comfort.noted_l, block[m.deficit_2_percent])
    mark_deficit(float(k), before, deficit, comfort.flagged_l, block[m.deficit_5_percent])
    mark_deficit(float(k), before, deficit, comfort.alarm_l, block[m.deficit_10_percent])


def water_against_need(k: int, utc_hour: int, block: Block, plant: Plant) -> None:
    """Hold the water of the last 24 hours against need and survival total, and the need against the survival intake.

    After the service of water and the heat balance: it takes what both know.
    """
    comfort, c, m = plant.comfort, plant.c, plant.m
    factor, total = block[plant.people.need_factor], block[comfort.balance_24h]
    drink(block[plant.heat.balance], factor, block[comfort.balance_needed + utc_hour % DAY_H])
    sum_of_day(comfort.balance_needed, total, block)
    hold_against(
        float(k),
        block[c.water_24h_l_per_person],
        block[c.drinking_need_24h_l_per_person],
        total,
        factor,
        comfort.survival_total_l,
        comfort.survival_intake_l,
        comfort.metabolic_l,
        block[plant.water.known_h],
        block[plant.people.persons],
        block[m.water_under_drinking_need],
        block[m.water_under_survival_total],
        block[m.need_above_survival_intake],
    )


def heat_dose_update(clock: int, block: Block, plant: Plant) -> None:
    """Count hours of heat indoors (P4) and hours in which an equation left its range."""
    comfort, shelters = plant.comfort, plant.shelters
    advised_c = HOT_DAY_C if DAY_BEGINS_H <= clock < DAY_ENDS_H else HOT_NIGHT_C
    beyond, temp_out, vapour = block[plant.hour.tmp], block[plant.hour.temp_out_c], block[plant.heat.vapour_kpa]
    if shelters.types > 0:
        fill(beyond, 0.0)
        for s in range(shelters.types):
            weight, start, end = block[shelters.inside + s], block[shelters.start_c + s], block[shelters.end_c + s]
            dose_of_place(advised_c, weight, start, end, block, plant)
            note_beyond(weight, start, end, vapour, beyond)
        outdoors = block[shelters.outdoors]
        if above_zero(outdoors) > 0:
            dose_of_place(advised_c, outdoors, temp_out, temp_out, block, plant)
            note_beyond(outdoors, temp_out, temp_out, vapour, beyond)
    else:
        note_beyond_outdoors(temp_out, vapour, beyond)
    add_beyond(beyond, block[comfort.flag_hours_sweat])
    if comfort.cooled > 0.0:
        add_hotter(temp_out, COOLING_FIT_TO_C, block[comfort.flag_hours_cooling])


def dose_of_place(advised_c: float, weight: Floats, start: Floats, end: Floats, block: Block, plant: Plant) -> None:
    """Count the hour of heat for those in one place; what WHO advises differs by day and night."""
    hours = plant.comfort.hot_h
    add_heat(weight, start, end, advised_c, block[hours], block[hours + 1], block[hours + 2], block[hours + 3])


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
        metabolic_l=figure_value("water_figures.csv", "metabolic_water"),
        balance_needed=s.room("balance_needed", DAY_H),
        balance_24h=x.room("balance_24h", 1),
        cooled=float(any(shelter.cooling is not None for shelter in site.shelters)),
    )


def _lower_end(norm: str) -> float:
    """Return the lower end of a norm that is a range, in its unit."""
    from holdfast.reference import row  # noqa: PLC0415

    return float(np.min(np.asarray(row(norm).low, dtype=np.float64)))
