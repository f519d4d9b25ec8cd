"""Sewage: what returns, what is lifted, where it spills (specification section 4).

S1 to S6 and S8. Rain that falls on roofs and lanes draining to the sewer joins the inflow, and so does the brine of
purification where it is plumbed so (S6). Holding tanks give nothing to the ground, so the sludge of S7 is part of what
they hold and needs no account of its own. Less water makes less sewage (S8) through S1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import NEVER, add, copy, fill, mark_row
from holdfast.lifelines.records import SEWAGE, SEWAGE_TANKS, WATER, Floats
from holdfast.lifelines.vessels import free_pool, put_pool, tear_full, usable_pool

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant


class SewageRows(NamedTuple):
    """Return flow, rain, lifts and wet wells: counts, parameters, states and scratch."""

    lifts: int  # count
    tanks: int  # number of holding tanks; without any, what is lifted leaves the site
    rained_on: int  # 1 where rain runs in
    brine: int  # 1 where the brine of purification runs in
    return_fraction: int
    excreta_l: int  # per person and day
    catchment_m2: int
    runoff_fraction: int
    lift_m3_per_h: int
    lift_kwh_per_m3: int
    wet_well_capacity_m3: int  # of all lifts together
    lift_intact: int  # state: share of each lift that works
    wet_well_m3: int  # state
    made_m3: int  # state, sum over the run
    placed_m3: int  # state, sum over the run: into tanks or off the site
    spilled_tank_m3: int  # state, sum over the run
    spilled_well_m3: int  # state, sum over the run
    inflow_m3: int  # scratch
    rain_m3: int  # scratch
    brine_m3: int  # scratch
    lifted_m3: int  # scratch
    rate_m3: int  # scratch
    tank_spill_h: int  # scratch
    well_spill_h: int  # scratch
    part: int  # scratch
    free_m3: int  # scratch


# --- equations ---


def sewage_inflow_m3(return_fraction: float, delivered_m3: float, persons: float, excreta_l: float) -> float:
    """Sewage made in one hour (S1) [m3]: the share of water that returns, and excreta [L per person and day]."""
    return return_fraction * delivered_m3 + persons * excreta_l / 24000.0


def rain_inflow_m3(rain_mm: float, catchment_m2: float, runoff_fraction: float) -> float:
    """Rain that runs into the sewer in one hour [m3]: 1 mm on 1 m2 is a litre, of which a share runs off."""
    return rain_mm * catchment_m2 * runoff_fraction / 1000.0


def brine_m3(feed_m3: float, produced_m3: float) -> float:
    """Brine that purification leaves (S6) [m3]: q_p (1 - r)/r, the feed less the product."""
    return max(0.0, feed_m3 - produced_m3)


def lifted_m3(pool_m3: float, fraction: float, rate_m3: float) -> float:
    """Sewage lifted in the hour (S2) [m3]: what is there, as far as the powered pumps can move it."""
    return min(pool_m3, fraction * rate_m3)


def over_m3(volume_m3: float, room_m3: float) -> float:
    """Part of a volume for which there is no room (S3, S4) [m3]."""
    return max(0.0, volume_m3 - room_m3)


def overflow_at(k: float, volume_m3: float, free_m3: float) -> float:
    """Moment at which an even inflow has filled the free volume in hour ``k`` [h], or infinity (S4)."""
    share = free_m3 / (volume_m3 if volume_m3 > free_m3 else 1.0)
    return k + share if volume_m3 > free_m3 else NEVER


# --- step C ---


def sewage_targets(block: Block, plant: Plant) -> None:
    """Add the power the lifts want in this hour (step C, S2): for the sewage expected and what stands in the wells."""
    sewage = plant.sewage
    note_rain(block, plant)
    if sewage.lifts == 0:
        return
    left = block[sewage.inflow_m3]
    inflow_of(block[plant.water.use_m3], left, block, plant)
    if sewage.brine > 0:
        feed, made = block[plant.water.feed_m3], block[plant.water.produce_m3]
        for lane in range(left.shape[0]):
            left[lane] += brine_m3(feed[lane], made[lane])
    add(left, block[sewage.wet_well_m3])
    note_lift_power(left, block, plant)


def note_rain(block: Block, plant: Plant) -> None:
    """Note the rain that runs in, of the weather and of the hour's events."""
    sewage = plant.sewage
    rain = block[sewage.rain_m3]
    if sewage.rained_on == 0:
        fill(rain, 0.0)
        return
    fallen = block[plant.weather.rain_mm]
    catchment = block[sewage.catchment_m2]
    runoff = block[sewage.runoff_fraction]
    for lane in range(rain.shape[0]):
        rain[lane] = rain_inflow_m3(fallen[lane], catchment[lane], runoff[lane])


def inflow_of(water_m3: Floats, inflow: Floats, block: Block, plant: Plant) -> None:
    """Write the sewage that a volume of used water makes, with excreta and rain (S1)."""
    sewage = plant.sewage
    returned = block[sewage.return_fraction]
    excreta = block[sewage.excreta_l]
    persons, rain = block[plant.people.persons], block[sewage.rain_m3]
    for lane in range(inflow.shape[0]):
        inflow[lane] = sewage_inflow_m3(returned[lane], water_m3[lane], persons[lane], excreta[lane]) + rain[lane]


