"""Merging when the power goes, the disk is full, or somebody hands over 200 MB of nothing: all, or nothing at all."""

from __future__ import annotations

import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers_ledger import diesel, new_ledger
from helpers_postgres import fast
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Ledger,
    append_claim,
    claims,
    documents,
    draft_claim,
    export,
    hfl,
    merge,
    open_ledger,
    propose,
    store_document,
    verify,
)

MERGER = """
import sys
from holdfast.ledger import chain, merge, open_ledger
import cryptography.hazmat.primitives.asymmetric.ed25519, rfc8785
ledger = open_ledger(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
report = merge(ledger, sys.argv[2])
print(report.merge_id, flush=True)
"""


@pytest.fixture
def office(fast_path: Path) -> Ledger:
    (fast_path / "office").mkdir()
    return new_ledger(fast_path / "office", device="office")


@pytest.fixture(scope="module")
def large_once() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        folder = Path(name)
        ledger = new_ledger(folder)
        for number in range(6):
            store_document(ledger, f"message {number}".encode() * 5000, name=f"{number}.txt")
        propose(ledger, [draft_claim(ledger, diesel(float(n)), claimant="c") for n in range(400)])
        export(ledger, folder / "large.hfl", documents=True, by="keeper", purpose="test")
        yield folder / "large.hfl"


@pytest.fixture
def large(large_once: Path, fast_path: Path) -> Path:
    """An export with 400 claims and some documents."""
    return Path(shutil.copyfile(large_once, fast_path / "large.hfl"))


