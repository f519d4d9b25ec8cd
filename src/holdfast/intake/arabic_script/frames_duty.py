"""What people owe and ask: promises, appeals, agreements, who holds a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.frames import Found, actor_of, amount_of, goods_of
from holdfast.intake.arabic_script.grammar import MARKS, Parsed, Segment
from holdfast.intake.arabic_script.lexicon import arabic_forms
from holdfast.intake.arabic_script.mentions import clean, item_words
from holdfast.intake.arabic_script.words import cores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.mentions import Actor
    from holdfast.intake.records import Item

_STRONG = frozenset(
    {
        "؛",
        ".",
        ";",
        "!",
        "؟",
        "?",
        "لکن",
        "ولکن",
        "ولی",
        "اما",
        "لکنه",
        "لکنها",
        "لکنهم",
        "بینما",
        "بل",
        "وانما",
        "انما",
        "بلکه",
    }
)
_ROADS = frozenset(
    {"طریق", "الطریق", "المعبر", "البوابه", "معبر", "ممر", "راه", "جاده", "دروازه", "گذرگاه", "مسیر", "مرز"}
)
_LEADING = frozenset({"ان", "بان", "که", "تا", "الی", "ب", "،", "فورا", "من", "اجل", "علی"})


def reach_of(p: Parsed, segment: Segment, act: Act) -> tuple[int, int]:
    """Return the tokens that what is promised or asked may stand in: up to the next strong break."""
    last = next((j for j in range(act.last, len(p.tokens)) if p.low(j) in _STRONG), len(p.tokens))
    first = segment.first
    later = next(
        (
            g
            for g in p.segments
            if g.first >= segment.last and g.opener in {"و", "،"} and g.acts and _own_subject(p, g, act)
        ),
        None,
    )
    if later is not None:
        last = min(last, later.first)
    return first, last


def _own_subject(p: Parsed, segment: Segment, act: Act) -> bool:
    """Whether a later part goes on with another event and not with what was promised."""
    tense = {a.tense for a in segment.acts}
    del p
    return (
        act.frame in {"commitment", "appeal"}
        and bool(tense & {"past", "perfect", "imperfect"})
        and "subjunctive" not in tense
    )


def commitment(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield a promise: who made it, of what, how much, to whom."""
    first, last = reach_of(p, segment, act)
    items = [x for x in p.items if first <= x.first < last and not p.introduces(x.first)]
    if p.language == "ar":
        items = [x for x in items if x.first > act.index]
    goods = _promised(p, items)
    actor = actor_of(p, segment, act)
    addressee = _told(p, segment, act, last)
    acts = [a for g in p.segments for a in g.acts if first <= a.index < last and a is not act]
    protect = any(p.is_in(k, "protect") for k in range(first, last))
    if protect and not goods:
        yield Found(
            claim_type="commitment", at=act.index, segment=segment, item=_words(p, act, last) or "protection", service="protection",
            actor=actor, addressee=addressee, act=act,
        )  # fmt: skip
        return
    nobody = any(p.low(k) in {"احد", "کسی", "هیچکس"} for k in range(segment.first, last))
    for item in goods:
        amount = amount_of(p, item)
        repair = next(
            (a for a in acts if a.frame == "restore" and a.index < item.first and item.first - a.index <= 2), None
        )
        name = item.claimed
        if repair is not None and p.language == "ar":
            name = item_words(p.text, p.tokens, repair.index, item.last, "ar", None)
            name = name.removeprefix("ب")
        yield Found(
            claim_type="commitment", at=act.index, segment=segment, item=name, service=item.service, amount=amount, actor=None if nobody else actor,
            addressee=addressee, polarity="negated" if act.negated else "planned", settled=True, act=act, ahead=True,
        )  # fmt: skip
    if not goods and not nobody and any(p.low(k) in _ROADS for k in range(segment.first, last)):
        words = _words(p, act, last)
        if words is not None:
            yield Found(
                claim_type="commitment", at=act.index, segment=segment, item=words, service="access", actor=actor, addressee=addressee,
                polarity="negated" if act.negated else "planned", settled=True, act=act, ahead=True,
            )  # fmt: skip


