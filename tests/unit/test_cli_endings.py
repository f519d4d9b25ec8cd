"""How the command line ends: codes, JSON, help, a closed pipe, and what the system refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from holdfast.cli import main
from holdfast.errors import error_codes


def end_of(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as caught:
        main.run(list(words))
    out, err = capsys.readouterr()
    return caught.value.code, out, err


@pytest.mark.parametrize(
    "words",
    [
        ("nosuch",),
        ("forecast",),
        ("forecast", "camp", "--members", "x"),
        ("report", "camp", "--bogus"),
        ("ledger", "nosuch"),
        ("log",),
        ("reference", "show"),
    ],
)
def test_a_command_line_that_is_not_understood(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    code, out, err = end_of(capsys, *words)
    assert code == 2
    assert out == ""
    assert err.startswith("HF-C002 holdfast")
    assert "--help" in err
    code, out, _ = end_of(capsys, *words, "--json")
    assert code == 2
    error = json.loads(out)["error"]
    assert error["code"] == "HF-C002"
    assert all(error[part] for part in ("where", "found", "expected", "mend"))


def test_help_and_version_end_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert end_of(capsys, "--version")[0] == 0
    code, out, _ = end_of(capsys, "forecast", "--help")
    assert code == 0
    assert "Example: holdfast forecast" in out
    code, out, err = end_of(capsys)
    assert code == 2
    assert "Usage: holdfast" in out + err


def test_an_exit_code_of_a_command_is_kept(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert end_of(capsys, "new", str(tmp_path / "camp"))[0] == 0
    (tmp_path / "camp" / "site.toml").write_text("[site]\n", encoding="utf-8")
    assert end_of(capsys, "check", str(tmp_path / "camp"))[0] == 2


def broken(error: BaseException) -> object:
    app = typer.Typer()

    @app.command()
    def fail() -> None:
        raise error

    return lambda: app


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ValueError("odd"), 3, "HF-C001"),
        (OSError(5, "Input/output error"), 3, "HF-C001"),
        (PermissionError(13, "Permission denied", "out/x"), 2, "HF-C003 out/x"),
        (OSError(28, "No space left on device"), 2, "HF-C003"),
        (KeyboardInterrupt(), 130, ""),
        (typer.Abort(), 130, ""),
    ],
)
def test_what_goes_wrong_ends_with_its_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    monkeypatch.setattr(main, "build_app", broken(error))
    found, _, err = end_of(capsys)
    assert found == code
    assert said in err
    assert ("Traceback" in err) is (code == 3)


def test_a_closed_pipe_ends_quietly() -> None:
    command = [sys.executable, "-c", "from holdfast.cli.main import run; run(['reference', 'list', 'norms', '--json'])"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""
    assert process.returncode == 0


def test_the_codes_of_the_command_line_are_in_the_table() -> None:
    assert {"HF-C001", "HF-C002", "HF-C003", "HF-W002", "HF-W003", "HF-W004"} <= {row.code for row in error_codes()}
