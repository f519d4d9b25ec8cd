"""Weather and clock of a run: the site's typical day, or a file (specification section 5)."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from holdfast.errors import InputError, ModelError
from holdfast.lifelines.records import Drivers, Floats
from holdfast.sites import stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.sites import Draws, Site

PERSISTENCE_PER_H = 0.8  # correlation of the temperature residual from hour to hour; reference physics:rmse_T
DAY_H = 24.0
WEATHER_COLUMNS = {
    # name: (lowest, highest, used by the engine)
    "temp_out_c": (-60.0, 65.0, True),
    "sol_air_excess_k": (0.0, 60.0, True),
    "ghi_w_m2": (0.0, 1500.0, True),
    "dewpoint_c": (-60.0, 40.0, False),
    "wind_m_s": (0.0, 90.0, False),
    "rain_mm": (0.0, 500.0, False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherFile:
    """Hourly weather as read from a file, from hour 0 on.

    Attributes
    ----------
    name : str
        Name of the file.
    columns : mapping of name to ndarray (hours,)
        Names and units as in ``WEATHER_COLUMNS``.
    """

    name: str
    columns: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def hours(self) -> int:
        """Hours the file covers."""
        return len(self.columns["temp_out_c"])


def read_weather(path: str | Path) -> WeatherFile:
    """Read a weather file: CSV with ``hour,temp_out_c`` and, where known, the other columns of ``WEATHER_COLUMNS``.

    Raises
    ------
    InputError
        HF-E009 when it cannot be read or lacks a column; HF-E010 when an hour is missing, doubled or out of order;
        HF-E011 when a value is no number or outside its range.
    """
    header, rows = read_csv(path, "HF-E009", "a weather file: CSV with the columns hour,temp_out_c")
    name = Path(path).name
    unknown = [column for column in header if column not in WEATHER_COLUMNS and column != "hour"]
    if not rows or "hour" not in header or "temp_out_c" not in header or unknown:
        raise InputError(
            "HF-E009",
            where=name,
            found=f"columns {','.join(header) or 'none'}" + ("" if rows else " and no rows"),
            expected="hour,temp_out_c and, where known, " + ",".join(list(WEATHER_COLUMNS)[1:]),
            mend="name the columns as above and give one row an hour",
        )
    read: dict[str, list[float]] = {column: [] for column in header if column != "hour"}
    for number, row in enumerate(rows):
        where = f"{name} row {number + 2}"
        if (row["hour"] or "").strip() != str(number):
            raise InputError(
                "HF-E010",
                where=f"{where} column hour",
                found=row["hour"] or "nothing",
                expected=str(number),
                mend="give every hour from 0 on once, in order",
            )
        for column, values in read.items():
            values.append(_weather_value(row[column], column, where))
    return WeatherFile(name=name, columns={column: np.array(values) for column, values in read.items()})


def _weather_value(text: str | None, column: str, where: str) -> float:
    low, high, _ = WEATHER_COLUMNS[column]
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise InputError(
            "HF-E011",
            where=f"{where} column {column}",
            found=(text or "").strip() or "nothing",
            expected=f"a number from {low:g} to {high:g}",
            mend="correct the value, or leave the whole column out",
        )
    return value


def read_csv(path: str | Path, code: str, expected: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the header of a CSV file and its rows.

    Raises
    ------
    InputError
        Under ``code`` when there is no such file or it is not CSV text in UTF-8.
    """
    place = Path(path)
    try:
        reader = csv.DictReader(io.StringIO(place.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        return list(reader.fieldnames or ()), list(reader)
    except (OSError, ValueError, csv.Error) as fault:
        found = "no such file" if isinstance(fault, FileNotFoundError) else f"{type(fault).__name__}: {fault}"
        raise InputError(
            code, where=str(path), found=found, expected=expected, mend="check the name and that it is plain CSV text"
        ) from fault


def first_hour(site: Site, start: datetime | None) -> tuple[datetime, tuple[str, ...]]:
    """Return the first hour of a run in the site's zone, and what had to be assumed.

    A time without zone is taken in the site's; minutes are dropped. Without any, today's midnight.
    """
    zone = ZoneInfo(site.timezone)
    notes: list[str] = []
    chosen = start if start is not None else site.start
    if chosen is None:
        chosen = datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        notes.append("no start is given: the run starts at today's midnight, and its dates mean no more than that")
    local = chosen.replace(tzinfo=zone) if chosen.tzinfo is None else chosen.astimezone(zone)
    whole = local.replace(minute=0, second=0, microsecond=0)
    if whole != local:
        notes.append(f"the start {local:%H:%M} is not a whole hour: the run starts at {whole:%H:%M}")
    return whole, tuple(notes)


def clock_hours(start: datetime, hours: int) -> list[int]:
    """Return the local clock hour in which each hour of the run begins, through changes of the clock."""
    zone = start.tzinfo
    begin = start.astimezone(UTC)
    return [(begin + timedelta(hours=k)).astimezone(zone).hour for k in range(hours)]


def days_of(start: datetime, hours: int) -> list[int]:
    """Return the local calendar day of each hour of the run, as a count of days."""
    zone = start.tzinfo
    begin = start.astimezone(UTC)
    return [(begin + timedelta(hours=k)).astimezone(zone).toordinal() for k in range(hours)]


def drivers(
    site: Site,
    *,
    draws: Draws,
    hours: int,
    start: datetime,
    weather: WeatherFile | None = None,
    seed: int = 0,
    deterministic: bool = False,
) -> tuple[Drivers, tuple[str, ...]]:
    """Return weather and clock of every hour, and warnings.

    Parameters
    ----------
    site : Site
        The site.
    draws : Draws
        Its drawn values.
    hours : int
        Hours of the run.
    start : datetime
        First hour, with zone.
    weather : WeatherFile, optional
        Replaces the typical day; columns it lacks come from the typical day.
    seed : int
        Seed of the temperature residual and of the hours of the grid.
    deterministic : bool
        True: no residual, and the grid's block ends at midnight.

    Returns
    -------
    Drivers
        ``temp_out_c``, ``sol_air_excess_k``, ``ghi_w_m2`` of shape (members, hours), at mid-hour; ``grid_fraction`` of
        shape (members, lines, hours).
    tuple of str
        What was given and not used.

    Raises
    ------
    InputError
        HF-E010 when the file is shorter than the run.
    ModelError
        HF-E012 when rain falls on a site with sewage assets: rain inflow is not simulated yet.

    Notes
    -----
    T(h) = Tmax - DTR/2 + DTR/2 cos(2 pi (h - warmest)/24); sun S(h) = sin(pi (h - sunrise)/daylight) while it is up.
    The residual is an AR(1) series with correlation 0.8 from hour to hour.

    A grid line without a timetable is on in one block a day, as long as its hours a day: beginning at a full hour that
    is drawn for every member and day, and running on past midnight into the first hours of the same day; the last hour
    is a share. Deterministic, the block ends at midnight. Which hours is an assumption; that they lie together is not:
    a line on for a share of every hour would carry a small load all day.
    """
    clock, days = clock_hours(start, hours), days_of(start, hours)
    middle = np.array(clock, dtype=np.float64)[None, :] + 0.5

    def of(name: str) -> Floats:
        return np.array(draws[f"weather.{name}"], dtype=np.float64)[:, None]

    swing = of("daily_range_k") / 2.0
    temperature = of("temp_max_c") - swing + swing * np.cos(2.0 * np.pi * (middle - of("warmest_hour_h")) / 24.0)
    risen = middle - of("sunrise_h")
    up = (risen > 0.0) & (risen < of("daylight_h"))
    sun = np.where(up, np.maximum(0.0, np.sin(np.pi * risen / of("daylight_h"))), 0.0)
    excess = of("sol_air_peak_k") * sun
    ghi = of("ghi_peak_w_m2") * sun
    warnings: tuple[str, ...] = ()
    if weather is not None:
        warnings = _check_weather(site, weather, hours)
        temperature = _from_file(weather, "temp_out_c", temperature)
        excess = _from_file(weather, "sol_air_excess_k", excess)
        ghi = _from_file(weather, "ghi_w_m2", ghi)
    elif not deterministic:
        temperature = temperature + _residual(site, draws.members, hours, seed) * of("residual_sd_k")
    return (
        Drivers(
            clock=np.array(clock, dtype=np.int64),
            temp_out_c=np.ascontiguousarray(temperature),
            sol_air_excess_k=np.ascontiguousarray(excess),
            ghi_w_m2=np.ascontiguousarray(ghi),
            grid_fraction=_grid_fraction(site, draws, clock, days, seed, deterministic=deterministic),
        ),
        warnings,
    )


def _grid_fraction(
    site: Site, draws: Draws, clock: list[int], days: list[int], seed: int, *, deterministic: bool
) -> Floats:
    """Share of each hour every grid line is on, of shape (members, lines, hours)."""
    fraction = np.zeros((draws.members, len(site.grid), len(clock)))
    hour_of, day_of = np.array(clock), np.array(days)
    for n, line in enumerate(site.grid):
        if line.on_hours is not None:
            fraction[:, n, :] = np.isin(hour_of, line.on_hours)[None, :]
            continue
        length = np.clip(draws[f"grid.{line.id}.hours_per_day"], 0.0, DAY_H)
        for day in sorted(set(days)):
            inside = np.flatnonzero(day_of == day)
            if deterministic:  # the hours before midnight, counted back from it
                passed = (DAY_H - 1.0) - hour_of[inside][None, :]
            else:
                drawn = stream(seed, site.id, f"grid.{line.id}", "block", day).random(draws.members)
                passed = (hour_of[inside][None, :] - np.floor(drawn * DAY_H)[:, None]) % DAY_H
            fraction[:, n, inside] = np.clip(length[:, None] - passed, 0.0, 1.0)
    return fraction


def _from_file(weather: WeatherFile, column: str, otherwise: Floats) -> Floats:
    if column not in weather.columns:
        return otherwise
    return np.broadcast_to(weather.columns[column][None, : otherwise.shape[1]], otherwise.shape).copy()


def _check_weather(site: Site, weather: WeatherFile, hours: int) -> tuple[str, ...]:
    if weather.hours < hours:
        raise InputError(
            "HF-E010",
            where=weather.name,
            found=f"{weather.hours} hours",
            expected=f"{hours} hours, as long as the run",
            mend="add the missing hours, or shorten the run with --hours",
        )
    rain = weather.columns.get("rain_mm")
    if rain is not None and bool((rain[:hours] > 0.0).any()) and (site.sewage_tanks or site.lifts):
        raise ModelError(
            "HF-E012",
            where=f"{weather.name} column rain_mm",
            found=f"{float(rain[:hours].sum()):g} mm of rain",
            expected="no rain: its inflow to the sewers is not simulated yet",
            mend="leave the column out to run without rain, and say so with the result",
        )
    unused = [name for name in weather.columns if not WEATHER_COLUMNS[name][2]]
    return tuple(f"{weather.name}: the column {name} is read but not used by the shelter model rc1" for name in unused)


def _residual(site: Site, members: int, hours: int, seed: int) -> Floats:
    """AR(1) series of unit spread; each hour has its own stream, so a longer run or more members change nothing."""
    series = np.empty((members, hours))
    fresh = math.sqrt(1.0 - PERSISTENCE_PER_H**2)
    for k in range(hours):
        shock = stream(seed, site.id, "weather", "residual", k).standard_normal(members)
        series[:, k] = shock if k == 0 else PERSISTENCE_PER_H * series[:, k - 1] + fresh * shock
    return series
