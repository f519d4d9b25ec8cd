"""Arabic and Persian that a PDF gives backwards or in the shapes of letters: told, never trusted.

Many programs write into a PDF what is seen, not what is said: letters in their joined shapes, lines from left to right.
Text taken out of it looks like text, and its numbers may be reversed too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.ledger import Statement

# The commonest short words of Arabic and Persian whose reverse is no common word.
_COMMON = frozenset(
    "في من على إلى الى عن هذا هذه التي الذي كان كانت قد مع بعد قبل كل بين عند حتى منذ أن إن "
    "از به که این است را با برای آن شد شده در های می ها تا ما بود کرد هم نیز پس یا هر دو سه".split()
)
_SHAPES = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_LETTERS = re.compile("[\u0620-\u064a\u0671-\u06d3]+")
_FEW = 3
REVERSED = "its Arabic letters stand in reverse order"
SHAPES = "its Arabic letters are stored as shapes, so that order and numbers may be reversed"
# A PDF written as it is seen keeps digits from left to right between letters from right to left. Turning the line round, as
# readers of PDF do, turns the digits too: 250 becomes 052 beside words that look right.
NUMBERS = "numbers stand beside Arabic letters, and may be reversed or beside the wrong word"
_SHAPED_SHARE = 0.1
_DIGITS = re.compile(r"\d")


def put_right(text: str) -> tuple[str, str | None]:
    """Return a text with joined shapes made letters again, and why its Arabic letters cannot be trusted, if so.

    Parameters
    ----------
    text : str
        As taken out of a PDF.

    Returns
    -------
    tuple of str and (str or None)
        None where nothing speaks against the text. The order of letters is never turned round: a wrong guess would make
        a wrong number look right.
    """
    shapes = len(_SHAPES.findall(text))
    plain = _SHAPES.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text) if shapes else text
    words = _LETTERS.findall(plain)
    letters = sum(map(len, words))
    forward = sum(word in _COMMON or (word.startswith("ال") and len(word) > 3) for word in words)
    backward = sum(word[::-1] in _COMMON or (word.endswith("لا") and len(word) > 3) for word in words)
    if backward >= _FEW and backward > forward:
        return plain, REVERSED
    if shapes > _SHAPED_SHARE * max(letters, 1):
        return plain, SHAPES
    if any(_LETTERS.search(line) and _DIGITS.search(line) for line in plain.split("\n")):
        return plain, NUMBERS
    return plain, None


def readable(statements: tuple[Statement, ...], text: str, unreadable: str | None) -> tuple[Statement, ...]:
    """Return the statements without those read from Arabic letters, where these cannot be trusted."""
    if unreadable is None:
        return statements
    kept = []
    for statement in statements:
        words = text[statement.char_start or 0 : statement.char_end or 0]
        doubtful = _LETTERS.search(words) and (unreadable != NUMBERS or _DIGITS.search(words))
        if not doubtful:
            kept.append(statement)
    return tuple(kept)
