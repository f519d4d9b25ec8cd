"""Hostile and broken tables: a clear error or a correct result, within limits, and never a formula run."""

from __future__ import annotations

import os
import random
import zipfile
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import pytest

from holdfast.errors import IntakeError
from holdfast.intake import TableOptions, read_file
from holdfast.intake.readers import detect, limits, open_book
from holdfast.intake.readers.limits import MAX_COLUMNS, MAX_TABLE_ROWS
from holdfast.intake.readers.tables import read_tables
from holdfast.intake.readers.workbook import XLSX
from holdfast.sites import write_template
from holdfast.workspace import read_into
from tables_built import codes, read_here, unread, write_csv, write_xlsx

ROWS = [["Item", "Qty", "Unit"], ["diesel", 3, "drum"], ["rice", 4, "bag"]]
SPREADSHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "book.xlsx", ROWS)


def repacked(book: Path, part: str, content: bytes) -> Path:
    target = book.with_name("changed.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target


def refused(file: Path, code: str, **options: object) -> str:
    with pytest.raises(IntakeError, match=code) as error:
        read_file(file, table=TableOptions(**options))  # type: ignore[arg-type]
    return str(error.value)


def test_a_zip_bomb_is_not_unpacked(book: Path) -> None:
    start = perf_counter()
    bomb = repacked(book, SHEET, SPREADSHEET % (b'<row r="1"><c r="A1"><v>1</v></c></row>' * 1_500_000))
    assert bomb.stat().st_size < 1_000_000
    refused(bomb, "HF-I022")
    assert perf_counter() - start < 30


def test_a_dense_bomb_in_a_part_nobody_asked_for_is_not_unpacked(book: Path) -> None:
    refused(repacked(book, "docProps/core.xml", b" " * 40_000_000), "HF-I022")


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://localhost/x.dtd">',
        b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        b"<! doctype x>",
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused_before_anything_reads_them(book: Path, declaration: bytes, part: str) -> None:
    body = (
        b'<?xml version="1.0"?>'
        + declaration
        + SPREADSHEET % b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
    )
    answer = read_tables(XLSX, repacked(book, part, body).read_bytes())
    assert answer["fault"] == "HF-I023"
    assert part in answer["found"]


def test_entities_in_utf_16_are_refused_too(book: Path) -> None:
    body = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet/>'
    refused(repacked(book, SHEET, body.encode("utf-16")), "HF-I023")


def test_half_a_workbook_is_broken_and_not_empty(book: Path) -> None:
    data = book.read_bytes()
    half = book.with_name("half.xlsx")
    half.write_bytes(data[: len(data) // 2])
    refused(half, "HF-I020")
    for length in range(200, len(data) - 1, len(data) // 40):
        assert read_tables(XLSX, data[:length]).get("fault") == "HF-I020"


def test_no_flipped_bit_ends_in_anything_but_an_error_or_a_reading(book: Path) -> None:
    chance = random.Random(7)
    data = book.read_bytes()
    kinds = set()
    for _ in range(150):
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        answer = read_tables(XLSX, bytes(changed))
        kinds.add(answer.get("fault", "read"))
    assert kinds <= {"read", "HF-I020", "HF-I021", "HF-I022", "HF-I023"}
    assert "HF-I020" in kinds


def test_workbooks_behind_a_password_and_broken_old_ones(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    locked, broken = tmp_path / "locked.xlsx", tmp_path / "broken.xls"
    locked.write_bytes(old + "EncryptedPackage".encode("utf-16-le"))
    broken.write_bytes(old + "Workbook".encode("utf-16-le"))
    refused(locked, "HF-I021")
    refused(broken, "HF-I020")


def test_a_million_blank_rows_cost_nothing_and_keep_the_number_of_the_last(tmp_path: Path) -> None:
    sheet = openpyxl.Workbook()
    for row in ROWS:
        sheet.active.append(row)
    for column, value in enumerate(("flour", 5, "bag"), start=1):
        sheet.active.cell(1_048_576, column, value)
    sheet.save(tmp_path / "far.xlsx")
    start = perf_counter()
    reading = read_file(tmp_path / "far.xlsx")
    assert [s.item for s in reading.statements] == ["diesel", "rice", "flour"]
    assert reading.table is not None
    assert reading.table.rows[-1].row == 1_048_576
    assert perf_counter() - start < 20


def test_a_sheet_stretched_to_its_last_corner_is_refused(tmp_path: Path) -> None:
    sheet = openpyxl.Workbook()
    sheet.active.append(ROWS[0])
    sheet.active.cell(1_048_576, 16_384, "x")
    sheet.save(tmp_path / "wide.xlsx")
    refused(tmp_path / "wide.xlsx", "HF-I022")


@pytest.mark.parametrize(
    "content",
    [
        b"Item,Qty,Unit\n" + b"diesel,3,drum\n" * (MAX_TABLE_ROWS + 1),
        b"Item,Qty,Unit\n" + b"x," * (MAX_COLUMNS + 2) + b"\nrice,3,bag\n",
        b"Item,Qty,Unit\n" + b"d" * 40_000 + b",3,drum\n",
        b"Item,Qty,Unit\n" + b"d" * 200_000 + b",3,drum\nrice,3,bag\n",
    ],
)
def test_text_tables_have_limits_too(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(content)
    refused(file, "HF-I022")


def test_two_hundred_megabytes_are_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    with file.open("wb") as out:
        out.truncate(200_000_000)
    refused(file, "HF-I003")


def test_nor_by_the_command_that_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_template("trailer-camp", tmp_path / "camp", "camp")
    file = tmp_path / "big.csv"
    with file.open("wb") as out:
        out.truncate(200_000_000)
    opened: list[str] = []
    for name in ("open", "read_bytes"):
        whole = getattr(Path, name)

        def seen(path: Path, *given: object, _whole: Any = whole, **named: object) -> Any:
            opened.append(path.name)
            return _whole(path, *given, **named)

        monkeypatch.setattr(Path, name, seen)
    with pytest.raises(IntakeError, match="HF-I003"):
        read_into(tmp_path / "camp", file)
    assert "site.toml" in opened
    assert file.name not in opened


def test_a_file_that_grows_after_its_size_was_asked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "grows.csv"
    with file.open("wb") as out:
        out.truncate(200_000_000)
    monkeypatch.setattr(detect, "MAX_BYTES", 50)
    small = os.stat_result((0o100644, 0, 0, 1, 0, 0, 10, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda *_a, **_k: small)
    refused(file, "HF-I003")


def test_the_largest_table_opens_within_the_limits_of_a_reading_process(tmp_path: Path) -> None:
    assert limits.MAX_MEMORY_BYTES <= 512_000_000
    assert limits.MAX_SECONDS <= 10
    rows = [["Item", "Qty", "Unit", *(f"note {n}" for n in range(16))]]
    rows += [["diesel", n, "L", *range(16)] for n in range(MAX_TABLE_ROWS - 1)]
    file = write_xlsx(tmp_path / "large.xlsx", rows)
    book, _ = open_book(file.read_bytes(), file.name, XLSX)
    assert len(book.sheets[0].rows) == MAX_TABLE_ROWS


def test_many_blank_lines_of_a_text_table(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b"Item,Qty,Unit\n" + b",,\n" * 300_000 + b"diesel,3,drum\n")
    reading = read_file(file)
    assert [s.item for s in reading.statements] == ["diesel"]


def test_formulas_and_errors_are_flagged_and_never_evaluated(tmp_path: Path) -> None:
    rows = [
        ["Item", "Qty", "Unit", "Remarks"],
        ["diesel", "=1+1", "drum", "=cmd|' /C calc'!A0"],
        ["rice", "@SUM(A1)", "bag", "-1 bag lost"],
        ["flour", "+A1", "bag", "- torn"],
        ["sugar", "#REF!", "kg", "x"],
        ["salt", "-5", "kg", "+x"],
    ]
    reading = read_here(write_csv(tmp_path / "f.csv", rows))
    assert reading.statements == ()
    assert set(unread(reading)) == {2, 3, 4, 5, 6}
    (formulas,) = [w.message for w in reading.warnings if w.code == "formula-cells"]
    assert "B2, D2, B3, B4, D6" in formulas
    assert "error-cells" in codes(reading)
    assert "=1+1" in reading.text


def test_a_formula_without_a_kept_value_and_an_error_of_a_workbook(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit"], ["diesel", "=B3+1", "drum"], ["rice", 3, "bag"], ["flour", "#DIV/0!", "bag"]]
    reading = read_here(write_xlsx(tmp_path / "f.xlsx", rows))
    assert [s.item for s in reading.statements] == ["rice"]
    assert "never evaluated" in unread(reading)[2]
    assert "#DIV/0!" in unread(reading)[4]
    assert {"formula-cells", "error-cells"} <= codes(reading)


def test_a_formula_with_a_kept_value_has_that_value(book: Path) -> None:
    body = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Item</t></is></c><c r="B1" t="inlineStr"><is><t>Qty</t></is></c>'
        b'<c r="C1" t="inlineStr"><is><t>Unit</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>diesel</t></is></c><c r="B2"><f>1+1</f><v>2</v></c>'
        b'<c r="C2" t="inlineStr"><is><t>drum</t></is></c></row>'
    )
    reading = read_here(repacked(book, SHEET, SPREADSHEET % body))
    assert [s.value_low for s in reading.statements] == [2.0]


def test_shared_texts_as_other_programs_write_them(book: Path) -> None:
    body = b'<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c></row><row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5"><v>3</v></c></row>'
    texts = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % b"".join(
        b"<si><t>%s</t></si>" % t for t in (b"Date", b"Diesel (L)", b"2024-05-12")
    )
    file = repacked(book, SHEET, SPREADSHEET % body)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/sharedStrings.xml", texts)
    types = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    whole = file.with_name("whole.xlsx")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"</Types>", types) if "Content_Types" in name else old.read(name)
            )
    reading = read_here(whole)
    assert [(s.item, s.value_low, s.time_start) for s in reading.statements] == [("diesel", 3.0, "2024-05-12")]
    assert [r.row for r in reading.table.rows] == [5]


def test_marks_that_turn_the_direction_of_writing_are_taken_out_and_said(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit"], ["die\u202esel", 3, "drum"], ["rice", 4, "bag"]]
    for file in (write_csv(tmp_path / "b.csv", rows), write_xlsx(tmp_path / "b.xlsx", rows)):
        reading = read_here(file)
        assert reading.statements[0].item == "diesel"
        assert "direction-marks-removed" in codes(reading)


def test_an_open_quotation_mark_swallows_nothing(tmp_path: Path) -> None:
    file = tmp_path / "q.csv"
    file.write_bytes(b'Item,Qty,Unit\n"diesel,3,drum\nrice,4,bag\nflour,4,bag\n')
    reading = read_here(file)
    assert [s.item for s in reading.statements] == ["diesel", "rice", "flour"]
    assert "quotes-unbalanced" in codes(reading)


def test_stray_zeros_and_a_line_that_names_the_delimiter(tmp_path: Path) -> None:
    zeros, sep = tmp_path / "z.csv", tmp_path / "s.csv"
    zeros.write_bytes(b"Item,Qty,Unit\ndie\x00sel,3,drum\nrice,4,bag\n")
    sep.write_bytes(b"sep=;\r\nItem;Qty;Unit\r\ndiesel;3,5;drum\r\nrice;4;bag\r\n")
    assert [s.item for s in read_here(zeros).statements] == ["diesel", "rice"]
    assert [(s.value_low, s.item) for s in read_here(sep).statements] == [(3.5, "diesel"), (4.0, "rice")]
    assert [r.row for r in read_here(sep).table.rows] == [3, 4]


AR = [
    ["التاريخ", "الصنف", "الرصيد", "الوحدة"],
    ["12/05/2024", "الطحين", "40", "كيس"],
    ["13/05/2024", "الديزل", "12,5", "برميل"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859_6"])
def test_arabic_character_sets_give_one_reading_and_a_guess_is_said(tmp_path: Path, encoding: str) -> None:
    reading = read_here(write_csv(tmp_path / "a.csv", AR, delimiter=";", encoding=encoding))
    assert [(s.item, s.value_low, s.unit) for s in reading.statements] == [
        ("flour", 40.0, "bag"),
        ("diesel", 12.5, "drum"),
    ]
    guessed = encoding in {"cp1256", "iso8859_6", "utf-16-le", "utf-16-be"}
    assert ("charset-inferred" in codes(reading)) is guessed
    assert "\ufffd" not in reading.text


def test_persian_in_windows_1256(tmp_path: Path) -> None:
    rows = [["کالا", "مقدار", "واحد"], ["گازوئيل", "12", "بشکه"], ["برنج", "4", "کيسه"]]
    reading = read_here(
        write_csv(tmp_path / "f.csv", [[c.replace("ی", "ي") for c in r] for r in rows], encoding="cp1256")
    )
    assert [(s.item, s.unit) for s in reading.statements] == [("diesel", "drum"), ("rice", "bag")]


def test_western_accents_are_read_and_said(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit", "Remarks"], ["diesel", 3, "drum", "dépôt à l'école"], ["rice", 4, "bag", "café"]]
    reading = read_here(write_csv(tmp_path / "w.csv", rows, encoding="cp1252"))
    assert "dépôt à l'école" in reading.text
    assert "windows-1252" in next(w.message for w in reading.warnings if w.code == "charset-inferred")


def test_a_doubtful_character_set_is_shown_and_asked_about_never_replaced(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit", "Remarks"], ["diesel", 3, "drum", "قشغ"], ["rice", 4, "bag", "ثقفث"]]
    file = write_csv(tmp_path / "d.csv", rows, encoding="cp1256")
    shown = refused(file, "HF-I024")
    assert "windows-1256: “diesel,3,drum,قشغ”" in shown
    assert "windows-1252: “diesel,3,drum,ÞÔÛ”" in shown
    assert "--charset" in shown
    refused(file, "HF-I025", charset="utf-8")
    refused(file, "HF-I025", charset="no-such-set")
    assert "قشغ" in read_file(file, table=TableOptions(charset="windows-1256")).text


def test_a_file_that_lies_about_its_character_set(tmp_path: Path) -> None:
    file = tmp_path / "l.csv"
    file.write_bytes(b"\xef\xbb\xbfItem,Qty,Unit\ndiesel,3,dr\xffum\nrice,4,bag\n")
    refused(file, "HF-I024")


def test_long_cells_cost_little_time_and_are_refused_by_name(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit", "Date"], *[["a " * 500, "12 " * 5000, "x " * 500, "1/" * 3000] for _ in range(40)]]
    start = perf_counter()
    reading = read_here(write_csv(tmp_path / "l.csv", rows))
    assert perf_counter() - start < 5
    assert reading.table.counts["refused"] == 40
    assert "is no date" in unread(reading)[2]


def test_a_year_of_hours_is_read_within_the_limits(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit"], *[["diesel", 1000 + i % 7, "L"] for i in range(8760)]]
    reading = read_here(write_csv(tmp_path / "y.csv", rows))
    assert reading.table.counts["read"] == 8760


def test_details_are_read_up_to_the_limit_of_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.intake.rows.statements.MAX_CHARS", 60)
    rows = [["Date", "Kind", "Detail"], *[["2024-05-12", "need", "We need 20 MT of flour."]] * 4]
    reading = read_here(write_csv(tmp_path / "d.csv", rows))
    assert reading.table.counts == {"read": 2, "partly": 0, "asked": 0, "refused": 2, "total": 0, "note": 0}
    assert "details" in unread(reading)[4]
