"""Consignments, promises and notices in the restricted report: with their amounts, and without what is still to come."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from helpers_ledger import Clock, new_ledger
from holdfast.disclosure import visible_text
from holdfast.ledger import (
    Amount,
    Ledger,
    append_answer,
    append_commitment,
    append_notice,
    append_step,
    commitment_states,
    consignment_states,
    judge_commitment,
    line_item,
    notice_states,
    open_ledger,
    request_consignment,
    store_document,
)
from holdfast.ledger.entries import append
from holdfast.report import render_html
from holdfast.report.lint import lint
from holdfast.report.records import Document, Table, block_texts
from report_samples import claim_id, sample_claims, sample_report
from report_tracing import digits_without_reference, references

ZONE = ZoneInfo("Asia/Baghdad")
BY = "access officer"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    clock = Clock(datetime(2026, 8, 10, 12, tzinfo=ZONE))
    made = new_ledger(tmp_path, clock)
    state = request_consignment(
        made,
        lines=[line_item("flour", 20, "t"), line_item("septic parts", 30, "parts")],
        reference="HF-12",
        carrier="Relief Wheels",
        from_place="Northport depot",
        to_place="south gate",
        ready_at="2026-08-21T05:00:00+03:00",
        recorded_by=BY,
    )
    name = state.consignment.id
    clock.advance(days=4)
    append_step(made, name, "facilitated", by="operations command", recorded_by=BY)
    append_step(made, name, "delivered", amounts=[Amount(line=1, quantity=8)], recorded_by=BY)
    append_step(
        made, name, "items removed", amounts=[Amount(line=2, quantity=12)], stated_reason="no order", recorded_by=BY
    )
    old = request_consignment(
        made, lines=[line_item("rice", 5, "t")], requested_at="2026-07-01T08:00:00Z", recorded_by=BY
    )
    append_step(made, old.consignment.id, "delivered", at="2026-07-02T08:00:00Z", recorded_by=BY)
    append_commitment(
        made, office="ministry of displacement", text="three tankers by Sunday", due="2026-08-16", recorded_by=BY
    )
    kept = append_commitment(
        made, office="governor's office", text="no lists will be asked for", to_whom="carriers", recorded_by=BY
    )
    paper = store_document(made, b"letter", name="letter.txt", media_type="text/plain")
    judge_commitment(made, kept.id, "kept", judged_by="coordinator", evidence=[paper])
    sent = append_notice(
        made, office="guarantor's mission", text="water ends", channel="letter", proof_sha256=paper, recorded_by=BY
    )
    append_notice(made, office="capital desk", text="food ends", channel="e-mail", recorded_by=BY)
    append_answer(made, sent.id, text="noted with concern", recorded_by=BY)
    return made


def written(ledger: Ledger, **options: object) -> Document:
    return sample_report(
        consignments=consignment_states(ledger),
        commitments=commitment_states(ledger),
        notices=notice_states(ledger),
        **options,
    )


def table(document: Document, caption: str) -> Table:
    (found,) = (
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table) and block.caption.message.startswith(caption)
    )
    return found


def cells(found: Table) -> list[list[str]]:
    return [
        [" / ".join("".join(piece_text(piece)) for piece in cell.lines) for cell in row.cells] for row in found.rows
    ]


def piece_text(text) -> list[str]:
    return [
        text.message.format(
            **{k: v.text if hasattr(v, "refs") else "".join(piece_text(v)) for k, v in text.parts.items()}
        )
    ]


def test_the_parts_of_an_item_make_up_what_was_asked_for(ledger: Ledger) -> None:
    rows = cells(table(written(ledger), "Consignments by item"))
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in rows] == [
        ["flour", "20,000 kg", "8,000 kg", "0", "0", "12,000 kg"],
        ["septic parts", "30 parts", "0", "12 parts", "0", "18 parts"],
    ]


def test_what_ended_long_ago_is_left_to_the_ledger(ledger: Ledger) -> None:
    text = render_html(written(ledger))
    assert "rice" not in text
    assert "Open, or asked for or decided in the last fourteen days: " in visible_text(text)
    words = " ".join(visible_text(text).split())
    assert re.search(r"one consignment \( ?one facilitated ?\)", words)


def test_nothing_of_the_way_the_rest_will_come(ledger: Ledger) -> None:
    """The convoy plan is need-to-know: carrier, depot, gate and hour stand in no report of class HIGH."""
    document = written(ledger)
    page = render_html(document)
    assert document.sensitivity.name == "HIGH"
    for word in ("Relief Wheels", "Northport", "south gate", "21 August 2026 at", "HF-12"):
        assert word not in page


def test_promises_stand_with_their_evidence_and_without_a_verdict_of_ours(ledger: Ledger) -> None:
    rows = cells(table(written(ledger), "Commitments on record"))
    late, kept = rows[0], rows[1]
    assert late[0] == "ministry of displacement"
    assert "has passed, and nobody has judged it" in late[5]
    assert kept[5] == "kept, as judged by coordinator on one piece of evidence"
    assert "no day named" in kept[3]
    assert len(rows) > 2, "claims of promises follow the record"


def test_a_claim_that_a_promise_tells_of_is_not_listed_again(ledger: Ledger) -> None:
    before = len(table(written(ledger), "Commitments on record").rows)
    states = commitment_states(ledger)
    claims = [c for c in sample_claims() if c.statement.claim_type == "commitment"]
    linked = replace(states[0], commitment=replace(states[0].commitment, claim_ids=(claims[0].id,)))
    document = sample_report(commitments=(linked, states[1]))
    assert len(table(document, "Commitments on record").rows) == before - 1


def test_notices_stand_with_proof_and_answer(ledger: Ledger) -> None:
    rows = cells(table(written(ledger), "Notices sent"))
    assert rows[0][0] == "guarantor's mission"
    assert rows[0][3] == "in the inbox"
    assert "noted with concern" in rows[0][4]
    assert rows[1][3:] == ["none on record", "none on record"]


def test_every_figure_leads_to_its_record(ledger: Ledger) -> None:
    page = render_html(written(ledger))
    assert digits_without_reference(page) == []
    ids = {ref.removeprefix("record:") for ref in references(page) if ref.startswith("record:")}
    states = consignment_states(ledger)
    known = {one.id for state in states for one in (state.consignment, *state.steps)}
    known |= {one.id for state in commitment_states(ledger) for one in (state.commitment, *state.verdicts)}
    known |= {one.id for state in notice_states(ledger) for one in (state.notice, *state.answers)}
    assert ids
    assert ids <= known


def test_the_wording_rules_hold(ledger: Ledger) -> None:
    document = written(ledger)
    assert lint(document) == ()
    told = [text.message for section in document.sections for block in section.blocks for _, text in block_texts(block)]
    assert not any(re.search(r"\bbroken\b|\bviolat", message) for message in told)


def test_two_accounts_that_do_not_fit_are_said_to(ledger: Ledger) -> None:

    state = consignment_states(ledger)[1]
    body = state.steps[1].as_dict()
    for field in ("id", "received", "device", "sequence", "hash"):
        del body[field]
    body["amounts"][0] |= {"quantity": 15.0, "in_line_unit": 15.0}
    other = open_ledger(ledger.path, device="dev-b", clock=ledger.clock)
    with other.writing() as connection:
        append(other, connection, kind="gate_step", body=body)
    assert "is not counted until a person settles it" in render_html(written(ledger))


def test_without_records_nothing_is_added() -> None:
    document = sample_report()
    captions = [b.caption.message for s in document.sections for b in s.blocks if isinstance(b, Table)]
    assert not any(caption.startswith(("Consignments", "Notices")) for caption in captions)
    assert claim_id(1) in render_html(document)
