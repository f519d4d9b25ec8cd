"""`verify` names the row and the column of one changed thing, and never says that a changed ledger is sound."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from helpers_ledger import FilePlace, Place, ServerPlace, diesel, without_guards
from helpers_postgres import Server
from holdfast.errors import LedgerError
from holdfast.ledger import append_claim, chain, claims, store_document, verify
from holdfast.ledger.tables import GUARDS
from holdfast.ledger.verifying import extent


def test_a_sound_ledger_has_no_fault(place: Place) -> None:
    ledger = place.small()
    assert verify(ledger) == ()
    size = extent(ledger)
    assert (size["entries"], size["documents"]) == (8, 1)
    assert {(head["device"], head["sequence"]) for head in size["heads"]} == {("dev-a", 5), ("dev-b", 1)}


@pytest.mark.parametrize("column", ["device", "sequence", "kind", "id", "received", "previous_hash", "payload", "hash"])
@pytest.mark.parametrize("position", [1, 3, 8])
def test_one_changed_column_names_its_row(place: Place, column: str, position: int) -> None:
    ledger = place.small()
    where = f"WHERE position = {position}"
    ((device, sequence, identity, value),) = place.execute(
        f"SELECT device, sequence, id, {column} FROM entries {where}"
    )
    if column == "sequence":
        changed: object = value + 64
    elif isinstance(value, bytes):
        changed = value[:-20] + bytes([value[-20] ^ 1]) + value[-19:]
    else:
        changed = value[:-1] + ("0" if value[-1] != "0" else "1")
    place.tamper(f"UPDATE entries SET {column} = ? {where}", parameters=(changed,))
    faults = verify(ledger)
    named = {(f.device, f.sequence, f.id) for f in faults}
    expected = {"device": changed, "sequence": changed, "id": changed}
    row = (
        expected["device"] if column == "device" else device,
        expected["sequence"] if column == "sequence" else sequence,
        expected["id"] if column == "id" else identity,
    )
    assert row in named
    columns = " ".join(f.column or "" for f in faults if (f.device, f.sequence, f.id) == row)
    assert column in columns
    assert all(str(f) for f in faults)


@pytest.mark.parametrize(
    ("before", "after"), [(b"5100", b"1500"), (b"rounded", b"r0unded"), (b'"accepted"', b'"rejected"')]
)
def test_a_changed_row_is_not_served(place: Place, before: bytes, after: bytes) -> None:
    ledger = place.small()
    for position, payload in place.rows("position, payload"):
        changed = (payload.replace(before, after), position)
        place.tamper("UPDATE entries SET payload = ? WHERE position = ?", parameters=changed)
    assert verify(ledger)
    with pytest.raises(LedgerError, match=r"HF-L007.*changed since it was written"):
        claims(ledger)


def test_a_payload_that_is_no_json_is_damage_and_not_a_crash(place: Place) -> None:
    """The search for a document asks the database to look into every payload of a document."""
    ledger = place.small()
    place.tamper("UPDATE entries SET payload = ? WHERE kind = 'document'", parameters=(b"{no json \xff",))
    assert [(f.column, f.sequence) for f in verify(ledger) if f.kind == "row"] == [("payload", 1)]
    with pytest.raises(LedgerError, match="HF-L007"):
        store_document(ledger, b"x", name="x")


def test_a_payload_with_a_new_hash_breaks_the_chain_after_it(place: Place) -> None:
    """Someone recomputes the hash of the row: its signature does not fit, and the next row still names the old hash."""
    ledger = place.small()
    position, previous, payload = place.execute(
        "SELECT position, previous_hash, payload FROM entries WHERE kind = 'claim' ORDER BY position LIMIT 1"
    )[0]
    forged = payload.replace(b"5100", b"1500")
    assert forged != payload
    changed = (forged, chain.entry_hash(previous, forged), position)
    place.tamper("UPDATE entries SET payload = ?, hash = ? WHERE position = ?", parameters=changed)
    unsigned, broken = verify(ledger)
    assert (unsigned.kind, unsigned.column, unsigned.device, unsigned.sequence) == ("key", "signature", "dev-a", 2)
    assert (broken.kind, broken.column, broken.device, broken.sequence) == ("chain", "previous_hash", "dev-a", 3)


@pytest.mark.parametrize("sequence", [0, 1, 2, 3, 4])
def test_a_missing_row_is_a_gap(place: Place, sequence: int) -> None:
    ledger = place.small()
    place.tamper(f"DELETE FROM entries WHERE device = 'dev-a' AND sequence = {sequence}")
    if sequence == 0:
        with pytest.raises(LedgerError, match="HF-L007"):
            verify(place.open())
    chain_faults = [f for f in verify(ledger) if f.kind == "chain"]
    assert (chain_faults[0].device, chain_faults[0].sequence) == ("dev-a", sequence + 1)
    assert str(sequence) in chain_faults[0].expected


def test_a_tail_cut_off_in_a_hurry_is_seen_by_the_counter(place: Place) -> None:
    ledger = place.small()
    place.tamper("DELETE FROM entries WHERE position >= 7")
    (fault,) = verify(ledger)
    assert fault.column == "position"
    assert "8 rows" in fault.expected
    append_claim(place.open("dev-c"), diesel(), claimant="c")  # what follows does not close the gap
    assert {f.column for f in verify(ledger)} == {"position"}


def test_a_tail_cut_off_with_its_counter_is_not_seen(place: Place) -> None:
    """The honest limit: only a witness outside, who kept the last hash, can show this."""
    ledger = place.small()
    kept = extent(ledger)["heads"]
    place.tamper("DELETE FROM entries WHERE position >= 7", place.counter_back_to(6))
    assert verify(ledger) == ()
    assert extent(ledger)["heads"] != kept


def test_a_fork_is_named(place: Place) -> None:
    """Two continuations of one chain, as after writing to two copies under one device name, and merging them."""
    ledger = place.small()
    previous, payload = place.execute(
        "SELECT previous_hash, payload FROM entries WHERE device = 'dev-a' AND sequence = 2"
    )[0]
    identity = "0" * 26
    body = chain.decode(payload) | {"id": identity}
    other = chain.canonical(body)
    place.execute(
        "INSERT INTO entries (device, sequence, kind, id, received, previous_hash, payload, hash, merged)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        parameters=(
            *("dev-a", 2, body["kind"], identity, body["received"], previous, other),
            *(chain.entry_hash(previous, other), "m"),
        ),
    )
    assert any("fork" in f.found and f.id == identity for f in verify(ledger) if f.kind == "chain")


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER entries_no_update", "trigger entries_no_update"),
        ("DROP VIEW claim_entries", "view claim_entries"),
        ("CREATE TABLE notes (x)", "table notes"),
        ("CREATE TRIGGER bad AFTER INSERT ON entries BEGIN SELECT 1; END", "trigger bad"),
    ],
)
def test_missing_and_foreign_parts_are_named(file_place: FilePlace, statement: str, name: str) -> None:
    ledger = file_place.small()
    connection = sqlite3.connect(ledger.path)
    connection.execute(statement)
    connection.close()
    (fault,) = verify(ledger)
    assert (fault.kind, fault.column) == ("schema", name)


def test_an_altered_guard_is_named(file_place: FilePlace) -> None:
    ledger = file_place.small()
    connection = without_guards(ledger.path)
    for guard in GUARDS:
        connection.execute(guard.replace("BEFORE UPDATE ON entries", "BEFORE UPDATE OF kind ON entries"))
    connection.close()
    (fault,) = verify(ledger)
    assert fault.column == "trigger entries_no_update"
    assert "altered" in fault.found


def test_a_view_filed_under_another_spelling_is_named(file_place: FilePlace) -> None:
    ledger = file_place.small()
    connection = sqlite3.connect(ledger.path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET tbl_name = 'Claim_entries' WHERE name = 'claim_entries'")
    connection.close()
    assert [fault.column for fault in verify(ledger)] == ["view claim_entries"]


def forge(path: Path, kind: str, body: dict[str, object], **over: object) -> None:
    """Append a record with sound hashes that this program would never write."""
    connection = sqlite3.connect(path, isolation_level=None)
    sequence, previous = connection.execute(
        "SELECT sequence, hash FROM entries WHERE device = 'dev-a' ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    payload = chain.envelope(
        kind=kind,
        id="F" * 26,
        device="dev-a",
        sequence=sequence + 1,
        received="2015-08-18T09:00:00Z",
        software="x",
        body=body,
    )
    octets = chain.canonical(payload)
    if "payload" in over:
        octets = over["payload"](octets)  # type: ignore[operator]
    connection.execute(
        "INSERT INTO entries (device, sequence, kind, id, received, previous_hash, payload, hash) VALUES (?,?,?,?,?,?,?,?)",
        (
            "dev-a",
            sequence + 1,
            kind,
            "F" * 26,
            "2015-08-18T09:00:00Z",
            previous,
            octets,
            chain.entry_hash(previous, octets),
        ),
    )
    connection.close()


@pytest.mark.parametrize(
    ("kind", "body", "column"),
    [
        ("claim", {"statement": {"claim_type": "guess"}}, "payload"),
        ("claim", {}, "payload"),
        ("review", {"verdict": "maybe", "claim_id": "x"}, "payload"),
        ("review", {"verdict": "accepted", "claim_id": "no-such-claim", "statement": None}, "claim_id"),
        ("document", {"sha256": "0" * 64}, "payload"),
        ("wish", {}, "kind"),
        ("genesis", {"site": "other", "zone": "UTC"}, "kind"),
    ],
)
def test_a_record_written_past_the_program_is_named(
    file_place: FilePlace, kind: str, body: dict[str, object], column: str
) -> None:
    ledger = file_place.small()
    forge(ledger.path, kind, body)
    assert ("F" * 26, column) in {(f.id, f.column) for f in verify(ledger)}


def test_another_spelling_of_the_same_content_is_named(file_place: FilePlace) -> None:
    ledger = file_place.small()
    forge(ledger.path, "genesis", {}, payload=lambda octets: octets.replace(b'":', b'": '))
    assert any("spelling" in f.found for f in verify(ledger))


def test_documents_lost_changed_or_pointing_outside(file_place: FilePlace) -> None:
    ledger = file_place.small()
    (file,) = (file_place.folder / "inbox").iterdir()
    content = file.read_bytes()
    file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    (fault,) = verify(ledger)
    assert (fault.kind, fault.device, fault.sequence) == ("document", "dev-a", 1)
    file.unlink()
    (fault,) = verify(ledger)
    assert "no file" in fault.found
    file.write_bytes(content)
    body = {"sha256": "0" * 64, "name": "x", "media_type": "x", "size": 1, "path": "../secret"}
    forge(ledger.path, "document", body)
    assert any("inside the workspace" in f.expected for f in verify(ledger))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("ALTER TABLE entries DISABLE TRIGGER entries_only_grows", "trigger entries_only_grows"),
        ("DROP TRIGGER entries_in_order ON entries", "trigger entries_in_order"),
        ("DROP TRIGGER sealed_not_emptied ON sealed", "trigger sealed_not_emptied"),
        ("DROP VIEW review_entries", "view review_entries"),
        (("CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
         "'BEGIN RETURN NEW; END'"), "function ledger_only_grows()"),
        ("CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function bad()"),
        ("CREATE TABLE notes ()", "table notes"),
        ("ALTER TABLE entries DROP CONSTRAINT entries_hash_check", "constraint entries entries_hash_check"),
        ("ALTER TABLE entries ALTER received DROP NOT NULL", "column entries.received"),
        ("ALTER TABLE entries ALTER received TYPE text COLLATE \"en-x-icu\"", "column entries.received"),
        ("ALTER TABLE entries ADD note text", "column entries.note"),
        ("CREATE RULE quiet AS ON INSERT TO entries DO INSTEAD NOTHING", "rule quiet on entries"),
        ("DROP INDEX entries_id", "index entries_id"),
        (("CREATE OR REPLACE TRIGGER entries_only_grows BEFORE UPDATE ON entries FOR EACH ROW "
         "EXECUTE FUNCTION ledger_only_grows()"), "trigger entries_only_grows"),
        (("CREATE OR REPLACE TRIGGER entries_in_order BEFORE INSERT ON entries FOR EACH ROW WHEN (false) "
         "EXECUTE FUNCTION ledger_in_order()"), "trigger entries_in_order"),
    ],
)  # fmt: skip
def test_altered_parts_of_a_server_are_named(fast_path: Path, postgres: Server, statement: str, name: str) -> None:
    place = ServerPlace(fast_path, postgres)
    ledger = place.new()
    if "ALTER received" in statement:  # no column changes under a view
        place.execute("DROP VIEW claim_entries, review_entries, document_entries")
    place.execute(statement)
    assert name in {fault.column for fault in verify(ledger) if fault.kind == "schema"}


def test_an_altered_view_of_a_server_is_named(fast_path: Path, postgres: Server) -> None:
    place = ServerPlace(fast_path, postgres)
    ledger = place.small()
    ((text,),) = place.execute("SELECT pg_get_viewdef('review_entries'::regclass)")
    place.execute("CREATE OR REPLACE VIEW review_entries AS " + text.replace("reviewer}", "reason}"))
    assert [fault.column for fault in verify(ledger)] == ["view review_entries"]


def test_a_server_that_does_not_wait_for_its_disk_is_named(fast_path: Path, postgres: Server) -> None:
    ledger = ServerPlace(fast_path, postgres).new()
    try:
        for value, found in (("off", ["fsync"]), ("on", [])):
            postgres.sql(f"ALTER SYSTEM SET fsync = {value}")
            postgres.control("reload")
            time.sleep(0.2)
            assert [fault.column for fault in verify(ledger)] == found
    finally:
        postgres.sql("ALTER SYSTEM RESET fsync")
        postgres.control("reload")
