"""What people need, and what lack does to them.

So far: sweat at rest and the drinking water it asks for, body water that is lacking, hours in hot rooms, as scalar
equations that the hour loop compiles. Not here yet: core temperature of the frail, food energy, patients, and the
grades that say which of these may be printed.
"""

from holdfast.people.baselines import (
    Baseline,
    Detection,
    Excess,
    baseline_rate,
    excess_deaths,
    stated_baseline,
    weeks_to_detect_doubling,
)
from holdfast.people.body_water import (
    days_to_deficit,
    deficit_days,
    deficit_path,
    deficit_statement,
)
from holdfast.people.chlorination import (
    ChlorineDose,
    chlorine_dose,
    chlorine_products,
    stock_solution,
)
from holdfast.people.cold_chain import (
    HoldOver,
    InsulinRule,
    hold_over_left,
    insulin_uncooled,
)
from holdfast.people.cooling_rooms import (
    CoolingOrder,
    CoolingPlace,
    cooling_room_ranking,
)
from holdfast.people.core_course import (
    CoreCourse,
    core_temperature_60_plus,
    rested_body_c,
)
from holdfast.people.core_temperature import (
    ALARM_CORE_C,
    FLAGGED_CORE_C,
    core_after_hour_c,
    core_drive_c,
    core_of_person_c,
    skin_after_hour_c,
    skin_drive_c,
    skin_of_person_c,
)
from holdfast.people.cutoffs import (
    CutOff,
    CutOffs,
    gam_band,
    ipc_cut_offs,
)
from holdfast.people.dehydration import (
    Crossing,
    Dehydration,
    dehydration,
)
from holdfast.people.energy import (
    EnergyBalance,
    energy_balance,
)
from holdfast.people.energy_outlook import (
    AdultOutlook,
    DailyQuantiles,
    MothersShare,
    adult_outlook,
)
from holdfast.people.energy_person import (
    Person,
)
from holdfast.people.energy_planning import (
    LinearResponse,
    RestingExpenditure,
    TargetIntake,
    intake_for,
    linear_response,
    maintenance_kcal,
    resting_expenditure,
)
from holdfast.people.energy_types import (
    AdultType,
    adult_types,
)
from holdfast.people.figures import (
    Figure,
    figure_value,
    figures_of,
)
from holdfast.people.foods import find_food, food_names
from holdfast.people.grades import (
    Grade,
    GradedQuantity,
    downgraded,
    grade_of,
    graded,
    graded_quantities,
    input_reason,
)
from holdfast.people.heat import (
    HeatBalance,
    HeatLimit,
    HeatPerson,
    heat_limit,
    heat_person,
    radiant_temperature_c,
)
from holdfast.people.heat_balance import (
    BODY_KJ_PER_KG_K,
    CORE_RISE_K,
    REST_W_PER_KG,
    SKIN_VAPOUR_KPA,
    dry_loss_w,
    is_compensable,
    is_survivable,
    most_evaporation_w,
    operative_temperature_c,
    radiation_coefficient_w_per_m2_k,
    required_evaporation_w,
    required_sweat_l_per_h,
    required_wettedness,
    respiration_loss_w,
    storage_limit_w,
    stored_heat_w,
    sweat_efficiency,
    sweat_evaporation_w,
)
from holdfast.people.heat_hours import (
    GroupHeat,
    HeatDose,
    HeatExposure,
    heat_dose,
    heat_exposure,
)
from holdfast.people.heat_public import (
    FanAdvice,
    HeatIndex,
    WorkRest,
    fan_advice,
    heat_index,
    work_rest,
)
from holdfast.people.heat_work import (
    WorkInHeat,
    work_in_heat,
)
from holdfast.people.moist_air import (
    convection_w_per_m2_k,
    dew_point_c,
    saturation_kpa,
    wet_bulb_c,
)
from holdfast.people.need import (
    DAY_BEGINS_H,
    DAY_ENDS_H,
    HOT_DAY_C,
    HOT_NIGHT_C,
    REFERENCE_MASS_KG,
    beyond_sweat_fit,
    drinking_need_l_per_h,
    hot_indoors,
    resting_sweat_l_per_h,
    water_deficit_l,
)
from holdfast.people.patients import (
    Batch,
    MedicineItem,
    PersonsWithout,
    medicine_items,
    people_without,
)
from holdfast.people.phs import (
    outside_standard,
    phs_sweat_l_per_h,
    phs_table,
    phs_value,
)
from holdfast.people.population import (
    Group,
    Population,
    population,
)
from holdfast.people.rate_lines import (
    RateLine,
    death_rate_band,
    lines_crossed,
)
from holdfast.people.rates import (
    DeathRate,
    ObservedShare,
    Verdict,
    attack_rate,
    case_fatality,
    death_rate,
    per_1000_year,
    per_10000_day,
    prevalence,
)
from holdfast.people.ration import protein_window_g, ration
from holdfast.people.ration_answer import ration_answer, ration_lines
from holdfast.people.ration_cooking import cooking_need, edible
from holdfast.people.ration_file import RationFaultsError, RationFile, parse_ration, read_ration_file
from holdfast.people.ration_logistics import (
    drops,
    firewood,
    firewood_each_kg,
    health_kits,
    q10,
    shelf_life_months,
    storage,
    tonnage,
    truck_payload_t,
)
from holdfast.people.ration_planning import days_of_energy, energy_need, severity_band, stock_out
from holdfast.people.ration_quantities import own_composition, read_number
from holdfast.people.ration_records import Ration, RationItem
from holdfast.people.refeeding import (
    RefeedingFlag,
    RefeedingRisk,
    refeeding_risk,
)
from holdfast.people.refusals import (
    Refusal,
    adult_deaths_by_ration,
    all_cause_deaths,
    refuse,
    refused_quantities,
)
from holdfast.people.sanitation import (
    SanitationBand,
    SanitationIndex,
    sanitation_index,
)
from holdfast.people.sharing import (
    GroupShare,
    SharedFood,
    share_food,
)
from holdfast.people.site_population import (
    population_of,
)
from holdfast.people.statements import (
    ThresholdStatement,
    crossing_days,
    threshold_statement,
)
from holdfast.people.structure import (
    AgeBand,
    Profile,
    Sex,
    State,
    energy_need_kcal_per_day,
)
from holdfast.people.suppression import (
    SuppressedTable,
    suppress_counts,
)
from holdfast.people.treatment import (
    DialysisWeek,
    OxygenHours,
    dialysis_week,
    oxygen_hours,
)
from holdfast.people.vaccination import (
    VaccinationGap,
    needed_coverage,
    vaccination_gap,
)
from holdfast.people.water import (
    WaterCurve,
    WaterNeed,
    water_need,
)
from holdfast.people.water_curves import (
    surface_m2,
)
from holdfast.people.water_delivered import (
    ShareOfWater,
    WaterAtNorm,
    WaterDelivered,
    WaterNeedCheck,
    WaterNormCheck,
    WaterShares,
    water_at_norm,
    water_class,
    water_delivered,
    water_shares,
)
from holdfast.people.water_population import (
    GroupWater,
    PopulationCurve,
    PopulationWaterNeed,
    water_need_of,
)

