"""What a run gives back: events, shares, one member again to the bit, labelled arrays and NetCDF."""

from __future__ import annotations

import builtins
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.lifelines import Event, Run, csv_text, payload, quantiles_csv_text, simulate
from holdfast.lifelines.tables import declaration_of
from holdfast.sites import prior_draws
from lifelines_samples import START, everything, median_run

if TYPE_CHECKING:
    from pathlib import Path

MEMBERS = 9
HOURS = 60
LOOTED = np.arange(MEMBERS) % 2 == 0


@cache
def ensemble(keep: str = "quantiles", engine: str = "python") -> Run:
    return simulate(
        everything(),
        draws=prior_draws(everything(), MEMBERS, 3),
        hours=HOURS,
        start=START,
        seed=3,
        engine=engine,
        keep=keep,  # type: ignore[arg-type]
        events=[
            Event(hour=20, kind="loot", asset="rice", quantity=100.0, unit="%", members=LOOTED),
            Event(hour=10, kind="set_level", asset="flour", quantity=np.linspace(0.0, 500.0, MEMBERS)),
        ],
    )


def test_events_are_a_table_sorted_by_member_and_hour() -> None:
    run = ensemble()
    table = run.events
    assert table.dtype.names == ("member", "event", "lifeline", "hour", "cause")
    assert len(table) == sum(int(np.isfinite(times).sum()) for times in run.event_times.values())
    places = list(zip(table["member"].tolist(), table["hour"].tolist(), strict=True))
    assert places == sorted(places)
    for row in table:
        assert run.event_times[str(row["event"])][row["member"]] == row["hour"]
        assert run.lifelines[str(row["event"])] == row["lifeline"]
    rice = table[table["event"] == "rice_out"]
    assert {int(row["member"]) for row in rice if row["cause"] == "looting"} == set(np.flatnonzero(LOOTED).tolist())


def test_a_run_without_events_has_an_empty_table() -> None:
    assert len(median_run(everything(), hours=1).events) == 0


def test_failed_by_is_the_share_of_the_members() -> None:
    run = ensemble()
    times = run.event_times["rice_out"]
    assert run.failed_by("rice_out", 19.9) == float((times <= 19.9).mean())
    assert run.failed_by("rice_out", HOURS) >= LOOTED.mean()
    assert run.failed_by("rice_out", -1.0) == 0.0
    with pytest.raises(InputError) as caught:
        run.failed_by("rice_oud", 1.0)
    assert caught.value.code == "HF-E081"
    assert "did you mean rice_out" in caught.value.found


@pytest.mark.parametrize("number", [0, 4, MEMBERS - 1])
def test_a_member_runs_again_to_the_bit(number: int) -> None:
    run, whole = ensemble(), ensemble("all")
    one = run.member(number)
    assert (one.members, one.hours) == (1, HOURS)
    for name, array in whole.outputs.items():
        assert np.array_equal(one.outputs[name][0], array[number]), name
    for name, times in run.event_times.items():
        assert one.event_times[name][0] == times[number], name
        assert one.causes[name][0] == run.causes[name][number], name
    for name, rows in run.end.rows.items():
        assert np.array_equal(one.end[name][0], rows[number]), name


@pytest.mark.parametrize("number", [-1, MEMBERS, 1.5])
def test_a_member_that_is_not_there(number: float) -> None:
    with pytest.raises(InputError) as caught:
        ensemble().member(number)  # type: ignore[arg-type]
    assert caught.value.code == "HF-E082"


