"""What was held at a moment is remembered, inside and outside, and what became of it is told."""

from __future__ import annotations

import base64
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_ledger import Clock, Place, diesel
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Note,
    against,
    append_claim,
    checkpoint,
    extent,
    keys,
    known_keys,
    merkle,
    notes,
    open_ledger,
    prove_growth,
    read_notes,
    sign_note,
    verify,
)
from holdfast.ledger.checkpoints import Head, Link, branches, digest_of, heads_of
from holdfast.ledger.entries import append, load_entries


def chain_of(device: str, count: int, start: int = 0, salt: str = "") -> list[Link]:
    """Links that follow each other; with a salt, a branch that parts from the plain chain at `start`."""

    def digest(sequence: int) -> str:
        if sequence < 0:
            return "0" * 64
        mark = salt if sequence >= start else ""
        return merkle.leaf_hash(f"{device}{sequence}{mark}".encode()).hex()

    return [Link(device, n, digest(n), digest(n - 1)) for n in range(start, count)]


# Branches and heads


def test_a_plain_chain_has_one_head_and_the_root_of_its_hashes() -> None:
    links = chain_of("a", 7)
    (head,) = heads_of(reversed(links))
    assert (head.device, head.sequence, head.size, head.hash) == ("a", 6, 7, links[-1].hash)
    assert head.root == merkle.root([bytes.fromhex(link.hash) for link in links]).hex()


def test_a_fork_has_two_heads_and_each_its_root() -> None:
    trunk, branch = chain_of("a", 5), chain_of("a", 7, start=3, salt="x")
    assert branch[0].previous_hash == trunk[2].hash
    heads = heads_of(trunk + branch)
    assert [(head.sequence, head.hash) for head in heads] == [(4, trunk[-1].hash), (6, branch[-1].hash)]
    whole = [bytes.fromhex(link.hash) for link in trunk[:3] + branch]
    assert heads[1].root == merkle.root(whole).hex()


def test_a_gap_has_a_head_without_a_root() -> None:
    (head,) = heads_of(link for link in chain_of("a", 9) if link.sequence >= 4)
    assert (head.sequence, head.root) == (8, None)
    both = heads_of(link for link in chain_of("a", 9) if link.sequence != 4)
    assert [(head.sequence, head.root is None) for head in both] == [(3, False), (8, True)]


def test_a_ring_of_damaged_rows_ends() -> None:
    links = [Link("a", 1, "a" * 64, "b" * 64), Link("a", 2, "b" * 64, "a" * 64), Link("a", 3, "c" * 64, "b" * 64)]
    assert [head.root for head in heads_of(links)] == [None]
    assert heads_of([]) == ()


def test_the_digest_is_over_all_devices_in_any_order() -> None:
    heads = heads_of(chain_of("a", 3) + chain_of("b", 4))
    found = digest_of("camp", heads)
    assert found == digest_of("camp", reversed(heads))
    bodies = []
    for head in heads:
        assert head.root is not None
        root = base64.b64encode(bytes.fromhex(head.root)).decode()
        bodies.append(f"holdfast/camp/{head.device}\n{head.size}\n{root}\n".encode())
    assert found == merkle.root(sorted(bodies)).hex()
    assert digest_of("other", heads) != found
    assert digest_of("camp", heads[:1]) != found


def test_ledgers_that_lack_different_entries_differ_in_their_digest() -> None:
    links = chain_of("a", 9)
    late, later = ([link for link in links if link.sequence >= start] for start in (4, 0))
    assert heads_of(late)[0].hash == heads_of(later)[0].hash
    assert digest_of("camp", heads_of(late)) != digest_of("camp", heads_of(later))


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)))
def test_heads_do_not_depend_on_the_order_of_rows(order: list[int], missing: set[int]) -> None:
    links = chain_of("a", 6) + chain_of("a", 8, start=4, salt="x") + chain_of("b", 2)
    kept = [link for n, link in enumerate(links) if n not in missing]
    shuffled = [links[n] for n in order if n < len(links) and n not in missing]
    assert heads_of(kept) == heads_of(shuffled)
    for found in branches(kept).values():
        for branch in found:
            assert all(after.previous_hash == before.hash for before, after in itertools.pairwise(branch))


