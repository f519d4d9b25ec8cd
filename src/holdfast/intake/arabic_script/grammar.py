"""Put one sentence together: what it names, its verbs and states, its parts, and who speaks in which of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.acts import Act, find_acts
from holdfast.intake.arabic_script.amounts import Counted, find_amounts
from holdfast.intake.arabic_script.lexicon import single
from holdfast.intake.arabic_script.mentions import Actor, conjoined_at, find_actors, find_items
from holdfast.intake.arabic_script.speech import find_speeches
from holdfast.intake.arabic_script.times import find_whens
from holdfast.intake.arabic_script.words import cores, phrase_at, word_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.intake.records import Item, Speech, Token, When

# Groups of words that say a state by themselves, and the frame of each.
_STATES = {
    "noexist": "lacking", "absent": "without", "outage_noun": "shortage", "down": "down", "full": "full", "empty": "empty",
    "barred": "barred", "closed": "closed", "need_noun": "wanting", "left": "left", "up": "up", "exist": "exist",
    "casualty": "toll", "use_noun": "use", "temperature": "heat", "population_noun": "head", "size_noun": "size", "share_noun": "share",
    "norm": "rule", "disease": "disease", "custody_noun": "control", "agreement_noun": "pact",
}  # fmt: skip
MARKS = frozenset(
    {"؛", ".", "!", "؟", "?", ":", "—", "–", "(", ")", "«", "»", '"', "“", "”", "…", "•", "*", "|", "/", ";"}
)
COMMAS = frozenset({"،", ","})
STRONG_MARKS = frozenset({"؛", ".", ";"})
# What a rumour, a wish or a question is: nobody says that it is so.
_QUESTION = frozenset({"؟", "?"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Part of a sentence with one verb or state: tokens ``first`` to ``last`` (half-open), and the words that open it."""

    first: int
    last: int
    opener: str
    acts: tuple[Act, ...]
    states: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Everything known about one sentence before claims are drafted."""

    text: str
    language: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    items: tuple[Item, ...]
    counted: tuple[Counted, ...]
    whens: tuple[When, ...]
    actors: tuple[Actor, ...]
    speeches: tuple[Speech, ...]
    segments: tuple[Segment, ...]
    speaker: str | None = None
    published: date | None = None
    title: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    def is_in(self, at: int, name: str) -> bool:
        """Whether token ``at`` is in a group of words, clitics aside."""
        return 0 <= at < len(self.tokens) and word_in(self.tokens[at].low, self.language, single(self.language, name))

    def has(self, first: int, last: int, name: str) -> bool:
        """Whether a phrase of a group stands in tokens ``first`` to ``last``."""
        return any(
            phrase_at(self.tokens, i, self.language, name) > i
            for i in range(max(0, first), min(last, len(self.tokens)))
        )

    def low(self, at: int) -> str:
        """Return the folded word at ``at``, or nothing outside the sentence."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def items_in(self, segment: Segment) -> tuple[Item, ...]:
        """Return the items that begin in a segment, but not those in words that introduce a speaker."""
        return tuple(x for x in self.items if segment.first <= x.first < segment.last and not self.introduces(x.first))

    def counted_in(self, segment: Segment) -> tuple[Counted, ...]:
        """Return the amounts that begin in a segment."""
        return tuple(
            c
            for c in self.counted
            if segment.first <= c.amount.first < segment.last and not self.introduces(c.amount.first)
        )

    def introduces(self, at: int) -> bool:
        """Whether a token is part of the words that introduce a speaker."""
        return any(s.frame_first <= at < s.frame_last for s in self.speeches)

    def speech_at(self, at: int) -> tuple[str | None, bool]:
        """Return who says the words at a token, and whether the speaker says that it is not so."""
        best = None
        for speech in self.speeches:
            if speech.first <= at < speech.last and (
                best is None or speech.last - speech.first <= best.last - best.first
            ):
                best = speech
        denied = any(s.denies and s.first <= at < s.last for s in self.speeches)
        return (best.speaker if best else self.speaker), denied


