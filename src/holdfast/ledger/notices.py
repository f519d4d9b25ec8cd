"""Notices: what an office was told, when, by which channel, with what proof, and what it answered.

What was known is shown by claims and forecasts; that an office knew it is shown by a notice with its delivery proof. A
notice without an answer is listed as unanswered; what silence means is nobody's to say here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.errors import LedgerError
from holdfast.ledger.checking import check_text, digest, ids, needed
from holdfast.ledger.records import utc_text
from holdfast.ledger.written import Written, check_document, check_named, current, known, read_back, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.opening import Ledger

NOTICE, ANSWER = "notice", "notice_answer"
_SHORT_ID = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Written):
    """A notice that was sent.

    Parameters
    ----------
    office : str
        To which office: never a person.
    text : str
        What it said, in short.
    sent_at : str
        When, UTC.
    channel : str
        Letter, e-mail, telephone, in person, by whom it was handed over as a role.
    document_sha256 : str or None
        The notice itself, in the inbox.
    proof_sha256 : str or None
        Proof of delivery, in the inbox: a stamped copy, a receipt.
    carried : tuple of str
        Ids of the forecasts, claims or other entries it carried.
    sent_by : str or None
        Which office sent it.
    note : str or None
        Anything else.

    Raises
    ------
    LedgerError
        HF-L008, naming the field.
    """

    office: str
    text: str
    sent_at: str
    channel: str
    document_sha256: str | None = None
    proof_sha256: str | None = None
    carried: tuple[str, ...] = ()
    sent_by: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        needed("office", self.office, "to which office: not a person")
        needed("text", self.text, "what the notice said")
        needed("channel", self.channel, "by which channel, such as letter or e-mail")
        for name in ("sent_by", "note"):
            check_text(name, getattr(self, name))
        for name in ("document_sha256", "proof_sha256"):
            digest(name, getattr(self, name))
        object.__setattr__(self, "sent_at", utc_text(self.sent_at))
        object.__setattr__(self, "carried", ids("carried", self.carried))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswer(Written):
    """An answer to a notice: which office, what it said, when, and the paper of it."""

    notice_id: str
    office: str
    text: str
    answered_at: str
    document_sha256: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        needed("notice_id", self.notice_id, "the id of a notice")
        needed("office", self.office, "which office answered: not a person")
        needed("text", self.text, "what the answer said")
        object.__setattr__(self, "answered_at", utc_text(self.answered_at))
        digest("document_sha256", self.document_sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeState:
    """A notice with its answers, in the order they came."""

    notice: Notice
    answers: tuple[NoticeAnswer, ...]
    family: frozenset[str]

    @property
    def answered(self) -> bool:
        """Whether any answer is on record."""
        return bool(self.answers)

    @property
    def proven(self) -> bool:
        """Whether a proof of delivery is in the inbox."""
        return self.notice.proof_sha256 is not None

    def as_dict(self) -> dict[str, Any]:
        """Return the notice with its answers, for JSON."""
        return {
            "answered": self.answered,
            "proven": self.proven,
            "notice": self.notice.as_dict(),
            "answers": [answer.as_dict() for answer in self.answers],
        }


def append_notice(
    ledger: Ledger,
    *,
    office: str,
    text: str,
    channel: str,
    recorded_by: str,
    sent_at: str | None = None,
    **fields: Any,
) -> Notice:
    """Write down a notice that was sent.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    office, text, channel, recorded_by : str
        To which office, what, how, and who types it as a role.
    sent_at : str or None
        When, ISO with an offset; now when None.
    **fields
        Other fields of `Notice`. ``supersedes`` corrects an earlier one, whose answers go on counting.

    Raises
    ------
    LedgerError
        HF-L011 or HF-L076 for what is not in the ledger; HF-L077 a correction of nothing; HF-L008 other fields.
    """
    draft = Notice(
        office=office,
        text=text,
        channel=channel,
        recorded_by=recorded_by,
        sent_at=sent_at or utc_text(ledger.clock()),
        **fields,
    )
    with ledger.writing() as connection:
        check_document(connection, "document_sha256", draft.document_sha256)
        check_document(connection, "proof_sha256", draft.proof_sha256)
        check_named(connection, "carried", draft.carried)
        return write(ledger, connection, NOTICE, draft)


def append_answer(
    ledger: Ledger,
    notice_id: str,
    *,
    text: str,
    recorded_by: str,
    office: str | None = None,
    answered_at: str | None = None,
    document_sha256: str | None = None,
    supersedes: str | None = None,
) -> NoticeState:
    """Write down an answer to a notice.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    notice_id : str
        Id of the notice, or the last characters of it (six or more).
    text, recorded_by : str
        What the answer said, and who types it as a role.
    office : str or None
        Which office answered; the one the notice went to when None.
    answered_at : str or None
        When, ISO with an offset; now when None.
    document_sha256 : str or None
        The letter, in the inbox.
    supersedes : str or None
        Id of an earlier answer that was a slip.

    Raises
    ------
    LedgerError
        HF-L072 no such notice; HF-L011 a document that is not in the ledger; HF-L008 other fields.
    """
    with ledger.writing() as connection:
        state = _named(_states(known(ledger, connection, (NOTICE, ANSWER))), notice_id)
        draft = NoticeAnswer(
            notice_id=state.notice.id,
            office=office or state.notice.office,
            text=text,
            answered_at=answered_at or utc_text(ledger.clock()),
            document_sha256=document_sha256,
            recorded_by=recorded_by,
            supersedes=supersedes,
        )
        check_document(connection, "document_sha256", document_sha256)
        write(ledger, connection, ANSWER, draft)
        after = _states(known(ledger, connection, (NOTICE, ANSWER)))
    return next(one for one in after if state.notice.id in one.family)


def notice_states(ledger: Ledger, *, as_known: date | datetime | None = None) -> tuple[NoticeState, ...]:
    """Return every notice with its answers, as it stands or stood as known on a day, in the order they were sent.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    as_known : date, datetime or None
        Only what was received by the end of this day in the site's zone, or by this moment. None: everything.
    """
    with ledger.reading() as connection:
        return _states(known(ledger, connection, (NOTICE, ANSWER), as_known))


def unanswered(states: Iterable[NoticeState]) -> tuple[NoticeState, ...]:
    """Return the notices without an answer on record, the oldest first."""
    return tuple(state for state in states if not state.answered)


def notice_of(entry: Entry) -> Notice:
    """Return the notice of an entry, as it was written."""
    return read_back(Notice, entry)


def answer_of(entry: Entry) -> NoticeAnswer:
    """Return the answer of an entry, as it was written."""
    return read_back(NoticeAnswer, entry)


def _states(entries: Iterable[Entry]) -> tuple[NoticeState, ...]:
    every = tuple(entries)
    sent = [notice_of(entry) for entry in every if entry.kind == NOTICE]
    answers = current(answer_of(entry) for entry in every if entry.kind == ANSWER)
    found = []
    for notice in current(sent):
        family, before = {notice.id}, notice.supersedes
        while before is not None:
            family.add(before)
            before = next((one.supersedes for one in sent if one.id == before), None)
        own = tuple(answer for answer in answers if answer.notice_id in family)
        found.append(NoticeState(notice=notice, answers=own, family=frozenset(family)))
    return tuple(sorted(found, key=lambda state: state.notice.sent_at))


def _named(states: Sequence[NoticeState], name: str) -> NoticeState:
    found = [state for state in states if name in state.family]
    if not found and len(name) >= _SHORT_ID:
        found = [state for state in states if any(one.lower().endswith(name.lower()) for one in state.family)]
    if len(found) == 1:
        return found[0]
    raise LedgerError(
        "HF-L072",
        where="notice",
        found=f"no one notice {name!r}",
        expected="the id of a notice of this ledger, or its last six characters",
        mend="`holdfast notice list` shows them with their ids; nothing was written",
    )
