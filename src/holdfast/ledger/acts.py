"""What the house itself did: a plan made, an edition released, an operating decision.

Two more of the house's acts have their own places: verdicts on claims are entries of kind ``review``, and forecasts as
they were issued are entries of kind ``forecast``. Appeals and outages, and observations of every kind, are not acts of
the house but things that somebody said: they are claims (types ``appeal``, ``outage``, ``stock``, ``health`` and so on),
with their claimant, and are judged as claims are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from holdfast.ledger.checking import check_text, check_word, digest, ids, needed
from holdfast.ledger.records import DISCLOSURE_CLASSES, utc_text
from holdfast.ledger.written import Written, check_document, check_named, current, known, read_back, write

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.opening import Ledger

PLAN, EDITION, DECISION = "plan", "edition", "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Written):
    """A plan: title, text, who made it as a role, when, and the forecasts and claims it rests on."""

    title: str
    text: str
    made_by: str
    made_at: str
    based_on: tuple[str, ...] = ()
    document_sha256: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        for name, what in (("title", "a title"), ("text", "what the plan says"), ("made_by", "which office or role")):
            needed(name, getattr(self, name), what)
        object.__setattr__(self, "made_at", utc_text(self.made_at))
        object.__setattr__(self, "based_on", ids("based_on", self.based_on))
        digest("document_sha256", self.document_sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(Written):
    """An edition of a report that was released.

    Parameters
    ----------
    edition : str
        ``restricted`` or ``public``.
    report_id : str
        Name of the report.
    file_sha256 : str
        Hash of the file as it was handed over. The file need not be in the inbox: it can be made again.
    sensitivity : str
        Class of the file.
    released_by : str
        Who released it, as a role; a downgrade takes a second person.
    released_at, as_of : str
        When, UTC, and the ISO date of the last day it tells of.
    recipients : tuple of str
        Offices it went to; empty for everyone.
    revision : int
        0, or the number of the correction.
    changes : str or None
        What a correction changed.
    """

    edition: str
    report_id: str
    file_sha256: str
    sensitivity: str
    released_by: str
    released_at: str
    as_of: str
    recipients: tuple[str, ...] = ()
    revision: int = 0
    changes: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        check_word("edition", self.edition, ("restricted", "public"))
        check_word("sensitivity", self.sensitivity, DISCLOSURE_CLASSES)
        for name in ("report_id", "released_by", "as_of"):
            needed(name, getattr(self, name), "a name that is not empty")
        needed("file_sha256", self.file_sha256, "the hash of the file")
        digest("file_sha256", self.file_sha256)
        object.__setattr__(self, "released_at", utc_text(self.released_at))
        object.__setattr__(self, "recipients", ids("recipients", self.recipients))
        check_text("changes", self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingDecision(Written):
    """A decision on how the site is run: what, by which role, when, from when on, and what it rests on."""

    text: str
    decided_by: str
    decided_at: str
    takes_effect_at: str | None = None
    based_on: tuple[str, ...] = ()
    document_sha256: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        needed("text", self.text, "what was decided")
        needed("decided_by", self.decided_by, "which office or role")
        object.__setattr__(self, "decided_at", utc_text(self.decided_at))
        if self.takes_effect_at is not None:
            object.__setattr__(self, "takes_effect_at", utc_text(self.takes_effect_at))
        object.__setattr__(self, "based_on", ids("based_on", self.based_on))
        digest("document_sha256", self.document_sha256)


Act = Plan | Edition | OperatingDecision
A = TypeVar("A", Plan, Edition, OperatingDecision)
_KINDS: dict[str, type[Plan | Edition | OperatingDecision]] = {
    PLAN: Plan,
    EDITION: Edition,
    DECISION: OperatingDecision,
}
_WHEN = {PLAN: "made_at", EDITION: "released_at", DECISION: "decided_at"}


def append_plan(ledger: Ledger, *, made_at: str | None = None, **fields: Any) -> Plan:
    """Write down a plan; the fields are those of `Plan`, `made_at` is now when None.

    Raises
    ------
    LedgerError
        HF-L011 or HF-L076 for what is not in the ledger; HF-L077 a correction of nothing; HF-L008 other fields.
    """
    return _append(ledger, PLAN, Plan(made_at=made_at or utc_text(ledger.clock()), **fields))


def append_edition(ledger: Ledger, *, released_at: str | None = None, **fields: Any) -> Edition:
    """Write down the release of an edition; the fields are those of `Edition`, `released_at` is now when None.

    Raises
    ------
    LedgerError
        HF-L077 a correction of nothing; HF-L008 other fields.
    """
    return _append(ledger, EDITION, Edition(released_at=released_at or utc_text(ledger.clock()), **fields))


def append_decision(ledger: Ledger, *, decided_at: str | None = None, **fields: Any) -> OperatingDecision:
    """Write down an operating decision; the fields are those of `OperatingDecision`, `decided_at` is now when None.

    Raises
    ------
    LedgerError
        HF-L011 or HF-L076 for what is not in the ledger; HF-L077 a correction of nothing; HF-L008 other fields.
    """
    return _append(ledger, DECISION, OperatingDecision(decided_at=decided_at or utc_text(ledger.clock()), **fields))


def own_acts(ledger: Ledger, *, as_known: date | datetime | None = None) -> tuple[Act, ...]:
    """Return plans, editions and operating decisions that no correction replaced, in the order they were made.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    as_known : date, datetime or None
        Only what was received by the end of this day in the site's zone, or by this moment. None: everything.
    """
    with ledger.reading() as connection:
        entries = known(ledger, connection, tuple(_KINDS), as_known)
    return tuple(sorted(current(act_of(entry) for entry in entries), key=_moment))


def act_of(entry: Entry) -> Act:
    """Return the act of an entry, as it was written."""
    return read_back(_KINDS[entry.kind], entry)


def _append(ledger: Ledger, kind: str, draft: A) -> A:
    with ledger.writing() as connection:
        if not isinstance(draft, Edition):
            check_document(connection, "document_sha256", draft.document_sha256)
            check_named(connection, "based_on", draft.based_on)
        return write(ledger, connection, kind, draft)


def _moment(act: Act) -> str:
    kind = next(name for name, cls in _KINDS.items() if isinstance(act, cls))
    return str(getattr(act, _WHEN[kind]))
