"""Read a message: from text to proposed statements with their spans, and the warnings that go with them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.intake.arabic_script import ScriptReader
from holdfast.intake.chats.reading import CHATS, ChatOptions, chat_source, read_conversation, role_of
from holdfast.intake.checks.calendars import two_calendars
from holdfast.intake.checks.dates import contradictions, weekdays
from holdfast.intake.checks.languages import language_warnings
from holdfast.intake.english import (
    frames_amounts,
    frames_custody,
    frames_duty,
    frames_health,
    frames_norms,
    frames_nouns,
    frames_output,
    frames_people,
    frames_plain,
    frames_spoken,
    frames_state,
    frames_supply,
    frames_temperature,
)
from holdfast.intake.english.clauses import find_clauses
from holdfast.intake.english.context import Context
from holdfast.intake.english.full_names import Names
from holdfast.intake.english.irony import in_earnest
from holdfast.intake.english.judging import statement
from holdfast.intake.english.mentions import find_amounts, find_items, find_whens
from holdfast.intake.english.phrases import is_pronoun
from holdfast.intake.english.signs import doubtful
from holdfast.intake.english.speakers import find_speeches, quoted_spans, speaker_of_previous
from holdfast.intake.english.verbs import find_triggers, has_infinitive
from holdfast.intake.readers.chat import parse_chat
from holdfast.intake.readers.visual_order import readable
from holdfast.intake.records import Draft, Extract, Message, Parse, Reading, ReadingWarning, Sentence, Speech, Trigger
from holdfast.intake.text.normalise import BIDI_CONTROLS, PHONE_MARKS, normalise
from holdfast.intake.text.published import byline, proposed_date
from holdfast.intake.text.sentences import MAX_TOKENS, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from holdfast.ledger import Statement

_BY_VERB: dict[str, Callable[[Context, Trigger], Iterator[Draft]]] = {
    "denial": frames_supply.denial,
    "interrupt": frames_supply.interrupt,
    "delivery": frames_supply.delivery,
    "removal": frames_supply.removal,
    "outage": frames_supply.outage,
    "working": frames_supply.running,
    "restore": frames_supply.restore,
    "capacity": frames_supply.capacity,
    "stock": frames_state.lasting,
    "need": frames_state.need,
    "consumption": frames_state.consumption,
    "commitment": frames_duty.commitment,
    "appeal": frames_duty.appeal,
    "agreement": frames_duty.agreement,
    "custody": frames_custody.custody,
    "casualty": frames_people.casualty,
}
_BY_NOUN: tuple[Callable[[Context], Iterator[Draft]], ...] = (
    frames_nouns.nouns,
    frames_state.statistics_nouns,
    frames_state.stock,
    frames_people.population,
    frames_temperature.temperature,
    frames_state.hours_of_service,
    frames_state.asked_for,
    frames_norms.norm,
    frames_duty.pledge_nouns,
    frames_duty.pressure,
    frames_duty.agreement_nouns,
    frames_custody.custody_nouns,
    frames_people.casualty_nouns,
    frames_health.cases,
    frames_output.outputs,
)
_NAMED_ACTS = frozenset(
    "refusal refusals promise promises pledge pledges plan plans decision order orders commitment undertaking permission attempt "
    "attempts request requests failure offer offers obligation duty vow vows readiness willingness unwillingness threat "
    "threats guarantee guarantees assurance assurances word right proposal hope hopes chance time ready willing prepared".split()
)
_DECIDED = frozenset({"decision", "order", "orders"})
_KINDS = ("subject:", "from:", "to:", "date:", "press release", "news release", "for immediate release")


def read_text(
    text: str, published: date | None = None, timezone: str = "UTC", packages: Mapping[str, str] | None = None
) -> Reading:
    """Read a message from its text.

    Parameters
    ----------
    text : str
        The message. It is normalised first (see `holdfast.intake.text.normalise`); spans count in the normalised text.
    published : date, optional
        The day it was published or sent. It wins over any date in the text.
    timezone : str
        Zone of the site, in which days begin and end.
    packages : mapping, optional
        Sizes of packages at the site, such as ``{"tanker": "17 m3"}``; a package without a size is only counted.

    Returns
    -------
    Reading
        The same input always gives the same reading. Statements are proposals: nothing is accepted here.
    """
    data = text.encode("utf-8", "replace")
    return read_extract(Extract(text=text, media_type="text/plain"), data, published, timezone, packages)


def read_extract(
    extracted: Extract,
    data: bytes,
    published: date | None,
    timezone: str,
    packages: Mapping[str, str] | None,
    options: ChatOptions | None = None,
) -> Reading:
    """Read the text of one file, or of one message; see `read_text`."""
    text = normalise(extracted.text)
    warnings = list(extracted.warnings)
    if any(c in BIDI_CONTROLS for c in PHONE_MARKS.sub("", extracted.text)):
        warnings.append(
            ReadingWarning(
                code="direction-marks-removed",
                message="the text held marks that change the direction of writing and can hide what is written; they were taken out",
            )
        )
    order = options.date_order if options else None
    conversation = parse_chat(text, published=published, order=order) if extracted.media_type in CHATS else None
    messages: tuple[Message, ...] = ()
    if conversation is not None:
        source = chat_source(extracted, data, text)
        statements, messages, more = read_conversation(
            conversation,
            text,
            lambda words, day: _statements(words, day, timezone, packages),
            digest=source["sha256"],
            timezone=timezone,
            published=published,
            options=options,
        )
        warnings += more
        warnings += language_warnings(
            "\n".join(text[m.start : m.end] for m in messages if m.status == "read"), statements
        )
    else:
        clean = replace(extracted, text=text)
        source, day, dated = _dating(clean, data, published)
        warnings += dated
        statements = readable(_statements(text, day, timezone, packages), text, extracted.unreadable)
        warnings += language_warnings(text, statements)
        if extracted.sender and options and (role := role_of(extracted.sender, options.senders)):
            source["byline"] = source["sender_role"] = role
        warnings += two_calendars(text)
    if not statements:
        warnings.append(
            ReadingWarning(code="nothing-found", message="no statement was found; the text is kept as it is")
        )
    return Reading(
        source=source,
        text=text,
        statements=statements,
        warnings=tuple(dict.fromkeys(warnings)),
        messages=messages,
        unreadable=extracted.unreadable,
    )


def _dating(
    extract: Extract, data: bytes, published: date | None
) -> tuple[dict[str, Any], date | None, list[ReadingWarning]]:
    text = extract.text
    proposed = proposed_date(extract)
    warnings = list(proposed.warnings)
    day, origin = published, "option" if published else None
    if published is None and proposed.day is not None:
        found = contradictions(text, proposed.day)
        if found:
            warnings += found
            warnings.append(
                ReadingWarning(
                    code="published-contradicted",
                    message=f"the page date {proposed.words} ({proposed.day.isoformat()}) contradicts the text and is not used: times that hang on "
                    "it are left open; give the true day with --published",
                )
            )
        else:
            day, origin = proposed.day, proposed.origin
    elif published is not None:
        warnings += contradictions(text, published)
        if proposed.day is not None and proposed.day != published:
            warnings.append(
                ReadingWarning(
                    code="header-date-differs",
                    message=f"the page date {proposed.words} ({proposed.day.isoformat()}) is not the given day {published.isoformat()}, which is used",
                )
            )
    else:
        warnings.append(
            ReadingWarning(
                code="published-missing",
                message='no day of publication: times such as "yesterday" are left open; give it with --published',
            )
        )
    warnings += weekdays(text, day)
    source = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "media_type": extract.media_type,
        "chars": len(text),
        "title": extract.title or _title(text),
        "byline": byline(text),
        "published": day.isoformat() if day else None,
        "published_from": origin,
        "published_candidate": proposed.day.isoformat() if proposed.day else None,
    }
    return source, day, warnings


def _title(text: str) -> str | None:
    from holdfast.intake.text.published import is_date_line  # noqa: PLC0415  one small test

    for line in text.split("\n")[:8]:
        bare = line.strip()
        if bare and not is_date_line(bare) and not bare.lower().startswith(_KINDS):
            short = len(bare) <= 120 and bare[-1] not in ".:;,"
            return bare if short and len(text.strip()) > len(bare) else None
    return None


def _statements(
    text: str, published: date | None, timezone: str, packages: Mapping[str, str] | None
) -> tuple[Statement, ...]:
    quotes = quoted_spans(text)
    found: list[Statement] = []
    introduced: str | None = None
    speaking: str | None = None
    quote_end = -1
    first_quote = 0
    names = Names(text)
    script = ScriptReader(text, quotes, published, timezone, packages, found)
    for sentence in script.latin(sentences(text)):
        while first_quote < len(quotes) and quotes[first_quote][1] <= sentence.start:
            first_quote += 1
        inside = [
            q for q in quotes[first_quote : first_quote + MAX_TOKENS] if q[0] < sentence.end and sentence.start < q[1]
        ]
        parse = _parse(text, sentence, published, timezone, packages, inside)
        speaker = None
        if inside:
            own = [s.speaker for s in parse.speeches if not is_pronoun(s.speaker)]
            # A later sentence of one quotation has the speaker of the first; a new one is introduced before it.
            continued = speaking if inside[0][0] < sentence.start and inside[0][0] <= quote_end else None
            speaker = (own[0] if own else None) or continued or _follows(text, inside[-1][1]) or introduced or speaking
            speaking = speaker
            quote_end = max(q[1] for q in inside)
        parse = _with_quote(parse, speaker, tuple(inside))
        ctx = Context(text, parse)
        found += names.resolved(_claims(ctx, published))
        mentioned = speaker_of_previous(text, sentence, parse.speeches)
        names.spoke(mentioned, sentence.start)
        introduced = mentioned or (introduced if inside else None)
    return in_earnest(found, text)


def _follows(text: str, end: int) -> str | None:
    """Return the speaker named right after a quotation's end in the next words: '… ." said the mayor.'."""
    rest = text[end : end + 160].lstrip('”"» ,')
    stop = min((i for i in (rest.find("\n"), rest.find(". ")) if i > 0), default=len(rest))
    part = rest[:stop]
    if not part or part[0] in '“"«':
        return None
    sentence = next(iter(sentences(part)), None)
    if sentence is None:
        return None
    from holdfast.intake.english.lexicon import speech_forms  # noqa: PLC0415  used in this rare case only
    from holdfast.intake.english.phrases import name, phrase_from  # noqa: PLC0415

    first = sentence.tokens[0]
    if first.low in speech_forms() and speech_forms()[first.low][1] != "that":
        return name(part, sentence.tokens, phrase_from(sentence.tokens, 1, len(sentence.tokens), ()))
    return None


