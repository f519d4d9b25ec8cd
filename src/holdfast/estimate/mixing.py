"""Several claims of one thing: they share the members, and the report says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.estimate.readings import SAME_STATE
from holdfast.estimate.spread import TEMPERATURE_ERROR_K

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.estimate.readings import Reading

    Floats = NDArray[np.float64]
    Span = tuple[float, float]

# An interval given by a grade can shrink to nothing in the table, not in the world: caps the weight of a meter.
LEAST_ERROR = 0.01
MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """Which members follow which claim.

    Attributes
    ----------
    key, label : str
        Value path, and the same in words.
    readings : tuple of Reading
        The claims, in order of time.
    weights : tuple of float
        Share of the members each gets [1].
    choice : ndarray of int (members,)
        Place of the claim each member follows.
    warning, reason : str
        In words, when they contradict each other; the reason is the short form for the list of claims.
    """

    key: str
    label: str
    readings: tuple[Reading, ...]
    weights: tuple[float, ...]
    choice: NDArray[np.intp]
    warning: str = ""
    reason: str = ""

    @property
    def follows(self) -> tuple[NDArray[np.bool_], ...]:
        """For each claim, which members follow it."""
        return tuple(self.choice == place for place in range(len(self.readings)))

    def pick(self, drawn: Sequence[Floats]) -> Floats:
        """Return for each member the draw of the claim it follows."""
        return np.asarray(np.stack(drawn, axis=1)[np.arange(self.choice.shape[0]), self.choice], dtype=np.float64)


def mix(key: str, label: str, readings: Sequence[Reading], u: Floats) -> Mixed:
    """Share the members among claims of one thing.

    Parameters
    ----------
    key, label : str
        Value path, and the same in words.
    readings : sequence of Reading
        Claims that speak of the same state, in order of time.
    u : ndarray (members,)
        Uniforms of the named stream of this choice.

    Returns
    -------
    Mixed
        Each claim gets a share of the members in proportion to one over its relative error: a figure counts by its
        precision, and none is dropped. A warning names the claimants when the 90 per cent intervals do not touch.
    """
    precision = np.array([1.0 / max(reading.stated.relative_error, LEAST_ERROR) for reading in readings])
    weights = precision / precision.sum()
    edges = np.cumsum(weights)[:-1]
    choice = np.searchsorted(edges, u, side="right").astype(np.intp)
    mixed = Mixed(
        key=key,
        label=label,
        readings=tuple(readings),
        weights=tuple(float(weight) for weight in weights),
        choice=choice,
    )
    return judged(mixed, [None if reading.in_days else _span(reading) for reading in readings])


def judged(mixed: Mixed, spans: Sequence[Span | None]) -> Mixed:
    """Return the same claims with the judgement whether they contradict each other.

    Parameters
    ----------
    mixed : Mixed
        The claims.
    spans : sequence of (low, high) or None
        What each claim makes of the same quantity at the same moment, 90 per cent; None where it cannot be told.
    """
    conflict = _conflict(mixed.readings, spans)
    apart = is_apart(mixed.readings)
    told = in_words([f"{_figure(r)} ({_who(r, dated=apart)})" for r in mixed.readings], "and")
    return replace(
        mixed,
        warning=f"Claims of {mixed.label} contradict each other: {told}. The forecast lets both stand."
        if conflict
        else "",
        reason="contradicts another claim; both stand"
        if conflict
        else f"stands beside another claim of the {'same thing' if apart else 'same state'}",
    )


def drawn_span(reading: Reading, level: Floats) -> Span | None:
    """Return the 90 per cent interval of what a claim makes of a quantity; without an end where it states a bound."""
    if not level.size:
        return None
    low, high = np.quantile(level, (0.05, 0.95))
    return (
        -np.inf if reading.stated.low is None else float(low),
        np.inf if reading.stated.high is None else float(high),
    )


def is_apart(readings: Sequence[Reading]) -> bool:
    """Return whether claims speak of different states, a day or more apart."""
    return readings[-1].moment - readings[0].moment >= SAME_STATE


def _who(reading: Reading, *, dated: bool) -> str:
    claimant = reading.claim.claimant
    return f"{claimant}, {reading.moment.day} {reading.moment:%B}" if dated else claimant


def in_words(texts: Sequence[str], word: str) -> str:
    """Return texts joined by a word; of many, the first ones and how many more."""
    if len(texts) <= MOST_NAMED:
        return f" {word} ".join(texts)
    return f"{', '.join(texts[:MOST_NAMED])} {word} {len(texts) - MOST_NAMED} more"


def _conflict(readings: Sequence[Reading], spans: Sequence[Span | None]) -> bool:
    known = [(reading, span) for reading, span in zip(readings, spans, strict=True) if span is not None]
    for at, (one, (low, high)) in enumerate(known):
        for other, (least, most) in known[at + 1 :]:
            # Two days may have two temperatures.
            same = one.unit != "degC" or other.moment - one.moment < SAME_STATE
            if same and (high < least or most < low):
                return True
    return False


def _span(reading: Reading) -> tuple[float, float]:
    stated = reading.stated
    # A share of a temperature is no error of it: its zero is arbitrary.
    error = 0.0 if reading.unit == "degC" else stated.relative_error
    margin = TEMPERATURE_ERROR_K if reading.unit == "degC" else 0.0
    low = -np.inf if stated.low is None else stated.low * (1.0 - error) - margin
    high = np.inf if stated.high is None else stated.high * (1.0 + error) + margin
    return float(low), float(high)


def _figure(reading: Reading) -> str:
    stated, unit = reading.stated, reading.unit
    if stated.low is not None and stated.high is not None:
        if stated.exact:
            return f"{_round(stated.low)} {unit}"
        return f"{_round(stated.low)} to {_round(stated.high)} {unit}"
    if stated.high is None:
        return f"{_round(stated.low or 0.0)} {unit} or more"
    return f"{_round(stated.high)} {unit} or less"


def _round(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= 100.0 else f"{figure:.3g}"
