"""The one printer of numbers: rounds by uncertainty, names the unit once, and isolates the whole for any direction."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal, NamedTuple

from holdfast.errors import InputError
from holdfast.quantities.calendars import Calendar, from_gregorian
from holdfast.quantities.lexicon import table
from holdfast.quantities.units import unit as read_unit

Digits = Literal["latin", "arabic", "persian"]
Style = Literal["text", "table"]

# Digits and separators go together: Arabic separators round Latin digits are what one library prints by mistake.
_SYSTEMS = {
    "latin": "0123456789,.",
    "arabic": "٠١٢٣٤٥٦٧٨٩٬٫",
    "persian": "۰۱۲۳۴۵۶۷۸۹٬٫",
}
_LANGUAGES = ("en", "ar", "fa")
LEFT_TO_RIGHT_ISOLATE = "\u2066"
RIGHT_TO_LEFT_ISOLATE = "\u2067"
POP_ISOLATE = "\u2069"
_RIGHT_TO_LEFT_LETTER = re.compile("[\u0590-\u08ff]")
# Digits of Arabic and Persian are weak in direction; only letters make the run right-to-left.
_ARABIC_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9\u066b\u066c\u066a]")
_SIGNIFICANT = 2
_MILLION = 1_000_000


class _Name(NamedTuple):
    one: str
    many: str
    short: str
    words_below_ten: bool


@cache
def _names() -> dict[tuple[str, str], _Name]:
    return {
        (row["symbol"], row["lang"]): _Name(row["one"], row["many"], row["short"], row["words_below_ten"] == "yes")
        for row in table("unit_names.csv")
    }


@cache
def _words() -> dict[tuple[str, str], str]:
    return {(row["key"], lang): row[lang] for row in table("format_words.csv") for lang in _LANGUAGES}


def _phrase(key: str, lang: str, a: str, b: str = "") -> str:
    return (_words()[key, lang] or _words()[key, "en"]).format(a=a, b=b)


def _check(lang: str, digits: str) -> None:
    if lang not in _LANGUAGES or digits not in _SYSTEMS:
        raise InputError(
            "HF-U010",
            where="format",
            found=f"lang={lang!r}, digits={digits!r}",
            expected=f"lang one of {', '.join(_LANGUAGES)}; digits one of {', '.join(_SYSTEMS)}",
            mend="choose a language and digits the printer knows",
        )


def _finite(*values: float | None) -> None:
    for value in values:
        if value is not None and not math.isfinite(value):
            raise InputError(
                "HF-U011",
                where="format",
                found=str(value),
                expected="a finite number",
                mend="print 'unknown' or 'not before ...' where there is no number",
            )


def isolate(text: str) -> str:
    """Wrap a text so that it keeps its order inside a line of the other direction (U+2066 or U+2067 ... U+2069)."""
    letters = _ARABIC_DIGITS.sub("", text)
    opening = RIGHT_TO_LEFT_ISOLATE if _RIGHT_TO_LEFT_LETTER.search(letters) else LEFT_TO_RIGHT_ISOLATE
    return f"{opening}{text}{POP_ISOLATE}"


def _quantum(value: float, figures: int) -> Decimal:
    """Return the place to which a value of this size is rounded for the given significant figures."""
    if value == 0:
        return Decimal(1)
    return Decimal(1).scaleb(Decimal(repr(abs(value))).adjusted() - figures + 1)


def _rounded(value: float, quantum: Decimal) -> Decimal:
    return (Decimal(repr(value)) / quantum).to_integral_value(ROUND_HALF_UP) * quantum


def _round_one(value: float, figures: int | None) -> Decimal:
    if figures is None:
        return Decimal(repr(value))
    rounded = _rounded(value, _quantum(value, figures))
    # 9.96 to two figures is 10, not 10.0: the place moves with the result.
    return _rounded(float(rounded), _quantum(float(rounded), figures)) if rounded else rounded


def _round_two(low: float, high: float, figures: int | None) -> tuple[Decimal, Decimal]:
    """Round an interval to one place: that of its width or of its smaller end, whichever is coarser.

    An end that would vanish keeps one figure.
    """
    if figures is None:
        return Decimal(repr(low)), Decimal(repr(high))
    if low == high:
        return _round_one(low, figures), _round_one(high, figures)
    sizes = [high - low, min(abs(v) for v in (low, high) if v)]
    quantum = max(_quantum(float(_round_one(size, figures)), figures) for size in sizes)
    a, b = _rounded(low, quantum), _rounded(high, quantum)
    if low and not a:
        a = _round_one(low, 1)
    if high and not b:
        b = _round_one(high, 1)
    return a, b


def _digits(value: Decimal, digits: str, lang: str, *, magnitude: bool = True) -> str:
    size = abs(value)
    if magnitude and size >= 1_000_000_000:
        return _phrase("billion", lang, _digits(value / 1_000_000_000, digits, lang, magnitude=False))
    if magnitude and size >= 1_000_000:
        return _phrase("million", lang, _digits(value / 1_000_000, digits, lang, magnitude=False))
    plain = f"{value:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if plain in {"-0", ""}:
        plain = "0"
    return plain.translate(str.maketrans("0123456789,.", _SYSTEMS[digits]))


def _in_words(value: Decimal, lang: str) -> str | None:
    words = _words()["words", lang].split("|")
    if len(words) == 10 and value == value.to_integral_value() and 1 <= value <= 9:
        return words[int(value)]
    return None


def format_number(
    value: float, lang: str = "en", digits: Digits = "latin", *, figures: int | None = _SIGNIFICANT
) -> str:
    """Print a number without unit and without isolates.

    Parameters
    ----------
    value : float
        Any finite number.
    lang : {"en", "ar", "fa"}
        Language of "million" and "billion".
    digits : {"latin", "arabic", "persian"}
        Digits, with the separators that belong to them.
    figures : int or None
        Significant figures; None prints every digit (for a figure that is quoted, not estimated).

    Returns
    -------
    str
        "4,800", "2.3 million".

    Raises
    ------
    InputError
        HF-U010 for an unknown language or digits; HF-U011 for infinity or not-a-number.
    """
    _check(lang, digits)
    _finite(value)
    return _digits(_round_one(value, figures), digits, lang)


def format_range(
    low: float, high: float, lang: str = "en", digits: Digits = "latin", *, figures: int | None = _SIGNIFICANT
) -> str:
    """Print an interval without unit and without isolates: "4,800 to 9,400", "2 million to 3 million".

    Both ends are rounded to one place, set by the larger; where they round to the same number the result is "about".
    Arguments and errors as ``format_number``; the ends may come in either order.
    """
    _check(lang, digits)
    _finite(low, high)
    a, b = _round_two(min(low, high), max(low, high), figures)
    if a == b:
        return _digits(a, digits, lang) if low == high else _phrase("about", lang, _digits(a, digits, lang))
    return _phrase("to", lang, *_pair(a, b, digits, lang))


def _pair(a: Decimal, b: Decimal, digits: str, lang: str) -> tuple[str, str]:
    """Print two ends; "1 to 1.1 million" would be read as two millions, so both have a magnitude or neither."""
    both = not a or (abs(a) >= _MILLION) == (abs(b) >= _MILLION)
    return _digits(a, digits, lang, magnitude=both), _digits(b, digits, lang, magnitude=both)


def format_quantity(
    median_or_low: float,
    high: float | None = None,
    unit: str | None = None,
    lang: str = "en",
    digits: Digits = "latin",
    *,
    style: Style = "text",
    figures: int | None = _SIGNIFICANT,
    bound: str = "exact",
    isolated: bool = True,
) -> str:
    """Print a quantity as reports print it.

    Parameters
    ----------
    median_or_low : float
        The value, or the low end where ``high`` is given; in ``unit``.
    high : float, optional
        The high end of the interval.
    unit : str, optional
        Any name ``unit`` reads ("L", "degC", "L/person/day"). It is printed once, after the second figure.
    lang : {"en", "ar", "fa"}
        Arabic and Persian unit names await a native reader; a unit without a name is printed by its symbol.
    digits : {"latin", "arabic", "persian"}
        Digits, with the separators that belong to them.
    style : {"text", "table"}
        In text: "per cent", unit names, and one to nine of what is counted in words. In tables and charts: "%", symbols,
        numerals.
    figures : int or None
        Significant figures; None prints every digit.
    bound : str
        A bound of ``Number``: "more_than" prints "more than 2,000 people".
    isolated : bool
        Wrap in directional isolates (default), so that "3.5 m³" survives in a right-to-left line.

    Returns
    -------
    str
        Such as U+2066 "4,800 to 9,400 L" U+2069.

    Raises
    ------
    InputError
        HF-U010, HF-U011.
    UnitError
        HF-U001 for an unknown unit.
    """
    _check(lang, digits)
    _finite(median_or_low, high)
    if high is None:
        a = b = _round_one(median_or_low, figures)
    else:
        a, b = _round_two(min(median_or_low, high), max(median_or_low, high), figures)
    symbol, name, per = _unit_name(unit, lang)
    one, two = _figures(a, b, name, lang, digits, style)
    if a == b:
        figure = one
        if high is not None and high != median_or_low:
            figure = _phrase("about", lang, one)
    else:
        figure = _phrase("to", lang, one, two)
    if bound not in {"exact", "range"} and a == b and (high is None or high == median_or_low):
        key = "less_than" if bound == "fewer_than" and not name.words_below_ten else bound
        figure = _phrase(key, lang, figure)
    text = _with_unit(figure, symbol, name, b == 1 and a == b, style)
    if per is not None:
        text = f"{text}/{per.replace('person-day', 'person/day')}" if style == "table" else _phrase(per, lang, text)
    return isolate(text) if isolated else text


def _unit_name(unit: str | None, lang: str) -> tuple[str, _Name, str | None]:
    if unit is None:
        return "", _Name("", "", "", words_below_ten=False), None
    read = read_unit(unit)
    name = _names().get((read.symbol, lang)) or _names().get((read.symbol, "en")) or _sized_name(read.symbol)
    if name is None:
        name = _Name(read.symbol, read.symbol, read.symbol, words_below_ten=False)
    return read.symbol, name, read.per


def _sized_name(symbol: str) -> _Name | None:
    size, _, package = symbol.partition(" ")
    name = _names().get((package, "en"))
    if name is None:
        return None
    return _Name(f"{size} {name.one}", f"{size} {name.many}", f"{size} {name.short}", words_below_ten=True)


def _figures(a: Decimal, b: Decimal, name: _Name, lang: str, digits: str, style: str) -> tuple[str, str]:
    if style == "text" and name.words_below_ten and digits == "latin":
        first, second = _in_words(a, lang), _in_words(b, lang)
        if first and second:
            return first, second
    return _pair(a, b, digits, lang)


def _with_unit(figure: str, symbol: str, name: _Name, single: bool, style: str) -> str:  # noqa: FBT001
    if not symbol:
        return figure
    in_text = name.one if single else name.many
    written = name.short if style == "table" else in_text
    if not written:
        return figure
    glued = written.startswith("°") or written in {"%", "٪"}
    return f"{figure}{written}" if glued else f"{figure} {written}"


@cache
def _month_names(calendar: str, lang: str) -> tuple[str, ...]:
    rows = [row for row in table("months.csv") if row["calendar"] == calendar]
    return tuple((row[lang] or row["en"]).split("|")[0] for row in rows)


def _date_parts(day: date, lang: str, digits: str, calendar: Calendar) -> tuple[str, str, str]:
    year, month, number = from_gregorian(day, calendar)
    to = str.maketrans("0123456789,.", _SYSTEMS[digits])
    return str(number).translate(to), _month_names(calendar, lang)[month - 1], str(year).translate(to)


def format_date(
    day: date,
    lang: str = "en",
    digits: Digits = "latin",
    *,
    second: Calendar | None = None,
    isolated: bool = True,
) -> str:
    """Print a date: "14 July 2015", with a second calendar "14 July 2015 (23 Tir 1394)".

    Parameters
    ----------
    day : date
        Gregorian; of a datetime, its date as given (convert to the site's zone first).
    lang, digits
        As ``format_number``.
    second : {"jalali", "hijri"}, optional
        A second calendar in brackets. Hijri dates follow the Umm al-Qura tables and may be a day off either way.
    isolated : bool
        Wrap in directional isolates.

    Raises
    ------
    InputError
        HF-U006 where the second calendar's tables do not reach; HF-U010.
    """
    _check(lang, digits)
    text = " ".join(_date_parts(day, lang, digits, "gregorian"))
    if second is not None and second != "gregorian":
        text = f"{text} ({' '.join(_date_parts(day, lang, digits, second))})"
    return isolate(text) if isolated else text


def format_window(first: date, last: date, lang: str = "en", digits: Digits = "latin", *, isolated: bool = True) -> str:
    """Print a stretch of days without saying anything twice: "21 to 25 August 2015", "30 July to 2 August 2015".

    Arguments and errors as ``format_date``; the days may come in either order.
    """
    _check(lang, digits)
    first, last = min(_plain(first), _plain(last)), max(_plain(first), _plain(last))
    if first == last:
        return format_date(first, lang, digits, isolated=isolated)
    d1, m1, y1 = _date_parts(first, lang, digits, "gregorian")
    end = " ".join(_date_parts(last, lang, digits, "gregorian"))
    if first.year != last.year:
        start = f"{d1} {m1} {y1}"
    elif first.month != last.month:
        start = f"{d1} {m1}"
    else:
        start = d1
    text = _phrase("to", lang, start, end)
    return isolate(text) if isolated else text


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def format_clock(moment: datetime, *, isolated: bool = True) -> str:
    """Print a clock time in the house style: "8:30 a.m.", "noon", "midnight" (English)."""
    if moment.minute == 0 and moment.hour in {0, 12}:
        return "noon" if moment.hour else "midnight"
    half = "a.m." if moment.hour < 12 else "p.m."
    minutes = f":{moment.minute:02}" if moment.minute else ""
    text = f"{(moment.hour + 11) % 12 + 1}{minutes} {half}"
    return isolate(text) if isolated else text
