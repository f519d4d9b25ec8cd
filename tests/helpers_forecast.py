"""A small coupled camp and claims about it, for the tests of gate, estimate and forecast."""

from __future__ import annotations

from datetime import date
from typing import Any

from holdfast.ledger import Claim, Statement
from holdfast.sites import Site, read_site

ISSUE_DAY = date(2026, 8, 18)
ZONE = "Asia/Baghdad"
HEAD = """
[site]
id = "camp-t"
name = "Camp T"
timezone = "Asia/Baghdad"
elevation_m = 40
source = "log"
[sources]
log = "made for a test"
[packages]
tanker = "5 m3"
"""
CAMP = (
    HEAD
    + """
[[people]]
id = "all"
count = { low = 1100, high = 1300 }
[[shelters]]
id = "trailers"
count = 240
persons_each = 5
start_c = 27
[shelters.cooling]
set_point_c = 27
working_fraction = { low = 0.8, high = 1.0 }
[[generators]]
id = "set-1"
rated_kw = 500
working = 1
mttf_h = 1000000
start_failure_fraction = 0
service_h = 0
[[stores]]
id = "diesel-main"
commodity = "diesel"
unit = "L"
capacity = 15000
quantity = "unknown"
unusable = 300
[[stores]]
id = "flour"
commodity = "flour"
unit = "kg"
capacity = 12000
quantity = "unknown"
use_per_person_day = { low = 0.15, high = 0.25 }
[[stores]]
id = "lpg"
commodity = "lpg"
unit = "kg"
capacity = 2000
quantity = "unknown"
[water]
normal_use_l_per_person_day = 100
leakage_fraction = { low = 0.05, high = 0.2 }
carry_l_per_person_day = 10
[[wells]]
id = "well"
max_m3_per_h = 16
[[purification]]
id = "ro"
max_m3_per_h = 9
recovery_fraction = 0.7
[[tanks]]
id = "raw"
holds = "raw"
capacity_m3 = 80
level_m3 = 50
[[tanks]]
id = "treated"
capacity_m3 = 200
level_m3 = "unknown"
[sewage]
return_fraction = 0.8
[[lifts]]
id = "lift"
max_m3_per_h = 30
wet_well_m3 = 10
wet_well_level_m3 = 0
[[sewage_tanks]]
id = "septic"
capacity_m3 = 600
level_m3 = 210
[[trucks]]
id = "septic-trucks"
carries = "sewage"
volume_m3 = 10
trips_per_day = 6
[[cold_stores]]
id = "cold-store"
count = 2
start_c = 4
[[vaccine_fridges]]
id = "fridge"
hold_over_h = 20
remaining_h = 20
[[kitchens]]
id = "kitchen"
power_kw = 24
fuel = "lpg"
fuel_kg_per_person_day = { low = 0.06, high = 0.12 }
[[clinics]]
id = "clinic"
power_kw = 10
[gate]
passing_fraction = "unknown"
[[gate.deliveries]]
commodity = "diesel"
unit = "L"
quantity_per_day = 1500
[weather]
temp_max_c = { low = 43, high = 47 }
"""
)
# One store and what draws on it: everything has a closed form.
ONE_STORE = (
    HEAD
    + """
[[people]]
id = "all"
count = 1000
[[stores]]
id = "flour"
commodity = "flour"
unit = "kg"
capacity = 100000
quantity = { value = 2000, low = 1200, high = 3333.3333, distribution = "lognormal" }
use_per_person_day = { value = 0.4, low = 0.32, high = 0.5, distribution = "lognormal" }
"""
)
NOTHING = HEAD


def camp(changes: dict[str, str] | None = None) -> Site:
    """The camp, with texts replaced that must be there."""
    return site_of(CAMP, changes)


def site_of(text: str, changes: dict[str, str] | None = None) -> Site:
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return read_site(text)


def statement(
    claim_type: str, item: str | None, low: float | None = None, unit: str | None = None, **more: Any
) -> Statement:
    """A statement of one number on 17 August 2026; litres for m3, as the internal unit of volume is the litre."""
    factors = {"L": (1.0, "L"), "m3": (1000.0, "L"), "kg": (1.0, "kg"), "d": (24.0, "h"), "degC": (1.0, "degC")}
    fields: dict[str, Any] = {
        "value_low": low,
        "value_high": low,
        "time_start": "2026-08-17",
        "time_end": "2026-08-17",
        "time_precision": "day",
    }
    fields |= more
    if unit in factors:
        factor, si_unit = factors[unit]
        ends = {"si_low": fields["value_low"], "si_high": fields["value_high"]}
        fields |= {name: None if end is None else end * factor for name, end in ends.items()} | {"si_unit": si_unit}
    return Statement(claim_type=claim_type, item=item, unit=unit, **fields)


def claim(said: Statement, number: int = 1, **more: Any) -> Claim:
    """An accepted claim of the committee, graded B1, received on 18 August 2026."""
    fields: dict[str, Any] = {
        "id": f"CLAIM{number:021d}",
        "claimant": "camp committee",
        "said": "2026-08-18T06:00:00Z",
        "recorded": "2026-08-18T06:00:00Z",
        "received": "2026-08-18T06:00:00Z",
        "zone": ZONE,
        "disclosure_class": "HIGH",
        "source_grade": "B1",
        "review": "accepted",
        "reviewer": "coordinator",
    }
    return Claim(statement=said, **(fields | more))
