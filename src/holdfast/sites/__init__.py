"""What is the camp: the description of a site, and what is known and unknown in it.

It holds people, shelters, sources of power, water, sewage, cold stores, stocks by holder, vehicles, services and their
inputs, load classes, the gate and the weather of a typical day, read from ``site.toml``. Every value is a number, an
interval or unknown, with its source; what is left out or unknown takes the prior of the field table and is listed as a
default. The room also checks a site, turns dip readings into litres, names what the engine cannot simulate, draws the
unknowns, and invents sites of every shape for tests. Networks of pipes and cables, patients and workshops are not
described yet.
"""

from __future__ import annotations

from holdfast.sites.checks import Check, CheckReport, all_checks, check_report, check_site
from holdfast.sites.dips import Reading, litres_from_dip
from holdfast.sites.draws import Draws, median_draws, prior_draws, stream
from holdfast.sites.faults import Fault, SiteFaultsError
from holdfast.sites.fields import FieldRow, field_rows
from holdfast.sites.findings import Finding, refuse_unsimulated, unsimulated
from holdfast.sites.invented import generate, generate_toml
from holdfast.sites.listing import SiteValue, defaults_used, values
from holdfast.sites.loader import load_site, read_site, site_path
from holdfast.sites.model import (
    LOAD_CLASSES,
    Bakery,
    Battery,
    Clinic,
    ColdStore,
    Cooling,
    Delivery,
    DipPoint,
    FailureRule,
    Gate,
    Generator,
    Grid,
    Kitchen,
    Lift,
    Lighting,
    Load,
    People,
    Purification,
    Pv,
    Ration,
    Service,
    ServiceInput,
    Sewage,
    SewageTank,
    Shelter,
    Site,
    SiteInfo,
    Store,
    Tank,
    Truck,
    VaccineFridge,
    Vehicle,
    Water,
    Weather,
    Well,
)
from holdfast.sites.normal import standard_normal
from holdfast.sites.templates import TEMPLATES, write_template
from holdfast.sites.value import Value

__all__ = [
    "LOAD_CLASSES",
    "TEMPLATES",
    "Bakery",
    "Battery",
    "Check",
    "CheckReport",
    "Clinic",
    "ColdStore",
    "Cooling",
    "Delivery",
    "DipPoint",
    "Draws",
    "FailureRule",
    "Fault",
    "FieldRow",
    "Finding",
    "Gate",
    "Generator",
    "Grid",
    "Kitchen",
    "Lift",
    "Lighting",
    "Load",
    "People",
    "Purification",
    "Pv",
    "Ration",
    "Reading",
    "Service",
    "ServiceInput",
    "Sewage",
    "SewageTank",
    "Shelter",
    "Site",
    "SiteFaultsError",
    "SiteInfo",
    "SiteValue",
    "Store",
    "Tank",
    "Truck",
    "VaccineFridge",
    "Value",
    "Vehicle",
    "Water",
    "Weather",
    "Well",
    "all_checks",
    "check_report",
    "check_site",
    "defaults_used",
    "field_rows",
    "generate",
    "generate_toml",
    "litres_from_dip",
    "load_site",
    "median_draws",
    "prior_draws",
    "read_site",
    "refuse_unsimulated",
    "site_path",
    "standard_normal",
    "stream",
    "unsimulated",
    "values",
    "write_template",
]
