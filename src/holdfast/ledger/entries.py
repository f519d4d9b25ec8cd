"""One row of the chain: reading it with its hash checked, and writing the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select

from holdfast import __version__
from holdfast.ledger import chain, tables
from holdfast.ledger.faults import damaged
from holdfast.ledger.records import utc_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from holdfast.ledger.opening import Ledger


# What a connection is for: options that the store reads when a transaction begins. Without one it is for reading.
WRITE = "holdfast_write"
SCRATCH = "holdfast_scratch"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the chain, its payload decoded."""

    position: int
    device: str
    sequence: int
    kind: str
    id: str
    received: str
    previous_hash: str
    hash: str
    payload: Mapping[str, Any]
    signature: str | None = None
    merged: str | None = None

    @property
    def body(self) -> Mapping[str, Any]:
        """The content, without place and time."""
        content: Mapping[str, Any] = self.payload["body"]
        return content


def load_entries(ledger: Ledger, connection: Connection, *conditions: Any) -> tuple[Entry, ...]:
    """Read entries in the order they were written here, checking the hash of each on the way.

    Raises
    ------
    LedgerError
        HF-L007, naming the first row that is not as it was written: nobody is served a changed figure.
    """
    columns = tables.entries.c
    rows = connection.execute(select(tables.entries).where(*conditions).order_by(columns.position))
    return tuple(_entry(ledger.where, row._mapping) for row in rows)  # noqa: SLF001  SQLAlchemy's documented name


def _entry(where: str, row: Mapping[Any, Any]) -> Entry:
    try:
        payload = chain.decode(row["payload"])
        sound = chain.entry_hash(row["previous_hash"], row["payload"]) == row["hash"]
        same = all(payload[name] == row[name] for name in ("device", "sequence", "kind", "id", "received"))
    except (ValueError, KeyError, TypeError, AttributeError):
        sound = same = False
        payload = {}
    if not (sound and same):
        raise damaged(
            where, f"entry {row['sequence']} of device {row['device']} ({row['id']}) changed since it was written"
        )
    return Entry(
        position=row["position"],
        device=row["device"],
        sequence=row["sequence"],
        kind=row["kind"],
        id=row["id"],
        received=row["received"],
        previous_hash=row["previous_hash"],
        hash=row["hash"],
        payload=payload,
        signature=row["signature"],
        merged=row["merged"],
    )


def body_field(name: str) -> ColumnElement[str]:
    """Return the database's view of one text of the content, for conditions; ``a.b`` is the field b of the field a."""
    return tables.BodyField(tables.entries.c.payload, bindparam(None, f"body.{name}", unique=True))


class Stamp(NamedTuple):
    """The time of receipt; the clock's own reading where it was held back; and the moment an id is made from."""

    received: str
    clock: str | None
    moment: datetime


def stamp(ledger: Ledger, connection: Connection) -> Stamp:
    """Return the time of receipt of the next entry.

    Receipts never run backwards in one ledger: a clock set back would let today's entry slip into a past that was
    already reported. The clock's own reading is kept beside it.
    """
    moment = ledger.clock()
    now = utc_text(moment)
    columns = tables.entries.c
    # Of what was written here: the clock of another device, far ahead, must not carry ours along with a merge.
    newest: str | None = connection.execute(select(func.max(columns.received)).where(columns.merged.is_(None))).scalar()
    if newest is not None and newest > now:
        return Stamp(newest, now, datetime.fromisoformat(newest))
    return Stamp(now, None, moment)


def append(
    ledger: Ledger, connection: Connection, *, kind: str, body: Mapping[str, Any], received: str | None = None
) -> Entry:
    """Write the next entry of this device, and before its first one the entry that names device and site.

    Parameters
    ----------
    connection : Connection
        From `Ledger.writing`, so that no other writer can take the same sequence number.
    kind : str
        One of the kinds in `holdfast.ledger.kinds`.
    received : str or None
        Time of receipt of reconstructed history; None for the present.
    """
    columns = tables.entries.c
    now = stamp(ledger, connection)
    last = connection.execute(
        select(columns.sequence, columns.hash)
        .where(columns.device == ledger.device)
        # Where the device has a fork, the branch that was written here goes on.
        .order_by(columns.sequence.desc(), columns.merged.is_not(None), columns.position)
        .limit(1)
    ).first()
    if last is None:
        first = genesis_body(ledger.site, ledger.zone)
        opening = insert_entry(connection, ledger.device, 0, chain.GENESIS_PREVIOUS, "genesis", first, now)
        sequence, previous = 1, opening.hash
    else:
        sequence, previous = last.sequence + 1, last.hash
    if received is not None:
        now = now._replace(received=received)
    return insert_entry(connection, ledger.device, sequence, previous, kind, body, now)


def insert_entry(
    connection: Connection,
    device: str,
    sequence: int,
    previous_hash: str,
    kind: str,
    body: Mapping[str, Any],
    now: Stamp,
) -> Entry:
    """Write one row; the guards of the table refuse it when it does not follow the last one of its device."""
    row: dict[str, Any] = {
        "device": device,
        "sequence": sequence,
        "kind": kind,
        "id": chain.new_id(now.moment),
        "received": now.received,
    }
    payload = chain.envelope(**row, software=__version__, body=body, clock=now.clock)
    octets = chain.canonical(payload)
    row |= {"previous_hash": previous_hash, "payload": octets, "hash": chain.entry_hash(previous_hash, octets)}
    result = connection.execute(insert(tables.entries).values(**row))
    key = result.inserted_primary_key
    row["payload"] = chain.decode(octets)
    return Entry(position=0 if key is None else key[0], **row)


def genesis_body(site: str, zone: str) -> dict[str, str]:
    """Return what the first entry of a device says: for which site, in which zone, hashed and written how."""
    return {"site": site, "zone": zone, "hash": "SHA-256", "canonical_form": "RFC 8785"}
