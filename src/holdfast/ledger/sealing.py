"""Fields that must be able to disappear: how one is sealed, opened, proved, and how its key is destroyed.

The value of a sealed field never reaches the database. The chain keeps a commitment to it, ``SHA-256(domain || salt ||
value)``; the table ``sealed`` keeps salt and value under AES-256-GCM; the key of the record is a file of its own in
``keys/sealed``. Without the key nothing of the value can be read or guessed, since the salt is as secret as the value.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003  the folder of keys is joined at run time
from typing import TYPE_CHECKING, Any

from holdfast.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping

SEALED_FIELDS = {
    "source_identity": "who the source is: a name, a call sign",
    "where_kept": "where something is kept",
    "driver": "who drives",
    "plate": "number plate",
    "contact": "telephone, e-mail, frequency",
}
LONGEST_VALUE = 4096
_BLOCK = 64  # values are padded, so that the length of the ciphertext tells a name from a letter and no more
_COMMITMENT = b"holdfast/ledger/commitment/1\x00"
_BOX = b"holdfast/ledger/sealed/1\x00"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_SALT_BYTES = _KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A sealed value: what the table keeps (nonce, ciphertext) and what the chain says of it (commitment, digest)."""

    nonce: bytes
    ciphertext: bytes
    commitment: str

    @property
    def digest(self) -> str:
        """SHA-256 of nonce and ciphertext, by which a copy of the box is known to be the right one without a key."""
        return box_digest(self.nonce, self.ciphertext)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a box held."""

    value: str
    salt: str


def box_digest(nonce: bytes, ciphertext: bytes) -> str:
    """Return the SHA-256 of a box, 64 hexadecimal digits."""
    return hashlib.sha256(nonce + ciphertext).hexdigest()


def commitment(salt: str, value: str) -> str:
    """Return the commitment to a value, 64 hexadecimal digits.

    Parameters
    ----------
    salt : str
        32 bytes as 64 hexadecimal digits.
    value : str
        The value of the field.
    """
    return hashlib.sha256(_COMMITMENT + bytes.fromhex(salt) + value.encode()).hexdigest()


def new_key() -> bytes:
    """Return a new key of a record: 32 random bytes."""
    return secrets.token_bytes(_KEY_BYTES)


def seal_value(key: bytes, key_id: str, field: str, value: str) -> Box:
    """Seal one value.

    Parameters
    ----------
    key : bytes
        The key of the record, 32 bytes.
    key_id : str
        Its id; with the field it is bound to the box, so that no box can be shown as another's.
    field : str
        One of `SEALED_FIELDS`.
    value : str
        Up to 4,096 characters.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  a tenth of a second to load

    salt = secrets.token_hex(_SALT_BYTES)
    text = json.dumps({"salt": salt, "value": value}, ensure_ascii=False).encode()
    nonce = secrets.token_bytes(_NONCE_BYTES)
    padded = text + b" " * (-len(text) % _BLOCK)
    ciphertext = AESGCM(key).encrypt(nonce, padded, _bound(key_id, field))
    return Box(nonce=nonce, ciphertext=ciphertext, commitment=commitment(salt, value))


def open_box(key: bytes, key_id: str, field: str, box: Box) -> Opened:
    """Open a box and hold what was in it against the commitment.

    Raises
    ------
    LedgerError
        HF-L062 when key and box do not belong together, a bit of it was changed, or the value is not the one committed to.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        content = json.loads(AESGCM(key).decrypt(box.nonce, box.ciphertext, _bound(key_id, field)))
        opened = Opened(value=content["value"], salt=content["salt"])
        sound = hmac.compare_digest(commitment(opened.salt, opened.value), box.commitment)
    except (InvalidTag, ValueError, KeyError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise LedgerError(
            "HF-L062",
            where=f"sealed field {field}",
            found="a box that its key does not open, or a value that is not the one committed to",
            expected="the box as it was sealed",
            mend="take the box again from another copy of the ledger; its hash stands in the entry",
        )
    return opened


def check_disclosure(disclosed: Mapping[str, str], committed: str) -> bool:
    """Return whether a disclosed value is the one that was committed to.

    Parameters
    ----------
    disclosed : Mapping
        ``value`` and ``salt`` as `disclose` gives them; anything else in it is not looked at.
    committed : str
        The commitment that stands in the hashed entry, 64 hexadecimal digits.

    Returns
    -------
    bool
        False also where the mapping is not readable as a disclosure.
    """
    try:
        if len(bytes.fromhex(disclosed["salt"])) != _SALT_BYTES:
            return False  # a shorter salt could lend its bytes to the value
        return hmac.compare_digest(commitment(disclosed["salt"], disclosed["value"]), committed)
    except (KeyError, ValueError, TypeError, AttributeError):
        return False


def sealed_of(body: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return what an entry says of its sealed fields: field -> commitment, key and digest of the box.

    Raises
    ------
    ValueError
        When it is not as this format writes it.
    """
    sealed = body.get("sealed") or {}
    sound = isinstance(sealed, dict) and all(
        isinstance(said, dict)
        and said.keys() == {"commitment", "key", "box"}
        and is_key_id(said["key"])
        and all(isinstance(said[part], str) and _DIGEST.fullmatch(said[part]) for part in ("commitment", "box"))
        for said in sealed.values()
    )
    if not sound:
        message = "sealed fields that cannot be read"
        raise ValueError(message)
    return {str(name): dict(said) for name, said in sealed.items()}


