"""What drives a run from outside, hour by hour: the record that the hour loop reads (`weather.forcing` makes it).

Its memory grows with hours and with members, never with their product: what depends on the hour alone is a path, what
depends on the member alone is a row, and the shape of the day is one table of 24 rows. The loop puts them together:

- ``temp = temp_path_c[h] + temp_offset_c + temp_day_c[clock] + residual_sd_k * r``, where the AR(1) residual starts at
  ``residual_start`` and goes on as ``r = 0.8 r + 0.6 shock``; the shock is keyed by ``residual_key``, member and
  ``utc_hour``.
- sol-air excess of shelter type s = ``absorptance * sun_factor * sun_path_k[s, h] - sky_factor * sky_path_k[s, h]
  + sol_air_factor * (excess_path_k[h] + sol_air_peak_k * sun_day[clock])``.
- horizontal sun = ``clearness * ghi_path_w_m2[h] + ghi_peak_w_m2 * sun_day[clock]``; on a window ``clearness *
  window_w_m2[h] + window_per_ghi * ghi_peak_w_m2 * sun_day[clock]``; on array a ``clearness * pv_poa_w_m2[a, h] +
  ghi_peak_w_m2 * sun_day[clock]``, and its cells are ``pv_rise_k_per_w_m2[h]`` warmer than the air for each W/m2.

In every sum one half is zero: a site has a clear sky or a typical day, a file or a profile.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.shocks import uniform, words

if TYPE_CHECKING:
    from holdfast.lifelines.records import Floats, Integers

DAY_H = 24.0


class Forcing(NamedTuple):
    """Weather, clock and grid of a run of h hours and m members; s shelter types, a solar arrays, l grid lines."""

    clock: Integers  # (h,) local clock hour 0-23 in which the hour begins
    utc_hour: Integers  # (h,) hours since 1970 in UTC: the counter of hourly shocks
    day: Integers  # (h,) local calendar day, as a count of days
    temp_path_c: Floats  # (h,)
    excess_path_k: Floats  # (h,) sol-air excess stated by a file
    ghi_path_w_m2: Floats  # (h,) horizontal sun at clearness 1
    rain_mm: Floats  # (h,)
    sun_path_k: Floats  # (s, h) sun on roof and walls as kelvin of air, at absorptance 1 and clearness 1
    sky_path_k: Floats  # (s, h) long-wave loss of roof and walls to the sky, never below 0
    window_w_m2: Floats  # (h,) sun through glass, mean of four walls, at clearness 1, as if square on the pane
    pv_poa_w_m2: Floats  # (a, h) sun on each array at clearness 1
    pv_rise_k_per_w_m2: Floats  # (h,) cell above air temperature
    vapour_path_kpa: Floats  # (h,) vapour pressure of the air outside, where a file states the dew point; else 0
    temp_offset_c: Floats  # (m,)
    residual_sd_k: Floats  # (m,)
    residual_start: Floats  # (m,) residual of the hour before the first, of variance 1
    clearness: Floats  # (m,) dust included, relative to the turbidity of the paths
    sun_factor: Floats  # (m,) clearness and the member's wind
    sky_factor: Floats  # (m,) the member's dew point and wind
    vapour_kpa: Floats  # (m,) of the member's own dew point; 0 where a file states it
    ghi_peak_w_m2: Floats  # (m,) of the typical day
    sol_air_peak_k: Floats  # (m,) of the typical day
    temp_day_c: Floats  # (24, m) by clock hour
    sun_day: Floats  # (24, m) 0 to 1, by clock hour
    grid_timetable: Integers  # (l,) 1 where grid_table holds, 0 where a block is drawn for each day
    grid_table: Floats  # (l, 24) share of each clock hour the line is on
    grid_length_h: Floats  # (l, m) hours of the block
    grid_key: Integers  # (l, 2) key of grid_begin_h
    residual_key: Integers  # (2,) key of the temperature shocks
    grid_until_midnight: int  # 1 where the blocks of the grid end at midnight instead (a deterministic run)
    window_per_ghi: float  # window sun over horizontal sun on a typical day


def grid_begin_h(key0: int, key1: int, member: int, day: int, until_midnight: int) -> float:
    """Return the full clock hour at which a line's block of a day begins, each as likely; -1: it ends at midnight."""
    word, _ = words(key0, key1, member, day)
    return -1.0 if until_midnight else float(math.floor(uniform(word) * DAY_H))


def grid_share(clock: int, length_h: float, begin_h: float) -> float:
    """Return the share of a clock hour a line is on whose block begins at ``begin_h`` and lasts ``length_h``.

    The block runs on past midnight into the first hours of the same day; its last hour is a share. A beginning below
    0 stands for a block that ends at midnight; its first hour is then the share.
    """
    after = clock - begin_h
    passed = (DAY_H - 1.0) - clock if begin_h < 0.0 else (after + DAY_H if after < 0.0 else after)
    return min(1.0, max(0.0, length_h - passed))
