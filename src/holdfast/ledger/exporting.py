"""The whole ledger in one file that another ledger can merge: every entry as it was hashed and signed, by device.

The same ledger gives the same bytes. Keys never travel; sealed fields travel as they lie in the table, unreadable
without their keys; both they and documents travel only when asked for, and who asked is an entry of the chain.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from holdfast.errors import LedgerError
from holdfast.ledger import chain, tables
from holdfast.ledger.branches import branches_of, links
from holdfast.ledger.consigned import states_of
from holdfast.ledger.consignments import CONSIGNMENT, STEP
from holdfast.ledger.custody import append_custody
from holdfast.ledger.faults import damaged
from holdfast.ledger.hfl import Writer
from holdfast.ledger.records import DISCLOSURE_CLASSES
from holdfast.ledger.rows import COLUMNS, NotAsWrittenError, Row, SealedRow, entry_of
from holdfast.ledger.written import known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export holds, its hash, the class it must be handled by, and the documents that were not to be had."""

    file: str
    entries: int
    devices: int
    sealed: int
    documents: int
    disclosure_class: str
    sha256: str
    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = f"{self.entries} entries of {self.devices} devices"
        if self.sealed or self.documents:
            parts += f", {self.sealed} sealed fields, {self.documents} documents"
        missing = f"; {len(self.missing)} documents are not in the inbox, or not as received" if self.missing else ""
        return f"{parts}, class {self.disclosure_class}{missing}; SHA-256 of its lines {self.sha256}"

    @property
    def warning(self) -> str:
        """How the file must be handled: its class is never below ``HIGH``, and nothing in it is encrypted."""
        return (
            f"WARNING: class {self.disclosure_class}, and the file is in clear: whoever has it can read it. "
            "Let it travel encrypted, or by hand; delete it where it is not needed."
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__} | {"missing": list(self.missing)}


def export(
    ledger: Ledger,
    file: Path | str,
    *,
    documents: bool = False,
    sealed: bool = False,
    by: str | None = None,
    purpose: str | None = None,
    replace: bool = False,
) -> ExportReport:
    """Write every entry of the ledger into one file (``.hfl``), readable by its owner only.

    Parameters
    ----------
    ledger : Ledger
        The open ledger; each entry is checked on its way out.
    file : Path or str
        Where. It is there whole, or not at all.
    documents, sealed : bool
        Also the bytes of the documents; also the sealed fields, without their keys. Either writes a custody entry first,
        which travels in the file.
    by, purpose : str or None
        Who asks and what for; needed with documents or sealed fields, kept in a custody entry wherever they are given.
    replace : bool
        Whether a file that is there may be replaced.

    Returns
    -------
    ExportReport

    Raises
    ------
    LedgerError
        HF-L057 the file is there or cannot be written; HF-L063 nobody or no purpose named; HF-L059 either tells a sealed value; HF-L007 an entry is not as it
        was written, or a document as it was received is named among the missing.
    """
    target = Path(file)
    _may_write(ledger, target, replace=replace)
    if documents or sealed or by is not None or purpose is not None:
        parts = [name for name, asked in (("documents", documents), ("sealed", sealed)) if asked] or ["entries"]
        with ledger.writing() as connection:
            append_custody(ledger, connection, "exported", parts=parts, by=by, purpose=purpose)
    try:
        handle, draft = tempfile.mkstemp(dir=target.absolute().parent, prefix=".part-")
    except OSError as error:
        raise _unwritable(target, os.strerror(error.errno or 0)) from error
    try:
        try:
            with os.fdopen(handle, "wb") as out:
                report = _write(ledger, Writer(out), target, documents=documents, sealed=sealed)
                out.flush()
                os.fsync(out.fileno())
            Path(draft).replace(target)
        except OSError as error:
            raise _unwritable(target, os.strerror(error.errno or 0)) from error
    finally:
        with suppress(OSError):
            Path(draft).unlink(missing_ok=True)
    return report


def rows_of(connection: Connection) -> Iterator[Row]:
    """Give every entry as it lies in the database, by device and sequence; nothing in it is checked."""
    columns = tables.entries.c
    names = (*COLUMNS, "payload")
    query = select(*(columns[name] for name in names)).order_by(columns.device, columns.sequence, columns.hash)
    for values in connection.execution_options(yield_per=500).execute(query):
        yield Row(**dict(zip(names, values, strict=True)))


