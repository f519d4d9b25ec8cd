"""Sentences of amounts in many wordings: stocks, needs, use, capacities, people, warmth, rules, sickness.

A001 to A169 were written before the grammar was looked at, the rest after; all have since served to mend it and measure nothing.
Type, sign and amount are compared; item, service and time are not.

``read`` is ``no`` where the grammar does not read a sentence yet; such a row may become ``yes``, never the other way round.
A row without a type tells nothing to the office: whoever finds an affirmed claim in it has invented it.
"""

from __future__ import annotations

import csv
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from holdfast.intake import read_text

DATA = Path(__file__).parents[1] / "data" / "intake" / "fresh_en_amounts.csv"
DAY = date(2021, 1, 14)
ROWS = list(csv.DictReader(DATA.read_text(encoding="utf-8").splitlines()))
SENTENCES = [list(rows) for _, rows in groupby(ROWS, key=lambda row: row["id"])]


def _claims(text: str) -> list[tuple[str, str, float | None, float | None]]:
    return [(s.claim_type, s.polarity, s.value_low, s.si_low) for s in read_text(text, published=DAY).statements]


@pytest.mark.parametrize(
    "rows", [r for r in SENTENCES if r[0]["type"] and r[0]["read"] == "yes"], ids=lambda r: r[0]["id"]
)
def test_an_amount_is_read(rows: list[dict[str, str]]) -> None:
    found = _claims(rows[0]["text"])
    for row in rows:
        fitting = [c for c in found if c[:2] == (row["type"], row["polarity"])]
        if row["low"]:
            fitting = [c for c in fitting if any(n == pytest.approx(float(row["low"]), abs=1e-3) for n in c[2:])]
        assert fitting, found


@pytest.mark.parametrize(
    "rows", [r for r in SENTENCES if not r[0]["type"] and r[0]["read"] == "yes"], ids=lambda r: r[0]["id"]
)
def test_nothing_is_invented(rows: list[dict[str, str]]) -> None:
    assert not [c for c in _claims(rows[0]["text"]) if c[1] == "affirmed"]


def test_nearly_all_of_them_are_read() -> None:
    assert sum(rows[0]["read"] == "yes" for rows in SENTENCES) >= 0.95 * len(SENTENCES)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The diesel tank is three quarters empty.", [("stock", "affirmed", 0.25, 0.25)]),
        ("The water tank is 90% empty.", [("stock", "affirmed", 10.0, pytest.approx(0.1))]),
        ("The price of flour has risen to 40 dollars.", []),
        ("The warehouse has space for 500 tonnes of food.", [("capacity", "affirmed", 500.0, 500000.0)]),
        ("The pump is working at 30 per cent.", [("capacity", "affirmed", 30.0, 0.3)]),
        ("They counted 40 trucks of flour at the border.", []),
        ("Nobody should get less than 15 litres of water a day under Sphere.", [("norm", "affirmed", 15.0, 15.0)]),
        ("We are not short by 20 bags of flour.", []),
    ],
)
def test_what_would_mislead_an_office(text: str, wanted: list[tuple[str, str, float | None, float | None]]) -> None:
    assert _claims(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The order for 200 tents was cancelled.",
        "Our request for 200 blankets was withdrawn.",
        "The list has 40 names of the missing.",
        "The works run at 30 per cent moisture.",
        "The census found 40 per cent illiterate.",
    ],
)
def test_a_phrase_of_amounts_alone_claims_nothing(text: str) -> None:
    assert not [c for c in _claims(text) if c[1] == "affirmed"]
