"""The tokens numbers are made of, and the numbers in words: "two hundred and thirty", "half a million", "a dozen"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holdfast.quantities.lexicon import Word, number_words
from holdfast.quantities.numerals import CLUSTER

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(rf"(?P<digits>{CLUSTER})|(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅛])|(?P<word>[^\W\d_½⅓⅔¼¾⅕⅖⅗⅘⅛]+)")
# Short scale words are read only where they are glued to digits ("2.5k"), never as words.
_ABBREVIATED = frozenset({"k", "mn", "bn", "mln", "bln"})
_OF_AFTER = re.compile(r"[\s\u00a0]+of\b")
_JOINERS = frozenset(" -\u00a0\n\t")
_BELOW_HUNDRED = frozenset({"small", "teen", "tens"})
# Arabic writes the units of eleven and twelve in forms that count only before ten; alone, the first means "anyone".
_BEFORE_TEN = frozenset({"احد", "احدی", "اثنا", "اثنتا", "اثنی", "اثنتی"})
_TEN = frozenset({"عشر", "عشره"})
# "بسته" is a package or "closed" and no "with six", "لست" is "I am not".
_NO_CLITIC = frozenset({"بسته", "بست", "لست", "لسته", "فست"})


class Token(NamedTuple):
    """A run of digits, a word, or a vulgar fraction."""

    kind: str
    text: str
    start: int
    end: int


class Atom(NamedTuple):
    """A number without its bound: two readings where the writing has two."""

    low: float
    high: float
    doubt: bool
    start: int
    end: int
    next: int  # index of the first token after it
    scale: float = 1.0  # multiplier that stood behind it (million), 1 if none


def tokens(text: str) -> list[Token]:
    """Cut a folded text into the tokens a number can be made of."""
    return [Token(m.lastgroup or "", m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def number_word(token: Token) -> Word | None:
    """Return what a token means in a number; Arabic may glue "and", "with" or "for" to the word."""
    if token.kind != "word":
        return None
    words = number_words()
    key = token.text.lower()
    word = words.get(key)
    if word is None and key[0] in "وبلف" and len(key) > 2 and key not in _NO_CLITIC:
        word = words.get(key[1:])
        if word is not None and word.lang != "ar":
            word = None
    return word


def is_scale(token: Token, word: Word | None) -> bool:
    """Say whether a token multiplies what stands before it (hundred, thousand, million, dozen)."""
    return word is not None and word.kind in {"scale", "hundred", "dozen"} and token.text.lower() not in _ABBREVIATED


def joined(text: str, left: Token, right: Token) -> bool:
    """Say whether only a space, a line end or a hyphen parts two tokens."""
    gap = text[left.end : right.start]
    return 0 < len(gap) <= 3 and _JOINERS.issuperset(gap)


def words_atom(text: str, toks: Sequence[Token], i: int) -> Atom | None:
    """Read a number in words from token ``i``, or None where none begins there.

    "Hundreds", "dozens" and "several" are no numbers: no figure is invented for them. A bare "third" or "second" counts
    a place in a row.
    """
    first = number_word(toks[i])
    if first is None or (_bare(toks[i]) in _BEFORE_TEN and not _ten_follows(text, toks, i)):
        return None
    if first.kind == "article":
        return _article(text, toks, i)
    if first.kind == "dual":
        return Atom(first.value, first.value, False, toks[i].start, toks[i].end, i + 1)
    if first.kind == "fraction":
        return None if toks[i].text.lower() == "third" else _fraction(text, toks, i, 1.0, i + 1)
    if first.kind in _BELOW_HUNDRED or first.kind == "hundreds" or _opens(text, toks, i, first):
        return _Sum(text, toks, i).read()
    return None


def _bare(token: Token) -> str:
    key = token.text.lower()
    return key if key in _BEFORE_TEN else key[1:]


def _ten_follows(text: str, toks: Sequence[Token], i: int) -> bool:
    return i + 1 < len(toks) and toks[i + 1].text in _TEN and joined(text, toks[i], toks[i + 1])


def _opens(text: str, toks: Sequence[Token], i: int, first: Word) -> bool:
    """Say whether a bare "hundred" or "thousand" opens a number: before a scale word, or in Arabic and Persian."""
    if first.kind == "scale":
        return first.lang != "en"
    if first.kind != "hundred" or i + 1 >= len(toks):
        return False
    following = number_word(toks[i + 1])
    return following is not None and following.kind == "scale" and joined(text, toks[i], toks[i + 1])


def _article(text: str, toks: Sequence[Token], i: int) -> Atom | None:
    if i + 1 >= len(toks) or not joined(text, toks[i], toks[i + 1]):
        return None
    second, word = toks[i + 1], number_word(toks[i + 1])
    if word is None:
        return None
    if is_scale(second, word):
        return _Sum(text, toks, i, current=1.0, at=i + 1).read()
    if word.kind == "couple":
        return Atom(2.0, 2.0, False, toks[i].start, second.end, i + 2)
    # "A third day" counts days and is no fraction; "a third of" is one.
    if word.kind == "fraction" and (second.text.lower() != "third" or _OF_AFTER.match(text, second.end)):
        return _fraction(text, toks, i, 1.0, i + 2)
    return None


def _fraction(text: str, toks: Sequence[Token], i: int, count: float, j: int) -> Atom:
    """Close a fraction whose last word is token ``j - 1``; "half a million" multiplies what follows."""
    word = number_word(toks[j - 1])
    value = count * (word.value if word else 1.0)
    end = j
    if j + 1 < len(toks) and toks[j].text.lower() in {"a", "of"} and joined(text, toks[j - 1], toks[j]):
        scale = number_word(toks[j + 1])
        if scale is not None and is_scale(toks[j + 1], scale) and joined(text, toks[j], toks[j + 1]):
            value, end = value * scale.value, j + 2
    return Atom(value, value, False, toks[i].start, toks[end - 1].end, end)


class _Sum:
    """A number in words being added up, word by word, until one does not fit."""

    def __init__(
        self, text: str, toks: Sequence[Token], i: int, *, current: float | None = None, at: int | None = None
    ) -> None:
        self.text, self.toks, self.first = text, toks, i
        self.at = i if at is None else at
        self.total = 0.0
        self.current = current
        self.last = ""
        self.last_scale = float("inf")
        self.linked = False

    def read(self) -> Atom | None:
        """Take words as long as they fit; return the number, or None where not one fitted."""
        begin = self.at
        while self.at < len(self.toks):
            if self.at > begin and not joined(self.text, self.toks[self.at - 1], self.toks[self.at]):
                break
            token, word = self.toks[self.at], number_word(self.toks[self.at])
            if word is not None and self._is_fraction(token, word):
                return _fraction(self.text, self.toks, self.first, self.current or 1.0, self.at + 1)
            if self._is_link(token):
                self.linked = True
                self.at += 1
                continue
            if word is None or not self._take(token, word):
                break
            self.last, self.linked = word.kind, False
            self.at += 1
        end = self.at - 1 if self.linked else self.at
        if end == begin:
            return None
        value = self.total + (self.current or 0.0)
        return Atom(value, value, False, self.toks[self.first].start, self.toks[end - 1].end, end)

    def _is_fraction(self, token: Token, word: Word) -> bool:
        """Say whether "one-third", "two thirds", "three quarters" ends here."""
        if word.kind not in {"fraction", "part"} or self.total or self.last != "small" or self.linked:
            return False
        hyphen = self.text[self.toks[self.at - 1].end] == "-"
        return hyphen or word.kind == "part" or token.text.lower() == "third"

    def _is_link(self, token: Token) -> bool:
        """Say whether an "and" (or the Persian and Arabic one) leads on to a further part of this number."""
        link = token.text.lower()
        if link not in {"and", "و"} or not self.last or self.linked or self.at + 1 >= len(self.toks):
            return False
        following = number_word(self.toks[self.at + 1])
        if following is None or not joined(self.text, token, self.toks[self.at + 1]):
            return False
        if link == "and":
            return self.last in {"hundred", "scale"} and following.kind in _BELOW_HUNDRED
        return following.lang != "en" and following.kind in {*_BELOW_HUNDRED, "hundreds"}

    def _take(self, token: Token, word: Word) -> bool:  # noqa: PLR0911 - one kind of word a line
        if word.kind in _BELOW_HUNDRED or word.kind == "hundreds":
            return self._add(token, word)
        if word.kind == "hundred":
            if self.current is not None and not 0 < self.current < 100:
                return False
            self.current = (self.current or 1.0) * 100
            return True
        if word.kind == "dozen":
            if self.total or self.last not in {"", "small"}:
                return False
            self.current = (self.current or 1.0) * 12
            return True
        if is_scale(token, word) and word.value < self.last_scale:
            self.total += (1.0 if self.current is None else self.current) * word.value
            self.current, self.last_scale = None, word.value
            return True
        return False

    def _add(self, token: Token, word: Word) -> bool:
        value = word.value
        if self.current is None:
            self.current = value
            return True
        arabic_link = word.lang == "ar" and (self.linked or token.text[0] == "و")
        fits = (
            (self.last in {"hundred", "hundreds"} and value < 100)
            or (self.last == "tens" and word.kind == "small" and value > 0)
            or (self.last == "small" and word.kind == "tens" and arabic_link)  # five and twenty
            or (self.last == "small" and word.kind == "teen" and word.lang == "ar" and value == 10)  # five ten = 15
        )
        if fits:
            self.current += value
        elif self.last == "small" and word.kind == "hundreds" and word.lang != "en" and value == 100:
            self.current *= value
        else:
            return False
        return True
