"""The records of a site. Field meanings, units, limits and priors are rows of ``fields.csv``."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads these annotations at run time
from typing import Literal

from pydantic import Field

from holdfast.sites.model_base import DipPoint, Hour, Record
from holdfast.sites.model_goods import (
    Bakery,
    Clinic,
    ColdStore,
    Delivery,
    Gate,
    Kitchen,
    Service,
    ServiceInput,
    Store,
    VaccineFridge,
    Vehicle,
)
from holdfast.sites.model_homes import Cooling, People, Shelter
from holdfast.sites.model_power import Battery, Generator, Grid, Lighting, Load, Pv
from holdfast.sites.model_water import (
    DEFAULT_SHARES,
    Lift,
    Purification,
    Ration,
    Sewage,
    SewageTank,
    Tank,
    Truck,
    Water,
    Well,
)
from holdfast.sites.value import Value  # noqa: TC001 - pydantic reads these annotations at run time

__all__ = [
    "COLLECTIONS",
    "DEFAULT_SHARES",
    "LOAD_CLASSES",
    "NESTED",
    "SINGLETONS",
    "Bakery",
    "Battery",
    "Checks",
    "Clinic",
    "ColdStore",
    "Cooling",
    "Delivery",
    "DipPoint",
    "FailureRule",
    "Gate",
    "Generator",
    "Grid",
    "Hour",
    "Kitchen",
    "Lift",
    "Lighting",
    "Load",
    "People",
    "Purification",
    "Pv",
    "Ration",
    "Record",
    "Service",
    "ServiceInput",
    "Sewage",
    "SewageTank",
    "Shelter",
    "Site",
    "SiteInfo",
    "Store",
    "Tank",
    "Truck",
    "VaccineFridge",
    "Vehicle",
    "Water",
    "Weather",
    "Well",
]

LOAD_CLASSES = ("clinic", "water", "sewage", "cold_chain", "kitchen", "lighting", "cooling")


class SiteInfo(Record):
    """The ``[site]`` table."""

    id: str
    name: str
    exercise: bool = False
    timezone: str = "UTC"
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    elevation_m: Value
    country: str | None = None
    start: datetime | None = None
    source: str | None = None


class Weather(Record):
    """The weather of a typical day."""

    temp_max_c: Value
    daily_range_k: Value
    warmest_hour_h: Value
    sunrise_h: Value
    daylight_h: Value
    sol_air_peak_k: Value
    ghi_peak_w_m2: Value
    dewpoint_c: Value
    residual_sd_k: Value
    wind_m_s: Value
    air_at_body_m_s: Value
    turbidity: Value
    clearness: Value
    profile: Literal["cosine", "parton-logan", "campbell-norman"] = "cosine"
    sky: Literal["typical", "clear-sky"] = "typical"


class FailureRule(Record):
    """Override of one row of the failure table."""

    threshold: float | None = None
    window_h: float | None = None


class Checks(Record):
    """Checks silenced by name, each with its reason."""

    silenced: dict[str, str] = Field(default_factory=dict)


class Site(Record):
    """A whole site as read from ``site.toml``; every ``Value`` in it can be drawn."""

    site: SiteInfo
    sources: dict[str, str] = Field(default_factory=dict)
    packages: dict[str, str] = Field(default_factory=dict)
    people: tuple[People, ...] = ()
    shelters: tuple[Shelter, ...] = ()
    generators: tuple[Generator, ...] = ()
    grid: tuple[Grid, ...] = ()
    pv: tuple[Pv, ...] = ()
    batteries: tuple[Battery, ...] = ()
    stores: tuple[Store, ...] = ()
    water: Water
    wells: tuple[Well, ...] = ()
    purification: tuple[Purification, ...] = ()
    tanks: tuple[Tank, ...] = ()
    trucks: tuple[Truck, ...] = ()
    sewage: Sewage
    lifts: tuple[Lift, ...] = ()
    sewage_tanks: tuple[SewageTank, ...] = ()
    cold_stores: tuple[ColdStore, ...] = ()
    vaccine_fridges: tuple[VaccineFridge, ...] = ()
    kitchens: tuple[Kitchen, ...] = ()
    bakeries: tuple[Bakery, ...] = ()
    clinics: tuple[Clinic, ...] = ()
    lighting: tuple[Lighting, ...] = ()
    loads: tuple[Load, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    services: tuple[Service, ...] = ()
    gate: Gate
    weather: Weather
    failures: dict[str, FailureRule] = Field(default_factory=dict)
    checks: Checks = Checks()

    @property
    def id(self) -> str:
        """Short name of the site."""
        return self.site.id

    @property
    def name(self) -> str:
        """Name of the site as people say it."""
        return self.site.name

    @property
    def exercise(self) -> bool:
        """True for an invented site."""
        return self.site.exercise

    @property
    def timezone(self) -> str:
        """IANA time zone."""
        return self.site.timezone

    @property
    def start(self) -> datetime | None:
        """First hour of a run when none is given (with its zone)."""
        return self.site.start

    @property
    def latitude_deg(self) -> float | None:
        """Latitude, north positive."""
        return self.site.latitude_deg

    @property
    def longitude_deg(self) -> float | None:
        """Longitude, east positive."""
        return self.site.longitude_deg

    @property
    def elevation_m(self) -> Value:
        """Height above the sea."""
        return self.site.elevation_m

    @property
    def country(self) -> str | None:
        """Country or territory as written."""
        return self.site.country

    @property
    def source(self) -> str | None:
        """Source of every value that states none of its own."""
        return self.site.source


COLLECTIONS: dict[str, type[Record]] = {
    "people": People,
    "shelters": Shelter,
    "generators": Generator,
    "grid": Grid,
    "pv": Pv,
    "batteries": Battery,
    "stores": Store,
    "wells": Well,
    "purification": Purification,
    "tanks": Tank,
    "trucks": Truck,
    "lifts": Lift,
    "sewage_tanks": SewageTank,
    "cold_stores": ColdStore,
    "vaccine_fridges": VaccineFridge,
    "kitchens": Kitchen,
    "bakeries": Bakery,
    "clinics": Clinic,
    "lighting": Lighting,
    "loads": Load,
    "vehicles": Vehicle,
    "services": Service,
}
SINGLETONS: dict[str, type[Record]] = {
    "site": SiteInfo,
    "water": Water,
    "sewage": Sewage,
    "gate": Gate,
    "weather": Weather,
}
# Records inside another record: their name in the field table, the owner's field, and the record.
NESTED: dict[str, type[Record]] = {
    "shelters.cooling": Cooling,
    "services.inputs": ServiceInput,
    "gate.deliveries": Delivery,
}
