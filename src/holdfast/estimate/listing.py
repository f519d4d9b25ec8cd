"""What is unknown, what is a default, and what was seen and not assimilated, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.estimate.mixing import in_words
from holdfast.estimate.records import Observation, RestsOn, Unknown
from holdfast.estimate.subjects import vessels_of
from holdfast.sites import defaults_used, values

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from holdfast.estimate.mixing import Mixed
    from holdfast.ledger import Claim
    from holdfast.sites import Draws, Site

NOT_YET = frozenset({"outage", "service_state", "consumption"})
COULD_SET = frozenset({"stock", "population", "temperature"})


def unknowns_of(site: Site, draws: Draws, observed: Collection[str], mixed: Sequence[Mixed]) -> tuple[Unknown, ...]:
    """Return everything that differs between members, and which of several claims is right."""
    held = {vessel.path: f"{vessel.commodity} in {vessel.id}" for vessel in vessels_of(site)}
    found: list[Unknown] = []
    for entry in values(site):
        drawn = draws[entry.path]
        if drawn.size < 2 or float(np.ptp(drawn)) <= 0.0:
            continue
        rests_on: RestsOn = "prior" if entry.value.state == "unknown" else "site"
        if entry.path in observed:
            rests_on = "claim"
        label = held.get(entry.path, entry.label)
        found.append(Unknown(path=entry.path, label=label, values=drawn, rests_on=rests_on))
    for item in mixed:
        if item.warning and len(set(item.choice.tolist())) > 1:
            told = in_words([reading.claim.claimant for reading in item.readings], "or")
            found.append(
                Unknown(
                    path=f"claims.{item.key}",
                    label=f"which claim of {item.label} is right: {told}",
                    values=item.choice.astype(np.float64),
                    rests_on="claim",
                )
            )
    return tuple(found)


def defaults_of(site: Site, observed: Collection[str]) -> tuple[dict[str, Any], ...]:
    """Return every default and prior a run uses: what the site does not state and no claim sets."""
    return tuple(
        {
            "path": entry.path,
            "label": entry.label,
            "value": entry.value.median,
            "low": entry.value.low,
            "high": entry.value.high,
            "distribution": entry.value.distribution,
            "unit": entry.unit,
            "reference": entry.value.prior or "assumption",
        }
        for entry in defaults_used(site)
        if entry.path not in observed
    )


def note_of(observations: Sequence[Observation], *, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return what was seen and not assimilated, in words, one line for each such claim."""
    words = {claim.id: claim.statement for claim in claims}
    notes = []
    for item in observations:
        if item.use != "listed" or item.claim_type not in NOT_YET | COULD_SET:
            continue
        said = words[item.claim_id]
        if said.polarity != "affirmed" or said.background:
            continue
        thing = said.service or said.item or item.claim_type
        notes.append(f"{item.claimant} reports {item.claim_type.replace('_', ' ')} of {thing}: {item.reason}.")
    return tuple(notes)
