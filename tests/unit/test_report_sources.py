"""Every number printed resolves: to a claim, a table row, a forecast figure, the site, or the report itself."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from holdfast.disclosure import public_facts
from holdfast.reference import row
from holdfast.report import norms_of, render_html, render_lines, render_public
from report_samples import (
    AS_OF,
    DOCUMENTS,
    claim_id,
    sample_claims,
    sample_forecast,
    sample_gate_days,
    sample_report,
    sample_site,
)
from report_tracing import digits_without_reference, printed, references, walk

META = {
    "as-of",
    "axis",
    "claims",
    "defaults",
    "digest",
    "engine",
    "horizon",
    "issued",
    "members",
    "number",
    "period",
    "report-id",
    "seed",
    "version",
    "warning.0",
    "window",
}


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(sample_report(number=4))


@pytest.fixture(scope="module")
def public_page() -> str:
    facts = public_facts(
        sample_claims(),
        sample_gate_days(),
        AS_OF,
        site_name="Camp Alder",
        exercise=True,
        zone="Asia/Baghdad",
        norms_of=norms_of(),
    )
    return render_public(facts)[0]


def test_no_digit_stands_alone(page: str, public_page: str) -> None:
    assert digits_without_reference(page) == []
    assert digits_without_reference(public_page) == []


def test_the_walk_would_find_a_digit_that_does() -> None:
    assert digits_without_reference("<p>about 5 days</p>") == ["about 5 days"]


def site_paths() -> set[str]:
    main = sample_forecast()
    paths = {str(default["path"]) for default in main.defaults} | {item.unknown for item in main.measure_next}
    return paths | {band.path for band in main.bands} | {"name", "timezone"}


def forecast_figures() -> set[str]:
    found = set()
    for scenario in ("nothing-enters", "as-recent"):
        main = sample_forecast(scenario)
        keys = ("q05", "q10", "q25", "q50", "q75", "q90", "q95", "p_by_day")
        rest = {f"{event.name}.{key}" for event in main.events for key in keys}
        rest |= {f"{band.path}.{key}@{hour}" for band in main.bands for key in keys[:6] for hour in band.hours}
        rest |= {f"{band.path}.{key}" for band in main.bands for key in ("q10", "q90", "unit")}
        rest |= {band.path for band in main.bands}
        rest |= {f"measure_next.{item.unknown}" for item in main.measure_next} | {"horizon"}
        found |= {f"{scenario}/{name}" for name in rest}
    return found


def resolves(ref: str) -> bool:
    scheme, _, name = ref.partition(":")
    if scheme == "row":
        return row(name).id == name
    known = {
        "claim": {claim.id for claim in sample_claims()},
        "source": {document.sha256 for document in DOCUMENTS},
        "gate": {day.day.isoformat() for day in sample_gate_days()},
        "site": site_paths(),
        "forecast": forecast_figures(),
        "meta": META,
    }
    return name in known.get(scheme, set())


def test_every_reference_resolves(page: str) -> None:
    assert sorted(ref for ref in references(page) if not resolves(ref)) == []


def test_a_public_page_refers_to_public_facts_and_norms_only(public_page: str) -> None:
    schemes = {ref.partition(":")[0] for ref in references(public_page)}
    assert schemes <= {"fact", "row", "meta"}
    assert not re.search("01K3", public_page), "a claim's id tells when it was written"


def test_every_link_has_its_anchor(page: str) -> None:
    walker = walk(page)
    assert walker.links
    assert set(walker.links) <= walker.anchors


def test_every_claim_is_in_the_annex(page: str) -> None:
    assert {f"c-{claim.id}" for claim in sample_claims()} <= walk(page).anchors


def test_a_changed_claim_changes_only_what_refers_to_it() -> None:
    before = printed(render_html(sample_report()))
    after = printed(render_html(sample_report(claims=sample_claims(diesel_l=1500.0))))
    moved = {ref for ref in before | after if before.get(ref) != after.get(ref)} - {"meta:digest"}
    assert moved == {f"claim:{claim_id(1)}", f"claim:{claim_id(12)}"}
    assert any("1,500" in text for text in after[f"claim:{claim_id(1)}"])


def test_a_changed_quantile_changes_only_what_refers_to_it() -> None:
    main = sample_forecast()
    events = tuple(replace(event, q90=event.q95) if event.name == "sewage_spill" else event for event in main.events)
    before = printed(render_html(sample_report()))
    after = printed(
        render_html(sample_report(forecasts=(replace(main, events=events), sample_forecast("as-recent", 1.4))))
    )
    moved = {ref for ref in before | after if before.get(ref) != after.get(ref)} - {"meta:digest"}
    assert moved == {"forecast:nothing-enters/sewage_spill.q90"}


def test_the_message_has_six_lines_and_no_stock() -> None:
    text = render_lines(sample_report())
    assert len(text.splitlines()) == 6
    assert len(text) <= 700
    assert "HIGH" in text.splitlines()[0]
    assert "EXERCISE" in text.splitlines()[0]
    for secret in ("5,100", "5100", "140", "4,900", "m³", " L"):
        assert secret not in text
    document = sample_report()
    stocks = {f"claim:{claim_id(n)}" for n in (1, 2, 12)}
    assert not any(set(part.refs) & stocks for line in document.summary for part in line.walk())


def test_the_message_stays_short_with_long_names() -> None:
    site = sample_site(name="The camp beside the airport of a very long province name " * 3, exercise=False)
    claims = tuple(
        replace(claim, claimant="An association with a remarkably long and winding name " * 3)
        for claim in sample_claims()
    )
    text = render_lines(sample_report(site=site, claims=claims))
    assert len(text) <= 700
    assert len(text.splitlines()) == 6
