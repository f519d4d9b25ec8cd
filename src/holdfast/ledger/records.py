"""What the ledger keeps: statements, claims, documents, and the faults a verification names.

A statement is what was said. A claim is a statement with its claimant, its four times, its source and its verdict.
Records are frozen and checked when they are made, so that nothing malformed can reach the chain.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from holdfast.errors import LedgerError

# The claim types of the field's schema for situation reports, with custody, agreement and service_state beside them.
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
)
POLARITIES = ("affirmed", "negated", "hypothetical", "planned")
PRECISIONS = ("hour", "day", "week", "month", "year", "range", "unknown")
DISCLOSURE_CLASSES = ("LOW", "MODERATE", "HIGH", "SEVERE")
METHODS = ("typed", "read")
REVIEWS = ("pending", "asked", "accepted", "edited", "rejected")
VERDICTS = ("asked", "accepted", "edited", "rejected")
WAITING = ("pending", "asked")  # asked: a question went back to whoever said it, and the claim waits for the answer
# A stock tied to a site tells whoever cuts it off how long it lasts; threats are listed in the sensitivity classes.
HIGH_BY_DEFAULT = frozenset({"stock", "consumption", "need", "capacity", "commitment"})

_GRADE = re.compile(r"[A-E][1-5]")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def default_class(claim_type: str) -> str:
    """Return the disclosure class a claim gets when nobody chose one.

    Parameters
    ----------
    claim_type : str
        One of `CLAIM_TYPES`.

    Returns
    -------
    str
        ``HIGH`` for stock, consumption, need, capacity and commitments at a site, ``MODERATE`` otherwise. Never
        ``LOW``: what is public is decided by a person or a policy, not by a default.
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
        raise _invalid("time", str(moment), "an ISO 8601 time such as 2015-08-18T05:00:00Z") from None
    if parsed.tzinfo is None:
        raise _invalid("time", parsed.isoformat(), "a time with its offset from UTC")
    try:
        parsed = parsed.astimezone(UTC)
    except (OverflowError, ValueError):
        raise _invalid("time", str(parsed), "a time between the years 1 and 9999") from None
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
        _one_of("claim_type", self.claim_type, CLAIM_TYPES)
        _one_of("polarity", self.polarity, POLARITIES)
        _one_of("time_precision", self.time_precision, PRECISIONS)
        for name in ("value_low", "value_high", "si_low", "si_high"):
            object.__setattr__(self, name, _number(name, getattr(self, name)))
        _ordered("value_low", self.value_low, self.value_high)
        _ordered("si_low", self.si_low, self.si_high)
        for name in _TEXTS:
            _text(name, getattr(self, name))
        if not isinstance(self.background, bool):
            raise _invalid("background", repr(self.background), "true or false")
        _span(self.char_start, self.char_end)
        start, end = _moment("time_start", self.time_start), _moment("time_end", self.time_end)
        if start is not None and end is not None and start > end:
            raise _invalid("time_start", f"{self.time_start} after {self.time_end}", "a start before the end")

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
        ``typed`` by a person or ``read`` from a document by the program.
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
            raise _invalid("claimant", "nothing", "who says so: an office, a role, a publication")
        _text("claimant", self.claimant)
        _text("reviewer", self.reviewer)
        _one_of("disclosure_class", self.disclosure_class, DISCLOSURE_CLASSES)
        _one_of("method", self.method, METHODS)
        _one_of("review", self.review, REVIEWS)
        if self.review != "pending" and not self.reviewer:
            raise _invalid("reviewer", "nothing", f"who gave the verdict {self.review!r}")
        if not _GRADE.fullmatch(self.source_grade):
            raise _invalid("source_grade", self.source_grade, "a letter A to E and a digit 1 to 5, such as B2")
        if self.document_sha256 is not None and not _DIGEST.fullmatch(self.document_sha256):
            raise _invalid("document_sha256", self.document_sha256, "64 hexadecimal digits")
        for name in ("occurred_start", "occurred_end", "said", "recorded", "received"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, utc_text(value))
        if self.occurred_start and self.occurred_end and _at(self.occurred_start) > _at(self.occurred_end):
            raise _invalid(
                "occurred_start", f"{self.occurred_start} after {self.occurred_end}", "a start before the end"
            )
        if self.reconstructed and self.said != self.received:
            raise _invalid("received", self.received, f"the time it was said ({self.said}), as it is reconstructed")

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, the statement as a mapping, for JSON."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        parts["sealed"] = list(self.sealed)
        parts["statement"] = self.statement.as_dict()
        return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source as it was received: its SHA-256, name, media type, size in bytes and path beside the ledger."""

    sha256: str
    name: str
    media_type: str
    size: int
    path: str
    received: str


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
        row = "the file" if self.sequence is None else f"entry {self.sequence} of device {self.device}"
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
    event: str  # claim, accepted, edited, rejected
    received: str
    recorded: str
    who: str | None
    reason: str | None
    statement: Statement | None
    supersedes: str | None
    device: str
    sequence: int
    hash: str

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


def _invalid(field: str, found: str, expected: str) -> LedgerError:
    return LedgerError(
        "HF-L008", where=field, found=found, expected=expected, mend=f"give {field} a value the ledger can keep"
    )


def _one_of(field: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise _invalid(field, repr(value), "one of " + ", ".join(allowed))


def _number(field: str, value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _invalid(field, repr(value), "a number")
    try:
        number = float(value) + 0.0  # turns -0.0 into 0.0: canonical JSON has one zero
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _invalid(field, repr(value), "a finite number")
    return number


def _ordered(field: str, low: float | None, high: float | None) -> None:
    if low is not None and high is not None and low > high:
        raise _invalid(field, f"{low:g} above {high:g}", "a low bound at or below the high bound")


def _text(field: str, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise _invalid(field, repr(value), "text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _invalid(field, ascii(value), "text that can be written as UTF-8") from None
    if "\x00" in value:
        raise _invalid(field, ascii(value), "text without NUL characters")


def _span(start: object, end: object) -> None:
    if start is None and end is None:
        return
    if not (type(start) is int and type(end) is int and 0 <= start <= end):
        raise _invalid("char_start", f"{start!r} to {end!r}", "a span of whole numbers, start at or before end")


def _moment(field: str, value: object) -> datetime | None:
    """Read a date or an aware time; a date stands for its first instant, in UTC, for comparison only."""
    if value is None:
        return None
    _text(field, value)
    text = str(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _invalid(field, text, "an ISO date, or an ISO time with its offset") from None
    if moment.tzinfo is not None:
        return moment
    if len(text) > len("2015-08-18"):
        raise _invalid(field, text, "a time with its offset from UTC")
    return moment.replace(tzinfo=UTC)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
