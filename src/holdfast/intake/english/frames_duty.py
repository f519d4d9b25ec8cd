"""Frames of what people owe and ask: commitment, appeal, agreement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.intake.english.clauses import FINITE
from holdfast.intake.english.lexicon import actor_words
from holdfast.intake.english.phrases import ACCESS, is_pronoun, name, names_actor, phrase_before, phrase_from, text_of
from holdfast.intake.records import Draft, Item, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.english.context import Context

_PROTECTION = frozenset(
    "protect protected protection protecting shield safety security safe secure safeguard safeguarding wellbeing well-being defend".split()
)
_PLEDGE_NOUNS = frozenset(
    "promise promises pledge pledges guarantee guarantees assurance assurances commitment commitments undertaking undertakings word".split()
)
_GIVING = frozenset(
    "gave given give gives giving made make makes making issued signed offered received provided obtained".split()
)
_OWN = frozenset("his her its their our my".split())
_KEEPING = frozenset(
    "broke broken breaks break breaking kept keep keeps honoured honored honour honor reneged renege violated violates repeated "
    "renewed forgot forgotten betrayed fulfilled on".split()
)
_AGREEMENT_NOUNS = frozenset(
    "agreement agreements accord accords deal deals pact pacts memorandum treaty truce ceasefire".split()
)
_DISARMING = frozenset({"lay down", "give up", "surrender"})
_SIGNING = frozenset("signed sign signs made reached concluded struck accepted".split())
_ACTING = frozenset(
    "act intervene step help end lift allow let protect ensure stop pressure press demand keep honour honor do open".split()
)
_BOUND = frozenset("was were is are supposed obliged bound required meant had has have".split())
_SUPPLYING = frozenset({"delivery", "restore"})


def _draft(ctx: Context, kind: str, at: int, actor: str | None) -> Draft:
    return Draft(claim_type=kind, at=at, clause=ctx.clause_of(at), actor=actor)


def commitment(ctx: Context, trigger: Trigger) -> Iterator[Draft]:  # noqa: C901, PLR0912  one condition a shape of promise
    """Yield a promise: who made it, to whom, what of, and whether in writing."""
    tokens = ctx.tokens
    first, last = ctx.object_zone(trigger)
    last = max(last, ctx.complement_end(trigger.index))
    words = [t.low for t in tokens[first:last]]
    verb = trigger.verb
    reflexive = any(w in {"itself", "himself", "herself", "themselves", "ourselves"} for w in words[:2])
    infinitive = any(w in {"to", "that"} for w in words[:8])
    items = list(ctx.items_in((first, last)))
    passive = ctx.passive(trigger)
    if passive:
        items = items or list(ctx.items_in(ctx.subject_zone(trigger)))
    protection = (
        verb in {"protect", "safeguard"}
        or bool(_PROTECTION & set(words))
        or (passive and bool(_PROTECTION & {t.low for t in tokens[slice(*ctx.subject_zone(trigger))]}))
    )
    if verb in {"ensure", "protect", "safeguard"}:
        # Only as a duty: "was supposed to protect", "is obliged to ensure"; not "guards protect the gate".
        group = [t.low for t in tokens[max(ctx.left_limit(trigger.index), trigger.group - 2) : trigger.index]]
        if "to" not in group or not _BOUND & set(group):
            return
    access = next((t.low for t in tokens[first:last] if t.low in ACCESS), None)
    if verb == "commit" and not (reflexive or infinitive or passive):
        return
    if not (items or infinitive or protection or access or ctx.amounts_in((first, last)) or reflexive):
        return
    actor = ctx.actor(trigger)
    if verb == "commit" and passive and actor is None:
        span = ctx.subject(trigger)
        actor = name(ctx.text, tokens, span)
    addressee = _addressee(ctx, trigger, first, last)
    span = ctx.subject(trigger) if passive and actor and addressee is None else None
    if span is not None and names_actor(tokens, span, ctx.parse.items) and not ctx.items_in(span):
        addressee = name(ctx.text, tokens, span)
    supplying = any(i.kind in {"supply", "vehicle", "general"} or ctx.amount_of(i) for i in items) or any(
        t.frame in _SUPPLYING and first <= t.index < last for t in ctx.parse.triggers
    )
    polarity = "planned" if supplying else "affirmed"
    if protection and items and _guarded(ctx, items[0], first):
        items, polarity = [], "affirmed"
    if items:
        for item in items:
            draft = _draft(ctx, "commitment", trigger.index, actor)
            draft.item, draft.service, draft.amount = item.claimed, item.service, ctx.amount_of(item)
            draft.addressee, draft.polarity, draft.item_at = addressee, polarity, item.first
            yield draft
        return
    draft = _draft(ctx, "commitment", trigger.index, actor)
    amount = next(iter(a for a in ctx.amounts_in((first, last)) if a.unit), None)
    draft.addressee, draft.polarity, draft.amount = addressee, "planned" if amount else polarity, amount
    if protection:
        draft.item = draft.service = "protection"
        if passive and _PROTECTION & {t.low for t in tokens[slice(*ctx.subject_zone(trigger))]}:
            draft.addressee = addressee
    elif amount is None:
        draft.item = _infinitive(ctx, first, last) or access
        draft.service = "access" if access and draft.item == access else None
    else:
        draft.item = amount.unit
    yield draft


def _guarded(ctx: Context, item: Item, first: int) -> bool:
    """Whether an item is what is to be kept safe: "the safety of the convoy", "to protect the fuel convoys"."""
    return any(t.low in _PROTECTION for t in ctx.tokens[max(first, item.first - 3) : item.first])


def _addressee(ctx: Context, trigger: Trigger, first: int, last: int) -> str | None:
    tokens = ctx.tokens
    clause = ctx.clause(trigger.index)
    if tokens[clause.first].low == "whom":
        return name(ctx.text, tokens, ctx.antecedent(clause))
    for i in range(first, min(first + 3, last)):
        if tokens[i].low in {"that", "itself", "themselves", "himself", "herself"} or tokens[i].low == "in":
            break
        if tokens[i].low == "to" or i == first:
            span = phrase_from(tokens, i + 1 if tokens[i].low == "to" else i, last, ctx.parse.whens)
            if span and names_actor(tokens, span, ctx.parse.items) and not ctx.amounts_in((span[0], span[0] + 2)):
                low = tokens[span[0]].low
                is_verb = any(t.index == span[0] for t in ctx.parse.triggers) or (
                    tokens[i].low == "to" and span[1] - span[0] == 1 and not tokens[span[0]].text[0].isupper()
                )
                if (
                    not is_verb
                    and low not in {"to", "safe", "protection", "safety", "protect"}
                    and (low in {"the", "us", "them", "residents", "people"} or tokens[span[0]].text[0].isupper())
                ):
                    found = name(ctx.text, tokens, span)
                    return None if found is None or _PROTECTION & set(found.lower().split()) else found
    return None


def _infinitive(ctx: Context, first: int, last: int) -> str | None:
    tokens = ctx.tokens
    for i in range(first, last):
        if tokens[i].low == "to" and i + 1 < last:
            stop = next(
                (j for j in range(i + 1, last) if tokens[j].low in {",", ";", ".", ":", "but", "“", "”", "!", "by"}),
                last,
            )
            times = [w.first for w in ctx.parse.whens if w.first > i + 1]
            return text_of(ctx.text, tokens, i + 1, min([stop, i + 10, *times])) or None
    return None


def pledge_nouns(ctx: Context) -> Iterator[Draft]:  # noqa: C901  one condition a shape of promise
    """Yield "gave a written guarantee", "received written assurances from"."""
    tokens = ctx.tokens
    for i, token in enumerate(tokens):
        if token.low not in _PLEDGE_NOUNS or any(t.index == i for t in ctx.parse.triggers):
            continue
        left = ctx.left_limit(i)
        by = i + 1 < len(tokens) and tokens[i + 1].low == "by"
        owner = i > left + 1 and (tokens[i - 1].low == "'s" or tokens[i - 2].low == "'s")
        if i + 2 < len(tokens) and tokens[i + 1].low in {"it", "they", "he", "she"} and i + 2 < ctx.complement_end(i):
            given = any(t.low in _GIVING for t in tokens[i + 2 : i + 4])
            if given and (draft := _given_by_addressee(ctx, i)) is not None:
                yield draft
                continue
        if by or owner:
            yield from _owned_pledge(ctx, i, by=by)
            continue
        reach = range(i - 1, max(left - 1, i - 6), -1)
        giver = next((j for j in reach if tokens[j].low in _GIVING), None)
        own = giver is None and any(t.low in _OWN for t in tokens[max(left, i - 2) : i])
        if own:
            # "broke its promise to let in fuel": the promise stands, kept or broken.
            giver = next((j for j in reach if tokens[j].low in _KEEPING and tokens[j - 1].low != "to"), None)
        if giver is None:
            continue
        span = phrase_before(tokens, left, giver, ctx.parse.whens)
        actor = ctx.resolve(name(ctx.text, tokens, span), i)
        last = ctx.complement_end(i)
        words = [t.low for t in tokens[i:last]]
        if tokens[giver].low in {"received", "obtained", "given"} and "from" in words:
            source = phrase_from(tokens, i + 1 + words[1:].index("from") + 1, last, ctx.parse.whens)
            actor, receiver = name(ctx.text, tokens, source), actor
        else:
            receiver = None
        draft = _draft(ctx, "commitment", i, actor)
        draft.addressee, draft.no_counted = receiver, own
        item = next(iter(ctx.items_in((i, last))), None)
        if item:
            draft.item, draft.service, draft.amount = item.claimed, item.service, ctx.amount_of(item)
            draft.polarity = "planned"
        elif _PROTECTION & set(words):
            draft.item = draft.service = "protection"
        else:
            draft.item = _infinitive(ctx, i, last)
        yield draft


def _given_by_addressee(ctx: Context, i: int) -> Draft | None:
    """Return the promise in "we call upon France to honour the undertaking it gave to protect us": it is France's."""
    asking = next((t for t in reversed(ctx.parse.triggers) if t.frame == "appeal" and t.index < i), None)
    span = phrase_from(ctx.tokens, asking.last, i, ctx.parse.whens) if asking is not None else None
    if span is None or not names_actor(ctx.tokens, span, ctx.parse.items):
        return None
    draft = _draft(ctx, "commitment", i, name(ctx.text, ctx.tokens, span))
    last = ctx.right_limit(i)
    if _PROTECTION & {t.low for t in ctx.tokens[i:last]}:
        draft.item = draft.service = "protection"
    else:
        draft.item = _infinitive(ctx, i, last)
    draft.settled = True
    return draft


