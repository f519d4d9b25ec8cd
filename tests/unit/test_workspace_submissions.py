"""Submissions of the survey forms: one report in every format is one report; edits correct; every one is accounted for."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from helpers_ledger import Clock
from helpers_submissions import (
    ANSWERS,
    NOW,
    UUID,
    kobo_page,
    kobo_row,
    kobo_workbook,
    odata_page,
    odata_row,
    odk_csv,
    odk_zip,
    workspace,
    xml,
)
from holdfast.cli.main import build_app
from holdfast.errors import IntakeError
from holdfast.intake import from_server, message_text, to_server
from holdfast.intake.readers.submission_files import json_submissions
from holdfast.ledger import Claim, claims, history, open_ledger, queue
from holdfast.workspace import TakenIn, judge, take_rows, take_submissions

EVERY_FORMAT: dict[str, Callable[[], bytes]] = {
    "kobo.json": lambda: kobo_page([kobo_row()]),
    "list.json": lambda: json.dumps([kobo_row()]).encode(),
    "webhook.json": lambda: json.dumps(kobo_row()).encode(),
    "odk.json": lambda: odata_page([odata_row()]),
    "instance.xml": xml,
    "kobo.xlsx": kobo_workbook,
    "labels_en.xlsx": lambda: kobo_workbook(language=0),
    "labels_ar.xlsx": lambda: kobo_workbook(language=1),
    "labels_fa.xlsx": lambda: kobo_workbook(language=2),
    "submissions.csv.zip": odk_zip,
}


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    return workspace(tmp_path / "camp")


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read within this process, which is quicker; the command and the faults are tested with the process apart."""
    from holdfast.intake.readers import submission_worker
    from holdfast.intake.readers.submission_files import read_submissions

    if "command" not in request.node.name:
        monkeypatch.setattr(submission_worker, "read_apart", lambda data, _: read_submissions(data))


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


def take(camp: Path, data: bytes, clock: Clock, name: str = "export", **options: Any) -> TakenIn:
    file = camp.parent / name
    file.write_bytes(data)
    taken = take_submissions(camp, file, clock=clock, **options)
    assert taken.read == taken.new + taken.changed + taken.same + len(taken.refused)
    return taken


def shape(claim: Claim) -> tuple[Any, ...]:
    s = claim.statement
    return (
        s.claim_type,
        s.item,
        s.service,
        s.polarity,
        s.value_low,
        s.value_high,
        s.unit,
        s.si_low,
        s.si_high,
        s.si_unit,
        s.place,
        s.time_start,
        s.modality,
        claim.source_grade,
        claim.disclosure_class,
        claim.claimant,
        claim.review,
    )


def changed(**paths: Any) -> dict[str, Any]:
    answers = copy.deepcopy(ANSWERS)
    answers.update(paths)
    return {k: v for k, v in answers.items() if v is not None}


def only(key: str, row: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"report_date": "2015-08-18", key: [row], **more}


def one(taken: TakenIn) -> Claim:
    assert len(taken.claims) == 1, [c.statement for c in taken.claims]
    return taken.claims[0]


def test_what_one_report_says(camp: Path, clock: Clock) -> None:
    taken = take(camp, kobo_page([kobo_row()]), clock)
    assert taken.line == "Submissions: read 1, new 1, changed 0, same 0, refused 0."
    at = "2015-08-18T08:05:00+03:00"
    day = "2015-08-18T00:00:00+03:00"
    end = ("log keeper", "pending")
    assert [shape(c) for c in taken.claims] == [
        (
            "population",
            "people",
            None,
            "affirmed",
            2300,
            2300,
            "persons",
            2300,
            2300,
            "persons",
            None,
            at,
            None,
            "B2",
            "HIGH",
            *end,
        ),
        (
            "stock",
            "diesel",
            None,
            "affirmed",
            41,
            41,
            "cm",
            5000,
            5200,
            "L",
            "diesel-main",
            at,
            None,
            "A1",
            "HIGH",
            *end,
        ),
        ("stock", "flour", None, "affirmed", 40, 40, "bag", None, None, None, None, at, None, "A2", "HIGH", *end),
        (
            "delivery",
            "water",
            None,
            "affirmed",
            1,
            1,
            "tanker",
            None,
            None,
            None,
            "gate",
            day,
            "in part; AC4",
            "A2",
            "HIGH",
            *end,
        ),
        (
            "denial",
            "water",
            None,
            "affirmed",
            2,
            2,
            "tanker",
            None,
            None,
            None,
            "gate",
            day,
            "in part; AC4",
            "A2",
            "HIGH",
            *end,
        ),
    ]
    assert {c.said for c in taken.claims} == {"2015-08-18T05:05:00Z"}
    assert {c.recorded for c in taken.claims} == {"2015-08-18T05:05:00Z"}
    assert {c.received for c in taken.claims} == {"2015-08-18T09:00:00Z"}
    ledger = open_ledger(camp / "holdfast.db")
    assert queue(ledger) == taken.claims
    assert claims(ledger) == ()


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_every_format_says_the_same(name: str, camp: Path, clock: Clock, tmp_path: Path) -> None:
    said = take(workspace(tmp_path / "other"), kobo_page([kobo_row()]), clock)
    taken = take(camp, EVERY_FORMAT[name](), clock, name)
    assert [shape(c) for c in taken.claims] == [shape(c) for c in said.claims]
    assert taken.new == 1


