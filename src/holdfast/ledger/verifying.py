"""Is every entry as it was written? Names the row, and the column of it, that is not.

Covered: the structure of the file; the tables, guards and views; every column of every row against the hashed payload;
every hash; every signature under the key its device or operator has named; the order of each device's chain, with gaps
and forks; the heads that checkpoints and merges remember; what entries say of each other; and the bytes of the documents
in the inbox. Not covered: see `NOT_COVERED`. Bytes of the file that hold no content (free space, counters of the
database) are not part of any entry.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from holdfast.errors import HoldfastError
from holdfast.ledger import chain, kinds, tables
from holdfast.ledger.checkpoints import Link, heads_of, links_of, remembered
from holdfast.ledger.entries import Entry
from holdfast.ledger.keybook import KINDS, KeyBook, key_book, signature_faults
from holdfast.ledger.keyring import held_faults
from holdfast.ledger.keys import is_hex, signature_fits
from holdfast.ledger.records import Fault
from holdfast.ledger.sealing import box_digest, sealed_of
from holdfast.ledger.structure import IN_A_FILE, file_fault, highest, pages, shape
from holdfast.ledger.trust import by_id, one_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger

NOT_COVERED = (
    "A signature shows who held a key, never that a thing is true. Not shown by this check: what whoever holds the key "
    "wrote anew, a tail cut off with its counter before anyone remembered it, or a whole ledger made anew under new keys. "
    "Keep a checkpoint with someone outside (holdfast ledger checkpoint), and compare it later (verify --against)."
)
_TEXT_COLUMNS = ("device", "kind", "id", "received", "previous_hash", "hash")
_MAY_BE_NULL = ("signature", "merged")
_COLUMNS = ("position", "sequence", *_TEXT_COLUMNS, *_MAY_BE_NULL, "payload")
_TYPES = {"position": "integer", "sequence": "integer", "payload": "blob"} | dict.fromkeys(
    (*_TEXT_COLUMNS, *_MAY_BE_NULL), "text"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as bytes, before anything in it is believed."""

    position: int
    sequence: int
    texts: dict[str, str]
    payload: bytes
    signature: str | None
    merged: str | None

    @property
    def link(self) -> Link:
        return Link(self.texts["device"], self.sequence, self.texts["hash"], self.texts["previous_hash"])

    def fault(self, column: str | None, found: str, expected: str, kind: str = "row") -> Fault:
        return Fault(
            kind=kind,
            device=self.texts["device"],
            sequence=self.sequence,
            id=self.texts["id"],
            column=column,
            found=found,
            expected=expected,
        )


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a row: every hash, every hash that an entry names as the one before it, and the keys."""

    hashes: frozenset[str]
    followed: frozenset[str]
    book: KeyBook

    @classmethod
    def of(cls, rows: Sequence[_Row], book: KeyBook) -> _Around:
        hashes = frozenset(row.texts["hash"] for row in rows) | {chain.GENESIS_PREVIOUS}
        return cls(hashes, frozenset(row.texts["previous_hash"] for row in rows), book)

    def vouches(self, row: _Row, digest: str) -> bool:
        """Tell whether the signature of a row, or the entry after it, says that this is its hash."""
        keys = self.book.keys_of(row.texts["device"])
        if keys and row.signature is not None:
            message = chain.signed_message(digest)
            return any(signature_fits(key, message, row.signature) for key in keys)
        return digest in self.followed


def verify(ledger: Ledger) -> tuple[Fault, ...]:
    """Check the whole ledger and its inbox, and name everything that is not as it was written.

    Parameters
    ----------
    ledger : Ledger
        The open ledger. Nothing is changed.

    Returns
    -------
    tuple of Fault
        Empty when all is sound. Kinds: ``file``, ``schema``, ``row``, ``key`` (signatures and keys), ``chain``,
        ``checkpoint`` (what was remembered is gone), ``reference``, ``sealed``, ``document``.

    Raises
    ------
    LedgerError
        HF-L007 when the file is so damaged that its rows cannot be read at all.
    """
    faults: list[Fault] = []
    with ledger.reading() as connection:
        faults += pages(connection)
        faults += shape(connection)
        rows = []
        for row in _rows(connection) if connection.dialect.name == IN_A_FILE else _rows_of_server(connection):
            if isinstance(row, Fault):
                faults.append(row)
            else:
                rows.append(row)
        faults += _counter(connection, rows)
        boxes = tuple(_boxes(connection))
    naming = [row for row in rows if row.texts["kind"] in KINDS]
    around = _Around.of(rows, KeyBook())
    book = key_book(entry for row in naming if (entry := _content(row, around)[1]) is not None)
    around = replace(around, book=book)
    entries = []
    for row in rows:
        found, entry = _content(row, around)
        faults += found
        if entry is not None:
            entries.append(entry)
    faults += book.faults
    faults += signature_faults(entries, book)
    faults += _chains(rows)
    faults += remembered(entries, [row.link for row in rows])
    faults += _references(entries)
    faults += _same_ids(entries)
    faults += _sealed(boxes, entries)
    faults += _documents(ledger, entries)
    faults += held_faults(ledger.keys, book)
    return tuple(faults)


def extent(ledger: Ledger) -> dict[str, Any]:
    """Return how much there is to check: entries, documents, and the last hash and root of each device's chain."""
    columns = tables.entries.c
    with ledger.reading() as connection:
        stored = connection.execute(select(func.count()).where(columns.kind == "document")).scalar()
        links = links_of(connection)
    return {
        "entries": len(links),
        "documents": stored,
        "heads": [head.as_dict() for head in heads_of(links)],
    }