def note_lift_power(left: Floats, block: Block, plant: Plant) -> None:
    """Add the power to lift a volume (S2), the lifts taken in list order up to their rates; uses the volume up."""
    sewage = plant.sewage
    demand = block[plant.hour.demand_kw + SEWAGE]
    for lift in range(sewage.lifts):
        rate = block[sewage.lift_m3_per_h + lift]
        energy = block[sewage.lift_kwh_per_m3 + lift]
        intact = block[sewage.lift_intact + lift]
        for lane in range(left.shape[0]):
            part = min(rate[lane] * intact[lane], left[lane])
            left[lane] -= part
            demand[lane] += energy[lane] * part


# --- step E ---


def sewage_update(k: int, block: Block, plant: Plant) -> None:
    """Lift the hour's sewage and fill the tanks (step E, S1 to S4 and S6); tear what is then too full; record.

    Without lifts it runs to the tanks by itself; without tanks, what is lifted leaves the site by a sewer.
    """
    sewage = plant.sewage
    inflow = block[sewage.inflow_m3]
    used = block[sewage.part]
    reached, service = block[plant.water.reached_m3], block[plant.services.water_m3]
    for lane in range(used.shape[0]):
        used[lane] = reached[lane] + service[lane]
    inflow_of(used, inflow, block, plant)
    if sewage.brine > 0:
        led_in = block[sewage.brine_m3]
        feed, made = block[plant.water.feed_m3], block[plant.water.produce_m3]
        powered = block[plant.hour.fraction + WATER]
        for lane in range(led_in.shape[0]):
            led_in[lane] = powered[lane] * brine_m3(feed[lane], made[lane])
        add(inflow, led_in)
    add(block[sewage.made_m3], inflow)
    lift(k, block, plant)
    place(k, block, plant)
    tear_full(k + 1.0, block, plant)
    record_sewage(k, block, plant)


def lift(k: int, block: Block, plant: Plant) -> None:
    """Lift what the power allows out of the wet wells; what they cannot hold spills at the end of the hour (S2, S3)."""
    sewage = plant.sewage
    inflow = block[sewage.inflow_m3]
    lifted = block[sewage.lifted_m3]
    well_spill = block[sewage.well_spill_h]
    if sewage.lifts == 0:
        fill(well_spill, NEVER)
        copy(inflow, lifted)
        return
    well = block[sewage.wet_well_m3]
    rate = block[sewage.rate_m3]
    fill(rate, 0.0)
    for n in range(sewage.lifts):
        most, intact = block[sewage.lift_m3_per_h + n], block[sewage.lift_intact + n]
        for lane in range(rate.shape[0]):
            rate[lane] += most[lane] * intact[lane]
    powered = block[plant.hour.fraction + SEWAGE]
    capacity, spilled = block[sewage.wet_well_capacity_m3], block[sewage.spilled_well_m3]
    for lane in range(lifted.shape[0]):
        up = lifted_m3(well[lane] + inflow[lane], powered[lane], rate[lane])
        rest = well[lane] + inflow[lane] - up
        over = over_m3(rest, capacity[lane])
        lifted[lane] = up
        well[lane] = min(rest, capacity[lane])
        spilled[lane] += over
        well_spill[lane] = k + 1.0 if over > 0.0 else NEVER


def place(k: int, block: Block, plant: Plant) -> None:
    """Fill the holding tanks with what was lifted; what they cannot hold spills (S4)."""
    sewage = plant.sewage
    lifted = block[sewage.lifted_m3]
    tank_spill = block[sewage.tank_spill_h]
    if sewage.tanks == 0:
        fill(tank_spill, NEVER)
        add(block[sewage.placed_m3], lifted)
        return
    free = block[sewage.free_m3]
    part = block[sewage.part]
    spilled = block[sewage.spilled_tank_m3]
    free_pool(SEWAGE_TANKS, free, block, plant)
    for lane in range(spilled.shape[0]):
        spilled[lane] += over_m3(lifted[lane], free[lane])
        tank_spill[lane] = overflow_at(k, lifted[lane], free[lane])
        part[lane] = min(lifted[lane], free[lane])
    put_pool(SEWAGE_TANKS, part, free, block, plant)
    add(block[sewage.placed_m3], free)


# --- step F ---


def record_sewage(k: int, block: Block, plant: Plant) -> None:
    """Record stocks, flows and spills: from tanks within the hour, from wet wells at its end; the first is the failure.

    What a torn or destroyed tank let go lies on the ground like any spill.
    """
    sewage, c, m = plant.sewage, plant.c, plant.m
    usable_pool(SEWAGE_TANKS, block[c.sewage_tank_m3], block, plant)
    ground, from_tanks, from_wells = (
        block[c.sewage_spilled_m3],
        block[sewage.spilled_tank_m3],
        block[sewage.spilled_well_m3],
    )
    lost = block[plant.vessels.lost + SEWAGE_TANKS]
    tank_h, well_h = block[sewage.tank_spill_h], block[sewage.well_spill_h]
    overflow, spill = block[m.sewage_tank_overflow], block[m.wet_well_spill]
    for lane in range(ground.shape[0]):
        ground[lane] = from_tanks[lane] + from_wells[lane] + lost[lane]
        overflow[lane] = min(overflow[lane], tank_h[lane])
        spill[lane] = min(spill[lane], well_h[lane])
    threshold = plant.limits.spilled_m3
    first = block[m.sewage_spill]
    if threshold > 0.0:
        for lane in range(first.shape[0]):
            when = k + 1.0 if ground[lane] > threshold else NEVER
            first[lane] = min(first[lane], when)
        return
    mark_row(first, tank_h)
    mark_row(first, well_h)
    if sewage.tanks > 0:
        mark_row(first, block[m.sewage_tank_torn])
