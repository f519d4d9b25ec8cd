"""Noun phrases beside a verb: who does it, to whom, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.english.clauses import BREAKING_MARKS, SUBORDINATORS, is_finite
from holdfast.intake.english.lexicon import actor_words, speech_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.intake.records import Item, Token, When

PREPOSITIONS = frozenset(
    "at in on near from by with under to outside inside along during since until till after before into through over "
    "against about without within across between among despite toward towards upon amid via per than following onto "
    "because due".split()
)
_LEADING = frozenset(
    "and but or so yet then however meanwhile moreover furthermore also still now did do does pls please that while whilst whereas although "
    "though because if unless when whenever as after before since until once , \" “ ” ' ‘ ’ - – — : ; ( ) again today "
    "yesterday instead therefore thus hence both even only just whom which who".split()
)
TITLES = frozenset("mr mrs ms dr prof gen col lt maj capt sgt sheikh sayyid st".split())
ACCESS = frozenset("entry access passage entrance admission transit permission crossing clearance".split())
_MEASURES = frozenset(
    "blockade siege embargo ban closure delivery deliveries Blockade Siege Embargo Deliveries".split()
)
_ARTICLES = frozenset("the a an".split())
_TRAILING = frozenset(
    "threatened threatens threatening threaten plans plan planned intends intend intended hopes hope hoped continues continue continued began begin begins started also still now then again has have had is are was were be been will would can could may might must shall should "
    "do does did not never , all but only just already even once to and or ; : - – — ' \" “ ” s reportedly".split()
)
_PRONOUNS = frozenset("they we he she it i you who which that whom there this these those".split())


def text_of(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    """Return the words of tokens ``first`` to ``last`` as the text has them, on one line."""
    if first >= last:
        return ""
    return " ".join(text[tokens[first].start : tokens[last - 1].end].split())


def in_when(whens: Sequence[When], index: int) -> bool:
    """Whether a token belongs to a time."""
    return any(w.first <= index < w.last for w in whens)


def phrase_before(tokens: Sequence[Token], first: int, last: int, whens: Sequence[When]) -> tuple[int, int] | None:  # noqa: C901  one branch a thing to skip
    """Return the noun phrase that ends before token ``last``, looking back no further than ``first``."""
    start, stop = first, last
    while stop > start and (_trails(tokens[stop - 1]) or _adverb(tokens[stop - 1].low) or in_when(whens, stop - 1)):
        stop -= 1
    moved = True
    while moved and start < stop:
        moved = False
        if (after := _after_agency(tokens, start, stop)) > start:
            start = after
            moved = True
        elif tokens[start].low in _LEADING or _adverb(tokens[start].low) or in_when(whens, start):
            start += 1
            moved = True
        elif tokens[start].low in PREPOSITIONS:
            # "At the gate, guards …": a leading phrase goes up to its comma, or up to its time.
            comma = next((i for i in range(start, stop) if tokens[i].low == ","), None)
            if comma is not None and comma + 1 < stop:
                start = comma + 1
                moved = True
            else:
                time_end = max((w.last for w in whens if w.first <= start + 4 and w.last < stop), default=None)
                if time_end is None or time_end <= start:
                    return None
                start = time_end
                moved = True
    for i in range(start, stop):
        if i > start and _cuts(tokens, i, stop):
            stop = i
            break
    stop = _before_first_verb(tokens, start, stop, last)
    while stop > start and _trails(tokens[stop - 1]):
        stop -= 1
    return (start, stop) if stop > start else None


def _after_agency(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return where a dateline's agency ends: "KHARTOUM, 6 June (AFN) - Militiamen …"."""
    bracketed = tokens[start].low == "(" and start + 3 < stop and tokens[start + 2].low == ")"
    return start + 3 if bracketed else start


def _trails(token: Token) -> bool:
    return token.low in _TRAILING and token.text != "May"


