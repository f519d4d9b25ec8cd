"""The word lists of the Arabic and the Persian grammar, read from the tables of the room, with every form of every verb."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.letters import fold, language_of
from holdfast.intake.word_lists import Alias, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Phrase = tuple[str, ...]
PERSIAN_PLURALS = ("هایشان", "هایمان", "هایی", "های", "ها")
PERSIAN_POSSESSIVES = ("شان", "مان", "تان", "ش", "م")


@dataclass(frozen=True, slots=True)
class ScriptVerb:
    """One sense of a verb: its frame, its name, the words it is made of beside the verb proper (Persian), its nouns."""

    frame: str
    name: str
    words: tuple[Phrase, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form: ``tense`` is past, perfect, pluperfect, present, subjunctive or participle."""

    stem: str
    tense: str
    negated: bool = False
    verb: ScriptVerb | None = None


def _rows(name: str, language: str) -> Iterator[dict[str, str]]:
    text = word_list(name)
    return (row for row in csv.DictReader(text.splitlines()) if row["language"] == language)


def _spellings(words: str) -> Iterator[Phrase]:
    """Yield a phrase as words; what a zero-width joint holds together is also written apart."""
    yield tuple(fold(w) for w in words.split())
    if "\u200c" in words:
        yield tuple(fold(w) for w in words.replace("\u200c", " ").split())


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def bare(word: str) -> str:
    """Return an Arabic word without its article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@cache
def items(language: str) -> Mapping[str, tuple[Alias, ...]]:
    """Return the item aliases of a language by their first word, longest first; Arabic words stand without article."""
    found: dict[str, dict[Phrase, Alias]] = {}
    for row in _rows("script_items.csv", language):
        for written in _split(row["alias"]):
            for phrase in _spellings(written):
                words = tuple(bare(w) for w in phrase) if language == "ar" else phrase
                alias = Alias(words, row["commodity"], row["service"] or None, row["kind"])
                found.setdefault(words[0], {}).setdefault(words, alias)
    return MappingProxyType({k: tuple(sorted(v.values(), key=lambda a: -len(a.words))) for k, v in found.items()})


@cache
def group(language: str, name: str) -> Mapping[str, tuple[Phrase, ...]]:
    """Return the phrases of one group of ``script_words.csv`` by first word, longest first; empty where there is none."""
    found: dict[str, set[Phrase]] = {}
    for row in _rows("script_words.csv", language):
        if row["group"] == name:
            for written in _split(row["words"]):
                for phrase in _spellings(written):
                    found.setdefault(phrase[0], set()).add(phrase)
    return MappingProxyType({k: tuple(sorted(v, key=lambda p: (-len(p), p))) for k, v in found.items()})


@cache
def single(language: str, name: str) -> frozenset[str]:
    """Return the one-word members of a group, Arabic ones also without article."""
    words = {p[0] for phrases in group(language, name).values() for p in phrases if len(p) == 1}
    return frozenset(words | ({bare(w) for w in words} if language == "ar" else set()))


@cache
def arabic_forms() -> Mapping[str, tuple[Form, ...]]:
    """Return every form of every Arabic verb and verbal noun, without clitics."""
    found: dict[str, dict[tuple[str, str], Form]] = {}

    def add(word: str, tense: str, verb: ScriptVerb) -> None:
        found.setdefault(word, {}).setdefault((verb.name, tense), Form(verb.name, tense, verb=verb))

    for row in _rows("script_verbs.csv", "ar"):
        nouns = tuple(fold(w) for w in _split(row["noun"]))
        verb = ScriptVerb(row["frame"], row["verb"], nouns=nouns)
        for past in map(fold, _split(row["past"])):
            for word in _arabic_past(past):
                add(word, "past", verb)
        for present in map(fold, _split(row["present"])):
            for word in _arabic_present(present, "یتنا" if row["frame"] == "need" else "یتن"):
                add(word, "present", verb)
        for noun in nouns:
            add(bare(noun), "noun", verb)
    return MappingProxyType({k: tuple(v.values()) for k, v in found.items()})


def _arabic_past(base: str) -> Iterator[str]:
    yield from (base, base + "وا", base + "نا", base + "تم")
    if not base.endswith("ت"):
        yield from (base + "ت", base + "تا", base + "ا", base + "ن")
    if base.endswith(("ا", "ی")):
        yield from (base[:-1] + "ت", base[:-1] + "وا", base[:-1] + "یت", base[:-1] + "ینا")
    if len(base) == 4 and base[1] == "و" and base[0] != "ت":
        return


def _arabic_present(base: str, persons: str) -> Iterator[str]:
    # "I" is left out where nobody reports of himself: أصل is "origin" far more often than "I arrive".
    stem = base[1:]
    for person in persons:
        yield person + stem
        for ending in ("ون", "وا", "ان", "ین", "ن"):
            yield person + stem + ending
        if stem.endswith(("ی", "و", "ا")):
            yield from (person + stem[:-1], person + stem[:-1] + "ون", person + stem[:-1] + "وا")
        elif len(stem) >= 3 and stem[-2] in "یوا":
            yield person + stem[:-2] + stem[-1]  # the jussive of a hollow verb: لم یعد


@cache
def persian_forms() -> Mapping[str, tuple[Form, ...]]:  # noqa: C901, PLR0912  one branch a cue
    """Return every form of the Persian verbs proper, joined prefixes included; ``stem`` is the past stem."""
    found: dict[str, dict[tuple[str, str, bool], Form]] = {}

    def add(word: str, stem: str, tense: str, *, negated: bool = False) -> None:
        found.setdefault(word, {}).setdefault((stem, tense, negated), Form(stem, tense, negated))

    for past, presents in _persian_stems().items():
        for word, tense in _persian_past(past):
            add(word, past, tense)
            for negative in _negatives(word):
                add(negative, past, tense, negated=True)
            for prefix in _VERB_PREFIXES:
                if past.startswith(prefix) and len(past) > len(prefix) + 2 and word.startswith(prefix):
                    add(prefix + "ن" + word[len(prefix) :], past, tense, negated=True)
        for prefix in _VERB_PREFIXES:
            if past.startswith(prefix) and len(past) > len(prefix) + 2:
                # "برمی‌گردانند", "برنمی‌گشتند": the signs of tense and denial go behind the prefix.
                for rest, tense in (
                    (past[len(prefix) :], "imperfect"),
                    *((p[len(prefix) :], "present") for p in presents),
                ):
                    for ending in ("", *_ENDINGS, "د"):
                        add(f"{prefix}می{rest}{ending}", past, tense)
                        add(f"{prefix}نمی{rest}{ending}", past, tense, negated=True)
        for present in presents:
            for word, tense in _persian_present(present):
                add(word, past, tense)
            for word, tense in _persian_present(present, negated=True):
                add(word, past, tense, negated=True)
    for word, tense, negated in _BEING:
        add(word, "بود", tense, negated=negated)
    for word, stem, tense, negated in _SPOKEN:
        add(word, stem, tense, negated=negated)
    return MappingProxyType({k: tuple(v.values()) for k, v in found.items()})


_VERB_PREFIXES = ("بر", "باز", "فرا")
_LIGHT = {
    "کرد": ("کن",), "شد": ("شو",), "داد": ("ده",), "گرفت": ("گیر",), "داشت": ("دار",), "زد": ("زن",), "بود": ("باش",),
    "افتاد": ("افت",), "انداخت": ("انداز",), "امد": ("ای",), "اورد": ("اور",), "کشید": ("کش",), "یافت": ("یاب",),
    "باخت": ("باز",), "رفت": ("رو",), "ماند": ("مان",), "رسید": ("رس",), "خورد": ("خور",), "گفت": ("گوی", "گو"),
    "توانست": ("توان",), "خواست": ("خواه",),
}  # fmt: skip
_ENDINGS = ("م", "ی", "یم", "ید", "ند", "ن")
_BEING = (
    ("است", "present", False), ("هست", "present", False), ("هستند", "present", False), ("اند", "present", False),
    ("نیست", "present", True), ("نیستند", "present", True), ("هستیم", "present", False), ("نیستیم", "present", True),
)  # fmt: skip
_SPOKEN = (
    ("میشه", "شد", "present", False), ("نمیشه", "شد", "present", True), ("میکنه", "کرد", "present", False),
    ("نمیکنه", "کرد", "present", True), ("میده", "داد", "present", False), ("نمیده", "داد", "present", True),
    ("داره", "داشت", "present", False), ("نداره", "داشت", "present", True), ("میرسه", "رسید", "present", False),
    ("نمیرسه", "رسید", "present", True), ("نیس", "بود", "present", True), ("میکنن", "کرد", "present", False),
    ("نمیدن", "داد", "present", True), ("میدن", "داد", "present", False), ("میمونه", "ماند", "present", False),
    ("مونده", "ماند", "perfect", False), ("نمونده", "ماند", "perfect", True), ("نذاشتن", "گذاشت", "past", True),
    ("نذاشتند", "گذاشت", "past", True), ("میخواد", "خواست", "present", False), ("میخوایم", "خواست", "present", False),
    ("میاد", "امد", "present", False), ("نمیاد", "امد", "present", True), ("میگیره", "گرفت", "present", False),
)  # fmt: skip


@cache
def _persian_stems() -> dict[str, tuple[str, ...]]:
    stems = dict(_LIGHT)
    for row in _rows("script_verbs.csv", "fa"):
        if not row["words"]:
            for past in map(fold, _split(row["past"])):
                stems.setdefault(past, tuple(fold(p) for p in _split(row["present"])))
    return stems


def _persian_past(stem: str) -> Iterator[tuple[str, str]]:
    yield stem, "past"
    for ending in _ENDINGS:
        yield stem + ending, "past"
        yield "می" + stem + ending, "imperfect"
    yield "می" + stem, "imperfect"
    yield stem + "ه", "participle"
    for being in ("است", "اند", "ایم", "ام", "اید"):
        yield stem + "ه" + being, "perfect"


def _negatives(word: str) -> tuple[str, ...]:
    """Return a past form with its "not": a glide stands before a vowel, which may drop out (نیامد, نیفتاد)."""
    return ("نی" + word, "نی" + word[1:]) if word.startswith("ا") else ("ن" + word,)


def _persian_present(stem: str, *, negated: bool = False) -> Iterator[tuple[str, str]]:
    for ending in ("م", "د", "ی", "یم", "ید", "ند", "ن"):
        if stem == "دار":
            yield ("ن" if negated else "") + stem + ending, "present"
            continue
        yield ("نمی" if negated else "می") + stem + ending, "present"
        joint = "ی" if stem.startswith("ا") and stem != "ای" else ""
        yield ("ن" if negated else "ب") + joint + (stem[1:] if joint else stem) + ending, "subjunctive"
        if not negated and stem in {"شو", "کن", "ده", "باش", "گیر"}:
            yield stem + ending, "subjunctive"


@cache
def persian_compounds() -> Mapping[str, tuple[ScriptVerb, ...]]:
    """Return the verbs by the past stem of their verb proper; those made of several words first, longest first."""
    found: dict[str, list[ScriptVerb]] = {}
    for row in _rows("script_verbs.csv", "fa"):
        words = tuple(p for w in _split(row["words"]) for p in _spellings(w))
        verb = ScriptVerb(row["frame"], row["verb"], words, tuple(fold(w) for w in _split(row["noun"])))
        for past in map(fold, _split(row["past"])):
            found.setdefault(past, []).append(verb)
    return MappingProxyType(
        {k: tuple(sorted(v, key=lambda x: -max((len(p) for p in x.words), default=0))) for k, v in found.items()}
    )


@cache
def script_commodity(item: str) -> str | None:
    """Return the commodity an Arabic or Persian item stands for, or None where the lists do not know it.

    Words for people and for the killed and hurt give the word English uses ("people", "killed"), so that a statement and
    its translation are of one subject.
    """
    from holdfast.intake.arabic_script.words import cores, words_of  # noqa: PLC0415  they read these lists

    order = ("ar", "fa") if language_of(item) == "ar" else ("fa", "ar")
    for language in order:
        found = words_of(item, 0, len(item), language)
        for start in range(len(found)):
            for core in cores(found[start].low, language):
                for alias in items(language).get(core, ()):
                    part = found[start : start + len(alias.words)]
                    fits = len(part) == len(alias.words) and all(
                        w in cores(t.low, language) for w, t in zip(alias.words, part, strict=True)
                    )
                    if fits and alias.commodity not in {"truck", "vehicle"}:
                        return alias.commodity
    for language in order:
        for token in words_of(item, 0, len(item), language):
            options = cores(token.low, language)
            for subject in _SUBJECTS:
                if any(c in single(language, f"subject_{subject}") for c in options):
                    return subject
    return None


_SUBJECTS = ("killed", "deaths", "injured", "children", "families", "people", "temperature")


@cache
def part_of_script_people(item: str) -> bool:
    """Whether an Arabic or Persian noun names a part of the people of a place: children, patients, families."""
    from holdfast.intake.arabic_script.words import cores  # noqa: PLC0415  it reads these lists

    low = fold(item).split()[0] if item.split() else ""
    for language in ("ar", "fa"):
        found = cores(low, language)
        if any(c in single(language, "people") for c in found):
            return False
        if any(c in single(language, "people_part") for c in found):
            return True
    return False
