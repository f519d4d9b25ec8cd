"""Camp Liberty in tests: sites, gate records as events of an ensemble, reported dates, and their comparison."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from holdfast.lifelines import Event
from holdfast.sites import load_site, stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.sites import Draws, Site

FOLDER = Path(__file__).parent / "cases" / "liberty"
ZONE = ZoneInfo("Asia/Baghdad")
START = {"e3": datetime(2012, 12, 20, tzinfo=ZONE), "e4": datetime(2014, 8, 13, tzinfo=ZONE)}
HOURS = {"e3": 44 * 24, "e4": 37 * 24}
DAYLIGHT = (8, 17)
BLOCK_H = 12
RAIN_ROWS = ("even", "block")


def site_of(episode: str) -> Site:
    return load_site(FOLDER / episode / "site.toml")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def hour_of(moment: datetime, episode: str) -> int:
    """Whole hours from the start of the episode; Iraq keeps no summer time since 2008."""
    return int((moment.replace(tzinfo=ZONE) - START[episode]) / timedelta(hours=1))


# --- the gate record -----------------------------------------------------------------------------------------------


def gate_events(episode: str, draws: Draws, seed: int) -> tuple[Event, ...]:
    """Turn every statement of the gate record into events, with the drawn quantity and hour of every member."""
    members = draws.members
    reading = stream(seed, episode, "reading").random(members) < 0.5
    found: list[Event] = []
    for row in rows(FOLDER / episode / "gate.csv"):
        if row["kind"] == "none":
            continue
        of_reading = {"": np.ones(members, dtype=bool), "a": reading, "b": ~reading}[row["reading"]]
        found += _events_of(row, episode, draws, stream(seed, episode, "gate", row["id"]), of_reading)
    return tuple(found)


def _events_of(
    row: dict[str, str], episode: str, draws: Draws, drawn: np.random.Generator, concerned: NDArray[np.bool_]
) -> list[Event]:
    first = hour_of(datetime.fromisoformat(row["from"]), episode)
    last = hour_of(datetime.fromisoformat(row["to"]), episode)
    members, kind, asset, unit = draws.members, row["kind"], row["asset"], row["unit"]
    table = np.zeros((last - first + BLOCK_H + 1, members))
    every = np.arange(members)
    if row["spread"] == "as before":
        table[0] = draws["gate.passing_fraction"]
    elif row["spread"] == "at":
        table[0] = drawn.uniform(float(row["low"]), float(row["high"]), members)
    elif row["spread"] == "one hour":
        table[drawn.integers(0, last - first + 1, members), every] = 1.0
    elif row["spread"] == "loads":
        low, high = int(row["low"]), int(row["high"])
        count = drawn.integers(low, high + 1, members)
        for load in range(high):
            hour = 24 * drawn.integers(0, (last - first) // 24 + 1, members) + drawn.integers(*DAYLIGHT, members)
            size = drawn.uniform(float(row["each_low"]), float(row["each_high"]), members)
            table[hour, every] += np.where(load < count, size, 0.0)
    else:
        total = np.exp(drawn.uniform(np.log(float(row["low"])), np.log(float(row["high"])), members))
        begin = drawn.integers(0, last - first + 1, members) if row["spread"] == "block" else np.zeros(members, int)
        length = BLOCK_H if row["spread"] == "block" else last - first + 1
        for hour in range(length):
            table[begin + hour, every] += total / length
    return [
        Event(
            hour=first + n,
            kind=kind,
            asset=asset,
            quantity=0.0 if kind == "mend" else table[n],
            unit=unit,
            members=concerned & ((table[n] > 0.0) | (row["spread"] in {"at", "as before"})),
        )
        for n in range(len(table))
        if (n == 0 and row["spread"] in {"at", "as before"}) or (concerned & (table[n] > 0.0)).any()
    ]


# --- reported dates ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reported date: not before the hour ``after``, not later than the hour ``by``, counted from the start."""

    name: str
    what: str
    after: float
    by: float


def targets_of(episode: str) -> dict[str, Target]:
    found = {}
    for row in rows(FOLDER / "targets.csv"):
        if row["episode"] == episode:
            found[row["target"]] = Target(
                name=row["target"],
                what=row["what"],
                after=hour_of(datetime.combine(date.fromisoformat(row["not_before"]), time()), episode),
                by=hour_of(datetime.combine(date.fromisoformat(row["not_after"]), time()), episode) + 24.0,
            )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A reported date against the dates of an ensemble [h from the start]; infinite: not within the run."""

    target: Target
    q05: float
    q50: float
    q95: float
    share: float  # of the members inside the reported interval
    never: float  # share of the members in which it does not happen within the run

    @property
    def inside(self) -> bool:
        return self.q05 <= self.target.by and self.q95 >= self.target.after

    @property
    def miss_h(self) -> float:
        """Hours from the reported interval to the 90 per cent interval; 0 inside."""
        return max(0.0, self.q05 - self.target.by, self.target.after - self.q95)


def score(target: Target, times: NDArray[np.float64]) -> Score:
    # A quantile that falls between a date and never is never: "inverted" takes no mean of the two.
    low, middle, high = (float(np.quantile(times, q, method="inverted_cdf")) for q in (0.05, 0.5, 0.95))
    return Score(
        target=target,
        q05=low,
        q50=middle,
        q95=high,
        share=float(((times >= target.after) & (times <= target.by)).mean()),
        never=float(np.isinf(times).mean()),
    )


# --- what in a run stands for a reported event -------------------------------------------------------------------------


def first_hour_where(condition: NDArray[np.bool_]) -> NDArray[np.float64]:
    """First hour of each member's row in which a condition holds; infinite where it never does."""
    return np.where(condition.any(axis=1), condition.argmax(axis=1), np.inf)


def end_of_first_day_below(share: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    """End of the first 24 hours whose mean is below a limit."""
    total = np.cumsum(np.pad(share, ((0, 0), (1, 0))), axis=1)
    mean = (total[:, 24:] - total[:, :-24]) / 24.0
    return first_hour_where(mean < limit) + 24.0


def second_flood(ground_m3: NDArray[np.float64], quiet_h: int) -> NDArray[np.float64]:
    """First hour with more on the ground that follows `quiet_h` hours without any more after the first flood."""
    more = np.diff(np.pad(ground_m3, ((0, 0), (1, 0))), axis=1) > 1e-9
    found = np.full(len(more), np.inf)
    for member, row in enumerate(more):
        hours = np.flatnonzero(row)
        after = np.flatnonzero(np.diff(hours) > quiet_h)
        if len(after):
            found[member] = hours[after[0] + 1]
    return found
