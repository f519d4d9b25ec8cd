"""Opening a ledger, or making one: the checks of the place, the file and its format."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.pool import NullPool

from holdfast.errors import LedgerError
from holdfast.ledger import chain, tables
from holdfast.ledger.entries import Stamp, genesis_body, insert_entry
from holdfast.ledger.faults import damaged, plain_errors
from holdfast.ledger.place import not_a_ledger, refuse_network_drive, refuse_other_file
from holdfast.ledger.records import utc_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUSY_TIMEOUT_S = 20.0
_WRITE = "holdfast_write"
_DEVICE = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger: where it is, which device writes, and the site with its zone.

    Connections are opened for each job and closed with it, so there is nothing to close and any thread may use it.
    """

    path: Path
    engine: Engine
    device: str
    site: str
    zone: str
    clock: Callable[[], datetime]

    @property
    def inbox(self) -> Path:
        """Folder of the documents, beside the ledger."""
        return self.path.parent / "inbox"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the ledger from its first read to its last."""
        with plain_errors(self.path), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the only right to write until the block ends; an error writes nothing."""
        with plain_errors(self.path), self.engine.connect() as connection:
            write = connection.execution_options(**{_WRITE: True})
            with write.begin():
                yield write


def open_ledger(
    path: Path | str,
    *,
    device: str | None = None,
    create: bool = False,
    site: str | None = None,
    zone: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Ledger:
    """Open a ledger, or make one.

    Parameters
    ----------
    path : Path or str
        The file, or the folder of a workspace with ``holdfast.db`` in it.
    device : str or None
        Name of the device that writes: letters, digits, ``.``, ``_`` and ``-``. None: the device that made the file.
        Two computers that write to copies of one file must use different names.
    create : bool
        Make the ledger when there is none. An existing ledger is opened as it is.
    site, zone : str or None
        Name of the site and its time zone, written into the first entry of a new ledger. None: the folder's name, and
        ``UTC``. Ignored for an existing ledger.
    clock : callable or None
        Returns the present as an aware datetime; the system's clock when None.

    Returns
    -------
    Ledger

    Raises
    ------
    LedgerError
        HF-L001 no file; HF-L002 not a ledger; HF-L003 made by a newer Holdfast; HF-L004 on a network drive; HF-L005
        cannot be read or written; HF-L006 locked; HF-L007 damaged; HF-L008 device or zone not usable.
    """
    path = Path(path)
    if path.is_dir():
        path = path / "holdfast.db"
    refuse_network_drive(path)
    if device is not None:
        _check_device(device)
    now = clock or (lambda: datetime.now(UTC))
    path = path.absolute()
    if create and (not path.exists() or path.stat().st_size == 0):
        _make(path, device=device, site=site or path.parent.name or "site", zone=zone or "UTC", now=now())
    elif create:
        refuse_other_file(path)
        if _is_blank(path):  # the making was cut off before its one transaction ended
            _make(path, device=device, site=site or path.parent.name or "site", zone=zone or "UTC", now=now())
    refuse_other_file(path)
    engine = _engine(path)
    with plain_errors(path), engine.connect() as connection:
        _check_schema(path, connection)
        first = connection.execute(
            select(tables.entries.c.payload).order_by(tables.entries.c.position).limit(1)
        ).scalar()
    try:
        genesis = chain.decode(first or b"")
        its_device, its_site, its_zone = genesis["device"], genesis["body"]["site"], genesis["body"]["zone"]
        ZoneInfo(its_zone)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise damaged(path, "a first entry that cannot be read") from error
    return Ledger(path=path, engine=engine, device=device or its_device, site=its_site, zone=its_zone, clock=now)


def _check_device(device: str) -> None:
    if not _DEVICE.fullmatch(device):
        raise LedgerError(
            "HF-L008",
            where="device",
            found=repr(device),
            expected="1 to 64 letters, digits, dots, underscores and hyphens",
            mend="give the device a short plain name, and no person's",
        )


def _engine(path: Path, *, mode: str = "rw") -> Engine:
    address = f"{path.as_uri()}?mode={mode}"  # rw: opening never makes a file by accident

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
        writes = connection.get_execution_options().get(_WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _is_blank(path: Path) -> bool:
    with plain_errors(path), _engine(path).connect() as connection:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar()
        objects = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    return version == 0 and objects == 0


def _make(path: Path, *, device: str | None, site: str, zone: str, now: datetime) -> None:
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError) as error:
        raise LedgerError(
            "HF-L008",
            where="zone",
            found=repr(zone),
            expected="a time zone such as Asia/Baghdad",
            mend="give the zone of the site; days begin and end in it",
        ) from error
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
    engine = _engine(path, mode="rwc")
    with plain_errors(path), engine.connect() as connection:
        _set_wal(connection)
        write = connection.execution_options(**{_WRITE: True})
        with write.begin():
            if write.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
                return  # another process made it a moment ago
            tables.metadata.create_all(write)
            name = device or "d-" + chain.new_id(now)[-8:].lower()
            body = genesis_body(site, zone)
            insert_entry(write, name, 0, chain.GENESIS_PREVIOUS, "genesis", body, Stamp(utc_text(now), None, now))
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


def _check_schema(path: Path, connection: Connection) -> None:
    application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
    if application != tables.APPLICATION_ID:
        raise not_a_ledger(path, "an SQLite file that is not marked as a ledger")
    if version > tables.SCHEMA_VERSION:
        raise LedgerError(
            "HF-L003",
            where=str(path),
            found=f"a ledger of format {version}",
            expected=f"format {tables.SCHEMA_VERSION} or older",
            mend="install the newer Holdfast that made it; this one would not see everything in it",
        )
    if version < tables.SCHEMA_VERSION:
        raise not_a_ledger(path, f"a ledger of unknown format {version}")
