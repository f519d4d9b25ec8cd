"""Find the verbs that open a frame, and read the verb group around them: voice, negation, modality."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.english.lexicon import VerbForm, cues, verb_forms
from holdfast.intake.records import Item, Token, Trigger, When

if TYPE_CHECKING:
    from collections.abc import Sequence

BE = frozenset("is are was were be been being am 's 're isn't aren't wasn't weren't get gets got getting".split())
_GROUP = BE | frozenset(
    "has have had having do does did will would can could may might must shall should not never neither no longer to 'll 've 'd "
    "don't doesn't didn't won't wouldn't can't cannot couldn't haven't hasn't hadn't shouldn't mightn't dont didnt doesnt isnt arent "
    "wasnt werent hasnt havent hadnt wont cant couldnt wouldnt nearly almost all but still also now "
    "already again only just even ever yet once both been continue continues continued continuing begin began begun "
    "start started keep keeps kept supposed going about set due scheduled planned expected reported said believed "
    "thought alleged understood meant".split()
)
_NOT_VERB_AFTER = frozenset(
    "the a an this that these those their its our his her my your no any some each every of in on at for with by from "
    "urgent dire great much more most daily total basic critical vital other and/or per without under".split()
)
_NOUN_LIKE = frozenset(
    "use need supply request demand block ban bar stop halt cut strain flood work function hold store return run spill "
    "transfer move charge drink promise pledge guarantee call appeal report claim plead press embargo control guard hand commit".split()
)
_GIVING = frozenset(
    "gave given give gives giving made make makes making issued signed offered received obtained written under".split()
)
_BEFORE_BASE = frozenset(
    "to not never did do does will would can could must should may might didn't don't doesn't won't wouldn't can't cannot couldn't".split()
)
_BARRIERS = frozenset(
    "gate gates checkpoint checkpoints border crossing roadblock roadblocks barrier bridge port harbour harbor airport terminal customs".split()
)
# Words of the verb group that may also open an object: "needs about 90 L", "uses only 3 L".
_BEFORE_OBJECT = frozenset("no to about only just even all both".split())
# As messages spell them.
_WITHOUT_MARK = frozenset(
    "dont didnt doesnt isnt arent wasnt werent hasnt havent hadnt wont cant couldnt wouldnt".split()
)
_OPENING_MARKS = frozenset('“"«(:-–—•*')
_MARKS = frozenset(',;:.!?()[]—–“”"')


def find_triggers(tokens: Sequence[Token], items: Sequence[Item], whens: Sequence[When]) -> tuple[Trigger, ...]:
    """Return the frame verbs of a sentence from left to right, at most one a token."""
    covered = {i for it in items for i in range(it.first, it.last)} | {i for w in whens for i in range(w.first, w.last)}
    long = [t for t in tokens if len(t.text) > 3 and t.text.isalpha()]
    headline = sum(t.text[0].isupper() for t in long) > 0.6 * len(long)
    found: list[Trigger] = []
    for i, token in enumerate(tokens):
        if i in covered or token.low not in verb_forms():
            continue
        # "Ban Ki-moon", "Hope": a capital inside a sentence is a name, unless all words have one (a headline).
        if i and token.text[0].isupper() and not headline and tokens[i - 1].low not in _OPENING_MARKS:
            continue
        best: Trigger | None = None
        for form in verb_forms()[token.low]:
            if not _is_verb(tokens, i, form, items):
                continue
            candidate = _with_particle(tokens, i, _settled(tokens, i, form), covered)
            if candidate is not None and (best is None or (candidate.particle is not None and best.particle is None)):
                best = candidate
        if best is not None:
            found.append(best)
    return tuple(found)


def _settled(tokens: Sequence[Token], i: int, form: VerbForm) -> VerbForm:
    """Decide a form that is base and past in one ("let", "cut") by the words before it."""
    if form.form != "base or past":
        return form
    before = [t.low for t in tokens[group_start(tokens, i) : i]]
    base = any(
        w
        in {
            "to",
            "do",
            "does",
            "did",
            "will",
            "would",
            "can",
            "could",
            "may",
            "might",
            "must",
            "shall",
            "should",
            "'ll",
        }
        or w in {"don't", "doesn't", "didn't", "won't", "wouldn't", "can't", "cannot", "couldn't"}
        for w in before
    )
    be = any(w in {"be", "been", "being", "is", "are", "was", "were"} for w in before)
    return replace(form, form="base" if base and not be else "past")


def _is_verb(tokens: Sequence[Token], i: int, form: VerbForm, items: Sequence[Item]) -> bool:  # noqa: PLR0911  one return a noun that looks like a verb
    before = tokens[i - 1].low if i else ""
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if form.form == "past":
        # "the denied food", "a refused truck": a participle used as an adjective.
        return not (before in {"the", "a", "an", "their", "its"} and any(it.first == i + 1 for it in items))
    if before in _NOT_VERB_AFTER and form.form in {"base", "s"}:
        return False
    if i == 0 and form.form == "s" and form.verb in _NOUN_LIKE:
        return False
    giving = {t.low for t in tokens[max(0, i - 4) : i]} & _GIVING
    if (
        form.form == "s"
        and form.verb in _NOUN_LIKE
        and (
            following in {"of", "at", "and", "or", ",", ".", "", "on", "from", "in"}
            or (following == "to" and form.verb != "need")
            or (following in _GROUP and following not in _BEFORE_OBJECT)
            or following in verb_forms()
        )
    ):
        # "guards confiscated", "calls for help", "supplies of food": the noun.
        return False
    if giving and form.form in {"base", "s"} and form.verb in _NOUN_LIKE:
        return False
    if form.form == "base" and form.verb in _NOUN_LIKE:
        if (
            following in {"of", "on", "for", "is", "was", "are", "were", "has", "had", "to"}
            and before not in _BEFORE_BASE
            and form.verb not in {"need", "call", "appeal"}
        ):
            return False
        return before not in {"residential", "housing", "building", "which's"}
    if form.form == "ing" and before in {"the", "a", "an", "written", "formal", "public", "its", "their"}:
        return False
    return not (form.verb == "last" and form.form == "base" and not (before in _GROUP or before == "to"))


def _with_particle(tokens: Sequence[Token], i: int, form: VerbForm, covered: set[int]) -> Trigger | None:
    group = group_start(tokens, i)
    if not form.particles:
        return Trigger(frame=form.frame, verb=form.verb, group=group, index=i, last=i + 1, form=form.form)
    for j in range(i + 1, min(i + 14, len(tokens))):
        word = tokens[j].low
        if word == "," and j - 1 in covered and j + 1 in covered:
            # "keep food, water and vaccines out"
            continue
        if word in _MARKS:
            return None
        if word in form.particles and j not in covered and _fits(tokens, form, j):
            last = j + 1 if j == i + 1 else i + 1
            return Trigger(
                frame=form.frame,
                verb=f"{form.verb} {word}",
                group=group,
                index=i,
                last=last,
                form=form.form,
                particle=j,
            )
        if j > i + 1 and word in verb_forms() and j not in covered and word != "food":
            return None
    return None


def _fits(tokens: Sequence[Token], form: VerbForm, j: int) -> bool:
    """Whether a particle makes the verb what it is: "held at the checkpoint" is a refusal, "held at the depot" is not."""
    if form.verb == "make" and form.frame == "delivery":
        # "Nine sledges made it over the pass."
        return j >= 2 and any(t.low == "it" for t in tokens[max(0, j - 2) : j])
    if (form.verb, tokens[j].low) not in {("hold", "at"), ("stop", "at")}:
        return True
    return any(t.low in _BARRIERS for t in tokens[j + 1 : j + 5])


def group_start(tokens: Sequence[Token], verb: int) -> int:
    """Return where the verb group of the verb at ``verb`` starts: auxiliaries, adverbs, negations before it."""
    start = verb
    while start > 0:
        word = tokens[start - 1].low
        if word in _GROUP or (len(word) > 4 and word.endswith("ly") and word not in {"supply", "family", "july"}):
            if word == "but" and not (start >= 2 and tokens[start - 2].low == "all"):
                break
            start -= 1
        else:
            break
    return start


def is_passive(tokens: Sequence[Token], trigger: Trigger) -> bool:
    """Whether the verb group is passive: a form of *be* or *get* before a past participle."""
    return trigger.form == "past" and any(t.low in BE for t in tokens[trigger.group : trigger.index])


def has_infinitive(tokens: Sequence[Token], trigger: Trigger) -> bool:
    """Whether the verb stands after "to"."""
    words = [t.low for t in tokens[trigger.group : trigger.index]]
    return "to" in words and (trigger.form == "base" or words[-1] == "be")


def count_negations(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return how many negations stand in tokens ``first`` to ``last``."""
    number = 0
    for i in range(first, last):
        word = tokens[i].low
        if (
            word in {"not", "never", "cannot", "neither", "nor", "nobody", "none"}
            or word.endswith("n't")
            or word in _WITHOUT_MARK
            or (word == "no" and i + 1 < last and tokens[i + 1].low == "longer")
        ):
            number += 1
    return number


def has_cue(tokens: Sequence[Token], first: int, last: int, kind: str) -> str | None:
    """Return the first cue of a kind in tokens ``first`` to ``last``, or None."""
    for i in range(first, last):
        for words in cues(kind).get(tokens[i].low, ()):
            if tuple(t.low for t in tokens[i : min(i + len(words), last)]) == words:
                if words == ("may",) and tokens[i].text == "May" and i:
                    continue
                return " ".join(words)
    return None


def all_cues(tokens: Sequence[Token], first: int, last: int, kind: str) -> list[str]:
    """Return every cue of a kind in tokens ``first`` to ``last``, in order, none twice."""
    found: list[str] = []
    i = first
    while i < last:
        for words in cues(kind).get(tokens[i].low, ()):
            if tuple(t.low for t in tokens[i : min(i + len(words), last)]) == words:
                if " ".join(words) not in found:
                    found.append(" ".join(words))
                i += len(words) - 1
                break
        i += 1
    return found
