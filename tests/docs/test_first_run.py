"""The code of the first-run page runs from top to bottom and prints what the page says."""

from __future__ import annotations

import runpy
from pathlib import Path

import matplotlib as mpl
import pytest


@pytest.fixture(scope="module")
def made(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[str, str]], list[str], Path]:
    mpl.use("agg")
    script = runpy.run_path(str(root / "scripts" / "make_first_run_page.py"))
    text = (root / "docs" / "first-run.md").read_text("utf-8")
    folder = tmp_path_factory.mktemp("first-run")
    (folder / "img").mkdir()
    return script["blocks"](text), script["run"](text, folder), folder


def test_the_page_prints_what_it_says(made: tuple[list[tuple[str, str]], list[str], Path]) -> None:
    blocks, said, _ = made
    assert len(blocks) > 8
    for (code, shown), printed in zip(blocks, said, strict=True):
        assert printed == shown, f"run scripts/make_first_run_page.py\n{code}"


def test_the_page_shows_the_pictures_it_draws(root: Path, made: tuple[list[tuple[str, str]], list[str], Path]) -> None:
    page = (root / "docs" / "first-run.md").read_text("utf-8")
    drawn = sorted(path.name for path in (made[2] / "img").iterdir())
    assert drawn
    for name in drawn:
        assert f"](img/{name})" in page
        assert (root / "docs" / "img" / name).stat().st_size < 150_000
