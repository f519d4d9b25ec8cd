"""Documents that came with a merge: kept beside the inbox until all is checked, then put into it, or taken away again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from holdfast.errors import LedgerError
from holdfast.ledger.exporting import document_file

if TYPE_CHECKING:
    from holdfast.ledger.hfl import DocumentPart


class DocumentRefusedError(ValueError):
    """Why a document is refused."""


@dataclass(slots=True)
class Staging:
    """Takes the parts of documents one after the other, and keeps those the inbox does not have.

    Parameters
    ----------
    inbox : Path
        The folder of the documents.
    seen : set of str
        Hashes of the documents that were whole and as their name says.
    """

    inbox: Path
    seen: set[str] = field(default_factory=set)
    _waiting: dict[str, Path] = field(default_factory=dict)
    _placed: list[Path] = field(default_factory=list)
    _present: str | None = None
    _draft: Path | None = None
    _out: BinaryIO | None = None
    _hash: Any = None

    def add(self, part: DocumentPart) -> None:
        """Take one part.

        Raises
        ------
        DocumentRefusedError
            When parts of two documents are mixed, or the bytes of a whole document are not those of its hash.
        LedgerError
            HF-L005 when the inbox cannot be written.
        """
        if self._present is None:
            self._begin(part.sha256)
        elif part.sha256 != self._present:
            raise DocumentRefusedError(f"a part of document {part.sha256} within document {self._present}")
        self._hash.update(part.octets)
        if self._out is not None:
            try:
                self._out.write(part.octets)
            except OSError as error:
                raise self._full(error) from error
        if part.last:
            self._end()

    def finish(self) -> None:
        """Hold that no document is left half."""
        if self._present is not None:
            raise DocumentRefusedError(f"document {self._present} without its end")

    def place(self) -> int:
        """Put the documents that waited into the inbox, and return how many; `discard` takes them out again."""
        try:
            count = 0
            for digest, draft in self._waiting.items():
                file = self.inbox / digest
                if document_file(self.inbox, digest) is not None:  # somebody else brought it meanwhile
                    draft.unlink()
                    continue
                new = not file.exists()
                count += 1
                draft.replace(file)  # takes the place of a link too, and never follows one
                if new:
                    self._placed.append(file)
            self._waiting.clear()
            if count:
                _settle(self.inbox)
        except OSError as error:
            raise self._full(error) from error
        return count

    def keep(self) -> None:
        """Leave in the inbox what was put there, as the merge stands."""
        self._placed.clear()

    def discard(self) -> None:
        """Take away everything that was not kept."""
        if self._out is not None:
            self._out.close()
            self._out = None
        for draft in (*self._waiting.values(), *self._placed, *([self._draft] if self._draft else [])):
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        self._waiting.clear()
        self._placed.clear()
        self._draft = None

    def _begin(self, digest: str) -> None:
        self._present = digest
        self._hash = hashlib.sha256()
        if digest in self._waiting or document_file(self.inbox, digest) is not None:
            return
        try:
            self.inbox.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.inbox, prefix=".part-")
        except OSError as error:
            raise self._full(error) from error
        self._draft = Path(name)
        self._out = os.fdopen(handle, "wb")

    def _end(self) -> None:
        digest, found = self._present or "", str(self._hash.hexdigest())
        self._present = None
        if found != digest:
            raise DocumentRefusedError(f"document {digest} whose bytes have the SHA-256 {found}")
        self.seen.add(digest)
        if self._out is None or self._draft is None:
            return
        try:
            self._out.flush()
            os.fsync(self._out.fileno())
            self._out.close()
        except OSError as error:
            raise self._full(error) from error
        self._waiting[digest] = self._draft
        self._out = self._draft = None

    def _full(self, error: OSError) -> LedgerError:
        return LedgerError(
            "HF-L005",
            where=str(self.inbox),
            found=os.strerror(error.errno or 0),
            expected="an inbox that can be written",
            mend="free some space or give yourself the right to write; nothing was taken",
        )


def _settle(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
