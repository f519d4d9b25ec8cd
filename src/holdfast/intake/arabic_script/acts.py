"""Find the verbs of a sentence: which frame, which time, denied or not, said of what could be or what will be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.lexicon import (
    Form,
    ScriptVerb,
    arabic_forms,
    persian_compounds,
    persian_forms,
)
from holdfast.intake.arabic_script.words import cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.intake.records import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One verb group, tokens ``first`` to ``last`` (half-open); ``index`` is the verb proper.

    ``tense`` is past, perfect, pluperfect, imperfect, present, future, subjunctive, noun or state (an adjective).
    """

    frame: str
    name: str
    tense: str
    first: int
    index: int
    last: int
    negated: bool = False
    passive: bool = False
    governed: bool = False
    nearly: bool = False
    perhaps: bool = False
    opened: bool = False


_NEGATIONS = frozenset(
    {"لم", "لن", "لا", "ما", "ولم", "ولن", "ولا", "وما", "فلم", "فلا", "فلن", "مو", "مش", "لما", "ولما", "لیس", "لیست"}
)
_NO_LONGER = frozenset({"یعد", "تعد", "یعودوا", "نعد", "تعودوا", "یعودون"})
_DONE = frozenset({"تم", "تمت", "یتم", "تتم", "جری", "یجری", "جرت", "تجری"})
_PREPOSITIONS = frozenset(
    {"فی", "من", "الی", "علی", "عن", "بعد", "قبل", "خلال", "حتی", "مع", "منذ", "اجل", "دون", "بدون", "عند", "ضد"}
)
_STILL = frozenset({"یزال", "تزال", "زال", "زالت", "زالوا", "یزالون"})
_PERHAPS = frozenset({"قد", "وقد", "فقد", "ربما", "لعل"})
_FRUSTRATED = frozenset(
    {
        "فشل",
        "فشلت",
        "فشلوا",
        "عجز",
        "عجزت",
        "تعذر",
        "تعذرت",
        "یتمکن",
        "تتمکن",
        "نتمکن",
        "یتمکنوا",
        "یستطع",
        "تستطع",
        "نستطع",
        "یستطیعوا",
    }
)
# Dialect "let": what is denied of it is denied of the verb that follows ("ما عم يخلوه يدخل").
_LETTING = frozenset(
    {
        "یخلوه",
        "یخلوها",
        "یخلوهم",
        "یخلو",
        "یخلون",
        "یخلونه",
        "یخلونها",
        "خلوه",
        "خلوها",
        "خلوهم",
        "خلوا",
        "خلونا",
        "یخلونا",
        "یدعوه",
        "یدعوها",
    }
)
_WAYS = frozenset({"خروج", "دخول", "عبور", "مغادره", "سفر", "مرور"})
_JUSSIVE = frozenset({"یعد", "تعد", "نعد", "یعدوا"})
_THAT = frozenset({"ان", "بان", "علی", "بانه", "انه", "انها"})
_PROGRESSIVE = frozenset({"عم", "عمال", "راح", "رح", "قاعد"})
_STOPPED = frozenset({"کف", "کفت", "کفوا", "توقف", "توقفت", "توقفوا"})
_ADVERBS = frozenset({"بعد", "ابدا", "ایضا", "حالیا", "الان", "فقط", "قط"})
_DOING = frozenset({"قام", "قامت", "قاموا", "وقامت", "وقام", "قمنا"})
_TO_RESTART = frozenset(
    {"تشغیل", "اصلاح", "ضخ", "وصل", "التیار", "الکهرباء", "فتح", "تاهیل", "بناء", "الخدمه", "شحن", "تعبیه"}
)


def find_acts(tokens: Sequence[Token], language: str, covered: frozenset[int]) -> tuple[Act, ...]:
    """Return the verb groups of a sentence from left to right; words in ``covered`` (items, actors, times) are none."""
    found = _arabic(tokens, covered) if language == "ar" else _persian(tokens, covered)
    return tuple(sorted(found, key=lambda a: a.index))


