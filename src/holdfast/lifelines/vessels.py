"""Stocks that vessels hold: arrivals capped by free capacity, draws in list order (specification section 1, step A)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.lifelines.records import State, Vessels


def usable_in(i: int, pool: int, vessels: Vessels, state: State) -> float:
    """Quantity that can be drawn from a pool: level less the unusable rest of each vessel, never below 0."""
    total = 0.0
    for v in range(vessels.pool.shape[0]):
        if vessels.pool[v] == pool:
            total += max(0.0, state.level[v] - vessels.unusable[i, v])
    return total


def free_in(i: int, pool: int, vessels: Vessels, state: State) -> float:
    """Free capacity of a pool."""
    total = 0.0
    for v in range(vessels.pool.shape[0]):
        if vessels.pool[v] == pool:
            total += max(0.0, vessels.capacity[i, v] - state.level[v])
    return total


def put_in_vessel(i: int, v: int, quantity: float, vessels: Vessels, state: State) -> float:
    """Fill one vessel, refuse what does not fit, and return what went in."""
    taken: float = min(quantity, max(0.0, vessels.capacity[i, v] - state.level[v]))
    state.level[v] += taken
    pool = vessels.pool[v]
    state.inflow[pool] += taken
    state.refused[pool] += quantity - taken
    return taken


def put(i: int, pool: int, quantity: float, vessels: Vessels, state: State) -> float:
    """Fill the vessels of a pool in list order, refuse what does not fit, and return what went in."""
    left = quantity
    for v in range(vessels.pool.shape[0]):
        if vessels.pool[v] == pool and left > 0.0:
            taken = min(left, max(0.0, vessels.capacity[i, v] - state.level[v]))
            state.level[v] += taken
            left -= taken
    state.inflow[pool] += quantity - left
    state.refused[pool] += left
    return quantity - left


def take(i: int, pool: int, quantity: float, vessels: Vessels, state: State) -> float:
    """Draw from the vessels of a pool in list order, down to their unusable rest, and return what came out."""
    left = quantity
    for v in range(vessels.pool.shape[0]):
        if vessels.pool[v] == pool and left > 0.0:
            given = min(left, max(0.0, state.level[v] - vessels.unusable[i, v]))
            state.level[v] -= given
            left -= given
    state.outflow[pool] += quantity - left
    return quantity - left


def take_from_vessel(v: int, quantity: float, vessels: Vessels, state: State) -> float:
    """Draw from one vessel to the bottom (a truck's hose reaches the sludge), and return what came out."""
    given: float = min(quantity, state.level[v])
    state.level[v] -= given
    state.outflow[vessels.pool[v]] += given
    return given


def set_level(i: int, v: int, quantity: float, vessels: Vessels, state: State) -> None:
    """Replace a level by an observed one, within the vessel; the difference counts as inflow of the balance."""
    level = min(max(0.0, quantity), vessels.capacity[i, v])
    state.inflow[vessels.pool[v]] += level - state.level[v]
    state.level[v] = level


def out_after(k: int, usable: float, left: float, wanted: float, threshold: float) -> float:
    """Time at which a pool reached its threshold in hour ``k`` [h], or infinity if it did not.

    Already at the threshold when the hour began: ``k``. Otherwise the hour's demand is even, so the moment lies at
    the share of it that could be met.
    """
    scale = 1e-9 * max(1.0, usable)
    if left > threshold + scale:
        return math.inf
    if usable <= threshold + scale or wanted <= 0.0:
        return float(k)
    return k + min(1.0, (usable - threshold) / wanted)
