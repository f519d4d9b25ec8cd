"""Sentences that say by a mark of their own that they are not meant: "20 tonnes arrived, in our dreams"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.ledger import Statement

# Only marks that leave no doubt; a smile or rolled eyes may also stand beside a true figure. The Arabic and Persian ones
# are a working list that no native reader has reviewed. Scorn without a mark cannot be told from earnest.
_MARK = re.compile(
    r"\b(?:in (?:our|your|my|their) dreams|yeah,? right|when pigs fly|"
    r"(?:just|only) (?:kidding|joking)|april fools?)\b|\b(?:a?ha[ -]?ha(?:[ -]?ha)*|lol)(?=\W*$)|(?<!\S)/s(?!\S)|;-?\)|[\U0001F602\U0001F923\U0001F60F]|"
    r"في الأحلام|في أحلامك|بالمشمش|عم أمزح|مگر در خواب|شوخی کردم",
    re.IGNORECASE,
)
# A mark may stand behind the stop of its sentence: "Plenty of fuel. Ha ha."
_BEHIND = re.compile(r"[ \t]*(?P<mark>" + _MARK.pattern + r")[.! ]*(?:\n|$)", re.IGNORECASE)


def in_earnest(statements: Iterable[Statement], text: str) -> tuple[Statement, ...]:
    """Return statements, those of a sentence that is marked as not meant made hypothetical, with the mark beside them.

    Parameters
    ----------
    statements : iterable of Statement
        With their spans.
    text : str
        What the spans count in.

    Returns
    -------
    tuple of Statement
        Nothing is left out: a person sees the sentence and may say that it was meant.
    """
    return tuple(_earnest(one, text) for one in statements)


def _earnest(said: Statement, text: str) -> Statement:
    if said.char_start is None or said.char_end is None or said.polarity not in {"affirmed", "planned"}:
        return said
    found = _MARK.search(text, said.char_start, said.char_end)
    behind = None if found else _BEHIND.match(text, said.char_end)
    mark = found[0] if found else behind["mark"] if behind else None
    return said if mark is None else replace(said, polarity="hypothetical", modality=mark)
