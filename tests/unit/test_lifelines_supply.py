"""Trucks and usual deliveries: hours, gate, fuel."""

from __future__ import annotations

import pytest

from holdfast.lifelines.supply import share_that_passes, share_with_fuel
from lifelines_lanes import Lanes, pit, store, tank

TRUCK = (
    '[[trucks]]\nid = "w"\ncarries = "{carries}"\nvolume_m3 = 10\ntrips_per_day = 2\nneeds_gate = {gate}\n'
    "hours = [1, 2]\n{rest}\n"
)


def truck(carries: str = "water", gate: str = "true", rest: str = "") -> str:
    return TRUCK.format(carries=carries, gate=gate, rest=rest)


def test_equations() -> None:
    assert share_that_passes(1.0, 0.3) == 0.3
    assert share_that_passes(0.0, 0.3) == 1.0
    assert share_with_fuel(0.8, 5.0, 10.0) == 0.4
    assert share_with_fuel(0.8, 10.0, 10.0) == 0.8
    assert share_with_fuel(0.8, 0.0, 0.0) == 0.8


def test_trucks_come_in_their_hours_and_through_the_gate() -> None:
    lanes = Lanes(tank(level=0) + truck(), {"gate.passing_fraction": [0.0, 0.5, 1.0]})
    brought = []
    for k in range(4):
        lanes.begin(k)
        brought.append(lanes.out("water_trucked_m3"))
    assert brought == [[0, 0, 0], [0, 5, 10], [0, 5, 10], [0, 0, 0]]
    assert lanes.out("passing_fraction") == [0.0, 0.5, 1.0]
    free = Lanes(tank(level=0) + truck(gate="false"), {"gate.passing_fraction": [0.0, 0.5, 1.0]})
    free.begin(1)
    assert free.out("water_trucked_m3") == [10.0, 10.0, 10.0]


def test_a_full_tank_refuses_and_an_empty_one_gives_nothing() -> None:
    lanes = Lanes(
        tank(level=0) + pit(capacity=100) + truck() + truck("sewage").replace('"w"', '"s"'),
        {"tanks.t.level_m3": [95, 100, 0], "sewage_tanks.p.level_m3": [3, 0, 50]},
    )
    lanes.begin(1)
    assert lanes.out("water_trucked_m3") == [5.0, 0.0, 10.0]
    assert lanes.out("desludged_m3") == [3.0, 0.0, 10.0]
    assert lanes.residual() < 1e-12


def test_only_the_trips_with_fuel_go() -> None:
    text = tank(level=0) + pit(capacity=100, level=50) + store(quantity=100)
    text += truck(rest='fuel = "diesel"\nfuel_l_per_trip = 20')
    text += truck("sewage", rest='fuel = "diesel"\nfuel_l_per_trip = 30').replace('"w"', '"s"')
    lanes = Lanes(text, {"stores.diesel.quantity": [100, 35, 5]})
    lanes.begin(1)  # 1 trip each: 20 L for water first, then 30 L for sewage
    assert lanes.out("truck_fuel_l") == [50.0, 35.0, 5.0]
    assert lanes.out("water_trucked_m3") == pytest.approx([10.0, 10.0, 2.5])
    assert lanes.out("desludged_m3") == pytest.approx([10.0, 5.0, 0.0])
    assert lanes.level(0).tolist() == [50.0, 0.0, 0.0]
    lanes.begin(3)
    assert lanes.out("truck_fuel_l") == [0.0, 0.0, 0.0]
    assert lanes.residual() < 1e-12


def test_a_trip_that_is_stopped_at_the_gate_burns_nothing() -> None:
    text = tank(level=0) + store(quantity=100) + truck(rest='fuel = "diesel"\nfuel_l_per_trip = 20')
    lanes = Lanes(text, {"gate.passing_fraction": [0.0, 0.5, 1.0]})
    lanes.begin(1)
    assert lanes.out("truck_fuel_l") == [0.0, 10.0, 20.0]
    assert lanes.out("water_trucked_m3") == [0.0, 5.0, 10.0]


def test_usual_deliveries_need_the_gate_and_a_store() -> None:
    text = (
        tank(level=0)
        + pit(capacity=100, level=50)
        + store(quantity=995)
        + '[[gate.deliveries]]\nid = "w"\ncommodity = "water"\nquantity_per_day = 24\nunit = "m3"\n'
        + '[[gate.deliveries]]\nid = "s"\ncommodity = "sewage"\nquantity_per_day = 48\nunit = "m3"\n'
        + '[[gate.deliveries]]\nid = "d"\ncommodity = "diesel"\nquantity_per_day = 240\nunit = "L"\n'
    )
    lanes = Lanes(text, {"gate.passing_fraction": [0.0, 0.5, 1.0]})
    lanes.begin(0)
    assert lanes.out("water_trucked_m3") == pytest.approx([0.0, 0.5, 1.0])
    assert lanes.out("desludged_m3") == pytest.approx([0.0, 1.0, 2.0])
    assert lanes.level(0).tolist() == [995.0, 1000.0, 1000.0]
    assert lanes.block[lanes.plant.vessels.refused + lanes.pools["diesel"]].tolist() == [0.0, 0.0, 5.0]
    assert lanes.residual() < 1e-12
