"""Two ledgers that were apart become one, by file: in any order, any number of times, with the same result.

Everything in the file is checked before anything is taken: form, hash and signature of each entry, its place, what it
says of sealed fields and documents. Then all of it is taken in one transaction, or nothing. Gaps and forks are no reason
to refuse: they are kept as they came, and shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from holdfast.errors import LedgerError
from holdfast.ledger import chain, sealing, tables
from holdfast.ledger.branches import Branches, Fork, Gap, Link, branches_of, links
from holdfast.ledger.effects import counted, doubled, effect_of, in_view, without_effect
from holdfast.ledger.entries import Entry, append, load_entries, stamp
from holdfast.ledger.rows import COLUMNS, NotAsWrittenError, Row, SealedRow, entry_of
from holdfast.ledger.sealed_fields import shreds_to_follow
from holdfast.ledger.sealing import sealed_of
from holdfast.ledger.signers import Signers
from holdfast.ledger.sources import opened
from holdfast.ledger.staging import DocumentRefusedError, Staging

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from holdfast.ledger.hfl import DocumentPart
    from holdfast.ledger.opening import Ledger
    from holdfast.ledger.sources import Source

_LISTS = ("missing", "shreds_to_follow", "left_view", "came_to_view", "doubled")
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge did, and the shape of the ledger after it.

    Parameters
    ----------
    read, new, same, refused : int
        Entries of the file; those taken; those that were here, or stand twice in the file; and those refused. One that is
        refused refuses the whole file, so that this is 0 wherever there is a report.
    sealed, documents : int
        Sealed fields and documents that were taken.
    devices : dict
        Device -> entries taken of it, for every device in the file.
    introduced : dict
        Devices that were not known here -> fingerprint of the key that their entries name; empty text where they name none,
        as format 1 did. A signature proves who held the key, not who the device is: people compare it by another way.
    gaps, forks : tuple
        Of the whole ledger after the merge.
    missing : tuple of str
        Documents that are named in the ledger and whose bytes are not here.
    shreds_to_follow : tuple of str
        Entries shredded elsewhere, whose key is still in this folder.
    effects : dict
        Device -> what of it changes our view at once (verdicts, tombstones, shreddings, revocations of keys, accepted
        claims, records) -> how many came.
    left_view, came_to_view : tuple of str
        Accepted claims that this merge took out of the current view, and brought into it; by id.
    without_effect : dict
        Device -> entries that came and were written with a key after its revocation.
    doubled : tuple of str
        Ids that an entry of the file has with other content than an entry beside it.
    merge_id : str or None
        Id of the entry that says so; None where nothing new came, or the file was only looked at.
    """

    read: int
    new: int
    same: int
    refused: int
    sealed: int
    documents: int
    devices: dict[str, int]
    introduced: dict[str, str]
    gaps: tuple[Gap, ...]
    forks: tuple[Fork, ...]
    missing: tuple[str, ...]
    shreds_to_follow: tuple[str, ...]
    merge_id: str | None
    effects: dict[str, dict[str, int]] = field(default_factory=dict)
    left_view: tuple[str, ...] = ()
    came_to_view: tuple[str, ...] = ()
    without_effect: dict[str, int] = field(default_factory=dict)
    doubled: tuple[str, ...] = ()

    def __str__(self) -> str:
        line = f"read {self.read}, new {self.new}, same {self.same}, refused {self.refused}"
        return f"{line}; sealed fields {self.sealed}, documents {self.documents}"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "gaps": [gap.as_dict() for gap in self.gaps],
            "forks": [fork.as_dict() for fork in self.forks],
            **{name: list(getattr(self, name)) for name in _LISTS},
        }


@dataclass(slots=True)
class _Examined:
    """What a file holds, after every part of it passed the checks that need no other part."""

    read: int = 0
    links: dict[str, Link] = field(default_factory=dict)
    sites: dict[tuple[str, str], None] = field(default_factory=dict)
    boxes: list[tuple[str, str, str, str]] = field(default_factory=list)  # id, field, digest, place
    said: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # id, field -> digests of boxes
    documents: set[str] = field(default_factory=set)
    introduced: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    effects: dict[str, str] = field(default_factory=dict)  # hash -> what it changes at once


