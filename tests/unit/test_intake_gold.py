"""Our own gold sentences: what is found, what is missed, and the errors that must never happen."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from holdfast.intake import read_text

PUBLISHED = date(2015, 7, 17)
GOLD = list(
    csv.DictReader((Path(__file__).parents[1] / "data/intake/gold.csv").read_text(encoding="utf-8").splitlines())
)
NUMBERS = {"low": "value_low", "high": "value_high", "si_low": "si_low", "si_high": "si_high"}
WORDS = {
    "item": "item",
    "service": "service",
    "polarity": "polarity",
    "si_unit": "si_unit",
    "per": "per",
    "start": "time_start",
    "end": "time_end",
    "actor": "actor",
    "addressee": "addressee",
    "attribution": "attribution",
}
# A wrong unit, sign, item or day can starve a camp; a wrong speaker can only mislead a reader.
DANGEROUS = {
    "value_low",
    "value_high",
    "si_low",
    "si_high",
    "si_unit",
    "per",
    "polarity",
    "item",
    "service",
    "time_start",
    "time_end",
}


def wrong_fields(row: dict[str, str], claim: dict[str, Any]) -> set[str]:
    wrong = {name for key, name in WORDS.items() if (claim[name] or "") != row[key]}
    for key, name in NUMBERS.items():
        wanted = float(row[key]) if row[key] else None
        got = claim[name]
        if (wanted is None) != (got is None) or (wanted is not None and abs(got - wanted) > 1e-3 * max(1, abs(wanted))):
            wrong.add(name)
    if claim["background"] != (row["background"] == "yes"):
        wrong.add("background")
    return wrong


def test_gold_is_large_enough() -> None:
    assert len(GOLD) >= 60
    assert len({r["type"] for r in GOLD}) == 16


@pytest.mark.parametrize("row", GOLD, ids=[r["text"][:48] for r in GOLD])
def test_sentence_is_read_as_written(row: dict[str, str]) -> None:
    claims = [
        s.as_dict() for s in read_text(row["text"], published=PUBLISHED).statements if s.claim_type == row["type"]
    ]
    assert len(claims) == 1, claims
    assert wrong_fields(row, claims[0]) == set(), claims[0]


def test_dangerous_error_rate_is_zero(record_property: Callable[[str, object], None]) -> None:
    found = proposed = dangerous = 0
    for row in GOLD:
        claims = [s.as_dict() for s in read_text(row["text"], published=PUBLISHED).statements]
        proposed += len(claims)
        same = [c for c in claims if c["claim_type"] == row["type"]]
        found += any(not wrong_fields(row, c) for c in same)
        dangerous += sum(bool(wrong_fields(row, c) & DANGEROUS) for c in same)
    precision, recall = found / proposed, found / len(GOLD)
    print(f"gold: {len(GOLD)} sentences, precision {precision:.2f}, recall {recall:.2f}, dangerous {dangerous}")
    record_property("precision", precision)
    record_property("recall", recall)
    assert dangerous == 0
    assert recall >= 0.95
    assert precision >= 0.85


@pytest.mark.parametrize(
    "text",
    [
        "The water level in public debate is low.",
        "The minister visited the camp on Tuesday.",
        "He has the power to decide.",
        "The board met for four days.",
        "Football was played in the heat.",
        "Let us hope for the best.",
        "She refused to comment.",
        "The commander promised.",
        "Food is expensive in the capital.",
        "The report has three parts.",
        "About 200 of the 2,400 residents fell ill.",
        "",
        "....",
    ],
)
def test_no_claim_where_nothing_is_claimed(text: str) -> None:
    assert read_text(text, published=PUBLISHED).statements == ()
