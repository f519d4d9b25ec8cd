"""Commodities: generator fuel, people's use, cooking fuel (specification section 8, C8; section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import NEVER, add, constant, fill, index
from holdfast.lifelines.records import FIRST_COMMODITY, Floats
from holdfast.lifelines.vessels import out_after, take_pool, usable_pool

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant

# Scratch of one stage: rows of HourRows.tmp.
_EVERYDAY, _WANTED = range(2)
ENOUGH = 1.0 - 1e-9  # a share above this is whole but for rounding


class GoodsRows(NamedTuple):
    """Everyday draws on the commodity pools, besides generator fuel, services, bakeries and vehicles."""

    per_person_h: int  # one row a pool
    per_h: int  # one row a pool
    diesel: int  # its pool, -1 where nobody has any
    cooking: int  # count of cooking fuels
    cook_pool: int  # (f,)
    cook_weight: int  # (f,) share of the kitchens that burn it
    cooked: int  # scratch: share of the hour's cooking fuel that was met
    fullest: int  # scratch: the largest share of all cooking fuels


# --- equations ---


def hourly_use(per_person_h: float, per_h: float, persons: float) -> float:
    """Use of a commodity in one hour (C8), spread evenly over the day, in the commodity's own unit."""
    return per_person_h * persons + per_h


def share_met(available: float, wanted: float) -> float:
    """Share of a want that a stock can meet, 0 to 1; 1 where nothing is wanted."""
    share = max(0.0, min(1.0, available / (wanted if wanted > 0.0 else 1.0)))
    return share if wanted > 0.0 else 1.0


def cooking_stopped(k: float, fullest: float) -> float:
    """Time in hour ``k`` at which the last cooking fuel was used up [h], infinite where one lasted the hour."""
    return k + fullest if fullest < ENOUGH else NEVER


# --- rows ---


def cook(weight: float, everyday: Floats, usable: Floats, burnt: Floats, cooked: Floats, fullest: Floats) -> None:
    """Add one cooking fuel to the share of meals that can be cooked; generators draw first."""
    for lane in range(cooked.shape[0]):
        share = share_met(usable[lane] - burnt[lane], everyday[lane])
        cooked[lane] += weight * share
        fullest[lane] = max(fullest[lane], share)


def ask(
    per_person: Floats, per_h: Floats, persons: Floats, usable: Floats, burn: Floats, everyday: Floats, quantity: Floats
) -> None:
    """Note the hour's everyday use of one commodity, and ask its pool for what there is of that and what is burnt."""
    for lane in range(quantity.shape[0]):
        everyday[lane] = hourly_use(per_person[lane], per_h[lane], persons[lane])
        quantity[lane] = min(burn[lane] + everyday[lane], usable[lane])


def mark_out(k: float, usable: Floats, left: Floats, wanted: Floats, threshold: float, times: Floats) -> None:
    """Keep the first time a pool reached its threshold."""
    for lane in range(times.shape[0]):
        times[lane] = min(times[lane], out_after(k, usable[lane], left[lane], wanted[lane], threshold))


def mark_stop(k: float, fullest: Floats, times: Floats) -> None:
    """Keep the first time cooking stopped."""
    for lane in range(times.shape[0]):
        times[lane] = min(times[lane], cooking_stopped(k, fullest[lane]))


# --- stages ---


def draw_commodities(block: Block, plant: Plant) -> None:
    """Draw generator fuel and everyday use from every commodity pool, generators first (step E).

    Leaves what was drawn in ``hour.used`` and what was wanted in ``hour.burn``.
    """
    goods, hour = plant.goods, plant.hour
    everyday, quantity = block[hour.tmp + _EVERYDAY], block[hour.tmp + _WANTED]
    cooked, fullest = block[goods.cooked], block[goods.fullest]
    fill(cooked, 0.0)
    fill(fullest, 0.0)
    for pool in range(FIRST_COMMODITY, hour.pools):
        usable, burn = block[hour.usable + pool], block[hour.burn + pool]
        per_person, per_h = block[goods.per_person_h + pool], block[goods.per_h + pool]
        ask(per_person, per_h, block[plant.people.persons], usable, burn, everyday, quantity)
        for fuel in range(goods.cooking):
            if index(block, goods.cook_pool + fuel) == pool:
                cook(constant(block, goods.cook_weight + fuel), everyday, usable, burn, cooked, fullest)
        add(burn, everyday)
        take_pool(pool, quantity, block[hour.used + pool], block, plant)


def record_stocks(k: int, block: Block, plant: Plant) -> None:
    """Record what every commodity pool still gives, when it ran out, and what could be cooked (step F)."""
    goods, hour, c, m = plant.goods, plant.hour, plant.c, plant.m
    for pool in range(FIRST_COMMODITY, hour.pools):
        place = pool - FIRST_COMMODITY
        left = block[c.stock_commodity + place]
        usable_pool(pool, left, block, plant)
        usable, wanted = block[hour.usable + pool], block[hour.burn + pool]
        threshold = constant(block, plant.limits.stock + pool)
        mark_out(float(k), usable, left, wanted, threshold, block[m.commodity_out + place])
        if pool == plant.goods.diesel:
            mark_out(float(k), usable, left, wanted, threshold, block[m.diesel_out])
    if goods.cooking > 0:
        mark_stop(float(k), block[goods.fullest], block[m.cooking_stops])
