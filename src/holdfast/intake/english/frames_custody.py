"""Frames of who holds whom: custody of a place and of its people, and moves from one place to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.english.phrases import name, phrase_before, phrase_from, text_of
from holdfast.intake.records import Draft, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

_CUSTODY_NOUNS = frozenset(
    "control custody command responsibility security authority protection jurisdiction administration charge camp site compound supervision".split()
)
_UNDER = frozenset(
    "command control watch custody protection authority guard supervision administration jurisdiction charge care guardianship".split()
)


_ARMS = frozenset("weapons weapon arms rifles guns weaponry firearms ammunition".split())
# Places that change hands, where the verb says so by itself.
_HELD = frozenset(
    "gate gates bridge checkpoint checkpoints perimeter dam port airport airfield crossing prison compound hospital warehouse depot station".split()
)
_TAKING = frozenset({"take over", "hand over", "turn over", "take control", "take charge", "take command"})


def _draft(ctx: Context, at: int, actor: str | None) -> Draft:
    return Draft(claim_type="custody", at=at, clause=ctx.clause_of(at), actor=actor)


def custody(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield a handover: who gave, who took, what of."""
    tokens = ctx.tokens
    left, last = ctx.left_limit(trigger.index), ctx.right_limit(trigger.index)
    verb = trigger.verb.split()[0]
    words = [t.low for t in tokens[trigger.last : last]]
    if verb in {"leave", "move", "relocate"} or (
        verb == "transfer" and not _CUSTODY_NOUNS & {*words, *(t.low for t in tokens[left : trigger.group])}
    ):
        yield from _move(ctx, trigger, left, last)
        return
    if verb in {"hand", "turn"} and (arms := next((t.low for t in tokens[left:last] if t.low in _ARMS), None)):
        span = phrase_before(tokens, left, trigger.group, ctx.parse.whens)
        to = next((j for j in range(trigger.index, last) if tokens[j].low == "to"), None)
        yield Draft(
            claim_type="agreement",
            at=trigger.index,
            clause=ctx.clause_of(trigger.index),
            item=arms,
            service="disarmament",
            actor=None if ctx.passive(trigger) else ctx.resolve(name(ctx.text, tokens, span), trigger.index),
            addressee=None
            if to is None
            else name(ctx.text, tokens, phrase_from(tokens, to + 1, last, ctx.parse.whens)),
        )
        return
    nouns = _CUSTODY_NOUNS | (_HELD if trigger.verb in _TAKING or verb in {"control", "guard"} else frozenset())
    passive = ctx.passive(trigger) or (trigger.form == "past" and not set(words) & nouns)
    zone = (left, trigger.group) if passive else (trigger.index + 1, last)
    noun = next((j for j in range(*zone) if tokens[j].low in nouns), None)
    if noun is None or any(i.kind in {"supply", "vehicle"} for i in ctx.items_in(zone)):
        return
    span = phrase_before(tokens, left, trigger.group, ctx.parse.whens)
    actor = ctx.by_phrase(trigger.last) if passive else ctx.resolve(name(ctx.text, tokens, span), trigger.index)
    draft = _draft(ctx, trigger.index, actor)
    stop = next(
        (
            j
            for j in range(noun + 1, last)
            if tokens[j].low in {"was", "were", "is", "to", ",", "from", "has", "had", "over", "."}
        ),
        last,
    )
    start = noun
    timed = next((w.first for w in ctx.parse.whens if w.first > noun), last)
    draft.item = text_of(ctx.text, tokens, start, min(stop, timed, trigger.group if passive else last)).strip(" ,;.")
    to = next((j for j in range(trigger.index, last) if tokens[j].low == "to"), None)
    if to is not None:
        draft.addressee = name(ctx.text, tokens, phrase_from(tokens, to + 1, last, ctx.parse.whens))
    if passive and draft.actor is None and verb in {"transfer", "hand", "pass", "turn"}:
        source = next((j for j in range(trigger.last, last) if tokens[j].low == "from"), None)
        if source is not None:
            draft.actor = name(ctx.text, tokens, phrase_from(tokens, source + 1, last, ctx.parse.whens))
    if verb in {"guard", "administer", "oversee", "control"}:
        draft.addressee = None
    if verb in {"take", "assume"}:
        source = next((j for j in range(trigger.last, last) if tokens[j].low == "from"), None)
        giver = phrase_from(tokens, source + 1, last, ctx.parse.whens) if source is not None else None
        draft.addressee, draft.actor = draft.actor, name(ctx.text, tokens, giver)
    yield draft


def _move(ctx: Context, trigger: Trigger, left: int, last: int) -> Iterator[Draft]:
    tokens = ctx.tokens
    words = text_of(ctx.text, tokens, trigger.index, last)
    if " Camp " not in f" {words} " and " camp " not in f" {words} ":
        return
    if (
        not any(t.low in {"for", "to", "from"} for t in tokens[trigger.last : last])
        or ctx.governor(trigger) is not None
    ):
        return
    if ctx.items_in((left, last)) or any(a.si_unit == "h" for a in ctx.amounts_in((trigger.last, last))):
        return
    actor = (
        ctx.by_phrase(trigger.last)
        if ctx.passive(trigger)
        else ctx.resolve(name(ctx.text, tokens, ctx.subject(trigger)), trigger.index)
    )
    draft = _draft(ctx, trigger.index, actor)
    draft.item, draft.service = words.strip(" ,."), "transfer"
    yield draft


def custody_nouns(ctx: Context) -> Iterator[Draft]:
    """Yield "under the command of X", "giving X control of the camp"."""
    tokens = ctx.tokens
    for i, token in enumerate(tokens):
        last = ctx.right_limit(i)
        if token.low == "under" and any(t.low in _UNDER for t in tokens[i + 1 : min(i + 4, last)]):
            of = next((j for j in range(i + 1, min(i + 8, last)) if tokens[j].low == "of"), None)
            noun = next(j for j in range(i + 1, last) if tokens[j].low in _UNDER)
            span = phrase_from(tokens, of + 1, last, ctx.parse.whens) if of is not None else (i + 1, noun)
            draft = _draft(ctx, i, name(ctx.text, tokens, span))
            draft.item = text_of(ctx.text, tokens, i + 1, of if of is not None else noun + 1).removeprefix("the ")
            yield draft
        elif token.low in {"giving", "gave", "given", "handing", "handed", "ceding"} and not any(
            t.index == i for t in ctx.parse.triggers if t.particle is not None
        ):
            control = next(
                (
                    j
                    for j in range(i + 1, min(i + 7, last))
                    if tokens[j].low in {"control", "custody", "command", "charge"}
                ),
                None,
            )
            if control is None or any(i < x.index < control for x in ctx.parse.triggers):
                continue
            span = phrase_from(tokens, i + 1, control, ctx.parse.whens)
            draft = _draft(ctx, i, None)
            draft.addressee = name(ctx.text, tokens, span)
            stop = next((j for j in range(control, last) if tokens[j].low in {",", "was", "to", "."}), last)
            draft.item = text_of(ctx.text, tokens, control, stop)
            yield draft
