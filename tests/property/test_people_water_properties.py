"""Water in heat whatever is given: hotter never lowers the need, more water never brings a date forward, units hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.people.census.groups import Group
from holdfast.people.heat.moist_air import saturation_kpa
from holdfast.people.water.chlorination import chlorine_dose, chlorine_products
from holdfast.people.water.deficit import days_to_deficit, deficit_days, deficit_path
from holdfast.people.water.dehydration import dehydration
from holdfast.people.water.delivered import CLASSES, water_class
from holdfast.people.water.need import water_need
from holdfast.people.water.of_population import water_need_of
from holdfast.quantities import convert

temps = st.floats(-10.0, 55.0)
days = st.lists(temps, min_size=24, max_size=24)
litres = st.floats(0.0, 30.0)
people = st.sampled_from([("adult", "rest"), ("adult", "light"), ("old", "rest"), ("child", "rest")])
AGAINST_ROUNDING = 1e-9


@settings(max_examples=60)
@given(days, st.lists(st.floats(0.0, 5.0), min_size=24, max_size=24), people, st.floats(0.0, 4.0))
def test_hotter_hours_never_lower_loss_or_need(
    day: list[float], warmer: list[float], kind: tuple[str, str], vapour: float
) -> None:
    person, activity = kind
    assume(vapour <= saturation_kpa(max(day)))  # more than the warmest hour holds is refused
    cool, hot = (
        water_need(series, person=person, activity=activity, vapour_pressure_kpa=vapour)
        for series in (day, [one + more for one, more in zip(day, warmer, strict=True)])
    )
    for one, other in zip(cool.curves, hot.curves, strict=True):
        for field in ("loss_l_per_day", "drinking_need_l_per_day"):
            assert getattr(other, field) >= getattr(one, field) - AGAINST_ROUNDING
        for early, late in zip(one.loss_by_hour_l, other.loss_by_hour_l, strict=True):
            assert late >= early - AGAINST_ROUNDING


@settings(max_examples=40)
@given(st.floats(20.0, 52.0), st.floats(5.0, 60.0), st.floats(0.0, 3.0), people)
def test_hotter_or_wetter_days_never_lower_the_need(
    maximum: float, humidity: float, more: float, kind: tuple[str, str]
) -> None:
    person, activity = kind
    base, hotter, wetter = (
        water_need(one, rh_percent=rh, person=person, activity=activity)
        for one, rh in ((maximum, humidity), (maximum + more, humidity), (maximum, humidity + 5 * more))
    )
    for index, curve in enumerate(base.curves):
        assert hotter.curves[index].drinking_need_l_per_day >= curve.drinking_need_l_per_day - AGAINST_ROUNDING
        assert wetter.curves[index].loss_l_per_day >= curve.loss_l_per_day - AGAINST_ROUNDING


@settings(max_examples=40)
@given(days, people, st.floats(2.0, 139.0))
def test_ranges_hold_and_nothing_is_negative_or_no_number(day: list[float], kind: tuple[str, str], mass: float) -> None:
    person, activity = kind
    held = min(mass, 69.0) if person == "child" else max(mass, 31.0)
    for curve in water_need(day, person=person, activity=activity, mass_kg=held).curves:
        assert 0.0 < curve.loss_low_l_per_day <= curve.loss_l_per_day <= curve.loss_high_l_per_day < 60.0
        assert 2.5 <= curve.drinking_need_low_l_per_day <= curve.drinking_need_l_per_day
        assert curve.drinking_need_l_per_day <= curve.drinking_need_high_l_per_day
        assert sum(curve.loss_by_hour_l) == pytest.approx(curve.loss_l_per_day)


@given(st.lists(st.tuples(litres, litres), min_size=1, max_size=30), st.floats(0.0, 40.0), litres, st.floats(0.0, 5.0))
def test_more_water_never_brings_a_date_forward(
    flows: list[tuple[float, float]], stock: float, more: float, food: float
) -> None:
    loss, supply = (np.asarray(one) for one in zip(*flows, strict=True))
    for percent in (2, 5, 10):
        (base,) = deficit_days(percent, loss, supply, stock_l=stock, food_water_l=food)
        for richer in (
            deficit_days(percent, loss, supply + more, stock_l=stock, food_water_l=food),
            deficit_days(percent, loss, supply, stock_l=stock + more, food_water_l=food),
            deficit_days(percent, loss, supply, stock_l=stock, food_water_l=food + more),
        ):
            assert base is not None or richer == (None,)
            if base is not None and richer[0] is not None:
                assert richer[0] >= base - AGAINST_ROUNDING


@given(st.lists(st.tuples(litres, litres), min_size=1, max_size=30), st.floats(0.0, 40.0), st.floats(0.0, 20.0))
def test_deficit_is_never_negative_and_water_is_conserved(
    flows: list[tuple[float, float]], stock: float, containers: float
) -> None:
    loss, supply = (np.asarray(one) for one in zip(*flows, strict=True))
    path = deficit_path(loss, supply, stock_l=stock)[0]
    assert (path >= 0.0).all()
    standing = stock + np.cumsum(supply - loss)
    assert path == pytest.approx(np.maximum(0.0, -standing), abs=1e-9)
    assert (deficit_path(loss, supply, stock_l=stock, containers_l=containers)[0] >= path - AGAINST_ROUNDING).all()


@given(st.floats(0.5, 20.0), litres, st.floats(0.0, 40.0))
def test_hour_day_and_closed_form_are_one(loss: float, supply: float, stock: float) -> None:
    closed = days_to_deficit(3.5, loss, supply, stock_l=stock)
    (by_day,) = deficit_days(5, [loss] * 90, supply, stock_l=stock)
    (by_hour,) = deficit_days(5, [loss / 24] * 90 * 24, supply / 24, stock_l=stock, steps_per_day=24)
    if closed is None or closed > 89.99:
        assert closed is None or closed > 89.0 or by_day is None
        return
    assert by_day == pytest.approx(closed, rel=1e-6)
    assert by_hour == pytest.approx(closed, rel=1e-6)


@given(st.floats(0.1, 8.0), st.floats(0.0, 12.0))
def test_gallons_are_litres(supply_gal: float, stock_gal: float) -> None:
    in_litres = dehydration(
        47.0,
        supply_l_per_person_day=convert(supply_gal, "US gallon", "L"),
        stock_l_per_person=convert(stock_gal, "US gallon", "L"),
    )
    by_hand = dehydration(
        47.0, supply_l_per_person_day=supply_gal * 3.785411784, stock_l_per_person=stock_gal * 3.785411784
    )
    for one, other in zip(in_litres.crossings, by_hand.crossings, strict=True):
        assert one.central_day == pytest.approx(other.central_day)


kinds = st.builds(
    Group,
    age_band=st.sampled_from(["0-4", "5-9", "10-14", "15-19", "20-59", "60+"]),
    sex=st.sampled_from(["male", "female"]),
    state=st.just("none"),
    profile=st.sampled_from(["young", "old", "ill"]),
    persons=st.floats(0.5, 5000.0),
    energy_kcal_per_day=st.just(2000.0),
)


@settings(max_examples=25)
@given(st.lists(kinds, min_size=1, max_size=6), st.randoms())
def test_order_of_groups_does_not_matter_and_doubling_doubles(groups: list[Group], random: object) -> None:
    shuffled = list(groups)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = water_need_of(groups, 46.0), water_need_of(shuffled, 46.0)
    doubled = water_need_of([*groups, *groups], 46.0)
    for one, other, twice in zip(first.curves, second.curves, doubled.curves, strict=True):
        assert one.drinking_need_m3_per_day == pytest.approx(other.drinking_need_m3_per_day, rel=1e-12)
        assert twice.loss_m3_per_day == pytest.approx(2 * one.loss_m3_per_day, rel=1e-12)
        assert one.loss_low_m3_per_day <= one.loss_m3_per_day <= one.loss_high_m3_per_day


@given(st.floats(0.0, 900.0), st.floats(0.0, 90.0))
def test_more_litres_are_never_a_lower_class(amount: float, more: float) -> None:
    assert CLASSES.index(water_class(amount + more)) >= CLASSES.index(water_class(amount))


@given(st.sampled_from(chlorine_products()), st.floats(1.0, 1e6), st.floats(0.1, 100.0), st.floats(1.1, 5.0))
def test_doses_scale_with_tank_and_strength(product: str, tank: float, dose: float, times: float) -> None:
    base = chlorine_dose(tank, dose, product).amount
    assert chlorine_dose(tank * times, dose, product).amount == pytest.approx(base * times)
    assert chlorine_dose(tank, dose * times, product).amount == pytest.approx(base * times)


@given(st.floats(-20.0, 50.0), st.floats(0.0, 6.0))
def test_air_never_holds_more_than_it_can(temp: float, vapour: float) -> None:
    """A cold night cannot hold what the warm afternoon does; an hour stated wetter than it can be is refused."""
    most = saturation_kpa(temp)
    if vapour > 1.01 * most:
        with pytest.raises(InputError, match="HF-P022"):
            water_need([temp] * 24, vapour_pressure_kpa=vapour)
    if vapour <= saturation_kpa(50.0):
        wet = water_need([temp] * 23 + [50.0], vapour_pressure_kpa=vapour)
        held = water_need([temp] * 23 + [50.0], vapour_pressure_kpa=[min(vapour, most)] * 23 + [vapour])
        assert wet.curves == held.curves
