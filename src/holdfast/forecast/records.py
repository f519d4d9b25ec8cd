"""A forecast as it is issued: dates of failure with their intervals, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.forecast.people import PeopleOutlook

NOTHING_ENTERS = "nothing-enters"
AS_RECENT = "as-recent"
SCENARIOS: tuple[str, ...] = (NOTHING_ENTERS, AS_RECENT)
QUANTILES: tuple[tuple[str, float], ...] = (
    ("q05", 0.05),
    ("q10", 0.10),
    ("q25", 0.25),
    ("q50", 0.50),
    ("q75", 0.75),
    ("q90", 0.90),
    ("q95", 0.95),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifelineForecast:
    """When one lifeline fails.

    Attributes
    ----------
    name, lifeline : str
        Event name and lifeline of the table of failures, such as ``diesel_out`` and ``fuel``.
    meaning : str
        The failure in words, from the same table.
    p_by_day : tuple of float
        Probability of having failed by the end of day 1, 2, ... after issue [1].
    p_error : tuple of float
        Monte-Carlo standard error of each probability [1].
    q05 ... q95 : datetime or None
        Date by which that share of the members has failed, in the site's zone; None past the horizon ("not before").
    failed_already : float
        Share of the members in which it has failed by the moment of issue [1]; they count as failed at issue.
    """

    name: str
    lifeline: str
    meaning: str
    p_by_day: tuple[float, ...]
    p_error: tuple[float, ...]
    q05: datetime | None
    q10: datetime | None
    q25: datetime | None
    q50: datetime | None
    q75: datetime | None
    q90: datetime | None
    q95: datetime | None
    failed_already: float

    @property
    def p_within_horizon(self) -> float:
        """Probability of having failed by the end of the horizon."""
        return self.p_by_day[-1] if self.p_by_day else self.failed_already

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON; times as ISO text with their offset."""
        times = {name: _iso(getattr(self, name)) for name, _ in QUANTILES}
        return {
            "name": self.name,
            "lifeline": self.lifeline,
            "p_by_day": list(self.p_by_day),
            **times,
            "p_error": list(self.p_error),
            "failed_already": self.failed_already,
            "meaning": self.meaning,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureNext:
    """How much one measurement would narrow the date of the lifeline that fails next.

    Attributes
    ----------
    unknown, label : str
        Value path, and the same in words.
    lifeline : str
        The lifeline whose date it narrows.
    days_narrower : float
        Expected narrowing of the 10 to 90 per cent range if the unknown were known exactly [days], never negative.
    share : float
        The same as a share of that range [1].
    """

    unknown: str
    label: str
    lifeline: str
    days_narrower: float
    share: float

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return {
            "unknown": self.unknown,
            "days_narrower": self.days_narrower,
            "label": self.label,
            "lifeline": self.lifeline,
            "share": self.share,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The fan of one stock, level or temperature.

    Attributes
    ----------
    path : str
        Value path of the stock, such as ``stores.diesel-main.quantity``, or an output name.
    label : str
        In words.
    lifeline : str
        Lifeline it belongs to.
    unit : str
        Internal unit of the quantiles.
    hours : tuple of int
        Hours after issue.
    q10, q50, q90 : tuple of float
        Quantiles over the members at those hours.
    """

    path: str
    label: str
    lifeline: str
    unit: str
    hours: tuple[int, ...]
    q10: tuple[float, ...]
    q50: tuple[float, ...]
    q90: tuple[float, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return {
            "path": self.path,
            "label": self.label,
            "lifeline": self.lifeline,
            "unit": self.unit,
            "hours": list(self.hours),
            "q10": list(self.q10),
            "q50": list(self.q50),
            "q90": list(self.q90),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One scenario's forecast of every lifeline of a site.

    Attributes
    ----------
    issued, as_known : datetime
        Moment from which the dates count, and the end of what was known; with the site's zone.
    scenario : str
        One of `SCENARIOS`.
    engine : str
        ``compiled`` or ``python``.
    seed, members, horizon_days : int
        Root of the streams, size of the ensemble, days looked ahead.
    events : tuple of LifelineForecast
        Lifelines of this site, the one that fails first at the front.
    measure_next : tuple of MeasureNext
        Unknowns by what knowing them would narrow, most first.
    measure_each : tuple of MeasureNext
        For every lifeline the unknown that would narrow its date most.
    bands : tuple of Band
        Fans for charts.
    people : PeopleOutlook or None
        What the scenario says of people; None where nobody lives there.
    defaults : tuple of mapping
        Every default and prior used: path, label, value, low, high, unit, reference.
    warnings, notes : tuple of str
        What a reader must know, in words.
    rests_on : str
        First line: on how many claims, or on priors alone.
    observations : tuple of mapping
        What was done with each accepted claim (`Observation.to_dict`).
    provenance : mapping
        Version, hashes of site and claims, engine, seed, members, scenario, weather.
    """

    issued: datetime
    as_known: datetime
    scenario: str
    engine: str
    seed: int
    members: int
    horizon_days: int
    events: tuple[LifelineForecast, ...]
    measure_next: tuple[MeasureNext, ...] = ()
    measure_each: tuple[MeasureNext, ...] = ()
    bands: tuple[Band, ...] = ()
    people: PeopleOutlook | None = None
    defaults: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rests_on: str = ""
    observations: tuple[Mapping[str, Any], ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def event(self, name: str) -> LifelineForecast | None:
        """Return the forecast of one event or lifeline by name; None when the site has no such lifeline."""
        return next((e for e in self.events if name in {e.name, e.lifeline}), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole forecast for JSON. It carries no class yet: `disclosure.label` adds it."""
        return {
            "issued": self.issued.isoformat(),
            "as_known": self.as_known.isoformat(),
            "scenario": self.scenario,
            "engine": self.engine,
            "seed": self.seed,
            "horizon_days": self.horizon_days,
            "members": self.members,
            "rests_on": self.rests_on,
            "events": [event.to_dict() for event in self.events],
            "measure_next": [item.to_dict() for item in self.measure_next],
            "measure_each": [item.to_dict() for item in self.measure_each],
            "people": None if self.people is None else self.people.to_dict(),
            "defaults": [dict(row) for row in self.defaults],
            "warnings": list(self.warnings),
            "notes": list(self.notes),
            "observations": [dict(row) for row in self.observations],
            "bands": [band.to_dict() for band in self.bands],
            "provenance": dict(self.provenance),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one lifeline's date moves between two settings, member by member with shared draws.

    Attributes
    ----------
    name, lifeline : str
        As in `LifelineForecast`.
    days_q10, days_q50, days_q90 : float
        Quantiles of (variant - baseline) over the members [days]; positive is later. A member beyond the horizon
        counts at the horizon, so that a difference that touches it is a least difference.
    later, earlier, unchanged : float
        Shares of the members [1].
    at_horizon : float
        Share of the members whose difference is cut by the horizon [1].
    """

    name: str
    lifeline: str
    days_q10: float
    days_q50: float
    days_q90: float
    later: float
    earlier: float
    unchanged: float
    at_horizon: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Two settings compared with shared draws.

    Attributes
    ----------
    setting : str
        What is different, in words.
    baseline, variant : Forecast
        The two forecasts.
    differences : tuple of Difference
        One for each lifeline.
    sentences : tuple of str
        One sentence for each lifeline.
    """

    setting: str
    baseline: Forecast
    variant: Forecast
    differences: tuple[Difference, ...]
    sentences: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison for JSON."""
        return {
            "setting": self.setting,
            "baseline": self.baseline.to_dict(),
            "variant": self.variant.to_dict(),
            "differences": [difference.to_dict() for difference in self.differences],
            "sentences": list(self.sentences),
        }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
