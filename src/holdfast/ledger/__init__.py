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
    from holdfast.ledger.branches import Branches, gaps_and_forks
    from holdfast.ledger.custody import Custody, custody_log
    from holdfast.ledger.differences import Difference, diff
    from holdfast.ledger.disagreement import contradictions, disagreements
    from holdfast.ledger.exporting import ExportReport, export
    from holdfast.ledger.grading import Grade, grade, grade_of_method, grades
    from holdfast.ledger.inbox import documents, store_document
    from holdfast.ledger.issued import IssuedForecast, append_forecast, issued_forecasts
    from holdfast.ledger.merging import MergeReport, merge
    from holdfast.ledger.opening import Ledger, open_ledger
    from holdfast.ledger.queries import claims, get_claim, history, queue
    from holdfast.ledger.sealed_fields import Shred, disclose, seal, shred, unseal
    from holdfast.ledger.sealing import SEALED_FIELDS, check_disclosure
    from holdfast.ledger.store import append_claim, draft_claim, propose, review_claim
    from holdfast.ledger.tombstones import Tombstone, all_tombstones, tombstone
    from holdfast.ledger.verifying import NOT_COVERED, extent, verify

__all__ = [
    "CLAIM_TYPES",
    "DISCLOSURE_CLASSES",
    "NOT_COVERED",
    "POLARITIES",
    "PRECISIONS",
    "REVIEWS",
    "SEALED_FIELDS",
    "VERDICTS",
    "WAITING",
    "Branches",
    "Claim",
    "Contradiction",
    "Custody",
    "Difference",
    "Document",
    "ExportReport",
    "Fault",
    "Grade",
    "HistoryItem",
    "IssuedForecast",
    "Ledger",
    "MergeReport",
    "Shred",
    "Statement",
    "Tombstone",
    "all_tombstones",
    "append_claim",
    "append_forecast",
    "check_disclosure",
    "claims",
    "contradictions",
    "custody_log",
    "default_class",
    "diff",
    "disagreements",
    "disclose",
    "documents",
    "draft_claim",
    "export",
    "extent",
    "gaps_and_forks",
    "get_claim",
    "grade",
    "grade_of_method",
    "grades",
    "history",
    "issued_forecasts",
    "merge",
    "open_ledger",
    "propose",
    "queue",
    "read_address",
    "review_claim",
    "seal",
    "shred",
    "store_document",
    "tombstone",
    "unseal",
    "utc_text",
    "verify",
]

# What needs the database toolkit (a quarter of a second to import) is imported at first use.
_AT_FIRST_USE = {
    "NOT_COVERED": "verifying",
    "SEALED_FIELDS": "sealing",
    "Branches": "branches",
    "Custody": "custody",
    "Difference": "differences",
    "ExportReport": "exporting",
    "Grade": "grading",
    "IssuedForecast": "issued",
    "Ledger": "opening",
    "MergeReport": "merging",
    "Shred": "sealed_fields",
    "Tombstone": "tombstones",
    "append_claim": "store",
    "append_forecast": "issued",
    "gaps_and_forks": "branches",
    "check_disclosure": "sealing",
    "claims": "queries",
    "contradictions": "disagreement",
    "custody_log": "custody",
    "diff": "differences",
    "disagreements": "disagreement",
    "disclose": "sealed_fields",
    "documents": "inbox",
    "draft_claim": "store",
    "export": "exporting",
    "extent": "verifying",
    "get_claim": "queries",
    "grade": "grading",
    "grade_of_method": "grading",
    "grades": "grading",
    "history": "queries",
    "issued_forecasts": "issued",
    "merge": "merging",
    "open_ledger": "opening",
    "propose": "store",
    "queue": "queries",
    "read_address": "addresses",
    "review_claim": "store",
    "seal": "sealed_fields",
    "shred": "sealed_fields",
    "store_document": "inbox",
    "tombstone": "tombstones",
    "all_tombstones": "tombstones",
    "unseal": "sealed_fields",
    "verify": "verifying",
}


def __getattr__(name: str) -> Any:
    module = _AT_FIRST_USE.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{module}"), name)
