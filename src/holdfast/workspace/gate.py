"""The job at the gate: a request, and one short entry for each thing that happens to it, said back in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.ledger import (
    append_step,
    consignment_states,
    find_consignment,
    item_totals,
    mission_counts,
    request_consignment,
    suggest_constraints,
    summarise_severities,
)
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.gate_words import read_amounts, read_lines
from holdfast.workspace.moments import moment_of, present
from holdfast.workspace.papers import any_moment, keep_paper, past_moment
from holdfast.workspace.record_words import amount_text, consignment_lines, day_of, step_text
from holdfast.workspace.standing_claims import standing_groups
from holdfast.workspace.wording import moment_text, screen_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from holdfast.ledger import ConsignmentState, GateStep, Ledger

# How a decision may be typed.
DECISIONS = {
    "facilitated": "facilitated",
    "facilitate": "facilitated",
    "approved": "facilitated",
    "partially": "partially facilitated",
    "partially-facilitated": "partially facilitated",
    "partially facilitated": "partially facilitated",
    "impeded": "impeded",
    "denied": "denied",
    "postponed": "postponed",
}
_GIVES_REASON = frozenset({"denied", "impeded", "items removed", "turned back", "partially facilitated"})


def read_decision(word: str) -> str:
    """Return the kind of step that a typed decision names.

    Raises
    ------
    InputError
        HF-L080 where it names none.
    """
    kind = DECISIONS.get(" ".join(word.casefold().split()))
    if kind is None:
        raise InputError(
            "HF-L080",
            where="decision",
            found=repr(word),
            expected="facilitated, partially, impeded, denied or postponed",
            mend="what happens at the gate has commands of its own: arrive, remove, turn-back, deliver, withdraw",
        )
    return kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a job at the gate wrote: the consignment as it stands, the step, and the answer in words."""

    state: ConsignmentState
    step: GateStep | None
    lines: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the answer with what was written, for JSON."""
        return {
            "understood": list(self.lines),
            "step": None if self.step is None else self.step.as_dict(),
            "consignment": self.state.as_dict(),
        }


def ask_passage(
    folder: Path,
    items: Sequence[str],
    *,
    reference: str | None = None,
    carrier: str | None = None,
    receiver: str | None = None,
    from_place: str | None = None,
    to_place: str | None = None,
    addressee: str | None = None,
    at: str | None = None,
    ready: str | None = None,
    document: str | None = None,
    claim_ids: Sequence[str] = (),
    note: str | None = None,
    recorded_by: str = "access officer",
    corrects: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Understood:
    """Write a request to bring goods in.

    Parameters
    ----------
    folder : Path
        The workspace.
    items : sequence of str
        One thing each: ``"flour 20 t"``, ``"400 bags of 50 kg rice"``; or several with semicolons between them.
    reference, carrier, receiver, from_place, to_place, addressee : str or None
        Tracking number, organisations, places, and the office it is asked of.
    at, ready : str or None
        When it was asked for (now when None), and when it is ready to load; in words.
    document : str or None
        Path of the form, which is kept in the inbox, or its hash.
    claim_ids : sequence of str
        Claims that tell of the same, and are not counted again.
    note, recorded_by : str
        Anything else, and who types it as a role.
    corrects : str or None
        Reference or id of an earlier request that this one replaces.
    clock : callable or None
        Returns the present; the system's clock when None.

    Raises
    ------
    HoldfastError
        HF-L080 items that are not understood; HF-L070 to HF-L079 from the ledger; HF-L081 the paper; HF-W013 the time.
    """
    site = load_site(open_workspace(folder).site_file)
    now = (clock or present)()
    lines = read_lines(items, site.packages)
    when, _ = past_moment(at, site, now=now)
    ready_at = any_moment(ready, site, now=now)
    ledger = open_site_ledger(folder, site, clock=clock)
    earlier = None if corrects is None else find_consignment(ledger, corrects)
    state = request_consignment(
        ledger,
        lines=lines,
        recorded_by=recorded_by,
        requested_at=when,
        reference=reference or (None if earlier is None else earlier.consignment.reference),
        carrier=carrier,
        receiver=receiver,
        from_place=from_place,
        to_place=to_place,
        addressee=addressee,
        ready_at=None if ready_at is None else ready_at.isoformat(),
        document_sha256=keep_paper(ledger, document),
        claim_ids=_with_copies(ledger, claim_ids),
        note=note,
        supersedes=None if earlier is None else earlier.consignment.id,
    )
    told = ", ".join(f"{amount_text(line.quantity, line.unit)} of {line.commodity}" for line in lines)
    head = f"We understood: {told} asked for"
    if state.consignment.reference is None:
        head += f"; it has no reference, so its name is the end of its id, {state.consignment.id[-6:]}"
    return Understood(
        state=state, step=None, lines=(screen_safe(f"{head}."), *consignment_lines(state, ZoneInfo(site.timezone)))
    )


def add_step(
    folder: Path,
    name: str,
    kind: str,
    items: Sequence[str] = (),
    *,
    at: str | None = None,
    reason: str | None = None,
    by: str | None = None,
    delay_hours: float | None = None,
    constraint: str | None = None,
    severity: str | None = None,
    document: str | None = None,
    claim_ids: Sequence[str] = (),
    note: str | None = None,
    recorded_by: str = "access officer",
    corrects: str | None = None,
    beside: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Understood:
    """Write one step of a consignment.

    Parameters
    ----------
    folder : Path
        The workspace.
    name : str
        Its reference, its id, or the last six characters of that.
    kind : str
        One of the steps of the ledger.
    items : sequence of str
        ``"septic parts 12"``, ``"flour 8 t"``; none for all that is awaiting.
    at : str or None
        When, in words; now when None.
    reason, by : str or None
        The reason as it was stated, and the office that gave it: a role, never a person.
    delay_hours : float or None
        How long it was held [h].
    constraint, severity : str or None
        ``AC1`` to ``AC9``, and ``0`` to ``3`` or ``X``. Where none is given the answer suggests one.
    document : str or None
        Path of a photo of the paper, which is kept in the inbox, or its hash.
    claim_ids : sequence of str
        Claims that tell of the same, and are not counted again.
    note, recorded_by : str
        Anything else, and who types it as a role.
    corrects : str or None
        Id of a step of the consignment that this one replaces, or the last six characters of it.
    beside : str or None
        Of ``both`` and ``same``: id of the possible copy this settles, a step or a request, or the last six characters.
    clock : callable or None
        Returns the present; the system's clock when None.

    Raises
    ------
    HoldfastError
        HF-L080 items that are not understood; HF-L070 to HF-L079 from the ledger; HF-L081 the paper; HF-W013 the time.
        Nothing is written then.
    """
    site = load_site(open_workspace(folder).site_file)
    now = (clock or present)()
    when, precision = past_moment(at, site, now=now)
    ledger = open_site_ledger(folder, site, clock=clock)
    state = find_consignment(ledger, name)
    earlier = state.copies
    step, state = append_step(
        ledger,
        state.consignment.id,
        kind,
        amounts=read_amounts(items, state, site.packages),
        at=when,
        at_precision=precision,
        stated_reason=reason,
        by=by,
        delay_hours=delay_hours,
        constraint=None if constraint is None else constraint.upper(),
        severity=None if severity is None else severity.upper(),
        document_sha256=keep_paper(ledger, document),
        claim_ids=_with_copies(ledger, claim_ids),
        note=note,
        recorded_by=recorded_by,
        supersedes=None if corrects is None else _step_id(state, corrects),
        beside=None if beside is None else _step_id(state, beside),
        packages=site.packages,
    )
    zone = ZoneInfo(site.timezone)
    lines = [
        f"We understood: {state.name}, {step_text(step, state, zone)}. [{step.id}]",
        *consignment_lines(state, zone),
    ]
    if day_of(step.at, zone) < day_of(state.consignment.requested_at, zone):
        asked = moment_text(state.consignment.requested_at, zone, whole_day=True)
        lines.append(
            f"That is before it was asked for, on {asked}: if the time is a slip, enter it again with --corrects."
        )
    # By the clocks of two devices this one may count and the other be the copy.
    for copy in sorted(state.copies - earlier):
        named = screen_safe(f"{state.name} {copy[-6:]}")
        lines.append(
            f"It may be what another device has written down already. If it is another event: `holdfast gate both "
            f"{named}`; if it is the same: `holdfast gate same {named}`."
        )
    lines += _suggestion(step)
    return Understood(state=state, step=step, lines=tuple(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class GateList:
    """Consignments of a workspace as known on a day, and what they come to."""

    zone: str
    states: tuple[ConsignmentState, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """Classes of the parts."""
        return tuple(state.sensitivity for state in self.states)

    def severities(self, *, median: bool = False) -> dict[str, dict[str, Any]]:
        """Return how often each score was given, by category; X apart, the middle one only where it is asked for."""
        scores: dict[str, list[str]] = {}
        for state in self.states:
            for step in state.steps:
                if step.constraint is not None:
                    # A category without a score is a score that nobody knows.
                    scores.setdefault(step.constraint, []).append(step.severity or "X")
        return {code: summarise_severities(scores[code], median=median).as_dict() for code in sorted(scores)}

    def as_dict(self, *, median: bool = False) -> dict[str, Any]:
        """Return everything for JSON; the middle severities only where they are asked for."""
        return {
            "consignments": [state.as_dict() for state in self.states],
            "statuses": mission_counts(self.states),
            "items": [total.as_dict() for total in item_totals(self.states)],
            "constraints": self.severities(median=median),
        }


def list_consignments(
    folder: Path,
    *,
    as_known: date | None = None,
    only_open: bool = False,
    name: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> GateList:
    """Return the consignments of a workspace, as they stand or stood.

    Parameters
    ----------
    folder : Path
        The workspace.
    as_known : date or None
        As known at the end of this day in the site's zone; None for now.
    only_open : bool
        Only those of which something is awaiting.
    name : str or None
        Only this one.
    clock : callable or None
        Returns the present; the system's clock when None.

    Raises
    ------
    HoldfastError
        HF-L072 no such consignment; HF-W003 a day in the future; the errors of the site file and of the ledger.
    """
    site = load_site(open_workspace(folder).site_file)
    ledger = open_site_ledger(folder, site, clock=clock)
    moment_of(as_known, ledger.clock, ledger.zone)
    if name is not None:
        states: tuple[ConsignmentState, ...] = (find_consignment(ledger, name, as_known=as_known),)
    else:
        states = consignment_states(ledger, as_known=as_known)
    return GateList(zone=site.timezone, states=tuple(s for s in states if s.open or not only_open))


def chain_lines(state: ConsignmentState, zone: ZoneInfo) -> tuple[str, ...]:
    """Return a consignment with its whole chain of steps, each with its id."""
    asked = state.consignment
    way = [f"{word} {place}" for word, place in (("from", asked.from_place), ("to", asked.to_place)) if place]
    lines = list(consignment_lines(state, zone))
    lines += [f"  {' '.join(way)}"] if way else []
    marks = dict.fromkeys((step.id for step in state.steps), "")
    for step, _ in state.not_counted:
        marks[step.id] = "  (possible copy)" if step.id in state.copies else "  (does not fit)"
    twice = {step.beside: "  (told twice)" for step in state.steps if step.kind == "same"}
    for step in state.every_step:
        mark = marks.get(step.id, twice.get(step.id, "  (replaced)"))
        lines.append(f"  {step.id}  {step_text(step, state, zone)}{mark}")
    return tuple(map(screen_safe, lines))


def total_lines(found: GateList, *, median: bool = False) -> tuple[str, ...]:
    """Return the sums over the consignments of a list: by status, by item, and the scores by category."""
    lines = [f"  {word}: {count}" for word, count in mission_counts(found.states).items() if count]
    copies = sum(len(state.copies) + len(state.same_reference) for state in found.states)
    if copies:
        lines.append(f"  possible copies, each counted once until a person settles it: {copies}")
    for total in item_totals(found.states):
        parts = {
            "let in": total.delivered,
            "taken off": total.removed,
            "turned back": total.turned_back,
            "denied": total.denied,
            "awaiting": total.awaiting,
        }
        told = ", ".join(f"{amount_text(value, total.unit)} {word}" for word, value in parts.items() if value)
        asked = amount_text(total.requested - total.withdrawn, total.unit)
        lines.append(f"  {total.commodity}: {asked} asked for; {told or 'nothing left of it'}")
    for code, summary in found.severities(median=median).items():
        counts = ", ".join(f"{count} of {score}" for score, count in summary["counts"].items() if count)
        middle = "" if summary["median"] is None else f"; middle of those known {'-'.join(map(str, summary['median']))}"
        lines.append(f"  {code}: {counts}{middle}")
    return tuple(map(screen_safe, lines))


def _with_copies(ledger: Ledger, claim_ids: Sequence[str]) -> tuple[str, ...]:
    """Return claims with the copies and translations of each that are known by now: they tell of the same load too."""
    wanted = dict.fromkeys(claim_ids)
    for group in standing_groups(ledger) if claim_ids else ():
        ids = [claim.id for claim in group.claims]
        if any(one in wanted for one in ids):
            wanted |= dict.fromkeys(ids)
    return tuple(wanted)


def _step_id(state: ConsignmentState, name: str) -> str:
    """Return the id of the step or request that a name ends, if it is one; else the name, for the ledger to refuse."""
    found = [one.id for one in (*state.every_step, *state.versions) if one.id.lower().endswith(name.lower())]
    return found[0] if len(found) == 1 and len(name) >= 6 else name


def _suggestion(step: GateStep) -> list[str]:
    if step.constraint is not None or step.kind not in _GIVES_REASON:
        return []
    found = suggest_constraints(step.stated_reason, removed=step.kind == "items removed")
    if not found:
        return []
    told = " or ".join(f'{one.code} ("{one.words}")' for one in found)
    line = (
        f"Category suggested by the words, and not written: {told}. To set it, enter the step again with --constraint "
        f"and --corrects {step.id[-6:]}; `holdfast gate constraints` lists all nine."
    )
    return [line]
