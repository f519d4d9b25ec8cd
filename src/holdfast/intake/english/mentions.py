"""Find what a sentence names: items, amounts, times, places."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.intake.english.lexicon import aliases, counting_unit, modifiers, people_words
from holdfast.intake.records import Amount, Item, Sentence, Token, When
from holdfast.intake.word_lists import Alias
from holdfast.quantities import find_numbers, find_quantities, find_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_CARRYING = frozenset(
    "of with carrying loaded bringing transporting containing full filled bearing hauling delivering".split()
)
_NUMBERED = frozenset("generator genset gen pump well borehole".split())
_SMALL_NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve about some over".split())
_DETERMINERS = frozenset("the a an any all some its their our his her this that these those of no each every".split())
_CAMP = re.compile(
    r"\b(?:[Tt]he )?[Cc]amp (?!for\b|of\b|is\b|in\b|and\b|on\b)(?:[A-Z][\w’'-]*|\d+)(?: [A-Z][\w’'-]*| \d+)*"
    r"|\b(?!(?:The|This|That|Our|Their|In|At|On|A|Every|From|Inside|Outside|Refugee|No)\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)* (?:[Cc]amp|[Dd]istrict|[Qq]uarter|[Ss]ettlement|[Ee]nclave|[Cc]heckpoint|[Hh]ospital|"
    r"[Gg]ate)(?: \d+)?\b"
)
_LOCATED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ii]nside|[Oo]utside|[Aa]round)\s+((?:[A-Z][\w’-]+)(?: (?:[A-Z][\w’-]+|\d+))*)(?![\w’'])"
)
_THE_CAMP = re.compile(
    r"\b(?:the|this|our) (?:camp|site|settlement|enclave|compound|town|district|hospital)\b"
    r"(?! (?:committee|council|authorities|administration|commander|management|coordinator|doctor|manager|residents)\b)",
    re.IGNORECASE,
)
# "the Committee for Camp X Residents" is a body, not a place.
_NAMED_AFTER = frozenset(
    "residents members committee council refugees association families women youth news group board support fund foundation project movement".split()
)
_VAGUE = re.compile(
    r"\b(?:for |over )?(?:the (?:past|last) )?(?:several|many|some|a few|a couple of|a number of|a long time|long) "
    r"(?:years|months|weeks|days|hours|decades)(?: (?:ago|earlier|before|now))?\b|\b(?:a|some) (?:long )?(?:time|while) ago\b|\bdecades ago\b",
    re.IGNORECASE,
)
# "aid workers", "the water ministry": people and offices named after a thing.
_THEIR_PEOPLE = frozenset(
    "workers worker agency agencies organisations organizations engineer engineers minister ministry department officials "
    "company committee staff doctor doctors director directorate manager authority authorities board utility corporation contractor "
    "supplier association union team teams commissioner inspector inspectors technician technicians".split()
)
_PLACES_OF = frozenset({"clinic", "bakery", "kitchen"})
_PASSING = frozenset(
    "let lets letting waved wave waves got get gets came come comes rolled allowed pushed passed".split()
)
_MODALS = frozenset("can could will would cannot must may might we they".split())
_OTHER_THINGS = frozenset({("first", "aid"), ("tear", "gas"), ("nerve", "gas"), ("poison", "gas")})
_NAMES = frozenset({"May", "April", "June", "August", "March"})
_TIME_WORDS = frozenset("on at for since during by".split())
_NOT_PLACES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday ramadan muharram we they i it he she the a an this that god".split()
)


# Packages that are no unit of quantity but are counted as one: "85 tins", "30 vials of insulin".
_PACKAGES = {
    plural: singular
    for singular in (
        "tin can packet pack sachet bottle cylinder vial ampoule dose bar bale crate pallet sheet roll tray jar tub canister "
        "strip kit parcel basket tube block bundle tablet capsule barge boatload shipload cartload wagonload planeload vanload sledge "
        "boat ship van wagon cart pickup keg"
    ).split()
    for plural in (singular, "boxes" if singular == "box" else singular + "s")
}


def _token_range(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    first = next((i for i, t in enumerate(tokens) if t.end > start), len(tokens))
    last = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].start < end), -1) + 1
    return first, max(first, last)


def flat(text: str, sentence: Sentence) -> str:
    """Return the sentence with line ends as spaces: same length, so that spans stay true."""
    return text[sentence.start : sentence.end].replace("\n", " ")


def find_items(tokens: Sequence[Token]) -> tuple[Item, ...]:
    """Return the items of a sentence from left to right; none overlap.

    An item takes with it the words that make it what was claimed: "other vital supplies", "fuel tankers".
    """
    lows = [t.low for t in tokens]
    found: list[Item] = []
    position = 0
    while position < len(tokens):
        alias = _alias_at(lows, position)
        if alias is None:
            generic = _generic_at(lows, position)
            if generic is None:
                position += 1
                continue
            found.append(_item(tokens, position, generic, Alias((), "supplies", "supplies", "general")))
            position = generic
            continue
        last = position + len(alias.words)
        kind = alias.kind
        if (alias.kind == "container" or lows[last - 1] in _NUMBERED) and _numbered(tokens, last):
            last += 1
        while last < len(tokens) and _extends(lows, alias, last):
            if lows[last] in modifiers("vehicle"):
                kind = "vehicle"
            elif lows[last].startswith(("tank", "reservoir")):
                kind = "container"
            last += 1
        start = position
        if alias.kind in {"general", "vehicle", "supply", "utility"}:
            while start > 0 and lows[start - 1] in modifiers("item") and (not found or start > found[-1].last):
                start -= 1
        found.append(_item(tokens, start, last, Alias(alias.words, alias.commodity, alias.service, kind)))
        position = last
    return _merge_loads(tokens, found)


def _item(tokens: Sequence[Token], first: int, last: int, alias: Alias) -> Item:
    words = [t.low for t in tokens[first:last]]
    if len(words) > 1 and words[-1] in {"stock", "stocks", "reserve", "reserves"}:
        words.pop()
    return Item(
        first=first,
        last=last,
        claimed=" ".join(words).replace(" - ", "-"),
        commodity=alias.commodity,
        service=alias.service,
        kind=alias.kind,
    )


def _alias_at(  # noqa: PLR0911  one return a word that is something else
    lows: Sequence[str], position: int
) -> Alias | None:
    word = lows[position]
    # "power" as influence and "current" as now are not electricity; "support" alone is no item.
    if word in {"power", "current"} and position + 1 < len(lows) and lows[position + 1] in {"struggle", "situation"}:
        return None
    if word == "well" and not (position and lows[position - 1] in {"the", "a", "our", "its", "camp", "one"}):
        return None
    if position and (lows[position - 1], word) in _OTHER_THINGS:
        return None
    if position + 1 < len(lows) and lows[position + 1] in _THEIR_PEOPLE:
        return None
    if (
        word in {"pump", "power"}
        and position
        and lows[position - 1] in (_MODALS | {"to"} if word == "pump" else _MODALS)
    ):
        # "we can pump again"
        return None
    if word in {"ship", "ferry", "cart"} and position and lows[position - 1] in _MODALS | {"to"}:
        # "They will ship 20 tonnes."
        return None
    for alias in aliases().get(word, ()):
        if tuple(lows[position : position + len(alias.words)]) == alias.words:
            return alias
    # "Tank1", "Gen2": a name made of a thing and a number.
    if match := re.fullmatch(r"([a-z]+)\d+", word):
        return next(
            (
                Alias((word,), a.commodity, a.service, a.kind)
                for a in aliases().get(match.group(1), ())
                if len(a.words) == 1
            ),
            None,
        )
    return None


def _numbered(tokens: Sequence[Token], position: int) -> bool:
    """Whether "2" after "tank" is its number and not the start of a reading: "tank 2 empty", not "tank 41 cm"."""
    if position >= len(tokens) or not re.fullmatch(r"\d{1,2}", tokens[position].low):
        return False
    if any(c.isdigit() for c in tokens[position - 1].low):
        return False
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return following is None or (
        (following.start > tokens[position].end or not following.text[0].isalnum())
        and following.low not in {"cm", "m", "mm", "l", "m3", "litres", "liters", "%", "per", "drums"}
    )


def _extends(lows: Sequence[str], alias: Alias, last: int) -> bool:
    word = lows[last]
    if word in modifiers("vehicle"):
        return alias.kind in {"supply", "general", "vehicle", "utility"}
    if word in modifiers("supply"):
        return alias.kind in {"supply", "utility", "equipment"} and word != "aid"
    if word in modifiers("head"):
        return alias.kind in {"supply", "utility", "equipment", "general"} and not (
            word in {"needs", "need"} and alias.kind != "general" and not _noun_here(lows, last)
        )
    return (
        word in {"tank", "tanks", "reservoir", "reservoirs"}
        and alias.kind == "supply"
        and alias.service in {"fuel", "water"}
    )


def _noun_here(lows: Sequence[str], position: int) -> bool:
    return position + 1 >= len(lows) or lows[position + 1] in {",", ".", "and", "or", "are", "were", "have"}


def _generic_at(lows: Sequence[str], position: int) -> int | None:
    """Return the end of "other critical life support needs" and the like: modifiers, then a head noun."""
    end = position
    while end < len(lows) and lows[end] in modifiers("item"):
        end += 1
    if end == position or end >= len(lows) or lows[end] not in modifiers("head"):
        return None
    return end + 1


def _merge_loads(tokens: Sequence[Token], items: list[Item]) -> tuple[Item, ...]:
    """Give "trucks of food" to the food: the vehicle is then the unit, not the item."""
    kept: list[Item] = []
    for number, item in enumerate(items):
        following = items[number + 1] if number + 1 < len(items) else None
        if following is not None and item.commodity in _PLACES_OF and following.first == item.last:
            # "The hospital generator" is a generator.
            continue
        if (
            following is not None
            and item.kind == "general"
            and [t.low for t in tokens[item.last : following.first]] == ["of"]
        ):
            # "supplies of food" are food.
            continue
        if (
            following is not None
            and item.kind == "container"
            and following.kind == "supply"
            and [t.low for t in tokens[item.last : following.first]] == ["of"]
        ):
            # "Half a tank of petrol" is petrol.
            continue
        if item.kind == "vehicle" and item.service is None and following is not None:
            between = [t.low for t in tokens[item.last : following.first]]
            if (
                between
                and between[0] in _CARRYING
                and all(w in _CARRYING or w in _DETERMINERS or w[0].isdigit() or w in _SMALL_NUMBERS for w in between)
            ):
                continue
        kept.append(item)
    return tuple(kept)


def find_amounts(text: str, sentence: Sentence, packages: Mapping[str, str] | None) -> tuple[Amount, ...]:
    """Return every quantity of a sentence, and every bare number with the noun it counts."""
    line = flat(text, sentence)
    offset = sentence.start
    tokens = sentence.tokens
    found: list[Amount] = []
    taken: list[tuple[int, int]] = []
    for q in find_quantities(line, packages):
        first, last = _token_range(tokens, q.start + offset, q.end + offset)
        taken.append((q.start, q.end))
        found.append(
            Amount(
                first=first,
                last=last,
                low=q.low,
                high=q.high,
                unit=q.unit,
                si_low=q.si_low,
                si_high=q.si_high,
                si_unit=q.si_unit,
                per=q.per,
            )
        )
    for n in find_numbers(line):
        if any(n.start < e and s < n.end for s, e in taken):
            continue
        first, last = _token_range(tokens, n.start + offset, n.end + offset)
        unit, after = _counted(tokens, last)
        people = unit == "persons"
        found.append(
            Amount(
                first=first,
                last=after,
                low=n.low,
                high=n.high,
                unit=unit,
                si_low=n.low if people else None,
                si_high=n.high if people else None,
                si_unit="persons" if people else None,
            )
        )
    return tuple(sorted(found, key=lambda a: (a.first, a.last)))


def _counted(tokens: Sequence[Token], position: int) -> tuple[str | None, int]:
    """Return what a bare number counts: people (within three words) or the packages that follow."""
    if position < len(tokens) and tokens[position].low in _PACKAGES:
        following = tokens[position + 1].low if position + 1 < len(tokens) else "."
        if following == "of" or not following[0].isalnum():
            return counting_unit(_PACKAGES[tokens[position].low]), position + 1
    for start in range(position, min(position + 3, len(tokens))):
        if not tokens[start].text[0].isalpha():
            break
        for words in people_words():
            if tuple(t.low for t in tokens[start : start + len(words)]) == words:
                return "persons", start + len(words)
    return None, position


def _passing(tokens: Sequence[Token], position: int) -> bool:
    """Whether "through" at a place belongs to the verb before it: "let through", "waved two trucks through"."""
    return any(t.low in _PASSING for t in tokens[max(0, position - 8) : position])


def find_whens(text: str, sentence: Sentence, published: date | None, timezone: str) -> tuple[When, ...]:
    """Return the times of a sentence, anchored on the published day where there is one."""
    line = flat(text, sentence)
    found = []
    vague = [(m.start(), m.end()) for m in _VAGUE.finditer(line)]
    for start, end in vague:
        first, last = _token_range(sentence.tokens, start + sentence.start, end + sentence.start)
        words = line[start:end]
        found.append(
            When(first=first, last=last, text=words, start=None, end=None, precision="unknown", kind="relative")
        )
    for t in find_times(line, published, timezone):
        if any(s < t.end_char and t.start_char < e for s, e in vague):
            continue
        first, last = _token_range(sentence.tokens, t.start_char + sentence.start, t.end_char + sentence.start)
        if line[t.start_char : t.end_char] in _NAMES and first and sentence.tokens[first - 1].text[0].isupper():
            # "Theresa May" is no month.
            continue
        if sentence.tokens[first].low == "through" and _passing(sentence.tokens, first):
            # "was let through this morning": the verb's word.
            first += 1
        # "on Monday", "in 2003"; the "in" of "let in yesterday" is the verb's.
        before = sentence.tokens[first - 1].low if first else ""
        if sentence.tokens[first].low not in _TIME_WORDS and (
            before in _TIME_WORDS or (before == "in" and t.precision in {"year", "month"})
        ):
            first -= 1
        start = sentence.tokens[first].start - sentence.start
        found.append(
            When(
                first=first,
                last=last,
                text=re.sub(r"(?<![ap]\.m)\.$", "", line[start : t.end_char].rstrip()),
                start=t.start.isoformat() if t.start else None,
                end=t.end.isoformat() if t.end else None,
                precision=t.precision,
                kind=t.kind,
            )
        )
    return _days_in_a_row(line, sentence, sorted(found, key=lambda w: w.first))


def _days_in_a_row(line: str, sentence: Sentence, found: list[When]) -> tuple[When, ...]:
    """Join days that follow each other: "on Monday, Tuesday and Wednesday", "yesterday and today"."""
    kept: list[When] = []
    for when in found:
        last = kept[-1] if kept else None
        between = [t.low for t in sentence.tokens[last.last : when.first]] if last else ["x"]
        if last and all(w in {",", "and", "on"} for w in between) and _next_day(last, when):
            start = sentence.tokens[last.first].start - sentence.start
            end = sentence.tokens[when.last - 1].end - sentence.start
            kept[-1] = replace(last, last=when.last, end=when.end, text=line[start:end], precision="range")
        else:
            kept.append(when)
    return tuple(kept)


def _next_day(first: When, second: When) -> bool:
    if (
        first.end is None
        or second.start is None
        or second.precision != "day"
        or first.precision not in {"day", "range"}
    ):
        return False
    gap = datetime.fromisoformat(second.start).date() - datetime.fromisoformat(first.end).date()
    return gap == timedelta(days=1)


def find_place(line: str, previous: str | None = None) -> str | None:
    """Return the place a stretch of text names: a camp first, then a named place, then "the camp"."""
    del previous
    for match in _CAMP.finditer(line):
        words = match.group().split()
        if any(w.lower() in _NAMED_AFTER for w in words[1:]):
            continue
        if words[0] in {"The", "the"}:
            words = words[1:]
        return " ".join(words)
    for match in _LOCATED.finditer(line):
        if match.group(1).split()[0].lower() not in _NOT_PLACES:
            return match.group(1)
    camp = _THE_CAMP.search(line)
    return camp.group().lower() if camp else None
