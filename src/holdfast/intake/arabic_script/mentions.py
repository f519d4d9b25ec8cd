"""Find what a sentence in Arabic script names: items, those who act, times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.lexicon import arabic_forms, bare, items, single
from holdfast.intake.arabic_script.words import conjoined, cores, without_prefixes, word_in
from holdfast.intake.records import Item, Token

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Those who act or speak, in tokens ``first`` to ``last``; ``before`` is the preposition that leads in, if any."""

    first: int
    last: int
    name: str
    before: str


def clean(text: str) -> str:
    """Return words of a text as they are written, their spaces single."""
    return " ".join(text.split())


def dual_of(low: str) -> tuple[str, ...]:
    """Return what an Arabic word may be the dual of, folded: صهريجان and شاحنتين of صهريج and شاحنة."""
    found: list[str] = []
    for word in cores(low, "ar"):
        if len(word) < 4:
            continue
        if word.endswith(("تان", "تین")):
            found.append(word[:-3] + "ه")
        elif word.endswith(("تا", "تی")):
            found.append(word[:-2] + "ه")
        if word.endswith(("ان", "ین")):
            found.append(word[:-2])
    return tuple(found)


def construct_dual(tokens: Sequence[Token], i: int) -> bool:
    """Whether "صهريجي" is two tankers: what they hold follows without article."""
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return following in items("ar") and not following.startswith("ال")


def _matches(low: str, word: str, language: str) -> bool:
    found = cores(low, language)
    return word in found or (language == "ar" and bare(word) in found)


def find_items(text: str, tokens: Sequence[Token], language: str, taken: Sequence[Actor] = ()) -> tuple[Item, ...]:
    """Return the items of a sentence from left to right; none overlap, none lies in the name of an actor."""
    covered = {i for a in taken for i in range(a.first, a.last)}
    found: list[Item] = []
    i = 0
    while i < len(tokens):
        item = None if i in covered else _item_at(text, tokens, i, language, found)
        if item is None or any(k in covered for k in range(item.first, item.last)):
            i += 1
            continue
        found.append(item)
        i = item.last
    return tuple(_compounds(text, tokens, found, language))


def _item_at(text: str, tokens: Sequence[Token], i: int, language: str, found: Sequence[Item]) -> Item | None:  # noqa: C901  one branch a cue
    low = tokens[i].low
    table = items(language)
    options = [(core, False) for core in cores(low, language)]
    if language == "ar":
        options += [(d, True) for d in dual_of(low)]
        if low.endswith("ی") and construct_dual(tokens, i):
            options += [(c, True) for c in cores(low[:-1], "ar") if c in table]
    for core, dual in options:
        for alias in table.get(core, ()):
            last = i + len(alias.words)
            if last > len(tokens):
                continue
            if not all(_matches(tokens[i + k].low, alias.words[k], language) for k in range(1, len(alias.words))):
                continue
            if language == "fa" and core != low and low == core + "ی" and found and found[-1].last == i:
                return None  # "پمپ برقی": an adjective of what stands before
            if language == "ar" and len(alias.words) > 1 and any(conjoined(tokens[k].low) for k in range(i + 1, last)):
                continue
            if _other_sense(tokens, i, last, core, language):
                continue
            if (
                last + 1 < len(tokens)
                and tokens[last].low in {"رقم", "شماره"}
                and tokens[last + 1].low.isdigit()
                and alias.kind in {"container", "equipment"}
            ):
                last += 2
            while (
                last < len(tokens)
                and tokens[last].low.isdigit()
                and alias.kind in {"container", "equipment"}
                and _numbered(tokens, last)
            ):
                last += 1
            claimed = item_words(text, tokens, i, last, language, core if not dual else None)
            return Item(
                first=i, last=last, claimed=claimed, commodity=alias.commodity, service=alias.service, kind=alias.kind
            )
    return None


def _numbered(tokens: Sequence[Token], at: int) -> bool:
    """Whether digits behind a tank or a pump are its number: nothing that is counted follows."""
    if len(tokens[at].low) > 2 or tokens[at - 1].low[-1].isdigit():
        return False
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return not following or (not (following[0].isalnum() and _is_unit(following)) and following not in {"%", "٪", ":"})


@cache
def _is_unit(low: str) -> bool:
    from holdfast.errors import HoldfastError  # noqa: PLC0415  one small test
    from holdfast.quantities import unit  # noqa: PLC0415

    try:
        unit(low)
    except HoldfastError:
        return False
    return True


_NOT_ITEMS = {
    "ar": {
        "اکل": {"قال", "من"}, "تبرید": set(), "غاز": {"مسیل", "سام", "الاعصاب", "کیمیاوی"}, "تمن": set(),
    },
    "fa": {"گاز": {"اشک", "اشکاور", "سمی", "خردل"}, "چادر": {"مشکی"}, "بار": set(), "کمک": set(), "منبع": {"خبری", "اگاه", "محلی"}},
}  # fmt: skip


