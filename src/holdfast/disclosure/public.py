"""The public projection: only what has happened, by type and by a scan of what is about to leave.

`PublicFacts` has no field in which a stock, a probability, a quantity of any store, a coordinate or a day to come could
stand. `public_facts` is the one declassifier: it reads claims and gate days and nothing of any forecast.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from holdfast.disclosure.classes import Sensitivity, read_class
from holdfast.disclosure.gate_days import told_status
from holdfast.disclosure.services import lifeline_of, moment, service_states
from holdfast.errors import InputError
from holdfast.gate import LET_IN, REFUSED, REMOVED
from holdfast.intake import part_of_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.disclosure.gate_days import ToldStatus
    from holdfast.gate import GateDay
    from holdfast.ledger import Claim, CommitmentState

DELAY_DAYS = 1  # gate counts leave when their day has been over for 24 hours
SMALL_CELL = 10  # counts of people under this are withheld
_TEMPERATURE_LIMITS_C = (-60, 70)
_WORST_COUNT = 10_000
# Services as those outside can see them; whether fuel, food or vaccines are short is a stock in one word.
PUBLIC_SERVICES = ("electricity", "water", "sewage", "cooling", "cold_chain", "health")
# What is printed of a claim typed at the site: never who typed it.
AT_THE_SITE = "a source at the site"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGateDay:
    """One past day at the gate: its status and how many loads were let in, refused or taken; no goods, no amounts."""

    day: date
    status: ToldStatus
    let_in: int = 0
    refused: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicService:
    """A service as it is said to be now: which, in what state, since what past day, according to whom."""

    lifeline: str
    state: Literal["working", "partly", "failed", "unknown"]
    day: date | None
    claimants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPeople:
    """People affected, rounded to two significant figures, according to whom; `at_least` where that was said."""

    count: int
    at_least: bool
    claimant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTemperature:
    """An air temperature as claimed, in whole degrees Celsius."""

    degrees_c: int
    day: date | None
    claimant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCommitment:
    """That a commitment is on record, on what past day it was said, who reports it. Never by whom, nor what is due."""

    day: date | None
    claimant: str


_FIELD_TYPES: dict[str, type] = {
    "gate": PublicGateDay,
    "services": PublicService,
    "people": PublicPeople,
    "temperatures": PublicTemperature,
    "commitments": PublicCommitment,
    "norms": str,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFacts:
    """Everything a public edition may be made of.

    Parameters
    ----------
    site_name : str
        Name of the site; its place is not given.
    exercise : bool
        True for an invented site.
    as_of : date
        Last day that is told of.
    gate : tuple of PublicGateDay
        Days older than 24 hours at the end of `as_of`, in order.
    services, people, temperatures, commitments
        As claimed, each with its claimant.
    norms : tuple of str
        Ids of the published norms that bear on services said to have failed.

    Raises
    ------
    InputError
        HF-D003 when a part is of another type than its field, lies after `as_of`, or is finer than it may be.
    """

    site_name: str
    exercise: bool
    as_of: date
    gate: tuple[PublicGateDay, ...] = ()
    services: tuple[PublicService, ...] = ()
    people: tuple[PublicPeople, ...] = ()
    temperatures: tuple[PublicTemperature, ...] = ()
    commitments: tuple[PublicCommitment, ...] = ()
    norms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, kind in _FIELD_TYPES.items():
            for item in getattr(self, name):
                if type(item) is not kind:
                    raise _refused(name, f"a {type(item).__name__}", f"only {kind.__name__}")
        self._check_gate()
        for service in self.services:
            _past("services", service.day, self.as_of)
            if service.lifeline not in PUBLIC_SERVICES:
                raise _refused("services", repr(service.lifeline), "one of " + ", ".join(PUBLIC_SERVICES))
        for people in self.people:
            _whole("people", people.count, SMALL_CELL, 10**9)
            if people.count != two_figures(people.count):
                raise _refused("people", f"{people.count}", "a count of two significant figures")
        for temperature in self.temperatures:
            _whole("temperatures", temperature.degrees_c, *_TEMPERATURE_LIMITS_C)
            _past("temperatures", temperature.day, self.as_of)
        for commitment in self.commitments:
            _past("commitments", commitment.day, self.as_of)

    def _check_gate(self) -> None:
        for gate_day in self.gate:
            _past("gate", gate_day.day, self.as_of - timedelta(days=DELAY_DAYS))
            for count in (gate_day.let_in, gate_day.refused, gate_day.removed):
                _whole("gate", count, 0, _WORST_COUNT)

    def as_dict(self) -> dict[str, object]:
        """Return the fields for JSON, in declared order."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def two_figures(count: float) -> int:
    """Return a count rounded to two significant figures, half up, so that 2,450 and 2,549 both read 2,500.

    Parameters
    ----------
    count : float
        Persons, not negative.
    """
    if count < SMALL_CELL:
        return math.floor(count + 0.5)
    step: int = 10 ** (math.floor(math.log10(count)) - 1)
    return math.floor(count / step + 0.5) * step


