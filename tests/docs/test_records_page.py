"""The month on the records page is typed as it stands, and comes to what the page says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import build_app
from holdfast.disclosure import sensitivity_of


def blocks(root: Path) -> list[str]:
    page = (root / "docs" / "records.md").read_text("utf-8")
    return re.findall(r"```text\n(.*?)```", page, flags=re.DOTALL)


def typed(root: Path, start: str) -> list[str]:
    (block,) = (block for block in blocks(root) if block.startswith(start))
    return block.splitlines()


def run(line: str) -> str:
    _, *arguments = shlex.split(line)
    result = CliRunner().invoke(build_app(), arguments)
    assert result.exit_code == 0, (line, result.output, result.exception)
    return result.output


@pytest.fixture
def month(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refusal.txt").write_text("no permit", encoding="utf-8")
    last = output = ""
    for line in typed(root, "holdfast new quarry-road"):
        output = run(line.replace("LAST", last or "none"))
        if line.startswith("holdfast promise add"):
            last = output.strip().rstrip("]")[-6:]
    return tmp_path / "quarry-road", output


def test_the_month_comes_to_what_the_page_says(root: Path, month: tuple[Path, str]) -> None:
    _, output = month
    assert output.splitlines()[-18:] == typed(root, "7 consignments:")


def test_every_row_of_the_month_closes(month: tuple[Path, str]) -> None:
    folder, _ = month
    found = json.loads(run(f"holdfast gate list {folder} --json"))
    assert found["class"] == "SEVERE", "flour is still to come"
    assert sum(n for word, n in found["statuses"].items() if "," not in word) == 7
    for item in found["items"]:
        ended = sum(item[part] for part in ("delivered", "removed", "turned_back", "denied", "awaiting"))
        assert ended == pytest.approx(item["requested"] - item["withdrawn"]), item
    assert not any(state["not_counted"] for state in found["consignments"])


def test_the_promise_and_the_notice_of_the_month(month: tuple[Path, str]) -> None:
    folder, _ = month
    (promise,) = json.loads(run(f"holdfast promise list {folder} --json"))["commitments"]
    assert (promise["status"], len(promise["evidence"])) == ("broken", 1)
    assert len(json.loads(run(f"holdfast notice list {folder} --unanswered --json"))["notices"]) == 1
    assert "all as it was written" in run(f"holdfast ledger verify {folder}")
    assert "Consignments: 1 open, 6 ended" in run(f"holdfast status {folder}")


def test_the_short_examples_are_commands_with_their_options(root: Path) -> None:
    names = {"gate", "promise", "notice"}
    for block in blocks(root):
        for line in block.splitlines():
            if line.startswith("holdfast ") and line.split()[1] in names:
                topic, command = line.split()[1:3]
                help_text = CliRunner().invoke(build_app(), [topic, command, "--help"]).output
                for option in re.findall(r"(?<=\s)--[a-z-]+", line):
                    assert option in help_text, (line, option)


def test_the_classes_on_the_page_are_those_of_the_table(root: Path) -> None:
    page = (root / "docs" / "records.md").read_text("utf-8")
    for kind, row in (("gate", "a consignment that has ended"), ("constraints", "categories and statuses")):
        (found,) = (line for line in page.splitlines() if line.startswith(f"| {row}"))
        assert found.split("|")[2].strip() == sensitivity_of(kind).name
