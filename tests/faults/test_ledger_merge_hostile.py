"""Files from somebody who means no good, or that came to harm on the way: refused whole, and the ledger as it was."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from helpers_exchange import Change, rewritten, the, with_hash
from helpers_ledger import FilePlace, diesel, new_ledger, small_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Ledger,
    append_claim,
    documents,
    export,
    merge,
    verify,
)


@pytest.fixture
def office(fast_path: Path) -> Ledger:
    (fast_path / "office").mkdir()
    return new_ledger(fast_path / "office", device="office")


@pytest.fixture
def inside(fast_path: Path) -> Ledger:
    (fast_path / "inside").mkdir()
    return small_ledger(fast_path / "inside")


@pytest.fixture
def file(inside: Ledger, fast_path: Path) -> Path:
    target = fast_path / "inside.hfl"
    export(inside, target, documents=True, by="keeper", purpose="to the office")
    return target


def rows(ledger: Ledger) -> list[tuple[Any, ...]]:
    with ledger.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM entries ORDER BY position")]


def everything(ledger: Ledger) -> tuple[Any, ...]:
    inbox = sorted(path.name for path in ledger.inbox.iterdir()) if ledger.inbox.is_dir() else []
    return rows(ledger), inbox


def _flip(lines: list[dict[str, Any]]) -> None:
    the(lines, "entry", 3)["payload"] = the(lines, "entry", 3)["payload"].replace("5050", "5150")
    the(lines, "entry", 2)["payload"] = the(lines, "entry", 2)["payload"].replace("5100", "5200")


def _signed_by_nobody(lines: list[dict[str, Any]]) -> None:
    the(lines, "entry", 2)["signature"] = None


def _another_signature(lines: list[dict[str, Any]]) -> None:
    the(lines, "entry", 2)["signature"] = the(lines, "entry", 3)["signature"]


def _made_up(lines: list[dict[str, Any]]) -> None:
    with_hash(the(lines, "entry", 2), received="2015-08-17T05:00:00Z")


def _moved(lines: list[dict[str, Any]]) -> None:
    the(lines, "entry", 2)["received"] = "2015-08-17T05:00:00Z"


def _no_such_kind(lines: list[dict[str, Any]]) -> None:
    with_hash(the(lines, "entry", 2), kind="wish")


def _no_record(lines: list[dict[str, Any]]) -> None:
    payload = json.loads(the(lines, "entry", 2)["payload"])
    with_hash(the(lines, "entry", 2), body=payload["body"] | {"statement": {"claim_type": "wish"}})


def _out_of_the_inbox(lines: list[dict[str, Any]]) -> None:
    stored = next(line["entry"] for line in lines if line.get("entry", {}).get("kind") == "document")
    payload = json.loads(stored["payload"])
    with_hash(stored, body=payload["body"] | {"path": "../site.toml"})


def _half_a_number(lines: list[dict[str, Any]]) -> None:
    the(lines, "entry", 2)["sequence"] = 1.5


def _deep(lines: list[dict[str, Any]]) -> None:
    the(lines, "entry", 2)["payload"] = "[" * 200_000


def _genesis_in_the_middle(lines: list[dict[str, Any]]) -> None:
    first = json.loads(the(lines, "entry", 0)["payload"])
    with_hash(the(lines, "entry", 2), kind="genesis", body=first["body"])


@pytest.mark.parametrize(
    "change",
    [
        _flip, _signed_by_nobody, _another_signature, _made_up, _moved, _no_such_kind, _no_record, _out_of_the_inbox,
        _half_a_number, _deep, _genesis_in_the_middle,
    ],
)  # fmt: skip
def test_one_entry_that_is_not_as_written_refuses_the_whole_file(office: Ledger, file: Path, change: Change) -> None:
    before = everything(office)
    with pytest.raises(LedgerError, match=r"HF-L053 changed.hfl, line \d+") as caught:
        merge(office, rewritten(file, change))
    assert "nothing was taken" in caught.value.mend
    assert everything(office) == before


def _other_bytes(lines: list[dict[str, Any]]) -> None:
    the(lines, "document")["bytes"] = "QUJD"


def _without_end(lines: list[dict[str, Any]]) -> None:
    the(lines, "document")["last"] = False


def _unnamed(lines: list[dict[str, Any]]) -> None:
    import hashlib

    extra = {"sha256": hashlib.sha256(b"ABC").hexdigest(), "bytes": "QUJD", "last": True}
    lines.insert(-1, {"document": extra})


def _mixed(lines: list[dict[str, Any]]) -> None:
    _without_end(lines)
    lines.insert(-1, {"document": {"sha256": "a" * 64, "bytes": "QUJD", "last": True}})


@pytest.mark.parametrize("change", [_other_bytes, _without_end, _unnamed, _mixed])
def test_a_document_that_is_not_as_received_refuses_the_whole_file(office: Ledger, file: Path, change: Change) -> None:
    before = everything(office)
    with pytest.raises(LedgerError, match="HF-L056"):
        merge(office, rewritten(file, change))
    assert everything(office) == before
    assert not list(office.home.rglob(".part-*"))


def _cut(lines: list[dict[str, Any]]) -> None:
    del lines[-1]


def _one_line_less(lines: list[dict[str, Any]]) -> None:
    del lines[3]


def _one_more_after_the_end(lines: list[dict[str, Any]]) -> None:
    lines.append(lines[1])


@pytest.mark.parametrize("change", [_cut, _one_line_less, _one_more_after_the_end])
def test_a_file_that_is_cut_or_changed_is_told_as_such(office: Ledger, file: Path, change: Change) -> None:
    with pytest.raises(LedgerError, match="HF-L052"):
        merge(office, rewritten(file, change, seal=False))


def test_every_cut_of_the_bytes_is_refused(office: Ledger, file: Path) -> None:
    octets, before = file.read_bytes(), everything(office)
    cut = file.with_name("cut.hfl")
    for length in sorted({0, 1, 100, len(octets) - 1, *range(0, len(octets), len(octets) // 40)}):
        cut.write_bytes(octets[:length])
        with pytest.raises(LedgerError, match=r"HF-L05[02]"):
            merge(office, cut)
    assert everything(office) == before


def test_any_flipped_bit_is_refused(office: Ledger, file: Path) -> None:
    import random

    octets, before, chance = file.read_bytes(), everything(office), random.Random(4)
    broken = file.with_name("broken.hfl")
    for _ in range(120):
        flipped = bytearray(octets)
        flipped[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
        broken.write_bytes(flipped)
        with pytest.raises(LedgerError, match=r"HF-L05[0-6]"):
            merge(office, broken)
    assert everything(office) == before


def test_a_newer_format_is_refused(office: Ledger, file: Path) -> None:
    def newer(lines: list[dict[str, Any]]) -> None:
        lines[0]["holdfast_export"] = 2

    with pytest.raises(LedgerError, match=r"HF-L051.*newer"):
        merge(office, rewritten(file, newer, seal=False))


@pytest.mark.parametrize(
    "octets",
    [
        b"", b"\n", b"{}\n", b"not json\n", b"\xff\xfe\x00", b'{"holdfast_export": "1"}\n', b"[1]\n", b"null\n",
        b'{"holdfast_export": 1}\n', b'{"holdfast_export": true, "site": "camp", "zone": "UTC"}\n', b"[" * 100_000 + b"\n",
        b'{"holdfast_export": NaN}\n', b"PK\x03\x04 a zip", b"%PDF-1.7\n",
        b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n{"wish":{}}\n',
        b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n{"entry":[]}\n',
        b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n{"entry":{}}\n',
        b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n{}\n',
        b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n{"entry":{},"sealed":{}}\n',
        b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n{"document":{"sha256":"..","bytes":"","last":true}}\n',
        b'{"holdfast_export":1,"site":"camp","zone":"Asia/Baghdad"}\n{"sealed":{"id":1,"field":2,"nonce":3,"ciphertext":4}}\n',
    ],
)  # fmt: skip
def test_what_is_no_export_is_said_to_be_none(office: Ledger, fast_path: Path, octets: bytes) -> None:
    file = fast_path / "rubbish.hfl"
    file.write_bytes(octets)
    with pytest.raises(LedgerError, match="HF-L050"):
        merge(office, file)


def test_pipes_folders_and_devices_are_refused_at_once(office: Ledger, fast_path: Path) -> None:
    os.mkfifo(fast_path / "pipe.hfl")
    (fast_path / "folder.hfl" / "holdfast.db").mkdir(parents=True)
    for path in (fast_path / "pipe.hfl", fast_path / "folder.hfl", Path("/dev/zero"), fast_path / "none.hfl"):
        with pytest.raises(LedgerError, match="HF-L050"):
            merge(office, path)


def test_a_link_to_an_export_is_read_and_links_in_an_inbox_are_not_followed(
    office: Ledger, inside: Ledger, file: Path, fast_path: Path
) -> None:
    digest = documents(inside)[0].sha256
    stored = inside.inbox / digest
    moved = fast_path / "moved.txt"
    stored.rename(moved)
    stored.symlink_to(moved)
    report = merge(office, inside)
    assert (report.documents, report.missing) == (0, (digest,))
    assert verify(office) == ()  # named, and not here: no fault of a merged entry
    link = fast_path / "link.hfl"
    link.symlink_to(file)
    target = office.inbox / digest
    office.inbox.mkdir(exist_ok=True)
    target.symlink_to(fast_path / "elsewhere.txt")
    assert merge(office, link).documents == 1
    assert not target.is_symlink()
    assert target.read_bytes() == moved.read_bytes()
    assert not (fast_path / "elsewhere.txt").exists()


def test_a_database_with_parts_no_ledger_has_is_refused(office: Ledger, inside: Ledger) -> None:
    assert inside.path is not None
    with sqlite3.connect(inside.path) as connection:
        connection.execute("CREATE TRIGGER extra AFTER INSERT ON entries BEGIN SELECT 1; END")
    connection.close()
    with pytest.raises(LedgerError, match=r"HF-L053.*extra"):
        merge(office, inside.path)


def test_a_changed_row_in_a_database_is_refused(office: Ledger, inside: Ledger) -> None:
    FilePlace(inside.home).tamper("UPDATE entries SET received = '2015-08-19T00:00:00Z' WHERE position = 3")
    before = everything(office)
    with pytest.raises(LedgerError, match=r"HF-L053 holdfast.db, entry \d+ of device dev-a"):
        merge(office, inside.path or "")
    assert everything(office) == before


def test_a_file_that_changes_while_it_is_read_is_given_back(
    office: Ledger, inside: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from holdfast.ledger import merging

    append_claim(inside, diesel(1), claimant="c")
    later = file.with_name("later.hfl")
    export(inside, later, documents=True, by="keeper", purpose="again")
    before, real = everything(office), merging._copy

    def swapped(*arguments: Any) -> Any:
        later.replace(file)
        return real(*arguments)

    monkeypatch.setattr(merging, "_copy", swapped)
    with pytest.raises(LedgerError, match="HF-L065"):
        merge(office, file)
    assert everything(office) == before
