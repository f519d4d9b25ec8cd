"""Who is there according to a site: its groups of people, split where they say less than needs ask for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.people.census.groups import (
    NO_ILL_NOTE,
    Population,
    build_population,
    checked_total,
    default_note,
    open_of,
    usual_profile,
    women_note,
)
from holdfast.people.census.structure import AGE_BANDS, AgeBand, Kind, Profile, narrowed
from holdfast.people.figures import figure_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.sites import People, Site


def population_of(site: Site, *, persons: Mapping[str, float] | None = None) -> Population:
    """Return the population that a site states in its ``[[people]]``.

    Parameters
    ----------
    site : Site
        A site as loaded. A group may state ``age_band``, ``sex``, ``state``, ``profile`` and ``frail_fraction``;
        what it leaves out is split as in a usual population of its ``kind`` and noted.
    persons : Mapping of str to float or None
        Persons by id of a group, such as one member of an ensemble. ``None``, and groups left out: the median.

    Returns
    -------
    Population
        Marked as default if no group states anything of its structure beyond the kind ``families``. The order of the
        groups changes nothing.

    Raises
    ------
    InputError
        HF-P004, if nobody is there or a count is negative; HF-P005, if ``persons`` names no group of the site.

    Notes
    -----
    ``children`` are those under 18, ``older`` those from 60 on, ``adults`` the rest from 18 on; people of 60 and
    more belong to the adults where no group of the site is of them alone. ``frail_fraction`` is the share of a group
    that is over 60 or ill: where it says more than the age structure, the rest is ill; where it says less, it sets the
    share of those over 60.
    """
    _refuse_strangers(site, persons or {})
    apart = any(group.kind == "older" or group.age_band == "60+" for group in site.people)
    counts = {group.id: group.count.median for group in site.people} | dict(persons or {})
    parts: dict[tuple[Kind, Profile], list[float]] = {}
    notes: list[str] = []
    guessed: set[str] = set()
    for group in site.people:
        if counts[group.id] == 0.0:
            continue
        count = checked_total(counts[group.id])
        kinds = narrowed(_bands(group, older_apart=apart), group.sex, group.state)
        shares = _profiled(group, kinds, notes)
        guessed |= _guessed(group, kinds)
        left_out = _left_out(kinds)
        if left_out:
            notes.append(f"Group {group.id}: {', '.join(left_out)} not stated, split as usual for {group.kind}.")
        if group.count.state == "unknown" and group.id not in (persons or {}):
            notes.append(f"Group {group.id}: the count is unknown; the median of its prior is taken.")
        for key, share in shares.items():
            parts.setdefault(key, []).append(share * count)
    everyone = checked_total(math.fsum(counts[group.id] for group in site.people))
    default = all(_is_default(group) for group in site.people)
    notes.sort()  # by group, whatever the order of the file
    if default:
        notes[:0] = [default_note(), women_note()]
    if all(profile != "ill" for _, profile in parts):
        notes.append(NO_ILL_NOTE)
    return build_population(parts, everyone, is_default=default, notes=notes, guessed=guessed)


def _refuse_strangers(site: Site, persons: Mapping[str, float]) -> None:
    known = [group.id for group in site.people]
    for name in persons:
        if name not in known:
            raise InputError(
                "HF-P005",
                where="persons by group",
                found=repr(name),
                expected=" | ".join(known) or "no group: the site has none",
                mend="name a group of [[people]]",
            )


def _bands(group: People, *, older_apart: bool) -> Mapping[AgeBand, float]:
    """Return the weight of each age band relative to its usual share, by kind of group."""
    if group.age_band is not None:
        return {group.age_band: 1.0}
    minors = figure_value("population.csv", "minors_of_15_19")
    if group.kind == "children":
        return {"0-4": 1.0, "5-9": 1.0, "10-14": 1.0, "15-19": minors}
    if group.kind == "adults":
        return {"15-19": 1.0 - minors, "20-59": 1.0, "60+": 0.0 if older_apart else 1.0}
    return {"60+": 1.0} if group.kind == "older" else dict.fromkeys(AGE_BANDS, 1.0)


def _profiled(group: People, kinds: Mapping[Kind, float], notes: list[str]) -> dict[tuple[Kind, Profile], float]:
    """Return the share of each kind and profile of a group, its frail share honoured where it can be."""
    frail = None if group.frail_fraction is None else group.frail_fraction.median
    if group.profile is not None:
        if frail is not None:
            notes.append(f"Group {group.id}: profile {group.profile} is stated, frail_fraction is not used.")
        return {(kind, group.profile): share for kind, share in kinds.items()}
    shares = {(kind, usual_profile(kind)): share for kind, share in kinds.items()}
    if frail is None:
        return shares
    old = math.fsum(share for (_, profile), share in shares.items() if profile == "old")
    if old > 1.0 - 1e-12:
        notes.append(f"Group {group.id}: everyone is over 60, so that frail_fraction says nothing more.")
        return shares
    made_of: dict[tuple[Kind, Profile], float] = {}
    for (kind, profile), share in shares.items():
        if profile == "old":
            made_of[kind, profile] = share * min(1.0, frail / old)
        elif frail <= old:
            made_of[kind, profile] = share * (1.0 - frail) / (1.0 - old)
        else:
            ill = (frail - old) / (1.0 - old)
            made_of[kind, "ill"] = share * ill
            made_of[kind, profile] = share * (1.0 - ill)
    return made_of


def _left_out(kinds: Mapping[Kind, float]) -> list[str]:
    left = open_of(kinds, "young")  # profiles follow ages and the frail share
    if len({kind.age_band for kind in kinds}) > 1:
        left.add("age")
    return [name for name in ("age", "sex", "state") if name in left]


def _guessed(group: People, kinds: Mapping[Kind, float]) -> set[str]:
    """Return what is not known of a group that may hold people of 60 and over and younger ones."""
    bands = {kind.age_band for kind in kinds}
    if "60+" not in bands or len(bands) == 1:
        return set()
    stated = group.profile is not None or group.frail_fraction is not None
    return {"age"} if stated else {"age", "frail"}


def _is_default(group: People) -> bool:
    stated = (group.age_band, group.sex, group.state, group.profile, group.frail_fraction)
    return group.kind == "families" and not any(stated)
