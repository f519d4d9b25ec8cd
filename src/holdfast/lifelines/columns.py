"""Places of outputs and event times in the arrays the hour loop writes.

The names are those of ``outputs.csv`` and ``events.csv``; a name that stands in one but not in the other stops the
package at the first run. A place whose asset the site lacks is the spare last one, which no result shows.
"""

from __future__ import annotations

from typing import NamedTuple


class Columns(NamedTuple):
    """First place of every declared output in the row of one hour."""

    hour: int
    clock_h: int
    temp_out_c: int
    sol_air_excess_k: int
    ghi_w_m2: int
    demand_kw: int
    demand_class_kw: int
    served_kw: int
    served_fraction_class: int
    grid_kw: int
    pv_kw: int
    battery_discharge_kw: int
    battery_charge_kw: int
    battery_kwh: int
    generator_kw: int
    generators_on: int
    generators_working: int
    run_fraction: int
    fuel_used_l: int
    ration_l_per_person_day: int
    water_delivered_m3: int
    water_drawn_m3: int
    water_purified_m3: int
    water_pumped_m3: int
    water_trucked_m3: int
    truck_fuel_l: int
    raw_water_m3: int
    treated_water_m3: int
    household_m3: int
    water_treated_fraction: int
    chlorine_days: int
    water_lost_m3: int
    water_24h_l_per_person: int
    drinking_need_24h_l_per_person: int
    sewage_inflow_m3: int
    rain_inflow_m3: int
    brine_m3: int
    sewage_lifted_m3: int
    desludged_m3: int
    sewage_tank_m3: int
    wet_well_m3: int
    sewage_spilled_m3: int
    temp_in_c: int
    temp_in_shelter_c: int
    sweat_l_per_h: int
    temp_cold_c: int
    temp_cold_store_c: int
    spoilage_dose: int
    spoilage_dose_store: int
    vaccine_hold_over_h: int
    vaccine_hold_over_fridge_h: int
    stock_commodity: int
    used_commodity: int
    bread_kg: int
    meals_cooked_fraction: int
    service_service_fraction: int
    service_limit_service: int
    transport_fraction: int
    sweat_heat_balance_l_per_h: int
    sweat_iso_7933_l_per_h: int
    core_temp_65_c: int
    core_temp_75_c: int
    core_temp_85_c: int
    hours_not_compensable_young_shelter: int
    hours_past_6_h_limit_young_shelter: int
    hours_not_compensable_65_plus_shelter: int
    hours_past_6_h_limit_65_plus_shelter: int
    hours_not_compensable_young_outdoors: int
    hours_past_6_h_limit_young_outdoors: int
    hours_not_compensable_65_plus_outdoors: int
    hours_past_6_h_limit_65_plus_outdoors: int
    concentrators_without_power: int
    oxygen_unmet_h: int
    dialysis_sessions_missed: int
    water_deficit_l_per_person: int
    hours_above_32c_day_24c_night: int
    hours_above_35c: int
    hours_above_40c: int
    hours_above_45c: int
    passing_fraction: int
    spare: int


class Moments(NamedTuple):
    """Place of every declared event in the array of times."""

    essential_power_unmet: int
    diesel_out: int
    indoor_above_35c: int
    indoor_above_40c: int
    unserved_above_35c: int
    water_under_15_l: int
    treated_water_empty: int
    water_untreated: int
    water_tank_torn: int
    sewage_tank_overflow: int
    wet_well_spill: int
    sewage_tank_torn: int
    sewage_spill: int
    cold_store_above_8c: int
    chilled_food_lost: int
    vaccine_holdover_end: int
    bakery_closed: int
    cooking_stops: int
    transport_stops: int
    oxygen_stops: int
    dialysis_stops: int
    water_under_drinking_need: int
    water_under_survival_total: int
    need_above_survival_intake: int
    deficit_2_percent: int
    deficit_5_percent: int
    deficit_10_percent: int
    heat_not_compensable_65_plus: int
    heat_not_compensable_young: int
    heat_past_6_h_limit_65_plus: int
    heat_past_6_h_limit_young: int
    core_38_5c_at_65: int
    core_38_5c_at_75: int
    core_38_5c_at_85: int
    core_39c_at_65: int
    core_39c_at_75: int
    core_39c_at_85: int
    service_closed: int
    commodity_out: int
    spare: int
