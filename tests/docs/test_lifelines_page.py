"""The page of the engine is that of its tables, and its examples are of this engine."""

from __future__ import annotations

import runpy
from pathlib import Path

from holdfast.lifelines import EVENT_KINDS, read_events
from holdfast.sites import read_site
from lifelines_samples import EVERYTHING


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


def test_every_kind_of_event_has_an_example_that_reads(root: Path, tmp_path: Path) -> None:
    names = {"treated-1": "treated-1", "holding-1": "pit-1", "gen-1": "gen-big", "town-line": "line"}
    examples = made(root)["EXAMPLES"]
    assert set(examples) == set(EVENT_KINDS)
    text = "\n".join(examples.values())
    for shown, ours in names.items():
        text = text.replace(shown, ours)
    path = tmp_path / "events.csv"
    path.write_text("hour,kind,asset,quantity,unit\n" + text + "\n", encoding="utf-8")
    assert len(read_events(path, read_site(EVERYTHING))) == len(EVENT_KINDS)
