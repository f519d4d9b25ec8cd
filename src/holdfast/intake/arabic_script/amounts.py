"""Find how much: numbers with their units, packages, bounds and rates, and the dual, which is a number of its own."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.intake.arabic_script.lexicon import items, single
from holdfast.intake.arabic_script.mentions import construct_dual, dual_of
from holdfast.intake.arabic_script.words import conjoined, cores, phrase_at, token_range
from holdfast.intake.records import Amount
from holdfast.quantities import find_numbers, find_quantities, fold_word, unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.intake.records import Item, Token

_PERSIAN_COUNTERS = frozenset(
    {"دستگاه", "فروند", "عدد", "حلقه", "باب", "راس", "تن", "قلاده", "فقره", "تخته", "جلد", "مورد"}
)
_SIZES_BEFORE = frozenset(
    {"سعه", "زنه", "بسعه", "سعته", "سعتها", "وزن", "وزنه", "بوزن", "ظرفیت", "گنجایش", "وزنی", "حجم", "بحجم"}
)
_ADJECTIVAL = re.compile(r"(?:کیلویی|لیتری|تنی|گرمی|متری|کیلوگرمی|نفره)$")
_TANKS = frozenset({"خزان", "مخزن", "منبع", "خزانات", "تانک", "صهریج"})
_BELOW_ZERO = (("تحت", "الصفر"), ("زیر", "صفر"), ("دون", "الصفر"))
_WEEKLY = {
    "هفتهای": 7.0,
    "اسبوعیا": 7.0,
    "هفتگی": 7.0,
    "شهریا": 30.4375,
    "ماهانه": 30.4375,
    "ماهی": 30.4375,
    "ماهیانه": 30.4375,
}
_BETWEEN = frozenset({"بین"})
_MEASURED_DUALS = (
    "لتر", "طن", "یوم", "ساعه", "اسبوع", "شهر", "شخص", "کیس", "برمیل", "کیلو", "متر", "دقیقه", "سنه", "عایله", "اسره", "صندوق",
    "اسطوانه", "قطعه", "جرعه", "علبه",
)  # fmt: skip
# What counts people or days may stand alone; "two" of a thing is read from the thing's own dual.
_CLASSES = frozenset(
    {
        "truck",
        "truckload",
        "tanker",
        "jerrycan",
        "drum",
        "bag",
        "tank",
        "cylinder",
        "box",
        "bottle",
        "pallet",
        "loaf",
        "ration",
        "convoy",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What an amount rests on beside the record: whether a number stands alone, and whether it is a size."""

    amount: Amount
    bare: bool = False
    size: bool = False
    share: bool = False
    approximate: bool = False


def find_amounts(
    text: str,
    start: int,
    end: int,
    tokens: Sequence[Token],
    found_items: Sequence[Item],
    language: str,
    packages: Mapping[str, str] | None,
) -> tuple[Counted, ...]:
    """Return the amounts of a sentence in order: measured, counted, bare numbers and duals; none overlap."""
    part = text[start:end].replace("\n", " ")
    found: list[Counted] = []
    for q in find_quantities(part, packages):
        first, last = token_range(tokens, start + q.start, start + q.end)
        if first >= last or (q.ambiguous and q.low != q.high):
            continue
        amount = Amount(
            first=first, last=last, low=q.low, high=q.high, unit=q.unit, si_low=q.si_low, si_high=q.si_high, si_unit=q.si_unit, per=q.per
        )  # fmt: skip
        size = bool(_ADJECTIVAL.search(tokens[last - 1].low)) or _sized(tokens, first)
        found.append(Counted(amount=amount, size=size, approximate=q.approximate))
    covered = {i for c in found for i in range(c.amount.first, c.amount.last)}
    for n in find_numbers(part):
        first, last = token_range(tokens, start + n.start, start + n.end)
        if first < last and not covered & set(range(first, last)) and not _no_number(tokens, first, last, language):
            found.append(
                Counted(
                    amount=Amount(first=first, last=last, low=n.low, high=n.high, unit=None),
                    bare=True,
                    approximate=n.approximate,
                )
            )
    if language == "ar":
        found += _duals(tokens, {i for c in found for i in range(c.amount.first, c.amount.last)})
    found.sort(key=lambda c: c.amount.first)
    found = [c for c in found if not _negating(tokens, c, language)]
    found = _ranges(tokens, found)
    found = _halves(tokens, found)
    found = [_bounded_behind(tokens, _rated(tokens, c, language)) for c in found]
    found = [_below_zero(tokens, _shares(c)) for c in found]
    found = [c for i, c in enumerate(found) if not i or c.amount.first >= found[i - 1].amount.last]
    return tuple(_packages(_counters(found, tokens, found_items, language)))