@pytest.mark.parametrize("name", ["kobo.json", "labels_ar.xlsx", "submissions.csv.zip"])
def test_the_same_report_by_another_way_is_the_same(name: str, camp: Path, clock: Clock) -> None:
    take(camp, EVERY_FORMAT[name](), clock, name)
    for other, data in EVERY_FORMAT.items():
        taken = take(camp, data(), clock, other)
        assert (taken.new, taken.changed, taken.same) == (0, 0, 1), other
        assert taken.claims == ()


def test_a_claim_leads_back_to_its_line(camp: Path, clock: Clock) -> None:
    taken = take(camp, kobo_page([kobo_row()]), clock)
    for claim in taken.claims:
        assert claim.document_sha256 is not None
        data = (camp / "inbox" / claim.document_sha256).read_bytes()
        text = message_text(data, "report")
        assert text == data.decode()
        line = text[claim.statement.char_start : claim.statement.char_end]
        assert "\n" not in line
        assert str(int(claim.statement.value_low or 0)) in line or claim.statement.claim_type == "denial"


def test_a_body_of_a_webhook_twice_is_one(camp: Path, clock: Clock) -> None:
    body = json.loads(json.dumps(kobo_row()))
    results = [take_rows(camp, json_submissions(body)["rows"], "webhook", clock=clock) for _ in range(5)]
    assert [(r.new, r.same) for r in results] == [(1, 0), *[(0, 1)] * 4]
    assert len(queue(open_ledger(camp / "holdfast.db"))) == 5


def test_an_edit_corrects_and_both_stay_visible(camp: Path, clock: Clock) -> None:
    first = take(camp, kobo_page([kobo_row()]), clock)
    judge(camp, [c.id for c in first.claims], "accepted", reviewer="coordinator", clock=clock)
    clock.advance(hours=1)
    edited = changed(stock=[{**ANSWERS["stock"][0], "qty": "45"}, ANSWERS["stock"][1]])
    row = kobo_row(
        edited, uuid="0a6f1b52-2222", **{"meta/rootUuid": f"uuid:{UUID}", "meta/deprecatedID": f"uuid:{UUID}"}
    )
    second = take(camp, kobo_page([row]), clock)
    assert (second.new, second.changed, second.same) == (0, 1, 0)
    claim = one(second)
    diesel = next(c for c in first.claims if c.statement.item == "diesel")
    assert (claim.supersedes, claim.statement.value_low, claim.review) == (diesel.id, 45, "pending")
    ledger = open_ledger(camp / "holdfast.db", clock=clock)
    assert diesel.id in {c.id for c in claims(ledger)}  # until somebody accepts the correction
    judge(camp, [claim.id], "accepted", reviewer="coordinator", clock=clock)
    assert diesel.id not in {c.id for c in claims(ledger)}
    assert {step.claim_id for step in history(ledger, claim.id)} == {diesel.id, claim.id}
    assert take(camp, kobo_page([row]), clock).same == 1
    assert take(camp, kobo_page([kobo_row()]), clock).same == 1  # an old export changes nothing back


