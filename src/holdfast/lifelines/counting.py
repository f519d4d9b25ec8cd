"""How much of a site's state the hour loop moves on in every hour: the size that its speed is told against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.heat_hour import AGES, LIMITS
from holdfast.lifelines.records import FIRST_COMMODITY

if TYPE_CHECKING:
    from holdfast.lifelines.layout import Layout
    from holdfast.lifelines.plant import Built

# Groups of state rows that are worked out anew in every hour, one row an asset.
EVERY_HOUR = (
    "level",
    "working",
    "run_h",
    "life_left",
    "repair_left_h",
    "oil_l",
    "since_service_h",
    "service_left_h",
    "was_on",
    "battery_kwh",
    "_worst_residual_kw",
    "_largest_kw",
    "known_h",
    "_sewage_made",
    "_sewage_placed",
    "temp_in_c",
    "temp_cold_c",
    "dose",
    "hold_over_h",
    "oxygen_unmet_h",
    "dialysis_missed",
    "water_deficit",
    "hot_h",
    "heat_limit_h",
    "old_core_c",
    "old_skin_c",
    "_flag_hours_phs",
    "_flag_hours_core",
    "_flag_hours_sweat",
)
RINGS = ("delivered", "delivered_day", "needed", "balance_needed")  # one place of each in an hour
RARE_EVENTS = 2  # the tearing of tanks is marked only where it happens


def state_rows(built: Built, layout: Layout) -> int:
    """Count the state rows of a block that the loop reads and writes in every hour.

    Left out are rows that change by events or failures only (persons, what is destroyed, kits), the mass of shelters,
    which only some models have, and whatever the site has no asset for. Sums of the books count: what went in and out of each pool,
    and the first times of the events.
    """
    plant, names = built.plant, built.books.s.names
    counted = sum(names[name][1] for name in EVERY_HOUR if name in names)
    counted += sum(name in names for name in RINGS)
    counted += plant.weather.noisy
    if plant.shelters.types > 0:  # nobody is outdoors in most hours, and then nothing of that place is worked out
        counted -= LIMITS + 2 * AGES
    commodities = plant.hour.pools - FIRST_COMMODITY
    # Of treated water and sewage inflow, outflow and refusals; of raw water those that wells and plants move.
    counted += commodities + 6 + 2 * (plant.water.wells > 0) + (plant.water.plants > 0)
    counted += plant.water.homes + plant.water.chlorinated + 2 * (plant.power.batteries > 0)
    counted += 2 * (plant.sewage.lifts > 0) + (plant.sewage.tanks > 0)
    cooled = names["cooling_working"][1] if plant.comfort.cooled > 0.0 else 0
    return int(counted + cooled + max(0, len(layout.events) - RARE_EVENTS))
