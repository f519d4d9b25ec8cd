"""Words of number and of bound, read once from their tables."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple, cast

from holdfast.quantities.folding import fold_word

if TYPE_CHECKING:
    from holdfast.quantities.records import Bound


class Word(NamedTuple):
    """A word of number: its kind (small, teen, tens, hundreds, hundred, scale, ...), its value and its language."""

    kind: str
    value: float
    lang: str


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the room's CSV tables."""
    text = files("holdfast.quantities").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def number_words() -> dict[str, Word]:
    """Return folded word -> what it means in a number; the first language that claims a word keeps it."""
    words: dict[str, Word] = {}
    for row in table("number_words.csv"):
        for lang in ("en", "ar", "fa"):
            for word in filter(None, row[lang].split("|")):
                words.setdefault(fold_word(word), Word(row["kind"], float(row["value"]), lang))
    return words


class BoundWords(NamedTuple):
    """Patterns of bound phrases, with the last (or first) word of each for a cheap test before the pattern runs."""

    pattern: re.Pattern[str]
    bounds: dict[str, Bound]
    keys: frozenset[str]


_KEY = re.compile(r"[^\W\d_]+|[^\w\s]")


@cache
def bound_words(place: str) -> BoundWords:
    """Return the bound phrases that stand ``before`` or ``after`` a number."""
    bounds: dict[str, Bound] = {}
    for row in table("bounds.csv"):
        if row["place"] == place:
            for lang in ("en", "ar", "fa"):
                for phrase in filter(None, row[lang].split("|")):
                    bounds.setdefault(fold_word(phrase), cast("Bound", row["bound"]))
    longest_first = sorted(bounds, key=len, reverse=True)
    choice = "|".join(re.escape(p).replace(r"\ ", r"[\s\-]+") for p in longest_first)
    if place == "before":
        pattern = re.compile(rf"(?:^|(?<![^\W\d_]))({choice})\s*$", re.IGNORECASE)
        keys = frozenset(_KEY.findall(p)[-1] for p in bounds)
    else:
        pattern = re.compile(rf"\s?({choice})(?![^\W\d_])", re.IGNORECASE)
        keys = frozenset(_KEY.findall(p)[0] for p in bounds)
    return BoundWords(pattern, bounds, keys)