@pytest.mark.parametrize("kind", ["xml", "odata", "same-uuid"])
def test_an_edit_of_each_system(kind: str, camp: Path, clock: Clock) -> None:
    edited = changed(**{"people/pop_total": "2400"})
    first, second = {
        "xml": (xml(), xml(edited, uuid="new-1", replaces=UUID)),
        "odata": (
            odata_page([odata_row()]),
            odata_page([{**odata_row(edited, edits=1, reviewState="edited"), "meta": {"instanceID": "uuid:new-1"}}]),
        ),
        "same-uuid": (kobo_page([kobo_row()]), kobo_page([kobo_row(edited)])),
    }[kind]
    people = next(c for c in take(camp, first, clock).claims if c.statement.claim_type == "population")
    taken = take(camp, second, clock)
    assert taken.changed == 1
    assert (one(taken).supersedes, one(taken).statement.value_low) == (people.id, 2400)
    assert take(camp, second, clock).same == 1


def test_a_chain_of_edits_and_an_edit_back(camp: Path, clock: Clock) -> None:
    take(camp, xml(), clock)
    middle = one(take(camp, xml(changed(**{"people/pop_total": "9"}), uuid="v2", replaces=UUID), clock))
    last = one(take(camp, xml(uuid="v3", replaces="v2"), clock))
    assert last.supersedes == middle.id
    assert last.statement.value_low == 2300


def test_both_versions_in_one_file(camp: Path, clock: Clock) -> None:
    rows = [kobo_row(), kobo_row(changed(**{"people/pop_total": "9"}), uuid="v2", number=1, **{"meta/rootUuid": UUID})]
    taken = take(camp, kobo_page(rows), clock)
    assert (taken.new, taken.changed) == (1, 1)
    assert [c.supersedes is not None for c in taken.claims].count(True) == 1


def test_what_an_edit_no_longer_says_is_named(camp: Path, clock: Clock) -> None:
    first = take(camp, kobo_page([kobo_row()]), clock)
    taken = take(camp, kobo_page([kobo_row(changed(gate=None))]), clock)
    assert taken.claims == ()
    assert {c.id for c in taken.left} == {c.id for c in first.claims if c.statement.place == "gate"}


def test_a_changed_remark_queues_nothing(camp: Path, clock: Clock) -> None:
    take(camp, kobo_page([kobo_row()]), clock)
    noted = kobo_page([kobo_row(changed(note="the pump is loud"))])
    taken = take(camp, noted, clock)
    assert (taken.changed, taken.claims) == (1, ())
    assert any("remark" in w.message for w in taken.warnings)
    assert take(camp, noted, clock).same == 1


def test_a_stop_between_text_and_claims_is_made_good(camp: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    import holdfast.workspace.submitting as module

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "propose_sealed", stop)
        with pytest.raises(KeyboardInterrupt):
            take(camp, kobo_page([kobo_row()]), clock)
    assert len(take(camp, kobo_page([kobo_row()]), clock).claims) == 5
    assert take(camp, kobo_page([kobo_row()]), clock).same == 1


def test_twice_in_one_file_is_once(camp: Path, clock: Clock) -> None:
    taken = take(camp, kobo_page([kobo_row(), kobo_row()]), clock)
    assert (taken.read, taken.new, taken.same, len(taken.claims)) == (2, 1, 1, 5)


def test_an_old_server_without_roots_is_warned_of(camp: Path, clock: Clock) -> None:
    take(camp, kobo_page([kobo_row()]), clock)
    taken = take(camp, kobo_page([kobo_row(changed(share_with="committee"), uuid="other", number=1)]), clock)
    assert taken.new == 1
    assert any("another submission before" in w.message for w in taken.warnings)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (changed(site="elsewhere"), "about the site 'elsewhere'"),
        (changed(report_date="2015-08-19"), "has not come"),
        (changed(report_date="soon"), "cannot be read"),
    ],
)
def test_a_report_that_cannot_be_taken_is_refused_with_its_reason(
    answers: dict[str, Any], why: str, camp: Path, clock: Clock
) -> None:
    taken = take(camp, kobo_page([kobo_row(answers), kobo_row(uuid="good", number=2)]), clock)
    assert (taken.new, len(taken.refused)) == (1, 1)
    assert why in taken.refused[0]
    assert taken.line.endswith("refused 1.")


def test_counts_that_do_not_agree_take_nothing(camp: Path, clock: Clock) -> None:
    for data, options in (
        (kobo_page([kobo_row()], count=1001), {}),
        (odata_page([odata_row()], count=7), {}),
        (xml(), {"expected": 2}),
    ):
        with pytest.raises(IntakeError) as caught:
            take(camp, data, clock, **options)
        assert caught.value.code == "HF-I062"
    assert not (camp / "holdfast.db").exists()


