"""A claim of a row under construction: its words first, its figure last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from holdfast.ledger import Statement

if TYPE_CHECKING:
    from holdfast.intake.rows.figures import Figure
    from holdfast.intake.rows.meaning import Meaning


def bounded(figure: Figure, meaning: Meaning) -> Figure:
    """Return a figure with the ends that the row leaves open taken off, or with the upper end that its unit gives."""
    if meaning.upper is not None and figure.si_low == figure.low:
        return replace(figure, high=meaning.upper, si_high=meaning.upper)
    if not meaning.high:
        return replace(figure, high=None, si_high=None)
    return figure if meaning.low else replace(figure, low=None, si_low=None)


@dataclass(slots=True)
class RowDraft:
    """The fields of a statement that a row gives, without its figure."""

    parts: dict[str, Any]

    def statement(self) -> Statement:
        """Return the statement without a figure."""
        return Statement(**self.parts)

    def replace_figure(self, figure: Figure, per: str | None) -> Statement:
        """Return the statement with a figure."""
        return Statement(
            **self.parts,
            value_low=figure.low,
            value_high=figure.high,
            unit=figure.unit,
            si_low=figure.si_low,
            si_high=figure.si_high,
            si_unit=figure.si_unit,
            per=per,
            modality="about" if figure.approximate else None,
        )
