"""The export file: JSON Lines, the first of which says what it holds and the last of which is the hash of all others.

Reading trusts nothing: a line has a longest length, the file is never held in memory, and what is not a line of this
format ends the reading with its number. Whether an entry is as its device wrote it is checked in `holdfast.ledger.rows`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from holdfast.errors import LedgerError
from holdfast.ledger.rows import COLUMNS, Row, SealedRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

EXPORT_FORMAT = 1
LONGEST_LINE = 32 * 2**20  # bytes; documents are cut into parts far below it
LONGEST_HEADER = 2**20  # bytes
DOCUMENT_PART = 2**20  # bytes of a document in one line
_MARK = "holdfast_export"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A piece of a document, in order; the last one says so."""

    sha256: str
    octets: bytes
    last: bool


@dataclass(slots=True)
class Writer:
    """Writes the lines of an export and keeps their hash."""

    out: BinaryIO
    lines: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def header(self, content: Mapping[str, Any]) -> None:
        """Write the first line: format, and what the caller says of the file."""
        self._line({_MARK: EXPORT_FORMAT, **content})

    def entry(self, row: Row) -> None:
        """Write one entry with every column that travels."""
        columns = {name: getattr(row, name) for name in COLUMNS}
        self._line({"entry": columns | {"payload": row.payload.decode("utf-8")}})

    def sealed(self, row: SealedRow) -> None:
        """Write one sealed field, as it lies in the table: without its key."""
        packed = {"nonce": _pack(row.nonce), "ciphertext": _pack(row.ciphertext)}
        self._line({"sealed": {"id": row.id, "field": row.field, **packed}})

    def document(self, sha256: str, content: BinaryIO) -> None:
        """Write the bytes of a document in parts."""
        part = content.read(DOCUMENT_PART)
        while True:
            following = content.read(DOCUMENT_PART)
            self._line({"document": {"sha256": sha256, "bytes": _pack(part), "last": not following}})
            if not following:
                return
            part = following

    def end(self) -> str:
        """Write the last line and return the hash that stands in it."""
        digest = str(self._hash.hexdigest())
        self._line({"end": {"lines": self.lines, "sha256": digest}})
        return digest

    def _line(self, content: Mapping[str, Any]) -> None:
        octets = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"
        if len(octets) > LONGEST_LINE:
            raise unreadable("HF-L055", f"line {self.lines + 1}", f"{len(octets)} bytes", f"at most {LONGEST_LINE}")
        self._hash.update(octets)
        self.lines += 1
        self.out.write(octets)


