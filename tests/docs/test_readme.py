"""Every `holdfast` command and the Python the README shows run, in their order, in an empty folder."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from holdfast.cli import main
from holdfast.sites import write_template

MESSAGE = (
    "Camp committee, 18 August 2026\n\nThe diesel tank held 5,100 L yesterday. Guards refused one diesel tanker.\n"
)


CHAT = "18/08/2026, 09:15 - Store: We have 40 bags of flour left.\n18/08/2026, 09:40 - Gate: Guards refused two fuel trucks.\n"
STOCK = "Item,Quantity,Unit,Date\nDiesel,5100,L,18.08.2026\n"
EVENTS = "hour,kind,asset,quantity,unit\n48,loot,diesel-main,30,%\n"


def blocks(root: Path, language: str = "") -> list[str]:
    text = (root / "README.md").read_text("utf-8")
    return [
        code for name, code in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE) if name == language
    ]


def commands(root: Path) -> list[list[str]]:
    lines = [line for block in blocks(root) for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("holdfast ")]


def test_the_readme_shows_commands(root: Path) -> None:
    assert {words[0] for words in commands(root)} >= {
        "new", "check", "read", "review", "log", "forecast", "report", "simulate", "warmup"
    }  # fmt: skip


def test_the_commands_of_the_readme_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(root / "examples", tmp_path / "examples")
    (tmp_path / "message.txt").write_text(MESSAGE, "utf-8")
    (tmp_path / "report.html").write_text(f"<p>{MESSAGE}</p>", "utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    (tmp_path / "whatsapp.txt").write_text(CHAT, "utf-8")
    (tmp_path / "stock.csv").write_text(STOCK, "utf-8")
    monkeypatch.chdir(tmp_path)
    for words in commands(root):
        monkeypatch.setattr("sys.stdin", io.StringIO("a\n" * 9 + "q\n"))
        with pytest.raises(SystemExit) as end:
            main.run(words)
        said = capsys.readouterr()
        assert not end.value.code, f"holdfast {' '.join(words)}{os.linesep}{said.out}{said.err}"
        assert said.out
    assert list(tmp_path.rglob("out/*.html"))
    assert (tmp_path / "fans.csv").read_text("utf-8").startswith("output,unit,hour,q05,")


def test_the_python_of_the_readme_runs(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_template("trailer-camp", tmp_path / "camp", "Our camp")
    monkeypatch.chdir(tmp_path)
    engine, people = blocks(root, "python")
    exec(engine, {})
    share, events = capsys.readouterr().out.split(" ", 1)
    assert 0.0 < float(share) <= 1.0
    assert "depletion" in events
    assert (tmp_path / "run.nc").stat().st_size > 1000
    exec(people, {})
    limit, litres, loss, _ = capsys.readouterr().out.splitlines()
    assert 46.0 < float(limit) < 47.0
    assert all(6.0 < float(each) < 12.0 for each in litres.strip("[]").split(","))
    assert 5.0 < float(loss) < 20.0