def _other_sense(tokens: Sequence[Token], i: int, last: int, core: str, language: str) -> bool:
    """Whether a word means something else here: a time ("این بار"), a light verb ("کمک کرد"), a source of news."""
    following = tokens[last].low if last < len(tokens) else ""
    before = tokens[i - 1].low if i else ""
    if following in _NOT_ITEMS[language].get(core, ()):
        return True
    if language == "fa":
        if core == "بار" and (
            before in {"این", "یک", "چند", "دو", "سه", "هر", "اولین", "دومین", "چندین", "اخرین", "سومین"}
            or before.isdigit()
            or before.endswith("مین")
        ):
            return True
        if core == "کمک" and following.startswith(("کرد", "می", "کن", "نمی", "نکرد")):
            return True
        if core == "چاه" and before == "تخلیه":
            return True
        return core == "شیر" and following == "خوار"
    return core in {"عجله", "سیاره"} and following in {"من", "امره"}


def item_words(text: str, tokens: Sequence[Token], first: int, last: int, language: str, core: str | None) -> str:
    """Return an item in the words of the text, without "and", "with", "for" written on to its first word."""
    words = clean(text[tokens[first].start : tokens[last - 1].end])
    if language != "ar":
        return words
    head, _, rest = words.partition(" ")
    low = tokens[first].low
    if low != core and conjoined(low):
        head, low = head[1:], low[1:]
    if core is None or low != core:
        if head.startswith("لل") and len(head) > 4:
            head = "ال" + head[2:]
        elif (head[:1] in {"ب", "ك", "ک", "ل"} and head[1:3] == "ال" and len(head) > 5) or (
            core is not None and head[:1] in {"ب", "ل", "ك"} and low[1:] == core
        ):
            head = head[1:]
    return f"{head} {rest}".strip()


def _compounds(text: str, tokens: Sequence[Token], found: list[Item], language: str) -> list[Item]:  # noqa: C901  one branch a cue
    """Join a vehicle with what it carries and drop what only describes the item before it ("generator fuel")."""
    joined: list[Item] = []
    loaded = single(language, "loaded")
    for item in found:
        last = joined[-1] if joined else None
        adjacent = last is not None and last.last == item.first and not conjoined_at(tokens, item.first, language)
        if (
            adjacent
            and language == "ar"
            and tokens[item.first].low[:1] in {"ب", "ل"}
            and tokens[item.first].low not in items("ar")
        ):
            adjacent = False  # "filled with water"
        if (
            last is not None
            and language == "ar"
            and last.claimed.startswith("ال")
            and not item.claimed.startswith("ال")
        ):
            adjacent = False  # "for the generators, fuel": no genitive
        if last is not None and language == "fa" and (last.commodity in _PLACES or _heads_cause(tokens, last.first)):
            adjacent = False  # "in the clinic, medicine"; "for lack of fuel, the bakeries"
        if last is not None and adjacent:
            if last.kind in {"vehicle", "container"} and last.service is None and item.kind in {"supply", "general"}:
                words = clean(text[tokens[last.first].start : tokens[item.last - 1].end])
                words = last.claimed + words[len(clean(text[tokens[last.first].start : tokens[last.last - 1].end])) :]
                joined[-1] = replace(
                    last, last=item.last, claimed=words, commodity=item.commodity, service=item.service
                )
            elif last.kind == "general" and item.kind == "supply":
                words = clean(text[tokens[last.first].start : tokens[item.last - 1].end])
                words = last.claimed + words[len(clean(text[tokens[last.first].start : tokens[last.last - 1].end])) :]
                joined[-1] = replace(item, first=last.first, claimed=words)
            elif last.commodity == "battery" and item.service == "health":
                joined[-1] = replace(last, service="health")
            # Otherwise it describes the item before it ("the generator's fuel", "the hospital's generator").
            continue
        if (
            last is not None
            and language == "fa"
            and last.kind == "container"
            and last.service is None
            and item.kind == "supply"
            and item.first - last.last == 1
            and tokens[last.last].low in _TANK_WORDS
        ):
            words = clean(text[tokens[last.first].start : tokens[item.last - 1].end])
            joined[-1] = replace(last, last=item.last, claimed=words, commodity="tank", service=item.service)
            continue
        if (
            last is not None
            and last.kind == "vehicle"
            and last.service is None
            and item.kind in {"supply", "general"}
            and 1 <= item.first - last.last <= 2
            and any(word_in(t.low, language, loaded) for t in tokens[last.last : item.first])
        ):
            # "trucks carrying fuel": what they carry is meant; the count stays that of the trucks.
            joined[-1] = replace(item, first=last.first, kind="supply")
            continue
        joined.append(item)
    return joined


