"""The page of the site file is that of the field table, and its examples work."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from holdfast.sites import all_checks, field_rows
from sites_samples import changed


def test_page_is_in_step(root: Path) -> None:
    page = runpy.run_path(str(root / "scripts" / "make_site_docs.py"))["page"]()
    assert (root / "docs" / "site-toml.md").read_text("utf-8") == page, "run scripts/make_site_docs.py"


def test_page_names_every_field_and_check(root: Path) -> None:
    page = (root / "docs" / "site-toml.md").read_text("utf-8")
    assert all(f"`{row.field}`" in page for row in field_rows())
    assert all(f"| {check.name} |" in page for check in all_checks())


def test_values_shown_on_the_page_load(root: Path) -> None:
    page = (root / "docs" / "site-toml.md").read_text("utf-8")
    shown = re.findall(r"\| `(quantity = [^`]+)`", page)
    assert len(shown) >= 6
    for line in shown:
        site = changed({"log = ": 'gauge = "gauge stick, 16 July"\nlog = ', "quantity = 9000": line})
        assert site.stores[0].quantity.state in {"known", "interval", "unknown"}
