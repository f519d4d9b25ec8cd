# What `__init__.py` loads at first use, for those who check types.
from holdfast.people.care.cold_chain import (
    HoldOver as HoldOver,
)
from holdfast.people.care.cold_chain import (
    InsulinRule as InsulinRule,
)
from holdfast.people.care.cold_chain import (
    hold_over_left as hold_over_left,
)
from holdfast.people.care.cold_chain import (
    insulin_uncooled as insulin_uncooled,
)
from holdfast.people.care.medicines import (
    Batch as Batch,
)
from holdfast.people.care.medicines import (
    MedicineItem as MedicineItem,
)
from holdfast.people.care.medicines import (
    PersonsWithout as PersonsWithout,
)
from holdfast.people.care.medicines import (
    medicine_items as medicine_items,
)
from holdfast.people.care.medicines import (
    people_without as people_without,
)
from holdfast.people.care.treatment import (
    DialysisWeek as DialysisWeek,
)
from holdfast.people.care.treatment import (
    OxygenHours as OxygenHours,
)
from holdfast.people.care.treatment import (
    PoweredCare as PoweredCare,
)
from holdfast.people.care.treatment import (
    dialysis_week as dialysis_week,
)
from holdfast.people.care.treatment import (
    oxygen_hours as oxygen_hours,
)
from holdfast.people.care.treatment import (
    powered_care as powered_care,
)
from holdfast.people.care.vaccination import (
    VaccinationGap as VaccinationGap,
)
from holdfast.people.care.vaccination import (
    needed_coverage as needed_coverage,
)
from holdfast.people.care.vaccination import (
    vaccination_gap as vaccination_gap,
)
from holdfast.people.census.from_site import (
    population_of as population_of,
)
from holdfast.people.census.groups import (
    Group as Group,
)
from holdfast.people.census.groups import (
    Population as Population,
)
from holdfast.people.census.groups import (
    population as population,
)
from holdfast.people.census.structure import (
    AgeBand as AgeBand,
)
from holdfast.people.census.structure import (
    Profile as Profile,
)
from holdfast.people.census.structure import (
    Sex as Sex,
)
from holdfast.people.census.structure import (
    State as State,
)
from holdfast.people.census.structure import (
    energy_need_kcal_per_day as energy_need_kcal_per_day,
)
from holdfast.people.energy.balance import (
    EnergyBalance as EnergyBalance,
)
from holdfast.people.energy.balance import (
    energy_balance as energy_balance,
)
from holdfast.people.energy.outlook import (
    AdultOutlook as AdultOutlook,
)
from holdfast.people.energy.outlook import (
    DailyQuantiles as DailyQuantiles,
)
from holdfast.people.energy.outlook import (
    MothersShare as MothersShare,
)
from holdfast.people.energy.outlook import (
    adult_outlook as adult_outlook,
)
from holdfast.people.energy.person import (
    Person as Person,
)
from holdfast.people.energy.planning import (
    LinearResponse as LinearResponse,
)
from holdfast.people.energy.planning import (
    RestingExpenditure as RestingExpenditure,
)
from holdfast.people.energy.planning import (
    TargetIntake as TargetIntake,
)
from holdfast.people.energy.planning import (
    intake_for as intake_for,
)
from holdfast.people.energy.planning import (
    linear_response as linear_response,
)
from holdfast.people.energy.planning import (
    maintenance_kcal as maintenance_kcal,
)
from holdfast.people.energy.planning import (
    resting_expenditure as resting_expenditure,
)
from holdfast.people.energy.refeeding import (
    RefeedingFlag as RefeedingFlag,
)
from holdfast.people.energy.refeeding import (
    RefeedingRisk as RefeedingRisk,
)
from holdfast.people.energy.refeeding import (
    refeeding_risk as refeeding_risk,
)
from holdfast.people.energy.types import (
    AdultType as AdultType,
)
from holdfast.people.energy.types import (
    adult_types as adult_types,
)
from holdfast.people.figures import (
    Figure as Figure,
)
from holdfast.people.figures import (
    figure_value as figure_value,
)
from holdfast.people.figures import (
    figures_of as figures_of,
)
from holdfast.people.food.answer import (
    ration_answer as ration_answer,
)
from holdfast.people.food.answer import (
    ration_lines as ration_lines,
)
from holdfast.people.food.basket import (
    protein_window_g as protein_window_g,
)
from holdfast.people.food.basket import (
    ration as ration,
)
from holdfast.people.food.cooking import (
    cooking_need as cooking_need,
)
from holdfast.people.food.cooking import (
    edible as edible,
)
from holdfast.people.food.file import (
    RationFaultsError as RationFaultsError,
)
from holdfast.people.food.file import (
    RationFile as RationFile,
)
from holdfast.people.food.file import (
    parse_ration as parse_ration,
)
from holdfast.people.food.file import (
    read_ration_file as read_ration_file,
)
from holdfast.people.food.foods import (
    find_food as find_food,
)
from holdfast.people.food.foods import (
    food_names as food_names,
)
from holdfast.people.food.logistics import (
    TruckStops as TruckStops,
)
from holdfast.people.food.logistics import (
    firewood as firewood,
)
from holdfast.people.food.logistics import (
    firewood_each_kg as firewood_each_kg,
)
from holdfast.people.food.logistics import (
    health_kits as health_kits,
)
from holdfast.people.food.logistics import (
    q10 as q10,
)
from holdfast.people.food.logistics import (
    shelf_life_months as shelf_life_months,
)
from holdfast.people.food.logistics import (
    storage as storage,
)
from holdfast.people.food.logistics import (
    tonnage as tonnage,
)
from holdfast.people.food.logistics import (
    truck_payload_t as truck_payload_t,
)
from holdfast.people.food.logistics import (
    truck_stops as truck_stops,
)
from holdfast.people.food.planning import (
    days_of_energy as days_of_energy,
)
from holdfast.people.food.planning import (
    energy_need as energy_need,
)
from holdfast.people.food.planning import (
    severity_band as severity_band,
)
from holdfast.people.food.planning import (
    stock_out as stock_out,
)
from holdfast.people.food.quantities import (
    own_composition as own_composition,
)
from holdfast.people.food.quantities import (
    read_number as read_number,
)
from holdfast.people.food.records import (
    Ration as Ration,
)
from holdfast.people.food.records import (
    RationItem as RationItem,
)
from holdfast.people.food.sharing import (
    GroupShare as GroupShare,
)
from holdfast.people.food.sharing import (
    SharedFood as SharedFood,
)
from holdfast.people.food.sharing import (
    share_food as share_food,
)
from holdfast.people.grades import (
    Grade as Grade,
)
from holdfast.people.grades import (
    GradedQuantity as GradedQuantity,
)
from holdfast.people.grades import (
    downgraded as downgraded,
)
from holdfast.people.grades import (
    grade_of as grade_of,
)
from holdfast.people.grades import (
    graded as graded,
)
from holdfast.people.grades import (
    graded_quantities as graded_quantities,
)
from holdfast.people.grades import (
    input_reason as input_reason,
)
from holdfast.people.grades import (
    inputs_named as inputs_named,
)
from holdfast.people.heat.cooling_rooms import (
    CoolingOrder as CoolingOrder,
)
from holdfast.people.heat.cooling_rooms import (
    CoolingPlace as CoolingPlace,
)
from holdfast.people.heat.cooling_rooms import (
    cooling_room_ranking as cooling_room_ranking,
)
from holdfast.people.heat.core import (
    CoreCourse as CoreCourse,
)
from holdfast.people.heat.core import (
    core_temperature_60_plus as core_temperature_60_plus,
)
from holdfast.people.heat.core import (
    rested_body_c as rested_body_c,
)
from holdfast.people.heat.hours import (
    GroupHeat as GroupHeat,
)
from holdfast.people.heat.hours import (
    HeatDose as HeatDose,
)
from holdfast.people.heat.hours import (
    HeatExposure as HeatExposure,
)
from holdfast.people.heat.hours import (
    heat_dose as heat_dose,
)
from holdfast.people.heat.hours import (
    heat_exposure as heat_exposure,
)
from holdfast.people.heat.limits import (
    HeatBalance as HeatBalance,
)
from holdfast.people.heat.limits import (
    HeatLimit as HeatLimit,
)
from holdfast.people.heat.limits import (
    HeatPerson as HeatPerson,
)
from holdfast.people.heat.limits import (
    heat_limit as heat_limit,
)
from holdfast.people.heat.limits import (
    heat_person as heat_person,
)
from holdfast.people.heat.limits import (
    radiant_temperature_c as radiant_temperature_c,
)
from holdfast.people.heat.moist_air import (
    convection_w_per_m2_k as convection_w_per_m2_k,
)
from holdfast.people.heat.moist_air import (
    dew_point_c as dew_point_c,
)
from holdfast.people.heat.moist_air import (
    saturation_kpa as saturation_kpa,
)
from holdfast.people.heat.moist_air import (
    wet_bulb_c as wet_bulb_c,
)
from holdfast.people.heat.phs_table import (
    outside_standard as outside_standard,
)
from holdfast.people.heat.phs_table import (
    phs_at_vapour as phs_at_vapour,
)
from holdfast.people.heat.phs_table import (
    phs_sweat_l_per_h as phs_sweat_l_per_h,
)
from holdfast.people.heat.phs_table import (
    phs_table as phs_table,
)
from holdfast.people.heat.phs_table import (
    phs_value as phs_value,
)
from holdfast.people.heat.phs_table import (
    vapour_covered_at_rest_kpa as vapour_covered_at_rest_kpa,
)
from holdfast.people.heat.public import (
    FanAdvice as FanAdvice,
)
from holdfast.people.heat.public import (
    HeatIndex as HeatIndex,
)
from holdfast.people.heat.public import (
    WorkRest as WorkRest,
)
from holdfast.people.heat.public import (
    fan_advice as fan_advice,
)
from holdfast.people.heat.public import (
    heat_index as heat_index,
)
from holdfast.people.heat.public import (
    work_rest as work_rest,
)
from holdfast.people.heat.work import (
    WorkInHeat as WorkInHeat,
)
from holdfast.people.heat.work import (
    work_in_heat as work_in_heat,
)
from holdfast.people.kernel.body import (
    surface_m2 as surface_m2,
)
from holdfast.people.kernel.core_temperature import (
    ALARM_CORE_C as ALARM_CORE_C,
)
from holdfast.people.kernel.core_temperature import (
    FLAGGED_CORE_C as FLAGGED_CORE_C,
)
from holdfast.people.kernel.core_temperature import (
    core_after_hour_c as core_after_hour_c,
)
from holdfast.people.kernel.core_temperature import (
    core_drive_c as core_drive_c,
)
from holdfast.people.kernel.core_temperature import (
    core_of_person_c as core_of_person_c,
)
from holdfast.people.kernel.core_temperature import (
    skin_after_hour_c as skin_after_hour_c,
)
from holdfast.people.kernel.core_temperature import (
    skin_drive_c as skin_drive_c,
)
from holdfast.people.kernel.core_temperature import (
    skin_of_person_c as skin_of_person_c,
)
from holdfast.people.kernel.heat_balance import (
    BODY_KJ_PER_KG_K as BODY_KJ_PER_KG_K,
)
from holdfast.people.kernel.heat_balance import (
    CORE_RISE_K as CORE_RISE_K,
)
from holdfast.people.kernel.heat_balance import (
    REST_W_PER_KG as REST_W_PER_KG,
)
from holdfast.people.kernel.heat_balance import (
    SKIN_VAPOUR_KPA as SKIN_VAPOUR_KPA,
)
from holdfast.people.kernel.heat_balance import (
    dry_loss_w as dry_loss_w,
)
from holdfast.people.kernel.heat_balance import (
    is_compensable as is_compensable,
)
from holdfast.people.kernel.heat_balance import (
    is_survivable as is_survivable,
)
from holdfast.people.kernel.heat_balance import (
    most_evaporation_w as most_evaporation_w,
)
from holdfast.people.kernel.heat_balance import (
    operative_temperature_c as operative_temperature_c,
)
from holdfast.people.kernel.heat_balance import (
    radiation_coefficient_w_per_m2_k as radiation_coefficient_w_per_m2_k,
)
from holdfast.people.kernel.heat_balance import (
    required_evaporation_w as required_evaporation_w,
)
from holdfast.people.kernel.heat_balance import (
    required_rest_l_per_h as required_rest_l_per_h,
)
from holdfast.people.kernel.heat_balance import (
    required_sweat_l_per_h as required_sweat_l_per_h,
)
from holdfast.people.kernel.heat_balance import (
    required_wettedness as required_wettedness,
)
from holdfast.people.kernel.heat_balance import (
    respiration_loss_w as respiration_loss_w,
)
from holdfast.people.kernel.heat_balance import (
    storage_limit_w as storage_limit_w,
)
from holdfast.people.kernel.heat_balance import (
    stored_at_rest_w as stored_at_rest_w,
)
from holdfast.people.kernel.heat_balance import (
    stored_heat_w as stored_heat_w,
)
from holdfast.people.kernel.heat_balance import (
    sweat_efficiency as sweat_efficiency,
)
from holdfast.people.kernel.heat_balance import (
    sweat_evaporation_w as sweat_evaporation_w,
)
from holdfast.people.kernel.water_at_rest import (
    DAY_BEGINS_H as DAY_BEGINS_H,
)
from holdfast.people.kernel.water_at_rest import (
    DAY_ENDS_H as DAY_ENDS_H,
)
from holdfast.people.kernel.water_at_rest import (
    HOT_DAY_C as HOT_DAY_C,
)
from holdfast.people.kernel.water_at_rest import (
    HOT_NIGHT_C as HOT_NIGHT_C,
)
from holdfast.people.kernel.water_at_rest import (
    REFERENCE_MASS_KG as REFERENCE_MASS_KG,
)
from holdfast.people.kernel.water_at_rest import (
    beyond_humid_fit as beyond_humid_fit,
)
from holdfast.people.kernel.water_at_rest import (
    beyond_sweat_fit as beyond_sweat_fit,
)
from holdfast.people.kernel.water_at_rest import (
    drinking_need_l_per_h as drinking_need_l_per_h,
)
from holdfast.people.kernel.water_at_rest import (
    hot_indoors as hot_indoors,
)
from holdfast.people.kernel.water_at_rest import (
    resting_sweat_in_air_l_per_h as resting_sweat_in_air_l_per_h,
)
from holdfast.people.kernel.water_at_rest import (
    resting_sweat_l_per_h as resting_sweat_l_per_h,
)
from holdfast.people.kernel.water_at_rest import (
    water_deficit_l as water_deficit_l,
)
from holdfast.people.rates.baselines import (
    Baseline as Baseline,
)
from holdfast.people.rates.baselines import (
    Detection as Detection,
)
from holdfast.people.rates.baselines import (
    Excess as Excess,
)
from holdfast.people.rates.baselines import (
    baseline_rate as baseline_rate,
)
from holdfast.people.rates.baselines import (
    excess_deaths as excess_deaths,
)
from holdfast.people.rates.baselines import (
    stated_baseline as stated_baseline,
)
from holdfast.people.rates.baselines import (
    weeks_to_detect_doubling as weeks_to_detect_doubling,
)
from holdfast.people.rates.cutoffs import (
    CutOff as CutOff,
)
from holdfast.people.rates.cutoffs import (
    CutOffs as CutOffs,
)
from holdfast.people.rates.cutoffs import (
    gam_band as gam_band,
)
from holdfast.people.rates.cutoffs import (
    ipc_cut_offs as ipc_cut_offs,
)
from holdfast.people.rates.lines import (
    RateLine as RateLine,
)
from holdfast.people.rates.lines import (
    death_rate_band as death_rate_band,
)
from holdfast.people.rates.lines import (
    lines_crossed as lines_crossed,
)
from holdfast.people.rates.observed import (
    DeathRate as DeathRate,
)
from holdfast.people.rates.observed import (
    ObservedShare as ObservedShare,
)
from holdfast.people.rates.observed import (
    Verdict as Verdict,
)
from holdfast.people.rates.observed import (
    attack_rate as attack_rate,
)
from holdfast.people.rates.observed import (
    case_fatality as case_fatality,
)
from holdfast.people.rates.observed import (
    death_rate as death_rate,
)
from holdfast.people.rates.observed import (
    per_1000_year as per_1000_year,
)
from holdfast.people.rates.observed import (
    per_10000_day as per_10000_day,
)
from holdfast.people.rates.observed import (
    prevalence as prevalence,
)
from holdfast.people.rates.suppression import (
    SuppressedTable as SuppressedTable,
)
from holdfast.people.rates.suppression import (
    suppress_counts as suppress_counts,
)
from holdfast.people.refusals import (
    Refusal as Refusal,
)
from holdfast.people.refusals import (
    adult_deaths_by_ration as adult_deaths_by_ration,
)
from holdfast.people.refusals import (
    all_cause_deaths as all_cause_deaths,
)
from holdfast.people.refusals import (
    child_energy_balance as child_energy_balance,
)
from holdfast.people.refusals import (
    deaths_by_odds_ratio as deaths_by_odds_ratio,
)
from holdfast.people.refusals import (
    diarrhoea_by_litres as diarrhoea_by_litres,
)
from holdfast.people.refusals import (
    famine_classification as famine_classification,
)
from holdfast.people.refusals import (
    refuse as refuse,
)
from holdfast.people.refusals import (
    refused_quantities as refused_quantities,
)
from holdfast.people.statements import (
    FEWEST_FOR_SHARES as FEWEST_FOR_SHARES,
)
from holdfast.people.statements import (
    RULE_OF_THREE as RULE_OF_THREE,
)
from holdfast.people.statements import (
    ThresholdStatement as ThresholdStatement,
)
from holdfast.people.statements import (
    crossing_days as crossing_days,
)
from holdfast.people.statements import (
    threshold_statement as threshold_statement,
)
from holdfast.people.water.chlorination import (
    ChlorineDose as ChlorineDose,
)
from holdfast.people.water.chlorination import (
    chlorine_dose as chlorine_dose,
)
from holdfast.people.water.chlorination import (
    chlorine_products as chlorine_products,
)
from holdfast.people.water.chlorination import (
    stock_solution as stock_solution,
)
from holdfast.people.water.deficit import (
    days_to_deficit as days_to_deficit,
)
from holdfast.people.water.deficit import (
    deficit_days as deficit_days,
)
from holdfast.people.water.deficit import (
    deficit_path as deficit_path,
)
from holdfast.people.water.deficit import (
    deficit_statement as deficit_statement,
)
from holdfast.people.water.dehydration import (
    Crossing as Crossing,
)
from holdfast.people.water.dehydration import (
    Dehydration as Dehydration,
)
from holdfast.people.water.dehydration import (
    dehydration as dehydration,
)
from holdfast.people.water.delivered import (
    ShareOfWater as ShareOfWater,
)
from holdfast.people.water.delivered import (
    WaterAtNorm as WaterAtNorm,
)
from holdfast.people.water.delivered import (
    WaterDelivered as WaterDelivered,
)
from holdfast.people.water.delivered import (
    WaterNeedCheck as WaterNeedCheck,
)
from holdfast.people.water.delivered import (
    WaterNormCheck as WaterNormCheck,
)
from holdfast.people.water.delivered import (
    WaterShares as WaterShares,
)
from holdfast.people.water.delivered import (
    water_at_norm as water_at_norm,
)
from holdfast.people.water.delivered import (
    water_class as water_class,
)
from holdfast.people.water.delivered import (
    water_delivered as water_delivered,
)
from holdfast.people.water.delivered import (
    water_shares as water_shares,
)
from holdfast.people.water.need import (
    WaterCurve as WaterCurve,
)
from holdfast.people.water.need import (
    WaterNeed as WaterNeed,
)
from holdfast.people.water.need import (
    water_need as water_need,
)
from holdfast.people.water.of_population import (
    GroupWater as GroupWater,
)
from holdfast.people.water.of_population import (
    PopulationCurve as PopulationCurve,
)
from holdfast.people.water.of_population import (
    PopulationWaterNeed as PopulationWaterNeed,
)
from holdfast.people.water.of_population import (
    water_need_of as water_need_of,
)
from holdfast.people.water.sanitation import (
    SanitationBand as SanitationBand,
)
from holdfast.people.water.sanitation import (
    SanitationIndex as SanitationIndex,
)
from holdfast.people.water.sanitation import (
    sanitation_index as sanitation_index,
)
