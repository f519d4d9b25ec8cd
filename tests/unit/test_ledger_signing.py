"""Every entry is signed; what another hand wrote, under whatever hashes, is found and named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers_ledger import Clock, Place, diesel
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Ledger,
    SigningKey,
    add_operator,
    append_claim,
    chain,
    draft_claim,
    history,
    keys,
    known_keys,
    open_ledger,
    operator_key,
    propose,
    review_claim,
    revoke_key,
    verify,
    write_as,
)
from holdfast.ledger.entries import append, load_entries
from holdfast.ledger.keybook import key_body, key_book, signature_faults

WORDS = "four plain words here"


def entries_of(ledger: Ledger) -> Any:
    with ledger.reading() as connection:
        return load_entries(ledger, connection)


def named(ledger: Ledger) -> list[tuple[str, str | None, int | None, str | None]]:
    return [(f.kind, f.device, f.sequence, f.column) for f in verify(ledger)]


def rewritten(
    place: Place, start: int, change: Callable[[dict[str, Any]], None], sign: SigningKey | None, *, strip: bool = False
) -> None:
    """Write the chain of dev-a anew from an entry on, every hash right, as someone does who knows the format."""
    rows = place.execute(
        "SELECT position, previous_hash, payload, hash, signature FROM entries WHERE device = 'dev-a' ORDER BY sequence"
    )
    previous = str(rows[start - 1][3]) if start else chain.GENESIS_PREVIOUS
    for number, (position, _, payload, _, before) in enumerate(rows[start:]):
        content = chain.decode(bytes(payload))
        if number == 0 or strip:
            change(content)
        octets = chain.canonical(content)
        digest = chain.entry_hash(previous, octets)
        signature = before if sign is None else sign.sign(chain.signed_message(digest))
        place.tamper(
            "UPDATE entries SET previous_hash = ?, payload = ?, hash = ?, signature = ? WHERE position = ?",
            parameters=(previous, octets, digest, None if strip else signature, position),
        )
        previous = digest


def fewer(content: dict[str, Any]) -> None:
    content["body"]["statement"]["value_low"] = 1


def test_every_entry_is_signed_by_the_key_its_first_entry_names(place: Place) -> None:
    ledger = place.small()
    found = entries_of(ledger)
    assert len(found) == 8
    public = {entry.device: entry.body["public_key"] for entry in found if entry.kind == "genesis"}
    assert public.keys() == {"dev-a", "dev-b"}
    assert public["dev-a"] != public["dev-b"]
    for entry in found:
        assert entry.payload["format"] == chain.FORMAT == 2
        message = b"holdfast/ledger/signature/1\x00" + bytes.fromhex(entry.hash)
        assert keys.signature_fits(public[entry.device], message, entry.signature)
    assert verify(ledger) == ()


def test_the_private_key_is_in_no_row(place: Place) -> None:
    ledger = place.small()
    secret = keys.load_key(ledger.keys, "device", "dev-a").private.private_bytes_raw()
    for row in place.rows("payload, device, kind, id, received, previous_hash, hash, signature"):
        shown = repr(row)
        assert secret.hex() not in shown
        assert secret not in bytes(row[0])


@pytest.mark.parametrize("start", [1, 2, 5])
def test_a_chain_written_anew_with_right_hashes_is_found(place: Place, start: int) -> None:
    """What format 1 could not show: from some entry on, everything is other, and every hash is right."""
    ledger = place.small()
    rewritten(place, start, lambda content: content.update(software="0"), None)
    found = named(ledger)
    assert found == [("key", "dev-a", sequence, "signature") for sequence in range(start, 6)]


def test_a_chain_signed_anew_with_another_key_is_found(place: Place, tmp_path: Path) -> None:
    ledger = place.small()
    forger = keys.make_key(tmp_path / "other" / "keys", "device", "dev-a")
    rewritten(place, 2, fewer, forger)
    assert named(ledger) == [("key", "dev-a", sequence, "signature") for sequence in range(2, 6)]
    assert all("did not hold the key" in fault.found for fault in verify(ledger))


def test_signatures_taken_off_are_missed(place: Place) -> None:
    """Entries of format 1 need no signature; one that pretends to be of format 1 needs it, once its device has a key."""
    ledger = place.small()
    rewritten(place, 2, lambda content: content.update(format=1), None, strip=True)
    assert named(ledger) == [("key", "dev-a", sequence, "signature") for sequence in range(2, 6)]
    assert {fault.found for fault in verify(ledger)} == {"no signature"}


def test_what_holds_the_key_can_write_anew(place: Place) -> None:
    """The honest limit: who has the key can forge; only a state kept outside shows it."""
    ledger = place.small()
    rewritten(place, 2, fewer, keys.load_key(ledger.keys, "device", "dev-a"))
    assert verify(ledger) == ()


def test_a_whole_ledger_under_a_new_key_is_found_where_the_old_key_still_lies(place: Place, tmp_path: Path) -> None:
    ledger = place.small()
    forger = keys.make_key(tmp_path / "other" / "keys", "device", "dev-a")

    def swap(content: dict[str, Any]) -> None:
        content["body"]["public_key"] = forger.public_key

    rewritten(place, 0, swap, forger)
    (fault,) = verify(ledger)
    assert (fault.kind, fault.device) == ("key", "dev-a")
    assert "device-dev-a.key" in str(fault.column)
    keys.key_file(ledger.keys, "device", "dev-a").unlink()
    assert verify(ledger) == ()  # a reader without the key has nothing to tell it by


@pytest.mark.parametrize("column", ["signature", "merged"])
def test_a_changed_signature_or_mark_is_named(place: Place, column: str) -> None:
    ledger = place.small()
    for value in ("0" * 128, "F" * 128) if column == "signature" else ("x", ""):
        place.tamper(f"UPDATE entries SET {column} = ? WHERE position = 3", parameters=(value,))
        assert {(f.device, f.sequence, f.column) for f in verify(ledger)} == {("dev-a", 2, column)}


def test_the_signature_of_another_entry_does_not_fit(place: Place) -> None:
    ledger = place.small()
    ((other,),) = place.execute("SELECT signature FROM entries WHERE position = 4")
    place.tamper("UPDATE entries SET signature = ? WHERE position = 3", parameters=(other,))
    assert named(ledger) == [("key", "dev-a", 2, "signature")]


def test_a_changed_public_key_is_named_with_its_row(place: Place) -> None:
    ledger = place.small()
    (payload,) = (bytes(row[0]) for row in place.execute("SELECT payload FROM entries WHERE position = 1"))
    at = payload.index(b'"public_key":"') + len(b'"public_key":"')
    flipped = payload[:at] + (b"0" if payload[at : at + 1] != b"0" else b"1") + payload[at + 1 :]
    place.tamper("UPDATE entries SET payload = ? WHERE position = 1", parameters=(flipped,))
    found = named(ledger)
    assert ("row", "dev-a", 0, "payload") in found
    assert sum(kind == "key" for kind, *_ in found) == 1  # one line for all that can no longer be checked


@pytest.mark.parametrize("changed", ["payload", "hash", "previous_hash"])
def test_the_signature_tells_which_column_was_changed(place: Place, changed: str) -> None:
    """Payload, hash and previous hash only say that they do not fit; the signature says which of them is other."""
    ledger = place.small()
    ((payload, digest, previous),) = place.execute(
        "SELECT payload, hash, previous_hash FROM entries WHERE position = 8"
    )
    value: object = bytes(payload).replace(b"12500", b"12501") if changed == "payload" else None
    if value is None:
        text = str(digest if changed == "hash" else previous)
        value = text[:-1] + ("0" if text[-1] != "0" else "1")
    place.tamper(f"UPDATE entries SET {changed} = ? WHERE position = 8", parameters=(value,))
    assert [f.column for f in verify(ledger) if f.kind == "row"] == [changed]


# Devices and their keys


def test_a_copy_without_keys_reads_and_does_not_write(file_place: Place, tmp_path: Path) -> None:
    file_place.small()
    copy = tmp_path / "copy"
    shutil.copytree(file_place.folder, copy, ignore=shutil.ignore_patterns("keys"))
    ledger = open_ledger(copy / "holdfast.db", clock=Clock())
    assert verify(ledger) == ()
    with pytest.raises(LedgerError, match=r"HF-L041.*holdfast ledger device"):
        append_claim(ledger, diesel(), claimant="c")
    assert not (copy / "keys").exists()
    with pytest.raises(LedgerError, match="HF-L045"):
        write_as(ledger, "dev-b")  # a device of this ledger whose key is elsewhere
    write_as(ledger, "office")
    ledger = open_ledger(copy / "holdfast.db", clock=Clock())
    assert append_claim(ledger, diesel(), claimant="c").device == "office"
    assert verify(ledger) == ()


def test_the_key_of_another_machine_is_refused(place: Place, tmp_path: Path) -> None:
    ledger = place.small()
    other = keys.make_key(tmp_path / "other" / "keys", "device", "dev-a")
    file = keys.key_file(ledger.keys, "device", "dev-a")
    file.write_bytes(keys.key_file(tmp_path / "other" / "keys", "device", "dev-a").read_bytes())
    with pytest.raises(LedgerError, match="HF-L042"):
        append_claim(ledger, diesel(), claimant="c")
    (fault,) = verify(ledger)
    assert keys.fingerprint(other.public_key) in fault.found


def test_a_key_made_for_an_entry_that_failed_is_used_for_the_next(place: Place) -> None:
    ledger = place.new()
    third = place.open("dev-c", Clock())
    with pytest.raises(LedgerError, match="HF-L011"):
        append_claim(third, diesel(), claimant="c", document_sha256="0" * 64)
    with pytest.raises(ZeroDivisionError), third.writing() as connection:
        append(
            third, connection, kind="claim", body={"of": 1 // len(append(third, connection, kind="x", body={}).body)}
        )
    made = keys.load_key(ledger.keys, "device", "dev-c").public_key
    append_claim(third, diesel(), claimant="c")
    assert {key.public_key for key in known_keys(ledger) if key.name == "dev-c"} == {made}
    assert verify(ledger) == ()


def test_a_device_of_format_1_introduces_its_key_once(file_place: Place, root: Path) -> None:
    shutil.copytree(root / "tests" / "data" / "ledger" / "format-1", file_place.folder, dirs_exist_ok=True)
    ledger = file_place.open()
    assert verify(ledger) == ()
    before = len(entries_of(ledger))
    for _ in range(2):
        append_claim(ledger, diesel(), claimant="c")
    written = entries_of(ledger)[before:]
    assert [entry.kind for entry in written] == ["key", "claim", "claim"]
    assert written[0].body["name"] == ledger.device
    assert verify(ledger) == ()
    file_place.tamper("UPDATE entries SET signature = NULL WHERE kind = 'claim' AND signature IS NOT NULL")
    assert [fault.column for fault in verify(ledger)] == ["signature", "signature"]


def test_the_past_of_format_1_is_held_by_the_first_signature(file_place: Place, root: Path) -> None:
    """The key entry signs a hash that covers all before it: what format 1 wrote cannot be written anew either."""
    shutil.copytree(root / "tests" / "data" / "ledger" / "format-1", file_place.folder, dirs_exist_ok=True)
    ledger = file_place.open("dev-a")
    append_claim(ledger, diesel(), claimant="c")
    rewritten(file_place, 2, lambda content: content.update(software="0"), None)
    assert {(kind, column) for kind, _, _, column in named(ledger)} == {("key", "signature")}


@pytest.mark.parametrize(
    "body",
    [
        key_body("add", "device", "dev-a", "7" * 64),  # a second key of its device
        key_body("add", "device", "dev-b", "7" * 64),  # one device speaks for another
        key_body("add", "operator", "x", "7" * 64),  # nobody signed with it
        key_body("revoke", "operator", "x", "7" * 64),  # a key nobody named
        key_body("revoke", "device", "dev-b", "7" * 64, through=1),  # not the key of that device
    ],
)
def test_what_cannot_be_said_of_a_key_is_named(place: Place, body: dict[str, Any]) -> None:
    ledger = place.small()
    with ledger.writing() as connection:
        entry = append(ledger, connection, kind="key", body=body)
    assert named(ledger) == [("key", "dev-a", entry.sequence, "payload")]


@pytest.mark.parametrize(
    "body",
    [
        {},
        key_body("wish", "device", "dev-a", "7" * 64),
        key_body("add", "king", "dev-a", "7" * 64),
        key_body("add", "operator", "x", "0" * 64),  # a point under which anything seems signed
        key_body("add", "operator", "x", "7" * 63),
        key_body("add", "operator", "x", "7" * 64, through=3),
        key_body("revoke", "device", "dev-b", "7" * 64),
        {**key_body("revoke", "device", "dev-b", "7" * 64), "through": -1},
        {**key_body("revoke", "device", "dev-b", "7" * 64), "through": True},
        {**key_body("add", "operator", "x", "7" * 64), "name": 3},
        {**key_body("add", "operator", "x", "7" * 64), "reason": 3},
    ],
)
def test_a_key_entry_that_cannot_be_read_is_named(place: Place, body: dict[str, Any]) -> None:
    ledger = place.small()
    with ledger.writing() as connection:
        entry = append(ledger, connection, kind="key", body=body)
    assert ("row", "dev-a", entry.sequence, "payload") in named(ledger)


# Operators


def test_an_operator_signs_a_verdict_and_history_says_so(place: Place) -> None:
    ledger = place.new()
    record = add_operator(ledger, "coordinator", WORDS)
    key = operator_key(ledger, "coordinator", WORDS)
    (claim,) = propose(ledger, (draft_claim(ledger, diesel(), claimant="c"),), operator=key)
    review_claim(ledger, claim.id, "accepted", reviewer="coordinator", operator=key)
    review_claim(ledger, claim.id, "rejected", reviewer="coordinator")
    shown = keys.fingerprint(record.public_key)[:9]
    assert [step.signed_by for step in history(ledger, claim.id)] == [f"coordinator ({shown})"] * 2 + [None]
    assert verify(ledger) == ()
    verdict = entries_of(ledger)[-2]
    signed = verdict.payload["operator"]
    rest = chain.canonical({name: value for name, value in verdict.payload.items() if name != "operator"})
    assert keys.signature_fits(record.public_key, b"holdfast/ledger/operator/1\x00" + rest, signed["signature"])


def test_a_verdict_moved_elsewhere_does_not_fit_its_operator(place: Place) -> None:
    """The operator signs place and time with the words: the signature cannot be put under another entry."""
    ledger = place.new()
    add_operator(ledger, "coordinator", WORDS)
    key = operator_key(ledger, "coordinator", WORDS)
    first = append_claim(ledger, diesel(), claimant="c")
    second = append_claim(ledger, diesel(9), claimant="c")
    review_claim(ledger, first.id, "accepted", reviewer="coordinator", operator=key)
    signed = entries_of(ledger)[-1].payload["operator"]
    body = {**entries_of(ledger)[-1].body, "claim_id": second.id}
    stolen = _Stolen("operator", key.name, key.public_key, signed["signature"])
    with ledger.writing() as connection:
        forged = append(ledger, connection, kind="review", body=body, operator=stolen)  # type: ignore[arg-type]
    assert named(ledger) == [("key", "dev-a", forged.sequence, "payload")]
    assert history(ledger, second.id)[-1].signed_by == "a signature that is refused"


class _Stolen:
    """The device's own program, made to put an old signature of an operator under something new."""

    def __init__(self, role: str, name: str, public_key: str, signature: str) -> None:
        self.role, self.name, self.public_key, self.signature = role, name, public_key, signature

    def sign(self, _: bytes) -> str:
        return self.signature


