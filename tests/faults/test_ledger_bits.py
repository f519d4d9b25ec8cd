"""One flipped bit, in any column of any row of any kind, is found and named; on both stores, and in the bytes of a file."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from helpers_kinds import every_kind, flipped
from helpers_ledger import FilePlace, Place, ServerPlace, settle, without_guards
from holdfast.errors import LedgerError
from holdfast.ledger import Fault, Ledger, open_ledger, verify
from holdfast.ledger.kinds import READERS

COLUMNS = (
    "position", "device", "sequence", "kind", "id", "received", "previous_hash", "payload", "hash", "signature", "merged",
)  # fmt: skip
SEALED = ("entry_id", "field", "nonce", "ciphertext")


def test_an_entry_of_every_kind_is_sound(place: Place, tmp_path: Path) -> None:
    ledger = every_kind(place, tmp_path)
    assert verify(ledger) == ()
    assert {row[0] for row in place.rows("kind")} == set(READERS)
    assert len(place.execute("SELECT 1 FROM sealed")) == 2


def guards_off(place: Place) -> None:
    if isinstance(place, ServerPlace):
        for table in ("entries", "sealed"):
            place.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        without_guards(Path(place.where)).close()


def told(ledger: Ledger) -> list[Fault]:
    """What is found, but for the guards that lie open."""
    return [fault for fault in verify(ledger) if fault.kind != "schema"]


def flip(place: Place, ledger: Ledger, chosen: Callable[[int, int], bool], seed: int) -> int:
    """Flip one bit of each chosen value, see that it is named, and flip it back; return how many."""
    chance = random.Random(seed)
    guards_off(place)
    assert told(ledger) == []
    count = 0
    for row in place.rows(", ".join(COLUMNS)):
        found = dict(zip(COLUMNS, row, strict=True))
        for number, column in enumerate(COLUMNS):
            if found[column] is None or not chosen(found["position"], number):
                continue
            other = flipped(found[column], chance.randrange(10**6))
            if column == "position":
                other = found["position"] + 1000 + chance.randrange(9)  # free, whichever bit
            change = f"UPDATE entries SET {column} = ? WHERE position = ?"
            place.execute(change, parameters=(other, found["position"]))
            now = found | {column: other}
            named = [
                f for f in told(ledger) if (f.device, f.sequence, f.id) == (now["device"], now["sequence"], now["id"])
            ]
            columns = " ".join(str(fault.column) for fault in named)
            assert column in columns, (found["kind"], column, found[column], other, told(ledger))
            place.execute(change, parameters=(found[column], now["position"]))
            count += 1
    for row in place.execute(f"SELECT {', '.join(SEALED)} FROM sealed"):
        found = dict(zip(SEALED, row, strict=True))
        for column in SEALED:
            now = found | {column: flipped(found[column], chance.randrange(10**6))}
            change = f"UPDATE sealed SET {column} = ? WHERE entry_id = ? AND field = ?"
            place.execute(change, parameters=(now[column], found["entry_id"], found["field"]))
            named = [fault for fault in told(ledger) if fault.kind == "sealed" and fault.id == now["entry_id"]]
            assert any(str(now["field"]) in str(fault.column) for fault in named), (column, now, told(ledger))
            place.execute(change, parameters=(found[column], now["entry_id"], now["field"]))
            count += 1
    assert told(ledger) == []
    return count


def test_a_bit_of_some_columns_of_every_row_is_named(place: Place, tmp_path: Path) -> None:
    """Each column in every ninth row at least, each row in at least one column."""
    ledger = every_kind(place, tmp_path)
    step = 9 if isinstance(place, ServerPlace) else 5
    assert flip(place, ledger, lambda row, column: (row + column) % step == 0, seed=1) > 30


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_bit_of_every_column_of_every_row_is_named(place: Place, tmp_path: Path, seed: int) -> None:
    assert flip(place, every_kind(place, tmp_path), lambda _row, _column: True, seed=seed) > 280


def test_a_bit_of_every_byte_of_a_signed_payload_is_named(file_place: FilePlace, tmp_path: Path) -> None:
    """The verdict that an operator signed: every byte, one bit of each."""
    ledger = every_kind(file_place, tmp_path)
    guards_off(file_place)
    ((position, sequence, payload),) = file_place.execute(
        "SELECT position, sequence, payload FROM entries WHERE kind = 'review'"
    )
    for at in range(0, len(payload), 7):
        file_place.execute(
            "UPDATE entries SET payload = ? WHERE position = ?",
            parameters=(flipped(payload, 8 * at + at % 8), position),
        )
        assert {(f.sequence, f.column) for f in told(ledger) if f.kind == "row"} >= {(sequence, "payload")}


def test_the_mark_of_the_format_is_checked(place: Place, tmp_path: Path) -> None:
    ledger = every_kind(place, tmp_path)
    place.execute("UPDATE alembic_version SET version_num = ?", parameters=("format_3",))
    assert [fault.column for fault in verify(ledger)] == ["alembic_version"]


def test_a_box_taken_out_or_put_in_is_named(place: Place, tmp_path: Path) -> None:
    ledger = every_kind(place, tmp_path)
    box = place.execute("SELECT entry_id, field, nonce, ciphertext FROM sealed")[0]
    guards_off(place)
    place.execute("DELETE FROM sealed WHERE entry_id = ?", parameters=(box[0],))
    (fault,) = told(ledger)
    assert (fault.kind, fault.id) == ("sealed", box[0])
    place.execute("INSERT INTO sealed VALUES (?, ?, ?, ?)", parameters=box)
    assert told(ledger) == []
    place.execute("INSERT INTO sealed VALUES ('x', ?, ?, ?)", parameters=box[1:])
    (fault,) = told(ledger)
    assert (fault.kind, fault.id) == ("sealed", "x")


# Bytes of the file


def stored(file: FilePlace) -> list[tuple[dict[str, Any], range]]:
    """Where each row lies in the file: from its kind to its signature its values follow each other."""
    settle(Path(file.where))
    octets = Path(file.where).read_bytes()
    places = []
    for row in file.rows(", ".join(COLUMNS)):
        found = dict(zip(COLUMNS, row, strict=True))
        values = [found[name] for name in COLUMNS[3:10]]
        image = b"".join(value if isinstance(value, bytes) else value.encode() for value in values)
        start = octets.find(image)
        assert start > 0, found["kind"]
        places.append((found, range(start, start + len(image))))
    return places


def flip_bytes(file: FilePlace, rows: list[tuple[dict[str, Any], range]], chosen: Iterable[tuple[int, int]]) -> int:
    path = Path(file.where)
    original = path.read_bytes()
    refused = 0  # only in the first entry, which is read on opening: the sum of the positions is their number
    for row, at in chosen:
        found, where = rows[row]
        octets = bytearray(original)
        octets[where[at]] ^= 1 << (at * 7 + row) % 8
        for extra in ("-wal", "-shm"):
            path.with_name(path.name + extra).unlink(missing_ok=True)
        path.write_bytes(octets)
        try:
            faults = verify(open_ledger(path))
        except LedgerError:
            refused += found["position"]
            continue
        same = [
            f for f in faults if f.id == found["id"] or (f.device, f.sequence) == (found["device"], found["sequence"])
        ]
        assert same, (found["kind"], at, faults)
    path.write_bytes(original)
    return refused


def test_a_bit_of_the_file_in_every_row_is_named(file_place: FilePlace, tmp_path: Path) -> None:
    every_kind(file_place, tmp_path)
    rows = stored(file_place)
    chance = random.Random(3)
    chosen = [(row, chance.randrange(len(rows[row][1]))) for row in range(len(rows)) for _ in range(3)]
    assert flip_bytes(file_place, rows, chosen) <= 3


@pytest.mark.slow
@pytest.mark.parametrize("phase", range(8))
def test_a_bit_of_every_byte_of_every_row_of_the_file_is_named(
    file_place: FilePlace, tmp_path: Path, phase: int
) -> None:
    """Every eighth byte, eight times."""
    every_kind(file_place, tmp_path)
    rows = stored(file_place)
    assert (
        flip_bytes(
            file_place, rows, [(n, at) for n, (_, where) in enumerate(rows) for at in range(phase, len(where), 8)]
        )
        > 0
    )
