"""Inputs that may be uncertain: one number, one value a member, or a spread to draw from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from holdfast.errors import InputError
from holdfast.people.inputs import whole
from holdfast.people.rates.intervals import CODE
from holdfast.sites import Value, stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Uncertain: TypeAlias = float | Sequence[float] | NDArray[np.float64] | Value

MEMBERS = 2000
LEVELS = (0.05, 0.5, 0.95)


def as_members(
    inputs: Mapping[str, Uncertain], *, members: int = MEMBERS, seed: int = 0, endless: frozenset[str] = frozenset()
) -> dict[str, Floats]:
    """Return every input as one value a member.

    Parameters
    ----------
    inputs : mapping of str to float, sequence, array or Value
        By the name that errors use. A spread (``Value``) is drawn from a stream of its own name; a number holds for all.
    members : int
        Members to draw; sequences and arrays set it by their length, which must be the same for all.
    seed : int
        Seed of the streams. The first n draws do not depend on how many there are.
    endless : frozenset of str
        Inputs that may be infinite: days that do not come.

    Returns
    -------
    dict of str to ndarray (members,)

    Raises
    ------
    InputError
        HF-P050, for text, something missing, a negative number, or lengths that differ.
    """
    raw = {name: given for name, given in inputs.items() if not isinstance(given, Value)}
    arrays = {name: _array(name, given) for name, given in raw.items()}
    lengths = {array.size for array in arrays.values() if array.ndim == 1}
    if len(lengths) > 1:
        raise InputError(
            "HF-P050",
            where=", ".join(name for name, array in arrays.items() if array.ndim == 1),
            found="arrays of " + ", ".join(str(length) for length in sorted(lengths)) + " members",
            expected="one number of members",
            mend="draw all inputs from one ensemble",
        )
    count = lengths.pop() if lengths else whole(members, "members", code=CODE, low=1)
    made = {}
    for name, given in inputs.items():
        if isinstance(given, Value):
            made[name] = np.asarray(given.quantile(stream(seed, "people.patients", name).random(count)), np.float64)
        else:
            made[name] = np.broadcast_to(arrays[name], (count,)).astype(np.float64)
        unusable = np.isnan(made[name]) if name in endless else ~np.isfinite(made[name])
        if bool((unusable | (made[name] < 0.0)).any()):
            raise InputError(
                "HF-P050",
                where=name,
                found=f"{float(made[name][unusable | (made[name] < 0.0)][0]):g}",
                expected="numbers of 0 or more",
                mend="check the figure and its unit",
            )
    return made


def points(values: Floats) -> tuple[float, float, float]:
    """Return the 5, 50 and 95 per cent points of members, each the value of one of them; infinite ones sort last."""
    low, middle, high = (float(point) for point in points_of_each(values[:, None])[:, 0])
    return low, middle, high


def points_of_each(values: Floats) -> Floats:
    """Return the same three points for each column of members by columns, as an array (3, columns)."""
    # No interpolation: between a day and a day that never comes there is none, and inf - inf is no number.
    ordered = np.sort(values, axis=0)
    places = [max(0, math.ceil(level * len(ordered) - 1e-9) - 1) for level in LEVELS]
    return ordered[places]


def _array(name: str, given: object) -> Floats:
    try:
        stated = np.asarray(given)
    except ValueError:  # lists of unlike lengths
        stated = np.asarray("")
    # Text, truth values and durations, of any library, would turn into figures nobody stated.
    array = stated.astype(np.float64) if stated.dtype.kind in "iuf" else None
    if array is None or array.ndim > 1 or array.size == 0:
        raise InputError(
            "HF-P050",
            where=name,
            found=repr(given)[:60],
            expected="a number, one number a member, or a Value",
            mend="give the figure, or draw it before",
        )
    return array
