"""From entries to what stands: claims with their latest verdict, what was corrected, and what was taken out of view.

The order in which entries lie in a file is an accident of merging; nothing here depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.ledger.keybook import KINDS as NAMING_KEYS
from holdfast.ledger.records import Claim, Statement
from holdfast.ledger.store import claim_of
from holdfast.ledger.trust import bound, by_id, judged_after, void_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.keybook import KeyRecord

ACCEPTED = ("accepted", "edited")
# What bears on the state of claims.
KINDS = ("claim", "review", "tombstone")
# With those that say which keys stand: what a fold needs.
NEEDED = (*KINDS, *NAMING_KEYS)


@dataclass(frozen=True, slots=True)
class State:
    """What stands.

    Parameters
    ----------
    claims : tuple of Claim
        Every claim, in order of receipt, then of device and sequence. An id stands twice where a fork wrote it twice, or
        where somebody else wrote it again; a verdict on one is none on the other.
    superseded : frozenset of str
        Hashes of claims that an accepted correction, or a correction of one, has replaced.
    tombstoned : dict of str to Entry
        Hash of a claim or verdict -> the first tombstone on it.
    void : dict of str to KeyRecord
        Hash of an entry that was written with a key after its revocation -> the revocation. It moves nothing: a claim
        waits for a verdict that knows of the revocation; a verdict and a tombstone are passed over.
    """

    claims: tuple[Claim, ...]
    superseded: frozenset[str]
    tombstoned: dict[str, Entry]
    void: dict[str, KeyRecord]


def fold(entries: Iterable[Entry]) -> State:
    """Return what stands after some entries of the kinds `NEEDED`, given in any order."""
    every = tuple(entries)
    void = void_of(every)
    ordered = sorted((entry for entry in every if entry.kind in KINDS), key=order)
    places = by_id(entry for entry in ordered if entry.kind != "tombstone")
    tombstoned: dict[str, Entry] = {}
    for entry in ordered:
        if entry.kind == "tombstone" and entry.hash not in void:
            for digest in bound(entry.body["entry_id"], entry.body.get("entry_hash"), places):
                tombstoned.setdefault(digest, entry)
    written = [entry for entry in ordered if entry.kind == "claim"]
    found = {entry.hash: claim_of(entry) for entry in written}
    for digest in found.keys() & void.keys():
        found[digest] = replace(found[digest], review="pending", reviewer=None)
    claimed = by_id(written)
    for entry in ordered:
        if entry.kind != "review" or entry.hash in tombstoned or entry.hash in void:
            continue
        body = entry.body
        edited = None if body["statement"] is None else Statement(**body["statement"])
        for digest in bound(body["claim_id"], body.get("claim_hash"), claimed):
            if digest in void and not judged_after(entry, void[digest]):
                continue
            claim = found[digest]
            found[digest] = replace(
                claim, review=body["verdict"], reviewer=body["reviewer"], statement=edited or claim.statement
            )
    corrects = {
        entry.hash: bound(entry.body["supersedes"], entry.body.get("supersedes_hash"), claimed)
        for entry in written
        if entry.body.get("supersedes") is not None
    }
    claims = tuple(found.values())
    return State(claims, _superseded(claims, corrects, tombstoned), tombstoned, void)


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


def _superseded(
    claims: tuple[Claim, ...], corrects: Mapping[str, Sequence[str]], tombstoned: Mapping[str, Entry]
) -> frozenset[str]:
    out: set[str] = set()
    for claim in claims:
        # A correction that was taken out of view corrects nothing any more.
        if claim.review in ACCEPTED and claim.hash not in tombstoned:
            waiting = list(corrects.get(claim.hash, ()))
            while waiting:
                target = waiting.pop()
                if target not in out:
                    out.add(target)
                    waiting += corrects.get(target, ())
    return frozenset(out)
