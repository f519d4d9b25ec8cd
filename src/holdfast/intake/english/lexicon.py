"""The word lists of the grammar, read from the tables beside this file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.intake.word_lists import Alias, word_list
from holdfast.quantities import unit

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One form of one verb of a frame; ``particles`` empty means the verb stands alone."""

    frame: str
    verb: str
    particles: tuple[str, ...]
    form: str


def _rows(name: str) -> list[dict[str, str]]:
    text = word_list(name)
    return list(csv.DictReader(text.splitlines()))


@cache
def aliases() -> Mapping[str, tuple[Alias, ...]]:
    """Return the item aliases by their first word, longest first."""
    found: dict[str, list[Alias]] = {}
    for row in _rows("items.csv"):
        words = tuple(row["alias"].split())
        found.setdefault(words[0], []).append(Alias(words, row["commodity"], row["service"] or None, row["kind"]))
    return MappingProxyType({k: tuple(sorted(v, key=lambda a: -len(a.words))) for k, v in found.items()})


@cache
def modifiers(group: str) -> frozenset[str]:
    """Return the words of one group of ``modifiers.csv``: item, head, vehicle or supply."""
    return frozenset(row["word"] for row in _rows("modifiers.csv") if row["group"] == group)


@cache
def people_words() -> tuple[tuple[str, ...], ...]:
    """Return the nouns that name people, as word sequences, longest first."""
    return tuple(sorted((tuple(r["word"].split()) for r in _rows("people.csv")), key=lambda w: -len(w)))


@cache
def sicknesses() -> tuple[tuple[str, ...], ...]:
    """Return the names of sicknesses as word sequences, longest first."""
    named = (tuple(r["word"].split()) for r in _rows("sicknesses.csv") if r["kind"] == "sickness")
    return tuple(sorted(named, key=lambda w: -len(w)))


@cache
def whole_people() -> frozenset[tuple[str, ...]]:
    """Return the nouns that name everybody in a place; the others name a part of them ("children", "patients")."""
    return frozenset(tuple(r["word"].split()) for r in _rows("people.csv") if r["whole"] == "yes")


@cache
def actor_words() -> frozenset[str]:
    """Return the nouns that name those who can refuse, promise or speak."""
    return frozenset(r["word"] for r in _rows("actors.csv"))


@cache
def cues(kind: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the cue word sequences of one kind (hypothetical, planned, modality) by first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in _rows("cues.csv"):
        if row["kind"] == kind:
            words = tuple(row["cue"].split())
            found.setdefault(words[0], []).append(words)
    return MappingProxyType({k: tuple(sorted(v, key=lambda w: -len(w))) for k, v in found.items()})


@cache
def verb_forms() -> Mapping[str, tuple[VerbForm, ...]]:
    """Return every inflected form of every verb of the frames."""
    found: dict[str, list[VerbForm]] = {}
    for row in _rows("verbs.csv"):
        particles = tuple(row["particles"].split())
        for word, form in inflect(row["verb"], tuple(row["forms"].split())).items():
            found.setdefault(word, []).append(VerbForm(row["frame"], row["verb"], particles, form))
    return MappingProxyType({k: tuple(v) for k, v in found.items()})


@cache
def speech_forms() -> Mapping[str, tuple[str, str]]:
    """Return the forms of the verbs of speaking: form -> (verb, kind)."""
    found: dict[str, tuple[str, str]] = {}
    for row in _rows("speech.csv"):
        for word in (row["verb"], *row["forms"].split()):
            found[word] = (row["verb"], row["kind"])
    return MappingProxyType(found)


@cache
def counting_unit(word: str) -> str:
    """Return the unit a counted noun stands for ("trucks" -> "truck"), or the noun itself."""
    try:
        return unit(word).symbol
    except HoldfastError:
        return word


def inflect(verb: str, irregular: tuple[str, ...]) -> dict[str, str]:
    """Return the forms of an English verb, each with its kind: base, s, past or ing.

    ``irregular`` replaces the regular past (and participle) and, where it ends in -ing or -s, those forms.
    """
    forms = {verb: "base"}
    irregular_ing = [w for w in irregular if w.endswith("ing")]
    irregular_past = [w for w in irregular if not w.endswith("ing") and w != "has"]
    consonant_y = verb.endswith("y") and verb[-2] not in "aeiou"
    sibilant = verb.endswith(("s", "x", "z", "ch", "sh", "o"))
    forms["has" if verb == "have" else verb[:-1] + "ies" if consonant_y else verb + ("es" if sibilant else "s")] = "s"
    silent_e = verb.endswith("e") and not verb.endswith("ee")
    forms.setdefault(irregular_ing[0] if irregular_ing else (verb[:-1] if silent_e else verb) + "ing", "ing")
    if irregular_past:
        for word in irregular_past:
            # "let", "cut", "shut": base and past are one word; the verb group decides which it is.
            forms[word] = "base or past" if word == verb else "past"
    else:
        forms.setdefault(verb[:-1] + "ied" if consonant_y else verb + ("d" if verb.endswith("e") else "ed"), "past")
    return forms
