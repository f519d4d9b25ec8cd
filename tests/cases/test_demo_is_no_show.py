"""One changed word in an exercise message moves the dates it must move, the right way, and nothing else."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from holdfast.errors import InputError
from holdfast.ledger import claims, open_ledger
from holdfast.workspace import EXERCISE, LIBERTY, demonstrate, issue_forecasts

MEMBERS = 400
COMMITTEE = "2026-08-18-camp-committee.txt"
GATE = "2026-08-18-gate-record.txt"

# What diesel carries: power, and by power cooling, water, sewage lift, cold chain and vaccines.
FED_BY_DIESEL = {"electricity", "fuel", "cooling", "water", "cold_chain", "food", "vaccines"}
NOT_FED_BY_DIESEL = {"flour_out", "lpg_out"}


def packaged(kind: str, folder: Path) -> Path:
    with as_file(files("holdfast.workspace") / "demo_data" / kind / "messages") as source:
        shutil.copytree(source, folder)
    return folder


def dates(tmp_path: Path, change: tuple[str, str, str] | None = None) -> dict[str, dict[str, dict]]:
    """Scenario -> event -> its record, after reading messages of which one has a word changed."""
    messages = packaged(EXERCISE, tmp_path / "messages")
    if change:
        file, old, new = change
        text = (messages / file).read_text("utf-8")
        assert text.count(old) == 1
        (messages / file).write_text(text.replace(old, new), "utf-8")
    done = demonstrate(tmp_path, EXERCISE, messages=messages, members=MEMBERS)
    issued = issue_forecasts(done.workspace.folder, as_known=done.as_known, members=MEMBERS, record=False)
    return {f.scenario: {event["name"]: event for event in f.to_dict()["events"]} for f in issued.forecasts}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict]]:
    return dates(tmp_path_factory.mktemp("base"))


def median(event: dict) -> str:
    return event["q50"] or "9999"


def test_less_diesel_brings_what_diesel_feeds_forward(base: dict, tmp_path: Path) -> None:
    less = dates(tmp_path, (COMMITTEE, "5,100 L", "1,500 L"))
    for name, event in base["nothing-enters"].items():
        changed = less["nothing-enters"][name]
        if name in NOT_FED_BY_DIESEL:
            assert changed == event, name
        assert median(changed) <= median(event), name
    assert median(less["nothing-enters"]["diesel_out"]) < median(base["nothing-enters"]["diesel_out"])
    assert median(less["nothing-enters"]["essential_power_unmet"]) < median(
        base["nothing-enters"]["essential_power_unmet"]
    )


def test_an_older_reading_means_less_is_left(base: dict, tmp_path: Path) -> None:
    older = dates(tmp_path, (COMMITTEE, "yesterday", "last week"))
    assert median(older["nothing-enters"]["diesel_out"]) < median(base["nothing-enters"]["diesel_out"])
    for name in NOT_FED_BY_DIESEL:
        assert older["nothing-enters"][name] == base["nothing-enters"][name], name


def test_let_in_for_refused_postpones_under_the_gate_as_recent(base: dict, tmp_path: Path) -> None:
    kinder = dates(
        tmp_path,
        (GATE, "On 16 August one diesel tanker was refused at", "On 16 August one diesel tanker was let in at"),
    )
    assert sum(kinder["as-recent"]["diesel_out"]["p_by_day"]) < sum(base["as-recent"]["diesel_out"]["p_by_day"])
    for name in NOT_FED_BY_DIESEL:
        for scenario in ("nothing-enters", "as-recent"):
            assert kinder[scenario][name] == base[scenario][name], (scenario, name)


def test_both_demonstrations_write_their_reports(tmp_path: Path) -> None:
    for kind, mark in ((LIBERTY, False), (EXERCISE, True)):
        done = demonstrate(tmp_path, kind, members=100)
        pages = [path for path in done.reported.files if path.suffix == ".html"]
        assert len(pages) == 2
        for path in done.reported.files:
            assert ("EXERCISE" in path.read_text("utf-8")) is mark, path
        assert ("EXERCISE" in done.reported.six_lines) is mark
        assert len(done.reported.six_lines.strip().splitlines()) == 6


def test_a_second_run_reads_nothing_twice(tmp_path: Path) -> None:
    first = demonstrate(tmp_path, EXERCISE, members=50)
    again = demonstrate(tmp_path, EXERCISE, members=50)
    assert again.claims == first.claims
    known = claims(open_ledger(first.workspace.ledger_file), as_known=first.as_known)
    assert len(known) == first.claims


def test_liberty_states_no_stock_and_the_report_says_so(tmp_path: Path) -> None:
    done = demonstrate(tmp_path, LIBERTY, members=100)
    restricted = next(path for path in done.reported.files if "restricted" in path.name and path.suffix == ".html")
    assert "No source states" in restricted.read_text("utf-8")


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "camp-alder-exercise"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep me", "utf-8")
    with pytest.raises(InputError) as caught:
        demonstrate(tmp_path, EXERCISE)
    assert caught.value.code == "HF-W030"
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_a_changed_site_or_no_right_to_write_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "camp-alder-exercise"
    folder.mkdir()
    (folder / "site.toml").write_text("changed", "utf-8")
    with pytest.raises(InputError, match=r"HF-W030 .*changed since"):
        demonstrate(tmp_path, EXERCISE)
    assert (folder / "site.toml").read_text("utf-8") == "changed"
    note = tmp_path / "note.txt"
    note.write_text("a file, not a folder", "utf-8")
    with pytest.raises(InputError, match="HF-W002"):
        demonstrate(note, EXERCISE)
    assert note.read_text("utf-8") == "a file, not a folder"


def test_a_slow_clock_does_not_stop_the_demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.workspace.demo.present", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    done = demonstrate(tmp_path, EXERCISE, members=20)
    assert done.claims > 0


def test_a_start_that_was_cut_off_is_no_folder_in_the_way(tmp_path: Path) -> None:
    for part in ("inbox", "out"):
        (tmp_path / "camp-alder-exercise" / part).mkdir(parents=True)
    assert demonstrate(tmp_path, EXERCISE, members=20).claims > 0
