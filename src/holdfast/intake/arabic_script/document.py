"""Read the sentences of one text in Arabic script in their order: language, quotations, the speaker who goes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.letters import LETTER, has_arabic_script, is_arabic_script, language_of
from holdfast.intake.arabic_script.reading import sentence_statements
from holdfast.intake.records import Sentence
from holdfast.intake.text.sentences import tokens as latin_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from holdfast.ledger import Statement

_LETTERS = re.compile(f"[{LETTER}]")
# A line goes on in the next one where it is long and has no end mark; a short line, a bullet, a stamp begins anew.
_SHORT_LINE = 60
_ENOUGH = 20_000  # letters that decide the language of a text
_ENDS = frozenset(".!?؟؛:…۔")
_BULLET = re.compile(r"\s*(?:[-*•–‣▪◦]\s+|[\d٠-٩۰-۹]{1,2}[.)\-]\s+|\[?[\d٠-٩۰-۹]{1,2}[/:.][\d٠-٩۰-۹]{1,2})")
_STOP = re.compile(r"[!?؟؛۔…]+[»”\"')\]]*(?=\s|$)|\.(?:[»”\"')\]]+)?(?=\s|$)")
_ABBREVIATED = re.compile(r"(?:^|\s)(?:د|م|أ|ص|ت|ه|هـ|ق|ب|ك|رقم|دکتر)$")


def parts_by_script(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a sentence by script: span and whether it is Arabic script; lines of one script stay together."""
    if not has_arabic_script(text[start:end]):
        yield start, end, False
        return
    at = start
    held: tuple[int, int, bool] | None = None
    for line in text[start:end].split("\n"):
        first, last = at, at + len(line)
        at = last + 1
        if not line.strip():
            continue
        arabic = is_arabic_script(line) or (not any(c.isalpha() for c in line) and (held is not None and held[2]))
        if held is not None and held[2] == arabic:
            held = (held[0], last, arabic)
            continue
        if held is not None:
            yield held
        held = (first, last, arabic)
    if held is not None:
        yield held


def sentences_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a span: up to an end mark, a line that closes, a bullet."""
    cuts = {end}
    for match in _STOP.finditer(text, start, end):
        mark = match.start()
        if match.group()[0] == "." and (
            _ABBREVIATED.search(text[max(start, mark - 6) : mark])
            or (text[mark - 1 : mark].isdigit() and text[mark + 1 : mark + 2].isdigit())
        ):
            continue
        cuts.add(match.end())
    at = start
    for line in text[start:end].split("\n"):
        at += len(line)
        following = text[at + 1 : min(end, at + 40)]
        bare = line.rstrip()
        if len(bare) < _SHORT_LINE or bare[-1:] in _ENDS or _BULLET.match(following):
            cuts.add(min(at, end))
        at += 1
    first = start
    for cut in sorted(cuts):
        begin, stop = first, cut
        while begin < stop and text[begin].isspace():
            begin += 1
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if stop > begin:
            bullet = re.match(r"[-*•–‣▪◦]\s+", text[begin:stop])
            begin += bullet.end() if bullet else 0
            if stop > begin:
                yield begin, stop
        first = cut


def unread_letters(text: str) -> int:
    """Return how many letters of Arabic script stand in lines that are neither Arabic nor Persian."""
    lines = [line for line in text.split("\n") if is_arabic_script(line)]
    known = language_of("\n".join(lines)[:_ENOUGH])
    return sum(len(_LETTERS.findall(line)) for line in lines if language_of(line, known) is None)


class ScriptReader:
    """Reads the parts of one text that are in Arabic script, and hands on the sentences that are not.

    Statements are appended to ``found`` in the order of the text.
    """

    def __init__(
        self,
        text: str,
        quotes: Sequence[tuple[int, int]],
        published: date | None,
        timezone: str,
        packages: Mapping[str, str] | None,
        found: list[Statement],
    ) -> None:
        self._text = text
        self._found = found
        self._quotes = quotes
        self._published, self._timezone, self._packages = published, timezone, packages
        self._language = language_of("\n".join(line for line in text.split("\n") if is_arabic_script(line))[:_ENOUGH])
        self._speaker: str | None = None
        self._open_until = -1
        self._next_quote = 0

    def latin(self, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
        """Yield the sentences in Latin script one by one; those in Arabic script are read on the way."""
        for sentence in sentences:
            for start, end, arabic in parts_by_script(self._text, sentence.start, sentence.end):
                if arabic:
                    self._found += self.read(start, end)
                elif (start, end) == (sentence.start, sentence.end):
                    yield sentence
                elif words := latin_tokens(self._text, start, end):
                    yield Sentence(
                        start=words[0].start,
                        end=words[-1].end,
                        block=sentence.block,
                        section=sentence.section,
                        tokens=words,
                    )

    def read(self, start: int, end: int) -> list[Statement]:
        """Return the statements of one part of the text, sentence by sentence, each by its own language."""
        found: list[Statement] = []
        for first, last in sentences_of(self._text, start, end):
            words = self._text[first:last]
            if not has_arabic_script(words):
                continue
            language = language_of(words, self._language)
            if language is None:
                continue
            statements, parsed = sentence_statements(
                self._text,
                first,
                last,
                language,
                self._published,
                self._timezone,
                self._packages,
                self._quoted(first, last),
            )
            found += statements
            speakers = [s.speaker for s in parsed.speeches] if parsed is not None else []
            self._remember(first, last, speakers)
        return found

    def _quoted(self, first: int, last: int) -> str | None:
        """Return the speaker of a quotation that began in an earlier sentence and holds this one."""
        while self._next_quote < len(self._quotes) and self._quotes[self._next_quote][1] <= first:
            self._next_quote += 1
        if self._next_quote >= len(self._quotes):
            return None
        begin, stop = self._quotes[self._next_quote]
        # The opening mark may stand at the head of this very sentence ("said the mayor: «…").
        inside = begin <= first + 2 and first < stop
        del last
        return self._speaker if inside else None

    def _remember(self, first: int, last: int, speakers: list[str]) -> None:
        if speakers:
            self._speaker = speakers[-1]
            return
        held = any(
            (b <= first + 2 and first < e) or first <= b < last
            for b, e in self._quotes[self._next_quote : self._next_quote + 3]
        )
        if not held:
            self._speaker = None
