"""The guide of the first morning: its commands are run as typed, and answer what the page shows, within its half hour."""

from __future__ import annotations

import re
import shlex
import shutil
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import build_app
from inbox_built import DATA, build_inbox, stop_the_clock

if TYPE_CHECKING:
    from pathlib import Path

ID = re.compile(r"\b01[0-9A-HJKMNP-TV-Z]{24}\b")
# A page is typed with plain spaces; a report keeps a number and its unit together, and sets directions apart.
UNSEEN = {0xA0: " ", 0x202F: " "} | dict.fromkeys(range(0x2066, 0x206A))
MOST_MINUTES = 30
MOST_SECONDS = 150  # of the machine, on a busy one with an engine that is built already


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "guide.md").read_text(encoding="utf-8")


def typed_keys(page: str, shown: str) -> str:
    """What a person types in the review: the keys of the page, and the lines its transcript shows after r and ?."""
    keys = re.search(r"```keys\n(.*?)\n```", page, re.DOTALL)
    assert keys is not None
    lines = {
        "r": iter(re.findall(r"(?m)^Reason: (.+)$", shown)),
        "?": iter(re.findall(r"(?m)^Question to .+?: (.+)$", shown)),
    }
    typed = []
    for key in "".join(keys[1].split()):
        typed.append(key)
        if key in lines:
            typed.append(next(lines[key]))
    return "\n".join(typed) + "\n"


def compare(command: str, shown: str, answered: str) -> None:
    """Every run of lines that the page shows stands in the answer, in the order of the page; nothing is left out unsaid."""
    told = ID.sub("01...", answered.translate(UNSEEN)).rstrip("\n") + "\n"
    parts = re.split(r"(?m)^\.\.\.\n", shown.rstrip("\n") + "\n")
    at = 0
    for number, part in enumerate(parts):
        found = told.find(part, at)
        assert found >= 0, f"{command}\nthe page shows\n{part}\nand the program says\n{told[at:]}"
        assert number > 0 or found == 0, f"{command}: lines are left out at the start"
        at = found + len(part)
    assert parts[-1] == "" or at == len(told), f"{command}: lines are left out at the end\n{told[at:]}"


def test_the_morning_runs_as_the_page_says(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_the_clock(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    build_inbox(tmp_path / "inbox-folder")
    shutil.copy(DATA / "inbox-typed" / "letter.txt", tmp_path)
    blocks = re.findall(r"```text\n\$ (holdfast [^\n]+)\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 7
    spent = 0.0
    for command, shown in blocks:
        keys = typed_keys(page, shown) if command.startswith("holdfast review camp --by") else None
        begun = time.perf_counter()
        done = CliRunner().invoke(build_app(), shlex.split(command)[1:], input=keys)
        spent += time.perf_counter() - begun
        assert done.exit_code == 0, done.output
        compare(command, shown, done.stdout)
    assert spent < MOST_SECONDS
    six = (tmp_path / "camp" / "out" / "camp-x-2015-08-20-restricted-HIGH.txt").read_text(encoding="utf-8")
    for figure in ("5,100", "12,500", "2,500", "41 cm", "40 bags"):
        assert figure not in six, "no stock figure leaves in the six lines"
    assert len([line for line in six.splitlines() if line.strip()]) == 6


def test_the_clock_of_the_page_adds_up_and_stays_under_half_an_hour(page: str) -> None:
    rows = re.findall(r"(?m)^\| \*{0,2}(\d\d):(\d\d)\*{0,2} \| .*? \| \*{0,2}(\d+)\*{0,2} \|", page)
    clock = [60 * int(hour) + int(minute) for hour, minute, _ in rows]
    minutes = [int(given) for *_, given in rows[:-1]]
    assert [later - earlier for earlier, later in pairwise(clock)] == minutes
    assert sum(minutes) == int(rows[-1][2]) < MOST_MINUTES
    headings = [60 * int(h) + int(m) for h, m in re.findall(r"(?m)^## (\d\d):(\d\d) ", page)]
    assert headings == clock[:-1]


def test_a_comparison_that_misses_a_line_fails() -> None:
    compare("x", "a\n...\nc\n", "a\nb\nc\n")
    compare("x", "...\nb\n...\n", "a\nb\nc\n")
    compare("x", "01...  stock\n", "019X4ZBX90J4VFH4Y5P084XV45  stock\n")
    for shown in ("b\nc\n", "a\nc\n", "a\nb\n", "...\nc\n...\nb\n", "a\n...\nd\n"):
        with pytest.raises(AssertionError):
            compare("x", shown, "a\nb\nc\n")
