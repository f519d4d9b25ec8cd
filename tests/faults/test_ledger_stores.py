"""Kills, crashes, full disks, locks and two writers at once, on both stores: nothing acknowledged is ever lost."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import string
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from helpers_ledger import FilePlace, Place, ServerPlace, diesel
from helpers_postgres import Server, running_server
from helpers_writers import Apart, Writer, append_until
from holdfast.errors import LedgerError
from holdfast.ledger import append_claim, claims, queue, verify


def kill_in_mid_append(place: Place, rounds: int, seed: int) -> int:
    """Kill writers at random moments; return how many entries were acknowledged, having found each of them again."""
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for _ in range(rounds):
        writer = Writer(place.where, place.folder)
        assert writer.said() == "ready"
        # A few entries and a part of the next one: a slow machine gets as far as a quick one.
        acknowledged += [str(writer.said()) for _ in range(chance.randrange(4))]
        time.sleep(chance.uniform(0.0, 0.02))
        acknowledged += writer.kill()
        ledger = place.open()
        assert verify(ledger) == ()
        kept = [claim.id for claim in claims(ledger)]
        assert set(acknowledged) <= set(kept)
        assert len(kept) <= len(acknowledged) + rounds  # at most the one in flight each time
    return len(acknowledged)


def test_kill_in_mid_append_loses_nothing_acknowledged(place: Place) -> None:
    assert kill_in_mid_append(place, rounds=8, seed=1) > 0


@pytest.mark.slow
def test_kill_in_mid_append_a_hundred_times(place: Place) -> None:
    assert kill_in_mid_append(place, rounds=100, seed=2) > 0


@pytest.mark.parametrize("wait_s", [0.0, 0.01, 0.03, 0.06])
def test_kill_while_it_is_being_made(place: Place, wait_s: float) -> None:
    writer = Writer(place.where, place.folder, count=0)
    time.sleep(wait_s)
    writer.kill()
    assert verify(place.open(create=True, site="camp")) == ()


def test_kill_at_each_step_of_one_append(place: Place) -> None:
    """Also between the writing of the row and the end of the transaction: then the row is not there."""
    place.new()
    (told,) = Apart(append_until, place.where, place.folder, 10_000).ends()
    steps = int(told)
    assert steps >= 9
    before = place.rows()
    for step in range(1, steps + 1):
        assert Apart(append_until, place.where, place.folder, step).ends() == []
        assert place.rows() == before, step
    assert verify(place.open()) == ()


@pytest.mark.parametrize("devices", [("dev-a", "dev-a"), ("dev-a", "dev-b")])
def test_two_writers_at_once_both_land(place: Place, devices: tuple[str, str]) -> None:
    """Also at the making of the ledger, which both find missing."""
    writers = [Writer(place.where, place.folder, device, 25) for device in devices]
    written = [line for writer in writers for line in writer.ends() if line != "ready"]
    ledger = place.open()
    assert verify(ledger) == ()
    found = claims(ledger)
    assert sorted(c.id for c in found) == sorted(written)
    assert len(written) == 50
    for device in set(devices):
        sequences = sorted(c.sequence for c in found if c.device == device)
        assert sequences == list(range(1, 25 * devices.count(device) + 1))


def test_a_ledger_locked_for_too_long_is_said(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.ledger.file_store.BUSY_TIMEOUT_S", 0.1)
    monkeypatch.setattr("holdfast.ledger.server_store.LOCK_TIMEOUT_S", 0.1)
    ledger = place.new()
    other = place.open("dev-b")
    with other.writing():
        with pytest.raises(LedgerError, match=r"HF-L006.*nothing was written"):
            append_claim(ledger, diesel(), claimant="c")
        assert queue(ledger) == ()  # reading goes on while another writes
    assert append_claim(ledger, diesel(), claimant="c").sequence == 1


def test_a_server_that_dies_in_mid_append_loses_nothing_acknowledged(fast_path: Path, postgres: Server) -> None:
    """Of its own, as the others would die with it; `immediate` is what a power cut leaves."""
    with running_server() as server:
        place = ServerPlace(fast_path, server)
        acknowledged: list[str] = []
        for count in (1, 4):
            writer = Writer(place.where, place.folder)
            assert writer.said() == "ready"
            acknowledged += [str(writer.said()) for _ in range(count)]
            server.control("-m", "immediate", "stop")
            acknowledged += writer.kill()
            with pytest.raises(LedgerError, match="HF-L031"):
                place.open()
            server.control("-o", server.options, "-l", str(server.folder / "log"), "start")
            ledger = place.open()
            assert verify(ledger) == ()
            assert set(acknowledged) <= {claim.id for claim in claims(ledger)}
        assert len(acknowledged) >= 5


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A drive with little room, where the rights allow one."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no right to mount a small drive here; the tests with a limit and a trigger stand in for it")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(place: Place) -> tuple[list[str], LedgerError]:
    """Append until there is no room; return what was acknowledged and how the end was told."""
    ledger = place.open(create=True, site="camp")
    chance = random.Random(3)
    written: list[str] = []
    try:
        while len(written) < 2000:
            text = "".join(chance.choices(string.ascii_letters, k=8000))  # nothing a server could pack away
            written.append(append_claim(ledger, diesel(attribution=text), claimant="c").id)
    except LedgerError as error:
        return written, error
    pytest.fail("the drive never filled")


def test_a_drive_without_room_for_a_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "drive", "400k"):
        place = FilePlace(tmp_path / "drive")
        written, error = fill(place)
        assert error.code == "HF-L005"
        assert "disk is full" in error.mend
        again = place.open()
        assert [claim.id for claim in queue(again)] == written
        assert verify(again) == ()


def test_a_drive_without_room_for_a_server(fast_path: Path, postgres: Server) -> None:
    place = ServerPlace(fast_path, postgres)
    drive = postgres.folder / place.schema
    with small_disk(drive, "600k"):
        os.chown(drive, (postgres.folder / "data").stat().st_uid, -1)
        place.new()
        place.execute(f"CREATE TABLESPACE {place.schema} LOCATION '{drive}'")
        try:
            place.execute(f"ALTER TABLE entries SET TABLESPACE {place.schema}")
            written, error = fill(place)
            assert error.code == "HF-L005"
            assert "no room" in error.mend
            again = place.open()
            assert [claim.id for claim in queue(again)] == written
            assert verify(again) == ()
        finally:
            place.execute(f"DROP SCHEMA {place.schema} CASCADE", "CHECKPOINT", f"DROP TABLESPACE {place.schema}")


FULL = """
import resource, sys
from pathlib import Path
from helpers_ledger import diesel
from holdfast.errors import LedgerError
from holdfast.ledger import append_claim, open_ledger
ledger = open_ledger(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    while True:
        print(append_claim(ledger, diesel(attribution="x" * 3000), claimant="c").id, flush=True)
except LedgerError as error:
    sys.exit(str(error))
"""


def test_a_file_that_may_not_grow(file_place: FilePlace) -> None:
    file_place.new()
    assert resource.RLIM_INFINITY in resource.getrlimit(resource.RLIMIT_FSIZE)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(file_place.where)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert "HF-L005" in done.stderr
    assert [claim.id for claim in queue(file_place.open())] == done.stdout.split()
    assert verify(file_place.open()) == ()


@pytest.mark.parametrize("state", ["53100", "53200", "58030"])
def test_a_server_that_finds_no_room_in_mid_append(fast_path: Path, postgres: Server, state: str) -> None:
    place = ServerPlace(fast_path, postgres)
    ledger = place.new()
    place.execute(
        "CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{state}'; END$$",
        "CREATE TRIGGER zz AFTER INSERT ON entries FOR EACH ROW EXECUTE FUNCTION full()",
    )
    with pytest.raises(LedgerError, match=r"HF-L005.*could not extend file.*nothing was written"):
        append_claim(ledger, diesel(), claimant="c")
    place.execute("DROP TRIGGER zz ON entries", "DROP FUNCTION full()")
    assert queue(ledger) == ()
    assert append_claim(ledger, diesel(), claimant="c").sequence == 1
    assert verify(ledger) == ()


AS_ANOTHER = """
import os, sys
from holdfast.errors import LedgerError
from holdfast.ledger import append_claim, claims, open_ledger, Statement
import holdfast.ledger.opening, holdfast.ledger.store, holdfast.ledger.queries, rfc8785
if os.geteuid() == 0:
    os.setuid(65534)
try:
    ledger = open_ledger(sys.argv[1])
    append_claim(ledger, Statement(claim_type="stock", item="x", value_low=1, value_high=1), claimant="c")
except LedgerError as error:
    sys.exit(str(error))
"""


def test_a_file_without_the_right_to_write(file_place: FilePlace) -> None:
    file_place.small()
    before = file_place.rows()
    file = Path(file_place.where)
    file_place.folder.chmod(0o755)
    for part in file_place.folder.glob("holdfast.db*"):
        part.chmod(0o444)
    if os.geteuid() != 0:
        file_place.folder.chmod(0o555)
    done = subprocess.run([sys.executable, "-c", AS_ANOTHER, str(file)], capture_output=True, text=True, check=False)
    file_place.folder.chmod(0o755)
    assert "HF-L005" in done.stderr, done.stderr
    assert "right" in done.stderr
    assert file_place.rows() == before


def test_a_row_half_written_by_another_program_is_refused_or_named(place: Place) -> None:
    """What a program that stops in the middle, or knows half the format, could leave."""
    ledger = place.small()
    before = place.rows()
    for columns, values in (
        ("device, sequence, kind", "'dev-a', 6, 'claim'"),
        (
            "device, sequence, kind, id, received, previous_hash, payload, hash",
            "'dev-a', 6, 'claim', 'i', 'r', '', '', ''",
        ),
    ):
        with pytest.raises(Exception, match=r"(?i)null|constraint|chain"):
            place.execute(f"INSERT INTO entries ({columns}) VALUES ({values})")
    assert place.rows() == before
    assert verify(ledger) == ()


def test_a_log_cut_off_ends_at_the_last_whole_entry(file_place: FilePlace, tmp_path: Path) -> None:
    """The write-ahead log of a file, copied while half of it had reached the disk."""
    ledger = file_place.new()
    with closing(sqlite3.connect(file_place.where)) as open_all_along:
        open_all_along.execute("SELECT count(*) FROM entries").fetchone()
        written = [append_claim(ledger, diesel(float(n)), claimant="c").id for n in range(6)]
        log = Path(f"{file_place.where}-wal").read_bytes()
        whole = Path(file_place.where).read_bytes()
    assert len(log) > 10_000
    lengths = []
    for part in range(10):
        copy = FilePlace(tmp_path / str(part))
        copy.folder.mkdir()
        Path(copy.where).write_bytes(whole)
        Path(f"{copy.where}-wal").write_bytes(log[: len(log) * part // 9])
        again = copy.open()
        assert verify(again) == ()
        kept = [claim.id for claim in queue(again)]
        assert kept == written[: len(kept)]
        lengths.append(len(kept))
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1]) == (0, 6)
    assert len(set(lengths)) > 3
