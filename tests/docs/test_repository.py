"""The repository keeps its promises: no path of a machine, no index address, short files, every public name documented."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
from pathlib import Path

import pytest

ROOMS = (
    "quantities reference sites ledger people gate intake lifelines estimate forecast disclosure report workspace cli"
).split()


def tracked(root: Path) -> list[Path]:
    done = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=False, cwd=root)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [root / name for name in done.stdout.splitlines() if (root / name).is_file()]


def test_no_index_address_in_the_pins(root: Path) -> None:
    for path in (root / "requirements").iterdir():
        assert not re.search(r"https?://|index-url|find-links", path.read_text("utf-8")), path


def test_no_path_of_a_machine(root: Path) -> None:
    pattern = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+|Users/\w+)/")
    for path in tracked(root):
        if (
            path.suffix in {".py", ".md", ".toml", ".csv", ".yml", ".sh", ".html", ".txt", ".po"}
            or path.name == "Makefile"
        ):
            text = path.read_text("utf-8", errors="replace")
            assert path == Path(__file__) or not pattern.search(text), path


def test_source_files_stay_short(root: Path) -> None:
    long = {p: n for p in (root / "src").rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 500}
    assert not long


@pytest.mark.parametrize("room", ROOMS)
def test_front_door_says_what_the_room_answers(room: str) -> None:
    door = importlib.import_module(f"holdfast.{room}")
    assert door.__doc__
    assert len(door.__doc__) > 80
    assert sorted(door.__all__)
    missing = [name for name in door.__all__ if not hasattr(door, name)]
    assert not missing


@pytest.mark.parametrize("room", ROOMS)
def test_public_names_are_documented(room: str) -> None:
    door = importlib.import_module(f"holdfast.{room}")
    bare = []
    for name in door.__all__:
        thing = getattr(door, name)
        # A dataclass or model without a docstring of its own shows its signature; that does not count.
        if inspect.isroutine(thing) or inspect.isclass(thing):
            text = inspect.getdoc(thing) or ""
            if not text or text.startswith(f"{name}("):
                bare.append(name)
    assert not bare


@pytest.mark.parametrize("room", ROOMS)
def test_other_rooms_come_in_through_the_front_door(room: str, root: Path) -> None:
    side_doors = []
    for path in (root / "src" / "holdfast").rglob("*.py"):
        if path.parts[path.parts.index("holdfast") + 1] == room:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith(f"holdfast.{room}."):
                side_doors.append(f"{path.relative_to(root)}: {module}")
    assert not side_doors
