"""What a statement or a claim may be: every field that is out of bounds is refused by name (HF-L008)."""

from __future__ import annotations

import dataclasses
import math
from datetime import UTC, datetime

import pytest

from holdfast.errors import LedgerError
from holdfast.ledger import CLAIM_TYPES, Claim, Statement, default_class, utc_text

GOOD = {
    "id": "x",
    "claimant": "committee",
    "recorded": "2015-08-18T05:00:00Z",
    "received": "2015-08-18T05:00:00Z",
    "disclosure_class": "HIGH",
}


def claim(**fields: object) -> Claim:
    return Claim(**({**GOOD, "statement": Statement(claim_type="stock")} | fields))


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("claim_type", {"claim_type": "guess"}),
        ("polarity", {"polarity": "maybe"}),
        ("time_precision", {"time_precision": "moment"}),
        ("value_low", {"value_low": 2.0, "value_high": 1.0}),
        ("si_low", {"si_low": 2.0, "si_high": 1.0}),
        ("value_low", {"value_low": math.nan}),
        ("si_high", {"si_high": math.inf}),
        ("value_high", {"value_high": 10**400}),
        ("value_low", {"value_low": True}),
        ("value_low", {"value_low": "5"}),
        ("item", {"item": 5}),
        ("item", {"item": "a\x00b"}),
        ("place", {"place": "\ud800"}),
        ("background", {"background": 1}),
        ("char_start", {"char_start": 5, "char_end": 4}),
        ("char_start", {"char_start": 5}),
        ("char_start", {"char_start": -1, "char_end": 4}),
        ("char_start", {"char_start": 1.0, "char_end": 4.0}),
        ("time_start", {"time_start": "2015-08-19", "time_end": "2015-08-18"}),
        ("time_start", {"time_start": "2015-02-30"}),
        ("time_end", {"time_end": "2015-08-18T08:00"}),
    ],
)
def test_a_statement_names_the_field_at_fault(field: str, fields: dict[str, object]) -> None:
    with pytest.raises(LedgerError) as caught:
        Statement(**({"claim_type": "stock"} | fields))
    assert caught.value.code == "HF-L008"
    assert caught.value.where == field


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("claimant", {"claimant": "  "}),
        ("claimant", {"claimant": "\ud800"}),
        ("disclosure_class", {"disclosure_class": "SECRET"}),
        ("method", {"method": "guessed"}),
        ("review", {"review": "maybe"}),
        ("reviewer", {"review": "accepted"}),
        ("source_grade", {"source_grade": "F6"}),
        ("document_sha256", {"document_sha256": "abc"}),
        ("time", {"received": "2015-08-18T05:00:00"}),
        ("time", {"said": "yesterday"}),
        ("occurred_start", {"occurred_start": "2015-08-19T00:00Z", "occurred_end": "2015-08-18T00:00Z"}),
        ("received", {"reconstructed": True, "said": "2015-08-17T05:00:00Z"}),
    ],
)
def test_a_claim_names_the_field_at_fault(field: str, fields: dict[str, object]) -> None:
    with pytest.raises(LedgerError) as caught:
        claim(**fields)
    assert caught.value.code == "HF-L008"
    assert caught.value.where == field


def test_times_are_kept_in_utc_at_one_width() -> None:
    found = claim(said="2015-08-18T08:00:00.75+03:00", occurred_start="2015-08-18T08:30:00+03:30")
    assert found.said == "2015-08-18T05:00:00Z"
    assert found.occurred_start == "2015-08-18T05:00:00Z"
    assert utc_text(datetime(2015, 8, 18, 5, tzinfo=UTC)) == "2015-08-18T05:00:00Z"


def test_a_time_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(LedgerError, match="HF-L008"):
        utc_text("0001-01-01T00:00:00+14:00")


def test_open_bounds_and_negative_zero() -> None:
    over = Statement(claim_type="population", value_low=2000)
    assert (over.value_low, over.value_high) == (2000.0, None)
    assert math.copysign(1, Statement(claim_type="stock", value_low=-0.0).value_low or 1.0) == 1.0
    assert Statement(claim_type="temperature", value_low=-5, value_high=-5).value_low == -5.0


def test_records_are_frozen_and_slotted() -> None:
    statement = Statement(claim_type="stock")
    with pytest.raises(dataclasses.FrozenInstanceError):
        statement.item = "x"  # type: ignore[misc]
    assert not hasattr(statement, "__dict__")


def test_as_dict_keeps_the_declared_order() -> None:
    names = [field.name for field in dataclasses.fields(Statement)]
    assert list(Statement(claim_type="stock").as_dict()) == names
    assert list(claim().as_dict())[:3] == ["id", "statement", "claimant"]
    assert Statement(**claim().as_dict()["statement"]) == Statement(claim_type="stock")


def test_no_claim_type_is_public_by_default() -> None:
    assert {default_class(name) for name in CLAIM_TYPES} == {"HIGH", "MODERATE"}
    assert default_class("stock") == default_class("consumption") == "HIGH"


def test_the_ledger_has_no_field_for_persons() -> None:
    names = {f.name for f in dataclasses.fields(Claim)} | {f.name for f in dataclasses.fields(Statement)}
    assert not names & {"name", "phone", "email", "contact", "address", "person"}
