"""Entries from elsewhere, before anything in them is believed: the checks that one has to pass before it is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from holdfast.errors import HoldfastError
from holdfast.ledger import chain, kinds
from holdfast.ledger.entries import Entry
from holdfast.ledger.sealing import sealed_of

# What travels of a row: every column but the position, the mark of the merge, and the payload, which is bytes.
COLUMNS = ("device", "sequence", "kind", "id", "received", "previous_hash", "hash", "signature")
_DEVICE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_FORMS = {"device": _DEVICE, "id": _ID, "received": _MOMENT, "previous_hash": _DIGEST, "hash": _DIGEST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry as it travels; `payload` is its canonical bytes."""

    device: str
    sequence: int
    kind: str
    id: str
    received: str
    previous_hash: str
    hash: str
    signature: str | None
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRow:
    """One sealed field as it travels: the id of its entry, its name, and the box."""

    id: str
    field: str
    nonce: bytes
    ciphertext: bytes


class NotAsWrittenError(ValueError):
    """Why an entry is refused; the place is added by who reads the file."""


def entry_of(row: Row) -> Entry:
    """Check one entry by itself and return it: form, hash, columns, spelling, and that its record can be read.

    Raises
    ------
    NotAsWrittenError
        With the reason. Signature and place in the chain need the other entries, and are checked with them.
    """
    _form(row)
    if chain.entry_hash(row.previous_hash, row.payload) != row.hash:
        raise NotAsWrittenError("its hash is not that of its content")
    try:
        payload = chain.decode(row.payload)
        canonical = chain.canonical(payload) == row.payload
    except (ValueError, TypeError, RecursionError) as error:
        raise NotAsWrittenError(f"a payload that cannot be read ({error})") from error
    if not canonical:
        raise NotAsWrittenError("a payload that is not canonical JSON")
    for name in ("device", "sequence", "kind", "id", "received"):
        if payload.get(name) != getattr(row, name) or isinstance(payload[name], float):
            raise NotAsWrittenError(
                f"{name} {getattr(row, name)!r} where the hashed payload says {payload.get(name)!r}"
            )
    if not isinstance(payload.get("body"), dict):
        raise NotAsWrittenError("a payload without content")
    if (row.kind == "genesis") != (row.sequence == 0) or (row.sequence == 0) != (
        row.previous_hash == chain.GENESIS_PREVIOUS
    ):
        raise NotAsWrittenError("a first entry that is no genesis, or a genesis that is not the first entry")
    entry = Entry(
        position=0,
        device=row.device,
        sequence=row.sequence,
        kind=row.kind,
        id=row.id,
        received=row.received,
        previous_hash=row.previous_hash,
        hash=row.hash,
        payload=payload,
    )
    _record(entry)
    return entry


def _form(row: Row) -> None:
    if type(row.sequence) is not int or not 0 <= row.sequence < 2**53:
        raise NotAsWrittenError(f"sequence {row.sequence!r}")
    for name, form in _FORMS.items():
        value = getattr(row, name)
        if not isinstance(value, str) or not form.fullmatch(value):
            raise NotAsWrittenError(f"{name} {str(value)[:80]!r}")
    signature: object = row.signature  # as it travels, it may be anything
    if signature is not None and not (isinstance(signature, str) and _SIGNATURE.fullmatch(signature)):
        raise NotAsWrittenError("a signature that is none")
    if row.kind not in kinds.READERS:
        raise NotAsWrittenError(f"an entry of kind {str(row.kind)[:40]!r}, which this Holdfast does not know")


def _record(entry: Entry) -> None:
    try:
        kinds.read_record(entry)
        sealed_of(entry.body)
    except (HoldfastError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise NotAsWrittenError(f"a {entry.kind} that cannot be read ({error})") from error
    if entry.kind == "document" and not (
        _DIGEST.fullmatch(str(entry.body["sha256"])) and entry.body["path"] == f"inbox/{entry.body['sha256']}"
    ):
        raise NotAsWrittenError("a document that would not lie in the inbox under its hash")
