"""Machines that patients depend on: oxygen concentrators and dialysis (health specification, section 8).

Both draw the power of the clinic class. A concentrator runs by day and night. Dialysis is the last consumer of
``services``: its sessions are spread over the working hours, and run at the share that power and treated water allow.
What is counted is hours and sessions that machines could not give. Nothing follows from it for any patient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.lifelines.block import NEVER, constant, copy, pick
from holdfast.lifelines.records import CLINIC, DAY_H, WATER
from holdfast.lifelines.services import add_scaled

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.packing import Books, Packer
    from holdfast.lifelines.records import Floats, Plant
    from holdfast.sites import Site

DIALYSIS_HOURS = tuple(range(6, 22))  # clock hours (assumption: up to four shifts of four hours)
WHOLE = 1.0 - 1e-9  # a share above this is all of it


class ClinicRows(NamedTuple):
    """Machines of all clinics together."""

    oxygen: int  # 1 where any clinic has concentrators
    dialysis: int  # number of the consumer of ServiceRows, -1 where no clinic has a machine
    concentrators: int  # one row
    oxygen_unmet_h: int  # state, one row where there is oxygen
    dialysis_missed: int  # state, one row where there is dialysis


# --- equations ---


def unpowered(number: float, fraction: float) -> float:
    """Machines of a number that had no power, mean over an hour in which a share of the power came."""
    return number * (1.0 - fraction)


def missed_sessions(meant: float, share: float) -> float:
    """Sessions missed of those meant for an hour, at the share that power and water allowed; none for a rest of rounding."""
    return meant * (1.0 - share) if share < WHOLE else 0.0


# --- rows ---


def lose_oxygen(number: Floats, fraction: Floats, lost: Floats, unmet_h: Floats) -> None:
    """Write the concentrators without power in the hour and add them to the hours."""
    for lane in range(lost.shape[0]):
        lost[lane] = unpowered(number[lane], fraction[lane])
        unmet_h[lane] += lost[lane]


def mark_unpowered(k: float, number: Floats, fraction: Floats, threshold: float, times: Floats) -> None:
    """Keep the first hour in which concentrators had less power than the threshold allows."""
    for lane in range(times.shape[0]):
        short = (number[lane] > 0.0) & (1.0 - fraction[lane] > threshold + 1e-9)
        times[lane] = min(times[lane], pick(short, k, NEVER))


def miss_sessions(part: float, per_day: Floats, share: Floats, missed: Floats) -> None:
    """Add the sessions missed in an hour."""
    for lane in range(missed.shape[0]):
        missed[lane] += missed_sessions(part * per_day[lane], share[lane])


def mark_no_session(k: float, per_day: Floats, share: Floats, threshold: float, times: Floats) -> None:
    """Keep the end of the first hour in which dialysis reached no more than the threshold."""
    for lane in range(times.shape[0]):
        stopped = (per_day[lane] > 0.0) & (share[lane] <= threshold)
        times[lane] = min(times[lane], pick(stopped, k + 1.0, NEVER))


# --- stages ---


def clinic_targets(clock: int, block: Block, plant: Plant) -> None:
    """Add the power that dialysis and its water take in its hours (step C); concentrators are in the steady demand."""
    services, hour, i = plant.services, plant.hour, plant.clinics.dialysis
    if i < 0:
        return
    part = constant(block, services.shift + DAY_H * i + clock)
    if part <= 0.0:
        return
    add_scaled(block[hour.demand_kw + CLINIC], part, block[services.kwh_per_day + i], block[hour.on + CLINIC])
    add_scaled(block[hour.demand_kw + WATER], part, block[services.water_kwh_per_day + i], block[hour.on + WATER])


def clinic_update(k: int, clock: int, block: Block, plant: Plant) -> None:
    """Count what concentrators and dialysis could not give, and record it (steps E and F), after the services."""
    clinics, services, hour, c, m = plant.clinics, plant.services, plant.hour, plant.c, plant.m
    if clinics.oxygen > 0:
        fraction, number = block[hour.fraction + CLINIC], block[clinics.concentrators]
        lose_oxygen(number, fraction, block[c.concentrators_without_power], block[clinics.oxygen_unmet_h])
        mark_unpowered(float(k), number, fraction, plant.limits.oxygen, block[m.oxygen_stops])
        copy(block[clinics.oxygen_unmet_h], block[c.oxygen_unmet_h])
    i = clinics.dialysis
    if i >= 0:
        part = constant(block, services.shift + DAY_H * i + clock)
        if part > 0.0:
            per_day, share = block[services.made_per_day + i], block[services.share + i]
            miss_sessions(part, per_day, share, block[clinics.dialysis_missed])
            mark_no_session(float(k), per_day, share, plant.limits.dialysis, block[m.dialysis_stops])
        copy(block[clinics.dialysis_missed], block[c.dialysis_sessions_missed])


# --- from a site to rows ---


def has_machines(site: Site, field: str) -> bool:
    """Tell whether any clinic states more than none of a kind of machine."""
    stated = [getattr(clinic, field) for clinic in site.clinics]
    return any(value is not None and max(float(value.high), float(value.value)) > 0.0 for value in stated)


def _each(site: Site, pack: Packer, field: str) -> Floats:
    return pack.optional("clinics", site.clinics, field)


def oxygen_kw(site: Site, pack: Packer) -> Floats:
    """Return the power of all concentrators, ``(members,)`` [kW]; it is asked for in every hour."""
    each = pack.table("clinics", [clinic.id for clinic in site.clinics], "oxygen_kw_each")
    return np.asarray((_each(site, pack, "oxygen_concentrators") * each).sum(axis=1))


def build_clinics(site: Site, pack: Packer, books: Books) -> ClinicRows:
    """Give out the rows of machines; ``plant_goods`` has made dialysis a consumer of services."""
    oxygen, dialysis = (has_machines(site, name) for name in ("oxygen_concentrators", "dialysis_machines"))
    before = len(site.bakeries) + len(site.services) + len(site.vehicles)
    number = _each(site, pack, "oxygen_concentrators").sum(axis=1)
    return ClinicRows(
        oxygen=int(oxygen),
        dialysis=before if dialysis else -1,
        concentrators=books.p.add("concentrators", number),
        oxygen_unmet_h=books.s.room("oxygen_unmet_h", int(oxygen)),
        dialysis_missed=books.s.room("dialysis_missed", int(dialysis)),
    )
