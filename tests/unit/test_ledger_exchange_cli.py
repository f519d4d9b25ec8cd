"""``holdfast ledger export``, ``merge``, ``diff``, ``tombstone``, ``seal`` and the rest, as a person and a script use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from helpers_ledger import Clock, diesel, new_ledger
from holdfast.cli import exchange
from holdfast.cli import ledger as ledger_topic
from holdfast.errors import HoldfastError
from holdfast.ledger import append_claim, claims, custody_log, disclose, known_keys, open_ledger
from holdfast.sites import write_template

SECRET = "Mahmoud of the second gate"
ASKS = ("--by", "coordinator", "--purpose", "to call back")


def run(*words: object, typed: str | None = None) -> Any:
    app = typer.Typer()
    ledger_topic.register(app)
    exchange.register(app)
    return CliRunner().invoke(app, ["ledger", *(str(word) for word in words)], input=typed)


def told(*words: object, typed: str | None = None) -> str:
    result = run(*words, typed=typed)
    assert result.exit_code == 0, (result.output, result.exception)
    return str(result.output)


def printed(*words: object) -> dict[str, Any]:
    content = json.loads(told(*words, "--json"))
    assert next(iter(content)) == "class"
    return content  # type: ignore[no-any-return]


@pytest.fixture
def camp(fast_path: Path) -> Path:
    (fast_path / "camp").mkdir()
    new_ledger(fast_path / "camp", device="camp")
    return fast_path / "camp" / "holdfast.db"


@pytest.fixture
def office(fast_path: Path) -> Path:
    (fast_path / "office").mkdir()
    new_ledger(fast_path / "office", device="office")
    return fast_path / "office" / "holdfast.db"


def claim_in(file: Path, litres: float = 5100, **more: Any) -> str:
    ledger = open_ledger(file, clock=Clock())
    return append_claim(ledger, diesel(litres), claimant="committee", review="accepted", reviewer="r", **more).id


def test_export_and_merge_tell_what_came(camp: Path, office: Path, fast_path: Path) -> None:
    claim = claim_in(camp)
    file = fast_path / "camp.hfl"
    key = next(one.fingerprint for one in known_keys(open_ledger(camp)) if one.name == "camp")
    assert told("export", camp, file).startswith("2 entries of 1 devices, class HIGH; SHA-256 of its lines ")
    assert told("merge", office, file, "--check").splitlines() == [
        "Entries: read 2, new 2, changed 0, same 0, refused 0. Sealed fields 0, documents 0.",
        "Only checked: nothing was taken.",
        "device camp: 2 new",
        f"device camp is new here, its key is {key}: compare it with its owner by another way than the file came",
        "of device camp came what changes our view: 1 accepted claims",
    ]
    assert claims(open_ledger(office)) == ()
    assert told("merge", office, file).splitlines() == [
        "Entries: read 2, new 2, changed 0, same 0, refused 0. Sealed fields 0, documents 0.",
        "device camp: 2 new",
        f"device camp is new here, its key is {key}: compare it with its owner by another way than the file came",
        "of device camp came what changes our view: 1 accepted claims",
        f"1 accepted claims came into view: {claim}",
    ]
    assert told("merge", office, file).splitlines() == [
        "Entries: read 2, new 0, changed 0, same 2, refused 0. Sealed fields 0, documents 0.",
        "Nothing new: the ledger is as it was.",
    ]
    assert "merged by office" in told("history", office, claim)
    report = printed("merge", office, camp)
    assert (report["class"], report["read"], report["merge_id"]) == ("MODERATE", 2, None)
    assert isinstance(run("export", camp, file).exception, HoldfastError)
    assert told("export", camp, file, "--replace")
    report = printed("export", camp, fast_path / "new.hfl")
    assert (report["entries"], report["disclosure_class"], report["missing"]) == (2, "HIGH", [])


def test_gaps_forks_and_missing_documents_are_shown(camp: Path, office: Path, fast_path: Path) -> None:
    import shutil

    from holdfast.ledger import store_document

    store_document(open_ledger(camp, clock=Clock()), b"text", name="m.txt")
    shutil.copytree(camp.parent, fast_path / "copy")
    claim_in(camp, 1)
    claim_in(fast_path / "copy" / "holdfast.db", 2)
    told("export", camp, fast_path / "camp.hfl")
    told("merge", office, fast_path / "camp.hfl")
    text = told("merge", office, fast_path / "copy")
    assert "fork: device camp: 2 entries 2" in text
    (office.parent / "inbox").rename(fast_path / "gone")
    assert "1 documents are named and not here" in told("merge", office, fast_path / "camp.hfl")


def test_diff_between_days_and_with_a_file(camp: Path, office: Path, fast_path: Path) -> None:
    own, other = claim_in(camp, 1), claim_in(office, 2)
    told("export", office, fast_path / "office.hfl")
    assert told("diff", camp, "--from", "2015-08-17", "--to", "2015-08-18").splitlines() == [
        f"added: stock of diesel: 1 L at diesel-main, says committee; accepted by r [{own}]", "1 differences.",
    ]  # fmt: skip
    assert told("diff", camp, fast_path / "office.hfl").splitlines() == [
        f"missing: stock of diesel: 1 L at diesel-main, says committee; accepted by r [{own}]",
        f"added: stock of diesel: 2 L at diesel-main, says committee; accepted by r [{other}]",
        "2 differences.",
    ]
    assert told("diff", camp, "--from", "2015-08-18").endswith("0 differences.\n")
    found = printed("diff", camp, office)
    assert (found["class"], [one["kind"] for one in found["differences"]]) == ("HIGH", ["missing", "added"])
    assert run("diff", camp).exception.code == "HF-C002"


def test_as_known_at_a_device(camp: Path, office: Path) -> None:
    own, other = claim_in(camp, 1), claim_in(office, 2)
    told("merge", camp, office)
    text = told("as-known", camp, "2015-08-18", "--at", "office")
    assert other in text
    assert own not in text
    text = told("as-known", camp, "2015-08-18", "--at", "camp")
    assert own in text
    assert other not in text  # it came later
    assert run("as-known", camp, "2015-08-18", "--at", "nobody").exception.code == "HF-L064"


def test_tombstone_says_so_and_the_list_does_not_show_it(camp: Path) -> None:
    claim = claim_in(camp)
    text = told("tombstone", camp, claim, "--reason", "of another camp", "--by", "coordinator")
    assert text.endswith("It stays in the history.\n")
    assert claim not in told("list", camp)
    assert claim in told("list", camp, "--all")
    assert "tombstone by coordinator (of another camp)" in told("history", camp, claim)
    assert printed("tombstone", camp, claim, "--reason", "x", "--by", "y")["tombstone"]["reason"] == "of another camp"
    assert run("tombstone", camp, claim, "--by", "y").exit_code != 0


def test_seal_unseal_disclose_and_shred(camp: Path, fast_path: Path) -> None:
    claim = claim_in(camp)
    assert SECRET not in told("seal", camp, claim, "driver", "--by", "keeper", typed=SECRET + "\n")
    assert told("unseal", camp, claim, *ASKS).splitlines() == [
        "SEVERE: not to be copied, forwarded or read aloud.", f"driver: {SECRET}",
    ]  # fmt: skip
    assert printed("unseal", camp, claim, *ASKS, "--field", "driver") == {
        "class": "SEVERE", "entry_id": claim, "fields": {"driver": SECRET},
    }  # fmt: skip
    disclosed = told("disclose", camp, claim, "driver", *ASKS)
    file = fast_path / "driver.json"
    file.write_text(disclosed)
    assert told("check-disclosure", camp, file) == "It is the value the entry committed to.\n"
    file.write_text(disclosed.replace("second", "third"))
    assert run("check-disclosure", camp, file).exit_code == 1
    assert run("check-disclosure", camp, file, "--json").exit_code == 1
    file.write_text("[")
    assert run("check-disclosure", camp, file).exception.code == "HF-C003"
    assert [c.action for c in custody_log(open_ledger(camp))] == ["unsealed", "unsealed", "disclosed"]
    text = told("shred", camp, claim, "--reason", "danger", "--by", "coordinator")
    assert text.startswith(f"Shredded: driver of {claim}; 1 keys destroyed here.")
    assert run("unseal", camp, claim, *ASKS).exception.code == "HF-L061"
    assert "shred by coordinator (danger)" in told("history", camp, claim)
    assert SECRET not in told("history", camp, claim)


def test_a_value_still_in_clear_and_a_key_left_here_are_said(camp: Path, office: Path, fast_path: Path) -> None:
    import shutil

    from holdfast.ledger import store_document

    claim = claim_in(camp, sealed={"driver": SECRET})
    store_document(open_ledger(camp, clock=Clock()), SECRET.encode(), name="m.txt")
    told("merge", office, camp)
    shutil.copytree(camp.parent / "keys" / "sealed", office.parent / "keys" / "sealed")
    assert "WARNING: a value still stands in clear in inbox/" in told(
        "shred", camp, claim, "--reason", "danger", "--by", "coordinator"
    )
    assert f"holdfast ledger shred {office} {claim}" in told("merge", office, camp)


def test_help_of_every_command_has_an_example() -> None:
    for name in ("export", "merge", "diff", "tombstone", "seal", "unseal", "disclose", "check-disclosure", "shred"):
        assert f"Example: holdfast ledger {name}" in " ".join(told(name, "--help").split())


def test_disclose_needs_who_and_why(camp: Path) -> None:
    claim = claim_in(camp, sealed={"driver": SECRET})
    assert run("disclose", camp, claim, "driver", "--by", "x").exit_code != 0
    with pytest.raises(HoldfastError, match="HF-L063"):
        disclose(open_ledger(camp, clock=Clock()), claim, "driver", by="x", purpose="")


def test_a_workspace_without_a_ledger_begins_with_a_merge(fast_path: Path) -> None:
    """The office has made its workspace, and a file is the first thing it gets."""
    for name in ("inside", "office"):
        write_template("trailer-camp", fast_path / name, "Hope")
    inside = open_ledger(fast_path / "inside" / "holdfast.db", create=True, site="hope", zone="UTC", device="inside")
    claim = append_claim(inside, diesel(), claimant="c", review="accepted", reviewer="r").id
    told("export", fast_path / "inside", fast_path / "inside.hfl")
    assert run("merge", fast_path / "office", fast_path / "inside.hfl", "--check").exception.code == "HF-L001"
    assert not (fast_path / "office" / "holdfast.db").exists()
    assert "new 2" in told("merge", fast_path / "office", fast_path / "inside.hfl")
    assert claim in told("list", fast_path / "office")
    assert open_ledger(fast_path / "office").device != "inside"
