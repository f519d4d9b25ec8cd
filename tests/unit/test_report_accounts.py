"""What is claimed beside what is forecast: stocks with their claimants, outages, days without refusals, what fails together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from holdfast.disclosure import public_facts, told_status
from holdfast.gate import GateEvent
from holdfast.gate.calendar import calendar
from holdfast.report import Catalogue, render_html, render_lines, render_public
from holdfast.report.records import Document, GateStrip, KeyFigures, Paragraph, Table, block_texts
from report_samples import (
    AS_OF,
    COMMITTEE,
    ISSUED,
    PAPER,
    amount,
    claim,
    claim_id,
    lifeline,
    sample_claims,
    sample_forecast,
    sample_gate_days,
    sample_report,
    sample_site,
)

ENGLISH = Catalogue(language="en", direction="ltr")


def plain(text) -> str:
    return text.plain(ENGLISH).replace("\u00a0", " ")


def section(document: Document, name: str):
    return next(found for found in document.sections if found.id == name)


def said(document: Document, name: str) -> str:
    return "\n".join(plain(text) for block in section(document, name).blocks for _, text in block_texts(block))


def row(document: Document, label: str):
    table = next(b for b in section(document, "outlook").blocks if isinstance(b, Table))
    return next(r for r in table.rows if plain(r.cells[0].lines[0]).removesuffix(" *") == label)


def reported(document: Document, label: str) -> list[str]:
    return [plain(line) for line in row(document, label).cells[1].lines]


def not_short(number: int = 40, **changes):
    fields = {"item": "fuel", "service": "fuel", "polarity": "negated", "attribution": "ministry", "source_grade": "C3"}
    fields.update(changes)
    return claim(number, "outage", "Alder Gazette (invented)", None, document=PAPER, **fields)


def gas(number: int, kg: float, who: str, day: int | None = 18, **fields):
    return claim(
        number, "stock", who, day, document=COMMITTEE, item="lpg", service="fuel", **amount(kg, kg, "kg"), **fields
    )


# Stocks beside states.


def test_a_stock_somebody_states_is_in_the_row_with_claimant_grade_and_day() -> None:
    document = sample_report(claims=(*sample_claims(), gas(40, 300.0, "camp committee", source_grade="B2")))
    assert reported(document, "Cooking gas") == ["300 kg: reported by camp committee (B2), 18 August"]
    assert reported(document, "Water") == ["140 m³: counted, camp committee (B1), 18 August"]
    assert reported(document, "Flour") == ["no report"]


def test_the_most_credible_account_stands_first_and_each_voice_has_its_newest_figure() -> None:
    claims = (
        gas(40, 900.0, "ministry", source_grade="D4"),
        gas(41, 500.0, "camp committee", 16, source_grade="B2"),
        gas(42, 300.0, "camp committee", 18, source_grade="B2"),
        gas(43, 310.0, "log keeper", 17, source_grade="A1"),
    )
    lines = reported(sample_report(claims=claims), "Cooking gas")
    assert [line.split(":")[0] for line in lines] == ["310 kg", "300 kg", "900 kg"]
    assert "measured, log keeper (A1), 17 August" in lines[0]


def test_a_figure_and_a_state_are_accounts_that_differ() -> None:
    document = sample_report(claims=(*sample_claims()[:1], not_short()))
    lines = reported(document, "Fuel")
    assert lines[0] == "accounts differ"
    assert lines[1] == "5,100 L: counted, camp committee (B1), 17 August"
    assert lines[2].startswith("said not to be short: reported by ministry (C3)")
    assert row(document, "Fuel").cells[1].state == "unknown"


def test_the_message_never_tells_one_side_of_a_stock_nor_its_figure() -> None:
    lines = render_lines(sample_report(claims=(*sample_claims()[:1], not_short())))
    assert "Fuel: two accounts differ (camp committee, ministry)" in lines
    assert "not to be short" not in lines
    assert "5,100" not in lines
    alone = render_lines(sample_report(claims=(not_short(),)))
    assert "Fuel said not to be short (ministry)" in alone


def test_a_claim_without_a_day_of_its_own_is_said_by_the_day_of_its_document() -> None:
    document = sample_report(claims=(not_short(),))
    assert reported(document, "Fuel") == ["said not to be short", "reported by ministry (C3), said by 18 August"]
    monday = datetime(2026, 8, 17, 9, tzinfo=ISSUED.tzinfo).isoformat()
    dated = sample_report(claims=(not_short(said=monday),))
    assert reported(dated, "Fuel")[1] == "reported by ministry (C3), said by 17 August"


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ("diesel tank", "Fuel"),
        ("fuel", "Fuel"),
        ("treated water tank", "Water"),
        ("septic tank", "Sewage"),
        ("vaccines", "Vaccines and insulin"),
        ("flour", "Flour"),
        ("lpg", "Cooking gas"),
        ("food", "Chilled food"),
    ],
)
def test_there_is_never_no_report_where_a_claim_exists(item: str, label: str) -> None:
    stock = claim(40, "stock", "camp committee", 18, document=COMMITTEE, item=item, **amount(7.0, 7.0, "L"))
    chilled = lifeline("chilled_food_lost", "food", (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.2))
    main = sample_forecast()
    document = sample_report(claims=(stock,), forecasts=(replace(main, events=(*main.events, chilled)),))
    assert "no report" not in reported(document, label)
    unknown = said(document, "unknown")
    assert label.lower() not in unknown.partition("No report was accepted")[2].lower()


def test_a_word_the_forecast_does_not_know_is_followed_to_the_store_it_was_read_into() -> None:
    stock = claim(40, "stock", "camp committee", 18, document=COMMITTEE, item="sacks", **amount(7.0, 7.0, "sack"))
    site = sample_site()
    object.__setattr__(site, "stores", (SimpleNamespace(id="bakery", commodity="flour"),))
    seen = ({"claim_id": claim_id(40), "use": "used", "paths": ["stores.bakery.quantity"]},)
    document = sample_report(claims=(stock,), site=site, forecasts=(sample_forecast(observations=seen),))
    assert reported(document, "Flour")[0].startswith("seven bags: counted, camp committee (B1)")


# Outages that the dates do not use.


def test_a_reported_outage_is_marked_and_explained_once() -> None:
    document = sample_report()
    notes = [b for b in section(document, "outlook").blocks if isinstance(b, Paragraph)]
    assert [plain(note.text) for note in notes] == [
        (
            "* Reported as failed. The dates in this row do not use that report yet: they say when the service would "
            "fail if it ran now."
        )
    ]
    page = render_html(document)
    assert page.count("do not use that report yet") == 1
    assert plain(row(document, "Electricity").cells[0].lines[0]) == "Electricity *"


def test_no_star_without_an_outage_or_once_the_forecast_uses_it() -> None:
    quiet = tuple(c for c in sample_claims() if c.statement.claim_type != "outage")
    assert " *" not in said(sample_report(claims=quiet), "outlook")
    used = ({"claim_id": claim_id(9), "use": "used"},)
    document = sample_report(forecasts=(sample_forecast(observations=used),))
    assert " *" not in said(document, "outlook")


def test_what_is_reported_as_failed_is_not_what_fails_next() -> None:
    down = claim(40, "outage", "residents' association", 18, document=PAPER, item="cooling", service="cooling")
    document = sample_report(claims=(*sample_claims(), down))
    assert "If nothing enters, sewage fails first" in said(document, "highlights")
    lines = render_lines(document).splitlines()
    assert "Cooling failed" in lines[2]
    assert all("electricity" not in line and "cooling" not in line for line in lines[3:5])


# What fails about together.


def together(**changes) -> Document:
    events = (
        lifeline("diesel_out", "fuel", (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.2)),
        lifeline("lpg_out", "stock:lpg", (1.1, 1.3, 1.6, 2.3, 2.6, 3.4, 3.6)),
        lifeline("flour_out", "stock:flour", (1.2, 1.4, 1.9, 3.0, 3.1, 4.2, 4.4)),
        lifeline("water_under_15_l", "water", (1.2, 1.4, 2.0, 3.1, 4.1, 5.2, 5.4)),
    )
    return sample_report(forecasts=(sample_forecast(events=events),), claims=sample_claims()[:3], **changes)


def test_what_fails_within_a_day_is_told_together_and_nothing_later_with_it() -> None:
    document = together()
    text = said(document, "highlights")
    assert (
        "If nothing enters, fuel, cooking gas and flour are about together the first to fail: 20 to 23 August, almost "
        "certain (at least 95 per cent) by 1 September."
    ) in text
    assert "Fuel, cooking gas and flour fail about together, if nothing enters" in text
    lines = render_lines(document)
    assert "fuel, cooking gas and flour about together 20 to 23 August; water 20 to 24 August" in lines.replace(
        "\u00a0", " "
    )


def test_a_single_stock_is_used_up_and_a_single_service_fails() -> None:
    one = lifeline("lpg_out", "stock:lpg", (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.2))
    document = sample_report(forecasts=(sample_forecast(events=(one,)),), claims=())
    assert "If nothing enters, cooking gas is used up first: 20 to 22 August" in said(document, "highlights")


def test_a_narrow_window_does_not_hide_in_a_wide_one_and_the_least_certain_gives_the_chance() -> None:
    sure = lifeline("diesel_out", "fuel", (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.2))
    less = lifeline("lpg_out", "stock:lpg", (1.1, 1.3, 1.6, 2.3, None, None, None))
    document = sample_report(forecasts=(sample_forecast(events=(sure, less)),), claims=())
    assert (
        "about together the first to fail: fuel 20 to 22 August, almost certain (at least 95 per cent) by 1 September; "
        "cooking gas 20 August to not before 2 September, about as likely as not (about 50 per cent) by 1 September."
    ) in said(document, "highlights")
    close = lifeline("lpg_out", "stock:lpg", (1.1, 1.3, 1.6, 2.3, 3.0, 4.0, None))
    document = sample_report(forecasts=(sample_forecast(events=(sure, close)),), claims=())
    assert (
        "fuel and cooking gas are about together the first to fail: 20 to 23 August, the least certain of them very "
        "likely (about 90 per cent) by 1 September."
    ) in said(document, "highlights")


def test_a_long_group_is_cut_and_counted_and_the_message_keeps_its_size() -> None:
    names = ("diesel", "lpg", "flour", "rice", "bread", "kerosene", "petrol", "ice")
    events = tuple(lifeline(f"{n}_out", f"stock:{n}", (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.2)) for n in names)
    forecasts = (sample_forecast(events=events), sample_forecast("as-recent", events=events))
    document = sample_report(forecasts=forecasts)
    assert re.search(
        r"If nothing enters, (\w+ ?\w+, ){3}\w+ ?\w+ and four more are about together", said(document, "highlights")
    )
    lines = render_lines(document)
    assert len(lines.splitlines()) == 6
    assert len(lines.strip()) <= 700
    figures = next(b for b in section(document, "highlights").blocks if isinstance(b, KeyFigures))
    assert any("and five more fail about together" in plain(f.meaning) for f in figures.items)


# Days on which nothing of something entered, and nobody refused.


def quiet_days():
    """Five days without diesel, then a refusal of septic trucks on the last day."""
    events = [
        GateEvent(
            day=date(2026, 8, day),
            commodity="diesel",
            decision="let in",
            quantity=0.0,
            unit="L",
            count=0.0,
            claimant="access officer",
            claim_id=claim_id(4),
        )
        for day in range(12, 17)
    ]
    events.append(
        GateEvent(
            day=date(2026, 8, 17),
            commodity="sewage",
            decision="refused",
            count=2.0,
            claimant="access officer",
            claim_id=claim_id(7),
        )
    )
    return calendar(events, date(2026, 8, 5), AS_OF)


def test_no_diesel_is_no_closed_gate() -> None:
    days = quiet_days()
    assert [told_status(day) for day in days].count("nothing") == 5
    document = sample_report(gate_days=days)
    strip = next(b for b in section(document, "gate").blocks if isinstance(b, GateStrip))
    assert [cell.status for cell in strip.cells].count("closed") == 1
    assert "14 August: no diesel let in" in [plain(cell.label) for cell in strip.cells]
    assert "closed on one, partly open on none and open on none; on five no diesel entered" in plain(strip.sentence)
    assert "Gate: closed on one of six days with a record, no diesel let in on five more." in render_lines(document)
    assert "refusals on one; on the others no diesel entered" in said(document, "highlights")


def test_days_without_any_refusal_are_never_called_closed() -> None:
    days = tuple(day for day in quiet_days() if day.day < date(2026, 8, 17))
    document = sample_report(gate_days=days)
    assert "no diesel entered; no refusal is recorded" in said(document, "highlights")
    assert "Gate: no diesel let in on five of five days with a record, no refusal recorded." in render_lines(document)
    page = render_html(document)
    assert "closed: refused or removed" not in page, "the legend shows what the strip shows"
    assert "nothing entered, or nothing of some goods; no refusal is recorded" in page


def test_a_gate_through_which_nothing_came_is_not_called_closed_either() -> None:
    silent = GateEvent(
        day=date(2026, 8, 17), commodity="everything", decision="let in", quantity=0.0, unit="L", count=0.0
    )
    days = calendar([silent], date(2026, 8, 5), AS_OF)
    assert [told_status(day) for day in days].count("nothing") == 1
    document = sample_report(gate_days=days)
    assert "On the last day with a record (17 August) no goods entered; no refusal is recorded." in said(
        document, "highlights"
    )


def test_the_public_edition_says_the_same_and_names_no_goods() -> None:
    facts = public_facts((), quiet_days(), AS_OF, site_name="Camp Alder", exercise=True, zone="Asia/Baghdad")
    page, lines = render_public(facts)
    assert (
        "closed on one, partly open on none and open on none; on five nothing entered, or nothing of some goods, and no refusal is recorded"
        in lines
    )
    assert "diesel" not in page
    assert page.count('href="#g-nothing"') == 6  # five days and the legend


def test_the_words_of_a_sure_refusal_are_as_before() -> None:
    refused = tuple(day for day in sample_gate_days() if day.day >= date(2026, 8, 15))
    document = sample_report(gate_days=refused)
    assert "The gate is recorded as closed on the last three days with a record (15 August to 17 August)." in said(
        document, "highlights"
    )


def test_a_window_past_the_horizon_ends_a_group() -> None:
    late = lifeline("lpg_out", "stock:lpg", (1.1, 1.3, 1.6, 2.3, 9.0, None, None))
    also = lifeline("diesel_out", "fuel", (1.0, 1.2, 1.5, 2.0, 2.5, None, None))
    document = sample_report(forecasts=(sample_forecast(events=(also, late)),), claims=())
    assert "first to fail: 20 August to not before 2 September" in said(document, "highlights")


def test_the_first_of_each_scenario_is_its_own() -> None:
    """A group is ordered by the dates of the scenario it belongs to, not by those of the other one."""
    early = lifeline("lpg_out", "stock:lpg", (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.2))
    fuel = lifeline("diesel_out", "fuel", (5.0, 5.2, 5.5, 6.0, 6.5, 7.0, 7.2))
    main = sample_forecast(events=(early, fuel))
    shift = timedelta(days=8)
    later = replace(early, **{q: getattr(early, q) + shift for q in ("q05", "q10", "q25", "q50", "q75", "q90", "q95")})
    other = sample_forecast("as-recent", events=(fuel, later))
    text = said(sample_report(forecasts=(main, other), claims=()), "highlights")
    assert "If nothing enters, cooking gas is used up first" in text
    assert "If the gate does as of late, fuel is used up first" in text
