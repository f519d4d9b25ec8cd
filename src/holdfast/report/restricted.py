"""The restricted report: what is known, what fails next and when, for a site team and named partners."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.disclosure import Sensitivity, class_of, read_class, sensitivity_of, told_status
from holdfast.intake import part_of_people
from holdfast.report import wording
from holdfast.report.case import Case, attributed
from holdfast.report.failures import alike_in, first_to_fail, group_names, group_window, next_to_fail
from holdfast.report.figures import stated_amount
from holdfast.report.gate_ledger import closed_run, gate_section, recent
from holdfast.report.outlook import fans_section, outlook_section
from holdfast.report.people import people_section
from holdfast.report.promises import promises_section
from holdfast.report.record_sections import (
    annex_section,
    contradictions_section,
    measure_sentence,
    method_section,
    sources_section,
    stock_sentence,
    unknown_section,
    worth_measuring,
)
from holdfast.report.records import Bullets, Document, Head, KeyFigure, KeyFigures, Section
from holdfast.report.summary import summary_lines
from holdfast.report.terms import runs_out
from holdfast.report.text import Part, Text, capital, say, sentences
from holdfast.report.wording import Clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.forecast import Forecast, LifelineForecast
    from holdfast.gate import GateDay
    from holdfast.ledger import Claim, CommitmentState, ConsignmentState, Contradiction, NoticeState
    from holdfast.ledger import Document as SourceDocument
    from holdfast.sites import Site

HANDLING = {
    Sensitivity.HIGH: say("for the site team and named partners only; not to be forwarded or published"),
    Sensitivity.SEVERE: say("need to know only; each reading is logged; not to be forwarded"),
    Sensitivity.MODERATE: say("for partners under the information-sharing protocol"),
    Sensitivity.LOW: say("may be published"),
}
MOST_HIGHLIGHTS = 6


def restricted_report(
    forecasts: Forecast | Sequence[Forecast],
    claims: Sequence[Claim],
    gate_days: Sequence[GateDay],
    site: Site,
    lang: str = "en",
    *,
    contradictions: Sequence[Contradiction] = (),
    documents: Sequence[SourceDocument] = (),
    number: int | None = None,
    consignments: Sequence[ConsignmentState] = (),
    commitments: Sequence[CommitmentState] = (),
    notices: Sequence[NoticeState] = (),
) -> Document:
    """Write the restricted report of a site.

    Parameters
    ----------
    forecasts : Forecast or sequence of Forecast
        One a scenario, the leading one first; all issued at the same moment.
    claims : sequence of Claim
        Accepted claims as known on the day of the report.
    gate_days : sequence of GateDay
        The gate record; the last fourteen days are shown.
    site : Site
        The site.
    lang : str
        Language of its figures and dates; sentences are translated when it is rendered.
    contradictions : sequence of Contradiction
        Pairs of claims that cannot both hold.
    documents : sequence of ledger Document
        Sources, for their names.
    number : int or None
        Running number of the report, where the office keeps one.
    consignments, commitments, notices : sequence of ConsignmentState, CommitmentState, NoticeState
        What is on record beside claims. Of a consignment only what, how much and how it ended is told, which the gate
        knows: when and on which road the rest will come is not.

    Returns
    -------
    Document
        Of class HIGH, or SEVERE where one of its claims is.
    """
    every = (forecasts,) if not isinstance(forecasts, (list, tuple)) else tuple(forecasts)
    main = every[0]
    clock = Clock(zone=site.site.timezone, lang=lang, start=main.issued, horizon_days=main.horizon_days)
    case = Case(
        forecasts=every,
        claims=claims,
        gate_days=gate_days,
        site=site,
        clock=clock,
        contradictions=contradictions,
        documents=documents,
        consignments=consignments,
        commitments=commitments,
        notices=notices,
    )
    sensitivity = class_of(
        [sensitivity_of("report-restricted"), *(read_class(claim.disclosure_class) for claim in claims)]
    )
    body = _body(case)
    cited = {ref for section in body for _, text in _texts(section) for part in text.walk() for ref in part.refs}
    return Document(
        edition="restricted",
        sensitivity=sensitivity,
        handling=HANDLING[sensitivity],
        lang=lang,
        report_id=Part(text=f"{site.site.id} {case.as_of.isoformat()} restricted", refs=("meta:report-id",), kind="id"),
        exercise=site.site.exercise,
        head=_head(case, number),
        sections=(*body, annex_section(case, cited)),
        summary=summary_lines(case),
    )


def _texts(section: Section) -> list[tuple[str, Text]]:
    from holdfast.report.records import block_texts  # noqa: PLC0415

    return [pair for block in section.blocks for pair in block_texts(block)]


def _body(case: Case) -> tuple[Section, ...]:
    sections = [
        Section(id="highlights", title=say("Highlights"), blocks=(highlights(case), key_figures(case))),
        outlook_section(case),
        people_section(case),
        gate_section(case),
        fans_section(case),
        promises_section(case),
        unknown_section(case),
        contradictions_section(case),
        method_section(case),
        sources_section(case),
    ]
    return tuple(section for section in sections if section is not None)


def _head(case: Case, running: int | None) -> Head:
    clock, main = case.clock, case.main
    days = recent(case.gate_days, case.as_of)
    first = days[0].day if days else case.as_of - timedelta(days=13)
    title = say("Situation report")
    if running is not None:
        title = say("Situation report No. {number}", number=Part(text=str(running), refs=("meta:number",), kind="id"))
    return Head(
        title=title,
        site=Part(text=case.site.site.name, refs=("site:name",), kind="name"),
        as_of=say("as of {day}", day=clock.day(case.as_of, "meta:as-of")),
        provenance=(
            say(
                "Covers the gate record from {first} to {last} and looks ahead to {end}. Dates are days at the site ({zone}).",
                first=clock.short_day(first, "meta:period"),
                last=clock.day(case.as_of, "meta:period"),
                end=clock.day(clock.end - timedelta(seconds=1), "meta:horizon"),
                zone=Part(text=case.site.site.timezone, refs=("site:timezone",), kind="id"),
            ),
            say(
                "Produced with Holdfast {version} from the ledger of the site, on this machine; no party reviewed it. The next is due when a claim or a gate decision is recorded.",
                version=Part(text=str(main.provenance.get("version", "")) or "0", refs=("meta:version",), kind="id"),
            ),
        ),
    )


def highlights(case: Case) -> Bullets:
    """Return three to six sentences, each one fact with who says so, or one thing we assess."""
    items: list[Text] = []
    refused = [claim for claim in case.present("denial") if claim.statement.polarity == "affirmed"]
    if refused:
        items.append(sentence(attributed(refused[0], case.clock)))
    run = closed_run(recent(case.gate_days, case.as_of), case.clock)
    if run is not None:
        items.append(run)
    down = [
        attributed(state.claims[0], case.clock) for state in case.states.values() if state.state in {"failed", "partly"}
    ]
    if down:
        items.append(sentences(sentence(text) for text in down[:3]))
    items += [first_to_fail(case, forecast) for forecast in case.forecasts]
    items.append(stock_sentence(case))
    measures = worth_measuring(case)
    if measures:
        items.append(measure_sentence(measures[0], case))
    return Bullets(items=tuple(items[:MOST_HIGHLIGHTS]))


def sentence(text: Text) -> Text:
    """Return a fragment as a sentence of its own."""
    return capital(say("{text}.", text=text))


def key_figures(case: Case) -> KeyFigures:
    """Return three or four key figures, each with who says so or how it was made."""
    items = [figure for figure in (_people(case), _first_date(case), _closed(case), _heat(case)) if figure is not None]
    return KeyFigures(items=tuple(items))


def _people(case: Case) -> KeyFigure | None:
    claims = [claim for claim in case.present("population") if claim.statement.polarity == "affirmed"]
    claims = [claim for claim in claims if not part_of_people(claim.statement.item)]
    for claim in claims:
        amount = stated_amount(claim, case.clock.lang)
        if amount is not None:
            return KeyFigure(value=amount, meaning=say("at the site, as claimed"), method=wording.attribution(claim))
    return None


def _first_date(case: Case) -> KeyFigure | None:
    main = case.main
    groups = next_to_fail(case, main)
    if not groups:
        return None
    first = alike_in(groups[0])[0]
    return KeyFigure(
        value=group_window(case, main, first),
        meaning=capital(_fails(case, first)),
        method=say("we assess: tenth to ninetieth per cent of the runs"),
    )


def _fails(case: Case, group: list[LifelineForecast]) -> Text:
    labels = group_names(group, case.clock.lang, 3)
    nothing = case.main.scenario == "nothing-enters"
    if len(group) > 1:
        told = say("{lifelines} fail about together", lifelines=labels)
    elif runs_out(group[0].lifeline):
        told = say("{lifeline} is used up", lifeline=labels)
    else:
        told = say("{lifeline} fails", lifeline=labels)
    return say("{what}, if nothing enters", what=told) if nothing else told


def _closed(case: Case) -> KeyFigure | None:
    days = recent(case.gate_days, case.as_of)
    known = [day for day in days if told_status(day) != "unknown"]
    if not known:
        return None
    refs = tuple(f"gate:{day.day.isoformat()}" for day in known)
    from holdfast.report.figures import number  # noqa: PLC0415

    closed = len([day for day in known if told_status(day) == "closed"])
    return KeyFigure(
        value=say(
            "{closed} of {known}",
            closed=Part(text=number(closed, case.clock.lang, figures=None), refs=refs, kind="id"),
            known=Part(text=number(len(known), case.clock.lang, figures=None), refs=refs, kind="id"),
        ),
        meaning=say("days with a gate record on which loads were refused or removed and none let in"),
        method=say("from the claims in the annex; days without a record are left out"),
    )


def _heat(case: Case) -> KeyFigure | None:
    claims = [
        claim
        for claim in case.present("temperature")
        if claim.statement.polarity == "affirmed" and claim.statement.si_high is not None
    ]
    if not claims:
        return None
    hottest = max(claims, key=lambda claim: (claim.statement.si_high or 0.0, claim.id))
    amount = stated_amount(hottest, case.clock.lang)
    if amount is None:
        return None
    return KeyFigure(value=amount, meaning=say("highest temperature claimed"), method=wording.attribution(hottest))
