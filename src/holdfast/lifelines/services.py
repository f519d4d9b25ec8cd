"""Whatever needs several things at once: bakeries, services, vehicles (specification sections 8, C7, and 9).

Each runs at the smallest share that any of its inputs allows and draws all its inputs at that share (Leontief), so it
closes when its first input fails, whatever the input is. What is short is divided between those that could still use
it, in proportion to what each asks for: the order of the lists decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import NEVER, add, constant, copy, fill, index, pick
from holdfast.lifelines.records import DAY_H, KITCHEN, TREATED_WATER, WATER, Floats
from holdfast.lifelines.stocks import ENOUGH, share_met
from holdfast.lifelines.vessels import take_pool

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant

NO_LIMIT = -1.0
# Scratch of one stage: rows of HourRows.tmp.
_AVAILABLE, _GRANT, _MOVED, _WANTED, _MADE, _REST, _LEAST = range(7)


class ServiceRows(NamedTuple):
    """Bakeries, then services, kinds of vehicles and dialysis: their inputs, one row a consumer unless it says otherwise."""

    consumers: int  # count
    bakeries: int  # count
    services: int  # count
    first: int  # (consumers + 1,) first input of each
    commodities: int  # (consumers,) number of inputs that are commodities; treated water stands after them
    pool: int  # (inputs,)
    drawn_pools: int  # count
    drawn_from: int  # (pools that any of them draws on,)
    shift: int  # (consumers, 24) part of a day's quantities that falls in a clock hour
    power: int  # (consumers,) load class whose served share it needs, -1 none
    per_day: int  # one row an input: quantity of a day
    made_per_day: int  # bread of a bakery [kg], fuel of vehicles [L], nothing for a service
    kwh_per_day: int  # electricity of a bakery
    water_kwh_per_day: int  # electricity that brings the water of a service
    gravity: int  # one row: 1 where water comes without power
    closed_by: int  # state: input that held it back when it closed, -1 while it has not
    share: int  # scratch
    limit: int  # scratch: input that holds it back in this hour, -1 none
    claim: int  # scratch, one row a pool
    draw: int  # scratch, one row a pool
    water_m3: int  # scratch: water that services had in the hour


# --- equations ---


def least_share(share: float, available: float, wanted: float) -> float:
    """Share at which a service can run after one more input (Leontief): the smallest of all inputs counts."""
    return min(share, share_met(available, wanted))


def limiting(limit: float, number: float, share: float, own: float) -> float:
    """Input that holds a service back, after one more: its number where it allows less than those before."""
    return number if own < min(share, ENOUGH) else limit


def piped_share(fraction: float, gravity: float) -> float:
    """Share of the hour in which the network brings water: all of it where none of it needs power (W6)."""
    return max(fraction, gravity)


def closed_at(k: float, share: float, threshold: float) -> float:
    """End of an hour in which a service reached no more than a threshold [h], infinite where it reached more."""
    return k + 1.0 if share <= threshold else NEVER


# --- rows ---


def begin_shares(fraction: Floats, number: float, share: Floats, limit: Floats) -> None:
    """Begin with the served share of the load class a service needs."""
    for lane in range(share.shape[0]):
        share[lane] = fraction[lane]
        limit[lane] = limiting(NO_LIMIT, number, 1.0, fraction[lane])


def hold_back(part: float, available: Floats, per_day: Floats, share: Floats) -> None:
    """Lower the share of a service to what one input alone would allow."""
    for lane in range(share.shape[0]):
        share[lane] = least_share(share[lane], available[lane], part * per_day[lane])


def hold_back_dry(number: float, fraction: Floats, gravity: Floats, share: Floats, limit: Floats) -> None:
    """Lower the share of a service to that of the hour in which the network brings water."""
    for lane in range(share.shape[0]):
        own = piped_share(fraction[lane], gravity[lane])
        limit[lane] = limiting(limit[lane], number, share[lane], own)
        share[lane] = min(share[lane], own)


def still_there(usable: Floats, used: Floats, available: Floats) -> None:
    """Write what is left in a pool after this hour's earlier draws; what came in since is for the next."""
    for lane in range(available.shape[0]):
        available[lane] = max(0.0, usable[lane] - used[lane])


def claim_input(part: float, share: Floats, per_day: Floats, claim: Floats) -> None:
    """Add what a service could use of an input to what is asked of its pool."""
    for lane in range(claim.shape[0]):
        claim[lane] += share[lane] * (part * per_day[lane])


def grant_claims(usable: Floats, used: Floats, claim: Floats) -> None:
    """Turn what is asked of a pool into the share of it that the pool grants."""
    for lane in range(claim.shape[0]):
        claim[lane] = share_met(max(0.0, usable[lane] - used[lane]), claim[lane])


