"""Where a merge reads from: an export file, the database file of another ledger, or a ledger that is open.

Each gives its parts twice, once to be checked and once to be taken, and a digest by which the second reading is known
to have seen what the first one checked.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from holdfast.ledger.exporting import document_file, rows_of, sealed_rows_of
from holdfast.ledger.hfl import DOCUMENT_PART, DocumentPart, Reader, open_export, unreadable
from holdfast.ledger.place import SQLITE_HEADER
from holdfast.ledger.rows import Row, SealedRow
from holdfast.ledger.structure import shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.ledger.opening import Ledger

Part = Row | SealedRow | DocumentPart


class Source(Protocol):
    """What a merge needs of a file or a ledger."""

    form: str
    site: str
    zone: str
    digest: str
    place: str

    def parts(self) -> Iterator[Part]:
        """Give all parts; `place` names the present one, and `digest` is set when the last was given."""


class ExportSource:
    """An export file."""

    form = "hfl"

    def __init__(self, path: Path) -> None:
        self._path = path
        self.digest = ""
        self.place = path.name
        with open_export(path) as file:
            header = Reader(path, file).header
        self.site: str = header["site"]
        self.zone: str = header["zone"]

    def parts(self) -> Iterator[Part]:
        """Give the lines in their order."""
        self.digest = ""
        with open_export(self._path) as file:
            reader = Reader(self._path, file)
            for part in reader.parts():
                self.place = f"{self._path.name}, line {reader.line}"
                yield part
            self.digest = reader.digest


class LedgerSource:
    """An open ledger, with the documents of an inbox that are as they were received."""

    form = "db"

    def __init__(self, ledger: Ledger, name: str, inbox: Path, *, documents: bool = True) -> None:
        self._ledger, self._name, self._inbox, self._documents = ledger, name, inbox, documents
        self.site, self.zone = ledger.site, ledger.zone
        self.digest = ""
        self.place = name

    def parts(self) -> Iterator[Part]:
        """Give entries, sealed fields and documents."""
        self.digest = ""
        seen = hashlib.sha256()
        stored: dict[str, None] = {}
        with self._ledger.reading() as connection:
            for row in rows_of(connection):
                self.place = f"{self._name}, entry {row.sequence} of device {row.device}"
                seen.update(str(row.hash).encode())
                if row.kind == "document":
                    stored[_sha256_of(row)] = None
                yield row
            for box in sealed_rows_of(connection):
                self.place = f"{self._name}, sealed field {box.field} of {box.id}"
                seen.update(bytes(box.nonce) + bytes(box.ciphertext))
                yield box
        for digest in stored if self._documents else ():
            self.place = f"{self._name}, document {digest}"
            file = document_file(self._inbox, digest)
            if file is not None:
                yield from _in_parts(file, digest)
        self.digest = seen.hexdigest()


@contextmanager
def opened(given: Path | str | Ledger) -> Iterator[Source]:
    """Give the source of a merge: of a path, by what the file is and not by its name; or of an open ledger.

    The database file of another ledger is copied first and the copy is opened, so that nothing is written beside it: it
    may lie on a stick that cannot be written, and be of an older format.

    Raises
    ------
    LedgerError
        HF-L050 the file is neither; HF-L002, HF-L003, HF-L007 as of `open_ledger`; HF-L053 its tables are not those of a
        ledger.
    """
    from holdfast.ledger.opening import Ledger, open_ledger  # noqa: PLC0415  opening leads back here

    if isinstance(given, Ledger):
        yield LedgerSource(given, "the other ledger", given.inbox)
        return
    path = Path(given)
    if path.is_dir():
        path = path / "holdfast.db"
    with open_export(path) as file:
        head = file.read(len(SQLITE_HEADER))
    if head != SQLITE_HEADER:
        yield ExportSource(path)
        return
    with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
        copy = Path(folder) / "holdfast.db"
        try:
            for ending in ("", "-wal"):  # the latest entries may still stand in the write-ahead log
                file_beside = path.with_name(path.name + ending)
                if file_beside.is_file():
                    shutil.copyfile(file_beside, copy.with_name(copy.name + ending))
        except OSError as error:
            raise unreadable("HF-L050", path.name, error.strerror or "an error", "a file that can be copied") from error
        other = open_ledger(copy)
        with other.reading() as connection:
            fault = next(iter(shape(connection)), None)
        if fault is not None:
            raise unreadable("HF-L053", path.name, fault.found, fault.expected)
        yield LedgerSource(other, path.name, path.parent / "inbox")


def _sha256_of(row: Row) -> str:
    from holdfast.ledger import chain  # noqa: PLC0415

    try:
        return str(chain.decode(row.payload)["body"]["sha256"])
    except (ValueError, KeyError, TypeError):
        return ""  # the entry is refused by itself


def _in_parts(file: Path, digest: str) -> Iterator[DocumentPart]:
    with file.open("rb") as content:
        part = content.read(DOCUMENT_PART)
        while True:
            following = content.read(DOCUMENT_PART)
            yield DocumentPart(digest, part, last=not following)
            if not following:
                return
            part = following