def merge(
    ledger: Ledger, given: Path | str | Ledger, *, same_site: bool = False, check_only: bool = False
) -> MergeReport:
    """Take every entry of an export, or of another ledger, that is not here.

    Parameters
    ----------
    ledger : Ledger
        The open ledger; the merge is an entry of its device.
    given : Path, str or Ledger
        An export (``.hfl``), the database file of another ledger or the folder it lies in, or an open ledger. Told by
        what it is, not by its name.
    same_site : bool
        Take entries that name another site or zone: somebody says that it is the same place.
    check_only : bool
        Check everything and tell what a merge would do; nothing is written.

    Returns
    -------
    MergeReport

    Raises
    ------
    LedgerError
        HF-L050 not an export; HF-L051 of a newer format; HF-L052 cut off or changed; HF-L053 an entry, a box or a sealed
        field is not as it was written; HF-L054 another site; HF-L055 a line that is too long; HF-L056 a document whose
        bytes are not those of its hash; HF-L065 the file changed while it was read. Nothing is taken then.
    """
    staging = Staging(ledger.inbox)
    try:
        with opened(given) as source:
            found = _examine(ledger, source, staging)
            _same_site(ledger, source, found, allowed=same_site)
            if check_only:
                with ledger.reading() as connection:
                    return _report(ledger, connection, found, _fresh(connection, found), _Taken())
            return _take(ledger, source, found, staging)
    finally:
        staging.discard()


@dataclass(slots=True)
class _Taken:
    """How much was written, and the entry that says so."""

    sealed: int = 0
    documents: int = 0
    merge_id: str | None = None
    before: Mapping[str, str] | None = None  # what was in view; None where nothing that came can change it


def read_entries(given: Path | str | Ledger, beside: Ledger | None = None) -> tuple[Entry, ...]:
    """Return the entries of an export or of another ledger, each checked as for a merge, for looking at without one.

    Parameters
    ----------
    given : Path, str or Ledger
        As of `merge`.
    beside : Ledger or None
        A ledger that may know the keys of devices whose first entries are not in the file.

    Raises
    ------
    LedgerError
        As `merge`.
    """
    entries: dict[str, Entry] = {}
    signers = Signers()
    with opened(given) as source:
        for part in source.parts():
            if isinstance(part, Row):
                entry = _checked(source, part)
                _sign(source, part, entry, signers)
                entries[entry.hash] = entry
    if beside is not None:
        with beside.reading() as connection:
            signers.know(beside, connection)
    _hold_signatures(signers)
    return tuple(entries.values())


def _examine(ledger: Ledger, source: Source, staging: Staging) -> _Examined:
    found, signers = _Examined(), Signers()
    for part in source.parts():
        if isinstance(part, Row):
            _examine_row(source, part, found, signers)
        elif isinstance(part, SealedRow):
            digest = sealing.box_digest(part.nonce, part.ciphertext)
            found.boxes.append((part.id, part.field, digest, source.place))
        else:
            _examine_document(source, part, staging)
    found.digest = source.digest
    try:
        staging.finish()
    except DocumentRefusedError as error:
        raise _refused("HF-L056", source.place, str(error)) from error
    with ledger.reading() as connection:
        signers.know(ledger, connection)
        _hold_signatures(signers)
        found.introduced = signers.introduced()
        _known_boxes(ledger, connection, found)
        _known_documents(ledger, connection, source, found, staging)
    return found


def _checked(source: Source, row: Row) -> Entry:
    try:
        return entry_of(row)
    except NotAsWrittenError as error:
        raise _refused("HF-L053", source.place, str(error)) from error


def _sign(source: Source, row: Row, entry: Entry, signers: Signers) -> None:
    try:
        signers.add(row, entry, source.place)
    except NotAsWrittenError as error:
        raise _refused("HF-L053", source.place, str(error)) from error


