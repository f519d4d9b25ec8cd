"""Taking an entry out of view, with the reason: the entry stays, and so does what was known before.

A tombstone hides nothing that was hashed. What must become unreadable is sealed when it is written, and shredded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.custody import required
from holdfast.ledger.entries import Entry, append, body_field, load_entries, stamp

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
    body = {"entry_id": entry_id, "reason": required("reason", reason), "by": required("by", by)}
    with ledger.writing() as connection:
        find_entry(ledger, connection, entry_id, kept=KEPT)
        found = tombstones_on(ledger, connection, entry_id)
        if found:
            return tombstone_of(found[0])
        body["recorded"] = stamp(ledger, connection).received
        return tombstone_of(append(ledger, connection, kind="tombstone", body=body))


def all_tombstones(ledger: Ledger) -> tuple[Tombstone, ...]:
    """Return every tombstone, in the order of the file."""
    with ledger.reading() as connection:
        found = load_entries(ledger, connection, tables.entries.c.kind == "tombstone")
    return tuple(tombstone_of(entry) for entry in found)


def tombstones_on(ledger: Ledger, connection: Connection, entry_id: str) -> tuple[Entry, ...]:
    """Return the tombstones on an entry."""
    wanted = (tables.entries.c.kind == "tombstone", body_field("entry_id") == entry_id)
    return load_entries(ledger, connection, *wanted)


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
    found = load_entries(ledger, connection, tables.entries.c.id == entry_id)
    if not found or found[0].kind in kept:
        raise LedgerError(
            "HF-L058",
            where="entry",
            found=f"an entry of kind {found[0].kind!r}, which stays in view" if found else f"no entry {entry_id!r}",
            expected="the id of a claim, a verdict or another record of this ledger",
            mend="list the claims with `holdfast ledger list --all`, and their verdicts with `holdfast ledger history`",
        )
    return found[0]
