"""Sentences written before the grammar was mended for them: whether a thing is so, is not so, is to come or may come."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from holdfast.intake import read_text

ROWS = list(
    csv.DictReader(
        (Path(__file__).parents[1] / "data" / "intake" / "fresh_en_signs.csv").read_text(encoding="utf-8").splitlines()
    )
)
# Of the claims found when the sentences were kept; two may be lost before this fails.
RECALL = 0.89
# Read with a wrong sign when the sentences were kept: "the trucks that were to enter" as a condition, not as a plan.
STILL_WRONG = {"fs-222"}
DAY = date(2021, 1, 14)


def _read(text: str) -> list[tuple[str, str]]:
    return [(s.claim_type, s.polarity) for s in read_text(text, published=DAY).statements]


def _wanted(row: dict[str, str]) -> list[tuple[set[str], set[str]]]:
    """Return the types and signs a careful reader may give each claim; several where two are right."""
    claims = [claim.split() for claim in row["claims"].split("; ")]
    return [(set(kind.split("/")), set(sign.split("/"))) for kind, sign in claims]


def test_most_claims_are_found() -> None:
    wanted = found = 0
    for row in ROWS:
        read = _read(row["text"])
        for kinds, signs in _wanted(row):
            wanted += 1
            hit = next((r for r in read if r[0] in kinds and r[1] in signs), None)
            if hit is not None:
                found += 1
                read.remove(hit)
    assert wanted > 200
    assert found / wanted >= RECALL


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_no_sign_is_wrong(row: dict[str, str]) -> None:
    wanted = _wanted(row)
    wrong = []
    for kind, sign in _read(row["text"]):
        signs = set().union(*(s for kinds, s in wanted if kind in kinds))
        # A type nobody wanted is no wrong sign.
        if signs and sign not in signs:
            wrong.append((kind, sign))
    assert bool(wrong) == (row["id"] in STILL_WRONG), wrong


@pytest.mark.parametrize(
    "text",
    [
        "Thieves tried to steal the transformer.",
        "Engineers are struggling to repair the pump.",
        "The militia wrongly blocked reports instead of blocking fuel.",
        "The generator is close to failing.",
        "They said the pump would be repaired but it never did.",
        "The paper falsely wrote that soldiers had looted the flour.",
    ],
)
def test_what_only_looks_like_a_claim_is_left_out(text: str) -> None:
    assert [r for r in _read(text) if r[0] in {"removal", "outage", "denial"}] == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("The pump almost did not fail.", "affirmed"),
        ("The fuel has yet to arrive.", "negated"),
        ("The minister dismissed claims that flour had been delivered.", "negated"),
        ("The minister denied reports of a fuel shortage.", "negated"),
        ("The minister dismissed talk of a bread shortage.", "negated"),
        ("Almost all the flour was looted.", "affirmed"),
        ("Nobody thinks the fuel is gone, yet the fuel has not arrived.", "negated"),
        ("no no the truck wasnt refused", "negated"),
    ],
)
def test_words_around_a_claim_turn_its_sign(text: str, sign: str) -> None:
    assert sign in {s for _, s in _read(text)}
