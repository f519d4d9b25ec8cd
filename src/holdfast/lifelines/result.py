"""What a run gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.lifelines.causes import cause_labels
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
    """What a run gives back: dated events with their causes, and the hourly numbers that were asked for.

    Hour k is the hour that begins k hours after `start`; a level stands for its end, a flow for the whole of it.

    Attributes
    ----------
    start : datetime
        First hour, in the site's zone.
    members, hours : int
        Size: members of the ensemble (one member that was run again: 1), hours run.
    engine : str
        ``python`` or ``compiled``: the one that ran.
    event_times : mapping of name to ndarray (members,)
        Hours from the start to the first time of each event [h]; infinite where it does not happen within the run.
    lifelines : mapping of event name to lifeline
        Which lifeline an event belongs to, such as ``electricity`` or ``stock:lpg``.
    causes : mapping of event name to ndarray of int8 (members,)
        Codes of ``declared_causes``: depletion, or the last shock that touched the lifeline; 0 where it did not happen.
    outputs : mapping of name to ndarray (members, hours)
        Declared outputs in their units, with ``keep="all"``; empty otherwise.
    quantiles : mapping of name to ndarray (q, hours)
        Exact quantiles over the members hour by hour, with ``keep="quantiles"``; empty otherwise. A quantile of one
        hour is not the path of one member.
    probabilities : tuple of float
        The q probabilities of the quantiles.
    units : mapping of output name to unit
        Of every output of the site, kept or not.
    balances : mapping of name to float
        Largest residual of each balance over the members, as a share of capacity (power: of the largest demand); never
        above 1e-9.
    refused : mapping of stock to float
        Arrivals that found no room, mean over the members, in the stock's unit (water and sewage: m3).
    flags : mapping of name to float
        Where a model was used beyond the range it was tested in: share of the hours of all members.
    defaults : tuple of str
        Paths of the values the site does not state.
    warnings : tuple of str
        What was assumed, given and not used, or refused, in words.
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
    provenance: Mapping[str, object]
    end: EndState
    _again: Callable[[int], Run] | None = field(default=None, repr=False, compare=False)

    @property
    def events(self) -> NDArray[np.void]:
        """Every event that happened, sorted by member and hour.

        A structured array with the fields ``member``, ``event``, ``lifeline``, ``hour`` [h from the start] and
        ``cause`` (a label of ``declared_causes``). It holds the first time of each event in each member.
        """
        return events_table(self)

    def failed_by(self, event: str, hour: float) -> float:
        """Return the share of members in which an event has happened by an hour of the run.

        Parameters
        ----------
        event : str
            Name of an event of this site.
        hour : float
            Hours from the start [h]; that hour counts as by it.

        Returns
        -------
        float
            0 to 1.

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

        Returns
        -------
        Run
            Of one member, with every output of the site as ``(1, hours)``.

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
        """Return the run as a labelled data set (extra ``lab``).

        Parameters
        ----------
        names : sequence of str, optional
            Outputs wanted; default: all that were kept.

        Returns
        -------
        xarray.Dataset
            Outputs as ``(member, time)``, quantiles as ``(quantile, time)`` under the name of the output with
            ``_quantile``, ``event_hour`` and ``cause`` as ``(event, member)``, ``balance_residual``. Every variable has
            its unit and meaning; ``time`` is the start of each hour in UTC.

        Raises
        ------
        InputError
            HF-E083 when the extra is not installed; HF-E081 for an output that was not kept.
        """
        from holdfast.lifelines.labelled import dataset  # noqa: PLC0415

        return dataset(self, names)

    def to_netcdf(self, path: str | Path, attributes: Mapping[str, Any] | None = None) -> None:
        """Write the run as NetCDF-4 under the CF conventions (extra ``lab``); the file is whole or not there.

        Parameters
        ----------
        path : str or Path
            File to write; one that is there is replaced.
        attributes : mapping, optional
            Further attributes of the file, such as its class of disclosure.

        Raises
        ------
        InputError
            HF-E083 when the extra is not installed; HF-E084 when the file cannot be written.
        """
        from holdfast.lifelines.labelled import write_netcdf  # noqa: PLC0415

        write_netcdf(self, path, attributes)


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
