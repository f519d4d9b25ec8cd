"""Frame of how warm or cold it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.english.frames_state import line as _line
from holdfast.intake.records import Amount, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context


def temperature(ctx: Context) -> Iterator[Draft]:
    """Yield every temperature; a degree without its scale has no value in degrees Celsius."""
    for amount in ctx.parse.amounts:
        if amount.si_unit == "degC" or (amount.unit in {"degree", "degrees"} and amount.si_unit is None):
            last = ctx.right_limit(amount.first)
            if _line(ctx, amount.last, min(amount.last + 1, last)) in {"north", "south", "east", "west"}:
                continue
            cold = next(
                (
                    x
                    for x in ctx.items_in((ctx.left_limit(amount.first), amount.first))
                    if x.service in {"cold_chain", "vaccines", "cooling"} and x.kind == "equipment"
                ),
                None,
            )
            if _line(ctx, amount.last, min(amount.last + 2, last)) in {"below zero", "below freezing"}:
                amount = _below_zero(amount)  # noqa: PLW2901
            draft = Draft(
                claim_type="temperature",
                at=amount.first,
                clause=ctx.clause_of(amount.first),
                service=cold.service if cold else None,
                amount=amount,
            )
            draft.item = cold.claimed if cold else "temperature"
            yield draft


def _below_zero(amount: Amount) -> Amount:
    """Return "4 C below zero" as what it is; in Fahrenheit, and without a scale, zero is not known to be freezing."""
    if amount.si_unit != "degC" or amount.unit != "degC":
        return replace(amount, si_low=None, si_high=None, si_unit=None)
    low = -amount.high if amount.high is not None else None
    high = -amount.low if amount.low is not None else None
    return replace(amount, low=low, high=high, si_low=low, si_high=high)
