"""When a claim was true: an interval, its middle, and the days it covers, in the zone of the site."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holdfast.ledger import Claim

LONGEST_RUN_OF_DAYS = 62
_DATE_LENGTH = len("2015-08-18")
# A claim of a whole week or month says nothing of a single day at the gate.
_TOO_WIDE_FOR_DAYS = frozenset({"week", "month", "year", "unknown"})


def end_of_day(day: date, zone: str) -> datetime:
    """Return the first moment after a day, with the zone of the site."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def interval(claim: Claim) -> tuple[datetime, datetime] | None:
    """Return when a claim was true, as an interval in the site's zone; None when nobody says.

    A date stands for its whole day. The words of the statement come before the times of the ledger entry, as those
    are cut to the second in UTC.
    """
    zone = ZoneInfo(claim.zone)
    start, end = claim.statement.time_start, claim.statement.time_end
    if start is None and end is None:
        start, end = claim.occurred_start, claim.occurred_end
    if start is None and end is None:
        return None
    first, last = start or end or "", end or start or ""
    begin = _moment(first, zone, at_end=False)
    finish = _moment(last, zone, at_end=True)
    return (begin, finish) if finish >= begin else (begin, begin)


def middle(claim: Claim, issue: datetime) -> tuple[datetime, str]:
    """Return the moment at which a figure enters, not after the issue, and a note when nobody says when it was true.

    The middle of the interval; where there is none, the time it was said, or received.
    """
    found = interval(claim)
    zone = ZoneInfo(claim.zone)
    if found is None:
        told = datetime.fromisoformat(claim.said or claim.received).astimezone(zone)
        return min(told, issue), "nobody says when it was true; taken as of the time it was said"
    begin, finish = min(found[0], issue), min(found[1], issue)
    return (begin + (finish - begin) / 2 if finish > begin else begin), ""


def whole_days(claim: Claim, moment: datetime) -> tuple[datetime, datetime]:
    """Return the first and the last moment of the days a figure speaks of, in the site's zone.

    A figure of one hour speaks of the whole day, as deliveries are recorded by the day.
    """
    zone = ZoneInfo(claim.zone)
    begin, finish = interval(claim) or (moment, moment)
    begin, finish = min(begin, moment).astimezone(zone), max(finish, moment).astimezone(zone)
    last = (finish - timedelta(microseconds=1)).date() if finish > begin else begin.date()
    return datetime.combine(begin.date(), time(), zone), end_of_day(last, claim.zone)


def covered_days(claim: Claim) -> tuple[date, ...]:
    """Return the days a gate claim covers, in order; empty when they cannot be told.

    "The third consecutive day" covers three days. A week or a month without its days covers none, and neither does a
    run of more than two months.
    """
    found = interval(claim)
    if found is None or claim.statement.time_precision in _TOO_WIDE_FOR_DAYS:
        return ()
    begin, finish = found
    first = begin.date()
    last = (finish - timedelta(microseconds=1)).date() if finish > begin else first
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_RUN_OF_DAYS:
        return ()
    return tuple(first + timedelta(days=n) for n in range(length))


def _moment(text: str, zone: ZoneInfo, *, at_end: bool) -> datetime:
    parsed = datetime.fromisoformat(text)
    if len(text) == _DATE_LENGTH:
        day = parsed.date() + timedelta(days=1 if at_end else 0)
        return datetime.combine(day, time(), zone)
    return parsed.astimezone(zone) if parsed.tzinfo else parsed.replace(tzinfo=zone)
