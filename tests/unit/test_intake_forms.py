"""The two survey forms: what the tables say, what the workbooks hold, and that every language is whole."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

from holdfast.intake import FORMS, form_file
from holdfast.intake.forms import COMMITMENT, DAILY, LANGUAGES, choices, questions, sheets_of
from holdfast.ledger import DISCLOSURE_CLASSES, grade_of_method

XF = "{http://www.w3.org/2002/xforms}"
ARABIC = re.compile("[\u0621-\u06cc]")
PERSIAN_ONLY = re.compile("[پچژگک‌ی]")


@pytest.fixture(scope="module")
def script(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_forms", root / "scripts" / "make_forms.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(root: Path, name: str) -> list[dict[str, str]]:
    file = root / "src" / "holdfast" / "intake" / "forms" / name
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("form", FORMS)
def test_workbook_is_what_the_script_makes(form: str, script: ModuleType) -> None:
    from openpyxl import load_workbook

    committed, made = load_workbook(io.BytesIO(form_file(form))), script.workbook(form)
    assert committed.sheetnames == made.sheetnames == ["survey", "choices", "settings"]
    for sheet in made:
        there = committed[sheet.title]
        assert there.dimensions == sheet.dimensions
        for row in sheet.iter_rows():
            for cell in row:
                found = there[cell.coordinate]
                assert (found.value, found.data_type if found.value else "n") == (
                    cell.value,
                    cell.data_type if cell.value else "n",
                ), f"{sheet.title}!{cell.coordinate}"


@pytest.fixture(scope="module", params=FORMS)
def compiled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, ET.Element, list[str]]:
    from pyxform.xls2xform import convert

    form = str(request.param)
    folder = tmp_path_factory.mktemp("forms")
    (folder / f"{form}.xlsx").write_bytes(form_file(form))
    warnings: list[str] = []
    return (
        form,
        ET.fromstring(convert(xlsform=folder / f"{form}.xlsx", warnings=warnings, validate=False).xform),
        warnings,
    )


def test_forms_compile_without_a_warning(compiled: tuple[str, ET.Element, list[str]]) -> None:
    form, root, warnings = compiled
    assert warnings == []
    ids = [e.get("id") for e in root.iter() if e.get("id") in FORMS]
    assert ids == [form]


def test_every_language_is_whole(compiled: tuple[str, ET.Element, list[str]]) -> None:
    _, root, _ = compiled
    texts = {
        t.get("lang"): {
            (e.get("id"), v.get("form")): "".join(v.itertext())
            for e in t.iter(f"{XF}text")
            for v in e.iter(f"{XF}value")
        }
        for t in root.iter(f"{XF}translation")
    }
    assert set(texts) == set(LANGUAGES.values())
    assert len({frozenset(t) for t in texts.values()}) == 1
    for language, found in texts.items():
        assert found
        for key, text in found.items():
            assert text.strip() not in {"", "-"}, (language, key)
    english, arabic, persian = (texts[words] for words in LANGUAGES.values())
    for key, text in english.items():
        assert not ARABIC.search(text)
        for other in (arabic[key], persian[key]):
            assert ARABIC.search(other), (key, other)
            assert other != text


def test_arabic_has_no_persian_letters(root: Path) -> None:
    for name in ("survey.csv", "choices.csv"):
        for row in table(root, name):
            for column, text in row.items():
                if column.endswith("_ar"):
                    assert not PERSIAN_ONLY.search(text), text
                if column.endswith("_fa"):
                    assert "ي" not in text, text
                    assert "ك" not in text, text


def test_no_device_no_audit_no_place_and_no_name_is_asked(
    compiled: tuple[str, ET.Element, list[str]], root: Path
) -> None:
    _, xform, _ = compiled
    types = {row["type"].split()[0] for row in table(root, "survey.csv")}
    assert not types & {
        "deviceid",
        "phonenumber",
        "username",
        "email",
        "audit",
        "geopoint",
        "geotrace",
        "audio",
        "video",
    }
    names = {row["name"].lower() for row in table(root, "survey.csv")}
    assert not {n for n in names if re.search(r"name|phone|driver|witness|testimony|plate", n)}
    raw = ET.tostring(xform, encoding="unicode").lower()
    assert "deviceid" not in raw
    assert "odk:audit" not in raw


def test_one_number_is_a_valid_report(compiled: tuple[str, ET.Element, list[str]]) -> None:
    _, xform, _ = compiled
    binds = list(xform.iter(f"{XF}bind"))
    assert binds
    assert not [b.get("nodeset") for b in binds if b.get("required")]
    for bind in binds:
        if bind.get("constraint"):
            assert any("constraintMsg" in key for key in bind.attrib), bind.get("nodeset")


def test_every_question_with_an_answer_carries_a_tag(root: Path) -> None:
    for form in FORMS:
        for question in questions(form):
            assert question.name in {"start", "end"} or re.fullmatch(r"#[a-z]+(\+[a-z]+)*", question.hxl), question.name


def test_answers_mean_what_the_reader_knows(root: Path) -> None:
    for name in ("basis", "pop_method", "heard"):
        for choice in choices(name).values():
            if choice.means != "gauge":
                assert grade_of_method(choice.means).grade
    assert {c.means for c in choices("share_with").values()} <= set(DISCLOSURE_CLASSES)
    assert not {c.means for c in choices("share_with").values()} & {"LOW"}
    assert [c.name for c in choices("constraint_code").values()] == [f"AC{n}" for n in range(1, 10)]
    wanted = "no_answer approved denied approved_stopped partly_let_in items_removed turned_back withdrawn"
    assert set(wanted.split()) <= set(choices("decision"))
    assert all(c.means for name in ("decision", "unit", "state", "role") for c in choices(name).values())


def test_repeats_and_lists_fit_together() -> None:
    assert {q.repeat for q in questions(DAILY)} == {"", "stock", "service", "gate"}
    assert {q.repeat for q in questions(COMMITMENT)} == {""}
    for form in FORMS:
        sheets = sheets_of(form)
        offered = {row[0] for row in sheets["choices"][1:]}
        asked = {q.choices for q in questions(form) if q.kind == "select_one"}
        assert offered == asked
        names = [row[1] for row in sheets["survey"][1:] if row[1] and not row[0].startswith("end_")]
        assert len(names) - len(set(names)) <= 1  # a photo of a document is asked for in one place a form


def test_forms_are_written_with_the_site_in_the_list(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from helpers_submissions import workspace
    from holdfast.cli.main import build_app

    camp = workspace(tmp_path / "camp")
    done = CliRunner().invoke(build_app(), ["forms", str(tmp_path / "out"), "--workspace", str(camp)])
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "holdfast_commitment.xlsx",
        "holdfast_daily.xlsx",
        "sites.csv",
    ]
    assert (tmp_path / "out" / "sites.csv").read_text(encoding="utf-8") == "name,label\ncamp,Camp\n"
    shutil.rmtree(tmp_path / "out")
    done = CliRunner().invoke(build_app(), ["forms", str(tmp_path / "out")])
    assert "write the id of your site.toml" in done.output
