"""Figures as they are printed: rounded by what is known, in the units and digits of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import UnitError
from holdfast.quantities import format_number, format_quantity
from holdfast.report.text import Part, Text, clean, say

if TYPE_CHECKING:
    from holdfast.ledger import Claim

# Unit symbols as readers write them; anything else is printed as stated.
_SYMBOLS = {
    "degC": "°\u00a0C",
    "degF": "°\u00a0F",
    "C": "°\u00a0C",
    "F": "°\u00a0F",
    "m3": "m³",
    "persons": "people",
    "person": "people",
}


# House style: one to nine in words in running text.
_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PRINTED = ("en", "ar", "fa")


def figure_language(lang: str) -> str:
    """Return the language figures and dates are printed in: that of the report, or English where there is none yet."""
    return lang if lang in _PRINTED else "en"


def number(value: float, lang: str = "en", figures: int | None = 2) -> str:
    """Return a number rounded to so many significant figures; None keeps it as stated (a claim is quoted, not rounded)."""
    return clean(format_number(float(value), lang=figure_language(lang), figures=figures))


def counted(value: int, lang: str = "en") -> str:
    """Return a count as running text has it: one to nine in words in English, else in figures."""
    return _WORDS[value] if lang == "en" and 0 <= value < len(_WORDS) else number(value, lang, figures=None)


def symbol(unit: str | None) -> str:
    """Return the symbol of a unit as printed; empty for none."""
    return _SYMBOLS.get(unit or "", unit or "")


def quantity(value: float, unit: str | None, lang: str = "en", figures: int | None = None) -> str:
    """Return a quantity as it is stated, such as "5,100 L", "115° F" or "two trucks"; an unknown unit stays as written."""
    try:
        text = format_quantity(float(value), unit=unit, lang=figure_language(lang), figures=figures, isolated=False)
    except UnitError:
        return with_unit(number(value, lang, figures), unit)
    return clean(text)


def with_unit(figure: str, unit: str | None) -> str:
    """Return figure and unit with a space that does not break, as "49° C" and "20 m³"."""
    mark = symbol(unit)
    if not mark:
        return figure
    return f"{figure}{mark}" if mark.startswith("°") else f"{figure}\u00a0{mark}"


def stated_amount(claim: Claim, lang: str = "en") -> Text | None:
    """Return the amount of a claim as its source states it, with its bounds, and in the internal unit where that differs.

    None where the source states no amount.
    """
    statement = claim.statement
    stated = _bounds(claim, statement.value_low, statement.value_high, statement.unit, lang, exact=True)
    if stated is None:
        return None
    read = _bounds(claim, statement.si_low, statement.si_high, statement.si_unit, lang, exact=False)
    if read is not None and _unlike(statement.unit, statement.si_unit):
        stated = say("{stated}, {read}", stated=stated, read=read)
    per = {
        "day": say("{amount} a day", amount=stated),
        "person-day": say("{amount} a person a day", amount=stated),
        "hour": say("{amount} an hour", amount=stated),
    }
    return per.get(statement.per or "", stated)


def _unlike(unit: str | None, si_unit: str | None) -> bool:
    """Return whether a unit as stated is printed otherwise than the internal one, and a reader needs both."""
    return bool(si_unit) and si_unit not in {"1", "persons"} and quantity(5.0, unit) != quantity(5.0, si_unit)


def _bounds(
    claim: Claim, low: float | None, high: float | None, unit: str | None, lang: str, *, exact: bool
) -> Text | None:
    ref = (f"claim:{claim.id}",)

    def part(value: float) -> Part:
        return Part(text=quantity(value, unit, lang, figures=None if exact else 3), refs=ref)

    if low is None and high is None:
        return None
    if low is None and high is not None:
        return say("up to {amount}", amount=part(high))
    if high is None and low is not None:
        return say("at least {amount}", amount=part(low))
    first, last = part(low or 0.0), part(high or 0.0)
    if first.text == last.text:
        return say("{amount}", amount=first)
    bare = Part(text=number(low or 0.0, lang, figures=None if exact else 3), refs=ref)
    return say("{low} to {high}", low=bare, high=last)
