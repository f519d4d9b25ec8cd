"""Every row of the published validation tables is a test, a listed known miss, or listed as untested with its reason."""

from __future__ import annotations

import csv
import runpy
from pathlib import Path
from typing import Any

import pytest

LISTS = Path(__file__).resolve().parent


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def made(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / "scripts" / "make_validation_page.py"))


SHELF = {
    "physics": ("science/physics/validation.csv", "test_id", 95),
    "health": ("science/health/validation.csv", "test_id", 166),
    "norms": ("science/norms/worked-examples.csv", "id", 41),
}


def listed(name: str, table: str | None = None) -> list[str]:
    return [row["id"] for row in rows_of(LISTS / name) if table in {None, row.get("table")}]


@pytest.mark.shelf
@pytest.mark.parametrize("table", SHELF)
def test_every_row_of_the_table_is_listed(table: str, shelf: Path) -> None:
    path, column, _ = SHELF[table]
    assert [row[column] for row in rows_of(shelf / path)] == listed("validation_rows.csv", table)


def test_the_list_in_the_repository_is_whole() -> None:
    ids = listed("validation_rows.csv")
    assert len(ids) == len(set(ids))  # also across tables
    assert {table: len(listed("validation_rows.csv", table)) for table in SHELF} == {
        table: count for table, (_, _, count) in SHELF.items()
    }
    assert all(row["what"].strip() for row in rows_of(LISTS / "validation_rows.csv"))


@pytest.mark.parametrize("table", SHELF)
def test_every_row_is_a_test_or_is_accounted_for(made: dict[str, Any], table: str) -> None:
    rows = [row for row in made["statuses"]() if row[0] == table]
    assert [row[1] for row in rows if row[3] == "MISSING"] == []


def test_a_row_nobody_tests_would_be_found(made: dict[str, Any]) -> None:
    """An id is found only whole: E-03-2 is no test of E-03-20, and what stands in this file proves nothing."""
    ids = ["E-03-2", "E-9" + "9", "H-600", "W-T110", "W-T110-0.9"]
    assert not any(made["files_naming"](ids, below="tests").values())


def test_an_id_with_a_decimal_is_found_whole(made: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text('ROWS = ["W-T110-0.946", "W-1"]\n# as in W-48.\n', encoding="utf-8")
    made["files_naming"].__globals__["ROOT"], root = tmp_path, made["ROOT"]
    try:
        named = made["files_naming"](["W-T110-0", "W-T110-0.946", "W-1", "W-48"], below=".")
    finally:
        made["files_naming"].__globals__["ROOT"] = root
    assert [row for row, files in named.items() if files] == ["W-T110-0.946", "W-1", "W-48"]


def test_rows_of_people_and_norms_count_only_among_the_truth_tests(made: dict[str, Any]) -> None:
    others = [row for table in ("health", "norms") for row in listed("validation_rows.csv", table)]
    found = made["naming"]()
    assert all(path.startswith("tests/truth/") for row in others for path in found[row])


def test_in_sample_rows_say_so() -> None:
    rows = {row["id"]: row["what"] for row in rows_of(LISTS / "validation_rows.csv")}
    told = {row for row, what in rows.items() if "in-sample" in what}
    assert told == {
        row
        for row in rows
        if row.startswith(("G-GAM-", "G-SAM-", "W-T110-")) or (row.startswith("M-W") and row[3:].isdigit())
    }


def test_lists_name_rows_that_exist_and_say_why(made: dict[str, Any]) -> None:
    ids = set(listed("validation_rows.csv"))
    for name in ("known_misses.csv", "untested_rows.csv"):
        rows = rows_of(LISTS / name)
        assert {row["id"] for row in rows} <= ids, name
        assert len({row["id"] for row in rows}) == len(rows), name
        assert all(value and value.strip() for row in rows for value in row.values()), name
    misses = listed("known_misses.csv")
    assert not set(misses) & set(listed("untested_rows.csv"))
    named = made["naming"]()
    assert all(named[row] for row in misses)  # a known miss is tested: to its size


def test_calculators_that_do_not_exist_are_listed_as_not_computed(made: dict[str, Any]) -> None:
    status = {row: told for _, row, _, told in made["statuses"]()}
    assert [row for row, told in status.items() if told.startswith("not computed")] == ["W026", "W040"]


def test_no_row_of_people_is_listed_as_untested_while_a_test_names_it(made: dict[str, Any]) -> None:
    """A reason that a later model made untrue is found here; a row tested in part says so."""
    named = made["naming"]()
    engine = {row for row in listed("validation_rows.csv", "physics") if not row.startswith("P-")}
    whole = {row["id"] for row in rows_of(LISTS / "untested_rows.csv") if not row["reason"].startswith("in part: ")}
    assert [row for row in whole - engine if named[row]] == []


def test_known_misses_have_a_size() -> None:
    assert all(any(letter.isdigit() for letter in row["size"]) for row in rows_of(LISTS / "known_misses.csv"))


def test_the_page_is_in_step(root: Path, made: dict[str, Any]) -> None:
    assert (root / "docs" / "validation.md").read_text("utf-8") == made["page"](), "run scripts/make_validation_page.py"
