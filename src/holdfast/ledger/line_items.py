"""What a consignment consists of, line by line, and amounts of a line in whatever unit they are stated."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.errors import LedgerError, UnitError
from holdfast.ledger.checking import check_text, finite, invalid, needed
from holdfast.quantities import convert, unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SYMBOL = 2  # letters; what is longer is a word
_SIZED = re.compile(r"[\d.]+-\S+ (?P<package>\D+)")  # "50-kg bag", as a package with its size is written


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """One line of a consignment, in the names of a service request form.

    Parameters
    ----------
    commodity : str
        What it is: ``flour``, ``diesel``, ``septic parts``.
    description : str or None
        In the words of the request.
    quantity, unit : float, str
        How much was asked for, as stated; above zero.
    si_quantity, si_unit : float or None, str or None
        The same in the internal unit (L, kg, m3, item); None where a package has no size.
    handling_units, handling_unit : float or None, str or None
        Number of bags, drums, pallets, and what they are.
    unit_weight_kg, unit_volume_m3 : float or None
        Of one handling unit, or of one unit of the quantity where there is none.

    Raises
    ------
    LedgerError
        HF-L008, naming the field, for what cannot be kept.
    """

    commodity: str
    description: str | None = None
    quantity: float
    unit: str
    si_quantity: float | None = None
    si_unit: str | None = None
    handling_units: float | None = None
    handling_unit: str | None = None
    unit_weight_kg: float | None = None
    unit_volume_m3: float | None = None

    def __post_init__(self) -> None:
        needed("commodity", self.commodity, "what it is, such as flour")
        needed("unit", self.unit, "the unit of the quantity")
        for name in ("description", "si_unit", "handling_unit"):
            check_text(name, getattr(self, name))
        for name in ("quantity", "si_quantity", "handling_units", "unit_weight_kg", "unit_volume_m3"):
            value = finite(name, getattr(self, name))
            if name == "quantity" and value is None:
                raise invalid(name, "nothing", "how much is asked for")
            if value is not None and value <= 0:
                raise invalid(name, f"{value:g}", "more than zero")
            object.__setattr__(self, name, value)

    @property
    def units(self) -> float:
        """Number of handling units, or the quantity where they are not told apart."""
        return self.quantity if self.handling_units is None else self.handling_units

    @property
    def weight_kg(self) -> float | None:
        """Weight of the line [kg], where a unit's weight is stated or the quantity is a mass."""
        if self.unit_weight_kg is not None:
            return self.units * self.unit_weight_kg
        return self.si_quantity if self.si_unit == "kg" else None

    @property
    def volume_m3(self) -> float | None:
        """Volume of the line [m3], where a unit's volume is stated."""
        return None if self.unit_volume_m3 is None else self.units * self.unit_volume_m3


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount of one line of a consignment.

    Parameters
    ----------
    line : int
        Number of the line, from 1.
    quantity, unit : float, str or None
        As stated; None is the unit of the line.
    in_line_unit : float or None
        The same in the unit of the line; filled in when a step is written.
    """

    line: int
    quantity: float
    unit: str | None = None
    in_line_unit: float | None = None

    def __post_init__(self) -> None:
        if type(self.line) is not int or self.line < 1:
            raise invalid("line", repr(self.line), "the number of a line, from 1")
        check_text("unit", self.unit)
        for name in ("quantity", "in_line_unit"):
            value = finite(name, getattr(self, name))
            if name == "quantity" and value is None:
                raise invalid(name, "nothing", "how much of the line")
            if value is not None and value < 0:
                raise invalid(name, f"{value:g}", "zero or more")
            object.__setattr__(self, name, value)


def line_item(
    commodity: str,
    quantity: float,
    unit_name: str,
    *,
    packages: Mapping[str, str] | None = None,
    description: str | None = None,
    handling_units: float | None = None,
    handling_unit: str | None = None,
    unit_weight_kg: float | None = None,
    unit_volume_m3: float | None = None,
) -> LineItem:
    """Return a line with its quantity in the internal unit too, where the unit has a size.

    Parameters
    ----------
    commodity, quantity, unit_name, description, handling_units, handling_unit, unit_weight_kg, unit_volume_m3
        As of `LineItem`. A unit that no table knows ("parts", "kits") is a count of its own.
    packages : mapping of str to str or None
        Sizes of the site's packages.

    Raises
    ------
    LedgerError
        HF-L071 for a rate such as litres per day: a line is an amount. HF-L008 for other values.
    """
    draft = LineItem(
        commodity=commodity,
        description=description,
        quantity=quantity,
        unit=unit_name,
        handling_units=handling_units,
        handling_unit=handling_unit,
        unit_weight_kg=unit_weight_kg,
        unit_volume_m3=unit_volume_m3,
    )
    if unit_weight_kg is not None and _same(unit_name, handling_unit or unit_name):
        return replace(draft, si_quantity=quantity * unit_weight_kg, si_unit="kg")
    try:
        known = unit(unit_name, packages)
    except UnitError:
        return draft
    if known.per is not None:
        raise _misfit(draft, f"{quantity:g} {unit_name}, an amount in a time", "an amount, such as 20 t")
    if known.factor is None or known.si_symbol is None:
        return draft
    return replace(draft, si_quantity=quantity * known.factor + known.offset, si_unit=known.si_symbol)


def in_line_unit(amount: Amount, lines: Sequence[LineItem], packages: Mapping[str, str] | None = None) -> float:
    """Return an amount in the unit of its line.

    Parameters
    ----------
    amount : Amount
        As stated.
    lines : sequence of LineItem
        Of the consignment.
    packages : mapping of str to str or None
        Sizes of the site's packages; the line's own weight of a unit goes before them.

    Raises
    ------
    LedgerError
        HF-L073 where there is no such line; HF-L071 where the units are of two dimensions, or a package has no size.
    """
    if amount.line > len(lines):
        raise no_line(str(amount.line), lines)
    line, stated = lines[amount.line - 1], amount.unit
    if stated is None or _same(stated, line.unit):
        return amount.quantity
    sized = _SIZED.fullmatch(line.unit)
    if sized is not None and _same(stated, sized["package"]):
        return amount.quantity  # "100 bags" of a line of 50-kg bags: its own bag is meant
    if line.handling_unit is not None and line.handling_units is not None and _same(stated, line.handling_unit):
        return amount.quantity * line.quantity / line.handling_units
    try:
        if line.unit_weight_kg is not None:
            if _same(stated, line.handling_unit or line.unit):
                return convert(amount.quantity * line.unit_weight_kg, "kg", line.unit, packages)
            if line.handling_unit is None:
                return convert(amount.quantity, stated, "kg", packages) / line.unit_weight_kg
        return convert(amount.quantity, stated, line.unit, packages)
    except UnitError as error:
        raise _misfit(line, f"{amount.quantity:g} {stated} ({error.found})", f"an amount in {line.unit}") from error


def no_line(found: str, lines: Sequence[LineItem]) -> LedgerError:
    """Return the error for words or a number that name no line."""
    return LedgerError(
        "HF-L073",
        where="line of the consignment",
        found=found,
        expected="one of " + "; ".join(f"{n}: {line.commodity}" for n, line in enumerate(lines, start=1)),
        mend="name the line by its commodity or its number; nothing was written",
    )


def _misfit(line: LineItem, found: str, expected: str) -> LedgerError:
    return LedgerError(
        "HF-L071",
        where=f"line of {line.commodity}",
        found=found,
        expected=expected,
        mend="state it in the unit of the line, or state what one bag, drum or box holds; nothing was written",
    )


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    """Return a unit's name so that "Bags" and "bag" are one; symbols keep their capitals, as mL and ML are two."""
    words = name.split()
    return " ".join(w if len(w) <= _SYMBOL else w.casefold().removesuffix(".").removesuffix("s") for w in words)
