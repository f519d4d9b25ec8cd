"""Small ledgers for tests, with a clock that the test sets."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from holdfast.ledger import Ledger, Statement, append_claim, open_ledger, review_claim, store_document
from holdfast.ledger.tables import GUARDS

if TYPE_CHECKING:
    from helpers_postgres import Server

COLUMNS = "position, device, sequence, kind, id, received, previous_hash, payload, hash"
START = datetime(2015, 8, 18, 5, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class Place(Protocol):
    """One ledger, in a file or in a schema of a server, and what a person with the tools of the database can do to it."""

    folder: Path
    where: Path | str

    def execute(self, *statements: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run statements past the program; return the rows of the last one. A parameter is written ``?``."""

    def tamper(self, *statements: str, parameters: Sequence[object] = ()) -> None:
        """Change the ledger past its guards, which are there again afterwards."""

    def counter_back_to(self, number: int) -> str:
        """Return the statement that sets the counter of rows ever written."""

    def new(self, clock: Clock | None = None, device: str | None = "dev-a") -> Ledger:
        """Make the ledger."""
        return self.open(device, clock or Clock(), create=True, site="camp", zone="Asia/Baghdad")

    def open(self, device: str | None = None, clock: Clock | None = None, **fields: Any) -> Ledger:
        """Open the ledger."""
        return open_ledger(self.where, device=device, clock=clock, home=self.folder, **fields)

    def small(self) -> Ledger:
        """A ledger with every kind of entry: two devices, a document, an edit, a correction, one waiting."""
        clock = Clock()
        ledger = self.new(clock)
        digest = store_document(ledger, b"Diesel: 5,100 litres left.", name="message.txt", media_type="text/plain")
        first = append_claim(ledger, diesel(), claimant="camp committee", document_sha256=digest)
        clock.advance(hours=1)
        review_claim(ledger, first.id, "edited", statement=diesel(5000), reviewer="coordinator", reason="rounded")
        other = self.open("dev-b", clock)
        append_claim(
            other, diesel(4900), claimant="log keeper", review="accepted", reviewer="log keeper", method="typed"
        )
        clock.advance(hours=1)
        append_claim(
            ledger, diesel(5050), claimant="camp committee", supersedes=first.id, review="accepted", reviewer="x"
        )
        append_claim(ledger, diesel(12500), claimant="news")
        return ledger

    def rows(self, columns: str = COLUMNS) -> list[tuple[Any, ...]]:
        return self.execute(f"SELECT {columns} FROM entries ORDER BY position")


class FilePlace(Place):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where: Path | str = folder / "holdfast.db"

    def execute(self, *statements: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.where, isolation_level=None)) as connection:
            return [connection.execute(statement, parameters).fetchall() for statement in statements][-1]

    def tamper(self, *statements: str, parameters: Sequence[object] = ()) -> None:
        with closing(without_guards(Path(self.where))) as connection:
            for statement in statements:
                connection.execute(statement, parameters)
            for guard in GUARDS:
                connection.execute(guard)

    def counter_back_to(self, number: int) -> str:
        return f"UPDATE sqlite_sequence SET seq = {number} WHERE name = 'entries'"


class ServerPlace(Place):
    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.server = server
        self.schema = "camp_" + uuid.uuid4().hex[:12]
        self.where: Path | str = server.address(self.schema)

    def execute(self, *statements: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        import psycopg

        options = f"-c search_path={self.schema}"
        with psycopg.connect(
            host=str(self.server.folder), user="holdfast", dbname="postgres", options=options, autocommit=True
        ) as connection:
            found = [
                connection.execute(statement.replace("?", "%s").encode(), parameters or None)
                for statement in statements
            ]
            return found[-1].fetchall() if found[-1].description else []

    def tamper(self, *statements: str, parameters: Sequence[object] = ()) -> None:
        self.execute("ALTER TABLE entries DISABLE TRIGGER USER")
        self.execute(*statements, parameters=parameters)
        self.execute("ALTER TABLE entries ENABLE TRIGGER USER")

    def counter_back_to(self, number: int) -> str:
        return f"UPDATE entries_counter SET last = {number}"


def new_ledger(folder: Path, clock: Clock | None = None, device: str | None = "dev-a") -> Ledger:
    return FilePlace(folder).new(clock, device)


def diesel(litres: float = 5100.0, **fields: object) -> Statement:
    base: dict[str, object] = {
        "claim_type": "stock",
        "item": "diesel",
        "value_low": litres,
        "value_high": litres,
        "unit": "L",
        "si_low": litres,
        "si_high": litres,
        "si_unit": "L",
        "place": "diesel-main",
        "time_start": "2015-08-18",
        "time_precision": "day",
    }
    return Statement(**(base | fields))


def small_ledger(folder: Path) -> Ledger:
    """A small ledger in a file; see `Place.small`."""
    return FilePlace(folder).small()


def without_guards(path: Path) -> sqlite3.Connection:
    """What someone with a database tool and bad intent does first."""
    connection = sqlite3.connect(path, isolation_level=None)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        connection.execute(f"DROP TRIGGER {name}")
    return connection


def settle(path: Path) -> None:
    """Bring everything from the write-ahead log into the file itself."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
