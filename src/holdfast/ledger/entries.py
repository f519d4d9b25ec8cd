"""One row of the chain: reading it with its hash checked, and writing the next one, signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, insert, or_, select

from holdfast import __version__
from holdfast.errors import LedgerError
from holdfast.ledger import chain, tables
from holdfast.ledger.branches import heads
from holdfast.ledger.faults import damaged
from holdfast.ledger.keybook import ADD, KEY, key_body, key_book
from holdfast.ledger.keys import DEVICE, OPERATOR, fingerprint, has_key, load_key, make_key
from holdfast.ledger.records import utc_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import ColumnElement

    from holdfast.ledger.keybook import KeyBook
    from holdfast.ledger.keys import SigningKey
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
    local = select(columns.received).where(columns.merged.is_(None))
    newest: str | None = connection.execute(local.order_by(columns.received.desc()).limit(1)).scalar()
    if newest is not None and newest > now:
        return Stamp(newest, now, datetime.fromisoformat(newest))
    return Stamp(now, None, moment)


def append(
    ledger: Ledger,
    connection: Connection,
    *,
    kind: str,
    body: Mapping[str, Any],
    received: str | None = None,
    operator: SigningKey | None = None,
    entry_id: str | None = None,
) -> Entry:
    """Write the next entry of this device, signed, and before its first one the entry that names device, key and site.

    Parameters
    ----------
    connection : Connection
        From `Ledger.writing`, so that no other writer can take the same sequence number.
    kind : str
        One of the kinds in `holdfast.ledger.kinds`.
    received : str or None
        Time of receipt of reconstructed history; None for the present.
    operator : SigningKey or None
        The key of the person who stands for this entry, from `operator_key`; signs it beside the device.
    entry_id : str or None
        A new ULID, where other rows name the entry before it is written; made when None.

    Raises
    ------
    LedgerError
        HF-L040 to HF-L043 when the key of the device is not here or cannot be used; HF-L046 when the key of the device
        or of the operator is revoked, or the operator's is not introduced. Nothing is written then.
    """
    columns = tables.entries.c
    now = stamp(ledger, connection)
    last = _last(connection, ledger.device)
    opening_rows = and_(columns.kind == "genesis", columns.sequence == 0)
    book = key_book(load_entries(ledger, connection, or_(columns.kind == KEY, opening_rows)))
    key = _device_key(ledger, book)
    if operator is not None:
        _check_operator(ledger, book, operator, introducing=kind == KEY and body.get("action") == ADD)
    if last is None:
        opening = begin_chain(connection, key, ledger.site, ledger.zone, now)
        sequence, previous = 1, opening.hash
    else:
        sequence, previous = last.sequence + 1, last.hash
        if ledger.device not in book.devices:  # its first entry is of format 1, which knew no keys
            naming = key_body(ADD, DEVICE, ledger.device, key.public_key)
            named = insert_entry(connection, key, sequence, previous, KEY, naming, now)
            sequence, previous = sequence + 1, named.hash
    if received is not None:
        now = now._replace(received=received)
    return insert_entry(connection, key, sequence, previous, kind, body, now, operator=operator, entry_id=entry_id)


def _last(connection: Connection, device: str) -> Any:
    """Return the end of the branch that was written here; where that came back with a merge, of what followed it."""
    columns = tables.entries.c
    query = select(columns.sequence, columns.hash).where(columns.device == device)
    at_end = columns.sequence.desc(), columns.merged.is_not(None), columns.position
    last = connection.execute(query.where(columns.merged.is_(None)).order_by(*at_end).limit(1)).first()
    if last is None:  # everything of this device came with merges: it was lost here, and its key was not
        return connection.execute(query.order_by(*at_end).limit(1)).first()
    step: Any = last
    while step is not None:
        last = step
        following = query.where(columns.sequence == last.sequence + 1, columns.previous_hash == last.hash)
        step = connection.execute(following.order_by(columns.position).limit(1)).first()
    return last


def begin_chain(connection: Connection, key: SigningKey, site: str, zone: str, now: Stamp) -> Entry:
    """Write the first entry of a device: for which site, in which zone, signed with which key, hashed and written how.

    Where other devices have written here before, it names the ends of their chains: what this device had from the start.
    """
    body: dict[str, Any] = {
        "site": site,
        "zone": zone,
        "hash": "SHA-256",
        "canonical_form": "RFC 8785",
        "signature": "Ed25519",
        "public_key": key.public_key,
    }
    before = heads(connection)
    if before:
        body["heads"] = before
    return insert_entry(connection, key, 0, chain.GENESIS_PREVIOUS, "genesis", body, now)


def new_device_key(folder: Path, device: str) -> SigningKey:
    """Return the key of a device that has no entry yet: a new one, or that of an entry which could not be written."""
    if has_key(folder, DEVICE, device):
        return load_key(folder, DEVICE, device)
    return make_key(folder, DEVICE, device)


def insert_entry(
    connection: Connection,
    key: SigningKey,
    sequence: int,
    previous_hash: str,
    kind: str,
    body: Mapping[str, Any],
    now: Stamp,
    *,
    operator: SigningKey | None = None,
    entry_id: str | None = None,
) -> Entry:
    """Write one row, signed; the guards of the table refuse it when it does not follow the last one of its device."""
    row: dict[str, Any] = {
        "device": key.name,
        "sequence": sequence,
        "kind": kind,
        "id": entry_id or chain.new_id(now.moment),
        "received": now.received,
    }
    payload = chain.envelope(**row, software=__version__, body=body, clock=now.clock)
    if operator is not None:
        signature = operator.sign(chain.operator_message(payload))
        payload["operator"] = {"name": operator.name, "public_key": operator.public_key, "signature": signature}
    octets = chain.canonical(payload)
    hash_ = chain.entry_hash(previous_hash, octets)
    row |= {"previous_hash": previous_hash, "payload": octets, "hash": hash_}
    row["signature"] = key.sign(chain.signed_message(hash_))
    result = connection.execute(insert(tables.entries).values(**row))
    inserted = result.inserted_primary_key
    row["payload"] = chain.decode(octets)
    return Entry(position=0 if inserted is None else inserted[0], **row)


def _device_key(ledger: Ledger, book: KeyBook) -> SigningKey:
    known = book.devices.get(ledger.device)
    if known is None:
        return new_device_key(ledger.keys, ledger.device)
    # Where another machine wrote under this name, both keys are named here, and either is one of the device.
    named = book.keys_of(ledger.device)
    key = load_key(ledger.keys, DEVICE, ledger.device, public_key=known.public_key if len(named) < 2 else None)
    if key.public_key not in named:
        return load_key(ledger.keys, DEVICE, ledger.device, public_key=known.public_key)
    end = book.revocation(DEVICE, ledger.device, key.public_key)
    if end is not None:
        raise _not_accepted(
            ledger,
            f"the key of device {ledger.device}, revoked {end.received} by entry {end.sequence} of device {end.device}",
            "write as a device with another name: holdfast ledger device WORKSPACE NAME",
        )
    return key


def _check_operator(ledger: Ledger, book: KeyBook, operator: SigningKey, *, introducing: bool) -> None:
    shown = f"a key of {operator.role} {operator.name}, {fingerprint(operator.public_key)}"
    if operator.role != OPERATOR:
        raise _not_accepted(ledger, shown, "sign with the key of an operator")
    end = book.revocation(OPERATOR, operator.name, operator.public_key)
    if end is not None:
        raise _not_accepted(ledger, f"{shown}, revoked {end.received}", "sign with a key that stands")
    if not introducing and (operator.name, operator.public_key) not in book.operators:
        raise _not_accepted(
            ledger, f"{shown}, which no entry introduces", "make it here: holdfast ledger operator WORKSPACE NAME"
        )


def _not_accepted(ledger: Ledger, found: str, mend: str) -> LedgerError:
    return LedgerError(
        "HF-L046", where=ledger.where, found=found, expected="a key that this ledger knows and that stands", mend=mend
    )
