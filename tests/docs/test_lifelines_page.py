"""The page of the engine is that of its tables."""

from __future__ import annotations

import runpy
from pathlib import Path


def made(root: Path) -> dict[str, object]:
    return runpy.run_path(str(root / "scripts" / "make_engine_page.py"))


def test_page_is_in_step(root: Path) -> None:
    page = made(root)["page"]()
    assert (root / "docs" / "engine.md").read_text("utf-8") == page, "run scripts/make_engine_page.py"


def test_every_equation_asked_for_has_a_function(root: Path) -> None:
    named = {part for row in made(root)["equations"]() for part in row[0].split(", ")}
    wanted = {f"E{n}" for n in range(1, 12)} | {f"W{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10)}
    wanted |= {f"S{n}" for n in range(1, 6)} | {"H2", "H6", "H7", "H9", "P1"} | {f"C{n}" for n in (1, 2, 3, 4, 5, 7, 8)}
    assert wanted - named == set()
