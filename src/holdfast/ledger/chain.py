"""How an entry is named, written and chained: ULIDs, canonical JSON, and one hash that covers the entry and the past.

``hash = SHA-256(domain || previous_hash || payload)``, `payload` being RFC 8785 canonical JSON. The domain names this
use of the hash, so that no hash made for another purpose can stand in the chain. The first entry of a device is its
genesis: sequence 0, previous hash all zeros, naming the device, its public key and the site.

The device's key signs the hash; an operator's key, where one was used, signs the payload without its own signature, and
is part of what is hashed. What is signed begins with its purpose, so that no signature can be used for another.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DOMAIN = b"holdfast/ledger/entry/1\x00"
SIGNATURE_DOMAIN = b"holdfast/ledger/signature/1\x00"
OPERATOR_DOMAIN = b"holdfast/ledger/operator/1\x00"
GENESIS_PREVIOUS = "0" * 64
FORMAT = 2  # format 1 knew no signatures

_SAFE_INTEGER = 2**53
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(payload: Mapping[str, Any]) -> bytes:
    """Return the RFC 8785 bytes of a payload: one spelling for one content."""
    import rfc8785  # noqa: PLC0415  costs time at import that readers of records need not pay

    return rfc8785.dumps(dict(payload))


def entry_hash(previous_hash: str, payload: bytes) -> str:
    """Return the hash of an entry, as 64 hexadecimal digits.

    Parameters
    ----------
    previous_hash : str
        Hash of the entry before it on the same device, 64 hexadecimal digits.
    payload : bytes
        Canonical bytes of the entry.
    """
    return hashlib.sha256(DOMAIN + bytes.fromhex(previous_hash) + payload).hexdigest()


def signed_message(hash_: str) -> bytes:
    """Return what the key of the device signs: the domain and the 32 bytes of an entry's hash."""
    return SIGNATURE_DOMAIN + bytes.fromhex(hash_)


def operator_message(payload: Mapping[str, Any]) -> bytes:
    """Return what the key of an operator signs: the domain and the canonical payload without ``operator``."""
    return OPERATOR_DOMAIN + canonical({name: value for name, value in payload.items() if name != "operator"})


def new_id(moment: datetime) -> str:
    """Return a new ULID: 48 bits of time in milliseconds and 80 random bits, in 26 characters of Crockford's base 32."""
    milliseconds = max(0, int(moment.timestamp() * 1000)) & ((1 << 48) - 1)
    number = (milliseconds << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def moment_of(id_: str) -> datetime | None:
    """Return the moment a ULID was made at, to the millisecond; None for a text that is none."""
    number = 0
    for sign in id_[:10]:
        place = _CROCKFORD.find(sign)
        if place < 0:
            return None
        number = number * 32 + place
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=number)
    except OverflowError:
        return None


def envelope(
    *,
    kind: str,
    id: str,  # noqa: A002  the name of the column
    device: str,
    sequence: int,
    received: str,
    software: str,
    body: Mapping[str, Any],
    clock: str | None = None,
) -> dict[str, Any]:
    """Return the payload of an entry: its own place and time inside the hashed bytes, and its content.

    Parameters
    ----------
    clock : str or None
        What the clock of the device said, where it stood before the last entry and `received` was therefore held back.
    """
    payload: dict[str, Any] = {
        "format": FORMAT,
        "kind": kind,
        "id": id,
        "device": device,
        "sequence": sequence,
        "received": received,
        "software": software,
        "body": dict(body),
    }
    if clock is not None:
        payload["clock"] = clock
    return payload


def decode(payload: bytes) -> dict[str, Any]:
    """Read a payload back.

    Raises
    ------
    ValueError
        If the bytes are not UTF-8, not JSON, or not an object.
    """
    content = json.loads(payload.decode("utf-8"), parse_int=_whole)
    if not isinstance(content, dict):
        message = "a payload is a JSON object"
        raise ValueError(message)  # noqa: TRY004  one kind of error for everything that is not a payload
    return content


def _whole(digits: str) -> int | float:
    # Canonical JSON writes 6e16 as 60000000000000000; read as an integer it would be beyond what JSON can carry exactly.
    number = int(digits) if len(digits) < 20 else float(digits)
    return number if isinstance(number, float) or abs(number) < _SAFE_INTEGER else float(number)
