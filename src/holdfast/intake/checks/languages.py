"""Say where a text is in a language that the grammars do not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.arabic_script import has_arabic_script, unread_letters
from holdfast.intake.records import ReadingWarning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.ledger import Statement

# Latin letters are 40 per cent of the letters of a text that is at all in English; below that we say what we cannot do.
_MOSTLY = 0.6


def language_warnings(text: str, statements: Sequence[Statement]) -> list[ReadingWarning]:
    """Return a warning where a text, or part of it, is in a language that is not read.

    Parameters
    ----------
    text : str
        The normalised text.
    statements : sequence of Statement
        What was found in it: a text that gave statements was read.

    Returns
    -------
    list of ReadingWarning
        Empty where all of it is in English, Arabic or Persian, or holds no letters.
    """
    letters = [c for c in text if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    english = sum(
        f" {w} " in f" {text.lower()} "
        for w in ("the", "of", "and", "to", "in", "is", "for", "was", "a", "on", "no", "at")
    )
    if not letters:
        return []
    script = sum(has_arabic_script(c) for c in letters)
    foreign = len(letters) - latin - script + unread_letters(text)
    if foreign > (1 - _MOSTLY) * len(letters):
        return [
            ReadingWarning(
                code="language-not-read",
                message="most of the text is not in English, Arabic or Persian, the languages that are read: a person must read it",
            )
        ]
    if foreign > 20:
        return [
            ReadingWarning(
                code="language-not-read",
                message="part of the text is in a language that is not read: a person must read it",
            )
        ]
    if english == 0 and not statements and latin > 60 and latin > script:
        return [
            ReadingWarning(
                code="language-not-read",
                message="the text does not look like English, Arabic or Persian, the languages that are read: a person must read it",
            )
        ]
    return []
