"""What nobody stated and is reckoned by the number of people follows that number when a claim sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.estimate.subjects import vessels_of
from holdfast.sites import values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from holdfast.sites import Draws, Site, SiteValue

    Floats = NDArray[np.float64]

PEOPLE = "people"


def with_people(site: Site, draws: Draws, counts: Mapping[str, Floats]) -> Draws:
    """Return the draws with other numbers of people, and with everything reckoned by them.

    Parameters
    ----------
    site, draws : Site, Draws
        The site and draws of it.
    counts : mapping of value path to ndarray (members,)
        New number of each group of people.

    Returns
    -------
    Draws
        A value nobody stated, such as the number of shelters or the capacity of a tank, is a share of the number of
        people: it is multiplied by new over old number, within the limits of its field; and so is what is in turn a
        share of it. What the site states stays. Contents stay within what holds them.
    """
    new = draws.replace(dict(counts))
    groups = [f"people.{group.id}.count" for group in site.people]
    entries = {entry.path: entry for entry in values(site)}
    ratios: dict[str, Floats] = {PEOPLE: _ratio(_total(new, groups), _total(draws, groups))}
    changes: dict[str, Floats] = {}
    for path in entries:
        if path not in groups:
            _scale(path, entries, draws, ratios, changes)
    new = new.replace(changes)
    held: dict[str, Floats] = {}
    for vessel in vessels_of(site):
        inside = [vessel.path, *([f"stores.{vessel.id}.unusable"] if vessel.kind == "stores" else [])]
        if vessel.capacity_path in changes or vessel.path in changes:
            held |= {path: np.minimum(new[path], new[vessel.capacity_path]) for path in inside}
    return new.replace(held)


def _scale(
    path: str,
    entries: Mapping[str, SiteValue],
    draws: Draws,
    ratios: dict[str, Floats],
    changes: dict[str, Floats],
) -> Floats | None:
    """Return by how much a value changes, None when it does not, and note the change."""
    if path in ratios or path not in entries:
        return ratios.get(path)
    value = entries[path].value
    if value.relative_to is None or value.state != "unknown":
        return None
    ratio = _scale(value.relative_to, entries, draws, ratios, changes)
    if ratio is None:
        return None
    old = np.asarray(draws[path])
    changes[path] = np.clip(old * ratio, value.minimum, value.maximum)
    ratios[path] = _ratio(changes[path], old)
    return ratios[path]


def _total(draws: Draws, groups: list[str]) -> Floats:
    return sum((draws[path] for path in groups), np.zeros(draws.members))


def _ratio(new: Floats, old: Floats) -> Floats:
    return np.divide(new, old, out=np.ones_like(new), where=old > 0.0)
