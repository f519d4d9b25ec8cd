"""Private keys: one file a key in the folder ``keys`` beside the ledger, never in the ledger, never in an export.

A device's key signs every entry that is written on it; it lies open, readable by its owner only, as the program must
write without asking. An operator's key signs what one person judged, and lies under a passphrase: the passphrase is
stretched with scrypt (32 MiB a guess), as the container of the key, PKCS8, stretches too little by itself. All are
Ed25519. Who holds a file of this folder can sign in its name: it is not copied to other machines.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = "keys"
DEVICE, OPERATOR = "device", "operator"
PASSPHRASE_MIN = 12  # characters
CHOSEN = "this-device"  # which device writes here, where it is not the one that made the file
# The points of Ed25519 whose order divides 8, without their sign bit: their signatures can be made by anyone. With 0, 1
# and -1 (also written p and p + 1) they are the roots of d y^4 + 2 y^2 - 1 = 0.
SMALL_ORDER = frozenset(
    bytes.fromhex(text)
    for text in (
        "00" * 32,
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
)
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_STRETCHED = re.compile(rb"scrypt 32768 8 1 ([0-9a-f]{32})\n")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in hand: whose it is, its public half as 64 hexadecimal digits, and the means to sign."""

    role: str
    name: str
    public_key: str
    private: Ed25519PrivateKey = field(repr=False, compare=False)

    def sign(self, message: bytes) -> str:
        """Return the Ed25519 signature of a message (RFC 8032), as 128 hexadecimal digits."""
        return self.private.sign(message).hex()


def make_key(folder: Path, role: str, name: str, *, passphrase: str | None = None) -> SigningKey:
    """Make a key and write its file, whole or not at all; a file that is there already is never replaced.

    Parameters
    ----------
    folder : Path
        The folder of the keys; made, for its owner alone, when it is missing.
    role : str
        ``device`` or ``operator``.
    name : str
        1 to 64 letters, digits, dots, underscores and hyphens; no person's name.
    passphrase : str or None
        For an operator: at least 12 characters. None for a device.

    Returns
    -------
    SigningKey
        The key in hand.

    Raises
    ------
    LedgerError
        HF-L045 there is a key of this name, or the name is not usable; HF-L044 no passphrase, or one too short;
        HF-L005 the file cannot be written.
    """
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  kept out of `import holdfast`
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    file = key_file(folder, role, name)
    before = b""
    shield: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if role == OPERATOR:
        if passphrase is None or len(passphrase) < PASSPHRASE_MIN:
            raise _passphrase(
                file, "no passphrase" if passphrase is None else f"a passphrase of {len(passphrase)} characters"
            )
        salt = secrets.token_bytes(16)
        before = b"scrypt 32768 8 1 " + salt.hex().encode() + b"\n"
        shield = serialization.BestAvailableEncryption(_stretch(passphrase, salt))
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, shield)
    try:
        _write_new(file, before + pem)
    except FileExistsError:
        raise LedgerError(
            "HF-L045",
            where=str(file),
            found=f"a key of {role} {name}",
            expected="a name that has no key here",
            mend="choose another name: a key is never replaced, as what it signed leads back to it",
        ) from None
    except OSError as error:
        raise LedgerError(
            "HF-L005",
            where=str(file),
            found=os.strerror(error.errno or 0),
            expected="a folder for keys that can be written",
            mend="free some space or give yourself the right to write; nothing was added to the ledger",
        ) from error
    return SigningKey(role, name, _public(private), private)


