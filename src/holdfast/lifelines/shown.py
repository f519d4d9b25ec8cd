"""Which row of a block each output is, at the end of the hour.

An output that is a quantity of the loop as it stands at the end of the hour is that quantity's own row: nothing is
copied. The others have a row of their own, which a stage fills.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines.heat_hour import LIMITS
from holdfast.lifelines.records import CHARGE, DISCHARGE, FIRST_COMMODITY, GENERATED, GRID, SETS_ON, SHARE, SUN

if TYPE_CHECKING:
    from holdfast.lifelines.columns import Columns
    from holdfast.lifelines.records import Integers, Plant
    from holdfast.lifelines.sewage import SewageRows
    from holdfast.lifelines.supply import SupplyRows
    from holdfast.lifelines.water import WaterRows


def with_rows_shown(plant: Plant) -> Plant:
    """Return a plant whose outputs that stand in the loop anyway are the rows they stand in."""
    return plant._replace(
        c=plant.c._replace(
            **_power(plant),
            **water_shown(plant.water),
            **supply_shown(plant.supply),
            **sewage_shown(plant.sewage),
            **_goods(plant),
            **_people(plant),
        )
    )


def _power(plant: Plant) -> dict[str, int]:
    flows = plant.power.flows
    return {
        "temp_out_c": plant.hour.temp_out_c,
        "ghi_w_m2": plant.hour.ghi_w_m2,
        "demand_class_kw": plant.hour.demand_kw,
        "grid_kw": flows + GRID,
        "pv_kw": flows + SUN,
        "battery_discharge_kw": flows + DISCHARGE,
        "battery_charge_kw": flows + CHARGE,
        "generator_kw": flows + GENERATED,
        "generators_on": flows + SETS_ON,
        "run_fraction": flows + SHARE,
    }


def water_shown(water: WaterRows) -> dict[str, int]:
    """Return the rows of the outputs of water."""
    return {
        "ration_l_per_person_day": water.ration_l,
        "water_delivered_m3": water.reached_m3,
        "water_drawn_m3": water.drawn_m3,
        "water_purified_m3": water.produced_m3,
        "water_pumped_m3": water.pumped_m3,
        "household_m3": water.household_m3,
        "water_treated_fraction": water.safe,
    }


def supply_shown(supply: SupplyRows) -> dict[str, int]:
    """Return the rows of the outputs of trucks and usual deliveries."""
    return {
        "water_trucked_m3": supply.brought,
        "desludged_m3": supply.removed,
        "truck_fuel_l": supply.fuel,
        "passing_fraction": supply.passing,
    }


def sewage_shown(sewage: SewageRows) -> dict[str, int]:
    """Return the rows of the outputs of sewage."""
    return {
        "sewage_inflow_m3": sewage.inflow_m3,
        "rain_inflow_m3": sewage.rain_m3,
        "brine_m3": sewage.brine_m3,
        "sewage_lifted_m3": sewage.lifted_m3,
        "wet_well_m3": sewage.wet_well_m3,
    }


def _goods(plant: Plant) -> dict[str, int]:
    cold, services = plant.cold, plant.services
    rows = {
        "used_commodity": plant.hour.used + FIRST_COMMODITY,
        "temp_cold_store_c": cold.temp_cold_c,
        "spoilage_dose_store": cold.dose,
        "vaccine_hold_over_fridge_h": cold.hold_over_h,
        "meals_cooked_fraction": plant.goods.cooked,
        "service_service_fraction": services.share + services.bakeries,
        "service_limit_service": services.limit + services.bakeries,
    }
    return rows | ({"fuel_used_l": plant.hour.used + plant.goods.diesel} if plant.goods.diesel >= 0 else {})


def _people(plant: Plant) -> dict[str, int]:
    comfort, heat = plant.comfort, plant.heat
    outdoors = heat.limit_h + LIMITS * plant.shelters.types
    return {
        "temp_in_shelter_c": plant.shelters.end_c,
        "sweat_l_per_h": comfort.sweat,
        "water_deficit_l_per_person": comfort.deficit,
        "hours_above_32c_day_24c_night": comfort.hot_h,
        "hours_above_35c": comfort.hot_h + 1,
        "hours_above_40c": comfort.hot_h + 2,
        "hours_above_45c": comfort.hot_h + 3,
        "sweat_heat_balance_l_per_h": heat.balance,
        "sweat_iso_7933_l_per_h": heat.phs_sweat,
        "core_temp_65_c": heat.warmest,
        "core_temp_75_c": heat.warmest + 1,
        "core_temp_85_c": heat.warmest + 2,
        "hours_not_compensable_young_outdoors": outdoors,
        "hours_past_6_h_limit_young_outdoors": outdoors + 1,
        "hours_not_compensable_65_plus_outdoors": outdoors + 2,
        "hours_past_6_h_limit_65_plus_outdoors": outdoors + 3,
    }


def rows_shown(places: Columns, rows: Columns) -> Integers:
    """Return the row of every output by its place.

    Parameters
    ----------
    places, rows : Columns
        First place and first row of every declared output.

    Returns
    -------
    ndarray (places,)
    """
    found = np.empty(places.spare + 1, dtype=np.int64)
    # By place alone: a field without any place stands before the one whose place it shares, as declared.
    firsts = sorted(zip(places, rows, strict=True), key=lambda pair: pair[0])
    for (place, row), (end, _) in zip(firsts, [*firsts[1:], (places.spare + 1, 0)], strict=True):
        found[place:end] = row + np.arange(end - place)
    return found
