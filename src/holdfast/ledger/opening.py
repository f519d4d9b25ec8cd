"""Opening a ledger, or making one: the checks of the place, of what lies there, and of its format."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from holdfast.errors import LedgerError
from holdfast.ledger import chain, file_store, server_store, tables
from holdfast.ledger.addresses import Address, is_address, read_address
from holdfast.ledger.entries import WRITE, Stamp, begin_chain, new_device_key
from holdfast.ledger.faults import damaged, plain_errors
from holdfast.ledger.keys import FOLDER as KEYS
from holdfast.ledger.keys import chosen_device
from holdfast.ledger.place import refuse_network_drive, refuse_other_file
from holdfast.ledger.records import utc_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DEVICE = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger: where it is, which device writes, and the site with its zone.

    Connections are opened for each job and closed with it, so there is nothing to close and any thread may use it.

    Parameters
    ----------
    where : str
        The file, or the address of the server (which holds no password); for messages, and to open it again.
    path : Path or None
        The file; None for a ledger in a server.
    home : Path
        The folder that holds the inbox and the keys: that of the file, or of the workspace.
    """

    where: str
    path: Path | None
    home: Path
    engine: Engine
    device: str
    site: str
    zone: str
    clock: Callable[[], datetime]

    @property
    def inbox(self) -> Path:
        """Folder of the documents."""
        return self.home / "inbox"

    @property
    def keys(self) -> Path:
        """Folder of the private keys."""
        return self.home / KEYS

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the ledger from its first read to its last."""
        with plain_errors(self.where), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the only right to write until the block ends; an error writes nothing."""
        with plain_errors(self.where), self.engine.connect() as connection:
            write = connection.execution_options(**{WRITE: True})
            with write.begin():
                yield write


def open_ledger(
    place: Path | str,
    *,
    device: str | None = None,
    create: bool = False,
    site: str | None = None,
    zone: str | None = None,
    clock: Callable[[], datetime] | None = None,
    home: Path | None = None,
) -> Ledger:
    """Open a ledger, or make one.

    Parameters
    ----------
    place : Path or str
        The file, or the folder of a workspace with ``holdfast.db`` in it; or the address of a PostgreSQL server as of
        `read_address`.
    device : str or None
        Name of the device that writes: letters, digits, ``.``, ``_`` and ``-``. None: the device chosen for
        this folder with `choose_device`, else the one that made the ledger. Its key is made with its first entry.
        Two computers that write to copies of one file must use different names.
    create : bool
        Make the ledger when there is none. An existing ledger is opened as it is.
    site, zone : str or None
        Name of the site and its time zone, written into the first entry of a new ledger. None: the folder's name, and
        ``UTC``. Ignored for an existing ledger.
    clock : callable or None
        Returns the present as an aware datetime; the system's clock when None.
    home : Path or None
        Folder that holds inbox and keys. None: that of the file. A ledger in a server needs one.

    Returns
    -------
    Ledger
        A file of an older format has been upgraded; what it was lies beside it, as ``holdfast.db.format-1``.

    Raises
    ------
    LedgerError
        HF-L001 nothing there; HF-L002 not a ledger; HF-L003 made by a newer Holdfast; HF-L004 on a network drive; HF-L005
        cannot be read or written; HF-L006 locked; HF-L007 damaged; HF-L008 device or zone not usable; HF-L030 address
        not usable; HF-L040 to HF-L043 the key of the device not usable; HF-L031 server not reached; HF-L032 server refuses; HF-L033 driver not installed.
    """
    if device is not None:
        _check_device(device)
    now = clock or (lambda: datetime.now(UTC))
    where: str
    path: Path | None
    if is_address(place):
        address = read_address(str(place))
        if home is None:
            raise LedgerError(
                "HF-L030",
                where=str(address),
                found="no folder for inbox and keys",
                expected="the folder of a workspace",
                mend="open the ledger through its workspace, or give `home`",
            )
        home = Path(home).absolute()
        first = _FirstEntry(home / KEYS, device, site or home.name or "site", zone or "UTC", now)
        engine = _open_server(address, create, first)
        where, path = str(address), None
    else:
        path = _file(Path(place))
        home = path.parent if home is None else Path(home).absolute()
        first = _FirstEntry(home / KEYS, device, site or path.parent.name or "site", zone or "UTC", now)
        engine = _open_file(path, create, first)
        where = str(path)
    with plain_errors(where), engine.connect() as connection:
        payload = connection.execute(
            select(tables.entries.c.payload).order_by(tables.entries.c.position).limit(1)
        ).scalar()
    try:
        genesis = chain.decode(payload or b"")
        its_device, its_site, its_zone = genesis["device"], genesis["body"]["site"], genesis["body"]["zone"]
        ZoneInfo(its_zone)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise damaged(where, "a first entry that cannot be read") from error
    name = device or chosen_device(home / KEYS) or its_device
    return Ledger(where, path, home, engine, name, its_site, its_zone, now)


def _file(path: Path) -> Path:
    if path.is_dir():
        path = path / "holdfast.db"
    refuse_network_drive(path)
    return path.absolute()


def _open_file(path: Path, create: bool, first: _FirstEntry) -> Engine:  # noqa: FBT001  private
    missing = not path.exists() or path.stat().st_size == 0
    if create and not missing:
        refuse_other_file(path)
        missing = file_store.is_blank(path)  # the making was cut off before its one transaction ended
    if create and missing:
        first.check()
        file_store.make(path, first.write)
    refuse_other_file(path)
    engine = file_store.engine_of(path)
    with plain_errors(path), engine.connect() as connection:
        its_format = file_store.format_of(path, connection)
    if its_format < tables.SCHEMA_VERSION:
        from holdfast.ledger.upgrading import upgrade_file  # noqa: PLC0415  loads Alembic

        upgrade_file(path, engine)
    return engine


def _open_server(address: Address, create: bool, first: _FirstEntry) -> Engine:  # noqa: FBT001  private
    engine = server_store.engine_of(address)
    if create and server_store.is_blank(address, engine):
        first.check()
        server_store.make(address, engine, first.write)
    with plain_errors(address), engine.connect() as connection:
        server_store.format_of(address, connection)
    return engine


def _check_device(device: str) -> None:
    if not _DEVICE.fullmatch(device):
        raise LedgerError(
            "HF-L008",
            where="device",
            found=repr(device),
            expected="1 to 64 letters, digits, dots, underscores and hyphens",
            mend="give the device a short plain name, and no person's",
        )


@dataclass(frozen=True, slots=True)
class _FirstEntry:
    """What a new ledger begins with."""

    keys: Path
    device: str | None
    site: str
    zone: str
    clock: Callable[[], datetime]

    def check(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, KeyError) as error:
            raise LedgerError(
                "HF-L008",
                where="zone",
                found=repr(self.zone),
                expected="a time zone such as Asia/Baghdad",
                mend="give the zone of the site; days begin and end in it",
            ) from error

    def write(self, connection: Connection) -> None:
        now = self.clock()
        name = self.device or chosen_device(self.keys) or "d-" + chain.new_id(now)[-8:].lower()
        key = new_device_key(self.keys, name)
        begin_chain(connection, key, self.site, self.zone, Stamp(utc_text(now), None, now))
