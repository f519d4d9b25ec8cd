"""What people need, what lack does to them, and what may be said of it.

Most calls return a small record with units in its names, notes, the table rows it rests on and a grade. One folder a topic:
``census`` who lives there; ``heat`` limits, work, core temperature; ``water`` need, lack, delivery, chlorine, sanitation;
``food`` rations, their planning and sharing; ``energy`` body mass of adults; ``care`` medicines and machines; ``rates`` what
counts say; ``kernel`` the scalar equations that the hour loop compiles. What is assumed rather than forecast is apart, in
:mod:`holdfast.people.scenarios`, and is not loaded here; what is refused raises an error with the evidence. Not here:
micronutrients, protein lack, cold stress in the energy of adults.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# A part is imported at first use: the hour loop does not wait for rations and rates. Their types: ``__init__.pyi``.
_AT_FIRST_USE = {
    "care.cold_chain": "HoldOver InsulinRule hold_over_left insulin_uncooled",
    "care.medicines": "Batch MedicineItem PersonsWithout medicine_items people_without",
    "care.treatment": "DialysisWeek OxygenHours PoweredCare dialysis_week oxygen_hours powered_care",
    "care.vaccination": "VaccinationGap needed_coverage vaccination_gap",
    "census.from_site": "population_of",
    "census.groups": "Group Population population",
    "census.structure": "AgeBand Profile Sex State energy_need_kcal_per_day",
    "energy.balance": "EnergyBalance energy_balance",
    "energy.outlook": "AdultOutlook DailyQuantiles MothersShare adult_outlook",
    "energy.person": "Person",
    "energy.planning": (
        "LinearResponse RestingExpenditure TargetIntake intake_for linear_response maintenance_kcal resting_expenditure"
    ),
    "energy.refeeding": "RefeedingFlag RefeedingRisk refeeding_risk",
    "energy.types": "AdultType adult_types",
    "figures": "Figure figure_value figures_of",
    "food.answer": "ration_answer ration_lines",
    "food.basket": "protein_window_g ration",
    "food.cooking": "cooking_need edible",
    "food.file": "RationFaultsError RationFile parse_ration read_ration_file",
    "food.foods": "find_food food_names",
    "food.logistics": (
        "TruckStops firewood firewood_each_kg health_kits q10 shelf_life_months storage tonnage truck_payload_t "
        "truck_stops"
    ),
    "food.planning": "days_of_energy energy_need severity_band stock_out",
    "food.quantities": "own_composition read_number",
    "food.records": "Ration RationItem",
    "food.sharing": "GroupShare SharedFood share_food",
    "grades": "Grade GradedQuantity downgraded grade_of graded graded_quantities input_reason inputs_named",
    "heat.cooling_rooms": "CoolingOrder CoolingPlace cooling_room_ranking",
    "heat.core": "CoreCourse core_temperature_60_plus rested_body_c",
    "heat.hours": "GroupHeat HeatDose HeatExposure heat_dose heat_exposure",
    "heat.limits": "HeatBalance HeatLimit HeatPerson heat_limit heat_person radiant_temperature_c",
    "heat.moist_air": "convection_w_per_m2_k dew_point_c saturation_kpa wet_bulb_c",
    "heat.phs_table": "outside_standard phs_at_vapour phs_sweat_l_per_h phs_table phs_value vapour_covered_at_rest_kpa",
    "heat.public": "FanAdvice HeatIndex WorkRest fan_advice heat_index work_rest",
    "heat.work": "WorkInHeat work_in_heat",
    "kernel.body": "surface_m2",
    "kernel.core_temperature": (
        "ALARM_CORE_C FLAGGED_CORE_C core_after_hour_c core_drive_c core_of_person_c skin_after_hour_c "
        "skin_drive_c skin_of_person_c"
    ),
    "kernel.heat_balance": (
        "BODY_KJ_PER_KG_K CORE_RISE_K REST_W_PER_KG SKIN_VAPOUR_KPA dry_loss_w is_compensable is_survivable "
        "most_evaporation_w operative_temperature_c radiation_coefficient_w_per_m2_k required_evaporation_w "
        "required_rest_l_per_h required_sweat_l_per_h required_wettedness respiration_loss_w storage_limit_w "
        "stored_at_rest_w stored_heat_w sweat_efficiency sweat_evaporation_w"
    ),
    "kernel.water_at_rest": (
        "DAY_BEGINS_H DAY_ENDS_H HOT_DAY_C HOT_NIGHT_C REFERENCE_MASS_KG beyond_humid_fit beyond_sweat_fit "
        "drinking_need_l_per_h hot_indoors resting_sweat_in_air_l_per_h resting_sweat_l_per_h water_deficit_l"
    ),
    "rates.baselines": (
        "Baseline Detection Excess baseline_rate excess_deaths stated_baseline weeks_to_detect_doubling"
    ),
    "rates.cutoffs": "CutOff CutOffs gam_band ipc_cut_offs",
    "rates.lines": "RateLine death_rate_band lines_crossed",
    "rates.observed": (
        "DeathRate ObservedShare Verdict attack_rate case_fatality death_rate per_10000_day per_1000_year prevalence"
    ),
    "rates.suppression": "SuppressedTable suppress_counts",
    "refusals": (
        "Refusal adult_deaths_by_ration all_cause_deaths child_energy_balance deaths_by_odds_ratio "
        "diarrhoea_by_litres famine_classification refuse refused_quantities"
    ),
    "statements": "FEWEST_FOR_SHARES RULE_OF_THREE ThresholdStatement crossing_days threshold_statement",
    "water.chlorination": "ChlorineDose chlorine_dose chlorine_products stock_solution",
    "water.deficit": "days_to_deficit deficit_days deficit_path deficit_statement",
    "water.dehydration": "Crossing Dehydration dehydration",
    "water.delivered": (
        "ShareOfWater WaterAtNorm WaterDelivered WaterNeedCheck WaterNormCheck WaterShares water_at_norm "
        "water_class water_delivered water_shares"
    ),
    "water.need": "WaterCurve WaterNeed water_need",
    "water.of_population": "GroupWater PopulationCurve PopulationWaterNeed water_need_of",
    "water.sanitation": "SanitationBand SanitationIndex sanitation_index",
}
_MODULE_OF = {name: module for module, names in _AT_FIRST_USE.items() for name in names.split()}
__all__ = sorted(_MODULE_OF)  # noqa: PLE0605 - a list of names, made


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