def _hold_signatures(signers: Signers) -> None:
    for place, reason in signers.refusals():
        raise _refused("HF-L053", place, reason)


def _examine_row(source: Source, row: Row, found: _Examined, signers: Signers) -> None:
    entry = _checked(source, row)
    _sign(source, row, entry, signers)
    found.read += 1
    found.links[row.hash] = Link(row.device, row.sequence, row.hash, row.previous_hash)
    if row.kind == "genesis":
        found.sites[str(entry.body["site"]), str(entry.body["zone"])] = None
    elif row.kind == "document":
        found.documents.add(entry.body["sha256"])
    if (effect := effect_of(entry)) is not None:
        found.effects[row.hash] = effect
    for name, said in sealed_of(entry.body).items():
        found.said.setdefault((entry.id, name), set()).add(said["box"])


def _examine_document(source: Source, part: DocumentPart, staging: Staging) -> None:
    try:
        staging.add(part)
    except DocumentRefusedError as error:
        raise _refused("HF-L056", source.place, str(error)) from error


def _known_boxes(ledger: Ledger, connection: Connection, found: _Examined) -> None:
    """Hold that each box is the one its entry names: an entry of the file or of this ledger."""
    for entry_id, name, digest, place in found.boxes:
        said = found.said.get((entry_id, name), set())
        if digest not in said:
            here = load_entries(ledger, connection, tables.entries.c.id == entry_id)
            said = {known["box"] for entry in here if (known := sealed_of(entry.body).get(name)) is not None}
        if digest not in said:
            raise _refused(
                "HF-L053", place, f"a sealed field {name[:40]!r} of {entry_id[:40]!r} that no entry names so"
            )


def _known_documents(
    ledger: Ledger, connection: Connection, source: Source, found: _Examined, staging: Staging
) -> None:
    unnamed = staging.seen - found.documents
    if unnamed:
        here = load_entries(ledger, connection, tables.entries.c.kind == "document")
        unnamed -= {entry.body["sha256"] for entry in here}
    if unnamed:
        raise _refused("HF-L056", source.place, f"document {min(unnamed)}, which no entry names")


def _same_site(ledger: Ledger, source: Source, found: _Examined, *, allowed: bool) -> None:
    if allowed:
        return
    with ledger.reading() as connection:
        geneses = load_entries(ledger, connection, tables.entries.c.kind == "genesis")
    known = {(ledger.site, ledger.zone)} | {(entry.body["site"], entry.body["zone"]) for entry in geneses}
    for site, zone in ((source.site, source.zone), *found.sites):
        if (site, zone) not in known:
            raise LedgerError(
                "HF-L054",
                where=source.place.partition(",")[0],
                found=f"site {site!r} in zone {zone}",
                expected=f"site {ledger.site!r} in zone {ledger.zone}",
                mend="check that it is the right file; if both are the same place, say so with --same-site",
            )


def _fresh(connection: Connection, found: _Examined) -> set[str]:
    known = set(connection.execute(select(tables.entries.c.hash)).scalars())
    return found.links.keys() - known


def _take(ledger: Ledger, source: Source, found: _Examined, staging: Staging) -> MergeReport:
    taken = _Taken()
    with ledger.writing() as connection:
        fresh = _fresh(connection, found)
        boxes = _fresh_boxes(connection, found)
        taken.documents = staging.place()
        if fresh or boxes or taken.documents:
            taken.sealed = len(boxes)
            taken.before = in_view(ledger, connection) if fresh & found.effects.keys() else None
            taken.merge_id = chain.new_id(stamp(ledger, connection).moment)
            _copy(connection, source, fresh, boxes, taken.merge_id)
            # After the rows: entries of this very device that were lost here may be among them, and this one follows them.
            _append_merge(ledger, connection, source, found, len(fresh), taken)
            if source.digest != found.digest:
                raise LedgerError(
                    "HF-L065",
                    where=source.place.partition(",")[0],
                    found="other content than a moment before",
                    expected="a file that nobody writes to",
                    mend="merge again when it is at rest; nothing was taken",
                )
    staging.keep()
    with ledger.reading() as connection:
        return _report(ledger, connection, found, fresh, taken)


