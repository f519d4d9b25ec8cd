"""Sealed fields: never in clear in any file, read by who holds the key, proved alone, gone for good when shredded."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_exchange import rewritten, the
from helpers_ledger import Place, diesel, new_ledger, settle
from holdfast.errors import LedgerError
from holdfast.ledger import (
    SEALED_FIELDS,
    Ledger,
    append_claim,
    chain,
    check_disclosure,
    claims,
    custody_log,
    disclose,
    disclosure_holds,
    export,
    get_claim,
    history,
    merge,
    open_ledger,
    seal,
    sealing,
    shred,
    store_document,
    tables,
    unseal,
    verify,
)

SECRET = "Mahmoud of the second gate"
PLATE = "57-ب-411"
ASKS = {"by": "coordinator", "purpose": "to call back"}


@pytest.fixture
def ledger(fast_path: Path) -> Ledger:
    (fast_path / "camp").mkdir()
    return new_ledger(fast_path / "camp")


def with_secret(ledger: Ledger, **more: str) -> str:
    return append_claim(
        ledger, diesel(), claimant="a driver", review="accepted", reviewer="r", sealed={"driver": SECRET} | more
    ).id


def files_with(folder: Path, *texts: str) -> list[str]:
    spellings = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")]
    spellings += [json.dumps(text)[1:-1].encode() for text in texts]
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(spelling in path.read_bytes() for spelling in spellings)
    ]


def test_the_plaintext_is_in_no_file_at_any_time(
    ledger: Ledger, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, during and after: database, write-ahead log, journal, export, copies, inbox, keys."""
    seen: list[list[str]] = []
    real = os.fsync

    def look(handle: int) -> None:
        seen.append(files_with(fast_path, SECRET, PLATE))
        real(handle)

    monkeypatch.setattr(os, "fsync", look)
    claim = with_secret(ledger, plate=PLATE)
    seen.append(files_with(fast_path, SECRET, PLATE))
    assert unseal(ledger, claim, **ASKS) == {"driver": SECRET, "plate": PLATE}
    export(ledger, fast_path / "camp.hfl", sealed=True, documents=True, **ASKS)
    shutil.copytree(fast_path / "camp", fast_path / "copy")
    (fast_path / "office").mkdir()
    office = new_ledger(fast_path / "office", device="office")
    merge(office, fast_path / "camp.hfl")
    history(office, claim)
    assert verify(ledger) == verify(office) == ()
    shred(ledger, claim, reason="danger to the source", by="coordinator")
    settle(fast_path / "camp" / "holdfast.db")
    seen.append(files_with(fast_path, SECRET, PLATE))
    assert len(seen) > 3
    assert all(found == [] for found in seen)


def test_after_shredding_nothing_in_the_folder_or_the_export_opens_it(ledger: Ledger, fast_path: Path) -> None:
    claim = with_secret(ledger)
    keys = [path.read_bytes() for path in (ledger.keys / "sealed").iterdir()]
    assert len(keys) == 1
    export(ledger, fast_path / "camp.hfl", sealed=True, **ASKS)
    (fast_path / "office").mkdir()
    office = new_ledger(fast_path / "office", device="office")
    merge(office, fast_path / "camp.hfl")
    done = shred(ledger, claim, reason="danger to the source", by="coordinator")
    assert (done.fields, done.destroyed_here, done.still_in) == (("driver",), 1, ())
    assert list((ledger.keys / "sealed").iterdir()) == []
    everywhere = b"".join(path.read_bytes() for path in fast_path.rglob("*") if path.is_file())
    assert keys[0] not in everywhere
    for one, code in ((ledger, "HF-L061"), (office, "HF-L060")):
        with pytest.raises(LedgerError, match=code):
            unseal(one, claim, **ASKS)
    merge(office, ledger)
    with pytest.raises(LedgerError, match=r"HF-L061.*danger to the source"):
        unseal(office, claim, **ASKS)
    assert get_claim(office, claim).sealed == ("driver",)  # that there was one is not hidden
    assert verify(ledger) == verify(office) == ()
    assert ("shred", "coordinator") in [(step.event, step.who) for step in history(office, claim)]


def test_a_key_that_was_copied_is_told_and_destroyed_by_shredding_there_too(ledger: Ledger, fast_path: Path) -> None:
    claim = with_secret(ledger)
    (fast_path / "office").mkdir()
    office = new_ledger(fast_path / "office", device="office")
    merge(office, ledger)
    shutil.copytree(ledger.keys / "sealed", office.keys / "sealed")
    assert unseal(office, claim, **ASKS) == {"driver": SECRET}
    shred(ledger, claim, reason="danger", by="coordinator")
    assert merge(office, ledger).shreds_to_follow == (claim,)
    with pytest.raises(LedgerError, match="HF-L061"):
        unseal(office, claim, **ASKS)
    before = len(rows(office))
    done = shred(office, claim, reason="follows", by="office")
    assert (done.destroyed_here, done.reason, len(rows(office))) == (1, "danger", before)
    assert merge(office, ledger).shreds_to_follow == ()


