"""What is known of one shelter type's envelope, and how its stated total conductance splits (section 6.3)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import ModelError
from holdfast.lifelines.sol_air import ventilation_w_per_k

Array = NDArray[np.float64]
LEAST_OPAQUE_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One shelter of a type, every quantity `(members,)` or one number for all.

    Attributes
    ----------
    floor_m2, envelope_m2 : floor; walls and roof together, windows included
    volume_m3, air_changes_per_h : air within, and how often it changes
    window_m2, window_w_per_m2_k, window_gain_fraction : windows; the gain is g times frame times shade
    absorptance_fraction : share of the sun that roof and walls take up
    conductance_w_per_k : the total: opaque parts, windows and air changes
    capacity_kj_per_k : the total heat capacity
    raised_floor : outdoor air below the floor; else the ground
    """

    floor_m2: Array | float
    envelope_m2: Array | float
    volume_m3: Array | float
    window_m2: Array | float
    window_w_per_m2_k: Array | float
    window_gain_fraction: Array | float
    air_changes_per_h: Array | float
    absorptance_fraction: Array | float
    conductance_w_per_k: Array | float
    capacity_kj_per_k: Array | float
    raised_floor: bool = True


class Split(NamedTuple):
    """The stated total conductance in its three parts, `(members,)` each [W/K]."""

    opaque: Array
    window: Array
    ventilation: Array


POSITIVE = ("floor_m2", "envelope_m2", "volume_m3", "conductance_w_per_k", "capacity_kj_per_k")


def checked(envelope: Envelope) -> Envelope:
    """Return the envelope with every quantity as an array of one length.

    Raises
    ------
    ModelError
        HF-E040 where a quantity is no finite number, negative, or zero where it must be above zero, or the lengths
        differ.
    """
    names = [f.name for f in fields(envelope) if f.name != "raised_floor"]
    arrays = {name: np.atleast_1d(np.asarray(getattr(envelope, name), float)) for name in names}
    for name, array in arrays.items():
        wrong = ~np.isfinite(array) | (array <= 0.0 if name in POSITIVE else array < 0.0)
        if wrong.any():
            bound = "above 0" if name in POSITIVE else "0 or more"
            found = f"{array[wrong][0]:g}"
            raise _impossible(name, found, f"a finite number, {bound}")
    lengths = {array.shape[0] for array in arrays.values()} - {1}
    if len(lengths) > 1 or any(array.ndim != 1 for array in arrays.values()):
        found = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise _impossible("envelope", found, "one value for each member")
    members = max(array.shape[0] for array in arrays.values())
    whole = {name: np.broadcast_to(array, (members,)) for name, array in arrays.items()}
    return Envelope(**whole, raised_floor=envelope.raised_floor)


def _impossible(where: str, found: str, expected: str) -> ModelError:
    mend = "correct the value in site.toml, or leave it out so that its prior is taken"
    return ModelError("HF-E040", where=where, found=found, expected=expected, mend=mend)


def split_conductance(envelope: Envelope) -> Split:
    """Split the stated total into opaque parts, windows and air changes [W/K].

    The opaque parts get what windows (U A) and air changes (H4) leave of the total, at least a fifth of it: where the
    three statements do not fit together the total wins, and windows and air changes are scaled down alike.
    """
    envelope = checked(envelope)
    total = np.asarray(envelope.conductance_w_per_k)
    window = np.asarray(envelope.window_w_per_m2_k) * np.asarray(envelope.window_m2)
    ventilation = ventilation_w_per_k(np.asarray(envelope.volume_m3), np.asarray(envelope.air_changes_per_h))  # type: ignore[arg-type]
    others = window + ventilation
    room = (1.0 - LEAST_OPAQUE_SHARE) * total
    scale = room / np.maximum(others, room)
    return Split(total - scale * others, scale * window, scale * ventilation)


def opaque_shares(envelope: Envelope) -> tuple[Array, Array]:
    """Shares of roof and walls in the opaque area [1]; windows are cut from the walls, then from the roof."""
    floor, skin = np.asarray(envelope.floor_m2), np.asarray(envelope.envelope_m2)
    opaque = np.maximum(skin - np.asarray(envelope.window_m2), 0.0)
    roof = np.minimum(floor, opaque)
    return roof / (opaque + floor), (opaque - roof) / (opaque + floor)
