"""Taking an entry out of view, with the reason: the entry stays, and so does what was known before.

A tombstone hides nothing that was hashed. What must become unreadable is sealed when it is written, and shredded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import LedgerError
from holdfast.ledger import chain, tables
from holdfast.ledger.custody import required
from holdfast.ledger.entries import Entry, append, load_entries, stamp
from holdfast.ledger.keybook import KINDS as NAMING_KEYS
from holdfast.ledger.telling import tell_nothing_sealed
from holdfast.ledger.trust import bound, by_id, hold_one_content, void_of

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger

# What the house itself must be held to stays in view: chains, keys, forecasts issued, who read what.
KEPT = frozenset(
    {"genesis", "key", "checkpoint", "merge", "custody", "tombstone", "seal", "shred", "document", "forecast"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A tombstone: its own id, the entry it is on, why, by whom, and when it was received."""

    id: str
    entry_id: str
    reason: str
    by: str
    recorded: str
    received: str
    device: str

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def tombstone(ledger: Ledger, entry_id: str, *, reason: str, by: str) -> Tombstone:
    """Take a claim, a verdict or another record out of every current view.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    entry_id : str
        Id of the claim, verdict or record. Of a verdict, the one before it counts again.
    reason, by : str
        Why, and who decides: an office or a role. Both are part of the chain.

    Returns
    -------
    Tombstone
        The new one, or the first one where there is one already.

    Raises
    ------
    LedgerError
        HF-L058 no such entry, or one that stays in view; HF-L063 no reason or nobody named.
    """
    words = {"reason": required("reason", reason), "by": required("by", by)}
    with ledger.writing() as connection:
        entry = find_entry(ledger, connection, entry_id, kept=KEPT)
        found = tombstones_on(ledger, connection, entry)
        if found:
            return tombstone_of(found[0])
        tell_nothing_sealed(ledger, connection, words)
        body = {"entry_id": entry.id, "entry_hash": entry.hash, **words}
        body["recorded"] = stamp(ledger, connection).received
        return tombstone_of(append(ledger, connection, kind="tombstone", body=body))


def all_tombstones(ledger: Ledger) -> tuple[Tombstone, ...]:
    """Return every tombstone, in the order of the file."""
    with ledger.reading() as connection:
        found = load_entries(ledger, connection, tables.entries.c.kind == "tombstone")
    return tuple(tombstone_of(entry) for entry in found)


def tombstones_on(ledger: Ledger, connection: Connection, entry: Entry) -> tuple[Entry, ...]:
    """Return the tombstones on an entry that have effect."""
    columns = tables.entries.c
    wanted = columns.kind.in_(("tombstone", *NAMING_KEYS))
    loaded = load_entries(ledger, connection, wanted)
    void = void_of(loaded)
    places = by_id(load_entries(ledger, connection, columns.id == entry.id))
    return tuple(
        stone
        for stone in loaded
        if stone.kind == "tombstone"
        and stone.hash not in void
        and entry.hash in bound(stone.body["entry_id"], stone.body.get("entry_hash"), places)
    )


def tombstone_of(entry: Entry) -> Tombstone:
    """Return the record of an entry; KeyError or TypeError when it is none."""
    body = entry.body
    texts = {name: body[name] for name in ("entry_id", "reason", "by", "recorded")}
    if not all(isinstance(text, str) for text in texts.values()):
        message = "a tombstone whose fields are not text"
        raise TypeError(message)
    return Tombstone(id=entry.id, received=entry.received, device=entry.device, **texts)


def find_entry(ledger: Ledger, connection: Connection, entry_id: str, *, kept: frozenset[str] = frozenset()) -> Entry:
    """Return the entry of an id.

    Raises
    ------
    LedgerError
        HF-L058 when there is none, or when it is of a kind in `kept`.
    """
    columns = tables.entries.c
    named = columns.hash if len(entry_id) == len(chain.GENESIS_PREVIOUS) else columns.id
    found = load_entries(ledger, connection, named == entry_id)
    if not found or found[0].kind in kept:
        raise LedgerError(
            "HF-L058",
            where="entry",
            found=f"an entry of kind {found[0].kind!r}, which stays in view" if found else f"no entry {entry_id!r}",
            expected="the id of a claim, a verdict or another record of this ledger",
            mend="list the claims with `holdfast ledger list --all`, and their verdicts with `holdfast ledger history`",
        )
    hold_one_content(entry_id, found)
    return found[0]