def public_facts(
    claims: Iterable[Claim],
    gate_days: Sequence[GateDay],
    as_of: date,
    *,
    site_name: str,
    exercise: bool = False,
    zone: str = "UTC",
    norms_of: Mapping[str, Sequence[str]] | None = None,
    promises: Sequence[CommitmentState] = (),
) -> PublicFacts:
    """Project what is known onto what has happened.

    Parameters
    ----------
    claims : iterable of Claim
        Accepted claims. Those of class SEVERE are left out; of the others only services now, people, temperatures and
        the existence of commitments are read, never an amount of anything stored, used, needed or asked for.
    gate_days : sequence of GateDay
        The gate record; the last day told is the one before `as_of`.
    as_of : date
        Last day that is told of, in the site's zone.
    site_name, exercise, zone
        Name of the site, whether it is invented, and its zone.
    norms_of : mapping of lifeline to norm ids
        Norms named beside a service that is said to have failed.
    promises : sequence of CommitmentState
        Promises on record: that there is one, and the day it was made; neither the office nor what was promised.

    Returns
    -------
    PublicFacts
        Equal for any two states that differ only in stocks, uses, needs, capacities, forecasts or hours of the day.
    """
    told = sorted(
        (claim for claim in claims if read_class(claim.disclosure_class) < Sensitivity.SEVERE), key=lambda c: c.id
    )
    services = tuple(
        PublicService(lifeline=state.lifeline, state=state.state, day=state.day, claimants=_voices(state.claims))
        for state in service_states(told, as_of, zone).values()
        if state.lifeline in PUBLIC_SERVICES
    )
    failed = {service.lifeline for service in services if service.state == "failed"}
    norms = [norm for lifeline in PUBLIC_SERVICES if lifeline in failed for norm in (norms_of or {}).get(lifeline, ())]
    return PublicFacts(
        site_name=site_name,
        exercise=exercise,
        as_of=as_of,
        gate=tuple(_gate_day(day) for day in gate_days if day.day <= as_of - timedelta(days=DELAY_DAYS)),
        services=services,
        people=_people(told),
        temperatures=_temperatures(told, as_of, zone),
        commitments=_commitments(told, promises, as_of, zone),
        norms=tuple(dict.fromkeys(norms)),
    )


def _gate_day(day: GateDay) -> PublicGateDay:
    """Count the decisions of a day: each claim once, whatever goods it names; two voices tell of the same loads.

    A line of a consignment counts once for each decision of the day on a part of it, as a claim without a count does.
    """
    seen: dict[tuple[str, str], tuple[str, str, float]] = {}
    for entry in day.entries:
        for event in entry.events:
            count = 1.0 if event.count is None else event.count
            if event.claim_id:
                seen.setdefault((event.claim_id, event.decision), (entry.commodity, event.claimant, count))
            elif event.consignment_id:
                key = (f"{event.consignment_id} {entry.commodity}", event.decision)
                seen[key] = (entry.commodity, event.claimant, 1.0)

    def loads(decisions: frozenset[str]) -> int:
        voices: dict[str, dict[str, float]] = {}
        for (_, decision), (commodity, claimant, count) in seen.items():
            if decision in decisions:
                told = voices.setdefault(commodity, {})
                told[claimant] = told.get(claimant, 0.0) + count
        return math.floor(sum(max(told.values()) for told in voices.values()) + 0.5)

    return PublicGateDay(
        day=day.day, status=told_status(day), let_in=loads(LET_IN), refused=loads(REFUSED), removed=loads(REMOVED)
    )


