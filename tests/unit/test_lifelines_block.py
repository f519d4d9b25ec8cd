"""Rows and lanes: books give out rows, blocks hold every member once, row functions do to each lane what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.lifelines.block import (
    NEVER,
    above_zero,
    constant,
    crossing,
    fill_rows,
    in_blocks,
    index,
    mark_row,
    out_of_blocks,
    pick,
    sum_rows,
)
from holdfast.lifelines.packing import new_books


def test_books_share_one_table_and_keep_their_names_apart() -> None:
    books = new_books(3)
    one = books.p.add("a", np.array([1.0, 2.0, 3.0]))
    two = books.s.add("a", np.array([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]))
    three = books.x.room("b", 2)
    four = books.p.same("c", [7, True])
    assert (one, two, three, four) == (0, 1, 3, 5)
    assert books.p.names == {"a": (0, 1), "c": (5, 2)}
    assert books.s.names == {"a": (1, 2)}
    assert books.rows.count == 7
    table = books.rows.table()
    wanted = [[1, 2, 3], [1, 2, 3], [4, 5, 6], [0, 0, 0], [0, 0, 0], [7, 7, 7], [1, 1, 1]]
    assert table.tolist() == wanted
    assert (constant(table, four), index(table, four + 1)) == (7.0, 1)


def test_a_quantity_of_no_asset_takes_no_row() -> None:
    books = new_books(4)
    assert books.p.add("none", np.zeros((4, 0))) == books.p.add("next", np.zeros(4)) == 0
    assert books.p.names["none"] == (0, 0)
    assert new_books(4).rows.table().shape == (0, 4)


@given(st.integers(1, 200), st.integers(1, 5), st.sampled_from([1, 8, 64]))
def test_members_come_out_of_blocks_as_they_went_in(members: int, rows: int, lanes: int) -> None:
    table = np.arange(rows * members, dtype=float).reshape(rows, members)
    blocks = in_blocks(table, lanes)
    assert blocks.shape == (-(-members // lanes), rows, lanes)
    assert np.array_equal(out_of_blocks(blocks, members), table)
    spare = blocks.transpose(1, 0, 2).reshape(rows, -1)[:, members:]
    assert (spare == table[:, -1:]).all()  # the last member fills up: nothing that has not been asked for is computed
    blocks[:] = -1.0
    assert table[0, 0] == 0.0  # a copy, whatever the shape


def test_row_functions() -> None:
    row = np.array([3.0, -1.0, 2.0])
    assert above_zero(row) == 2
    assert above_zero(np.array([math.nan, 0.0, -0.0])) == 0
    times = np.array([5.0, NEVER, 1.0])
    mark_row(times, np.array([4.0, NEVER, 2.0]))
    assert times.tolist() == [4.0, NEVER, 1.0]


def test_neighbouring_rows_at_once() -> None:
    block = np.arange(12.0).reshape(4, 3)
    total = np.full(3, math.nan)
    sum_rows(1, 2, total, block)
    assert total.tolist() == [9.0, 11.0, 13.0]
    sum_rows(1, 0, total, block)
    assert total.tolist() == [0.0, 0.0, 0.0]
    fill_rows(1, 2, 7.0, block)
    assert block[:, 0].tolist() == [0.0, 7.0, 7.0, 9.0]


def test_a_choice_reads_both_sides() -> None:
    assert pick(1, 5.0, math.nan) == 5.0
    assert pick(0, math.nan, 6.0) == 6.0


def test_a_crossing_is_timed_within_its_hour() -> None:
    assert crossing(3, 34.0, 36.0, 35.0) == pytest.approx(3.5)
    assert crossing(3, 36.0, 38.0, 35.0) == math.inf  # already above, and not at the start of the run
    assert crossing(0, 36.0, 38.0, 35.0) == 0.0
    assert crossing(3, 34.0, 34.5, 35.0) == math.inf
    assert crossing(3, 36.0, 34.0, 35.0) == math.inf
