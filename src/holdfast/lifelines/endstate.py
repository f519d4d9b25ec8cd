"""Where a run starts: from the draws, or from where another run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import ModelError
from holdfast.lifelines.records import EndState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.lifelines.records import Floats, Plant
    from holdfast.sites import Site

DAY_H = 24
# What an asset of a collection starts with, by the field that says so: a column of the state for each asset.
_STARTS = {
    ("batteries", "charge_kwh"): "battery_kwh",
    ("generators", "working"): "working",
    ("shelters", "start_c"): "temp_in_c",
    ("shelters", "cooling.working_fraction"): "cooling_working",
    ("cold_stores", "start_c"): "temp_cold_c",
    ("vaccine_fridges", "remaining_h"): "hold_over_h",
}
_VESSELS = (("stores", "quantity"), ("tanks", "level_m3"), ("sewage_tanks", "level_m3"))


def start_of(plant: Plant) -> EndState:
    """Return the state in which the draws of a plant let every member start: rings empty, no dose, no hours run."""
    members = plant.people.persons.shape[0]
    sets = np.zeros_like(plant.power.working)
    return EndState(
        level=plant.vessels.start.copy(),
        battery_kwh=plant.power.battery_start_kwh.copy(),
        working=plant.power.working.copy(),
        run_h=sets,
        failures=sets.copy(),
        cooling_working=plant.shelters.working.copy(),
        grid_override=np.full_like(plant.power.grid_kw, -1.0),
        temp_in_c=plant.shelters.start_c.copy(),
        temp_cold_c=plant.cold.start_c.copy(),
        dose=np.zeros_like(plant.cold.start_c),
        hold_over_h=plant.cold.hold_over_start_h.copy(),
        wet_well_m3=plant.sewage.wet_well_start_m3.copy(),
        passing=plant.supply.passing.copy(),
        delivered=np.zeros((members, plant.limits.water_window_h)),
        delivered_day=np.zeros((members, DAY_H)),
        needed=np.zeros((members, DAY_H)),
        known_h=np.zeros(members),
    )


def begin_from(plant: Plant, initial: EndState | None) -> EndState:
    """Return where every member starts: as `initial` says, and as the draws say where it holds NaN.

    Parameters
    ----------
    plant : Plant
        The site of the run that begins; what it can hold caps what `initial` brings.
    initial : EndState or None
        End of another run of the same assets and members; None: all from the draws.

    Raises
    ------
    ModelError
        HF-E020 when it is the state of another site, or of another number of members.
    """
    drawn = start_of(plant)
    if initial is None:
        return drawn
    merged: dict[str, Floats] = {}
    for name in EndState._fields:
        own, given = getattr(drawn, name), np.asarray(getattr(initial, name), dtype=np.float64)
        if given.shape != own.shape:
            raise ModelError(
                "HF-E020",
                where=f"initial state, {name}",
                found=f"an array of shape {given.shape}",
                expected=f"{own.shape}, as the site and its draws have it",
                mend="start from the end of a run of the same site with the same members",
            )
        merged[name] = np.ascontiguousarray(np.where(np.isnan(given), own, given))
    most = {
        "level": plant.vessels.capacity,
        "battery_kwh": plant.power.battery_kwh,
        "hold_over_h": plant.cold.hold_over_h,
        "wet_well_m3": plant.sewage.wet_well_m3,
    }
    capped = {name: np.ascontiguousarray(np.minimum(merged[name], room)) for name, room in most.items()}
    return EndState(**(merged | capped))


def as_drawn(state: EndState, site: Site, paths: Iterable[str]) -> EndState:
    """Return a state that leaves what the named value paths say to the draws.

    Parameters
    ----------
    state : EndState
        Of a run of the site.
    site : Site
        The site.
    paths : iterable of str
        Value paths; one that states no start (a leakage, say) changes nothing.
    """
    arrays = {name: np.array(getattr(state, name)) for name in EndState._fields}
    wanted = set(paths)
    vessels = [f"{kind}.{asset.id}.{field}" for kind, field in _VESSELS for asset in getattr(site, kind)]
    _forget(arrays["level"], vessels, wanted)
    for (kind, field), name in _STARTS.items():
        _forget(arrays[name], [f"{kind}.{asset.id}.{field}" for asset in getattr(site, kind)], wanted)
    if any(f"lifts.{lift.id}.wet_well_level_m3" in wanted for lift in site.lifts):
        arrays["wet_well_m3"][:] = np.nan
    if "gate.passing_fraction" in wanted:
        arrays["passing"][:] = np.nan
    return EndState(**arrays)


def _forget(array: Floats, paths: list[str], wanted: set[str]) -> None:
    for column, path in enumerate(paths):
        if path in wanted:
            array[:, column] = np.nan
