"""The nine categories of access constraint, their scores, and the statuses of a mission as access reports count them.

A score is 0 to 3, or X where it is not known. X is a gap in the information and not a figure: it is counted, never
averaged, and never left out of sight.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from holdfast.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEVERITIES = ("0", "1", "2", "3", "X")
UNKNOWN_SEVERITY = "X"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One of the nine categories: code, pillar, category, an example, and where it was read."""

    code: str
    pillar: str
    category: str
    for_example: str
    source: str
    address: str
    edition: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionStatus:
    """One status of a mission, who brings it about (the gate, the organiser, nobody yet), and where it was read."""

    word: str
    by: str
    meaning: str
    source: str
    address: str
    edition: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A category that words of a stated reason point to. It is a suggestion: a person chooses, or chooses none."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveritySummary:
    """How often each score was given, X apart.

    Parameters
    ----------
    counts : Mapping[str, int]
        Score to how often it was given, all five in order.
    median : tuple of int or None
        The middle score of 0 to 3, X left out, as its lower and upper end: scores are ranks, and 1.5 is none of them.
        None where it was not asked for or no score is known.
    """

    counts: Mapping[str, int]
    median: tuple[int, int] | None = None

    @property
    def unknown(self) -> int:
        """How often the score is not known."""
        return self.counts[UNKNOWN_SEVERITY]

    def as_dict(self) -> dict[str, Any]:
        """Return counts, and the median where it was asked for, for JSON."""
        return {"counts": dict(self.counts), "median": None if self.median is None else list(self.median)}


@cache
def constraint_categories() -> Mapping[str, Constraint]:
    """Return the nine categories by code, in table order."""
    return {row["code"]: Constraint(**row) for row in _rows("constraints.csv")}


@cache
def mission_statuses() -> Mapping[str, MissionStatus]:
    """Return the statuses of a mission by their word, in table order."""
    return {row["word"]: MissionStatus(**row) for row in _rows("mission_statuses.csv")}


def check_constraint(code: str | None, severity: str | None) -> None:
    """Refuse a category or a score that is not in its table (HF-L074); a score alone says nothing of what.

    Raises
    ------
    LedgerError
        HF-L074.
    """
    if code is not None and code not in constraint_categories():
        raise _refused("constraint", repr(code), "one of " + ", ".join(constraint_categories()))
    if severity is not None and severity not in SEVERITIES:
        raise _refused("severity", repr(severity), "0, 1, 2, 3, or X where it is not known")
    if severity is not None and code is None:
        raise _refused("constraint", f"severity {severity} of no category", "the category it is the severity of")


def suggest_constraints(stated_reason: str | None, *, removed: bool = False) -> tuple[Suggestion, ...]:
    """Return the categories that a stated reason points to, by the words of a table.

    Parameters
    ----------
    stated_reason : str or None
        The reason as it was stated, in English.
    removed : bool
        True where items were taken off the load: that is the interference the fifth category names, whatever was said.

    Returns
    -------
    tuple of Suggestion
        Each category once, in the order of the table; empty where nothing fits. Nothing is written by it.
    """
    plain = " ".join(re.findall(r"\w+", (stated_reason or "").casefold()))
    found: dict[str, str] = {}
    for row in _rows("constraint_words.csv"):
        if re.search(rf"\b{re.escape(row['words'])}\b", plain):
            found.setdefault(row["code"], row["words"])
    if removed:
        found.setdefault("AC5", "items removed")
    return tuple(Suggestion(code=code, words=found[code]) for code in sorted(found))


def summarise_severities(scores: Iterable[str], *, median: bool = False) -> SeveritySummary:
    """Count scores, X apart; give the middle one only where it is asked for.

    Parameters
    ----------
    scores : iterable of str
        Each ``0``, ``1``, ``2``, ``3`` or ``X``.
    median : bool
        Also give the middle score of those that are known.

    Returns
    -------
    SeveritySummary

    Raises
    ------
    LedgerError
        HF-L074 for anything that is no score.
    """
    given = tuple(scores)
    for score in given:
        if score not in SEVERITIES:
            raise _refused("severity", repr(score), "0, 1, 2, 3, or X where it is not known")
    counts = {score: given.count(score) for score in SEVERITIES}
    ranks = sorted(int(score) for score in given if score != UNKNOWN_SEVERITY)
    middle = None
    if median and ranks:
        middle = ranks[(len(ranks) - 1) // 2], ranks[len(ranks) // 2]
    return SeveritySummary(counts=counts, median=middle)


def _refused(field: str, found: str, expected: str) -> LedgerError:
    return LedgerError(
        "HF-L074",
        where=field,
        found=found,
        expected=expected,
        mend="`holdfast gate constraints` lists the categories and the scores; leave both out where neither is known",
    )


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = files("holdfast.ledger").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
