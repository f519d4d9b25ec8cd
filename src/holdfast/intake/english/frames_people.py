"""Frames of people: how many live in a place, how many of them are children or patients, who was killed or hurt."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.english.lexicon import people_words, sicknesses, whole_people
from holdfast.intake.records import Amount, Draft, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

_HABITATION = re.compile(
    r"\b(resid\w+|live[sd]?|living|hom(?:e|es) (?:to|of)|hous(?:e|es|ed|ing)|shelter(?:s|ed|ing)?|population|inhabit\w*|"
    r"accommodat\w*|stay(?:s|ed|ing)?|trapped|stranded|confined|camp|inside|refugees?|host(?:s|ed|ing)?|shelters?|"
    r"there (?:are|were|is)|in all|community of|crammed|penned|encircled|remain(?:s|ed|ing)?|besieged|held|cut off|crowd\w*)\b",
    re.IGNORECASE,
)
# Where a part of the people is counted, the verb alone says so: "the hospital has 35 patients".
_HAVING = re.compile(
    r"\b(has|have|had|holds?|treats?|treating|there|are|were|including|among|with|shares?)\b", re.IGNORECASE
)
_GONE = re.compile(
    r"\b(left|leave|leaves|fled|flee|moved|evacuated|departed|departs?|arrived|arrives?|came|gone|went|escaped|returned|"
    r"missing|without|lost (?:their|its|all)|lacks?|surround\w*|attack\w*|storm\w*|fell (?:ill|sick)|protest\w*|gather\w*)\b",
    re.IGNORECASE,
)
_HURT = ("killed", "dead", "wounded", "injured", "deaths", "casualties", "affect")
_CAN_TAKE = re.compile(
    r"\bcapacity\b|\b(?:built|designed|meant|intended|made|planned) (?:for|to)\b|\b(?:can|could) (?:hold|house|host|accommodate|shelter|take)\b"
)
# Counted, but not those a camp must keep alive.
_OUTSIDERS = frozenset("soldiers fighters guards staff workers supporters evacuees militiamen policemen".split())
_ELSEWHERE = frozenset("casualty custody need consumption delivery denial removal".split())
_CASUALTY_NOUNS = frozenset("dead deaths casualties wounded injured fatalities".split())
_NUMBERED = frozenset(
    "cell block room ward tent section sector building number no floor house hall wing shaft tower gate tunnel route road highway "
    "camp zone district barrack barracks hut shelter unit level dormitory station checkpoint post line bus ferry flight".split()
)
_DYING = frozenset({"die", "drown", "perish", "succumb"})
_LIVING = re.compile(r"\b(?:population|live|lives|living|home to|houses|hosts)\b")
_NOBODY = frozenset({"nobody", "none"})


def _draft(ctx: Context, kind: str, at: int, amount: Amount | None, item: str) -> Draft:
    return Draft(claim_type=kind, at=at, clause=ctx.clause_of(at), item=item, amount=amount)


def population(ctx: Context) -> Iterator[Draft]:
    """Yield how many people live in a place, or how many children, women, patients or families are in it.

    ``item`` is "people" for everybody who lives there and the noun itself for a part of them. Families are counted as
    households: how many people one has is not said. People who are killed, moved or fed are counted elsewhere.
    """
    for amount in ctx.parse.amounts:
        if amount.unit is None and _population_of(ctx, amount):
            whole = replace(amount, unit="persons", si_low=amount.low, si_high=amount.high, si_unit="persons")
            yield _draft(ctx, "population", amount.first, whole, "people")
            continue
        if not _counts_people(amount) or amount.per is not None:
            continue
        held = _CAN_TAKE.search(" ".join(t.low for t in ctx.tokens[ctx.left_limit(amount.first) : amount.first]))
        if _share(ctx, amount) and not held:
            continue
        if any(s.frame_first <= amount.first < s.frame_last for s in ctx.parse.speeches):
            continue
        first, last = ctx.left_limit(amount.first), ctx.right_limit(amount.first)
        words = " ".join(t.low for t in ctx.tokens[first:last])
        if any(w in words for w in _HURT):
            continue
        noun = _noun(ctx, amount)
        if _sick(ctx, first, last) and not _LIVING.search(words):
            # "46 inmates have tuberculosis" counts the sick.
            continue
        if held or "capacity" in words:
            draft = _draft(ctx, "capacity", amount.first, amount, "people")
            draft.service = "shelter"
            yield draft
            continue
        if noun not in _OUTSIDERS and _lives(ctx, amount, words, whole=noun == "people"):
            yield _draft(ctx, "population", amount.first, amount, noun)


def _sick(ctx: Context, first: int, last: int) -> bool:
    lows = [t.low for t in ctx.tokens[first:last]]
    return any(tuple(lows[i : i + len(w)]) == w for w in sicknesses() for i in range(len(lows)))


def _counts_people(amount: Amount) -> bool:
    counted = amount.si_unit in {"persons", "households"}
    parts = [n for n in (amount.low, amount.high) if n is not None and n != int(n)]
    # "half of them children" is a share.
    return counted and not parts


def _noun(ctx: Context, amount: Amount) -> str:
    """Return "people" for everybody, else the noun that was counted: children, patients, families."""
    words = [t.low for t in ctx.tokens[amount.first : amount.last]]
    # "2,400 of them women": the noun stands at the end.
    for noun in people_words():
        if tuple(words[-len(noun) :]) == noun:
            return "people" if noun in whole_people() else " ".join(noun)
    return "people"


def _lives(ctx: Context, amount: Amount, words: str, *, whole: bool) -> bool:
    clause = ctx.clause(amount.first)
    first, last = ctx.left_limit(amount.first), ctx.right_limit(amount.first)
    inside = [t for t in ctx.parse.triggers if first <= t.index < last and t.frame in _ELSEWHERE]
    # "the camp they left", "400 people left": a verb of going near the count says that they are not there.
    near = " ".join(t.low for t in ctx.tokens[amount.last : min(last, amount.last + 4)])
    before = " ".join(t.low for t in ctx.tokens[max(first, amount.first - 3) : amount.first])
    if _GONE.search(near) and not re.match(r"(?:who|that|which|are|were)\b.*\bleft behind\b", near):
        return False
    if re.search(r"\b(?:for|of|to)$", before) and inside:
        return False
    if any(t.verb != "leave" for t in inside):
        return False
    if _HABITATION.search(words) or _bare(ctx, clause.first, clause.last):
        return True
    return not whole and bool(_HAVING.search(words))


def _share(ctx: Context, amount: Amount) -> bool:
    """Whether an amount is part of a whole: "200 of the 2,400 residents" are not how many live there."""
    words = [t.low for t in ctx.tokens[amount.first : amount.last]]
    after = [t.low for t in ctx.tokens[amount.last : amount.last + 4]]
    before = [t.low for t in ctx.tokens[max(0, amount.first - 8) : amount.first]]
    if before[-1:] in (["among"], ["them"], ["for"]) or {"including", "incl"} & set(before):
        return True
    if "out" in words and "of" in words:
        # "seven out of ten families"
        return True
    return ("of" in words[1:] and sum(w[0].isdigit() for w in words) > 1) or (
        after[:1] == ["of"] and any(w[0].isdigit() for w in after)
    )


def _population_of(ctx: Context, amount: Amount) -> bool:
    """Whether a bare number is a population: "a population of about 2,300", "the number of residents is 2,300"."""
    before = [t.low for t in ctx.tokens[max(ctx.left_limit(amount.first), amount.first - 6) : amount.first]]
    if amount.first and ctx.tokens[amount.first - 1].low == ":":
        before = [t.low for t in ctx.tokens[max(0, amount.first - 6) : amount.first]]
    if not before or before[-1] not in {"of", "is", "was", "at", "to", "about", "now", ":", "stands", "over", "some"}:
        return False
    counted = any(
        ("number", "of", *w) == tuple(before[i : i + 2 + len(w)]) for w in whole_people() for i in range(len(before))
    )
    headed = {" ".join(w) for w in whole_people()} & set(before[:1]) and before[1:] == [":"]
    return "population" in before or counted or bool(headed)


def _bare(ctx: Context, first: int, last: int) -> bool:
    """Whether a fragment says nothing but a number of people ("more than 2,000 residents")."""
    return (
        last - first <= 8
        and not any(first <= t.index < last for t in ctx.parse.triggers)
        and not ctx.items_in((0, len(ctx.tokens)))
    )


def _label(ctx: Context, amount: Amount) -> bool:
    """Whether a bare number names a place: "died in cell 9", "injured in block 4"."""
    before = ctx.tokens[amount.first - 1].low if amount.first else ""
    return amount.unit is None and before in _NUMBERED


def casualty(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield people reported killed or hurt, as a claim of its speaker; "nobody died" is a negated one."""
    zone = (ctx.left_limit(trigger.index), ctx.right_limit(trigger.index))
    amount = next(
        (
            a
            for a in ctx.amounts_in(zone)
            if a.unit in {None, "persons"} and a.si_unit in {None, "persons"} and not _label(ctx, a)
        ),
        None,
    )
    words = [t.low for t in ctx.tokens[slice(*zone)]]
    named = {w for words_ in people_words() for w in words_}
    people = bool(set(words) & (named | {"thousands", "hundreds", "dozens", "man", "woman", "child", "resident"}))
    before = [t.low for t in ctx.tokens[zone[0] : trigger.group]]
    nobody = bool(_NOBODY & set(before)) or any(before[i : i + 2] == ["no", "one"] for i in range(len(before)))
    if amount is not None and ctx.tokens[amount.first].low == "one" and nobody:
        amount = None
    if amount is None and not people and not nobody:
        return
    following = ctx.tokens[trigger.last].low if trigger.last < len(ctx.tokens) else ""
    if trigger.verb == "wound" and following in {"down", "up"}:
        # "The war wound down" hurts nobody.
        return
    if trigger.verb == "die" and ctx.items_in(ctx.subject_zone(trigger)) and not people:
        return
    draft = _draft(ctx, "casualty", trigger.index, amount, ctx.tokens[trigger.index].low)
    draft.actor = ctx.actor(trigger) if trigger.verb not in _DYING else None
    yield draft


