"""Weather and clock of a run: the typical day, the clear sky, residuals, grid hours, changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from holdfast.errors import ModelError
from holdfast.lifelines import shocks, sky
from holdfast.lifelines.clock import first_hour, local_hours, utc_hours
from holdfast.lifelines.forcing import Forcing, grid_begin_h, grid_share
from holdfast.lifelines.weather import forcing, temperatures_c
from holdfast.lifelines.weather_files import WeatherFile
from holdfast.lifelines.weather_profiles import sky_temperature_c
from holdfast.sites import Draws, Site, median_draws, prior_draws, read_site

START = datetime(2015, 7, 17, tzinfo=UTC)
HEAD = '[site]\nid = "x"\nname = "X"\ntimezone = "{zone}"\nsource = "s"\n{site}[sources]\ns = "t"\n'
PLACE = "latitude_deg = 33.26\nlongitude_deg = 44.23\nelevation_m = 34\n"
TYPICAL = "[weather]\ntemp_max_c = 46\ndaily_range_k = 16\nghi_peak_w_m2 = 900\nsol_air_peak_k = 6\n"
SHELTER = '[[shelters]]\nid = "trailer"\nkind = "trailer"\ncount = 100\npersons_each = 6\n'


def site_of(weather: str = TYPICAL, *, site: str = "", rest: str = "", zone: str = "UTC") -> Site:
    return read_site(HEAD.format(zone=zone, site=site) + rest + weather)


def made(
    site: Site,
    *,
    members: int = 1,
    hours: int = 48,
    start: datetime = START,
    seed: int = 3,
    weather: WeatherFile | None = None,
    deterministic: bool = False,
    draws: Draws | None = None,
) -> Forcing:
    if draws is None:
        draws = median_draws(site) if members == 1 else prior_draws(site, members, 1)
    given, _ = forcing(
        site, draws=draws, hours=hours, start=start, weather=weather, seed=seed, deterministic=deterministic
    )
    return given


def ghi(given: Forcing) -> np.ndarray:
    """As the hour loop puts it together, (members, hours)."""
    day = given.ghi_peak_w_m2[:, None] * given.sun_day[given.clock].T
    return given.clearness[:, None] * given.ghi_path_w_m2 + day


def test_the_typical_day_is_the_one_of_the_worked_camps_to_the_bit() -> None:
    given = made(site_of(), deterministic=True)
    hour = np.arange(24) + 0.5
    assert np.array_equal(temperatures_c(given)[0, :24], 46.0 - 8.0 + 8.0 * np.cos(2.0 * np.pi * (hour - 15.0) / 24.0))
    assert np.array_equal(temperatures_c(given)[:, :24], temperatures_c(given)[:, 24:])
    draws = median_draws(site_of())
    rise, daylight = draws["weather.sunrise_h"][0], draws["weather.daylight_h"][0]
    up = (hour > rise) & (hour < rise + daylight)
    assert np.array_equal(ghi(given)[0, :24], np.where(up, 900.0 * np.sin(np.pi * (hour - rise) / daylight), 0.0))
    assert given.sol_air_peak_k.tolist() == [6.0]
    assert not given.sun_path_k.any()
    assert not given.ghi_path_w_m2.any()


def test_the_sun_rises_once_a_day_even_when_the_day_is_short() -> None:
    given = made(site_of(TYPICAL + "sunrise_h = 7\ndaylight_h = 8\n"))
    assert list(np.flatnonzero(ghi(given)[0, :24] > 0.0)) == [7, 8, 9, 10, 11, 12, 13, 14]


def test_a_clock_change_shifts_the_clock_and_not_the_count_of_hours() -> None:
    zone = ZoneInfo("Europe/Berlin")
    spring, autumn = datetime(2024, 3, 31, 0, tzinfo=zone), datetime(2024, 10, 27, 1, tzinfo=zone)
    assert [local.hour for local in local_hours(spring, 6)] == [0, 1, 3, 4, 5, 6]
    assert [local.hour for local in local_hours(autumn, 4)] == [1, 2, 2, 3]
    assert np.diff(utc_hours(spring, 6)).tolist() == [1] * 5
    assert [local_hours(autumn, 25)[k].day for k in (0, 23, 24)] == [27, 27, 28]  # a day of 25 hours
    assert utc_hours(datetime(1969, 12, 31, 22, tzinfo=UTC), 3) == [-2, -1, 0]


def test_the_start_is_a_whole_hour_in_the_zone_of_the_site() -> None:
    site = site_of(zone="Asia/Baghdad")
    begin, notes = first_hour(site, datetime(2015, 7, 17, 6, 45))  # noqa: DTZ001  the point of the test
    assert (begin.hour, begin.minute, str(begin.tzinfo)) == (6, 0, "Asia/Baghdad")
    assert any("whole hour" in note for note in notes)
    assert first_hour(site, START)[0].hour == 3
    begin, notes = first_hour(site, None)
    assert begin.hour == 0
    assert any("no start" in note for note in notes)


def test_the_residual_depends_on_neither_members_nor_hours_but_on_the_seed() -> None:
    site = site_of(TYPICAL + "residual_sd_k = 2\n")
    many = temperatures_c(made(site, members=50, hours=30))
    assert np.array_equal(many[:7, :20], temperatures_c(made(site, members=7, hours=20)))
    assert not np.array_equal(many[:7], temperatures_c(made(site, members=7, hours=30, seed=4)))


def test_the_residual_of_an_hour_does_not_depend_on_when_the_run_began() -> None:
    site = site_of(TYPICAL + "residual_sd_k = 2\n")
    whole = temperatures_c(made(site, members=9, hours=40))
    later = temperatures_c(made(site, members=9, hours=16, start=datetime(2015, 7, 18, tzinfo=UTC)))
    assert np.abs(whole[:, 24:] - later).max() < 1e-7


def test_the_residual_has_the_stated_spread_and_memory_from_the_first_hour() -> None:
    site = site_of("[weather]\ntemp_max_c = 46\ndaily_range_k = 0\nresidual_sd_k = 2\n")
    series = temperatures_c(made(site, members=4000, hours=40)) - 46.0
    for k in (0, 20, 39):
        assert series[:, k].std() == pytest.approx(2.0, rel=0.05)
        assert series[:, k].mean() == pytest.approx(0.0, abs=0.13)
    for lag, expected in ((1, 0.8), (3, 0.512)):
        assert np.corrcoef(series[:, 20], series[:, 20 + lag])[0, 1] == pytest.approx(expected, abs=0.04)
    quiet = temperatures_c(made(site, members=4000, hours=40, deterministic=True))
    assert np.ptp(quiet) == 0.0


@pytest.mark.parametrize("profile", ["cosine", "parton-logan", "campbell-norman"])
@pytest.mark.parametrize("place", ["", PLACE])
def test_a_hotter_maximum_is_never_colder_at_any_hour(profile: str, place: str) -> None:
    def run(highest: float) -> np.ndarray:
        text = f'[weather]\ntemp_max_c = {highest}\ndaily_range_k = 16\nprofile = "{profile}"\n'
        return temperatures_c(made(site_of(text, site=place), hours=72))

    assert (run(47.0) >= run(46.0) + 1.0 - 1e-9).all()
    assert np.ptp(run(46.0)) > 10.0


def test_the_memory_does_not_grow_with_members_times_hours() -> None:
    site = site_of(site=PLACE, weather="", rest=SHELTER)
    few, many = made(site, members=10, hours=500), made(site, members=2000, hours=500)
    assert all(
        getattr(few, name).nbytes < 500 * 8 * 3 + 1 for name in few._fields if hasattr(getattr(few, name), "nbytes")
    )
    sizes = [np.asarray(value).nbytes for value in many]
    assert max(sizes) <= max(24 * 2000, 500) * 8


def test_coordinates_and_no_stated_peak_make_a_clear_sky() -> None:
    site = site_of(site=PLACE, weather="[weather]\nturbidity = 5\nclearness = 1\n", rest=SHELTER)
    given = made(site, hours=24, deterministic=True, start=datetime(2012, 7, 15, tzinfo=ZoneInfo("Asia/Baghdad")))
    assert ghi(given).sum() / 1000.0 == pytest.approx(7.37, rel=0.01)
    assert not given.sun_day.any()
    assert not given.sol_air_peak_k.any()
    assert given.sun_path_k.shape == (1, 24)
    assert given.sun_path_k.max() > 10.0
    assert (given.sky_path_k > 0.0).all()
    assert given.window_w_m2.max() > 100.0
    stated = made(site_of(site=PLACE, rest=SHELTER), deterministic=True)
    assert not stated.sun_path_k.any()


def test_a_member_of_more_dust_less_wind_and_damper_air_differs_as_it_should() -> None:
    site = site_of(site=PLACE, weather="", rest=SHELTER)
    usual = {f"weather.{name}": getattr(site.weather, name).median for name in ("turbidity", "wind_m_s", "dewpoint_c")}
    base = prior_draws(site, 2, 1).replace(usual | {"weather.clearness": 1.0})

    def rows(path: str, value: float) -> Forcing:
        changed = base[path].copy()
        changed[1] = value
        return made(site, draws=base.replace({path: changed}), deterministic=True)

    same = rows("weather.clearness", 1.0)
    assert same.clearness == pytest.approx(1.0)
    assert same.sun_factor == pytest.approx(1.0)
    assert same.sky_factor == pytest.approx(1.0)
    assert rows("weather.clearness", 0.8).clearness.tolist() == pytest.approx([1.0, 0.8])
    dusty = rows("weather.turbidity", 7.0)
    assert 0.85 < dusty.clearness[1] < 0.97
    assert dusty.sun_factor[1] == dusty.clearness[1]
    calm = rows("weather.wind_m_s", 1.0)
    assert calm.sun_factor[1] == calm.sky_factor[1] > 1.2
    assert calm.clearness[1] == 1.0
    damp = rows("weather.dewpoint_c", 20.0)
    assert damp.sky_factor[1] < 0.9
    assert damp.sun_factor[1] == 1.0


def test_the_rows_of_a_member_are_exact_for_its_dew_point_and_its_dust_over_the_day() -> None:
    def alone(text: str) -> Forcing:
        site = site_of(site=PLACE, weather=f"[weather]\nclearness = 1\n{text}", rest=SHELTER)
        return made(site, hours=48, deterministic=True)

    fixed = "wind_m_s = 3\nturbidity = 5\ntemp_max_c = 45\ndaily_range_k = 14\n"
    dry, damp = alone(fixed + "dewpoint_c = 8\n"), alone(fixed + "dewpoint_c = 18\n")
    factor = damp.sky_path_k[0] / dry.sky_path_k[0]
    assert np.ptp(factor) < 1e-12
    spread = site_of(
        site=PLACE,
        weather="[weather]\nclearness = 1\n" + fixed + "dewpoint_c = { low = 8, high = 8.0001 }\n",
        rest=SHELTER,
    )
    draws = prior_draws(spread, 1, 1).replace({"weather.dewpoint_c": 18.0})
    assert made(spread, draws=draws, deterministic=True).sky_factor[0] == pytest.approx(factor[0], rel=1e-4)


def test_what_others_share_depends_on_no_member() -> None:
    site = site_of(site=PLACE, weather="", rest=SHELTER)
    few, many = made(site, members=3), made(site, members=50)
    for name in Forcing._fields:
        one, other = np.asarray(getattr(few, name)), np.asarray(getattr(many, name))
        if other.ndim and other.shape[-1] == 50:
            other = other[..., :3]
        assert np.array_equal(one, other), name


def test_a_clear_sky_needs_a_place() -> None:
    with pytest.raises(ModelError) as caught:
        made(site_of('[weather]\nsky = "clear-sky"\n'))
    assert caught.value.code == "HF-E054"


def test_an_array_that_leans_to_the_sun_gets_more_in_winter_and_one_that_is_flat_the_horizontal() -> None:
    arrays = '[[pv]]\nid = "flat"\npeak_kw = 5\n[[pv]]\nid = "south"\npeak_kw = 5\ntilt_deg = 50\nazimuth_deg = 180\n'
    winter = datetime(2015, 12, 21, tzinfo=UTC)
    given = made(site_of(site=PLACE, weather="", rest=arrays), start=winter)
    assert np.allclose(given.pv_poa_w_m2[0], given.ghi_path_w_m2, atol=1e-9)
    assert given.pv_poa_w_m2[1].sum() > 1.4 * given.pv_poa_w_m2[0].sum()
    typical, notes = forcing(
        site_of(rest=arrays), draws=median_draws(site_of(rest=arrays)), hours=24, start=winter, deterministic=True
    )
    assert not typical.pv_poa_w_m2.any()
    assert any("south" in note and "flat" in note for note in notes)


def test_the_day_of_a_profile_follows_the_sun_of_the_place() -> None:
    text = '[weather]\nprofile = "parton-logan"\ntemp_max_c = 40\ndaily_range_k = 15\n'
    winter = made(site_of(text, site=PLACE), start=datetime(2015, 12, 21, tzinfo=UTC), deterministic=True)
    summer = made(site_of(text, site=PLACE), deterministic=True)
    assert (temperatures_c(summer) > 32.5).mean() > (temperatures_c(winter) > 32.5).mean()


# ---- the grid ----------------------------------------------------------------------------------------------------


def lines(hours_per_day: str, members: int = 300, days: int = 6, *, deterministic: bool = False) -> np.ndarray:
    """Share of each hour the line is on, (members, days, 24), put together as the hour loop does."""
    line = f'[[grid]]\nid = "line"\ncapacity_kw = 40\nhours_per_day = {hours_per_day}\n'
    site = site_of(rest=line)
    given = made(
        site, members=members, hours=24 * days, deterministic=deterministic, draws=prior_draws(site, members, 1)
    )
    assert given.grid_timetable.tolist() == [0]
    key0, key1 = (int(word) for word in given.grid_key[0])
    share = np.empty((members, 24 * days))
    for member in range(members):
        for k in range(24 * days):
            begin = grid_begin_h(key0, key1, member, int(given.day[k]), given.grid_until_midnight)
            share[member, k] = grid_share(int(given.clock[k]), given.grid_length_h[0, member], begin)
    return share.reshape(members, days, 24)


def test_a_line_without_timetable_is_on_in_one_block_a_day() -> None:
    share = lines("8.5")
    assert share.sum(axis=2) == pytest.approx(8.5)
    assert ((share > 0.0) & (share < 1.0)).sum(axis=2).max() == 1
    on = share > 0.0
    assert (np.abs(np.diff(on.astype(int), axis=2, append=on[:, :, :1].astype(int))).sum(axis=2) == 2).all()
    # Any hour is as likely, and days and members differ.
    assert share.mean(axis=(0, 1)) == pytest.approx(8.5 / 24, abs=0.06)
    assert (on[:, 0] != on[:, 1]).any()
    assert (on[0] != on[1]).any()


def test_the_block_of_a_deterministic_run_ends_at_midnight() -> None:
    share = lines("8.5", members=1, deterministic=True)[0]
    assert (share[:, 16:] == 1.0).all()
    assert (share[:, 15] == 0.5).all()
    assert (share[:, :15] == 0.0).all()


@pytest.mark.parametrize(("hours_per_day", "each"), [("0", 0.0), ("24", 1.0)])
def test_a_line_that_is_never_or_always_on(hours_per_day: str, each: float) -> None:
    assert (lines(hours_per_day, members=3) == each).all()


def test_the_hours_of_a_line_depend_on_neither_members_nor_length() -> None:
    assert np.array_equal(lines("{ low = 4, high = 12 }", 5, 3), lines("{ low = 4, high = 12 }", 9, 6)[:5, :3])


def test_a_timetable_is_kept_and_a_new_line_changes_no_draw_of_another() -> None:
    one = '[[grid]]\nid = "line"\ncapacity_kw = 40\nhours_per_day = 6\n'
    two = '[[grid]]\nid = "other"\ncapacity_kw = 40\nhours_per_day = 3\non_hours = [1, 2, 13]\n'
    alone, both = made(site_of(rest=one)), made(site_of(rest=two + one))
    assert np.array_equal(alone.grid_key[0], both.grid_key[1])
    assert np.array_equal(alone.residual_start, both.residual_start)
    assert both.grid_timetable.tolist() == [1, 0]
    assert np.flatnonzero(both.grid_table[0]).tolist() == [1, 2, 13]
    assert tuple(alone.residual_key) == shocks.key(3, "x", "weather.residual")


def test_a_run_of_no_hours() -> None:
    given = made(site_of(site=PLACE, weather="", rest=SHELTER), hours=0)
    assert given.clock.size == 0
    assert temperatures_c(given).shape == (1, 0)


def test_the_paths_of_a_shelter_are_those_of_its_areas_at_the_usual_temperature() -> None:
    areas = "floor_m2 = 20\nenvelope_m2 = 70\nwindow_m2 = 4\n"
    text = "[weather]\ntemp_max_c = 44\ndaily_range_k = 16\nwarmest_hour_h = 15\nwind_m_s = 3\ndewpoint_c = 8\n"
    site = site_of(site=PLACE, weather=text, rest=SHELTER + areas)
    given = made(site, hours=24, deterministic=True)
    outside = sky.Outside(roof_m2=20.0, walls_m2=46.0, floor_m2=20.0)
    temp = temperatures_c(given)[0]
    seconds = START.timestamp() + 3600.0 * (np.arange(24) + 0.5)
    above = sky.clear_sky(sky.sun_position(33.26, 44.23, 34.0, seconds), 34.0, site.weather.turbidity.median)
    cold, wind = sky_temperature_c(temp, 8.0), np.full(24, 3.0)
    sun, loss = sky.surface_paths(outside, above.ghi, sky.wall_sun(above), temp, cold, wind)
    assert given.sun_path_k[0] == pytest.approx(sun)
    assert given.sky_path_k[0] == pytest.approx(loss)


def test_the_film_of_a_member_is_taken_at_the_mean_temperature_of_the_site() -> None:
    text = (
        "[weather]\ntemp_max_c = 44\ndaily_range_k = 16\nclearness = 1\nturbidity = 5\nwind_m_s = {low = 2, high = 5}\n"
    )
    site = site_of(site=PLACE, weather=text, rest=SHELTER)
    draws = prior_draws(site, 1, 1).replace({"weather.wind_m_s": 2.0})
    radiative = 4.0 * 0.9 * 5.670374419e-8 * (36.0 + 273.15) ** 3
    film = [4.0 + 4.0 * 0.67 * wind + radiative for wind in (3.5, 2.0)]
    given = made(site, draws=draws, deterministic=True)
    assert given.sun_factor[0] == pytest.approx(film[0] / film[1])
    assert given.clearness[0] == pytest.approx(1.0)


def test_an_array_of_unstated_azimuth_faces_the_equator() -> None:
    array = '[[pv]]\nid = "a"\npeak_kw = 5\ntilt_deg = 40\n'
    for latitude, azimuth in ((33.0, 180), (-33.0, 0)):
        place = f"latitude_deg = {latitude}\nlongitude_deg = 0\n"
        left_out = made(site_of(site=place, weather="", rest=array), hours=24)
        stated = made(site_of(site=place, weather="", rest=f"{array}azimuth_deg = {azimuth}\n"), hours=24)
        assert np.array_equal(left_out.pv_poa_w_m2, stated.pv_poa_w_m2)
        assert left_out.pv_poa_w_m2.sum() > 0.0


def test_campbell_and_norman_follow_the_sun_and_not_the_clock() -> None:
    text = '[weather]\nprofile = "campbell-norman"\ntemp_max_c = 40\ndaily_range_k = 15\ndaylight_h = 12\nsunrise_h = '
    early, late = (temperatures_c(made(site_of(f"{text}{rise}\n"), hours=24, deterministic=True))[0] for rise in (6, 8))
    assert np.allclose(np.roll(early, 2), late)
    assert int(early.argmax()) in {13, 14}
