"""What is supposed to have come between a reading and the issue, on days nobody recorded: named, and put into words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.estimate.records import Unknown
from holdfast.estimate.subjects import SEWAGE, WATER
from holdfast.estimate.supply import daily_volume, stored_units
from holdfast.quantities import format_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.estimate.carry import Entered
    from holdfast.gate import GateDay, GateDraws
    from holdfast.sites import Draws, Site

    Floats = NDArray[np.float64]

_NAMES = {"treated_water": WATER, "sewage_tanks": SEWAGE}
_MIDNIGHT = timedelta(microseconds=1)


def supposed_since(
    site: Site,
    draws: Draws,
    entered: Sequence[Entered],
    behind: GateDraws,
    usual: Mapping[str, Floats],
    days: Sequence[GateDay],
) -> tuple[tuple[Unknown, ...], tuple[str, ...]]:
    """Return what is supposed to have passed the gate since the readings, as unknowns and as warnings.

    Parameters
    ----------
    site, draws : Site, Draws
        The site and the draws of its members.
    entered : sequence of Entered
        The claimed levels that are run forward.
    behind : GateDraws
        What entered on the days of `days` (see `as_recorded`).
    usual : mapping of commodity to ndarray (members,)
        What a usual day brings, in the unit of the store.
    days : sequence of GateDay
        The days of the record behind `behind`.

    Returns
    -------
    tuple of Unknown
        One for each commodity, ``gate.since_reading.<commodity>``, in the unit of the store: a look at the gate log
        would settle it. None where nothing is supposed.
    tuple of str
        How many days since the reading have no record, and how much is supposed.
    """
    ordinals = np.array([day.day.toordinal() for day in days])
    unknowns: list[Unknown] = []
    warnings: list[str] = []
    for pool in sorted({item.vessel.pool for item in entered}):
        name = _NAMES.get(pool, pool)
        if name not in behind.fractions:
            continue
        settled = _settled([item for item in entered if item.vessel.pool == pool])
        unsaid = np.isin(ordinals, [day.toordinal() for day in behind.unrecorded[name]])
        since = ordinals[None, :] > settled[:, None]
        share = np.where(since & unsaid, behind.fractions[name], 0.0).sum(axis=1)
        amount = share * daily_volume(site, draws, usual, name)
        if not amount.any():
            continue
        did = "taken away" if name == SEWAGE else "let in"
        unknowns.append(
            Unknown(
                path=f"gate.since_reading.{name}",
                label=f"{name} {did} since the last reading, on days nobody recorded",
                values=amount,
                rests_on="prior",
            )
        )
        after = ordinals > settled.min()
        unit = stored_units(site)[name]
        most = format_quantity(float(np.quantile(amount, 0.95)), unit=None if unit == "item" else unit, isolated=False)
        warnings.append(
            f"On {int((after & unsaid).sum())} of {int(after.sum())} days since the reading of {name} nobody recorded "
            f"how much of it was {did}: 0 to {most} are supposed (0 in {100.0 * np.mean(amount <= 0.0):.0f} per cent "
            "of the members)."
        )
    return tuple(unknowns), tuple(warnings)


def _settled(entered: Sequence[Entered]) -> NDArray[np.intp]:
    """Return for each member the last day its reading speaks of, as an ordinal; the earliest of several vessels."""
    settled = np.full(entered[0].level.shape[0], np.iinfo(np.intp).max)
    for item in entered:
        last = (item.covered[1] - _MIDNIGHT).date() if item.covered else item.moment.date()
        settled = np.where(item.follows, np.minimum(settled, last.toordinal()), settled)
    return settled