_PLACES = frozenset({"clinic", "kitchen", "bakery"})


def _heads_cause(tokens: Sequence[Token], first: int) -> bool:
    """Whether a noun of lacking or an infinitive stands before an item: what follows it is not its owner."""
    low = tokens[first - 1].low if first else ""
    return low in single("fa", "outage_noun") or (low.endswith(("یدن", "ادن", "ختن", "مدن")) and len(low) > 4)


_TANK_WORDS = frozenset({"اصلی", "بزرگ", "کوچک", "مرکزی", "زیرزمینی", "هوایی", "ذخیره", "دوم", "اول", "شمالی", "جنوبی"})


def conjoined_at(tokens: Sequence[Token], i: int, language: str) -> bool:
    """Whether token ``i`` is joined to the one before it by "and"."""
    return language == "ar" and conjoined(tokens[i].low)


def find_actors(text: str, tokens: Sequence[Token], language: str) -> tuple[Actor, ...]:
    """Return those who can act or speak, with as much of their name as belongs to the office; never a person's name."""
    found: list[Actor] = []
    i = 0
    while i < len(tokens):
        last = _actor_end(tokens, i, language)
        if last > i and i and _owned(tokens, i, language):
            last = i
        if last == i:
            i += 1
            continue
        before = tokens[i - 1].low if i else ""
        words = clean(text[tokens[i].start : tokens[last - 1].end])
        if language == "ar":
            words, lead = _actor_name(words, tokens[i].low)
            before = lead or before
        found.append(Actor(first=i, last=last, name=words.strip(" ،,.:؛"), before=before))
        i = last
    return tuple(found)


def _owned(tokens: Sequence[Token], i: int, language: str) -> bool:
    """Whether a thing stands right before and is theirs: "the municipality's truck" is a truck and no actor."""
    low = tokens[i - 1].low
    table = items(language)
    if language == "ar":
        thing = any(c in table for c in cores(low, "ar")) and not low.startswith(("ال", "بال", "لل", "وال"))
        return (
            thing
            and tokens[i].low.startswith("ال")
            and any(len(a.words) == 1 for c in cores(low, "ar") for a in table.get(c, ()))
        )
    return any(len(a.words) == 1 and a.kind == "vehicle" for c in cores(low, "fa") for a in table.get(c, ()))


def _actor_name(words: str, low: str) -> tuple[str, str]:
    """Take "and", "for", "with" off an Arabic name; return it with the preposition found."""
    lead = ""
    head, _, rest = words.partition(" ")
    if conjoined(low):
        head, low = head[1:], low[1:]
    if head.startswith("لل") and len(head) > 4:
        head, lead = "ال" + head[2:], "ل"
    elif (head[:1] in {"ب", "ل", "ك"} and head[1:3] == "ال" and len(head) > 5) or (
        head[:1] in {"ل", "ب"} and low not in single("ar", "actor") and low[1:] in single("ar", "actor")
    ):
        head, lead = head[1:], head[0]
    return f"{head} {rest}".strip(), lead


def _actor_end(tokens: Sequence[Token], i: int, language: str) -> int:
    last = i
    heads = (tokens[i].low,) if language == "fa" else (tokens[i].low, *without_prefixes(tokens[i].low))
    multi = 0
    for head in heads:
        for phrase in _actor_phrases(language).get(head, ()):
            end = i + len(phrase)
            if end <= len(tokens) and all(_same(tokens[i + k].low, phrase[k], language) for k in range(1, len(phrase))):
                if len(phrase) > multi:
                    last, multi = end, len(phrase)
                break
    if last == i:
        return i
    return _extend_arabic(tokens, i, last) if language == "ar" else _extend_persian(tokens, i, last)


def _same(low: str, word: str, language: str) -> bool:
    return low == word or (language == "ar" and bare(low) == bare(word))


