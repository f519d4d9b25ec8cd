"""Ration files: three languages, four encodings, three separators; every fault by row and column, none guessed."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from holdfast.errors import HoldfastError
from holdfast.people import RationFaultsError, RationFile, parse_ration, ration, read_ration_file
from holdfast.people.food.text import MOST_BYTES, MOST_ROWS, decode

HEAD = "item,quantity,unit\n"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def grams(found: RationFile) -> dict[str, float]:
    return {item.food.name: item.grams for item in found.items}


def refused(text: str, **options: object) -> HoldfastError:
    with pytest.raises(HoldfastError) as fault:
        parse_ration(text, **options)  # type: ignore[arg-type]
    return fault.value


def unreadable(path: Path) -> HoldfastError:
    with pytest.raises(HoldfastError) as fault:
        read_ration_file(path)
    return fault.value


def test_the_three_examples_are_read_in_their_languages() -> None:
    assert grams(read_ration_file(EXAMPLES / "ration-wfp.csv"))["Maize meal"] == 400
    arabic = grams(read_ration_file(EXAMPLES / "ration-ar.csv"))
    assert arabic["Wheat flour"] == 300
    assert arabic["Vegetable oil, fortified"] == pytest.approx(27.6)
    persian = grams(read_ration_file(EXAMPLES / "ration-fa.csv"))
    assert (persian["Rice, polished"], persian["Chickpeas, dry"], persian["Dates"]) == (250, 40, 30)


ARABIC = "الصنف,الكمية,الوحدة\nأرز,٤٠٠,غرام\nزيت نباتي,٢٥,غرام\n"
PERSIAN = "قلم;مقدار;واحد\nبرنج;۴۰۰;گرم\nروغن;۲۵;گرم\n"
ENGLISH = "item\tquantity\tunit\nrice\t400\tg\noil\t25\tg\n"
ALL_THREE = [ARABIC, PERSIAN, ENGLISH]


@pytest.mark.parametrize("text", ALL_THREE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path: Path, text: str, encoding: str, line: str) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(text.replace("\n", line).encode(encoding))
    found = read_ration_file(path)
    assert grams(found) == {"Rice, polished": 400, "Vegetable oil, fortified": 25}
    assert any("encoding" in note for note in found.notes) is encoding.startswith("utf-16-")


def test_windows_1256_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(ARABIC.replace("٤٠٠", "400").replace("٢٥", "25").encode("windows-1256"))
    found = read_ration_file(path)
    assert grams(found) == {"Rice, polished": 400, "Vegetable oil, fortified": 25}
    assert any("windows-1256" in note for note in found.notes)


def test_persian_in_windows_1256_has_the_arabic_letters() -> None:
    text = PERSIAN.replace("ی", "ي").replace("۴۰۰", "400").replace("۲۵", "25").encode("windows-1256")
    assert grams(parse_ration(decode(text, "r.csv")[0])) == {"Rice, polished": 400, "Vegetable oil, fortified": 25}


@pytest.mark.parametrize("name", ["reçu à l'entrepôt", "Öl", "piñón", "Käse", "Brød"])
def test_western_accents_are_not_read_as_arabic(tmp_path: Path, name: str) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(f"item,quantity,unit,note\nrice,400,g,{name}\n".encode("cp1252"))
    fault = unreadable(path)
    assert fault.code == "HF-P047"
    assert "UTF-8" in fault.mend


@pytest.mark.parametrize(
    "head", ["Item,QUANTITY, Unit", "food,amount,units", "commodity,qty,unit", "الصنف,quantity,واحد"]
)
def test_column_names(head: str) -> None:
    assert grams(parse_ration(f"{head}\nrice,400,g\n")) == {"Rice, polished": 400}


def test_columns_in_any_order_and_one_that_is_not_read() -> None:
    found = parse_ration("unit,price,item,quantity,note\ng,12,rice,400,good\n")
    assert grams(found) == {"Rice, polished": 400}
    assert [note for note in found.notes if "not read" in note] == ["column not read: 'price'"]


def test_the_unit_may_stand_beside_the_number() -> None:
    assert grams(parse_ration("item,quantity\nrice,400 g\noil,0.03 L\n"))["Vegetable oil, fortified"] == pytest.approx(
        27.6
    )
    assert grams(parse_ration("item,quantity,unit\nrice,400 g,g\n")) == {"Rice, polished": 400}
    assert grams(parse_ration(HEAD + "rice,four hundred,g\n")) == {"Rice, polished": 400}
    assert refused(HEAD + "rice,400 g,kg\n").code == "HF-P044"


def test_decimal_comma_in_a_file_of_semicolons() -> None:
    assert grams(parse_ration("item;quantity;unit\nrice;0,4;kg\n")) == {"Rice, polished": 400}


@pytest.mark.parametrize("number", ["1,250", "1,125", "2,000", "۱,۲۵۰", "١،٢٥٠"])
@pytest.mark.parametrize("separator", [";", "\t", "؛"])
def test_a_comma_before_three_digits_is_asked_about_where_commas_do_not_part_cells(number: str, separator: str) -> None:
    """Written where the comma is for decimals, 1,250 t is 1.25 t: 417 g of rice a head, or less than one."""
    rows = [["item", "quantity", "unit"], ["rice", number, "t"]]
    text = "".join(separator.join(row) + "\n" for row in rows)
    fault = refused(text, people=100_000, days=30, total=True)
    assert fault.code == "HF-P042"
    assert "without the comma" in fault.mend
    for offered in re.findall(r"[\d.]*\d", fault.mend):
        assert parse_ration(text.replace(number, offered), people=100_000, days=30, total=True).items


@pytest.mark.parametrize(
    ("number", "kilograms"), [("0,250", 0.25), ("12,5", 12.5), ("1250", 1250), ("1,250,000", 1250000)]
)
def test_other_commas_in_a_file_of_semicolons_have_one_reading(number: str, kilograms: float) -> None:
    found = parse_ration(f"item;quantity;unit\nrice;{number};kg\n", people=1e5, days=100, total=True)
    assert grams(found)["Rice, polished"] == pytest.approx(kilograms / 1e4)


def test_in_a_file_of_commas_a_quoted_comma_is_of_thousands() -> None:
    found = parse_ration('item,quantity,unit\nrice,"1,250",t\n', people=100_000, days=30, total=True)
    assert grams(found)["Rice, polished"] == pytest.approx(416.7, abs=0.1)


def test_an_arabic_comma_parts_cells_too() -> None:
    assert grams(parse_ration("الصنف،الكمية،الوحدة\nأرز،٤٠٠،غرام\n")) == {"Rice, polished": 400}


@pytest.mark.parametrize(
    ("column", "read_from"),
    [("kcal", "kcal_per_100g"), ("Energy", "kcal_per_100g"), ("سعرات", "kcal_per_100g"), ("kJ", "energy_kj_per_100g")],
)
def test_a_column_that_may_be_of_energies_is_not_passed_over_in_silence(column: str, read_from: str) -> None:
    notes = parse_ration(f"item,quantity,unit,{column}\nrice,400,g,300\n").notes
    assert f"column not read: {column!r}; energies of 100 g are read from {read_from}" in notes
    assert "column not read: 'local price'" in parse_ration("item,quantity,unit,local price\nrice,400,g,2\n").notes


def test_milligrams_of_a_staple_are_asked_about() -> None:
    fault = refused(HEAD + "rice,400,mg\n")
    assert (fault.code, "write g" in fault.mend) == ("HF-P044", True)
    found = grams(parse_ration(HEAD + "rice,400000,mg\nsalt,500,mg\n"))
    assert found == pytest.approx({"Rice, polished": 400, "Iodised salt": 0.5})


def test_the_gram_of_an_iraqi_market_is_no_kilogram() -> None:
    assert grams(parse_ration(HEAD + "زيت,25,غم\n"))["Vegetable oil, fortified"] == 25


@pytest.mark.parametrize(("column", "energy"), [("kcal_per_100g", "700"), ("energy_kj_per_100g", "360")])
def test_an_energy_far_from_that_of_the_tables_is_asked_about(column: str, energy: str) -> None:
    fault = refused(f"item,quantity,unit,{column}\nrice,400,g,{energy}\n")
    assert fault.code == "HF-P045"
    assert "Rice, polished" in fault.expected
    own = parse_ration(f'item,quantity,unit,{column}\n"rice, my own",400,g,{energy}\n')
    assert own.items[0].own is not None


def test_empty_lines_are_passed_over() -> None:
    assert len(parse_ration("\n\n" + HEAD + "\n,,\nrice,400,g\n\n ,\n").items) == 1


def test_per_person_and_day_is_said_where_it_is_taken_for_granted() -> None:
    assert any("taken per person and day" in note for note in parse_ration(HEAD + "rice,400,g\n").notes)
    stated = parse_ration(HEAD + "rice,400,g/person/day\n")
    assert not any("taken per person" in note for note in stated.notes)
    assert grams(stated) == {"Rice, polished": 400}


def test_totals_are_shared_out() -> None:
    found = parse_ration(HEAD + "rice,36,t\noil,2000,L\n", people=3000, days=30, total=True)
    assert grams(found) == pytest.approx({"Rice, polished": 400, "Vegetable oil, fortified": 2000 * 920 / 90_000})
    assert any("3,000 people and 30 days" in note for note in found.notes)
    # A row with its own rate keeps it, and so does a row that says so in its own column.
    mixed = parse_ration(
        "item,quantity,unit,per\nrice,36,t,total\nsalt,5,g,person-day\nsugar,15,g/person/day,\nbeans,60,g,للفرد في اليوم\n",
        people=3000, days=30,
    )  # fmt: skip
    assert grams(mixed) == {"Rice, polished": 400, "Iodised salt": 5, "Sugar": 15, "Beans, dry": 60}


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (HEAD + "rice,36,t\n", {"total": True}),
        (HEAD + "rice,36,t\n", {"total": True, "people": 3000}),
        ("item,quantity,unit,per\nrice,36,t,total\n", {"days": 3}),
        ("item,quantity,unit,per\nrice,36,t,total\n", {}),
        (HEAD + "rice,400,g\n", {"people": 3000}),
        (HEAD + "rice,400,g\n", {"days": 30}),
        (HEAD + "rice,36,t\n", {"people": 0, "days": 3}),
        (HEAD + "rice,36,t\n", {"people": 3000, "days": 1e9}),
        (HEAD + "rice,36,t\n", {"people": float("nan"), "days": 3}),
    ],
)
def test_a_total_needs_people_and_days(text: str, options: dict[str, object]) -> None:
    assert refused(text, **options).code == "HF-P046"


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        ("maize mael,400,g", "HF-P041", "row 2, column item"),
        (",400,g", "HF-P041", "row 2, column item"),
        ("bread,400,g", "HF-P041", "row 2, column item"),
        ("rice,-400,g", "HF-P042", "row 2, column quantity"),
        ("rice,,g", "HF-P042", "row 2, column quantity"),
        ("rice,many,g", "HF-P042", "row 2, column quantity"),
        ("rice,1.500,g", "HF-P042", "row 2, column quantity"),
        ("rice,15,kg", "HF-P043", "row 2, column quantity"),
        ("rice,400,", "HF-P044", "row 2, column unit"),
        ("rice,400,kJ", "HF-P044", "row 2, column unit"),
        ("rice,4,bags", "HF-P044", "row 2, column unit"),
        ("rice,0.4,L", "HF-P044", "row 2, column unit"),
        ("rice,1,500,g", "HF-P048", "row 2"),
    ],
)
def test_a_fault_names_row_and_column(row: str, code: str, place: str) -> None:
    fault = refused(HEAD + row + "\n", where="basket.csv")
    assert fault.code == code
    assert fault.where == f"basket.csv, {place}"
    assert fault.mend


def test_every_fault_of_a_file_is_told_at_once() -> None:
    text = (
        "item,quantity,unit,kcal_per_100g\nmaize mael,-4,g,\nrice,15,kg,\noil,1,L,\nsugar,10,quux,\nbeans,60,g,1400\n"
    )
    fault = refused(text, where="basket.csv")
    assert isinstance(fault, RationFaultsError)
    assert fault.code == "HF-P049"
    assert [one.code for one in fault.faults] == ["HF-P042", "HF-P041", "HF-P043", "HF-P044", "HF-P045"]
    for words in ("5 faults", "row 2, column item", "row 2, column quantity", "row 3", "row 5, column unit", "row 6"):
        assert words in str(fault)
    assert "row 4" not in str(fault)


def test_a_file_of_faults_is_cut_short_and_counted() -> None:
    fault = refused(HEAD + "nothing like food,1,g\n" * 400)
    assert fault.found == "400 faults"
    assert "and 380 more" in fault.mend
    assert len(str(fault)) < 12_000


@pytest.mark.parametrize(
    "text",
    [
        "rice,400,g\n",
        "item,unit\nrice,g\n",
        "quantity,unit\n400,g\n",
        "item,item,quantity\nrice,rice,400\n",
        "item,quantity,unit,kcal_per_100g,energy_kj_per_100g\nrice,400,g,1,2\n",
        "item|quantity|unit\nrice|400|g\n",
        "just some words",
    ],
)
def test_a_header_that_does_not_name_the_columns(text: str) -> None:
    fault = refused(text)
    assert fault.code == "HF-P048"
    assert "item,quantity,unit" in fault.mend


def test_the_column_per_holds_two_words_only() -> None:
    fault = refused("item,quantity,unit,per\nrice,400,g,week\n")
    assert (fault.code, fault.where) == ("HF-P048", "ration file, row 2, column per")
    text = "item,quantity,unit,per\nrice,400,g/person/day,total\n"
    assert refused(text, people=1, days=1).code == "HF-P044"


@pytest.mark.parametrize("text", ["", " \n", "\x0b", ",,\n,,"])
def test_an_empty_text_is_no_file(text: str) -> None:
    assert refused(text).code == "HF-P047"


def test_a_header_alone_is_no_ration() -> None:
    assert refused(HEAD).code == "HF-P040"


def test_own_figures_stand_for_a_food_the_tables_lack() -> None:
    text = "item,quantity,unit,kcal_per_100g,protein_g_per_100g,fat_g_per_100g\nlocal biscuit,100,g,440,7,14\nrice,100,g,,,\n"
    found = ration(parse_ration(text).items)
    assert found.energy_kcal.value == 440 + 360
    assert found.items[0].food == "local biscuit"
    kilojoules = ration(parse_ration("item,quantity,unit,kJ/100g\nlocal biscuit,100,g,1841\n").items)
    assert kilojoules.energy_kcal.value == pytest.approx(1841 / 4.184)
    assert kilojoules.protein_g.high is None


@pytest.mark.parametrize("energy", ["1841", "1506"])
def test_kilojoules_in_the_column_of_kcal_ask(energy: str) -> None:
    fault = refused(f"item,quantity,unit,kcal_per_100g\nlocal biscuit,100,g,{energy}\n")
    assert fault.code == "HF-P045"
    assert "kJ" in fault.mend
    assert "meant?" in fault.mend


def test_a_name_of_ones_own_is_printed_without_what_moves_a_terminal() -> None:
    text = "item,quantity,unit,kcal_per_100g\nlocal \x1b[31m\u202ebiscuit,1,g,440\n\x07,1,g,440\nنان‌شیری,1,g,440\n"
    assert [item.food.name for item in parse_ration(text).items] == ["local [31mbiscuit", "unnamed", "نان‌شیری"]


def test_protein_without_energy_is_half_a_composition() -> None:
    assert refused("item,quantity,unit,protein\nlocal biscuit,100,g,7\n").code == "HF-P045"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b",,,\n",
        b"PK\x03\x04rest", b"%PDF-1.7 ...", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0abc", b"\x1f\x8b\x08", b"SQLite format 3\x00",
        bytes(range(256)) * 40, b"\x00" * 500, b"\xff\xfeabc", b'item,quantity,unit\n"rice,400,g\n',
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(data)
    assert unreadable(path).code == "HF-P047"


def test_a_missing_file_a_folder_and_a_pipe(tmp_path: Path) -> None:
    assert unreadable(tmp_path / "no.csv").found == "no such file"
    assert unreadable(tmp_path).found == "a folder"
    assert unreadable(Path("a\x00b")).code == "HF-P047"
    os.mkfifo(tmp_path / "pipe")
    assert unreadable(tmp_path / "pipe").found == "no plain file"


def test_a_million_rows_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(HEAD + "rice,4,g\n" * 1_000_000, "utf-8")
    assert path.stat().st_size > MOST_BYTES
    assert unreadable(path).code == "HF-P047"
    assert refused(HEAD + "rice,4,g\n" * (MOST_ROWS + 1)).code == "HF-P047"
    assert refused("\n" * 500_000).code == "HF-P047"
    assert len(parse_ration(HEAD + "rice,4,g\n" * (MOST_ROWS - 1)).items) == MOST_ROWS - 1
