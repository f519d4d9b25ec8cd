"""From entries to what stands: claims with their latest verdict, what was corrected, and what was taken out of view.

The order in which entries lie in a file is an accident of merging; nothing here depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.ledger.records import Claim, Statement
from holdfast.ledger.store import claim_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.ledger.entries import Entry

ACCEPTED = ("accepted", "edited")
# What bears on the state of claims.
KINDS = ("claim", "review", "tombstone")


@dataclass(frozen=True, slots=True)
class State:
    """What stands.

    Parameters
    ----------
    claims : tuple of Claim
        Every claim, in order of receipt, then of device and sequence. An id stands twice only where a fork wrote it twice.
    superseded : frozenset of str
        Ids that an accepted correction, or a correction of one, has replaced.
    tombstoned : dict of str to Entry
        Id of any entry -> the first tombstone on it.
    """

    claims: tuple[Claim, ...]
    superseded: frozenset[str]
    tombstoned: dict[str, Entry]


def fold(entries: Iterable[Entry]) -> State:
    """Return what stands after some entries, given in any order."""
    ordered = sorted((entry for entry in entries if entry.kind in KINDS), key=order)
    tombstoned: dict[str, Entry] = {}
    for entry in ordered:
        if entry.kind == "tombstone":
            tombstoned.setdefault(entry.body["entry_id"], entry)
    found = {entry.hash: claim_of(entry) for entry in ordered if entry.kind == "claim"}
    places: dict[str, list[str]] = {}
    for digest, claim in found.items():
        places.setdefault(claim.id, []).append(digest)
    for entry in ordered:
        if entry.kind != "review" or entry.id in tombstoned:
            continue
        body = entry.body
        edited = None if body["statement"] is None else Statement(**body["statement"])
        for digest in places.get(body["claim_id"], ()):
            claim = found[digest]
            found[digest] = replace(
                claim, review=body["verdict"], reviewer=body["reviewer"], statement=edited or claim.statement
            )
    claims = tuple(found.values())
    return State(claims, _superseded(claims, tombstoned), tombstoned)


def order(entry: Entry) -> tuple[str, str, str, int, str]:
    """Return the sort key of an entry: receipt, then device and sequence, the same in every copy of the ledger."""
    recorded = str(entry.body["recorded"]) if entry.kind == "review" else ""
    return entry.received, recorded, entry.device, entry.sequence, entry.hash


def family(claims: Iterable[Claim], claim_id: str) -> frozenset[str]:
    """Return the ids of a claim, of those it corrects, and of those that correct it."""
    linked: dict[str, set[str]] = {}
    for claim in claims:
        if claim.supersedes is not None:
            linked.setdefault(claim.id, set()).add(claim.supersedes)
            linked.setdefault(claim.supersedes, set()).add(claim.id)
    found, waiting = {claim_id}, [claim_id]
    while waiting:
        for other in linked.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return frozenset(found)


def _superseded(claims: tuple[Claim, ...], tombstoned: dict[str, Entry]) -> frozenset[str]:
    corrects: dict[str, set[str]] = {}
    for claim in claims:
        if claim.supersedes is not None:
            corrects.setdefault(claim.id, set()).add(claim.supersedes)
    out: set[str] = set()
    for claim in claims:
        # A correction that was taken out of view corrects nothing any more.
        if claim.review in ACCEPTED and claim.id not in tombstoned:
            waiting = list(corrects.get(claim.id, ()))
            while waiting:
                target = waiting.pop()
                if target not in out:
                    out.add(target)
                    waiting += corrects.get(target, ())
    return frozenset(out)
