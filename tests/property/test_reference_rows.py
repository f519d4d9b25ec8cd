"""Typed values go round; a row that loses what makes it trustworthy is refused."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import HoldfastError
from holdfast.reference import Row, holders, near_ids, row, search, table, tables
from holdfast.reference.cells import format_cell, parse_number_cell, parse_vector_cell
from holdfast.reference.expression import evaluate_text
from holdfast.reference.records import NEED_REASON
from holdfast.reference.store import read_text
from holdfast.reference.tables import SPECS, parse_table

numbers = st.floats(allow_nan=False, allow_infinity=False)


@cache
def rows() -> tuple[Row, ...]:
    return tuple(found for name in tables() for found in table(name))


@cache
def sheets() -> dict[str, tuple[list[str], dict[str, dict[str, str]]]]:
    read = {}
    for name in tables():
        reader = csv.DictReader(read_text(f"{name}.csv").splitlines())
        read[name] = (list(reader.fieldnames or ()), {cells["id"]: cells for cells in reader})
    return read


def load(found: Row, change: dict[str, str]) -> tuple[Row, ...]:
    """Read a table of this one row, changed."""
    head, cells = sheets()[found.table]
    out = io.StringIO()
    writer = csv.DictWriter(out, head, lineterminator="\n")
    writer.writeheader()
    writer.writerow(cells[found.id] | change)
    return parse_table(SPECS[found.table], out.getvalue())


any_row = st.deferred(lambda: st.sampled_from(rows()))
figures = st.deferred(lambda: st.sampled_from([found for found in rows() if found.limits is not None]))


@given(numbers)
def test_numbers_go_round(number: float) -> None:
    assert parse_number_cell(format_cell(number), where="test") == number


@given(st.lists(st.none() | numbers, min_size=2, max_size=9).filter(lambda values: any(v is not None for v in values)))
def test_vectors_go_round(values: list[float | None]) -> None:
    assert parse_vector_cell(format_cell(tuple(values)), where="test") == tuple(values)


@given(any_row)
def test_every_row_of_the_tables_goes_round(found: Row) -> None:
    again = load(
        found,
        {"value": format_cell(found.value), "low": format_cell(found.low), "high": format_cell(found.high)},
    )[0]
    assert (again.value, again.low, again.high, again.limits) == (found.value, found.low, found.high, found.limits)


@given(any_row)
def test_a_row_that_loses_its_provenance_is_refused(found: Row) -> None:
    lost = "reason" if found.status in NEED_REASON else "source"
    with pytest.raises(HoldfastError) as caught:
        load(found, {lost: ""})
    assert caught.value.code == ("HF-R002" if lost == "reason" else "HF-R001")
    assert found.id in caught.value.where


@given(any_row, st.sampled_from(["", "bushel", "L/person", "L/person/week"]))
def test_a_row_that_loses_its_unit_is_refused(found: Row, unit: str) -> None:
    with pytest.raises(HoldfastError, match="HF-R009"):
        load(found, {"unit": unit})


@given(figures, st.sampled_from(["limit_low", "limit_high"]))
def test_a_row_that_loses_its_limits_is_refused(found: Row, column: str) -> None:
    with pytest.raises(HoldfastError, match="HF-R005"):
        load(found, {column: ""})


@given(figures, st.floats(min_value=1e-6, max_value=1e6))
def test_a_figure_past_its_limits_is_refused(found: Row, beyond: float) -> None:
    assert found.limits is not None
    high = found.limits[1]
    top = max(part for part in high if part is not None) if isinstance(high, tuple) else high
    past = repr(float(top + beyond + abs(top) * 1e-9))
    column = "high" if found.value is None and found.high is not None else "value"
    if found.value is None and found.high is None:
        column = "low"
    change = {column: past}
    if found.kind == "vector":
        length = len(found.fields[column].split("; "))
        change = {column: "; ".join([past] * length)}
    with pytest.raises(HoldfastError) as caught:
        load(found, change)
    # A value above its own stated high bound is caught first.
    assert caught.value.code in {"HF-R004", "HF-R008"}


def outcome(call: Callable[[], object]) -> object:
    """Return what the call gives, or the code of its error; any other fault passes through."""
    try:
        return call()
    except HoldfastError as error:
        return error.code


@given(st.text(max_size=40))
def test_no_text_breaks_the_search_or_the_names(text: str) -> None:
    search(text)
    holders(text)
    near_ids(text)
    found = outcome(lambda: row(text).id)
    assert found == text or found in {"HF-R010", "HF-R011", "HF-R016"}


@given(st.text(alphabet="0123456789xy.+-*/() ", max_size=25))
def test_no_formula_does_anything_but_arithmetic(text: str) -> None:
    result = outcome(lambda: evaluate_text(text, {"x": 2.0, "y": 3.0}, where="test"))
    assert result == "HF-R014" or (isinstance(result, float) and math.isfinite(result))
