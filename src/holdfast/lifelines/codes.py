"""Codes of scheduled events, in the order in which they act within an hour.

The trucks come between ``SET_LEVEL`` and ``ARRIVE``. Shocks act last: what arrived in the hour is there to be lost.
"""

from __future__ import annotations

(
    PASSING,
    SET_LEVEL,
    ARRIVE,
    ARRIVE_POOL,
    REMOVE,
    FAIL,
    REPAIR,
    COOLING_WORKING,
    GRID,
    RAIN,
    PEOPLE,
    SPARE_KIT,
    MEND,
    TEAR,
    LOOT,
    LOOT_SHARE,
    DESTROY_VESSEL,
    DESTROY_SET,
    DESTROY_WELL,
    DESTROY_PLANT,
    DESTROY_LIFT,
    DESTROY_SHELTER,
) = range(22)
LAST_CODE = DESTROY_SHELTER