def _arabic(tokens: Sequence[Token], covered: frozenset[int]) -> Iterator[Act]:  # noqa: C901, PLR0912  one branch a cue
    for i, token in enumerate(tokens):
        if i in covered:
            continue
        read = _arabic_form(tokens, i)
        if read is None:
            continue
        form, future, prefix = read
        verb = form.verb
        behind = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if verb is not None and verb.name == "أذن" and behind.removeprefix("ال") in _WAYS:
            continue  # "the permission to leave"
        if (
            verb is not None
            and verb.name == "أعاد"
            and token.low in _JUSSIVE
            and (not i or tokens[i - 1].low[-2:] != "لم")
        ):
            continue  # "promises" is written like "give back" cut short, which stands behind "not" only
        if verb is not None and verb.name == "ردّ" and any(t.low in _THAT for t in tokens[i + 1 : i + 5]):
            continue  # "replied that …"
        if _no_longer_at(tokens, i) and any(
            _arabic_form(tokens, k) for k in range(i + 1, min(len(tokens), i + 5)) if k not in covered
        ):
            continue  # "no longer": it denies the verb that follows
        if verb is None or (form.tense == "noun" and _of_thing(tokens, i)):
            continue
        negated, first, nearly, perhaps = _arabic_group(tokens, i, form)
        tense = "future" if future else form.tense
        before = tokens[i - 1].low if i else ""
        if form.tense == "noun" and before in _DONE:
            tense = "present" if before[:1] in {"ی", "ت"} and before not in {"تم", "تمت"} else "past"
            negated |= i > 1 and tokens[i - 2].low in _NEGATIONS
            if i > 1 and tokens[i - 2].low in {"لن", "سوف"}:
                tense = "future"
        if before in {"سیتم", "ستتم", "سیجری", "سوف"} or (i > 1 and tokens[i - 2].low == "سوف"):
            tense = "future"
        if form.tense == "noun" and before in {"سیتم", "ستتم", "سیجری"}:
            tense = "future"
        helped = (
            form.tense == "noun" and prefix.endswith("ب") and any(t.low in _DOING for t in tokens[max(0, i - 4) : i])
        )
        failed = form.tense == "noun" and i and tokens[i - 1].low in {"تعذر", "تعذرت"}
        if helped or failed:
            tense = "past"
            negated = negated or bool(failed)
        frame = verb.frame
        if verb.name == "خرج" and any(t.low == "الخدمه" for t in tokens[i + 1 : i + 8]):
            frame = "outage"
        following = {t.low for t in tokens[i + 1 : i + 4]}
        if verb.name == "أعاد" and following & _TO_RESTART:
            frame = "restore"
        if verb.name == "وقّع" and not any(
            "اتفاق" in t.low or "مذکره" in t.low or "هدنه" in t.low for t in tokens[i + 1 : i + 6]
        ):
            continue
        if form.tense == "present" and before in {"ان", "الا", "لان", "کی", "لکی", "بان"} and not future:
            tense = "subjunctive"
        if prefix == "ل" and form.tense == "present":
            tense = "subjunctive"
        yield Act(
            frame=frame, name=verb.name, tense=tense, first=first, index=i, last=i + 1, negated=negated,
            governed=form.tense == "noun" and tense == "noun", nearly=nearly, perhaps=perhaps,
            opened=prefix.startswith(("و", "ف")) and token.low[:1] in {"و", "ف", "ل"},
        )  # fmt: skip


def _no_longer_at(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].low in _NO_LONGER and i > 0 and tokens[i - 1].low in _NEGATIONS