def count(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM entries").scalar() or 0)


def test_a_merge_that_is_killed_has_taken_all_or_nothing(office: Ledger, large: Path) -> None:
    """Killed at random moments of its whole length; what said that it was done is done."""
    chance, rounds, whole, nothing = random.Random(7), 6, 0, 0
    before = count(office)
    reading = json.loads(large.read_text().splitlines()[-1])["end"]["lines"]
    for number in range(rounds):
        folder = office.home.parent / f"office-{number}"
        folder.mkdir()
        ledger = new_ledger(folder, device="office")
        process = subprocess.Popen(
            [sys.executable, "-c", MERGER, str(folder / "holdfast.db"), str(large)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(chance.uniform(0.0, 0.6))
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
        again = open_ledger(folder, clock=ledger.clock)
        found = count(again)
        assert found == before or found > 400
        assert found > 400 or not out.strip()  # acknowledged is kept
        assert verify(again) == ()
        if found > 400:  # documents were on the disk before the entries
            assert all((again.inbox / document.sha256).is_file() for document in documents(again))
        merge(again, large)
        assert count(again) > 400
        assert verify(again) == ()
        assert len(claims(again, review=("pending",))) == 400
        whole, nothing = whole + (found > 400), nothing + (found == before)
    assert nothing >= 1
    assert reading > 400


def test_a_full_disk_takes_nothing(office: Ledger, large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast.ledger import staging

    def full(*_: object) -> Iterator[None]:
        raise OSError(28, "No space left on device")

    before = count(office)
    for name in ("fsync", "fdopen"):
        with monkeypatch.context() as patch:
            patch.setattr(staging.os, name, full)
            with pytest.raises((LedgerError, OSError), match=r"HF-L005|No space"):
                merge(office, large)
    assert count(office) == before
    assert [path.name for path in office.inbox.iterdir()] == [] or not office.inbox.exists()
    assert merge(office, large).documents == 6


def test_a_database_that_refuses_in_the_middle_takes_nothing(office: Ledger, large: Path) -> None:
    """Somebody put a trigger there that lets three hundred rows through."""
    with office.engine.connect() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON entries WHEN (SELECT count(*) FROM entries) > 300 "
            "BEGIN SELECT RAISE(ABORT, 'no more'); END"
        )
        connection.commit()
    before = count(office)
    with pytest.raises(LedgerError):
        merge(office, large)
    assert count(office) == before
    assert not list(office.inbox.iterdir())


def test_an_export_to_a_full_disk_leaves_no_file(office: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast.ledger import exporting

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting.os, "fsync", full)
    with pytest.raises(LedgerError, match=r"HF-L057.*No space"):
        export(office, office.home / "x.hfl")
    assert not list(office.home.glob("*.hfl"))
    assert not list(office.home.glob(".part-*"))


@pytest.mark.parametrize(
    ("first", "code"),
    [
        (b"", "HF-L050"),
        (b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n', "HF-L055"),
        (b'{"holdfast_export":1,"site":"' + b"x" * 2**21, "HF-L055"),
    ],
)
def test_two_hundred_megabytes_without_a_line_end_are_refused_in_little_time_and_memory(
    office: Ledger, fast_path: Path, first: bytes, code: str
) -> None:
    file = fast_path / "rubbish.hfl"
    with file.open("wb") as out:
        out.write(first)
        out.truncate(200 * 2**20)  # a hole: bytes of zero that cost no disk
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(LedgerError, match=code):
        merge(office, file)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150_000  # kB: one line at most, and its copy
    assert time.monotonic() - started < 5


def test_a_hundred_megabytes_in_one_entry_are_refused(office: Ledger, large: Path) -> None:
    text = large.read_bytes().splitlines(keepends=True)
    file = large.with_name("wide.hfl")
    with file.open("wb") as out:
        out.writelines(text[:5])
        out.write(b'{"entry":{"payload":"')
        for _ in range(100):
            out.write(b"a" * 2**20)
        out.write(b'"}}\n')
    with pytest.raises(LedgerError, match=r"HF-L055 wide.hfl, line 6"):
        merge(office, file)


def test_many_lines_of_rubbish_stop_at_the_first(office: Ledger, fast_path: Path) -> None:
    file = fast_path / "lines.hfl"
    with file.open("wb") as out:
        out.write(b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n')
        out.writelines(b'{"wish":{}}\n' * 1000 for _ in range(1000))
    started = time.monotonic()
    with pytest.raises(LedgerError, match=r"HF-L050 lines.hfl, line 2"):
        merge(office, file)
    assert time.monotonic() - started < 1


def test_an_entry_too_wide_for_a_line_is_not_exported(office: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    append_claim(office, diesel(place="x" * 5000), claimant="c")
    monkeypatch.setattr(hfl, "LONGEST_LINE", 4000)
    with pytest.raises(LedgerError, match="HF-L055"):
        export(office, office.home / "x.hfl")
    assert not (office.home / "x.hfl").exists()


def test_two_merges_and_a_writer_at_once(office: Ledger, large: Path) -> None:
    errors: list[BaseException] = []

    def run(work: Any) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  shown by the test
            errors.append(error)

    def write() -> None:
        for number in range(10):
            append_claim(office, diesel(float(number)), claimant="writer", review="accepted", reviewer="r")

    threads = [threading.Thread(target=run, args=(work,)) for work in (lambda: merge(office, large),) * 2 + (write,)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(claims(office)) == 10
    assert len(claims(office, review=("pending",))) == 400
    assert verify(office) == ()
    with office.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM entries WHERE kind = 'merge'").scalar() == 1


def test_a_document_of_many_parts_comes_whole(office: Ledger, fast_path: Path) -> None:
    content = random.Random(3).randbytes(3 * hfl.DOCUMENT_PART + 17)
    (fast_path / "other").mkdir()
    other = new_ledger(fast_path / "other")
    digests = [store_document(other, octets, name="m") for octets in (content, b"", content[: hfl.DOCUMENT_PART])]
    export(other, fast_path / "other.hfl", documents=True, by="k", purpose="t")
    assert merge(office, fast_path / "other.hfl").documents == 3
    assert [(office.inbox / digest).stat().st_size for digest in digests] == [len(content), 0, hfl.DOCUMENT_PART]
    assert verify(office) == ()
