"""Sites and runs for the tests of the room `lifelines`."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from holdfast.lifelines import Run, simulate
from holdfast.sites import Site, median_draws, read_site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.lifelines import Event, WeatherFile

START = datetime(2015, 7, 17, tzinfo=UTC)

# One of everything the engine knows, and two of what it sums over; short enough of most things that they run out.
EVERYTHING = """
[site]
id = "everything"
name = "A camp with everything"
timezone = "UTC"
start = 2015-07-17T00:00:00Z
elevation_m = 1600
source = "test"
[sources]
test = "invented for tests"
[packages]
drum = "200 L"
[[people]]
id = "families"
kind = "families"
count = 900
[[people]]
id = "adults"
kind = "adults"
count = 300
[[shelters]]
id = "trailer"
kind = "trailer"
count = 150
persons_each = 6
conductance_w_per_k = 80
capacity_kj_per_k = 1152
start_c = 28
[shelters.cooling]
set_point_c = 27
working_fraction = 0.7
[[shelters]]
id = "tent-a"
kind = "tent"
count = 60
persons_each = 5
start_c = 30
sol_air_factor = 1.5
[[generators]]
id = "gen-big"
rated_kw = 150
working = 1
mttf_h = 400
[[generators]]
id = "gen-small"
rated_kw = 60
working = 1
intercept_l_per_h_kw = 0.0533
slope_l_per_kwh = 0.2507
[[grid]]
id = "line"
capacity_kw = 40
hours_per_day = 6
on_hours = [1, 2, 3, 13, 14, 15]
[[pv]]
id = "roof"
peak_kw = 60
[[batteries]]
id = "bank"
capacity_kwh = 120
charge_kwh = 60
power_kw = 40
[[stores]]
id = "diesel-main"
commodity = "diesel"
unit = "L"
quantity = 4000
capacity = 9000
unusable = 200
[[stores]]
id = "diesel-reserve"
commodity = "diesel"
unit = "L"
quantity = 600
capacity = 1000
use_per_day = 30
[[stores]]
id = "lpg"
commodity = "lpg"
unit = "kg"
quantity = 500
capacity = 1500
[[stores]]
id = "flour"
commodity = "flour"
unit = "kg"
quantity = 900
capacity = 6000
unusable = 0
[[stores]]
id = "rice"
commodity = "rice"
unit = "kg"
quantity = 2000
capacity = 9000
unusable = 0
use_per_person_day = 0.4
[water]
normal_use_l_per_person_day = 80
leakage_fraction = 0.12
distribution_kwh_per_m3 = 0.15
ration = [
  {stock_days_at_least = 0.5, use_l_per_person_day = 80},
  {stock_days_at_least = 0, use_l_per_person_day = 20},
]
[[wells]]
id = "well-1"
max_m3_per_h = 5
[[wells]]
id = "well-2"
max_m3_per_h = 3
energy_kwh_per_m3 = 0.9
[[purification]]
id = "ro-1"
max_m3_per_h = 3
recovery_fraction = 0.7
[[purification]]
id = "ro-2"
max_m3_per_h = 2
recovery_fraction = 0.5
energy_kwh_per_m3 = 2.5
[[tanks]]
id = "raw-1"
holds = "raw"
capacity_m3 = 40
level_m3 = 30
[[tanks]]
id = "treated-1"
holds = "treated"
capacity_m3 = 60
level_m3 = 50
[[tanks]]
id = "treated-2"
holds = "treated"
capacity_m3 = 30
level_m3 = 10
[[trucks]]
id = "water-truck"
carries = "water"
volume_m3 = 10
trips_per_day = 2
needs_gate = true
hours = [8, 9, 10, 11]
[[trucks]]
id = "vacuum"
carries = "sewage"
volume_m3 = 8
trips_per_day = 4
needs_gate = true
[sewage]
return_fraction = 0.8
excreta_l_per_person_day = 1.3
[[lifts]]
id = "lift-1"
max_m3_per_h = 6
wet_well_m3 = 6
wet_well_level_m3 = 1
[[lifts]]
id = "lift-2"
max_m3_per_h = 3
wet_well_m3 = 3
wet_well_level_m3 = 0
[[sewage_tanks]]
id = "pit-1"
capacity_m3 = 200
level_m3 = 120
[[sewage_tanks]]
id = "pit-2"
capacity_m3 = 90
level_m3 = 10
[[cold_stores]]
id = "reefer"
count = 2
[[cold_stores]]
id = "fridge-room"
count = 3
capacity_mj_per_k = 6
[[vaccine_fridges]]
id = "ilr"
hold_over_h = 20
remaining_h = 18
[[vaccine_fridges]]
id = "old"
hold_over_h = 6
remaining_h = 6
[[kitchens]]
id = "kitchen"
power_kw = 15
fuel = "lpg"
[[bakeries]]
id = "bakery"
bread_kg_per_day = 400
fuel = "diesel"
flour = "flour"
[[clinics]]
id = "clinic"
power_kw = 12
[[lighting]]
id = "lights"
high_kw = 14
low_kw = 4
[[loads]]
id = "clinic"
priority = 1
[[loads]]
id = "water"
priority = 2
[[loads]]
id = "sewage"
priority = 3
[[loads]]
id = "cold_chain"
priority = 4
min_useful_fraction = 0.3
[[loads]]
id = "kitchen"
priority = 5
[[loads]]
id = "lighting"
priority = 6
hours = [0, 1, 2, 3, 4, 5, 17, 18, 19, 20, 21, 22, 23]
[[loads]]
id = "cooling"
priority = 7
fuel_floor_l = 800
[gate]
passing_fraction = 0.5
[[gate.deliveries]]
id = "rice-usual"
commodity = "rice"
quantity_per_day = 100
unit = "kg"
[[gate.deliveries]]
id = "diesel-usual"
commodity = "diesel"
quantity_per_day = 1
unit = "drum"
[weather]
temp_max_c = 46
daily_range_k = 16
ghi_peak_w_m2 = 900
sol_air_peak_k = 6
"""


@cache
def everything() -> Site:
    """A site with one of everything."""
    return read_site(EVERYTHING)


def altered(changes: dict[str, str], add: str = "") -> Site:
    """The same with texts replaced (they must be there) and text added."""
    text = EVERYTHING
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return read_site(text + add)


def median_run(
    site: Site,
    *,
    hours: int = 240,
    events: Sequence[Event] = (),
    weather: WeatherFile | None = None,
    engine: str = "python",
) -> Run:
    """One deterministic member at the medians."""
    return simulate(
        site,
        weather,
        draws=median_draws(site),
        hours=hours,
        start=START,
        events=events,
        engine=engine,
        deterministic=True,
        keep="all",
    )


def differing(one: Run, other: Run) -> set[str]:
    """Names of outputs that differ in any bit."""
    assert set(one.outputs) == set(other.outputs)
    return {name for name, array in one.outputs.items() if (array != other.outputs[name]).any()}
