"""Weather files: what is read, how it is matched to the hours of a run, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.lifelines.forcing import Forcing
from holdfast.lifelines.weather import forcing, temperatures_c
from holdfast.lifelines.weather_files import CLEAR_SKY, WEATHER_COLUMNS, WeatherFile, read_csv, read_weather
from holdfast.sites import Site, median_draws, prior_draws, read_site

START = datetime(2015, 7, 17, tzinfo=UTC)
PLACE = "latitude_deg = 33.26\nlongitude_deg = 44.23\nelevation_m = 34\n"


def site_of(*, zone: str = "UTC", place: str = "", weather: str = "temp_max_c = 46\ndaily_range_k = 16\n") -> Site:
    head = f'[site]\nid = "x"\nname = "X"\ntimezone = "{zone}"\nsource = "s"\n{place}[sources]\ns = "t"\n'
    shelter = '[[shelters]]\nid = "trailer"\nkind = "trailer"\ncount = 100\npersons_each = 6\n'
    return read_site(f"{head}{shelter}[[pv]]\nid = 'roof'\npeak_kw = 5\n[weather]\n{weather}")


def written(folder: Path, text: str, name: str = "weather.csv") -> WeatherFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_weather(path)


def run(
    file: WeatherFile, hours: int, *, start: datetime = START, site: Site | None = None, members: int = 1
) -> tuple[Forcing, tuple[str, ...]]:
    chosen = site or site_of()
    draws = median_draws(chosen) if members == 1 else prior_draws(chosen, members, 1)
    return forcing(chosen, draws=draws, hours=hours, start=start, weather=file, seed=1)


def hourly(column: str = "temp_out_c", values: list[float] | None = None) -> str:
    return f"hour,{column}\n" + "".join(f"{k},{v}\n" for k, v in enumerate(values or [30.0 + k for k in range(24)]))


def test_hours_of_the_run_replace_what_they_state_and_only_that(tmp_path: Path) -> None:
    given, notes = run(written(tmp_path, hourly()), 24, members=3)
    plain, _ = forcing(site_of(), draws=prior_draws(site_of(), 3, 1), hours=24, start=START, seed=1)
    assert (temperatures_c(given) == [30.0 + k for k in range(24)]).all()
    assert np.array_equal(given.sun_day, plain.sun_day)
    assert np.array_equal(given.ghi_peak_w_m2, plain.ghi_peak_w_m2)
    assert given.residual_sd_k.tolist() == [0.0] * 3
    assert notes == ()


@pytest.mark.parametrize("place", ["", PLACE])
def test_every_used_column_bites_and_every_unused_one_is_named(tmp_path: Path, place: str) -> None:
    site = site_of(place=place)
    rows = "".join(f"{k},35,{{}}\n" for k in range(24))
    plain, _ = run(written(tmp_path, "hour,temp_out_c\n" + rows.replace(",{}", "")), 24, site=site)
    for column, (_, high, where) in WEATHER_COLUMNS.items():
        if column in {"temp_out_c", "dni_w_m2", "dhi_w_m2"}:
            continue
        file = written(tmp_path, f"hour,temp_out_c,{column}\n" + rows.replace("{}", f"{high / 2:g}"))
        given, notes = run(file, 24, site=site)
        changed = any(not np.array_equal(one, other) for one, other in zip(given, plain, strict=True))
        used = bool(place) or where != CLEAR_SKY
        assert changed is used, column
        assert any(column in note for note in notes) is not used, column


def test_a_measured_sun_is_taken_whole_and_split_where_the_file_does_not(tmp_path: Path) -> None:
    sun = [0.0] * 6 + [100.0, 300.0, 500.0, 700.0, 800.0, 850.0, 800.0, 700.0, 500.0, 300.0, 100.0] + [0.0] * 7
    text = "hour,temp_out_c,ghi_w_m2\n" + "".join(f"{k},35,{g}\n" for k, g in enumerate(sun))
    site = site_of(place=PLACE, zone="Asia/Baghdad")
    begin = datetime(2015, 7, 17, tzinfo=ZoneInfo("Asia/Baghdad"))
    given, _ = run(written(tmp_path, text), 24, site=site, start=begin, members=4)
    assert given.ghi_path_w_m2.tolist() == sun
    assert given.clearness.tolist() == [1.0] * 4
    assert 0.2 < given.window_w_m2.sum() / sum(sun) < 0.8
    assert given.pv_poa_w_m2[0].tolist() == pytest.approx(sun)
    both = "hour,temp_out_c,ghi_w_m2,dni_w_m2,dhi_w_m2\n" + "".join(f"{k},35,{g},0,{g}\n" for k, g in enumerate(sun))
    grey, _ = run(written(tmp_path, both), 24, site=site, start=begin)
    # All from the sky: half of it and an eighth from the ground reach a wall, and four fifths pass the pane.
    assert grey.window_w_m2.sum() / sum(sun) == pytest.approx(0.625 * 0.78, rel=0.05)


def test_rain_is_passed_on_hour_by_hour(tmp_path: Path) -> None:
    given, notes = run(written(tmp_path, "hour,temp_out_c,rain_mm\n0,20,0\n1,20,4\n"), 2)
    assert given.rain_mm.tolist() == [0.0, 4.0]
    assert notes == ()


def test_times_with_a_zone_are_matched_to_the_run(tmp_path: Path) -> None:
    first = datetime(2015, 7, 16, 22, tzinfo=UTC)
    rows = "".join(f"{(first + timedelta(hours=k)).isoformat()},{20 + k}\n" for k in range(10))
    file = written(tmp_path, "time,temp_out_c\n" + rows)
    assert temperatures_c(run(file, 5)[0])[0].tolist() == [22.0, 23.0, 24.0, 25.0, 26.0]
    for start, hours in ((START, 9), (START - timedelta(hours=3), 2)):
        with pytest.raises(InputError) as caught:
            run(file, hours, start=start)
        assert caught.value.code == "HF-E012"


def test_times_without_a_zone_are_the_clock_of_the_site_through_its_changes(tmp_path: Path) -> None:
    berlin = site_of(zone="Europe/Berlin")
    autumn = ["2024-10-27T01:00", "2024-10-27T02:00", "2024-10-27T02:00", "2024-10-27T03:00"]
    rows = "".join(f"{text},{10 + k}\n" for k, text in enumerate(autumn))
    file = written(tmp_path, "time,temp_out_c\n" + rows)
    start = datetime(2024, 10, 27, 1, tzinfo=ZoneInfo("Europe/Berlin"))
    assert temperatures_c(run(file, 4, start=start, site=berlin)[0])[0].tolist() == [10.0, 11.0, 12.0, 13.0]
    spring = ["2024-03-31T01:00", "2024-03-31T03:00", "2024-03-31T04:00"]
    file = written(tmp_path, "time,temp_out_c\n" + "".join(f"{text},{k}\n" for k, text in enumerate(spring)))
    start = datetime(2024, 3, 31, 1, tzinfo=ZoneInfo("Europe/Berlin"))
    assert temperatures_c(run(file, 3, start=start, site=berlin)[0])[0].tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    "times",
    [
        ["2024-10-27T01:00", "2024-10-27T02:00", "2024-10-27T03:00"],  # the doubled hour once
        ["2024-07-01T01:00", "2024-07-01T03:00"],
        ["2024-07-01T01:00", "2024-07-01T01:00"],
        ["2024-03-31T01:00", "2024-03-31T02:00", "2024-03-31T03:00"],  # an hour that the clock leaves out
    ],
)
def test_local_times_that_miss_or_double_an_hour(tmp_path: Path, times: list[str]) -> None:
    file = written(tmp_path, "time,temp_out_c\n" + "".join(f"{text},20\n" for text in times))
    start = datetime.fromisoformat(times[0]).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    with pytest.raises(InputError) as caught:
        run(file, 1, start=start, site=site_of(zone="Europe/Berlin"))
    assert caught.value.code == "HF-E010"


def test_daily_maxima_are_met_and_a_hotter_day_is_never_colder(tmp_path: Path) -> None:
    def series(middle: float) -> np.ndarray:
        text = f"date,temp_max_c\n2015-07-17,44\n2015-07-18,{middle}\n2015-07-19,41\n"
        given, notes = run(written(tmp_path, text), 72, site=site_of(weather="residual_sd_k = 0\ndaily_range_k = 16\n"))
        assert any("daily range" in note for note in notes)
        return temperatures_c(given)[0]

    usual, hotter = series(46.0), series(49.0)
    assert (hotter >= usual).all()
    assert (hotter - usual).max() == pytest.approx(3.0, abs=0.1)
    assert np.abs(np.diff(usual)).max() < 8.0  # no step at midnight


def test_daily_extremes_are_met_by_every_profile(tmp_path: Path) -> None:
    text = "date,temp_max_c,temp_min_c\n2015-07-17,44,28\n2015-07-18,44,28\n2015-07-19,44,28\n"
    file = written(tmp_path, text)
    for profile, off in (("cosine", 0.2), ("parton-logan", 0.8), ("campbell-norman", 0.8)):
        site = site_of(weather=f'residual_sd_k = 0\nprofile = "{profile}"\n')
        temps = temperatures_c(run(file, 72, site=site)[0])[0]
        assert temps.max() == pytest.approx(44.0, abs=off)
        assert temps.min() == pytest.approx(28.0, abs=off)


def test_days_that_the_run_needs_and_the_file_lacks(tmp_path: Path) -> None:
    file = written(tmp_path, "date,temp_max_c\n2015-07-17,44\n2015-07-18,45\n")
    assert file.hours == 48
    assert run(file, 48)[0].clock.size == 48
    with pytest.raises(InputError) as caught:
        run(file, 49)
    assert caught.value.code == "HF-E012"


# ---- EPW -----------------------------------------------------------------------------------------------------------


def epw(year_days: int = 365, offset: str = "3.0", skip: int = -1, **changes: str) -> str:
    """A whole year whose temperature is the hour of standard time plus a hundredth of the day."""
    head = [f"LOCATION,X,-,X,T,0,33.3,44.2,{offset},34.0", *["HEADER"] * 7]
    records = []
    first = date(2000 if year_days == 366 else 2001, 1, 1)
    for n in range(year_days * 24):
        day = first + timedelta(days=n // 24)
        record = ["1995", str(day.month), str(day.day), str(n % 24 + 1), "60", "?9?9", f"{n % 24 + n // 24 / 100:g}"]
        record += ["5", "30", "100000", "0", "0", "300", "100", "50", "80", *["0"] * 5, "2.5", *["0"] * 11, "1.5", "1"]
        records.append(",".join(record))
    if "first" in changes:
        records[0] = changes["first"]
    if skip >= 0:
        del records[skip]
    return "\n".join(head + records) + "\n"


def test_an_epw_is_matched_by_day_and_hour_of_its_standard_time(tmp_path: Path) -> None:
    file = written(tmp_path, epw(), "x.epw")
    assert file.hours == 8760
    begin = datetime(2015, 7, 17, 5, tzinfo=ZoneInfo("Asia/Baghdad"))
    given, _ = run(file, 30, start=begin, site=site_of(zone="Asia/Baghdad", place=PLACE))
    day = date(2015, 7, 17).timetuple().tm_yday - 1
    expected = [(5 + k) % 24 + (day + (5 + k) // 24) / 100 for k in range(30)]
    assert temperatures_c(given)[0] == pytest.approx(expected)
    assert given.rain_mm.tolist() == [1.5] * 30
    # The same hours told by a clock an hour ahead of the file's standard time.
    summer, _ = run(file, 30, start=begin, site=site_of(zone="Asia/Tbilisi"))
    assert np.array_equal(summer.temp_path_c, given.temp_path_c)


def test_an_epw_and_the_leap_day(tmp_path: Path) -> None:
    start = datetime(2016, 2, 28, 20, tzinfo=UTC)
    short = run(written(tmp_path, epw(offset="0"), "x.epw"), 30, start=start)[0].temp_path_c
    assert short[:4] == pytest.approx([20.58, 21.58, 22.58, 23.58])
    assert short[4:28] == pytest.approx([k + 0.58 for k in range(24)])  # 28 February again
    assert short[28:] == pytest.approx([0.59, 1.59])
    whole = run(written(tmp_path, epw(366, offset="0"), "x.epw"), 30, start=start)[0].temp_path_c
    assert whole[4:] == pytest.approx([k % 24 + 0.59 + k // 24 / 100 for k in range(26)])


def test_an_epw_leaves_out_what_it_misses_and_refuses_a_missing_temperature(tmp_path: Path) -> None:
    text = epw()
    missing = "1995,1,1,1,60,?9,9,5,30,100000,0,0,300,9999,50,80,0,0,0,0,0,2.5," + ",".join(["0"] * 11) + ",999,1"
    file = written(tmp_path, epw(first=missing), "x.epw")
    assert "ghi_w_m2" not in file.columns
    assert "rain_mm" not in file.columns
    assert "dhi_w_m2" in file.columns
    with pytest.raises(InputError) as caught:
        written(tmp_path, text.replace("?9?9,0,5", "?9?9,99.9,5", 1), "x.epw")
    assert caught.value.code == "HF-E011"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("", ""), "HF-E010"),
        (("LOCATION,", "PLACE,"), "HF-E053"),
        ((",3.0,34.0", ",east,34.0"), "HF-E053"),
        (("\n1995,1,1,1,60", "\n1995,2,30,1,60"), "HF-E051"),
        (("\n1995,1,1,1,60", "\n1995,1,1,25,60"), "HF-E051"),
        (("\n1995,1,1,1,60", "\n1995,1,1"), "HF-E051"),
        (("\n1995,1,1,2,60", "\n1995,1,1,1,60"), "HF-E010"),
    ],
)
def test_a_bad_epw_is_named(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    text = epw(skip=5 if change == ("", "") else -1).replace(*change, 1)
    with pytest.raises(InputError) as caught:
        written(tmp_path, text, "x.epw")
    assert caught.value.code == code
    for nothing in (
        "",
        "LOCATION,X,-,X,T,0,33.3,44.2,3.0,34.0\n",
        epw().replace("\n1995,1,1,1,60", "\n1,1,1,1\n1995", 1),
    ):
        with pytest.raises(InputError) as caught:
            written(tmp_path, nothing, "x.epw")
        assert caught.value.code == "HF-E053"


# ---- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "HF-E009", "weather.csv"),
        ("hour,temp_out_c\n", "HF-E009", "weather.csv"),
        ("hour,temperature\n0,30\n", "HF-E009", "weather.csv"),
        ("hour,temp_out_c,snow\n0,30,1\n", "HF-E009", "weather.csv"),
        ("hour,temp_out_c,temp_out_c\n0,30,31\n", "HF-E009", "weather.csv"),
        ("date,temp_out_c\n2015-07-17,30\n", "HF-E009", "weather.csv"),
        ("hour,temp_max_c\n0,30\n", "HF-E009", "weather.csv"),
        ("temp_out_c\n30\n", "HF-E009", "weather.csv"),
        ("hour,temp_out_c\n0,30\n2,30\n", "HF-E010", "row 3 column hour"),
        ("hour,temp_out_c\n0,30\n0,30\n", "HF-E010", "row 3 column hour"),
        ("hour,temp_out_c\n1,30\n", "HF-E010", "row 2 column hour"),
        ("time,temp_out_c\n2015-07-17T00Z,30\n2015-07-17T02Z,30\n", "HF-E010", "row 3 column time"),
        ("time,temp_out_c\n2015-07-17T00Z,30\n2015-07-17T00Z,30\n", "HF-E010", "row 3 column time"),
        ("date,temp_max_c\n2015-07-17,40\n2015-07-19,40\n", "HF-E010", "row 3 column date"),
        ("hour,temp_out_c\n0,hot\n", "HF-E011", "row 2 column temp_out_c"),
        ("hour,temp_out_c\n0,nan\n", "HF-E011", "row 2 column temp_out_c"),
        ("hour,temp_out_c\n0,30\n1,120\n2,31\n", "HF-E011", "row 3 column temp_out_c"),
        ("hour,temp_out_c,ghi_w_m2\n0,30\n", "HF-E011", "row 2 column ghi_w_m2"),
        ("hour,temp_out_c,rain_mm\n0,30,-1\n", "HF-E011", "row 2 column rain_mm"),
        ("date,temp_max_c\n2015-07-17,nan\n", "HF-E011", "row 2 column temp_max_c"),
        ("hour,temp_out_c\n0,86\n1,95\n2,104\n", "HF-E050", "column temp_out_c"),
        ("hour,temp_out_c\n0,303\n1,305\n2,310\n", "HF-E050", "column temp_out_c"),
        ("date,temp_max_c\n2015-07-17,113\n2015-07-18,115\n", "HF-E050", "column temp_max_c"),
        (hourly(values=[50.0 + k % 12 for k in range(24)]), "HF-E050", "column temp_out_c"),
        ("time,temp_out_c\n2015-02-30T00:00,30\n", "HF-E051", "row 2 column time"),
        ("time,temp_out_c\n2015-07-17T00:30,30\n", "HF-E051", "row 2 column time"),
        ("time,temp_out_c\nnoon,30\n", "HF-E051", "row 2 column time"),
        ("time,temp_out_c\n2015-07-17T00:00Z,30\n2015-07-17T01:00,30\n", "HF-E051", "column time"),
        ("date,temp_max_c\n2015-06-31,40\n", "HF-E051", "row 2 column date"),
        ("date,temp_max_c,temp_min_c\n2015-07-17,28,44\n", "HF-E052", "row 2"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, code: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        written(tmp_path, text)
    assert caught.value.code == code
    assert place in caught.value.where


def test_fahrenheit_and_kelvin_are_called_by_their_names(tmp_path: Path) -> None:
    for texts, name in ((("86", "95", "104"), "Fahrenheit"), (("303", "305", "310"), "kelvin")):
        with pytest.raises(InputError) as caught:
            written(tmp_path, "hour,temp_out_c\n" + "".join(f"{k},{t}\n" for k, t in enumerate(texts)))
        assert name in caught.value.found


def test_a_hot_desert_day_in_degc_is_let_pass(tmp_path: Path) -> None:
    day = [42.0 + 10.0 * np.cos(2.0 * np.pi * (k - 15) / 24.0) for k in range(24)]  # 32 to 52
    assert written(tmp_path, hourly(values=day)).hours == 24
    assert written(tmp_path, "date,temp_max_c\n2015-07-17,53\n2015-07-18,54\n").hours == 48


def test_a_missing_or_binary_file(tmp_path: Path) -> None:
    for suffix, code in (("csv", "HF-E009"), ("epw", "HF-E053")):
        (tmp_path / f"binary.{suffix}").write_bytes(b"\x89PNG\xff\x00")
        for name in (f"none.{suffix}", f"binary.{suffix}"):
            with pytest.raises(InputError) as caught:
                read_weather(tmp_path / name)
            assert caught.value.code == code


def test_a_file_shorter_than_the_run(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        run(written(tmp_path, "hour,temp_out_c\n0,30\n1,31\n"), 3)
    assert caught.value.code == "HF-E010"


def test_a_table_is_read_with_its_header(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8-sig")
    assert read_csv(tmp_path / "x.csv", "HF-E002", "x") == (["a", "b"], [{"a": "1", "b": "2"}])
    (tmp_path / "x.csv").write_text('a,b\n"1,2\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_csv(tmp_path / "x.csv", "HF-E002", "x")
    assert caught.value.code == "HF-E002"


def test_the_days_after_the_run_pull_at_its_last_evening_as_they_would_in_a_longer_run(tmp_path: Path) -> None:
    file = written(tmp_path, "date,temp_max_c\n2015-07-16,40\n2015-07-17,44\n2015-07-18,48\n2015-07-19,41\n")
    long, short = run(file, 48)[0], run(file, 20)[0]
    assert np.array_equal(short.temp_path_c, long.temp_path_c[:20])
    assert short.temp_path_c[15] == pytest.approx(44.0, abs=0.1)
    assert short.temp_path_c[0] == pytest.approx(40.0 + 4.0 * 9.5 / 24.0)


def test_a_typical_day_takes_the_sun_of_a_file_whole_and_adds_none_of_its_own(tmp_path: Path) -> None:
    rows = "".join(f"{k},35,{20 * k},{k / 10}\n" for k in range(24))
    given, _ = run(written(tmp_path, "hour,temp_out_c,ghi_w_m2,sol_air_excess_k\n" + rows), 24, members=2)
    ghi = [20.0 * k for k in range(24)]
    assert given.ghi_path_w_m2.tolist() == ghi
    assert given.ghi_peak_w_m2.tolist() == [0.0, 0.0]
    assert given.sol_air_peak_k.tolist() == [0.0, 0.0]
    assert given.excess_path_k.tolist() == [k / 10 for k in range(24)]
    assert given.window_w_m2 == pytest.approx([given.window_per_ghi * g for g in ghi])
    assert given.pv_poa_w_m2.tolist() == [ghi]


def test_the_highest_and_the_lowest_stand_at_their_hours(tmp_path: Path) -> None:
    site = site_of(weather="residual_sd_k = 0\nwarmest_hour_h = 15.5\ndaily_range_k = 12\n")
    days = "2015-07-17,44{}\n2015-07-18,48{}\n2015-07-19,40{}\n"
    only = temperatures_c(run(written(tmp_path, "date,temp_max_c\n" + days.format("", "", "")), 72, site=site)[0])[0]
    assert only[[15, 39, 63]] == pytest.approx([44.0, 48.0, 40.0])
    both = written(tmp_path, "date,temp_max_c,temp_min_c\n" + days.format(",30", ",36", ",28"))
    series = temperatures_c(run(both, 72, site=site)[0])[0]
    assert series[[15, 39, 63]] == pytest.approx([44.0, 48.0, 40.0])
    assert series[[3, 27, 51]] == pytest.approx([30.0, 36.0, 28.0])
