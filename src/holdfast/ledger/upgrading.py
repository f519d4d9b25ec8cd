"""A file of an older format becomes one of this: whole or not at all, and what it was is kept beside it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.entries import WRITE
from holdfast.ledger.faults import damaged, plain_errors
from holdfast.ledger.file_store import format_of
from holdfast.ledger.migrations.steps import upgrade

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def upgrade_file(path: Path, engine: Engine) -> None:
    """Bring a file to the present format in one transaction.

    Parameters
    ----------
    path : Path
        The file. What it was is first written beside it, as ``holdfast.db.format-1``; a copy of another content that
        lies there is kept, and the new one gets a number.
    engine : Engine
        Of the file.

    Raises
    ------
    LedgerError
        HF-L005 when copy or file cannot be written, HF-L006 when the file is locked, HF-L007 when its rows cannot be taken
        over. The file is then as it was.
    """
    with plain_errors(path), engine.connect() as connection:
        write = connection.execution_options(**{WRITE: True})
        with write.begin():
            before = format_of(path, write)  # asked again: another process may have upgraded it meanwhile
            if before >= tables.SCHEMA_VERSION:
                return
            _keep(path, before)
            try:
                upgrade(write, f"format_{before}")
            except DatabaseError as error:
                if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in {
                    sqlite3.SQLITE_CONSTRAINT,
                    sqlite3.SQLITE_ERROR,
                }:
                    raise damaged(path, f"rows of format {before} that cannot be taken over ({error.orig})") from error
                raise


def _keep(path: Path, version: int) -> None:
    """Copy the database, with what waits in its log, under a name of its own."""
    draft = path.with_name(f"{path.name}.format-{version}.{os.getpid()}.part")
    try:
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)
        content = draft.read_bytes()
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        name, number = f"{path.name}.format-{version}", 1
        target = path.with_name(name)
        while target.exists() and target.read_bytes() != content:
            number += 1
            target = path.with_name(f"{name}.{number}")
        draft.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise LedgerError(
            "HF-L005",
            where=str(draft),
            found=str(error),
            expected="a place for a copy of the ledger before its upgrade",
            mend="free some space, or give yourself the right to write in the folder; the ledger is as it was",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
        for extra in ("-wal", "-shm", "-journal"):
            draft.with_name(draft.name + extra).unlink(missing_ok=True)
