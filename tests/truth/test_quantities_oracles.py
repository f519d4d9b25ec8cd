"""Against a second source: pint for factors, convertdate and published equalities for calendars."""

import csv
from datetime import date, timedelta
from importlib.resources import files

import pytest

from holdfast.quantities import convert, from_gregorian, read_date, to_gregorian, unit

ROWS = {
    row["symbol"]: row
    for row in csv.DictReader(files("holdfast.quantities").joinpath("units.csv").read_text("utf-8").splitlines())
}
PINT = {
    "L": "liter", "mL": "milliliter", "m3": "meter**3", "kL": "kiloliter", "gal_us": "gallon", "gal_imp": "imperial_gallon",
    "bbl": "oil_barrel", "kg": "kilogram", "g": "gram", "mg": "milligram", "t": "metric_ton", "short_ton": "short_ton",
    "long_ton": "long_ton", "lb": "pound", "oz": "ounce", "W": "watt", "kW": "kilowatt",
    "MW": "megawatt", "hp": "horsepower", "Wh": "watt_hour", "kWh": "kilowatt_hour", "MWh": "megawatt_hour",
    "kJ": "kilojoule", "MJ": "megajoule", "kcal": "kilocalorie", "degC": "degC", "degF": "degF", "K": "kelvin", "h": "hour",
    "min": "minute", "s": "second", "d": "day", "week": "week", "month": "month", "year": "year", "mm": "millimeter",
    "cm": "centimeter", "m": "meter", "km": "kilometer", "inch": "inch", "ft": "foot", "mile": "mile", "m2": "meter**2",
    "ha": "hectare", "km2": "kilometer**2", "%": "percent", "V": "volt",
}  # fmt: skip
SI = {"L": "liter", "kg": "kilogram", "kW": "kilowatt", "kWh": "kilowatt_hour", "kcal": "kilocalorie", "degC": "degC",
      "h": "hour", "m": "meter", "m2": "meter**2", "fraction": "dimensionless", "V": "volt"}  # fmt: skip
# pint knows no quintal, money, counts, packages, kVA or mg/L as we use them.
NOT_IN_PINT = {"quintal", "kVA", "MVA", "persons", "households", "mg/L", "USD", "EUR", "IQD", "gallon", "degree"}


@pytest.fixture(scope="module")
def registry():
    import pint

    return pint.UnitRegistry()


def test_every_measured_row_has_an_oracle_or_a_reason():
    measured = {s for s, r in ROWS.items() if r["kind"] != "package"}
    assert measured == set(PINT) | NOT_IN_PINT


@pytest.mark.parametrize("symbol", sorted(PINT))
def test_factor_and_offset_agree_with_pint(symbol, registry):
    u = unit(symbol)
    for value in (0.0, 1.0, 120.0, 1234.5):
        expected = registry.Quantity(value, PINT[symbol]).to(SI[u.si_symbol]).magnitude
        assert value * u.factor + u.offset == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("a", "b"), [("kcal", "kWh"), ("degF", "K"), ("lb", "short_ton"), ("mile", "cm"), ("gal_us", "bbl")]
)
def test_conversions_across_agree_with_pint(a, b, registry):
    expected = registry.Quantity(73.0, PINT[a]).to(PINT[b]).magnitude
    assert convert(73.0, a, b) == pytest.approx(expected, rel=1e-9)


# Published equalities: the shelf's Persian statement of 15 Mordad 1392, the start of years, and one day in three calendars.
@pytest.mark.parametrize(
    ("gregorian", "jalali", "hijri"),
    [
        (date(2013, 9, 1), (1392, 6, 10), (1434, 10, 25)),
        (date(2013, 8, 6), (1392, 5, 15), (1434, 9, 29)),
        (date(2015, 3, 21), (1394, 1, 1), (1436, 6, 1)),
        (date(2015, 7, 17), (1394, 4, 26), (1436, 10, 1)),
    ],
)
def test_one_day_in_three_calendars(gregorian, jalali, hijri):
    assert from_gregorian(gregorian, "jalali") == jalali
    assert from_gregorian(gregorian, "hijri") == hijri
    assert to_gregorian(*jalali, "jalali") == gregorian
    assert to_gregorian(*hijri, "hijri") == gregorian
    assert read_date("{}-{:02}-{:02}".format(*jalali)) == gregorian
    assert read_date("{}-{:02}-{:02}".format(*hijri)) == gregorian


def test_jalali_agrees_with_a_second_library_over_a_century():
    from convertdate import persian

    day = date(1960, 1, 1)
    while day < date(2060, 1, 1):
        assert from_gregorian(day, "jalali") == persian.from_gregorian(day.year, day.month, day.day)
        day += timedelta(days=401)


def test_hijri_stays_within_a_day_of_the_arithmetic_calendar_or_two():
    from convertdate import islamic

    day = date(1960, 1, 1)
    while day < date(2060, 1, 1):
        year, month, number = from_gregorian(day, "hijri")
        assert (
            abs(
                islamic.to_jd(year, month, number)
                - islamic.to_jd(*islamic.from_gregorian(day.year, day.month, day.day))
            )
            <= 2
        )
        day += timedelta(days=401)
