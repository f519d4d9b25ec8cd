"""What is known, from whom, since when.

The ledger keeps claims with their claimant, their four times (occurred, said, recorded, received), their source and
their verdict. It only grows: a correction supersedes, nothing is overwritten, and every entry is chained by hash to
the one before it on the same device, so that a changed byte is found and named. Not there yet: merging ledgers that
were apart, signatures and witnesses, PostgreSQL, consignments and commitments as record types of their own.
"""

from typing import TYPE_CHECKING, Any

from holdfast.ledger.records import (
    CLAIM_TYPES,
    DISCLOSURE_CLASSES,
    POLARITIES,
    PRECISIONS,
    REVIEWS,
    VERDICTS,
    WAITING,
    Claim,
    Contradiction,
    Document,
    Fault,
    HistoryItem,
    Statement,
    default_class,
    utc_text,
)

if TYPE_CHECKING:
    from holdfast.ledger.addresses import read_address
    from holdfast.ledger.copies import Group, counted_once, grouped
    from holdfast.ledger.disagreement import contradictions, disagreements
    from holdfast.ledger.grading import Grade, grade, grade_of_method, grades
    from holdfast.ledger.inbox import documents, store_document
    from holdfast.ledger.issued import IssuedForecast, append_forecast, issued_forecasts
    from holdfast.ledger.opening import Ledger, open_ledger
    from holdfast.ledger.queries import claims, get_claim, history, queue
    from holdfast.ledger.store import append_claim, draft_claim, propose, review_claim
    from holdfast.ledger.verifying import NOT_COVERED, extent, verify

__all__ = [
    "CLAIM_TYPES",
    "DISCLOSURE_CLASSES",
    "NOT_COVERED",
    "POLARITIES",
    "PRECISIONS",
    "REVIEWS",
    "VERDICTS",
    "WAITING",
    "Claim",
    "Contradiction",
    "Document",
    "Fault",
    "Grade",
    "Group",
    "HistoryItem",
    "IssuedForecast",
    "Ledger",
    "Statement",
    "append_claim",
    "append_forecast",
    "claims",
    "contradictions",
    "counted_once",
    "default_class",
    "disagreements",
    "documents",
    "draft_claim",
    "extent",
    "get_claim",
    "grade",
    "grade_of_method",
    "grades",
    "grouped",
    "history",
    "issued_forecasts",
    "open_ledger",
    "propose",
    "queue",
    "read_address",
    "review_claim",
    "store_document",
    "utc_text",
    "verify",
]

# What needs the database toolkit (a quarter of a second to import) is imported at first use.
_AT_FIRST_USE = {
    "NOT_COVERED": "verifying",
    "extent": "verifying",
    "Grade": "grading",
    "Group": "copies",
    "Ledger": "opening",
    "IssuedForecast": "issued",
    "append_claim": "store",
    "append_forecast": "issued",
    "claims": "queries",
    "contradictions": "disagreement",
    "counted_once": "copies",
    "disagreements": "disagreement",
    "documents": "inbox",
    "draft_claim": "store",
    "get_claim": "queries",
    "grade": "grading",
    "grade_of_method": "grading",
    "grades": "grading",
    "grouped": "copies",
    "history": "queries",
    "issued_forecasts": "issued",
    "open_ledger": "opening",
    "propose": "store",
    "queue": "queries",
    "read_address": "addresses",
    "review_claim": "store",
    "store_document": "inbox",
    "verify": "verifying",
}


def __getattr__(name: str) -> Any:
    module = _AT_FIRST_USE.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{module}"), name)
