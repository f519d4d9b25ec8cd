"""The same content says the same: in every format, in every script of digits, in any order of columns, with blank rows between."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tables_built import read_here, said, write_csv, write_ods, write_xlsx

ITEMS = ["diesel", "flour", "rice", "water", "cooking oil", "chlorine"]
UNITS = ["drum", "bag", "L", "kg", "m3", "t"]
ARABIC, PERSIAN = ("".join(chr(base + i) for i in range(10)) for base in (0x660, 0x6F0))

quantities = st.one_of(st.integers(0, 9999), st.integers(1, 999).map(lambda n: n + 0.5))
rows = st.lists(
    st.tuples(
        st.dates(date(2012, 1, 1), date(2026, 12, 31)),
        st.sampled_from(ITEMS),
        quantities,
        st.sampled_from(UNITS),
        st.sampled_from(["", "some wet", "tank 2", "to be counted again"]),
    ),
    min_size=1,
    max_size=8,
)
few = settings(max_examples=25)
HEADINGS = ["Date", "Item", "Qty", "Unit", "Remarks"]


def table(content) -> list[list]:
    return [HEADINGS, *([d, i, q, u, r or None] for d, i, q, u, r in content)]


def scripted(text: str, digits: str) -> str:
    return text.translate({ord("0") + i: d for i, d in enumerate(digits)})


@few
@given(rows)
def test_three_formats(content) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        first = read_here(write_csv(path / "a.csv", table(content)))
        assert said(first) == said(read_here(write_xlsx(path / "a.xlsx", table(content))))
        assert said(first) == said(read_here(write_ods(path / "a.ods", table(content))))
        assert said(first) == said(read_here(write_csv(path / "b.csv", table(content), delimiter=";")))
        assert said(first) == said(
            read_here(write_csv(path / "c.tsv", table(content), delimiter="\t", encoding="utf-16"))
        )
        assert [(s[1], s[2], s[8]) for s in said(first)] == [(i, float(q), d.isoformat()) for d, i, q, _, _ in content]


@few
@given(rows)
def test_three_scripts_of_digits(content) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        written = [[d.strftime("%Y/%m/%d"), i, str(q), u, r] for d, i, q, u, r in content]
        first = said(read_here(write_csv(path / "a.csv", [HEADINGS, *written])))
        for number, digits in enumerate((ARABIC, PERSIAN)):
            other = [[scripted(d, digits), i, scripted(q, digits), u, r] for d, i, q, u, r in written]
            assert said(read_here(write_csv(path / f"{number}.csv", [HEADINGS, *other]))) == first


@few
@given(rows, st.randoms(use_true_random=False))
def test_any_order_of_columns_and_blank_rows_between(content, chance: random.Random) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        whole = table(content)
        first = said(read_here(write_xlsx(path / "a.xlsx", whole)))
        order = chance.sample(range(len(HEADINGS)), len(HEADINGS))
        mixed = [[row[i] for i in order] for row in whole]
        spaced = [line for row in mixed for line in ([[None] * len(HEADINGS)] * chance.randrange(3) + [row])]
        assert said(read_here(write_xlsx(path / "b.xlsx", [["Camp store"], *spaced]))) == first


@few
@given(rows)
def test_every_row_is_in_the_account_and_every_span_is_its_line(content) -> None:
    with TemporaryDirectory() as folder:
        reading = read_here(write_csv(Path(folder) / "a.csv", table(content)))
        assert sum(reading.table.counts.values()) == len(content)
        for outcome in reading.table.rows:
            for statement in reading.statements[outcome.first : outcome.first + outcome.count]:
                line = reading.text[statement.char_start : statement.char_end]
                assert line == reading.text.split("\n")[outcome.row - 1]


@few
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=5), min_size=1, max_size=8))
def test_any_cells_are_accounted_for_and_nothing_breaks(content: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        cells = [[c.encode("utf-8", "replace").decode() for c in row] for row in content]
        file = write_csv(Path(folder) / "a.csv", [["Item", "Qty", "Unit", "Date", "Remarks"], *cells])
        reading = read_here(file)
        numbers = [r.row for r in reading.table.rows]
        assert len(numbers) == len(set(numbers))
        assert len(numbers) + 4 >= len([line for line in reading.text.split("\n") if line])
        for statement in reading.statements:
            assert 0 <= statement.char_start < statement.char_end <= len(reading.text)


@few
@given(st.lists(st.integers(0, 400), min_size=2, max_size=6), st.booleans())
def test_numeric_dates_are_never_read_two_ways(offsets: list[int], dayfirst: bool) -> None:  # noqa: FBT001
    days = [date(2024, 1, 1) + timedelta(days=n) for n in offsets]
    form = "%d/%m/%Y" if dayfirst else "%m/%d/%Y"
    with TemporaryDirectory() as folder:
        content = [["Date", "Item", "Qty", "Unit"], *([d.strftime(form), "rice", 1, "bag"] for d in days)]
        reading = read_here(write_csv(Path(folder) / "a.csv", content))
        waiting = {r.row for r in reading.table.rows if r.status == "asked"}
        read = {r.row: reading.statements[r.first].time_start for r in reading.table.rows if r.count}
        assert set(read) | waiting == set(range(2, len(days) + 2))
        for row, found in read.items():
            assert found == days[row - 2].isoformat()
