"""What our own readers see in each sentence of a text: amounts, things, times, negations. A proposal is held against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script import has_arabic_script, language_of, parts_by_script
from holdfast.intake.arabic_script.document import sentences_of
from holdfast.intake.arabic_script.grammar import parse as parse_script
from holdfast.intake.arabic_script.letters import fold
from holdfast.intake.arabic_script.lexicon import single
from holdfast.intake.arabic_script.words import words_of
from holdfast.intake.english.mentions import find_amounts, find_items, find_whens
from holdfast.intake.english.verbs import all_cues, count_negations, has_cue
from holdfast.intake.records import Sentence
from holdfast.intake.text.sentences import MAX_TOKENS, sentences, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from holdfast.intake.records import Amount, Item, Token, When

# Wider than the grammar's own: what merely looks like a negation must stop an "affirmed".
_NEGATING = frozenset(
    "no none neither nor zero without hardly barely scarcely nothing nobody false untrue baseless unfounded lack lacks "
    "lacking fail fails failed refuse refuses refused deny denies denied unable".split()
)
_NOT = re.compile(r"n['’]t$")
_SCRIPT_NOT = frozenset(fold(word) for word in "لم لن لیس لیست عدم دون بدون بلا بغیر مش ماکو مافی نفی نفت".split())
_PERSIAN_NOT = re.compile(
    "^(?:ن(?:می|شد|شو|کرد|کن|داد|ده|دار|داش|رس|یست|بود|گذاش|گذار|یام|ماند|خواه|توان|یافت)|بی\N{ZERO WIDTH NON-JOINER})"
)
_SCRIPT_IF = frozenset(fold(word) for word in "إذا لو ربما اگر شاید مگر".split())
_SCRIPT_WILL = frozenset(fold(word) for word in "سوف ستقوم سيتم ستصل سيصل خواهد خواهند".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceFacts:
    """One sentence: its span in the text, its tokens, and what our readers find in it."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    amounts: tuple[Amount, ...]
    items: tuple[Item, ...]
    whens: tuple[When, ...]
    modality: str | None
    negated: bool
    hypothetical: bool
    planned: bool

    def span(self, part: Amount | Item | When) -> tuple[int, int]:
        """Return where a part stands, in code points of the text."""
        return self.tokens[part.first].start, self.tokens[part.last - 1].end


def facts_of_text(
    text: str, published: date | None, timezone: str, packages: Mapping[str, str] | None
) -> tuple[SentenceFacts, ...]:
    """Return the sentences of a text in order, each with what our readers find in it.

    Parameters
    ----------
    text : str
        Normalised; spans count in it.
    published : date or None
        The day from which relative times count; without it they are left open.
    timezone : str
        Zone in which days begin.
    packages : mapping or None
        Sizes of the site's packages.
    """
    found: list[SentenceFacts] = []
    known = language_of(text[:20_000])
    for sentence in sentences(text):
        for start, end, script in parts_by_script(text, sentence.start, sentence.end):
            if script:
                for first, last in sentences_of(text, start, end):
                    found += _script(text, first, last, known, published, timezone, packages)
            elif words := tokens(text, start, end):
                part = Sentence(
                    start=words[0].start,
                    end=words[-1].end,
                    block=sentence.block,
                    section=sentence.section,
                    tokens=words,
                )
                found.append(_latin(text, part, published, timezone, packages))
    return tuple(found)


def _latin(
    text: str, sentence: Sentence, published: date | None, timezone: str, packages: Mapping[str, str] | None
) -> SentenceFacts:
    words = sentence.tokens
    lows = {token.low for token in words}
    return SentenceFacts(
        start=sentence.start,
        end=sentence.end,
        tokens=words,
        amounts=find_amounts(text, sentence, packages),
        items=find_items(words),
        whens=find_whens(text, sentence, published, timezone),
        modality=", ".join(all_cues(words, 0, len(words), "modality")) or None,
        negated=bool(count_negations(words, 0, len(words)) or lows & _NEGATING or any(_NOT.search(x) for x in lows)),
        hypothetical=bool(
            has_cue(words, 0, len(words), "hypothetical")
            or lows & {"if", "unless", "whether"}
            or _asks(text, sentence.end)
        ),
        planned=bool(has_cue(words, 0, len(words), "planned") or lows & {"will", "shall", "tomorrow"}),
    )


def _script(
    text: str,
    start: int,
    end: int,
    known: str | None,
    published: date | None,
    timezone: str,
    packages: Mapping[str, str] | None,
) -> Iterator[SentenceFacts]:
    if not has_arabic_script(text[start:end]):
        return
    language = language_of(text[start:end], known) or known or "ar"
    words = words_of(text, start, end, language)[:MAX_TOKENS]
    if not words:
        return
    parsed = parse_script(text, start, end, words, language, published, timezone, packages)
    yield SentenceFacts(
        start=start,
        end=end,
        tokens=words,
        amounts=tuple(counted.amount for counted in parsed.counted),
        items=parsed.items,
        whens=parsed.whens,
        modality=None,
        negated=_says_not(words, language),
        hypothetical=any(fold(token.low) in _SCRIPT_IF for token in words) or _asks(text, end),
        planned=any(fold(token.low) in _SCRIPT_WILL for token in words),
    )


def _asks(text: str, end: int) -> bool:
    """Whether a sentence ends in a question mark: nobody says that it is so."""
    return any(mark in text[max(0, end - 3) : end + 1] for mark in "?؟")


def _says_not(words: Sequence[Token], language: str) -> bool:
    for token in words:
        low = fold(token.low)
        bare = low[1:] if low[:1] in "وف" and len(low) > 2 else low
        if {low, bare} & (_SCRIPT_NOT | single(language, "negation")):
            return True
        if language == "fa" and _PERSIAN_NOT.match(low):
            return True
    return False
