"""What is told of a day at the gate, in one word for every edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.gate import REFUSED, REMOVED

if TYPE_CHECKING:
    from holdfast.gate import GateDay

ToldStatus = Literal["open", "partly", "closed", "nothing", "unknown"]
TOLD_STATUSES: tuple[ToldStatus, ...] = ("open", "partly", "closed", "nothing", "unknown")


def told_status(day: GateDay) -> ToldStatus:
    """Return the word for a day at the gate.

    Parameters
    ----------
    day : GateDay
        One day of the gate record.

    Returns
    -------
    str
        ``open`` when all that is recorded entered; ``closed`` when something was refused and nothing let in; ``partly``
        between the two; ``nothing`` when it is recorded that nothing, or nothing of some goods, entered and nobody
        records a refusal, which is no closed gate; ``unknown`` without a record, or where accounts differ.
    """
    if day.status == "unknown" and day.nothing_entered:
        return "nothing"
    if day.status == "closed" and not any(
        event.decision in REFUSED | REMOVED for entry in day.entries for event in entry.events
    ):
        return "nothing"
    return day.status