def _of_thing(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word that could be a verbal noun is a thing here: "the cut of meat", "after the rise in prices"."""
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return following in {"الاسعار", "اسعار", "سعر", "الرای", "النظر", "الحدیث"}


@cache
def _arabic_options(low: str) -> tuple[tuple[Form, bool, str], ...]:  # noqa: C901  one branch a cue
    """Return what an Arabic word may be as a verb: the form, whether it is future, the prefixes taken off."""
    found: list[tuple[Form, bool, str]] = []
    forms = arabic_forms()
    for prefix in ("", "و", "ف"):
        if prefix and (not low.startswith(prefix) or len(low) < 4):
            continue
        rest = low[len(prefix) :]
        for second in ("", "س", "ل", "ب", "ال", "بال", "لل", "فل"):
            if second and not rest.startswith(second):
                continue
            core = rest[len(second) :]
            for pronoun in ("", "هما", "هم", "ها", "نا", "ه", "کم"):
                if pronoun and (not core.endswith(pronoun) or len(core) - len(pronoun) < 3):
                    continue
                word = core[: len(core) - len(pronoun)] if pronoun else core
                if pronoun and word.endswith("و") and word + "ا" in forms:
                    word += "ا"  # "they refused it": the alif goes before a pronoun
                for form in forms.get(word, ()):
                    noun = form.tense == "noun"
                    fits = {
                        "": True, "س": form.tense == "present", "ل": noun or form.tense == "present", "ب": noun,
                        "ال": noun, "بال": noun, "لل": noun, "فل": False,
                    }[second]  # fmt: skip
                    if fits:
                        found.append((form, second == "س", prefix + second))
                if found:
                    return tuple(found)
    return ()


def _arabic_form(tokens: Sequence[Token], i: int) -> tuple[Form, bool, str] | None:
    low = tokens[i].low
    options = _arabic_options(low)
    if (
        not options
        and low[:1] == "ل"
        and len(low) > 3
        and any(t.low in {"لو", "لولا", "ولو", "ولولا"} for t in tokens[:i])
    ):
        # "If fuel had come in, the pumps would have run": the lam opens what hangs on the condition.
        options = tuple((form, ahead, "ف") for form, ahead, prefix in _arabic_options(low[1:]) if not prefix)
    if not options:
        return None
    if len(options) == 1:
        return options[0]
    nouns = [o for o in options if o[0].tense == "noun"]
    verbs = [o for o in options if o[0].tense != "noun"]
    if nouns and verbs:
        before = tokens[i - 1].low if i else ""
        noun = (
            before in _PREPOSITIONS | _DONE | {"عدم", "قرار", "استمرار", "رغم", "بسبب", "نتیجه", "سیتم", "ستتم"}
            or "ب" in verbs[0][2]
        )
        return nouns[0] if noun else min(verbs, key=lambda o: o[0].tense != "past")
    # "توقف" is "stopped" before it is "she stops it".
    return min(options, key=lambda o: o[0].tense != "past")


def _arabic_group(tokens: Sequence[Token], i: int, form: Form) -> tuple[bool, int, bool, bool]:  # noqa: C901, PLR0912  one branch a cue
    """Return whether a verb is denied, where its group starts, and whether it nearly or perhaps happened."""
    negated = nearly = perhaps = False
    first = i
    j = i - 1
    steps = 0
    while j >= 0 and steps < 4:
        low = tokens[j].low
        bare = low[1:] if low[:1] in {"و", "ف"} and len(low) > 2 else low
        if bare in _NEGATIONS:
            if bare == "ما" and j + 1 < len(tokens) and tokens[j + 1].low in _STILL:
                break
            negated = not negated
        elif low in _NO_LONGER and j and tokens[j - 1].low in _NEGATIONS:
            negated = True
            first = j - 1
            break
        elif low in _FRUSTRATED:
            # "did not manage to", "failed to": not done; the negation before it belongs to it.
            negated = not negated
            first = j - (1 if j and tokens[j - 1].low in _NEGATIONS else 0)
            break
        elif low in _STOPPED and form.tense == "noun" and i - j == 2:
            negated = True
        elif low == "عدم":
            negated = not negated
        elif low == "احد" and j and tokens[j - 1].low in {"لا", "ولا"}:
            negated, first = True, j - 1  # "no one died"
            break
        elif low in _PROGRESSIVE or (low in _LETTING and form.tense == "present"):
            pass
        elif bare in {"کاد", "کادت", "کادوا", "تکاد", "یکاد"}:
            nearly = True
        elif bare in _PERHAPS:
            perhaps = form.tense == "present" or (bare not in {"قد", "فقد", "وقد"})
        elif (
            low not in _ADVERBS and low not in _DONE and low not in {"سوف", "کان", "کانت", "عن", "من", "فی", "ان"}
        ) or (low in {"عن", "من", "فی", "ان"} and form.tense == "past"):
            break
        first = j
        if bare != low:
            break  # "and not": the part of the sentence begins here
        j -= 1
        steps += 1
    if form.tense == "present" and any(_no_longer_at(tokens, k) for k in range(max(1, i - 4), i - 1)):
        negated = not negated
    # "The oxygen nearly ran out": the verb may stand behind its subject.
    if not nearly and any(t.low in {"کاد", "کادت", "کادوا"} for t in tokens[max(0, i - 4) : i]):
        nearly = True
    return negated, first, nearly, perhaps


_ADVERBS_FA = frozenset(
    {"هنوز", "هم", "دیگر", "دیگه", "دوباره", "کاملا", "نیز", "هرگز", "نیمه", "هیچ", "بسیار", "تقریبا", "مجددا", "کلا"}
)
_GAPPED = frozenset(
    "اجازه دادن|مجوز دادن|راه دادن|اجازه یافتن|مانع|جلو گرفتن|قول دادن|وعده دادن|درخواست کردن|تعهد دادن|مخالفت|خواستار شدن|نیاز داشتن|"
    "متعهد شدن|تضمین کردن|متهم کردن|لازم بودن|باز کردن|درخواست|ممنوع|وارد شدن|وارد کردن|داخل شدن|خارج شدن|نیازمند بودن|مبتلا شدن|خودداری|جلوگیری|راه بستن".split(
        "|"
    )
)
# "شد" makes these no passive: who does it is their subject.
# "People", "man", "severe", "between": nouns and adjectives far more often than forms of a verb.
_NO_VERBS = frozenset({"مردم", "مرد", "مردی", "شدید", "بین", "داری", "گیری", "رسید", "بردار"}) - {"رسید"}
_CAUSES = frozenset({"علت", "دلیل", "خاطر", "بخاطر", "اثر", "در", "از", "با", "سبب"})
_ACTING = frozenset({"مانع", "متعهد شدن", "خواستار شدن", "نیازمند بودن"})
_FUTURE = {"خواهد": False, "خواهند": False, "خواهیم": False, "نخواهد": True, "نخواهند": True, "نخواهیم": True}
_CAN = frozenset({"میتواند", "میتوانند", "میتوان", "بتواند", "بتوانند", "میتونه", "میتوانیم"})
_CANNOT = frozenset(
    {
        "نمیتواند",
        "نمیتوانند",
        "نمیتوان",
        "نتوانست",
        "نتوانستند",
        "نمیتوانیم",
        "نتوانستیم",
        "نتوانسته",
        "نمیتونه",
        "نمیتونیم",
    }
)
_MUST_NOT = frozenset({"نباید"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    stem: str
    tense: str
    negated: bool
    passive: bool
    first: int
    last: int


def _persian(tokens: Sequence[Token], covered: frozenset[int]) -> Iterator[Act]:
    i = 0
    limit = 0  # no verb reaches back over the one before it
    while i < len(tokens):
        group = None if i in covered else _persian_group(tokens, i, covered)
        if group is None:
            i += 1
            continue
        act = _persian_act(tokens, group, limit, covered)
        if act is not None:
            yield act
        i = limit = group.last


def _persian_group(tokens: Sequence[Token], i: int, covered: frozenset[int]) -> _Group | None:  # noqa: C901, PLR0911  one branch a cue
    low = tokens[i].low
    forms = persian_forms()
    if low in _FUTURE and i + 1 < len(tokens):
        form = next((f for f in forms.get(tokens[i + 1].low, ()) if f.tense == "past"), None)
        if form is not None:
            return _Group(stem=form.stem, tense="future", negated=_FUTURE[low], passive=False, first=i, last=i + 2)
        return None
    options = forms.get(low, ())
    if not options or low in _NO_VERBS or (low == "نبود" and i and tokens[i - 1].low in _CAUSES):
        return None
    form = options[0]
    following = tokens[i + 1].low if i + 1 < len(tokens) and i + 1 not in covered else ""
    if form.tense == "participle":
        if following in _FUTURE and i + 2 < len(tokens) and tokens[i + 2].low == "شد":
            return _Group(
                stem=form.stem,
                tense="future",
                negated=_FUTURE[following] != form.negated,
                passive=True,
                first=i,
                last=i + 3,
            )
        second = next((f for f in forms.get(following, ()) if f.stem in {"شد", "بود"}), None)
        if second is not None:
            last = i + 2
            tense = second.tense
            if second.stem == "بود":
                tense = "pluperfect" if second.tense == "past" else "perfect"
            elif second.tense == "participle":
                third = tokens[i + 2].low if i + 2 < len(tokens) else ""
                tense = "perfect"
                if third in {"است", "اند", "بود", "بودند", "باشد"}:
                    last, tense = i + 3, "pluperfect" if third.startswith("بود") else "perfect"
            passive = second.stem == "شد"
            return _Group(
                stem=form.stem, tense=tense, negated=form.negated != second.negated, passive=passive, first=i, last=last
            )
        if (
            form.stem in {"شد", "کرد", "داد", "ماند", "مونده", "رسید", "گرفت", "افتاد", "امد", "برگشت"}
            or i + 1 == len(tokens)
            or not following[:1].isalpha()
        ):
            return _Group(stem=form.stem, tense="perfect", negated=form.negated, passive=False, first=i, last=i + 1)
        return None
    last = i + 1
    if form.tense == "past" and form.stem == "داشت" and following in {"باشد", "باشند"}:
        last += 1
    return _Group(stem=form.stem, tense=form.tense, negated=form.negated, passive=False, first=i, last=last)


def _persian_act(tokens: Sequence[Token], group: _Group, limit: int, covered: frozenset[int]) -> Act | None:  # noqa: C901  one branch a cue
    stem = "ماند" if group.stem == "مونده" else group.stem
    edge = group.first
    perhaps = False
    negated = group.negated
    while edge > limit and tokens[edge - 1].low in _ADVERBS_FA | _CAN | _CANNOT | _MUST_NOT | {"باید", "شاید"}:
        edge -= 1
        perhaps |= tokens[edge].low in _CAN | {"شاید"}
        if tokens[edge].low in _CANNOT | _MUST_NOT:
            negated = not negated
    if any(t.low in _CAN | {"شاید"} for t in tokens[limit : group.first]):
        perhaps = True
    if any(t.low in _CANNOT for t in tokens[limit:edge]) and group.tense == "subjunctive":
        negated = not negated
    best: tuple[int, ScriptVerb, int] | None = None
    simple: ScriptVerb | None = None
    for verb in persian_compounds().get(stem, ()):
        if not verb.words:
            simple = simple or verb
            continue
        for words in verb.words:
            at = _before(tokens, words, edge, limit, gapped=verb.name in _GAPPED, covered=covered)
            if at is not None and (
                best is None or (at + len(words) == edge) > (best[0] + best[2] == edge) or len(words) > best[2]
            ):
                best = (at, verb, len(words))
    nearly = edge > limit and any(
        tokens[k].low == "نزدیک" and k + 1 < len(tokens) and tokens[k + 1].low in {"بود", "است"}
        for k in range(max(0, limit - 2), edge)
    )
    if best is not None:
        at, verb, _ = best
        return Act(
            frame=verb.frame, name=verb.name, tense=group.tense, first=at, index=group.first, last=group.last, negated=negated,
            passive=(stem == "شد" and verb.name not in _ACTING) or group.passive, nearly=nearly, perhaps=perhaps,
        )  # fmt: skip
    if simple is None:
        return Act(
            frame="other", name=stem, tense=group.tense, first=group.first, index=group.first, last=group.last, negated=negated,
            perhaps=perhaps,
        )  # fmt: skip
    return Act(
        frame=simple.frame, name=simple.name, tense=group.tense, first=edge, index=group.first, last=group.last, negated=negated,
        passive=group.passive, nearly=nearly, perhaps=perhaps,
    )  # fmt: skip


def _before(
    tokens: Sequence[Token], words: tuple[str, ...], edge: int, limit: int, *, gapped: bool, covered: frozenset[int]
) -> int | None:
    """Return where the words of a compound verb stand: right before it, or farther where other words may part them."""
    reach = (
        range(edge - len(words), max(limit, edge - 14) - 1, -1)
        if gapped
        else range(edge - len(words), edge - len(words) - 1, -1)
    )
    for at in reach:
        if at < limit:
            break
        if all(_word_is(tokens[at + k].low, words[k], exact=not gapped) for k in range(len(words))):
            if any(at + k in covered for k in range(len(words))):
                continue  # "شیر خشک شدند" does not say that something dried up
            return at
    return None


def _word_is(low: str, word: str, *, exact: bool) -> bool:
    if low == word:
        return True
    return not exact and word in cores(low, "fa") and len(word) > 2
