"""The pages about people: their examples run, print what is shown beside them, and say what they must not be used for."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import runpy
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


def test_grades_and_reasons_are_those_of_the_package(root: Path) -> None:
    made = runpy.run_path(str(root / "scripts" / "make_grades_table.py"))["pages"]()
    for path, page in made.items():
        assert path.read_text("utf-8") == page, "run scripts/make_grades_table.py"


def test_every_grade_and_refusal_is_on_its_page() -> None:
    said, refused = ((FOLDER / page).read_text("utf-8") for page in ("what-may-be-said.md", "refused.md"))
    for row in graded_quantities().values():
        assert f"| `{row.quantity}` | {row.name} | {row.grade} |" in said
    for refusal in refused_quantities().values():
        assert f"### `{refusal.what}`" in refused
        assert refusal.why in " ".join(refused.split()), refusal.what


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
