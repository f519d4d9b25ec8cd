"""The rows of a weather file that belong to the hours of a run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import numpy as np

from holdfast.errors import InputError
from holdfast.lifelines.clock import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from holdfast.lifelines.records import Floats, Integers
    from holdfast.lifelines.weather_files import WeatherFile


def columns_of_run(
    weather: WeatherFile, moments: list[datetime], seconds: Floats, warmest_hour_h: float
) -> dict[str, Floats]:
    """Return the columns of a file for the hours of a run, `(hours,)` each.

    Daily highs are set at the warmest hour of their days, lows twelve hours from it, and joined by straight lines, so
    that no midnight has a step.

    Parameters
    ----------
    weather : WeatherFile
        As read.
    moments : list of datetime
        Beginning of each hour in the zone of the site.
    seconds : ndarray (hours,)
        Seconds since 1970 of the middle of each hour.
    warmest_hour_h : float
        Clock hour of the highest temperature.

    Raises
    ------
    InputError
        HF-E010, HF-E012.
    """
    if weather.kind == "days":
        return _of_days(weather, moments, seconds, warmest_hour_h)
    hours = len(moments)
    if weather.kind == "hours":
        if weather.hours < hours:
            raise InputError(
                "HF-E010",
                where=weather.name,
                found=f"{weather.hours} hours",
                expected=f"{hours} hours, as long as the run",
                mend="add the missing hours, or shorten the run with --hours",
            )
        rows: Integers = np.arange(hours)
    elif weather.kind == "times":
        first = _first_second(weather, cast("ZoneInfo", moments[0].tzinfo)) if moments else 0.0
        rows = np.floor((seconds - first) / SECONDS_PER_HOUR).astype(np.int64)
        for k in np.flatnonzero((rows < 0) | (rows >= weather.hours))[:1]:
            raise _not_covered(weather, moments[int(k)])
    else:
        rows = _rows_of_year(weather, seconds)
    return {name: np.ascontiguousarray(column[rows]) for name, column in weather.columns.items()}


def _not_covered(weather: WeatherFile, moment: datetime) -> InputError:
    return InputError(
        "HF-E012",
        where=weather.name,
        found=f"{weather.times[0].isoformat()} to {weather.times[-1].isoformat()}",
        expected=f"{moment.isoformat(timespec='minutes')}, an hour of the run",
        mend="give weather for the dates of the run, or change its start or its length",
    )


def _first_second(weather: WeatherFile, zone: ZoneInfo) -> float:
    """Second at which the first row begins; local times are followed through changes of the clock."""
    times = cast("tuple[datetime, ...]", weather.times)
    if times[0].tzinfo:
        return times[0].timestamp()
    first = times[0].replace(tzinfo=zone).timestamp()
    for n, moment in enumerate(times):
        wanted = first + n * SECONDS_PER_HOUR
        if wanted not in {moment.replace(tzinfo=zone, fold=fold).timestamp() for fold in (0, 1)}:
            raise InputError(
                "HF-E010",
                where=f"{weather.name} row {n + 2} column time",
                found=moment.isoformat(),
                expected=datetime.fromtimestamp(wanted, zone).isoformat(),
                mend="give every hour of the site's clock once, the doubled hour of autumn twice, or write the zone",
            )
    return first


def _rows_of_year(weather: WeatherFile, seconds: Floats) -> Integers:
    """Rows of the same month, day and hour in the file's standard time; 28 February for a 29th it does not have."""
    times = cast("tuple[datetime, ...]", weather.times)
    place = {(moment.month, moment.day, moment.hour): n for n, moment in enumerate(times)}
    epoch = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=weather.utc_offset_h)
    rows = []
    for second in seconds:
        local = epoch + timedelta(seconds=float(second))
        known = (local.month, local.day, local.hour)
        rows.append(place[known] if known in place else place[2, 28, local.hour])
    return np.array(rows, dtype=np.int64)


def _of_days(
    weather: WeatherFile, moments: list[datetime], seconds: Floats, warmest_hour_h: float
) -> dict[str, Floats]:
    days = {day.toordinal() for day in weather.times}
    for moment in moments:
        if moment.toordinal() not in days:
            raise _not_covered(weather, moment)
    if not moments:
        return {name: np.zeros(0) for name in weather.columns}
    zone = moments[0].tzinfo
    midnights = np.array([datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() for day in weather.times])
    hours = {"temp_max_c": warmest_hour_h, "temp_min_c": (warmest_hour_h - 12.0) % 24.0}
    return {
        name: np.interp(seconds, midnights + hours[name] * SECONDS_PER_HOUR, column)
        for name, column in weather.columns.items()
    }
