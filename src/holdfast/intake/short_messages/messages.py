"""The short grammar for SMS, chat and radio: ``HF CL01 18AUG DIESEL 12500 L MEAS``, in English, Arabic and Persian.

A message is a row of readings: a thing, a figure or a state, and if wanted a day, an hour and how it is known. Every word
must be known. A clause with one word that is not is kept as it is for a person, since that word may be "if" or "promised".
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.intake.short_messages.check_letters import checked
from holdfast.intake.short_messages.grammar import Group, Part, Word, carries_day, readings_of
from holdfast.intake.text.normalise import normalise
from holdfast.intake.word_lists import word_list
from holdfast.quantities import find_numbers, find_quantities, find_times, fold_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from holdfast.quantities import NumberMention, QuantityMention, TimeMention

MAX_CHARS = 2_000
LANGUAGES = ("en", "ar", "fa")
_CLAUSE = re.compile(r"[\n;؛|]+|[,،](?!\d)|[.!](?=\s|$)|(?<=[^\d\s])\.(?=\S)|\?|؟")
_ASKED = "?؟"
_WORD = re.compile(r"[^\W\d_]+(?:[‌'’-][^\W\d_]+)*|\d+|\S")
_SITE_CODE = re.compile(r"\s*([A-Za-z]{1,5}-?\d{1,4})(?![^\s.,;])")
_SITE_WORD = re.compile(r"\s*([^\W_][\w-]*)")
_DAY_MONTH = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/.])")
_MARK = re.compile(r"[-:=()\[\]'\"“”«»*]")
_PERSIAN_LETTERS = frozenset("پچژگکی")
_LONGEST_PHRASE = 4
_UNIT_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortMessage:
    """A message taken apart: the readings as groups, what was not understood, and its language.

    ``kept`` are half-open spans of `text` for a person to read; ``check`` is None without a check letter, else whether it
    fits. ``digits`` is ``latin``, ``arabic`` or ``persian``, as most digits of the message are.
    """

    text: str
    groups: tuple[Group, ...]
    kept: tuple[tuple[int, int], ...]
    language: str
    digits: str
    site_code: str | None
    check: bool | None


@cache
def _words() -> Mapping[tuple[str, ...], tuple[str, str, frozenset[str]]]:
    table = word_list("short_words.csv")
    found: dict[tuple[str, ...], tuple[str, str, frozenset[str]]] = {}
    for row in csv.DictReader(table.splitlines()):
        for language in LANGUAGES:
            for alias in filter(None, row[language].split("|")):
                words = tuple(fold_word(alias).split())
                role, key, languages = found.get(words, (row["role"], row["key"], frozenset()))
                if (role, key) == (row["role"], row["key"]):
                    found[words] = (role, key, languages | {language})
    return found


def is_short(text: str) -> bool:
    """Whether a message opens with the sign of the short grammar, ``HF``."""
    return re.match(r"\s*HF\b", text, re.IGNORECASE) is not None


def take_apart(
    text: str,
    *,
    received: date,
    timezone: str = "UTC",
    names: Mapping[str, str] | None = None,
    site: str | None = None,
    holds: Mapping[str, str] | None = None,
) -> ShortMessage:
    """Take a short message apart.

    Parameters
    ----------
    text : str
        The message; it is normalised first, and spans count in the normalised text.
    received : date
        The day it came, from which "yesterday" and an hour without a day are counted.
    timezone : str
        Zone of the site.
    names : mapping or None
        Squeezed name -> id of the stores, tanks and generators of the site (``{"dieselmain": "diesel-main"}``).
    site : str or None
        Id of the site, which may stand behind ``HF`` as its code; others are letters with a number (``CL01``).
    holds : mapping or None
        Id of a store or tank -> commodity in it; of a generator ``generator``. What does not fit is kept.

    Returns
    -------
    ShortMessage
        What is not understood is in ``kept``, never dropped. With a check letter that does not fit, everything is.
    """
    clean = normalise(text)[:MAX_CHARS].strip()
    body, check = checked(clean)
    start, code = 0, None
    if is_short(body):
        start = body.upper().index("HF") + 2
        found_code = _SITE_CODE.match(body, start)
        if (
            found_code is None
            and (word := _SITE_WORD.match(body, start))
            and squeezed(word.group(1)) == squeezed(site or "")
        ):
            found_code = word
        if found_code is not None:
            code, start = found_code.group(1), found_code.end()
    head: list[Part] = []
    groups: list[Group] = []
    kept: list[tuple[int, int]] = [(0, len(clean))] if check is False else []
    clauses = [] if check is False else _clauses(body, start)
    lost_head = False
    for number, (first, last, asked) in enumerate(clauses):
        parts = None if asked else _parts(body, first, last, received, timezone, names or {}, holds or {})
        found = None if parts is None else readings_of(parts, received)
        of_message = number == 0 and (start > 0 or (found is not None and not found[0]))
        # A day in a head that was not understood may be that of every reading behind it.
        if found is None or (lost_head and not _dated(*found)) or (found[1] and not found[0] and not of_message):
            lost_head = lost_head or (of_message and bool(_times(body[first:last], received, timezone)))
            kept.append((first, last))
            continue
        readings, lead = found
        if of_message:
            # "HF CL01 18AUG …", or a date alone on the first line: of the whole message.
            head = lead
        for group in readings:
            group.lead, group.head = lead, head
        groups += readings
    if len(normalise(text).strip()) > MAX_CHARS:
        kept.append((len(clean), len(clean)))
    return ShortMessage(
        text=clean,
        groups=tuple(groups),
        kept=tuple(kept),
        language=_language(clean),
        digits=_digits(clean, _language(clean)),
        site_code=code,
        check=check,
    )


def _dated(groups: Sequence[Group], lead: Sequence[Part]) -> bool:
    """Whether a clause says its own day."""
    parts = [*lead, *(p for group in groups for p in group.parts)]
    return any(p.role == "time" and carries_day(p.value) for p in parts)


def _clauses(text: str, start: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the clauses that hold more than marks, and whether each is a question."""
    position = start
    for match in [*_CLAUSE.finditer(text, start), None]:
        end = match.start() if match else len(text)
        first, last = position, end
        while first < last and (text[first].isspace() or text[first] in "-:="):
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if any(c.isalnum() for c in text[first:last]):
            yield first, last, match is not None and match.group()[:1] in _ASKED
        position = match.end() if match else end


