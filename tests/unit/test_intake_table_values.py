"""One cell as a figure or as a day: what is read, and what is refused with which reason."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.intake.readers.delimited import _cell
from holdfast.intake.readers.sheets import Cell, column_name
from holdfast.intake.rows.dates import order_of, read_day
from holdfast.intake.rows.figures import Figure, NoFigure, decimal_mark, read_figure

SIZES = {"drum": "200 L", "tanker": "17 m3"}


def figure(text: str, unit: str | None = None, **more) -> Figure | NoFigure:
    return read_figure(_cell(text), unit, packages=SIZES, **more)


@pytest.mark.parametrize(
    ("text", "unit", "low", "high", "named", "si_low", "si_unit"),
    [
        ("12,5", "drum", 12.5, 12.5, "drum", 2500, "L"),
        ("12,5 | drum", None, 12.5, 12.5, "drum", 2500, "L"),
        ("~40 bags", None, 40, 40, "bag", None, None),
        ("40 bags", "drum", 40, 40, "bag", None, None),
        ("1/2", "drum", 0.5, 0.5, "drum", 100, "L"),
        ("½", "drum", 0.5, 0.5, "drum", 100, "L"),
        ("1,450", "L", 1450, 1450, "L", 1450, "L"),
        ("1 450", "ltr", 1450, 1450, "L", 1450, "L"),
        ("٤٠", "كيس", 40, 40, "bag", None, None),
        ("۴۰ کیسه", None, 40, 40, "bag", None, None),
        ("٣٫٥", "طن", 3.5, 3.5, "t", 3500, "kg"),
        ("5 to 7", "kg", 5, 7, "kg", 5, "kg"),
        (">10", "kg", 10, None, "kg", 10, "kg"),
        ("at most 3", "tanker", None, 3, "tanker", None, "L"),
        ("10 bags of 25 kg", None, 10, 10, "25-kg bag", 250, "kg"),
        ("approx 12 left", "drum", 12, 12, "drum", 2400, "L"),
        ("nil", "bag", 0, 0, "bag", None, None),
        ("صفر", "L", 0, 0, "L", 0, "L"),
        ("empty", "L", 0, 0, "L", 0, "L"),
        ("50%", None, 50, 50, "%", 0.5, "fraction"),
        ("3", "rolls", 3, 3, "rolls", None, None),
        ("3", "each", 3, 3, "item", None, None),
        ("20", "degC", 20, 20, "degC", 20, "degC"),
    ],
)
def test_figures(
    text: str,
    unit: str | None,
    low: float | None,
    high: float | None,
    named: str,
    si_low: float | None,
    si_unit: str | None,
) -> None:
    found = figure(text, unit)
    assert isinstance(found, Figure), found
    assert (found.low, found.high, found.unit, found.si_unit) == (low, high, named, si_unit)
    assert found.si_low == (None if si_low is None else pytest.approx(si_low))


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("=1+1", "L", "never evaluated"),
        ("@SUM(A1)", "L", "never evaluated"),
        ("+A1", "L", "never evaluated"),
        ("-cmd|' /C calc'!A0", "L", "never evaluated"),
        ("#REF!", "L", "#REF!"),
        ("#DIV/0!", "L", "#DIV/0!"),
        ("-5", "L", "below zero"),
        ("-", "L", "none, or not counted"),
        ("n/a", "L", "none, or not counted"),
        ("؟", "L", "none, or not counted"),
        ("12.500", "L", "two readings"),
        ("12.500 L", None, "two readings"),
        ("not 40 bags", None, "words beside"),
        ("need 40 bags", None, "words beside"),
        ("40 bags short", None, "words beside"),
        ("3 (2 empty)", "cylinder", "no figure"),
        ("1 drum + 50 L", None, "several figures"),
        ("2x200L", None, "no figure"),
        ("12 of 35", "bag", "part of a whole"),
        ("plenty", "bag", "no figure"),
        ("1/2 tank", None, "tank whose size"),
        ("3", "gal", "gal_imp"),
        ("3", "degrees", "which scale"),
        ("3", "persons (at most)", "more than a unit"),
        ("9" * 400, "L", "400 characters"),
        ("1e400", "L", "no figure"),
        ("nan", "L", "no figure"),
        ("inf", "L", "no figure"),
    ],
)
def test_cells_that_are_refused(text: str, unit: str | None, reason: str) -> None:
    found = figure(text, unit)
    assert isinstance(found, NoFigure), found
    assert reason in found.reason


def test_only_a_missing_unit_or_size_can_be_answered() -> None:
    assert figure("1/2 tank").asks == "tank"
    assert figure("3", "gal").asks == "unit"
    assert figure("12.500", "L").asks is None


def test_dates_and_numbers_of_a_workbook() -> None:
    assert "1/2" in read_figure(Cell("2024-02-01", "date"), "L").reason
    assert read_figure(Cell("1.234", "number", 1.234), "L").low == 1.234
    assert read_figure(Cell("50%", "percent", 50.0), "L").unit == "%"
    assert read_figure(Cell("nan", "number", float("nan")), "L").reason == "no figure"


def mark(*texts: str) -> str | None:
    return decimal_mark([Cell(text, "text") for text in texts])[0]


def test_the_other_cells_of_a_column_decide_what_a_point_is() -> None:
    assert mark("3.25", "12.500") == "."
    assert mark("3,5", "12.500") == ","
    assert mark("3,5", "3.5") is None
    assert mark("12.500") is None
    assert mark("1.250.000", "1.250") == ",", "a mark that comes twice stands between thousands"
    assert mark("12.5", "1.250", "1.250.000") is None
    assert mark("1,250.500", "1.250") == "."
    assert mark("1,2,3", "1.250") is None
    assert figure("12.500", "L", decimal=".").low == 12.5
    assert figure("12.500", "L", decimal=",").low == 12500
    assert figure("12,500", "L", decimal=".").low == 12500
    assert figure("12,500", "L", decimal=",").low == 12.5
    assert figure("۱۲٫۵", "L", decimal=".").low == 12.5


@pytest.mark.parametrize(
    ("text", "period", "low", "si", "per"),
    [
        ("700 L", "week", 100, 100, "day"),
        ("700 L/week", None, 700, 100, "day"),
        ("100 L/day", "week", 100, 100, "day"),
        ("7 bags", "week", 1, None, "day"),
        ("2 drums", "day", 2, 400, "day"),
    ],
)
def test_periods(text: str, period: str | None, low: float, si: float | None, per: str) -> None:
    found = figure(text, period=period)
    assert (found.low, found.per) == (pytest.approx(low), per)
    assert found.si_low == (None if si is None else pytest.approx(si))


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2024-05-12", None, date(2024, 5, 12)),
        ("13/05/2024", None, date(2024, 5, 13)),
        ("05/13/2024", None, date(2024, 5, 13)),
        ("12/05/2024", "day", date(2024, 5, 12)),
        ("12/05/2024", "month", date(2024, 12, 5)),
        ("12.5.24", "day", date(2024, 5, 12)),
        ("5/5/2024", None, date(2024, 5, 5)),
        ("١٢/٠٥/٢٠٢٤", "day", date(2024, 5, 12)),
        ("۱۴۰۳/۰۲/۲۳", None, date(2024, 5, 12)),
        ("23-02-1403", "day", date(2024, 5, 12)),
        ("12 May 2024 08:30", None, date(2024, 5, 12)),
        ("2024-05-12T08:30:00", None, date(2024, 5, 12)),
        ("45424", None, date(2024, 5, 12)),
    ],
)
def test_days(text: str, order: str | None, day: date) -> None:
    assert read_day(Cell(text, "text"), order, None).day == day


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        (Cell("12/05/2024", "text"), None),
        (Cell("31/02/2024", "text"), "day"),
        (Cell("13/05/2024", "text"), "month"),
        (Cell("45", "number", 45.0), None),
        (Cell("900000", "number", 900000.0), None),
        (Cell("soon", "text"), None),
        (Cell("#REF!", "error"), None),
        (Cell("50%", "percent", 50.0), None),
    ],
)
def test_days_that_are_refused(cell: Cell, order: str | None) -> None:
    found = read_day(cell, order, None)
    assert found.day is None
    assert found.reason


def test_the_two_systems_of_serial_dates_are_1462_days_apart() -> None:
    first, second = (read_day(Cell("45424", "number", 45424.0), None, epoch).day for epoch in (1900, 1904))
    assert (second - first).days == 1462


def test_the_order_of_dates_is_decided_by_a_cell_that_allows_one_only() -> None:
    def cells(*texts: str) -> list[Cell]:
        return [Cell(t, "text") for t in texts]

    assert order_of(cells("03/04/2024", "13/04/2024"))[0] == "day"
    assert order_of(cells("03/04/2024", "04/13/2024"))[0] == "month"
    assert order_of(cells("03/04/2024", "05/05/2024"))[0] is None
    assert order_of(cells("13/04/2024", "04/13/2024")) == (
        None,
        "'13/04/2024' has the day first and '04/13/2024' the month",
    )


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [column_name(i) for i in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
