"""Errors that say where, what was found, what was expected and how to mend it.

Every error carries a stable code. The codes are the rows of ``error_codes.csv``; the documentation page and the
test that triggers each of them are made from that table.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files


class HoldfastError(Exception):
    """An error a person can act on.

    Parameters
    ----------
    code : str
        A code of ``error_codes.csv``, such as ``"HF-S003"``.
    where : str
        File, row, column, asset or option at fault.
    found : str
        What stands there.
    expected : str
        What should stand there.
    mend : str
        What to do about it, as an instruction.
    """

    def __init__(self, code: str, *, where: str, found: str, expected: str, mend: str) -> None:
        super().__init__(code, where, found, expected, mend)
        self.code = code
        self.where = where
        self.found = found
        self.expected = expected
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.code} {self.where}: found {self.found}; expected {self.expected}. To mend: {self.mend}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exception's own reduce would call __init__ with positional arguments only.
        return _rebuild, (type(self), self.as_dict())

    def as_dict(self) -> dict[str, str]:
        """Return the five parts as a mapping, for ``--json``."""
        return {
            "code": self.code,
            "where": self.where,
            "found": self.found,
            "expected": self.expected,
            "mend": self.mend,
        }


def _rebuild(kind: type[HoldfastError], parts: dict[str, str]) -> HoldfastError:
    return kind(
        parts["code"],
        where=parts["where"],
        found=parts["found"],
        expected=parts["expected"],
        mend=parts["mend"],
    )


class InputError(HoldfastError):
    """A file, an option or a value from outside cannot be used."""


class UnitError(HoldfastError):
    """A unit is unknown, or does not fit the quantity."""


class SourceError(HoldfastError):
    """A figure has no source, or a table row cannot be trusted."""


class SiteError(HoldfastError):
    """A site description is wrong or incomplete."""


class LedgerError(HoldfastError):
    """The ledger cannot be opened, extended or trusted."""


class IntakeError(HoldfastError):
    """A message cannot be read."""


class ModelError(HoldfastError):
    """The model cannot simulate what was asked."""


class RefusedError(HoldfastError):
    """The software declines to compute this, and says why: no input would mend it."""


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One row of the table of error codes."""

    code: str
    title: str
    meaning: str
    mend: str


def error_codes() -> tuple[ErrorCode, ...]:
    """Return every error code the package can raise, in table order."""
    text = files("holdfast").joinpath("error_codes.csv").read_text(encoding="utf-8")
    return tuple(ErrorCode(**row) for row in csv.DictReader(text.splitlines()))
