"""What a merge changes of our view: whose verdicts, tombstones, shreddings, revocations and accepted claims came."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from holdfast.ledger import tables
from holdfast.ledger.entries import load_entries
from holdfast.ledger.keybook import KEY, KINDS, REVOKE, key_book, voided_by
from holdfast.ledger.state import ACCEPTED, NEEDED, fold
from holdfast.ledger.trust import by_id, one_content

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.opening import Ledger

_NAMES = {
    "review": "verdicts",
    "tombstone": "tombstones",
    "shred": "shreddings",
    KEY: "revocations of keys",
    "claim": "accepted claims",
}
_RECORDS = frozenset(
    ("consignment", "gate_step", "commitment", "commitment_status", "notice", "notice_answer", "plan", "edition")
) | {"decision"}


def effect_of(entry: Entry) -> str | None:
    """Return what an entry that comes changes at once; None where it only waits, or only says something."""
    if entry.kind in _RECORDS:
        return "records that stand at once"
    if entry.kind == KEY and entry.body.get("action") != REVOKE:
        return None
    if entry.kind == "claim" and entry.body.get("review") not in ACCEPTED:
        return None
    return _NAMES.get(entry.kind)


def counted(effects: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Return device -> what came of it -> how many, from pairs of both."""
    found: dict[str, Counter[str]] = {}
    for device, effect in effects:
        found.setdefault(device, Counter())[effect] += 1
    return {device: dict(sorted(found[device].items())) for device in sorted(found)}


def in_view(ledger: Ledger, connection: Connection) -> Mapping[str, str]:
    """Return the accepted claims of the current view: hash -> id."""
    state = fold(load_entries(ledger, connection, tables.entries.c.kind.in_(NEEDED)))
    return {
        claim.hash: claim.id
        for claim in state.claims
        if claim.review in ACCEPTED and claim.hash not in state.superseded and claim.hash not in state.tombstoned
    }


def without_effect(ledger: Ledger, connection: Connection, merge_id: str | None) -> dict[str, int]:
    """Return device -> how many entries that a merge brought were written with a key after its revocation."""
    columns = tables.entries.c
    book = key_book(load_entries(ledger, connection, columns.kind.in_(KINDS)))
    if merge_id is None or not book.revoked:
        return {}
    brought = load_entries(ledger, connection, columns.merged == merge_id)
    return dict(sorted(Counter(one.device for one in brought if voided_by(one, book) is not None).items()))


def doubled(ledger: Ledger, connection: Connection, fresh: Collection[str]) -> tuple[str, ...]:
    """Return the ids that entries which came have with other content than an entry beside them."""
    columns = tables.entries.c
    twice = select(columns.id).group_by(columns.id).having(func.count() > 1)
    found = by_id(load_entries(ledger, connection, columns.id.in_(twice)))
    return tuple(
        sorted(name for name, them in found.items() if not one_content(them) and any(one.hash in fresh for one in them))
    )