def _parts(
    text: str,
    first: int,
    last: int,
    received: date,
    timezone: str,
    names: Mapping[str, str],
    holds: Mapping[str, str],
) -> list[Part] | None:
    """Return the parts of a clause in order, or None where a word is not known."""
    scan = _Scan(text[first:last], first)
    scan.words(names, holds)
    scan.figures(received, timezone)
    scan.rest()
    return None if scan.unknown() else sorted(scan.parts, key=lambda p: p.start)


class _Scan:
    """One clause while it is taken apart; what is taken once is not taken again."""

    def __init__(self, clause: str, at: int) -> None:
        self.clause = clause
        self.at = at
        self.taken = bytearray(len(clause))
        self.parts: list[Part] = []

    def _take(self, role: str, key: str, start: int, end: int, value: Any = None) -> None:
        if not any(self.taken[start:end]):
            self.taken[start:end] = b"\x01" * (end - start)
            self.parts.append(Part(role, key, self.at + start, self.at + end, value))

    def words(self, names: Mapping[str, str], holds: Mapping[str, str]) -> None:
        """Take the names of the site, and the words of the table that carry meaning."""
        for start, end, key in _named(self.clause, names):
            self._take("asset", key, start, end, holds.get(key))
        for start, end, role, key, word in _keywords(self.clause, self.taken):
            if role != "filler":  # "5 ساعت": a word that may be left out can also be a unit
                self._take(role, key, start, end, word)

    def figures(self, received: date, timezone: str) -> None:
        """Take times, quantities and numbers. "gen 6 h" would be the sixth generator: names are out of the way by now."""
        # "41CM", "5H": units are written in capitals on a keypad; the number of characters stays.
        lower = "".join(c.lower() if c.isascii() else c for c in self.clause)
        bare, spelt = _untaken(lower, self.taken), _untaken(self.clause, self.taken)
        numbers = find_numbers(bare)
        quantities = [q for number in numbers for words in (bare, spelt) for q in _quantity(words, number)]
        for time in _times(self.clause, received, timezone):
            if not any(q.start < time.end_char and time.start_char < q.end for q in quantities):
                self._take("time", time.text, time.start_char, time.end_char, time)
        for quantity in quantities:
            self._take("quantity", quantity.unit, quantity.start, quantity.end, quantity)
        for number in numbers:
            self._take("number", number.text, number.start, number.end, number)

    def rest(self) -> None:
        """Take the words that may be left out, and digits that hang on a word: "TANK1"."""
        for start, end, role, key, word in _keywords(self.clause, self.taken):
            self._take(role, key, start, end, word)
        for digits in re.finditer(r"\d+", _untaken(self.clause, self.taken)):
            for number in find_numbers(digits.group()):
                self._take("number", number.text, digits.start(), digits.end(), number)

    def unknown(self) -> bool:
        """Whether anything but marks is left."""
        return any(not self.taken[m.start()] and not _MARK.fullmatch(m.group()) for m in _WORD.finditer(self.clause))


