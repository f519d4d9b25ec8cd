"""Opening, adding, judging, storing: what is written, what is refused, and that a refusal writes nothing."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers_ledger import Clock, diesel, new_ledger, small_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    append_claim,
    claims,
    documents,
    draft_claim,
    get_claim,
    history,
    open_ledger,
    propose,
    queue,
    review_claim,
    store_document,
    verify,
)
from holdfast.ledger.chain import DOMAIN


def rows(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(
        "SELECT position, device, sequence, kind, id, received, previous_hash, payload, hash FROM entries ORDER BY position"
    ).fetchall()
    connection.close()
    return found


def test_the_first_entry_names_device_site_and_zone(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    assert (ledger.device, ledger.site, ledger.zone) == ("dev-a", "camp", "Asia/Baghdad")
    assert claims(ledger) == queue(ledger) == documents(ledger) == verify(ledger) == ()
    again = open_ledger(tmp_path)
    assert (again.device, again.site, again.zone) == ("dev-a", "camp", "Asia/Baghdad")


def test_opening_to_create_keeps_what_is_there(tmp_path: Path) -> None:
    claim = append_claim(new_ledger(tmp_path), diesel(), claimant="committee")
    again = open_ledger(tmp_path / "holdfast.db", create=True, site="another", zone="UTC")
    assert again.site == "camp"
    assert [c.id for c in queue(again)] == [claim.id]


def test_the_hash_is_the_documented_one(tmp_path: Path) -> None:
    """Recomputed from the specification, without the ledger's own function."""
    small_ledger(tmp_path)
    last: dict[object, str] = {}
    for _position, device, sequence, _kind, _id, _received, previous, payload, digest in rows(tmp_path / "holdfast.db"):
        assert previous == last.get(device, "0" * 64)
        assert digest == hashlib.sha256(DOMAIN + bytes.fromhex(str(previous)) + bytes(payload)).hexdigest()  # type: ignore[arg-type]
        last[device] = str(digest)
        assert b'"sequence":%d' % int(str(sequence)) in bytes(payload)  # type: ignore[arg-type]


