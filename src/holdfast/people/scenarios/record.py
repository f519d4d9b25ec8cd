"""What a scenario returns: its ranges, its assumptions and its name, in one object that cannot be added to another."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, NoReturn

from holdfast.errors import InputError, RefusedError
from holdfast.people.grades import Grade

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_A_FORECAST = (
    "This is a scenario, not a forecast: it says what follows if its assumptions hold, not whether they do."
)
FEWEST_WORDS = 3
Shape = Literal["fixed", "uniform", "loguniform", "triangular", "normal", "lognormal", "beta"]
SHAPES: dict[str, Shape] = {
    "fixed": "fixed",
    "uniform": "uniform",
    "loguniform": "loguniform",
    "triangular": "triangular",
    "normal": "normal",
    "lognormal": "lognormal",
    "beta": "beta",
}
LOGARITHMIC = frozenset({"loguniform", "lognormal"})


def _refuse_sum() -> NoReturn:
    raise RefusedError(
        "HF-P061",
        where="scenario",
        found="a request to add it to something",
        expected="a result that stays beside its assumptions; terms with different assumptions have no sum",
        mend="show the scenarios side by side; no total holds them (docs/people/refused.md says why)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One thing a scenario assumes.

    Attributes
    ----------
    name : str
        What is assumed, in words; one name stands once in a scenario.
    value : float or None
        Best figure in ``unit``; ``None`` where nothing is known and nothing is computed from it.
    low, high : float or None
        Range in ``unit``; equal to ``value`` where it is not varied.
    source : str
        Row of a reference table, a publication, or who chose it.
    status : str
        ``read``, ``read-in-secondary``, ``derived``, ``measured``, ``memory``, ``assumption``, or ``given`` by the
        caller.
    unit : str
        ``-`` for a bare number.
    distribution : str
        How it is drawn: ``fixed``, ``uniform``, ``loguniform``, ``triangular``, ``normal``, ``lognormal`` or
        ``beta``. ``low`` and ``high`` are bounds, but the 5 and 95 per cent points of the normal and the lognormal.
    note : str
        Anything a reader needs beside the figure.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    source: str
    status: str
    unit: str = "-"
    distribution: Shape = "fixed"
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an assumption without a name, a source, or an order of its figures."""
        stated = [number for number in (self.low, self.value, self.high) if number is not None]
        if not all(math.isfinite(number) for number in stated) or stated != sorted(stated):
            raise _incomplete(
                f"assumption {self.name!r}", f"{self.low}, {self.value}, {self.high}", "low <= value <= high"
            )
        if self.distribution not in SHAPES:
            raise _incomplete(f"assumption {self.name!r}", repr(self.distribution), "one of " + ", ".join(SHAPES))
        if self.distribution in LOGARITHMIC and any(number <= 0.0 for number in stated):
            raise _incomplete(
                f"assumption {self.name!r}", f"{self.low} to {self.high}", "figures above 0 for this shape"
            )
        for part in ("name", "source", "status", "unit"):
            if not getattr(self, part).strip():
                raise _incomplete(f"assumption {self.name!r}", f"no {part}", f"its {part}")

    def __str__(self) -> str:
        """Return one line: name, figure, range, status and source."""
        unit = "" if self.unit == "-" else f" {self.unit}"
        if self.value is None:
            figure = "unknown"
        elif self.low is None or self.high is None or self.low == self.high:
            figure = f"{plain(self.value)}{unit}"
        else:
            figure = f"{plain(self.value)} ({plain(self.low)} to {plain(self.high)}){unit}"
        note = f"; {self.note}" if self.note else ""
        return f"{self.name}: {figure} [{self.status}; {self.source}{note}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One result of a scenario: 5, 50 and 95 per cent of the draws.

    Attributes
    ----------
    quantity : str
        What it is of.
    curve : str
        Which structure or which choice it belongs to, empty if there is only one. Curves are never averaged.
    unit : str
        ``-`` for a bare number.
    p05, p95 : float
        5 and 95 per cent of the draws, in ``unit``.
    p50 : float or None
        Median of the draws; ``None`` for an envelope of several curves, which has no middle.
    flag : str
        ``outside observed range`` and the like, empty otherwise.
    """

    quantity: str
    p05: float
    p50: float | None
    p95: float
    unit: str
    curve: str = ""
    flag: str = ""

    def __post_init__(self) -> None:
        """Refuse numbers that are not finite or out of order."""
        stated = [number for number in (self.p05, self.p50, self.p95) if number is not None]
        if not all(math.isfinite(number) for number in stated) or stated != sorted(stated):
            raise _incomplete(
                self.quantity, f"{self.p05}, {self.p50}, {self.p95}", "finite numbers, 5 <= 50 <= 95 per cent"
            )

    def __add__(self, _other: object) -> NoReturn:
        """Refuse (HF-P061): a term of a scenario has no sum."""
        _refuse_sum()

    def __radd__(self, _other: object) -> NoReturn:
        """Refuse (HF-P061): a term of a scenario has no sum."""
        _refuse_sum()

    def __str__(self) -> str:
        """Return one line with the whole range, rounded to two figures."""
        unit = "" if self.unit == "-" else f" {self.unit}"
        middle = "" if self.p50 is None else f"{two_figures(self.p50)}, "
        name = f"{self.quantity}, {self.curve}" if self.curve else self.quantity
        levels = "5-95 %" if self.p50 is None else "median, 5-95 %"
        flag = f" ({self.flag})" if self.flag else ""
        return f"{name}: {middle}{two_figures(self.p05)} to {two_figures(self.p95)}{unit} [{levels}]{flag}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What follows from named assumptions, with them.

    It has no sum and no single number: ``+``, ``sum`` and ``float`` fail, so that no total can hold one. Its text is one
    block that holds the ranges, every assumption and the words "not a forecast".

    Attributes
    ----------
    name : str
        The condition in words, as the caller stated it: "if cholera is introduced on 3 June and nobody is treated".
    question : str
        What was asked.
    results : tuple of Range
        At least one.
    assumptions : tuple of Assumption
        At least one; kept in order of their names, whatever order they came in.
    not_a_forecast : str
        The sentence that says so.
    grade : Grade
        SCENARIO, always.
    notes : tuple of str
        Defaults used, extrapolation, what the model leaves out.
    sources : tuple of str
        Rows of the tables it rests on.
    """

    name: str
    question: str
    results: tuple[Range, ...]
    assumptions: tuple[Assumption, ...]
    not_a_forecast: str = NOT_A_FORECAST
    grade: Grade = Grade.SCENARIO
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a scenario without a name, a range, an assumption or its caveat."""
        object.__setattr__(self, "name", named(self.name))
        names = [one.name for one in self.assumptions]
        if not names:
            raise _incomplete(self.name, "no assumption", "every assumption the result rests on")
        if len(set(names)) != len(names):
            raise _incomplete(self.name, "an assumption twice", "each assumption once")
        if not self.results:
            raise _incomplete(self.name, "no result", "at least one range")
        if "not a forecast" not in self.not_a_forecast:
            raise _incomplete(self.name, repr(self.not_a_forecast), 'the words "not a forecast"')
        if self.grade is not Grade.SCENARIO:
            raise _incomplete(self.name, f"grade {self.grade}", f"grade {Grade.SCENARIO}")
        object.__setattr__(self, "assumptions", tuple(sorted(self.assumptions, key=lambda one: one.name)))

    def __add__(self, _other: object) -> NoReturn:
        """Refuse (HF-P061): scenarios have no sum."""
        _refuse_sum()

    def __radd__(self, _other: object) -> NoReturn:
        """Refuse (HF-P061): scenarios have no sum."""
        _refuse_sum()

    def __str__(self) -> str:
        """Return the block: name, caveat, question, ranges, assumptions, notes."""
        lines = [f"Scenario: {self.name}", self.not_a_forecast, f"Question: {self.question}", "Range:"]
        lines += [f"  {one}" for one in self.results]
        lines += ["Assumptions:", *(f"  {one}" for one in self.assumptions)]
        if self.notes:
            lines += ["Notes:", *(f"  {note}" for note in self.notes)]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        """Return everything as plain values, ranges and assumptions together, for a file or ``--json``."""
        return asdict(self)

    def result(self, quantity: str, curve: str = "") -> Range:
        """Return one result.

        Parameters
        ----------
        quantity, curve : str
            As in :class:`Range`.

        Returns
        -------
        Range

        Raises
        ------
        InputError
            HF-P066, naming what there is.
        """
        for one in self.results:
            if (one.quantity, one.curve) == (quantity, curve):
                return one
        raise unknown_name(
            f"result of the scenario {self.name!r}",
            f"{quantity} / {curve}",
            (f"{r.quantity} / {r.curve}" for r in self.results),
        )

    def assumption(self, name: str) -> Assumption:
        """Return one assumption by its name; HF-P066 names those there are."""
        for one in self.assumptions:
            if one.name == name:
                return one
        raise unknown_name(f"assumption of the scenario {self.name!r}", name, (one.name for one in self.assumptions))


def named(scenario: object) -> str:
    """Return the name of a scenario, or refuse to go on without one.

    Parameters
    ----------
    scenario : str
        The condition in words, three or more, in any language.

    Returns
    -------
    str
        Without surrounding blanks.

    Raises
    ------
    InputError
        HF-P060, if there are no words that could state a condition.
    """
    text = scenario.strip() if isinstance(scenario, str) else ""
    if len(re.findall(r"[^\W\d_]+", text)) < FEWEST_WORDS:
        raise InputError(
            "HF-P060",
            where="name of the scenario",
            found=repr(scenario),
            expected="the condition in words",
            mend='state it, for example: scenario="if cholera is introduced on 3 June and nobody is treated"',
        )
    return " ".join(text.split())


def unknown_name(where: str, found: str, there: Iterable[str]) -> InputError:
    """Return the error for a name that is not in a list, HF-P066."""
    return InputError(
        "HF-P066",
        where=where,
        found=repr(found),
        expected="one of " + "; ".join(there),
        mend="name one of those",
    )


def plain(number: float) -> str:
    """Return a stated figure as it was stated, to six figures."""
    return f"{number:.6g}"


def two_figures(number: float) -> str:
    """Return a number rounded to two significant figures, with thousands parted by commas."""
    if number == 0:
        return "0"
    places = 1 - math.floor(math.log10(abs(number)))
    rounded = round(number, places)
    return f"{rounded:,.{max(0, places)}f}"


def _incomplete(where: str, found: str, expected: str) -> InputError:
    return InputError("HF-P062", where=where, found=found, expected=expected, mend="complete the record")