def _rows(connection: Connection) -> Iterator[_Row | Fault]:
    # As bytes: one flipped bit in a text would otherwise end the reading instead of naming the row.
    shown = ", ".join(f"typeof({name}), CAST({name} AS BLOB)" for name in _COLUMNS)
    for values in connection.exec_driver_sql(f"SELECT {shown} FROM entries NOT INDEXED ORDER BY position"):  # noqa: S608
        parts = {name: (values[2 * n], values[2 * n + 1] or b"") for n, name in enumerate(_COLUMNS)}
        label = {name: octets.decode("utf-8", "replace") for name, (_, octets) in parts.items() if name != "payload"}
        number = int(label["sequence"]) if label["sequence"].lstrip("-").isdigit() else None
        wrong = None
        for name, (kind, octets) in parts.items():
            if kind == "null" and name in _MAY_BE_NULL:
                continue
            if kind != _TYPES[name]:
                wrong = (name, f"a value of type {kind}", f"a value of type {_TYPES[name]}")
            elif kind == "text" and not _is_utf8(octets):
                wrong = (name, ascii(octets), "text in UTF-8")
            if wrong:
                break
        if wrong:
            yield Fault(
                kind="row",
                device=label["device"],
                sequence=number,
                id=label["id"],
                column=wrong[0],
                found=wrong[1],
                expected=wrong[2],
            )
            continue
        yield _Row(
            position=int(label["position"]),
            sequence=int(label["sequence"]),
            texts={name: label[name] for name in _TEXT_COLUMNS},
            payload=parts["payload"][1],
            signature=None if parts["signature"][0] == "null" else label["signature"],
            merged=None if parts["merged"][0] == "null" else label["merged"],
        )


def _rows_of_server(connection: Connection) -> Iterator[_Row]:
    # A server keeps the types itself. The rows are read from the table, not from an index that could hide some.
    for name in ("indexscan", "indexonlyscan", "bitmapscan"):
        connection.exec_driver_sql(f"SET LOCAL enable_{name} = off")
    for row in connection.execute(select(tables.entries).order_by(tables.entries.c.position)):
        yield _Row(
            position=row.position,
            sequence=row.sequence,
            texts={name: getattr(row, name) for name in _TEXT_COLUMNS},
            payload=bytes(row.payload),
            signature=row.signature,
            merged=row.merged,
        )


def _counter(connection: Connection, rows: list[_Row]) -> Iterator[Fault]:
    """Positions run from 1 without a gap up to the highest ever given, or rows were taken out."""
    positions = [row.position for row in rows]
    given = highest(connection)
    last = positions[-1] if positions else 0
    if given != last:
        yield file_fault("file", f"{last} as the last row", f"{given} rows, as many as were ever written", "position")
    for before, row in zip([0, *positions], rows, strict=False):
        if row.position != before + 1:
            yield row.fault("position", str(row.position), f"{before + 1}: rows before it are missing")


def _content(row: _Row, around: _Around) -> tuple[list[Fault], Entry | None]:
    """Compare one row with its own payload and hash."""
    faults: list[Fault] = []
    try:
        computed = chain.entry_hash(row.texts["previous_hash"], row.payload)
    except ValueError:
        return [row.fault("previous_hash", row.texts["previous_hash"], "64 hexadecimal digits")], None
    try:
        payload = chain.decode(row.payload)
    except ValueError as error:
        return [row.fault("payload", f"bytes that cannot be read ({error})", "the canonical payload")], None
    differing = [
        name
        for name in ("device", "sequence", "kind", "id", "received")
        if payload.get(name) != (row.sequence if name == "sequence" else row.texts[name])
    ]
    if computed != row.texts["hash"]:
        suspect = _suspect(row, payload, computed, around)
        faults.append(row.fault(suspect, f"hash {row.texts['hash']}", f"hash {computed} of what stands there"))
    faults += [
        row.fault(
            name, str(row.sequence if name == "sequence" else row.texts[name]), f"{payload.get(name)!r}, as hashed"
        )
        for name in differing
    ]
    if faults:
        return faults, None
    if not _is_canonical(row, payload):
        return [row.fault("payload", "another spelling of the content", "canonical JSON (RFC 8785)")], None
    entry = Entry(
        position=row.position,
        device=row.texts["device"],
        sequence=row.sequence,
        kind=row.texts["kind"],
        id=row.texts["id"],
        received=row.texts["received"],
        previous_hash=row.texts["previous_hash"],
        hash=row.texts["hash"],
        payload=payload,
        signature=row.signature,
        merged=row.merged,
    )
    return _readable(row, entry), entry


