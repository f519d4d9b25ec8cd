"""How far a figure may be off, by the grade of its source."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from holdfast.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One row of ``grades.csv``.

    Attributes
    ----------
    grade : str
        Source credibility A to E and validity of the information 1 to 5.
    word : str
        Word for it in a text.
    relative_error : float or None
        Half-width of the 90 per cent interval relative to the figure [1]; None where a figure is not assimilated.
    assimilated : bool
        False for a rumour or a party's uncorroborated claim: listed, never used.
    status, reason : str
        ``read`` from the convention or ``assumption``, and why.
    """

    grade: str
    word: str
    relative_error: float | None
    assimilated: bool
    status: str
    reason: str


@cache
def grades() -> dict[str, Grade]:
    """Return every grade by its two characters."""
    text = files("holdfast.estimate").joinpath("grades.csv").read_text(encoding="utf-8")
    return {
        row["grade"]: Grade(
            grade=row["grade"],
            word=row["word"],
            relative_error=float(row["relative_error"]) if row["relative_error"] else None,
            assimilated=row["assimilated"] == "yes",
            status=row["status"],
            reason=row["reason"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def grade_of(text: str) -> Grade:
    """Return the row of a grade.

    Raises
    ------
    InputError
        HF-A001 for a grade outside A1 to E5.
    """
    found = grades().get(text)
    if found is None:
        raise InputError(
            "HF-A001",
            where="source grade",
            found=repr(text),
            expected="a letter A to E and a digit 1 to 5, such as B2",
            mend="grade the source (A to E) and the information (1 to 5) apart",
        )
    return found