def load_key(
    folder: Path, role: str, name: str, *, passphrase: str | None = None, public_key: str | None = None
) -> SigningKey:
    """Read a key from its file.

    Parameters
    ----------
    folder : Path
        The folder of the keys.
    role, name : str
        As of `make_key`.
    passphrase : str or None
        Of an operator's key.
    public_key : str or None
        The public half that the ledger names for it, 64 hexadecimal digits; None where the ledger names none yet.

    Raises
    ------
    LedgerError
        HF-L040 others may read the file; HF-L041 there is none; HF-L042 it is another key than the ledger names;
        HF-L043 it is damaged; HF-L044 the passphrase is wrong or missing; HF-L045 the name is not usable.
    """
    file = key_file(folder, role, name)
    content = _read(file, role, name)
    stretched = _STRETCHED.match(content)
    secret = None
    if role == OPERATOR:
        if stretched is None:
            raise _damaged(file, "a file that does not begin as an operator's key does")
        if passphrase is None:
            raise _passphrase(file, "no passphrase")
        secret = _stretch(passphrase, bytes.fromhex(stretched.group(1).decode()))
        content = content[stretched.end() :]
    key = SigningKey(role, name, *_parse(file, content, secret))
    if public_key is not None and not hmac.compare_digest(key.public_key, public_key):
        raise LedgerError(
            "HF-L042",
            where=str(file),
            found=f"a key with fingerprint {fingerprint(key.public_key)}",
            expected=f"the key the ledger names for {role} {name}, with fingerprint {fingerprint(public_key)}",
            mend="put the right key back, or write under another name: holdfast ledger device WORKSPACE NAME",
        )
    return key


def has_key(folder: Path, role: str, name: str) -> bool:
    """Tell whether there is a file for this key; it may still be refused."""
    return key_file(folder, role, name).is_file()


def held(folder: Path) -> Iterator[tuple[str, str]]:
    """Give role and name of every key file of a folder, sorted."""
    for file in sorted(folder.glob("*.key")):
        role, _, name = file.stem.partition("-")
        if role in (DEVICE, OPERATOR) and _NAME.fullmatch(name):
            yield role, name


def key_file(folder: Path, role: str, name: str) -> Path:
    """Return where the key of this name lies.

    Raises
    ------
    LedgerError
        HF-L045 when the name is not usable.
    """
    if role not in (DEVICE, OPERATOR) or not _NAME.fullmatch(name):
        raise LedgerError(
            "HF-L045",
            where="name of a key",
            found=repr(name),
            expected="1 to 64 letters, digits, dots, underscores and hyphens",
            mend="give the key a short plain name, and no person's",
        )
    return folder / f"{role}-{name}.key"


