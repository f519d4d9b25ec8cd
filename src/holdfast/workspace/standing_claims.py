"""The claims that a job works with: accepted, not replaced, and each statement once however often it was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake import commodity
from holdfast.ledger import Group, claims, grouped

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.ledger import Claim, Ledger, Statement


def subject_word(said: Statement) -> str:
    """Return one word for what a statement is about, the same in every language that is read."""
    item = " ".join((said.item or "").casefold().split())
    return (commodity(item) if item else None) or said.service or item


def standing_groups(ledger: Ledger, *, as_known: date | datetime | None = None) -> tuple[Group, ...]:
    """Return the accepted claims as known on a date, copies and translations of one statement together."""
    return grouped(claims(ledger, as_known=as_known), subject_word)


def standing_claims(ledger: Ledger, *, as_known: date | datetime | None = None) -> tuple[Claim, ...]:
    """Return the accepted claims as known on a date, each statement once."""
    return tuple(group.claims[0] for group in standing_groups(ledger, as_known=as_known))