def check_fields(values: Mapping[str, object]) -> None:
    """Raise where a field may not be sealed or has no usable value.

    Raises
    ------
    LedgerError
        HF-L059, naming the field.
    """
    for field, value in values.items():
        if field not in SEALED_FIELDS:
            raise refused(field, "a field that is not sealed", "one of " + ", ".join(SEALED_FIELDS))
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_VALUE:
            raise refused(field, "no text, or too much of it", f"1 to {LONGEST_VALUE} characters")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise refused(field, "text that cannot be written as UTF-8", "text") from None
    if not values:
        raise refused("sealed", "nothing", "at least one of " + ", ".join(SEALED_FIELDS))


def refused(field: str, found: str, expected: str) -> LedgerError:
    """Return the error for a value that cannot be sealed; the value itself is not repeated in it."""
    return LedgerError(
        "HF-L059",
        where=f"sealed field {field}",
        found=found,
        expected=expected,
        mend="keep in sealed fields what names a person or a place; nothing was written",
    )


def write_key(folder: Path, key_id: str, key: bytes) -> Path:
    """Write the key of a record, readable by its owner only, and wait until it is on the disk.

    Raises
    ------
    LedgerError
        HF-L005 when it cannot be written.
    """
    file = key_file(folder, key_id)
    try:
        for step in (folder.parent, folder):
            if not step.is_dir():
                step.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(key)
            out.flush()
            os.fsync(out.fileno())
        _settle(folder)
    except OSError as error:
        raise LedgerError(
            "HF-L005",
            where=str(file),
            found=os.strerror(error.errno or 0),
            expected="a folder of keys that can be written",
            mend="free some space or give yourself the right to write; nothing was added to the ledger",
        ) from error
    return file


def read_key(folder: Path, key_id: str) -> bytes | None:
    """Return the key of a record, or None where it is not here or is no key."""
    file = key_file(folder, key_id)
    if file.is_symlink() or not file.is_file():
        return None
    with suppress(OSError):
        key = file.read_bytes()
        return key if len(key) == _KEY_BYTES else None
    return None


def destroy_key(folder: Path, key_id: str) -> bool:
    """Overwrite the key of a record, wait for the disk, and remove its file.

    Returns
    -------
    bool
        Whether there was a key. What a drive keeps of overwritten blocks, and copies of the folder, are out of reach.

    Raises
    ------
    LedgerError
        HF-L005 when it cannot be overwritten or removed.
    """
    file = key_file(folder, key_id)
    try:
        if file.is_symlink():
            file.unlink()
            return True
        if not file.exists():
            return False
        size = max(file.stat().st_size, _KEY_BYTES)
        with file.open("r+b", buffering=0) as out:
            for filling in (secrets.token_bytes(size), bytes(size)):
                out.seek(0)
                out.write(filling)
                os.fsync(out.fileno())
        file.unlink()
        _settle(folder)
    except OSError as error:
        raise LedgerError(
            "HF-L005",
            where=str(file),
            found=os.strerror(error.errno or 0),
            expected="a key file that can be overwritten and removed",
            mend="give yourself the right to it and shred again: until then the value can still be read here",
        ) from error
    return True


def key_file(folder: Path, key_id: str) -> Path:
    """Return where the key of a record lies.

    Raises
    ------
    LedgerError
        HF-L062 when the id could lead out of the folder: ids come from entries, and entries from elsewhere.
    """
    if not is_key_id(key_id):
        raise LedgerError(
            "HF-L062",
            where="sealed field",
            found=f"the key id {key_id!r}",
            expected="26 characters of a ULID",
            mend="the entry was not written by Holdfast; do not use it",
        )
    return folder / f"{key_id}.key"


def is_key_id(text: object) -> bool:
    """Return whether a text can be the id of a key."""
    return isinstance(text, str) and _KEY_ID.fullmatch(text) is not None


def _bound(key_id: str, field: str) -> bytes:
    return _BOX + key_id.encode() + b"\x00" + field.encode()


def _settle(folder: Path) -> None:
    """Bring the folder itself to the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
