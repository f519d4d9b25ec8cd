"""Words of the chain must not tell what is sealed: a purpose or a reason stays for good, whatever is shredded later.

Only values whose key and box are both here can be held against words; of others nobody here knows what they are.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import select

from holdfast.errors import LedgerError
from holdfast.ledger import sealing, tables
from holdfast.ledger.entries import load_entries
from holdfast.ledger.sealing import Box, sealed_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.opening import Ledger

SHORTEST_SOUGHT = 3  # of a shorter value every text is full


def tell_nothing_sealed(ledger: Ledger, connection: Connection, words: Mapping[str, str]) -> None:
    """Refuse words that hold a sealed value of this ledger (HF-L059), before they are written."""
    for entry, name, value in _values(ledger, connection):
        for place, text in words.items():
            if value.casefold() in text.casefold():
                raise sealing.refused(
                    name, f"the same words in {place}, which stays in the chain ({entry.id})", f"a {place} without it"
                )


def entries_telling(ledger: Ledger, connection: Connection, values: Iterable[str]) -> tuple[str, ...]:
    """Return the entries whose content holds a value in clear, named for people."""
    sought = [value.casefold() for value in values]
    if not sought:
        return ()
    return tuple(
        f"entry {entry.id} ({entry.kind}, entry {entry.sequence} of device {entry.device})"
        for entry in load_entries(ledger, connection)
        if any(value in text.casefold() for text in texts(entry.payload) for value in sought)
    )


def texts(content: object) -> Iterator[str]:
    """Give every text in a content; names of fields are none."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for part in content.values():
            yield from texts(part)
    elif isinstance(content, (list, tuple)):
        for part in content:
            yield from texts(part)


def _values(ledger: Ledger, connection: Connection) -> Iterator[tuple[Entry, str, str]]:
    """Give every sealed value that can be opened here: its entry, its field and itself."""
    columns = tables.sealed.c
    rows = connection.execute(select(columns.entry_id, columns.field, columns.nonce, columns.ciphertext)).all()
    if not rows:
        return
    ids = {row.entry_id for row in rows}
    entries = load_entries(ledger, connection, tables.entries.c.kind.in_(("claim", "seal")))
    by_id = {entry.id: entry for entry in entries if entry.id in ids and sealed_of(entry.body)}
    for row in rows:
        entry = by_id.get(row.entry_id)
        said = None if entry is None else sealed_of(entry.body).get(row.field)
        key = None if said is None else sealing.read_key(ledger.keys / "sealed", said["key"])
        if entry is None or said is None or key is None or said["box"] != sealing.box_digest(row.nonce, row.ciphertext):
            continue
        box = Box(nonce=row.nonce, ciphertext=row.ciphertext, commitment=said["commitment"])
        with suppress(LedgerError):  # a damaged box tells nothing
            value = sealing.open_box(key, said["key"], row.field, box).value.strip()
            if len(value) >= SHORTEST_SOUGHT:
                yield entry, row.field, value
