"""Who read or exported what, when, and for what purpose: an entry of the chain, written before anything is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.entries import Entry, append, load_entries, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger

ACTIONS = ("unsealed", "disclosed", "exported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """One reading or export: what was done, of which entry (None: the ledger), which parts, by whom, for what."""

    id: str
    received: str
    device: str
    action: str
    entry_id: str | None
    parts: tuple[str, ...]
    by: str
    purpose: str

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__} | {"parts": list(self.parts)}


def custody_log(ledger: Ledger) -> tuple[Custody, ...]:
    """Return every reading of a sealed field and every export of documents or sealed fields, in order of the file."""
    with ledger.reading() as connection:
        found = load_entries(ledger, connection, tables.entries.c.kind == "custody")
    return tuple(custody_of(entry) for entry in found)


def append_custody(
    ledger: Ledger,
    connection: Connection,
    action: str,
    *,
    parts: Sequence[str],
    by: str | None,
    purpose: str | None,
    entry_id: str | None = None,
) -> Entry:
    """Write who is about to be given what.

    Raises
    ------
    LedgerError
        HF-L063 when nobody, or no purpose, is named.
    """
    body = {
        "action": action,
        "entry_id": entry_id,
        "parts": list(parts),
        "by": required("by", by),
        "purpose": required("purpose", purpose),
        "recorded": stamp(ledger, connection).received,
    }
    return append(ledger, connection, kind="custody", body=body)


def custody_of(entry: Entry) -> Custody:
    """Return the record of an entry; KeyError, TypeError or ValueError when it is none."""
    body = entry.body
    if body["action"] not in ACTIONS:
        raise ValueError(f"action {body['action']!r}")
    return Custody(
        id=entry.id,
        received=entry.received,
        device=entry.device,
        action=body["action"],
        entry_id=body["entry_id"],
        parts=tuple(str(part) for part in body["parts"]),
        by=body["by"],
        purpose=body["purpose"],
    )


def required(name: str, text: str | None) -> str:
    """Return a text that somebody has to give.

    Raises
    ------
    LedgerError
        HF-L063 when it is missing or blank.
    """
    if text is None or not text.strip():
        raise LedgerError(
            "HF-L063",
            where=name,
            found="nothing",
            expected={
                "by": "who asks: an office or a role",
                "purpose": "what it is needed for",
                "reason": "why: others will read it",
            }[name],
            mend=f"give {name}; it is written into the ledger before anything is done",
        )
    return text.strip()
