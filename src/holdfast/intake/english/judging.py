"""Decide for one drafted claim: polarity, modality, speaker, time, place, whether it is history."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.intake.english.mentions import find_place, flat
from holdfast.intake.english.phrases import is_pronoun, name, phrase_before, text_of
from holdfast.intake.english.signs import of_agreement, reversals
from holdfast.intake.english.timing import anchored, coming, gone, time_of
from holdfast.intake.english.verbs import all_cues, count_negations, has_cue
from holdfast.ledger import Statement

if TYPE_CHECKING:
    from holdfast.intake.english.context import Context
    from holdfast.intake.records import Draft, Trigger, When

_FLIP = {"affirmed": "negated", "negated": "affirmed"}
_PAST_ONLY = re.compile(
    r"\b(years? ago|decades? ago|years? earlier|decades? earlier|at the time(?! of)|back then|in those (?:days|years)|formerly|"
    r"previously|(?<!at )once(?! again| more)|originally|before the (?:war|siege|blockade|conflict|crisis|fighting)|had been|for (?:several|many|some|\w+) years|after the (?:war|invasion|revolution)|"
    r"during the (?:war|invasion|revolution|occupation)|invaded|used to|(?:was|were) (?:supposed )?to|as part of (?:the|an?|that|their) (?:\w+ )?(?:agreement|deal|accord|pact)|under (?:the|an?|that) (?:\w+ )?(?:agreement|deal|accord|pact)|until (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(now|today|yesterday|tonight|this (?:morning|week|afternoon|evening)|currently|still|at present)\b",
    re.IGNORECASE,
)
_IMPERATIVE = frozenset("let open lift allow stop end release send give please".split())
# "could not confirm that", "asked whether", "no evidence that": nobody says that it is so.
_UNSURE = re.compile(
    r"\bwhether\b|\bno (?:\w+ )?(?:evidence|proof|confirmation|indication|sign) (?:that|of)\b|"
    r"(?:not|n't|cannot|unable to|could) (?:\w+ ){0,4}(?:confirm|verify|establish|say) (?:\w+ ){0,2}(?:that|whether|if)\b"
)
_PRESENT = re.compile(r"\b(?:is|are|remains?|controls?|guards?|administers?|oversees?) ", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?:was|were|has|have|had|been|is to|are to)\b", re.IGNORECASE)
_LETTER = re.compile(
    r"\b(?:in|by) (?:an?|its|his|her|their) (?:\w+ )?(?:letter|memorandum|document|note)\b", re.IGNORECASE
)
_AS_LONG = re.compile(r"\b(?:as|so) long as|provided that|providing that|on condition that|in the event (?:that|of)")
_IF = frozenset({"if", "unless", "whenever"})
_NOT_TRUE = re.compile(
    r"\b(?:(?:not|n't|never) (?:\w+ )?(?:true|the case|correct) that|untrue that|false that|no truth (?:in|to)\b|"
    r"it(?: is| 's|'s) not that\b|(?:false|baseless|unfounded) (?:reports?|claims?|rumou?rs?) that)"
)
_EACH = re.compile(r"\b(?:each|every|per|a) (?:person|resident|refugee|head|individual|member)\b")
_STOPPING = frozenset("stop stops stopped stopping cease ceases ceased quit ended end".split())
_OLD = timedelta(days=180)
_RECENT = timedelta(days=60)
# What stands in the way of a negated noun: "no", "none of the", "not a single".
_NEGATING_DETERMINERS = frozenset({"no", "none", "neither", "zero"})
# "hardly any water": next to none is read as none, as "almost no water" is; the words stay in the modality.
_NEXT_TO_NONE = frozenset({"hardly", "barely", "scarcely"})


def statement(ctx: Context, draft: Draft, trigger: Trigger | None, published: date | None) -> Statement:
    """Turn a draft into a statement with all its fields."""
    sentence = ctx.parse.sentence
    when = time_of(ctx, draft)
    attribution, denied = ctx.speaker(draft.at)
    attribution = attribution or _accuser(ctx, draft)
    polarity = polarity_of(ctx, draft, trigger, when, published)
    if denied:
        polarity = _FLIP.get(polarity, "negated" if polarity == "planned" else polarity)
    if draft.claim_type == "appeal":
        # Who appeals speaks: in "X pleaded with Y" the verb itself introduces the words.
        framed = next((s.speaker for s in ctx.parse.speeches if s.frame_first <= draft.at < s.frame_last), None)
        draft.actor = framed if framed and draft.actor and not is_pronoun(framed) else draft.actor
        attribution = attribution or draft.actor
    modality = modality_of(ctx, draft)
    amount = draft.amount
    promised = draft.claim_type != "commitment" or when is None or draft.item_at is None or when.first >= draft.item_at
    ahead = polarity == "planned" or (
        polarity == "hypothetical" and trigger is not None and trigger.form in {"base", "s"}
    )
    ahead = ahead or (
        draft.claim_type == "commitment"
        and when is not None
        and when.first > draft.at + 1
        and ctx.clause_of(when.first) != ctx.clause_of(draft.at)
    )
    overdue = trigger is None and draft.settled and draft.polarity == "planned" and _stood(ctx, draft)
    if when is not None and promised and (ahead or draft.still_to_come) and not _was_to(ctx, trigger) and not overdue:
        when = coming(when, published)
    elif when is not None and trigger is not None and draft.claim_type != "commitment" and not ahead:
        when = gone(when, published) if trigger.form == "past" else when
    elif when is not None and (overdue or _was_to(ctx, trigger)):
        when = gone(when, published)
    start, end = anchored(when)
    return Statement(
        claim_type=draft.claim_type,
        item=draft.item,
        service=draft.service,
        polarity=polarity,
        value_low=amount.low if amount else None,
        value_high=amount.high if amount else None,
        unit=amount.unit if amount else None,
        si_low=amount.si_low if amount else None,
        si_high=amount.si_high if amount else None,
        si_unit=amount.si_unit if amount else None,
        per=_per(ctx, draft),
        time_start=start,
        time_end=end,
        time_precision=when.precision if when and start else "unknown",
        place=place_of(ctx, draft),
        actor=draft.actor,
        addressee=draft.addressee,
        attribution=attribution,
        modality=", ".join(modality) or None,
        background=is_background(ctx, draft, when, published),
        time_text=when.text if when else None,
        char_start=sentence.start,
        char_end=sentence.end,
    )


def _accuser(ctx: Context, draft: Draft) -> str | None:
    """Return who says so in "the mayor accused the army of holding back the coal"."""
    left = ctx.left_limit(draft.at)
    at = next((i for i in range(left, draft.at) if ctx.tokens[i].low in {"accused", "accuses"}), None)
    if (
        at is None
        or "of" not in {t.low for t in ctx.tokens[at : draft.at]}
        or ctx.tokens[at - 1].low in {"was", "were"}
    ):
        return None
    return name(ctx.text, ctx.tokens, phrase_before(ctx.tokens, left, at, ctx.parse.whens))


def _per(ctx: Context, draft: Draft) -> str | None:
    """Return what an amount is spread over; "each person … a day" is per person and day."""
    per = draft.amount.per if draft.amount else None
    if per == "day":
        words = " ".join(t.low for t in ctx.tokens[ctx.left_limit(draft.at) : ctx.right_limit(draft.at)])
        if _EACH.search(words):
            return "person-day"
    return per


def polarity_of(ctx: Context, draft: Draft, trigger: Trigger | None, when: When | None, published: date | None) -> str:  # noqa: C901, PLR0911  one return a sign
    """Return affirmed, negated, hypothetical or planned: conditions first, then negations, then plans."""
    tokens = ctx.tokens
    clause = ctx.parse.clauses[draft.clause]
    root = ctx.root(trigger) if trigger else None
    group_first = min(root.group, trigger.group) if root and trigger else draft.at
    group_last = trigger.index if trigger else draft.at
    if not trigger:
        # A noun claim takes the verb group of its clause.
        inner = [t for t in ctx.parse.triggers if clause.first <= t.index < clause.last]
        group_first, group_last = _aux_span(ctx, draft)
        if inner and draft.claim_type in {"stock", "need", "consumption"}:
            group_first, group_last = min(group_first, inner[0].group), max(group_last, inner[0].index)
    if _conditional(ctx, draft, group_first, group_last):
        return "hypothetical"
    negations = count_negations(tokens, group_first, group_last)
    negations += _determiner_negation(ctx, draft, group_first)
    negations += sum(
        1 for t in tokens[ctx.left_limit(group_first) : group_first] if t.low in {"fail", "fails", "failed", "failing"}
    )
    if draft.settled or (draft.claim_type == "commitment" and draft.no_counted):
        # "A written promise … has not been kept": the promise stands, broken.
        return draft.polarity
    if trigger and trigger.form == "ing" and trigger.group and tokens[trigger.group - 1].low in _STOPPING:
        negations += 1
    negations += _refuted(ctx, draft, group_first) + reversals(ctx, draft, trigger, group_first)
    base = draft.polarity
    if draft.claim_type == "agreement" and trigger is None and (sign := of_agreement(ctx, draft)) is not None:
        return sign
    if negations % 2:
        return _FLIP.get(base, "negated" if base == "planned" else base)
    ahead = _future(ctx, draft, trigger, (group_first, group_last), when, published)
    if trigger and ahead and (draft.claim_type == "appeal" or (trigger.frame == "restore" and base == "negated")):
        # "Will appeal to the president"; "water will be restored tomorrow": it is not back yet.
        return "planned"
    if draft.claim_type in {"commitment", "appeal", "agreement", "norm"}:
        return base
    # "Trucks can enter": what may come has not come, and must not be counted at the gate.
    possible = draft.claim_type == "delivery" and any(t.low == "can" for t in tokens[group_first:group_last])
    if base == "affirmed" and (possible or ahead):
        return "hypothetical" if possible else "planned"
    return base


def _refuted(ctx: Context, draft: Draft, first: int) -> int:
    """Return 1 behind "it is not true that", "there is no truth in reports that", "it is false that"."""
    before = " ".join(t.low for t in ctx.tokens[max(0, first - 24) : first])
    after = " ".join(t.low for t in ctx.tokens[draft.at :])
    claimed = re.search(
        r"\b(?:claims?|reports?|allegations?|rumou?rs?|stories|story) (?:\w+ ){0,2}(?:that|of|about)\b", before
    )
    false = re.search(
        r"\b(?:is|are|was|were) (?:\w+ )?(?:false|untrue|baseless|unfounded|wrong|lies|not true|a lie)\b", after
    )
    return int(bool(_NOT_TRUE.search(before)) or bool(claimed and false))


def _aux_span(ctx: Context, draft: Draft) -> tuple[int, int]:
    """Return the auxiliaries of the clause of a claim that a noun makes."""
    left, right = ctx.left_limit(draft.at), ctx.right_limit(draft.at)
    found = [
        i
        for i in range(left, right)
        if ctx.tokens[i].low
        in {
            "will",
            "would",
            "could",
            "may",
            "might",
            "is",
            "are",
            "was",
            "were",
            "has",
            "have",
            "does",
            "do",
            "did",
            "not",
            "never",
        }
        or ctx.tokens[i].low.endswith("n't")
    ]
    if not found:
        return draft.at, draft.at
    return found[0], max(found[-1] + 1, found[0])


def _conditional(ctx: Context, draft: Draft, first: int, last: int) -> bool:  # noqa: PLR0911  one return a cue
    tokens = ctx.tokens
    if _asked_or_told(ctx) and draft.claim_type not in {"need", "appeal"}:
        return True
    cue = has_cue(tokens, first, last, "hypothetical")
    # "We could do with 200 more tents" asks for them.
    cue = None if draft.claim_type == "need" and draft.settled and cue in {"could", "would"} else cue
    refused = cue in {"would", "could"} and _would_not(ctx, first, last)
    if cue and not refused and not (cue == "would" and _reported_future(ctx, draft)):
        return True
    left = ctx.left_limit(first)
    head = [t.low for t in tokens[left:first]]
    if any(
        w in {"fear", "fears", "feared", "threatens", "threatened", "threatening", "threaten", "risk", "risks"}
        for w in head
    ):
        return True
    group = {t.low for t in tokens[first:last]}
    before = " ".join(t.low for t in tokens[max(0, first - 24) : first])
    if re.search(
        r"\b(?:fear|fears|feared|afraid|worry|worried|worries|danger|risk|risks|threat)\b", before
    ) and group & {"will", "be", "going", "'ll"}:
        return True
    if _UNSURE.search(before) or _AS_LONG.search(before):
        return True
    if tokens[0].low in {"without", "had"} and any(
        t.low in {"will", "would", "could", "'ll", "may", "might"} for t in tokens
    ):
        return True
    number = ctx.clause_of(draft.at)
    openers = {c.opener for c in ctx.parse.clauses} | {
        tokens[c.first].low for c in ctx.parse.clauses if c.first < c.last
    }
    if tokens[ctx.parse.clauses[number].first].low in _IF or ctx.parse.clauses[number].opener in _IF:
        return True
    if any(t.low in _IF for t in tokens[ctx.parse.clauses[number].first : first]):
        return True
    if not openers & _IF:
        return False
    # The main clause of a condition: "If they let in 20 MT, the bakery can bake"; a past main clause is a fact.
    main = tokens[first : max(last, first + 1)]
    return draft.claim_type not in {"population", "appeal", "commitment"} and not any(
        t.low in {"was", "were", "has", "had", "did", "have"} for t in main
    )


def _would_not(ctx: Context, first: int, last: int) -> bool:
    """Whether somebody would not do it, and nothing hangs on a condition: "soldiers would not let the ambulance pass"."""
    words = [t.low for t in ctx.tokens[first:last]]
    return (
        words[:1] in (["would"], ["wouldn't"], ["could"], ["couldn't"])
        and ("not" in words[:2] or words[0] in {"wouldn't", "couldn't"})
        and not ({"if", "unless", "without", "otherwise"} & {t.low for t in ctx.tokens})
    )


def _asked_or_told(ctx: Context) -> bool:
    """Whether a sentence is a question, or tells somebody what to do ("Let the trucks in!")."""
    words = [t.low for t in ctx.tokens if t.low not in {'"', "“", "-", "•"}]
    return words[-1:] == ["?"] or (len(words) > 1 and words[0] in _IMPERATIVE and words[1] not in {"in", "up", "off"})


def _was_to(ctx: Context, trigger: Trigger | None) -> bool:
    """Whether a plan lies in the past: "was supposed to arrive on Monday"."""
    group = {t.low for t in ctx.tokens[trigger.group : trigger.index]} if trigger else set()
    if "had" in group and group & {"supposed", "due", "expected", "scheduled", "meant"}:
        return True
    return bool(group & {"was", "were"}) and bool(group & {"to", "supposed", "due", "expected", "scheduled", "meant"})


def _stood(ctx: Context, draft: Draft) -> bool:
    """Whether what is awaited was due before now: "the kerosene was supposed to be here on Friday"."""
    first = draft.at if draft.item_at is None else draft.item_at
    return bool({"was", "were"} & {t.low for t in ctx.tokens[first : first + 6]})


def _reported_future(ctx: Context, draft: Draft) -> bool:
    """Whether "would" is the "will" of reported speech: "guards said they would let in two trucks tomorrow"."""
    conditions = {t.low for t in ctx.tokens} & (_IF | {"without", "otherwise"})
    told = {t.low for t in ctx.tokens[: draft.at]} & {"told", "informed", "assured", "announced"}
    token = ctx.tokens[draft.at]
    quoted = any(s <= token.start and token.end <= e for s, e in ctx.parse.quote_spans)
    return not conditions and not quoted and (bool(told) or ctx.speaker(draft.at)[0] is not None)


def _determiner_negation(ctx: Context, draft: Draft, first: int) -> int:  # noqa: PLR0911  one return a cue
    """Return 1 for "no trucks were let in", "none of the trucks", "not a single truck", "neither fuel nor food"."""
    tokens = ctx.tokens
    if draft.no_counted:
        return 0
    subject = [t.low for t in tokens[ctx.left_limit(first) : first]]
    acting = first > ctx.left_limit(first) and not any(
        i.last <= first for i in ctx.items_in((ctx.left_limit(first), first))
    )
    if (
        {"nobody", "nothing"} & set(subject)
        or "no one" in " ".join(subject)
        or (acting and subject[:1] in (["neither"], ["none"], ["no"]))
    ):
        return 1
    item = next(
        (i for i in ctx.parse.items if i.claimed == draft.item and ctx.clause_of(i.first) == ctx.clause_of(draft.at)),
        None,
    )
    left = ctx.left_limit(first)
    edge = item.first if item else first
    if item is None:
        return int(any(t.low in {"no", "none"} for t in tokens[left:first]))
    for i in range(edge - 1, max(left - 1, edge - 9), -1):
        word = tokens[i].low
        if word in _NEGATING_DETERMINERS and not (
            i + 1 < len(tokens) and tokens[i + 1].low in {"longer", "less", "fewer", "more", "no", "the", ","}
        ):
            return 1
        if word in _NEXT_TO_NONE and i + 1 < len(tokens) and tokens[i + 1].low in {"any", "a"}:
            return 1
        if (
            word == "not"
            and i + 1 < len(tokens)
            and tokens[i + 1].low in {"a", "one", "any"}
            and not (first <= i < draft.at)
        ):
            return 1
        if word in {";", ":"} or any(t.index == i for t in ctx.parse.triggers):
            return 0
    return 0


def _future(
    ctx: Context,
    draft: Draft,
    trigger: Trigger | None,
    group: tuple[int, int],
    when: When | None,
    published: date | None,
) -> bool:
    tokens = ctx.tokens
    first, last = group
    words = [t.low for t in tokens[first:last]]
    if trigger is not None and trigger.form == "past" and first == trigger.index:
        # A plain past has happened, whatever day it names.
        return False
    if _was_to(ctx, trigger) or _runs_out_on(ctx, trigger, when):
        return True
    forecast = {"expected", "forecast", "predicted"} & {t.low for t in tokens[draft.at :]} or {
        "forecasters",
        "forecaster",
        "forecast",
        "forecasts",
        "meteorologists",
    } & {t.low for t in tokens}
    if ("would" in words and _reported_future(ctx, draft)) or (draft.claim_type == "temperature" and forecast):
        return True
    if any(t.low in {"last", "lasts", "suffice"} for t in tokens[draft.at : draft.at + 1]) or (
        draft.claim_type == "stock" and any(t.low in {"last", "suffice", "enough"} for t in tokens)
    ):
        # How long it lasts is said now.
        return False
    if has_cue(tokens, max(ctx.left_limit(first), first - 3), last, "planned"):
        return True
    return draft.claim_type != "need" and _still_ahead(words, when, published)


def _runs_out_on(ctx: Context, trigger: Trigger | None, when: When | None) -> bool:
    """Whether a present tense tells what is to come: "the flour runs out on Tuesday"; a headline's present does not."""
    opened = ctx.tokens[0].low in {"the", "our", "at", "my", "its", "their"}
    to_come = trigger is not None and trigger.verb in {"run out", "run dry"} and trigger.form == "s"
    return to_come and opened and when is not None and when.precision == "day" and "since" not in when.text.lower()