def parse(
    text: str,
    start: int,
    end: int,
    tokens: tuple[Token, ...],
    language: str,
    published: date | None,
    timezone: str,
    packages: Mapping[str, str] | None,
) -> Parsed:
    """Return a sentence with all it names, its parts and its speakers."""
    actors = find_actors(text, tokens, language)
    items = find_items(text, tokens, language, actors)
    counted = find_amounts(text, start, end, tokens, items, language, packages)
    whens = find_whens(text, start, end, tokens, published, timezone)
    speeches = find_speeches(tokens, actors, language)
    covered = {i for x in items for i in range(x.first, x.last)}
    covered |= {i for a in actors for i in range(a.first, a.last)}
    covered |= {i for c in counted for i in range(c.amount.first, c.amount.last) if not c.bare}
    covered |= {i for s in speeches for i in range(s.frame_first, s.frame_last)}
    covered |= {i for w in whens if w.start is not None for i in range(w.first, w.last)}
    covered |= {
        k for c in counted if c.amount.unit in {"d", "week", "month", "h"} for k in _since_is(tokens, c.amount.last)
    }
    lacking = {k for i in range(len(tokens)) for k in range(i, phrase_at(tokens, i, language, "noexist"))}
    acts = find_acts(tokens, language, frozenset(covered | lacking))
    states = _states(tokens, language, covered, acts)
    segments = _segments(tokens, language, acts, states, items, speeches, frozenset(covered))
    return Parsed(
        text=text, language=language, start=start, end=end, tokens=tokens, items=items, counted=counted, whens=whens, actors=actors,
        speeches=speeches, segments=segments, published=published,
    )  # fmt: skip


def _since_is(tokens: Sequence[Token], at: int) -> tuple[int, ...]:
    """Return the "is" and "that" of "ten days it is that …": they are part of the length of time, and no verb."""
    if at < len(tokens) and tokens[at].low == "است" and at + 1 < len(tokens) and tokens[at + 1].low[:1].isalpha():
        return (at, at + 1) if tokens[at + 1].low == "که" else (at,)
    return ()


def _states(
    tokens: Sequence[Token], language: str, covered: set[int], acts: Sequence[Act]
) -> tuple[tuple[str, int, int], ...]:
    verbs = {i for a in acts for i in range(a.index, a.last) if not (a.governed and a.frame in {"outage", "need"})}
    compound = {i for a in acts if a.frame != "other" for i in range(a.first, a.index)}
    found: list[tuple[str, int, int]] = []
    i = 0
    while i < len(tokens):
        best: tuple[str, int] | None = None
        if i not in covered and i not in verbs:
            for group, frame in _STATES.items():
                last = phrase_at(tokens, i, language, group)
                if last == i and word_in(tokens[i].low, language, single(language, group)):
                    last = i + 1
                if (
                    last > i
                    and (best is None or last > best[1])
                    and not (i in compound and frame not in {"disease", "heat"})
                ):
                    best = (frame, last)
        if best is None:
            i += 1
            continue
        found.append((best[0], i, best[1]))
        i = best[1]
    return tuple(found)


def _segments(  # noqa: C901  one branch a cue
    tokens: Sequence[Token],
    language: str,
    acts: Sequence[Act],
    states: Sequence[tuple[str, int, int]],
    items: Sequence[Item],
    speeches: Sequence[Speech],
    covered: frozenset[int],
) -> tuple[Segment, ...]:
    cuts: dict[int, str] = {0: ""}
    for speech in speeches:
        cuts.setdefault(speech.frame_last, "")
        cuts.setdefault(speech.frame_first, "")
    for i, token in enumerate(tokens):
        if token.low in MARKS and not (token.low in {":", "(", ")", "/"} and not _verb_before(acts, i, cuts)):
            cuts[i + 1] = ""
        elif token.low in COMMAS and i not in covered:
            cuts.setdefault(i + 1, "،")
        elif i not in covered:
            last = phrase_at(tokens, i, language, "opener")
            if last > i and token.low == "که" and i in _length_joints(tokens):
                last = i
            # In Persian a cause stands inside its sentence, whose verb comes last.
            if last > i and not (language == "fa" and phrase_at(tokens, i, language, "cause") > i):
                cuts[i] = " ".join(t.low for t in tokens[i:last])
    if language == "ar":
        _cut_arabic(tokens, acts, states, cuts)
    else:
        for act in acts:
            if act.tense != "participle" and act.last < len(tokens):
                cuts.setdefault(act.last, "")
        _cut_persian_states(tokens, states, acts, cuts)
    edges = sorted(c for c in cuts if c < len(tokens))
    parts = [(a, b, cuts[a]) for a, b in zip(edges, [*edges[1:], len(tokens)], strict=True) if b > a]
    return tuple(_merged(tokens, parts, acts, states, items, speeches))


def _length_joints(tokens: Sequence[Token]) -> set[int]:
    return {
        k + 1
        for k in range(len(tokens) - 1)
        if tokens[k].low == "است" and k and tokens[k - 1].low in {"روز", "هفته", "ماه", "ساعت"}
    }


