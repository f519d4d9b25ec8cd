"""How well the English grammar reads the open two thirds of the sentences: no worse than it did."""

from __future__ import annotations

import pytest
from benchmarks.reading import Score, score

# Reached 0.939; two sentences may be lost before this fails. The dangerous ones: a gallon without a country, which the labels
# hold for a US gallon and the reader gives as the interval of both; and a tanker with 9,000 L, told as litres and not as a tanker.
RECALL = 0.93
PRECISION = 0.985
DANGEROUS = {"unit": 1, "amount": 1}


@pytest.fixture(scope="module")
def english() -> Score:
    return score("en")


def test_the_open_sentences_are_read(english: Score) -> None:
    assert english.sentences > 200
    assert english.recall >= RECALL
    assert english.precision >= PRECISION


def test_nothing_dangerous_is_told(english: Score) -> None:
    assert all(n <= DANGEROUS.get(kind, 0) for kind, n in english.dangerous.items()), [
        x for x in english.examples if "DANGER" in x
    ]


def test_every_frequent_kind_of_claim_is_found_more_often_than_not(english: Score) -> None:
    often = {kind: wanted for kind, wanted in english.wanted.items() if wanted >= 4}
    poor = {kind: english.found[kind] for kind, wanted in often.items() if english.found[kind] <= wanted / 2}
    assert poor == {}
