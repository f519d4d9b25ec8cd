"""Checkpoints as text that can leave: signed notes, and a short form that can be read out over a radio.

The note is a C2SP tlog-checkpoint in the form of a C2SP signed-note: a line for the origin, one for the number of
entries, one with the root in base64, perhaps further lines, an empty line, and lines that each begin with a dash and
carry a signature. Anyone may add a line, as a witness does, without touching what stands above; lines of keys that a
reader does not know are kept and passed on. Functions here take and return text and know nothing of the ledger.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from holdfast.errors import LedgerError
from holdfast.ledger.keys import signature_fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.ledger.keys import SigningKey

ED25519 = b"\x01"  # the kind of signature, in the hash of a key's name
LONGEST = 1_000_000  # characters of a file of notes
_DASH = "\u2014 "
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISHEARD = str.maketrans("ILO", "110", "- ")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_SHORT = re.compile(r"holdfast ([A-Za-z0-9._-]{1,64}) (0|[1-9][0-9]{0,17}) ([0-9A-Za-z -]{28,60})", re.IGNORECASE)
_CODE, _CHECK = 26, 2  # signs of the short form: 130 bits of the root, and two that show a sign misheard
_ROOT_BYTES = 32


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: the name of the key, the first four bytes of its hash, and the signature."""

    name: str
    key_hash: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line as it is printed."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_hash + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint: which log, how many entries, their root, and who signed that."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    signatures: tuple[NoteSignature, ...] = ()

    @property
    def body(self) -> str:
        """What is signed: every line above the empty one, with their ends."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @property
    def text(self) -> str:
        """The whole note."""
        return f"{self.body}\n{''.join(signature.line for signature in self.signatures)}"


@dataclass(frozen=True, slots=True)
class ShortNote:
    """The short form, as it was heard: a device, how many entries, and the first 130 bits of their root."""

    device: str
    size: int
    code: str

    @property
    def text(self) -> str:
        """The line that is read out."""
        whole = self.code + _check(self.device, self.size, self.code)
        return f"holdfast {self.device} {self.size} {'-'.join(whole[n : n + 4] for n in range(0, len(whole), 4))}"


def origin_of(site: str, device: str) -> str:
    """Return the name of a device's log, and of the key that signs it; signs a note cannot hold are written as %XX."""
    return f"holdfast/{quote(site, safe='')}/{quote(device, safe='')}"


def key_hash(name: str, public_key: str) -> bytes:
    """Return the four bytes that tell the keys of one name apart, C2SP signed-note.

    SHA-256(name || 0x0A || 0x01 || public key), its first four bytes.
    """
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + bytes.fromhex(public_key)).digest()[:4]


def verifier_key(name: str, public_key: str) -> str:
    """Return a key in the one line that verifiers of signed notes take."""
    shown = base64.b64encode(ED25519 + bytes.fromhex(public_key)).decode()
    return f"{name}+{key_hash(name, public_key).hex()}+{shown}"


def sign_note(note: Note, name: str, key: SigningKey) -> Note:
    """Return the note with one more signature line.

    Parameters
    ----------
    note : Note
        With any signatures it has.
    name : str
        Name of the key: the origin for the device itself, another for anyone who signs beside it.
    key : SigningKey
        The key in hand.
    """
    signature = bytes.fromhex(key.sign(note.body.encode()))
    line = NoteSignature(name, key_hash(name, key.public_key), signature)
    return replace(note, signatures=(*note.signatures, line))


def signed_by(note: Note, name: str, public_key: str) -> bool | None:
    """Tell whether a note carries a signature of this key that fits; None when it carries none of this key at all."""
    wanted = key_hash(name, public_key)
    lines = [line for line in note.signatures if line.name == name and line.key_hash == wanted]
    if not lines:
        return None
    return all(signature_fits(public_key, note.body.encode(), line.signature.hex()) for line in lines)


