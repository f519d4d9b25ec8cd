"""What the words of a row mean: the thing, its service, whether it is counted by the piece, the kind of claim."""

from __future__ import annotations

import csv
import re
from functools import cache

from holdfast.intake.english.lexicon import aliases
from holdfast.intake.rows.headings import item_in
from holdfast.intake.things import commodity
from holdfast.intake.word_lists import word_list
from holdfast.quantities import fold_word

_BY_THE_PIECE = frozenset(
    {"shelter items", "hygiene items", "spare parts", "medical equipment", "septic parts", "battery"}
)
_PIECE_KINDS = frozenset({"equipment", "vehicle"})


def thing_of(words: str | None) -> str | None:
    """Return the name of a thing as claims carry it: English in lower case, Arabic and Persian by their English word.

    A word the tables do not know stays as it was written.
    """
    if words is None or not any(c.isalpha() for c in words):
        return None
    words = words.strip("\"'“”«» ")
    if words.isascii():
        return re.sub(r"\s*\([^)]*\)", "", words).strip().lower() or words.lower()
    return item_in(words) or words


@cache
def _kinds() -> dict[str, str]:
    text = word_list("row_kinds.csv")
    return {fold_word(r["word"]): r["claim_type"] for r in csv.DictReader(text.splitlines())}


def claim_type_of(words: str) -> str | None:
    """Return the kind of claim that a cell of a column of kinds names, or None."""
    from holdfast.ledger import CLAIM_TYPES  # noqa: PLC0415  read at use, as kinds may be added

    low = fold_word(words).strip()
    if low.replace(" ", "_") in CLAIM_TYPES:
        return low.replace(" ", "_")
    found = _kinds().get(low)
    return found if found in CLAIM_TYPES else None


def _alias(thing: str) -> tuple[str | None, str] | None:
    words = tuple(thing.lower().split())
    for start in range(len(words)):
        for alias in aliases().get(words[start], ()):
            if words[start : start + len(alias.words)] == alias.words:
                return alias.service, alias.kind
    return None


def service_of(thing: str) -> str | None:
    """Return the service that a thing serves, or None where the lexicon does not know it."""
    found = _alias(thing)
    return found[0] if found else None


def countable(thing: str) -> bool:
    """Whether a thing is counted by the piece, so that a figure without a unit is a number of pieces."""
    found = _alias(thing)
    return (found is not None and found[1] in _PIECE_KINDS) or commodity(thing) in _BY_THE_PIECE