@pytest.mark.parametrize(
    ("basis", "unit", "grade"),
    [
        ("measured", "litre", "A1"),
        ("counted", "litre", "A2"),
        ("gauge", "cm", "A1"),
        ("gauge", "litre", "A2"),
        ("told", "litre", "B2"),
        ("estimate", "cm", "C3"),
        ("rumour", "litre", "E5"),
        (None, "cm", "A1"),
        (None, "litre", "B2"),
    ],
)
def test_basis_gives_the_grade(basis: str | None, unit: str, grade: str, camp: Path, clock: Clock) -> None:
    row = {"item": "diesel", "qty": "50", "unit": unit}
    answers = only("stock", row, **({"basis": basis} if basis else {}))
    assert one(take(camp, kobo_page([kobo_row(answers)]), clock)).source_grade == grade


@pytest.mark.parametrize(
    ("share", "kept", "strict"),
    [
        ("committee", "diesel-main", "SEVERE"),
        ("partners", "diesel-main", "HIGH"),
        ("public", "diesel-main", "HIGH"),
        ("public", "behind the school", "SEVERE"),
        ("whoever", "diesel-main", "SEVERE"),
    ],
)
def test_who_may_see_it(share: str, kept: str, strict: str, camp: Path, clock: Clock) -> None:
    row = {"item": "diesel", "qty": "41", "unit": "cm", "where_kept": kept}
    taken = take(camp, kobo_page([kobo_row(only("stock", row, share_with=share))]), clock)
    assert one(taken).disclosure_class == strict


def test_public_after_review_is_moderate_at_least(camp: Path, clock: Clock) -> None:
    taken = take(camp, kobo_page([kobo_row({"pop_total": "2300", "share_with": "public", "site": "camp"})]), clock)
    assert one(taken).disclosure_class == "MODERATE"


@pytest.mark.parametrize(
    ("row", "si", "warning"),
    [
        ({"item": "diesel", "qty": "٤١", "unit": "cm"}, (5000, 5200), None),
        ({"item": "diesel", "qty": "2", "unit": "drum"}, (400, 400), None),
        ({"item": "diesel", "qty": "1000", "unit": "litre", "low_high_pct": "20"}, (800, 1200), None),
        ({"item": "water", "qty": "40", "unit": "m3", "where_kept": "Tank 1"}, (40_000, 40_000), None),
        ({"item": "flour", "qty": "2", "unit": "tonne"}, (2000, 2000), None),
        ({"item": "diesel", "qty": "999", "unit": "cm"}, (None, None), "kept as written"),
        ({"item": "diesel", "qty": "99999", "unit": "litre"}, (99_999, 99_999), "at most"),
        (
            {"item": "flour", "qty": "4", "unit": "bag", "where_kept": "diesel-main"},
            (None, None),
            "holds diesel, not flour",
        ),
        ({"item": "petrol", "qty": "30", "unit": "cm"}, (None, None), "not said in which tank"),
        ({"item": "diesel", "qty": "5100"}, (None, None), "without a unit"),
    ],
)
def test_figures_go_through_the_site(
    row: dict[str, str], si: tuple[Any, Any], warning: str | None, camp: Path, clock: Clock
) -> None:
    taken = take(camp, kobo_page([kobo_row(only("stock", row))]), clock)
    assert (one(taken).statement.si_low, one(taken).statement.si_high) == si
    told = " ".join(w.message for w in taken.warnings)
    assert warning is None or warning in told
    assert warning is not None or not told