def _owned_pledge(ctx: Context, i: int, *, by: bool) -> Iterator[Draft]:
    """Yield "a written commitment by X to protect them", "X's promise to let fuel in"."""
    tokens = ctx.tokens
    left, last = ctx.left_limit(i), ctx.right_limit(i)
    if by:
        span = phrase_from(tokens, i + 2, last, ctx.parse.whens)
    else:
        mark = i - 1 if tokens[i - 1].low == "'s" else i - 2
        span = phrase_before(tokens, left, mark, ctx.parse.whens)
    if span is None or not names_actor(tokens, span, ctx.parse.items):
        return
    draft = _draft(ctx, "commitment", i, name(ctx.text, tokens, span))
    words = {t.low for t in tokens[i:last]}
    item = next(iter(ctx.items_in((i, last))), None)
    if item is not None:
        draft.item, draft.service, draft.amount, draft.polarity = (
            item.claimed,
            item.service,
            ctx.amount_of(item),
            "planned",
        )
    elif _PROTECTION & words:
        draft.item = draft.service = "protection"
    else:
        draft.item = _infinitive(ctx, i, last)
    if "written" in {t.low for t in tokens[max(left, i - 2) : i]}:
        draft.modality.append("in writing")
    draft.no_counted = True
    yield draft


def appeal(ctx: Context, trigger: Trigger) -> Iterator[Draft]:  # noqa: C901  one condition a verb
    """Yield an appeal: who asks, and whom."""
    tokens = ctx.tokens
    verb = trigger.verb.split()[0]
    if (
        ctx.passive(trigger)
        and not ctx.by_phrase(trigger.last)
        and verb not in {"urge", "implore", "beg", "ask", "exhort"}
    ):
        # "is expected to": nobody asks.
        return
    first, last = trigger.last, ctx.right_limit(trigger.index)
    if trigger.verb.startswith("call") or trigger.verb.startswith("appeal"):
        first = trigger.particle + 1 if trigger.particle is not None else first
    while first < last and tokens[first].low in {"with", "to", "on", "upon", "for", "that", ",", "again"}:
        first += 1
    if ctx.passive(trigger):
        span = ctx.subject(trigger)
        actor = ctx.by_phrase(trigger.last)
    else:
        span = phrase_from(
            tokens, first, last, ctx.parse.whens, [t.index for t in ctx.parse.triggers if t.index > trigger.index]
        )
        actor = ctx.resolve(name(ctx.text, tokens, ctx.subject(trigger)), trigger.index)
    addressee = name(ctx.text, tokens, span) if span and names_actor(tokens, span, ctx.parse.items) else None
    if span and verb == "demand" and not ctx.passive(trigger):
        span = (span[0], _end_of_name(ctx, *span))
        addressee = name(ctx.text, tokens, span)
    after = [t.low for t in tokens[(span[1] if span else first) : last]]
    if verb in {"expect", "ask", "press", "petition", "lobby", "beg"} and not (
        addressee and after[:3] and "to" in after[:3]
    ):
        return
    if verb == "demand" and not ("that" in [t.low for t in tokens[trigger.last : trigger.last + 2]] or addressee):
        return
    # "called for an end to the siege" names what is wanted, "called for the army to withdraw" also who is to do it.
    asked = span is not None and after[:1] == ["to"] and _can_act(ctx, span)
    wanted = None
    if trigger.verb.endswith(" for") and not asked:
        wanted, addressee = _noun_phrase(ctx, trigger.last, ctx.right_limit(trigger.index)), None
    if addressee is None and verb not in {"plead", "appeal", "demand", "call"}:
        return
    if verb == "expect" and actor is None and not is_pronoun(name(ctx.text, tokens, ctx.subject(trigger))):
        return
    draft = _draft(ctx, "appeal", trigger.index, actor)
    draft.addressee = addressee
    start = span[1] if span else first
    draft.item = wanted or _infinitive(ctx, start, ctx.right_limit(trigger.index))
    if draft.item is None and verb == "demand" and span:
        draft.item = _noun_phrase(ctx, span[1], ctx.right_limit(trigger.index))
    yield draft


