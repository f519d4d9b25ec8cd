"""Opening, adding, judging, storing: what is written, what is refused, and that a refusal writes nothing."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers_ledger import COLUMNS, Clock, FilePlace, Place, ServerPlace, diesel, new_ledger
from helpers_postgres import Server
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


def test_the_first_entry_names_device_site_and_zone(place: Place) -> None:
    ledger = place.new()
    assert (ledger.device, ledger.site, ledger.zone) == ("dev-a", "camp", "Asia/Baghdad")
    assert claims(ledger) == queue(ledger) == documents(ledger) == verify(ledger) == ()
    again = place.open()
    assert (again.device, again.site, again.zone) == ("dev-a", "camp", "Asia/Baghdad")


def test_opening_to_create_keeps_what_is_there(place: Place) -> None:
    claim = append_claim(place.new(), diesel(), claimant="committee")
    again = place.open(create=True, site="another", zone="UTC")
    assert again.site == "camp"
    assert [c.id for c in queue(again)] == [claim.id]


def test_the_hash_is_the_documented_one(place: Place) -> None:
    """Recomputed from the specification, without the ledger's own function."""
    place.small()
    last: dict[object, str] = {}
    for _position, device, sequence, _kind, _id, _received, previous, payload, digest in place.rows():
        assert previous == last.get(device, "0" * 64)
        assert digest == hashlib.sha256(DOMAIN + bytes.fromhex(str(previous)) + bytes(payload)).hexdigest()  # type: ignore[arg-type]
        last[device] = str(digest)
        assert b'"sequence":%d' % int(str(sequence)) in bytes(payload)  # type: ignore[arg-type]


def test_a_claim_comes_back_as_it_was_written(place: Place) -> None:
    ledger = place.new()
    statement = diesel(attribution="the committee", char_start=3, char_end=9, background=True, time_text="الثلاثاء ۱۸")
    claim = append_claim(
        ledger, statement, claimant="committee", said="2015-08-18T07:00:00+03:00", source_grade="B2", review="pending"
    )
    assert queue(ledger) == (claim,)
    assert claim.statement == statement
    assert claim.said == "2015-08-18T04:00:00Z"
    assert claim.disclosure_class == "HIGH"
    assert (claim.device, claim.sequence, claim.zone) == ("dev-a", 1, "Asia/Baghdad")


def test_a_bare_date_is_the_whole_day_at_the_site(place: Place) -> None:
    claim = append_claim(place.new(), diesel(), claimant="committee")
    assert claim.occurred_start == "2015-08-17T21:00:00Z"  # midnight in Baghdad
    assert claim.occurred_end == "2015-08-18T20:59:59Z"
    given = append_claim(place.open(), diesel(), claimant="committee", occurred_start="2015-08-18T08:00:00+03:00")
    assert (given.occurred_start, given.occurred_end) == ("2015-08-18T05:00:00Z", None)


def test_nothing_is_accepted_by_itself(place: Place) -> None:
    ledger = place.new()
    append_claim(ledger, diesel(), claimant="committee")
    assert claims(ledger) == ()
    assert len(queue(ledger)) == 1


def test_verdicts_accept_edit_reject(place: Place) -> None:
    ledger = place.new()
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


def test_a_later_verdict_replaces_an_earlier_one(place: Place) -> None:
    ledger = place.new()
    claim = append_claim(ledger, diesel(), claimant="c")
    review_claim(ledger, claim.id, "accepted", reviewer="a")
    review_claim(ledger, claim.id, "rejected", reviewer="b")
    assert claims(ledger) == ()
    review_claim(ledger, claim.id, "accepted", reviewer="c")
    assert [c.reviewer for c in claims(ledger)] == ["c"]
    assert len(history(ledger, claim.id)) == 4


def test_accepting_after_an_edit_keeps_the_edit(place: Place) -> None:
    ledger = place.new()
    claim = append_claim(ledger, diesel(5100), claimant="c")
    review_claim(ledger, claim.id, "edited", statement=diesel(1500), reviewer="a")
    again = review_claim(ledger, claim.id, "accepted", reviewer="b")
    assert claims(ledger) == (again,)
    assert again.statement.value_low == 1500


@pytest.mark.parametrize(
    ("verdict", "statement"), [("maybe", None), ("pending", None), ("edited", None), ("accepted", "x")]
)
def test_a_verdict_that_is_none_is_refused(place: Place, verdict: str, statement: str | None) -> None:
    ledger = place.new()
    claim = append_claim(ledger, diesel(), claimant="c")
    with pytest.raises(LedgerError, match="HF-L010"):
        review_claim(ledger, claim.id, verdict, statement=diesel() if statement else None, reviewer="r")
    with pytest.raises(LedgerError, match="HF-L008"):
        review_claim(ledger, claim.id, "accepted", reviewer="")
    assert len(place.rows()) == 2


