"""What the hour loop is given: parameters, drivers and events as arrays, and the state it advances.

Every array is C-contiguous float64 or int64 with the shape stated, so that one compiled version serves all sites.
``m`` members lead; the other sizes come from the site. Units are in the names.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]

# Load classes: the order of every array with one entry per class.
CLINIC, WATER, SEWAGE, COLD_CHAIN, KITCHEN, LIGHTING, COOLING = range(7)
CLASSES = ("clinic", "water", "sewage", "cold_chain", "kitchen", "lighting", "cooling")

# Pools: vessels that hold the same thing and are drawn together. Commodities follow these three.
RAW_WATER, TREATED_WATER, SEWAGE_TANKS, FIRST_COMMODITY = range(4)

# Event codes, in the order in which they act within an hour; the trucks come between SET_LEVEL and ARRIVE.
PASSING, SET_LEVEL, ARRIVE, ARRIVE_POOL, REMOVE, FAIL, REPAIR, COOLING_WORKING, GRID = range(9)

# Scalar states, by place in State.scalar.
(
    WET_WELL_M3,
    SPILLED_TANK_M3,
    SPILLED_WET_WELL_M3,
    PASSING_FRACTION,
    SEWAGE_MADE_M3,  # sum over the run
    SEWAGE_PLACED_M3,  # sum of what went into tanks or left by a sewer
    KNOWN_H,  # hours the rings know of, those before the run included
) = range(7)


class People(NamedTuple):
    """Who lives there."""

    persons: Floats  # (m,)
    need_factor: Floats  # (m,) mean over the groups, weighted by persons [1]


class Vessels(NamedTuple):
    """Everything that holds a stock: stores, water tanks, sewage tanks."""

    capacity: Floats  # (m, v) in the vessel's own unit
    unusable: Floats  # (m, v)
    start: Floats  # (m, v)
    pool: Integers  # (v,) pool each vessel belongs to


class Power(NamedTuple):
    """Sources of electricity."""

    rated_kw: Floats  # (m, g)
    intercept_l_per_h_kw: Floats  # (m, g) F0
    slope_l_per_kwh: Floats  # (m, g) F1
    min_load_fraction: Floats  # (m, g)
    derating_per_k: Floats  # (m, g)
    derating_from_c: Floats  # (m, g)
    working: Floats  # (m, g) 0 or 1 at the start
    failure_after_h: Floats  # (m, g, f) running hours at which the set fails for the first, second ... time
    fuel: Integers  # (g,) pool the set burns
    elevation_m: Floats  # (m,)
    grid_kw: Floats  # (m, l)
    pv_peak_kw: Floats  # (m, p)
    pv_per_k: Floats  # (m, p)
    pv_inverter: Floats  # (m, p)
    pv_soiling: Floats  # (m, p)
    battery_kwh: Floats  # (m, b) capacity
    battery_start_kwh: Floats  # (m, b)
    battery_min_kwh: Floats  # (m, b)
    battery_kw: Floats  # (m, b)
    battery_efficiency: Floats  # (m, b) one way


class Loads(NamedTuple):
    """Demand that does not follow from another lifeline, and the policy of who gets power."""

    clinic_kw: Floats  # (m,)
    kitchen_kw: Floats  # (m, 24) kitchens only
    lighting_kw: Floats  # (m, 24)
    order: Integers  # (7,) classes from first to last served
    allowed: Floats  # (7, 24) 1 where the class may run in that clock hour
    min_useful: Floats  # (m, 7) a class served less than this share gets nothing
    fuel_floor_l: Floats  # (m, 7) the class is off while usable diesel is below
    floor_pool: int  # pool of diesel, -1 without


class Water(NamedTuple):
    """Wells, purification and use."""

    normal_use_l: Floats  # (m,) per person and day
    ration_days: Floats  # (r,) stock days at least, falling
    ration_use_l: Floats  # (m, r) per person and day
    leakage: Floats  # (m,)
    carry_l: Floats  # (m,) per person and day
    share: Floats  # (24,) of the day's use in each clock hour
    distribution_kwh_per_m3: Floats  # (m,)
    well_m3_per_h: Floats  # (m, w)
    well_kwh_per_m3: Floats  # (m, w)
    plant_m3_per_h: Floats  # (m, q)
    plant_recovery: Floats  # (m, q)
    plant_kwh_per_m3: Floats  # (m, q)
    tanks: int  # number of treated-water tanks; without any there is nothing to distribute


class Sewage(NamedTuple):
    """Return flow, lifts and wet wells."""

    return_fraction: Floats  # (m,)
    excreta_l: Floats  # (m,) per person and day
    lift_m3_per_h: Floats  # (m, l)
    lift_kwh_per_m3: Floats  # (m, l)
    wet_well_m3: Floats  # (m,) of all lifts together
    wet_well_start_m3: Floats  # (m,)
    tanks: int  # number of holding tanks; without any, what is lifted leaves the site


class Shelters(NamedTuple):
    """Shelter types as one resistance and one capacity each."""

    number: Floats  # (m, s)
    weight: Floats  # (m, s) share of the sheltered people living in the type
    conductance_w_per_k: Floats  # (m, s)
    capacity_j_per_k: Floats  # (m, s)
    gains_w: Floats  # (m, s)
    start_c: Floats  # (m, s)
    sol_air_factor: Floats  # (m, s)
    cooled: Floats  # (m, s) 1 where the type has air conditioners
    set_point_c: Floats  # (m, s)
    cooling_w_at_35c: Floats  # (m, s)
    eir_at_35c: Floats  # (m, s)
    working: Floats  # (m, s) fraction of the units that work at the start
    capacity_slope_per_k: Floats  # (m, s)
    eir_slope_per_k: Floats  # (m, s)
    eir_curve_per_k2: Floats  # (m, s)


class Cold(NamedTuple):
    """Cold stores and vaccine refrigerators."""

    number: Floats  # (m, c)
    conductance_w_per_k: Floats  # (m, c)
    capacity_j_per_k: Floats  # (m, c)
    set_point_c: Floats  # (m, c)
    start_c: Floats  # (m, c)
    max_cooling_w: Floats  # (m, c)
    cop: Floats  # (m, c)
    shelf_life_h: Floats  # (m, c)
    shelf_life_at_c: Floats  # (m, c)
    q10: Floats  # (m, c)
    spoils_above_c: Floats  # (m, c)
    hold_over_h: Floats  # (m, v)
    hold_over_start_h: Floats  # (m, v)


class Uses(NamedTuple):
    """What is drawn from the commodity pools besides generator fuel."""

    per_person_day: Floats  # (m, pools)
    per_day: Floats  # (m, pools)
    bread_kg_per_h: Floats  # (m, b, 24)
    bread_kwh_per_kg: Floats  # (m, b)
    bread_fuel_per_kg: Floats  # (m, b)
    bread_flour_per_kg: Floats  # (m, b)
    bread_fuel: Integers  # (b,) pool, -1 without
    bread_flour: Integers  # (b,) pool, -1 without


class Supply(NamedTuple):
    """Trucks and usual deliveries."""

    passing: Floats  # (m,) share of gated trips that pass at the start
    water_m3_per_h: Floats  # (m, t, 24)
    sewage_m3_per_h: Floats  # (m, u, 24)
    water_gated: Floats  # (t,) 1 where the trips need the gate
    sewage_gated: Floats  # (u,)
    delivery_per_h: Floats  # (m, d) always through the gate
    delivery_pool: Integers  # (d,)


class Limits(NamedTuple):
    """Thresholds of the failure table, after what the site overrides."""

    unmet_share: float
    indoor_c: float
    indoor_high_c: float
    water_l_per_person: float
    water_window_h: int
    spilled_m3: float
    cold_c: float
    dose: float
    hold_over_h: float
    stock: Floats  # (pools,)


class Plant(NamedTuple):
    """The whole site, ready for the hour loop."""

    people: People
    vessels: Vessels
    power: Power
    loads: Loads
    water: Water
    sewage: Sewage
    shelters: Shelters
    cold: Cold
    uses: Uses
    supply: Supply
    limits: Limits


class Drivers(NamedTuple):
    """Weather and clock, hour by hour."""

    clock: Integers  # (h,) local clock hour 0-23 in which the hour begins
    temp_out_c: Floats  # (m, h)
    sol_air_excess_k: Floats  # (m, h)
    ghi_w_m2: Floats  # (m, h)
    grid_fraction: Floats  # (m, l, h) share of each hour the line is on


class Schedule(NamedTuple):
    """Events sorted by hour and, within the hour, by code."""

    hour: Integers  # (e,)
    code: Integers  # (e,)
    target: Integers  # (e,) vessel, pool, generator, shelter or grid line
    quantity: Floats  # (m, e) not a number for a member the event does not concern


class EndState(NamedTuple):
    """Everything the hour loop carries from one hour to the next, for every member: where a run ended, or starts.

    Given to a run as its start, a value that is not a number (NaN) stands for "as the draws say". Rings run from the
    oldest hour to the newest.
    """

    level: Floats  # (m, v) stores, then tanks, then sewage tanks, in the vessel's own unit
    battery_kwh: Floats  # (m, b)
    working: Floats  # (m, g) 1 for a generator that works
    run_h: Floats  # (m, g) running hours since the draws of failures began
    failures: Floats  # (m, g) random failures so far
    cooling_working: Floats  # (m, s) share of the air conditioners that work
    grid_override: Floats  # (m, l) -1 while the usual hours apply
    temp_in_c: Floats  # (m, s)
    temp_cold_c: Floats  # (m, c)
    dose: Floats  # (m, c) spoilage dose [1]
    hold_over_h: Floats  # (m, v) of the vaccine refrigerators
    wet_well_m3: Floats  # (m,)
    passing: Floats  # (m,) share of gated trips that pass
    delivered: Floats  # (m, window) water that reached people in each hour of the window of failure [m3]
    delivered_day: Floats  # (m, 24) the same of one day
    needed: Floats  # (m, 24) drinking need of each hour [L per person]
    known_h: Floats  # (m,) hours the rings know of; more than they hold where the run was longer


class State(NamedTuple):
    """What one member carries from hour to hour, and the scratch of the hour."""

    level: Floats  # (v,)
    battery_kwh: Floats  # (b,)
    working: Floats  # (g,)
    run_h: Floats  # (g,)
    failures: Integers  # (g,)
    running: Floats  # (g,) scratch: 1 for a set called in this hour
    cooling_working: Floats  # (s,)
    grid_override: Floats  # (l,) -1 while the usual hours apply
    temp_in_c: Floats  # (s,)
    heat_w: Floats  # (s,) scratch: heat to remove
    temp_cold_c: Floats  # (c,)
    cold_w: Floats  # (c,) scratch
    dose: Floats  # (c,)
    hold_over_h: Floats  # (v,)
    scalar: Floats  # (7,)
    demand_kw: Floats  # (7,) scratch
    on: Floats  # (7,) scratch: 1 where policy lets the class run
    served_kw: Floats  # (7,) scratch
    fraction: Floats  # (7,) scratch: served share
    usable: Floats  # (pools,) scratch: what can be drawn in this hour
    burn: Floats  # (pools,) scratch: generator fuel wanted
    used: Floats  # (pools,) scratch: drawn in this hour
    inflow: Floats  # (pools,) sum over the run
    outflow: Floats  # (pools,)
    refused: Floats  # (pools,)
    energy: Floats  # (4,) charged, discharged, worst residual of a power hour, largest demand
    delivered: Floats  # (window,) ring of the water reaching people [m3 in the hour]
    delivered_day: Floats  # (24,) the same of one day
    needed: Floats  # (24,) ring of the drinking need [L per person in the hour]
