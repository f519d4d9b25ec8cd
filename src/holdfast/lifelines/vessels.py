"""Stocks that vessels hold: arrivals capped by free capacity, draws in list order (specification section 1, step A).

Vessels that hold the same thing are one pool. Every function here keeps the books of the pool it moves things in or
out of, so that start + inflow - outflow - end is 0 for each pool whatever happens to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import NEVER, above_zero, add, fill, index, pick
from holdfast.lifelines.records import SEWAGE_TANKS, Floats

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant


class VesselRows(NamedTuple):
    """Stores, then water tanks, then sewage tanks: counts, parameters, states and scratch.

    Rows by pool are one for each pool; the others one for each vessel.
    """

    number: int  # of vessels
    pools: int  # number of pools
    pool: int  # (v,) pool of each vessel
    tears: int  # (v,) 1 where a level above its rupture level tears it
    capacity: int
    unusable: int  # rest that cannot be drawn
    rupture: int  # level above which it tears
    level: int  # state
    intact: int  # state: share of the capacity that holds; 0 where torn
    inflow: int  # state, by pool, sum over the run
    outflow: int  # state, by pool, sum over the run; what is lost included
    refused: int  # state, by pool, sum over the run: arrivals for which there was no room
    lost: int  # state, by pool, sum over the run: what torn and destroyed vessels let go
    part: int  # scratch


def drawable(level: float, unusable: float) -> float:
    """Quantity that can be drawn from a vessel: its level less the unusable rest, never below 0."""
    return max(0.0, level - unusable)


def room_in(capacity: float, intact: float, level: float) -> float:
    """Free capacity of a vessel, of which a share is intact; never below 0."""
    return max(0.0, capacity * intact - level)


def torn_out(level: float, rupture_level: float) -> float:
    """Quantity that runs out of a vessel which tears above a level: all of it, or nothing."""
    return level if level > rupture_level else 0.0


def concerned(quantity: float, otherwise: float) -> float:
    """Quantity of an event; a stand-in for a member it does not concern (not a number, which differs from itself)."""
    return quantity if quantity == quantity else otherwise  # noqa: PLR0124


def out_after(k: float, usable: float, left: float, wanted: float, threshold: float) -> float:
    """Time at which a pool reached its threshold in hour ``k`` [h], or infinity if it did not.

    Already at the threshold when the hour began: ``k``. Otherwise the hour's demand is even, so the moment lies at
    the share of it that could be met.
    """
    scale = 1e-9 * max(1.0, usable)
    room = usable - threshold
    share = room / wanted if wanted > max(0.0, room) else 1.0
    within = k + share if wanted > 0.0 else k + 0.0
    when = within if usable > threshold + scale else k + 0.0
    return NEVER if left > threshold + scale else when


# --- row functions: pools ---


def usable_pool(pool: int, usable: Floats, block: Block, plant: Plant) -> None:
    """Write what can be drawn from a pool."""
    vessels = plant.vessels
    found = 0
    for v in range(vessels.number):
        if index(block, vessels.pool + v) == pool:
            level = block[vessels.level + v]
            unusable = block[vessels.unusable + v]
            for lane in range(usable.shape[0]):
                before = pick(found > 0, usable[lane], 0.0)
                usable[lane] = before + drawable(level[lane], unusable[lane])
            found += 1
    if found == 0:
        fill(usable, 0.0)


def note_usable(block: Block, plant: Plant) -> None:
    """Note what every pool can give in this hour: the explicit scheme looks only at the start."""
    for pool in range(plant.vessels.pools):
        usable_pool(pool, block[plant.hour.usable + pool], block, plant)


def free_pool(pool: int, free: Floats, block: Block, plant: Plant) -> None:
    """Write the free capacity of a pool."""
    vessels = plant.vessels
    found = 0
    for v in range(vessels.number):
        if index(block, vessels.pool + v) == pool:
            level = block[vessels.level + v]
            intact = block[vessels.intact + v]
            capacity = block[vessels.capacity + v]
            for lane in range(free.shape[0]):
                before = pick(found > 0, free[lane], 0.0)
                free[lane] = before + room_in(capacity[lane], intact[lane], level[lane])
            found += 1
    if found == 0:
        fill(free, 0.0)


def put_pool(pool: int, quantity: Floats, moved: Floats, block: Block, plant: Plant) -> None:
    """Fill the vessels of a pool in list order, refuse what does not fit, and write what went in.

    Parameters
    ----------
    pool : int
        The pool.
    quantity : ndarray (lanes,)
        What arrives, 0 or more; not changed.
    moved : ndarray (lanes,)
        Overwritten with what went in; another row than ``quantity``.
    block, plant
        The block and its rows.
    """
    vessels = plant.vessels
    inflow, refused = block[vessels.inflow + pool], block[vessels.refused + pool]
    found = 0
    for v in range(vessels.number):
        if index(block, vessels.pool + v) == pool:
            level = block[vessels.level + v]
            intact = block[vessels.intact + v]
            capacity = block[vessels.capacity + v]
            for lane in range(level.shape[0]):
                before = pick(found > 0, moved[lane], 0.0)
                taken = min(quantity[lane] - before, room_in(capacity[lane], intact[lane], level[lane]))
                level[lane] += taken
                moved[lane] = before + taken
            found += 1
    if found == 0:
        fill(moved, 0.0)
    for lane in range(moved.shape[0]):
        inflow[lane] += moved[lane]
        refused[lane] += quantity[lane] - moved[lane]


def take_pool(pool: int, quantity: Floats, moved: Floats, block: Block, plant: Plant) -> None:
    """Draw from the vessels of a pool in list order, down to their unusable rest, and write what came out.

    Parameters as in ``put_pool``.
    """
    vessels = plant.vessels
    outflow = block[vessels.outflow + pool]
    found = 0
    for v in range(vessels.number):
        if index(block, vessels.pool + v) == pool:
            level = block[vessels.level + v]
            unusable = block[vessels.unusable + v]
            for lane in range(level.shape[0]):
                before = pick(found > 0, moved[lane], 0.0)
                given = min(quantity[lane] - before, drawable(level[lane], unusable[lane]))
                level[lane] -= given
                moved[lane] = before + given
                outflow[lane] += given
            found += 1
    if found == 0:
        fill(moved, 0.0)


# --- row functions: single vessels, for events; a quantity that is not a number leaves the member alone ---


def put_vessel(v: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Fill one vessel and refuse what does not fit."""
    vessels = plant.vessels
    level = block[vessels.level + v]
    intact = block[vessels.intact + v]
    capacity = block[vessels.capacity + v]
    inflow = block[vessels.inflow + index(block, vessels.pool + v)]
    refused = block[vessels.refused + index(block, vessels.pool + v)]
    for lane in range(level.shape[0]):
        wanted = concerned(quantity[lane], 0.0)
        taken = min(wanted, room_in(capacity[lane], intact[lane], level[lane]))
        level[lane] += taken
        inflow[lane] += taken
        refused[lane] += wanted - taken


