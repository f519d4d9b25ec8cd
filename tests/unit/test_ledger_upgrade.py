"""A ledger of format 1 opens, upgrades whole or not at all, and keeps what it was beside it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from helpers_ledger import diesel, new_ledger
from helpers_writers import Apart, open_until
from holdfast.errors import LedgerError
from holdfast.ledger import (
    append_claim,
    claims,
    documents,
    extent,
    issued_forecasts,
    open_ledger,
    queue,
    verify,
)
from holdfast.ledger.migrations.steps import FOLDER, run

FORMAT_1 = Path(__file__).parents[1] / "data" / "ledger" / "format-1"
ROWS = (
    "SELECT position, device, sequence, kind, id, received, previous_hash, payload, hash FROM entries ORDER BY position"
)
PARTS = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"


def ask(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def old(fast_path: Path) -> Path:
    shutil.copytree(FORMAT_1, fast_path / "camp")
    return fast_path / "camp" / "holdfast.db"


def test_the_kept_file_is_of_format_1(old: Path, fast_path: Path) -> None:
    assert ask(old, "PRAGMA user_version") == [(1,)]
    engine = create_engine(f"sqlite:///{fast_path / 'made.db'}")
    with engine.begin() as connection:
        run(connection, "format_1")
    engine.dispose()
    assert ask(old, PARTS) == ask(fast_path / "made.db", PARTS)


def test_every_row_comes_through_and_the_file_is_as_a_new_one(old: Path, fast_path: Path) -> None:
    before = ask(old, ROWS)
    ledger = open_ledger(old)
    assert (ledger.device, ledger.site, ledger.zone) == ("dev-a", "camp", "Asia/Baghdad")
    assert verify(ledger) == ()
    assert ask(old, ROWS) == before
    assert {row[0] for row in ask(old, "SELECT signature FROM entries UNION SELECT merged FROM entries")} == {None}
    assert ask(old, PARTS) == ask(new_ledger(fast_path / "new").path, PARTS)
    assert ask(old, "PRAGMA user_version") == [(2,)]
    assert ask(old, "SELECT version_num FROM alembic_version") == [("format_2",)]
    assert [c.statement.value_low for c in claims(ledger)] == [4900, 5050]
    assert len(queue(ledger)) == len(documents(ledger)) == len(issued_forecasts(ledger)) == 1
    assert extent(ledger)["entries"] == len(before) == 9
    copy = old.with_name("holdfast.db.format-1")
    assert ask(copy, ROWS) == before
    assert ask(copy, "PRAGMA user_version") == [(1,)]
    assert sorted(p.name for p in old.parent.iterdir() if not p.name.endswith(("-wal", "-shm"))) == [
        "holdfast.db", "holdfast.db.format-1", "inbox",
    ]  # fmt: skip


def test_it_goes_on_where_it_stopped(old: Path) -> None:
    last = ask(old, "SELECT MAX(position) FROM entries")[0][0]
    written = append_claim(open_ledger(old), diesel(), claimant="c")
    assert ask(old, f"SELECT position FROM entries WHERE id = '{written.id}'") == [(int(str(last)) + 2,)]
    assert ask(old, f"SELECT kind FROM entries WHERE position = {int(str(last)) + 1}") == [
        ("key",)
    ]  # its key comes first
    assert verify(open_ledger(old)) == ()


def test_a_tail_cut_off_before_the_upgrade_is_still_seen(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER entries_no_delete")
        connection.execute("DELETE FROM entries WHERE position = 9")
    assert [fault.column for fault in verify(open_ledger(old))] == ["position"]


def test_a_changed_row_and_a_foreign_part_come_through_and_are_named(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET received = '2015-08-18T08:00:00Z' WHERE kind = 'forecast'")
        connection.execute("CREATE TABLE notes (x)")
        connection.execute("CREATE VIEW mine AS SELECT hash FROM entries")
    named = {fault.column for fault in verify(open_ledger(old))}
    assert named == {"received", "table notes", "view mine"}
    assert len(ask(old, "SELECT * FROM mine")) == 9


def test_rows_that_cannot_be_taken_over_leave_the_file_as_it_was(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET hash = (SELECT hash FROM entries WHERE position = 2) WHERE position = 3")
    before = ask(old, ROWS), ask(old, PARTS)
    with pytest.raises(LedgerError, match=r"HF-L007.*format 1"):
        open_ledger(old)
    assert (ask(old, ROWS), ask(old, PARTS)) == before


def test_no_room_for_the_copy_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("holdfast.ledger.upgrading.os.fsync", full)
    with pytest.raises(LedgerError, match=r"HF-L005.*No space"):
        open_ledger(old)
    assert ask(old, "PRAGMA user_version") == [(1,)]
    assert [p.name for p in old.parent.iterdir() if "format-1" in p.name] == []
    monkeypatch.undo()
    assert verify(open_ledger(old)) == ()


def test_an_earlier_copy_of_something_else_is_kept(old: Path) -> None:
    first = old.with_name("holdfast.db.format-1")
    first.write_bytes(b"kept")
    open_ledger(old)
    assert first.read_bytes() == b"kept"
    assert ask(old.with_name("holdfast.db.format-1.2"), "PRAGMA user_version") == [(1,)]


def test_two_who_open_at_once_upgrade_once(old: Path) -> None:
    found: list[object] = []

    def opened() -> None:
        found.append(verify(open_ledger(old)))

    threads = [threading.Thread(target=opened) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [()] * 4
    assert [p.name for p in old.parent.iterdir() if "format-1" in p.name] == ["holdfast.db.format-1"]


READ_ONLY = """
import os, sys
import holdfast.ledger.upgrading, holdfast.ledger.opening, alembic.operations, alembic.script
from holdfast.errors import LedgerError
from holdfast.ledger import open_ledger
if os.geteuid() == 0:
    os.setuid(65534)
