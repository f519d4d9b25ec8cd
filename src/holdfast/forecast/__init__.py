"""What fails, and when?

Scenarios of the gate over the ensemble of the estimate: for every lifeline the probability of failure by day, the dates
with their intervals, the one measurement that would narrow them most, and pairs of settings compared with shared draws.
Not here yet: scores of past forecasts, and a gate with regimes.
"""

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

__all__ = [
    "AS_RECENT",
    "NOTHING_ENTERS",
    "SCENARIOS",
    "Band",
    "Difference",
    "Forecast",
    "LifelineForecast",
    "MeasureNext",
    "WhatIf",
]