def _word(ctx: Context, at: int) -> str:
    """Return the word at a place in lower case; empty behind the end."""
    return ctx.tokens[at].low if at < len(ctx.tokens) else ""


def casualty_nouns(ctx: Context) -> Iterator[Draft]:
    """Yield "26 dead", "at least five deaths", "seven fishermen are missing"."""
    for amount in ctx.parse.amounts:
        following = [t.low for t in ctx.tokens[amount.last : amount.last + 4]]
        if amount.si_unit == "persons" and amount.per is None and "missing" in following:
            at = amount.last + following.index("missing")
            if set(following[: following.index("missing")]) <= {
                "are",
                "is",
                "were",
                "remain",
                "went",
                "still",
                "have",
                "been",
                "has",
                "now",
                "gone",
                "reported",
            }:
                yield _draft(ctx, "casualty", at, amount, "missing")
    for i, token in enumerate(ctx.tokens):
        if token.low in _CASUALTY_NOUNS and not any(t.index == i for t in ctx.parse.triggers):
            counted = next((a for a in ctx.parse.amounts if a.last == i and a.unit in {None, "persons"}), None)
            none = i > 0 and ctx.tokens[i - 1].low in {"no", "zero"}
            labelled = _word(ctx, i + 1) == ":" and _word(ctx, i + 2) in {"none", "nil", "zero"}
            if none or labelled:
                # "No deaths were reported", "Casualties: none".
                draft = _draft(ctx, "casualty", i, None, token.low)
                draft.polarity, draft.settled = "negated", True
                yield draft
            elif counted is not None:
                yield _draft(ctx, "casualty", i, counted, token.low)