def test_an_operator_of_another_ledger_is_refused(place: Place, tmp_path: Path) -> None:
    ledger = place.new()
    stranger = keys.make_key(tmp_path / "keys", "operator", "coordinator", passphrase=WORDS)
    with pytest.raises(LedgerError, match=r"HF-L046.*no entry introduces"):
        propose(ledger, (draft_claim(ledger, diesel(), claimant="c"),), operator=stranger)
    with pytest.raises(LedgerError, match=r"HF-L046.*no operator coordinator"):
        operator_key(ledger, "coordinator", WORDS)
    device = keys.load_key(ledger.keys, "device", "dev-a")
    with pytest.raises(LedgerError, match=r"HF-L046.*key of device"):
        propose(ledger, (draft_claim(ledger, diesel(), claimant="c"),), operator=device)
    add_operator(ledger, "coordinator", WORDS)
    file = keys.key_file(ledger.keys, "operator", "coordinator")
    file.write_bytes(keys.key_file(tmp_path / "keys", "operator", "coordinator").read_bytes())
    with pytest.raises(LedgerError, match="HF-L042"):
        operator_key(ledger, "coordinator", WORDS)
    assert len(entries_of(ledger)) == 2


def test_one_key_a_name_until_it_is_revoked(place: Place) -> None:
    ledger = place.new()
    add_operator(ledger, "coordinator", WORDS)
    with pytest.raises(LedgerError, match=r"HF-L045.*revoke"):
        add_operator(ledger, "coordinator", WORDS)
    with pytest.raises(LedgerError, match="HF-L044"):
        add_operator(ledger, "other", "short")
    assert [key.name for key in known_keys(ledger) if key.role == "operator"] == ["coordinator"]


