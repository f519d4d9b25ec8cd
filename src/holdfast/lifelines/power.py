"""Electricity as equations: derating, fuel, sun, battery, failure, service, shedding (section 2, E1 to E13).

Each function is one equation over plain numbers; ``dispatch`` applies them lane by lane.
"""

from __future__ import annotations

ALTITUDE_LOSS_PER_500_M = 0.03  # reference physics:k_z (Stamford, Wacker Neuson)
ALTITUDE_FROM_M = 1000.0
NO_POWER_KW = 1e-12
NO_FUEL_L = 1e-9  # what rounding leaves in a store is no fuel
TINY = 1e-300  # keeps a divisor from being zero where the quotient is not used
SERVICE_SCALE_H = 250.0  # the hours overdue of equation E13


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
    enough = 1.0 if burn_l_per_h <= usable_l else max(0.0, usable_l) / max(burn_l_per_h, TINY)
    return enough if usable_l > NO_FUEL_L else 0.0


def pv_output_kw(
    peak_kw: float, poa_w_m2: float, cell_c: float, per_k: float, inverter_efficiency: float, soiling_fraction: float
) -> float:
    """Power of a solar array (equation E3, PVWatts form).

    Parameters
    ----------
    peak_kw : float
        Power at 1,000 W/m2 and a cell at 25 degC [kW].
    poa_w_m2 : float
        Irradiance in the plane of the array [W/m2].
    cell_c : float
        Cell temperature [degC].
    per_k : float
        Temperature coefficient [1/K], negative.
    inverter_efficiency, soiling_fraction : float
        [1], 0 to 1.

    Returns
    -------
    float
        Power [kW], never below 0.
    """
    direct = peak_kw * (poa_w_m2 / 1000.0) * (1.0 + per_k * (cell_c - 25.0))
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
    return given if given >= min_useful_fraction * demand_kw else 0.0


def class_allowed(allowed: float, floor_l: float, diesel_l: float) -> float:
    """1 where the operator's policy lets a class run, else 0 (equation E10: run-hour windows and fuel floor)."""
    return allowed if diesel_l >= floor_l else 0.0


def hazard(run_h: float, mttf_h: float, overdue_h: float, overdue_factor: float) -> float:
    """Hazard of breaking down gathered in one hour (equations E11 and E13) [1]; a set fails at its drawn life.

    Parameters
    ----------
    run_h : float
        Share of the hour the set ran [h].
    mttf_h : float
        Mean running time to failure of a set in service [h].
    overdue_h : float
        Running hours since its service was due [h], 0 while it is not due.
    overdue_factor : float
        Beta: rise of the failure rate for every 250 hours overdue [1]; 0.3 to 3 (assumption).

    Notes
    -----
    A set of unit-exponential life E fails when its gathered hazard passes E: with a constant rate the chance to fail
    in a running hour is 1 - exp(-1/MTTF), and a rate that changes needs no new draw.
    """
    return run_h / mttf_h * (1.0 + overdue_factor * overdue_h / SERVICE_SCALE_H)


def due_for_service(since_h: float, interval_h: float, oil_l: float, oil_needed_l: float) -> float:
    """1 where a set is due for its service (E13) and there is the oil for it, else 0."""
    return 1.0 if since_h >= interval_h and oil_l >= oil_needed_l else 0.0
