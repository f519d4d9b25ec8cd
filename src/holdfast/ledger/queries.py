"""What stands in the ledger, now or as it was known on a date, here or at one of the devices.

A claim is known from the day it was received, and so is each verdict on it. What was received after the end of day D,
in the zone of the site, does not exist for "as known on D". A verdict on imported history is received, like the claim
itself, when the claim was said. Receipts never run backwards on a device, so nothing written later in the ordinary way
can change a past state. Two things do, as they should: history imported later, and a merge that brings what another
device had received by then. `through` and `at` still give the state as it stood: here, or at a device.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.ledger import tables
from holdfast.ledger.entries import Entry, load_entries
from holdfast.ledger.keybook import KINDS as NAMING_KEYS
from holdfast.ledger.keybook import key_book, signer_of
from holdfast.ledger.knowing import known_to
from holdfast.ledger.records import WAITING, Claim, HistoryItem, Statement, utc_text
from holdfast.ledger.state import ACCEPTED, KINDS, NEEDED, State, family, fold
from holdfast.ledger.store import unknown_claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement

    from holdfast.ledger.keybook import KeyRecord
    from holdfast.ledger.opening import Ledger


def claims(
    ledger: Ledger,
    *,
    as_known: date | datetime | None = None,
    at: str | None = None,
    review: Iterable[str] = ACCEPTED,
    superseded: bool = False,
    tombstoned: bool = False,
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
    at : str or None
        Only what this device had by then: its own entries, what lay in the file when it began to write there, and what
        its merges had brought. None: what was received by anybody, which a later merge may still add to.
    review : iterable of str
        Verdicts to include; accepted and edited by default, ``pending`` is what nobody has judged.
    superseded : bool
        Also give claims that an accepted correction has replaced. Never in the current view.
    tombstoned : bool
        Also give claims that a tombstone has taken out of view.
    document_sha256 : str or None
        Only claims read from this document.
    through : int or None
        Only the first so many entries of this file: the state as it stood here, whatever was imported since.

    Returns
    -------
    tuple of Claim
        In order of receipt, then of device and sequence. An id stands twice only where a fork wrote it twice.

    Raises
    ------
    LedgerError
        HF-L007 when a row is not as it was written; HF-L064 when no entry is from the device.
    """
    state = state_of(ledger, as_known=as_known, at=at, through=through)
    wanted = frozenset(review)
    return tuple(
        claim
        for claim in state.claims
        if claim.review in wanted
        and (superseded or claim.hash not in state.superseded)
        and (tombstoned or claim.hash not in state.tombstoned)
        and (document_sha256 is None or claim.document_sha256 == document_sha256)
    )


def queue(ledger: Ledger) -> tuple[Claim, ...]:
    """Return the claims that wait for a verdict or for an answer, in order of receipt."""
    return claims(ledger, review=WAITING)