def test_an_unknown_claim_is_named(place: Place) -> None:
    ledger = place.new()
    for call in (
        lambda: review_claim(ledger, "nope", "accepted", reviewer="r"),
        lambda: append_claim(ledger, diesel(), claimant="c", supersedes="nope"),
        lambda: history(ledger, "nope"),
        lambda: get_claim(ledger, "nope"),
    ):
        with pytest.raises(LedgerError, match=r"HF-L009.*nope"):
            call()
    assert len(place.rows()) == 1


def test_a_superseded_value_is_never_current_and_always_in_history(place: Place) -> None:
    ledger = place.new()
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


def test_a_batch_lands_whole_or_not_at_all(place: Place) -> None:
    ledger = place.new()
    good = draft_claim(ledger, diesel(), claimant="c")
    bad = draft_claim(ledger, diesel(), claimant="c", document_sha256="0" * 64)
    with pytest.raises(LedgerError, match="HF-L011"):
        propose(ledger, [good, bad])
    assert queue(ledger) == ()


def test_documents_are_kept_by_hash_once(place: Place) -> None:
    ledger = place.new()
    content = b"\x00\xffbytes as they came\r\n"
    digest = store_document(ledger, content, name="C:\\Users\\someone\\report.txt", media_type="text/plain")
    assert digest == hashlib.sha256(content).hexdigest()
    assert store_document(ledger, content, name="again.txt") == digest
    (document,) = documents(ledger)
    assert (document.name, document.size, document.media_type) == ("report.txt", len(content), "text/plain")
    file = place.folder / document.path
    assert file.read_bytes() == content
    file.write_bytes(b"changed")
    assert [fault.kind for fault in verify(ledger)] == ["document"]
    store_document(ledger, content, name="again.txt")
    assert verify(ledger) == ()
    assert sorted(p.name for p in (place.folder / "inbox").iterdir()) == [digest]
    claim = append_claim(ledger, diesel(), claimant="c", document_sha256=digest)
    append_claim(ledger, diesel(), claimant="c")
    assert claims(ledger, review=("pending",), document_sha256=digest) == (claim,)


ROW = "device, {sequence}, kind, {id}, received, {previous}, payload, {hash}, NULL, {merged} FROM entries WHERE position = 1"


def another(**over: str) -> str:
    """A row made of the first one; a position of NULL is the next one in both stores."""
    parts = {"sequence": "sequence", "id": "'new'", "previous": "previous_hash", "hash": "'" + "a" * 64 + "'"} | over
    columns = "device, sequence, kind, id, received, previous_hash, payload, hash, signature, merged"
    return f"INSERT INTO entries ({columns}) SELECT " + ROW.format(**({"merged": "NULL"} | parts))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET received = 'x'",
        "UPDATE entries SET position = 99 WHERE position = 1",
        "UPDATE entries SET signature = NULL",
        "DELETE FROM entries WHERE sequence = 2",
        another(sequence="7", previous="hash"),  # a gap
        another(sequence="1", previous="hash"),  # a fork
        another(),  # a second first entry
        another(sequence="6", previous="hash"),  # the next number, and not the hash of the last one
        another(sequence="7", hash="hash", merged="'m'"),  # a merged entry that is here already
        another(
            device="device",
            sequence="6",
            previous="(SELECT hash FROM entries WHERE device = 'dev-a' AND sequence = 5)",
            id="id",
        ),
        (
            "INSERT INTO entries (position, device, sequence, kind, id, received, previous_hash, payload, hash) "
            "SELECT 2, device, 6, kind, 'new', received, previous_hash, payload, repeat_a FROM entries WHERE position = 1"
        ),
        "UPDATE claim_entries SET claimant = 'x'",
        "UPDATE sealed SET nonce = ciphertext",
        "DELETE FROM sealed",
    ],
)
def test_the_guards_refuse_what_does_not_only_add(place: Place, statement: str) -> None:
    place.small()
    place.execute("INSERT INTO sealed VALUES ('e', 'f', ?, ?)", parameters=(b"1", b"2"))
    before = place.rows()
    with pytest.raises(Exception, match=r"(?i)ledger only grows|chain: an entry follows|unique|view"):
        place.execute(statement.replace("repeat_a", "'" + "a" * 64 + "'"))
    assert place.rows() == before
    assert place.execute("SELECT entry_id, field, nonce, ciphertext FROM sealed") == [("e", "f", b"1", b"2")]
    assert {fault.kind for fault in verify(place.open())} == {"sealed"}  # no entry names the field put there


