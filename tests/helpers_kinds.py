"""A ledger with an entry of every kind, and a way to change one bit of one value of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers_ledger import Clock, FilePlace, Place, diesel
from holdfast.ledger import (
    Ledger,
    add_operator,
    append_answer,
    append_claim,
    append_commitment,
    append_decision,
    append_edition,
    append_forecast,
    append_notice,
    append_plan,
    append_step,
    checkpoint,
    judge_commitment,
    line_item,
    merge,
    operator_key,
    request_consignment,
    review_claim,
    revoke_key,
    seal,
    shred,
    store_document,
    tombstone,
    unseal,
)

BY = "access officer"
WORDS = "four plain words here"


def every_kind(place: Place, elsewhere: Path) -> Ledger:
    """Make a ledger in which every kind of entry stands, some of them merged from another."""
    clock = Clock()
    ledger = place.new(clock)
    other = FilePlace(elsewhere).new(clock, "dev-c")
    append_claim(other, diesel(3), claimant="gate phone")
    digest = store_document(ledger, b"Diesel: 5,100 litres left.", name="message.txt", media_type="text/plain")
    claim = append_claim(ledger, diesel(), claimant="camp committee", document_sha256=digest)
    add_operator(ledger, "coordinator", WORDS)
    key = operator_key(ledger, "coordinator", WORDS)
    review_claim(ledger, claim.id, "accepted", reviewer="coordinator", operator=key)
    issued = append_forecast(
        ledger, {"issued": "x", "scenario": "s", "forecast_sha256": "a" * 64, "events": [], "provenance": {}}
    )
    asked = request_consignment(ledger, lines=[line_item("flour", 20, "t")], recorded_by=BY, reference="HF-12")
    append_step(ledger, asked.consignment.id, "facilitated", recorded_by=BY, by="operations command")
    promise = append_commitment(ledger, office="ministry", text="three tankers", due="2015-08-19", recorded_by=BY)
    judge_commitment(ledger, promise.id, "kept", judged_by="coordinator", evidence=[claim.id])
    sent = append_notice(
        ledger, office="mission", text="water ends", channel="letter", recorded_by=BY, carried=[issued.id]
    )
    append_answer(ledger, sent.id, text="noted", recorded_by=BY)
    append_plan(ledger, title="next load", text="chlorine first", made_by="engineer", recorded_by=BY)
    append_decision(
        ledger,
        text="pump at night",
        decided_by="committee",
        takes_effect_at="2015-08-19T18:00:00+03:00",
        recorded_by=BY,
    )
    append_edition(
        ledger,
        edition="public",
        report_id="camp 2015-08-18 public",
        file_sha256="a" * 64,
        sensitivity="LOW",
        released_by="release officer",
        as_of="2015-08-18",
        recipients=("everyone",),
        recorded_by=BY,
    )
    kept = append_claim(ledger, diesel(7), claimant="camp committee", sealed={"driver": "driver of the blue lorry"})
    gone = append_claim(ledger, diesel(8), claimant="camp committee")
    seal(ledger, gone.id, {"driver": "driver of the red lorry"}, by=BY)
    unseal(ledger, kept.id, by=BY, purpose="test")
    shred(ledger, gone.id, reason="asked for", by=BY)
    tombstone(ledger, gone.id, reason="typed twice", by=BY)
    merge(ledger, other)
    revoke_key(ledger, "operator", "coordinator", reason="left the post")
    checkpoint(ledger)
    checkpoint(place.open("dev-b", clock))
    return ledger


def flipped(value: Any, bit: int) -> Any:
    """Return a value as it is with one bit changed; a text stays one that a database takes."""
    if isinstance(value, int):
        return value ^ (1 << (bit % 20))
    octets = bytearray(value if isinstance(value, bytes | memoryview) else value.encode())
    at = bit // 8 % len(octets)
    if isinstance(value, bytes | memoryview):
        octets[at] ^= 1 << bit % 8
        return bytes(octets)
    for turn in range(7):
        sign = octets[at] ^ (1 << (bit + turn) % 7)
        if 0x20 <= sign < 0x7F:
            octets[at] = sign
            return octets.decode()
    raise AssertionError(value)
