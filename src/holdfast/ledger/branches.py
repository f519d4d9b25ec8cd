"""Gaps and forks in the chains of devices, told from the entries alone and so the same in every copy that holds them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from holdfast.ledger import chain, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger


class Link(NamedTuple):
    """What an entry says of its place."""

    device: str
    sequence: int
    hash: str
    previous_hash: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Gap:
    """Entries of a device that are not here: those before `sequence`, after `after` (None: from the first one on)."""

    device: str
    sequence: int
    hash: str
    after: int | None

    def __str__(self) -> str:
        first = 0 if self.after is None else self.after + 1
        last = self.sequence - 1
        if first > last:
            return f"device {self.device}: the entry {last} that entry {self.sequence} ({self.hash[:8]}) follows is missing"
        which = f"entry {last} is" if first == last else f"entries {first} to {last} are"
        return f"device {self.device}: {which} missing"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fork:
    """Several entries of one device that follow the same one: two copies wrote under one name, or somebody made one up."""

    device: str
    sequence: int
    hashes: tuple[str, ...]

    def __str__(self) -> str:
        shown = ", ".join(digest[:8] for digest in self.hashes)
        return f"device {self.device}: {len(self.hashes)} entries {self.sequence} ({shown}): a fork, all kept"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {"device": self.device, "sequence": self.sequence, "hashes": list(self.hashes)}


@dataclass(frozen=True, slots=True)
class Branches:
    """The shape of all chains: the ends of each, its gaps and its forks."""

    heads: tuple[Link, ...]
    gaps: tuple[Gap, ...]
    forks: tuple[Fork, ...]


def gaps_and_forks(ledger: Ledger) -> Branches:
    """Return the ends, gaps and forks of the chains of a ledger."""
    with ledger.reading() as connection:
        return branches_of(links(connection))


def links(connection: Connection) -> list[Link]:
    """Return the place of every entry."""
    columns = tables.entries.c
    return [Link(*row) for row in connection.execute(select(*(columns[name] for name in Link._fields)))]


def heads(connection: Connection) -> list[dict[str, Any]]:
    """Return the ends of all chains of the ledger: entries that no other follows, of each device."""
    columns = tables.entries.c
    followed = select(columns.previous_hash)
    found = connection.execute(
        select(columns.device, columns.sequence, columns.hash)
        .where(columns.hash.not_in(followed))
        .order_by(columns.device, columns.sequence, columns.hash)
    )
    return [{"device": row.device, "sequence": row.sequence, "hash": row.hash} for row in found]


def branches_of(found: Iterable[Link]) -> Branches:
    """Return the shape of chains from the places of their entries, in any order."""
    known = sorted(set(found))
    children: dict[tuple[str, str], list[Link]] = defaultdict(list)
    sequences: dict[str, list[int]] = defaultdict(list)
    hashes = {link.hash for link in known}
    for link in known:
        children[link.device, link.previous_hash].append(link)
        sequences[link.device].append(link.sequence)
    followed = {link.previous_hash for link in known}
    gaps = []
    for link in known:
        if link.previous_hash not in hashes and link.previous_hash != chain.GENESIS_PREVIOUS:
            below = [number for number in sequences[link.device] if number < link.sequence]
            gap = Gap(device=link.device, sequence=link.sequence, hash=link.hash, after=max(below, default=None))
            gaps.append(gap)
    forks = [
        Fork(device=device, sequence=group[0].sequence, hashes=tuple(sorted(link.hash for link in group)))
        for (device, _), group in children.items()
        if len(group) > 1
    ]
    heads = tuple(link for link in known if link.hash not in followed)
    return Branches(heads, tuple(sorted(gaps)), tuple(sorted(forks)))
