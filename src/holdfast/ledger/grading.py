"""How far a figure may be off, by the grade of its source: one table, shared by the log and the estimate."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from holdfast.errors import LedgerError


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One row of ``grades.csv``.

    Parameters
    ----------
    grade : str
        Letter of the source and digit of the information, such as ``B2``.
    word : str
        Word in a text: measured, counted, reported by, reportedly, claimed by.
    relative_error : float or None
        Half the width from the 5 to the 95 per cent point, as a share of the value. None where the grade is listed but
        not used in an estimate.
    used : bool
        Whether an estimate may use it.
    log_method : str or None
        The word of `holdfast log` that stands for this grade.
    source, status, note : str
        Where the figure comes from and how far it is to be trusted.
    """

    grade: str
    word: str
    relative_error: float | None
    used: bool
    log_method: str | None
    source: str
    status: str
    note: str


@cache
def grades() -> tuple[Grade, ...]:
    """Return the table of grades, in table order."""
    text = files("holdfast.ledger").joinpath("grades.csv").read_text(encoding="utf-8")
    return tuple(
        Grade(
            grade=row["grade"],
            word=row["word"],
            relative_error=float(row["relative_error"]) if row["relative_error"] else None,
            used=row["used"] == "yes",
            log_method=row["log_method"] or None,
            source=row["source"],
            status=row["status"],
            note=row["note"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def grade(code: str) -> Grade:
    """Return the row of one grade.

    Parameters
    ----------
    code : str
        ``A1`` to ``E5``.

    Raises
    ------
    LedgerError
        HF-L008 when the table has no such grade.
    """
    for row in grades():
        if row.grade == code:
            return row
    raise LedgerError(
        "HF-L008",
        where="source_grade",
        found=repr(code),
        expected="a letter A to E and a digit 1 to 5",
        mend="write the grade as in the table of grades, such as B2",
    )


def grade_of_method(method: str) -> Grade:
    """Return the grade that a word of `holdfast log` stands for.

    Raises
    ------
    LedgerError
        HF-L008 when it is none of the words.
    """
    words = {row.log_method: row for row in grades() if row.log_method}
    if method not in words:
        raise LedgerError(
            "HF-L008",
            where="--method",
            found=repr(method),
            expected="one of " + ", ".join(word for word in words if word),
            mend="say how the number was obtained",
        )
    return words[method]
