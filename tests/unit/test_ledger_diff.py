"""What differs between two days of a ledger, and between two ledgers: in words, and each thing once."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from helpers_exchange import rewritten, the
from helpers_ledger import START, Clock, diesel, new_ledger
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Difference,
    Ledger,
    append_claim,
    claims,
    diff,
    export,
    merge,
    review_claim,
    tombstone,
)

DAY = START.date()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def camp(fast_path: Path, clock: Clock) -> Ledger:
    (fast_path / "camp").mkdir()
    return new_ledger(fast_path / "camp", clock, "camp")


@pytest.fixture
def office(fast_path: Path, clock: Clock) -> Ledger:
    (fast_path / "office").mkdir()
    return new_ledger(fast_path / "office", clock, "office")


def accepted(ledger: Ledger, litres: float = 5100, **more: str) -> str:
    return append_claim(
        ledger,
        diesel(litres),
        claimant="committee",
        review="accepted",
        reviewer="r",
        **more,  # type: ignore[arg-type]
    ).id


def kinds(found: tuple[Difference, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.claim.id) for one in found]


def test_between_two_days_everything_that_happened_is_told_once(camp: Ledger, clock: Clock) -> None:
    stays, corrected, taken = accepted(camp, 1), accepted(camp, 2), accepted(camp, 3)
    waiting = append_claim(camp, diesel(4), claimant="news").id
    clock.advance(days=2)
    new = accepted(camp, 5.25, supersedes=corrected)
    review_claim(camp, waiting, "edited", statement=diesel(4.5), reviewer="coordinator")
    tombstone(camp, taken, reason="of another camp", by="coordinator")
    found = diff(camp, camp, first_as_known=DAY, second_as_known=DAY + timedelta(days=2))
    assert sorted(kinds(found)) == sorted(
        [("corrected", corrected), ("tombstoned", taken), ("judged", waiting), ("added", new)]
    )
    assert stays not in {one.claim.id for one in found}
    words = {one.kind: str(one) for one in found}
    place = "at diesel-main, says"
    assert words == {
        "corrected": f"corrected: stock of diesel: 2 L {place} committee; replaced by {new} [{corrected}]",
        "tombstoned": f"tombstoned: stock of diesel: 3 L {place} committee; by coordinator: of another camp [{taken}]",
        "judged": (
            f"judged: stock of diesel: 4.5 L {place} news; edited by coordinator, before: waits for a verdict, "
            f"stock of diesel: 4 L at diesel-main [{waiting}]"
        ),
        "added": f"added: stock of diesel: 5.25 L {place} committee; accepted by r; corrects {corrected} [{new}]",
    }
    assert json.loads(json.dumps([one.as_dict() for one in found]))[0]["words"] == str(found[0])
    assert diff(camp, camp) == ()
    assert diff(camp, camp, first_as_known=DAY, second_as_known=DAY + timedelta(days=1)) == ()


def test_backwards_it_is_told_backwards(camp: Ledger, clock: Clock) -> None:
    taken = accepted(camp, 3)
    clock.advance(days=2)
    new = accepted(camp, 5)
    tombstone(camp, taken, reason="x", by="y")
    assert kinds(diff(camp, camp, second_as_known=DAY)) == [("restored", taken), ("missing", new)]


@pytest.mark.parametrize("form", ["ledger", "export", "database", "folder"])
def test_two_ledgers_whatever_form_the_other_has(camp: Ledger, office: Ledger, form: str, fast_path: Path) -> None:
    both = accepted(camp, 1)
    merge(office, camp)
    here, there = accepted(camp, 2), accepted(office, 3)
    review_claim(office, both, "rejected", reviewer="s")
    export(office, fast_path / "office.hfl")
    other = {"ledger": office, "export": fast_path / "office.hfl", "database": office.path, "folder": office.home}[form]
    assert other is not None
    found = diff(camp, other)
    assert sorted(kinds(found)) == sorted([("judged", both), ("missing", here), ("added", there)])
    assert sorted(kinds(diff(other, camp))) == sorted([("judged", both), ("added", here), ("missing", there)])
    count = len(claims(camp))
    assert len(claims(camp)) == count  # a look takes nothing
    assert len(diff(camp, other, at="camp")) == (1 if form else 0)


def test_after_a_merge_both_ways_nothing_differs(camp: Ledger, office: Ledger) -> None:
    accepted(camp, 1)
    tombstone(office, accepted(office, 2), reason="x", by="y")
    merge(camp, office)
    merge(office, camp)
    assert diff(camp, office) == diff(office, camp) == ()


def test_a_file_that_is_not_as_written_is_refused_here_too(camp: Ledger, fast_path: Path) -> None:
    accepted(camp)
    export(camp, fast_path / "camp.hfl")
    text = (fast_path / "camp.hfl").read_text().replace("5100", "5200")
    (fast_path / "changed.hfl").write_text(text)
    with pytest.raises(LedgerError, match="HF-L053"):
        diff(camp, fast_path / "changed.hfl")

    def unsigned(lines: list[dict[str, Any]]) -> None:
        the(lines, "entry", 1)["signature"] = None

    with pytest.raises(LedgerError, match=r"HF-L053.*not signed"):
        diff(camp, rewritten(fast_path / "camp.hfl", unsigned))


def test_a_file_without_the_first_entry_of_a_device_is_read_where_its_key_is_known(
    camp: Ledger, fast_path: Path
) -> None:
    accepted(camp)
    export(camp, fast_path / "camp.hfl")

    def headless(lines: list[dict[str, Any]]) -> None:
        del lines[1]

    file = rewritten(fast_path / "camp.hfl", headless)
    assert diff(camp, file) == ()
    (fast_path / "third").mkdir()
    with pytest.raises(LedgerError, match=r"HF-L053.*names the key"):
        diff(new_ledger(fast_path / "third", device="third"), file)


@pytest.mark.parametrize(
    ("fields", "amount"),
    [
        ({"value_low": 5, "value_high": None}, ": at least 5 L"),
        ({"value_low": None, "value_high": 5}, ": at most 5 L"),
        ({"value_low": 5, "value_high": 7.5}, ": 5 to 7.5 L"),
        ({"value_low": 12345678, "value_high": 12345678}, ": 12345678 L"),
        ({"value_low": None, "value_high": None}, ""),
        ({"value_low": 0.1 + 0.2, "value_high": 0.1 + 0.2, "unit": None}, ": 0.30000000000000004"),
    ],
)
def test_figures_are_told_with_every_digit(camp: Ledger, fields: dict[str, object], amount: str) -> None:
    append_claim(camp, diesel(**({"si_low": None, "si_high": None} | fields)), claimant="c")  # type: ignore[arg-type]
    (one,) = diff(camp, camp, first_as_known=DAY - timedelta(days=1))
    assert str(one).startswith(f"added: stock of diesel{amount} at diesel-main, says c; waits for a verdict")


def test_what_is_denied_is_not_told_as_said(camp: Ledger) -> None:
    append_claim(camp, diesel(polarity="negated", item=None, service="desludging"), claimant="c")
    (one,) = diff(camp, camp, first_as_known=DAY - timedelta(days=1))
    assert "negated stock of desludging" in str(one)
