"""From centimetres on the stick to litres in the tank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import SiteError

if TYPE_CHECKING:
    from holdfast.sites.model import SewageTank, Store, Tank

READING_ERROR_CM = 1.0  # field/tables section 3 practice: a stick is read to the centimetre (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A quantity read from a dip stick, in the unit of the store (m3 for tanks), with its ends."""

    quantity: float
    low: float
    high: float


def litres_from_dip(asset: Store | Tank | SewageTank, cm: float, error_cm: float = READING_ERROR_CM) -> Reading:
    """Return the quantity that a dip reading means.

    Parameters
    ----------
    asset : Store, Tank or SewageTank
        What was dipped; its ``dip`` table is used, linear between rows.
    cm : float
        Reading of the stick.
    error_cm : float
        Error of the reading; ``low`` and ``high`` are the quantities at ``cm`` less and plus this, kept inside the table.

    Returns
    -------
    Reading
        In the unit of the store, or m3 for a tank.

    Raises
    ------
    SiteError
        HF-S014 when the asset has no dip table, or the reading lies outside it: nothing is extrapolated.
    """
    points = asset.dip
    if not points:
        raise SiteError(
            "HF-S014",
            where=asset.id,
            found="no dip table",
            expected="dip = [{cm = 0, quantity = 0}, ...]",
            mend="add the tank's dip table to site.toml, or log the quantity itself",
        )
    first, last = points[0], points[-1]
    if not first.cm <= cm <= last.cm:  # also refuses NaN
        raise SiteError(
            "HF-S014",
            where=asset.id,
            found=f"{cm:g} cm",
            expected=f"{first.cm:g} to {last.cm:g} cm, the ends of its dip table",
            mend="read the stick again; is it in centimetres, and in this tank?",
        )
    depths = [point.cm for point in points]
    quantities = [point.quantity for point in points]
    return Reading(
        quantity=_between(cm, depths, quantities),
        low=_between(max(first.cm, cm - abs(error_cm)), depths, quantities),
        high=_between(min(last.cm, cm + abs(error_cm)), depths, quantities),
    )


def _between(x: float, xs: list[float], ys: list[float]) -> float:
    for left in range(len(xs) - 1):
        if x <= xs[left + 1]:
            share = (x - xs[left]) / (xs[left + 1] - xs[left])
            return ys[left] + share * (ys[left + 1] - ys[left])
    return ys[-1]
