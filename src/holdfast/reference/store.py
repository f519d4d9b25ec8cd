"""Where the tables lie inside the package."""

from __future__ import annotations

from importlib.resources import files


def read_text(name: str) -> str:
    """Return the text of one packaged table, such as ``norms.csv``."""
    return files("holdfast.reference").joinpath("data", name).read_text(encoding="utf-8")
