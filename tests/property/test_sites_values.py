"""What must hold for every value: quantiles never fall, forms mean the same, units do not matter."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from holdfast.sites import Draws, Value, litres_from_dip, prior_draws, read_site, values
from holdfast.sites.value import DISTRIBUTIONS
from sites_samples import SMALL, swap

POSITIVE = st.floats(1e-3, 1e6)
DISTRIBUTION = st.sampled_from([name for name in DISTRIBUTIONS if name != "fixed"])


@st.composite
def spread_values(draw: st.DrawFn) -> Value:
    low, mode, high = sorted(draw(st.tuples(POSITIVE, POSITIVE, POSITIVE)))
    assume(high > low * (1 + 1e-6))
    return Value(value=mode, low=low, high=high, distribution=draw(DISTRIBUTION), state="interval")


@given(spread_values(), st.lists(st.floats(0, 1), min_size=2, max_size=40))
def test_quantiles_never_fall_and_are_finite(value: Value, probabilities: list[float]) -> None:
    drawn = value.quantile(np.sort(np.array(probabilities)))
    assert np.isfinite(drawn).all()
    assert (np.diff(drawn) >= -1e-9 * value.high).all()


@given(spread_values())
def test_median_lies_between_the_ends(value: Value) -> None:
    slack = 1e-9 * value.high
    assert value.low - slack <= value.median <= value.high + slack


@given(spread_values(), st.floats(0.1, 1000))
def test_change_of_unit_changes_every_quantile_alike(value: Value, factor: float) -> None:
    p = np.linspace(0, 1, 11)
    scaled = Value(
        value=value.value * factor, low=value.low * factor, high=value.high * factor,
        distribution=value.distribution, state="interval",
    )  # fmt: skip
    assert np.allclose(scaled.quantile(p), factor * value.quantile(p), rtol=1e-9)


def with_stock(stated: str, capacity: str = "1000000000") -> Value:
    text = swap(SMALL, {"quantity = 9000": f"quantity = {stated}", "capacity = 15000": f"capacity = {capacity}"})
    return read_site(text).stores[0].quantity


@given(st.floats(0, 1e8))
def test_every_form_of_one_number_is_the_same_value(number: float) -> None:
    plain = with_stock(repr(number))
    assert plain == with_stock(f"{{value = {number!r}}}")
    assert plain == with_stock(f'{{value = {number!r}, unit = "L", source = "log"}}')
    assert plain == with_stock(f"{{low = {number!r}, high = {number!r}}}")
    assert plain.value == number


@given(st.integers(0, 99_999))
def test_a_number_in_words_of_digits_is_that_number(number: int) -> None:
    assert with_stock(f'"{number:,} L"').value == number
    assert with_stock(f'"{number}"').value == number


@given(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(sorted), DISTRIBUTION)
def test_interval_round_trips(ends: list[float], distribution: str) -> None:
    low, high = ends
    assume(high > low)
    assume(low > 0 or distribution not in {"lognormal", "loguniform"})
    value = with_stock(f'{{low = {low!r}, high = {high!r}, distribution = "{distribution}"}}')
    assert (value.low, value.high, value.distribution, value.state) == (low, high, distribution, "interval")
    assert low <= value.value <= high


def all_draws(text: str) -> Draws:
    return prior_draws(read_site(text), 20, 1)


@given(st.floats(10, 70), st.floats(1, 400))
def test_site_in_packages_equals_the_site_in_litres(drums: float, gallons_per_day: float) -> None:
    """A camp that counts in drums and US gallons is the camp that counts in litres."""
    delivery = '[[gate.deliveries]]\ncommodity = "diesel"\nunit = "{}"\nquantity_per_day = {}\n'
    field = swap(
        SMALL,
        {
            "quantity = 9000": f'quantity = {{value = {drums!r}, unit = "drum"}}',
            "capacity = 15000": 'capacity = {value = 75, unit = "drum"}',
            "level_m3 = 200": 'level_m3 = {value = 200000, unit = "L"}',
            "temp_max_c = 45": 'temp_max_c = {value = 113, unit = "F"}',
        },
    ) + delivery.format("US gallon", repr(gallons_per_day))
    litres = swap(SMALL, {"quantity = 9000": f"quantity = {drums * 200.0!r}"})
    litres += delivery.format("L", repr(gallons_per_day * 3.785411784))
    ours, theirs = all_draws(field), all_draws(litres)
    assert set(ours.values) == set(theirs.values)
    for path in ours.values:
        assert np.allclose(ours[path], theirs[path], rtol=1e-9), path


@given(st.floats(0, 180), st.floats(0, 180))
def test_more_on_the_stick_is_never_less_in_the_tank(one: float, other: float) -> None:
    store = read_site(SMALL).stores[0]
    low, high = (litres_from_dip(store, cm) for cm in sorted((one, other)))
    assert low.quantity <= high.quantity
    assert low.low <= low.quantity <= low.high
    assert math.isfinite(high.high)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 2**63))
def test_first_members_never_depend_on_their_number(few: int, many: int, seed: int) -> None:
    few, many = sorted((few, many))
    site = read_site('[site]\nid = "a"\nname = "A"\n[[people]]\nid = "p"\n')
    small, large = prior_draws(site, few, seed), prior_draws(site, many, seed)
    for entry in values(site):
        assert (small[entry.path] == large[entry.path][:few]).all()
        assert (large[entry.path] >= entry.value.minimum).all()
        assert (large[entry.path] <= entry.value.maximum).all()
