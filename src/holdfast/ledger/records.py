"""What the ledger keeps: statements, claims, documents, and the faults a verification names.

A statement is what was said. A claim is a statement with its claimant, its four times, its source and its verdict.
Records are frozen and checked when they are made, so that nothing malformed can reach the chain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from holdfast.ledger.checking import (
    check_order,
    check_span,
    check_text,
    check_word,
    digest,
    finite,
    instant,
    invalid,
    read_moment,
)

# The claim types of the field's schema for situation reports, with custody, agreement, service_state and health
# (counts of cases, never a name) beside them.
CLAIM_TYPES = (
    "stock",
    "consumption",
    "need",
    "delivery",
    "denial",
    "removal",
    "outage",
    "capacity",
    "population",
    "casualty",
    "temperature",
    "commitment",
    "appeal",
    "norm",
    "custody",
    "agreement",
    "service_state",
    "health",
)
POLARITIES = ("affirmed", "negated", "hypothetical", "planned")
PRECISIONS = ("hour", "day", "week", "month", "year", "range", "unknown")
DISCLOSURE_CLASSES = ("LOW", "MODERATE", "HIGH", "SEVERE")
METHODS = ("typed", "read", "model")  # model: proposed by a language model; only a person accepts it
SETTINGS_REVIEWER = "settings.toml"  # how the reviewer of a claim begins that no person judged
REVIEWS = ("pending", "asked", "accepted", "edited", "rejected")
VERDICTS = ("asked", "accepted", "edited", "rejected")
WAITING = ("pending", "asked")  # asked: a question went back to whoever said it, and the claim waits for the answer
# A stock tied to a site tells whoever cuts it off how long it lasts; threats are listed in the sensitivity classes.
# Cases at one site are few: a count under ten can point to a person, and a rise shows what the lack does and since when.
HIGH_BY_DEFAULT = frozenset({"stock", "consumption", "need", "capacity", "commitment", "health"})

_GRADE = re.compile(r"[A-E][1-5]")


def default_class(claim_type: str) -> str:
    """Return the disclosure class a claim gets when nobody chose one.

    Parameters
    ----------
    claim_type : str
        One of `CLAIM_TYPES`.

    Returns
    -------
    str
        ``HIGH`` for stock, consumption, need, capacity, commitments and counts of cases at a site, ``MODERATE``
        otherwise. Never ``LOW``: what is public is decided by a person or a policy, not by a default.
    """
    return "HIGH" if claim_type in HIGH_BY_DEFAULT else "MODERATE"


def utc_text(moment: datetime | str) -> str:
    """Write a moment as the ledger keeps it: UTC, ISO 8601, ending in ``Z``.

    Parameters
    ----------
    moment : datetime or str
        An aware datetime, or ISO text with an offset.

    Returns
    -------
    str
        ``2015-08-18T05:00:00Z``, cut to the second: one width, so that the order of the texts is the order of time.

    Raises
    ------
    LedgerError
        HF-L008 when the text is no date or carries no offset: a time without a zone could be any of 24 hours.
    """
    try:
        parsed = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    except ValueError:
        raise invalid("time", str(moment), "an ISO 8601 time such as 2015-08-18T05:00:00Z") from None
    if parsed.tzinfo is None:
        raise invalid("time", parsed.isoformat(), "a time with its offset from UTC")
    try:
        parsed = parsed.astimezone(UTC)
    except (OverflowError, ValueError):
        raise invalid("time", str(parsed), "a time between the years 1 and 9999") from None
    return parsed.replace(microsecond=0).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One quantified or categorical statement, as it was made.

    Parameters
    ----------
    claim_type : str
        One of `CLAIM_TYPES`.
    item, service : str or None
        What was claimed (``septic tanks``) and what it means for a service (``desludging``).
    polarity : str
        One of `POLARITIES`.
    value_low, value_high : float or None
        Bounds in `unit`, as stated; "over 2,000" has a low bound only.
    unit : str or None
        Unit as stated.
    si_low, si_high : float or None
        The same bounds in `si_unit`; None where a package has no size.
    si_unit, per : str or None
        Internal unit, and ``day``, ``person-day`` or ``hour``.
    time_start, time_end : str or None
        ISO dates, or ISO times with an offset; None where the text cannot be anchored.
    time_precision : str
        One of `PRECISIONS`.
    place, actor, addressee, attribution, modality : str or None
        Where; who refuses or promises; to whom; who says so; words such as "reportedly".
    background : bool
        True where the statement is history and not an event of the present report.
    time_text : str or None
        The words of the time, kept also when it was anchored.
    char_start, char_end : int or None
        Half-open span in code points of the source text.

    Raises
    ------
    LedgerError
        HF-L008, naming the field, when a word is not in its list, bounds or spans are reversed, a number is not
        finite, or only one end of a span is given.
    """

    claim_type: str
    item: str | None = None
    service: str | None = None
    polarity: str = "affirmed"
    value_low: float | None = None
    value_high: float | None = None
    unit: str | None = None
    si_low: float | None = None
    si_high: float | None = None
    si_unit: str | None = None
    per: str | None = None
    time_start: str | None = None
    time_end: str | None = None
    time_precision: str = "unknown"
    place: str | None = None
    actor: str | None = None
    addressee: str | None = None
    attribution: str | None = None
    modality: str | None = None
    background: bool = False
    time_text: str | None = None
    char_start: int | None = None
    char_end: int | None = None

    def __post_init__(self) -> None:
        check_word("claim_type", self.claim_type, CLAIM_TYPES)
        check_word("polarity", self.polarity, POLARITIES)
        check_word("time_precision", self.time_precision, PRECISIONS)
        for name in ("value_low", "value_high", "si_low", "si_high"):
            object.__setattr__(self, name, finite(name, getattr(self, name)))
        check_order("value_low", self.value_low, self.value_high)
        check_order("si_low", self.si_low, self.si_high)
        for name in _TEXTS:
            check_text(name, getattr(self, name))
        if not isinstance(self.background, bool):
            raise invalid("background", repr(self.background), "true or false")
        check_span(self.char_start, self.char_end)
        start, end = read_moment("time_start", self.time_start), read_moment("time_end", self.time_end)
        if start is not None and end is not None and start > end:
            raise invalid("time_start", f"{self.time_start} after {self.time_end}", "a start before the end")

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