def rows(ledger: Ledger) -> list[object]:
    with ledger.reading() as connection:
        return list(connection.exec_driver_sql("SELECT hash FROM entries"))


def test_power_that_fails_between_the_entry_and_the_key_leaves_a_shredding_that_can_be_ended(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = with_secret(ledger)
    monkeypatch.setattr(sealing, "destroy_key", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        shred(ledger, claim, reason="danger", by="coordinator")
    monkeypatch.undo()
    with pytest.raises(LedgerError, match="HF-L061"):
        unseal(ledger, claim, **ASKS)
    assert shred(ledger, claim, reason="danger", by="coordinator").destroyed_here == 1
    assert shred(ledger, claim, reason="danger", by="coordinator").destroyed_here == 0
    assert [step.event for step in history(ledger, claim)] == ["claim", "shred"]


def test_reading_is_written_first_and_says_who_and_what_for(ledger: Ledger) -> None:
    claim = with_secret(ledger, plate=PLATE)
    for words in ({"by": "", "purpose": "x"}, {"by": "x", "purpose": "  "}):
        with pytest.raises(LedgerError, match="HF-L063"):
            unseal(ledger, claim, **words)
    assert custody_log(ledger) == ()
    assert unseal(ledger, claim, fields=("plate",), **ASKS) == {"plate": PLATE}
    disclose(ledger, claim, "driver", by="counsel", purpose="hearing")
    assert [(c.action, c.entry_id, c.parts, c.by, c.purpose) for c in custody_log(ledger)] == [
        ("unsealed", claim, ("plate",), "coordinator", "to call back"),
        ("disclosed", claim, ("driver",), "counsel", "hearing"),
    ]


def test_one_field_is_proved_alone(ledger: Ledger, fast_path: Path) -> None:
    claim = with_secret(ledger, plate=PLATE)
    disclosed = json.loads(json.dumps(disclose(ledger, claim, "plate", **ASKS)))
    assert (disclosed["field"], disclosed["value"]) == ("plate", PLATE)
    assert SECRET not in json.dumps(disclosed)
    (fast_path / "court").mkdir()
    court = new_ledger(fast_path / "court", device="court")
    export(ledger, fast_path / "camp.hfl")  # neither boxes nor keys
    merge(court, fast_path / "camp.hfl")
    assert disclosure_holds(court, disclosed)
    for change in (
        {"value": PLATE + "0"}, {"salt": "00" * 32}, {"field": "driver"}, {"salt": ""}, {"salt": None}, {"value": 5},
        {"entry_id": "x"}, {"hash": "0" * 64}, {"salt": disclosed["salt"][:-2], "value": "\x00" + PLATE},
    ):  # fmt: skip
        assert not disclosure_holds(court, disclosed | change), change
    assert not disclosure_holds(court, {})
    made_up = disclosed | {"value": "x", "commitment": sealing.commitment(disclosed["salt"], "x")}
    assert not disclosure_holds(court, made_up)  # the commitment in the file is not believed
    assert check_disclosure(disclosed, disclosed["commitment"])


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200), st.sampled_from(sorted(SEALED_FIELDS))
)
def test_what_was_sealed_comes_out_and_any_change_of_it_does_not(value: str, field: str) -> None:
    key, key_id = sealing.new_key(), "01K2XSG2T9AZ5R8W6V1QX4M7NB"
    box = sealing.seal_value(key, key_id, field, value)
    assert sealing.open_box(key, key_id, field, box).value == value
    assert value.encode() not in box.ciphertext or len(value.encode()) < 3
    assert len(box.ciphertext) % 64 == 16  # padded: the length tells little
    other = sealing.seal_value(key, key_id, field, value)
    assert (other.commitment, other.ciphertext) != (box.commitment, box.ciphertext)  # equal values do not show
    flipped = bytearray(box.ciphertext)
    flipped[len(flipped) // 2] ^= 1
    for k, i, f, b in (
        (sealing.new_key(), key_id, field, box),
        (key, key_id[:-1] + "C", field, box),
        (key, key_id, "contact" if field != "contact" else "plate", box),
        (key, key_id, field, sealing.Box(nonce=box.nonce, ciphertext=bytes(flipped), commitment=box.commitment)),
        (key, key_id, field, sealing.Box(nonce=box.nonce, ciphertext=box.ciphertext, commitment=other.commitment)),
    ):
        with pytest.raises(LedgerError, match="HF-L062"):
            sealing.open_box(k, i, f, b)


@pytest.mark.parametrize(
    "values",
    [{"name": "x"}, {"driver": ""}, {"driver": "  "}, {"driver": "x" * 4097}, {"driver": "\ud800"}, {"driver": 7}, {}],
)
def test_what_cannot_be_sealed_is_said_without_repeating_it(ledger: Ledger, values: dict[str, str]) -> None:
    claim = append_claim(ledger, diesel(), claimant="c")
    before = rows(ledger)
    with pytest.raises(LedgerError, match="HF-L059") as caught:
        seal(ledger, claim.id, values, by="r")
    assert "xxx" not in str(caught.value)
    if values:
        with pytest.raises(LedgerError, match="HF-L059"):
            append_claim(ledger, diesel(), claimant="c", sealed=values)
    assert rows(ledger) == before
    assert not (ledger.keys / "sealed").exists() or list((ledger.keys / "sealed").iterdir()) == []


def test_what_stands_beside_it_in_clear_is_not_sealed(ledger: Ledger) -> None:
    """It could never disappear."""
    for claimant, place in ((SECRET, None), ("c", f"with {SECRET.upper()}")):
        with pytest.raises(LedgerError, match=r"HF-L059.*in clear in the claim") as caught:
            append_claim(ledger, diesel(place=place), claimant=claimant, sealed={"driver": SECRET})
        assert SECRET not in str(caught.value)
    digest = store_document(ledger, f"The driver is {SECRET}.".encode(), name="m.txt")
    with pytest.raises(LedgerError, match=r"HF-L059.*in clear in the document"):
        append_claim(ledger, diesel(), claimant="c", document_sha256=digest, sealed={"driver": SECRET})
    claim = append_claim(ledger, diesel(), claimant="c", document_sha256=digest)
    with pytest.raises(LedgerError, match="HF-L059"):
        seal(ledger, claim.id, {"driver": SECRET}, by="r")
    with pytest.raises(LedgerError, match="HF-L059"):
        seal(ledger, append_claim(ledger, diesel(), claimant="c").id, {"driver": SECRET}, by=SECRET)


def test_shredding_tells_where_a_value_still_stands_and_does_not_repeat_it_itself(ledger: Ledger) -> None:
    claim = with_secret(ledger)
    digest = store_document(ledger, f"We met {SECRET} today.".encode(), name="later.txt")
    store_document(ledger, b"Nothing here.", name="other.txt")
    with pytest.raises(LedgerError, match="HF-L059"):
        shred(ledger, claim, reason=f"{SECRET} was threatened", by="coordinator")
    done = shred(ledger, claim, reason="threatened", by="coordinator")
    assert done.still_in == (f"inbox/{digest}",)


def test_a_damaged_box_is_told_and_can_still_be_shredded(ledger: Ledger, fast_path: Path) -> None:
    claim = with_secret(ledger)
    (key,) = (ledger.keys / "sealed").iterdir()
    key.write_bytes(bytes(32))
    with pytest.raises(LedgerError, match="HF-L062"):
        unseal(ledger, claim, **ASKS)
    assert custody_log(ledger) == ()
    assert shred(ledger, claim, reason="x", by="y").destroyed_here == 1


def test_fields_added_later_stand_beside_and_are_shredded_with_the_claim(ledger: Ledger) -> None:
    claim = append_claim(ledger, diesel(), claimant="c")
    seal(ledger, claim.id, {"driver": "first"}, by="r")
    seal(ledger, claim.id, {"driver": "second", "contact": "channel nine"}, by="r")
    assert unseal(ledger, claim.id, **ASKS) == {"driver": "second", "contact": "channel nine"}
    assert [step.reason for step in history(ledger, claim.id) if step.event == "seal"] == [
        "sealed: driver", "sealed: contact, driver",
    ]  # fmt: skip
    assert shred(ledger, claim.id, reason="x", by="y").destroyed_here == 2
    later = seal(ledger, claim.id, {"driver": "third"}, by="r")
    assert later.kind == "seal"
    assert unseal(ledger, claim.id, fields=("driver",), **ASKS) == {"driver": "third"}
    with pytest.raises(LedgerError, match="HF-L061"):
        unseal(ledger, claim.id, **ASKS)  # contact is gone
    assert shred(ledger, claim.id, reason="again", by="y").destroyed_here == 1


def test_errors_name_what_is_not_there(ledger: Ledger) -> None:
    claim = append_claim(ledger, diesel(), claimant="c").id
    for call in (lambda: unseal(ledger, claim, **ASKS), lambda: shred(ledger, claim, reason="x", by="y"),
                 lambda: disclose(ledger, claim, "plate", **ASKS)):  # fmt: skip
        with pytest.raises(LedgerError, match="HF-L060"):
            call()
    for call in (lambda: unseal(ledger, "nothing", **ASKS), lambda: shred(ledger, "nothing", reason="x", by="y"),
                 lambda: seal(ledger, "nothing", {"driver": "someone"}, by="r")):  # fmt: skip
        with pytest.raises(LedgerError, match="HF-L058"):
            call()
    with pytest.raises(LedgerError, match="HF-L063"):
        shred(ledger, with_secret(ledger), reason="", by="y")


def test_an_entry_that_fails_takes_its_key_away_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast.ledger import sealed_fields

    def full(*_: object) -> None:
        raise LedgerError("HF-L005", where="x", found="full", expected="room", mend="free some")

    monkeypatch.setattr(sealed_fields, "_keep", full)
    before = rows(ledger)
    with pytest.raises(LedgerError, match="HF-L005"):
        with_secret(ledger)
    assert rows(ledger) == before
    assert list((ledger.keys / "sealed").iterdir()) == []


def test_keys_are_for_their_owner_only_and_never_follow_a_link_or_lead_out_of_the_folder(ledger: Ledger) -> None:
    claim = with_secret(ledger)
    folder = ledger.keys / "sealed"
    (key,) = folder.iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(ledger.keys.stat().st_mode) == 0o700
    moved = ledger.home / "moved"
    key.rename(moved)
    key.symlink_to(moved)
    with pytest.raises(LedgerError, match="HF-L060"):
        unseal(ledger, claim, **ASKS)
    shred(ledger, claim, reason="x", by="y")
    assert moved.stat().st_size == 32  # not overwritten through the link
    for wrong in ("../device-dev-a", "/etc/passwd", "", "01K2XSG2T9AZ5R8W6V1QX4M7NB/../x"):
        with pytest.raises(LedgerError, match="HF-L062"):
            sealing.key_file(folder, wrong)


def test_a_merge_refuses_a_box_that_no_entry_names_and_a_shred_that_leads_out(ledger: Ledger, fast_path: Path) -> None:
    with_secret(ledger)
    file = fast_path / "camp.hfl"
    export(ledger, file, sealed=True, **ASKS)
    (fast_path / "office").mkdir()
    office = new_ledger(fast_path / "office", device="office")

    def another_box(lines: list[dict[str, Any]]) -> None:
        the(lines, "sealed")["ciphertext"] = "QUJD"

    def another_entry(lines: list[dict[str, Any]]) -> None:
        the(lines, "sealed")["id"] = "01K2XSG2T9AZ5R8W6V1QX4M7NB"

    for change in (another_box, another_entry):
        with pytest.raises(LedgerError, match=r"HF-L053.*no entry names so"):
            merge(office, rewritten(file, change))
    assert merge(office, file).sealed == 1


def test_boxes_that_come_later_are_taken_then(ledger: Ledger, fast_path: Path) -> None:
    claim = with_secret(ledger)
    (fast_path / "office").mkdir()
    office = new_ledger(fast_path / "office", device="office")
    export(ledger, fast_path / "bare.hfl")
    assert merge(office, fast_path / "bare.hfl").sealed == 0
    shutil.copytree(ledger.keys / "sealed", office.keys / "sealed")
    with pytest.raises(LedgerError, match=r"HF-L060.*box"):
        unseal(office, claim, **ASKS)
    export(ledger, fast_path / "whole.hfl", sealed=True, **ASKS)
    assert merge(office, fast_path / "whole.hfl").sealed == 1
    assert unseal(office, claim, **ASKS) == {"driver": SECRET}


def test_both_stores_seal_and_shred(place: Place) -> None:
    ledger = place.new()
    claim = with_secret(ledger)
    assert unseal(ledger, claim, **ASKS) == {"driver": SECRET}
    with ledger.reading() as connection:
        (row,) = connection.execute(tables.sealed.select()).all()
    assert SECRET.encode() not in bytes(row.ciphertext)
    assert SECRET not in str(place.rows())
    shred(ledger, claim, reason="x", by="y")
    with pytest.raises(LedgerError, match="HF-L061"):
        unseal(ledger, claim, **ASKS)
    assert verify(ledger) == ()
    assert [c.id for c in claims(ledger)] == [claim]


def test_the_payload_holds_commitment_key_and_hash_of_the_box_and_nothing_else(ledger: Ledger) -> None:
    claim = with_secret(ledger)
    with ledger.reading() as connection:
        payload = connection.exec_driver_sql("SELECT payload FROM entries WHERE id = ?", (claim,)).scalar()
    said = chain.decode(bytes(payload or b""))["body"]["sealed"]
    assert set(said) == {"driver"}
    assert set(said["driver"]) == {"commitment", "key", "box"}
    assert "sealed" not in chain.decode(
        chain.canonical(append_claim(open_ledger(ledger.path or ""), diesel(), claimant="c").statement.as_dict())
    )
