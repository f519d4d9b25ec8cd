"""What people need, and what lack does to them.

So far: sweat at rest and the drinking water it asks for, body water that is lacking, hours in hot rooms, as scalar
equations that the hour loop compiles. Not here yet: core temperature of the frail, food energy, patients, and the
grades that say which of these may be printed.
"""

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
from holdfast.people.refusals import (
    Refusal,
    adult_deaths_by_ration,
    all_cause_deaths,
    refuse,
    refused_quantities,
)

__all__ = [
    "DAY_BEGINS_H",
    "DAY_ENDS_H",
    "HOT_DAY_C",
    "HOT_NIGHT_C",
    "REFERENCE_MASS_KG",
    "Figure",
    "Grade",
    "GradedQuantity",
    "Refusal",
    "adult_deaths_by_ration",
    "all_cause_deaths",
    "beyond_sweat_fit",
    "downgraded",
    "drinking_need_l_per_h",
    "figure_value",
    "figures_of",
    "grade_of",
    "graded",
    "graded_quantities",
    "hot_indoors",
    "input_reason",
    "refuse",
    "refused_quantities",
    "resting_sweat_l_per_h",
    "water_deficit_l",
]
