"""What the gate did: one decision, one day, and the draws of days to come."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

# The mission statuses of humanitarian access reports, and the words of a gate log beside them.
DECISIONS: tuple[str, ...] = (
    "requested",
    "facilitated",
    "partially facilitated",
    "impeded",
    "denied",
    "withdrawn",
    "let in",
    "refused",
    "turned back",
    "removed",
    "confiscated",
)
EVERYTHING = "everything"  # the commodity of a statement that names none: the whole gate

GateStatus = Literal["open", "partly", "closed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateEvent:
    """One decision at the gate on one day, as recorded or claimed.

    Attributes
    ----------
    day : date
        Day of the decision, in the site's zone.
    commodity : str
        ``diesel``, ``water``, ``sewage`` (desludging trucks), ``food``, ...; ``everything`` for the whole gate.
    decision : str
        One of `DECISIONS`.
    quantity : float or None
        How much in `unit`, never negative; None where nobody says.
    unit : str or None
        ``L``, ``kg``, ``m3``, or a package such as ``truck``.
    count : float or None
        Number of vehicles, where it was counted.
    claimant, claim_id : str
        Who says so, and the claim it comes from; empty for a record typed at the gate.
    consignment_id : str
        The consignment it is a step of, where the ledger keeps one. `count` is then the share of its line.

    Raises
    ------
    InputError
        HF-G001 for a decision outside the list, HF-G002 for a negative or endless quantity or count.
    """

    day: date
    commodity: str
    decision: str
    quantity: float | None = None
    unit: str | None = None
    count: float | None = None
    claimant: str = ""
    claim_id: str = ""
    consignment_id: str = ""

    def __post_init__(self) -> None:
        if self.decision not in DECISIONS:
            raise InputError(
                "HF-G001",
                where=f"gate event of {self.day}, {self.commodity}",
                found=repr(self.decision),
                expected="one of " + ", ".join(DECISIONS),
                mend="write the decision in one of these words",
            )
        for name, amount in (("quantity", self.quantity), ("count", self.count)):
            if amount is not None and not (math.isfinite(amount) and amount >= 0.0):
                raise InputError(
                    "HF-G002",
                    where=f"gate event of {self.day}, {self.commodity}, {name}",
                    found=f"{amount:g}",
                    expected="a finite number, zero or more",
                    mend="leave it empty where nobody says how much",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class GateEntry:
    """One commodity on one day: what was asked for, let in, refused and removed.

    Quantities are in `unit` and None where they are not known: unknown is not zero. When all are known, delivered +
    removed + turned back = requested.

    Attributes
    ----------
    commodity : str
        What it is.
    status : str
        ``open`` (all that is recorded entered), ``partly`` (some of it), ``closed`` (it was refused, turned back or
        taken away, and nothing entered; or nothing at all passed the whole gate) or ``unknown``: nobody says, or they
        contradict each other, or only that nothing of it entered, which tells nothing of a refusal.
    nothing_entered : bool
        True when it is recorded that nothing of it entered while nobody records a refusal, so that `status` is
        ``unknown``: perhaps none came to the gate.
    requested, delivered, refused, removed : float or None
        Quantities in `unit`.
    delivered_count, refused_count : int
        Vehicles or consignments counted; a decision without a count is one.
    unit : str or None
        Unit of the quantities.
    passing_fraction : float or None
        Share of what came to the gate that entered, 0 to 1; None when the decisions do not say.
    events : tuple of GateEvent
        The decisions behind it.
    """

    commodity: str
    status: GateStatus
    requested: float | None = None
    delivered: float | None = None
    refused: float | None = None
    removed: float | None = None
    delivered_count: float = 0.0
    refused_count: float = 0.0
    unit: str | None = None
    passing_fraction: float | None = None
    events: tuple[GateEvent, ...] = ()
    nothing_entered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDay:
    """One day at the gate. A day without a record is unknown, never zero.

    Attributes
    ----------
    day : date
        The day, in the site's zone.
    status : str
        Over all entries whose own status is known: ``open`` when all that came entered, ``closed`` when all was
        refused, ``partly`` for anything between, ``unknown`` when there is none. A day of which only "no diesel was
        let in" is recorded is ``unknown``, not ``closed``, and names diesel in `nothing_entered`.
    entries : tuple of GateEntry
        One for each commodity of which something is recorded, by name.
    """

    day: date
    status: GateStatus
    entries: tuple[GateEntry, ...] = ()

    @property
    def nothing_entered(self) -> tuple[str, ...]:
        """The commodities of which it is recorded that nothing entered, while nobody records a refusal; by name."""
        return tuple(entry.commodity for entry in self.entries if entry.nothing_entered)

    @property
    def recorded(self) -> bool:
        """Whether anything is recorded of the day, whatever it tells of the gate."""
        return bool(self.entries)

    def entry(self, commodity: str) -> GateEntry | None:
        """Return what is recorded of one commodity, or of the whole gate; None when nothing is."""
        by_name = {entry.commodity: entry for entry in self.entries}
        return by_name.get(commodity) or by_name.get(EVERYTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDraws:
    """Draws of what enters on each day to come, for every member.

    Attributes
    ----------
    fractions : mapping of commodity to ndarray (members, days)
        Share of the usual traffic that passes [1], from 0; above 1 when more than usual was let in.
    known_days : mapping of commodity to int
        Days of the record on which something is known of the commodity.
    warnings : tuple of str
        What a reader must know, such as a scenario that rests on a prior.
    unrecorded : mapping of commodity to tuple of date
        Days of the record on which nothing is known of the commodity, so that what entered is supposed.
    """

    fractions: Mapping[str, NDArray[np.float64]]
    known_days: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    unrecorded: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
