"""`holdfast new` and `holdfast check`: what they print and how they end."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from holdfast.cli import sites as topic
from holdfast.errors import SiteError
from sites_samples import SMALL

RUNNER = CliRunner()


@pytest.fixture
def app() -> typer.Typer:
    application = typer.Typer()
    topic.register(application)
    return application


def test_new_then_check(app: typer.Typer, tmp_path: Path) -> None:
    made = RUNNER.invoke(app, ["new", str(tmp_path / "camp"), "--template", "town-district", "--name", "District 4"])
    assert made.exit_code == 0
    assert "site.toml" in made.output
    checked = RUNNER.invoke(app, ["check", str(tmp_path / "camp")])
    assert checked.exit_code == 0
    assert "stock-unmeasured" in checked.output
    assert "mend:" in checked.output
    assert "0 error(s)" in checked.output


def test_new_takes_the_folders_name(app: typer.Typer, tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["new", str(tmp_path / "Camp Z"), "--json"])
    payload = json.loads(result.output)
    assert payload["class"] == "LOW"
    assert (payload["name"], payload["id"]) == ("Camp Z", "camp-z")


def test_new_twice_changes_nothing(app: typer.Typer, tmp_path: Path) -> None:
    RUNNER.invoke(app, ["new", str(tmp_path / "camp")])
    before = (tmp_path / "camp" / "site.toml").read_bytes()
    again = RUNNER.invoke(app, ["new", str(tmp_path / "camp"), "--template", "tent-camp"])
    assert isinstance(again.exception, SiteError)
    assert again.exception.code == "HF-S013"
    assert (tmp_path / "camp" / "site.toml").read_bytes() == before


def test_a_full_disk_leaves_no_half_workspace(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    failed = RUNNER.invoke(app, ["new", str(tmp_path / "camp")])
    assert isinstance(failed.exception, SiteError)
    assert list((tmp_path / "camp").iterdir()) == []
    monkeypatch.undo()
    assert RUNNER.invoke(app, ["new", str(tmp_path / "camp")]).exit_code == 0


def test_check_prints_every_fault_and_ends_with_two(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SMALL.replace("= 9000", "= -9").replace("rated_kw", "ratedkw"), "utf-8")
    result = RUNNER.invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 2
    assert "HF-S006" in result.output
    assert "HF-S003" in result.output
    assert "did you mean 'rated_kw'?" in result.output


def test_check_of_an_error_ends_with_two(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SMALL + '[[wells]]\nid = "w"\n', "utf-8")
    result = RUNNER.invoke(app, ["check", str(tmp_path / "site.toml"), "--json"])
    assert result.exit_code == 2
    payload = json.loads(result.output)
    assert payload["class"] == "HIGH"
    assert payload["errors"] == 1
    assert payload["findings"][0]["check"] == "well-without-raw-tank"


def test_check_says_what_is_silenced(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SMALL + '[checks]\nsilenced = {unknown-share = "counted next week"}', "utf-8")
    result = RUNNER.invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 0
    assert "silenced unknown-share: counted next week" in result.output


def test_check_of_nothing_is_an_error_with_a_code(app: typer.Typer, tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["check", str(tmp_path / "nowhere")])
    assert isinstance(result.exception, SiteError)
    assert result.exception.code == "HF-S001"


@pytest.mark.parametrize("command", ["new", "check"])
def test_help_has_an_example(app: typer.Typer, command: str) -> None:
    assert "Example: holdfast" in RUNNER.invoke(app, [command, "--help"]).output
