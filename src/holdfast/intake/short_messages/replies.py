"""The answer to a short message, in words of its language, short enough to be sent back.

English fits one SMS of 160 characters; Arabic and Persian one of 70, or at most three of 67 each. The wording in Arabic and
Persian awaits a native reader.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.intake.word_lists import word_list
from holdfast.quantities import format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.intake.short_messages.messages import ShortMessage
    from holdfast.intake.short_messages.statements import ShortReading

ONE_SMS = 160
ONE_WIDE_SMS = 70
WIDE_PART = 67
MOST_PARTS = 3
_JOIN = {"en": "; ", "ar": "؛ ", "fa": "؛ "}
_PLAIN = {
    ord("“"): '"',
    ord("”"): '"',
    ord("’"): "'",
    ord("‘"): "'",
    ord("–"): "-",
    ord("—"): "-",
    ord("\n"): " ",
    ord("\t"): " ",
}
# The letters of the 7-bit alphabet of GSM 03.38 that keyboards have; anything else makes a message wide.
_SEVEN_BIT = frozenset(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz\n")


@cache
def _table() -> Mapping[tuple[str, str], dict[str, str]]:
    text = word_list("short_replies.csv")
    return {(row["role"], row["key"]): row for row in csv.DictReader(text.splitlines())}


@cache
def _names() -> Mapping[tuple[str, str], dict[str, str]]:
    text = word_list("short_words.csv")
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in csv.DictReader(text.splitlines()):
        found[(row["role"], row["key"])] = {lang: row[lang].partition("|")[0] for lang in ("en", "ar", "fa")}
    return found


def segments(text: str) -> int:
    """Return how many SMS a text takes: 160 plain characters in one and 153 in each of several, 70 and 67 for others."""
    one, part = (ONE_SMS, 153) if all(c in _SEVEN_BIT for c in text) else (ONE_WIDE_SMS, WIDE_PART)
    return 1 if len(text) <= one else -(-len(text) // part)


def fits(text: str, language: str) -> bool:
    """Whether a reply may be sent: one SMS in English, at most three in Arabic and Persian."""
    return segments(text) <= (1 if language == "en" else MOST_PARTS)


def reply(
    message: ShortMessage,
    readings: Sequence[ShortReading],
    *,
    meant: Mapping[int, str] | None = None,
    again: bool = False,
) -> str:
    """Return what was understood, in words, for the sender to check.

    Parameters
    ----------
    message : ShortMessage
        Whose language and digits the answer takes.
    readings : sequence of ShortReading
        What was understood.
    meant : mapping or None
        Number of a reading -> litres that a stick in a tank stands for, as printed.
    again : bool
        True where the same message was received a moment before.

    Returns
    -------
    str
        Always fits (see `fits`): long answers lose first how things are known, then whole readings from the end, which are
        counted; never a digit of a figure.
    """
    language = message.language
    if again:
        return _say("again", language)
    if message.check is False:
        return _say("check_wrong", language)
    kept = " / ".join(" ".join(message.text[a:b].split()) for a, b in message.kept)
    if not readings:
        return _not_understood("not_understood", kept, language, example=True)
    for methods in (True, False):
        for count in range(len(readings), 0, -1):
            if count < len(readings) and methods:
                break  # how things are known is left out before a reading is
            parts = _parts(readings[:count], message, meant or {}, methods=methods)
            if count < len(readings):
                parts.append(_say("more", language, _digits(len(readings) - count, message)))
            said = _say("understood", language, _JOIN[language].join(parts))
            whole = said if not kept else f"{said} {_room(said, kept, language)}"
            if fits(whole, language):
                return whole
    return _say("understood", language, _say("more", language, _digits(len(readings), message)))


def _parts(
    readings: Sequence[ShortReading], message: ShortMessage, meant: Mapping[int, str], *, methods: bool
) -> list[str]:
    """Return readings in words; a day that all share is said once, with the last."""
    whens = [_when(reading, message) for reading in readings]
    shared = len(set(whens)) == 1
    found = []
    for number, (reading, when) in enumerate(zip(readings, whens, strict=True)):
        said = "" if shared and number < len(readings) - 1 else when
        found.append(_part(reading, message, meant.get(number), said, methods=methods))
    return found


def _room(said: str, kept: str, language: str) -> str:
    """Return the sentence on what was not understood, cut to the room that is left."""
    for length in range(min(len(kept), 60), 5, -1):
        text = _not_understood("part_not_understood", _cut(kept, length), language)
        if fits(f"{said} {text}", language):
            return text
    return _not_understood("part_not_understood", "...", language)


def _not_understood(key: str, kept: str, language: str, *, example: bool = False) -> str:
    for length in range(min(len(kept), 120), 0, -1):
        text = _say(key, language, _cut(kept, length))
        whole = f"{text}. {_say('example', language)}" if example else text
        if fits(whole, language):
            return whole
    return _say(key, language, "...")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: max(1, length - 3)].rstrip() + "..."


def _say(key: str, language: str, a: str = "", b: str = "", role: str = "say") -> str:
    words = _table()[(role, key)][language].replace("{a}", a).replace("{b}", b)
    return _seven_bit(words) if language == "en" else words


def _seven_bit(text: str) -> str:
    plain = text.translate(_PLAIN)
    return "".join(c if c in _SEVEN_BIT else "?" for c in plain)


def _digits(value: float, message: ShortMessage) -> str:
    script: Any = message.digits if message.language != "en" else "latin"
    return format_number(value, digits=script, figures=None)


def _name(role: str, key: str, language: str) -> str:
    row = _names().get((role, key))
    return (row or {}).get(language) or key


def _part(reading: ShortReading, message: ShortMessage, meant: str | None, when: str, *, methods: bool) -> str:
    """Return one reading in words: thing, figure or state, day and hour, how it is known."""
    language, said = message.language, reading.statement
    figure = _figure(reading, message)
    if meant is not None:
        figure = f"{figure} ({meant})"
    thing = _thing(reading, message)
    if said.claim_type in {"need", "consumption"}:
        words = _say("need" if said.claim_type == "need" else "use", language, f"{thing} {figure}".strip())
    elif said.claim_type in {"denial", "delivery", "removal"}:
        words = " ".join(
            filter(None, (_count(reading, message), thing, _say(reading.state or "refused", language, role="gate")))
        )
    elif reading.state is not None:
        # "NO POWER" stops a service, "NO DIESEL" empties a store.
        nothing = "stopped" if said.claim_type == "outage" else "empty"
        state = nothing if reading.state == "none" else reading.state
        words = f"{thing} {_say(state, language, role='state')}"
    else:
        # "tank 1 41 cm" could be heard as 141.
        words = f"{thing}: {figure}" if thing[-1:].isdigit() else f"{thing} {figure}"
    how = f", {_say(reading.method, language, role='method')}" if reading.method and methods else ""
    return f"{words} {when}".rstrip() + how


def _thing(reading: ShortReading, message: ShortMessage) -> str:
    language, said = message.language, reading.statement
    if reading.asset is not None:
        return reading.asset
    if reading.tank is not None:
        kind = "tank" if reading.subject == "tank" else "service"
        words = f"{_name(kind, reading.subject, language)} {_digits(float(reading.tank), message)}"
        goods = _name("item", reading.goods, language) if reading.goods else ""
        return f"{goods} {words}".strip() if language == "en" else f"{words} {goods}".strip()
    if reading.subject in {"truck", "tanker"}:
        load = (said.item or "").removesuffix(reading.subject).strip()
        vehicle = _name("vehicle", reading.subject, language)
        if language == "en" and (said.value_low, said.value_high) != (1, 1):
            vehicle = _say(reading.subject, language, role="unit")
        if not load:
            return vehicle
        carried = _name("item", load, language)
        return f"{carried} {vehicle}" if language == "en" else f"{vehicle} {carried}"
    for role in ("service", "people", "tank", "item"):
        if (role, reading.subject) in _names():
            return _name(role, reading.subject, language)
    return said.item or ""


def _count(reading: ShortReading, message: ShortMessage) -> str:
    """Return how much or how many passed the gate, with every bound; vehicles are named by their thing."""
    said = reading.statement
    unit = None if reading.subject in {"truck", "tanker"} else said.unit
    return _bounded(said.value_low, said.value_high, unit, message, about=reading.about)


def _figure(reading: ShortReading, message: ShortMessage) -> str:
    said = reading.statement
    unit = None if said.unit == "persons" else said.unit
    return _bounded(said.value_low, said.value_high, unit, message, about=reading.about)


def amount_words(
    low: float | None, high: float | None, unit: str, message: ShortMessage, *, about: bool = False
) -> str:
    """Return an amount in the language and the digits of a message: "about 5,100 litres", "at least 5,000 litres".

    Parameters
    ----------
    low, high : float or None
        The ends in `unit`; an end that is None is open, unless `about`, where `low` is the middle. Three figures are printed.
    unit : str
        Of both.
    message : ShortMessage
        Whose language and digits are taken.
    about : bool
        Whether `low` is the middle of what is only roughly known.
    """
    ends = [None if end is None else float(f"{end:.3g}") for end in (low, high)]
    return _bounded(ends[0], ends[0] if about else ends[1], unit, message, about=about)


def _bounded(low: float | None, high: float | None, unit: str | None, message: ShortMessage, *, about: bool) -> str:
    """Return a figure with its unit and its bound; an open end is said."""
    language = message.language
    if low is None and high is None:
        return ""
    if low is not None and high is not None and low != high:
        number = _say("to", language, _digits(low, message), _digits(high, message))
    else:
        number = _digits(low if low is not None else high or 0.0, message)
    row = _table().get(("unit", unit or ""))
    words = number if unit is None else f"{number} {row[language] if row else unit}"
    if high is None:
        return _say("at_least", language, words)
    if low is None:
        return _say("at_most", language, words)
    return _say("about", language, words) if about else words


def _when(reading: ShortReading, message: ShortMessage) -> str:
    said, language = reading.statement, message.language
    if said.time_start is None:
        return ""
    start = datetime.fromisoformat(said.time_start)
    day = _day(start.date(), message)
    words = _say("on", language, day)
    if said.time_precision == "hour":
        clock = f"{start:%H:%M}"
        digits = "".join(_digits(int(c), message) if c.isdigit() else c for c in clock)
        words = f"{words} {_say('at', language, digits)}"
    return words if reading.dated else f"{words} ({_say('received', language)})"


def _day(day: date, message: ShortMessage) -> str:
    """Return day and month, without the year; in Persian of the Jalali calendar."""
    language = message.language
    script: Any = message.digits if language != "en" else "latin"
    if language == "fa":
        whole = format_date(day, "fa", script, second="jalali", isolated=False)
        inner = whole[whole.rindex("(") + 1 : -1]
        return inner.rsplit(" ", 1)[0]
    return format_date(day, language, script, isolated=False).rsplit(" ", 1)[0]
