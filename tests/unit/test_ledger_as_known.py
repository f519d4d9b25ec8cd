"""As known on a date: cut on receipt, at the end of the day in the zone of the site; verdicts cut the same way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from helpers_ledger import Clock, FilePlace, Place, diesel
from holdfast.ledger import append_claim, claims, review_claim


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "day", "known"),
    [
        ("2015-08-18T23:59:59+03:00", date(2015, 8, 18), 1),
        ("2015-08-19T00:00:00+03:00", date(2015, 8, 18), 0),
        ("2015-08-18T21:00:00+00:00", date(2015, 8, 18), 0),  # already the 19th in Baghdad
        ("2015-08-18T20:59:59+00:00", date(2015, 8, 18), 1),
        ("2015-08-18T12:00:00+03:00", date(2015, 8, 17), 0),
    ],
)
def test_the_day_ends_in_the_zone_of_the_site(place: Place, received: str, day: date, known: int) -> None:
    ledger = place.new(Clock(at(received)))
    append_claim(ledger, diesel(), claimant="c", review="accepted", reviewer="r")
    assert len(claims(ledger, as_known=day)) == known


def test_a_moment_can_be_asked_for(place: Place) -> None:
    ledger = place.new(Clock(at("2015-08-18T08:00:00+03:00")))
    append_claim(ledger, diesel(), claimant="c", review="accepted", reviewer="r")
    assert len(claims(ledger, as_known=at("2015-08-18T08:00:00+03:00"))) == 1
    assert claims(ledger, as_known=at("2015-08-18T07:59:59+03:00")) == ()


def test_receipt_counts_and_not_when_it_was_true_or_said(place: Place) -> None:
    ledger = place.new(Clock(at("2015-08-20T08:00:00+03:00")))
    append_claim(
        ledger, diesel(), claimant="c", review="accepted", reviewer="r", said="2015-08-18T08:00:00+03:00",
        occurred_start="2015-08-17T08:00:00+03:00",
    )  # fmt: skip
    assert claims(ledger, as_known=date(2015, 8, 19)) == ()
    assert len(claims(ledger, as_known=date(2015, 8, 20))) == 1


def test_a_verdict_is_known_from_its_own_day(place: Place) -> None:
    clock = Clock(at("2015-08-18T08:00:00+03:00"))
    ledger = place.new(clock)
    claim = append_claim(ledger, diesel(5100), claimant="c")
    clock.advance(days=1)
    review_claim(ledger, claim.id, "edited", statement=diesel(1500), reviewer="r")
    clock.advance(days=1)
    review_claim(ledger, claim.id, "rejected", reviewer="r")
    every = ("pending", "accepted", "edited", "rejected")
    seen = [
        [(c.review, c.statement.value_low) for c in claims(ledger, as_known=date(2015, 8, day), review=every)]
        for day in (17, 18, 19, 20)
    ]
    assert seen == [[], [("pending", 5100)], [("edited", 1500)], [("rejected", 1500)]]


def test_a_correction_replaces_from_its_own_day(place: Place) -> None:
    clock = Clock(at("2015-08-18T08:00:00+03:00"))
    ledger = place.new(clock)
    first = append_claim(ledger, diesel(5100), claimant="c", review="accepted", reviewer="r")
    clock.advance(days=2)
    second = append_claim(ledger, diesel(1500), claimant="c", supersedes=first.id, review="accepted", reviewer="r")
    assert [c.id for c in claims(ledger, as_known=date(2015, 8, 19))] == [first.id]
    assert [c.id for c in claims(ledger, as_known=date(2015, 8, 20))] == [second.id]


def test_imported_history_was_known_when_it_was_said_and_so_was_its_verdict(place: Place) -> None:
    ledger = place.new(Clock(at("2026-01-01T00:00:00+00:00")))
    claim = append_claim(ledger, diesel(), claimant="c", reconstructed=True, said="2015-08-18T08:00:00+03:00")
    review_claim(ledger, claim.id, "accepted", reviewer="r")
    assert [c.reconstructed for c in claims(ledger, as_known=date(2015, 8, 18))] == [True]
    assert claims(ledger, as_known=date(2015, 8, 17)) == ()


def test_importing_history_changes_the_past_and_through_still_gives_the_old_state(place: Place) -> None:
    """Two questions: what was known on D, as we now see it; and what did this file say before the import."""
    ledger = place.new(Clock(at("2015-08-20T08:00:00+03:00")))
    append_claim(ledger, diesel(), claimant="c", review="accepted", reviewer="r")
    before = claims(ledger, as_known=date(2015, 8, 19))
    append_claim(
        ledger, diesel(1500), claimant="old log book", reconstructed=True, said="2015-08-18T08:00:00+03:00",
        review="accepted", reviewer="r",
    )  # fmt: skip
    assert before == ()
    assert len(claims(ledger, as_known=date(2015, 8, 19))) == 1
    assert claims(ledger, as_known=date(2015, 8, 19), through=2) == before


def test_the_first_of_two_verdicts_of_one_second_does_not_win(place: Place) -> None:
    ledger = place.new()
    for _ in range(20):
        claim = append_claim(ledger, diesel(), claimant="c")
        review_claim(ledger, claim.id, "accepted", reviewer="r")
        review_claim(ledger, claim.id, "rejected", reviewer="r")
    assert claims(ledger) == ()


def test_the_order_of_two_devices_in_the_file_does_not_matter(tmp_path: Path) -> None:
    orders = []
    for number, devices in enumerate((("dev-a", "dev-b"), ("dev-b", "dev-a"))):
        place = FilePlace(tmp_path / str(number))
        ledger = place.new(device="dev-0")
        for device in devices:
            append_claim(
                place.open(device, ledger.clock), diesel(), claimant=device, review="accepted", reviewer="r"
            )  # fmt: skip
        orders.append([c.claimant for c in claims(ledger)])
    assert orders[0] == orders[1] == ["dev-a", "dev-b"]
