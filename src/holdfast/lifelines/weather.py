"""Weather of a run from what is known: a file, a typical day, or coordinates and a date (specification section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from holdfast.errors import ModelError
from holdfast.lifelines import shocks
from holdfast.lifelines.clock import SECONDS_PER_HOUR, local_hours, utc_hours
from holdfast.lifelines.forcing import DAY_H, Forcing
from holdfast.lifelines.weather_files import CLEAR_SKY, WEATHER_COLUMNS
from holdfast.lifelines.weather_match import columns_of_run
from holdfast.lifelines.weather_profiles import day_shape, half_sine, sky_emissivity, sky_temperature_c
from holdfast.people import saturation_kpa

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.lifelines.records import Floats
    from holdfast.lifelines.sky import Sky
    from holdfast.lifelines.weather_files import WeatherFile
    from holdfast.sites import Draws, Site

RESIDUAL = "weather.residual"  # name of the random stream
# Cells of a typical day: NOCT 45 degC at 800 W/m2 and 20 degC, from memory.
NOCT_RISE_K_PER_W_M2 = (45.0 - 20.0) / 800.0
WINDOW_PER_GHI = 0.39  # own run: clear sky, Baghdad, 15 July, turbidity 5, mean of four walls
TURBIDITIES = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 13.0, 16.0, 20.0)


def forcing(
    site: Site,
    *,
    draws: Draws,
    hours: int,
    start: datetime,
    weather: WeatherFile | None = None,
    seed: int = 0,
    deterministic: bool = False,
) -> tuple[Forcing, tuple[str, ...]]:
    """Return what drives a run, and what was assumed or given and not used.

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
        Replaces what it states; the rest comes from the site.
    seed : int
        Seed of the temperature residual and of the hours of the grid.
    deterministic : bool
        True: no residual, and the grid's block ends at midnight.

    Returns
    -------
    Forcing
        Paths by hour, rows by member, and one day of 24 hours; see there.
    tuple of str
        Notes for the report.

    Raises
    ------
    InputError
        HF-E010 when the file is shorter than the run, HF-E012 when it is for other dates.
    ModelError
        HF-E054 when a clear sky is asked for and the site has no coordinates.

    Notes
    -----
    The sun is that of a clear sky where the site says so (`weather.sky`), else a half sine of the stated peaks. A run
    of the clear sky has one path for all members, at the median turbidity, wind and dew point of the site; the members'
    own stand in three factors: clearness (times the loss by dust, averaged over the first day), the outer film (at the
    site's mean temperature) and the sky (exact). Only what a member's turbidity does to the shares of beam and diffuse
    light is left out.

    Hourly temperatures of a file are taken as they are; to a profile a residual is added: AR(1), correlation 0.8.

    A grid line without a timetable is on in one block a day, as long as its hours a day: beginning at a full hour that
    is drawn for every member and day. Which hours is an assumption; that they lie together is not: a line on for a
    share of every hour would carry a small load all day.
    """
    moments = local_hours(start, hours)
    seconds = _mid_hours(start, hours)
    stated = {} if weather is None else columns_of_run(weather, moments, seconds, site.weather.warmest_hour_h.median)
    base = _empty(site, draws.members, moments, start)
    base, notes = _temperature(base, site, draws, stated, start)
    base = base._replace(rain_mm=stated.get("rain_mm", base.rain_mm))
    if "dewpoint_c" in stated:
        base = base._replace(vapour_path_kpa=_vapour_kpa(stated["dewpoint_c"]))
    else:
        base = base._replace(vapour_kpa=_vapour_kpa(draws["weather.dewpoint_c"]))
    if is_clear_sky(site):
        base, told = _clear_sky(base, site, draws, stated, start)
    else:
        base, told = _typical_sky(base, site, draws, stated, weather)
    base = _grid(base, site, draws, seed)
    residual = np.zeros(draws.members)
    if deterministic or "temp_out_c" in stated:
        base = base._replace(residual_sd_k=residual)
    else:
        residual = shocks.residual_before(
            seed, site.site.id, RESIDUAL, draws.members, int(base.utc_hour[0]) if hours else 0
        )
    made = base._replace(
        residual_start=residual,
        residual_key=np.array(shocks.key(seed, site.site.id, RESIDUAL), dtype=np.int64),
        grid_until_midnight=int(deterministic),
    )
    return made, notes + told


def _vapour_kpa(dewpoint_c: Floats) -> Floats:
    """Vapour pressure of air with these dew points [kPa], as people in heat feel it."""
    return np.array([saturation_kpa(float(dew)) for dew in dewpoint_c], dtype=np.float64)


def _mid_hours(start: datetime, hours: int) -> Floats:
    """Seconds since 1970 of the middle of each hour."""
    return np.asarray(start.timestamp() + SECONDS_PER_HOUR * (np.arange(hours) + 0.5), dtype=np.float64)


def is_clear_sky(site: Site) -> bool:
    """Return whether the sun is that of coordinates and date, and not that of the typical day.

    Raises
    ------
    ModelError
        HF-E054 when the site asks for it and has no coordinates.
    """
    if site.weather.sky != "clear-sky":
        return False
    if site.site.latitude_deg is None or site.site.longitude_deg is None:
        raise ModelError(
            "HF-E054",
            where="weather.sky",
            found="clear-sky, and no coordinates",
            expected="latitude_deg and longitude_deg in [site]",
            mend='add the coordinates, or write sky = "typical" and the peaks of the sun',
        )
    return True


def _empty(site: Site, members: int, moments: list[datetime], start: datetime) -> Forcing:
    hours, types = len(moments), len(site.shelters)
    path, row, day = np.zeros(hours), np.zeros(members), np.zeros((24, members))
    lines = len(site.grid)
    return Forcing(
        clock=np.array([moment.hour for moment in moments], dtype=np.int64),
        utc_hour=np.array(utc_hours(start, hours), dtype=np.int64),
        day=np.array([moment.toordinal() for moment in moments], dtype=np.int64),
        temp_path_c=path,
        excess_path_k=path.copy(),
        ghi_path_w_m2=path.copy(),
        rain_mm=path.copy(),
        sun_path_k=np.zeros((types, hours)),
        sky_path_k=np.zeros((types, hours)),
        window_w_m2=path.copy(),
        pv_poa_w_m2=np.zeros((len(site.pv), hours)),
        pv_rise_k_per_w_m2=np.full(hours, NOCT_RISE_K_PER_W_M2),
        vapour_path_kpa=path.copy(),
        temp_offset_c=row,
        residual_sd_k=row.copy(),
        residual_start=row.copy(),
        clearness=np.ones(members),
        sun_factor=np.ones(members),
        sky_factor=np.ones(members),
        vapour_kpa=row.copy(),
        ghi_peak_w_m2=row.copy(),
        sol_air_peak_k=row.copy(),
        temp_day_c=day,
        sun_day=day.copy(),
        grid_timetable=np.zeros(lines, dtype=np.int64),
        grid_table=np.zeros((lines, 24)),
        grid_length_h=np.zeros((lines, members)),
        grid_key=np.zeros((lines, 2), dtype=np.int64),
        residual_key=np.zeros(2, dtype=np.int64),
        grid_until_midnight=0,
        window_per_ghi=WINDOW_PER_GHI,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """Properties of the day, `(members,)` each."""

    warmest_h: Floats
    sunrise_h: Floats
    daylight_h: Floats

    def shape(self, site: Site, hour_h: Floats) -> Floats:
        return day_shape(site.weather.profile, hour_h, self.warmest_h, self.sunrise_h, self.daylight_h)


def _temperature(
    base: Forcing, site: Site, draws: Draws, stated: Mapping[str, Floats], start: datetime
) -> tuple[Forcing, tuple[str, ...]]:
    """Temperature: hours of a file, days of a file, or the typical day of the site (equation M3)."""
    spread = np.array(draws["weather.residual_sd_k"], dtype=np.float64)
    if "temp_out_c" in stated:
        return base._replace(temp_path_c=stated["temp_out_c"]), ()
    base = base._replace(residual_sd_k=spread)
    middle = np.arange(24.0)[:, None] + 0.5
    days = {name: np.array(draws[f"weather.{name}"], dtype=np.float64) for name in ("sunrise_h", "daylight_h")}
    medians = {name: np.array([getattr(site.weather, name).median]) for name in days}
    notes: tuple[str, ...] = ()
    if site.weather.profile != "cosine" and is_clear_sky(site):
        found = _sun_times(site, start)
        for name, hour in found.items():
            if getattr(site.weather, name).state == "unknown":
                days[name], medians[name] = np.full(draws.members, hour), np.array([hour])
    day = _Day(warmest_h=np.array(draws["weather.warmest_hour_h"]), **days)
    swing = np.array(draws["weather.daily_range_k"], dtype=np.float64)
    if "temp_max_c" in stated:
        usual = _Day(warmest_h=np.array([site.weather.warmest_hour_h.median]), **medians)
        if "temp_min_c" not in stated:  # the day's range is each member's own
            notes = ("the file has no lowest temperatures: the daily range comes from the site",)
            return base._replace(
                temp_path_c=stated["temp_max_c"],
                temp_day_c=swing * (day.shape(site, middle) - 1.0),
            ), notes
        low, high = stated["temp_min_c"], stated["temp_max_c"]
        share = usual.shape(site, base.clock[:, None].astype(np.float64) + 0.5)[:, 0]
        return base._replace(temp_path_c=low + (high - low) * share), notes
    highest = np.array(draws["weather.temp_max_c"], dtype=np.float64)
    if site.weather.profile == "cosine":  # in the form that the worked camps were calculated with, to the last bit
        half = swing / 2.0
        table = highest - half + half * np.cos(2.0 * np.pi * (middle - day.warmest_h) / 24.0)
    else:
        table = highest - swing + swing * day.shape(site, middle)
    return base._replace(temp_day_c=np.ascontiguousarray(table)), notes


def _sun_times(site: Site, start: datetime) -> dict[str, float]:
    """Sunrise and daylight of the first day of the run, by the sun."""
    from holdfast.lifelines import sky  # noqa: PLC0415

    latitude, longitude = cast("float", site.site.latitude_deg), cast("float", site.site.longitude_deg)
    sunrise, daylight = sky.sun_times_h(latitude, longitude, start.replace(hour=0).timestamp())
    return {"sunrise_h": sunrise, "daylight_h": min(23.0, max(1.0, daylight))}


def _typical_sky(
    base: Forcing, site: Site, draws: Draws, stated: Mapping[str, Floats], weather: WeatherFile | None
) -> tuple[Forcing, tuple[str, ...]]:
    """Lay the half sine of the stated peaks; a column of a file takes the place of its peak."""
    sunrise, daylight, excess, ghi = (
        np.array(draws[f"weather.{name}"], dtype=np.float64)
        for name in ("sunrise_h", "daylight_h", "sol_air_peak_k", "ghi_peak_w_m2")
    )
    nothing = np.zeros(draws.members)
    sun = stated.get("ghi_w_m2", base.ghi_path_w_m2)
    base = base._replace(
        sun_day=half_sine(np.arange(24.0)[:, None] + 0.5, sunrise, daylight),
        sol_air_peak_k=nothing if "sol_air_excess_k" in stated else excess,
        ghi_peak_w_m2=nothing if "ghi_w_m2" in stated else ghi,
        excess_path_k=stated.get("sol_air_excess_k", base.excess_path_k),
        ghi_path_w_m2=sun,
        window_w_m2=WINDOW_PER_GHI * sun,
        pv_poa_w_m2=np.tile(sun, (len(site.pv), 1)),
    )
    name = weather.name if weather is not None else ""
    notes = [
        f"{name}: the column {column} is read but not used with the sun of a typical day"
        for column, (_, _, where) in WEATHER_COLUMNS.items()
        if where == CLEAR_SKY and column in stated
    ]
    tilted = [array.id for array in site.pv if array.tilt_deg is not None and array.tilt_deg.median > 0.0]
    if tilted:
        notes.append(f"pv {', '.join(tilted)}: taken as flat, for the sun of a typical day has no direction")
    return base, tuple(notes)


def _clear_sky(
    base: Forcing, site: Site, draws: Draws, stated: Mapping[str, Floats], start: datetime
) -> tuple[Forcing, tuple[str, ...]]:
    """Sun and sky of coordinates and date, or of the file (equations M5, M6, M7, H1, H3, E3)."""
    from holdfast.lifelines import sky  # noqa: PLC0415

    own = site.weather
    place = cast("float", site.site.latitude_deg), cast("float", site.site.longitude_deg)
    altitude, turbidity = site.site.elevation_m.median, own.turbidity.median
    seconds = _mid_hours(start, base.clock.size)
    sun = sky.sun_position(*place, altitude, seconds)
    clearness, notes = np.ones(draws.members), []
    if "ghi_w_m2" in stated:
        above = sky.measured_sky(sun, stated["ghi_w_m2"], stated.get("dni_w_m2"), stated.get("dhi_w_m2"))
    else:
        above = sky.clear_sky(sun, altitude, turbidity)
        # What dust takes over the first day: neither the length of the run nor other members may change it.
        some = sky.sun_position(*place, altitude, _mid_hours(start.replace(hour=0), 24))
        levels = sorted({turbidity, *TURBIDITIES})
        reached = np.array([float(sky.clear_sky(some, altitude, level).ghi.sum()) for level in levels])
        usual_sun = reached[levels.index(turbidity)]
        loss = reached / usual_sun if usual_sun > 0.0 else np.ones(len(levels))
        clearness = draws["weather.clearness"] * np.interp(draws["weather.turbidity"], levels, loss)
        notes.append(f"the sun is that of a clear sky at the site's coordinates, turbidity {turbidity:g}; no clouds")
    wind = stated.get("wind_m_s", np.full(seconds.shape, own.wind_m_s.median))
    dew = stated.get("dewpoint_c", np.full(seconds.shape, own.dewpoint_c.median))
    usual = _usual_temperature(base, site)
    warm = own.temp_max_c.median - 0.5 * own.daily_range_k.median
    film, cold = np.ones(draws.members), np.ones(draws.members)
    if "wind_m_s" not in stated:
        film = sky.film_w_per_m2_k(warm, own.wind_m_s.median) / sky.film_w_per_m2_k(warm, draws["weather.wind_m_s"])
    if "dewpoint_c" not in stated:
        cold = _sky_depression(draws["weather.dewpoint_c"]) / _sky_depression(np.array([own.dewpoint_c.median]))
    base = base._replace(
        ghi_path_w_m2=above.ghi,
        window_w_m2=sky.window_sun(above),
        pv_poa_w_m2=_arrays(site, above),
        pv_rise_k_per_w_m2=sky.cell_rise_k_per_w_m2(wind),
        clearness=np.ascontiguousarray(clearness),
        sun_factor=np.ascontiguousarray(clearness * film),
        sky_factor=np.ascontiguousarray(cold * film),
    )
    if "sol_air_excess_k" in stated:
        return base._replace(excess_path_k=stated["sol_air_excess_k"]), tuple(notes)
    sky_c = sky_temperature_c(usual, dew)
    walls = sky.wall_sun(above)
    for s, shelter in enumerate(site.shelters):
        roof, windows = shelter.floor_m2.median, shelter.window_m2.median
        outside = sky.Outside(
            roof_m2=roof,
            walls_m2=max(0.0, shelter.envelope_m2.median - roof - windows),
            floor_m2=shelter.floor_m2.median,
        )
        base.sun_path_k[s], base.sky_path_k[s] = sky.surface_paths(outside, above.ghi, walls, usual, sky_c, wind)
    return base, tuple(notes)


def _sky_depression(dewpoint_c: Floats) -> Floats:
    """How far the sky is below the air, as a share of the air's absolute temperature: all that the dew point does."""
    return np.asarray(1.0 - sky_emissivity(dewpoint_c) ** 0.25)


def _usual_temperature(base: Forcing, site: Site) -> Floats:
    """Temperature of a member at the medians [degC], `(hours,)`; the members themselves may be any number."""
    own = site.weather
    if not base.temp_day_c.any():
        return base.temp_path_c
    shape = day_shape(
        own.profile,
        np.arange(24.0) + 0.5,
        np.array(own.warmest_hour_h.median),
        np.array(own.sunrise_h.median),
        np.array(own.daylight_h.median),
    )
    swing = own.daily_range_k.median
    top = 0.0 if base.temp_path_c.any() else own.temp_max_c.median
    return base.temp_path_c + (top + swing * (shape - 1.0))[base.clock]


def _arrays(site: Site, above: Sky) -> Floats:
    from holdfast.lifelines import sky  # noqa: PLC0415

    planes = np.zeros((len(site.pv), above.ghi.size))
    for n, array in enumerate(site.pv):
        tilt = array.tilt_deg.median if array.tilt_deg is not None else 0.0
        facing = _facing(site) if array.azimuth_deg is None else array.azimuth_deg.median
        planes[n] = sky.plane_total(above, tilt, facing)
    return planes


def _facing(site: Site) -> float:
    """Return where an array faces whose azimuth nobody states: the equator."""
    return 180.0 if (site.site.latitude_deg or 0.0) >= 0.0 else 0.0


def _grid(base: Forcing, site: Site, draws: Draws, seed: int) -> Forcing:
    for n, line in enumerate(site.grid):
        base.grid_key[n] = shocks.key(seed, site.site.id, f"grid.{line.id}.block")
        base.grid_length_h[n] = np.clip(draws[f"grid.{line.id}.hours_per_day"], 0.0, DAY_H)
        if line.on_hours is not None:
            base.grid_timetable[n] = 1
            base.grid_table[n] = np.isin(np.arange(24), line.on_hours)
    return base


def temperatures_c(given: Forcing) -> Floats:
    """Return the temperature of every member and hour [degC], `(members, hours)`, as the hour loop puts it together.

    For checks, pictures and small runs: its size is members times hours.
    """
    members, hours = given.temp_offset_c.size, given.clock.size
    series, residual = np.empty((members, hours)), given.residual_start.copy()
    lanes = np.arange(members, dtype=np.int64)
    key0, key1 = (int(word) for word in given.residual_key)
    for k in range(hours):
        w0, w1 = shocks.words(key0, key1, lanes, int(given.utc_hour[k]))  # type: ignore[arg-type]
        residual = shocks.PERSISTENCE_PER_H * residual + shocks.FRESH * shocks.standard_shock(w0, w1)
        day = given.temp_day_c[given.clock[k]]
        series[:, k] = given.temp_path_c[k] + given.temp_offset_c + day + given.residual_sd_k * residual
    return series
