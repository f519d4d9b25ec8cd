"""Threshold statements: which norm is crossed, how likely, when at the earliest and in the middle, and for how many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.people.grades import Grade, downgraded, graded, lowest
from holdfast.people.inputs import fault, number, number_of, whole
from holdfast.people.refusals import refuse
from holdfast.reference import figure, row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

    from holdfast.errors import InputError
    from holdfast.reference import Row

Side = Literal["<", "<=", ">", ">="]
SIDES: dict[str, str] = {"<": "below", "<=": "at or below", ">": "above", ">=": "at or above"}
"""The four ways of crossing a norm, in words."""

EARLY, MIDDLE = 0.05, 0.5
"""The shares of members by which the earliest and the median day are read (rule 3 of the grades)."""
FEWEST_FOR_SHARES = 20  # of fewer members the 5 per cent day is the first one of any: counts are told instead
RULE_OF_THREE = 3.0  # 95 per cent bound on a share of which no case was seen in n: 3/n
NOT_A_FORECAST = "not a forecast"
AS_TAKEN = "the old or guessed inputs named in the notes are as taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdStatement:
    """What an ensemble says of one norm.

    Attributes
    ----------
    quantity : str
        The graded quantity (``grades.csv``) that is held against the norm.
    name : str
        What it is, in words.
    norm_id : str or None
        Row of the reference tables the norm comes from; ``None`` for one given in words.
    norm : str
        The norm in words, with who set it.
    side : str
        ``<``, ``<=``, ``>`` or ``>=``: on which side of the value the norm counts as crossed.
    value : float
        Value of the norm, in ``unit``.
    unit : str
        Unit of the value.
    probability : float
        Share of the members that cross within the horizon [1].
    probability_error : float
        Monte-Carlo standard error of it [1]; 0 where no or every member crosses, which a note then qualifies.
    members : int
        Members of the ensemble.
    horizon_days : float
        Days looked ahead [d].
    earliest_day, median_day : float or None
        Day by whose end 5 and 50 per cent of the members have crossed [d after the start]; ``None`` if not within
        the horizon.
    persons_exposed : float
        How many people the statement concerns. It is no count of outcomes.
    grade : Grade
        Grade of the quantity, one lower if an input is old or guessed.
    scenario : str or None
        The named assumption, where the grade is SCENARIO.
    notes, sources : tuple of str
        Assumptions and inputs at fault; ids of table rows.
    input_reasons : tuple of str
        What is old or guessed among the inputs, as the notes tell it.
    """

    quantity: str
    name: str
    norm_id: str | None
    norm: str
    side: Side
    value: float
    unit: str
    probability: float
    probability_error: float
    members: int
    horizon_days: float
    earliest_day: float | None
    median_day: float | None
    persons_exposed: float
    grade: Grade
    scenario: str | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    input_reasons: tuple[str, ...] = ()

    def dates(self, start: date) -> tuple[date | None, date | None]:
        """Return the earliest (5 per cent) and the median date, if the ensemble's first day is ``start``."""
        early, middle = (
            None if day is None else start + timedelta(days=max(math.ceil(day), 1) - 1)
            for day in (self.earliest_day, self.median_day)
        )
        return early, middle

    def __str__(self) -> str:
        head = f"If {self.scenario}, {NOT_A_FORECAST}: " if self.scenario else ""
        return (
            f"{head}{self.name}: {SIDES[self.side]} {self.value:g} {self.unit} ({self.norm}) {self._chance()}; "
            f"{self.persons_exposed:,.0f} people exposed. Grade {self.grade}."
        )

    def _chance(self) -> str:
        """Say how likely and when: counts where the members are too few for shares."""
        within = f"within {round(self.horizon_days, 1):g} days"
        if self.members == 1:
            when = "not " if self.median_day is None else f"on {_day(self.median_day)}, "
            return f"{when}{within} in the one run computed"
        if self.members < FEWEST_FOR_SHARES:
            crossed = round(self.probability * self.members)
            if self.earliest_day is None:
                return f"{within} in none of {self.members} runs"
            middle = f"not {within}" if self.median_day is None else _day(self.median_day)
            return (
                f"{within} in {crossed} of {self.members} runs; the first on {_day(self.earliest_day)}; median {middle}"
            )
        spread = f" (standard error {self.probability_error:.1%})" if self.probability_error else ""
        days = [
            f"{word} {_day(day)}" if day is not None else f"{word} day not {within}"
            for word, day in (("earliest (5%)", self.earliest_day), ("median", self.median_day))
        ]
        return f"{within} with probability {self.probability:.0%}{spread}; {'; '.join(days)}"


