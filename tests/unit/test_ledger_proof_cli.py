"""The commands of keys and checkpoints, as a person types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from helpers_ledger import FilePlace, diesel
from holdfast.cli.main import build_app, run
from holdfast.disclosure import kinds
from holdfast.ledger import append_claim, history, keys, open_ledger, operator_key, review_claim

WORDS = "four plain words here"


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    folder = tmp_path / "camp"
    FilePlace(folder).small()
    (folder / "site.toml").write_text("")
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(WORDS + "\n", encoding="utf-8")
    return file


def typed(*words: object, keyboard: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(build_app(), ["ledger", *map(str, words)], input=keyboard, catch_exceptions=False)
    return done.exit_code, done.output


def as_json(*words: object) -> dict[str, Any]:
    code, text = typed(*words, "--json")
    assert code in (0, 1)
    found: dict[str, Any] = json.loads(text)
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    with pytest.raises(SystemExit) as stop:
        run(["ledger", *map(str, words)])
    assert stop.value.code == 2
    return capsys.readouterr().err


def test_keys_are_listed_with_their_fingerprints_and_no_secret(camp: Path) -> None:
    code, text = typed("keys", camp)
    assert code == 0
    assert "2 keys; 2 of them can sign here" in text
    found = as_json("keys", camp)
    assert found["class"] == "HIGH"
    for key in found["keys"]:
        assert key["fingerprint"] in text
        assert key["verifier"].startswith(f"holdfast/camp/{key['name']}+")
        private = keys.load_key(camp / "keys", "device", key["name"]).private.private_bytes_raw()
        assert private.hex() not in json.dumps(found) + text


def test_an_operator_is_made_with_a_passphrase_from_a_file(camp: Path, secret: Path) -> None:
    code, text = typed("operator", camp, "coordinator", "--passphrase-file", secret)
    assert code == 0
    assert "Introduced as entry 6 of dev-a" in text
    assert WORDS not in text
    ledger = open_ledger(camp)
    assert operator_key(ledger, "coordinator", WORDS).name == "coordinator"


def test_an_operator_is_made_with_a_passphrase_typed_twice(camp: Path) -> None:
    code, text = typed("operator", camp, "coordinator", keyboard=f"{WORDS}\n{WORDS}\n")
    assert code == 0
    assert WORDS not in text
    code, text = typed("operator", camp, "other", keyboard=f"{WORDS}\nanother one here\n{WORDS}\n{WORDS}\n")
    assert code == 0  # two that differ are asked for again


def test_a_passphrase_never_stands_on_the_command_line(camp: Path) -> None:
    assert typed("operator", camp, "coordinator", "--passphrase", WORDS)[0] == 2


def test_bad_passphrases_and_names_are_told(
    camp: Path, secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.write_text("")
    assert "HF-L044" in refused(capsys, "operator", camp, "coordinator", "--passphrase-file", empty)
    assert "HF-L045" in refused(capsys, "operator", camp, "a person", "--passphrase-file", secret)
    assert "HF-C003" in refused(capsys, "operator", camp, "x", "--passphrase-file", tmp_path / "none")


def test_a_verdict_signed_by_an_operator_is_shown_in_the_history(camp: Path, secret: Path) -> None:
    typed("operator", camp, "coordinator", "--passphrase-file", secret)
    ledger = open_ledger(camp)
    claim = append_claim(ledger, diesel(), claimant="c")
    key = operator_key(ledger, "coordinator", WORDS)
    review_claim(ledger, claim.id, "accepted", reviewer="coordinator", operator=key)
    code, text = typed("history", camp, claim.id)
    assert code == 0
    assert f"accepted by coordinator, signed by {history(ledger, claim.id)[-1].signed_by}" in text
    assert as_json("history", camp, claim.id)["history"][0]["signed_by"] is None


def test_a_verdict_of_the_queue_is_signed_by_an_operator(
    secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    camp = tmp_path / "whole"
    CliRunner().invoke(build_app(), ["new", str(camp)], catch_exceptions=False)
    CliRunner().invoke(build_app(), ["log", str(camp), "diesel-main 4000 L"], catch_exceptions=False)
    typed("operator", camp, "coordinator", "--passphrase-file", secret)
    ledger = open_ledger(camp)
    claim = append_claim(ledger, diesel(), claimant="c")
    wrong = tmp_path / "wrong"
    wrong.write_text("not the passphrase")
    words = ["review", str(camp), "--accept", claim.id, "--operator", "coordinator", "--passphrase-file"]
    with pytest.raises(SystemExit):
        run([*words, str(wrong)])
    assert "HF-L044" in capsys.readouterr().err
    assert len(history(ledger, claim.id)) == 1
    done = CliRunner().invoke(build_app(), [*words, str(secret)], catch_exceptions=False)
    assert done.exit_code == 0
    last = history(ledger, claim.id)[-1]
    assert (last.event, last.who) == ("accepted", "coordinator")
    assert str(last.signed_by).startswith("coordinator (")


def test_a_checkpoint_is_printed_kept_and_compared(camp: Path, tmp_path: Path) -> None:
    code, text = typed("checkpoint", camp)
    assert code == 0
    lines = [line for line in text.splitlines() if line.startswith("holdfast ")]
    assert len(lines) == 2
    assert all(len(line) <= 160 for line in lines)
    code, note = typed("checkpoint", camp, "--note")
    assert note.startswith("holdfast/camp/dev-a\n7\n")
    found = as_json("checkpoint", camp)
    assert (found["class"], found["note"], found["short"], found["written"]) == ("MODERATE", note, lines, False)
    assert found["digest"] in text
    kept = tmp_path / "note.txt"
    kept.write_text(note + "\n" + "\n".join(lines), encoding="utf-8")
    code, text = typed("verify", camp, "--against", kept)
    assert code == 0
    assert text.count(": holds: ") == 4
    assert "dev-a, 7 entries (signed): holds" in text
    code, text = typed("verify", camp, "--against", "-", keyboard=lines[0])
    assert code == 0


def test_a_state_that_is_gone_is_told_and_ends_with_one(camp: Path, tmp_path: Path) -> None:
    kept = tmp_path / "note.txt"
    kept.write_text(typed("checkpoint", camp, "--note")[1], encoding="utf-8")
    place = FilePlace(camp)
    place.tamper("DELETE FROM entries WHERE position >= 8", place.counter_back_to(7))
    assert typed("verify", camp)[0] == 0
    code, text = typed("verify", camp, "--against", kept)
    assert code == 1
    assert "dev-a, 7 entries (signed): DOES NOT HOLD: only 5 entries are here" in text
    assert "look between entries 0 and 6" in text
    found = as_json("verify", camp, "--against", kept)
    assert (found["sound"], [one["holds"] for one in found["against"]]) == (True, [False, True])


def test_a_note_that_is_none_is_told(camp: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "note.txt"
    kept.write_bytes(b"\xff\xfe no note")
    assert "HF-L047" in refused(capsys, "verify", camp, "--against", kept)
    assert "HF-C003" in refused(capsys, "verify", camp, "--against", tmp_path / "none")


def test_a_copy_becomes_a_device_of_its_own(camp: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(camp, copy, ignore=shutil.ignore_patterns("keys"))
    assert "HF-L041" in refused(capsys, "checkpoint", copy)
    assert "HF-L045" in refused(capsys, "device", copy, "dev-b")
    code, text = typed("device", copy, "office")
    assert (code, text) == (0, "This copy writes as device office from now on.\n")
    assert typed("checkpoint", copy)[0] == 0
    assert "office" in typed("keys", copy)[1]
    assert typed("verify", copy)[0] == 0


def test_a_key_is_revoked(camp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = typed("revoke", camp, "device", "dev-b", "--reason", "seized")
    assert code == 0
    assert "Its entries stand up to 1" in text
    assert "REVOKED" in typed("keys", camp)[1]
    assert as_json("keys", camp)["keys"][1]["revoked_by"]["reason"] == "seized"
    assert "HF-L046" in refused(capsys, "revoke", camp, "device", "dev-b", "--reason", "again")
    assert typed("revoke", camp, "king", "dev-b", "--reason", "x")[0] == 2
    assert typed("revoke", camp, "device", "dev-b")[0] == 2  # a reason is asked for


def test_what_is_printed_has_a_class() -> None:
    assert {"keys", "checkpoint", "verify"} <= set(kinds())
