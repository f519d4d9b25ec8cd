"""What the records a person writes have in common: who typed them, when, what they replace, their place in the chain.

A record is known from the day it was received. A later record that names it in ``supersedes`` takes its place; a record
that was withdrawn by a tombstone leaves the current view, and what it had replaced stands again. Both stay in the file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.checking import check_text, digest, needed
from holdfast.ledger.entries import append, load_entries, stamp
from holdfast.ledger.inbox import find_document
from holdfast.ledger.keybook import KINDS as NAMING_KEYS
from holdfast.ledger.queries import end_of_day
from holdfast.ledger.records import utc_text
from holdfast.ledger.trust import bound, by_id, void_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.opening import Ledger

DRAFT = "draft"
TOMBSTONE = "tombstone"
_PLACE = ("id", "received", "device", "sequence", "hash")
_ADDED = ("beside",)  # after the first records were written: kept only where it says something


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What every record of this module has.

    Parameters
    ----------
    id : str
        Id of the entry; ``draft`` before it is written.
    recorded_by : str
        Who typed it, as a role. The ledger has no field for names or contacts of persons.
    recorded : str or None
        When it was written down, UTC; the time of receipt when None.
    received : str
        When it reached this ledger, UTC. Cut by "as known on".
    supersedes : str or None
        Id of the record this one corrects; it takes effect at once.
    device, sequence, hash
        Place in the chain.
    """

    recorded_by: str
    recorded: str | None = None
    supersedes: str | None = None
    id: str = DRAFT
    received: str = ""
    device: str = ""
    sequence: int = 0
    hash: str = ""

    def check(self) -> None:
        """Refuse what the ledger cannot keep (HF-L008); each record calls it when it is made."""
        needed("recorded_by", self.recorded_by, "who writes it down: a role, not a name")
        check_text("supersedes", self.supersedes)
        if self.recorded is not None:
            object.__setattr__(self, "recorded", utc_text(self.recorded))

    def as_dict(self) -> dict[str, Any]:
        """Return the fields for JSON: id and times first, then the content, the place in the chain last."""
        whole = _plain(asdict(self))
        first = [name for name in ("id", "received", "recorded", "recorded_by", "supersedes") if name in whole]
        last = ["device", "sequence", "hash"]
        middle = [name for name in whole if name not in {*first, *last}]
        return {name: whole[name] for name in (*first, *middle, *last)}


W = TypeVar("W", bound=Written)


def body_of(record: Written) -> dict[str, Any]:
    """Return what the payload keeps of a record: everything but its place in the chain and its receipt."""
    whole = _plain(asdict(record))
    for name in whole.keys() & {*_PLACE, *_ADDED}:
        if name in _PLACE or whole[name] is None:
            del whole[name]
    return dict(whole)


def read_back(cls: type[W], entry: Entry, **made: Any) -> W:
    """Return the record of an entry; `made` are the fields that are records themselves, already read.

    Raises
    ------
    KeyError, TypeError, LedgerError
        When the content is not as this format writes it.
    """
    body = dict(entry.body)
    names = {field.name for field in fields(cls)} - set(_PLACE)
    if set(body) != names and names - set(body) - set(_ADDED) | set(body) - names:
        raise KeyError(", ".join(sorted(names ^ set(body))))
    for name, value in body.items():
        if isinstance(value, list) and name not in made:
            body[name] = tuple(value)
    return cls(
        **(body | made),
        id=entry.id,
        received=entry.received,
        device=entry.device,
        sequence=entry.sequence,
        hash=entry.hash,
    )


def write(ledger: Ledger, connection: Connection, kind: str, record: W) -> W:
    """Write a record as the next entry of this device, and return it with its place.

    Raises
    ------
    LedgerError
        HF-L077 where `supersedes` names no record of this kind that stands; HF-L005 to HF-L007 from the file.
    """
    if record.supersedes is not None:
        entries = known(ledger, connection, (kind,))
        later = [entry.id for entry in entries if entry.body.get("supersedes") == record.supersedes]
        if later or record.supersedes not in {entry.id for entry in entries}:
            raise LedgerError(
                "HF-L077",
                where=f"{kind}, supersedes",
                found=f"{record.supersedes}, which {later[-1]} has corrected already" if later else record.supersedes,
                expected=f"the id of a {kind.replace('_', ' ')} of this ledger that still stands",
                mend="name the record that this one corrects, as it stands last; nothing was written",
            )
    if record.recorded is None:
        record = replace(record, recorded=stamp(ledger, connection).received)
    entry = append(ledger, connection, kind=kind, body=body_of(record))
    return replace(
        record,
        id=entry.id,
        received=entry.received,
        device=entry.device,
        sequence=entry.sequence,
        hash=entry.hash,
    )


