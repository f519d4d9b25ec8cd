"""How many live in a place, who was killed or hurt, who is sick."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.amounts import is_people
from holdfast.intake.arabic_script.frames import Found
from holdfast.intake.arabic_script.lexicon import single
from holdfast.intake.arabic_script.mentions import clean, item_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.intake.arabic_script.acts import Act
    from holdfast.intake.arabic_script.grammar import Parsed, Segment
    from holdfast.intake.records import Amount

_HOUSEHOLDS = frozenset({"عوایل", "عایله", "عایلات", "اسره", "اسر", "خانوار", "خانواده", "خانوادهها"})
_STAYING = frozenset(
    {
        "یوجد",
        "توجد",
        "هناک",
        "کان",
        "کانت",
        "محاصر",
        "محاصرون",
        "محاصرین",
        "عالق",
        "عالقین",
        "عالقون",
        "محاصره",
        "گرفتار",
        "سرگردان",
    }
)
_NOBODY = frozenset({"احد", "کسی", "هیچکس"})


def _heads(p: Parsed, segment: Segment) -> list[tuple[Amount, str]]:
    found = []
    for counted in p.counted_in(segment):
        noun = is_people(counted.amount, p.tokens, p.language)
        amount = counted.amount
        if noun is None or amount.per is not None or amount.unit not in {None, "persons", "households"}:
            continue
        whole = [n for n in (amount.low, amount.high) if n is not None]
        if any(n != int(n) or n < 0 for n in whole):
            continue
        unit = "households" if noun in _HOUSEHOLDS else "persons"
        found.append((replace(amount, unit=unit, si_low=amount.low, si_high=amount.high, si_unit=unit), noun))
    return found


def population(p: Parsed, segment: Segment, act: Act | None) -> Iterator[Found]:
    """Yield how many people live, stay or are in a place, or how many of a part of them."""
    outsiders = single(p.language, "outsider")
    for amount, noun in _heads(p, segment):
        if noun in outsiders:
            continue
        yield Found(
            claim_type="population",
            at=amount.first,
            segment=segment,
            item=_noun(p, amount, noun),
            amount=amount,
            act=act,
        )


def _noun(p: Parsed, amount: Amount, noun: str) -> str:
    for k in range(min(len(p.tokens), amount.last + 1) - 1, amount.first - 1, -1):
        if noun in p.tokens[k].low:
            return clean(p.tokens[k].text)
    return noun


def staying(p: Parsed, segment: Segment) -> Iterator[Found]:
    """Yield a population from words for being there: "عدد سكان المخيم 2380", "جمعیت کمپ ۲۳۸۰ نفر است"."""
    head = next((s for s in segment.states if s[0] == "head"), None)
    if head is not None:
        for counted in p.counted_in(segment):
            amount = counted.amount
            if amount.unit == "households" and amount.first >= head[2]:
                noun = is_people(amount, p.tokens, p.language) or ""
                yield Found(
                    claim_type="population",
                    at=amount.first,
                    segment=segment,
                    item=_noun(p, amount, noun),
                    amount=amount,
                )
                return
            if (
                amount.unit in {None, "persons"}
                and amount.first >= head[2]
                and counted.amount.si_unit in {None, "persons"}
            ):
                amount = replace(amount, unit="persons", si_low=amount.low, si_high=amount.high, si_unit="persons")
                name = clean(p.text[p.tokens[head[1]].start : p.tokens[head[2] - 1].end])
                yield Found(claim_type="population", at=amount.first, segment=segment, item=name, amount=amount)
                return
    here = any(p.low(k) in _STAYING for k in range(segment.first, segment.last))
    being = next((a for a in segment.acts if a.frame == "exist" or a.name == "وجد"), None)
    placed = any(p.is_in(k, "place") for k in range(segment.first, segment.last))
    others = [a for a in segment.acts if a.frame not in {"exist", "other", "stock"}]
    if (here or (being is not None and placed)) and not others:
        yield from population(p, segment, being)


def casualty(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield people killed or hurt, as a claim of its speaker; of sick people a count of cases."""
    disease = next((s for s in segment.states if s[0] == "disease"), None)
    heads = _heads(p, segment)
    before = p.segments[p.segments.index(segment) - 1] if p.segments.index(segment) else None
    if disease is not None and any(a.frame == "health" for a in segment.acts):
        return
    if act.name in {"أصيب", "دچار", "مبتلا شدن"} and disease is not None:
        yield from _cases(p, segment, disease, act)
        return
    word = item_words(
        p.text,
        p.tokens,
        act.first if p.language == "fa" else act.index,
        act.index + (0 if p.language == "fa" and act.first < act.index else 1),
        p.language,
        None,
    )
    counting = {k for c in p.counted for k in range(c.amount.first, c.amount.last)}
    nobody = any(
        (p.low(k) in _NOBODY or (p.low(k) == "کس" and p.low(k - 1) == "هیچ")) and k not in counting
        for k in range(segment.first, segment.last)
    )
    people = (
        nobody
        or heads
        or any(p.is_in(k, "people") or p.is_in(k, "people_part") for k in range(segment.first, segment.last))
    )
    bare = next((c.amount for c in p.counted_in(segment) if c.bare), None)
    if not people and bare is not None and before is not None and any(a.frame == "casualty" for a in before.acts):
        heads, people = (
            [(replace(bare, unit="persons", si_low=bare.low, si_high=bare.high, si_unit="persons"), "")],
            True,
        )
    if not people:
        return
    amount = heads[0][0] if heads else None
    if amount is not None and amount.unit == "households":
        return
    found = Found(claim_type="casualty", at=act.index, segment=segment, item=word, amount=amount, act=act)
    if nobody:
        found.amount = None
    yield found
    if len(heads) > 1 and p.language == "fa":
        for extra, _ in heads[:-1]:
            # "پنج نفر کشته و یازده نفر زخمی شدند": the count before "killed".
            toll = next(
                (s for s in segment.states if s[0] == "toll" and s[1] >= extra.last and s[1] - extra.last <= 1), None
            )
            if toll is not None:
                found.amount = heads[-1][0]
                yield Found(
                    claim_type="casualty",
                    at=toll[1],
                    segment=segment,
                    item=clean(p.tokens[toll[1]].text),
                    amount=extra,
                    act=act,
                )


