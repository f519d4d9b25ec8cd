"""Sources as they were received: bytes in the inbox under their hash, name and size in the ledger."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from sqlalchemy import select

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.entries import Entry, append, body_field, load_entries
from holdfast.ledger.records import Document

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger


def store_document(
    ledger: Ledger,
    content: bytes,
    *,
    name: str,
    media_type: str = "application/octet-stream",
    needs: str | None = None,
    transcribes: str | None = None,
    typed_by: str | None = None,
) -> str:
    """Keep a source as it was received: bytes in the inbox under their hash, name and size in the ledger.

    Parameters
    ----------
    ledger : Ledger
        The open ledger; the inbox is the folder ``inbox`` beside it.
    content : bytes
        The bytes, untouched.
    name : str
        File name as received; folders before it are dropped.
    media_type : str
        Such as ``text/html``.
    needs, transcribes, typed_by : str or None
        As in `Document`.

    Returns
    -------
    str
        SHA-256, 64 hexadecimal digits. Storing the same bytes again writes no second entry (but for words that
        transcribe another scan), and puts the file back if it was lost or changed.

    Raises
    ------
    LedgerError
        HF-L005 when file or ledger cannot be written.
    """
    digest = hashlib.sha256(content).hexdigest()
    file = ledger.inbox / digest
    try:
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            _write_whole(file, content)
    except OSError as error:
        raise LedgerError(
            "HF-L005",
            where=str(file),
            found=os.strerror(error.errno or 0),
            expected="an inbox that can be written",
            mend="free some space or give yourself the right to write; nothing was added to the ledger",
        ) from error
    with ledger.writing() as connection:
        if find_document(connection, digest, transcribes=transcribes) is None:
            body: dict[str, str | int] = {
                "sha256": digest,
                "name": PurePosixPath(PureWindowsPath(name).name).name or "unnamed",
                "media_type": media_type,
                "size": len(content),
                "path": f"inbox/{digest}",
            }
            stated = {"needs": needs, "transcribes": transcribes, "typed_by": typed_by}
            body |= {key: value for key, value in stated.items() if value is not None}
            append(ledger, connection, kind="document", body=body)
    return digest


def documents(ledger: Ledger) -> tuple[Document, ...]:
    """Return every document of the ledger, in the order they were received; one that two devices stored stands once.

    The same words typed from two scans are two documents: each says of which scan.
    """
    with ledger.reading() as connection:
        found = load_entries(ledger, connection, tables.entries.c.kind == "document")
    first: dict[tuple[str, str | None], Document] = {}
    for entry in sorted(found, key=lambda one: (one.received, one.device, one.sequence, one.hash)):
        first.setdefault((entry.body["sha256"], entry.body.get("transcribes")), document_of(entry))
    return tuple(first.values())


def document_of(entry: Entry) -> Document:
    """Return the document of an entry."""
    return Document(received=entry.received, **entry.body)


def find_document(connection: Connection, sha256: str, *, transcribes: str | None = None) -> str | None:
    """Return the id of the entry of a document (one that transcribes this scan), or None when it is not in the ledger."""
    columns = tables.entries.c
    conditions = [columns.kind == "document", body_field("sha256") == sha256]
    if transcribes is not None:
        conditions.append(body_field("transcribes") == transcribes)
    found: str | None = connection.execute(select(columns.id).where(*conditions).limit(1)).scalar()
    return found


def _write_whole(file: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
