"""Sweat and core temperature by ISO 7933 from a packaged table; the hour loop takes rows of it, by ``phs_at_vapour``.

``phs_table.csv`` was made once (``scripts/make_phs_table.py``) through pythermalcomfort: eight hours in the shade, air as
warm as the walls, 0.2 m/s. A block of it is one flat row of floats, temperature running fastest: value of temperature i
and vapour pressure j at ``i + TEMPS * j``. Between the points the look-up is bilinear; beyond the grid it holds the
value at its edge. What lies outside the limits of the standard is flagged by ``outside_standard``.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.people.heat.conditions import checked_choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from holdfast.people.heat.phs_model import Edition, Posture

FIRST_TEMP_C = 15.0
TEMP_STEP_K = 1.0
TEMPS = 46
FIRST_VAPOUR_KPA = 0.0
VAPOUR_STEP_KPA = 0.25
VAPOURS = 21
AIR_SPEED_M_PER_S = 0.2
HOURS = 8.0
CLOTHINGS_CLO = (0.4, 0.6)
# Heat made [W/m2] and posture: rest and light activity of P1; moderate work of ISO 8996 (from memory).
ACTIVITIES: Mapping[str, tuple[float, Posture]] = {
    "rest": (65.0, "sitting"),
    "light": (100.0, "sitting"),
    "moderate": (165.0, "standing"),
}
# Limits of each edition: air and vapour pressure [degC, kPa], heat made [W/m2], wind [m/s], clothing [clo], Tr - Ta [K].
NOTHING_KPA = (1e9, -1e9)  # no vapour pressure lies between
LIMITS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "2023": {"air": (15.0, 50.0), "vapour": (0.5, 4.5), "activity": (56.0, 250.0)},
    "2004": {"air": (15.0, 50.0), "vapour": (0.0, 4.5), "activity": (100.0, 450.0)},
}
COMMON_LIMITS = {"wind": (0.0, 3.0), "clothing": (0.1, 1.0), "radiation": (0.0, 60.0)}
Activity = Literal["rest", "light", "moderate"]
Quantity = Literal["sweat", "core"]


def phs_value(temp_c: float, vapour_kpa: float, table: Sequence[float]) -> float:
    """Look a value up in one block of the table.

    Parameters
    ----------
    temp_c : float
        Air temperature, equal to the mean radiant temperature [degC]; held within 15 to 60.
    vapour_kpa : float
        Vapour pressure of the air [kPa]; held within 0 to 5.
    table : sequence of float, shape (966,)
        One block, by ``phs_table``; in the loop an array of doubles.

    Returns
    -------
    float
        In the unit of the block.
    """
    across = min(max((temp_c - FIRST_TEMP_C) / TEMP_STEP_K, 0.0), TEMPS - 1.0)
    up = min(max((vapour_kpa - FIRST_VAPOUR_KPA) / VAPOUR_STEP_KPA, 0.0), VAPOURS - 1.0)
    i, j = min(int(across), TEMPS - 2), min(int(up), VAPOURS - 2)
    x, y = across - i, up - j
    at = i + TEMPS * j
    lower = (1.0 - x) * table[at] + x * table[at + 1]
    upper = (1.0 - x) * table[at + TEMPS] + x * table[at + TEMPS + 1]
    return (1.0 - y) * lower + y * upper


def phs_sweat_l_per_h(temp_c: float, vapour_kpa: float, table: Sequence[float]) -> float:
    """Mean loss of eight hours at this activity by ISO 7933 [L/h].

    Parameters
    ----------
    temp_c : float
        Air temperature, equal to the mean radiant temperature [degC]; held within 15 to 60.
    vapour_kpa : float
        Vapour pressure of the air [kPa]; held within 0 to 5.
    table : sequence of float, shape (966,)
        ``phs_table("sweat", ...)``.

    Notes
    -----
    Against the standard at 24,000 random points: within 0.003 L/h at nine in ten, 0.012 at 99 in a hundred, 0.035 at
    worst, where glands or air reach their limit between two points. Rectal temperature: 0.005, 0.13 and 0.24 K.
    """
    return phs_value(temp_c, vapour_kpa, table)


def vapour_covered_at_rest_kpa(edition: str) -> tuple[float, float]:
    """Return the vapour pressures an edition of ISO 7933 covers at rest [kPa]; an empty range where it covers no rest.

    Parameters
    ----------
    edition : str
        ``"2004"`` or ``"2023"``.
    """
    limits, (made, _) = LIMITS[edition], ACTIVITIES["rest"]
    least, most = limits["activity"]
    return limits["vapour"] if least <= made <= most else NOTHING_KPA


def outside_standard(
    edition: str,
    air_c: float,
    vapour_kpa: float,
    metabolic_w_per_m2: float,
    *,
    air_speed_m_per_s: float = AIR_SPEED_M_PER_S,
    clo: float = 0.6,
    radiant_c: float | None = None,
) -> tuple[str, ...]:
    """Name what lies beyond the limits that an edition of ISO 7933 sets itself (Annex A).

    Parameters
    ----------
    edition : str
        ``"2004"`` or ``"2023"``.
    air_c, vapour_kpa, metabolic_w_per_m2 : float
        Air temperature [degC], vapour pressure [kPa], heat made [W/m2].
    air_speed_m_per_s, clo : float
        Wind [m/s], clothing [clo].
    radiant_c : float or None
        Mean radiant temperature [degC]; that of the air if ``None``.

    Returns
    -------
    tuple of str
        Of ``air``, ``vapour``, ``activity``, ``wind``, ``clothing``, ``radiation``; empty inside the limits.
    """
    held = {
        "air": air_c,
        "vapour": vapour_kpa,
        "activity": metabolic_w_per_m2,
        "wind": air_speed_m_per_s,
        "clothing": clo,
        "radiation": (air_c if radiant_c is None else radiant_c) - air_c,
    }
    limits = {**LIMITS[edition], **COMMON_LIMITS}
    return tuple(name for name, number in held.items() if not limits[name][0] <= number <= limits[name][1])


def phs_table(
    quantity: Quantity = "sweat",
    *,
    activity: Activity = "rest",
    clo: float = 0.4,
    acclimatised: bool = True,
    edition: Edition = "2023",
) -> tuple[float, ...]:
    """Return one block of the packaged table.

    Parameters
    ----------
    quantity : {"sweat", "core"}
        Mean loss of eight hours [L/h], or rectal temperature after them [degC].
    activity : {"rest", "light", "moderate"}
        65, 100, 165 W/m2; sitting, sitting, standing.
    clo : {0.4, 0.6}
        Clothing [clo].
    acclimatised : bool
    edition : {"2023", "2004"}

    Returns
    -------
    tuple of float, shape (966,)
        21 vapour pressures, 0 to 5 kPa by 0.25, of 46 temperatures, 15 to 60 degC by 1.

    Raises
    ------
    InputError
        HF-P014, if the table has no such block.
    """
    checked_choice(quantity, ("sweat", "core"), "quantity")
    checked_choice(activity, tuple(ACTIVITIES), "activity")
    checked_choice(str(clo), tuple(str(one) for one in CLOTHINGS_CLO), "clothing [clo]")
    checked_choice(edition, tuple(LIMITS), "edition of ISO 7933")
    return _blocks()[edition, activity, float(clo), acclimatised, quantity]


def phs_at_vapour(vapour_kpa: ArrayLike, table: Sequence[float]) -> NDArray[np.float64]:
    """Return a block of the table by temperature alone, at vapour pressures of one's own.

    Parameters
    ----------
    vapour_kpa : array (n,)
        Vapour pressures [kPa]; held within 0 to 5.
    table : sequence of float, shape (966,)
        One block, by ``phs_table``.

    Returns
    -------
    ndarray (46, n)
        15 to 60 degC by 1. A straight line between two of its rows is what ``phs_value`` gives.
    """
    rows = np.asarray(table, dtype=np.float64).reshape(VAPOURS, TEMPS)
    up = np.clip((np.asarray(vapour_kpa, dtype=np.float64) - FIRST_VAPOUR_KPA) / VAPOUR_STEP_KPA, 0.0, VAPOURS - 1.0)
    j = np.minimum(up.astype(np.int64), VAPOURS - 2)
    y = (up - j)[:, None]
    return np.asarray(((1.0 - y) * rows[j] + y * rows[j + 1]).T)


@cache
def _blocks() -> Mapping[tuple[str, str, float, bool, str], tuple[float, ...]]:
    text = files("holdfast.people").joinpath("phs_table.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[tuple[str, str, float, bool, str], list[float]] = {}
    for row in csv.DictReader(lines):
        sweat = row["quantity"] == "sweat_g"
        key = (
            row["edition"],
            row["activity"],
            float(row["clo"]),
            row["acclimatised"] == "yes",
            "sweat" if sweat else "core",
        )
        cells = (float(cell) for name, cell in row.items() if name.startswith("t") and name[1:].isdigit())
        found.setdefault(key, []).extend(cell / (1000.0 * HOURS) if sweat else cell for cell in cells)
    return {key: tuple(values) for key, values in found.items()}
