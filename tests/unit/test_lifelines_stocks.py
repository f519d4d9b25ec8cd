"""Stocks: generators first, everyday use, cooking fuel (C8), and when a stock is out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.lifelines.stocks import cooking_stopped, hourly_use, share_met
from lifelines_goods import ALWAYS, hand, lanes, store

KITCHEN = '[[kitchens]]\nid = "{}"\npower_kw = 0\nfuel = "{}"\nfuel_kg_per_person_day = {}\n'


def test_shares_and_uses() -> None:
    assert share_met(5.0, 0.0) == 1.0
    assert share_met(-1e-12, 5.0) == 0.0
    assert share_met(5.0, 20.0) == 0.25
    assert share_met(50.0, 20.0) == 1.0
    assert hourly_use(0.1, 2.0, 30.0) == 5.0
    assert cooking_stopped(4.0, 0.25) == 4.25
    assert cooking_stopped(4.0, 1.0) == math.inf


def test_everyday_use_in_lanes_and_when_it_is_out() -> None:
    site = hand(store("rice", 480, more="use_per_person_day = 0.24\nuse_per_day = 24\n"))
    run = lanes(site, {"stores.rice.quantity": (110.0, 220.0, 1e5)}, hours=48)
    # 1,000 persons x 0.24 kg + 24 kg = 11 kg an hour
    assert np.allclose(run.outputs["stock_rice_kg"][:, 4], [55.0, 165.0, 1e5 - 55.0])
    assert run.event_times["rice_out"].tolist() == [10.0, 20.0, math.inf]
    assert max(run.balances.values()) < 1e-9


def test_the_moment_lies_within_the_hour() -> None:
    site = hand(store("rice", 480, more="use_per_day = 240\n"))
    run = lanes(site, {"stores.rice.quantity": (25.0, 10.0, 0.0)}, hours=12)
    assert run.event_times["rice_out"] == pytest.approx([2.5, 1.0, 0.0])


def test_a_reserve_that_may_not_be_touched_is_a_threshold() -> None:
    site = hand('[failures."stock:rice"]\nthreshold = 100\n' + store("rice", 480, more="use_per_day = 240\n"))
    assert lanes(site, {"stores.rice.quantity": (480.0, 125.0, 100.0)}, hours=48).event_times["rice_out"] == (
        pytest.approx([38.0, 2.5, 0.0])
    )


def test_generators_draw_before_everyone_else() -> None:
    text = store("diesel", 100, unit="L", more="use_per_day = 240\n")
    text += '[[generators]]\nid = "g"\nrated_kw = 100\nworking = 1\nintercept_l_per_h_kw = 0.02\n'
    text += "slope_l_per_kwh = 0.25\nmin_load_fraction = 0.3\nderating_per_k = 0\nderating_from_c = 40\n"
    text += '[[clinics]]\nid = "c"\npower_kw = 40\n'
    run = lanes(hand(text), {"stores.diesel.quantity": (18.0, 12.0, 6.0)}, hours=3)
    # the set wants 12 L an hour, the people 10
    assert np.allclose(run.outputs["run_fraction"][:, 0], [1.0, 1.0, 0.5])
    assert np.allclose(run.outputs["fuel_used_l"][:, 0], [18.0, 12.0, 6.0])
    assert run.event_times["diesel_out"] == pytest.approx([18 / 22, 12 / 22, 6 / 22])


def test_cooking_stops_with_the_last_fuel() -> None:
    text = store("lpg", 300) + store("wood", 500) + KITCHEN.format("a", "lpg", 0.12) + KITCHEN.format("b", "wood", 1.2)
    # each kitchen cooks for half of the people: 2.5 kg of gas and 25 kg of wood an hour
    run = lanes(hand(text), {"stores.lpg.quantity": (25.0, 25.0, 0.0), "stores.wood.quantity": (375.0, 0.0, 90.0)})
    assert run.event_times["lpg_out"].tolist() == [10.0, 10.0, 0.0]
    assert run.event_times["cooking_stops"] == pytest.approx([15.0, 10.0, 3.6])
    meals = run.outputs["meals_cooked_fraction"]
    assert np.allclose(meals[0], [1.0] * 10 + [0.5] * 5 + [0.0] * 33)
    assert meals[2, 3] == pytest.approx(0.5 * 0.6)


def test_without_a_cooking_fuel_nothing_is_said_of_cooking() -> None:
    run = lanes(hand('[[kitchens]]\nid = "k"\npower_kw = 5\n' + ALWAYS), hours=2)
    assert "meals_cooked_fraction" not in run.outputs
    assert "cooking_stops" not in run.event_times
