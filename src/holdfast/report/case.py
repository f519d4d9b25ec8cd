"""What a restricted report is written from, and small questions asked of it."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003  part of the public record
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.disclosure import ServiceState, moment, service_states
from holdfast.report.figures import stated_amount
from holdfast.report.terms import CLAIM_TYPES, goods, lifelines
from holdfast.report.text import Part, Text, listed, message, say
from holdfast.report.wording import Clock, attribution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.forecast import Forecast, LifelineForecast
    from holdfast.gate import GateDay
    from holdfast.ledger import Claim, CommitmentState, ConsignmentState, Contradiction, Document, NoticeState
    from holdfast.sites import Site

SCENARIO_WORDS: Mapping[str, Text] = {
    "nothing-enters": say("If nothing enters"),
    "as-recent": say("If the gate does as of late"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything one restricted report is written from.

    Parameters
    ----------
    forecasts : sequence of Forecast
        One a scenario; the first leads.
    claims : sequence of Claim
        Accepted claims as known on the day of the report.
    gate_days : sequence of GateDay
        The gate record, in order.
    site : Site
        The site.
    clock : Clock
        Zone, language, start and horizon.
    contradictions : sequence of Contradiction
        Pairs of claims that cannot both hold.
    documents : sequence of Document
        Sources by their hash.
    consignments : sequence of ConsignmentState
        Consignments as known on the day of the report.
    commitments : sequence of CommitmentState
        Promises, as known on that day.
    notices : sequence of NoticeState
        Notices with their answers, as known on that day.
    """

    forecasts: Sequence[Forecast]
    claims: Sequence[Claim]
    gate_days: Sequence[GateDay]
    site: Site
    clock: Clock
    contradictions: Sequence[Contradiction] = ()
    documents: Sequence[Document] = ()
    consignments: Sequence[ConsignmentState] = ()
    commitments: Sequence[CommitmentState] = ()
    notices: Sequence[NoticeState] = ()

    @property
    def main(self) -> Forecast:
        """The forecast that leads."""
        return self.forecasts[0]

    @property
    def as_of(self) -> date:
        """Last day of what was known, in the site's zone."""
        return (self.clock.local(self.main.as_known) - timedelta(microseconds=1)).date()

    @property
    def states(self) -> Mapping[str, ServiceState]:
        """What the latest claims say of each service."""
        return service_states(self.claims, self.as_of, self.clock.zone)

    def present(self, *types: str) -> list[Claim]:
        """Return claims of these types about the present, affirmed or denied, newest first."""
        found = [
            claim
            for claim in self.claims
            if claim.statement.claim_type in types
            and not claim.statement.background
            and claim.statement.polarity in {"affirmed", "negated"}
        ]
        return sorted(found, key=_age, reverse=True)

    def lifelines(self) -> list[LifelineForecast]:
        """Return one forecast a lifeline of the main scenario: the event that defines its failure, first to fail first.

        Events that only accompany a lifeline (a wet well that spills before the sewage tank) are in the annex.
        """
        seen: dict[str, LifelineForecast] = {}
        for event in self.main.events:
            key = event.lifeline if event.lifeline in lifelines() else event.name
            if key not in seen or _defines(event):
                seen[key] = event
        return sorted(seen.values(), key=self.soonest)

    def soonest(self, event: LifelineForecast) -> tuple[float, ...]:
        """Return the key that puts what fails first at the front: the middle date, then earlier quantiles."""
        last = self.clock.end.timestamp()
        times = [event.q50, event.q25, event.q10, event.q05]
        return (*(last + 1.0 if time is None else time.timestamp() for time in times), -event.p_within_horizon)


# The event that defines each lifeline's failure in the table of failures.
_DEFINING = {
    "essential_power_unmet",
    "diesel_out",
    "indoor_above_35c",
    "water_under_15_l",
    "sewage_spill",
    "cold_store_above_8c",
    "chilled_food_lost",
    "vaccine_holdover_end",
}


def _defines(event: LifelineForecast) -> bool:
    return event.name in _DEFINING or event.name.endswith("_out")


def _age(claim: Claim) -> tuple[float, str]:
    when = moment(claim)
    return (0.0 if when is None else when.timestamp(), claim.id)


def describe(claim: Claim, clock: Clock) -> Text:
    """Return what a claim says in neutral words, without its claimant: thing, what is said of it, amount and day."""
    statement = claim.statement
    ref = f"claim:{claim.id}"
    thing = goods(statement.item or statement.service, ref)
    amount = stated_amount(claim, clock.lang)
    kind = CLAIM_TYPES[statement.claim_type]
    if statement.claim_type in {"population", "temperature"} and amount is not None:
        pieces = [amount]
    else:
        said = kind
        if thing is not None:
            order = say("{said}: {thing}", said=kind, thing=thing)
            said = order if statement.claim_type in _SPOKEN else say("{thing} {said}", thing=thing, said=kind)
        pieces = [said] if amount is None else [said, amount]
    pieces += _parties(claim)
    what = listed(pieces)
    if statement.polarity in _POLARITY and not (statement.claim_type in _SPOKEN and statement.polarity == "planned"):
        what = Text(message=_POLARITY[statement.polarity], parts={"what": what})
    return say("{what} ({when})", what=what, when=when_of(claim, clock))


# Acts of speech: what they speak of lies ahead by their nature.
_SPOKEN = frozenset({"commitment", "appeal", "agreement", "norm"})
_POLARITY = {
    "negated": message("not the case: {what}"),
    "hypothetical": message("only if: {what}"),
    "planned": message("planned: {what}"),
}


def _parties(claim: Claim) -> list[Text]:
    """Return who promises or asks, and to whom, for claims in which that is the matter."""
    statement, ref = claim.statement, f"claim:{claim.id}"
    if statement.claim_type not in _SPOKEN:
        return []
    found = []
    if statement.actor:
        found.append(say("by {who}", who=Part(text=statement.actor, refs=(ref,), kind="name")))
    if statement.addressee:
        found.append(say("to {who}", who=Part(text=statement.addressee, refs=(ref,), kind="name")))
    return found


def when_of(claim: Claim, clock: Clock) -> Text:
    """Return the day or period a claim is about, with what is not known about it said."""
    ref = f"claim:{claim.id}"
    start, end = claim.occurred_start, claim.occurred_end
    if start is not None:
        first = clock.day(start, ref)
        # An end at midnight is the end of the day before it.
        last = clock.day(clock.local(end) - timedelta(seconds=1), ref) if end and end > start else first
        if first.text == last.text:
            return say("{day}", day=first)
        return say("{first} to {last}", first=first, last=last)
    if claim.statement.time_text:
        return say("day not known: {words}", words=Part(text=claim.statement.time_text, refs=(ref,), kind="name"))
    if claim.said is not None:
        return say("said by {day}", day=clock.day(claim.said, ref))
    return say("day not known")


def attributed(claim: Claim, clock: Clock) -> Text:
    """Return a claim with who says so."""
    return say("{what}; {who}", what=describe(claim, clock), who=attribution(claim))