def _suspect(row: _Row, payload: dict[str, Any], computed: str, around: _Around) -> str:
    """Return which of payload, hash and previous hash was changed; the signature and the entries around bear witness."""
    if not is_hex(row.texts["hash"], 64) or around.vouches(row, computed):
        return "hash"
    if around.vouches(row, row.texts["hash"]):
        return "payload" if row.texts["previous_hash"] in around.hashes else "previous_hash"
    return "payload, previous_hash or hash" if _is_canonical(row, payload) else "payload"


def _is_canonical(row: _Row, payload: dict[str, Any]) -> bool:
    try:
        return chain.canonical(payload) == row.payload
    except (ValueError, TypeError):
        return False


def _readable(row: _Row, entry: Entry) -> list[Fault]:
    """Read the record as this format writes it: under a sound hash, another shape was written past this program."""
    if entry.kind not in kinds.READERS:
        return [row.fault("kind", entry.kind, "one of " + ", ".join(kinds.READERS))]
    try:
        kinds.read_record(entry)
    except (HoldfastError, KeyError, TypeError, AttributeError, ValueError) as error:
        return [
            row.fault("payload", f"a record that cannot be read ({error})", f"a {entry.kind} as this format writes it")
        ]
    return []


def _chains(rows: Iterable[_Row]) -> Iterator[Fault]:
    """Each device's entries run from 0 without a gap or a fork, each naming the hash of the one before."""
    by_device: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_device[row.texts["device"]].append(row)
    for run in by_device.values():
        hashes: dict[int, set[str]] = defaultdict(set)
        for row in run:
            hashes[row.sequence].add(row.texts["hash"])
        followed: dict[tuple[int, str], _Row] = {}
        for row in sorted(run, key=lambda row: (row.sequence, row.position)):
            yield from _link(row, hashes.get(row.sequence - 1, set()))
            other = followed.setdefault((row.sequence, row.texts["previous_hash"]), row)
            if other is not row:
                yield row.fault(
                    "sequence",
                    f"a second entry {row.sequence}: a fork, beside {other.texts['id']}",
                    "one entry a number",
                    kind="chain",
                )


def _link(row: _Row, before: set[str]) -> Iterator[Fault]:
    first = row.sequence == 0
    previous = row.texts["previous_hash"]
    if not first and not before:
        yield row.fault(
            "sequence", f"{row.sequence} after a gap", f"{row.sequence - 1}, which is missing", kind="chain"
        )
    elif previous not in ({chain.GENESIS_PREVIOUS} if first else before):
        name = "64 zeros" if first else f"the hash of entry {row.sequence - 1}, {' or '.join(sorted(before))}"
        yield row.fault("previous_hash", previous, name, kind="chain")
    if (row.texts["kind"] == "genesis") != first:
        yield row.fault("kind", row.texts["kind"], "a genesis first, and nowhere else", kind="chain")


def _references(entries: list[Entry]) -> Iterator[Fault]:
    """Verdicts and corrections name claims of this ledger, and claims name documents of it."""
    known = {entry.id for entry in entries if entry.kind == "claim"}
    stored = {entry.body["sha256"] for entry in entries if entry.kind == "document" and "sha256" in entry.body}
    every = {entry.id for entry in entries}
    merges = {entry.id for entry in entries if entry.kind == "merge"}
    by_kind: dict[str, set[str]] = defaultdict(set, {"any": every | stored})
    for entry in entries:
        by_kind[entry.kind].add(entry.id)
    by_kind["document"] = stored  # named by its hash
    for entry in entries:
        pairs: tuple[tuple[str, Any, set[str]], ...] = (("merged", entry.merged, merges),)
        if entry.kind == "review":
            pairs += (("claim_id", entry.body.get("claim_id"), known),)
        elif entry.kind == "claim":
            pairs += (
                ("supersedes", entry.body.get("supersedes"), known),
                ("document_sha256", entry.body.get("document_sha256"), stored),
            )
        elif entry.kind in ("tombstone", "shred"):
            pairs += (("entry_id", entry.body.get("entry_id"), every),)
        elif entry.kind == "seal":
            pairs += (("claim_id", entry.body.get("claim_id"), known),)
        elif entry.kind in kinds.REFERENCES:
            pairs += tuple(_named_by_record(entry, by_kind))
        for column, value, allowed in pairs:
            if value is not None and value not in allowed:
                yield _entry_fault("reference", entry, column, str(value), "an entry of this ledger that can be read")


