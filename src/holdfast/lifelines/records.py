"""What the hour loop is given, and what a run carries from its end to the next.

Quantities stand in the table of a block; the records here say which row each quantity is in. A field without further
word is the first row of that quantity, one row for each asset in list order. A constant row is the same for all
members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.lifelines.clinic_hour import ClinicRows
    from holdfast.lifelines.cold import ColdRows
    from holdfast.lifelines.columns import Columns, Moments
    from holdfast.lifelines.heat_hour import HeatRows
    from holdfast.lifelines.people_hour import ComfortRows
    from holdfast.lifelines.services import ServiceRows
    from holdfast.lifelines.sewage import SewageRows
    from holdfast.lifelines.shelter import ShelterRows
    from holdfast.lifelines.stocks import GoodsRows
    from holdfast.lifelines.supply import SupplyRows
    from holdfast.lifelines.vehicles import VehicleRows
    from holdfast.lifelines.vessels import VesselRows
    from holdfast.lifelines.water import WaterRows

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]

DAY_H = 24

# Load classes: the order of every group of rows with one row per class.
CLINIC, WATER, SEWAGE, COLD_CHAIN, KITCHEN, LIGHTING, COOLING = range(7)
CLASS_COUNT = 7
CLASSES = ("clinic", "water", "sewage", "cold_chain", "kitchen", "lighting", "cooling")

# Pools: vessels that hold the same thing and are drawn together. Commodities follow these three.
RAW_WATER, TREATED_WATER, SEWAGE_TANKS, FIRST_COMMODITY = range(4)


class HourRows(NamedTuple):
    """Scratch rows that the stages of an hour share."""

    temp_out_c: int
    ghi_w_m2: int
    demand_kw: int  # one row a class
    on: int  # one row a class: 1 where policy lets it run
    asked_kw: int  # one row a class: of the classes that will not be refused for getting too little
    served_kw: int  # one row a class
    fraction: int  # one row a class: served share, 0 where policy switches it off
    live: int  # 1 where there is any supply
    usable: int  # one row a pool: what can be drawn in this hour
    burn: int  # one row a pool: wanted in this hour
    used: int  # one row a pool: drawn in this hour
    tmp: int  # eight rows for anybody within one stage
    pools: int  # number of pools


class People(NamedTuple):
    """Who lives there."""

    persons: int  # state
    need_factor: int  # mean over the groups, weighted by persons [1]


class Now(NamedTuple):
    """Columns of what an hour is like for every member: ``now`` of the stages."""

    clock: int  # local clock hour in which the hour begins
    utc_hour: int  # absolute, the counter of hourly shocks
    day: int  # local calendar day
    new_day: int  # 1 in the first hour of a run or of a calendar day
    temp_path_c: int
    excess_path_k: int
    ghi_path_w_m2: int
    rain_mm: int
    window_w_m2: int
    pv_rise_k_per_w_m2: int
    sun_path_k: int  # one column a shelter type
    sky_path_k: int  # one column a shelter type
    pv_poa_w_m2: int  # one column an array
    vapour_path_kpa: int  # 0 where each member has its own
    phs_l_per_h: int  # sweat of ISO 7933 by temperature; no column where each member has its own vapour pressure


class Weather(NamedTuple):
    """Weather of the hour: rows of each member, and the scratch rows they are put together in."""

    member: int  # number of the member, the counter of its shocks
    temp_offset_c: int
    residual_sd_k: int
    clearness: int
    sun_factor: int
    sky_factor: int
    ghi_peak_w_m2: int
    sol_air_peak_k: int
    temp_day_c: int  # 24 rows
    sun_day: int  # 24 rows
    window_per_ghi: float
    grid_timetable: int  # constant, one row a line: 1 where the table holds, 0 where a block is drawn for each day
    grid_table: int  # constant, 24 rows a line
    grid_key: int  # constant, two rows a line
    grid_until_midnight: int  # 1 where blocks end at midnight
    grid_length_h: int  # one row a line
    grid_begin_h: int  # state; one row a line
    residual: int  # state
    residual_key0: int  # key of the temperature shocks
    residual_key1: int
    window_w_m2: int  # scratch
    rain_mm: int  # scratch
    noisy: int  # 1 where the residual is drawn


class Power(NamedTuple):
    """Sources of electricity: counts, parameters, states and scratch."""

    sets: int  # count
    lines: int  # count
    arrays: int  # count
    batteries: int  # count
    rated_kw: int
    intercept_l_per_h_kw: int  # F0
    slope_l_per_kwh: int  # F1
    min_load_fraction: int
    derating_per_k: int
    derating_from_c: int
    elevation_m: int
    mttf_h: int
    start_failure: int
    life: int  # LIVES rows a set: unit-exponential draws
    repair_h: int  # LIVES rows a set
    service_interval_h: int
    service_h: int
    oil_per_service_l: int
    oil_counted: int  # (g,) 1 where the site states its oil
    overdue_factor: int
    fuel: int  # (g,) pool of each set
    working: int  # state: 1 in order
    destroyed: int  # state: 1 beyond repair
    run_h: int  # state
    failures: int  # state: failures by chance so far
    life_left: int  # state: hazard left until the next failure
    repair_left_h: int  # state: above 0 while under repair
    kits: int  # state
    oil_l: int  # state
    since_service_h: int  # state
    service_left_h: int  # state
    was_on: int  # state
    available: int  # scratch
    in_service: int  # scratch: 1 while a set stands for its planned service
    running: int  # scratch
    grid_kw: int  # capacity of each line
    grid_override: int  # state: -1 while the usual hours apply
    pv_peak_kw: int
    pv_per_k: int
    pv_inverter: int
    pv_soiling: int
    battery_kwh: int  # state
    battery_capacity_kwh: int
    battery_min_kwh: int
    battery_kw: int
    battery_efficiency: int  # one way
    battery_by_sets: int  # (b,) 1 where generators may charge it
    charged_kwh: int  # state, sum over the run
    discharged_kwh: int  # state, sum over the run
    worst_residual_kw: int  # state
    worst_excess_kw: int  # state: most that was served above what was asked for
    largest_kw: int  # state
    flows: int  # scratch: FLOWS rows


# Rows of Power.flows.
GRID, SUN, DISCHARGE, CHARGE, GENERATED, SETS_ON, SHARE, WANTED, READY, CAPACITY, RATED, LEAST, FUELLED = range(13)
FLOWS = 13


class Loads(NamedTuple):
    """Demand that does not follow from another lifeline, and the policy of who gets power."""

    clinic_kw: int
    kitchen_kw: int  # 24 rows: kitchens only
    lighting_kw: int  # 24 rows
    order: int  # (7,) classes from first to last served
    allowed: int  # (7, 24) 1 where the class may run in that clock hour
    any_minimum: int  # 1 where any class has a minimum useful share
    min_useful: int  # one row a class: served less than this share it gets nothing
    fuel_floor_l: int  # one row a class: off while usable fuel of the sets is below
    floor_pools: int  # count of pools that generators burn from
    floor_from: int  # each of them


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
    stock: int  # (pools,)
    service: float
    oxygen: float
    dialysis: float


class Plant(NamedTuple):
    """The whole site, ready for the hour loop."""

    now: Now
    hour: HourRows
    people: People
    weather: Weather
    vessels: VesselRows
    power: Power
    loads: Loads
    water: WaterRows
    sewage: SewageRows
    shelters: ShelterRows
    cold: ColdRows
    goods: GoodsRows
    services: ServiceRows
    vehicles: VehicleRows
    supply: SupplyRows
    clinics: ClinicRows
    heat: HeatRows
    comfort: ComfortRows
    limits: Limits
    c: Columns  # output rows
    m: Moments  # rows of event times
    quantities: int  # first row of the quantities of events


class Schedule(NamedTuple):
    """Events by hour and, within the hour, by code; quantities are rows of the block, from ``Plant.quantities`` on."""

    hour: Integers  # (e,)
    code: Integers  # (e,)
    target: Integers  # (e,) vessel, pool, generator, shelter or grid line


@dataclass(frozen=True, slots=True)
class EndState:
    """Everything the hour loop carries from one hour to the next, for every member: where a run ended, or starts.

    Attributes
    ----------
    rows : mapping of name to ndarray (members, n)
        Groups of state rows by name, a column for each asset. Given to a run as its start, a value that is not a number
        (NaN) stands for "as the draws say". Rings stand by absolute hour, modulo their length.
    """

    rows: Mapping[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.rows[name]

    def replace(self, changes: Mapping[str, Floats]) -> EndState:
        """Return a state with some groups exchanged."""
        return EndState({**self.rows, **changes})