def _can_act(ctx: Context, span: tuple[int, int]) -> bool:
    words = ctx.tokens[slice(*span)]
    return any(t.low in actor_words() or (t.text[0].isupper() and len(t.text) > 1) for t in words)


def _noun_phrase(ctx: Context, first: int, last: int) -> str | None:
    """Return the words from ``first`` to the next mark or time, without what introduces them."""
    while first < last and ctx.tokens[first].low in {"for", "the", "a", "an", "that"}:
        first += 1
    marks = {",", ";", ".", ":", "but", "“", "”", "!", "by", "while", "as"}
    times = [w.first for w in ctx.parse.whens if w.first > first]
    stop = next((j for j in range(first, last) if ctx.tokens[j].low in marks), last)
    return text_of(ctx.text, ctx.tokens, first, min([stop, first + 10, *times])) or None


def _end_of_name(ctx: Context, first: int, last: int) -> int:
    """Return where a name ends in "demand that the United States keep its promise": before the first small word."""
    for i in range(first + 1, last):
        if ctx.tokens[i - 1].low in actor_words() and ctx.tokens[i].low not in {
            "of",
            "for",
            "and",
            "'s",
            *actor_words(),
        }:
            # "demand that the government lift the ban": the office ends the name.
            return i
        small = ctx.tokens[i].text.islower() and ctx.tokens[i].low not in {"of", "for", "and", "the"}
        if small and ctx.tokens[i - 1].text[0].isupper():
            return i
    return last


