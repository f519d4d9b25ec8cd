"""Who speaks: quotation marks, "X said that", "according to X", "Ministry: …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.intake.english.clauses import FINITE, SUBORDINATORS
from holdfast.intake.english.lexicon import actor_words, speech_forms
from holdfast.intake.english.phrases import is_pronoun, name, phrase_before, phrase_from, text_of
from holdfast.intake.english.verbs import BE, group_start
from holdfast.intake.records import Item, Sentence, Speech, Token, When

if TYPE_CHECKING:
    from collections.abc import Sequence

_APPEALS = frozenset("appeal".split())
_OPEN = "“«"
_CLOSE = "”»"


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans between quotation marks, marks left out; a quotation may run over several paragraphs.

    Straight marks alternate inside a paragraph. Single marks are not read: they are apostrophes far more often. A
    paragraph that opens a quotation without closing it is quoted to its end.
    """
    spans: list[tuple[int, int]] = []
    offset = 0
    for paragraph in re.split(r"(\n\s*\n)", text):
        start: int | None = None
        for match in re.finditer(r'[“”«»"]', paragraph):
            mark = match.group()
            if mark in _OPEN or (mark == '"' and start is None):
                if start is None:
                    start = match.end()
            elif start is not None:
                spans.append((offset + start, offset + match.start()))
                start = None
        if start is not None and paragraph[start:].strip():
            spans.append((offset + start, offset + len(paragraph)))
        offset += len(paragraph)
    return tuple(spans)


def find_speeches(
    text: str, sentence: Sentence, whens: Sequence[When], items: Sequence[Item], quotes: Sequence[tuple[int, int]]
) -> tuple[Speech, ...]:
    """Return who speaks in which part of one sentence."""
    tokens = sentence.tokens
    inside = [any(s <= t.start and t.end <= e for s, e in quotes) for t in tokens]
    found = [*_according(text, tokens, whens), *_colon(text, tokens, whens)]
    for i, token in enumerate(tokens):
        if token.low not in speech_forms() or any(w.first <= i < w.last for w in whens):
            continue
        # "United States", "Secretary of State": a capital inside a sentence is a name.
        if i and token.text[0].isupper():
            continue
        if any(it.first <= i < it.last for it in items):
            continue
        verb, kind = speech_forms()[token.low]
        speech = _reported(text, tokens, whens, inside, i, verb, kind)
        if speech is not None:
            found.append(speech)
    return tuple(_narrow(found))


def _narrow(found: list[Speech]) -> list[Speech]:
    """Where a second speaker begins, the first one's words end."""
    ordered = sorted(found, key=lambda s: s.frame_first)
    result = []
    for number, speech in enumerate(ordered):
        last = speech.last
        for other in ordered[number + 1 :]:
            if speech.first <= other.frame_first < last and not speech.denies and other.first > speech.first:
                last = other.frame_first
                break
        result.append(
            Speech(
                speaker=speech.speaker,
                first=speech.first,
                last=max(last, speech.first),
                frame_first=speech.frame_first,
                frame_last=speech.frame_last,
                denies=speech.denies,
                quoted=speech.quoted,
            )
        )
    return result


def _according(text: str, tokens: Sequence[Token], whens: Sequence[When]) -> list[Speech]:
    found = []
    for i in range(len(tokens) - 2):
        if tokens[i].low == "according" and tokens[i + 1].low == "to":
            span = phrase_from(tokens, i + 2, len(tokens), whens)
            last = span[1] if span else i + 2
            if i == 0 or tokens[i - 1].low in {"and", "but"}:
                # "According to the mayor, X": up to the comma.
                span = _up_to_comma(tokens, i + 2) or span
                last = span[1] if span else last
            elif i + 2 < len(tokens):
                span = _with_apposition(tokens, span)
                last = span[1] if span else last
            speaker = name(text, tokens, span)
            if speaker:
                leading = i == 0
                found.append(
                    Speech(
                        speaker=speaker,
                        first=last if leading else _clause_left(tokens, i),
                        last=len(tokens) if leading else i,
                        frame_first=i,
                        frame_last=last,
                    )
                )
    return found


def _clause_left(tokens: Sequence[Token], i: int) -> int:
    """Return where the statement before "according to" begins: after a full clause that has its own speaker."""
    for j in range(i - 1, 0, -1):
        if tokens[j].low in {";", "but", "while", "whereas"}:
            return j
    return 0


