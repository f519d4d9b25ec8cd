"""Who speaks in a sentence in Arabic script: "قال X إن", "به گفته X", "نفى X", "X: …"; and who is accused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.lexicon import single
from holdfast.intake.arabic_script.words import phrase_at
from holdfast.intake.records import Speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.intake.arabic_script.mentions import Actor
    from holdfast.intake.records import Token

_STOPS = frozenset({"،", ",", ".", "؛", ":", "«", "»", '"', "“", "”", "!", "؟", "?", "(", ")", "-", "–"})
_FAR = 12
_GIVEN = frozenset({"به", "طبق", "بنا", "بنابر", "براساس", "گفته", "بر"})
_BREAKS = frozenset({"ولی", "اما", "لکن", "ولکن", "بینما", "؛"})


def find_speeches(tokens: Sequence[Token], actors: Sequence[Actor], language: str) -> tuple[Speech, ...]:
    """Return who speaks in which part of a sentence, in order; where a second speaker begins, the first one's words end."""
    found = [*_colon(tokens, actors), *_according(tokens, actors, language)]
    said = _arabic_said if language == "ar" else _persian_said
    for name, denies in (("say", False), ("deny", True)):
        i = 0
        while i < len(tokens):
            last = phrase_at(tokens, i, language, name)
            if last > i:
                speech = said(tokens, actors, i, last, denies=denies)
                if speech is not None and not any(s.frame_first <= i < s.frame_last for s in found):
                    found.append(speech)
                i = last
            else:
                i += 1
    ordered = sorted(found, key=lambda s: s.frame_first)
    result = []
    for number, speech in enumerate(ordered):
        last = speech.last
        for other in ordered[number + 1 :]:
            if speech.first <= other.frame_first < last and other.first > speech.first:
                last = other.frame_first
        result.append(
            Speech(
                speaker=speech.speaker,
                first=speech.first,
                last=max(last, speech.first),
                frame_first=speech.frame_first,
                frame_last=speech.frame_last,
                denies=speech.denies,
            )
        )
    return tuple(result)


def _colon(tokens: Sequence[Token], actors: Sequence[Actor]) -> list[Speech]:
    first = next((a for a in actors if a.first == 0), None)
    if first is None or first.last + 1 >= len(tokens) or tokens[first.last].low != ":":
        return []
    if tokens[first.last + 1].low[:1].isdigit():
        return []  # a line of a table
    return [
        Speech(speaker=first.name, first=first.last + 1, last=len(tokens), frame_first=0, frame_last=first.last + 1)
    ]


def _according(tokens: Sequence[Token], actors: Sequence[Actor], language: str) -> list[Speech]:
    found = []
    for i in range(len(tokens)):
        last = phrase_at(tokens, i, language, "according")
        if last == i or last >= len(tokens):
            continue
        actor = next((a for a in actors if a.first in {last, last + 1} and a.first < len(tokens)), None)
        if actor is not None and actor.first == last + 1 and tokens[last].low in _STOPS:
            actor = None
        if actor is None:
            continue
        leading = i == 0 or tokens[i - 1].low in _STOPS - {"،", ","} or not any(t.low[:1].isalpha() for t in tokens[:i])
        begin, stop = (actor.last, len(tokens)) if leading else (_left(tokens, i), i)
        if leading and begin < len(tokens) and tokens[begin].low in {"،", ","}:
            begin += 1
        found.append(
            Speech(
                speaker=actor.name,
                first=begin,
                last=stop,
                frame_first=i,
                frame_last=max(actor.last, begin if leading else 0),
            )
        )
    return found


def _left(tokens: Sequence[Token], i: int) -> int:
    return next((j + 1 for j in range(i - 1, -1, -1) if tokens[j].low in _BREAKS), 0)


def _arabic_said(tokens: Sequence[Token], actors: Sequence[Actor], i: int, last: int, *, denies: bool) -> Speech | None:  # noqa: PLR0911  one branch a cue
    before = tokens[i - 1].low if i else ""
    if before in {"من", "ومن", "ان", "لم", "لا", "لن", "ما", "کما"} or tokens[i].low == "ومن":
        return None
    actor = next((a for a in actors if last <= a.first <= last + 1 and a.before not in {"ل", "الی", "ب"}), None)
    ahead = next((a for a in actors if a.last == i), None)
    if actor is not None and actor.first == last + 1 and tokens[last].low in _STOPS:
        actor = None
    # "X said that …": the speaker may stand before the verb.
    if actor is None or (ahead is not None and tokens[last].low in single("ar", "that")):
        actor = ahead or actor
    if actor is None:
        return None
    start = max(last, actor.last)
    that = next(
        (
            j
            for j in range(last, min(len(tokens), start + _FAR))
            if tokens[j].low in single("ar", "that") | {":", "«", '"', "“"}
        ),
        None,
    )
    first = min(actor.first, i)
    if that is not None:
        begin = that + 1
        if before == "من" or tokens[that - 1].low == "من":
            begin = that + 1
        return Speech(
            speaker=actor.name, first=begin, last=len(tokens), frame_first=first, frame_last=begin, denies=denies
        )
    ends = start >= len(tokens) or all(t.low in _STOPS for t in tokens[start:])
    if ends and i > 1 and not denies:
        return Speech(speaker=actor.name, first=_left(tokens, i), last=first, frame_first=first, frame_last=len(tokens))
    if denies or (start < len(tokens) and tokens[start].low == "من"):
        begin = start + (1 if start < len(tokens) and tokens[start].low == "من" else 0)
        return Speech(
            speaker=actor.name, first=begin, last=len(tokens), frame_first=first, frame_last=begin, denies=denies
        )
    if not ends:
        return Speech(speaker=actor.name, first=start, last=len(tokens), frame_first=first, frame_last=start)
    return None


def _persian_said(
    tokens: Sequence[Token], actors: Sequence[Actor], i: int, last: int, *, denies: bool
) -> Speech | None:
    before = tokens[i - 1].low if i else ""
    if before in _GIVEN:
        return None
    if (
        tokens[i].low in {"گفته", "گفتن"}
        and last - i == 1
        and last < len(tokens)
        and tokens[last].low in {"میشود", "شد", "شده"}
    ):
        return None
    left = next((j + 1 for j in range(i - 1, -1, -1) if tokens[j].low in _BREAKS | {"،", ".", ":"}), 0)
    actor = next(
        (
            a
            for a in reversed(actors)
            if left <= a.first and a.last <= i and a.before not in {"به", "از", "با", "توسط", "در", "برای"}
        ),
        None,
    )
    if actor is not None and actor.last < len(tokens) and tokens[actor.last].low == "را":
        actor = None
    ends = last >= len(tokens) or all(t.low in _STOPS for t in tokens[last:])
    if actor is None:
        return None
    begin = last
    while begin < len(tokens) and tokens[begin].low in {"که", ":", "،", ","}:
        begin += 1
    if ends and i - actor.last >= 1 and tokens[i - 1].low not in _STOPS:
        # "the ministry denied any shortage": what is said stands before the verb.
        return Speech(
            speaker=actor.name,
            first=actor.last,
            last=i,
            frame_first=actor.first,
            frame_last=actor.last,
            denies=denies,
        )
    if ends:
        return Speech(
            speaker=actor.name,
            first=_left(tokens, actor.first),
            last=actor.first,
            frame_first=actor.first,
            frame_last=last,
            denies=denies,
        )
    return Speech(
        speaker=actor.name, first=begin, last=len(tokens), frame_first=actor.first, frame_last=begin, denies=denies
    )
