"""Commitments: which office promised what to whom, by when, and whether it was kept, with the evidence for it.

A verdict on a promise is a person's, with what shows it; it is added and never changed, and the last one stands.
Nothing is ever judged by the program: a promise whose day has passed is *overdue*, which says that nobody has looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from holdfast.errors import LedgerError
from holdfast.ledger.checking import check_text, check_word, digest, ids, invalid, needed
from holdfast.ledger.records import utc_text
from holdfast.ledger.written import Written, check_document, check_named, current, known, read_back, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.opening import Ledger

COMMITMENT, COMMITMENT_STATUS = "commitment", "commitment_status"
COMMITMENT_STATUSES = ("kept", "broken", "unknown")
_SHORT_ID = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Written):
    """A promise.

    Parameters
    ----------
    office : str
        Who promised, as an office: never a person.
    text : str
        What was promised, in the words it was given in.
    to_whom : str or None
        To whom, as an office or a role.
    promised_at : str
        When it was said, UTC.
    due : str or None
        ISO date by which it is to be done, in the site's zone; None where no day was named.
    document_sha256 : str or None
        The letter or minute, in the inbox.
    claim_ids : tuple of str
        Claims that tell of it, and are not listed again beside it.
    note : str or None
        Anything else.

    Raises
    ------
    LedgerError
        HF-L008, naming the field.
    """

    office: str
    text: str
    to_whom: str | None = None
    promised_at: str
    due: str | None = None
    document_sha256: str | None = None
    claim_ids: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        needed("office", self.office, "which office promised: not a person")
        needed("text", self.text, "what was promised")
        for name in ("to_whom", "note"):
            check_text(name, getattr(self, name))
        object.__setattr__(self, "promised_at", utc_text(self.promised_at))
        if self.due is not None:
            object.__setattr__(self, "due", _day(self.due))
        digest("document_sha256", self.document_sha256)
        object.__setattr__(self, "claim_ids", ids("claim_ids", self.claim_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentStatus(Written):
    """A verdict on a promise.

    Parameters
    ----------
    commitment_id : str
        Id of the commitment.
    status : str
        ``kept``, ``broken`` or ``unknown``.
    evidence : tuple of str
        Ids of claims, steps of consignments or other entries, or SHA-256 of documents, that show it. Needed for ``kept``
        and ``broken``.
    judged_by : str
        Who judges, as an office or a role.
    reason : str or None
        In the words of who judges.

    Raises
    ------
    LedgerError
        HF-L008, naming the field; HF-L075 for a verdict without evidence.
    """

    commitment_id: str
    status: str
    evidence: tuple[str, ...] = ()
    judged_by: str
    reason: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        needed("commitment_id", self.commitment_id, "the id of a commitment")
        check_word("status", self.status, COMMITMENT_STATUSES)
        needed("judged_by", self.judged_by, "who judges: an office or a role")
        check_text("reason", self.reason)
        object.__setattr__(self, "evidence", ids("evidence", self.evidence))
        if self.status != "unknown" and not self.evidence:
            raise LedgerError(
                "HF-L075",
                where=f"commitment {self.commitment_id}",
                found=f"{self.status}, with nothing that shows it",
                expected="at least one claim, step of a consignment or document as evidence",
                mend="name what shows it with --evidence, or leave the status unknown; nothing was written",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentState:
    """A promise with every verdict on it, the last of which stands."""

    commitment: Commitment
    verdicts: tuple[CommitmentStatus, ...]
    family: frozenset[str]

    @property
    def status(self) -> str:
        """``kept``, ``broken``, or ``unknown``: also where nobody has judged."""
        return self.verdicts[-1].status if self.verdicts else "unknown"

    @property
    def evidence(self) -> tuple[str, ...]:
        """What shows it."""
        return self.verdicts[-1].evidence if self.verdicts else ()

    def overdue(self, day: date) -> bool:
        """Return whether its day lies before a day while nobody knows whether it was kept."""
        return self.status == "unknown" and self.commitment.due is not None and self.commitment.due < day.isoformat()

    def as_dict(self) -> dict[str, Any]:
        """Return the promise with its status and every verdict, for JSON."""
        return {
            "status": self.status,
            "evidence": list(self.evidence),
            "commitment": self.commitment.as_dict(),
            "verdicts": [verdict.as_dict() for verdict in self.verdicts],
        }


def append_commitment(
    ledger: Ledger, *, office: str, text: str, recorded_by: str, promised_at: str | None = None, **fields: Any
) -> Commitment:
    """Write a promise.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    office, text, recorded_by : str
        Which office, what, and who types it as a role.
    promised_at : str or None
        When it was said, ISO with an offset; now when None.
    **fields
        Other fields of `Commitment`. ``supersedes`` corrects an earlier one, whose verdicts go on standing.

    Raises
    ------
    LedgerError
        HF-L011 or HF-L076 a document or claim that is not in the ledger; HF-L077 a correction of nothing; HF-L008
        other fields.
    """
    draft = Commitment(
        office=office,
        text=text,
        recorded_by=recorded_by,
        promised_at=promised_at or utc_text(ledger.clock()),
        **fields,
    )
    with ledger.writing() as connection:
        check_document(connection, "document_sha256", draft.document_sha256)
        check_named(connection, "claim_ids", draft.claim_ids, ("claim",))
        return write(ledger, connection, COMMITMENT, draft)


def judge_commitment(
    ledger: Ledger,
    commitment_id: str,
    status: str,
    *,
    judged_by: str,
    evidence: Sequence[str] = (),
    reason: str | None = None,
    recorded_by: str | None = None,
    supersedes: str | None = None,
) -> CommitmentState:
    """Write a verdict on a promise; the latest stands, and the earlier ones stay.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    commitment_id : str
        Id of the commitment, or the last characters of it (six or more).
    status : str
        ``kept``, ``broken`` or ``unknown``.
    judged_by : str
        Who judges, as an office or a role.
    evidence : sequence of str
        Ids of entries, or SHA-256 of documents.
    reason : str or None
        Why.
    recorded_by : str or None
        Who types it; who judges when None.
    supersedes : str or None
        Id of an earlier verdict that was a slip.

    Raises
    ------
    LedgerError
        HF-L072 no such commitment; HF-L075 no evidence; HF-L076 evidence that is not in the ledger; HF-L008 other
        fields.
    """
    with ledger.writing() as connection:
        states = _states(known(ledger, connection, (COMMITMENT, COMMITMENT_STATUS)))
        state = _named(states, commitment_id)
        draft = CommitmentStatus(
            commitment_id=state.commitment.id,
            status=status,
            evidence=tuple(evidence),
            judged_by=judged_by,
            reason=reason,
            recorded_by=recorded_by or judged_by,
            supersedes=supersedes,
        )
        check_named(connection, "evidence", draft.evidence)
        written = write(ledger, connection, COMMITMENT_STATUS, draft)
        after = _states(known(ledger, connection, (COMMITMENT, COMMITMENT_STATUS)))
    return next(one for one in after if written.commitment_id in one.family)


def commitment_states(ledger: Ledger, *, as_known: date | datetime | None = None) -> tuple[CommitmentState, ...]:
    """Return every promise with its verdicts, as it stands or stood as known on a day, in the order they were made.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    as_known : date, datetime or None
        Only what was received by the end of this day in the site's zone, or by this moment. None: everything.
    """
    with ledger.reading() as connection:
        return _states(known(ledger, connection, (COMMITMENT, COMMITMENT_STATUS), as_known))


def overdue(states: Iterable[CommitmentState], day: date) -> tuple[CommitmentState, ...]:
    """Return the promises whose day lies before a day and of which nobody knows whether they were kept; first due first."""
    late = [state for state in states if state.overdue(day)]
    return tuple(sorted(late, key=lambda state: state.commitment.due or ""))


def commitment_of(entry: Entry) -> Commitment:
    """Return the commitment of an entry, as it was written."""
    return read_back(Commitment, entry)


def commitment_status_of(entry: Entry) -> CommitmentStatus:
    """Return the verdict of an entry, as it was written."""
    return read_back(CommitmentStatus, entry)


def _states(entries: Iterable[Entry]) -> tuple[CommitmentState, ...]:
    every = tuple(entries)
    made = [commitment_of(entry) for entry in every if entry.kind == COMMITMENT]
    verdicts = current(commitment_status_of(entry) for entry in every if entry.kind == COMMITMENT_STATUS)
    found = []
    for commitment in current(made):
        family, before = {commitment.id}, commitment.supersedes
        while before is not None:
            family.add(before)
            before = next((one.supersedes for one in made if one.id == before), None)
        own = tuple(verdict for verdict in verdicts if verdict.commitment_id in family)
        found.append(CommitmentState(commitment=commitment, verdicts=own, family=frozenset(family)))
    return tuple(sorted(found, key=lambda state: state.commitment.promised_at))


def _named(states: Sequence[CommitmentState], name: str) -> CommitmentState:
    found = [state for state in states if name in state.family]
    if not found and len(name) >= _SHORT_ID:
        found = [state for state in states if any(one.lower().endswith(name.lower()) for one in state.family)]
    if len(found) == 1:
        return found[0]
    raise LedgerError(
        "HF-L072",
        where="commitment",
        found=f"no one commitment {name!r}",
        expected="the id of a commitment of this ledger, or its last six characters",
        mend="`holdfast promise list` shows them with their ids; nothing was written",
    )


def _day(text: str) -> str:
    check_text("due", text)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise invalid("due", repr(text), "an ISO date such as 2015-08-19") from None
