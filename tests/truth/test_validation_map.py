"""Every row of the published validation table is a test, a listed known miss, or listed as untested with its reason."""

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


def listed(name: str) -> list[str]:
    return [row["id"] for row in rows_of(LISTS / name)]


def unaccounted(made: dict[str, Any], ids: list[str]) -> list[str]:
    named = made["tests_naming"](ids)
    known = {*listed("known_misses.csv"), *listed("untested_rows.csv")}
    return [row for row in ids if not named[row] and row not in known]


@pytest.mark.shelf
def test_every_row_of_the_table_is_accounted_for(made: dict[str, Any], shelf: Path) -> None:
    ids = [row["test_id"] for row in rows_of(shelf / "science" / "physics" / "validation.csv")]
    assert unaccounted(made, ids) == []
    assert ids == listed("validation_rows.csv")


def test_every_row_of_the_list_in_the_repository_is_accounted_for(made: dict[str, Any]) -> None:
    ids = listed("validation_rows.csv")
    assert len(ids) == len(set(ids)) == 95
    assert unaccounted(made, ids) == []
    assert not [row for row in made["statuses"]() if row[2] == "MISSING"]


def test_a_row_nobody_tests_would_be_found(made: dict[str, Any]) -> None:
    """An id is found only whole: E-03-2 is no test of E-03-20, and what stands in this file proves nothing."""
    assert unaccounted(made, ["E-03-2", "E-9" + "9", "H-600"]) == ["E-03-2", "E-9" + "9", "H-600"]


def test_lists_name_rows_that_exist_and_say_why(made: dict[str, Any]) -> None:
    ids = set(listed("validation_rows.csv"))
    for name in ("known_misses.csv", "untested_rows.csv"):
        rows = rows_of(LISTS / name)
        assert {row["id"] for row in rows} <= ids, name
        assert len({row["id"] for row in rows}) == len(rows), name
        assert all(value.strip() for row in rows for value in row.values()), name
    misses = listed("known_misses.csv")
    assert not set(misses) & set(listed("untested_rows.csv"))
    assert all(made["tests_naming"](misses).values())  # a known miss is tested: to its size


def test_known_misses_have_a_size() -> None:
    assert all(any(letter.isdigit() for letter in row["size"]) for row in rows_of(LISTS / "known_misses.csv"))


def test_the_page_is_in_step(root: Path, made: dict[str, Any]) -> None:
    assert (root / "docs" / "validation.md").read_text("utf-8") == made["page"](), "run scripts/make_validation_page.py"
