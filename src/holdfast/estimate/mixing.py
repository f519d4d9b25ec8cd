"""Several claims of one thing: they share the members, and the report says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.estimate.spread import TEMPERATURE_ERROR_K

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.estimate.readings import Reading

    Floats = NDArray[np.float64]

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
    conflict = _conflict(readings)
    told = in_words([f"{_figure(reading)} ({reading.claim.claimant})" for reading in readings], "and")
    warning = f"Claims of {label} contradict each other: {told}. The forecast lets both stand." if conflict else ""
    reason = "contradicts another claim; both stand" if conflict else "stands beside another claim of the same state"
    return Mixed(
        key=key,
        label=label,
        readings=tuple(readings),
        weights=tuple(float(weight) for weight in weights),
        choice=choice,
        warning=warning,
        reason=reason,
    )


def in_words(texts: Sequence[str], word: str) -> str:
    """Return texts joined by a word; of many, the first ones and how many more."""
    if len(texts) <= MOST_NAMED:
        return f" {word} ".join(texts)
    return f"{', '.join(texts[:MOST_NAMED])} {word} {len(texts) - MOST_NAMED} more"


def _conflict(readings: Sequence[Reading]) -> bool:
    spans = [_span(reading) for reading in readings if not reading.in_days]
    return any(one[1] < other[0] or other[1] < one[0] for at, one in enumerate(spans) for other in spans[at + 1 :])


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
