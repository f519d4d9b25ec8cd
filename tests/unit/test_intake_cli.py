"""``holdfast read`` and ``review`` as a person and as a script use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from holdfast.cli import intake, review
from holdfast.errors import HoldfastError
from holdfast.ledger import claims, open_ledger
from holdfast.sites import write_template

FOUNDING = Path(__file__).parents[1] / "data/founding-report.txt"
KEYS = (
    "claim_type item service polarity value_low value_high unit si_low si_high si_unit per time_start time_end time_precision place "
    "actor addressee attribution modality background time_text char_start char_end"
).split()


def app() -> typer.Typer:
    made = typer.Typer()
    intake.register(made)
    review.register(made)
    return made


def run(*words: object, typed: str | None = None) -> Any:
    return CliRunner().invoke(app(), [str(w) for w in words], input=typed)


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    folder = tmp_path / "camp"
    write_template("trailer-camp", folder, "Camp Hope")
    return folder


@pytest.fixture
def queued(camp: Path, tmp_path: Path) -> Path:
    message = tmp_path / "message.txt"
    message.write_text(
        "Guards refused two fuel trucks on Monday.\nThe camp has 5,100 L of diesel left.\nThe power failed.\n",
        encoding="utf-8",
    )
    done = run("read", message, "--published", "2015-07-17", "--workspace", camp)
    assert done.exit_code == 0, done.output
    assert "wait for: holdfast review" in done.output
    return camp


def test_json_has_the_shape_of_the_issue() -> None:
    done = run("read", FOUNDING, "--json")
    assert done.exit_code == 0
    found = json.loads(done.output)
    assert list(found) == ["class", "source", "claims", "warnings"]
    assert found["class"] == "SEVERE"
    assert all(list(c) == KEYS for c in found["claims"])
    assert len(KEYS) == 23
    assert all(set(w) == {"code", "message"} for w in found["warnings"])
    assert {"sha256", "media_type", "chars", "published", "title"} <= set(found["source"])
    text = found["source"]["text"]
    assert len(text) == found["source"]["chars"]
    assert all(0 <= c["char_start"] < c["char_end"] <= len(text) for c in found["claims"])


def test_plain_words_show_sentence_amount_and_warning() -> None:
    done = run("read", FOUNDING, "--published", "2015-07-17")
    assert done.exit_code == 0
    assert "denial of septic tanks (desludging) by Iraqi government" in done.output
    assert "120° F = 48.89° C" in done.output
    assert "at least 2,000 people" in done.output
    assert "[history]" in done.output
    assert '"For the third consecutive day" = 2015-07-15 to 2015-07-17' in done.output
    assert "Warning header-date-differs" in done.output
    assert "24 proposed claims" in done.output


def test_errors_reach_the_command_line(tmp_path: Path) -> None:
    for words in (("read", tmp_path / "none.txt"), ("read", FOUNDING, "--published", "2015-02-31")):
        done = run(*words)
        assert isinstance(done.exception, HoldfastError)


@pytest.mark.parametrize("words", [("--grade", "Z9"), ("--published", "2099-01-01")])
def test_a_slip_is_refused_with_and_without_a_workspace(camp: Path, words: tuple[str, str]) -> None:
    code = "HF-L008" if words[0] == "--grade" else "HF-W004"
    for more in ((), ("--workspace", camp)):
        done = run("read", FOUNDING, *words, *more)
        assert isinstance(done.exception, HoldfastError)
        assert done.exception.code == code
    assert not (camp / "holdfast.db").exists()


def test_a_large_figure_is_printed_digit_by_digit(tmp_path: Path) -> None:
    message = tmp_path / "m.txt"
    message.write_text(
        "The camp has 1,234,567 L of diesel left. The site received 12,345 L of water.", encoding="utf-8"
    )
    out = run("read", message).output
    assert "1.234567 million L" in out
    assert "e+" not in out


def test_a_message_cannot_steer_the_screen(tmp_path: Path) -> None:
    message = tmp_path / "m.txt"
    message.write_text("The camp has 5,100 L of diesel left at \u202eB pmaC.", encoding="utf-8")
    assert "\u202e" not in run("read", message).output


def test_reading_twice_says_so(queued: Path, tmp_path: Path) -> None:
    done = run("read", tmp_path / "message.txt", "--published", "2015-07-17", "--workspace", queued)
    assert "nothing new is queued" in done.output
    again = json.loads(run("read", tmp_path / "message.txt", "--workspace", queued, "--json").output)
    assert again["queued"]["known_before"] is True
    assert len(again["queued"]["ids"]) == 3


def test_review_by_keys_and_what_is_judged_survives_a_quit(queued: Path) -> None:
    done = run("review", queued, "--by", "coordinator", typed="a\nq\n")
    assert "Guards refused two fuel trucks on Monday." in done.output
    assert "1 of 3" in done.output
    ledger = open_ledger(queued)
    assert [c.review for c in claims(ledger, review=("accepted", "pending"))] == ["accepted", "pending", "pending"]
    done = run("review", queued, typed="coordinator\nx\ne\nvalue=1500\nr\n\nr\nheard twice\n")
    assert "1 of 2" in done.output
    assert "HF-W020" in done.output  # a rejection without a reason is asked for again
    assert "now: stock of diesel (fuel) : 1,500 L" in done.output
    assert "last one" in done.output
    assert [c.review for c in claims(open_ledger(queued), review=("accepted", "edited", "rejected"))] == [
        "accepted",
        "edited",
        "rejected",
    ]
    assert "0 claims wait" in run("review", queued).output


def test_skipping_and_the_end_of_input_judge_nothing(queued: Path) -> None:
    assert run("review", queued, "--by", "coordinator", typed="s\ns\ns\n").exit_code == 0
    assert run("review", queued, "--by", "coordinator", typed="").exit_code == 0
    assert claims(open_ledger(queued)) == ()


@pytest.mark.parametrize("typed", ["", "coordinator\nr\n", "coordinator\ne\n", "coordinator\n"])
def test_the_end_of_the_input_is_no_answer(queued: Path, typed: str) -> None:
    done = run("review", queued, typed=typed)
    assert done.exit_code == 0
    assert "The rest waits" in done.output
    assert len(claims(open_ledger(queued), review=("pending",))) == 3


def test_review_for_scripts(queued: Path) -> None:
    listed = run("review", queued, "--list")
    assert "3 claims wait" in listed.output
    waiting = json.loads(run("review", queued, "--json").output)["waiting"]
    first, second, third = (c["id"] for c in waiting)
    assert waiting[1]["sentence"] == "The camp has 5,100 L of diesel left."
    assert isinstance(run("review", queued, "--accept", first).exception, HoldfastError)
    assert isinstance(run("review", queued, "--accept-all").exception, HoldfastError)
    assert claims(open_ledger(queued)) == ()
    done = run("review", queued, "--accept", first, "--by", "coordinator")
    assert f"accepted: {first}" in done.output
    done = run(
        "review", queued, "--edit", second, "--set", "value=1500", "--by", "engineer", "--reason", "misread", "--json"
    )
    found = json.loads(done.output)
    assert found["class"] == "SEVERE"
    assert found["judged"][0]["statement"]["value_low"] == 1500
    assert isinstance(run("review", queued, "--edit", third, "--set", "value", "--by", "x").exception, HoldfastError)
    run("review", queued, "--reject", third, "--reason", "hearsay", "--by", "coordinator")
    assert "0 claims wait" in run("review", queued, "--list").output


def test_accept_all_is_signed_by_a_person(queued: Path) -> None:
    run("review", queued, "--accept-all", "--by", "coordinator")
    accepted = claims(open_ledger(queued))
    assert {c.reviewer for c in accepted} == {"coordinator"}
    assert len(accepted) == 3


def test_odd_amounts_in_words(tmp_path: Path) -> None:
    message = tmp_path / "m.txt"
    message.write_text(
        "Fuel for fewer than four days remains. Between 4,000 and 5,000 litres of diesel are left. The army did not block food. "
        "They promised 3 tankers tomorrow. The United States committed itself in writing to protect them.",
        encoding="utf-8",
    )
    out = run("read", message, "--published", "2015-07-17").output
    assert "up to four days = up to 96 hours" in out
    assert "4,000 to 5,000 L" in out
    assert "denial (negated) of food" in out
    assert "commitment (planned) of tankers" in out
    assert "(in writing)" in out


def test_a_question_goes_back_and_its_claim_goes_on_waiting(queued: Path) -> None:
    first = json.loads(run("review", queued, "--json").output)["waiting"][0]
    assert isinstance(run("review", queued, "--ask", first["id"], "--by", "coordinator").exception, HoldfastError)
    done = run("review", queued, "--ask", first["id"], "--by", "coordinator", "--reason", "which tank?")
    assert "3 claims wait, 1 of them for an answer." in done.output
    asked = json.loads(run("review", queued, "--json").output)["waiting"][0]
    assert (asked["review"], asked["question"]) == ("asked", "which tank?")
    messages = run("review", queued, "--questions").output
    assert messages.startswith(f"To {first['claimant']}:")
    assert "which tank?" in messages
    assert "1 messages to send; nothing was sent." in messages
    accepted = run("review", queued, "--accept-all", "--by", "coordinator")
    assert "1 claims wait, 1 of them for an answer." in accepted.output, (
        "a claim with an open question is not accepted in bulk"
    )
    done = run("review", queued, "--by", "coordinator", typed="a\n")
    assert "accepted 1, edited 0, rejected 0, asked 0" in done.output
    assert "asked: which tank?" in done.output


def test_keys_ask_back_and_go_back(queued: Path) -> None:
    done = run("review", queued, "--by", "coordinator", typed="s\nb\n?\nsince when?\nq\n")
    assert done.output.count("\n1 of 3\n") == 2
    assert "accepted 0, edited 0, rejected 0, asked 1 of 3" in done.output


def test_what_speaks_against_a_claim_stands_beside_it(queued: Path, tmp_path: Path) -> None:
    for name, text in (
        ("one", "Diesel in the main tank is 5,000 L, says the committee."),
        ("two", "Diesel in the main tank is 12,500 L, says the ministry."),
    ):
        file = tmp_path / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        assert run("read", file, "--workspace", queued, "--published", "2015-07-17").exit_code == 0
    listed = run("review", queued, "--list").output
    assert listed.count("against (waiting)") == 2
    one = next(w for w in json.loads(run("review", queued, "--json").output)["waiting"] if "5,000" in w["sentence"])
    run("review", queued, "--accept", one["id"], "--by", "coordinator")
    assert "against (accepted)" in run("review", queued, "--list").output
