"""The air conditioner: less cooling, more power and trips as it gets hotter outside (specification section 6.5: H9)."""

from __future__ import annotations

from holdfast.lifelines.numeric import exp

LOWEST_EIR_FACTOR = 0.5
TRIP_SPREAD_K = 1.5
# exp of this many spreads is beyond any share that matters; the bound keeps it finite.
MOST_SPREADS = 60.0


def cooling_factor(temp_out_c: float, slope_per_k: float) -> float:
    """Cooling capacity relative to 35 degC outdoors (H9) [1], never below 0.

    With a slope of 0.010 per K within 0.012 of the published single-speed curve at 67 F wet bulb, 30 to 52 degC.
    """
    return max(0.0, 1.0 - slope_per_k * (temp_out_c - 35.0))


def eir_factor(temp_out_c: float, slope_per_k: float, curve_per_k2: float) -> float:
    """Power per heat removed relative to 35 degC outdoors (H9) [1], never below 0.5.

    With 0.033 per K and 0.0007 per K2 within 0.02 of the published curve, 30 to 52 degC. Below the lowest point of
    the parabola (11 degC) it is held there: a colder evening must not cost more.
    """
    above = temp_out_c - 35.0
    lowest = -slope_per_k / (2.0 * curve_per_k2) if curve_per_k2 > 0.0 else above
    above = max(above, lowest)
    return max(LOWEST_EIR_FACTOR, 1.0 + slope_per_k * above + curve_per_k2 * above * above)


def untripped_fraction(temp_out_c: float, trip_c: float) -> float:
    """Share of the units that have not stopped in the heat (H9) [1]: 1 / (1 + exp((T_out - T_trip) / 1.5)).

    `trip_c` is the outdoor temperature at which half of them stop, 51 to 58 degC for old units (an assumption resting
    on residents' reports of more than 50 degC). Units come back as it cools; broken ones are another cause.
    """
    spreads = max(-MOST_SPREADS, min(MOST_SPREADS, (temp_out_c - trip_c) / TRIP_SPREAD_K))
    return 1.0 / (1.0 + exp(spreads))
