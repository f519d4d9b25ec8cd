"""What people need, and what lack does to them.

So far: sweat at rest and the drinking water it asks for, body water that is lacking, hours in hot rooms, as scalar
equations that the hour loop compiles. Not here yet: core temperature of the frail, food energy, patients, and the
grades that say which of these may be printed.
"""

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
from holdfast.people.figures import (
    Figure,
    figure_value,
    figures_of,
)
from holdfast.people.grades import (
    Grade,
    GradedQuantity,
    downgraded,
    grade_of,
    graded,
    graded_quantities,
    input_reason,
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
from holdfast.people.moist_air import (
    convection_w_per_m2_k,
    dew_point_c,
    saturation_kpa,
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
from holdfast.people.population import (
    Group,
    Population,
    population,
)
from holdfast.people.refusals import (
    Refusal,
    adult_deaths_by_ration,
    all_cause_deaths,
    refuse,
    refused_quantities,
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
    "AgeBand",
    "CutOff",
    "CutOffs",
    "Figure",
    "Grade",
    "GradedQuantity",
    "Group",
    "Population",
    "Profile",
    "Refusal",
    "Sex",
    "State",
    "ThresholdStatement",
    "adult_deaths_by_ration",
    "all_cause_deaths",
    "beyond_sweat_fit",
    "convection_w_per_m2_k",
    "core_after_hour_c",
    "core_drive_c",
    "core_of_person_c",
    "crossing_days",
    "dew_point_c",
    "downgraded",
    "drinking_need_l_per_h",
    "dry_loss_w",
    "energy_need_kcal_per_day",
    "figure_value",
    "figures_of",
    "gam_band",
    "grade_of",
    "graded",
    "graded_quantities",
    "hot_indoors",
    "input_reason",
    "ipc_cut_offs",
    "is_compensable",
    "is_survivable",
    "most_evaporation_w",
    "operative_temperature_c",
    "population",
    "population_of",
    "radiation_coefficient_w_per_m2_k",
    "refuse",
    "refused_quantities",
    "required_evaporation_w",
    "required_sweat_l_per_h",
    "required_wettedness",
    "respiration_loss_w",
    "resting_sweat_l_per_h",
    "saturation_kpa",
    "skin_after_hour_c",
    "skin_drive_c",
    "skin_of_person_c",
    "storage_limit_w",
    "stored_heat_w",
    "sweat_efficiency",
    "sweat_evaporation_w",
    "threshold_statement",
    "water_deficit_l",
]
