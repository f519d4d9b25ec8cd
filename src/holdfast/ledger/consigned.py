"""How consignments stand: every step counted in its order, and what does not fit set apart with its numbers.

Two ledgers that were apart may each have recorded the same request, or a delivery of the same load. After they are merged
each counts once: the other is shown as a possible copy (`holdfast.ledger.doubles`), and a person settles it. What does not
fit the sum is not counted either. So the sum holds in every state, whatever came in, and overstates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.errors import LedgerError
from holdfast.ledger.checking import invalid
from holdfast.ledger.consignments import (
    CONSIGNMENT,
    MOVES,
    STEP,
    Consignment,
    GateStep,
    consignment_of,
    step_of,
)
from holdfast.ledger.doubles import Settled, one_of, possible_copies, settled_by
from holdfast.ledger.line_items import Amount
from holdfast.ledger.refitting import refit
from holdfast.ledger.tally import PARTS, LineState, Tally, apply, exact, status_of, told
from holdfast.ledger.written import current, known, receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.line_items import LineItem
    from holdfast.ledger.opening import Ledger

_SHORT_ID = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsignmentState:
    """A consignment as it stands.

    Parameters
    ----------
    consignment : Consignment
        The request, as last corrected.
    lines : tuple of LineState
        One for each line.
    steps : tuple of GateStep
        The steps that count, in order, in the lines and units of the request as last corrected.
    not_counted : tuple of (GateStep, str)
        Steps that may be copies, and steps that do not fit, each with the reason and the numbers; as they were written.
    copies : frozenset of str
        Ids of those that may be copies of a step from another device.
    status : str
        A word of `mission_statuses`, worked out from the steps.
    completed : bool or None
        Where it was impeded: whether all that was asked for arrived in the end; None while that is open.
    family : frozenset of str
        Ids of the request and its corrections, and of those that another device wrote under the same reference.
    every_step : tuple of GateStep
        Also those that were corrected since; as they were written.
    versions : tuple of Consignment
        The requests of the family.
    same_reference : tuple of Consignment
        Requests from another device that may be this one, until a person says so or says that both stand.
    """

    consignment: Consignment
    lines: tuple[LineState, ...]
    steps: tuple[GateStep, ...]
    not_counted: tuple[tuple[GateStep, str], ...]
    status: str
    completed: bool | None
    family: frozenset[str]
    every_step: tuple[GateStep, ...]
    copies: frozenset[str] = frozenset()
    versions: tuple[Consignment, ...] = ()
    same_reference: tuple[Consignment, ...] = ()

    @property
    def name(self) -> str:
        """Its reference, or its id where it has none."""
        return self.consignment.reference or self.consignment.id

    @property
    def open(self) -> bool:
        """Whether anything of it is awaiting."""
        return any(line.awaiting > 0 for line in self.lines)

    @property
    def sensitivity(self) -> str:
        """``SEVERE`` while a movement may still come, as a convoy plan is; ``HIGH`` when everything has ended."""
        return "SEVERE" if self.open else "HIGH"

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """Claims that tell of the same, which are not counted beside it."""
        # Also of what is not counted: a copy is no second delivery because a claim tells of it.
        steps = [*self.steps, *(step for step, _ in self.not_counted)]
        linked = [claim for request in (self.consignment, *self.same_reference) for claim in request.claim_ids]
        linked += [claim for step in steps for claim in step.claim_ids]
        return tuple(dict.fromkeys(linked))

    def as_dict(self) -> dict[str, Any]:
        """Return everything for JSON, its class first."""
        return {
            "class": self.sensitivity,
            "name": self.name,
            "status": self.status,
            "completed": self.completed,
            "lines": [line.as_dict() for line in self.lines],
            "consignment": self.consignment.as_dict(),
            "steps": [step.as_dict() for step in self.steps],
            "not_counted": [
                {"step": step.as_dict(), "reason": reason, "possible_copy": step.id in self.copies}
                for step, reason in self.not_counted
            ],
            "possible_copies": [request.as_dict() for request in self.same_reference],
        }

    def lines_of(self, step: GateStep) -> tuple[LineItem, ...]:
        """Return the lines that the amounts of a step name: of the version of the request it was written for."""
        return next((v.lines for v in self.versions if v.id == step.consignment_id), self.consignment.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTotal:
    """One commodity in one unit over several consignments; ``turned_back`` does not include what was denied."""

    commodity: str
    unit: str
    consignments: int
    requested: float
    withdrawn: float
    delivered: float
    removed: float
    turned_back: float
    denied: float
    awaiting: float

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {name: getattr(self, name) for name in ("commodity", "unit", "consignments", *PARTS)}


def consignment_states(ledger: Ledger, *, as_known: date | datetime | None = None) -> tuple[ConsignmentState, ...]:
    """Return every consignment as it stands, or stood as known on a day, in the order they were asked for.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    as_known : date, datetime or None
        Only what was received by the end of this day in the site's zone, or by this moment. None: everything.

    Raises
    ------
    LedgerError
        HF-L007 when a row is not as it was written.
    """
    with ledger.reading() as connection:
        return states_of(known(ledger, connection, (CONSIGNMENT, STEP), as_known), ledger.zone)


def find_consignment(ledger: Ledger, name: str, *, as_known: date | datetime | None = None) -> ConsignmentState:
    """Return the consignment of a reference, an id, or the last characters of an id (six or more).

    Raises
    ------
    LedgerError
        HF-L072 when none, or more than one, has the name.
    """
    return one_named(consignment_states(ledger, as_known=as_known), name)


def one_named(states: Sequence[ConsignmentState], name: str) -> ConsignmentState:
    """Return the one consignment that a name fits; HF-L072 otherwise."""
    found = [state for state in states if name in state.family or name == state.consignment.reference]
    if not found and len(name) >= _SHORT_ID:
        found = [state for state in states if any(one.lower().endswith(name.lower()) for one in state.family)]
    if len(found) != 1:
        raise unknown_consignment(name, states)
    return found[0]


def unknown_consignment(name: str, states: Sequence[ConsignmentState]) -> LedgerError:
    """Return the error for a name that no consignment, or more than one, has."""
    names = [state.name for state in states]
    matches = [state.consignment.id for state in states if name == state.name]
    return LedgerError(
        "HF-L072",
        where="consignment",
        found=f"{name!r}, which {len(matches)} have: {', '.join(matches)}" if matches else f"no consignment {name!r}",
        expected="one of " + ", ".join(names[-8:]) if names else "a consignment; none has been asked for yet",
        mend="`holdfast gate list` shows them all with their ids; nothing was written",
    )


def item_totals(states: Iterable[ConsignmentState]) -> tuple[ItemTotal, ...]:
    """Add consignments up by commodity, in the internal unit where a line has one; by name.

    Lines of one commodity in units that cannot be turned into each other stay apart.
    """
    sums: dict[tuple[str, str], dict[str, Fraction]] = {}
    names: dict[tuple[str, str], set[str]] = {}
    for state in states:
        for line in state.lines:
            item = line.item
            sized = item.si_quantity is not None and item.si_unit is not None
            unit = str(item.si_unit) if sized else item.unit
            scale = exact(item.si_quantity or 1.0) / exact(item.quantity) if sized else Fraction(1)
            key = (item.commodity, unit)
            total = sums.setdefault(key, dict.fromkeys(PARTS, Fraction(0)))
            names.setdefault(key, set()).add(state.consignment.id)
            for part in PARTS:
                total[part] += exact(getattr(line, part)) * scale
    return tuple(
        ItemTotal(
            commodity=key[0],
            unit=key[1],
            consignments=len(names[key]),
            **{part: float(value) for part, value in sums[key].items()},
        )
        for key in sorted(sums)
    )


def mission_counts(states: Iterable[ConsignmentState]) -> dict[str, int]:
    """Count consignments by status, every word of the table in its order; impeded ones are also told apart."""
    from holdfast.ledger.constraints import mission_statuses  # noqa: PLC0415  a table, read where it is asked for

    given = tuple(states)
    counts = {word: sum(state.status == word for state in given) for word in mission_statuses()}
    impeded = [state for state in given if state.status == "impeded"]
    counts["impeded, completed"] = sum(state.completed is True for state in impeded)
    counts["impeded, not completed"] = sum(state.completed is False for state in impeded)
    return counts


def states_of(entries: Iterable[Entry], zone: str) -> tuple[ConsignmentState, ...]:
    """Return the state of every consignment among entries that are in the order of receipt."""
    return states_from(*read_entries(entries), zone)


def read_entries(entries: Iterable[Entry]) -> tuple[tuple[Consignment, ...], tuple[GateStep, ...]]:
    """Return the requests and the steps among entries."""
    given = tuple(entries)
    return (
        tuple(consignment_of(entry) for entry in given if entry.kind == CONSIGNMENT),
        tuple(step_of(entry) for entry in given if entry.kind == STEP),
    )


def states_from(requests: Sequence[Consignment], steps: Sequence[GateStep], zone: str) -> tuple[ConsignmentState, ...]:
    """Return the state of every consignment, of requests in the order of receipt and their steps in any."""
    ids = {request.id for request in requests}
    root: dict[str, str] = {}
    for request in requests:
        before = request.supersedes
        root[request.id] = root.get(before, before) if before in ids and before is not None else request.id
    families: dict[str, list[Consignment]] = {}
    for request in requests:
        families.setdefault(root[request.id], []).append(request)
    settled = settled_by(current(steps))
    by_id = {current(versions)[-1].id: versions for versions in families.values()}
    # What is said of a request is said of its corrections.
    said = {name for name, versions in by_id.items() if settled.both & {version.id for version in versions}}
    settled = replace(settled, both=settled.both | said)
    standing = sorted((current(versions)[-1] for versions in families.values()), key=receipt)
    found = []
    for group in one_of(standing, settled):
        merged = tuple(sorted((v for one in group for v in by_id[one.id]), key=receipt))
        family = frozenset(version.id for version in merged)
        own = tuple(step for step in steps if step.consignment_id in family)
        state = fold(group[-1], own, zone, versions=merged, settled=settled)
        asked = tuple(one for one in group[:-1] if not {v.id for v in by_id[one.id]} & settled.same)
        first = {v.id for v in by_id[group[-1].id]}
        found.append(replace(state, same_reference=() if first & settled.same else asked))
    return tuple(sorted(found, key=lambda state: state.consignment.requested_at))


def fold(
    consignment: Consignment,
    steps: Iterable[GateStep],
    zone: str,
    *,
    versions: Iterable[Consignment] = (),
    settled: Settled | None = None,
) -> ConsignmentState:
    """Count the steps of one consignment: by the day they happened, and within a day by when they were received.

    Parameters
    ----------
    consignment : Consignment
        The request as last corrected.
    steps : iterable of GateStep
        Also those that were corrected since.
    zone : str
        Zone of the site, in which days begin and end.
    versions : iterable of Consignment
        Every version of the request, whose lines the steps name.
    settled : Settled or None
        What persons said of possible copies; what the steps say of it when None.
    """
    every = tuple(sorted(steps, key=lambda step: _place(step, zone)))
    known_as = {version.id: version for version in (*versions, consignment)}
    tallies = [Tally(item) for item in consignment.lines]
    standing = current(every)
    said = settled_by(standing) if settled is None else settled
    told = {step.id: refit(step, consignment, known_as) for step in standing}
    copies = possible_copies((step for step in told.values() if not isinstance(step, str)), zone, said)
    counted: list[GateStep] = []
    apart: list[tuple[GateStep, str]] = []
    for step in standing:
        fitted = told[step.id]
        if step.kind == "undone" or step.id in said.same:
            continue
        if step.id in copies:
            apart.append((step, _copy_of(copies[step.id])))
        elif isinstance(fitted, str):
            apart.append((step, fitted))
        elif (reason := apply(fitted, tallies)) is None:
            counted.append(fitted)
        else:
            apart.append((step, reason))
    lines = tuple(tally.state(number) for number, tally in enumerate(tallies, start=1))
    status, completed = status_of(lines, [step.kind for step in counted])
    return ConsignmentState(
        consignment=consignment,
        lines=lines,
        steps=tuple(counted),
        not_counted=tuple(apart),
        status=status,
        completed=completed,
        family=frozenset(known_as),
        every_step=every,
        copies=frozenset(copies),
        versions=tuple(known_as.values()),
    )


def _copy_of(step: GateStep) -> str:
    return f"possible copy of step {step.id} from device {step.device}: {step.kind}, the same amount on the same day"


def before(steps: Iterable[GateStep], draft: GateStep, zone: str) -> tuple[GateStep, ...]:
    """Return the steps that stand before a draft in the order in which they count."""
    return tuple(step for step in steps if _place(step, zone) < _place(draft, zone))


def resolve(draft: GateStep, state: ConsignmentState, *, everything: bool) -> GateStep:
    """Fill in the amounts of a step that says none: all that is awaiting, or all that was denied or turned back.

    Raises
    ------
    LedgerError
        HF-L008 for a removal or an amendment without an amount; HF-L070 where nothing is left.
    """
    if draft.kind not in MOVES:
        return draft
    if not everything:
        if not draft.amounts:
            raise invalid("amounts", "nothing", f"how much of which line is {draft.kind}")
        return draft
    if draft.kind in {"items removed", "amended"}:
        raise invalid("amounts", "nothing", f"how much of which line is {draft.kind}")
    lines = {line.line: line.awaiting for line in state.lines if line.awaiting > 0}
    if not lines and draft.kind == "turned back":
        lines = {line.line: line.denied for line in state.lines if line.denied > 0}
    if not lines and draft.kind == "denied":
        lines = {line.line: line.turned_back for line in state.lines if line.turned_back > 0}
    if not lines:
        shown = "; ".join(told(line) for line in state.lines)
        raise misfit(state, f"{draft.kind} all of it, while nothing is awaiting: {shown}")
    amounts = tuple(
        Amount(line=line, quantity=left, unit=state.lines[line - 1].item.unit, in_line_unit=left)
        for line, left in lines.items()
    )
    return replace(draft, amounts=amounts, consignment_id=state.consignment.id)


def unfit(earlier: ConsignmentState, later: ConsignmentState) -> LedgerError | None:
    """Return the error for the first step that counted, or is new, and does not fit any more; None where all fit.

    A possible copy is no misfit: it is written, shown, and left to a person.
    """
    known_apart = {step.id for step, _ in earlier.not_counted} | later.copies
    for step, reason in later.not_counted:
        if step.id not in known_apart:
            return misfit(earlier, reason)
    return None


def _place(step: GateStep, zone: str) -> tuple[Any, ...]:
    day = datetime.fromisoformat(step.at).astimezone(ZoneInfo(zone)).date()
    return day, step.received, step.recorded or "", step.device, step.sequence, step.hash


def misfit(state: ConsignmentState, found: str) -> LedgerError:
    """Return the error for what breaks the sum of a consignment."""
    return LedgerError(
        "HF-L070",
        where=f"consignment {state.name}",
        found=found,
        expected="delivered + removed + turned back + awaiting = asked for - withdrawn, for every line",
        mend="correct the amount; where a denial was lifted write `facilitated` first, and where an earlier step is wrong "
        "correct that one; nothing was written",
    )
