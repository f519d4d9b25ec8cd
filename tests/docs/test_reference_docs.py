"""docs/reference.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holdfast.reference import describe, entry, evaluate, holders, lifeline_norms, prior, row, tables, value
from holdfast.reference.checks import distributions
from holdfast.reference.describe import STATUS_MEANING
from holdfast.reference.records import KINDS, STATUSES


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "reference.md").read_text("utf-8")


def test_the_printed_row_is_the_one_the_program_prints(page: str) -> None:
    match = re.search(r"\$ holdfast reference show (\S+)\n(.*?)\n```", page, re.DOTALL)
    assert match is not None
    assert match[2] == describe(entry(match[1]))


def test_every_table_kind_and_status_is_explained(page: str) -> None:
    for name in (*tables(), "offices", *KINDS):
        assert f"| `{name}` |" in page
    for status in STATUSES:
        assert f"| `{status}` | {STATUS_MEANING[status]} |" in page
    assert tuple(STATUS_MEANING) == STATUSES


def test_every_distribution_of_the_page_exists(page: str) -> None:
    section = page.split("**Distribution.**")[1].split("**Limits.**", maxsplit=1)[0]
    named = set(re.findall(r"`(\w+)`", section)) - {"low", "high", "sd", "cv", "gsd", "distribution_as_stated"}
    assert named <= set(distributions())
    assert "unstated" in named


def test_the_python_of_the_page_gives_what_it_says() -> None:
    assert row("N001").low == 2.5
    assert value("N005") == 15.0
    assert prior("physics:leak").distribution == "beta"
    assert evaluate("physics:e_lift", {"H": 40.0, "eta": 0.45}) == pytest.approx(0.2422, abs=1e-4)
    assert lifeline_norms("water")[0].role == "threshold"
    assert holders("Secretary of State John Kerry")[0].holder == "John Kerry"


def test_every_id_of_the_page_is_a_row(page: str) -> None:
    for found in set(re.findall(r"`((?:[NCDLO]\d{3})|(?:physics|health):[\w#]+)`", page)):
        assert entry(found).id == found


def test_no_packaged_table_names_a_machine_or_takes_a_side(root: Path) -> None:
    for file in sorted((root / "src" / "holdfast" / "reference" / "data").glob("*.csv")):
        text = file.read_text("utf-8")
        assert "/work" not in text
        assert "/tmp" not in text
        for words in ("as above", ",same,", "rows above", "rows below", "next row"):
            assert words not in text, (file.name, words)


def test_descriptions_of_our_own_never_call_a_place_besieged(root: Path) -> None:
    # The words of a resolution may be quoted as its own; a table of ours may not use them as a finding.
    for name in ("norms", "commodities", "demography", "physics", "health", "offices", "lifeline_norms", "units"):
        text = (root / "src" / "holdfast" / "reference" / "data" / f"{name}.csv").read_text("utf-8").casefold()
        assert "besieged" not in text
        assert "siege" not in text
