"""Typed cells: text of a table to number, vector or bound, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.errors import SourceError

if TYPE_CHECKING:
    from holdfast.reference.records import Vector

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_NONE = "none"
_SEPARATOR = "; "


def parse_number_cell(text: str, *, where: str) -> float:
    """Read one plain number with a decimal point; thousands separators, units and blanks are refused.

    Parameters
    ----------
    text : str
        The cell.
    where : str
        File, row and column, for the error.

    Returns
    -------
    float

    Raises
    ------
    SourceError
        HF-R005 if the cell is no number.
    """
    if not _NUMBER.fullmatch(text):
        raise _fault(where, text, "one plain number, such as 0.15")
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        raise _fault(where, text, "a finite number")
    return number


def parse_vector_cell(text: str, *, where: str) -> Vector:
    """Read numbers parted by ``; ``; ``none`` stands where the source sets no figure.

    Parameters
    ----------
    text : str
        The cell, such as ``"40; 20; 0.75"`` or ``"none; 10; 15"``.
    where : str
        File, row and column, for the error.

    Returns
    -------
    tuple of float or None
        At least two elements.

    Raises
    ------
    SourceError
        HF-R005 if an element is neither a number nor ``none``, or there are fewer than two.
    """
    parts = text.split(_SEPARATOR)
    if len(parts) < 2 or all(part == _NONE for part in parts):
        raise _fault(where, text, "two numbers or more, parted by '; '")
    return tuple(None if part == _NONE else parse_number_cell(part, where=where) for part in parts)


def format_cell(value: float | Vector | str | None) -> str:
    """Write a typed value the way the tables hold it; reading it again gives the same value.

    Parameters
    ----------
    value : float, tuple, str or None
        Value of a :class:`Row`.

    Returns
    -------
    str
        Empty for ``None``.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return _SEPARATOR.join(_NONE if element is None else format_cell(element) for element in value)
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _fault(where: str, found: str, expected: str) -> SourceError:
    return SourceError(
        "HF-R005",
        where=where,
        found=repr(found),
        expected=expected,
        mend="write the figure as the kind of the row asks, and move words to the note",
    )
