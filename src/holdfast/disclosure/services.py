"""What claims say of services now: working, partly, failed or unknown, and who says so."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.ledger import Claim, Statement

State = Literal["working", "partly", "failed", "unknown"]
# Order of a town's or camp's services in every list: public lists are never ordered by urgency.
LIFELINES = ("electricity", "water", "sewage", "cooling", "fuel", "cold_chain", "vaccines", "food", "health")


ALL_DAY_H = 23.0  # a set that ran so many hours of a day was stopped for its service at most


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceState:
    """What the latest day of claims says of one service.

    Parameters
    ----------
    lifeline : str
        One of `LIFELINES`.
    state : str
        ``working``, ``partly`` (under strain), ``failed``, or ``unknown`` where claims of the same day disagree.
    day : date or None
        Day in the site's zone to which the claims refer, or on which they were said.
    claims : tuple of Claim
        The claims of that day, the newest first.
    """

    lifeline: str
    state: State
    day: date | None
    claims: tuple[Claim, ...]


@cache
def _lifelines() -> Mapping[str, str]:
    text = files("holdfast.disclosure").joinpath("services.csv").read_text(encoding="utf-8")
    return {row["said"]: row["lifeline"] for row in csv.DictReader(text.splitlines())}


def lifeline_of(statement: Statement) -> str | None:
    """Return the lifeline a statement is about, by its service or else its item; None where it names neither."""
    for word in (statement.service, statement.item):
        if word and (found := _lifelines().get(word.strip().lower())):
            return found
    return None


def stated_state(statement: Statement) -> State | None:
    """Return the state of a service that a statement asserts of the present, or None where it asserts none.

    An outage that is affirmed is a failure, an outage that is denied is a working service; a service said to be beyond
    its capacity, without a figure, is partly working. Plans, conditions and history assert nothing of the present.
    """
    if statement.background or statement.polarity not in {"affirmed", "negated"}:
        return None
    affirmed = statement.polarity == "affirmed"
    match statement.claim_type:
        case "outage":
            return "failed" if affirmed else "working"
        case "capacity" if statement.value_low is None and statement.value_high is None:
            return "partly" if affirmed else "working"
        case "service_state":
            return _service_state(statement)
    return None


def _service_state(statement: Statement) -> State | None:
    """Return the state behind hours run in a day: nearly all of it is working, none is failed, else partly."""
    hours = [bound for bound in (statement.si_low, statement.si_high) if bound is not None]
    if hours and statement.si_unit == "h":
        run = sum(hours) / len(hours)
        return "failed" if run <= 0 else "working" if run >= ALL_DAY_H else "partly"
    return "working" if statement.polarity == "affirmed" else "failed"


def moment(claim: Claim) -> datetime | None:
    """Return when a claim was last true or, failing that, when it was said, in UTC; None where the source tells neither.

    A period ends just before its end: what was so until midnight was so on the day before.
    """
    start, end = (None if text is None else datetime.fromisoformat(text).astimezone(UTC) for text in _period(claim))
    if end is not None and (start is None or end > start):
        return end - timedelta(seconds=1)
    if start is not None:
        return start
    return None if claim.said is None else datetime.fromisoformat(claim.said).astimezone(UTC)


def _period(claim: Claim) -> tuple[str | None, str | None]:
    return claim.occurred_start, claim.occurred_end


def service_states(claims: Iterable[Claim], as_of: date, zone: str = "UTC") -> Mapping[str, ServiceState]:
    """Return what the latest claims say of each service.

    Parameters
    ----------
    claims : iterable of Claim
        Accepted claims, in any order.
    as_of : date
        Claims about later days are left out.
    zone : str
        Zone of the site, in which days begin and end.

    Returns
    -------
    mapping of lifeline to ServiceState
        In the order of `LIFELINES`; only services something is said of. Where claims of the latest day disagree the
        state is ``unknown`` and every one of them is kept.
    """
    said: dict[str, list[tuple[datetime | None, State, Claim]]] = defaultdict(list)
    for claim in claims:
        lifeline, state = lifeline_of(claim.statement), stated_state(claim.statement)
        when = moment(claim)
        if lifeline is None or state is None or (when is not None and _day(when, zone) > as_of):
            continue
        said[lifeline].append((when, state, claim))
    return {lifeline: _latest(lifeline, said[lifeline], zone) for lifeline in LIFELINES if lifeline in said}


def _latest(lifeline: str, said: list[tuple[datetime | None, State, Claim]], zone: str) -> ServiceState:
    dated = [_day(when, zone) for when, _, _ in said if when is not None]
    last = max(dated, default=None)
    newest = [
        (when, state, claim) for when, state, claim in said if last is None or (when and _day(when, zone) == last)
    ]
    newest.sort(key=lambda entry: (entry[0] is not None, entry[0] or datetime.min.replace(tzinfo=UTC), entry[2].id))
    states = {state for _, state, _ in newest}
    return ServiceState(
        lifeline=lifeline,
        state=states.pop() if len(states) == 1 else "unknown",
        day=last,
        claims=tuple(claim for _, _, claim in reversed(newest)),
    )


def _day(when: datetime, zone: str) -> date:
    return when.astimezone(ZoneInfo(zone)).date()