def voice(claim: Claim) -> str:
    """Return who says so as far as the public may know: the office or paper a reviewer filed the claim under.

    Never the speaker as a text names one, who may be a person at the site, and never who typed an entry.
    """
    return AT_THE_SITE if claim.method == "typed" else claim.claimant


def _voices(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({voice(claim) for claim in claims}))


def _present(claim: Claim) -> bool:
    return claim.statement.polarity == "affirmed" and not claim.statement.background


def _people(claims: Sequence[Claim]) -> tuple[PublicPeople, ...]:
    found = set()
    for claim in claims:
        statement = claim.statement
        bounds = [bound for bound in (statement.value_low, statement.value_high) if bound is not None]
        if statement.claim_type != "population" or not _present(claim) or not bounds or part_of_people(statement.item):
            continue
        count = two_figures(sum(bounds) / len(bounds))
        if count >= SMALL_CELL:
            found.add((count, statement.value_high is None, voice(claim)))
    return tuple(PublicPeople(count=c, at_least=a, claimant=v) for c, a, v in sorted(found))


def _temperatures(claims: Sequence[Claim], as_of: date, zone: str) -> tuple[PublicTemperature, ...]:
    found: dict[tuple[int, date | None, str], None] = {}
    for claim in claims:
        statement = claim.statement
        bounds = [bound for bound in (statement.si_low, statement.si_high) if bound is not None]
        if statement.claim_type != "temperature" or not _present(claim) or statement.si_unit != "degC" or not bounds:
            continue
        if lifeline_of(statement) == "cold_chain":
            continue  # a cold store's temperature tells what is in it
        day = _told_day(moment(claim), zone)
        degrees = math.floor(sum(bounds) / len(bounds) + 0.5)
        if (day is None or day <= as_of) and _TEMPERATURE_LIMITS_C[0] <= degrees <= _TEMPERATURE_LIMITS_C[1]:
            found[degrees, day, voice(claim)] = None
    ordered = sorted(found, key=lambda key: (key[1] or date.min, key[0], key[2]))
    return tuple(PublicTemperature(degrees_c=c, day=d, claimant=v) for c, d, v in ordered)


def _commitments(
    claims: Sequence[Claim], promises: Sequence[CommitmentState], as_of: date, zone: str
) -> tuple[PublicCommitment, ...]:
    found: set[tuple[date | None, str]] = set()
    linked = {claim_id for state in promises for claim_id in state.commitment.claim_ids}
    for state in promises:
        made = _told_day(datetime.fromisoformat(state.commitment.promised_at), zone)
        if made is not None and made <= as_of:
            found.add((made, AT_THE_SITE))
    for claim in claims:
        statement = claim.statement
        if claim.id in linked:
            continue
        if statement.claim_type not in {"commitment", "agreement"} or statement.polarity == "negated":
            continue
        # `occurred` of a promise may be the day it falls due: only the day it was said is told, and only if past.
        said = _told_day(moment_said(claim), zone)
        if said is None or said <= as_of:
            found.add((said, voice(claim)))
    ordered = sorted(found, key=lambda key: (key[0] or date.min, key[1]))
    return tuple(PublicCommitment(day=d, claimant=v) for d, v in ordered)


def moment_said(claim: Claim) -> datetime | None:
    """Return when a claim was spoken or published, or None where the source does not say."""
    return None if claim.said is None else datetime.fromisoformat(claim.said).astimezone(UTC)


def _told_day(when: datetime | None, zone: str) -> date | None:
    return None if when is None else when.astimezone(ZoneInfo(zone)).date()


def _past(field: str, day: date | None, last: date) -> None:
    if day is not None and (type(day) is not date or day > last):
        raise _refused(field, str(day), f"a day up to {last.isoformat()}")


def _whole(field: str, value: object, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        raise _refused(field, repr(value), f"a whole number from {least} to {most}")


def _refused(field: str, found: str, expected: str) -> InputError:
    return InputError(
        "HF-D003",
        where=f"PublicFacts.{field}",
        found=found,
        expected=expected,
        mend="leave it out of the public edition; nothing finer or later may leave",
    )
