"""The public edition: what has happened, from `PublicFacts` and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from holdfast.disclosure import Sensitivity, assert_public
from holdfast.report.figures import counted, number, with_unit
from holdfast.report.gate_ledger import DAY_WORDS
from holdfast.report.html import digest_of, render_html
from holdfast.report.outlook import norm_text
from holdfast.report.plain import render_lines
from holdfast.report.records import Bullets, Cell, Document, GateCell, GateStrip, Head, Paragraph, Row, Section, Table
from holdfast.report.terms import lifelines, state_word
from holdfast.report.text import Part, Text, capital, listed, only, say, sentences
from holdfast.report.wording import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from holdfast.disclosure import PublicFacts
    from holdfast.report.languages import Catalogue
    from holdfast.report.records import Block, GateStatus

HEALTH = say("health care")
_VIEWPORT = "width=device-width, initial-scale=1"


def public_report(facts: PublicFacts, lang: str = "en") -> Document:
    """Write the public edition.

    Parameters
    ----------
    facts : PublicFacts
        The only thing it is written from: no forecast, no claim and no site can be handed in.
    lang : str
        Language of its figures and dates.

    Returns
    -------
    Document
        Of class LOW.
    """
    clock = Clock(zone="UTC", lang=lang, start=datetime.combine(facts.as_of, time(), UTC), horizon_days=1)
    sections = [
        Section(id="services", title=say("Services as reported"), blocks=_services(facts, clock)),
        Section(id="gate", title=say("The gate as recorded"), blocks=_gate(facts, clock)),
        Section(id="people", title=say("People and heat as claimed"), blocks=_people(facts, clock)),
        Section(id="commitments", title=say("Commitments on record"), blocks=_commitments(facts, clock)),
        Section(id="method", title=say("Method"), blocks=_method(facts)),
    ]
    return Document(
        edition="public",
        sensitivity=Sensitivity.LOW,
        handling=say("may be published"),
        lang=lang,
        report_id=Part(
            text=f"{_slug(facts.site_name)} {facts.as_of.isoformat()} public", refs=("meta:report-id",), kind="id"
        ),
        exercise=facts.exercise,
        head=Head(
            title=say("Situation report, public edition"),
            site=Part(text=facts.site_name, refs=("fact:site",), kind="name"),
            as_of=say("as of {day}", day=clock.day(facts.as_of, "fact:as-of")),
            provenance=(
                say("What is told here has happened or is claimed, and by whom. Gate records are told one day late."),
            ),
        ),
        sections=tuple(sections),
        summary=_summary(facts, clock),
    )


def render_public(
    facts: PublicFacts, lang: str = "en", catalogue: Catalogue | None = None, secrets: Iterable[float] = ()
) -> tuple[str, str]:
    """Return the public edition as HTML and as text, after the last look.

    Parameters
    ----------
    facts : PublicFacts
        What has happened.
    lang : str
        Language.
    catalogue : Catalogue or None
        Messages; those of the language when None.
    secrets : iterable of float
        Figures of stocks and forecasts, for the error message of the last look.

    Returns
    -------
    tuple of str
        HTML and plain text.

    Raises
    ------
    InputError
        HF-D004 when the text says more than the facts; HF-O001, HF-O002.
    """
    document = public_report(facts, lang)
    hidden = tuple(secrets)
    # Words are looked for in the English messages, which every language is translated from; figures on the pages.
    for _, text in document.texts():
        assert_public(" ".join(text.messages()), facts, hidden)
    page, lines = render_html(document, catalogue), render_lines(document, catalogue)
    ours = (document.report_id.text, f"SHA-256 {digest_of(page)[0]}", *_cited(document), _VIEWPORT)
    for made in (page, lines):
        assert_public(made, facts, hidden, also=ours, words=lang == "en")
    return page, lines


def _cited(document: Document) -> set[str]:
    """Return what is quoted from the tables of norms: published figures, which are nobody's stock."""
    return {
        part.text
        for _, text in document.texts()
        for part in text.walk()
        if all(ref.startswith("row:") for ref in part.refs)
    }


def _services(facts: PublicFacts, clock: Clock) -> tuple[Block, ...]:
    if not facts.services:
        return (Paragraph(text=say("No report on services has been accepted.")),)
    rows = []
    for service in facts.services:
        ref = f"fact:service/{service.lifeline}"
        name = lifelines()[service.lifeline].label if service.lifeline in lifelines() else HEALTH
        rows.append(
            Row(
                cells=(
                    Cell(lines=(capital(name),)),
                    Cell(lines=(state_word(service.lifeline, service.state),), state=service.state),
                    Cell(lines=(_day(service.day, clock, ref),)),
                    Cell(lines=(_claimants(service.claimants, ref),)),
                )
            )
        )
    blocks: list[Block] = [
        Table(
            caption=say("Each service as last reported"),
            columns=(say("Service"), say("As reported"), say("Reported for"), say("Who says so")),
            rows=tuple(rows),
        )
    ]
    if facts.norms:
        blocks.append(Paragraph(text=say("Published norms that bear on services reported as failed:")))
        blocks.append(Bullets(items=tuple(norm_text(norm) for norm in facts.norms)))
    return tuple(blocks)


