"""When a claim was true."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from helpers_forecast import claim, statement
from holdfast.estimate.moments import covered_days, end_of_day, interval, middle

BAGHDAD = ZoneInfo("Asia/Baghdad")
ISSUE = datetime(2026, 8, 19, tzinfo=BAGHDAD)


def test_a_date_is_its_whole_day_in_the_zone_of_the_site() -> None:
    found = interval(claim(statement("stock", "diesel", 1, "L")))
    assert found == (datetime(2026, 8, 17, tzinfo=BAGHDAD), datetime(2026, 8, 18, tzinfo=BAGHDAD))
    assert middle(claim(statement("stock", "diesel", 1, "L")), ISSUE) == (datetime(2026, 8, 17, 12, tzinfo=BAGHDAD), "")


def test_a_time_stands_for_itself() -> None:
    said = statement("stock", "diesel", 1, "L", time_start="2026-08-18T05:00:00+00:00", time_end=None)
    assert middle(claim(said), ISSUE)[0] == datetime(2026, 8, 18, 8, tzinfo=BAGHDAD)


def test_without_a_time_it_is_taken_as_said_and_says_so() -> None:
    said = statement("stock", "diesel", 1, "L", time_start=None, time_end=None, time_precision="unknown")
    moment, note = middle(claim(said), ISSUE)
    assert moment == datetime(2026, 8, 18, 9, tzinfo=BAGHDAD)
    assert "nobody says" in note
    assert covered_days(claim(said)) == ()


def test_the_middle_never_lies_after_the_issue() -> None:
    said = statement("stock", "diesel", 1, "L", time_start="2026-08-18", time_end="2026-08-24", time_precision="range")
    assert middle(claim(said), ISSUE)[0] <= ISSUE


def test_the_times_of_the_entry_serve_where_the_statement_has_none() -> None:
    said = statement("denial", "diesel", time_start=None, time_end=None, time_precision="day")
    filed = claim(said, occurred_start="2026-08-14T21:00:00Z", occurred_end="2026-08-15T21:00:00Z")
    assert covered_days(filed) == (date(2026, 8, 15),)


@pytest.mark.parametrize(
    ("start", "end", "precision", "days"),
    [
        ("2026-08-14", "2026-08-16", "range", 3),
        ("2026-08-14", "2026-08-14", "day", 1),
        ("2026-08-14", None, "day", 1),
        ("2026-08-10", "2026-08-16", "week", 0),
        ("2026-07-01", "2026-07-31", "month", 0),
        ("2026-01-01", "2026-08-16", "range", 0),
    ],
)
def test_the_days_a_gate_claim_covers(start: str, end: str | None, precision: str, days: int) -> None:
    said = statement("denial", "diesel", time_start=start, time_end=end, time_precision=precision)
    assert len(covered_days(claim(said))) == days


def test_the_end_of_a_day_is_the_next_midnight_of_the_site() -> None:
    assert end_of_day(date(2026, 8, 18), "Asia/Baghdad") == ISSUE