@dataclass(slots=True)
class Reader:
    """Reads an export once, from its first line to its last, and holds it against the hash at its end.

    Parameters
    ----------
    path : Path
        The file.
    header : dict
        What the first line says; read when the reader is made.
    digest : str
        Hash of all lines before the last; empty until `parts` has reached the end.
    """

    path: Path
    file: BinaryIO
    header: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    line: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def __post_init__(self) -> None:
        content = self._next()
        version = None if content is None else content.get(_MARK)
        if content is None or type(version) is not int or version < 1:
            raise self._refuse("HF-L050", "no export: its first line is not that of one", "a file made by export")
        if version > EXPORT_FORMAT:
            raise self._refuse("HF-L051", f"format {version}", f"format {EXPORT_FORMAT} or older")
        if not isinstance(content.get("site"), str) or not isinstance(content.get("zone"), str):
            raise self._refuse("HF-L050", "a first line without site and zone", "a file made by export")
        self.header = content

    def parts(self) -> Iterator[Row | SealedRow | DocumentPart]:
        """Give what the lines hold, in their order; the number of the present line is `line`.

        Raises
        ------
        LedgerError
            HF-L050 a line that is none; HF-L052 the end is missing or the hash at the end is another; HF-L055 a line
            that is too long.
        """
        while True:
            before = self._hash.hexdigest()
            content = self._next()
            if content is None:
                raise self._refuse("HF-L052", "no last line", "the hash of all lines: the file is cut off", after=True)
            (name, value), *more = content.items() or (("", None),)
            if more or not isinstance(value, dict):
                raise self._refuse("HF-L050", "a line of another form", "an entry, a sealed field or a document")
            if name == "end":
                self._end(value, before)
                return
            read = _READ.get(name)
            if read is None:
                raise self._refuse("HF-L050", f"a line {name[:40]!r}", "one of " + ", ".join((*_READ, "end")))
            try:
                yield read(value)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                raise self._refuse("HF-L050", f"a line {name!r} that cannot be read ({error})", "its fields") from error

    def _next(self) -> dict[str, Any] | None:
        longest = LONGEST_LINE if self.line else LONGEST_HEADER
        octets = self.file.readline(longest + 1)
        if not octets:
            return None
        self.line += 1
        if self.line == 1 and _MARK.encode() not in octets[:64]:
            return {}  # whatever it is, and however long
        if len(octets) > longest:
            raise self._refuse("HF-L055", f"more than {longest} bytes", "shorter lines")
        self._hash.update(octets)
        if not octets.endswith(b"\n"):
            raise self._refuse("HF-L052", "a line without its end", "a whole line: the file is cut off")
        return _object(octets)

    def _end(self, value: dict[str, Any], digest: str) -> None:
        if value.get("sha256") != digest or value.get("lines") != self.line - 1:
            raise self._refuse("HF-L052", f"{self.line - 1} lines with SHA-256 {digest}", "those the last line counts")
        if self.file.read(1):
            raise self._refuse("HF-L052", "more after the last line", "nothing")
        self.digest = digest

    def _refuse(self, code: str, found: str, expected: str, *, after: bool = False) -> LedgerError:
        place = f"after line {self.line}" if after else f"line {max(self.line, 1)}"
        return unreadable(code, f"{self.path.name}, {place}", found, expected)


def open_export(path: Path) -> BinaryIO:
    """Open a file for a `Reader`; pipes, devices and folders are refused, as they have no end that could be checked.

    Raises
    ------
    LedgerError
        HF-L050.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise unreadable("HF-L050", path.name, os.strerror(error.errno or 0), "a file that can be read") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise unreadable("HF-L050", path.name, "a folder, a pipe or a device", "a file")
    return os.fdopen(handle, "rb")


def unreadable(code: str, where: str, found: str, expected: str) -> LedgerError:
    """Return the error for a file that cannot be taken."""
    mends = {
        "HF-L051": "install the newer Holdfast that wrote it; this one would not see everything in it",
        "HF-L052": "copy the file again, or ask for a new export; nothing was taken from it",
        "HF-L055": "ask for a new export made by Holdfast; nothing was taken from it",
    }
    mend = mends.get(code, "check the file: exports are made by `holdfast ledger export`; nothing was taken from it")
    return LedgerError(code, where=where, found=found, expected=expected, mend=mend)


def _object(octets: bytes) -> dict[str, Any]:
    """Return the object of a line, or an empty one where the line holds something else."""
    try:
        content = json.loads(octets.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _row(value: Mapping[str, Any]) -> Row:
    return Row(**{name: value[name] for name in COLUMNS}, payload=value["payload"].encode("utf-8"))


def _sealed(value: Mapping[str, Any]) -> SealedRow:
    return SealedRow(
        id=str(value["id"]),
        field=str(value["field"]),
        nonce=_unpack(value["nonce"]),
        ciphertext=_unpack(value["ciphertext"]),
    )


def _document(value: Mapping[str, Any]) -> DocumentPart:
    if not _DIGEST.fullmatch(value["sha256"]):
        message = "no SHA-256"
        raise ValueError(message)
    return DocumentPart(value["sha256"], _unpack(value["bytes"]), last=value["last"] is True)


_READ: dict[str, Callable[[Mapping[str, Any]], Row | SealedRow | DocumentPart]] = {
    "entry": _row,
    "sealed": _sealed,
    "document": _document,
}


def _pack(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")


def _unpack(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError) as error:
        message = "no base64"
        raise ValueError(message) from error
