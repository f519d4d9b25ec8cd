"""Frames of sickness: how many cases of what, in whose count; never who."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.english.lexicon import people_words, sicknesses
from holdfast.intake.records import Amount, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

_CASES = frozenset("case cases patient patients infection infections".split())
# Verbs that join a sickness to those who have it: "affects 62 children", "25 people came down with fever".
_HAVING = re.compile(
    r"\b(affect\w*|suffer\w*|contract\w*|develop\w*|treated?|treating|has|have|had|with|caught|catch|diagnosed|reported|"
    r"report|recorded|registered|admitted|confirmed|seen|counted|infect\w*|from|for|show\w*|come down|came down|falls?|"
    r"fell|fallen|are|were|is|was|seeing|see|saw|logged|documented|rose|risen|up)\b",
    re.IGNORECASE,
)
_NOTHING = frozenset("no zero nil none".split())
_COUNTED = frozenset({"persons", None})
# How far a count may stand from its sickness: "62 children in the dormitory, mostly with scabies" is too loose.
_REACH = 8


def cases(ctx: Context) -> Iterator[Draft]:
    """Yield "140 cases of diarrhoea", "62 children have scabies", "no case of cholera"; without a count, nothing.

    ``item`` is the sickness in the words of the text; the amount counts persons. "Rose from 9 to 31" gives the second.
    """
    for first, last, words in _named(ctx):
        left, right = ctx.left_limit(first), ctx.right_limit(first)
        if left > ctx.clause(first).first and ctx.tokens[left].low in _CASES:
            # "Three confirmed cases": the participle is nobody's speech.
            left = ctx.clause(first).first
        if last < len(ctx.tokens) and ctx.tokens[last].low in {":", "-", "–"}:
            right = max(right, ctx.right_limit(min(last + 1, len(ctx.tokens) - 1)))
        if _none(ctx, left, first):
            draft = _draft(ctx, first, words, None)
            draft.polarity, draft.settled = "negated", True
            yield draft
            continue
        amount = _count(ctx, left, first, last, right)
        if amount is not None:
            persons = replace(amount, unit="persons", si_low=amount.low, si_high=amount.high, si_unit="persons")
            yield _draft(ctx, first, words, persons)


def _named(ctx: Context) -> Iterator[tuple[int, int, str]]:
    """Yield the sicknesses of a sentence, the longest name first."""
    tokens, i = ctx.tokens, 0
    while i < len(tokens):
        for words in sicknesses():
            if tuple(t.low for t in tokens[i : i + len(words)]) == words:
                yield i, i + len(words), " ".join(words)
                i += len(words) - 1
                break
        i += 1


def _draft(ctx: Context, at: int, sickness: str, amount: Amount | None) -> Draft:
    return Draft(claim_type="health", at=at, clause=ctx.clause_of(at), item=sickness, service="health", amount=amount)


def _none(ctx: Context, left: int, first: int) -> bool:
    before = [t.low for t in ctx.tokens[max(left, first - 5) : first]]
    return bool(_NOTHING & set(before)) and bool(_CASES & set(before) or (before[-1:] and before[-1] in _NOTHING))


def _count(ctx: Context, left: int, first: int, last: int, right: int) -> Amount | None:
    """Return the number of those who have it; the second of "rose from 9 to 31"."""
    near = [a for a in ctx.amounts_in((max(left, first - _REACH), min(right, last + _REACH))) if _of_people(ctx, a)]
    if not near:
        return None
    words = " ".join(t.low for t in ctx.tokens[left:right])
    if not (_CASES & {t.low for t in ctx.tokens[left:right]} or _HAVING.search(words)):
        return None
    if re.search(r"\b(?:rose|risen|rising|increased|grew|climbed|jumped|fell|fallen|dropped|declined|went)\b", words):
        # Of a change only what it came to is how many there are; "from 9 to 31" reads as a range and ends in it.
        near = [
            _came_to(ctx, a) if "from" in {t.low for t in ctx.tokens[max(0, a.first - 1) : a.first + 1]} else a
            for a in near
        ]
        near = [a for a in near if a.low == a.high]
    if not near:
        return None
    before = [a for a in near if a.last <= first]
    after = [a for a in near if a.first >= last]
    changed = next((a for a in after if ctx.tokens[a.first - 1].low == "to"), None)
    if changed is not None:
        return changed
    return before[-1] if before else next(iter(after), None)


def _came_to(ctx: Context, amount: Amount) -> Amount:
    """Return what a change came to, "31" of "from 9 to 31"; another range as it is."""
    words = [t.low for t in ctx.tokens[amount.first : amount.last]]
    if "to" not in words or amount.low is None or amount.high is None:
        return amount
    last = words[words.index("to") + 1 :]
    figure = last[0].replace(",", "") if last else ""
    if figure.isdigit() and float(figure) in {amount.low, amount.high}:
        return replace(amount, low=float(figure), high=float(figure))
    return amount


def _of_people(ctx: Context, amount: Amount) -> bool:
    if amount.per is not None or amount.si_unit not in _COUNTED or amount.unit == "%":
        return False
    if amount.low is not None and amount.low != int(amount.low):
        return False
    following = [t.low for t in ctx.tokens[amount.last : amount.last + 4]]
    return (
        amount.si_unit == "persons"
        or bool(_CASES & set(following))
        or any(len(w) == 1 and w[0] in following for w in people_words())
        or (amount.unit is None and bool(_CASES & {t.low for t in ctx.tokens}))
    )
