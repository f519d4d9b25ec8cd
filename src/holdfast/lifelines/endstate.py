"""Where a run starts: from the draws, or from where another run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import ModelError
from holdfast.lifelines.records import EndState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.lifelines.packing import Books
    from holdfast.lifelines.plant import Built
    from holdfast.lifelines.records import Floats
    from holdfast.sites import Site

OWN = "_"  # begins the name of state rows that belong to one run alone: its books and scratch
# What an asset of a collection starts with, by the field that says so: groups of state with a column for each asset.
_STARTS = {
    ("batteries", "charge_kwh"): ("battery_kwh",),
    ("generators", "working"): ("working",),
    ("generators", "spare_kits"): ("kits",),
    ("generators", "oil_l"): ("oil_l",),
    ("shelters", "start_c"): (
        "temp_in_c",
        "mass_c",
        "layer_c",
        "unserved_air_c",
        "unserved_mass_c",
        "unserved_layer_c",
    ),
    ("shelters", "cooling.working_fraction"): ("cooling_working",),
    ("cold_stores", "start_c"): ("temp_cold_c",),
    ("vaccine_fridges", "remaining_h"): ("hold_over_h",),
}
# The same for values of the whole site; a path ends where the text does.
_ALONE = {
    "gate.passing_fraction": "passing",
    "water.chlorine_kg": "chlorine_kg",
    "water.household_storage_l_per_person": "household_m3",
}
_VESSELS = (("stores", "quantity"), ("tanks", "level_m3"), ("sewage_tanks", "level_m3"))
# State that a parameter caps, by the name of its rows.
_CAPS = {
    "level": "vessels.capacity",
    "battery_kwh": "battery_capacity_kwh",
    "hold_over_h": "hold_over_most_h",
    "wet_well_m3": "lifts.wet_well_m3",
}


def end_of(built: Built, states: Floats) -> EndState:
    """Return the state of every member as groups by name, without what belongs to one run alone.

    Parameters
    ----------
    built : Built
        Plant and rows.
    states : ndarray (rows, members)
        Values of the state rows.
    """
    return EndState(
        {
            name: np.ascontiguousarray(states[first : first + count].T)
            for name, (first, count) in built.books.s.names.items()
            if not name.startswith(OWN)
        }
    )


def opening_of(built: Built, initial: EndState | None) -> Floats:
    """Return the state rows every member starts with: as `initial` says, and as the draws say where it holds NaN.

    Parameters
    ----------
    built : Built
        Plant and rows of the run that begins; what its site can hold caps what `initial` brings.
    initial : EndState or None
        End of another run of the same assets and members; None: all from the draws.

    Returns
    -------
    ndarray (rows, members)

    Raises
    ------
    ModelError
        HF-E020 when it is the state of another site, or of another number of members.
    """
    books = built.books
    table = books.rows.table()
    if initial is None:
        return table
    own = {name: place for name, place in books.s.names.items() if not name.startswith(OWN)}
    if set(initial.rows) != set(own):
        named = ", ".join(sorted(set(initial.rows) ^ set(own)))
        raise _another("groups", f"other groups of state than the engine has: {named}", "the groups of this version")
    for name, (first, count) in own.items():
        given = np.asarray(initial[name], dtype=np.float64)
        if given.shape != (books.rows.members, count):
            raise _another(
                name,
                f"an array of shape {given.shape}",
                f"{(books.rows.members, count)}, as the site and its draws have it",
            )
        rows = table[first : first + count]
        told = given.T
        table[first : first + count] = np.where(np.isnan(told), rows, told)
    _cap(books, table)
    return table


def _another(name: str, found: str, expected: str) -> ModelError:
    return ModelError(
        "HF-E020",
        where=f"initial state, {name}",
        found=found,
        expected=expected,
        mend="start from the end of a run of the same site with the same members",
    )


def _cap(books: Books, table: Floats) -> None:
    """Hold what was brought within what the site of this run can hold."""
    for name, limit in _CAPS.items():
        if name in books.s.names and limit in books.p.names:
            first, count = books.s.names[name]
            most = table[books.p.names[limit][0] :][:count]
            if name == "level":
                standing = books.s.names["intact"][0]
                most = most * table[standing : standing + count]
            table[first : first + count] = np.minimum(table[first : first + count], most)


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
    arrays = {name: np.array(array) for name, array in state.rows.items()}
    wanted = set(paths)
    vessels = [f"{kind}.{asset.id}.{field}" for kind, field in _VESSELS for asset in getattr(site, kind)]
    _forget(arrays["level"], vessels, wanted)
    for (kind, field), names in _STARTS.items():
        for name in names:
            _forget(arrays[name], [f"{kind}.{asset.id}.{field}" for asset in getattr(site, kind)], wanted)
    if any(f"lifts.{lift.id}.wet_well_level_m3" in wanted for lift in site.lifts):
        arrays["wet_well_m3"][:] = np.nan
    if any(f"people.{group.id}.count" in wanted for group in site.people):
        arrays["persons"][:] = np.nan
    for path, name in _ALONE.items():
        if path in wanted:
            arrays[name][:] = np.nan
    return EndState(arrays)


def _forget(array: Floats, paths: list[str], wanted: set[str]) -> None:
    """Forget the columns of the assets that are named; a group may have several columns an asset."""
    each = array.shape[1] // len(paths) if paths else 0
    for place, path in enumerate(paths):
        if path in wanted:
            array[:, place * each : (place + 1) * each] = np.nan