def test_a_claim_comes_back_as_it_was_written(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    statement = diesel(attribution="the committee", char_start=3, char_end=9, background=True, time_text="الثلاثاء ۱۸")
    claim = append_claim(
        ledger, statement, claimant="committee", said="2015-08-18T07:00:00+03:00", source_grade="B2", review="pending"
    )
    assert queue(ledger) == (claim,)
    assert claim.statement == statement
    assert claim.said == "2015-08-18T04:00:00Z"
    assert claim.disclosure_class == "HIGH"
    assert (claim.device, claim.sequence, claim.zone) == ("dev-a", 1, "Asia/Baghdad")


def test_a_bare_date_is_the_whole_day_at_the_site(tmp_path: Path) -> None:
    claim = append_claim(new_ledger(tmp_path), diesel(), claimant="committee")
    assert claim.occurred_start == "2015-08-17T21:00:00Z"  # midnight in Baghdad
    assert claim.occurred_end == "2015-08-18T20:59:59Z"
    given = append_claim(
        open_ledger(tmp_path), diesel(), claimant="committee", occurred_start="2015-08-18T08:00:00+03:00"
    )
    assert (given.occurred_start, given.occurred_end) == ("2015-08-18T05:00:00Z", None)


def test_nothing_is_accepted_by_itself(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    append_claim(ledger, diesel(), claimant="committee")
    assert claims(ledger) == ()
    assert len(queue(ledger)) == 1


def test_verdicts_accept_edit_reject(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    one, two, three = propose(ledger, [draft_claim(ledger, diesel(n), claimant="c") for n in (1.0, 2.0, 3.0)])
    assert [one.sequence, two.sequence, three.sequence] == [1, 2, 3]
    accepted = review_claim(ledger, one.id, "accepted", reviewer="coordinator")
    edited = review_claim(ledger, two.id, "edited", statement=diesel(2.5), reviewer="coordinator", reason="gauge")
    rejected = review_claim(ledger, three.id, "rejected", reviewer="coordinator", reason="hearsay")
    assert [c.review for c in (accepted, edited, rejected)] == ["accepted", "edited", "rejected"]
    assert queue(ledger) == ()
    assert claims(ledger) == (accepted, edited)
    assert claims(ledger)[1].statement.value_low == 2.5
    steps = history(ledger, two.id)
    assert [(s.event, s.who, s.reason) for s in steps] == [("claim", "c", None), ("edited", "coordinator", "gauge")]
    assert steps[0].statement is not None
    assert steps[0].statement.value_low == 2.0  # what was first written is still there


def test_a_later_verdict_replaces_an_earlier_one(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    claim = append_claim(ledger, diesel(), claimant="c")
    review_claim(ledger, claim.id, "accepted", reviewer="a")
    review_claim(ledger, claim.id, "rejected", reviewer="b")
    assert claims(ledger) == ()
    review_claim(ledger, claim.id, "accepted", reviewer="c")
    assert [c.reviewer for c in claims(ledger)] == ["c"]
    assert len(history(ledger, claim.id)) == 4


def test_accepting_after_an_edit_keeps_the_edit(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    claim = append_claim(ledger, diesel(5100), claimant="c")
    review_claim(ledger, claim.id, "edited", statement=diesel(1500), reviewer="a")
    again = review_claim(ledger, claim.id, "accepted", reviewer="b")
    assert claims(ledger) == (again,)
    assert again.statement.value_low == 1500


@pytest.mark.parametrize(
    ("verdict", "statement"), [("maybe", None), ("pending", None), ("edited", None), ("accepted", "x")]
)
def test_a_verdict_that_is_none_is_refused(tmp_path: Path, verdict: str, statement: str | None) -> None:
    ledger = new_ledger(tmp_path)
    claim = append_claim(ledger, diesel(), claimant="c")
    with pytest.raises(LedgerError, match="HF-L010"):
        review_claim(ledger, claim.id, verdict, statement=diesel() if statement else None, reviewer="r")
    with pytest.raises(LedgerError, match="HF-L008"):
        review_claim(ledger, claim.id, "accepted", reviewer="")
    assert len(rows(ledger.path)) == 2


def test_an_unknown_claim_is_named(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    for call in (
        lambda: review_claim(ledger, "nope", "accepted", reviewer="r"),
        lambda: append_claim(ledger, diesel(), claimant="c", supersedes="nope"),
        lambda: history(ledger, "nope"),
        lambda: get_claim(ledger, "nope"),
    ):
        with pytest.raises(LedgerError, match=r"HF-L009.*nope"):
            call()
    assert len(rows(ledger.path)) == 1


def test_a_superseded_value_is_never_current_and_always_in_history(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    first = append_claim(ledger, diesel(5100), claimant="c", review="accepted", reviewer="r")
    second = append_claim(ledger, diesel(1500), claimant="c", supersedes=first.id)
    assert [c.id for c in claims(ledger)] == [first.id]  # a correction nobody judged replaces nothing
    review_claim(ledger, second.id, "accepted", reviewer="r")
    assert [c.id for c in claims(ledger)] == [second.id]
    third = append_claim(ledger, diesel(1600), claimant="c", supersedes=second.id, review="accepted", reviewer="r")
    assert [c.id for c in claims(ledger)] == [third.id]
    review_claim(
        ledger, second.id, "rejected", reviewer="r"
    )  # must not bring the first back: the third corrects it too
    assert [c.id for c in claims(ledger)] == [third.id]
    for member in (first, second, third):
        values = [s.statement.value_low for s in history(ledger, member.id) if s.event == "claim" and s.statement]
        assert values == [5100, 1500, 1600]
    assert {c.id for c in claims(ledger, superseded=True)} == {first.id, third.id}
    assert get_claim(ledger, first.id).statement.value_low == 5100


def test_a_batch_lands_whole_or_not_at_all(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    good = draft_claim(ledger, diesel(), claimant="c")
    bad = draft_claim(ledger, diesel(), claimant="c", document_sha256="0" * 64)
    with pytest.raises(LedgerError, match="HF-L011"):
        propose(ledger, [good, bad])
    assert queue(ledger) == ()


def test_documents_are_kept_by_hash_once(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    content = b"\x00\xffbytes as they came\r\n"
    digest = store_document(ledger, content, name="C:\\Users\\someone\\report.txt", media_type="text/plain")
    assert digest == hashlib.sha256(content).hexdigest()
    assert store_document(ledger, content, name="again.txt") == digest
    (document,) = documents(ledger)
    assert (document.name, document.size, document.media_type) == ("report.txt", len(content), "text/plain")
    file = tmp_path / document.path
    assert file.read_bytes() == content
    file.write_bytes(b"changed")
    assert [fault.kind for fault in verify(ledger)] == ["document"]
    store_document(ledger, content, name="again.txt")
    assert verify(ledger) == ()
    assert sorted(p.name for p in (tmp_path / "inbox").iterdir()) == [digest]
    claim = append_claim(ledger, diesel(), claimant="c", document_sha256=digest)
    append_claim(ledger, diesel(), claimant="c")
    assert claims(ledger, review=("pending",), document_sha256=digest) == (claim,)


def test_the_guards_refuse_update_delete_and_replace(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    before = rows(ledger.path)
    connection = sqlite3.connect(ledger.path)
    for statement in (
        "UPDATE entries SET received = 'x'",
        "UPDATE entries SET position = 99 WHERE position = 1",
        "DELETE FROM entries WHERE sequence = 2",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE position = 2",
        "INSERT INTO entries SELECT 99, device, 7, kind, 'new', received, hash, payload, hash FROM entries WHERE position = 1",
        "UPDATE claim_entries SET claimant = 'x'",
    ):
        with pytest.raises(sqlite3.Error), connection:
            connection.execute(statement)
    connection.close()
    assert rows(ledger.path) == before


def test_a_refusal_of_the_guards_is_said_in_words(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    with pytest.raises(LedgerError, match=r"HF-L010.*only grows"), ledger.writing() as connection:
        connection.exec_driver_sql("DELETE FROM entries")


def test_typed_views_show_what_the_payload_says(tmp_path: Path) -> None:
    ledger = small_ledger(tmp_path)
    connection = sqlite3.connect(ledger.path)
    found = connection.execute("SELECT item, si_low, claimant, review FROM claim_entries ORDER BY id").fetchall()
    assert ("diesel", 5100, "camp committee", "pending") in found
    assert connection.execute("SELECT verdict, reason FROM review_entries").fetchall() == [("edited", "rounded")]
    assert connection.execute("SELECT name, size FROM document_entries").fetchall() == [("message.txt", 26)]
    connection.close()


def test_pragmas_of_a_safe_ledger(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with ledger.reading() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous", "foreign_keys")
        ]
        wait_ms = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert found == ["wal", 2, 1]
    assert (wait_ms or 0) >= 5000


def test_two_devices_have_their_own_chains(tmp_path: Path) -> None:
    clock = Clock()
    one = new_ledger(tmp_path, clock)
    two = open_ledger(tmp_path, device="dev-b", clock=clock)
    written = [append_claim(ledger, diesel(), claimant="c") for ledger in (one, two, one, two)]
    assert [(c.device, c.sequence) for c in written] == [("dev-a", 1), ("dev-b", 1), ("dev-a", 2), ("dev-b", 2)]
    assert verify(one) == ()


@pytest.mark.parametrize("device", ["", "a b", "x" * 65, "näme"])
def test_a_device_has_a_plain_name(tmp_path: Path, device: str) -> None:
    with pytest.raises(LedgerError, match="HF-L008"):
        open_ledger(tmp_path / "holdfast.db", create=True, device=device)
    assert not (tmp_path / "holdfast.db").exists()


def test_an_unknown_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="HF-L008"):
        open_ledger(tmp_path / "holdfast.db", create=True, zone="Mars/Olympus")
    assert not (tmp_path / "holdfast.db").exists()


def test_a_clock_set_back_cannot_write_into_the_past(tmp_path: Path) -> None:
    clock = Clock()
    ledger = new_ledger(tmp_path, clock)
    first = append_claim(ledger, diesel(), claimant="c")
    clock.now = datetime(2014, 1, 1, tzinfo=UTC)
    second = append_claim(ledger, diesel(), claimant="c")
    assert second.received == first.received
    with ledger.reading() as connection:
        payload = connection.exec_driver_sql("SELECT payload FROM entries WHERE id = ?", (second.id,)).scalar()
    assert b'"clock":"2014-01-01T00:00:00Z"' in (payload or b"")
    assert verify(ledger) == ()


def test_history_from_before_needs_its_date(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    for said in (None, "2099-01-01T00:00:00Z"):
        with pytest.raises(LedgerError, match="HF-L008"):
            append_claim(ledger, diesel(), claimant="c", reconstructed=True, said=said)
    claim = append_claim(ledger, diesel(), claimant="c", reconstructed=True, said="2014-01-01T00:00:00Z")
    assert claim.received == claim.said == "2014-01-01T00:00:00Z"
    assert claim.recorded == "2015-08-18T05:00:00Z"
    assert append_claim(ledger, diesel(), claimant="c").received == "2015-08-18T05:00:00Z"


def test_importing_the_room_is_light() -> None:
    code = "import sys, holdfast.ledger; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    import holdfast.ledger as room

    with pytest.raises(AttributeError):
        _ = room.nothing_of_the_kind
    assert all(hasattr(room, name) for name in room.__all__)