def known(
    ledger: Ledger, connection: Connection, kinds: Iterable[str], as_known: date | datetime | None = None
) -> tuple[Entry, ...]:
    """Return the entries of some kinds that were known, less those a tombstone withdrew.

    Parameters
    ----------
    ledger, connection
        The ledger, and a connection of it.
    kinds : iterable of str
        Kinds of entry; what was written with a key after its revocation is left out.
    as_known : date, datetime or None
        Only what was received by the end of this day in the site's zone, or by this moment. None: everything.

    Returns
    -------
    tuple of Entry
        In an order that does not depend on how they lie in this file, so that merged copies agree.
    """
    columns = tables.entries.c
    conditions: list[ColumnElement[bool]] = [columns.kind.in_([*kinds, TOMBSTONE, *NAMING_KEYS])]
    if isinstance(as_known, datetime):
        conditions.append(columns.received <= utc_text(as_known))
    elif as_known is not None:
        cut = end_of_day(as_known, ledger.zone)
        if cut is not None:
            conditions.append(columns.received < cut)
    entries = load_entries(ledger, connection, *conditions)
    void = void_of(entries)  # written with a key after its revocation: it moves nothing
    of_kinds = [entry for entry in entries if entry.kind not in (TOMBSTONE, *NAMING_KEYS)]
    places = by_id(of_kinds)
    withdrawn = {
        digest
        for entry in entries
        if entry.kind == TOMBSTONE and entry.hash not in void
        for digest in bound(entry.body["entry_id"], entry.body.get("entry_hash"), places)
    }
    gone = {entry.id: entry for entry in of_kinds if entry.hash in withdrawn}
    kept = {entry.hash: entry for entry in of_kinds if entry.hash not in withdrawn and entry.hash not in void}
    # A record whose correction was itself corrected does not come back when the correction between them is withdrawn.
    replaced = set()
    for entry in kept.values():
        before = entry.body.get("supersedes")
        if before in gone:
            while before in gone:
                before = gone[before].body.get("supersedes")
            replaced.add(before)
    return tuple(sorted((entry for entry in kept.values() if entry.id not in replaced), key=order))


def order(entry: Entry) -> tuple[str, str, str, int, str]:
    """Return the place of an entry in the order of receipt, whatever its place in the file."""
    return entry.received, str(entry.body.get("recorded", "")), entry.device, entry.sequence, entry.hash


def current(records: Iterable[W]) -> tuple[W, ...]:
    """Return the records that stand, in the order given: of each record and all corrections of it, one.

    Where two devices that were apart corrected the same record, the correction received last stands: two versions of one
    event are never counted beside each other.
    """
    every = tuple(records)
    by_id = {record.id: record for record in every}
    replaced = {record.supersedes for record in every}
    newest: dict[str, W] = {}
    for record in every:
        if record.id in replaced:
            continue
        root = record
        while root.supersedes in by_id:
            root = by_id[root.supersedes]
        name = root.supersedes or root.id
        if name not in newest or receipt(newest[name]) < receipt(record):
            newest[name] = record
    standing = {id(record) for record in newest.values()}
    return tuple(record for record in every if id(record) in standing)


def receipt(record: Written) -> tuple[str, str, str, int, str]:
    """Return the place of a record in the order of receipt, as `order` of its entry."""
    return record.received, record.recorded or "", record.device, record.sequence, record.hash


def check_document(connection: Connection, field: str, sha256: str | None) -> None:
    """Refuse a document that is not in the ledger (HF-L011)."""
    digest(field, sha256)
    if sha256 is not None and find_document(connection, sha256) is None:
        raise LedgerError(
            "HF-L011",
            where=field,
            found=sha256,
            expected="a document of this ledger",
            mend="store the document first; a record must lead back to its source",
        )


def check_named(connection: Connection, field: str, names: Iterable[str], kinds: Iterable[str] | None = None) -> None:
    """Refuse ids that name nothing in the ledger; a document may be named by its SHA-256 where any kind will do.

    Parameters
    ----------
    connection : Connection
        Of the ledger.
    field : str
        For the message.
    names : iterable of str
        Ids of entries, or hashes of documents.
    kinds : iterable of str or None
        Kinds of entry that will do; None for any, and for documents.

    Raises
    ------
    LedgerError
        HF-L076, with the first that is not there.
    """
    columns = tables.entries.c
    wanted = tuple(names)
    if not wanted:
        return
    allowed = None if kinds is None else frozenset(kinds)
    rows = connection.execute(select(columns.id, columns.kind).where(columns.id.in_(wanted)))
    found = {row.id for row in rows if allowed is None or row.kind in allowed}
    for name in wanted:
        if name in found or (allowed is None and find_document(connection, name) is not None):
            continue
        kind = "an entry or document" if allowed is None else "a " + " or ".join(sorted(allowed)).replace("_", " ")
        raise LedgerError(
            "HF-L076",
            where=field,
            found=name,
            expected=f"the id of {kind} of this ledger",
            mend="list what there is with `holdfast ledger list`; nothing was written",
        )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
