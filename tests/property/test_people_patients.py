"""More stock never brings a shortage forward; order and units do not matter; hold-over is that of the hour loop."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.lifelines.cold import hold_over_after_h
from holdfast.people.care.cold_chain import hold_over_left, insulin_uncooled
from holdfast.people.care.medicines import Batch, MedicineItem, people_without
from holdfast.people.care.treatment import dialysis_week, oxygen_hours

START = date(2026, 8, 1)
ITEM = MedicineItem(item="x", name="x", people="people", unit="mg", keep_cold=True)
HORIZON = 40
batches = st.lists(
    st.tuples(st.floats(0, 3000), st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)),
    min_size=1,
    max_size=4,
)


def made_of(stock: list[tuple[float, int | None, int | None]]) -> list[Batch]:
    return [
        Batch(
            quantity=quantity,
            expires_on=None if until is None else START + timedelta(days=until),
            arrives_on=None if comes is None else START + timedelta(days=comes),
        )
        for quantity, until, comes in stock
    ]


def without(stock: Any, *, users: float = 10.0, use: float = 7.0, **named: Any) -> Any:
    return people_without(
        ITEM, users=users, stock=stock, use_per_user_day=use, start=START, horizon_days=HORIZON, members=1, **named
    )


@settings(max_examples=40)
@given(stock=batches, more=st.floats(0, 3000))
def test_more_stock_never_leaves_more_people_without(stock: Any, more: float) -> None:
    fewer, richer = without(made_of(stock)), without([*made_of(stock), Batch(quantity=more)])
    assert sum(day[1] for day in richer.by_day) <= sum(day[1] for day in fewer.by_day)
    assert (richer.median or date.max) >= (fewer.median or date.max)


@settings(max_examples=40)
@given(stock=batches, factor=st.sampled_from([2.0, 0.5, 8.0, 1024.0]))
def test_the_unit_of_the_medicine_does_not_matter(stock: Any, factor: float) -> None:
    scaled = [(quantity * factor, until, comes) for quantity, until, comes in stock]
    assert without(made_of(stock)).by_day == without(made_of(scaled), use=7.0 * factor).by_day


@settings(max_examples=40)
@given(stock=batches, order=st.randoms())
def test_the_order_of_batches_does_not_matter(stock: Any, order: Any) -> None:
    other = list(stock)
    order.shuffle(other)
    assert without(made_of(stock)).by_day == without(made_of(other)).by_day


@settings(max_examples=40)
@given(stock=batches, lost=st.integers(0, 45), warm=st.integers(0, 30))
def test_lost_cold_never_helps_and_more_days_without_it_never_hurt(stock: Any, lost: int, warm: int) -> None:
    def count(**named: Any) -> int:
        return sum(day[1] for day in without(made_of(stock), **named).by_day)

    kept, lost_at_once = count(), count(cold_chain_lost_on=float(lost), usable_days_warm=0.0)
    assert kept <= count(cold_chain_lost_on=float(lost), usable_days_warm=float(warm)) <= lost_at_once
    assert kept <= count(cold_chain_lost_on=float(lost), usable_days_warm=float(warm + 1)) <= lost_at_once


@settings(max_examples=40)
@given(stock=batches)
def test_what_is_used_and_what_is_unused_is_what_there_was(stock: Any) -> None:
    """By hand, one member: doses given plus doses missed are all doses; nothing is used that is not there."""
    answer = without(made_of(stock))
    there = sum(quantity for quantity, _, comes in stock if comes is None or comes < HORIZON)
    covered = sum(10 - day[1] for day in answer.by_day)
    assert covered * 7.0 <= there + 1e-6
    assert answer.unused_median <= there + 1e-6


@settings(max_examples=60)
@example(left=1.0, most=0.5, fraction=0.5000000000000001, hours=1)  # full it holds for a rounding's length
@given(left=st.floats(0, 120), most=st.floats(0.5, 120), fraction=st.floats(0, 1), hours=st.integers(0, 300))
def test_hold_over_is_that_of_the_hour_loop(left: float, most: float, fraction: float, hours: int) -> None:
    state = start = min(left, most)
    end = 0 if state <= 0.0 else None
    for hour in range(hours):
        state = hold_over_after_h(state, fraction, most)
        if end is None and state <= 1e-9:
            end = hour + 1
    made = hold_over_left(start, most_h=most, hours=hours, powered_fraction=fraction)
    assert made.left_h == pytest.approx(state, abs=1e-6)
    if end is not None:
        assert made.ends_after_h is not None
        assert abs(made.ends_after_h - end) <= (1 if 0.4999 < fraction < 0.5001 or start < 1e-6 else 0)


@settings(max_examples=40)
@given(low=st.floats(2.0, 45), width=st.floats(0, 20), step=st.floats(0, 10))
def test_a_warmer_room_never_keeps_insulin_longer(low: float, width: float, step: float) -> None:
    def days(coldest: float, warmest: float) -> float:
        rule = insulin_uncooled(coldest, warmest)
        return 1e9 if rule.cooled else rule.usable_days or 0.0

    assert days(low, low + width) >= days(low + step, low + width + step)
    assert days(low, low + width) >= days(low, low + width + step)


@settings(max_examples=40)
@given(
    water=st.floats(0, 3000),
    power=st.floats(0, 200),
    machines=st.integers(0, 8),
    hours=st.floats(0, 20),
    more=st.floats(1, 3),
)
def test_more_of_anything_never_misses_more_sessions(
    water: float, power: float, machines: int, hours: float, more: float
) -> None:
    def missed(**named: Any) -> int:
        given: dict[str, Any] = {
            "patients": 15,
            "machines": machines,
            "staffed_h_per_day": hours,
            "water_l_per_day": water,
            "power_kwh_per_day": power,
            "water_l_per_session": 140.0,
            "kwh_per_session": 6.0,
            "members": 1,
        }
        return dialysis_week(**{**given, **named}).missed_median

    base = missed()
    assert missed(water_l_per_day=water * more) <= base
    assert missed(power_kwh_per_day=power * more) <= base
    assert missed(machines=machines + 1) <= base
    assert missed(patients=16) >= base


@settings(max_examples=40)
@given(
    gas=st.floats(0, 50_000),
    flow=st.floats(0.5, 15),
    units=st.integers(0, 6),
    outage=st.floats(0, 100),
    more=st.floats(0, 20_000),
)
def test_more_gas_and_later_outages_never_end_oxygen_earlier(
    gas: float, flow: float, units: int, outage: float, more: float
) -> None:
    def hours(**named: Any) -> float:
        given: dict[str, Any] = {
            "patients": 3,
            "flow_l_per_min": flow,
            "cylinder_l": gas,
            "concentrators": units,
            "power_lost_in_h": outage,
            "members": 1,
        }
        found = oxygen_hours(**{**given, **named}).hours_median
        return np.inf if found is None else found

    base = hours()
    assert hours(cylinder_l=gas + more) >= base - 1e-9
    assert hours(power_lost_in_h=outage + more) >= base - 1e-9
    assert hours(concentrators=units + 1) >= base - 1e-9
    assert hours(patients=4) <= base + 1e-9