def _still_ahead(words: list[str], when: When | None, published: date | None) -> bool:
    if when is None or any(w in {"was", "were", "has", "had", "did", "have"} for w in words):
        return False
    if re.search(r"\b(tomorrow|next (?:week|month|day|\w+day))\b", when.text.lower()):
        return True
    return published is not None and when.start is not None and datetime.fromisoformat(when.start).date() > published


def modality_of(ctx: Context, draft: Draft) -> list[str]:
    """Return the words that weaken or qualify the claim, in the order of the text."""
    clause = ctx.parse.clauses[draft.clause]
    first, last = ctx.left_limit(draft.at), clause.last
    found = all_cues(ctx.tokens, first, last, "modality")
    if len(ctx.tokens) > 1 and ctx.tokens[1].low == ",":
        # "Reportedly, guards refused …"
        found = [*(w for w in all_cues(ctx.tokens, 0, 1, "modality") if w not in found), *found]
    if draft.claim_type == "population":
        # "2,140 people, staff included": who else is in a total stands anywhere in its sentence.
        every = all_cues(ctx.tokens, 0, len(ctx.tokens), "modality")
        found += [words for words in every if "includ" in words and words not in found]
    if draft.claim_type == "commitment" and _LETTER.search(text_of(ctx.text, ctx.tokens, 0, len(ctx.tokens))):
        found = [*(w for w in found if w != "in writing"), "in writing"]
    if "in writing" in found or "written" in found:
        found = ["in writing" if w == "written" else w for w in found]
    if draft.claim_type != "commitment":
        found = [w for w in found if w not in {"in writing", "verbally", "orally", "publicly", "formally"}]
    return [*draft.modality, *(w for w in found if w not in draft.modality)]


