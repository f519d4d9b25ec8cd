"""What follows if something is assumed: wasting of children, outbreaks, treatment of water, deaths in heat.

Nothing here runs by itself and no other room imports it. Each call needs the condition in words, and returns its range
and every assumption in one object that cannot be added to another. Deaths as a function of a ration, and any number
over all causes, are refused by name.
"""

from holdfast.people.refusals import (
    adult_deaths_by_ration,
    all_cause_deaths,
    child_energy_balance,
    deaths_by_odds_ratio,
    diarrhoea_by_litres,
    famine_classification,
)
from holdfast.people.scenarios.children import (
    WeightForHeight,
    child_wasting,
    cut_offs_crossed,
    shifted_shares,
    under_five_ratio,
    weight_for_height,
)
from holdfast.people.scenarios.children_from_food import child_wasting_from_food
from holdfast.people.scenarios.dialysis import dialysis_withdrawal, surviving_share
from holdfast.people.scenarios.dose_response import (
    infection_probability,
    pathogen_figures,
    sewage_dose,
    treatment_ratio,
)
from holdfast.people.scenarios.drawing import drawn, from_row, given, replaced, spread
from holdfast.people.scenarios.hazards import cholera_odds, diarrhoea_hazard
from holdfast.people.scenarios.heat_deaths import extra_share, heat_deaths, prison_relative_risk
from holdfast.people.scenarios.outbreak import OutbreakPath, cholera_outbreak, outbreak_path
from holdfast.people.scenarios.outbreak_shape import (
    final_size,
    growth_from_doubling,
    logistic_growth,
)
from holdfast.people.scenarios.record import NOT_A_FORECAST, Assumption, Range, Scenario, named

__all__ = [
    "NOT_A_FORECAST",
    "Assumption",
    "OutbreakPath",
    "Range",
    "Scenario",
    "WeightForHeight",
    "adult_deaths_by_ration",
    "all_cause_deaths",
    "child_energy_balance",
    "child_wasting",
    "child_wasting_from_food",
    "cholera_odds",
    "cholera_outbreak",
    "cut_offs_crossed",
    "deaths_by_odds_ratio",
    "dialysis_withdrawal",
    "diarrhoea_by_litres",
    "diarrhoea_hazard",
    "drawn",
    "extra_share",
    "famine_classification",
    "final_size",
    "from_row",
    "given",
    "growth_from_doubling",
    "heat_deaths",
    "infection_probability",
    "logistic_growth",
    "named",
    "outbreak_path",
    "pathogen_figures",
    "prison_relative_risk",
    "replaced",
    "sewage_dose",
    "shifted_shares",
    "spread",
    "surviving_share",
    "treatment_ratio",
    "under_five_ratio",
    "weight_for_height",
]
