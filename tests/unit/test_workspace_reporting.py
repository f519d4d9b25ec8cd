"""The job and the command: a workspace becomes files in out/, the same bytes each time."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from holdfast.errors import HoldfastError, InputError
from holdfast.ledger import Statement, append_claim, issued_forecasts, open_ledger
from holdfast.reference import row
from holdfast.report import digest_of
from holdfast.sites import load_site, values, write_template
from holdfast.workspace import issue_forecasts, log_number, report
from report_tracing import digits_without_reference, references

DAY = date(2026, 8, 18)


def clock() -> datetime:
    return datetime(2026, 8, 18, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("w") / "camp"
    write_template("trailer-camp", folder, "Camp Test")
    return folder


@pytest.fixture(scope="module")
def reported(workspace: Path):
    return report(workspace, as_known=DAY, members=20, clock=clock)


def test_an_empty_ledger_gives_a_report_that_says_so(workspace: Path, reported) -> None:
    assert reported.claims == 0
    assert [path.suffix for path in reported.files] == [".html", ".txt", ".html", ".txt"]
    assert all(path.parent == workspace / "out" for path in reported.files)
    assert "rests on priors alone" in reported.files[0].read_text(encoding="utf-8")
    assert reported.six_lines.splitlines()[0].startswith("HIGH")


def test_the_class_travels_in_the_name(reported) -> None:
    names = [path.name for path in reported.files]
    assert all("2026-08-18" in name for name in names)
    assert "restricted-HIGH" in names[0]
    assert "public-LOW" in names[2]


def test_the_same_inputs_give_the_same_bytes(workspace: Path, reported) -> None:
    before = [path.read_bytes() for path in reported.files]
    again = report(workspace, as_known=DAY, members=20, clock=clock)
    assert [path.read_bytes() for path in again.files] == before
    assert len(set(digest_of(before[0].decode()))) == 1
    assert not list((workspace / "out").glob(".*"))


def test_a_stock_reaches_the_restricted_report_and_not_the_public(tmp_path: Path) -> None:
    folder = tmp_path / "camp"
    write_template("trailer-camp", folder, "Camp Test")
    ledger = open_ledger(folder, create=True, site="camp", zone="UTC", clock=clock)
    before = report(folder, as_known=DAY, edition="public", members=10, clock=clock)
    page = before.files[0].read_bytes()
    statement = Statement(
        claim_type="stock",
        item="flour",
        service="food",
        value_low=4321.0,
        value_high=4321.0,
        unit="kg",
        si_low=4321.0,
        si_high=4321.0,
        si_unit="kg",
    )
    append_claim(
        ledger,
        statement,
        claimant="committee",
        occurred_start="2026-08-18T06:00:00Z",
        occurred_end="2026-08-18T06:00:00Z",
        said="2026-08-18T06:00:00Z",
        method="typed",
        source_grade="B1",
        review="accepted",
        reviewer="reviewer",
    )
    after = report(folder, as_known=DAY, members=10, clock=clock)
    assert after.claims == 1
    assert "4,321" in after.files[0].read_text(encoding="utf-8")
    assert "4,321" not in after.six_lines
    assert after.files[2].read_bytes() == page


def test_only_what_was_asked_for_is_written(workspace: Path, tmp_path: Path) -> None:
    done = report(workspace, as_known=DAY, edition="public", members=5, out=tmp_path, clock=clock)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in done.files)
    assert len(done.files) == 2
    assert done.six_lines.startswith("LOW")
    assert done.sensitivity == "LOW"


def test_an_edition_there_is_not(workspace: Path) -> None:
    with pytest.raises(InputError) as caught:
        report(workspace, edition="secret")
    assert caught.value.code == "HF-W040"


def test_an_unknown_language_writes_nothing(workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        report(workspace, lang="tlh", out=tmp_path / "none")
    assert caught.value.code == "HF-O001"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("cause", ["no folder", "a full disk", "no words", "a locked ledger"])
def test_a_report_that_fails_issues_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: str) -> None:
    folder = tmp_path / "camp"
    write_template("trailer-camp", folder, "Camp Test")
    out, code = tmp_path / "files", "HF-W002"
    if cause == "no folder":
        out.write_text("a file stands here", encoding="utf-8")
    elif cause == "a full disk":
        real, calls = os.fsync, []

        def full(handle: int) -> None:
            calls.append(handle)
            if len(calls) > 2:
                raise OSError(28, "No space left on device")
            real(handle)

        monkeypatch.setattr(os, "fsync", full)
    elif cause == "a locked ledger":
        code = "HF-L006"

        def locked(*_: object) -> str:
            raise InputError(code, where="a", found="b", expected="c", mend="d")

        monkeypatch.setattr("holdfast.workspace.forecasting.append_forecast", locked)
    else:
        code = "HF-O001"

        def broken(*_: object, **__: object) -> str:
            raise InputError(code, where="a", found="b", expected="c", mend="d")

        monkeypatch.setattr("holdfast.report.render_html", broken)
    with pytest.raises(InputError, match=code):
        report(folder, as_known=DAY, members=10, out=out, clock=clock)
    assert issued_forecasts(open_ledger(folder)) == ()
    if cause != "no folder":
        assert not out.exists() or list(out.iterdir()) == []
        monkeypatch.undo()
        done = report(folder, as_known=DAY, members=10, out=out, clock=clock)
        assert len(issued_forecasts(open_ledger(folder))) == len(done.forecasts) == 2


def test_a_report_is_the_forecast_job_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "camp"
    write_template("trailer-camp", folder, "Camp Test")
    for members in (0, 10**6):
        with pytest.raises(InputError, match="HF-F005"):
            report(folder, as_known=DAY, members=members, clock=clock)
    with pytest.raises(InputError, match="HF-W003"):
        report(folder, as_known=date(2026, 8, 20), members=10, clock=clock)
    done = report(folder, as_known=DAY, members=10, clock=clock)
    issued = issue_forecasts(folder, as_known=DAY, members=10, clock=clock)
    assert [item.to_dict() for item in done.forecasts] == [item.to_dict() for item in issued.forecasts]
    assert len(issued_forecasts(open_ledger(folder))) == 2


def test_a_report_of_a_silent_ledger_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "camp"
    write_template("trailer-camp", folder, "Camp Test")
    log_number(folder, "diesel-main 5100 L", clock=clock)
    done = report(folder, members=10, clock=lambda: datetime(2026, 10, 1, 9, 0, tzinfo=UTC))
    assert "--as-known 2026-08-18" in done.forecasts[0].warnings[0]
    assert "--as-known 2026-08-18" in done.files[0].read_text(encoding="utf-8")


def test_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(HoldfastError) as caught:
        report(tmp_path / "nowhere")
    assert caught.value.code == "HF-W001"


def app():
    import typer

    from holdfast.cli.report import register

    application = typer.Typer()
    application.callback()(lambda: None)
    register(application)
    return application


def test_the_command_prints_six_lines_and_the_paths(workspace: Path, tmp_path: Path) -> None:
    arguments = ["report", str(workspace), "--as-known", "2026-08-18", "--members", "5", "--out", str(tmp_path)]
    done = CliRunner().invoke(app(), arguments)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].startswith("HIGH")
    assert lines[6] == ""
    assert [Path(line).exists() for line in lines[7:]] == [True] * 4


def test_the_command_prints_json_with_its_class_first(workspace: Path, tmp_path: Path) -> None:
    arguments = [
        "report",
        str(workspace),
        "--as-known",
        "2026-08-18",
        "--members",
        "5",
        "--out",
        str(tmp_path),
        "--json",
    ]
    done = CliRunner().invoke(app(), arguments)
    payload = json.loads(done.stdout)
    assert next(iter(payload.items())) == ("class", "HIGH")
    assert len(payload["files"]) == 4
    public = CliRunner().invoke(app(), [*arguments, "--edition", "public"])
    assert json.loads(public.stdout)["class"] == "LOW"


def test_help_has_an_example() -> None:
    assert "Example: holdfast report camp" in CliRunner().invoke(app(), ["report", "--help"]).stdout


def test_every_figure_of_a_real_run_resolves(workspace: Path, reported) -> None:
    site = load_site(workspace / "site.toml")
    paths = {value.path for value in values(site)} | {"name", "timezone", "gate.closed_since"}
    paths |= {f"stores.{store.commodity}" for store in site.stores}
    figures = set()
    for forecast in reported.forecasts:
        told = forecast.to_dict()
        events = {f"{event['name']}.{key}" for event in told["events"] for key in event}
        bands = {band["path"] for band in told["bands"]}
        paths |= bands
        points = {
            f"{band['path']}.{key}@{hour}"
            for band in told["bands"]
            for key in ("q10", "q50", "q90")
            for hour in band["hours"]
        }
        points |= {f"{path}.{key}" for path in bands for key in ("q10", "q90", "unit")}
        told_of = {f"people.{place}" for place in range(len(told["people"]["statements"]))}
        keys = ("probability", "earliest_day", "median_day", "persons_exposed", "notes")
        points |= {"people", "people.notes"} | told_of | {f"{one}.{key}" for one in told_of for key in keys}
        unknowns = {f"measure_next.{item['unknown']}" for item in told["measure_next"]}
        paths |= {item["unknown"] for item in told["measure_next"]}
        figures |= {f"{forecast.scenario}/{name}" for name in events | bands | points | unknowns | {"horizon"}}
    known = {"site": paths, "forecast": figures, "claim": set(), "source": set()}
    for path in reported.files:
        if path.suffix == ".html":
            page = path.read_text(encoding="utf-8")
            assert digits_without_reference(page) == []
            loose = {
                ref
                for ref in references(page)
                if ref.partition(":")[0] in known and ref.partition(":")[2] not in known[ref.partition(":")[0]]
            }
            assert loose == set()
            assert all(row(ref.partition(":")[2]).source for ref in references(page) if ref.startswith("row:"))
