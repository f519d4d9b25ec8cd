"""The shelter as one resistance and one capacity (specification section 6.2: H6, H7); for hand-checked cases.

`kept` is worked out once when a plant is built: the hour itself has no exponential.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SECONDS_PER_HOUR = 3600.0


def rc1_lost(conductance_w_per_k: ArrayLike, capacity_j_per_k: ArrayLike) -> NDArray[Any]:
    """Share of a temperature difference that is gone after one hour (H6) [1]: 1 - exp(-H Delta / C).

    Works on arrays of any one shape; 0 where nothing conducts. One minus it is the share kept.
    """
    rate = np.asarray(conductance_w_per_k, float) * SECONDS_PER_HOUR / np.asarray(capacity_j_per_k, float)
    return np.asarray(-np.expm1(-rate))


def rc1_end_c(start_c: float, driving_c: float, lost: float) -> float:
    """Temperature after one hour (H6) [degC]; exact for inputs constant over the hour."""
    return start_c + lost * (driving_c - start_c)


def rc1_heat_to_hold_w(
    start_c: float, set_point_c: float, driving_c: float, conductance_w_per_k: float, lost: float
) -> float:
    """Heat to remove so that the hour ends at the set point (H7) [W]; negative where it is cooler already.

    `driving_c` is T_eq + Q_int / H, without the cooling. `lost` must be above 0.
    """
    return conductance_w_per_k * (driving_c - start_c - (set_point_c - start_c) / lost)