def get_claim(ledger: Ledger, claim_id: str) -> Claim:
    """Return one claim as it now stands, superseded or taken out of view or not.

    Raises
    ------
    LedgerError
        HF-L009 when no claim has this id.
    """
    for claim in state_of(ledger).claims:
        if claim.id == claim_id:
            return claim
    raise unknown_claim(claim_id)


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
        In order of receipt. A merge of this file that brought a step stands after it, as an event ``merged``.

    Raises
    ------
    LedgerError
        HF-L009 when no claim has this id.
    """
    columns = tables.entries.c
    with ledger.reading() as connection:
        entries = load_entries(ledger, connection, columns.kind.in_((*KINDS, *_ABOUT)))
        named = load_entries(ledger, connection, columns.kind.in_(NAMING_KEYS))
        merges = {entry.id: entry for entry in load_entries(ledger, connection, columns.kind == "merge")}
    state = fold((*entries, *named))
    known = state.claims
    if claim_id not in {claim.id for claim in known}:
        raise unknown_claim(claim_id)
    related = family(known, claim_id)
    reviews = {entry.id: entry.body["claim_id"] for entry in entries if entry.kind == "review"}
    book = key_book(named)
    steps: list[HistoryItem] = []
    for entry in sorted(entries, key=_as_it_went):
        about = _about(entry, reviews)
        if about in related:
            step = _step(entry, about, signer_of(entry, book))
            steps.append(
                replace(step, reason=_void(step.reason, state.void[entry.hash])) if entry.hash in state.void else step
            )
            merge = merges.get(entry.merged or "")
            if merge is not None:
                steps.append(_brought(entry, about, merge))
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


def state_of(
    ledger: Ledger,
    *,
    as_known: date | datetime | None = None,
    at: str | None = None,
    through: int | None = None,
) -> State:
    """Return what stands, with what was replaced and taken out of view; arguments as of `claims`."""
    columns = tables.entries.c
    conditions: list[ColumnElement[bool]] = [columns.kind.in_(NEEDED)]
    if through is not None:
        conditions.append(columns.position <= through)
    in_time = before_end(as_known, ledger.zone)
    with ledger.reading() as connection:
        if at is not None:
            had = known_to(ledger, connection, at, in_time)
            entries = tuple(entry for entry in load_entries(ledger, connection, *conditions) if entry.hash in had)
        else:
            if isinstance(as_known, datetime):
                conditions.append(columns.received <= utc_text(as_known))
            elif as_known is not None and (cut := end_of_day(as_known, ledger.zone)) is not None:
                conditions.append(columns.received < cut)
            entries = load_entries(ledger, connection, *conditions)
    return fold(entries)


def before_end(as_known: date | datetime | None, zone: str) -> Callable[[str], bool]:
    """Return what tells whether a receipt lies before the end of a day in a zone, or not after a moment."""
    if isinstance(as_known, datetime):
        last = utc_text(as_known)
        return lambda received: received <= last
    cut = None if as_known is None else end_of_day(as_known, zone)
    return lambda received: cut is None or received < cut


def _as_it_went(entry: Entry) -> tuple[str, bool, str, str, int, str]:
    return entry.received, entry.kind != "claim", entry.body["recorded"], entry.device, entry.sequence, entry.hash


# Entries that say something of a claim without changing what it claims.
_ABOUT = ("seal", "shred")


def _about(entry: Entry, reviews: dict[str, str]) -> str:
    """Return the id of the claim a step is about."""
    match entry.kind:
        case "claim":
            return entry.id
        case "tombstone":
            named: str = entry.body["entry_id"]
            return reviews.get(named, named)
        case "shred":
            return str(entry.body["entry_id"])
        case _:
            return str(entry.body["claim_id"])


def _step(entry: Entry, about: str, signed_by: str | None) -> HistoryItem:
    body = entry.body
    said = body.get("statement")
    who = {"review": "reviewer", "claim": "claimant"}.get(entry.kind, "by")
    event = body["verdict"] if entry.kind == "review" else entry.kind
    return HistoryItem(
        id=entry.id,
        claim_id=about,
        event=event,
        received=entry.received,
        recorded=body["recorded"],
        who=body[who],
        reason=_reason(entry, about),
        statement=None if said is None else Statement(**said),
        supersedes=body.get("supersedes"),
        device=entry.device,
        sequence=entry.sequence,
        hash=entry.hash,
        signed_by=signed_by,
    )


def _void(reason: str | None, end: KeyRecord) -> str:
    said = f"without effect: written with a key after its revocation (entry {end.sequence} of device {end.device})"
    return said if reason is None else f"{said}; {reason}"


def _reason(entry: Entry, about: str) -> str | None:
    reason: str | None = entry.body.get("reason")
    if entry.kind == "tombstone" and entry.body["entry_id"] != about:
        return f"of verdict {entry.body['entry_id']}: {reason}"
    if entry.kind == "seal":
        return "sealed: " + ", ".join(sorted(entry.body["sealed"]))
    return reason


def _brought(entry: Entry, about: str, merge: Entry) -> HistoryItem:
    return HistoryItem(
        id=merge.id,
        claim_id=about,
        event="merged",
        received=merge.received,
        recorded=merge.received,
        who=merge.device,
        reason=f"brought entry {entry.sequence} of device {entry.device}",
        statement=None,
        supersedes=None,
        device=merge.device,
        sequence=merge.sequence,
        hash=merge.hash,
    )
