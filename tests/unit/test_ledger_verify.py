"""`verify` names the row and the column of one changed thing, and never says that a changed ledger is sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from helpers_ledger import small_ledger, without_guards
from holdfast.errors import LedgerError
from holdfast.ledger import chain, claims, open_ledger, verify
from holdfast.ledger.tables import GUARDS
from holdfast.ledger.verifying import extent


def tampered(path: Path, *statements: str, parameters: tuple[object, ...] = ()) -> None:
    """Change a ledger past its guards, and put the guards back so that only the change itself can be found."""
    connection = without_guards(path)
    for statement in statements:
        connection.execute(statement, parameters)
    for guard in GUARDS:
        connection.execute(guard)
    connection.close()


def test_a_sound_ledger_has_no_fault(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    assert verify(ledger) == ()
    size = extent(ledger)
    assert (size["entries"], size["documents"]) == (8, 1)
    assert {(head["device"], head["sequence"]) for head in size["heads"]} == {("dev-a", 5), ("dev-b", 1)}


@pytest.mark.parametrize("column", ["device", "sequence", "kind", "id", "received", "previous_hash", "payload", "hash"])
@pytest.mark.parametrize("position", [1, 3, 8])
def test_one_changed_column_names_its_row(tmp_path: Path, column: str, position: int) -> None:
    ledger = small_ledger(tmp_path)
    connection = sqlite3.connect(ledger.path)
    device, sequence, identity, value = connection.execute(
        f"SELECT device, sequence, id, {column} FROM entries WHERE position = ?", (position,)
    ).fetchone()
    connection.close()
    if column == "sequence":
        changed: object = value + 64
    elif isinstance(value, bytes):
        changed = value[:-20] + bytes([value[-20] ^ 1]) + value[-19:]
    else:
        changed = value[:-1] + ("0" if value[-1] != "0" else "1")
    tampered(ledger.path, f"UPDATE entries SET {column} = ? WHERE position = {position}", parameters=(changed,))
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


@pytest.mark.parametrize(("before", "after"), [("5100", "1500"), ("rounded", "r0unded"), ('"accepted"', '"rejected"')])
def test_a_changed_row_is_not_served(tmp_path: Path, before: str, after: str) -> None:
    ledger = small_ledger(tmp_path)
    tampered(
        ledger.path,
        f"UPDATE entries SET payload = CAST(replace(CAST(payload AS TEXT), '{before}', '{after}') AS BLOB) WHERE kind <> 'x'",
    )
    assert verify(ledger)
    with pytest.raises(LedgerError, match=r"HF-L007.*changed since it was written"):
        claims(ledger)


def test_a_payload_with_a_new_hash_breaks_the_chain_after_it(tmp_path: Path) -> None:
    """Someone who knows the format recomputes the hash of the row: the next row still names the old one."""
    ledger = small_ledger(tmp_path)
    connection = without_guards(ledger.path)
    position, previous, payload = connection.execute(
        "SELECT position, previous_hash, payload FROM entries WHERE kind = 'claim' ORDER BY position LIMIT 1"
    ).fetchone()
    forged = payload.replace(b"5100", b"1500")
    assert forged != payload
    connection.execute(
        "UPDATE entries SET payload = ?, hash = ? WHERE position = ?",
        (forged, chain.entry_hash(previous, forged), position),
    )
    for guard in GUARDS:
        connection.execute(guard)
    connection.close()
    (fault,) = verify(ledger)
    assert (fault.kind, fault.column, fault.device, fault.sequence) == ("chain", "previous_hash", "dev-a", 3)


@pytest.mark.parametrize("sequence", [0, 1, 2, 3, 4])
def test_a_missing_row_is_a_gap(tmp_path: Path, sequence: int) -> None:
    ledger = small_ledger(tmp_path)
    tampered(ledger.path, f"DELETE FROM entries WHERE device = 'dev-a' AND sequence = {sequence}")
    if sequence == 0:
        with pytest.raises(LedgerError, match="HF-L007"):
            verify(open_ledger(ledger.path))
    chain_faults = [f for f in verify(ledger) if f.kind == "chain"]
    assert (chain_faults[0].device, chain_faults[0].sequence) == ("dev-a", sequence + 1)
    assert str(sequence) in chain_faults[0].expected


def test_a_tail_cut_off_in_a_hurry_is_seen_by_the_counter(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    tampered(ledger.path, "DELETE FROM entries WHERE position >= 7")
    (fault,) = verify(ledger)
    assert fault.column == "position"
    assert "8 rows" in fault.expected


def test_a_tail_cut_off_with_its_counter_is_not_seen(tmp_path: Path) -> None:
    """The honest limit: only a witness outside, who kept the last hash, can show this."""
    ledger = small_ledger(tmp_path)
    kept = extent(ledger)["heads"]
    tampered(
        ledger.path,
        "DELETE FROM entries WHERE position >= 7",
        "UPDATE sqlite_sequence SET seq = 6 WHERE name = 'entries'",
    )
    assert verify(ledger) == ()
    assert extent(ledger)["heads"] != kept


def test_a_fork_is_named(tmp_path: Path) -> None:
    """Two continuations of one chain, as after writing to two copies under one device name."""
    ledger = small_ledger(tmp_path)
    connection = without_guards(ledger.path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'UNIQUE (device, sequence),', '') WHERE name = 'entries'"
    )
    connection.execute("DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_entries_2'")
    connection.close()
    connection = sqlite3.connect(ledger.path, isolation_level=None)
    previous, payload = connection.execute(
        "SELECT previous_hash, payload FROM entries WHERE device = 'dev-a' AND sequence = 2"
    ).fetchone()
    identity = "0" * 26
    body = chain.decode(payload) | {"id": identity}
    other = chain.canonical(body)
    connection.execute(
        "INSERT INTO entries (device, sequence, kind, id, received, previous_hash, payload, hash) VALUES (?,?,?,?,?,?,?,?)",
        ("dev-a", 2, body["kind"], identity, body["received"], previous, other, chain.entry_hash(previous, other)),
    )
    connection.close()
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
def test_missing_and_foreign_parts_are_named(tmp_path: Path, statement: str, name: str) -> None:
    ledger = small_ledger(tmp_path)
    connection = sqlite3.connect(ledger.path)
    connection.execute(statement)
    connection.close()
    (fault,) = verify(ledger)
    assert (fault.kind, fault.column) == ("schema", name)


def test_an_altered_guard_is_named(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    connection = without_guards(ledger.path)
    for guard in GUARDS:
        connection.execute(guard.replace("BEFORE UPDATE ON entries", "BEFORE UPDATE OF kind ON entries"))
    connection.close()
    (fault,) = verify(ledger)
    assert fault.column == "trigger entries_no_update"
    assert "altered" in fault.found


def test_a_view_filed_under_another_spelling_is_named(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
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
    tmp_path: Path, kind: str, body: dict[str, object], column: str
) -> None:
    ledger = small_ledger(tmp_path)
    forge(ledger.path, kind, body)
    assert ("F" * 26, column) in {(f.id, f.column) for f in verify(ledger)}


def test_another_spelling_of_the_same_content_is_named(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    forge(ledger.path, "genesis", {}, payload=lambda octets: octets.replace(b'":', b'": '))
    assert any("spelling" in f.found for f in verify(ledger))


def test_documents_lost_changed_or_pointing_outside(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    (file,) = (tmp_path / "inbox").iterdir()
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
