"""Cut a sentence into clauses, each with one statement to make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.records import Clause, Item, Token, Trigger, When

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBORDINATORS = frozenset(
    "while whilst whereas although though because if unless when whenever which who whom whose where but so yet".split()
)
RELATIVES = frozenset("which who whom whose that".split())
_PREPOSITION_OR_CLAUSE = frozenset("after before since until till".split())
_NOT_AS_CLAUSE = frozenset(
    "of well part a an many much long few little high low soon to per for if far such usual their his its".split()
)
_MOVING = frozenset("rose fell climbed dropped soared hit plunged sank".split())
_ASIDES = frozenset("in on at by with again once reportedly allegedly too however yet still".split())
BREAKING_MARKS = frozenset(';:()[]—–“”"«»…')
FINITE = frozenset(
    "is are was were has have had be been being will would can could may might must shall should do does did "
    "'re isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't couldn't don't doesn't didn't "
    "remains remained said says".split()
)
_PRONOUNS = frozenset("they we he she it i you this there".split())


def is_finite(token: Token) -> bool:
    """Whether a word is a finite auxiliary or verb of saying; "May" with a capital is a name or a month."""
    return token.low in FINITE and token.text != "May"


def _not_yet(tokens: Sequence[Token], i: int) -> bool:
    """Whether "yet" belongs to a verb ("has yet to arrive", "not yet here", "as yet") and opens no clause."""
    following = tokens[i + 1].low if i + 1 < len(tokens) else "."
    before = tokens[i - 1].low
    return (
        before in {"is", "are", "was", "were", "has", "have", "had", "not", "as", "'s"}
        or before.endswith("n't")
        or (following in {"to", "been"} or not following[0].isalnum())
    )


def find_clauses(  # noqa: C901, PLR0912  one branch a joining word; apart they would be harder to compare
    tokens: Sequence[Token], items: Sequence[Item], triggers: Sequence[Trigger], whens: Sequence[When]
) -> tuple[Clause, ...]:
    """Return the clauses of a sentence from left to right; together they cover all its tokens.

    A comma, "and" or "or" that joins the members of a list of items does not end a clause.
    """
    verbs = {t.index for t in triggers} | {i for i, t in enumerate(tokens) if is_finite(t) or t.low in _MOVING}
    cuts: dict[int, str] = {0: ""}
    for i, token in enumerate(tokens):
        word = token.low
        if word in BREAKING_MARKS and not _bracketed_word(tokens, i):
            # "Diesel: 5,100 L" is one statement.
            label = any(it.last == i and it.first <= 3 for it in items) and not any(v < i for v in verbs)
            headed = word == ":" and i <= 6 and any(t.index <= 2 and t.form == "past" for t in triggers)
            if not (word in {":", "-", "–", "—"} and (label or headed)):
                cuts[i + 1] = word
        elif word == "yet" and i and _not_yet(tokens, i):
            continue
        elif word in SUBORDINATORS and i:
            if (
                not (word == "but" and tokens[i - 1].low in {"all", "nothing", "everything"}) and word != "so"
            ) or tokens[i - 1].low == ",":
                cuts[i] = word
        elif word == "as" and i + 1 < len(tokens) and tokens[i + 1].low not in _NOT_AS_CLAUSE:
            if not (i and tokens[i - 1].low in {"such", "well", "soon", "far", "long", "known"}) and _verb_after(
                i, verbs, tokens
            ):
                cuts[i] = word
        elif word in _PREPOSITION_OR_CLAUSE:
            if _verb_after(i, verbs, tokens) and not any(w.first <= i < w.last or w.first == i + 1 for w in whens):
                cuts[i] = word
        elif word == "that" and i and _verb_after(i, verbs, tokens):
            cuts[i] = word
        elif word == ",":
            within = any(w.first < i < w.last - 1 for w in whens)
            if not within and not _in_list(i, tokens, items) and not _aside(i, tokens, verbs):
                cuts[i + 1] = ","
        elif word in {"and", "or", "&", "+"}:
            joins = _in_list(i, tokens, items) or _noun_pair(i, tokens, verbs)
            if not joins and _verb_after(i, verbs, tokens):
                cuts[i] = word
    bounds = sorted(c for c in cuts if c < len(tokens))
    return tuple(
        Clause(first=first, last=last, opener=cuts[first])
        for first, last in zip(bounds, [*bounds[1:], len(tokens)], strict=True)
    )


def _aside(i: int, tokens: Sequence[Token], verbs: set[int]) -> bool:
    """Whether the comma at ``i`` opens or closes a few words inside a statement: "had promised, in writing, fuel"."""
    for first in (i, *(j for j in range(max(0, i - 4), i) if tokens[j].low == ",")):
        last = next((j for j in range(first + 1, min(first + 5, len(tokens))) if tokens[j].low == ","), None)
        if last is None or i not in {first, last} or not first or first - 1 not in verbs:
            continue
        inside = tokens[first + 1 : last]
        if inside and inside[0].low in _ASIDES and not any(first < v < last for v in verbs):
            return True
    return False


def _bracketed_word(tokens: Sequence[Token], i: int) -> bool:
    """Whether the bracket at ``i`` belongs to a short note such as "(F)" that is part of a quantity."""
    if tokens[i].low == "(":
        return i + 2 < len(tokens) and tokens[i + 2].low == ")"
    return tokens[i].low == ")" and i >= 2 and tokens[i - 2].low == "("


def _verb_after(i: int, verbs: set[int], tokens: Sequence[Token]) -> bool:
    for j in range(i + 1, len(tokens)):
        if j in verbs and (tokens[j - 1].low != "to" or tokens[i].low not in {"and", "or"}):
            return True
        if tokens[j].low in BREAKING_MARKS or tokens[j].low in SUBORDINATORS or tokens[j].low == ",":
            return False
    return False


def _noun_pair(i: int, tokens: Sequence[Token], verbs: set[int]) -> bool:
    """Whether "and" joins two nouns before one verb: "the United States and United Nations promised"."""
    if i + 1 in verbs or (i + 1 < len(tokens) and tokens[i + 1].low in _PRONOUNS):
        return False
    before = [j for j in verbs if j < i]
    return not any(
        not any(tokens[k].low in {",", ";", ":"} or tokens[k].low in SUBORDINATORS for k in range(j + 1, i))
        for j in before
    ) and not any(t.low in {",", ";"} for t in tokens[:i][-2:])


def _in_list(i: int, tokens: Sequence[Token], items: Sequence[Item]) -> bool:
    """Whether the mark or word at ``i`` stands between two members of a list of items."""
    before = max((it.last for it in items if it.last <= i), default=None)
    after = min((it.first for it in items if it.first > i), default=None)
    if before is None or after is None:
        return False
    if tokens[i].low == ",":
        ahead = next(it.last for it in items if it.first == after)
        following = tokens[ahead].low if ahead < len(tokens) else "."
        if following not in {",", "and", "or", "&", "+", ".", ";", "nor", "as", "”", '"', ")", "!"}:
            # "Without fuel, the pumps will stop": not a list.
            return False
    joiners = {",", "and", "or", "&", "+", "nor", "even", "also", "as", "well", "including", "like", "such"}
    small = {
        "the",
        "any",
        "all",
        "a",
        "an",
        "some",
        "no",
        "of",
        "for",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "about",
        "over",
        "to",
        "more",
        "than",
        "other",
        "even",
    }
    return all(t.low in joiners for t in tokens[before:i] if t.low not in small) and all(
        t.low in joiners or t.low in small or t.text[0].isdigit() or t.low in {"litres", "l", "mt", "tonnes", "kg"}
        for t in tokens[i + 1 : after]
    )
