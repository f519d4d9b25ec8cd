"""What a user types wrong ends with exit 2, place, found, expected and mend, on the screen and in JSON; nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from holdfast.cli.main import run
from holdfast.sites import write_template


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a sound workspace, spoilt ones, and files that are no messages."""
    write_template("trailer-camp", tmp_path / "camp", "Camp X")
    good = (tmp_path / "camp" / "site.toml").read_text(encoding="utf-8")
    line = '\nquantity = "unknown"'  # at the start of a line: the comments hold examples
    assert good.count(line) > 0
    spoilt = {
        "negative": good.replace(line, '\nquantity = {value = -5, source = "note: read"}', 1),
        "misfit": good.replace(line, '\nquantity = {value = 5, unit = "degC", source = "note: x"}', 1),
        "unknown": good + '\n[[windmills]]\nid = "w"\n',
        "people": good + '\n[[people]]\nid = "more"\ncount = {value = 1000000000, source = "note: heard"}\n',
        "full": good
        + '\n[[tanks]]\nid = "t"\nholds = "treated"\nholder = "camp"\nsource = "note: read"\ncapacity_m3 = 10\nlevel_m3 = 11\n',
        "torn": good[:700],
    }
    for name, text in spoilt.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "site.toml").write_text(text, encoding="utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "holdfast.db").write_text("hello", encoding="utf-8")
    (tmp_path / "notes" / "site.toml").write_text(good, encoding="utf-8")
    (tmp_path / "junk.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "message.txt").write_text("The camp has 5,100 L of diesel left.", encoding="utf-8")
    (tmp_path / "half.csv").write_text("hour,kind,asset,quantity,unit\n5,arrive,diesel-main,10", encoding="utf-8")
    canvas = Canvas(str(tmp_path / "blank.pdf"))
    canvas.rect(10, 10, 50, 50)
    canvas.save()
    (tmp_path / "cut.pdf").write_bytes((tmp_path / "blank.pdf").read_bytes()[:40])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file but the ledger and the key of its device, which may be made; it must then be empty of claims."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "holdfast.db" not in path.name and path.parent.name != "keys"
    }


CASES = [
    ("read nofile.txt", "HF-I001"),
    ("read camp", "HF-W031"),
    ("read empty.txt", "HF-I002"),
    ("read junk.txt", "HF-I005"),
    ("read junk.txt --workspace camp", "HF-I005"),
    ("read cut.pdf", "HF-I006"),
    ("read blank.pdf", "HF-I008"),
    ("read message.txt --workspace nowhere", "HF-W001"),
    ("read message.txt --timezone Mars/Base", "HF-U009"),
    ("read message.txt --published 2015-02-31", "HF-U006"),
    ("read message.txt --published 2199-01-01 --workspace camp", "HF-W004"),
    ("read message.txt --grade Z9 --workspace camp", "HF-L008"),
    ("status message.txt", "HF-W001"),
    ("forecast .", "HF-W001"),
    ("forecast negative", "HF-S006"),
    ("forecast people", "HF-S006"),
    ("report full", "HF-S010"),
    ("report misfit", "HF-S007"),
    ("status unknown", "HF-S003"),
    ("log torn diesel-main 5 L", "HF-S004"),
    ("status notes", "HF-L002"),
    ("log camp diesel-main -5 L", "HF-W012"),
    ("log camp diesel-main 5 kg", "HF-W012"),
    ("log camp diesel-main 99999999999 L", "HF-W012"),
    ("log camp diesel-main 1e400 L", "HF-W011"),
    ("log camp diesel-main 5 L --when 2015-02-31", "HF-W013"),
    ("log camp diesel-main 5 L --whne yesterday", "HF-W014"),
    ("log camp diesel-main 5 L --corrects NONE", "HF-L009"),
    ("ledger history camp NONE", "HF-L001"),
    ("review camp --accept NONE --by coordinator", "HF-L009"),
    ("forecast camp --as-known 2199-01-01", "HF-W003"),
    ("report camp --as-known 2199-01-01", "HF-W003"),
    ("status camp --as-known 2199-01-01", "HF-W003"),
    ("forecast camp --members 0", "HF-F005"),
    ("report camp --members 5 --out message.txt/x", "HF-W002"),
    ("simulate camp --hours 2 --engine python --deterministic --csv message.txt/x.csv", "HF-W002"),
    ("simulate camp --hours 2 --events half.csv", "HF-E008"),
    ("demo --in message.txt", "HF-W002"),
    ("new camp", "HF-S013"),
    ("reference show Z999", "HF-R010"),
    ("report camp --seed x", "HF-C002"),
]


@pytest.mark.parametrize(("words", "code"), CASES)
def test_bad_input_is_told_apart_and_mended(
    place: Path, capsys: pytest.CaptureFixture[str], words: str, code: str
) -> None:
    before = tree(place)
    with pytest.raises(SystemExit) as end:
        run([*words.split(" "), "--json"])
    said = capsys.readouterr()
    assert end.value.code == 2
    error = json.loads(said.out)["error"]
    assert error["code"].startswith(code)
    assert all(error[part].strip() for part in ("where", "found", "expected", "mend"))
    assert "Traceback" not in said.err
    assert f"{error['code']} {error['where']}: found" in said.err
    assert tree(place) == before


@pytest.mark.parametrize("folder", ["negative", "people", "full", "misfit", "unknown", "torn"])
def test_check_names_what_is_wrong_with_a_site(place: Path, capsys: pytest.CaptureFixture[str], folder: str) -> None:
    with pytest.raises(SystemExit) as end:
        run(["check", folder])
    assert end.value.code == 2
    said = capsys.readouterr().out
    assert "mend:" in said
    assert "error(s)" in said
    assert " 0 error(s)" not in said


def test_a_large_number_is_written_out(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["status", "people"])
    said = capsys.readouterr().err
    assert "1,000,000,000 persons" in said
    assert "2,000,000 persons" in said
    assert "e+" not in said
