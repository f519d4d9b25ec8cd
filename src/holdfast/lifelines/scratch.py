"""Room for the state of one member, made outside the loop: the compiled loop allocates nothing."""

from __future__ import annotations

import numpy as np

from holdfast.lifelines.records import Plant, State


def empty_state(plant: Plant) -> State:
    """Return a state with a place for everything the site has."""
    pools = plant.limits.stock.shape[0]
    generators = plant.power.rated_kw.shape[1]
    shelters = plant.shelters.number.shape[1]
    stores = plant.cold.number.shape[1]
    return State(
        np.zeros(plant.vessels.pool.shape[0]),
        np.zeros(plant.power.battery_kwh.shape[1]),
        np.zeros(generators),
        np.zeros(generators),
        np.zeros(generators, dtype=np.int64),
        np.zeros(generators),
        np.zeros(shelters),
        np.zeros(plant.power.grid_kw.shape[1]),
        np.zeros(shelters),
        np.zeros(shelters),
        np.zeros(stores),
        np.zeros(stores),
        np.zeros(stores),
        np.zeros(plant.cold.hold_over_h.shape[1]),
        np.zeros(7),
        np.zeros(7),
        np.zeros(7),
        np.zeros(7),
        np.zeros(7),
        np.zeros(pools),
        np.zeros(pools),
        np.zeros(pools),
        np.zeros(pools),
        np.zeros(pools),
        np.zeros(pools),
        np.zeros(4),
        np.zeros(plant.limits.water_window_h),
        np.zeros(24),
        np.zeros(24),
    )
