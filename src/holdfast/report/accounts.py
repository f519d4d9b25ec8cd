"""What is claimed of a lifeline now: states of the service and figures of its stock side by side, most credible first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.disclosure import moment, stated_state
from holdfast.report import wording
from holdfast.report.figures import stated_amount
from holdfast.report.records import Cell
from holdfast.report.terms import state_word
from holdfast.report.text import Part, Text, say

if TYPE_CHECKING:
    from holdfast.ledger import Claim
    from holdfast.report.case import Case
    from holdfast.report.records import State

MOST_VOICES = 3
# Words a claim ends in when it speaks of the vessel and means what is in it.
_VESSELS = (" tanks", " tank", " stores", " store", " stock")
_HELD_BY: dict[str, str] = {
    "diesel": "fuel",
    "fuel": "fuel",
    "water": "water",
    "treated water": "water",
    "drinking water": "water",
    "septic": "sewage",
    "sewage": "sewage",
    "vaccine": "vaccines",
    "vaccines": "vaccines",
    "insulin": "vaccines",
}


def held_by(case: Case, claim: Claim) -> str | None:
    """Return the lifeline that a claim of a stock belongs to, such as ``fuel`` or ``stock:flour``; None for none.

    First by the word the claim uses; where no row of the forecast is called so, by the store the estimate read it into.
    """
    word = (claim.statement.item or claim.statement.service or "").strip().lower()
    for vessel in _VESSELS:
        word = word.removesuffix(vessel)
    name = _HELD_BY.get(word, f"stock:{word.replace(' ', '_')}") if word else None
    rows = {event.lifeline for event in case.main.events}
    if name in rows:
        return name
    stores = {f"stores.{store.id}.quantity": store.commodity for store in getattr(case.site, "stores", ())}
    for seen in case.main.observations:
        for path in (seen.get("paths") or ()) if seen.get("claim_id") == claim.id else ():
            if path in stores:
                return "fuel" if stores[path] == "diesel" else f"stock:{stores[path]}"
    return "food" if name == "stock:food" else name


def stocks_of(case: Case, lifeline: str) -> list[Claim]:
    """Return the newest accepted figure each claimant gives of a lifeline's stock, most credible first."""
    newest: dict[str, Claim] = {}
    for claim in case.present("stock"):
        if held_by(case, claim) == lifeline and stated_amount(claim, case.clock.lang) is not None:
            newest.setdefault(wording.claimant(claim).text, claim)
    return _credible_first(list(newest.values()))


def _credible_first(claims: list[Claim]) -> list[Claim]:
    """Return claims by the grade of their source, A1 first; of equal grades the newer first."""

    def age(claim: Claim) -> float:
        when = moment(claim)
        return 0.0 if when is None else -when.timestamp()

    return sorted(claims, key=lambda claim: (claim.source_grade, age(claim), claim.id))


def voices(case: Case, lifeline: str) -> list[Claim]:
    """Return every claim of a lifeline's state or stock now, most credible first."""
    state = case.states.get(lifeline)
    told = {claim.id: claim for claim in (*(state.claims if state else ()), *stocks_of(case, lifeline))}
    return _credible_first(list(told.values()))


def reported_failed(case: Case, lifeline: str) -> bool:
    """Return whether claims say with one voice that a lifeline has failed, so that it is not what fails next."""
    state = case.states.get(lifeline)
    return state is not None and state.state == "failed" and not stocks_of(case, lifeline)


def unused_outage(case: Case, lifeline: str) -> bool:
    """Return whether a reported failure of a lifeline is not yet used by the forecast beside it."""
    if not reported_failed(case, lifeline):
        return False
    used = {str(row.get("claim_id")) for row in case.main.observations if row.get("use") in {"used", "mixed"}}
    return not any(claim.id in used for claim in case.states[lifeline].claims)


def account_cell(case: Case, lifeline: str) -> Cell:
    """Return the cell "as reported now": a stated state, figures of the stock, or both, each with who says so.

    A figure and a state from two voices are accounts that differ; none is chosen, and there is "no report" only where
    nothing at all is claimed.
    """
    told, state, stocks = voices(case, lifeline), case.states.get(lifeline), stocks_of(case, lifeline)
    if not told:
        return Cell(lines=(say("no report"),), state="unknown")
    if state is not None and not stocks:
        word = state_word(lifeline, state.state)
        head = say("{state} *", state=word) if unused_outage(case, lifeline) else word
        several = len({stated_state(claim.statement) for claim in told}) > 1
        lines = tuple(_voice(case, lifeline, claim, several=several) for claim in told[:MOST_VOICES])
        return Cell(lines=(head, *lines), state=state.state)
    lines = tuple(_voice(case, lifeline, claim, several=True) for claim in told[:MOST_VOICES])
    if state is None:
        return Cell(lines=lines)
    differ: State = "unknown"
    return Cell(lines=(say("accounts differ"), *lines), state=differ)


def _voice(case: Case, lifeline: str, claim: Claim, *, several: bool) -> Text:
    """Return who says so, with grade and day, behind what is said where that differs from voice to voice."""
    who = say(
        "{who} ({grade}), {day}",
        who=wording.attribution(claim),
        grade=Part(text=claim.source_grade, refs=(f"claim:{claim.id}",), kind="id"),
        day=told_day(case, claim),
    )
    if not several:
        return who
    if claim.statement.claim_type == "stock":
        amount = stated_amount(claim, case.clock.lang) or say("not stated")
        what = amount if claim.statement.polarity == "affirmed" else say("not the case: {what}", what=amount)
    else:
        what = state_word(lifeline, stated_state(claim.statement) or "unknown")
    return say("{what}: {who}", what=what, who=who)


def told_day(case: Case, claim: Claim) -> Text:
    """Return the day a claim is about; where its source names none, the day by which it was said.

    The day of a document is no day of what it tells: the words may have been spoken before it.
    """
    ref, when = f"claim:{claim.id}", moment(claim)
    if when is None:
        return say("day not known")
    day = case.clock.short_day(when, ref)
    dated = claim.occurred_start is not None or claim.occurred_end is not None
    return say("{day}", day=day) if dated else say("said by {day}", day=day)


def said_in_short(case: Case, lifeline: str) -> tuple[Text, tuple[Part, ...]]:
    """Return a state in words without a figure, for a message, and who stands behind it.

    Where figures of the stock are claimed beside a state, only that accounts differ is said: a message has no stock in
    it, and one side of a stock alone would mislead.
    """
    told = voices(case, lifeline)
    who = {wording.claimant(claim).text: wording.claimant(claim) for claim in told}
    state = case.states[lifeline]
    if stocks_of(case, lifeline):
        if len(who) == 2:
            return say("two accounts differ"), tuple(who.values())
        return say("accounts differ"), tuple(who.values())
    return state_word(lifeline, state.state), tuple(who.values())
