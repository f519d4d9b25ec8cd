"""Electricity in lanes: who supplies, who is served, what the sets burn (specification section 2, steps B and D)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.block import NEVER, add, constant, copy, fill, fill_rows, index, pick, sum_rows
from holdfast.lifelines.forcing import grid_begin_h, grid_share
from holdfast.lifelines.power import (
    NO_FUEL_L,
    NO_POWER_KW,
    TINY,
    battery_charge_kw,
    battery_discharge_kw,
    class_allowed,
    derating,
    fuel_line_l_per_h,
    pv_output_kw,
    run_fraction,
    served_class_kw,
)
from holdfast.lifelines.records import (
    CAPACITY,
    CHARGE,
    CLASS_COUNT,
    COOLING,
    DAY_H,
    DISCHARGE,
    FLOWS,
    FUELLED,
    GENERATED,
    GRID,
    LEAST,
    RATED,
    READY,
    SETS_ON,
    SHARE,
    SUN,
    WANTED,
)

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Floats, Plant

PLENTY_L = 1e300  # fuel of a site without sets: its fuel floors mean nothing


def allow(clock: int, block: Block, plant: Plant) -> None:
    """Note which classes policy lets run (E10)."""
    loads, hour = plant.loads, plant.hour
    fuel = block[hour.tmp]
    fill(fuel, PLENTY_L if loads.floor_pools == 0 else 0.0)
    for n in range(loads.floor_pools):
        add(fuel, block[hour.usable + index(block, loads.floor_from + n)])
    for j in range(CLASS_COUNT):
        on, floor = block[hour.on + j], block[loads.fuel_floor_l + j]
        allowed = constant(block, loads.allowed + DAY_H * j + clock)
        for lane in range(on.shape[0]):
            on[lane] = class_allowed(allowed, floor[lane], fuel[lane])


def grid_supply(now: Floats, block: Block, plant: Plant) -> None:
    """Add up what the grid lines can give in this hour (E2): capacity times the share of the hour each is on."""
    power, weather = plant.power, plant.weather
    clock, ready = int(now[plant.now.clock]), block[power.flows + READY]
    for line in range(power.lines):
        begin = block[weather.grid_begin_h + line]
        if now[plant.now.new_day] > 0.0:
            day, member = int(now[plant.now.day]), block[weather.member]
            key0, key1 = index(block, weather.grid_key + 2 * line), index(block, weather.grid_key + 2 * line + 1)
            for lane in range(begin.shape[0]):
                begin[lane] = grid_begin_h(key0, key1, int(member[lane]), day, weather.grid_until_midnight)
        capacity, length = block[power.grid_kw + line], block[weather.grid_length_h + line]
        override = block[power.grid_override + line]
        listed = index(block, weather.grid_timetable + line)
        share = constant(block, weather.grid_table + DAY_H * line + clock)
        for lane in range(ready.shape[0]):
            usual = pick(listed > 0, share, grid_share(clock, length[lane], begin[lane]))
            ready[lane] += capacity[lane] * pick(override[lane] < 0.0, usual, override[lane])


def sun_supply(now: Floats, block: Block, plant: Plant) -> None:
    """Add up what the solar arrays can give in this hour (E3) in the row of the sun."""
    power, weather = plant.power, plant.weather
    sun = block[power.flows + SUN]
    temp_out = block[plant.hour.temp_out_c]
    clear, peak = block[weather.clearness], block[weather.ghi_peak_w_m2]
    day = block[weather.sun_day + int(now[plant.now.clock])]
    rise = now[plant.now.pv_rise_k_per_w_m2]
    for a in range(power.arrays):
        peak_kw, per_k = block[power.pv_peak_kw + a], block[power.pv_per_k + a]
        inverter, soiling = block[power.pv_inverter + a], block[power.pv_soiling + a]
        path = now[plant.now.pv_poa_w_m2 + a]
        for lane in range(sun.shape[0]):
            poa = clear[lane] * path + peak[lane] * day[lane]
            sun[lane] += pv_output_kw(
                peak_kw[lane], poa, temp_out[lane] + rise * poa, per_k[lane], inverter[lane], soiling[lane]
            )


def refuse(block: Block, plant: Plant) -> None:
    """Ask no power for classes that would get less than their minimum useful share (E9): the energy passes on.

    Judged by what grid, sun, batteries and fuelled sets could give in this hour, before any set is called: power made
    for a class that then gets none would be burnt for nothing.
    """
    power, hour, loads = plant.power, plant.hour, plant.loads
    able, fuelled = block[hour.tmp + 5], block[power.flows + FUELLED]
    temp_out, elevation = block[hour.temp_out_c], block[power.elevation_m]
    sun, ready = block[power.flows + SUN], block[power.flows + READY]
    for lane in range(able.shape[0]):
        able[lane] = sun[lane] + ready[lane]
    for b in range(power.batteries):
        energy, least = block[power.battery_kwh + b], block[power.battery_min_kwh + b]
        most, one_way = block[power.battery_kw + b], block[power.battery_efficiency + b]
        for lane in range(able.shape[0]):
            able[lane] += battery_discharge_kw(most[lane], most[lane], energy[lane], least[lane], one_way[lane])
    for g in range(power.sets):
        available, rated = block[power.available + g], block[power.rated_kw + g]
        per_k, from_c = block[power.derating_per_k + g], block[power.derating_from_c + g]
        usable = block[hour.usable + index(block, power.fuel + g)]
        for lane in range(able.shape[0]):
            given = available[lane] * rated[lane] * derating(temp_out[lane], per_k[lane], from_c[lane], elevation[lane])
            able[lane] += pick((fuelled[lane] > 0.0) & (usable[lane] > NO_FUEL_L), given, 0.0)
    for place in range(CLASS_COUNT):
        j = index(block, loads.order + place)
        asked, useful = block[hour.asked_kw + j], block[loads.min_useful + j]
        for lane in range(able.shape[0]):
            given = served_class_kw(asked[lane], able[lane], useful[lane])
            asked[lane] = pick(given > 0.0, asked[lane], 0.0)
            able[lane] -= given


def discharge_batteries(block: Block, plant: Plant) -> None:
    """Take power from the batteries in list order (E4); also note whether any could give some."""
    power = plant.power
    wanted, given = block[power.flows + WANTED], block[power.flows + DISCHARGE]
    ready, book = block[power.flows + READY], block[power.discharged_kwh]
    for b in range(power.batteries):
        energy, least = block[power.battery_kwh + b], block[power.battery_min_kwh + b]
        most, one_way = block[power.battery_kw + b], block[power.battery_efficiency + b]
        for lane in range(given.shape[0]):
            ready[lane] += battery_discharge_kw(most[lane], most[lane], energy[lane], least[lane], one_way[lane])
            flow = battery_discharge_kw(
                wanted[lane] - given[lane], most[lane], energy[lane], least[lane], one_way[lane]
            )
            energy[lane] -= flow / one_way[lane]
            book[lane] += flow / one_way[lane]
            given[lane] += flow


def charge_batteries(surplus: Floats, by_sets: int, block: Block, plant: Plant) -> None:
    """Put surplus power into the batteries in list order (E4), in hours without discharge.

    With ``by_sets`` 1 the surplus comes from generators below their minimum load, and only batteries that may be
    charged by them take it.
    """
    power = plant.power
    taken, discharge = block[power.flows + CHARGE], block[power.flows + DISCHARGE]
    book = block[power.charged_kwh]
    for b in range(power.batteries):
        may = constant(block, power.battery_by_sets + b) if by_sets > 0 else 1.0
        energy, capacity = block[power.battery_kwh + b], block[power.battery_capacity_kwh + b]
        most, one_way = block[power.battery_kw + b], block[power.battery_efficiency + b]
        for lane in range(taken.shape[0]):
            flow = battery_charge_kw(surplus[lane], most[lane], energy[lane], capacity[lane], one_way[lane])
            flow = pick(discharge[lane] <= 0.0, may * flow, 0.0)
            energy[lane] += flow * one_way[lane]
            book[lane] += flow * one_way[lane]
            surplus[lane] -= flow
            taken[lane] += flow


def note_fuelled(block: Block, plant: Plant) -> None:
    """Note in which members any set both works and has fuel."""
    power = plant.power
    fuelled = block[power.flows + FUELLED]
    for g in range(power.sets):
        available, usable = block[power.available + g], block[plant.hour.usable + index(block, power.fuel + g)]
        for lane in range(fuelled.shape[0]):
            able = (available[lane] > 0.0) & (usable[lane] > NO_FUEL_L)
            fuelled[lane] = pick(able, 1.0, fuelled[lane])


def call_sets(block: Block, plant: Plant) -> None:
    """Mark the sets that run in this hour and add up their capacity (E5, E6).

    Available sets are called in list order until their derated capacity covers the demand. A set whose fuel is gone is
    passed over while another available set still has fuel; when none has, the order stands (and they run for no time).
    """
    power = plant.power
    wanted, covered = block[power.flows + WANTED], block[power.flows + CAPACITY]
    rated_on, least, sets = block[power.flows + RATED], block[power.flows + LEAST], block[power.flows + SETS_ON]
    fuelled, temp_out = block[power.flows + FUELLED], block[plant.hour.temp_out_c]
    elevation = block[power.elevation_m]
    for g in range(power.sets):
        available, running = block[power.available + g], block[power.running + g]
        usable, rated = block[plant.hour.usable + index(block, power.fuel + g)], block[power.rated_kw + g]
        per_k, from_c = block[power.derating_per_k + g], block[power.derating_from_c + g]
        share = block[power.min_load_fraction + g]
        for lane in range(running.shape[0]):
            passed_over = (fuelled[lane] > 0.0) & (usable[lane] <= NO_FUEL_L)
            called = pick((wanted[lane] > covered[lane]) & (not passed_over), available[lane], 0.0)
            running[lane] = called
            covered[lane] += called * rated[lane] * derating(temp_out[lane], per_k[lane], from_c[lane], elevation[lane])
            rated_on[lane] += called * rated[lane]
            least[lane] += called * share[lane] * rated[lane]
            sets[lane] += 1.0 if called > 0.0 else 0.0


def generate(block: Block, plant: Plant) -> None:
    """Run the sets for an hour and note the fuel they want (E5 to E8).

    Sets share the output in proportion to rated power; below the minimum load they burn fuel as if at it, and the
    excess is dumped, or charges batteries that may take it.
    """
    power, hour = plant.power, plant.hour
    call_sets(block, plant)
    wanted, covered = block[power.flows + WANTED], block[power.flows + CAPACITY]
    rated_on, least = block[power.flows + RATED], block[power.flows + LEAST]
    generated, share = block[power.flows + GENERATED], block[power.flows + SHARE]
    paid = block[hour.tmp]
    for lane in range(paid.shape[0]):
        generated[lane] = min(wanted[lane], covered[lane])
        paid[lane] = max(generated[lane], least[lane]) / max(rated_on[lane], TINY)
    for g in range(power.sets):
        running, rated = block[power.running + g], block[power.rated_kw + g]
        f0, f1 = block[power.intercept_l_per_h_kw + g], block[power.slope_l_per_kwh + g]
        burn = block[hour.burn + index(block, power.fuel + g)]
        for lane in range(burn.shape[0]):
            on = running[lane] * rated[lane]
            burn[lane] += fuel_line_l_per_h(on, paid[lane] * on, f0[lane], f1[lane])
    for g in range(power.sets):
        running, rated = block[power.running + g], block[power.rated_kw + g]
        usable, burn = (
            block[hour.usable + index(block, power.fuel + g)],
            block[hour.burn + index(block, power.fuel + g)],
        )
        for lane in range(share.shape[0]):
            fraction = pick(running[lane] > 0.0, run_fraction(usable[lane], burn[lane]), 0.0)
            share[lane] += running[lane] * rated[lane] / max(rated_on[lane], TINY) * fraction
            running[lane] *= fraction  # from here on: hours the set ran
    fuelled = block[power.flows + FUELLED]
    for lane in range(share.shape[0]):
        share[lane] = pick(rated_on[lane] > 0.0, share[lane], fuelled[lane])
        generated[lane] *= share[lane]


def shed(k: int, supply: Floats, block: Block, plant: Plant) -> None:
    """Give power to the classes strictly by priority, leave in ``supply`` what nobody took (E9), and record it.

    An essential class left short is the failure of electricity. An hour in which a set stands for its planned service
    does not count: people know of it. The fraction recorded is the served share; the fraction of the hour is 0 where
    policy switches a class off.
    """
    hour, loads, c, unmet = plant.hour, plant.loads, plant.c, plant.limits.unmet_share + 1e-9
    live, planned, failed = block[hour.live], block[plant.power.in_service], block[plant.m.essential_power_unmet]
    given_all, excess = block[c.served_kw], block[plant.power.worst_excess_kw]
    fill(given_all, 0.0)
    for place in range(CLASS_COUNT):
        j = index(block, loads.order + place)
        demand, served, on = block[hour.demand_kw + j], block[hour.served_kw + j], block[hour.on + j]
        fraction, useful, asked = block[hour.fraction + j], block[loads.min_useful + j], block[hour.asked_kw + j]
        shown = block[c.served_fraction_class + j]
        counted = k + 0.0 if j != COOLING else NEVER
        for lane in range(served.shape[0]):
            wanted = demand[lane]
            useful_kw = served_class_kw(asked[lane], supply[lane], useful[lane])
            given = pick(asked[lane] > NO_POWER_KW, useful_kw, 0.0)
            share = pick(wanted > NO_POWER_KW, given / max(wanted, NO_POWER_KW), live[lane])
            short = (wanted - given > unmet * wanted) & (wanted > NO_POWER_KW)
            failed[lane] = min(failed[lane], pick(short & (planned[lane] <= 0.0), counted, NEVER))
            supply[lane] -= given
            served[lane] = given
            shown[lane] = share
            fraction[lane] = share * on[lane]
            given_all[lane] += given
            excess[lane] = max(excess[lane], given - wanted)


def dispatch(k: int, now: Floats, block: Block, plant: Plant) -> None:
    """Meet the hour's demand from grid, sun, battery and generators, in that order (step D, E1 to E9).

    Reads the demand of the classes; writes and records served power and fraction of each, the batteries and the fuel
    wanted.
    """
    power, hour = plant.power, plant.hour
    demand, surplus, supply = block[hour.tmp + 1], block[hour.tmp + 2], block[hour.tmp + 3]
    grid, sun, wanted = block[power.flows + GRID], block[power.flows + SUN], block[power.flows + WANTED]
    ready, discharge = block[power.flows + READY], block[power.flows + DISCHARGE]
    fill_rows(power.flows, FLOWS, 0.0, block)
    grid_supply(now, block, plant)
    sun_supply(now, block, plant)
    note_fuelled(block, plant)
    if plant.loads.any_minimum > 0:
        refuse(block, plant)
        sum_rows(hour.asked_kw, CLASS_COUNT, demand, block)
    else:
        copy(block[plant.c.demand_kw], demand)
    for lane in range(demand.shape[0]):
        sun_ready = sun[lane]
        grid[lane] = min(demand[lane], ready[lane])
        sun[lane] = min(demand[lane] - grid[lane], sun_ready)
        surplus[lane] = (sun_ready - sun[lane]) + (ready[lane] - grid[lane])
        wanted[lane] = demand[lane] - grid[lane] - sun[lane]
        ready[lane] += sun_ready
    discharge_batteries(block, plant)
    charge_batteries(surplus, 0, block, plant)
    for lane in range(demand.shape[0]):
        wanted[lane] -= discharge[lane]
    generate(block, plant)
    settle(k, demand, surplus, supply, block, plant)


def settle(k: int, demand: Floats, surplus: Floats, supply: Floats, block: Block, plant: Plant) -> None:
    """Charge batteries from what the sets dump, share out the supply, and book the residual of the hour."""
    power, hour = plant.power, plant.hour
    generated, share, least = block[power.flows + GENERATED], block[power.flows + SHARE], block[power.flows + LEAST]
    for lane in range(surplus.shape[0]):
        surplus[lane] = pick(least[lane] > 0.0, max(0.0, least[lane] * share[lane] - generated[lane]), 0.0)
    charge_batteries(surplus, 1, block, plant)
    grid, sun, discharge = block[power.flows + GRID], block[power.flows + SUN], block[power.flows + DISCHARGE]
    live, ready, total = block[hour.live], block[power.flows + READY], block[hour.tmp + 4]
    for lane in range(supply.shape[0]):
        supply[lane] = grid[lane] + sun[lane] + discharge[lane] + generated[lane]
        total[lane] = supply[lane]
        live[lane] = pick((supply[lane] > 0.0) | (ready[lane] > 0.0) | (share[lane] > 0.0), 1.0, 0.0)
    shed(k, supply, block, plant)
    worst, largest, served_all = block[power.worst_residual_kw], block[power.largest_kw], block[plant.c.served_kw]
    for lane in range(total.shape[0]):
        worst[lane] = max(worst[lane], abs(total[lane] - served_all[lane] - supply[lane]))
        largest[lane] = max(largest[lane], demand[lane])
