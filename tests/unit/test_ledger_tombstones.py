"""Out of view and never gone; and what was known before, to the byte, whatever came after."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from helpers_ledger import START, Clock, Place, diesel, new_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    REVIEWS,
    Ledger,
    all_tombstones,
    append_claim,
    append_forecast,
    chain,
    claims,
    export,
    get_claim,
    history,
    merge,
    open_ledger,
    queue,
    review_claim,
    seal,
    shred,
    store_document,
    tombstone,
    utc_text,
    verify,
)

EVERY: dict[str, Any] = {"review": REVIEWS, "superseded": True, "tombstoned": True}


def days_of(ledger: Ledger, last: date, **more: Any) -> dict[str, bytes]:
    """The JSON of what was known on each day, as bytes."""
    found = {}
    for number in range((last - START.date()).days + 1):
        day = START.date() + timedelta(days=number)
        views = [[c.as_dict() for c in claims(ledger, as_known=day, **kind, **more)] for kind in (EVERY, {})]
        found[day.isoformat()] = chain.canonical({"views": views})
    return found


def accepted(ledger: Ledger, litres: float = 5100, **more: Any) -> str:
    return append_claim(ledger, diesel(litres), claimant="c", review="accepted", reviewer="r", **more).id


def test_a_tombstone_takes_a_claim_out_of_every_current_view_and_leaves_it_in_the_history(place: Place) -> None:
    clock = Clock()
    ledger = place.new(clock)
    claim, other = accepted(ledger), accepted(ledger, 4)
    waiting = append_claim(ledger, diesel(1), claimant="c").id
    clock.advance(days=1)
    stone = tombstone(ledger, claim, reason="of another camp", by="coordinator")
    tombstone(ledger, waiting, reason="sent twice", by="coordinator")
    assert [c.id for c in claims(ledger)] == [other]
    assert queue(ledger) == ()
    assert [c.id for c in claims(ledger, tombstoned=True)] == [claim, other]
    assert get_claim(ledger, claim).review == "accepted"
    assert [(s.event, s.who, s.reason) for s in history(ledger, claim)] == [
        ("claim", "c", None), ("tombstone", "coordinator", "of another camp"),
    ]  # fmt: skip
    assert [c.id for c in claims(ledger, as_known=START.date())] == [claim, other]  # it was known then
    assert all_tombstones(ledger)[0] == stone
    assert (stone.entry_id, stone.device, stone.received) == (claim, "dev-a", utc_text(clock.now))
    assert verify(ledger) == ()


def test_a_second_tombstone_adds_nothing(place: Place) -> None:
    ledger = place.new()
    claim = accepted(ledger)
    first = tombstone(ledger, claim, reason="one", by="a")
    assert tombstone(ledger, claim, reason="two", by="b") == first
    assert len(all_tombstones(ledger)) == 1


def test_a_verdict_that_is_taken_back_counts_no_more(fast_path: Path) -> None:
    ledger = new_ledger(fast_path)
    claim = append_claim(ledger, diesel(), claimant="c").id
    review_claim(ledger, claim, "accepted", reviewer="r")
    review_claim(ledger, claim, "rejected", reviewer="s", reason="misread")
    wrong = next(step.id for step in history(ledger, claim) if step.event == "rejected")
    tombstone(ledger, wrong, reason="the wrong claim was judged", by="s")
    assert (get_claim(ledger, claim).review, get_claim(ledger, claim).reviewer) == ("accepted", "r")
    assert history(ledger, claim)[-1].reason == f"of verdict {wrong}: the wrong claim was judged"


def test_a_correction_that_is_taken_out_of_view_corrects_nothing(fast_path: Path) -> None:
    ledger = new_ledger(fast_path)
    claim = accepted(ledger)
    correction = accepted(ledger, 4, supersedes=claim)
    assert [c.id for c in claims(ledger)] == [correction]
    tombstone(ledger, correction, reason="typed for another store", by="keeper")
    assert [c.id for c in claims(ledger)] == [claim]


def test_what_stays_in_view_is_refused(fast_path: Path) -> None:
    ledger = new_ledger(fast_path)
    claim = accepted(ledger)
    stone = tombstone(ledger, claim, reason="x", by="y")
    store_document(ledger, b"text", name="m.txt")
    body = {"issued": "x", "scenario": "x", "events": [], "provenance": {}, "forecast_sha256": "a"}
    forecast = append_forecast(ledger, body)
    with ledger.reading() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM entries WHERE kind IN ('genesis', 'document')").scalars().all()
    for wrong in (stone.id, forecast.id, *ids, "nothing", ""):
        with pytest.raises(LedgerError, match="HF-L058"):
            tombstone(ledger, wrong, reason="x", by="y")
    for words in ({"reason": " ", "by": "y"}, {"reason": "x", "by": ""}):
        with pytest.raises(LedgerError, match="HF-L063"):
            tombstone(ledger, claim, **words)
    assert len(all_tombstones(ledger)) == 1


def test_what_was_known_stays_to_the_byte_whatever_is_written_merged_or_taken_out_of_view(fast_path: Path) -> None:
    clock = Clock()
    (fast_path / "a").mkdir()
    (fast_path / "b").mkdir()
    ledger, other = new_ledger(fast_path / "a", clock), new_ledger(fast_path / "b", clock, device="office")
    first = accepted(ledger)
    waiting = append_claim(ledger, diesel(2), claimant="c").id
    clock.advance(days=1)
    review_claim(ledger, waiting, "edited", statement=diesel(3), reviewer="r")
    correction = accepted(ledger, 5000, supersedes=first)
    clock.now = START.replace(hour=20, minute=59, second=59) + timedelta(days=2)
    last = clock.now.date()
    then = days_of(ledger, last)
    assert len(set(then.values())) > 1
    assert b"edited" in then["2015-08-19"]
    clock.advance(days=1)
    accepted(ledger, 7)
    review_claim(ledger, waiting, "rejected", reviewer="s")
    tombstone(ledger, correction, reason="x", by="y")
    seal(ledger, first, {"driver": "someone"}, by="y")
    shred(ledger, first, reason="x", by="y")
    accepted(other, 8)
    tombstone(other, accepted(other, 9), reason="x", by="y")
    merge(ledger, other)
    merge(other, ledger)
    tombstone(other, first, reason="x", by="y")
    merge(ledger, other)
    assert days_of(ledger, last) == then
    assert days_of(open_ledger(ledger.path or "", device="third"), last) == then
    assert days_of(other, last) == then  # the office tells it alike


def test_a_merge_may_add_to_the_past_of_all_and_never_to_what_a_device_had(fast_path: Path) -> None:
    """Who knew what, when: the office wrote on the 18th, and the camp learned of it on the 20th."""
    clock = Clock()
    (fast_path / "camp").mkdir()
    (fast_path / "office").mkdir()
    camp, office = new_ledger(fast_path / "camp", clock, "camp"), new_ledger(fast_path / "office", clock, "office")
    told = accepted(office, 77)
    own = accepted(camp, 5)
    position = len(claims(camp, **EVERY)) + 1
    clock.now = START.replace(hour=20, minute=59, second=59) + timedelta(days=1)
    last = clock.now.date()
    at_camp, everybody = days_of(camp, last, at="camp"), days_of(camp, last)
    assert at_camp == everybody
    clock.advance(days=1)
    merge(camp, office)
    assert days_of(camp, last, at="camp") == at_camp
    assert days_of(camp, last) != everybody
    day = START.date()
    assert [c.id for c in claims(camp, as_known=day)] == [own, told]
    assert [c.id for c in claims(camp, as_known=day, at="camp")] == [own]
    assert [c.id for c in claims(camp, as_known=day, at="office")] == [told]
    assert [c.id for c in claims(camp, as_known=clock.now.date(), at="camp")] == [own, told]
    assert [c.id for c in claims(camp, through=position)] == [own]  # the file as it stood
    merge(office, camp)
    for mine in (camp, office):  # both tell it alike
        assert [c.id for c in claims(mine, as_known=day + timedelta(days=1), at="camp")] == [own]
        assert [c.id for c in claims(mine, as_known=clock.now, at="camp")] == [own, told]


def test_history_typed_in_later_was_not_known_to_the_device_before(fast_path: Path) -> None:
    clock = Clock()
    ledger = new_ledger(fast_path, clock)
    clock.advance(days=5)
    said = utc_text(START + timedelta(days=1))
    imported = append_claim(
        ledger, diesel(), claimant="log book", reconstructed=True, said=said, review="accepted", reviewer="r"
    )
    day = START.date() + timedelta(days=2)
    assert [c.id for c in claims(ledger, as_known=day)] == [imported.id]
    assert claims(ledger, as_known=day, at="dev-a") == ()
    assert [c.id for c in claims(ledger, as_known=clock.now, at="dev-a")] == [imported.id]


def test_a_device_that_begins_in_a_copied_file_had_what_lay_in_it(fast_path: Path) -> None:
    clock = Clock()
    (fast_path / "a").mkdir()
    ledger = new_ledger(fast_path / "a", clock)
    before = accepted(ledger)
    clock.advance(days=1)
    (fast_path / "b").mkdir()
    copy = new_ledger(fast_path / "b", clock, device="empty")
    merge(copy, ledger)
    reader = open_ledger(copy.path or "", device="reader", clock=clock)
    own = accepted(reader, 2)
    later = accepted(ledger, 3)
    merge(copy, ledger)
    assert [c.id for c in claims(copy, at="reader")] == [before, own]
    assert {c.id for c in claims(copy, at="empty")} == {before, later}


def test_a_device_that_has_not_written_is_named(fast_path: Path) -> None:
    ledger = new_ledger(fast_path)
    with pytest.raises(LedgerError, match=r"HF-L064.*'nobody'.*dev-a"):
        claims(ledger, at="nobody")


def test_a_tombstone_written_elsewhere_comes_with_a_merge_whatever_comes_first(fast_path: Path) -> None:
    for name in ("a", "b", "c"):
        (fast_path / name).mkdir()
    a, b, c = (new_ledger(fast_path / name, device=name) for name in ("a", "b", "c"))
    claim = accepted(a)
    merge(b, a)
    tombstone(b, claim, reason="x", by="y")
    export(b, fast_path / "b.hfl")
    merge(c, fast_path / "b.hfl")
    merge(a, c)
    for ledger in (a, b, c):
        assert claims(ledger) == ()
        assert verify(ledger) == ()
