"""The records of stocks, of those who use them, and of what passes the gate."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads these annotations at run time
from typing import Literal

from holdfast.sites.model_base import DipPoint, Hour, Record
from holdfast.sites.value import Value  # noqa: TC001 - pydantic reads these annotations at run time


class Store(Record):
    """One stock of a commodity with its holder."""

    id: str
    commodity: str
    holder: str | None = None
    unit: Literal["L", "kg", "item"]
    quantity: Value
    capacity: Value
    unusable: Value
    use_per_person_day: Value | None = None
    use_per_day: Value | None = None
    dip: tuple[DipPoint, ...] = ()


class ColdStore(Record):
    """All cold stores of one type."""

    id: str
    count: Value
    conductance_w_per_k: Value
    capacity_mj_per_k: Value
    set_point_c: Value
    start_c: Value
    max_cooling_w: Value
    cop: Value
    shelf_life_h: Value
    shelf_life_at_c: Value
    q10: Value
    spoils_above_c: Value


class VaccineFridge(Record):
    """All vaccine refrigerators of one type."""

    id: str
    hold_over_h: Value
    remaining_h: Value


class Kitchen(Record):
    """One communal kitchen."""

    id: str
    power_kw: Value
    hours: tuple[Hour, ...] = (4, 5, 6, 10, 11, 12, 16, 17, 18)
    fuel: str | None = None
    fuel_kg_per_person_day: Value | None = None


class Bakery(Record):
    """One bakery."""

    id: str
    bread_kg_per_day: Value
    electricity_kwh_per_kg: Value
    hours: tuple[Hour, ...] = (3, 4, 5, 6)
    fuel: str | None = None
    fuel_per_kg: Value | None = None
    flour: str | None = None
    flour_kg_per_kg: Value | None = None


class Clinic(Record):
    """One clinic."""

    id: str
    power_kw: Value
    oxygen_concentrators: Value | None = None
    oxygen_kw_each: Value
    dialysis_machines: Value | None = None
    dialysis_sessions_per_day: Value
    dialysis_kwh_per_session: Value
    dialysis_l_per_session: Value


class Vehicle(Record):
    """All vehicles of one kind and purpose."""

    id: str
    fuel: str = "petrol"
    count: Value
    fuel_l_per_day: Value
    purpose: str | None = None


class ServiceInput(Record):
    """What a service needs of one commodity in a day."""

    id: str
    commodity: str
    quantity_per_day: Value
    unit: str


class Service(Record):
    """A service that runs at the share its scarcest input allows, and closes when its first input fails."""

    id: str
    lifeline: str = "services"
    power: Literal["clinic", "water", "sewage", "cold_chain", "kitchen", "lighting", "cooling"] | None = None
    water_m3_per_day: Value | None = None
    hours: tuple[Hour, ...] | None = None
    inputs: tuple[ServiceInput, ...] = ()


class Delivery(Record):
    """What usually comes (or, for sewage, leaves) through the gate in a day."""

    id: str
    commodity: str
    quantity_per_day: Value
    unit: str


class Gate(Record):
    """The gate."""

    passing_fraction: Value
    closed_since: date | None = None
    deliveries: tuple[Delivery, ...] = ()
