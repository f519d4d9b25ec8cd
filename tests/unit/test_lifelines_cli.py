"""`holdfast simulate` and `holdfast warmup`, from argument to printed answer."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from holdfast.cli.simulate import register
from holdfast.errors import HoldfastError
from holdfast.lifelines import simulate
from holdfast.sites import load_site, median_draws
from lifelines_samples import EVERYTHING

ROOT = Path(__file__).resolve().parents[2]
CAMP = str(ROOT / "examples" / "camp-a1")
FAST = ("--deterministic", "--engine", "python")


def call(*arguments: str) -> str:
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)
    done = CliRunner().invoke(app, list(arguments))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def code_of(*arguments: str) -> str:
    with pytest.raises(HoldfastError) as caught:
        call(*arguments)
    return caught.value.code


def test_json_has_the_agreed_shape() -> None:
    answer = json.loads(call("simulate", CAMP, "--hours", "240", *FAST, "--json"))
    assert next(iter(answer)) == "class"
    assert answer["class"] == "SEVERE"
    assert answer["exercise"].startswith("EXERCISE")
    assert all(set(event) == {"name", "lifeline", "hour", "time"} for event in answer["events"])
    first = answer["events"][0]
    assert (first["lifeline"], first["time"][:16]) == ("sewage", "2015-07-18T07:39")
    assert [event["hour"] for event in answer["events"]] == sorted(event["hour"] for event in answer["events"])
    assert max(answer["balances"].values()) < 1e-9
    assert (answer["engine"], answer["seed"], answer["members"]) == ("python", 0, 1)
    assert answer["provenance"]["deterministic"] is True


def test_csv_has_one_row_an_hour_under_the_declared_names(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    printed = call("simulate", CAMP + "/site.toml", "--hours", "30", *FAST, "--csv", str(target))
    assert str(target) in printed
    assert "class SEVERE" in printed
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8"))))
    site = load_site(CAMP)
    run = simulate(site, draws=median_draws(site), hours=30, engine="python", deterministic=True)
    assert rows[0] == list(run.outputs)
    assert len(rows) == 31
    read_back = np.array([[float(cell) for cell in row] for row in rows[1:]])
    assert np.array_equal(read_back, np.array([array[0] for array in run.outputs.values()]).T)


def test_options_reach_the_run(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("hour,kind,asset,quantity,unit\n5,set_level,diesel-main,100,L\n", encoding="utf-8")
    weather = tmp_path / "weather.csv"
    weather.write_text("hour,temp_out_c\n" + "".join(f"{k},20\n" for k in range(24)), encoding="utf-8")
    plain = json.loads(call("simulate", CAMP, "--hours", "24", *FAST, "--json"))
    dry = json.loads(call("simulate", CAMP, "--hours", "24", *FAST, "--json", "--events", str(events)))
    assert plain["events"] == []
    assert "diesel_out" in {event["name"] for event in dry["events"]}
    cool = json.loads(call("simulate", CAMP, "--hours", "24", *FAST, "--json", "--weather", str(weather)))
    assert cool["provenance"]["weather"] == "weather.csv"
    later = json.loads(call("simulate", CAMP, "--hours", "24", *FAST, "--json", "--start", "2016-01-01T06:00"))
    assert later["start"] == "2016-01-01T06:00:00+00:00"


def test_an_ensemble_prints_shares_and_quantiles(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(EVERYTHING, encoding="utf-8")
    arguments = ("simulate", str(tmp_path), "--hours", "200", "--members", "30", "--json", "--seed")
    answer = json.loads(call(*arguments, "4"))
    assert answer["members"] == 30
    for event in answer["events"]:
        assert 0.0 <= event["share"] <= 1.0
        known = [event[key] for key in ("q10_hour", "q50_hour", "q90_hour") if event[key] is not None]
        assert known == sorted(known)
        assert (event["q50_hour"] is not None) == (event["share"] >= 0.5)
    assert answer["events"] == json.loads(call(*arguments, "4"))["events"]
    assert answer["events"] != json.loads(call(*arguments, "5"))["events"]
    assert "diesel_out" in call("simulate", str(tmp_path), "--hours", "200", "--members", "30")


def test_bad_arguments_are_named(tmp_path: Path) -> None:
    assert code_of("simulate", CAMP, "--csv", str(tmp_path / "x.csv"), "--members", "3") == "HF-E017"
    assert code_of("simulate", CAMP, *FAST, "--start", "yesterday") == "HF-E018"
    assert code_of("simulate", CAMP, *FAST, "--hours", "2", "--csv", str(tmp_path / "no" / "x.csv")) == "HF-W002"
    assert code_of("simulate", CAMP, *FAST, "--shelter-model", "iso5") == "HF-E014"
    assert code_of("simulate", CAMP, "--deterministic", "--engine", "c") == "HF-E016"
    assert code_of("simulate", CAMP, *FAST, "--hours", "0") == "HF-E015"
    assert code_of("simulate", CAMP, *FAST, "--events", "none.csv") == "HF-E002"
    assert code_of("simulate", CAMP, *FAST, "--weather", "none.csv") == "HF-E009"
    assert code_of("simulate", str(tmp_path / "nowhere"), *FAST) == "HF-S001"


def test_warmup_says_that_the_engine_is_ready() -> None:
    assert "engine ready" in call("warmup")
    assert json.loads(call("warmup", "--json"))["class"] == "LOW"
