"""One hour in the life of a camp: the normative step A to F (specification section 1).

A arrivals, B events, C targets, D dispatch, E update, F record. All limits see the stocks of the start of the hour:
nothing made within an hour is used before the next.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.lifelines.cold import cold_end_c, cold_targets_kw, dose_after, hold_over_after_h
from holdfast.lifelines.power import NO_POWER_KW, class_allowed, dispatch
from holdfast.lifelines.records import (
    ARRIVE,
    ARRIVE_POOL,
    CLINIC,
    COLD_CHAIN,
    COOLING,
    COOLING_WORKING,
    FAIL,
    FIRST_COMMODITY,
    GRID,
    KITCHEN,
    KNOWN_H,
    LIGHTING,
    PASSING,
    PASSING_FRACTION,
    RAW_WATER,
    REMOVE,
    REPAIR,
    SET_LEVEL,
    SEWAGE,
    SEWAGE_TANKS,
    SPILLED_TANK_M3,
    SPILLED_WET_WELL_M3,
    TREATED_WATER,
    WATER,
    WET_WELL_M3,
    Cold,
    Drivers,
    Floats,
    Limits,
    Loads,
    Plant,
    Schedule,
    Shelters,
    State,
    Supply,
    Vessels,
)
from holdfast.lifelines.rows import record_flows, record_weather
from holdfast.lifelines.sewage import lift_power_kw, lift_rate_m3, sewage_inflow_m3, sewage_update
from holdfast.lifelines.shelter import cooling_targets_kw, shelter_end_c
from holdfast.lifelines.stocks import bake, bakery_power_kw, draw_commodities
from holdfast.lifelines.vessels import out_after, put, put_in_vessel, set_level, take, take_from_vessel, usable_in
from holdfast.lifelines.water import WaterTargets, water_targets, water_update
from holdfast.people import drinking_need_l_per_h, resting_sweat_l_per_h

if TYPE_CHECKING:
    from holdfast.lifelines.columns import Columns, Moments

LEAST_SHARE = 0.05  # of the sheltered people; a shelter type with fewer does not decide (assumption)


def mark(times: Floats, place: int, hour: float) -> None:
    """Keep the first time of an event."""
    times[place] = min(times[place], hour)


def crossing(k: int, start: float, end: float, threshold: float) -> float:
    """Time at which a value rose through a threshold within hour ``k`` [h], by straight line; infinite if it did not.

    A value already above the threshold at the first hour counts from there.
    """
    if start <= threshold < end:
        return k + (threshold - start) / (end - start)
    if k == 0 and start > threshold:
        return 0.0
    return math.inf


def apply_event(i: int, e: int, vessels: Vessels, schedule: Schedule, state: State) -> None:
    """Apply one event of the schedule to the state."""
    code = schedule.code[e]
    index = schedule.target[e]
    quantity = schedule.quantity[i, e]
    if math.isnan(quantity):
        return  # the event does not concern this member
    if code == PASSING:
        state.scalar[PASSING_FRACTION] = quantity
    elif code == SET_LEVEL:
        set_level(i, index, quantity, vessels, state)
    elif code == ARRIVE:
        put_in_vessel(i, index, quantity, vessels, state)
    elif code == ARRIVE_POOL:
        put(i, index, quantity, vessels, state)
    elif code == REMOVE:
        take_from_vessel(index, quantity, vessels, state)
    else:
        switch(code, index, quantity, state)


def switch(code: int, index: int, quantity: float, state: State) -> None:
    """Apply an event that changes what works."""
    if code == FAIL:
        state.working[index] = 0.0
    elif code == REPAIR:
        state.working[index] = 1.0
    elif code == COOLING_WORKING:
        state.cooling_working[index] = quantity
    elif code == GRID:
        state.grid_override[index] = quantity


def apply_events(
    i: int, k: int, cursor: int, last_code: int, vessels: Vessels, schedule: Schedule, state: State
) -> int:
    """Apply the events of hour ``k`` up to a code and return the place of the next one."""
    while cursor < schedule.hour.shape[0] and schedule.hour[cursor] == k and schedule.code[cursor] <= last_code:
        apply_event(i, cursor, vessels, schedule, state)
        cursor += 1
    return cursor


def trucks(i: int, clock: int, supply: Supply, vessels: Vessels, state: State) -> tuple[float, float]:
    """Let trucks and usual deliveries arrive (step A, W8 and S5); return water brought and sewage taken [m3]."""
    passing = state.scalar[PASSING_FRACTION]
    water = 0.0
    for t in range(supply.water_gated.shape[0]):
        share = passing if supply.water_gated[t] > 0.0 else 1.0
        water += share * supply.water_m3_per_h[i, t, clock]
    sewage = 0.0
    for u in range(supply.sewage_gated.shape[0]):
        share = passing if supply.sewage_gated[u] > 0.0 else 1.0
        sewage += share * supply.sewage_m3_per_h[i, u, clock]
    for d in range(supply.delivery_pool.shape[0]):
        quantity = passing * supply.delivery_per_h[i, d]
        pool = supply.delivery_pool[d]
        if pool == TREATED_WATER:
            water += quantity
        elif pool == SEWAGE_TANKS:
            sewage += quantity
        else:
            put(i, pool, quantity, vessels, state)
    brought = put(i, TREATED_WATER, water, vessels, state)
    removed = take(i, SEWAGE_TANKS, sewage, vessels, state)
    return brought, removed


def note_usable(i: int, vessels: Vessels, state: State) -> None:
    """Note what every pool can give in this hour: the explicit scheme looks only at the start."""
    for pool in range(state.usable.shape[0]):
        state.usable[pool] = usable_in(i, pool, vessels, state)
        state.used[pool] = 0.0


def allow(i: int, clock: int, loads: Loads, state: State) -> None:
    """Note which classes policy lets run (E10)."""
    diesel = state.usable[loads.floor_pool] if loads.floor_pool >= 0 else math.inf
    for j in range(state.on.shape[0]):
        state.on[j] = class_allowed(loads.allowed[j, clock], loads.fuel_floor_l[i, j], diesel)


def sheltered_sweat(i: int, s: int, end_c: float, shelters: Shelters, state: State) -> float:
    """Sweat in one shelter type at the mean of start and end temperature, weighted by who lives there [L/h]."""
    return float(shelters.weight[i, s]) * resting_sweat_l_per_h(0.5 * (state.temp_in_c[s] + end_c))


def update_shelters(
    i: int,
    k: int,
    temp_out: float,
    excess: float,
    fraction: float,
    shelters: Shelters,
    limits: Limits,
    state: State,
    row: Floats,
    times: Floats,
    c: Columns,
    m: Moments,
) -> tuple[float, float]:
    """Advance every shelter type; return mean end temperature [degC] and mean sweat [L/h] (H6, P1).

    Too hot is judged type by type, where at least a twentieth of the sheltered people live: a mean over cooled and
    uncooled shelters would be nobody's temperature.
    """
    if shelters.number.shape[1] == 0:
        return temp_out, resting_sweat_l_per_h(temp_out)
    end = 0.0
    sweat = 0.0
    for s in range(shelters.number.shape[1]):
        end_c = shelter_end_c(i, s, temp_out, excess, fraction, shelters, state)
        if shelters.weight[i, s] >= LEAST_SHARE:
            mark(times, m.indoor_above_35c, crossing(k, state.temp_in_c[s], end_c, limits.indoor_c))
            mark(times, m.indoor_above_40c, crossing(k, state.temp_in_c[s], end_c, limits.indoor_high_c))
        end += shelters.weight[i, s] * end_c
        sweat += sheltered_sweat(i, s, end_c, shelters, state)
        state.temp_in_c[s] = end_c
        row[c.temp_in_shelter_c + s] = end_c
    return end, sweat


def update_cold(
    i: int,
    k: int,
    temp_out: float,
    fraction: float,
    cold: Cold,
    limits: Limits,
    state: State,
    row: Floats,
    times: Floats,
    c: Columns,
    m: Moments,
) -> None:
    """Advance every cold store and its spoilage dose (C1, C4)."""
    warmest = -1e30
    worst = 0.0
    for n in range(cold.number.shape[1]):
        end_c = cold_end_c(i, n, temp_out, fraction, cold, state)
        mark(times, m.cold_store_above_8c, crossing(k, state.temp_cold_c[n], end_c, limits.cold_c))
        dose = dose_after(i, n, 0.5 * (state.temp_cold_c[n] + end_c), cold, state)
        if state.dose[n] < limits.dose <= dose:
            mark(times, m.chilled_food_lost, k + (limits.dose - state.dose[n]) / (dose - state.dose[n]))
        elif k == 0 and state.dose[n] >= limits.dose:
            mark(times, m.chilled_food_lost, 0.0)
        state.temp_cold_c[n] = end_c
        state.dose[n] = dose
        row[c.temp_cold_store_c + n] = end_c
        row[c.spoilage_dose_store + n] = dose
        warmest = max(warmest, end_c)
        worst = max(worst, dose)
    row[c.temp_cold_c] = warmest
    row[c.spoilage_dose] = worst


def update_vaccines(
    i: int,
    k: int,
    fraction: float,
    cold: Cold,
    limits: Limits,
    state: State,
    row: Floats,
    times: Floats,
    c: Columns,
    m: Moments,
) -> None:
    """Advance every vaccine refrigerator (C5); a hold-over is used up at the end of the hour that empties it."""
    least = 1e30
    for n in range(cold.hold_over_h.shape[1]):
        before = state.hold_over_h[n]
        left = hold_over_after_h(before, fraction, cold.hold_over_h[i, n])
        if before > limits.hold_over_h >= left:
            mark(times, m.vaccine_holdover_end, k + 1.0)
        elif k == 0 and before <= limits.hold_over_h:
            mark(times, m.vaccine_holdover_end, 0.0)
        state.hold_over_h[n] = left
        row[c.vaccine_hold_over_fridge_h + n] = left
        least = min(least, left)
    row[c.vaccine_hold_over_h] = least


def record_pools(
    i: int,
    k: int,
    diesel: int,
    limits: Limits,
    vessels: Vessels,
    state: State,
    row: Floats,
    times: Floats,
    c: Columns,
    m: Moments,
) -> None:
    """Record what every commodity pool still gives, and when it ran out."""
    for pool in range(FIRST_COMMODITY, state.usable.shape[0]):
        place = pool - FIRST_COMMODITY
        left = usable_in(i, pool, vessels, state)
        row[c.stock_commodity + place] = left
        out = out_after(k, state.usable[pool], left, state.burn[pool], limits.stock[pool])
        if pool == diesel:
            row[c.fuel_used_l] = state.used[pool]
            mark(times, m.diesel_out, out)
        mark(times, m.commodity_out + place, out)


def record_power(unmet_share: float, k: int, state: State, row: Floats, times: Floats, c: Columns, m: Moments) -> None:
    """Record demand and service of every class; an essential class left short is the failure of electricity."""
    demand = 0.0
    served = 0.0
    for j in range(state.demand_kw.shape[0]):
        demand += state.demand_kw[j]
        served += state.served_kw[j]
        row[c.demand_class_kw + j] = state.demand_kw[j]
        row[c.served_fraction_class + j] = state.fraction[j]
        wanted = state.demand_kw[j]
        short = wanted - state.served_kw[j] > (unmet_share + 1e-9) * wanted
        if j != COOLING and wanted > NO_POWER_KW and short:
            mark(times, m.essential_power_unmet, float(k))
    row[c.demand_kw] = demand
    row[c.served_kw] = served
    battery = 0.0
    for b in range(state.battery_kwh.shape[0]):
        battery += state.battery_kwh[b]
    row[c.battery_kwh] = battery
    working = 0.0
    for g in range(state.working.shape[0]):
        working += state.working[g]
    row[c.generators_working] = working


def ring_sum(ring: Floats) -> float:
    """Sum of a ring of hourly values, oldest or newest alike."""
    total = 0.0
    for n in range(ring.shape[0]):
        total += ring[n]
    return total


def record_water_service(
    k: int,
    persons: float,
    delivered_m3: float,
    need_l: float,
    least_l: float,
    state: State,
    row: Floats,
    times: Floats,
    c: Columns,
    m: Moments,
) -> None:
    """Record water and need of the last hours per person; too little over a whole window is the failure of water."""
    state.needed[k % state.needed.shape[0]] = need_l
    state.delivered_day[k % state.delivered_day.shape[0]] = delivered_m3
    state.delivered[k % state.delivered.shape[0]] = delivered_m3
    row[c.drinking_need_24h_l_per_person] = ring_sum(state.needed)
    each = 1000.0 / persons if persons > 0.0 else 0.0
    row[c.water_24h_l_per_person] = ring_sum(state.delivered_day) * each
    state.scalar[KNOWN_H] += 1.0
    window = state.delivered.shape[0]
    wanted = least_l * window / 24.0
    if state.scalar[KNOWN_H] >= window and persons > 0.0 and ring_sum(state.delivered) * each < wanted * (1.0 - 1e-9):
        mark(times, m.water_under_15_l, k + 1.0)


def set_targets(i: int, clock: int, temp_out: float, excess: float, plant: Plant, state: State) -> WaterTargets:
    """Work out what every class asks for in this hour (step C); the heat to remove is kept in the state."""
    allow(i, clock, plant.loads, state)
    on = state.on
    persons = plant.people.persons[i]
    wants = water_targets(i, clock, persons, on[WATER], plant.water, plant.vessels, state)
    to_lift = (
        sewage_inflow_m3(plant.sewage.return_fraction[i], wants.use_m3, persons, plant.sewage.excreta_l[i])
        + state.scalar[WET_WELL_M3]
    )
    state.demand_kw[CLINIC] = on[CLINIC] * plant.loads.clinic_kw[i]
    state.demand_kw[WATER] = wants.power_kw
    state.demand_kw[SEWAGE] = on[SEWAGE] * lift_power_kw(i, min(to_lift, lift_rate_m3(i, plant.sewage)), plant.sewage)
    state.demand_kw[COLD_CHAIN] = cold_targets_kw(i, temp_out, on[COLD_CHAIN], plant.cold, state)
    state.demand_kw[KITCHEN] = on[KITCHEN] * (plant.loads.kitchen_kw[i, clock] + bakery_power_kw(i, clock, plant.uses))
    state.demand_kw[LIGHTING] = on[LIGHTING] * plant.loads.lighting_kw[i, clock]
    state.demand_kw[COOLING] = cooling_targets_kw(i, temp_out, excess, on[COOLING], plant.shelters, state)
    return wants


def step(
    i: int,
    k: int,
    cursor: int,
    plant: Plant,
    drivers: Drivers,
    schedule: Schedule,
    state: State,
    row: Floats,
    times: Floats,
    c: Columns,
    m: Moments,
) -> int:
    """Advance member ``i`` by hour ``k`` and return the place of the next event.

    Parameters
    ----------
    i, k : int
        Member and hour.
    cursor : int
        Place of the first event of the schedule that has not acted yet.
    plant, drivers, schedule : records
        Parameters, weather and events; not changed.
    state : State
        Advanced in place.
    row : ndarray (columns,)
        Outputs of this hour, overwritten.
    times : ndarray (moments,)
        First time of every event [h], lowered where one happens.
    c, m : Columns, Moments
        Places in ``row`` and ``times``.
    """
    clock = drivers.clock[k]
    temp_out = drivers.temp_out_c[i, k]
    excess = drivers.sol_air_excess_k[i, k]
    ghi = drivers.ghi_w_m2[i, k]
    persons = plant.people.persons[i]
    vessels = plant.vessels
    # A arrivals, B events
    cursor = apply_events(i, k, cursor, SET_LEVEL, vessels, schedule, state)
    trucked, desludged = trucks(i, clock, plant.supply, vessels, state)
    cursor = apply_events(i, k, cursor, GRID, vessels, schedule, state)
    note_usable(i, vessels, state)
    # C targets
    wants = set_targets(i, clock, temp_out, excess, plant, state)
    on = state.on
    # D dispatch
    power = dispatch(i, k, drivers, plant.power, plant.loads, state)
    # E update
    draw_commodities(i, persons, plant.uses, vessels, state)
    bread = bake(i, clock, on[KITCHEN] * state.fraction[KITCHEN], plant.uses, vessels, state)
    water = water_update(i, persons, on[WATER] * state.fraction[WATER], wants, plant.water, vessels, state)
    sewage = sewage_update(
        i, k, persons, water.delivered_m3, on[SEWAGE] * state.fraction[SEWAGE], plant.sewage, vessels, state
    )
    cooled = on[COOLING] * state.fraction[COOLING]
    end_c, sweat = update_shelters(
        i, k, temp_out, excess, cooled, plant.shelters, plant.limits, state, row, times, c, m
    )
    update_cold(
        i,
        k,
        temp_out,
        on[COLD_CHAIN] * state.fraction[COLD_CHAIN],
        plant.cold,
        plant.limits,
        state,
        row,
        times,
        c,
        m,
    )
    update_vaccines(i, k, on[CLINIC] * state.fraction[CLINIC], plant.cold, plant.limits, state, row, times, c, m)
    # F record
    record_pools(i, k, plant.loads.floor_pool, plant.limits, vessels, state, row, times, c, m)
    record_power(plant.limits.unmet_share, k, state, row, times, c, m)
    need = drinking_need_l_per_h(sweat, plant.people.need_factor[i])
    record_water_service(k, persons, water.delivered_m3, need, plant.limits.water_l_per_person, state, row, times, c, m)
    treated = usable_in(i, TREATED_WATER, vessels, state)
    mark(times, m.treated_water_empty, out_after(k, state.usable[TREATED_WATER], treated, wants.draw_m3, 0.0))
    record_spills(sewage.tank_spill_h, sewage.wet_well_spill_h, plant.limits.spilled_m3, k, state, times, m)
    record_weather(k, drivers.clock[k], temp_out, excess, ghi, row, c)
    record_flows(power, wants, water, sewage, state, row, c)
    row[c.water_trucked_m3] = trucked
    row[c.raw_water_m3] = usable_in(i, RAW_WATER, vessels, state)
    row[c.treated_water_m3] = treated
    row[c.desludged_m3] = desludged
    row[c.sewage_tank_m3] = usable_in(i, SEWAGE_TANKS, vessels, state)
    row[c.temp_in_c] = end_c
    row[c.sweat_l_per_h] = sweat
    row[c.bread_kg] = bread
    return cursor


def record_spills(
    tank_h: float, well_h: float, threshold_m3: float, k: int, state: State, times: Floats, m: Moments
) -> None:
    """Record spills: from tanks within the hour, from wet wells at its end; the first of both is the failure."""
    mark(times, m.sewage_tank_overflow, tank_h)
    mark(times, m.wet_well_spill, well_h)
    if threshold_m3 <= 0.0:
        mark(times, m.sewage_spill, min(tank_h, well_h))
    elif state.scalar[SPILLED_TANK_M3] + state.scalar[SPILLED_WET_WELL_M3] > threshold_m3:
        mark(times, m.sewage_spill, k + 1.0)