def test_replacing_is_refused_on_both_stores(tmp_path: Path, postgres: Server) -> None:
    file, server = FilePlace(tmp_path), ServerPlace(tmp_path / "s", postgres)
    for place in (file, server):
        place.small()
    columns = f"{COLUMNS}, signature, merged"
    for place, statement in (
        (file, "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE position = 2"),
        (file, f"INSERT OR REPLACE INTO entries ({columns}) SELECT 99, {columns[10:]} FROM entries WHERE position = 8"),
        (file, "INSERT OR REPLACE INTO sealed VALUES ('e', 'f', x'09', x'09')"),
        (server, (f"INSERT INTO entries ({columns[10:]}) SELECT {columns[10:-6]} 'm' FROM entries WHERE position = 2 "
                 "ON CONFLICT (hash) DO UPDATE SET received = 'x'")),
        (server, "INSERT INTO sealed VALUES ('e', 'f', '1', '1') ON CONFLICT (entry_id, field) DO UPDATE SET nonce = '9'"),
        (server, "TRUNCATE entries"),
        (server, "TRUNCATE sealed"),
    ):  # fmt: skip
        if not place.execute("SELECT 1 FROM sealed"):
            place.execute("INSERT INTO sealed VALUES ('e', 'f', ?, ?)", parameters=(b"1", b"2"))
        with pytest.raises(Exception, match=r"only grows|follows the last one"):
            place.execute(statement)
        assert {fault.kind for fault in verify(place.open())} == {"sealed"}  # no entry names the field put there


def test_what_was_merged_may_leave_gaps_and_forks(place: Place) -> None:
    place.small()
    place.execute(another(sequence="40", merged="'m'"))
    place.execute(another(sequence="1", id="id", hash="'" + "b" * 64 + "'", merged="'m'"))
    assert [row[1:3] for row in place.rows("position, device, sequence, id")][-2:] == [("dev-a", 40), ("dev-a", 1)]
    assert [row[0] for row in place.rows("position")] == list(range(1, 11))
    assert {fault.kind for fault in verify(place.open())} >= {"row", "chain"}


def test_the_branch_written_here_goes_on_after_a_fork(place: Place) -> None:
    """Another computer wrote under the same name: its branch, merged, ends at the same number."""
    clock = Clock()
    ledger = place.new(clock)
    here = append_claim(ledger, diesel(), claimant="c")
    place.execute(another(sequence="1", previous="hash", merged="'m'"))
    following = append_claim(ledger, diesel(), claimant="c")
    assert (following.sequence, following.previous_hash) == (2, here.hash)
    place.execute(another(sequence="3", previous="hash", hash="'" + "b" * 64 + "'", id="'n'", merged="'m'"))
    assert append_claim(ledger, diesel(), claimant="c").previous_hash == following.hash  # however long the other is


def test_a_refusal_of_the_guards_is_said_in_words(place: Place) -> None:
    ledger = place.small()
    with pytest.raises(LedgerError, match=r"HF-L010.*only grows"), ledger.writing() as connection:
        connection.exec_driver_sql("DELETE FROM entries")


def test_typed_views_show_what_the_payload_says(place: Place) -> None:
    place.small()
    found = place.execute("SELECT item, si_low, claimant, review FROM claim_entries ORDER BY id")
    assert ("diesel", 5100, "camp committee", "pending") in found
    assert place.execute("SELECT verdict, reason FROM review_entries") == [("edited", "rounded")]
    assert place.execute("SELECT name, size FROM document_entries") == [("message.txt", 26)]
    columns = "background, reconstructed, char_start, disclosure_class, time_start"
    assert place.execute(f"SELECT {columns} FROM claim_entries WHERE si_low > 12000 AND background = false") == [
        (False, False, None, "HIGH", "2015-08-18")
    ]


def test_pragmas_of_a_safe_ledger(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with ledger.reading() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous", "foreign_keys")
        ]
        wait_ms = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert found == ["wal", 2, 1]
    assert (wait_ms or 0) >= 5000


def test_two_devices_have_their_own_chains(place: Place) -> None:
    clock = Clock()
    one = place.new(clock)
    two = place.open(device="dev-b", clock=clock)
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


def test_a_clock_set_back_cannot_write_into_the_past(place: Place) -> None:
    clock = Clock()
    ledger = place.new(clock)
    first = append_claim(ledger, diesel(), claimant="c")
    clock.now = datetime(2014, 1, 1, tzinfo=UTC)
    second = append_claim(ledger, diesel(), claimant="c")
    assert second.received == first.received
    with ledger.reading() as connection:
        payload = connection.exec_driver_sql(f"SELECT payload FROM entries WHERE id = '{second.id}'").scalar()
    assert b'"clock":"2014-01-01T00:00:00Z"' in bytes(payload or b"")
    assert verify(ledger) == ()


def test_history_from_before_needs_its_date(place: Place) -> None:
    ledger = place.new()
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


def test_an_id_with_a_nul_names_no_claim_and_blames_no_line(place: Place) -> None:
    with pytest.raises(LedgerError, match=r"HF-L00[89]"):
        review_claim(place.new(), "a\x00b", "accepted", reviewer="r")
