"""Cold chain: store temperature, spoilage, vaccine hold-over (specification section 8, C1 to C5).

Exponentials of a member are worked out when the plant is built; the hour itself has only that of the spoilage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.block import NEVER, copy, crossing, pick
from holdfast.lifelines.numeric import exp
from holdfast.lifelines.rc1 import rc1_end_c, rc1_heat_to_hold_w
from holdfast.lifelines.records import CLINIC, COLD_CHAIN

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Floats, Plant

# Scratch of one stage: rows of HourRows.tmp.
_END, _DOSE = range(2)


class ColdRows(NamedTuple):
    """Cold stores and vaccine refrigerators."""

    stores: int  # count
    fridges: int  # count
    kw_per_w: int  # power of all stores of a type for a watt removed from one
    conductance_w_per_k: int
    lost: int  # share of a temperature difference gone in an hour
    set_point_c: int
    max_cooling_w: int
    shelf_life_h: int
    shelf_life_at_c: int
    log_q10: int
    spoils_above_c: int
    hold_over_most_h: int
    temp_cold_c: int  # state
    dose: int  # state: spoilage dose [1]
    hold_over_h: int  # state
    heat_w: int  # scratch: heat to remove from one store


# --- equations ---


def shelf_life_h(temp_c: float, life_h: float, life_at_c: float, log_q10: float) -> float:
    """Life of chilled food held at one temperature (C4) [h]: shorter by the factor Q10 for each 10 K.

    Parameters
    ----------
    temp_c : float
        Temperature of the food [degC].
    life_h, life_at_c : float
        Life [h] at a temperature [degC].
    log_q10 : float
        Natural logarithm of Q10.
    """
    return life_h * exp(0.1 * log_q10 * (life_at_c - temp_c))


def dose_after(
    dose: float, mean_c: float, spoils_above_c: float, life_h: float, life_at_c: float, log_q10: float
) -> float:
    """Spoilage dose of a store after an hour at a mean temperature (C4) [1]; food is lost at 1.

    It counts only above the safe line.
    """
    added = 1.0 / shelf_life_h(mean_c, life_h, life_at_c, log_q10)
    return dose + (added if mean_c > spoils_above_c else 0.0)


def hold_over_after_h(left_h: float, fraction: float, most_h: float) -> float:
    """Hours a vaccine refrigerator still stays cold after one hour powered for ``fraction`` of it (C5) [h]."""
    return max(0.0, min(most_h, left_h + fraction) - (1.0 - fraction))


def cold_heat_w(
    temp_c: float, set_point_c: float, temp_out_c: float, conductance: float, lost: float, most_w: float
) -> float:
    """Heat to remove from one store so that the hour ends at its set point (C2) [W], within what it can remove."""
    return min(most_w, max(0.0, rc1_heat_to_hold_w(temp_c, set_point_c, temp_out_c, conductance, lost)))


def cold_end_c(temp_c: float, temp_out_c: float, removed_w: float, conductance: float, lost: float) -> float:
    """Temperature of one store at the end of the hour (C1) [degC]."""
    return rc1_end_c(temp_c, temp_out_c - removed_w / conductance, lost)


def reached(k: float, start: float, end: float, threshold: float) -> float:
    """Time at which a value reached a threshold within hour ``k`` [h]; one that had at hour 0 counts from there."""
    rise = end - start
    share = (threshold - start) / (rise if rise > 0.0 else 1.0)
    came = k + share if start < threshold <= end else NEVER
    return 0.0 if k <= 0.0 and start >= threshold else came


def used_up(k: float, before: float, after: float, threshold: float) -> float:
    """End of the hour in which a reserve fell to its threshold [h]; one that had at hour 0 counts from there."""
    fell = k + 1.0 if before > threshold >= after else NEVER
    return 0.0 if k <= 0.0 and before <= threshold else fell


# --- rows ---


def want_cold(
    temp: Floats,
    set_point: Floats,
    temp_out: Floats,
    conductance: Floats,
    lost: Floats,
    most: Floats,
    heat: Floats,
) -> None:
    """Heat to remove from the stores of one type."""
    for lane in range(heat.shape[0]):
        heat[lane] = cold_heat_w(temp[lane], set_point[lane], temp_out[lane], conductance[lane], lost[lane], most[lane])


def ask_power(on: Floats, kw_per_w: Floats, heat: Floats, demand: Floats) -> None:
    """Leave only the heat that policy lets be removed, and add the power it takes (C3)."""
    for lane in range(demand.shape[0]):
        heat[lane] = on[lane] * heat[lane]
        demand[lane] += kw_per_w[lane] * heat[lane]


def warm(
    temp: Floats,
    temp_out: Floats,
    fraction: Floats,
    heat: Floats,
    conductance: Floats,
    lost: Floats,
    end: Floats,
) -> None:
    """Temperature of the stores of one type at the end of the hour."""
    for lane in range(end.shape[0]):
        end[lane] = cold_end_c(temp[lane], temp_out[lane], fraction[lane] * heat[lane], conductance[lane], lost[lane])


def spoil(
    start: Floats,
    end: Floats,
    above: Floats,
    life: Floats,
    life_at: Floats,
    log_q10: Floats,
    dose: Floats,
    after: Floats,
) -> None:
    """Spoilage dose of the stores of one type at the end of the hour."""
    for lane in range(after.shape[0]):
        mean = 0.5 * (start[lane] + end[lane])
        after[lane] = dose_after(dose[lane], mean, above[lane], life[lane], life_at[lane], log_q10[lane])


def mark_rise(k: float, start: Floats, end: Floats, threshold: float, times: Floats) -> None:
    """Keep the first time a row rose above a threshold."""
    for lane in range(times.shape[0]):
        times[lane] = min(times[lane], crossing(k, start[lane], end[lane], threshold))


def mark_reached(k: float, start: Floats, end: Floats, threshold: float, times: Floats) -> None:
    """Keep the first time a row reached a threshold."""
    for lane in range(times.shape[0]):
        times[lane] = min(times[lane], reached(k, start[lane], end[lane], threshold))


def keep_cold(k: float, fraction: Floats, most: Floats, threshold: float, left: Floats, times: Floats) -> None:
    """Advance the refrigerators of one type and keep the first time their hold-over was used up."""
    for lane in range(left.shape[0]):
        after = hold_over_after_h(left[lane], fraction[lane], most[lane])
        times[lane] = min(times[lane], used_up(k, left[lane], after, threshold))
        left[lane] = after


def lower_to(row: Floats, part: Floats) -> None:
    """Lower a row to the smaller of two values."""
    for lane in range(row.shape[0]):
        row[lane] = min(row[lane], part[lane])


# --- stages ---


def cold_targets(block: Block, plant: Plant) -> None:
    """Work out the heat to remove from every cold store and add the power it takes (step C: C2, C3)."""
    cold, hour = plant.cold, plant.hour
    for n in range(cold.stores):
        heat = block[cold.heat_w + n]
        want_cold(
            block[cold.temp_cold_c + n],
            block[cold.set_point_c + n],
            block[hour.temp_out_c],
            block[cold.conductance_w_per_k + n],
            block[cold.lost + n],
            block[cold.max_cooling_w + n],
            heat,
        )
        ask_power(block[hour.on + COLD_CHAIN], block[cold.kw_per_w + n], heat, block[hour.demand_kw + COLD_CHAIN])


def cold_update(k: int, block: Block, plant: Plant) -> None:
    """Advance every cold store and its spoilage dose, and record both (steps E and F: C1, C4)."""
    cold, hour, c, m = plant.cold, plant.hour, plant.c, plant.m
    end, after = block[hour.tmp + _END], block[hour.tmp + _DOSE]
    for n in range(cold.stores):
        temp, dose = block[cold.temp_cold_c + n], block[cold.dose + n]
        warm(
            temp,
            block[hour.temp_out_c],
            block[hour.fraction + COLD_CHAIN],
            block[cold.heat_w + n],
            block[cold.conductance_w_per_k + n],
            block[cold.lost + n],
            end,
        )
        spoil(
            temp,
            end,
            block[cold.spoils_above_c + n],
            block[cold.shelf_life_h + n],
            block[cold.shelf_life_at_c + n],
            block[cold.log_q10 + n],
            dose,
            after,
        )
        mark_rise(float(k), temp, end, plant.limits.cold_c, block[m.cold_store_above_8c])
        mark_reached(float(k), dose, after, plant.limits.dose, block[m.chilled_food_lost])
        warmest, largest = block[c.temp_cold_c], block[c.spoilage_dose]
        for lane in range(temp.shape[0]):
            temp[lane], dose[lane] = end[lane], after[lane]
            warmest[lane] = max(pick(n > 0, warmest[lane], end[lane]), end[lane])
            largest[lane] = max(pick(n > 0, largest[lane], after[lane]), after[lane])


def vaccine_update(k: int, block: Block, plant: Plant) -> None:
    """Advance every vaccine refrigerator and record it (C5); its power is that of the clinic."""
    cold, c = plant.cold, plant.c
    fraction = block[plant.hour.fraction + CLINIC]
    for n in range(cold.fridges):
        left = block[cold.hold_over_h + n]
        keep_cold(
            float(k),
            fraction,
            block[cold.hold_over_most_h + n],
            plant.limits.hold_over_h,
            left,
            block[plant.m.vaccine_holdover_end],
        )
        if n == 0:
            copy(left, block[c.vaccine_hold_over_h])
        else:
            lower_to(block[c.vaccine_hold_over_h], left)
