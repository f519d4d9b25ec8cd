"""Copies and translations of one statement are one statement; two witnesses stay two."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_ledger import diesel, new_ledger
from holdfast.ledger import Claim, Ledger, Statement, append_claim, claims, counted_once, grouped, store_document

WORDS = {"diesel": "diesel", "gasóleo": "diesel", "الديزل": "diesel", "flour": "flour", "harina": "flour"}


def subject(said: Statement) -> str:
    return WORDS.get(said.item or "", said.item or "")


def denial(item: str, count: float | None, day: str | None = "2015-07-15", **fields: object) -> Statement:
    return diesel(
        claim_type="denial",
        item=item,
        value_low=count,
        value_high=count,
        unit="truck",
        si_low=None,
        si_high=None,
        si_unit=None,
        place=None,
        time_start=day,
        **fields,
    )


def told(ledger: Ledger, text: str, claimant: str, *said: Statement, said_on: str = "2015-07-16T00:00:00Z") -> None:
    digest = store_document(ledger, text.encode(), name="page.html")
    for statement in said:
        append_claim(
            ledger,
            statement,
            claimant=claimant,
            said=said_on,
            document_sha256=digest,
            review="accepted",
            reviewer="coordinator",
        )


def sizes(ledger: Ledger) -> list[int]:
    return [len(group.claims) for group in grouped(claims(ledger), subject)]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def test_a_translation_of_one_speaker_is_counted_once(ledger: Ledger) -> None:
    told(ledger, "english", "The Committee", denial("diesel", 3))
    told(ledger, "español", "the committee", denial("gasóleo", 3))
    told(ledger, "arabic", "The committee.", denial("الديزل", 3))
    assert sizes(ledger) == [3]
    assert [c.statement.item for c in counted_once(claims(ledger), subject)] == ["diesel"]


def test_two_witnesses_of_one_thing_stay_two(ledger: Ledger) -> None:
    told(ledger, "one", "committee", denial("diesel", 3))
    told(ledger, "two", "driver's office", denial("diesel", 3))
    assert sizes(ledger) == [1, 1]


@pytest.mark.parametrize(
    "other",
    [
        denial("diesel", 4),
        denial("flour", 3),
        denial("diesel", 3, "2015-07-20"),
        denial("diesel", 3, polarity="negated"),
        diesel(3),
    ],
    ids=["figure", "thing", "day", "sign", "kind"],
)
def test_another_statement_of_the_same_speaker_is_another(ledger: Ledger, other: Statement) -> None:
    told(ledger, "one", "committee", denial("diesel", 3))
    told(ledger, "two", "committee", other)
    assert sizes(ledger) == [1, 1]


def test_a_refusal_without_figure_or_day_is_said_every_day_anew(ledger: Ledger) -> None:
    told(ledger, "one", "committee", denial("diesel", None, None))
    told(ledger, "two", "committee", denial("diesel", None, None), said_on="2015-07-17T00:00:00Z")
    assert sizes(ledger) == [1, 1]


def test_readings_typed_by_hand_are_never_copies(ledger: Ledger) -> None:
    for _ in range(2):
        append_claim(ledger, diesel(), claimant="log keeper", method="typed", review="accepted", reviewer="log keeper")
    assert sizes(ledger) == [1, 1]


BULLETIN = (
    denial("diesel", 3),
    denial("flour", 2),
    denial("diesel", 5, "2015-07-14"),
    denial("flour", 1, "2015-07-13"),
)


def test_a_reprint_under_another_name_is_a_copy_and_its_slip_is_shown(ledger: Ledger) -> None:
    told(ledger, "original", "council", *BULLETIN)
    slip = (
        denial("gasóleo", 3),
        denial("harina", 20),
        denial("gasóleo", 5, "2015-07-14"),
        denial("harina", 1, "2015-07-13"),
    )
    told(ledger, "reprint", "newspaper", *slip)
    groups = grouped(claims(ledger), subject)
    assert [len(group.claims) for group in groups] == [2, 1, 2, 2, 1]
    shown = {group.claims[0].statement.value_low: [c.statement.value_low for c in group.differing] for group in groups}
    assert shown[2] == [20]
    assert shown[20] == [2]
    assert shown[3] == []


def test_two_short_notes_that_agree_by_chance_are_no_copies(ledger: Ledger) -> None:
    told(ledger, "one", "council", *BULLETIN[:2])
    told(ledger, "two", "newspaper", *BULLETIN[:2])
    assert sizes(ledger) == [1, 1, 1, 1]


def test_a_long_report_that_shares_little_is_no_copy(ledger: Ledger) -> None:
    many = tuple(denial("diesel", n, f"2015-06-{n:02}") for n in range(10, 22))
    told(ledger, "one", "council", *BULLETIN, *many)
    told(ledger, "two", "newspaper", *BULLETIN[:3], *(denial("flour", n, f"2015-05-{n:02}") for n in range(10, 16)))
    assert set(sizes(ledger)) == {1}


@given(st.permutations(range(8)))
def test_any_order_gives_the_same_groups(order: list[int]) -> None:
    made = [
        _claim(f"c{n}", speaker, document, statement)
        for n, (speaker, document, statement) in enumerate(
            [("council", "a", one) for one in BULLETIN] + [("newspaper", "b", one) for one in BULLETIN]
        )
    ]
    found = {frozenset(c.id for c in group.claims) for group in grouped([made[n] for n in order], subject)}
    assert found == {frozenset({f"c{n}", f"c{n + 4}"}) for n in range(4)}


def _claim(name: str, speaker: str, document: str, statement: Statement) -> Claim:
    day = f"{statement.time_start}T00:00:00Z"
    return Claim(
        id=name,
        statement=statement,
        claimant=speaker,
        occurred_start=day,
        said="2015-07-16T00:00:00Z",
        recorded="2015-07-16T00:00:00Z",
        received="2015-07-16T00:00:00Z",
        disclosure_class="MODERATE",
        document_sha256=document * 64,
    )
