"""Water: ration, use, purification, wells, what reaches people and what makes it safe (specification section 3).

W1 to W9. Pressure is not modelled. Two readings of the specification:

- A header tank (``gravity_feed``, or distribution energy 0) gives what is wanted while the treated tanks last.
- W9: raw water reaches a treated tank only through purification, and what trucks bring is taken as treated, so water in
  a treated tank does not become unsafe when purification stops. Where the site counts its chlorine, all water drawn is
  dosed as it leaves the tanks, whoever made it, because the residual is what protects it in pipes, jerrycans and homes;
  the chlorine gone, the rest of the water is untreated. Where ``water.treated`` is false it is untreated throughout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import constant, copy, fill, pick
from holdfast.lifelines.records import RAW_WATER, TREATED_WATER, WATER, Floats
from holdfast.lifelines.vessels import free_pool, put_pool, take_pool

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant

HOURS_PER_DAY = 24.0
MOST_DAYS = 10000.0  # of a stock nobody uses; a site file allows no ration line above 1,000 days


class WaterRows(NamedTuple):
    """Use, wells, purification, homes and chlorine: counts, parameters, states and scratch."""

    tanks: int  # number of treated-water tanks; without any there is nothing to distribute
    wells: int  # count
    plants: int  # count
    gravity: int  # 1 where the taps need no power
    homes: int  # 1 where homes keep water
    chlorinated: int  # 1 where the site counts its chlorine
    treated: float  # 1 where the water is made safe at all
    normal_use_l: int  # per person and day
    lines: int  # of the ration table
    ration_days: int  # (r,) stock days at least, falling
    ration_use_l: int  # one row a line, per person and day
    leakage: int
    carry_l: int  # per person and day
    share: int  # (24,) of the day's use in each clock hour
    distribution_kwh_per_m3: int
    well_m3_per_h: int
    well_kwh_per_m3: int
    plant_m3_per_h: int
    plant_recovery: int
    plant_kwh_per_m3: int
    home_l: int  # per person
    chlorine_g_per_m3: int
    well_intact: int  # state: share of each well that works
    plant_intact: int  # state: share of each purification plant that works
    household_m3: int  # state
    chlorine_kg: int  # state
    delivered: int  # state: ring of the water that reached people [m3 in the hour], ``window_h`` rows
    delivered_day: int  # state: the same of one day, 24 rows
    needed: int  # state: ring of the drinking need [L per person in the hour], 24 rows
    known_h: int  # state: hours the rings know of
    window_h: int  # rows of ``delivered``
    ration_l: int  # scratch
    use_m3: int  # scratch: what people want to use
    draw_m3: int  # scratch: what the tanks should give for it
    produce_m3: int  # scratch: targets of purification, of its raw water and of the wells
    feed_m3: int
    well_m3: int
    asked_m3: int  # scratch: what taps and hands can take of it
    drawn_m3: int  # scratch: what happened
    tap_m3: int  # scratch: what came out of the network
    reached_m3: int  # scratch: what people used, from taps and from home
    produced_m3: int
    pumped_m3: int
    safe: int  # scratch: share of the hour's water that was treated
    free_m3: int  # scratch
    target_m3: int  # scratch
    moved_m3: int  # scratch
    total: int  # scratch


# --- equations ---


def stock_days(treated_m3: float, persons: float, normal_use_l: float) -> float:
    """Days of normal use the treated water lasts (W1); at most 10,000, also where nobody uses any."""
    daily_m3 = persons * normal_use_l / 1000.0
    lasts = treated_m3 < MOST_DAYS * daily_m3
    days = treated_m3 / (daily_m3 if lasts else 1.0)
    return days if lasts else MOST_DAYS


def use_m3(persons: float, use_l_per_person_day: float, share: float) -> float:
    """Water people use in one hour (W2) [m3]; ``share`` is the hour's part of the day."""
    return persons * use_l_per_person_day * share / 1000.0


