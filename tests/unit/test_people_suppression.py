"""Tables for publication: what is withheld, what is not, and clear errors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.people.rates.suppression import SuppressedTable, _flow, _with_totals, suppress_counts


def hidden(table: SuppressedTable) -> list[tuple[int, int]]:
    return [(i, j) for i, row in enumerate(table.cells) for j, cell in enumerate(row) if cell is None]


def test_large_counts_are_all_shown() -> None:
    table = suppress_counts([[10, 25], [30, 12]])
    assert hidden(table) == []
    assert (table.row_totals, table.column_totals, table.total) == ((35, 42), (40, 37), 77)


def test_one_small_cell_of_a_list_takes_another_with_it() -> None:
    table = suppress_counts([12, 3, 40, 25])
    assert table.cells == ((None, None, 40, 25),)
    assert table.row_totals == (80,)
    # The twin of the list that the column totals are is withheld alike.
    assert table.column_totals == (None, None, 40, 25)


def test_two_small_cells_of_three_in_all_take_a_third() -> None:
    """1 and 2 with all the rest shown would say that three people are in these two groups: that is a small count too."""
    assert suppress_counts([1, 2, 50]).cells == ((None, None, None),)
    assert suppress_counts([1, 2, 50]).total == 53
    assert suppress_counts([9, 9, 50]).cells == ((None, None, 50),)


def test_a_total_below_ten_is_withheld_too() -> None:
    table = suppress_counts([1, 2, 3])
    assert table.cells == ((None, None, None),)
    assert table.total is None


def test_a_small_cell_of_a_table_takes_three_with_it() -> None:
    table = suppress_counts([[12, 3, 40], [50, 60, 70], [33, 44, 55]])
    assert len(hidden(table)) == 4
    assert (0, 1) in hidden(table)
    assert None not in table.row_totals + table.column_totals
    for axis in (0, 1):
        lines = [cell[axis] for cell in hidden(table)]
        assert all(lines.count(line) >= 2 for line in lines)


def test_what_joins_two_blocks_is_found_by_no_pair_of_lines() -> None:
    """Two suppressed in every line are not enough: the cell between two blocks is the difference of their sums."""
    counts = [[20, 20, 99, 99], [20, 20, 3, 99], [99, 99, 20, 20], [99, 99, 20, 20]]
    table = suppress_counts(counts)
    assert (1, 2) in hidden(table)
    assert len([cell for cell in hidden(table) if cell[0] == 1]) >= 2
    assert len([cell for cell in hidden(table) if cell[1] == 2]) >= 2


def test_zero_is_a_small_count() -> None:
    assert suppress_counts([0, 12, 40]).cells[0][0] is None


def test_nothing_says_which_of_the_withheld_is_small() -> None:
    assert str(suppress_counts([12, 3, 40, 25])) == "..\t..\t40\t25\t80"
    assert "3" not in repr(suppress_counts([12, 3, 40, 25]).cells)


def test_the_order_of_rows_changes_nothing_but_the_order() -> None:
    one = suppress_counts([[12, 3, 40], [50, 60, 70], [33, 44, 55]])
    other = suppress_counts([[33, 44, 55], [50, 60, 70], [12, 3, 40]])
    assert one.cells == other.cells[::-1]


def test_a_stricter_rule_may_be_given_and_a_laxer_one_not() -> None:
    assert suppress_counts([15, 40, 60], under=20).cells[0][0] is None
    with pytest.raises(InputError) as caught:
        suppress_counts([15, 40, 60], under=5)
    assert caught.value.code == "HF-P057"


@pytest.mark.parametrize("bad", [[], [[]], [[1, 2], [3]], [[1, 2], 3]])
def test_a_table_is_filled_and_even(bad: Any) -> None:
    with pytest.raises(InputError) as caught:
        suppress_counts(bad)
    assert caught.value.code == "HF-P056"


@pytest.mark.parametrize("bad", [[3, -1], [[3.5, 20]], [None, 20], ["12", 20], [True, 20]])
def test_counts_are_counts(bad: Any) -> None:
    with pytest.raises(InputError) as caught:
        suppress_counts(bad)
    assert caught.value.code in {"HF-P050", "HF-P056"}


def test_an_array_is_a_table() -> None:
    counts = [[12, 3, 40], [50, 60, 70], [33, 44, 55]]
    assert suppress_counts(np.array(counts)) == suppress_counts(counts)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        suppress_counts(np.array([1.5, 20.0]))  # type: ignore[arg-type]


def test_a_crowded_table_is_done_in_time() -> None:
    counts = np.random.default_rng(3).poisson(6, (14, 14)).tolist()
    table = suppress_counts(counts)
    assert len(hidden(table)) > 150


def test_a_range_may_need_a_flow_that_turns_back() -> None:
    """By hand: the last column and the grand total of 34 are shown, so the four withheld cells add up to 16, and the 1 could
    be anything up to 16: fifteen more."""
    values = _with_totals([[5, 5, 9], [5, 1, 9]])
    hidden_cells = {(0, 0), (0, 1), (0, 3), (1, 0), (1, 1), (1, 3), (2, 0), (2, 1)}
    assert _flow((1, 1), values, hidden_cells, (2, 3), rising=True, enough=math.inf) == 15
