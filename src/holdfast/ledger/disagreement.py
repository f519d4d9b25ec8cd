"""Contradictions, side by side: pairs of accepted claims that cannot both hold. Nothing is averaged away."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.ledger.grading import grade
from holdfast.ledger.queries import claims
from holdfast.ledger.records import Claim, Contradiction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.ledger.opening import Ledger
    from holdfast.ledger.records import Statement

# How long a figure given for a moment holds, by the precision of its time, where no end is stated.
SPAN = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
    "range": timedelta(days=1),
    "unknown": timedelta(days=1),
}
# A rumour is not used in an estimate, but a rumour that contradicts a reading is shown; half is our assumption.
UNUSED_ERROR = 0.5


def contradictions(
    ledger: Ledger, *, as_known: date | datetime | None = None, subject: Callable[[Statement], str] | None = None
) -> tuple[Contradiction, ...]:
    """Return the pairs of accepted claims about one thing, one place and one time that cannot both hold.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    as_known : date, datetime or None
        As known at the end of this day in the site's zone.
    subject : callable or None
        Returns one word for what a statement is about, the same in every language; its item as stated when None.

    Returns
    -------
    tuple of Contradiction
        ``value``: the stated intervals lie further apart than the errors of the two sources' grades together, added in
        squares as independent ones. ``polarity``: one affirms
        what the other negates. In order of receipt of the first claim. Claims without a time are compared at the time
        they were said; planned and hypothetical ones are not compared.
    """
    return disagreements(claims(ledger, as_known=as_known), subject)


def disagreements(
    given: Iterable[Claim], subject: Callable[[Statement], str] | None = None
) -> tuple[Contradiction, ...]:
    """Return the pairs among some claims that cannot both hold, in their given order; see `contradictions`."""
    standing = tuple(given)
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in standing:
        if claim.statement.polarity in {"affirmed", "negated"}:
            groups.setdefault(_subject(claim, subject), []).append(claim)
    order = {claim.id: number for number, claim in enumerate(standing)}
    pairs = [pair for group in groups.values() for pair in _pairs(group)]
    return tuple(sorted(pairs, key=lambda pair: (order[pair.first.id], order[pair.second.id])))


@dataclass(frozen=True, slots=True)
class _Stated:
    """The bounds of a claim as stated, the error of its source at each bound, and the unit."""

    low: float
    high: float
    error_low: float
    error_high: float
    unit: str

    def below(self, other: _Stated) -> bool:
        """Return whether this lies below another by more than the two errors together, which are taken as independent."""
        return other.low - self.high > math.hypot(self.error_high, other.error_low)


def _stated(claim: Claim) -> _Stated | None:
    """Return the figure of a claim; None where it states no number."""
    said = claim.statement
    if said.si_low is not None or said.si_high is not None:
        low, high, unit = said.si_low, said.si_high, said.si_unit
    else:
        low, high, unit = said.value_low, said.value_high, said.unit
    if low is None and high is None:
        return None
    error = grade(claim.source_grade).relative_error
    share = UNUSED_ERROR if error is None else error
    # A temperature has no natural zero: a share of its value is no error of it.
    if unit in {"degC", "degF", "C", "F"}:
        share = 0.0
    return _Stated(
        low=-math.inf if low is None else low,
        high=math.inf if high is None else high,
        error_low=0.0 if low is None else share * abs(low),
        error_high=0.0 if high is None else share * abs(high),
        unit=f"{unit} {said.per}",
    )


def _pairs(group: list[Claim]) -> list[Contradiction]:
    pairs = []
    for first, second in combinations(group, 2):
        if not _overlap(_window(first), _window(second)):
            continue
        if first.statement.polarity != second.statement.polarity:
            if _same_amount(first, second):
                pairs.append(Contradiction(kind="polarity", first=first, second=second))
            continue
        one, other = _stated(first), _stated(second)
        if one and other and one.unit == other.unit and (one.below(other) or other.below(one)):
            pairs.append(Contradiction(kind="value", first=first, second=second))
    return pairs


def _same_amount(first: Claim, second: Claim) -> bool:
    # "They did not receive 20 t" does not deny "they received 5 t".
    one, other = _stated(first), _stated(second)
    return one is None or other is None or one == other


def _subject(claim: Claim, subject: Callable[[Statement], str] | None) -> tuple[str, ...]:
    said = claim.statement
    thing = subject(said) if subject is not None else said.item or said.service or ""
    return (said.claim_type, thing.casefold().strip(), (said.place or "").casefold().strip())


def _window(claim: Claim) -> tuple[datetime, datetime] | None:
    start = claim.occurred_start or claim.occurred_end or claim.said
    if start is None:
        return None
    begin = datetime.fromisoformat(start)
    if claim.occurred_end is not None and claim.occurred_end > start:
        return begin, datetime.fromisoformat(claim.occurred_end)
    try:
        return begin, begin + SPAN[claim.statement.time_precision]
    except OverflowError:
        return begin, datetime.max.replace(tzinfo=UTC)


def _overlap(one: tuple[datetime, datetime] | None, other: tuple[datetime, datetime] | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]