_TEXTS = (
    "item",
    "service",
    "unit",
    "si_unit",
    "per",
    "place",
    "actor",
    "addressee",
    "attribution",
    "modality",
    "time_text",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement in the ledger: who claims it, its four times, its source and its verdict.

    Parameters
    ----------
    id : str
        26 characters, sortable by time of writing (a ULID).
    statement : Statement
        What is claimed; after an edit by a reviewer, the edited statement.
    claimant : str
        Who says so, as an office or a role. The ledger has no field for names or contacts of persons.
    occurred_start, occurred_end : str or None
        When it was true, UTC; None where the source does not say.
    said : str or None
        When it was spoken or published, UTC.
    recorded : str
        When it was written down, UTC.
    received : str
        When it reached this ledger, UTC. Cut by "as known on".
    reconstructed : bool
        True for imported history, whose `received` is set to `said`.
    zone : str
        Zone of the site, in which days begin and end.
    disclosure_class : str
        One of `DISCLOSURE_CLASSES`.
    document_sha256 : str or None
        Hash of the source document in the inbox.
    source_grade : str
        Source credibility A to E and validity of the information 1 to 5, judged apart.
    method : str
        ``typed`` by a person, ``read`` from a document by the program, or ``model``: proposed by a language model.
    review : str
        One of `REVIEWS`, as known at the date asked for.
    reviewer : str or None
        Who gave the verdict.
    supersedes : str or None
        Id of the claim this one corrects.
    sealed : tuple of str
        Names of the fields that were sealed with it; their values are not part of any record.
    device, sequence, previous_hash, hash
        Place in the chain of the device that wrote it.

    Raises
    ------
    LedgerError
        HF-L008, naming the field at fault.
    """

    id: str
    statement: Statement
    claimant: str
    occurred_start: str | None = None
    occurred_end: str | None = None
    said: str | None = None
    recorded: str
    received: str
    reconstructed: bool = False
    zone: str = "UTC"
    disclosure_class: str
    document_sha256: str | None = None
    source_grade: str = "C3"
    method: str = "read"
    review: str = "pending"
    reviewer: str | None = None
    supersedes: str | None = None
    sealed: tuple[str, ...] = ()
    device: str = ""
    sequence: int = 0
    previous_hash: str = ""
    hash: str = ""

    def __post_init__(self) -> None:
        if not self.claimant or not self.claimant.strip():
            raise invalid("claimant", "nothing", "who says so: an office, a role, a publication")
        check_text("claimant", self.claimant)
        check_text("reviewer", self.reviewer)
        check_word("disclosure_class", self.disclosure_class, DISCLOSURE_CLASSES)
        check_word("method", self.method, METHODS)
        check_word("review", self.review, REVIEWS)
        if self.review != "pending" and not self.reviewer:
            raise invalid("reviewer", "nothing", f"who gave the verdict {self.review!r}")
        if not _GRADE.fullmatch(self.source_grade):
            raise invalid("source_grade", self.source_grade, "a letter A to E and a digit 1 to 5, such as B2")
        digest("document_sha256", self.document_sha256)
        for name in ("occurred_start", "occurred_end", "said", "recorded", "received"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, utc_text(value))
        if self.occurred_start and self.occurred_end and instant(self.occurred_start) > instant(self.occurred_end):
            raise invalid(
                "occurred_start", f"{self.occurred_start} after {self.occurred_end}", "a start before the end"
            )
        if self.reconstructed and self.said != self.received:
            raise invalid("received", self.received, f"the time it was said ({self.said}), as it is reconstructed")

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, the statement as a mapping, for JSON."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        parts["sealed"] = list(self.sealed)
        parts["statement"] = self.statement.as_dict()
        return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source as it was received: its SHA-256, name, media type, size in bytes and path beside the ledger.

    ``needs`` says what a person has to do before it can be read (``typing``: a scanned letter; ``reading``: words that were
    not understood). ``transcribes`` is the SHA-256 of the scan whose words this document holds, ``typed_by`` the role of who
    typed them.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    path: str
    received: str
    needs: str | None = None
    transcribes: str | None = None
    typed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing `verify` found wrong: the row by device, sequence and id, and which column of it."""

    kind: str
    device: str | None
    sequence: int | None
    id: str | None
    column: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        row = "the ledger itself" if self.sequence is None else f"entry {self.sequence} of device {self.device}"
        name = f" ({self.id})" if self.id else ""
        column = f", {self.column}" if self.column else ""
        return f"{row}{name}{column}: found {self.found}; expected {self.expected}"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """One step in the life of a claim: it was written, corrected, or judged; nothing of it is ever removed."""

    id: str
    claim_id: str
    event: str  # claim, a verdict, tombstone, seal, shred, merged
    received: str
    recorded: str
    who: str | None
    reason: str | None
    statement: Statement | None
    supersedes: str | None
    device: str
    sequence: int
    hash: str
    signed_by: str | None = None  # the operator whose key signed it, beside the device

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, the statement as a mapping, for JSON."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        parts["statement"] = None if self.statement is None else self.statement.as_dict()
        return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two accepted claims that cannot both hold: ``value`` beyond their errors, or ``polarity`` one denying the other."""

    kind: str
    first: Claim
    second: Claim

    def as_dict(self) -> dict[str, Any]:
        """Return both claims whole, for JSON."""
        return {"kind": self.kind, "first": self.first.as_dict(), "second": self.second.as_dict()}
