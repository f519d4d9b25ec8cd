"""Vehicles of the site and their fuel, a lifeline of its own (specification section 9).

What a kind of vehicle burns in a day is drawn evenly in the hours of traffic; vehicles are the last consumers of
``services``. The trucks of the gate are elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.services import keep_cause, made_share, mark_closed

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Plant

TRAFFIC_HOURS = tuple(range(6, 18))  # clock hours (assumption: by daylight)
# Scratch of one stage: rows of HourRows.tmp.
_SHARE, _FUEL = 5, 6


class VehicleRows(NamedTuple):
    """Kinds of vehicles, as consumers of ``ServiceRows``."""

    kinds: int  # count
    first: int  # number of the first among the consumers


def drive_vehicles(k: int, clock: int, block: Block, plant: Plant) -> None:
    """Record the share of the vehicles' fuel that ``services_update`` drew; transport stops when it is next to none."""
    vehicles, services, hour = plant.vehicles, plant.services, plant.hour
    if vehicles.kinds == 0:
        return
    share, fuel = block[plant.c.transport_fraction], block[hour.tmp + _FUEL]
    last = vehicles.first + vehicles.kinds
    work = made_share(vehicles.first, last, clock, block, plant, fuel, share)
    if work > 0.0:
        times = block[plant.m.transport_stops]
        mark_closed(float(k), share, plant.limits.service, times)
        for i in range(vehicles.first, last):
            keep_cause(float(k), times, block[services.limit + i], block[services.closed_by + i])