def place_of(ctx: Context, draft: Draft) -> str | None:
    """Return the place a claim names, in its clause or else in its sentence, as the text has it."""
    line = flat(ctx.text, ctx.parse.sentence)
    offset = ctx.parse.sentence.start
    for speech in ctx.parse.speeches:
        # "the camp committee said" names a speaker, not a place.
        first, last = speech.frame_first, min(speech.frame_last, len(ctx.tokens))
        if first < last and not first <= draft.at < last:
            start, end = ctx.tokens[first].start - offset, ctx.tokens[last - 1].end - offset
            line = line[:start] + "|" * (end - start) + line[end:]
    clause = ctx.parse.clauses[draft.clause]
    if clause.first < clause.last:
        part = line[ctx.tokens[clause.first].start - offset : ctx.tokens[clause.last - 1].end - offset]
        own = find_place(part)
        if own and not own.startswith(("the ", "this ", "our ")):
            return own
        whole = find_place(line)
        if own and whole and whole.startswith(("the ", "this ", "our ")):
            return own
        return own or whole
    return find_place(line)


def is_background(ctx: Context, draft: Draft, when: When | None, published: date | None) -> bool:  # noqa: PLR0911  one return a sign of history
    """Whether a claim is history: by its section, its date, its tense, or because custody changed hands before."""
    tokens = ctx.tokens
    if ctx.parse.sentence.section == "history":
        # A page may go on with today's news under the same heading: the present tense says so.
        lasting = draft.claim_type in {"custody", "agreement", "commitment", "appeal", "casualty"}
        return lasting or not any(t.low in {"is", "are", "has", "have", "now", "today"} for t in tokens)
    clause = ctx.parse.clauses[draft.clause]
    words = text_of(ctx.text, tokens, clause.first, clause.last)
    whole = text_of(ctx.text, tokens, 0, len(tokens))
    if when is not None and when.start is not None:
        reference = datetime.fromisoformat(when.end or when.start).date()
        if published is not None:
            return reference < published - (_RECENT if draft.claim_type in {"custody", "agreement"} else _OLD)
        return when.precision == "year"
    if when is not None and re.search(r"\b(years?|decades?)\b", when.text):
        return True
    if when is not None and re.search(r"\b(19|20)\d\d\b", when.text):
        return True
    if draft.claim_type == "custody" and when is None and _PRESENT.search(words) and not _PERFECT.search(words):
        # "The camp is under the control of the police": how things stand, not how they came to be so.
        return False
    if draft.claim_type in {"custody", "agreement"}:
        return not _NOW.search(words) and (when is None or not _NOW.search(when.text))
    if _NOW.search(words):
        return False
    if "had been" in words and ctx.speaker(draft.at)[0] is not None:
        # Reported speech shifts the tense back: "said it had been refused" is news.
        words, whole = words.replace("had been", ""), whole.replace("had been", "")
    return bool(_PAST_ONLY.search(words)) or (
        draft.claim_type in {"casualty", "commitment"} and bool(_PAST_ONLY.search(whole))
    )
