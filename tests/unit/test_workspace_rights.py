"""What a workspace holds is for its owner alone, whatever the umask says."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.sites import write_template
from holdfast.workspace import log_number, write_together

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of files are POSIX")


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_the_ledger_and_its_log_are_private(tmp_path: Path) -> None:
    camp = tmp_path / "camp"
    write_template("trailer-camp", camp, "Our camp")
    log_number(camp, "diesel-main 400 L")
    assert {mode(camp / part) for part in (".", "inbox", "out", "keys")} == {0o700}
    files = [*camp.glob("holdfast.db*"), *(camp / "keys").iterdir()]
    assert len(files) >= 2
    assert {mode(file) for file in files} == {0o600}


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    camp = tmp_path / "camp"
    camp.mkdir(mode=0o750)
    write_template("trailer-camp", camp, "Our camp")
    assert mode(camp) == 0o750


def test_reports_are_private_and_a_file_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    shared = tmp_path / "shared.html"
    shared.write_text("old", "utf-8")
    shared.chmod(0o644)
    write_together([(tmp_path / "new.html", "x"), (shared, "y")])
    assert mode(tmp_path / "new.html") == 0o600
    assert (mode(shared), shared.read_text("utf-8")) == (0o644, "y")
