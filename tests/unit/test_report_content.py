"""What the restricted report says in each situation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from holdfast.disclosure import Sensitivity
from holdfast.report import Catalogue, digest_of, render_html, render_lines
from holdfast.report.records import BarChart, Bullets, Document, GateStrip, KeyFigures, Table
from report_samples import AS_OF, ISSUED, sample_claims, sample_forecast, sample_gate_days, sample_report, sample_site

ENGLISH = Catalogue(language="en", direction="ltr")


def said(document: Document, section: str) -> str:
    from holdfast.report.records import block_texts

    found = next(s for s in document.sections if s.id == section)
    lines = [text.plain(ENGLISH) for block in found.blocks for _, text in block_texts(block)]
    return "\n".join(lines).replace("\u00a0", " ")


def block(document: Document, section: str, kind: type):
    found = next(s for s in document.sections if s.id == section)
    return next(b for b in found.blocks if isinstance(b, kind))


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_report()


def test_sections_come_in_the_order_readers_know(document: Document) -> None:
    assert [section.id for section in document.sections] == [
        "highlights",
        "outlook",
        "gate",
        "ahead",
        "promises",
        "unknown",
        "contradictions",
        "method",
        "sources",
        "annex",
    ]


def test_three_to_six_highlights_and_three_to_four_key_figures(document: Document) -> None:
    assert 3 <= len(block(document, "highlights", Bullets).items) <= 6
    assert 3 <= len(block(document, "highlights", KeyFigures).items) <= 4


def test_what_fails_first_leads_and_both_scenarios_stand_side_by_side(document: Document) -> None:
    table = block(document, "outlook", Table)
    labels = [row.cells[0].lines[0].plain(ENGLISH) for row in table.rows]
    assert labels[:3] == ["Cooling", "Sewage", "Electricity *"]
    assert len(labels) == len(set(labels)), "a lifeline has one row; what accompanies it is no row of its own"
    assert [column.plain(ENGLISH) for column in table.columns][2:4] == [
        "If nothing enters",
        "If the gate does as of late",
    ]
    chart = block(document, "outlook", BarChart)
    assert [row.label.plain(ENGLISH) for row in chart.rows] == labels
    middles = [row.bars[0].middle for row in chart.rows]
    assert middles == sorted(middles, key=lambda day: 99.0 if day is None else day)


def test_a_row_tells_state_window_middle_earliest_chance_and_norm(document: Document) -> None:
    text = said(document, "outlook")
    assert "failed * reported by residents' association (C3), 17 August" in text
    assert "20 to 24 August" in text
    assert "earliest 20 August, middle 22 August" in text
    assert "almost certain (at least 95 per cent) by 1 September" in text
    assert "[N005]" in text
    assert "29 August to not before 2 September" in text
    assert "extremely unlikely (at most 5 per cent) by 1 September" in text


def test_no_report_is_unknown_never_working(document: Document) -> None:
    table = block(document, "outlook", Table)
    cold = next(row for row in table.rows if row.cells[0].lines[0].plain(ENGLISH) == "Cold stores")
    assert cold.cells[1].state == "unknown"
    assert cold.cells[1].lines[0].plain(ENGLISH) == "no report"


def test_what_has_failed_by_issue_is_said_and_is_not_next() -> None:
    main = sample_forecast()
    failed = tuple(
        replace(e, failed_already=1.0, q05=ISSUED, q10=ISSUED, q50=ISSUED, q90=ISSUED)
        if e.name == "indoor_above_35c"
        else e
        for e in main.events
    )
    text = said(sample_report(forecasts=(replace(main, events=failed),)), "outlook")
    assert "failed by the day of issue, we assess" in text
    assert "If nothing enters, sewage fails first" in text


def test_nothing_within_the_horizon_is_said_without_a_date() -> None:
    main = sample_forecast(shift=20.0)
    text = said(sample_report(forecasts=(main,)), "outlook")
    assert "no further lifeline fails before 2 September" in text


def test_the_gate_strip_has_every_day_and_its_sentence_counts_them(document: Document) -> None:
    strip = block(document, "gate", GateStrip)
    assert [cell.status for cell in strip.cells].count("unknown") == 9
    assert len(strip.cells) == 14
    assert "closed on three, partly open on one and open on one; nine have no record" in strip.sentence.plain(ENGLISH)
    text = said(document, "gate")
    assert "sewage service 4 (4) 0 (0) 4 (4) 0 (0)" in text
    assert "diesel 2 (2) 1 (1) 1 (1) 0 (0)" in text


def test_requested_is_the_sum_of_what_was_decided(document: Document) -> None:
    table = block(document, "gate", Table)
    for line in table.rows:
        came, *parts = [int(cell.lines[0].parts["long"].text) for cell in line.cells[1:]]
        assert came == sum(parts)


def test_promises_stand_with_an_unknown_status(document: Document) -> None:
    text = said(document, "promises")
    assert "governor's office" in text
    assert text.count("unknown: no evidence on record either way") == 2


def test_contradicting_claims_stand_side_by_side(document: Document) -> None:
    text = said(document, "contradictions")
    assert "counted, camp committee" in text
    assert "not the case" in text


def test_stated_stocks_are_named_and_the_rest_assumed(document: Document) -> None:
    assert "Stocks are stated for" in said(document, "unknown")


def test_no_stated_stock_is_said_in_so_many_words() -> None:
    claims = tuple(claim for claim in sample_claims() if claim.statement.claim_type != "stock")
    document = sample_report(claims=claims)
    assert "No source states the stocks" in said(document, "unknown")
    assert "no source states the stocks" in render_lines(document)


def test_one_reading_and_the_days_it_would_narrow(document: Document) -> None:
    assert "One reading of diesel in diesel-main would narrow the date of electricity by about 2.5 days." in said(
        document, "unknown"
    )


def test_an_empty_ledger_is_a_report_too() -> None:
    document = sample_report(claims=(), gate_days=())
    text = render_html(document)
    assert "the forecast rests on priors alone" in text
    assert "No gate record has been kept." in text
    assert "No commitment is on record." in text
    assert render_lines(document).splitlines()[1].endswith("The gate has no record.")


def test_the_class_is_that_of_the_most_sensitive_part(document: Document) -> None:
    assert document.sensitivity == Sensitivity.HIGH
    severe = (replace(sample_claims()[0], disclosure_class="SEVERE"), *sample_claims()[1:])
    lifted = sample_report(claims=severe)
    assert lifted.sensitivity == Sensitivity.SEVERE
    assert 'class="banner c-severe"' in render_html(lifted)
    assert "SEVERE" in render_lines(lifted).splitlines()[0]


def test_exercise_is_said_everywhere_or_nowhere() -> None:
    page = render_html(sample_report())
    assert page.count("EXERCISE") >= 4
    assert "<title>EXERCISE" in page
    assert '@top-right{content:"EXERCISE"}' in page
    real = sample_report(site=sample_site(exercise=False))
    assert "EXERCISE" not in render_html(real)
    assert "EXERCISE" not in render_lines(real)


def test_the_page_is_whole_and_quiet(document: Document) -> None:
    page = render_html(document)
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "src=" not in page
    assert len(page.encode()) <= 100_000


def test_the_check_sum_finds_one_changed_byte(document: Document) -> None:
    page = render_html(document)
    written, found = digest_of(page)
    assert written == found
    written, found = digest_of(page.replace("5,100", "5,700"))
    assert written != found
    with pytest.raises(ValueError, match="no check sum"):
        digest_of("<p>x</p>")


def test_the_same_case_gives_the_same_bytes() -> None:
    assert render_html(sample_report()) == render_html(sample_report())


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><b>",
    "{{ 7*7 }}",
    "\u202eevil\u2066",
    "*/ } body{display:none}",
]


@pytest.mark.parametrize("text", NASTY)
def test_names_and_claims_cannot_break_the_page(text: str) -> None:
    first = sample_claims()[0]
    claims = (
        replace(first, claimant=text, statement=replace(first.statement, item=text, place=text)),
        *sample_claims()[1:],
    )
    page = render_html(sample_report(claims=claims, site=sample_site(name=text, id=text)))
    assert "<script" not in page
    assert "<img" not in page
    assert "49" not in page.partition("<body")[2].partition("</h1>")[0]
    assert page.count("</style>") == 1
    assert "\u202e" not in page
    assert "}body{display" not in page.replace(" ", "").partition("</style>")[0].replace("\\00007d", "")


def test_the_day_of_the_report_is_the_last_day_known() -> None:
    document = sample_report()
    assert AS_OF.isoformat() in document.report_id.text
    later = sample_forecast(as_known=ISSUED + timedelta(hours=10), issued=ISSUED + timedelta(hours=10))
    assert "2026-08-19" in sample_report(forecasts=(later,)).report_id.text


def test_a_gate_without_record_is_unknown_never_open() -> None:
    days = tuple(replace(day, status="unknown", entries=()) for day in sample_gate_days())
    document = sample_report(gate_days=days)
    assert "14 have no record" in said(document, "gate")
    assert "The gate has no record." in render_lines(document)
