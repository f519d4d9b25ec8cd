"""Draw assumptions, each from a stream of its own, and turn draws into ranges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.people.figures import figures_of
from holdfast.people.inputs import number, whole
from holdfast.people.scenarios.record import SHAPES, Assumption, Range, unknown_name
from holdfast.reference import row
from holdfast.sites import Value, stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from holdfast.people.scenarios.record import Shape

    Floats = NDArray[np.float64]

FIGURES = "scenarios/figures.csv"
MEMBERS = 2000
INTERVALS_READ = (
    "Published 95 per cent intervals are read as 5 and 95 per cent points, which widens the range a little."
)
FEWEST_MEMBERS = 40  # fewer leave less than two draws beyond the 5 per cent point


def from_row(row_id: str, name: str, *, distribution: str = "", note: str = "") -> Assumption:
    """Make an assumption of a row of the reference tables.

    Parameters
    ----------
    row_id : str
        Such as ``health:R0_chol``; a row with one figure and its range.
    name : str
        What the scenario calls it.
    distribution : str
        How it is drawn, where the table names none or ours differs; ``note`` then says that the shape is ours.
    note : str
        Added to the assumption.

    Returns
    -------
    Assumption
    """
    found = row(row_id)
    shape = SHAPES[distribution or found.distribution]
    figures = [None if isinstance(one, tuple | str) else one for one in (found.value, found.low, found.high)]
    if distribution and distribution != found.distribution:
        note = f"{note}; " * bool(note) + f"the shape ({distribution}) is an assumption of this package"
    return Assumption(
        name=name,
        value=figures[0],
        low=figures[1],
        high=figures[2],
        source=row_id,
        status=found.status,
        unit=found.unit,
        distribution=shape,
        note=note,
    )


def from_figure(figure: str, name: str, *, distribution: Shape = "fixed") -> Assumption:
    """Make an assumption of a row of ``scenarios/figures.csv``; without a range it is fixed."""
    found = figures_of(FIGURES)[figure]
    return Assumption(
        name=name,
        value=found.value,
        low=found.value if found.low is None else found.low,
        high=found.value if found.high is None else found.high,
        source=found.source or "this package",
        status=found.status,
        unit=found.unit,
        distribution=distribution,
        note=found.reason,
    )


def both_ends(name: str, stated: float | tuple[float, float], *, unit: str = "-") -> tuple[float, float]:
    """Return the ends of a figure or a range; HF-P065 if it is neither, or the ends stand the wrong way round."""
    ends: tuple[float, ...] = stated if isinstance(stated, tuple) else (stated, stated)
    numbers = [within(name, end, -math.inf, math.inf, unit=unit) for end in ends]
    if len(numbers) != 2 or numbers[0] > numbers[1]:
        raise InputError(
            "HF-P065",
            where=name,
            found=str(stated),
            expected="one figure, or a lower and a higher one",
            mend="give (lower, higher)",
        )
    return numbers[0], numbers[1]


def yes_or_no(name: str, stated: object) -> bool:
    """Return a truth value; HF-P065 for a word, because "no" would count as yes."""
    if stated is not True and stated is not False:
        raise InputError("HF-P065", where=name, found=repr(stated), expected="True or False", mend="give a truth value")
    return stated


def given(name: str, value: float | tuple[float, float], *, unit: str = "-", note: str = "") -> Assumption:
    """Make an assumption of what the caller gave: one figure, or a range that is drawn evenly."""
    low, high = both_ends(name, value, unit=unit)
    return Assumption(
        name=name,
        value=(low + high) / 2.0,
        low=low,
        high=high,
        source="the caller",
        status="given",
        unit=unit,
        distribution="fixed" if low == high else "uniform",
        note=note,
    )


def replaced(defaults: Iterable[Assumption], replace: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """Return the defaults with those of the same name replaced.

    Parameters
    ----------
    defaults, replace : iterable of Assumption
        The order of neither matters.

    Returns
    -------
    tuple of Assumption
        In order of their names.

    Raises
    ------
    InputError
        HF-P066, if a replacement names nothing that is assumed; HF-P063, if one is named twice, has no figure, another
        unit, or a figure of 0 or less where the default is above 0.
    """
    found = {one.name: one for one in defaults}
    seen: set[str] = set()
    for one in replace:
        if one.name not in found:
            raise unknown_name("replaced assumption", one.name, found)
        default = found[one.name]
        least = min((end for end in (one.low, one.value) if end is not None), default=None)
        positive = default.low is not None and default.low > 0.0
        if (
            one.name in seen
            or one.value is None
            or least is None
            or one.unit != default.unit
            or (positive and least <= 0.0)
        ):
            raise InputError(
                "HF-P063",
                where=f"replaced assumption {one.name!r}",
                found="named twice" if one.name in seen else f"{one.low}, {one.value}, {one.high} {one.unit}",
                expected=f"once, with a figure{' above 0' if positive else ''} in {default.unit}",
                mend="give each assumption once, with a figure in the unit and of the sign of the one it replaces",
            )
        seen.add(one.name)
        found[one.name] = one
    return tuple(found[name] for name in sorted(found))


def drawn(
    assumptions: Iterable[Assumption],
    *,
    members: int,
    seed: int,
    together: Mapping[str, str] | None = None,
) -> dict[str, Floats]:
    """Draw every assumption that has a figure.

    Parameters
    ----------
    assumptions : iterable of Assumption
        Their order does not matter: each has a stream of its own, named after it.
    members : int
        Draws, 40 or more; the first n do not depend on how many are drawn.
    seed : int
        Seed of the streams. Two scenarios with one seed share the draws of the assumptions they share.
    together : mapping of str to str, optional
        Names of assumptions that are drawn with the stream of another name, and so rise and fall together.

    Returns
    -------
    dict of str to ndarray (members,)
        In the unit of each assumption.

    Raises
    ------
    InputError
        HF-P063, for fewer than 40 members.
    """
    if members < FEWEST_MEMBERS:
        raise InputError(
            "HF-P063",
            where="members",
            found=str(members),
            expected=f"{FEWEST_MEMBERS} or more draws",
            mend="draw more: the 5 per cent point of fewer is the smallest draw",
        )
    shared = together or {}
    made: dict[str, Floats] = {}
    for one in assumptions:
        if one.value is None:
            continue
        low = one.value if one.low is None else one.low
        high = one.value if one.high is None else one.high
        shape: Shape = "fixed" if low == high else one.distribution
        uniforms = stream(seed, "people.scenarios", shared.get(one.name, one.name)).random(members)
        made[one.name] = Value(value=one.value, low=low, high=high, distribution=shape).quantile(uniforms)
    return made


def spread(quantity: str, draws: Floats, *, unit: str, curve: str = "", flag: str = "") -> Range:
    """Return the 5, 50 and 95 per cent points of draws, interpolated between them: none is infinite, as days may be."""
    p05, p50, p95 = (float(point) for point in np.quantile(draws, (0.05, 0.5, 0.95)))
    return Range(quantity=quantity, p05=p05, p50=p50, p95=p95, unit=unit, curve=curve, flag=flag)


def defaults_note(assumptions: Iterable[Assumption]) -> tuple[str, ...]:
    """Say which assumptions are recalled or chosen and not read, by name (rule 4 of the grades)."""
    weak = sorted(one.name for one in assumptions if one.status in {"memory", "assumption"})
    if not weak:
        return ()
    return ("Recalled or chosen, not read in a source: " + ", ".join(weak) + ".",)


def sources_of(assumptions: Iterable[Assumption]) -> tuple[str, ...]:
    """Return the rows of reference tables that assumptions rest on."""
    return tuple(sorted({one.source for one in assumptions if one.source.startswith(("health:", "N"))}))


def within(
    name: str, value: float, low: float, high: float, *, unit: str, ask: str = "", open_low: bool = False
) -> float:
    """Return a number that lies within its limits.

    Raises
    ------
    InputError
        HF-P065, saying where, what was found, the limits and, in ``ask``, what may have been meant.
    """
    return number(
        value,
        name,
        code="HF-P065",
        low=low,
        high=high,
        open_low=open_low,
        unit="" if unit == "-" else unit,
        mend=ask or "correct the number or its unit",
    )


def whole_days(name: str, days: int, longest: int) -> int:
    """Return a whole number of days from 1 on; HF-P065 otherwise."""
    return whole(days, name, code="HF-P065", low=1, high=longest, mend="give whole days")
