"""Properties of the weather of a run, for any site, date and length."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.lifelines import sky
from holdfast.lifelines.clock import local_hours, utc_hours
from holdfast.lifelines.forcing import Forcing, grid_begin_h, grid_share
from holdfast.lifelines.weather import forcing, temperatures_c
from holdfast.lifelines.weather_profiles import campbell_norman, cosine, day_shape, parton_logan
from holdfast.sites import Site, prior_draws, read_site

latitudes = st.floats(-75.0, 75.0)
starts = st.datetimes(datetime(1971, 1, 1), datetime(2037, 12, 1)).map(  # noqa: DTZ001  made aware below
    lambda moment: moment.replace(minute=0, second=0, microsecond=0, tzinfo=UTC)
)
zones = st.sampled_from(["UTC", "Asia/Baghdad", "Asia/Tehran", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"])


def site_at(latitude: float, zone: str) -> Site:
    return read_site(f"""
        [site]
        id = "x"
        name = "X"
        timezone = "{zone}"
        latitude_deg = {latitude:.3f}
        longitude_deg = 44.0
        source = "s"
        [sources]
        s = "t"
        [[shelters]]
        id = "trailer"
        kind = "trailer"
        count = 10
        persons_each = 6
        [[pv]]
        id = "roof"
        peak_kw = 5
        tilt_deg = 30
    """)


@settings(max_examples=25)
@given(latitude=latitudes, start=starts, zone=zones, hours=st.integers(1, 60), members=st.integers(1, 6))
def test_every_path_is_a_number_and_none_that_cannot_be_is_negative(
    latitude: float, start: datetime, zone: str, hours: int, members: int
) -> None:
    site = site_at(latitude, zone)
    begin = start.astimezone(ZoneInfo(zone))
    made, _ = forcing(site, draws=prior_draws(site, members, 1), hours=hours, start=begin, seed=1)
    for name in Forcing._fields:
        assert np.isfinite(np.asarray(getattr(made, name), dtype=np.float64)).all(), name
    for name in ("sun_path_k", "sky_path_k", "window_w_m2", "pv_poa_w_m2", "ghi_path_w_m2", "pv_rise_k_per_w_m2"):
        values = getattr(made, name)
        assert (values >= 0.0).all(), name
        assert values.max(initial=0.0) < 1500.0, name
    assert np.isfinite(temperatures_c(made)).all()
    assert (made.clearness > 0.0).all()


@settings(max_examples=20)
@given(start=starts, hours=st.integers(2, 40), cut=st.integers(1, 39), members=st.integers(2, 9))
def test_a_shorter_run_of_fewer_members_is_the_beginning_of_a_longer_one(
    start: datetime, hours: int, cut: int, members: int
) -> None:
    site = site_at(33.3, "UTC")
    long, _ = forcing(site, draws=prior_draws(site, 9, 1), hours=hours, start=start, seed=1)
    cut = min(cut, hours)
    short, _ = forcing(site, draws=prior_draws(site, members, 1), hours=cut, start=start, seed=1)
    assert np.array_equal(temperatures_c(short), temperatures_c(long)[:members, :cut])
    by_member = {"temp_offset_c", "residual_sd_k", "residual_start", "clearness", "sun_factor", "sky_factor"}
    by_member |= {"ghi_peak_w_m2", "sol_air_peak_k", "temp_day_c", "sun_day", "grid_length_h", "vapour_kpa"}
    fixed = {"grid_timetable", "grid_table", "grid_key", "residual_key", "grid_until_midnight", "window_per_ghi"}
    for name in Forcing._fields:
        one, other = np.asarray(getattr(short, name)), np.asarray(getattr(long, name))
        kept = other if name in fixed else other[..., : members if name in by_member else cut]
        assert np.array_equal(one, kept), name


@given(start=starts, zone=zones, hours=st.integers(1, 60))
def test_the_clock_and_the_absolute_hours_agree(start: datetime, zone: str, hours: int) -> None:
    begin = start.astimezone(ZoneInfo(zone))
    moments = local_hours(begin, hours)
    assert utc_hours(begin, hours) == [int(moment.timestamp()) // 3600 for moment in moments]
    assert all(
        after - before == timedelta(hours=1)
        for before, after in pairwise(moments)
        if after.utcoffset() == before.utcoffset()
    )


@given(
    length=st.floats(0.0, 24.0),
    key0=st.integers(0, 2**32 - 1),
    member=st.integers(0, 10**6),
    day=st.integers(-(10**6), 10**6),
    until=st.integers(0, 1),
)
def test_a_block_of_the_grid_is_as_long_as_stated_and_in_one_piece(
    length: float, key0: int, member: int, day: int, until: int
) -> None:
    begin = grid_begin_h(key0, 7, member, day, until)
    shares = np.array([grid_share(clock, length, begin) for clock in range(24)])
    assert abs(shares.sum() - length) < 1e-9
    assert ((shares >= 0.0) & (shares <= 1.0)).all()
    assert ((shares > 0.0) & (shares < 1.0)).sum() <= 1
    on = (shares > 0.0).astype(int)
    assert np.abs(np.diff(on, append=on[:1])).sum() in {0, 2}
    assert begin == -1.0 if until else 0.0 <= begin <= 23.0


@given(
    hour=st.floats(0.0, 24.0), warmest=st.floats(10.0, 18.0), sunrise=st.floats(3.0, 9.0), daylight=st.floats(6.0, 18.0)
)
def test_a_profile_never_leaves_the_extremes(hour: float, warmest: float, sunrise: float, daylight: float) -> None:
    at = np.array(hour)
    for shape in (cosine(at, warmest), parton_logan(at, sunrise, daylight), campbell_norman(at)):
        assert -1e-12 <= float(shape) <= 1.0 + 1e-12
    for profile in ("cosine", "parton-logan", "campbell-norman"):
        one = day_shape(profile, at, np.array(warmest), np.array(sunrise), np.array(daylight))  # type: ignore[arg-type]
        assert -1e-12 <= float(one) <= 1.0 + 1e-12


@settings(max_examples=60)
@given(latitude=latitudes, start=starts, tilt=st.floats(0.0, 90.0), azimuth=st.floats(0.0, 359.0))
def test_no_plane_gets_more_than_the_sun_and_the_sky_have(
    latitude: float, start: datetime, tilt: float, azimuth: float
) -> None:
    seconds = start.timestamp() + 3600.0 * (np.arange(24) + 0.5)
    above = sky.clear_sky(sky.sun_position(latitude, 44.0, 0.0, seconds), 0.0, 4.0)
    total = sky.plane_total(above, tilt, azimuth)
    # Of the sky at most all of it as a ring about the sun, which stands higher over the plane than over the ground.
    ring = 1.0 / np.maximum(0.087, np.cos(np.radians(above.zenith_deg)))
    assert (total <= above.dni + (1.5 + ring) * above.dhi + sky.ALBEDO * above.ghi + 1.0).all()
    assert (total >= 0.0).all()
