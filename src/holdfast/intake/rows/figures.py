"""The figure in a cell, with its unit from the cell, the unit column or the heading. What is not certain is refused."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.intake.rows.headings import unit_named
from holdfast.quantities import find_numbers, find_quantities, fold_word, parse_number, unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.intake.readers.sheets import Cell
    from holdfast.quantities import Number, NumberMention, QuantityMention

_NONE = frozenset(
    {
        "nil",
        "none",
        "zero",
        "empty",
        "finished",
        "out of stock",
        "صفر",
        "لا شيء",
        "لا يوجد",
        "فارغ",
        "نفد",
        "هیچ",
        "خالی",
        "تمام شد",
    }
)
_NOTHING_SAID = frozenset(
    {"-", "--", "---", "—", "n/a", "na", "?", "??", "x", ".", "tbc", "tbd", "unknown", "نامعلوم", "غير معروف", "نامشخص"}
)
# Words beside a figure that change nothing of it; with any other word a person must read the cell.
_HARMLESS = frozenset(
    "approx approximately about around ca circa est estimated left remaining only full of in stock on hand total almost nearly just "
    "تقريبا حوالي نحو فقط متبقي المتبقي حدود تقریبا حدودا باقی مانده".split()
)
# No figure with its unit is longer, and looking for one in a long text takes its time.
_LONGEST = 120
_UNIT_WORDS = 3
_GROUP = 3
_PERIOD_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375}
_AMBIGUOUS_POINT = re.compile(r"\d{1,3}([.,])\d{3}(?!\d)")


_NO_FIGURE = {
    "empty": "no figure",
    "formula": "a formula, which is never evaluated: {}",
    "error": "the spreadsheet's own error {}",
    "date": "a date ({}) where a figure should be; spreadsheets turn 1/2 into one",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as stated and in the internal unit; bounds as in a `Statement`."""

    low: float | None
    high: float | None
    unit: str | None
    si_low: float | None = None
    si_high: float | None = None
    si_unit: str | None = None
    per: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Sizes of packages, and what the one tank of the thing holds."""

    packages: Mapping[str, str] | None
    capacity: str | None


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Why a cell gives no figure; ``asks`` names the question whose answer would give one."""

    reason: str
    asks: str | None = None


def decimal_mark(cells: Sequence[Cell]) -> tuple[str | None, str]:
    """Return the decimal mark of a column where its cells show it, and what is to be said of it.

    One or two digits behind a mark, or four and more, show a decimal mark, as do two marks in one figure ("1,250.5"); a mark
    that comes twice ("1.250.000") stands between thousands. Where cells speak against each other the answer is None.

    Parameters
    ----------
    cells : sequence of Cell
        The column.

    Returns
    -------
    tuple
        The mark or None; and in words how figures with two readings ("1.250") were read, empty where there are none.
    """
    shows: dict[str, str] = {}
    open_cells = []
    for cell in cells:
        text = fold_word(cell.text) if cell.kind == "text" and len(cell.text) <= _LONGEST else ""
        for figure in re.findall(r"\d+(?:[.,]\d+)+", text):
            mark = _decimal_of(figure)
            if mark is not None:
                shows.setdefault(mark, cell.text)
            elif _AMBIGUOUS_POINT.fullmatch(figure):
                open_cells.append(cell.text)
    if not shows or not open_cells:
        return (next(iter(shows)) if len(shows) == 1 else None), ""
    if len(shows) > 1:
        (one, first), (other, second) = shows.items()
        return None, (
            f"{first!r} has {one!r} as its decimal mark and {second!r} has {other!r}: {_listed(open_cells)} stays open"
        )
    ((mark, shown),) = shows.items()
    return mark, f"{_listed(open_cells)} was read with {mark!r} as the decimal mark, as {shown!r} shows it"


def _decimal_of(figure: str) -> str | None:
    """Return the decimal mark that a figure shows, or None where it has two readings or holds no number."""
    marks = re.findall(r"[.,]", figure)
    groups = re.split(r"[.,]", figure)
    other = {".": ",", ",": "."}
    if len(marks) == 1:
        return marks[0] if len(groups[1]) != _GROUP else None
    if len(set(marks)) == 1:
        return other[marks[0]] if all(len(group) == _GROUP for group in groups[1:]) else None
    return marks[-1] if set(marks[:-1]) == {other[marks[-1]]} else None


