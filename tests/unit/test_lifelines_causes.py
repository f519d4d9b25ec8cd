"""Competing causes: depletion, destruction, looting, tears, and which lifelines a shock touches."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.lifelines import Event, Run, declared_causes, declared_kinds, simulate
from holdfast.lifelines.causes import cause_labels, touched_by
from holdfast.sites import prior_draws, read_site
from lifelines_samples import EVERYTHING, START, everything, median_run


def cause(run: Run, event: str, member: int = 0) -> str:
    return cause_labels()[int(run.causes[event][member])]


def test_without_a_shock_all_is_depletion_or_did_not_happen() -> None:
    run = median_run(everything(), hours=120)
    for name, times in run.event_times.items():
        assert cause(run, name) == ("depletion" if np.isfinite(times[0]) else ""), name


@pytest.mark.parametrize(
    ("event", "failure", "label"),
    [
        (Event(hour=30, kind="loot", asset="rice", quantity=9e9), "rice_out", "looting"),
        (Event(hour=30, kind="loot", asset="rice", quantity=10.0), "rice_out", "after_looting"),
        (Event(hour=30, kind="loot", asset="rice", quantity=0.0), "rice_out", "depletion"),
        (Event(hour=30, kind="loot", asset="flour", quantity=10.0), "rice_out", "depletion"),
        (Event(hour=200, kind="loot", asset="rice", quantity=10.0), "rice_out", "depletion"),
        (Event(hour=30, kind="loot", asset="rice", quantity=100.0, unit="%"), "rice_out", "looting"),
        (Event(hour=30, kind="destroy", asset="rice", quantity=1.0), "rice_out", "destruction"),
        (Event(hour=30, kind="tear", asset="pit-1"), "sewage_spill", "tear"),
        (Event(hour=30, kind="tear", asset="pit-1"), "rice_out", "depletion"),
        (Event(hour=30, kind="loot", asset="flour", quantity=9e9), "bakery_closed", "looting"),
        (Event(hour=35, kind="loot", asset="flour", quantity=9e9), "bakery_closed", "after_looting"),
        (Event(hour=30, kind="set_level", asset="rice", quantity=0.0), "rice_out", "depletion"),
    ],
)
def test_the_last_shock_that_touched_a_lifeline_is_its_cause(event: Event, failure: str, label: str) -> None:
    run = median_run(everything(), hours=240, events=[event])
    assert np.isfinite(run.event_times[failure][0])
    assert cause(run, failure) == label


def test_of_two_shocks_the_later_one_counts() -> None:
    loot = Event(hour=20, kind="loot", asset="rice", quantity=10.0)
    fire = Event(hour=30, kind="destroy", asset="rice", quantity=0.1)
    assert cause(median_run(everything(), events=[loot, fire]), "rice_out") == "after_destruction"
    late = Event(hour=40, kind="loot", asset="rice", quantity=10.0)
    assert cause(median_run(everything(), events=[loot, fire, late]), "rice_out") == "after_looting"


def test_a_shock_after_the_failure_is_not_its_cause() -> None:
    plain = median_run(everything(), hours=120)
    hour = int(plain.event_times["rice_out"][0]) + 1
    run = median_run(everything(), hours=120, events=[Event(hour=hour, kind="loot", asset="rice", quantity=1.0)])
    assert cause(run, "rice_out") == "depletion"


def test_what_is_dated_to_the_end_of_an_hour_is_not_caused_by_a_shock_that_begins_there() -> None:
    plain = median_run(everything(), hours=120)
    hour = plain.event_times["bakery_closed"][0]
    assert hour == int(hour)
    for when, label in ((int(hour), "depletion"), (int(hour) - 1, "destruction")):
        run = median_run(
            everything(), hours=120, events=[Event(hour=when, kind="destroy", asset="flour", quantity=0.01)]
        )
        assert run.event_times["bakery_closed"][0] == hour
        assert cause(run, "bakery_closed") == label


def test_a_shock_to_some_members_is_the_cause_of_theirs_alone() -> None:
    some = np.array([True, False, True])
    run = simulate(
        everything(),
        draws=prior_draws(everything(), 3, 1),
        hours=60,
        start=START,
        engine="python",
        keep="events",
        events=[Event(hour=5, kind="loot", asset="rice", quantity=100.0, unit="%", members=some)],
    )
    assert run.causes["rice_out"].tolist()[0] == run.causes["rice_out"].tolist()[2] == 4
    assert run.causes["rice_out"][1] in {0, 1}


def test_power_carries_what_needs_it() -> None:
    site = everything()
    sets = touched_by("generators", 0, site)
    assert {"electricity", "water", "sewage", "cooling", "cold_chain", "vaccines", "food", "oxygen", "dialysis"} == sets
    diesel = touched_by("stores", 0, site)
    assert diesel == sets | {"fuel"}
    assert touched_by("stores", 2, site) == {"stock:lpg", "food"}
    assert touched_by("stores", 4, site) == {"stock:rice"}
    assert touched_by("wells", 0, site) == {"water", "dialysis"}
    assert touched_by("sewage_tanks", 1, site) == {"sewage"}


def test_a_service_is_touched_through_its_inputs_power_and_water() -> None:
    site = read_site(
        EVERYTHING
        + """
[[services]]
id = "laundry"
lifeline = "laundry"
water_m3_per_day = 1
[[services.inputs]]
id = "rice"
commodity = "rice"
quantity_per_day = 1
unit = "kg"
[[services]]
id = "radio"
lifeline = "messages"
power = "clinic"
"""
    )
    assert "laundry" in touched_by("stores", 4, site)
    assert "laundry" in touched_by("tanks", 1, site)
    assert {"laundry", "messages"} <= touched_by("generators", 0, site)
    assert "messages" not in touched_by("tanks", 1, site)


def test_every_shock_has_its_two_causes() -> None:
    rows = declared_causes()
    assert [row.code for row in rows] == list(range(len(rows)))
    for kind in (row.kind for row in declared_kinds() if row.shock):
        assert len([row for row in rows if row.kind == kind]) == 2
    assert all(row.meaning for row in rows)