def _day(day: float) -> str:
    return f"day {max(math.ceil(day), 1)}"  # across when the run begins: its first day


def crossing_days(values: ArrayLike, threshold: float, side: Side, *, hold_days: int = 1) -> NDArray[np.float64]:
    """Return the day on which each member first crosses a threshold.

    Parameters
    ----------
    values : array (members, days)
        One value a day, as it stands at the end of the day, in the unit of the threshold.
    threshold : float
        The norm.
    side : str
        ``<``, ``<=``, ``>`` or ``>=``: where a value counts as across.
    hold_days : int
        Days in a row that it must stay across; the first of them is returned [d].

    Returns
    -------
    ndarray (members,)
        1 for the first day; infinite where it is not crossed within the days given (censored).

    Raises
    ------
    InputError
        HF-P006, if the values are no table of numbers, or the side or the hold is none.
    """
    stated = np.asarray(values)
    if stated.dtype.kind not in "iuf":  # numpy would read text as numbers, and truth values as 1
        raise _fault("values", f"an array of {stated.dtype}", "members x days of numbers, none missing")
    table = stated.astype(np.float64)
    if table.ndim != 2 or 0 in table.shape or np.isnan(table).any():
        raise _fault("values", f"an array of shape {table.shape}", "members x days of numbers, none missing")
    if side not in SIDES:
        raise _fault("side", repr(side), " | ".join(SIDES))
    held = whole(hold_days, _where("hold_days"), code="HF-P006", low=1)
    across = _across(table, number(threshold, _where("threshold"), code="HF-P006"), side)
    days = table.shape[1]
    if held > days:
        return np.full(table.shape[0], np.inf)
    windows: NDArray[np.bool_] = np.lib.stride_tricks.sliding_window_view(across, held, axis=1)
    runs: NDArray[np.bool_] = np.asarray(windows.all(axis=2))
    return np.where(runs.any(axis=1), runs.argmax(axis=1) + 1.0, np.inf)


