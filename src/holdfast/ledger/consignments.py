"""Consignments: what was asked for line by line, and each step of what was decided and done with it.

A consignment is one accepted request with its lines. Nothing of it is ever changed: a decision, an arrival, a removal
are steps added after it, each with its time, amounts, the reason as it was stated and the office that gave it. At every
moment, for every line,

    delivered + removed + turned back + awaiting = asked for - withdrawn,

where what was denied beforehand counts as turned back. A step that would break this is refused with the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.ledger.checking import check_text, check_word, digest, finite, ids, invalid, needed
from holdfast.ledger.constraints import check_constraint
from holdfast.ledger.line_items import Amount, LineItem
from holdfast.ledger.records import utc_text
from holdfast.ledger.written import Written, read_back

if TYPE_CHECKING:
    from holdfast.ledger.entries import Entry


CONSIGNMENT, STEP = "consignment", "gate_step"
# What an office or the organiser decides, in the words of access reports.
DECISION_STEPS = ("facilitated", "partially facilitated", "impeded", "denied", "postponed", "withdrawn")
# What happens at the gate; the last three say where an amount ended.
GATE_STEPS = ("arrived", "items removed", "turned back", "delivered")
# More asked for; a claim that tells of the same; a step written by mistake; what a person said of a possible copy.
OTHER_STEPS = ("amended", "linked", "undone", "both", "same")
STEPS = (*DECISION_STEPS, *GATE_STEPS, *OTHER_STEPS)
MOVES = frozenset({"denied", "withdrawn", "items removed", "turned back", "delivered", "amended"})
AT_PRECISIONS = ("hour", "day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment(Written):
    """One accepted request to bring goods in, in the names of a service request form; persons are left out.

    Parameters
    ----------
    lines : tuple of LineItem
        At least one.
    reference : str or None
        Tracking number of the organisation that asks.
    carrier, receiver : str or None
        Organisation that sends it, and the one it is for.
    from_place, to_place : str or None
        Town or facility it comes from, and where it goes.
    addressee : str or None
        Office it was asked of.
    requested_at, ready_at : str
        When it was asked for, and when it is ready to load (None where nobody says); UTC.
    document_sha256 : str or None
        The request form or waybill, in the inbox.
    claim_ids : tuple of str
        Claims that tell of the same, and are not counted again.
    note : str or None
        Anything else.

    Raises
    ------
    LedgerError
        HF-L008, naming the field.
    """

    lines: tuple[LineItem, ...]
    reference: str | None = None
    carrier: str | None = None
    receiver: str | None = None
    from_place: str | None = None
    to_place: str | None = None
    addressee: str | None = None
    requested_at: str
    ready_at: str | None = None
    document_sha256: str | None = None
    claim_ids: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        if not self.lines or not all(isinstance(line, LineItem) for line in self.lines):
            raise invalid("lines", repr(self.lines), "at least one line with what and how much")
        if self.reference is not None:
            needed("reference", self.reference, "a tracking number, or nothing")
        for name in ("reference", "carrier", "receiver", "from_place", "to_place", "addressee", "note"):
            check_text(name, getattr(self, name))
        digest("document_sha256", self.document_sha256)
        object.__setattr__(self, "claim_ids", ids("claim_ids", self.claim_ids))
        object.__setattr__(self, "requested_at", utc_text(self.requested_at))
        if self.ready_at is not None:
            object.__setattr__(self, "ready_at", utc_text(self.ready_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class GateStep(Written):
    """One step of a consignment.

    Parameters
    ----------
    consignment_id : str
        Id of the consignment: of that version of the request whose lines the amounts name.
    kind : str
        One of `STEPS`.
    at, at_precision : str
        When, UTC, and whether the ``hour`` is known or only the ``day``.
    amounts : tuple of Amount
        Of which lines how much; always filled where the kind moves an amount.
    stated_reason : str or None
        The reason, as it was stated.
    by : str or None
        Office that decided or stated it, as a role: never a person.
    delay_hours : float or None
        How long it was held [h].
    constraint, severity : str or None
        Category ``AC1`` to ``AC9``, and ``0`` to ``3`` or ``X`` where it is not known.
    document_sha256 : str or None
        The paper, in the inbox.
    claim_ids : tuple of str
        Claims that tell of the same, and are not counted again.
    note : str or None
        Anything else.
    beside : str or None
        Of ``both`` and ``same``: id of the step or request, from another device, that this says it of.

    Raises
    ------
    LedgerError
        HF-L008, naming the field; HF-L074 for a category or a score there is not.
    """

    consignment_id: str
    kind: str
    at: str
    at_precision: str = "hour"
    amounts: tuple[Amount, ...] = ()
    stated_reason: str | None = None
    by: str | None = None
    delay_hours: float | None = None
    constraint: str | None = None
    severity: str | None = None
    document_sha256: str | None = None
    claim_ids: tuple[str, ...] = ()
    note: str | None = None
    beside: str | None = None

    def __post_init__(self) -> None:
        Written.check(self)
        needed("consignment_id", self.consignment_id, "the id of a consignment")
        check_word("kind", self.kind, STEPS)
        check_word("at_precision", self.at_precision, AT_PRECISIONS)
        object.__setattr__(self, "at", utc_text(self.at))
        if len({amount.line for amount in self.amounts}) != len(self.amounts):
            raise invalid("amounts", "one line twice", "each line once")
        for name in ("stated_reason", "by", "note"):
            check_text(name, getattr(self, name))
        hours = finite("delay_hours", self.delay_hours)
        if hours is not None and hours < 0:
            raise invalid("delay_hours", f"{hours:g}", "zero or more")
        object.__setattr__(self, "delay_hours", hours)
        check_constraint(self.constraint, self.severity)
        digest("document_sha256", self.document_sha256)
        object.__setattr__(self, "claim_ids", ids("claim_ids", self.claim_ids))
        check_text("beside", self.beside)
        if (self.kind in {"both", "same"}) != (self.beside is not None):
            raise invalid(
                "beside", repr(self.beside), "what `both` and `same` are said of, and nothing for other steps"
            )
        if self.kind == "undone" and self.supersedes is None:
            raise invalid("supersedes", "nothing", "the id of the step that was written by mistake")


def consignment_of(entry: Entry) -> Consignment:
    """Return the consignment of an entry, as it was written."""
    return read_back(Consignment, entry, lines=tuple(LineItem(**line) for line in entry.body["lines"]))


def step_of(entry: Entry) -> GateStep:
    """Return the step of an entry, as it was written."""
    return read_back(GateStep, entry, amounts=tuple(Amount(**amount) for amount in entry.body["amounts"]))
