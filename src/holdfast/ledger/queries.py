"""What stands in the ledger, now or as it was known on a date.

A claim is known from the day it was received, and so is each verdict on it. What was received after the end of day D,
in the zone of the site, does not exist for "as known on D". A verdict on imported history is received, like the claim
itself, when the claim was said. Receipts never run backwards, so nothing written later in the ordinary way can change
a past state; history imported later does, as it should, and `through` then still gives the state of the file as it
stood.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.ledger import tables
from holdfast.ledger.entries import Entry, load_entries
from holdfast.ledger.records import WAITING, Claim, HistoryItem, Statement, utc_text
from holdfast.ledger.store import claim_of, unknown_claim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from holdfast.ledger.opening import Ledger

ACCEPTED = ("accepted", "edited")


@dataclass(frozen=True, slots=True)
class _State:
    claims: dict[str, Claim]
    superseded: frozenset[str]
    entries: tuple[Entry, ...]


def claims(
    ledger: Ledger,
    *,
    as_known: date | datetime | None = None,
    review: Iterable[str] = ACCEPTED,
    superseded: bool = False,
    document_sha256: str | None = None,
    through: int | None = None,
) -> tuple[Claim, ...]:
    """Return the claims that stand, each with its latest verdict and, where edited, the edited statement.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    as_known : date, datetime or None
        Only what was received by the end of this day in the site's zone, or by this moment. None: everything.
    review : iterable of str
        Verdicts to include; accepted and edited by default, ``pending`` is what nobody has judged.
    superseded : bool
        Also give claims that an accepted correction has replaced. Never in the current view.
    document_sha256 : str or None
        Only claims read from this document.
    through : int or None
        Only the first so many entries of this file: the state as it stood here, whatever was imported since.

    Returns
    -------
    tuple of Claim
        In order of receipt, then of device and sequence.

    Raises
    ------
    LedgerError
        HF-L007 when a row is not as it was written.
    """
    state = _state(ledger, as_known, through)
    wanted = frozenset(review)
    return tuple(
        claim
        for claim in state.claims.values()
        if claim.review in wanted
        and (superseded or claim.id not in state.superseded)
        and (document_sha256 is None or claim.document_sha256 == document_sha256)
    )


def queue(ledger: Ledger) -> tuple[Claim, ...]:
    """Return the claims that wait for a verdict or for an answer, in order of receipt."""
    return claims(ledger, review=WAITING)


def get_claim(ledger: Ledger, claim_id: str) -> Claim:
    """Return one claim as it now stands, superseded or not.

    Raises
    ------
    LedgerError
        HF-L009 when no claim has this id.
    """
    found = _state(ledger, None, None).claims.get(claim_id)
    if found is None:
        raise unknown_claim(claim_id)
    return found


def history(ledger: Ledger, claim_id: str) -> tuple[HistoryItem, ...]:
    """Return everything that happened to a claim and to the claims it corrects or is corrected by.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    claim_id : str
        Id of any claim of the family.

    Returns
    -------
    tuple of HistoryItem
        In the order of the entries of this file.

    Raises
    ------
    LedgerError
        HF-L009 when no claim has this id.
    """
    state = _state(ledger, None, None)
    if claim_id not in state.claims:
        raise unknown_claim(claim_id)
    family = _family(state.claims, claim_id)
    steps: list[HistoryItem] = []
    for entry in state.entries:
        body = entry.body
        about = body["claim_id"] if entry.kind == "review" else entry.id
        if about not in family:
            continue
        steps.append(
            HistoryItem(
                id=entry.id,
                claim_id=about,
                event=body.get("verdict", "claim"),
                received=entry.received,
                recorded=body["recorded"],
                who=body["reviewer"] if entry.kind == "review" else body["claimant"],
                reason=body.get("reason"),
                statement=None if body["statement"] is None else Statement(**body["statement"]),
                supersedes=body.get("supersedes"),
                device=entry.device,
                sequence=entry.sequence,
                hash=entry.hash,
            )
        )
    return tuple(steps)


def end_of_day(day: date, zone: str) -> str | None:
    """Return the first moment after a day in a zone, in UTC; None past the end of the calendar.

    Where the clocks go forward at midnight the day ends at that instant.
    """
    try:
        following = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
        return utc_text(following.astimezone(UTC))
    except OverflowError:
        return None


def _state(ledger: Ledger, as_known: date | datetime | None, through: int | None) -> _State:
    columns = tables.entries.c
    conditions: list[ColumnElement[bool]] = [columns.kind.in_(("claim", "review"))]
    if isinstance(as_known, datetime):
        conditions.append(columns.received <= utc_text(as_known))
    elif as_known is not None:
        cut = end_of_day(as_known, ledger.zone)
        if cut is not None:
            conditions.append(columns.received < cut)
    if through is not None:
        conditions.append(columns.position <= through)
    with ledger.reading() as connection:
        entries = load_entries(ledger, connection, *conditions)
    found = {entry.id: claim_of(entry) for entry in sorted(_of(entries, "claim"), key=_order)}
    for entry in sorted(_of(entries, "review"), key=_order):
        body = entry.body
        claim = found.get(body["claim_id"])
        if claim is not None:
            edited = None if body["statement"] is None else Statement(**body["statement"])
            found[claim.id] = replace(
                claim, review=body["verdict"], reviewer=body["reviewer"], statement=edited or claim.statement
            )
    return _State(found, _superseded(found), entries)


def _of(entries: tuple[Entry, ...], kind: str) -> list[Entry]:
    return [entry for entry in entries if entry.kind == kind]


def _order(entry: Entry) -> tuple[str, str, str, int]:
    # Independent of the order in which two devices' entries lie in this file, so that merged copies agree.
    recorded = str(entry.body["recorded"]) if entry.kind == "review" else ""
    return entry.received, recorded, entry.device, entry.sequence


def _superseded(found: dict[str, Claim]) -> frozenset[str]:
    """Return the ids that an accepted correction, or a correction of one, has replaced."""
    out: set[str] = set()
    for claim in found.values():
        if claim.review in ACCEPTED:
            target = claim.supersedes
            while target is not None and target not in out:
                out.add(target)
                target = found[target].supersedes if target in found else None
    return frozenset(out)


def _family(found: dict[str, Claim], claim_id: str) -> frozenset[str]:
    family = {claim_id}
    growing = True
    while growing:
        growing = False
        for claim in found.values():
            linked = claim.supersedes is not None and (claim.id in family) != (claim.supersedes in family)
            if linked and claim.supersedes is not None:
                family |= {claim.id, claim.supersedes}
                growing = True
    return frozenset(family)