def _sized(tokens: Sequence[Token], first: int) -> bool:
    before = {t.low for t in tokens[max(0, first - 2) : first]}
    return bool(before & _SIZES_BEFORE)


def _no_number(tokens: Sequence[Token], first: int, last: int, language: str) -> bool:
    """Whether a number word is none here: "one" as a pronoun, a label ("tank number 2"), a clock, a weekday."""
    if "شنبه" in tokens[last - 1].low or (last < len(tokens) and tokens[last].low.startswith("شنبه")):
        return True
    word = tokens[first].low
    if last - first == 1 and word in {"واحد", "واحده", "یک", "یکی", "صفر", "دوم", "اول"} and word != "صفر":
        # "One" counts only in front of what it counts (Persian) or right behind it (Arabic).
        if language == "ar":
            return not (first and any(c in items("ar") for c in cores(tokens[first - 1].low, "ar")))
        return not (last < len(tokens) and any(c in items("fa") for c in cores(tokens[last].low, "fa")))
    before = tokens[first - 1].low if first else ""
    if word in {"تا", "حتی", "الی"} and before[:1].isdigit():
        return True  # "from 8 to 12": the end of a time
    return before in {
        "رقم",
        "شماره",
        "الساعه",
        "ساعت",
        "بند",
        "ماده",
        "الماده",
        "قطعنامه",
        "سال",
        "عام",
        "سنه",
        "لساعه",
        "بوابه",
        "دروازه",
    }


def _negating(tokens: Sequence[Token], counted: Counted, language: str) -> bool:
    """Whether "نه" is "no" and not nine: it stands twice, or no unit stands behind it."""
    amount = counted.amount
    if language != "fa" or tokens[amount.first].low != "نه" or amount.low != 9:
        return False
    return counted.bare or sum(t.low == "نه" for t in tokens) > 1


def _duals(tokens: Sequence[Token], covered: set[int]) -> list[Counted]:
    found = []
    for i, token in enumerate(tokens):
        if i in covered:
            continue
        if token.low in {"واحد", "واحده"} and i and any(c in items("ar") for c in cores(tokens[i - 1].low, "ar")):
            found.append(Counted(amount=Amount(first=i, last=i + 1, low=1.0, high=1.0, unit=None), bare=True))
            continue
        singular = next((s for s in dual_of(token.low) if s in _MEASURED_DUALS or s in items("ar")), None)
        if singular is None and token.low.endswith("ی") and construct_dual(tokens, i):
            singular = next((c for c in cores(token.low[:-1], "ar") if c in items("ar")), None)
        if singular is None or any(c in items("ar") for c in cores(token.low, "ar")):
            continue
        name = unit_of(singular)
        if name is None:
            found.append(Counted(amount=Amount(first=i, last=i + 1, low=2.0, high=2.0, unit=None)))
            continue
        known = unit(name)
        factor = known.factor
        value = None if factor is None else 2.0 * factor
        found.append(
            Counted(
                amount=Amount(
                    first=i,
                    last=i + 1,
                    low=2.0,
                    high=2.0,
                    unit=known.symbol,
                    si_low=value,
                    si_high=value,
                    si_unit=known.si_symbol,
                )
            )
        )
    return found


@cache
def unit_of(word: str) -> str | None:
    """Return the symbol of a unit an Arabic or Persian word names, or None: only measures, people and packages."""
    for core in (word, *cores(word, "fa"), *cores(word, "ar")):
        try:
            known = unit(core)
        except HoldfastError:
            continue
        if known.symbol != "item" and (known.factor is not None or known.symbol in _CLASSES):
            return known.symbol
    return None


def _ranges(tokens: Sequence[Token], found: list[Counted]) -> list[Counted]:
    """Join "between 3 and 4 tonnes" where the first number stands without its unit."""
    joined: list[Counted] = []
    for counted in found:
        last = joined[-1] if joined else None
        amount = counted.amount
        if (
            last is not None
            and last.bare
            and last.amount.last <= amount.first <= last.amount.last + 1
            and (tokens[max(0, last.amount.first - 1)].low in _BETWEEN and last.amount.first)
            and (tokens[amount.first].low[:1] == "و" or tokens[last.amount.last].low in {"و", "تا"})
            and last.amount.low is not None
            and amount.high is not None
            and last.amount.low < amount.high
        ):
            factor = amount.si_high / amount.high if amount.si_high is not None and amount.high else None
            joined[-1] = replace(
                counted,
                amount=replace(
                    amount,
                    first=last.amount.first,
                    low=last.amount.low,
                    si_low=None if factor is None else last.amount.low * factor,
                ),
            )
            continue
        joined.append(counted)
    return joined


