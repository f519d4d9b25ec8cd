"""The life of generating sets in lanes: repair, service, oil, wear, failure (specification section 2, E11 to E13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.block import above_zero, constant, fill, pick
from holdfast.lifelines.power import due_for_service, hazard

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant

LIVES = 8  # lives drawn for each set; one that has failed oftener goes through them again
LEAST_KIT = 0.5  # half a kit or more is a kit: counts are drawn as numbers


def upkeep(block: Block, plant: Plant) -> None:
    """Mend, service and make ready every set before the hour (step B, E12 and E13).

    A broken set is repaired while there is a kit for it; one set at a time goes into service, in list order, when its
    hours are up and, where oil is counted, the oil is there. ``available`` is the share of the hour a set can run.
    """
    power = plant.power
    busy = block[power.in_service]
    fill(busy, 0.0)
    for g in range(power.sets):
        mend(g, block, plant)
        working, left = block[power.working + g], block[power.service_left_h + g]
        since, oil = block[power.since_service_h + g], block[power.oil_l + g]
        interval, takes = block[power.service_interval_h + g], block[power.service_h + g]
        needed, available = block[power.oil_per_service_l + g], block[power.available + g]
        counted = constant(block, power.oil_counted + g)
        for lane in range(left.shape[0]):
            free = (working[lane] > 0.0) & (left[lane] <= 0.0) & (busy[lane] <= 0.0)
            due = due_for_service(since[lane], interval[lane], oil[lane], counted * needed[lane])
            starts = pick(free, due, 0.0)
            left[lane] += starts * takes[lane]
            oil[lane] -= starts * counted * needed[lane]
            since[lane] *= 1.0 - starts
            down = min(1.0, left[lane])
            busy[lane] = max(busy[lane], down)
            available[lane] = working[lane] * (1.0 - down)
            left[lane] -= down


def mend(g: int, block: Block, plant: Plant) -> None:
    """Carry a repair on by an hour, or begin one where a set is broken and a spare kit is there (E12)."""
    power = plant.power
    working, left = block[power.working + g], block[power.repair_left_h + g]
    destroyed, kits = block[power.destroyed + g], block[power.kits + g]
    begins = block[plant.hour.tmp + 1]
    for lane in range(left.shape[0]):
        whole, ends = destroyed[lane] <= 0.0, (left[lane] > 0.0) & (left[lane] <= 1.0)
        rest = max(0.0, left[lane] - 1.0)
        in_order = pick(ends & whole, 1.0, working[lane])
        left[lane] = rest
        working[lane] = in_order
        begins[lane] = pick((in_order <= 0.0) & whole & (rest <= 0.0) & (kits[lane] >= LEAST_KIT), 1.0, 0.0)
    if above_zero(begins) > 0:
        failures = block[power.failures + g]
        for lane in range(left.shape[0]):
            if begins[lane] > 0.0:
                turn = int(failures[lane]) % LIVES
                left[lane] = block[power.repair_h + g * LIVES + turn, lane]
                kits[lane] = max(0.0, kits[lane] - 1.0)


def wear(block: Block, plant: Plant) -> None:
    """Add the hour's running to every set, and break those whose drawn life is over (E11); gone from the next hour.

    A start after standing still adds the chance of failing to start to the hazard.
    """
    power = plant.power
    for g in range(power.sets):
        ran, run_h = block[power.running + g], block[power.run_h + g]
        since, left = block[power.since_service_h + g], block[power.life_left + g]
        was_on, start = block[power.was_on + g], block[power.start_failure + g]
        mttf, beta = block[power.mttf_h + g], block[power.overdue_factor + g]
        interval = block[power.service_interval_h + g]
        for lane in range(left.shape[0]):
            overdue = max(0.0, since[lane] - interval[lane])
            started = pick((ran[lane] > 0.0) & (was_on[lane] <= 0.0), start[lane], 0.0)
            left[lane] -= hazard(ran[lane], mttf[lane], overdue, beta[lane]) + started
            run_h[lane] += ran[lane]
            since[lane] += ran[lane]
            was_on[lane] = pick(ran[lane] > 0.0, 1.0, 0.0)
        if above_zero(left) < left.shape[0]:
            fail(g, block, plant)


def fail(g: int, block: Block, plant: Plant) -> None:
    """Break a set in the members where its life is over, and draw its next one."""
    power = plant.power
    working, left, failures = block[power.working + g], block[power.life_left + g], block[power.failures + g]
    for lane in range(left.shape[0]):
        if left[lane] <= 0.0:
            working[lane] = 0.0
            failures[lane] += 1.0
            turn = int(failures[lane]) % LIVES
            left[lane] = block[power.life + g * LIVES + turn, lane]
