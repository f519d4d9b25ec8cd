"""The sum of one line of a consignment, exact, and what each step moves in it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.ledger.consignments import GateStep
    from holdfast.ledger.line_items import LineItem

_TOLERANCE = Fraction(1, 10**9)  # of what was asked for: the rounding of a conversion, not a missing bag
PARTS = ("requested", "withdrawn", "delivered", "removed", "turned_back", "denied", "awaiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """How one line stands, in the unit of the line.

    ``delivered + removed + turned_back + denied + awaiting = requested - withdrawn``. What was denied beforehand and never
    came to the gate is told apart from what was turned back there; together they are what was not let in.
    """

    line: int
    item: LineItem
    requested: float
    withdrawn: float
    delivered: float
    removed: float
    turned_back: float
    denied: float
    awaiting: float

    @property
    def standing(self) -> float:
        """What is asked for after amendments and withdrawals."""
        return self.delivered + self.removed + self.turned_back + self.denied + self.awaiting

    def as_dict(self) -> dict[str, Any]:
        """Return what it is and every part of the sum, for JSON."""
        return {
            "line": self.line,
            "commodity": self.item.commodity,
            "unit": self.item.unit,
            **{name: getattr(self, name) for name in PARTS},
        }


class Tally:
    """The running sums of one line, exact: floats would not close."""

    def __init__(self, item: LineItem) -> None:
        self.item = item
        self.parts = dict.fromkeys(PARTS, Fraction(0))
        self.parts["requested"] = self.parts["awaiting"] = exact(item.quantity)

    def state(self, number: int) -> LineState:
        """Return how the line stands."""
        return LineState(line=number, item=self.item, **{name: float(value) for name, value in self.parts.items()})

    def room(self, name: str, want: Fraction) -> Fraction | None:
        """Return what is taken of a part: all of it where no more than the rounding is left over; None if too much."""
        left, least = self.parts[name], self.parts["requested"] * _TOLERANCE
        if want > left + least:
            return None
        return left if left - want <= least else want

    def move(self, source: str, target: str, amount: Fraction) -> None:
        """Take an amount from one part and add it to another."""
        self.parts[source] -= amount
        self.parts[target] += amount


_TARGETS = {"delivered": "delivered", "items removed": "removed", "withdrawn": "withdrawn"}


def apply(step: GateStep, tallies: Sequence[Tally]) -> str | None:
    """Count one step, or return why it does not fit; a step counts whole or not at all."""
    moves: list[tuple[Tally, str, str, Fraction]] = []
    raised: list[tuple[Tally, Fraction]] = []
    if step.kind in {"facilitated", "partially facilitated"} and not step.amounts:
        moves += [(tally, "denied", "awaiting", tally.parts["denied"]) for tally in tallies]
    for amount in step.amounts:
        if amount.line > len(tallies):
            return f"{step.kind} of line {amount.line}, while there are {len(tallies)} lines"
        tally = tallies[amount.line - 1]
        want = exact(amount.quantity if amount.in_line_unit is None else amount.in_line_unit)
        if step.kind == "amended":
            raised.append((tally, want))
            continue
        found = _moves(step.kind, tally, want)
        if found is None:
            line = tally.state(amount.line)
            return f"{step.kind} {_figure(float(want))} {tally.item.unit} of {tally.item.commodity}, while {told(line)}"
        moves += [(tally, source, target, size) for source, target, size in found]
    for tally, want in raised:
        tally.parts["requested"] += want
        tally.parts["awaiting"] += want
    for tally, source, target, size in moves:
        tally.move(source, target, size)
    return None


def _moves(kind: str, tally: Tally, want: Fraction) -> list[tuple[str, str, Fraction]] | None:
    """Return from which part to which an amount goes; None where it does not fit."""
    if kind in _TARGETS:
        size = tally.room("awaiting", want)
        return None if size is None else [("awaiting", _TARGETS[kind], size)]
    if kind == "turned back":  # also what had been denied and came all the same
        return _two(tally, want, ("awaiting", "turned_back"), ("denied", "turned_back"))
    if kind == "denied":  # a denial of what was already turned back at the gate tells of the same
        return _two(tally, want, ("awaiting", "denied"), ("turned_back", "turned_back"))
    if kind in {"facilitated", "partially facilitated"}:  # what was denied before is let through after all
        return _two(tally, want, ("awaiting", "awaiting"), ("denied", "awaiting"))
    # "Arrived", "impeded", "postponed" tell how much it was about and move nothing.
    most = tally.parts["requested"] - tally.parts["withdrawn"]
    return None if want > most + tally.parts["requested"] * _TOLERANCE else []


def _two(
    tally: Tally, want: Fraction, first: tuple[str, str], second: tuple[str, str]
) -> list[tuple[str, str, Fraction]] | None:
    size = tally.room(first[0], want)
    if size is not None:
        return [(*first, size)]
    rest = tally.room(second[0], want - tally.parts[first[0]])
    return None if rest is None else [(*first, tally.parts[first[0]]), (*second, rest)]


def status_of(lines: Sequence[LineState], kinds: Sequence[str]) -> tuple[str, bool | None]:
    """Return the status in the words of access reports, and whether an impeded one was completed."""
    if not any(line.standing > 0 for line in lines):
        return "withdrawn", None
    entered = any(line.delivered > 0 for line in lines)
    waiting = any(line.awaiting > 0 for line in lines)
    all_in = not waiting and all(line.delivered == line.standing for line in lines)
    let_through = any(kind in {"facilitated", "partially facilitated"} for kind in kinds)
    if not waiting:
        if all_in:
            return ("impeded", True) if "impeded" in kinds else ("facilitated", None)
        if "impeded" in kinds or (let_through and not entered):
            return "impeded", False
        return ("partially facilitated", None) if entered else ("denied", None)
    decided = [k for k in kinds if k in {"facilitated", "partially facilitated", "impeded", "postponed"}]
    if decided:
        return decided[-1], None
    return ("partially facilitated" if entered else "awaiting"), None


def told(line: LineState) -> str:
    """Return how a line stands, in words with its numbers, for a message."""
    parts = {
        "awaiting": line.awaiting,
        "delivered": line.delivered,
        "removed": line.removed,
        "turned back": line.turned_back,
        "denied": line.denied,
    }
    shown = ", ".join(f"{_figure(value)} {name}" for name, value in parts.items() if value or name == "awaiting")
    return f"of {_figure(line.standing)} {line.item.unit} of {line.item.commodity} {shown}"


def _figure(value: float) -> str:
    return f"{value:.12g}"


def exact(value: float) -> Fraction:
    """Return a float as the decimal it is written as, so that 0.1 and 0.2 make 0.3."""
    return Fraction(repr(float(value)))
