"""Promises with their evidence, notices with their answers, and what the house itself did."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from helpers_ledger import Clock, diesel, new_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    CLAIM_TYPES,
    Edition,
    Ledger,
    OperatingDecision,
    Plan,
    Statement,
    append_answer,
    append_claim,
    append_commitment,
    append_decision,
    append_edition,
    append_forecast,
    append_notice,
    append_plan,
    append_step,
    commitment_states,
    default_class,
    judge_commitment,
    line_item,
    notice_states,
    open_ledger,
    overdue,
    own_acts,
    request_consignment,
    store_document,
    unanswered,
    verify,
)
from holdfast.ledger.entries import append

BY = "access officer"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    return new_ledger(tmp_path, clock)


def promise(ledger: Ledger, **fields: object):
    given = {
        "office": "ministry of displacement",
        "text": "three tankers of diesel tomorrow",
        "to_whom": "camp committee",
        "due": "2015-08-19",
        "recorded_by": BY,
    }
    return append_commitment(ledger, **(given | fields))


def notice(ledger: Ledger, **fields: object):
    given = {
        "office": "guarantor's mission",
        "text": "water ends within days",
        "channel": "letter",
        "recorded_by": "coordinator",
    }
    return append_notice(ledger, **(given | fields))


def test_a_promise_is_unknown_until_a_person_judges_it(ledger: Ledger, clock: Clock) -> None:
    made = promise(ledger)
    clock.advance(days=30)  # however late: nothing is judged by the program
    (state,) = commitment_states(ledger)
    assert (state.commitment, state.status, state.evidence, state.verdicts) == (made, "unknown", (), ())
    assert made.promised_at == "2015-08-18T05:00:00Z"
    assert verify(ledger) == ()


@pytest.mark.parametrize(("day", "late"), [(18, False), (19, False), (20, True)])
def test_overdue_the_day_after_the_day_it_was_due(ledger: Ledger, day: int, *, late: bool) -> None:
    promise(ledger)
    assert bool(overdue(commitment_states(ledger), date(2015, 8, day))) is late


def test_overdue_lists_only_what_is_due_and_not_judged(ledger: Ledger) -> None:
    claim = append_claim(ledger, diesel(), claimant="log keeper", review="accepted", reviewer="x")
    without_day = promise(ledger, due=None)
    kept, broken = promise(ledger, text="a"), promise(ledger, text="b")
    late = promise(ledger, text="c", due="2015-08-18")
    later = promise(ledger, text="d")
    judge_commitment(ledger, kept.id, "kept", judged_by="coordinator", evidence=[claim.id])
    judge_commitment(ledger, broken.id, "broken", judged_by="coordinator", evidence=[claim.id])
    found = overdue(commitment_states(ledger), date(2015, 9, 1))
    assert [state.commitment.id for state in found] == [late.id, later.id]
    assert without_day.due is None


@pytest.mark.parametrize("status", ["kept", "broken"])
def test_a_verdict_needs_what_shows_it(ledger: Ledger, status: str) -> None:
    made = promise(ledger)
    with pytest.raises(LedgerError) as caught:
        judge_commitment(ledger, made.id, status, judged_by="coordinator")
    assert caught.value.code == "HF-L075"
    with pytest.raises(LedgerError) as caught:
        judge_commitment(ledger, made.id, status, judged_by="coordinator", evidence=["0" * 64])
    assert caught.value.code == "HF-L076"
    assert commitment_states(ledger)[0].verdicts == ()


def test_evidence_may_be_a_claim_a_step_at_the_gate_or_a_document(ledger: Ledger) -> None:
    made = promise(ledger)
    claim = append_claim(ledger, diesel(), claimant="log keeper", review="accepted", reviewer="x")
    digest = store_document(ledger, b"receipt", name="receipt.txt", media_type="text/plain")
    asked = request_consignment(ledger, lines=[line_item("diesel", 5000, "L")], recorded_by=BY)
    came, _ = append_step(ledger, asked.consignment.id, "delivered", recorded_by=BY)
    state = judge_commitment(
        ledger, made.id[-6:], "kept", judged_by="coordinator", evidence=[claim.id, came.id, digest, claim.id]
    )
    assert (state.status, state.evidence) == ("kept", (claim.id, came.id, digest))
    assert verify(ledger) == ()


def test_the_last_verdict_stands_and_the_earlier_ones_stay(ledger: Ledger, clock: Clock) -> None:
    made = promise(ledger)
    claim = append_claim(ledger, diesel(), claimant="log keeper", review="accepted", reviewer="x")
    judge_commitment(ledger, made.id, "broken", judged_by="coordinator", evidence=[claim.id])
    clock.advance(days=1)
    state = judge_commitment(ledger, made.id, "unknown", judged_by="lead", reason="the tankers may be at the depot")
    assert [verdict.status for verdict in state.verdicts] == ["broken", "unknown"]
    assert (state.status, state.evidence) == ("unknown", ())
    assert commitment_states(ledger, as_known=date(2015, 8, 18))[0].status == "broken"
    assert commitment_states(ledger, as_known=date(2015, 8, 17)) == ()


def test_a_corrected_promise_keeps_its_verdicts(ledger: Ledger) -> None:
    made = promise(ledger)
    claim = append_claim(ledger, diesel(), claimant="log keeper", review="accepted", reviewer="x")
    judge_commitment(ledger, made.id, "broken", judged_by="coordinator", evidence=[claim.id])
    again = promise(ledger, due="2015-08-20", supersedes=made.id)
    (state,) = commitment_states(ledger)
    assert (state.commitment, state.status) == (again, "broken")
    assert state.family == {made.id, again.id}
    # A slip in the verdict itself is corrected too.
    slip = state.verdicts[0]
    state = judge_commitment(ledger, made.id, "kept", judged_by="coordinator", evidence=[claim.id], supersedes=slip.id)
    assert [verdict.status for verdict in state.verdicts] == ["kept"]


def test_a_withdrawn_promise_leaves_the_view(ledger: Ledger) -> None:
    made = promise(ledger)
    with ledger.writing() as connection:
        append(ledger, connection, kind="tombstone", body={"entry_id": made.id, "reason": "x", "by": "y"})
    assert commitment_states(ledger) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"office": ""},
        {"office": None},
        {"text": "  "},
        {"due": "tomorrow"},
        {"due": "2015-02-30"},
        {"due": "2015-08-19T10:00:00+03:00"},
        {"promised_at": "2015-08-18"},
        {"to_whom": 3},
        {"document_sha256": "x"},
        {"claim_ids": 3},
        {"recorded_by": None},
    ],
)
def test_promises_the_ledger_cannot_keep(ledger: Ledger, fields: dict[str, object]) -> None:
    with pytest.raises(LedgerError) as caught:
        promise(ledger, **fields)
    assert caught.value.code == "HF-L008"
    assert commitment_states(ledger) == ()


def test_what_a_promise_names_must_be_there(ledger: Ledger) -> None:
    for fields, code in (
        ({"document_sha256": "0" * 64}, "HF-L011"),
        ({"claim_ids": ["nothing"]}, "HF-L076"),
        ({"supersedes": "nothing"}, "HF-L077"),
    ):
        with pytest.raises(LedgerError) as caught:
            promise(ledger, **fields)
        assert caught.value.code == code
    with pytest.raises(LedgerError) as caught:
        judge_commitment(ledger, "nothing", "unknown", judged_by="x")
    assert caught.value.code == "HF-L072"
    with pytest.raises(LedgerError) as caught:
        judge_commitment(ledger, promise(ledger).id, "half kept", judged_by="x")
    assert caught.value.code == "HF-L008"


def test_a_notice_shows_that_an_office_knew(ledger: Ledger, clock: Clock) -> None:
    issued = append_forecast(
        ledger, {"issued": "x", "scenario": "s", "forecast_sha256": "a", "events": [], "provenance": {}}
    )
    proof = store_document(ledger, b"stamp", name="stamp.txt", media_type="text/plain")
    sent = notice(ledger, carried=[issued.id], proof_sha256=proof)
    silent = notice(ledger, text="food ends")
    clock.advance(days=2)
    state = append_answer(ledger, sent.id, text="noted", recorded_by="coordinator")
    assert (state.answered, state.proven, state.answers[0].office) == (True, True, "guarantor's mission")
    assert [one.notice.id for one in unanswered(notice_states(ledger))] == [silent.id]
    assert [one.notice.id for one in unanswered(notice_states(ledger, as_known=date(2015, 8, 18)))] == [
        sent.id,
        silent.id,
    ]
    assert verify(ledger) == ()


def test_an_answer_is_corrected_and_a_notice_keeps_its_answers(ledger: Ledger) -> None:
    sent = notice(ledger)
    first = append_answer(ledger, sent.id, text="no", recorded_by="x").answers[0]
    again = notice(ledger, text="water ended", supersedes=sent.id)
    state = append_answer(ledger, sent.id[-8:], text="noted", recorded_by="x", supersedes=first.id)
    assert state.notice == again
    assert [answer.text for answer in state.answers] == ["noted"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"office": " "}, "HF-L008"),
        ({"channel": ""}, "HF-L008"),
        ({"text": None}, "HF-L008"),
        ({"sent_at": "now"}, "HF-L008"),
        ({"proof_sha256": "0" * 64}, "HF-L011"),
        ({"document_sha256": "0" * 64}, "HF-L011"),
        ({"carried": ["nothing"]}, "HF-L076"),
        ({"supersedes": "nothing"}, "HF-L077"),
    ],
)
def test_notices_the_ledger_cannot_keep(ledger: Ledger, fields: dict[str, object], code: str) -> None:
    with pytest.raises(LedgerError) as caught:
        notice(ledger, **fields)
    assert caught.value.code == code
    assert notice_states(ledger) == ()


def test_an_answer_to_nothing(ledger: Ledger) -> None:
    with pytest.raises(LedgerError) as caught:
        append_answer(ledger, "nothing", text="noted", recorded_by="x")
    assert caught.value.code == "HF-L072"
    with pytest.raises(LedgerError) as caught:
        append_answer(ledger, notice(ledger).id, text="noted", recorded_by="x", document_sha256="0" * 64)
    assert caught.value.code == "HF-L011"


def test_what_the_house_did(ledger: Ledger, clock: Clock) -> None:
    claim = append_claim(ledger, diesel(), claimant="log keeper", review="accepted", reviewer="x")
    plan = append_plan(
        ledger,
        title="next load",
        text="chlorine first",
        made_by="engineer",
        based_on=[claim.id],
        recorded_by="engineer",
    )
    clock.advance(hours=1)
    decision = append_decision(
        ledger,
        text="pump at night only",
        decided_by="committee",
        takes_effect_at="2015-08-19T18:00:00+03:00",
        recorded_by=BY,
    )
    clock.advance(hours=1)
    edition = append_edition(
        ledger,
        edition="public",
        report_id="camp 2015-08-18 public",
        file_sha256="a" * 64,
        sensitivity="LOW",
        released_by="release officer",
        as_of="2015-08-18",
        recipients=("everyone",),
        recorded_by="information officer",
    )
    assert own_acts(open_ledger(ledger.path)) == (plan, decision, edition)
    assert [type(act) for act in own_acts(ledger)] == [Plan, OperatingDecision, Edition]
    second = append_plan(
        ledger, title="next load", text="diesel first", made_by="engineer", supersedes=plan.id, recorded_by="engineer"
    )
    assert own_acts(ledger) == (decision, edition, second)
    assert own_acts(ledger, as_known=date(2015, 8, 17)) == ()
    assert json.loads(json.dumps(edition.as_dict()))["recipients"] == ["everyone"]
    assert verify(ledger) == ()


@pytest.mark.parametrize(
    ("call", "fields", "code"),
    [
        (append_plan, {"title": "", "text": "x", "made_by": "x"}, "HF-L008"),
        (append_plan, {"title": "x", "text": "x", "made_by": "x", "based_on": ["nothing"]}, "HF-L076"),
        (append_plan, {"title": "x", "text": "x", "made_by": "x", "document_sha256": "0" * 64}, "HF-L011"),
        (append_decision, {"text": "x", "decided_by": ""}, "HF-L008"),
        (append_decision, {"text": "x", "decided_by": "x", "takes_effect_at": "2015"}, "HF-L008"),
        (
            append_edition,
            {
                "edition": "secret",
                "report_id": "x",
                "file_sha256": "a" * 64,
                "sensitivity": "LOW",
                "released_by": "x",
                "as_of": "2015-08-18",
            },
            "HF-L008",
        ),
    ],
)
def test_acts_the_ledger_cannot_keep(ledger: Ledger, call, fields: dict[str, object], code: str) -> None:
    with pytest.raises(LedgerError) as caught:
        call(ledger, recorded_by="x", **fields)
    assert caught.value.code == code
    assert own_acts(ledger) == ()


def test_counts_of_cases_are_claims_of_class_high(ledger: Ledger) -> None:
    assert "health" in CLAIM_TYPES
    assert default_class("health") == "HIGH"
    said = Statement(claim_type="health", item="diarrhoea", value_low=7, value_high=7, unit="cases", per="day")
    claim = append_claim(ledger, said, claimant="clinic")
    assert claim.disclosure_class == "HIGH"


@pytest.mark.parametrize("kind", ["commitment", "commitment_status", "notice", "notice_answer", "plan", "edition"])
def test_records_of_another_shape_are_found_by_the_check(ledger: Ledger, kind: str) -> None:
    with ledger.writing() as connection:
        append(ledger, connection, kind=kind, body={"text": "x"})
    assert [fault.kind for fault in verify(ledger)] == ["row"]
