"""The six-stock reference camp, written as the engine writes its stages: scalar equations, row loops, blocks of lanes.

A small invented model with every regime the full one has: fuel running out, a generator outage, empty and full tanks,
rationed food, deliveries through a gate. It is not part of the product; it exists so that the engine's machinery can
be compared, in answers and in speed, with a C program and with other simulators of the same equations.

Explicit Euler with a step of one hour; all flows use the stocks at the start of the hour.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numba
import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from holdfast.lifelines.compiled import OPTIONS
from holdfast.lifelines.numeric import exp

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float64]

HOURS = 720
LANES = 64
STOCKS = ("fuel", "raw", "treated", "sewage", "food", "temp")
FLOWS = ("p1", "p2", "p3", "p4", "q_use", "overflow", "eaten", "spoiled")
COLUMNS = (*STOCKS, *FLOWS)
START = (8400.0, 40.0, 40.0, 80.0, 25.2e6, 30.0)
PEOPLE = 2000.0
SHUT, SOME, OPEN = (0.0,), (0.35,), (1.0,)
GATE = 8 * SHUT + 2 * SOME + 3 * OPEN + SOME + 4 * SHUT + SOME + 3 * OPEN + 2 * SOME + 3 * SHUT + 3 * OPEN  # by day
DATA = Path(__file__).parent / "data"


class Flows(NamedTuple):
    """Flows of one member in one hour: power served [kW], the rest per hour."""

    clinic_kw: float
    water_kw: float
    sewage_kw: float
    cooling_kw: float
    fuel_in_l: float
    burn_l: float
    well_m3: float
    trucked_m3: float
    treatment_m3: float
    use_m3: float
    waste_m3: float
    pumped_m3: float
    overflow_m3: float
    food_in_kcal: float
    eaten_kcal: float
    spoiled_kcal: float


class Rows(NamedTuple):
    """Row views of one block: six stocks, three factors of the member."""

    fuel: Floats
    raw: Floats
    treated: Floats
    sewage: Floats
    food: Floats
    temp: Floats
    water_need: Floats
    load_size: Floats
    fuel_use: Floats


def cooling_load_kw(indoor_c: float) -> float:
    return min(8.0 * max(0.0, indoor_c - 26.0), 120.0)


def capacity_kw(available: float, fuel_l: float, litres_per_kwh: float) -> float:
    return available * min(250.0, fuel_l / litres_per_kwh)


def water_demand_m3(factor: float, profile: float, outdoor_c: float) -> float:
    return PEOPLE * 0.02 * factor / 24.0 * profile * (1.0 + 0.02 * max(0.0, outdoor_c - 25.0))


def ration_share(food_kcal: float) -> float:
    return 0.4 + 0.6 * min(1.0, food_kcal / (7.0 * PEOPLE * 2100.0))


def spoilage_kcal(food_kcal: float, indoor_c: float, cold_share: float) -> float:
    return 2e-4 * exp(0.0693 * (indoor_c - 20.0)) * (1.0 - 0.6 * cold_share) * food_kcal


def flows_of(
    fuel: float,
    raw: float,
    treated: float,
    sewage: float,
    food: float,
    temp: float,
    water_need: float,
    load_size: float,
    fuel_use: float,
    gate: float,
    available: float,
    outdoor_c: float,
    profile: float,
) -> Flows:
    """Return every flow of an hour from the stocks at its start."""
    load = load_size * gate
    litres_per_kwh = 0.30 * fuel_use
    left = capacity_kw(available, fuel, litres_per_kwh)
    clinic = min(45.0, left)
    left -= clinic
    water = min(30.0 * profile, left)
    left -= water
    pumps = min(18.0, left)
    left -= pumps
    cooling = min(cooling_load_kw(temp), left)
    share = water / (30.0 * profile)
    well = min(2.2 * share, 60.0 - raw)
    use = min(water_demand_m3(water_need, profile, outdoor_c), treated)
    waste = 0.8 * use
    pumped = min(1.5 * (pumps / 18.0), sewage)
    eaten = min(PEOPLE * 2100.0 / 24.0 * ration_share(food), food)
    return Flows(
        clinic,
        water,
        pumps,
        cooling,
        min(6000.0 * load, 40000.0 - fuel),
        litres_per_kwh * (clinic + water + pumps + cooling),
        well,
        min(30.0 * load, 60.0 - raw - well),
        min(2.6 * share, raw, 60.0 - treated),
        use,
        waste,
        pumped,
        max(0.0, sewage + waste - pumped - 120.0),
        9.0e6 * load,
        eaten,
        min(spoilage_kcal(food, temp, clinic / 45.0), food - eaten),
    )


def indoor_c(temp: float, outdoor_c: float, cooling_kw: float) -> float:
    return temp + 0.25 * (outdoor_c - temp) + 0.9 - 0.02 * cooling_kw


def rows_of(state: Floats, factors: Floats) -> Rows:
    return Rows(state[0], state[1], state[2], state[3], state[4], state[5], factors[0], factors[1], factors[2])


def hour(rows: Rows, gate: float, available: float, outdoor_c: float, profile: float) -> None:
    """Step one block by one hour."""
    fuel, raw, treated, sewage, food, temp, need, load, use = rows
    for l in range(fuel.shape[0]):  # noqa: E741
        f = flows_of(
            fuel[l], raw[l], treated[l], sewage[l], food[l], temp[l], need[l], load[l], use[l],
            gate, available, outdoor_c, profile,
        )  # fmt: skip
        fuel[l] = fuel[l] + f.fuel_in_l - f.burn_l
        raw[l] = raw[l] + f.well_m3 + f.trucked_m3 - f.treatment_m3
        treated[l] = treated[l] + f.treatment_m3 - f.use_m3
        sewage[l] = sewage[l] + f.waste_m3 - f.pumped_m3 - f.overflow_m3
        food[l] = food[l] + f.food_in_kcal - f.eaten_kcal - f.spoiled_kcal
        temp[l] = indoor_c(temp[l], outdoor_c, f.cooling_kw)


def copy(row: Floats, kept: Floats) -> None:
    for l in range(row.shape[0]):  # noqa: E741
        kept[l] = row[l]


def keep_stocks(rows: Rows, kept: Floats) -> None:
    """Write the stocks at the start of the hour into the first rows of ``kept`` (columns, lanes)."""
    copy(rows.fuel, kept[0])
    copy(rows.raw, kept[1])
    copy(rows.treated, kept[2])
    copy(rows.sewage, kept[3])
    copy(rows.food, kept[4])
    copy(rows.temp, kept[5])


def keep_flows(rows: Rows, gate: float, available: float, outdoor_c: float, profile: float, kept: Floats) -> None:
    """Write the flows of the hour into the other rows of ``kept``."""
    fuel, raw, treated, sewage, food, temp, need, load, use = rows
    p1, p2, p3, p4, used, over, eaten, spoiled = (
        kept[6], kept[7], kept[8], kept[9], kept[10], kept[11], kept[12], kept[13],
    )  # fmt: skip
    for l in range(fuel.shape[0]):  # noqa: E741
        f = flows_of(
            fuel[l], raw[l], treated[l], sewage[l], food[l], temp[l], need[l], load[l], use[l],
            gate, available, outdoor_c, profile,
        )  # fmt: skip
        p1[l] = f.clinic_kw
        p2[l] = f.water_kw
        p3[l] = f.sewage_kw
        p4[l] = f.cooling_kw
        used[l] = f.use_m3
        over[l] = f.overflow_m3
        eaten[l] = f.eaten_kcal
        spoiled[l] = f.spoiled_kcal


def run_blocks(state: Floats, factors: Floats, forcing: Floats, hours: int, kept: Floats) -> None:
    """Run all blocks; ``kept`` is (blocks, hours, columns, lanes) with six stocks or all 14 columns.

    It has no blocks where only the end counts.
    """
    for block in range(state.shape[0]):
        rows = rows_of(state[block], factors[block])
        for t in range(hours):
            if kept.shape[0] > 0:
                keep_stocks(rows, kept[block, t])
            if kept.shape[0] > 0 and kept.shape[2] > 6:
                keep_flows(rows, forcing[t, 0], forcing[t, 1], forcing[t, 2], forcing[t, 3], kept[block, t])
            hour(rows, forcing[t, 0], forcing[t, 1], forcing[t, 2], forcing[t, 3])


EQUATIONS: tuple[Callable[..., Any], ...] = (
    exp,
    cooling_load_kw,
    capacity_kw,
    water_demand_m3,
    ration_share,
    spoilage_kcal,
    flows_of,
    indoor_c,
    rows_of,
    hour,
    copy,
    keep_stocks,
    keep_flows,
)


@cache
def compiled() -> Callable[..., None]:
    """Return `run_blocks` built with the engine's own options."""
    options: dict[str, Any] = {"error_model": "numpy", **OPTIONS}
    for function in EQUATIONS:
        register_jitable(**{**options, "forceinline": True})(function)
    build: Callable[..., None] = numba.jit(nopython=True, nogil=True, **options)(run_blocks)
    return build