@cache
def _actor_phrases(language: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    from holdfast.intake.arabic_script.lexicon import group  # noqa: PLC0415  built once

    found: dict[str, list[tuple[str, ...]]] = {}
    for first, phrases in group(language, "actor").items():
        found.setdefault(bare(first) if language == "ar" else first, []).extend(phrases)
    return {k: tuple(sorted(v, key=lambda p: -len(p))) for k, v in found.items()}


def _extend_arabic(tokens: Sequence[Token], first: int, last: int) -> int:  # noqa: C901  one branch a cue
    """Take in the genitive chain of an office up to its first definite noun, then the adjectives with the article."""
    definite = "ال" in tokens[last - 1].low[:4] or last - first > 1
    body = word_in(tokens[first].low, "ar", single("ar", "body"))
    while last < len(tokens):
        low = tokens[last].low
        named = word_in(low, "ar", single("ar", "actor")) or word_in(low, "ar", single("ar", "place"))
        if not low[:1].isalpha() or conjoined(low) or _is_verb(low) or low in single("ar", "prep"):
            break
        if low.startswith(("لل", "بال")) or (low[:1] == "ل" and low[1:] in single("ar", "place")):
            break
        item = any(c in items("ar") for c in cores(low, "ar"))
        if low in {"باسم", "بلسان"}:
            last += 1
            definite = False
            body = True
            continue
        if definite:
            # "the Iraqi forces", "the minister of health Ali": adjectives belong to the office, a name does not.
            if low in single("ar", "actor") or _begins_actor(tokens, last):
                break
            if low.startswith("ال") and len(low) > 4 and not item and _describes(low):
                last += 1
                continue
            break
        if item and not body:
            break
        if low.startswith("ال") or named:
            last += 1
            definite = low.startswith("ال")
            continue
        if body and not item and len(low) > 2 and low not in single("ar", "negation"):
            following = tokens[last + 1].low if last + 1 < len(tokens) else ""
            if following.startswith("ال"):
                last += 1
                continue
        if item and body:
            last += 1
            definite = True
            continue
        break
    return last


_EPITHETS = frozenset(
    "المتحده الاحمر العام العامه الاعلی المسلحه الخاصه المشترکه السامی المرکزیه المرکزی المناوب المسوول الموقت الموقته الحاکمه المکلف المختصه المعنیه".split()
)


def _describes(low: str) -> bool:
    """Whether a word with the article describes an office: a relation ("the Iraqi"), or one of the usual epithets."""
    return low in _EPITHETS or (
        low.endswith(("ی", "یه", "یون", "یین"))
        and not _time_word(low)
        and low not in {"الثانی", "المتبقی", "التی", "الذی", "الماضی"}
    )


def _begins_actor(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name of another body begins at a token: "the committee the United Nations"."""
    for head in cores(tokens[i].low, "ar"):
        for phrase in _actor_phrases("ar").get(head, ()):
            if len(phrase) > 1 and all(
                i + k < len(tokens) and _same(tokens[i + k].low, phrase[k], "ar") for k in range(len(phrase))
            ):
                return True
    return False


def _time_word(low: str) -> bool:
    return low in {
        "الیوم",
        "الان",
        "امس",
        "الخمیس",
        "الاربعاء",
        "الثلاثاء",
        "الاثنین",
        "الاحد",
        "السبت",
        "الجمعه",
        "البارحه",
        "اللیله",
    }


def _is_verb(low: str) -> bool:
    forms = arabic_forms()
    return any(
        f.tense != "noun" for c in (low, low[1:]) if c in forms and (c == low or low[0] in "وفس") for f in forms[c]
    )


_PERSIAN_STOPS = frozenset(
    "که را در از به با برای بر تا و هم نیز هیچ نه این ان روز امروز دیروز فردا دیشب امشب صبح همه هنوز اجازه ورود قول وعده مانع دیگر یک می گفت اعلام خبر "
    "گزارش هشدار هرگونه هرنوع تاکید افزود تکذیب حدود بیش کمتر دست ضمن همچنین اکنون الان فقط تنها هر پریروز چند".split()
)


def _extend_persian(tokens: Sequence[Token], first: int, last: int) -> int:
    """Take in up to three words that stand in the chain of an office: "وزارت بهداشت عراق", not what is done or held."""
    from holdfast.intake.arabic_script.lexicon import persian_compounds, persian_forms  # noqa: PLC0415

    body = tokens[first].low in single("fa", "body")
    nonverbal = {p[0] for verbs in persian_compounds().values() for v in verbs for p in v.words}
    taken = 0
    while last < len(tokens) and taken < 3:
        low = tokens[last].low
        item = any(c in items("fa") for c in cores(low, "fa"))
        place = low in single("fa", "place") or low in single("fa", "actor")
        if (
            not low[:1].isalpha()
            or low in _PERSIAN_STOPS
            or low in single("fa", "outage_noun")
            or low in persian_forms()
            or (low in nonverbal and not place)
        ):
            break
        if _is_number(low) or (item and not place and not (body and taken == 0)):
            break
        if low.endswith("شنبه") or low == "جمعه":
            break
        if not (place or body or item or low in _PERSIAN_EPITHETS):
            break
        last += 1
        taken += 1
    return last


_PERSIAN_EPITHETS = frozenset(
    "کمپ اردوگاه عراق عراقی دولتی محلی امنیتی نظامی دروازه ارتش پایگاه مرزی بیمارستان درمانگاه ایرانی امریکایی مسلح انتظامی بشردوستانه امدادی "
    "سازمان ملل عملیات ورودی بین المللی ارشد منطقه".split()
)


@cache
def _is_number(low: str) -> bool:
    from holdfast.quantities import find_numbers  # noqa: PLC0415  one small test

    return low[:1].isdigit() or bool(find_numbers(low))
