"""Units: one closed table, one conversion, and packages whose size only the site knows."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import UnitError
from holdfast.quantities.folding import fold, fold_word
from holdfast.quantities.lexicon import table
from holdfast.quantities.numerals import read_cluster
from holdfast.quantities.records import Per, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

# Food energy is kept in kcal and electric energy in kWh; both are energy, and one may be turned into the other.
# 1 kcal (thermochemical) = 4184 J; 1 kWh = 3.6e6 J.
_FOOD_ENERGY_KWH_PER_KCAL = 4184 / 3.6e6
_HOURS_PER_DAY = 24.0
_DAYS_PER_WEEK = 7.0
_DAYS_PER_MONTH = 30.4375
_PREFIX = 2  # letters of a prefix: k, m, or both with a point
_SHOWN = 3


class UnitRow(NamedTuple):
    """A row of ``units.csv``."""

    symbol: str
    dimension: str
    si_symbol: str | None
    factor: float | None
    offset: float
    kind: str
    source: str
    status: str
    aliases: tuple[str, ...]


@cache
def unit_rows() -> dict[str, UnitRow]:
    """Return every row of the unit table by symbol, aliases of all languages together."""
    rows = {}
    for raw in table("units.csv"):
        aliases = [a for lang in ("en", "ar", "fa") for a in raw[f"aliases_{lang}"].split("|") if a]
        rows[raw["symbol"]] = UnitRow(
            symbol=raw["symbol"],
            dimension=raw["dimension"],
            si_symbol=raw["si_symbol"] or None,
            factor=float(raw["factor"]) if raw["factor"] else None,
            offset=float(raw["offset"] or 0),
            kind=raw["kind"],
            source=raw["source"],
            status=raw["status"],
            aliases=(raw["symbol"], *aliases),
        )
    return rows


@cache
def _aliases() -> tuple[dict[str, str], dict[str, str]]:
    """Return alias -> symbol, exact and in lower case; lower case only where the alias has more than two letters."""
    exact: dict[str, str] = {}
    lower: dict[str, str] = {}
    for row in unit_rows().values():
        for alias in row.aliases:
            folded = re.sub(r"\s+", " ", fold(alias).text)
            exact.setdefault(folded, row.symbol)
            if len(folded) > 2:
                lower.setdefault(fold_word(folded), row.symbol)
    return exact, lower


def symbol_of(name: str) -> str | None:
    """Return the symbol of a written unit name without a rate, or None."""
    exact, lower = _aliases()
    written = re.sub(r"[\s\u00a0]+", " ", name).strip()
    found = exact.get(written) or lower.get(written.lower())
    if found is None and "-" in written:
        found = exact.get(written.replace("-", " ")) or lower.get(written.replace("-", " ").lower())
    return found


@cache
def is_unit_word(word: str) -> bool:
    """Say whether a word can follow a number as its unit."""
    return symbol_of(word) is not None


@cache
def unit_pattern() -> str:
    """Return a regular expression for every way to write a base unit, longest first."""
    exact, _lower = _aliases()
    long = sorted((a for a in exact if len(a) > 2), key=len, reverse=True)
    short = sorted((a for a in exact if len(a) <= 2), key=len, reverse=True)
    spaced = [re.escape(a).replace(r"\ ", r"[ \u00a0\-]{1,2}") for a in long]
    return f"(?:(?i:{'|'.join(spaced)})|{'|'.join(re.escape(a) for a in short)})"


_PERSON = r"(?:persons?|pers\.?|people|capita|cap|head|pp|individual|resident|refugee|p|c|نفر|شخص|فرد|للشخص|للفرد)"
_DAY = r"(?:days?|d|24[ \u00a0]?h(?:ours|rs)?|diem|یوم|یومیا|الیوم|روز)"
_HOUR = r"(?:hours?|hrs?|h|ساعه|ساعت)"
_EACH = r"(?:[ \u00a0]?/[ \u00a0]?|[ \u00a0]+(?:per|a|an|each|every|for each|در|فی|هر|برای[ \u00a0]+هر)[ \u00a0]+|[ \u00a0]+(?=للشخص|للفرد)|·)"
_RATES: tuple[tuple[str, Per, float], ...] = (
    (rf"{_EACH}{_PERSON}(?:{_EACH}|[ \u00a0]+|-){_DAY}", "person-day", 1.0),
    (rf"{_EACH}{_PERSON}[ \u00a0]+(?:daily|each day|every day)", "person-day", 1.0),
    (rf"{_EACH}{_DAY}{_EACH}{_PERSON}", "person-day", 1.0),
    (r"[ \u00a0]+(?:each|apiece|per head)[ \u00a0]+(?:a|per)[ \u00a0]+day", "person-day", 1.0),
    (r"[ \u00a0]+a[ \u00a0]+day[ \u00a0]+each", "person-day", 1.0),
    (rf"{_EACH}{_DAY}|[ \u00a0]+(?:daily|یومیا|روزانه)", "day", 1.0),
    (rf"{_EACH}{_HOUR}|[ \u00a0]+hourly", "hour", 1.0),
    (rf"{_EACH}(?:weeks?|wk|هفته|اسبوع)|[ \u00a0]+weekly", "day", 1 / _DAYS_PER_WEEK),
    (rf"{_EACH}(?:months?|ماه|شهر)|[ \u00a0]+monthly", "day", 1 / _DAYS_PER_MONTH),
    (rf"{_EACH}{_PERSON}", "person", 1.0),
)
_WHOLE: dict[str, tuple[str, Per]] = {
    "lpd": ("L", "person-day"),
    "lpcd": ("L", "person-day"),
    "lppd": ("L", "person-day"),
    "lcd": ("L", "person-day"),
    "l/p/d": ("L", "person-day"),
    "cmd": ("m3", "day"),
    "lph": ("L", "hour"),
}


class Rate(NamedTuple):
    """What a quantity is spread over, and the factor that brings a week or a month to a day."""

    per: Per
    factor: float
    end: int


@cache
def _rate_patterns() -> tuple[tuple[re.Pattern[str], Per, float], ...]:
    return tuple(
        (
            re.compile(rf"(?:{pattern})(?![^\W_])(?![ \u00a0]+(?:later|earlier|ago|before|after)\b)", re.IGNORECASE),
            per,
            factor,
        )
        for pattern, per, factor in _RATES
    )


def rate_at(text: str, position: int) -> Rate | None:
    """Return the rate a folded text states at a position ("/day", " per person per day"), or None."""
    if position >= len(text) or text[position] not in "/ \u00a0·":
        return None
    for pattern, per, factor in _rate_patterns():
        match = pattern.match(text, position)
        if match:
            return Rate(per, factor, match.end())
    return None


@cache
def whole_rate_pattern() -> re.Pattern[str]:
    """Return a pattern for units that carry their rate in one word (lpd, lpcd)."""
    names = "|".join(re.escape(n) for n in sorted(_WHOLE, key=len, reverse=True))
    return re.compile(rf"({names})(?![^\W_])", re.IGNORECASE)


def whole_rate(name: str) -> tuple[str, Per] | None:
    """Return the base symbol and rate of such a word."""
    return _WHOLE.get(name.lower())


_SIZED = re.compile(r"([0-9][0-9.,٫٬]*)[ \u00a0\-]?(.+?)[ \u00a0\-]+([^\W\d_].*)")


def package_size(symbol: str, packages: Mapping[str, str] | None) -> tuple[float, str] | None:
    """Return the size a site states for a package: value and base symbol, or None where it states none.

    Raises
    ------
    UnitError
        HF-U008 where the stated size is no quantity of a measured unit.
    """
    if not packages:
        return None
    for name, size in packages.items():
        if symbol_of(name) == symbol or fold_word(name) == symbol:
            return _read_size(name, size)
    return None


def _read_size(name: str, size: str) -> tuple[float, str]:
    match = re.fullmatch(r"([0-9][0-9.,٫٬]*)[ \u00a0]*(.*)", fold(str(size)).text.strip())
    if match:
        numerals = read_cluster(match.group(1))
        symbol = symbol_of(match.group(2))
        if len(numerals) == 1 and not numerals[0].doubt and symbol and unit_rows()[symbol].kind == "measure":
            value = numerals[0].value
            if value > 0:
                return value, symbol
    raise UnitError(
        "HF-U008",
        where=f"package {name!r}",
        found=repr(size),
        expected="a size above zero in a measured unit, such as '20 L' or '50 kg'",
        mend="state the size of one package, or remove the entry so that packages are only counted",
    )


def base_unit(
    symbol: str, packages: Mapping[str, str] | None = None, per: Per | None = None, scale: float = 1.0
) -> Unit:
    """Build the Unit of a base symbol, sized by the site where it is a package."""
    row = unit_rows()[symbol]
    if row.kind == "package":
        size = package_size(symbol, packages)
        if size is not None:
            inner = unit_rows()[size[1]]
            return Unit(
                symbol=symbol,
                dimension=inner.dimension,
                si_symbol=inner.si_symbol,
                factor=size[0] * (inner.factor or 1.0) * scale,
                offset=0.0,
                per=per,
                status="site",
            )
        return Unit(
            symbol=symbol,
            dimension=f"count of {symbol}",
            si_symbol=None,
            factor=None,
            offset=0.0,
            per=per,
            status=row.status,
        )
    factor = None if row.factor is None else row.factor * scale
    return Unit(
        symbol=symbol,
        dimension=row.dimension,
        si_symbol=row.si_symbol if factor is not None else None,
        factor=factor,
        offset=row.offset,
        per=per,
        status=row.status,
    )


def sized_unit(package: str, size: float, inner: str) -> Unit:
    """Build the Unit of a package that states its own size, such as the 50-kg bag."""
    row = unit_rows()[inner]
    return Unit(
        symbol=f"{size:g}-{inner} {package}",
        dimension=row.dimension,
        si_symbol=row.si_symbol,
        factor=size * (row.factor or 1.0),
        offset=0.0,
        per=None,
        status="stated",
    )


def unit(name: str, packages: Mapping[str, str] | None = None) -> Unit:
    """Return the unit a text names.

    Parameters
    ----------
    name : str
        "L", "MT", "°F", "L/person/day", "lpd", "jerrycan", "50-kg bag", "m3 per day"; English, Arabic or Persian.
    packages : mapping of str to str, optional
        Sizes of the site's packages, such as ``{"drum": "200 L"}``. A package without a size is a unit of count:
        ``si_symbol`` and ``factor`` are None.

    Returns
    -------
    Unit
        ``si = value * factor + offset``; for rates the internal unit is that of the base with ``per``.

    Raises
    ------
    UnitError
        HF-U001 where the name is no unit of the table, or names two ("gallon").
    """
    written = re.sub(r"[\s\u00a0]+", " ", fold(name).text).strip()
    whole = whole_rate(written)
    if whole is not None:
        return base_unit(whole[0], packages, per=whole[1])
    found = _parse(written, packages)
    if found is None:
        raise UnitError(
            "HF-U001",
            where="unit",
            found=repr(name),
            expected="a unit of the table, such as L, m3, kg, kWh, h, degC, persons, L/person/day",
            mend=_nearest(written),
        )
    return found


def _parse(written: str, packages: Mapping[str, str] | None) -> Unit | None:
    symbol = symbol_of(written) or symbol_of(written.removesuffix("."))
    if symbol is not None:
        row = unit_rows()[symbol]
        if row.kind.startswith("either:"):
            names = row.kind.removeprefix("either:").split("|")
            raise UnitError(
                "HF-U001",
                where="unit",
                found=repr(written),
                expected=f"one of {', '.join(names)}",
                mend="say which of the two is meant: 'US gallon' or 'imperial gallon'",
            )
        return base_unit(symbol, packages)
    sized = _SIZED.fullmatch(written)
    if sized:
        package, inner = symbol_of(sized.group(3)), symbol_of(sized.group(2))
        if package and inner and unit_rows()[package].kind == "package" and unit_rows()[inner].kind == "measure":
            size, _symbol = _read_size(package, f"{sized.group(1)} {inner}")
            return sized_unit(package, size, inner)
    for position in range(1, len(written)):
        rate = rate_at(written, position)
        if rate is not None and rate.end == len(written):
            base = symbol_of(written[:position])
            if base is not None and unit_rows()[base].kind in {"measure", "count", "package"}:
                return base_unit(base, packages, per=rate.per, scale=rate.factor)
    return None


def _nearest(written: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only on the way to an error

    word = written.lower()
    known = {alias.lower(): (alias, symbol) for names in reversed(_aliases()) for alias, symbol in names.items()}
    near = get_close_matches(word, list(known), n=8, cutoff=0.6)
    # What is missing before the end of a name may be kilo or milli: such a mending would change the figure a thousandfold.
    near = [alias for alias in near if not (alias.endswith(word) and 0 < len(alias) - len(word) <= _PREFIX)]
    first: dict[str, str] = {}
    for alias, symbol in (known[name] for name in near):
        first.setdefault(symbol, alias)
    shown = " or ".join(f"{alias!r} ({symbol})" for symbol, alias in list(first.items())[:_SHOWN])
    return f"write {shown} if that is what is meant" if shown else "write the unit by one of the table's names"


def convert(value: float, from_unit: str, to_unit: str, packages: Mapping[str, str] | None = None) -> float:
    """Convert a value from one unit to another.

    Parameters
    ----------
    value : float
        In ``from_unit``.
    from_unit, to_unit : str
        Names that ``unit`` reads. Temperatures convert with their offset (a temperature, not a difference).
    packages : mapping of str to str, optional
        Sizes of the site's packages.

    Returns
    -------
    float
        In ``to_unit``.

    Raises
    ------
    UnitError
        HF-U001 for an unknown unit; HF-U002 where the dimensions or the rates do not fit, or a package has no size.
    """
    a, b = unit(from_unit, packages), unit(to_unit, packages)
    if a.symbol == b.symbol and a.factor == b.factor and a.per == b.per:
        return float(value)
    bridge = _bridge(a, b)
    if bridge is None or a.factor is None or b.factor is None:
        raise UnitError(
            "HF-U002",
            where=f"conversion of {value:g}",
            found=f"{from_unit} ({_describe(a)}) to {to_unit} ({_describe(b)})",
            expected="two units of one dimension and one rate",
            mend="state the size of the package in the site, or correct the unit",
        )
    return ((value * a.factor + a.offset) * bridge - b.offset) / b.factor


def _describe(u: Unit) -> str:
    return u.dimension + (f" per {u.per}" if u.per else "") + (", no size known" if u.factor is None else "")


def _bridge(a: Unit, b: Unit) -> float | None:
    """Return the factor between the internal units of a and b, or None where they do not fit."""
    factor = 1.0
    if a.dimension != b.dimension:
        if {a.dimension, b.dimension} != {"energy", "food energy"}:
            return None
        factor = _FOOD_ENERGY_KWH_PER_KCAL if a.dimension == "food energy" else 1 / _FOOD_ENERGY_KWH_PER_KCAL
    if a.per == b.per:
        return factor
    if {a.per, b.per} == {"day", "hour"}:
        return factor * (_HOURS_PER_DAY if a.per == "hour" else 1 / _HOURS_PER_DAY)
    return None
