"""Whatever a report says: its text reads back the same, its own id keeps it single, and the gate's parts add up."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_submissions import NOW, kobo_page, kobo_row, odata_page, odata_row, xml
from holdfast.intake import Submission, facts_of, known_submission, message_text, submission_of, text_of_submission
from holdfast.intake.forms import DAILY, choices, questions
from holdfast.intake.readers.submission_files import read_submissions

WORDS = st.text(alphabet="abc دیزل ABC012.,;=|<>\"'\n\t-:", max_size=30)
NUMBERS = st.decimals(min_value=0, max_value=100_000, places=1).map(str)


def answer(question: Any) -> st.SearchStrategy[str]:
    if question.kind == "select_one":
        return st.sampled_from(sorted(choices(question.choices)))
    if question.kind in {"integer", "decimal"}:
        return NUMBERS
    if question.name in {"start", "end", "report_date", "requested_at", "decided_at"}:
        return st.sampled_from(["2015-08-18T08:05:00.000+03:00", "2015-08-17T23:59:00Z"])
    return st.just("camp") if question.name == "site" else WORDS


def some(names: list[Any]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional={q.name: answer(q) for q in names})


@st.composite
def reports(draw: st.DrawFn) -> dict[str, Any]:
    asked = questions(DAILY)
    found: dict[str, Any] = draw(some([q for q in asked if not q.repeat]))
    found["report_date"] = "2015-08-18"
    found["site"] = "camp"
    for repeat in ("stock", "service", "gate"):
        rows = draw(st.lists(some([q for q in asked if q.repeat == repeat]), max_size=2))
        if rows := [r for r in rows if any(v.strip() for v in r.values())]:
            found[repeat] = rows
    return found


def read(data: bytes) -> Submission:
    return submission_of(read_submissions(data)["rows"][0], "file")


@given(reports())
@settings(max_examples=60)
def test_text_reads_back_and_every_fact_has_its_line(answers: dict[str, Any]) -> None:
    found = read(kobo_page([kobo_row(answers)]))
    text, spans = text_of_submission(found)
    assert message_text(text.encode(), "report.txt") == text
    for fact in facts_of(found, zone="Asia/Baghdad", now=NOW, site="camp").facts:
        start, end = spans[fact.key]
        assert "\n" not in text[start:end]
        assert text[start:end].startswith(fact.key)


@given(reports())
@settings(max_examples=40)
def test_every_way_gives_one_fingerprint(answers: dict[str, Any]) -> None:
    kobo, webhook = read(kobo_page([kobo_row(answers)])), read(json.dumps(kobo_row(answers)).encode())
    odk, instance = read(odata_page([odata_row(answers)])), read(xml(answers))
    assert kobo.fingerprint == webhook.fingerprint
    assert odk.root == instance.root == kobo.root
    if not any(v.replace(".", "", 1).isdigit() and "." in v for v in answers.values() if isinstance(v, str)):
        assert kobo.fingerprint == odk.fingerprint == instance.fingerprint
    known = known_submission(kobo.document_name)
    assert known is not None
    assert (known.root, known.content) == (kobo.root, kobo.fingerprint[:16])


@given(
    decision=st.sampled_from(sorted(choices("decision"))),
    asked=st.integers(0, 1000),
    shares=st.tuples(st.integers(0, 100), st.integers(0, 100)),
    stated=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_what_passed_was_taken_and_was_turned_back_is_never_more_than_was_asked(
    decision: str, asked: int, shares: tuple[int, int], stated: tuple[bool, bool, bool]
) -> None:
    passed = asked * shares[0] // 100
    taken = (asked - passed) * shares[1] // 100
    row = {"decision": decision, "items": "flour", "gate_unit": "bag"}
    for name, value, told in zip(
        ("gate_qty", "qty_let_in", "qty_removed"), (asked, passed, taken), stated, strict=True
    ):
        if told:
            row[name] = str(value)
    answers = {"report_date": "2015-08-18", "site": "camp", "gate": [row]}
    facts = facts_of(read(kobo_page([kobo_row(answers)])), zone="UTC", now=NOW).facts
    parts = [f.statement.value_low for f in facts if f.statement.claim_type in {"delivery", "removal", "denial"}]
    if stated[0] and None not in parts:
        assert sum(p for p in parts if p is not None) <= asked
        if len(parts) == 3 or (
            stated[1] and parts and decision != "items_removed" and "denial" in {f.statement.claim_type for f in facts}
        ):
            assert sum(p for p in parts if p is not None) == asked
