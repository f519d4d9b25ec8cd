"""What a thing is called in the words of three languages, and what it is: one word for a claim and its translation."""

from __future__ import annotations

from holdfast.intake.arabic_script import part_of_script_people, script_commodity
from holdfast.intake.english.lexicon import aliases, people_words, whole_people

# The item of people counted by block or store in a table: no word of the grammar, which must not find it in sentences.
PART_OF_PEOPLE = "part of the people"


def part_of_people(item: str | None) -> bool:
    """Whether a count of people is of a part of them: children, patients, families.

    Such a claim says nothing of how many live in a place; "people", "residents" and words the lexicon does not know do.
    """
    if item == PART_OF_PEOPLE:
        return True
    words = tuple((item or "").lower().split())
    if item and not item.isascii():
        return part_of_script_people(item)
    return words in people_words() and words not in whole_people()


def commodity(item: str) -> str | None:
    """Return the commodity that an item, as claimed, stands for: ``"septic tanks"`` -> ``"septic truck"``.

    Returns None where the lexicon does not know the wording; the caller must then ask, never guess.
    """
    words = tuple(item.lower().split())
    for start in range(len(words)):
        for alias in aliases().get(words[start], ()):
            if words[start : start + len(alias.words)] == alias.words and alias.commodity not in {"truck", "vehicle"}:
                return alias.commodity
    if not item.isascii():
        return script_commodity(item)
    return None
