"""Steps of an earlier version of a request, told in the lines and units of the version in force.

A step names lines by number, and a correction may put them in another order or state them in another unit. So a line is
found again by what it is of, and an amount is converted; a number is never carried over as it stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import LedgerError
from holdfast.ledger.line_items import Amount, in_line_unit
from holdfast.ledger.tally import exact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.ledger.consignments import Consignment, GateStep
    from holdfast.ledger.line_items import LineItem


def refit(step: GateStep, request: Consignment, versions: Mapping[str, Consignment]) -> GateStep | str:
    """Return a step in the lines and units of a request, or in words why its amounts fit no line of that.

    Parameters
    ----------
    step : GateStep
        Its line numbers are those of the version that `consignment_id` names.
    request : Consignment
        The version in force.
    versions : mapping of str to Consignment
        Every version by its id. A step of a version that is not there is taken as one of `request`.
    """
    written = versions.get(step.consignment_id, request)
    if written.id == request.id:
        return step
    told: dict[int, list[Amount]] = {}
    for amount in step.amounts:
        if amount.line > len(written.lines):
            return f"{step.kind} of line {amount.line}, while the request it names has {len(written.lines)} lines"
        found = _refitted(amount, written.lines, request.lines)
        if found is None:
            old = written.lines[amount.line - 1]
            shown = "; ".join(
                f"line {n}: {line.quantity:.12g} {line.unit} of {line.commodity}"
                for n, line in enumerate(request.lines, start=1)
            )
            unit = amount.unit or old.unit
            return (
                f"{step.kind} {amount.quantity:.12g} {unit} of {old.commodity}, which fits no one line of the request as "
                f"corrected ({shown})"
            )
        told.setdefault(found.line, []).append(found)
    amounts = tuple(_together(some, request.lines) for some in told.values())
    return replace(step, consignment_id=request.id, amounts=amounts)


def _refitted(amount: Amount, written: Sequence[LineItem], lines: Sequence[LineItem]) -> Amount | None:
    number = _line(amount.line, written, lines)
    if number is None:
        return None
    old, new = written[amount.line - 1], lines[number - 1]
    stated = amount.unit or old.unit
    in_old = amount.quantity if amount.in_line_unit is None else amount.in_line_unit
    # As it was stated; else by what it was converted to when it was written, where the site's packages were at hand.
    for quantity, unit in ((amount.quantity, stated), (in_old, old.unit)):
        try:
            converted = in_line_unit(Amount(line=number, quantity=quantity, unit=unit), lines)
        except LedgerError:
            continue
        return replace(amount, line=number, unit=stated, in_line_unit=converted)
    if old.si_quantity is None or new.si_quantity is None or old.si_unit != new.si_unit:
        return None
    inside = exact(in_old) * exact(old.si_quantity) / exact(old.quantity)
    converted = float(inside * exact(new.quantity) / exact(new.si_quantity))
    return replace(amount, line=number, unit=stated, in_line_unit=converted)


def _line(number: int, written: Sequence[LineItem], lines: Sequence[LineItem]) -> int | None:
    """Return the number of the one line that an earlier line is; None where there is none, or where several may be."""
    old = written[number - 1]
    same = [n for n, line in enumerate(lines, start=1) if _name(line) == _name(old)]
    if len(same) > 1:  # two lots of one thing: the one that was not changed
        same = [n for n in same if replace(lines[n - 1], description=None) == replace(old, description=None)]
    return same[0] if len(same) == 1 else None


def _name(line: LineItem) -> str:
    return " ".join(line.commodity.casefold().split())


def _together(amounts: Sequence[Amount], lines: Sequence[LineItem]) -> Amount:
    """Return amounts of two earlier lines that are one line now as one amount of it."""
    if len(amounts) == 1:
        return amounts[0]
    line = amounts[0].line
    whole = float(sum(exact(amount.in_line_unit or 0.0) for amount in amounts))
    return Amount(line=line, quantity=whole, unit=lines[line - 1].unit, in_line_unit=whole)
