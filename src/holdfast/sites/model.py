"""The records of a site. Field meanings, units, limits and priors are rows of ``fields.csv``."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - pydantic reads these annotations at run time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from holdfast.sites.value import Value  # noqa: TC001 - pydantic reads these annotations at run time

Hour = int
LOAD_CLASSES = ("clinic", "water", "sewage", "cold_chain", "kitchen", "lighting", "cooling")
# Shares of a day's water use by clock hour in the worked camp of the physics specification (morning and evening peaks).
DEFAULT_SHARES = (0.01,) * 5 + (0.07,) * 4 + (0.04,) * 7 + (0.06,) * 5 + (0.03,) * 3


class Record(BaseModel):
    """Base of every record: frozen, and no field it does not know."""

    # defer_build: the validators are built at the first site, not at import
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


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


class People(Record):
    """One population group."""

    id: str
    name: str | None = None
    kind: Literal["adults", "children", "older", "families"] = "families"
    count: Value
    need_factor: Value
    frail_fraction: Value | None = None


class Cooling(Record):
    """The air conditioner of one shelter of a type."""

    set_point_c: Value
    cooling_w_at_35c: Value
    eir_at_35c: Value
    working_fraction: Value
    capacity_slope_per_k: Value
    eir_slope_per_k: Value
    eir_curve_per_k2: Value
    trip_c: Value | None = None


class Shelter(Record):
    """All shelters of one type."""

    id: str
    kind: Literal["trailer", "tent", "house", "container"] = "trailer"
    model: Literal["rc1", "iso5"] = "rc1"
    count: Value
    persons_each: Value
    conductance_w_per_k: Value
    capacity_kj_per_k: Value
    gains_w: Value
    start_c: Value
    sol_air_factor: Value
    cooling: Cooling | None = None
    window_m2: Value | None = None
    air_changes_per_h: Value | None = None
    volume_m3: Value | None = None
    absorptance_fraction: Value | None = None


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
    spare_kits: Value | None = None
    oil_l: Value | None = None
    service_interval_h: Value | None = None


class Grid(Record):
    """One connection to a public grid."""

    id: str
    capacity_kw: Value
    hours_per_day: Value
    on_hours: tuple[Hour, ...] | None = None


class Pv(Record):
    """One flat photovoltaic array."""

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


class DipPoint(Record):
    """One line of a dip table."""

    cm: float
    quantity: float


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
    fuel_l_per_trip: Value | None = None


class Sewage(Record):
    """How sewage arises."""

    return_fraction: Value
    excreta_l_per_person_day: Value
    rain_catchment_m2: Value | None = None
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
    dialysis_machines: Value | None = None


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


class Weather(Record):
    """The weather of a typical day."""

    temp_max_c: Value
    daily_range_k: Value
    warmest_hour_h: Value
    sunrise_h: Value
    daylight_h: Value
    sol_air_peak_k: Value
    ghi_peak_w_m2: Value
    dewpoint_c: Value | None = None
    residual_sd_k: Value


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
}
SINGLETONS: dict[str, type[Record]] = {
    "site": SiteInfo,
    "water": Water,
    "sewage": Sewage,
    "gate": Gate,
    "weather": Weather,
}
