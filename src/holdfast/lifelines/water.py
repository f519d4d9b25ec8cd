"""Water: ration, use, purification, wells and what reaches people (specification section 3, W1 to W8).

Not here yet: chlorine and the treated flag (W9), household stores, pressure.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from holdfast.lifelines.records import RAW_WATER, TREATED_WATER, State, Vessels, Water
from holdfast.lifelines.vessels import free_in, put, take

HOURS_PER_DAY = 24.0


class WaterTargets(NamedTuple):
    """What the hour wants, before power decides."""

    ration_l: float
    use_m3: float
    draw_m3: float
    produce_m3: float
    feed_m3: float
    well_m3: float
    power_kw: float


class WaterHour(NamedTuple):
    """What the hour got."""

    drawn_m3: float
    delivered_m3: float
    produced_m3: float
    well_m3: float


def stock_days(treated_m3: float, persons: float, normal_use_l: float) -> float:
    """Days of normal use the treated water lasts (W1); infinite where nobody uses any."""
    daily_m3 = persons * normal_use_l / 1000.0
    if daily_m3 <= 0.0:
        return math.inf
    return treated_m3 / daily_m3


def use_m3(persons: float, use_l_per_person_day: float, share: float) -> float:
    """Water people use in one hour (W2) [m3]; ``share`` is the hour's part of the day."""
    return persons * use_l_per_person_day * share / 1000.0


def draw_m3(used_m3: float, leakage_fraction: float) -> float:
    """Water the tank must give so that ``used_m3`` arrives (W3) [m3]; leakage in [0, 1)."""
    return used_m3 / (1.0 - leakage_fraction)


def purified_m3(capacity_m3: float, recovery: float, raw_m3: float, free_m3: float) -> float:
    """Water one purification unit can make in the hour (W4) [m3], from raw water to free tank volume."""
    return min(capacity_m3, recovery * raw_m3, free_m3)


def drawn_m3(treated_m3: float, wanted_m3: float, fraction: float, carried_m3: float) -> float:
    """Water drawn from the tank (W6) [m3].

    The powered share of the hour gives what is wanted; in the rest people carry at most ``carried_m3`` an hour.
    """
    return min(treated_m3, fraction * wanted_m3 + (1.0 - fraction) * min(wanted_m3, carried_m3))


def ration_l(i: int, treated_m3: float, persons: float, water: Water) -> float:
    """Use allowed by the ration table (W1) [L per person and day]: the first line whose stock days are reached."""
    days = stock_days(treated_m3, persons, water.normal_use_l[i])
    for line in range(water.ration_days.shape[0]):
        if days >= water.ration_days[line]:
            return float(water.ration_use_l[i, line])
    if water.ration_days.shape[0] > 0:
        return float(water.ration_use_l[i, water.ration_days.shape[0] - 1])
    return float(water.normal_use_l[i])


def purification_target(i: int, raw_m3: float, free_m3: float, water: Water) -> tuple[float, float, float]:
    """Water to make, raw water it takes [m3] and power [kW] of all units in list order (W4, W5)."""
    made = 0.0
    feed = 0.0
    power_kw = 0.0
    for q in range(water.plant_m3_per_h.shape[1]):
        recovery = water.plant_recovery[i, q]
        target = max(
            0.0, purified_m3(water.plant_m3_per_h[i, q], recovery, max(0.0, raw_m3 - feed), max(0.0, free_m3 - made))
        )
        made += target
        feed += target / recovery
        power_kw += water.plant_kwh_per_m3[i, q] * target
    return made, feed, power_kw


def well_target(i: int, free_m3: float, water: Water) -> tuple[float, float]:
    """Water to pump [m3] and power [kW] of all wells in list order (W4, W5)."""
    pumped = 0.0
    power_kw = 0.0
    for w in range(water.well_m3_per_h.shape[1]):
        target = max(0.0, min(water.well_m3_per_h[i, w], free_m3 - pumped))
        pumped += target
        power_kw += water.well_kwh_per_m3[i, w] * target
    return pumped, power_kw


def water_targets(
    i: int, clock: int, persons: float, allowed: float, water: Water, vessels: Vessels, state: State
) -> WaterTargets:
    """Flows and power the water class wants in this hour (step C, W1 to W5).

    Where policy switches the class off nothing is pumped or purified and no power is asked for; people still want
    water and may carry it.
    """
    treated = state.usable[TREATED_WATER]
    ration = ration_l(i, treated, persons, water)
    used = use_m3(persons, ration, water.share[clock])
    wanted = draw_m3(used, water.leakage[i])
    made, feed, plant_kw = purification_target(
        i, state.usable[RAW_WATER], free_in(i, TREATED_WATER, vessels, state), water
    )
    pumped, well_kw = well_target(i, free_in(i, RAW_WATER, vessels, state), water)
    power_kw = well_kw + plant_kw
    if water.tanks > 0:
        power_kw += water.distribution_kwh_per_m3[i] * wanted
    return WaterTargets(ration, used, wanted, allowed * made, allowed * feed, allowed * pumped, allowed * power_kw)


def water_update(
    i: int, persons: float, fraction: float, wants: WaterTargets, water: Water, vessels: Vessels, state: State
) -> WaterHour:
    """Move the hour's water (step E, W6 and W7): draws see the start of the hour, so nothing made now is used now.

    A network that needs no power (distribution energy 0: a header tank) gives what is wanted while the tank lasts.
    """
    carried = persons * water.carry_l[i] / 24000.0
    piped = 1.0 if water.distribution_kwh_per_m3[i] <= 0.0 else fraction
    drawn = drawn_m3(state.usable[TREATED_WATER], wants.draw_m3, piped, carried)
    produced = fraction * wants.produce_m3
    pumped = fraction * wants.well_m3
    # Wells see the raw tank as it was when the hour began, purification the treated tank: fill before drawing.
    put(i, RAW_WATER, pumped, vessels, state)
    take(i, RAW_WATER, fraction * wants.feed_m3, vessels, state)
    put(i, TREATED_WATER, produced, vessels, state)
    take(i, TREATED_WATER, drawn, vessels, state)
    return WaterHour(drawn, (1.0 - water.leakage[i]) * drawn, produced, pumped)
