"""Consignments in the gate ledger: by item, what was asked for and where every part of it is."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.ledger import item_totals, mission_statuses
from holdfast.report.figures import counted, number, quantity
from holdfast.report.records import Block, Cell, Paragraph, Row, Table
from holdfast.report.terms import goods
from holdfast.report.text import Part, Text, capital, listed, say, say_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.ledger import ConsignmentState, ItemTotal
    from holdfast.report.case import Case

DAYS = 14
_EXACT_FIGURES = 10
_CONVERTED_FIGURES = 4
STATUS_WORDS = {
    "facilitated": say("facilitated"),
    "partially facilitated": say("partially facilitated"),
    "impeded": say("impeded"),
    "denied": say("denied"),
    "postponed": say("postponed by the organiser"),
    "withdrawn": say("withdrawn by the organiser"),
    "awaiting": say("without an answer yet"),
}


def consigned_blocks(case: Case) -> tuple[Block, ...]:
    """Return the sentence and the table on consignments; nothing where none is on record.

    Told are those of which anything happened in the last fourteen days, and those of which something is awaiting.
    """
    states = [state for state in case.consignments if state.open or _last_day(case, state) > _first(case)]
    if not states:
        return ()
    return (Paragraph(text=capital(_statuses(case, states))), _table(case, states), *_apart(states))


def _first(case: Case) -> date:
    return case.as_of - timedelta(days=DAYS)


def _last_day(case: Case, state: ConsignmentState) -> date:
    moments = [state.consignment.requested_at, *(step.at for step in state.steps)]
    return case.clock.local(datetime.fromisoformat(max(moments))).date()


def _statuses(case: Case, states: Sequence[ConsignmentState]) -> Text:
    counts = Counter(state.status for state in states)
    told = [
        say("{count} {status}", count=_count(n, case.clock.lang, states, word), status=STATUS_WORDS[word])
        for word in mission_statuses()
        if (n := counts[word])
    ]
    return say_n(
        "Open, or asked for or decided in the last fourteen days: {count} consignment ({statuses}).",
        "Open, or asked for or decided in the last fourteen days: {count} consignments ({statuses}).",
        len(states),
        count=_count(len(states), case.clock.lang, states, None),
        statuses=listed(told),
    )


def _count(value: int, lang: str, states: Sequence[ConsignmentState], status: str | None) -> Part:
    refs = tuple(_ref(state) for state in states if status in {None, state.status})
    return Part(text=counted(value, lang), refs=refs, kind="id")


def _table(case: Case, states: Sequence[ConsignmentState]) -> Table:
    rows = []
    for total in item_totals(states):
        refs = tuple(_ref(state) for state in states if any(_same(line.item.commodity, total) for line in state.lines))
        label = goods(total.commodity, *refs) or say("everything")
        amounts = [
            total.requested - total.withdrawn,
            total.delivered,
            total.removed,
            total.turned_back + total.denied,
            total.awaiting,
        ]
        cells = [Cell(lines=(label,)), *(_cell(amount, total, refs, case.clock.lang) for amount in amounts)]
        rows.append(Row(cells=tuple(cells)))
    return Table(
        caption=say(
            "Consignments by item: let in, removed, turned back or denied, and awaiting make up what is asked for"
        ),
        columns=(
            say("Item"),
            say("Asked for"),
            say("Let in"),
            say("Removed"),
            say("Turned back or denied"),
            say("Awaiting"),
        ),
        rows=tuple(rows),
        small=True,
    )


def _same(commodity: str, total: ItemTotal) -> bool:
    return commodity == total.commodity


def _cell(value: float, total: ItemTotal, refs: tuple[str, ...], lang: str) -> Cell:
    exact = float(f"{value:.{_EXACT_FIGURES}g}") == value
    figure = quantity(value, total.unit, lang, figures=None if exact else _CONVERTED_FIGURES)
    text = figure if value else number(0.0, lang, figures=None)
    return Cell(lines=(say("{amount}", amount=Part(text=text, refs=refs)),))


def _apart(states: Sequence[ConsignmentState]) -> tuple[Paragraph, ...]:
    unsettled = [state for state in states if state.not_counted or state.same_reference]
    if not unsettled:
        return ()
    text = say(
        "Accounts of two devices do not fit together on {name}: what came second is not counted until a person settles it.",
        name=listed(say("{name}", name=Part(text=state.name, refs=(_ref(state),), kind="name")) for state in unsettled),
    )
    return (Paragraph(text=text, tone="note"),)


def _ref(state: ConsignmentState) -> str:
    return f"record:{state.consignment.id}"