def take_vessel(v: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Draw from one vessel to the bottom (a truck's hose reaches the sludge)."""
    vessels = plant.vessels
    level = block[vessels.level + v]
    outflow = block[vessels.outflow + index(block, vessels.pool + v)]
    for lane in range(level.shape[0]):
        given = min(concerned(quantity[lane], 0.0), level[lane])
        level[lane] -= given
        outflow[lane] += given


def take_share_vessel(v: int, share: Floats, block: Block, plant: Plant) -> None:
    """Draw a share of what one vessel holds, 0 to 1 (looting stated in per cent)."""
    vessels = plant.vessels
    level = block[vessels.level + v]
    outflow = block[vessels.outflow + index(block, vessels.pool + v)]
    for lane in range(level.shape[0]):
        given = concerned(share[lane], 0.0) * level[lane]
        level[lane] -= given
        outflow[lane] += given


def set_level_vessel(v: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Replace a level by an observed one, within the vessel; the difference counts as inflow of the balance."""
    vessels = plant.vessels
    level = block[vessels.level + v]
    intact = block[vessels.intact + v]
    capacity = block[vessels.capacity + v]
    inflow = block[vessels.inflow + index(block, vessels.pool + v)]
    for lane in range(level.shape[0]):
        seen = min(max(0.0, concerned(quantity[lane], level[lane])), capacity[lane] * intact[lane])
        observed = pick(quantity[lane] == quantity[lane], seen, level[lane])
        inflow[lane] += observed - level[lane]
        level[lane] = observed


def lower_intact(intact: Floats, share: Floats) -> None:
    """Lower what is left of an asset by the share of it that is destroyed, 0 to 1."""
    for lane in range(intact.shape[0]):
        intact[lane] *= 1.0 - concerned(share[lane], 0.0)


def destroy_vessel(when: float, v: int, share: Floats, block: Block, plant: Plant) -> None:
    """Destroy a share of a vessel, and with it the same share of its content (sewage: on the ground, a spill)."""
    vessels = plant.vessels
    lower_intact(block[vessels.intact + v], share)
    level = block[vessels.level + v]
    part = block[vessels.part]
    for lane in range(part.shape[0]):
        part[lane] = concerned(share[lane], 0.0) * level[lane]
    if index(block, vessels.pool + v) == SEWAGE_TANKS and plant.limits.spilled_m3 <= 0.0:
        spill = block[plant.m.sewage_spill]
        for lane in range(part.shape[0]):
            spill[lane] = min(spill[lane], pick(part[lane] > 0.0, when, NEVER))
    _lose(v, part, block, plant)


def tear_vessel(when: float, v: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Tear one vessel: its content is lost and it holds nothing until mended."""
    vessels = plant.vessels
    level = block[vessels.level + v]
    intact = block[vessels.intact + v]
    times = block[torn_moment(v, block, plant)]
    part = block[vessels.part]
    for lane in range(part.shape[0]):
        meant = quantity[lane] == quantity[lane]
        part[lane] = pick(meant, level[lane], 0.0)
        intact[lane] = pick(meant, 0.0, intact[lane])
        times[lane] = min(times[lane], pick(meant, when, NEVER))
    _lose(v, part, block, plant)


def mend_vessel(v: int, quantity: Floats, block: Block, plant: Plant) -> None:
    """Mend one vessel: it is whole again, and empty where it was torn."""
    intact = block[plant.vessels.intact + v]
    for lane in range(intact.shape[0]):
        intact[lane] = pick(quantity[lane] == quantity[lane], 1.0, intact[lane])


def tear_full(when: float, block: Block, plant: Plant) -> None:
    """Tear every vessel whose level has risen above its rupture level, and mark the hour.

    Called where levels rise: after the arrivals of an hour (``when`` = its start) and after its flows (its end).
    """
    vessels = plant.vessels
    part = block[vessels.part]
    for v in range(vessels.number):
        if index(block, vessels.tears + v) > 0:
            level = block[vessels.level + v]
            rupture = block[vessels.rupture + v]
            for lane in range(part.shape[0]):
                part[lane] = torn_out(level[lane], rupture[lane])
            if above_zero(part) > 0:  # rare: the rest is left out in most hours
                mark_torn(when, v, part, block, plant)


def mark_torn(when: float, v: int, gone: Floats, block: Block, plant: Plant) -> None:
    """Note a torn vessel in the lanes where something ran out of it."""
    times = block[torn_moment(v, block, plant)]
    intact = block[plant.vessels.intact + v]
    for lane in range(gone.shape[0]):
        times[lane] = min(times[lane], pick(gone[lane] > 0.0, when, NEVER))
        intact[lane] = pick(gone[lane] > 0.0, 0.0, intact[lane])
    _lose(v, gone, block, plant)


def torn_moment(v: int, block: Block, plant: Plant) -> int:
    """Return the place of the event that a vessel's tearing is."""
    holds = index(block, plant.vessels.pool + v)
    return plant.m.sewage_tank_torn if holds == SEWAGE_TANKS else plant.m.water_tank_torn


def _lose(v: int, gone: Floats, block: Block, plant: Plant) -> None:
    vessels = plant.vessels
    level = block[vessels.level + v]
    for lane in range(gone.shape[0]):
        level[lane] -= gone[lane]
    add(block[vessels.outflow + index(block, vessels.pool + v)], gone)
    add(block[vessels.lost + index(block, vessels.pool + v)], gone)
