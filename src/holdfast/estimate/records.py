"""What is held to be true at one moment, and which claims it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from holdfast.gate import GateDay
    from holdfast.lifelines import EndState
    from holdfast.sites import Draws, Site

Use = Literal["used", "mixed", "gate", "superseded", "duplicate", "listed"]
RestsOn = Literal["prior", "site", "claim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One accepted claim and what the estimate did with it.

    Attributes
    ----------
    claim_id, claimant : str
        The claim and who makes it.
    claim_type, item : str
        What kind of claim, and of what.
    use : str
        ``used`` (replaces a prior), ``mixed`` (shares the members with other claims of the same thing), ``gate``
        (entered the gate record), ``superseded`` (a later claim of the same thing is used), ``duplicate`` (the same
        words were counted once already) or ``listed`` (shown, not used; `reason` says why).
    paths : tuple of str
        Value paths it replaces, such as ``stores.diesel-main.quantity``.
    occurred : datetime or None
        The hour at which it enters.
    low, high : float or None
        As stated, in `unit`.
    unit : str or None
        Internal unit of `low` and `high`.
    grade : str
        Source grade, such as ``B2``.
    relative_error : float or None
        Half-width of the 90 per cent interval relative to the figure [1].
    weight : float
        Share of the members that follow this claim [1]; 1 when it is the only one.
    reason : str
        Why it is listed, superseded or mixed; empty when simply used.
    """

    claim_id: str
    claimant: str
    claim_type: str
    item: str
    use: Use
    paths: tuple[str, ...] = ()
    occurred: datetime | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    grade: str = ""
    relative_error: float | None = None
    weight: float = 1.0
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return {
            "claim_id": self.claim_id,
            "claimant": self.claimant,
            "claim_type": self.claim_type,
            "item": self.item,
            "use": self.use,
            "paths": list(self.paths),
            "occurred": self.occurred.isoformat() if self.occurred else None,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "grade": self.grade,
            "relative_error": self.relative_error,
            "weight": self.weight,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """One thing that is not known and could be measured.

    Attributes
    ----------
    path : str
        Value path, or ``claims.<path>`` for the question which of several claims is right.
    label : str
        In words, such as "diesel in diesel-main".
    values : ndarray (members,)
        The draws, in the unit of the path.
    rests_on : str
        ``prior``, ``site`` (an interval of the site file) or ``claim``.
    """

    path: str
    label: str
    values: NDArray[np.float64]
    rests_on: RestsOn = "prior"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The ensemble conditioned on the ledger, at one moment.

    Attributes
    ----------
    site : Site
        The site.
    as_known : datetime
        The moment of issue, with the site's zone; only what was received by then is used.
    start : datetime
        Hour of the oldest stock claim used, at most 14 days before `as_known`; readings older than the issue were run
        forward from there. `as_known` itself when no stock is claimed.
    draws : Draws
        Draws of every value path at `as_known`, one for each member.
    observations : tuple of Observation
        Every accepted claim and what was done with it.
    notes : tuple of str
        What was seen and not assimilated yet, in words.
    warnings : tuple of str
        Contradictions, figures beyond a capacity and the like, in words.
    gate_days : tuple of GateDay
        The last 14 days of the gate record, up to `as_known`.
    unknowns : tuple of Unknown
        What differs between members.
    defaults : tuple of mapping
        ``{"path", "label", "value", "low", "high", "unit", "reference"}`` of every default and prior used.
    seed : int
        Root of every named stream.
    members : int
        Number of members.
    claims_hash : str
        SHA-256 of the claims that went in, canonical.
    state : EndState or None
        What the site carries over the moment of issue beside the levels in `draws`: temperatures, doses, hold-over, wet
        wells, batteries, water at home, the water of the last day, what bodies lack. A forecast starts from it.
    """

    site: Site
    as_known: datetime
    start: datetime
    draws: Draws
    observations: tuple[Observation, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    gate_days: tuple[GateDay, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    defaults: tuple[Mapping[str, Any], ...] = ()
    seed: int = 0
    members: int = 1
    claims_hash: str = ""
    state: EndState | None = None

    @property
    def used(self) -> tuple[Observation, ...]:
        """The claims that set a value or a gate day."""
        return tuple(o for o in self.observations if o.use in {"used", "mixed", "gate"})

    @property
    def hours_before_issue(self) -> int:
        """Whole hours from `start` to `as_known`."""
        return round((self.as_known.timestamp() - self.start.timestamp()) / 3600.0)
