"""The field table and the model say the same, and every prior is within its limits and in step with its source."""

from __future__ import annotations

import math
import types
import typing

import pytest

from holdfast.errors import HoldfastError
from holdfast.reference import prior, row
from holdfast.sites import FieldRow, Value, field_rows
from holdfast.sites.fields import fields_of
from holdfast.sites.model import COLLECTIONS, NESTED, SINGLETONS, Record

MODELS: dict[str, type[Record]] = {
    **SINGLETONS,
    **COLLECTIONS,
    **NESTED,
}
INNER = {(kind.partition(".")[0], kind.partition(".")[2]) for kind in NESTED}
ROWS = field_rows()
VALUES = [row_ for row_ in ROWS if row_.is_value]


def name_of(row_: FieldRow) -> str:
    return f"{row_.asset}.{row_.field}[{row_.applies_when}]"


def holds_value(model: type[Record], field: str) -> bool:
    annotation = model.model_fields[field].annotation
    parts = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    return Value in parts


def test_every_field_of_the_model_is_in_the_table_and_back() -> None:
    model = {(kind, field) for kind, record in MODELS.items() for field in record.model_fields} - INNER
    assert model == {(row_.asset, row_.field) for row_ in ROWS}


@pytest.mark.parametrize("row_", ROWS, ids=name_of)
def test_form_agrees_with_the_model(row_: FieldRow) -> None:
    model = MODELS[row_.asset]
    assert holds_value(model, row_.field) == row_.is_value
    assert row_.meaning
    if row_.is_value:
        optional = not model.model_fields[row_.field].is_required()
        assert optional == (row_.form == "optional")


@pytest.mark.parametrize("row_", VALUES, ids=name_of)
def test_prior_is_ordered_within_limits_and_explained(row_: FieldRow) -> None:
    assert row_.unit
    assert row_.min < row_.max < math.inf
    assert row_.prior_low <= row_.prior_value <= row_.prior_high
    if not row_.relative_to:
        assert row_.min <= row_.prior_low
        assert row_.prior_high <= row_.max
    assert row_.status in {"read", "derived", "memory", "assumption"}
    assert row_.prior_ref or row_.reason
    assert (row_.prior_distribution == "fixed") == (row_.prior_low == row_.prior_high)
    if row_.prior_distribution in {"lognormal", "loguniform"}:
        assert row_.prior_low > 0


@pytest.mark.parametrize("row_", [row_ for row_ in VALUES if row_.prior_ref], ids=name_of)
def test_prior_is_that_of_its_reference_row_or_says_how_it_is_derived(row_: FieldRow) -> None:
    source = row(row_.prior_ref.replace("{rated_kw}", "400"))
    ours = (row_.prior_value, row_.prior_low, row_.prior_high, row_.prior_distribution)
    try:
        known = prior(source.id)
        same = ours == (known.value, known.low, known.high, known.distribution)
    except HoldfastError:  # a vector has no prior of its own
        same = False
    if not same and row_.prior_ref.startswith("physics:V_truck"):
        assert row_.reason == "a list of sizes; drawn as a triangle"
    elif not same:
        assert row_.status in {"derived", "memory"}
        assert row_.reason


def test_every_asset_kind_has_a_row_for_any_word() -> None:
    for kind, record in MODELS.items():
        rows = fields_of(kind, {"kind": "no such word", "commodity": "soap", "carries": "", "fuel": ""})
        assert set(rows) == {field for field in record.model_fields if (kind, field) not in INNER}
        assert all(not row_.applies_when for row_ in rows.values())


def test_special_row_wins_over_the_general_one() -> None:
    assert fields_of("stores", {"commodity": "diesel"})["unusable"].prior_ref == "physics:F_dead"
    assert fields_of("stores", {"commodity": "lpg"})["unusable"].prior_ref == ""


def test_unit_of_a_stock_is_that_of_its_asset() -> None:
    assert fields_of("stores", {})["use_per_day"].unit_for({"unit": "kg"}) == "kg/day"


def test_simulated_is_yes_no_or_only() -> None:
    assert all(row_.simulated in {"yes", "no"} or row_.simulated_word for row_ in ROWS)
    assert {(row_.asset, row_.field) for row_ in ROWS if row_.simulated != "yes"} == set()


def test_shared_is_by_site_or_by_a_kind_the_asset_has() -> None:
    for row_ in ROWS:
        assert row_.shared in {"", "site", "kind"}, name_of(row_)
        assert row_.shared != "kind" or "kind" in MODELS[row_.asset].model_fields
        same = {other.shared for other in ROWS if (other.asset, other.field) == (row_.asset, row_.field)}
        assert len(same) == 1, name_of(row_)


def test_relative_priors_lean_on_a_field_of_the_same_asset() -> None:
    for row_ in VALUES:
        if row_.relative_to not in {"", "people"}:
            assert row_.relative_to in MODELS[row_.asset].model_fields, name_of(row_)