def _before_first_verb(tokens: Sequence[Token], start: int, stop: int, last: int) -> int:
    """Return where a subject ends before a verb we do not know, joined to the one we do: "Soldiers shot and wounded"."""
    if stop < last and tokens[stop].low == "and" and stop - start > 1 and tokens[stop - 2].low in actor_words():
        unknown = tokens[stop - 1].text.islower() and tokens[stop - 1].low not in actor_words()
        return stop - 1 if unknown else stop
    return stop


def phrase_from(
    tokens: Sequence[Token], first: int, last: int, whens: Sequence[When], stops: Sequence[int] = ()
) -> tuple[int, int] | None:
    """Return the noun phrase that starts at or after token ``first`` and before ``last``."""
    start = first
    while start < last and tokens[start].low in {",", ":", "both", '"', "“"}:
        start += 1
    stop = start
    while stop < last:
        word = tokens[stop].low
        if stop > start and (_cuts(tokens, stop, last) or word in {",", "to"} or stop in stops):
            break
        if word == "." and stop > start and tokens[stop - 1].low in TITLES:
            stop += 1
            continue
        if in_when(whens, stop) or word in BREAKING_MARKS or is_finite(tokens[stop]) or word in {".", "!", "?"}:
            break
        if (
            word in _ARTICLES
            and stop > start
            and tokens[stop - 1].low not in {"of", "for", "and", "or", "both", "all", "to"}
        ):
            break
        if word in {"and", "or"} and not _joins_actor(tokens, stop, last):
            break
        if word in speech_forms() and stop > start and tokens[stop].text[0].islower():
            break
        stop += 1
    while stop > start and _trails(tokens[stop - 1]):
        stop -= 1
    return (start, stop) if stop > start else None


def name(text: str, tokens: Sequence[Token], span: tuple[int, int] | None) -> str | None:
    """Return a noun phrase without its article, or None."""
    if span is None:
        return None
    first, last = span
    while first < last and tokens[first].low in _ARTICLES:
        first += 1
    if (
        last - first > 3
        and tokens[last - 1].low == ")"
        and tokens[last - 3].low == "("
        and tokens[last - 2].text.isupper()
    ):
        # A name may carry its short form in brackets, as in National Council of Exiles (NCE).
        last -= 3
    words = text_of(text, tokens, first, last).strip(" ,;:.'\"“”‘’*•|")
    if words.endswith((" U.S", " U.N", " U.K")) or words in {"U.S", "U.N", "U.K"}:
        words += "."
    return words or None


def is_pronoun(words: str | None) -> bool:
    """Whether a noun phrase is only a pronoun."""
    return words is not None and words.lower() in _PRONOUNS


def names_actor(tokens: Sequence[Token], span: tuple[int, int], items: Sequence[Item]) -> bool:
    """Whether a noun phrase can act: it names people, an office or a proper name, and is not just a thing."""
    first, last = span
    words = [t for t in tokens[first:last] if t.low not in _ARTICLES]
    if not words:
        return False
    if words[0].low in ACCESS or words[0].text in _MEASURES:
        return False
    if any(t.low in actor_words() for t in words):
        return True
    covered = {i for item in items for i in range(item.first, item.last)}
    return not any(i in covered for i in range(first, last))


def _cuts(tokens: Sequence[Token], i: int, stop: int) -> bool:
    word = tokens[i].low
    if word in {"for", "of"}:
        return False
    if word in PREPOSITIONS:
        # A place inside a name stays: "guards at Gate 4" does not, "Ministry in Exile" does not either.
        return True
    if word == "as" and i + 1 < stop:
        return True
    return word in SUBORDINATORS or word in BREAKING_MARKS or (is_finite(tokens[i]) and word != "'s") or word == "that"


def _joins_actor(tokens: Sequence[Token], i: int, last: int) -> bool:
    j = i + 1
    while j < last and tokens[j].low in _ARTICLES:
        j += 1
    return j < last and (tokens[j].text[0].isupper() or tokens[j].low in actor_words())


def _adverb(word: str) -> bool:
    return (
        len(word) > 4 and word.endswith("ly") and word not in {"family", "supply", "italy", "assembly", "july", "only"}
    )
