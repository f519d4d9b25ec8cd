"""Answer the question: which sourced table says so, and how sure is it.

This room holds norms, commodities, demography, law, and the model's physical and health parameters as tables in which
every figure has a unit with its time and denominator, a source or a reason, a status (read, read-in-secondary,
derived, measured, memory, assumption) and limits; a row that lacks one of these does not load. It also holds a small
table of terms of office, which tells a reader whether a text's date can be right.
"""

from __future__ import annotations

from holdfast.reference.cells import parse_number_cell
from holdfast.reference.checks import check_provenance_of
from holdfast.reference.describe import as_dict, brief, describe, figure
from holdfast.reference.lookup import (
    LifelineNorm,
    entries,
    entry,
    evaluate,
    lifeline_norms,
    near_ids,
    prior,
    row,
    search,
    summary,
    value,
)
from holdfast.reference.offices import holders, offices
from holdfast.reference.records import Prior, Row, Term
from holdfast.reference.tables import table, tables

__all__ = [
    "LifelineNorm",
    "Prior",
    "Row",
    "Term",
    "as_dict",
    "brief",
    "check_provenance_of",
    "describe",
    "entries",
    "entry",
    "evaluate",
    "figure",
    "holders",
    "lifeline_norms",
    "near_ids",
    "offices",
    "parse_number_cell",
    "prior",
    "row",
    "search",
    "summary",
    "table",
    "tables",
    "value",
]