def _rated(tokens: Sequence[Token], counted: Counted, language: str) -> Counted:  # noqa: C901, PLR0912  one branch a cue
    """Add what the amount is spread over where the words stand before it or with an article between."""
    amount = counted.amount
    if counted.bare or amount.unit in {None, "%", "degC", "degree", "degF"}:
        return counted
    each = day = hour = False
    # "shared out": the words right behind the amount, up to six of them, and right before it.
    begin, stop = amount.first, amount.last
    for i in range(max(0, amount.first - 6), amount.first):
        each |= phrase_at(tokens, i, language, "each") > i
        day |= phrase_at(tokens, i, language, "perday") > i and _near(tokens, i, amount.first)
        hour |= phrase_at(tokens, i, language, "perhour") > i and _clockless(tokens, i)
        if tokens[i].low in {".", "؛", "،", ","}:
            each = day = hour = False
    i = amount.last
    while i < min(len(tokens), amount.last + 7):
        low = tokens[i].low
        if low in {".", "؛", ":", "و"} or low[:1].isdigit() or (language == "ar" and conjoined(low)):
            break
        if amount.si_unit == "h" and any(t.low not in {"فقط", "تقریبا"} for t in tokens[stop:i]):
            break  # a length belongs to its day only right beside it
        for name in ("each", "perday", "perhour"):
            after = phrase_at(tokens, i, language, name)
            if after > i and not (name == "perhour" and not _clockless(tokens, i)):
                each |= name == "each"
                day |= name == "perday"
                hour |= name == "perhour"
                stop = max(stop, after) if i <= stop + 1 else stop
                i = after - 1
                break
        i += 1
    per = amount.per
    if amount.si_unit == "h":
        per = per or ("day" if day else None)
    elif hour and not day:
        per = per or "hour"
    elif each and (day or per in {"day", "person"}):
        per = "person-day"
    elif day:
        per = "person-day" if per == "person" else per or "day"
    elif each:
        per = per or "person"
    amount = replace(amount, first=begin, last=stop, per=per)
    if per is None:
        amount = _weekly(tokens, amount)
    return replace(counted, amount=amount)


def _halves(tokens: Sequence[Token], found: list[Counted]) -> list[Counted]:
    """Add the half of "a tonne and a half", which stands behind its unit."""
    result: list[Counted] = []
    for counted in found:
        last = result[-1] if result else None
        amount = counted.amount
        word = tokens[amount.first].low
        if (
            last is not None
            and not last.bare
            and amount.low == amount.high == 0.5
            and last.amount.last <= amount.first <= last.amount.last + 1
            and (word[:1] == "و" or tokens[amount.first - 1].low == "و")
        ):
            held = last.amount
            factor = held.si_high / held.high if held.si_high is not None and held.high else None
            low, high = (None if v is None else v + 0.5 for v in (held.low, held.high))
            result[-1] = replace(
                last,
                amount=replace(
                    held, last=amount.last, low=low, high=high,
                    si_low=None if factor is None or low is None else low * factor,
                    si_high=None if factor is None or high is None else high * factor,
                ),
            )  # fmt: skip
            continue
        at = amount.first - 1
        if amount.low == amount.high == 0.5 and word[:1] == "و" and at >= 0 and (name := unit_of(tokens[at].low)):
            # "طن ونصف": the one is in the noun.
            known = unit(name)
            value = None if known.factor is None else 1.5 * known.factor
            result.append(
                replace(
                    counted,
                    bare=False,
                    amount=replace(
                        amount,
                        first=at,
                        low=1.5,
                        high=1.5,
                        unit=known.symbol,
                        si_low=value,
                        si_high=value,
                        si_unit=known.si_symbol,
                    ),
                )
            )
            continue
        result.append(counted)
    return result


_LEAST = (("علی", "الاقل"), ("او", "اکثر"), ("یا", "بیشتر"), ("کحد", "ادنی"))
_MOST = (("علی", "الاکثر"), ("کحد", "اقصی"), ("یا", "کمتر"))


def _bounded_behind(tokens: Sequence[Token], counted: Counted) -> Counted:
    """Read "15 litres a day at least", where the bound stands behind the rate."""
    amount = counted.amount
    following = [t.low for t in tokens[amount.last : amount.last + 7]]
    near = following[
        : next((k for k, w in enumerate(following) if w in {".", "؛", "،", "و"} or w[:1].isdigit()), len(following))
    ]
    pairs = list(itertools.pairwise(near))
    if any(p in pairs for p in _LEAST) and amount.low is not None:
        return replace(counted, amount=replace(amount, high=None, si_high=None))
    if any(p in pairs for p in _MOST) and amount.high is not None:
        return replace(counted, amount=replace(amount, low=None, si_low=None))
    return counted


