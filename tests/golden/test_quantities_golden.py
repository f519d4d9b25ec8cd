"""What is printed, letter by letter."""

from datetime import date, datetime

import pytest

from holdfast.errors import InputError, UnitError
from holdfast.quantities import (
    format_clock,
    format_date,
    format_number,
    format_quantity,
    format_range,
    format_window,
    isolate,
)

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        ((4812, 9377, "L"), {}, "4,800 to 9,400 L"),
        ((4812, 4830, "L"), {}, "about 4,800 L"),
        ((512, 9377, "L"), {}, "500 to 9,400 L"),
        ((0.5, 9377, "L"), {}, "0.5 to 9,400 L"),
        ((9377, 4812, "L"), {}, "4,800 to 9,400 L"),
        ((0, 5, "L"), {}, "0 to 5 L"),
        ((5100, None, "L"), {}, "5,100 L"),
        ((5137, None, "L"), {}, "5,100 L"),
        ((5137, None, "L"), {"figures": None}, "5,137 L"),
        ((999.6, None, "L"), {}, "1,000 L"),
        ((0.04567, None, "L"), {}, "0.046 L"),
        ((0, None, "L"), {}, "0 L"),
        ((48.8889, None, "degC"), {}, "49° C"),
        ((120, None, "F"), {}, "120° F"),
        ((-3.2, 4.4, "degC"), {}, "-3.2 to 4.4° C"),
        ((2216, None, "persons"), {}, "2,200 people"),
        ((1, None, "persons"), {}, "one person"),
        ((2000, None, "persons"), {"bound": "more_than"}, "more than 2,000 people"),
        ((4, None, "days"), {"bound": "fewer_than"}, "fewer than four days"),
        ((15, None, "L"), {"bound": "fewer_than"}, "less than 15 L"),
        ((40, None, "bags"), {"bound": "about"}, "about 40 bags"),
        ((3, None, "tanker"), {}, "three tankers"),
        ((3, None, "tanker"), {"style": "table"}, "3 tankers"),
        ((3, 5, "days"), {}, "three to five days"),
        ((8, 12, "days"), {}, "8 to 12 days"),
        ((24, None, "h"), {}, "24 hours"),
        ((1, None, "h"), {}, "1 hour"),
        ((12.3, 15.2, "%"), {}, "12 to 15 per cent"),
        ((12.3, 15.2, "%"), {"style": "table"}, "12 to 15%"),
        ((15, None, "L/person/day"), {}, "15 L per person per day"),
        ((7.5, 15, "L/person/day"), {}, "7.5 to 15 L per person per day"),
        ((7.5, 15, "L/person/day"), {"style": "table"}, "7.5 to 15 L/person/day"),
        ((3.5, None, "m3"), {}, "3.5 m³"),
        ((20, None, "MT"), {}, "20 tonnes"),
        ((20, None, "MT"), {"style": "table"}, "20 t"),
        ((2e6, 3.1e6, "persons"), {}, "2 million to 3.1 million people"),
        ((1, 1.05e6, "L"), {}, "1 to 1,100,000 L"),
        ((0, 1.05e6, "L"), {}, "0 to 1.1 million L"),
        ((2e6, 1.5e9, "L"), {}, "2 million to 1.5 billion L"),
        ((2e6, 3e6, None), {}, "2 million to 3 million"),
        ((2.5e9, None, "USD"), {}, "2.5 billion US dollars"),
        ((2, None, "50-kg bag"), {}, "two 50-kg bags"),
        ((85, None, "kVA"), {}, "85 kVA"),
    ],
)
def test_english(arguments, options, expected):
    value, high, unit = arguments
    assert format_quantity(value, high, unit, **options) == f"{LRI}{expected}{PDI}"


@pytest.mark.parametrize(
    ("lang", "digits", "expected"),
    [
        ("fa", "persian", f"{RLI}۴٬۸۰۰ تا ۹٬۴۰۰ لیتر{PDI}"),
        ("ar", "arabic", f"{RLI}٤٬٨٠٠ إلى ٩٬٤٠٠ لتر{PDI}"),
        ("fa", "latin", f"{RLI}4,800 تا 9,400 لیتر{PDI}"),
        ("en", "persian", f"{LRI}۴٬۸۰۰ to ۹٬۴۰۰ L{PDI}"),
    ],
)
def test_digits_and_separators_go_together(lang, digits, expected):
    assert format_quantity(4812, 9377, "L", lang, digits) == expected


def test_a_decimal_has_the_separator_of_its_script():
    assert format_number(3.5, "fa", "persian") == "۳٫۵"
    assert format_number(1234.5, figures=None) == "1,234.5"
    assert format_range(2e6, 3e6, "ar", "arabic") == "٢ مليون إلى ٣ مليون"


def test_the_isolate_follows_the_letters_and_not_the_digits():
    assert isolate("3.5 m³ (72 h)") == f"{LRI}3.5 m³ (72 h){PDI}"
    assert isolate("۳٫۵ m³") == f"{LRI}۳٫۵ m³{PDI}"
    assert isolate("۳٫۵ لیتر") == f"{RLI}۳٫۵ لیتر{PDI}"
    assert format_quantity(5, None, "L", isolated=False) == "5 L"


def test_dates_windows_and_clock():
    day = date(2015, 7, 14)
    plain = {"isolated": False}
    assert format_date(day, **plain) == "14 July 2015"
    assert format_date(day) == f"{LRI}14 July 2015{PDI}"
    assert format_date(day, second="jalali", **plain) == "14 July 2015 (23 Tir 1394)"
    assert format_date(day, second="hijri", **plain) == "14 July 2015 (27 Ramadan 1436)"
    assert format_date(day, "fa", "persian", second="jalali", **plain) == "۱۴ ژوئیه ۲۰۱۵ (۲۳ تیر ۱۳۹۴)"
    assert format_window(date(2015, 8, 21), date(2015, 8, 25), **plain) == "21 to 25 August 2015"
    assert format_window(date(2015, 7, 30), date(2015, 8, 2), **plain) == "30 July to 2 August 2015"
    assert format_window(date(2016, 1, 2), date(2015, 12, 30), **plain) == "30 December 2015 to 2 January 2016"
    assert format_window(day, datetime(2015, 7, 14, 9), **plain) == "14 July 2015"  # noqa: DTZ001
    moments = [(8, 30), (0, 0), (12, 0), (13, 5), (0, 30)]
    printed = [format_clock(datetime(2015, 7, 14, h, m), **plain) for h, m in moments]  # noqa: DTZ001
    assert printed == ["8:30 a.m.", "midnight", "noon", "1:05 p.m.", "12:30 a.m."]


def test_the_printer_refuses_what_it_cannot_print():
    for value in (float("nan"), float("inf")):
        with pytest.raises(InputError) as caught:
            format_quantity(value, None, "L")
        assert caught.value.code == "HF-U011"
    for options in ({"lang": "xx"}, {"digits": "roman"}):
        with pytest.raises(InputError) as caught:
            format_number(5, **options)
        assert caught.value.code == "HF-U010"
    with pytest.raises(UnitError):
        format_quantity(5, None, "furlong")
