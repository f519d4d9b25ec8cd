"""The clock of a run: its first hour, local hours and days through changes of the clock, and absolute hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holdfast.sites import Site

SECONDS_PER_HOUR = 3600


def first_hour(site: Site, start: datetime | None) -> tuple[datetime, tuple[str, ...]]:
    """Return the first hour of a run in the site's zone, and what had to be assumed.

    Parameters
    ----------
    site : Site
        The site, with its zone and perhaps its start.
    start : datetime or None
        Wanted start. A time without zone is taken in the site's; minutes are dropped.

    Returns
    -------
    datetime
        `start`, else the site's, else today's midnight.
    tuple of str
        What had to be assumed, in words.
    """
    zone = ZoneInfo(site.timezone)
    notes: list[str] = []
    chosen = start if start is not None else site.start
    if chosen is None:
        chosen = datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        notes.append("no start is given: the run starts at today's midnight, and its dates mean no more than that")
    local = chosen.replace(tzinfo=zone) if chosen.tzinfo is None else chosen.astimezone(zone)
    whole = local.replace(minute=0, second=0, microsecond=0)
    if whole != local:
        notes.append(f"the start {local:%H:%M} is not a whole hour: the run starts at {whole:%H:%M}")
    return whole, tuple(notes)


def local_hours(start: datetime, hours: int) -> list[datetime]:
    """Return the beginning of each hour of a run in the zone of ``start``."""
    zone = start.tzinfo
    begin = start.astimezone(UTC)
    return [(begin + timedelta(hours=k)).astimezone(zone) for k in range(hours)]


def utc_hours(start: datetime, hours: int) -> list[int]:
    """Return the absolute hour of each hour of the run: whole hours since 1970 began in UTC, negative before.

    Where the zone lies a part of an hour off UTC, the hour of UTC in which it begins.
    """
    first = int(start.timestamp()) // SECONDS_PER_HOUR
    return [first + k for k in range(hours)]
