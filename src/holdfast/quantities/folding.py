"""One spelling for reading: digits, spaces, dashes and Arabic letters, with the way back to the original.

Nothing is lost: every folded character knows the code point it came from, so that spans always point into the text as
received.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ARABIC_INDIC = {0x0660 + i: str(i) for i in range(10)}
_PERSIAN = {0x06F0 + i: str(i) for i in range(10)}
_FULL_WIDTH = {0xFF10 + i: str(i) for i in range(10)}
_LETTERS = {
    ord(a): b
    for a, b in [
        *((c, "ا") for c in "أإآٱ"),
        *((c, "ی") for c in "يىئ"),
        ("ك", "ک"),
        *((c, "ه") for c in "ةۀ"),
        ("ؤ", "و"),
    ]
}
_SPACES = dict.fromkeys(map(ord, "\u2007\u2009\u200a\u202f"), "\u00a0")
# ZWNJ joins the parts of one Persian word; isolates and embeddings stand between things: all separate like a space.
_SEPARATORS = dict.fromkeys((8203, 8204, 8205, 65279, *range(8234, 8239), *range(8294, 8298)), " ")
_DASHES = {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"}
_QUOTES = {ord("\u2019"): "'", ord("\u02bc"): "'"}
_TABLE: dict[int, str] = {
    **_ARABIC_INDIC,
    **_PERSIAN,
    **_FULL_WIDTH,
    **_LETTERS,
    **_SPACES,
    **_SEPARATORS,
    **_DASHES,
    **_QUOTES,
}
# Vowel marks, tatweel, soft hyphen and bare direction marks carry no meaning for reading.
_DROPPED = re.compile("[\u00ad\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u200e\u200f\u2060]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, where characters were dropped, the original position of each character."""

    original: str
    text: str
    origin: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of the original for a half-open span of the folded text."""
        if self.origin is None:
            return start, end
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else len(self.original)
            return at, at
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text for reading.

    Parameters
    ----------
    text : str
        Any Unicode text.

    Returns
    -------
    Folded
        Latin digits, one kind of dash and space, one form of each Arabic letter; case is kept.
    """
    if text.isascii():
        return Folded(text, text, None)
    if _DROPPED.search(text) is None:
        return Folded(text, text.translate(_TABLE), None)
    pieces: list[str] = []
    origin: list[int] = []
    last = 0
    for match in _DROPPED.finditer(text):
        pieces.append(text[last : match.start()])
        origin.extend(range(last, match.start()))
        last = match.end()
    pieces.append(text[last:])
    origin.extend(range(last, len(text)))
    return Folded(text, "".join(pieces).translate(_TABLE), origin)


def fold_word(word: str) -> str:
    """Fold one lexicon entry the way texts are folded, in lower case."""
    return fold(word).text.replace("\u00a0", " ").lower()
