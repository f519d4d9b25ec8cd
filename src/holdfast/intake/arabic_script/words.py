"""Cut text in Arabic script into words, and take off what Arabic and Persian write on to a word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.letters import LETTER, fold
from holdfast.intake.arabic_script.lexicon import PERSIAN_PLURALS, PERSIAN_POSSESSIVES, arabic_forms, group, items
from holdfast.intake.records import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_TOKEN = re.compile(
    rf"[{_DIGIT}]+(?:[.,:/٫٬][{_DIGIT}]+)*"
    rf"|[{LETTER}][{LETTER}\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c\u200d]*"
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*"
    r"|\S"
)
_JOINED_BEFORE = frozenset({"می", "نمی"})
_JOINED_BEHIND = frozenset({"ها", "های", "هایی", "هایشان", "هایمان"})
# "کرده اند" is one verb: the ending is written apart.
_ENDINGS_APART = frozenset({"اند", "ایم", "ام"})
PREFIXES = ("و", "ف", "ب", "ک", "ل", "س")
_PRONOUNS = ("هما", "کما", "هم", "ها", "نا", "کم", "هن", "ه", "ک")


def words_of(text: str, start: int, end: int, language: str) -> tuple[Token, ...]:
    """Return the words and marks of ``text[start:end]``; ``low`` is the folded word, spans count in ``text``."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        token = Token(match.group(), fold(match.group()), match.start(), match.end())
        last = found[-1] if found else None
        if last is not None and language == "fa" and 0 < token.start - last.end <= 1:
            behind = token.low in _JOINED_BEHIND and last.low[-1:].isalpha() and last.low not in _JOINED_BEFORE
            apart = token.low in _ENDINGS_APART and last.low.endswith("ه") and len(last.low) > 2
            if last.low in _JOINED_BEFORE or behind or apart:
                found[-1] = Token(text[last.start : token.end], last.low + token.low, last.start, token.end)
                continue
        if not token.low:
            continue  # a lone mark
        found.append(token)
    return tuple(found)


@lru_cache(maxsize=65536)
def cores(low: str, language: str) -> tuple[str, ...]:
    """Return what a folded word may be without its clitics, the least taken off first."""
    if language == "fa":
        return _persian_cores(low)
    found = [low]
    for base in without_prefixes(low):
        if base not in found:
            found.append(base)
    for base in tuple(found):
        for pronoun in _PRONOUNS:
            if base.endswith(pronoun) and len(base) - len(pronoun) >= 3:
                cut = base[: -len(pronoun)]
                # A feminine ending is written as t before a pronoun: حاجتنا, شاحنتهم.
                found += [c for c in (cut, cut[:-1] + "ه" if cut.endswith("ت") else cut) if c not in found]
                break
    # The accusative of what is counted: "أحد عشر صهريجاً".
    found += [base[:-1] for base in tuple(found) if base.endswith("ا") and len(base) > 3 and base[:-1] not in found]
    return tuple(found)


def without_prefixes(low: str) -> list[str]:
    """Return an Arabic word without "and", the article, and the prepositions written on to it."""
    found = []
    rest = low
    if rest[:1] in {"و", "ف"} and len(rest) > 2:
        rest = rest[1:]
        found.append(rest)
    for base in (rest, low):
        if base.startswith("لل") and len(base) > 4:
            found.append(base[2:])
        if base.startswith("ال") and len(base) > 4:
            found.append(base[2:])
        if base[:1] in {"ب", "ک"} and base[1:3] == "ال" and len(base) > 5:
            found.append(base[3:])
        elif base[:1] in {"ب", "ل"} and len(base) > 3:
            found.append(base[1:])
        if base[:1] == "س" and base[1:2] in "یتنا" and len(base) > 4:
            found.append(base[1:])
    return found


def _persian_cores(low: str) -> tuple[str, ...]:
    found = [low]
    for ending in PERSIAN_PLURALS:
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            found.append(low[: -len(ending)])
            break
    for ending in (*PERSIAN_POSSESSIVES, "ای", "یی", "ی"):
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            found += [low[: -len(ending)]]
    return tuple(dict.fromkeys(found))


def phrase_at(tokens: Sequence[Token], i: int, language: str, name: str) -> int:
    """Return where a phrase of a group that begins at token ``i`` ends, or ``i`` where none does.

    In Arabic the first word may carry "and"; the others stand as they are, with or without the article.
    """
    phrases = group(language, name)
    heads = (
        cores(tokens[i].low, "ar") if language == "ar" and name in _CLITICS_ALLOWED else _heads(tokens[i].low, language)
    )
    for first in heads:
        for phrase in phrases.get(first, ()):
            last = i + len(phrase)
            if last <= len(tokens) and all(tokens[i + k].low == phrase[k] for k in range(1, len(phrase))):
                return last
    return i


_CLITICS_ALLOWED = frozenset({"disease", "norm", "population_noun", "size_noun", "temperature", "share_noun"})


def _heads(low: str, language: str) -> tuple[str, ...]:
    if language == "ar":
        if low[:1] in {"و", "ف"} and len(low) > 2:
            return (low, low[1:])
        return (low,)
    return (low,)


def word_in(low: str, language: str, words: frozenset[str]) -> bool:
    """Whether a folded word is in a set, clitics aside."""
    return any(c in words for c in cores(low, language))


@lru_cache(maxsize=65536)
def conjoined(low: str) -> bool:
    """Whether an Arabic word carries "and": what is left without it is known, or has the article."""
    if low[:1] not in {"و", "ف"} or len(low) < 3:
        return False
    rest = low[1:]
    known = items("ar")
    whole = any(c in known for c in (low, low.removeprefix("ال"))) or low in arabic_forms()
    if whole or low in {
        "وقود",
        "وزاره",
        "وجبه",
        "وجبات",
        "فقط",
        "فیما",
        "وسط",
        "واحد",
        "واحده",
        "فوق",
        "فی",
        "وفق",
        "وفقا",
        "وصول",
    }:
        return False
    if rest.startswith(("ال", "لل", "بال")):
        return len(rest) > 4 and low[:4] not in {"والد", "والی"}
    if rest[:1].isdigit() or rest in {
        "لم",
        "لن",
        "لا",
        "لیس",
        "قد",
        "هو",
        "هی",
        "من",
        "فی",
        "ان",
        "عن",
        "علی",
        "کان",
        "کانت",
    }:
        return True
    core = cores(rest, "ar")
    return any(c in known or c in arabic_forms() for c in core) or bool(
        {"actor", "people", "people_part", "down", "full", "outage_noun"} & _groups_of(rest)
    )


@lru_cache(maxsize=65536)
def _groups_of(low: str) -> set[str]:
    names = ("actor", "people", "people_part", "down", "full", "outage_noun", "up", "left", "need_noun")
    return {n for n in names if any((c,) in group("ar", n).get(c, ()) for c in cores(low, "ar"))}


def token_range(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return the half-open range of tokens that touches a span of the text."""
    first = next((i for i, t in enumerate(tokens) if t.end > start), len(tokens))
    last = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].start < end), -1) + 1
    return first, max(first, last)
