"""From a sentence in Arabic script to its statements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script import (
    frames_duty,
    frames_gate,
    frames_lines,
    frames_people,
    frames_service,
    frames_state,
    frames_words,
)
from holdfast.intake.arabic_script.grammar import Parsed, Segment, parse, with_speaker
from holdfast.intake.arabic_script.judge import statement
from holdfast.intake.arabic_script.words import phrase_at, words_of
from holdfast.ledger import CLAIM_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.frames import Found
    from holdfast.ledger import Statement

MAX_TOKENS = 150


def sentence_statements(
    text: str,
    start: int,
    end: int,
    language: str,
    published: date | None,
    timezone: str,
    packages: Mapping[str, str] | None,
    speaker: str | None = None,
) -> tuple[list[Statement], Parsed | None]:
    """Return the statements of ``text[start:end]`` and what was understood of it.

    Parameters
    ----------
    text : str
        The normalised text of the reading; spans count in it.
    start, end : int
        One sentence.
    language : str
        ``"ar"`` or ``"fa"``.
    published, timezone, packages
        As `holdfast.intake.read_text`.
    speaker : str, optional
        Who speaks where the sentence stands inside a quotation.

    Returns
    -------
    tuple
        Statements in the order of the words they hang on; None where nothing but marks was found.
    """
    tokens = words_of(text, start, end, language)[:MAX_TOKENS]
    if not tokens:
        return [], None
    parsed = with_speaker(parse(text, start, end, tokens, language, published, timezone, packages), speaker)
    found = sorted((f for f in _found(parsed) if not _priced(parsed, f)), key=lambda f: f.at)
    seen: set[tuple[object, ...]] = set()
    made: list[Statement] = []
    for draft in found:
        if draft.claim_type not in CLAIM_TYPES:
            continue
        one = statement(parsed, draft)
        key = (one.claim_type, one.item, one.value_low, one.value_high, one.addressee, one.attribution, one.polarity)
        if key not in seen:
            seen.add(key)
            made.append(one)
    return _apart(made), parsed


_PRICES = frozenset(
    "سعر السعر اسعار الاسعار ثمن کلفه تکلفه دولار دولارا دینار دینارا لیره قیمت قیمتها نرخ بهای دلار تومان افغانی ریال".split()
)


def _priced(p: Parsed, draft: Found) -> bool:
    """Whether a part speaks of what something costs: its amount is what a price is for, and no store."""
    lows = {p.low(k) for k in range(draft.segment.first, draft.segment.last)}
    return draft.claim_type in {"stock", "consumption"} and bool(lows & _PRICES)


def _apart(made: list[Statement]) -> list[Statement]:
    """Drop what two rules say of one thing against each other: then nobody knows, and nothing is proposed."""
    sides: dict[tuple[str, str | None], set[str]] = {}
    for one in made:
        if one.claim_type in {"outage", "delivery", "denial"} and one.time_start is None and one.value_low is None:
            sides.setdefault((one.claim_type, one.item), set()).add(one.polarity)
    clash = {key for key, found in sides.items() if {"affirmed", "negated"} <= found}
    return [one for one in made if (one.claim_type, one.item) not in clash]


def _found(p: Parsed) -> Iterator[Found]:  # noqa: C901, PLR0912  one branch a cue
    closed = -1  # what was promised or asked is part of the promise, not a second event
    closed_from = -1
    for segment in p.segments:
        for act in _main_acts(p, segment):
            if closed_from <= act.index < closed:
                continue
            if act.frame in {"commitment", "appeal"}:
                if act.negated and act.name == "التزم":
                    drafts = list(
                        frames_duty.kept(p, segment, act)
                    )  # "did not keep to its promise": the promise stands
                elif act.frame == "commitment":
                    drafts = list(frames_duty.commitment(p, segment, act))
                else:
                    drafts = list(frames_duty.appeal(p, segment, act))
                if drafts:
                    closed_from, closed = frames_duty.reach_of(p, segment, act)
                    if all(d.claim_type == "need" for d in drafts):
                        # "We do not want flour, we want fuel": the second wish is its own.
                        wishes = (g.first for g in p.segments if g.first >= segment.last)
                        more = (n for n in wishes if any(a.frame == "appeal" for a in _acts_from(p, n)))
                        closed = min(closed, next(more, closed))
                yield from drafts
            elif act.frame == "keep":
                yield from frames_duty.kept(p, segment, act)
            elif act.frame == "accuse":
                yield from _accusation(p, segment, act)
                closed_from, closed = segment.first, len(p.tokens)
            else:
                yield from _of_act(p, segment, act)
        if closed_from <= segment.first < closed:
            continue
        yield from frames_words.states(p, segment)
        if not any(a.frame == "population" for a in segment.acts):
            yield from frames_people.staying(p, segment)
        yield from frames_people.toll(p, segment)
        yield from frames_people.health(p, segment)
        if not segment.acts or all(a.frame == "exist" for a in segment.acts):
            yield from frames_duty.custody(p, segment, next(iter(segment.acts), None))
    yield from frames_state.temperature(p)
    yield from frames_lines.parts(p)
    if len(p.segments) <= 6 and all(a.frame == "stock" for segment in p.segments for a in segment.acts):
        yield from frames_lines.fragments(p)


def _acts_from(p: Parsed, first: int) -> tuple[Act, ...]:
    """Return the verbs of the part of the sentence that begins at a token."""
    return next((g.acts for g in p.segments if g.first == first), ())


def _main_acts(p: Parsed, segment: Segment) -> list[Act]:  # noqa: PLR0911  one branch a cue
    """Return the verbs that make claims: a verbal noun only where no verb governs it, or the verb is a mere helper."""
    acts = [
        a
        for a in segment.acts
        if a.frame not in {"move", "other", "nearly"} and not p.introduces(a.index) and not _says_false(p, a.index)
    ]
    # "Refused a request to let in": the request is what was refused.
    acts = [a for a in acts if not (a.frame == "appeal" and any(_refused_at(a.index, b) for b in acts))]
    finite = [a for a in acts if not a.governed]
    nouns = [a for a in acts if a.governed]
    helper = not any(not a.governed for a in segment.acts if a.frame != "nearly")
    if finite:
        governing = [a for a in finite if a.frame in {"denial", "delivery", "allow"}]
        kept = list(finite)
        if governing and len(finite) > 1 and p.language == "ar":
            # "refused to let in": the first verb rules the others of its part.
            kept = [a for a in finite if a is finite[0] or a.frame not in {"delivery", "denial"}]
        return kept
    if nouns and not finite:
        first = nouns[0]
        if first.frame in {"delivery", "outage", "restore"} and p.has(segment.first, first.index, "planned"):
            return [replace(first, tense="future", governed=False)]
        if first.frame in {"outage", "denial"} and any(a.name in {"هدد", "تهدید"} for a in segment.acts):
            return [replace(first, tense="subjunctive", governed=False, perhaps=True)]
    if helper and nouns:
        first = nouns[0]
        if first.frame == "denial" and (lifted := _lifted(p, segment, first)) is not None:
            return [replace(first, tense="past", governed=False, negated=True)] if lifted else []
        if first.frame == "consumption":
            return [first]
        if (
            first.frame == "denial"
            or (first.frame in {"delivery", "outage"} and _heads_sentence(p, first))
            or first.frame == "removal"
        ):
            return (
                [first] if _heads_sentence(p, first) or (first.frame == "denial" and not _asked_for(p, first)) else []
            )
    return []


_LIFTED = frozenset({"رفع", "رفعت", "رفعوا", "الغت", "الغی", "الغوا", "انهت", "انهی", "انهوا"})
_LIFTING = frozenset(
    {
        "یرفع",
        "ترفع",
        "یرفعوا",
        "سترفع",
        "سیرفع",
        "برفع",
        "لرفع",
        "الغاء",
        "بالغاء",
        "انهاء",
        "بانهاء",
        "تخفیف",
        "خففت",
        "خفف",
    }
)


def _lifted(p: Parsed, segment: Segment, ban: Act) -> bool | None:
    """Whether a ban is lifted (True), is to be lifted or lifted in part (False), or nothing is said of that (None)."""
    before = [p.low(k).removeprefix("و") for k in range(segment.first, ban.index)]
    if any(w in _LIFTING for w in before):
        return False
    if any(w in _LIFTED for w in before):
        return not any(w in {"لم", "ما", "لن", "لا", "اذا", "لو", "هل"} for w in before)
    return None


def _refused_at(at: int, act: Act) -> bool:
    return act.name in {"رفض", "مخالفت"} and not act.governed and 0 < at - act.index <= 3


def _says_false(p: Parsed, at: int) -> bool:
    """Whether a verb is part of "is not true"."""
    return any(phrase_at(p.tokens, i, p.language, "false") > at for i in range(max(0, at - 3), at + 1))


def _heads_sentence(p: Parsed, act: Act) -> bool:
    return act.index == 0 or (act.index == 1 and not p.tokens[0].low.isalpha())


def _asked_for(p: Parsed, act: Act) -> bool:
    before = {p.low(act.first - 1), p.low(act.first - 2)}
    return bool(before & {"قرار", "طلب", "خطر", "من", "بعد", "قبل", "الی", "رفع", "انهاء", "وقف", "برفع"}) or p.low(
        act.index
    )[:1] in {"ل", "ب"}


def _of_act(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:  # noqa: C901, PLR0912  one branch a cue
    frame = act.frame
    if frame == "reach" or act.name in {"رسیدن", "وصل", "ارتفع"}:
        yield from frames_people.reached(p, segment, act)
    if frame in {"close", "denial", "delivery", "removal", "allow", "block", "open"}:
        yield from frames_gate.gate(p, segment, act)
        if act.name in {"سلّم", "تسلّم", "استلم", "تحویل دادن"}:
            yield from frames_duty.custody(p, segment, act)
    elif frame in {"outage", "restore", "working", "capacity"}:
        yield from frames_service.service(p, segment, act)
    elif frame == "stock":
        yield from frames_state.stock(p, segment, act.index, act, negated=act.negated)
    elif frame == "exist":
        if act.negated and not any(
            s[0] in {"shortage", "down", "full", "barred", "wanting", "empty"} for s in segment.states
        ):
            yield from frames_state.stock(p, segment, act.index, act, negated=True)
        elif not act.negated and act.name == "وجود داشتن":
            yield from frames_state.stock(p, segment, act.index, act, negated=False)
        elif not act.negated and any(s[0] == "left" for s in segment.states):
            pass
        elif not act.negated and act.index and not segment.states:
            yield from frames_state.stock(p, segment, act.index, act, negated=False)
    elif frame == "reach":
        yield from frames_state.reaching(p, segment, act)
    elif frame == "lasting":
        yield from frames_state.lasting(p, segment, act)
    elif frame == "need":
        yield from frames_state.need(p, segment, act.index, act)
    elif frame == "consumption":
        yield from frames_state.consumption(p, segment, act.index, act)
    elif frame == "cover":
        yield from frames_state.cover(p, segment, act)
    elif frame == "produce":
        yield from frames_state.produce(p, segment, act)
    elif frame == "population":
        yield from frames_people.population(p, segment, act)
    elif frame == "casualty":
        yield from frames_people.casualty(p, segment, act)
    elif frame == "agreement":
        yield from frames_duty.agreement(p, segment, act)
    elif frame == "custody":
        yield from frames_duty.custody(p, segment, act)


def _accusation(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield what somebody is accused of, said by the accuser."""
    speaker, doer = frames_duty.accused(p, segment, act)
    later = [(g, a) for g in p.segments for a in g.acts if a is not act and (a.index > act.index)]
    for part, other in later[:1]:
        for found in _of_act(p, part, other):
            found.attribution, found.actor = speaker, doer
            yield found
