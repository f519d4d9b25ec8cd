"""The four classes of sensitivity, and the label every output carries."""

from __future__ import annotations

import csv
import enum
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Sensitivity(enum.IntEnum):
    """Who may know, from anyone (LOW) to a named few (SEVERE); the order is the order of harm."""

    LOW = 1
    MODERATE = 2
    HIGH = 3
    SEVERE = 4

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class KindClass:
    """One row of ``classes.csv``: a kind of output, its class, and why."""

    kind: str
    sensitivity: Sensitivity
    reason: str


@cache
def kinds() -> Mapping[str, KindClass]:
    """Return the table of kinds of output, in table order.

    Returns
    -------
    Mapping[str, KindClass]
        Kind to its class and reason. Read from ``classes.csv`` once in a process.
    """
    text = files("holdfast.disclosure").joinpath("classes.csv").read_text(encoding="utf-8")
    return {
        row["kind"]: KindClass(kind=row["kind"], sensitivity=Sensitivity[row["class"]], reason=row["reason"])
        for row in csv.DictReader(text.splitlines())
    }


def sensitivity_of(kind: str) -> Sensitivity:
    """Return the class of one kind of output.

    Raises
    ------
    InputError
        HF-D001, if no row of ``classes.csv`` names the kind: what has no class does not leave.
    """
    found = kinds().get(kind)
    if found is None:
        raise InputError(
            "HF-D001",
            where="disclosure/classes.csv",
            found=f"an output of kind {kind!r}",
            expected="one of " + ", ".join(kinds()),
            mend="give the kind a row with its class and the reason before anything of it is printed",
        )
    return found.sensitivity


def read_class(word: str) -> Sensitivity:
    """Return the class that a word names.

    Raises
    ------
    InputError
        HF-D002, if the word is none of LOW, MODERATE, HIGH, SEVERE.
    """
    try:
        return Sensitivity[word]
    except KeyError:
        raise InputError(
            "HF-D002",
            where="disclosure class",
            found=repr(word),
            expected="LOW, MODERATE, HIGH or SEVERE",
            mend="write one of the four words in capitals",
        ) from None


def class_of(parts: Iterable[Sensitivity | str]) -> Sensitivity:
    """Return the class of a whole: the highest class among its parts; LOW when it has none."""
    classes = (part if isinstance(part, Sensitivity) else read_class(part) for part in parts)
    return max(classes, default=Sensitivity.LOW)


def label(kind: str, payload: Mapping[str, Any], parts: Iterable[Sensitivity | str] = ()) -> dict[str, Any]:
    """Return the payload with its class as the first entry.

    Parameters
    ----------
    kind : str
        A kind of ``classes.csv``.
    payload : Mapping[str, Any]
        What is to be printed or written. A class it carries already is a floor, never lowered.
    parts : Iterable[Sensitivity | str]
        Classes of parts inside the payload, such as those of the claims it quotes.

    Returns
    -------
    dict[str, Any]
        ``{"class": ..., **payload}``: the class is the highest of kind, payload and parts.

    Raises
    ------
    InputError
        HF-D001 for a kind without a class, HF-D002 for a class that is not one of the four words.
    """
    own = [str(payload["class"])] if "class" in payload else []
    whole = class_of([sensitivity_of(kind), *own, *parts])
    return {"class": whole.name, **{key: value for key, value in payload.items() if key != "class"}}
