"""Numbers in running text: digits of three scripts, words of three languages, fractions, ranges and bounds."""

from __future__ import annotations

import re
from typing import NamedTuple

from holdfast.errors import InputError
from holdfast.quantities.atoms import Atom, Token, is_scale, number_word, tokens, words_atom
from holdfast.quantities.folding import Folded, fold
from holdfast.quantities.lexicon import bound_words
from holdfast.quantities.numerals import FRACTIONS, read_cluster
from holdfast.quantities.records import Bound, Number, NumberMention
from holdfast.quantities.refusals import Refusals, refusals

_BEFORE_LOOK = 28
_RANGE_GAP = re.compile(r" ?- ?|[\s\u00a0]+(?:to|or|until|and|و|تا|الی|او|یا)[\s\u00a0]+|-to-")
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
_SCALE_LETTERS = frozenset("kKMbm")
_SPACES = re.compile(r"[\s\-]+")
_ORDINAL_TAIL = re.compile(r"(?:st|nd|rd|th|ST|ND|RD|TH)(?![^\W_])")
_NOT_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|this|that|which|each|the|another|some|last|first|next|only|latest|big)[\s\u00a0-]+$",
    re.IGNORECASE,
)
_NOT_ONE_AFTER = re.compile(
    r"[\s\u00a0]+(?:another|of (?:the|these|those|our|their|them|us|its|his|her)|who|must|can|should|would|could|might|has to|day (?:we|they|it|he|she))\b|'s\b",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """A number in folded coordinates; ``core_start`` is where its digits or words begin."""

    number: Number
    start: int
    end: int
    core_start: int
    label: bool


def _digits(text: str, toks: list[Token], i: int) -> list[Atom]:
    """Read the numbers of a run of digits, with what is glued to the last: ½, 1/2, k, M, "and a half", "million"."""
    token = toks[i]
    if token.start and _glued(text, token.start):
        return []
    if _leading_point(text, token):
        value = float(f"0.{token.text}")
        return [_scaled(text, toks, Atom(value, value, False, token.start - 1, token.end, i + 1))]
    numerals = read_cluster(token.text)
    atoms = [
        Atom(n.value, n.other or n.value, n.doubt, token.start + n.start, token.start + n.end, i + 1) for n in numerals
    ]
    if not atoms or _ORDINAL_TAIL.match(text, atoms[-1].end):
        return atoms[:-1]
    last = _with_fraction(text, atoms[-1], plain=token.text.isdigit())
    return [*atoms[:-1], _scaled(text, toks, last)] if last is not None else atoms[:-1]


def _glued(text: str, start: int) -> bool:
    """Say whether digits end a name ("Tank1"); Arabic writes "and 50" in one word."""
    before = text[start - 1]
    if before in "وفبل":
        return start > 1 and text[start - 2].isalnum()
    return before.isalpha() or before == "_"


def _leading_point(text: str, token: Token) -> bool:
    """Say whether the digits are the decimals of a number without its zero, as in ".5 L"."""
    at = token.start - 1
    if at < 0 or text[at] not in ".٫" or not token.text.isdigit() or len(token.text) > 6:
        return False
    return at == 0 or text[at - 1] in " \u00a0\n\t(~="


def _with_fraction(text: str, atom: Atom, *, plain: bool) -> Atom | None:  # noqa: PLR0911 - one writing a line
    """Add what is written behind the digits as a fraction; None where a slash makes them no number."""
    tail = text[atom.end : atom.end + 1]
    if not tail or not (tail in FRACTIONS or tail == "/" or tail in " \u00a0\n"):
        return atom
    if tail in FRACTIONS:
        return _plus(atom, FRACTIONS[tail], atom.end + 1, atom.next + 1)
    if tail == "/":
        if not plain:
            return atom
        slashed = _SLASHED.match(text, atom.start)
        share = _share(slashed)
        if slashed is not None and share is None:
            return None
        return (
            atom
            if slashed is None or share is None
            else Atom(share, share, False, atom.start, slashed.end(), atom.next + 1)
        )
    following = text[atom.end + 1 : atom.end + 2]
    if following.isdigit() and plain:
        slashed = _SLASHED.match(text, atom.end)
        share = _share(slashed)
        return atom if slashed is None or share is None else _plus(atom, share, slashed.end(), atom.next + 2)
    if following in "aو" and (half := _HALF_MORE.match(text, atom.end)):
        return _plus(atom, 0.5, half.end(), atom.next + len(half.group().split()))
    return atom


def _plus(atom: Atom, part: float, end: int, following: int) -> Atom:
    return atom._replace(low=atom.low + part, high=atom.high + part, end=end, next=following)


def _share(slashed: re.Match[str] | None) -> float | None:
    if slashed is None:
        return None
    top, bottom = int(slashed.group(1)), int(slashed.group(2))
    return top / bottom if 0 < top < bottom and bottom in _DENOMINATORS else None


def _scaled(text: str, toks: list[Token], atom: Atom) -> Atom:
    """Multiply by "k", "M", "million", "thousand"; "2.300 million" has one reading only."""
    scale, end, following = 1.0, atom.end, atom.next
    tail = text[end : end + 2]
    if tail and (tail[0] in _SCALE_LETTERS or tail[1:] in _SCALE_LETTERS):
        glued = _GLUED_SCALE.match(text, end) or _SPACED_SCALE.match(text, end)
        if glued:
            scale, end, following = _SCALES[glued.group(1)], glued.end(), following + 1
    while (
        following < len(toks)
        and toks[following].start - end <= 2
        and is_scale(toks[following], word := number_word(toks[following]))
    ):
        gap = text[end : toks[following].start]
        if not gap or gap.strip(" -\u00a0\n") or word is None:
            break
        scale, end, following = scale * word.value, toks[following].end, following + 1
    if scale == 1.0:
        return atom
    high = atom.low if atom.doubt else atom.high
    return Atom(atom.low * scale, high * scale, False, atom.start, end, following, scale)


def _atoms(text: str, toks: list[Token]) -> list[Atom]:
    atoms: list[Atom] = []
    i = 0
    while i < len(toks):
        token = toks[i]
        if token.kind == "digits":
            found = _digits(text, toks, i)
        elif token.kind == "vulgar":
            value = FRACTIONS[token.text]
            found = [Atom(value, value, False, token.start, token.end, i + 1)]
        else:
            in_words = words_atom(text, toks, i)
            found = [] if in_words is None else [in_words]
        atoms += found
        i = max(i + 1, found[-1].next) if found else i + 1
    return atoms


def _range(text: str, a: Atom, b: Atom) -> Atom | None:
    """Join two atoms that state a range; falling pairs ("from 36 to 24") are two numbers, a change and no range."""
    width = b.start - a.end
    if not 1 <= width <= 8 or (
        width < 3 and text[a.end] != "-" and text[b.start - 1] != "-" and text[a.end + 1] != "-"
    ):
        return None
    gap = _RANGE_GAP.fullmatch(text, a.end, b.start)
    if gap is None:
        return None
    word = gap.group().strip(" \u00a0\n\t-").lower()
    between = _BETWEEN.search(text, max(0, a.start - 12), a.start)
    opening = between.group().strip().lower() if between else ""
    if (word == "and" and opening != "between") or (word == "و" and opening not in {"بین", "من"}):
        return None
    low = a.low
    if a.scale == 1 and b.scale > 1 and a.low <= b.low / b.scale:
        low = a.low * b.scale  # "2-3 million"
    if low >= b.high:
        return None
    start = between.start() if between and word not in {"or", "او", "یا"} else a.start
    return Atom(low, b.high, a.doubt or b.doubt, start, b.end, b.next)


def scan(folded: Folded, skip: Refusals | None = None) -> list[Found]:
    """Return every number of a folded text, in order.

    ``skip`` holds the spans that are no quantities (dates, clock times, telephone numbers, labels); without it every
    number is returned.
    """
    text = folded.text
    waiting = _atoms(text, tokens(text))
    if skip is not None:
        waiting = [a for a in waiting if not skip.covers(a.start, a.end)]
    found: list[Found] = []
    i = 0
    while i < len(waiting):
        atom = _signed(text, waiting[i])
        following = waiting[i + 1] if i + 1 < len(waiting) else None
        i += 1
        pair = None
        if following is not None:
            pair = _range(text, atom, following) or _range(text, atom, _signed(text, following))
        if pair is not None:
            i += 1
            found.append(_finish(text, pair, waiting[i - 2].start, is_range=True, out_of=None))
            continue
        whole = _whole_of(text, atom, following) if following is not None else None
        if whole is not None and following is not None:
            i += 1
            found.append(
                _finish(text, atom._replace(end=following.end), waiting[i - 2].start, is_range=False, out_of=whole)
            )
            continue
        if not _is_pronoun(text, atom):
            found.append(_finish(text, atom, waiting[i - 1].start, is_range=atom.low != atom.high, out_of=None))
    if skip is None:
        return found
    return [f._replace(label=True) if skip.labelled(f.core_start, f.end) else f for f in found]


def _whole_of(text: str, part: Atom, whole: Atom) -> float | None:
    """Return 35 for "12 of 35"."""
    if not 4 <= whole.start - part.end <= 20 or part.low < 1 or part.low > whole.low or part.low != int(part.low):
        return None
    return whole.high if _OUT_OF.fullmatch(text, part.end, whole.start) else None


def _is_pronoun(text: str, atom: Atom) -> bool:
    if atom.low != 1 or text[atom.start : atom.end].lower() != "one":
        return False
    before = text[max(0, atom.start - 12) : atom.start]
    return bool(_NOT_ONE_BEFORE.search(before) or _NOT_ONE_AFTER.match(text, atom.end))


def _signed(text: str, atom: Atom) -> Atom:
    """Apply the minus sign that stands before a number, if one does."""
    start = atom.start
    if start == 0 or text[start - 1] not in "- ":
        return atom
    before = text[max(0, start - 6) : start]
    if before.endswith("-") and (len(before) == 1 or before[-2] in " (\n\t:=[\u00a0"):
        start -= 1
    elif before.lower() == "minus ":
        start -= 6
    else:
        return atom
    return atom._replace(low=-atom.high, high=-atom.low, start=start)


def _finish(text: str, atom: Atom, core_start: int, *, is_range: bool, out_of: float | None) -> Found:
    stated = _bounds(text, atom.start, atom.end)
    bound: Bound = stated.bound
    low: float | None = atom.low
    high: float | None = atom.high
    if bound in {"more_than", "at_least"}:
        high = None  # "more than 4 to 5": the outer figure holds on the stated side
    elif bound in {"fewer_than", "at_most"}:
        low = None
    elif is_range:
        bound = "range"
    number = Number(
        low=low, high=high, bound=bound, approximate=stated.approximate, ambiguous=atom.doubt, out_of=out_of
    )
    return Found(number, stated.start, stated.end, core_start, False)


class _Stated(NamedTuple):
    bound: Bound
    start: int
    end: int
    approximate: bool


def _bounds(text: str, start: int, end: int) -> _Stated:
    """Read the bound words round a number; two may stand together ("at least about")."""
    bound: Bound = "exact"
    approximate = False
    for _ in range(2):
        before = _bound_before(text, start)
        if before is None:
            break
        start = before[1]
        approximate = approximate or before[0] == "about"
        bound = bound if before[0] == "about" else before[0]
    after = _bound_after(text, end)
    if after is not None:
        end = after[1]
        approximate = approximate or after[0] == "about"
        if after[0] != "about" and bound == "exact":
            bound = after[0]
    if bound == "exact" and approximate:
        bound = "about"
    return _Stated(bound, start, end, approximate)


def _bound_before(text: str, start: int) -> tuple[Bound, int] | None:
    at = start - 1
    while at >= 0 and text[at] in " \u00a0\n\t":
        at -= 1
    if at < 0:
        return None
    edge = at
    if text[at].isalpha():
        while edge > 0 and at - edge < 14 and text[edge - 1].isalpha():
            edge -= 1
    words = bound_words("before")
    # The last word is looked up first: the pattern runs only where it can match.
    if text[edge : at + 1].lower() not in words.keys:
        return None
    offset = max(0, start - _BEFORE_LOOK)
    match = words.pattern.search(text[offset:start])
    if match is None:
        return None
    bound = words.bounds.get(_SPACES.sub(" ", match.group(1).lower()))
    return None if bound is None else (bound, offset + match.start(1))


def _bound_after(text: str, end: int) -> tuple[Bound, int] | None:
    tail = text[end : end + 2]
    if not tail or tail[0] not in "+ \u00a0" or (tail[0] != "+" and not tail[1:].isalpha() and tail[1:] != "+"):
        return None
    words = bound_words("after")
    match = words.pattern.match(text, end)
    if match is None:
        return None
    bound = words.bounds.get(_SPACES.sub(" ", match.group(1).lower()))
    return None if bound is None else (bound, match.end())


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
