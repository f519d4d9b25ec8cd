"""Access constraints and their scores: a sourced table, suggestions that bind nobody, and an X that stays an X."""

from __future__ import annotations

import pytest

from holdfast.errors import LedgerError
from holdfast.ledger import (
    SEVERITIES,
    constraint_categories,
    mission_statuses,
    suggest_constraints,
    summarise_severities,
)


def test_the_nine_categories_stand_with_their_source() -> None:
    found = constraint_categories()
    assert list(found) == [f"AC{n}" for n in range(1, 10)]
    assert [row.pillar for row in found.values()] == ["people to aid"] * 2 + ["actors to people"] * 4 + [
        "physical and security"
    ] * 3
    assert all(row.source and row.address and row.edition and row.status for row in found.values())
    assert len({row.category for row in found.values()}) == 9


def test_the_mission_statuses_stand_with_their_source() -> None:
    found = mission_statuses()
    assert list(found) == [
        "facilitated",
        "partially facilitated",
        "impeded",
        "denied",
        "postponed",
        "withdrawn",
        "awaiting",
    ]
    assert [row.by for row in found.values()] == ["gate"] * 4 + ["organiser"] * 2 + ["nobody"]
    assert found["awaiting"].status == "assumption"


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        ("no order", ["AC4"]),
        ("No order.", ["AC4"]),
        ("The bridge is down", ["AC9"]),
        ("visa of the driver expired", ["AC3"]),
        ("there is no shortage", ["AC1"]),
        ("fighting on the road; the road closed", ["AC4", "AC7"]),
        ("undermined", []),  # no mine
        ("", []),
        (None, []),
        ("we do not know", []),
    ],
)
def test_a_stated_reason_suggests_categories(reason: str | None, codes: list[str]) -> None:
    found = suggest_constraints(reason)
    assert [one.code for one in found] == codes
    assert all(one.words for one in found)


def test_a_removal_suggests_interference_whatever_was_said() -> None:
    assert [one.code for one in suggest_constraints("no order", removed=True)] == ["AC4", "AC5"]
    assert [one.code for one in suggest_constraints(None, removed=True)] == ["AC5"]


def test_every_suggested_code_is_in_the_table() -> None:
    from holdfast.ledger.constraints import _rows

    rows = _rows("constraint_words.csv")
    assert {row["code"] for row in rows} == set(constraint_categories())
    assert len({row["words"] for row in rows}) == len(rows)
    for row in rows:
        assert row["code"] in [one.code for one in suggest_constraints(f"They said: {row['words']}!")]


@pytest.mark.parametrize(
    ("scores", "median"),
    [
        (["1"], (1, 1)),
        (["0", "3"], (0, 3)),
        (["X", "X", "2", "3", "3"], (3, 3)),
        (["X"], None),
        ([], None),
    ],
)
def test_the_middle_score_leaves_x_apart(scores: list[str], median: tuple[int, int] | None) -> None:
    found = summarise_severities(scores, median=True)
    assert found.median == median
    assert found.unknown == scores.count("X")
    assert summarise_severities(scores).median is None  # only where it is asked for
    assert found.as_dict()["counts"] == {score: scores.count(score) for score in SEVERITIES}


@pytest.mark.parametrize("score", ["4", "-1", "x", "", "2.5", 2, None])
def test_what_is_no_score(score: object) -> None:
    with pytest.raises(LedgerError) as caught:
        summarise_severities([score])
    assert caught.value.code == "HF-L074"
