"""Consignments, promises and notices in words, as the commands and the status say them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from holdfast.errors import UnitError
from holdfast.quantities import format_date, format_quantity
from holdfast.workspace.wording import moment_text, screen_safe

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from holdfast.ledger import Commitment, CommitmentState, ConsignmentState, GateStep, LineState, NoticeState

_EXACT_FIGURES = 10
_CONVERTED_FIGURES = 4
# What each step says happened to an amount.
STEP_WORDS = {
    "facilitated": "may pass",
    "partially facilitated": "may pass in part",
    "impeded": "held up",
    "denied": "denied",
    "postponed": "put off",
    "withdrawn": "withdrawn",
    "arrived": "at the gate",
    "items removed": "taken off",
    "turned back": "turned back",
    "delivered": "let in",
    "amended": "asked for beside it",
    "linked": "told of by a claim too",
    "undone": "did not happen and is taken out",
    "both": "is no copy; both count",
    "same": "is told twice, and counts once",
}
# "Impeded" does not say for whom; a reader of a list wants to know whether an answer came at all.
STATUS_WORDS = {
    "facilitated": "facilitated",
    "partially facilitated": "partially facilitated",
    "impeded": "impeded",
    "denied": "denied",
    "postponed": "postponed by the organiser",
    "withdrawn": "withdrawn by the organiser",
    "awaiting": "no answer yet",
}


def amount_text(quantity: float, unit: str) -> str:
    """Return an amount as it was stated, every digit; a quotient that does not end is cut to four figures."""
    figures = None if float(f"{quantity:.{_EXACT_FIGURES}g}") == quantity else _CONVERTED_FIGURES
    try:
        return format_quantity(quantity, unit=unit, figures=figures, isolated=False)
    except UnitError:
        return f"{format_quantity(quantity, figures=figures, isolated=False)} {unit}"


def plural(count: int, word: str) -> str:
    """Return a count with its word: "1 promise", "3 promises"."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def line_text(line: LineState) -> str:
    """Return how one line stands: "flour: 20 t asked for; 8 t let in, 12 t awaiting"."""
    unit = line.item.unit
    parts = {
        "let in": line.delivered,
        "taken off": line.removed,
        "turned back": line.turned_back,
        "denied": line.denied,
        "awaiting": line.awaiting,
    }
    told = [f"{amount_text(value, unit)} {word}" for word, value in parts.items() if value]
    asked = f"{amount_text(line.standing, unit)} asked for"
    if line.withdrawn:
        asked += f" ({amount_text(line.withdrawn, unit)} withdrawn)"
    return f"{line.item.commodity}: {asked}; {', '.join(told) or 'nothing left of it'}"


def consignment_lines(state: ConsignmentState, zone: ZoneInfo) -> tuple[str, ...]:
    """Return a consignment in words: its head, and each line of it."""
    asked = state.consignment
    by = f" of {asked.carrier}" if asked.carrier else ""
    status = STATUS_WORDS[state.status]
    if state.status == "impeded" and state.completed is not None:
        status += ", completed in the end" if state.completed else ", not completed"
    head = f"{state.name}{by}, asked for on {moment_text(asked.requested_at, zone, whole_day=True)}: {status}"
    lines = [head, *(f"  {line_text(line)}" for line in state.lines)]
    settle = "settle it with `holdfast gate same` or `holdfast gate both`"
    for request in state.same_reference:
        wanted = ", ".join(f"{amount_text(line.quantity, line.unit)} of {line.commodity}" for line in request.lines)
        when = moment_text(request.requested_at, zone, whole_day=True)
        told = f"asked for on {when} from device {request.device} under the same reference: {wanted}"
        lines.append(f"  counted once, possible copy: {told}; {settle} [{request.id}]")
    for step, reason in state.not_counted:
        how = f"{reason}; {settle}" if step.id in state.copies else f"as it does not fit: {reason}"
        lines.append(f"  not counted, {how} [{step.id}]")
    return tuple(screen_safe(line) for line in lines)


