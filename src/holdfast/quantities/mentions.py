"""Quantities in running text: a number, its unit, and what it is spread over."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from holdfast.quantities.folding import Folded, fold
from holdfast.quantities.numbers import Found, scan
from holdfast.quantities.numerals import read_cluster
from holdfast.quantities.records import Number, Per, QuantityMention, Unit
from holdfast.quantities.refusals import Refusals, refusals
from holdfast.quantities.units import (
    base_unit,
    rate_at,
    sized_unit,
    symbol_of,
    unit_pattern,
    unit_rows,
    whole_rate,
    whole_rate_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

# Words that may stand between a count and what is counted.
_BETWEEN = (
    r"(?:(?:more|additional|extra|further|other|full|empty|half-empty|loaded|large|small|big|whole|entire|new|old|straight|consecutive"
    r"|successive|long|working|water|fuel|diesel|petrol|gas|food|flour|septic|sewage|supply|aid|relief|medical|plastic|metal|steel"
    r"|heavy|refrigerated|hired|desperate|defenceless|defenseless|unarmed|iranian|besieged|metric|individual|separate)[ \u00a0\-]+){0,2}"
)
_INITIAL = re.compile(r"\.[ \u00a0]?[A-Z][a-z]")
_PART_OF_ONE = re.compile(r"[ \u00a0]+(?:of[ \u00a0]+)?an?(?=[ \u00a0])", re.IGNORECASE)
_OF_WHAT = re.compile(
    r"[ \u00a0]+of(?:[ \u00a0]+[a-zA-Z\-]{2,20}){1,3}?(?=[ \u00a0]+(?:per|a|an|each|every|daily)[ \u00a0]|[ \u00a0]+daily|/)"
)
_CURRENCY = re.compile(r"(US\$|\$|€|USD|EUR|IQD)[ \u00a0]?$")
_CURRENCIES = {"US$": "USD", "$": "USD", "€": "EUR"}
_MILLION_M = re.compile(r"[ \u00a0]?(m|k)[ \u00a0]+(?:of[ \u00a0]+)?(?=[a-zA-Z])")
_DEGREE_GAP = re.compile(
    r"[ \u00a0]{0,2}(?:degrees?|deg\.?|°|º)[ \u00a0]{0,2}\(?(F|C|Fahrenheit|Celsius)\)?(?![^\W_])", re.IGNORECASE
)


@cache
def _unit_after() -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0]{{0,2}}-?[ \u00a0]?{_BETWEEN}({unit_pattern()})(?![^\W_]|[²³])")


class Read(NamedTuple):
    """A unit read behind a number."""

    unit: Unit
    end: int
    written: str
    spread: tuple[float, float] | None = None  # factors of the two units an ambiguous name has
    scale: float = 1.0  # "5m people"
    sized: bool = False  # "50-kg bag": the number read is the size, not the count


def find_quantities(text: str, packages: Mapping[str, str] | None = None) -> list[QuantityMention]:
    """Find the quantities of a text: numbers with a unit.

    Parameters
    ----------
    text : str
        Any Unicode text.
    packages : mapping of str to str, optional
        Sizes of the site's packages, such as ``{"jerrycan": "20 L"}``; a package without a size keeps its count and has
        no internal value.

    Returns
    -------
    list of QuantityMention
        In order; spans are half-open code points of ``text``. "gallon" names two units: its internal value is the
        interval between them. "120 degrees" without a scale has no internal value. A bare count ("2,000 inside") is
        found by ``find_numbers``.

    Raises
    ------
    UnitError
        HF-U008 where ``packages`` holds a size that is no quantity.
    """
    folded = fold(text)
    return quantities_in(folded, refusals(folded.text), packages)


def quantities_in(folded: Folded, skip: Refusals, packages: Mapping[str, str] | None = None) -> list[QuantityMention]:
    """Find the quantities of a folded text whose non-amounts are known; see ``find_quantities``."""
    source = folded.text
    mentions: list[QuantityMention] = []
    last_end = -1
    waiting: Found | None = None  # a count that stands before "50-kg bags"
    for found in scan(folded, skip):
        if found.core_start < last_end:
            continue  # the 50 of "20 bags of 50 kg" was read as part of the unit
        read = _unit_of(source, found, packages)
        count, waiting = waiting, found if read is None else None
        stated = found
        if read is None:
            continue
        if found.label:
            continue
        start, end = found.start, max(found.end, read.end)
        currency = _CURRENCY.search(source, max(0, start - 5), start)
        if currency and read.end == found.end:
            start = currency.start()
        last_end = end
        if read.sized:
            if count is not None and not count.label and _TIMES.fullmatch(source, count.end, found.start):
                stated, start = count, count.start
            else:
                stated = found._replace(number=_ONE_PACKAGE)
        span = folded.span(start, end)
        mentions.append(_mention(folded.original, stated, read, span))
    return mentions


_TIMES = re.compile(r"[ \u00a0]*(?:x|×|\*|of the)?[ \u00a0]*", re.IGNORECASE)
# "50-kg bags" alone says how big a bag is, not how many there are.
_ONE_PACKAGE = Number(low=1.0, high=1.0, bound="exact", approximate=False)


def _mention(text: str, found: Found, read: Read, span: tuple[int, int]) -> QuantityMention:
    number, u = found.number, read.unit
    low, high = _times(number.low, read.scale), _times(number.high, read.scale)
    approximate = number.approximate
    if read.spread is not None:
        si_low, si_high = _times(low, read.spread[0]), _times(high, read.spread[1])
        approximate = True
    else:
        si_low, si_high = _si(low, u), _si(high, u)
    return QuantityMention(
        low=low,
        high=high,
        bound=number.bound,
        approximate=approximate,
        unit=u.symbol,
        si_low=si_low,
        si_high=si_high,
        si_unit=u.si_symbol,
        per=u.per,
        start=span[0],
        end=span[1],
        text=text[span[0] : span[1]],
        ambiguous=number.ambiguous or read.spread is not None,
        out_of=number.out_of,
    )


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _si(value: float | None, u: Unit) -> float | None:
    if value is None or u.factor is None:
        return None
    # Twelve figures: 41 cm is 0.41 m and not 0.41000000000000003 m.
    return float(f"{value * u.factor + u.offset:.12g}")


def _unit_of(  # noqa: PLR0911 - one writing a line
    text: str, found: Found, packages: Mapping[str, str] | None
) -> Read | None:
    end = found.end
    currency = _CURRENCY.search(text, max(0, found.start - 5), found.start)
    degree = _DEGREE_GAP.match(text, end)
    if degree:
        symbol = "degF" if degree.group(1)[0] in "Ff" else "degC"
        return Read(base_unit(symbol), degree.end(), degree.group())
    whole = whole_rate_pattern().match(text, end + 1 if text[end : end + 1] in {" ", "\u00a0"} else end)
    if whole and (pair := whole_rate(whole.group(1))):
        return Read(base_unit(pair[0], packages, per=pair[1]), whole.end(), whole.group())
    if million := _MILLION_M.match(text, end):
        after = _unit_after().match(text, million.end() - 1)
        if after and unit_rows()[str(symbol_of(after.group(1)))].kind in {"count", "measure"}:
            inner = _finish(text, after, packages, found)
            if inner is not None:
                return inner._replace(scale=1e6 if million.group(1) == "m" else 1e3)
    part = _PART_OF_ONE.match(text, end) if found.number.high is not None and 0 < found.number.high < 1 else None
    match = _unit_after().match(text, part.end() if part else end)
    if match is None:
        if currency:
            name = currency.group(1)
            if text[end : end + 1] == "m" and not text[end + 1 : end + 2].isalnum():
                return Read(base_unit(_CURRENCIES.get(name, name)), end + 1, name, scale=1e6)
            return Read(base_unit(_CURRENCIES.get(name, name)), end, name)
        return None
    return _finish(text, match, packages, found)


def _finish(text: str, match: re.Match[str], packages: Mapping[str, str] | None, found: Found) -> Read | None:
    written, end = match.group(1), match.end()
    symbol = symbol_of(written)
    if symbol is None or _is_no_unit(text, match, written, found):
        return None
    row = unit_rows()[symbol]
    if row.kind == "measure" and (package := _package_after(text, end, symbol)):
        return _sized(found, symbol, package)
    if row.kind == "package" and (size := _stated_size(text, end)):
        return Read(sized_unit(symbol, size[0], size[1]), size[2], written)
    rate = rate_at(text, end)
    if rate is None and (what := _OF_WHAT.match(text, end)):
        rate = rate_at(text, what.end())  # "15 litres of water per person per day"
    per: Per | None = rate.per if rate else None
    end = rate.end if rate else end
    if row.kind.startswith("either:"):
        pair = [base_unit(s, packages) for s in row.kind.removeprefix("either:").split("|")]
        factors = sorted((u.factor or 0.0) * (rate.factor if rate else 1.0) for u in pair)
        u = Unit(
            symbol=symbol,
            dimension=row.dimension,
            si_symbol=row.si_symbol,
            factor=None,
            offset=0.0,
            per=per,
            status=row.status,
        )
        return Read(u, end, written, spread=(factors[0], factors[-1]))
    return Read(base_unit(symbol, packages, per=per, scale=rate.factor if rate else 1.0), end, written)


class _Package(NamedTuple):
    symbol: str
    end: int


def _package_after(text: str, end: int, inner: str) -> _Package | None:
    """Return the package of "50-kg bags" or "200 L drum", where a measured unit is followed by one."""
    match = _unit_after().match(text, end)
    if match is None or match.end() == end:
        return None
    symbol = symbol_of(match.group(1))
    if symbol is None or unit_rows()[symbol].kind != "package" or symbol in {"item", "convoy"}:
        return None
    if unit_rows()[inner].dimension not in {"mass", "volume"}:
        return None
    return _Package(symbol, match.end())


def _sized(found: Found, inner: str, package: _Package) -> Read | None:
    """Read "50-kg bag" as one package of that size; the count, if any, stands before it and is joined later."""
    size = found.number.low
    if size is None or size <= 0:
        return None
    return Read(sized_unit(package.symbol, size, inner), package.end, "sized", sized=True)


_EACH_SIZE = re.compile(
    r"[ \u00a0]*(?:of|each of|weighing|holding|@|x|×|,|\(|سعه|زنه|من)[ \u00a0]*([0-9][0-9.,٫٬]*)[ \u00a0\-]?([^\W\d_]{1,12})(?![^\W_])"
    r"(?:[ \u00a0]+each|\))?"
)


def _stated_size(text: str, end: int) -> tuple[float, str, int] | None:
    """Return the size of "20 bags of 50 kg": value, unit and end."""
    match = _EACH_SIZE.match(text, end)
    if match is None:
        return None
    symbol, numerals = symbol_of(match.group(2)), read_cluster(match.group(1))
    if symbol is None or len(numerals) != 1 or numerals[0].doubt or numerals[0].value <= 0:
        return None
    row = unit_rows()[symbol]
    if row.kind != "measure" or row.dimension not in {"mass", "volume"}:
        return None
    return numerals[0].value, symbol, match.end()


def _is_no_unit(  # noqa: PLR0911 - one trap a line
    text: str, match: re.Match[str], written: str, found: Found
) -> bool:
    after = text[match.end() : match.end() + 2]
    gap = text[found.end : match.start(1)]
    if written in {"F", "C", "K", "V"}:
        if after[:1] == "-" and after[1:2].isalnum():
            return True  # F-16
        if "-" in gap:
            return True
        value = found.number.low if found.number.low is not None else found.number.high
        if value is None or not -100 <= value <= 400:
            return True
        # "met 12 F. Smith": an initial, unless the figure is a plausible heat and the point ends a sentence.
        return value < 50 and _INITIAL.match(text, match.end()) is not None
    if written in {"m", "s", "d", "h", "g", "t"} and after[:1] == "'":
        return True
    if written in {"H", "D", "T"} and gap:
        return written != "T"
    return False
