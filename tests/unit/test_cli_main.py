"""The command line ends in words and an exit code, whatever happens."""

from __future__ import annotations

import json
import re

import pytest
import typer

from holdfast.cli import main
from holdfast.errors import SiteError


def app_that_raises(error: Exception) -> typer.Typer:
    app = typer.Typer()

    @app.command()
    def work(*, as_json: bool = typer.Option(False, "--json")) -> None:
        raise error

    return app


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch):
    def use(error: Exception) -> None:
        monkeypatch.setattr(main, "build_app", lambda: app_that_raises(error))

    return use


def test_a_fault_of_ours_is_named_and_exits_three(raising, capsys: pytest.CaptureFixture[str]) -> None:
    raising(ZeroDivisionError("by nobody"))
    with pytest.raises(SystemExit) as end:
        main.run([])
    assert end.value.code == 3
    said = capsys.readouterr().err
    assert "HF-C001" in said
    assert "ZeroDivisionError: by nobody" in said


def test_a_fault_of_the_input_says_how_to_mend_it_and_exits_two(raising, capsys: pytest.CaptureFixture[str]) -> None:
    raising(SiteError("HF-S001", where="site.toml", found="-4", expected="above 0", mend="write the reading"))
    with pytest.raises(SystemExit) as end:
        main.run([])
    assert end.value.code == 2
    assert "To mend: write the reading" in capsys.readouterr().err


def test_for_machines_the_error_is_json(raising, capsys: pytest.CaptureFixture[str]) -> None:
    raising(SiteError("HF-S001", where="site.toml", found="-4", expected="above 0", mend="write the reading"))
    with pytest.raises(SystemExit):
        main.run(["--json"])
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "HF-S001"


def test_help_lists_the_commands_in_the_user_s_order(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main.run(["--help"])
    assert not end.value.code
    said = capsys.readouterr().out
    listed = re.findall(r"^\W*(\w[\w-]*)  ", said, flags=re.MULTILINE)
    order = [listed.index(name) for name in ("demo", "new", "check", "read", "review", "log", "forecast", "report")]
    assert order == sorted(order)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main.run(["--version"])
    assert capsys.readouterr().out.startswith("holdfast 0.")
