"""Vehicles and their fuel: a lifeline of its own."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lifelines_goods import hand, lanes, store

CARS = '[[vehicles]]\nid = "{}"\nfuel = "{}"\ncount = {}\nfuel_l_per_day = {}\n'


def test_fuel_is_drawn_by_day_and_transport_stops_without_it() -> None:
    site = hand(store("petrol", 100, unit="L") + CARS.format("cars", "petrol", 4, 6))
    run = lanes(site, {"stores.petrol.quantity": (1e4, 9.0, 0.0)}, hours=48)
    # 24 L a day, 2 L an hour from 6 to 18
    left = run.outputs["stock_petrol_l"][0]
    assert left[5] == 1e4
    assert left[6] == pytest.approx(1e4 - 2)
    assert left[23] == pytest.approx(1e4 - 24)
    assert run.event_times["petrol_out"] == pytest.approx([math.inf, 10.5, 0.0])
    assert run.event_times["transport_stops"].tolist() == [math.inf, 12.0, 7.0]
    assert run.outputs["transport_fraction"][1, 4:13] == pytest.approx([1, 1, 1, 1, 1, 1, 0.5, 0, 0])
    assert max(run.balances.values()) < 1e-9


def test_kinds_of_vehicles_weigh_by_their_fuel() -> None:
    text = store("petrol", 0, unit="L") + store("diesel", 1e4, unit="L")
    text += CARS.format("cars", "petrol", 1, 6) + CARS.format("lorries", "diesel", 1, 18)
    run = lanes(hand(text), {"vehicles.cars.fuel_l_per_day": (6.0, 54.0, 0.0)}, hours=12)
    assert run.outputs["transport_fraction"][:, 8] == pytest.approx([0.75, 0.25, 1.0])
    assert np.isinf(run.event_times["transport_stops"]).all()


def test_two_kinds_divide_what_is_short() -> None:
    text = store("petrol", 2, unit="L") + CARS.format("a", "petrol", 1, 12) + CARS.format("b", "petrol", 3, 12)
    run = lanes(hand(text), hours=12)
    assert run.outputs["transport_fraction"][0, 6] == pytest.approx(0.5)


def test_without_vehicles_nothing_is_said_of_transport() -> None:
    run = lanes(hand(store("petrol", 2, unit="L")), hours=2)
    assert "transport_fraction" not in run.outputs
    assert "transport_stops" not in run.event_times
