"""Persons' names stay out of claims: an office, a role, a body keeps its words, a person becomes a role or a number.

"Colonel Amin" is "colonel", "Ahmad Karimi, the store keeper" is "the store keeper", "Ahmad Karimi" is "person 1 of 3f2a" or the
sender of that name in the same chat. What is in doubt is a person: an honorific, a given name, or two or more capitalised
words of which none names an office, a body or a place. A name that no list holds and nothing marks, above all in Arabic
letters, which have no capitals, is not found.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.letters import fold
from holdfast.intake.arabic_script.lexicon import bare, group, items
from holdfast.intake.english.lexicon import actor_words, aliases, modifiers, people_words
from holdfast.intake.word_lists import word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.intake.records import Reading
    from holdfast.ledger import Statement

_FIELDS = ("attribution", "actor", "addressee")
_WORD = re.compile(r"[^\W_]+(?:[-'’\u200c][^\W_]+)*", re.UNICODE)
_SCRIPT = re.compile("[\u0600-\u06ff]")
_PARTICLES = frozenset("al el bin ibn ben abu van von der den de da di dos la le".split())
_ARTICLES = frozenset("the a an".split())
_AFTER_PLACE = frozenset("in at from near to inside outside around behind beside".split())
_SURNAME = re.compile(r"..+(?:زاده|پور|نژاد)")
_KUNYA = frozenset({"ابو", "ابی"})
_NO_KUNYA = frozenset({"غریب", "ظبی"})
_LINKS = re.compile(r"^(?:[\s,،;:/()-]|and\b)+|(?:[\s,،;:/(-]|\b(?:and|by|of)$)+$")
_EMPTY = re.compile(r"\(\s*[,;]?\s*\)")
_KEPT = re.compile(r"\s*(?:\(|and\b|و)")
_OF = frozenset("of from for with at in".split())
_WHO = frozenset("who whose which whom aged".split())
_AL = re.compile(r"(?:al|el|bin|ibn|as|ar|an|az|ad|at)-[^\W\d_]", re.IGNORECASE)
# Of the digest, as in the numbers of senders: "person 1" of two documents may be two persons.
_DIGITS = 4
_LONGEST_ACRONYM = 5
_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper() or bool(_AL.match(self.text) and self.text[3:4].isupper())


class Persons:
    """The persons of one document, by number.

    Parameters
    ----------
    digest : str
        SHA-256 of the document: the numbers follow a hash of the name with it, and tell nothing across documents.
    phrases : iterable of str or None
        Everything that may name a person in it: who speaks, acts, is spoken to.
    senders : mapping or None
        Senders of its messages and what they are called in claims: a name that is also a sender's is called so.
    """

    def __init__(self, digest: str, phrases: Iterable[str | None], *, senders: Mapping[str, str] | None = None) -> None:
        names = {key for phrase in phrases if phrase for span in _names(phrase) if (key := _key(phrase, span))}
        known = {tuple(_low(name).split()): label for name, label in (senders or {}).items()}
        # "Mr Karimi" is Ahmad Karimi, where one longer name alone has that word.
        longer = [*{*names, *known}]
        self._whole = {n: n if len(n) > 1 else _only([m for m in longer if len(m) > 1 and n[0] in m], n) for n in names}
        unnamed = sorted({*self._whole.values()} - known.keys(), key=lambda n: _rank(digest, n))
        self._labels = known | {
            name: f"person {number} of {digest[:_DIGITS]}" for number, name in enumerate(unnamed, start=1)
        }

    def role(self, phrase: str | None) -> str | None:
        """Return a phrase without names of persons: the office as written, else the number of the person."""
        if not phrase or not (spans := _names(phrase)):
            return phrase
        labels = [self._label(phrase, span) for span in spans]
        left = phrase
        for (start, end), label in reversed([*zip(spans, labels, strict=True)]):
            before, after = left[:start], left[end:]
            if _belongs(before, after) or (not before.strip() and _KEPT.match(after)):
                left = f"{before}{label}{after}"
            else:
                left = f"{_LINKS.sub('', before) if not after.strip() else before.rstrip(' ,،')} {after.lstrip(' ,،')}"
        left = _tidy(left)
        words = [t for t in _tokens(left) if t.low not in _ARTICLES]
        if not words or words[0].low in _WHO or all(t.low in _OF for t in words):
            return labels[0]
        if len(words) == 1 and words[0].low in _kind("en", "role"):
            return left.lower()
        if words[0].low in _OF:
            return f"{labels[0]} {left}"
        return left

    def place(self, phrase: str | None) -> str | None:
        """Return a place; the house of a person is that of the person's role or number, other places keep their names."""
        if not phrase or not any(t.low in _houses() or t.low in _kind("en", "kin") for t in _tokens(phrase)):
            return phrase
        left = phrase
        for span in reversed(_names(phrase, house=True)):
            left = f"{left[: span[0]]}{self._label(phrase, span)}{left[span[1] :]}"
        return left

    def _label(self, phrase: str, span: tuple[int, int]) -> str:
        key = _key(phrase, span)
        found = self._labels.get(self._whole.get(key, key))
        return found or "person"


