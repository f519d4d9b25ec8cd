"""The flows and the weather of one hour as they stand in its row of outputs (step F)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.records import (
    PASSING_FRACTION,
    SPILLED_TANK_M3,
    SPILLED_WET_WELL_M3,
    WET_WELL_M3,
)

if TYPE_CHECKING:
    from holdfast.lifelines.columns import Columns
    from holdfast.lifelines.power import PowerHour
    from holdfast.lifelines.records import Floats, State
    from holdfast.lifelines.sewage import SewageHour
    from holdfast.lifelines.water import WaterHour, WaterTargets


def record_weather(k: int, clock: int, temp_out: float, excess: float, ghi: float, row: Floats, c: Columns) -> None:
    """Record clock and weather of the hour."""
    row[c.hour] = k
    row[c.clock_h] = clock
    row[c.temp_out_c] = temp_out
    row[c.sol_air_excess_k] = excess
    row[c.ghi_w_m2] = ghi


def record_flows(
    power: PowerHour,
    wants: WaterTargets,
    water: WaterHour,
    sewage: SewageHour,
    state: State,
    row: Floats,
    c: Columns,
) -> None:
    """Record the flows of the hour and what stands in wet wells and on the ground."""
    row[c.grid_kw] = power.grid_kw
    row[c.pv_kw] = power.pv_kw
    row[c.battery_discharge_kw] = power.discharge_kw
    row[c.battery_charge_kw] = power.charge_kw
    row[c.generator_kw] = power.generated_kw
    row[c.generators_on] = power.sets_on
    row[c.run_fraction] = power.run_fraction
    row[c.ration_l_per_person_day] = wants.ration_l
    row[c.water_delivered_m3] = water.delivered_m3
    row[c.water_drawn_m3] = water.drawn_m3
    row[c.water_purified_m3] = water.produced_m3
    row[c.water_pumped_m3] = water.well_m3
    row[c.sewage_inflow_m3] = sewage.inflow_m3
    row[c.sewage_lifted_m3] = sewage.lifted_m3
    row[c.wet_well_m3] = state.scalar[WET_WELL_M3]
    row[c.sewage_spilled_m3] = state.scalar[SPILLED_TANK_M3] + state.scalar[SPILLED_WET_WELL_M3]
    row[c.passing_fraction] = state.scalar[PASSING_FRACTION]