def _gate(facts: PublicFacts, clock: Clock) -> tuple[Block, ...]:
    if not facts.gate:
        return (Paragraph(text=say("No gate record is told.")),)
    cells = []
    for day in facts.gate:
        ref = f"fact:gate/{day.day.isoformat()}"
        cells.append(
            GateCell(
                status=day.status,
                day=Part(text=number(day.day.day, clock.lang, figures=None), refs=(ref,), kind="date"),
                label=Text(message=DAY_WORDS[day.status], parts={"day": clock.day(day.day, ref)}),
            )
        )
    columns = (say("Day"), say("Loads let in"), say("Loads refused"), say("Loads removed"))
    recorded = [day for day in facts.gate if day.status != "unknown" or day.let_in or day.refused or day.removed]
    rows = tuple(
        Row(
            cells=(
                Cell(lines=(only(clock.day(day.day, f"fact:gate/{day.day.isoformat()}")),)),
                *(
                    Cell(
                        lines=(
                            only(
                                Part(
                                    text=number(value, clock.lang, figures=None),
                                    refs=(f"fact:gate/{day.day.isoformat()}",),
                                    kind="id",
                                )
                            ),
                        )
                    )
                    for value in (day.let_in, day.refused, day.removed)
                ),
            )
        )
        for day in recorded
    )
    strip = GateStrip(
        title=say(
            "The gate by day, {first} to {last}",
            first=clock.day(facts.gate[0].day, "fact:gate"),
            last=clock.day(facts.gate[-1].day, "fact:gate"),
        ),
        cells=tuple(cells),
        sentence=_gate_sentence(facts, clock.lang),
        source=say(
            "Source: accepted claims of refusals and deliveries; as of {day}. A day without a record is unknown, not open.",
            day=clock.day(facts.gate[-1].day, "fact:gate"),
        ),
    )
    return (strip, Table(caption=say("Loads by day"), columns=columns, rows=rows, small=True)) if rows else (strip,)


def _gate_sentence(facts: PublicFacts, lang: str) -> Text:
    statuses = [day.status for day in facts.gate]

    def on(status: GateStatus) -> Part:
        return Part(text=counted(statuses.count(status), lang), refs=("fact:gate",), kind="id")

    if "nothing" in statuses:
        return say(
            "In {days} days the gate is recorded as closed on {closed}, partly open on {partly} and open on {open}; on {nothing} nothing entered, or nothing of some goods, and no refusal is recorded; {unknown} have no record or accounts that differ.",
            days=Part(text=counted(len(statuses), lang), refs=("fact:gate",), kind="id"),
            closed=on("closed"),
            partly=on("partly"),
            open=on("open"),
            nothing=on("nothing"),
            unknown=on("unknown"),
        )
    return say(
        "In {days} days the gate is recorded as closed on {closed}, partly open on {partly} and open on {open}; {unknown} have no record or accounts that differ.",
        days=Part(text=counted(len(statuses), lang), refs=("fact:gate",), kind="id"),
        closed=on("closed"),
        partly=on("partly"),
        open=on("open"),
        unknown=on("unknown"),
    )


def _people(facts: PublicFacts, clock: Clock) -> tuple[Block, ...]:
    items = []
    for people in facts.people:
        count = Part(text=number(people.count, clock.lang, figures=2), refs=("fact:people",))
        who = Part(text=people.claimant, refs=("fact:people",), kind="claimant")
        items.append(
            say("At least {count} people are at the site, according to {who}.", count=count, who=who)
            if people.at_least
            else say("About {count} people are at the site, according to {who}.", count=count, who=who)
        )
    for temperature in facts.temperatures:
        degrees = Part(
            text=with_unit(number(temperature.degrees_c, clock.lang, figures=None), "degC"), refs=("fact:temperature",)
        )
        items.append(
            say(
                "A temperature of {degrees} was claimed by {who} ({day}).",
                degrees=degrees,
                who=Part(text=temperature.claimant, refs=("fact:temperature",), kind="claimant"),
                day=_day(temperature.day, clock, "fact:temperature"),
            )
        )
    return (
        (Bullets(items=tuple(items)),) if items else (Paragraph(text=say("No count and no temperature is on record.")),)
    )


def _commitments(facts: PublicFacts, clock: Clock) -> tuple[Block, ...]:
    if not facts.commitments:
        return (Paragraph(text=say("No commitment is on record.")),)
    items = tuple(
        say(
            "A commitment is on record, according to {who} ({day}).",
            who=Part(text=commitment.claimant, refs=("fact:commitment",), kind="claimant"),
            day=_day(commitment.day, clock, "fact:commitment"),
        )
        for commitment in facts.commitments
    )
    return (Bullets(items=items),)


def _method(facts: PublicFacts) -> tuple[Block, ...]:
    told = [
        say("Only claims a person has accepted are told, each with who makes it; the report itself finds nothing."),
        say("Counts of people are rounded to two significant figures and withheld where they are small."),
        say("Amounts of goods, places and names of persons are never told in this edition."),
    ]
    if facts.exercise:
        told.insert(0, say("EXERCISE: the site is invented."))
    return (Paragraph(text=sentences(told), tone="note"),)


def _summary(facts: PublicFacts, clock: Clock) -> tuple[Text, ...]:
    services = [
        say(
            "{label} {state}",
            label=capital(lifelines()[service.lifeline].label if service.lifeline in lifelines() else HEALTH),
            state=state_word(service.lifeline, service.state),
        )
        for service in facts.services
    ]
    told = (
        say("LOW – may be published"),
        say(
            "{site}, as of {day}.",
            site=Part(text=facts.site_name, refs=("fact:site",), kind="name"),
            day=clock.day(facts.as_of, "fact:as-of"),
        ),
        say("Services as reported: {services}.", services=listed(services))
        if services
        else say("No report on services has been accepted."),
        _gate_sentence(facts, clock.lang) if facts.gate else say("No gate record is told."),
    )
    return (say("EXERCISE – an invented site: nothing here is real"), *told) if facts.exercise else told


def _claimants(names: tuple[str, ...], ref: str) -> Text:
    return listed(only(Part(text=name, refs=(ref,), kind="claimant")) for name in names)


def _day(day: date | None, clock: Clock, ref: str) -> Text:
    return say("day not known") if day is None else only(clock.day(day, ref))


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