def kept(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield the promise that was kept or broken: it stands, planned."""
    words = {c for k in range(segment.first, segment.last) for c in cores(p.low(k), p.language)}
    if not words & {"وعد", "تعهد", "وعود", "تعهدات", "قول", "قولش", "وعده", "التزام", "قولشان"}:
        return
    items = [x for x in p.items if segment.first <= x.first < segment.last]
    for item in goods_of(items)[:1]:
        yield Found(
            claim_type="commitment", at=act.index, segment=segment, item=item.claimed, service=item.service, amount=amount_of(p, item),
            actor=actor_of(p, segment, act), polarity="planned", settled=True, act=act, timeless=True,
        )  # fmt: skip


def _promised(p: Parsed, items: list[Item]) -> list[Item]:
    """Return what is to come, not the place it comes to and not what is left out ("except fuel")."""
    goods = goods_of(items)
    kept = [x for x in goods if p.low(x.first - 1) not in {"الی", "به", "باستثناء", "عدا", "جز", "فی", "در", "داخل"}]
    return [x for x in kept if not (x.kind == "container" and len(kept) > 1)]


def _told(p: Parsed, segment: Segment, act: Act, last: int) -> str | None:
    """Return to whom it is promised: "به ساکنان قول داد", "وعد السكانَ ب"."""
    inside = [a for a in p.actors if segment.first <= a.first < last]
    if p.language == "fa":
        told = next((a for a in inside if a.before == "به" and a.first < act.index), None)
        return told.name if told else None
    doer = actor_of(p, segment, act)
    behind = [
        a
        for a in inside
        if act.last <= a.first <= act.last + 5 and a.name != doer and a.before not in {"من", "فی", "علی", "عن"}
    ]
    return behind[0].name if behind and doer is not None else None


def _words(p: Parsed, act: Act, last: int) -> str | None:
    """Return the words of what is promised or asked, up to the next mark."""
    start = act.last
    while start < last:
        inside = next((a for a in p.actors if a.first <= start < a.last), None)
        if inside is not None:
            start = inside.last
        elif p.low(start) in _LEADING or p.is_in(start, "modality"):
            start += 1
        else:
            break
    stop = next((j for j in range(start, last) if p.low(j) in MARKS or p.low(j) == "،"), last)
    if stop <= start:
        return None
    words = item_words(p.text, p.tokens, start, min(stop, start + 12), p.language, None)
    if p.language == "ar" and words[:1] in {"ب", "ل"} and p.low(start)[1:] in arabic_forms():
        words = words[1:]  # "called for letting in": the preposition belongs to the verb
    return words or None


def appeal(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:  # noqa: C901  one branch a cue
    """Yield an appeal: who asks, whom, for what; a request for goods with nobody asked to act is a need."""
    if p.low(act.index - 1) in {"عذر", "پوزش", "معذرت"}:
        return  # asked to be excused
    first, last = reach_of(p, segment, act)
    asked = _asked(p, segment, act)
    asking = _asking(p, segment, act, asked)
    items = [
        x
        for x in p.items
        if first <= x.first < last and (p.language == "fa" or x.first > act.index) and not p.introduces(x.first)
    ]
    acts = [
        a
        for g in p.segments
        for a in g.acts
        if first <= a.index < last
        and a is not act
        and a.index != act.index
        and (a.index > act.index or p.language == "fa")
    ]
    doing = [a for a in acts if a.frame != "exist" and (a.governed or a.tense in {"subjunctive", "present", "noun"})]
    if act.negated or (
        act.name in {"طلب", "درخواست کردن", "خواستن", "طالب", "خواستار شدن"}
        and asked is None
        and not _acting(p, act, last, doing)
    ):
        if act.tense == "noun" or act.governed:
            return
        goods = goods_of(items)
        again = next(
            (g.first for g in p.segments if g.first >= segment.last and any(a.frame == act.frame for a in g.acts)), last
        )
        own = [x for x in goods if x.first < act.index] if p.language == "fa" else []
        for item in own or goods:
            if p.low(item.first - 1) in {"فی", "در", "الی"} or item.first >= again:
                continue
            yield Found(
                claim_type="need", at=act.index, segment=segment, item=item.claimed, service=item.service, amount=amount_of(p, item), act=act,
            )  # fmt: skip
        return
    ours = (p.language == "ar" and p.low(act.index)[:1] == "ن") or p.low(act.index).endswith(("یم", "نا"))
    if act.governed or (asked is None and asking is None and not ours):
        return
    if act.name == "خواستن" and asked is None:
        return
    words = _words(p, act, last)
    if p.language == "fa" and (act.last >= last or words is None):
        words = _persian_asked(p, segment, act, asked)
    if words is None:
        return
    service = items[0].service if items and not any(p.low(k) in _ROADS for k in range(first, last)) else None
    if any(p.low(k) in _ROADS or p.low(k)[1:] in _ROADS for k in range(act.index, last)):
        service = "access"
    yield Found(
        claim_type="appeal", at=act.index, segment=segment, item=words, service=service, actor=asking, addressee=asked, attribution=asking,
        act=act, polarity="affirmed", settled=True, timeless=True,
    )  # fmt: skip


def _acting(p: Parsed, act: Act, last: int, doing: list[Act]) -> bool:
    """Whether somebody is to do something and not only to give: open, let in, end."""
    words = {p.low(k).lstrip("ب") for k in range(act.last, last)}
    if p.language == "fa":
        words |= {p.low(k) for k in range(max(0, act.first), act.index)} & {
            "باز",
            "بازگشایی",
            "رفع",
            "پایان",
            "مداخله",
            "دخالت",
            "لغو",
            "توقف",
            "ازادی",
            "فک",
        }
    return bool(doing) or bool(
        words
        & {
            "فتح",
            "رفع",
            "انهاء",
            "وقف",
            "التدخل",
            "تدخل",
            "فک",
            "باز",
            "بازگشایی",
            "پایان",
            "مداخله",
            "دخالت",
            "لغو",
            "توقف",
            "ازادی",
            "السماح",
            "الضغط",
            "حمایه",
            "اعاده",
            "بفتح",
        }
    )


def _asked(p: Parsed, segment: Segment, act: Act) -> str | None:
    """Return who is asked: behind the verb in Arabic (directly, or with "from"), "از X" in Persian."""
    inside = [a for a in p.actors if segment.first <= a.first < len(p.tokens) and not p.introduces(a.first)]
    if p.language == "fa":
        asked = next((a for a in inside if a.before == "از" and a.first < act.index and a.first >= segment.first), None)
        return asked.name if asked else None
    behind = [a for a in inside if a.first >= act.last and a.first < segment.last]
    if act.name == "طلب":
        asked = next((a for a in behind if a.before == "من"), None)
        return asked.name if asked else None
    doer = _doer(behind, act)
    ahead = next((a for a in inside if a.last <= act.first and a.first <= segment.first + 1), None)
    rest = [a for a in behind if a is not doer or (ahead is not None and len(behind) == 1)]
    rest = [a for a in rest if a.before not in {"فی", "عن", "علی"}]
    return rest[0].name if rest else None


def _doer(behind: list[Actor], act: Act) -> Actor | None:
    first = behind[0] if behind else None
    return first if first is not None and first.first <= act.last + 1 else None


def _asking(p: Parsed, segment: Segment, act: Act, asked: str | None) -> str | None:
    inside = [a for a in p.actors if segment.first <= a.first < segment.last and not p.introduces(a.first)]
    if p.language == "fa":
        asking = next((a for a in inside if a.first < act.index and a.before not in {"از", "به", "برای", "در"}), None)
        return asking.name if asking and asking.name != asked else None
    ahead = next((a for a in inside if a.last <= act.first and a.first <= segment.first + 1), None)
    if ahead is not None:
        return ahead.name
    doer = _doer([a for a in inside if a.first >= act.last], act)
    return doer.name if doer is not None and doer.name != asked else None


def _persian_asked(p: Parsed, segment: Segment, act: Act, asked: str | None) -> str | None:
    """Return what is asked where it stands before the verb: "خواستار بازگشایی جاده شد"."""
    start = act.first + 1 if act.first < act.index and p.low(act.first) in {"خواستار", "درخواست", "تقاضا"} else None
    if start is None:
        holder = next((a for a in p.actors if a.name == asked and a.first >= segment.first), None)
        start = holder.last if holder else None
    if start is None or start >= act.index:
        return None
    return clean(p.text[p.tokens[start].start : p.tokens[act.index - 1].end]) or None


def agreement(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield an agreement that was signed or made, with its words."""
    pact = next((s for s in segment.states if s[0] == "pact"), None)
    if pact is None and act.name == "اتفق" and p.low(act.last) != "مع" and not act.negated:
        words = _words(p, act, reach_of(p, segment, act)[1])
        sides = _two_sides(p, segment)
        start = next((k for k in range(act.last, segment.last) if p.low(k) == "علی"), None)
        if words is not None and start is not None:
            inside = [x for x in p.items if x.first > start]
            content = item_words(p.text, p.tokens, start + 1, max(start + 2, segment.last), "ar", None).rstrip(" .،!")
            yield Found(
                claim_type="agreement", at=act.index, segment=segment, item=content, service=inside[0].service if inside else None,
                actor=actor_of(p, segment, act) or sides, act=act,
            )  # fmt: skip
        return
    if pact is None and act.name == "توافق کردن" and not act.negated:
        start = next((k for k in range(segment.first, act.first) if p.low(k) in {"برای", "درباره", "سر", "روی"}), None)
        if start is not None and start + 1 < act.first:
            inside = [x for x in p.items if start < x.first < act.first]
            yield Found(
                claim_type="agreement", at=act.index, segment=segment,
                item=clean(p.text[p.tokens[start + 1].start : p.tokens[act.first - 1].end]),
                service=inside[0].service if inside else None, actor=actor_of(p, segment, act) or _two_sides(p, segment), act=act,
            )  # fmt: skip
        return
    if pact is None or act.name in {"وافق", "موافقت کردن"}:
        return
    stop = segment.last if p.language == "ar" else act.first
    times = [w.first for w in p.whens if w.first > pact[1]]
    marks = [
        j
        for j in range(pact[1], stop)
        if p.low(j) in MARKS or (p.low(j) in {"فی", "یوم", "در"} and j + 1 in {w.first for w in p.whens})
    ]
    stop = min([stop, *times, *marks])
    if stop <= pact[1]:
        return
    inside = [x for x in p.items if pact[1] <= x.first < stop]
    arms = any(p.is_in(k, "gun") for k in range(pact[1], stop))
    actor = actor_of(p, segment, act) or _two_sides(p, segment)
    yield Found(
        claim_type="agreement", at=act.index, segment=segment, item=clean(p.text[p.tokens[pact[1]].start : p.tokens[stop - 1].end]),
        service="disarmament" if arms else inside[0].service if inside else None, actor=actor, act=act,
    )  # fmt: skip


def _two_sides(p: Parsed, segment: Segment) -> str | None:
    for k in range(segment.first, segment.last):
        if p.low(k) in {"الطرفان", "الجانبان"}:
            return clean(p.tokens[k].text)
        if p.low(k) == "دو" and p.low(k + 1) in {"طرف", "جانب"}:
            return clean(p.text[p.tokens[k].start : p.tokens[k + 1].end])
    return None


def custody(p: Parsed, segment: Segment, act: Act | None) -> Iterator[Found]:
    """Yield who holds a place, or takes it over, or gives it away."""
    control = next((s for s in segment.states if s[0] == "control"), None)
    inside = [a for a in p.actors if segment.first <= a.first < segment.last and not p.introduces(a.first)]
    if (
        control is None
        or not inside
        or any(segment.first <= x.first < segment.last and x.kind in {"supply", "vehicle"} for x in p.items)
    ):
        return
    at = control[1]
    under = p.low(at - 1) in {"تحت", "در", "زیر", "خاضع", "خاضعه"}
    if act is None and not under:
        return
    if (
        act is not None
        and act.frame not in {"custody", "exist"}
        and act.name not in {"سلّم", "تسلّم", "نقل", "تحویل دادن", "استلم"}
    ):
        return
    giving = act is not None and act.name in {"سلّم", "نقل", "تحویل گرفتن کنترل", "تحویل دادن"}
    actor = actor_of(p, segment, act) if act is not None and not under else inside[0].name
    receiver = next((a.name for a in inside if a.before in {"ل", "الی", "به"}), None) if giving else None
    stop = next(
        (
            j
            for j in range(at + 1, segment.last)
            if p.low(j) in {"را", "به", "الی", "از", "منذ", "فی", "در", "،", "."} or any(a.first == j for a in inside)
        ),
        segment.last,
    )
    stop = min(
        [
            stop,
            *[w.first for w in p.whens if w.first > at],
            *([act.first] if act is not None and act.first > at else []),
        ]
    )
    item = item_words(p.text, p.tokens, at, max(stop, at + 1), p.language, None)
    if not (any(p.is_in(k, "place") or p.is_in(k, "way") for k in range(segment.first, segment.last))):
        return
    yield Found(claim_type="custody", at=at, segment=segment, item=item, actor=actor, addressee=receiver, act=act)


def accused(p: Parsed, segment: Segment, act: Act) -> tuple[str | None, str | None]:
    """Return who accuses and who is accused."""
    inside = [a for a in p.actors if segment.first <= a.first < segment.last]
    if p.language == "fa":
        held = next((a for a in inside if p.low(a.last) == "را"), None)
        speaker = next((a for a in inside if a is not held and a.first < act.index), None)
        return (speaker.name if speaker else None, held.name if held else None)
    behind = [a for a in inside if a.first >= act.last]
    return (behind[0].name if behind else None, behind[1].name if len(behind) > 1 else None)
