"""The hour loop, run for each member of a block (both engines run this source)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.lifelines.hour import step
from holdfast.lifelines.records import (
    KNOWN_H,
    PASSING_FRACTION,
    SEWAGE_MADE_M3,
    SEWAGE_PLACED_M3,
    SEWAGE_TANKS,
    SPILLED_TANK_M3,
    SPILLED_WET_WELL_M3,
    WET_WELL_M3,
    Drivers,
    EndState,
    Floats,
    Integers,
    Plant,
    Schedule,
    State,
    Vessels,
)

if TYPE_CHECKING:
    from holdfast.lifelines.columns import Columns, Moments


def begin(i: int, initial: EndState, state: State) -> None:
    """Set the state of one member to the start of the run."""
    for v in range(state.level.shape[0]):
        state.level[v] = initial.level[i, v]
    begin_power(i, initial, state)
    begin_climate(i, initial, state)
    clear(state)
    state.scalar[WET_WELL_M3] = initial.wet_well_m3[i]
    state.scalar[PASSING_FRACTION] = initial.passing[i]
    state.scalar[KNOWN_H] = initial.known_h[i]
    for n in range(state.delivered.shape[0]):
        state.delivered[n] = initial.delivered[i, n]
    for n in range(24):
        state.delivered_day[n] = initial.delivered_day[i, n]
        state.needed[n] = initial.needed[i, n]


def begin_power(i: int, initial: EndState, state: State) -> None:
    """Set batteries, generators and grid lines to the start of the run."""
    for b in range(state.battery_kwh.shape[0]):
        state.battery_kwh[b] = initial.battery_kwh[i, b]
    for g in range(state.working.shape[0]):
        state.working[g] = initial.working[i, g]
        state.run_h[g] = initial.run_h[i, g]
        state.failures[g] = int(initial.failures[i, g])
    for line in range(state.grid_override.shape[0]):
        state.grid_override[line] = initial.grid_override[i, line]


def begin_climate(i: int, initial: EndState, state: State) -> None:
    """Set shelters, cold stores and vaccine refrigerators to the start of the run."""
    for s in range(state.temp_in_c.shape[0]):
        state.cooling_working[s] = initial.cooling_working[i, s]
        state.temp_in_c[s] = initial.temp_in_c[i, s]
    for c in range(state.temp_cold_c.shape[0]):
        state.temp_cold_c[c] = initial.temp_cold_c[i, c]
        state.dose[c] = initial.dose[i, c]
    for v in range(state.hold_over_h.shape[0]):
        state.hold_over_h[v] = initial.hold_over_h[i, v]


def finish(i: int, hours: int, state: State, end: EndState) -> None:
    """Write the state of one member at the end of the run; the rings from their oldest hour on."""
    for v in range(state.level.shape[0]):
        end.level[i, v] = state.level[v]
    for b in range(state.battery_kwh.shape[0]):
        end.battery_kwh[i, b] = state.battery_kwh[b]
    for g in range(state.working.shape[0]):
        end.working[i, g] = state.working[g]
        end.run_h[i, g] = state.run_h[g]
        end.failures[i, g] = state.failures[g]
    for line in range(state.grid_override.shape[0]):
        end.grid_override[i, line] = state.grid_override[line]
    for s in range(state.temp_in_c.shape[0]):
        end.cooling_working[i, s] = state.cooling_working[s]
        end.temp_in_c[i, s] = state.temp_in_c[s]
    for c in range(state.temp_cold_c.shape[0]):
        end.temp_cold_c[i, c] = state.temp_cold_c[c]
        end.dose[i, c] = state.dose[c]
    for v in range(state.hold_over_h.shape[0]):
        end.hold_over_h[i, v] = state.hold_over_h[v]
    end.wet_well_m3[i] = state.scalar[WET_WELL_M3]
    end.passing[i] = state.scalar[PASSING_FRACTION]
    end.known_h[i] = state.scalar[KNOWN_H]
    window = state.delivered.shape[0]
    for n in range(window):
        end.delivered[i, n] = state.delivered[(hours + n) % window]
    for n in range(24):
        end.delivered_day[i, n] = state.delivered_day[(hours + n) % 24]
        end.needed[i, n] = state.needed[(hours + n) % 24]


def clear(state: State) -> None:
    """Empty the books."""
    for n in range(state.scalar.shape[0]):
        state.scalar[n] = 0.0
    for pool in range(state.inflow.shape[0]):
        state.inflow[pool] = 0.0
        state.outflow[pool] = 0.0
        state.refused[pool] = 0.0
    for n in range(state.energy.shape[0]):
        state.energy[n] = 0.0


def pool_content(pool: int, vessels: Vessels, level: Floats) -> float:
    """Everything in the vessels of a pool, the unusable rest included."""
    total = 0.0
    for v in range(vessels.pool.shape[0]):
        if vessels.pool[v] == pool:
            total += level[v]
    return total


def close_books(i: int, plant: Plant, initial: EndState, state: State, balances: Floats, refused: Floats) -> None:
    """Write the residual of every balance (start + in - out - end), in its own unit, then battery and power.

    Places: one for each pool, then battery energy [kWh], then the worst hour of power [kW].
    """
    pools = state.inflow.shape[0]
    for pool in range(pools):
        start = pool_content(pool, plant.vessels, initial.level[i])
        end = pool_content(pool, plant.vessels, state.level)
        balances[pool] = start + state.inflow[pool] - state.outflow[pool] - end
        refused[pool] = state.refused[pool]
    start = 0.0
    end = 0.0
    for b in range(state.battery_kwh.shape[0]):
        start += initial.battery_kwh[i, b]
        end += state.battery_kwh[b]
    balances[SEWAGE_TANKS] += (
        initial.wet_well_m3[i]
        + state.scalar[SEWAGE_MADE_M3]
        - state.scalar[SEWAGE_PLACED_M3]
        - state.scalar[WET_WELL_M3]
        - state.scalar[SPILLED_TANK_M3]
        - state.scalar[SPILLED_WET_WELL_M3]
    )
    balances[pools] = start + state.energy[0] - state.energy[1] - end
    balances[pools + 1] = state.energy[2]


def run_members(
    first: int,
    last: int,
    plant: Plant,
    drivers: Drivers,
    schedule: Schedule,
    c: Columns,
    m: Moments,
    kept: Integers,
    initial: EndState,
    state: State,
    row: Floats,
    outputs: Floats,
    times: Floats,
    balances: Floats,
    refused: Floats,
    end: EndState,
) -> None:
    """Run members ``first`` to ``last`` (exclusive) through all hours.

    Parameters
    ----------
    first, last : int
        The block of members; blocks do not touch each other's results.
    plant, drivers, schedule : records
        See ``records``; not changed.
    c, m : Columns, Moments
        Places of outputs and events.
    kept : ndarray (n,)
        Columns to keep.
    initial : EndState
        Where every member starts; no NaN.
    state : State
        Room for one member's state, overwritten.
    row : ndarray (columns + 1,)
        Room for one hour's outputs, overwritten.
    outputs : ndarray (n, members, hours)
        Filled with the kept columns.
    times : ndarray (members, moments)
        Filled with the first time of every event [h], infinite where it does not happen.
    balances, refused : ndarray (members, pools + 2), (members, pools)
        Filled with residuals and with arrivals refused for want of room.
    end : EndState
        Filled with where every member ended.
    """
    for i in range(first, last):
        begin(i, initial, state)
        for event in range(times.shape[1]):
            times[i, event] = math.inf
        cursor = 0
        for k in range(drivers.clock.shape[0]):
            cursor = step(i, k, cursor, plant, drivers, schedule, state, row, times[i], c, m)
            for n in range(kept.shape[0]):
                outputs[n, i, k] = row[kept[n]]
        close_books(i, plant, initial, state, balances[i], refused[i])
        finish(i, drivers.clock.shape[0], state, end)