def _listed(texts: Sequence[str]) -> str:
    more = f" (and {len(texts) - 1} more)" if len(texts) > 1 else ""
    return f"{texts[0]!r}{more}"


def read_figure(  # noqa: PLR0911  one kind of cell a return
    cell: Cell,
    unit_words: str | None,
    *,
    packages: Mapping[str, str] | None = None,
    capacity: str | None = None,
    period: str | None = None,
    decimal: str | None = None,
) -> Figure | NoFigure:
    """Read a cell as a figure.

    Parameters
    ----------
    cell : Cell
        The cell.
    unit_words : str or None
        The unit from the unit column, the heading or a person, for a cell that states none.
    packages : mapping or None
        Sizes of packages, such as ``{"drum": "200 L"}``.
    capacity : str or None
        What the one tank or store of this thing holds, such as "9000 L"; for "half a tank".
    period : {"day", "week", "month"} or None
        Over what the column spreads its figures.
    decimal : str or None
        The decimal mark of the column, where its other cells show it.

    Returns
    -------
    Figure or NoFigure
        Nothing is evaluated, summed or guessed.
    """
    if cell.kind in _NO_FIGURE:
        return NoFigure(_NO_FIGURE[cell.kind].format(cell.text[:60]))
    sizes = _Sizes(packages, capacity)
    if cell.kind == "percent":
        return _with_unit(cell.value, cell.value, "%", None, sizes)
    if cell.kind == "number":
        return _with_unit(cell.value, cell.value, unit_words, period, sizes)
    if len(cell.text) > _LONGEST:
        return NoFigure(f"a text of {len(cell.text):,} characters where a figure should be")
    text = " ".join(cell.text.replace("|", " ").split())
    low = fold_word(text).strip(" .")
    if low in _NONE:
        return _with_unit(0.0, 0.0, unit_words, period, sizes)
    if low in _NOTHING_SAID or not any(c.isalnum() for c in low):
        return NoFigure(f"{text!r}: none, or not counted?")
    text = _settled(text, decimal)
    found = find_quantities(text, packages)
    if len(found) > 1:
        return NoFigure(f"several figures in one cell: {cell.text!r}")
    if found and (stray := _stray(text[: found[0].start] + " " + text[found[0].end :])) is not None:
        if stray:
            return NoFigure(f"words beside the figure: {cell.text!r}")
        return _mentioned(found[0], cell, period, sizes)
    return _bare(text, cell, unit_words, period, sizes)


def _mentioned(mention: QuantityMention, cell: Cell, period: str | None, sizes: _Sizes) -> Figure | NoFigure:
    if mention.ambiguous and mention.low != mention.high:
        return NoFigure(f"{cell.text!r} has two readings, a decimal or thousands")
    figure = _with_unit(mention.low, mention.high, mention.unit, mention.per or period, sizes)
    if isinstance(figure, NoFigure):
        return figure
    if mention.si_unit is not None:
        # The mention knows sizes stated in the cell itself, such as "10 bags of 25 kg".
        share = 1.0 if mention.per else _PERIOD_DAYS.get(period or "day", 1.0)
        si_low, si_high = (_over(e, share) for e in (mention.si_low, mention.si_high))
        figure = replace(figure, si_low=si_low, si_high=si_high, si_unit=mention.si_unit)
    return replace(figure, approximate=mention.approximate)


def _bare(text: str, cell: Cell, unit_words: str | None, period: str | None, sizes: _Sizes) -> Figure | NoFigure:
    number: Number | NumberMention
    try:
        number = parse_number(text)
    except HoldfastError as error:
        if error.code == "HF-U004":
            return NoFigure(f"{cell.text!r} has two readings, a decimal or thousands")
        found = find_numbers(text)
        if len(found) != 1 or _stray(text[: found[0].start] + " " + text[found[0].end :]) != [] or found[0].ambiguous:
            return NoFigure(f"{cell.text!r} is no figure")
        number = found[0]
    if number.out_of is not None:
        return NoFigure(f"{cell.text!r} is a part of a whole")
    figure = _with_unit(number.low, number.high, unit_words, period, sizes)
    return replace(figure, approximate=number.approximate) if isinstance(figure, Figure) else figure


