"""The ensemble conditioned on the accepted claims of a ledger."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import numpy as np

from holdfast.estimate.between import supposed_since
from holdfast.estimate.carry import Entered, bring_forward, full_hour
from holdfast.estimate.gate_record import gate_record, is_gate_claim
from holdfast.estimate.listing import defaults_of, note_of, unknowns_of
from holdfast.estimate.mixing import Mixed, drawn_span, is_apart, judged, mix
from holdfast.estimate.moments import end_of_day, whole_days
from holdfast.estimate.readings import (
    Reading,
    observation,
    people_reading,
    standing,
    stock_reading,
    temperature_reading,
    why_listed,
    without_copies,
)
from holdfast.estimate.records import Estimate, Observation, Unknown
from holdfast.estimate.scaling import with_people
from holdfast.estimate.spread import draw_amount, draw_bounded, faded_temperature
from holdfast.estimate.subjects import ruptures, vessels_of
from holdfast.estimate.supply import traffic
from holdfast.estimate.use import daily_use
from holdfast.gate import WINDOW_DAYS, GateDay, as_recorded
from holdfast.sites import defaults_used, prior_draws, stream, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from holdfast.estimate.spread import Stated
    from holdfast.estimate.subjects import Vessel
    from holdfast.ledger import Claim, ConsignmentState
    from holdfast.lifelines import EndState
    from holdfast.sites import Draws, Site, Value

    Floats = NDArray[np.float64]

Engine = Literal["compiled", "python"]


def estimate(
    site: Site,
    claims: Iterable[Claim],
    as_known: date | datetime,
    members: int = 2000,
    seed: int = 0,
    *,
    consignments: Sequence[ConsignmentState] = (),
    engine: Engine = "compiled",
) -> Estimate:
    """Return what is held to be true at one moment.

    Parameters
    ----------
    site : Site
        The site; its intervals and unknowns are the prior.
    claims : iterable of Claim
        Accepted claims, as known at that moment; their order does not matter.
    as_known : date or datetime
        Moment of issue; a date stands for the end of that day in the site's zone. Cut to the full hour.
    members, seed : int
        Size of the ensemble and root of the named streams.
    consignments : sequence of ConsignmentState
        Consignments as known at that moment: what of them was let in, removed or refused enters the gate record.
    engine : str
        ``compiled`` or ``python``, for the run that brings older readings forward.

    Returns
    -------
    Estimate
        Its draws are those of the moment of issue. A claimed stock replaces its prior with the error of its source's
        grade; claims of one stock within 24 hours share the members in proportion to their precision (one over the
        relative error); an older reading is run forward to the issue, with what the gate record says entered in
        between. Each value has its own streams, so a change in one claim moves nothing it is not coupled to.

    Raises
    ------
    ModelError, InputError
        From the room of the sites and of the lifelines, for what cannot be drawn or simulated.
    """
    issue = issue_of(site, as_known)
    ordered = sorted(claims, key=lambda claim: (claim.received, claim.id))
    kept, copies = without_copies(ordered)
    reasons = {claim.id: why_listed(site, claim, issue) for claim in kept}
    seen = [*copies, *(observation(claim, "listed", reasons[claim.id]) for claim in kept if reasons[claim.id])]
    usable = [claim for claim in kept if not reasons[claim.id]]
    work = _Work(site=site, issue=issue, members=members, seed=seed, engine=engine, unread_capacities=_unread(site))

    people, listed = _readings(usable, "population", lambda claim: people_reading(site, claim, issue))
    heat, more = _readings(usable, "temperature", lambda claim: temperature_reading(site, claim, issue))
    stocks, most = _readings(usable, "stock", lambda claim: stock_reading(site, claim, issue))
    days, gate_seen = gate_record(site, [claim for claim in usable if is_gate_claim(claim)], issue, consignments)

    draws = _untorn(site, prior_draws(site, members, seed))
    draws, people_seen, people_mixed = _people(work, draws, people)
    draws, heat_seen, heat_mixed = _heat(work, draws, heat)
    stocked = _stocks(work, draws, stocks, days)
    draws = stocked.draws
    observations = (*seen, *listed, *more, *most, *gate_seen, *people_seen, *heat_seen, *stocked.seen)
    place = {claim.id: number for number, claim in enumerate(ordered)}
    observations = tuple(sorted(observations, key=lambda item: place[item.claim_id]))
    mixed = (*people_mixed, *heat_mixed, *stocked.mixed)
    observed = {path for item in observations if item.use in {"used", "mixed"} for path in item.paths}
    return Estimate(
        site=site,
        as_known=issue,
        start=stocked.start,
        draws=draws,
        observations=observations,
        notes=note_of(observations, claims=ordered),
        warnings=(*(item.warning for item in mixed if item.warning), *stocked.warnings),
        gate_days=days,
        unknowns=(*unknowns_of(site, draws, observed, mixed), *stocked.since),
        defaults=defaults_of(site, observed),
        seed=seed,
        members=members,
        claims_hash=hash_of(ordered, consignments),
        state=stocked.state,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What every step of the conditioning is given."""

    site: Site
    issue: datetime
    members: int
    seed: int
    engine: Engine
    unread_capacities: frozenset[str]

    def uniform(self, key: str, cause: str) -> Floats:
        """Return the uniforms of one cause of one value."""
        return stream(self.seed, self.site.id, "estimate", key, cause).random(self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stocked:
    """The draws at the issue, where the run behind it began, and what was done with the claims of stocks."""

    draws: Draws
    start: datetime
    seen: list[Observation]
    mixed: tuple[Mixed, ...]
    warnings: list[str]
    since: tuple[Unknown, ...] = ()
    state: EndState


def issue_of(site: Site, as_known: date | datetime) -> datetime:
    """Return the moment of issue: the full hour, in the site's zone; the end of the day for a date."""
    if isinstance(as_known, datetime):
        zone = ZoneInfo(site.timezone)
        local = as_known.astimezone(zone) if as_known.tzinfo else as_known.replace(tzinfo=zone)
        return full_hour(local)
    return end_of_day(as_known, site.timezone)


def _unread(site: Site) -> frozenset[str]:
    holds = {vessel.capacity_path for vessel in vessels_of(site)}
    return frozenset(entry.path for entry in defaults_used(site) if entry.path in holds)


def hash_of(claims: Sequence[Claim], consignments: Sequence[ConsignmentState] = ()) -> str:
    """Return the SHA-256 of what claims and consignments say and who says it, whatever their order in the ledger."""
    rows = sorted(
        json.dumps(
            {
                "statement": claim.statement.as_dict(),
                "claimant": claim.claimant,
                "occurred": [claim.occurred_start, claim.occurred_end],
                "said": claim.said,
                "grade": claim.source_grade,
            },
            sort_keys=True,
        )
        for claim in claims
    )
    rows += sorted(json.dumps(state.as_dict(), sort_keys=True) for state in consignments)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _readings(
    claims: Sequence[Claim], claim_type: str, read: Callable[[Claim], Reading | str]
) -> tuple[list[Reading], list[Observation]]:
    readings: list[Reading] = []
    listed: list[Observation] = []
    for claim in claims:
        if claim.statement.claim_type != claim_type:
            continue
        found = read(claim)
        if isinstance(found, str):
            listed.append(observation(claim, "listed", found))
        else:
            readings.append(found)
    return readings, listed


def _superseded(older: Sequence[tuple[Reading, Reading]]) -> list[Observation]:
    return [
        observation(
            reading.claim,
            "superseded",
            f"a later figure is used, by {by.claim.claimant}",
            occurred=reading.moment,
        )
        for reading, by in older
    ]


def _used(mixed: Mixed, paths: dict[str, tuple[str, ...]]) -> list[Observation]:
    single = len(mixed.readings) == 1
    return [
        observation(
            reading.claim,
            "used" if single else "mixed",
            "; ".join(filter(None, (reading.note, "" if single else mixed.reason))),
            paths=paths[reading.claim.id],
            occurred=reading.moment,
            weight=weight,
        )
        for reading, weight in zip(mixed.readings, mixed.weights, strict=True)
    ]


def _people(work: _Work, draws: Draws, readings: list[Reading]) -> tuple[Draws, list[Observation], tuple[Mixed, ...]]:
    if not readings:
        return draws, [], ()
    current, older = standing(readings)
    paths = tuple(f"people.{group.id}.count" for group in work.site.people)
    choice = mix("people", "the number of people", current, work.uniform("people", "choice"))
    u_error, u_base = work.uniform("people", "error"), work.uniform("people", "base")
    limits = {entry.path: entry.value for entry in values(work.site) if entry.path in paths}
    own = tuple(limits.values())
    drawn = choice.pick([_amount(reading.stated, own, u_error, u_base) for reading in current])
    total = sum((draws[path] for path in paths), np.zeros(work.members))
    even = np.full(work.members, 1.0 / len(paths))
    shares = {path: np.divide(draws[path], total, out=even.copy(), where=total > 0.0) for path in paths}
    seen = _used(choice, {reading.claim.id: paths for reading in current}) + _superseded(older)
    changes = {
        path: np.clip(share * drawn, limits[path].minimum, limits[path].maximum) for path, share in shares.items()
    }
    return with_people(work.site, draws, changes), seen, (choice,)


def _heat(work: _Work, draws: Draws, readings: list[Reading]) -> tuple[Draws, list[Observation], tuple[Mixed, ...]]:
    """Condition the day's highest temperature: one day's figure fades towards the site's own as it ages."""
    if not readings:
        return draws, [], ()
    current, older = standing(readings)
    path = current[0].key
    choice = mix(path, "the day's highest temperature", current, work.uniform(path, "choice"))
    u_error, u_base, u_days = (work.uniform(path, cause) for cause in ("error", "base", "days"))
    usual = np.asarray(draws[path])
    ages = [(work.issue.date() - end_of_day(r.moment.date(), work.site.timezone).date()).days for r in current]
    drawn = choice.pick(
        [
            faded_temperature(reading.stated, usual, age, u_error, u_base, u_days)
            for reading, age in zip(current, ages, strict=True)
        ]
    )
    limit = next(entry.value for entry in values(work.site) if entry.path == path)
    seen = _used(choice, {reading.claim.id: (path,) for reading in current}) + _superseded(older)
    return draws.replace({path: np.clip(drawn, limit.minimum, limit.maximum)}), seen, (choice,)


def _stocks(work: _Work, draws: Draws, readings: list[Reading], days: tuple[GateDay, ...]) -> _Stocked:
    """Condition the stores and tanks; return the draws at the issue and where the run behind it began."""
    by_path: dict[str, list[Reading]] = defaultdict(list)
    vessels = {vessel.path: vessel for vessel in vessels_of(work.site)}
    for reading in readings:
        for vessel in reading.vessels:
            by_path[vessel.path].append(reading)
    entered: list[Entered] = []
    paths: dict[str, tuple[str, ...]] = {}
    mixed: list[Mixed] = []
    warnings: list[str] = []
    superseded: dict[str, Observation] = {}
    drawn: dict[str, list[Floats]] = {}
    for path in sorted(by_path):
        vessel = vessels[path]
        current, older = standing(by_path[path])
        choice = mix(path, f"{vessel.commodity} in {vessel.id}", current, work.uniform(path, "choice"))
        mixed.append(choice)
        drawn[path] = []
        for reading, follows in zip(current, choice.follows, strict=True):
            level, beyond = _level(work, draws, reading, vessel)
            if beyond:
                warnings.append(
                    f"{reading.claim.claimant} states more {vessel.commodity} than {vessel.id} can hold; "
                    "it is taken as full"
                )
            moment = min(full_hour(reading.moment), work.issue)
            drawn[path].append(level)
            covered = whole_days(reading.claim, moment)
            entered.append(Entered(vessel=vessel, moment=moment, level=level, follows=follows, covered=covered))
            paths[reading.claim.id] = (*paths.get(reading.claim.id, ()), path)
        for item in _superseded(older):
            superseded.setdefault(item.claim_id, item)
    if not entered:
        _, state = bring_forward(
            work.site,
            draws,
            entered,
            issue=work.issue,
            fractions={},
            usual={},
            first_day=work.issue,
            seed=work.seed,
            engine=work.engine,
        )
        return _Stocked(draws=draws, start=work.issue, seen=[], mixed=(), warnings=warnings, state=state)
    draws = _room_for(work, draws, entered)
    window = days[-WINDOW_DAYS:]
    passing = traffic(work.site, draws, window)
    usual = passing["usual"]
    behind = as_recorded(window, work.members, work.seed, site_id=work.site.id, **passing)
    since, told = supposed_since(work.site, draws, entered, behind, usual, window)
    warnings += told
    first_day = datetime.combine(window[0].day, datetime.min.time(), ZoneInfo(work.site.timezone))
    levels, state = bring_forward(
        work.site,
        draws,
        entered,
        issue=work.issue,
        fractions=behind.fractions,
        usual=usual,
        first_day=first_day,
        seed=work.seed,
        engine=work.engine,
    )
    mixed = [_compared(choice, drawn[choice.key], levels[choice.key]) for choice in mixed]
    seen = {item.claim_id: item for choice in mixed for item in _used(choice, paths)}
    observations = [*seen.values(), *(item for name, item in superseded.items() if name not in seen)]
    return _Stocked(
        draws=_standing(work.site, draws, draws.replace(levels)),
        start=min(item.moment for item in entered),
        seen=observations,
        mixed=tuple(mixed),
        warnings=warnings,
        since=since,
        state=state,
    )


def _compared(choice: Mixed, drawn: Sequence[Floats], at_issue: Floats) -> Mixed:
    """Judge claims that only a run makes comparable: days of supply by their levels, older figures run forward."""
    apart = is_apart(choice.readings)
    if not apart and not any(reading.in_days for reading in choice.readings):
        return choice
    levels = [at_issue[follows] for follows in choice.follows] if apart else drawn
    spans = [drawn_span(reading, level) for reading, level in zip(choice.readings, levels, strict=True)]
    return judged(choice, spans)


def _level(work: _Work, draws: Draws, reading: Reading, vessel: Vessel) -> tuple[Floats, bool]:
    """Draw what one reading means for one vessel, and tell whether it states more than the vessel can hold."""
    room = {v.path: np.asarray(draws[v.capacity_path]) for v in reading.vessels}
    total = sum(room.values(), np.zeros(work.members))
    u_error, u_base = work.uniform(reading.key, "error"), work.uniform(reading.key, "base")
    if reading.in_days:
        days = draw_amount(reading.stated, u_error, u_base)
        daily = daily_use(work.site, draws, vessel, start=work.issue, seed=work.seed, engine=work.engine)
        unusable = np.asarray(draws[f"stores.{vessel.id}.unusable"]) if vessel.kind == "stores" else 0.0
        amount = np.minimum(days * daily * _share(room[vessel.path], total) + unusable, room[vessel.path])
        return amount, False
    own = tuple(entry.value for entry in values(work.site) if entry.path in {v.path for v in reading.vessels})
    if any(path in work.unread_capacities for path in (v.capacity_path for v in reading.vessels)):
        return _amount(reading.stated, own, u_error, u_base) * _share(room[vessel.path], total), False
    amount = _amount(reading.stated, own, u_error, u_base, total)
    stated = reading.stated.low if reading.stated.low is not None else 0.0
    return amount * _share(room[vessel.path], total), bool(np.median(total) < stated * (1.0 - 1e-9))


def _amount(
    stated: Stated, own: Sequence[Value], u_error: Floats, u_base: Floats, most: Floats | None = None
) -> Floats:
    """Draw a stated amount; a bound cuts what the site file states of the same thing, and does not replace it."""
    bounded = draw_bounded(stated, own, u_base)
    if bounded is None:
        return draw_amount(stated, u_error, u_base, most)
    return bounded if most is None else np.minimum(bounded, most)


def _room_for(work: _Work, draws: Draws, entered: Sequence[Entered]) -> Draws:
    """Widen capacities that nobody has stated, so that what is claimed to be in a vessel fits into it.

    What tears a tank, where nobody states it, is a share of its capacity, and rises with it.
    """
    changes: dict[str, Floats] = {}
    for item in entered:
        path = item.vessel.capacity_path
        if path in work.unread_capacities:
            room = changes.get(path, np.asarray(draws[path]))
            changes[path] = np.where(item.follows, np.maximum(room, item.level), room)
    for vessel in vessels_of(work.site):
        tears = ruptures(work.site).get(vessel.path)
        if tears is not None and vessel.capacity_path in changes and tears in _unstated(work.site):
            wider = _share(changes[vessel.capacity_path], np.asarray(draws[vessel.capacity_path]))
            changes[tears] = draws[tears] * wider
    return draws.replace(changes)


def _untorn(site: Site, draws: Draws) -> Draws:
    """Let every tank stand at the issue, as nobody said that it tore, wherever that rests on a guess.

    A level nobody has read stays within what tears the tank; what tears it, where nobody states it, lies above a level
    that was read. A tank whose stated limit is passed by a reading run forward has torn, as far as anyone can tell.
    """
    guessed = _unstated(site)
    kept = {
        level: np.minimum(draws[level], draws[tears])
        for level, tears in ruptures(site).items()
        if level in guessed and tears not in guessed
    }
    return _standing(site, draws, draws.replace(kept))


def _standing(site: Site, before: Draws, after: Draws) -> Draws:
    """Raise what tears a tank, where nobody states it, above the level it stands at after its readings."""
    guessed = _unstated(site)
    raised = {
        tears: np.maximum(before[tears], after[level]) for level, tears in ruptures(site).items() if tears in guessed
    }
    return after.replace(raised) if raised else after


def _unstated(site: Site) -> frozenset[str]:
    return frozenset(entry.path for entry in values(site) if entry.value.state == "unknown")


def _share(room: Floats, total: Floats) -> Floats:
    return np.divide(room, total, out=np.zeros_like(room), where=total > 0.0)
