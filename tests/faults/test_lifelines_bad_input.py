"""What bad input gets from the engine: an error that names it, or the right answer of a camp where little works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.lifelines import Event, Run, budget, check_up, read_events, read_weather, simulate
from holdfast.sites import Site, check_site, median_draws, read_site
from lifelines_samples import EVERYTHING, START, altered, everything, median_run

if TYPE_CHECKING:
    from pathlib import Path

BARE = '[site]\nid = "x"\nname = "X"\ntimezone = "UTC"\nsource = "s"\n[sources]\ns = "t"\n'


def sound(site: Site, hours: int = 60) -> Run:
    """Run a site: every number finite, every balance closed."""
    run = median_run(site, hours=hours)
    for name, array in run.outputs.items():
        assert np.isfinite(array).all(), name
    assert max(run.balances.values()) < 1e-9
    return run


def test_zero_people() -> None:
    site = altered({"count = 900": "count = 0", "count = 300": "count = 0"})
    run = sound(site)
    assert run.outputs["water_delivered_m3"].max() == 0.0
    assert not np.isfinite(run.event_times["water_under_15_l"][0])
    assert not np.isfinite(run.event_times["rice_out"][0])
    assert "people-none" in {finding.check for finding in check_site(site)}


def test_no_people_at_all_and_nothing_else() -> None:
    run = sound(read_site(BARE))
    assert not len(run.events)


@pytest.mark.parametrize(
    "change",
    [
        {"rated_kw = 150": "rated_kw = 0", "rated_kw = 60": "rated_kw = 0"},
        {"capacity = 9000\nunusable = 200": "capacity = 0\nunusable = 0", "quantity = 4000": "quantity = 0"},
        {"capacity_m3 = 60\nlevel_m3 = 50": "capacity_m3 = 0\nlevel_m3 = 0"},
        {"capacity_kwh = 120\ncharge_kwh = 60": "capacity_kwh = 0\ncharge_kwh = 0"},
        {"max_m3_per_h = 5": "max_m3_per_h = 0", "max_m3_per_h = 3\nenergy": "max_m3_per_h = 0\nenergy"},
        {"capacity_m3 = 200\nlevel_m3 = 120": "capacity_m3 = 0\nlevel_m3 = 0"},
        {"wet_well_m3 = 6\nwet_well_level_m3 = 1": "wet_well_m3 = 0\nwet_well_level_m3 = 0"},
        {"capacity_kw = 40": "capacity_kw = 0"},
        {"peak_kw = 60": "peak_kw = 0"},
        {"volume_m3 = 10\ntrips_per_day = 2": "volume_m3 = 0\ntrips_per_day = 0"},
    ],
)
def test_zero_capacity(change: dict[str, str]) -> None:
    sound(altered(change))


def test_a_tank_with_no_outlet_fills_and_refuses() -> None:
    site = read_site(
        BARE
        + '[[tanks]]\nid = "t"\nholds = "treated"\ncapacity_m3 = 10\nlevel_m3 = 0\n'
        + '[[trucks]]\nid = "w"\ncarries = "water"\nvolume_m3 = 8\ntrips_per_day = 1\nneeds_gate = false\n'
    )
    run = sound(site, 48)
    assert run.outputs["treated_water_m3"][0, -1] == pytest.approx(10.0)
    assert run.refused["treated_water"] == pytest.approx(6.0)
    assert "tank-without-outlet" in {finding.check for finding in check_site(site)}


def test_a_sewage_tank_nobody_empties_spills_and_is_told() -> None:
    site = read_site(
        BARE
        + '[[people]]\nid = "p"\nkind = "adults"\ncount = 100\n'
        + '[[tanks]]\nid = "t"\nholds = "treated"\ncapacity_m3 = 90\nlevel_m3 = 90\n'
        + '[[sewage_tanks]]\nid = "s"\ncapacity_m3 = 1\nlevel_m3 = 0\n'
    )
    run = sound(site, 48)
    assert run.event_times["sewage_tank_overflow"][0] < 48.0


def test_a_loop_of_dependencies_is_told_and_runs_as_it_stands() -> None:
    site = read_site(
        EVERYTHING
        + """
