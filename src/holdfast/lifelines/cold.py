"""Cold chain: store temperature, spoilage, vaccine hold-over (specification section 8, C1 to C5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.shelter import heat_to_hold_w, relaxed_c

if TYPE_CHECKING:
    from holdfast.lifelines.records import Cold, State


def shelf_life_h(temp_c: float, life_h: float, life_at_c: float, q10: float) -> float:
    """Life of chilled food held at one temperature (C4) [h]: shorter by the factor ``q10`` for each 10 K."""
    factor: float = q10 ** ((life_at_c - temp_c) / 10.0)
    return life_h * factor


def hold_over_after_h(left_h: float, fraction: float, most_h: float) -> float:
    """Hours a vaccine refrigerator still stays cold after one hour powered for ``fraction`` of it (C5) [h]."""
    return max(0.0, min(most_h, left_h + fraction) - (1.0 - fraction))


def cold_targets_kw(i: int, temp_out_c: float, allowed: float, cold: Cold, state: State) -> float:
    """Heat to remove from every cold store (kept in ``state.cold_w``) and the power it takes [kW] (C2, C3)."""
    power_kw = 0.0
    for c in range(cold.number.shape[1]):
        wanted = heat_to_hold_w(
            state.temp_cold_c[c],
            cold.set_point_c[i, c],
            temp_out_c,
            cold.conductance_w_per_k[i, c],
            cold.capacity_j_per_k[i, c],
        )
        heat = allowed * min(cold.max_cooling_w[i, c], max(0.0, wanted))
        state.cold_w[c] = heat
        power_kw += cold.number[i, c] * heat / cold.cop[i, c] / 1000.0
    return power_kw


def cold_end_c(i: int, c: int, temp_out_c: float, fraction: float, cold: Cold, state: State) -> float:
    """Temperature of one cold store at the end of the hour [degC] (C1)."""
    driving = temp_out_c - fraction * state.cold_w[c] / cold.conductance_w_per_k[i, c]
    return relaxed_c(state.temp_cold_c[c], driving, cold.conductance_w_per_k[i, c], cold.capacity_j_per_k[i, c])


def dose_after(i: int, c: int, mean_c: float, cold: Cold, state: State) -> float:
    """Spoilage dose of one store after the hour (C4) [1]; food is lost at 1. It counts only above the safe line."""
    if mean_c <= cold.spoils_above_c[i, c]:
        return float(state.dose[c])
    life = shelf_life_h(mean_c, cold.shelf_life_h[i, c], cold.shelf_life_at_c[i, c], cold.q10[i, c])
    return float(state.dose[c]) + 1.0 / life