@pytest.mark.parametrize(
    ("row", "warning"),
    [
        ({"item": "diesel", "qty": "-5", "unit": "litre"}, "out of bounds"),
        ({"item": "diesel", "qty": "much", "unit": "litre"}, "no figure"),
        ({"item": "diesel", "unit": "litre"}, "without a thing and a figure"),
    ],
)
def test_a_figure_that_is_none_is_named_and_left_out(
    row: dict[str, str], warning: str, camp: Path, clock: Clock
) -> None:
    taken = take(camp, kobo_page([kobo_row(only("stock", row, pop_total="5"))]), clock)
    assert one(taken).statement.claim_type == "population"
    assert warning in " ".join(w.message for w in taken.warnings)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"service_type": "generator", "state": "stopped"}, ("outage", "electricity", None)),
        (
            {"service_type": "generator", "state": "working", "hours_last_24": "10"},
            ("service_state", "electricity", 10),
        ),
        ({"service_type": "generator", "state": "partly"}, ("capacity", "electricity", None)),
        ({"service_type": "grid", "state": "stopped"}, ("outage", None, None)),
        ({"service_type": "cold_chain", "state": "working"}, ("service_state", "cold_chain", None)),
    ],
)
def test_states_of_services(row: dict[str, str], said: tuple[Any, ...], camp: Path, clock: Clock) -> None:
    statement = one(take(camp, kobo_page([kobo_row(only("service", row))]), clock)).statement
    assert (statement.claim_type, statement.service, statement.si_low) == said


GATE = {"items": "flour", "gate_qty": "10", "gate_unit": "tonne", "direction": "in"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"decision": "no_answer"}, [("appeal", "affirmed", 10)]),
        ({"decision": "withdrawn"}, [("appeal", "negated", 10)]),
        ({"decision": "approved"}, [("agreement", "affirmed", 10)]),
        ({"decision": "let_in"}, [("delivery", "affirmed", 10)]),
        ({"decision": "denied"}, [("denial", "affirmed", 10)]),
        ({"decision": "turned_back"}, [("denial", "affirmed", 10)]),
        ({"decision": "approved_stopped"}, [("denial", "affirmed", 10)]),
        ({"decision": "approved_stopped", "qty_let_in": "4"}, [("delivery", "affirmed", 4), ("denial", "affirmed", 6)]),
        ({"decision": "partly_let_in", "qty_let_in": "10"}, [("delivery", "affirmed", 10)]),
        ({"decision": "partly_let_in", "qty_let_in": "0"}, [("denial", "affirmed", 10)]),
        ({"decision": "partly_let_in"}, [("delivery", "affirmed", None), ("denial", "affirmed", None)]),
        (
            {"decision": "items_removed", "qty_let_in": "7", "qty_removed": "2"},
            [("delivery", "affirmed", 7), ("removal", "affirmed", 2), ("denial", "affirmed", 1)],
        ),
        ({"decision": "items_removed"}, [("delivery", "affirmed", None), ("removal", "affirmed", None)]),
        ({"decision": "let_in", "direction": "out"}, [("agreement", "affirmed", 10)]),
        ({"decision": "denied", "direction": "out"}, [("denial", "affirmed", 10)]),
    ],
)
def test_decisions_at_the_gate(row: dict[str, str], said: list[tuple[Any, ...]], camp: Path, clock: Clock) -> None:
    taken = take(camp, kobo_page([kobo_row(only("gate", {**GATE, **row}))]), clock)
    assert [(c.statement.claim_type, c.statement.polarity, c.statement.value_low) for c in taken.claims] == said
    known = [c.statement.value_low for c in taken.claims if c.statement.claim_type in {"delivery", "removal", "denial"}]
    if known and None not in known:
        assert sum(v for v in known if v is not None) == 10


def test_more_than_asked_for_is_named(camp: Path, clock: Clock) -> None:
    row = {**GATE, "decision": "items_removed", "qty_let_in": "9", "qty_removed": "9"}
    taken = take(camp, kobo_page([kobo_row(only("gate", row))]), clock)
    assert [c.statement.claim_type for c in taken.claims] == ["delivery", "removal"]
    assert any("check it" in w.message for w in taken.warnings)


def test_hours_at_the_gate_are_kept_and_those_to_come_are_not(camp: Path, clock: Clock) -> None:
    row = {**GATE, "decision": "denied", "decided_at": "2015-08-18T07:40:00.000+03:00", "delay_hours": "2.3"}
    statement = one(take(camp, kobo_page([kobo_row(only("gate", row))]), clock)).statement
    assert statement.time_start == "2015-08-18T07:40:00+03:00"
    assert "waited 2.3 h" in str(statement.modality)
    row["decided_at"] = "2015-08-20T07:40:00.000+03:00"
    taken = take(camp, kobo_page([kobo_row(only("gate", row), uuid="two")]), clock)
    assert any("has not come" in w.message for w in taken.warnings)


