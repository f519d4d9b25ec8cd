"""What a load at the gate states: asked for, agreed, let in, removed or refused, and how much of each.

The record of the whole consignment is a person's work; these are the claims it is made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.ledger import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

_REST = 1e-9
_WORDS = {"passed": "", "parted": "in part", "stopped": "allowed, then stopped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One load as it was reported.

    Parameters
    ----------
    row : mapping
        Its answers.
    item : str or None
        What was in it.
    quantities : mapping
        ``gate_qty``, ``qty_let_in``, ``qty_removed`` and ``delay_hours``, None where not given.
    sized : callable
        Turns a quantity into the fields of a statement.
    decision : str or None
        What was decided: asked, agreed, passed, parted, stopped, refused or withdrawn.
    times : mapping
        ``requested_at`` and ``decided_at``.
    day : mapping
        Time fields for the day of the report.
    """

    row: Mapping[str, str]
    item: str | None
    quantities: Mapping[str, float | None]
    sized: Callable[[float | None], dict[str, Any]]
    decision: str | None
    times: Mapping[str, datetime | None]
    day: Mapping[str, str | None]

    @property
    def outward(self) -> bool:
        """Whether it was on its way out."""
        return self.row.get("direction") == "out"

    @property
    def removed(self) -> bool:
        """Whether something of it was taken away."""
        return self.row.get("decision") == "items_removed" or bool(self.quantities["qty_removed"])

    def state(self, claim_type: str, value: float | None, *words: str, **fields: Any) -> Statement:
        """Return a statement about the load, or a quantity of it."""
        said = [*words, "on the way out" if self.outward else "", self.row.get("constraint_code", "")]
        if (hours := self.quantities["delay_hours"]) is not None:
            said.append(f"waited {hours:g} h")
        parts: dict[str, Any] = {
            "item": self.item,
            "actor": self.row.get("stated_by_role"),
            "place": "gate",
            **self.when("decided_at"),
            **self.sized(value),
            **fields,
        }
        return Statement(claim_type=claim_type, modality="; ".join(w for w in said if w) or None, **parts)

    def when(self, name: str) -> dict[str, str | None]:
        """Return the time of the asking or of the decision, the day of the report where it is not said."""
        moment = self.times[name]
        if moment is None:
            return dict(self.day)
        text = moment.isoformat()
        return {"time_start": text, "time_end": text, "time_precision": "hour", "time_text": text}


def gate_statements(load: Load) -> tuple[list[Statement], list[str]]:
    """Return the statements of one load, and what a person should know of it.

    Parameters
    ----------
    load : Load

    Returns
    -------
    list of Statement, list of str
        What passed, what was taken away and what was turned back add up to what was asked for, where that is known. A load
        on its way out is never a delivery.
    """
    asked = load.quantities["gate_qty"]
    office = {"addressee": load.row.get("stated_by_role"), "actor": None}
    match load.decision:
        case None:
            return [], ["no decision; nothing was taken from it"]
        case "asked":
            return [load.state("appeal", asked, "no answer", **office, **load.when("requested_at"))], []
        case "withdrawn":
            return [load.state("appeal", asked, "withdrawn by the sender", polarity="negated", **office)], []
        case "agreed":
            return [load.state("agreement", asked, "allowed, not yet passed")], []
        case "refused":
            word = "turned back on the way" if load.row.get("decision") == "turned_back" else ""
            return [load.state("denial", asked, word)], []
        case _:
            return _parts(load)


def _parts(load: Load) -> tuple[list[Statement], list[str]]:
    """Return what passed, what was taken, and the rest that was turned back."""
    decision, word = str(load.decision), _WORDS[str(load.decision)]
    asked, passed, taken = (load.quantities[n] for n in ("gate_qty", "qty_let_in", "qty_removed"))
    notes: list[str] = []
    if decision == "passed":
        passed = None if asked is None else max(asked - (taken or 0), 0)
    sure = (passed or 0) + (taken or 0)
    if asked is not None and sure > asked * (1 + _REST):
        notes.append(f"more passed and was taken ({sure:g}) than was asked for ({asked:g}); check it")
        asked = None
    found = []
    if passed != 0 and (decision != "stopped" or passed is not None):
        kind, outward = ("agreement", "let out") if load.outward else ("delivery", "")
        found.append(load.state(kind, passed, word, outward))
    if load.removed:
        found.append(load.state("removal", taken, word))
    known = asked is not None and passed is not None and (taken is not None or not load.removed)
    rest = asked - sure if known and asked is not None else None
    if decision == "stopped":
        unknown = asked is None or (load.removed and taken is None)
        whole = None if unknown or asked is None else asked - (taken or 0)
        found.append(load.state("denial", whole if passed is None else rest, word))
    elif rest is not None and rest > _REST * (asked or 1):
        found.append(load.state("denial", rest, word))
    elif decision == "parted" and rest is None and not load.removed:
        found.append(load.state("denial", None, word))
        notes.append("how much passed is not said; what was turned back is not known")
    return found, notes
