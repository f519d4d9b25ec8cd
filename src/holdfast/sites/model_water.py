"""The records of water and sewage."""

from __future__ import annotations

from typing import Literal

from holdfast.sites.model_base import DipPoint, Hour, Record
from holdfast.sites.value import Value  # noqa: TC001 - pydantic reads these annotations at run time

# Shares of a day's water use by clock hour in the worked camp of the physics specification (morning and evening peaks).
DEFAULT_SHARES = (0.01,) * 5 + (0.07,) * 4 + (0.04,) * 7 + (0.06,) * 5 + (0.03,) * 3


class Ration(Record):
    """One line of the ration table: from this stock on, this use."""

    stock_days_at_least: float
    use_l_per_person_day: float


class Water(Record):
    """How water is used."""

    normal_use_l_per_person_day: Value
    ration: tuple[Ration, ...] = ()
    leakage_fraction: Value
    carry_l_per_person_day: Value
    hourly_shares: tuple[float, ...] = DEFAULT_SHARES
    distribution_kwh_per_m3: Value
    chlorine_kg: Value | None = None
    chlorine_g_per_m3: Value
    treated: bool = True
    gravity_feed: bool = False
    household_storage_l_per_person: Value | None = None


class Well(Record):
    """One well or intake pump, filling the raw-water tanks."""

    id: str
    max_m3_per_h: Value
    energy_kwh_per_m3: Value


class Purification(Record):
    """One purification plant, from raw to treated tanks."""

    id: str
    max_m3_per_h: Value
    recovery_fraction: Value
    energy_kwh_per_m3: Value


class Tank(Record):
    """One water tank."""

    id: str
    holds: Literal["raw", "treated"] = "treated"
    capacity_m3: Value
    level_m3: Value
    holder: str | None = None
    dip: tuple[DipPoint, ...] = ()
    rupture_level_m3: Value | None = None


class Truck(Record):
    """One truck, or a fleet of like trucks."""

    id: str
    carries: Literal["water", "sewage"]
    volume_m3: Value
    trips_per_day: Value
    needs_gate: bool = True
    hours: tuple[Hour, ...] | None = None
    fuel: str | None = None
    fuel_l_per_trip: Value | None = None


class Sewage(Record):
    """How sewage arises."""

    return_fraction: Value
    excreta_l_per_person_day: Value
    rain_catchment_m2: Value | None = None
    runoff_fraction: Value
    brine_to_sewer: bool = False


class Lift(Record):
    """One sewage lift with its wet well."""

    id: str
    max_m3_per_h: Value
    energy_kwh_per_m3: Value
    wet_well_m3: Value
    wet_well_level_m3: Value


class SewageTank(Record):
    """One holding or septic tank, or a group of pits."""

    id: str
    capacity_m3: Value
    level_m3: Value
    dip: tuple[DipPoint, ...] = ()
    rupture_level_m3: Value | None = None