def test_health_counts_and_small_cells(camp: Path, clock: Clock) -> None:
    answers = {"report_date": "2015-08-18", "health/heat_illness": "25", "health/deaths_lack_of_care": "2"}
    taken = take(camp, kobo_page([kobo_row(answers)]), clock)
    assert [(c.statement.claim_type, c.statement.item, c.disclosure_class) for c in taken.claims] == [
        ("health", "heat illness", "HIGH"),
        ("health", "deaths for lack of care", "SEVERE"),
    ]
    assert any("deaths_lack_of_care under 10" in w.message for w in taken.warnings)


def test_fields_of_persons_are_dropped_named_and_stored_nowhere(camp: Path, clock: Clock) -> None:
    private = {
        "_submitted_by": "karim",
        "driver_name": "Samir Q",
        "people/phone": "+964 770",
        "_geolocation": [33.1, 44.2],
    }
    row = kobo_row(changed(), **private)
    row["gate"] = [{**row["gate"][0], "gate/driver": "Samir Q"}]
    taken = take(camp, kobo_page([row]), clock)
    told = " ".join(w.message for w in taken.warnings)
    for name in ("_submitted_by", "driver_name", "people/phone", "gate/driver", "_geolocation"):
        assert name in told
    everything = b"".join(p.read_bytes() for p in camp.rglob("*") if p.is_file())
    for secret in (b"karim", b"Samir", b"+964", b"33.1"):
        assert secret not in everything
    assert "A. Person" not in " ".join(w.message for w in take(camp, odata_page([odata_row(uuid="z")]), clock).warnings)


def test_a_clock_that_runs_ahead_is_not_believed(camp: Path, clock: Clock) -> None:
    row = kobo_row(changed(end="2015-08-18T20:00:00.000+03:00"))
    taken = take(camp, kobo_page([row]), clock)
    assert {c.said for c in taken.claims} == {"2015-08-18T06:00:00Z"}
    assert any("runs ahead" in w.message for w in taken.warnings)


def test_a_report_of_yesterday_is_of_its_whole_day(camp: Path, clock: Clock) -> None:
    clock.now = NOW + timedelta(days=1)
    answers = changed(end="2015-08-19T08:05:00.000+03:00")
    claim = take(camp, kobo_page([kobo_row(answers)]), clock).claims[0]
    assert (claim.occurred_start, claim.occurred_end) == ("2015-08-17T21:00:00Z", "2015-08-18T20:59:59Z")


def test_a_promise(camp: Path, clock: Clock) -> None:
    answers = {
        "site": "camp",
        "heard_date": "2015-08-18",
        "role": "committee",
        "heard": "self",
        "promised_by": "governor's office",
        "promised_to": "camp committee",
        "promise": "three tankers by Friday",
        "promised_item": "water",
        "promised_qty": "3",
        "promised_unit": "tanker",
        "due_date": "2015-08-21",
    }
    claim = one(take(camp, xml(answers, form="holdfast_commitment"), clock))
    s = claim.statement
    assert (s.claim_type, s.polarity, s.actor, s.addressee, s.item) == (
        "commitment",
        "planned",
        "governor's office",
        "camp committee",
        "water",
    )
    assert (s.value_low, s.unit, s.time_end, claim.source_grade) == (3, "tanker", "2015-08-21", "B2")
    assert (claim.claimant, claim.disclosure_class) == ("camp committee", "HIGH")


def test_a_table_without_repeats_is_read(camp: Path, clock: Clock) -> None:
    taken = take(camp, odk_csv(ANSWERS), clock, "holdfast_daily.csv")
    assert one(taken).statement.claim_type == "population"


def test_other_forms_need_a_mapping(camp: Path, clock: Clock) -> None:
    row = kobo_row({"fecha": "2015-08-18", "litros": "500", "resultado": "rechazado"})
    with pytest.raises(IntakeError) as caught:
        take(camp, kobo_page([row]), clock)
    assert caught.value.code == "HF-I061"
    mapping = camp.parent / "map.toml"
    mapping.write_text(
        '[answers]\nreport_date = "fecha"\nbasis = "=counted"\n[[stock]]\nitem = "=diesel"\nunit = "=litre"\nqty = "litros"\n'
        '[[gate]]\nitems = "=flour"\ndecision = "resultado"\n[choices.decision]\nrechazado = "denied"\n'
    )
    taken = take(camp, kobo_page([row]), clock, mapping=mapping)
    assert [(c.statement.claim_type, c.statement.si_low, c.source_grade) for c in taken.claims] == [
        ("stock", 500, "A2"),
        ("denial", None, "A2"),
    ]


