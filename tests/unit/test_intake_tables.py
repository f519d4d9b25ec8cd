"""Tables as people make them: what is read, what is asked, and that no row is lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from holdfast.intake import message_text, part_of_people, read_file
from tables_built import STOK, codes, read_here, roles, said, unread, write_csv, write_ods, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path


def test_the_stock_sheet_of_the_fixture_inbox_is_read_and_asks_two_questions(tmp_path: Path) -> None:
    reading = read_here(write_xlsx(tmp_path / "stock_FINAL_v7.xlsx", STOK, title="Stok"))
    assert roles(reading) == {"Item": "item", "bal.": "stock", "unit": "unit", "cons/day": "use", "Rmks": "remarks"}
    assert said(reading) == [
        ("stock", "diesel", 12.5, 12.5, "drum", 2500.0, "L", None, None, None),
        ("consumption", "diesel", 1.0, 1.0, "drum", 200.0, "L", "day", None, None),
        ("stock", "flour", 40.0, 40.0, "bag", None, None, None, None, None),
        ("consumption", "flour", 2.0, 2.0, "bag", None, None, "day", None, None),
    ]
    assert reading.statements[2].modality == "about"
    assert [q.key for q in reading.table.questions] == ["tank", "as-of"]
    assert unread(reading) == {7: "asked: (('B', 'half of a tank whose size is not known'),)"}
    assert reading.table.account == "3 rows: 2 read, 1 wait for an answer; 4 claims."


def test_answers_close_both_questions(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "stock_FINAL_v7.xlsx", STOK, title="Stok")
    reading = read_here(file, packages={"tank": "10 m3"}, as_of=date(2015, 8, 11))
    assert reading.table.questions == ()
    water = next(s for s in reading.statements if s.item == "water")
    assert (water.value_low, water.unit, water.si_low, water.si_unit) == (0.5, "tank", 5000.0, "L")
    assert {s.time_start for s in reading.statements} == {"2015-08-11"}


def test_half_a_tank_is_a_fraction_only_where_the_site_says_what_the_tank_holds(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "s.xlsx", STOK)
    water = next(s for s in read_here(file, capacities={"water": "9000 L"}).statements if s.item == "water")
    assert (water.unit, water.si_low) == ("tank", 4500.0)
    assert not [s for s in read_here(file, capacities={"diesel": "9000 L"}).statements if s.item == "water"]


def test_whole_tanks_stay_a_count(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "t.csv", [["Item", "Qty", "Unit"], ["water", "2", "tank"], ["diesel", "3", "drum"]])
    water = read_here(file, capacities={"water": "9000 L"}).statements[0]
    assert (water.value_low, water.unit, water.si_low) == (2.0, "tank", None)


def test_spans_show_the_row_and_the_stored_bytes_give_the_same_text_again(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "s.xlsx", STOK)
    reading = read_file(file)
    first = reading.statements[0]
    assert reading.text[first.char_start : first.char_end] == "Diesel | 12,5 | drum | 1 | one drum leaks"
    assert message_text(file.read_bytes(), "s.xlsx") == reading.text
    assert reading.source["media_type"].endswith("spreadsheetml.sheet")


def test_a_wide_table_has_a_claim_for_each_figure_of_each_day(tmp_path: Path) -> None:
    rows = [
        ["Date", "Diesel (L)", "Flour (kg)", "Water used (m3/day)"],
        ["12/05/2024", 1200, 300, 40],
        ["13/05/2024", 1100, 280, "?"],
    ]
    reading = read_here(write_csv(tmp_path / "wide.csv", rows))
    assert said(reading) == [
        ("stock", "diesel", 1200.0, 1200.0, "L", 1200.0, "L", None, "2024-05-12", None),
        ("stock", "flour", 300.0, 300.0, "kg", 300.0, "kg", None, "2024-05-12", None),
        ("consumption", "water", 40.0, 40.0, "m3", 40000.0, "L", "day", "2024-05-12", None),
        ("stock", "diesel", 1100.0, 1100.0, "L", 1100.0, "L", None, "2024-05-13", None),
        ("stock", "flour", 280.0, 280.0, "kg", 280.0, "kg", None, "2024-05-13", None),
    ]
    assert unread(reading) == {3: "partly: (('D', \"'?': none, or not counted?\"),)"}


TWO_HEADERS = [
    ["Stock as of 12 May 2024", None, None, None, None],
    ["Item", "Stock", None, "Need", None],
    [None, "qty", "unit", "qty", "unit"],
    ["Diesel", 5, "drum", 20, "drum"],
    ["Flour", 40, "bag", 2, "t"],
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_headings_of_need_and_stock_over_two_rows_keep_their_own_units(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"two.{kind}"
    if kind == "csv":
        write_csv(file, TWO_HEADERS)
    elif kind == "xlsx":
        write_xlsx(file, TWO_HEADERS, merged=["A1:E1", "B2:C2", "D2:E2"])
    else:
        write_ods(file, TWO_HEADERS, across={(0, 0): 5, (1, 1): 2, (1, 3): 2})
    assert [s[:5] + s[8:9] for s in said(read_here(file))] == [
        ("stock", "diesel", 5.0, 5.0, "drum", "2024-05-12"),
        ("need", "diesel", 20.0, 20.0, "drum", "2024-05-12"),
        ("stock", "flour", 40.0, 40.0, "bag", "2024-05-12"),
        ("need", "flour", 2.0, 2.0, "t", "2024-05-12"),
    ]


def test_a_row_of_units_below_the_headings_belongs_to_them(tmp_path: Path) -> None:
    rows = [["Date", "Diesel", "Flour"], ["", "(L)", "(kg)"], ["2024-05-12", 1200, 300], ["2024-05-13", 1100, 200]]
    assert [s[1:5] for s in said(read_here(write_csv(tmp_path / "u.csv", rows)))][:2] == [
        ("diesel", 1200.0, 1200.0, "L"),
        ("flour", 300.0, 300.0, "kg"),
    ]


def test_a_stock_card_gives_receipts_issues_and_the_closing_balance_but_not_the_opening_one(tmp_path: Path) -> None:
    rows = [
        ["Date", "Item", "Opening", "Received", "Issued", "Balance", "Unit"],
        ["2024-05-12", "Diesel", 10, 5, 3, 12, "drum"],
    ]
    assert [s[:3] for s in said(read_here(write_csv(tmp_path / "c.csv", rows)))] == [
        ("delivery", "diesel", 5.0),
        ("consumption", "diesel", 3.0),
        ("stock", "diesel", 12.0),
    ]


def test_merged_names_reach_down_and_merged_figures_count_once(tmp_path: Path) -> None:
    rows = [
        ["Item", "Qty", "Unit", "Place"],
        ["Diesel", 5, "drum", "store A"],
        [None, 7, "drum", "store B"],
        ["Rice", 4, "bag", "store A"],
        ["Sugar", None, "bag", "store A"],
    ]
    reading = read_here(write_xlsx(tmp_path / "m.xlsx", rows, merged=["A2:A3", "B4:B5"]))
    assert [(s.item, s.value_low, s.place) for s in reading.statements] == [
        ("diesel", 5.0, "store A"),
        ("diesel", 7.0, "store B"),
    ], "of rice or of sugar are four bags: nobody knows"
    assert "merged cell" in unread(reading)[4]
    assert "merged cell" in unread(reading)[5]


def test_a_figure_merged_with_blank_rows_is_its_own(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit"], ["Rice", 4, "bag"], [None, None, None], ["Sugar", 2, "bag"]]
    reading = read_here(write_xlsx(tmp_path / "m.xlsx", rows, merged=["B2:B3"]))
    assert [(s.item, s.value_low) for s in reading.statements] == [("rice", 4.0), ("sugar", 2.0)]


def test_the_decimal_mark_taken_from_other_rows_is_told(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit"], ["rice", "12.5", "kg"], ["sugar", "1.250", "kg"]]
    reading = read_here(write_csv(tmp_path / "t.csv", rows))
    assert [s.value_low for s in reading.statements] == [12.5, 1.25]
    (told,) = [w.message for w in reading.warnings if w.code == "decimal-mark"]
    assert told == "column B: '1.250' was read with '.' as the decimal mark, as '12.5' shows it"
    both = read_here(write_csv(tmp_path / "u.csv", [*rows, ["flour", "1.250.000", "kg"]]))
    assert [s.value_low for s in both.statements] == [12.5, 1_250_000.0]
    assert "two readings" in unread(both)[3]
    (told,) = [w.message for w in both.warnings if w.code == "decimal-mark"]
    assert "'1.250' stays open" in told
    plain = read_here(write_csv(tmp_path / "v.csv", rows[:2]))
    assert "decimal-mark" not in {w.code for w in plain.warnings}


def test_without_merging_a_blank_name_is_not_guessed(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit"], ["Diesel", 5, "drum"], [None, 7, "drum"]]
    reading = read_here(write_csv(tmp_path / "m.csv", rows))
    assert len(reading.statements) == 1
    assert "without the name" in unread(reading)[3]


def test_totals_notes_sections_and_repeated_headings_are_set_aside_and_counted(tmp_path: Path) -> None:
    rows = [
        ["Item", "Qty", "Unit"],
        ["Food", None, None],
        ["Rice", 4, "bag"],
        ["Sub-total", 4, "bag"],
        ["Item", "Qty", "Unit"],
        ["Sugar", 3, "kg"],
        ["Grand total:", 7, None],
        ["المجموع", 7, None],
        ["جمع کل", 7, None],
        ["prepared by the store keeper", None, None],
    ]
    reading = read_here(write_csv(tmp_path / "t.csv", rows))
    assert [s.item for s in reading.statements] == ["rice", "sugar"]
    assert reading.table.counts == {"read": 2, "partly": 0, "asked": 0, "refused": 1, "total": 4, "note": 2}
    assert len(reading.table.rows) == 9


def test_a_figure_without_a_unit_is_asked_about_unless_it_is_counted_by_the_piece(tmp_path: Path) -> None:
    rows = [
        ["Item", "Qty", "Note"],
        ["diesel", "12", ""],
        ["tents", "3", ""],
        ["pumps", "2", ""],
        ["widgets", "2", "x"],
    ]
    file = write_csv(tmp_path / "n.csv", rows)
    reading = read_here(file)
    assert [(s.item, s.unit) for s in reading.statements] == [("tents", "item"), ("pumps", "item")]
    question = reading.table.questions[0]
    assert (question.key, question.rows) == ("unit", 2)
    assert "diesel, widgets" in question.text
    for answer in ({"diesel": "L"}, {"fuel": "L"}):
        assert ("diesel" in {s.item for s in read_here(file, units=answer).statements}) is ("diesel" in answer)
    assert len(read_here(file, units={"": "drum"}).statements) == 4


def test_two_columns_that_may_be_the_quantity_are_asked_about_and_a_correction_decides(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Amount", "Unit"], ["diesel", "12", "13", "drum"], ["petrol", "3", "3", "drum"]]
    file = write_csv(tmp_path / "r.csv", rows)
    reading = read_here(file)
    assert reading.statements == ()
    assert reading.table.questions[0].key == "quantity"
    chosen = read_here(file, maps=(("Amount", "stock"), ("Qty", "ignore")))
    assert [s.value_low for s in chosen.statements] == [13.0, 3.0]


def test_headings_with_no_name_of_a_thing_are_asked_about(tmp_path: Path) -> None:
    rows = [["Date", "Qty", "Unit"], ["2024-05-12", 12, "drum"], ["2024-05-13", 11, "drum"]]
    file = write_csv(tmp_path / "i.csv", rows)
    assert [q.key for q in read_here(file).table.questions] == ["item"]
    assert [s.item for s in read_here(file, maps=(("Qty", "stock:diesel"),)).statements] == ["diesel", "diesel"]


def test_ambiguous_dates_wait_unless_another_row_or_a_person_decides(tmp_path: Path) -> None:
    rows = [["Date", "Item", "Qty", "Unit"], ["03/04/2024", "diesel", 12, "drum"], ["04/04/2024", "rice", 3, "bag"]]
    file = write_csv(tmp_path / "a.csv", rows)
    reading = read_here(file)
    assert [s.time_start for s in reading.statements] == ["2024-04-04"]
    assert [q.key for q in reading.table.questions] == ["order"]
    assert read_here(file, order="day").statements[0].time_start == "2024-04-03"
    assert read_here(file, order="month").statements[0].time_start == "2024-03-04"
    decided = read_here(write_csv(tmp_path / "b.csv", [*rows, ["05/13/2024", "sugar", 1, "kg"]]))
    assert [s.time_start for s in decided.statements] == ["2024-03-04", "2024-04-04", "2024-05-13"]
    assert "date-order" in codes(decided)
    both = read_here(write_csv(tmp_path / "c.csv", [*rows, ["05/13/2024", "x", 1, "kg"], ["13/05/2024", "y", 1, "kg"]]))
    assert {r.status for r in both.table.rows if r.row == 2} == {"asked"}


def test_three_calendars_and_three_scripts_give_one_day(tmp_path: Path) -> None:
    rows = [
        ["تاریخ", "کالا", "موجودی", "واحد"],
        ["۱۴۰۳/۰۲/۲۳", "گازوئیل", "۵۱۰۰", "لیتر"],
        ["2024-05-12", "آرد", "حدود ۴۰", "کیسه"],
        ["٤ ذو القعدة ١٤٤٥", "برنج", "٣", "کیسه"],
        ["23/2/1403", "شکر", "۲٫۵", "کیلو"],
    ]
    reading = read_here(write_csv(tmp_path / "fa.csv", rows))
    assert [(s.item, s.value_low, s.unit) for s in reading.statements] == [
        ("diesel", 5100.0, "L"),
        ("flour", 40.0, "bag"),
        ("rice", 3.0, "bag"),
        ("sugar", 2.5, "kg"),
    ]
    assert {s.time_start for s in reading.statements} == {"2024-05-12"}


def test_an_impossible_day_refuses_its_row_by_name(tmp_path: Path) -> None:
    rows = [["Date", "Item", "Qty", "Unit"], ["31/02/2024", "diesel", 12, "drum"], ["1/3/2024", "rice", 3, "bag"]]
    reading = read_here(write_csv(tmp_path / "d.csv", rows), order="day")
    assert [s.item for s in reading.statements] == ["rice"]
    assert unread(reading)[2].startswith("refused: (('A', \"'31/02/2024'")


def test_serial_dates_count_from_the_epoch_of_the_book_and_are_said(tmp_path: Path) -> None:
    csv_file = write_csv(tmp_path / "s.csv", [["Date", "Item", "Qty", "Unit"], ["45424", "diesel", 12, "drum"]])
    assert read_here(csv_file).statements[0].time_start == "2024-05-12"
    assert "serial-dates" in codes(read_here(csv_file))
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in [["Date", "Item", "Qty", "Unit"], [date(2024, 5, 12), "diesel", 12, "drum"], [43962, "rice", 3, "bag"]]:
        book.active.append(row)
    book.save(tmp_path / "mac.xlsx")
    assert [s.time_start for s in read_here(tmp_path / "mac.xlsx").statements] == ["2024-05-12", "2024-05-12"]


def test_a_time_of_day_beside_a_date_does_not_hide_the_day(tmp_path: Path) -> None:
    rows = [["Date", "Item", "Qty", "Unit"], [datetime(2024, 5, 13, 8, 30), "diesel", 12, "drum"]]  # noqa: DTZ001  as a sheet keeps it
    assert read_here(write_xlsx(tmp_path / "t.xlsx", rows)).statements[0].time_start == "2024-05-13"


def test_percentages_of_a_workbook_stay_percentages(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["Item", "Qty", "Unit"], ["diesel", 0.5, "L"], ["rice", 3, "bag"]]:
        book.active.append(row)
    book.active["B2"].number_format = "0.0%"
    book.save(tmp_path / "p.xlsx")
    diesel = read_here(tmp_path / "p.xlsx").statements[0]
    assert (diesel.value_low, diesel.unit, diesel.si_low) == (50.0, "%", 0.5)


def test_a_date_where_a_figure_should_be_is_refused_with_the_reason(tmp_path: Path) -> None:
    reading = read_here(
        write_xlsx(tmp_path / "h.xlsx", [["Item", "Qty", "Unit"], ["diesel", date(2024, 2, 1), "tank"]])
    )
    assert "1/2" in unread(reading)[2]


def test_hidden_sheets_are_named_and_read_only_when_asked_for(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Item", "Qty", "Unit"])
    book.active.append(["rice", 3, "bag"])
    secret = book.create_sheet("old count")
    secret.sheet_state = "hidden"
    secret.append(["Item", "Qty", "Unit"])
    secret.append(["chlorine", 9, "kg"])
    book.save(tmp_path / "h.xlsx")
    reading = read_here(tmp_path / "h.xlsx")
    assert [s.item for s in reading.statements] == ["rice"]
    assert any("'old count'" in w.message for w in reading.warnings if w.code == "hidden-sheets")
    assert "chlorine" in reading.text
    assert [s.item for s in read_here(tmp_path / "h.xlsx", sheet="old count").statements] == ["chlorine"]


def test_every_sheet_is_mapped_by_itself_and_a_sheet_without_a_table_is_counted(tmp_path: Path) -> None:
    file = write_xlsx(
        tmp_path / "s.xlsx",
        [["Item", "Qty", "Unit"], ["rice", 3, "bag"]],
        more={"Water": [["Date", "Water (m3)"], ["2024-05-12", 40]], "notes": [["call the depot"], ["later"]]},
    )
    reading = read_here(file)
    assert [(s.item, s.unit) for s in reading.statements] == [("rice", "bag"), ("water", "m3")]
    assert [s for s, _ in reading.table.mappings] == ["Sheet", "Water"]
    assert reading.table.counts["refused"] == 2
    water = reading.statements[1]
    assert reading.text[water.char_start : water.char_end] == "2024-05-12 | 40"


def test_a_kind_column_says_what_each_figure_is(tmp_path: Path) -> None:
    rows = [
        ["Date", "Kind", "Item", "Qty", "Unit", "Source"],
        ["2024-05-12", "stock", "flour", 5, "t", "committee"],
        ["2024-05-12", "needed", "flour", 20, "t", "committee"],
        ["2024-05-12", "turned back", "water", 2, "tanker", "gate log"],
        ["2024-05-12", "رفض", "water", 1, "tanker", "gate log"],
        ["2024-05-12", "whatever", "water", 1, "tanker", "gate log"],
    ]
    reading = read_here(write_csv(tmp_path / "k.csv", rows))
    assert [(s.claim_type, s.value_low, s.attribution) for s in reading.statements] == [
        ("stock", 5.0, "committee"),
        ("need", 20.0, "committee"),
        ("denial", 2.0, "gate log"),
        ("denial", 1.0, "gate log"),
    ]
    assert "no kind of claim" in unread(reading)[6]


def test_the_words_of_a_row_win_over_its_coarse_kind(tmp_path: Path) -> None:
    rows = [
        ["id", "date", "kind", "item", "quantity", "unit", "detail", "publisher", "published_date"],
        ["R1", "2015-08-01", "stock", "flour", "20", "t", "We need 20 MT of flour.", "committee", "2015-08-02"],
        ["R2", "2015-08-02", "stock", "flour", "40", "bag", "as counted", "store keeper", "2015-08-02"],
        ["R3", "2015-08-03", "other", "security", "5", "posts", "Police posts inside", "somebody", "2015-08-03"],
    ]
    reading = read_here(write_csv(tmp_path / "d.csv", rows))
    assert [(s.claim_type, s.item, s.attribution, s.time_start) for s in reading.statements] == [
        ("need", "flour", "committee", "2015-08-01"),
        ("stock", "flour", "store keeper", "2015-08-02"),
    ]
    assert [(r.id, r.published, r.source, r.count) for r in reading.table.rows] == [
        ("R1", "2015-08-02", "committee", 1),
        ("R2", "2015-08-02", "store keeper", 1),
        ("R3", "2015-08-03", "somebody", 0),
    ]


def test_people_and_hours_have_units_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["Date", "Item", "Hours run", "People"],
        ["2024-05-12", "generator", 5, 2300],
        ["2024-05-13", "generator", 6, ""],
    ]
    assert [s[:6] for s in said(read_here(write_csv(tmp_path / "p.csv", rows)))] == [
        ("service_state", "generator", 5.0, 5.0, "h", 5.0),
        ("population", "people", 2300.0, 2300.0, "persons", 2300.0),
        ("service_state", "generator", 6.0, 6.0, "h", 6.0),
    ]


def test_people_served_are_not_the_population(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit", "People served"], ["water", 40, "m3", 900]]
    assert {s.claim_type for s in read_here(write_csv(tmp_path / "p.csv", rows)).statements} == {"stock"}


def test_weekly_and_monthly_use_becomes_use_per_day(tmp_path: Path) -> None:
    rows = [["Item", "Use per week", "Unit"], ["diesel", 1400, "L"], ["rice", 7, "bag"]]
    assert [s[2:8] for s in said(read_here(write_csv(tmp_path / "w.csv", rows)))] == [
        (200.0, 200.0, "L", 200.0, "L", "day"),
        (1.0, 1.0, "bag", None, None, "day"),
    ]


@pytest.mark.parametrize(
    ("text", "is_table"),
    [
        ("Item\tQty\tUnit\ndiesel\t3\tdrum\nrice\t4\tbag\n", True),
        ("Item;Qty;Unit\ndiesel;3;drum\nrice;4;bag\n", True),
        ("Salam, today, all fine.\nWe have flour, rice, and sugar.\nTanker, refused, again, at gate.\n", False),
        ("Fuel, water, food are short\nTrucks, tankers, cars refused\nNo gas, no bread, no salt\n", False),
        ("12/05/2024, 10:15 - Store: diesel 3 drums\n12/05/2024, 10:16 - Store: rice 4 bags\n12/05/2024, 10:17 - Gate: ok\n", False),
        ("We have 3 drums of diesel.\n", False),
    ],
)  # fmt: skip
def test_a_pasted_table_is_a_table_and_prose_is_not(tmp_path: Path, text: str, is_table: bool) -> None:  # noqa: FBT001
    file = tmp_path / "message.txt"
    file.write_text(text, encoding="utf-8")
    assert (read_file(file).table is not None) is is_table


def test_a_tank_of_water_need_not_be_one_of_diesel(tmp_path: Path) -> None:
    rows = [
        ["Item", "Qty", "Unit"],
        ["water", "1/2", "tank"],
        ["diesel", "1/2", "tank"],
        ["drinking water", "1,5", "tank"],
    ]
    file = write_csv(tmp_path / "t.csv", rows)
    reading = read_here(file, packages={"water tank": "10 m3"})
    assert [(s.item, s.si_low) for s in reading.statements] == [("water", 5000.0), ("drinking water", 15000.0)]
    (question,) = [q for q in reading.table.questions if q.key == "tank"]
    assert (question.rows, question.answer) == (1, '--package "diesel tank=10 m3"')
    assert len(read_here(file, packages={"tank": "10 m3"}).statements) == 3


def test_people_by_block_are_parts_of_the_people(tmp_path: Path) -> None:
    rows = [["Block", "Individuals", "Date"], ["A", 98, "2015-07-18"], ["B", 70, "2015-07-18"], ["Total", 168, None]]
    found = read_here(write_csv(tmp_path / "b.csv", rows)).statements
    assert [(s.place, s.value_low, part_of_people(s.item)) for s in found] == [("A", 98.0, True), ("B", 70.0, True)]
    whole = read_here(
        write_csv(tmp_path / "w.csv", [["Date", "Individuals"], ["2015-07-18", 168], ["2015-07-19", 169]])
    )
    assert [part_of_people(s.item) for s in whole.statements] == [False, False]


def test_a_log_of_a_generator_and_a_list_of_medicines(tmp_path: Path) -> None:
    log = [["Day", "Gen hrs", "Fuel used L", "Fuel left L"], ["2015-07-17", 5, 220, 1450], ["2015-07-18", 4, 180, 1270]]
    assert [s[:5] for s in said(read_here(write_csv(tmp_path / "g.csv", log)))][:3] == [
        ("service_state", "generator", 5.0, 5.0, "h"),
        ("consumption", "fuel", 220.0, 220.0, "L"),
        ("stock", "fuel", 1450.0, 1450.0, "L"),
    ]
    drugs = [
        ["Medicine", "Stock", "Unit", "Expiry date"],
        ["Insulin", 40, "vials", "2015-12-01"],
        ["ORS", 200, "sachets", ""],
    ]
    assert [s[:5] for s in said(read_here(write_csv(tmp_path / "m.csv", drugs)))] == [
        ("stock", "insulin", 40.0, 40.0, "item"),
        ("stock", "ors", 200.0, 200.0, "sachets"),
    ]


def test_a_gate_log_has_a_claim_for_each_decision(tmp_path: Path) -> None:
    rows = [
        ["Date", "Item", "Requested", "Delivered", "Denied", "Removed", "Unit", "Reason stated"],
        ["17/7/2015", "flour", 20, 5, 10, 5, "t", "no order"],
    ]
    assert [(s.claim_type, s.value_low) for s in read_here(write_csv(tmp_path / "g.csv", rows)).statements] == [
        ("need", 20.0),
        ("delivery", 5.0),
        ("denial", 10.0),
        ("removal", 5.0),
    ]
