"""The line that ends every import: what was read, and what became of it, in the same five words everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = ("read", "new", "changed", "same", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of things that were read: each is new, changed, same or refused, and nothing else.

    Parameters
    ----------
    what : str
        What is counted, in the plural: "claims", "files", "submissions", "entries".
    new : int
        Not here before.
    changed : int
        Takes the place of what was read before, once a person agrees.
    same : int
        Here before; nothing was added.
    refused : int
        Named with its reason, and nothing was taken from it: a file that cannot be read, a row of a table, a passage.
    """

    what: str
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0

    @property
    def read(self) -> int:
        """How many there were: the sum of the other four."""
        return self.new + self.changed + self.same + self.refused

    @property
    def line(self) -> str:
        """The reconciliation: "Claims: read 5, new 4, changed 0, same 0, refused 1."."""
        counts = ", ".join(f"{word} {getattr(self, word)}" for word in WORDS)
        return f"{self.what.capitalize()}: {counts}."

    def as_dict(self) -> dict[str, int]:
        """Return the five counts, for JSON."""
        return {word: getattr(self, word) for word in WORDS}


def total(what: str, accounts: Iterable[Account]) -> Account:
    """Return the sum of accounts of one kind of thing; of none, an account of nothing."""
    found = tuple(accounts)
    return Account(
        what=what,
        new=sum(a.new for a in found),
        changed=sum(a.changed for a in found),
        same=sum(a.same for a in found),
        refused=sum(a.refused for a in found),
    )
