"""When is asked about, and when was it published: neither may lie in the future."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

# A day begins this much earlier in the first zone of the world than in UTC (UTC+14, Line Islands).
FIRST_ZONE = timedelta(hours=14)


def present() -> datetime:
    """Return the present by the clock of this computer."""
    return datetime.now(UTC)


def moment_of(as_known: date | datetime | None, clock: Callable[[], datetime] | None, zone: str) -> date | datetime:
    """Return what ``as known on`` means: the present when nothing is named, else the day or the moment itself.

    Parameters
    ----------
    as_known : date, datetime or None
        A day counts to its end in the zone; a datetime without a zone is in the zone.
    clock : callable or None
        Returns the present; the system's clock when None.
    zone : str
        Zone of the site.

    Raises
    ------
    InputError
        HF-W003 for a day or a moment that has not come: nobody can know what will have been received by then.
    """
    now = (clock or present)()
    if as_known is None:
        return now
    here = now.astimezone(ZoneInfo(zone))
    moment: date | datetime
    if isinstance(as_known, datetime):
        moment = stamp = as_known if as_known.tzinfo else as_known.replace(tzinfo=ZoneInfo(zone))
        future = stamp > now
    else:
        moment, future = as_known, as_known > here.date()
    if future:
        raise InputError(
            "HF-W003",
            where="--as-known",
            found=as_known.isoformat(),
            expected=f"a day up to today, {here.date().isoformat()} in {zone}",
            mend="name a day that has come, or leave it out for now; nothing was written",
        )
    return moment


def latest_day(clock: Callable[[], datetime] | None) -> date:
    """Return the day that it is in the first zone of the world: a later one has begun nowhere."""
    return ((clock or present)().astimezone(UTC) + FIRST_ZONE).date()


def published_day(published: date | None, clock: Callable[[], datetime] | None) -> date | None:
    """Return the day of publication when it can have been, anywhere in the world.

    Raises
    ------
    InputError
        HF-W004 for a day that has begun nowhere yet.
    """
    latest = latest_day(clock)
    if published is not None and published > latest:
        raise InputError(
            "HF-W004",
            where="--published",
            found=published.isoformat(),
            expected=f"a day up to {latest.isoformat()}",
            mend="correct the day, or the clock of this computer; nothing was written",
        )
    return published
