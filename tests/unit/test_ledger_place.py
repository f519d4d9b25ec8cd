"""Where a ledger may lie, and which files are no ledger."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from helpers_ledger import new_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import open_ledger
from holdfast.ledger.place import NETWORK_FILE_SYSTEMS, file_system_of, refuse_network_drive

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
/dev/sdb1 /srv/me ext4 rw 0 0
//server/share /mnt/team\\040files cifs rw 0 0
odd line
tmpfs /tmp tmpfs rw 0 0
server:/b /tmp nfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/x", "ext4"),
        ("/srv/you/camp", "nfs4"),
        ("/srv/me/camp", "ext4"),
        ("/srvstead", "ext4"),
        ("/mnt/team files/camp", "cifs"),
        ("/tmp/camp", "nfs"),
    ],
)
def test_the_longest_and_latest_mount_decides(path: str, kind: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == kind


def test_no_mount_no_answer() -> None:
    assert file_system_of(Path("/x"), "") is None


@pytest.mark.parametrize("kind", sorted(NETWORK_FILE_SYSTEMS))
def test_network_drives_are_refused_with_the_reason(tmp_path: Path, kind: str) -> None:
    mounts = f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path} {kind} rw 0 0\n"
    with pytest.raises(LedgerError) as caught:
        refuse_network_drive(tmp_path / "holdfast.db", mounts=mounts)
    assert caught.value.code == "HF-L004"
    assert kind in caught.value.found
    assert "locks" in caught.value.mend


def test_opening_asks_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = tmp_path / "mounts"
    listing.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("holdfast.ledger.place.MOUNTS", listing)
    with pytest.raises(LedgerError, match="HF-L004"):
        open_ledger(tmp_path / "holdfast.db", create=True)
    assert not (tmp_path / "holdfast.db").exists()
    monkeypatch.setattr("holdfast.ledger.place.MOUNTS", tmp_path / "none")
    open_ledger(tmp_path / "holdfast.db", create=True)


def test_a_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="HF-L001"):
        open_ledger(tmp_path / "holdfast.db")
    assert not (tmp_path / "holdfast.db").exists()


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x00" * 4096, os.urandom(5000), b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "holdfast.db"
    file.write_bytes(content)
    with pytest.raises(LedgerError) as caught:
        open_ledger(file)
    assert caught.value.code in {"HF-L002", "HF-L007"}
    if content:
        with pytest.raises(LedgerError):
            open_ledger(file, create=True)
        assert file.read_bytes() == content


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "holdfast.db").mkdir()
    with pytest.raises(LedgerError, match=r"HF-L00[12]"):
        open_ledger(tmp_path)


def test_another_database_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "holdfast.db")
    connection.execute("CREATE TABLE entries (x)")
    connection.commit()
    connection.close()
    for create in (False, True):
        with pytest.raises(LedgerError, match="HF-L002"):
            open_ledger(tmp_path, create=create)


@pytest.mark.parametrize(("version", "code"), [(3, "HF-L003"), (999, "HF-L003"), (0, "HF-L002")])
def test_another_format_is_refused(tmp_path: Path, version: int, code: str) -> None:
    new_ledger(tmp_path)
    connection = sqlite3.connect(tmp_path / "holdfast.db")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    for create in (False, True):
        with pytest.raises(LedgerError, match=code):
            open_ledger(tmp_path / "holdfast.db", create=create)


def test_a_making_cut_off_half_way_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "holdfast.db"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert file.stat().st_size > 0
    with pytest.raises(LedgerError, match="HF-L002"):
        open_ledger(file)
    assert open_ledger(file, create=True, site="camp").site == "camp"


def test_odd_characters_in_the_path(tmp_path: Path) -> None:
    folder = tmp_path / "camp? 100% #1 اردوگاه"
    ledger = open_ledger(folder / "holdfast.db", create=True)
    assert ledger.site == folder.name
    assert sorted(p.name for p in folder.iterdir()) == ["holdfast.db", "keys"]


def test_a_parent_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match="HF-L005"):
        open_ledger(tmp_path / "file" / "holdfast.db", create=True)