def without_names(reading: Reading) -> Reading:
    """Return a reading whose statements and author name no person, as they become claims.

    Parameters
    ----------
    reading : Reading
        As read; it stays faithful to the text, for the reviewer.

    Returns
    -------
    Reading
        The same statements at the same spans, in the same order.
    """
    byline = reading.source.get("byline")
    phrases = [getattr(s, name) for s in reading.statements for name in (*_FIELDS, "place")]
    persons = Persons(
        str(reading.source["sha256"]),
        [*phrases, byline, *(message.claimant for message in reading.messages)],
        senders=_senders(reading, phrases),
    )
    return replace(
        reading,
        statements=tuple(unnamed(s, persons) for s in reading.statements),
        source={**reading.source, "byline": persons.role(byline)},
        messages=tuple(replace(m, claimant=persons.role(m.claimant) or m.claimant) for m in reading.messages),
    )


def unnamed(statement: Statement, persons: Persons) -> Statement:
    """Return a statement in which who speaks, acts or is spoken to is a role, and no place is a person's house."""
    return replace(
        statement,
        attribution=persons.role(statement.attribution),
        actor=persons.role(statement.actor),
        addressee=persons.role(statement.addressee),
        place=persons.place(statement.place),
    )


def _senders(reading: Reading, phrases: Iterable[str | None]) -> dict[str, str]:
    """Return the names among the phrases that are senders of the chat, with what their messages are claimed by."""
    found: dict[str, str] = {}
    names = {" ".join(_key(phrase, span)) for phrase in phrases if phrase for span in _names(phrase)}
    for message in reading.messages:
        if message.forwarded or message.status == "system":
            continue
        line = reading.text.rfind("\n", 0, message.start) + 1
        # The sender stands before the words, on the line they begin on: "18/08/2015, 07:50 - Ahmad Karimi: ...".
        end = message.start if message.start > line else reading.text.find(": ", line, message.end)
        head = _low(reading.text[line : max(end, line)])
        for name in names:
            if name and re.search(rf"(?:^|\W){re.escape(name)}$", head):
                found.setdefault(name, message.claimant)
    return found


def _rank(digest: str, name: tuple[str, ...]) -> str:
    return hashlib.sha256(f"{digest}\n{' '.join(name)}".encode()).hexdigest()


def _only(found: list[tuple[str, ...]], otherwise: tuple[str, ...]) -> tuple[str, ...]:
    return found[0] if len(found) == 1 else otherwise


def _low(text: str) -> str:
    return " ".join(t.low for t in _tokens(text))


def _key(phrase: str, span: tuple[int, int]) -> tuple[str, ...]:
    """Return the words of a name without what is said of rank or respect."""
    words = tuple(t.low for t in _tokens(phrase[span[0] : span[1]]))
    return tuple(w for w in words if w not in _honorifics()) or words


def _tidy(left: str) -> str:
    """Return what is left of a phrase without empty brackets, hanging commas, and a rank alone beside an office."""
    left = _EMPTY.sub(" ", left).replace("(,", "(")
    parts = [part.strip() for part in left.split(",")]
    parts = [part for part in parts if part]
    offices = [part for part in parts if part.lower() not in _kind("en", "role") or len(parts) == 1]
    left = ", ".join(offices or parts)
    left = " ".join(_LINKS.sub("", left).split()).replace("( ", "(").replace(" )", ")")
    return left + ")" * (left.count("(") - left.count(")"))