def short_form(device: str, size: int, root: bytes) -> ShortNote:
    """Return the short form of a device's tree: 130 bits of the root, which nobody can forge but nobody has signed."""
    number = int.from_bytes(root, "big") >> (8 * _ROOT_BYTES - 5 * _CODE)
    code = "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(5 * (_CODE - 1), -1, -5))
    return ShortNote(device, size, code)


def read_notes(text: str) -> tuple[Note | ShortNote, ...]:
    """Read a file of kept notes: signed notes and lines in the short form, in any number and order.

    Parameters
    ----------
    text : str
        As printed. Line ends may be those of any system; empty lines may stand between notes.

    Returns
    -------
    tuple of Note or ShortNote
        At least one.

    Raises
    ------
    LedgerError
        HF-L047, naming the line, for anything else.
    """
    if len(text) > LONGEST:
        raise _unreadable(1, f"{len(text)} characters", "a file of notes")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if any(ord(sign) < 0x20 for sign in line):
            raise _unreadable(number, ascii(line), "text without control signs")
    notes = tuple(_notes(lines))
    if not notes:
        raise _unreadable(1, "nothing", "a note, or a line in the short form")
    return notes


def _notes(lines: list[str]) -> Iterator[Note | ShortNote]:
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
        elif lines[at].lower().startswith("holdfast "):
            yield _read_short(at + 1, lines[at].strip())
            at += 1
        else:
            note, at = _read_note(lines, at)
            yield note


def _read_note(lines: list[str], start: int) -> tuple[Note, int]:
    end = start
    while end < len(lines) and lines[end]:
        end += 1
    body = lines[start:end]
    if len(body) < 3:
        raise _unreadable(start + 1, repr(body[-1]), "three lines: origin, number of entries, root")
    if not _SIZE.fullmatch(body[1]):
        raise _unreadable(start + 2, repr(body[1]), "a whole number of entries")
    top = _base64(body[2])
    if top is None or len(top) != _ROOT_BYTES:
        raise _unreadable(start + 3, repr(body[2]), "a root of 32 bytes in base64")
    at, signatures = end + 1, []
    while at < len(lines) and lines[at].startswith(_DASH):
        signatures.append(_read_signature(at + 1, lines[at]))
        at += 1
    if not signatures:
        raise _unreadable(end + 1, "a note without a signature", "an empty line, then lines that begin with a dash")
    return Note(body[0], int(body[1]), top, tuple(body[3:]), tuple(signatures)), at


def _read_signature(number: int, line: str) -> NoteSignature:
    parts = line.removeprefix(_DASH).split(" ")
    octets = _base64(parts[1]) if len(parts) == 2 else None
    if octets is None or len(octets) < 5 or not parts[0] or "+" in parts[0]:
        raise _unreadable(number, repr(line), "a dash, the name of a key, and a signature in base64")
    return NoteSignature(parts[0], octets[:4], octets[4:])


def _read_short(number: int, line: str) -> ShortNote:
    match = _SHORT.fullmatch(line)
    code = "" if match is None else match.group(3).upper().translate(_MISHEARD)
    if match is None or len(code) != _CODE + _CHECK or any(sign not in _CROCKFORD for sign in code):
        raise _unreadable(number, repr(line), "holdfast, the device, the number of entries, and 28 letters and digits")
    heard = ShortNote(match.group(1), int(match.group(2)), code[:_CODE])
    if _check(heard.device, heard.size, heard.code) != code[_CODE:]:
        raise _unreadable(number, f"{line!r}, in which a sign is not as it was sent", "a line whose last two signs fit")
    return heard


def _check(device: str, size: int, code: str) -> str:
    digest = hashlib.sha256(f"{device.lower()} {size} {code}".encode()).digest()
    return "".join(_CROCKFORD[octet & 31] for octet in digest[:_CHECK])


def _base64(text: str) -> bytes | None:
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return octets if base64.b64encode(octets).decode() == text else None  # one spelling for one content


def _unreadable(line: int, found: str, expected: str) -> LedgerError:
    return LedgerError(
        "HF-L047",
        where=f"line {line} of the note",
        found=found,
        expected=expected,
        mend="give the note as it was printed, every line of it, or have the short form read out again",
    )
