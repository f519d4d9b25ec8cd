"""How much, of what, when? Units, numbers and calendars: read at the door, printed on the way out.

``unit`` and ``convert`` know one closed table; ``find_numbers``, ``find_quantities`` and ``find_times`` read running text
in English, Arabic and Persian and point back at it by code points; ``format_quantity`` and ``format_date`` are the only
way a figure is printed. Arabic and Persian wording of printed units awaits a native reader; the reading of them covers
the common words, not grammar.
"""

from holdfast.quantities.calendars import from_gregorian, read_date, to_gregorian
from holdfast.quantities.folding import fold_word
from holdfast.quantities.formatting import (
    format_clock,
    format_date,
    format_number,
    format_quantity,
    format_range,
    format_window,
    isolate,
)
from holdfast.quantities.mentions import find_quantities
from holdfast.quantities.numbers import find_numbers, parse_number
from holdfast.quantities.records import Number, NumberMention, QuantityMention, TimeMention, Unit
from holdfast.quantities.times import find_times
from holdfast.quantities.units import convert, unit

__all__ = [
    "Number",
    "NumberMention",
    "QuantityMention",
    "TimeMention",
    "Unit",
    "convert",
    "find_numbers",
    "find_quantities",
    "find_times",
    "fold_word",
    "format_clock",
    "format_date",
    "format_number",
    "format_quantity",
    "format_range",
    "format_window",
    "from_gregorian",
    "isolate",
    "parse_number",
    "read_date",
    "to_gregorian",
    "unit",
]
