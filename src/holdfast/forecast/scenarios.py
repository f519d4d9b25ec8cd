"""Scenarios of the gate, as events of the hour loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.estimate import closed, gate_events, traffic
from holdfast.forecast.records import AS_RECENT, NOTHING_ENTERS, SCENARIOS
from holdfast.gate import as_recent

if TYPE_CHECKING:
    from holdfast.estimate import Estimate
    from holdfast.lifelines import Event


def scenario_events(estimate: Estimate, scenario: str, horizon_days: int) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return what enters in a scenario, and what a reader must know about it.

    Parameters
    ----------
    estimate : Estimate
        Site, draws and gate record.
    scenario : str
        ``nothing-enters``, or ``as-recent``: days to come are like the last 14 days of the gate record.
    horizon_days : int
        Days ahead.

    Returns
    -------
    events : tuple of Event
        Hours count from the moment of issue. Every draw of ``as-recent`` has its own stream, so that scenarios share
        all others.
    warnings : tuple of str
        Such as that the record says nothing of a commodity.

    Raises
    ------
    InputError
        HF-F001 for another scenario.
    """
    if scenario == NOTHING_ENTERS:
        return (closed(),), ()
    if scenario != AS_RECENT:
        raise InputError(
            "HF-F001",
            where="scenario",
            found=repr(scenario),
            expected=" or ".join(SCENARIOS),
            mend="choose one of the two",
        )
    site, draws = estimate.site, estimate.draws
    passing = traffic(site, draws, estimate.gate_days)
    ahead = as_recent(
        estimate.gate_days,
        horizon_days + 1,  # a run that starts within a day touches one calendar day more
        draws.members,
        estimate.seed,
        site_id=site.id,
        **passing,
    )
    events = gate_events(
        site,
        draws,
        ahead.fractions,
        passing["usual"],
        start=estimate.as_known,
        hours=24 * horizon_days,
        first_day=estimate.as_known.date(),
    )
    warnings = list(ahead.warnings)
    if not ahead.fractions:
        warnings.append(
            "The site names nothing that comes through the gate, and the record no amount: "
            "as-recent is the same as nothing-enters."
        )
    return events, tuple(warnings)