def _up_to_comma(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """Return the speaker up to the last comma before the statement begins, appositions included."""
    commas = [j for j in range(first, len(tokens)) if tokens[j].low == ","]
    if not commas:
        return None
    stop = commas[0]
    for nxt in commas[1:]:
        part = tokens[stop + 1 : nxt]
        if (
            part
            and part[0].low in {"the", "a", "an", "head", "chair", "president", "director", "spokesman"}
            and not any(t.low in FINITE for t in part)
        ):
            stop = nxt
        else:
            break
    return (first, stop)


def _with_apposition(tokens: Sequence[Token], span: tuple[int, int] | None) -> tuple[int, int] | None:
    if span is None:
        return None
    first, last = span
    while last < len(tokens) and tokens[last].low == ",":
        stop = next(
            (j for j in range(last + 1, len(tokens)) if tokens[j].low in {",", ".", ";", "”", '"'}), len(tokens)
        )
        part = tokens[last + 1 : stop]
        if not part or any(t.low in FINITE or t.low in SUBORDINATORS or t.low in {"and", "or"} for t in part[:-1]):
            break
        last = stop
    return (first, last)


def _colon(text: str, tokens: Sequence[Token], whens: Sequence[When]) -> list[Speech]:
    """Return the speaker of "Ministry: no shortage of fuel."."""
    colon = next((i for i, t in enumerate(tokens[:9]) if t.low == ":"), None)
    if colon is None or colon == 0 or colon + 1 >= len(tokens):
        return []
    head = tokens[:colon]
    if any(t.low in speech_forms() or t.low in FINITE or t.text[0].isdigit() for t in head):
        return []
    if tokens[colon + 1].text[0].isdigit():
        # "Residents: 2,350" is a line of a table.
        return []
    speaks = any(t.low in actor_words() for t in head) or (head[0].low in {"mr", "mrs", "ms", "dr"})
    span = phrase_before(tokens, 0, colon, whens)
    speaker = name(text, tokens, span) if speaks else None
    if speaker is None:
        return []
    return [Speech(speaker=speaker, first=colon + 1, last=len(tokens), frame_first=0, frame_last=colon + 1)]


def _reported(  # noqa: C901, PLR0911, PLR0912  one return a shape of reported speech
    text: str,
    tokens: Sequence[Token],
    whens: Sequence[When],
    inside: Sequence[bool],
    i: int,
    verb: str,
    kind: str,
) -> Speech | None:
    if inside[i] and any(not v for v in inside) and not any(inside[:i]):
        return None
    following = tokens[i + 1].low if i + 1 < len(tokens) else "."
    before = tokens[i - 1].low if i else ""
    if before in {"the", "a", "an", "this", "that", "no", "of", "by", "in", "any", "to"} and verb != "say":
        return None
    if tokens[i].low == verb and not (
        (before.endswith("s") and before != "pls")
        or before in {"they", "we", "i", "people", "police", "you", "to", "also", "now"}
    ):
        # "pls note": a base form speaks only for several.
        return None
    if verb in {"claim", "report"} and any(
        speech_forms().get(t.low, ("", ""))[1] == "deny" for t in tokens[max(0, i - 3) : i]
    ):
        # "dismissed reports that": what is dismissed does not speak.
        return None
    denies = False
    if kind == "that" and following != "that":
        return None
    if kind == "deny":
        rest = [t.low for t in tokens[i + 1 : i + 4]]
        gerund = any(w.endswith("ing") and len(w) > 5 for w in rest[:2])
        noun = rest[:1] == ["any"] or any(
            w
            in {
                "report",
                "claim",
                "allegation",
                "accusation",
                "suggestion",
                "reports",
                "claims",
                "allegations",
                "shortage",
                "shortages",
                "accusations",
            }
            for w in rest
        )
        if not (following == "that" or gerund or noun or _denied_clause(tokens, i)):
            return None
        denies = True
    group = group_start(tokens, i)
    if not tokens[i].low.endswith("ing") and any(t.low in BE for t in tokens[group:i]):
        # "was urged", "is reported to": the subject does not speak.
        return None
    after = i + 1
    while after < len(tokens) and any(w.first <= after < w.last for w in whens):
        after += 1
    # "…, the ministry said on Monday.": the time belongs to the speaking.
    following = tokens[after].low if after < len(tokens) else "."
    end_mark = following in {".", "!", ",", "”", '"', ";", "?"}
    # "…, said the ministry." / "…, the ministry said."
    if i >= 2 and tokens[i - 1].low in {",", "”", '"', "-", "–", "—"} and not end_mark and kind != "appeal":
        span = _with_apposition(tokens, phrase_from(tokens, i + 1, len(tokens), whens))
        speaker = name(text, tokens, span)
        if speaker and span and _closes(tokens, i + 1, span[1]):
            return Speech(
                speaker=speaker,
                first=_start_of_statement(tokens, i),
                last=i,
                frame_first=i,
                frame_last=span[1],
                denies=denies,
                quoted=any(inside[:i]),
            )
    left = _speaker_left(tokens, group, inside, i)
    if end_mark and left == 0:
        # "…, the committee said.": what was said must stand before the last comma, known verb or not.
        left = next((j + 1 for j in range(group - 1, 0, -1) if tokens[j].low == ","), 0)
    span = _speaker_span(tokens, left, group, whens)
    speaker = name(text, tokens, span)
    if not speaker or span is None or speaker[0].isdigit():
        return None
    if end_mark and left > 1:
        if following == "," and not _quote_follows(tokens, i + 1) and left < 2:
            return None
        return Speech(
            speaker=speaker,
            first=_start_of_statement(tokens, left),
            last=left,
            frame_first=left,
            frame_last=after,
            denies=denies,
            quoted=any(inside[:left]),
        )
    relative = next((j for j in range(span[0] + 1, group) if tokens[j].low in {"who", "which"}), None)
    if relative is not None:
        # "Maria Lopez, who heads the group, appealed": the name before it speaks.
        span = (span[0], relative - 1 if tokens[relative - 1].low == "," else relative)
        speaker = name(text, tokens, span) or speaker
    if _is_clause(tokens, *span):
        return None
    last = i + 1
    if kind in {"told", "appeal"}:
        hearer = phrase_from(tokens, i + 1, len(tokens), whens)
        if hearer and kind == "told":
            last = hearer[1]
    while last < len(tokens) and any(w.first <= last < w.last for w in whens):
        last += 1
    return Speech(speaker=speaker, first=last, last=len(tokens), frame_first=span[0], frame_last=last, denies=denies)


def _denied_clause(tokens: Sequence[Token], i: int) -> bool:
    """Whether what is denied is a statement without "that": "denied there was a shortage", "denied the water was cut"."""
    for j in range(i + 1, len(tokens)):
        if tokens[j].low in {"is", "are", "was", "were", "has", "had", "have"}:
            return True
        if not tokens[j].text[0].isalnum() or tokens[j].low in {
            *SUBORDINATORS,
            "and",
            "or",
            "to",
            "that",
            "as",
            "since",
            "for",
        }:
            return False
    return False


def _closes(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words after "said" are a speaker and not what is said: no colon before, no verb after."""
    if tokens[first].low in {":", "“", '"', "«", "that"}:
        return False
    return last >= len(tokens) or tokens[last].low in {
        *(",", ".", ";", ":", "!", "?", "”", '"', "“", ")", "-", "–", "—"),
        *(
            "in",
            "on",
            "at",
            "to",
            "after",
            "during",
            "from",
            "as",
            "who",
            "when",
            "while",
            "but",
            "and",
            "yesterday",
            "today",
        ),
    }


def _quote_follows(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].low in {"“", '"', "«"}


def _start_of_statement(tokens: Sequence[Token], end: int) -> int:
    for j in range(end - 1, 0, -1):
        if tokens[j].low in {";", "but", "while", "whereas"}:
            return j + 1
    return 0


def _speaker_left(tokens: Sequence[Token], group: int, inside: Sequence[bool], verb: int) -> int:
    """Return where the speaker's noun phrase may begin: after the last comma that closes a clause of its own."""
    left = 0
    for j in range(group - 1, -1, -1):
        word = tokens[j].low
        dash = word == "-" and j and tokens[j].start > tokens[j - 1].end
        if (
            dash
            or word in {";", ":", "”", '"', "—", "–"}
            or (
                word in {"but", "while", "whereas", "although", "though", "because", "as", "and"}
                and _clause_before(tokens, j)
            )
        ):
            left = j + 1
            break
        if inside[j] != inside[verb]:
            left = j + 1
            break
        if word == "," and _is_clause(tokens, 0, j):
            left = j + 1
            break
    return left


def _clause_before(tokens: Sequence[Token], j: int) -> bool:
    return tokens[j].low != "and" or _is_clause(tokens, 0, j)


def _is_clause(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether tokens hold a finite verb, or a word that looks like one (a past form)."""
    from holdfast.intake.english.lexicon import verb_forms  # noqa: PLC0415  only needed here; keeps the head of the file short

    return any(
        t.low in FINITE
        or (t.low in verb_forms() and t.low not in actor_words() and any(f.form != "ing" for f in verb_forms()[t.low]))
        or t.low == "no"
        for t in tokens[first:last]
    )


def _speaker_span(tokens: Sequence[Token], left: int, group: int, whens: Sequence[When]) -> tuple[int, int] | None:
    """Return the speaker with the appositions that describe the office ("X, the president of Y, said")."""
    first = left
    plain = phrase_before(tokens, first, group, whens)
    if plain is None:
        return None
    start, stop = plain
    # An apposition after a comma belongs to the name.
    end = group
    while end > stop and (tokens[end - 1].low == "," or any(w.first <= end - 1 < w.last for w in whens)):
        end -= 1
    if stop < end and any(t.low == "," for t in tokens[stop:end]):
        stop = end
    elif stop < end:
        comma = next((j for j in range(start, end) if tokens[j].low == ","), None)
        stop = end if comma is not None else stop
    return (start, stop)


def speaker_of_previous(text: str, sentence: Sentence, speeches: Sequence[Speech]) -> str | None:
    """Return the speaker a sentence introduces for the quotation after it."""
    if not sentence.tokens:
        return None
    if speeches:
        return speeches[-1].speaker
    if sentence.tokens[-1].low == ":":
        span = phrase_before(sentence.tokens, 0, len(sentence.tokens) - 1, ())
        speaker = text_of(text, sentence.tokens, *span) if span else None
        return None if is_pronoun(speaker) else speaker
    return None
