"""Cut a text into blocks, sentences and tokens, each with its span."""

from __future__ import annotations

import re
from dataclasses import dataclass

from holdfast.intake.records import Sentence, Token

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S., a.m.
    r"|\d+(?:[.,:/]\d+)*"  # 5,100  12.5  08:30  17/7
    r"|[’'](?:s|ll|re|ve|d|m)\b"
    r"|[^\W\d_]+(?:[’'‘](?!s\b|ll\b|re\b|ve\b|d\b|m\b)[^\W\d_]+|-[^\W_]+)*\d*"
    r"|\S"
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt maj capt sgt brig gov sen rep rev hon st sr jr vs etc approx ca cf fig inc incl ltd co dept "
    "jan feb mar apr jun jul aug sep sept oct nov dec no nos art para tel e.g i.e messrs".split()
)
_NEEDS_DIGIT = frozenset("no nos jan feb mar apr jun jul aug sep sept oct nov dec art para fig".split())
_STARTERS = frozenset(
    "the a an in on at it they he she we this that these those but and for as after before during when while with "
    "there if no since from by our his her their".split()
)
# No word that ends a sentence is longer; looking back to the start of a block would cost its length squared.
_LONGEST = 60
MAX_TOKENS = 150
_TERMINAL = ".!?…؟۔"
_CLOSERS = "”’\"')]»"
_OPENERS = "“‘\"'([«"
_HISTORY = re.compile(
    r"\b(histor\w*|background|context|backstory|past|origins?|beginnings?|chronology|timeline|how (?:we|it|they) got|"
    r"long road|years? earlier|looking back|previously|the story so far)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*•–—‣▪]\s+|\d{1,2}[.)]\s+)")
_CHAT_STAMP = re.compile(r"\s*\[?\d{1,2}[/:.]\d{1,2}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list line: a span of the text and the section it stands in."""

    start: int
    end: int
    section: str | None


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: paragraphs, and lines that do not run on, with the heading they stand under."""
    spans: list[tuple[int, int]] = []
    position = 0
    open_start: int | None = None
    previous = ""
    for line in [*text.split("\n"), ""]:
        end = position + len(line)
        bare = line.strip()
        if open_start is not None and (not bare or _breaks(previous, line)):
            spans.append((open_start, position - 1))
            open_start = None
        if bare and open_start is None:
            open_start = position + len(line) - len(line.lstrip())
        previous = bare
        position = end + 1
    found: list[Block] = []
    section: str | None = None
    for start, stop in spans:
        block = text[start:stop].rstrip()
        if is_heading(block):
            section = _section(block)
        found.append(Block(start, start + len(block), section))
    return tuple(found)


def _section(heading: str) -> str | None:
    """Return what kind of statements stand under a heading: history, needs, stock, or anything."""
    if _HISTORY.search(heading):
        return "history"
    word = heading.split(maxsplit=1)[0].lower().strip(":")
    if word in {"needs", "needed", "requirements", "requests"}:
        return "needs"
    return "stock" if word in {"stock", "stocks", "inventory", "balances", "reserves"} else None


def is_heading(block: str) -> bool:
    """Whether a block looks like a heading: one short line without an end mark, most of its long words capitalised."""
    words = block.split()
    if not words or len(words) > 10 or "\n" in block or block[-1] in ".!?…,;”\"'":
        return False
    if _HISTORY.search(block) and len(words) <= 6:
        return True
    if any(c.isdigit() for c in block) or block.lower().startswith("by "):
        return False
    if len(words) <= 3 and words[0][0].isupper() and ":" not in block:
        return True
    long = [w for w in words if len(w) > 3]
    return bool(long) and sum(w[0].isupper() for w in long) >= 0.8 * len(long)


def _breaks(previous: str, line: str) -> bool:
    bare = line.strip()
    if _BULLET.match(line) or _CHAT_STAMP.match(line):
        return True
    if previous and previous[-1] in _TERMINAL + _CLOSERS + ",;":
        return False
    return len(previous) < 60 and (bare[0].isupper() or bare[0].isdigit() or bare[0] in _OPENERS)


def tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of ``text[start:end]`` with spans in the whole text."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        found.append(Token(word, word.lower().replace("’", "'").replace("‘", "'"), match.start(), match.end()))
    return tuple(found)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order; together they cover every character that is not white space."""
    found: list[Sentence] = []
    for number, block in enumerate(blocks(text)):
        start = block.start
        for end in [*_ends(text, block.start, block.end), block.end]:
            while start < end and text[start].isspace():
                start += 1
            stop = end
            while stop > start and text[stop - 1].isspace():
                stop -= 1
            if stop > start:
                found.extend(
                    Sentence(start=part[0].start, end=part[-1].end, block=number, section=block.section, tokens=part)
                    for part in _parts(tokens(text, start, stop))
                )
            start = end
    return tuple(found)


def _parts(found: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Cut what is too long to be one sentence: a table, a log, or an attack on the reader's patience."""
    return [found[i : i + MAX_TOKENS] for i in range(0, len(found), MAX_TOKENS)]


def _ends(text: str, start: int, end: int) -> list[int]:
    ends = []
    position = start
    while position < end:
        if text[position] not in _TERMINAL:
            position += 1
            continue
        stop = position + 1
        while stop < end and text[stop] in _TERMINAL:
            stop += 1
        while stop < end and text[stop] in _CLOSERS:
            stop += 1
        if stop >= end:
            break
        if (text[stop].isspace() or text[stop] in "“«") and not _runs_on(text, start, position, stop, end):
            ends.append(stop)
        position = stop
    return ends


def _runs_on(text: str, start: int, mark: int, stop: int, end: int) -> bool:  # noqa: PLR0911  one return a kind of full stop
    following = text[stop : min(end, stop + _LONGEST)].lstrip()
    if not following:
        return True
    first = following.lstrip("".join(_OPENERS))[:1]
    quoted = any(c in _CLOSERS for c in text[mark:stop])
    if first.isalpha() and first.islower():
        # "…no order. said the guard" is rare; `"Stop!" said the guard` is not.
        return text[mark] != "." or quoted or not _ends_message_word(text, start, mark)
    if text[mark] != ".":
        return False
    before = text[max(start, mark - _LONGEST) : mark]
    word = re.search(r"[\w.’']*$", before)
    last = (word.group() if word else "").lower()
    next_word = re.match(r"\W*([\w’']+)", following)
    starter = bool(next_word) and next_word.group(1).lower() in _STARTERS if next_word else False
    if last in _ABBREVIATIONS:
        return first.isdigit() if last in _NEEDS_DIGIT else True
    if last in {"a.m", "p.m"}:
        return not first.isupper()
    if re.search(r"\d\s?[^\W\d_]{1,2}$", before):
        # "Diesel 1,450 L. Use 220 L a day.": a unit is no initial.
        return False
    if re.fullmatch(r"(?:[a-z]\.)*[a-z]", last) and (len(last) > 1 or text[mark - 1].isupper()):
        return not starter
    return False


def _ends_message_word(text: str, start: int, mark: int) -> bool:
    """Whether a lower-case start after a full stop is a new sentence, as in hasty messages ("tank empty. gen off.")."""
    word = re.search(r"[^\W\d_]+$", text[max(start, mark - _LONGEST) : mark])
    return bool(word) and len(word.group()) > 2 and word.group().lower() not in _ABBREVIATIONS if word else mark > start
