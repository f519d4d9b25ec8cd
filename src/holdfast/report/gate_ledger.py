"""The gate: a strip of days, and a table of loads let in, refused and removed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.disclosure import told_status
from holdfast.gate import EVERYTHING, LET_IN, REFUSED, REMOVED
from holdfast.report.consigned import consigned_blocks
from holdfast.report.figures import counted, number
from holdfast.report.records import Cell, GateCell, GateStrip, Paragraph, Row, Section, Table
from holdfast.report.terms import goods
from holdfast.report.text import Part, Text, either, message, say, say_n

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from holdfast.gate import GateDay, GateEvent
    from holdfast.ledger import Statement
    from holdfast.report.case import Case
    from holdfast.report.wording import Clock

LONG_DAYS, SHORT_DAYS = 14, 7
SITE_FILE = "site file"  # claimant of the closed gate that site.toml states
DAY_WORDS = {
    "open": message("{day}: open"),
    "partly": message("{day}: partly open"),
    "closed": message("{day}: closed"),
    "nothing": message("{day}: nothing entered, or nothing of some goods"),
    "unknown": message("{day}: no record, or accounts differ"),
}


def gate_section(case: Case) -> Section:
    """Return the section on the gate: strip, sentence and table."""
    days = recent(case.gate_days, case.as_of)
    title = say("Gate ledger, last {days} days", days=_count(len(days), case.clock.lang, "meta:window"))
    if not days:
        return Section(
            id="gate", title=say("Gate ledger"), blocks=(Paragraph(text=say("No gate record has been kept.")),)
        )
    strip = GateStrip(
        title=say(
            "The gate by day, {first} to {last}",
            first=case.clock.short_day(days[0].day, _day_ref(days[0])),
            last=case.clock.day(days[-1].day, _day_ref(days[-1])),
        ),
        cells=tuple(gate_cell(day, case.clock) for day in days),
        sentence=gate_sentence(days, case.clock.lang),
        source=_source(case),
    )
    return Section(
        id="gate", title=title, blocks=(strip, *_held_closed(case), gate_table(case, days), *consigned_blocks(case))
    )


def _source(case: Case) -> Text:
    day = case.clock.day(case.as_of, "meta:as-of")
    if case.consignments:
        return say(
            "Source: accepted claims of refusals and deliveries, each listed in the annex, and consignments on record; as of {day}. A day without a record is unknown, not open.",
            day=day,
        )
    return say(
        "Source: accepted claims of refusals and deliveries, each listed in the annex; as of {day}. A day without a record is unknown, not open.",
        day=day,
    )


def _held_closed(case: Case) -> tuple[Paragraph, ...]:
    gate = getattr(case.site, "gate", None)
    if gate is None or gate.closed_since is None:
        return ()
    since = case.clock.day(gate.closed_since, "site:gate.closed_since")
    return (Paragraph(text=say("The site file holds the gate closed since {day}.", day=since), tone="note"),)


def recent(days: Sequence[GateDay], as_of: date) -> list[GateDay]:
    """Return the last fourteen days of a gate record up to a day."""
    return [day for day in days if as_of - timedelta(days=LONG_DAYS) < day.day <= as_of]


def gate_cell(day: GateDay, clock: Clock) -> GateCell:
    """Return one square of the strip."""
    ref, status = _day_ref(day), told_status(day)
    when = clock.short_day(day.day, ref)
    label = Text(message=DAY_WORDS[status], parts={"day": when})
    if not day.recorded:
        label = say("{day}: no record", day=when)
    elif status == "nothing":
        label = say("{day}: no {things} let in", day=when, things=not_let_in((day,)))
    return GateCell(
        status=status,
        day=Part(text=number(day.day.day, clock.lang, figures=None), refs=(ref,), kind="date"),
        label=label,
    )


def not_let_in(days: Iterable[GateDay]) -> Text:
    """Return the goods of which it is recorded that none entered on days without a recorded refusal."""
    found: dict[str, list[str]] = {}
    for day in days:
        if told_status(day) == "nothing":
            for name in day.nothing_entered or (EVERYTHING,):
                found.setdefault(name, []).append(_day_ref(day))
    if EVERYTHING in found:
        return say("goods")
    return either([goods(name, *refs) or say("goods") for name, refs in sorted(found.items())])


def gate_sentence(days: Sequence[GateDay], lang: str) -> Text:
    """Return on how many days the gate is recorded as closed, partly open, open, and not recorded.

    Days on which only the absence of some goods is recorded are named with these goods: the gate was not closed by that.
    """

    def on(status: str) -> Part:
        refs = tuple(_day_ref(day) for day in days if told_status(day) == status) or ("meta:window",)
        return _part(len([day for day in days if told_status(day) == status]), lang, refs)

    if any(told_status(day) == "nothing" for day in days):
        return say(
            "In {days} days the gate is recorded as closed on {closed}, partly open on {partly} and open on {open}; on {nothing} no {things} entered and no refusal is recorded; {unknown} have no record or accounts that differ.",
            days=_count(len(days), lang, "meta:window"),
            closed=on("closed"),
            partly=on("partly"),
            open=on("open"),
            nothing=on("nothing"),
            things=not_let_in(days),
            unknown=on("unknown"),
        )
    return say(
        "In {days} days the gate is recorded as closed on {closed}, partly open on {partly} and open on {open}; {unknown} have no record or accounts that differ.",
        days=_count(len(days), lang, "meta:window"),
        closed=on("closed"),
        partly=on("partly"),
        open=on("open"),
        unknown=on("unknown"),
    )


def gate_table(case: Case, days: Sequence[GateDay]) -> Table:
    """Return decisions by item: came to the gate, let in, refused, removed, over fourteen and the last seven days."""
    lang = case.clock.lang
    first_of_short = case.as_of - timedelta(days=SHORT_DAYS - 1)
    by_item = _by_item(case, days)
    rows = []
    for name in sorted(by_item):
        long = by_item[name]
        short = [event for event in long if event.day >= first_of_short]
        label = goods(name, *(_refs(long) or ("meta:window",))) or say("everything")
        cells = [Cell(lines=(label,))]
        cells += [
            Cell(lines=(_pair(_chosen(long, kind), _chosen(short, kind), lang),))
            for kind in (None, LET_IN, REFUSED, REMOVED)
        ]
        rows.append(Row(cells=tuple(cells)))
    return Table(
        caption=say(
            "Loads by item: last {long} days (of which last {short} days); a decision without a count counts as one",
            long=_count(LONG_DAYS, lang, "meta:window"),
            short=_count(SHORT_DAYS, lang, "meta:window"),
        ),
        columns=(say("Item"), say("Came to the gate"), say("Let in"), say("Refused"), say("Removed")),
        rows=tuple(rows),
        small=True,
    )


def _by_item(case: Case, days: Iterable[GateDay]) -> dict[str, list[GateEvent]]:
    """Return decisions by the item their claim names: a refusal of food is one, whatever goods it closes the gate to.

    Each day is told by its fullest account: two voices tell of the same loads. The site file's own word that the gate
    is closed is no decision and is told in a sentence.
    """
    items: dict[str, list[GateEvent]] = {}
    for day in days:
        accounts: dict[str, dict[str, list[GateEvent]]] = {}
        for name, event in _decisions(case, day):
            accounts.setdefault(name, {}).setdefault(event.claimant, []).append(event)
        for name, voices in accounts.items():
            fullest: list[GateEvent] = max(voices.values(), key=_weight)
            items.setdefault(name, []).extend(fullest)
    return items


def _decisions(case: Case, day: GateDay) -> list[tuple[str, GateEvent]]:
    found: dict[tuple[str, str], list[GateEvent]] = {}
    for entry in day.entries:
        for event in entry.events:
            # What a consignment tells of is told by its amounts, in a table of its own.
            if event.claimant != SITE_FILE and not event.consignment_id:
                found.setdefault((event.claim_id or f"{entry.commodity}", event.decision), []).append(event)
    claims = {claim.id: claim.statement for claim in case.claims}
    return [
        (_item(claims.get(claim_id), [event.commodity for event in events]), event)
        for (claim_id, _), events in found.items()
        for event in (events[:1] if claim_id in claims else events)
    ]


def _item(statement: Statement | None, commodities: list[str]) -> str:
    if statement is None or len(set(commodities)) == 1:
        return commodities[0]
    for word in (statement.service, statement.item):
        if word in commodities:
            return word
    return statement.item or commodities[0]


def _weight(events: Sequence[GateEvent]) -> tuple[float, str]:
    return _loads(events), events[0].claimant


def _chosen(events: list[GateEvent], decisions: frozenset[str] | None) -> list[GateEvent]:
    if decisions is not None:
        return [event for event in events if event.decision in decisions]
    asked = [event for event in events if event.decision == "requested"]
    decided = [event for event in events if event.decision in LET_IN | REFUSED | REMOVED | {"impeded", "withdrawn"}]
    # Where requests were written down they count; else what was decided upon must have come.
    return asked if _loads(asked) >= _loads(decided) else decided


def _loads(events: Iterable[GateEvent]) -> float:
    return sum(1.0 if event.count is None else event.count for event in events)


def _pair(long: list[GateEvent], short: list[GateEvent], lang: str) -> Text:
    refs = _refs(long) or ("meta:window",)
    return say(
        "{long} ({short})",
        long=Part(text=number(_loads(long), lang, figures=None), refs=refs, kind="id"),
        short=Part(text=number(_loads(short), lang, figures=None), refs=_refs(short) or ("meta:window",), kind="id"),
    )


def _refs(events: Iterable[GateEvent]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(f"claim:{event.claim_id}" if event.claim_id else f"gate:{event.day}" for event in events)
    )


def _day_ref(day: GateDay) -> str:
    return f"gate:{day.day.isoformat()}"


def _count(value: int, lang: str, ref: str) -> Part:
    return _part(value, lang, (ref,))


def _part(value: int, lang: str, refs: tuple[str, ...]) -> Part:
    return Part(text=counted(value, lang), refs=refs, kind="id")


def closed_run(days: Sequence[GateDay], clock: Clock) -> Text | None:
    """Return a sentence on the days in a row, up to the last with a record, on which nothing is recorded as let in."""
    run: list[GateDay] = []
    for day in sorted(days, key=lambda d: d.day, reverse=True):
        if told_status(day) == "unknown" and not run:
            continue
        if told_status(day) not in {"closed", "nothing"}:
            break
        run.append(day)
    if not run:
        return None
    refs = tuple(_day_ref(day) for day in run)
    count = Part(text=counted(len(run), clock.lang), refs=refs, kind="id")
    first, last = clock.short_day(run[-1].day, refs[-1]), clock.short_day(run[0].day, refs[0])
    closed = [day for day in run if told_status(day) == "closed"]
    if len(closed) == len(run):
        return say_n(
            "The gate is recorded as closed on the last day with a record ({last}).",
            "The gate is recorded as closed on the last {count} days with a record ({first} to {last}).",
            len(run),
            count=count,
            first=first,
            last=last,
        )
    if not closed:
        return say_n(
            "On the last day with a record ({last}) no {things} entered; no refusal is recorded.",
            "On the last {count} days with a record ({first} to {last}) no {things} entered; no refusal is recorded.",
            len(run),
            count=count,
            first=first,
            last=last,
            things=not_let_in(run),
        )
    return say(
        "Nothing is recorded as let in on the last {count} days with a record ({first} to {last}): refusals on {closed}; on the others no {things} entered.",
        count=count,
        first=first,
        last=last,
        closed=Part(text=counted(len(closed), clock.lang), refs=tuple(map(_day_ref, closed)), kind="id"),
        things=not_let_in(run),
    )
