"""Answer the question: which sourced table says so, and how sure is it.

This room holds norms, commodities, demography, law, and the model's physical and health parameters as tables in which
every figure has a unit with its time and denominator, a source or a reason, a status (read, read-in-secondary,
derived, measured, memory, assumption) and limits; a row that lacks one of these does not load. It also holds a small
table of terms of office, which tells a reader whether a text's date can be right.
"""

from __future__ import annotations

from holdfast.reference.lookup import evaluate, near_ids, prior, row, search, value
from holdfast.reference.records import Prior, Row, Term
from holdfast.reference.tables import table, tables

__all__ = [
    "Prior",
    "Row",
    "Term",
    "evaluate",
    "near_ids",
    "prior",
    "row",
    "search",
    "table",
    "tables",
    "value",
]
