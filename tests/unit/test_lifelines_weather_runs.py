"""What a run makes of its weather and of the hours of its grid."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from holdfast.lifelines import Run, WeatherFile, read_weather, simulate
from holdfast.sites import median_draws, read_site
from lifelines_samples import START, everything


def test_a_file_replaces_what_it_states_and_only_that(tmp_path: Path) -> None:
    path = tmp_path / "weather.csv"
    path.write_text("hour,temp_out_c\n" + "".join(f"{k},{30 + k}\n" for k in range(24)), encoding="utf-8")
    site = everything()

    def run_with(file: WeatherFile | None) -> Run:
        draws = median_draws(site)
        return simulate(site, file, draws=draws, hours=24, start=START, engine="python", deterministic=True, keep="all")

    run, plain = run_with(read_weather(path)), run_with(None)
    assert run.outputs["temp_out_c"][0].tolist() == [30.0 + k for k in range(24)]
    assert np.array_equal(run.outputs["ghi_w_m2"], plain.outputs["ghi_w_m2"])
    assert run.provenance["weather"] == "weather.csv"


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
