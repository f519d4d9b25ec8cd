"""A new site is made in its zone, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.errors import SiteError
from holdfast.sites import load_site, write_template
from holdfast.sites.templates import TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Baghdad", "America/Argentina/Buenos_Aires"])
def test_a_template_takes_the_zone(tmp_path: Path, kind: str, zone: str) -> None:
    assert load_site(write_template(kind, tmp_path / "camp", "Camp", zone)).timezone == zone


@pytest.mark.parametrize("zone", ["Baghdad", "", 'UTC"\nid = "x', "asia/baghdad "])
def test_a_zone_there_is_not_makes_nothing(tmp_path: Path, zone: str) -> None:
    with pytest.raises(SiteError, match="HF-S013"):
        write_template("trailer-camp", tmp_path / "camp", "Camp", zone)
    assert not (tmp_path / "camp").exists()