# Checkpoints of a ledger


def test_a_checkpoint_is_an_entry_and_a_note_a_device(place: Place) -> None:
    ledger = place.small()
    made = checkpoint(ledger)
    assert made.written
    assert [(head.device, head.size) for head in made.heads] == [("dev-a", 7), ("dev-b", 2)]
    assert [note.origin for note in made.notes] == ["holdfast/camp/dev-a", "holdfast/camp/dev-b"]
    assert read_notes(made.text) == made.notes
    public = {key.name: str(key.public_key) for key in known_keys(ledger)}
    for note, name in zip(made.notes, ("dev-a", "dev-b"), strict=True):
        assert notes.signed_by(note, note.origin, public[name]) is True
        assert notes.signed_by(note, "holdfast/camp/dev-a", public["dev-a"]) is True  # this device saw it
    assert verify(ledger) == ()
    assert [(h["device"], h["sequence"], h["root"]) for h in extent(ledger)["heads"]] == [
        (head.device, head.sequence, head.root) for head in made.heads
    ]


def test_a_second_checkpoint_of_the_same_is_not_written(place: Place) -> None:
    ledger = place.small()
    first, second = checkpoint(ledger), checkpoint(ledger)
    assert (first.written, second.written) == (True, False)
    assert (first.heads, first.digest, first.text) == (second.heads, second.digest, second.text)
    append_claim(place.open("dev-b", Clock()), diesel(), claimant="c")
    third = checkpoint(ledger)
    assert third.written
    assert third.digest != second.digest
    assert verify(ledger) == ()


def test_the_note_of_an_absent_device_is_signed_by_who_saw_it(place: Place) -> None:
    ledger = place.small()
    keys.key_file(ledger.keys, "device", "dev-b").unlink()
    note = checkpoint(ledger).notes[1]
    assert [line.name for line in note.signatures] == ["holdfast/camp/dev-a"]
    (found,) = against(ledger, note.text)
    assert (found.device, found.holds, found.signature) == ("dev-b", True, "of others")


def test_nothing_wrong_is_signed(place: Place) -> None:
    ledger = place.small()
    place.tamper("UPDATE entries SET signature = ? WHERE position = 3", parameters=("0" * 128,))
    with pytest.raises(LedgerError, match=r"HF-L007.*signature"):
        checkpoint(ledger)


def test_a_device_without_its_key_makes_no_checkpoint(place: Place) -> None:
    ledger = place.small()
    keys.key_file(ledger.keys, "device", "dev-b").unlink()
    with pytest.raises(LedgerError, match="HF-L041"):
        checkpoint(place.open("dev-b", Clock()))
    assert len(place.rows()) == 8


# What is remembered inside


def test_a_tail_cut_off_is_found_by_what_another_device_remembers(place: Place) -> None:
    """Its own checkpoint goes with the tail; that of another device stays."""
    ledger = place.small()
    append_claim(ledger, diesel(), claimant="c")
    checkpoint(place.open("dev-b", Clock()))
    place.tamper("DELETE FROM entries WHERE device = 'dev-a' AND sequence = 6")
    found = [fault for fault in verify(ledger) if fault.kind == "checkpoint"]
    assert [(fault.device, fault.sequence, fault.found) for fault in found] == [("dev-a", 6, "no such entry")]
    assert "entry 2 of device dev-b remembers" in found[0].expected


