"""From consignments to the record of the gate: each part of a line that ended, on its day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.estimate.subjects import gate_commodities
from holdfast.estimate.supply import stored_units
from holdfast.gate import GateEvent
from holdfast.ledger import Statement
from holdfast.quantities import convert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.ledger import Amount, ConsignmentState, GateStep, LineState
    from holdfast.sites import Site

_DECISIONS = {"delivered": "let in", "items removed": "removed", "turned back": "turned back", "denied": "denied"}


def consigned_events(site: Site, consignments: Sequence[ConsignmentState], issue: datetime) -> tuple[GateEvent, ...]:
    """Return what ended of consignments, as decisions at the gate.

    Parameters
    ----------
    site : Site
        The site.
    consignments : sequence of ConsignmentState
        As known at the issue.
    issue : datetime
        Moment of issue, in the site's zone; what is said to have happened later is left out.

    Returns
    -------
    tuple of GateEvent
        One for each step, line and commodity, in the unit of the store where the line can be turned into it. `count` is
        the share of the line, so that a line of which a part was taken off counts as one load. Requests, arrivals and
        delays are no decision on goods and give none.
    """
    return tuple(
        event
        for state in consignments
        for step in state.steps
        if step.kind in _DECISIONS and datetime.fromisoformat(step.at) < issue
        for amount in step.amounts
        for event in _events(site, state, step, amount)
    )


def told_by_consignment(consignments: Sequence[ConsignmentState]) -> dict[str, str]:
    """Return the claims that a consignment tells of, with its name: those linked to one that has a decision."""
    return {
        claim: state.name
        for state in consignments
        if any(step.kind in _DECISIONS for step in state.steps)
        for claim in state.claim_ids
    }


def _events(site: Site, state: ConsignmentState, step: GateStep, amount: Amount) -> Iterator[GateEvent]:
    line = state.lines[amount.line - 1]
    quantity = amount.quantity if amount.in_line_unit is None else amount.in_line_unit
    share = quantity / line.standing if line.standing > 0 else 0.0
    names = gate_commodities(site, Statement(claim_type="delivery", item=line.item.commodity))
    for name in names or (line.item.commodity,):
        # Of food for many stores nobody says how much is of which.
        stored = _in_store(site, line, quantity, name) if len(names) == 1 else None
        yield GateEvent(
            day=datetime.fromisoformat(step.at).astimezone(ZoneInfo(site.timezone)).date(),
            commodity=name,
            decision=_DECISIONS[step.kind],
            quantity=stored,
            unit=None if stored is None else stored_units(site).get(name),
            count=min(share, 1.0),
            claimant=step.recorded_by,
            consignment_id=state.consignment.id,
        )


def _in_store(site: Site, line: LineState, quantity: float, name: str) -> float | None:
    """Return an amount of a line in the unit of the store of a commodity; None where it cannot be turned into it."""
    unit, item = stored_units(site).get(name), line.item
    if unit is None or item.si_quantity is None or item.si_unit is None:
        return None
    inside = quantity / item.quantity * item.si_quantity
    if {unit, item.si_unit} <= {"L", "m3"} or unit == item.si_unit:
        return convert(inside, item.si_unit, unit)
    return None
