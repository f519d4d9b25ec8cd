"""The page on survey forms says what the tables and the program say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from helpers_ledger import Clock
from helpers_submissions import NOW, kobo_row, workspace
from holdfast.intake import FORMS, from_server, grade_for, load_form_mapping
from holdfast.intake.forms import choices
from holdfast.workspace import take_submissions


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "forms.md").read_text(encoding="utf-8")


def rows(page: str, heading: str) -> list[list[str]]:
    at = page.index(heading)
    found = []
    for line in page[at:].splitlines()[2:]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def test_grades_of_the_page(page: str) -> None:
    said = {words: text[:2] for words, text in rows(page, '| "How do you know?"')}
    means = [c.means for c in choices("basis").values()] + [""]
    assert len(said) == len(means)
    for (words, told), method in zip(said.items(), means, strict=True):
        assert told == grade_for(method, dipped=method in {"gauge", ""}), words
    assert (grade_for("gauge", dipped=False), grade_for("", dipped=False)) == ("A2", "B2")


def test_classes_of_the_page(page: str) -> None:
    told = [text.split()[0].strip(";") for _, text in rows(page, '| "Who may see this report?"')]
    means = list(dict.fromkeys(c.means for c in choices("share_with").values()))
    assert told == means


def test_review_states_of_the_page(page: str) -> None:
    for kobo, odk, ours in rows(page, "| Kobo | ODK Central |"):
        if not kobo.startswith("("):
            assert from_server("kobo", kobo) == ours
        for word in odk.split(","):
            state = {"(none)": None, "has issues": "hasIssues"}.get(word.strip(), word.strip())
            assert from_server("odk", state) == ours


def test_forms_and_warning_of_the_page(page: str) -> None:
    assert [re.sub("`", "", row[0]) for row in rows(page, "| form | who")] == list(FORMS)
    assert "must be checked by one" in page


def test_the_mapping_of_the_page_works(page: str, tmp_path: Path) -> None:
    text = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert text is not None
    mapping = tmp_path / "map.toml"
    mapping.write_text(text.group(1), encoding="utf-8")
    assert load_form_mapping(mapping.read_bytes(), "map").form == FORMS[0]
    answers = {"today": "2015-08-18", "diesel_left": "500", "trucks": [{"result": "sent back"}, {"result": "let_in"}]}
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps([kobo_row(answers)]))
    taken = take_submissions(workspace(tmp_path / "camp"), file, mapping=mapping, clock=Clock(NOW))
    assert [c.statement.claim_type for c in taken.claims] == ["stock", "denial", "delivery"]
    assert re.fullmatch(r"Submissions: read \d+, new \d+, changed \d+, same \d+, refused \d+\.", taken.line)
    assert re.search(r"\n    Submissions: read 3, new 1, changed 1, same 1, refused 0\.\n", page)
