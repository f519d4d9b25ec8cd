"""The life of generating sets: repairs with kits, services one at a time, oil, wear, starts, lives."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.lifelines import Event
from holdfast.lifelines.power import due_for_service, hazard
from holdfast.lifelines.sets import LIVES
from lifelines_hand import clinic, generator, run_hand

FAIL = Event(hour=5, kind="fail", asset="a")
REPAIR = "repair_median_h = 3\n"


def down(run: object, name: str = "generator_kw") -> list[int]:
    """Hours in which nothing was generated."""
    return np.flatnonzero(run.outputs[name][0] == 0.0).tolist()  # type: ignore[attr-defined]


def test_a_broken_set_without_a_kit_stays_broken() -> None:
    run = run_hand(generator("a", 100) + REPAIR + clinic(10), 40, [FAIL])
    assert down(run) == list(range(5, 40))


def test_a_kit_is_used_up_by_a_repair() -> None:
    text = generator("a", 100) + REPAIR + "spare_kits = 1\n" + clinic(10)
    run = run_hand(text, 40, [FAIL, Event(hour=20, kind="fail", asset="a")])
    assert down(run) == [5, 6, 7, *range(20, 40)]  # three hours of work, then no kit
    assert run.end["kits"][0, 0] == 0.0


def test_a_kit_that_arrives_lets_the_repair_begin() -> None:
    text = generator("a", 100) + REPAIR + clinic(10)
    run = run_hand(text, 20, [FAIL, Event(hour=9, kind="spare_kit", asset="a", quantity=2.0)])
    assert down(run) == list(range(5, 12))
    assert run.end["kits"][0, 0] == 1.0


def test_a_destroyed_set_is_not_repaired() -> None:
    text = generator("a", 100) + REPAIR + "spare_kits = 3\n" + clinic(10)
    run = run_hand(text, 20, [Event(hour=5, kind="destroy", asset="a", quantity=1.0)])
    assert down(run) == list(range(5, 20))
    assert run.end["kits"][0, 0] == 3.0


SERVICED = "service_interval_h = 10\nservice_h = 3\noil_per_service_l = 8\n"


def test_one_set_at_a_time_goes_into_service() -> None:
    """Both are due after ten hours; the second waits until the first is back."""
    text = generator("a", 100) + SERVICED + generator("b", 100) + SERVICED + clinic(150)
    run = run_hand(text, 17)
    made = run.outputs["generator_kw"][0]
    assert made[:10] == pytest.approx([150.0] * 10)
    assert made[10:16] == pytest.approx([100.0] * 6)
    assert made[16] == pytest.approx(150.0)
    assert run.end["since_service_h"][0] == pytest.approx([4.0, 1.0])


def test_a_part_of_an_hour_of_service_leaves_the_rest_to_run() -> None:
    text = generator("a", 100) + SERVICED.replace("service_h = 3", "service_h = 1.25") + clinic(80)
    made = run_hand(text, 13).outputs["generator_kw"][0]
    assert made[9:13] == pytest.approx([80.0, 0.0, 75.0, 80.0])  # three quarters of 100 kW in hour 11


def test_a_service_takes_oil_and_waits_for_it() -> None:
    text = generator("a", 100) + SERVICED + "oil_l = 8\n" + clinic(10)
    run = run_hand(text, 40)
    assert down(run) == [10, 11, 12]  # the next is due at hour 23, and the oil is gone
    assert run.end["oil_l"][0, 0] == 0.0
    assert run.end["since_service_h"][0, 0] == pytest.approx(27.0)
    more = run_hand(text, 40, begin={"oil_l": 16.0})
    assert down(more) == [10, 11, 12, 23, 24, 25]
    uncounted = run_hand(
        text.replace("oil_l = 8\n", "", 1).replace("oil_per_service_l = 8", "oil_per_service_l = 2000"), 40
    )
    assert down(uncounted) == [10, 11, 12, 23, 24, 25, 36, 37, 38]


def test_due_for_service() -> None:
    assert due_for_service(250.0, 250.0, 8.0, 8.0) == 1.0
    assert due_for_service(249.0, 250.0, 8.0, 8.0) == 0.0
    assert due_for_service(250.0, 250.0, 7.9, 8.0) == 0.0


def test_an_overdue_set_wears_faster() -> None:
    """E13: rate times 1 + beta x hours overdue / 250; overdue is what it was when the hour began."""
    assert hazard(1.0, 100.0, 0.0, 1.0) == 0.01
    assert hazard(1.0, 100.0, 250.0, 2.0) == pytest.approx(0.03)
    assert hazard(0.0, 100.0, 250.0, 2.0) == 0.0
    text = generator("a", 100) + SERVICED + "oil_l = 0\nmttf_h = 100\noverdue_factor = 2\n" + clinic(10)
    run = run_hand(text, 30, begin={"life_left": 5.0})
    overdue = sum(range(20))
    assert run.end["life_left"][0, 0] == pytest.approx(5.0 - 30 / 100 - 2.0 / 250.0 * overdue / 100)


def test_a_set_is_gone_from_the_hour_after_its_life_is_over() -> None:
    text = generator("a", 100) + "mttf_h = 10\n" + clinic(10)
    run = run_hand(text, 9, begin={"life_left": 0.45})
    assert down(run) == [5, 6, 7, 8]  # hours 0 to 4 use up a half
    assert run.end["failures"][0, 0] == 1.0


def test_a_set_that_stands_does_not_age() -> None:
    text = generator("a", 100) + "mttf_h = 1\n" + generator("b", 100) + "mttf_h = 1000000\n" + clinic(10)
    run = run_hand(text, 9, begin={"life_left": [[1e6, 0.5]]})
    assert run.end["run_h"][0].tolist() == [9.0, 0.0]
    assert run.end["life_left"][0, 1] == 0.5


GRID = '[[grid]]\nid = "line"\ncapacity_kw = 50\non_hours = [2, 3]\n'


def test_a_start_after_standing_still_adds_its_chance_to_the_hazard() -> None:
    text = generator("a", 100) + "mttf_h = 1000000\nstart_failure_fraction = 0.3\n" + clinic(10) + GRID
    run = run_hand(text, 10, begin={"life_left": 5.0})
    assert run.end["life_left"][0, 0] == pytest.approx(
        4.7, abs=1e-4
    )  # one start, in hour 4; the one before the run not
    run = run_hand(text, 10, begin={"life_left": 0.2})
    assert down(run) == [2, 3, 5, 6, 7, 8, 9]  # it breaks in the hour of the start


def test_after_the_last_drawn_life_a_set_runs_on() -> None:
    text = generator("a", 100) + "repair_median_h = 1\nmttf_h = 10\nspare_kits = 5\n" + clinic(10)
    run = run_hand(text, 200, begin={"life_left": 0.05, "failures": float(LIVES - 1), "kits": 5.0})
    assert down(run) == [1]
    assert run.end["failures"][0, 0] == LIVES
    assert run.end["life_left"][0, 0] > 1e29
    assert math.isfinite(run.end["run_h"][0, 0])


def test_two_members_break_apart() -> None:
    """Lanes do not touch: what breaks in one goes on in the other."""
    from holdfast.lifelines import simulate
    from lifelines_hand import begin_with, hand, many

    site = hand(generator("a", 100) + "mttf_h = 10\n" + clinic(10))
    draws = many(site, 3)
    start = begin_with(site, draws, {"life_left": [[0.45], [9.0], [0.05]]})
    run = simulate(site, draws=draws, hours=9, initial=start, engine="python", deterministic=True, keep="all")
    working = run.outputs["generators_working"]
    assert [int(row.sum()) for row in working] == [5, 9, 1]