def draw_m3(used_m3: float, leakage_fraction: float) -> float:
    """Water the tank must give so that ``used_m3`` arrives (W3) [m3]; leakage in [0, 1)."""
    return used_m3 / (1.0 - leakage_fraction)


def purified_m3(capacity_m3: float, recovery: float, raw_m3: float, free_m3: float) -> float:
    """Water one purification unit can make in the hour (W4) [m3], from raw water to free tank volume."""
    return min(capacity_m3, recovery * raw_m3, free_m3)


def piped_fraction(fraction: float, distribution_kwh_per_m3: float, gravity: float) -> float:
    """Share of the hour in which taps run (W6): all of it where they need no power."""
    return 1.0 if gravity > 0.0 or distribution_kwh_per_m3 <= 0.0 else fraction


def carried_m3(persons: float, carry_l_per_person_day: float) -> float:
    """Water people can carry from the tank in one hour (W6) [m3]."""
    return persons * carry_l_per_person_day / 24000.0


def drawn_m3(treated_m3: float, wanted_m3: float, fraction: float, carried_m3: float) -> float:
    """Water drawn from the tank (W6) [m3].

    The powered share of the hour gives what is wanted; in the rest people carry at most ``carried_m3`` an hour.
    """
    return min(treated_m3, fraction * wanted_m3 + (1.0 - fraction) * min(wanted_m3, carried_m3))


def home_room_m3(persons: float, storage_l: float, household_m3: float) -> float:
    """Water that still fits into the vessels at home [m3]; it is drawn for as soon as water flows (assumption)."""
    return max(0.0, persons * storage_l / 1000.0 - household_m3)


def reached_m3(wanted_m3: float, tap_m3: float, household_m3: float) -> float:
    """Water people use in the hour [m3]: from the tap, and what it leaves wanting from home."""
    return min(wanted_m3, tap_m3 + household_m3)


def chlorine_wanted_kg(drawn_m3: float, dose_g_per_m3: float) -> float:
    """Chlorine that makes the hour's water safe (W9) [kg]."""
    return drawn_m3 * dose_g_per_m3 / 1000.0


def treated_share(chlorine_kg: float, wanted_kg: float) -> float:
    """Share of the hour's water that the chlorine in stock treats (W9); 1 where none is drawn."""
    short = chlorine_kg < wanted_kg
    share = chlorine_kg / (wanted_kg if short else 1.0)
    return share if short else 1.0


def chlorine_days(chlorine_kg: float, dose_g_per_m3: float, daily_m3: float) -> float:
    """Days the chlorine lasts at a daily draw (W9); at most 10,000."""
    daily_kg = dose_g_per_m3 * daily_m3 / 1000.0
    lasts = chlorine_kg < MOST_DAYS * daily_kg
    days = chlorine_kg / (daily_kg if lasts else 1.0)
    return days if lasts else MOST_DAYS


# --- step C ---


def water_targets(clock: int, block: Block, plant: Plant) -> None:
    """Note the flows the water class wants in this hour and add their power to its demand (step C, W1 to W5).

    Where policy switches the class off nothing is pumped or purified (and its demand is taken back by the caller);
    people still want water and may carry it.
    """
    water = plant.water
    on = block[plant.hour.on + WATER]
    note_ration(block, plant)
    note_draw(clock, block, plant)
    note_purification(block, plant)
    note_wells(block, plant)
    if water.tanks > 0 and water.gravity == 0:
        wanted = block[water.draw_m3]
        energy = block[water.distribution_kwh_per_m3]
        demand = block[plant.hour.demand_kw + WATER]
        for lane in range(demand.shape[0]):
            demand[lane] += energy[lane] * wanted[lane]
    made, feed, pumped = block[water.produce_m3], block[water.feed_m3], block[water.well_m3]
    for lane in range(on.shape[0]):
        made[lane] *= on[lane]
        feed[lane] *= on[lane]
        pumped[lane] *= on[lane]


