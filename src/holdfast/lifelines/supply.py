"""What comes and goes by truck: trips by clock hour, their fuel, and usual deliveries (W8 and S5).

A truck of the site burns fuel of the site: of its trips only the share for which there is fuel at the start of the
hour goes. A truck without ``fuel`` brings its own. Usual deliveries need the gate and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import add, copy, fill
from holdfast.lifelines.records import SEWAGE_TANKS, TREATED_WATER, Floats, Integers
from holdfast.lifelines.vessels import put_pool, take_pool

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant


class SupplyRows(NamedTuple):
    """Trucks in list order, then usual deliveries."""

    trucks: int  # count
    deliveries: int  # count
    passing: int  # state: share of gated trips and deliveries that pass
    carries: Integers  # (t,) pool that the trips fill or empty
    gated: Floats  # (t,) 1 where the trips need the gate
    works: Floats  # (t, 24) 1 in the clock hours in which the truck drives
    fuel_pool: Integers  # (t,) -1 where the truck brings its own
    volume_m3_per_h: int  # of all trips of a working hour
    fuel_l_per_h: int  # the same
    delivery_pool: Integers  # (d,)
    delivery_per_h: int
    water: int  # scratch: offered
    sewage: int  # scratch: asked for
    brought: int  # scratch: what the tanks took
    removed: int  # scratch: what the tanks gave
    fuel: int  # scratch: fuel the trucks drew
    going: int  # scratch: share of the trips that goes
    wanted: int  # scratch
    moved: int  # scratch


def share_that_passes(gated: float, passing: float) -> float:
    """Share of a truck's trips that pass (W8): all of them where they need no gate."""
    return passing if gated > 0.0 else 1.0


def share_with_fuel(going: float, fuel_l: float, wanted_l: float) -> float:
    """Share of the trips that goes, after fuel (W8): as far as what was drawn covers what they burn."""
    return going * (fuel_l / wanted_l) if wanted_l > 0.0 else going


def arrivals(clock: int, block: Block, plant: Plant) -> None:
    """Let trucks and usual deliveries arrive, fuel of the trucks first, and record them (step A, W8 and S5)."""
    supply = plant.supply
    water = block.x[supply.water]
    sewage = block.x[supply.sewage]
    going = block.x[supply.going]
    fill(water, 0.0)
    fill(sewage, 0.0)
    fill(block.x[supply.fuel], 0.0)
    for t in range(supply.trucks):
        if supply.works[t, clock] > 0.0:
            send(t, block, plant)
            volume = block.p[supply.volume_m3_per_h + t]
            offered = water if supply.carries[t] == TREATED_WATER else sewage
            for lane in range(offered.shape[0]):
                offered[lane] += going[lane] * volume[lane]
    deliver(block, plant)
    put_pool(TREATED_WATER, water, block.x[supply.brought], block, plant)
    take_pool(SEWAGE_TANKS, sewage, block.x[supply.removed], block, plant)
    record_supply(block, plant)


def send(t: int, block: Block, plant: Plant) -> None:
    """Work out which share of a truck's trips goes in this hour, and draw its fuel."""
    supply = plant.supply
    passing = block.s[supply.passing]
    going = block.x[supply.going]
    gated = supply.gated[t]
    for lane in range(going.shape[0]):
        going[lane] = share_that_passes(gated, passing[lane])
    if supply.fuel_pool[t] >= 0:
        fuel = block.p[supply.fuel_l_per_h + t]
        wanted = block.x[supply.wanted]
        moved = block.x[supply.moved]
        for lane in range(going.shape[0]):
            wanted[lane] = going[lane] * fuel[lane]
        take_pool(supply.fuel_pool[t], wanted, moved, block, plant)
        for lane in range(going.shape[0]):
            going[lane] = share_with_fuel(going[lane], moved[lane], wanted[lane])
        add(block.x[supply.fuel], moved)


def deliver(block: Block, plant: Plant) -> None:
    """Let usual deliveries through the gate: water and sewage join the trucks, the rest goes to its stores."""
    supply = plant.supply
    passing = block.s[supply.passing]
    wanted = block.x[supply.wanted]
    for d in range(supply.deliveries):
        quantity = block.p[supply.delivery_per_h + d]
        for lane in range(wanted.shape[0]):
            wanted[lane] = passing[lane] * quantity[lane]
        pool = supply.delivery_pool[d]
        if pool == TREATED_WATER:
            add(block.x[supply.water], wanted)
        elif pool == SEWAGE_TANKS:
            add(block.x[supply.sewage], wanted)
        else:
            put_pool(pool, wanted, block.x[supply.moved], block, plant)


def record_supply(block: Block, plant: Plant) -> None:
    """Record what trucks and deliveries moved."""
    supply = plant.supply
    copy(block.x[supply.brought], block.y[plant.c.water_trucked_m3])
    copy(block.x[supply.removed], block.y[plant.c.desludged_m3])
    copy(block.x[supply.fuel], block.y[plant.c.truck_fuel_l])
    copy(block.s[supply.passing], block.y[plant.c.passing_fraction])
