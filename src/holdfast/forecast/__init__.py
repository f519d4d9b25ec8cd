"""What fails, and when.

Scenarios of the gate over the ensemble of the estimate: for every lifeline the probability of failure by day, the dates
with their intervals, the one measurement that would narrow them most, and pairs of settings compared with shared draws.
Not here yet: scores of past forecasts, and a gate with regimes.
"""

from holdfast.forecast.core_by_day import CORE_OUTPUTS, CORE_SHARES, CoreDay, core_days
from holdfast.forecast.food import FoodEnergy, food_energy, food_outputs
from holdfast.forecast.issue import DEFAULT_HORIZON_DAYS, DEFAULT_MEMBERS, forecast
from holdfast.forecast.people import PeopleOutlook, people_outlook
from holdfast.forecast.people_text import TOLD, Notes, in_doubt
from holdfast.forecast.records import (
    AS_RECENT,
    NOTHING_ENTERS,
    SCENARIOS,
    Band,
    Difference,
    Forecast,
    LifelineForecast,
    MeasureNext,
    WhatIf,
)
from holdfast.forecast.settings import Setting, read_setting
from holdfast.forecast.whatif import what_if
from holdfast.forecast.words import (
    Chance,
    beyond_range,
    chance,
    days_text,
    event_name,
    goods_name,
    ladder,
    name_of,
    names,
    probability,
    said_label,
    window,
)

__all__ = [
    "AS_RECENT",
    "CORE_OUTPUTS",
    "CORE_SHARES",
    "DEFAULT_HORIZON_DAYS",
    "DEFAULT_MEMBERS",
    "NOTHING_ENTERS",
    "SCENARIOS",
    "TOLD",
    "Band",
    "Chance",
    "CoreDay",
    "Difference",
    "FoodEnergy",
    "Forecast",
    "LifelineForecast",
    "MeasureNext",
    "Notes",
    "PeopleOutlook",
    "Setting",
    "WhatIf",
    "beyond_range",
    "chance",
    "core_days",
    "days_text",
    "event_name",
    "food_energy",
    "food_outputs",
    "forecast",
    "goods_name",
    "in_doubt",
    "ladder",
    "name_of",
    "names",
    "people_outlook",
    "probability",
    "read_setting",
    "said_label",
    "what_if",
    "window",
]
