"""The word lists of the readers: tables beside the code, opened here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Alias:
    """One way of naming a thing: the words, the commodity and the service it stands for, and its kind."""

    words: tuple[str, ...]
    commodity: str
    service: str | None
    kind: str


def word_list(name: str) -> str:
    """Return a table of words of ``intake/tables`` as CSV text."""
    return files("holdfast.intake").joinpath("tables", name).read_text(encoding="utf-8")
