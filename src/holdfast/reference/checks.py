"""What a row must satisfy beyond its types: provenance, order of its bounds, limits and distribution."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from holdfast.errors import SourceError
from holdfast.reference.records import NEED_REASON, STATUSES
from holdfast.reference.store import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.reference.records import Row, Vector


_PARAMETER_RANGE: Final = {"sd": (0.0, math.inf), "cv": (0.0, 10.0), "gsd": (1.0, 100.0), "rho": (-1.0, 1.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A row of ``distributions.csv``: a name a row may use, what it needs and whether it can be sampled."""

    distribution: str
    needs_low_high: bool
    samples: bool
    needs: str
    meaning: str


@cache
def distributions() -> dict[str, Distribution]:
    """Return the distributions a row may name."""
    return {
        cells["distribution"]: Distribution(
            distribution=cells["distribution"],
            needs_low_high=cells["needs_low_high"] == "yes",
            samples=cells["samples"] == "yes",
            needs=cells["needs"],
            meaning=cells["meaning"],
        )
        for cells in csv.DictReader(read_text("distributions.csv").splitlines())
    }


def check_provenance_of(status: str, source: str, reason: str, where: str) -> None:
    """Refuse a row that does not say where its figure comes from, or why it may stand without a source.

    Parameters
    ----------
    status, source, reason : str
        Those columns of the row.
    where : str
        File and row, for the error.

    Raises
    ------
    SourceError
        HF-R001, HF-R002 or HF-R003.
    """
    if status not in STATUSES:
        raise SourceError(
            "HF-R003",
            where=f"{where}, column status",
            found=repr(status),
            expected=" or ".join(STATUSES),
            mend="say how the figure was obtained",
        )
    if status in NEED_REASON:
        if not reason.strip():
            raise SourceError(
                "HF-R002",
                where=f"{where}, column reason",
                found=f"status {status} with no reason",
                expected="why the figure may be used without a source that was read",
                mend="write the reason, or read a source and name it",
            )
    elif not source.strip():
        raise SourceError(
            "HF-R001",
            where=f"{where}, column source",
            found=f"status {status} with no source",
            expected="who published the figure, and where",
            mend="name the source, or mark the row assumption or memory and give the reason",
        )


def check_figures(row: Row, where: str, *, sampled: bool) -> None:
    """Refuse bounds in the wrong order, figures outside their limits and distributions that lack a part.

    Parameters
    ----------
    row : Row
        The row.
    where : str
        File and row, for the error.
    sampled : bool
        Whether the table is one of model parameters, where each figure names its distribution.

    Raises
    ------
    SourceError
        HF-R004, HF-R007 or HF-R008.
    """
    for low, value, high in _triples(row):
        # None sorts nowhere: compare only the figures that are stated.
        stated = [figure for figure in (low, value, high) if figure is not None]
        if stated != sorted(stated):
            raise SourceError(
                "HF-R008",
                where=f"{where}, columns low, value, high",
                found=f"{low}, {value}, {high}",
                expected="low <= value <= high",
                mend="check the figures against the source",
            )
    for column in ("low", "value", "high"):
        figure = getattr(row, column)
        if isinstance(figure, float | tuple):
            _check_limits(row, figure, f"{where}, column {column}")
    if "mode" in row.parameters:
        _check_limits(row, row.parameters["mode"], f"{where}, column mode")
    for listed in row.support:
        _check_limits(row, listed, f"{where}, column support")
    _check_distribution(row, f"{where}, column distribution", sampled=sampled)


def _triples(row: Row) -> Iterator[tuple[float | None, float | None, float | None]]:
    figures = [_as_vector(part) for part in (row.low, row.value, row.high)]
    length = max((len(part) for part in figures if part is not None), default=0)
    low, value, high = (part if part is not None else (None,) * length for part in figures)
    yield from zip(low, value, high, strict=True)


def _as_vector(figure: float | Vector | str | None) -> Vector | None:
    if isinstance(figure, tuple):
        return figure
    return (figure,) if isinstance(figure, float) else None


def _check_limits(row: Row, figure: float | Vector, where: str) -> None:
    if row.limits is None:
        return
    figures: Vector = figure if isinstance(figure, tuple) else (figure,)
    lows, highs = (end if isinstance(end, tuple) else (end,) * len(figures) for end in row.limits)
    if not len(lows) == len(highs) == len(figures):
        raise _outside(where, f"{len(lows)} and {len(highs)} limits", f"{len(figures)}, one an element")
    for one, least, most in zip(figures, lows, highs, strict=True):
        if least is None or most is None or least > most:
            raise _outside(where, f"limits {least} and {most}", "limit_low <= limit_high")
        if one is not None and not least <= one <= most:
            raise _outside(where, str(one), f"{least} to {most} {row.unit}")


def _check_distribution(row: Row, where: str, *, sampled: bool) -> None:
    name = row.distribution
    figures = row.kind in {"number", "interval", "vector"}
    known = distributions()
    if name not in known and (name or (sampled and figures)):
        raise _distribution(where, repr(name), " or ".join(known))
    if name and not figures:
        raise _distribution(where, f"{name} on a row of kind {row.kind}", "none")
    if not name:
        return
    need = known[name]
    if need.needs_low_high and (row.low is None or row.high is None):
        raise _distribution(where, f"{name} with low {row.low}, high {row.high}", "both bounds")
    has = {*row.parameters, *(["support"] if row.support else [])}
    if need.needs and need.needs not in has:
        raise _distribution(where, f"{name} with no {need.needs}", f"the column {need.needs} filled")
    _check_parameters(row, where)


def _check_parameters(row: Row, where: str) -> None:
    for parameter, figure in row.parameters.items():
        least, most = _PARAMETER_RANGE.get(parameter, (-math.inf, math.inf))
        if not least < figure < most:
            raise _distribution(where, f"{parameter} = {figure}", f"above {least} and below {most}")
    lows = _as_vector(row.low) or ()
    if row.distribution in {"lognormal", "loguniform"} and any(low is None or low <= 0 for low in lows):
        raise _distribution(where, f"{row.distribution} with low {row.low}", "low above 0")


def _outside(where: str, found: str, expected: str) -> SourceError:
    return SourceError(
        "HF-R004",
        where=where,
        found=found,
        expected=expected,
        mend="check the figure, its unit and its time against the source; widen the limits only if the source is right",
    )


def _distribution(where: str, found: str, expected: str) -> SourceError:
    return SourceError(
        "HF-R007", where=where, found=found, expected=expected, mend="see distributions.csv for what each one needs"
    )
