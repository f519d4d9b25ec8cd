"""Sewage: what returns, what is lifted, where it spills (specification section 4, S1 to S6).

Not here yet: sludge that builds up over months (S7), rain inflow, tanks that break, brine led to the sewer.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from holdfast.lifelines.records import (
    SEWAGE_MADE_M3,
    SEWAGE_PLACED_M3,
    SEWAGE_TANKS,
    SPILLED_TANK_M3,
    SPILLED_WET_WELL_M3,
    WET_WELL_M3,
    Sewage,
    State,
    Vessels,
)
from holdfast.lifelines.vessels import free_in, put


class SewageHour(NamedTuple):
    """Flows of one hour [m3] and the moments of spilling [h], infinite where none."""

    inflow_m3: float
    lifted_m3: float
    tank_spill_h: float
    wet_well_spill_h: float


def sewage_inflow_m3(return_fraction: float, delivered_m3: float, persons: float, excreta_l: float) -> float:
    """Sewage made in one hour (S1) [m3]: the share of water that returns, and excreta [L per person and day]."""
    return return_fraction * delivered_m3 + persons * excreta_l / 24000.0


def lift_power_kw(i: int, volume_m3: float, sewage: Sewage) -> float:
    """Power to lift a volume in the hour (S2) [kW], the lifts taken in list order up to their rates."""
    left = volume_m3
    power_kw = 0.0
    for lift in range(sewage.lift_m3_per_h.shape[1]):
        part = min(sewage.lift_m3_per_h[i, lift], left)
        left -= part
        power_kw += sewage.lift_kwh_per_m3[i, lift] * part
    return power_kw


def lift_rate_m3(i: int, sewage: Sewage) -> float:
    """Volume all lifts together can move in an hour [m3]."""
    rate = 0.0
    for lift in range(sewage.lift_m3_per_h.shape[1]):
        rate += sewage.lift_m3_per_h[i, lift]
    return rate


def sewage_update(
    i: int,
    k: int,
    persons: float,
    delivered_m3: float,
    fraction: float,
    sewage: Sewage,
    vessels: Vessels,
    state: State,
) -> SewageHour:
    """Lift the hour's sewage and fill the tanks (step E, S1, S2, S3 and S4).

    Without lifts it runs to the tanks by itself; without tanks, what is lifted leaves the site by a sewer.
    """
    inflow = sewage_inflow_m3(sewage.return_fraction[i], delivered_m3, persons, sewage.excreta_l[i])
    state.scalar[SEWAGE_MADE_M3] += inflow
    pool = state.scalar[WET_WELL_M3] + inflow
    lifted = pool
    if sewage.lift_m3_per_h.shape[1] > 0:
        lifted = min(pool, fraction * lift_rate_m3(i, sewage))
    left = pool - lifted
    well_spill_h = math.inf
    if sewage.lift_m3_per_h.shape[1] > 0 and left > sewage.wet_well_m3[i]:
        well_spill_h = k + 1.0
        state.scalar[SPILLED_WET_WELL_M3] += left - sewage.wet_well_m3[i]
        left = sewage.wet_well_m3[i]
    state.scalar[WET_WELL_M3] = left
    tank_spill_h = math.inf
    placed = lifted
    if sewage.tanks > 0:
        free = free_in(i, SEWAGE_TANKS, vessels, state)
        if lifted > free:
            tank_spill_h = k + free / lifted
            state.scalar[SPILLED_TANK_M3] += lifted - free
        placed = put(i, SEWAGE_TANKS, min(lifted, free), vessels, state)
    state.scalar[SEWAGE_PLACED_M3] += placed
    return SewageHour(inflow, lifted, tank_spill_h, well_spill_h)
