"""What comes and goes by truck: trips by clock hour, their fuel, and usual deliveries (W8 and S5).

A truck of the site burns fuel of the site: of its trips only the share for which there is fuel at the start of the
hour goes. A truck without ``fuel`` brings its own. Usual deliveries need the gate and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import add, constant, fill, index
from holdfast.lifelines.records import DAY_H, SEWAGE_TANKS, TREATED_WATER
from holdfast.lifelines.vessels import put_pool, take_pool

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant


class SupplyRows(NamedTuple):
    """Trucks in list order, then usual deliveries."""

    trucks: int  # count
    deliveries: int  # count
    passing: int  # state: share of gated trips and deliveries that pass
    carries: int  # (t,) pool that the trips fill or empty
    gated: int  # (t,) 1 where the trips need the gate
    works: int  # (t, 24) 1 in the clock hours in which the truck drives
    fuel_pool: int  # (t,) -1 where the truck brings its own
    volume_m3_per_h: int  # of all trips of a working hour
    fuel_l_per_h: int  # the same
    delivery_pool: int  # (d,)
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
    """Let trucks and usual deliveries arrive, fuel of the trucks first (step A, W8 and S5)."""
    supply = plant.supply
    water = block[supply.water]
    sewage = block[supply.sewage]
    going = block[supply.going]
    fill(water, 0.0)
    fill(sewage, 0.0)
    fill(block[supply.fuel], 0.0)
    for t in range(supply.trucks):
        if constant(block, supply.works + DAY_H * t + clock) > 0.0:
            send(t, block, plant)
            volume = block[supply.volume_m3_per_h + t]
            offered = water if index(block, supply.carries + t) == TREATED_WATER else sewage
            for lane in range(offered.shape[0]):
                offered[lane] += going[lane] * volume[lane]
    deliver(block, plant)
    put_pool(TREATED_WATER, water, block[supply.brought], block, plant)
    take_pool(SEWAGE_TANKS, sewage, block[supply.removed], block, plant)


def send(t: int, block: Block, plant: Plant) -> None:
    """Work out which share of a truck's trips goes in this hour, and draw its fuel."""
    supply = plant.supply
    passing = block[supply.passing]
    going = block[supply.going]
    gated = constant(block, supply.gated + t)
    for lane in range(going.shape[0]):
        going[lane] = share_that_passes(gated, passing[lane])
    if index(block, supply.fuel_pool + t) >= 0:
        fuel = block[supply.fuel_l_per_h + t]
        wanted = block[supply.wanted]
        moved = block[supply.moved]
        for lane in range(going.shape[0]):
            wanted[lane] = going[lane] * fuel[lane]
        take_pool(index(block, supply.fuel_pool + t), wanted, moved, block, plant)
        for lane in range(going.shape[0]):
            going[lane] = share_with_fuel(going[lane], moved[lane], wanted[lane])
        add(block[supply.fuel], moved)


def deliver(block: Block, plant: Plant) -> None:
    """Let usual deliveries through the gate: water and sewage join the trucks, the rest goes to its stores."""
    supply = plant.supply
    passing = block[supply.passing]
    wanted = block[supply.wanted]
    for d in range(supply.deliveries):
        quantity = block[supply.delivery_per_h + d]
        for lane in range(wanted.shape[0]):
            wanted[lane] = passing[lane] * quantity[lane]
        pool = index(block, supply.delivery_pool + d)
        if pool == TREATED_WATER:
            add(block[supply.water], wanted)
        elif pool == SEWAGE_TANKS:
            add(block[supply.sewage], wanted)
        else:
            put_pool(pool, wanted, block[supply.moved], block, plant)