def test_a_history_written_anew_with_the_key_is_found_by_what_another_device_remembers(place: Place) -> None:
    ledger = place.small()
    checkpoint(place.open("dev-b", Clock()))
    place.tamper("DELETE FROM entries WHERE device = 'dev-a' AND sequence = 5")
    append_claim(ledger, diesel(1), claimant="news")
    (found,) = [fault for fault in verify(ledger) if fault.kind == "checkpoint"]
    assert (found.device, found.sequence, found.found) == ("dev-a", 5, "another entry in its place")


def test_a_head_remembered_by_many_is_missed_once(place: Place) -> None:
    ledger = place.small()
    other = place.open("dev-b", Clock())
    checkpoint(other)
    append_claim(other, diesel(), claimant="c")
    checkpoint(other)
    place.tamper("DELETE FROM entries WHERE device = 'dev-a' AND sequence = 5")
    assert [fault.sequence for fault in verify(ledger) if fault.kind == "checkpoint"] == [5]


def test_a_checkpoint_that_lies_is_named(place: Place) -> None:
    ledger = place.small()
    head = heads_here(place)[0]
    with ledger.writing() as connection:
        append(ledger, connection, kind="checkpoint", body={"heads": [{**head.as_dict(), "root": "0" * 64}]})
    (fault,) = verify(ledger)
    assert (fault.kind, fault.device, fault.sequence) == ("checkpoint", "dev-a", 5)
    assert "root" in fault.found


def heads_here(place: Place) -> tuple[Head, ...]:
    return heads_of(Link(*row) for row in place.rows("device, sequence, hash, previous_hash"))


@pytest.mark.parametrize(
    "body", [{}, {"heads": [3]}, {"heads": [{"device": "x"}]}, {"heads": None}, {"heads": [{"device": 3, "sequence": 1, "hash": "0" * 64}]},
             {"heads": [{"device": "x", "sequence": True, "hash": "0" * 64}]}, {"heads": [{"device": "x", "sequence": 1, "hash": "0" * 64, "root": "x"}]}]
)  # fmt: skip
def test_a_checkpoint_that_cannot_be_read_is_named(place: Place, body: dict[str, object]) -> None:
    ledger = place.small()
    with ledger.writing() as connection:
        entry = append(ledger, connection, kind="checkpoint", body=body)
    assert ("row", entry.sequence, "payload") in {(f.kind, f.sequence, f.column) for f in verify(ledger)}


# What is kept outside


def test_a_kept_note_holds_while_the_ledger_grows(place: Place) -> None:
    ledger = place.small()
    made = checkpoint(ledger)
    for _ in range(3):
        append_claim(ledger, diesel(), claimant="c")
        found = against(ledger, made.text)
        assert [(one.holds, one.signature) for one in found] == [(True, "fits"), (True, "fits")]
        assert all(one.holds for one in against(ledger, "\n".join(line.text for line in made.short)))


def test_a_kept_note_shows_what_verify_cannot(place: Place) -> None:
    """A tail cut off with its counter, and a history written anew by who holds the key: sound in themselves."""
    ledger = place.small()
    early = checkpoint(ledger)
    append_claim(ledger, diesel(), claimant="c")
    late = checkpoint(ledger)
    kept = early.text + "\n" + late.text + "\n" + late.short[0].text
    assert [one.holds for one in against(ledger, kept)] == [True] * 5
    place.tamper("DELETE FROM entries WHERE position >= 10", place.counter_back_to(9))
    assert verify(ledger) == ()
    found = against(ledger, kept)
    assert [one.holds for one in found] == [True, True, False, True, False]
    assert found[2].found == "only 7 entries are here: 2 or more are missing"
    assert found[2].between == found[4].between == (7, 8)
    for _ in range(3):
        append_claim(ledger, diesel(1), claimant="c")
    assert verify(ledger) == ()
    found = against(ledger, kept)
    assert [one.holds for one in found] == [True, True, False, True, False]
    assert "another history" in found[2].found
    assert found[2].between == (7, 8)


