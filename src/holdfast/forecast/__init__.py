"""What fails, and when.

Scenarios of the gate over the ensemble of the estimate: for every lifeline the probability of failure by day, the dates
with their intervals, the one measurement that would narrow them most, and pairs of settings compared with shared draws.
Not here yet: scores of past forecasts, and a gate with regimes.
"""

from holdfast.forecast.issue import DEFAULT_HORIZON_DAYS, DEFAULT_MEMBERS, forecast
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
from holdfast.forecast.words import days_text, ladder, name_of, probability, window

__all__ = [
    "AS_RECENT",
    "DEFAULT_HORIZON_DAYS",
    "DEFAULT_MEMBERS",
    "NOTHING_ENTERS",
    "SCENARIOS",
    "Band",
    "Difference",
    "Forecast",
    "LifelineForecast",
    "MeasureNext",
    "Setting",
    "WhatIf",
    "days_text",
    "forecast",
    "ladder",
    "name_of",
    "probability",
    "read_setting",
    "what_if",
    "window",
]
