"""Oxygen concentrators and dialysis: what they draw, what they cannot give, and when they stop."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.lifelines import Event, simulate
from holdfast.lifelines.clinic_hour import DIALYSIS_HOURS, missed_sessions, unpowered
from holdfast.sites import median_draws, read_site
from lifelines_goods import ALWAYS, GRID, HEAD, START, TANK, hand, lanes

CLINIC = """
[[clinics]]
id = "c"
power_kw = 2
oxygen_concentrators = 4
oxygen_kw_each = 0.5
dialysis_machines = 2
dialysis_sessions_per_day = 2
dialysis_kwh_per_session = 8
dialysis_l_per_session = 200
"""
UNTIL_TWO = GRID % ", ".join(str(hour) for hour in range(14))
WORK_H = len(DIALYSIS_HOURS)


def test_equations() -> None:
    assert unpowered(4.0, 0.75) == 1.0
    assert missed_sessions(0.5, 0.4) == pytest.approx(0.3)
    assert missed_sessions(0.5, 1.0 - 1e-12) == 0.0


def test_machines_draw_the_power_of_the_clinic_class() -> None:
    """2 kW, four concentrators of 0.5 kW, and four sessions of 8 kWh over sixteen hours."""
    demand = lanes(hand(CLINIC + TANK + ALWAYS), hours=24).outputs["demand_clinic_kw"][0]
    for hour in range(24):
        assert demand[hour] == pytest.approx(4.0 + (32.0 / 16 if hour in DIALYSIS_HOURS else 0.0))


def test_what_the_dark_hours_cost() -> None:
    """Power until 14:00: four concentrators without it for ten hours, and eight of sixteen hours of dialysis."""
    run = lanes(hand(CLINIC + TANK + UNTIL_TWO), {"clinics.c.oxygen_concentrators": (4.0, 1.0, 0.0)}, hours=24)
    assert run.outputs["oxygen_unmet_h"][:, -1].tolist() == [40.0, 10.0, 0.0]
    assert run.outputs["concentrators_without_power"][0].tolist() == [0.0] * 14 + [4.0] * 10
    assert run.outputs["dialysis_sessions_missed"][:, -1] == pytest.approx([2.0, 2.0, 2.0])
    assert run.event_times["oxygen_stops"].tolist() == [14.0, 14.0, np.inf]
    assert run.event_times["dialysis_stops"].tolist() == [15.0, 15.0, 15.0]
    assert run.lifelines["oxygen_stops"] == "oxygen"
    assert run.lifelines["dialysis_stops"] == "dialysis"


def test_dialysis_draws_treated_water_and_stops_without_it() -> None:
    """Four sessions of 200 L a day are 50 L in each of sixteen hours; nobody lives there to drink the rest."""
    site = hand(CLINIC + TANK + ALWAYS)
    paths = {"people.all.count": (0.0, 0.0, 0.0), "tanks.t.level_m3": (900.0, 0.3, 0.0)}
    run = lanes(site, paths, hours=24)
    left = run.outputs["treated_water_m3"]
    assert left[0, -1] == pytest.approx(900.0 - 0.8)
    assert left[1, -1] == pytest.approx(0.0, abs=1e-9)
    # 300 L last six of the sixteen hours; two hours' worth of sessions is a half.
    assert run.outputs["dialysis_sessions_missed"][:, -1] == pytest.approx([0.0, 2.5, 4.0])
    assert run.event_times["dialysis_stops"].tolist() == [np.inf, 13.0, 7.0]


def test_the_network_must_bring_the_water_unless_it_comes_by_gravity() -> None:
    """Clinic first, water last, power for the clinic only: no tap runs."""
    loads = '[[loads]]\nid = "clinic"\npriority = 1\n[[loads]]\nid = "water"\npriority = 2\nhours = [0]\n'
    dry = lanes(hand(CLINIC + TANK + ALWAYS + loads), hours=24)
    assert dry.outputs["dialysis_sessions_missed"][0, -1] == pytest.approx(4.0)
    fed = HEAD.replace("carry_l_per_person_day = 0", "carry_l_per_person_day = 0\ngravity_feed = true")
    run = lanes(read_site(fed + CLINIC + TANK + ALWAYS + loads), hours=24)
    assert run.outputs["dialysis_sessions_missed"][0, -1] == 0.0


def test_a_clinic_without_machines_has_neither_outputs_nor_events_and_draws_as_before() -> None:
    bare = CLINIC.partition("oxygen_concentrators")[0]
    none = bare + "oxygen_concentrators = 0\ndialysis_machines = 0\n"
    runs = [lanes(hand(text + TANK + UNTIL_TWO), hours=24) for text in (bare, none)]
    for run in runs:
        assert not {"oxygen_unmet_h", "dialysis_sessions_missed", "concentrators_without_power"} & set(run.outputs)
        assert not {"oxygen_stops", "dialysis_stops"} & set(run.event_times)
        assert (run.outputs["demand_clinic_kw"] == 2.0).all()
    for name, array in runs[0].outputs.items():
        assert (array == runs[1].outputs[name]).all(), name


def test_counts_go_on_from_one_run_to_the_next() -> None:
    site = hand(CLINIC + TANK + UNTIL_TWO)
    draws = median_draws(site)
    given = {"draws": draws, "start": START, "deterministic": True, "keep": "all", "engine": "python"}
    whole = simulate(site, hours=48, **given)
    first = simulate(site, hours=20, **given)
    later = START.replace(hour=20)
    second = simulate(site, hours=28, **(given | {"start": later}), initial=first.end)
    for name in ("oxygen_unmet_h", "dialysis_sessions_missed"):
        assert second.outputs[name][0, -1] == whole.outputs[name][0, -1] > 0.0


def test_compiled_gives_what_plain_python_gives() -> None:
    site = hand(CLINIC + TANK + UNTIL_TWO)
    given = {"draws": median_draws(site), "start": START, "deterministic": True, "keep": "all", "hours": 48}
    events = (Event(hour=30, kind="destroy", asset="t", quantity=1.0),)
    plain = simulate(site, engine="python", events=events, **given)
    built = simulate(site, engine="compiled", events=events, **given)
    for name, array in plain.outputs.items():
        assert np.abs(array - built.outputs[name]).max() <= 1e-12 * max(1.0, np.abs(array).max()), name
    for name, times in plain.event_times.items():
        assert (times == built.event_times[name]).all(), name
    stopped = [row for row in built.events if row["event"] == "dialysis_stops"]
    assert stopped[0]["lifeline"] == "dialysis"