try:
    open_ledger(sys.argv[1])
except LedgerError as error:
    sys.exit(str(error))
"""


def test_without_the_right_to_write_the_reason_is_said(fast_path: Path) -> None:
    shutil.copytree(FORMAT_1, fast_path / "camp")
    old = fast_path / "camp" / "holdfast.db"
    before = old.read_bytes()
    for path, mode in ((fast_path, 0o755), (old, 0o444), (old.parent, 0o555)):
        path.chmod(mode)
    done = subprocess.run([sys.executable, "-c", READ_ONLY, str(old)], capture_output=True, text=True, check=False)
    old.parent.chmod(0o755)
    assert "HF-L005" in done.stderr, done.stderr
    assert old.read_bytes() == before


def test_a_kill_at_any_step_of_the_upgrade_leaves_the_old_or_the_new(fast_path: Path) -> None:
    shutil.copytree(FORMAT_1, fast_path / "whole")
    (told,) = Apart(open_until, fast_path / "whole" / "holdfast.db", fast_path / "whole", 10_000).ends()
    steps = int(told)
    assert steps > 60
    before = ask(FORMAT_1 / "holdfast.db", ROWS)
    versions = []
    for step in range(1, steps + 1, 3):
        folder = fast_path / str(step)
        shutil.copytree(FORMAT_1, folder)
        old = folder / "holdfast.db"
        assert Apart(open_until, old, folder, step).ends() == []
        versions.append(ask(old, "PRAGMA user_version")[0][0])
        assert ask(old, ROWS) == before
        assert ask(old, "PRAGMA integrity_check") == [("ok",)]
        assert ask(old, PARTS) == ask(
            FORMAT_1 / "holdfast.db" if versions[-1] == 1 else fast_path / "whole" / "holdfast.db", PARTS
        )
        assert verify(open_ledger(old)) == ()
        assert ask(old, ROWS) == before
    assert versions == sorted(versions)
    assert versions.count(1) > 15
    assert 2 in versions


def test_the_text_of_this_format_is_fixed() -> None:
    """A change of the tables needs a step of its own, once a ledger of this format may be in use."""
    assert {p.name for p in FOLDER.glob("*.sql")} == {"format_1.sql", "format_2.sql"}
