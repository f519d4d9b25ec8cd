"""A ledger in one SQLite file: its connections, its making, and what a file says of its format."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.entries import WRITE
from holdfast.ledger.faults import newer, plain_errors
from holdfast.ledger.place import not_a_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUSY_TIMEOUT_S = 20.0


def engine_of(path: Path, *, mode: str = "rw") -> Engine:
    """Return what opens connections to a file; ``rw`` never makes one by accident, ``rwc`` does."""
    address = f"{path.as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        try:
            for pragma in ("foreign_keys = ON", "synchronous = FULL", "trusted_schema = OFF"):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver's own BEGIN would take the lock only at the first write, when the last sequence has been read.
        writes = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def is_blank(path: Path) -> bool:
    """Return whether a file is a database in which nothing was made yet."""
    with plain_errors(path), engine_of(path).connect() as connection:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar()
        objects = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    return version == 0 and objects == 0


def make(path: Path, first_entry: Callable[[Connection], None]) -> None:
    """Make a ledger in a file that is missing or blank; one that another process made meanwhile is left as it is.

    Parameters
    ----------
    path : Path
        Where; folders above it are made.
    first_entry : callable
        Writes the genesis, in the one transaction of the making.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(
            "HF-L005",
            where=str(path.parent),
            found=os.strerror(error.errno or 0),
            expected="a folder that can be made",
            mend="choose another folder, or give yourself the right to write there",
        ) from error
    with suppress(OSError):  # what cannot be made is named by the next step
        # For its owner alone, whatever the umask: claims with their claimants lie in it. Its log files take its rights.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = engine_of(path, mode="rwc")
    with plain_errors(path), engine.connect() as connection:
        _set_wal(connection)
        write = connection.execution_options(**{WRITE: True})
        with write.begin():
            if write.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
                return  # another process made it a moment ago
            tables.metadata.create_all(write)
            write.execute(tables.alembic_version.insert().values(version_num=tables.REVISION))
            first_entry(write)
            write.exec_driver_sql(f"PRAGMA application_id = {tables.APPLICATION_ID}")
            write.exec_driver_sql(f"PRAGMA user_version = {tables.SCHEMA_VERSION}")


def _set_wal(connection: Connection) -> None:
    """Turn on write-ahead logging; two makers at once get in each other's way here, and SQLite does not wait."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.connection.cursor().execute("PRAGMA journal_mode = WAL")  # past the engine: it would begin first
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def format_of(path: Path, connection: Connection) -> int:
    """Return the format of the ledger in a file.

    Raises
    ------
    LedgerError
        HF-L002 when it is no ledger, HF-L003 when it is of a newer format.
    """
    application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
    if application != tables.APPLICATION_ID:
        raise not_a_ledger(path, "an SQLite file that is not marked as a ledger")
    if version > tables.SCHEMA_VERSION:
        raise newer(path, version)
    if version < 1:
        raise not_a_ledger(path, f"a ledger of unknown format {version}")
    return int(version)