[[services]]
id = "refinery"
lifeline = "diesel"
power = "clinic"
[[services.inputs]]
id = "fuel"
commodity = "diesel"
quantity_per_day = 5
unit = "L"
"""
    )
    assert "dependency-loop" in {finding.check for finding in check_site(site)}
    sound(site, 48)


def test_a_missing_driver_hour(tmp_path: Path) -> None:
    path = tmp_path / "weather.csv"
    path.write_text("hour,temp_out_c\n0,20\n1,21\n3,22\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_weather(path)
    assert caught.value.code == "HF-E010"
    assert "row 4" in caught.value.where
    path.write_text("hour,temp_out_c\n" + "".join(f"{k},20\n" for k in range(5)), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        median_run(everything(), hours=6, weather=read_weather(path))
    assert caught.value.code == "HF-E010"
    assert [f.check for f in check_up(everything(), hours=6, start=START, weather=read_weather(path))] == [
        "weather HF-E010"
    ]


@pytest.mark.parametrize("kind", ["destroy", "loot", "tear", "mend", "spare_kit", "arrive", "fail", "grid"])
def test_events_at_unknown_assets(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(f"hour,kind,asset,quantity,unit\n3,{kind},nowhere,0.5,\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_events(path, everything())
    assert caught.value.code == "HF-E004"
    assert "row 2 column asset" in caught.value.where
    with pytest.raises(InputError) as caught:
        median_run(everything(), hours=6, events=[Event(hour=3, kind=kind, asset="nowhere", quantity=0.5)])
    assert caught.value.code == "HF-E004"


@pytest.mark.parametrize("text", ["nan", "NaN", "inf", "-inf", "1e999"])
def test_nan_in_a_file(text: str, tmp_path: Path) -> None:
    weather = tmp_path / "weather.csv"
    weather.write_text(f"hour,temp_out_c\n0,20\n1,{text}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_weather(weather)
    assert caught.value.code == "HF-E011"
    events = tmp_path / "events.csv"
    events.write_text(f"hour,kind,asset,quantity,unit\n3,loot,rice,{text},kg\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_events(events, everything())
    assert caught.value.code == "HF-E005"


@pytest.mark.parametrize("quantity", [np.nan, np.inf, -1.0, np.array([1.0, np.nan])])
def test_nan_in_an_event_of_a_program(quantity: object) -> None:
    event = Event(hour=1, kind="loot", asset="rice", quantity=quantity)  # type: ignore[arg-type]
    with pytest.raises(InputError) as caught:
        median_run(everything(), hours=3, events=[event])
    assert caught.value.code == "HF-E005"


@pytest.mark.parametrize("row", ["3,rain,site,900,mm", "3,destroy,rice,1.2,", "3,loot,rice,120,%", "3,people,site,-5,"])
def test_impossible_quantities_of_the_new_kinds(row: str, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(f"hour,kind,asset,quantity,unit\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_events(path, everything())
    assert caught.value.code == "HF-E005"


@pytest.mark.parametrize(
    "row", ["3,rain,site,9,L", "3,people,site,5,kg", "3,spare_kit,gen-big,1,L", "3,loot,rice,5,m3"]
)
def test_units_that_do_not_fit_the_new_kinds(row: str, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(f"hour,kind,asset,quantity,unit\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_events(path, everything())
    assert caught.value.code == "HF-E007"


def test_a_horizon_of_ten_years_on_a_small_machine_is_asked_about_before_it_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budget, "free_memory", lambda: 2**28)
    with pytest.raises(InputError) as caught:
        simulate(everything(), members=2000, hours=24 * 3652, start=START, keep="all")
    assert caught.value.code == "HF-E015"
    assert "agree=True" in caught.value.mend
    with pytest.raises(InputError) as caught:
        simulate(everything(), members=1, hours=24 * 3654, start=START, agree=True)
    assert caught.value.code == "HF-E015"


def test_a_small_run_is_agreed_to_on_the_same_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "free_memory", lambda: 0)
    with pytest.raises(InputError):
        simulate(everything(), draws=median_draws(everything()), hours=3, start=START, engine="python")
    run = simulate(everything(), draws=median_draws(everything()), hours=3, start=START, engine="python", agree=True)
    assert run.hours == 3