def pressure(ctx: Context) -> Iterator[Draft]:
    """Yield "pressure is mounting for X to act", "calls for X to intervene"."""
    tokens = ctx.tokens
    yield from _musts(ctx)
    for i, token in enumerate(tokens):
        if token.low not in {"pressure", "calls", "demands", "appeals"} or any(
            t.index == i for t in ctx.parse.triggers
        ):
            continue
        last = ctx.right_limit(i)
        j = next((k for k in range(i + 1, min(i + 8, last)) if tokens[k].low in {"for", "on", "to"}), None)
        if j is None:
            continue
        if token.low == "pressure" and j == i + 1 and tokens[j].low == "to":
            yield from _under_pressure(ctx, i, last)
            continue
        span = phrase_from(tokens, j + 1, last, ctx.parse.whens)
        if not span or not names_actor(tokens, span, ctx.parse.items) or tokens[min(span[1], last - 1)].low != "to":
            continue
        draft = _draft(ctx, "appeal", i, None)
        draft.addressee = name(ctx.text, tokens, span)
        draft.item = _infinitive(ctx, span[1], last)
        yield draft


def _under_pressure(ctx: Context, i: int, last: int) -> Iterator[Draft]:
    """Yield "the United Nations is under growing pressure to act"."""
    tokens = ctx.tokens
    under = next((k for k in range(i - 1, max(-1, i - 5), -1) if tokens[k].low == "under"), None)
    span = phrase_before(tokens, ctx.left_limit(i), under, ctx.parse.whens) if under is not None else None
    if span is None or not names_actor(tokens, span, ctx.parse.items):
        return
    draft = _draft(ctx, "appeal", i, None)
    draft.addressee = name(ctx.text, tokens, span)
    draft.item = _infinitive(ctx, i, last)
    yield draft