def test_an_introduction_that_was_cut_off_is_made_up_for(place: Place) -> None:
    ledger = place.new()
    made = keys.make_key(ledger.keys, "operator", "coordinator", passphrase=WORDS)
    assert {(key.name, key.named) for key in known_keys(ledger) if key.here} >= {("coordinator", None)}
    with pytest.raises(LedgerError, match="HF-L044"):
        add_operator(ledger, "coordinator", "another passphrase")
    assert add_operator(ledger, "coordinator", WORDS).public_key == made.public_key


# Revoking


def test_a_revoked_operator_signs_no_more_and_the_past_stands(place: Place) -> None:
    clock = Clock()
    ledger = place.new(clock)
    add_operator(ledger, "coordinator", WORDS)
    key = operator_key(ledger, "coordinator", WORDS)
    (claim,) = propose(ledger, (draft_claim(ledger, diesel(), claimant="c"),), operator=key)
    clock.advance(hours=1)
    revoke_key(ledger, "operator", "coordinator", reason="left the post")
    assert verify(ledger) == ()
    assert str(history(ledger, claim.id)[0].signed_by).startswith("coordinator")
    with pytest.raises(LedgerError, match=r"HF-L046.*revoked"):
        review_claim(ledger, claim.id, "accepted", reviewer="coordinator", operator=key)
    with pytest.raises(LedgerError, match=r"HF-L046.*revoked"):
        operator_key(ledger, "coordinator", WORDS)
    (shown,) = [one.as_dict() for one in known_keys(ledger) if one.role == "operator"]
    assert shown["revoked_by"] == {"device": "dev-a", "sequence": 3, "reason": "left the post"}
    with pytest.raises(LedgerError, match="HF-L046"):
        revoke_key(ledger, "operator", "coordinator", reason="twice")


