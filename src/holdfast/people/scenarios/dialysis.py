"""The published curve of withdrawal from dialysis, as a scenario: pessimistic, and never a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.people.scenarios.drawing import (
    MEMBERS,
    defaults_note,
    drawn,
    from_row,
    replaced,
    sources_of,
    spread,
    within,
)
from holdfast.people.scenarios.record import Scenario, named, unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.people.scenarios.record import Assumption

Treatment = Literal["haemodialysis", "peritoneal dialysis"]
MEAN = "mean of the exponential curve after the last session"
LONGEST_DAYS = 60.0
_ROWS = {"haemodialysis": "health:t_HD", "peritoneal dialysis": "health:t_PD"}
PESSIMISTIC = (
    "Pessimistic: the cohorts are old and ill people who chose to end treatment. A working-age resident who misses "
    "sessions is not one of them; shorter sessions or two a week come first (dialysis_week)."
)


def surviving_share(days: float, mean_days: float) -> float:
    """Return the share of a withdrawal cohort still alive some days after the last session.

    Parameters
    ----------
    days : float
        Days after the last session [d], 0 to 60.
    mean_days : float
        Mean of the exponential curve [d], 1 to 60.

    Returns
    -------
    float
        ``exp(-days / mean_days)`` [1] (health specification, section 8).

    Raises
    ------
    InputError
        HF-P065, outside those limits.
    """
    within("days after the last session", days, 0.0, LONGEST_DAYS, unit="d")
    within(MEAN, mean_days, 1.0, LONGEST_DAYS, unit="d", ask="is it in hours or weeks? Give days")
    return float(np.exp(-days / mean_days))


def dialysis_withdrawal(
    *,
    scenario: str,
    days: Iterable[float] = (2.0, 6.0, 11.0),
    treatment: Treatment = "haemodialysis",
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return the share of published withdrawal cohorts alive on days after the last session, as a range.

    Parameters
    ----------
    scenario : str
        The condition in words: "if no dialysis at all is possible from 3 June". Without it nothing is computed.
    days : iterable of float
        Days after the last session [d], 0 to 60.
    treatment : {"haemodialysis", "peritoneal dialysis"}
        What ended.
    replace, members, seed
        As in :func:`holdfast.people.scenarios.child_wasting`.

    Returns
    -------
    Scenario
        A share for each day, with its assumption and the word "pessimistic". There is no count of people and no date:
        missed sessions are counted by :func:`holdfast.people.dialysis_week`.

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P065 for days outside the limits; HF-P066 for another treatment.

    Notes
    -----
    Exponential within a cohort, its mean uniform between cohorts (5.8 to 12 days after haemodialysis). The range is of
    cohorts: a small group scatters far more. Evenly drawn means, so that 5 and 95 per cent lie near 6.1 and 11.7 days.
    """
    name = named(scenario)
    row_id = _ROWS.get(treatment)
    if row_id is None:
        # Unreachable for a caller whose types are checked; a notebook has none.
        raise unknown_name("treatment", str(treatment), _ROWS)
    assumptions = replaced((from_row(row_id, MEAN, distribution="uniform"),), replace)
    means = drawn(assumptions, members=members, seed=seed)[MEAN]
    within(MEAN, float(means.min()), 1.0, LONGEST_DAYS, unit="d", ask="is it in hours or weeks? Give days")
    asked = sorted({within("days after the last session", day, 0.0, LONGEST_DAYS, unit="d") for day in days})
    return Scenario(
        name=name,
        question=f"share of withdrawal cohorts alive on days after the last session of {treatment} (pessimistic)",
        results=tuple(spread(f"share alive on day {day:g}", np.exp(-day / means), unit="-") for day in asked),
        assumptions=assumptions,
        notes=(PESSIMISTIC, *defaults_note(assumptions)),
        sources=sources_of(assumptions),
    )
