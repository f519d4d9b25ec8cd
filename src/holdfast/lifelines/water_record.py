"""What water shows of itself (step F): stocks, flows, the last day's water and need, and when it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.block import NEVER, fill, pick, sum_rows
from holdfast.lifelines.records import DAY_H, RAW_WATER, TREATED_WATER, Floats
from holdfast.lifelines.vessels import out_after, usable_pool
from holdfast.lifelines.water import HOURS_PER_DAY, chlorine_days, draw_m3, use_m3

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant

SAFE = 1.0 - 1e-9  # share of the water from which on all of it counts as treated


def record_water(k: int, block: Block, plant: Plant) -> None:
    """Record stocks and flows of water, when the treated water ran out, and when it stopped being treated."""
    water, hour, c = plant.water, plant.hour, plant.c
    lost = block[c.water_lost_m3]
    lost_raw, lost_treated = block[plant.vessels.lost + RAW_WATER], block[plant.vessels.lost + TREATED_WATER]
    usable_pool(RAW_WATER, block[c.raw_water_m3], block, plant)
    left = block[c.treated_water_m3]
    usable_pool(TREATED_WATER, left, block, plant)
    usable = block[hour.usable + TREATED_WATER]
    wanted = block[hour.burn + TREATED_WATER]
    safe = block[water.safe]
    empty, untreated = block[plant.m.treated_water_empty], block[plant.m.water_untreated]
    for lane in range(left.shape[0]):
        lost[lane] = lost_treated[lane] + lost_raw[lane]
        empty[lane] = min(empty[lane], out_after(k, usable[lane], left[lane], wanted[lane], 0.0))
        untreated[lane] = min(untreated[lane], pick(safe[lane] < SAFE, k + safe[lane], NEVER))
    if water.chlorinated > 0:
        record_chlorine(block, plant)


def record_chlorine(block: Block, plant: Plant) -> None:
    """Record how many days the chlorine lasts at the present ration (W9)."""
    water = plant.water
    days = block[plant.c.chlorine_days]
    chlorine = block[water.chlorine_kg]
    dose = block[water.chlorine_g_per_m3]
    leakage = block[water.leakage]
    ration = block[water.ration_l]
    persons = block[plant.people.persons]
    for lane in range(days.shape[0]):
        daily = draw_m3(use_m3(persons[lane], ration[lane], 1.0), leakage[lane])
        days[lane] = chlorine_days(chlorine[lane], dose[lane], daily)


def sum_of_day(first: int, total: Floats, block: Block) -> None:
    """Write the sum of a ring of 24 hourly values, oldest or newest alike."""
    fill(total, 0.0)
    for row in range(first, first + DAY_H, 6):  # six at a time: the sum is read and written once for all of them
        a, b, c, d, e, f = block[row], block[row + 1], block[row + 2], block[row + 3], block[row + 4], block[row + 5]
        for lane in range(total.shape[0]):
            total[lane] += ((a[lane] + b[lane]) + (c[lane] + d[lane])) + (e[lane] + f[lane])


def per_person(total_m3: float, persons: float) -> float:
    """Litres for each person; 0 where nobody is there."""
    return total_m3 * (1000.0 / persons) if persons > 0.0 else 0.0


def short_at(k: float, each_l: float, least_l: float, known_h: float, window_h: float, persons: float) -> float:
    """End of hour ``k`` where the whole window is known and brought each person too little, else infinity [h]."""
    known = known_h >= window_h and persons > 0.0
    return k + 1.0 if known and each_l < least_l * (1.0 - 1e-9) else NEVER


def record_water_service(k: int, utc_hour: int, block: Block, plant: Plant) -> None:
    """Record water, and water and need of the last hours per person; too little over a whole window is the failure.

    Parameters
    ----------
    k, utc_hour : int
        Hour of the run, and absolute hour: the place in the rings.
    block, plant
        The block and its rows; the need of the hour (W10) stands in ``plant.comfort.need``.
    """
    record_water(k, block, plant)
    water, c = plant.water, plant.c
    reached = block[water.reached_m3]
    persons = block[plant.people.persons]
    total = block[water.total]
    day = utc_hour % DAY_H
    need, needed = block[plant.comfort.need], block[water.needed + day]
    by_day, by_window = block[water.delivered_day + day], block[water.delivered + utc_hour % water.window_h]
    for lane in range(reached.shape[0]):
        needed[lane] = need[lane]
        by_day[lane] = reached[lane]
        by_window[lane] = reached[lane]
    sum_of_day(water.needed, block[c.drinking_need_24h_l_per_person], block)
    sum_of_day(water.delivered_day, total, block)
    each = block[c.water_24h_l_per_person]
    for lane in range(each.shape[0]):
        each[lane] = per_person(total[lane], persons[lane])
    known = block[water.known_h]
    for lane in range(known.shape[0]):
        known[lane] += 1.0
    if water.window_h != 24:
        sum_rows(water.delivered, water.window_h, total, block)
    times = block[plant.m.water_under_15_l]
    window = float(water.window_h)
    least = plant.limits.water_l_per_person * window / HOURS_PER_DAY
    for lane in range(times.shape[0]):
        when = short_at(k, per_person(total[lane], persons[lane]), least, known[lane], window, persons[lane])
        times[lane] = min(times[lane], when)
