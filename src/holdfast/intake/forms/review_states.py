"""Verdicts of reviewers in the words of Kobo, of ODK and of the ledger: one table, both ways.

A verdict given on a server is shown, and never taken for a verdict here; nothing is written back by itself.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from holdfast.errors import IntakeError

SYSTEMS = ("kobo", "odk")


@cache
def _table() -> tuple[dict[str, str], ...]:
    text = files("holdfast.intake.forms").joinpath("review_states.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def from_server(system: str, state: str | None) -> str:
    """Return the verdict of the ledger that a state on a server stands for.

    Parameters
    ----------
    system : {"kobo", "odk"}
    state : str or None
        ``validation_status_approved`` and the like, or its label; ``hasIssues`` and the like. None where none was set.

    Returns
    -------
    str
        ``pending``, ``asked``, ``accepted``, ``edited`` or ``rejected``.

    Raises
    ------
    IntakeError
        HF-I067 for a state the table does not know: a new word of a server must not pass for no verdict.
    """
    said = (state or "").strip()
    for row in _table():
        names = {row["state"].lower(), row["state"].removeprefix("validation_status_").replace("_", " ").lower()}
        if row["system"] == system and said.lower() in names:
            return row["holdfast"]
    raise _unknown(system, said, [r["state"] for r in _table() if r["system"] == system and r["state"]])


def to_server(system: str, verdict: str) -> str:
    """Return the state on a server that a verdict of the ledger stands for; ``""`` where the server has none for it.

    Kobo has no word of its own for ``edited``: an edited report was read and approved.

    Raises
    ------
    IntakeError
        HF-I067 for a system or a verdict there is not.
    """
    rows = [r for r in _table() if r["system"] == system and r["writes"] == "yes"]
    found = next((r["state"] for r in rows if r["holdfast"] == verdict), None)
    if found is None and rows and verdict == "edited":
        found = next(r["state"] for r in rows if r["holdfast"] == "accepted")
    if found is None:
        raise _unknown(system, verdict, [r["holdfast"] for r in rows])
    return found


def _unknown(system: str, found: str, known: list[str]) -> IntakeError:
    return IntakeError(
        "HF-I067",
        where=f"review state of {system}",
        found=repr(found),
        expected="one of " + ", ".join(known) if known else "kobo or odk",
        mend="look at the submission on the server; report the new word, so that the table learns it",
    )
