"""Two ledgers that were apart: what is taken, what is refused whole, and what is kept and shown."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from helpers_exchange import rewritten
from helpers_ledger import Clock, FilePlace, Place, ServerPlace, diesel, new_ledger, settle, small_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Ledger,
    append_claim,
    chain,
    claims,
    documents,
    export,
    gaps_and_forks,
    history,
    merge,
    open_ledger,
    queue,
    review_claim,
    store_document,
    verify,
)
from holdfast.ledger.keys import load_key
from holdfast.ledger.rows import COLUMNS, Row


@pytest.fixture
def office(fast_path: Path) -> Ledger:
    (fast_path / "office").mkdir()
    return new_ledger(fast_path / "office", device="office")


@pytest.fixture
def inside(fast_path: Path) -> Ledger:
    (fast_path / "inside").mkdir()
    return small_ledger(fast_path / "inside")


@pytest.fixture
def file(inside: Ledger, fast_path: Path) -> Path:
    target = fast_path / "inside.hfl"
    export(inside, target, documents=True, by="keeper", purpose="to the office")
    return target


def rows(ledger: Ledger) -> list[tuple[Any, ...]]:
    with ledger.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM entries ORDER BY position")]


def everything(ledger: Ledger) -> tuple[Any, ...]:
    inbox = sorted(path.name for path in ledger.inbox.iterdir()) if ledger.inbox.is_dir() else []
    return rows(ledger), inbox


def test_what_was_apart_is_one_and_a_second_merge_takes_nothing(office: Ledger, inside: Ledger, file: Path) -> None:
    own = append_claim(office, diesel(77), claimant="office", review="accepted", reviewer="r")
    report = merge(office, file)
    count = len(rows(inside))
    assert (report.read, report.new, report.same, report.refused, report.documents) == (count, count, 0, 0, 1)
    assert report.devices == {"dev-a": count - 2, "dev-b": 2}
    assert str(report) == f"read {count}, new {count}, same 0, refused 0; sealed fields 0, documents 1"
    assert {claim.id for claim in claims(office)} == {own.id} | {claim.id for claim in claims(inside)}
    assert [d.sha256 for d in documents(office)] == [d.sha256 for d in documents(inside)]
    assert (office.inbox / documents(office)[0].sha256).read_bytes() == b"Diesel: 5,100 litres left."
    assert verify(office) == ()
    before = everything(office)
    again = merge(office, file)
    assert (again.read, again.new, again.same, again.merge_id) == (count, 0, count, None)
    assert everything(office) == before


def test_every_column_travels_and_only_the_mark_of_the_merge_is_local(
    office: Ledger, inside: Ledger, file: Path
) -> None:
    report = merge(office, file)
    names = (*COLUMNS, "payload")
    found = []
    for ledger in (inside, office):
        with ledger.reading() as connection:
            query = f"SELECT {', '.join(names)} FROM entries WHERE device <> 'office' ORDER BY hash"
            found.append([tuple(row) for row in connection.exec_driver_sql(query)])
    assert found[0] == found[1]
    with office.reading() as connection:
        marks = connection.exec_driver_sql("SELECT DISTINCT merged FROM entries WHERE device <> 'office'").scalars()
        assert list(marks) == [report.merge_id]


def test_a_database_file_its_folder_and_an_open_ledger_are_taken_alike(fast_path: Path, inside: Ledger) -> None:
    forms: tuple[Any, ...] = (inside.path, inside.home, str(inside.path), inside)
    found = []
    for number, form in enumerate(forms):
        (fast_path / f"o{number}").mkdir()
        ledger = new_ledger(fast_path / f"o{number}", device=f"office-{number}")
        report = merge(ledger, form)
        assert report.documents == 1
        assert verify(ledger) == ()
        found.append(claims(ledger))
    assert all(state == claims(inside) for state in found)


def test_the_other_database_is_neither_written_nor_locked(office: Ledger, inside: Ledger) -> None:
    assert inside.path is not None
    before = {path.name: path.read_bytes() for path in inside.home.glob("holdfast.db*")}
    other = sqlite3.connect(inside.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # somebody writes there just now
    merge(office, inside.path)
    other.execute("ROLLBACK")
    other.close()
    after = {path.name: path.read_bytes() for path in inside.home.glob("holdfast.db*") if path.name in before}
    assert {name: after.get(name) for name in before if name == "holdfast.db"} == {"holdfast.db": before["holdfast.db"]}


def test_a_database_of_the_first_format_is_merged_from_a_copy(office: Ledger, root: Path, fast_path: Path) -> None:
    old = fast_path / "old"
    shutil.copytree(root / "tests" / "data" / "ledger" / "format-1", old)
    octets = (old / "holdfast.db").read_bytes()
    site, zone = open_ledger(shutil.copytree(old, fast_path / "look") / "holdfast.db").site, "Asia/Baghdad"
    report = merge(office, old / "holdfast.db", same_site=site != office.site or zone != office.zone)
    assert report.new == report.read > 0
    assert (old / "holdfast.db").read_bytes() == octets
    assert sorted(path.name for path in old.iterdir()) == sorted(
        path.name for path in (root / "tests" / "data" / "ledger" / "format-1").iterdir()
    )
    assert verify(office) == ()


def test_a_look_at_a_file_takes_nothing(office: Ledger, file: Path) -> None:
    before = everything(office)
    report = merge(office, file, check_only=True)
    assert (report.new, report.merge_id) == (report.read, None)
    assert report.read > 0
    assert everything(office) == before


def test_order_of_lines_and_lines_that_stand_twice_do_not_matter(office: Ledger, file: Path, fast_path: Path) -> None:
    def turned(lines: list[dict[str, Any]]) -> None:
        entries = [line for line in lines if "entry" in line]
        rest = [line for line in lines[1:-1] if "entry" not in line]
        lines[1:-1] = [*rest, *reversed(entries), entries[2], entries[0]]

    report = merge(office, rewritten(file, turned))
    assert (report.new, report.same) == (report.read - 2, 2)
    (fast_path / "plain").mkdir()
    plain = new_ledger(fast_path / "plain", device="plain")
    merge(plain, file)
    assert claims(plain) == claims(office)
    assert verify(office) == ()


def test_another_site_is_refused_until_somebody_says_that_it_is_the_same(fast_path: Path, office: Ledger) -> None:
    (fast_path / "other").mkdir()
    other = open_ledger(fast_path / "other" / "holdfast.db", create=True, site="camp-2", zone="Asia/Tehran", device="x")
    append_claim(other, diesel(), claimant="c", review="accepted", reviewer="r")
    file = fast_path / "other.hfl"
    export(other, file)
    before = everything(office)
    for source in (file, other.path, other):
        with pytest.raises(LedgerError, match=r"HF-L054.*'camp-2'.*--same-site"):
            merge(office, source)  # type: ignore[arg-type]
    assert everything(office) == before
    assert merge(office, file, same_site=True).new == 2
    append_claim(other, diesel(4), claimant="c")
    assert merge(office, other).new == 1  # said once
    assert (office.site, office.zone) == ("camp", "Asia/Baghdad")
    assert verify(office) == ()


def test_an_entry_of_another_site_within_a_file_of_this_one_is_refused(office: Ledger, file: Path) -> None:
    def claim_to_be_of_here(lines: list[dict[str, Any]]) -> None:
        lines[0]["site"] = "camp"

    (file.parent / "third").mkdir()
    third = open_ledger(file.parent / "third" / "holdfast.db", create=True, site="elsewhere", zone="UTC", device="t")
    append_claim(third, diesel(), claimant="c")
    source = file.with_name("third.hfl")
    export(third, source)
    with pytest.raises(LedgerError, match="HF-L054"):
        merge(office, rewritten(source, claim_to_be_of_here))


def test_two_copies_that_wrote_under_one_name_are_a_fork_that_is_kept(fast_path: Path, office: Ledger) -> None:
    """A folder was copied with its keys, and both went on: nothing is lost, and it is shown."""
    (fast_path / "one").mkdir()
    one = new_ledger(fast_path / "one")
    append_claim(one, diesel(1), claimant="c", review="accepted", reviewer="r")
    shutil.copytree(fast_path / "one", fast_path / "two")
    two = open_ledger(fast_path / "two" / "holdfast.db", clock=Clock())
    here = append_claim(one, diesel(2), claimant="c", review="accepted", reviewer="r")
    there = append_claim(two, diesel(3), claimant="c", review="accepted", reviewer="r")
    assert (here.device, here.sequence) == (there.device, there.sequence)
    report = merge(one, two)
    (fork,) = report.forks
    assert (fork.device, fork.sequence, set(fork.hashes)) == ("dev-a", 2, {here.hash, there.hash})
    assert "a fork, all kept" in str(fork)
    assert {claim.id for claim in claims(one)} >= {here.id, there.id}
    following = append_claim(one, diesel(4), claimant="c")
    assert following.sequence == 4  # after its own merge, on its own branch
    merge(office, one)
    merge(office, two)
    assert gaps_and_forks(office).forks == gaps_and_forks(one).forks
    assert {claim.id for claim in claims(office)} == {claim.id for claim in claims(one)}
    assert any("fork" in fault.found for fault in verify(office))


def test_two_machines_of_one_name_with_keys_of_their_own_are_kept_apart(fast_path: Path) -> None:
    ledgers = []
    for name in ("one", "two"):
        (fast_path / name).mkdir()
        ledger = new_ledger(fast_path / name, device="laptop")
        append_claim(ledger, diesel(), claimant=name, review="accepted", reviewer="r")
        ledgers.append(ledger)
    one, two = ledgers
    for _ in range(2):
        merge(one, two)
        merge(two, one)
        for ledger in ledgers:  # each goes on with its own key on its own branch
            append_claim(ledger, diesel(7), claimant="more")
    merge(one, two)
    merge(two, one)
    assert claims(one) == claims(two)
    assert gaps_and_forks(one).forks == gaps_and_forks(two).forks
    assert [fork.sequence for fork in gaps_and_forks(one).forks] == [0]


def forged(ledger: Ledger, after: tuple[str, int, str], key: Any, **fields: Any) -> dict[str, Any]:
    """An entry that hangs on another, signed with some key."""
    device, sequence, previous = after
    statement = diesel(99999).as_dict()
    body = {
        "statement": statement, "claimant": "c", "occurred_start": None, "occurred_end": None, "said": None,
        "recorded": "2015-08-18T05:00:00Z", "reconstructed": False, "zone": "Asia/Baghdad", "disclosure_class": "HIGH",
        "document_sha256": None, "source_grade": "C3", "method": "read", "review": "accepted", "reviewer": "r",
        "supersedes": None,
    }  # fmt: skip
    row = {
        "kind": "claim", "id": chain.new_id(ledger.clock()), "device": device, "sequence": sequence + 1,
        "received": "2015-08-18T05:00:00Z",
    } | fields  # fmt: skip
    payload = chain.canonical(chain.envelope(**row, software="1", body=body))
    digest = chain.entry_hash(previous, payload)
    signature = key.sign(chain.signed_message(digest))
    return row | {"previous_hash": previous, "hash": digest, "signature": signature, "payload": payload.decode()}


def test_who_holds_another_key_cannot_add_to_the_branch_of_a_device(
    office: Ledger, inside: Ledger, file: Path, fast_path: Path
) -> None:
    """Not even by beginning a branch of the same name with a key of their own."""
    (fast_path / "thief").mkdir()
    thief = new_ledger(fast_path / "thief", device="dev-a")
    append_claim(thief, diesel(), claimant="c")
    export(thief, fast_path / "thief.hfl")
    own = [json.loads(line) for line in (fast_path / "thief.hfl").read_text().splitlines()]
    last = max((row for row in rows(inside) if row[1] == "dev-a"), key=lambda row: int(row[2]))
    key = load_key(thief.keys, "device", "dev-a")
    names = [column.name for column in __import__("holdfast.ledger.tables", fromlist=["x"]).entries.columns]
    tip = dict(zip(names, last, strict=True))

    def add(lines: list[dict[str, Any]]) -> None:
        lines[-1:-1] = [line for line in own if "entry" in line]
        lines.insert(-1, {"entry": forged(thief, ("dev-a", tip["sequence"], tip["hash"]), key)})

    before = everything(office)
    with pytest.raises(LedgerError, match=r"HF-L053.*not signed by the key of its device"):
        merge(office, rewritten(file, add))
    assert everything(office) == before


def test_a_known_id_with_other_content_is_kept_beside_and_both_are_shown(
    office: Ledger, inside: Ledger, file: Path
) -> None:
    merge(office, file)
    victim = next(claim for claim in claims(inside) if claim.device == "dev-a")
    key = load_key(inside.keys, "device", "dev-a")
    parent = next(row for row in export_rows(file) if row["hash"] == victim.previous_hash)

    def add(lines: list[dict[str, Any]]) -> None:
        entry = forged(inside, ("dev-a", parent["sequence"], parent["hash"]), key, id=victim.id)
        lines.insert(-1, {"entry": entry})

    report = merge(office, rewritten(file, add))
    assert report.new == 1
    assert [fork.sequence for fork in report.forks] == [victim.sequence]
    both = [claim for claim in claims(office, superseded=True) if claim.id == victim.id]
    assert len(both) == 2
    assert {claim.statement.value_low for claim in both} >= {99999.0}
    assert len([step for step in history(office, victim.id) if step.event == "claim" and step.id == victim.id]) == 2


def export_rows(file: Path) -> list[dict[str, Any]]:
    return [line["entry"] for line in map(json.loads, file.read_text().splitlines()) if "entry" in line]


def test_a_gap_is_kept_and_shown_and_closes_when_the_rest_comes(office: Ledger, file: Path) -> None:
    def without(lines: list[dict[str, Any]]) -> None:
        lines[:] = [line for line in lines if line.get("entry", {}).get("sequence") not in (2, 3)]

    report = merge(office, rewritten(file, without))
    (gap,) = [gap for gap in report.gaps if gap.device == "dev-a"]
    assert (gap.after, gap.sequence) == (1, 4)
    assert str(gap) == "device dev-a: entries 2 to 3 are missing"
    assert any("gap" in fault.found for fault in verify(office))
    report = merge(office, file)
    assert (report.new, report.gaps) == (2, ())
    assert verify(office) == ()


def test_signed_entries_whose_device_is_not_known_are_refused(office: Ledger, file: Path) -> None:
    def headless(lines: list[dict[str, Any]]) -> None:
        lines[:] = [line for line in lines if line.get("entry", {}).get("sequence") != 0]

    with pytest.raises(LedgerError, match=r"HF-L053.*no entry of its device here or in the file names the key"):
        merge(office, rewritten(file, headless))
    merge(office, file)
    assert merge(office, rewritten(file, headless)).new == 0  # now it is known


def test_a_device_whose_file_was_lost_goes_on_from_what_others_kept(fast_path: Path, office: Ledger) -> None:
    (fast_path / "lost").mkdir()
    clock = Clock()
    ledger = new_ledger(fast_path / "lost", clock)
    settle(fast_path / "lost" / "holdfast.db")
    shutil.copyfile(fast_path / "lost" / "holdfast.db", fast_path / "backup.db")
    late = append_claim(ledger, diesel(), claimant="c", review="accepted", reviewer="r")
    merge(office, ledger)
    for name in ("holdfast.db", "holdfast.db-wal", "holdfast.db-shm"):
        (fast_path / "lost" / name).unlink(missing_ok=True)
    shutil.copyfile(fast_path / "backup.db", fast_path / "lost" / "holdfast.db")
    again = open_ledger(fast_path / "lost" / "holdfast.db", clock=clock)
    assert claims(again) == ()
    assert merge(again, office).forks == ()  # its own later entries come back, and the entry that says so follows them
    assert late.id in {claim.id for claim in claims(again)}
    new = append_claim(again, diesel(2), claimant="c")
    assert new.device == late.device
    merge(office, again)
    assert claims(office) == claims(again)


def test_a_clock_ahead_does_not_carry_ours_along(office: Ledger, fast_path: Path) -> None:
    (fast_path / "ahead").mkdir()
    clock = Clock()
    clock.advance(days=700)
    ahead = new_ledger(fast_path / "ahead", clock)
    append_claim(ahead, diesel(), claimant="c", review="accepted", reviewer="r")
    merge(office, ahead)
    mine = append_claim(office, diesel(2), claimant="c", review="accepted", reviewer="r")
    assert mine.received == "2015-08-18T05:00:00Z"
    assert [claim.id for claim in claims(office, as_known=date(2015, 8, 18))] == [mine.id]


def test_history_says_which_merge_brought_a_step(office: Ledger, inside: Ledger, file: Path) -> None:
    report = merge(office, file)
    waiting = queue(office)[0]
    review_claim(office, waiting.id, "accepted", reviewer="office coordinator")
    merge(inside, office)
    steps = [(step.event, step.who) for step in history(office, waiting.id)]
    assert ("merged", "office") in steps
    assert ("accepted", "office coordinator") in steps
    assert {step.id for step in history(office, waiting.id) if step.event == "merged"} == {report.merge_id}
    assert ("merged", "dev-a") in [(step.event, step.who) for step in history(inside, waiting.id)]


def test_a_server_takes_from_a_file_and_a_file_from_a_server(place: Place, fast_path: Path) -> None:
    ledger = place.small()
    (fast_path / "other").mkdir()
    other = new_ledger(fast_path / "other", device="office")
    append_claim(other, diesel(3), claimant="office", review="accepted", reviewer="r")
    store_document(other, b"A letter.", name="letter.txt")
    merge(ledger, other)
    merge(other, ledger)
    assert claims(other) == claims(ledger)
    assert verify(ledger) == verify(other) == ()
    source = place.where if isinstance(place, ServerPlace) else ledger.path
    assert source is not None


def test_rows_have_exactly_the_columns_that_travel() -> None:
    """Whoever adds a column to the table decides whether it travels."""
    from holdfast.ledger import tables

    assert {column.name for column in tables.entries.columns} == {*Row.__slots__, "position", "merged"}


def test_an_export_is_for_its_owner_only_and_never_takes_the_place_of_a_file(inside: Ledger, fast_path: Path) -> None:
    file = fast_path / "new.hfl"
    report = export(inside, file)
    assert report.disclosure_class == "HIGH"
    assert json.loads(file.read_text().splitlines()[0])["class"] == "HIGH"
    assert file.stat().st_mode & 0o777 == 0o600
    for target in (file, fast_path, fast_path / "no" / "folder.hfl", inside.path):
        with pytest.raises(LedgerError, match="HF-L057"):
            export(inside, target or "")
    with pytest.raises(LedgerError, match=r"HF-L057.*the ledger itself"):
        export(inside, inside.path or "", replace=True)
    export(inside, file, replace=True)
    assert not list(fast_path.glob(".part-*"))


def test_a_damaged_ledger_is_not_exported(inside: Ledger, fast_path: Path) -> None:
    FilePlace(inside.home).tamper("UPDATE entries SET received = '2015-08-19T00:00:00Z' WHERE position = 3")
    with pytest.raises(LedgerError, match="HF-L007"):
        export(inside, fast_path / "x.hfl")
    assert not (fast_path / "x.hfl").exists()


def test_who_asks_for_documents_or_sealed_fields_is_written_first(inside: Ledger, fast_path: Path) -> None:
    with pytest.raises(LedgerError, match="HF-L063"):
        export(inside, fast_path / "x.hfl", documents=True, by="keeper")
    with pytest.raises(LedgerError, match="HF-L063"):
        export(inside, fast_path / "x.hfl", sealed=True, by=" ", purpose="x")
    assert not (fast_path / "x.hfl").exists()
    from holdfast.ledger import custody_log

    assert custody_log(inside) == ()
    export(inside, fast_path / "x.hfl", documents=True, sealed=True, by="keeper", purpose="hearing")
    (entry,) = custody_log(inside)
    assert (entry.action, entry.parts, entry.by, entry.purpose) == (
        "exported",
        ("documents", "sealed"),
        "keeper",
        "hearing",
    )
    assert entry.id in (fast_path / "x.hfl").read_text()
