"""Who supplies and who is served: the published cases of section 2 through the engine, and the stages of dispatch."""

from __future__ import annotations

import pytest

from holdfast.lifelines import Event
from lifelines_hand import HEAD, clinic, first, generator, run_hand

LAMP = '[[lighting]]\nid = "l"\nhigh_kw = {0}\nlow_kw = {0}\n'
BANK = (
    '[[batteries]]\nid = "b"\ncapacity_kwh = 100\ncharge_kwh = 50\nmin_fraction = 0.1\npower_kw = 40\n'
    "one_way_efficiency = 0.9\n"
)


def heads(changes: dict[str, str]) -> str:
    text = HEAD
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def test_a_shared_tank_of_two_sets() -> None:
    """E-04: 15,000 L for two sets at 200 L/h each last 37.5 h."""
    text = generator("a", 800) + generator("b", 800) + clinic(1472)  # 0.02 x 800 + 0.25 x 736 = 200 L/h
    head = heads({"quantity = 5000\ncapacity = 9000": "quantity = 15000\ncapacity = 15000"})
    run = run_hand(text, 40, head=head)
    assert first(run, "fuel_used_l") == pytest.approx(400.0)
    assert run.event_times["diesel_out"][0] == pytest.approx(37.5)
    assert first(run, "run_fraction", 37) == pytest.approx(0.5)
    assert first(run, "generator_kw", 37) == pytest.approx(736.0)
    assert run.outputs["generator_kw"][0, 38:].max() == 0.0


@pytest.mark.parametrize(("temp", "share"), [(40, 1.0), (45, 0.97), (50, 0.94), (55, 0.91), (60, 0.88)])
def test_heat_takes_from_what_a_set_can_give(temp: int, share: float) -> None:
    """E-05, through the weather of the hour."""
    run = run_hand(generator("a", 100) + clinic(500), 2, head=heads({"temp_max_c = 35": f"temp_max_c = {temp}"}))
    assert first(run, "generator_kw") == pytest.approx(100.0 * share, abs=0.1)
    assert first(run, "served_fraction_clinic") == pytest.approx(0.2 * share, abs=0.001)


@pytest.mark.parametrize(("height", "share"), [(0, 1.0), (1000, 1.0), (1500, 0.97), (2000, 0.94), (3000, 0.88)])
def test_height_takes_from_what_a_set_can_give(height: int, share: float) -> None:
    """E-06."""
    run = run_hand(generator("a", 100) + clinic(500), 2, head=heads({"elevation_m = 0": f"elevation_m = {height}"}))
    assert first(run, "generator_kw") == pytest.approx(100.0 * share, abs=0.1)


def test_a_derated_set_calls_the_next() -> None:
    text = generator("a", 100) + generator("b", 100) + clinic(97)
    cool, hot = (run_hand(text, 2, head=heads({"temp_max_c = 35": f"temp_max_c = {temp}"})) for temp in (44, 47))
    assert (first(cool, "generators_on"), first(hot, "generators_on")) == (1.0, 2.0)
    assert first(hot, "generator_kw") == pytest.approx(97.0)


def test_dispatch_by_priority() -> None:
    """E-13 in its three classes whose demand is free: 200 kW for 120, 60 and 500 kW, strictly by priority."""
    loads = "".join(
        f'[[loads]]\nid = "{name}"\npriority = {place}\nmin_useful_fraction = {{}}\n'
        for place, name in enumerate(("clinic", "kitchen", "lighting"), start=1)
    )
    kitchen = '[[kitchens]]\nid = "k"\npower_kw = 60\nhours = [0, 1]\n'
    text = generator("a", 200) + clinic(120) + kitchen + LAMP.format(500)
    run = run_hand(text + loads.format(0, 0, 0), 2)
    served = [
        first(run, f"served_fraction_{name}") * kw for name, kw in (("clinic", 120), ("kitchen", 60), ("lighting", 500))
    ]
    assert served == pytest.approx([120.0, 60.0, 20.0])
    run = run_hand(text + loads.format(0, 0, 0.1), 2)
    assert first(run, "served_fraction_lighting") == 0.0
    assert first(run, "served_kw") == pytest.approx(180.0)
    run = run_hand(text + loads.format(0, 0, 0.03), 2)
    assert first(run, "served_fraction_lighting") == pytest.approx(0.04)


def test_the_last_hour_of_the_fuel() -> None:
    """E-14: 117.806 L for two 400 kW sets at 605.812 kW: 0.7086 of the hour, 429.306 kW."""
    text = (generator("a", 400) + generator("b", 400)).replace("l_per_kwh = 0.25", "l_per_kwh = 0.248") + clinic(
        605.812
    )
    run = run_hand(text, 2, head=heads({"quantity = 5000": "quantity = 117.806"}))
    assert first(run, "run_fraction") == pytest.approx(0.7086, abs=1e-4)
    assert first(run, "generator_kw") == pytest.approx(429.306, abs=2e-3)
    assert first(run, "served_fraction_clinic") == pytest.approx(0.7086, abs=1e-4)
    assert first(run, "fuel_used_l") == pytest.approx(117.806)
    assert first(run, "served_kw", 1) == 0.0


