"""The shape of a day when only its extremes are known, and what one press figure says (specification section 5, M1-M7).

Every profile takes the clock at mid-hour. Against measured June to August days with their true extremes no choice
matters much: the hourly error is 1.3 to 2.5 K for all of them (reference ``physics:rmse_T``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.sites import Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.lifelines.records import Floats

Profile = Literal["cosine", "parton-logan", "campbell-norman"]
PRESS_ERROR_K = 2.0  # M1: rounding, and thermometers in the sun; an assumption
WIND_AT_SHELTER = 0.67  # M7: wind at shelter height over wind at 10 m
SKY_DRY, SKY_PER_DEW, SKY_PER_DEW2 = 0.711, 0.56, 0.73  # M6, from memory in the specification
KELVIN = 273.15
_PARTON_A, _PARTON_B, _PARTON_C = 1.86, 2.20, -0.17  # at screen height, Denver (Parton and Logan 1981)


def press_maximum_c(value_c: float) -> Value:
    """Return the highest outdoor temperature behind a press figure such as "120 F" (equation M1).

    Parameters
    ----------
    value_c : float
        The figure [degC]; 120 F is 48.9.

    Returns
    -------
    Value
        Anything within 2 K, each as likely (an assumption: rounding, and thermometers in the sun).
    """
    return Value(
        value=value_c,
        low=value_c - PRESS_ERROR_K,
        high=value_c + PRESS_ERROR_K,
        distribution="uniform",
        state="interval",
        source="a press figure is taken within 2 K (physics specification M1, an assumption)",
    )


def cosine(hour_h: Floats, warmest_hour_h: Floats | float) -> Floats:
    """Share of the daily range above the lowest temperature: 1 at the warmest hour, 0 twelve hours from it.

    (1 + cos(2 pi (h - warmest)/24)) / 2.
    """
    shape: Floats = 0.5 + 0.5 * np.cos(2.0 * np.pi * (hour_h - warmest_hour_h) / 24.0)
    return shape


def parton_logan(hour_h: Floats, sunrise_h: Floats | float, daylight_h: Floats | float) -> Floats:
    """Share of the daily range above the lowest temperature after Parton and Logan (1981) (equation M3).

    A sine by day, sin(pi (h - sunrise - c)/(D + 2 a)), and a decay by night, with a 1.86 h, b 2.20, c -0.17 h. The
    night ends at exp(-b) of its beginning, so a step of about a tenth of the evening's excess is left at sunrise.
    """
    since = (hour_h - sunrise_h - _PARTON_C) % 24.0
    lasts = daylight_h - _PARTON_C  # from the lowest temperature to sunset
    by_day = np.sin(np.pi * np.minimum(since, lasts) / (daylight_h + 2.0 * _PARTON_A))
    night = 24.0 - lasts
    decay = np.exp(-_PARTON_B * np.maximum(0.0, since - lasts) / night)
    shape: Floats = by_day * decay
    return shape


def campbell_norman(hour_h: Floats) -> Floats:
    """Share of the daily range above the lowest temperature after Campbell and Norman (1998) (equation M3).

    0.44 - 0.46 sin(w h + 0.9) + 0.11 sin(2 w h + 0.9), w = pi/12; h is the hour from midnight in solar time. It lies
    between 0.025 and 0.997: the extremes are met within 3 per cent of the range.
    """
    turn = np.pi / 12.0 * hour_h
    shape: Floats = 0.44 - 0.46 * np.sin(turn + 0.9) + 0.11 * np.sin(2.0 * turn + 0.9)
    return shape


def day_shape(
    profile: Profile, hour_h: Floats, warmest_hour_h: Floats, sunrise_h: Floats, daylight_h: Floats
) -> Floats:
    """Return the share of the daily range above the lowest temperature by one of the three profiles.

    Parameters
    ----------
    profile : str
        ``cosine``, ``parton-logan`` or ``campbell-norman``; the last is shifted so that the sun stands highest in the
        middle of the daylight.
    hour_h, warmest_hour_h, sunrise_h, daylight_h : ndarray
        Clock hours at mid-hour, and the properties of the day; they broadcast.
    """
    shapes: dict[str, Callable[[], Floats]] = {
        "cosine": lambda: cosine(hour_h, warmest_hour_h),
        "parton-logan": lambda: parton_logan(hour_h, sunrise_h, daylight_h),
        "campbell-norman": lambda: campbell_norman(hour_h - (sunrise_h + 0.5 * daylight_h - 12.0)),
    }
    return shapes[profile]()


def half_sine(hour_h: Floats, sunrise_h: Floats, daylight_h: Floats) -> Floats:
    """Sun of a typical day relative to its peak: sin(pi (h - sunrise)/daylight) while it is up, else 0."""
    risen = hour_h - sunrise_h
    up = (risen > 0.0) & (risen < daylight_h)
    return np.where(up, np.maximum(0.0, np.sin(np.pi * risen / daylight_h)), 0.0)


def sky_emissivity(dewpoint_c: Floats | float) -> Floats:
    """Emissivity of a clear sky (Martin and Berdahl; equation M6): 0.711 + 0.56 (Td/100) + 0.73 (Td/100)^2.

    Made for dew points from -20 to 30 degC; held at those ends outside.
    """
    dew = np.clip(np.asarray(dewpoint_c, dtype=np.float64), -20.0, 30.0) / 100.0
    emissivity: Floats = SKY_DRY + SKY_PER_DEW * dew + SKY_PER_DEW2 * dew**2
    return emissivity


def sky_temperature_c(temp_c: Floats | float, dewpoint_c: Floats | float) -> Floats:
    """Temperature of a clear sky as a radiator [degC]: eps^0.25 T in kelvin (equation M6)."""
    sky: Floats = sky_emissivity(dewpoint_c) ** 0.25 * (np.asarray(temp_c) + KELVIN) - KELVIN
    return sky
