"""One statement, printed in many places: copies and translations of a claim are grouped, and counted once.

Two claims are copies where the same speaker says the same of the same thing at the same time, or where the documents
they stand in are copies of each other. A document counts as a copy of another when most of what the shorter one says
stands in the other too: the same kinds, things, signs and figures. What copies say differently is not resolved here: it
is shown, with both places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.ledger.records import Claim, Statement

# Assumptions, both on the careful side: fewer copies found means a statement counted twice, which is seen in the list;
# a false copy hides a second witness.
LEAST_SHARED = 3
SHARED_PART = 0.6
# A statement is reprinted and translated within days; the same words a month later may be a new event.
REPRINTED_WITHIN = timedelta(days=10)

_NOT_WORDS = re.compile(r"[\W_]+")

Key = tuple[str, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims that are one statement.

    Parameters
    ----------
    claims : tuple of Claim
        In the order given; the first is the one to count. More than one are copies.
    differing : tuple of Claim
        Claims at the same place of a copied document whose figure is another: both stand, and a person must look.
    """

    claims: tuple[Claim, ...]
    differing: tuple[Claim, ...] = ()


def grouped(given: Iterable[Claim], subject: Callable[[Statement], str]) -> tuple[Group, ...]:
    """Group claims that are copies or translations of one statement.

    Parameters
    ----------
    given : iterable of Claim
        In order of receipt, or any other; the order decides which claim of a group is counted.
    subject : callable
        Returns one word for what a statement is about, the same in every language.

    Returns
    -------
    tuple of Group
        Every claim is in exactly one group; groups in the order of their first claims. Claims typed by hand are never
        copies: two people who dip one tank are two observations.
    """
    claims = tuple(given)
    keys = {claim.id: _key(claim.statement, subject) for claim in claims}
    copies = _copied_documents(claims, keys)
    groups: list[list[Claim]] = []
    by_key: dict[Key, list[list[Claim]]] = defaultdict(list)
    for claim in claims:
        for group in by_key[keys[claim.id]]:
            if _one_statement(group[0], claim, copies):
                group.append(claim)
                break
        else:
            groups.append([claim])
            by_key[keys[claim.id]].append(groups[-1])
    of_one_thing: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        of_one_thing[keys[claim.id][:3]].append(claim)
    return tuple(
        Group(claims=tuple(group), differing=_differing(group, of_one_thing[keys[group[0].id][:3]], keys, copies))
        for group in groups
    )


def counted_once(given: Iterable[Claim], subject: Callable[[Statement], str]) -> tuple[Claim, ...]:
    """Return the claims without their copies; see `grouped`."""
    return tuple(group.claims[0] for group in grouped(given, subject))


def _key(said: Statement, subject: Callable[[Statement], str]) -> Key:
    low, high, unit = said.si_low, said.si_high, said.si_unit
    if low is None and high is None:
        low, high, unit = said.value_low, said.value_high, said.unit
    figure = (
        ()
        if low is None and high is None
        else (
            f"{low:.4g}" if low is not None else "",
            f"{high:.4g}" if high is not None else "",
            unit or "",
            said.per or "",
        )
    )
    return said.claim_type, said.polarity, subject(said), figure


def _one_statement(first: Claim, second: Claim, copies: frozenset[frozenset[str]]) -> bool:
    if "typed" in {first.method, second.method} or not _near(first, second):
        return False
    if first.document_sha256 == second.document_sha256:
        # Twice in one text is one statement repeated only where its time is the same; the reader has told them apart.
        return first.occurred_start == second.occurred_start and _speaker(first) == _speaker(second)
    pair = frozenset({first.document_sha256 or first.id, second.document_sha256 or second.id})
    return pair in copies or (_speaker(first) == _speaker(second) and _telling(first))


def _telling(claim: Claim) -> bool:
    """Whether a claim says enough to be known again: a figure or a day. "Fuel was refused" is said every day anew."""
    said = claim.statement
    return said.value_low is not None or said.value_high is not None or claim.occurred_start is not None


def _speaker(claim: Claim) -> str:
    return _NOT_WORDS.sub(" ", claim.claimant.casefold()).strip().removeprefix("the ")


def _near(first: Claim, second: Claim) -> bool:
    """Whether two claims can be about one time: their times overlap, or one has none and was said about then."""
    one, other = _span(first), _span(second)
    if one and other:
        return one[0] <= other[1] and other[0] <= one[1]
    said = [datetime.fromisoformat(claim.said) for claim in (first, second) if claim.said]
    if len(said) == 2:
        return abs(said[0] - said[1]) <= REPRINTED_WITHIN
    return first.document_sha256 == second.document_sha256


def _span(claim: Claim) -> tuple[datetime, datetime] | None:
    start = claim.occurred_start or claim.occurred_end
    if start is None:
        return None
    return datetime.fromisoformat(start), datetime.fromisoformat(claim.occurred_end or start)


def _copied_documents(claims: tuple[Claim, ...], keys: dict[str, Key]) -> frozenset[frozenset[str]]:
    """Return the pairs of documents of which one is a copy of the other."""
    said: dict[str, set[Key]] = defaultdict(set)
    for claim in claims:
        if claim.document_sha256 is not None:
            said[claim.document_sha256].add(keys[claim.id])
    candidates: dict[Key, list[str]] = defaultdict(list)
    for document, found in said.items():
        for key in found:
            candidates[key].append(document)
    shared: dict[frozenset[str], int] = defaultdict(int)
    with_figure: dict[frozenset[str], int] = defaultdict(int)
    for key, documents in candidates.items():
        for pair in combinations(documents, 2):
            shared[frozenset(pair)] += 1
            with_figure[frozenset(pair)] += bool(key[3])
    return frozenset(
        pair
        for pair, count in shared.items()
        if count >= LEAST_SHARED
        and with_figure[pair] >= LEAST_SHARED - 1
        and count >= SHARED_PART * min(len(said[document]) for document in pair)
    )


def _differing(
    group: list[Claim], of_one_thing: list[Claim], keys: dict[str, Key], copies: frozenset[frozenset[str]]
) -> tuple[Claim, ...]:
    """Return claims of copied documents that say the same of the same thing and time with another figure."""
    if not copies or not keys[group[0].id][3]:
        return ()
    first = group[0]
    inside = {claim.id for claim in group}
    documents = {claim.document_sha256 for claim in group}
    found = []
    for other in of_one_thing:
        if other.id in inside or other.document_sha256 in documents or not keys[other.id][3]:
            continue
        copied = frozenset({first.document_sha256 or first.id, other.document_sha256 or other.id}) in copies
        if copied and keys[other.id] != keys[first.id] and _near(first, other):
            found.append(other)
    return tuple(found)
