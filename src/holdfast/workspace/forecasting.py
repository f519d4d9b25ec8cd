"""Forecast and what-if of a workspace: claims as known, estimate, scenarios, and the issued record back to the ledger."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.estimate import Estimate, estimate
from holdfast.forecast import (
    DEFAULT_HORIZON_DAYS,
    DEFAULT_MEMBERS,
    NOTHING_ENTERS,
    SCENARIOS,
    Forecast,
    WhatIf,
    forecast,
    read_setting,
    what_if,
)
from holdfast.ledger import Claim, ConsignmentState, Ledger, append_forecast, consignment_states
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import moment_of
from holdfast.workspace.standing_claims import standing_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.sites import Site

Engine = Literal["compiled", "python"]
MOST_MEMBERS = 100_000
SILENT_DAYS = 14
# Left out of the ledger's record: long, and made again from the rest; their bytes are in the hash of the whole.
NOT_KEPT = ("bands", "defaults", "observations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What `issue_forecasts` made.

    Attributes
    ----------
    site : Site
        The site.
    claims : tuple of Claim
        The accepted claims as known.
    estimate : Estimate
        What they make of it.
    forecasts : tuple of Forecast
        One for each scenario, in the order asked for.
    entries : tuple of str
        Ids of the ledger entries; empty when nothing was recorded.
    consignments : tuple of ConsignmentState
        The consignments as known.
    """

    site: Site
    claims: tuple[Claim, ...]
    estimate: Estimate
    forecasts: tuple[Forecast, ...]
    entries: tuple[str, ...]
    consignments: tuple[ConsignmentState, ...] = ()


def issue_forecasts(
    folder: Path,
    *,
    as_known: date | datetime | None = None,
    scenarios: Sequence[str] = SCENARIOS,
    members: int = DEFAULT_MEMBERS,
    seed: int = 1,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
    engine: Engine = "compiled",
    record: bool = True,
    say: Callable[[str], None] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Issued:
    """Forecast a workspace and write what was issued to its ledger.

    Parameters
    ----------
    folder : Path
        The workspace.
    as_known : date, datetime or None
        Only what was received by the end of this day, in the site's zone, is used, and the forecast counts from
        there. None: now. A day that has not come is refused.
    scenarios : sequence of str
        Which scenarios to run, over one estimate; none of them for the estimate alone.
    members, seed, horizon_days, engine
        As for `estimate` and `forecast`.
    record : bool
        False: the ledger is read and not written; `record_issued` does it later.
    say : callable, optional
        Told what is being done.
    clock : callable, optional
        Returns the present; the system's clock when None.

    Returns
    -------
    Issued
        With an empty ledger the forecasts rest on priors alone, and their first line says so.

    Raises
    ------
    HoldfastError
        HF-W001 for a folder that is no workspace, HF-W003 for a day in the future, HF-F005 for a number of members out of range, HF-F001 and HF-F002
        from the forecast, and what the site file and the ledger raise.
    """
    tell = say or (lambda _: None)
    start = _estimate(folder, as_known=as_known, members=members, seed=seed, engine=engine, say=tell, clock=clock)
    silence = _silence(start, as_known)
    made = []
    for name in scenarios:
        tell(f"forecasting: {name}")
        item = forecast(start.estimate, name, horizon_days, engine=engine)
        made.append(replace(item, warnings=(*silence, *item.warnings)))
    entries = record_issued(open_site_ledger(folder, start.site, clock=clock), made) if record else ()
    return replace(start, forecasts=tuple(made), entries=entries)


def record_issued(ledger: Ledger, forecasts: Sequence[Forecast]) -> tuple[str, ...]:
    """Write forecasts to the ledger as issued, and return the ids of their entries.

    Raises
    ------
    LedgerError
        HF-L005 when the ledger cannot be written.
    """
    return tuple(append_forecast(ledger, issued_record(item)).id for item in forecasts)


def compare(
    folder: Path,
    *,
    deliver: Sequence[str] = (),
    repair: Sequence[str] = (),
    cooling_hours: str | None = None,
    values: Sequence[str] = (),
    as_known: date | datetime | None = None,
    scenario: str = NOTHING_ENTERS,
    members: int = DEFAULT_MEMBERS,
    seed: int = 1,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
    engine: Engine = "compiled",
    clock: Callable[[], datetime] | None = None,
) -> WhatIf:
    """Compare a setting with the workspace as it is; nothing is written.

    Parameters
    ----------
    folder : Path
        The workspace.
    deliver, repair, cooling_hours, values
        What differs, as typed (see `holdfast.forecast.read_setting`).
    as_known, scenario, members, seed, horizon_days, engine, clock
        As for `issue_forecasts`.

    Raises
    ------
    HoldfastError
        HF-F003 and HF-F004 for a setting that cannot be read or does not fit, and as for `issue_forecasts`.
    """
    start = _estimate(
        folder, as_known=as_known, members=members, seed=seed, engine=engine, say=lambda _: None, clock=clock
    )
    setting = read_setting(
        start.estimate,
        horizon_days,
        deliver=tuple(deliver),
        repair=tuple(repair),
        cooling_hours=cooling_hours,
        values=tuple(values),
    )
    return what_if(start.estimate, setting, scenario, horizon_days, engine=engine)


def issued_record(item: Forecast) -> dict[str, Any]:
    """Return what the ledger keeps of a forecast: dates, probabilities, inputs' hashes, and the hash of the whole."""
    whole = as_json_value(item.to_dict())
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, allow_nan=False)
    kept = {name: value for name, value in whole.items() if name not in NOT_KEPT}
    return {**kept, "forecast_sha256": hashlib.sha256(text.encode()).hexdigest()}


def as_json_value(value: object) -> Any:
    """Return a value as JSON knows it: mappings with text keys, lists, and numbers without NumPy types."""
    if isinstance(value, dict):
        return {str(key): as_json_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json_value(item) for item in value]
    if isinstance(value, float):
        return float(value)
    return value


def _estimate(
    folder: Path,
    *,
    as_known: date | datetime | None,
    members: int,
    seed: int,
    engine: Engine,
    say: Callable[[str], None],
    clock: Callable[[], datetime] | None,
) -> Issued:
    if not 1 <= members <= MOST_MEMBERS:
        raise InputError(
            "HF-F005",
            where="--members",
            found=str(members),
            expected=f"1 to {MOST_MEMBERS}",
            mend=f"{DEFAULT_MEMBERS} members give probabilities good to about one per cent",
        )
    site = load_site(open_workspace(folder).site_file)
    moment = moment_of(as_known, clock, site.timezone)
    ledger = open_site_ledger(folder, site, clock=clock)
    known = standing_claims(ledger, as_known=None if as_known is None else moment)
    consigned = consignment_states(ledger, as_known=None if as_known is None else moment)
    say(f"estimating from {len(known)} accepted claims" if known else "no accepted claim: estimating from priors alone")
    made = estimate(site, known, moment, members, seed, consignments=consigned, engine=engine)
    return Issued(site=site, claims=known, estimate=made, forecasts=(), entries=(), consignments=consigned)


def _silence(start: Issued, as_known: date | datetime | None) -> tuple[str, ...]:
    """Return a warning when the ledger has been silent for longer than a claim of a stock holds."""
    if not start.claims or as_known is not None:
        return ()
    newest = max(datetime.fromisoformat(claim.received) for claim in start.claims)
    if (start.estimate.as_known - newest).days < SILENT_DAYS:
        return ()
    day = newest.astimezone(ZoneInfo(start.site.timezone)).date()
    return (f"The newest claim was received on {day}; for a forecast as of that day use --as-known {day}.",)
