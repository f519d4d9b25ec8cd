"""The kinds of entry, and how the record of each is read back; a reader refuses what this format would not write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.ledger.acts import act_of
from holdfast.ledger.checkpoints import checkpoint_of
from holdfast.ledger.commitments import commitment_of, commitment_status_of
from holdfast.ledger.consignments import consignment_of, step_of
from holdfast.ledger.custody import custody_of
from holdfast.ledger.inbox import document_of
from holdfast.ledger.issued import issued_of
from holdfast.ledger.keybook import key_of
from holdfast.ledger.knowing import merge_of
from holdfast.ledger.notices import answer_of, notice_of
from holdfast.ledger.records import VERDICTS, Statement
from holdfast.ledger.sealed_fields import seal_of, shred_of
from holdfast.ledger.store import check_proposed, claim_of
from holdfast.ledger.tombstones import tombstone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.ledger.entries import Entry


def read_record(entry: Entry) -> object:
    """Return the record of an entry.

    Raises
    ------
    KeyError, TypeError, AttributeError, ValueError, LedgerError
        When the kind is unknown or the content is not as this format writes it.
    """
    return READERS[entry.kind](entry)


def _genesis(entry: Entry) -> object:
    return entry.body["site"], entry.body["zone"], key_of(entry)


def _claim(entry: Entry) -> object:
    claim = claim_of(entry)
    check_proposed(claim)
    return claim


def _review(entry: Entry) -> object:
    if entry.body["verdict"] not in VERDICTS:
        raise ValueError(f"verdict {entry.body['verdict']!r}")
    return None if entry.body["statement"] is None else Statement(**entry.body["statement"])


READERS: dict[str, Callable[[Entry], object]] = {
    "genesis": _genesis,
    "claim": _claim,
    "review": _review,
    "document": document_of,
    "forecast": issued_of,
    "key": key_of,
    "checkpoint": checkpoint_of,
    "merge": merge_of,
    "tombstone": tombstone_of,
    "seal": seal_of,
    "shred": shred_of,
    "custody": custody_of,
    "consignment": consignment_of,
    "gate_step": step_of,
    "commitment": commitment_of,
    "commitment_status": commitment_status_of,
    "notice": notice_of,
    "notice_answer": answer_of,
    "plan": act_of,
    "edition": act_of,
    "decision": act_of,
}


# What a record names, and what that must be in a sound ledger: a kind of entry, a document by its hash, or any of them.
_OWN = {"document_sha256": "document", "claim_ids": "claim"}
REFERENCES: dict[str, dict[str, str]] = {
    "consignment": {"supersedes": "consignment", **_OWN},
    "gate_step": {"supersedes": "gate_step", "consignment_id": "consignment", "beside": "any", **_OWN},
    "commitment": {"supersedes": "commitment", **_OWN},
    "commitment_status": {"supersedes": "commitment_status", "commitment_id": "commitment", "evidence": "any"},
    "notice": {
        "supersedes": "notice",
        "document_sha256": "document",
        "proof_sha256": "document",
        "carried": "any",
    },
    "notice_answer": {"supersedes": "notice_answer", "notice_id": "notice", "document_sha256": "document"},
    "plan": {"supersedes": "plan", "document_sha256": "document", "based_on": "any"},
    "edition": {"supersedes": "edition"},
    "decision": {"supersedes": "decision", "document_sha256": "document", "based_on": "any"},
}
