"""Whatever was written, and whatever somebody without the key writes over it under right hashes, is told apart."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_ledger import Clock, FilePlace, diesel
from helpers_postgres import fast
from holdfast.ledger import Ledger, against, append_claim, chain, checkpoint, claims, keys, queue, review_claim, verify

WRITES = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 10**6), st.booleans()), min_size=1, max_size=8)


def made(place: FilePlace, writes: list[tuple[str, int, bool]]) -> Ledger:
    clock = Clock()
    ledger = place.new(clock, "dev-a")
    for device, litres, judged in writes:
        writer = place.open(f"dev-{device}", clock)
        clock.advance(minutes=7)
        claim = append_claim(writer, diesel(float(litres)), claimant="c")
        if judged:
            review_claim(writer, claim.id, "accepted", reviewer="r")
    return ledger


def over(place: FilePlace, device: str, start: int, change: Any, sign: keys.SigningKey | None) -> None:
    """Write a device's chain anew from an entry to its end: content changed once, every hash right."""
    rows = place.execute(
        f"SELECT position, previous_hash, payload, signature FROM entries WHERE device = '{device}' ORDER BY sequence"
    )
    previous = rows[start][1]
    for position, _, payload, signature in rows[start:]:
        content = chain.decode(payload)
        change(content)
        octets = chain.canonical(content)
        digest = chain.entry_hash(previous, octets)
        by = signature if sign is None else sign.sign(chain.signed_message(digest))
        place.tamper(
            "UPDATE entries SET previous_hash = ?, payload = ?, hash = ?, signature = ? WHERE position = ?",
            parameters=(previous, octets, digest, by, position),
        )
        previous = digest


@settings(max_examples=25)
@given(WRITES, st.data())
def test_what_is_written_over_without_the_key_is_named_to_the_end(
    writes: list[tuple[str, int, bool]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory(dir=fast()) as folder, tempfile.TemporaryDirectory(dir=fast()) as elsewhere:
        place = FilePlace(Path(folder))
        ledger = made(place, writes)
        assert verify(ledger) == ()
        kept = checkpoint(ledger).text
        assert all(one.holds and one.signature == "fits" for one in against(ledger, kept))
        counts = dict(place.execute("SELECT device, count(*) FROM entries GROUP BY device"))
        device = data.draw(st.sampled_from(sorted(counts)))
        start = data.draw(st.integers(1, counts[device] - 1))
        forger = keys.make_key(Path(elsewhere) / "keys", "device", device) if data.draw(st.booleans()) else None
        over(place, device, start, lambda content: content.update(software="other"), forger)
        named = {(f.device, f.sequence) for f in verify(ledger) if f.kind == "key"}
        assert named == {(device, sequence) for sequence in range(start, counts[device])}
        assert {one.device for one in against(ledger, kept) if not one.holds} == {device}


@settings(max_examples=15)
@given(WRITES, WRITES)
def test_a_kept_state_holds_whatever_is_added(
    before: list[tuple[str, int, bool]], after: list[tuple[str, int, bool]]
) -> None:
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        place = FilePlace(Path(folder))
        ledger = made(place, before)
        kept = checkpoint(ledger)
        for device, litres, _ in after:
            append_claim(place.open(f"dev-{device}", ledger.clock), diesel(float(litres)), claimant="c")  # type: ignore[arg-type]
        text = kept.text + "\n" + "\n".join(line.text for line in kept.short)
        assert all(one.holds for one in against(ledger, text))
        assert verify(ledger) == ()
        assert len(queue(ledger)) + len(claims(ledger)) == len(before) + len(after)
