"""Forecast and what-if of a workspace, through its ledger and on the command line."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from helpers_forecast import CAMP, statement
from holdfast.cli import forecast as topic
from holdfast.errors import HoldfastError, InputError, LedgerError
from holdfast.forecast import AS_RECENT, NOTHING_ENTERS
from holdfast.ledger import append_claim, append_forecast, issued_forecasts, open_ledger, verify
from holdfast.workspace.forecasting import Issued, compare, issue_forecasts

DAY = date(2026, 8, 18)
MEMBERS = 120


class Clock:
    def __init__(self, text: str) -> None:
        self.now = datetime.fromisoformat(text)

    def __call__(self) -> datetime:
        return self.now


def ledger_of(folder: Path, moment: str) -> object:
    return open_ledger(
        folder / "holdfast.db", create=True, site="camp-t", zone="Asia/Baghdad", device="dev-a", clock=Clock(moment)
    )


def log(folder: Path, litres: float, moment: str = "2026-08-18T12:00:00+00:00", **fields: object) -> None:
    said = statement("stock", "diesel", litres, "L", time_start=moment, time_end=None, time_precision="hour")
    append_claim(
        ledger_of(folder, moment),  # type: ignore[arg-type]
        said,
        **({"claimant": "committee", "source_grade": "B1", "review": "accepted", "reviewer": "coordinator"} | fields),  # type: ignore[arg-type]
    )


@pytest.fixture
def camp_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "camp"
    folder.mkdir()
    (folder / "site.toml").write_text(CAMP, encoding="utf-8")
    return folder


def issue(folder: Path, **more: object) -> Issued:
    return issue_forecasts(folder, **({"as_known": DAY, "members": MEMBERS} | more))  # type: ignore[arg-type]


def rows(made: Issued) -> list[str]:
    return [json.dumps(item.to_dict()) for item in made.forecasts]


def test_an_empty_ledger_gives_a_forecast_on_priors(camp_folder: Path) -> None:
    made = issue(camp_folder)
    assert [item.scenario for item in made.forecasts] == [NOTHING_ENTERS, AS_RECENT]
    assert made.claims == ()
    assert made.forecasts[0].rests_on == "No accepted claims: this forecast rests on priors alone."


def test_as_known_after_later_entries_gives_the_same_forecast_to_the_byte(camp_folder: Path) -> None:
    log(camp_folder, 5100)
    before = rows(issue(camp_folder))
    log(camp_folder, 1500, "2026-08-19T12:00:00+00:00")
    log(camp_folder, 9000, "2026-08-25T12:00:00+00:00", claimant="news")
    assert rows(issue(camp_folder)) == before
    assert rows(issue(camp_folder, as_known=date(2026, 8, 19))) != before


def test_a_number_of_this_hour_is_used_at_once(camp_folder: Path) -> None:
    log(camp_folder, 5100, "2026-08-18T12:09:00+00:00")
    made = issue(camp_folder, as_known=None, clock=Clock("2026-08-18T12:10:00+00:00"))
    assert [row["use"] for row in made.forecasts[0].observations] == ["used"]
    assert "priors alone" not in made.forecasts[0].rests_on


def test_what_was_issued_is_in_the_ledger_once_and_the_chain_holds(camp_folder: Path) -> None:
    log(camp_folder, 5100)
    made = issue(camp_folder)
    again = issue(camp_folder)
    ledger = ledger_of(camp_folder, "2026-08-18T13:00:00+00:00")
    kept = issued_forecasts(ledger)  # type: ignore[arg-type]
    assert len(kept) == 2
    assert made.entries == again.entries == tuple(item.id for item in kept)
    assert verify(ledger) == ()  # type: ignore[arg-type]
    body = kept[0].body
    assert body["provenance"]["claims_sha256"] == made.estimate.claims_hash
    assert len(body["forecast_sha256"]) == 64
    assert "bands" not in body
    assert [event["name"] for event in body["events"]] == [event.name for event in made.forecasts[0].events]


def test_a_forecast_is_no_claim(camp_folder: Path) -> None:
    first = issue(camp_folder)
    assert issue(camp_folder).claims == ()
    assert rows(issue(camp_folder)) == rows(first)


def test_nothing_is_written_when_asked(camp_folder: Path) -> None:
    made = issue(camp_folder, record=False)
    assert made.entries == ()
    assert issued_forecasts(ledger_of(camp_folder, "2026-08-18T13:00:00+00:00")) == ()  # type: ignore[arg-type]


def test_a_claim_nobody_has_accepted_changes_nothing(camp_folder: Path) -> None:
    before = rows(issue(camp_folder))
    log(camp_folder, 1500, review="pending", reviewer=None)
    assert rows(issue(camp_folder)) == before


def test_a_ledger_silent_for_two_weeks_is_pointed_out(camp_folder: Path) -> None:
    log(camp_folder, 5100)
    made = issue(camp_folder, as_known=None, clock=Clock("2026-10-01T12:00:00+00:00"))
    assert "--as-known 2026-08-18" in made.forecasts[0].warnings[0]
    assert issue(camp_folder, as_known=None, clock=Clock("2026-08-18T12:40:00+00:00")).estimate.as_known == datetime(
        2026, 8, 18, 12, tzinfo=UTC
    )


def test_a_day_that_has_not_come_is_refused_and_nothing_is_written(camp_folder: Path) -> None:
    now = Clock("2026-08-18T12:00:00+00:00")
    for as_known in (date(2026, 8, 19), datetime(2026, 8, 18, 16, 0, tzinfo=UTC), datetime(2026, 8, 18, 16, 0)):  # noqa: DTZ001
        with pytest.raises(InputError, match="HF-W003"):
            issue(camp_folder, as_known=as_known, clock=now)
        with pytest.raises(InputError, match="HF-W003"):
            compare(camp_folder, deliver=("diesel 5000 L on 2026-08-20",), as_known=as_known, clock=now)
    assert not (camp_folder / "holdfast.db").exists()
    # 23:00 UTC is already the next day at the site.
    made = issue(camp_folder, as_known=date(2026, 8, 19), members=10, clock=Clock("2026-08-18T23:00:00+00:00"))
    assert made.forecasts[0].as_known == datetime(2026, 8, 19, 21, tzinfo=UTC)


@pytest.mark.parametrize("members", [0, -1, 10**6])
def test_a_number_of_members_out_of_range_is_refused(camp_folder: Path, members: int) -> None:
    with pytest.raises(InputError, match="HF-F005"):
        issue(camp_folder, members=members)


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HoldfastError, match="HF-W001"):
        issue(tmp_path / "nowhere")


def test_the_ledger_refuses_half_a_forecast(camp_folder: Path) -> None:
    with pytest.raises(LedgerError, match="HF-L008"):
        append_forecast(ledger_of(camp_folder, "2026-08-18T13:00:00+00:00"), {"issued": "x"})  # type: ignore[arg-type]


def test_a_comparison_writes_nothing(camp_folder: Path) -> None:
    log(camp_folder, 5100)
    size = (camp_folder / "holdfast.db").stat().st_size
    found = compare(camp_folder, deliver=("diesel 5000 L on 2026-08-20",), as_known=DAY, members=MEMBERS)
    assert found.differences
    assert (camp_folder / "holdfast.db").stat().st_size == size
    assert issued_forecasts(ledger_of(camp_folder, "2026-08-18T13:00:00+00:00")) == ()  # type: ignore[arg-type]


def invoke(*arguments: object) -> tuple[int, str, BaseException | None]:
    app = typer.Typer()
    topic.register(app)
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.stdout, done.exception


def test_the_command_says_first_what_it_rests_on(camp_folder: Path) -> None:
    code, out, _ = invoke("forecast", camp_folder, "--as-known", "2026-08-18", "--members", MEMBERS)
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "No accepted claims: this forecast rests on priors alone."
    assert "Class: SEVERE" in lines[1]
    assert any(line.strip().startswith("fuel") and "per cent" in line for line in lines)
    assert "Measure next" in out
    assert "Accepted claims not used: 0." in out
    assert any("to be used up by" in line for line in lines)


def test_the_command_prints_json_with_its_class_first(camp_folder: Path) -> None:
    log(camp_folder, 5100)
    arguments = ("--as-known", "2026-08-18", "--members", MEMBERS, "--seed", 7, "--scenario", AS_RECENT, "--json")
    code, out, _ = invoke("forecast", camp_folder, *arguments)
    row = json.loads(out)
    assert code == 0
    assert next(iter(row)) == "class"
    assert (row["class"], row["scenario"], row["seed"], row["horizon_days"]) == ("SEVERE", AS_RECENT, 7, 14)
    assert row["as_known"] == "2026-08-19T00:00:00+03:00"


def test_what_if_says_one_sentence_for_each_lifeline(camp_folder: Path) -> None:
    log(camp_folder, 5100)
    common = ("--as-known", "2026-08-18", "--members", MEMBERS)
    code, out, _ = invoke("what-if", camp_folder, "--deliver", "diesel 5000 L on 2026-08-20", *common)
    assert code == 0
    assert "If 5,000 L of diesel arrive on 2026-08-20" in out
    assert "Flour: no difference." in out
    code, out, _ = invoke("what-if", camp_folder, "--cooling-hours", "20-6", *common, "--json")
    row = json.loads(out)
    assert row["class"] == "SEVERE"
    assert len(row["sentences"]) == len(row["baseline"]["events"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("what-if",), "HF-F003"),
        (("what-if", "--deliver", "nothing"), "HF-F003"),
        (("what-if", "--set", "a.b=1"), "HF-F004"),
        (("forecast", "--scenario", "hope"), "HF-F001"),
        (("forecast", "--days", "400"), "HF-F002"),
        (("forecast", "--members", "0"), "HF-F005"),
        (("forecast", "--as-known", "2099-01-01"), "HF-W003"),
        (("what-if", "--cooling-hours", "20-6", "--as-known", "2099-01-01"), "HF-W003"),
    ],
)
def test_bad_options_are_named(camp_folder: Path, arguments: tuple[str, ...], code: str) -> None:
    _, _, error = invoke(arguments[0], camp_folder, *arguments[1:])
    assert isinstance(error, InputError)
    assert error.code == code


def test_a_long_run_shows_that_it_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(topic, "QUIET_S", 0.01)
    with topic._progress("2000 members"):
        time.sleep(0.15)
    assert "running 2000 members" in capsys.readouterr().err


@pytest.mark.slow
def test_two_thousand_members_and_two_scenarios_take_under_ten_seconds(camp_folder: Path) -> None:
    log(camp_folder, 5100, "2026-08-15T12:00:00+00:00")
    issue(camp_folder, record=False)  # the engine is built and loaded
    start = time.perf_counter()
    issue(camp_folder, members=2000, record=False)
    taken = time.perf_counter() - start
    sys.stdout.write(f"{taken:.1f} s")
    assert taken < 10.0 * 3  # three times the target: the machine may be shared