def _belongs(before: str, after: str) -> bool:
    """Whether a name cannot be taken out: "brother of X", "X's driver", "to X's house"."""
    last = _tokens(before)[-1:]
    return bool(last and last[0].low in {"of", "from", "for", "on", "by", "to", "with", "and"}) or bool(
        re.match(r"['’]s?\b", after)
    )


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _WORD.finditer(text):
        word, end = match.group(), match.end()
        if word[-2:].lower() in {"'s", "’s"}:
            word, end = word[:-2], end - 2
        found.append(_Token(word, fold(word), match.start(), end))
    return found


@lru_cache(maxsize=4096)
def _names(phrase: str, *, house: bool = False) -> tuple[tuple[int, int], ...]:
    """Return the spans of the names of persons in a phrase, in order."""
    tokens = _tokens(phrase)
    script = bool(_SCRIPT.search(phrase))
    return tuple(_script_names(phrase, tokens) if script else _latin_names(phrase, tokens, house=house))


def _latin_names(phrase: str, tokens: Sequence[_Token], *, house: bool) -> list[tuple[int, int]]:
    shouted = len(tokens) > 1 and all(t.text.isupper() for t in tokens)
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        last = _stretch(phrase, tokens, i, shouted=shouted)
        if last > i and _is_name(phrase, tokens, i, last, shouted=shouted, house=house):
            found.append((tokens[i].start, tokens[last - 1].end))
        i = max(last, i + 1)
    return found


def _stretch(phrase: str, tokens: Sequence[_Token], first: int, *, shouted: bool) -> int:
    """Return where the words end that may be one name: unknown words with a capital, an honorific before them."""
    last = first
    while last < len(tokens) and (last == first or _joined(phrase, tokens[last - 1], tokens[last])):
        token = tokens[last]
        honour = last == first and token.low in _kind("en", "honorific")
        particle = token.low in _PARTICLES and last + 1 < len(tokens) and tokens[last + 1].capital and last > first
        given = token.low in _kind("en", "given")
        small = last > first and tokens[first].text.islower() and tokens[first].low in _kind("en", "given")
        if not (honour or particle or given or ((token.capital or small) and not _known(token, shouted=shouted))):
            break
        if small and not given and (_known(token, shouted=shouted) or last - first > 1 or token.low in _SMALL):
            break
        last += 1
    return last


def _is_name(  # noqa: C901, PLR0911  one return a rule
    phrase: str, tokens: Sequence[_Token], first: int, last: int, *, shouted: bool, house: bool
) -> bool:
    words = tokens[first:last]
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) and _joined(phrase, tokens[last - 1], tokens[last]) else None
    near = before is not None and _joined(phrase, before, words[0])
    if after is not None and not house and _is_of_a_body(phrase, tokens, last, shouted=shouted):
        return False  # "King Hussein Hospital", "Ahmad Karimi Company"
    if words[0].low in _kind("en", "honorific"):
        return len(words) > 1
    if before is not None and near:
        if before.low in _kind("en", "role"):
            return not shouted or len(words) > 1 or words[0].low in _kind("en", "given")
        if before.capital and before.low in _kind("en", "body") and before.low in _SITES:
            return False  # "Camp Ashraf", "Gate Hassan"
    if any(w.low in _kind("en", "given") for w in words):
        return True
    initial = len(words[0].text) == 1 and phrase[words[0].end : words[0].end + 1] == "."
    if len(words) < _LEAST:
        return False
    if initial or before is None or not near:
        return True
    if before.low in _AFTER_PLACE:
        return False
    if before.low in {"of", "for", "on"}:
        return house or any(t.low in _kind("en", "kin") for t in tokens[max(0, first - 3) : first])
    return not (before.capital and _known(before, shouted=shouted))


def _is_of_a_body(phrase: str, tokens: Sequence[_Token], first: int, *, shouted: bool) -> bool:
    """Whether the words after a name make it that of a body or place; "Ahmad Karimi Camp Manager" is a person."""
    last = first
    while last < len(tokens) and (last == first or _joined(phrase, tokens[last - 1], tokens[last])):
        if not (_known(tokens[last], shouted=shouted) and (tokens[last].capital or tokens[last].low in _SITES)):
            break
        last += 1
    return last > first and tokens[last - 1].low not in _kind("en", "role")


def _joined(phrase: str, one: _Token, other: _Token) -> bool:
    between = phrase[one.end : other.start]
    return between in {" ", "-"} or (between.strip() == "." and len(one.text) <= 5)