def test_the_fuel_floor_of_a_class_reads_the_usable_diesel() -> None:
    text = generator("a", 100) + LAMP.format(30) + '[[loads]]\nid = "lighting"\npriority = 1\nfuel_floor_l = 900\n'
    head = heads({"quantity = 5000": "quantity = 1000", "unusable = 0": "unusable = 101"})
    assert first(run_hand(text, 2, head=head), "demand_lighting_kw") == 0.0


def test_sets_on_another_fuel_go_on_when_diesel_is_gone() -> None:
    """Equation E6: a dry set is passed over while another has fuel."""
    petrol = (
        '[[stores]]\nid = "petrol"\ncommodity = "petrol"\nunit = "L"\nquantity = 500\ncapacity = 500\nunusable = 0\n'
    )
    text = generator("a", 100) + generator("b", 60) + 'fuel = "petrol"\n' + clinic(50) + petrol
    run = run_hand(text, 3, head=heads({"quantity = 5000": "quantity = 0"}))
    assert first(run, "generators_on") == 1.0
    assert first(run, "generator_kw") == pytest.approx(50.0)
    assert 500.0 - first(run, "stock_petrol_l") == pytest.approx(0.02 * 60 + 0.25 * 50)


@pytest.mark.parametrize("may", ["true", "false"])
def test_a_battery_takes_what_a_set_below_its_minimum_load_dumps(may: str) -> None:
    """30 kW is the least a 100 kW set runs at: of it 10 are asked for, 20 charge where that is allowed."""
    run = run_hand(
        generator("a", 100)
        + clinic(10)
        + BANK.replace("charge_kwh = 50", "charge_kwh = 10")
        + f"charged_by_generator = {may}\n",
        6,
    )
    charged = 20.0 if may == "true" else 0.0
    assert first(run, "battery_charge_kw") == pytest.approx(charged)
    assert first(run, "battery_kwh") == pytest.approx(10.0 + 0.9 * charged)
    assert first(run, "fuel_used_l") == pytest.approx(0.02 * 100 + 0.25 * 30)  # burnt in either case
    assert first(run, "generator_kw") == pytest.approx(10.0)
    assert first(run, "served_kw") == pytest.approx(10.0)
    if may == "true":
        assert first(run, "battery_discharge_kw", 1) == pytest.approx(10.0)  # the next hour needs no set
        assert first(run, "fuel_used_l", 1) == 0.0
    assert run.balances["battery"] < 1e-12
    assert run.balances["power"] < 1e-12


def test_the_dump_of_a_set_that_runs_for_part_of_an_hour_is_part_of_it() -> None:
    text = (
        generator("a", 100)
        + clinic(10)
        + BANK.replace("charge_kwh = 50", "charge_kwh = 10")
        + "charged_by_generator = true\n"
    )
    burn = 0.02 * 100 + 0.25 * 30
    run = run_hand(text, 1, head=heads({"quantity = 5000": f"quantity = {burn / 2}"}))
    assert first(run, "battery_charge_kw") == pytest.approx(10.0)
    assert first(run, "generator_kw") == pytest.approx(5.0)


def test_grid_events_take_the_place_of_the_usual_hours() -> None:
    text = clinic(10) + '[[grid]]\nid = "line"\ncapacity_kw = 20\non_hours = [0, 1, 2]\n'
    run = run_hand(
        text,
        8,
        [
            Event(hour=1, kind="grid", asset="line", quantity=0.25),
            Event(hour=5, kind="grid", asset="line", quantity=1.0),
        ],
    )
    assert run.outputs["grid_kw"][0] == pytest.approx([10.0, 5.0, 5.0, 5.0, 5.0, 10.0, 10.0, 10.0])


def test_two_lines_and_two_banks_add_up() -> None:
    text = (
        clinic(60)
        + '[[grid]]\nid = "one"\ncapacity_kw = 20\non_hours = [0]\n[[grid]]\nid = "two"\ncapacity_kw = 15\non_hours = [0]\n'
    )
    text += BANK.replace("power_kw = 40", "power_kw = 10") + BANK.replace('"b"', '"c"').replace(
        "power_kw = 40", "power_kw = 9"
    )
    run = run_hand(text, 2)
    assert first(run, "grid_kw") == 35.0
    assert first(run, "battery_discharge_kw") == pytest.approx(19.0)
    assert first(run, "served_fraction_clinic") == pytest.approx(54.0 / 60.0)
    assert run.end["battery_kwh"][0] == pytest.approx([50.0 - 20.0 / 0.9, 50.0 - 18.0 / 0.9])


def test_supply_without_demand_still_lights_what_asks_nothing() -> None:
    """A class that asks for nothing is served where there is any supply at all, and not served where there is none."""
    on = run_hand('[[grid]]\nid = "line"\ncapacity_kw = 20\non_hours = [0]\n', 2)
    assert on.outputs["served_fraction_clinic"][0].tolist() == [1.0, 0.0]
