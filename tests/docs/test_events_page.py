"""The page of dated events is that of its tables, and every example reads and runs."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from holdfast.lifelines import EVENT_KINDS, declared_kinds, read_events, simulate
from holdfast.sites import median_draws
from lifelines_samples import START, altered

# The examples name assets as a small camp would; the camp of the tests has these instead.
NAMES = {'"pit-1"': '"holding-1"', '"gen-big"': '"gen-1"', '"line"': '"town-line"'}


def test_the_page_is_in_step(root: Path) -> None:
    page = runpy.run_path(str(root / "scripts" / "make_event_page.py"))["page"]()
    assert (root / "docs" / "events.md").read_text("utf-8") == page, "run scripts/make_event_page.py"
    assert all(f"`{kind}`" in page for kind in EVENT_KINDS)


def test_every_example_names_its_own_kind() -> None:
    for row in declared_kinds():
        fields = row.example.split(",")
        assert (len(fields), fields[1]) == (5, row.kind)


@pytest.mark.parametrize("row", declared_kinds(), ids=lambda row: row.kind)
def test_every_example_reads_and_runs(row: object, tmp_path: Path) -> None:
    site = altered(NAMES)
    path = tmp_path / "events.csv"
    path.write_text(f"hour,kind,asset,quantity,unit\n{row.example}\n", encoding="utf-8")  # type: ignore[attr-defined]
    events = read_events(path, site)
    hours = events[0].hour + 1
    run = simulate(
        site,
        draws=median_draws(site),
        hours=hours,
        start=START,
        events=events,
        engine="python",
        deterministic=True,
        keep="events",
    )
    assert run.hours == hours