def forcing_of(hours: int) -> Floats:
    """Gate, generator available, outdoor temperature and daily profile: (hours, 4)."""
    table = np.empty((hours, 4))
    for t in range(hours):
        table[t, 0] = GATE[min(t // 24, 29)] if t % 24 == 9 else 0.0
        table[t, 1] = 0.0 if 200 <= t < 236 else 1.0
        table[t, 2] = 34.0 + 8.0 * math.cos(2.0 * math.pi * (t - 15) / 24.0)
        table[t, 3] = 1.0 + 0.6 * math.sin(2.0 * math.pi * (t - 8) / 24.0)
    return table


def factors_of(members: int) -> Floats:
    """Factors of water need, load size and fuel use: (3, members); member 0 is the reference."""
    root = 1.2207440846057596
    u = [(0.5 + np.arange(members) * root**-k) % 1.0 for k in (1, 2, 3)]
    factors = np.stack([0.8 + 0.4 * u[0], 0.5 + u[1], 0.9 + 0.3 * u[2]])
    factors[:, 0] = 1.0
    return factors


def blocks_of(table: Floats) -> Floats:
    """(rows, members) as (blocks, rows, lanes); lanes beyond the members repeat the last one."""
    members = table.shape[1]
    padded = np.pad(table, ((0, 0), (0, -members % LANES)), mode="edge")
    return np.ascontiguousarray(padded.reshape(table.shape[0], -1, LANES).transpose(1, 0, 2))


def start_of(members: int) -> Floats:
    return np.repeat(np.array(START)[:, None], members, axis=1)


def reference() -> Floats:
    """Stored truth: (721 hours, 14 columns), stocks at the start of the hour and flows during it."""
    with (DATA / "reference6.csv").open(encoding="utf-8", newline="") as text:
        return np.array([[float(row[name]) for name in COLUMNS] for row in csv.DictReader(text)])


def trajectories(members: int, hours: int = HOURS, *, columns: int = len(COLUMNS), plain: bool = False) -> Floats:
    """The six stocks, or all 14 columns, of every member and hour: (hours, columns, members)."""
    state, factors = blocks_of(start_of(members)), blocks_of(factors_of(members))
    kept = np.empty((state.shape[0], hours, columns, LANES))
    (run_blocks if plain else compiled())(state, factors, forcing_of(hours), hours, kept)
    return np.ascontiguousarray(kept.transpose(1, 2, 0, 3).reshape(hours, columns, -1)[:, :, :members])


def final_states(members: int, hours: int = HOURS, *, plain: bool = False) -> Floats:
    """Stocks after the last hour: (6, members)."""
    state, factors = blocks_of(start_of(members)), blocks_of(factors_of(members))
    (run_blocks if plain else compiled())(state, factors, forcing_of(hours), hours, np.empty((0, 0, 0, 0)))
    return np.ascontiguousarray(state.transpose(1, 0, 2).reshape(len(STOCKS), -1)[:, :members])


def difference(ours: Floats, theirs: Floats) -> float:
    """Largest difference of (hours, columns, ...) as a share of the largest value of the column."""
    axes = tuple(axis for axis in range(theirs.ndim) if axis != 1)
    scale = np.abs(theirs).max(axis=axes)
    return float((np.abs(ours - theirs).max(axis=axes) / scale).max())