def _untaken(clause: str, taken: bytearray) -> str:
    """Return a clause with spaces for what is taken, so that places stay."""
    return "".join(" " if used else c for c, used in zip(clause, taken, strict=True))


def _times(clause: str, received: date, timezone: str) -> list[TimeMention]:
    # "18 aug": a month in small letters could be a word elsewhere; here it stands by its day.
    capitals = "".join(c.upper() if c.isascii() else c for c in clause)
    times = [t for t in find_times(capitals, received, timezone) if t.kind != "duration"]
    for match in _DAY_MONTH.finditer(clause):
        times += _day_month(match, clause, received, timezone)
    return times


def _quantity(text: str, number: NumberMention) -> list[QuantityMention]:
    """Return a number with the one to three words behind it that are its unit, and no word of another reading."""
    best: list[QuantityMention] = []
    end = number.end
    for count, word in enumerate(re.finditer(r"\s*[^\s\d]+\d?", text[number.end :]), start=1):
        known = _words().get((fold_word(word.group().strip()),), ("", "", frozenset()))[0]
        if count > _UNIT_WORDS or (known not in {"", "filler"} and count > 1):
            break
        end = number.end + word.end()
        found = [q for q in find_quantities(text[:end]) if q.start <= number.start and q.end > number.end]
        if found and (known == "" or found[-1].unit != "item") and (not best or found[-1].end > best[-1].end):
            best = found[-1:]
    return best


def _named(clause: str, names: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield the stores, tanks and generators of the site that are named whole: "diesel-main", "Gen 1"."""
    pieces = list(re.finditer(r"[^\W_]+", clause))
    at = 0
    while at < len(pieces):
        for count in range(min(_LONGEST_PHRASE, len(pieces) - at), 0, -1):
            start, end = pieces[at].start(), pieces[at + count - 1].end()
            key = names.get(squeezed(clause[start:end]))
            if key is not None:
                yield start, end, key
                at += count - 1
                break
        at += 1


def squeezed(name: str) -> str:
    """Return a name without case, spaces, dots and dashes: "Tank 1", "tank-1" and "TANK1" are one."""
    return re.sub(r"[\s_\-.]+", "", fold_word(name))


def _day_month(match: re.Match[str], clause: str, received: date, timezone: str) -> list[TimeMention]:
    """Read "18/8" where only one order of day and month can be; "3/4" stays a number, and so not understood."""
    from dataclasses import replace  # noqa: PLC0415  rare

    day, month = int(match.group(1)), int(match.group(2))
    if day <= 12 and month > 12:
        day, month = month, day
    elif month > 12 or (day <= 12 and day != month):
        return []
    months = "January February March April May June July August September October November December".split()
    found = find_times(f"{day} {months[month - 1]}", received, timezone) if 1 <= month <= 12 else []
    words = clause[match.start() : match.end()]
    return [replace(time, start_char=match.start(), end_char=match.end(), text=words) for time in found]


def _keywords(clause: str, taken: bytearray) -> Iterator[tuple[int, int, str, str, Word]]:
    """Yield the words of the table among what is not taken yet, longest phrase first: span, role, key and the word."""
    words = [m for m in _WORD.finditer(clause) if not any(taken[m.start() : m.end()])]
    at = 0
    while at < len(words):
        for count in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + count - 1].end()
            written = tuple(fold_word(clause[start:end]).split())
            known = _words().get(written)
            if known is not None:
                yield start, end, known[0], known[1], Word(" ".join(written), known[2])
                at += count - 1
                break
        at += 1


def _language(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    arabic = [c for c in letters if "\u0600" <= c <= "\u06ff"]
    if len(arabic) * 2 < max(len(letters), 1):
        return "en"
    votes = {"ar": 0, "fa": 0}
    for word in re.findall(r"[^\W\d_]+", text):
        known = _words().get((fold_word(word),))
        for language in votes.keys() & (known[2] if known else frozenset()):
            votes[language] += 1
    if votes["ar"] != votes["fa"]:
        return max(votes, key=lambda language: votes[language])
    return "fa" if any(c in _PERSIAN_LETTERS for c in arabic) or "\u06f4" in text else "ar"


def _digits(text: str, language: str) -> str:
    if not any(c.isdecimal() for c in text):
        return "persian" if language == "fa" else "latin"
    counts = {
        "latin": sum("0" <= c <= "9" for c in text),
        "arabic": sum("\u0660" <= c <= "\u0669" for c in text),
        "persian": sum("\u06f0" <= c <= "\u06f9" for c in text),
    }
    return max(counts, key=lambda script: counts[script])
