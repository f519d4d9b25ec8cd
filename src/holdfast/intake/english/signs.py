"""Words around a claim that turn its sign, or leave it open: "nearly failed", "has yet to", "came close to signing"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.intake.english.context import Context
    from holdfast.intake.records import Draft, Trigger

# Said right before a verb, it did not come to it.
_NEARLY = frozenset({"nearly", "almost", "narrowly"})
_CAME_CLOSE = re.compile(
    r"\b(?:came|come|comes|coming) (?:\w+ ){0,2}(?:close|near) to(?: being)?$|"
    r"\b(?:narrowly )?(?:avoid|avoids|avoided|avoiding|escaped|averted|spared)(?: being)?$|"
    r"\b(?:refrained|refrains|refrain|desisted|abstained) from$|\b(?:stop|stops|stopped|fell) short of$|\bmanaged not to$"
)
_VERGE = re.compile(
    r"\b(?:on the (?:verge|brink|point|edge) of|(?:is|are|am|being|getting|was|were) (?:\w+ )?(?:close|near) to)$"
)
# "I don't think the water is cut": the doubt belongs to what is said.
_NOT_THOUGHT = re.compile(
    r"\b(?:(?:do|does|did) not|don't|doesn't|didn't|dont|doesnt|didnt|never) (?:\w+ )?(?:think|believe|accept|agree)\b(?! (?:them|him|me|us|you)\b)[^:;]*$"
)
# What is refuted is named with a noun: "rejecting claims of a fuel shortage", "dismissed rumours of looting".
_REFUTED_NOUN = re.compile(
    r"\b(?:deny|denies|denied|denying|reject|rejects|rejected|rejecting|dismiss|dismisses|dismissed|dismissing|refute|refutes|refuted|"
    r"refuting|rebut|rebutted|disprove|disproved|contradict|contradicts|contradicted|contradicting|"
    r"contrary to|no truth (?:in|to)|false|baseless|unfounded) (?:\w+ ){0,3}"
    r"(?:claims?|reports?|rumou?rs?|allegations?|accusations?|suggestions?|talk|stories|story) (?:of|about|on|regarding|concerning)(?: [\w-]+){0,4}$"
)
# Behind these words nobody can tell from the form alone what is so; nothing is proposed.
_OPEN = re.compile(
    r"\b(?:instead of|rather than|far from|as if|as though|lest|had it not been for|but for|"
    r"pretend(?:s|ed)? (?:to|that)|forgot to|forgotten to|neglected to|declined to (?:say|confirm|comment)|doubts?|doubted|doubtful|"
    r"prevent(?:s|ed|ing)? (?:\w+ ){0,3}from)\b"
)
# What was tried or hoped for has not been done by being tried; what came of it is not said.
_TRIED = re.compile(
    r"\b(?:tried|tries|try|trying|attempt|attempts|attempted|attempting|seek|seeks|sought|seeking|struggle|struggles|struggled|struggling|"
    r"wants?|wanted|wish|wishes|wished|hopes?|hoped|hoping|working|works|worked|urgent) to(?: be| have)?$"
)
# "Was to arrive on Friday but never did": the second half takes the first back.
_TAKEN_BACK = re.compile(
    r"\b(?:but|though|although|yet) (?:\w+ ){0,2}(?:never did|did not|didn't|didnt|has not|have not|had not|hasn't|haven't|never has)(?: yet)?[ .!]*$"
)
# "Has not denied that", "cannot be ruled out that", "never said": neither one nor the other.
_UNSAID = re.compile(
    r"\b(?:(?:not|n't|never) (?:deny|denied|denies|denying|say|said|claim|claimed|announce|announced)\b(?! (?:whether|if)\b)|(?:rule|ruled) out\b)"
)
_FALSELY = re.compile(
    r"\b(?:falsely|wrongly|mistakenly|erroneously) (?:said|says|wrote|writes|claimed|claims|reported|reports|stated|announced|told|alleged)\b"
)
_MAKING = r"(?:sign\w*|conclud\w*|reach\w*|ma[dk]e|seal\w*|strik\w*|struck|finali[sz]\w*|announc\w*|ratif\w*|com\w* to|enter\w*)"
_AGREED_LATER = re.compile(
    rf"\b(?:will|shall|'ll|(?:is|are) (?:to|(?:due|set|expected|scheduled|going|about|likely|ready) to)|(?:plan|plans|intend|intends|hope|hopes|aim|aims) to) "
    rf"(?:\w+ )?(?:be )?{_MAKING}"
)
_AGREED_MAYBE = re.compile(
    rf"\b(?:may|might|could|can|would|should) (?:\w+ )?(?:be )?{_MAKING}|\b(?:hope|hopes|hoped|hoping|talks|negotiat\w+|discuss\w*)\b"
)
_NOT_AGREED = re.compile(
    rf"\b(?:(?:fail|fails|failed|unable|refus\w+|declin\w+|yet|still) to|(?:came|come|coming|got|is|are|were|was) (?:\w+ )?close to|short of|without) (?:be )?(?:been )?{_MAKING}|"
    r"\b(?:fell through|fell apart|collapsed|broke down|(?:was|were) (?:called off|rejected|abandoned|scrapped))\b|"
    r"\b(?:no|without an?|without any|without|never an?) (?:\w+ ){0,2}(?:agreements?|accords?|deals?|pacts?|truce|treaty|ceasefire)\b|"
    r"\b(?:denied|denies|rejected|rejects|refused|refuses|turned down|walked (?:away|out) (?:from|of)) (?:\w+ ){0,3}(?:agreements?|accords?|deals?|pacts?|truce|treaty|ceasefire)\b"
)
_TURNING = frozenset({"denial", "delivery", "removal", "outage", "custody", "agreement", "commitment", "appeal"})


def _before(ctx: Context, first: int) -> str:
    """Return the words of the clause in front of ``first``, in lower case."""
    return " ".join(t.low for t in ctx.tokens[max(0, first - 24) : first])


def reversals(ctx: Context, draft: Draft, trigger: Trigger | None, first: int) -> int:
    """Return how often the words around a claim say that it is not so, beside its negations.

    Counts "nearly ran out", "came close to signing", "has yet to arrive", "I don't think that" and "rejected claims of".
    """
    tokens = ctx.tokens
    before = _before(ctx, first)
    number = 0
    if trigger is not None:
        group = [t.low for t in tokens[trigger.group : trigger.index]]
        behind = [*group[1:], ""]
        number += sum(
            w in _NEARLY and (n in {"", "not", "did", "does", "was", "were"} or n.endswith("n't"))
            for w, n in zip(group, behind, strict=False)
        )
        number += int("yet" in group and group[group.index("yet") + 1 : group.index("yet") + 2] == ["to"])
        number += int("still" in group and group[group.index("still") + 1 : group.index("still") + 2] == ["to"])
        number += int(
            (trigger.form == "ing" and bool(_CAME_CLOSE.search(before))) or bool(re.search(r"managed not to$", before))
        )
    number += int(bool(_NOT_THOUGHT.search(before)))
    number += int(bool(_REFUTED_NOUN.search(_before(ctx, draft.at))) and not ctx.speaker(draft.at)[1])
    return number


def doubtful(ctx: Context, draft: Draft, trigger: Trigger | None) -> bool:
    """Whether the form leaves open what is so ("instead of", "falsely", "on the verge of"): nothing is then proposed."""
    if draft.claim_type not in _TURNING:
        return False
    first = trigger.group if trigger is not None else draft.at
    own = " ".join(t.low for t in ctx.tokens[ctx.left_limit(first) : first])
    return bool(
        _OPEN.search(own)
        or _FALSELY.search(_before(ctx, first))
        or _UNSAID.search(_before(ctx, first))
        or _TAKEN_BACK.search(" ".join(t.low for t in ctx.tokens[first:]))
        or (trigger is not None and _VERGE.search(_before(ctx, first)))
        or _tried(ctx, trigger)
    )


def _tried(ctx: Context, trigger: Trigger | None) -> bool:
    """Whether an act was only tried: "thieves tried to steal the transformer", "are struggling to repair the pump"."""
    if trigger is None:
        return False
    before = " ".join(t.low for t in ctx.tokens[max(0, trigger.index - 6) : trigger.index])
    return bool(_TRIED.search(before))


def of_agreement(ctx: Context, draft: Draft) -> str | None:
    """Return the sign of an agreement that a noun names, where the words around it turn it; None where they do not."""
    words = " ".join(t.low for t in ctx.tokens[ctx.left_limit(draft.at) : ctx.right_limit(draft.at)])
    for sign, pattern in (("negated", _NOT_AGREED), ("planned", _AGREED_LATER), ("hypothetical", _AGREED_MAYBE)):
        if pattern.search(words):
            return sign
    return None