def hold_back_granted(number: float, granted: Floats, grant: Floats, limit: Floats) -> None:
    """Lower what all pools grant a service to what one of them does."""
    for lane in range(grant.shape[0]):
        limit[lane] = limiting(limit[lane], number, grant[lane], granted[lane])
        grant[lane] = min(grant[lane], granted[lane])


def take_granted(rest: Floats, granted: Floats, least: Floats) -> None:
    """Lower a share to the granted part of what was asked of one pool."""
    for lane in range(least.shape[0]):
        least[lane] = min(least[lane], rest[lane] * granted[lane])


def add_scaled(row: Floats, factor: float, part: Floats, share: Floats) -> None:
    """Add a share of a quantity."""
    for lane in range(row.shape[0]):
        row[lane] += factor * part[lane] * share[lane]


def add_part(part: float, whole: Floats, row: Floats) -> None:
    """Add a part of a quantity."""
    for lane in range(row.shape[0]):
        row[lane] += part * whole[lane]


def ratio(part: Floats, whole: Floats, share: Floats) -> None:
    """Share of a whole; 1 where the whole is nothing."""
    for lane in range(share.shape[0]):
        share[lane] = share_met(part[lane], whole[lane])


def mark_closed(k: float, share: Floats, threshold: float, times: Floats) -> None:
    """Keep the first time a share fell to a threshold."""
    for lane in range(times.shape[0]):
        times[lane] = min(times[lane], closed_at(k, share[lane], threshold))


def keep_cause(k: float, times: Floats, limit: Floats, closed_by: Floats) -> None:
    """Keep the input that held a service back in the hour in which it closed."""
    for lane in range(closed_by.shape[0]):
        closed_by[lane] = pick(times[lane] == k + 1.0, limit[lane], closed_by[lane])


# --- stages ---


def service_targets(clock: int, block: Block, plant: Plant) -> None:
    """Add the power that bakeries and the water of services take (step C: C7, W5)."""
    services, hour = plant.services, plant.hour
    for i in range(services.bakeries + services.services):
        part = constant(block, services.shift + DAY_H * i + clock)
        if part <= 0.0:
            continue
        if i < services.bakeries:
            add_scaled(
                block[hour.demand_kw + KITCHEN],
                part,
                block[services.kwh_per_day + i],
                block[hour.on + KITCHEN],
            )
        elif index(block, services.first + i) + index(block, services.commodities + i) < index(
            block, services.first + i + 1
        ):
            add_scaled(
                block[hour.demand_kw + WATER],
                part,
                block[services.water_kwh_per_day + i],
                block[hour.on + WATER],
            )


def services_update(k: int, clock: int, block: Block, plant: Plant) -> None:
    """Let bakeries, services and vehicles run with what there is, draw it, and record it (steps E and F).

    After the everyday draws and after people have drawn their water: ``hour.used`` says what is gone.
    """
    services, hour = plant.services, plant.hour
    fill(block[services.water_m3], 0.0)
    for n in range(services.drawn_pools):
        fill(block[services.claim + index(block, services.drawn_from + n)], 0.0)
        fill(block[services.draw + index(block, services.drawn_from + n)], 0.0)
    for i in range(services.consumers):
        _claim(i, constant(block, services.shift + DAY_H * i + clock), block, plant)
    for n in range(services.drawn_pools):
        pool = index(block, services.drawn_from + n)
        grant_claims(block[hour.usable + pool], block[hour.used + pool], block[services.claim + pool])
    for i in range(services.consumers):
        if constant(block, services.shift + DAY_H * i + clock) > 0.0:
            _run(i, constant(block, services.shift + DAY_H * i + clock), block, plant)
    moved = block[hour.tmp + _MOVED]
    for n in range(services.drawn_pools):
        pool = index(block, services.drawn_from + n)
        take_pool(pool, block[services.draw + pool], moved, block, plant)
        add(block[hour.used + pool], moved)
        if pool == TREATED_WATER:
            note_water(moved, block[plant.water.leakage], block[services.water_m3])
    record_services(k, clock, block, plant)
    record_bread(k, clock, block, plant)


def note_water(drawn: Floats, leakage: Floats, used: Floats) -> None:
    """Note the water that services had of what was drawn for them [m3]."""
    for lane in range(used.shape[0]):
        used[lane] = (1.0 - leakage[lane]) * drawn[lane]


