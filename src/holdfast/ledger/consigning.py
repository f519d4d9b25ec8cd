"""Writing consignments: a request, and each step of what was decided and done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.errors import LedgerError
from holdfast.ledger.consigned import (
    before,
    fold,
    misfit,
    read_entries,
    resolve,
    states_from,
    states_of,
    unfit,
    unknown_consignment,
)
from holdfast.ledger.consignments import CONSIGNMENT, STEP, Consignment, GateStep
from holdfast.ledger.doubles import BOTH, SAME, plain_reference, settled_by
from holdfast.ledger.entries import stamp
from holdfast.ledger.line_items import in_line_unit
from holdfast.ledger.records import utc_text
from holdfast.ledger.written import check_document, check_named, current, known, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.ledger.consigned import ConsignmentState
    from holdfast.ledger.line_items import Amount, LineItem
    from holdfast.ledger.opening import Ledger

_LAST = 2**53 - 1


def request_consignment(
    ledger: Ledger, *, lines: Sequence[LineItem], recorded_by: str, requested_at: str | None = None, **fields: Any
) -> ConsignmentState:
    """Write a request to bring goods in.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    lines : sequence of LineItem
        What is asked for (see `line_item`).
    recorded_by : str
        Who types it, as a role.
    requested_at : str or None
        When it was asked for, ISO with an offset; now when None.
    **fields
        Other fields of `Consignment`. ``supersedes`` corrects an earlier request, whose steps go on counting: each line
        of it is found again by its commodity, and each amount is turned into the unit it has now.

    Returns
    -------
    ConsignmentState
        Everything is awaiting.

    Raises
    ------
    LedgerError
        HF-L070 where a correction asks for less than what is already decided, or has no one line for it; HF-L076 a claim, HF-L011 a document that
        is not in the ledger; HF-L077 a correction of nothing; HF-L079 a reference that is taken; HF-L008 other fields.
        Nothing is written then.
    """
    draft = Consignment(
        lines=tuple(lines),
        recorded_by=recorded_by,
        requested_at=requested_at or utc_text(ledger.clock()),
        **fields,
    )
    with ledger.writing() as connection:
        check_document(connection, "document_sha256", draft.document_sha256)
        check_named(connection, "claim_ids", draft.claim_ids, ("claim",))
        requests, steps = read_entries(known(ledger, connection, (CONSIGNMENT, STEP)))
        before = states_from(requests, steps, ledger.zone)
        _check_reference(draft, before)
        corrected = next((state for state in before if draft.supersedes in state.family), None)
        if corrected is not None:
            at_once = stamp(ledger, connection).received
            as_written = replace(
                draft, received=at_once, recorded=draft.recorded or at_once, device=ledger.device, sequence=_LAST
            )
            later = states_from((*requests, as_written), steps, ledger.zone)
            if worse := unfit(corrected, next(state for state in later if draft.id in state.family)):
                raise worse
        written = write(ledger, connection, CONSIGNMENT, draft)
        now = states_of(known(ledger, connection, (CONSIGNMENT, STEP)), ledger.zone)
    return next(state for state in now if written.id in state.family)


def append_step(
    ledger: Ledger,
    consignment_id: str,
    kind: str,
    *,
    recorded_by: str,
    amounts: Sequence[Amount] | None = None,
    at: str | None = None,
    packages: Mapping[str, str] | None = None,
    **fields: Any,
) -> tuple[GateStep, ConsignmentState]:
    """Write one step of a consignment.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    consignment_id : str
        Id of the consignment, or of an earlier version of it: of the one whose lines the amounts name.
    kind : str
        One of `STEPS`.
    recorded_by : str
        Who types it, as a role.
    amounts : sequence of Amount or None
        Of which lines how much, in any unit that can be turned into the line's. None: all that is awaiting, where
        the kind moves an amount; a removal and an amendment must say how much.
    at : str or None
        When, ISO with an offset; now when None.
    packages : mapping of str to str or None
        Sizes of the site's packages.
    **fields
        Other fields of `GateStep`. ``supersedes`` corrects an earlier step of the same consignment; kind ``undone``
        takes it out; kinds ``both`` and ``same`` say of a possible copy, named in ``beside``, what it is.

    Returns
    -------
    tuple of GateStep and ConsignmentState
        The step as written, and how the consignment now stands.

    Raises
    ------
    LedgerError
        HF-L070 where the amounts do not fit, with the numbers; HF-L071 a unit of another dimension; HF-L072 no such
        consignment; HF-L073 no such line; HF-L074 category or score; HF-L076, HF-L011 something named that is not in
        the ledger; HF-L077 a correction of another consignment's step, or a possible copy there is not; HF-L008 other fields. Nothing is written then.
    """
    draft = GateStep(
        consignment_id=consignment_id,
        kind=kind,
        at=at or utc_text(ledger.clock()),
        recorded_by=recorded_by,
        amounts=tuple(amounts or ()),
        **fields,
    )
    with ledger.writing() as connection:
        check_document(connection, "document_sha256", draft.document_sha256)
        check_named(connection, "claim_ids", draft.claim_ids, ("claim",))
        requests, steps = read_entries(known(ledger, connection, (CONSIGNMENT, STEP)))
        states = states_from(requests, steps, ledger.zone)
        state = next((state for state in states if consignment_id in state.family), None)
        if state is None:
            raise unknown_consignment(consignment_id, states)
        if draft.supersedes is not None and draft.supersedes not in {step.id for step in state.every_step}:
            raise LedgerError(
                "HF-L077",
                where=f"step of {state.name}, supersedes",
                found=draft.supersedes,
                expected="the id of a step of this consignment",
                mend=f"`holdfast gate show` lists the steps of {state.name} with their ids; nothing was written",
            )
        _check_beside(draft, state)
        lines = state.lines_of(draft)
        stated = tuple(
            replace(amount, unit=amount.unit or lines[amount.line - 1].unit, in_line_unit=converted)
            for amount in draft.amounts
            for converted in (in_line_unit(amount, lines, packages),)
        )
        # As it will be written, so that it has the place in the order that it will keep.
        now = stamp(ledger, connection).received
        draft = replace(
            draft, amounts=stated, received=now, recorded=draft.recorded or now, device=ledger.device, sequence=_LAST
        )
        others = tuple(step for step in state.every_step if step.id != draft.supersedes)
        earlier = fold(
            state.consignment,
            before(others, draft, ledger.zone),
            ledger.zone,
            versions=state.versions,
            settled=settled_by(current(steps)),
        )
        draft = resolve(draft, earlier, everything=amounts is None)
        after = _with_step(requests, steps, draft, ledger.zone)
        if worse := unfit(state, after):
            raise worse
        if draft.kind == BOTH and (reason := next((why for s, why in after.not_counted if s.id == draft.beside), None)):
            raise misfit(state, reason)
        written = write(ledger, connection, STEP, draft)
        after = _with_step(requests, steps, written, ledger.zone)
    return written, after


def _with_step(
    requests: Sequence[Consignment], steps: Sequence[GateStep], step: GateStep, zone: str
) -> ConsignmentState:
    states = states_from(requests, (*steps, step), zone)
    return next(state for state in states if step.consignment_id in state.family)


def _check_beside(draft: GateStep, state: ConsignmentState) -> None:
    """Refuse a word on a possible copy that is none, or on which no word was said before."""
    if draft.kind not in {BOTH, SAME}:
        return
    able = state.copies | {step.beside for step in state.steps if step.beside is not None}
    able |= {request.id for request in state.versions} if state.same_reference else frozenset()
    if draft.beside not in able:
        shown = ", ".join(sorted(state.copies | {request.id for request in state.same_reference}))
        raise LedgerError(
            "HF-L077",
            where=f"possible copy at {state.name}",
            found=str(draft.beside),
            expected=f"one of {shown}" if shown else "the id of a possible copy; there is none",
            mend=f"`holdfast gate show` tells what of {state.name} may be a copy; nothing was written",
        )


def _check_reference(draft: Consignment, states: Sequence[ConsignmentState]) -> None:
    wanted = plain_reference(draft.reference)
    own = next((state.consignment for state in states if draft.supersedes in state.family), None)
    if own is not None and plain_reference(own.reference) == wanted:
        return  # as before, also where two consignments have it since a merge
    for state in states:
        taken = draft.reference is not None and plain_reference(state.consignment.reference) == wanted
        if taken and draft.supersedes not in state.family:
            raise LedgerError(
                "HF-L079",
                where="reference",
                found=f"{draft.reference!r}, which a consignment asked for on {state.consignment.requested_at} has",
                expected="a reference of its own for each consignment",
                mend="add a step to that one, correct it with --corrects, or give another reference; nothing was written",
            )
