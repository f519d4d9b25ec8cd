"""The page on tables prints what the program prints, and names every option there is."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import build_app
from holdfast.intake.rows.headings import ROLES
from tables_built import STOK, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "tables.md").read_text(encoding="utf-8")


def test_the_commands_of_the_page_print_what_it_shows(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_xlsx(tmp_path / "stock_FINAL_v7.xlsx", STOK, title="Stok")
    assert CliRunner().invoke(build_app(), ["new", "camp"]).exit_code == 0
    blocks = re.findall(r"```\n\$ (holdfast [^\n]+)\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 2
    for command, shown in blocks:
        done = CliRunner().invoke(build_app(), shlex.split(command)[1:])
        assert done.exit_code == 0, done.output
        for line in shown.strip("\n").split("\n"):
            assert line in done.output


def test_the_options_and_roles_of_the_page_are_those_of_the_command(page: str) -> None:
    for option in set(re.findall(r"`(--[a-z-]+)", page)) - {"--hxl"}:
        assert option in CliRunner().invoke(build_app(), ["read", "--help"], env={"COLUMNS": "200"}).output
    named = re.findall(r"`([a-z_]+)`", page.split("Roles of columns:")[1].split("\n\n", maxsplit=1)[0])
    assert set(named) <= set(ROLES)
    assert len(named) > 15
