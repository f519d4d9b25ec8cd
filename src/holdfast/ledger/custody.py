"""Who read or exported what, when, and for what purpose: an entry of the chain, written before anything is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.entries import Entry, append, load_entries, stamp
from holdfast.ledger.inbox import find_document
from holdfast.ledger.telling import tell_nothing_sealed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger

ACTIONS = ("unsealed", "disclosed", "exported", "shown")  # shown: a text, to a language model


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
    """Return every reading of a sealed field, export of documents or sealed fields, and text shown to a model, in order."""
    with ledger.reading() as connection:
        found = load_entries(ledger, connection, tables.entries.c.kind == "custody")
    return tuple(custody_of(entry) for entry in found)


def record_shown(ledger: Ledger, sha256: str, *, to: str, characters: int, by: str | None, purpose: str | None) -> None:
    """Write that the text of a document is about to be shown to a language model; called before anything is sent.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    sha256 : str
        The document.
    to : str
        Address of the endpoint.
    characters : int
        How many characters of its text.
    by, purpose : str or None
        Who asks, as a role, and what for.

    Raises
    ------
    LedgerError
        HF-L011 a document that is not in the ledger; HF-L063 when nobody, or no purpose, is named.
    """
    with ledger.writing() as connection:
        if find_document(connection, sha256) is None:
            raise LedgerError(
                "HF-L011",
                where="document_sha256",
                found=sha256,
                expected="a document of this ledger",
                mend="store the document first; what was shown must lead back to it",
            )
        parts = (f"document {sha256}", f"{characters} characters", to)
        append_custody(ledger, connection, "shown", parts=parts, by=by, purpose=purpose)


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
        HF-L063 when nobody, or no purpose, is named; HF-L059 when either tells a sealed value.
    """
    words = {"by": required("by", by), "purpose": required("purpose", purpose)}
    tell_nothing_sealed(ledger, connection, words)
    body = {
        "action": action,
        "entry_id": entry_id,
        "parts": list(parts),
        **words,
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
