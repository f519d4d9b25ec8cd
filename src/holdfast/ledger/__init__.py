"""What is known, from whom, since when.

The ledger keeps claims with their claimant, their four times (occurred, said, recorded, received), their source and
their verdict. It only grows: a correction supersedes, nothing is overwritten, and every entry is chained by hash to
the one before it on the same device, so that a changed byte is found and named. Beside claims stand records of their
own: consignments with every step at the gate, commitments with the evidence on them, notices with their answers, and
what the house itself did. Not there yet: merging ledgers that were apart, signatures and witnesses.
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
    from holdfast.ledger.acts import (
        Act,
        Edition,
        OperatingDecision,
        Plan,
        append_decision,
        append_edition,
        append_plan,
        own_acts,
    )
    from holdfast.ledger.addresses import read_address
    from holdfast.ledger.commitments import (
        COMMITMENT_STATUSES,
        Commitment,
        CommitmentState,
        CommitmentStatus,
        append_commitment,
        commitment_states,
        judge_commitment,
        overdue,
    )
    from holdfast.ledger.consigned import (
        ConsignmentState,
        ItemTotal,
        consignment_states,
        find_consignment,
        item_totals,
        mission_counts,
    )
    from holdfast.ledger.consigning import append_step, request_consignment
    from holdfast.ledger.consignments import DECISION_STEPS, GATE_STEPS, STEPS, Consignment, GateStep
    from holdfast.ledger.constraints import (
        SEVERITIES,
        Constraint,
        MissionStatus,
        SeveritySummary,
        Suggestion,
        constraint_categories,
        mission_statuses,
        suggest_constraints,
        summarise_severities,
    )
    from holdfast.ledger.copies import Group, counted_once, grouped
    from holdfast.ledger.disagreement import contradictions, disagreements
    from holdfast.ledger.grading import Grade, grade, grade_of_method, grades
    from holdfast.ledger.inbox import documents, store_document
    from holdfast.ledger.issued import IssuedForecast, append_forecast, issued_forecasts
    from holdfast.ledger.line_items import Amount, LineItem, line_item
    from holdfast.ledger.notices import (
        Notice,
        NoticeAnswer,
        NoticeState,
        append_answer,
        append_notice,
        notice_states,
        unanswered,
    )
    from holdfast.ledger.opening import Ledger, open_ledger
    from holdfast.ledger.queries import claims, get_claim, history, queue
    from holdfast.ledger.store import append_claim, draft_claim, propose, review_claim
    from holdfast.ledger.tally import LineState
    from holdfast.ledger.verifying import NOT_COVERED, extent, verify

__all__ = [
    "CLAIM_TYPES",
    "COMMITMENT_STATUSES",
    "DECISION_STEPS",
    "DISCLOSURE_CLASSES",
    "GATE_STEPS",
    "NOT_COVERED",
    "POLARITIES",
    "PRECISIONS",
    "REVIEWS",
    "SEVERITIES",
    "STEPS",
    "VERDICTS",
    "WAITING",
    "Act",
    "Amount",
    "Claim",
    "Commitment",
    "CommitmentState",
    "CommitmentStatus",
    "Consignment",
    "ConsignmentState",
    "Constraint",
    "Contradiction",
    "Document",
    "Edition",
    "Fault",
    "GateStep",
    "Grade",
    "Group",
    "HistoryItem",
    "IssuedForecast",
    "ItemTotal",
    "Ledger",
    "LineItem",
    "LineState",
    "MissionStatus",
    "Notice",
    "NoticeAnswer",
    "NoticeState",
    "OperatingDecision",
    "Plan",
    "SeveritySummary",
    "Statement",
    "Suggestion",
    "append_answer",
    "append_claim",
    "append_commitment",
    "append_decision",
    "append_edition",
    "append_forecast",
    "append_notice",
    "append_plan",
    "append_step",
    "claims",
    "commitment_states",
    "consignment_states",
    "constraint_categories",
    "contradictions",
    "counted_once",
    "default_class",
    "disagreements",
    "documents",
    "draft_claim",
    "extent",
    "find_consignment",
    "get_claim",
    "grade",
    "grade_of_method",
    "grades",
    "grouped",
    "history",
    "issued_forecasts",
    "item_totals",
    "judge_commitment",
    "line_item",
    "mission_counts",
    "mission_statuses",
    "notice_states",
    "open_ledger",
    "overdue",
    "own_acts",
    "propose",
    "queue",
    "read_address",
    "request_consignment",
    "review_claim",
    "store_document",
    "suggest_constraints",
    "summarise_severities",
    "unanswered",
    "utc_text",
    "verify",
]

# What needs the database toolkit (a quarter of a second to import) is imported at first use.
_AT_FIRST_USE = {
    "Act": "acts",
    "Edition": "acts",
    "OperatingDecision": "acts",
    "Plan": "acts",
    "own_acts": "acts",
    "append_decision": "acts",
    "append_edition": "acts",
    "append_plan": "acts",
    "COMMITMENT_STATUSES": "commitments",
    "Commitment": "commitments",
    "CommitmentState": "commitments",
    "CommitmentStatus": "commitments",
    "append_commitment": "commitments",
    "commitment_states": "commitments",
    "judge_commitment": "commitments",
    "overdue": "commitments",
    "ConsignmentState": "consigned",
    "ItemTotal": "consigned",
    "LineState": "tally",
    "consignment_states": "consigned",
    "find_consignment": "consigned",
    "item_totals": "consigned",
    "mission_counts": "consigned",
    "append_step": "consigning",
    "request_consignment": "consigning",
    "DECISION_STEPS": "consignments",
    "GATE_STEPS": "consignments",
    "STEPS": "consignments",
    "Consignment": "consignments",
    "GateStep": "consignments",
    "SEVERITIES": "constraints",
    "Constraint": "constraints",
    "MissionStatus": "constraints",
    "SeveritySummary": "constraints",
    "Suggestion": "constraints",
    "constraint_categories": "constraints",
    "mission_statuses": "constraints",
    "suggest_constraints": "constraints",
    "summarise_severities": "constraints",
    "Amount": "line_items",
    "LineItem": "line_items",
    "line_item": "line_items",
    "Notice": "notices",
    "NoticeAnswer": "notices",
    "NoticeState": "notices",
    "append_answer": "notices",
    "append_notice": "notices",
    "notice_states": "notices",
    "unanswered": "notices",
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