def fingerprint(public_key: str) -> str:
    """Return what people read to each other to compare a key: 128 bits of its SHA-256, in eight groups of four."""
    digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def signature_fits(public_key: str, message: bytes, signature: str) -> bool:
    """Tell whether an Ed25519 signature (RFC 8032) is that of a message under a key; anything malformed is not.

    Parameters
    ----------
    public_key, signature : str
        64 and 128 hexadecimal digits in lower case: one spelling, so that a changed letter is seen.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  kept out of `import holdfast`
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    if not (is_public_key(public_key) and is_hex(signature, 128)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_public_key(text: object) -> bool:
    """Tell whether something is spelt as a public key, and is none of the points under which anything seems signed."""
    if not isinstance(text, str) or not is_hex(text, 64):
        return False
    octets = bytes.fromhex(text)
    return octets[:31] + bytes([octets[31] & 0x7F]) not in SMALL_ORDER


def is_hex(text: object, digits: int) -> bool:
    """Tell whether something is text of so many hexadecimal digits, in lower case."""
    return isinstance(text, str) and len(text) == digits and all(sign in "0123456789abcdef" for sign in text)


def chosen_device(folder: Path) -> str | None:
    """Return the name of the device that writes here, where one was chosen with `choose_device`."""
    try:
        name = (folder / CHOSEN).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(folder / CHOSEN, f"a file that cannot be read ({type(error).__name__})") from error
    if not _NAME.fullmatch(name):
        raise _damaged(folder / CHOSEN, f"{name!r}, which is no name of a device")
    return name


def choose_device(folder: Path, name: str) -> None:
    """Let a device of this name write here from now on; its key is made with its first entry."""
    key_file(folder, DEVICE, name)
    _make_folder(folder)
    draft = _draft(folder, name.encode("ascii") + b"\n")
    draft.replace(folder / CHOSEN)
    _settle(folder)


def _read(file: Path, role: str, name: str) -> bytes:
    try:
        with file.open("rb") as opened:  # rights and content of one and the same file
            mode = os.fstat(opened.fileno()).st_mode
            around = file.parent.stat().st_mode
            content = opened.read(65536)
    except FileNotFoundError:
        mend = "bring the key back from where it was kept"
        if role == DEVICE:
            mend = (
                "write from the machine that holds the key, or let this copy write as a device of its own: "
                "holdfast ledger device WORKSPACE NAME"
            )
        raise LedgerError(
            "HF-L041", where=str(file), found="no such file", expected=f"the key of {role} {name}", mend=mend
        ) from None
    except OSError as error:
        raise _damaged(file, os.strerror(error.errno or 0)) from error
    if os.name == "posix" and (mode & _OTHERS or around & _OTHERS_WRITE) and _keeps_rights(file.parent):
        open_one = file if mode & _OTHERS else file.parent
        raise LedgerError(
            "HF-L040",
            where=str(open_one),
            found=f"rights {stat.S_IMODE(mode if mode & _OTHERS else around):03o}: others may use or replace the key",
            expected="rights for its owner alone",
            mend=f"think who may have read it; then: chmod 600 {file} && chmod 700 {file.parent}",
        )
    return content


def _keeps_rights(folder: Path) -> bool:
    """Tell whether a drive keeps rights; a memory stick in FAT keeps none, and nobody can close a file there."""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".part-")
    except OSError:
        return True
    try:
        os.fchmod(handle, 0o600)
        return not os.fstat(handle).st_mode & _OTHERS
    except OSError:
        return False
    finally:
        os.close(handle)
        Path(name).unlink(missing_ok=True)


def _parse(file: Path, content: bytes, secret: bytes | None) -> tuple[str, Ed25519PrivateKey]:
    from cryptography.exceptions import InternalError, UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    try:
        private = serialization.load_pem_private_key(content, secret)
    except (ValueError, TypeError, UnsupportedAlgorithm, InternalError) as error:
        if secret is not None and "password" in str(error).lower():
            raise _passphrase(file, "a passphrase that does not open it") from None
        raise _damaged(file, "a file that is not a private key") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _damaged(file, f"a key of another kind ({type(private).__name__})")
    return _public(private), private


def _public(private: Ed25519PrivateKey) -> str:
    return private.public_key().public_bytes_raw().hex()


def _stretch(passphrase: str, salt: bytes) -> bytes:
    import unicodedata  # noqa: PLC0415  for operators only

    typed = unicodedata.normalize("NFC", passphrase).encode()  # one passphrase on every keyboard
    return hashlib.scrypt(typed, salt=salt, n=32768, r=8, p=1, maxmem=2**26, dklen=32).hex().encode()


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)


def _draft(folder: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".part-")  # 0600 from its first moment
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there, whole or not at all, also after a power cut."""
    _make_folder(file.parent)
    draft = _draft(file.parent, content)
    try:
        try:
            os.link(draft, file)  # unlike a renaming, refuses to take the place of a file
        except FileExistsError:
            raise
        except OSError:  # a drive without links
            if file.exists():
                raise FileExistsError(17, "File exists", str(file)) from None
            draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    _settle(file.parent)


def _settle(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with suppress(OSError):  # some drives cannot settle a folder; the file itself is settled
                os.fsync(handle)
        finally:
            os.close(handle)


def _damaged(file: Path, found: str) -> LedgerError:
    return LedgerError(
        "HF-L043",
        where=str(file),
        found=found,
        expected="a private key as Holdfast writes it",
        mend="bring the file back from where it was kept; if it is lost, write as a device with another name",
    )


def _passphrase(file: Path, found: str) -> LedgerError:
    return LedgerError(
        "HF-L044",
        where=str(file),
        found=found,
        expected=f"the passphrase of the key, of {PASSPHRASE_MIN} characters or more",
        mend="type it again; four or five words that nobody would guess are good, and nobody can recover a lost one",
    )
