"""Scheduled events in lanes (step B): each acts at the start of its hour, in the order of the codes.

An event has one row of quantities, a lane for each member; not a number stands for a member it does not concern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.codes import (
    ARRIVE,
    ARRIVE_POOL,
    COOLING_WORKING,
    DESTROY_LIFT,
    DESTROY_PLANT,
    DESTROY_SET,
    DESTROY_SHELTER,
    DESTROY_VESSEL,
    DESTROY_WELL,
    FAIL,
    GRID,
    LOOT,
    LOOT_SHARE,
    MEND,
    PASSING,
    PEOPLE,
    RAIN,
    REMOVE,
    REPAIR,
    SET_LEVEL,
    SPARE_KIT,
    TEAR,
)
from holdfast.lifelines.vessels import (
    concerned,
    destroy_vessel,
    lower_intact,
    mend_vessel,
    put_pool,
    put_vessel,
    set_level_vessel,
    take_share_vessel,
    take_vessel,
    tear_vessel,
)

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Floats, Plant, Schedule

GONE_FROM = 0.5  # share destroyed from which a generator is beyond repair


def apply_events(k: int, cursor: int, last_code: int, block: Block, plant: Plant, schedule: Schedule) -> int:
    """Apply the events of hour ``k`` up to a code and return the place of the next one.

    Parameters
    ----------
    k, cursor : int
        Hour, and place of the first event that has not acted yet.
    last_code : int
        Code up to which events act now, that one included.
    block, plant, schedule : records
        Members, rows and events; states change.
    """
    count = schedule.hour.shape[0]
    while cursor < count and schedule.hour[cursor] == k and schedule.code[cursor] <= last_code:
        apply_event(k, schedule.code[cursor], schedule.target[cursor], block[plant.quantities + cursor], block, plant)
        cursor += 1
    return cursor


def apply_event(k: int, code: int, target: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Apply one event to the members it concerns."""
    if code <= REMOVE:
        move(code, target, quantity, block, plant)
    elif code <= SPARE_KIT:
        switch(code, target, quantity, block, plant)
    else:
        shock(k, code, target, quantity, block, plant)


def move(code: int, target: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Apply an event that moves a stock, or changes what passes the gate."""
    if code == PASSING:
        replace_row(block[plant.supply.passing], quantity)
    elif code == SET_LEVEL:
        set_level_vessel(target, quantity, block, plant)
    elif code == ARRIVE:
        put_vessel(target, quantity, block, plant)
    elif code == ARRIVE_POOL:
        arriving = block[plant.hour.tmp]
        for lane in range(arriving.shape[0]):
            arriving[lane] = concerned(quantity[lane], 0.0)
        put_pool(target, arriving, block[plant.hour.tmp + 1], block, plant)
    elif code == REMOVE:
        take_vessel(target, quantity, block, plant)


def switch(code: int, target: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Apply an event that changes what works, who is there, or what a set can be repaired with."""
    if code == FAIL:
        fail_set(target, quantity, block, plant)
    elif code == REPAIR:
        repair_set(target, quantity, block, plant)
    elif code == COOLING_WORKING:
        replace_row(block[plant.shelters.cooling_working + target], quantity)
    elif code == GRID:
        replace_row(block[plant.power.grid_override + target], quantity)
    elif code == PEOPLE:
        replace_row(block[plant.people.persons], quantity)
    elif code == RAIN:
        add_row(block[plant.weather.rain_mm], quantity)
    elif code == SPARE_KIT:
        add_row(block[plant.power.kits + target], quantity)


def shock(k: int, code: int, target: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Apply an event that takes capacity or stock away, or mends a vessel."""
    if code == MEND:
        mend_vessel(target, quantity, block, plant)
    elif code == TEAR:
        tear_vessel(k + 0.0, target, quantity, block, plant)
    elif code == LOOT:
        take_vessel(target, quantity, block, plant)
    elif code == LOOT_SHARE:
        take_share_vessel(target, quantity, block, plant)
    else:
        destroy(k, code, target, quantity, block, plant)


def destroy(k: int, code: int, target: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Apply an event that destroys a share of an asset."""
    if code == DESTROY_VESSEL:
        destroy_vessel(k + 0.0, target, quantity, block, plant)
    elif code == DESTROY_SET:
        destroy_set(target, quantity, block, plant)
    elif code == DESTROY_WELL:
        lower_intact(block[plant.water.well_intact + target], quantity)
    elif code == DESTROY_PLANT:
        lower_intact(block[plant.water.plant_intact + target], quantity)
    elif code == DESTROY_LIFT:
        lower_intact(block[plant.sewage.lift_intact + target], quantity)
    elif code == DESTROY_SHELTER:
        lower_intact(block[plant.shelters.standing + target], quantity)


def replace_row(row: Floats, quantity: Floats) -> None:
    """Set a row to the quantities of an event, where it concerns the member."""
    for lane in range(row.shape[0]):
        row[lane] = concerned(quantity[lane], row[lane])


def add_row(row: Floats, quantity: Floats) -> None:
    """Add the quantities of an event to a row, where it concerns the member."""
    for lane in range(row.shape[0]):
        row[lane] += concerned(quantity[lane], 0.0)


def fail_set(g: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Stop a generator; a repair that was under way is lost."""
    working, left = block[plant.power.working + g], block[plant.power.repair_left_h + g]
    for lane in range(working.shape[0]):
        other = concerned(quantity[lane], -1.0) < 0.0
        working[lane] = working[lane] if other else 0.0
        left[lane] = left[lane] if other else 0.0


def repair_set(g: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Put a generator in order at once, unless it was destroyed."""
    working, left = block[plant.power.working + g], block[plant.power.repair_left_h + g]
    destroyed = block[plant.power.destroyed + g]
    for lane in range(working.shape[0]):
        other = concerned(quantity[lane], -1.0) < 0.0 or destroyed[lane] > 0.0
        working[lane] = working[lane] if other else 1.0
        left[lane] = left[lane] if other else 0.0


def destroy_set(g: int, share: Floats, block: Block, plant: Plant) -> None:
    """Put a generator beyond repair, where half of it or more is destroyed."""
    working, left = block[plant.power.working + g], block[plant.power.repair_left_h + g]
    destroyed = block[plant.power.destroyed + g]
    for lane in range(working.shape[0]):
        gone = concerned(share[lane], 0.0) >= GONE_FROM
        working[lane] = 0.0 if gone else working[lane]
        left[lane] = 0.0 if gone else left[lane]
        destroyed[lane] = 1.0 if gone else destroyed[lane]