def test_a_signature_after_the_revocation_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    ledger = place.new(clock)
    add_operator(ledger, "coordinator", WORDS)
    key = operator_key(ledger, "coordinator", WORDS)
    revoke_key(ledger, "operator", "coordinator", reason="lost")
    clock.advance(hours=1)
    monkeypatch.setattr("holdfast.ledger.entries._check_operator", lambda *_, **__: None)  # a program of their own
    other = place.open("dev-b", clock)
    for writer in (ledger, other):
        propose(writer, (draft_claim(writer, diesel(), claimant="c"),), operator=key)
    assert named(ledger) == [("key", "dev-a", 3, "payload"), ("key", "dev-b", 1, "payload")]


def test_a_seized_device_is_revoked_with_what_it_had_said(place: Place) -> None:
    ledger = place.small()
    phone = place.open("dev-b", Clock())
    record = revoke_key(ledger, "device", "dev-b", reason="seized at the gate")
    assert (record.through, record.reason) == (1, "seized at the gate")
    assert verify(ledger) == ()
    with pytest.raises(LedgerError, match=r"HF-L046.*revoked.*holdfast ledger device"):
        append_claim(phone, diesel(), claimant="c")
    with pytest.raises(LedgerError, match=r"HF-L046.*this entry would be signed"):
        revoke_key(ledger, "device", "dev-a", reason="x")
    with pytest.raises(LedgerError, match="HF-L046"):
        revoke_key(ledger, "device", "dev-z", reason="x")


def test_what_a_seized_device_writes_later_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = place.small()
    revoke_key(ledger, "device", "dev-b", reason="seized")
    key = keys.load_key(ledger.keys, "device", "dev-b")
    monkeypatch.setattr("holdfast.ledger.entries._device_key", lambda *_: key)
    append_claim(place.open("dev-b", Clock()), diesel(), claimant="c")
    (fault,) = verify(ledger)
    assert (fault.kind, fault.device, fault.sequence) == ("key", "dev-b", 2)
    assert "revoked" in fault.found


def test_entries_are_checked_wherever_they_come_from(place: Place) -> None:
    """The same check, without a ledger: what a merge asks of a file."""
    found = entries_of(place.small())
    assert list(signature_faults(found, key_book(found))) == []
    without = [entry for entry in found if entry.kind != "genesis"]
    faults = list(signature_faults(without, key_book(without)))
    assert [fault.device for fault in faults] == ["dev-a", "dev-b"]
    assert "no key of the device" in faults[0].found
