"""Messages go into the queue once, and leave it only by the hand of a person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from holdfast.errors import InputError, IntakeError, LedgerError
from holdfast.ledger import REVIEWS, Statement, claims, documents, open_ledger, queue, tombstone, verify
from holdfast.sites import write_template
from holdfast.workspace import edit, judge, read_alone, read_into, waiting
from holdfast.workspace import reading as reading_module

MESSAGE = "Guards refused two fuel trucks on Monday, the committee said.\n\nThe camp has 5,100 L of diesel left.\n"
DAY = date(2015, 7, 17)


def clock() -> datetime:
    return datetime(2026, 1, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    folder = tmp_path / "camp"
    write_template("trailer-camp", folder, "Camp Hope")
    return folder


@pytest.fixture
def message(tmp_path: Path) -> Path:
    path = tmp_path / "message.txt"
    path.write_text(MESSAGE, encoding="utf-8")
    return path


def test_a_message_is_stored_and_its_claims_wait(camp: Path, message: Path) -> None:
    done = read_into(camp, message, published=DAY, clock=clock)
    assert not done.known_before
    assert [c.statement.claim_type for c in done.claims] == ["denial", "stock"]
    assert {c.review for c in done.claims} == {"pending"}
    assert {c.method for c in done.claims} == {"read"}
    assert [c.claimant for c in done.claims] == ["committee", "author of the text"]
    ledger = open_ledger(camp)
    assert queue(ledger) == done.claims
    assert claims(ledger) == ()
    assert (camp / "inbox" / done.document_sha256).read_bytes() == MESSAGE.encode()
    assert {c.document_sha256 for c in done.claims} == {done.document_sha256}
    assert all((c.said or "").startswith("2015-07-1") for c in done.claims)
    assert verify(ledger) == ()


def test_the_same_file_twice_queues_nothing_new(camp: Path, message: Path) -> None:
    first = read_into(camp, message, published=DAY, clock=clock)
    judge(camp, [first.claims[0].id], "accepted", reviewer="coordinator", clock=clock)
    copy = message.with_name("forwarded.txt")
    copy.write_bytes(message.read_bytes())
    second = read_into(camp, copy, published=DAY, clock=clock)
    assert second.known_before
    assert [c.id for c in second.claims] == [c.id for c in first.claims]
    ledger = open_ledger(camp)
    assert len(claims(ledger, review=REVIEWS)) == 2
    assert len(documents(ledger)) == 1


def test_a_file_that_changes_meanwhile_is_kept_as_it_was_read(
    camp: Path, message: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = reading_module.read_file

    def changed(*given: object, **named: object) -> object:
        message.write_text("The camp has 9,000 L of diesel left.\n", encoding="utf-8")
        done = plain(*given, **named)  # type: ignore[arg-type]
        message.write_text("The camp has no diesel left.\n", encoding="utf-8")
        return done

    monkeypatch.setattr(reading_module, "read_file", changed)
    done = read_into(camp, message, published=DAY, clock=clock)
    (kept,) = documents(open_ledger(camp))
    assert kept.sha256 == done.document_sha256 == done.claims[0].document_sha256
    assert (camp / "inbox" / kept.sha256).read_text(encoding="utf-8") == done.reading.text == MESSAGE


def test_a_message_read_again_does_not_bring_back_what_was_taken_out_of_view(camp: Path, message: Path) -> None:
    first = read_into(camp, message, published=DAY, clock=clock)
    ledger = open_ledger(camp, clock=clock)
    tombstone(ledger, first.claims[0].id, reason="of another camp", by="coordinator")
    again = read_into(camp, message, published=DAY, clock=clock)
    assert again.known_before
    assert len(claims(ledger, review=REVIEWS, tombstoned=True)) == len(first.claims)
    assert [c.id for c in queue(ledger)] == [c.id for c in first.claims[1:]]


def test_imported_history_counts_as_received_when_said(camp: Path, message: Path) -> None:
    done = read_into(camp, message, published=DAY, reconstructed=True, clock=clock)
    assert all(c.reconstructed and c.received == c.said for c in done.claims)
    judge(camp, [c.id for c in done.claims], "accepted", reviewer="coordinator", clock=clock)
    ledger = open_ledger(camp)
    assert claims(ledger, as_known=date(2015, 7, 15)) == ()
    assert len(claims(ledger, as_known=date(2015, 7, 17))) == 2


def test_a_day_of_publication_that_has_not_come_is_refused(camp: Path, message: Path) -> None:
    with pytest.raises(InputError, match="HF-W004"):
        read_into(camp, message, published=date(2026, 1, 4), clock=clock)
    assert not (camp / "holdfast.db").exists()
    # On 2 January 09:00 UTC it is nowhere the 3rd; at 11:00 it is, on the Line Islands.
    later = lambda: datetime(2026, 1, 2, 11, 0, tzinfo=UTC)  # noqa: E731
    done = read_into(camp, message, published=date(2026, 1, 3), clock=later)
    assert {c.said for c in done.claims} == {"2026-01-02T11:00:00Z"}


def test_a_message_that_dates_itself_to_the_future_is_warned_of(camp: Path, tmp_path: Path) -> None:
    path = tmp_path / "future.txt"
    path.write_text("17 July 2031\n\nThe camp has 5,100 L of diesel left.\n", encoding="utf-8")
    for reading in (read_into(camp, path, clock=clock).reading, read_alone(path, clock=clock)):
        (warning,) = [w for w in reading.warnings if w.code == "published-in-future"]
        assert "2031-07-17" in warning.message
    assert [w.claim.said for w in waiting(camp, clock=clock)] == [None]
    later = lambda: datetime(2031, 7, 17, 12, tzinfo=UTC)  # noqa: E731
    assert "published-in-future" not in [w.code for w in read_alone(path, clock=later).warnings]


def test_an_unreadable_file_leaves_nothing_behind(camp: Path, tmp_path: Path) -> None:
    junk = tmp_path / "junk.txt"
    junk.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(IntakeError):
        read_into(camp, junk, clock=clock)
    assert not (camp / "holdfast.db").exists() or queue(open_ledger(camp)) == ()


def test_no_workspace_is_said(tmp_path: Path, message: Path) -> None:
    with pytest.raises(InputError, match="HF-W001"):
        read_into(tmp_path / "nowhere", message)


def test_the_sentence_is_shown_with_its_surroundings(camp: Path, message: Path) -> None:
    read_into(camp, message, published=DAY, clock=clock)
    first, second = waiting(camp, clock=clock)
    assert first.sentence == (
        "",
        "Guards refused two fuel trucks on Monday, the committee said.",
        "The camp has 5,100 L of diesel left.",
    )
    assert second.sentence[1] == "The camp has 5,100 L of diesel left."


def test_a_lost_document_does_not_stop_the_review(camp: Path, message: Path) -> None:
    done = read_into(camp, message, published=DAY, clock=clock)
    (camp / "inbox" / done.document_sha256).unlink()
    assert [w.text for w in waiting(camp, clock=clock)] == [None, None]
    assert waiting(camp, clock=clock)[0].sentence == ("", "", "")
    judge(camp, [done.claims[0].id], "accepted", reviewer="coordinator", clock=clock)
    assert len(waiting(camp, clock=clock)) == 1


def test_a_verdict_needs_a_person_and_a_rejection_a_reason(camp: Path, message: Path) -> None:
    done = read_into(camp, message, published=DAY, clock=clock)
    ids = [c.id for c in done.claims]
    for reviewer in (None, "", "  "):
        with pytest.raises(InputError, match="HF-W020"):
            judge(camp, ids, "accepted", reviewer=reviewer, clock=clock)
    with pytest.raises(InputError, match="HF-W020"):
        judge(camp, ids, "rejected", reviewer="coordinator", clock=clock)
    with pytest.raises(LedgerError, match="HF-L009"):
        judge(camp, ["nothing"], "accepted", reviewer="coordinator", clock=clock)
    with pytest.raises(LedgerError, match="HF-L009"):
        judge(camp, ["nothing"], "edited", reviewer="coordinator", changes={"value": "1"}, clock=clock)
    assert len(waiting(camp, clock=clock)) == 2
    judge(camp, ids[:1], "rejected", reviewer="coordinator", reason="heard twice", clock=clock)
    assert [w.claim.id for w in waiting(camp, clock=clock)] == ids[1:]


def test_an_edit_keeps_si_in_step(camp: Path, message: Path) -> None:
    done = read_into(camp, message, published=DAY, clock=clock)
    (edited,) = judge(
        camp, [done.claims[1].id], "edited", reviewer="engineer", changes={"value": "1,500", "unit": "m3"}, clock=clock
    )
    s = edited.statement
    assert (s.value_low, s.value_high, s.unit) == (1500, 1500, "m3")
    assert (s.si_low, s.si_high, s.si_unit) == (1_500_000, 1_500_000, "L")
    (stands,) = claims(open_ledger(camp))
    assert stands.statement == s
    assert stands.review == "edited"


def test_edits_of_every_kind() -> None:
    statement = Statement(
        claim_type="stock", item="diesel", value_low=1.0, value_high=1.0, unit="L", si_low=1.0, si_high=1.0, si_unit="L"
    )
    assert edit(statement, {"item": "petrol"}).item == "petrol"
    assert edit(statement, {"background": "yes"}).background is True
    assert edit(statement, {"actor": "none"}).actor is None
    assert edit(statement, {"value_high": "-"}).si_high is None
    counted = edit(statement, {"unit": "trucks"})
    assert (counted.si_low, counted.si_unit) == (None, None)
    assert edit(statement, {"unit": "-"}).si_unit is None
    assert edit(statement, {"unit": "things"}).si_unit is None


@pytest.mark.parametrize(
    "changes",
    [{}, {"colour": "red"}, {"char_start": "3"}, {"si_low": "3"}, {"value": "many"}, {"background": "perhaps"}],
)
def test_edit_that_is_not_understood(changes: dict[str, str]) -> None:
    with pytest.raises(InputError, match="HF-W021"):
        edit(Statement(claim_type="stock", item="diesel"), changes)


def test_an_edit_the_ledger_refuses() -> None:
    with pytest.raises(LedgerError, match="HF-L008"):
        edit(Statement(claim_type="stock", item="diesel"), {"polarity": "perhaps"})