__all__ = [
    "ALARM_CORE_C",
    "BODY_KJ_PER_KG_K",
    "CORE_RISE_K",
    "DAY_BEGINS_H",
    "DAY_ENDS_H",
    "FLAGGED_CORE_C",
    "HOT_DAY_C",
    "HOT_NIGHT_C",
    "REFERENCE_MASS_KG",
    "REST_W_PER_KG",
    "SKIN_VAPOUR_KPA",
    "AdultOutlook",
    "AdultType",
    "AgeBand",
    "Baseline",
    "Batch",
    "ChlorineDose",
    "CoolingOrder",
    "CoolingPlace",
    "CoreCourse",
    "Crossing",
    "CutOff",
    "CutOffs",
    "DailyQuantiles",
    "DeathRate",
    "Dehydration",
    "Detection",
    "DialysisWeek",
    "EnergyBalance",
    "Excess",
    "FanAdvice",
    "Figure",
    "Grade",
    "GradedQuantity",
    "Group",
    "GroupHeat",
    "GroupShare",
    "GroupWater",
    "HeatBalance",
    "HeatDose",
    "HeatExposure",
    "HeatIndex",
    "HeatLimit",
    "HeatPerson",
    "HoldOver",
    "InsulinRule",
    "LinearResponse",
    "MedicineItem",
    "MothersShare",
    "ObservedShare",
    "OxygenHours",
    "Person",
    "PersonsWithout",
    "Population",
    "PopulationCurve",
    "PopulationWaterNeed",
    "Profile",
    "RateLine",
    "Ration",
    "RationFaultsError",
    "RationFile",
    "RationItem",
    "RefeedingFlag",
    "RefeedingRisk",
    "Refusal",
    "RestingExpenditure",
    "SanitationBand",
    "SanitationIndex",
    "Sex",
    "ShareOfWater",
    "SharedFood",
    "State",
    "SuppressedTable",
    "TargetIntake",
    "ThresholdStatement",
    "VaccinationGap",
    "Verdict",
    "WaterAtNorm",
    "WaterCurve",
    "WaterDelivered",
    "WaterNeed",
    "WaterNeedCheck",
    "WaterNormCheck",
    "WaterShares",
    "WorkInHeat",
    "WorkRest",
    "adult_deaths_by_ration",
    "adult_outlook",
    "adult_types",
    "all_cause_deaths",
    "attack_rate",
    "baseline_rate",
    "beyond_sweat_fit",
    "case_fatality",
    "chlorine_dose",
    "chlorine_products",
    "convection_w_per_m2_k",
    "cooking_need",
    "cooling_room_ranking",
    "core_after_hour_c",
    "core_drive_c",
    "core_of_person_c",
    "core_temperature_60_plus",
    "crossing_days",
    "days_of_energy",
    "days_to_deficit",
    "death_rate",
    "death_rate_band",
    "deficit_days",
    "deficit_path",
    "deficit_statement",
    "dehydration",
    "dew_point_c",
    "dialysis_week",
    "downgraded",
    "drinking_need_l_per_h",
    "drops",
    "dry_loss_w",
    "edible",
    "energy_balance",
    "energy_need",
    "energy_need_kcal_per_day",
    "excess_deaths",
    "fan_advice",
    "figure_value",
    "figures_of",
    "find_food",
    "firewood",
    "firewood_each_kg",
    "food_names",
    "gam_band",
    "grade_of",
    "graded",
    "graded_quantities",
    "health_kits",
    "heat_dose",
    "heat_exposure",
    "heat_index",
    "heat_limit",
    "heat_person",
    "hold_over_left",
    "hot_indoors",
    "input_reason",
    "insulin_uncooled",
    "intake_for",
    "ipc_cut_offs",
    "is_compensable",
    "is_survivable",
    "linear_response",
    "lines_crossed",
    "maintenance_kcal",
    "medicine_items",
    "most_evaporation_w",
    "needed_coverage",
    "operative_temperature_c",
    "outside_standard",
    "own_composition",
    "oxygen_hours",
    "parse_ration",
    "people_without",
    "per_1000_year",
    "per_10000_day",
    "phs_sweat_l_per_h",
    "phs_table",
    "phs_value",
    "population",
    "population_of",
    "prevalence",
    "protein_window_g",
    "q10",
    "radiant_temperature_c",
    "radiation_coefficient_w_per_m2_k",
    "ration",
    "ration_answer",
    "ration_lines",
    "read_number",
    "read_ration_file",
    "refeeding_risk",
    "refuse",
    "refused_quantities",
    "required_evaporation_w",
    "required_sweat_l_per_h",
    "required_wettedness",
    "respiration_loss_w",
    "rested_body_c",
    "resting_expenditure",
    "resting_sweat_l_per_h",
    "sanitation_index",
    "saturation_kpa",
    "severity_band",
    "share_food",
    "shelf_life_months",
    "skin_after_hour_c",
    "skin_drive_c",
    "skin_of_person_c",
    "stated_baseline",
    "stock_out",
    "stock_solution",
    "storage",
    "storage_limit_w",
    "stored_heat_w",
    "suppress_counts",
    "surface_m2",
    "sweat_efficiency",
    "sweat_evaporation_w",
    "threshold_statement",
    "tonnage",
    "truck_payload_t",
    "vaccination_gap",
    "water_at_norm",
    "water_class",
    "water_deficit_l",
    "water_delivered",
    "water_need",
    "water_need_of",
    "water_shares",
    "weeks_to_detect_doubling",
    "wet_bulb_c",
    "work_in_heat",
    "work_rest",
]