def _settled(text: str, decimal: str | None) -> str:
    """Write a figure that has two readings in the one the other cells of its column show."""
    if decimal is None:
        return text
    folded = fold_word(text)
    match = _AMBIGUOUS_POINT.search(folded)
    if match is None or re.search(r"\d[.,]\d+[.,]\d", folded):
        return text
    if match.group(1) == decimal:
        # A zero behind it leaves one reading: four digits are no thousands.
        return (
            folded[: match.end()] + "0" + folded[match.end() :]
            if decimal == "."
            else folded[: match.start()] + match.group().replace(",", ".") + "0" + folded[match.end() :]
        )
    return folded[: match.start()] + match.group().replace(match.group(1), "") + folded[match.end() :]


def _stray(rest: str) -> list[str] | None:
    """Return the words beside a figure that are not harmless; None where there is another number."""
    low = fold_word(rest)
    if any(c.isdigit() for c in low):
        return None
    return [w for w in re.findall(r"[^\W\d_]+", low) if w not in _HARMLESS]


def _with_unit(  # noqa: PLR0911  one kind of unit a return
    low: float | None, high: float | None, words: str | None, period: str | None, sizes: _Sizes
) -> Figure | NoFigure:
    ends = [e for e in (low, high) if e is not None]
    if not ends or not all(math.isfinite(e) for e in ends):
        return NoFigure("no figure")
    if any(e < 0 for e in ends):
        return NoFigure(f"{min(ends):g} is below zero")
    per = "day" if period is not None else None
    share = _PERIOD_DAYS.get(period or "day", 1.0)
    spread = Figure(low=_over(low, share), high=_over(high, share), unit=None, per=per)
    if words is None or not words.strip():
        return spread
    named = unit_named(words) or words.strip()
    try:
        known = unit(named, sizes.packages)
    except HoldfastError as error:
        return _counted(named, spread, error)
    if known.dimension == "temperature scale not stated":
        return NoFigure(f"{named!r}: degrees of which scale?", "unit")
    if known.symbol == "tank" and known.si_symbol is None:
        return _of_tank(spread, sizes)
    if known.per is not None:
        per, share = known.per, 1.0
    if known.si_symbol is None or known.factor is None:
        over = _period_in(named) if known.per is not None else share
        return Figure(low=_over(low, over), high=_over(high, over), unit=known.symbol, per=per)
    si_low, si_high = (None if e is None else (e * known.factor + known.offset) / share for e in (low, high))
    stated = 1.0 if known.offset else share
    return Figure(
        low=_over(low, stated),
        high=_over(high, stated),
        unit=known.symbol,
        si_low=si_low,
        si_high=si_high,
        si_unit=known.si_symbol,
        per=per,
    )


def _counted(named: str, stated: Figure, error: HoldfastError) -> Figure | NoFigure:
    """Return a figure of counted things, which have no unit of their own: "rolls", "kits"."""
    if "gal" in fold_word(named):
        return NoFigure(f"{named!r}: {error.expected}", "unit")
    if len(named.split()) > _UNIT_WORDS or not re.fullmatch(r"[\w\s'./-]+", named):
        return NoFigure(f"{named!r} says more than a unit")
    return replace(stated, unit=named)


def _of_tank(stated: Figure, sizes: _Sizes) -> Figure | NoFigure:
    """Return a figure in tanks: of the one tank of the thing where its size is known, else whole tanks as a count."""
    ends = [e for e in (stated.low, stated.high) if e is not None]
    if max(ends) <= 1 and sizes.capacity is not None:
        full, symbol = _capacity(sizes.capacity)
        low, high = _times(stated.low, full), _times(stated.high, full)
        return replace(stated, unit="tank", si_low=low, si_high=high, si_unit=symbol)
    if not all(float(e).is_integer() for e in ends):
        part = "half" if ends[0] == 0.5 else f"{ends[0]:g}"
        return NoFigure(f"{part} of a tank whose size is not known", "tank")
    return replace(stated, unit="tank")


def _period_in(name: str) -> float:
    low = fold_word(name)
    return next((days for word, days in _PERIOD_DAYS.items() if word in low), 1.0)


def _capacity(stated: str) -> tuple[float, str]:
    mention = find_quantities(stated)[0]
    return float(mention.si_low or 0.0), str(mention.si_unit)


def _over(value: float | None, share: float) -> float | None:
    return None if value is None else value / share


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor
