"""The gate of the days to come, drawn from the gate of the last days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from holdfast.gate.records import GateDay, GateDraws, GateEntry
from holdfast.sites import stream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WINDOW_DAYS = 14
# A passing fraction stated by the site counts as much as this many days of record (assumption).
STATED_DAYS = 3.0
# Behind the issue, in this share of the members nothing came on the days nobody recorded (assumption).
NOTHING_CAME = 0.5
_STEPS = 4097


def beta_quantile(u: Floats, a: float, b: float) -> Floats:
    """Return the quantiles of a Beta(a, b) distribution.

    Parameters
    ----------
    u : ndarray, any shape
        Probabilities in [0, 1].
    a, b : float
        Shapes, at least 1/2 each.

    Returns
    -------
    ndarray of the same shape
        In [0, 1], never decreasing in ``u`` and in ``a``; correct to about 1e-5 for shapes up to some tens.

    Notes
    -----
    With x = sin^2(t) the density is 2 sin(t)^(2a-1) cos(t)^(2b-1), which stays finite for shapes from 1/2 on, so that
    a plain trapezoid sum over t gives the distribution function.
    """
    cumulative, x = _beta_table(a, b)
    return np.interp(np.asarray(u, dtype=np.float64), cumulative, x)


@lru_cache(maxsize=256)
def _beta_table(a: float, b: float) -> tuple[Floats, Floats]:
    t = np.linspace(0.0, np.pi / 2.0, _STEPS)
    density = np.sin(t) ** (2.0 * a - 1.0) * np.cos(t) ** (2.0 * b - 1.0)
    cumulative = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2.0)))
    return cumulative / cumulative[-1], np.sin(t) ** 2


def as_recent(
    days: Sequence[GateDay],
    horizon_days: int,
    members: int,
    seed: int,
    *,
    site_id: str = "",
    commodities: Iterable[str] = (),
    usual: Mapping[str, Floats] | None = None,
    usual_count: Mapping[str, Floats] | None = None,
    prior: Floats | None = None,
    prior_days: float = 0.0,
    record_is_all: Collection[str] = (),
) -> GateDraws:
    """Draw days to come like the days of the record.

    Parameters
    ----------
    days : sequence of GateDay
        The record, one entry a day (see `calendar`); the last 14 are used.
    horizon_days, members, seed : int
        Shape of the draws and root of the streams.
    site_id : str
        Names the streams with the seed: the streams are (seed, site, ``gate``, ...), so that scenarios share every
        other draw.
    commodities : iterable of str
        What can come through the gate of this site.
    usual : mapping of commodity to ndarray (members,)
        Quantity of a usual day, in the unit of the record; a recorded quantity becomes a share of it.
    usual_count : mapping of commodity to ndarray (members,)
        Vehicles of a usual day, for commodities that are counted in trucks.
    prior : ndarray (members,), optional
        Passing fraction where no day at all is known, from 0 to 1; uniform from 0 to 1 when not given.
    prior_days : float
        Days of record that `prior` is worth beside the known days; zero when nobody states it.
    record_is_all : collection of str
        Commodities whose usual day is itself taken from the record: nothing is imputed on top of it.

    Returns
    -------
    GateDraws
        ``fractions[commodity]`` of shape (members, horizon_days), share of a usual day [1].

    Notes
    -----
    For each member and day one day of the record is drawn, all commodities together, so that they stay correlated. Is
    the commodity not known on that day, its passing is drawn: "anything enters" has the rate of a Beta(1/2, 1/2) prior
    updated by the known days (Jeffreys), one rate a member, and what enters is a usual day, or the median of the
    known non-zero amounts if that is less: the days somebody wrote down are those on which much came, and a tanker in
    the record is not a tanker a day. Where the site states a passing fraction, the rate is drawn towards it, with the weight of
    `prior_days` days. A day on which a claimant who records this commodity on other days speaks of others only has none of
    it: a record kept by the same hand is silent because nothing came. A day on which part of it entered, nobody says how much, is uniform between nothing and
    a usual day. With no known day at all the rate is replaced by `prior` and a warning says so.
    """
    rule = _Rule(prior=prior, prior_days=prior_days, record_is_all=frozenset(record_is_all))
    window = list(days)[-WINDOW_DAYS:]
    chosen = _chosen_days(len(window), horizon_days, members, stream(seed, site_id, "gate", "ahead", "day"))
    key = (seed, site_id, "gate", "ahead")
    fractions, records = _drawn(window, chosen, key, commodities, usual or {}, usual_count or {}, rule)
    known_days = {name: int(record.known.sum()) for name, record in records.items()}
    silent = sorted(name for name, count in known_days.items() if count == 0)
    warnings = []
    if silent:
        warnings.append(
            f"The gate record of the last {WINDOW_DAYS} days says nothing of {', '.join(silent)}: "
            "for these the scenario as-recent rests on a prior."
        )
    return GateDraws(fractions=fractions, known_days=known_days, warnings=tuple(warnings))


def as_recorded(
    days: Sequence[GateDay],
    members: int,
    seed: int,
    *,
    site_id: str = "",
    commodities: Iterable[str] = (),
    usual: Mapping[str, Floats] | None = None,
    usual_count: Mapping[str, Floats] | None = None,
    prior: Floats | None = None,
    prior_days: float = 0.0,
    record_is_all: Collection[str] = (),
) -> GateDraws:
    """Draw what entered on the days of the record itself: as recorded where it is, imputed where it is not.

    Parameters
    ----------
    days : sequence of GateDay
        The record, one entry a day; the last 14 are used.
    members, seed, site_id, commodities, usual, usual_count, prior, prior_days, record_is_all
        As for `as_recent`; the streams are apart from those of the days to come.

    Returns
    -------
    GateDraws
        ``fractions[commodity]`` of shape (members, days of the record used), and the days that are imputed.

    Notes
    -----
    What came since a reading has left a trace somewhere, more often than not: in half of the members nothing came on
    the days nobody recorded. Days without a record widen what is left; they do not raise its middle.
    """
    rule = _Rule(prior=prior, prior_days=prior_days, record_is_all=frozenset(record_is_all), nothing=NOTHING_CAME)
    window = list(days)[-WINDOW_DAYS:]
    chosen = np.repeat(np.arange(len(window), dtype=np.intp)[None, :], members, axis=0)
    key = (seed, site_id, "gate", "behind")
    fractions, records = _drawn(window, chosen, key, commodities, usual or {}, usual_count or {}, rule)
    return GateDraws(
        fractions=fractions,
        known_days={name: int(record.known.sum()) for name, record in records.items()},
        unrecorded={
            name: tuple(day.day for day, said in zip(window, record.known | record.partly, strict=True) if not said)
            for name, record in records.items()
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """What is supposed of days without a record."""

    prior: Floats | None
    prior_days: float
    record_is_all: frozenset[str]
    nothing: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recorded:
    """One commodity in the record: its share (members, window), the days it is known, and those known to be part."""

    share: Floats
    known: NDArray[np.bool_]
    partly: NDArray[np.bool_]


def _drawn(
    window: Sequence[GateDay],
    chosen: NDArray[np.intp],
    key: tuple[int, str, str, str],
    commodities: Iterable[str],
    usual: Mapping[str, Floats],
    usual_count: Mapping[str, Floats],
    rule: _Rule,
) -> tuple[dict[str, Floats], dict[str, _Recorded]]:
    """Return fractions (members, days) and what is recorded of each commodity."""
    members, horizon_days = chosen.shape
    fractions: dict[str, Floats] = {}
    records: dict[str, _Recorded] = {}
    for name in sorted(set(commodities)):
        record = records[name] = _recorded(window, name, members, usual, usual_count)
        draw = _Draw(key=(*key, name), members=members, days=horizon_days)
        unsaid = draw.imputed(record, rule)
        if name in rule.record_is_all:
            unsaid = np.zeros_like(unsaid)
        if window:
            picked = record.share[np.arange(members)[:, None], chosen]
            unsaid = np.where(record.partly[chosen], draw.uniform("part"), unsaid)
            unsaid = np.where(record.known[chosen], picked, unsaid)
        fractions[name] = unsaid
    return fractions, records


class _Draw:
    """The named streams of one commodity."""

    def __init__(self, *, key: tuple[int, str, str, str, str], members: int, days: int) -> None:
        self._key = key
        self._members = members
        self._days = days

    def uniform(self, cause: str) -> Floats:
        """Return uniform draws of shape (members, days)."""
        return stream(*self._key, cause).random((self._members, self._days))

    def imputed(self, record: _Recorded, rule: _Rule) -> Floats:
        """Return the passing fraction of days nobody recorded, of shape (members, days)."""
        came = stream(*self._key, "came").random(self._members) >= rule.nothing
        return np.where(came[:, None], self._supposed(record, rule), 0.0)

    def _supposed(self, record: _Recorded, rule: _Rule) -> Floats:
        u = stream(*self._key, "rate").random(self._members)
        stated = None if rule.prior is None else np.asarray(rule.prior, dtype=np.float64)
        days = float(record.known.sum())
        if not days:
            return np.repeat((u if stated is None else stated)[:, None], self._days, axis=1)
        recorded = record.share[:, record.known]
        entered = recorded > 0.0
        # The count of open days is the same for every member: a recorded amount is positive whatever the usual day.
        yes = float(entered[0].sum())
        rate = beta_quantile(u, 0.5 + yes, 0.5 + days - yes)
        if stated is not None:
            rate = (rule.prior_days * stated + days * rate) / (rule.prior_days + days)
        amounts = np.where(entered, recorded, np.nan)
        # No more than a usual day: the days somebody wrote down are those on which much came.
        typical = np.minimum(np.nanmedian(amounts, axis=1), 1.0) if yes else np.ones(self._members)
        return np.where(self.uniform("enters") < rate[:, None], typical[:, None], 0.0)


def _chosen_days(window: int, horizon_days: int, members: int, rng: np.random.Generator) -> NDArray[np.intp]:
    u = rng.random((members, horizon_days))
    return np.minimum((u * max(window, 1)).astype(np.intp), max(window - 1, 0))


def _recorded(
    window: Sequence[GateDay],
    name: str,
    members: int,
    usual: Mapping[str, Floats],
    usual_count: Mapping[str, Floats],
) -> _Recorded:
    recorded = np.zeros((members, len(window)))
    keepers = _voices(entry for day in window for entry in day.entries if entry.commodity == name)
    known = np.zeros(len(window), dtype=np.bool_)
    partly = np.zeros(len(window), dtype=np.bool_)
    for at, day in enumerate(window):
        entry = day.entry(name)
        if entry is None:
            known[at] = bool(keepers & _voices(day.entries))  # known to be none: left at zero
            continue
        if entry.status == "unknown" and not entry.nothing_entered:
            continue
        fraction = fraction_of(entry, usual.get(name), usual_count.get(name))
        if fraction is None:
            partly[at] = True
            continue
        known[at] = True
        recorded[:, at] = fraction
    return _Recorded(share=recorded, known=known, partly=partly)


def _voices(entries: Iterable[GateEntry]) -> set[str]:
    """Return who tells of some entries; a record without a claimant is nobody's."""
    return {event.claimant for entry in entries for event in entry.events if event.claimant}


def fraction_of(entry: GateEntry, usual: Floats | None, usual_count: Floats | None) -> Floats | float | None:
    """Return what entered as a share of a usual day; None when the record does not say how much.

    Parameters
    ----------
    entry : GateEntry
        The record of one commodity on one day.
    usual, usual_count : ndarray (members,) or None
        Quantity and vehicles of a usual day; a quantity is used before a count, a count before the mere decision.

    Returns
    -------
    float, or ndarray (members,), or None
        Zero or more; above 1 when more than usual entered.
    """
    if entry.status == "closed" or entry.nothing_entered:
        return 0.0
    if entry.delivered is not None and entry.delivered > 0.0 and usual is not None and np.all(usual > 0.0):
        return np.asarray(entry.delivered / usual, dtype=np.float64)
    counted = any(event.count is not None for event in entry.events)
    if counted and entry.delivered_count > 0.0 and usual_count is not None and np.all(usual_count > 0.0):
        return np.minimum(entry.delivered_count / usual_count, 1.0)
    return entry.passing_fraction
