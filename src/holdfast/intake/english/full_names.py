"""Give short names and pronouns the full name that a text gave before: "the Council", "it", "they"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.english.lexicon import actor_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.ledger import Statement

_BODIES = (
    "Council|Committee|Ministry|Movement|Board|Front|Union|Agency|Mission|Commission|Directorate|Organisation|Organization|"
    "Association|Authority|Office|Department|Coalition|Alliance|Foundation|Society|Command|Federation|League|Congress|Centre|Center"
)
# "National Council of Exiles", "US Committee for Camp Ashraf Residents": capitals around the noun, small words between.
_FULL = re.compile(
    rf"\b(?:(?:[A-Z][\w’'-]*\.?|[A-Z]\.) ){{0,4}}(?:{_BODIES})\b(?: (?:of|for|on|to)(?: the)?(?: [A-Z][\w’'-]*)+(?: (?:and|of)(?: the)? [A-Z][\w’'-]*)*)?"
)
_SAYS = frozenset({"it", "they", "he", "she"})
_PRONOUNS = _SAYS | {"we", "i", "you"}
_DOES = frozenset({"it", "they"})
_ARTICLE = re.compile(r"^(?:The|A|An|This|That|Its|Their|Our|His|Her|In|On|At|By|But|And) ")


class Names:
    """The names a text has given up to the sentence being read.

    Sentences must be given in the order of the text. A short name is resolved only where one longer name before it ends
    in that noun or begins with it ("Council"); a pronoun only where the sentence before names one who spoke or acted.
    """

    def __init__(self, text: str) -> None:
        self._full = [(m.start(), _ARTICLE.sub("", " ".join(m.group().split()))) for m in _FULL.finditer(text)]
        self._heard: list[str] = []
        self._spoke: str | None = None
        self._acted: tuple[str, ...] = ()

    def spoke(self, speaker: str | None, at: int) -> None:
        """Remember who spoke in the sentence just read, whether or not a claim came of it."""
        if speaker and speaker.lower() not in _PRONOUNS:
            self._spoke = self._who(speaker, at, frozenset(), ())

    def resolved(self, statements: list[Statement]) -> list[Statement]:
        """Return the statements of one sentence with full names, and remember whom they name."""
        at = statements[0].char_start or 0 if statements else 0
        made = [
            replace(
                s,
                attribution=self._who(s.attribution, at, _SAYS, (self._spoke,)),
                actor=self._who(s.actor, at, _SAYS if s.actor == s.attribution else _DOES, self._doers(s)),
                addressee=self._who(s.addressee, at, frozenset(), ()),
            )
            for s in statements
        ]
        for s in made:
            self._heard += [n for n in (s.attribution, s.actor, s.addressee) if n and " " in n and n not in self._heard]
        actors = tuple(dict.fromkeys(s.actor for s in made if s.actor and s.actor.lower() not in _PRONOUNS))
        spoken = [s.attribution for s in made if s.attribution and s.attribution.lower() not in _PRONOUNS]
        if spoken:
            self._spoke = spoken[-1]
        if actors:
            self._acted = actors
        return made

    def _doers(self, statement: Statement) -> tuple[str | None, ...]:
        if statement.actor == statement.attribution:
            return (self._spoke,)
        return tuple(a for a in self._acted if a != statement.attribution)

    def _who(self, found: str | None, at: int, pronouns: frozenset[str], before: Iterable[str | None]) -> str | None:
        if found is None:
            return None
        if found.lower() in pronouns:
            named = [n for n in before if n]
            return named[0] if len(named) == 1 else found
        if " " in found:
            return found
        return self._longer(found, at) or found

    def _longer(self, short: str, at: int) -> str | None:
        """Return the one longer name that a single noun stands for, or None where there are several or none."""
        if short[:1].isupper():
            known = [n for start, n in self._full if start < at and short in n.split() and n != short]
        elif short.lower() in actor_words():
            known = [n for n in self._heard if _head(n) == short.lower()]
        else:
            return None
        names = list(dict.fromkeys(known))
        return names[0] if len(names) == 1 else None


def _head(name: str) -> str:
    """Return the noun a name hangs on: "committee" of "camp committee" and of "committee of the camp"."""
    first = re.split(r" (?:of|for|on|in|at)\b|,", name, maxsplit=1)[0]
    return first.split()[-1].lower() if first else ""
