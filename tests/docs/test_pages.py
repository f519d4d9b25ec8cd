"""The documentation is in step with the tables, and its links lead somewhere."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest


def test_error_page_is_in_step(root: Path) -> None:
    page = runpy.run_path(str(root / "scripts" / "make_error_page.py"))["page"]()
    assert (root / "docs" / "errors.md").read_text("utf-8") == page, "run scripts/make_error_page.py"


def test_every_page_is_in_the_index(root: Path) -> None:
    index = (root / "docs" / "index.md").read_text("utf-8")
    menu = (root / "mkdocs.yml").read_text("utf-8")
    for page in (root / "docs").glob("*.md"):
        if page.name != "index.md":
            assert f"({page.name})" in index
            assert page.name in menu


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_links_of_standing_documents_lead_to_files(name: str, root: Path) -> None:
    text = (root / name).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text):
        assert (root / target).exists(), target
