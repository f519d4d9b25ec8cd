"""Services and bakeries: the scarcest input decides, the others are drawn at its share, the first to fail closes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.errors import ModelError
from holdfast.lifelines import inputs_of_services
from holdfast.lifelines.services import closed_at, least_share, limiting, piped_share
from lifelines_goods import ALWAYS, GRID, TANK, hand, lanes, service, store

BAKERY = """
[[bakeries]]
id = "oven"
bread_kg_per_day = 400
electricity_kwh_per_kg = 0.01
hours = [0, 1, 2, 3]
fuel = "lpg"
fuel_per_kg = 0.1
flour = "flour"
flour_kg_per_kg = 0.75
"""


def test_equations() -> None:
    assert least_share(0.9, 5.0, 10.0) == 0.5
    assert least_share(0.4, 5.0, 10.0) == 0.4
    assert least_share(0.9, 0.0, 0.0) == 0.9
    assert limiting(-1.0, 2.0, 1.0, 0.5) == 2.0
    assert limiting(1.0, 2.0, 0.5, 0.5) == 1.0
    assert limiting(-1.0, 2.0, 1.0, 1.0) == -1.0
    assert piped_share(0.3, 0.0) == 0.3
    assert piped_share(0.3, 1.0) == 1.0
    assert closed_at(4.0, 0.05, 0.05) == 5.0
    assert closed_at(4.0, 0.06, 0.05) == math.inf


def test_it_runs_at_the_scarcest_input_and_draws_the_others_at_that_share() -> None:
    site = hand(store("grain", 1000) + store("gas", 1000) + service("mill", {"grain": 240, "gas": 24}))
    run = lanes(site, {"stores.gas.quantity": (1e5, 2.4, 0.25)}, hours=6)
    share = run.outputs["service_mill_fraction"]
    assert np.allclose(share[0], 1.0)
    assert np.allclose(share[1], [1.0, 1.0, 0.4, 0.0, 0.0, 0.0])
    assert np.allclose(share[2], [0.25, 0.0, 0.0, 0.0, 0.0, 0.0])
    assert np.allclose(run.outputs["stock_grain_kg"][:, -1], [1000 - 60, 1000 - 24, 1000 - 2.5])
    assert run.outputs["service_limit_mill"][1].tolist() == [-1.0, -1.0, 1.0, 1.0, 1.0, 1.0]
    assert inputs_of_services(site)["mill"][1] == "gas"
    assert run.event_times["mill_closed"].tolist() == [math.inf, 4.0, 2.0]
    assert max(run.balances.values()) < 1e-9


@pytest.mark.parametrize(("grain", "gas", "cause"), [(10.0, 1e5, "grain"), (1e5, 1.0, "gas")])
def test_whichever_input_fails_first_closes_it(grain: float, gas: float, cause: str) -> None:
    """Flour without gas and grain without mills are both no bread."""
    site = hand(store("grain", grain) + store("gas", gas) + service("mill", {"grain": 240, "gas": 24}))
    run = lanes(site, hours=12)
    assert np.isfinite(run.event_times["mill_closed"]).all()
    assert inputs_of_services(site)["mill"][int(run.outputs["service_limit_mill"][0, -1])] == cause
    assert run.end is not None
    assert inputs_of_services(site)["mill"][int(run.end["closed_by"][0, 0])] == cause


def test_power_and_water_are_inputs_too() -> None:
    text = TANK + service("laundry", {}, 'power = "lighting"\nwater_m3_per_day = 24\n')
    lights = '[[lighting]]\nid = "l"\nhigh_kw = 10\nlow_kw = 10\n'
    dark = lanes(hand(text + lights + GRID % "0, 1, 2"), hours=6)
    assert dark.outputs["service_laundry_fraction"][0].tolist() == [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    assert inputs_of_services(hand(text))["laundry"][int(dark.outputs["service_limit_laundry"][0, 4])] == "power"
    lit = lanes(hand(text + lights + ALWAYS), {"tanks.t.level_m3": (900.0, 4.5, 0.0)}, hours=6)
    # people want 1 m3 an hour and drink first; the laundry wants 1 m3 too
    assert np.allclose(lit.outputs["service_laundry_fraction"][1], [1.0, 1.0, 0.0, 0.0, 0.0, 0.0])
    assert np.allclose(lit.outputs["treated_water_m3"][1, :3], [2.5, 0.5, 0.0])
    assert lit.event_times["laundry_closed"].tolist() == [math.inf, 3.0, 1.0]
    assert inputs_of_services(hand(text))["laundry"][int(lit.outputs["service_limit_laundry"][1, 4])] == "water"
    assert np.allclose(lit.outputs["demand_water_kw"][0, 0], 2.0)  # 1 kWh/m3 for both


def test_only_in_its_hours() -> None:
    site = hand(store("grain", 24) + service("mill", {"grain": 24}, "hours = [2, 3]\n"))
    run = lanes(site, {"stores.grain.quantity": (24.0, 12.0, 0.0)}, hours=30)
    assert np.allclose(run.outputs["stock_grain_kg"][0, :5], [24, 24, 12, 0, 0])
    assert run.event_times["mill_closed"].tolist() == [27.0, 4.0, 3.0]
    assert run.outputs["service_mill_fraction"][2, :5].tolist() == [1.0, 1.0, 0.0, 0.0, 1.0]


def test_policy_hours_of_its_class_are_no_closure_and_a_threshold_can_be_stated() -> None:
    text = store("grain", 1e5) + service("mill", {"grain": 240}, 'power = "lighting"\n')
    text += (
        '[[lighting]]\nid = "l"\nhigh_kw = 10\nlow_kw = 10\n[[loads]]\nid = "lighting"\npriority = 1\nhours = [5, 6]\n'
    )
    run = lanes(hand(text + ALWAYS), hours=24)
    assert np.isinf(run.event_times["mill_closed"]).all()
    assert run.outputs["service_mill_fraction"][0, :7].tolist() == [0.0] * 5 + [1.0, 1.0]
    half = store("grain", 6) + service("mill", {"grain": 240})
    assert lanes(hand(half), hours=3).event_times["mill_closed"][0] == 2.0
    assert lanes(hand("[failures.service]\nthreshold = 0.7\n" + half), hours=3).event_times["mill_closed"][0] == 1.0


def test_what_is_short_is_divided_and_what_another_cannot_use_is_not_held_back() -> None:
    """Two mills on one store; the order of the list changes nothing, a mill without gas claims no grain."""
    one, two = service("a", {"grain": 240, "gas": 24}), service("b", {"grain": 480})
    stores = store("grain", 15) + store("gas", 1e5)
    run, other = lanes(hand(stores + one + two), hours=3), lanes(hand(stores + two + one), hours=3)
    assert np.allclose(run.outputs["service_a_fraction"][0, 0], 0.5)
    assert np.allclose(run.outputs["service_b_fraction"][0, 0], 0.5)
    for name in ("service_a_fraction", "service_b_fraction", "stock_grain_kg"):
        assert np.array_equal(run.outputs[name], other.outputs[name])
    no_gas = lanes(hand(stores + one + two), {"stores.gas.quantity": (0.0, 0.0, 0.5)}, hours=3)
    assert no_gas.outputs["service_b_fraction"][:, 0] == pytest.approx([0.75, 0.75, 0.6])
    assert no_gas.outputs["service_a_fraction"][:, 0] == pytest.approx([0.0, 0.0, 0.3])


def test_more_of_an_input_never_closes_it_earlier() -> None:
    site = hand(store("grain", 100) + store("gas", 10) + service("mill", {"grain": 240, "gas": 24}))
    random = np.random.default_rng(8)
    for _ in range(6):
        grain, gas = random.uniform(0, 120, 2) * (1, 0.1)
        more = {"stores.grain.quantity": (grain, grain + 30, grain), "stores.gas.quantity": (gas, gas, gas + 3)}
        closed = lanes(site, more, hours=20).event_times["mill_closed"]
        assert closed[1] >= closed[0]
        assert closed[2] >= closed[0]


def test_packages_convert() -> None:
    text = store("grain", 1000) + service("mill", {"grain": 2}).replace('unit = "kg"', 'unit = "bag"')
    assert lanes(hand(text), hours=24).outputs["stock_grain_kg"][0, -1] == pytest.approx(900.0)


def test_a_service_may_not_take_the_name_of_an_event() -> None:
    text = store("grain", 10) + store("lpg", 10) + store("flour", 10) + BAKERY + service("bakery", {"grain": 2})
    with pytest.raises(ModelError) as caught:
        lanes(hand(text), hours=2)
    assert caught.value.code == "HF-E070"


def test_bread_needs_power_fuel_and_flour() -> None:
    text = BAKERY + store("lpg", 1e5) + store("flour", 1e5)
    plain = lanes(hand(text + ALWAYS), hours=24)
    assert plain.outputs["bread_kg"].sum(axis=1) == pytest.approx([400.0] * 3)
    assert plain.outputs["demand_kitchen_kw"][0, :5].tolist() == pytest.approx([1.0, 1.0, 1.0, 1.0, 0.0])
    scarce = lanes(
        hand(text + ALWAYS), {"stores.lpg.quantity": (25.0, 1e5, 0.0), "stores.flour.quantity": (1e5, 60.0, 1e5)}
    )
    assert scarce.outputs["bread_kg"].sum(axis=1) == pytest.approx([250.0, 80.0, 0.0])
    assert scarce.event_times["bakery_closed"].tolist() == [4.0, 3.0 - 1.0, 1.0]
    dark = lanes(hand(text + GRID % "0, 1"), hours=6)
    assert dark.outputs["bread_kg"][0].tolist() == [100.0, 100.0, 0.0, 0.0, 0.0, 0.0]
    assert dark.event_times["bakery_closed"][0] == 3.0


def test_two_bakeries_close_together() -> None:
    text = BAKERY + BAKERY.replace('"oven"', '"oven-2"').replace("hours = [0, 1, 2, 3]", "hours = [2, 3]")
    run = lanes(hand(text + store("lpg", 1e5) + store("flour", 150) + ALWAYS), hours=4)
    assert run.outputs["bread_kg"][0] == pytest.approx([100.0, 100.0, 0.0, 0.0])
    assert run.event_times["bakery_closed"][0] == 3.0