def note_ration(block: Block, plant: Plant) -> None:
    """Note the use allowed by the ration table (W1): the first line whose stock days are reached, else the last.

    Never more than people normally use.
    """
    water = plant.water
    normal = block[water.normal_use_l]
    ration = block[water.ration_l]
    lines = water.lines
    if lines == 0:
        copy(normal, ration)
        return
    treated = block[plant.hour.usable + TREATED_WATER]
    persons = block[plant.people.persons]
    days = block[water.target_m3]
    last = block[water.ration_use_l + lines - 1]
    for lane in range(days.shape[0]):
        days[lane] = stock_days(treated[lane], persons[lane], normal[lane])
        ration[lane] = min(last[lane], normal[lane])
    for back in range(1, lines):
        line = lines - 1 - back
        least = constant(block, water.ration_days + line)
        use = block[water.ration_use_l + line]
        for lane in range(ration.shape[0]):
            ration[lane] = pick(days[lane] >= least, min(use[lane], normal[lane]), ration[lane])


def note_draw(clock: int, block: Block, plant: Plant) -> None:
    """Note what people want to use, and what the tanks must give for that and for their vessels at home (W2, W3)."""
    water = plant.water
    persons = block[plant.people.persons]
    ration = block[water.ration_l]
    use = block[water.use_m3]
    share = constant(block, water.share + clock)
    for lane in range(use.shape[0]):
        use[lane] = use_m3(persons[lane], ration[lane], share)
    wanted = block[water.draw_m3]
    leakage = block[water.leakage]
    if water.homes > 0:
        storage = block[water.home_l]
        household = block[water.household_m3]
        for lane in range(wanted.shape[0]):
            room = home_room_m3(persons[lane], storage[lane], household[lane])
            wanted[lane] = draw_m3(use[lane] + room, leakage[lane])
    else:
        for lane in range(wanted.shape[0]):
            wanted[lane] = draw_m3(use[lane], leakage[lane])


def note_purification(block: Block, plant: Plant) -> None:
    """Note water to make, raw water it takes [m3] and power [kW] of all units in list order (W4, W5)."""
    water = plant.water
    made = block[water.produce_m3]
    feed = block[water.feed_m3]
    fill(made, 0.0)
    fill(feed, 0.0)
    if water.plants == 0:
        return
    demand = block[plant.hour.demand_kw + WATER]
    free = block[water.free_m3]
    raw = block[plant.hour.usable + RAW_WATER]
    free_pool(TREATED_WATER, free, block, plant)
    for q in range(water.plants):
        rate = block[water.plant_m3_per_h + q]
        recovery = block[water.plant_recovery + q]
        energy = block[water.plant_kwh_per_m3 + q]
        intact = block[water.plant_intact + q]
        for lane in range(made.shape[0]):
            raw_left, room = max(0.0, raw[lane] - feed[lane]), max(0.0, free[lane] - made[lane])
            target = max(0.0, purified_m3(rate[lane] * intact[lane], recovery[lane], raw_left, room))
            made[lane] += target
            feed[lane] += target / recovery[lane]
            demand[lane] += energy[lane] * target


def note_wells(block: Block, plant: Plant) -> None:
    """Note water to pump [m3] and power [kW] of all wells in list order (W4, W5)."""
    water = plant.water
    pumped = block[water.well_m3]
    fill(pumped, 0.0)
    if water.wells == 0:
        return
    demand = block[plant.hour.demand_kw + WATER]
    free = block[water.free_m3]
    free_pool(RAW_WATER, free, block, plant)
    for w in range(water.wells):
        rate = block[water.well_m3_per_h + w]
        energy = block[water.well_kwh_per_m3 + w]
        intact = block[water.well_intact + w]
        for lane in range(pumped.shape[0]):
            target = max(0.0, min(rate[lane] * intact[lane], free[lane] - pumped[lane]))
            pumped[lane] += target
            demand[lane] += energy[lane] * target


# --- step E ---


