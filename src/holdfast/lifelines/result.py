"""What a run gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.lifelines.causes import declared_causes
from holdfast.lifelines.events import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray
    from xarray import Dataset

    from holdfast.lifelines.records import EndState, Floats

QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run gives back.

    Attributes
    ----------
    start : datetime
        First hour, in the site's zone.
    members, hours : int
        Size.
    engine : str
        ``python`` or ``compiled``: the one that ran.
    event_times : mapping of name to ndarray (members,)
        Hours from the start to the first time of each event [h]; infinite where it does not happen within the run.
    lifelines : mapping of event name to lifeline
    causes : mapping of event name to ndarray of int8 (members,)
        Codes of ``causes.csv``: depletion, or the last shock that touched the lifeline.
    outputs : mapping of name to ndarray (members, hours)
        Declared outputs, when kept; empty otherwise.
    quantiles : mapping of name to ndarray (q, hours)
        Quantiles of the fan-chart outputs over the members, when kept.
    probabilities : tuple of float
        The q probabilities of the quantiles.
    units : mapping of output name to unit
    balances : mapping of name to float
        Largest residual of each balance over the members, as a share of capacity (power: of the largest demand).
    refused : mapping of stock to float
        Arrivals that found no room, mean over the members, in the stock's unit.
    flags : mapping of name to float
        Where a model was used beyond the range it was tested in: share of the hours of all members.
    defaults : tuple of str
        Paths of the values the site does not state.
    warnings : tuple of str
    provenance : mapping
        Version, engine, seed, input hash and what else decides the result.
    end : EndState
        Where every member ended; `simulate` can start from it.
    """

    start: datetime
    members: int
    hours: int
    engine: str
    event_times: Mapping[str, Floats]
    lifelines: Mapping[str, str]
    causes: Mapping[str, NDArray[np.int8]]
    outputs: Mapping[str, Floats]
    quantiles: Mapping[str, Floats]
    probabilities: tuple[float, ...]
    units: Mapping[str, str]
    balances: Mapping[str, float]
    refused: Mapping[str, float]
    flags: Mapping[str, float]
    defaults: tuple[str, ...]
    warnings: tuple[str, ...]
    provenance: Mapping[str, str | int | bool]
    end: EndState
    _again: Callable[[int], Run] | None = field(default=None, repr=False, compare=False)

    @property
    def events(self) -> NDArray[np.void]:
        """Every event that happened, sorted by member and hour.

        A structured array with the fields ``member``, ``event``, ``lifeline``, ``hour`` [h from the start] and ``cause``.
        """
        return events_table(self)

    def failed_by(self, event: str, hour: float) -> float:
        """Return the share of members in which an event has happened by an hour of the run.

        Raises
        ------
        InputError
            HF-E081 when the site has no such event.
        """
        return float((self._times(event) <= hour).mean())

    def _times(self, event: str) -> Floats:
        if event not in self.event_times:
            raise InputError(
                "HF-E081",
                where="event",
                found=event + nearest(event, tuple(self.event_times)),
                expected="one of " + ", ".join(self.event_times),
                mend="use the name of an event of this site",
            )
        return self.event_times[event]

    def member(self, number: int) -> Run:
        """Run one member again, whole and bit for bit, and return it with all its outputs.

        Parameters
        ----------
        number : int
            From 0; the members keep their numbers, whatever is asked for.

        Raises
        ------
        InputError
            HF-E082 when there is no such member, or the run was not made by `simulate`.
        """
        if self._again is None or not 0 <= number < self.members or number != int(number):
            raise InputError(
                "HF-E082",
                where="member",
                found=str(number) if self._again is not None else "a run without its inputs",
                expected=f"a whole number from 0 to {self.members - 1}",
                mend="choose a member of the run",
            )
        return self._again(number)

    def to_xarray(self, names: Sequence[str] | None = None) -> Dataset:
        """Return the run as a labelled data set (extra ``lab``); see `labelled.dataset`."""
        from holdfast.lifelines.labelled import dataset  # noqa: PLC0415

        return dataset(self, names)

    def to_netcdf(self, path: str | Path, attributes: Mapping[str, Any] | None = None) -> None:
        """Write the run as NetCDF-4 (extra ``lab``); see `labelled.write_netcdf`."""
        from holdfast.lifelines.labelled import write_netcdf  # noqa: PLC0415

        write_netcdf(self, path, attributes)


def cause_labels() -> tuple[str, ...]:
    """Return the label of every code of a cause."""
    return tuple(row.label for row in declared_causes())


def events_table(run: Run) -> NDArray[np.void]:
    """Return every event that happened as a structured array, sorted by member, hour and name."""
    labels = np.array(cause_labels())
    names = np.array(list(run.event_times) or [""])
    lines = np.array([run.lifelines[name] for name in run.event_times] or [""])
    times = np.array(list(run.event_times.values())).reshape(-1, run.members)
    place, member = np.nonzero(np.isfinite(times))
    fields = [
        ("member", np.int64),
        ("event", names.dtype),
        ("lifeline", lines.dtype),
        ("hour", np.float64),
        ("cause", labels.dtype),
    ]
    table = np.empty(len(place), dtype=fields)
    table["member"], table["event"], table["lifeline"] = member, names[place], lines[place]
    table["hour"] = times[place, member]
    cause = np.array(list(run.causes.values()), dtype=np.int64).reshape(-1, run.members)
    table["cause"] = labels[cause[place, member]] if len(cause) else ""
    return table[np.lexsort((table["event"], table["hour"], table["member"]))]
