"""The records of power: sets, grid, sun, batteries, and who is served first."""

from __future__ import annotations

from typing import Literal

from holdfast.sites.model_base import Hour, Record
from holdfast.sites.value import Value  # noqa: TC001 - pydantic reads these annotations at run time


class Generator(Record):
    """One generating set, in the order in which sets are started."""

    id: str
    fuel: str = "diesel"
    rated_kw: Value
    intercept_l_per_h_kw: Value
    slope_l_per_kwh: Value
    min_load_fraction: Value
    derating_per_k: Value
    derating_from_c: Value
    working: Value
    mttf_h: Value
    spare_kits: Value
    repair_median_h: Value
    repair_gsd: Value
    oil_l: Value | None = None
    oil_per_service_l: Value
    service_interval_h: Value
    service_h: Value
    overdue_factor: Value
    start_failure_fraction: Value


class Grid(Record):
    """One connection to a public grid."""

    id: str
    capacity_kw: Value
    hours_per_day: Value
    on_hours: tuple[Hour, ...] | None = None


class Pv(Record):
    """One photovoltaic array, flat unless it states its tilt."""

    id: str
    peak_kw: Value
    temperature_coefficient_per_k: Value
    inverter_efficiency: Value
    soiling_fraction: Value
    tilt_deg: Value | None = None
    azimuth_deg: Value | None = None


class Battery(Record):
    """One battery."""

    id: str
    capacity_kwh: Value
    charge_kwh: Value
    min_fraction: Value
    power_kw: Value
    one_way_efficiency: Value
    charged_by_generator: bool = False


class Lighting(Record):
    """One lighting and communications circuit."""

    id: str
    high_kw: Value
    low_kw: Value
    high_hours: tuple[Hour, ...] = (0, 1, 2, 3, 4, 18, 19, 20, 21, 22, 23)


class Load(Record):
    """One load class and its place in the queue for power."""

    id: Literal["clinic", "water", "sewage", "cold_chain", "kitchen", "lighting", "cooling"]
    priority: int
    min_useful_fraction: Value
    hours: tuple[Hour, ...] | None = None
    fuel_floor_l: Value | None = None
