"""A ledger in a file: full disks, files half written or cut short, flipped bits; nothing wrong is ever served."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

from helpers_ledger import diesel, new_ledger, settle, small_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import append_claim, claims, documents, open_ledger, queue, store_document, verify


def test_a_full_disk_writes_nothing_and_loses_nothing(fast_path: Path) -> None:
    ledger = new_ledger(fast_path)
    first = append_claim(ledger, diesel(), claimant="c")
    with ledger.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    @event.listens_for(ledger.engine, "connect")
    def full(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    long = diesel(attribution="x" * 20000)
    with pytest.raises(LedgerError) as caught:
        append_claim(ledger, long, claimant="c")
    assert caught.value.code == "HF-L005"
    assert "full" in caught.value.mend
    with pytest.raises(LedgerError, match="HF-L005"):
        store_document(ledger, b"x", name="y" * 20000)
    again = open_ledger(fast_path)
    assert verify(again) == ()
    assert queue(again) == (first,)
    assert documents(again) == ()
    assert append_claim(again, long, claimant="c").sequence == 2


def test_an_inbox_that_cannot_be_written_adds_nothing(fast_path: Path) -> None:
    ledger = new_ledger(fast_path)
    (fast_path / "inbox").write_text("a file in the way")
    with pytest.raises(LedgerError, match="HF-L005"):
        store_document(ledger, b"x", name="y")
    assert documents(ledger) == ()


def test_a_document_half_written_is_not_taken_for_whole(fast_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = new_ledger(fast_path)
    monkeypatch.setattr(
        "holdfast.ledger.inbox.os.fsync", lambda _handle: (_ for _ in ()).throw(OSError(28, "no space"))
    )
    with pytest.raises(LedgerError, match="HF-L005"):
        store_document(ledger, b"x", name="y")
    assert list((fast_path / "inbox").iterdir()) == []


def logical(file: Path) -> object:
    """Everything the file says, whatever the bytes between."""
    connection = sqlite3.connect(file)
    try:
        return (
            connection.execute("SELECT * FROM entries NOT INDEXED ORDER BY position").fetchall(),
            connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall(),
            connection.execute("SELECT * FROM sqlite_sequence").fetchall(),
            connection.execute("PRAGMA user_version").fetchone(),
            connection.execute("PRAGMA application_id").fetchone(),
        )
    finally:
        connection.close()


def outcome(folder: Path) -> str:
    """What a person who asks is told: sound, faults with a name, or a plain error."""
    try:
        ledger = open_ledger(folder / "holdfast.db")
        faults = verify(ledger)
    except LedgerError as error:
        return "error" if error.code in {"HF-L002", "HF-L003", "HF-L005", "HF-L007"} else error.code
    if not faults:
        return "sound"
    assert all(fault.found and fault.expected and str(fault) for fault in faults)
    return "faults"


def flip_everywhere(folder: Path, offsets: list[int], chance: random.Random) -> dict[str, int]:
    ledger = small_ledger(folder)
    file = ledger.path
    settle(file)
    original, said, served = file.read_bytes(), logical(file), claims(ledger)
    count = {"sound": 0, "faults": 0, "error": 0}  # any other outcome is a KeyError
    for offset in offsets:
        at = offset % len(original)
        flipped = bytearray(original)
        flipped[at] ^= 1 << chance.randrange(8)
        for extra in ("-wal", "-shm"):
            file.with_name(file.name + extra).unlink(missing_ok=True)
        file.write_bytes(flipped)
        told = outcome(folder)
        count[told] += 1
        if told == "sound":
            assert logical(file) == said, f"a change at byte {at} was called sound"
            assert claims(open_ledger(file)) == served, f"a change at byte {at} changed what is served"
    return count


def test_a_flipped_bit_anywhere_in_the_file_is_never_called_sound(fast_path: Path) -> None:
    chance = random.Random(7)
    count = flip_everywhere(fast_path, [chance.randrange(10**9) for _ in range(150)], chance)
    assert count["faults"] + count["error"] > 20


@pytest.mark.slow
def test_a_flipped_bit_in_every_ninth_byte_of_the_file(fast_path: Path) -> None:
    flip_everywhere(fast_path, list(range(0, 45_000, 9)), random.Random(8))


def test_every_byte_of_every_row_is_covered(fast_path: Path) -> None:
    """Bits of the stored values themselves: each must be named with its row."""
    ledger = small_ledger(fast_path)
    settle(ledger.path)
    original = ledger.path.read_bytes()
    connection = sqlite3.connect(ledger.path)
    rows = connection.execute("SELECT device, sequence, id, payload, hash FROM entries ORDER BY position").fetchall()
    connection.close()
    chance = random.Random(9)
    refused: list[int] = []
    for device, sequence, identity, payload, digest in rows:
        for value in (payload, digest.encode()):
            # The hash stands in the row itself; where the next row repeats it, that one follows later in the page.
            places = [i for i in range(len(original)) if original.startswith(value, i)]
            at = chance.choice(places) + chance.randrange(len(value))
            flipped = bytearray(original)
            flipped[at] ^= 1 << chance.randrange(7)
            for extra in ("-wal", "-shm"):
                ledger.path.with_name(ledger.path.name + extra).unlink(missing_ok=True)
            ledger.path.write_bytes(flipped)
            try:
                faults = verify(open_ledger(ledger.path))
            except LedgerError:
                refused.append(sequence)
                continue
            named = {(f.device, f.sequence) for f in faults}
            # A hash has a second copy in the index that keeps it unique: a flip there is a fault of the file.
            following = {(device, sequence + 1), (None, None)} if value != payload else set()
            assert named & ({(device, sequence)} | following), (identity, faults)
    assert set(refused) <= {0}  # only the first entry is read on opening


def test_a_file_cut_short_is_never_called_sound(fast_path: Path) -> None:
    ledger = small_ledger(fast_path)
    settle(ledger.path)
    original = ledger.path.read_bytes()
    for size in (100, 1024, 4096, len(original) // 2, len(original) - 4096, len(original) - 1):
        for extra in ("-wal", "-shm"):
            ledger.path.with_name(ledger.path.name + extra).unlink(missing_ok=True)
        ledger.path.write_bytes(original[:size])
        assert outcome(fast_path) != "sound", size


def test_damage_inside_the_schema_text_is_a_plain_error(fast_path: Path) -> None:
    """SQLite quotes the damaged text in its message, which then is no UTF-8 itself."""
    ledger = new_ledger(fast_path)
    settle(ledger.path)
    original, said = ledger.path.read_bytes(), logical(ledger.path)
    told = []
    for name in (b"entries_no_update", b"claim_entries", b"CREATE TABLE", b"PRIMARY KEY"):
        for at in (i for i in range(len(original)) if original.startswith(name, i)):
            flipped = bytearray(original)
            flipped[at + 3] ^= 0x80
            ledger.path.write_bytes(flipped)
            told.append(outcome(fast_path))
            if told[-1] == "sound":  # a copy that SQLite left behind in free space
                assert logical(ledger.path) == said
    assert told.count("sound") < len(told) / 2
    assert set(told) <= {"faults", "error", "sound"}