def _fresh_boxes(connection: Connection, found: _Examined) -> set[tuple[str, str, str]]:
    if not found.boxes:
        return set()
    columns = tables.sealed.c
    known = {(row.entry_id, row.field) for row in connection.execute(select(columns.entry_id, columns.field))}
    return {(entry_id, name, digest) for entry_id, name, digest, _ in found.boxes if (entry_id, name) not in known}


def _append_merge(
    ledger: Ledger, connection: Connection, source: Source, found: _Examined, new: int, taken: _Taken
) -> None:
    heads = branches_of(found.links.values()).heads
    body = {
        "heads": [{"device": link.device, "sequence": link.sequence, "hash": link.hash} for link in heads],
        "form": source.form,
        "digest": found.digest,
        "read": found.read,
        "new": new,
        "same": found.read - new,
        "sealed_fields": taken.sealed,
        "documents": taken.documents,
    }
    append(ledger, connection, kind="merge", body=body, entry_id=taken.merge_id)


def _copy(
    connection: Connection, source: Source, fresh: set[str], boxes: set[tuple[str, str, str]], merge_id: str
) -> None:
    """Read the source a second time and write what is new; the digest says afterwards that it was the same."""
    waiting, boxes_left = set(fresh), set(boxes)
    batch: list[dict[str, Any]] = []
    for part in source.parts():
        if isinstance(part, Row) and part.hash in waiting:
            waiting.discard(part.hash)
            columns = {name: getattr(part, name) for name in COLUMNS}
            batch.append(columns | {"payload": part.payload, "merged": merge_id})
            if len(batch) >= _BATCH:
                connection.execute(insert(tables.entries), batch)
                batch = []
        elif isinstance(part, SealedRow):
            key = (part.id, part.field, sealing.box_digest(part.nonce, part.ciphertext))
            if key in boxes_left:
                boxes_left.discard(key)
                values = {"entry_id": part.id, "field": part.field, "nonce": part.nonce, "ciphertext": part.ciphertext}
                connection.execute(insert(tables.sealed).values(**values))
    if batch:
        connection.execute(insert(tables.entries), batch)


def _report(ledger: Ledger, connection: Connection, found: _Examined, fresh: set[str], taken: _Taken) -> MergeReport:
    whole: Iterable[Link] = (*links(connection), *found.links.values())
    shape: Branches = branches_of(whole)
    devices = dict.fromkeys(sorted({link.device for link in found.links.values()}), 0)
    for digest in fresh:
        devices[found.links[digest].device] += 1
    stored = load_entries(ledger, connection, tables.entries.c.kind == "document")
    named = {entry.body["sha256"] for entry in stored} | found.documents
    before = taken.before or {}
    after = before if taken.before is None else in_view(ledger, connection)
    return MergeReport(
        read=found.read,
        new=len(fresh),
        same=found.read - len(fresh),
        refused=0,
        sealed=taken.sealed,
        documents=taken.documents,
        devices=devices,
        introduced=found.introduced,
        gaps=shape.gaps,
        forks=shape.forks,
        missing=tuple(sorted(digest for digest in named if not (ledger.inbox / digest).is_file())),
        shreds_to_follow=shreds_to_follow(ledger, connection),
        merge_id=taken.merge_id,
        effects=counted((found.links[digest].device, found.effects[digest]) for digest in fresh & found.effects.keys()),
        left_view=tuple(sorted(before[digest] for digest in before.keys() - after.keys())),
        came_to_view=tuple(sorted(after[digest] for digest in after.keys() - before.keys())),
        without_effect=without_effect(ledger, connection, taken.merge_id),
        doubled=doubled(ledger, connection, fresh),
    )


def _refused(code: str, place: str, found: str) -> LedgerError:
    return LedgerError(
        code,
        where=place,
        found=found,
        expected="an entry as its device wrote it" if code == "HF-L053" else "the document as it was received",
        mend="ask for a new export, and ask who had this file; nothing was taken from it",
    )
