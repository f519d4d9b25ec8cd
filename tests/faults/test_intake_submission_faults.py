"""Hostile, broken and odd files of submissions: a clear error with its code, or the correct reading; never half of one."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers_ledger import Clock
from helpers_submissions import (
    ANSWERS,
    NOW,
    kobo_page,
    kobo_row,
    kobo_workbook,
    odata_row,
    odk_zip,
    plain,
    workspace,
    xml,
)
from holdfast.errors import IntakeError, error_codes
from holdfast.intake import read_file, read_submission_file, submission_of
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.submission_files import read_submissions
from holdfast.intake.readers.submission_worker import read_apart
from holdfast.intake.readers.workbook import TableFaultError
from holdfast.workspace import take_submissions

BOMB = b'<!DOCTYPE data [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = b'<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read within this process, which is quicker, but where the process apart is what is tested."""
    from holdfast.intake.readers import submission_worker

    if "apart" not in request.node.name:
        monkeypatch.setattr(submission_worker, "read_apart", lambda data, _: read_submissions(data))


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_entity(declaration: bytes, use: bytes) -> bytes:
    return declaration + xml().split(b"?>", 1)[1].replace(b"<site>camp</site>", b"<site>" + use + b"</site>")


def orphan(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    name = "holdfast_daily-stock.csv"
    parts[name] = parts[name].replace(b"uuid:0a6f1b52", b"uuid:ffffffff")
    return zipped(parts)


def twice(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    heading, row, *_ = parts["holdfast_daily.csv"].splitlines(keepends=True)
    parts["holdfast_daily.csv"] = heading + row + row
    return zipped(parts)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: with_entity(XXE, b"&x;"), "HF-I065"),
        (lambda: with_entity(BOMB, b"&b;"), "HF-I065"),
        (lambda: b"<data><a></data>", "HF-I065"),
        (lambda: b"<a>" * 5000, "HF-I065"),
        (lambda: b"<html><body>Sign in</body></html>", "HF-I060"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "HF-I060"),
        (lambda: b"{", "HF-I065"),
        (lambda: b"[" * 100_000, "HF-I065"),
        (lambda: b'{"a": NaN}', "HF-I065"),
        (lambda: b'{"results": 3}', "HF-I060"),
        (lambda: b"[1, 2]", "HF-I060"),
        (lambda: b'[{"a": 1}]', "HF-I060"),
        (lambda: json.dumps({"count": "many", "results": [kobo_row()]}).encode(), "HF-I065"),
        (lambda: json.dumps({"count": 1.5, "results": [kobo_row()]}).encode(), "HF-I065"),
        (lambda: json.dumps([{"_id": n} for n in range(20_001)]).encode(), "HF-I065"),
        (lambda: b"\xff\xfe{", "HF-I024"),
        (lambda: b"item,qty\nflour,3\n", "HF-I060"),
        (lambda: zipped({"readme.txt": b"nothing"}), "HF-I060"),
        (lambda: zipped({"a.csv": b"KEY,x\n1,2\n", "b.csv": b"KEY,y\n1,2\n"}), "HF-I060"),
        (lambda: zipped({"a.csv": b"\0" * 40_000_000}), "HF-I040"),
        (lambda: zipped({"../a.csv": b"KEY,x\n1,2\n"}), "HF-I060"),
        (lambda: odk_zip()[:200], "HF-I041"),
        (lambda: kobo_workbook()[:2000], "HF-I041"),
        (lambda: orphan(odk_zip()), "HF-I064"),
        (lambda: twice(odk_zip()), "HF-I064"),
    ],
)
def test_files_that_are_refused(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises((ReaderFaultError, TableFaultError)) as caught:
        read_submissions(make())
    assert caught.value.code == code
    assert b"root:" not in str(caught.value).encode()
    assert code in {c.code for c in error_codes()}


def test_the_process_apart_gives_the_same_errors(tmp_path: Path) -> None:
    for data, code in (
        (with_entity(XXE, b"&x;"), "HF-I065"),
        (orphan(odk_zip()), "HF-I064"),
        (b"a,b\n1,2\n", "HF-I060"),
    ):
        with pytest.raises(IntakeError) as caught:
            read_apart(data, "file")
        assert caught.value.code == code
        assert all((caught.value.where, caught.value.found, caught.value.expected, caught.value.mend))
    assert read_apart(kobo_page([kobo_row()]), "file") == read_submissions(kobo_page([kobo_row()]))


def test_files_that_are_not_there(tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_bytes(b" \n")
    for path, code in ((tmp_path / "none", "HF-I001"), (tmp_path, "HF-I001"), (empty, "HF-I002")):
        with pytest.raises(IntakeError) as caught:
            read_submission_file(path)
        assert caught.value.code == code
    with pytest.raises(IntakeError) as caught:
        read_submission_file(empty, most_bytes=1)
    assert caught.value.code == "HF-I065"


def test_a_submission_that_nothing_names(tmp_path: Path) -> None:
    row = read_submissions(kobo_page([kobo_row()]))["rows"][0] | {"instance": None, "root": None, "server_id": None}
    with pytest.raises(IntakeError) as caught:
        submission_of(row, "file")
    assert caught.value.code == "HF-I063"
    assert submission_of(row | {"server_id": "7"}, "file").instance == "server-7"


def test_one_bad_file_leaves_the_workspace_as_it_was(tmp_path: Path) -> None:
    camp = workspace(tmp_path / "camp")
    file = tmp_path / "bad.json"
    file.write_bytes(kobo_page([kobo_row(), {"_id": 2, "_uuid": "x", "other": "form", "second": "2"}]))
    with pytest.raises(IntakeError):
        take_submissions(camp, file)
    assert [p.name for p in camp.iterdir()] == ["site.toml"]


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "a\u202eb\nc",
        "../../etc/passwd",
        "x" * 30_000,
        "\u0000\ud800",
        "line\r\nbreak | pipe ; semi = equals",
        "From: a\nSubject: b",
    ],
)
def test_words_that_try_to_be_more_stay_words(text: str, tmp_path: Path) -> None:
    camp = workspace(tmp_path / "camp")
    row = kobo_row({**ANSWERS, "note": text}, uuid=text[:50])
    file = tmp_path / "k.json"
    file.write_text(json.dumps([row]))
    taken = take_submissions(camp, file, clock=Clock(NOW))
    assert taken.new == 1
    names = {p.name for p in (camp / "inbox").iterdir()}
    assert names == {str(c.document_sha256) for c in taken.claims}
    stored = (camp / "inbox" / names.pop()).read_text(encoding="utf-8")
    assert "\u202e" not in stored
    assert "<" not in stored


