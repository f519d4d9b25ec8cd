"""Weather and clock: the typical day, files, residuals, changes of the clock."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from holdfast.errors import InputError, ModelError
from holdfast.lifelines import drivers, first_hour, read_weather, simulate
from holdfast.lifelines.drivers import WEATHER_COLUMNS, WeatherFile, clock_hours
from holdfast.sites import median_draws, prior_draws, read_site
from lifelines_samples import START, altered, everything, median_run


def typical(site_changes: dict[str, str] | None = None) -> object:
    site = altered(site_changes or {})
    return drivers(site, draws=median_draws(site), hours=48, start=START, deterministic=True)[0]


def test_the_typical_day_has_its_extremes_where_stated() -> None:
    given = typical()
    assert given.temp_out_c[0].max() == pytest.approx(46.0 - 8.0 + 8.0 * np.cos(np.pi / 24), abs=1e-9)
    assert given.temp_out_c[0].min() == pytest.approx(46.0 - 8.0 - 8.0 * np.cos(np.pi / 24), abs=1e-9)
    assert int(given.temp_out_c[0].argmax()) in {14, 15}
    assert np.array_equal(given.temp_out_c[:, :24], given.temp_out_c[:, 24:])


def test_the_sun_rises_once_a_day_even_when_the_day_is_short() -> None:
    given = typical({"sol_air_peak_k = 6": "sol_air_peak_k = 6\nsunrise_h = 7\ndaylight_h = 8"})
    assert list(np.flatnonzero(given.ghi_w_m2[0, :24] > 0.0)) == [7, 8, 9, 10, 11, 12, 13, 14]


def test_a_clock_change_shifts_the_clock_and_not_the_count_of_hours() -> None:
    zone = ZoneInfo("Europe/Berlin")
    hours = clock_hours(datetime(2024, 3, 31, 0, tzinfo=zone), 6)
    assert hours == [0, 1, 3, 4, 5, 6]
    assert clock_hours(datetime(2024, 10, 27, 1, tzinfo=zone), 4) == [1, 2, 2, 3]


def test_the_start_is_a_whole_hour_in_the_zone_of_the_site() -> None:
    site = read_site('[site]\nid = "x"\nname = "X"\ntimezone = "Asia/Baghdad"\nsource = "s"\n[sources]\ns = "t"\n')
    begin, notes = first_hour(site, datetime(2015, 7, 17, 6, 45))  # noqa: DTZ001  the point of the test
    assert (begin.hour, begin.minute, str(begin.tzinfo)) == (6, 0, "Asia/Baghdad")
    assert any("whole hour" in note for note in notes)
    assert first_hour(site, START)[0].hour == 3
    begin, notes = first_hour(site, None)
    assert begin.hour == 0
    assert any("no start" in note for note in notes)


def test_the_residual_depends_on_neither_members_nor_hours() -> None:
    site = altered({"temp_max_c = 46": "temp_max_c = 46\nresidual_sd_k = 2"})

    def temperatures(members: int, hours: int, seed: int = 3) -> np.ndarray:
        draws = prior_draws(site, members, 1)
        return drivers(site, draws=draws, hours=hours, start=START, seed=seed)[0].temp_out_c

    assert np.array_equal(temperatures(50, 30)[:7, :20], temperatures(7, 20))
    assert not np.array_equal(temperatures(7, 20), temperatures(7, 20, seed=4))


def test_the_residual_has_the_stated_spread_and_memory() -> None:
    site = altered({"temp_max_c = 46": "temp_max_c = 46\nresidual_sd_k = 2", "daily_range_k = 16": "daily_range_k = 0"})
    draws = prior_draws(site, 4000, 1)
    series = drivers(site, draws=draws, hours=40, start=START, seed=3)[0].temp_out_c - 46.0
    assert series.std() == pytest.approx(2.0, rel=0.03)
    assert np.corrcoef(series[:, 20], series[:, 21])[0, 1] == pytest.approx(0.8, abs=0.03)
    quiet = drivers(site, draws=draws, hours=40, start=START, seed=3, deterministic=True)[0].temp_out_c
    assert np.ptp(quiet) == 0.0


def weather(folder: Path, text: str) -> WeatherFile:
    path = folder / "weather.csv"
    path.write_text(text, encoding="utf-8")
    return read_weather(path)


def test_a_file_replaces_what_it_states_and_only_that(tmp_path: Path) -> None:
    given = weather(tmp_path, "hour,temp_out_c\n" + "".join(f"{k},{30 + k}\n" for k in range(24)))
    run = median_run(everything(), hours=24, weather=given)
    plain = median_run(everything(), hours=24)
    assert run.outputs["temp_out_c"][0].tolist() == [30.0 + k for k in range(24)]
    assert np.array_equal(run.outputs["ghi_w_m2"], plain.outputs["ghi_w_m2"])
    assert run.provenance["weather"] == "weather.csv"


def test_every_used_column_bites_and_every_unused_one_is_named(tmp_path: Path) -> None:
    rows = "".join(f"{k},35,{{}}\n" for k in range(24))
    plain = median_run(everything(), hours=24, weather=weather(tmp_path, "hour,temp_out_c\n" + rows.replace(",{}", "")))
    for column, (_, high, used) in WEATHER_COLUMNS.items():
        if column in {"temp_out_c", "rain_mm"}:
            continue
        given = weather(tmp_path, f"hour,temp_out_c,{column}\n" + rows.replace("{}", f"{high / 2:g}"))
        run = median_run(everything(), hours=24, weather=given)
        changed = any(not np.array_equal(run.outputs[name], plain.outputs[name]) for name in plain.outputs)
        assert changed is used, column
        assert any(column in warning for warning in run.warnings) is not used, column


def test_rain_is_refused_where_it_would_change_the_sewers_and_named_elsewhere(tmp_path: Path) -> None:
    wet = weather(tmp_path, "hour,temp_out_c,rain_mm\n0,20,0\n1,20,4\n")
    with pytest.raises(ModelError) as caught:
        median_run(everything(), hours=2, weather=wet)
    assert caught.value.code == "HF-E012"
    assert median_run(everything(), hours=1, weather=wet).hours == 1  # the first hour is dry
    dry_site = read_site('[site]\nid = "x"\nname = "X"\ntimezone = "UTC"\nsource = "s"\n[sources]\ns = "t"\n')
    run = median_run(dry_site, hours=2, weather=wet)
    assert any("rain_mm" in warning for warning in run.warnings)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "HF-E009", "weather.csv"),
        ("hour,temp_out_c\n", "HF-E009", "weather.csv"),
        ("hour,temperature\n0,30\n", "HF-E009", "weather.csv"),
        ("hour,temp_out_c,snow\n0,30,1\n", "HF-E009", "weather.csv"),
        ("hour,temp_out_c\n0,30\n2,30\n", "HF-E010", "row 3 column hour"),
        ("hour,temp_out_c\n0,30\n0,30\n", "HF-E010", "row 3 column hour"),
        ("hour,temp_out_c\n1,30\n", "HF-E010", "row 2 column hour"),
        ("hour,temp_out_c\n0,hot\n", "HF-E011", "row 2 column temp_out_c"),
        ("hour,temp_out_c\n0,nan\n", "HF-E011", "row 2 column temp_out_c"),
        ("hour,temp_out_c\n0,120\n", "HF-E011", "row 2 column temp_out_c"),
        ("hour,temp_out_c,ghi_w_m2\n0,30\n", "HF-E011", "row 2 column ghi_w_m2"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, code: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        weather(tmp_path, text)
    assert caught.value.code == code
    assert place in caught.value.where


def test_a_missing_or_binary_file(tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"\x89PNG\xff\x00")
    for name in ("none.csv", "binary.csv"):
        with pytest.raises(InputError) as caught:
            read_weather(tmp_path / name)
        assert caught.value.code == "HF-E009"


def test_a_file_shorter_than_the_run(tmp_path: Path) -> None:
    given = weather(tmp_path, "hour,temp_out_c\n0,30\n1,31\n")
    with pytest.raises(InputError) as caught:
        simulate(everything(), draws=median_draws(everything()), hours=3, start=START, weather=given, engine="python")
    assert caught.value.code == "HF-E010"


def lines(hours_per_day: str, members: int = 400, days: int = 6, *, deterministic: bool = False) -> np.ndarray:
    text = {"hours_per_day = 6\non_hours = [1, 2, 3, 13, 14, 15]": f"hours_per_day = {hours_per_day}"}
    site = altered(text)
    draws = prior_draws(site, members, 1)
    given = drivers(site, draws=draws, hours=24 * days, start=START, seed=2, deterministic=deterministic)[0]
    return given.grid_fraction[:, 0, :].reshape(members, days, 24)


def test_a_line_without_timetable_is_on_in_one_block_a_day() -> None:
    share = lines("8.5")
    assert share.sum(axis=2) == pytest.approx(8.5)
    assert ((share > 0.0) & (share < 1.0)).sum(axis=2).max() == 1
    on = share > 0.0
    assert (np.abs(np.diff(on.astype(int), axis=2, append=on[:, :, :1].astype(int))).sum(axis=2) == 2).all()
    # Any hour is as likely, and days and members differ.
    assert share.mean(axis=(0, 1)) == pytest.approx(8.5 / 24, abs=0.05)
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


def test_eight_hours_of_grid_a_day_do_not_carry_a_camp_all_day() -> None:
    camp = Path(__file__).parents[2] / "examples" / "camp-a1" / "site.toml"
    line = '[[grid]]\nid = "line"\ncapacity_kw = 2000\nhours_per_day = 8\n'
    text = camp.read_text(encoding="utf-8")
    source = 'source = "worked-example"\n[[generators]]'
    site = read_site(text.replace("[[generators]]", line + source, 1))
    run = simulate(site, draws=median_draws(site), hours=336, deterministic=True)
    timetable = f"{line}on_hours = {list(range(16, 24))}\n"
    stated = read_site(text.replace("[[generators]]", timetable + source, 1))
    same = simulate(stated, draws=median_draws(stated), hours=336, deterministic=True)
    assert run.event_times["diesel_out"][0] == same.event_times["diesel_out"][0] < 168.0
    assert run.event_times["essential_power_unmet"][0] < 168.0
    assert any("one block, which ends at midnight" in text for text in run.warnings)