def test_other_forms_by_their_hxl_column(camp: Path, clock: Clock) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for line in (
        ["type", "name", "label", "hxl"],
        ["date", "when", "When", "#date+occurred"],
        ["begin repeat", "fuels", "Fuels", None],
        ["text", "which", "Which", "#item+name"],
        ["decimal", "left", "Left", "#capacity+stock+num"],
        ["text", "measure", "Measure", "#item+unit"],
        ["text", "guard_name", "Name", None],
        ["end repeat", None, None, None],
    ):
        sheet.append(line)
    file = camp.parent / "theirs.xlsx"
    book.save(file)
    row = kobo_row(
        {"when": "2015-08-18", "fuels": [{"which": "gasoil", "left": "700", "measure": "L", "guard_name": "X"}]}
    )
    claim = one(take(camp, kobo_page([row]), clock, mapping=file))
    assert (claim.statement.claim_type, claim.statement.item, claim.statement.si_low) == ("stock", "diesel", 700)


@pytest.mark.parametrize(
    "text",
    [
        "=",
        'form = "x"',
        '[answers]\nnothing = "a"',
        "[[stock]]\nqty = 3",
        "stock = 1",
        "[choices]\ndecision = 1",
        "",
        "[what]\na = 'b'",
    ],
)
def test_a_mapping_that_cannot_be_used(text: str, camp: Path, clock: Clock) -> None:
    mapping = camp.parent / "map.toml"
    mapping.write_text(text)
    with pytest.raises(IntakeError) as caught:
        take(camp, kobo_page([kobo_row()]), clock, mapping=mapping)
    assert caught.value.code == "HF-I066"
    with pytest.raises(IntakeError):
        take(camp, kobo_page([kobo_row()]), clock, mapping=camp / "none.toml")


@pytest.mark.parametrize(
    ("system", "state", "verdict"),
    [
        ("kobo", None, "pending"),
        ("kobo", "validation_status_on_hold", "asked"),
        ("kobo", "validation_status_approved", "accepted"),
        ("kobo", "Not approved", "rejected"),
        ("odk", None, "pending"),
        ("odk", "received", "pending"),
        ("odk", "hasIssues", "asked"),
        ("odk", "edited", "edited"),
        ("odk", "approved", "accepted"),
        ("odk", "rejected", "rejected"),
    ],
)
def test_verdicts_of_the_servers(system: str, state: str | None, verdict: str) -> None:
    assert from_server(system, state) == verdict
    assert from_server(system, to_server(system, verdict)) == verdict


def test_every_verdict_has_a_word_on_both_servers() -> None:
    for system in ("kobo", "odk"):
        for verdict in ("pending", "asked", "accepted", "edited", "rejected"):
            assert isinstance(to_server(system, verdict), str)
    assert to_server("kobo", "edited") == "validation_status_approved"
    for wrong in (("odk", "quarantined"), ("other", "approved")):
        with pytest.raises(IntakeError) as caught:
            from_server(*wrong)
        assert caught.value.code == "HF-I067"
    with pytest.raises(IntakeError):
        to_server("odk", "perhaps")


def test_a_verdict_on_the_server_is_shown_and_not_taken(camp: Path, clock: Clock) -> None:
    taken = take(camp, odata_page([odata_row(reviewState="approved")]), clock)
    assert {c.review for c in taken.claims} == {"pending"}
    text = (camp / "inbox" / str(taken.claims[0].document_sha256)).read_text(encoding="utf-8")
    assert "Review on the server approved" in text


def test_the_command(camp: Path) -> None:
    file = camp.parent / "k.json"
    file.write_bytes(kobo_page([kobo_row()]))
    run = CliRunner().invoke(build_app(), ["submissions", str(file), "--workspace", str(camp)])
    assert run.exit_code == 0, run.output
    assert "Submissions: read 1, new 1, changed 0, same 0, refused 0." in run.output
    assert "5 claims wait for: holdfast review" in run.output
    again = CliRunner().invoke(build_app(), ["submissions", str(file), "--workspace", str(camp), "--json"])
    found = json.loads(again.output)
    assert (found["class"], found["same"], found["queued"]) == ("SEVERE", 1, [])