def _claim(i: int, part: float, block: Block, plant: Plant) -> None:
    """Note what power and water allow one consumer, and what it asks of every pool: what its other inputs allow."""
    services, hour = plant.services, plant.hour
    share, limit, rest = block[services.share + i], block[services.limit + i], block[hour.tmp + _REST]
    fill(share, 1.0)
    fill(limit, NO_LIMIT)
    if part <= 0.0:
        return
    first, last = index(block, services.first + i), index(block, services.first + i + 1)
    commodities = index(block, services.commodities + i)
    if index(block, services.power + i) >= 0:
        begin_shares(block[hour.fraction + index(block, services.power + i)], float(commodities), share, limit)
    if first + commodities < last:
        hold_back_dry(commodities + 1.0, block[hour.fraction + WATER], block[services.gravity], share, limit)
    for j in range(first, last):
        pool = index(block, services.pool + j)
        # What power does not allow is not even wanted: the pool ran short of the rest.
        add_scaled(block[hour.burn + pool], part, block[services.per_day + j], share)
        _others_allow(i, j, part, rest, block, plant)
        claim_input(part, rest, block[services.per_day + j], block[services.claim + pool])


def _others_allow(i: int, j: int, part: float, rest: Floats, block: Block, plant: Plant) -> None:
    """Write the share at which one consumer could run if it were short of input ``j`` only of all pools."""
    services, hour = plant.services, plant.hour
    available = block[hour.tmp + _AVAILABLE]
    copy(block[services.share + i], rest)
    for other in range(index(block, services.first + i), index(block, services.first + i + 1)):
        if other != j:
            pool = index(block, services.pool + other)
            still_there(block[hour.usable + pool], block[hour.used + pool], available)
            hold_back(part, available, block[services.per_day + other], rest)


def _run(i: int, part: float, block: Block, plant: Plant) -> None:
    """Lower the share of one consumer to what the pools grant, and add what it draws of each.

    No pool gives more than it has: of each, a consumer takes at most the granted part of what it asked for.
    """
    services, hour = plant.services, plant.hour
    share, limit = block[services.share + i], block[services.limit + i]
    grant, rest, least = block[hour.tmp + _GRANT], block[hour.tmp + _REST], block[hour.tmp + _LEAST]
    fill(grant, 1.0)
    copy(share, least)
    first, last = index(block, services.first + i), index(block, services.first + i + 1)
    for j in range(first, last):
        pool = index(block, services.pool + j)
        number = float(j - first) + (1.0 if pool == TREATED_WATER else 0.0)
        hold_back_granted(number, block[services.claim + pool], grant, limit)
        _others_allow(i, j, part, rest, block, plant)
        take_granted(rest, block[services.claim + pool], least)
    copy(least, share)
    for j in range(first, last):
        claim_input(part, share, block[services.per_day + j], block[services.draw + index(block, services.pool + j)])


def made_share(first: int, last: int, clock: int, block: Block, plant: Plant, made: Floats, share: Floats) -> float:
    """Write what a range of consumers made in the hour and its share of what they should have made.

    Returns the part of a day they should have worked in this hour, 0 where none of them should.
    """
    services = plant.services
    wanted = block[plant.hour.tmp + _WANTED]
    fill(made, 0.0)
    fill(wanted, 0.0)
    work = 0.0
    for i in range(first, last):
        part = constant(block, services.shift + DAY_H * i + clock)
        work += part
        add_part(part, block[services.made_per_day + i], wanted)
        add_scaled(made, part, block[services.made_per_day + i], block[services.share + i])
    ratio(made, wanted, share)
    return work


def record_services(k: int, clock: int, block: Block, plant: Plant) -> None:
    """Record the share of every service and what held it back; one that should run and does not is closed (step F)."""
    services, m = plant.services, plant.m
    for n in range(services.services):
        i = services.bakeries + n
        share, limit = block[services.share + i], block[services.limit + i]
        meant = meant_to_run(index(block, services.power + i), clock, block, plant)
        if meant * constant(block, services.shift + DAY_H * i + clock) > 0.0:
            times = block[m.service_closed + n]
            mark_closed(float(k), share, plant.limits.service, times)
            keep_cause(float(k), times, limit, block[services.closed_by + i])


def record_bread(k: int, clock: int, block: Block, plant: Plant) -> None:
    """Record the bread of all bakeries; they are closed when they bake next to nothing in an hour of baking (C7)."""
    services, m = plant.services, plant.m
    if services.bakeries == 0:
        return
    share, made = block[plant.hour.tmp + _GRANT], block[plant.c.bread_kg]
    work = made_share(0, services.bakeries, clock, block, plant, made, share)
    if work > 0.0 and meant_to_run(KITCHEN, clock, block, plant) > 0.0:
        mark_closed(float(k), share, plant.limits.service, block[m.bakery_closed])
        for i in range(services.bakeries):
            keep_cause(float(k), block[m.bakery_closed], block[services.limit + i], block[services.closed_by + i])


def meant_to_run(power: int, clock: int, block: Block, plant: Plant) -> float:
    """Return 1 unless policy switches a service's load class off in this clock hour.

    A class switched off to spare fuel counts as failed: nothing says when it comes back.
    """
    return constant(block, plant.loads.allowed + DAY_H * power + clock) if power >= 0 else 1.0
