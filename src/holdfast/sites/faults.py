"""Faults of a site file: all of them are collected, then raised as one error."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from holdfast.errors import SiteError
from holdfast.sites.lines import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


MOST_FAULTS = 200
WITH_LINES = 20  # looking a line up reads the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of a site file.

    Attributes
    ----------
    code : str
        Row of the table of error codes.
    file : str
        File as the user named it.
    asset, field : str
        Place inside the file, such as ``tanks.raw-1`` and ``level_m3``; empty when the file as a whole is at fault.
    found, expected, mend : str
        What stands there, what should, and what to do.
    line : int or None
        Line of the field or of its table, counted from 1.
    """

    code: str
    file: str
    asset: str = ""
    field: str = ""
    found: str
    expected: str
    mend: str
    line: int | None = None

    @property
    def where(self) -> str:
        """File, line, asset and field in one phrase."""
        place = ".".join(part for part in (self.asset, self.field) if part)
        file = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{file}: {place}" if place else file

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the parts as a mapping, for ``--json``."""
        return {
            "code": self.code,
            "file": self.file,
            "line": self.line,
            "asset": self.asset,
            "field": self.field,
            "found": self.found,
            "expected": self.expected,
            "mend": self.mend,
        }


class SiteFaultsError(SiteError):
    """A site file with one or more faults; ``faults`` holds every one of them."""

    def __init__(
        self,
        code: str,
        *,
        where: str,
        found: str,
        expected: str,
        mend: str,
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(code, where=where, found=found, expected=expected, mend=mend)
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.as_dict(), self.faults)

    @property
    def file(self) -> str:
        """File of the first fault."""
        return self.faults[0].file if self.faults else self.where

    @property
    def asset(self) -> str:
        """Asset of the first fault."""
        return self.faults[0].asset if self.faults else ""

    @property
    def field(self) -> str:
        """Field of the first fault."""
        return self.faults[0].field if self.faults else ""


def _rebuild(parts: dict[str, str], faults: tuple[Fault, ...]) -> SiteFaultsError:
    return SiteFaultsError(
        parts["code"],
        where=parts["where"],
        found=parts["found"],
        expected=parts["expected"],
        mend=parts["mend"],
        faults=faults,
    )


@dataclass(slots=True)
class FaultList:
    """Collects faults while a file is read."""

    file: str
    text: str = ""
    faults: list[Fault] = field(default_factory=list)

    def add(self, code: str, asset: str, name: str, *, found: str, expected: str, mend: str) -> None:
        """Note one fault; the two-hundredth ends the reading."""
        self.faults.append(
            Fault(
                code=code,
                file=self.file,
                line=line_of(self.text, asset, name) if len(self.faults) < WITH_LINES else None,
                asset=asset,
                field=name,
                found=found,
                expected=expected,
                mend=mend,
            )
        )
        if len(self.faults) >= MOST_FAULTS:  # a file of this many is another kind of file: stop reading it
            raise faults_error(self.faults)

    def raise_any(self) -> None:
        """Raise one error with every fault noted; do nothing when there is none."""
        if self.faults:
            raise faults_error(self.faults)


def faults_error(faults: Sequence[Fault]) -> SiteFaultsError:
    """Return the error for one or more faults: the first in full, the next four in ``found``, and the count."""
    first = faults[0]
    found = first.found
    if len(faults) > 1:
        more = "; ".join(f"{fault.code} {fault.asset}.{fault.field}: {fault.found}" for fault in faults[1:5])
        found = f"{first.found} (first of {len(faults)} faults in total; also {more})"
    return SiteFaultsError(
        first.code, where=first.where, found=found, expected=first.expected, mend=first.mend, faults=faults
    )


def nearest(word: str, words: Iterable[str]) -> str:
    """Return ``did you mean X? `` for the closest known word, or an empty text."""
    close = get_close_matches(word, list(words), n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}? " if close else ""


def shown(thing: object, limit: int = 60) -> str:
    """Return a short printable form of a stated thing."""
    text = repr(thing)
    return text if len(text) <= limit else text[: limit - 3] + "..."