def reached(p: Parsed, segment: Segment, act: Act) -> Iterator[Found]:
    """Yield a toll or a count of cases that has come to a figure: "the number of the killed has risen to 11"."""
    toll_word = next((s for s in segment.states if s[0] == "toll"), None)
    disease = next((s for s in segment.states if s[0] == "disease"), None)
    word = disease or toll_word
    counts = [c.amount for c in p.counted_in(segment) if c.amount.unit in {None, "persons"} and not c.share]
    led = [a for a in counts if p.low(a.first - 1) in {"به", "الی"}]
    figure = led[0] if len(led) == 1 else counts[0] if len(counts) == 1 else None
    rest = {p.low(k) for k in range(segment.first, act.last)} & _COUNT_WORDS
    if word is None or figure is None or act.negated or not rest or p.items_in(segment) or figure.first < word[1]:
        return
    name = clean(p.text[p.tokens[word[1]].start : p.tokens[word[2] - 1].end])
    amount = replace(figure, unit="persons", si_low=figure.low, si_high=figure.high, si_unit="persons")
    kind = "casualty" if disease is None else "health"
    service = None if disease is None else "health"
    yield Found(claim_type=kind, at=word[1], segment=segment, item=name, service=service, amount=amount, act=act)


_COUNT_WORDS = frozenset({"عدد", "حصیله", "شمار", "تعداد", "امار", "مجموع"})


def toll(p: Parsed, segment: Segment) -> Iterator[Found]:
    """Yield "26 dead" and "no deaths" without a verb of dying."""
    if any(a.frame == "casualty" for a in segment.acts):
        return
    for frame, first, last in segment.states:
        if frame != "toll":
            continue
        if any(s[0] == "disease" for s in segment.states):
            continue
        amount = next(
            (
                c.amount
                for c in p.counted_in(segment)
                if c.amount.last == first or c.amount.first <= first < c.amount.last
            ),
            None,
        )
        none = p.low(first - 1) in {"ای", "ایه", "هیچ"} or p.has(segment.first, first, "noexist")
        if none:
            yield Found(
                claim_type="casualty",
                at=first,
                segment=segment,
                item=clean(p.tokens[first].text),
                polarity="negated",
                settled=True,
            )
        elif amount is not None and amount.unit in {None, "persons"}:
            amount = replace(amount, unit="persons", si_low=amount.low, si_high=amount.high, si_unit="persons")
            yield Found(
                claim_type="casualty", at=first, segment=segment, item=clean(p.tokens[last - 1].text), amount=amount
            )


def health(p: Parsed, segment: Segment) -> Iterator[Found]:
    """Yield counts of sick people and cases of a disease; "no case was reported" is a negated one."""
    disease = next((s for s in segment.states if s[0] == "disease"), None)
    counting = any(a.frame == "health" for a in segment.acts)
    if disease is None or (not counting and any(a.frame == "casualty" for a in segment.acts)):
        return
    act = next((a for a in segment.acts if a.frame in {"health", "exist"}), None)
    case = any(p.is_in(k, "case") for k in range(segment.first, segment.last))
    if act is not None or case:
        yield from _cases(p, segment, disease, act)


def _cases(p: Parsed, segment: Segment, disease: tuple[str, int, int], act: Act | None) -> Iterator[Found]:
    name = clean(p.text[p.tokens[disease[1]].start : p.tokens[disease[2] - 1].end])
    counts = [
        c.amount
        for c in p.counted_in(segment)
        if c.amount.unit in {None, "persons"}
        and c.amount.per is None
        and not c.share
        and c.amount.first < disease[2] + 4
    ]
    lacking = p.has(segment.first, disease[1], "noexist")
    if (
        lacking
        or (act is not None and act.negated)
        or any(p.low(k) in {"ای", "ایه", "هیچ"} for k in range(segment.first, disease[1]))
    ):
        denied = lacking or act is None or act.negated
        if denied:
            yield Found(
                claim_type="health",
                at=disease[1],
                segment=segment,
                item=name,
                service="health",
                polarity="negated",
                settled=True,
            )
        return
    if len(counts) == 1:
        amount = replace(counts[0], unit="persons", si_low=counts[0].low, si_high=counts[0].high, si_unit="persons")
        yield Found(
            claim_type="health", at=disease[1], segment=segment, item=name, service="health", amount=amount, act=act
        )