def _near(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether "daily" before an amount belongs to it: nothing but small words, items and bounds between."""
    return all(t.low not in {"،", "؛", ".", "که"} for t in tokens[at:first])


def _clockless(tokens: Sequence[Token], i: int) -> bool:
    """Whether "in the hour" is a rate and not a clock: no figure follows."""
    last = min(len(tokens), i + 3)
    return not any(t.low[:1].isdigit() for t in tokens[i + 2 : last] if t.low != "هر") or tokens[i].low == "هر"


def _weekly(tokens: Sequence[Token], amount: Amount) -> Amount:
    near = [t.low for t in (*tokens[max(0, amount.first - 2) : amount.first], *tokens[amount.last : amount.last + 4])]
    days = next((_WEEKLY[w] for w in near if w in _WEEKLY), None)
    if days is None or amount.si_unit not in {"L", "kg", "kWh"}:
        return amount

    def share(value: float | None) -> float | None:
        return None if value is None else value / days

    return replace(amount, per="day", si_low=share(amount.si_low), si_high=share(amount.si_high))


def _shares(counted: Counted) -> Counted:
    """Read "a third of the tank" as a share and not as a third of one tank."""
    amount = counted.amount
    if amount.high is None or not 0 < amount.high < 1 or amount.unit not in {None, "tank", "tanker"}:
        return counted
    return replace(
        counted,
        share=True,
        bare=False,
        amount=replace(amount, unit="fraction", si_low=amount.low, si_high=amount.high, si_unit="fraction"),
    )


def _below_zero(tokens: Sequence[Token], counted: Counted) -> Counted:
    amount = counted.amount
    if amount.unit not in {"degree", "degC"}:
        return counted
    following = tuple(t.low for t in tokens[amount.last : amount.last + 2])
    before = tokens[amount.first - 1].low if amount.first else ""
    if following in _BELOW_ZERO or before in {"منفی", "ناقص", "سالب"}:
        low = None if amount.high is None else -abs(amount.high)
        high = None if amount.low is None else -abs(amount.low)
        last = amount.last + 2 if following in _BELOW_ZERO else amount.last
        amount = replace(amount, last=last, low=low, high=high, si_low=low, si_high=high, si_unit="degC")
        return replace(counted, amount=amount)
    return counted


def _counters(
    found: list[Counted], tokens: Sequence[Token], found_items: Sequence[Item], language: str
) -> list[Counted]:
    """Give a Persian counting word ("دو دستگاه تانکر") the unit of what is counted; things count as themselves."""
    result = []
    for counted in found:
        amount = counted.amount
        if language == "fa" and amount.unit in {"item", None} and not counted.share:
            at = amount.last
            if counted.bare and at < len(tokens) and tokens[at].low in _PERSIAN_COUNTERS:
                amount, at = replace(amount, last=at + 1), at + 1
            item = next((x for x in found_items if x.first == at), None)
            if item is not None and item.kind == "vehicle":
                amount = replace(amount, unit=unit_of(tokens[item.first].low))
        if amount.unit == "item":
            amount = replace(amount, unit=None)
        result.append(replace(counted, amount=amount, bare=amount.unit is None and not counted.share))
    return result


def _packages(found: list[Counted]) -> list[Counted]:
    """Join "40 bags" with "of 50 kg": the count stays, the size gives the measure. A size alone is no amount."""
    result: list[Counted] = []
    for counted in found:
        if not counted.size:
            result.append(counted)
            continue
        last = result[-1] if result else None
        size = counted.amount
        if last is not None and last.amount.unit in _CLASSES and size.si_low and size.si_low == size.si_high:
            held = last.amount
            result[-1] = replace(
                last,
                amount=replace(
                    held,
                    last=size.last if size.first <= held.last + 1 else held.last,
                    si_low=None if held.low is None else held.low * size.si_low,
                    si_high=None if held.high is None else held.high * size.si_low,
                    si_unit=size.si_unit,
                ),
            )
    return result


def is_people(amount: Amount, tokens: Sequence[Token], language: str) -> str | None:
    """Return the noun of people that an amount counts, folded, or None."""
    words = single(language, "people") | single(language, "people_part")
    inside = [t.low for t in tokens[amount.first : min(len(tokens), amount.last + 2)]]
    for low in reversed(inside[: amount.last - amount.first]):
        options = (*cores(low, language), *dual_of(low)) if language == "ar" else cores(low, language)
        core = next((c for c in options if c in words), None)
        if core is not None:
            return core
    if amount.unit is None and amount.last < len(tokens):
        return next((c for c in cores(tokens[amount.last].low, language) if c in words), None)
    return None


def folded_unit(word: str) -> str:
    """Return a unit's word in one spelling."""
    return fold_word(word)
