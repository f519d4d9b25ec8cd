"""Reading draws into the rows of a plant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.lifelines.block import Book, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.lifelines.records import Floats
    from holdfast.sites import Draws


class Books(NamedTuple):
    """The rows given out while a site is turned into tables."""

    p: Book  # parameters
    s: Book  # states; a name that begins with an underscore is not carried into another run
    x: Book  # scratch
    rows: Rows  # all of them, in the order of the table


def new_books(members: int) -> Books:
    """Return empty books."""
    rows = Rows(members)
    return Books(Book(rows), Book(rows), Book(rows), rows)


class Packer:
    """Reads draws into arrays ``(members, assets)``."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.members = draws.members

    def one(self, path: str) -> Floats:
        """Return the draws of one value, ``(members,)``."""
        return np.array(self.draws[path], dtype=np.float64)

    def table(self, collection: str, ids: Iterable[str], field: str) -> Floats:
        """Return one field of every asset."""
        return self.stack([self.one(f"{collection}.{name}.{field}") for name in ids])

    def optional(self, collection: str, assets: Iterable[object], field: str, without: float = 0.0) -> Floats:
        """Like ``table``, with a stand-in for an asset that leaves the field out."""
        return self.stack(
            [
                self.one(f"{collection}.{asset.id}.{field}")  # type: ignore[attr-defined]
                if getattr(asset, field) is not None
                else np.full(self.members, without)
                for asset in assets
            ]
        )

    def stack(self, columns: Sequence[Floats]) -> Floats:
        """Put columns side by side."""
        return np.stack(columns, axis=1) if columns else np.zeros((self.members, 0))

    def total(self, collection: str, ids: Iterable[str], field: str) -> Floats:
        """Return the sum of one field over all assets, ``(members,)``."""
        return np.asarray(self.table(collection, ids, field).sum(axis=1))

    def by_hour(self, assets: Sequence[tuple[Floats, Iterable[int], Floats]]) -> Floats:
        """Sum over assets of one power in its hours and another in the rest, as (members, 24)."""
        total = np.zeros((self.members, 24))
        for high, hours, low in assets:
            inside = np.zeros(24, dtype=bool)
            inside[list(hours)] = True
            total += np.where(inside[None, :], high[:, None], low[:, None])
        return total


def ids_of(assets: Iterable[object]) -> list[str]:
    """Return the ids of assets."""
    return [asset.id for asset in assets]  # type: ignore[attr-defined]
