"""Vessels: filling, drawing, tearing, destroying; the books close whatever happens."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.lifelines.records import RAW_WATER, SEWAGE_TANKS, TREATED_WATER
from holdfast.lifelines.vessels import (
    concerned,
    destroy_vessel,
    drawable,
    free_pool,
    mend_vessel,
    out_after,
    put_pool,
    put_vessel,
    room_in,
    set_level_vessel,
    take_pool,
    take_share_vessel,
    take_vessel,
    tear_full,
    tear_vessel,
    torn_out,
    usable_pool,
)
from lifelines_lanes import Lanes, pit, store, tank

NAN = math.nan


def rows(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_equations() -> None:
    assert drawable(5.0, 2.0) == 3.0
    assert drawable(1.0, 2.0) == 0.0
    assert room_in(10.0, 0.5, 3.0) == 2.0
    assert room_in(10.0, 0.0, 3.0) == 0.0
    assert torn_out(9.5, 9.5) == 0.0
    assert torn_out(9.6, 9.5) == 9.6
    assert concerned(3.0, 7.0) == 3.0
    assert concerned(NAN, 7.0) == 7.0


def test_moments_of_running_out() -> None:
    assert out_after(7, 10.0, 0.0, 20.0, 0.0) == 7.5
    assert out_after(7, 0.0, 0.0, 20.0, 0.0) == 7.0
    assert out_after(7, 10.0, 5.0, 5.0, 0.0) == math.inf
    assert out_after(7, 10.0, 2.0, 8.0, 6.0) == 7.5
    assert out_after(7, 10.0, 0.0, 0.0, 0.0) == 7.0  # taken away by something other than demand
    assert out_after(7, 10.0, 0.0, 4.0, 0.0) == 8.0  # never after the hour


def test_w01_a_tank_is_empty_when_the_closed_form_says() -> None:
    """W-01: 3 m deep, 6 m across, 0.5 L/s pumped out: 84.82 m3 last 47.1 h."""
    volume = math.pi * 3.0**2 * 3.0
    lanes = Lanes(tank(capacity=100, level=90), {"tanks.t.level_m3": [volume, volume / 2, 0.0]})
    wanted, moved, usable = rows(1.8, 1.8, 1.8), rows(0, 0, 0), rows(0, 0, 0)
    empty = [math.inf] * 3
    for k in range(60):
        usable_pool(TREATED_WATER, usable, lanes.block, lanes.plant)
        before = usable.copy()
        take_pool(TREATED_WATER, wanted, moved, lanes.block, lanes.plant)
        usable_pool(TREATED_WATER, usable, lanes.block, lanes.plant)
        if k == 23:
            assert usable[0] / (math.pi * 9.0) == pytest.approx(1.472, abs=0.001)  # m of water after 24 h
        empty = [min(when, out_after(k, before[lane], usable[lane], 1.8, 0.0)) for lane, when in enumerate(empty)]
    assert empty[0] == pytest.approx(47.1, abs=0.1)
    assert empty[0] == pytest.approx(volume / 1.8, abs=1e-9)
    assert empty[1] == pytest.approx(volume / 3.6, abs=1e-9)
    assert empty[2] == 0.0
    assert lanes.residual() < 1e-9


def test_vessels_of_a_pool_fill_and_empty_in_list_order() -> None:
    lanes = Lanes(
        tank("a", capacity=10, level=8) + tank("r", "raw", 10, 5) + tank("b", capacity=10, level=5),
        {"tanks.a.level_m3": [8, 0, 10]},
    )
    moved, free = rows(0, 0, 0), rows(0, 0, 0)
    free_pool(TREATED_WATER, free, lanes.block, lanes.plant)
    assert free.tolist() == [7.0, 15.0, 5.0]
    put_pool(TREATED_WATER, rows(4, 12, 9), moved, lanes.block, lanes.plant)
    assert moved.tolist() == [4.0, 12.0, 5.0]
    assert lanes.level(0).tolist() == [10.0, 10.0, 10.0]
    assert lanes.level(2).tolist() == [7.0, 7.0, 10.0]
    assert lanes.level(1).tolist() == [5.0, 5.0, 5.0]
    assert lanes.block[lanes.plant.vessels.refused + TREATED_WATER].tolist() == [0.0, 0.0, 4.0]
    take_pool(TREATED_WATER, rows(11, 30, 0), moved, lanes.block, lanes.plant)
    assert moved.tolist() == [11.0, 17.0, 0.0]
    assert lanes.level(2).tolist() == [6.0, 0.0, 10.0]
    assert lanes.residual() < 1e-12


def test_the_rest_below_the_pipe_stays_unless_a_hose_takes_it() -> None:
    lanes = Lanes(store(quantity=100, unusable=40), {"stores.diesel.quantity": [100, 30, 0]})
    moved = rows(0, 0, 0)
    take_pool(lanes.pools["diesel"], rows(70, 70, 70), moved, lanes.block, lanes.plant)
    assert moved.tolist() == [60.0, 0.0, 0.0]
    take_vessel(0, rows(25, 100, NAN), lanes.block, lanes.plant)
    assert lanes.level(0).tolist() == [15.0, 0.0, 0.0]
    assert lanes.residual() < 1e-12


def test_events_leave_alone_the_members_they_do_not_concern() -> None:
    lanes = Lanes(tank(capacity=10, level=5))
    put_vessel(0, rows(2, NAN, 9), lanes.block, lanes.plant)
    assert lanes.level(0).tolist() == [7.0, 5.0, 10.0]
    set_level_vessel(0, rows(NAN, 1, 99), lanes.block, lanes.plant)
    assert lanes.level(0).tolist() == [7.0, 1.0, 10.0]
    take_share_vessel(0, rows(0.5, NAN, 1), lanes.block, lanes.plant)
    assert lanes.level(0).tolist() == [3.5, 1.0, 0.0]
    destroy_vessel(0.0, 0, rows(NAN, 0.5, 0.25), lanes.block, lanes.plant)
    assert lanes.level(0).tolist() == [3.5, 0.5, 0.0]
    assert lanes.block[lanes.plant.vessels.intact].tolist() == [1.0, 0.5, 0.75]
    tear_vessel(4.0, 0, rows(NAN, 0, NAN), lanes.block, lanes.plant)
    assert lanes.level(0).tolist() == [3.5, 0.0, 0.0]
    assert lanes.time("water_tank_torn") == [math.inf, 4.0, math.inf]
    mend_vessel(0, rows(NAN, 0, NAN), lanes.block, lanes.plant)
    assert lanes.block[lanes.plant.vessels.intact].tolist() == [1.0, 1.0, 0.75]
    assert lanes.residual() < 1e-12


def test_a_tank_tears_only_above_its_level_and_holds_nothing_until_mended() -> None:
    text = tank(capacity=10, level=1, rest="rupture_level_m3 = 9") + tank("r", "raw", 10, 9.9)
    lanes = Lanes(text, {"tanks.t.level_m3": [9.0, 9.01, 2.0]})
    tear_full(3.0, lanes.block, lanes.plant)
    assert lanes.level(0).tolist() == [9.0, 0.0, 2.0]
    assert lanes.level(1).tolist() == [9.9, 9.9, 9.9]  # states no level at which it tears
    assert lanes.time("water_tank_torn") == [math.inf, 3.0, math.inf]
    moved = rows(0, 0, 0)
    put_pool(TREATED_WATER, rows(5, 5, 5), moved, lanes.block, lanes.plant)
    assert moved.tolist() == [1.0, 0.0, 5.0]
    tear_full(4.0, lanes.block, lanes.plant)
    assert lanes.time("water_tank_torn") == [4.0, 3.0, math.inf]
    mend_vessel(0, rows(0, 0, 0), lanes.block, lanes.plant)
    put_pool(TREATED_WATER, rows(1, 1, 1), moved, lanes.block, lanes.plant)
    assert moved.tolist() == [1.0, 1.0, 1.0]
    assert lanes.block[lanes.plant.vessels.lost + TREATED_WATER].tolist() == pytest.approx([10.0, 9.01, 0.0])
    assert lanes.block[lanes.plant.vessels.lost + RAW_WATER].tolist() == [0.0, 0.0, 0.0]
    assert lanes.residual() < 1e-12


def test_sewage_of_a_destroyed_tank_is_a_spill_from_that_hour() -> None:
    lanes = Lanes(pit(capacity=10, level=6))
    destroy_vessel(12.0, 0, rows(0.5, 0.0, NAN), lanes.block, lanes.plant)
    assert lanes.time("sewage_spill") == [12.0, math.inf, math.inf]
    assert lanes.block[lanes.plant.vessels.lost + SEWAGE_TANKS].tolist() == [3.0, 0.0, 0.0]
    lanes.hour(12)
    assert lanes.out("sewage_spilled_m3") == [3.0, 0.0, 0.0]
    assert lanes.residual() < 1e-12
