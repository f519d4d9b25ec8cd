"""Plans, decisions and editions that were handed over are written down, corrected by later ones, and listed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from holdfast.cli import acts as topic
from holdfast.errors import HoldfastError
from holdfast.ledger import open_ledger, own_acts, verify
from holdfast.sites import write_template


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    folder = tmp_path / "camp"
    write_template("trailer-camp", folder, "Our camp")
    return folder


def run(*words: object) -> Any:
    app = typer.Typer()
    topic.register(app)
    return CliRunner().invoke(app, ["acts", *map(str, words)])


def test_a_plan_a_decision_and_an_edition_stand_in_their_order(camp: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_bytes(b"<p>as of 18 August 2015</p>")
    assert (
        "plan of engineer: Night pumping: Pumps from 22 to 5"
        in run("plan", camp, "Night pumping", "Pumps from 22 to 5", "--by", "engineer").output
    )
    decided = run("decide", camp, "pumps at night only", "--by", "camp committee", "--from", "2026-01-02 06:00").output
    assert "camp committee decided: pumps at night only, from 2 January 2026 at 06:00" in decided
    released = run(
        "release", camp, report, "--edition", "public", "--class", "LOW", "--as-of", "2015-08-18", "--by", "editor"
    ).output
    assert "released the public edition as of 2015-08-18 (LOW) to everyone" in released
    assert hashlib.sha256(report.read_bytes()).hexdigest()[:12] in released
    listed = run("list", camp).output
    assert [line.split(": ")[1].split(" ")[0] for line in listed.splitlines()[:3]] == ["plan", "camp", "editor"]
    assert "3 acts." in listed
    assert verify(open_ledger(camp)) == ()


def test_a_correction_is_the_next_revision_of_the_same_report(camp: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    words = ("--edition", "restricted", "--class", "HIGH", "--as-of", "2015-08-18", "--by", "editor", "--to", "mission")
    for n in range(3):
        report.write_text(f"version {n}", "utf-8")
        assert run("release", camp, report, *words, *(("--changes", f"mended {n}") if n else ())).exit_code == 0
    found = own_acts(open_ledger(camp))
    assert [(a.revision, a.changes, a.recipients) for a in found] == [
        (0, None, ("mission",)),
        (1, "mended 1", ("mission",)),
        (2, "mended 2", ("mission",)),
    ]
    assert len({a.file_sha256 for a in found}) == 3


def test_json_has_its_class_and_what_is_wrong_is_refused(camp: Path) -> None:
    made = json.loads(run("decide", camp, "ration 10 L", "--by", "committee", "--json").output)
    assert made["class"] == "SEVERE"
    assert made["act"]["text"] == "ration 10 L"
    assert json.loads(run("list", camp, "--json").output)["acts"][0]["id"] == made["act"]["id"]
    missing = run(
        "release",
        camp,
        camp / "none.html",
        "--edition",
        "public",
        "--class",
        "LOW",
        "--as-of",
        "2015-08-18",
        "--by",
        "e",
    )
    assert isinstance(missing.exception, HoldfastError)
    assert missing.exception.code == "HF-W005"
    for words in (
        ("decide", camp, "  ", "--by", "committee"),
        ("decide", camp, "x", "--by", " "),
        ("decide", camp, "x", "--by", "committee", "--based-on", "01M888PWSXF5TXW2890CVPZMYZ"),
        (
            "release",
            camp,
            camp / "site.toml",
            "--edition",
            "secret",
            "--class",
            "LOW",
            "--as-of",
            "2015-08-18",
            "--by",
            "e",
        ),
        (
            "release",
            camp,
            camp / "site.toml",
            "--edition",
            "public",
            "--class",
            "NONE",
            "--as-of",
            "2015-08-18",
            "--by",
            "e",
        ),
    ):
        assert isinstance(run(*words).exception, HoldfastError), words
    assert len(own_acts(open_ledger(camp))) == 1


def test_nothing_that_is_typed_steers_the_screen(camp: Path) -> None:
    run("plan", camp, "a\u202eb", "c\x1b[2Jd", "--by", "engineer")
    listed = run("list", camp).output
    assert "\u202e" not in listed
    assert "\x1b" not in listed
