"""Two settings compared member by member, with every draw shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.forecast.dates import ALREADY_H, HOURS_PER_DAY
from holdfast.forecast.issue import DEFAULT_HORIZON_DAYS, as_forecast, run_scenario
from holdfast.forecast.records import NOTHING_ENTERS, Difference, WhatIf
from holdfast.forecast.words import sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.estimate import Estimate
    from holdfast.forecast.settings import Setting

    Floats = NDArray[np.float64]

SAME_DAYS = 1e-9


def what_if(
    estimate: Estimate,
    setting: Setting,
    scenario: str = NOTHING_ENTERS,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
    *,
    engine: Literal["compiled", "python"] = "compiled",
) -> WhatIf:
    """Compare a setting with the baseline.

    Parameters
    ----------
    estimate : Estimate
        Where both start.
    setting : Setting
        What differs (see `read_setting`).
    scenario, horizon_days, engine
        As for `forecast`, the same for both.

    Returns
    -------
    WhatIf
        Both forecasts, and for each lifeline the quantiles of the member-wise differences of its date. Both share
        every draw, so that a difference is the effect of the setting and of nothing else.

    Raises
    ------
    InputError
        As for `forecast`.
    """
    before = run_scenario(estimate, scenario, horizon_days, engine=engine)
    after = run_scenario(
        estimate,
        scenario,
        horizon_days,
        engine=engine,
        site=setting.site,
        draws=setting.draws(estimate.draws),
        extra=setting.events,
    )
    baseline = as_forecast(estimate, before, scenario, horizon_days)
    variant = as_forecast(estimate, after, scenario, horizon_days)
    order = [event.name for event in baseline.events]
    differences = tuple(
        difference(name, before.lifelines[name], before.times_h[name], after.times_h[name], horizon_days)
        for name in order
    )
    return WhatIf(
        setting=setting.words,
        baseline=baseline,
        variant=variant,
        differences=differences,
        sentences=tuple(sentence(item) for item in differences),
    )


def difference(name: str, lifeline: str, before_h: Floats, after_h: Floats, horizon_days: int) -> Difference:
    """Return the quantiles of the member-wise differences of one date.

    Parameters
    ----------
    name, lifeline : str
        Of the event.
    before_h, after_h : ndarray (members,)
        Hours from the issue to failure in baseline and variant; infinite past the horizon.
    horizon_days : int
        A member past it counts at it: its difference is a least difference.
    """
    one, other = _days(before_h, horizon_days), _days(after_h, horizon_days)
    moved = other - one
    low, middle, high = (float(x) for x in np.quantile(moved, (0.1, 0.5, 0.9)))
    cut = np.isinf(before_h) != np.isinf(after_h)
    return Difference(
        name=name,
        lifeline=lifeline,
        days_q10=low,
        days_q50=middle,
        days_q90=high,
        later=float(np.mean(moved > SAME_DAYS)),
        earlier=float(np.mean(moved < -SAME_DAYS)),
        unchanged=float(np.mean(np.abs(moved) <= SAME_DAYS)),
        at_horizon=float(np.mean(cut)),
    )


def _days(times_h: Floats, horizon_days: int) -> Floats:
    from_issue = np.where(times_h <= ALREADY_H, 0.0, times_h)
    return np.minimum(from_issue / HOURS_PER_DAY, float(horizon_days))
