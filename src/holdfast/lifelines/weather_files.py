"""Weather files: hourly CSV, daily maxima, and EPW; what they may hold, and their match to the hours of a run."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.lifelines.records import Floats

ALWAYS, CLEAR_SKY = "in every run", "with the sun of a clear sky"
WEATHER_COLUMNS = {
    # name: (lowest, highest, where it is used)
    "temp_out_c": (-60.0, 65.0, ALWAYS),
    "sol_air_excess_k": (0.0, 60.0, ALWAYS),
    "ghi_w_m2": (0.0, 1500.0, ALWAYS),
    "dni_w_m2": (0.0, 1500.0, CLEAR_SKY),
    "dhi_w_m2": (0.0, 1000.0, CLEAR_SKY),
    "dewpoint_c": (-60.0, 40.0, ALWAYS),
    "wind_m_s": (0.0, 90.0, CLEAR_SKY),
    "rain_mm": (0.0, 500.0, ALWAYS),
}
# First column of a CSV: which kind of file it is.
FILE_KINDS = {
    "hour": "hours of the run: 0, 1, 2 ...; with `temp_out_c`",
    "time": "full hours in ISO 8601; without zone, the clock of the site; with `temp_out_c`",
    "date": "days; with `temp_max_c` and, where known, `temp_min_c` [degC]",
}
DAILY_COLUMNS = ("temp_max_c", "temp_min_c")
EXPECTED = "hour,temp_out_c (or time,temp_out_c; or date,temp_max_c) and, where known, " + ",".join(
    [*list(WEATHER_COLUMNS)[1:], "temp_min_c"]
)
HOTTEST_MEAN_C = 46.0  # no place has had a day with so high a mean; an assumption, for the check of units only
# Columns of an EPW record, from 0: dry bulb, dew point, global horizontal, direct normal, diffuse, wind, liquid depth.
EPW_COLUMNS = {
    # name: (place, lowest value that means "missing")
    "temp_out_c": (6, 99.9),
    "dewpoint_c": (7, 99.9),
    "ghi_w_m2": (13, 9999.0),
    "dni_w_m2": (14, 9999.0),
    "dhi_w_m2": (15, 9999.0),
    "wind_m_s": (21, 999.0),
    "rain_mm": (33, 999.0),
}
EPW_HEADER_LINES = 8
EPW_TIMEZONE = 8  # place of the hours ahead of UTC in the line LOCATION
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherFile:
    """Weather as read from a file.

    Attributes
    ----------
    name : str
        Name of the file.
    columns : mapping of name to ndarray (rows,)
        Names and units as in ``WEATHER_COLUMNS``; for a file of days, ``temp_max_c`` and perhaps ``temp_min_c``.
    kind : str
        ``hours``: from hour 0 of the run on. ``times``: the hours that begin at ``times``. ``year``: hours of a year
        that is no particular one, matched by month, day and hour of standard time. ``days``: the days of ``times``.
    times : tuple of datetime or date
        For ``times`` (without zone: the site's clock), ``days``, and ``year`` (in the leap year 2000).
    utc_offset_h : float
        For ``year``: how far its standard time is ahead of UTC.
    """

    name: str
    columns: Mapping[str, Floats] = field(default_factory=dict)
    kind: Literal["hours", "times", "year", "days"] = "hours"
    times: tuple[datetime, ...] | tuple[date, ...] = ()
    utc_offset_h: float = 0.0

    @property
    def hours(self) -> int:
        """Hours the file covers."""
        rows = len(next(iter(self.columns.values()), ()))
        return rows * 24 if self.kind == "days" else rows


def read_weather(path: str | Path) -> WeatherFile:
    """Read a weather file.

    Parameters
    ----------
    path : str or Path
        EPW (by its ending), or CSV whose first column says which kind it is: ``hour`` (0, 1, 2 ... of the run),
        ``time`` (ISO 8601; without zone the site's clock) or ``date`` (daily extremes). Then ``temp_out_c``, or
        ``temp_max_c`` and perhaps ``temp_min_c``, and where known the other columns of ``WEATHER_COLUMNS``.

    Raises
    ------
    InputError
        HF-E009 when it cannot be read or lacks a column; HF-E010 when an hour or a day is missing, doubled or out of
        order; HF-E011 when a value is no number or outside its range; HF-E050 when the temperatures look like
        Fahrenheit or kelvin; HF-E051 for a date that does not exist; HF-E052 for a day whose lowest temperature is
        above its highest.
    """
    if Path(path).suffix.lower() == ".epw":
        return read_epw(path)
    header, rows = read_csv(path, "HF-E009", "a weather file: CSV with the columns hour,temp_out_c")
    name = Path(path).name
    index = next((column for column in ("hour", "time", "date") if column in header), "")
    known = DAILY_COLUMNS if index == "date" else tuple(WEATHER_COLUMNS)
    wrong = [column for column in header if column not in known and column != index]
    if not rows or not index or known[0] not in header or wrong or len(set(header)) != len(header):
        raise InputError(
            "HF-E009",
            where=name,
            found=f"columns {','.join(header) or 'none'}" + ("" if rows else " and no rows"),
            expected=EXPECTED,
            mend="name the columns as above, each once, and give one row an hour, or one a day",
        )
    columns = {column: _column(rows, column, name) for column in header if column != index}
    if index == "hour":
        _check_count([row["hour"] for row in rows], name)
        return WeatherFile(name=name, columns=columns)
    texts = [(row[index] or "").strip() for row in rows]
    if index == "date":
        days = tuple(_date(text, f"{name} row {n + 2} column date") for n, text in enumerate(texts))
        _check_steps(days, timedelta(days=1), name, "date")
        _check_extremes(columns, days, name)
        return WeatherFile(name=name, columns=columns, kind="days", times=days)
    times = tuple(_time(text, f"{name} row {n + 2} column time") for n, text in enumerate(texts))
    if len({moment.tzinfo is None for moment in times}) > 1:
        raise _bad_time(f"{name} column time", "times with and without zone", "all with a zone, or all without")
    if times[0].tzinfo is not None:
        _check_steps(times, _HOUR, name, "time")
    return WeatherFile(name=name, columns=columns, kind="times", times=times)


def read_epw(path: str | Path) -> WeatherFile:
    """Read an EnergyPlus weather file (EPW): the hours of one year, which need not be a particular one.

    Its hours end at the hour they name, in standard time; its missing values leave the whole column out, except that
    a missing temperature is an error.

    Raises
    ------
    InputError
        HF-E053 when it is no EPW; HF-E010, HF-E011, HF-E050 and HF-E051 as in ``read_weather``.
    """
    name = Path(path).name
    lines = _text(path, "HF-E053", "an EPW weather file").splitlines()
    offset = _epw_offset(lines, name)
    records = [line.split(",") for line in lines[EPW_HEADER_LINES:] if line.strip()]
    if not records:
        raise _no_epw(name, "no hourly records")
    times = []
    for number, record in enumerate(records, start=EPW_HEADER_LINES + 1):
        where = f"{name} line {number}"
        if len(record) <= EPW_COLUMNS["wind_m_s"][0]:
            raise _no_epw(where, f"{len(record)} fields")
        try:
            month, day, hour = (int(float(text)) for text in record[1:4])
            times.append(datetime(2000, month, day, hour - 1, tzinfo=UTC))
        except ValueError as fault:
            raise _bad_time(where, ",".join(record[1:4]), "month, day and an hour from 1 to 24") from fault
    columns = {}
    for column, (place, missing) in EPW_COLUMNS.items():
        texts = [record[place] if place < len(record) else "" for record in records]
        values = np.array([_number(text) for text in texts])
        if column != "temp_out_c" and not (values < missing).all():
            continue
        for n in np.flatnonzero(~_inside(values, column))[:1]:
            raise _bad_value(f"{name} line {EPW_HEADER_LINES + 1 + int(n)} {column}", texts[n], column)
        columns[column] = values
    _check_units(columns["temp_out_c"], name)
    _check_year(times, name)
    return WeatherFile(name=name, columns=columns, kind="year", times=tuple(times), utc_offset_h=offset)


def read_csv(path: str | Path, code: str, expected: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the header of a CSV file and its rows.

    Raises
    ------
    InputError
        Under ``code`` when there is no such file or it is not CSV text in UTF-8.
    """
    text = _text(path, code, expected)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        return list(reader.fieldnames or ()), list(reader)
    except csv.Error as fault:
        raise _unreadable(path, code, expected, fault) from fault


def _text(path: str | Path, code: str, expected: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as fault:
        raise _unreadable(path, code, expected, fault) from fault


def _unreadable(path: str | Path, code: str, expected: str, fault: Exception) -> InputError:
    found = "no such file" if isinstance(fault, FileNotFoundError) else f"{type(fault).__name__}: {fault}"
    return InputError(
        code, where=str(path), found=found, expected=expected, mend="check the name and that it is plain text"
    )


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return math.nan


def _limits(column: str) -> tuple[float, float]:
    low, high, _ = WEATHER_COLUMNS["temp_out_c" if column in DAILY_COLUMNS else column]
    return low, high


def _inside(values: Floats, column: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    low, high = _limits(column)
    return np.asarray((values >= low) & (values <= high))


def _column(rows: Sequence[Mapping[str, str]], column: str, name: str) -> Floats:
    values = np.array([_number(row[column]) for row in rows])
    if column in {"temp_out_c", *DAILY_COLUMNS}:
        _check_units(values, f"{name} column {column}", daily=column == "temp_max_c")
    for n in np.flatnonzero(~_inside(values, column))[:1]:
        raise _bad_value(f"{name} row {int(n) + 2} column {column}", rows[n][column], column)
    return values


def _bad_value(where: str, text: str | None, column: str) -> InputError:
    low, high = _limits(column)
    return InputError(
        "HF-E011",
        where=where,
        found=(text or "").strip() or "nothing",
        expected=f"a number from {low:g} to {high:g}",
        mend="correct the value, or leave the whole column out",
    )


def _check_units(values: Floats, where: str, *, daily: bool = False) -> None:
    """Refuse a column most of which is too hot for degC, or whose mean no place has had for a day."""
    known = values[np.isfinite(values)]
    if known.size < 2:
        return
    middle, mean = float(np.median(known)), float(known.mean())
    too_hot = middle > _limits("temp_out_c")[1]
    if not too_hot and (daily or known.size < 24 or mean <= HOTTEST_MEAN_C):
        return
    guess = "kelvin" if middle > 200.0 else "degrees Fahrenheit"
    raise InputError(
        "HF-E050",
        where=where,
        found=f"a mean of {mean:.0f}, which looks like {guess}",
        expected="degrees Celsius",
        mend="C = (F - 32)/1.8, or C = K - 273.15",
    )


def _check_count(texts: Sequence[str | None], name: str) -> None:
    for number, text in enumerate(texts):
        if (text or "").strip() != str(number):
            raise InputError(
                "HF-E010",
                where=f"{name} row {number + 2} column hour",
                found=text or "nothing",
                expected=str(number),
                mend="give every hour from 0 on once, in order",
            )


def _bad_time(where: str, found: str, expected: str) -> InputError:
    return InputError(
        "HF-E051", where=where, found=found or "nothing", expected=expected, mend="correct the date or the time"
    )


def _date(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise _bad_time(where, text, "a date that exists, such as 2015-07-17") from fault


def _time(text: str, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise _bad_time(where, text, "a time that exists, such as 2015-07-17T14:00") from fault
    if moment.minute or moment.second or moment.microsecond:
        raise _bad_time(where, text, "a full hour")
    return moment


def _check_steps(times: Sequence[date], step: timedelta, name: str, column: str) -> None:
    for n in range(1, len(times)):
        if times[n] - times[n - 1] != step:
            raise InputError(
                "HF-E010",
                where=f"{name} row {n + 2} column {column}",
                found=f"{times[n].isoformat()} after {times[n - 1].isoformat()}",
                expected=(times[n - 1] + step).isoformat(),
                mend="give every hour, or every day, once and in order",
            )


def _check_extremes(columns: Mapping[str, Floats], days: Sequence[date], name: str) -> None:
    if "temp_min_c" not in columns:
        return
    for n in np.flatnonzero(columns["temp_min_c"] > columns["temp_max_c"])[:1]:
        raise InputError(
            "HF-E052",
            where=f"{name} row {int(n) + 2} of {days[n].isoformat()}",
            found=f"lowest {columns['temp_min_c'][n]:g}, highest {columns['temp_max_c'][n]:g}",
            expected="a lowest temperature not above the highest",
            mend="exchange or correct the two",
        )


def _check_year(times: Sequence[datetime], name: str) -> None:
    first = datetime(2000, 1, 1, tzinfo=UTC)
    wanted = [first + n * _HOUR for n in range(366 * 24)]
    if len(times) == 365 * 24:  # a year without 29 February
        wanted = [moment for moment in wanted if (moment.month, moment.day) != (2, 29)]
    for number, moment in enumerate(wanted):
        if number >= len(times) or times[number] != moment:
            found = "the end of the file" if number >= len(times) else f"{times[number]:%d %B, hour %H}"
            raise InputError(
                "HF-E010",
                where=f"{name} line {EPW_HEADER_LINES + 1 + number}",
                found=found,
                expected=f"{moment:%d %B, hour %H}",
                mend="give every hour of the year once, in order",
            )
    if len(times) > len(wanted):
        raise InputError(
            "HF-E010",
            where=name,
            found=f"{len(times)} hours",
            expected=f"{len(wanted)} hours",
            mend="give the hours of one year",
        )


def _no_epw(where: str, found: str) -> InputError:
    return InputError(
        "HF-E053",
        where=where,
        found=found,
        expected="eight lines of header, the first LOCATION, then 8760 or 8784 records",
        mend="use the EPW as it was published, or write a CSV",
    )


def _epw_offset(lines: Sequence[str], name: str) -> float:
    location = lines[0].split(",") if lines else [""]
    offset = _number(location[EPW_TIMEZONE]) if len(location) > EPW_TIMEZONE else math.nan
    if location[0].strip().upper() != "LOCATION" or not -14.0 <= offset <= 14.0:
        raise _no_epw(f"{name} line 1", location[0].strip() or "nothing")
    return offset
