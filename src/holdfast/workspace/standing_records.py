"""What is on record beside claims: consignments with where every part of them is, promises, notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.ledger import commitment_states, consignment_states, notice_states, overdue, unanswered
from holdfast.workspace.record_words import commitment_text, consignment_lines, day_of, notice_text

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from holdfast.ledger import CommitmentState, ConsignmentState, Ledger, NoticeState


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Consignments, promises and notices of a ledger, as they stand or stood."""

    consignments: tuple[ConsignmentState, ...] = ()
    commitments: tuple[CommitmentState, ...] = ()
    notices: tuple[NoticeState, ...] = ()

    @property
    def claim_ids(self) -> frozenset[str]:
        """Claims that a consignment or a promise of the record tells of, so that they are not told twice."""
        linked = [*(claim for state in self.consignments for claim in state.claim_ids)]
        linked += [claim for state in self.commitments for claim in state.commitment.claim_ids]
        return frozenset(linked)

    @property
    def classes(self) -> tuple[str, ...]:
        """Classes of the parts: ``SEVERE`` while a consignment may still move."""
        return tuple(state.sensitivity for state in self.consignments)

    def as_dict(self) -> dict[str, Any]:
        """Return all three for JSON."""
        return {
            "consignments": [state.as_dict() for state in self.consignments],
            "commitments": [state.as_dict() for state in self.commitments],
            "notices": [state.as_dict() for state in self.notices],
        }


def records_of(ledger: Ledger, *, as_known: date | datetime | None = None) -> Records:
    """Return what is on record beside claims, as known on a day or now."""
    return Records(
        consignments=consignment_states(ledger, as_known=as_known),
        commitments=commitment_states(ledger, as_known=as_known),
        notices=notice_states(ledger, as_known=as_known),
    )


def record_lines(records: Records, zone: ZoneInfo, now: str) -> tuple[str, ...]:
    """Return the record in words: consignments that are open, then how many ended; promises; notices.

    Parameters
    ----------
    records : Records
        From `records_of`.
    zone : ZoneInfo
        Zone of the site.
    now : str
        The moment it is told for, UTC; a promise is overdue on the day after it was due.
    """
    lines: list[str] = []
    today = day_of(now, zone)
    waiting = [state for state in records.consignments if state.open or state.not_counted or state.same_reference]
    ended = len(records.consignments) - len(waiting)
    if records.consignments:
        lines.append(f"Consignments: {len(waiting)} open, {ended} ended (`holdfast gate list`):")
        lines += [f"  {line}" for state in waiting for line in consignment_lines(state, zone)]
    late = len(overdue(records.commitments, today))
    if records.commitments:
        lines.append(f"Promises: {len(records.commitments)}, of which {late} overdue (`holdfast promise list`):")
        lines += [f"  {commitment_text(state, zone, today)}" for state in records.commitments]
    silent = len(unanswered(records.notices))
    if records.notices:
        lines.append(f"Notices sent: {len(records.notices)}, of which {silent} unanswered (`holdfast notice list`):")
        lines += [f"  {notice_text(state, zone)}" for state in records.notices]
    return tuple(lines)
