"""What goes with the rows of a table: what holds for all of them, what became of each, and what only a person can say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


# What is asked, and how it is answered.
QUESTIONS = {
    "order": ("In column {column}: is 03/04 the third of April or the fourth of March?", "--dayfirst or --monthfirst"),
    "quantity": (
        "Which column is the quantity: {about}?",
        '--map "HEADING=stock", and for the other --map "HEADING=ignore"',
    ),
    "column": (
        "Are these columns what a word of their heading says: {about}?",
        '--map "HEADING=stock" or --map "HEADING=ignore"',
    ),
    "item": ("Of what are the figures in {about}?", '--map "HEADING=item", or --map "HEADING=stock:diesel"'),
    "unit": ("In which unit are the figures of {about}?", '--unit "{first}=L", or --unit drum for all'),
    "tank": ("How much does a full tank of {about} hold?", '--package "{first} tank=10 m3"'),
    "as-of": (
        "Which day do the figures speak of? The sheet does not say; they are read without a day.",
        "--as-of 2015-08-18",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What holds for all rows of a table, from its file, its site and a person's answers."""

    file: str
    published: date | None = None
    timezone: str = "UTC"
    packages: Mapping[str, str] | None = None
    capacities: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    as_of_words: str | None = None
    epoch: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only a person can say, how to say it, and how many rows wait for it (none: they are read without)."""

    key: str
    text: str
    answer: str
    rows: int

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, for JSON."""
        return {"key": self.key, "text": self.text, "answer": self.answer, "rows": self.rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """What became of a row.

    ``status`` is ``read``, ``partly`` (some cells are refused), ``refused``, ``asked``, ``total`` or ``note``;
    ``reasons`` are pairs of a column's letters and what was wrong there. ``first`` and ``count`` point into the statements
    of the reading; ``id``, ``published`` and ``source`` are what the row itself says of them.
    """

    sheet: str
    row: int
    status: str
    reasons: tuple[tuple[str, str], ...] = ()
    first: int = 0
    count: int = 0
    id: str | None = None
    published: str | None = None
    source: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, for JSON."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "status": self.status,
            "reasons": [{"column": c, "reason": r} for c, r in self.reasons],
            "statements": self.count,
            "id": self.id,
            "published": self.published,
            "source": self.source,
        }
