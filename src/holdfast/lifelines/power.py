"""Electricity: grid, sun, battery, generators, fuel, and who gets the power (specification section 2, E1 to E11).

Every function here is plain Python over numbers and arrays; the compiled engine builds the same source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holdfast.lifelines.records import Drivers, Floats, Loads, Power, State

NOCT_C = 45.0  # nominal operating cell temperature of a common module (from memory), at 800 W/m2 and 20 degC
ALTITUDE_LOSS_PER_500_M = 0.03  # reference physics:k_z (Stamford, Wacker Neuson)
ALTITUDE_FROM_M = 1000.0
NO_POWER_KW = 1e-12


class PowerHour(NamedTuple):
    """Mean powers of one hour [kW] and how the sets ran."""

    grid_kw: float
    pv_kw: float
    discharge_kw: float
    charge_kw: float
    generated_kw: float
    sets_on: float
    run_fraction: float
    live: float


def derating(temp_out_c: float, per_k: float, from_c: float, elevation_m: float) -> float:
    """Share of rated power a set can give (equation E5).

    Parameters
    ----------
    temp_out_c : float
        Outdoor temperature [degC].
    per_k : float
        Loss per kelvin above ``from_c`` [1/K]; 0.006 alternator rule, up to 0.020 for a whole set.
    from_c : float
        Temperature above which the loss counts [degC].
    elevation_m : float
        Height above sea level [m]; 3 % lost per 500 m above 1,000 m.

    Returns
    -------
    float
        Share [1], never below 0.
    """
    heat = per_k * max(0.0, temp_out_c - from_c)
    height = ALTITUDE_LOSS_PER_500_M * max(0.0, elevation_m - ALTITUDE_FROM_M) / 500.0
    return max(0.0, 1.0 - heat - height)


def fuel_line_l_per_h(rated_kw: float, output_kw: float, intercept_l_per_h_kw: float, slope_l_per_kwh: float) -> float:
    """Fuel a running set burns (equation E7, HOMER's straight line).

    Parameters
    ----------
    rated_kw, output_kw : float
        Rated and delivered power [kW].
    intercept_l_per_h_kw : float
        Burn at no load per rated kW, F0 [L/h per kW].
    slope_l_per_kwh : float
        Burn per energy delivered, F1 [L/kWh].

    Returns
    -------
    float
        Burn [L/h]. A set that is off burns nothing: do not call this for it.
    """
    return intercept_l_per_h_kw * rated_kw + slope_l_per_kwh * output_kw


def run_fraction(usable_l: float, burn_l_per_h: float) -> float:
    """Share of the hour the sets run on the fuel there is (equation E8), 0 to 1."""
    if usable_l <= 0.0:
        return 0.0
    if burn_l_per_h <= usable_l:
        return 1.0
    return usable_l / burn_l_per_h


def cell_temperature_c(temp_out_c: float, ghi_w_m2: float) -> float:
    """Temperature of a solar cell [degC] from air [degC] and sun [W/m2] by its NOCT (45 degC, from memory)."""
    return temp_out_c + (NOCT_C - 20.0) / 800.0 * ghi_w_m2


def pv_output_kw(
    peak_kw: float, ghi_w_m2: float, cell_c: float, per_k: float, inverter_efficiency: float, soiling_fraction: float
) -> float:
    """Power of a flat solar array (equation E3, PVWatts form).

    Parameters
    ----------
    peak_kw : float
        Power at 1,000 W/m2 and a cell at 25 degC [kW].
    ghi_w_m2 : float
        Global horizontal irradiance, taken as the plane of the array [W/m2].
    cell_c : float
        Cell temperature [degC].
    per_k : float
        Temperature coefficient [1/K], negative.
    inverter_efficiency, soiling_fraction : float
        [1], 0 to 1.

    Returns
    -------
    float
        Power [kW], never below 0. Tilted arrays are not simulated yet.
    """
    direct = peak_kw * (ghi_w_m2 / 1000.0) * (1.0 + per_k * (cell_c - 25.0))
    return max(0.0, direct * inverter_efficiency * (1.0 - soiling_fraction))


def battery_discharge_kw(wanted_kw: float, power_kw: float, energy_kwh: float, min_kwh: float, one_way: float) -> float:
    """Power a battery gives for an hour (equation E4) [kW]; it never goes below ``min_kwh``."""
    return max(0.0, min(wanted_kw, power_kw, (energy_kwh - min_kwh) * one_way))


def battery_charge_kw(surplus_kw: float, power_kw: float, energy_kwh: float, max_kwh: float, one_way: float) -> float:
    """Power a battery takes for an hour (equation E4) [kW]; it never goes above ``max_kwh``."""
    return max(0.0, min(surplus_kw, power_kw, (max_kwh - energy_kwh) / one_way))


def served_class_kw(demand_kw: float, left_kw: float, min_useful_fraction: float) -> float:
    """Power one class gets from what is left (equation E9) [kW].

    A class that would get less than its minimum useful share of its demand gets nothing; the energy passes on.
    """
    given = min(demand_kw, left_kw)
    if given < min_useful_fraction * demand_kw:
        return 0.0
    return given


def class_allowed(allowed: float, floor_l: float, diesel_l: float) -> float:
    """1 where the operator's policy lets a class run, else 0 (equation E10: run-hour windows and fuel floor)."""
    if allowed > 0.0 and diesel_l >= floor_l:
        return 1.0
    return 0.0


def grid_supply_kw(i: int, k: int, grid_fraction: Floats, power: Power, state: State) -> float:
    """Power the grid can give in this hour (E2): capacity times the share of the hour it is on, all lines."""
    total = 0.0
    for line in range(power.grid_kw.shape[1]):
        share = state.grid_override[line]
        if share < 0.0:
            share = grid_fraction[i, line, k]
        total += power.grid_kw[i, line] * share
    return total


def sun_supply_kw(i: int, temp_out_c: float, ghi_w_m2: float, power: Power) -> float:
    """Power all solar arrays can give in this hour [kW] (E3)."""
    total = 0.0
    cell_c = cell_temperature_c(temp_out_c, ghi_w_m2)
    for p in range(power.pv_peak_kw.shape[1]):
        total += pv_output_kw(
            power.pv_peak_kw[i, p],
            ghi_w_m2,
            cell_c,
            power.pv_per_k[i, p],
            power.pv_inverter[i, p],
            power.pv_soiling[i, p],
        )
    return total


def discharge_batteries(i: int, wanted_kw: float, power: Power, state: State) -> float:
    """Take power from the batteries in list order and return it [kW] (E4)."""
    given = 0.0
    for b in range(power.battery_kwh.shape[1]):
        one_way = power.battery_efficiency[i, b]
        flow = battery_discharge_kw(
            wanted_kw - given, power.battery_kw[i, b], state.battery_kwh[b], power.battery_min_kwh[i, b], one_way
        )
        state.battery_kwh[b] -= flow / one_way
        state.energy[1] += flow / one_way
        given += flow
    return given


def charge_batteries(i: int, surplus_kw: float, power: Power, state: State) -> float:
    """Put surplus power into the batteries in list order and return what they took [kW] (E4)."""
    taken = 0.0
    for b in range(power.battery_kwh.shape[1]):
        one_way = power.battery_efficiency[i, b]
        flow = battery_charge_kw(
            surplus_kw - taken, power.battery_kw[i, b], state.battery_kwh[b], power.battery_kwh[i, b], one_way
        )
        state.battery_kwh[b] += flow * one_way
        state.energy[0] += flow * one_way
        taken += flow
    return taken


def battery_ready_kw(i: int, power: Power, state: State) -> float:
    """Power the batteries could give [kW]; decides whether the site is live in an hour without demand."""
    ready = 0.0
    for b in range(power.battery_kwh.shape[1]):
        ready += battery_discharge_kw(
            power.battery_kw[i, b],
            power.battery_kw[i, b],
            state.battery_kwh[b],
            power.battery_min_kwh[i, b],
            power.battery_efficiency[i, b],
        )
    return ready


def call_sets(i: int, wanted_kw: float, temp_out_c: float, power: Power, state: State) -> float:
    """Mark the sets that run in this hour and return their capacity [kW] (E6).

    Working sets are called in list order until their derated capacity covers the demand. A set whose fuel is gone is
    passed over while another working set still has fuel; when none has, the order stands (and the run fraction is 0).
    """
    any_fuel = fuelled_set(power, state)
    capacity = 0.0
    for g in range(power.rated_kw.shape[1]):
        state.running[g] = 0.0
        dry = any_fuel and state.usable[power.fuel[g]] <= 0.0
        if wanted_kw > capacity and state.working[g] > 0.0 and not dry:
            state.running[g] = 1.0
            capacity += power.rated_kw[i, g] * derating(
                temp_out_c, power.derating_per_k[i, g], power.derating_from_c[i, g], power.elevation_m[i]
            )
    return capacity


def fuelled_set(power: Power, state: State) -> bool:
    """Tell whether any set both works and has fuel."""
    found = False
    for g in range(power.rated_kw.shape[1]):
        found = found or (state.working[g] > 0.0 and state.usable[power.fuel[g]] > 0.0)
    return found


def generate(i: int, wanted_kw: float, temp_out_c: float, power: Power, state: State) -> tuple[float, float, float]:
    """Run the sets for an hour and note the fuel they want in ``state.burn`` (E5 to E8).

    Returns mean power given [kW], number of sets called and the share of the hour they run (weighted by output where
    sets burn different fuels). Sets share the output in proportion to rated power; below the minimum load they burn
    fuel as if at it, and the excess is dumped.
    """
    for pool in range(state.burn.shape[0]):
        state.burn[pool] = 0.0
    capacity = call_sets(i, wanted_kw, temp_out_c, power, state)
    rated = 0.0
    least = 0.0
    sets = 0.0
    for g in range(power.rated_kw.shape[1]):
        if state.running[g] > 0.0:
            rated += power.rated_kw[i, g]
            least += power.min_load_fraction[i, g] * power.rated_kw[i, g]
            sets += 1.0
    if rated <= 0.0:
        return 0.0, sets, 1.0 if fuelled_set(power, state) else 0.0
    output = min(wanted_kw, capacity)
    paid_for = max(output, least)
    for g in range(power.rated_kw.shape[1]):
        if state.running[g] > 0.0:
            state.burn[power.fuel[g]] += fuel_line_l_per_h(
                power.rated_kw[i, g],
                paid_for * power.rated_kw[i, g] / rated,
                power.intercept_l_per_h_kw[i, g],
                power.slope_l_per_kwh[i, g],
            )
    share = 0.0
    for g in range(power.rated_kw.shape[1]):
        if state.running[g] > 0.0:
            fraction = run_fraction(state.usable[power.fuel[g]], state.burn[power.fuel[g]])
            share += power.rated_kw[i, g] / rated * fraction
            wear(i, g, fraction, power, state)
    return share * output, sets, share


def wear(i: int, g: int, hours: float, power: Power, state: State) -> None:
    """Add running hours to a set and fail it when it reaches its drawn life (E11); it is gone from the next hour."""
    state.run_h[g] += hours
    lives = power.failure_after_h.shape[2]
    if state.failures[g] < lives and state.run_h[g] >= power.failure_after_h[i, g, state.failures[g]]:
        state.working[g] = 0.0
        state.failures[g] += 1


def shed(i: int, supply_kw: float, live: float, loads: Loads, state: State) -> float:
    """Give power to the classes strictly by priority and return what nobody took [kW] (E9)."""
    left = supply_kw
    for place in range(loads.order.shape[0]):
        j = loads.order[place]
        wanted = state.demand_kw[j]
        if wanted <= NO_POWER_KW:
            state.served_kw[j] = 0.0
            state.fraction[j] = live
        else:
            given = served_class_kw(wanted, left, loads.min_useful[i, j])
            left -= given
            state.served_kw[j] = given
            state.fraction[j] = given / wanted
    return left


def dispatch(i: int, k: int, drivers: Drivers, power: Power, loads: Loads, state: State) -> PowerHour:
    """Meet the hour's demand from grid, sun, battery and generators, in that order (step D, E1 to E9).

    Reads ``state.demand_kw``; writes served power and fraction of each class, the batteries and the fuel wanted.
    """
    demand = 0.0
    for j in range(loads.order.shape[0]):
        demand += state.demand_kw[j]
    temp_out_c = drivers.temp_out_c[i, k]
    grid_ready = grid_supply_kw(i, k, drivers.grid_fraction, power, state)
    sun_ready = sun_supply_kw(i, temp_out_c, drivers.ghi_w_m2[i, k], power)
    battery_ready = battery_ready_kw(i, power, state)
    grid = min(demand, grid_ready)
    sun = min(demand - grid, sun_ready)
    discharge = discharge_batteries(i, demand - grid - sun, power, state)
    charge = 0.0
    if discharge <= 0.0:
        charge = charge_batteries(i, (sun_ready - sun) + (grid_ready - grid), power, state)
    generated, sets, share = generate(i, demand - grid - sun - discharge, temp_out_c, power, state)
    supply = grid + sun + discharge + generated
    live = 1.0 if supply > 0.0 or grid_ready + sun_ready + battery_ready > 0.0 or share > 0.0 else 0.0
    left = shed(i, supply, live, loads, state)
    served = 0.0
    for j in range(loads.order.shape[0]):
        served += state.served_kw[j]
    state.energy[2] = max(state.energy[2], abs(supply - served - left))
    state.energy[3] = max(state.energy[3], demand)
    return PowerHour(grid, sun, discharge, charge, generated, sets, share, live)