@pytest.mark.parametrize("uuid", ["a/b", "a_b", "..", "é", "a b", "x" * 300])
def test_ids_of_any_kind_are_told_apart(uuid: str, tmp_path: Path) -> None:
    camp = workspace(tmp_path / "camp")
    file = tmp_path / "k.json"
    for name, line in ((uuid, (1, 0)), (uuid, (0, 1)), (uuid + "2", (1, 0))):
        file.write_text(json.dumps([kobo_row({"pop_total": "5", "site": "camp"}, uuid=name)]))
        taken = take_submissions(camp, file, clock=Clock(NOW))
        assert (taken.new, taken.same) == line


def test_shapes_of_other_versions() -> None:
    legacy = "report_date,stock[1]/stock/item,stock[1]/stock/qty,stock[2]/stock/item,stock[2]/stock/qty,_uuid\n"
    found = read_submissions((legacy + "2015-08-18,diesel,5,flour,6,u1\n").encode())
    assert found["rows"][0]["answers"]["stock"] == [{"item": "diesel", "qty": "5"}, {"item": "flour", "qty": "6"}]
    semicolons = read_submissions(b"report_date;people/pop_total;_uuid\n2015-08-18;5;u1\n")
    assert semicolons["rows"][0]["answers"]["people/pop_total"] == "5"
    envelope = (
        b'<submission xmlns="http://opendatakit.org/submissions"><data>'
        + xml().split(b"?>")[1]
        + b"</data></submission>"
    )
    assert read_submissions(envelope)["rows"][0]["instance"] == read_submissions(xml())["rows"][0]["instance"]
    template = xml().replace(
        b"<stock>", b'<stock jr:template="" xmlns:jr="http://openrosa.org/javarosa"><qty>9</qty></stock><stock>', 1
    )
    assert len(read_submissions(template)["rows"][0]["answers"]["stock"]) == 2
    deleted: dict[str, Any] = odata_row() | {"stock": [], "meta": None}
    assert read_submissions(json.dumps({"value": [deleted]}).encode())["rows"][0]["instance"]
    nested = read_submissions(json.dumps([{"_id": 1, "a": {"b": {"c": [1, 2]}}}]).encode())
    assert nested["rows"][0]["answers"] == {"a/b/c": "[1, 2]"}


def test_answers_outside_of_any_list_are_named(tmp_path: Path) -> None:
    row = read_submissions(kobo_page([kobo_row({**plain(ANSWERS), "basis": "dreamt"})]))["rows"][0]
    found = submission_of(row, "file")
    assert found.answers["basis"] == "dreamt"
    assert any("'dreamt'" in p for p in found.problems)


@pytest.mark.parametrize("make", [xml, lambda: kobo_page([kobo_row()]), lambda: json.dumps(odata_row()).encode()])
def test_submissions_are_not_read_as_messages(make: Callable[[], bytes], tmp_path: Path) -> None:
    file = tmp_path / "message"
    file.write_bytes(make())
    with pytest.raises(IntakeError) as caught:
        read_file(file)
    assert caught.value.code == "HF-I068"
    assert "holdfast submissions" in caught.value.mend
    file.write_text("[Committee] The guards refused two fuel trucks on Monday.")
    assert read_file(file).statements
