from datetime import date

import pytest

from holdfast.errors import InputError
from holdfast.quantities import from_gregorian, read_date, to_gregorian


@pytest.mark.parametrize(
    ("text", "calendar", "expected"),
    [
        ("2015-07-14", None, date(2015, 7, 14)),
        ("2015/7/14", None, date(2015, 7, 14)),
        ("14/07/2015", None, date(2015, 7, 14)),
        ("14 July 2015", None, date(2015, 7, 14)),
        ("July 14, 2015", None, date(2015, 7, 14)),
        ("14th of July 2015", None, date(2015, 7, 14)),
        ("05/05/2015", None, date(2015, 5, 5)),
        ("٢٠١٥-٠٧-١٤", None, date(2015, 7, 14)),
        ("۱۵ مرداد ۱۳۹۲", None, date(2013, 8, 6)),
        ("1392-06-10", None, date(2013, 9, 1)),
        ("1434-10-25", None, date(2013, 9, 1)),
        ("1392/06/10", "jalali", date(2013, 9, 1)),
        ("1400-01-01", "hijri", date(1979, 11, 20)),
        ("25 شوال 1434 هـ", None, date(2013, 9, 1)),
        ("10 Shahrivar 1392", None, date(2013, 9, 1)),
        ("17 كانون الأول 2013", None, date(2013, 12, 17)),
        ("30 Esfand 1395", None, date(2017, 3, 20)),
    ],
)
def test_reads_a_date(text, calendar, expected):
    assert read_date(text, calendar) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2015",
        "2015-02-29",
        "2015-13-01",
        "31 April 2015",
        "07/14/2015",
        "30 Esfand 1394",
        "31 Mehr 1394",
        "31 Safar 1437",
        "32 July 2015",
        "9999-01-01",
    ],
)
def test_a_day_no_calendar_has_is_refused(text):
    with pytest.raises(InputError) as caught:
        read_date(text)
    assert caught.value.code == "HF-U006"
    assert caught.value.mend


def test_a_date_with_two_readings_is_refused():
    with pytest.raises(InputError) as caught:
        read_date("03/04/2015")
    assert caught.value.code == "HF-U007"


@pytest.mark.parametrize("text", ["", "yesterday", "July", "2015", "14 July", "2015-07-14-3", "12345-01-01", "no date"])
def test_what_is_no_full_date_is_refused(text):
    with pytest.raises(InputError) as caught:
        read_date(text)
    assert caught.value.code == "HF-U005"


def test_an_unknown_calendar_is_refused():
    with pytest.raises(InputError) as caught:
        read_date("2015-07-14", "mayan")
    assert caught.value.code == "HF-U005"


def test_outside_the_tables_is_refused_and_not_guessed():
    with pytest.raises(InputError):
        to_gregorian(1200, 1, 1, "hijri")
    with pytest.raises(InputError):
        from_gregorian(date(1500, 1, 1), "hijri")
