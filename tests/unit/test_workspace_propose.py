"""``holdfast propose``: what is sent and written, what is refused, and that only a person accepts what a model proposed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from helpers_ledger import Clock
from helpers_model import Answer, model_server, proposal, said
from helpers_submissions import NOW, workspace
from holdfast.cli.main import build_app
from holdfast.errors import HoldfastError
from holdfast.ledger import (
    REVIEWS,
    Ledger,
    Statement,
    append_claim,
    claims,
    custody_log,
    get_claim,
    line_item,
    open_ledger,
    request_consignment,
    review_claim,
    store_document,
    verify,
)
from holdfast.ledger.entries import load_entries
from holdfast.ledger.kinds import read_record
from holdfast.workspace import judge, load_settings, propose_from_model, read_into, waiting

TEXT = "Behind the kitchen stand 37 sacks of rice. The camp holds 1,200 litres of diesel. Call +964 770 123 4567."
RICE = proposal("Behind the kitchen stand 37 sacks of rice", item="rice", value_low=37, value_high=37, unit="sacks")
WRONG = RICE | {"value_low": 73, "value_high": 73}


def answers(text: str, body: dict[str, Any]) -> Answer:
    del text, body
    return said({"proposals": [RICE, WRONG]})


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    folder = workspace(tmp_path / "camp")
    (folder / "report.txt").write_text(TEXT, encoding="utf-8")
    read_into(folder, folder / "report.txt", published=date(2015, 7, 17), clock=Clock(NOW))
    return folder


def ledger_of(folder: Path) -> Ledger:
    return open_ledger(folder / "holdfast.db", device="desk", home=folder)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(build_app(), list(arguments))
    return done.exit_code, done.output


def refused(folder: Path, which: str, **fields: Any) -> str:
    with model_server(answers) as server:
        with pytest.raises(HoldfastError) as caught:
            propose_from_model(folder, which, **({"endpoint": server.url, "by": "coordinator"} | fields))
        assert server.requests == []
    assert custody_log(ledger_of(folder)) == ()
    return caught.value.code


def test_the_command_says_what_went_where_what_came_back_and_what_was_dropped(camp: Path) -> None:
    with model_server(answers) as server:
        code, out = run("propose", str(camp), "report.txt", "--endpoint", server.url, "--by", "coordinator")
    assert code == 0
    for words in (
        server.url,
        "on this computer",
        "1 requests",
        "1 telephone numbers",
        "figure-not-in-quote",
        "1 kept, 1 dropped",
    ):
        assert words in out
    (made,) = [c for c in claims(ledger_of(camp), review=REVIEWS) if c.method == "model"]
    assert (made.review, made.reviewer, made.claimant) == ("pending", None, "author of the text")
    assert (made.said, made.disclosure_class) == ("2015-07-16T21:00:00Z", "HIGH")
    (entry,) = custody_log(ledger_of(camp))
    assert (entry.action, entry.by, entry.parts[1:]) == (
        "shown",
        "coordinator",
        (f"{len(TEXT)} characters", server.url),
    )
    assert entry.parts[0] == f"document {made.document_sha256}"
    assert verify(ledger_of(camp)) == ()
    assert "770" not in server.shown


def test_json_holds_the_same_and_its_class(camp: Path) -> None:
    with model_server(answers) as server:
        code, out = run("propose", str(camp), "report.txt", "--endpoint", server.url, "--by", "desk", "--json")
    found = json.loads(out)
    assert code == 0
    assert "SEVERE" in out
    assert '"figure-not-in-quote": 1' in out
    assert found


def test_a_dry_run_prints_the_prompt_and_neither_sends_nor_writes(camp: Path) -> None:
    before = len(claims(ledger_of(camp), review=REVIEWS))
    with model_server(answers) as server:
        code, out = run("propose", str(camp), "report.txt", "--endpoint", server.url, "--dry-run")
        assert server.requests == []
    assert code == 0
    assert "Behind the kitchen stand 37 sacks of rice." in out
    assert "Nothing was sent" in out
    assert "770" not in out
    assert custody_log(ledger_of(camp)) == ()
    assert len(claims(ledger_of(camp), review=REVIEWS)) == before


def test_nothing_is_sent_by_any_other_command(camp: Path) -> None:
    with model_server(answers) as server:
        (camp / "settings.toml").write_text(f'[model]\nendpoint = "{server.url}"\n', encoding="utf-8")
        (camp / "next.txt").write_text("Next to it 12 sacks of rice.", encoding="utf-8")
        assert run("read", str(camp), str(camp / "next.txt"))[0] == 0
        assert run("review", str(camp), "--list")[0] == 0
        assert server.requests == []
        assert run("propose", str(camp), "report.txt", "--by", "desk")[0] == 0
        assert len(server.requests) == 1


def test_the_settings_name_endpoint_model_and_list(camp: Path) -> None:
    (camp / "settings.toml").write_text(
        '[model]\nendpoint = "https://models.example.org"\nname = "small"\nallow = ["https://models.example.org"]\n'
    )
    found = load_settings(camp)
    assert (found.model_endpoint, found.model_name, found.model_allow) == (
        "https://models.example.org",
        "small",
        ("https://models.example.org",),
    )
    done = propose_from_model(camp, "report.txt", dry_run=True)
    assert (done.endpoint, done.local, done.model, done.sent) == ("https://models.example.org", False, "small", False)
    for wrong in ("endpoint = 3", 'allow = "x"', "name = ''"):
        (camp / "settings.toml").write_text(f"[model]\n{wrong}\n")
        with pytest.raises(HoldfastError) as caught:
            load_settings(camp)
        assert caught.value.code == "HF-W052"


def test_a_second_run_and_a_rejected_proposal_bring_nothing_back(camp: Path) -> None:
    with model_server(answers) as server:
        first = propose_from_model(camp, "report.txt", endpoint=server.url, by="desk")
        judge(camp, [first.claims[0].id], "rejected", reviewer="coordinator", reason="counted twice")
        second = propose_from_model(camp, first.document.sha256[:8], endpoint=server.url, by="desk")
    assert (len(first.claims), second.claims) == (1, ())
    assert second.reasons == {"already-queued": 1, "figure-not-in-quote": 1}


def test_review_shows_it_and_accepts_it_only_one_by_one(camp: Path) -> None:
    with model_server(answers) as server:
        done = propose_from_model(camp, "report.txt", endpoint=server.url, by="desk")
    model = done.claims[0].id
    code, out = run("review", str(camp), "--accept-all", "--by", "coordinator")
    assert code == 0
    assert "1 of them proposed by a model" in out
    assert [w.claim.id for w in waiting(camp)] == [model]
    assert "proposed by a model" in run("review", str(camp), "--list")[1]
    run("review", str(camp), "--accept", model, "--by", "coordinator")
    assert get_claim(ledger_of(camp), model).reviewer == "coordinator"


@pytest.mark.parametrize(
    "fields",
    [
        {"review": "accepted", "reviewer": "settings.toml: source set to accept"},
        {"review": "accepted", "reviewer": "coordinator"},
        {"review": "rejected", "reviewer": "coordinator"},
        {"disclosure_class": "SEVERE"},
    ],
)
def test_the_ledger_takes_a_model_claim_only_as_pending_and_never_as_severe(
    tmp_path: Path, fields: dict[str, Any]
) -> None:
    ledger = _new(tmp_path)
    with pytest.raises(HoldfastError) as caught:
        append_claim(ledger, Statement(claim_type="stock", item="rice"), claimant="a report", method="model", **fields)
    assert caught.value.code == "HF-L008"
    assert claims(ledger, review=REVIEWS) == ()


def _new(folder: Path) -> Ledger:
    return open_ledger(folder / "new.db", device="desk", home=folder, create=True, site="camp", zone="UTC")


def test_an_entry_of_a_model_that_another_device_wrote_as_accepted_is_no_sound_entry(tmp_path: Path) -> None:
    ledger = _new(tmp_path)
    append_claim(ledger, Statement(claim_type="stock", item="rice"), claimant="a report", method="model")
    with ledger.reading() as connection:
        entry = next(e for e in load_entries(ledger, connection) if e.kind == "claim")
    assert read_record(entry)
    for forged in ({"review": "accepted", "reviewer": "coordinator"}, {"disclosure_class": "SEVERE"}):
        with pytest.raises(HoldfastError, match="HF-L008"):
            read_record(replace(entry, payload=dict(entry.payload) | {"body": dict(entry.body) | forged}))


def test_no_setting_accepts_what_a_model_proposed(tmp_path: Path) -> None:
    ledger = _new(tmp_path)
    made = append_claim(ledger, Statement(claim_type="stock", item="rice"), claimant="a report", method="model")
    for verdict, statement in (("accepted", None), ("edited", made.statement)):
        for reviewer in ("settings.toml: source set to accept", " Settings.toml"):
            with pytest.raises(HoldfastError) as caught:
                review_claim(ledger, made.id, verdict, reviewer=reviewer, statement=statement)
            assert caught.value.code == "HF-L008"
    assert get_claim(ledger, made.id).review == "pending"
    assert review_claim(ledger, made.id, "accepted", reviewer="coordinator").review == "accepted"


def test_severe_text_messages_and_papers_for_a_person_are_never_shown(camp: Path) -> None:
    ledger = ledger_of(camp)
    digest = store_document(ledger, b"The well stands behind the school.", name="well.txt", media_type="text/plain")
    append_claim(
        ledger,
        Statement(claim_type="capacity", item="well"),
        claimant="a report",
        document_sha256=str(digest),
        disclosure_class="SEVERE",
    )
    store_document(ledger, b"a scan", name="scan.txt", media_type="text/plain", needs="typing")
    store_document(ledger, b"diesel 300", name="chat.txt", media_type="text/plain; content=chat")
    store_document(ledger, b"From: a", name="mail.eml", media_type="message/rfc822")
    store_document(ledger, b"x: y", name="submission_a.txt", media_type="text/plain")
    waybill = store_document(ledger, b"37 sacks of rice by the north road", name="waybill.txt", media_type="text/plain")
    request_consignment(
        ledger, lines=[line_item("flour", 20, "t")], recorded_by="gate clerk", document_sha256=str(waybill)
    )
    for name in ("waybill.txt", "well.txt", "scan.txt", "chat.txt", "mail.eml", "submission_a.txt"):
        assert refused(camp, name) == "HF-I084", name


def test_what_is_refused_before_anything_is_sent(camp: Path) -> None:
    ledger = ledger_of(camp)
    store_document(ledger, b"rice " * 50_000, name="long.txt", media_type="text/plain")
    assert refused(camp, "long.txt") == "HF-I085"
    assert refused(camp, "nothing.txt") == "HF-I045"
    assert refused(camp, "report.txt", by=None) == "HF-L063"
    assert refused(camp, "report.txt", by="  ") == "HF-L063"
    assert refused(camp, "report.txt", endpoint="http://example.org") == "HF-I080"
    assert refused(camp, "report.txt", endpoint=None) == "HF-I080"
    assert refused(camp, "report.txt", key_file=camp / "no-key") == "HF-I077"


def test_a_server_that_fails_leaves_the_entry_of_what_was_shown_and_no_claim(camp: Path) -> None:
    before = len(claims(ledger_of(camp), review=REVIEWS))
    with model_server(lambda _text, _body: said("no", status=403)) as server:
        code, out = run("propose", str(camp), "report.txt", "--endpoint", server.url, "--by", "desk")
    assert code != 0
    assert len(custody_log(ledger_of(camp))) == 1
    assert len(claims(ledger_of(camp), review=REVIEWS)) == before
    del out