def test_quantiles_lie_in_order_and_between_the_members() -> None:
    run, whole = ensemble(), ensemble("all")
    assert run.probabilities == (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
    for name, lines in run.quantiles.items():
        assert lines.shape == (7, HOURS)
        assert (np.diff(lines, axis=0) >= 0.0).all(), name
        assert np.array_equal(lines, np.quantile(whole.outputs[name], run.probabilities, axis=0) + 0.0), name


def test_quantiles_as_csv_read_back() -> None:
    run = ensemble()
    rows = [line.split(",") for line in quantiles_csv_text(run).splitlines()]
    assert rows[0] == ["output", "unit", "hour", "q05", "q10", "q25", "q50", "q75", "q90", "q95"]
    assert len(rows) == 1 + HOURS * len(run.quantiles)
    name, unit, hour, *values = rows[HOURS + 5]
    assert unit == run.units[name]
    assert [float(value) for value in values] == run.quantiles[name][:, int(hour)].tolist()


def test_the_answer_tells_the_shares_of_causes() -> None:
    answer = payload(ensemble(), everything())
    rice = next(event for event in answer["events"] if event["name"] == "rice_out")
    assert rice["causes"]["looting"] == pytest.approx(LOOTED.mean())
    assert sum(rice["causes"].values()) == pytest.approx(rice["share"])
    assert set(answer["flags"]) == set(ensemble().flags)
    assert all(0.0 <= share <= 1.0 for share in answer["flags"].values())


def test_every_output_of_a_run_has_its_declaration() -> None:
    run = median_run(everything(), hours=1)
    for name in run.outputs:
        row = declaration_of(name)
        assert row is not None, name
        assert row.unit in {run.units[name], "by commodity"}
    assert declaration_of("no_such_output") is None
    assert csv_text(run).splitlines()[0].split(",") == list(run.outputs)


def test_a_labelled_run_has_its_dimensions_units_and_times() -> None:
    run = ensemble("all")
    data = run.to_xarray()
    assert {"time": HOURS, "member": MEMBERS}.items() <= dict(data.sizes).items()
    assert data["treated_water_m3"].dims == ("member", "time")
    assert data["treated_water_m3"].attrs["units"] == "m3"
    assert data["temp_out_c"].attrs["standard_name"] == "air_temperature"
    assert data["temp_out_c"].attrs["units"] == "degree_Celsius"
    assert all(variable.attrs["long_name"] for variable in data.data_vars.values())
    start = data["time"].values[0].astype("datetime64[s]").astype(datetime).replace(tzinfo=UTC)
    assert start == run.start
    assert data["time"].values[-1] - data["time"].values[0] == np.timedelta64(HOURS - 1, "h")
    assert np.array_equal(data["treated_water_m3"].values, run.outputs["treated_water_m3"])
    assert (
        np.isnan(data["event_hour"].sel(event="diesel_out").values).sum()
        == np.isinf(run.event_times["diesel_out"]).sum()
    )
    few = run.to_xarray(["temp_in_c"])
    assert "temp_in_c" in few
    assert "treated_water_m3" not in few
    with pytest.raises(InputError) as caught:
        run.to_xarray(["no_such"])
    assert caught.value.code == "HF-E081"


def test_times_are_utc_where_the_clock_is_not() -> None:
    run = ensemble()
    moment = run.start.astimezone(UTC) + timedelta(hours=7)
    assert run.to_xarray()["time"].values[7] == np.datetime64(moment.replace(tzinfo=None))


@pytest.mark.parametrize("keep", ["quantiles", "all", "events"])
def test_netcdf_reads_back(keep: str, tmp_path: Path) -> None:
    xarray = pytest.importorskip("xarray")
    run = ensemble(keep)
    path = tmp_path / "run.nc"
    run.to_netcdf(path, {"class": "SEVERE"})
    with xarray.open_dataset(path, engine="h5netcdf") as read:
        assert read.attrs["class"] == "SEVERE"
        assert read.attrs["Conventions"].startswith("CF-1.")
        assert read.attrs["holdfast_input_sha256"] == run.provenance["input_sha256"]
        assert read.attrs["holdfast_deterministic"] == 0
        for name, array in run.outputs.items():
            assert np.array_equal(read[name].values, array), name
        for name, array in run.quantiles.items():
            assert np.array_equal(read[f"{name}_quantile"].values, array), name
        assert read["event"].values.tolist() == list(run.event_times)
        assert np.array_equal(read["cause"].values, np.array(list(run.causes.values())))
        assert read["lifeline"].values.tolist() == [run.lifelines[name] for name in run.event_times]
        assert np.array_equal(read["time"].values, run.to_xarray()["time"].values)
    assert [item.name for item in tmp_path.iterdir()] == ["run.nc"]


def test_netcdf_to_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        ensemble().to_netcdf(tmp_path / "no" / "run.nc")
    assert caught.value.code == "HF-E084"


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(InputError) as caught:
        ensemble().to_xarray()
    assert caught.value.code == "HF-E083"
    assert "holdfast[lab]" in caught.value.mend


def test_the_extra_is_not_imported_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = builtins.__import__

    def spy(name: str, *rest: Any, **named: Any) -> Any:
        seen.append(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", spy)
    median_run(everything(), hours=1)
    assert not {"xarray", "h5netcdf", "pandas"} & {name.partition(".")[0] for name in seen}
