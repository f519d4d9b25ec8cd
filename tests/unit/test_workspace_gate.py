"""The commands at the gate, on promises and on notices: understood, said back in words, refused with nothing written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer
from typer.testing import CliRunner

from helpers_ledger import Clock, diesel
from holdfast.cli import duty, gate
from holdfast.disclosure import kinds
from holdfast.errors import HoldfastError
from holdfast.ledger import append_claim, consignment_states, documents, open_ledger, verify
from holdfast.workspace import (
    add_answer,
    add_notice,
    add_promise,
    add_step,
    ask_passage,
    chain_lines,
    judge_promise,
    list_consignments,
    list_notices,
    list_promises,
    read_decision,
    status,
    status_lines,
    total_lines,
)
from holdfast.workspace.gate_words import understand_item
from holdfast.workspace.standing_claims import standing_groups

SITE = """
[site]
id = "camp"
name = "Camp"
exercise = true
timezone = "Asia/Baghdad"
source = "made-up"
[sources]
made-up = "invented for tests"
[packages]
drum = "200 L"
[[people]]
id = "all"
count = 1000
[[stores]]
id = "diesel-main"
commodity = "diesel"
unit = "L"
quantity = "unknown"
capacity = 15000
"""
NOW = datetime(2015, 8, 18, 9, 0, tzinfo=UTC)  # noon at the site


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_text(SITE, encoding="utf-8")
    return tmp_path


def asked(camp: Path, clock: Clock, *items: str, **fields: Any) -> None:
    ask_passage(camp, items or ("flour 20 t", "septic parts 30"), clock=clock, **({"reference": "HF-12"} | fields))


@pytest.mark.parametrize(
    ("words", "commodity", "quantity", "unit"),
    [
        ("flour 20 t", "flour", 20, "t"),
        ("20 t of flour", "flour", 20, "t"),
        ("flour 20 MT", "flour", 20, "t"),
        ("400 bags of 50 kg rice", "rice", 400, "50-kg bag"),
        ("septic parts 12", "septic parts", 12, None),
        ("12 septic parts", "septic parts", 12, None),
        ("septic parts 12 parts", "septic parts", 12, "parts"),
        ("2 water trucks", "water", 2, "truck"),
        ("طحين 20 طن", "طحين", 20, "t"),
        ("pump seals ۱۲", "pump seals", 12, None),
        ("diesel 5,000 L", "diesel", 5000, "L"),
        ("septic parts", "septic parts", None, None),
    ],
)
def test_what_is_understood_of_some_words(words: str, commodity: str, quantity: float | None, unit: str | None) -> None:
    item = understand_item(words, {})
    assert (item.commodity, item.quantity, item.unit) == (commodity, quantity, unit)


@pytest.mark.parametrize(
    "words",
    [
        "flour",
        "20 t",
        "flour 20 t rice 5 t",
        "flour about 20 t",
        "flour at least 20 t",
        "flour 5.100 t",
        "flour 20 tnn",
        "",
        ";",
        "10 to 20 t of flour",
    ],
)
def test_a_request_says_what_and_exactly_how_much(camp: Path, clock: Clock, words: str) -> None:
    with pytest.raises(HoldfastError) as caught:
        ask_passage(camp, [words], clock=clock)
    assert caught.value.code == "HF-L080"
    assert not (camp / "holdfast.db").exists()


def test_a_rate_is_no_amount(camp: Path, clock: Clock) -> None:
    with pytest.raises(HoldfastError) as caught:
        ask_passage(camp, ["diesel 500 L per day"], clock=clock)
    assert caught.value.code == "HF-L080"


def test_a_request_is_said_back(camp: Path, clock: Clock) -> None:
    found = ask_passage(
        camp,
        ["flour 20 t; 2 drums of diesel", "septic parts 30"],
        carrier="WFP",
        reference="HF-12",
        at="07:40",
        clock=clock,
    )
    assert found.lines == (
        "We understood: 20 tonnes of flour, two drums of diesel, 30 items of septic parts asked for.",
        "HF-12 of WFP, asked for on 18 August 2015: no answer yet",
        "  flour: 20 tonnes asked for; 20 tonnes awaiting",
        "  diesel: two drums asked for; two drums awaiting",
        "  septic parts: 30 items asked for; 30 items awaiting",
    )
    assert found.state.consignment.requested_at == "2015-08-18T04:40:00Z"
    assert [line.item.si_quantity for line in found.state.lines] == [20_000, 400, None]


def test_without_a_reference_the_end_of_the_id_is_the_name(camp: Path, clock: Clock) -> None:
    found = ask_passage(camp, ["flour 20 t"], clock=clock)
    name = found.state.consignment.id[-6:]
    assert name in found.lines[0]
    assert add_step(camp, name, "delivered", clock=clock).state.status == "facilitated"


def test_the_three_taps_of_journey_four(camp: Path, clock: Clock) -> None:
    asked(camp, clock)
    add_step(camp, "HF-12", "arrived", at="07:40", clock=clock)
    found = add_step(
        camp,
        "HF-12",
        "items removed",
        ["septic parts 12"],
        reason="no order",
        by="gate officer",
        delay_hours=2.3,
        clock=clock,
    )
    assert found.step is not None
    assert found.lines == (
        (
            'We understood: HF-12, 18 August 2015 at 12:00: 12 items of septic parts taken off; reason as stated: "no order"; '
            f"by gate officer; held for 2.3 hours. [{found.step.id}]"
        ),
        "HF-12, asked for on 18 August 2015: no answer yet",
        "  flour: 20 tonnes asked for; 20 tonnes awaiting",
        "  septic parts: 30 items asked for; 12 items taken off, 18 items awaiting",
        (
            'Category suggested by the words, and not written: AC4 ("no order") or AC5 ("items removed"). To set it, enter the '
            f"step again with --constraint and --corrects {found.step.id[-6:]}; `holdfast gate constraints` lists all nine."
        ),
    )
    assert found.step.constraint is None, "a suggestion writes nothing"
    again = add_step(
        camp,
        "HF-12",
        "items removed",
        ["parts 12"],
        constraint="ac5",
        severity="x",
        corrects=found.step.id[-6:],
        clock=clock,
    )
    assert again.step is not None
    assert (again.step.constraint, again.step.severity, again.step.supersedes) == ("AC5", "X", found.step.id)
    assert again.state.lines[1].removed == 12
    assert verify(open_ledger(camp)) == ()


@pytest.mark.parametrize(
    ("words", "line", "amount"),
    [
        ("septic parts 12", 2, 12),
        ("parts 12", 2, 12),
        ("Septic Part 12", 2, 12),
        ("line 2", 2, 30),
        ("septic parts", 2, 30),
        ("flour 500 kg", 1, 0.5),
        ("wheat flour 2 t", 1, 2),
        ("line 2: 12", 2, 12),
        ("Line 1 500 kg", 1, 0.5),
        ("flour 3", 1, 3),
    ],
)
def test_which_line_is_meant(camp: Path, clock: Clock, words: str, line: int, amount: float) -> None:
    asked(camp, clock)
    state = add_step(camp, "HF-12", "delivered", [words], clock=clock).state
    assert state.lines[line - 1].delivered == pytest.approx(amount)
    assert sum(one.delivered for one in state.lines) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("rice 3 t", "HF-L073"),
        ("flour pump 3", "HF-L073"),  # a pump for flour is no flour
        ("flour mill 3", "HF-L073"),
        ("line 0", "HF-L073"),
        ("line 3", "HF-L073"),
        ("flour 3 L", "HF-L071"),
        ("flour 3 pieces", "HF-L071"),
        ("flour 21 t", "HF-L070"),
        ("flour 3 t rice 3 t", "HF-L080"),
        ("flour about 3 t", "HF-L080"),
    ],
)
def test_what_is_refused_at_the_gate_writes_nothing(camp: Path, clock: Clock, words: str, code: str) -> None:
    asked(camp, clock)
    with pytest.raises(HoldfastError) as caught:
        add_step(camp, "HF-12", "delivered", [words], clock=clock)
    assert caught.value.code == code
    assert consignment_states(open_ledger(camp))[0].every_step == ()


def test_words_that_fit_two_lines(camp: Path, clock: Clock) -> None:
    asked(camp, clock, "pump parts 5", "septic parts 5")
    with pytest.raises(HoldfastError, match="fits 2 lines") as caught:
        add_step(camp, "HF-12", "delivered", ["parts 3"], clock=clock)
    assert caught.value.code == "HF-L073"


@pytest.mark.parametrize("at", ["tomorrow", "2015-08-19 07:00", "2015-02-30", "soon", "last week"])
def test_an_event_has_happened_on_a_day(camp: Path, clock: Clock, at: str) -> None:
    asked(camp, clock)
    with pytest.raises(HoldfastError) as caught:
        add_step(camp, "HF-12", "arrived", at=at, clock=clock)
    assert caught.value.code == "HF-W013"


def test_a_day_without_an_hour_is_said_so(camp: Path, clock: Clock) -> None:
    asked(camp, clock, at="2015-08-15")
    found = add_step(camp, "HF-12", "arrived", at="yesterday", clock=clock)
    assert found.step is not None
    assert found.step.at_precision == "day"
    assert "HF-12, 17 August 2015: all of it at the gate" in found.lines[0]


def test_a_paper_is_kept_in_the_inbox(camp: Path, clock: Clock) -> None:
    asked(camp, clock)
    paper = camp / "refusal.txt"
    paper.write_text("no order", encoding="utf-8")
    found = add_step(camp, "HF-12", "denied", document=str(paper), clock=clock)
    (kept,) = documents(open_ledger(camp))
    assert found.step is not None
    assert (found.step.document_sha256, kept.name, kept.media_type) == (kept.sha256, "refusal.txt", "text/plain")
    again = add_step(camp, "HF-12", "turned back", document=kept.sha256, clock=clock)
    assert again.step is not None
    assert again.step.document_sha256 == kept.sha256
    with pytest.raises(HoldfastError) as caught:
        add_step(camp, "HF-12", "arrived", document="nothing.jpg", clock=clock)
    assert caught.value.code == "HF-L081"


def test_a_request_is_corrected_by_its_reference(camp: Path, clock: Clock) -> None:
    asked(camp, clock)
    add_step(camp, "HF-12", "delivered", ["flour 8 t"], clock=clock)
    found = ask_passage(camp, ["flour 25 t", "septic parts 30"], corrects="HF-12", clock=clock)
    assert found.state.name == "HF-12"
    assert (found.state.lines[0].delivered, found.state.lines[0].awaiting) == (8, 17)


def test_words_that_were_made_to_deceive_the_screen(camp: Path, clock: Clock) -> None:
    """What is typed may come from a message: nothing of it steers the terminal or turns the reading direction."""
    evil = "fl\u202eour\x1b[J"
    found = ask_passage(camp, [f"{evil} 20 t"], carrier=evil, from_place=evil, reference="HF-12", clock=clock)
    step = add_step(camp, "HF-12", "turned back", reason=evil, by=evil, note=evil, clock=clock)
    promise = add_promise(camp, evil, office=evil, to_whom=evil, clock=clock)
    notice = add_notice(camp, evil, office=evil, channel=evil, clock=clock)
    told = list_consignments(camp, clock=clock)
    printed = [
        *found.lines,
        *step.lines,
        *chain_lines(step.state, status_zone()),
        *total_lines(told),
        *promise.lines,
        *notice.lines,
        *status_lines(status(camp, clock=clock)),
    ]
    assert not any("\u202e" in line or "\x1b" in line for line in printed)


def test_undo_takes_a_step_out(camp: Path, clock: Clock) -> None:
    asked(camp, clock)
    wrong = add_step(camp, "HF-12", "delivered", clock=clock).step
    assert wrong is not None
    found = add_step(camp, "HF-12", "undone", corrects=wrong.id[-6:], note="wrong truck", clock=clock)
    assert f"step {wrong.id} did not happen and is taken out; wrong truck" in found.lines[0]
    assert found.state.lines[0].awaiting == 20
    shown = chain_lines(found.state, status_zone())
    assert any(line.endswith("(replaced)") for line in shown)


def status_zone() -> ZoneInfo:
    return ZoneInfo("Asia/Baghdad")


def test_a_step_before_the_request_is_pointed_out(camp: Path, clock: Clock) -> None:
    asked(camp, clock)
    found = add_step(camp, "HF-12", "arrived", at="2015-08-15", clock=clock)
    assert found.lines[-1].startswith("That is before it was asked for, on 18 August 2015")
    assert len(add_step(camp, "HF-12", "arrived", at="11:00", clock=clock).lines) == 4


def test_a_claim_is_linked_with_its_copies(camp: Path, clock: Clock) -> None:
    ledger = open_ledger(camp, create=True, site="camp", zone="Asia/Baghdad", clock=clock)
    first, copy, other = (
        append_claim(ledger, said, claimant=who, review="accepted", reviewer="x", said="2015-08-18T06:00:00Z")
        for said, who in (
            (diesel(claim_type="delivery", attribution="committee"), "camp committee"),
            (diesel(claim_type="delivery", attribution="committee"), "camp committee"),
            (diesel(400, claim_type="delivery", attribution="ministry"), "ministry"),
        )
    )
    asked(camp, clock, "diesel 5100 L")
    found = add_step(camp, "HF-12", "delivered", claim_ids=[copy.id], clock=clock)
    assert set(found.state.claim_ids) <= {first.id, copy.id}
    assert copy.id in found.state.claim_ids
    assert other.id not in found.state.claim_ids
    grouped_ids = [{c.id for c in group.claims} for group in standing_groups(ledger)]
    together = next(ids for ids in grouped_ids if copy.id in ids)
    assert set(found.state.claim_ids) == together


@pytest.mark.parametrize(
    ("word", "kind"), [("denied", "denied"), ("Partially", "partially facilitated"), ("approved", "facilitated")]
)
def test_decisions_as_they_are_typed(word: str, kind: str) -> None:
    assert read_decision(word) == kind


def test_a_decision_there_is_not() -> None:
    with pytest.raises(HoldfastError, match="commands of its own") as caught:
        read_decision("delivered")
    assert caught.value.code == "HF-L080"


def test_the_list_closes_its_sums(camp: Path, clock: Clock) -> None:
    asked(camp, clock)
    asked(camp, clock, "flour 5000 kg", reference="HF-13")
    add_step(camp, "HF-12", "items removed", ["parts 12"], constraint="AC5", severity="1", clock=clock)
    add_step(camp, "HF-12", "turned back", ["flour"], constraint="AC4", severity="3", clock=clock)
    clock.advance(days=1)
    add_step(camp, "HF-13", "delivered", constraint="AC4", clock=clock)
    found = list_consignments(camp, clock=clock)
    assert total_lines(found, median=True) == (
        "  facilitated: 1",
        "  awaiting: 1",
        "  flour: 25,000 kg asked for; 5,000 kg let in, 20,000 kg turned back",
        "  septic parts: 30 item asked for; 12 item taken off, 18 item awaiting",
        "  AC4: 1 of 3, 1 of X; middle of those known 3-3",
        "  AC5: 1 of 1; middle of those known 1-1",
    ) or total_lines(found, median=True)[3].startswith("  septic parts: 30 items asked for; 12 items taken off")
    assert found.as_dict()["constraints"]["AC4"]["median"] is None
    assert len(list_consignments(camp, only_open=True, clock=clock).states) == 1
    earlier = list_consignments(camp, as_known=date(2015, 8, 18), clock=clock)
    assert [state.open for state in earlier.states] == [True, True]
    assert found.classes == ("SEVERE", "HIGH")
    with pytest.raises(HoldfastError) as caught:
        list_consignments(camp, as_known=date(2016, 1, 1), clock=clock)
    assert caught.value.code == "HF-W003"


def test_promises_from_the_first_word_to_the_verdict(camp: Path, clock: Clock) -> None:
    made = add_promise(
        camp, "three tankers", office="colonel's office", to_whom="committee", due="tomorrow", clock=clock
    )
    name = made.states[0].commitment.id
    assert made.lines == (
        (
            'We understood: colonel\'s office promised to committee on 18 August 2015: "three tankers", due on 19 August 2015: '
            f"not known whether kept [{name}]"
        ),
    )
    assert list_promises(camp, only_overdue=True, clock=clock).states == ()
    clock.advance(days=2)
    late = list_promises(camp, only_overdue=True, clock=clock)
    assert "its day has passed and nobody has judged it" in late.lines[0]
    assert late.as_dict()["overdue"] == [name]
    (camp / "gate-log.txt").write_text("no tanker came", encoding="utf-8")
    judged = judge_promise(camp, name[-6:], "broken", evidence=[str(camp / "gate-log.txt")], clock=clock)
    (kept,) = documents(open_ledger(camp))
    assert judged.lines[0].endswith(f"broken, judged by coordinator; shown by {kept.sha256} [{name}]")
    assert list_promises(camp, only_overdue=True, clock=clock).states == ()
    again = add_promise(camp, "two tankers", office="colonel's office", corrects=name[-6:], clock=clock)
    assert len(list_promises(camp, clock=clock).states) == 1
    assert again.states[0].status == "broken"
    assert list_promises(camp, as_known=date(2015, 8, 18), clock=clock).states[0].status == "unknown"


@pytest.mark.parametrize(("due", "code"), [("yesterday", "HF-W013"), ("soon", "HF-W013"), ("2015", "HF-W013")])
def test_a_promise_is_due_on_a_day_that_had_not_passed(camp: Path, clock: Clock, due: str, code: str) -> None:
    with pytest.raises(HoldfastError) as caught:
        add_promise(camp, "three tankers", office="ministry", due=due, clock=clock)
    assert caught.value.code == code
    assert list_promises(camp, clock=clock).states == ()


def test_notices_from_sending_to_answer(camp: Path, clock: Clock) -> None:
    (camp / "stamp.jpg").write_bytes(b"stamp")
    sent = add_notice(
        camp, "water ends", office="mission", channel="letter", proof=str(camp / "stamp.jpg"), clock=clock
    )
    name = sent.states[0].notice.id
    assert "delivery proven; no answer on record" in sent.lines[0]
    assert len(list_notices(camp, only_unanswered=True, clock=clock).states) == 1
    clock.advance(days=1)
    told = add_answer(camp, name[-6:], "noted", clock=clock)
    assert 'mission answered on 19 August 2015 at 12:00: "noted"' in told.lines[0]
    assert list_notices(camp, only_unanswered=True, clock=clock).states == ()
    assert list_notices(camp, as_known=date(2015, 8, 18), clock=clock).as_dict()["unanswered"] == [name]


def test_the_status_tells_of_all_three_and_not_twice(camp: Path, clock: Clock) -> None:
    ledger = open_ledger(camp, create=True, site="camp", zone="Asia/Baghdad", clock=clock)
    told = append_claim(ledger, diesel(claim_type="denial"), claimant="driver", review="accepted", reviewer="x")
    before = status(camp, clock=clock)
    assert [known.claim.id for known in before.known] == [told.id]
    asked(camp, clock, "diesel 5000 L")
    add_step(camp, "HF-12", "linked", claim_ids=[told.id], clock=clock)
    add_promise(camp, "three tankers", office="ministry", due="today", clock=clock)
    add_notice(camp, "water ends", office="mission", channel="letter", clock=clock)
    clock.advance(days=1)
    found = status(camp, clock=clock)
    assert found.known == ()
    text = "\n".join(status_lines(found))
    assert "Consignments: 1 open, 0 ended" in text
    assert "Promises: 1, of which 1 overdue" in text
    assert "Notices sent: 1, of which 1 unanswered" in text
    assert "Nothing is known yet" not in text
    assert found.records.classes == ("SEVERE",)
    assert json.loads(json.dumps(found.as_dict()))["records"]["consignments"][0]["name"] == "HF-12"
    assert status(camp, as_known=date(2015, 8, 17), clock=clock).records.consignments == ()


def run(camp: Path, *arguments: str) -> Any:
    app = typer.Typer()
    gate.register(app)
    duty.register(app)
    topic, command, *rest = arguments
    return CliRunner().invoke(app, [topic, command, str(camp), *rest])


def test_the_commands_end_to_end(camp: Path) -> None:
    for arguments in (
        ("gate", "request", "flour 20 t", "septic parts 30", "--carrier", "WFP", "--ref", "HF-12"),
        ("gate", "decide", "HF-12", "partially", "flour 15 t", "--by", "ministry"),
        ("gate", "arrive", "HF-12"),
        ("gate", "remove", "HF-12", "septic parts 12", "--reason", "no order", "--by", "gate officer"),
        ("gate", "turn-back", "HF-12", "flour 5 t", "--constraint", "AC4", "--severity", "2"),
        ("gate", "deliver", "HF-12", "flour 14 t"),
        ("gate", "withdraw", "HF-12", "flour 1 t", "--reason", "wet"),
        ("gate", "amend", "HF-12", "septic parts 2"),
        ("gate", "list"),
        ("gate", "show", "HF-12"),
        ("promise", "add", "three tankers", "--office", "ministry", "--due", "tomorrow"),
        ("promise", "list"),
        ("notice", "add", "water ends", "--office", "mission", "--channel", "letter"),
        ("notice", "list", "--unanswered"),
    ):
        result = run(camp, *arguments)
        assert result.exit_code == 0, (arguments, result.output, result.exception)
        assert result.output.strip()
    (state,) = consignment_states(open_ledger(camp))
    assert [(line.delivered, line.removed, line.turned_back, line.awaiting) for line in state.lines] == [
        (14, 0, 5, 0),
        (0, 12, 0, 20),
    ]
    shown = json.loads(run(camp, "gate", "show", "HF-12", "--json").output)
    assert shown["class"] == "SEVERE", "a part of it may still come"
    run(camp, "gate", "deliver", "HF-12")
    shown = json.loads(run(camp, "gate", "show", "HF-12", "--json").output)
    assert shown["class"] == "HIGH"
    assert [step["kind"] for step in shown["steps"]][-1] == "delivered"
    assert json.loads(run(camp, "promise", "list", "--json").output)["class"] == "HIGH"
    assert json.loads(run(camp, "notice", "list", "--json").output)["class"] == "HIGH"


def test_the_constraints_are_public() -> None:
    app = typer.Typer()
    gate.register(app)
    found = json.loads(CliRunner().invoke(app, ["gate", "constraints", "--json"]).output)
    assert found["class"] == "LOW"
    assert len(found["categories"]) == 9
    said = CliRunner().invoke(app, ["gate", "constraints"]).output
    assert "never averaged" in said
    assert {"gate", "commitment", "notice", "constraints"} <= set(kinds())