def _verb_before(acts: Sequence[Act], i: int, cuts: Mapping[int, str]) -> bool:
    begin = max((c for c in cuts if c <= i), default=0)
    return any(begin <= a.index < i for a in acts)


_MAKING = frozenset({"lacking", "without", "shortage", "down", "full", "empty", "barred", "wanting", "exist"})


def _cut_arabic(
    tokens: Sequence[Token], acts: Sequence[Act], states: Sequence[tuple[str, int, int]], cuts: dict[int, str]
) -> None:
    """Cut before "and" with a verb, and between two verbs or states at the last "and" between them."""
    heads = sorted(
        [(a.first, a.last) for a in acts if not a.governed]
        + [(first, last) for frame, first, last in states if frame in _MAKING]
    )
    for act in acts:
        if act.first < len(tokens) and act.first and not act.governed and conjoined_at(tokens, act.first, "ar"):
            cuts.setdefault(act.first, "و")
        elif act.opened and not act.governed:
            cuts.setdefault(act.index if act.first == act.index else act.first, "و")
    for (_, last), (first, _) in itertools.pairwise(heads):
        if any(last <= c <= first for c in cuts):
            continue
        coming = next((a for a in acts if a.first == first), None)
        if coming is not None and coming.tense == "future" and last < first:
            cuts.setdefault(first, "")
            continue
        joint = next(
            (k for k in range(first, last - 1, -1) if conjoined_at(tokens, k, "ar") or tokens[k].low == "و"), None
        )
        if joint is not None:
            cuts.setdefault(joint, "و")


def _cut_persian_states(
    tokens: Sequence[Token], states: Sequence[tuple[str, int, int]], acts: Sequence[Act], cuts: dict[int, str]
) -> None:
    """Cut behind a state without its verb, as messages write it: "برق قطع و پمپ خاموش"."""
    for frame, _first, last in states:
        if frame in {"down", "full", "empty"} and last < len(tokens) and tokens[last].low == "و":
            cuts.setdefault(last, "")
    del acts


def _merged(
    tokens: Sequence[Token],
    parts: list[tuple[int, int, str]],
    acts: Sequence[Act],
    states: Sequence[tuple[str, int, int]],
    items: Sequence[Item],
    speeches: Sequence[Speech],
) -> list[Segment]:
    """Join parts without a verb or state of their own to the part they belong to: lists backward, times forward."""
    framed = {s.frame_first for s in speeches} | {s.frame_last for s in speeches}

    def content(first: int, last: int) -> bool:
        return any(first <= a.index < last for a in acts) or any(
            first <= s[1] < last and s[0] in _MAKING for s in states
        )

    joined: list[tuple[int, int, str]] = []
    for first, last, opener in parts:
        previous = joined[-1] if joined else None
        soft = (
            opener in {"،", ""} and first not in framed and tokens[first - 1].low not in STRONG_MARKS
            if first
            else False
        )
        if previous is not None and soft and tokens[first - 1].low not in MARKS:
            if not content(first, last) and content(previous[0], previous[1]) and opener == "،":
                joined[-1] = (previous[0], last, previous[2])
                continue
            if not content(previous[0], previous[1]) and (previous[2] in {"", "،", "و"} or content(first, last)):
                joined[-1] = (previous[0], last, previous[2])
                continue
            if not content(first, last) and last == len(tokens) and not any(first <= x.first < last for x in items):
                joined[-1] = (previous[0], last, previous[2])
                continue
        joined.append((first, last, opener))
    return [
        Segment(
            first=first, last=last, opener=opener,
            acts=tuple(a for a in acts if first <= a.index < last),
            states=tuple(s for s in states if first <= s[1] < last),
        )
        for first, last, opener in joined
    ]  # fmt: skip


def with_speaker(parsed: Parsed, speaker: str | None) -> Parsed:
    """Return a sentence with the speaker of the quotation it stands in."""
    return replace(parsed, speaker=speaker)


def is_question(parsed: Parsed) -> bool:
    """Whether a sentence asks."""
    lows = [t.low for t in parsed.tokens if t.low not in {'"', "»", "”", ")"}]
    return bool(lows) and (lows[-1] in _QUESTION or lows[0] in {"هل", "ایا"})


def has_core(low: str, language: str, words: frozenset[str]) -> bool:
    """Whether a word is in a set, clitics aside."""
    return any(c in words for c in cores(low, language))