def step_text(step: GateStep, state: ConsignmentState, zone: ZoneInfo) -> str:
    """Return one step in words: when, what of how much, the reason as stated, by which office, delay, category."""
    when = moment_text(step.at, zone, whole_day=step.at_precision == "day")
    if step.kind in {"undone", "both", "same"}:
        named = f"step {step.supersedes}" if step.beside is None else step.beside
        note = f"; {step.note}" if step.note else ""
        return screen_safe(f"{when}: {named} {STEP_WORDS[step.kind]}{note}")
    what = _amounts_text(step, state) or ("all of it" if step.kind != "linked" else "this is")
    parts = [f"{when}: {what} {STEP_WORDS[step.kind]}"]
    if step.stated_reason:
        parts.append(f'reason as stated: "{step.stated_reason}"')
    if step.by:
        parts.append(f"by {step.by}")
    if step.delay_hours is not None:
        parts.append(f"held for {amount_text(step.delay_hours, 'h')}")
    if step.constraint:
        severity = "" if step.severity is None else f", severity {step.severity}"
        parts.append(f"category {step.constraint}{severity}")
    if step.claim_ids:
        parts.append(f"told by {plural(len(step.claim_ids), 'claim')} too, not counted again")
    if step.note:
        parts.append(step.note)
    return screen_safe("; ".join(parts))


def _amounts_text(step: GateStep, state: ConsignmentState) -> str:
    """Return the amounts of a step in words, of the lines of the request that it was written for."""
    amounts = []
    named = state.lines_of(step)
    for amount in step.amounts:
        item = named[amount.line - 1] if amount.line <= len(named) else None
        unit = amount.unit or (item.unit if item else "")
        stated = amount_text(amount.quantity, unit)
        if item is not None and amount.in_line_unit not in {None, amount.quantity} and unit != item.unit:
            stated += f" = {amount_text(amount.in_line_unit or 0.0, item.unit)}"
        amounts.append(f"{stated} of {item.commodity if item else f'line {amount.line}'}")
    return ", ".join(amounts)


def commitment_text(state: CommitmentState, zone: ZoneInfo, today: date) -> str:
    """Return a promise in words: who, to whom, what, when it was made and is due, and whether it was kept."""
    made = state.commitment
    parts = [f"{promise_text(made, zone)}: {_judged(state, today)}"]
    if state.evidence:
        parts.append("shown by " + ", ".join(state.evidence))
    return screen_safe("; ".join(parts))


def promise_text(made: Commitment, zone: ZoneInfo) -> str:
    """Return what was promised, by which office, to whom and until when."""
    whom = f" to {made.to_whom}" if made.to_whom else ""
    due = f", due on {format_date(date.fromisoformat(made.due), isolated=False)}" if made.due else ", no day named"
    said = moment_text(made.promised_at, zone, whole_day=True)
    return screen_safe(f'{made.office} promised{whom} on {said}: "{made.text}"{due}')


def notice_text(state: NoticeState, zone: ZoneInfo) -> str:
    """Return a notice in words: to whom, when, how, with what proof, and what was answered."""
    sent = state.notice
    proof = "delivery proven" if state.proven else "no proof of delivery in the inbox"
    carried = f"; carried {plural(len(sent.carried), 'record')} of the ledger" if sent.carried else ""
    head = f'to {sent.office} on {moment_text(sent.sent_at, zone)} by {sent.channel}: "{sent.text}"; {proof}{carried}'
    if not state.answers:
        return screen_safe(f"{head}; no answer on record")
    told = [f'{a.office} answered on {moment_text(a.answered_at, zone)}: "{a.text}"' for a in state.answers]
    return screen_safe("; ".join([head, *told]))


def _judged(state: CommitmentState, today: date) -> str:
    if state.verdicts and state.status != "unknown":
        return f"{state.status}, judged by {state.verdicts[-1].judged_by}"
    return "its day has passed and nobody has judged it" if state.overdue(today) else "not known whether kept"


def day_of(moment: str, zone: ZoneInfo) -> date:
    """Return the day of a moment at the site."""
    return datetime.fromisoformat(moment).astimezone(zone).date()
