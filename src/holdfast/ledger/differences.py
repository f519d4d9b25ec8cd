"""What differs between two ledgers, or between two days of one: claims added, judged, corrected, taken out of view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.ledger.knowing import BRINGING, Place, had_by
from holdfast.ledger.queries import before_end, state_of
from holdfast.ledger.state import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from holdfast.ledger.opening import Ledger
    from holdfast.ledger.records import Claim, Statement
    from holdfast.ledger.state import State

KINDS = ("added", "missing", "judged", "corrected", "restored", "tombstoned")
_WAITING = "waits for a verdict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs.

    Parameters
    ----------
    kind : str
        ``added`` a claim the second side has alone; ``missing`` one the first side has alone; ``judged`` another verdict
        or another statement after an edit; ``corrected`` replaced by an accepted correction; ``tombstoned`` taken out of
        view; ``restored`` in view on the second side and not on the first.
    claim : Claim
        As the side has it that has it; as the second has it where both do.
    before : Claim or None
        As the first side has it, where both do.
    by, reason : str or None
        Of a tombstone: who decided, and why. Of a correction: the id of the claim that corrects.
    """

    kind: str
    claim: Claim
    before: Claim | None = None
    by: str | None = None
    reason: str | None = None

    def __str__(self) -> str:
        return in_words(self)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields with the words, for JSON."""
        return {
            "kind": self.kind,
            "words": in_words(self),
            "claim": self.claim.as_dict(),
            "before": None if self.before is None else self.before.as_dict(),
            "by": self.by,
            "reason": self.reason,
        }


def diff(
    first: Ledger | Path | str,
    second: Ledger | Path | str,
    *,
    zone: str | None = None,
    first_as_known: date | datetime | None = None,
    second_as_known: date | datetime | None = None,
    at: str | None = None,
) -> tuple[Difference, ...]:
    """Return what the second side has, or has otherwise, than the first.

    Parameters
    ----------
    first, second : Ledger, Path or str
        Two ledgers, or one ledger twice with two dates. A path is an export, or the database file of another ledger; it is
        read and checked, and nothing is taken from it.
    zone : str or None
        Zone in which days end, for a side that is a file; None: that of the other side, and UTC where both are files.
    first_as_known, second_as_known : date, datetime or None
        As known then on each side; None: everything.
    at : str or None
        As known at this device, on both sides.

    Returns
    -------
    tuple of Difference
        In order of receipt of the claims.

    Raises
    ------
    LedgerError
        As `holdfast.ledger.claims`.
    """
    from holdfast.ledger.opening import Ledger  # noqa: PLC0415  to tell a ledger from a path

    ledger = next((side for side in (first, second) if isinstance(side, Ledger)), None)
    ends = zone or ("UTC" if ledger is None else ledger.zone)
    before = _state(first, first_as_known, at, ends, ledger)
    after = _state(second, second_as_known, at, ends, ledger)
    return differences(before, after)


def _state(
    given: Ledger | Path | str, as_known: date | datetime | None, at: str | None, zone: str, beside: Ledger | None
) -> State:
    from holdfast.ledger.merging import read_entries  # noqa: PLC0415  only for a side that is a file
    from holdfast.ledger.opening import Ledger  # noqa: PLC0415

    if isinstance(given, Ledger):
        return state_of(given, as_known=as_known, at=at)
    entries, in_time = read_entries(given, beside), before_end(as_known, zone)
    if at is None:
        return fold(entry for entry in entries if in_time(entry.received))
    places = [Place(one.device, one.id, one.received, one.hash, one.previous_hash) for one in entries]
    had = had_by(at, places, [one for one in entries if one.device == at and one.kind in BRINGING], in_time)
    return fold(entry for entry in entries if entry.hash in had)


def differences(before: State, after: State) -> tuple[Difference, ...]:
    """Return what differs between two states; see `diff`."""
    one = {claim.hash: claim for claim in before.claims}
    other = {claim.hash: claim for claim in after.claims}
    found: list[tuple[tuple[str, str, int, str], Difference]] = []
    for digest in one.keys() | other.keys():
        claim = other.get(digest) or one[digest]
        place = (claim.received, claim.device, claim.sequence, claim.hash)
        found += [(place, step) for step in _of_claim(one.get(digest), other.get(digest), before, after)]
    # Sorting keeps what is said of one claim in the order in which it was said.
    return tuple(step for _, step in sorted(found, key=lambda pair: pair[0]))


def in_words(difference: Difference) -> str:
    """Return a difference in one line, with the id of the claim."""
    claim, before = difference.claim, difference.before
    what = f"{_stated(claim.statement)}, says {claim.claimant}"
    match difference.kind:
        case "added" | "missing":
            rest = f"{what}; {_verdict(claim)}" + (f"; corrects {claim.supersedes}" if claim.supersedes else "")
        case "judged":
            rest = f"{what}; {_verdict(claim)}, before: {_verdict(before) if before else 'nothing'}"
            if before is not None and before.statement != claim.statement:
                rest += f", {_stated(before.statement)}"
        case "corrected":
            rest = f"{what}; replaced by {difference.reason}"
        case "tombstoned":
            rest = f"{what}; by {difference.by}: {difference.reason}"
        case _:
            rest = f"{what}; in view again"
    return f"{difference.kind}: {rest} [{claim.id}]"


def _of_claim(one: Claim | None, other: Claim | None, before: State, after: State) -> Iterator[Difference]:
    claim = other or one
    if claim is None:
        return
    if one is None or other is None:
        yield Difference(kind="added" if one is None else "missing", claim=claim)
    elif (one.review, one.reviewer, one.statement) != (other.review, other.reviewer, other.statement):
        yield Difference(kind="judged", claim=other, before=one)
    was, now = _hidden(claim, before), _hidden(claim, after)
    if other is None:
        return
    if now == "tombstoned" and was != now:
        stone = after.tombstoned[claim.hash].body
        yield Difference(kind="tombstoned", claim=claim, before=one, by=stone["by"], reason=stone["reason"])
    elif now == "corrected" and was != now:
        yield Difference(kind="corrected", claim=claim, before=one, reason=_corrections(claim, after))
    elif now is None and was is not None and one is not None:
        yield Difference(kind="restored", claim=claim, before=one)


def _hidden(claim: Claim, state: State) -> str | None:
    if claim.hash in state.tombstoned:
        return "tombstoned"
    return "corrected" if claim.hash in state.superseded else None


def _corrections(claim: Claim, state: State) -> str:
    direct = [other.id for other in state.claims if other.supersedes == claim.id]
    return ", ".join(direct)


def _verdict(claim: Claim) -> str:
    return _WAITING if claim.review == "pending" else f"{claim.review} by {claim.reviewer}"


def _stated(said: Statement) -> str:
    thing = said.item or said.service
    sign = "" if said.polarity == "affirmed" else f"{said.polarity} "
    amount = _amount(said.value_low, said.value_high, said.unit)
    place = f" at {said.place}" if said.place else ""
    return f"{sign}{said.claim_type}{f' of {thing}' if thing else ''}{f': {amount}' if amount else ''}{place}"


def _amount(low: float | None, high: float | None, unit: str | None) -> str:
    if low is None and high is None:
        return ""
    if low == high or high is None or low is None:
        limit = "" if low == high else "at least " if high is None else "at most "
        number = low if low is not None else high
        figure = f"{limit}{_digits(number)}"
    else:
        figure = f"{_digits(low)} to {_digits(high)}"
    return f"{figure} {unit}" if unit else figure


def _digits(number: float | None) -> str:
    """Return every digit of a number as it was claimed."""
    if number is None:
        return ""
    return str(int(number)) if number == int(number) and abs(number) < 10**15 else repr(number)