def test_without_an_earlier_note_the_change_may_lie_anywhere_before(place: Place) -> None:
    ledger = place.small()
    kept = checkpoint(ledger).notes[0]
    (found,) = against(ledger, replace(kept, root=merkle.EMPTY_ROOT).text)
    assert (found.holds, found.between, found.signature) == (False, (0, 6), "does not fit")
    assert "the note itself was changed" in found.found


def test_a_note_under_another_key_is_told(place: Place, tmp_path: Path) -> None:
    ledger = place.small()
    plain = replace(checkpoint(ledger).notes[0], signatures=())
    stranger = keys.make_key(tmp_path / "keys", "device", "dev-a")
    (found,) = against(ledger, sign_note(plain, plain.origin, stranger).text)
    assert (found.holds, found.signature) == (True, "does not fit")
    (found,) = against(ledger, sign_note(plain, "witness.example", stranger).text)
    assert (found.holds, found.signature) == (True, "of others")


def test_a_note_of_another_ledger_or_device_does_not_hold(place: Place) -> None:
    ledger = place.small()
    note = checkpoint(ledger).notes[0]
    for origin in ("holdfast/other/dev-a", "holdfast/camp/dev-z"):
        (found,) = against(ledger, replace(note, origin=origin).text)
        assert (found.device, found.holds) == (origin, False)
        assert "no entry of such a device" in found.found
    (found,) = against(ledger, notes.short_form("dev-z", 1, merkle.EMPTY_ROOT).text)
    assert not found.holds


def test_a_name_heard_without_capitals_is_the_device(place: Place) -> None:
    ledger = place.new(device="Dev-A")
    line = checkpoint(ledger).short[0].text
    assert against(ledger, line.upper())[0].holds
    append_claim(place.open("dev-a", Clock()), diesel(), claimant="c")
    assert against(ledger, line)[0].holds
    assert not against(ledger, line.upper())[0].holds  # two devices, and nobody can say which was meant


def test_a_gap_cannot_be_compared(place: Place) -> None:
    ledger = place.small()
    note = checkpoint(ledger).notes[1]
    place.tamper("DELETE FROM entries WHERE device = 'dev-b' AND sequence = 0")
    (found,) = against(ledger, note.text)
    assert not found.holds
    assert "missing" in found.found


def test_a_witness_can_check_the_growth(place: Place) -> None:
    """The seam for witnesses: two notes and a proof, and no ledger."""
    ledger = place.small()
    before = checkpoint(ledger).notes[0]
    append_claim(ledger, diesel(), claimant="c")
    after = checkpoint(ledger).notes[0]
    proof = prove_growth(ledger, "dev-a", before.size)
    assert merkle.verify_consistency(before.size, after.size, before.root, after.root, proof)
    assert not merkle.verify_consistency(before.size, after.size, after.root, after.root, proof)
    for device, size in (("dev-z", 1), ("dev-a", 100)):
        with pytest.raises(IndexError):
            prove_growth(ledger, device, size)


def test_a_cosigned_note_is_compared_like_any_other(place: Place, tmp_path: Path) -> None:
    ledger = place.small()
    note = checkpoint(ledger).notes[0]
    cosigned = sign_note(note, "office", keys.make_key(tmp_path / "keys", "device", "office"))
    (found,) = against(ledger, cosigned.text)
    assert (found.holds, found.signature) == (True, "fits")
    (read,) = read_notes(cosigned.text)
    assert isinstance(read, Note)
    assert read.text == cosigned.text


def test_a_reader_without_keys_can_compare(file_place: Place, tmp_path: Path) -> None:
    kept = checkpoint(file_place.small()).text
    copy = tmp_path / "holdfast.db"
    file_place.execute(f"VACUUM INTO '{copy}'")
    reader = open_ledger(copy)
    assert [one.holds for one in against(reader, kept)] == [True, True]
    with reader.reading() as connection:
        assert load_entries(reader, connection)[-1].kind == "checkpoint"