def _musts(ctx: Context) -> Iterator[Draft]:
    """Yield "Washington must act": what a speaker asks of a named body."""
    tokens = ctx.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.low not in {"must", "should"} or tokens[i + 1].low not in _ACTING:
            continue
        span = phrase_before(tokens, ctx.left_limit(i), i, ctx.parse.whens)
        if span is None or not names_actor(tokens, span, ctx.parse.items):
            continue
        speaker, _ = ctx.speaker(i)
        draft = _draft(ctx, "appeal", i, speaker)
        draft.addressee = name(ctx.text, tokens, span)
        last = next(
            (j for j in range(i + 1, ctx.right_limit(i)) if tokens[j].low in {",", ";", "."}), ctx.right_limit(i)
        )
        draft.item = text_of(ctx.text, tokens, i + 1, last).strip(" .,")
        yield draft


def _in_agreement(ctx: Context, trigger: Trigger) -> bool:
    """Whether the verb belongs to an agreement named right before it ("the accord to lay down their weapons")."""
    left = max(ctx.left_limit(trigger.index), trigger.group - 6)
    return any(t.low in _AGREEMENT_NOUNS for t in ctx.tokens[left : trigger.group])


def agreement(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    """Yield an agreement that was made, or the act it was about (disarming)."""
    tokens = ctx.tokens
    last = ctx.right_limit(trigger.index)
    actor = ctx.actor(trigger)
    if trigger.verb == "disarm":
        governor = ctx.governor(trigger)
        if governor is not None or _in_agreement(ctx, trigger):
            return
        draft = _draft(ctx, "agreement", trigger.index, actor)
        draft.item, draft.service = text_of(ctx.text, tokens, trigger.index, trigger.last).lower(), "disarmament"
        yield draft
        return
    if trigger.verb in _DISARMING:
        # "laid down its arms", "surrendered their weapons": the act an agreement was about.
        zone = ctx.subject_zone(trigger) if ctx.passive(trigger) else (trigger.last, last)
        arms = next((j for j in range(*zone) if tokens[j].low in {"arms", "weapons", "weaponry", "guns"}), None)
        if arms is not None and ctx.governor(trigger) is None and not _in_agreement(ctx, trigger):
            draft = _draft(ctx, "agreement", trigger.index, actor)
            draft.item, draft.service = (
                f"{text_of(ctx.text, tokens, trigger.index, trigger.last)} {tokens[arms].low}",
                "disarmament",
            )
            yield draft
        return
    content = _infinitive(ctx, trigger.last, last)
    if content is None:
        return
    items = ctx.items_in((trigger.last, last))
    if items and any(t.frame in {"delivery", "restore"} for t in ctx.parse.triggers if trigger.last <= t.index < last):
        for item in items:
            draft = _draft(ctx, "commitment", trigger.index, actor)
            draft.item, draft.service, draft.amount, draft.polarity = (
                item.claimed,
                item.service,
                ctx.amount_of(item),
                "planned",
            )
            yield draft
        return
    draft = _draft(ctx, "agreement", trigger.index, actor)
    draft.item = content
    draft.service = "disarmament" if "arm" in content or "weapon" in content else None
    yield draft


def agreement_nouns(ctx: Context) -> Iterator[Draft]:
    """Yield an agreement named by a noun: "the agreement to disarm", "a disarmament deal"."""
    tokens = ctx.tokens
    for i, token in enumerate(tokens):
        if token.low not in _AGREEMENT_NOUNS:
            continue
        if i and tokens[i - 1].low in {"great", "good", "big"}:
            continue
        if not any(
            t.low in {"the", "an", "a", "this", "that", "under", "of", "disarmament", "signed", "no", "any"}
            for t in tokens[max(0, i - 3) : i]
        ):
            continue
        stop = next(
            (
                j
                for j in range(i + 1, len(tokens))
                if tokens[j].low in {",", ";", ".", ":", "which", "the", "”", "by"}
                and not (tokens[j].low == "the" and j - i < 3)
                and not (tokens[j].low == "by" and j == i + 1)
            ),
            len(tokens),
        )
        start = i
        while start > 0 and (
            tokens[start - 1].low in {"disarmament", "peace", "written", "security"}
            or tokens[start - 1].low.startswith("disarm")
        ):
            start -= 1
        verbs = [t.group for t in ctx.parse.triggers if t.group > i and t.form in {"past", "s"}]
        verbs += [
            j
            for j in range(i + 1, len(tokens))
            if tokens[j].low in FINITE or tokens[j].low in {"obliged", "bound", "required", "meant"}
        ]
        times = [w.first for w in ctx.parse.whens if w.first > i]
        content = text_of(ctx.text, tokens, start, min([stop, i + 12, *verbs, *times]))
        signed = next((j for j in range(i - 1, max(-1, i - 6), -1) if tokens[j].low in _SIGNING), None)
        span = phrase_before(tokens, ctx.left_limit(i), signed, ctx.parse.whens) if signed else None
        content = re.sub(r" (?:of|in|on|from|since)$", "", content)
        draft = _draft(ctx, "agreement", i, ctx.resolve(name(ctx.text, tokens, span), i))
        draft.item = content
        draft.service = "disarmament" if any(w in content.lower() for w in ("disarm", "weapon", "arms")) else None
        yield draft
