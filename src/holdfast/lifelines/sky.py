"""Sun, clear sky, and what falls on roofs, walls, windows and solar arrays, by pvlib (equations M5, M7, H1 to H3, E3).

pvlib is imported when the first path is made and at no other time: with pandas and SciPy it takes about half a second.
Everything is made once for each run and hour, never for each member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.lifelines.sol_air import (
    SKY_FACTOR_ROOF,
    SKY_FACTOR_WALL,
    convective_w_per_m2_k,
    external_film_w_per_m2_k,
    radiative_w_per_m2_k,
)
from holdfast.lifelines.weather_profiles import WIND_AT_SHELTER

if TYPE_CHECKING:
    from holdfast.lifelines.records import Floats, Integers

ALBEDO = 0.25  # ground around the site; an assumption (bare sand 0.2 to 0.4)
EMISSIVITY = 0.9  # of roofs and walls for heat; an assumption
WALLS_DEG = (0.0, 90.0, 180.0, 270.0)  # shelters stand in every direction: the mean of four walls
DELTA_T_S = 67.0  # terrestrial less universal time; ten seconds of it move the sun by a ten-thousandth of a degree
REFRACTION_DEG = 0.5667  # at sunrise and sunset
FAIMAN_U0, FAIMAN_U1 = 25.0, 6.84  # cell heat loss [W/(m2 K)] and per m/s of wind (Faiman 2008; pvlib's defaults)


class Sky(NamedTuple):
    """Sun position and irradiance in the middle of each hour, `(h,)` each."""

    day_of_year: Integers  # 1 to 366, in UTC
    zenith_deg: Floats  # apparent
    azimuth_deg: Floats  # 180 is south
    airmass: Floats  # relative; not a number while the sun is down
    dni_extra: Floats  # W/m2 above the atmosphere
    ghi: Floats  # W/m2 on the horizontal
    dni: Floats  # W/m2 on a plane facing the sun
    dhi: Floats  # W/m2 from the sky without the sun


def sun_position(latitude_deg: float, longitude_deg: float, altitude_m: float, seconds: Floats) -> Sky:
    """Return where the sun stands (NREL SPA), with no irradiance yet.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        North and east positive.
    altitude_m : float
        Above sea level.
    seconds : ndarray (h,)
        Seconds since 1970 in UTC of the middle of each hour.
    """
    from pvlib import atmosphere, irradiance, spa  # noqa: PLC0415

    moments = np.asarray(seconds, dtype=np.float64)
    # Of a standard atmosphere at 12 degC; the arrays go in as they are, without the time index of pvlib's wrapper.
    millibar = float(atmosphere.alt2pres(altitude_m)) / 100.0
    given = spa.solar_position(
        moments, latitude_deg, longitude_deg, altitude_m, millibar, 12.0, DELTA_T_S, REFRACTION_DEG, 1
    )
    zenith = np.asarray(given[0], dtype=np.float64)
    dates = moments.astype("datetime64[s]")
    day_of_year = (dates.astype("datetime64[D]") - dates.astype("datetime64[Y]")).astype(np.int64) + 1
    nothing = np.zeros(zenith.shape)
    return Sky(
        day_of_year=day_of_year,
        zenith_deg=zenith,
        azimuth_deg=np.asarray(given[4], dtype=np.float64),
        airmass=np.asarray(atmosphere.get_relative_airmass(zenith), dtype=np.float64),
        dni_extra=np.asarray(irradiance.get_extra_radiation(day_of_year), dtype=np.float64),
        ghi=nothing,
        dni=nothing,
        dhi=nothing,
    )


def clear_sky(sun: Sky, altitude_m: float, turbidity: float) -> Sky:
    """Return the irradiance of a clear sky (Ineichen and Perez; equation M5).

    Parameters
    ----------
    sun : Sky
        As `sun_position` makes it.
    altitude_m : float
        Above sea level.
    turbidity : float
        Linke turbidity: 2 very clean, 4 to 7 dusty. Given here, so that pvlib reads no table of the world.
    """
    from pvlib import atmosphere, clearsky  # noqa: PLC0415

    absolute = atmosphere.get_absolute_airmass(sun.airmass, atmosphere.alt2pres(altitude_m))
    with np.errstate(all="ignore"):  # hours without sun divide by nothing
        given = clearsky.ineichen(sun.zenith_deg, absolute, turbidity, altitude=altitude_m, dni_extra=sun.dni_extra)
    return sun._replace(ghi=_numbers(given["ghi"]), dni=_numbers(given["dni"]), dhi=_numbers(given["dhi"]))


def measured_sky(sun: Sky, ghi: Floats, dni: Floats | None = None, dhi: Floats | None = None) -> Sky:
    """Return the sky of a measured horizontal irradiance, split into sun and sky where the file does not (Erbs 1982).

    `ghi`, `dni`, `dhi` are `(h,)` in W/m2. The split of an hour has an error of about a fifth of its diffuse part.
    """
    from pvlib import irradiance  # noqa: PLC0415

    if dni is None or dhi is None:
        split = irradiance.erbs(ghi, sun.zenith_deg, sun.day_of_year)
        dni, dhi = split["dni"], split["dhi"]
    return sun._replace(ghi=_numbers(ghi), dni=_numbers(dni), dhi=_numbers(dhi))


def on_plane(sky: Sky, tilt_deg: float, azimuth_deg: float) -> tuple[Floats, Floats, Floats]:
    """Return what falls on a tilted plane from the sun, the sky and the ground [W/m2], `(h,)` each (Perez 1990).

    A plane of tilt 0 gets the horizontal irradiance itself, in its two parts.
    """
    from pvlib import irradiance  # noqa: PLC0415

    if tilt_deg == 0.0:
        return sky.ghi - sky.dhi, sky.dhi, np.zeros(sky.ghi.shape)
    with np.errstate(all="ignore"):
        parts = irradiance.get_total_irradiance(
            tilt_deg,
            azimuth_deg,
            sky.zenith_deg,
            sky.azimuth_deg,
            sky.dni,
            sky.ghi,
            sky.dhi,
            dni_extra=sky.dni_extra,
            airmass=sky.airmass,
            albedo=ALBEDO,
            model="perez",
        )
    names = ("poa_direct", "poa_sky_diffuse", "poa_ground_diffuse")
    direct, diffuse, ground = (_numbers(parts[name]) for name in names)
    return direct, diffuse, ground


def plane_total(sky: Sky, tilt_deg: float, azimuth_deg: float) -> Floats:
    """Return all that falls on a tilted plane [W/m2], `(h,)` (equation E3)."""
    direct, diffuse, ground = on_plane(sky, tilt_deg, azimuth_deg)
    return direct + diffuse + ground


def wall_sun(sky: Sky) -> Floats:
    """Return what falls on a wall, mean of the four directions [W/m2], `(h,)`."""
    return np.asarray(np.mean([plane_total(sky, 90.0, azimuth) for azimuth in WALLS_DEG], axis=0))


def window_sun(sky: Sky) -> Floats:
    """Return the sun on windows in four walls, corrected for its angle [W/m2], `(h,)` (equation H3).

    What passes the pane is this times the total gain g of the pane square on. Fresnel and Bouguer for one clear pane
    (pvlib.iam.physical), which favours slanting sun a little over two panes.
    """
    from pvlib import iam, irradiance  # noqa: PLC0415

    # Transmission of diffuse light is that of a beam at an equivalent angle (Brandemuehl and Beckman 1980), tilt 90.
    through_sky, through_ground = (float(iam.physical(angle)) for angle in (_sky_angle(90.0), _ground_angle(90.0)))
    total = np.zeros(sky.ghi.shape)
    for azimuth in WALLS_DEG:
        direct, diffuse, ground = on_plane(sky, 90.0, azimuth)
        angle = irradiance.aoi(90.0, azimuth, sky.zenith_deg, sky.azimuth_deg)
        total += direct * _numbers(iam.physical(angle)) + diffuse * through_sky + ground * through_ground
    return total / len(WALLS_DEG)


def _sky_angle(tilt_deg: float) -> float:
    return 59.7 - 0.1388 * tilt_deg + 0.001497 * tilt_deg**2


def _ground_angle(tilt_deg: float) -> float:
    return 90.0 - 0.5788 * tilt_deg + 0.002693 * tilt_deg**2


def film_w_per_m2_k(temp_c: Floats | float, wind_10m_m_s: Floats | float) -> Floats:
    """Return the outer film of a shelter (equations H1, M7) [W/(m2 K)] from the wind at 10 m [m/s]."""
    convective = convective_w_per_m2_k(WIND_AT_SHELTER * np.asarray(wind_10m_m_s, dtype=np.float64))  # type: ignore[arg-type]
    radiative = radiative_w_per_m2_k(np.asarray(temp_c, dtype=np.float64), EMISSIVITY)  # type: ignore[arg-type]
    return np.asarray(external_film_w_per_m2_k(convective, radiative), dtype=np.float64)


class Outside(NamedTuple):
    """Opaque outer surfaces of one shelter [m2]; a raised floor meets the air and has neither sun nor sky."""

    roof_m2: float
    walls_m2: float
    floor_m2: float


def surface_paths(
    outside: Outside, roof_w_m2: Floats, wall_w_m2: Floats, temp_c: Floats, sky_c: Floats, wind_10m_m_s: Floats
) -> tuple[Floats, Floats]:
    """Return sun and sky on a shelter's opaque parts as kelvin of outdoor air, `(h,)` each (equations H1, H2).

    sun = sum A I / h_e / sum A at absorptance 1; sky = sum A F h_r (T - T_sky)/h_e / sum A, never below 0. The same
    conductance is taken for all parts, so areas are the weights; a floor on soil counts like a raised one.
    """
    film = film_w_per_m2_k(temp_c, wind_10m_m_s)
    radiative = np.asarray(radiative_w_per_m2_k(temp_c, EMISSIVITY), dtype=np.float64)  # type: ignore[arg-type]
    total = max(sum(outside), 1e-9)
    roof, walls = outside.roof_m2 / total, outside.walls_m2 / total
    sun = (roof * roof_w_m2 + walls * wall_w_m2) / film
    facing = roof * SKY_FACTOR_ROOF + walls * SKY_FACTOR_WALL
    loss = facing * radiative * np.maximum(0.0, temp_c - sky_c) / film
    return sun, loss


def cell_rise_k_per_w_m2(wind_10m_m_s: Floats | float) -> Floats:
    """Return how much warmer than the air a cell is for each W/m2 on it (Faiman 2008): 1/(25 + 6.84 v)."""
    rise: Floats = 1.0 / (FAIMAN_U0 + FAIMAN_U1 * WIND_AT_SHELTER * np.asarray(wind_10m_m_s, dtype=np.float64))
    return rise


def sun_times_h(latitude_deg: float, longitude_deg: float, day_start_s: float) -> tuple[float, float]:
    """Return clock hour of sunrise and hours of daylight of the day that begins at `day_start_s` (seconds, UTC).

    From the sun's height at every minute; 0 and 24 where it does not set, 12 and 0 where it does not rise.
    """
    minutes = np.arange(0.0, 24.0 * 3600.0, 60.0)
    up = sun_position(latitude_deg, longitude_deg, 0.0, day_start_s + minutes).zenith_deg < 90.0
    if up.all():
        return 0.0, 24.0
    if not up.any():
        return 12.0, 0.0
    rising = np.flatnonzero(up & ~np.roll(up, 1))[0]
    return float(rising) / 60.0, float(up.sum()) / 60.0


def _numbers(values: object) -> Floats:
    """Hours without sun come as not a number, and as small negative ones."""
    return np.maximum(0.0, np.nan_to_num(np.asarray(values, dtype=np.float64)))
