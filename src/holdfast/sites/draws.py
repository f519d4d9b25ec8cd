"""Random streams with names, and the draws of every value of a site."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import ModelError
from holdfast.sites.assets import CONTENTS
from holdfast.sites.faults import nearest
from holdfast.sites.listing import values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from holdfast.sites.listing import SiteValue
    from holdfast.sites.model import Site
    from holdfast.sites.value import Value

MOST_MEMBERS = 1_000_000
# Heat that one m3 of air carries per K and air change: physics specification H4 (W h/m3/K).
AIR_WH_PER_M3_K = 0.33
# Windows and air changes together: the envelope keeps at least a fifth of the total, as the engine takes it (assumption).
MOST_PARTS = 0.8


def stream(seed: int, *path: str | int) -> np.random.Generator:
    """Return the random stream of one named cause.

    Parameters
    ----------
    seed : int
        Seed of the run.
    *path : str or int
        Names of the cause, such as ``("camp-x", "generators.gen-1", "failure")``.

    Returns
    -------
    numpy.random.Generator
        Philox keyed by the SHA-256 of seed and path: streams of different names are independent, and the first n
        numbers of a stream do not depend on how many are drawn.
    """
    name = "\x1f".join([str(int(seed)), *(str(part) for part in path)])
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "big")
    return np.random.Generator(np.random.Philox(key=key))


def stratified(generator: np.random.Generator, members: int) -> NDArray[np.float64]:
    """Return uniforms whose first n never depend on ``members`` and that fill [0, 1) evenly.

    Members come in blocks of 1, 2, 4, 8, ...; a block of n members has one member in each n-th of [0, 1), in random
    order. Each block is a Latin hypercube column with its own permutation, so the columns of different streams are
    independent. Sequences that are even in every prefix (van der Corput, Kronecker) are not used: two columns of
    them, however shifted or scrambled, determine each other, and a response to two unknowns would be wrong.
    """
    blocks = []
    size, made = 1, 0
    while made < members:
        order = generator.permutation(size)
        blocks.append((order + generator.random(size)) / size)
        made += size
        size *= 2
    return np.concatenate(blocks)[:members] if blocks else np.empty(0)


@dataclass(frozen=True, slots=True)
class Draws:
    """One array of members for every value of a site.

    Attributes
    ----------
    members : int
        Members of the ensemble.
    values : mapping of path to ndarray (members,)
        Draws in the unit of the field, read-only.
    """

    members: int
    values: Mapping[str, NDArray[np.float64]]

    def __post_init__(self) -> None:
        held = {path: _frozen(np.array(array, dtype=np.float64)) for path, array in self.values.items()}
        object.__setattr__(self, "values", MappingProxyType(held))

    def __reduce__(self) -> tuple[object, ...]:
        return Draws, (self.members, dict(self.values))

    def __getitem__(self, path: str) -> NDArray[np.float64]:
        if path not in self.values:
            raise ModelError(
                "HF-S016",
                where=path,
                found="no draws under this path",
                expected="a value path of the site",
                mend=nearest(path, self.values) + "see `values(site)` for the paths",
            )
        return self.values[path]

    def replace(self, changes: Mapping[str, NDArray[np.float64] | float]) -> Draws:
        """Return draws with some arrays exchanged; a bare number is taken for every member.

        Raises
        ------
        ModelError
            HF-S016 for a path the site does not have, or an array of another length.
        """
        changed = dict(self.values)
        for path, array in changes.items():
            current = self[path]
            given = np.asarray(array, dtype=np.float64)
            if given.shape not in {(), current.shape}:
                raise ModelError(
                    "HF-S016",
                    where=path,
                    found=f"an array of shape {given.shape}",
                    expected=f"({self.members},)",
                    mend="give one number for each member",
                )
            changed[path] = np.broadcast_to(given, current.shape)
        return replace(self, values=changed)


def median_draws(site: Site) -> Draws:
    """Return one member with every value at its median."""
    return _draw(site, {entry.path: np.array([0.5]) for entry in values(site)}, 1)


def prior_draws(site: Site, members: int, seed: int) -> Draws:
    """Return draws of everything the site states as an interval or leaves unknown.

    Parameters
    ----------
    site : Site
        The site.
    members : int
        Members, 1 to 1,000,000.
    seed : int
        Seed of the run.

    Returns
    -------
    Draws
        Each value has its own stream ``(seed, site.id, cause)``: a change of one value leaves the draws of all others
        as they are, and the first n members do not depend on ``members``. Values with one cause (the upkeep of all
        generators; physics specification section 10) share their rank in every member.
    """
    if not 1 <= members <= MOST_MEMBERS:
        raise ModelError(
            "HF-S016",
            where="members",
            found=str(members),
            expected=f"1 to {MOST_MEMBERS}",
            mend="2000 members give dates good to a few per cent of their spread",
        )
    uniforms = {
        entry.path: stratified(stream(seed, site.id, entry.cause), members)
        if entry.value.is_spread
        else np.full(members, 0.5)
        for entry in values(site)
    }
    return _draw(site, uniforms, members)


def _draw(site: Site, uniforms: Mapping[str, NDArray[np.float64]], members: int) -> Draws:
    entries = {entry.path: entry for entry in values(site)}
    people = tuple(f"people.{group.id}.count" for group in site.people)
    drawn: dict[str, NDArray[np.float64]] = {}
    for path in entries:
        _draw_one(path, entries, uniforms, people, members, drawn)
    for (kind, content), container in CONTENTS.items():
        for asset in getattr(site, kind):
            path, room = f"{kind}.{asset.id}.{content}", f"{kind}.{asset.id}.{container}"
            drawn[path] = np.minimum(drawn[path], drawn[room])
    for shelter in site.shelters:
        if shelter.model != "rc1":
            _fit_parts(f"shelters.{shelter.id}", entries, drawn)
    return Draws(members, {path: drawn[path] for path in entries})


def _fit_parts(path: str, entries: Mapping[str, SiteValue], drawn: dict[str, NDArray[np.float64]]) -> None:
    """Keep windows and air changes of a shelter below its total conductance (they are parts of it).

    Where draws contradict each other, the guess gives way: an unknown total rises, or parts that are no known number
    shrink, until the envelope has at least a fifth of the total (an assumption).
    """
    total, air, glass = (f"{path}.{name}" for name in ("conductance_w_per_k", "air_changes_per_h", "window_w_per_m2_k"))
    parts = drawn[f"{path}.window_m2"] * drawn[glass]
    parts = parts + AIR_WH_PER_M3_K * drawn[f"{path}.volume_m3"] * drawn[air]
    if entries[total].value.state == "unknown":
        drawn[total] = np.maximum(drawn[total], parts / MOST_PARTS)
        return
    shrink = np.minimum(1.0, MOST_PARTS * drawn[total] / np.maximum(parts, 1e-9))
    for name in (air, glass):
        if not entries[name].value.is_known:
            drawn[name] = drawn[name] * shrink


def _draw_one(
    path: str,
    entries: Mapping[str, SiteValue],
    uniforms: Mapping[str, NDArray[np.float64]],
    people: tuple[str, ...],
    members: int,
    drawn: dict[str, NDArray[np.float64]],
) -> NDArray[np.float64]:
    if path in drawn:
        return drawn[path]
    value: Value = entries[path].value
    array = value.quantile(uniforms[path])
    if value.relative_to is not None:
        bases = people if value.relative_to == "people" else (value.relative_to,)
        base = sum((_draw_one(name, entries, uniforms, people, members, drawn) for name in bases), np.zeros(members))
        median = sum(entries[name].value.median for name in bases)
        if median > 0.0:
            array = np.clip(array * (base / median), value.minimum, value.maximum)
    drawn[path] = array
    return array


def _frozen(array: NDArray[np.float64]) -> NDArray[np.float64]:
    array.setflags(write=False)
    return array
