"""Adding to the ledger: claims, proposals for the queue, and verdicts. Each is one entry; nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.errors import LedgerError
from holdfast.ledger import chain, tables
from holdfast.ledger.checking import invalid
from holdfast.ledger.entries import Entry, append, body_field, load_entries, stamp
from holdfast.ledger.inbox import find_document
from holdfast.ledger.records import SETTINGS_REVIEWER, VERDICTS, Claim, Statement, default_class, utc_text
from holdfast.ledger.trust import hold_one_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from holdfast.ledger.keys import SigningKey
    from holdfast.ledger.opening import Ledger


def append_claim(
    ledger: Ledger,
    statement: Statement,
    *,
    claimant: str,
    occurred_start: str | None = None,
    occurred_end: str | None = None,
    said: str | None = None,
    recorded: str | None = None,
    reconstructed: bool = False,
    disclosure_class: str | None = None,
    document_sha256: str | None = None,
    source_grade: str = "C3",
    method: str = "read",
    review: str = "pending",
    reviewer: str | None = None,
    supersedes: str | None = None,
    sealed: Mapping[str, str] | None = None,
) -> Claim:
    """Add one claim to the ledger.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    statement : Statement
        What is claimed.
    claimant : str
        Who says so: an office, a role, a publication.
    occurred_start, occurred_end : str or None
        When it was true, ISO with an offset. None: taken from the statement; a bare date there is the whole day in the
        site's zone.
    said, recorded : str or None
        When it was spoken or published, and written down; `recorded` is the time of receipt when None.
    reconstructed : bool
        True for imported history: `received` is then set to `said`, which must be given.
    disclosure_class : str or None
        None: ``HIGH`` for stocks and the like, ``MODERATE`` otherwise.
    document_sha256 : str or None
        A document stored before with `store_document`.
    source_grade : str
        ``A1`` to ``E5``; ``C3``, second hand, when nobody judged the source.
    method : str
        ``typed``, ``read``, or ``model``, which is always written as pending and is never of class SEVERE.
    review, reviewer : str, str or None
        ``pending`` waits in the queue. A person who types a reading of their own accepts it in the same entry.
    supersedes : str or None
        Id of the claim this one corrects. The correction takes effect once it is itself accepted.
    sealed : Mapping or None
        Fields of `SEALED_FIELDS` and their values, which never reach the database in clear and can be shredded.

    Returns
    -------
    Claim
        With its id and its place in the chain.

    Raises
    ------
    LedgerError
        HF-L008 a field is not usable; HF-L009 `supersedes` names no claim; HF-L011 the document is not in the ledger;
        HF-L059 a value that cannot be sealed; HF-L005, HF-L006, HF-L007 the file cannot be written. Nothing is written then.
    """
    draft = draft_claim(
        ledger,
        statement,
        claimant=claimant,
        occurred_start=occurred_start,
        occurred_end=occurred_end,
        said=said,
        recorded=recorded,
        reconstructed=reconstructed,
        disclosure_class=disclosure_class,
        document_sha256=document_sha256,
        source_grade=source_grade,
        method=method,
        review=review,
        reviewer=reviewer,
        supersedes=supersedes,
    )
    if sealed:
        from holdfast.ledger.sealed_fields import append_sealed  # noqa: PLC0415  builds on this module

        return append_sealed(ledger, draft, sealed)
    return propose(ledger, (draft,))[0]


def draft_claim(ledger: Ledger, statement: Statement, *, claimant: str, **fields: Any) -> Claim:
    """Return a checked claim that is not in the ledger yet, for `propose`; arguments as of `append_claim`."""
    now = utc_text(ledger.clock())
    given = {name: value for name, value in fields.items() if value is not None}
    start, end = _occurred(statement, ledger.zone)
    given.setdefault("occurred_start", start)
    if "occurred_start" not in fields or fields["occurred_start"] is None:
        given.setdefault("occurred_end", end)
    given.setdefault("disclosure_class", default_class(statement.claim_type))
    if given.get("reconstructed"):
        said = given.get("said")
        if said is None or utc_text(said) > now:
            raise LedgerError(
                "HF-L008",
                where="said",
                found="nothing" if said is None else f"{said}, in the future",
                expected="when it was spoken or published, as imported history counts as received then",
                mend="give `said`, or do not mark the claim as reconstructed",
            )
        given["received"] = utc_text(said)
    else:
        given["received"] = now
    given.setdefault("recorded", now)
    return Claim(id="draft", statement=statement, claimant=claimant, zone=ledger.zone, **given)


def propose(ledger: Ledger, drafts: Iterable[Claim], *, operator: SigningKey | None = None) -> tuple[Claim, ...]:
    """Add several claims in one step: all of them, or none.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    drafts : iterable of Claim
        From `draft_claim`. Those with review ``pending`` wait in the queue.
    operator : SigningKey or None
        The key of the person who stands for them, from `operator_key`.

    Returns
    -------
    tuple of Claim
        In the given order, with ids and places in the chain.

    Raises
    ------
    LedgerError
        As `append_claim`.
    """
    with ledger.writing() as connection:
        return tuple(claim_of(write_claim(ledger, connection, draft, operator=operator)) for draft in drafts)


def write_claim(
    ledger: Ledger,
    connection: Connection,
    draft: Claim,
    *,
    sealed: Mapping[str, Mapping[str, str]] | None = None,
    operator: SigningKey | None = None,
) -> Entry:
    """Write one claim, with what its entry says of sealed fields; `propose` and `append_claim` are the ways to it."""
    check_proposed(draft)
    beside: dict[str, Any] = {"sealed": sealed} if sealed else {}
    if draft.supersedes is not None:
        beside["supersedes_hash"] = _find_claim(ledger, connection, draft.supersedes).hash
    if draft.document_sha256 is not None and find_document(connection, draft.document_sha256) is None:
        raise LedgerError(
            "HF-L011",
            where="document_sha256",
            found=draft.document_sha256,
            expected="a document of this ledger",
            mend="store the document first; a claim must lead back to its source",
        )
    body = claim_body(draft) | beside
    received = draft.received if draft.reconstructed else None
    return append(ledger, connection, kind="claim", body=body, received=received, operator=operator)


def review_claim(
    ledger: Ledger,
    claim_id: str,
    verdict: str,
    *,
    reviewer: str,
    statement: Statement | None = None,
    reason: str | None = None,
    operator: SigningKey | None = None,
) -> Claim:
    """Write a verdict on a claim: a new entry, which leaves the claim itself as it was written.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    claim_id : str
        Id of the claim.
    verdict : str
        ``accepted``, ``edited``, ``rejected``, or ``asked``: a question went back, and the claim goes on waiting. A later verdict replaces an earlier one in the current view; the statement
        stays as last edited.
    reviewer : str
        Who judges, as an office or a role.
    statement : Statement or None
        The edited statement; needed for ``edited``, and only then.
    reason : str or None
        Why; in the reviewer's words. With ``asked`` it is the question, and must be given.
    operator : SigningKey or None
        The reviewer's own key, from `operator_key`: signs the verdict beside the device.

    Returns
    -------
    Claim
        The claim as it now stands.

    Raises
    ------
    LedgerError
        HF-L009 no such claim; HF-L010 no such verdict, a statement missing or in the way, or no question; HF-L008 no
        reviewer.
    """
    if verdict not in VERDICTS or (verdict == "edited") != (statement is not None):
        raise LedgerError(
            "HF-L010",
            where=f"review of {claim_id}",
            found=f"verdict {verdict!r} {'with' if statement is not None else 'without'} an edited statement",
            expected="accepted, rejected, asked, or edited with the edited statement",
            mend="choose one of the four verdicts; give the statement with `edited` only",
        )
    if verdict == "asked" and not (reason and reason.strip()):
        raise LedgerError(
            "HF-L010",
            where=f"review of {claim_id}",
            found="asked, without a question",
            expected="the question that goes back",
            mend="give it as the reason: whoever reads the history must see what was asked",
        )
    with ledger.writing() as connection:
        entry = _find_claim(ledger, connection, claim_id)
        claim = claim_of(entry)
        if claim.method == "model" and verdict in {"accepted", "edited"} and _is_setting(reviewer):
            raise invalid("reviewer", repr(reviewer), "a person: what a model proposed is accepted by no setting")
        edits = load_entries(ledger, connection, tables.entries.c.kind == "review", body_field("claim_id") == entry.id)
        stands = next(
            (
                Statement(**e.body["statement"])
                for e in reversed(edits)
                if e.body["statement"] and e.body.get("claim_hash") in (None, entry.hash)
            ),
            claim.statement,
        )
        judged = replace(claim, statement=statement or stands, review=verdict, reviewer=reviewer)
        body = {
            "claim_id": entry.id,
            "claim_hash": entry.hash,
            "verdict": verdict,
            "reviewer": reviewer,
            "reason": reason,
            "statement": None if statement is None else statement.as_dict(),
            "recorded": stamp(ledger, connection).received,
        }
        # The verdict on imported history belongs to the same reconstructed past as the claim.
        received = claim.received if claim.reconstructed else None
        append(ledger, connection, kind="review", body=body, received=received, operator=operator)
    return judged


def check_proposed(claim: Claim) -> None:
    """Refuse a claim that a model proposed with a verdict in the same entry, or of class SEVERE (HF-L008)."""
    if claim.method == "model" and claim.review != "pending":
        raise invalid("review", repr(claim.review), "pending: what a model proposed waits for a person")
    if claim.method == "model" and claim.disclosure_class == "SEVERE":
        raise invalid("disclosure_class", "SEVERE", "no text of this class is shown to a model")


def _is_setting(reviewer: str | None) -> bool:
    return (reviewer or "").strip().casefold().startswith(SETTINGS_REVIEWER)


def claim_body(claim: Claim) -> dict[str, Any]:
    """Return what the payload keeps of a claim: everything but its place in the chain and its receipt."""
    body = claim.as_dict()
    for name in ("id", "received", "sealed", "device", "sequence", "previous_hash", "hash"):
        del body[name]
    return body


def claim_of(entry: Entry) -> Claim:
    """Return the claim of an entry, as it was written."""
    body = dict(entry.body)
    statement = Statement(**body.pop("statement"))
    sealed = tuple(sorted(body.pop("sealed", None) or ()))
    body.pop("supersedes_hash", None)
    return Claim(
        **body,
        sealed=sealed,
        statement=statement,
        id=entry.id,
        received=entry.received,
        device=entry.device,
        sequence=entry.sequence,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )


def _find_claim(ledger: Ledger, connection: Connection, claim_id: str) -> Entry:
    columns = tables.entries.c
    named = columns.hash if len(claim_id) == len(chain.GENESIS_PREVIOUS) else columns.id
    found = load_entries(ledger, connection, named == claim_id, columns.kind == "claim")
    if not found:
        raise unknown_claim(claim_id)
    hold_one_content(claim_id, found)
    return found[0]


def unknown_claim(claim_id: str) -> LedgerError:
    """Return the error for an id that names no claim."""
    return LedgerError(
        "HF-L009",
        where="claim",
        found=f"no claim {claim_id!r}",
        expected="the id of a claim in this ledger",
        mend="list the claims with `holdfast ledger as-known`, or the waiting ones with `holdfast review`",
    )


def _occurred(statement: Statement, zone: str) -> tuple[str | None, str | None]:
    start = None if statement.time_start is None else _edge(statement.time_start, zone, last=False)
    end = None if statement.time_end is None else _edge(statement.time_end, zone, last=True)
    if start is not None and end is None and len(statement.time_start or "") == len("2015-08-18"):
        end = _edge(statement.time_start or "", zone, last=True)
    return start, end


def _edge(text: str, zone: str, *, last: bool) -> str:
    """Return the first or last second a date or time stands for, in UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        return utc_text(moment)
    day = moment.date()
    if not last or day == date.max:
        return utc_text(datetime.combine(day, time(), ZoneInfo(zone)))
    following = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return utc_text(following.astimezone(UTC) - timedelta(seconds=1))
