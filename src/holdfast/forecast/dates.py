"""From times of failure to probabilities by day and to dates."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.forecast.records import QUANTILES, LifelineForecast

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HOURS_PER_DAY = 24.0
# The hour loop sees nothing within an hour: what fails in the first one had failed at the moment of issue.
ALREADY_H = 1.0


def p_by_day(times_h: Floats, horizon_days: int) -> tuple[float, ...]:
    """Return the share of members that failed by the end of day 1, 2, ... after the issue.

    Parameters
    ----------
    times_h : ndarray (members,)
        Hours from the issue to failure; infinite when not within the horizon.
    horizon_days : int
        Days ahead.
    """
    days = np.arange(1, horizon_days + 1) * HOURS_PER_DAY
    ordered = np.sort(times_h)
    return tuple(float(n) / times_h.shape[0] for n in np.searchsorted(ordered, days, side="right"))


def standard_error(p: float, members: int) -> float:
    """Return the Monte-Carlo standard error of a probability, by the binomial formula [1].

    The members are stratified, which can only make it smaller.
    """
    return math.sqrt(p * (1.0 - p) / members)


def quantile_h(times_h: Floats, q: float, horizon_h: float) -> float | None:
    """Return the time by which a share ``q`` of the members has failed [h]; None past the horizon.

    The smallest time at which the empirical distribution reaches ``q``: no interpolation, so that a member that does
    not fail within the horizon is never mixed with one that does.
    """
    ordered = np.sort(times_h)
    place = min(max(math.ceil(q * ordered.shape[0]) - 1, 0), ordered.shape[0] - 1)
    found = float(ordered[place])
    return found if found <= horizon_h else None


def at(issue: datetime, hours: float | None) -> datetime | None:
    """Return the moment some hours after the issue, to the minute, in the site's zone."""
    if hours is None:
        return None
    # Through UTC: hours are real hours also where the clock changes.
    moment = (issue.astimezone(UTC) + timedelta(minutes=round(hours * 60.0))).astimezone(issue.tzinfo)
    return moment.replace(second=0, microsecond=0)


def lifeline_forecast(
    *, name: str, lifeline: str, meaning: str, times_h: Floats, issue: datetime, horizon_days: int
) -> LifelineForecast:
    """Return the forecast of one lifeline from its members' times of failure (hours from the issue)."""
    members = times_h.shape[0]
    horizon_h = horizon_days * HOURS_PER_DAY
    already = float(np.mean(times_h <= ALREADY_H))
    from_issue = np.where(times_h <= ALREADY_H, 0.0, times_h)
    probabilities = p_by_day(from_issue, horizon_days)
    dates = {key: at(issue, quantile_h(from_issue, q, horizon_h)) for key, q in QUANTILES}
    return LifelineForecast(
        name=name,
        lifeline=lifeline,
        meaning=meaning,
        p_by_day=probabilities,
        p_error=tuple(standard_error(p, members) for p in probabilities),
        failed_already=already,
        **dates,
    )
