"""What two devices that were apart may both have recorded: shown as a possible copy, and counted once.

A step may be a copy where a step of the same consignment from another device is of the same kind, of the same day at the
site, and of the same amount of a line. Two requests may be one where two devices gave them the same reference. Which of
two it is nobody but a person can say; until then the one received first counts, and of requests the one received last, as
of two corrections. Two equal loads that one device recorded are two loads: it knew of the first when it wrote the second.
So of equal steps as many count as the device that recorded most of them says, never their sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.ledger.tally import exact
from holdfast.ledger.written import receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from holdfast.ledger.consignments import Consignment, GateStep

# What a person said of a possible copy: both happened, or it is the same told twice.
BOTH, SAME = "both", "same"
_SAYS_NOTHING = frozenset({"undone", "linked", BOTH, SAME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Ids of steps and requests of which a person said that they stand for themselves, or are the same as another."""

    both: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()


def settled_by(steps: Iterable[GateStep]) -> Settled:
    """Return what the steps that stand say of possible copies; where two say different things, the last of them."""
    said: dict[str, str] = {}
    for step in sorted(steps, key=receipt):
        if step.kind in {BOTH, SAME} and step.beside is not None:
            said[step.beside] = step.kind
    return Settled(
        both=frozenset(name for name, word in said.items() if word == BOTH),
        same=frozenset(name for name, word in said.items() if word == SAME),
    )


def possible_copies(steps: Iterable[GateStep], zone: str, settled: Settled) -> dict[str, GateStep]:
    """Return the ids of the steps that may be copies, each with the step that counts in its place.

    Parameters
    ----------
    steps : iterable of GateStep
        Those of one consignment that stand, in the lines and units of the request in force.
    zone : str
        Zone of the site, in which days begin and end.
    settled : Settled
        What a person said; these are left out.

    Notes
    -----
    In the order of receipt, so that the order of merging does not matter. A step that counts has at most one copy on each
    other device.
    """
    found: dict[str, GateStep] = {}
    counting: dict[tuple[str, object], list[tuple[GateStep, Mapping[int, Fraction], set[str]]]] = {}
    for step in sorted(steps, key=receipt):
        if step.kind in _SAYS_NOTHING or step.id in settled.both or step.id in settled.same:
            continue
        day = datetime.fromisoformat(step.at).astimezone(ZoneInfo(zone)).date()
        amounts = _amounts(step)
        others = counting.setdefault((step.kind, day), [])
        for other, its, devices in others:
            alike = bool(amounts.items() & its.items()) or not (amounts or its)
            if alike and step.device not in devices:
                devices.add(step.device)
                found[step.id] = other
                break
        else:
            others.append((step, amounts, {step.device}))
    return found


def one_of(requests: Iterable[Consignment], settled: Settled) -> tuple[tuple[Consignment, ...], ...]:
    """Return requests in groups that may be one: those of one reference, less those that a person said are another's."""
    groups: dict[tuple[str, str], list[Consignment]] = {}
    for request in requests:
        apart = request.reference is None or request.id in settled.both
        name = ("id", request.id) if apart else ("reference", plain_reference(request.reference))
        groups.setdefault(name, []).append(request)
    return tuple(tuple(group) for group in groups.values())


def plain_reference(reference: str | None) -> str:
    """Return a reference as it is compared: capitals and spaces make no other."""
    return " ".join((reference or "").casefold().split())


def _amounts(step: GateStep) -> dict[int, Fraction]:
    """Return the amounts in the units of their lines, to the ninth digit: a conversion is no other amount."""
    stated = ((a.line, a.quantity if a.in_line_unit is None else a.in_line_unit) for a in step.amounts)
    return {line: exact(float(f"{quantity:.9g}")) for line, quantity in stated if quantity > 0}