def water_update(block: Block, plant: Plant) -> None:
    """Move the hour's water (step E, W6, W7 and W9): draws see the start of the hour, nothing made now is used now.

    People come first: services draw after them, from what is left. Leaves what was wanted and drawn of the treated
    water in ``hour.burn`` and ``hour.used``.
    """
    water, hour = plant.water, plant.hour
    fraction = block[hour.fraction + WATER]
    wanted = block[water.draw_m3]
    drawn = block[water.drawn_m3]
    draw(wanted, block, plant)
    produced = block[water.produced_m3]
    pumped = block[water.pumped_m3]
    feed = block[water.feed_m3]
    target = block[water.target_m3]
    moved = block[water.moved_m3]
    # Wells see the raw tank as it was when the hour began, purification the treated tank: fill before drawing.
    if water.wells > 0:
        part_of(block[water.well_m3], fraction, pumped)
        put_pool(RAW_WATER, pumped, moved, block, plant)
    else:
        fill(pumped, 0.0)
    if water.plants > 0:
        part_of(feed, fraction, target)
        take_pool(RAW_WATER, target, moved, block, plant)
        part_of(block[water.produce_m3], fraction, produced)
        put_pool(TREATED_WATER, produced, moved, block, plant)
    else:
        fill(produced, 0.0)
    take_pool(TREATED_WATER, block[water.asked_m3], drawn, block, plant)
    burn, used = block[hour.burn + TREATED_WATER], block[hour.used + TREATED_WATER]
    for lane in range(drawn.shape[0]):
        burn[lane] += wanted[lane]
        used[lane] += drawn[lane]
    deliver_water(block, plant)
    treat(block, plant)


def part_of(target: Floats, fraction: Floats, moved: Floats) -> None:
    """Write the served part of a target (W6)."""
    for lane in range(moved.shape[0]):
        moved[lane] = fraction[lane] * target[lane]


def draw(wanted: Floats, block: Block, plant: Plant) -> None:
    """Note what is drawn from the treated tanks, by taps and by hand (W6)."""
    water, hour = plant.water, plant.hour
    fraction = block[hour.fraction + WATER]
    persons = block[plant.people.persons]
    carry = block[water.carry_l]
    energy = block[water.distribution_kwh_per_m3]
    gravity = float(water.gravity)
    usable = block[hour.usable + TREATED_WATER]
    asked = block[water.asked_m3]
    for lane in range(asked.shape[0]):
        piped = piped_fraction(fraction[lane], energy[lane], gravity)
        by_hand = carried_m3(persons[lane], carry[lane])
        asked[lane] = drawn_m3(usable[lane], wanted[lane], piped, by_hand)


def deliver_water(block: Block, plant: Plant) -> None:
    """Note what comes out of the network and what people use; homes fill with the rest or give what lacks (W7)."""
    water = plant.water
    drawn = block[water.drawn_m3]
    leakage = block[water.leakage]
    tap = block[water.tap_m3]
    reached = block[water.reached_m3]
    for lane in range(tap.shape[0]):
        tap[lane] = (1.0 - leakage[lane]) * drawn[lane]
    if water.homes > 0:
        use = block[water.use_m3]
        household = block[water.household_m3]
        for lane in range(reached.shape[0]):
            reached[lane] = reached_m3(use[lane], tap[lane], household[lane])
            household[lane] = max(0.0, household[lane] + tap[lane] - reached[lane])
    else:
        copy(tap, reached)


def treat(block: Block, plant: Plant) -> None:
    """Dose the hour's water from the chlorine in stock and note the share that is treated (W9)."""
    water = plant.water
    safe = block[water.safe]
    fill(safe, water.treated)
    if water.chlorinated > 0 and water.treated > 0.0:
        drawn = block[water.drawn_m3]
        dose = block[water.chlorine_g_per_m3]
        chlorine = block[water.chlorine_kg]
        for lane in range(safe.shape[0]):
            wanted = chlorine_wanted_kg(drawn[lane], dose[lane])
            safe[lane] = treated_share(chlorine[lane], wanted)
            chlorine[lane] = max(0.0, chlorine[lane] - wanted)
