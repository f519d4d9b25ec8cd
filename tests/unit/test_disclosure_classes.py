"""Every output carries a class, and no whole is labelled below one of its parts."""

from __future__ import annotations

import itertools

import pytest

from holdfast.disclosure import Sensitivity, class_of, kinds, label, read_class, sensitivity_of
from holdfast.errors import InputError


def test_the_four_classes_are_ordered_by_harm() -> None:
    assert Sensitivity.LOW < Sensitivity.MODERATE < Sensitivity.HIGH < Sensitivity.SEVERE
    assert str(Sensitivity.HIGH) == "HIGH"


def test_class_comes_first_and_nothing_else_changes() -> None:
    labelled = label("forecast", {"issued": "2015-07-17", "events": []})
    assert list(labelled) == ["class", "issued", "events"]
    assert labelled["class"] == "SEVERE"


def test_a_class_already_there_is_a_floor_and_moves_to_the_front() -> None:
    assert label("reference", {"id": "N001", "class": "HIGH"}) == {"class": "HIGH", "id": "N001"}
    assert label("forecast", {"class": "LOW"})["class"] == "SEVERE"


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Sensitivity, Sensitivity)))
def test_the_whole_is_the_highest_part(one: Sensitivity, other: Sensitivity) -> None:
    assert class_of([one, other.name]) == max(one, other)


def test_a_severe_claim_lifts_a_report() -> None:
    assert label("report-restricted", {})["class"] == "HIGH"
    assert label("report-restricted", {}, parts=["LOW", "SEVERE"])["class"] == "SEVERE"


def test_nothing_without_a_class_leaves() -> None:
    with pytest.raises(InputError) as caught:
        label("gossip", {})
    assert caught.value.code == "HF-D001"
    assert "gossip" in str(caught.value)


@pytest.mark.parametrize("word", ["high", "SECRET", ""])
def test_a_class_is_one_of_four_words(word: str) -> None:
    with pytest.raises(InputError) as caught:
        read_class(word)
    assert caught.value.code == "HF-D002"


def test_whatever_tells_the_future_or_a_stock_is_high_at_least() -> None:
    for kind in (
        "forecast",
        "what-if",
        "simulate",
        "estimate",
        "six-lines",
        "report-restricted",
        "stock",
        "log",
        "status",
    ):
        assert sensitivity_of(kind) >= Sensitivity.HIGH
    for kind in ("forecast", "what-if", "simulate", "estimate", "read"):
        assert sensitivity_of(kind) == Sensitivity.SEVERE
    assert sensitivity_of("report-public") == Sensitivity.LOW


def test_every_kind_has_a_reason_of_its_own() -> None:
    reasons = [row.reason for row in kinds().values()]
    assert all(len(reason) > 15 for reason in reasons)
    assert len(set(reasons)) == len(reasons)
