"""Frame of rules: how much there should be under a standard, a ration or a law."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.english.frames_state import draft_of as _draft
from holdfast.intake.english.frames_state import line
from holdfast.intake.english.frames_state import with_per as _with_per

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context
    from holdfast.intake.records import Draft

_NORM = re.compile(
    r"\b(minimum standards?|standards?|norms?|sphere|international (?:humanitarian )?law|geneva conventions?|conventions?|treaty|"
    r"guidelines?|handbook|indicator|who recommend\w*|world health organi[sz]ation recommend\w*|recommended (?:daily )?(?:ration|minimum|amount|intake)|"
    r"(?:emergency|survival|humanitarian|legal|statutory|absolute|daily) minimum|entitled to|entitlement|the rule is|the rule of thumb|"
    r"planning figure|prescribed (?:ration|minimum))\b",
    re.IGNORECASE,
)
_NORM_VERB = re.compile(
    r"\b(requires?|required|sets?|prescribes?|recommends?|calls? for|is|are|needs?|obliges?|prohibits?|forbids?|must|shall|demands?|should|recommends?|recommended|entitled|allows?|foresees?|"
    r"asks? for|provides? for|puts?|stands?|says?|lays? down|speaks? of|was|were|:)(?:\b|(?<=:))"
)
_NOT_LESS = re.compile(
    r"\b(?:not|nobody|no one|never|no (?:\w+))\b.*\b(?:less|fewer|under|below)\b|n't\b.*\b(?:less|fewer)\b"
)
_NORM_OF = re.compile(r"\b(?:standard|minimum|norm) of\b")
# "Below the Sphere standard": the figure that follows is what there is, not the rule.
_SHORT_OF_NORM = re.compile(
    r"\b(?:below|short of|far from|beneath|under half of|meets?|met|reach(?:es|ed)?|against) (?:\w+ ){0,4}$"
)


def _place(ctx: Context, letter: int) -> int:
    """Return the token at a letter of ``line`` over the whole sentence."""
    length = 0
    for i, token in enumerate(ctx.tokens):
        length += len(token.low) + 1
        if length > letter:
            return i
    return 0


def norm(ctx: Context) -> Iterator[Draft]:
    """Yield a rule that is cited: a standard with its figure, or a law with what it asks."""
    words = line(ctx, 0, len(ctx.tokens))
    if not _NORM.search(words) or not (_NORM_VERB.search(words) or _NORM_OF.search(words)):
        return
    match = _NORM.search(words)
    at = _place(ctx, match.start() if match else 0)
    figures = [a for a in ctx.parse.amounts if (a.unit or a.low) and a.si_unit not in {"degC", "h"}]
    figures = [a for a in figures if a.unit] or (figures if re.search(r"\bper (?:tap|well|latrine)", words) else [])
    amount = next((a for a in figures if a.first > at), next(iter(reversed(figures)), None))
    if amount is not None and match and _SHORT_OF_NORM.search(words[: match.start()]):
        of = {t.low for t in ctx.tokens[max(at, amount.first - 2) : amount.first]}
        if amount.first < at or not of & {"of", "("}:
            return
    least = amount is not None and amount.low is None and bool(_NOT_LESS.search(words))
    if amount is not None and least:
        # "Nobody should get less than 15 litres": at least 15.
        amount = replace(amount, low=amount.high, high=None, si_low=amount.si_high, si_high=None)
    law = re.search(r"law|convention|treaty", words)
    if amount is None and not law:
        return
    near = [i for i in ctx.parse.items if amount is not None and amount.first <= i.first <= amount.last + 3]
    item = next(iter(near or ctx.parse.items), None)
    if amount is not None:
        amount = _with_per(ctx, amount, len(ctx.tokens))
        if amount.per == "day" and re.search(
            r"\b(?:each|every|per|a) (?:person|resident|refugee|inmate|prisoner|patient|child|adult|head)\b", words
        ):
            amount = replace(amount, per="person-day")
    if item or amount:
        draft = _draft(ctx, "norm", at, item, amount)
        draft.settled = least
        yield draft
