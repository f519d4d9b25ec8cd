"""HXL: tags say exactly what columns are, a wrong one is named with the nearest, and our claims read back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import hxl as oracle
import pytest

from helpers_ledger import Clock
from holdfast.errors import IntakeError
from holdfast.intake import claims_as_hxl
from holdfast.intake.rows.hxl import COLUMNS, nearest, patterns, role_of
from holdfast.ledger import Statement, append_claim, claims, open_ledger
from tables_built import read_here, roles, said, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

TAGGED = [
    ["Camp store", None, None, None, None],
    ["What", "How much", "Pack", "When", "free words"],
    ["#item+name+i_en", "#capacity+stock+num", "#item+unit", "#date+occurred", None],
    ["diesel", 12, "drum", "2024-05-12", "some note"],
    ["flour", 40, "bag", "2024-05-12", None],
]


def test_tags_win_over_headings_and_untagged_columns_are_left_out(tmp_path: Path) -> None:
    reading = read_here(write_xlsx(tmp_path / "t.xlsx", TAGGED))
    assert reading.table.mappings[0][1].origin == "tags"
    assert roles(reading) == {
        "What": "item",
        "How much": "stock",
        "Pack": "unit",
        "When": "date",
        "free words": "ignore",
    }
    assert {c.score for c in reading.table.mappings[0][1].columns} == {1.0}
    assert [s[:5] for s in said(reading)] == [
        ("stock", "diesel", 12.0, 12.0, "drum"),
        ("stock", "flour", 40.0, 40.0, "bag"),
    ]


@pytest.mark.parametrize("above", [0, 1, 5, 23])
def test_the_tags_may_stand_anywhere_in_the_first_rows(tmp_path: Path, above: int) -> None:
    rows = [["x", None, None]] * above + [["#item", "#need+quantity+num", "#item+unit"], ["flour", "20", "t"]]
    reading = read_here(write_csv(tmp_path / "t.csv", rows))
    assert [(s.claim_type, s.item, s.si_low) for s in reading.statements] == [("need", "flour", 20000.0)]


def test_tags_with_spaces_and_capitals_are_tags(tmp_path: Path) -> None:
    rows = [["#Item +Name", "#CAPACITY + stock +num", "#item+unit"], ["flour", "20", "t"]]
    assert said(read_here(write_csv(tmp_path / "t.csv", rows)))[0][:3] == ("stock", "flour", 20.0)


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("#itm+name", "#item+name"),
        ("#capcity+stock", "#capacity+stock"),
        ("unit", "#item+unit"),
        ("# date", "#date"),
        ("balance", "#capacity+stock"),
    ],
)
def test_a_wrong_tag_is_named_by_row_and_column_with_the_nearest(tmp_path: Path, written: str, better: str) -> None:
    assert nearest(written) == better
    rows = [["a", "b", "c"], ["#item+name", written, "#date"], ["diesel", "12", "2024-05-12"]]
    with pytest.raises(IntakeError, match="HF-I026") as error:
        read_here(write_csv(tmp_path / "t.csv", rows))
    assert "row 2" in str(error.value)
    assert f"column B: {written!r}" in str(error.value)
    assert f"column B: {better}" in str(error.value)


def test_numbers_with_a_hash_and_errors_are_no_tags(tmp_path: Path) -> None:
    rows = [["#", "Item", "Qty", "Unit"], ["#1", "diesel", "12", "drum"], ["#2", "rice", "#REF!", "bag"]]
    reading = read_here(write_csv(tmp_path / "t.csv", rows))
    assert [s.item for s in reading.statements] == ["diesel"]


def test_the_tags_of_our_own_records_have_their_roles() -> None:
    wanted = {
        "#item+name": "item",
        "#item+unit": "unit",
        "#item+code": "code",
        "#capacity+stock+num": "stock",
        "#capacity+storage+num": "capacity",
        "#indicator+consumption+daily+num": "use",
        "#indicator+dos+p50+num": "ignore",
        "#need+quantity+num": "need",
        "#output+delivered+num": "delivery",
        "#output+denied+num": "denial",
        "#output+removed+num": "removal",
        "#date+occurred": "date",
        "#date+reported": "published",
        "#affected+ind": "people",
        "#service+hours+num": "hours",
        "#meta+source": "source",
        "#loc+camp+name+i_ar": "place",
        "#x_ours+anything": "ignore",
    }
    assert {tag: (role_of(tag) or ("",))[0] for tag in wanted} == wanted
    assert role_of("#nothing+like") is None
    assert role_of("no tag") is None


def test_every_tag_of_ours_is_one_for_the_library_of_the_standard() -> None:
    for tag in [tag for _, tag, _ in COLUMNS] + [p.tag for p in patterns()]:
        parsed = oracle.Column.parse(tag)
        assert parsed is not None
        assert parsed.tag == tag.split("+")[0]


def test_our_matching_is_that_of_the_library() -> None:
    for pattern in patterns():
        written = pattern.tag + "".join(f"+{a}" for a in pattern.attributes)
        test = oracle.TagPattern.parse(written)
        for tag in [t for _, t, _ in COLUMNS]:
            column = oracle.Column.parse(tag)
            attributes = set(tag.split("+")[1:])
            assert bool(test.match(column)) == (tag.split("+")[0] == pattern.tag and pattern.attributes <= attributes)


def ledger_with(tmp_path: Path, *statements: Statement):
    ledger = open_ledger(tmp_path / "holdfast.db", create=True, site="camp", zone="Asia/Baghdad", clock=Clock())
    for statement in statements:
        append_claim(ledger, statement, claimant="=committee", review="accepted", reviewer="lead")
    return claims(ledger)


def test_claims_are_written_as_hxl_that_the_library_reads(tmp_path: Path) -> None:
    found = ledger_with(
        tmp_path,
        Statement(claim_type="stock", item="diesel", value_low=12.5, value_high=12.5, unit="drum", si_low=2500, si_high=2500, si_unit="L", time_start="2015-08-11", time_end="2015-08-11", time_precision="day"),
        Statement(claim_type="need", item="flour", value_low=20, value_high=None, unit="t", polarity="hypothetical"),
    )  # fmt: skip
    text = claims_as_hxl(found)
    source = oracle.data(list(csv.reader(io.StringIO(text))))
    assert source.tags == [tag.split("+")[0] for _, tag, _ in COLUMNS]
    rows = list(source.with_rows("#indicator+claim+type=stock"))
    assert [row.get("#item+name") for row in rows] == ["diesel"]
    again = oracle.data(list(csv.reader(io.StringIO(text))))
    assert [row.get("#meta+sensitivity") for row in again] == ["HIGH", "HIGH"]


def test_claims_written_as_hxl_read_back_as_the_same_statements(tmp_path: Path) -> None:
    statements = (
        Statement(claim_type="stock", item="diesel", service="fuel", value_low=12.5, value_high=12.5, unit="drum", si_low=2500, si_high=2500, si_unit="L", time_start="2015-08-11", time_end="2015-08-11", time_precision="day", place="store A"),
        Statement(claim_type="consumption", item="flour", service="food", value_low=2, value_high=3, unit="bag", per="day"),
        Statement(claim_type="need", item="flour", service="food", polarity="hypothetical", value_low=20, value_high=None, unit="t", si_low=20000, si_unit="kg"),
        Statement(claim_type="denial", item="water trucks", service="water", value_low=2, value_high=2, unit="truck", actor="gate"),
        Statement(claim_type="outage", item="electricity", service="electricity", polarity="negated"),
    )  # fmt: skip
    file = tmp_path / "claims.csv"
    file.write_text(claims_as_hxl(ledger_with(tmp_path, *statements)), encoding="utf-8", newline="")
    back = read_here(file)
    kept = ("claim_type", "item", "service", "polarity", "value_low", "value_high", "unit", "si_low", "si_unit", "per")
    kept = (*kept, "time_start", "place", "actor")
    assert [[getattr(s, name) for name in kept] for s in back.statements] == [
        [getattr(s, name) for name in kept] for s in statements
    ]
    assert {s.attribution for s in back.statements} == {"=committee"}
    assert back.table.counts["read"] == 5


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'"])
def test_no_cell_begins_as_a_formula(tmp_path: Path, start: str) -> None:
    found = ledger_with(tmp_path, Statement(claim_type="stock", item=f"{start}cmd|' /C calc'!A0", place=f"{start}1"))
    cells = next(iter(list(csv.reader(io.StringIO(claims_as_hxl(found))))[2:]))
    assert not [c for c in cells if c[:1] in "=+-@\t\r" and c]


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    found = ledger_with(
        tmp_path, Statement(claim_type="temperature", item="air", value_low=-5.5, value_high=-5.5, unit="degC")
    )
    row = list(csv.DictReader(io.StringIO(claims_as_hxl(found))))[1]
    assert row["low"] == "-5.5"
