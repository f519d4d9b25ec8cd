"""What a column is taken to be: guessed with a reason, corrected by a person, kept as a file, and said where it no longer fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.errors import IntakeError
from holdfast.intake.rows.headings import heading
from holdfast.intake.rows.mapping import ColumnMapping, headings_key, mapping_from_toml, mapping_toml
from tables_built import STOK, codes, read_here, roles, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "role", "item", "unit", "per"),
    [
        ("Item", "item", None, None, None),
        ("bal.", "stock", None, None, None),
        ("cons/day", "use", None, None, "day"),
        ("Rmks", "remarks", None, None, None),
        ("Diesel (L)", "quantity", "diesel", "L", None),
        ("Fuel tank (L)", "quantity", "fuel", "L", None),
        ("Flour kg", "quantity", "flour", "kg", None),
        ("Water used (m3/day)", "use", "water", "m3/day", "day"),
        ("No. of bags", "quantity", None, "bags", None),
        ("Unit price", "ignore", None, None, None),
        ("Opening balance", "opening", None, None, None),
        ("Closing balance", "stock", None, None, None),
        ("Quantity received", "delivery", None, None, None),
        ("Date received", "date", None, None, None),
        ("Qty turned back", "denial", None, None, None),
        ("Need / unit", "unit", None, None, None),
        ("Remarks on stock", "remarks", None, None, None),
        ("detail_in_own_words", "detail", None, None, None),
        ("People served", "served", None, None, None),
        ("Reported by", "source", None, None, None),
        ("الصنف", "item", None, None, None),
        ("الرصيد", "stock", None, None, None),
        ("الاستهلاك اليومي", "use", None, None, "day"),
        ("الديزل (لتر)", "quantity", "diesel", "لتر", None),
        ("ملاحظات", "remarks", None, None, None),
        ("کالا", "item", None, None, None),
        ("موجودی", "stock", None, None, None),
        ("مصرف روزانه", "use", None, None, "day"),
        ("گازوئیل (لیتر)", "quantity", "diesel", "لیتر", None),
        ("تاریخ", "date", None, None, None),
        ("Stok", None, None, None, None),
        ("", None, None, None, None),
    ],
)
def test_headings(text: str, role: str | None, item: str | None, unit: str | None, per: str | None) -> None:
    found = heading(text)
    assert (found.role, found.item, found.unit, found.per) == (role, item, unit, per)


def test_every_column_has_a_score_and_a_reason(tmp_path: Path) -> None:
    reading = read_here(write_xlsx(tmp_path / "s.xlsx", STOK))
    for column in reading.table.mappings[0][1].columns:
        assert column.score > 0.9
        assert column.reason == "the heading says it"


def test_cells_name_columns_whose_headings_do_not(tmp_path: Path) -> None:
    rows = [
        ["Item", "Foo", "Bar", "Baz"],
        ["diesel", "12", "drum", "2024-05-12"],
        ["petrol", "3", "drum", "2024-05-13"],
    ]
    reading = read_here(write_csv(tmp_path / "c.csv", rows))
    assert roles(reading) == {"Item": "item", "Foo": "quantity", "Bar": "unit", "Baz": "date"}
    assert {c.score < 0.9 for c in reading.table.mappings[0][1].columns[1:]} == {True}


def test_cells_speak_against_a_heading(tmp_path: Path) -> None:
    rows = [
        ["Item", "Qty", "Date", "Unit"],
        ["rice", "many", "soon", "bag"],
        ["oil", "few", "later", "L"],
        ["tea", "5", "x", "kg"],
    ]
    columns = read_here(write_csv(tmp_path / "c.csv", rows)).table.mappings[0][1].columns
    date = next(c for c in columns if c.heading == "Date")
    assert date.score < 0.5
    assert "no dates" in date.reason


def test_a_correction_by_heading_or_by_letter(tmp_path: Path) -> None:
    rows = [["Item", "A1", "A2", "Unit"], ["diesel", "12", "13", "drum"]]
    file = write_csv(tmp_path / "c.csv", rows)
    by_name = read_here(file, maps=(("a1", "need"), ("A2", "stock")))
    by_letter = read_here(file, maps=(("B", "need"), ("C", "Stock")))
    assert [(s.claim_type, s.value_low) for s in by_name.statements] == [("need", 12.0), ("stock", 13.0)]
    assert by_letter.statements == by_name.statements
    assert by_name.table.mappings[0][1].origin == "corrected"


def test_a_correction_can_name_the_thing_and_the_unit(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "c.csv", [["Date", "Level"], ["2024-05-12", "12"], ["2024-05-13", "11"]])
    found = read_here(file, maps=(("Level", "stock:diesel"),), units={"": "drum"}).statements
    assert [(s.item, s.unit) for s in found] == [("diesel", "drum")] * 2


@pytest.mark.parametrize(
    ("maps", "found"), [((("nope", "stock"),), "no column 'nope'"), ((("Item", "colour"),), "role 'colour'")]
)
def test_a_correction_that_fits_nothing_is_refused(
    tmp_path: Path, maps: tuple[tuple[str, str], ...], found: str
) -> None:
    file = write_xlsx(tmp_path / "s.xlsx", STOK)
    with pytest.raises(IntakeError, match="HF-I027") as error:
        read_here(file, maps=maps)
    assert found in str(error.value)


@pytest.mark.parametrize(
    "options",
    [{"packages": {"tank": "large"}}, {"packages": {"tank": "10 kWhh"}}, {"units": {"": "blorp"}}, {"sheet": "x"}],
)
def test_answers_that_cannot_be_used_are_refused(tmp_path: Path, options: dict[str, object]) -> None:
    with pytest.raises(IntakeError, match="HF-I029"):
        read_here(write_xlsx(tmp_path / "s.xlsx", STOK), **options)


def kept(reading) -> tuple[ColumnMapping, ...]:
    text = mapping_toml(reading.table.mappings[0][1], "last week.xlsx")
    return (mapping_from_toml(text, "kept.toml"),)


def test_a_mapping_survives_its_file_and_maps_the_next_table_in_any_order_of_columns(tmp_path: Path) -> None:
    rows = [["Thing", "b/f", "left now", "how"], ["diesel", "20", "12", "drum"], ["rice", "5", "3", "bag"]]
    file = write_csv(tmp_path / "a.csv", rows)
    first = read_here(
        file, maps=(("Thing", "item"), ("b/f", "ignore"), ("left now", "stock"), ("how", "unit")), header_row=1
    )
    next_week = [["how", "left now", "Thing", "b/f"], ["drum", "10", "diesel", "12"], ["bag", "2", "rice", "3"]]
    later = read_here(write_csv(tmp_path / "b.csv", next_week), known=kept(first), header_row=1)
    assert later.table.mappings[0][1].origin == "remembered"
    assert [(s.claim_type, s.item, s.value_low) for s in later.statements] == [
        ("stock", "diesel", 10.0),
        ("stock", "rice", 2.0),
    ]


def test_answers_are_remembered_with_the_mapping(tmp_path: Path) -> None:
    rows = [["Date", "Item", "Qty"], ["03/04/2024", "water", "1/2 tank"], ["04/05/2024", "diesel", "3"]]
    file = write_csv(tmp_path / "a.csv", rows)
    first = read_here(file, order="month", packages={"tank": "10 m3"}, units={"": "drum"})
    assert len(first.statements) == 2
    again = read_here(file, known=kept(first))
    assert again.statements == first.statements
    assert again.table.questions == ()


def test_a_remembered_mapping_that_no_longer_fits_is_said_and_left_open(tmp_path: Path) -> None:
    first = read_here(
        write_csv(tmp_path / "a.csv", [["Item", "Bal", "Unit"], ["rice", "3", "bag"], ["tea", "4", "kg"]])
    )
    rows = [["Item", "Bal", "Unit"], ["rice", "2024-05-12", "bag"], ["tea", "2024-05-13", "kg"]]
    later = read_here(write_csv(tmp_path / "b.csv", rows), known=kept(first))
    assert {"mapping-does-not-fit", "columns-not-read", "nothing-found"} <= codes(later)
    assert later.statements == ()
    assert later.table.counts["asked"] == 2


def test_headings_that_are_only_alike_say_what_is_gone_and_new(tmp_path: Path) -> None:
    first = read_here(
        write_csv(
            tmp_path / "a.csv", [["Item", "Bal", "Unit", "Who"], ["rice", "3", "bag", "x"], ["tea", "4", "kg", "y"]]
        ),
        maps=(("Who", "source"),),
    )
    later = read_here(
        write_csv(
            tmp_path / "b.csv", [["Item", "Bal", "Unit", "Who", "Date"], ["rice", "3", "bag", "x", "2024-05-12"]]
        ),
        known=kept(first),
    )
    message = next(w.message for w in later.warnings if w.code == "mapping-does-not-fit")
    assert "new: 'Date'" in message
    assert later.statements[0].attribution == "x"
    assert later.statements[0].time_start == "2024-05-12"


def test_another_table_is_not_read_by_this_mapping(tmp_path: Path) -> None:
    first = read_here(write_csv(tmp_path / "a.csv", [["Item", "Bal", "Unit"], ["rice", "3", "bag"]]))
    other = read_here(
        write_csv(tmp_path / "b.csv", [["Date", "Diesel (L)"], ["2024-05-12", "3"], ["2024-05-13", "3"]]),
        known=kept(first),
    )
    assert other.table.mappings[0][1].origin == "guessed"


def test_the_key_of_headings_does_not_depend_on_order_case_or_script_of_digits() -> None:
    assert headings_key(["Item", "Tank 1", ""]) == headings_key(["TANK ۱", "item"])
    assert headings_key(["Item"]) != headings_key(["Items"])


@pytest.mark.parametrize(
    "text",
    [
        "format = 2\n[[columns]]\nheading = 'a'\nrole = 'item'\n",
        "format = 1\n[[columns]]\nheading = 'a'\nrole = 'colour'\n",
        "format = 1\n[[columns]]\nheading = 'a'\n",
        "format = 1\ndates_begin_with = 'year'\n[[columns]]\nheading = 'a'\nrole = 'item'\n",
        "format = 1\nunit = 3\n[[columns]]\nheading = 'a'\nrole = 'item'\n",
        "format = 1\npackages = 3\n[[columns]]\nheading = 'a'\nrole = 'item'\n",
        "format = 1\n",
        "format = [",
        "",
    ],
)
def test_a_spoilt_mapping_file_is_named(text: str) -> None:
    with pytest.raises(IntakeError, match="HF-I028") as error:
        mapping_from_toml(text, "mappings/x.toml")
    assert "mappings/x.toml" in str(error.value)


def test_hostile_headings_survive_the_file(tmp_path: Path) -> None:
    name = 'Bal "now"\\ [x] # = \u007f \u200fمانده'
    reading = read_here(
        write_csv(tmp_path / "a.csv", [["Item", name, "Unit"], ["rice", "3", "bag"]]), maps=(("B", "stock"),)
    )
    (back,) = kept(reading)
    assert [c.heading for c in back.columns] == [c.heading for c in reading.table.mappings[0][1].columns]


@pytest.mark.parametrize(
    "title",
    [
        "Expected delivery",
        "Planned delivery",
        "Promised",
        "Gap",
        "Shortfall",
        "Min stock",
        "Safety stock",
        "Reorder level",
        "Damaged",
        "Stock last month",
        "Days of supply",
        "تالف",
        "حداقل",
    ],
)
def test_plans_limits_and_losses_are_no_stock_and_no_delivery(tmp_path: Path, title: str) -> None:
    rows = [["Item", "Balance", title, "Unit"], ["diesel", "12", "99", "drum"], ["rice", "3", "98", "bag"]]
    reading = read_here(write_csv(tmp_path / "t.csv", rows))
    assert [(s.claim_type, s.value_low) for s in reading.statements] == [("stock", 12.0), ("stock", 3.0)]
    assert roles(reading)[title] in {"ignore", "remarks", "unknown"}


@pytest.mark.parametrize(
    "title", ["Stock according to ministry", "Stock at the other depot", "Received by camp 2", "Use if rationed"]
)
def test_a_word_that_may_change_a_heading_is_asked_about(tmp_path: Path, title: str) -> None:
    rows = [["Item", title, "Unit"], ["diesel", "12", "drum"], ["rice", "3", "bag"]]
    file = write_csv(tmp_path / "t.csv", rows)
    reading = read_here(file)
    assert reading.statements == ()
    assert (reading.table.questions[0].key, reading.table.questions[0].rows) == ("column", 2)
    assert title in reading.table.questions[0].text
    assert len(read_here(file, maps=((title, "stock"),)).statements) == 2


def test_columns_of_places_are_not_taken_for_the_quantity(tmp_path: Path) -> None:
    rows = [["Item", "Block A", "Block B", "Unit"], ["diesel", "12", "3", "drum"], ["rice", "3", "4", "bag"]]
    reading = read_here(write_csv(tmp_path / "t.csv", rows))
    assert reading.statements == ()
    assert reading.table.counts["asked"] == 2
    assert "columns-not-read" in codes(reading)
    assert "Block A" in reading.table.questions[0].text


def test_the_column_a_person_chose_has_no_rival(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Amount", "Unit"], ["diesel", "12", "13", "drum"]]
    reading = read_here(write_csv(tmp_path / "t.csv", rows), maps=(("Amount", "stock"),))
    assert [s.value_low for s in reading.statements] == [13.0]


def test_two_columns_of_one_heading_keep_their_own_roles(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit", "Qty", "Unit"], ["diesel", "12", "drum", "9", "L"]]
    file = write_csv(tmp_path / "t.csv", rows)
    with pytest.raises(IntakeError, match="2 columns with the heading 'Qty'"):
        read_here(file, maps=(("Qty", "stock"),))
    first = read_here(file, maps=(("B", "stock"), ("D", "need")))
    assert [(s.claim_type, s.value_low, s.unit) for s in first.statements] == [("stock", 12, "drum"), ("need", 9, "L")]
    assert read_here(file, known=kept(first)).statements == first.statements


def test_rows_without_a_date_of_their_own_are_counted(tmp_path: Path) -> None:
    rows = [["Date", "Item", "Qty", "Unit"], ["2024-05-12", "diesel", "12", "drum"], [None, "rice", "3", "bag"]]
    reading = read_here(write_csv(tmp_path / "t.csv", rows))
    assert [s.time_start for s in reading.statements] == ["2024-05-12", None]
    assert "rows-without-date" in codes(reading)


def test_categories_of_goods_are_no_kinds_of_claims(tmp_path: Path) -> None:
    rows = [
        ["Category", "Item", "Qty", "Unit", "Status"],
        ["Food", "rice", "3", "bag", "good"],
        ["Fuel", "diesel", "4", "L", "ok"],
    ]
    reading = read_here(write_csv(tmp_path / "t.csv", rows))
    assert [(s.claim_type, s.item) for s in reading.statements] == [("stock", "rice"), ("stock", "diesel")]
