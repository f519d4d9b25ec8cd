"""What is not known, what contradicts, how it was made, and the annex that lists every claim."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.forecast import said_label
from holdfast.report import wording
from holdfast.report.accounts import voices
from holdfast.report.case import Case, attributed, describe
from holdfast.report.figures import counted, number, with_unit
from holdfast.report.html import anchor
from holdfast.report.outlook import norm_bound
from holdfast.report.records import Bullets, Cell, Contradictions, Opposed, Paragraph, Row, Section, Table
from holdfast.report.terms import goods, lifeline_label
from holdfast.report.text import Part, Text, capital, listed, only, say, say_n, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.disclosure import ServiceState
    from holdfast.forecast import MeasureNext
    from holdfast.ledger import Claim

MOST_MEASURES = 3


def stock_sentence(case: Case) -> Text:
    """Return whether any source states what is left in store, and of what."""
    stated = [claim for claim in case.present("stock") if claim.statement.polarity == "affirmed"]
    names: dict[str, tuple[Text, list[str]]] = {}
    for claim in stated:
        word = claim.statement.item or claim.statement.service or ""
        label = goods(word, f"claim:{claim.id}")
        if label is not None:
            names.setdefault(word, (label, []))[1].append(claim.id)
    if not names:
        return say(
            "No source states the stocks: what is left is an assumed range, and every date in this report rests on such ranges."
        )
    return say(
        "Stocks are stated for {things} only; what is left of everything else is an assumed range.",
        things=listed([label for label, _ in names.values()]),
    )


def measure_sentence(item: MeasureNext, case: Case) -> Text:
    """Return which one reading would narrow which date, and by how many days."""
    ref = f"forecast:{case.main.scenario}/measure_next.{item.unknown}"
    what = Part(text=said_label(item.label), refs=(f"site:{item.unknown}",), kind="name")
    lifeline = lifeline_label(item.lifeline, item.lifeline)
    days = days_text(item.days_narrower, case.clock.lang)
    if days == days_text(0.5, case.clock.lang):
        return say(
            "One reading of {what} would narrow the date of {lifeline} by about half a day.",
            what=what,
            lifeline=lifeline,
        )
    return say_n(
        "One reading of {what} would narrow the date of {lifeline} by about {days} day.",
        "One reading of {what} would narrow the date of {lifeline} by about {days} days.",
        1 if days == counted(1, case.clock.lang) else 2,
        what=what,
        lifeline=lifeline,
        days=Part(text=days, refs=(ref,)),
    )


def days_text(days: float, lang: str) -> str:
    """Return a number of days: in halves under three, whole from there, so that it claims no more than it knows."""
    value = round(days * 2) / 2 if days < 3 else round(days)
    return counted(int(value), lang) if float(value).is_integer() else number(value, lang)


def worth_measuring(case: Case) -> list[MeasureNext]:
    """Return the unknowns whose measurement would narrow a date by at least a quarter of a day."""
    return [item for item in case.main.measure_next if item.days_narrower >= 0.25][:MOST_MEASURES]


def unknown_section(case: Case) -> Section:
    """Return what is not known, and which measurement would help."""
    lang = case.clock.lang
    items = [stock_sentence(case)]
    measures = [measure_sentence(item, case) for item in worth_measuring(case)]
    items += measures or [say("No single reading would narrow the first date by much.")]
    if not case.claims and not case.consignments:
        items.insert(0, say("The ledger holds no accepted claim: the forecast rests on priors alone."))
    unreported = [event for event in case.lifelines() if ":" not in event.lifeline and not voices(case, event.lifeline)]
    if unreported:
        items.append(
            say(
                "No report was accepted on the present state of: {services}.",
                services=listed(lifeline_label(event.lifeline, event.name) for event in unreported),
            )
        )
    if case.main.defaults:
        count = len(case.main.defaults)
        items.append(
            say_n(
                "{count} value used is a prior or a default; the annex lists it with its source.",
                "{count} values used are priors or defaults; the annex lists them with their sources.",
                count,
                count=Part(text=number(count, lang, figures=None), refs=("meta:defaults",), kind="id"),
            )
        )
    for index, warning in enumerate(case.main.warnings):
        items.append(
            say(
                "Note from the run: {warning}", warning=Part(text=warning, refs=(f"meta:warning.{index}",), kind="name")
            )
        )
    return Section(
        id="unknown", title=say("What we do not know"), blocks=(Bullets(items=tuple(capital(item) for item in items)),)
    )


def contradictions_section(case: Case) -> Section | None:
    """Return claims that cannot both hold, side by side, or None where there are none."""
    opposed = [
        Opposed(
            topic=_topic(pair.first),
            sides=(attributed(pair.first, case.clock), attributed(pair.second, case.clock)),
        )
        for pair in case.contradictions
    ]
    paired = {claim.id for pair in case.contradictions for claim in (pair.first, pair.second)}
    opposed += [
        _opposed_states(case, state)
        for state in case.states.values()
        if state.state == "unknown" and not {claim.id for claim in state.claims} <= paired
    ]
    if not opposed:
        return None
    return Section(
        id="contradictions",
        title=say("Accounts that contradict each other"),
        blocks=(
            Paragraph(text=say("Both stand; none is chosen or averaged away."), tone="note"),
            Contradictions(items=tuple(opposed)),
        ),
    )


def _topic(claim: Claim) -> Text:
    thing = goods(claim.statement.item or claim.statement.service, f"claim:{claim.id}")
    return say("The same matter") if thing is None else say("On {thing}", thing=thing)


def _opposed_states(case: Case, state: ServiceState) -> Opposed:
    return Opposed(
        topic=say("On {thing}", thing=lifeline_label(state.lifeline, state.lifeline)),
        sides=tuple(attributed(claim, case.clock) for claim in state.claims),
    )


def method_section(case: Case) -> Section:
    """Return how the report was made and what it does not say."""
    lang, main = case.clock.lang, case.main
    version = str(main.provenance.get("version", "unknown"))
    run = say(
        "An hourly model of power, water, sewage, cooling, cold stores and stocks is run {members} times over {days} days, each time with other values of what is not known (seed {seed}, engine {engine}, version {version}).",
        members=Part(text=number(main.members, lang, figures=None), refs=("meta:members",)),
        days=Part(text=number(main.horizon_days, lang, figures=None), refs=("meta:horizon",)),
        seed=Part(text=str(main.seed), refs=("meta:seed",), kind="id"),
        engine=Part(text=main.engine, refs=("meta:engine",), kind="id"),
        version=Part(text=version, refs=("meta:version",), kind="id"),
    )
    claims = say(
        "Only claims a person has accepted are used. A claimed stock replaces the assumed range, with the error that belongs to the grade of its source; claims that conflict share the runs between them."
    )
    words = say(
        'Words of probability follow one fixed ladder and stand with their per cent and the day by which. Windows run from the tenth to the ninetieth per cent of the runs; "earliest" is the fifth.'
    )
    limits = say(
        "This report shows what is claimed, by whom, and what we assess to follow for services. It makes no finding of law and gives no figure of persons harmed."
    )
    return Section(
        id="method",
        title=say("Method"),
        blocks=(Paragraph(text=sentences([run, claims, words, limits]), tone="note"),),
    )


def sources_section(case: Case) -> Section:
    """Return the table of sources: document, hash, claimants, grades and number of claims."""
    lang = case.clock.lang
    names = {document.sha256: document.name for document in case.documents}
    groups: dict[str, list[Claim]] = {}
    for claim in case.claims:
        groups.setdefault(claim.document_sha256 or "", []).append(claim)
    if not groups:
        return Section(
            id="sources", title=say("Sources"), blocks=(Paragraph(text=say("No claim has been accepted yet.")),)
        )
    rows = []
    for digest, claims in sorted(groups.items()):
        ref = f"source:{digest}" if digest else "source:typed"
        name = names.get(digest)
        title = (
            say("entries typed in the log")
            if not digest
            else (only(Part(text=name, refs=(ref,), kind="name")) if name else say("document without a name"))
        )
        mark = only(Part(text=digest[:12], refs=(ref,), kind="id")) if digest else say("none")
        grades = Counter(claim.source_grade for claim in claims)
        rows.append(
            Row(
                anchor=anchor(ref),
                ref=ref,
                cells=(
                    Cell(lines=(title,)),
                    Cell(lines=(mark,)),
                    Cell(lines=(listed(only(who) for who in _claimants(claims)),)),
                    Cell(lines=(listed(only(Part(text=g, refs=(ref,), kind="id")) for g in sorted(grades)),)),
                    Cell(lines=(only(Part(text=number(len(claims), lang, figures=None), refs=(ref,), kind="id")),)),
                ),
            )
        )
    table = Table(
        caption=say("Documents and entries the claims come from"),
        columns=(say("Source"), say("Check sum, first part"), say("Who speaks"), say("Grade"), say("Claims")),
        rows=tuple(rows),
        small=True,
    )
    note = say(
        "Grade: the letter judges the source, from A (completely reliable) to E (a party with an interest, or a rumour); the figure judges the information, from one (confirmed) to five (improbable)."
    )
    return Section(id="sources", title=say("Sources"), blocks=(table, Paragraph(text=note, tone="note")))


def _claimants(claims: Iterable[Claim]) -> list[Part]:
    by_name: dict[str, list[str]] = {}
    for claim in claims:
        by_name.setdefault(wording.claimant(claim).text, []).append(f"claim:{claim.id}")
    return [Part(text=name, refs=tuple(refs), kind="claimant") for name, refs in sorted(by_name.items())]


def annex_section(case: Case, cited: Iterable[str]) -> Section:
    """Return the annex: every claim with its id, the norms cited, and the values assumed."""
    blocks = [claims_table(case)] if case.claims else []
    norms = sorted({ref.partition(":")[2] for ref in cited if ref.startswith("row:")})
    if norms:
        blocks.append(rows_table(norms))
    if case.main.defaults:
        blocks.append(defaults_table(case.main.defaults, case.clock.lang))
    return Section(
        id="annex",
        title=say("Annex"),
        blocks=tuple(blocks) or (Paragraph(text=say("Nothing to list.")),),
        annex=True,
    )


def claims_table(case: Case) -> Table:
    """Return every accepted claim with its id."""
    rows = []
    for claim in case.claims:
        ref = f"claim:{claim.id}"
        rows.append(
            Row(
                anchor=anchor(ref),
                ref=ref,
                cells=(
                    Cell(lines=(only(Part(text=claim.id, refs=(ref,), kind="id")),)),
                    Cell(lines=(describe(claim, case.clock),)),
                    Cell(lines=(wording.attribution(claim),)),
                    Cell(lines=(only(Part(text=claim.source_grade, refs=(ref,), kind="id")),)),
                    Cell(lines=(only(case.clock.short_day(claim.received, ref)),)),
                ),
            )
        )
    return Table(
        caption=say("Every accepted claim"),
        columns=(say("Claim"), say("What is claimed, and for when"), say("Who says so"), say("Grade"), say("Received")),
        rows=tuple(rows),
        small=True,
    )


def rows_table(norms: Iterable[str]) -> Table:
    """Return the norms cited, each with its source and edition."""
    from holdfast.reference import row  # noqa: PLC0415  the tables are read only when a report is written

    rows = []
    for norm in norms:
        found = row(norm)
        ref = (f"row:{norm}",)
        bound = norm_bound(norm)
        rows.append(
            Row(
                anchor=anchor(ref[0]),
                ref=ref[0],
                cells=(
                    Cell(lines=(only(Part(text=norm, refs=ref, kind="id")),)),
                    Cell(lines=(only(Part(text=found.name, refs=ref, kind="name")),)),
                    Cell(lines=(bound or say("no figure"),)),
                    Cell(lines=(only(Part(text=f"{found.source}, {found.edition}", refs=ref, kind="name")),)),
                    Cell(lines=(only(Part(text=found.status, refs=ref, kind="name")),)),
                ),
            )
        )
    return Table(
        caption=say("Norms cited"),
        columns=(say("Id"), say("Indicator"), say("Figure"), say("Source and edition"), say("How it was read")),
        rows=tuple(rows),
        small=True,
    )


def defaults_table(defaults: Iterable[Mapping[str, object]], lang: str) -> Table:
    """Return the values nobody has stated, which the run takes from priors; on screen only, as it is long."""
    rows = []
    for default in defaults:
        path, reference = str(default.get("path", "")), str(default.get("reference") or "")
        ref = f"site:{path}"
        unit = str(default.get("unit") or "")
        figures = [_figure(default.get(key), unit, lang) for key in ("value", "low", "high")]
        rows.append(
            Row(
                ref=ref,
                cells=(
                    Cell(
                        lines=(
                            only(Part(text=said_label(str(default.get("label") or path)), refs=(ref,), kind="name")),
                        )
                    ),
                    *(
                        Cell(lines=(only(Part(text=figure, refs=(ref,))) if figure else say("none"),))
                        for figure in figures
                    ),
                    Cell(
                        lines=(only(Part(text=reference, refs=(ref,), kind="id")) if reference else say("assumption"),)
                    ),
                ),
            )
        )
    return Table(
        caption=say("Values assumed because nobody has stated them"),
        columns=(say("Value"), say("Middle"), say("Low"), say("High"), say("Table row")),
        rows=tuple(rows),
        small=True,
        folded=True,
    )


def _figure(value: object, unit: str, lang: str) -> str:
    if not isinstance(value, (int, float)):
        return ""
    return with_unit(number(value, lang, figures=3), unit)