def _same_ids(entries: list[Entry]) -> Iterator[Fault]:
    """Name each id that two contents have: what is said of one must not be believed of the other."""
    for found in by_id(sorted(entries, key=lambda entry: (entry.merged is not None, entry.position))).values():
        if not one_content(found):
            for entry in found[1:]:
                other = f"entry {found[0].sequence} of device {found[0].device}"
                yield _entry_fault("reference", entry, "id", f"an id that {other} has with other content", "an own id")


def _boxes(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Give entry, field and digest of every sealed field, whatever their types are now."""
    names = ("entry_id", "field", "nonce", "ciphertext")
    shown = ", ".join(f"CAST({name} AS BLOB)" for name in names)
    if connection.dialect.name != IN_A_FILE:
        shown = ", ".join(names)
    for values in connection.exec_driver_sql(f"SELECT {shown} FROM sealed ORDER BY entry_id, field"):  # noqa: S608
        entry_id, field = (v if isinstance(v, str) else bytes(v or b"").decode("utf-8", "replace") for v in values[:2])
        yield entry_id, field, box_digest(bytes(values[2] or b""), bytes(values[3] or b""))


def _sealed(boxes: Iterable[tuple[str, str, str]], entries: list[Entry]) -> Iterator[Fault]:
    """Every box is the one an entry names by its digest, and every box that was sealed here is there."""
    named: dict[tuple[str, str], list[tuple[Entry, str]]] = defaultdict(list)
    for entry in entries:
        with suppress(ValueError, TypeError):  # named where records are read
            for field, said in sealed_of(entry.body).items():
                named[entry.id, field].append((entry, said["box"]))
    found: set[tuple[str, str]] = set()
    for entry_id, field, digest in boxes:
        found.add((entry_id, field))
        wanted = [said for _, said in named[entry_id, field]]
        if digest not in wanted:
            expected = " or ".join(wanted) or "a sealed field that an entry names"
            yield Fault(
                kind="sealed",
                device=None,
                sequence=None,
                id=entry_id,
                column=f"sealed {field}",
                found=f"a box with SHA-256 {digest}",
                expected=expected,
            )
    for (entry_id, field), sayings in named.items():
        for entry, wanted_box in sayings:
            if entry.merged is None and (entry_id, field) not in found:
                yield _entry_fault("sealed", entry, f"sealed {field}", "no box", f"the box with SHA-256 {wanted_box}")


def _named_by_record(entry: Entry, known: dict[str, set[str]]) -> Iterator[tuple[str, Any, set[str]]]:
    """Yield what a record names: field, id or hash, and where it must be found."""
    for field, wanted in kinds.REFERENCES[entry.kind].items():
        value = entry.body.get(field)
        for name in value if isinstance(value, list) else [value]:
            yield field, name, known[wanted]


def _documents(ledger: Ledger, entries: list[Entry]) -> Iterator[Fault]:
    """Hash the bytes in the inbox again and compare them with what was received."""
    for entry in entries:
        if entry.kind != "document":
            continue
        digest, size, path = entry.body.get("sha256"), entry.body.get("size"), str(entry.body.get("path"))
        relative = PurePosixPath(path)
        if relative.is_absolute() or ".." in relative.parts:
            yield _entry_fault("document", entry, "path", path, "a path inside the workspace")
            continue
        file = ledger.home / relative
        if entry.merged is not None and not file.exists():
            continue  # an export may come without its documents; `merge` says which are missing
        try:
            content = file.read_bytes()
        except OSError as error:
            yield _entry_fault("document", entry, path, f"no file that can be read ({error.strerror})", "the document")
            continue
        found = hashlib.sha256(content).hexdigest()
        if found != digest:
            yield _entry_fault(
                "document", entry, path, f"{len(content)} bytes with SHA-256 {found}", f"{size} bytes with {digest}"
            )


def _entry_fault(kind: str, entry: Entry, column: str, found: str, expected: str) -> Fault:
    return Fault(
        kind=kind,
        device=entry.device,
        sequence=entry.sequence,
        id=entry.id,
        column=column,
        found=found,
        expected=expected,
    )


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