def _known(token: _Token, *, shouted: bool) -> bool:
    """Whether a word names an office, a body, a place, a thing, or stands for a name of one (UNHCR)."""
    low = token.low
    if low in _words() or (low.endswith("s") and low[:-1] in _words()) or "." in token.text:
        return True
    if any(c.isdigit() for c in low):
        return True
    if any(part in _words() for part in low.split("-")) and "-" in low:
        return True
    return 1 < len(token.text) <= _LONGEST_ACRONYM and token.text.isupper() and not shouted


def _script_names(phrase: str, tokens: Sequence[_Token]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        low = tokens[i].low
        before = tokens[i - 1].low if i and phrase[tokens[i - 1].end : tokens[i].start].strip() == "" else ""
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        last = i
        if bare(before) in _script("place"):
            i += 1
            continue
        if low in _script("honorific"):
            last = _script_stretch(phrase, tokens, i + 1)
            last = last if last > i + 1 else i
        elif low in _KUNYA and after and after not in _NO_KUNYA and not _script_known(after):
            last = i + 2
        elif (low in _script("given") and (low not in _script_words() or before in _script("rank"))) or (
            before in _script("rank") and not _script_known(low)
        ):
            last = max(i + 1, _script_stretch(phrase, tokens, i + 1))
        elif _SURNAME.fullmatch(low) and not _script_known(low):
            last = i + 1
        if last > i:
            first = i
            if _SURNAME.fullmatch(low) and before and not _script_known(before) and first:
                first -= 1
            while (
                first
                and tokens[first - 1].low in _script("given")
                and (not found or found[-1][1] < tokens[first - 1].start)
            ):
                first -= 1
            found.append((tokens[first].start, tokens[last - 1].end))
        i = max(last, i + 1)
    return found


def _script_stretch(phrase: str, tokens: Sequence[_Token], first: int) -> int:
    last = first
    while last < len(tokens) and last - first < 3:
        if phrase[tokens[last - 1].end : tokens[last].start].strip():
            break
        low = tokens[last].low
        given = low in _script("given") or bare(low) in _script("given")
        if not given and (low in _script_words() or bare(low) in _script_words()):
            break
        last += 1
    return last


_SMALL = frozenset("of from for the a an in at on by to with and or who said says told is was has".split())
_SITES = frozenset("camp gate port airport bridge hospital school mount lake street road station base prison".split())


@cache
def _rows(language: str, kind: str) -> frozenset[str]:
    text = word_list("persons.csv")
    return frozenset(
        fold(word)
        for row in csv.DictReader(text.splitlines())
        if (row["language"], row["kind"]) == (language, kind)
        for word in row["words"].split("|")
    )


def _kind(language: str, kind: str) -> frozenset[str]:
    return _rows(language, kind)


@cache
def _script(kind: str) -> frozenset[str]:
    if kind == "rank":
        return _rows("ar", "role") | _rows("fa", "role")
    return _rows("ar", kind) | _rows("fa", kind)


@cache
def _houses() -> frozenset[str]:
    return _rows("en", "house") | _script("house")


@cache
def _honorifics() -> frozenset[str]:
    return _rows("en", "honorific") | _script("honorific")


@cache
def _words() -> frozenset[str]:
    """Return the English words that no name of a person is made of."""
    things = {word for found in aliases().values() for alias in found for word in alias.words}
    people = {word for words in people_words() for word in words}
    groups = {word for name in ("item", "head", "vehicle", "supply") for word in modifiers(name)}
    own = _rows("en", "body") | _rows("en", "role") | _rows("en", "kin") | _rows("en", "house")
    return (actor_words() | things | people | groups | own | _ARTICLES) - _rows("en", "given")


@cache
def _script_words() -> frozenset[str]:
    found = set()
    for language in ("ar", "fa"):
        for name in ("actor", "body", "people", "people_part", "prep"):
            found |= {word for phrases in group(language, name).values() for phrase in phrases for word in phrase}
        found |= {word for known in items(language).values() for alias in known for word in alias.words}
    return frozenset(found | _script("place") | _script("rank") | _script("house"))


def _script_known(word: str) -> bool:
    plain = word.removeprefix("و") if len(word) > 4 else word
    return any(w in _script_words() or bare(w) in _script_words() for w in (word, plain)) or word.startswith("ال")
