"""Checkpoints: what the ledger holds at a moment, signed, so that it can be kept elsewhere and asked after later.

Each device has a tree of its own over its entries in their order (RFC 6962), as the order in which two devices' entries
lie in a file is an accident of merging. A checkpoint is written as an entry, which remembers the head of every device
known here, so that entries which are missing or others later are found; and it leaves as text, a signed note a device.
Where a device's chain parts in two, both branches have a head; where entries are missing, the head has no root.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from holdfast.ledger import chain, merkle, tables
from holdfast.ledger.entries import Entry, append, load_entries
from holdfast.ledger.faults import damaged
from holdfast.ledger.keybook import key_book, signature_faults
from holdfast.ledger.keys import DEVICE, has_key, is_hex, load_key
from holdfast.ledger.notes import Note, ShortNote, origin_of, read_notes, short_form, sign_note, signed_by
from holdfast.ledger.records import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from holdfast.ledger.keybook import KeyBook
    from holdfast.ledger.opening import Ledger

CHECKPOINT = "checkpoint"
REMEMBERING = (CHECKPOINT, "merge")  # the kinds of entry that name heads


class Link(NamedTuple):
    """The place of an entry in its chain."""

    device: str
    sequence: int
    hash: str
    previous_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry of a branch of a device's chain, with the root over the branch.

    Parameters
    ----------
    device, sequence, hash
        Of the entry.
    root : str or None
        64 hexadecimal digits; None where entries before it are missing.
    """

    device: str
    sequence: int
    hash: str
    root: str | None

    @property
    def size(self) -> int:
        """How many entries the branch has."""
        return self.sequence + 1

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON and for the entry that remembers them."""
        return {"device": self.device, "sequence": self.sequence, "hash": self.hash, "root": self.root}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What the ledger holds: the heads, a note for each that is whole, and one digest over all of them."""

    heads: tuple[Head, ...]
    notes: tuple[Note, ...]
    digest: str
    written: bool

    @property
    def text(self) -> str:
        """Every note, an empty line between two: the file to keep."""
        return "\n".join(note.text for note in self.notes)

    @property
    def short(self) -> tuple[ShortNote, ...]:
        """The short form of each whole head, to be read out."""
        return tuple(
            short_form(head.device, head.size, bytes.fromhex(head.root)) for head in self.heads if head.root is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What became of one kept note.

    Parameters
    ----------
    device : str
        As the note names it.
    size : int
        How many entries it speaks of.
    holds : bool
        True where the ledger still begins with exactly those entries.
    found : str
        In words.
    between : tuple of int or None
        Where it does not hold: the first and the last sequence among which the change lies, as the kept notes tell.
    signature : str
        ``fits``, ``does not fit``, ``of others``, ``none``.
    """

    device: str
    size: int
    holds: bool
    found: str
    between: tuple[int, int] | None
    signature: str

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {
            "device": self.device,
            "entries": self.size,
            "holds": self.holds,
            "found": self.found,
            "between": None if self.between is None else list(self.between),
            "signature": self.signature,
        }


def branches(links: Iterable[Link]) -> dict[str, list[list[Link]]]:
    """Return each device's chain from its first entry that is here to each of its ends.

    Parameters
    ----------
    links : iterable of Link
        In any order.

    Returns
    -------
    dict of str to list of list of Link
        By device, sorted; a device without a fork has one branch. A branch that does not begin with sequence 0 lacks
        the entries before it.
    """
    by_device: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_device[link.device].append(link)
    found: dict[str, list[list[Link]]] = {}
    for device in sorted(by_device):
        by_hash = {link.hash: link for link in by_device[device]}
        followed = {link.previous_hash for link in by_device[device]}
        ends = [link for link in by_device[device] if link.hash not in followed]
        found[device] = [_back(end, by_hash) for end in sorted(ends, key=lambda link: (link.sequence, link.hash))]
    return found


def heads_of(links: Iterable[Link]) -> tuple[Head, ...]:
    """Return the head of every branch, by device, then sequence, then hash."""
    return tuple(
        Head(
            device=device,
            sequence=branch[-1].sequence,
            hash=branch[-1].hash,
            root=merkle.root(_leaves(branch)).hex() if _is_whole(branch) else None,
        )
        for device, all_branches in branches(links).items()
        for branch in all_branches
    )


def digest_of(site: str, heads: Iterable[Head]) -> str:
    """Return one digest over all devices: the root over the sorted bodies of their checkpoints, 64 hexadecimal digits.

    A head without a root stands with its hash, and says so, so that ledgers which lack different entries differ.
    """
    bodies = sorted(_body(site, head) for head in heads)
    return merkle.root(body.encode() for body in bodies).hex()


def links_of(connection: Connection) -> tuple[Link, ...]:
    """Return the place of every entry of the ledger."""
    columns = tables.entries.c
    query = select(columns.device, columns.sequence, columns.hash, columns.previous_hash)
    return tuple(Link(*row) for row in connection.execute(query.order_by(columns.position)))


def checkpoint(ledger: Ledger) -> Checkpoint:
    """Write a checkpoint into the ledger and return what is to be kept elsewhere.

    Parameters
    ----------
    ledger : Ledger
        The open ledger. Where nothing was written since the last checkpoint of this device, none is written again.

    Returns
    -------
    Checkpoint
        Notes are signed by the key of their device where it is here, and by the key of this device in any case: of
        another device's entries it says what was seen here.

    Raises
    ------
    LedgerError
        HF-L007 when an entry or a signature is not as it was written: nothing wrong is signed; HF-L040 to HF-L043 when
        the key of this device cannot be used; HF-L005, HF-L006 when the ledger cannot be written.
    """
    with ledger.writing() as connection:
        entries = load_entries(ledger, connection)
        # What a revoked key wrote later is here all the same, and verify names it; what nobody's key wrote is damage.
        for fault in signature_faults(entries, replace(key_book(entries), revoked={})):
            if fault.column == "signature":
                raise damaged(ledger.where, str(fault))
        before = heads_of(map(_link, entries))
        last = next((e for e in reversed(entries) if e.device == ledger.device and e.merged is None), None)
        written = not _says_it_all(last, before)
        if written:
            body = {"heads": [head.as_dict() for head in before]}
            append(ledger, connection, kind=CHECKPOINT, body=body)
        heads = heads_of(links_of(connection))
        book = key_book(load_entries(ledger, connection, tables.entries.c.kind.in_(("genesis", "key"))))
    notes = tuple(_signed(ledger, book, head) for head in heads if head.root is not None)
    return Checkpoint(heads=heads, notes=notes, digest=digest_of(ledger.site, heads), written=written)


def checkpoint_of(entry: Entry) -> tuple[Head, ...]:
    """Return the heads that an entry of kind ``checkpoint`` remembers.

    Raises
    ------
    KeyError, TypeError, ValueError
        When it is not as this format writes it.
    """
    heads = tuple(_head(said) for said in entry.body["heads"])
    for head in heads:
        if head.root is not None and not is_hex(head.root, 64):
            raise ValueError(f"{head.root!r} as a root")
    return heads


def remembered(entries: Iterable[Entry], links: Sequence[Link]) -> Iterator[Fault]:
    """Compare the heads that checkpoints and merges remember with what stands, and name entries gone or replaced.

    Parameters
    ----------
    entries : iterable of Entry
        Those of the kinds `REMEMBERING`; others are passed over.
    links : sequence of Link
        Of every row, also of those that are damaged.
    """
    standing = {(link.device, link.sequence, link.hash) for link in links}
    numbers = {(link.device, link.sequence) for link in links}
    told: set[tuple[str, int, str]] = set()
    sizes: dict[tuple[str, int, str], list[tuple[Entry, Head]]] = defaultdict(list)
    for entry in entries:
        for head in _heads_named(entry):
            key = (head.device, head.sequence, head.hash)
            if key in standing:
                sizes[key].append((entry, head))
            elif key not in told:
                told.add(key)
                here = "another entry in its place" if key[:2] in numbers else "no such entry"
                yield _gone(head, here, f"{head.hash}, as entry {entry.sequence} of device {entry.device} remembers")
    yield from _roots(sizes, branches(links))


def against(ledger: Ledger, text: str) -> tuple[Comparison, ...]:
    """Tell whether the ledger still holds what notes kept elsewhere say it held.

    Parameters
    ----------
    ledger : Ledger
        The open ledger. Nothing is changed.
    text : str
        Signed notes and lines in the short form, as of `read_notes`.

    Returns
    -------
    tuple of Comparison
        One a note, in the order of the text.

    Raises
    ------
    LedgerError
        HF-L047 when the text cannot be read.
    """
    kept = read_notes(text)
    with ledger.reading() as connection:
        by_device = branches(links_of(connection))
        book = key_book(load_entries(ledger, connection, tables.entries.c.kind.in_(("genesis", "key"))))
    found = [_compare(ledger.site, book, by_device, note) for note in kept]
    return tuple(_located(one, found) for one in found)


def prove_growth(ledger: Ledger, device: str, size: int) -> tuple[bytes, ...]:
    """Return the proof that a device's entries begin with its first `size`, for a witness (`merkle.verify_consistency`).

    Raises
    ------
    IndexError
        When the device has not so many entries here, or entries are missing.
    """
    with ledger.reading() as connection:
        found = branches(links_of(connection)).get(device, [])
    whole = [branch for branch in found if _is_whole(branch)]
    return merkle.consistency_proof(_leaves(whole[-1]) if whole else (), size)


def _back(end: Link, by_hash: Mapping[str, Link]) -> list[Link]:
    branch = [end]
    while branch[-1].previous_hash in by_hash:
        before = by_hash[branch[-1].previous_hash]
        if before.sequence != branch[-1].sequence - 1:
            break  # also keeps a ring of damaged rows from going round for ever
        branch.append(before)
    branch.reverse()
    return branch


def _is_whole(branch: Sequence[Link]) -> bool:
    return branch[0].sequence == 0 and branch[0].previous_hash == chain.GENESIS_PREVIOUS


def _leaves(branch: Iterable[Link]) -> list[bytes]:
    return [bytes.fromhex(link.hash) for link in branch]


def _link(entry: Entry) -> Link:
    return Link(entry.device, entry.sequence, entry.hash, entry.previous_hash)


def _note(site: str, head: Head) -> Note:
    return Note(origin_of(site, head.device), head.size, bytes.fromhex(head.root or head.hash))


def _body(site: str, head: Head) -> str:
    note = _note(site, head)
    return (note if head.root is not None else replace(note, extensions=("entries before it are missing",))).body


def _signed(ledger: Ledger, book: KeyBook, head: Head) -> Note:
    note = _note(ledger.site, head)
    names = [head.device, ledger.device] if head.device != ledger.device else [ledger.device]
    for name in names:
        known = book.devices.get(name)
        if known is not None and (name == ledger.device or has_key(ledger.keys, DEVICE, name)):
            key = load_key(ledger.keys, DEVICE, name)
            if key.public_key not in book.keys_of(name):
                key = load_key(ledger.keys, DEVICE, name, public_key=known.public_key)
            note = sign_note(note, origin_of(ledger.site, name), key)
    return note


def _says_it_all(last: Entry | None, heads: Sequence[Head]) -> bool:
    """Tell whether the last entry of this device is a checkpoint that names all heads, its own as it was before it."""
    if last is None or last.kind != CHECKPOINT:
        return False
    named = {(head.device, head.sequence, head.hash) for head in checkpoint_of(last)}
    before = (last.device, last.sequence - 1, last.previous_hash)
    return named == {before if head.hash == last.hash else (head.device, head.sequence, head.hash) for head in heads}


def _head(said: Mapping[str, Any]) -> Head:
    head = Head(device=said["device"], sequence=said["sequence"], hash=said["hash"], root=said.get("root"))
    if not isinstance(said["device"], str) or type(head.sequence) is not int or not is_hex(head.hash, 64):
        raise ValueError(f"{said!r} as the last entry of a device")
    return head


def _heads_named(entry: Entry) -> Iterator[Head]:
    if entry.kind in REMEMBERING:
        try:
            yield from [_head(said) for said in entry.body.get("heads", ())]
        except (KeyError, TypeError, AttributeError, ValueError):
            return  # named where records are read


def _roots(
    named: Mapping[tuple[str, int, str], list[tuple[Entry, Head]]], by_device: Mapping[str, list[list[Link]]]
) -> Iterator[Fault]:
    for branch in (branch for found in by_device.values() for branch in found if _is_whole(branch)):
        sayings = [said for link in branch for said in named.get((link.device, link.sequence, link.hash), ())]
        if not sayings or not all(is_hex(link.hash, 64) for link in branch):
            continue
        right = merkle.roots(_leaves(branch), {head.size for _, head in sayings})
        for entry, head in sayings:
            if head.root is not None and head.root != right[head.size].hex():
                remembers = f"entry {entry.sequence} of device {entry.device} remembers"
                yield _gone(head, f"entries with the root {right[head.size].hex()}", f"{head.root}, as {remembers}")


def _gone(head: Head, found: str, expected: str) -> Fault:
    return Fault(
        kind="checkpoint",
        device=head.device,
        sequence=head.sequence,
        id=None,
        column="hash",
        found=found,
        expected=expected,
    )


def _compare(site: str, book: KeyBook, by_device: Mapping[str, list[list[Link]]], note: Note | ShortNote) -> Comparison:
    device = _device_named(site, by_device, note)
    signature = "none" if isinstance(note, ShortNote) else _signature(book, device, note)
    shown = device or (note.device if isinstance(note, ShortNote) else note.origin)
    holds, found = False, "no entry of such a device is in this ledger"
    if device is not None:
        whole = [branch for branch in by_device[device] if _is_whole(branch)]
        longest = max((len(branch) for branch in whole), default=0)
        if any(_fits(device, branch, note) for branch in whole):
            holds, found = True, f"all {note.size} entries stand, in their order"
        elif not whole:
            found = "entries before those that are here are missing, so it cannot be told"
        elif longest < note.size:
            found = f"only {longest} entries are here: {note.size - longest} or more are missing"
        else:
            found = "another history: entries were changed, taken out or put in"
        if not holds and signature == "does not fit":
            found += "; or the note itself was changed"
    return Comparison(device=shown, size=note.size, holds=holds, found=found, between=None, signature=signature)


def _device_named(site: str, by_device: Iterable[str], note: Note | ShortNote) -> str | None:
    if isinstance(note, Note):
        return next((device for device in by_device if origin_of(site, device) == note.origin), None)
    # Heard over a radio, a name has no capitals; where two names differ in nothing else, only the exact one is meant.
    same = [device for device in by_device if device.lower() == note.device.lower()]
    return note.device if note.device in same else same[0] if len(same) == 1 else None


def _signature(book: KeyBook, device: str | None, note: Note) -> str:
    if device is None or device not in book.devices:
        return "of others"
    found = {signed_by(note, note.origin, key) for key in book.keys_of(device)}
    if found <= {None}:
        # A line in the device's name by another key is a forgery, or the ledger's key is.
        return "does not fit" if any(line.name == note.origin for line in note.signatures) else "of others"
    return "does not fit" if False in found else "fits"


def _fits(device: str, branch: Sequence[Link], note: Note | ShortNote) -> bool:
    if len(branch) < note.size:
        return False
    root = merkle.root(_leaves(branch[: note.size]))
    if isinstance(note, Note):
        return root == note.root
    return short_form(device, note.size, root).code == note.code


def _located(one: Comparison, all_of_them: Sequence[Comparison]) -> Comparison:
    """Say between which entries the change lies: after the largest kept state that still holds."""
    if one.holds or one.size == 0:
        return one
    sound = [
        other.size for other in all_of_them if other.holds and other.device == one.device and other.size < one.size
    ]
    return replace(one, between=(max(sound, default=0), one.size - 1))
