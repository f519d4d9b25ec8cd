"""Small ledgers for tests, with a clock that the test sets."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from holdfast.ledger import Ledger, Statement, append_claim, open_ledger, review_claim, store_document

START = datetime(2015, 8, 18, 5, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def new_ledger(folder: Path, clock: Clock | None = None, device: str | None = "dev-a") -> Ledger:
    return open_ledger(
        folder / "holdfast.db", create=True, site="camp", zone="Asia/Baghdad", device=device, clock=clock or Clock()
    )


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
    """A ledger with every kind of entry: two devices, a document, an edit, a correction, one waiting."""
    clock = Clock()
    ledger = new_ledger(folder, clock)
    digest = store_document(ledger, b"Diesel: 5,100 litres left.", name="message.txt", media_type="text/plain")
    first = append_claim(ledger, diesel(), claimant="camp committee", document_sha256=digest)
    clock.advance(hours=1)
    review_claim(ledger, first.id, "edited", statement=diesel(5000), reviewer="coordinator", reason="rounded")
    other = open_ledger(ledger.path, device="dev-b", clock=clock)
    append_claim(other, diesel(4900), claimant="log keeper", review="accepted", reviewer="log keeper", method="typed")
    clock.advance(hours=1)
    append_claim(ledger, diesel(5050), claimant="camp committee", supersedes=first.id, review="accepted", reviewer="x")
    append_claim(ledger, diesel(12500), claimant="news")
    return ledger


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