def threshold_statement(
    quantity: str,
    days: Sequence[float | None] | NDArray[np.float64],
    *,
    horizon_days: float,
    side: Side,
    persons_exposed: float,
    norm_id: str | None = None,
    norm: str = "",
    value: float | None = None,
    unit: str = "",
    name: str = "",
    scenario: str | None = None,
    input_reasons: Iterable[str] = (),
    at_best: Grade | None = None,
    notes: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> ThresholdStatement:
    """Return the statement that an ensemble's days of crossing make.

    Parameters
    ----------
    quantity : str
        A quantity of ``grades.csv``; what is refused there is refused here.
    days : sequence (members,)
        Days from the start to the crossing [d], as :func:`crossing_days` gives them; infinite, ``None`` or past the
        horizon: not within it.
    horizon_days : float
        Days looked ahead [d].
    side : str
        On which side of the norm it counts as crossed.
    persons_exposed : float
        People the statement concerns.
    norm_id : str or None
        Row the norm is taken from: its value (of an interval or a list, name the one meant), unit and source.
    norm, value, unit : str, float or None, str
        The norm in words, its value and unit, where it has no row.
    name : str
        What is held against the norm; the name of the graded quantity when empty.
    scenario : str or None
        The named assumption; needed where the grade is SCENARIO without any fault of an input.
    input_reasons : iterable of str
        Why inputs lower the grade (:func:`holdfast.people.input_reason`).
    at_best : Grade or None
        Grade of another statement this one is made from: its own is no better.
    notes, sources : iterable of str
        Further assumptions and ids of rows.

    Returns
    -------
    ThresholdStatement

    Raises
    ------
    InputError
        HF-P006, if there is no member, a day is negative or no number, the value is no figure of the norm, the norm is
        not said, or a scenario has no name; HF-P002, an ungraded quantity; HF-P003, a blank reason.
    RefusedError
        HF-P001, for a quantity that is refused.

    Notes
    -----
    Days are read off the empirical distribution without interpolation, so that a member which does not cross is
    never mixed with one that does. The standard error is binomial.
    """
    of = graded(quantity)
    if of.grade is Grade.REFUSE:
        refuse(quantity)
    if of.grade is Grade.SCENARIO and not (scenario or "").strip():
        raise _fault("scenario", "none", "the named assumption that this quantity needs")
    exposed = number(persons_exposed, _where("persons_exposed"), code="HF-P006", low=0.0, unit="persons")
    horizon = number(horizon_days, _where("horizon_days"), code="HF-P006", low=0.0, open_low=True, unit="days")
    if side not in SIDES:
        raise _fault("side", repr(side), " | ".join(SIDES))
    times = _times(days, horizon)
    words, figure_of_norm, its_unit = _norm(norm_id, norm, value, unit)
    reasons = tuple(input_reasons)
    grade = downgraded(of.grade, reasons)
    if at_best is not None:
        grade = lowest((grade, at_best))
    crossed = int(np.isfinite(times).sum())
    probability = crossed / times.size
    said = [*notes, *_grade_notes(of.grade, grade, reasons)]
    if times.size == 1:
        said.append("One run alone says nothing of how likely this is.")
    elif crossed in {0, times.size}:
        bound = min(1.0, RULE_OF_THREE / times.size)
        said.append(
            f"{'No' if crossed == 0 else 'Every'} member of {times.size} crosses; a share of up to {bound:.2g} that "
            f"{'does' if crossed == 0 else 'does not'} cannot be excluded."
        )
    return ThresholdStatement(
        quantity=quantity,
        name=name or of.name,
        norm_id=norm_id,
        norm=words,
        side=side,
        value=figure_of_norm,
        unit=its_unit,
        probability=probability,
        probability_error=math.sqrt(probability * (1.0 - probability) / times.size),
        members=int(times.size),
        horizon_days=horizon,
        earliest_day=_quantile(times, EARLY),
        median_day=_quantile(times, MIDDLE),
        persons_exposed=exposed,
        grade=grade,
        scenario=scenario or (AS_TAKEN if grade is Grade.SCENARIO else None),
        notes=tuple(said),
        sources=tuple(dict.fromkeys([*([norm_id] if norm_id else []), *sources])),
        input_reasons=reasons,
    )


def _across(table: NDArray[np.float64], threshold: float, side: str) -> NDArray[np.bool_]:
    if side == "<":
        return table < threshold
    if side == "<=":
        return table <= threshold
    return table > threshold if side == ">" else table >= threshold


def _times(days: Sequence[float | None] | NDArray[np.float64], horizon_days: float) -> NDArray[np.float64]:
    """Return sorted days to the crossing, infinite where it is not within the horizon."""
    given = [math.inf if day is None else number_of(day) for day in days]
    times = np.sort(np.array([math.nan if day is None else day for day in given], dtype=np.float64))
    if times.size == 0:
        raise _fault("days", "no member", "the day of crossing of one member or more")
    if np.isnan(times).any() or times[0] < 0:
        raise _fault("days", "a day that is negative or no number", "days after the start; None or infinity for never")
    return np.where(times <= horizon_days, times, np.inf)


def _quantile(times: NDArray[np.float64], share: float) -> float | None:
    day = float(times[max(math.ceil(share * times.size) - 1, 0)])
    return day if math.isfinite(day) else None


def _norm(norm_id: str | None, norm: str, value: float | None, unit: str) -> tuple[str, float, str]:
    """Return the norm in words, its value and its unit."""
    if norm_id is None:
        if not norm.strip() or value is None or not unit.strip():
            raise _fault("norm", "no row and no norm in words with value and unit", "a norm_id, or all three")
        return norm, number(value, _where("value"), code="HF-P006"), unit
    of = row(norm_id)
    figures = _figures(of)
    if value is None and len(figures) != 1:
        raise _fault("value", "nothing", f"which figure of {norm_id} is meant: {figure(of)}")
    meant = figures[0] if value is None else number(value, _where("value"), code="HF-P006")
    if meant not in figures:
        raise _fault("value", f"{meant:g}", f"a figure of {norm_id}: {figure(of)}")
    said = norm or f"{of.name}, {of.source}{f' {of.edition}' if of.edition else ''}"
    return said, meant, unit or of.unit.partition(";")[0]


def _figures(of: Row) -> list[float]:
    found: list[float] = []
    for part in (of.value, of.low, of.high) if of.kind != "number" else (of.value,):
        parts = part if isinstance(part, tuple) else (part,)
        found.extend(one for one in parts if isinstance(one, float))
    return list(dict.fromkeys(found))


def _grade_notes(before: Grade, after: Grade, reasons: tuple[str, ...]) -> list[str]:
    if not reasons:
        return [] if after is before else [f"Grade {after} as what it is made from (by itself {before})."]
    if after is before:
        head = f"Grade {after} already"
    elif after is downgraded(before, reasons):
        head = f"One grade lower ({before} to {after})"
    else:
        head = f"Grade {after} as what it is made from (by itself {before})"
    return [f"{head}: {'; '.join(reasons)}."]


def _where(argument: str) -> str:
    return f"threshold statement, {argument}"


def _fault(argument: str, found: str, expected: str) -> InputError:
    mend = "correct the argument; a norm is named by its row, a scenario by its assumption"
    return fault("HF-P006", _where(argument), found, expected, mend)