def sealed_rows_of(connection: Connection) -> Iterator[SealedRow]:
    """Give every sealed field as it lies in the database."""
    columns = tables.sealed.c
    query = select(columns.entry_id, columns.field, columns.nonce, columns.ciphertext)
    for row in connection.execute(query.order_by(columns.entry_id, columns.field, columns.nonce)):
        yield SealedRow(id=row.entry_id, field=row.field, nonce=row.nonce, ciphertext=row.ciphertext)


def _write(ledger: Ledger, writer: Writer, target: Path, *, documents: bool, sealed: bool) -> ExportReport:
    with ledger.reading() as connection:
        shape = branches_of(links(connection))
        wanted, highest = _survey(ledger, connection)
        if sealed or documents:  # messages as they were received, with names and numbers
            highest = DISCLOSURE_CLASSES[-1]
        heads = [{"device": link.device, "sequence": link.sequence, "hash": link.hash} for link in shape.heads]
        contains = {"documents": documents, "sealed": sealed}
        writer.header(
            {"class": highest, "site": ledger.site, "zone": ledger.zone, "contains": contains, "heads": heads}
        )
        entries = boxes = stored = 0
        for row in rows_of(connection):
            writer.entry(row)
            entries += 1
        for box in sealed_rows_of(connection) if sealed else ():
            writer.sealed(box)
            boxes += 1
    missing = []
    for digest in wanted if documents else ():
        content = document_file(ledger.inbox, digest)
        if content is None:
            missing.append(digest)
            continue
        with content.open("rb") as opened:
            writer.document(digest, opened)
        stored += 1
    return ExportReport(
        file=str(target),
        entries=entries,
        devices=len({link.device for link in shape.heads}),
        sealed=boxes,
        documents=stored,
        disclosure_class=highest,
        sha256=writer.end(),
        missing=tuple(missing),
    )


def _survey(ledger: Ledger, connection: Connection) -> tuple[list[str], str]:
    """Check every entry; return the documents that are named, and the highest class of its parts, at least ``HIGH``.

    A consignment that may still move is ``SEVERE``, as everywhere.
    """
    wanted: dict[str, None] = {}
    moving = any(state.open for state in states_of(known(ledger, connection, (CONSIGNMENT, STEP)), ledger.zone))
    highest = DISCLOSURE_CLASSES.index("SEVERE" if moving else "HIGH")
    for row in rows_of(connection):
        try:
            entry = entry_of(row)
        except NotAsWrittenError as error:
            raise damaged(ledger.where, f"entry {row.sequence} of device {row.device} ({row.id}): {error}") from error
        if entry.kind == "document":
            wanted[entry.body["sha256"]] = None
        elif entry.kind == "claim":
            highest = max(highest, DISCLOSURE_CLASSES.index(entry.body["disclosure_class"]))
    return sorted(wanted), DISCLOSURE_CLASSES[highest]


def document_file(inbox: Path, digest: str) -> Path | None:
    """Return the file of a document in an inbox; None where it is missing, is a link, or is not as it was received."""
    file = inbox / digest
    if not chain_digest(digest) or file.is_symlink() or not file.is_file():
        return None
    try:
        with file.open("rb") as opened:
            return file if hashlib.file_digest(opened, "sha256").hexdigest() == digest else None
    except OSError:
        return None


def chain_digest(text: object) -> bool:
    """Return whether a text is a SHA-256 as the chain writes it: 64 hexadecimal digits in lower case."""
    return isinstance(text, str) and len(text) == len(chain.GENESIS_PREVIOUS) and set(text) <= set("0123456789abcdef")


def _may_write(ledger: Ledger, target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise _unwritable(target, "a folder")
    if ledger.path is not None and target.exists() and target.samefile(ledger.path):
        raise _unwritable(target, "the ledger itself")
    if (target.exists() or target.is_symlink()) and not replace:
        raise _unwritable(target, "a file that is there already")


def _unwritable(target: Path, found: str) -> LedgerError:
    return LedgerError(
        "HF-L057",
        where=str(target),
        found=found,
        expected="the name of a new file in a folder you may write to",
        mend="name another file, free some space, or say that it may be replaced; no export was written",
    )
