"""What has effect: a verdict binds to the content it judged, and a key that was revoked moves nothing any more.

An id is a name that anybody can write again. So a verdict, a tombstone and a correction keep the hash of the entry they
are about; older ones, which keep the id only, bind where exactly one content has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import LedgerError
from holdfast.ledger.keybook import KINDS, key_book, voided_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.keybook import KeyRecord


def by_id(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return entries by their id; more than one where a fork, or somebody else, wrote it again."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.id, []).append(entry)
    return found


def bound(named: str, digest: str | None, places: Mapping[str, Sequence[Entry]]) -> tuple[str, ...]:
    """Return the hashes of the entries that an entry is about.

    Parameters
    ----------
    named, digest : str, str or None
        The id it names, and the hash it keeps; None in entries written before hashes were kept.
    places : mapping
        From `by_id`.

    Returns
    -------
    tuple of str
        Without a hash: every entry of the id where all have one content, and none where contents differ.
    """
    found = places.get(named, ())
    if digest is not None:
        return tuple(entry.hash for entry in found if entry.hash == digest)
    return tuple(entry.hash for entry in found) if one_content(found) else ()


def one_content(entries: Sequence[Entry]) -> bool:
    """Return whether entries say the same."""
    return all((entry.kind, entry.body) == (entries[0].kind, entries[0].body) for entry in entries[1:])


def void_of(entries: Iterable[Entry]) -> dict[str, KeyRecord]:
    """Return what was written with a key after its revocation: hash of the entry -> the revocation.

    Parameters
    ----------
    entries : iterable of Entry
        With every entry among them that can name or revoke a key.
    """
    every = tuple(entries)
    book = key_book(entry for entry in every if entry.kind in KINDS)
    if not book.revoked:
        return {}
    return {entry.hash: end for entry in every if (end := voided_by(entry, book)) is not None}


def judged_after(entry: Entry, end: KeyRecord) -> bool:
    """Return whether a verdict was given in knowledge of a revocation."""
    if entry.device == end.device:
        return entry.sequence > end.sequence
    return str(entry.body["recorded"]) > end.received


def hold_one_content(named: str, found: Sequence[Entry]) -> None:
    """Refuse an id that two entries of different content have (HF-L066): nobody judges one and means the other."""
    if not one_content(found):
        hashes = ", ".join(f"{entry.hash} of device {entry.device}" for entry in found)
        raise LedgerError(
            "HF-L066",
            where=f"entry {named}",
            found=f"{len(found)} entries of this id with different content: {hashes}",
            expected="an id that one content has",
            mend="name the entry by its hash, the 64 digits; and ask who wrote the second one",
        )
