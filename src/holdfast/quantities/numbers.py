"""Numbers in running text: digits of three scripts, words of three languages, fractions, ranges and bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import InputError
from holdfast.quantities.folding import Folded, fold
from holdfast.quantities.lexicon import Word, bound_words, number_words
from holdfast.quantities.numerals import CLUSTER, FRACTIONS, read_cluster
from holdfast.quantities.records import Bound, Number, NumberMention
from holdfast.quantities.refusals import Refusals, refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(rf"(?P<digits>{CLUSTER})|(?P<word>[^\W\d_]+)|(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅛])")
_BEFORE_LOOK = 28
_RANGE_GAP = re.compile(r" ?- ?|[\s\u00a0]+(?:to|or|until|and|تا|الی|او|یا)[\s\u00a0]+|-to-")
_BETWEEN = re.compile(r"(?:between|from|بین|از|من)[\s\u00a0]+$", re.IGNORECASE)
_OUT_OF = re.compile(
    r"[\s\u00a0]+(?:out of(?: the| a total of)?|of(?: the| its| their| a total of)?|من اصل|از)[\s\u00a0]+",
    re.IGNORECASE,
)
_HALF_MORE = re.compile(r"[\s\u00a0]+(?:and a half|و نیم|و نصف|ونصف)(?!\w)", re.IGNORECASE)
_SLASHED = re.compile(r"[\s\u00a0]?([0-9]{1,2})/([0-9]{1,2})(?![0-9/.,\-])")
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10})
_GLUED_SCALE = re.compile(r"(k|K|M|bn|mn|mln)(?![^\W_])")
_SPACED_SCALE = re.compile(r"[\s\u00a0]+(bn|mn|mln)\.?(?![^\W_])")
_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9}
_ORDINAL_TAIL = re.compile(r"(?:st|nd|rd|th|ST|ND|RD|TH)(?![^\W_])")
_NOT_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|this|that|which|each|the|another|some|last|first|next|only|latest|big)[\s\u00a0-]+$",
    re.IGNORECASE,
)
_NOT_ONE_AFTER = re.compile(
    r"[\s\u00a0]+(?:another|of (?:the|these|those|our|their|them|us|its|his|her)|who|must|can|should|would|could|might|has to|day (?:we|they|it|he|she))\b|'s\b",
    re.IGNORECASE,
)


class Atom(NamedTuple):
    """A number without its bound: two readings where the writing has two."""

    low: float
    high: float
    doubt: bool
    start: int
    end: int
    next: int  # index of the first token after it
    scale: float  # multiplier that stood behind it (million), 1 if none


class Token(NamedTuple):
    """A run of digits, a word, or a vulgar fraction."""

    kind: str
    text: str
    start: int
    end: int


class Found(NamedTuple):
    """A number in folded coordinates; ``core_start`` is where its digits or words begin."""

    number: Number
    start: int
    end: int
    core_start: int
    label: bool


def tokens(text: str) -> list[Token]:
    """Cut a folded text into the tokens a number can be made of."""
    return [Token(m.lastgroup or "", m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def _word(token: Token) -> Word | None:
    if token.kind != "word":
        return None
    words = number_words()
    key = token.text.lower()
    word = words.get(key)
    if word is None and key[0] in "وبلف" and len(key) > 2:
        # Arabic glues "and", "with", "for" to the word.
        word = words.get(key[1:])
        if word is not None and word.lang != "ar":
            word = None
    return word


def _joined(text: str, left: Token, right: Token, pattern: str = " -\u00a0\n\t") -> bool:
    gap = text[left.end : right.start]
    return 0 < len(gap) <= 3 and all(c in pattern for c in gap)


def _words(text: str, toks: list[Token], i: int) -> Atom | None:
    """Read a number in words from token ``i`` ("two hundred and thirty", "a dozen", "half a million")."""
    first = _word(toks[i])
    if first is None:
        return None
    if first.kind == "article":
        return _article(text, toks, i)
    if first.kind == "fraction":
        return _fraction(text, toks, i, 1.0, i + 1) if toks[i].text.lower() != "third" else None
    if first.kind == "part" or (first.kind == "scale" and first.lang != "ar" and first.lang != "fa"):
        return None
    if first.kind == "dual":
        return Atom(first.value, first.value, False, toks[i].start, toks[i].end, i + 1, 1.0)
    if first.kind in {"dozen", "couple", "hundred"} and not _may_open(text, toks, i, first):
        return None
    return _sum(text, toks, i)


def _may_open(text: str, toks: list[Token], i: int, first: Word) -> bool:
    """A bare "hundred" opens a number only before a scale word ("hundred thousand"); "dozen" and "couple" never do."""
    if first.kind != "hundred" or i + 1 >= len(toks):
        return False
    following = _word(toks[i + 1])
    return following is not None and following.kind == "scale" and _joined(text, toks[i], toks[i + 1])


def _article(text: str, toks: list[Token], i: int) -> Atom | None:
    if i + 1 >= len(toks) or not _joined(text, toks[i], toks[i + 1]):
        return None
    second = _word(toks[i + 1])
    if second is None:
        return None
    if second.kind in {"hundred", "scale", "dozen"} and toks[i + 1].text.lower() not in {"k", "mn", "bn", "mln", "bln"}:
        return _sum(text, toks, i)
    if second.kind == "couple":
        return Atom(2.0, 2.0, False, toks[i].start, toks[i + 1].end, i + 2, 1.0)
    if second.kind == "fraction":
        if toks[i + 1].text.lower() == "third" and not re.match(
            r"[\s\u00a0]+of\b", text[toks[i + 1].end : toks[i + 1].end + 8]
        ):
            return None  # "a third day" counts days, it is no fraction
        return _fraction(text, toks, i, 1.0, i + 2)
    return None


def _fraction(text: str, toks: list[Token], i: int, count: float, j: int) -> Atom:
    """Close a fraction whose last word is token ``j - 1``; "half a million" multiplies what follows."""
    word = _word(toks[j - 1])
    value = count * (word.value if word else 1.0)
    end = j
    if j + 1 < len(toks) and toks[j].text.lower() in {"a", "of", "an"}:
        k = j + 1
        scale = _word(toks[k])
        if scale is not None and scale.kind in {"scale", "dozen"} and _joined(text, toks[j - 1], toks[j]):
            value *= scale.value
            end = k + 1
    return Atom(value, value, False, toks[i].start, toks[end - 1].end, end, 1.0)


def _sum(text: str, toks: list[Token], i: int) -> Atom | None:
    total, current, last, j = 0.0, None, "", i
    last_scale = float("inf")
    end = i
    while j < len(toks):
        word = _word(toks[j])
        gap_ok = j == i or _joined(text, toks[j - 1], toks[j])
        if not gap_ok:
            break
        if word is None or word.kind in {"article", "fraction", "part", "couple"}:
            if word is not None and word.kind == "article" and j == i:
                current, last, j = 1.0, "article", j + 1
                continue
            if (
                word is not None
                and word.kind in {"fraction", "part"}
                and total == 0
                and current is not None
                and last == "small"
            ):
                if text[toks[j - 1].end] == "-" or word.kind == "part" or toks[j].text.lower() == "third":
                    return _fraction(text, toks, i, current, j + 1)
            if (
                toks[j].text.lower() in {"and", "و"}
                and last
                and j + 1 < len(toks)
                and _joined(text, toks[j], toks[j + 1])
            ):
                following = _word(toks[j + 1])
                english = toks[j].text.lower() == "and"
                if (
                    following
                    and following.kind in {"small", "teen", "tens", "hundreds"}
                    and ((english and last in {"hundred", "scale"}) or (not english and following.lang != "en"))
                ):
                    j += 1
                    last = f"{last}+"
                    continue
            break
        value, base = word.value, last.rstrip("+")
        linked = last.endswith("+") or toks[j].text[0] == "و"
        if word.kind in {"small", "teen", "tens", "hundreds"}:
            if current is None:
                current = value
            elif base in {"hundred", "hundreds"} and value < 100:
                current += value
            elif base == "tens" and word.kind == "small" and value > 0:
                current += value
            elif base == "small" and word.kind == "tens" and linked and word.lang == "ar":
                current += value
            elif base == "small" and word.kind == "teen" and word.lang == "ar" and value == 10:
                current += value
            elif base == "small" and word.kind == "hundreds" and word.lang != "en" and value == 100:
                current *= value
            else:
                break
        elif word.kind == "hundred":
            if current is not None and not 0 < current < 100:
                break
            current = (current or 1.0) * 100
        elif word.kind == "dozen":
            return Atom((current or 1.0) * 12, (current or 1.0) * 12, False, toks[i].start, toks[j].end, j + 1, 1.0)
        elif word.kind == "scale" and toks[j].text.lower() not in {"k", "mn", "bn", "mln", "bln"}:
            if value >= last_scale:
                break
            total += (1.0 if current is None else current) * value
            current, last_scale = None, value
        else:
            break
        last = word.kind
        j += 1
        end = j
    if end == i or last == "article":
        return None
    value = total + (current or 0.0)
    return Atom(value, value, False, toks[i].start, toks[end - 1].end, end, 1.0)


def _digits(text: str, toks: list[Token], i: int) -> Iterator[Atom]:
    """Read the numbers of a run of digits, with what is glued to it: ½, 1/2, k, M, "and a half", "million"."""
    token = toks[i]
    if token.start and (text[token.start - 1].isalpha() or text[token.start - 1] == "_"):
        return
    numerals = read_cluster(token.text)
    for k, numeral in enumerate(numerals):
        start, end = token.start + numeral.start, token.start + numeral.end
        if k + 1 < len(numerals):
            yield Atom(numeral.value, numeral.other or numeral.value, numeral.doubt, start, end, i + 1, 1.0)
            continue
        low, high, nxt, scale = numeral.value, numeral.other or numeral.value, i + 1, 1.0
        if _ORDINAL_TAIL.match(text, end):
            return
        tail = text[end : end + 1]
        if tail in FRACTIONS and tail:
            low, high, end, nxt = low + FRACTIONS[tail], high + FRACTIONS[tail], end + 1, i + 2
        elif tail == "/" and (slashed := _SLASHED.match(text, start)) and token.text.isdigit():
            top, bottom = int(slashed.group(1)), int(slashed.group(2))
            if not 0 < top < bottom or bottom not in _DENOMINATORS:
                return
            low = high = top / bottom
            end, nxt = slashed.end(), i + 2
        elif tail in " \u00a0" and tail and (slashed := _SLASHED.match(text, end)) and token.text.isdigit():
            top, bottom = int(slashed.group(1)), int(slashed.group(2))
            if 0 < top < bottom and bottom in _DENOMINATORS:
                low = high = low + top / bottom
                end, nxt = slashed.end(), i + 3
        elif (glued := _GLUED_SCALE.match(text, end)) or (glued := _SPACED_SCALE.match(text, end)):
            scale, end, nxt = _SCALES[glued.group(1)], glued.end(), i + 2
        if half := _HALF_MORE.match(text, end):
            low, high, end = low + 0.5, high + 0.5, half.end()
            while nxt < len(toks) and toks[nxt].start < end:
                nxt += 1
        while nxt < len(toks) and (word := _word(toks[nxt])) is not None and word.kind in {"scale", "hundred", "dozen"}:
            gap = text[end : toks[nxt].start]
            if not (0 < len(gap) <= 2 and gap.strip(" -\u00a0") == "") or toks[nxt].text.lower() in {"k", "mn", "bn"}:
                break
            scale, end, nxt = scale * word.value, toks[nxt].end, nxt + 1
        if numeral.doubt and scale > 1 and numeral.other is not None:
            high, doubt = low, False  # "2.300 million" has one reading
        else:
            doubt = numeral.doubt
        yield Atom(low * scale, high * scale, doubt, start, end, nxt, scale)


def _atoms(text: str, toks: list[Token]) -> Iterator[Atom]:
    i = 0
    while i < len(toks):
        token = toks[i]
        nxt = i + 1
        if token.kind == "digits":
            for atom in _digits(text, toks, i):
                nxt = max(nxt, atom.next)
                yield atom
        elif token.kind == "vulgar":
            value = FRACTIONS[token.text]
            yield Atom(value, value, False, token.start, token.end, i + 1, 1.0)
        else:
            atom_or_none = _words(text, toks, i)
            if atom_or_none is not None:
                nxt = atom_or_none.next
                yield atom_or_none
        i = nxt


def _range(text: str, a: Atom, b: Atom) -> Atom | None:
    """Join two atoms that state a range; falling pairs ("from 36 to 24") are two numbers, a change and no range."""
    if b.start - a.end > 8:
        return None
    gap = _RANGE_GAP.fullmatch(text, a.end, b.start)
    if gap is None:
        return None
    word = gap.group().strip(" \u00a0\n\t-").lower()
    between = _BETWEEN.search(text, max(0, a.start - 12), a.start)
    if word in {"and"} and not (between and between.group().lower().startswith("between")):
        return None
    if word == "و" and not between:
        return None
    low = a.low
    if a.scale == 1 and b.scale > 1 and a.low <= b.low / b.scale:
        low = a.low * b.scale  # "2-3 million"
    if low >= b.high:
        return None
    start = between.start() if between and word not in {"or", "او", "یا"} else a.start
    return Atom(low, b.high, a.doubt or b.doubt, start, b.end, b.next, 1.0)


def scan(folded: Folded, skip: Refusals | None = None) -> list[Found]:
    """Return every number of a folded text, in order.

    ``skip`` holds the spans that are no quantities (dates, clock times, telephone numbers, labels); without it every
    number is returned.
    """
    text = folded.text
    toks = tokens(text)
    found: list[Found] = []
    waiting = list(_atoms(text, toks))
    i = 0
    while i < len(waiting):
        atom = waiting[i]
        i += 1
        if skip is not None and skip.covers(atom.start, atom.end):
            continue
        pair = None
        if i < len(waiting):
            if skip is None or not skip.covers(waiting[i].start, waiting[i].end):
                pair = _range(text, atom, waiting[i])
        out_of: float | None = None
        core_start, start, end = atom.start, atom.start, atom.end
        low, high, doubt = atom.low, atom.high, atom.doubt
        is_range = low != high
        if pair is not None:
            low, high, doubt, start, end = pair.low, pair.high, pair.doubt, pair.start, pair.end
            is_range, i = True, i + 1
        elif (
            i < len(waiting)
            and waiting[i].start - atom.end <= 20
            and low <= waiting[i].low
            and low >= 1
            and low == int(low)
        ):
            if _OUT_OF.fullmatch(text, atom.end, waiting[i].start):
                out_of, end, i = waiting[i].high, waiting[i].end, i + 1
        if not is_range and _is_pronoun(text, atom):
            continue
        sign, start = _sign(text, start)
        if sign < 0:
            low, high = -(high if is_range else low), -low
            if pair is not None:  # "-5 to 5": the sign belongs to the first number
                low, high = -pair.low, pair.high
        found.append(_bounded(text, toks, low, high, doubt, is_range, start, end, core_start, out_of))
    if skip is not None:
        found = [f._replace(label=skip.labelled(f.core_start, f.end)) for f in found]
    return found


def _is_pronoun(text: str, atom: Atom) -> bool:
    if atom.low != 1 or text[atom.start : atom.end].lower() != "one":
        return False
    before = text[max(0, atom.start - 12) : atom.start]
    return bool(_NOT_ONE_BEFORE.search(before) or _NOT_ONE_AFTER.match(text, atom.end))


def _sign(text: str, start: int) -> tuple[int, int]:
    before = text[max(0, start - 7) : start]
    if before.endswith("-") and (len(before) == 1 or before[-2] in " (\n\t:=[\u00a0"):
        return -1, start - 1
    if before.lower().endswith("minus "):
        return -1, start - 6
    return 1, start


def _bounded(
    text: str,
    toks: list[Token],
    low: float,
    high: float,
    doubt: bool,  # noqa: FBT001
    is_range: bool,  # noqa: FBT001
    start: int,
    end: int,
    core_start: int,
    out_of: float | None,
) -> Found:
    bound, start, end, approximate = _bounds(text, start, end)
    if is_range:
        if bound not in {"exact", "about"}:
            # "more than 4 to 5": the outer figure holds on the stated side.
            low_or_none, high_or_none = _open(bound, low, high)
        else:
            low_or_none, high_or_none, bound = low, high, "range"
    else:
        low_or_none, high_or_none = _open(bound, low, high)
    number = Number(
        low=low_or_none, high=high_or_none, bound=bound, approximate=approximate, ambiguous=doubt, out_of=out_of
    )
    return Found(number, start, end, core_start, False)


def _open(bound: Bound, low: float, high: float) -> tuple[float | None, float | None]:
    if bound in {"more_than", "at_least"}:
        return low, None
    if bound in {"fewer_than", "at_most"}:
        return None, high
    return low, high


def _bounds(text: str, start: int, end: int) -> tuple[Bound, int, int, bool]:
    """Read the bound words round a number; several may stand together ("at least about")."""
    bound: Bound = "exact"
    approximate = False
    before = bound_words("before")
    for _ in range(2):
        at = start - 1
        while at >= 0 and text[at] in " \u00a0\n\t":
            at -= 1
        if at < 0:
            break
        if text[at].isalpha():
            edge = at
            while edge > 0 and at - edge < 14 and text[edge - 1].isalpha():
                edge -= 1
            key = text[edge : at + 1].lower()
        else:
            key = text[at]
        if key not in before.keys:
            break
        match = before.pattern.search(text[max(0, start - _BEFORE_LOOK) : start])
        if match is None:
            break
        word = before.bounds.get(re.sub(r"[\s\-]+", " ", match.group(1).lower()))
        if word is None:
            break
        if word == "about":
            approximate = True
        else:
            bound = word
        start = max(0, start - _BEFORE_LOOK) + match.start(1)
    tail = text[end : end + 1]
    if tail and (tail in "+ \u00a0"):
        after = bound_words("after")
        match = after.pattern.match(text, end)
        if match is not None:
            word = after.bounds[re.sub(r"[\s\-]+", " ", match.group(1).lower())]
            if word == "about":
                approximate = True
            elif bound == "exact":
                bound = word
            end = match.end()
    if bound == "exact" and approximate:
        bound = "about"
    return bound, start, end, approximate


def parse_number(text: str) -> Number:
    """Read a text that is one number and nothing else.

    Parameters
    ----------
    text : str
        "5,100", "۵۱۰۰", "٥٬١٠٠", "12,5", "2.3 million", "one-third", "12 of 35", "7.5-15", "½", "over 2,000".

    Returns
    -------
    Number
        With ``None`` on an open side.

    Raises
    ------
    InputError
        HF-U003 where the text is not exactly one number; HF-U004 where it has two readings ("5.100").
    """
    folded = fold(text)
    found = scan(folded)
    if len(found) == 1:
        one = found[0]
        outside = folded.text[: one.start] + folded.text[one.end :]
        if not outside.strip(" \u00a0\t\n"):
            if one.number.ambiguous and one.number.bound == "range":
                raise InputError(
                    "HF-U004",
                    where="number",
                    found=repr(text),
                    expected="a number with one reading",
                    mend=f"write {one.number.high:,.0f} or {one.number.low:g}",
                )
            return one.number
    raise InputError(
        "HF-U003",
        where="number",
        found=repr(text),
        expected="one number, such as 5,100 or 2.3 million or one-third",
        mend="write the number alone, without its unit or other words",
    )


def find_numbers(text: str) -> list[NumberMention]:
    """Find the numbers of a text that state how much or how many.

    Dates, clock times, years, ordinals, telephone numbers, references and labels ("gate 4", "Camp 5") are no amounts
    and are left out. Durations and quantities with units are found too: their numbers are amounts.

    Parameters
    ----------
    text : str
        Any Unicode text.

    Returns
    -------
    list of NumberMention
        In order; spans are half-open code points of ``text`` and include bound words.
    """
    folded = fold(text)
    mentions = []
    for found in scan(folded, refusals(folded.text)):
        if found.label:
            continue
        start, end = folded.span(found.start, found.end)
        n = found.number
        mentions.append(
            NumberMention(
                low=n.low,
                high=n.high,
                bound=n.bound,
                approximate=n.approximate,
                start=start,
                end=end,
                text=text[start:end],
                ambiguous=n.ambiguous,
                out_of=n.out_of,
            )
        )
    return mentions
