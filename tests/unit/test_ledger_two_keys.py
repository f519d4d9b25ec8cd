"""Two machines under one name: with one key, or each with its own; what a merge, a checkpoint and a check make of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers_ledger import Clock, FilePlace, diesel
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Ledger,
    against,
    append_claim,
    checkpoint,
    claims,
    history,
    keys,
    known_keys,
    merge,
    open_ledger,
    revoke_key,
    verify,
)
from holdfast.ledger.entries import Stamp, insert_entry
from holdfast.ledger.keybook import key_body


def write(ledger: Ledger, litres: float) -> str:
    return append_claim(ledger, diesel(litres), claimant="c", review="accepted", reviewer="r").id


@pytest.fixture
def pair(file_place: FilePlace, tmp_path: Path) -> tuple[Ledger, Ledger]:
    """A laptop and its copy, keys and all, which both wrote."""
    ledger = file_place.small()
    shutil.copytree(file_place.folder, tmp_path / "clone")
    clone = open_ledger(tmp_path / "clone" / "holdfast.db", clock=Clock())
    write(ledger, 1)
    write(clone, 2)
    write(clone, 3)
    return ledger, clone


def test_a_cloned_machine_makes_a_fork_that_is_kept_and_named(pair: tuple[Ledger, Ledger]) -> None:
    ledger, clone = pair
    notes = checkpoint(ledger).text + "\n" + checkpoint(clone).text
    merge(ledger, clone)
    found = verify(ledger)
    assert {(fault.kind, fault.device, fault.sequence) for fault in found} == {("chain", "dev-a", 6)}
    assert "fork" in found[0].found
    assert {claim.statement.value_low for claim in claims(ledger)} >= {1, 2, 3}
    assert all(one.holds and one.signature == "fits" for one in against(ledger, notes))


def test_after_a_fork_the_ledger_is_written_checkpointed_and_compared(pair: tuple[Ledger, Ledger]) -> None:
    ledger, clone = pair
    merge(ledger, clone)
    write(ledger, 4)
    made = checkpoint(ledger)
    assert sorted(head.device for head in made.heads) == ["dev-a", "dev-a", "dev-b"]
    assert not checkpoint(ledger).written
    write(ledger, 5)
    assert all(one.holds for one in against(ledger, made.text))
    assert {fault.kind for fault in verify(ledger)} == {"chain"}


def test_a_seized_clone_is_cut_off_by_a_third_device(pair: tuple[Ledger, Ledger]) -> None:
    """Who has the machine has its key; its name is given up, and what it wrote before the seizure stands."""
    ledger, clone = pair
    office = open_ledger(ledger.path or "", device="office", clock=Clock())
    revoke_key(office, "device", "dev-a", reason="seized")
    with pytest.raises(LedgerError, match="HF-L046"):
        write(ledger, 6)
    merge(office, clone)
    named = {(fault.kind, fault.sequence) for fault in verify(office) if "revoked" in fault.found}
    assert named == {("key", 7)}  # beyond what was here when it was revoked; the fork before it is named as a fork
    assert checkpoint(office).written  # says what is here, whoever is to be believed


def test_two_copies_of_an_old_ledger_name_two_keys(file_place: FilePlace, tmp_path: Path, root: Path) -> None:
    """Format 1 had no keys: both copies make one under the same name. Neither is believed over the other in silence."""
    for folder in (file_place.folder, tmp_path / "copy"):
        shutil.copytree(root / "tests" / "data" / "ledger" / "format-1", folder, dirs_exist_ok=True)
    here, there = file_place.open(), open_ledger(tmp_path / "copy" / "holdfast.db")
    mine, theirs = write(here, 1), write(there, 2)
    assert verify(here) == verify(there) == ()
    merge(here, there)
    merge(there, here)
    for ledger, brought in ((here, there), (there, here)):
        found = [(fault.kind, fault.sequence, fault.found.partition(":")[0]) for fault in verify(ledger)]
        assert found == [("key", 7, "a second key of its device"), ("chain", 7, "a second entry 7")]
        own, other = (keys.load_key(one.keys, "device", "dev-a").public_key for one in (ledger, brought))
        assert {key.public_key for key in known_keys(ledger)} == {own, other}
        assert {history(ledger, one)[0].id for one in (mine, theirs)} == {mine, theirs}
        write(ledger, 3)  # each goes on with its own key, on its own branch
        compared = [(one.device, one.holds, one.signature) for one in against(ledger, checkpoint(ledger).text)]
        assert compared == [("dev-a", True, "fits"), ("dev-a", True, "fits"), ("dev-b", True, "of others")]
        assert len(verify(ledger)) == 2


def test_a_forger_cannot_name_a_key_for_the_rest_of_a_chain(file_place: FilePlace, tmp_path: Path) -> None:
    """Without the key of the device, but with every hash right, and an entry that names a key of the forger's own."""
    ledger = file_place.small()
    forger = keys.make_key(tmp_path / "forger", "device", "dev-a")
    file_place.tamper("DELETE FROM entries WHERE position > 6", file_place.counter_back_to(6))
    ((previous,),) = file_place.execute("SELECT hash FROM entries WHERE device = 'dev-a' AND sequence = 3")
    now = Stamp("2015-08-18T09:00:00Z", None, Clock()())
    with ledger.writing() as connection:
        naming = key_body("add", "device", "dev-a", forger.public_key)
        named = insert_entry(connection, forger, 4, previous, "key", naming, now)
        body = {"edition": "x"}
        insert_entry(connection, forger, 5, named.hash, "edition", body, now)
    found = {(fault.sequence, fault.column) for fault in verify(ledger) if fault.kind == "key"}
    assert found == {(4, "payload"), (4, "signature"), (5, "signature")}
