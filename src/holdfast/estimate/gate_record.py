"""From accepted claims to the record of the gate."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.estimate.consigned import consigned_events, told_by_consignment
from holdfast.estimate.moments import covered_days
from holdfast.estimate.readings import observation
from holdfast.estimate.subjects import gate_commodities
from holdfast.estimate.supply import stored_units
from holdfast.gate import EVERYTHING, WINDOW_DAYS, GateDay, GateEvent, calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.estimate.records import Observation
    from holdfast.ledger import Claim, ConsignmentState
    from holdfast.sites import Site

DECISIONS = {"denial": "refused", "removal": "removed", "delivery": "let in"}
# Internal units of a claim on the left, of a store on the right.
_FACTORS = {
    ("L", "L"): 1.0,
    ("L", "m3"): 0.001,
    ("m3", "L"): 1000.0,
    ("m3", "m3"): 1.0,
    ("kg", "kg"): 1.0,
    ("item", "item"): 1.0,
}
SITE_FILE = "site file"


def is_gate_claim(claim: Claim) -> bool:
    """Return whether a claim is of the kind that enters the gate record."""
    return claim.statement.claim_type in DECISIONS


def gate_record(
    site: Site, claims: Sequence[Claim], issue: datetime, consignments: Sequence[ConsignmentState] = ()
) -> tuple[tuple[GateDay, ...], tuple[Observation, ...]]:
    """Return the last 14 days at the gate, and what was done with each claim.

    Parameters
    ----------
    site : Site
        The site. A day from ``gate.closed_since`` on counts as closed, as the site file says so; a claim about one
        commodity on such a day stands before it.
    claims : sequence of Claim
        Accepted claims of denials, deliveries and removals.
    issue : datetime
        Moment of issue, in the site's zone.
    consignments : sequence of ConsignmentState
        Consignments as known at the issue. A claim that is linked to one is told by it, and not counted again.

    Returns
    -------
    tuple of GateDay
        Up to the last day before the issue; days nobody speaks of are unknown.
    tuple of Observation
        One for each claim.
    """
    last = (issue - timedelta(microseconds=1)).date()
    first = last - timedelta(days=WINDOW_DAYS - 1)
    events = list(_site_file(site, first, last))
    events += [event for event in consigned_events(site, consignments, issue) if first <= event.day <= last]
    told = told_by_consignment(consignments)
    seen: list[Observation] = []
    for claim in claims:
        if claim.id in told:
            seen.append(observation(claim, "listed", f"told by consignment {told[claim.id]}, and not counted again"))
            continue
        made, reason = _events(site, claim, last)
        if reason:
            seen.append(observation(claim, "listed", reason))
            continue
        inside = [event for event in made if event.day >= first]
        events += inside
        seen.append(
            observation(claim, "gate")
            if inside
            else observation(claim, "listed", f"before the last {WINDOW_DAYS} days of the gate record")
        )
    return calendar(events, first, last), tuple(seen)


def _site_file(site: Site, first: date, last: date) -> Iterable[GateEvent]:
    since = site.gate.closed_since
    if since is None:
        return
    day = max(since, first)
    while day <= last:
        yield GateEvent(day=day, commodity=EVERYTHING, decision="refused", claimant=SITE_FILE)
        day += timedelta(days=1)


def _events(site: Site, claim: Claim, last: date) -> tuple[list[GateEvent], str]:
    said = claim.statement
    commodities = gate_commodities(site, said)
    if not commodities:
        return [], "it does not say of what, in terms of this site's gate"
    days = [day for day in covered_days(claim) if day <= last]
    if not days:
        return [], "it does not say on which day"
    count = _count(claim)
    share = 1.0 / len(days)
    events = []
    for name in commodities:
        quantity = _quantity(site, claim, name)
        if said.polarity == "negated":
            quantity, count = 0.0, 0.0
        events += [
            GateEvent(
                day=day,
                commodity=name,
                decision=DECISIONS[said.claim_type],
                quantity=None if quantity is None else quantity * share,
                unit=None if quantity is None else stored_units(site).get(name),
                count=None if count is None else count * share,
                claimant=claim.claimant,
                claim_id=claim.id,
            )
            for day in days
        ]
    return events, ""


def _quantity(site: Site, claim: Claim, name: str) -> float | None:
    """Return the stated amount in the unit of the store; the middle of a range, the end of a bound."""
    said = claim.statement
    ends = [end for end in (said.si_low, said.si_high) if end is not None]
    factor = _FACTORS.get((said.si_unit or "", stored_units(site).get(name, "")))
    if not ends or factor is None or said.per is not None:
        return None
    return factor * sum(ends) / len(ends)


def _count(claim: Claim) -> float | None:
    """Return the number of vehicles, where the unit is a vehicle."""
    said = claim.statement
    ends = [end for end in (said.value_low, said.value_high) if end is not None]
    if not ends or (said.unit or "").rstrip("s") not in VEHICLES:
        return None
    return sum(ends) / len(ends)


VEHICLES = frozenset({"truck", "tanker", "vehicle", "truckload", "lorry", "convoy", "shipment", "trip"})
