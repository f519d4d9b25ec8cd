"""The pages about people: their examples run, print what is shown beside them, and say what they must not be used for."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from pathlib import Path

import pytest

from holdfast.people import Grade, graded_quantities, refused_quantities

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "people"
PAGES = sorted(FOLDER.glob("*.md"))
# A block of Python and, where one follows it, the block of text that it prints.
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
NO_QUANTITY = {"what-may-be-said.md", "refused.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_run_in_order_and_print_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # an example may write a file beside itself
    blocks = BLOCK.findall(page.read_text("utf-8"))
    assert blocks, "a page shows the call"
    names: dict[str, object] = {"__name__": "page"}
    for code, shown in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page.name, "exec"), names)
        if shown:
            assert printed.getvalue().strip() == shown.strip(), code


def test_every_block_of_python_is_run() -> None:
    """A fence with other spaces or an option would be passed over."""
    for page in PAGES:
        text = page.read_text("utf-8")
        assert text.count("```python") == len(BLOCK.findall(text)), page.name


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in NO_QUANTITY], ids=lambda page: page.name)
def test_a_page_gives_source_validity_check_and_misuse(page: Path) -> None:
    text = page.read_text("utf-8").lower()
    assert "source" in text
    assert re.search(r"valid|limits|range", text)
    assert "how it was checked" in text or "how they were checked" in text
    assert "not be used" in text or "not for" in text


def test_links_lead_to_files() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def rows(page: str) -> list[list[str]]:
    """Return the cells of the rows of every table of a page, heads and rules left out."""
    lines = [line for line in (FOLDER / page).read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_the_table_of_grades_is_that_of_the_package() -> None:
    shown = [row for row in rows("what-may-be-said.md") if row[0].startswith("`")]
    assert shown == [[f"`{row.quantity}`", row.name, row.grade.value, row.why] for row in graded_quantities().values()]


def test_every_refusal_has_its_reason_on_the_page() -> None:
    page = (FOLDER / "refused.md").read_text("utf-8")
    for refusal in refused_quantities().values():
        assert f"`{refusal.what}`" in page, refusal.what
        assert refusal.why in " ".join(page.split()), refusal.what


def test_pages_hold_no_word_that_a_statement_may_not_use() -> None:
    """Rule 3: no verb of dying in a threshold; the pages of scenarios and refusals need the words to name them."""
    free = {"refused.md", "what-may-be-said.md", "children.md", "outbreaks.md", "heat-deaths.md", "rates.md"}
    for page in PAGES:
        if page.name not in free:
            text = page.read_text("utf-8")
            assert not re.search(r"\b(kills?|killed|will die|dies|starves? to death)\b", text), page.name


def test_grades_of_the_table_are_the_four() -> None:
    path = FOLDER.parents[1] / "src" / "holdfast" / "people" / "grades.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert {row["grade"] for row in found} == {grade.value for grade in Grade}
    assert all(value.strip() for row in found for value in row.values())