def _with_quote(parse: Parse, speaker: str | None, spans: tuple[tuple[int, int], ...]) -> Parse:
    from dataclasses import replace  # noqa: PLC0415

    return replace(parse, quote_speaker=speaker, quote_spans=spans)


def _parse(
    text: str,
    sentence: Sentence,
    published: date | None,
    timezone: str,
    packages: Mapping[str, str] | None,
    quotes: Sequence[tuple[int, int]],
) -> Parse:
    items = find_items(sentence.tokens)
    whens = find_whens(text, sentence, published, timezone)
    triggers = find_triggers(sentence.tokens, items, whens)
    speeches: tuple[Speech, ...] = find_speeches(text, sentence, whens, items, quotes)
    triggers = tuple(
        t for t in triggers if not any(s.denies and s.frame_first <= t.index < s.frame_last for s in speeches)
    )
    return Parse(
        sentence=sentence,
        items=items,
        amounts=find_amounts(text, sentence, packages),
        whens=whens,
        speeches=speeches,
        triggers=triggers,
        clauses=find_clauses(sentence.tokens, items, triggers, whens),
    )


def _claims(ctx: Context, published: date | None) -> list[Statement]:
    pairs: list[tuple[Draft, Trigger | None]] = []
    for trigger in ctx.parse.triggers:
        governor = ctx.governor(trigger)
        if governor is not None and ctx.root(trigger).frame != "restore" and trigger.frame != "consumption":
            continue
        if _named_act(ctx, trigger):
            continue
        if any(
            t.frame == "commitment"
            and t.index < trigger.index < ctx.complement_end(t.index)
            and not ctx.reduced(t, trigger)
            for t in ctx.parse.triggers
        ):
            # What was promised is part of the promise, not a second event.
            continue
        pairs += [(draft, trigger) for draft in _BY_VERB.get(trigger.frame, _none)(ctx, trigger)]
    for rule in _BY_NOUN:
        pairs += [(draft, None) for draft in rule(ctx)]
    told = {(draft.claim_type, draft.item) for draft, _ in pairs}
    pairs += [(draft, None) for draft in frames_spoken.notes(ctx) if (draft.claim_type, draft.item) not in told]
    told = {(draft.claim_type, draft.item) for draft, _ in pairs}
    pairs += [(draft, None) for draft in frames_plain.plain(ctx) if (draft.claim_type, draft.item) not in told]
    pairs = frames_amounts.merged(ctx, pairs)
    rules = [draft for draft, _ in pairs if draft.claim_type == "norm"]
    if rules:
        # A cited rule is not also somebody's need.
        pairs = frames_amounts.under_rules(rules, pairs)
    seen: set[tuple[object, ...]] = set()
    found = []
    for draft, owner in sorted(pairs, key=lambda p: p[0].at):
        if doubtful(ctx, draft, owner):
            continue
        key: tuple[object, ...] = (
            draft.claim_type,
            draft.item,
            draft.amount and (draft.amount.low, draft.amount.high, draft.amount.unit),
            draft.addressee,
        )
        made = statement(ctx, draft, owner, published)
        # One sentence may hold two sides of one fact: same words of another speaker, or denied, are another statement.
        key = (*key, made.attribution, made.polarity)
        if key not in seen:
            seen.add(key)
            found.append(made)
    return found


def _named_act(ctx: Context, trigger: Trigger) -> bool:
    """Whether a noun governs a verb: "a promise to let in fuel" and "the refusal to let it in" are no delivery."""
    return (
        trigger.group > 0
        and has_infinitive(ctx.tokens, trigger)
        and ctx.tokens[trigger.group].low == "to"
        and ctx.tokens[trigger.group - 1].low in _NAMED_ACTS
        # "The decision to keep food out" keeps it out.
        and not (trigger.frame in {"denial", "interrupt"} and ctx.tokens[trigger.group - 1].low in _DECIDED)
    )


def _none(ctx: Context, trigger: Trigger) -> Iterator[Draft]:
    del ctx, trigger
    return iter(())
