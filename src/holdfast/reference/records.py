"""The records of the room: a row of a table, a prior made from one, and a term of office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Vector = tuple[float | None, ...]
"""A list of figures in the order of their labels; ``None`` where the source sets no figure (no limit, no bound)."""

KINDS = ("number", "interval", "vector", "expression", "text")
STATUSES = ("read", "read-in-secondary", "derived", "measured", "memory", "assumption")
NEED_REASON = frozenset({"memory", "assumption"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sourced row of a reference table.

    Attributes
    ----------
    id : str
        ``N001``, ``C001``, ``D001``, ``L001``, ``physics:leak`` or ``health:OR_heat#2``.
    table : str
        ``norms``, ``commodities``, ``demography``, ``law``, ``physics`` or ``health``.
    name : str
        What the figure is of, in words.
    kind : str
        ``number``, ``interval``, ``vector``, ``expression`` or ``text``.
    value : float, tuple, str or None
        A float for a number, a tuple for a vector, a string for an expression or a text, ``None`` for an interval
        and for a vector of intervals.
    low, high : float, tuple or None
        Stated bounds in ``unit``; ``None`` where there is none. An interval open on one side has one bound.
    bounds : str
        Which ends of an interval belong to it: ``[]``, ``[)``, ``(]`` or ``()``.
    labels : tuple of str
        What each element of a vector is of.
    distribution : str
        Empty, or a name of ``distributions.csv``.
    parameters : Mapping
        Further parameters of the distribution: ``mode``, ``sd``, ``gsd``, ``cv``, ``rho``.
    support : tuple of float
        The listed values of a ``discrete`` distribution.
    unit : str
        Unit with its time and its denominator; for a vector of mixed units one unit an element, parted by ``; ``.
    of : str
        What the unit counts ("households", "patient", "total water, food included").
    status : str
        ``read``, ``read-in-secondary``, ``derived``, ``measured``, ``memory`` or ``assumption``.
    reason : str
        Why a figure of status ``memory`` or ``assumption`` may stand without a source that was read.
    limits : tuple or None
        The range outside which the figure is refused at load: a pair of floats, or of tuples for mixed units.
    fields : Mapping
        Every column of the row as text, the table's own columns included.
    """

    id: str
    table: str
    name: str
    kind: str
    value: float | Vector | str | None
    low: float | Vector | None
    high: float | Vector | None
    bounds: str
    labels: tuple[str, ...]
    distribution: str
    parameters: Mapping[str, float]
    support: tuple[float, ...]
    unit: str
    of: str
    source: str
    edition: str
    page: str
    address: str
    status: str
    reason: str
    limits: tuple[float | Vector, float | Vector] | None
    note: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """A figure that can be sampled, with the id of the row it comes from.

    ``low`` and ``high`` are bounds for ``uniform``, ``triangular``, ``loguniform`` and ``beta``, and the 5 and 95 per
    cent points for ``normal`` and ``lognormal`` (an assumption of ours: the tables do not say). ``value`` is the
    central figure of the table: the mode where the shape has one, otherwise the middle.
    """

    id: str
    value: float
    low: float
    high: float
    distribution: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One holder's term of an office.

    Attributes
    ----------
    start, end : date
        First and last day in office. ``end`` is ``None`` where the table knows no end.
    start_precision, end_precision : str
        ``day``, ``month`` or ``year``: how exactly each end is known. A month means that the term began or ended
        somewhere in it; the day given is then the one that makes the term longest.
    acting : bool
        Whether the office was held for the time being.
    """

    id: str
    office: str
    body: str
    holder: str
    aliases: tuple[str, ...]
    short: tuple[str, ...]
    start: date
    end: date | None
    start_precision: str
    end_precision: str
    acting: bool
    source: str
    address: str
    status: str
    reason: str
    note: str

    def holds(self, day: date, *, slack_days: int = 0) -> bool:
        """Tell whether the office was, or may have been, held on ``day``, give or take ``slack_days``.

        Parameters
        ----------
        day : date
            The day in question.
        slack_days : int
            Days allowed at both ends, for news written around a handover.

        Returns
        -------
        bool
            True for any day after ``start`` where the table knows no end.
        """
        first = self.start.toordinal() - slack_days
        if self.end is None:
            return first <= day.toordinal()
        return first <= day.toordinal() <= self.end.toordinal() + slack_days
