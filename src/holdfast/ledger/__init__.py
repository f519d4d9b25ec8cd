"""What is known, from whom, since when.

The ledger keeps claims with their claimant, their four times (occurred, said, recorded, received), their source and
their verdict. It only grows: a correction supersedes, nothing is overwritten, and every entry is chained by hash to
the one before it on the same device, so that a changed byte is found and named. Not there yet: merging ledgers that
were apart, signatures and witnesses, PostgreSQL, consignments and commitments as record types of their own.
"""

from holdfast.ledger.records import (
    CLAIM_TYPES,
    DISCLOSURE_CLASSES,
    POLARITIES,
    PRECISIONS,
    REVIEWS,
    VERDICTS,
    Claim,
    Document,
    Fault,
    Statement,
    default_class,
    utc_text,
)

__all__ = [
    "CLAIM_TYPES",
    "DISCLOSURE_CLASSES",
    "POLARITIES",
    "PRECISIONS",
    "REVIEWS",
    "VERDICTS",
    "Claim",
    "Document",
    "Fault",
    "Statement",
    "default_class",
    "utc_text",
]
